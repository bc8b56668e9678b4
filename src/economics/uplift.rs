use super::campaign::{CampaignCounts, lift};
use crate::Result;
use crate::error::Error;
use crate::estimate::{
    Adjustment, Comparison, Confidence, Estimate, WeightedProportion, compare_all,
};
use crate::macros::{named_enum, options};

/// A share of fewer customers has no error that a test could go by.
const FEWEST: u64 = 2;

/// The pairs of 50 segments.
const MOST_PAIRS: u64 = 1225;

named_enum! {
    /// How the interval or the test of a lift was computed.
    ///
    /// See the [example](crate::economics::Uplift).
    #[non_exhaustive]
    pub enum LiftMethod {
        /// From the score intervals of the two shares: Newcombe, R. G. (1998), *Statistics in Medicine*
        /// 17: 873–890, method 10.
        Newcombe = "newcombe",
        /// With a customer who stayed and one who left added to each group: Agresti, A. and Caffo, B. (2000),
        /// *The American Statistician* 54(4): 280–288.
        AgrestiCaffo = "agresti_caffo",
    }
}

options! {
    /// Which segments of a campaign are tested, and how p-values are corrected for their number.
    ///
    /// See the [example](crate::economics::Uplift).
    #[derive(Copy)]
    pub struct UpliftOptions {
        /// How p-values are corrected for the number of tests. Default: Holm's correction.
        pub adjustment: Adjustment = Adjustment::Holm,
        /// How many customers each group of a segment must have, at least 2. Default: 2.
        pub minimum: u64 = FEWEST,
        /// The confidence level of the intervals. Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
        /// How many pairs of segments are compared at most. With more pairs none is: their number grows with
        /// the square of the segments. Default: 1225, the pairs of 50 segments.
        pub most_pairs: u64 = MOST_PAIRS,
    }
}

/// The lift of a campaign in one segment. A row of plain fields that a CSV writer takes.
///
/// See the [example](crate::economics::Uplift).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SegmentUplift<S> {
    /// The segment.
    pub segment: S,
    /// Customers in the campaign.
    pub treated: u64,
    /// Those of them who stayed.
    pub treated_stayed: u64,
    /// Customers in the control group.
    pub control: u64,
    /// Those of them who stayed.
    pub control_stayed: u64,
    /// The difference of the two shares that stayed; `None` if a group has fewer customers than the
    /// minimum, and then all figures below are.
    pub lift: Option<f64>,
    /// The lower end of the interval of the lift. It is not corrected for the number of segments.
    pub lower: Option<f64>,
    /// The upper end of the interval of the lift.
    pub upper: Option<f64>,
    /// How the interval is computed.
    pub interval_by: LiftMethod,
    /// Customers kept who would have left: lift · treated.
    pub kept: Option<f64>,
    /// The chance of a lift at least as far from 0 if the campaign does nothing in this segment.
    pub p_value: Option<f64>,
    /// How this chance is computed. It may disagree with the interval at the margin.
    pub p_value_by: LiftMethod,
    /// The same chance, corrected for the number of segments that were tested.
    pub adjusted: Option<f64>,
}

/// Whom a campaign moved: its lift by tier, or by any other segment, with p-values corrected for the number
/// of segments.
///
/// A campaign without any effect that is looked at in twenty segments has on average one with a p-value of 0.05
/// or less, by chance alone. Look at
/// [`adjusted`](SegmentUplift::adjusted), and at [`comparisons`](Self::comparisons) before you say that one
/// segment was moved more than another: a lift that is significant in one and not in another does not show
/// that they differ.
///
/// Intervals and tests are those of [`LiftMethod`], which each row names.
///
/// A segment's lift is an effect only where chance decided who was in the campaign *within* the segment, and
/// where segments were made of what was known before it.
///
/// ```
/// use retention::Accumulator;
/// use retention::economics::{CampaignCounts, LiftMethod, Uplift, UpliftOptions};
/// use retention::estimate::Proportion;
///
/// let counts = |treated: [u64; 2], control: [u64; 2]| {
///     let share = |[stayed, of]: [u64; 2]| Proportion::new(stayed, of);
///     Ok::<_, retention::Error>(CampaignCounts { treated: share(treated)?, control: share(control)? })
/// };
/// let tiers = [
///     ("top", counts([196, 200], [194, 200])?),
///     ("middle", counts([830, 1000], [760, 1000])?),
///     ("small", counts([1200, 2000], [1190, 2000])?),
///     ("new", counts([1, 1], [1, 2])?),
/// ];
/// let uplift = Uplift::of(tiers, UpliftOptions::default())?;
/// assert_eq!(uplift.tested, 3);
/// let moved: Vec<_> = uplift.rows.iter().filter(|row| row.adjusted.is_some_and(|p| p < 0.05)).collect();
/// assert_eq!((moved.len(), moved[0].segment, format!("{:.1}", moved[0].kept.unwrap())), (1, "middle", "70.0".into()));
/// // Whether the middle was moved more than the small tier is another question.
/// let pair = uplift.comparisons.iter().find(|row| (row.first, row.second) == ("middle", "small")).unwrap();
/// assert_eq!(format!("{:.3}", pair.adjusted.unwrap()), "0.019");
/// assert_eq!((moved[0].interval_by, moved[0].p_value_by), (LiftMethod::Newcombe, LiftMethod::AgrestiCaffo));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Uplift<S> {
    /// The segments, in the order given.
    pub rows: Vec<SegmentUplift<S>>,
    /// How many of them were tested.
    pub tested: u64,
    /// Each tested segment's lift against each other one's; empty with fewer than two of them, or if there
    /// are more pairs than the options allow.
    pub comparisons: Vec<Comparison<S>>,
    /// How many pairs of tested segments were not compared, because there are too many.
    pub pairs_left_out: u64,
    /// The options, as given.
    pub options: UpliftOptions,
}

impl<S: Clone + PartialEq> Uplift<S> {
    /// Computes the lift of each segment.
    ///
    /// # Errors
    /// [`Error::Empty`] without segments, [`Error::OutOfRange`] for a minimum below 2,
    /// [`Error::Duplicate`] for a segment that stands twice.
    pub fn of(
        segments: impl IntoIterator<Item = (S, CampaignCounts)>,
        options: UpliftOptions,
    ) -> Result<Self> {
        if options.minimum < FEWEST {
            let allowed = format_args!("{FEWEST} or more");
            return Err(Error::out_of_range("minimum", options.minimum, allowed));
        }
        let mut rows: Vec<SegmentUplift<S>> = Vec::new();
        let mut estimates = Vec::new();
        for (segment, counts) in segments {
            if rows.iter().any(|row| row.segment == segment) {
                let number = format_args!("number {}", rows.len());
                return Err(Error::duplicate("segment", number));
            }
            let (row, estimate) = uplift_of(segment, counts, options)?;
            estimates.extend(estimate.map(|estimate| (row.segment.clone(), estimate)));
            rows.push(row);
        }
        if rows.is_empty() {
            return Err(Error::empty("segment"));
        }
        let adjusted = options
            .adjustment
            .adjust_known(rows.iter().map(|row| row.p_value))?;
        for (row, adjusted) in rows.iter_mut().zip(adjusted) {
            row.adjusted = adjusted;
        }
        let tested = estimates.len() as u64;
        let pairs = tested.saturating_mul(tested.saturating_sub(1)) / 2;
        let too_many = pairs > options.most_pairs;
        let comparisons = if pairs == 0 || too_many {
            Vec::new()
        } else {
            compare_all(estimates, options.adjustment)?
        };
        Ok(Self {
            rows,
            tested,
            comparisons,
            pairs_left_out: if too_many { pairs } else { 0 },
            options,
        })
    }
}

fn uplift_of<S>(
    segment: S,
    counts: CampaignCounts,
    options: UpliftOptions,
) -> Result<(SegmentUplift<S>, Option<Estimate>)> {
    let CampaignCounts { treated, control } = counts;
    let enough = treated.denominator().min(control.denominator()) >= options.minimum;
    let difference = enough
        .then(|| lift(counts, options.confidence))
        .transpose()?;
    let compared = |share| WeightedProportion::from(share).compared();
    let estimate = match (difference, compared(treated), compared(control)) {
        (Some(_), Some(first), Some(second)) => Some(first.minus(&second)?),
        _ => None,
    };
    let test = estimate.map(|estimate| estimate.test(0.0)).transpose()?;
    let row = SegmentUplift {
        segment,
        treated: treated.denominator(),
        treated_stayed: treated.numerator(),
        control: control.denominator(),
        control_stayed: control.numerator(),
        lift: difference.map(|lift| lift.value()),
        lower: difference.map(|lift| lift.interval().lower()),
        upper: difference.map(|lift| lift.interval().upper()),
        interval_by: LiftMethod::Newcombe,
        kept: difference.map(|lift| lift.value() * treated.denominator() as f64),
        p_value: test.flatten().map(|test| test.p_value),
        p_value_by: LiftMethod::AgrestiCaffo,
        adjusted: None,
    };
    Ok((row, estimate))
}
