use crate::Result;
use crate::error::Error;
use crate::loyalty::score::Score;
use crate::loyalty::weighted::{self, Incomplete};

use super::Hierarchy;

impl Hierarchy {
    /// Computes one customer's index from one score for each item, factor by factor.
    ///
    /// ```text
    /// factor = Σ weight of item · score on 0 to 1
    /// index  = Σ weight of factor · factor
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for more or fewer scores than items.
    pub fn score(&self, scores: &[Option<Score>], incomplete: Incomplete) -> Result<Index> {
        if scores.len() != self.items() {
            return Err(Error::length(
                "scores of the items",
                scores.len(),
                self.items(),
            ));
        }
        let mut rest = scores.iter();
        let mut missing = Vec::new();
        let mut factors = Vec::with_capacity(self.factors().len());
        for factor in self.factors() {
            let mut parts = Vec::with_capacity(factor.items.len());
            for (item, score) in factor.items.iter().zip(rest.by_ref()) {
                if score.is_none() {
                    missing.push((factor.name.clone(), item.name.clone()));
                }
                parts.push((item.weight, score.map(Score::unit)));
            }
            factors.push(FactorScore {
                name: factor.name.clone(),
                weight: factor.weight,
                score: weighted::mean(parts.into_iter(), incomplete),
            });
        }
        let parts = factors.iter().map(|factor| (factor.weight, factor.score));
        Ok(Index {
            value: weighted::mean(parts, incomplete),
            missing,
            factors,
            incomplete,
        })
    }
}

/// One customer's index of loyalty, by [`Hierarchy::score`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Index {
    /// The index, from 0 to 1.
    ///
    /// It is `None` if a part with weight is missing, unless the index is made of the
    /// [rest](Incomplete::Rest); and if there is no rest.
    pub value: Option<f64>,
    /// Each factor, in order.
    pub factors: Vec<FactorScore>,
    /// The items that were not given, each after its factor.
    pub missing: Vec<(String, String)>,
    /// How missing items were treated.
    pub incomplete: Incomplete,
}

/// One factor of an [`Index`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FactorScore {
    /// Its name.
    pub name: String,
    /// Its weight, as a share.
    pub weight: f64,
    /// Its score, from 0 to 1; `None` as for the index.
    pub score: Option<f64>,
}
