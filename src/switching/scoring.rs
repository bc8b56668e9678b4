use crate::error::non_negative;
use crate::macros::named_enum;
use crate::scale::{Missing, Scale};
use crate::{Error, Result};

use super::facets::{ByFacet, ByType};
use super::{CostType, Facet};

named_enum! {
    /// Which parts a mean of parts must have. What is missing is never filled in.
    ///
    /// See the [example](crate::switching::Scoring).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Coverage {
        /// All that were asked about: otherwise there is no mean, because the mean of other parts
        /// is another figure. The default.
        #[default]
        Complete = "complete",
        /// Those that there are, at least one.
        Available = "available",
    }
}

/// How much each type of cost counts in the overall score: finite, none negative, not all zero.
/// The default is equal weights.
///
/// ```
/// use retention::switching::{CostType, TypeWeights};
///
/// let weights = TypeWeights::new(0.5, 0.3, 0.2)?;
/// assert_eq!(weights.of(CostType::Relational), 0.2);
/// assert_eq!(TypeWeights::default(), TypeWeights::new(1.0, 1.0, 1.0)?);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawWeights"))]
pub struct TypeWeights {
    procedural: f64,
    financial: f64,
    relational: f64,
}

/// How [`TypeWeights`] are read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWeights {
    procedural: f64,
    financial: f64,
    relational: f64,
}

#[cfg(feature = "serde")]
impl TryFrom<RawWeights> for TypeWeights {
    type Error = Error;

    fn try_from(raw: RawWeights) -> Result<Self> {
        Self::new(raw.procedural, raw.financial, raw.relational)
    }
}

impl Default for TypeWeights {
    fn default() -> Self {
        Self {
            procedural: 1.0,
            financial: 1.0,
            relational: 1.0,
        }
    }
}

impl TypeWeights {
    /// Creates a weight for each type; only their proportions matter.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is NaN, infinite or
    /// negative; [`Error::OutOfRange`] where all are zero.
    pub fn new(procedural: f64, financial: f64, relational: f64) -> Result<Self> {
        let weights = Self {
            procedural: non_negative("weight of procedural costs", procedural)?,
            financial: non_negative("weight of financial costs", financial)?,
            relational: non_negative("weight of relational costs", relational)?,
        };
        if procedural.max(financial).max(relational) == 0.0 {
            return Err(Error::out_of_range(
                "largest weight of a type",
                0,
                "above 0",
            ));
        }
        Ok(weights)
    }

    /// Returns the weight of a type.
    #[must_use]
    pub const fn of(self, cost_type: CostType) -> f64 {
        match cost_type {
            CostType::Procedural => self.procedural,
            CostType::Financial => self.financial,
            CostType::Relational => self.relational,
        }
    }
}

/// How answers become scores.
///
/// Nobody has published how to aggregate: the source of the facets models them as latent factors.
/// So all of it is yours to state.
///
/// ```
/// use retention::scale::Missing;
/// use retention::switching::{Coverage, Scoring};
///
/// let scoring = Scoring::default().missing(Missing::Listwise).types(Coverage::Available);
/// assert_eq!(scoring.facets, Coverage::Complete);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Scoring {
    /// How many items of a facet a respondent must have answered; at least half of them by default.
    pub missing: Missing,
    /// Which of the facets asked about a type must have.
    pub facets: Coverage,
    /// Which of the types asked about the overall score must have; those without weight do not
    /// matter.
    pub types: Coverage,
    /// How much each type counts in the overall score.
    pub weights: TypeWeights,
}

impl Scoring {
    /// Sets how many items of a facet must have been answered.
    #[must_use]
    pub const fn missing(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    /// Sets which facets a type must have.
    #[must_use]
    pub const fn facets(mut self, facets: Coverage) -> Self {
        self.facets = facets;
        self
    }

    /// Sets which types the overall score must have.
    #[must_use]
    pub const fn types(mut self, types: Coverage) -> Self {
        self.types = types;
        self
    }

    /// Sets how much each type counts.
    #[must_use]
    pub const fn weights(mut self, weights: TypeWeights) -> Self {
        self.weights = weights;
        self
    }
}

/// One respondent's switching costs, on the scale of the answers.
///
/// ```text
/// facet   = mean of its items answered, reversed where they were asked the other way round
/// type    = mean of its facets
/// overall = Σ weight · type / Σ weight
/// ```
///
/// `None` wherever too little was answered, and for what was not asked about. A score says how
/// high the respondent takes the cost to be, not whether they will stay.
///
/// See the [example](crate::switching::Scorer).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    facets: ByFacet<Option<f64>>,
    types: ByType<Option<f64>>,
    overall: Option<f64>,
}

impl Scores {
    /// Returns the score of a facet.
    #[must_use]
    pub fn facet(&self, facet: Facet) -> Option<f64> {
        self.facets.get(facet).flatten()
    }

    /// Returns the score of a type.
    #[must_use]
    pub fn cost_type(&self, cost_type: CostType) -> Option<f64> {
        self.types.get(cost_type).flatten()
    }

    /// Returns the score of all types together.
    #[must_use]
    pub const fn overall(&self) -> Option<f64> {
        self.overall
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Scores {
    /// Facets and types by their names, `null` where there is no score.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        struct Map<I>(I);

        impl<K: serde::Serialize, I: Iterator<Item = (K, Option<f64>)> + Clone> serde::Serialize
            for Map<I>
        {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.clone())
            }
        }

        let facets = Facet::ALL.iter().map(|&facet| (facet, self.facet(facet)));
        let types = CostType::ALL.iter().map(|&t| (t, self.cost_type(t)));
        let mut scores = serializer.serialize_struct("Scores", 3)?;
        scores.serialize_field("facets", &Map(facets))?;
        scores.serialize_field("types", &Map(types))?;
        scores.serialize_field("overall", &self.overall)?;
        scores.end()
    }
}

/// The answers of one respondent, added up by facet.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    sums: ByFacet<f64>,
    answered: ByFacet<usize>,
}

impl Tally {
    /// Adds an answer, reversed where the item was.
    pub(super) fn add(&mut self, facet: Facet, answer: f64) {
        if let Some(sum) = self.sums.get_mut(facet) {
            *sum += answer;
        }
        if let Some(answered) = self.answered.get_mut(facet) {
            *answered += 1;
        }
    }
}

/// A checked [`Scoring`] of items on a scale.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rules {
    pub(super) scale: Scale,
    pub(super) scoring: Scoring,
    /// How many items ask about each facet.
    pub(super) asked: ByFacet<usize>,
    /// How many of them must have been answered.
    least: ByFacet<usize>,
    /// How many facets of each type are asked about.
    pub(super) facets: ByType<usize>,
    /// The weights of the types asked about, as shares of the largest.
    weights: ByType<f64>,
}

impl Rules {
    pub(super) fn new(scale: Scale, asked: ByFacet<usize>, scoring: Scoring) -> Result<Self> {
        let mut least = ByFacet::default();
        let mut facets = ByType::<usize>::default();
        for (facet, items) in asked.iter().filter(|&(_, items)| items > 0) {
            if let Some(least) = least.get_mut(facet) {
                *least = scoring.missing.least(items)?;
            }
            if let Some(facets) = facets.get_mut(facet.cost_type()) {
                *facets += 1;
            }
        }
        let given = |cost_type| scoring.weights.of(cost_type);
        let asked_about = |&(_, facets): &(CostType, usize)| facets > 0;
        let largest = facets
            .iter()
            .filter(asked_about)
            .map(|(cost_type, _)| given(cost_type))
            .fold(0.0, f64::max);
        if largest == 0.0 {
            return Err(Error::out_of_range(
                "largest weight of a type asked about",
                0,
                "above 0",
            ));
        }
        let mut weights = ByType::default();
        for (cost_type, _) in facets.iter().filter(asked_about) {
            if let Some(weight) = weights.get_mut(cost_type) {
                *weight = given(cost_type) / largest;
            }
        }
        Ok(Self {
            // Means of whole answers need not be whole.
            scale: scale.continuous(),
            scoring,
            asked,
            least,
            facets,
            weights,
        })
    }

    /// The scores of one respondent.
    pub(super) fn scores(&self, tally: &Tally) -> Scores {
        let mut facets = ByFacet([None; Facet::COUNT]);
        let mut types = ByType([Mean::default(); 3]);
        let places = facets.0.iter_mut().zip(Facet::ALL);
        let tallied = tally.sums.0.iter().zip(tally.answered.0);
        for (((place, facet), least), (sum, answered)) in places.zip(self.least.0).zip(tallied) {
            if least > 0 && answered >= least {
                let score = self.scale.clamp(sum / answered as f64);
                *place = Some(score);
                if let Some(mean) = types.get_mut(facet.cost_type()) {
                    mean.add(score, 1.0);
                }
            }
        }
        let mut overall = Mean::default();
        let (mut weighted, mut scored) = (0, 0);
        let mut means = ByType([None; 3]);
        let places = means.0.iter_mut().zip(types.0);
        for (((place, mean), asked), weight) in places.zip(self.facets.0).zip(self.weights.0) {
            *place = self
                .covers(self.scoring.facets, mean.parts, asked)
                .then(|| self.scale.clamp(mean.value()));
            if weight > 0.0 {
                weighted += 1;
                if let Some(score) = *place {
                    scored += 1;
                    overall.add(score, weight);
                }
            }
        }
        let overall = self
            .covers(self.scoring.types, scored, weighted)
            .then(|| self.scale.clamp(overall.value()));
        Scores {
            facets,
            types: means,
            overall,
        }
    }

    fn covers(&self, coverage: Coverage, found: usize, asked: usize) -> bool {
        found > 0
            && match coverage {
                Coverage::Complete => found == asked,
                Coverage::Available => true,
            }
    }
}

/// A weighted mean in the making.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    weight: f64,
    parts: usize,
}

impl Mean {
    fn add(&mut self, value: f64, weight: f64) {
        self.sum += weight * value;
        self.weight += weight;
        self.parts += 1;
    }

    fn value(self) -> f64 {
        self.sum / self.weight
    }
}
