//! Value over time, beside satisfaction.
//!
//! A [`ValueTrend`] raises the alarm that satisfaction alone does not: customers are more satisfied,
//! and yet they get less for their money than before beside what the competitors give.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Place, finite, non_negative};
use crate::estimate::{Confidence, Estimate};
use crate::keyed::check_unique;
use crate::macros::{named_enum, options};
use crate::{Error, Result};

use super::profile::{Aggregation, AttributeRatio, QualityProfile};
use super::ratio::ROUNDING;

named_enum! {
    /// What satisfaction and value say together about the change from one period to the next.
    ///
    /// See the [example](crate::value::trend::ValueTrend).
    #[non_exhaustive]
    pub enum Signal {
        /// Satisfaction was not measured in both periods.
        NotMeasured = "not_measured",
        /// Satisfaction did not rise, or value did not fall.
        Quiet = "quiet",
        /// Customers are more satisfied, and get less for their money than before beside what the
        /// competitors give: a warning that satisfaction alone does not give. Without a
        /// [confidence](Options::confidence) it goes by the signs of two sample figures, which chance
        /// alone can turn.
        SatisfactionUpValueDown = "satisfaction_up_value_down",
        /// As [`SatisfactionUpValueDown`](Self::SatisfactionUpValueDown), but the fall of value is
        /// within what samples differ by.
        NotDistinguished = "not_distinguished",
    }
}

options! {
    /// When a [`ValueTrend`] speaks of a rise or a fall. Nobody has published thresholds; by default
    /// every change counts, however small beside its standard error.
    ///
    /// ```
    /// use retention::value::trend::Options;
    ///
    /// let options = Options::default().least_fall(0.02);
    /// assert_eq!((options.least_rise, options.confidence), (0.0, None));
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// Satisfaction is up if it rises by more than this, in its own unit. Default: 0.
        pub least_rise: f64 = 0.0,
        /// Value is down if it falls by more than this. Default: 0.
        pub least_fall: f64 = 0.0,
        /// The confidence with which value must have fallen. If the normal interval of the change
        /// reaches up to `−least_fall`, the signal is [`Signal::NotDistinguished`]. A change without a
        /// standard error goes by its sign. Prices are taken as known, and satisfaction has no standard
        /// error here. Default: none, which goes by the sign.
        pub confidence: Option<Confidence> = None,
        /// Which quality ratio the value is made of. Default: the weighted ratio.
        pub aggregation: Aggregation = Aggregation::WeightedRatio,
    }
}

/// The figures of one period: a quality profile, a relative price, and satisfaction if it was measured.
///
/// See the [example](crate::value::trend::ValueTrend).
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodValue<'a> {
    /// The name of the period.
    pub period: String,
    /// The quality profile of the period.
    pub quality: &'a QualityProfile,
    /// The relative price of the period, above 0.
    pub relative_price: f64,
    /// The satisfaction of the period, in any unit in which more is better.
    pub satisfaction: Option<f64>,
}

impl<'a> PeriodValue<'a> {
    /// Creates a period whose satisfaction was not measured.
    #[must_use]
    pub fn new(
        period: impl Into<String>,
        quality: &'a QualityProfile,
        relative_price: f64,
    ) -> Self {
        Self {
            period: period.into(),
            quality,
            relative_price,
            satisfaction: None,
        }
    }

    /// Sets the satisfaction of the period.
    #[must_use]
    pub const fn satisfaction(mut self, satisfaction: f64) -> Self {
        self.satisfaction = Some(satisfaction);
        self
    }

    fn check(&self) -> Result<()> {
        let price = non_negative("relative price", self.relative_price)?;
        if price == 0.0 {
            return Err(Error::out_of_range("relative price", price, "above 0"));
        }
        if let Some(satisfaction) = self.satisfaction {
            finite("satisfaction", satisfaction)?;
        }
        Ok(())
    }

    fn value(&self, aggregation: Aggregation) -> f64 {
        self.quality.ratio(aggregation) / self.relative_price
    }

    fn value_error(&self, aggregation: Aggregation) -> Option<f64> {
        let estimate = self.quality.estimate(aggregation)?;
        Some(estimate.standard_error() / self.relative_price)
    }
}

/// The change of value from one period to the next.
///
/// ```text
/// ΔV = Σ over attributes (value change) + price effect
/// ```
///
/// See the [example](crate::value::trend::ValueTrend).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ValueChange {
    /// The name of the earlier period.
    pub from: String,
    /// The name of the later period.
    pub to: String,
    /// The value V of the earlier period.
    pub before: f64,
    /// The value V of the later period.
    pub after: f64,
    /// The value of the later period less that of the earlier.
    pub change: f64,
    /// The standard error of the change, if the samples of the periods are independent and prices
    /// known. `None` if a profile was not made from respondents.
    pub standard_error: Option<f64>,
    /// The change of the quality ratio.
    pub quality_change: f64,
    /// The change of the relative price.
    pub price_change: f64,
    /// The part of the change that the price accounts for, at the mean quality of the two periods.
    ///
    /// ```text
    /// mean quality ratio · Δ(1 / relative price)
    /// ```
    pub price_effect: f64,
    /// The part of each attribute, in the order of the first period.
    pub attributes: Vec<AttributeChange>,
    /// The change of satisfaction. `None` if it was not measured in both periods.
    pub satisfaction_change: Option<f64>,
    /// What the changes of value and satisfaction say together.
    pub signal: Signal,
}

impl ValueChange {
    /// Returns the change with its standard error.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::new(self.change, self.standard_error?).ok()
    }
}

/// The change of one attribute from one period to the next.
///
/// See the [example](crate::value::trend::ValueTrend).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AttributeChange {
    /// The name of the attribute.
    pub name: String,
    /// The change of our rating over the competitors'.
    pub ratio_change: f64,
    /// The change of its share of the weights.
    pub weight_change: f64,
    /// The part of the change of value that its ratings account for, at the mean weights and prices of
    /// the two periods.
    ///
    /// ```text
    /// weighted ratio    w̄ · Δr · mean of 1 / relative price
    /// ratio of scores   w̄ · (Δ ours − Q̄ · Δ theirs) / T̄ · mean of 1 / relative price
    /// ```
    ///
    /// Q is the quality ratio, T the competitors' score; a bar is the mean of the two periods.
    pub rating_effect: f64,
    /// The part of the change of value that its weight accounts for. More weight on an attribute helps
    /// only if we are better at it than we are on the whole.
    ///
    /// ```text
    /// weighted ratio    Δw · (r̄ − Q̄) · mean of 1 / relative price
    /// ratio of scores   Δw · (mean of ours − Q̄ · mean of theirs) / T̄ · mean of 1 / relative price
    /// ```
    pub weight_effect: f64,
    /// The rating effect and the weight effect together. Over all attributes these add up to the change
    /// of value less the price effect.
    pub value_change: f64,
}

/// Value over time. Measure it again each period, because what customers ask for, what they know and
/// what competitors offer all change.
///
/// Some businesses had highly satisfied customers while their market share shrank, as is commonly
/// reported without figures: the competitors had become better still, so customer value had fallen. If
/// satisfaction rises and value falls, the [`Signal`] of the change says so. By default that is a test
/// of signs, not of significance: set a [confidence](Options::confidence) to be warned only of falls
/// that samples do not explain.
///
/// All periods must have asked about the same attributes on one scale, and about the same competitors
/// as far as they exist: a change of either looks like a change of value.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::profile::{self, QualityProfile, RatedAttribute};
/// use retention::value::trend::{Options, PeriodValue, Signal, ValueTrend};
///
/// let profile = |ours, theirs| {
///     let attribute = RatedAttribute::new("service", 100.0, ours, [theirs]);
///     QualityProfile::new(Scale::ONE_TO_TEN, [attribute], profile::Options::default())
/// };
/// // We got better; they got better faster.
/// let (first, second) = (profile(7.5, 6.0)?, profile(8.0, 8.0)?);
/// let trend = ValueTrend::new(
///     [
///         PeriodValue::new("2023", &first, 1.0).satisfaction(7.9),
///         PeriodValue::new("2024", &second, 1.0).satisfaction(8.2),
///     ],
///     Options::default(),
/// )?;
/// let change = &trend.changes[0];
/// assert_eq!(change.change, -0.25);
/// assert_eq!(change.signal, Signal::SatisfactionUpValueDown);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "顾客价值的动态性")]
pub struct ValueTrend {
    /// The changes, from the first period to the second, and so on.
    pub changes: Vec<ValueChange>,
    /// When the trend speaks of a rise or a fall.
    pub options: Options,
}

impl ValueTrend {
    /// Creates the trend of periods, in the order given.
    ///
    /// # Errors
    /// [`Error::Empty`] without periods, [`Error::OutOfRange`] for only one; at the period,
    /// [`Error::Duplicate`] for one that is named twice, [`Error::NotFinite`] and
    /// [`Error::OutOfRange`] for a relative price that is not above 0 and a satisfaction that is not a
    /// number, and [`Error::Overflow`] for a change that is too large; [`Error::Mismatch`] for a profile
    /// on another scale or of other attributes than the first, in whatever order;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for options that are not 0 or more.
    pub fn new<'a>(
        periods: impl IntoIterator<Item = PeriodValue<'a>>,
        options: Options,
    ) -> Result<Self> {
        non_negative("least_rise", options.least_rise)?;
        non_negative("least_fall", options.least_fall)?;
        let periods: Vec<PeriodValue<'a>> = periods.into_iter().collect();
        let first = periods.first().ok_or(Error::empty("period"))?;
        if periods.len() == 1 {
            return Err(Error::out_of_range("number of periods", 1, "2 or more"));
        }
        check_unique(
            "period",
            periods.iter().map(|period| period.period.as_str()),
        )
        .map_err(|(error, at)| error.at_place(Place::Period(at.into())))?;
        let at = |period: &PeriodValue<'_>| Place::Period(period.period.as_str().into());
        for period in &periods {
            period.check().map_err(|error| error.at_place(at(period)))?;
            check_same(first.quality, period.quality)?;
        }
        let order = &first.quality.attributes;
        let pairs = periods.iter().zip(periods.iter().skip(1));
        let changes = pairs.map(|(before, after)| {
            let value = after.value(options.aggregation);
            change(before, after, order, options).ok_or_else(|| {
                Error::overflow("a change of customer value", value).at_place(at(after))
            })
        });
        Ok(Self {
            changes: changes.collect::<Result<_>>()?,
            options,
        })
    }

    /// Iterates over the changes whose signal is [`Signal::SatisfactionUpValueDown`].
    pub fn warnings(&self) -> impl Iterator<Item = &ValueChange> {
        self.changes
            .iter()
            .filter(|change| change.signal == Signal::SatisfactionUpValueDown)
    }
}

/// Refuses a profile on another scale or of other attributes.
fn check_same(first: &QualityProfile, other: &QualityProfile) -> Result<()> {
    if first.scale != other.scale {
        return Err(Error::mismatch(
            "scales of the profiles",
            first.scale,
            other.scale,
        ));
    }
    let names = |profile: &QualityProfile| -> BTreeSet<String> {
        let rows = profile.attributes.iter();
        rows.map(|row| row.name.clone()).collect()
    };
    let (left, right) = (names(first), names(other));
    if left != right {
        let list = |names: BTreeSet<String>| Vec::from_iter(names).join(", ");
        return Err(Error::mismatch(
            "attributes of the profiles",
            list(left),
            list(right),
        ));
    }
    Ok(())
}

/// Means over two periods, about which each attribute's part is computed.
struct Centre {
    aggregation: Aggregation,
    quality: f64,
    competitors_score: f64,
    /// One over the price: what a unit of quality is worth in units of value.
    worth: f64,
}

impl AttributeChange {
    fn new(earlier: &AttributeRatio, later: &AttributeRatio, centre: &Centre) -> Self {
        let mean = |of: fn(&AttributeRatio) -> f64| 0.5 * of(earlier) + 0.5 * of(later);
        let change = |of: fn(&AttributeRatio) -> f64| of(later) - of(earlier);
        // Better by how much, and than the whole by how much, for a weight of 1.
        let (better, than_the_whole) = match centre.aggregation {
            Aggregation::WeightedRatio => (
                change(|row| row.ratio),
                mean(|row| row.ratio) - centre.quality,
            ),
            Aggregation::RatioOfScores => {
                let of = |ours: f64, competitors: f64| {
                    (ours - centre.quality * competitors) / centre.competitors_score
                };
                (
                    of(change(|row| row.ours), change(|row| row.competitors)),
                    of(mean(|row| row.ours), mean(|row| row.competitors)),
                )
            }
        };
        let rating_effect = mean(|row| row.weight) * better * centre.worth;
        let weight_effect = change(|row| row.weight) * than_the_whole * centre.worth;
        Self {
            name: earlier.name.clone(),
            ratio_change: later.ratio - earlier.ratio,
            weight_change: later.weight - earlier.weight,
            rating_effect,
            weight_effect,
            value_change: rating_effect + weight_effect,
        }
    }
}

/// Computes the part of each attribute, in the order of the first period.
fn attribute_changes(
    before: &QualityProfile,
    after: &QualityProfile,
    order: &[AttributeRatio],
    centre: &Centre,
) -> Vec<AttributeChange> {
    fn by_name(profile: &QualityProfile) -> BTreeMap<&str, &AttributeRatio> {
        let rows = profile.attributes.iter();
        rows.map(|row| (row.name.as_str(), row)).collect()
    }
    let (earlier, later) = (by_name(before), by_name(after));
    order
        .iter()
        .filter_map(|row| {
            let name = row.name.as_str();
            Some(AttributeChange::new(
                earlier.get(name)?,
                later.get(name)?,
                centre,
            ))
        })
        .collect()
}

/// Returns what the changes of value and satisfaction say together.
fn signal(satisfaction: Option<f64>, value: f64, error: Option<f64>, options: Options) -> Signal {
    let Some(rise) = satisfaction else {
        return Signal::NotMeasured;
    };
    if rise <= options.least_rise || -value <= options.least_fall + ROUNDING {
        return Signal::Quiet;
    }
    let estimate = error.and_then(|error| Estimate::new(value, error).ok());
    let upper = options
        .confidence
        .zip(estimate)
        .map(|(confidence, estimate)| estimate.interval(confidence).upper());
    if upper.is_none_or(|upper| upper < -options.least_fall) {
        Signal::SatisfactionUpValueDown
    } else {
        Signal::NotDistinguished
    }
}

/// Computes the change from one period to the next. `None` if a figure is too large for a number.
fn change(
    before: &PeriodValue<'_>,
    after: &PeriodValue<'_>,
    order: &[AttributeRatio],
    options: Options,
) -> Option<ValueChange> {
    let aggregation = options.aggregation;
    let (worth_before, worth_after) = (1.0 / before.relative_price, 1.0 / after.relative_price);
    let (quality_before, quality_after) = (
        before.quality.ratio(aggregation),
        after.quality.ratio(aggregation),
    );
    let (earlier, later) = (before.quality, after.quality);
    let centre = Centre {
        aggregation,
        quality: 0.5 * quality_before + 0.5 * quality_after,
        competitors_score: 0.5 * earlier.competitors_score + 0.5 * later.competitors_score,
        worth: 0.5 * worth_before + 0.5 * worth_after,
    };
    let attributes = attribute_changes(earlier, later, order, &centre);
    let (value_before, value_after) = (before.value(aggregation), after.value(aggregation));
    let change = value_after - value_before;
    let errors = before
        .value_error(aggregation)
        .zip(after.value_error(aggregation));
    let standard_error = errors
        .map(|(before, after)| before.hypot(after))
        .filter(|error| error.is_finite());
    let satisfaction = before.satisfaction.zip(after.satisfaction);
    let satisfaction_change = satisfaction.map(|(before, after)| after - before);
    let price_effect = centre.quality * (worth_after - worth_before);
    let price_change = after.relative_price - before.relative_price;
    let figures = attributes.iter().map(|row| row.value_change);
    let mut figures = figures
        .chain([change, price_effect, price_change])
        .chain(satisfaction_change);
    figures.all(f64::is_finite).then(|| ValueChange {
        from: before.period.clone(),
        to: after.period.clone(),
        before: value_before,
        after: value_after,
        change,
        standard_error,
        quality_change: quality_after - quality_before,
        price_change,
        price_effect,
        signal: signal(satisfaction_change, change, standard_error, options),
        attributes,
        satisfaction_change,
    })
}
