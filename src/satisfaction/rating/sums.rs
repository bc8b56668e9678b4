use crate::Result;
use crate::accumulate::more_rows;
use crate::counted::Tally;
use crate::scale::Averaged;

/// What is added up for one question.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(super) enum Sums {
    Share { cut: f64, tally: Tally },
    Mean(Averaged),
}

impl Sums {
    /// Adds one respondent with an answer that is one, or with none.
    #[inline]
    pub(super) fn push(&mut self, answer: Option<f64>, weight: f64) -> Result<()> {
        match self {
            Self::Share { cut, tally } => {
                tally.add(answer.map(|answer| usize::from(answer >= *cut)), 1, weight)
            }
            Self::Mean(mean) => {
                more_rows(mean.respondents(), 1)?;
                mean.push(answer, weight);
                Ok(())
            }
        }
    }

    /// Adds a block of answers that are ones, NaN for a missing one, with weights if there are any.
    pub(super) fn push_block(&mut self, answers: &[f64], weights: Option<&[f64]>) -> Result<()> {
        match (self, weights) {
            (Self::Mean(mean), _) => {
                let weights = weights.into_iter().flatten().copied();
                let weights = weights.chain(std::iter::repeat(1.0));
                for (&answer, weight) in answers.iter().zip(weights) {
                    mean.push((!answer.is_nan()).then_some(answer), weight);
                }
            }
            (Self::Share { cut, tally }, None) => tally.add_counts(&count(answers, *cut))?,
            (Self::Share { cut, tally }, Some(weights)) => {
                let cut = *cut;
                tally.add_block(0, answers, weights, |answer| answer < cut)?;
                tally.add_block(1, answers, weights, |answer| answer >= cut)?;
                tally.add_missing(answers)?;
            }
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, other: &Self) -> Result<()> {
        match (self, other) {
            (Self::Share { tally, .. }, Self::Share { tally: other, .. }) => tally.merge(other),
            (Self::Mean(mean), Self::Mean(other)) => mean.merge(other),
            // One measure makes one kind of sums.
            _ => Ok(()),
        }
    }
}

/// How many answers of a block are below a cut, how many reach it, and how many are missing.
fn count(answers: &[f64], cut: f64) -> [u64; 3] {
    let (mut reach, mut given) = (0, 0);
    for &answer in answers {
        reach += u64::from(answer >= cut);
        given += u64::from(!answer.is_nan());
    }
    [given - reach, reach, answers.len() as u64 - given]
}
