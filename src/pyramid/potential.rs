use rust_decimal::Decimal;

use super::{Pyramid, Tier};
use crate::estimate::Proportion;
use crate::numeric::money::rescale;
use crate::numeric::parts::Parts;
use crate::period::Window;
use crate::{Error, Result};

/// All that a customer spends on what the business sells, with whomever, in the window of a pyramid.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
#[doc(alias = "钱包份额")]
#[doc(alias = "share of wallet")]
pub enum Wallet {
    /// The share of it that the customer spends with the business, above 0 and at most 1: the wallet
    /// is what the pyramid says of the customer divided by that. Kept to twelve decimal places.
    Share(f64),
    /// Its size, at least what the customer spends with the business.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    Size(Decimal),
}

/// How many customers could stand higher in a pyramid: those whose whole wallet would reach the cut of
/// a tier above theirs.
///
/// ```text
/// wallet = spend with us / share of wallet          potential: wallet ≥ cut of a tier above
/// ```
///
/// A wallet says what could be won at most, not that it can be. Where wallets are known of some
/// customers only, say because these were asked, the rate is theirs, not everyone's.
///
/// Source: Curry, J. and Curry, A. (2000), *The Customer Marketing Method*, Free Press, lesson five;
/// the reading by wallets is ours.
///
/// ```
/// use retention::pyramid::{Cuts, Pyramid, UpgradePotential, Wallet};
/// use rust_decimal::dec;
///
/// let cuts = Cuts::by_amount([("Key", dec!(1000)), ("Middle", dec!(100))], "Small")?;
/// let spend = [("Ann", dec!(2000)), ("Ben", dec!(300)), ("Cem", dec!(40)), ("Dea", dec!(60))];
/// let pyramid = Pyramid::new(spend, &cuts)?;
/// let wallets = [
///     ("Ann", Wallet::Share(0.5)),       // at the top already
///     ("Ben", Wallet::Share(0.6)),       // 500 in all, and Key begins at 1000
///     ("Cem", Wallet::Size(dec!(1500))), // could be a Key customer
/// ];
/// let potential = UpgradePotential::new(&pyramid, wallets)?;
/// assert_eq!((potential.rate.numerator(), potential.rate.denominator()), (1, 3));
/// assert_eq!(potential.unknown, 1); // Dea
/// assert_eq!(pyramid.tier_name(potential.rows()[0].reaches), "Key");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "升级潜力")]
pub struct UpgradePotential<Id> {
    rows: Vec<Reach<Id>>,
    /// Customers with potential, of those whose wallet is known. Who stands at the top has none.
    pub rate: Proportion,
    /// Customers of the pyramid whose wallet is not known, those among them whose share of it is given
    /// but who brought nothing that could be divided by it.
    pub unknown: u64,
    /// Wallets of people who are not in the pyramid.
    pub outside: u64,
    /// The window of the pyramid, where it has one.
    pub window: Option<Window>,
}

/// A customer whose wallet reaches a higher tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Reach<Id> {
    /// Who.
    pub customer: Id,
    /// Where the customer is.
    pub tier: Tier,
    /// The highest tier whose cut the wallet reaches.
    pub reaches: Tier,
}

impl<Id> UpgradePotential<Id> {
    /// Everyone with potential, by key.
    #[must_use]
    pub fn rows(&self) -> &[Reach<Id>] {
        &self.rows
    }
}

impl<Id: Ord + Clone> UpgradePotential<Id> {
    /// Compares the wallets of customers with the cuts of the pyramid. A tier of other cuts than by
    /// amount that has no customers has no cut to reach.
    ///
    /// # Errors
    /// All with the row: [`Error::Duplicate`] for a customer with two wallets;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share of zero, below, or above 1;
    /// [`Error::OutOfRange`] for a wallet below zero, or smaller than what the customer spends;
    /// [`Error::Overflow`] where an amount and a cut have no common scale.
    pub fn new(
        pyramid: &Pyramid<Id>,
        wallets: impl IntoIterator<Item = (Id, Wallet)>,
    ) -> Result<Self> {
        let mut known: Vec<(Id, usize, Wallet)> = wallets
            .into_iter()
            .enumerate()
            .map(|(row, (customer, wallet))| (customer, row, wallet))
            .collect();
        known.sort_unstable_by(|(a, i, _), (b, j, _)| a.cmp(b).then(i.cmp(j)));
        let twice = known
            .iter()
            .zip(known.iter().skip(1))
            .find(|((a, ..), (b, ..))| a == b);
        if let Some(((_, first, _), (_, row, _))) = twice {
            return Err(
                Error::duplicate("customer", format_args!("rows {first} and {row}")).at_row(*row),
            );
        }

        let mut rows = Vec::new();
        let (mut of, mut outside) = (0_u64, 0_u64);
        for (customer, row, wallet) in known {
            let at_row = |error: Error| error.at_row(row);
            let share = match wallet {
                Wallet::Share(share) => Some(share_of_wallet(share).map_err(at_row)?),
                Wallet::Size(size) if size < Decimal::ZERO => {
                    return Err(Error::out_of_range("wallet", size, "0 or more").at_row(row));
                }
                Wallet::Size(_) => None,
            };
            let Some(placed) = pyramid.get(&customer) else {
                outside += 1;
                continue;
            };
            if let Wallet::Size(size) = wallet
                && size < placed.amount
            {
                let least = format_args!("at least what the customer spends, {}", placed.amount);
                return Err(Error::out_of_range("wallet", size, least).at_row(row));
            }
            if share.is_some() && placed.amount <= Decimal::ZERO {
                continue;
            }
            of += 1;
            // Ties at a cut may have put the customer lower than the amount alone would.
            let stands = placed.tier.min(pyramid.tier_for(placed.amount));
            for summary in pyramid.tiers().iter().take(stands.index()) {
                let Some(cut) = pyramid.least(summary) else {
                    continue;
                };
                let reached = match (wallet, share) {
                    (Wallet::Size(size), _) => size >= cut,
                    (Wallet::Share(_), Some(share)) => {
                        reaches(placed.amount, share, cut).map_err(at_row)?
                    }
                    (Wallet::Share(_), None) => false,
                };
                if reached {
                    rows.push(Reach {
                        customer,
                        tier: placed.tier,
                        reaches: summary.tier,
                    });
                    break;
                }
            }
        }
        Ok(Self {
            rate: Proportion::new(rows.len() as u64, of)?,
            rows,
            unknown: (pyramid.rows().len() as u64).saturating_sub(of),
            outside,
            window: pyramid.window(),
        })
    }
}

fn share_of_wallet(share: f64) -> Result<Parts> {
    const SHARE: &str = "share of wallet";
    let parts = Parts::new(SHARE, share)?;
    if parts.value() == 0.0 {
        return Err(Error::out_of_range(SHARE, share, "1e-12 to 1"));
    }
    Ok(parts)
}

/// Whether an amount that is this share of a wallet makes the wallet reach a cut: without dividing, so
/// that two thirds of 150 are 100.
fn reaches(amount: Decimal, share: Parts, cut: Decimal) -> Result<bool> {
    if cut <= Decimal::ZERO {
        return Ok(true);
    }
    let scale = amount.scale().max(cut.scale());
    rescale(amount.mantissa(), amount.scale(), scale)
        .zip(rescale(cut.mantissa(), cut.scale(), scale))
        .and_then(|(amount, cut)| share.compare(amount, cut))
        .map(|compared| compared.is_ge())
        .ok_or_else(|| Error::overflow("comparing a wallet with a cut", amount))
}
