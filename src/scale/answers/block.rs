//! Answers of some respondents at a time, as slices.

use std::ops::Range;

use super::{Answers, Column, Reading};

impl Answers<'_> {
    /// Returns the answers of these respondents, or of those among them at the positions `kept`, counted
    /// from the first of them; 0 where there is no answer. The buffer is filled where the answers do not
    /// stand in the column as they are read.
    pub(crate) fn block<'b>(
        &'b self,
        rows: Range<usize>,
        kept: Option<&[usize]>,
        buffer: &'b mut Vec<f64>,
    ) -> &'b [f64] {
        let reading = self.reading();
        match self.column {
            Column::Full(column) => {
                let column = column.get(rows).unwrap_or_default();
                match (reading, kept) {
                    (Reading::Same, None) => return column,
                    (Reading::Same, _) => fill(buffer, column, kept, |answer| *answer),
                    _ => fill(buffer, column, kept, |answer| reading.of(*answer)),
                }
            }
            Column::WithGaps(column) => {
                let column = column.get(rows).unwrap_or_default();
                match reading {
                    Reading::Same => fill(buffer, column, kept, |answer| answer.unwrap_or(0.0)),
                    _ => fill(buffer, column, kept, |answer| {
                        answer.map_or(0.0, |answer| reading.of(answer))
                    }),
                }
            }
        }
        buffer
    }

    /// Multiplies the weights of these respondents by 0 where there is no answer.
    pub(crate) fn mask(&self, rows: Range<usize>, weights: &mut [f64]) {
        if let Column::WithGaps(column) = self.column {
            let column = column.get(rows).unwrap_or_default();
            for (weight, answer) in weights.iter_mut().zip(column) {
                *weight *= f64::from(u8::from(answer.is_some()));
            }
        }
    }
}

/// Replaces what is in the buffer by the values read from all cells, or from those at the positions.
fn fill<T>(buffer: &mut Vec<f64>, cells: &[T], at: Option<&[usize]>, read: impl Fn(&T) -> f64) {
    buffer.clear();
    match at {
        None => buffer.extend(cells.iter().map(read)),
        // A loop whose length is known beforehand.
        Some(at) => buffer.extend(at.iter().map(|&row| cells.get(row).map_or(0.0, &read))),
    }
}
