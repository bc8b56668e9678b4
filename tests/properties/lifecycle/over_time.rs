//! Stages at two dates, and what customers did in between.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use retention::lifecycle::{Backtest, JudgedBy, Rule, Rules, Silence, Stage, StageChanges, Stages};
use retention::period::Window;
use retention::purchases::{Policy, RefundOnly};
use rust_decimal::Decimal;

use super::{ends, rows, rules, staged, two_dates};
use crate::cases;
use crate::rows::{Row, day, exact_sum, log, policy};

/// The stages at both dates.
type Cell = (Option<Stage>, Option<Stage>);

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn who_has_lapsed_by_their_own_rhythm_or_a_hiatus_does_not_come_back_without_a_purchase(
        rows in rows(), (now, later) in two_dates(), rules in rules(),
    ) {
        let known: Vec<Row> = rows.into_iter().filter(|row| now.contains(row.date)).collect();
        prop_assume!(!known.is_empty());
        let log = log(&known);
        let policy = Policy::default();
        let (now, later) = (staged(&log, now, policy, &rules, &[]), staged(&log, later, policy, &rules, &[]));
        for (before, after) in now.rows.iter().zip(&later.rows) {
            let (id, before, after) = (before.customer, before.result, after.result);
            let by = before.thresholds.map(|thresholds| thresholds.by);
            prop_assert!(after.silence_days >= before.silence_days);
            prop_assert!(after.tenure_days >= before.tenure_days);
            if before.because == Rule::Lapsed && by != Some(JudgedBy::Population) {
                prop_assert_eq!(after.because, Rule::Lapsed, "customer {}", id);
            }
        }
    }

    #[test]
    fn stage_changes_add_up_to_the_stages_of_both_dates(
        rows in rows(), (now, later) in two_dates(), policy in policy(), rules in rules(), ends in ends(),
    ) {
        let log = log(&rows);
        let base = staged(&log, now, policy, &rules, &ends);
        let then = staged(&log, later, policy, &rules, &ends);
        let changes = StageChanges::between(&base, &then).unwrap();
        prop_assert_eq!((changes.base, changes.later), (now, later));
        prop_assert_eq!((changes.rules, changes.policy), (rules, policy));
        let places = || Stage::ALL.iter().copied().map(Some).chain([None]);
        let mut expected: BTreeMap<Cell, u64> = BTreeMap::new();
        for id in log.customers() {
            let stage = |stages: &Stages<u8>| stages.get(id).map(|classified| classified.stage);
            *expected.entry((stage(&base), stage(&then))).or_default() += 1;
        }
        expected.remove(&(None, None));
        for from in places() {
            for to in places() {
                let count = expected.get(&(from, to)).copied().unwrap_or(0);
                prop_assert_eq!(changes.transitions.count(from, to), count, "{:?} to {:?}", from, to);
            }
        }
        prop_assert_eq!(changes.transitions.cells().len(), 48);
        let sum = |of: &dyn Fn(&Cell) -> bool| -> u64 {
            let cells = changes.transitions.cells().iter().filter(|cell| of(&(cell.from, cell.to)));
            cells.map(|cell| cell.customers).sum()
        };
        for &stage in Stage::ALL {
            prop_assert_eq!(sum(&|cell| cell.0 == Some(stage)), base.count(stage));
            prop_assert_eq!(sum(&|cell| cell.1 == Some(stage)), then.count(stage));
            let rates = Stage::ALL.iter().map(|&to| changes.transitions.rate(Some(stage), Some(to)));
            prop_assert!(rates.clone().all(|rate| rate.denominator() == base.count(stage)));
            let moved: u64 = rates.map(|rate| rate.numerator()).sum();
            prop_assert_eq!(moved + changes.transitions.count(Some(stage), None), base.count(stage));
        }
        // Who changed, and with how much money, customer by customer.
        let mut moved = 0;
        for id in log.customers() {
            let at = |stages: &Stages<u8>| stages.get(id).map(|it| (it.stage, it.revenue));
            let (before, after) = (at(&base), at(&then));
            let found = changes.moves.get(id);
            let changed = before.map(|it| it.0) != after.map(|it| it.0);
            prop_assert_eq!(found.is_some(), changed);
            if let Some(found) = found {
                prop_assert_eq!((found.from, found.before), (before.map(|it| it.0), before.map(|it| it.1)));
                prop_assert_eq!((found.to, found.after), (after.map(|it| it.0), after.map(|it| it.1)));
                moved += 1;
            }
        }
        prop_assert_eq!(changes.moves.len(), moved);
        let money = |cells: &dyn Fn(&retention::counted::Cell<Stage>) -> Decimal| {
            exact_sum(changes.transitions.cells().iter().map(cells))
        };
        let revenue = |stages: &Stages<u8>| exact_sum(stages.rows.iter().map(|row| row.result.revenue));
        prop_assert_eq!(money(&|cell| cell.before), revenue(&base));
        prop_assert_eq!(money(&|cell| cell.after), revenue(&then));
        // The later window holds the earlier one, so nobody leaves it.
        prop_assert_eq!(sum(&|cell| cell.1.is_none()), 0);
    }

    #[test]
    fn a_back_test_accounts_for_every_customer(
        rows in rows(), (now, later) in two_dates(), policy in policy(), rules in rules(),
    ) {
        let log = log(&rows);
        let backtest = Backtest::of(&log, now, later.to(), policy, rules).unwrap();
        let stages = staged(&log, now, policy, &rules, &[]);
        prop_assert_eq!((backtest.observed, backtest.rules, backtest.policy), (now, rules, policy));
        prop_assert_eq!(backtest.afterwards, Window::new(now.to().succ_opt().unwrap(), later.to()).unwrap());
        // From the rows: whose purchase afterwards is in a later period than their last.
        let again = |id: &u8, last: NaiveDate| rows.iter().any(|row| {
            row.customer == *id
                && backtest.afterwards.contains(row.date)
                && (row.amount >= Decimal::ZERO || policy.refund_only == RefundOnly::Purchase)
                && rules.grain.start_of(row.date).unwrap() > last
        });
        let mut expected: BTreeMap<(Rule, bool), (u64, u64)> = BTreeMap::new();
        for row in &stages.rows {
            let (id, classified) = (&row.customer, row.result);
            let group = expected.entry((classified.because, classified.purchases > 1)).or_default();
            group.0 += u64::from(again(id, classified.last));
            group.1 += 1;
        }
        let mut rules_found = Vec::new();
        for found in &backtest.rows {
            prop_assert_eq!(found.stage, rules.stage_of(found.because));
            rules_found.push(found.because);
            for (repeat, proportion) in [(false, found.one_time_buyers), (true, found.repeat_buyers)] {
                let counts = expected.remove(&(found.because, repeat)).unwrap_or_default();
                prop_assert_eq!((proportion.numerator(), proportion.denominator()), counts);
            }
            let both = found.one_time_buyers.merge(found.repeat_buyers).unwrap();
            prop_assert_eq!(found.bought_again(), both);
            prop_assert!(both.denominator() > 0);
        }
        prop_assert!(expected.is_empty(), "{:?}", expected);
        prop_assert!(rules_found.is_sorted());
        let (mut customers, mut came_back) = (0, 0);
        for &stage in Stage::ALL {
            let found = backtest.bought_again(stage);
            prop_assert_eq!(found.denominator(), stages.count(stage));
            customers += found.denominator();
            came_back += found.numerator();
        }
        prop_assert_eq!(customers as usize, stages.rows.len());
        prop_assert_eq!(backtest.misled(), backtest.bought_again(Stage::Termination));
        prop_assert_eq!(backtest.given_up().numerator(), backtest.misled().numerator());
        prop_assert_eq!(backtest.given_up().denominator(), came_back);
    }
}

/// The population's curve is that of each date, so a one-time buyer may be judged otherwise later
/// without having bought.
#[test]
fn a_one_time_buyer_may_leave_termination_without_a_purchase() {
    let buy = |customer, offset| Row {
        customer,
        date: day(offset),
        amount: Decimal::ONE,
    };
    // Twenty buy on the first day. Six of them come back within six days, six more from the 60th day
    // on. The one in question buys on the 30th.
    let mut rows: Vec<Row> = (0..20).map(|customer| buy(customer, 0)).collect();
    rows.extend((0..6).map(|customer| buy(customer, 1 + u64::from(customer))));
    rows.extend((6..12).map(|customer| buy(customer, 54 + u64::from(customer))));
    rows.push(buy(20, 30));
    let log = log(&rows);
    let rules = Rules::default()
        .least_returns(1)
        .least_at_risk(1)
        .silence(Silence::FalseAlarm {
            decline: 0.20,
            lapse: 0.05,
        });
    let at = |as_of| {
        let window = Window::new(day(0), day(as_of)).unwrap();
        staged(&log, window, Policy::default(), &rules, &[])
    };
    let (early, late) = (at(50), at(65));
    let ended = |stages: &Stages<u8>| stages.get(&20).unwrap().because;
    assert_eq!(
        (ended(&early), ended(&late)),
        (Rule::Lapsed, Rule::FewPurchases)
    );
    let changes = StageChanges::between(&early, &late).unwrap();
    let came_back = changes
        .transitions
        .count(Some(Stage::Termination), Some(Stage::Acquisition));
    assert_eq!(came_back, 1);
}
