use super::gather::Gathered;
use crate::error::{finite, non_negative};
use crate::numeric::moments::One;
use crate::{Error, Result};

/// The variance of the logarithm of the intervals of a customer who buys at random, π²/6.
const AT_RANDOM: f64 = std::f64::consts::PI * std::f64::consts::PI / 6.0;

/// Sums of numbers up to this one stay finite.
const LARGEST: f64 = 1e100;

/// What the customers of a shop usually do: the background against which one customer's habits stand out.
///
/// It holds the typical interval of its customers, how far intervals vary within a customer and between
/// customers, and how purchases fall on weekdays and months. The [default](Self::default) knows nothing:
/// all weekdays and months are alike, and customers buy at random, each at a rate of their own.
///
/// ```
/// # use chrono::NaiveDate;
/// # use retention::period::Period;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog, ShopHabits};
/// # use rust_decimal::dec;
/// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// # let row = |customer, day| Purchase { customer, date: date(day), amount: dec!(10) };
/// // Ann buys every two or three days, Ben every eight or nine.
/// # let log = PurchaseLog::from_rows([
/// #     row("Ann", 1), row("Ann", 3), row("Ann", 6), row("Ben", 1), row("Ben", 9), row("Ben", 18),
/// # ])?;
/// let observed = log.observe(log.window(), Policy::default())?;
/// let shop = ShopHabits::of(&observed, Period::Day)?;
/// assert_eq!(format!("{:.2}", shop.interval().unwrap()), "4.56");
/// // With two intervals nearly all weight is on the customer's own: these two differ a lot.
/// assert_eq!(format!("{:.2}", shop.own_weight(2)), "0.97");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawShop"))]
pub struct ShopHabits {
    interval: Option<f64>,
    within: f64,
    between: Option<f64>,
    weekdays: [f64; 7],
    months: [f64; 12],
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShop {
    interval: Option<f64>,
    within: f64,
    between: Option<f64>,
    weekdays: [f64; 7],
    months: [f64; 12],
}

#[cfg(feature = "serde")]
impl TryFrom<RawShop> for ShopHabits {
    type Error = Error;

    fn try_from(raw: RawShop) -> Result<Self> {
        let shop = match (raw.interval, raw.between) {
            (Some(interval), Some(between)) => Self::new(interval, raw.within, between)?,
            (None, None) => Self {
                within: variance("within", raw.within)?,
                ..Self::default()
            },
            (Some(interval), None) => {
                let allowed = "none where the variance between customers is none";
                return Err(Error::out_of_range("interval", interval, allowed));
            }
            (None, Some(between)) => {
                let allowed = "none where the interval is none";
                return Err(Error::out_of_range("between", between, allowed));
            }
        };
        shop.with_weekdays(raw.weekdays)?.with_months(raw.months)
    }
}

impl Default for ShopHabits {
    fn default() -> Self {
        Self {
            interval: None,
            within: AT_RANDOM,
            between: None,
            weekdays: [1.0; 7],
            months: [1.0; 12],
        }
    }
}

impl ShopHabits {
    /// Creates the habits of a shop whose weekdays and months are alike.
    ///
    /// `interval` is the typical interval of its customers in days, more than 0. `within` is the variance
    /// of the natural logarithm of the intervals of one customer, `between` that of the typical intervals
    /// of customers; both are 0 to 10¹⁰⁰.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for numbers outside these ranges.
    pub fn new(interval: f64, within: f64, between: f64) -> Result<Self> {
        let interval = finite("interval", interval)?;
        if interval <= 0.0 {
            return Err(Error::out_of_range("interval", interval, "more than 0"));
        }
        Ok(Self {
            interval: Some(interval),
            within: variance("within", within)?,
            between: Some(variance("between", between)?),
            ..Self::default()
        })
    }

    /// Sets how often purchases fall on each day of the week, Monday first. Only the ratios count.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for numbers that are not more than 0, or more than 10¹⁰⁰.
    pub fn with_weekdays(mut self, weekdays: [f64; 7]) -> Result<Self> {
        self.weekdays = all_positive("weekdays", weekdays)?;
        Ok(self)
    }

    /// Sets how many purchases a customer makes in a day of each month of the year, January first. Only
    /// the ratios count.
    ///
    /// # Errors
    /// As [`with_weekdays`](Self::with_weekdays).
    pub fn with_months(mut self, months: [f64; 12]) -> Result<Self> {
        self.months = all_positive("months", months)?;
        Ok(self)
    }

    /// Returns the typical interval of a customer in days, more than 0: the geometric mean. `None` if it
    /// is not known.
    #[must_use]
    pub const fn interval(&self) -> Option<f64> {
        self.interval
    }

    /// Returns the variance of the natural logarithm of one customer's intervals, 0 or more: π²/6 or
    /// 1.64 for buying at random, 0 for a clock.
    #[must_use]
    pub const fn within(&self) -> f64 {
        self.within
    }

    /// Returns the variance, between customers, of the natural logarithm of their typical intervals, 0 or
    /// more; `None` if it is not known.
    #[must_use]
    pub const fn between(&self) -> Option<f64> {
        self.between
    }

    /// Returns how often purchases fall on each day of the week, Monday first. Only the ratios count.
    #[must_use]
    pub const fn weekdays(&self) -> &[f64; 7] {
        &self.weekdays
    }

    /// Returns how many purchases a customer makes in a day of each month, January first. Only the
    /// ratios count.
    #[must_use]
    pub const fn months(&self) -> &[f64; 12] {
        &self.months
    }

    /// Returns the weight, from 0 to 1, of a customer's own intervals against the shop's typical one, if
    /// the customer has so many of them.
    ///
    /// ```text
    /// weight = n·between / (n·between + within)
    /// ```
    ///
    /// It is 1 if the variance between customers is not known. Source: Bühlmann, H. (1967), "Experience
    /// rating and credibility", *ASTIN Bulletin* 4(3): 199–207.
    #[must_use]
    #[doc(alias = "credibility")]
    pub fn own_weight(&self, intervals: u32) -> f64 {
        let n = f64::from(intervals);
        match self.between {
            _ if intervals == 0 => 0.0,
            Some(between) if between + self.within > 0.0 => {
                n * between / (n * between + self.within)
            }
            _ => 1.0,
        }
    }

    /// The typical interval of a customer whose own intervals have this mean logarithm.
    pub(super) fn typical(&self, intervals: u32, mean_log: Option<f64>) -> Option<f64> {
        let own = self.own_weight(intervals);
        match (mean_log, self.interval) {
            (Some(mean), Some(shop)) => Some((own * mean + (1.0 - own) * shop.ln()).exp()),
            (Some(mean), None) => Some(mean.exp()),
            (None, shop) => shop,
        }
    }

    /// The variance of the logarithm of the next interval around that of the typical one.
    pub(super) fn next_variance(&self, intervals: u32) -> f64 {
        let n = f64::from(intervals);
        let of_the_mean = match self.between {
            Some(between) => (1.0 - self.own_weight(intervals)) * between,
            None if intervals > 0 => self.within / n,
            None => 0.0,
        };
        self.within + of_the_mean
    }
}

fn all_positive<const N: usize>(argument: &'static str, weights: [f64; N]) -> Result<[f64; N]> {
    for weight in weights {
        if finite(argument, weight)? <= 0.0 {
            return Err(Error::out_of_range(argument, weight, "more than 0"));
        }
        at_most_the_largest(argument, weight)?;
    }
    Ok(weights)
}

fn variance(argument: &'static str, variance: f64) -> Result<f64> {
    at_most_the_largest(argument, non_negative(argument, variance)?)
}

fn at_most_the_largest(argument: &'static str, number: f64) -> Result<f64> {
    if number > LARGEST {
        return Err(Error::out_of_range(argument, number, "at most 1e100"));
    }
    Ok(number)
}

/// The sums over customers behind the habits of a shop.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// The mean logarithms of customers, weighted by their intervals.
    means: One,
    /// The sum of squares of logarithms around each customer's mean.
    within: f64,
    /// By number of intervals: customers, and the sum of their mean logarithms.
    by_count: Vec<(u64, f64)>,
    weekdays: [u64; 7],
    months: [u64; 12],
    exposed: [u64; 12],
}

impl Sums {
    pub(super) fn add(&mut self, customer: &Gathered, exposed: &[u32; 12]) {
        for (sum, &more) in self.weekdays.iter_mut().zip(&customer.weekdays) {
            *sum += u64::from(more);
        }
        for (sum, &more) in self.months.iter_mut().zip(&customer.months) {
            *sum += u64::from(more);
        }
        for (sum, &more) in self.exposed.iter_mut().zip(exposed) {
            *sum += u64::from(more);
        }
        let (Some(mean), intervals) = (customer.logs.mean(), customer.logs.rows()) else {
            return;
        };
        self.means.push(mean, intervals as f64);
        self.within += customer.logs.squares_around(mean);
        let at = intervals as usize;
        if self.by_count.len() <= at {
            self.by_count.resize(at + 1, (0, 0.0));
        }
        if let Some((customers, sum)) = self.by_count.get_mut(at) {
            *customers += 1;
            *sum += mean;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.means.merge(&other.means);
        self.within += other.within;
        if self.by_count.len() < other.by_count.len() {
            self.by_count.resize(other.by_count.len(), (0, 0.0));
        }
        for ((customers, sum), more) in self.by_count.iter_mut().zip(&other.by_count) {
            *customers += more.0;
            *sum += more.1;
        }
        for (sum, more) in self.weekdays.iter_mut().zip(other.weekdays) {
            *sum += more;
        }
        for (sum, more) in self.months.iter_mut().zip(other.months) {
            *sum += more;
        }
        for (sum, more) in self.exposed.iter_mut().zip(other.exposed) {
            *sum += more;
        }
    }

    /// The variances within and between customers, by the analysis of variance; `None` without two
    /// customers, or if nobody has two intervals.
    fn variances(&self) -> Option<(f64, f64)> {
        let counts = || self.by_count.iter().zip(0_u64..);
        let customers: u64 = counts().map(|((customers, _), _)| customers).sum();
        let intervals: u64 = counts().map(|((customers, _), n)| customers * n).sum();
        if customers < 2 || intervals <= customers {
            return None;
        }
        let squares: f64 = counts()
            .map(|((customers, _), n)| *customers as f64 * (n as f64) * (n as f64))
            .sum();
        let (groups, all) = (customers as f64, intervals as f64);
        let within = self.within / (all - groups);
        let around = self
            .means
            .mean()
            .map(|mean| self.means.squares_around(mean))?;
        let between = (around - (groups - 1.0) * within) / (all - squares / all);
        Some((within, between.max(0.0)))
    }

    pub(super) fn shop(&self) -> ShopHabits {
        let mut shop = ShopHabits {
            weekdays: self.weekdays.map(|count| count as f64 + 1.0),
            months: self.intensities(),
            ..ShopHabits::default()
        };
        let whole: f64 = shop.weekdays.iter().sum();
        shop.weekdays = shop.weekdays.map(|count| count / whole);
        let Some((within, between)) = self.variances() else {
            return shop;
        };
        (shop.within, shop.between) = (within, Some(between));
        let (mut weight, mut sum) = (0.0, 0.0);
        for (&(customers, means), n) in self.by_count.iter().zip(0_u32..) {
            // Where customers do not differ, each interval counts alike.
            let own = if between > 0.0 {
                shop.own_weight(n)
            } else {
                f64::from(n)
            };
            weight += own * customers as f64;
            sum += own * means;
        }
        shop.interval = Some((sum / weight).exp());
        shop
    }

    /// Purchases of a customer in a day of each month, as multiples of the whole year's. One more
    /// purchase at the year's rate keeps a month without any above 0.
    fn intensities(&self) -> [f64; 12] {
        let (bought, days) = (self.months.iter(), self.exposed.iter());
        let (bought, days) = (bought.sum::<u64>() as f64, days.sum::<u64>() as f64);
        let mut intensities = [1.0; 12];
        if bought > 0.0 && days > 0.0 {
            let months = self.months.iter().zip(&self.exposed);
            for (intensity, (&count, &exposed)) in intensities.iter_mut().zip(months) {
                *intensity = (count as f64 + 1.0) / (exposed as f64 * bought / days + 1.0);
            }
        }
        intensities
    }
}
