use super::OnLine;
use crate::Result;
use crate::error::{Error, finite};
use crate::macros::named_enum;
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
        /// Far below it, and it matters.
        UrgentAction = "urgent_action",
    }
}

impl Zone {
    /// What the source recommends.
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

/// One point of Slack's matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Point {
    /// Importance to customers: 1 the most, 9 the least.
    pub importance: f64,
    /// Performance against competitors: 1 the best, 9 the worst.
    pub performance: f64,
}

impl Point {
    /// Importance and performance.
    #[must_use]
    pub const fn new(importance: f64, performance: f64) -> Self {
        Self {
            importance,
            performance,
        }
    }
}

/// A straight line through two points, which goes on beyond both.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Line {
    /// Where it starts.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
}

impl Line {
    /// The line from one point to another.
    #[must_use]
    pub const fn new(from: Point, to: Point) -> Self {
        Self { from, to }
    }

    /// The performance on the line.
    fn at(self, importance: f64) -> f64 {
        let run = self.to.importance - self.from.importance;
        let rise = self.to.performance - self.from.performance;
        self.from.performance + (importance - self.from.importance) / run * rise
    }

    fn check(self) -> Result<()> {
        for point in [self.from, self.to] {
            finite("importance of a line", point.importance)?;
            finite("performance of a line", point.performance)?;
            for value in [point.importance, point.performance] {
                if value.abs() > FARTHEST {
                    let allowed = format_args!("-{FARTHEST} to {FARTHEST}");
                    return Err(Error::out_of_range("end of a line", value, allowed));
                }
            }
        }
        if (self.from.importance - self.to.importance).abs() < NEAREST {
            return Err(Error::out_of_range(
                "importance at the end of a line",
                self.to.importance,
                format_args!("another than at its start, by {NEAREST} or more"),
            ));
        }
        Ok(())
    }
}

/// Ends of a line lie about the matrix, which goes from 1 to 9.
const FARTHEST: f64 = 1000.0;
/// Two points nearer than that in importance make no line.
const NEAREST: f64 = 1e-6;
/// A performance nearer than that to a line is on it.
const ROUNDING: f64 = 1e-9;

/// Slack's importance–performance matrix: which aspects of an operation to improve, by how much
/// they matter to customers and how they compare with competitors.
///
/// **Both scales run from 1, the best, to 9.** Importance: 1 to 3 wins orders (a crucial, an
/// important, a useful advantage), 4 to 6 qualifies for them, 7 to 9 matters less. Performance: 1 to
/// 3 is better than competitors, 4 to 6 the same, 7 to 9 worse. Ratings on a scale on which more is
/// better are [reversed](Scale::reverse) and [converted](Scale::convert) first.
///
/// Three lines cut the matrix. The source calls them approximate and says that a group may have to
/// agree on them beforehand, so they are yours to set. The defaults are read from its figure, to
/// half a point.
///
/// ```text
/// above the excess line      →  Excess
/// above the acceptable line  →  Appropriate
/// above the urgent line      →  Improve
/// else                       →  Urgent action
/// ```
///
/// "Above" is of better performance, which is a smaller number.
///
/// Source: Slack, N. (1994), *International Journal of Operations & Production Management* 14(5):
/// 59–75; the lines as commonly reported.
///
/// ```
/// use retention::quadrant::{Zone, Zones};
///
/// let zones = Zones::default();
/// assert_eq!(zones.zone(1.0, 9.0)?, Zone::UrgentAction); // crucial, and far behind
/// assert_eq!(zones.zone(9.0, 1.0)?, Zone::Excess); // far ahead, and of no importance
/// # Ok::<(), retention::Error>(())
/// ```
///
/// As JSON, in which what is missing is the default:
///
/// ```text
/// {"urgent": {"from": {"importance": 6, "performance": 9}, "to": {"importance": 1, "performance": 5}}}
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
#[doc(alias = "importance-performance matrix")]
pub struct Zones {
    /// Above it is more than customers ask for.
    pub excess: Line,
    /// The lower bound of acceptability.
    pub acceptable: Line,
    /// Below it action is urgent.
    pub urgent: Line,
    /// On which side an aspect lies that is on a line: the better, which is the default, or the
    /// worse.
    pub on_line: OnLine,
}

impl Default for Zones {
    fn default() -> Self {
        Self {
            excess: Line::new(Point::new(9.0, 3.5), Point::new(4.5, 1.0)),
            acceptable: Line::new(Point::new(9.0, 6.5), Point::new(1.0, 3.0)),
            urgent: Line::new(Point::new(5.5, 9.0), Point::new(1.0, 5.0)),
            on_line: OnLine::High,
        }
    }
}

impl Zones {
    /// The scale of both ratings.
    pub const SCALE: Scale = Scale::ONE_TO_NINE;

    /// Sets the line above which performance is more than asked for.
    #[must_use]
    pub const fn excess(mut self, line: Line) -> Self {
        self.excess = line;
        self
    }

    /// Sets the lower bound of acceptability.
    #[must_use]
    pub const fn acceptable(mut self, line: Line) -> Self {
        self.acceptable = line;
        self
    }

    /// Sets the line below which action is urgent.
    #[must_use]
    pub const fn urgent(mut self, line: Line) -> Self {
        self.urgent = line;
        self
    }

    /// Sets on which side an aspect on a line lies.
    #[must_use]
    pub const fn on_line(mut self, on_line: OnLine) -> Self {
        self.on_line = on_line;
        self
    }

    /// The zone of an aspect with this importance and this performance.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a rating that is not from 1 to 9, and for
    /// a line whose ends are not numbers, lie beyond ±1000, or are of one importance;
    /// [`Error::Unsorted`] where lines cross within the matrix.
    pub fn zone(&self, importance: f64, performance: f64) -> Result<Zone> {
        self.check()?;
        for (argument, value) in [("importance", importance), ("performance", performance)] {
            if !Self::SCALE.contains(finite(argument, value)?) {
                return Err(Error::out_of_range(argument, value, Self::SCALE));
            }
        }
        let above = |line: Line| {
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
