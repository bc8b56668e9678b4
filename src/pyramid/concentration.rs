use rust_decimal::Decimal;

use super::Rounding;
use super::descending::{Amounts, Descending};
use super::gini::Ascending;
use super::tiers::index;
use crate::error::fraction;
use crate::estimate::{Interval, Proportion, Resampling, Share};
use crate::numeric::money::to_decimal;
use crate::numeric::parts::Parts;
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
    descending: Descending,
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
        let (scale, amounts) = Amounts::read(amounts.into_iter())?;
        if amounts.len() == 0 {
            return Err(Error::empty("amount"));
        }
        index(amounts.len())?;
        let descending = Descending::new(scale, amounts)
            .map_err(|heads| Error::overflow("the sum of the largest amounts", heads))?;
        Ok(Self {
            gini: gini(&descending),
            total: to_decimal(descending.total(), scale)?,
            descending,
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
        self.descending.len() as u64
    }

    /// Returns the number of negative amounts. If there is one, the Gini coefficient is `None`.
    #[must_use]
    pub fn negative(&self) -> u64 {
        let others = self.descending.partition_point(|amount| amount >= 0);
        self.customers().saturating_sub(others as u64)
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
        let part = to_decimal(self.sum(customers), self.descending.scale())?;
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
        let total = self.descending.total();
        if total <= 0 {
            return Ok(None);
        }
        let heads = self.descending.first_reaching(wanted, total);
        let heads = heads.ok_or_else(|| Error::overflow("a share of the total", self.total))?;
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
        let rises = self.descending.partition_point(|amount| amount > 0) as u64;
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

    /// Computes an interval for the Gini coefficient from resamples of the customers; `None` where
    /// [`gini`](Self::gini) is, and where its standard error is 0, as if everybody brings the same.
    ///
    /// See [`gini_interval`](super::gini_interval) for how it is made and how often it holds the true
    /// coefficient, and [`gini`](super::gini()) for weights and for comparing two groups. A draw takes
    /// time in proportion to the customers.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a number of draws out of range.
    ///
    /// ```
    /// use retention::estimate::Resampling;
    /// use retention::pyramid::Concentration;
    /// use rust_decimal::Decimal;
    ///
    /// let concentration = Concentration::new((1..=50_u32).map(Decimal::from))?;
    /// let interval = concentration.gini_interval(Resampling::default())?.unwrap();
    /// assert!(interval.contains(concentration.gini().unwrap()));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn gini_interval(&self, resampling: Resampling) -> Result<Option<Interval>> {
        Ascending::of(&self.descending).gini_interval(resampling)
    }

    /// Computes an interval for [`top_share`](Self::top_share) from resamples of the customers, in the
    /// same way as [`gini_interval`](Self::gini_interval). `None` with negative amounts, without a
    /// positive total, and for a share of 0 or 1.
    ///
    /// # Errors
    /// As [`top_share`](Self::top_share), and [`Error::OutOfRange`] for a number of draws out of range.
    ///
    /// ```
    /// use retention::estimate::Resampling;
    /// use retention::pyramid::Concentration;
    /// use rust_decimal::Decimal;
    ///
    /// let concentration = Concentration::new((1..=50_u32).map(Decimal::from))?;
    /// let interval = concentration.top_share_interval(0.2, Resampling::default())?.unwrap();
    /// assert!(interval.contains(concentration.top_share(0.2)?.unwrap()));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn top_share_interval(&self, q: f64, resampling: Resampling) -> Result<Option<Interval>> {
        let heads = self.heads(q, Rounding::default())?.numerator();
        Ascending::of(&self.descending).top_interval(heads, resampling)
    }

    /// The sum of the largest amounts.
    fn sum(&self, heads: u64) -> i128 {
        self.descending
            .sum(usize::try_from(heads).unwrap_or(usize::MAX))
    }

    fn share(&self, sum: i128) -> Option<f64> {
        let total = self.descending.total();
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

fn gini(descending: &Descending) -> Option<f64> {
    let (heads, total) = (descending.len(), descending.total());
    let least = descending.get(heads.checked_sub(1)?)?;
    (total > 0 && least >= 0).then(|| descending.weighted_sum() / (heads as f64 * total as f64))
}
