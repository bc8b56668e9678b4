use crate::Result;
use crate::macros::named_enum;

use super::counted::class;
use super::score::{AtCut, Score, Threshold, missing};

named_enum! {
    /// A type of customer by satisfaction and loyalty.
    ///
    /// Source: Jones, T. O. and Sasser, W. E. (1995), *Harvard Business Review* 73(6): 88–99, as
    /// commonly reported.
    #[doc(alias = "Jones and Sasser")]
    pub enum CustomerType {
        /// Satisfied and loyal.
        Loyalist = "loyalist",
        /// A loyalist whose experience makes them tell others.
        Apostle = "apostle",
        /// Not satisfied, not loyal.
        Defector = "defector",
        /// A defector whose bad experience makes them tell others.
        Terrorist = "terrorist",
        /// Satisfied and not loyal: goes for price, fashion, or change.
        Mercenary = "mercenary",
        /// Not satisfied, and loyal because of having no way out. Low satisfaction beside high
        /// loyalty is all that the type says; [`Hostages`](super::Hostages) asks for the way out too.
        Hostage = "hostage",
    }
}

named_enum! {
    /// A piece of evidence that [`CustomerTypes`] read.
    pub enum TypePiece {
        /// Satisfaction.
        Satisfaction = "satisfaction",
        /// Loyalty.
        Loyalty = "loyalty",
        /// Whether the customer recommends.
        Recommends = "recommends",
        /// Whether the customer warns others.
        Warns = "warns",
    }
}

/// What is known of one customer for [`CustomerTypes`]; `None` is not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct TypeEvidence {
    /// Satisfaction.
    pub satisfaction: Option<Score>,
    /// Loyalty.
    pub loyalty: Option<Score>,
    /// Whether the customer recommends.
    pub recommends: Option<bool>,
    /// Whether the customer tells others of a bad experience.
    pub warns: Option<bool>,
}

/// What counts as satisfied, and what as loyal, for the types of Jones and Sasser.
///
/// ```text
///              loyal                            not loyal
/// satisfied    loyalist; apostle if recommends  mercenary
/// not          hostage                          defector; terrorist if least satisfied and warns
/// ```
///
/// The cuts are a proposal. The article's point is that merely satisfied is not enough, so by default
/// only the top answer is high, of satisfaction as of loyalty: 5 on 1 to 5.
///
/// ```
/// use retention::loyalty::{CustomerType, CustomerTypes, Score, TypeEvidence};
/// use retention::scale::Scale;
///
/// let score = |value| Score::new(Scale::ONE_TO_FIVE, value).map(Some);
/// let mut evidence = TypeEvidence {
///     satisfaction: score(4.0)?,
///     loyalty: score(5.0)?,
///     ..TypeEvidence::default()
/// };
/// let types = CustomerTypes::default();
/// assert_eq!(types.of(&evidence)?.customer_type, Some(CustomerType::Hostage));
/// evidence.satisfaction = score(5.0)?;
/// assert_eq!(types.of(&evidence)?.customer_type, Some(CustomerType::Loyalist));
/// evidence.recommends = Some(true);
/// assert_eq!(types.of(&evidence)?.customer_type, Some(CustomerType::Apostle));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct CustomerTypes {
    /// Where satisfied begins; [`Threshold::TOP`] by default.
    pub satisfied: Threshold,
    /// Where loyal begins; [`Threshold::TOP`] by default.
    pub loyal: Threshold,
    /// Up to where a defector is so dissatisfied as to be a terrorist when warning others, the value
    /// itself included; [`Threshold::BOTTOM`] by default.
    pub least_satisfied: Threshold,
    /// The side of a score exactly at the cut of satisfied or loyal.
    pub at_cut: AtCut,
}

impl Default for CustomerTypes {
    fn default() -> Self {
        Self {
            satisfied: Threshold::TOP,
            loyal: Threshold::TOP,
            least_satisfied: Threshold::BOTTOM,
            at_cut: AtCut::default(),
        }
    }
}

impl CustomerTypes {
    /// Sets where satisfied begins.
    #[must_use]
    pub const fn satisfied(mut self, threshold: Threshold) -> Self {
        self.satisfied = threshold;
        self
    }

    /// Sets where loyal begins.
    #[must_use]
    pub const fn loyal(mut self, threshold: Threshold) -> Self {
        self.loyal = threshold;
        self
    }

    /// Sets up to where a defector who warns others is a terrorist.
    #[must_use]
    pub const fn least_satisfied(mut self, threshold: Threshold) -> Self {
        self.least_satisfied = threshold;
        self
    }

    /// Sets the side of a score exactly at a cut.
    #[must_use]
    pub const fn at_cut(mut self, at_cut: AtCut) -> Self {
        self.at_cut = at_cut;
        self
    }

    /// The type of a customer. Of one who may or may not tell others it is the plain type: loyalist,
    /// defector.
    ///
    /// # Errors
    /// As [`Threshold::on`], for the scale of each score.
    pub fn of(&self, evidence: &TypeEvidence) -> Result<Typed> {
        let satisfied = self
            .satisfied
            .is_reached(evidence.satisfaction, self.at_cut)?;
        let loyal = self.loyal.is_reached(evidence.loyalty, self.at_cut)?;
        let above_least = self
            .least_satisfied
            .is_reached(evidence.satisfaction, AtCut::Low)?;
        let recommends = evidence.recommends == Some(true);
        let warns = evidence.warns == Some(true) && above_least == Some(false);
        Ok(Typed {
            customer_type: satisfied.zip(loyal).map(|pair| match pair {
                (true, true) if recommends => CustomerType::Apostle,
                (true, true) => CustomerType::Loyalist,
                (true, false) => CustomerType::Mercenary,
                (false, true) => CustomerType::Hostage,
                (false, false) if warns => CustomerType::Terrorist,
                (false, false) => CustomerType::Defector,
            }),
            missing: missing([
                (TypePiece::Satisfaction, satisfied.is_some()),
                (TypePiece::Loyalty, loyal.is_some()),
                (TypePiece::Recommends, evidence.recommends.is_some()),
                (TypePiece::Warns, evidence.warns.is_some()),
            ]),
        })
    }
}

/// One customer's [`CustomerType`], and what was missing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Typed {
    /// The type; `None` where satisfaction or loyalty is missing.
    pub customer_type: Option<CustomerType>,
    /// The pieces that were not given.
    pub missing: Vec<TypePiece>,
}

class!(CustomerType);
