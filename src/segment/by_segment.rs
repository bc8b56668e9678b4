use std::collections::BTreeMap;

use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, more_rows};
use crate::keyed::{Keyed, Row};

/// Keeps one accumulator for each segment, in one pass over rows that say their segment.
///
/// A row is the segment and the row of the accumulator. A segment is any ordered key: a name, an enum,
/// a pair of both. It takes memory for the segments that occur.
///
/// ```
/// use retention::Accumulator;
/// use retention::satisfaction::nps;
/// use retention::segment::BySegment;
///
/// // Yesterday's answers and today's.
/// let mut scores = BySegment::new(nps::Counter::new(nps::Options::default())?);
/// scores.extend([("north", Some(9.0)), ("south", Some(3.0)), ("north", None)])?;
/// let mut today = scores.fresh();
/// today.push(("south", Some(10.0)))?;
/// scores.merge(today)?;
/// let scores = scores.finish()?;
/// let south = scores.get("south").unwrap();
/// assert_eq!((south.rows, south.output.unwrap().score), (2, Some(0.0)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(
        try_from = "State<S, A>",
        bound(
            serialize = "S: Ord + serde::Serialize, A: serde::Serialize",
            deserialize = "S: Ord + serde::Deserialize<'de>, A: Accumulator + serde::Deserialize<'de>"
        )
    )
)]
#[doc(alias = "group by")]
pub struct BySegment<S, A> {
    version: Version,
    /// One that never takes a row: it has the options.
    empty: A,
    rows: u64,
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_list"))]
    segments: BTreeMap<S, A>,
}

/// A list: keys of a map would have to be text.
#[cfg(feature = "serde")]
fn as_list<S: serde::Serialize, A: serde::Serialize, Z: serde::Serializer>(
    segments: &BTreeMap<S, A>,
    serializer: Z,
) -> Result<Z::Ok, Z::Error> {
    serializer.collect_seq(segments)
}

/// How a [`BySegment`] is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct State<S, A> {
    version: Version,
    empty: A,
    rows: u64,
    segments: Vec<(S, A)>,
}

#[cfg(feature = "serde")]
impl<S: Ord, A: Accumulator> TryFrom<State<S, A>> for BySegment<S, A> {
    type Error = crate::Error;

    fn try_from(state: State<S, A>) -> Result<Self> {
        use crate::error::{Error, same};
        same("numbers of rows", &state.empty.rows(), &0)?;
        let (mut rows, mut segments) = (0, BTreeMap::new());
        for (at, (segment, own)) in state.segments.into_iter().enumerate() {
            state.empty.fresh().merge(own.fresh())?;
            rows = more_rows(rows, own.rows())?;
            if segments.insert(segment, own).is_some() {
                return Err(Error::duplicate("segment", format_args!("number {at}")));
            }
        }
        same("numbers of rows", &state.rows, &rows)?;
        Ok(Self {
            version: state.version,
            empty: state.empty,
            rows,
            segments,
        })
    }
}

impl<S: Ord, A: Accumulator> BySegment<S, A> {
    /// Creates an empty one whose segments accumulate as `accumulator` does. Rows that it has taken
    /// belong to no segment and are not kept.
    #[must_use]
    pub fn new(accumulator: A) -> Self {
        Self {
            version: Version,
            empty: accumulator.fresh(),
            rows: 0,
            segments: BTreeMap::new(),
        }
    }

    fn add(&mut self, segment: S, push: impl FnOnce(&mut A) -> Result<()>) -> Result<()> {
        let rows = more_rows(self.rows, 1)?;
        let added = match self.segments.get_mut(&segment) {
            Some(own) => push(own),
            None => {
                // A segment whose first row is refused is none.
                let mut own = self.empty.fresh();
                push(&mut own).map(|()| {
                    self.segments.insert(segment, own);
                })
            }
        };
        added.map_err(|error| error.at_row(self.rows))?;
        self.rows = rows;
        Ok(())
    }
}

impl<S, A> crate::sealed::Sealed for BySegment<S, A> {}

impl<S: Ord, A: Accumulator> Accumulator for BySegment<S, A> {
    type Row<'r> = (S, A::Row<'r>);
    type Output = Keyed<Segment<S, A::Output>>;
    /// Each part begins every segment anew.
    const BLOCK: usize = 1 << 16;

    fn fresh(&self) -> Self {
        Self::new(self.empty.fresh())
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    /// Adds a row to its segment.
    ///
    /// # Errors
    /// What the accumulator refuses, at the row among those of all segments.
    fn push(&mut self, (segment, row): Self::Row<'_>) -> Result<()> {
        self.add(segment, |own| own.push(row))
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        // Other options are found before anything changes, even without a segment in common.
        self.empty.fresh().merge(other.empty)?;
        let rows = more_rows(self.rows, other.rows)?;
        for (segment, theirs) in other.segments {
            match self.segments.get_mut(&segment) {
                Some(own) => own.merge(theirs)?,
                None => {
                    self.segments.insert(segment, theirs);
                }
            }
        }
        self.rows = rows;
        Ok(())
    }

    /// Returns the segments in order, each with its result. It never fails: a segment that has no result
    /// says why.
    fn finish(self) -> Result<Self::Output> {
        let finished = self.segments.into_iter().map(|(segment, own)| {
            let rows = own.rows();
            let (output, refused) = match own.finish() {
                Ok(output) => (Some(output), None),
                Err(error) => (None, Some(error.to_string())),
            };
            Segment {
                segment,
                rows,
                output,
                refused,
            }
        });
        Ok(Keyed::from_sorted(finished.collect()))
    }
}

impl<S: Ord, A: Weighted> Weighted for BySegment<S, A> {
    fn push_weighted(&mut self, (segment, row): Self::Row<'_>, weight: f64) -> Result<()> {
        self.add(segment, |own| own.push_weighted(row, weight))
    }
}

/// One segment with its result.
///
/// See the [example](crate::segment::BySegment).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Segment<S, O> {
    /// The segment.
    pub segment: S,
    /// Its rows, those without an answer included.
    pub rows: u64,
    /// Its result; `None` if it has none, such as a segment below a minimum of respondents.
    pub output: Option<O>,
    /// Why it has no result.
    pub refused: Option<String>,
}

impl<S, O> crate::sealed::Sealed for Segment<S, O> {}

impl<S: Ord, O> Row for Segment<S, O> {
    type Id = S;

    fn customer(&self) -> &S {
        &self.segment
    }
}
