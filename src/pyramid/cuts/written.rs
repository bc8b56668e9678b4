//! Cuts as they are written by serde.

use rust_decimal::Decimal;

use super::definition::{Limits, tier as place};
use super::{Cuts, Rounding, Ties};
use crate::{Error, Result};

/// What a pyramid is cut by.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Basis {
    Customers,
    Revenue,
    Amount,
}

/// How cuts are written: `{"basis": "customers", "tiers": [{"name": "Top", "share": 0.01}, …],
/// "rounding": "up", "ties": "together_up"}`; by amount, `from` in place of `share`.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCuts {
    basis: Basis,
    tiers: Vec<RawTier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    no_profit: Option<String>,
    #[serde(default)]
    rounding: Rounding,
    #[serde(default)]
    ties: Ties,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTier {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    #[serde(
        default,
        with = "crate::serde_money::option",
        skip_serializing_if = "Option::is_none"
    )]
    from: Option<Decimal>,
}

impl TryFrom<RawCuts> for Cuts {
    type Error = Error;

    fn try_from(raw: RawCuts) -> Result<Self> {
        // A tier with a limit of the wrong kind is refused, not read in half.
        let wrong = |row: usize, tier: &RawTier, allowed| {
            let value = format!("{:?}", tier.name);
            Error::out_of_range("limit of a tier", value, allowed).at_place(place(row))
        };
        let shares = || {
            raw.tiers
                .iter()
                .enumerate()
                .map(|(row, tier)| match (tier.share, tier.from) {
                    (Some(share), None) => Ok((tier.name.clone(), share)),
                    _ => Err(wrong(row, tier, "a share and no amount")),
                })
                .collect::<Result<Vec<_>>>()
        };
        let cuts = match raw.basis {
            Basis::Customers => Self::by_customers(shares()?)?,
            Basis::Revenue => Self::by_revenue(shares()?)?,
            Basis::Amount => {
                let Some((rest, above)) = raw.tiers.split_last() else {
                    return Err(Error::empty("tier"));
                };
                let tiers = above
                    .iter()
                    .enumerate()
                    .map(|(row, tier)| match (tier.share, tier.from) {
                        (None, Some(from)) => Ok((tier.name.clone(), from)),
                        _ => Err(wrong(row, tier, "an amount and no share")),
                    })
                    .collect::<Result<Vec<_>>>()?;
                if rest.share.is_some() || rest.from.is_some() {
                    return Err(wrong(above.len(), rest, "none: the last tier is the rest"));
                }
                Self::by_amount(tiers, rest.name.clone())?
            }
        };
        let cuts = cuts.rounding(raw.rounding).ties(raw.ties);
        match raw.no_profit {
            Some(name) => cuts.no_profit_apart(name),
            None => Ok(cuts),
        }
    }
}

impl From<Cuts> for RawCuts {
    fn from(cuts: Cuts) -> Self {
        let basis = match cuts.limits {
            Limits::Customers(_) => Basis::Customers,
            Limits::Revenue(_) => Basis::Revenue,
            Limits::Amount(_) => Basis::Amount,
        };
        let tier = |name, share, from| RawTier { name, share, from };
        let tiers = match cuts.limits {
            Limits::Customers(shares) | Limits::Revenue(shares) => cuts
                .names
                .into_iter()
                .zip(shares)
                .map(|(name, share)| tier(name, Some(share), None))
                .collect(),
            Limits::Amount(limits) => cuts
                .names
                .into_iter()
                .zip(limits.into_iter().map(Some).chain([None]))
                .map(|(name, from)| tier(name, None, from))
                .collect(),
        };
        Self {
            basis,
            tiers,
            no_profit: cuts.no_profit,
            rounding: cuts.rounding,
            ties: cuts.ties,
        }
    }
}
