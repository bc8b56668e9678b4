use crate::accumulate::{Accumulator, Version, Weighted, more_rows, sealed};
use crate::error::same;
use crate::macros::checked_state;
use crate::scale::{Averaged, Scale, Summary, respondent_weight};
use crate::{Error, Result};

use super::facets::{ByFacet, ByType};
use super::scoring::Rules;
use super::{CostType, Facet, Scorer, Scores, Scoring};

/// What a population says of its switching costs: means with what they rest on.
///
/// Means are over those who have the score; how many have none is beside them. The standard errors
/// take respondents to be independent, and those without a score to be no different from the rest.
///
/// See the [example](crate::switching::PopulationBuilder).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Population {
    /// How many were asked.
    pub respondents: u64,
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
    /// Returns the summary of a facet; `None` where it was not asked about.
    #[must_use]
    pub fn facet(&self, facet: Facet) -> Option<&Summary> {
        let found = self.facets.iter().find(|row| row.facet == facet)?;
        Some(&found.summary)
    }

    /// Returns the summary of a type; `None` where it was not asked about.
    #[must_use]
    pub fn cost_type(&self, cost_type: CostType) -> Option<&Summary> {
        let found = self.types.iter().find(|row| row.cost_type == cost_type)?;
        Some(&found.summary)
    }
}

/// One facet of a [`Population`].
///
/// See the [example](crate::switching::PopulationBuilder).
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
///
/// See the [example](crate::switching::PopulationBuilder).
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

/// The scores of a population, added up.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) struct Sums {
    facets: Vec<(Facet, Averaged)>,
    types: Vec<(CostType, Averaged)>,
    overall: Averaged,
}

impl Sums {
    pub(super) fn new(rules: &Rules) -> Self {
        let facets = rules.asked.iter().filter(|&(_, items)| items > 0);
        let types = rules.facets.iter().filter(|&(_, facets)| facets > 0);
        Self {
            facets: facets.map(|(facet, _)| (facet, Averaged::new())).collect(),
            types: types.map(|(t, _)| (t, Averaged::new())).collect(),
            overall: Averaged::new(),
        }
    }

    pub(super) fn push(&mut self, scores: &Scores, weight: f64) {
        for (facet, column) in &mut self.facets {
            column.push(scores.facet(*facet), weight);
        }
        for (cost_type, column) in &mut self.types {
            column.push(scores.cost_type(*cost_type), weight);
        }
        self.overall.push(scores.overall(), weight);
    }

    /// Adds the sums of another part under the same rules.
    fn merge(&mut self, other: &Self) -> Result<()> {
        // All have the same respondents, so the first is the one that could overflow.
        self.overall.merge(&other.overall)?;
        for ((_, column), (_, other)) in self.facets.iter_mut().zip(&other.facets) {
            column.merge(other)?;
        }
        for ((_, column), (_, other)) in self.types.iter_mut().zip(&other.types) {
            column.merge(other)?;
        }
        Ok(())
    }

    pub(super) fn finish(self, rules: &Rules) -> Population {
        let scale = rules.scale;
        let asked = |by: &ByFacet<usize>, facet| by.get(facet).unwrap_or_default();
        let facets_of = |by: &ByType<usize>, of| by.get(of).unwrap_or_default();
        Population {
            respondents: self.overall.respondents(),
            scale,
            scoring: rules.scoring,
            facets: self
                .facets
                .iter()
                .map(|(facet, column)| FacetSummary {
                    facet: *facet,
                    items: asked(&rules.asked, *facet),
                    summary: column.summary(Some(scale)),
                })
                .collect(),
            types: self
                .types
                .iter()
                .map(|(cost_type, column)| TypeSummary {
                    cost_type: *cost_type,
                    facets: facets_of(&rules.facets, *cost_type),
                    summary: column.summary(Some(scale)),
                })
                .collect(),
            overall: self.overall.summary(Some(scale)),
        }
    }
}

/// Computes a [`Population`] respondent by respondent.
///
/// ```
/// use retention::Accumulator;
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
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self")
)]
pub struct PopulationBuilder {
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "written with the state")
    )]
    version: Version,
    scorer: Scorer,
    sums: Sums,
}

checked_state!(PopulationBuilder);

impl PopulationBuilder {
    /// Creates an empty accumulator.
    #[must_use]
    pub fn new(scorer: Scorer) -> Self {
        Self {
            version: Version,
            sums: Sums::new(&scorer.rules),
            scorer,
        }
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let expected = Sums::new(&self.scorer.rules);
        let facets = |sums: &Sums| {
            sums.facets
                .iter()
                .map(|(facet, _)| *facet)
                .collect::<Vec<_>>()
        };
        let types = |sums: &Sums| sums.types.iter().map(|(of, _)| *of).collect::<Vec<_>>();
        same("facets", &facets(&self.sums), &facets(&expected))?;
        same("types", &types(&self.sums), &types(&expected))?;
        let facets = self.sums.facets.iter().map(|(_, column)| column);
        let types = self.sums.types.iter().map(|(_, column)| column);
        for column in facets.chain(types).chain([&self.sums.overall]) {
            column.check()?;
            same("numbers of rows", &column.respondents(), &self.rows())?;
        }
        Ok(self)
    }
}

impl sealed::Sealed for PopulationBuilder {}

impl Accumulator for PopulationBuilder {
    type Row<'r> = &'r [Option<f64>];
    type Output = Population;

    fn rows(&self) -> u64 {
        self.sums.overall.respondents()
    }

    /// Adds one respondent's answers, as [`Scorer::score`] takes them.
    ///
    /// # Errors
    /// At the respondent, as [`Scorer::score`].
    fn push(&mut self, answers: &[Option<f64>]) -> Result<()> {
        self.push_weighted(answers, 1.0)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        let (ours, theirs) = (&self.scorer, &other.scorer);
        if ours.questionnaire.scale() != theirs.questionnaire.scale() {
            return Err(Error::mismatch(
                "scales of the items",
                ours.questionnaire.scale(),
                theirs.questionnaire.scale(),
            ));
        }
        if ours.questionnaire != theirs.questionnaire {
            let items = |scorer: &Scorer| {
                let items = scorer.questionnaire.items().iter();
                let names = items.map(|item| format!("{} {}", item.facet, item.orientation));
                names.collect::<Vec<_>>().join(", ")
            };
            return Err(Error::mismatch("items", items(ours), items(theirs)));
        }
        same("scorings", &ours.scoring(), &theirs.scoring())?;
        self.sums.merge(&other.sums)
    }

    /// Returns the means over all respondents added.
    ///
    /// # Errors
    /// [`Error::Empty`] without respondents.
    fn finish(self) -> Result<Population> {
        if self.rows() == 0 {
            return Err(Error::empty("respondent"));
        }
        Ok(self.sums.finish(&self.scorer.rules))
    }
}

impl Weighted for PopulationBuilder {
    fn push_weighted(&mut self, answers: &[Option<f64>], weight: f64) -> Result<()> {
        let at = |error: Error| error.at_row(self.rows());
        let weight = respondent_weight(weight).map_err(at)?;
        more_rows(self.rows(), 1)?;
        let scores = self.scorer.score(answers).map_err(at)?;
        self.sums.push(&scores, weight);
        Ok(())
    }
}
