use std::cmp::Ordering;

use crate::macros::named_enum;
use crate::numeric::normal;

use super::ratio::compare;

named_enum! {
    /// On which side of the [fair-value line](super::FairValueLine) a supplier is, from the worst
    /// to the best, so that a greater position is a better one.
    pub enum Position {
        /// Dearer than its quality is worth.
        Worse = "worse",
        /// Within the tolerance of the line.
        Fair = "fair",
        /// Cheaper than its quality is worth.
        Better = "better",
    }
}

named_enum! {
    /// The four zones of the value map, cut at the market's quality and the market's price: the
    /// signs of two differences, without a tolerance, so that a supplier near the cross may be in
    /// any of them by chance.
    ///
    /// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press, as
    /// commonly reported.
    pub enum Zone {
        /// Better quality at a lower price.
        OutstandingValue = "outstanding_value",
        /// Better quality at a higher price.
        Premium = "premium",
        /// Worse quality at a lower price.
        Economy = "economy",
        /// Worse quality at a higher price.
        PoorValue = "poor_value",
    }
}

named_enum! {
    /// In which [`Zone`] a quality ratio of 1 or a relative price of 1 is.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum OnTheCross {
        /// In none: a supplier at the market's quality or price is not said to be off it. The
        /// default.
        #[default]
        Apart = "apart",
        /// A quality of 1 counts as better, a price of 1 as lower.
        Favourable = "favourable",
        /// A quality of 1 counts as worse, a price of 1 as higher.
        Unfavourable = "unfavourable",
    }
}

named_enum! {
    /// Whether a figure rests on respondents enough to be more than a guess.
    pub enum Evidence {
        /// On fewer than the minimum.
        Insufficient = "insufficient",
        /// On the minimum or more.
        Sufficient = "sufficient",
    }
}

impl Evidence {
    pub(super) fn of(respondents: f64, minimum: u64) -> Self {
        if compare(respondents, minimum as f64) == Ordering::Less {
            Self::Insufficient
        } else {
            Self::Sufficient
        }
    }
}

impl Zone {
    pub(super) fn of(quality: f64, price: f64, on_the_cross: OnTheCross) -> Option<Self> {
        // Whether it is above 1; by the rule where it is 1, which may leave it open.
        let side = |ratio, at_one| match (compare(ratio, 1.0), on_the_cross) {
            (Ordering::Greater, _) => Some(true),
            (Ordering::Less, _) => Some(false),
            (Ordering::Equal, OnTheCross::Apart) => None,
            (Ordering::Equal, OnTheCross::Favourable) => Some(at_one),
            (Ordering::Equal, OnTheCross::Unfavourable) => Some(!at_one),
        };
        let (better, dearer) = (side(quality, true)?, side(price, false)?);
        Some(match (better, dearer) {
            (true, false) => Self::OutstandingValue,
            (true, true) => Self::Premium,
            (false, false) => Self::Economy,
            (false, true) => Self::PoorValue,
        })
    }
}

impl Position {
    /// Of a supplier so far below the fair price.
    pub(super) fn of(below_fair_price: f64, tolerance: f64) -> Self {
        if compare(below_fair_price, tolerance) == Ordering::Greater {
            Self::Better
        } else if compare(-below_fair_price, tolerance) == Ordering::Greater {
            Self::Worse
        } else {
            Self::Fair
        }
    }
}

/// How probable each [`Position`] is, were the figures normal with their standard errors; together
/// 1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PositionProbabilities {
    /// Of [`Position::Worse`].
    pub worse: f64,
    /// Of [`Position::Fair`].
    pub fair: f64,
    /// Of [`Position::Better`].
    pub better: f64,
}

impl PositionProbabilities {
    /// The probability of one position.
    #[must_use]
    pub const fn of(&self, position: Position) -> f64 {
        match position {
            Position::Worse => self.worse,
            Position::Fair => self.fair,
            Position::Better => self.better,
        }
    }

    /// Of a supplier so far below the fair price, give or take so much.
    pub(super) fn new(below: f64, error: f64, tolerance: f64) -> Option<Self> {
        if error == 0.0 {
            let found = Position::of(below, tolerance);
            let of = |position| f64::from(u8::from(position == found));
            return Some(Self {
                worse: of(Position::Worse),
                fair: of(Position::Fair),
                better: of(Position::Better),
            });
        }
        let better = normal::cdf((below - tolerance) / error);
        let worse = normal::cdf((-below - tolerance) / error);
        (better + worse).is_finite().then_some(Self {
            worse,
            fair: (1.0 - better - worse).max(0.0),
            better,
        })
    }
}
