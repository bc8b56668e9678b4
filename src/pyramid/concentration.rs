use rust_decimal::Decimal;

use super::Rounding;
use super::tiers::index;
use crate::error::fraction;
use crate::estimate::{Proportion, Share};
use crate::numeric::money::{Column, Mantissas, to_decimal};
use crate::numeric::parts::Parts;
use crate::numeric::radix;
use crate::period::Window;
use crate::purchases::Observed;
use crate::{Error, Result};

/// How much a business depends on few customers.
///
/// It is computed from a ranking. [`Pyramid::concentration`](super::Pyramid::concentration) takes the
/// ranking of a pyramid; [`new`](Self::new) and [`of`](Self::of) sort the amounts first.
///
/// Concentration depends on the window it is measured in: the top 20 % of the CDNOW sample bring
/// 57.7 % of a quarter's revenue and 67.5 % of eighteen months'. Compare like with like; the
/// result carries its [`window`](Self::window).
///
/// # Negative amounts
///
/// A customer's profit may be negative. So may revenue, if a customer returns in this window what was
/// bought before it. The Gini coefficient then loses its range and is `None`:
/// [`negative`](Self::negative) counts such customers, and a policy that drops refunds avoids them.
/// Shares may exceed 1, and the [whale curve](Self::whale_curve) rises above the total and falls back
/// to it. Shares of a total of zero or less are `None`.
///
/// ```
/// use retention::pyramid::Concentration;
/// use rust_decimal::Decimal;
///
/// let revenue = [80, 5, 5, 5, 5].map(Decimal::from);
/// let concentration = Concentration::new(revenue)?;
/// assert_eq!(concentration.top_share(0.2)?, Some(0.8));
/// assert_eq!(concentration.customers_for_share(0.8)?.unwrap().numerator(), 1);
/// assert!((concentration.gini().unwrap() - 0.6).abs() < 1e-12);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "Gini")]
#[doc(alias = "Lorenz")]
#[doc(alias = "80/20")]
#[doc(alias = "二八定律")]
pub struct Concentration {
    sums: Sums,
    scale: u32,
    total: Decimal,
    /// `None` with negative amounts or without a positive total.
    gini: Option<f64>,
    window: Option<Window>,
}

#[cfg(feature = "serde")]
impl serde::Serialize for Concentration {
    /// As its figures, without the amounts.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Figures {
            window: Option<Window>,
            customers: u64,
            #[serde(with = "crate::serde_money")]
            total: Decimal,
            gini: Option<f64>,
            gini_small_sample: Option<f64>,
        }
        Figures {
            window: self.window,
            customers: self.customers(),
            total: self.total,
            gini: self.gini,
            gini_small_sample: self.gini_small_sample(),
        }
        .serialize(serializer)
    }
}

/// A point of a [`Concentration`] curve, both coordinates as shares.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CurvePoint {
    /// The share of customers so far.
    pub customers: f64,
    /// The share of the total that they bring.
    pub amount: f64,
}

impl Concentration {
    /// Computes the concentration of amounts, given in any order.
    ///
    /// # Errors
    /// [`Error::Empty`] without amounts; [`Error::Overflow`] if their sum exceeds what a decimal
    /// holds, or beyond 4,294,967,295 of them.
    pub fn new(amounts: impl IntoIterator<Item = Decimal>) -> Result<Self> {
        let column = Column::from_amounts(amounts)?;
        let scale = column.scale();
        match column.into_narrow() {
            Ok(narrow) => Self::of_descending(&descending(narrow), scale),
            Err(mut wide) => {
                wide.sort_unstable_by(|a, b| b.cmp(a));
                Self::of_descending(&wide, scale)
            }
        }
    }

    /// Of amounts that are in order already, the largest first.
    pub(super) fn of_ranking(amounts: impl Iterator<Item = Decimal>) -> Result<Self> {
        let column = Column::from_amounts(amounts)?;
        match column.all() {
            Mantissas::Narrow(narrow) => Self::of_descending(narrow, column.scale()),
            Mantissas::Wide(wide) => Self::of_descending(wide, column.scale()),
        }
    }

    fn of_descending<M: Mantissa>(descending: &[M], scale: u32) -> Result<Self> {
        if descending.is_empty() {
            return Err(Error::empty("amount"));
        }
        index(descending.len())?;
        let sums = Sums::of(descending)?;
        let total = sums.last();
        Ok(Self {
            gini: gini(descending, total),
            total: to_decimal(total, scale)?,
            scale,
            sums,
            window: None,
        })
    }

    /// Computes the concentration of revenue among customers who bought in a view of a log.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of<Id>(observed: &Observed<'_, Id>) -> Result<Self> {
        let revenues = observed.revenues()?;
        Ok(Self::new(revenues.into_iter().map(|(_, revenue)| revenue))?.over(observed.window()))
    }

    /// Sets the window that the amounts belong to; it changes no figure.
    #[must_use]
    pub fn over(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// Returns the window of the amounts, if it was recorded.
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        self.window
    }

    /// Returns the number of customers, at least 1.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.sums.len().saturating_sub(1) as u64
    }

    /// Returns the number of negative amounts. If there is one, the Gini coefficient is `None`.
    #[must_use]
    pub fn negative(&self) -> u64 {
        match &self.sums {
            Sums::Narrow(sums) => falls(sums),
            Sums::Wide(sums) => falls(sums),
        }
    }

    /// Returns the sum of all amounts.
    #[must_use]
    pub fn total(&self) -> Decimal {
        self.total
    }

    /// Returns the share of the total that the largest `customers` customers bring; the share of all if
    /// there are fewer.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the sum exceeds what a decimal holds.
    pub fn top(&self, customers: u64) -> Result<Share> {
        let part = to_decimal(self.sum(customers), self.scale)?;
        Ok(Share::new(part, self.total))
    }

    /// Returns the share of the total that the top share `q` of customers bring, with their number
    /// rounded up. `None` if the total is not positive.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share outside 0 to 1.
    pub fn top_share(&self, q: f64) -> Result<Option<f64>> {
        self.top_share_rounded(q, Rounding::default())
    }

    /// Returns [`top_share`](Self::top_share) with the number of customers rounded as stated.
    ///
    /// # Errors
    /// As [`top_share`](Self::top_share).
    pub fn top_share_rounded(&self, q: f64, rounding: Rounding) -> Result<Option<f64>> {
        let heads = self.heads(q, rounding)?;
        Ok(self.share(self.sum(heads.numerator())))
    }

    /// Returns the number of customers in the top share `q`, rounded as stated.
    ///
    /// # Errors
    /// As [`top_share`](Self::top_share).
    pub fn heads(&self, q: f64, rounding: Rounding) -> Result<Proportion> {
        let cut = Parts::new("share of customers", q)?.of(self.customers());
        Proportion::new(rounding.count(cut), self.customers())
    }

    /// Returns the fewest customers who together bring at least this share of the total. `None` if the
    /// total is not positive.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share outside 0 to 1,
    /// [`Error::Overflow`] if the share of a huge total cannot be compared.
    pub fn customers_for_share(&self, share: f64) -> Result<Option<Proportion>> {
        let wanted = Parts::new("share of the total", share)?;
        let total = self.sum(self.customers());
        if total <= 0 {
            return Ok(None);
        }
        let overflow = || Error::overflow("a share of the total", self.total);
        // The sums rise up to the last positive amount, and the total is not above the top.
        let rises = self.rises();
        let heads = match &self.sums {
            Sums::Narrow(sums) => {
                wanted.first_reached(sums.get(..=rises).unwrap_or_default(), total)
            }
            Sums::Wide(sums) => wanted.first_reached(sums.get(..=rises).unwrap_or_default(), total),
        };
        let heads = heads.ok_or_else(overflow)?;
        Proportion::new(heads as u64, self.customers()).map(Some)
    }

    /// Returns the share of the total that the *smallest* `share` of customers bring: one value of the
    /// Lorenz curve. It interpolates linearly between customers. `None` if the total is not positive.
    /// `1 − lorenz_at(1 − q)` is the share of the top `q` without rounding the number of customers.
    ///
    /// Source: Lorenz, M. O. (1905), *Publications of the American Statistical Association* 9:
    /// 209–219.
    ///
    /// ```text
    /// L(k/n) = sum of the k smallest / total
    /// ```
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share outside 0 to 1.
    pub fn lorenz_at(&self, share: f64) -> Result<Option<f64>> {
        let above = 1.0 - fraction("share of customers", share)?;
        Ok(self.largest(above).map(|largest| 1.0 - largest))
    }

    /// Computes the Lorenz curve at `steps + 1` evenly spaced shares of customers, from (0, 0) to
    /// (1, 1). Empty if the total is not positive or there are no steps.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for more than 1,000,000 steps.
    pub fn lorenz(&self, steps: u32) -> Result<Vec<CurvePoint>> {
        curve(steps, |customers| {
            self.largest(1.0 - customers).map(|largest| 1.0 - largest)
        })
    }

    /// Computes the whale curve at `steps + 1` evenly spaced shares of customers: what the *largest*
    /// customers bring. With profit it rises above 1 and falls back. Empty if the total is not positive
    /// or there are no steps.
    ///
    /// Source: Kaplan, R. S. and Cooper, R. (1998), *Cost and Effect*. As commonly reported, the
    /// most profitable 20 % of customers generate 150 to 300 % of profit.
    ///
    /// # Errors
    /// As [`lorenz`](Self::lorenz).
    pub fn whale_curve(&self, steps: u32) -> Result<Vec<CurvePoint>> {
        curve(steps, |customers| self.largest(customers))
    }

    /// Returns the share of customers with a positive amount, where the whale curve peaks. The height
    /// of the peak is [`top`](Self::top) of their number; it exceeds 1 if other customers lose money.
    ///
    /// ```
    /// use retention::pyramid::Concentration;
    /// use rust_decimal::Decimal;
    ///
    /// let profit = Concentration::new([90, 30, -20].map(Decimal::from))?;
    /// let top = profit.profitable();
    /// assert_eq!((top.numerator(), top.denominator()), (2, 3));
    /// assert_eq!(profit.top(top.numerator())?.value(), Some(1.2));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn profitable(&self) -> Proportion {
        let rises = self.rises() as u64;
        Proportion::of_parts(rises, self.customers().saturating_sub(rises))
    }

    /// Returns the Gini coefficient: 0 if all customers bring the same, near 1 if one brings
    /// everything. `None` with negative amounts or without a positive total.
    ///
    /// ```text
    /// G = 2 · Σ i·y_i / (n·Y) − (n + 1)/n      over amounts y_1 ≤ … ≤ y_n with the total Y
    /// ```
    ///
    /// Source: Gini, C. (1912), *Variabilità e mutabilità*.
    #[must_use]
    pub const fn gini(&self) -> Option<f64> {
        self.gini
    }

    /// Returns the Gini coefficient corrected for small samples, times `n / (n − 1)`: 1 if one customer
    /// brings everything. `None` as for [`gini`](Self::gini), and for a single customer.
    #[must_use]
    pub fn gini_small_sample(&self) -> Option<f64> {
        let n = self.customers() as f64;
        self.gini
            .filter(|_| n > 1.0)
            .map(|gini| gini * n / (n - 1.0))
    }

    /// How many amounts are positive: so many make the sums rise.
    fn rises(&self) -> usize {
        match &self.sums {
            Sums::Narrow(sums) => rises(sums),
            Sums::Wide(sums) => rises(sums),
        }
    }

    /// The sum of the largest amounts.
    fn sum(&self, heads: u64) -> i128 {
        let at = usize::try_from(heads).unwrap_or(usize::MAX);
        self.sums.get(at).unwrap_or_else(|| self.sums.last())
    }

    fn share(&self, sum: i128) -> Option<f64> {
        let total = self.sum(self.customers());
        (total > 0).then(|| sum as f64 / total as f64)
    }

    /// What the largest share `q` of customers bring, straight lines between customers.
    fn largest(&self, q: f64) -> Option<f64> {
        let heads = q * self.customers() as f64;
        let whole = heads.floor();
        let before = self.share(self.sum(whole as u64))?;
        let after = self.share(self.sum(whole as u64 + 1))?;
        Some(before + (heads - whole) * (after - before))
    }
}

/// Sums of the largest 0, 1, 2, … amounts, as mantissas; wide only where one does not fit in 64 bits.
#[derive(Debug, Clone, PartialEq)]
enum Sums {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Sums {
    fn of<M: Mantissa>(descending: &[M]) -> Result<Self> {
        if let Some(narrow) = narrow_sums(descending) {
            return Ok(Self::Narrow(narrow));
        }
        let mut sums = Vec::with_capacity(descending.len().saturating_add(1));
        let mut sum = 0_i128;
        sums.push(sum);
        for &amount in descending {
            sum = sum
                .checked_add(amount.into())
                .ok_or_else(|| Error::overflow("the sum of the largest amounts", sums.len()))?;
            sums.push(sum);
        }
        Ok(Self::Wide(sums))
    }

    fn len(&self) -> usize {
        match self {
            Self::Narrow(sums) => sums.len(),
            Self::Wide(sums) => sums.len(),
        }
    }

    fn get(&self, heads: usize) -> Option<i128> {
        match self {
            Self::Narrow(sums) => sums.get(heads).map(|&sum| sum.into()),
            Self::Wide(sums) => sums.get(heads).copied(),
        }
    }

    /// The sum of all.
    fn last(&self) -> i128 {
        self.get(self.len().saturating_sub(1)).unwrap_or_default()
    }
}

fn narrow_sums<M: Mantissa>(descending: &[M]) -> Option<Vec<i64>> {
    let mut sums = Vec::with_capacity(descending.len().saturating_add(1));
    let mut sum = 0_i64;
    sums.push(sum);
    for &amount in descending {
        sum = sum.checked_add(i64::try_from(amount.into()).ok()?)?;
        sums.push(sum);
    }
    Some(sums)
}

/// How many steps of the sums go down.
fn falls<M: Ord>(sums: &[M]) -> u64 {
    let steps = sums.iter().zip(sums.iter().skip(1));
    steps.filter(|(before, after)| after < before).count() as u64
}

/// How many steps of the sums go up, before the first that does not.
fn rises<M: Ord>(sums: &[M]) -> usize {
    // The steps become smaller, so all that go up come first.
    let steps = sums.iter().zip(sums.iter().skip(1));
    steps.filter(|(before, after)| after > before).count()
}

/// The largest amount first.
fn descending(amounts: Vec<i64>) -> Vec<i64> {
    let largest = amounts.iter().copied().max().unwrap_or_default();
    // No difference of two 64-bit integers exceeds 64 bits without a sign.
    let below = |amount| largest.wrapping_sub(amount) as u64;
    let mut keys: Vec<u64> = amounts.into_iter().map(below).collect();
    radix::sort(&mut keys, 0);
    let amount = |key| largest.wrapping_sub(key as i64);
    keys.into_iter().map(amount).collect()
}

/// A curve at evenly spaced shares of customers.
fn curve(steps: u32, amount: impl Fn(f64) -> Option<f64>) -> Result<Vec<CurvePoint>> {
    const MOST: u32 = 1_000_000;
    if steps > MOST {
        return Err(Error::out_of_range("steps", steps, "at most 1000000"));
    }
    let points = (0..=steps).filter(|_| steps > 0).filter_map(|step| {
        let customers = f64::from(step) / f64::from(steps);
        Some(CurvePoint {
            customers,
            amount: amount(customers)?,
        })
    });
    Ok(points.collect())
}

/// An amount as an integer, at most 4,294,967,295 of which are ranked.
trait Mantissa: Copy + Into<i128> {
    /// The sum of `(n − 1 − 2i)·y` over the largest amounts `y`, `i` from 0; `None` beyond 128 bits.
    fn weighted_sum(descending: &[Self]) -> Option<i128>;
}

impl Mantissa for i64 {
    fn weighted_sum(descending: &[Self]) -> Option<i128> {
        // Less than 2³² terms of less than 2³² · 2⁶³ fit.
        let weights = weights(descending.len()).zip(descending);
        Some(
            weights
                .map(|(weight, &amount)| i128::from(weight) * i128::from(amount))
                .sum(),
        )
    }
}

impl Mantissa for i128 {
    fn weighted_sum(descending: &[Self]) -> Option<i128> {
        // From the smallest up, so that sums stay small as long as they can.
        let mut weights = weights(descending.len()).zip(descending).rev();
        weights.try_fold(0_i128, |sum, (weight, &amount)| {
            sum.checked_add(amount.checked_mul(weight.into())?)
        })
    }
}

/// The weights of descending amounts in the numerator of the Gini coefficient: `n − 1`, `n − 3` … `1 − n`.
fn weights(heads: usize) -> impl DoubleEndedIterator<Item = i64> + ExactSizeIterator {
    (0..heads).map(move |i| heads as i64 - 1 - 2 * i as i64)
}

/// Of descending amounts with this total.
fn gini<M: Mantissa>(descending: &[M], total: i128) -> Option<f64> {
    let least: i128 = (*descending.last()?).into();
    if total <= 0 || least < 0 {
        return None;
    }
    let n = descending.len() as f64;
    // Exact in integers; only sums beyond 128 bits go through floats.
    let weighted = match M::weighted_sum(descending) {
        Some(sum) => sum as f64,
        None => weights(descending.len())
            .zip(descending)
            .rev()
            .map(|(weight, &amount)| weight as f64 * amount.into() as f64)
            .sum(),
    };
    Some(weighted / (n * total as f64))
}
