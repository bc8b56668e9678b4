use crate::error::Place;
use crate::scale::{Answers, ItemSet, Orientation, Reliability, Scale, Weights};
use crate::{Error, Result};

use super::facets::ByFacet;
use super::population::{Population, Sums};
use super::scoring::{Rules, Tally};
use super::{Facet, Questionnaire, Scores, Scoring};

/// The columns of a survey, the items of each facet together: at least one facet, all on one scale,
/// all of one length.
///
/// It gives what [`Scorer`](super::Scorer) gives for rows, and says for each facet whether its
/// items go together.
///
/// ```
/// use retention::scale::{ItemSet, Scale};
/// use retention::switching::{Facet, Scoring, Survey};
///
/// let scale = Scale::ONE_TO_FIVE;
/// let takes_time = scale.full_answers(&[4.0, 2.0, 5.0])?;
/// let is_easy = scale.full_answers(&[1.0, 4.0, 3.0])?.reversed();
/// let would_lose_points = scale.answers(&[Some(3.0), None, Some(1.0)])?;
/// let survey = Survey::new([
///     (Facet::SetUp, ItemSet::new([takes_time, is_easy])?),
///     (Facet::BenefitLoss, ItemSet::new([would_lose_points])?),
/// ])?;
///
/// let scores: Vec<_> = survey.scores(Scoring::default())?.collect();
/// assert_eq!(scores[0].facet(Facet::SetUp), Some(4.5));
/// assert_eq!(scores[1].facet(Facet::BenefitLoss), None);
///
/// let population = survey.population(Scoring::default(), None)?;
/// assert_eq!(population.facet(Facet::SetUp).unwrap().mean, Some(3.5));
/// let reliability = survey.reliability(Facet::SetUp, None)?.unwrap();
/// assert_eq!(format!("{:.3}", reliability.alpha.unwrap().value()), "0.667");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Survey<'a> {
    /// By facet.
    sets: Vec<(Facet, ItemSet<'a>)>,
    scale: Scale,
    respondents: usize,
}

impl<'a> Survey<'a> {
    /// Creates a survey from the items of each facet, those asked the other way round
    /// [reversed](Answers::reversed) already.
    ///
    /// # Errors
    /// [`Error::Empty`] without facets; [`Error::Duplicate`], with its row, for a facet that stands
    /// twice; [`Error::LengthMismatch`] where one has more or fewer respondents than the first;
    /// [`Error::Mismatch`] where one is on another scale than the first.
    pub fn new(sets: impl IntoIterator<Item = (Facet, ItemSet<'a>)>) -> Result<Self> {
        let mut sets: Vec<(Facet, ItemSet<'a>)> = sets.into_iter().collect();
        let (_, first) = sets.first().ok_or(Error::empty("facet"))?;
        let (scale, respondents) = (first.scale(), first.respondents());
        let mut met = ByFacet::<bool>::default();
        for (row, (facet, set)) in sets.iter().enumerate() {
            if set.respondents() != respondents {
                return Err(Error::length(
                    "items of a facet",
                    set.respondents(),
                    respondents,
                ));
            }
            if !set.scale().same_ends(scale) {
                return Err(scales_differ(scale, set.scale()));
            }
            if let Some(met) = met.get_mut(*facet)
                && std::mem::replace(met, true)
            {
                return Err(Error::duplicate("facet", facet).at_row(row));
            }
        }
        sets.sort_by_key(|&(facet, _)| facet);
        Ok(Self {
            sets,
            scale,
            respondents,
        })
    }

    /// Creates a survey from one column for each item of a questionnaire, in its order and as
    /// asked: those to be reversed are reversed here.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer columns than items, or where one has
    /// more or fewer respondents than another of its facet or than the other facets;
    /// [`Error::Mismatch`] where one is on another scale than the questionnaire;
    /// [`Error::OutOfRange`], with its row, where one is reversed already.
    ///
    /// ```
    /// use retention::scale::Scale;
    /// use retention::switching::{Facet, Item, Questionnaire, Scoring, Survey};
    ///
    /// let scale = Scale::ONE_TO_SEVEN;
    /// let items = [Item::as_asked(Facet::Learning), Item::reversed(Facet::Learning)];
    /// let questionnaire = Questionnaire::new(scale, items)?;
    /// let columns = [scale.full_answers(&[6.0, 3.0])?, scale.full_answers(&[3.0, 7.0])?];
    /// let survey = Survey::of(&questionnaire, columns)?;
    /// let population = survey.population(Scoring::default(), None)?;
    /// assert_eq!(population.overall.mean, Some(3.75)); // 5.5 and 2
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of(
        questionnaire: &Questionnaire,
        columns: impl IntoIterator<Item = Answers<'a>>,
    ) -> Result<Self> {
        let columns: Vec<Answers<'a>> = columns.into_iter().collect();
        let (items, scale) = (questionnaire.items(), questionnaire.scale());
        if columns.len() != items.len() {
            return Err(Error::length("columns", columns.len(), items.len()));
        }
        for (row, column) in columns.iter().enumerate() {
            if !column.scale().same_ends(scale) {
                return Err(scales_differ(scale, column.scale()));
            }
            if column.orientation() == Orientation::Reversed {
                let allowed = "as_asked: the questionnaire says which items to reverse";
                let error =
                    Error::out_of_range("orientation of a column", column.orientation(), allowed);
                return Err(error.at_place(Place::Column(row.into())));
            }
        }
        let mut sets = Vec::new();
        for &facet in Facet::ALL.iter().filter(|&&f| questionnaire.asked(f) > 0) {
            let of_facet = items.iter().zip(&columns);
            let of_facet = of_facet.filter(|(item, _)| item.facet == facet);
            let read = of_facet.map(|(item, column)| match item.orientation {
                Orientation::AsAsked => *column,
                Orientation::Reversed => column.reversed(),
            });
            sets.push((facet, ItemSet::new(read)?));
        }
        Self::new(sets)
    }

    /// Returns the facets asked about, in order.
    pub fn facets(&self) -> impl Iterator<Item = Facet> {
        self.sets.iter().map(|&(facet, _)| facet)
    }

    /// Returns the items of a facet; `None` where it was not asked about.
    #[must_use]
    pub fn items(&self, facet: Facet) -> Option<&ItemSet<'a>> {
        let (_, set) = self.sets.iter().find(|(found, _)| *found == facet)?;
        Some(set)
    }

    /// Returns the scale of the answers, and of the scores.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns how many were asked.
    #[must_use]
    pub const fn respondents(&self) -> usize {
        self.respondents
    }

    /// Computes everyone's scores in order, one at a time.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where `scoring` asks for no item of a facet or for more than there
    /// are, or where no type asked about has a weight.
    pub fn scores(&self, scoring: Scoring) -> Result<impl Iterator<Item = Scores> + use<'a>> {
        Ok(self.scored(self.rules(scoring)?))
    }

    fn scored(&self, rules: Rules) -> impl Iterator<Item = Scores> + use<'a> {
        let mut columns: Vec<_> = self
            .sets
            .iter()
            .flat_map(|(facet, set)| set.items().iter().map(|item| (*facet, item.iter())))
            .collect();
        (0..self.respondents).map(move |_| {
            let mut tally = Tally::default();
            for (facet, column) in &mut columns {
                if let Some(answer) = column.next().flatten() {
                    tally.add(*facet, answer);
                }
            }
            rules.scores(&tally)
        })
    }

    /// Computes the means over all respondents, each counted by weight.
    ///
    /// # Errors
    /// As [`scores`](Self::scores); [`Error::LengthMismatch`] where there are more or fewer weights
    /// than respondents.
    pub fn population(&self, scoring: Scoring, weights: Option<&Weights>) -> Result<Population> {
        let rules = self.rules(scoring)?;
        let weights = Weights::or_equal(weights, self.respondents)?;
        let mut sums = Sums::new(&rules);
        for (scores, weight) in self.scored(rules.clone()).zip(weights) {
            sums.push(&scores, weight);
        }
        Ok(sums.finish(&rules))
    }

    /// Computes how well the items of a facet measure one thing; `None` where it was not asked
    /// about.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer weights than respondents.
    pub fn reliability(
        &self,
        facet: Facet,
        weights: Option<&Weights>,
    ) -> Result<Option<Reliability>> {
        let found = self.items(facet).map(|set| set.reliability(weights));
        found.transpose()
    }

    fn rules(&self, scoring: Scoring) -> Result<Rules> {
        let mut asked = ByFacet::default();
        for (facet, set) in &self.sets {
            if let Some(count) = asked.get_mut(*facet) {
                *count = set.items().len();
            }
        }
        Rules::new(self.scale, asked, scoring)
    }
}

fn scales_differ(left: Scale, right: Scale) -> Error {
    Error::mismatch("scales of the items", left.continuous(), right.continuous())
}
