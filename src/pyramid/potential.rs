use rust_decimal::Decimal;

use super::{Placed, Pyramid, Tier};
use crate::estimate::Proportion;
use crate::keyed::{Keyed, check_sorted_keys};
use crate::numeric::money::rescale;
use crate::numeric::parts::Parts;
use crate::period::Window;
use crate::{Error, Result};

/// A customer's total spending on this kind of product, at all suppliers, in the window of the pyramid.
///
/// See the [example](crate::pyramid::UpgradePotential).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
#[doc(alias = "钱包份额")]
#[doc(alias = "share of wallet")]
pub enum Wallet {
    /// Share of wallet: what the customer spends with the business, as a share of the wallet, above 0
    /// and at most 1. The wallet is the customer's amount divided by it. Kept to twelve decimal places.
    Share(f64),
    /// Size of the wallet, at least what the customer spends with the business.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    Size(Decimal),
}

/// Customers who could move up in a pyramid, because their whole wallet would reach the cut of a tier
/// above theirs.
///
/// ```text
/// wallet = spend with us / share of wallet          potential: wallet ≥ cut of a tier above
/// ```
///
/// A wallet is the most that could be won; it does not say that it can be. If wallets are known for
/// some customers only, such as those who were asked, the rate describes them, not everyone.
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
/// assert_eq!(potential.missing, 1); // Dea
/// assert_eq!(pyramid.tier_name(potential.reaches.get("Cem").unwrap().tier), "Key");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "升级潜力")]
pub struct UpgradePotential<Id> {
    /// Everyone with potential: the amount they bring, and the highest tier whose cut their wallet
    /// reaches, which lies above theirs.
    pub reaches: Keyed<Placed<Id>>,
    /// Customers with potential, of those whose wallet is known. Customers of the top tier have none.
    pub rate: Proportion,
    /// Customers of the pyramid whose wallet is not known. A share of wallet says nothing about a
    /// customer who brought nothing.
    pub missing: u64,
    /// Wallets of people who are not in the pyramid.
    pub left_out: u64,
    /// Window of the pyramid, if it has one.
    pub window: Option<Window>,
}

/// A wallet as it was given, with its row.
struct Given<Id> {
    customer: Id,
    row: usize,
    wallet: Wallet,
}

impl<Id: Ord + Clone> UpgradePotential<Id> {
    /// Compares the wallets of customers with the cuts of the pyramid. A tier without customers has no
    /// cut to reach, unless the cuts are by amount.
    ///
    /// # Errors
    /// All with the row: [`Error::Duplicate`] for a customer with two wallets;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share of zero, below, or above 1;
    /// [`Error::OutOfRange`] for a wallet below zero, or smaller than what the customer spends;
    /// [`Error::Overflow`] if an amount and a cut have no common scale.
    pub fn new(
        pyramid: &Pyramid<Id>,
        wallets: impl IntoIterator<Item = (Id, Wallet)>,
    ) -> Result<Self> {
        let rows = wallets.into_iter().enumerate();
        let mut given: Vec<Given<Id>> = rows
            .map(|(row, (customer, wallet))| Given {
                customer,
                row,
                wallet,
            })
            .collect();
        given.sort_unstable_by(|a, b| a.customer.cmp(&b.customer).then(a.row.cmp(&b.row)));
        check_sorted_keys(given.iter().map(|given| (&given.customer, given.row)))?;

        let ladder = pyramid.ladder();
        let cuts = cuts_of(pyramid);
        let mut reaches = Vec::new();
        let (mut of, mut left_out) = (0_u64, 0_u64);
        for Given {
            customer,
            row,
            wallet,
        } in given
        {
            let at_row = |error: Error| error.at_row(row);
            let wallet = wallet.checked().map_err(at_row)?;
            let Some(placed) = pyramid.get(&customer) else {
                left_out += 1;
                continue;
            };
            if !wallet.is_known(placed.amount).map_err(at_row)? {
                continue;
            }
            of += 1;
            // Ties at a cut may have put the customer lower than the amount alone would.
            let stands = placed.tier.min(ladder.tier_for(placed.amount));
            let above = cuts.partition_point(|&(tier, _)| tier < stands);
            let above = cuts.get(..above).unwrap_or_default();
            if let Some(tier) = highest(above, placed.amount, wallet).map_err(at_row)? {
                reaches.push(Placed {
                    customer,
                    amount: placed.amount,
                    tier,
                });
            }
        }
        Ok(Self {
            rate: Proportion::new(reaches.len() as u64, of)?,
            reaches: Keyed::from_sorted(reaches),
            missing: (pyramid.rows().len() as u64).saturating_sub(of),
            left_out,
            window: pyramid.window(),
        })
    }
}

/// The tiers that have a cut, from the top down.
fn cuts_of<Id>(pyramid: &Pyramid<Id>) -> Vec<(Tier, Decimal)> {
    let tiers = pyramid.tiers().iter();
    tiers
        .filter_map(|summary| Some((summary.tier, pyramid.least(summary)?)))
        .collect()
}

/// The highest of the tiers above the customer's whose cut the wallet reaches. Cuts fall from tier to
/// tier, so those that are reached come last.
fn highest(
    above: &[(Tier, Decimal)],
    amount: Decimal,
    wallet: CheckedWallet,
) -> Result<Option<Tier>> {
    let mut refused = None;
    let first = above.partition_point(|&(_, cut)| match wallet.reaches(amount, cut) {
        Ok(reached) => !reached,
        Err(error) => {
            refused = Some(error);
            false
        }
    });
    match refused {
        Some(error) => Err(error),
        None => Ok(above.get(first).map(|&(tier, _)| tier)),
    }
}

/// A wallet that can be one.
#[derive(Clone, Copy)]
enum CheckedWallet {
    Share(Parts),
    Size(Decimal),
}

impl Wallet {
    fn checked(self) -> Result<CheckedWallet> {
        match self {
            Self::Share(share) => share_of_wallet(share).map(CheckedWallet::Share),
            Self::Size(size) if size < Decimal::ZERO => {
                Err(Error::out_of_range("wallet", size, "0 or more"))
            }
            Self::Size(size) => Ok(CheckedWallet::Size(size)),
        }
    }
}

impl CheckedWallet {
    /// Whether it says anything of a customer who brings this.
    fn is_known(self, amount: Decimal) -> Result<bool> {
        match self {
            Self::Share(_) => Ok(amount > Decimal::ZERO),
            Self::Size(size) if size < amount => {
                let least = format_args!("at least what the customer spends, {amount}");
                Err(Error::out_of_range("wallet", size, least))
            }
            Self::Size(_) => Ok(true),
        }
    }

    fn reaches(self, amount: Decimal, cut: Decimal) -> Result<bool> {
        match self {
            Self::Share(share) => reaches(amount, share, cut),
            Self::Size(size) => Ok(size >= cut),
        }
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
