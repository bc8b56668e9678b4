use std::ops::Range;

use crate::Result;
use crate::accumulate::{Accumulator, Version, Weighted, extend_by_blocks};
use crate::counted::Tally;
use crate::error::Error;
use crate::estimate::WeightedProportion;
use crate::loyalty::score::{Bar, same_scale};
use crate::macros::checked_state;
use crate::scale::{ItemSet, Missing, Scale, Weights, blocks, respondent_weight};

use super::columns::{Block, Columns};
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
        let pattern = pattern_of(profile, self.scale, &self.bars)?;
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

    #[inline]
    fn extend<'r>(&mut self, profiles: impl IntoIterator<Item = Self::Row<'r>>) -> Result<()> {
        if !self.patterns.is_whole() {
            return extend_by_blocks(self, profiles.into_iter());
        }
        let (scale, bars) = (self.scale, self.bars);
        let patterns = profiles
            .into_iter()
            .map(|profile| pattern_of(&profile, scale, &bars));
        self.patterns.add_each::<{ PATTERNS + 1 }>(patterns)
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

/// The position of a customer's pattern.
#[inline]
fn pattern_of(profile: &Profile, scale: Scale, bars: &Bars) -> Result<usize> {
    if profile.scale() == scale {
        Ok(code(bars.sides(profile.scores())))
    } else {
        let argument = "scale of the profile";
        Err(Error::out_of_range(argument, profile.scale(), scale))
    }
}

/// The pattern at a position.
fn pattern(code: usize) -> [Option<bool>; 4] {
    [1, 3, 9, 27].map(|place| match code / place % 3 {
        2 => Some(true),
        1 => Some(false),
        _ => None,
    })
}

/// The patterns of the respondents in these rows.
fn count_part(
    columns: &Columns<'_>,
    bars: [Bar; 4],
    weights: Option<&Weights>,
    part: Range<usize>,
) -> Result<Tally> {
    let mut tally = Tally::new(PATTERNS);
    let mut counts = [0; PATTERNS];
    let (mut block, mut codes, mut room) = (Block::default(), Vec::new(), Vec::new());
    for rows in blocks(part) {
        columns.score(&rows, &mut block);
        write_codes(&mut codes, rows.len(), block.scores(), bars);
        match weights {
            None => {
                for &code in &codes {
                    if let Some(count) = counts.get_mut(code as usize) {
                        *count += 1;
                    }
                }
            }
            Some(weights) => {
                for (&code, &weight) in codes.iter().zip(weights.block(rows, &mut room)) {
                    tally.add(Some(code as usize), 1, weight)?;
                }
            }
        }
    }
    tally.add_counts(&counts)?;
    Ok(tally)
}

/// Writes the position of each respondent's pattern, as [`code`] computes it, phase by phase.
fn write_codes(codes: &mut Vec<u64>, rows: usize, scores: [&[f64]; 4], bars: [Bar; 4]) {
    codes.clear();
    codes.resize(rows, 0);
    for ((scores, bar), place) in scores.into_iter().zip(bars).zip([1, 3, 9, 27]) {
        for (code, &score) in codes.iter_mut().zip(scores) {
            let digit = u64::from(!score.is_nan()) + u64::from(bar.is_high(score));
            *code += place * digit;
        }
    }
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
    /// Counts the customers of a survey from its columns: the items of each phase that was asked about,
    /// as [`profiles`](super::profiles) takes them.
    ///
    /// It gives what a [`Counter`] of those profiles gives, in less time.
    ///
    /// # Errors
    /// As [`profiles`](super::profiles) and [`Counter::new`]; [`Error::LengthMismatch`] if there are
    /// more or fewer weights than respondents.
    ///
    /// ```
    /// use retention::loyalty::phases::{Levels, Phase, Rules};
    /// use retention::scale::{ItemSet, Missing, Scale};
    ///
    /// let scale = Scale::ONE_TO_SEVEN;
    /// let (believes, likes) = ([7.0, 6.0, 2.0], [6.0, 4.0, 5.0]);
    /// let asked = [
    ///     (Phase::Cognitive, ItemSet::new([scale.full_answers(&believes)?])?),
    ///     (Phase::Affective, ItemSet::new([scale.full_answers(&likes)?])?),
    /// ];
    /// let levels = Levels::of(&asked, Missing::default(), None, Rules::default())?;
    /// assert_eq!(levels.at_least(Phase::Cognitive).value(), Some(2.0 / 3.0));
    /// assert_eq!(levels.at_least(Phase::Affective).counts().numerator(), 1);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of(
        asked: &[(Phase, ItemSet<'_>)],
        missing: Missing,
        weights: Option<&Weights>,
        rules: Rules,
    ) -> Result<Self> {
        let columns = Columns::new(asked, missing)?;
        let mut counter = Counter::new(columns.scale, rules)?;
        Weights::check(weights, columns.respondents)?;
        let bars = counter.bars.each();
        counter.patterns = Tally::of_parts(columns.respondents, |part| {
            count_part(&columns, bars, weights, part)
        })?;
        counter.finish()
    }

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
        let has = |sides| has_attained(sides, phase);
        self.share(
            |sides| has(sides).is_some(),
            |sides| has(sides) == Some(true),
        )
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

/// Whether a customer has attained this phase or a later one, as far as it is known.
pub(super) fn has_attained(sides: [Option<bool>; 4], phase: Phase) -> Option<bool> {
    let stop = stop(sides).filter(|&stop| stop <= phase);
    stop.map_or(Some(true), |stop| stop.pick(&sides).map(|_| false))
}

/// Whether the chain stops at this phase because its score is too low.
fn is_below(sides: [Option<bool>; 4], phase: Phase) -> bool {
    stop(sides) == Some(phase) && phase.pick(&sides) == Some(false)
}
