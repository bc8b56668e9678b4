use super::blocks::BLOCK;
use super::{Scale, Summary};
use crate::accumulate::is_nearly_full;
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

    /// Adds a block of values, NaN for a respondent who has none, with weights if there are any. There are
    /// as many as a column holds, so their number is within a count.
    pub(crate) fn push_block(&mut self, values: &[f64], weights: Option<&[f64]>) {
        self.moments.merge(&match weights {
            Some(weights) => One::of_weighted_block(values, weights),
            None => One::of_block(values),
        });
        let missing = values.iter().filter(|value| value.is_nan()).count() as u64;
        self.answered += values.len() as u64 - missing;
        self.missing += missing;
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
            effective_sample_size: self.moments.effective_sample_size(),
            mean: mean.map(|mean| within.map_or(mean, |scale| scale.clamp(mean))),
            variance: self.moments.variance(),
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

/// Values that come one by one and are added a block at a time, which is faster than one by one.
#[derive(Debug, Default)]
pub(crate) struct Gathered(Vec<f64>);

impl Gathered {
    /// Keeps a value, of weight 1; if there are enough, adds them all to `averaged`.
    #[inline]
    pub(crate) fn push(
        &mut self,
        value: Option<f64>,
        averaged: &mut Averaged,
    ) -> crate::Result<()> {
        self.0.push(value.unwrap_or(f64::NAN));
        if self.0.len() < BLOCK && !is_nearly_full(averaged.respondents()) {
            return Ok(());
        }
        self.flush(averaged)
    }

    /// Adds the values that are left.
    pub(crate) fn flush(&mut self, averaged: &mut Averaged) -> crate::Result<()> {
        crate::accumulate::more_rows(averaged.respondents(), self.0.len() as u64)?;
        averaged.push_block(&self.0, None);
        self.0.clear();
        Ok(())
    }
}
