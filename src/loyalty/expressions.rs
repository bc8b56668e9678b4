//! Three expressions of loyalty: emotional, behavioural, intentional.
//!
//! | expression | is shown in | read from |
//! |---|---|---|
//! | emotional | how the customer feels about the business | identification |
//! | behavioural | what the customer does: buying again | patronage |
//! | intentional | what the customer means to do: buying in future | intention |
//!
//! The three are worth reading apart: who buys without feeling is
//! [spuriously](super::conditions::Condition::Spurious) loyal, whatever the index.

use crate::Result;
use crate::error::Place;
use crate::macros::options;

use super::evidence::{Evidence, Piece};
use super::score::{Score, missing};
use super::weighted::{self, Incomplete};

options! {
    /// How much each expression counts in an index of loyalty.
    ///
    /// ```text
    /// index = Σ weight · score on 0 to 1 / Σ weight
    /// ```
    ///
    /// No weights are published.
    ///
    /// ```
    /// use retention::loyalty::expressions::Rules;
    /// use retention::loyalty::{Evidence, Incomplete, Piece, Score};
    /// use retention::scale::Scale;
    ///
    /// let evidence = Evidence::default()
    ///     .identification(Some(Score::new(Scale::ONE_TO_SEVEN, 5.5)?))
    ///     .patronage(Some(Score::rate(0.25)?));
    /// let index = Rules::default().score(&evidence)?;
    /// assert_eq!((index.value, index.missing), (None, vec![Piece::Intention]));
    ///
    /// let rules = Rules::default().incomplete(Incomplete::Rest);
    /// assert_eq!(rules.score(&evidence)?.value, Some(0.5)); // 0.75 and 0.25
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    #[doc(alias = "情感忠诚")]
    #[doc(alias = "行为忠诚")]
    #[doc(alias = "意识忠诚")]
    pub struct Rules {
        /// Weight of the emotional expression. Default: 1.
        pub emotional: f64 = 1.0,
        /// Weight of the behavioural expression. Default: 1.
        pub behavioural: f64 = 1.0,
        /// Weight of the intentional expression. Default: 1.
        pub intentional: f64 = 1.0,
        /// What becomes of the index if an expression is missing. Default: there is none.
        pub incomplete: Incomplete = Incomplete::NoIndex,
    }
}

impl Rules {
    /// Computes the index of one customer.
    ///
    /// # Errors
    /// At the expression, [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a weight that is not finite or is negative;
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if all are zero;
    /// [`Error::Overflow`](crate::Error::Overflow) if their sum is too large for an `f64`.
    pub fn score(&self, evidence: &Evidence) -> Result<Index> {
        let weights = [
            ("emotional", self.emotional),
            ("behavioural", self.behavioural),
            ("intentional", self.intentional),
        ];
        for (name, weight) in weights {
            weighted::weight("weight of an expression", weight)
                .map_err(|error| error.at_place(Place::Item(name.into())))?;
        }
        let weights = weighted::shares(
            "weights of the expressions",
            weights.map(|(_, weight)| weight),
        )?;
        let pieces = [
            (Piece::Identification, evidence.identification),
            (Piece::Patronage, evidence.patronage),
            (Piece::Intention, evidence.intention),
        ];
        let units = pieces.map(|(_, score)| score.map(Score::unit));
        Ok(Index {
            value: weighted::mean(weights.into_iter().zip(units), self.incomplete),
            weights,
            incomplete: self.incomplete,
            missing: missing(pieces.map(|(piece, score)| (piece, score.is_some()))),
        })
    }
}

/// An index of loyalty over its three expressions.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Index {
    /// The index, from 0 to 1.
    ///
    /// It is `None` if an expression with weight is missing, unless the index is made of the
    /// [rest](Incomplete::Rest); and if there is no rest.
    pub value: Option<f64>,
    /// The weights as shares: emotional, behavioural, intentional.
    pub weights: [f64; 3],
    /// How missing expressions were treated.
    pub incomplete: Incomplete,
    /// The pieces that were not given.
    pub missing: Vec<Piece>,
}
