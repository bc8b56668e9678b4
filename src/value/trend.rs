use std::collections::{BTreeMap, BTreeSet};

use crate::error::{finite, non_negative};
use crate::estimate::{Confidence, Estimate};
use crate::macros::named_enum;
use crate::{Error, Result};

use super::ratio::ROUNDING;
use super::{Aggregation, AttributeRatio, QualityProfile};

named_enum! {
    /// What satisfaction and value say together of the change from one period to the next.
    #[non_exhaustive]
    pub enum Signal {
        /// Satisfaction was not measured in both periods.
        NotMeasured = "not_measured",
        /// They do not contradict each other as below.
        Quiet = "quiet",
        /// Customers are more satisfied, and get less for their money than before beside what the
        /// competitors give: a warning that satisfaction alone does not give. Without a
        /// [confidence](TrendOptions::confidence) it goes by the signs of two sample figures, which
        /// chance alone can turn.
        SatisfactionUpValueDown = "satisfaction_up_value_down",
        /// It looks as [`SatisfactionUpValueDown`](Self::SatisfactionUpValueDown), but the fall of
        /// value is within what samples differ by.
        NotDistinguished = "not_distinguished",
    }
}

/// When a [`ValueTrend`] speaks of a rise or a fall. Nobody has published thresholds; by default
/// every change is one, however small beside its standard error.
///
/// ```
/// use retention::value::TrendOptions;
///
/// let options = TrendOptions::default().least_fall(0.02);
/// assert_eq!((options.least_rise, options.confidence), (0.0, None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct TrendOptions {
    /// By more than how much satisfaction must rise to be up, in its own unit; 0 by default.
    pub least_rise: f64,
    /// By more than how much the value must fall to be down; 0 by default.
    pub least_fall: f64,
    /// How sure the fall of value must be: where the normal interval of the change reaches back to
    /// `−least_fall`, the signal is [`Signal::NotDistinguished`]. `None`, the default, goes by the
    /// change alone; so does a change without a standard error. Prices are taken as known, and the
    /// rise of satisfaction comes without an error.
    pub confidence: Option<Confidence>,
    /// Which quality ratio the value is made of; [`Aggregation::WeightedRatio`] by default.
    pub aggregation: Aggregation,
}

impl TrendOptions {
    /// Sets by more than how much satisfaction must rise.
    #[must_use]
    pub const fn least_rise(mut self, rise: f64) -> Self {
        self.least_rise = rise;
        self
    }

    /// Sets by more than how much the value must fall.
    #[must_use]
    pub const fn least_fall(mut self, fall: f64) -> Self {
        self.least_fall = fall;
        self
    }

    /// Sets how sure the fall of value must be.
    #[must_use]
    pub const fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// Sets which quality ratio the value is made of.
    #[must_use]
    pub const fn aggregation(mut self, aggregation: Aggregation) -> Self {
        self.aggregation = aggregation;
        self
    }
}

/// One period's value: a quality profile, a relative price, and satisfaction where it was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodValue<'a> {
    /// The period, as it is to be called.
    pub period: String,
    /// The quality profile of the period.
    pub quality: &'a QualityProfile,
    /// The relative price of the period, above 0.
    pub relative_price: f64,
    /// The satisfaction of the period, in any unit in which more is better.
    pub satisfaction: Option<f64>,
}

impl<'a> PeriodValue<'a> {
    /// A period whose satisfaction was not measured.
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

    /// The same period with its satisfaction.
    #[must_use]
    pub const fn with_satisfaction(mut self, satisfaction: f64) -> Self {
        self.satisfaction = Some(satisfaction);
        self
    }

    fn value(&self, aggregation: Aggregation) -> f64 {
        self.quality.ratio(aggregation) / self.relative_price
    }
}

/// The change of value from one period to the next.
///
/// ```text
/// ΔV = Σ over attributes (value change) + price effect
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ValueChange {
    /// The earlier period.
    pub from: String,
    /// The later one.
    pub to: String,
    /// The value V of the earlier period.
    pub before: f64,
    /// That of the later one.
    pub after: f64,
    /// Later less earlier.
    pub change: f64,
    /// The standard error of the change, the samples of the periods being independent and prices
    /// known; `None` where a profile was not made from respondents.
    pub standard_error: Option<f64>,
    /// The change of the quality ratio.
    pub quality_change: f64,
    /// The change of the relative price.
    pub price_change: f64,
    /// What of the change the price accounts for, at the mean quality of the two periods.
    ///
    /// ```text
    /// mean quality ratio · Δ(1 / relative price)
    /// ```
    pub price_effect: f64,
    /// What each attribute does, in the order of the first period.
    pub attributes: Vec<AttributeChange>,
    /// The change of satisfaction; `None` where it was not measured in both.
    pub satisfaction_change: Option<f64>,
    /// What the two changes say together.
    pub signal: Signal,
}

impl ValueChange {
    /// The change with its standard error.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::new(self.change, self.standard_error?).ok()
    }
}

/// The change of one attribute from one period to the next.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AttributeChange {
    /// Its name.
    pub name: String,
    /// The change of our rating over the competitors'.
    pub ratio_change: f64,
    /// The change of its share of the weights.
    pub weight_change: f64,
    /// What of the change of value its ratings account for, at the mean of the two periods' weights
    /// and prices.
    ///
    /// ```text
    /// weighted ratio    w̄ · Δr · mean of 1 / relative price
    /// ratio of scores   w̄ · (Δ ours − Q̄ · Δ theirs) / T̄ · mean of 1 / relative price
    /// ```
    ///
    /// Q is the quality ratio, T the competitors' score; a bar is the mean of the two periods.
    pub rating_effect: f64,
    /// What of the change of value its weight accounts for: to gain weight helps only where we are
    /// better at it than we are on the whole.
    ///
    /// ```text
    /// weighted ratio    Δw · (r̄ − Q̄) · mean of 1 / relative price
    /// ratio of scores   Δw · (mean of ours − Q̄ · mean of theirs) / T̄ · mean of 1 / relative price
    /// ```
    pub weight_effect: f64,
    /// The two together. Those of all attributes add up to what of the change of value the price
    /// does not account for, since what weight one gains the others lose.
    pub value_change: f64,
}

/// Value over time: it must be measured again each period, because what customers ask, what they
/// know and what competitors offer all change.
///
/// Businesses are commonly reported, without figures, whose customers were highly satisfied while
/// their market share shrank, because customer value had fallen: others had become better still. Where satisfaction rises and
/// value falls, the [`Signal`] of the change says so.
///
/// A [`Signal`] is by default a test of signs, not of significance: set a
/// [confidence](TrendOptions::confidence) to be warned only of what samples do not explain.
///
/// Quality is Gale's quality ratio, unless the options take the other. All periods must have been asked on one scale about the same
/// attributes, of the same competitors as far as there are any; a change of either looks like a
/// change of value.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::{
///     Attribute, PeriodValue, QualityProfile, Signal, TrendOptions, ValueTrend,
/// };
///
/// let profile = |ours, theirs| {
///     let attribute = Attribute::new("service", 100.0, ours, [theirs]);
///     QualityProfile::new(Scale::ONE_TO_TEN, [attribute], &Default::default())
/// };
/// // We got better; they got better faster.
/// let (first, second) = (profile(7.5, 6.0)?, profile(8.0, 8.0)?);
/// let trend = ValueTrend::new(
///     [
///         PeriodValue::new("2023", &first, 1.0).with_satisfaction(7.9),
///         PeriodValue::new("2024", &second, 1.0).with_satisfaction(8.2),
///     ],
///     &TrendOptions::default(),
/// )?;
/// let change = &trend.changes()[0];
/// assert_eq!(change.change, -0.25);
/// assert_eq!(change.signal, Signal::SatisfactionUpValueDown);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "顾客价值的动态性")]
pub struct ValueTrend {
    changes: Vec<ValueChange>,
    /// When it speaks of a rise or a fall.
    pub options: TrendOptions,
}

impl ValueTrend {
    /// The changes between periods, in the order given.
    ///
    /// # Errors
    /// [`Error::Empty`] without periods, [`Error::OutOfRange`] for only one;
    /// [`Error::Duplicate`], with its row, for a period named twice; [`Error::Mismatch`] for a
    /// profile on another scale or of other attributes than the first, in whatever order;
    /// with its row, [`Error::NotFinite`] and [`Error::OutOfRange`] for a relative price that is not
    /// above 0 and for a satisfaction that is not a number, and [`Error::Overflow`] for a value too
    /// large for one; the same for options below 0.
    pub fn new<'a>(
        periods: impl IntoIterator<Item = PeriodValue<'a>>,
        options: &TrendOptions,
    ) -> Result<Self> {
        non_negative("least rise of satisfaction", options.least_rise)?;
        non_negative("least fall of value", options.least_fall)?;
        let periods: Vec<PeriodValue<'a>> = periods.into_iter().collect();
        let first = periods.first().ok_or(Error::empty("period"))?;
        if periods.len() == 1 {
            return Err(Error::out_of_range("number of periods", 1, "2 or more"));
        }
        let mut names = BTreeSet::new();
        for (row, period) in periods.iter().enumerate() {
            if !names.insert(period.period.as_str()) {
                return Err(Error::duplicate("period", period.period.clone()).at_row(row));
            }
            check(period).map_err(|error| error.at_row(row))?;
            same_attributes(first.quality, period.quality)?;
        }
        let order = first.quality.attributes();
        let pairs = periods.iter().zip(periods.iter().skip(1));
        let changes = pairs.zip(1_usize..).map(|((before, after), row)| {
            let value = after.value(options.aggregation);
            change(before, after, order, options)
                .ok_or_else(|| Error::overflow("a change of customer value", value))
                .map_err(|error| error.at_row(row))
        });
        Ok(Self {
            changes: changes.collect::<Result<_>>()?,
            options: *options,
        })
    }

    /// The changes, from the first period to the second, and so on.
    #[must_use]
    pub fn changes(&self) -> &[ValueChange] {
        &self.changes
    }

    /// The changes whose signal is [`Signal::SatisfactionUpValueDown`]; by default these go by signs
    /// alone.
    pub fn warnings(&self) -> impl Iterator<Item = &ValueChange> {
        self.changes
            .iter()
            .filter(|change| change.signal == Signal::SatisfactionUpValueDown)
    }
}

fn check(period: &PeriodValue<'_>) -> Result<()> {
    let price = non_negative("relative price", period.relative_price)?;
    if price == 0.0 {
        return Err(Error::out_of_range("relative price", price, "above 0"));
    }
    if let Some(satisfaction) = period.satisfaction {
        finite("satisfaction", satisfaction)?;
    }
    Ok(())
}

fn same_attributes(first: &QualityProfile, other: &QualityProfile) -> Result<()> {
    if first.scale() != other.scale() {
        return Err(Error::mismatch(
            "scales of the profiles",
            first.scale(),
            other.scale(),
        ));
    }
    let names = |profile: &QualityProfile| {
        let rows = profile.attributes().iter();
        let mut names: Vec<String> = rows.map(|row| row.name.clone()).collect();
        names.sort_unstable();
        names
    };
    let (left, right) = (names(first), names(other));
    if left != right {
        return Err(Error::mismatch(
            "attributes of the profiles",
            left.join(", "),
            right.join(", "),
        ));
    }
    Ok(())
}

/// `None` where a figure is too large for a number.
fn change(
    before: &PeriodValue<'_>,
    after: &PeriodValue<'_>,
    order: &[AttributeRatio],
    options: &TrendOptions,
) -> Option<ValueChange> {
    let by_name = |profile: &'_ QualityProfile| -> BTreeMap<String, AttributeRatio> {
        let rows = profile.attributes().iter();
        rows.map(|row| (row.name.clone(), row.clone())).collect()
    };
    let (earlier, later) = (by_name(before.quality), by_name(after.quality));
    let aggregation = options.aggregation;
    // One over the price is what a unit of quality is worth in units of value.
    let (worth_before, worth_after) = (1.0 / before.relative_price, 1.0 / after.relative_price);
    let worth = 0.5 * worth_before + 0.5 * worth_after;
    let (quality_before, quality_after) = (
        before.quality.ratio(aggregation),
        after.quality.ratio(aggregation),
    );
    let quality = 0.5 * quality_before + 0.5 * quality_after;
    let theirs = 0.5 * before.quality.competitors_score() + 0.5 * after.quality.competitors_score();
    let attributes: Vec<AttributeChange> = order
        .iter()
        .filter_map(|row| Some((earlier.get(&row.name)?, later.get(&row.name)?)))
        .map(|(earlier, later)| {
            let mean = |of: fn(&AttributeRatio) -> f64| 0.5 * of(earlier) + 0.5 * of(later);
            let change = |of: fn(&AttributeRatio) -> f64| of(later) - of(earlier);
            // Better by how much, and than the whole by how much, for a weight of 1.
            let (better, than_the_whole) = match aggregation {
                Aggregation::WeightedRatio => {
                    (change(|row| row.ratio), mean(|row| row.ratio) - quality)
                }
                Aggregation::RatioOfScores => {
                    let of = |ours: f64, competitors: f64| (ours - quality * competitors) / theirs;
                    (
                        of(change(|row| row.ours), change(|row| row.competitors)),
                        of(mean(|row| row.ours), mean(|row| row.competitors)),
                    )
                }
            };
            let rating_effect = mean(|row| row.weight) * better * worth;
            let weight_effect = change(|row| row.weight) * than_the_whole * worth;
            AttributeChange {
                name: earlier.name.clone(),
                ratio_change: later.ratio - earlier.ratio,
                weight_change: later.weight - earlier.weight,
                rating_effect,
                weight_effect,
                value_change: rating_effect + weight_effect,
            }
        })
        .collect();
    let (value_before, value_after) = (before.value(aggregation), after.value(aggregation));
    let change = value_after - value_before;
    let error = |period: &PeriodValue<'_>| {
        let estimate = period.quality.estimate(aggregation)?;
        Some(estimate.standard_error() / period.relative_price)
    };
    let standard_error = error(before)
        .zip(error(after))
        .map(|(before, after)| before.hypot(after))
        .filter(|error| error.is_finite());
    let estimate = standard_error.and_then(|error| Estimate::new(change, error).ok());
    let distinguished = options
        .confidence
        .zip(estimate)
        .is_none_or(|(confidence, estimate)| {
            estimate.interval(confidence).upper() < -options.least_fall
        });
    let satisfaction = before.satisfaction.zip(after.satisfaction);
    let satisfaction_change = satisfaction.map(|(before, after)| after - before);
    let signal = match satisfaction_change {
        None => Signal::NotMeasured,
        Some(rise) if rise > options.least_rise && -change > options.least_fall + ROUNDING => {
            if distinguished {
                Signal::SatisfactionUpValueDown
            } else {
                Signal::NotDistinguished
            }
        }
        Some(_) => Signal::Quiet,
    };
    let price_effect = quality * (worth_after - worth_before);
    let figures = attributes.iter().map(|row| row.value_change);
    let price_change = after.relative_price - before.relative_price;
    if !figures
        .chain([change, price_effect, price_change])
        .chain(satisfaction_change)
        .all(f64::is_finite)
    {
        return None;
    }
    Some(ValueChange {
        from: before.period.clone(),
        to: after.period.clone(),
        before: value_before,
        after: value_after,
        change,
        standard_error,
        quality_change: quality_after - quality_before,
        price_change,
        price_effect,
        attributes,
        satisfaction_change,
        signal,
    })
}
