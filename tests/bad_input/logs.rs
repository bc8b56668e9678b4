//! Logs and views of them.

use retention::Accumulator;

use crate::*;

#[test]
fn a_log_without_rows_is_empty() {
    let empty = expected::empty("purchase");
    assert_eq!(refusal(PurchaseLog::<u32>::from_rows([])), empty.clone());
    assert_eq!(refusal(purchases::Builder::<u32>::new().finish()), empty);
}

#[test]
fn a_log_of_one_row_is_one_customer_with_no_repeats() {
    let log = log(&[row(7, 3, dec!(9.90))]);
    assert_eq!(log.window(), Window::new(day(3), day(3)).unwrap());
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let summaries = observed.summaries(Period::Day, Ruler::Days).unwrap();
    let [one] = summaries.rows.as_slice() else {
        panic!("{summaries:?}")
    };
    assert_eq!(one.customer, 7);
    let only = &one.result;
    assert_eq!(
        (only.frequency(), only.first_to_last(), only.age()),
        (0, 0.0, 0.0)
    );
    assert_eq!(
        (only.repeat_value(), only.mean_repeat_value()),
        (Decimal::ZERO, None)
    );
    let latency = observed.latency(Period::Day, Ruler::Days).unwrap();
    assert_eq!(latency.steps().len(), 1);
    assert_eq!(
        (latency.steps()[0].taken, latency.steps()[0].not_yet),
        (0, 1)
    );
    assert_eq!(latency.steps()[0].mean, None);
    let pyramid = Pyramid::of(&observed, &Cuts::curry()).unwrap();
    let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
    assert_eq!(heads, [1, 0, 0, 0]);
    assert_eq!(pyramid.tiers()[3].mean, None);
    assert_eq!(pyramid.tiers()[3].cut, None);
}

#[test]
fn the_same_row_twice_is_two_rows_of_one_event() {
    let log = log(&[row(1, 3, dec!(5)); 2]);
    assert_eq!((log.row_count(), log.customers().len()), (2, 1));
    let observed = log.observe(may(), Policy::default()).unwrap();
    let events = observed.history(&1).unwrap().events(Period::Day).unwrap();
    assert_eq!(
        (events.len(), events[0].rows, events[0].value),
        (1, 2, Some(dec!(10)))
    );
}

#[test]
fn an_amount_that_fits_no_common_scale_overflows_at_its_row() {
    let rows = [
        row(1, 1, dec!(1)),
        row(2, 1, Decimal::MAX),
        row(3, 1, least()),
    ];
    assert_eq!(
        refusal(PurchaseLog::from_rows(rows)),
        expected::at_row(
            expected::overflow(
                "a sum of amounts with so many digits",
                "0.0000000000000000000000000001"
            ),
            2
        )
    );
    let other_way_round = [rows[2], rows[0], rows[1]];
    assert_eq!(
        refusal(PurchaseLog::from_rows(other_way_round)),
        expected::at_row(
            expected::overflow("a sum of amounts with so many digits", Decimal::MAX),
            2
        )
    );
}

#[test]
fn a_log_builder_goes_on_after_a_refused_row() {
    let mut builder = purchases::Builder::new();
    builder.push(row(1, 1, Decimal::MAX)).unwrap();
    assert!(matches!(
        builder.push(row(2, 2, least())),
        Err(Error::Overflow {
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
    assert_eq!(builder.rows(), 1);
    builder.push(row(3, 3, dec!(1))).unwrap();
    let built = builder.finish().unwrap();
    assert_eq!(built, log(&[row(1, 1, Decimal::MAX), row(3, 3, dec!(1))]));
    assert_eq!(built.customers(), [1, 3]);
}

#[test]
fn extending_keeps_the_rows_before_the_one_at_fault() {
    let mut builder = purchases::Builder::new();
    let rows = [
        row(1, 1, Decimal::MAX),
        row(2, 2, least()),
        row(3, 3, dec!(1)),
    ];
    assert!(matches!(
        builder.extend(rows),
        Err(Error::Overflow {
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
    assert_eq!(builder.finish().unwrap(), log(&rows[..1]));
}

#[test]
fn logs_of_amounts_without_a_common_scale_do_not_merge() {
    let (huge, tiny) = (log(&[row(1, 1, Decimal::MAX)]), log(&[row(2, 1, least())]));
    // Customer 1 comes first, in either order of the logs.
    for merged in [huge.clone().merge(tiny.clone()), tiny.merge(huge)] {
        assert_eq!(
            refusal(merged),
            expected::overflow("a sum of amounts with so many digits", least())
        );
    }
}

#[test]
fn the_largest_amount_alone_is_kept_to_the_digit() {
    let log = log(&[row(1, 1, Decimal::MAX), row(1, 2, dec!(0.00))]);
    let amounts: Vec<Decimal> = log.rows().map(|row| row.amount).collect();
    assert_eq!(amounts, [Decimal::MAX, Decimal::ZERO]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    assert_eq!(observed.revenue(), Ok(Decimal::MAX));
}

#[test]
fn a_sum_that_exceeds_a_decimal_overflows() {
    let log = log(&[
        row(1, 1, Decimal::MAX),
        row(1, 2, dec!(1)),
        row(1, 3, dec!(1)),
    ]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let is_overflow = |error| matches!(error, Error::Overflow { .. });
    assert!(is_overflow(observed.revenue().unwrap_err()));
    assert!(is_overflow(observed.revenues().unwrap_err()));
    assert!(is_overflow(
        Pyramid::of(&observed, &Cuts::curry()).unwrap_err()
    ));
    assert!(is_overflow(Concentration::of(&observed).unwrap_err()));
    let history = observed.history(&1).unwrap();
    assert!(is_overflow(history.events(Period::Month).unwrap_err()));
    // The two repeats alone fit.
    let summary = history.summary(Period::Day, Ruler::Days).unwrap().unwrap();
    assert_eq!(summary.repeat_value(), dec!(2));
}

#[test]
fn a_sum_beyond_128_bits_overflows() {
    let rows = [
        row(1, 1, Decimal::new(1, 9)),
        row(1, 2, Decimal::MAX),
        row(1, 3, Decimal::MAX),
        row(1, 4, Decimal::MAX),
    ];
    let log = log(&rows);
    let observed = log.observe(may(), Policy::default()).unwrap();
    for error in [
        observed.revenue().unwrap_err(),
        observed.summaries(Period::Day, Ruler::Days).unwrap_err(),
        observed
            .history(&1)
            .unwrap()
            .events(Period::Month)
            .unwrap_err(),
    ] {
        assert!(matches!(error, Error::Overflow { .. }), "{error:?}");
    }
}

#[test]
fn rows_outside_the_window_are_counted() {
    let log = log(&[row(1, 1, dec!(1)), row(1, 15, dec!(2)), row(2, 31, dec!(4))]);
    let window = Window::new(day(10), day(20)).unwrap();
    let counts = log.observe(window, Policy::default()).unwrap().counts();
    assert_eq!((counts.before, counts.rows, counts.after), (1, 1, 1));
    assert_eq!((counts.customers, counts.customers_outside), (1, 1));
}

#[test]
fn a_policy_refuses_the_first_row_outside_the_window() {
    let log = log(&[row(1, 1, dec!(1)), row(1, 15, dec!(2)), row(2, 31, dec!(4))]);
    let refuse = Policy::default().outside(Outside::Refuse);
    let refused = |from, to| refusal(log.observe(Window::new(day(from), day(to)).unwrap(), refuse));
    let error = |value: &str, row| {
        expected::at_row(expected::refused("purchase outside the window", value), row)
    };
    assert_eq!(
        refused(10, 20),
        error(
            "2024-05-01, outside 2024-05-10 to 2024-05-20, in the sorted log",
            0
        )
    );
    assert_eq!(
        refused(1, 30),
        error(
            "2024-05-31, outside 2024-05-01 to 2024-05-30, in the sorted log",
            2
        )
    );
    // Rows before the window alone, and at its very edge.
    assert_eq!(
        refused(2, 31),
        error(
            "2024-05-01, outside 2024-05-02 to 2024-05-31, in the sorted log",
            0
        )
    );
    assert_eq!(log.observe(may(), refuse).unwrap().counts().rows, 3);
}

#[test]
fn a_policy_refuses_the_first_refund_or_zero_of_the_window() {
    // By customer and date: 5, then −1; 0, then −2.
    let log = log(&[
        row(2, 4, dec!(-2)),
        row(2, 3, dec!(0.00)),
        row(1, 2, dec!(-1.50)),
        row(1, 1, dec!(5)),
    ]);
    let refused = |policy: Policy| log.observe(may(), policy).map(|view| view.counts());
    assert_eq!(
        refusal(refused(Policy::default().refunds(Treatment::Refuse))),
        expected::at_row(
            expected::refused("refund", "-1.50 on 2024-05-02, in the sorted log"),
            1
        )
    );
    assert_eq!(
        refusal(refused(Policy::default().zeros(Treatment::Refuse))),
        expected::at_row(
            expected::refused("purchase of zero", "0.00 on 2024-05-03, in the sorted log"),
            2
        )
    );
    // The row of the error is the row of the log.
    assert_eq!(log.get(1).map(|row| row.amount), Some(dec!(-1.50)));
    assert_eq!(
        log.get(2).map(|row| (*row.customer, row.date)),
        Some((2, day(3)))
    );
    assert_eq!(log.get(4), None);
    assert_eq!(log.get(usize::MAX), None);
    // What lies outside the window is none of the treatment's concern.
    let first_day = Window::new(day(1), day(1)).unwrap();
    let strict = Policy::default()
        .refunds(Treatment::Refuse)
        .zeros(Treatment::Refuse);
    assert_eq!(log.observe(first_day, strict).unwrap().counts().after, 3);
}

#[test]
fn a_window_in_which_nobody_bought_gives_nothing() {
    let log = log(&[row(1, 1, dec!(5)), row(2, 20, dec!(-5))]);
    for (from, to) in [(10, 12), (19, 21)] {
        let window = Window::new(day(from), day(to)).unwrap();
        let observed = log.observe(window, Policy::default()).unwrap();
        assert_eq!(observed.counts().customers, 0);
        assert_eq!(observed.revenue(), Ok(Decimal::ZERO));
        assert!(observed.revenues().unwrap().is_empty());
        let summaries = observed.summaries(Period::Day, Ruler::Weeks).unwrap();
        assert_eq!((summaries.rows.len(), summaries.without_purchase), (0, 2));
        assert!(
            observed
                .latency(Period::Day, Ruler::Days)
                .unwrap()
                .steps()
                .is_empty()
        );
        assert_eq!(
            refusal(Pyramid::of(&observed, &Cuts::curry())),
            expected::empty("purchase in the window")
        );
        assert_eq!(
            refusal(Concentration::of(&observed)),
            expected::empty("amount")
        );
    }
}

#[test]
fn there_is_no_wait_before_the_first_purchase() {
    let log = log(&[row(1, 1, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    assert_eq!(
        refusal(observed.waits(Period::Day, Ruler::Days, 0)),
        out_of_range("purchases", "0", "1 or more", None)
    );
    let none = observed.waits(Period::Day, Ruler::Days, u32::MAX);
    assert!(none.unwrap().is_empty());
}

#[test]
fn purchases_on_the_first_and_last_day_of_the_calendar() {
    let at = |date, amount| Purchase {
        customer: 1,
        date,
        amount,
    };
    let log =
        PurchaseLog::from_rows([at(NaiveDate::MAX, dec!(2)), at(NaiveDate::MIN, dec!(1))]).unwrap();
    assert_eq!(
        log.window(),
        Window::new(NaiveDate::MIN, NaiveDate::MAX).unwrap()
    );
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    assert_eq!(observed.revenue(), Ok(dec!(3)));
    let summaries = observed.summaries(Period::Day, Ruler::Days).unwrap();
    let days = NaiveDate::MAX
        .signed_duration_since(NaiveDate::MIN)
        .num_days();
    let one = summaries.get(&1).unwrap();
    assert_eq!(one.first_to_last(), days as f64);
    assert_eq!(one.age(), days as f64);
    // One of these weeks begins before the calendar, and the error says so.
    let weeks: Vec<_> = [Weekday::Mon, Weekday::Tue]
        .map(|first| {
            observed
                .summaries(Period::Week(first), Ruler::Days)
                .is_err()
        })
        .into();
    assert!(weeks.contains(&true));
    assert!(matches!(
        observed.summaries(Period::Day, Ruler::Years),
        Err(Error::Overflow {
            operation: "the calendar",
            ..
        })
    ));
}

#[test]
fn a_customer_who_is_not_in_the_view_has_no_history() {
    let log = log(&[row(1, 1, dec!(5))]);
    let observed = log
        .observe(Window::new(day(2), day(3)).unwrap(), Policy::default())
        .unwrap();
    assert!(observed.history(&1).is_none());
    assert!(observed.history(&99).is_none());
}

#[test]
fn a_failed_merge_of_builders_leaves_the_rows_as_they_were() {
    let mut builder = purchases::Builder::new();
    builder.push(row(1, 1, least())).unwrap();
    let mut other = purchases::Builder::new();
    other
        .extend([row(2, 1, dec!(1)), row(3, 1, Decimal::MAX)])
        .unwrap();
    assert!(matches!(builder.merge(other), Err(Error::Overflow { .. })));
    builder.push(row(9, 1, dec!(5))).unwrap();
    assert_eq!(
        builder.finish().unwrap(),
        log(&[row(1, 1, least()), row(9, 1, dec!(5))])
    );
}

#[test]
fn logs_that_differ_in_an_amount_differ() {
    let one = |amount| log(&[row(1, 1, dec!(5)), row(1, 2, amount)]);
    assert_eq!(one(dec!(7)), one(dec!(7.00)));
    assert_ne!(one(dec!(7)), one(dec!(7.01)));
    assert_ne!(one(dec!(7)), one(dec!(70)));
    assert_ne!(one(Decimal::MAX), one(dec!(1)));
}

#[test]
fn refunds_of_customers_who_bought_nothing_are_apart() {
    let log = log(&[
        row(1, 1, dec!(20)),
        row(1, 2, dec!(-5)),
        row(2, 3, dec!(-1.50)),
        row(3, 4, dec!(-2)),
    ]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    assert_eq!(observed.revenue(), Ok(dec!(15)));
    assert_eq!(observed.refund_only_amount(), Ok(dec!(-3.50)));
}

#[test]
fn trailing_zeros_cost_nothing() {
    let zero = Decimal::from_i128_with_scale(0, 28);
    let rows = [
        row(1, 1, dec!(100000000000)),
        row(1, 2, zero),
        row(2, 1, dec!(0.50)),
    ];
    let padded = log(&rows);
    let plain = log(&[
        row(1, 1, dec!(100000000000)),
        row(1, 2, dec!(0)),
        row(2, 1, dec!(0.5)),
    ]);
    assert_eq!(padded, plain);
    let observed = padded.observe(may(), Policy::default()).unwrap();
    assert_eq!(observed.revenue(), Ok(dec!(100000000000.5)));
}

#[test]
fn a_size_hint_may_lie() {
    struct Liar(u8);
    impl Iterator for Liar {
        type Item = Purchase<u32>;
        fn next(&mut self) -> Option<Self::Item> {
            self.0 = self.0.checked_sub(1)?;
            Some(row(1, 1, dec!(5)))
        }
        fn size_hint(&self) -> (usize, Option<usize>) {
            (usize::MAX, None)
        }
    }
    assert_eq!(PurchaseLog::from_rows(Liar(3)).unwrap().row_count(), 3);
}

/// Most of the time is for the rows, however many are refused after them: a refusal looks at none.
#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the library does not ask what time it is; this test does"
)]
fn a_refusal_costs_the_same_however_many_rows_there_are() {
    let seconds = |rows: u32| {
        let mut log = purchases::Builder::new();
        let mut tiers = pyramid::Builder::new(may(), Policy::default(), &Cuts::curry());
        log.push(row(1, 1, Decimal::MAX)).unwrap();
        tiers.push(row(1, 1, Decimal::MAX)).unwrap();
        for customer in 2..rows {
            log.push(row(customer, 1, dec!(5))).unwrap();
            tiers.push(row(customer, 1, dec!(-5))).unwrap();
        }
        let started = std::time::Instant::now();
        for _ in 0..500 {
            let refused = log.push(row(1, 2, least()));
            assert!(matches!(refused, Err(Error::Overflow { .. })));
            let refused = tiers.push(row(1, 2, least()));
            assert!(matches!(refused, Err(Error::Overflow { .. })));
        }
        started.elapsed().as_secs_f64()
    };
    let (few, many) = (seconds(10), seconds(100_000));
    // Looking at each row would take 10⁴ times as long.
    assert!(many < 100.0 * few, "{many} s instead of {few} s");
}
