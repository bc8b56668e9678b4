use crate::switching::facets::{ByFacet, ByType};
use crate::switching::{CostType, Facet};

/// One respondent's switching costs, on the scale of the answers.
///
/// ```text
/// facet   = mean of its items answered, reversed items read from the other end of the scale
/// type    = mean of its facets
/// overall = Σ weight · type / Σ weight
/// ```
///
/// A score is `None` if too little was answered or nothing was asked. A high score means that the
/// respondent thinks leaving is costly, not that they will stay. A [`Scorer`](super::Scorer) computes
/// it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    pub(super) facets: ByFacet<Option<f64>>,
    pub(super) types: ByType<Option<f64>>,
    pub(super) overall: Option<f64>,
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

    /// Returns the score over all types.
    #[must_use]
    pub const fn overall(&self) -> Option<f64> {
        self.overall
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Scores {
    /// Writes facets and types by their names, `null` for a missing score.
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
