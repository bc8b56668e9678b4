//! Types of customers by satisfaction and loyalty.

use crate::macros::{named_enum, options};
use crate::{Reading, Result};

use super::evidence::{Evidence, Piece};
use super::score::{Threshold, reading};

named_enum! {
    /// A type of customer by satisfaction and loyalty.
    ///
    /// Source: Jones, T. O. and Sasser, W. E. (1995), *Harvard Business Review* 73(6): 88–99, as
    /// commonly reported.
    ///
    /// See the [example](crate::loyalty::types::Rules).
    #[doc(alias = "Jones and Sasser")]
    pub enum CustomerType {
        /// Satisfied and loyal.
        Loyalist = "loyalist",
        /// A loyalist who recommends to others.
        Apostle = "apostle",
        /// Not satisfied, not loyal.
        Defector = "defector",
        /// A defector who warns others.
        Terrorist = "terrorist",
        /// Satisfied and not loyal: leaves for price, fashion, or change.
        Mercenary = "mercenary",
        /// Not satisfied and loyal, perhaps because leaving is hard. [`hostages`](super::hostages) asks
        /// about switching costs too.
        Hostage = "hostage",
    }
}

options! {
    /// The cuts from which a customer is satisfied and loyal, for the types of Jones and Sasser.
    ///
    /// ```text
    ///              loyal                            not loyal
    /// satisfied    loyalist; apostle if recommends  mercenary
    /// not          hostage                          defector; terrorist if least satisfied and warns
    /// ```
    ///
    /// The cuts are a proposal. The article argues that merely satisfied is not enough, so by default only
    /// the top answer counts as high: 5 on 1 to 5.
    ///
    /// ```
    /// use retention::loyalty::types::{CustomerType, Rules};
    /// use retention::loyalty::{Evidence, Score};
    /// use retention::scale::Scale;
    ///
    /// let score = |value| Score::new(Scale::ONE_TO_FIVE, value).map(Some);
    /// let rules = Rules::default();
    /// let evidence = Evidence::default().satisfaction(score(4.0)?).loyalty(score(5.0)?);
    /// assert_eq!(rules.classify(&evidence)?.class(), Some(&CustomerType::Hostage));
    /// let evidence = evidence.satisfaction(score(5.0)?);
    /// assert_eq!(rules.classify(&evidence)?.class(), Some(&CustomerType::Loyalist));
    /// let evidence = evidence.recommends(Some(true));
    /// assert_eq!(rules.classify(&evidence)?.class(), Some(&CustomerType::Apostle));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Score from which a customer is satisfied. Default: the top of the scale.
        pub satisfied: Threshold = Threshold::TOP,
        /// Score from which a customer is loyal. Default: the top of the scale.
        pub loyal: Threshold = Threshold::TOP,
        /// Highest satisfaction at which a defector who warns others is a terrorist. Default: the
        /// bottom of the scale.
        pub least_satisfied: Threshold = Threshold::BOTTOM,
        /// Whether a score exactly at a cut counts as high. Default: true, since no source says.
        pub cut_is_high: bool = true,
    }
}

impl Rules {
    /// Returns the type of a customer, or which of satisfaction and loyalty is missing.
    ///
    /// If it is not known whether the customer tells others, the type is the plain one: loyalist or
    /// defector.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a cut that is no number; otherwise as
    /// [`Threshold::on`], for the scale of each score.
    pub fn classify(&self, evidence: &Evidence) -> Result<Reading<CustomerType, Piece>> {
        let (satisfaction, loyalty) = (evidence.satisfaction, evidence.loyalty);
        let satisfied = self
            .satisfied
            .is_reached("satisfied", satisfaction, self.cut_is_high)?;
        let loyal = self.loyal.is_reached("loyal", loyalty, self.cut_is_high)?;
        let above_least =
            self.least_satisfied
                .is_reached("least_satisfied", satisfaction, false)?;
        let recommends = evidence.recommends == Some(true);
        let warns = evidence.warns == Some(true) && above_least == Some(false);
        Ok(reading(
            satisfied.zip(loyal).map(|pair| match pair {
                (true, true) if recommends => CustomerType::Apostle,
                (true, true) => CustomerType::Loyalist,
                (true, false) => CustomerType::Mercenary,
                (false, true) => CustomerType::Hostage,
                (false, false) if warns => CustomerType::Terrorist,
                (false, false) => CustomerType::Defector,
            }),
            [
                (Piece::Satisfaction, satisfied.is_some()),
                (Piece::Loyalty, loyal.is_some()),
            ],
        ))
    }
}
