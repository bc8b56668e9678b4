use crate::Result;
use crate::macros::named_enum;

use super::score::{Score, missing};
use super::weighted::{self, Incomplete};

named_enum! {
    /// How loyalty shows.
    #[doc(alias = "LoyaltyExpression")]
    pub enum Expression {
        /// In how the customer feels about the business: identification, satisfaction,
        /// recommendation.
        #[doc(alias = "情感忠诚")]
        Emotional = "emotional",
        /// In what the customer does: buying again.
        #[doc(alias = "行为忠诚")]
        Behavioural = "behavioural",
        /// In what the customer means to do: buying in future.
        #[doc(alias = "意识忠诚")]
        Intentional = "intentional",
    }
}

/// The three expressions of one customer's loyalty; `None` is not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Expressions {
    /// How the customer feels.
    pub emotional: Option<Score>,
    /// What the customer does.
    pub behavioural: Option<Score>,
    /// What the customer means to do.
    pub intentional: Option<Score>,
}

/// How much each expression counts in an index of loyalty.
///
/// ```text
/// index = Σ weight · score on 0 to 1 / Σ weight
/// ```
///
/// No weights are published; by default all count the same. The three are worth reading apart: who
/// buys and does not feel is [spuriously](super::Condition::Spurious) loyal, whatever the index.
///
/// ```
/// use retention::loyalty::{Expression, ExpressionWeights, Expressions, Incomplete, Score};
/// use retention::scale::Scale;
///
/// let found = Expressions {
///     emotional: Some(Score::new(Scale::ONE_TO_SEVEN, 5.5)?),
///     behavioural: Some(Score::rate(0.25)?),
///     intentional: None,
/// };
/// let index = ExpressionWeights::default().index(&found)?;
/// assert_eq!((index.value, index.missing), (None, vec![Expression::Intentional]));
///
/// let of_the_rest = ExpressionWeights::default().incomplete(Incomplete::Rest);
/// assert_eq!(of_the_rest.index(&found)?.value, Some(0.5)); // 0.75 and 0.25
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct ExpressionWeights {
    /// What the emotional one counts.
    pub emotional: f64,
    /// What the behavioural one counts.
    pub behavioural: f64,
    /// What the intentional one counts.
    pub intentional: f64,
    /// What becomes of the index where one is missing.
    pub incomplete: Incomplete,
}

impl Default for ExpressionWeights {
    fn default() -> Self {
        Self {
            emotional: 1.0,
            behavioural: 1.0,
            intentional: 1.0,
            incomplete: Incomplete::default(),
        }
    }
}

impl ExpressionWeights {
    /// Sets the weight of one.
    #[must_use]
    pub const fn weight(mut self, expression: Expression, weight: f64) -> Self {
        match expression {
            Expression::Emotional => self.emotional = weight,
            Expression::Behavioural => self.behavioural = weight,
            Expression::Intentional => self.intentional = weight,
        }
        self
    }

    /// Sets what becomes of the index where one is missing.
    #[must_use]
    pub const fn incomplete(mut self, incomplete: Incomplete) -> Self {
        self.incomplete = incomplete;
        self
    }

    /// The index of one customer.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a weight that is not finite or is
    /// negative, and where all are zero; [`Error::Overflow`](crate::Error::Overflow) where their sum
    /// is too large for a number.
    pub fn index(&self, found: &Expressions) -> Result<ExpressionIndex> {
        let mut weights = [self.emotional, self.behavioural, self.intentional];
        for (row, one) in weights.iter_mut().enumerate() {
            *one = weighted::weight("weight of an expression", *one)
                .map_err(|error| error.at_row(row))?;
        }
        let weights = weighted::shares("weights of the expressions", weights)?;
        let scores = [found.emotional, found.behavioural, found.intentional];
        let units = scores.map(|score| score.map(Score::unit));
        let pieces = [
            (Expression::Emotional, found.emotional.is_some()),
            (Expression::Behavioural, found.behavioural.is_some()),
            (Expression::Intentional, found.intentional.is_some()),
        ];
        Ok(ExpressionIndex {
            value: weighted::mean(weights.into_iter().zip(units), self.incomplete),
            weights,
            incomplete: self.incomplete,
            missing: missing(pieces),
        })
    }
}

/// An index of loyalty over its three expressions.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ExpressionIndex {
    /// The index, from 0 to 1; `None` where an expression with weight is missing and none is made of
    /// the rest, and where there is no rest.
    pub value: Option<f64>,
    /// The weights as shares: emotional, behavioural, intentional.
    pub weights: [f64; 3],
    /// What was done about what is missing.
    pub incomplete: Incomplete,
    /// The expressions that were not given.
    pub missing: Vec<Expression>,
}
