use std::ops::Range;

use crate::accumulate::{is_nearly_full, more_rows};
use crate::estimate::WeightedProportion;
use crate::numeric::moments::{effective_sample_size, weighted_sum};
#[cfg(feature = "serde")]
use crate::numeric::weights::check_sums_of_weights;
use crate::scale::{Summary, parts};
use crate::{Error, Result, threads};

/// One respondent of any weight is one, but for rounding.
const ROUNDING: f64 = 1e-9;

/// Respondents by class, each counted by weight. Counts are exact; so are the weights where they
/// are whole numbers.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Tally {
    classes: Vec<Sums>,
    missing: u64,
    respondents: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Sums {
    count: u64,
    /// The sum of the weights.
    weight: f64,
    /// The sum of their squares.
    squares: f64,
}

impl Sums {
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

impl Tally {
    /// Creates an empty tally of so many classes.
    pub(crate) fn new(classes: usize) -> Self {
        Self {
            classes: vec![Sums::NONE; classes],
            missing: 0,
            respondents: 0,
        }
    }

    /// Returns whether all weights are whole numbers, so that sums of them are exact however they are
    /// parted.
    pub(crate) fn is_whole(&self) -> bool {
        let whole = |sum: f64| sum == sum.trunc() && sum.abs() < 2_f64.powi(52);
        let mut classes = self.classes.iter();
        classes.all(|class| whole(class.weight) && whole(class.squares))
    }

    /// Adds so many respondents of a class, or without an answer, each of this weight.
    #[inline]
    pub(crate) fn add(&mut self, class: Option<usize>, count: u64, weight: f64) -> Result<()> {
        self.respondents = self.room_for(count)?;
        let Some(class) = class else {
            self.missing += count;
            return Ok(());
        };
        let times = count as f64;
        if let Some(sums) = self.classes.get_mut(class) {
            *sums = sums.and(Sums {
                count,
                weight: times * weight,
                squares: times * weight * weight,
            });
        }
        Ok(())
    }

    /// Adds respondents of weight 1, each by the position of the class; one that is no class stands for a
    /// missing answer. They are counted in `N` places on the way, more than there are classes.
    ///
    /// # Errors
    /// The first error, at its row. The respondents before it are then added.
    #[inline]
    pub(crate) fn add_each<const N: usize>(
        &mut self,
        mut classes: impl Iterator<Item = Result<usize>>,
    ) -> Result<()> {
        if self.classes.len() >= N || is_nearly_full(self.respondents) {
            return classes.try_for_each(|class| {
                let class = class.map_err(|error| error.at_row(self.respondents))?;
                self.add(
                    Some(class).filter(|&class| class < self.classes.len()),
                    1,
                    1.0,
                )
            });
        }
        let mut counts = [0; N];
        let read = classes.try_for_each(|class| {
            let class = class?;
            if let Some(count) = counts.get_mut(class) {
                *count += 1;
            }
            Ok(())
        });
        self.add_counts(&counts)?;
        read.map_err(|error: Error| error.at_row(self.respondents))
    }

    /// Adds the respondents of a block whose answers are of one class, by their weights.
    pub(crate) fn add_block(
        &mut self,
        class: usize,
        answers: &[f64],
        weights: &[f64],
        is_of_class: impl Fn(f64) -> bool,
    ) -> Result<()> {
        let given = |answer, term| if is_of_class(answer) { term } else { 0.0 };
        let weight = weighted_sum(answers, weights, given);
        let squares = weighted_sum(answers, weights, |answer, weight| {
            given(answer, weight * weight)
        });
        let count = answers
            .iter()
            .map(|&answer| u64::from(is_of_class(answer)))
            .sum();
        self.respondents = self.room_for(count)?;
        if let Some(sums) = self.classes.get_mut(class) {
            *sums = sums.and(Sums {
                count,
                weight,
                squares,
            });
        }
        Ok(())
    }

    /// Adds the respondents of a block without an answer, which is NaN.
    pub(crate) fn add_missing(&mut self, answers: &[f64]) -> Result<()> {
        let missing = answers.iter().map(|answer| u64::from(answer.is_nan()));
        self.add(None, missing.sum(), 1.0)
    }

    /// Adds so many respondents of each class, each of weight 1. What is counted beyond the last class
    /// stands for missing answers.
    pub(crate) fn add_counts(&mut self, counts: &[u64]) -> Result<()> {
        let known = self.classes.len();
        for (class, &count) in counts.iter().enumerate() {
            self.add(Some(class).filter(|&class| class < known), count, 1.0)?;
        }
        Ok(())
    }

    /// Counts the rows of columns, part by part and perhaps on threads. `count` has the rows of one part.
    pub(crate) fn of_parts(
        rows: usize,
        count: impl Fn(Range<usize>) -> Result<Self> + Send + Sync,
    ) -> Result<Self> {
        let mut parts = threads::map(parts(rows), count).into_iter();
        let mut tally = parts.next().unwrap_or_else(|| Ok(Self::new(0)))?;
        for part in parts {
            tally.merge(&part?)?;
        }
        Ok(tally)
    }

    /// Refuses a state that no rows could have made.
    #[cfg(feature = "serde")]
    pub(crate) fn check(&self, classes: usize) -> Result<()> {
        crate::error::same("numbers of classes", &self.classes.len(), &classes)?;
        let mut respondents = self.missing;
        for sums in &self.classes {
            check_sums_of_weights(sums.count, sums.weight, sums.squares)?;
            respondents = more_rows(respondents, sums.count)?;
        }
        crate::error::same("numbers of respondents", &self.respondents, &respondents)
    }

    #[inline]
    fn room_for(&self, more: u64) -> Result<u64> {
        more_rows(self.respondents, more)
    }

    pub(crate) fn merge(&mut self, other: &Self) -> Result<()> {
        self.respondents = self.room_for(other.respondents)?;
        self.missing += other.missing;
        for (sums, others) in self.classes.iter_mut().zip(&other.classes) {
            *sums = sums.and(*others);
        }
        Ok(())
    }

    /// Returns the same respondents in so many other classes: those that `class_of` makes of the
    /// positions.
    pub(crate) fn regroup(&self, classes: usize, class_of: impl Fn(usize) -> usize) -> Self {
        let mut tally = Self::new(classes);
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
    pub(crate) const fn respondents(&self) -> u64 {
        self.respondents
    }

    pub(crate) const fn missing(&self) -> u64 {
        self.missing
    }

    pub(crate) const fn answered(&self) -> u64 {
        self.respondents - self.missing
    }

    pub(crate) fn count(&self, class: usize) -> u64 {
        self.classes.get(class).map_or(0, |sums| sums.count)
    }

    /// The sum of the weights of a class.
    pub(crate) fn weight(&self, class: usize) -> f64 {
        self.classes.get(class).map_or(0.0, |sums| sums.weight)
    }

    /// The sum of all weights.
    pub(crate) fn total(&self) -> f64 {
        self.sum(|_| true).weight
    }

    pub(crate) fn effective_sample_size(&self) -> f64 {
        let all = self.sum(|_| true);
        effective_sample_size(all.weight, all.squares)
    }

    /// Of those in the classes `of`, those in the classes `with`.
    pub(crate) fn share_of(
        &self,
        of: impl Fn(usize) -> bool,
        with: impl Fn(usize) -> bool,
    ) -> WeightedProportion {
        let (a, b) = (
            self.sum(|class| of(class) && with(class)),
            self.sum(|class| of(class) && !with(class)),
        );
        WeightedProportion::of_parts(
            (a.count, a.weight, a.squares),
            (b.count, b.weight, b.squares),
        )
    }

    /// Of all who answered, those in this class.
    pub(crate) fn share(&self, class: usize) -> WeightedProportion {
        self.share_of(|_| true, |at| at == class)
    }

    fn sum(&self, of: impl Fn(usize) -> bool) -> Sums {
        let classes = self.classes.iter().enumerate();
        classes
            .filter(|&(class, _)| of(class))
            .fold(Sums::NONE, |sum, (_, class)| sum.and(*class))
    }

    /// The mean of a score that each class has and its linearised variance, `Σ w² (x − mean)² / (Σw)²`;
    /// `None` without weight.
    pub(crate) fn linearised(&self, of: impl Fn(usize) -> f64) -> Option<(f64, f64)> {
        let all = self.total();
        if all <= 0.0 {
            return None;
        }
        let scores = self.classes.iter().enumerate();
        let scores = scores.map(|(class, sums)| (of(class), sums));
        let sum: f64 = scores
            .clone()
            .map(|(score, sums)| sums.weight * score)
            .sum();
        let mean = sum / all;
        let heavy: f64 = scores
            .map(|(score, sums)| sums.squares * (score - mean).powi(2))
            .sum();
        Some((mean, heavy / all / all))
    }

    /// Mean and variance of a score that each class has. Respondents without weight are not told from
    /// the others.
    pub(crate) fn score(&self, of: impl Fn(usize) -> f64) -> Summary {
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
        let several = effective_sample_size > 1.0 + ROUNDING;
        let freedom = all.weight - all.squares / all.weight;
        let found = mean.filter(|_| several).map(|mean| {
            let (mut sum, mut heavy) = (0.0, 0.0);
            for (class, sums) in scores {
                let square = (of(class) - mean).powi(2);
                sum += sums.weight * square;
                heavy += sums.squares * square;
            }
            let n = self.answered() as f64;
            (
                sum / freedom,
                n / (n - 1.0) * (heavy / all.weight / all.weight),
            )
        });
        Summary {
            answered: self.answered(),
            missing: self.missing,
            weighted: self.answered(),
            effective_sample_size,
            mean,
            variance: found.map(|(variance, _)| variance),
            standard_error: found.map(|(_, of_mean)| of_mean.sqrt()),
        }
    }
}

/// Answers counted by two cuts, the second not below the first.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ByCuts {
    pub(crate) below_both: u64,
    pub(crate) between: u64,
    pub(crate) from_second: u64,
    pub(crate) missing: u64,
}

impl ByCuts {
    /// Counts answers until one is refused. `check` is asked about those alone that are not `fine`, so
    /// that the others pass without a result that may be an error.
    #[inline]
    pub(crate) fn count(
        mut answers: impl Iterator<Item = Option<f64>>,
        is_fine: impl Fn(f64) -> bool,
        check: impl Fn(f64) -> Result<()>,
        (first, second): (f64, f64),
    ) -> (Self, Result<()>) {
        // Handed from row to row, so that the counts stay in registers.
        let mut refused = Ok(());
        let start = (0, 0, 0, 0);
        let counts = answers.try_fold(start, |(missing, given, firsts, seconds), answer| {
            let Some(answer) = answer else {
                return Ok((missing + 1, given, firsts, seconds));
            };
            if !is_fine(answer) {
                refused = check(answer);
                if refused.is_err() {
                    return Err((missing, given, firsts, seconds));
                }
            }
            let (first, second) = (u64::from(answer >= first), u64::from(answer >= second));
            Ok((missing, given + 1, firsts + first, seconds + second))
        });
        let (Ok((missing, given, firsts, seconds)) | Err((missing, given, firsts, seconds))) =
            counts;
        let counted = Self {
            below_both: given - firsts,
            between: firsts - seconds,
            from_second: seconds,
            missing,
        };
        (counted, refused)
    }
}
