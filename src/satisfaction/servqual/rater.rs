use crate::macros::named_enum;

named_enum! {
    /// A dimension by which customers judge a service, in the order that spells RATER.
    ///
    /// Source: Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1):
    /// 12–40.
    ///
    /// See the [example](crate::satisfaction::servqual::Servqual).
    pub enum Dimension {
        /// Does what was promised, dependably.
        #[doc(alias = "信赖度")]
        Reliability = "reliability",
        /// Knows its business, is courteous, and inspires trust.
        #[doc(alias = "专业度")]
        #[doc(alias = "保证性")]
        Assurance = "assurance",
        /// What can be seen: premises, equipment, people.
        #[doc(alias = "有形度")]
        Tangibles = "tangibles",
        /// Cares for each customer.
        #[doc(alias = "同理度")]
        Empathy = "empathy",
        /// Helps, and promptly.
        #[doc(alias = "反应度")]
        Responsiveness = "responsiveness",
    }
}

impl Dimension {
    /// Returns how many of the 22 items of 1988 ask about the dimension: tangibles 4, reliability 5,
    /// responsiveness 4, assurance 4, empathy 5.
    #[must_use]
    pub const fn items(self) -> usize {
        match self {
            Self::Reliability | Self::Empathy => 5,
            Self::Assurance | Self::Tangibles | Self::Responsiveness => 4,
        }
    }
}

/// One value for each of the five dimensions.
///
/// See the [example](crate::satisfaction::servqual::Builder).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "RATER")]
pub struct Rater<T> {
    /// The value for reliability.
    pub reliability: T,
    /// The value for assurance.
    pub assurance: T,
    /// The value for tangibles.
    pub tangibles: T,
    /// The value for empathy.
    pub empathy: T,
    /// The value for responsiveness.
    pub responsiveness: T,
}

impl Rater<f64> {
    /// The weights that customers of five companies gave the dimensions, of 100 points: reliability
    /// 32, responsiveness 22, assurance 19, empathy 16, tangibles 11.
    ///
    /// Source: Zeithaml, V. A., Parasuraman, A. and Berry, L. L. (1990), *Delivering Quality
    /// Service*, Free Press, as commonly reported.
    pub const ZEITHAML_1990: Self = Self {
        reliability: 32.0,
        assurance: 19.0,
        tangibles: 11.0,
        empathy: 16.0,
        responsiveness: 22.0,
    };
}

/// A score for each dimension.
impl From<Rater<f64>> for Rater<Option<f64>> {
    fn from(scores: Rater<f64>) -> Self {
        Self::from_fn(|dimension| Some(*scores.get(dimension)))
    }
}

impl<T> Rater<T> {
    /// Creates one value for each dimension by calling `of`.
    #[must_use]
    pub fn from_fn(mut of: impl FnMut(Dimension) -> T) -> Self {
        Self {
            reliability: of(Dimension::Reliability),
            assurance: of(Dimension::Assurance),
            tangibles: of(Dimension::Tangibles),
            empathy: of(Dimension::Empathy),
            responsiveness: of(Dimension::Responsiveness),
        }
    }

    /// Returns the value for `dimension`.
    #[must_use]
    pub const fn get(&self, dimension: Dimension) -> &T {
        match dimension {
            Dimension::Reliability => &self.reliability,
            Dimension::Assurance => &self.assurance,
            Dimension::Tangibles => &self.tangibles,
            Dimension::Empathy => &self.empathy,
            Dimension::Responsiveness => &self.responsiveness,
        }
    }

    /// Returns the value for `dimension`, to be changed.
    #[must_use]
    pub const fn get_mut(&mut self, dimension: Dimension) -> &mut T {
        match dimension {
            Dimension::Reliability => &mut self.reliability,
            Dimension::Assurance => &mut self.assurance,
            Dimension::Tangibles => &mut self.tangibles,
            Dimension::Empathy => &mut self.empathy,
            Dimension::Responsiveness => &mut self.responsiveness,
        }
    }

    /// Iterates over the dimensions and their values, in the order that spells RATER.
    pub fn iter(&self) -> impl Iterator<Item = (Dimension, &T)> {
        Dimension::ALL
            .iter()
            .map(|&dimension| (dimension, self.get(dimension)))
    }
}
