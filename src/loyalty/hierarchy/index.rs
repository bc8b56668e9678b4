use crate::Result;
use crate::error::Error;
use crate::loyalty::index::{self, Index, IndexPart};
use crate::loyalty::score::Score;
use crate::scale::Missing;

use super::Hierarchy;

impl Hierarchy {
    /// Computes one customer's index from one score for each item, factor by factor.
    ///
    /// ```text
    /// factor = Σ weight of item · score on 0 to 1
    /// index  = Σ weight of factor · factor
    /// ```
    ///
    /// `missing` says how many items of a factor, and how many factors, must be known. The parts of
    /// the index are the factors. An item that was not given is named after its factor:
    /// `quality: service`.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for more or fewer scores than items; [`Error::OutOfRange`] if
    /// `missing` asks for more items than a factor has, or for more factors than there are.
    pub fn score(&self, scores: &[Option<Score>], missing: Missing) -> Result<Index<String>> {
        if scores.len() != self.items() {
            return Err(Error::length(
                "scores of the items",
                scores.len(),
                self.items(),
            ));
        }
        let mut rest = scores.iter();
        let mut not_given = Vec::new();
        let mut parts = Vec::with_capacity(self.factors().len());
        for factor in self.factors() {
            let mut items = Vec::with_capacity(factor.items().len());
            for ((item, weight), score) in factor.items().zip(rest.by_ref()) {
                if score.is_none() {
                    not_given.push(format!("{}: {item}", factor.name()));
                }
                items.push((weight, score.map(Score::unit)));
            }
            parts.push(IndexPart {
                part: factor.name().to_owned(),
                weight: factor.weight(),
                score: index::mean(items.into_iter(), missing)?,
            });
        }
        let factors = parts.iter().map(|part| (part.weight, part.score));
        Ok(Index {
            value: index::mean(factors, missing)?,
            parts,
            missing: not_given,
            left_out: Vec::new(),
            rule: missing,
        })
    }
}
