use super::CovariateTarget;
use super::counts::{check_names, check_values};
use crate::clv::PurchaseModel;
use crate::error::finite;
use crate::{Error, Result};

/// A model of buying whose parameters go with what is known of customers from the start: the channel by which
/// they came, their age, whether they came by a friend.
///
/// Each customer has a model of their own, by [`model_of`](Self::model_of). It is a plain [`BgNbd`], [`MbgNbd`]
/// or [`ParetoNbd`], so that forecasts, P(alive), discounted purchases and lifetime values follow as ever.
///
/// ```text
/// all three          α = α₀ · exp(−γ₁·z)                       purchases are exp(γ₁·z) times as frequent
/// Pareto/NBD         β = β₀ · exp(−γ₂·z)                       the rate of leaving is exp(γ₂·z) times as high
/// BG/NBD, MBG/NBD    a = a₀ · exp(γ₂·z),  b = b₀ · exp(γ₃·z)   the odds of leaving are exp((γ₂ − γ₃)·z) times as high
/// ```
///
/// z are the covariates, less those of the [origin](Self::origin). They do not change over a customer's life:
/// what changes, such as a season or a campaign, is not for this model. So do not take what is known only
/// later, such as the number of products bought so far: it contains what is to be foretold.
///
/// Coefficients are associations. Customers by another channel may be other people, and would not buy more if
/// they were sent there.
///
/// Sources: as in Fader, P. S. and Hardie, B. G. S. (2007), *Incorporating time-invariant covariates into the
/// Pareto/NBD and BG/NBD models*. [`LeavingCovariates`](super::LeavingCovariates) lists the variants.
///
/// ```
/// use retention::clv::{BgNbd, CovariateCounts, CovariateLevels, CovariateModel, CovariateOptions};
/// use retention::clv::{CovariateTarget, LeavingCovariates, PurchaseModel};
///
/// // Half of the customers came by a friend: they buy twice as often.
/// let [web, friend] = [4.0, 2.0].map(|alpha| BgNbd::new(0.6, alpha, 0.8, 2.4));
/// let mut shop = web?.simulate(vec![39.0; 800], 1)?;
/// shop.extend(friend?.simulate(vec![39.0; 800], 2)?);
/// let labels = [["web"; 800], ["friend"; 800]].concat();
///
/// let channel = CovariateLevels::of("channel", &labels, "web")?;
/// let counts = CovariateCounts::of(&shop, channel.columns(&labels)?)?;
/// let options = CovariateOptions::default().leaving_covariates(LeavingCovariates::Odds);
/// let fitted = CovariateModel::<BgNbd>::fit(&counts, options)?;
///
/// let friends = fitted.effect(CovariateTarget::Buying, "channel: friend").unwrap();
/// assert!(friends.ratio_lower.unwrap() < 2.0 && friends.ratio_upper.unwrap() > 2.0);
/// assert!(friends.p_value.unwrap() < 0.001);
/// // Do the covariates say anything at all?
/// assert!(fitted.likelihood_ratio.unwrap().p_value < 0.001);
///
/// let model = fitted.converged()?;
/// // What a new customer buys in a year.
/// let [by_web, by_friend] = ["web", "friend"].map(|label| {
///     model.model_of(&channel.values(label)?)?.expected_purchases(52.0)
/// });
/// assert!(by_friend? > 1.3 * by_web?);
/// // And all figures of a known one, who came by the web.
/// let forecast = model.model_of(&channel.values("web")?)?.forecast(&shop[0], 52.0)?;
/// assert!(forecast.probability_alive > 0.0);
/// # Ok::<(), retention::Error>(())
/// ```
///
/// [`BgNbd`]: crate::clv::BgNbd
/// [`MbgNbd`]: crate::clv::MbgNbd
/// [`ParetoNbd`]: crate::clv::ParetoNbd
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(
        remote = "Self",
        deny_unknown_fields,
        bound(
            serialize = "M: serde::Serialize",
            deserialize = "M: serde::Deserialize<'de>"
        )
    )
)]
pub struct CovariateModel<M> {
    base: M,
    names: Vec<String>,
    origin: Vec<f64>,
    effects: Vec<Effect>,
}

/// Coefficients of all covariates on one target; 0 for those that do not act on it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub(super) struct Effect {
    pub(super) on: CovariateTarget,
    pub(super) coefficients: Vec<f64>,
}

#[cfg(feature = "serde")]
impl<M: serde::Serialize> serde::Serialize for CovariateModel<M> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, M: PurchaseModel + serde::Deserialize<'de>> serde::Deserialize<'de>
    for CovariateModel<M>
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)?
            .checked()
            .map_err(serde::de::Error::custom)
    }
}

impl<M> CovariateModel<M> {
    /// Returns the model of a customer whose covariates are those of the origin.
    #[must_use]
    pub const fn base(&self) -> &M {
        &self.base
    }

    /// Returns the names of the covariates, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns the covariates at which a customer has the base model.
    #[must_use]
    pub fn origin(&self) -> &[f64] {
        &self.origin
    }

    /// Returns the coefficient γ of a covariate on a target; `None` if it does not act on it.
    #[must_use]
    pub fn coefficient(&self, on: CovariateTarget, covariate: &str) -> Option<f64> {
        let effect = self.effects.iter().find(|effect| effect.on == on)?;
        let at = self.names.iter().position(|name| name == covariate)?;
        effect.coefficients.get(at).copied()
    }

    pub(super) fn effects(&self) -> &[Effect] {
        &self.effects
    }
}

impl<M: PurchaseModel> CovariateModel<M> {
    /// Creates the model from its parts: the model of a customer whose covariates are all 0, the names of the
    /// covariates, and what they act on with a coefficient for each name.
    ///
    /// See the [example](crate::clv::CovariateTarget).
    ///
    /// # Errors
    /// As [`CovariateCounter::new`](super::CovariateCounter::new) for the names; [`Error::Duplicate`] for a
    /// target that occurs twice, [`Error::Unsupported`] for one that the model does not have;
    /// [`Error::LengthMismatch`] unless there is a coefficient for each name, [`Error::NotFinite`] for NaN and
    /// infinities.
    pub fn new<N: Into<String>>(
        base: M,
        names: impl IntoIterator<Item = N>,
        effects: impl IntoIterator<Item = (CovariateTarget, Vec<f64>)>,
    ) -> Result<Self> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        let effect = |(on, coefficients)| Effect { on, coefficients };
        Self {
            base,
            origin: vec![0.0; names.len()],
            names,
            effects: effects.into_iter().map(effect).collect(),
        }
        .checked()
    }

    /// Sets the covariates at which a customer has the base model. Default: all 0.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless there is a value for each covariate, [`Error::NotFinite`], at its
    /// column, for NaN and infinities.
    ///
    /// ```
    /// use retention::clv::{CovariateModel, CovariateTarget, ParetoNbd};
    ///
    /// let model = ParetoNbd::new(0.5, 10.0, 0.6, 11.0)?;
    /// let model = CovariateModel::new(model, ["age"], [(CovariateTarget::Leaving, vec![-0.01])])?;
    /// let model = model.with_origin(vec![40.0])?;
    /// assert_eq!(model.model_of(&[40.0])?, *model.base());
    /// assert!(model.model_of(&[60.0])?.beta() > 11.0); // the older ones leave later
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn with_origin(mut self, origin: Vec<f64>) -> Result<Self> {
        self.origin = origin;
        self.checked()
    }

    fn checked(self) -> Result<Self> {
        check_names(&self.names)?;
        check_values(&self.names, &self.origin)?;
        for (place, effect) in self.effects.iter().enumerate() {
            let before = self.effects.iter().take(place);
            if before.into_iter().any(|other| other.on == effect.on) {
                return Err(Error::duplicate("target", effect.on));
            }
            if M::moves(effect.on).is_empty() {
                return Err(Error::unsupported(
                    format_args!("a covariate on {}", effect.on),
                    "this model",
                ));
            }
            let (found, expected) = (effect.coefficients.len(), self.names.len());
            if found != expected {
                return Err(Error::length("coefficients", found, expected));
            }
            for &coefficient in &effect.coefficients {
                finite("coefficient", coefficient)?;
            }
        }
        Ok(self)
    }

    /// Returns the model of a customer with these covariates, in the order of the names.
    ///
    /// See the [example](crate::clv::CovariateModel).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless there is a value for each covariate; [`Error::NotFinite`], at its
    /// column, for NaN and infinities; [`Error::OutOfRange`] for covariates so far from the others that a
    /// parameter leaves 10⁻¹² to 10¹².
    pub fn model_of(&self, covariates: &[f64]) -> Result<M> {
        check_values(&self.names, covariates)?;
        let mut values = self.base.values();
        for effect in &self.effects {
            let own = covariates.iter().zip(&self.origin);
            let terms = own
                .zip(&effect.coefficients)
                .map(|((value, origin), coefficient)| coefficient * (value - origin));
            let predictor: f64 = terms.sum();
            for &(place, sign) in M::moves(effect.on) {
                if let Some(value) = values.get_mut(place) {
                    *value *= (sign * predictor).exp();
                }
            }
        }
        M::from_values(&values)
    }
}
