use crate::Result;
use crate::error::Error;
use crate::estimate::Proportion;
use crate::scale::Scale;

use super::gate::{Bars, stop};
use super::{Gate, Inversion, Inversions, Phase, Profile};

/// Infers the phase of every customer and counts them: row by row, in chunks, or on threads whose
/// parts [merge](Self::merge).
///
/// ```
/// use retention::loyalty::phases::{Counter, Gate, Phase, Profile};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let mut counter = Counter::new(scale, &Gate::default())?;
/// counter.push(&Profile::new(scale, [Some(6.0), Some(5.5), Some(4.0), Some(6.5)])?)?;
/// counter.push(&Profile::new(scale, [Some(6.0), None, None, None])?)?;
/// let levels = counter.finish();
/// assert_eq!((levels.customers(), levels.undecided()), (2, 1));
/// assert_eq!(levels.at_least(Phase::Cognitive).numerator(), 2);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Counter {
    bars: Bars,
    levels: Levels,
}

impl Counter {
    /// For profiles on this scale.
    ///
    /// # Errors
    /// As [`Threshold::on`](crate::loyalty::Threshold::on).
    pub fn new(scale: Scale, gate: &Gate) -> Result<Self> {
        let bars = gate.on(scale)?;
        Ok(Self {
            bars,
            levels: Levels {
                scale: scale.continuous(),
                gate: *gate,
                thresholds: bars.cuts(),
                counts: [0; PATTERNS],
            },
        })
    }

    /// Adds a customer. An error leaves the counter as it was.
    ///
    /// # Errors
    /// [`Error::Mismatch`] for a profile on another scale.
    pub fn push(&mut self, profile: &Profile) -> Result<()> {
        if profile.scale() != self.levels.scale {
            return Err(Error::mismatch(
                "scales of the profiles",
                self.levels.scale,
                profile.scale(),
            ));
        }
        let pattern = code(self.bars.sides(profile.scores()));
        if let Some(count) = self.levels.counts.get_mut(pattern) {
            *count += 1;
        }
        Ok(())
    }

    /// Adds all of these customers.
    ///
    /// # Errors
    /// As [`push`](Self::push). The customers before the one at fault are then added, the rest not.
    pub fn extend(&mut self, profiles: impl IntoIterator<Item = Profile>) -> Result<()> {
        profiles
            .into_iter()
            .try_for_each(|profile| self.push(&profile))
    }

    /// Adds the customers of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it has another scale or another gate; [`Error::Overflow`] where all
    /// customers together exceed 64 bits. Nothing is then added.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        let (ours, theirs) = (&mut self.levels, other.levels);
        if ours.scale != theirs.scale {
            return Err(Error::mismatch(
                "scales of the profiles",
                ours.scale,
                theirs.scale,
            ));
        }
        if ours.gate != theirs.gate {
            return Err(Error::mismatch(
                "gates",
                format_args!("{:?}", ours.gate),
                format_args!("{:?}", theirs.gate),
            ));
        }
        if ours.customers().checked_add(theirs.customers()).is_none() {
            return Err(Error::overflow("counting customers", u64::MAX));
        }
        for (ours, theirs) in ours.counts.iter_mut().zip(theirs.counts) {
            *ours += theirs;
        }
        Ok(())
    }

    /// How many customers stand at each phase.
    #[must_use]
    pub fn finish(self) -> Levels {
        self.levels
    }
}

/// How far the loyalty of a population has got.
///
/// Every customer stands in one place: below all phases, at one of the four, or undecided, because
/// the chain stops at a phase without a score. Those undecided are in no share that depends on what
/// is missing, and in those that do not.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Figures"))]
pub struct Levels {
    scale: Scale,
    gate: Gate,
    thresholds: [f64; 4],
    /// Customers by which phases are high, low and unknown: everything else follows.
    counts: [u64; PATTERNS],
}

/// Each of four phases is high, low or unknown.
const PATTERNS: usize = 81;

/// The position of a pattern, whose first phase counts ones.
fn code(sides: [Option<bool>; 4]) -> usize {
    let digit = |side: Option<bool>| match side {
        Some(true) => 2,
        Some(false) => 1,
        None => 0,
    };
    let [a, b, c, d] = sides.map(digit);
    a + 3 * (b + 3 * (c + 3 * d))
}

/// The pattern at a position.
fn pattern(code: usize) -> [Option<bool>; 4] {
    [1, 3, 9, 27].map(|place| match code / place % 3 {
        2 => Some(true),
        1 => Some(false),
        _ => None,
    })
}

/// How [`Levels`] are written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Figures {
    scale: Scale,
    gate: Gate,
    thresholds: [f64; 4],
    customers: u64,
    undecided: u64,
    below_all: Proportion,
    at: Vec<(Phase, Proportion)>,
    at_least: Vec<(Phase, Proportion)>,
    unknown: Vec<(Phase, u64)>,
    inversions: Vec<(Inversion, u64)>,
}

#[cfg(feature = "serde")]
impl From<Levels> for Figures {
    fn from(levels: Levels) -> Self {
        let phases = || Phase::CHAIN.into_iter();
        Self {
            scale: levels.scale,
            gate: levels.gate,
            thresholds: levels.thresholds,
            customers: levels.customers(),
            undecided: levels.undecided(),
            below_all: levels.below_all(),
            at: phases().map(|phase| (phase, levels.at(phase))).collect(),
            at_least: phases()
                .map(|phase| (phase, levels.at_least(phase)))
                .collect(),
            unknown: phases()
                .map(|phase| (phase, levels.unknown(phase)))
                .collect(),
            inversions: Inversion::ALL
                .iter()
                .map(|&inversion| (inversion, levels.inverted(inversion)))
                .collect(),
        }
    }
}

impl Levels {
    /// How many customers there are.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Customers whose phase is not known, because the chain stops at a missing score.
    #[must_use]
    pub fn undecided(&self) -> u64 {
        Phase::CHAIN.iter().map(|&phase| self.unknown(phase)).sum()
    }

    /// Customers whose chain stops at this phase, because it has no score.
    #[must_use]
    pub fn unknown(&self, phase: Phase) -> u64 {
        self.count(|sides| stop(sides) == Some(phase) && phase.pick(&sides).is_none())
    }

    /// Customers who have attained no phase, of all decided.
    #[must_use]
    pub fn below_all(&self) -> Proportion {
        self.of_decided(self.below(Phase::Cognitive))
    }

    /// Customers who have attained this phase and no later one, of all decided.
    #[must_use]
    pub fn at(&self, phase: Phase) -> Proportion {
        self.of_decided(match phase.next() {
            Some(next) => self.below(next),
            None => self.count(|sides| stop(sides).is_none()),
        })
    }

    /// Customers who have attained this phase, or a later one, of all of whom that is known: those
    /// whose chain stops at a missing score further on are counted too.
    #[must_use]
    pub fn at_least(&self, phase: Phase) -> Proportion {
        let reached = self.count(|sides| stop(sides).is_none_or(|stop| stop > phase));
        let up_to_here = Phase::CHAIN.iter().filter(|&&stop| stop <= phase);
        Proportion::of_parts(reached, up_to_here.map(|&stop| self.below(stop)).sum())
    }

    /// Customers whose phases are out of order in this way, whatever else they are.
    #[must_use]
    pub fn inverted(&self, inversion: Inversion) -> u64 {
        self.count(|sides| Inversions::of(sides).contains(inversion))
    }

    /// Customers whose phases are out of order in any way.
    #[must_use]
    pub fn out_of_order(&self) -> u64 {
        self.count(|sides| !Inversions::of(sides).is_empty())
    }

    /// The gate used.
    #[must_use]
    pub const fn gate(&self) -> Gate {
        self.gate
    }

    /// Its thresholds, from cognitive to action, on the scale of the profiles.
    #[must_use]
    pub const fn thresholds(&self) -> [f64; 4] {
        self.thresholds
    }

    /// Customers whose chain stops at this phase, which scores too low.
    fn below(&self, phase: Phase) -> u64 {
        self.count(|sides| stop(sides) == Some(phase) && phase.pick(&sides) == Some(false))
    }

    fn of_decided(&self, count: u64) -> Proportion {
        Proportion::of_parts(count, self.customers() - self.undecided() - count)
    }

    fn count(&self, of: impl Fn([Option<bool>; 4]) -> bool) -> u64 {
        let counts = self.counts.iter().enumerate();
        counts
            .filter(|&(at, _)| of(pattern(at)))
            .map(|(_, count)| count)
            .sum()
    }
}
