use std::collections::BTreeSet;

use crate::error::Place;
use crate::estimate::Estimate;
use crate::keyed::check_unique;
use crate::numeric::degrees::satterthwaite;
use crate::value::profile::{AttributeRatio, QualityProfile};
use crate::value::ratio::student;
use crate::{Error, Result};

use super::options::Options;
use super::parts::{self, Side};
use super::period::PeriodValue;
use super::signal::{Move, Signal, all, satisfied};

/// The change of value from one period to the next.
///
/// ```text
/// ΔV = our effect + competitors' effect + weight effect + price effect
///    = Σ over attributes (value change) + price effect
/// ```
///
/// The parts do not depend on which change is taken to come first. Each pair of causes is split evenly,
/// pair within pair: value into quality and price, quality into ratings and weights, a ratio into ours and
/// theirs. Causes of one pair thus stay together, as in Owen's value of a game with unions. Shapley's
/// value takes every order of all causes. It differs: if ours rise from 6 to 8, theirs fall from 6 to 4
/// and the price doubles, our effect is 0.3125, and 0.3056 by Shapley. A ratio of scores is split at the
/// mean of the competitors' scores instead.
///
/// Standard errors of the parts are by the delta method, for independent samples of the periods
/// with weights taken as known. They are `None` if a profile was not made from respondents.
///
/// Source of the split: Owen, G. (1977), "Values of games with a priori unions", *Mathematical Economics
/// and Game Theory*, Springer: 76–88.
///
/// See the [example](crate::value::trend::changes).
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
    /// The standard error of the change, if the samples of the periods are independent. `None` if a
    /// profile was not made from respondents. For a panel, which is more certain, compare what
    /// [respondents contribute](crate::value::market::Market::quality_influence).
    pub standard_error: Option<f64>,
    /// The degrees of freedom of that, by Welch and Satterthwaite. `None` if not known.
    pub degrees_of_freedom: Option<f64>,
    /// The change of the quality ratio.
    pub quality_change: f64,
    /// The change of the relative price.
    pub price_change: f64,
    /// The part of the change that our own ratings account for. Above 0 we got better.
    pub our_effect: f64,
    /// The standard error of that part.
    pub our_effect_error: Option<f64>,
    /// The part of the change that the competitors' ratings account for. Below 0 they got better.
    pub competitors_effect: f64,
    /// The standard error of that part.
    pub competitors_effect_error: Option<f64>,
    /// The part of both together: our ratings against the competitors'.
    pub rating_effect: f64,
    /// The standard error of that part.
    pub rating_effect_error: Option<f64>,
    /// Whether we got better and they got better faster: our effect is above 0, the competitors' effect
    /// and the rating effect are below 0, each by [more than its error](Options::confidence).
    ///
    /// `Some(false)` if one of the three is told to be otherwise. `None` if the errors leave it open, which
    /// is not a no. Effects without an error go by their signs.
    pub they_got_better_faster: Option<bool>,
    /// The part of the change that the weights account for, because customers ask for other things.
    pub weight_effect: f64,
    /// The standard error of that part.
    pub weight_effect_error: Option<f64>,
    /// The part of the change that the price accounts for, at the mean quality of the two periods.
    ///
    /// ```text
    /// mean quality ratio · Δ(1 / relative price)
    /// ```
    pub price_effect: f64,
    /// The standard error of that part.
    pub price_effect_error: Option<f64>,
    /// The part of each attribute, in the order of the first period.
    pub attributes: Vec<AttributeChange>,
    /// The change of satisfaction. `None` if it was not measured in both periods.
    pub satisfaction_change: Option<f64>,
    /// What the change of value and satisfaction say together.
    pub signal: Signal,
    /// The change of market share. `None` if it is not known of both periods.
    pub share_change: Option<f64>,
    /// The standard error of that. `None` if a share is not from a sample.
    pub share_change_error: Option<f64>,
    /// What the change of market share and satisfaction say together.
    pub share_signal: Signal,
}

impl ValueChange {
    /// Returns the change with its standard error. Its intervals are Student's.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        student(self.change, self.standard_error?, self.degrees_of_freedom)
    }
}

/// The change of one attribute from one period to the next.
///
/// See the [example](crate::value::trend::changes).
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
    /// What of the rating effect our own rating accounts for.
    ///
    /// ```text
    /// weighted ratio    w̄ · Δ ours · mean of 1 / theirs · mean of 1 / relative price
    /// ratio of scores   w̄ · Δ ours / T̄ · mean of 1 / relative price
    /// ```
    ///
    /// This is so against the others. If our own rating is part of what it is compared with, that
    /// part moves with it.
    pub our_effect: f64,
    /// The rest of the rating effect: what the competitors' ratings account for.
    pub competitors_effect: f64,
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

/// Computes the changes of value from the first period to the second, from the second to the third,
/// and so on, in the order given.
///
/// All periods must have asked about the same attributes on one scale. They should also have asked
/// about the same competitors, as far as these exist: a change of either looks like a change of value.
///
/// # Errors
/// [`Error::Empty`] without periods, [`Error::OutOfRange`] for only one; at the period,
/// [`Error::Duplicate`] for one that is named twice, [`Error::NotFinite`] and
/// [`Error::OutOfRange`] for a relative price that is not above 0, an error that is not 0 or more, a
/// satisfaction that is not on its scale and a market share that is not 0 to 1, and
/// [`Error::Overflow`] for a change that is too large; [`Error::Mismatch`] for a profile on another
/// scale, of other attributes, in whatever order, or relative to something else than the first;
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for options out of their range.
///
/// ```
/// use retention::scale::Scale;
/// use retention::value::profile::{self, QualityProfile, RatedAttribute};
/// use retention::value::trend::{self, PeriodValue, Signal};
///
/// let profile = |ours, theirs| {
///     let attribute = RatedAttribute::new("service", 100.0, ours, [theirs]);
///     QualityProfile::new(Scale::ONE_TO_TEN, [attribute], profile::Options::default())
/// };
/// // We got better; they got better faster.
/// let (first, second) = (profile(7.5, 6.0)?, profile(8.0, 8.0)?);
/// let changes = trend::changes(
///     [
///         PeriodValue::new("2023", &first, 1.0).satisfaction(8.2).market_share(0.31),
///         PeriodValue::new("2024", &second, 1.0).satisfaction(8.2).market_share(0.28),
///     ],
///     trend::Options::default(),
/// )?;
/// let change = &changes[0];
/// assert_eq!(change.change, -0.25);
/// assert_eq!(format!("{:.3} {:.3}", change.our_effect, change.competitors_effect), "0.073 -0.323");
/// assert_eq!(change.they_got_better_faster, Some(true));
/// assert_eq!(change.signal, Signal::DownDespiteSatisfaction);
/// assert_eq!(change.share_signal, Signal::DownDespiteSatisfaction);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "顾客价值的动态性")]
pub fn changes<'a>(
    periods: impl IntoIterator<Item = PeriodValue<'a>>,
    options: Options,
) -> Result<Vec<ValueChange>> {
    options.check()?;
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
        period
            .check(options)
            .map_err(|error| error.at_place(at(period)))?;
        check_same(first.quality, period.quality)?;
    }
    let order = &first.quality.attributes;
    let pairs = periods.iter().zip(periods.iter().skip(1));
    pairs
        .map(|(before, after)| {
            let value = after.value(options);
            change(before, after, order, options).ok_or_else(|| {
                Error::overflow("a change of customer value", value).at_place(at(after))
            })
        })
        .collect()
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
    if !first.relative_to.is_like(&other.relative_to) {
        let text = |profile: &QualityProfile| format!("{:?}", profile.relative_to);
        return Err(Error::mismatch(
            "comparisons of the profiles",
            text(first),
            text(other),
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

/// Computes the change from one period to the next. `None` if a figure is too large for a number.
fn change(
    before: &PeriodValue<'_>,
    after: &PeriodValue<'_>,
    order: &[AttributeRatio],
    options: Options,
) -> Option<ValueChange> {
    let (earlier, later) = (Side::new(before, order)?, Side::new(after, order)?);
    let (attributes, parts) = parts::split(&earlier, &later, options.ratio_of_scores);
    let errors = parts::errors(&earlier, &later, options.ratio_of_scores).unwrap_or_default();
    let (value_before, value_after) = (before.value(options), after.value(options));
    let change = value_after - value_before;
    let of_value = [before.value_error(options), after.value_error(options)];
    let degrees = [before, after].map(|period| {
        if options.ratio_of_scores {
            period.quality.scores_degrees
        } else {
            period.quality.ratio_degrees
        }
    });
    let value = moved(change, of_value, degrees);
    let part = |change, standard_error| Move {
        change,
        standard_error,
        ..value
    };
    let rating_effect = parts.ours + parts.competitors;
    let faster = all([
        part(parts.ours, errors.ours).is_above_zero(options),
        part(-parts.competitors, errors.competitors).is_above_zero(options),
        part(-rating_effect, errors.ratings).is_above_zero(options),
    ]);
    let scale = after.satisfaction_scale(options);
    let satisfied = satisfied(before.satisfaction, after.satisfaction, scale, options);
    let share = before.market_share.zip(after.market_share);
    let share = share.map(|(earlier, later)| {
        let errors = [before.share_error, after.share_error];
        moved(later - earlier, errors, [None, None])
    });
    let share_fall = share.map(|share| share.fall(options.least_share_fall, options));
    let satisfaction = before.satisfaction.zip(after.satisfaction);
    let satisfaction_change = satisfaction.map(|(before, after)| after - before);
    let price_change = after.relative_price - before.relative_price;
    let figures = attributes.iter().map(|row| row.value_change);
    let mut figures = figures
        .chain([change, parts.price, price_change])
        .chain(satisfaction_change);
    figures.all(f64::is_finite).then(|| ValueChange {
        from: before.period.clone(),
        to: after.period.clone(),
        before: value_before,
        after: value_after,
        change,
        standard_error: value.standard_error,
        degrees_of_freedom: value.degrees,
        quality_change: before.quality_change(after, options),
        price_change,
        our_effect: parts.ours,
        our_effect_error: errors.ours,
        competitors_effect: parts.competitors,
        competitors_effect_error: errors.competitors,
        rating_effect,
        rating_effect_error: errors.ratings,
        they_got_better_faster: faster,
        weight_effect: parts.weights,
        weight_effect_error: errors.weights,
        price_effect: parts.price,
        price_effect_error: errors.price,
        signal: Signal::of(satisfied, Some(value.fall(options.least_fall, options))),
        share_change: share.map(|share| share.change),
        share_change_error: share.and_then(|share| share.standard_error),
        share_signal: Signal::of(satisfied, share_fall),
        attributes,
        satisfaction_change,
    })
}

/// Returns a change between two independent samples.
fn moved(change: f64, errors: [Option<f64>; 2], degrees: [Option<f64>; 2]) -> Move {
    let standard_error = match errors {
        [Some(before), Some(after)] => Some(before.hypot(after)).filter(|error| error.is_finite()),
        _ => None,
    };
    let variances = errors.iter().flatten().map(|error| error * error);
    Move {
        change,
        standard_error,
        degrees: satterthwaite(variances.zip(degrees)).filter(|_| standard_error.is_some()),
    }
}
