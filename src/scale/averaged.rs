use super::{Scale, Summary};
use crate::numeric::moments::One;

/// Mean and variance of a value that some respondents have and others do not.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Averaged {
    moments: One,
    answered: u64,
    missing: u64,
}

impl Averaged {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    #[inline]
    pub(crate) fn push(&mut self, value: Option<f64>, weight: f64) {
        match value {
            Some(value) => {
                self.moments.push(value, weight);
                self.answered += 1;
            }
            None => self.missing += 1,
        }
    }

    /// Adds a block of values to each of several, NaN for a respondent who has none, with weights if there
    /// are any. There are as many as a column holds, so their number is within a count.
    pub(crate) fn push_block<const N: usize>(
        places: [(&mut Self, &[f64]); N],
        weights: Option<&[f64]>,
    ) {
        let columns = places.each_ref().map(|&(_, column)| column);
        let mut all = places.map(|(averaged, _)| averaged);
        for (averaged, column) in all.iter_mut().zip(columns) {
            let missing = column.iter().filter(|value| value.is_nan()).count() as u64;
            averaged.answered += column.len() as u64 - missing;
            averaged.missing += missing;
        }
        let moments = all.map(|averaged| &mut averaged.moments);
        match weights {
            Some(weights) => {
                for (moments, column) in moments.into_iter().zip(columns) {
                    moments.merge(&One::of_weighted_block(column, weights));
                }
            }
            None => One::push_block(moments, columns),
        }
    }

    /// Adds the values of another part.
    ///
    /// # Errors
    /// [`Error::Overflow`](crate::Error::Overflow) if the respondents of both are more than a count
    /// can hold.
    pub(crate) fn merge(&mut self, other: &Self) -> crate::Result<()> {
        crate::accumulate::more_rows(self.respondents(), other.respondents())?;
        self.moments.merge(&other.moments);
        self.answered += other.answered;
        self.missing += other.missing;
        Ok(())
    }

    /// Returns how many were added, with a value or without. A state that was read may be beyond a
    /// count until it is checked.
    pub(crate) const fn respondents(&self) -> u64 {
        self.answered.saturating_add(self.missing)
    }

    /// Returns the summary; its mean does not leave `within`.
    pub(crate) fn summary(&self, within: Option<Scale>) -> Summary {
        let mean = self.moments.mean();
        Summary {
            answered: self.answered,
            missing: self.missing,
            weighted: self.moments.rows(),
            effective_sample_size: self.moments.effective_sample_size(),
            mean: mean.map(|mean| within.map_or(mean, |scale| scale.clamp(mean))),
            variance: self.moments.variance(),
            standard_error: self.moments.mean_variance().map(f64::sqrt),
        }
    }

    /// Refuses a state that no answers could have made.
    #[cfg(feature = "serde")]
    pub(crate) fn check(&self) -> crate::Result<()> {
        crate::accumulate::more_rows(self.answered, self.missing)?;
        // Answers without weight are not among the moments.
        if self.moments.rows() > self.answered {
            let (found, most) = (self.moments.rows(), self.answered);
            let most = format_args!("at most the answers, {most}");
            return Err(crate::Error::out_of_range(
                "answers with weight",
                found,
                most,
            ));
        }
        self.moments.check()
    }
}
