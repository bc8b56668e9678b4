use rust_decimal::Decimal;

use super::change_row::{Change, ChangeRow};
use super::{Level, PortraitRow, Portraits};
use crate::Result;
use crate::counted::{Counted, Moves, Step, Transitions};
use crate::error::{non_negative, same};
use crate::keyed::Keyed;
use crate::macros::{named_enum, options};
use crate::numeric::moments::Moments;
use crate::numeric::money::MoneySum;
use crate::portrait::Dimension;

options! {
    /// When a customer counts as worse or better than at an earlier date.
    ///
    /// See the example of [`PortraitChanges`].
    #[derive(Copy)]
    pub struct ChangeOptions {
        /// By how much the leaving index must rise or fall to count, 0 to 1. Default: 0.1, a proposal.
        pub least_index: f64 = 0.1,
    }
}

named_enum! {
    /// What to keep in mind about a comparison of two dates.
    ///
    /// See the example of [`PortraitChanges`].
    #[non_exhaustive]
    pub enum ChangeWarning {
        /// Customers with a high index at one date have a lower one on average at the next, and those with a
        /// low one a higher.
        RegressionToTheMean = "regression_to_the_mean",
        /// Customers came or went, so that totals differ though no customer need have changed.
        OtherCustomers = "other_customers",
        /// More, or less, is known of some customers than before.
        OtherEvidence = "other_evidence",
    }
}

impl ChangeWarning {
    /// Returns what it says, as a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::RegressionToTheMean => {
                "Whoever stood out at one date is nearer the average at the next, without anything having \
                 been done (regression to the mean): compare with customers who were left alone."
            }
            Self::OtherCustomers => {
                "Customers came or went, so totals of the two dates are not of the same customers."
            }
            Self::OtherEvidence => {
                "More, or less, is known of some customers than before; some levels changed for that reason."
            }
        }
    }
}

/// How many customers moved between the levels of one dimension. Money is the value at risk.
///
/// See the example of [`PortraitChanges`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DimensionChanges {
    /// The dimension.
    pub dimension: Dimension,
    /// Customers by earlier and later level; `None` for those who were not there at that date.
    pub transitions: Transitions<Level>,
}

/// What changed in the portraits of a business between two dates.
///
/// A customer is worse if the relationship came to decline or ended, if the leaving index rose by at least
/// [`least_index`](ChangeOptions::least_index), or if a contradiction is new. A customer is better if one of
/// these went the other way and none of them this way. The index is compared over the parts that are known
/// at both dates, since a part that was added would move it.
///
/// # What it can say
///
/// [`warnings`](Self::warnings) names what may look like a change and is none.
/// [`leaving_correlation`](Self::leaving_correlation) tells how much regression to the mean to expect: a
/// customer one standard deviation above the mean at the earlier date is, on average, that many above it at
/// the later.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::portrait::{
///     Change, ChangeOptions, Dimension, Evidence, Level, Options, PortraitChanges, Portraits,
/// };
/// use rust_decimal::dec;
///
/// let known = |stage, chance| Evidence::default()
///     .stage(Some(stage))
///     .chance_of_return(Some(chance))
///     .expected_value(Some(dec!(100)));
/// let options = Options::default();
/// let march = Portraits::of(
///     [("Ann", known(Stage::Growth, 0.9)), ("Ben", known(Stage::Maturity, 0.8))],
///     &options,
/// )?;
/// let april = Portraits::of(
///     [("Ben", known(Stage::Decline, 0.4)), ("Cem", known(Stage::Acquisition, 0.5))],
///     &options,
/// )?;
/// let changes = PortraitChanges::between(&march, &april, ChangeOptions::default())?;
/// let ben = changes.rows.get("Ben").unwrap();
/// assert_eq!((ben.change, ben.is_stage_worse), (Change::Worse, true));
/// assert_eq!(format!("{:.1}", ben.leaving_change.unwrap()), "0.4");
/// assert_eq!(changes.rows.get("Cem").unwrap().change, Change::New);
/// let stages = changes.dimension(Dimension::Stage).unwrap();
/// let level = |name| Level::new(Dimension::Stage, name).map(Some);
/// assert_eq!(stages.transitions.count(level("maturity")?, level("decline")?), 1);
/// assert_eq!((changes.value_at_risk_before, changes.value_at_risk_after), (dec!(30.00), dec!(110.00)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PortraitChanges<Id> {
    /// How many customers are new, gone, worse, better, and as they were.
    pub counts: Counted<Change>,
    /// The moves between levels, for every dimension in order.
    pub dimensions: Vec<DimensionChanges>,
    /// The customers who are not as they were, by key.
    pub rows: Keyed<ChangeRow<Id>>,
    /// What was at risk at the earlier date, as far as it is known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_risk_before: Decimal,
    /// What is at risk at the later date, as far as it is known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub value_at_risk_after: Decimal,
    /// Customers whose leaving index can be compared.
    pub compared: u64,
    /// The correlation of the index of these at the two dates, −1 to 1; `None` if it did not vary.
    pub leaving_correlation: Option<f64>,
    /// What may look like a change and is none.
    pub warnings: Vec<ChangeWarning>,
    /// When a customer counts as worse or better.
    pub options: ChangeOptions,
}

impl<Id: Ord + Clone> PortraitChanges<Id> {
    /// Compares the portraits of two dates, made by the same options.
    ///
    /// # Errors
    /// [`Error::Mismatch`](crate::Error::Mismatch) if the options of the portraits differ;
    /// [`Error::NotFinite`](crate::Error::NotFinite) and [`Error::OutOfRange`](crate::Error::OutOfRange) for a
    /// `least_index` below 0; [`Error::Overflow`](crate::Error::Overflow) if a sum of money exceeds what a
    /// decimal holds.
    pub fn between(
        before: &Portraits<Id>,
        after: &Portraits<Id>,
        options: ChangeOptions,
    ) -> Result<Self> {
        same("options", before.options(), after.options())?;
        non_negative("least_index", options.least_index)?;
        let weights = before.options().leaving;
        let mut rows = Vec::new();
        let mut counts = vec![0; Change::ALL.len()];
        let (mut sums, mut evidence_differs) = ([MoneySum::default(); 2], false);
        let mut indices = Moments::new(2);
        for (from, to) in before.rows().paired(after.rows()) {
            let Some((row, pair)) = ChangeRow::of(from, to, &weights, options) else {
                continue;
            };
            if let Some(count) = counts.get_mut(row.change as usize) {
                *count += 1;
            }
            if let Some(pair) = pair {
                indices.push(&pair, 1.0);
            }
            for (sum, amount) in sums.iter_mut().zip(row.values_at_risk()) {
                amount.map_or(Ok(()), |amount| sum.add(amount))?;
            }
            evidence_differs |= knows_otherwise(from, to);
            if row.change != Change::Same {
                rows.push(row);
            }
        }
        let counts = Counted::of_counts(&counts)?;
        let [value_at_risk_before, value_at_risk_after] = sums;
        let came_or_went = counts.count(Change::New) + counts.count(Change::Gone) > 0;
        let compared = indices.rows();
        let held = [
            (ChangeWarning::RegressionToTheMean, compared > 0),
            (ChangeWarning::OtherCustomers, came_or_went),
            (ChangeWarning::OtherEvidence, evidence_differs),
        ];
        let held = held.into_iter().filter(|&(_, holds)| holds);
        Ok(Self {
            counts,
            dimensions: dimensions(before, after)?,
            rows: Keyed::from_sorted(rows),
            value_at_risk_before: value_at_risk_before.finish()?,
            value_at_risk_after: value_at_risk_after.finish()?,
            compared,
            leaving_correlation: indices.correlation().ok(),
            warnings: held.map(|(warning, _)| warning).collect(),
            options,
        })
    }
}

impl<Id> PortraitChanges<Id> {
    /// Returns the moves between the levels of a dimension; there are those of every dimension.
    #[must_use]
    pub fn dimension(&self, dimension: Dimension) -> Option<&DimensionChanges> {
        self.dimensions.get(dimension as usize)
    }
}

/// Whether something is known of a customer at one date only.
fn knows_otherwise<Id>(from: Option<&PortraitRow<Id>>, to: Option<&PortraitRow<Id>>) -> bool {
    let Some((from, to)) = from.zip(to) else {
        return false;
    };
    let (from, to) = (&from.portrait.levels, &to.portrait.levels);
    let mut dimensions = Dimension::ALL.iter();
    dimensions.any(|&dimension| from.is_known(dimension) != to.is_known(dimension))
}

fn dimensions<Id: Ord>(
    before: &Portraits<Id>,
    after: &Portraits<Id>,
) -> Result<Vec<DimensionChanges>> {
    let changes = Dimension::ALL.iter().map(|&dimension| {
        let places = Level::all(dimension);
        let mut moves = Moves::new(&places);
        let level = |row: &PortraitRow<Id>| Level::of(&row.portrait.levels, dimension);
        for (from, to) in before.rows().paired(after.rows()) {
            moves.add(&Step {
                from: from.map(level),
                to: to.map(level),
                before: from.and_then(|row| row.portrait.value_at_risk),
                after: to.and_then(|row| row.portrait.value_at_risk),
            })?;
        }
        let transitions = moves.finish()?;
        Ok(DimensionChanges {
            dimension,
            transitions,
        })
    });
    changes.collect()
}
