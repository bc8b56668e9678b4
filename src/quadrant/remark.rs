use super::Placed;
use super::quadrants::Quadrant;
use crate::estimate::Confidence;
use crate::macros::named_enum;

named_enum! {
    /// What to know before the advice of a quadrant is followed.
    ///
    /// A sign is remarked on only if it is told from chance: at the
    /// [confidence](super::Options::confidence) of the options, by the p-values of the
    /// [correlation](super::Assessed::correlation_p_value) and of the importance, adjusted for testing all
    /// attributes.
    ///
    /// See the [example](crate::quadrant::Placed::recommended).
    #[non_exhaustive]
    pub enum Remark {
        /// The attribute goes against the outcome: customers who rate it higher are less satisfied. A
        /// weight that cannot be negative, such as a relative weight, does not say so itself.
        AgainstOutcome = "against_outcome",
        /// Its importance, given the other attributes, and its plain correlation with the outcome have
        /// opposite signs.
        #[doc(alias = "suppressor")]
        SignsDiffer = "signs_differ",
    }
}

impl Remark {
    /// Returns what the signs of the plain correlation and of an importance that has one call for, each
    /// with its p-value.
    pub(super) fn of(
        importance: Option<(f64, Option<f64>)>,
        correlation: Option<(f64, f64)>,
        confidence: Confidence,
    ) -> Option<Self> {
        let told = |p: f64| p < 1.0 - confidence.level();
        let (correlation, _) = correlation.filter(|(_, p)| told(*p))?;
        let importance = importance.filter(|(_, p)| p.is_some_and(told));
        if importance.is_some_and(|(importance, _)| importance * correlation < 0.0) {
            Some(Self::SignsDiffer)
        } else {
            (correlation < 0.0).then_some(Self::AgainstOutcome)
        }
    }
}

impl Placed {
    /// Returns what Martilla and James (1977) recommend for its verdict; for an attribute with a
    /// [remark](Self::remark), what to find out first. `None` without a verdict.
    ///
    /// ```
    /// use retention::quadrant::{Importance, Method, Options, Quadrant, Remark, Survey};
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let calls = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0, 5.0, 5.0, 5.0, 2.0];
    /// let advice = [2.0, 4.0, 3.0, 5.0, 1.0, 4.0, 2.0, 5.0, 1.0, 3.0, 4.0, 2.0];
    /// let overall = [5.0, 5.0, 4.0, 5.0, 3.0, 3.0, 2.0, 3.0, 1.0, 1.0, 2.0, 4.0];
    /// let survey = Survey::new([
    ///     ("calls", scale.full_answers(&calls)?),
    ///     ("advice", scale.full_answers(&advice)?),
    /// ])?
    /// .overall(scale.full_answers(&overall)?)?;
    /// let method = Method::from(Importance::Dominance).minimum(12);
    /// let analysis = survey.assess(method)?.analysis(Options::default())?;
    ///
    /// // Important and well rated, and nothing to keep up.
    /// let calls = analysis.get("calls").unwrap();
    /// assert_eq!(calls.quadrant, Quadrant::KeepUp);
    /// assert_eq!(calls.remark, Some(Remark::AgainstOutcome));
    /// assert!(calls.recommended().unwrap().starts_with("find out why"));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn recommended(&self) -> Option<&'static str> {
        match self.remark {
            Some(Remark::AgainstOutcome) => {
                Some("find out why customers who rate it higher are less satisfied")
            }
            Some(Remark::SignsDiffer) => {
                Some("find out why its sign turns once the other attributes are taken into account")
            }
            None => self.verdict.map(Quadrant::recommended),
        }
    }
}
