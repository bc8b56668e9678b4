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
    /// importance is shown as it is. Relative weights and dominance cannot be negative, so read them beside
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
        /// General dominance: the increase of R² by an attribute, averaged over all sets of the other
        /// attributes, each size of set counting the same. The parts are never negative and add up to R².
        /// Read the [correlation](super::Assessed::correlation) beside them, as beside relative weights,
        /// from which they differ little. Of up to [`Method::MOST_ATTRIBUTES`] attributes, because the
        /// number of sets doubles with each.
        ///
        /// ```text
        /// part of j = Σ over sets S without j of |S|! (k − |S| − 1)! / k! · (R²(S and j) − R²(S))
        /// ```
        ///
        /// Source: Lindeman, R. H., Merenda, P. F. and Gold, R. Z. (1980), *Introduction to Bivariate and
        /// Multivariate Analysis*; Budescu, D. V. (1993), *Psychological Bulletin* 114(3): 542–551, as
        /// commonly reported. It is Shapley's value of R².
        #[doc(alias = "Shapley")]
        #[doc(alias = "LMG")]
        #[doc(alias = "general dominance")]
        Dominance = "dominance",
    }
}

impl Importance {
    /// Whether all attributes enter at once, so that one that follows from the others is refused.
    pub(super) const fn is_joint(self) -> bool {
        matches!(
            self,
            Self::Regression | Self::Partial | Self::Deng | Self::RelativeWeights | Self::Dominance
        )
    }

    /// Whether its sign says in which direction an attribute goes with the outcome.
    pub(super) const fn is_signed(self) -> bool {
        !matches!(self, Self::RelativeWeights | Self::Dominance)
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
    /// Which respondents are left out of importance because of missing answers.
    ///
    /// Satisfaction is of everyone who rated the attribute, whatever else they answered.
    ///
    /// See the [example](crate::quadrant::Method).
    #[derive(Default)]
    pub enum Deletion {
        /// Everyone who left out any answer that the method uses, so that the importance of every
        /// attribute is of the same people. The default.
        #[default]
        Listwise = "listwise",
        /// For each importance, everyone who left out an answer that this importance needs. Not possible
        /// if all attributes enter at once: figures of different people make no regression.
        Pairwise = "pairwise",
    }
}

named_enum! {
    /// How the standard errors of importance are computed.
    ///
    /// See the [example](crate::quadrant::Method).
    #[derive(Default)]
    pub enum StandardErrors {
        /// From what each respondent adds to the importance. They hold whatever the distribution of the
        /// ratings and with any weights. A [`Survey`](super::Survey) reads its answers a second time for
        /// them, which takes about as long as the first; a [`Builder`](super::Builder) has no answers left
        /// to read, and falls back to classical errors. The default.
        #[default]
        #[doc(alias = "sandwich")]
        #[doc(alias = "HC3")]
        #[doc(alias = "heteroskedasticity-consistent")]
        #[doc(alias = "linearised")]
        Robust = "robust",
        /// By the textbook formulas for normal ratings. Too small where ratings crowd at one end of the
        /// scale.
        Classical = "classical",
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
    /// {"importance": "regression", "standard_errors": "robust", "deletion": "listwise", "minimum": 30,
    ///  "adjustment": "holm"}
    /// ```
    #[derive(Copy, Eq, Hash)]
    pub struct Method {
        /// Where importance comes from. Default: Pearson's correlation.
        pub importance: Importance = Importance::Pearson,
        /// How standard errors are computed. Default: robust.
        pub standard_errors: StandardErrors = StandardErrors::Robust,
        /// Which respondents are left out because of missing answers. Default: listwise. A respondent
        /// takes time in proportion to the number of attributes, or to its square if the method enters all
        /// attributes at once, or if a builder deletes listwise.
        pub deletion: Deletion = Deletion::Listwise,
        /// Minimum number of respondents with weight behind any figure; fewer are an error. The rule
        /// most often cited asks for more: see [`Method::green_minimum`]. A correlation needs 3 in any
        /// case, and a method that enters all attributes at once needs two more than there are
        /// attributes. Default: 30.
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

    /// The most attributes of [`Importance::Dominance`], which takes all their sets, about a million
    /// for 20.
    pub const MOST_ATTRIBUTES: usize = 20;

    /// Returns how many respondents Green's rules ask for with so many attributes: the larger of 50 + 8 m,
    /// for R², and 104 + m, for the importance of one attribute among others.
    ///
    /// The rules are for effects of medium size and a power of 80 %.
    ///
    /// Source: Green, S. B. (1991), *Multivariate Behavioral Research* 26(3): 499–510, as commonly
    /// reported.
    ///
    /// ```
    /// use retention::quadrant::{Importance, Method};
    ///
    /// assert_eq!((Method::green_minimum(5), Method::green_minimum(9)), (109, 122));
    /// let method = Method::from(Importance::Regression).minimum(Method::green_minimum(9));
    /// assert_eq!(method.minimum, 122);
    /// ```
    #[must_use]
    pub const fn green_minimum(attributes: u64) -> u64 {
        let for_all = attributes.saturating_mul(8).saturating_add(50);
        let for_one = attributes.saturating_add(104);
        if for_all > for_one { for_all } else { for_one }
    }

    /// Refuses a method that does not go with itself, or with so many attributes on this scale.
    pub(super) fn check(&self, attributes: Scale, count: usize) -> Result<()> {
        if self.importance == Importance::Dominance && count > Self::MOST_ATTRIBUTES {
            let allowed = format_args!("at most {} for dominance", Self::MOST_ATTRIBUTES);
            let error = Error::out_of_range("number of attributes", count, allowed);
            return Err(error.with_cure(
                "take `Importance::RelativeWeights`, which differ little and know no limit",
            ));
        }
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
