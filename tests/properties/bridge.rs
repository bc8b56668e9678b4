//! Revenue bridges, and that what is told of subscriptions by several modules agrees.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use proptest::prelude::*;
use retention::Accumulator;
use retention::churn::{
    Bridge, BridgePeriod, CustomerBase, Customers, Movement, Movements, PlanTransfers, RevenueRate,
    moved,
};
use retention::period::{Period, Window};
use retention::segment::BySegment;
use retention::subscriptions::{Accounts, Builder, Options};
use retention::survival::{Survival, WhichSpells};
use rust_decimal::Decimal;

use crate::cases;
use crate::rows::shuffled;
use crate::subscriptions::{Row, log, options, rows, window};

fn period() -> impl Strategy<Value = Period> {
    prop::sample::select(vec![
        Period::Day,
        Period::Week(Weekday::Sun),
        Period::Month,
        Period::Quarter,
        Period::Year,
    ])
}

fn movements() -> impl Strategy<Value = Movements> {
    prop::sample::select(Movements::ALL)
}

fn bridge(
    rows: &[Row],
    window: Window,
    options: Options,
    by: Period,
    movements: Movements,
) -> Bridge {
    let log = log(rows);
    Bridge::of(&log.accounts(window, options).unwrap(), by, movements).unwrap()
}

fn flows(row: &BridgePeriod) -> [(Movement, Customers); 5] {
    [
        (Movement::New, row.new),
        (Movement::Reactivation, row.reactivation),
        (Movement::Expansion, row.expansion),
        (Movement::Contraction, row.contraction),
        (Movement::Churn, row.churn),
    ]
}

/// The movements of a customer in a period, day by day.
fn day_by_day(
    accounts: &Accounts<'_, u8>,
    customer: u8,
    days: Window,
    movements: Movements,
) -> Vec<(Movement, Decimal)> {
    let account = accounts.get(&customer).unwrap();
    let first = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
    let states: Vec<(NaiveDate, Option<Decimal>)> = first
        .iter_days()
        .take_while(|&day| day <= days.to())
        .map(|day| (day, account.at(day)))
        .collect();
    let steps: Vec<_> = match movements {
        Movements::EveryChange => states.windows(2).map(|pair| (pair[0], pair[1])).collect(),
        _ => {
            let before = states
                .iter()
                .rev()
                .find(|(day, _)| *day < days.from())
                .copied();
            before.into_iter().zip(states.last().copied()).collect()
        }
    };
    let mut found = Vec::new();
    for ((from, before), (to, after)) in steps {
        if to < days.from() {
            continue;
        }
        let known = states
            .iter()
            .any(|&(day, amount)| day <= from && amount.is_some());
        found.extend(match (before, after) {
            (None, Some(amount)) if known => Some((Movement::Reactivation, amount)),
            (None, Some(amount)) => Some((Movement::New, amount)),
            (Some(amount), None) => Some((Movement::Churn, amount)),
            (Some(a), Some(b)) if b > a => Some((Movement::Expansion, b - a)),
            (Some(a), Some(b)) if b < a => Some((Movement::Contraction, a - b)),
            _ => None,
        });
    }
    found
}

proptest! {
    #![proptest_config(cases(96))]

    /// The end of a period is its start and what came and went, to the cent, and it is the stock of that
    /// day, and the start of the next.
    #[test]
    fn a_bridge_leads_from_each_stock_to_the_next(
        rows in rows(), window in window(), options in options(), by in period(), movements in movements(),
    ) {
        let log = log(&rows);
        let accounts = log.accounts(window, options).unwrap();
        let bridge = Bridge::of(&accounts, by, movements).unwrap();
        let mut before = accounts.active_on(window.from().pred_opt().unwrap()).unwrap();
        for row in &bridge.periods {
            prop_assert_eq!((row.start.count, row.start.amount), before);
            let [new, back, more, less, gone] = flows(row).map(|(_, flow)| flow);
            let amount = row.start.amount + new.amount + back.amount + more.amount
                - less.amount - gone.amount;
            prop_assert_eq!(row.end.amount, amount);
            prop_assert_eq!(row.end.count + gone.count, row.start.count + new.count + back.count);
            let last = row.period.to().min(window.to());
            before = accounts.active_on(last).unwrap();
            prop_assert_eq!((row.end.count, row.end.amount), before);
            prop_assert_eq!(row.complete, row.period.from() >= window.from() && row.period.to() <= window.to());
            // Who is there at the end was there at the start, or joined.
            let stayed = row.start.count - row.lost;
            prop_assert_eq!(row.end.count, stayed + row.joined - row.joined_and_lost);
        }
    }

    #[test]
    fn movements_are_those_reckoned_day_by_day_and_have_their_customers(
        rows in rows(), window in window(), options in options(), by in period(), movements in movements(),
    ) {
        let log = log(&rows);
        let accounts = log.accounts(window, options).unwrap();
        let bridge = Bridge::of(&accounts, by, movements).unwrap();
        let rows = moved(&accounts, by, movements).unwrap();
        prop_assert!(rows.is_sorted_by_key(|row| (row.customer, row.period)));
        let mut listed: BTreeMap<(NaiveDate, Movement), (u64, Decimal)> = BTreeMap::new();
        for row in &rows {
            let (count, amount) = listed.entry((row.period, row.movement)).or_default();
            *count += 1;
            *amount += (row.after.unwrap_or_default() - row.before.unwrap_or_default()).abs();
        }
        for row in &bridge.periods {
            let mut expected: BTreeMap<Movement, (u64, Decimal)> = BTreeMap::new();
            let days = row.period.intersection(window).unwrap();
            for &customer in accounts.customers() {
                for (movement, difference) in day_by_day(&accounts, customer, days, movements) {
                    let (count, amount) = expected.entry(movement).or_default();
                    *count += 1;
                    *amount += difference;
                }
            }
            for (movement, flow) in flows(row) {
                let expected = expected.get(&movement).copied().unwrap_or_default();
                prop_assert_eq!((flow.count, flow.amount), expected, "{} {}", movement, row.period);
                let listed = listed.get(&(row.period.from(), movement)).copied().unwrap_or_default();
                prop_assert_eq!((flow.count, flow.amount), listed);
            }
        }
    }

    #[test]
    fn retention_and_churn_are_two_sides_of_one_figure(
        rows in rows(), window in window(), options in options(), by in period(), movements in movements(),
    ) {
        let bridge = bridge(&rows, window, options, by, movements);
        for row in &bridge.periods {
            for &base in CustomerBase::ALL {
                let churn = row.customer_churn(base).value();
                let Some(retained) = row.retained(base) else { continue };
                prop_assert_eq!(churn.is_some(), retained.value().is_some());
                if let Some((churn, retained)) = churn.zip(retained.value()) {
                    prop_assert!((churn + retained - 1.0).abs() < 1e-12);
                    prop_assert!((0.0..=1.0).contains(&churn));
                }
            }
            let rate = |rate| row.revenue_rate(rate);
            let Some(gross) = rate(RevenueRate::GrossRetention) else { continue };
            let net = rate(RevenueRate::NetRetention).unwrap();
            prop_assert!((0.0..=1.0).contains(&gross) && net >= gross);
            if movements == Movements::AtEnds {
                let [lost, less] = [RevenueRate::GrossChurn, RevenueRate::NetChurn].map(|it| rate(it).unwrap());
                prop_assert!((gross + lost - 1.0).abs() < 1e-12);
                prop_assert!((net + less - 1.0).abs() < 1e-9 * (1.0 + net));
            }
            let back = rate(RevenueRate::NetChurnWithReactivation).unwrap();
            let with = rate(RevenueRate::NetRetentionWithReactivation).unwrap();
            prop_assert!((with + back - 1.0).abs() < 1e-9 * (1.0 + with.abs()));
        }
    }

    /// What leaves the bridge by every change comes to no more than the difference of the ends.
    #[test]
    fn ends_differ_by_what_changes_within(
        rows in rows(), window in window(), options in options(), by in period(),
    ) {
        let [ends, changes] = [Movements::AtEnds, Movements::EveryChange]
            .map(|movements| bridge(&rows, window, options, by, movements));
        for (ends, changes) in ends.periods.iter().zip(&changes.periods) {
            prop_assert_eq!((ends.start, ends.end), (changes.start, changes.end));
            prop_assert_eq!((ends.kept, ends.kept_and_expanded), (changes.kept, changes.kept_and_expanded));
            prop_assert_eq!(ends.churn.count, ends.lost);
            prop_assert!(changes.churn.count >= ends.lost + ends.joined_and_lost);
        }
        // A bridge of longer periods joins the ends of those of days.
        let days = bridge(&rows, window, options, Period::Day, Movements::EveryChange);
        let whole = bridge(&rows, window, options, by, Movements::EveryChange);
        for (at, pick) in [0, 1, 2, 3, 4].map(|at| (at, move |row: &BridgePeriod| flows(row)[at].1)) {
            let sum = |rows: &[BridgePeriod]| -> (u64, Decimal) {
                (rows.iter().map(|row| pick(row).count).sum(), rows.iter().map(|row| pick(row).amount).sum())
            };
            prop_assert_eq!(sum(&days.periods), sum(&whole.periods), "{}", at);
        }
    }

    #[test]
    fn order_does_not_matter_and_customers_apart_merge_into_the_whole(
        (rows, other) in shuffled(rows()),
        window in window(), options in options(), by in period(), movements in movements(),
    ) {
        let whole = bridge(&rows, window, options, by, movements);
        prop_assert_eq!(&bridge(&other, window, options, by, movements), &whole);
        let (few, rest): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| row.customer < 2);
        if !few.is_empty() && !rest.is_empty() {
            let [few, rest] = [few, rest].map(|rows| bridge(&rows, window, options, by, movements));
            // Decimal places differ by part; amounts do not.
            prop_assert_eq!(few.merge(rest).unwrap(), whole);
        }
    }

    /// Rows that are collected in two parts make the same bridge.
    #[test]
    fn parts_of_a_log_make_the_bridge_of_the_whole(
        (first, second) in split_rows(), window in window(), options in options(), by in period(),
    ) {
        let mut builder = Builder::new();
        builder.extend(first.iter().copied()).unwrap();
        let mut rest = Builder::new();
        rest.extend(second.iter().copied()).unwrap();
        builder.merge(rest).unwrap();
        let log = builder.finish().unwrap();
        let accounts = log.accounts(window, options).unwrap();
        let parted = Bridge::of(&accounts, by, Movements::AtEnds).unwrap();
        let all: Vec<Row> = first.iter().chain(&second).copied().collect();
        prop_assert_eq!(parted, bridge(&all, window, options, by, Movements::AtEnds));
    }

    /// Of customers who left for the first time within a window, the survival curve counts as many ends as
    /// a bridge of days counts first departures.
    #[test]
    fn a_survival_curve_counts_the_departures_of_the_bridge(
        rows in rows(), window in window(), options in options(),
    ) {
        let log = log(&rows);
        let accounts = log.accounts(window, options).unwrap();
        let stays = accounts.spells(Period::Day, WhichSpells::Every).map(|(_, spell)| spell);
        let curve = Survival::of(stays).unwrap();
        let bridge = Bridge::of(&accounts, Period::Day, Movements::EveryChange).unwrap();
        let gone: u64 = bridge.periods.iter().map(|row| row.churn.count).sum();
        let came: u64 = bridge.periods.iter().map(|row| row.new.count + row.reactivation.count).sum();
        let there = bridge.periods[0].start.count;
        prop_assert_eq!(curve.customers, there + came);
        prop_assert_eq!(curve.ended + late_ends(&accounts, &curve), gone as f64);
    }

    /// Whatever counts as a customer: nobody is in two segments.
    #[test]
    fn bridges_of_segments_of_customers_merge_into_the_bridge_of_all(
        rows in rows(),
        window in window(),
        options in options(),
        by in period(),
        movements in movements(),
        segments in 1_u8..4,
    ) {
        let logs = log(&rows).by_segment(|row| row.customer % segments).unwrap();
        let in_logs = logs.iter().map(|it| it.output.as_ref().unwrap().row_count());
        prop_assert_eq!(in_logs.sum::<usize>(), rows.len());
        let bridges = logs.iter().map(|it| {
            let accounts = it.output.as_ref().unwrap().accounts(window, options).unwrap();
            Bridge::of(&accounts, by, movements).unwrap()
        });
        let merged = bridges.reduce(|ours, theirs| ours.merge(theirs).unwrap());
        prop_assert_eq!(merged.unwrap(), bridge(&rows, window, options, by, movements));
    }

    #[test]
    fn segments_taken_on_the_way_in_give_the_logs_that_a_log_is_divided_into(rows in rows()) {
        let mut taken = BySegment::new(Builder::new());
        taken.extend(rows.iter().map(|row| (row.terms, *row))).unwrap();
        prop_assert_eq!(taken.finish().unwrap(), log(&rows).by_segment(|row| row.terms).unwrap());
    }
}

/// The ends that a curve does not follow, because nobody was at risk before.
fn late_ends(accounts: &Accounts<'_, u8>, curve: &Survival) -> f64 {
    let until = curve.until.unwrap_or(0);
    let late = accounts
        .spells(Period::Day, WhichSpells::Every)
        .filter(|(_, spell)| {
            spell.has_ended()
                && spell.entry().is_some_and(|entry| entry >= until)
                && spell.time() > until
        });
    late.count() as f64
}

fn split_rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>)> {
    (rows(), rows())
}

proptest! {
    #![proptest_config(cases(256))]

    /// Each movement of the bridge is a margin or a difference of the table, to the cent.
    #[test]
    fn transfers_between_plans_add_up_to_the_bridge(
        rows in rows(), window in window(), options in options(),
    ) {
        let log = log(&rows);
        let plans = log.by_segment(|row| row.amount.mantissa() % 3).unwrap();
        let table = PlanTransfers::of(&plans, window, options).unwrap();
        let accounts = log.accounts(window, options).unwrap();
        let bridge = BridgePeriod::of(&accounts, Movements::AtEnds).unwrap();
        let sum = |from: Option<bool>, to: Option<bool>| {
            let cells = table.cells.iter().filter(|cell| {
                from.is_none_or(|there| cell.from.is_some() == there)
                    && to.is_none_or(|there| cell.to.is_some() == there)
            });
            cells.fold((0, Decimal::ZERO, Decimal::ZERO), |(customers, before, after), cell| {
                (customers + cell.customers, before + cell.before, after + cell.after)
            })
        };
        let (start, end) = (sum(Some(true), None), sum(None, Some(true)));
        prop_assert_eq!((start.0, start.1), (bridge.start.count, bridge.start.amount));
        prop_assert_eq!((end.0, end.2), (bridge.end.count, bridge.end.amount));
        let (come, gone) = (sum(Some(false), None), sum(None, Some(false)));
        let new = bridge.new.count + bridge.reactivation.count;
        prop_assert_eq!((come.0, come.1), (new, Decimal::ZERO));
        prop_assert_eq!(come.2, bridge.new.amount + bridge.reactivation.amount);
        prop_assert_eq!(gone, (bridge.churn.count, bridge.churn.amount, Decimal::ZERO));
        let stayed = sum(Some(true), Some(true));
        prop_assert_eq!(
            stayed.2 - stayed.1,
            bridge.expansion.amount - bridge.contraction.amount
        );
        // The margins of each plan are those of its row and of its column.
        for own in &table.plans {
            let plan = Some(own.plan);
            let cells = || table.cells.iter();
            let from: Vec<_> = cells().filter(|cell| cell.from == plan).collect();
            let to: Vec<_> = cells().filter(|cell| cell.to == plan).collect();
            prop_assert_eq!(from.iter().map(|cell| cell.customers).sum::<u64>(), own.start_customers);
            prop_assert_eq!(from.iter().map(|cell| cell.before).sum::<Decimal>(), own.start_amount);
            prop_assert_eq!(to.iter().map(|cell| cell.customers).sum::<u64>(), own.end_customers);
            prop_assert_eq!(to.iter().map(|cell| cell.after).sum::<Decimal>(), own.end_amount);
        }
        prop_assert!(table.several_at_start <= bridge.start.count);
        // A single plan has nobody with several, and no way but in, on and out.
        let one = log.by_segment(|_| 0_u8).unwrap();
        let one = PlanTransfers::of(&one, window, options).unwrap();
        prop_assert_eq!((one.several_at_start, one.several_at_end), (0, 0));
        prop_assert_eq!(one.count(Some(&0), None), bridge.churn.count);
    }
}
