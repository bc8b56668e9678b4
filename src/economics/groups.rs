//! What two groups of customers spent in two periods, and how far their growths may be off.

use rust_decimal::Decimal;

use super::ContactGroup;
use crate::Result;
use crate::estimate::{Interval, ResampledFigure, Resampling, studentised, times_drawn};
use crate::numeric::money::{self, decimal_to_f64};
use crate::numeric::random::Random;
use crate::purchases::Observed;

/// What the customers of a group spent in the first and in the second period.
#[derive(Debug, Default)]
pub(super) struct Spending {
    amounts: Vec<[Decimal; 2]>,
    plain: Vec<[f64; 2]>,
}

/// A quotient of two sums, or a mean, with its standard error.
type WithError = (f64, f64);

impl Spending {
    /// Returns the contacted customers who bought in the first period, and the others who did; the list is
    /// sorted.
    pub(super) fn of_groups<Id: Ord>(
        before: &Observed<'_, Id>,
        after: &Observed<'_, Id>,
        contacted: &[Id],
    ) -> Result<[Self; 2]> {
        let later = after.revenues()?;
        let mut groups = [Self::default(), Self::default()];
        for (customer, spent) in before.revenues()? {
            let again = later.binary_search_by(|(other, _)| (*other).cmp(customer));
            let again = again.ok().and_then(|at| later.get(at));
            let again = again.map_or(Decimal::ZERO, |(_, amount)| *amount);
            let [ours, theirs] = &mut groups;
            match contacted.binary_search(customer) {
                Ok(_) => ours.push(spent, again),
                Err(_) => theirs.push(spent, again),
            }
        }
        Ok(groups)
    }

    fn push(&mut self, before: Decimal, after: Decimal) {
        self.amounts.push([before, after]);
        self.plain.push([before, after].map(decimal_to_f64));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.amounts.is_empty()
    }

    pub(super) fn len(&self) -> u64 {
        self.amounts.len() as u64
    }

    /// The same customers with the second period first.
    pub(super) fn reversed(mut self) -> Self {
        for amounts in &mut self.amounts {
            amounts.reverse();
        }
        for amounts in &mut self.plain {
            amounts.reverse();
        }
        self
    }

    /// The customers who spent something in the period that comes first.
    pub(super) fn of_spenders(self) -> Self {
        let mut spenders = Self::default();
        for [first, second] in self.amounts {
            if !first.is_zero() {
                spenders.push(first, second);
            }
        }
        spenders
    }

    pub(super) fn group(&self) -> Result<ContactGroup> {
        let rows = self.amounts.iter();
        Ok(ContactGroup {
            customers: self.amounts.len() as u64,
            before: money::sum(rows.clone().map(|[before, _]| *before))?,
            after: money::sum(rows.map(|[_, after]| *after))?,
        })
    }

    /// The growth of the group; `None` without positive spending in both periods.
    pub(super) fn growth(&self) -> Option<f64> {
        let growth = self.factor(None).map(|(factor, _)| factor - 1.0);
        growth.filter(|&growth| growth > -1.0)
    }

    pub(super) fn means_ratio([ours, theirs]: &[Self; 2]) -> Option<f64> {
        Some(ours.mean(None)?.0 / theirs.mean(None)?.0)
    }

    /// Spending after over spending before.
    fn factor(&self, times: Option<&[u32]>) -> Option<WithError> {
        let (mut before, mut after, mut rows) = (0.0, 0.0, 0.0);
        self.each(times, |drawn, [first, second]| {
            before += drawn * first;
            after += drawn * second;
            rows += drawn;
        });
        let factor = after / before;
        let mut squares = 0.0;
        self.each(times, |drawn, [first, second]| {
            squares += drawn * ((second - factor * first) / before).powi(2);
        });
        let error = (squares * rows / (rows - 1.0)).sqrt();
        (before > 0.0 && after > 0.0).then_some((factor, error))
    }

    /// The mean spending before.
    fn mean(&self, times: Option<&[u32]>) -> Option<WithError> {
        let (mut before, mut rows) = (0.0, 0.0);
        self.each(times, |drawn, [first, _]| {
            before += drawn * first;
            rows += drawn;
        });
        let mean = before / rows;
        let mut squares = 0.0;
        self.each(times, |drawn, [first, _]| {
            squares += drawn * ((first - mean) / rows).powi(2);
        });
        let error = (squares * rows / (rows - 1.0)).sqrt();
        (mean > 0.0).then_some((mean, error))
    }

    fn each(&self, times: Option<&[u32]>, mut then: impl FnMut(f64, [f64; 2])) {
        for (row, &spent) in self.plain.iter().enumerate() {
            let drawn = times.map_or(1, |times| times.get(row).copied().unwrap_or_default());
            then(f64::from(drawn), spent);
        }
    }

    pub(super) fn ratio_interval(
        groups: &[Self; 2],
        resampling: Resampling,
    ) -> Result<Option<Interval>> {
        Self::interval(groups, resampling, Self::factor, log_ratio, f64::exp)
    }

    pub(super) fn means_interval(
        groups: &[Self; 2],
        resampling: Resampling,
    ) -> Result<Option<Interval>> {
        Self::interval(groups, resampling, Self::mean, log_ratio, f64::exp)
    }

    pub(super) fn difference_interval(
        groups: &[Self; 2],
        resampling: Resampling,
    ) -> Result<Option<Interval>> {
        let difference = |ours: WithError, theirs: WithError| {
            ResampledFigure::finite(ours.0 - theirs.0, ours.1.hypot(theirs.1))
        };
        Self::interval(groups, resampling, Self::factor, difference, |value| value)
    }

    fn interval(
        [ours, theirs]: &[Self; 2],
        resampling: Resampling,
        of_group: impl Fn(&Self, Option<&[u32]>) -> Option<WithError> + Send + Sync,
        of_both: impl Fn(WithError, WithError) -> Option<ResampledFigure> + Send + Sync,
        to: impl Fn(f64) -> f64,
    ) -> Result<Option<Interval>> {
        let both = |times: Option<[Vec<u32>; 2]>| {
            let [first, second] = times.as_ref().map_or([None, None], |[first, second]| {
                [Some(first.as_slice()), Some(second.as_slice())]
            });
            of_both(of_group(ours, first)?, of_group(theirs, second)?)
        };
        let Some(figure) = both(None) else {
            return Ok(None);
        };
        let resample = |random: &mut Random| {
            let first = times_drawn(random, ours.plain.len());
            let second = times_drawn(random, theirs.plain.len());
            both(Some([first, second]))
        };
        studentised(figure, resampling, resample, to)
    }
}

fn log_ratio(ours: WithError, theirs: WithError) -> Option<ResampledFigure> {
    let error = (ours.1 / ours.0).hypot(theirs.1 / theirs.0);
    ResampledFigure::finite((ours.0 / theirs.0).ln(), error)
}
