use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::Result;
use crate::error::Error;
use crate::scale::{Answers, Scale};

use super::{Fit, FitOptions};

/// Whole numbers of an `f64` are exact up to here.
const MOST: u64 = 1 << 53;

/// What customers answered about satisfaction and loyalty, ready to be [fitted](Self::fit) in any
/// way: row by row, in chunks, or on threads whose parts [merge](Self::merge).
///
/// It keeps a count, a mean and a spread of loyalty for each value of satisfaction, which is all
/// that the fits need, so it stays small however many customers there are.
///
/// ```
/// use retention::loyalty::curve::{FitOptions, Method, Sample};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_SEVEN;
/// let satisfaction = scale.answers(&[Some(7.0), Some(4.0), Some(4.0), Some(2.0), None])?;
/// let loyalty = scale.answers(&[Some(7.0), Some(3.0), Some(2.0), Some(1.0), Some(6.0)])?;
/// let sample = Sample::of(&satisfaction, &loyalty)?;
/// assert_eq!((sample.used(), sample.left_out()), (4, 1));
/// let fit = sample.fit(&FitOptions::default().method(Method::CellMeans))?;
/// assert_eq!(fit.points, 3);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    satisfaction: Scale,
    loyalty: Scale,
    cells: BTreeMap<Key, Cell>,
    left_out: u64,
}

/// A value of satisfaction, finite, with one zero.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Key(f64);

impl Eq for Key {}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Count, mean and sum of squared deviations of what is pushed one by one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Moments {
    pub(super) n: f64,
    pub(super) mean: f64,
    pub(super) squares: f64,
}

impl Moments {
    fn push(&mut self, value: f64) {
        self.n += 1.0;
        let deviation = value - self.mean;
        self.mean += deviation / self.n;
        self.squares += deviation * (value - self.mean);
    }

    fn merge(&mut self, other: Self) {
        if other.n > 0.0 {
            let n = self.n + other.n;
            let deviation = other.mean - self.mean;
            self.mean += deviation * (other.n / n);
            self.squares += other.squares + deviation * deviation * (self.n * (other.n / n));
            self.n = n;
        }
    }

    /// The sum of squared deviations from this value.
    pub(super) fn squares_around(&self, value: f64) -> f64 {
        self.squares + self.n * (self.mean - value).powi(2)
    }
}

/// Everyone who gave one value of satisfaction.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Cell {
    /// Loyalty on 0 to 1.
    pub(super) loyalty: Moments,
    /// Its logarithm, of those above the low end.
    pub(super) logarithm: Moments,
}

impl Sample {
    /// Nobody yet, on these scales.
    #[must_use]
    pub const fn new(satisfaction: Scale, loyalty: Scale) -> Self {
        Self {
            satisfaction: satisfaction.continuous(),
            loyalty: loyalty.continuous(),
            cells: BTreeMap::new(),
            left_out: 0,
        }
    }

    /// Columns of the same customers in the same order.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where they differ in length.
    pub fn of(satisfaction: &Answers<'_>, loyalty: &Answers<'_>) -> Result<Self> {
        if loyalty.len() != satisfaction.len() {
            return Err(Error::length("loyalty", loyalty.len(), satisfaction.len()));
        }
        let mut sample = Self::new(satisfaction.scale(), loyalty.scale());
        for (satisfaction, loyalty) in satisfaction.iter().zip(loyalty.iter()) {
            sample.push(satisfaction, loyalty)?;
        }
        Ok(sample)
    }

    /// Adds a customer; one of whom either is missing is counted and left out. An error leaves the
    /// sample as it was.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for what does not lie on its scale.
    pub fn push(&mut self, satisfaction: Option<f64>, loyalty: Option<f64>) -> Result<()> {
        let satisfaction = satisfaction
            .map(|value| self.satisfaction.check(value))
            .transpose()?;
        let loyalty = loyalty
            .map(|value| self.loyalty.to_unit(value))
            .transpose()?;
        match satisfaction.zip(loyalty) {
            Some((satisfaction, loyalty)) => {
                let cell = self.cells.entry(Key(satisfaction + 0.0)).or_default();
                cell.loyalty.push(loyalty);
                if loyalty > 0.0 {
                    cell.logarithm.push(loyalty.ln());
                }
            }
            None => self.left_out += 1,
        }
        Ok(())
    }

    /// Adds the customers of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it is on other scales; [`Error::Overflow`] where customers together
    /// exceed 2⁵³, up to which they are counted exactly. Nothing is then added.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        for (argument, ours, theirs) in [
            (
                "scales of satisfaction",
                self.satisfaction,
                other.satisfaction,
            ),
            ("scales of loyalty", self.loyalty, other.loyalty),
        ] {
            if ours != theirs {
                return Err(Error::mismatch(argument, ours, theirs));
            }
        }
        let all = |sample: &Self| sample.used().saturating_add(sample.left_out);
        let together = all(self).saturating_add(all(&other));
        if together > MOST {
            return Err(Error::overflow("counting customers", together));
        }
        for (key, theirs) in other.cells {
            let ours = self.cells.entry(key).or_default();
            ours.loyalty.merge(theirs.loyalty);
            ours.logarithm.merge(theirs.logarithm);
        }
        self.left_out += other.left_out;
        Ok(())
    }

    /// Estimates the exponent of the curve.
    ///
    /// # Errors
    /// [`Error::Empty`] without a customer who gave both; [`Error::OutOfRange`] for no iterations.
    /// What cannot be estimated is an [`Outcome`](super::Outcome), not an error.
    pub fn fit(&self, options: &FitOptions) -> Result<Fit> {
        if options.max_iterations == 0 {
            return Err(Error::out_of_range(
                "largest number of iterations",
                0,
                "1 or more",
            ));
        }
        if self.cells.is_empty() {
            return Err(Error::empty("customer with satisfaction and loyalty"));
        }
        Ok(Fit::of(self, options))
    }

    /// Customers who gave both.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.cells.values().map(|cell| cell.loyalty.n as u64).sum()
    }

    /// Customers of whom satisfaction or loyalty is missing.
    #[must_use]
    pub const fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Each value of satisfaction that was given: the value, how many gave it, and their mean
    /// loyalty.
    pub fn cells(&self) -> impl Iterator<Item = (f64, u64, f64)> + '_ {
        let scale = self.loyalty;
        self.cells.iter().map(move |(satisfaction, cell)| {
            let mean = scale.low() + cell.loyalty.mean * scale.width();
            (satisfaction.0, cell.loyalty.n as u64, scale.clamp(mean))
        })
    }

    /// The scales of satisfaction and of loyalty.
    #[must_use]
    pub const fn scales(&self) -> (Scale, Scale) {
        (self.satisfaction, self.loyalty)
    }

    /// The cells, with satisfaction on 0 to 1.
    pub(super) fn units(&self) -> impl Iterator<Item = (f64, Cell)> + '_ {
        let scale = self.satisfaction;
        self.cells
            .iter()
            .map(move |(key, cell)| ((key.0 - scale.low()) / scale.width(), *cell))
    }
}
