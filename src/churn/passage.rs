//! One customer's way through the periods of a window.

use rust_decimal::Decimal;

use super::{Movement, Movements};
use crate::period::Calendar;
use crate::subscriptions::{Account, Recurring};

/// A period in which something about a customer changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage<'a> {
    /// The position of the period.
    pub(super) period: usize,
    /// The recurring amount when the period begins; `None` for no customer.
    pub(super) start: Option<Decimal>,
    /// Whether they were a customer on any day before the period.
    known: bool,
    /// What changed in the period, in the order of time; not empty.
    changes: &'a [Recurring],
}

fn amount(level: &Recurring) -> Option<Decimal> {
    level.customer.then_some(level.amount)
}

impl Passage<'_> {
    /// The recurring amount when the period ends.
    pub(super) fn end(&self) -> Option<Decimal> {
        self.changes.last().and_then(amount)
    }

    /// Whether they were no customer at its start, and one on some day of it.
    pub(super) fn joined(&self) -> bool {
        self.start.is_none() && self.changes.iter().any(|level| level.customer)
    }

    /// What leads from its start to its end.
    pub(super) fn net(&self) -> Option<Movement> {
        Movement::between(self.start, self.end(), self.known)
    }

    /// Hands each movement to `then`, with the amounts before and after.
    pub(super) fn each(
        &self,
        movements: Movements,
        mut then: impl FnMut(Movement, Option<Decimal>, Option<Decimal>),
    ) {
        if movements == Movements::AtEnds {
            if let Some(movement) = self.net() {
                then(movement, self.start, self.end());
            }
            return;
        }
        let (mut before, mut known) = (self.start, self.known);
        for level in self.changes {
            let after = amount(level);
            if let Some(movement) = Movement::between(before, after, known) {
                then(movement, before, after);
            }
            known |= level.customer;
            before = after;
        }
    }
}

/// The recurring amount when the window begins, and each period in which it changed.
pub(super) fn passages<'a>(
    account: &'a Account,
    calendar: &'a Calendar,
) -> (Option<Decimal>, impl Iterator<Item = Passage<'a>>) {
    let levels = account.levels();
    let first = levels.partition_point(|level| level.from < calendar.window.from());
    let before = first.checked_sub(1).and_then(|last| levels.get(last));
    let at_start = before.and_then(amount);
    let within = levels.get(first..).unwrap_or_default();
    let period = |level: &Recurring| calendar.find(level.from);
    let groups = within.chunk_by(move |a, b| period(a) == period(b));
    let (mut start, mut known) = (at_start, first > 0);
    let passages = groups.filter_map(move |changes| {
        let passage = Passage {
            period: changes.first().and_then(period)?,
            start,
            known,
            changes,
        };
        start = passage.end();
        known = true;
        Some(passage)
    });
    (at_start, passages)
}
