use std::ops::RangeInclusive;

use super::Code;
use crate::error::Place;
use crate::keyed::check_unique;
use crate::{Error, Result};

/// A block of codes: all combinations of three ranges of scores.
///
/// ```
/// use retention::rfm::{Code, Codes};
///
/// let best = Codes::new(4..=5, 4..=5, 1..=5);
/// assert!(best.contains(Code::new(5, 4, 2)));
/// assert_eq!(best.count(), 20);
/// ```
///
/// As JSON: `{"recency": [4, 5], "frequency": [4, 5], "monetary": [1, 5]}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Codes {
    /// The lowest and the highest score of recency.
    pub recency: [u16; 2],
    /// The lowest and the highest score of frequency.
    pub frequency: [u16; 2],
    /// The lowest and the highest score of monetary value.
    pub monetary: [u16; 2],
}

impl Codes {
    /// Creates a block from the ranges of its scores.
    #[must_use]
    pub fn new(
        recency: RangeInclusive<u16>,
        frequency: RangeInclusive<u16>,
        monetary: RangeInclusive<u16>,
    ) -> Self {
        let ends = |range: RangeInclusive<u16>| [*range.start(), *range.end()];
        Self {
            recency: ends(recency),
            frequency: ends(frequency),
            monetary: ends(monetary),
        }
    }

    /// The block of one code.
    pub(super) const fn of(code: Code) -> Self {
        Self {
            recency: [code.recency; 2],
            frequency: [code.frequency; 2],
            monetary: [code.monetary; 2],
        }
    }

    const fn ranges(self) -> [[u16; 2]; 3] {
        [self.recency, self.frequency, self.monetary]
    }

    const fn of_ranges(ranges: [[u16; 2]; 3]) -> Self {
        let [recency, frequency, monetary] = ranges;
        Self {
            recency,
            frequency,
            monetary,
        }
    }

    /// The code with the lowest score of each measure.
    const fn lowest(self) -> Code {
        Code::new(self.recency[0], self.frequency[0], self.monetary[0])
    }

    /// Returns whether a code is in the block.
    #[must_use]
    pub fn contains(&self, code: Code) -> bool {
        let within = self.ranges().into_iter().zip(code.scores());
        within
            .into_iter()
            .all(|([from, to], score)| (from..=to).contains(&score))
    }

    /// Returns how many codes are in the block.
    #[must_use]
    pub fn count(&self) -> u64 {
        let length = |[from, to]: [u16; 2]| (u64::from(to) + 1).saturating_sub(u64::from(from));
        self.ranges().into_iter().map(length).product()
    }

    /// The codes that both have.
    fn common(self, other: Self) -> Option<Self> {
        let mut ranges = self.ranges();
        for (ours, [from, to]) in ranges.iter_mut().zip(other.ranges()) {
            *ours = [ours[0].max(from), ours[1].min(to)];
        }
        let common = Self::of_ranges(ranges);
        (common.count() > 0).then_some(common)
    }

    /// Calls `f` with blocks that together are all codes but those of another.
    fn without(self, other: Self, mut f: impl FnMut(Self)) {
        let Some(common) = self.common(other) else {
            f(self);
            return;
        };
        let mut rest = self.ranges();
        for (measure, [from, to]) in common.ranges().into_iter().enumerate() {
            let Some(&[lowest, highest]) = rest.get(measure) else {
                continue;
            };
            let mut piece = |ends: [u16; 2]| {
                let mut ranges = rest;
                if let Some(range) = ranges.get_mut(measure) {
                    *range = ends;
                }
                f(Self::of_ranges(ranges));
            };
            if lowest < from {
                piece([lowest, from.saturating_sub(1)]);
            }
            if to < highest {
                piece([to.saturating_add(1), highest]);
            }
            if let Some(range) = rest.get_mut(measure) {
                *range = [from, to];
            }
        }
    }
}

/// A map of segments: a name for each combination of scores.
///
/// A map that exists covers each combination exactly once; [`new`](Self::new) proves it and names the
/// first combination that is left out, or that two segments claim. With rules that are tried in order,
/// as is common, neither would be noticed.
///
/// ```
/// use retention::rfm::{Code, Codes, Segments};
///
/// // Three scores each: regular customers, those who fall silent, and the others.
/// let map = Segments::new([3, 3, 3], [
///     ("Regular", vec![Codes::new(2..=3, 2..=3, 1..=3)]),
///     ("Falling silent", vec![Codes::new(1..=1, 2..=3, 1..=3)]),
///     ("Occasional", vec![Codes::new(1..=3, 1..=1, 1..=3)]),
/// ])?;
/// assert_eq!(map.segment_of(Code::new(1, 3, 3))?, "Falling silent");
///
/// let gap = Segments::new([2, 1, 1], [("Lately", vec![Codes::new(2..=2, 1..=1, 1..=1)])]);
/// assert!(gap.unwrap_err().to_string().contains("111"));
/// # Ok::<(), retention::Error>(())
/// ```
///
/// As JSON, which may be a configuration:
///
/// ```text
/// {"scores": [3, 1, 1], "segments": [
///    {"name": "Lately", "codes": [{"recency": [3, 3], "frequency": [1, 1], "monetary": [1, 1]}]},
///    {"name": "Before", "codes": [{"recency": [1, 2], "frequency": [1, 1], "monetary": [1, 1]}]}]}
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Raw", into = "Raw"))]
pub struct Segments {
    pub(super) scores: [u16; 3],
    pub(super) names: Vec<String>,
    /// The blocks, each with the position of its segment.
    pub(super) blocks: Vec<(usize, Codes)>,
}

/// A map as it is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    scores: [u16; 3],
    segments: Vec<RawSegment>,
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSegment {
    name: String,
    codes: Vec<Codes>,
}

#[cfg(feature = "serde")]
impl From<Segments> for Raw {
    fn from(map: Segments) -> Self {
        let codes = |segment: usize| {
            let of_segment = map
                .blocks
                .iter()
                .filter(|(position, _)| *position == segment);
            of_segment.map(|&(_, codes)| codes).collect()
        };
        let segments = map.names.iter().enumerate();
        let segments = segments.map(|(segment, name)| RawSegment {
            name: name.clone(),
            codes: codes(segment),
        });
        Self {
            scores: map.scores,
            segments: segments.collect(),
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Raw> for Segments {
    type Error = Error;

    fn try_from(raw: Raw) -> Result<Self> {
        let segments = raw.segments.into_iter();
        Self::new(
            raw.scores,
            segments.map(|segment| (segment.name, segment.codes)),
        )
    }
}

impl Segments {
    /// Creates a map from the highest scores of recency, frequency and monetary value, and the codes of
    /// each segment.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a highest score of 0, for codes outside the scores, and for a
    /// combination that no segment has; [`Error::Duplicate`] for a name that stands twice and for a
    /// combination of two segments.
    pub fn new<N: Into<String>>(
        scores: [u16; 3],
        segments: impl IntoIterator<Item = (N, Vec<Codes>)>,
    ) -> Result<Self> {
        let (mut names, mut blocks) = (Vec::new(), Vec::new());
        for (segment, (name, codes)) in segments.into_iter().enumerate() {
            names.push(name.into());
            blocks.extend(codes.into_iter().map(|codes| (segment, codes)));
        }
        let map = Self {
            scores,
            names,
            blocks,
        };
        map.check()?;
        Ok(map)
    }

    /// Proves that each code is covered exactly once.
    pub(super) fn check(&self) -> Result<()> {
        if self.scores.contains(&0) {
            return Err(Error::out_of_range("highest score", 0, "1 or more"));
        }
        check_unique("segment", self.names.iter().map(String::as_str))
            .map_err(|(error, row)| error.at_row(row))?;
        let everything = self.everything();
        for (row, &(_, codes)) in self.blocks.iter().enumerate() {
            let inside = everything.common(codes);
            if inside != Some(codes) {
                let [r, f, m] = self.scores;
                let allowed = format!("within 1 to {r}, 1 to {f} and 1 to {m}, lowest first");
                let place = Place::Column("codes".into());
                let error = Error::out_of_range("codes", written(codes), allowed);
                return Err(error.at_row(row).at_place(place));
            }
        }
        self.check_once()?;
        self.check_covered(everything)
    }

    fn everything(&self) -> Codes {
        Codes::of_ranges(self.scores.map(|highest| [1, highest]))
    }

    fn check_once(&self) -> Result<()> {
        let mut others = self.blocks.as_slice();
        while let [(segment, codes), rest @ ..] = others {
            for (other, theirs) in rest {
                if let Some(common) = codes.common(*theirs) {
                    let names = [self.name(*segment), self.name(*other)].join(" and of ");
                    let value = format_args!("{} of {names}", common.lowest()).to_string();
                    let error = Error::duplicate("code", value);
                    return Err(error.with_cure("give each combination of scores one segment"));
                }
            }
            others = rest;
        }
        Ok(())
    }

    fn check_covered(&self, everything: Codes) -> Result<()> {
        let mut left = vec![everything];
        for &(_, codes) in &self.blocks {
            let mut rest = Vec::with_capacity(left.len());
            for block in left {
                block.without(codes, |piece| rest.push(piece));
            }
            left = rest;
        }
        let missing = left.iter().map(|block| block.lowest()).min();
        missing.map_or(Ok(()), |code| {
            let count: u64 = left.iter().map(Codes::count).sum();
            let value = format_args!("{code}, and {} more", count.saturating_sub(1)).to_string();
            let error = Error::out_of_range("code without a segment", value, "none");
            Err(error.with_cure("give each combination of scores a segment"))
        })
    }

    /// Returns the highest scores of recency, frequency and monetary value.
    #[must_use]
    pub const fn scores(&self) -> [u16; 3] {
        self.scores
    }

    /// Iterates over the names of the segments, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Returns the name of the segment of a code.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a code that is none of the map's.
    pub fn segment_of(&self, code: Code) -> Result<&str> {
        self.position_of(code).map(|segment| self.name(segment))
    }

    pub(super) fn position_of(&self, code: Code) -> Result<usize> {
        let found = self.blocks.iter().find(|(_, codes)| codes.contains(code));
        found.map(|&(segment, _)| segment).ok_or_else(|| {
            let [r, f, m] = self.scores;
            Error::out_of_range("code", code, format_args!("111 to {}", Code::new(r, f, m)))
        })
    }

    pub(super) fn name(&self, segment: usize) -> &str {
        self.names.get(segment).map_or("", String::as_str)
    }
}

fn written(codes: Codes) -> String {
    let range = |[from, to]: [u16; 2]| format!("{from} to {to}");
    codes.ranges().map(range).join(", ")
}
