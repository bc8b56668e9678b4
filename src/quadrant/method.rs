use crate::Result;
use crate::error::Error;
use crate::estimate::Adjustment;
use crate::macros::named_enum;
use crate::scale::Scale;

named_enum! {
    /// What importance is taken from: what customers say, or how an attribute's rating goes with
    /// overall satisfaction.
    ///
    /// What is derived is an association. Attributes that hang together share what they have to do
    /// with satisfaction, and the methods differ in how they share it out: the plain correlations
    /// not at all, the others in their own ways. A negative figure is shown as it is. None says that
    /// satisfaction would rise if a rating did.
    #[derive(Default)]
    #[non_exhaustive]
    #[doc(alias = "key driver analysis")]
    #[doc(alias = "derived importance")]
    pub enum Importance {
        /// The mean of what respondents say, on the scale they were asked on.
        Stated = "stated",
        /// Pearson's correlation with overall satisfaction, from −1 to 1. The default.
        #[default]
        Pearson = "pearson",
        /// Spearman's: Pearson's of the ranks, of which equal answers share the mean. For ordinal
        /// answers. A respondent of weight two ranks as two.
        Spearman = "spearman",
        /// The standardised coefficient of a linear regression of overall satisfaction on all
        /// attributes: by how many of its standard deviations it differs where the attribute
        /// differs by one of its own and the others do not.
        #[doc(alias = "beta")]
        Regression = "regression",
        /// The partial correlation with overall satisfaction, given the other attributes, from −1
        /// to 1.
        Partial = "partial",
        /// Deng's: the partial correlation of the logarithm of an attribute's rating with overall
        /// satisfaction, given the logarithms of the others. Needs a scale above 0.
        ///
        /// Source: Deng, W. J., Kuo, Y. F. and Chen, W. C. (2008), *Service Industries Journal*
        /// 28(1): 37–51.
        Deng = "deng",
        /// Johnson's relative weights: what the regression explains, shared out among attributes
        /// by way of the uncorrelated variables nearest to them. None is negative, and they add up
        /// to R².
        ///
        /// ```text
        /// R = V Δ² Vᵀ of the attributes,  Λ = V Δ Vᵀ,  b = Λ⁻¹ r,  weight of j = Σₖ λⱼₖ² bₖ²
        /// ```
        ///
        /// Source: Johnson, J. W. (2000), *Multivariate Behavioral Research* 35(1): 1–19.
        #[doc(alias = "Johnson")]
        #[doc(alias = "relative importance")]
        RelativeWeights = "relative_weights",
    }
}

impl Importance {
    /// Whether all attributes enter at once, so that one that follows from the others cannot be
    /// told apart from them.
    pub(super) const fn is_joint(self) -> bool {
        matches!(
            self,
            Self::Regression | Self::Partial | Self::Deng | Self::RelativeWeights
        )
    }

    /// How few respondents would not do, whatever the minimum.
    pub(super) const fn least(self, attributes: usize) -> usize {
        match self {
            Self::Stated => 1,
            Self::Pearson | Self::Spearman => 3,
            // Something must be left to judge the fit by.
            _ => attributes.saturating_add(2),
        }
    }
}

named_enum! {
    /// Which respondents are left out for what they did not answer.
    #[derive(Default)]
    pub enum Deletion {
        /// Those who left out anything that the method uses, so that every figure is of the same
        /// people. The default.
        #[default]
        Listwise = "listwise",
        /// Each figure is of all who answered what it needs. For stated importance and for
        /// correlations; figures of different people do not make a regression.
        Pairwise = "pairwise",
    }
}

/// How importance and satisfaction are found from respondents' answers.
///
/// ```
/// use retention::estimate::Adjustment;
/// use retention::quadrant::{Deletion, Importance, Method};
///
/// let method = Method::from(Importance::Spearman)
///     .deletion(Deletion::Pairwise)
///     .minimum(100)
///     .adjustment(Adjustment::BenjaminiHochberg);
/// assert_eq!(Method::default().importance, Importance::Pearson);
/// ```
///
/// As JSON, in which what is missing is the default:
///
/// ```text
/// {"importance": "regression", "deletion": "listwise", "minimum": 30, "adjustment": "holm"}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Method {
    /// What importance is taken from.
    pub importance: Importance,
    /// Which respondents are left out.
    pub deletion: Deletion,
    /// With fewer respondents behind any figure, counted as they are whatever they weigh, there is no
    /// result but an error. Nobody has published a
    /// threshold; the default is 30. Whatever it is, a correlation takes 3, and what enters all
    /// attributes at once takes two more than there are attributes.
    pub minimum: usize,
    /// What is done about testing as many attributes as there are.
    pub adjustment: Adjustment,
}

impl Default for Method {
    fn default() -> Self {
        Self {
            importance: Importance::default(),
            deletion: Deletion::default(),
            minimum: 30,
            adjustment: Adjustment::default(),
        }
    }
}

impl From<Importance> for Method {
    fn from(importance: Importance) -> Self {
        Self::default().importance(importance)
    }
}

impl Method {
    /// Sets what importance is taken from.
    #[must_use]
    pub const fn importance(mut self, importance: Importance) -> Self {
        self.importance = importance;
        self
    }

    /// Sets which respondents are left out.
    #[must_use]
    pub const fn deletion(mut self, deletion: Deletion) -> Self {
        self.deletion = deletion;
        self
    }

    /// Sets how few respondents are too few.
    #[must_use]
    pub const fn minimum(mut self, minimum: usize) -> Self {
        self.minimum = minimum;
        self
    }

    /// Sets what is done about many tests.
    #[must_use]
    pub const fn adjustment(mut self, adjustment: Adjustment) -> Self {
        self.adjustment = adjustment;
        self
    }

    /// Whether ratings on this scale can be used so.
    pub(super) fn check(&self, attributes: Scale) -> Result<()> {
        if self.deletion == Deletion::Pairwise && self.importance.is_joint() {
            return Err(Error::out_of_range(
                "deletion",
                self.deletion,
                format_args!("listwise, for {}", self.importance),
            ));
        }
        if self.importance == Importance::Deng && attributes.low() <= 0.0 {
            return Err(Error::out_of_range(
                "low end of the scale",
                attributes.low(),
                "above 0, for logarithms of answers",
            ));
        }
        Ok(())
    }

    /// Whether so many respondents are enough.
    pub(super) fn check_respondents(&self, found: u64, attributes: usize) -> Result<()> {
        let least = self.minimum.max(self.importance.least(attributes));
        if found < least as u64 {
            return Err(Error::insufficient("respondents", found, least as u64));
        }
        Ok(())
    }
}
