use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted};
use crate::counted::Tally;
use crate::error::Error;
use crate::estimate::WeightedProportion;
use crate::loyalty::score::same_scale;
use crate::macros::checked_state;
use crate::scale::{Scale, respondent_weight};

use super::rules::{Bars, stop};
use super::{Inversion, Phase, Profile, Rules};

/// Counts customers by the phase of loyalty that they have attained.
///
/// ```
/// use retention::Accumulator;
/// use retention::loyalty::phases::{Counter, Phase, Profile, Rules};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let mut counter = Counter::new(scale, Rules::default())?;
/// counter.push(Profile::new(scale, [Some(6.0), Some(5.5), Some(4.0), Some(6.5)])?)?;
/// counter.push(Profile::new(scale, [Some(6.0), None, None, None])?)?;
/// let levels = counter.finish()?;
/// assert_eq!((levels.customers(), levels.undecided()), (2, 1));
/// assert_eq!(levels.at_least(Phase::Cognitive).counts().numerator(), 2);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct Counter {
    version: Version,
    scale: Scale,
    rules: Rules,
    /// Customers by which phases are high, low and unknown.
    patterns: Tally,
    #[cfg_attr(feature = "serde", serde(skip))]
    bars: Bars,
}

checked_state!(Counter);

impl Counter {
    /// Creates an empty counter for profiles on this scale.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a cut that is no number; otherwise as
    /// [`Threshold::on`](crate::loyalty::Threshold::on).
    pub fn new(scale: Scale, rules: Rules) -> Result<Self> {
        Ok(Self {
            version: Version,
            scale: scale.continuous(),
            rules,
            patterns: Tally::new(PATTERNS),
            bars: rules.on(scale)?,
        })
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        self.patterns.check(PATTERNS)?;
        crate::error::same("customers without a profile", &self.patterns.missing(), &0)?;
        Ok(Self {
            patterns: self.patterns,
            ..Self::new(self.scale, self.rules)?
        })
    }

    /// Adds a customer of a weight that has been checked.
    #[inline]
    fn add(&mut self, profile: &Profile, weight: f64) -> Result<()> {
        if profile.scale() != self.scale {
            return Err(Error::out_of_range(
                "scale of the profile",
                profile.scale(),
                self.scale,
            ));
        }
        let pattern = code(self.bars.sides(profile.scores()));
        self.patterns.add(Some(pattern), 1, weight)
    }
}

impl crate::sealed::Sealed for Counter {}

impl Accumulator for Counter {
    type Row<'r> = Profile;
    type Output = Levels;

    fn fresh(&self) -> Self {
        Self {
            version: Version,
            scale: self.scale,
            rules: self.rules,
            patterns: Tally::new(PATTERNS),
            bars: self.bars,
        }
    }

    fn rows(&self) -> u64 {
        self.patterns.respondents()
    }

    /// Adds one customer.
    ///
    /// # Errors
    /// At the customer, [`Error::OutOfRange`] for a profile on another scale.
    fn push(&mut self, profile: Profile) -> Result<()> {
        let added = self.add(&profile, 1.0);
        added.map_err(|error| error.at_row(self.rows()))
    }

    /// Adds the customers of another part.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if it has another scale or other rules; [`Error::Overflow`] if all customers
    /// together exceed 64 bits. Nothing is then added.
    fn merge(&mut self, other: Self) -> Result<()> {
        same_scale("scales of the profiles", self.scale, other.scale)?;
        if self.rules != other.rules {
            let (ours, theirs) = (self.rules, other.rules);
            return Err(Error::mismatch(
                "rules for the phases",
                format_args!("{ours:?}"),
                format_args!("{theirs:?}"),
            ));
        }
        self.patterns.merge(&other.patterns)
    }

    /// Returns how many customers stand at each phase. It never fails.
    fn finish(self) -> Result<Levels> {
        Ok(Levels {
            scale: self.scale,
            rules: self.rules,
            thresholds: self.bars.cuts(),
            patterns: self.patterns,
        })
    }
}

impl Weighted for Counter {
    fn push_weighted(&mut self, profile: Profile, weight: f64) -> Result<()> {
        let added = respondent_weight(weight).and_then(|weight| self.add(&profile, weight));
        added.map_err(|error| error.at_row(self.rows()))
    }
}

/// How many customers of a population have attained each phase of loyalty.
///
/// Every customer stands in one place: below all phases, at one of the four, or undecided because
/// the chain stops at a phase without a score. An undecided customer counts only in shares that do
/// not depend on the missing score.
///
/// See the [example](crate::loyalty::phases::Counter).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
pub struct Levels {
    scale: Scale,
    rules: Rules,
    thresholds: [f64; 4],
    /// Customers by which phases are high, low and unknown: everything else follows.
    patterns: Tally,
}

/// Each of four phases is high, low or unknown.
const PATTERNS: usize = 81;

/// The position of a pattern, whose first phase counts ones.
#[inline]
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
struct Written {
    scale: Scale,
    rules: Rules,
    thresholds: [f64; 4],
    customers: u64,
    undecided: u64,
    below_all: WeightedProportion,
    phases: Vec<AtPhase>,
    inversions: Vec<OutOfOrder>,
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct AtPhase {
    phase: Phase,
    at: WeightedProportion,
    at_least: WeightedProportion,
    unknown: u64,
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct OutOfOrder {
    inversion: Inversion,
    customers: u64,
}

#[cfg(feature = "serde")]
impl From<Levels> for Written {
    fn from(levels: Levels) -> Self {
        let phases = Phase::CHAIN.into_iter().map(|phase| AtPhase {
            phase,
            at: levels.at(phase),
            at_least: levels.at_least(phase),
            unknown: levels.unknown(phase),
        });
        let inversions = Inversion::ALL.iter().map(|&inversion| OutOfOrder {
            inversion,
            customers: levels.inverted(inversion),
        });
        Self {
            scale: levels.scale,
            rules: levels.rules,
            thresholds: levels.thresholds,
            customers: levels.customers(),
            undecided: levels.undecided(),
            below_all: levels.below_all(),
            phases: phases.collect(),
            inversions: inversions.collect(),
        }
    }
}

impl Levels {
    /// Returns the number of customers.
    #[must_use]
    pub fn customers(&self) -> u64 {
        self.patterns.respondents()
    }

    /// Returns how many customers have an unknown phase because the chain stops at a missing score.
    #[must_use]
    pub fn undecided(&self) -> u64 {
        Phase::CHAIN.iter().map(|&phase| self.unknown(phase)).sum()
    }

    /// Returns how many customers' chains stop at this phase because it has no score.
    #[must_use]
    pub fn unknown(&self, phase: Phase) -> u64 {
        self.count(|sides| stop(sides) == Some(phase) && phase.pick(&sides).is_none())
    }

    /// Returns the share of decided customers who have attained no phase.
    #[must_use]
    pub fn below_all(&self) -> WeightedProportion {
        self.of_decided(|sides| is_below(sides, Phase::Cognitive))
    }

    /// Returns the share of decided customers who have attained this phase and no later one.
    #[must_use]
    pub fn at(&self, phase: Phase) -> WeightedProportion {
        self.of_decided(|sides| match phase.next() {
            Some(next) => is_below(sides, next),
            None => stop(sides).is_none(),
        })
    }

    /// Returns the share of customers who have attained this phase or a later one.
    ///
    /// It counts everyone for whom that is known, including customers whose chain stops at a missing
    /// score further on.
    #[must_use]
    pub fn at_least(&self, phase: Phase) -> WeightedProportion {
        let reached = |sides| stop(sides).is_none_or(|stop| stop > phase);
        let short = |sides| {
            Phase::CHAIN
                .iter()
                .any(|&stop| stop <= phase && is_below(sides, stop))
        };
        self.share(|sides| reached(sides) || short(sides), reached)
    }

    /// Returns how many customers have phases out of order in this way, decided or not.
    #[must_use]
    pub fn inverted(&self, inversion: Inversion) -> u64 {
        self.count(|sides| inversion.holds(sides))
    }

    /// Returns how many customers have phases out of order in any way.
    #[must_use]
    pub fn out_of_order(&self) -> u64 {
        self.count(|sides| Inversion::ALL.iter().any(|one| one.holds(sides)))
    }

    /// Returns the rules used.
    #[must_use]
    pub const fn rules(&self) -> Rules {
        self.rules
    }

    /// Returns the thresholds from cognitive to action, on the scale of the profiles.
    #[must_use]
    pub const fn thresholds(&self) -> [f64; 4] {
        self.thresholds
    }

    fn of_decided(&self, with: impl Fn([Option<bool>; 4]) -> bool) -> WeightedProportion {
        let is_decided = |sides| stop(sides).is_none_or(|phase| phase.pick(&sides) == Some(false));
        self.share(is_decided, with)
    }

    fn share(
        &self,
        of: impl Fn([Option<bool>; 4]) -> bool,
        with: impl Fn([Option<bool>; 4]) -> bool,
    ) -> WeightedProportion {
        self.patterns
            .share_of(|at| of(pattern(at)), |at| with(pattern(at)))
    }

    fn count(&self, of: impl Fn([Option<bool>; 4]) -> bool) -> u64 {
        (0..PATTERNS)
            .filter(|&at| of(pattern(at)))
            .map(|at| self.patterns.count(at))
            .sum()
    }
}

/// Whether the chain stops at this phase because its score is too low.
fn is_below(sides: [Option<bool>; 4], phase: Phase) -> bool {
    stop(sides) == Some(phase) && phase.pick(&sides) == Some(false)
}
