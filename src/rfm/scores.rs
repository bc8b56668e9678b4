use std::borrow::Borrow;
use std::fmt;

use rust_decimal::Decimal;

use super::bins::{
    Narrow, Thresholds, cuts, frequency_thresholds, recency_key, recency_thresholds,
};
use super::{Bins, Nesting, Options, Values};
use crate::keyed::{CustomerRow, Keyed};
use crate::period::Window;
use crate::purchases::{Observed, Policy};
use crate::{Error, Result};

/// The three scores of a customer: from 1 up, the higher the better.
///
/// It is written as digits, such as 555, or with hyphens where a score has two digits.
///
/// ```
/// use retention::rfm::Code;
///
/// assert_eq!(Code::new(5, 1, 3).to_string(), "513");
/// assert_eq!(Code::new(10, 1, 3).to_string(), "10-1-3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Code {
    /// The score of recency: the highest for those who bought last.
    pub recency: u16,
    /// The score of frequency.
    pub frequency: u16,
    /// The score of monetary value.
    pub monetary: u16,
}

impl Code {
    /// Creates a code of three scores.
    #[must_use]
    pub const fn new(recency: u16, frequency: u16, monetary: u16) -> Self {
        Self {
            recency,
            frequency,
            monetary,
        }
    }

    pub(super) const fn scores(self) -> [u16; 3] {
        [self.recency, self.frequency, self.monetary]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [recency, frequency, monetary] = self.scores();
        let text = if self.scores().iter().all(|&score| score < 10) {
            format!("{recency}{frequency}{monetary}")
        } else {
            format!("{recency}-{frequency}-{monetary}")
        };
        f.pad(&text)
    }
}

/// One customer's values and scores.
///
/// It is written flat, as one line of CSV: `recency_days`, `frequency`, `revenue`, `recency_score`,
/// `frequency_score`, `monetary_score`, `total`.
///
/// See the [example](crate::rfm::Scores).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Flat"))]
#[non_exhaustive]
pub struct Scored {
    /// The values that were scored.
    pub values: Values,
    /// The three scores.
    pub code: Code,
    /// The weighted total of the scores.
    ///
    /// ```text
    /// total = w₁ · recency + w₂ · frequency + w₃ · monetary value
    /// ```
    pub total: f64,
}

/// How a [`Scored`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Flat {
    recency_days: u32,
    frequency: u32,
    #[serde(with = "crate::serde_money")]
    revenue: Decimal,
    recency_score: u16,
    frequency_score: u16,
    monetary_score: u16,
    total: f64,
}

#[cfg(feature = "serde")]
impl From<Scored> for Flat {
    fn from(scored: Scored) -> Self {
        Self {
            recency_days: scored.values.recency_days(),
            frequency: scored.values.frequency(),
            revenue: scored.values.revenue(),
            recency_score: scored.code.recency,
            frequency_score: scored.code.frequency,
            monetary_score: scored.code.monetary,
            total: scored.total,
        }
    }
}

impl Scored {
    fn new(values: Values, code: Code, weights: [f64; 3]) -> Self {
        let scores = code.scores().into_iter().zip(weights);
        Self {
            values,
            code,
            total: scores
                .map(|(score, weight)| f64::from(score) * weight)
                .sum(),
        }
    }
}

/// The RFM scores of a population, with the choices that made them.
///
/// ```
/// use retention::rfm::{Options, Scores, Values};
/// use rust_decimal::dec;
///
/// // Rows of a database: customer, days since the last purchase, purchases, revenue.
/// let rows = [("Ann", 3, 9, dec!(310)), ("Ben", 40, 2, dec!(55)), ("Cem", 90, 1, dec!(12))];
/// let values = rows.map(|(id, days, purchases, revenue)| {
///     Ok((id, Values::new(days, purchases, revenue)?))
/// });
/// let values = values.into_iter().collect::<retention::Result<Vec<_>>>()?;
/// let scores = Scores::from_values(values, &Options::default())?;
/// assert_eq!(scores.get("Ann").unwrap().code.to_string(), "444");
///
/// // Cuts of today, to score by tomorrow.
/// let cuts = scores.cuts().unwrap();
/// assert_eq!(cuts.score(Values::new(30, 1, dec!(20))?)?.code.to_string(), "211");
/// # Ok::<(), retention::Error>(())
/// ```
///
/// With three customers nobody reaches 5: quantiles need many more customers than groups.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Scores<Id> {
    /// One row for each customer with a purchase.
    pub rows: Keyed<CustomerRow<Id, Scored>>,
    /// The choices that made the scores.
    pub options: Options,
    /// The window in which purchases were looked for; scores are as of its last day. `None` if the
    /// values came as rows.
    pub window: Option<Window>,
    /// The policy that says what is a purchase. `None` if the values came as rows.
    pub policy: Option<Policy>,
    #[cfg_attr(feature = "serde", serde(skip))]
    cuts: Option<[Bins; 3]>,
}

impl<Id: Ord + Clone> Scores<Id> {
    /// Scores every customer with a purchase in a view, as of the last day of its window.
    ///
    /// # Errors
    /// As those of [`Options::score`] for options out of their range; [`Error::Overflow`], with the
    /// position of the customer's first row, if money exceeds what a decimal holds or a period reaches
    /// beyond the calendar.
    pub fn of(observed: &Observed<'_, Id>, options: &Options) -> Result<Self> {
        options.check()?;
        let (mut ids, mut values) = (Vec::new(), Vec::new());
        observed.for_each(
            |history| Values::of(history, options.grain),
            |id, of_one| {
                ids.push(id);
                values.push(of_one);
            },
        )?;
        let made = Made::of(&values, options);
        let rows = ids.into_iter().cloned().zip(made.scored(&values, options));
        let rows = rows.map(|(id, scored)| CustomerRow::new(id, scored));
        Ok(Self {
            rows: Keyed::from_sorted(rows.collect()),
            options: options.clone(),
            window: Some(observed.window()),
            policy: Some(observed.policy()),
            cuts: made.cuts(options),
        })
    }
}

impl<Id: Ord> Scores<Id> {
    /// Scores customers whose values are known, such as the rows of a database. Each customer has one
    /// row, in any order.
    ///
    /// # Errors
    /// [`Error::Duplicate`], with the row, for a customer who stands twice; those of
    /// [`Options::score`] for options out of their range.
    pub fn from_values(
        rows: impl IntoIterator<Item = (Id, Values)>,
        options: &Options,
    ) -> Result<Self> {
        options.check()?;
        let rows = rows
            .into_iter()
            .map(|(id, values)| CustomerRow::new(id, values));
        let rows = Keyed::from_unsorted(rows)?.into_vec();
        let values: Vec<Values> = rows.iter().map(|row| row.result).collect();
        let made = Made::of(&values, options);
        let scored = made.scored(&values, options);
        let rows = rows.into_iter().zip(scored);
        let rows = rows.map(|(row, scored)| CustomerRow::new(row.customer, scored));
        Ok(Self {
            rows: Keyed::from_sorted(rows.collect()),
            options: options.clone(),
            window: None,
            policy: None,
            cuts: made.cuts(options),
        })
    }

    /// Returns the scores of one customer; `None` without a purchase.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<&Scored>
    where
        Id: Borrow<Q>,
    {
        self.rows.get(customer).map(|row| &row.result)
    }
}

impl<Id> Scores<Id> {
    /// Returns options by which these customers have these scores and others can be scored: fixed cuts in
    /// the place of quantiles. `None` if the quantiles are nested, for then each score of recency has
    /// its own cuts.
    ///
    /// A score that nobody reached has a cut beyond all values: −1 day, or the largest decimal.
    #[must_use]
    pub fn cuts(&self) -> Option<Options> {
        let [recency, frequency, monetary_value] = self.cuts.clone()?;
        Some(Options {
            recency,
            frequency,
            monetary_value,
            nesting: Nesting::Independent,
            ..self.options.clone()
        })
    }
}

impl Options {
    /// Scores one customer by fixed cuts.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for quantiles, which need a population; [`Error::Unsorted`], with the
    /// position, for cuts that descend; [`Error::OutOfRange`] for 0 groups, for too many cuts, and for a
    /// negative weight; [`Error::NotFinite`] for a weight that is NaN or infinite.
    ///
    /// See the [example](crate::rfm::Scores).
    pub fn score(&self, values: Values) -> Result<Scored> {
        self.check()?;
        for (argument, bins) in [
            ("recency by quantiles", &self.recency),
            ("frequency by quantiles", &self.frequency),
            ("monetary value by quantiles", &self.monetary_value),
        ] {
            if matches!(bins, Bins::Quantiles(_)) {
                let error = Error::unsupported(argument, "a single customer");
                return Err(error.with_cure("`Scores::cuts` gives the cuts of a population"));
            }
        }
        let values = [values];
        let scored = Made::of(&values, self).scored(&values, self).next();
        scored.ok_or_else(|| Error::empty("values"))
    }
}

/// The thresholds of the three measures.
struct Made {
    recency: Thresholds<i64>,
    frequency: Thresholds<i64>,
    money: Money,
}

/// The thresholds of monetary value, and the keys.
enum Money {
    Narrow(Narrow, Thresholds<i64>),
    Exact(Vec<Decimal>, Thresholds<Decimal>),
}

impl Made {
    fn of(values: &[Values], options: &Options) -> Self {
        let within = |groups: usize| match options.nesting {
            Nesting::Independent => 1,
            Nesting::Nested => groups,
        };
        let days: Vec<i64> = values
            .iter()
            .map(|one| recency_key(one.recency_days()))
            .collect();
        let recency = match &options.recency {
            Bins::Quantiles(bins) => Thresholds::quantiles(&days, |_| 0, 1, *bins, options.ties),
            Bins::Cuts(cuts) => Thresholds::fixed(recency_thresholds(cuts), 1),
        };
        let groups = within(usize::from(options.recency.count()));
        let purchases: Vec<i64> = values
            .iter()
            .map(|one| i64::from(one.frequency()))
            .collect();
        let first = |row: usize| match days.get(row) {
            // Looked up only where it tells customers apart.
            Some(&days) if groups > 1 => place(groups, recency.score(0, days)),
            _ => 0,
        };
        let frequency = match &options.frequency {
            Bins::Quantiles(bins) => {
                Thresholds::quantiles(&purchases, first, groups, *bins, options.ties)
            }
            Bins::Cuts(cuts) => Thresholds::fixed(frequency_thresholds(cuts), groups),
        };
        let bins = within(usize::from(options.frequency.count()));
        let second = |row: usize| {
            let group = first(row);
            match purchases.get(row) {
                Some(&purchases) if bins > 1 => {
                    pair(group, bins, frequency.score(group, purchases))
                }
                _ => group,
            }
        };
        let money = Money::of(values, options, second, groups * bins);
        Self {
            recency,
            frequency,
            money,
        }
    }

    /// Returns the scores of the values that the thresholds were made from, in order.
    fn scored(&self, values: &[Values], options: &Options) -> impl Iterator<Item = Scored> {
        let nested = options.nesting == Nesting::Nested;
        let (recency_bins, frequency_bins) = if nested {
            (options.recency.count(), options.frequency.count())
        } else {
            (1, 1)
        };
        values.iter().enumerate().map(move |(row, values)| {
            let recency = self.recency.score(0, recency_key(values.recency_days()));
            let group = place(usize::from(recency_bins), recency);
            let frequency = self.frequency.score(group, i64::from(values.frequency()));
            let group = pair(group, usize::from(frequency_bins), frequency);
            let monetary = self.money.score(group, row);
            let code = Code::new(recency, frequency, monetary);
            Scored::new(*values, code, options.weights)
        })
    }

    /// Returns the cuts that these thresholds are, if they are those of everyone.
    fn cuts(&self, options: &Options) -> Option<[Bins; 3]> {
        let fixed = |bins: &Bins, quantiles: Option<Bins>| match bins {
            Bins::Cuts(_) => Some(bins.clone()),
            Bins::Quantiles(_) => quantiles,
        };
        let days = self.recency.of_everyone().map(|thresholds| {
            let days = thresholds.iter().map(|&key| Decimal::from(-key));
            match cuts(&options.recency, days, Decimal::NEGATIVE_ONE) {
                // Thresholds go from many days to few, cuts the other way.
                Bins::Cuts(cuts) => Bins::Cuts(cuts.into_iter().rev().collect()),
                bins @ Bins::Quantiles(_) => bins,
            }
        });
        let purchases = self.frequency.of_everyone().map(|thresholds| {
            let purchases = thresholds.iter().map(|&key| Decimal::from(key));
            cuts(&options.frequency, purchases, Decimal::MAX)
        });
        let money = self.money.cuts(&options.monetary_value);
        Some([
            fixed(&options.recency, days)?,
            fixed(&options.frequency, purchases)?,
            fixed(&options.monetary_value, money)?,
        ])
    }
}

impl Money {
    fn of(
        values: &[Values],
        options: &Options,
        group_of: impl Fn(usize) -> usize,
        groups: usize,
    ) -> Self {
        let amounts = values.iter().map(|one| one.monetary(options.monetary));
        match (Narrow::of(amounts.clone()), &options.monetary_value) {
            (Some(narrow), Bins::Quantiles(bins)) => {
                let thresholds =
                    Thresholds::quantiles(&narrow.mantissas, group_of, groups, *bins, options.ties);
                Self::Narrow(narrow, thresholds)
            }
            (Some(narrow), Bins::Cuts(cuts)) => {
                let thresholds = Thresholds::fixed(narrow.thresholds(cuts), groups);
                Self::Narrow(narrow, thresholds)
            }
            (None, Bins::Quantiles(bins)) => {
                let amounts: Vec<Decimal> = amounts.collect();
                let thresholds =
                    Thresholds::quantiles(&amounts, group_of, groups, *bins, options.ties);
                Self::Exact(amounts, thresholds)
            }
            (None, Bins::Cuts(cuts)) => {
                Self::Exact(amounts.collect(), Thresholds::fixed(cuts.clone(), groups))
            }
        }
    }

    /// Returns the score of the amount in a row.
    #[inline]
    fn score(&self, group: usize, row: usize) -> u16 {
        match self {
            Self::Narrow(narrow, thresholds) => {
                let key = narrow.mantissas.get(row).copied().unwrap_or_default();
                thresholds.score(group, key)
            }
            Self::Exact(amounts, thresholds) => {
                let key = amounts.get(row).copied().unwrap_or_default();
                thresholds.score(group, key)
            }
        }
    }

    fn cuts(&self, bins: &Bins) -> Option<Bins> {
        match self {
            Self::Narrow(narrow, thresholds) => {
                let amounts = thresholds.of_everyone()?.iter();
                let amounts = amounts.map(|&threshold| narrow.amount(threshold));
                Some(cuts(bins, amounts, Decimal::MAX))
            }
            Self::Exact(_, thresholds) => {
                let amounts = thresholds.of_everyone()?.iter().copied();
                Some(cuts(bins, amounts, Decimal::MAX))
            }
        }
    }
}

/// The group of a score, if each score is a group of its own.
fn place(groups: usize, score: u16) -> usize {
    if groups == 1 {
        0
    } else {
        usize::from(score).saturating_sub(1)
    }
}

/// The group of a pair of scores.
fn pair(group: usize, bins: usize, score: u16) -> usize {
    group * bins + place(bins, score)
}
