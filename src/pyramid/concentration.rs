use rust_decimal::Decimal;

use super::Rounding;
use super::tiers::index;
use crate::error::fraction;
use crate::estimate::{Proportion, Share};
use crate::macros::named_enum;
use crate::numeric::money::{Column, to_decimal};
use crate::numeric::parts::Parts;
use crate::period::Window;
use crate::purchases::Observed;
use crate::{Error, Result};

/// How dependent a business is on few customers.
///
/// Concentration depends on the window it is measured in: the top 20 % of the CDNOW sample bring
/// 57.7 % of a quarter's revenue and 67.5 % of eighteen months'. Compare like with like; the
/// result carries its [`window`](Self::window).
///
/// # Negative amounts
///
/// A customer's profit may be negative, and so may the revenue of one who in this window gave back
/// what was bought before it. The Gini coefficient then loses its range, so it is `None`
/// ([`negative`](Self::negative) counts the cause; a policy that drops refunds removes it); shares
/// may exceed 1, and the [whale curve](Self::whale_curve) rises above the total and falls back to it.
/// Shares of a total of zero or less say nothing and are `None`.
///
/// ```
/// use retention::pyramid::{Concentration, Correction};
/// use rust_decimal::Decimal;
///
/// let revenue = [80, 5, 5, 5, 5].map(Decimal::from);
/// let concentration = Concentration::new(revenue)?;
/// assert_eq!(concentration.top_share(0.2)?, Some(0.8));
/// assert_eq!(concentration.customers_for_share(0.8)?.unwrap().numerator(), 1);
/// assert!((concentration.gini(Correction::None).unwrap() - 0.6).abs() < 1e-12);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias = "Gini")]
#[doc(alias = "Lorenz")]
#[doc(alias = "80/20")]
#[doc(alias = "二八定律")]
pub struct Concentration {
    /// Sums of the largest 0, 1, 2, … amounts, as mantissas.
    sums: Vec<i128>,
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
            gini_small_sample: self.gini(Correction::SmallSample),
        }
        .serialize(serializer)
    }
}

named_enum! {
    /// How the Gini coefficient treats small samples.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Correction {
        /// The population formula: at most `(n − 1) / n`. The default.
        #[default]
        None = "none",
        /// Times `n / (n − 1)`, so that one customer who brings everything gives 1.
        SmallSample = "small_sample",
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

/// The top of the whale curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Peak {
    /// The customers with a positive amount.
    pub customers: Proportion,
    /// What they bring, as a share of the total: above 1 where others lose money.
    pub share: Share,
}

impl Concentration {
    /// Of these amounts, in any order.
    ///
    /// # Errors
    /// [`Error::Empty`] without amounts; [`Error::Overflow`] where their sum exceeds what a decimal
    /// holds, or beyond 4,294,967,295 of them.
    pub fn new(amounts: impl IntoIterator<Item = Decimal>) -> Result<Self> {
        let column = Column::from_amounts(amounts)?;
        if column.len() == 0 {
            return Err(Error::empty("amounts"));
        }
        index(column.len())?;
        let ascending = column.ascending();
        let mut sums = Vec::with_capacity(ascending.len().saturating_add(1));
        let mut sum = 0_i128;
        sums.push(sum);
        for &amount in ascending.iter().rev() {
            sum = sum
                .checked_add(amount)
                .ok_or_else(|| Error::overflow("the sum of the largest amounts", sums.len()))?;
            sums.push(sum);
        }
        Ok(Self {
            gini: gini(&ascending, sum),
            total: to_decimal(sum, column.scale())?,
            scale: column.scale(),
            sums,
            window: None,
        })
    }

    /// Of the revenue of those who bought in a view of a log.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of<Id>(observed: &Observed<'_, Id>) -> Result<Self> {
        let revenues = observed.revenues()?;
        Ok(Self::new(revenues.into_iter().map(|(_, revenue)| revenue))?.over(observed.window()))
    }

    /// Records the window that the amounts come from.
    #[must_use]
    pub fn over(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// The window that the amounts come from; `None` where nobody said.
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        self.window
    }

    /// How many customers there are, at least one.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.sums.len().saturating_sub(1) as u64
    }

    /// How many of the amounts are negative. Where there is one, the Gini coefficient is `None`.
    #[must_use]
    pub fn negative(&self) -> u64 {
        self.sums
            .iter()
            .zip(self.sums.iter().skip(1))
            .filter(|(before, after)| after < before)
            .count() as u64
    }

    /// All amounts together.
    #[must_use]
    pub fn total(&self) -> Decimal {
        self.total
    }

    /// What the largest so many customers bring, as a share of the total; of all, where there are
    /// fewer.
    ///
    /// # Errors
    /// [`Error::Overflow`] where the sum exceeds what a decimal holds.
    pub fn top(&self, customers: u64) -> Result<Share> {
        let part = to_decimal(self.sum(customers), self.scale)?;
        Ok(Share::new(part, self.total))
    }

    /// The share of the total that the top share `q` of customers bring, their number rounded up;
    /// `None` where the total is not positive.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share outside 0 to 1.
    pub fn top_share(&self, q: f64) -> Result<Option<f64>> {
        self.top_share_rounded(q, Rounding::default())
    }

    /// [`top_share`](Self::top_share) with the number of customers rounded as stated.
    ///
    /// # Errors
    /// As [`top_share`](Self::top_share).
    pub fn top_share_rounded(&self, q: f64, rounding: Rounding) -> Result<Option<f64>> {
        let heads = self.heads(q, rounding)?;
        Ok(self.share(self.sum(heads.numerator())))
    }

    /// How many customers the top share `q` is, as the cuts of a pyramid count them.
    ///
    /// # Errors
    /// As [`top_share`](Self::top_share).
    pub fn heads(&self, q: f64, rounding: Rounding) -> Result<Proportion> {
        let cut = Parts::new("share of customers", q)?.of(self.customers());
        Proportion::new(rounding.count(cut), self.customers())
    }

    /// The fewest customers who together bring at least this share of the total; `None` where the
    /// total is not positive.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a share outside 0 to 1,
    /// [`Error::Overflow`] where the share of a huge total cannot be compared.
    pub fn customers_for_share(&self, share: f64) -> Result<Option<Proportion>> {
        let wanted = Parts::new("share of the total", share)?;
        let total = self.sum(self.customers());
        if total <= 0 {
            return Ok(None);
        }
        let overflow = || Error::overflow("a share of the total", self.total);
        // The sums rise up to the last positive amount, and the total is not above the top.
        let rising = self.sums.get(..=self.rises()).unwrap_or_default();
        let heads = wanted.first_reached(rising, total).ok_or_else(overflow)?;
        Proportion::new(heads as u64, self.customers()).map(Some)
    }

    /// The Lorenz curve at `share`: what the *least* so large share of customers bring, straight
    /// lines between customers. `None` where the total is not positive. One less `lorenz_at(1 − q)`
    /// is the share of the top `q` without the rounding of [`top_share`](Self::top_share).
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

    /// The Lorenz curve at `steps + 1` evenly spaced shares of customers, from (0, 0) to (1, 1);
    /// empty where the total is not positive or there are no steps.
    #[must_use]
    pub fn lorenz(&self, steps: u32) -> Vec<CurvePoint> {
        self.curve(steps, |customers| {
            self.largest(1.0 - customers).map(|largest| 1.0 - largest)
        })
    }

    /// The whale curve at `steps + 1` evenly spaced shares of customers: what the *largest* so
    /// large share of customers bring. With profit it rises above 1 and falls back. Empty where
    /// the total is not positive or there are no steps.
    ///
    /// Source: Kaplan, R. S. and Cooper, R. (1998), *Cost and Effect*. As commonly reported, the
    /// most profitable 20 % of customers generate 150 to 300 % of profit.
    #[must_use]
    pub fn whale_curve(&self, steps: u32) -> Vec<CurvePoint> {
        self.curve(steps, |customers| self.largest(customers))
    }

    /// The top of the whale curve: all customers with a positive amount.
    ///
    /// # Errors
    /// [`Error::Overflow`] where their sum exceeds what a decimal holds.
    pub fn peak(&self) -> Result<Peak> {
        let rises = self.rises() as u64;
        Ok(Peak {
            customers: Proportion::new(rises, self.customers())?,
            share: self.top(rises)?,
        })
    }

    /// The Gini coefficient: 0 where all customers bring the same, near 1 where one brings
    /// everything. `None` with negative amounts, without a positive total, and, corrected, of a
    /// single customer.
    ///
    /// ```text
    /// G = 2 · Σ i·y_i / (n·Y) − (n + 1)/n      over amounts y_1 ≤ … ≤ y_n with the total Y
    /// ```
    ///
    /// Source: Gini, C. (1912), *Variabilità e mutabilità*.
    #[must_use]
    pub fn gini(&self, correction: Correction) -> Option<f64> {
        let n = self.customers() as f64;
        match correction {
            Correction::None => self.gini,
            Correction::SmallSample if n > 1.0 => self.gini.map(|gini| gini * n / (n - 1.0)),
            Correction::SmallSample => None,
        }
    }

    /// How many amounts are positive: so many make the sums rise.
    fn rises(&self) -> usize {
        self.sums
            .iter()
            .zip(self.sums.iter().skip(1))
            .take_while(|(before, after)| after > before)
            .count()
    }

    /// The sum of the largest amounts.
    fn sum(&self, heads: u64) -> i128 {
        let at = usize::try_from(heads).unwrap_or(usize::MAX);
        self.sums
            .get(at)
            .or(self.sums.last())
            .copied()
            .unwrap_or_default()
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

    fn curve(&self, steps: u32, amount: impl Fn(f64) -> Option<f64>) -> Vec<CurvePoint> {
        (0..=steps)
            .filter(|_| steps > 0)
            .filter_map(|step| {
                let customers = f64::from(step) / f64::from(steps);
                Some(CurvePoint {
                    customers,
                    amount: amount(customers)?,
                })
            })
            .collect()
    }
}

/// Of ascending amounts with this total.
fn gini(ascending: &[i128], total: i128) -> Option<f64> {
    if total <= 0 || ascending.first().is_some_and(|&least| least < 0) {
        return None;
    }
    let n = ascending.len() as f64;
    // Σ (2i − n − 1)·y_i is exact in integers; only sums beyond 128 bits go through floats.
    let heads = ascending.len() as i128;
    let exact = (1_i128..)
        .zip(ascending)
        .try_fold(0_i128, |sum, (i, &amount)| {
            sum.checked_add(amount.checked_mul(2 * i - heads - 1)?)
        });
    let weighted = match exact {
        Some(sum) => sum as f64,
        None => (1_i128..)
            .zip(ascending)
            .map(|(i, &amount)| (2 * i - heads - 1) as f64 * amount as f64)
            .sum(),
    };
    Some(weighted / (n * total as f64))
}
