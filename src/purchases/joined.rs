//! The rows of two logs as one.

use std::ops::Range;

use chrono::NaiveDate;

use crate::numeric::money::Merge;

/// The rows of two logs, customer by customer, and the dates that come of them.
pub(super) struct MergedRows<'a, I> {
    /// Of each customer, the rows in either log.
    pub(super) groups: I,
    pub(super) dates: [&'a [NaiveDate]; 2],
    pub(super) merged: &'a mut Vec<NaiveDate>,
}

impl<I: Iterator<Item = [Range<usize>; 2]>> Merge for MergedRows<'_, I> {
    fn merge<M: Copy + Ord>(self, ours: &[M], theirs: &[M]) -> Vec<M> {
        let mut amounts = Vec::with_capacity(ours.len().saturating_add(theirs.len()));
        let [our_dates, their_dates] = self.dates;
        for [left, right] in self.groups {
            let left = (part(our_dates, &left), part(ours, &left));
            let right = (part(their_dates, &right), part(theirs, &right));
            merge_runs(left, right, self.merged, &mut amounts);
        }
        amounts
    }
}

fn part<'a, T>(column: &'a [T], range: &Range<usize>) -> &'a [T] {
    column.get(range.clone()).unwrap_or_default()
}

/// The dates and amounts of one customer in one log.
type Run<'a, M> = (&'a [NaiveDate], &'a [M]);

fn merge_runs<'a, M: Copy + Ord>(
    mut left: Run<'a, M>,
    mut right: Run<'a, M>,
    dates: &mut Vec<NaiveDate>,
    amounts: &mut Vec<M>,
) {
    while let (([our_date, ..], [our, ..]), ([their_date, ..], [their, ..])) = (left, right) {
        let (run, date, amount) = if (our_date, our) <= (their_date, their) {
            (&mut left, *our_date, *our)
        } else {
            (&mut right, *their_date, *their)
        };
        dates.push(date);
        amounts.push(amount);
        *run = (rest(run.0), rest(run.1));
    }
    for run in [left, right] {
        dates.extend_from_slice(run.0);
        amounts.extend_from_slice(run.1);
    }
}

fn rest<T>(run: &[T]) -> &[T] {
    run.get(1..).unwrap_or_default()
}
