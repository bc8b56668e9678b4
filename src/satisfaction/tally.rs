//! What the accumulators of this system are made of: counts by class, and means.

use crate::Result;
use crate::error::Error;
use crate::estimate::WeightedProportion;
use crate::numeric::moments::{Moments, effective_sample_size};
use crate::scale::{Answers, Scale, Summary};

/// Respondents by class, each counted by weight. Counts are exact; so are the weights where they
/// are whole numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tally<const N: usize> {
    classes: [Class; N],
    missing: u64,
    respondents: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Class {
    count: u64,
    /// The sum of the weights.
    weight: f64,
    /// The sum of their squares.
    squares: f64,
}

impl Class {
    const NONE: Self = Self {
        count: 0,
        weight: 0.0,
        squares: 0.0,
    };

    /// Both together; their counts stay within 64 bits because a tally's respondents do.
    const fn and(self, other: Self) -> Self {
        Self {
            count: self.count.saturating_add(other.count),
            weight: self.weight + other.weight,
            squares: self.squares + other.squares,
        }
    }
}

impl<const N: usize> Tally<N> {
    pub(super) const fn new() -> Self {
        Self {
            classes: [Class::NONE; N],
            missing: 0,
            respondents: 0,
        }
    }

    /// Adds so many respondents of a class, or without an answer, each of this weight.
    pub(super) fn add(&mut self, class: Option<usize>, count: u64, weight: f64) -> Result<()> {
        self.respondents = self.room_for(count)?;
        let Some(class) = class else {
            self.missing += count;
            return Ok(());
        };
        let times = count as f64;
        if let Some(sums) = self.classes.get_mut(class) {
            *sums = sums.and(Class {
                count,
                weight: times * weight,
                squares: times * weight * weight,
            });
        }
        Ok(())
    }

    fn room_for(&self, more: u64) -> Result<u64> {
        self.respondents
            .checked_add(more)
            .ok_or_else(|| Error::overflow("counting respondents", more))
    }

    pub(super) fn merge(&mut self, other: &Self) -> Result<()> {
        self.respondents = self.room_for(other.respondents)?;
        self.missing += other.missing;
        for (sums, others) in self.classes.iter_mut().zip(other.classes) {
            *sums = sums.and(others);
        }
        Ok(())
    }

    /// The same respondents in other classes: those that `class_of` makes of the positions.
    pub(super) fn regroup<const M: usize>(&self, class_of: impl Fn(usize) -> usize) -> Tally<M> {
        let mut tally = Tally::new();
        tally.missing = self.missing;
        tally.respondents = self.respondents;
        for (position, from) in self.classes.iter().enumerate() {
            if let Some(to) = tally.classes.get_mut(class_of(position)) {
                *to = to.and(*from);
            }
        }
        tally
    }

    /// How many were added, with an answer or without: the row of the next.
    pub(super) const fn respondents(&self) -> u64 {
        self.respondents
    }

    pub(super) const fn missing(&self) -> u64 {
        self.missing
    }

    pub(super) const fn answered(&self) -> u64 {
        self.respondents - self.missing
    }

    pub(super) fn count(&self, class: usize) -> u64 {
        self.classes.get(class).map_or(0, |sums| sums.count)
    }

    /// The sum of the weights of a class.
    pub(super) fn weight(&self, class: usize) -> f64 {
        self.classes.get(class).map_or(0.0, |sums| sums.weight)
    }

    /// The sum of all weights.
    pub(super) fn total(&self) -> f64 {
        self.sum(|_| true).weight
    }

    pub(super) fn effective_sample_size(&self) -> f64 {
        let all = self.sum(|_| true);
        effective_sample_size(all.weight, all.squares)
    }

    /// Of those in the classes `of`, those in the classes `with`.
    pub(super) fn share_of(
        &self,
        of: impl Fn(usize) -> bool,
        with: impl Fn(usize) -> bool,
    ) -> WeightedProportion {
        let (a, b) = (
            self.sum(|class| of(class) && with(class)),
            self.sum(|class| of(class) && !with(class)),
        );
        WeightedProportion::of_parts(
            (a.count, a.weight),
            (b.count, b.weight),
            a.squares + b.squares,
        )
    }

    /// Of all who answered, those in this class.
    pub(super) fn share(&self, class: usize) -> WeightedProportion {
        self.share_of(|_| true, |at| at == class)
    }

    fn sum(&self, of: impl Fn(usize) -> bool) -> Class {
        let classes = self.classes.iter().enumerate();
        classes
            .filter(|&(class, _)| of(class))
            .fold(Class::NONE, |sum, (_, class)| sum.and(*class))
    }

    /// Mean and variance of a score that each class has.
    pub(super) fn score(&self, of: impl Fn(usize) -> f64) -> Summary {
        let all = self.sum(|_| true);
        let scores = self.classes.iter().enumerate();
        let mean = (all.weight > 0.0).then(|| {
            let sum: f64 = scores
                .clone()
                .map(|(class, sums)| sums.weight * of(class))
                .sum();
            sum / all.weight
        });
        let effective_sample_size = effective_sample_size(all.weight, all.squares);
        // One respondent of any weight is one, but for rounding.
        let several = effective_sample_size > 1.0 + ROUNDING;
        let freedom = all.weight - all.squares / all.weight;
        let variance = mean.filter(|_| several).map(|mean| {
            let sum: f64 = scores
                .map(|(class, sums)| sums.weight * (of(class) - mean).powi(2))
                .sum();
            sum / freedom
        });
        Summary {
            answered: as_usize(self.answered()),
            missing: as_usize(self.missing),
            effective_sample_size,
            mean,
            variance,
        }
    }
}

/// Counts of what is in memory fit.
fn as_usize(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Mean and variance of a value that some respondents have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mean {
    moments: Moments,
    answered: usize,
    missing: usize,
}

impl Mean {
    pub(super) fn new() -> Self {
        Self {
            moments: Moments::new(1),
            answered: 0,
            missing: 0,
        }
    }

    pub(super) fn push(&mut self, value: Option<f64>, weight: f64) {
        match value {
            Some(value) => {
                self.moments.push(&[value], weight);
                self.answered += 1;
            }
            None => self.missing += 1,
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.moments.merge(&other.moments);
        self.answered += other.answered;
        self.missing += other.missing;
    }

    /// How many were added, with a value or without: the row of the next.
    pub(super) const fn respondents(&self) -> usize {
        self.answered + self.missing
    }

    /// The summary; its mean does not leave `within`.
    pub(super) fn summary(&self, within: Option<Scale>) -> Summary {
        let mean = self.moments.mean(0);
        Summary {
            answered: self.answered,
            missing: self.missing,
            effective_sample_size: self.moments.effective_sample_size(),
            mean: mean.map(|mean| within.map_or(mean, |scale| scale.clamp(mean))),
            variance: self.moments.covariances().map(|cells| cells.at(0, 0)),
        }
    }
}

/// Refuses answers that are read on another scale than that of the definition.
pub(super) fn same_scale(found: Scale, scale: Scale) -> Result<()> {
    if found.same_ends(scale) {
        return Ok(());
    }
    Err(Error::mismatch(
        "scales of the answers and of the definition",
        found.continuous(),
        scale.continuous(),
    ))
}

/// Refuses answers that were asked on another scale than that of the definition too: stretched to
/// it, they would fall on either side of its cuts by arithmetic.
pub(super) fn asked_on(answers: &Answers<'_>, scale: Scale) -> Result<()> {
    same_scale(answers.asked_on(), scale)?;
    same_scale(answers.scale(), scale)
}

/// Refuses columns of different lengths.
pub(super) fn same_length(argument: &'static str, found: usize, expected: usize) -> Result<()> {
    if found == expected {
        Ok(())
    } else {
        Err(Error::length(argument, found, expected))
    }
}

/// Refuses to merge parts that were made with different definitions.
pub(super) fn same_definition<T: PartialEq + std::fmt::Debug>(left: &T, right: &T) -> Result<()> {
    if left == right {
        Ok(())
    } else {
        Err(Error::mismatch(
            "definitions",
            format_args!("{left:?}"),
            format_args!("{right:?}"),
        ))
    }
}

/// Weighted shares that are equal on paper differ by rounding in the order of their sums; counts
/// that are equal do not differ.
const ROUNDING: f64 = 1e-9;

/// Whether `value` is `cut` or more, both of the size of 1 or 100.
pub(super) fn reaches(value: f64, cut: f64) -> bool {
    value >= cut - ROUNDING * cut.abs().max(1.0)
}

/// How much two sums of weights may differ and still be equal: nothing, where all are whole.
pub(super) fn slack(weights: &[f64]) -> f64 {
    if weights.iter().all(|weight| weight.fract() == 0.0) {
        0.0
    } else {
        ROUNDING * weights.iter().sum::<f64>()
    }
}
