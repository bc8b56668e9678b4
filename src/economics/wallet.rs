use rust_decimal::{Decimal, RoundingStrategy};

use super::winning::not_negative;
use crate::error::finite;
use crate::estimate::Share;
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

/// Computes a customer's share of wallet: what is spent with us, of all that the customer spends in the
/// category.
///
/// A customer who is satisfied and spends little may be small, or may spend elsewhere: the share of wallet
/// tells which.
///
/// # Errors
/// [`Error::OutOfRange`] for a negative amount, and if more is spent with us than in all.
///
/// ```
/// use retention::economics::{share_of_wallet, spending_capacity};
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let share = share_of_wallet(dec!(300), dec!(1200))?;
/// assert_eq!(share.value(), Some(0.25));
/// // The other way round: who spends 300 with us, and says that this is a quarter, could spend 1,200.
/// let capacity = spending_capacity(dec!(300), 0.25, 2, RoundingStrategy::MidpointAwayFromZero)?;
/// assert_eq!(capacity, dec!(1200));
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "share of purchases")]
#[doc(alias = "购买份额")]
#[doc(alias = "顾客份额")]
pub fn share_of_wallet(with_us: Decimal, in_all: Decimal) -> Result<Share> {
    not_negative("spending with us", with_us)?;
    if with_us > in_all {
        let allowed = format_args!("at most {in_all}, the spending in all");
        return Err(Error::out_of_range("spending with us", with_us, allowed));
    }
    Ok(Share::new(with_us, in_all))
}

/// Computes what a customer could spend in the category, from what is spent with us and its share of the
/// wallet.
///
/// ```text
/// capacity = spending with us / share of wallet
/// ```
///
/// A share that a customer states in a survey is uncertain, and the capacity is as uncertain: at a stated
/// 10 % it is half as large if the truth is 20 %.
///
/// # Errors
/// [`Error::NotFinite`] for NaN and infinities, [`Error::OutOfRange`] for a share that is not above 0 and at
/// most 1, a negative amount or more than 28 places; [`Error::Overflow`] for amounts beyond 28 digits.
///
/// See the [example](crate::economics::share_of_wallet).
#[doc(alias = "size of wallet")]
#[doc(alias = "消费能力")]
pub fn spending_capacity(
    with_us: Decimal,
    share: f64,
    places: u32,
    strategy: RoundingStrategy,
) -> Result<Decimal> {
    not_negative("spending with us", with_us)?;
    if finite("share of wallet", share)? <= 0.0 || share > 1.0 {
        return Err(Error::out_of_range(
            "share of wallet",
            share,
            "above 0 and at most 1",
        ));
    }
    Rounding::of_products(places, strategy)?.times(with_us, 1.0 / share)
}

/// Computes the share of wallet that a brand's rank implies, by the Wallet Allocation Rule.
///
/// ```text
/// share = (1 − rank / (brands + 1)) · 2 / brands
/// ```
///
/// The rank is the brand's place by satisfaction or preference among all brands that the customer uses, 1
/// for the first; brands that are tied share the mean of their ranks. The shares of all brands add up to 1.
/// It is a rule of thumb that holds on average over customers, and not a measurement of any one of them.
///
/// Source: Keiningham, T. L., Aksoy, L., Buoye, A. and Cooil, B. (2011), *Harvard Business Review* 89(10):
/// 29–31.
///
/// # Errors
/// [`Error::OutOfRange`] without a brand and for a rank outside 1 to the number of brands;
/// [`Error::NotFinite`] for NaN and infinities.
///
/// ```
/// use retention::economics::wallet_allocation;
///
/// // The first of three brands has half of the wallet.
/// assert_eq!(format!("{:.2}", wallet_allocation(1.0, 3)?), "0.50");
/// // Two that are tied for the first place of three.
/// assert_eq!(format!("{:.4}", wallet_allocation(1.5, 3)?), "0.4167");
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "WAR")]
pub fn wallet_allocation(rank: f64, brands: u32) -> Result<f64> {
    if brands == 0 {
        return Err(Error::out_of_range("brands", brands, "1 or more"));
    }
    let count = f64::from(brands);
    let rank = finite("rank", rank)?;
    if !(1.0..=count).contains(&rank) {
        let allowed = format_args!("1 to {brands}");
        return Err(Error::out_of_range("rank", rank, allowed));
    }
    Ok((1.0 - rank / (count + 1.0)) * 2.0 / count)
}

/// Computes the shares of wallet that one customer's ratings of all brands imply, by the Wallet Allocation
/// Rule. The highest rating ranks first; equal ratings share the mean of their ranks.
///
/// # Errors
/// [`Error::Empty`] without ratings; [`Error::NotFinite`], with its row, for NaN and infinities.
///
/// ```
/// use retention::economics::wallet_allocations;
///
/// let shares = wallet_allocations(&[9.0, 7.0, 9.0])?;
/// let shown: Vec<String> = shares.iter().map(|share| format!("{share:.4}")).collect();
/// assert_eq!(shown, ["0.4167", "0.1667", "0.4167"]);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn wallet_allocations(ratings: &[f64]) -> Result<Vec<f64>> {
    if ratings.is_empty() {
        return Err(Error::empty("rating"));
    }
    for (row, &rating) in ratings.iter().enumerate() {
        finite("rating", rating).map_err(|error| error.at_row(row))?;
    }
    let mut sorted = ratings.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let brands = u32::try_from(ratings.len())
        .map_err(|_| Error::overflow("counting brands", ratings.len()))?;
    let share = |&rating: &f64| {
        let above = sorted.partition_point(|&other| other > rating);
        let up_to = sorted.partition_point(|&other| other >= rating);
        wallet_allocation(0.5 * (above + up_to + 1) as f64, brands)
    };
    ratings.iter().map(share).collect()
}
