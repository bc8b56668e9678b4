use crate::macros::named_enum;

named_enum! {
    /// What customers judge a service by, in the order that spells RATER.
    ///
    /// Source: Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1):
    /// 12–40.
    pub enum RaterDimension {
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

impl RaterDimension {
    /// How many of the 22 items of 1988 ask about it: tangibles 4, reliability 5, responsiveness 4,
    /// assurance 4, empathy 5.
    #[must_use]
    pub const fn items(self) -> usize {
        match self {
            Self::Reliability | Self::Empathy => 5,
            Self::Assurance | Self::Tangibles | Self::Responsiveness => 4,
        }
    }
}

/// One of something for each of the five dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[doc(alias = "RATER")]
pub struct Rater<T> {
    /// Of reliability.
    pub reliability: T,
    /// Of assurance.
    pub assurance: T,
    /// Of tangibles.
    pub tangibles: T,
    /// Of empathy.
    pub empathy: T,
    /// Of responsiveness.
    pub responsiveness: T,
}

impl Rater<f64> {
    /// What each dimension counts for with customers of five companies, of 100 points: reliability
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

impl<T> Rater<T> {
    /// What `of` says of each dimension.
    #[must_use]
    pub fn from_fn(mut of: impl FnMut(RaterDimension) -> T) -> Self {
        Self {
            reliability: of(RaterDimension::Reliability),
            assurance: of(RaterDimension::Assurance),
            tangibles: of(RaterDimension::Tangibles),
            empathy: of(RaterDimension::Empathy),
            responsiveness: of(RaterDimension::Responsiveness),
        }
    }

    /// That of one dimension.
    #[must_use]
    pub const fn get(&self, dimension: RaterDimension) -> &T {
        match dimension {
            RaterDimension::Reliability => &self.reliability,
            RaterDimension::Assurance => &self.assurance,
            RaterDimension::Tangibles => &self.tangibles,
            RaterDimension::Empathy => &self.empathy,
            RaterDimension::Responsiveness => &self.responsiveness,
        }
    }

    /// That of one dimension, to be changed.
    #[must_use]
    pub const fn get_mut(&mut self, dimension: RaterDimension) -> &mut T {
        match dimension {
            RaterDimension::Reliability => &mut self.reliability,
            RaterDimension::Assurance => &mut self.assurance,
            RaterDimension::Tangibles => &mut self.tangibles,
            RaterDimension::Empathy => &mut self.empathy,
            RaterDimension::Responsiveness => &mut self.responsiveness,
        }
    }

    /// Each dimension with its own, in the order that spells RATER.
    pub fn iter(&self) -> impl Iterator<Item = (RaterDimension, &T)> {
        RaterDimension::ALL
            .iter()
            .map(|&dimension| (dimension, self.get(dimension)))
    }
}
