use crate::error::{Error, Result};
use crate::estimate::Adjustment;
use crate::macros::{named_enum, options};
use crate::quadrant::Importance;

named_enum! {
    /// In place of R², which a yes or no does not have: how much better the ratings predict the outcome
    /// than its share alone does, from 0 to 1. With L the likelihood of the model, L₀ that of the share
    /// alone, and n the effective number of respondents.
    ///
    /// See the [example](crate::quadrant::logistic::Options).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum PseudoRSquared {
        /// `1 − ln L / ln L₀`. Source: McFadden, D. (1974), in *Frontiers in Econometrics*. The default.
        #[default]
        McFadden = "mcfadden",
        /// `1 − (L₀ / L)^(2/n)`, which cannot reach 1. Source: Cox, D. R. and Snell, E. J. (1989),
        /// *Analysis of Binary Data*.
        CoxSnell = "cox_snell",
        /// That of Cox and Snell as a share of its largest value. Source: Nagelkerke, N. J. D. (1991),
        /// *Biometrika* 78(3): 691–692.
        Nagelkerke = "nagelkerke",
    }
}

impl PseudoRSquared {
    /// From the logarithms of the likelihoods.
    pub(super) fn of(self, log_likelihood: f64, null: f64, n: f64) -> f64 {
        let cox_snell = || 1.0 - (2.0 / n * (null - log_likelihood)).exp();
        match self {
            Self::McFadden => 1.0 - log_likelihood / null,
            Self::CoxSnell => cox_snell(),
            Self::Nagelkerke => cox_snell() / (1.0 - (2.0 / n * null).exp()),
        }
    }
}

options! {
    /// How importance for a yes or no is computed.
    ///
    /// ```
    /// use retention::quadrant::Importance;
    /// use retention::quadrant::logistic::{Options, PseudoRSquared};
    ///
    /// let options = Options::default()
    ///     .importance(Importance::Dominance)
    ///     .pseudo_r_squared(PseudoRSquared::Nagelkerke);
    /// assert_eq!(options.iterations, 50);
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"importance": "dominance", "pseudo_r_squared": "mcfadden", "minimum": 30, "iterations": 50,
    ///  "adjustment": "holm"}
    /// ```
    #[derive(Copy, Eq, Hash)]
    pub struct Options {
        /// What [`Effect::importance`](super::Effect::importance) is. Regression: the average marginal
        /// effect. Partial: the partial correlation, as logistic regression has it. Dominance: the part of
        /// the pseudo-R², for which each set of attributes is fitted. Default: regression.
        pub importance: Importance = Importance::Regression,
        /// What stands in place of R². Default: McFadden's.
        pub pseudo_r_squared: PseudoRSquared = PseudoRSquared::McFadden,
        /// Minimum number of respondents with weight; fewer are an error. It takes two more than there are
        /// attributes in any case. Ten respondents with the rarer outcome for each attribute is a common
        /// rule of thumb. Default: 30.
        pub minimum: u64 = 30,
        /// The most steps of the search. Default: 50.
        pub iterations: u32 = 50,
        /// How p-values are adjusted for testing several attributes. Default: Holm's method.
        pub adjustment: Adjustment = Adjustment::Holm,
    }
}

/// The most attributes of dominance: each set of them is a fit of its own.
pub(super) const MOST_FITTED: usize = 12;

impl Options {
    pub(super) fn check(self, attributes: usize) -> Result<()> {
        if self.iterations == 0 {
            return Err(Error::out_of_range("iterations", 0, "at least 1"));
        }
        match self.importance {
            Importance::Regression | Importance::Partial => Ok(()),
            Importance::Dominance if attributes <= MOST_FITTED => Ok(()),
            Importance::Dominance => {
                let allowed = format_args!("at most {MOST_FITTED} for dominance");
                let error = Error::out_of_range("number of attributes", attributes, allowed);
                Err(error.with_cure("take `Importance::Regression`"))
            }
            other => {
                let error = Error::unsupported(other, "a logistic outcome");
                Err(error.with_cure("take regression, partial or dominance"))
            }
        }
    }
}
