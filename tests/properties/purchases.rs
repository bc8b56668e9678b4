//! Logs, histories, summaries, latency.

use chrono::Weekday;
use proptest::prelude::*;
use retention::Accumulator;
use retention::period::{Period, Ruler};
use retention::purchases::{
    Builder, LatencyBuilder, Outside, Policy, Purchase, PurchaseLog, RefundOnly,
    ReturnCurvesBuilder, Treatment,
};

use rust_decimal::Decimal;

use crate::cases;
use crate::rows::{
    Row, amount, exact_sum, grain, log, policy, row, rows, ruler, shuffled, split, steps, window,
};

/// Up to the 28 decimal places that there are; logs hold these, sums of them may not fit.
fn hostile_amount() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        2 => amount(),
        1 => (-9_i64..10, 0_u32..=28).prop_map(|(m, scale)| Decimal::new(m, scale)),
        1 => (any::<i64>(), 16_u32..=28).prop_map(|(m, scale)| Decimal::new(m, scale)),
        1 => (0_u32..=28).prop_map(|scale| Decimal::new(0, scale)),
    ]
}

fn hostile_rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(hostile_amount()), 1..12)
}

/// The log of both parts, merged as logs; a part without rows has none.
fn merged(a: &[Row], b: &[Row]) -> PurchaseLog<u8> {
    match (a, b) {
        ([], rows) | (rows, []) => log(rows),
        (a, b) => log(a).merge(log(b)).unwrap(),
    }
}

fn merged_builders(a: &[Row], b: &[Row]) -> PurchaseLog<u8> {
    let builder = |rows: &[Row]| {
        let mut builder = Builder::new();
        for &row in rows {
            builder.push(row).unwrap();
        }
        builder
    };
    let mut whole = builder(a);
    whole.merge(builder(b)).unwrap();
    whole.finish().unwrap()
}

fn all_of((a, b): &(Vec<Row>, Vec<Row>)) -> PurchaseLog<u8> {
    PurchaseLog::from_rows(a.iter().chain(b).copied()).unwrap()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_log_does_not_depend_on_the_order_of_rows((a, b) in shuffled(rows())) {
        prop_assert_eq!(log(&a), log(&b));
    }

    #[test]
    fn a_log_of_any_decimal_places_does_not_depend_on_the_order_of_rows(
        (a, b) in shuffled(hostile_rows()),
    ) {
        prop_assert_eq!(log(&a), log(&b));
    }

    #[test]
    fn a_log_holds_the_rows_sorted(rows in hostile_rows()) {
        let mut sorted = rows.clone();
        sorted.sort_unstable_by_key(|row| (row.customer, row.date, row.amount));
        let log = log(&rows);
        let held: Vec<Row> = log
            .rows()
            .map(|row| Purchase { customer: *row.customer, date: row.date, amount: row.amount })
            .collect();
        for (at, row) in log.rows().enumerate() {
            prop_assert_eq!(log.get(at), Some(row));
        }
        prop_assert_eq!(log.get(rows.len()), None);
        prop_assert_eq!(held, sorted);
    }

    #[test]
    fn merging_logs_equals_the_log_of_all_rows(parts in split(rows())) {
        prop_assert_eq!(merged(&parts.0, &parts.1), all_of(&parts));
        prop_assert_eq!(merged(&parts.1, &parts.0), all_of(&parts));
    }

    #[test]
    fn merging_logs_of_any_decimal_places_equals_the_log_of_all_rows(
        parts in split(hostile_rows()),
    ) {
        prop_assert_eq!(merged(&parts.0, &parts.1), all_of(&parts));
    }

    #[test]
    fn merging_builders_equals_the_log_of_all_rows(parts in split(rows())) {
        prop_assert_eq!(merged_builders(&parts.0, &parts.1), all_of(&parts));
    }

    #[test]
    fn merging_builders_of_any_decimal_places_equals_the_log_of_all_rows(
        parts in split(hostile_rows()),
    ) {
        prop_assert_eq!(merged_builders(&parts.0, &parts.1), all_of(&parts));
    }

    #[test]
    fn extending_a_builder_equals_pushing(rows in rows()) {
        let mut builder = Builder::new();
        builder.extend(rows.iter().copied()).unwrap();
        prop_assert_eq!(builder.rows(), rows.len() as u64);
        prop_assert_eq!(builder.finish().unwrap(), merged_builders(&rows, &[]));
    }

    #[test]
    fn summaries_do_not_depend_on_the_order_of_rows(
        (a, b) in shuffled(rows()), window in window(), policy in policy(),
        grain in grain(), ruler in ruler(),
    ) {
        let (a, b) = (log(&a), log(&b));
        let (a, b) = (a.observe(window, policy).unwrap(), b.observe(window, policy).unwrap());
        prop_assert_eq!(a.summaries(grain, ruler).unwrap(), b.summaries(grain, ruler).unwrap());
        prop_assert_eq!(a.counts(), b.counts());
        prop_assert_eq!(a.latency(grain, ruler).unwrap(), b.latency(grain, ruler).unwrap());
    }

    #[test]
    fn counts_account_for_every_row_and_every_customer(
        rows in rows(), window in window(), policy in policy(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        let counts = observed.counts();
        prop_assert_eq!(counts.before + counts.rows + counts.after, rows.len() as u64);
        prop_assert_eq!(
            counts.customers + counts.refund_only_customers + counts.customers_outside,
            log.customers().len() as u64
        );
        let inside = |row: &&Row| window.contains(row.date);
        prop_assert_eq!(counts.rows, rows.iter().filter(inside).count() as u64);
        prop_assert_eq!(counts.before, rows.iter().filter(|row| row.date < window.from()).count() as u64);
        let signed = |wanted| rows.iter().filter(inside).filter(|row| {
            row.amount.cmp(&Decimal::ZERO) == wanted
        }).count() as u64;
        prop_assert_eq!(counts.refunds, signed(std::cmp::Ordering::Less));
        prop_assert_eq!(counts.zeros, signed(std::cmp::Ordering::Equal));
        prop_assert_eq!(counts.customers, observed.revenues().unwrap().len() as u64);
        let summaries = observed.summaries(Period::Day, Ruler::Days).unwrap();
        prop_assert_eq!(counts.customers, summaries.rows.len() as u64);
        prop_assert_eq!(summaries.without_purchase, log.customers().len() as u64 - counts.customers);
    }

    #[test]
    fn revenue_is_the_exact_sum_of_what_the_policy_counts(
        rows in rows(), window in window(), policy in policy(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        let mut expected = Vec::new();
        for &customer in log.customers() {
            let own: Vec<&Row> = rows
                .iter()
                .filter(|row| row.customer == customer && window.contains(row.date))
                .collect();
            let bought = |row: &&&Row| {
                !row.amount.is_sign_negative() || row.amount.is_zero()
                    || policy.refund_only == RefundOnly::Purchase
            };
            let counted = |row: &&&Row| {
                !(row.amount < Decimal::ZERO && policy.refunds == Treatment::Drop)
            };
            if own.iter().any(|row| bought(&row)) {
                expected.push((
                    customer,
                    exact_sum(own.iter().filter(counted).map(|row| row.amount)),
                ));
            }
        }
        let found: Vec<(u8, Decimal)> =
            observed.revenues().unwrap().into_iter().map(|(&id, sum)| (id, sum)).collect();
        prop_assert_eq!(observed.revenue().unwrap(), exact_sum(expected.iter().map(|row| row.1)));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_first_row_that_a_policy_refuses_is_named(
        rows in rows(), window in window(),
        treatments in prop::sample::select(vec![
            (Treatment::Refuse, Treatment::Net, Outside::Count),
            (Treatment::Net, Treatment::Refuse, Outside::Count),
            (Treatment::Net, Treatment::Drop, Outside::Refuse),
            (Treatment::Refuse, Treatment::Refuse, Outside::Count),
            (Treatment::Refuse, Treatment::Net, Outside::Refuse),
        ]),
    ) {
        let log = log(&rows);
        let (refunds, zeros, outside) = treatments;
        let policy = Policy::default().refunds(refunds).zeros(zeros).outside(outside);
        let refused = |row: &Purchase<&u8>| {
            let treatment = match row.amount.cmp(&Decimal::ZERO) {
                std::cmp::Ordering::Less => refunds,
                std::cmp::Ordering::Equal => zeros,
                std::cmp::Ordering::Greater => Treatment::Net,
            };
            if window.contains(row.date) {
                treatment == Treatment::Refuse
            } else {
                outside == Outside::Refuse
            }
        };
        let expected = log.rows().position(|row| refused(&row)).map(|row| row as u64);
        let found = log.observe(window, policy).map_err(|error| error.row().unwrap());
        prop_assert_eq!(found.err(), expected);
    }

    #[test]
    fn revenue_and_refunds_without_a_purchase_are_all_the_money_of_the_window(
        rows in rows(), window in window(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, Policy::default()).unwrap();
        let all = exact_sum(rows.iter().filter(|row| window.contains(row.date)).map(|row| row.amount));
        let (bought, refunded) = (observed.revenue().unwrap(), observed.refund_only_amount().unwrap());
        prop_assert!(refunded <= Decimal::ZERO);
        prop_assert_eq!(exact_sum([bought, refunded]), all);
    }

    #[test]
    fn the_values_of_events_add_up_to_the_revenue(
        rows in rows(), window in window(), policy in policy(), grain in grain(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        // Refunds of customers without a purchase are part of no event.
        for (id, history) in observed.histories().filter(|(_, history)| history.has_purchase()) {
            let events = history.events(grain).unwrap();
            let values = events.iter().filter_map(|event| event.value);
            prop_assert_eq!(exact_sum(values), history.revenue().unwrap(), "customer {}", id);
            let rows: usize = events.iter().map(|event| event.rows as usize).sum();
            prop_assert_eq!(rows, history.dates().len());
            prop_assert!(events.windows(2).all(|pair| pair[0].start < pair[1].start));
            if policy == Policy::default() {
                prop_assert!(events.iter().all(|event| event.value.is_some()));
            }
        }
    }

    #[test]
    fn a_summary_never_runs_backwards_and_agrees_with_the_events(
        rows in rows(), window in window(), policy in policy(),
        grain in grain(), ruler in ruler(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        for row in observed.summaries(grain, ruler).unwrap().rows {
            let (id, summary) = (&row.customer, row.result);
            prop_assert!(0.0 <= summary.first_to_last());
            prop_assert!(summary.first_to_last() <= summary.age());
            prop_assert_eq!(summary.first_to_last() == 0.0, summary.frequency() == 0);
            let history = observed.history(id).unwrap();
            let events = history.events(grain).unwrap();
            prop_assert_eq!(summary.frequency() as usize + 1, events.len());
            let repeats = events.iter().skip(1).filter_map(|event| event.value);
            prop_assert_eq!(summary.valued_repeats() as usize, repeats.clone().count());
            prop_assert_eq!(summary.repeat_value(), exact_sum(repeats));
            prop_assert_eq!(summary.mean_repeat_value().is_some(), summary.valued_repeats() > 0);
            let intervals = history.intervals(grain, ruler).unwrap();
            prop_assert_eq!(intervals.len(), summary.frequency() as usize);
            prop_assert!(intervals.iter().all(|&interval| interval > 0.0));
        }
    }

    #[test]
    fn a_coarser_grain_never_has_more_events(
        rows in rows(), window in window(), policy in policy(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        for (_, history) in observed.histories() {
            let count = |grain| history.events(grain).unwrap().len();
            let (day, month) = (count(Period::Day), count(Period::Month));
            let (quarter, year) = (count(Period::Quarter), count(Period::Year));
            prop_assert!(day >= month && month >= quarter && quarter >= year);
            prop_assert!(day >= count(Period::Week(Weekday::Wed)));
            prop_assert_eq!(year > 0, history.has_purchase());
            prop_assert_eq!(history.last_purchase().is_some(), history.has_purchase());
        }
    }

    #[test]
    fn each_step_of_a_latency_starts_with_those_who_took_the_one_before(
        rows in rows(), window in window(), grain in grain(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, Policy::default()).unwrap();
        let latency = observed.latency(grain, Ruler::Days).unwrap();
        let mut expected = observed.counts().customers;
        for (step, purchases) in latency.steps().iter().zip(1..) {
            prop_assert_eq!(step.purchases, purchases);
            prop_assert_eq!(step.taken + step.not_yet, expected);
            prop_assert_eq!(step.rate().denominator(), expected);
            let waits = observed.waits(grain, Ruler::Days, purchases).unwrap();
            prop_assert_eq!(waits.len() as u64, expected);
            let taken: Vec<f64> =
                waits.iter().filter(|row| row.result.taken).map(|row| row.result.time).collect();
            // Days are whole numbers, so their sum is exact in any order.
            let mean = taken.iter().sum::<f64>() / taken.len() as f64;
            prop_assert_eq!(step.mean, (step.taken > 0).then_some(mean));
            expected = step.taken;
        }
        prop_assert_eq!(expected, 0);
    }

    #[test]
    fn histories_one_by_one_give_what_the_log_does(
        rows in rows(), window in window(), policy in policy(), grain in grain(), ruler in ruler(),
        steps in steps(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        let mut curve = ReturnCurvesBuilder::new(window, policy, grain, steps).unwrap();
        let mut latency = LatencyBuilder::new(window, policy, grain, ruler).unwrap();
        for (_, history) in observed.histories() {
            curve.push(history.clone()).unwrap();
            latency.push(history).unwrap();
        }
        prop_assert_eq!(curve.finish(), observed.return_curves(grain, steps));
        prop_assert_eq!(latency.finish(), observed.latency(grain, ruler));
    }

    #[test]
    fn two_adjoining_windows_share_out_the_rows(rows in rows(), cut in window()) {
        let log = log(&rows);
        let observe = |window| log.observe(window, Policy::default()).unwrap().counts();
        let inside = observe(cut);
        if log.window().from() < cut.from() {
            let to = cut.from().pred_opt().unwrap();
            let before = retention::period::Window::new(log.window().from().min(to), to).unwrap();
            prop_assert_eq!(observe(before).rows, inside.before);
        } else {
            prop_assert_eq!(inside.before, 0);
        }
    }
}

/// The smallest cases of the two properties above, which chance may miss.
mod of_nineteen_decimal_places {
    use super::*;
    use crate::rows::day;

    fn row(customer: u8, mantissa: i64, scale: u32) -> Row {
        Purchase {
            customer,
            date: day(0),
            amount: Decimal::new(mantissa, scale),
        }
    }

    #[test]
    fn a_log_does_not_depend_on_the_order_of_rows() {
        let (zero, tiny) = (row(0, 0, 0), row(0, 1, 19));
        assert_eq!(log(&[zero, tiny]), log(&[tiny, zero]));
    }

    #[test]
    fn merging_logs_equals_the_log_of_all_rows() {
        let (a, b) = (row(0, 1, 19), row(1, 1, 19));
        assert_eq!(merged(&[a], &[b]), log(&[a, b]));
    }

    #[test]
    fn merging_builders_equals_the_log_of_all_rows() {
        let tiny = row(0, 1, 19);
        assert_eq!(merged_builders(&[], &[tiny]), log(&[tiny]));
    }
}
