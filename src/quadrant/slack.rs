//! Slack's importance–performance matrix, where performance is rated against competitors.
//!
//! ```
//! use retention::quadrant::slack::{Rules, Zone};
//!
//! let rules = Rules::default();
//! assert_eq!(rules.classify(1.0, 9.0)?, Zone::UrgentAction); // crucial, and far behind
//! assert_eq!(rules.classify(9.0, 1.0)?, Zone::Excess); // far ahead, and of no importance
//! # Ok::<(), retention::Error>(())
//! ```

use super::OnLine;
use crate::Result;
use crate::error::{Error, finite};
use crate::macros::{named_enum, options};
use crate::scale::Scale;

named_enum! {
    /// How urgent it is to improve an aspect of an operation, the most urgent last.
    ///
    /// Source: Slack, N. (1994), *International Journal of Operations & Production Management*
    /// 14(5): 59–75.
    pub enum Zone {
        /// Better than customers ask for.
        Excess = "excess",
        /// Good enough.
        Appropriate = "appropriate",
        /// Below what is acceptable.
        Improve = "improve",
        /// Far below what is acceptable, and important.
        UrgentAction = "urgent_action",
    }
}

impl Zone {
    /// Returns what Slack (1994) recommends for aspects in this zone.
    #[must_use]
    pub const fn recommended(self) -> &'static str {
        match self {
            Self::Excess => "ask whether resources used here are missing elsewhere",
            Self::Appropriate => "hold the performance",
            Self::Improve => "improve, after what is urgent",
            Self::UrgentAction => "improve before anything else",
        }
    }
}

/// A boundary of Slack's matrix: a straight line through two points, which continues beyond both.
///
/// See the [example](crate::quadrant::slack).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Boundary {
    /// The importance of the first point and of the second: 1 the most important, 9 the least.
    pub importance: [f64; 2],
    /// The performance of the first point and of the second: 1 the best, 9 the worst.
    pub performance: [f64; 2],
}

impl Boundary {
    /// Returns the performance on the line.
    fn at(self, importance: f64) -> f64 {
        let ([from, to], [start, end]) = (self.importance, self.performance);
        start + (importance - from) / (to - from) * (end - start)
    }

    fn check(self) -> Result<()> {
        for (argument, values) in [
            ("importance of a line", self.importance),
            ("performance of a line", self.performance),
        ] {
            for value in values {
                if finite(argument, value)?.abs() > FARTHEST {
                    let allowed = format_args!("-{FARTHEST} to {FARTHEST}");
                    return Err(Error::out_of_range(argument, value, allowed));
                }
            }
        }
        let [from, to] = self.importance;
        if (from - to).abs() < NEAREST {
            return Err(Error::out_of_range(
                "importance at the end of a line",
                to,
                format_args!("another than at its start, by {NEAREST} or more"),
            ));
        }
        Ok(())
    }
}

/// Points of a line lie near the matrix, which goes from 1 to 9.
const FARTHEST: f64 = 1000.0;
/// Two points that are nearer in importance make no line.
const NEAREST: f64 = 1e-6;
/// A performance nearer to a line than this is on it.
const ROUNDING: f64 = 1e-9;

options! {
    /// The lines that separate the zones of Slack's importance–performance matrix.
    ///
    /// **Both scales run from 1, the best, to 9.** Importance: 1 to 3 wins orders (a crucial, an
    /// important, a useful advantage), 4 to 6 qualifies for them, 7 to 9 matters less. Performance: 1
    /// to 3 is better than competitors, 4 to 6 the same, 7 to 9 worse.
    /// [Reverse](Scale::reverse) and [convert](Scale::convert) ratings on a scale where more is better.
    ///
    /// Slack calls the three lines approximate and says that a group may have to agree on them
    /// beforehand, so you can set them. The defaults are read from his figure, to half a point.
    ///
    /// ```text
    /// above the excess line      →  Excess
    /// above the acceptable line  →  Appropriate
    /// above the urgent line      →  Improve
    /// else                       →  Urgent action
    /// ```
    ///
    /// "Above" means better performance, which is a smaller number.
    ///
    /// Source: Slack, N. (1994), *International Journal of Operations & Production Management* 14(5):
    /// 59–75; the lines as commonly reported.
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"urgent": {"importance": [6, 1], "performance": [9, 5]}}
    /// ```
    #[derive(Copy)]
    #[doc(alias = "importance-performance matrix")]
    pub struct Rules {
        /// Performance above this line is more than customers ask for. Default: from importance 9 and
        /// performance 3.5 to importance 4.5 and performance 1.
        pub excess: Boundary = Boundary { importance: [9.0, 4.5], performance: [3.5, 1.0] },
        /// The lower bound of acceptable performance. Default: from importance 9 and performance 6.5
        /// to importance 1 and performance 3.
        pub acceptable: Boundary = Boundary { importance: [9.0, 1.0], performance: [6.5, 3.0] },
        /// Performance below this line needs urgent action. Default: from importance 5.5 and
        /// performance 9 to importance 1 and performance 5.
        pub urgent: Boundary = Boundary { importance: [5.5, 1.0], performance: [9.0, 5.0] },
        /// On which side an aspect on a line counts: the better (`High`) or the worse (`Low`).
        /// Default: the better.
        pub on_line: OnLine = OnLine::High,
    }
}

impl Rules {
    /// The scale of both ratings, 1 to 9.
    pub const SCALE: Scale = Scale::ONE_TO_NINE;

    /// Returns the zone of an aspect with this importance and this performance.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a rating that is not from 1 to 9, and for
    /// a line whose points are not finite, lie beyond ±1000, or have the same importance;
    /// [`Error::Unsorted`] if lines cross within the matrix.
    pub fn classify(&self, importance: f64, performance: f64) -> Result<Zone> {
        self.check()?;
        for (argument, value) in [("importance", importance), ("performance", performance)] {
            if !Self::SCALE.contains(finite(argument, value)?) {
                return Err(Error::out_of_range(argument, value, Self::SCALE));
            }
        }
        let above = |line: Boundary| {
            let better = line.at(importance) - performance;
            match self.on_line {
                OnLine::High => better >= -ROUNDING,
                OnLine::Low => better > ROUNDING,
            }
        };
        Ok(if above(self.excess) {
            Zone::Excess
        } else if above(self.acceptable) {
            Zone::Appropriate
        } else if above(self.urgent) {
            Zone::Improve
        } else {
            Zone::UrgentAction
        })
    }

    fn check(&self) -> Result<()> {
        for line in [self.excess, self.acceptable, self.urgent] {
            line.check()?;
        }
        for importance in [Self::SCALE.low(), Self::SCALE.high()] {
            for (name, line, better) in [
                ("acceptable line", self.acceptable, self.excess),
                ("urgent line", self.urgent, self.acceptable),
            ] {
                if line.at(importance) < better.at(importance) - ROUNDING {
                    return Err(Error::unsorted(
                        name,
                        line.at(importance),
                        format_args!(
                            "is better than the line above it, {}, at an importance of {importance}",
                            better.at(importance)
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}
