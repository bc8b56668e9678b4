use super::times::Times;
use super::{Spell, Survival};
use crate::error::Place;
use crate::{Error, Result};

/// What happened at one tenure, by weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tenure {
    pub(crate) time: u32,
    /// Those who came under observation at this tenure.
    pub(crate) entered: f64,
    /// Those who left.
    pub(crate) ended: f64,
    /// Those observed no longer.
    pub(crate) ongoing: f64,
}

impl Survival {
    /// Creates the curve of a cohort from the number of customers left: first those who came, then those
    /// still there after one period, after two, and so on. Whoever is left at the end still stays.
    ///
    /// # Errors
    /// [`Error::Empty`] without a number, [`Error::Unsorted`] with its period if a number is larger than
    /// the one before, [`Error::Overflow`] for more customers than a count holds.
    ///
    /// ```
    /// use retention::survival::Survival;
    ///
    /// let curve = Survival::of_table(&[1000, 869, 743, 653])?;
    /// assert_eq!((curve.customers, curve.ended), (1000, 347.0));
    /// assert!((curve.at(2).unwrap() - 0.743).abs() < 1e-12);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of_table(customers: &[u64]) -> Result<Self> {
        let (Some(&first), Some(&last)) = (customers.first(), customers.last()) else {
            return Err(Error::empty("number of customers"));
        };
        let mut times = Times::default();
        let mut period = 0_u32;
        for pair in customers.windows(2) {
            let &[before, after] = pair else { continue };
            period = period
                .checked_add(1)
                .ok_or_else(|| Error::overflow("a number of periods", customers.len()))?;
            let left = before.checked_sub(after).ok_or_else(|| {
                let error = Error::unsorted(
                    "customers left",
                    after,
                    format_args!("is more than {before} a period before"),
                );
                error.at_place(Place::Period((period as usize).into()))
            })?;
            if left > 0 {
                times.add(Spell::ended(period), left as f64);
            }
        }
        if last > 0 {
            times.add(Spell::ongoing(period), last as f64);
        }
        Ok(Self::new(first, times))
    }

    /// What happened at each tenure.
    pub(crate) fn tenures(&self) -> impl Iterator<Item = Tenure> {
        self.times.by_time().map(|(time, at)| Tenure {
            time,
            entered: at.entered,
            ended: at.ended,
            ongoing: at.censored,
        })
    }

    /// The weight of all customers.
    pub(crate) fn weight(&self) -> f64 {
        self.times.started + self.times.entered()
    }
}
