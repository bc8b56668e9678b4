use crate::clv::FitOptions;
use crate::estimate::Adjustment;
use crate::macros::{named_enum, options};

named_enum! {
    /// What a covariate acts on: how often customers buy, or how readily they leave.
    ///
    /// ```
    /// use retention::clv::{BgNbd, CovariateModel, CovariateTarget};
    ///
    /// let model = BgNbd::new(0.25, 4.0, 0.8, 2.4)?;
    /// let effects = [(CovariateTarget::Buying, vec![2_f64.ln()])];
    /// let model = CovariateModel::new(model, ["from a friend"], effects)?;
    /// // Customers who came by a friend buy twice as often.
    /// assert!((model.model_of(&[1.0])?.alpha() - 2.0).abs() < 1e-12);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[non_exhaustive]
    pub enum CovariateTarget {
        /// The rate of purchases: `alpha` is divided by exp(γ·z).
        Buying = "buying",
        /// How readily customers leave. Pareto/NBD: the rate of leaving, `beta` is divided by exp(γ·z).
        /// BG/NBD and MBG/NBD: the odds of leaving after a purchase, `a` is multiplied by exp(γ·z).
        Leaving = "leaving",
        /// The odds of staying after a purchase: `b` is multiplied by exp(γ·z). BG/NBD and MBG/NBD only.
        Staying = "staying",
        /// How alike customers are in leaving: `a` and `b` are both multiplied by exp(γ·z), which leaves
        /// their mean probability of leaving as it is. BG/NBD and MBG/NBD only.
        Alikeness = "alikeness",
    }
}

named_enum! {
    /// How covariates act on the beta distribution of BG/NBD and MBG/NBD, whose mean `a / (a + b)` is the
    /// probability of leaving after a purchase.
    ///
    /// See the [example](crate::clv::CovariateOptions).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum LeavingCovariates {
        /// On `a` and on `b`, with a coefficient for each: a covariate may move both the mean and the spread.
        /// The default, as in Fader and Hardie (2007).
        #[default]
        Separate = "separate",
        /// On `a` alone: exp(γ) is the ratio of the odds of leaving. One coefficient to a covariate, which is
        /// easier to read and asks less of few customers. Of 1000 simulated shops of 300 customers all
        /// converged, where with separate coefficients 2 of 400 did not.
        Odds = "odds",
        /// On `a` and on `b`, with one coefficient for both, as in the R package CLVTools. The mean probability
        /// of leaving is then the same for all customers, and only its spread differs.
        Shared = "shared",
    }
}

named_enum! {
    /// Whose parameters are those of the base model.
    ///
    /// Predictions are the same. See the [example](crate::clv::CovariateOptions).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum CovariateOrigin {
        /// A customer whose covariates are all 0: one of the reference level. The default, as in the papers.
        #[default]
        Zero = "zero",
        /// A customer with average covariates. Take it where 0 is far from all customers, as with a year of
        /// birth.
        Mean = "mean",
    }
}

impl LeavingCovariates {
    /// What coefficients act on where leaving is the toss of a coin.
    pub(super) const fn targets(self) -> &'static [CovariateTarget] {
        match self {
            Self::Separate => &[CovariateTarget::Leaving, CovariateTarget::Staying],
            Self::Odds => &[CovariateTarget::Leaving],
            Self::Shared => &[CovariateTarget::Alikeness],
        }
    }
}

/// Parameters that a target moves, by place, and the sign with which their logarithms move.
pub type Moves = &'static [(usize, f64)];

/// Of the parameters r, alpha, a and b.
pub(in crate::clv) const fn on_coins(target: CovariateTarget) -> Moves {
    match target {
        CovariateTarget::Buying => &[(1, -1.0)],
        CovariateTarget::Leaving => &[(2, 1.0)],
        CovariateTarget::Staying => &[(3, 1.0)],
        CovariateTarget::Alikeness => &[(2, 1.0), (3, 1.0)],
    }
}

/// Of the parameters r, alpha, s and beta.
pub(in crate::clv) const fn on_rates(target: CovariateTarget) -> Moves {
    match target {
        CovariateTarget::Buying => &[(1, -1.0)],
        CovariateTarget::Leaving => &[(3, -1.0)],
        CovariateTarget::Staying | CovariateTarget::Alikeness => &[],
    }
}

options! {
    /// Which covariates act on what, and how a model with covariates is fitted.
    ///
    /// ```
    /// use retention::clv::{CovariateOptions, CovariateOrigin, LeavingCovariates};
    ///
    /// // The channel acts on buying and on leaving, the age on buying alone.
    /// let options = CovariateOptions::default()
    ///     .leaving(Some(vec!["channel: web".to_owned()]))
    ///     .leaving_covariates(LeavingCovariates::Odds)
    ///     .origin(CovariateOrigin::Mean);
    /// assert_eq!(options.buying, None);
    /// ```
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"buying": null, "leaving": ["channel: web"], "leaving_covariates": "odds", "origin": "mean",
    ///  "adjustment": "holm", "fit": {"iterations": 500, "tolerance": 1e-9, "confidence": 0.95}}
    /// ```
    pub struct CovariateOptions {
        /// The covariates that act on how often customers buy; `None` for all of them. Default: all.
        pub buying: Option<Vec<String>> = None,
        /// The covariates that act on how readily customers leave; `None` for all of them. Default: all.
        pub leaving: Option<Vec<String>> = None,
        /// How they act on leaving in BG/NBD and MBG/NBD; Pareto/NBD has one way only. Default: on `a` and on
        /// `b` with separate coefficients.
        pub leaving_covariates: LeavingCovariates = LeavingCovariates::Separate,
        /// Whose parameters are those of the base model. Default: a customer whose covariates are all 0.
        pub origin: CovariateOrigin = CovariateOrigin::Zero,
        /// How the p-values of the coefficients are corrected for their number. Default: Holm's method.
        pub adjustment: Adjustment = Adjustment::Holm,
        /// The search and the confidence level. Default: those of [`FitOptions`].
        pub fit: FitOptions = FitOptions::default(),
    }
}
