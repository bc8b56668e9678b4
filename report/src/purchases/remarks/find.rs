//! Finds what is to be remarked on, and puts it in the order of the money that it concerns.

use std::collections::HashSet;

use retention::period::Window;
use retention::purchases::Purchase;
use rust_decimal::Decimal;

use super::columns;
use super::dates::{self, Day};
use super::keys::{alike, is_nobody, is_shortened};
use super::remark::{Edge, Remark, Remarked};
use super::totals;
use crate::kit::csv::Sheet;
use crate::kit::lines::sum;
use crate::purchases::figures::TopCustomer;

/// What was read and computed.
#[derive(Debug, Clone, Copy)]
pub struct Read<'r> {
    pub sheet: &'r Sheet,
    /// The different keys of the customers.
    pub keys: &'r [&'r str],
    pub window: Window,
    pub revenue: Decimal,
    pub top: &'r [TopCustomer],
    /// Whether the user set the first and the last day.
    pub ends_given: (bool, bool),
}

/// The remarks on a file, those that concern most money first.
pub fn find(read: Read<'_>) -> Vec<Remarked> {
    let days = dates::days(read.rows().map(|row| row.date));
    let (first, last) = (
        read.far_away(&days, Edge::First),
        read.far_away(&days, Edge::Last),
    );
    // A slip is no pause.
    let paused = match first {
        Some((Remark::FarAway { others, .. }, _)) => {
            days.get(days.partition_point(|day| day.date < others)..)
        }
        _ => Some(&*days),
    };
    let long_after = dates::long_after(paused.unwrap_or_default(), read.window.to());
    let all = || Some(read.revenue);
    let found = [
        // What they would bring is not known.
        columns::skipped(read.sheet).map(|remark| (remark, None)),
        columns::amount(read.sheet).map(|remark| (remark, all())),
        columns::currencies(read.sheet, read.window).map(|remark| (remark, all())),
        columns::refund(read.sheet),
        columns::over_refunded(read.sheet),
        read.totals(),
        read.repeated(),
        read.nobody(),
        read.alike(),
        read.shortened(),
        long_after.map(|remark| (remark, all())),
        last,
        first,
    ];
    let found = found.into_iter().flatten();
    let mut remarks: Vec<Remarked> = found
        .chain(columns::statuses(read.sheet, read.window))
        .map(|(remark, at_stake)| Remarked {
            text: remark.sentence(),
            remark,
            at_stake,
        })
        .collect();
    let money = |remark: &Remarked| remark.at_stake.unwrap_or(Decimal::MAX).abs();
    remarks.sort_by_key(|remark| std::cmp::Reverse(money(remark)));
    remarks
}

/// A remark, and the money that it concerns.
pub type Found = Option<(Remark, Option<Decimal>)>;

impl<'r> Read<'r> {
    fn rows(self) -> impl Iterator<Item = &'r Purchase<String>> {
        let in_window = move |row: &&Purchase<String>| self.window.contains(row.date);
        self.sheet.purchases.iter().filter(in_window)
    }

    fn of(self, keys: &HashSet<&str>) -> (usize, Option<Decimal>) {
        let rows = || self.rows().filter(|row| keys.contains(&*row.customer));
        (rows().count(), sum(rows().map(|row| row.amount)))
    }

    /// Rows that are there twice. They are counted in the whole file, whatever the window.
    fn repeated(self) -> Found {
        let repeated = self.sheet.repeated.as_ref()?;
        let remark = Remark::RepeatedRows {
            rows: repeated.rows,
            of: self.sheet.rows() - self.sheet.bad.len(),
            every: repeated.every,
        };
        Some((remark, repeated.amount))
    }

    /// Rows that seem to sum others: by the key of their customer, or the last by its amount.
    fn totals(self) -> Found {
        let keys = totals::keys(self.keys);
        let found: HashSet<&str> = keys.iter().copied().collect();
        let (rows, amount) = self.of(&found);
        if rows > 0 {
            let keys = keys.into_iter().map(str::to_owned).collect();
            return Some((Remark::Totals { keys, rows }, amount));
        }
        let last = totals::last(self.sheet)?;
        let row = self.sheet.purchases.get(last)?;
        let row = Some(row).filter(|row| self.window.contains(row.date))?;
        let remark = Remark::LastIsSum {
            line: *self.sheet.lines.get(last)?,
            customer: row.customer.clone(),
        };
        Some((remark, Some(row.amount)))
    }

    fn nobody(self) -> Found {
        let is_nobody = |one: &&TopCustomer| is_nobody(&one.customer);
        let top: Vec<&TopCustomer> = self.top.iter().filter(is_nobody).collect();
        let best_rank = top.first()?.rank;
        let keys: HashSet<&str> = top.iter().map(|one| &*one.customer).collect();
        let (rows, amount) = self.of(&keys);
        let shares: Option<Vec<f64>> = top.iter().map(|one| one.share).collect();
        let remark = Remark::Nobody {
            keys: top.iter().map(|one| one.customer.clone()).collect(),
            best_rank,
            rows,
            share_of_revenue: shares.map(|shares| shares.iter().sum()),
        };
        Some((remark, amount))
    }

    fn alike(self) -> Found {
        let alike = alike(self.keys.iter().copied());
        let keys: Vec<&str> = alike
            .places
            .iter()
            .filter_map(|&place| self.keys.get(place).copied())
            .collect();
        let [one, other, ..] = keys.as_slice() else {
            return None;
        };
        let example = [one, other].map(|key| (*key).to_owned());
        let (_, amount) = self.of(&keys.iter().copied().collect());
        let remark = Remark::KeysAlike {
            by: alike.by.into_iter().collect(),
            keys: keys.len(),
            customers: alike.customers,
            example,
        };
        Some((remark, amount))
    }

    fn shortened(self) -> Found {
        let keys = self.keys.iter().copied().filter(|key| is_shortened(key));
        let keys: HashSet<&str> = keys.collect();
        let (rows, amount) = self.of(&keys);
        let remark = Remark::KeysShortened {
            keys: keys.len(),
            rows,
            example: (*keys.iter().min()?).to_owned(),
        };
        Some((remark, amount))
    }

    /// A last date moves the as-of date, and so concerns everybody; a first date only itself.
    fn far_away(self, days: &[Day], edge: Edge) -> Found {
        let given = match edge {
            Edge::First => self.ends_given.0,
            Edge::Last => self.ends_given.1,
        };
        let remark = dates::far_away(days, edge).filter(|_| !given)?;
        let Remark::FarAway { others, .. } = remark else {
            return None;
        };
        let amounts = self.rows().map(|row| (row.date, row.amount));
        let amount = match edge {
            Edge::First => dates::beyond(edge, others, amounts),
            Edge::Last => Some(self.revenue),
        };
        Some((remark, amount))
    }
}
