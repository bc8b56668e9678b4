//! The ladder of loyalty: none, habitual or satisfied, preference, committed.

use crate::Result;
use crate::macros::{named_enum, options};

use super::evidence::{Evidence, Piece};
use super::score::{Threshold, all, any, missing};

named_enum! {
    /// A rung of the ladder of loyalty, from the lowest.
    ///
    /// The ladder is Aaker's pyramid of five levels, with two of them united:
    ///
    /// | Aaker's level | rung |
    /// |---|---|
    /// | switcher: buys by price, indifferent to the brand | no loyalty |
    /// | habitual buyer, with no reason to change | habitual or satisfied |
    /// | satisfied buyer with switching costs | habitual or satisfied |
    /// | likes the brand, as one likes a friend | preference |
    /// | committed buyer | committed |
    ///
    /// Source: Aaker, D. A. (1991), *Managing Brand Equity*, Free Press, as commonly reported.
    ///
    /// See the [example](crate::loyalty::ladder::Rules).
    #[doc(alias = "LoyaltyLevel")]
    #[doc(alias = "忠诚层次")]
    pub enum Level {
        /// Indifferent: buys by price and convenience.
        #[doc(alias = "无忠诚")]
        NoLoyalty = "none",
        /// Satisfied, used to the brand, or kept by switching costs.
        #[doc(alias = "习惯")]
        #[doc(alias = "满意")]
        HabitualOrSatisfied = "habitual_or_satisfied",
        /// Prefers the brand to its competitors.
        #[doc(alias = "偏好")]
        Preference = "preference",
        /// Committed: stands by the brand, and buys it again.
        #[doc(alias = "忠贞")]
        Committed = "committed",
    }
}

options! {
    /// The cuts from which each piece of evidence counts as high on the ladder.
    ///
    /// ```text
    /// committed              commitment and repeat are high
    /// preference             else relative attitude is high
    /// habitual or satisfied  else satisfaction, repeat or switching cost is high
    /// none                   else
    /// ```
    ///
    /// Repeat is the customer's [patronage](Evidence::patronage). Aaker describes the
    /// levels in words; the rule and the cuts are a proposal.
    ///
    /// ```
    /// use retention::loyalty::ladder::{Level, Rules};
    /// use retention::loyalty::{Evidence, Piece, Score};
    /// use retention::scale::Scale;
    ///
    /// let score = |value| Score::new(Scale::ONE_TO_SEVEN, value).map(Some);
    /// let evidence = Evidence::default()
    ///     .satisfaction(score(6.0)?)
    ///     .relative_attitude(score(3.0)?)
    ///     .patronage(Some(Score::rate(0.8)?));
    /// // Without commitment it is not known whether the top rung is reached, but the second one is.
    /// let rung = Rules::default().classify(&evidence)?;
    /// assert_eq!(rung.level, None);
    /// assert_eq!((rung.at_least, rung.at_most), (Level::HabitualOrSatisfied, Level::Committed));
    /// assert_eq!(rung.missing, [Piece::Commitment, Piece::SwitchingCost]);
    ///
    /// let rung = Rules::default().classify(&evidence.commitment(score(4.0)?))?;
    /// assert_eq!(rung.level, Some(Level::HabitualOrSatisfied));
    /// assert_eq!(rung.high, [Piece::Repeat, Piece::Satisfaction]);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Score from which commitment is high. Default: two thirds of the scale.
        pub commitment: Threshold = Threshold::default(),
        /// Score from which repeat buying is high. Default: two thirds of the scale.
        pub repeat: Threshold = Threshold::default(),
        /// Score from which relative attitude is high. Default: two thirds of the scale.
        pub relative_attitude: Threshold = Threshold::default(),
        /// Score from which satisfaction is high. Default: two thirds of the scale.
        pub satisfaction: Threshold = Threshold::default(),
        /// Score from which switching cost is high. Default: two thirds of the scale.
        pub switching_cost: Threshold = Threshold::default(),
        /// Whether a score exactly at a cut counts as high. Default: true, a proposal.
        pub cut_is_high: bool = true,
    }
}

impl Rules {
    /// Sets one cut for every piece.
    #[must_use]
    pub const fn threshold(self, threshold: Threshold) -> Self {
        Self {
            commitment: threshold,
            repeat: threshold,
            relative_attitude: threshold,
            satisfaction: threshold,
            switching_cost: threshold,
            cut_is_high: self.cut_is_high,
        }
    }

    /// Returns the rung on which a customer stands, as far as the evidence tells.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) for a cut that is no number; otherwise as
    /// [`Threshold::on`], for the scale of each score.
    pub fn classify(&self, evidence: &Evidence) -> Result<Rung> {
        let high = |piece: Piece, threshold: Threshold, score| -> Result<_> {
            let high = threshold.is_reached(piece.name(), score, self.cut_is_high)?;
            Ok((piece, high))
        };
        let (attitude, cost) = (evidence.relative_attitude, evidence.switching_cost);
        Ok(Rung::of([
            high(Piece::Commitment, self.commitment, evidence.commitment)?,
            high(Piece::Repeat, self.repeat, evidence.patronage)?,
            high(Piece::RelativeAttitude, self.relative_attitude, attitude)?,
            high(
                Piece::Satisfaction,
                self.satisfaction,
                evidence.satisfaction,
            )?,
            high(Piece::SwitchingCost, self.switching_cost, cost)?,
        ]))
    }
}

/// The rung on which a customer stands, by [`Rules`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rung {
    /// The rung; `None` if it depends on a missing piece.
    pub level: Option<Level>,
    /// The lowest rung it can be.
    pub at_least: Level,
    /// The highest rung it can be.
    pub at_most: Level,
    /// The pieces that are high, which explain the rung.
    pub high: Vec<Piece>,
    /// The pieces that were not given.
    pub missing: Vec<Piece>,
}

impl Rung {
    /// The rung by which pieces are high, in the order commitment, repeat, relative attitude,
    /// satisfaction, switching cost.
    fn of(pieces: [(Piece, Option<bool>); 5]) -> Self {
        let [commitment, repeat, attitude, satisfaction, cost] = pieces.map(|(_, high)| high);
        let rungs = [
            (Level::Committed, all([commitment, repeat])),
            (Level::Preference, attitude),
            (
                Level::HabitualOrSatisfied,
                any([satisfaction, repeat, cost]),
            ),
        ];
        let first = |of: fn(Option<bool>) -> bool| {
            let found = rungs.iter().find(|(_, holds)| of(*holds));
            found.map_or(Level::NoLoyalty, |&(level, _)| level)
        };
        let at_most = first(|holds| holds != Some(false));
        let at_least = first(|holds| holds == Some(true));
        let high = pieces.iter().filter(|(_, high)| *high == Some(true));
        Self {
            level: (at_least == at_most).then_some(at_least),
            at_least,
            at_most,
            high: high.map(|&(piece, _)| piece).collect(),
            missing: missing(pieces.map(|(piece, high)| (piece, high.is_some()))),
        }
    }
}
