use super::Options;
use crate::estimate::Estimate;
use crate::macros::named_enum;

named_enum! {
    /// How an attribute goes with overall satisfaction when it is rated low and when it is rated high.
    ///
    /// See the [example](crate::quadrant::contrasts).
    pub enum Factor {
        /// A low rating costs, and more than a high one brings.
        #[doc(alias = "must-be")]
        #[doc(alias = "dissatisfier")]
        Basic = "basic",
        /// A low rating costs and a high one brings; which of them is more is not told.
        #[doc(alias = "one-dimensional")]
        #[doc(alias = "hybrid")]
        Performance = "performance",
        /// A high rating brings, and more than a low one costs.
        #[doc(alias = "attractive")]
        #[doc(alias = "satisfier")]
        Excitement = "excitement",
    }
}

/// The penalty and the reward of each attribute, all fitted at once.
///
/// An association in the answers of these respondents, as all that is derived from a survey.
///
/// See the [example](crate::quadrant::contrasts).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Contrasts {
    /// The attributes, in the order given.
    pub attributes: Vec<Contrast>,
    /// Overall satisfaction of those who rate every attribute in the middle.
    pub constant: f64,
    /// The share of the variance of overall satisfaction that is explained, from 0 to 1; `None` if all
    /// overall answers are equal.
    pub r_squared: Option<f64>,
    /// R² less what as many indicators of no importance would explain by chance.
    pub adjusted_r_squared: Option<f64>,
    /// The degrees of freedom: the effective number of respondents less that of coefficients.
    pub degrees_of_freedom: f64,
    /// The highest rating that counts as low.
    pub low: f64,
    /// The lowest rating that counts as high.
    pub high: f64,
    /// Respondents with weight whose answers were used.
    pub used: u64,
    /// Respondents left out, because an answer is missing or they have no weight.
    pub left_out: u64,
    /// How it was computed.
    pub options: Options,
}

/// One attribute of [`Contrasts`].
///
/// See the [example](crate::quadrant::contrasts).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Contrast {
    /// Its name.
    pub name: String,
    /// Respondents used with a low rating.
    pub low: u64,
    /// Respondents used with a high rating.
    pub high: u64,
    /// The difference in overall satisfaction between a low and a middling rating, in points; usually
    /// negative. Its error is HC3. `None` with fewer low ratings than [`Options::fewest`], if one
    /// respondent alone decides it, and if the contrasts explain everything: a perfect fit leaves nothing
    /// to judge by.
    pub penalty: Option<Estimate>,
    /// The difference between a high and a middling rating, usually positive. `None` as for a penalty.
    pub reward: Option<Estimate>,
    /// The reward less the size of the penalty, `reward + penalty`: below 0 a low rating costs more than
    /// a high one brings. `None` unless both are known.
    pub asymmetry: Option<Estimate>,
    /// Its factor. `None` is undecided.
    ///
    /// Basic: the penalty is below 0 and the asymmetry is below 0, both told from 0. Excitement: the
    /// reward is above 0 and the asymmetry is above 0. Performance: the penalty is below 0 and the reward
    /// above, and the asymmetry is not told from 0. Whatever is not told is undecided: that a reward is
    /// not told from 0 does not make it small. Each test is by itself, with the
    /// [confidence](Options::confidence) asked for, and no adjustment: a factor takes two of them, which
    /// holds its error below that of one. Simulated with attributes that have nothing to do with overall
    /// satisfaction, each gets a factor in 1 to 2 of 100 surveys.
    pub factor: Option<Factor>,
}

impl Contrasts {
    /// Returns the attribute of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Contrast> {
        self.attributes
            .iter()
            .find(|contrast| contrast.name == name)
    }
}

impl Factor {
    /// Returns the factor, where `told` says how many errors from 0 are told from it.
    pub(super) fn of(
        penalty: Option<Estimate>,
        reward: Option<Estimate>,
        asymmetry: Option<Estimate>,
        told: f64,
    ) -> Option<Self> {
        let sign = |estimate: Estimate| {
            let away = estimate.value().abs() > told * estimate.standard_error();
            if away { estimate.value().signum() } else { 0.0 }
        };
        let (penalty, reward, asymmetry) = (sign(penalty?), sign(reward?), sign(asymmetry?));
        if penalty < 0.0 && asymmetry < 0.0 {
            Some(Self::Basic)
        } else if reward > 0.0 && asymmetry > 0.0 {
            Some(Self::Excitement)
        } else if penalty < 0.0 && reward > 0.0 {
            Some(Self::Performance)
        } else {
            None
        }
    }
}
