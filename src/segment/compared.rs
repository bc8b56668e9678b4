use super::Segment;
use crate::estimate::{
    Adjustment, Comparison, Estimate, Figure, Proportion, WeightedProportion, compare_figures,
};
use crate::keyed::Keyed;
use crate::macros::options;
use crate::satisfaction::index::SatisfactionIndex;
use crate::satisfaction::nps::NetPromoterScore;
use crate::satisfaction::rating::Rating;
use crate::scale::Summary;
use crate::{Error, Result};

/// A share or a mean of fewer has no error that a comparison could go by.
const FEWEST: u64 = 2;

options! {
    /// Which segments are compared, and how p-values are corrected for their number.
    ///
    /// See the [example](crate::segment::compare).
    #[derive(Copy, Eq)]
    pub struct Options {
        /// How p-values are corrected for the number of pairs. Default: Holm's correction.
        pub adjustment: Adjustment = Adjustment::Holm,
        /// How many respondents a segment must have, at least 2. Default: 2.
        pub minimum: u64 = FEWEST,
    }
}

/// Every segment compared with every other, and the segments that could not be.
///
/// See the [example](crate::segment::compare).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Differences<S> {
    /// The pairs, in the order of the segments.
    pub rows: Vec<Comparison<S>>,
    /// The segments that are in no pair, in order.
    pub left_out: Vec<LeftOut<S>>,
}

/// A segment that was not compared, and why.
///
/// See the [example](crate::segment::compare).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LeftOut<S> {
    /// The segment.
    pub segment: S,
    /// The respondents of its figure; its rows where it has no figure.
    pub respondents: u64,
    /// Why it was left out.
    pub reason: String,
}

/// A result that is one figure with a standard error, so that segments can be compared by it. Sealed:
/// only the crate implements it.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::nps;
/// use retention::segment::Estimated;
///
/// let mut counter = nps::Counter::new(nps::Options::default())?;
/// counter.extend([10.0, 9.0, 8.0, 3.0].map(Some))?;
/// assert_eq!(Estimated::estimate(&counter.finish()?).unwrap().value(), 25.0);
/// # Ok::<(), retention::Error>(())
/// ```
pub trait Estimated: crate::sealed::Sealed {
    /// Returns the figure with its standard error; `None` if it has none.
    fn estimate(&self) -> Option<Estimate>;

    /// Returns the figure as comparisons judge it: a share and a Net Promoter Score with pseudo-answers,
    /// others as they are. `None` if it has no standard error.
    fn compared(&self) -> Option<Estimate> {
        self.estimate()
    }

    /// Returns how many respondents the figure is made of; `None` if it does not say.
    fn respondents(&self) -> Option<u64>;
}

macro_rules! mean {
    ($($name:ident: $summary:expr),+ $(,)?) => {
        $(
            impl crate::sealed::Sealed for $name {}

            impl Estimated for $name {
                fn estimate(&self) -> Option<Estimate> {
                    $name::estimate(self)
                }

                fn respondents(&self) -> Option<u64> {
                    let summary: fn(&Self) -> &Summary = $summary;
                    Some(summary(self).weighted)
                }
            }
        )+
    };
}

mean!(Summary: |own| own, SatisfactionIndex: |own| &own.index);

impl crate::sealed::Sealed for Estimate {}

impl Estimated for Estimate {
    fn estimate(&self) -> Option<Estimate> {
        Some(*self)
    }

    fn respondents(&self) -> Option<u64> {
        None
    }
}

impl crate::sealed::Sealed for WeightedProportion {}

impl Estimated for WeightedProportion {
    fn estimate(&self) -> Option<Estimate> {
        Self::estimate(self)
    }

    fn compared(&self) -> Option<Estimate> {
        Self::compared(self)
    }

    fn respondents(&self) -> Option<u64> {
        Some(self.counts().denominator())
    }
}

impl crate::sealed::Sealed for Proportion {}

impl Estimated for Proportion {
    fn estimate(&self) -> Option<Estimate> {
        WeightedProportion::from(*self).estimate()
    }

    fn compared(&self) -> Option<Estimate> {
        WeightedProportion::from(*self).compared()
    }

    fn respondents(&self) -> Option<u64> {
        Some(self.denominator())
    }
}

impl crate::sealed::Sealed for NetPromoterScore {}

impl Estimated for NetPromoterScore {
    fn estimate(&self) -> Option<Estimate> {
        Self::estimate(self)
    }

    fn compared(&self) -> Option<Estimate> {
        Self::compared(self)
    }

    fn respondents(&self) -> Option<u64> {
        Some(self.answered)
    }
}

impl crate::sealed::Sealed for Rating {}

impl Estimated for Rating {
    fn estimate(&self) -> Option<Estimate> {
        Self::estimate(self)
    }

    fn compared(&self) -> Option<Estimate> {
        match self.share {
            Some(share) => share.compared(),
            None => self.estimate(),
        }
    }

    fn respondents(&self) -> Option<u64> {
        match (self.share, self.mean) {
            (None, Some(mean)) => Some(mean.weighted),
            _ => Some(self.answered),
        }
    }
}

/// Compares every segment with every other by the figure of its result, and names those left out.
///
/// A share is compared by Agresti's and Caffo's difference
/// ([`WeightedProportion::compared`]), a Net Promoter Score by its pseudo-answers
/// ([`NetPromoterScore::compared`]), and a mean by Welch's test. The plain error of a share is 0 where all
/// answer alike, and a small segment would be told from the others by chance far too often. The
/// difference is the plain one; its standard error is the one it is tested by. Newcombe's interval
/// ([`Proportion::difference`]) may leave out 0 where a segment is small and this test does not.
///
/// A segment whose mean has a standard error of 0 has no p-value. Segments share no respondent. Under a
/// design with strata or clusters compare them by
/// [`compare_influences`](crate::estimate::compare_influences).
///
/// # Errors
/// [`Error::Insufficient`](crate::Error::Insufficient) if fewer than two segments can be compared,
/// [`Error::OutOfRange`](crate::Error::OutOfRange) for a minimum below 2.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::nps;
/// use retention::segment::{BySegment, Options, compare};
///
/// let mut levels = BySegment::new(nps::Counter::new(nps::Options::default())?);
/// for (level, answers) in [
///     ("basic", vec![3.0, 9.0, 2.0, 7.0, 6.0, 10.0, 4.0, 5.0]),
///     ("gold", vec![10.0]),
///     ("silver", vec![9.0, 10.0]),
/// ] {
///     levels.extend(answers.into_iter().map(|answer| (level, Some(answer))))?;
/// }
/// let differences = compare(&levels.finish()?, Options::default())?;
/// let only = &differences.rows[0];
/// assert_eq!((only.first, only.second, only.difference.value()), ("basic", "silver", -137.5));
/// // Two promoters are no proof.
/// assert!(only.p_value > Some(0.05));
/// let gold = &differences.left_out[0];
/// assert_eq!((gold.segment, gold.respondents), ("gold", 1));
/// assert_eq!(gold.reason, "fewer than 2 respondents");
/// # Ok::<(), retention::Error>(())
/// ```
pub fn compare<S: Ord + Clone, O: Estimated + Clone>(
    segments: &Keyed<Segment<S, O>>,
    options: Options,
) -> Result<Differences<S>> {
    compare_by(segments, |output: &O| Some(output.clone()), options)
}

/// Compares every segment with every other by a figure that `of` takes from its result, and names those
/// left out.
///
/// It is best to take the share or the score itself, which brings its respondents and its pseudo-answers.
/// An [`Estimate`] has neither: the rows of the segment count as respondents, and one with a standard error
/// of 0 has no p-value.
///
/// # Errors
/// As [`compare`].
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::kano::{Answer, Counter, Kano, Options, Pair};
/// use retention::segment::{self, BySegment, compare_by};
///
/// let mut segments = BySegment::new(Counter::new(Options::default())?);
/// for (segment, without) in [("new", Answer::Neutral), ("loyal", Answer::Dislike)] {
///     for with in [Answer::Like, Answer::Like, Answer::Neutral] {
///         let pair = Pair { functional: Some(with), dysfunctional: Some(without) };
///         segments.push((segment, pair))?;
///     }
/// }
/// let better = |kano: &Kano| Some(kano.better_share);
/// let rows = compare_by(&segments.finish()?, better, segment::Options::default())?.rows;
/// assert_eq!((rows[0].first, rows[0].difference.value()), ("loyal", 0.0));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn compare_by<S: Ord + Clone, O, E: Estimated>(
    segments: &Keyed<Segment<S, O>>,
    of: impl Fn(&O) -> Option<E>,
    options: Options,
) -> Result<Differences<S>> {
    let minimum = options.minimum;
    if minimum < FEWEST {
        let allowed = format_args!("at least {FEWEST}");
        return Err(Error::out_of_range("minimum", minimum, allowed));
    }
    let (mut figures, mut left_out) = (Vec::new(), Vec::new());
    for row in segments {
        let output = row.output.as_ref().and_then(&of);
        let respondents = output.as_ref().and_then(Estimated::respondents);
        let respondents = respondents.unwrap_or(row.rows);
        let figure = output.and_then(|output| {
            let (own, compared) = output.estimate().zip(output.compared())?;
            Some(Figure { own, compared })
        });
        let segment = row.segment.clone();
        let reason = match (figure, &row.refused) {
            (_, Some(refused)) => refused.clone(),
            _ if respondents < minimum => format!("fewer than {minimum} respondents"),
            (None, None) => String::from("no figure with a standard error"),
            (Some(figure), None) => {
                figures.push((segment, figure));
                continue;
            }
        };
        left_out.push(LeftOut {
            segment,
            respondents,
            reason,
        });
    }
    let rows = compare_figures(&figures, options.adjustment)?;
    Ok(Differences { rows, left_out })
}
