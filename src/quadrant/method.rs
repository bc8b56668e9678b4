use crate::Result;
use crate::error::Error;
use crate::estimate::Adjustment;
use crate::macros::{named_enum, options};
use crate::scale::Scale;

use super::analysis::at_attribute;

named_enum! {
    /// Where importance comes from: what customers say, or how an attribute's rating goes with
    /// overall satisfaction.
    ///
    /// Derived importance is an association: it does not say that satisfaction would rise if a rating
    /// did. Attributes that are correlated share what they have to do with satisfaction, and the
    /// methods share it out differently; plain correlations do not share it out at all. A negative
    /// importance is shown as it is. Relative weights cannot be negative, so read them beside
    /// [`Assessed::correlation`](super::Assessed::correlation).
    ///
    /// See the [example](crate::quadrant::Method).
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
        /// Spearman's correlation: Pearson's correlation of the ranks, where equal answers share
        /// their mean rank. For ordinal answers. A respondent of weight two ranks as two.
        Spearman = "spearman",
        /// The standardised coefficient of a linear regression of overall satisfaction on all
        /// attributes: the difference in overall satisfaction, in standard deviations, between
        /// customers who differ by one standard deviation in this attribute and in no other.
        #[doc(alias = "beta")]
        Regression = "regression",
        /// The partial correlation with overall satisfaction, given the other attributes, from −1
        /// to 1.
        Partial = "partial",
        /// Deng's method: the partial correlation of the logarithm of an attribute's rating with
        /// overall satisfaction, given the logarithms of the other ratings. Needs a scale above 0.
        ///
        /// Source: Deng, W. J., Kuo, Y. F. and Chen, W. C. (2008), *Service Industries Journal*
        /// 28(1): 37–51.
        Deng = "deng",
        /// Johnson's relative weights: the R² of the regression, shared out among attributes through
        /// the uncorrelated variables nearest to them. The weights are never negative and add up to
        /// R². An attribute that goes *against* satisfaction has a weight above 0 too; its
        /// [correlation](super::Assessed::correlation) is below 0, and it is nothing to keep up.
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
    /// Whether all attributes enter at once, so that one that follows from the others is refused.
    pub(super) const fn is_joint(self) -> bool {
        matches!(
            self,
            Self::Regression | Self::Partial | Self::Deng | Self::RelativeWeights
        )
    }

    /// Returns how many respondents it needs, whatever the minimum.
    const fn least(self, attributes: usize) -> u64 {
        match self {
            Self::Stated => 1,
            Self::Pearson | Self::Spearman => 3,
            // Something must be left to judge the fit by.
            _ => (attributes as u64).saturating_add(2),
        }
    }
}

named_enum! {
    /// Which respondents are left out because of missing answers.
    ///
    /// See the [example](crate::quadrant::Method).
    #[derive(Default)]
    pub enum Deletion {
        /// Everyone who left out any answer that the method uses, so that every figure is of the same
        /// people. The default.
        #[default]
        Listwise = "listwise",
        /// For each figure, everyone who left out an answer that this figure needs. Not possible if
        /// all attributes enter at once: figures of different people make no regression.
        Pairwise = "pairwise",
    }
}

options! {
    /// How importance and satisfaction are computed from respondents' answers.
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
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"importance": "regression", "deletion": "listwise", "minimum": 30, "adjustment": "holm"}
    /// ```
    #[derive(Copy, Eq, Hash)]
    pub struct Method {
        /// Where importance comes from. Default: Pearson's correlation.
        pub importance: Importance = Importance::Pearson,
        /// Which respondents are left out because of missing answers. Default: listwise. A respondent
        /// takes time in proportion to the number of attributes, or to its square if the method enters all
        /// attributes at once, or if a builder deletes listwise.
        pub deletion: Deletion = Deletion::Listwise,
        /// Minimum number of respondents with weight behind any figure; fewer are an error. There is
        /// no published threshold. A correlation needs 3 in any case, and a method that enters all
        /// attributes at once needs two more than there are attributes. Default: 30.
        pub minimum: u64 = 30,
        /// How p-values are adjusted for testing several attributes. Default: Holm's method.
        pub adjustment: Adjustment = Adjustment::Holm,
    }
}

impl From<Importance> for Method {
    fn from(importance: Importance) -> Self {
        Self::default().importance(importance)
    }
}

impl Method {
    /// The largest variance inflation that a joint method accepts: 10⁷. A joint method enters all
    /// attributes at once. An attribute with a larger inflation is refused with [`Error::Singular`],
    /// because it follows from the others.
    ///
    /// Coefficients lose about as many digits as the inflation has. Below this limit figures are good
    /// to five digits, whatever the order of attributes and respondents. Inflations of survey answers
    /// that do not follow from each other are far below it.
    pub const LARGEST_INFLATION: f64 = 1e7;

    /// Refuses a method that does not go with itself or with ratings on this scale.
    pub(super) fn check(&self, attributes: Scale) -> Result<()> {
        if self.deletion == Deletion::Pairwise && self.importance.is_joint() {
            let error = Error::unsupported("pairwise deletion", self.importance);
            return Err(error.with_cure("use listwise deletion"));
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

    /// Refuses too few respondents.
    pub(super) fn check_respondents(&self, found: u64, attributes: usize) -> Result<()> {
        let least = self.importance.least(attributes);
        if found >= least.max(self.minimum) {
            return Ok(());
        }
        Err(if self.minimum > least {
            Error::insufficient("respondents", found, self.minimum)
                .with_cure("ask more respondents, or lower `Method::minimum`")
        } else {
            Error::insufficient("respondents", found, least)
                .with_cure("this method cannot do with fewer, whatever `Method::minimum` says")
        })
    }

    /// Refuses too few respondents behind one attribute, which is named if others may have more.
    pub(super) fn check_attribute(&self, found: u64, name: &str, attributes: usize) -> Result<()> {
        let result = self.check_respondents(found, attributes);
        match self.deletion {
            Deletion::Listwise => result,
            Deletion::Pairwise => result.map_err(|error| error.at_place(at_attribute(name))),
        }
    }
}
