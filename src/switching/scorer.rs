use crate::accumulate::Accumulator;
use crate::error::Place;
use crate::{Error, Result};

use super::scoring::{Rules, Tally};
use super::{Population, PopulationBuilder, Questionnaire, Scores, Scoring};

/// Scores answers respondent by respondent: one pass over each, without allocation.
///
/// ```
/// use retention::scale::Scale;
/// use retention::switching::{CostType, Facet, Item, Questionnaire, Scorer, Scoring};
///
/// let questionnaire = Questionnaire::new(
///     Scale::ONE_TO_FIVE,
///     [
///         Item::as_asked(Facet::SetUp),
///         Item::as_asked(Facet::Learning),
///         Item::reversed(Facet::Learning),
///         Item::as_asked(Facet::BenefitLoss),
///     ],
/// )?;
/// let scorer = Scorer::new(&questionnaire, Scoring::default())?;
///
/// let scores = scorer.score(&[Some(5.0), Some(4.0), Some(1.0), Some(2.0)])?;
/// assert_eq!(scores.facet(Facet::Learning), Some(4.5)); // 4, and 6 − 1
/// assert_eq!(scores.cost_type(CostType::Procedural), Some(4.75));
/// assert_eq!(scores.overall(), Some(3.375)); // half procedural, half financial
///
/// // Nothing is filled in: without the second type there is no overall score.
/// let scores = scorer.score(&[Some(5.0), Some(4.0), None, None])?;
/// assert_eq!(scores.cost_type(CostType::Procedural), Some(4.5));
/// assert_eq!((scores.facet(Facet::BenefitLoss), scores.overall()), (None, None));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Written", into = "Written"))]
pub struct Scorer {
    pub(super) questionnaire: Questionnaire,
    pub(super) rules: Rules,
}

/// How a [`Scorer`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Written {
    questionnaire: Questionnaire,
    scoring: Scoring,
}

#[cfg(feature = "serde")]
impl TryFrom<Written> for Scorer {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self> {
        Self::new(&written.questionnaire, written.scoring)
    }
}

#[cfg(feature = "serde")]
impl From<Scorer> for Written {
    fn from(scorer: Scorer) -> Self {
        Self {
            scoring: scorer.scoring(),
            questionnaire: scorer.questionnaire,
        }
    }
}

impl Scorer {
    /// Creates a scorer of answers to this questionnaire.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where `scoring` asks for no item of a facet or for more than there
    /// are, or where no type asked about has a weight.
    pub fn new(questionnaire: &Questionnaire, scoring: Scoring) -> Result<Self> {
        let rules = Rules::new(questionnaire.scale(), questionnaire.all_asked(), scoring)?;
        Ok(Self {
            questionnaire: questionnaire.clone(),
            rules,
        })
    }

    /// Returns the questionnaire.
    #[must_use]
    pub const fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    /// Returns how answers become scores.
    #[must_use]
    pub const fn scoring(&self) -> Scoring {
        self.rules.scoring
    }

    /// Computes one respondent's scores, from the answers as given: one place for each item, in
    /// the order of the questionnaire, `None` where there is no answer. Reversed items are
    /// reversed here.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer places than items;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`], with the position of the item as the row,
    /// for what is not an answer on the scale.
    pub fn score(&self, answers: &[Option<f64>]) -> Result<Scores> {
        let (items, scale) = (self.questionnaire.items(), self.questionnaire.scale());
        if answers.len() != items.len() {
            return Err(Error::length(
                "answers of a respondent",
                answers.len(),
                items.len(),
            ));
        }
        let mut tally = Tally::default();
        for (at, (item, answer)) in items.iter().zip(answers).enumerate() {
            if let Some(answer) = *answer {
                let read = item.read(scale, answer);
                tally.add(
                    item.facet,
                    read.map_err(|error| error.at_place(Place::Item(at.into())))?,
                );
            }
        }
        Ok(self.rules.scores(&tally))
    }

    /// Computes the means over all of these respondents.
    ///
    /// # Errors
    /// As [`score`](Self::score), with the position of the item as the row; [`Error::Empty`]
    /// without respondents.
    pub fn population<R: AsRef<[Option<f64>]>>(
        &self,
        respondents: impl IntoIterator<Item = R>,
    ) -> Result<Population> {
        let mut builder = PopulationBuilder::new(self.clone());
        for answers in respondents {
            builder.push(answers.as_ref())?;
        }
        builder.finish()
    }
}
