use crate::Result;
use crate::error::Error;
use crate::estimate::Influence;
use crate::loyalty::index::{self, Index, IndexPart};
use crate::loyalty::score::Score;
use crate::loyalty::share::mean_influence;
use crate::scale::{Missing, Sheet};

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

    /// Computes the mean of the index over the respondents of a sheet, with what each contributes, so
    /// that segments and waves can be compared; `None` if nobody with weight has an index.
    ///
    /// The sheet has one column for each item, factor by factor, and its weights count.
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::loyalty::hierarchy::{Factor, Hierarchy};
    /// use retention::scale::{Missing, Scale, Sheet};
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let network = scale.full_answers(&[5.0, 4.0, 2.0, 3.0])?;
    /// let tariffs = scale.full_answers(&[3.0, 4.0, 2.0, 1.0])?;
    /// let hierarchy = Hierarchy::new([
    ///     Factor::equal("quality", ["network"]),
    ///     Factor::equal("price", ["tariffs"]),
    /// ])?;
    /// let sheet = Sheet::new([network, tariffs])?;
    /// let mean = hierarchy.influence(&sheet, Missing::Listwise)?.unwrap();
    /// assert_eq!(format!("{:.3}", mean.estimate(&Design::default())?), "0.500 ± 0.144");
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for more or fewer columns than items; otherwise as
    /// [`score`](Self::score).
    pub fn influence(&self, items: &Sheet<'_>, missing: Missing) -> Result<Option<Influence>> {
        let columns = items.columns();
        if columns.len() != self.items() {
            return Err(Error::length("columns", columns.len(), self.items()));
        }
        let mut scores = Vec::with_capacity(columns.len());
        let values = (0..items.respondents()).map(|respondent| {
            scores.clear();
            for column in columns {
                let score = column.get(respondent);
                let score = score.map(|score| Score::new(column.scale(), score));
                scores.push(score.transpose()?);
            }
            Ok(self.score(&scores, missing)?.value)
        });
        mean_influence(values, items.given_weights())
    }
}
