use super::Segment;
use crate::Result;
use crate::estimate::{
    Adjustment, Comparison, Estimate, Proportion, WeightedProportion, compare_all,
};
use crate::keyed::Keyed;
use crate::satisfaction::index::SatisfactionIndex;
use crate::satisfaction::nps::NetPromoterScore;
use crate::satisfaction::rating::Rating;
use crate::scale::Summary;

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
}

macro_rules! estimated {
    ($($name:ident),+) => {
        $(
            impl crate::sealed::Sealed for $name {}

            impl Estimated for $name {
                fn estimate(&self) -> Option<Estimate> {
                    $name::estimate(self)
                }
            }
        )+
    };
}

estimated!(
    NetPromoterScore,
    Rating,
    SatisfactionIndex,
    Summary,
    WeightedProportion
);

impl crate::sealed::Sealed for Proportion {}

impl Estimated for Proportion {
    fn estimate(&self) -> Option<Estimate> {
        WeightedProportion::from(*self).estimate()
    }
}

/// Compares every segment with every other by the figure of its result. A segment without one is left
/// out.
///
/// Segments share no respondent. Under a design with strata or clusters compare them by
/// [`compare_influences`](crate::estimate::compare_influences).
///
/// # Errors
/// [`Error::Insufficient`](crate::Error::Insufficient) if fewer than two segments have a figure.
///
/// See the [example](crate::segment).
pub fn compare<S: Ord + Clone, O: Estimated>(
    segments: &Keyed<Segment<S, O>>,
    adjustment: Adjustment,
) -> Result<Vec<Comparison<S>>> {
    compare_by(segments, Estimated::estimate, adjustment)
}

/// Compares every segment with every other by a figure that `of` takes from its result. A segment without
/// one is left out.
///
/// # Errors
/// As [`compare`].
///
/// ```
/// use retention::Accumulator;
/// use retention::estimate::Adjustment;
/// use retention::satisfaction::kano::{Answer, Counter, Kano, Options, Pair};
/// use retention::segment::{BySegment, compare_by};
///
/// let mut segments = BySegment::new(Counter::new(Options::default())?);
/// for (segment, without) in [("new", Answer::Neutral), ("loyal", Answer::Dislike)] {
///     for with in [Answer::Like, Answer::Like, Answer::Neutral] {
///         let pair = Pair { functional: Some(with), dysfunctional: Some(without) };
///         segments.push((segment, pair))?;
///     }
/// }
/// let better = |kano: &Kano| kano.better_share.estimate();
/// let rows = compare_by(&segments.finish()?, better, Adjustment::default())?;
/// assert_eq!((rows[0].first, rows[0].difference.value()), ("loyal", 0.0));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn compare_by<S: Ord + Clone, O>(
    segments: &Keyed<Segment<S, O>>,
    of: impl Fn(&O) -> Option<Estimate>,
    adjustment: Adjustment,
) -> Result<Vec<Comparison<S>>> {
    let figures = segments
        .iter()
        .filter_map(|row| Some((row.segment.clone(), of(row.output.as_ref()?)?)));
    compare_all(figures, adjustment)
}
