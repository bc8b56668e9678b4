use crate::Result;
use crate::macros::named_enum;

use super::counted::class;
use super::score::{AtCut, Score, Threshold, all, any, missing};

named_enum! {
    /// A rung of the ladder of loyalty, from the lowest.
    ///
    /// Aaker's pyramid of five [levels](AakerLevel), two of them in one.
    #[doc(alias = "LoyaltyLevel")]
    #[doc(alias = "忠诚层次")]
    pub enum Level {
        /// Indifferent: buys by price and convenience.
        #[doc(alias = "无忠诚")]
        NoLoyalty = "none",
        /// Satisfied, or used to it, or kept by what switching would cost.
        #[doc(alias = "习惯")]
        #[doc(alias = "满意")]
        HabitualOrSatisfied = "habitual_or_satisfied",
        /// Prefers it to the competitors it is compared with.
        #[doc(alias = "偏好")]
        Preference = "preference",
        /// Committed: stays by it, and says so.
        #[doc(alias = "忠贞")]
        Committed = "committed",
    }
}

named_enum! {
    /// A level of Aaker's pyramid of brand loyalty, from the lowest.
    ///
    /// Source: Aaker, D. A. (1991), *Managing Brand Equity*, Free Press, as commonly reported.
    pub enum AakerLevel {
        /// Buys by price, indifferent to the brand.
        Switcher = "switcher",
        /// Buys by habit, with no reason to change.
        Habitual = "habitual",
        /// Is satisfied, and would have costs of switching.
        SatisfiedWithSwitchingCost = "satisfied_with_switching_cost",
        /// Likes the brand, as one likes a friend.
        Friend = "friend",
        /// Is committed to it.
        Committed = "committed",
    }
}

impl AakerLevel {
    /// The rung of the ladder it is part of.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Switcher => Level::NoLoyalty,
            Self::Habitual | Self::SatisfiedWithSwitchingCost => Level::HabitualOrSatisfied,
            Self::Friend => Level::Preference,
            Self::Committed => Level::Committed,
        }
    }
}

named_enum! {
    /// A piece of evidence that the [`Ladder`] reads.
    pub enum LadderPiece {
        /// Commitment to the product.
        Commitment = "commitment",
        /// Repeat buying.
        Repeat = "repeat",
        /// Attitude relative to competitors.
        RelativeAttitude = "relative_attitude",
        /// Satisfaction.
        Satisfaction = "satisfaction",
        /// What switching would cost.
        SwitchingCost = "switching_cost",
    }
}

/// What is known of one customer for the [`Ladder`]; `None` is not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct LadderEvidence {
    /// Commitment to the product.
    pub commitment: Option<Score>,
    /// Repeat buying: a repeat rate, or a score.
    pub repeat: Option<Score>,
    /// Attitude relative to competitors.
    pub relative_attitude: Option<Score>,
    /// Satisfaction.
    pub satisfaction: Option<Score>,
    /// What switching would cost.
    pub switching_cost: Option<Score>,
}

/// The ladder of loyalty: none, habitual or satisfied, preference, committed; with what counts as
/// high on each piece of evidence.
///
/// ```text
/// committed              commitment and repeat are high
/// preference             else relative attitude is high
/// habitual or satisfied  else satisfaction, repeat or switching cost is high
/// none                   else
/// ```
///
/// The rule and the cuts are a proposal; none is published. Each cut is by default
/// [two thirds of the scale](Threshold).
///
/// ```
/// use retention::loyalty::{Ladder, LadderEvidence, LadderPiece, Level, Score};
/// use retention::scale::Scale;
///
/// let score = |value| Score::new(Scale::ONE_TO_SEVEN, value).map(Some);
/// let evidence = LadderEvidence {
///     satisfaction: score(6.0)?,
///     relative_attitude: score(3.0)?,
///     repeat: Some(Score::rate(0.8)?),
///     ..LadderEvidence::default()
/// };
/// // Without commitment it is not known whether the top rung is reached, but the second one is.
/// let rung = Ladder::default().place(&evidence)?;
/// assert_eq!(rung.level, None);
/// assert_eq!((rung.at_least, rung.at_most), (Level::HabitualOrSatisfied, Level::Committed));
/// assert_eq!(rung.missing, [LadderPiece::Commitment, LadderPiece::SwitchingCost]);
///
/// let evidence = LadderEvidence { commitment: score(4.0)?, ..evidence };
/// let rung = Ladder::default().place(&evidence)?;
/// assert_eq!(rung.level, Some(Level::HabitualOrSatisfied));
/// assert_eq!(rung.high, [LadderPiece::Repeat, LadderPiece::Satisfaction]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct Ladder {
    /// Where high commitment begins.
    pub commitment: Threshold,
    /// Where high repeat buying begins.
    pub repeat: Threshold,
    /// Where a high relative attitude begins.
    pub relative_attitude: Threshold,
    /// Where high satisfaction begins.
    pub satisfaction: Threshold,
    /// Where high switching cost begins.
    pub switching_cost: Threshold,
    /// The side of a score exactly at a cut.
    pub at_cut: AtCut,
}

impl Ladder {
    /// Sets one cut for every piece.
    #[must_use]
    pub const fn threshold(self, threshold: Threshold) -> Self {
        Self {
            commitment: threshold,
            repeat: threshold,
            relative_attitude: threshold,
            satisfaction: threshold,
            switching_cost: threshold,
            at_cut: self.at_cut,
        }
    }

    /// Sets the cut of one piece.
    #[must_use]
    pub const fn piece(mut self, piece: LadderPiece, threshold: Threshold) -> Self {
        match piece {
            LadderPiece::Commitment => self.commitment = threshold,
            LadderPiece::Repeat => self.repeat = threshold,
            LadderPiece::RelativeAttitude => self.relative_attitude = threshold,
            LadderPiece::Satisfaction => self.satisfaction = threshold,
            LadderPiece::SwitchingCost => self.switching_cost = threshold,
        }
        self
    }

    /// Sets the side of a score exactly at a cut.
    #[must_use]
    pub const fn at_cut(mut self, at_cut: AtCut) -> Self {
        self.at_cut = at_cut;
        self
    }

    /// The rung on which a customer stands, as far as the evidence tells.
    ///
    /// # Errors
    /// As [`Threshold::on`], for the scale of each score.
    pub fn place(&self, evidence: &LadderEvidence) -> Result<Rung> {
        let high = |threshold: Threshold, score| threshold.is_reached(score, self.at_cut);
        let commitment = high(self.commitment, evidence.commitment)?;
        let repeat = high(self.repeat, evidence.repeat)?;
        let attitude = high(self.relative_attitude, evidence.relative_attitude)?;
        let satisfaction = high(self.satisfaction, evidence.satisfaction)?;
        let switching_cost = high(self.switching_cost, evidence.switching_cost)?;

        let rungs = [
            (Level::Committed, all([commitment, repeat])),
            (Level::Preference, attitude),
            (
                Level::HabitualOrSatisfied,
                any([satisfaction, repeat, switching_cost]),
            ),
            (Level::NoLoyalty, Some(true)),
        ];
        let first = |of: fn(Option<bool>) -> bool| {
            let found = rungs.iter().find(|(_, holds)| of(*holds));
            found.map_or(Level::NoLoyalty, |&(level, _)| level)
        };
        let at_most = first(|holds| holds != Some(false));
        let at_least = first(|holds| holds == Some(true));
        let pieces = [
            (LadderPiece::Commitment, commitment),
            (LadderPiece::Repeat, repeat),
            (LadderPiece::RelativeAttitude, attitude),
            (LadderPiece::Satisfaction, satisfaction),
            (LadderPiece::SwitchingCost, switching_cost),
        ];
        Ok(Rung {
            level: (at_least == at_most).then_some(at_least),
            at_least,
            at_most,
            high: pieces
                .iter()
                .filter(|(_, high)| *high == Some(true))
                .map(|&(piece, _)| piece)
                .collect(),
            missing: missing(pieces.map(|(piece, high)| (piece, high.is_some()))),
        })
    }
}

/// Where a customer stands on the [`Ladder`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rung {
    /// The rung; `None` where it depends on what is missing.
    pub level: Option<Level>,
    /// The lowest it can be, whatever the missing pieces are.
    pub at_least: Level,
    /// The highest it can be.
    pub at_most: Level,
    /// The pieces that are high: why the customer stands there.
    pub high: Vec<LadderPiece>,
    /// The pieces that were not given.
    pub missing: Vec<LadderPiece>,
}

class!(Level, AakerLevel);
