//! Three expressions of loyalty: emotional, behavioural, intentional.
//!
//! | expression | is shown in | read from |
//! |---|---|---|
//! | emotional | how the customer feels about the business | identification |
//! | behavioural | what the customer does: buying again | patronage |
//! | intentional | what the customer means to do: buying in future | intention |
//!
//! Read the three apart: a customer who buys without feeling is
//! [spuriously](super::conditions::Condition::Spurious) loyal, whatever the index says.

use crate::Result;
use crate::error::Place;
use crate::estimate::Influence;
use crate::macros::options;
use crate::scale::{Missing, Weights};

use super::evidence::{Evidence, Piece};
use super::index::{self, Index, IndexPart};
use super::score::{Score, missing};
use super::share::mean_influence;

options! {
    /// The weights of the three expressions in an index of loyalty.
    ///
    /// ```text
    /// index = Σ weight · score on 0 to 1 / Σ weight
    /// ```
    ///
    /// The texts that name the three expressions give no weights; equal ones are a proposal.
    ///
    /// ```
    /// use retention::loyalty::expressions::Rules;
    /// use retention::loyalty::{Evidence, Piece, Score};
    /// use retention::scale::{Missing, Scale};
    ///
    /// let evidence = Evidence::default()
    ///     .identification(Some(Score::new(Scale::ONE_TO_SEVEN, 5.5)?))
    ///     .patronage(Some(Score::rate(0.25)?));
    /// let index = Rules::default().score(&evidence)?;
    /// assert_eq!((index.value, index.missing), (None, vec![Piece::Intention]));
    ///
    /// let rules = Rules::default().missing(Missing::AtLeast(1));
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
        /// How many of the expressions with weight must be known. Default: all.
        pub missing: Missing = Missing::Listwise,
    }
}

impl Rules {
    /// Computes the index of one customer.
    ///
    /// Its parts are identification, patronage and intention.
    ///
    /// # Errors
    /// At the expression, [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a weight that is not finite or is negative;
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if all are zero, and if `missing` asks for more
    /// expressions than have weight; [`Error::Overflow`](crate::Error::Overflow) if their sum is too
    /// large for an `f64`.
    pub fn score(&self, evidence: &Evidence) -> Result<Index<Piece>> {
        let parts = [
            (
                "emotional",
                self.emotional,
                Piece::Identification,
                evidence.identification,
            ),
            (
                "behavioural",
                self.behavioural,
                Piece::Patronage,
                evidence.patronage,
            ),
            (
                "intentional",
                self.intentional,
                Piece::Intention,
                evidence.intention,
            ),
        ];
        for (name, weight, ..) in parts {
            index::weight("weight of an expression", weight)
                .map_err(|error| error.at_place(Place::Item(name.into())))?;
        }
        let weights = parts.map(|(_, weight, ..)| weight);
        let whole = index::sum_of_sizes("weights of the expressions", weights)?;
        let parts = parts.map(|(_, weight, part, score)| IndexPart {
            part,
            weight: weight / whole,
            score: score.map(Score::unit),
        });
        let known = parts.iter().map(|part| (part.weight, part.score));
        Ok(Index {
            value: index::mean(known, self.missing)?,
            missing: missing(parts.map(|part| (part.part, part.score.is_some()))),
            parts: parts.to_vec(),
            left_out: Vec::new(),
            rule: self.missing,
        })
    }

    /// Computes the mean of the index over customers, with what each contributes, so that segments and
    /// waves can be compared; `None` if nobody with weight has an index.
    ///
    /// # Errors
    /// At the customer, as [`score`](Self::score);
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) if there are more or fewer weights than
    /// customers.
    ///
    /// See the [example](crate::loyalty::share_influence).
    pub fn influence<'e>(
        &self,
        customers: impl IntoIterator<Item = &'e Evidence>,
        weights: Option<&Weights>,
    ) -> Result<Option<Influence>> {
        let values = customers.into_iter();
        mean_influence(values.map(|one| Ok(self.score(one)?.value)), weights)
    }
}
