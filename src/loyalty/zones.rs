//! Zones of satisfaction: defection, indifference, affection.

use crate::error::Error;
use crate::macros::{named_enum, options};
use crate::{Reading, Result};

use super::evidence::{Evidence, Piece};
use super::score::{Bar, Threshold};

named_enum! {
    /// A zone of satisfaction, named for what its customers do.
    ///
    /// Source: Heskett, J. L., Jones, T. O., Loveman, G. W., Sasser, W. E. and Schlesinger, L. A.
    /// (1994), *Harvard Business Review* 72(2): 164–174, as commonly reported.
    ///
    /// See the [example](crate::loyalty::zones::Rules).
    #[doc(alias = "Heskett")]
    pub enum Zone {
        /// Leaves if there is a choice: 1 and 2 of 5.
        Defection = "defection",
        /// May stay, may leave: 3 and 4 of 5.
        Indifference = "indifference",
        /// Stays: 5 of 5.
        Affection = "affection",
    }
}

options! {
    /// The cuts at which the zones of satisfaction begin.
    ///
    /// The zones are published for whole answers on 1 to 5. A mean of answers between two zones belongs
    /// to the lower one: 2.5 to defection, 4.9 to indifference. The [types](super::types) take the
    /// nearest whole answer instead.
    ///
    /// ```
    /// use retention::loyalty::zones::{Rules, Zone};
    /// use retention::loyalty::{Evidence, Score};
    /// use retention::scale::Scale;
    ///
    /// let zone = |answer| {
    ///     let score = Score::new(Scale::ONE_TO_FIVE, answer)?;
    ///     Rules::default().classify(&Evidence::default().satisfaction(Some(score)))
    /// };
    /// assert_eq!(zone(2.0)?.class(), Some(&Zone::Defection));
    /// assert_eq!(zone(4.0)?.class(), Some(&Zone::Indifference));
    /// assert_eq!(zone(5.0)?.class(), Some(&Zone::Affection));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Satisfaction from which indifference begins. Default: the middle, 3 on 1 to 5.
        pub indifference: Threshold = Threshold::MIDDLE,
        /// Satisfaction from which affection begins. Default: the top of the scale.
        pub affection: Threshold = Threshold::TOP,
    }
}

impl Rules {
    /// Returns the zone of a customer's satisfaction, unless that is missing.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a cut that is no number; [`Error::Unsorted`] if affection begins below
    /// indifference; otherwise as [`Threshold::on`].
    pub fn classify(&self, evidence: &Evidence) -> Result<Reading<Zone, Piece>> {
        let indifference = self.indifference.checked("indifference")?;
        let affection = self.affection.checked("affection")?;
        let Some(satisfaction) = evidence.satisfaction else {
            return Ok(Reading::Missing(vec![Piece::Satisfaction]));
        };
        let bar = |threshold| Bar::new(threshold, true, satisfaction.scale());
        let (indifference, affection) = (bar(indifference)?, bar(affection)?);
        if affection.cut < indifference.cut {
            return Err(Error::unsorted(
                "zones",
                affection.cut,
                format_args!("begins below indifference, at {}", indifference.cut),
            ));
        }
        Ok(Reading::Known(if affection.is_high(satisfaction.value()) {
            Zone::Affection
        } else if indifference.is_high(satisfaction.value()) {
            Zone::Indifference
        } else {
            Zone::Defection
        }))
    }
}
