use rust_decimal::Decimal;

use crate::macros::{named_enum, options};
use crate::period::Period;
use crate::{Error, Result};

/// How the values of one measure become scores: as many groups of customers as equal in size as ties
/// allow, or groups between fixed cuts.
///
/// ```
/// use retention::rfm::{Bins, Options};
/// use rust_decimal::dec;
///
/// // Bought within 30, 90, 180 days: 4, 3, 2 for recency; tenths for the rest.
/// let options = Options::default()
///     .recency(Bins::Cuts(vec![dec!(30), dec!(90), dec!(180)]))
///     .frequency(Bins::Quantiles(10))
///     .monetary_value(Bins::Quantiles(10));
/// assert_eq!(options.recency.count(), 4);
/// # Ok::<(), retention::Error>(())
/// ```
///
/// As JSON:
///
/// ```text
/// {"quantiles": 5}
/// {"cuts": ["30", "90", "180"]}
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Bins {
    /// So many groups with the same number of customers, as far as ties allow: 1 or more.
    ///
    /// ```text
    /// score = 1 + ⌊groups · position / customers⌋    position from 0, the worst first
    /// ```
    Quantiles(u16),
    /// Groups between cuts, which ascend: days for recency, purchases for frequency, money for
    /// monetary value.
    ///
    /// ```text
    /// recency          score = groups − how many cuts are below the days
    /// the other two    score = 1 + how many cuts the value reaches
    /// ```
    Cuts(#[cfg_attr(feature = "serde", serde(with = "crate::serde_money::sequence"))] Vec<Decimal>),
}

impl Default for Bins {
    fn default() -> Self {
        Self::Quantiles(5)
    }
}

impl Bins {
    /// Returns the highest score: how many groups there are.
    #[must_use]
    pub fn count(&self) -> u16 {
        match self {
            Self::Quantiles(groups) => *groups,
            Self::Cuts(cuts) => u16::try_from(cuts.len())
                .unwrap_or(u16::MAX)
                .saturating_add(1),
        }
    }

    pub(super) fn check(&self, argument: &'static str) -> Result<()> {
        match self {
            Self::Quantiles(0) => Err(Error::out_of_range(argument, 0, "1 group or more")),
            Self::Quantiles(_) => Ok(()),
            Self::Cuts(cuts) if cuts.len() >= usize::from(u16::MAX) => {
                let allowed = format_args!("at most {} cuts", u16::MAX - 1).to_string();
                Err(Error::out_of_range(argument, cuts.len(), allowed))
            }
            Self::Cuts(cuts) => {
                for (row, (before, cut)) in cuts.iter().zip(cuts.iter().skip(1)).enumerate() {
                    if cut < before {
                        let follows = format_args!("follows {before}");
                        return Err(Error::unsorted(argument, cut, follows).at_row(row + 1));
                    }
                }
                Ok(())
            }
        }
    }
}

named_enum! {
    /// What is taken for the monetary value of a customer. See the [example](crate::rfm::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Monetary {
        /// The money of all purchases together. The default, as in most programs.
        ///
        /// It grows with the frequency, so that the two scores say much the same.
        #[default]
        Total = "total",
        /// The money of a purchase on average.
        MeanPerPurchase = "mean_per_purchase",
    }
}

named_enum! {
    /// Whether the groups of frequency and monetary value are those of all customers. See the
    /// [example](crate::rfm::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Nesting {
        /// Each measure is divided among all customers. The default.
        ///
        /// A score means the same for everyone, but the combinations have very different numbers of
        /// customers.
        #[default]
        Independent = "independent",
        /// Frequency is divided within each score of recency, monetary value within each pair of the
        /// two: the practice of direct mail.
        ///
        /// All combinations have about as many customers. A score of frequency means the same only
        /// among customers with the same score of recency.
        Nested = "nested",
    }
}

named_enum! {
    /// The score of customers with equal values whose positions belong to several groups.
    ///
    /// ```
    /// use retention::rfm::{Options, Scores, Ties, Values};
    /// use rust_decimal::dec;
    ///
    /// // Four customers bought once, one bought twice.
    /// let purchases = [1, 1, 1, 1, 2];
    /// let values = (0..).zip(purchases.map(|purchases| Values::new(9, purchases, dec!(5))));
    /// let values: Vec<_> = values.map(|(id, of_one)| Ok((id, of_one?))).collect::<retention::Result<_>>()?;
    /// for (ties, once) in [(Ties::Lowest, 1), (Ties::Middle, 2), (Ties::Highest, 4)] {
    ///     let scores = Scores::from_values(values.clone(), &Options::default().ties(ties))?;
    ///     assert_eq!(scores.get(&0).unwrap().code.frequency, once);
    ///     assert_eq!(scores.get(&4).unwrap().code.frequency, 5);
    /// }
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Ties {
        /// That of the lowest position. The default: where most customers bought once, they score 1.
        ///
        /// Scores in between may then be nobody's: where 70 % bought once, fifths give the frequency scores
        /// 1, 4 and 5 alone, and segments that ask for 2 or 3 are empty. Cuts avoid it.
        #[default]
        Lowest = "lowest",
        /// That of the middle position.
        Middle = "middle",
        /// That of the highest position.
        Highest = "highest",
    }
}

options! {
    /// The choices of an RFM scoring. Results record them.
    ///
    /// ```
    /// use retention::rfm::{Monetary, Nesting, Options};
    ///
    /// let direct_mail = Options::default()
    ///     .monetary(Monetary::MeanPerPurchase)
    ///     .nesting(Nesting::Nested)
    ///     .weights([3.0, 2.0, 1.0]);
    /// assert_eq!(direct_mail.recency.count(), 5);
    /// ```
    ///
    /// As JSON, in which a missing field has its default:
    ///
    /// ```text
    /// {"recency": {"cuts": ["30", "90"]}, "frequency": {"quantiles": 3}, "nesting": "nested"}
    /// ```
    pub struct Options {
        /// Calendar period of a purchase: all rows of a customer in one period count as one purchase.
        /// It concerns logs; rows bring their own count. Default: a day.
        pub grain: Period = Period::Day,
        /// What is taken for the monetary value. Default: the money of all purchases together.
        pub monetary: Monetary = Monetary::Total,
        /// How days since the last purchase become scores. Default: 5 quantiles.
        pub recency: Bins = Bins::default(),
        /// How numbers of purchases become scores. Default: 5 quantiles.
        pub frequency: Bins = Bins::default(),
        /// How monetary values become scores. Default: 5 quantiles.
        pub monetary_value: Bins = Bins::default(),
        /// Whether quantiles are those of all customers. Default: of all customers.
        pub nesting: Nesting = Nesting::Independent,
        /// The score of customers with equal values at the border of two quantiles. Default: the
        /// lowest.
        pub ties: Ties = Ties::Lowest,
        /// The weights of the scores of recency, frequency and monetary value in the total, 0 or more.
        /// Default: 1 each.
        pub weights: [f64; 3] = [1.0; 3],
    }
}

impl Options {
    pub(super) fn check(&self) -> Result<()> {
        self.recency.check("recency")?;
        self.frequency.check("frequency")?;
        self.monetary_value.check("monetary_value")?;
        for (row, weight) in self.weights.into_iter().enumerate() {
            crate::error::non_negative("weights", weight).map_err(|error| error.at_row(row))?;
        }
        Ok(())
    }
}
