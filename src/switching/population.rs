use crate::error::non_negative;
use crate::numeric::moments::Moments;
use crate::scale::{Scale, Summary};
use crate::{Error, Result};

use super::facets::{ByFacet, ByType};
use super::scoring::Rules;
use super::{CostType, Facet, Scorer, Scores, Scoring};

/// What a population says of its switching costs: means with what they rest on.
///
/// Means are over those who have the score; how many have none is beside them. The standard errors
/// take respondents to be independent, and those without a score to be no different from the rest.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Population {
    /// How many were asked.
    pub respondents: usize,
    /// The scale of the scores.
    pub scale: Scale,
    /// How answers became scores.
    pub scoring: Scoring,
    /// The facets asked about, in order.
    pub facets: Vec<FacetSummary>,
    /// The types asked about, in order.
    pub types: Vec<TypeSummary>,
    /// All types together.
    pub overall: Summary,
}

impl Population {
    /// The summary of a facet; `None` where it was not asked about.
    #[must_use]
    pub fn facet(&self, facet: Facet) -> Option<&Summary> {
        let found = self.facets.iter().find(|row| row.facet == facet)?;
        Some(&found.summary)
    }

    /// The summary of a type; `None` where it was not asked about.
    #[must_use]
    pub fn cost_type(&self, cost_type: CostType) -> Option<&Summary> {
        let found = self.types.iter().find(|row| row.cost_type == cost_type)?;
        Some(&found.summary)
    }
}

/// One facet of a [`Population`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FacetSummary {
    /// Which.
    pub facet: Facet,
    /// How many items asked about it.
    pub items: usize,
    /// Mean, variance and numbers with and without a score.
    pub summary: Summary,
}

/// One type of a [`Population`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TypeSummary {
    /// Which.
    pub cost_type: CostType,
    /// How many of its facets were asked about.
    pub facets: usize,
    /// Mean, variance and numbers with and without a score.
    pub summary: Summary,
}

/// The scores of one facet or type, added up.
#[derive(Debug, Clone)]
struct Column {
    scored: usize,
    moments: Moments,
}

impl Column {
    fn new() -> Self {
        Self {
            scored: 0,
            moments: Moments::new(1),
        }
    }

    fn push(&mut self, score: Option<f64>, weight: f64) {
        if let Some(score) = score {
            self.scored += 1;
            self.moments.push(&[score], weight);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.scored += other.scored;
        self.moments.merge(&other.moments);
    }

    fn summary(&self, respondents: usize, scale: Scale) -> Summary {
        Summary {
            answered: self.scored as u64,
            missing: (respondents - self.scored) as u64,
            effective_sample_size: self.moments.effective_sample_size(),
            mean: self.moments.mean(0).map(|mean| scale.clamp(mean)),
            variance: self.moments.covariances().map(|c| c.at(0, 0)),
        }
    }
}

/// The scores of a population, added up.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    respondents: usize,
    facets: Vec<(Facet, Column)>,
    types: Vec<(CostType, Column)>,
    overall: Column,
}

impl Sums {
    pub(super) fn new(rules: &Rules) -> Self {
        let facets = rules.asked.iter().filter(|&(_, items)| items > 0);
        let types = rules.facets.iter().filter(|&(_, facets)| facets > 0);
        Self {
            respondents: 0,
            facets: facets.map(|(facet, _)| (facet, Column::new())).collect(),
            types: types.map(|(t, _)| (t, Column::new())).collect(),
            overall: Column::new(),
        }
    }

    pub(super) fn push(&mut self, scores: &Scores, weight: f64) {
        self.respondents += 1;
        for (facet, column) in &mut self.facets {
            column.push(scores.facet(*facet), weight);
        }
        for (cost_type, column) in &mut self.types {
            column.push(scores.cost_type(*cost_type), weight);
        }
        self.overall.push(scores.overall(), weight);
    }

    /// Adds the sums of another part under the same rules.
    fn merge(&mut self, other: &Self) {
        self.respondents += other.respondents;
        for ((_, column), (_, other)) in self.facets.iter_mut().zip(&other.facets) {
            column.merge(other);
        }
        for ((_, column), (_, other)) in self.types.iter_mut().zip(&other.types) {
            column.merge(other);
        }
        self.overall.merge(&other.overall);
    }

    pub(super) fn finish(self, rules: &Rules) -> Population {
        let (respondents, scale) = (self.respondents, rules.scale);
        let asked = |by: &ByFacet<usize>, facet| by.get(facet).unwrap_or_default();
        let facets_of = |by: &ByType<usize>, of| by.get(of).unwrap_or_default();
        Population {
            respondents,
            scale,
            scoring: rules.scoring,
            facets: self
                .facets
                .iter()
                .map(|(facet, column)| FacetSummary {
                    facet: *facet,
                    items: asked(&rules.asked, *facet),
                    summary: column.summary(respondents, scale),
                })
                .collect(),
            types: self
                .types
                .iter()
                .map(|(cost_type, column)| TypeSummary {
                    cost_type: *cost_type,
                    facets: facets_of(&rules.facets, *cost_type),
                    summary: column.summary(respondents, scale),
                })
                .collect(),
            overall: self.overall.summary(respondents, scale),
        }
    }
}

/// Makes a [`Population`] respondent by respondent: chunk by chunk, or on threads whose parts
/// [merge](Self::merge).
///
/// ```
/// use retention::scale::Scale;
/// use retention::switching::{
///     Facet, Item, PopulationBuilder, Questionnaire, Scorer, Scoring,
/// };
///
/// let items = [Item::as_asked(Facet::Learning), Item::reversed(Facet::Learning)];
/// let questionnaire = Questionnaire::new(Scale::ONE_TO_FIVE, items)?;
/// let scorer = Scorer::new(&questionnaire, Scoring::default())?;
/// let mut builder = PopulationBuilder::new(scorer);
/// for answers in [[Some(4.0), Some(1.0)], [Some(2.0), None], [None, None]] {
///     builder.push(&answers)?;
/// }
/// let population = builder.finish()?;
/// let learning = population.facet(Facet::Learning).unwrap();
/// assert_eq!((learning.answered, learning.missing), (2, 1));
/// assert_eq!(learning.mean, Some(3.25)); // 4.5 and 2
/// assert_eq!(learning.estimate().unwrap().standard_error(), 1.25);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct PopulationBuilder {
    scorer: Scorer,
    sums: Sums,
}

impl PopulationBuilder {
    /// Nobody yet.
    #[must_use]
    pub fn new(scorer: Scorer) -> Self {
        Self {
            sums: Sums::new(&scorer.rules),
            scorer,
        }
    }

    /// Adds one respondent's answers, as [`Scorer::score`] takes them, and says what they come to.
    /// An error leaves the builder as it was.
    ///
    /// # Errors
    /// As [`Scorer::score`].
    pub fn push(&mut self, answers: &[Option<f64>]) -> Result<Scores> {
        self.push_weighted(answers, 1.0)
    }

    /// Adds one respondent who counts for `weight`.
    ///
    /// # Errors
    /// As [`Scorer::score`]; [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is not
    /// finite, is negative, or is so small or large that its square is no number: it is 0, or from
    /// 10⁻¹⁰⁰ to 10¹⁰⁰.
    pub fn push_weighted(&mut self, answers: &[Option<f64>], weight: f64) -> Result<Scores> {
        if non_negative("weight", weight)? > 1e100 || weight > 0.0 && weight < 1e-100 {
            return Err(Error::out_of_range(
                "weight",
                weight,
                "0, or 1e-100 to 1e100",
            ));
        }
        let scores = self.scorer.score(answers)?;
        self.sums.push(&scores, weight);
        Ok(scores)
    }

    /// Adds all of these respondents.
    ///
    /// # Errors
    /// As [`push`](Self::push). The respondents before the one at fault are then added, the rest
    /// not.
    pub fn extend<R: AsRef<[Option<f64>]>>(
        &mut self,
        respondents: impl IntoIterator<Item = R>,
    ) -> Result<()> {
        respondents
            .into_iter()
            .try_for_each(|answers| self.push(answers.as_ref()).map(|_| ()))
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it was made for other items, another scale or another scoring.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        let (ours, theirs) = (&self.scorer, &other.scorer);
        let mismatch =
            |argument, left: String, right: String| Err(Error::mismatch(argument, left, right));
        if ours.questionnaire.scale() != theirs.questionnaire.scale() {
            let scale = |scorer: &Scorer| scorer.questionnaire.scale().to_string();
            return mismatch("scales of the items", scale(ours), scale(theirs));
        }
        if ours.questionnaire != theirs.questionnaire {
            let items = |scorer: &Scorer| {
                let items = scorer.questionnaire.items().iter();
                let names = items.map(|item| format!("{} {}", item.facet, item.orientation));
                names.collect::<Vec<_>>().join(", ")
            };
            return mismatch("items", items(ours), items(theirs));
        }
        if ours.rules != theirs.rules {
            let scoring = |scorer: &Scorer| format!("{:?}", scorer.scoring());
            return mismatch("scorings", scoring(ours), scoring(theirs));
        }
        self.sums.merge(&other.sums);
        Ok(())
    }

    /// The means over all respondents added.
    ///
    /// # Errors
    /// [`Error::Empty`] without respondents.
    pub fn finish(self) -> Result<Population> {
        if self.sums.respondents == 0 {
            return Err(Error::empty("respondent"));
        }
        Ok(self.sums.finish(&self.scorer.rules))
    }
}
