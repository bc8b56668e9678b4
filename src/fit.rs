//! How the fit of a model ended.

use crate::macros::named_enum;
use crate::{Error, Result};

named_enum! {
    /// How a fit ended. Only a converged fit has standard errors.
    ///
    /// See the [example](crate::fit::Fit).
    #[non_exhaustive]
    pub enum Outcome {
        /// The best parameters were found.
        Converged = "converged",
        /// The search ran out of steps before it settled.
        IterationLimit = "iteration_limit",
        /// The best parameters lie on the boundary of what is allowed, such as an item that would share
        /// more than all of its variance.
        #[doc(alias = "Heywood case")]
        OnBoundary = "on_boundary",
        /// Many parameters fit equally well: the data do not tell them apart.
        NotIdentified = "not_identified",
        /// The data predict a yes or no without error, so that larger parameters always fit better.
        #[doc(alias = "perfect separation")]
        #[doc(alias = "quasi-complete separation")]
        Separable = "separable",
    }
}

/// A model together with how its fit ended.
///
/// ```
/// use retention::fit::{Fit, Outcome};
///
/// let fit = Fit::new("a model", Outcome::IterationLimit, 500);
/// let error = fit.converged().unwrap_err().to_string();
/// assert!(error.starts_with("fit that did not converge refused: iteration_limit after 500 steps"));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fit<M> {
    /// The model as the fit left it.
    pub model: M,
    /// How the fit ended.
    pub outcome: Outcome,
    /// How many steps it took.
    pub iterations: u32,
}

impl<M> Fit<M> {
    /// Creates a fit from its parts.
    #[must_use]
    pub const fn new(model: M, outcome: Outcome, iterations: u32) -> Self {
        Self {
            model,
            outcome,
            iterations,
        }
    }

    /// Returns the model if the fit converged.
    ///
    /// # Errors
    /// [`Error::Refused`] with the outcome if it did not.
    pub fn converged(self) -> Result<M> {
        match self.outcome {
            Outcome::Converged => Ok(self.model),
            outcome => {
                let value = format_args!("{outcome} after {} steps", self.iterations);
                let error = Error::refused("fit that did not converge", value);
                Err(error.with_cure("`outcome` says how it ended, and `model` where it stood"))
            }
        }
    }
}
