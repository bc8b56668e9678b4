use crate::estimate::Interval;
use crate::macros::named_enum;
use crate::scale::Scale;
use crate::value::ratio::{ROUNDING, student};

use super::options::{Options, Satisfied};

named_enum! {
    /// What satisfaction says together with a change of value, or of market share, from one period to the
    /// next.
    ///
    /// See the [example](crate::value::trend::changes).
    #[non_exhaustive]
    pub enum Signal {
        /// Satisfaction was not measured, or market share was not.
        NotMeasured = "not_measured",
        /// It did not fall.
        Quiet = "quiet",
        /// It fell, but its interval does not exclude that this is chance.
        NotDistinguished = "not_distinguished",
        /// It fell, and customers are not satisfied either: satisfaction does not hide it.
        Down = "down",
        /// The alarm: customers are satisfied, and yet it fell.
        DownDespiteSatisfaction = "down_despite_satisfaction",
    }
}

/// Whether a figure fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fall {
    No,
    Perhaps,
    Yes,
}

/// A change, with its standard error and the degrees of freedom of that, as far as they are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub(super) change: f64,
    pub(super) standard_error: Option<f64>,
    pub(super) degrees: Option<f64>,
}

impl Move {
    /// Returns whether it is a fall by more than so much, and by more than its error.
    pub(super) fn fall(self, least: f64, options: Options) -> Fall {
        if -self.change <= least + ROUNDING {
            return Fall::No;
        }
        match self.interval(options) {
            Some(interval) if interval.upper() >= -least => Fall::Perhaps,
            _ => Fall::Yes,
        }
    }

    /// Returns whether it is above 0. `None` if its error does not tell.
    pub(super) fn is_above_zero(self, options: Options) -> Option<bool> {
        match self.interval(options) {
            Some(interval) if interval.lower() > ROUNDING => Some(true),
            Some(interval) if interval.upper() > ROUNDING => None,
            Some(_) => Some(false),
            None => Some(self.change > ROUNDING),
        }
    }

    /// Returns the interval that a change is judged by. `None` if it goes by its sign.
    fn interval(self, options: Options) -> Option<Interval> {
        let confidence = options.confidence?;
        let estimate = student(self.change, self.standard_error?, self.degrees)?;
        Some(estimate.interval(confidence))
    }
}

/// Returns whether all of it is so. `None` if some of it is not told, and nothing is told to be otherwise.
pub(super) fn all(told: [Option<bool>; 3]) -> Option<bool> {
    if told.contains(&Some(false)) {
        Some(false)
    } else {
        told.iter().all(Option::is_some).then_some(true)
    }
}

/// Returns whether customers are satisfied, by satisfaction before and after. `None` if it was not
/// measured.
pub(super) fn satisfied(
    before: Option<f64>,
    after: Option<f64>,
    scale: Scale,
    options: Options,
) -> Option<bool> {
    match options.satisfied {
        Satisfied::High => {
            let cut = scale.low() + options.high_from * (scale.high() - scale.low());
            after.map(|after| after >= cut - ROUNDING * cut.abs())
        }
        Satisfied::NotFalling => before.zip(after).map(|(before, after)| after >= before),
    }
}

impl Signal {
    /// Returns what satisfaction and a fall say together.
    pub(super) fn of(satisfied: Option<bool>, fall: Option<Fall>) -> Self {
        match (satisfied, fall) {
            (None, _) | (_, None) => Self::NotMeasured,
            (_, Some(Fall::No)) => Self::Quiet,
            (_, Some(Fall::Perhaps)) => Self::NotDistinguished,
            (Some(false), Some(Fall::Yes)) => Self::Down,
            (Some(true), Some(Fall::Yes)) => Self::DownDespiteSatisfaction,
        }
    }
}
