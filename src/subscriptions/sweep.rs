//! One walk through the rows of a customer, day by day on which something changes.

use chrono::{Days, NaiveDate};

use super::{Account, CountsAs, Options, Recognised, Recurring, Subscription, Terms};
use crate::numeric::money::{Mantissas, to_decimal};
use crate::period::days_between;

/// What a row adds while it is in force.
#[derive(Clone, Copy)]
enum Part {
    Amount(i128),
    /// It keeps up what was paid before it.
    Keeps,
}

/// The rows that end, by the first day on which they are no longer in force.
pub(super) type Ends = Vec<(NaiveDate, usize)>;

/// The rows of one customer, with their recurring amounts.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) rows: &'a [Subscription<()>],
    pub(super) amounts: Mantissas<'a>,
    pub(super) scale: u32,
    pub(super) options: &'a Options,
}

impl Rows<'_> {
    fn part(&self, position: usize) -> Option<Part> {
        let row = self.rows.get(position)?;
        let amount = self.amounts.get(position)?;
        match self.options.counts_as(row.terms, row.amount) {
            CountsAs::NotACustomer => None,
            CountsAs::AtZero => Some(Part::Amount(0)),
            // A plan without a price, which would keep the amount for ever.
            CountsAs::AtAmountBefore if row.terms == Terms::Free && row.to.is_none() => {
                Some(Part::Amount(0))
            }
            CountsAs::AtAmountBefore => Some(Part::Keeps),
            CountsAs::AtPrice => Some(Part::Amount(amount)),
        }
    }

    /// The first day on which a row is no longer in force, if there is one.
    fn end(&self, row: &Subscription<()>) -> Option<NaiveDate> {
        let end = row.to.and_then(|to| to.succ_opt());
        let grace = self.options.grace.filter(|_| row.terms == Terms::PastDue);
        let over = grace.and_then(|days| row.from.checked_add_days(Days::new(days.into())));
        let end = end.into_iter().chain(over).min();
        match (self.options.recognised, row.cancelled) {
            (Recognised::Notice, Some(day)) => Some(end.map_or(day, |end| end.min(day))),
            _ => end,
        }
    }

    /// Writes the levels of the customer up to the as-of date.
    pub(super) fn sweep(&self, ends: &mut Ends, account: &mut Account) {
        account.levels.clear();
        ends.clear();
        let as_of = account.as_of;
        let begun = self.rows.partition_point(|row| row.from <= as_of);
        let in_force = |position: usize| {
            let row = self.rows.get(position)?;
            let ends_at = self.end(row);
            self.part(position)?;
            (ends_at != Some(row.from)).then_some((row.from, ends_at))
        };
        for position in 0..begun {
            if let Some((_, Some(end))) = in_force(position)
                && end <= as_of
            {
                ends.push((end, position));
            }
        }
        ends.sort_unstable();
        let mut ends = ends.iter().copied().peekable();
        let mut starts = (0..begun)
            .filter_map(|position| Some((in_force(position)?.0, position)))
            .peekable();
        let mut state = State::default();
        loop {
            let next = (
                starts.peek().map(|start| start.0),
                ends.peek().map(|end| end.0),
            );
            let day = match next {
                (Some(start), Some(end)) => start.min(end),
                (Some(day), None) | (None, Some(day)) => day,
                (None, None) => return,
            };
            let before = state;
            let mut change = Change::default();
            while let Some((_, position)) = ends.next_if(|end| end.0 == day) {
                state.end(self.part(position), &mut change);
            }
            while let Some((_, position)) = starts.next_if(|start| start.0 == day) {
                state.begin(self.part(position), &mut change);
            }
            state.settle(before, &change, day, self.options.gap);
            self.push(account, day, &state);
        }
    }

    /// Adds a level where something changed, and closes a gap that is short enough.
    fn push(&self, account: &mut Account, day: NaiveDate, state: &State) {
        let customer = state.active > 0;
        let mantissa = if customer { state.total() } else { 0 };
        let level = Recurring {
            from: day,
            // All rows of the customer together fit.
            amount: to_decimal(mantissa, self.scale).unwrap_or_default(),
            customer,
        };
        let levels = &mut account.levels;
        if let Some(last) = levels.last()
            && customer
            && !last.customer
            && days_between(last.from, day) <= self.options.gap.into()
        {
            levels.pop();
        }
        let same = match levels.last() {
            Some(last) => last.customer == customer && last.amount == level.amount,
            None => !customer,
        };
        if !same {
            levels.push(level);
        }
    }
}

/// What is in force at the end of a day.
#[derive(Clone, Copy, Default)]
struct State {
    active: usize,
    keeping: usize,
    paid: i128,
    kept: i128,
    /// The day on which the customer had gone, and the amount before.
    left: Option<(NaiveDate, i128)>,
}

/// What ends and begins on a day.
#[derive(Default)]
struct Change {
    ended: i128,
    begun: i128,
    stops_keeping: bool,
    begins_keeping: bool,
}

/// Nothing overflows: all rows of a customer together fit, and what is kept was paid by one of them.
impl State {
    fn total(&self) -> i128 {
        self.paid.saturating_add(self.kept)
    }

    fn end(&mut self, part: Option<Part>, change: &mut Change) {
        self.active = self.active.saturating_sub(1);
        match part {
            Some(Part::Amount(amount)) => {
                self.paid = self.paid.saturating_sub(amount);
                change.ended = change.ended.saturating_add(amount);
            }
            Some(Part::Keeps) => {
                self.keeping = self.keeping.saturating_sub(1);
                change.stops_keeping = true;
            }
            None => {}
        }
    }

    fn begin(&mut self, part: Option<Part>, change: &mut Change) {
        self.active = self.active.saturating_add(1);
        match part {
            Some(Part::Amount(amount)) => {
                self.paid = self.paid.saturating_add(amount);
                change.begun = change.begun.saturating_add(amount);
            }
            Some(Part::Keeps) => {
                self.keeping = self.keeping.saturating_add(1);
                change.begins_keeping = true;
            }
            None => {}
        }
    }

    /// Brings what is kept in line with what changed on a day.
    fn settle(&mut self, before: Self, change: &Change, day: NaiveDate, gap: u32) {
        let ended = match before.left {
            // Back after a gap that is none.
            Some((gone, amount)) if days_between(gone, day) <= gap.into() => amount,
            _ => change.ended,
        };
        let net = ended.saturating_sub(change.begun);
        if change.begins_keeping && net > 0 || change.stops_keeping && net < 0 {
            self.kept = self.kept.saturating_add(net).max(0);
        }
        if self.keeping == 0 {
            self.kept = 0;
        }
        self.left = if self.active > 0 {
            None
        } else if before.active > 0 {
            Some((day, before.total()))
        } else {
            before.left
        };
    }
}
