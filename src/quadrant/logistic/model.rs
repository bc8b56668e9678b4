use super::Options;
use crate::Result;
use crate::estimate::Estimate;
use crate::quadrant::remark::Remark;
use crate::quadrant::{self, Analysis, Attribute, RatingScales};
use crate::{Error, quadrant::Importance};

/// How the rating of each attribute goes with an outcome that is yes or no.
///
/// An association in the answers of these respondents, as all that is derived from a survey.
///
/// See the [example](crate::quadrant::logistic).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Model {
    /// The attributes, in the order given.
    pub attributes: Vec<Effect>,
    /// The logarithm of the odds where all ratings are 0.
    pub intercept: f64,
    /// The logarithm of the likelihood. With weights, each counts as a share of the effective number of
    /// respondents.
    pub log_likelihood: f64,
    /// The same without any attribute.
    pub null_log_likelihood: f64,
    /// How much better the ratings predict than the share of those with the outcome does, from 0 to 1.
    pub pseudo_r_squared: f64,
    /// Respondents with weight whose answers were used for the model.
    pub used: u64,
    /// Of them, those with the outcome 1.
    pub events: u64,
    /// Respondents left out of the model, because an answer is missing or they have no weight.
    pub left_out: u64,
    /// The effective number of respondents.
    pub effective_sample_size: f64,
    /// The scales of the figures.
    pub scales: RatingScales,
    /// How it was computed.
    pub options: Options,
}

/// One attribute of a [`Model`].
///
/// See the [example](crate::quadrant::logistic).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Effect {
    /// Its name.
    pub name: String,
    /// Its mean rating, of everyone who rated it.
    pub satisfaction: f64,
    /// Respondents with weight behind its satisfaction.
    pub answered: u64,
    /// How important it is, by [`Options::importance`]. `None` unless the fit converged.
    pub importance: Option<f64>,
    /// Its plain correlation with the outcome, whose sign says in which direction it goes.
    pub correlation: f64,
    /// The p-value of a two-sided test that this correlation is 0, by its robust error.
    pub correlation_p_value: Option<f64>,
    /// By how much a point more on its scale multiplies the odds, as a logarithm; the other ratings held
    /// constant.
    pub coefficient: f64,
    /// The robust standard error of the coefficient: a sandwich in which what a respondent adds is divided
    /// by one less its leverage in the weighted regression of the last step, as HC3 has it. `None` unless
    /// the fit converged, and if one respondent alone decides it.
    pub standard_error: Option<f64>,
    /// The average marginal effect: the difference in the probability of the outcome that goes with a
    /// point more, averaged over the respondents. Its error is robust, and counts that their ratings are a
    /// sample too. `None` unless the fit converged.
    #[doc(alias = "AME")]
    pub marginal: Option<Estimate>,
    /// The p-value of a two-sided test that the coefficient is 0, by its robust error and Student's t
    /// with n − k − 1 degrees of freedom, n being the effective number of respondents. `None` without an
    /// error.
    pub p_value: Option<f64>,
    /// The p-value adjusted for testing all attributes.
    pub adjusted_p_value: Option<f64>,
}

impl Effect {
    /// Returns the ratio of the odds that goes with a point more; infinite beyond `f64`.
    #[must_use]
    pub fn odds_ratio(&self) -> f64 {
        self.coefficient.exp()
    }
}

impl Model {
    /// Returns the attribute of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Effect> {
        self.attributes.iter().find(|effect| effect.name == name)
    }

    /// Places the attributes by the importance and the satisfaction found, with a
    /// [`Remark`] where one goes against the outcome.
    ///
    /// # Errors
    /// [`Error::Refused`] unless the fit converged; as [`Analysis::new`], for options that do not go with
    /// the scales.
    pub fn analysis(&self, options: quadrant::Options) -> Result<Analysis> {
        options.check(self.scales)?;
        let signed = self.options.importance != Importance::Dominance;
        let p_values = self.attributes.iter().map(|a| a.correlation_p_value);
        let p_values = self.options.adjustment.adjust_known(p_values)?;
        let place = |(effect, p): (&Effect, Option<f64>)| {
            let importance = effect.importance.ok_or_else(|| {
                Error::refused("fit that did not converge", &effect.name)
                    .with_cure("take the model from `Fit::converged`")
            })?;
            let remark = Remark::of(
                signed.then_some((importance, effect.adjusted_p_value)),
                p.map(|p| (effect.correlation, p)),
                options.confidence,
            );
            let attribute = Attribute::new(effect.name.as_str(), importance, effect.satisfaction);
            Ok((attribute, (Some(effect.correlation), remark)))
        };
        let placed = self.attributes.iter().zip(p_values).map(place);
        let placed: Vec<_> = placed.collect::<Result<_>>()?;
        let (attributes, signs): (Vec<_>, Vec<_>) = placed.into_iter().unzip();
        Ok(Analysis::of_checked(
            attributes,
            signs,
            self.scales,
            options,
        ))
    }
}
