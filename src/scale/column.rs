use std::ops::Range;

use super::Scale;
use super::blocks::{blocks, parts};
use super::range::{Reading, Steps};
use crate::{Result, threads};

/// The answers to one item as they were given, one place for each respondent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Column<'a> {
    Full(&'a [f64]),
    WithGaps(&'a [Option<f64>]),
}

impl<'a> Column<'a> {
    #[inline]
    pub(super) fn get(&self, row: usize) -> Option<f64> {
        match self {
            Self::Full(column) => column.get(row).copied(),
            Self::WithGaps(column) => column.get(row).copied().flatten(),
        }
    }

    #[inline]
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Full(column) => column.len(),
            Self::WithGaps(column) => column.len(),
        }
    }

    /// Refuses the first that is not an answer on the scale, and returns how many are missing.
    pub(super) fn check(self, scale: Scale) -> Result<usize> {
        let found = threads::map(parts(self.len()), |rows| self.check_part(scale, rows));
        let mut missing = 0;
        for part in found {
            missing += part?;
        }
        Ok(missing)
    }

    fn check_part(self, scale: Scale, part: Range<usize>) -> Result<usize> {
        let mut missing = 0;
        for rows in blocks(part) {
            let found = match self {
                Self::Full(column) => Block::of(scale, column.get(rows.clone()).unwrap_or(&[])),
                Self::WithGaps(column) => Block::of(scale, column.get(rows.clone()).unwrap_or(&[])),
            };
            missing += found.missing as usize;
            if found.is_doubtful {
                self.refuse(scale, rows)?;
            }
        }
        Ok(missing)
    }

    /// Returns the error of the first row that is not an answer.
    #[cold]
    fn refuse(self, scale: Scale, rows: Range<usize>) -> Result<()> {
        for row in rows {
            if let Some(answer) = self.get(row) {
                scale.check(answer).map_err(|error| error.at_row(row))?;
            }
        }
        Ok(())
    }

    /// Returns some of the answers as they are read, NaN for a missing one: a part of the column where
    /// it is the same, otherwise `buffer`.
    pub(super) fn values<'b>(
        self,
        reading: Reading,
        rows: Range<usize>,
        buffer: &'b mut Vec<f64>,
    ) -> &'b [f64]
    where
        'a: 'b,
    {
        self.read(reading, rows, None, f64::NAN, buffer)
    }

    /// Returns the answers of these rows as they are read, or of those among them at the positions `kept`,
    /// counted from the first of them; `gap` for a missing one.
    pub(super) fn read<'b>(
        self,
        reading: Reading,
        rows: Range<usize>,
        kept: Option<&[usize]>,
        gap: f64,
        buffer: &'b mut Vec<f64>,
    ) -> &'b [f64]
    where
        'a: 'b,
    {
        match self {
            Self::Full(column) => {
                let column = column.get(rows).unwrap_or(&[]);
                if let (Reading::Same, None) = (reading, kept) {
                    return column;
                }
                read(reading, column, kept, gap, buffer);
            }
            Self::WithGaps(column) => {
                read(reading, column.get(rows).unwrap_or(&[]), kept, gap, buffer);
            }
        }
        buffer
    }

    /// Multiplies the weights of these rows by 0 where there is no answer.
    pub(super) fn mask(self, rows: Range<usize>, weights: &mut [f64]) {
        if let Self::WithGaps(column) = self {
            let column = column.get(rows).unwrap_or(&[]);
            for (weight, answer) in weights.iter_mut().zip(column) {
                *weight *= f64::from(u8::from(answer.is_some()));
            }
        }
    }
}

/// Fills the buffer with answers as they are read. Each reading has a loop of its own.
fn read<A: Place>(
    reading: Reading,
    answers: &[A],
    kept: Option<&[usize]>,
    gap: f64,
    buffer: &mut Vec<f64>,
) {
    match reading {
        Reading::Same => fill(buffer, answers, kept, gap, |answer| answer),
        Reading::Reversed(scale) => {
            let reversed = Reading::Reversed(scale);
            fill(buffer, answers, kept, gap, |answer| reversed.of(answer));
        }
        along @ Reading::Along { .. } => {
            fill(buffer, answers, kept, gap, |answer| along.of(answer));
        }
    }
}

/// Replaces what is in the buffer by the answers of all places, or of those at the positions.
#[inline(always)]
fn fill<A: Place>(
    buffer: &mut Vec<f64>,
    places: &[A],
    kept: Option<&[usize]>,
    gap: f64,
    read: impl Fn(f64) -> f64,
) {
    let answer = |place: &A| {
        if place.is_missing() {
            gap
        } else {
            read(place.answer())
        }
    };
    buffer.clear();
    match kept {
        None => buffer.extend(places.iter().map(answer)),
        // A loop whose length is known beforehand.
        Some(kept) => buffer.extend(kept.iter().map(|&row| places.get(row).map_or(gap, answer))),
    }
}

/// One place of a column.
trait Place: Copy {
    /// The answer; NaN for a missing one.
    fn answer(&self) -> f64;
    /// Whether there is no answer.
    fn is_missing(&self) -> bool;
}

impl Place for f64 {
    #[inline]
    fn answer(&self) -> f64 {
        *self
    }

    #[inline]
    fn is_missing(&self) -> bool {
        false
    }
}

impl Place for Option<f64> {
    #[inline]
    fn answer(&self) -> f64 {
        self.unwrap_or(f64::NAN)
    }

    #[inline]
    fn is_missing(&self) -> bool {
        self.is_none()
    }
}

/// What was found in a block of a column.
struct Block {
    missing: u64,
    /// Whether a place may not be an answer on the scale.
    is_doubtful: bool,
}

impl Block {
    /// It looks at every place: a loop that may not end early is several times as fast.
    fn of<A: Place>(scale: Scale, answers: &[A]) -> Self {
        match scale.steps() {
            Steps::Any => Self::count(answers, |answer| scale.is_within(answer)),
            Steps::Whole => Self::count(answers, |answer| {
                scale.is_within(answer) & scale.is_exactly_whole(answer)
            }),
        }
    }

    #[inline(always)]
    fn count<A: Place>(answers: &[A], is_answer: impl Fn(f64) -> bool) -> Self {
        let (mut missing, mut all_valid) = (0, true);
        for place in answers {
            let is_valid = place.is_missing() | is_answer(place.answer());
            all_valid &= is_valid;
            missing += u64::from(place.is_missing());
        }
        Self {
            missing,
            is_doubtful: !all_valid,
        }
    }
}
