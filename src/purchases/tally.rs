use super::curves::StepWaits;
use super::{Steps, Waits};
use crate::period::Window;

/// Waits of part of a population, counted where they are many: in flat tables that stay in a processor's
/// nearest memory.
#[derive(Debug)]
pub(crate) struct Tally {
    steps: Steps,
    /// The row of a table for waits that begin after so many purchases.
    rows: [u8; LISTED],
    /// The length of a row.
    days: usize,
    /// By row and days: those that ended, and then as many rows of those that go on. A log has fewer
    /// rows than such a count holds.
    counts: Vec<u32>,
    beyond: StepWaits,
}

/// Longer waits, eleven years, are rare, and counted beside the tables.
const DAYS: usize = 1 << 12;

/// After more purchases the row is looked up step by step.
const LISTED: usize = 32;

impl Tally {
    /// Creates a place for waits within a window.
    pub(crate) fn new(steps: Steps, window: Window) -> Self {
        let days = usize::try_from(window.days())
            .unwrap_or(DAYS)
            .clamp(1, DAYS);
        let mut rows = [0; LISTED];
        for (purchases, row) in (0..).zip(&mut rows).skip(2) {
            *row = later_row(steps, purchases) as u8;
        }
        let places = days * (1 + steps.lower_bounds().len());
        Self {
            steps,
            rows,
            days,
            counts: vec![0; 2 * places],
            beyond: StepWaits::new(steps),
        }
    }

    /// Adds a wait that ended, and began after so many purchases.
    #[inline]
    pub(crate) fn returned(&mut self, purchases: u32, days: u32) {
        match self.place(purchases, days) {
            Some(place) => add_one(&mut self.counts, place),
            None => self.beyond.push(purchases, days, true),
        }
    }

    /// Adds a wait that goes on.
    #[inline]
    pub(crate) fn waiting(&mut self, purchases: u32, days: u32) {
        match self.place(purchases, days) {
            Some(place) => {
                let half = self.counts.len() / 2;
                add_one(&mut self.counts, half + place);
            }
            None => self.beyond.push(purchases, days, false),
        }
    }

    #[inline]
    fn place(&self, purchases: u32, days: u32) -> Option<usize> {
        let row = match self.rows.get(purchases as usize) {
            Some(&row) => usize::from(row),
            None => later_row(self.steps, purchases),
        };
        let days = days as usize;
        (days < self.days).then_some(row * self.days + days)
    }

    /// Adds all waits to others, in the same bins.
    pub(crate) fn add_to(self, waits: &mut StepWaits) {
        let halves = self.counts.split_at_checked(self.counts.len() / 2);
        let (returned, waiting) = halves.unwrap_or_default();
        let counts = returned.chunks(self.days).zip(waiting.chunks(self.days));
        let rows = std::iter::once(&mut waits.first).chain(&mut waits.later);
        for (row, (returned, waiting)) in rows.zip(counts) {
            add_row(row, returned, waiting);
        }
        waits.merge(self.beyond);
    }
}

/// The first row is that of the first step, and each bin has one after it.
fn later_row(steps: Steps, purchases: u32) -> usize {
    1 + steps.bin(purchases)
}

#[inline]
fn add_one(counts: &mut [u32], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}

fn add_row(waits: &mut Waits, returned: &[u32], waiting: &[u32]) {
    let counts = || (0..).zip(returned.iter().zip(waiting));
    // The longest first, so that the table is made once.
    let longest = counts().filter(|(_, (returned, waiting))| (*returned | *waiting) > 0);
    if let Some((longest, _)) = longest.last() {
        waits.count(longest);
    }
    for (days, (&returned, &waiting)) in counts() {
        if returned | waiting > 0
            && let Some(count) = waits.count(days)
        {
            count.returned += u64::from(returned);
            count.waiting += u64::from(waiting);
        }
    }
}
