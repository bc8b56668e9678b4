use rust_decimal::{Decimal, RoundingStrategy};

use super::winning::not_negative;
use crate::clv::DiscountRate;
use crate::error::fraction;
use crate::macros::{named_enum, options};
use crate::numeric::money;
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

/// So many more decimal places are kept of each year than of their sum.
const MORE_PLACES: u32 = 6;

/// What a customer earns in one year of tenure, by where it comes from.
///
/// See the [example](crate::economics::ProfitStream).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct YearProfit {
    /// Base profit: what every customer brings.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub base: Decimal,
    /// From buying more, and larger balances.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub purchases: Decimal,
    /// From costing less to serve.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost_savings: Decimal,
    /// From customers who come by recommendation.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub referrals: Decimal,
    /// From paying higher prices than new customers do.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub price_premium: Decimal,
}

impl YearProfit {
    /// Creates a year of which only the whole profit is known.
    ///
    /// ```
    /// use retention::economics::YearProfit;
    /// use rust_decimal::dec;
    ///
    /// assert_eq!(YearProfit::whole(dec!(30)).total()?, dec!(30));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn whole(base: Decimal) -> Self {
        Self {
            base,
            ..Self::default()
        }
    }

    /// Computes the sum of the five parts.
    ///
    /// # Errors
    /// [`Error::Overflow`] if it exceeds what a decimal holds.
    pub fn total(&self) -> Result<Decimal> {
        money::sum([
            self.base,
            self.purchases,
            self.cost_savings,
            self.referrals,
            self.price_premium,
        ])
    }
}

named_enum! {
    /// How many customers a year's profit is counted for.
    ///
    /// See the [example](crate::economics::ProfitStream::value).
    #[derive(Default)]
    pub enum StreamLife {
        /// Those who are still there: the retention rate to the power of the years before. The default.
        #[default]
        Survival = "survival",
        /// All of them for the average life, 1 / (1 − retention rate), and nobody after it. This is how the
        /// 1990 study of profit and defection counted. It differs from the other wherever profits grow or
        /// are discounted.
        AverageLife = "average_life",
    }
}

named_enum! {
    /// What a customer earns after the last year that was given.
    ///
    /// See the [example](crate::economics::ProfitStream::value).
    #[derive(Default)]
    pub enum AfterLastYear {
        /// As much as in the last year. The default.
        #[default]
        Continues = "continues",
        /// Nothing.
        Ends = "ends",
    }
}

options! {
    /// How a stream of profits is turned into a value.
    ///
    /// See the [example](crate::economics::ProfitStream::value).
    #[derive(Copy, Eq, Hash)]
    pub struct StreamOptions {
        /// For how many customers a year's profit counts. Default: those who are still there.
        pub life: StreamLife = StreamLife::Survival,
        /// The profit after the last year. Default: that of the last year.
        pub after_last: AfterLastYear = AfterLastYear::Continues,
    }
}

/// The profit on a customer by year of tenure, which grows the longer the customer stays.
///
/// A customer costs money to win, and then brings a base profit. Customers who stay buy more, cost less to
/// serve, recommend, and pay higher prices. Whether yours do is a matter of your data: enter what you measured.
/// Averages over customers of long tenure are those of customers who stayed, who may have been better from
/// the start.
///
/// Source: Reichheld, F. F. and Sasser, W. E. (1990), *Harvard Business Review* 68(5): 105–111;
/// [`INDUSTRIES`](super::benchmarks::INDUSTRIES) has the figures that they quote.
///
/// ```
/// use retention::economics::{ProfitStream, YearProfit};
/// use rust_decimal::{Decimal, dec};
///
/// // A credit card: 51 to win a customer, who then brings 30, and more in each year.
/// let years = [0, 1, 2, 3].map(|more| YearProfit {
///     base: dec!(30),
///     purchases: Decimal::from(6 * more),
///     cost_savings: Decimal::from(2 * more),
///     ..YearProfit::default()
/// });
/// let stream = ProfitStream::new(dec!(51), years)?;
/// let cumulative: Vec<Decimal> = stream.rows()?.iter().map(|row| row.cumulative).collect();
/// assert_eq!(cumulative, [dec!(-51), dec!(-21), dec!(17), dec!(63), dec!(117)]);
/// assert_eq!(stream.break_even_year()?, Some(2));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawProfitStream"))]
pub struct ProfitStream {
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    acquisition: Decimal,
    years: Vec<YearProfit>,
    #[cfg_attr(feature = "serde", serde(skip))]
    totals: Vec<Decimal>,
}

/// How a [`ProfitStream`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProfitStream {
    #[serde(with = "crate::serde_money")]
    acquisition: Decimal,
    years: Vec<YearProfit>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawProfitStream> for ProfitStream {
    type Error = Error;

    fn try_from(raw: RawProfitStream) -> Result<Self> {
        Self::new(raw.acquisition, raw.years)
    }
}

impl ProfitStream {
    /// Creates a stream from the cost of winning a customer and the profits from the first year on. Profits
    /// may be negative.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a negative cost, [`Error::Empty`] without a year, [`Error::Overflow`], with
    /// the year as its row, for a year whose parts add up to more than a decimal holds.
    pub fn new(acquisition: Decimal, years: impl IntoIterator<Item = YearProfit>) -> Result<Self> {
        not_negative("acquisition cost", acquisition)?;
        let years: Vec<YearProfit> = years.into_iter().collect();
        if years.is_empty() {
            return Err(Error::empty("year of profits"));
        }
        let total = |(row, year): (usize, &YearProfit)| {
            year.total()
                .map_err(|error| error.without_position().at_row(row))
        };
        let totals = years.iter().enumerate().map(total);
        Ok(Self {
            acquisition,
            totals: totals.collect::<Result<_>>()?,
            years,
        })
    }

    /// Returns the cost of winning a customer.
    #[must_use]
    pub const fn acquisition(&self) -> Decimal {
        self.acquisition
    }

    /// Returns the years, by where the profit comes from.
    #[must_use]
    pub fn years(&self) -> &[YearProfit] {
        &self.years
    }

    /// The whole profit of each year.
    pub(super) fn totals(&self) -> &[Decimal] {
        &self.totals
    }

    /// Computes the profit of each year and the sum so far, for a customer who stays. Year 0 is the cost of
    /// winning the customer.
    ///
    /// # Errors
    /// [`Error::Overflow`] if a sum exceeds what a decimal holds.
    pub fn rows(&self) -> Result<Vec<ProfitYear>> {
        let mut cumulative = Decimal::ZERO;
        let first = money::subtract(Decimal::ZERO, self.acquisition)?;
        let profits = std::iter::once(&first).chain(&self.totals);
        let row = |(year, &profit): (u32, &Decimal)| {
            cumulative = money::add(cumulative, profit)?;
            Ok(ProfitYear {
                year,
                profit,
                cumulative,
            })
        };
        (0..).zip(profits).map(row).collect()
    }

    /// Computes the first year at whose end the sum so far is not negative, for a customer who stays; `None` if there is none among the
    /// years that were given. It is 0 if winning a customer costs nothing.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn break_even_year(&self) -> Result<Option<u32>> {
        let rows = self.rows()?;
        let even = rows.iter().find(|row| row.cumulative >= Decimal::ZERO);
        Ok(even.map(|row| row.year))
    }

    /// Computes the present value of a customer at a yearly retention rate.
    ///
    /// ```text
    /// value = Σ weight(t) · profit(t) / (1 + i)^t − acquisition cost
    ///
    /// weight(t) = r^(t − 1)                     survival
    /// weight(t) = 1 up to the year 1 / (1 − r), a part of the year in which that ends, then 0
    ///                                           average life
    /// ```
    ///
    /// A year's profit comes at its end. The discount rate is taken as one per year of the stream. The sum of
    /// the present values is rounded to `places`.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a retention rate outside 0 to 1, and
    /// [`Error::OutOfRange`] if profits other than 0 continue, nobody leaves and nothing is discounted, because
    /// the value has no bound, or for more than 28 places; [`Error::Overflow`] for amounts beyond 28 digits.
    ///
    /// ```
    /// use retention::clv::DiscountRate;
    /// use retention::economics::{AfterLastYear, ProfitStream, StreamLife, StreamOptions, YearProfit};
    /// use rust_decimal::{RoundingStrategy, dec};
    ///
    /// let nearest = RoundingStrategy::MidpointAwayFromZero;
    /// let years = [dec!(30), dec!(42), dec!(44)].map(YearProfit::whole);
    /// let stream = ProfitStream::new(dec!(51), years)?;
    /// let free = DiscountRate::yearly(0.0)?;
    /// // 30 + 0.5 · 42 + 0.25 · 44 − 51, and then 44 for ever fewer.
    /// let ends = StreamOptions::default().after_last(AfterLastYear::Ends);
    /// assert_eq!(stream.value(0.5, free, ends, 2, nearest)?.value, dec!(11));
    /// let goes_on = stream.value(0.5, free, StreamOptions::default(), 2, nearest)?;
    /// assert_eq!(goes_on.value, dec!(22));
    /// // Two years for everybody.
    /// let average = StreamOptions::default().life(StreamLife::AverageLife);
    /// assert_eq!(stream.value(0.5, free, average, 2, nearest)?.value, dec!(21));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn value(
        &self,
        retention: f64,
        discount: DiscountRate,
        options: StreamOptions,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<StreamValue> {
        let retention = fraction("retention rate", retention)?;
        let rounding = Rounding::of_products(places, strategy)?;
        let finer = (places + MORE_PLACES).min(Decimal::MAX_SCALE);
        // To the nearest, so that only the sum is rounded up or down where the strategy says so.
        let finely = Rounding::of_products(finer, RoundingStrategy::MidpointNearestEven)?;
        let years = self.totals.len() as i32;
        let weights = Weights::new(retention, discount.rate(), options.life);
        let given = (1..).zip(&self.totals);
        let mut parts = given
            .map(|(year, &profit)| finely.times(profit, weights.of(year)))
            .collect::<Result<Vec<Decimal>>>()?;
        let last = self.totals.last().filter(|last| !last.is_zero());
        if let (Some(&last), AfterLastYear::Continues) = (last, options.after_last) {
            parts.push(finely.times(last, weights.after(years)?)?);
        }
        let profits = money::sum(parts).map_err(Error::without_position)?;
        let profits = rounding.times(profits, 1.0)?;
        Ok(StreamValue {
            retention,
            profits,
            acquisition: self.acquisition,
            value: money::subtract(profits, self.acquisition)?,
        })
    }

    /// Computes what another retention rate would do to the value of a customer.
    ///
    /// It is arithmetic on the stream: the profits are taken to stay as they are, although customers who
    /// are kept by an effort may be others than those who stay of themselves.
    ///
    /// # Errors
    /// As [`value`](Self::value).
    ///
    /// ```
    /// use retention::clv::DiscountRate;
    /// use retention::economics::{ProfitStream, StreamOptions, YearProfit};
    /// use rust_decimal::{RoundingStrategy, dec};
    ///
    /// let years = [dec!(30), dec!(42), dec!(44)].map(YearProfit::whole);
    /// let stream = ProfitStream::new(dec!(51), years)?;
    /// let discount = DiscountRate::yearly(0.1)?;
    /// let options = StreamOptions::default();
    /// let nearest = RoundingStrategy::MidpointAwayFromZero;
    /// let gain = stream.gain([0.80, 0.85], discount, options, 2, nearest)?;
    /// assert_eq!((gain.before.value, gain.after.value, gain.gain), (dec!(81.62), dec!(110.87), dec!(29.25)));
    /// assert_eq!(format!("{:.3}", gain.relative.unwrap()), "0.358");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn gain(
        &self,
        [before, after]: [f64; 2],
        discount: DiscountRate,
        options: StreamOptions,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<StreamGain> {
        let before = self.value(before, discount, options, places, strategy)?;
        let after = self.value(after, discount, options, places, strategy)?;
        let gain = money::subtract(after.value, before.value)?;
        Ok(StreamGain {
            before,
            after,
            gain,
            relative: money::ratio(gain, before.value),
        })
    }
}

/// One year of a [`ProfitStream`] for a customer who stays.
///
/// See the [example](crate::economics::ProfitStream).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ProfitYear {
    /// The year; 0 is when the customer is won.
    pub year: u32,
    /// The profit of the year.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub profit: Decimal,
    /// The sum of the profits so far.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cumulative: Decimal,
}

/// The present value of a [`ProfitStream`] at a retention rate.
///
/// See the [example](crate::economics::ProfitStream::value).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StreamValue {
    /// The yearly retention rate.
    pub retention: f64,
    /// Present value of the profits.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub profits: Decimal,
    /// Cost of winning the customer.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub acquisition: Decimal,
    /// The first less the second.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value: Decimal,
}

/// What another retention rate does to the value of a [`ProfitStream`].
///
/// See the [example](crate::economics::ProfitStream::gain).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StreamGain {
    /// The value at the retention rate before.
    pub before: StreamValue,
    /// The value at the retention rate after.
    pub after: StreamValue,
    /// The value after less the value before.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub gain: Decimal,
    /// The gain as a share of the value before; `None` if that is not above 0.
    pub relative: Option<f64>,
}

/// For how many customers the profit of each year counts, discounted.
struct Weights {
    retention: f64,
    /// What 1 in a year is worth now.
    factor: f64,
    /// 1 − factor.
    loss: f64,
    life: StreamLife,
}

impl Weights {
    fn new(retention: f64, rate: f64, life: StreamLife) -> Self {
        Self {
            retention,
            factor: 1.0 / (1.0 + rate),
            loss: rate / (1.0 + rate),
            life,
        }
    }

    fn average_life(&self) -> f64 {
        1.0 / (1.0 - self.retention)
    }

    /// The weight of a year, from 1.
    fn of(&self, year: i32) -> f64 {
        let before = f64::from(year) - 1.0;
        let there = match self.life {
            StreamLife::Survival => self.retention.powf(before),
            StreamLife::AverageLife => (self.average_life() - before).clamp(0.0, 1.0),
        };
        there * self.factor.powi(year)
    }

    /// The weight of all years after so many.
    fn after(&self, years: i32) -> Result<f64> {
        let first = self.factor.powi(years.saturating_add(1));
        let weight = match self.life {
            StreamLife::Survival => {
                self.retention.powi(years) * first / (1.0 - self.retention * self.factor)
            }
            StreamLife::AverageLife => {
                let more = (self.average_life() - f64::from(years)).max(0.0);
                let (whole, part) = (more.floor(), more.fract());
                let all = if self.loss > 0.0 {
                    (1.0 - self.factor.powf(whole)) / self.loss
                } else {
                    whole
                };
                // No customer stays for an infinite time and a part.
                let part = if whole.is_finite() {
                    part * self.factor.powf(whole)
                } else {
                    0.0
                };
                first * (all + part)
            }
        };
        if weight.is_finite() {
            return Ok(weight);
        }
        let error = Error::out_of_range("retention rate", self.retention, "below 1");
        Err(error.with_cure("discount, or let profits end with the last year"))
    }
}
