//! Lapse rules and return curves.

use retention::purchases::lapse::{
    TripWire, active_until, annual_halving, has_lapsed, own_rhythm_chance, own_rhythm_threshold,
    t_to_the_n,
};
use retention::purchases::{Latency, MedianOf, ReturnCurve, ReturnMeasure, Steps};

use crate::*;

const NOT_POSITIVE: [(f64, &str); 2] = [(0.0, "0"), (-2.5, "-2.5")];

fn latency(rows: &[Purchase<u32>]) -> Latency {
    let log = log(rows);
    let observed = log.observe(may(), Policy::default()).unwrap();
    observed.latency(Period::Day, Ruler::Days).unwrap()
}

fn curve(rows: &[Purchase<u32>], purchases: u32) -> ReturnCurve {
    let log = log(rows);
    let observed = log.observe(may(), Policy::default()).unwrap();
    observed.return_curve(Period::Day, purchases).unwrap()
}

#[test]
fn a_rhythm_needs_an_interval() {
    let expected = out_of_range("intervals", "0", "1 or more", None);
    assert_eq!(refusal(own_rhythm_chance(0, 30.0, 9.0)), expected.clone());
    assert_eq!(refusal(own_rhythm_threshold(0, 30.0, 0.05)), expected);
}

#[test]
fn a_mean_interval_is_a_positive_number() {
    for (bad, text) in NOT_FINITE {
        let expected = not_finite("mean interval", text, None);
        assert_eq!(refusal(own_rhythm_chance(2, bad, 9.0)), expected.clone());
        assert_eq!(refusal(own_rhythm_threshold(2, bad, 0.05)), expected);
    }
    for (bad, text) in NOT_POSITIVE {
        let expected = out_of_range("mean interval", text, "more than 0", None);
        assert_eq!(refusal(own_rhythm_chance(2, bad, 9.0)), expected.clone());
        assert_eq!(refusal(own_rhythm_threshold(2, bad, 0.05)), expected);
    }
}

#[test]
fn a_silence_is_zero_or_more() {
    let wire = TripWire::new([30.0], Ruler::Days).unwrap();
    for (bad, text) in NOT_FINITE {
        let expected = not_finite("silence", text, None);
        assert_eq!(refusal(own_rhythm_chance(2, 30.0, bad)), expected.clone());
        assert_eq!(refusal(wire.trips(1, bad)), expected);
    }
    let expected = out_of_range("silence", "-0.5", "0 or more", None);
    assert_eq!(refusal(own_rhythm_chance(2, 30.0, -0.5)), expected.clone());
    assert_eq!(refusal(wire.trips(1, -0.5)), expected);
    assert_eq!(own_rhythm_chance(2, 30.0, 0.0), Ok(1.0));
    assert_eq!(wire.trips(1, 0.0), Ok(Some(false)));
}

#[test]
fn a_false_alarm_rate_is_strictly_between_0_and_1() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(own_rhythm_threshold(2, 30.0, bad)),
            not_finite("false-alarm rate", text, None)
        );
    }
    for (bad, text, allowed) in [
        (0.0, "0", "strictly between 0 and 1"),
        (1.0, "1", "strictly between 0 and 1"),
        (-0.05, "-0.05", "0 to 1"),
        (5.0, "5", "0 to 1"),
    ] {
        assert_eq!(
            refusal(own_rhythm_threshold(2, 30.0, bad)),
            out_of_range("false-alarm rate", text, allowed, None)
        );
    }
}

/// The ends of what an `f64` and a `u32` hold: 0, 1 or an overflow, and never NaN.
#[test]
fn rhythms_of_any_size_are_judged() {
    for intervals in [1, 2, 1_000_000, u32::MAX] {
        for mean in [f64::MIN_POSITIVE, 1.0, f64::MAX] {
            for silence in [0.0, f64::MIN_POSITIVE, 1.0, f64::MAX] {
                let chance = own_rhythm_chance(intervals, mean, silence).unwrap();
                assert!(
                    (0.0..=1.0).contains(&chance),
                    "{intervals} {mean} {silence}: {chance}"
                );
            }
            for rate in [f64::MIN_POSITIVE, 5e-324, 0.5, 1.0 - f64::EPSILON / 2.0] {
                match own_rhythm_threshold(intervals, mean, rate) {
                    Ok(threshold) => {
                        assert!(threshold >= 0.0 && threshold.is_finite(), "{threshold}");
                    }
                    Err(error) => assert!(
                        matches!(
                            error,
                            Error::Overflow {
                                operation: "the threshold of a silence",
                                ..
                            }
                        ),
                        "{error:?}"
                    ),
                }
            }
        }
    }
    assert_eq!(own_rhythm_chance(1, f64::MIN_POSITIVE, f64::MAX), Ok(0.0));
    assert_eq!(own_rhythm_chance(1, f64::MAX, f64::MIN_POSITIVE), Ok(1.0));
    assert!(own_rhythm_threshold(1, 1.0, 5e-324).is_err());
    assert!(own_rhythm_threshold(1, f64::MAX, 0.2).is_err());
}

#[test]
fn t_to_the_n_is_of_purchases_within_the_time_observed() {
    assert_eq!(
        refusal(t_to_the_n(0, 0.0, 12.0)),
        out_of_range("purchases", "0", "1 or more", None)
    );
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(t_to_the_n(2, 8.0, bad)),
            not_finite("observed", text, None)
        );
        assert_eq!(
            refusal(t_to_the_n(2, bad, 12.0)),
            not_finite("first_to_last", text, None)
        );
    }
    for (bad, text) in NOT_POSITIVE {
        assert_eq!(
            refusal(t_to_the_n(2, 0.0, bad)),
            out_of_range("observed", text, "more than 0", None)
        );
    }
    let first_to_last = |text, allowed| out_of_range("first_to_last", text, allowed, None);
    assert_eq!(
        refusal(t_to_the_n(2, -1.0, 12.0)),
        first_to_last("-1", "0 or more")
    );
    assert_eq!(
        refusal(t_to_the_n(2, 12.5, 12.0)),
        first_to_last("12.5", "at most the time observed, 12")
    );
    assert_eq!(
        refusal(t_to_the_n(1, 8.0, 12.0)),
        first_to_last("8", "0 with a single purchase")
    );
    assert_eq!(t_to_the_n(u32::MAX, 8.0, 12.0), Ok(0.0));
    assert_eq!(t_to_the_n(u32::MAX, 12.0, 12.0), Ok(1.0));
    assert_eq!(t_to_the_n(2, f64::MIN_POSITIVE, f64::MAX), Ok(0.0));
}

#[test]
fn annual_halving_is_of_a_chance_and_of_years() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(annual_halving(bad, 1.0)),
            not_finite("chance", text, None)
        );
        assert_eq!(
            refusal(annual_halving(0.4, bad)),
            not_finite("years inactive", text, None)
        );
    }
    for (bad, text) in [(-0.1, "-0.1"), (1.5, "1.5")] {
        assert_eq!(
            refusal(annual_halving(bad, 1.0)),
            out_of_range("chance", text, "0 to 1", None)
        );
    }
    assert_eq!(
        refusal(annual_halving(0.4, -1.0)),
        out_of_range("years inactive", "-1", "0 or more", None)
    );
    assert_eq!(annual_halving(1.0, f64::MAX), Ok(0.0));
    assert_eq!(
        (annual_halving(0.0, 0.0), annual_halving(1.0, 0.0)),
        (Ok(0.0), Ok(1.0))
    );
}

#[test]
fn nobody_lapses_before_the_last_purchase() {
    let hiatus = Span::new(9, Period::Month).unwrap();
    for (last, as_of) in [(day(2), day(1)), (NaiveDate::MAX, NaiveDate::MIN)] {
        assert_eq!(
            refusal(has_lapsed(last, as_of, hiatus)),
            out_of_range(
                "as-of date",
                &as_of.to_string(),
                &format!("not before the last purchase, {last}"),
                None
            )
        );
    }
    assert_eq!(has_lapsed(day(1), day(1), hiatus), Ok(false));
    assert_eq!(has_lapsed(NaiveDate::MIN, NaiveDate::MAX, hiatus), Ok(true));
}

/// A hiatus that ends after the calendar does has not ended.
#[test]
fn a_hiatus_may_reach_beyond_the_calendar() {
    for hiatus in [
        Span::new(u32::MAX, Period::Year).unwrap(),
        Span::new(u32::MAX, Period::Day).unwrap(),
        Span::new(1, Period::Day).unwrap(),
    ] {
        assert_eq!(
            has_lapsed(NaiveDate::MAX, NaiveDate::MAX, hiatus),
            Ok(false)
        );
        assert!(matches!(
            active_until(NaiveDate::MAX, hiatus),
            Err(Error::Overflow {
                operation: "the calendar",
                ..
            })
        ));
    }
}

fn at_step(message: String, step: usize) -> String {
    format!("{message} at step {step} (counted from 0)")
}

#[test]
fn a_trip_wire_is_made_of_positive_means() {
    assert_eq!(
        refusal(TripWire::new([], Ruler::Days)),
        expected::empty("mean latency")
    );
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(TripWire::new([90.0, bad], Ruler::Days)),
            at_step(not_finite("mean latency", text, None), 1)
        );
    }
    for (bad, text) in NOT_POSITIVE {
        assert_eq!(
            refusal(TripWire::new([90.0, 60.0, bad, f64::NAN], Ruler::Days)),
            at_step(out_of_range("mean latency", text, "more than 0", None), 2)
        );
    }
}

#[test]
fn the_factor_of_a_trip_wire_is_a_positive_number() {
    let wire = TripWire::new([90.0, 1e308], Ruler::Days).unwrap();
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(wire.clone().with_factor(bad)),
            not_finite("factor", text, None)
        );
    }
    for (bad, text) in NOT_POSITIVE {
        assert_eq!(
            refusal(wire.clone().with_factor(bad)),
            out_of_range("factor", text, "more than 0", None)
        );
    }
    // No silence is longer than what exceeds all numbers.
    let wide = wire.with_factor(10.0).unwrap();
    assert_eq!((wide.threshold(1), wide.threshold(2)), (Some(900.0), None));
    assert_eq!(wide.trips(2, f64::MAX), Ok(None));
}

#[test]
fn a_trip_wire_knows_nothing_of_steps_that_nobody_took() {
    // One purchase, and refunds only.
    for rows in [vec![row(1, 3, dec!(5))], vec![row(1, 3, dec!(-5))]] {
        let wire = TripWire::of(&latency(&rows));
        assert_eq!((wire.fastest(), wire.factor()), (None, 1.0));
        for purchases in [0, 1, 2, u32::MAX] {
            assert_eq!(wire.threshold(purchases), None);
            assert_eq!(wire.trips(purchases, 400.0), Ok(None));
        }
    }
}

#[test]
fn a_return_curve_follows_a_purchase() {
    let log = log(&[row(1, 1, dec!(5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    assert_eq!(
        refusal(observed.return_curve(Period::Day, 0)),
        out_of_range("purchases", "0", "1 or more", None)
    );
}

#[test]
fn alpha_is_strictly_between_0_and_1() {
    let curve = curve(
        &[row(1, 1, dec!(5)), row(1, 9, dec!(5)), row(2, 1, dec!(5))],
        1,
    );
    for &by in ReturnMeasure::ALL {
        for (bad, text) in NOT_FINITE {
            assert_eq!(
                refusal(curve.silence_for(bad, by)),
                not_finite("alpha", text, None)
            );
        }
        for (bad, text, allowed) in [
            (0.0, "0", "strictly between 0 and 1"),
            (1.0, "1", "strictly between 0 and 1"),
            (-1e-9, "-0.000000001", "0 to 1"),
            (20.0, "20", "0 to 1"),
        ] {
            assert_eq!(
                refusal(curve.silence_for(bad, by)),
                out_of_range("alpha", text, allowed, None)
            );
        }
        // However small, it is reached where the measure falls to 0.
        assert_eq!(curve.silence_for(f64::MIN_POSITIVE, by), Ok(Some(8)));
    }
}

/// Fifteen of twenty come back, on days 10, 20 … 150.
#[test]
fn a_curve_that_ends_early_keeps_its_counts() {
    let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
    let bought = |customer, days: u64| Purchase {
        customer,
        date: first + chrono::Days::new(days),
        amount: dec!(5),
    };
    let once = (1..=20).map(|customer| bought(customer, 0));
    let again = (1..=15_u32).map(|customer| bought(customer, 10 * u64::from(customer)));
    let log = PurchaseLog::from_rows(once.chain(again)).unwrap();
    let window = log.until(first + chrono::Days::new(300)).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    let whole = observed.return_curve(Period::Day, 1).unwrap();
    let ended = whole.clone().while_at_risk(14);
    for curve in [&whole, &ended] {
        assert_eq!(curve.returned(), Proportion::new(15, 20).unwrap());
        assert_eq!(curve.longest_wait(), 300);
        assert_eq!(curve.mean_of_returners(), Some(80.0));
        assert_eq!(curve.median(MedianOf::Returners), Some(80));
    }
    assert_eq!(whole.points().len(), 15);
    let ends: Vec<_> = ended.points().iter().map(|point| point.at_risk).collect();
    assert_eq!(ends, [20, 19, 18, 17, 16, 15, 14]);
    // Half had come back by day 100, which the ended curve does not reach.
    assert_eq!(whole.median(MedianOf::Everyone), Some(100));
    assert_eq!(ended.median(MedianOf::Everyone), None);
    assert!((ended.still_out(300) - 13.0 / 20.0).abs() < 1e-12);
    // Ended twice, it ends at the earlier point.
    assert_eq!(ended.clone().while_at_risk(2), ended);
    assert_eq!(ended.while_at_risk(1000).points(), []);
}

fn silences(curve: &ReturnCurve) -> Vec<Option<u32>> {
    let all = ReturnMeasure::ALL.iter();
    all.map(|&by| curve.silence_for(0.2, by).unwrap()).collect()
}

/// Nobody made the purchase: nothing is known, and nothing is said.
#[test]
fn a_curve_of_nobody_judges_nobody() {
    for curve in [
        curve(&[row(1, 3, dec!(-5))], 1),
        curve(&[row(1, 3, dec!(5))], 2),
        curve(&[row(1, 3, dec!(5))], u32::MAX),
    ] {
        assert_eq!(curve.returned().value(), None);
        assert_eq!((curve.points().len(), curve.longest_wait()), (0, 0));
        assert_eq!((curve.still_out(0), curve.still_out(u32::MAX)), (1.0, 1.0));
        assert_eq!((curve.chance_after(0), curve.later_than(0)), (None, None));
        assert_eq!(silences(&curve), [None, None]);
        assert_eq!(curve.mean_of_returners(), None);
        for &of in MedianOf::ALL {
            assert_eq!(curve.median(of), None);
        }
    }
}

#[test]
fn where_nobody_came_back_no_silence_tells() {
    let curve = curve(&[row(1, 1, dec!(5)), row(2, 31, dec!(5))], 1);
    assert_eq!(curve.returned(), Proportion::new(0, 2).unwrap());
    assert_eq!((curve.longest_wait(), curve.still_out(30)), (30, 1.0));
    // They never came back, whatever the silence.
    assert_eq!(
        (curve.chance_after(0), curve.chance_after(99)),
        (Some(0.0), Some(0.0))
    );
    assert_eq!(curve.later_than(0), None);
    assert_eq!(silences(&curve), [None, None]);
    assert_eq!(
        (curve.mean_of_returners(), curve.median(MedianOf::Returners)),
        (None, None)
    );
}

#[test]
fn where_everyone_came_back_only_the_time_tells() {
    let rows = [(1, 1), (1, 3), (2, 1), (2, 11)].map(|(id, on)| row(id, on, dec!(5)));
    let curve = curve(&rows, 1);
    assert_eq!(curve.returned(), Proportion::new(2, 2).unwrap());
    assert_eq!((curve.still_out(9), curve.still_out(10)), (0.5, 0.0));
    // Whoever is out comes back; after the tenth day nobody is out.
    assert_eq!(
        (curve.chance_after(9), curve.chance_after(10)),
        (Some(1.0), None)
    );
    assert_eq!(
        (curve.later_than(9), curve.later_than(10)),
        (Some(0.5), Some(0.0))
    );
    assert_eq!(silences(&curve), [None, Some(10)]);
}

#[test]
fn a_wait_as_long_as_the_calendar_is_one_wait() {
    let from_to = |from, to| {
        let rows = [(1, from), (1, to), (2, from)].map(|(customer, date)| Purchase {
            customer,
            date,
            amount: dec!(5),
        });
        let log = log(&rows);
        let observed = log.observe(log.window(), Policy::default()).unwrap();
        observed.return_curve(Period::Day, 1).unwrap()
    };
    let curve = from_to(NaiveDate::MIN, NaiveDate::MAX);
    let days = (NaiveDate::MAX - NaiveDate::MIN).num_days() as u32;
    assert_eq!((curve.longest_wait(), curve.points().len()), (days, 1));
    assert_eq!(
        (curve.still_out(days - 1), curve.still_out(days)),
        (1.0, 0.5)
    );
    assert_eq!(curve.median(MedianOf::Everyone), Some(days));
    // On both sides of where long waits are kept apart.
    for days in [65_534_u32, 65_535, 65_536, 65_537] {
        let later = day(1) + chrono::Days::new(u64::from(days));
        assert_eq!(
            from_to(day(1), later).median(MedianOf::Returners),
            Some(days)
        );
    }
}

#[test]
fn a_week_that_begins_before_the_calendar_overflows() {
    let log = PurchaseLog::from_rows([Purchase {
        customer: 1,
        date: NaiveDate::MIN,
        amount: dec!(5),
    }])
    .unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let first = NaiveDate::MIN
        .format("%a")
        .to_string()
        .parse::<Weekday>()
        .unwrap();
    assert!(observed.return_curve(Period::Week(first), 1).is_ok());
    assert!(matches!(
        observed.return_curve(Period::Week(first.succ()), 1),
        Err(Error::Overflow {
            operation: "the calendar",
            ..
        })
    ));
}

#[test]
fn steps_begin_with_the_first_purchase_and_ascend() {
    let of = |bounds: &[u32]| refusal(Steps::new(bounds.iter().copied()));
    assert_eq!(of(&[]), expected::empty("lower bound of the steps"));
    let item = |message: String, item: usize| format!("{message} at item {item} (counted from 0)");
    for first in [0, 2, u32::MAX] {
        let expected = expected::out_of_range("first step", first, "1");
        assert_eq!(of(&[first, u32::MAX]), item(expected, 0));
    }
    for (bounds, again, before) in [([1, 1, 2], 1, 1), ([1, 3, 2], 2, 3), ([1, 2, 0], 0, 2)] {
        let expected = expected::unsorted("steps", again, format!("follows {before}"));
        let place = if bounds[1] == 1 { 1 } else { 2 };
        assert_eq!(of(&bounds), item(expected, place));
    }
    let many: Vec<u32> = (1..=17).collect();
    let expected = expected::out_of_range("steps", 17, "at most 16 bounds");
    assert_eq!(of(&many), item(expected, 16));
    assert_eq!(Steps::new(1..=16).unwrap().lower_bounds(), &many[..16]);
    let last = Steps::new([1, u32::MAX]).unwrap();
    assert_eq!(last.lower_bounds(), [1, u32::MAX]);
}

#[test]
fn where_nobody_is_followed_for_so_long_no_chance_is_told() {
    let nobody = curve(&[row(1, 1, dec!(5))], 2);
    assert_eq!(
        (nobody.longest_judged(0), nobody.longest_judged(1)),
        (None, None)
    );
    assert_eq!(
        (nobody.chance_within(0, 0), nobody.chance_within(0, 1)),
        (None, None)
    );
    let one = curve(&[row(1, 1, dec!(5))], 1);
    assert_eq!(one.longest_judged(0), Some(30));
    assert_eq!(
        (one.longest_judged(30), one.longest_judged(31)),
        (Some(0), None)
    );
    assert_eq!(
        (one.chance_within(0, 30), one.chance_within(1, 30)),
        (Some(0.0), None)
    );
    for (silence, horizon) in [(u32::MAX, 1), (1, u32::MAX), (u32::MAX, u32::MAX)] {
        assert_eq!(one.chance_within(silence, horizon), None);
    }
    for least in [2, u64::MAX] {
        let one = one.clone().while_at_risk(least);
        assert_eq!(
            (one.longest_judged(0), one.chance_within(0, 0)),
            (None, None)
        );
    }
    // Everyone is back after eight days, so nobody is left to be silent for longer.
    let back = curve(&[row(1, 1, dec!(5)), row(1, 9, dec!(5))], 1);
    assert_eq!(back.longest_judged(0), Some(8));
    assert_eq!(
        (back.chance_within(0, 8), back.chance_within(7, 1)),
        (Some(1.0), Some(1.0))
    );
    assert_eq!(
        (back.chance_within(8, 0), back.chance_within(9, 0)),
        (None, None)
    );
}

#[test]
fn curves_of_nobody_are_curves_of_each_bin_that_stays() {
    let log = log(&[row(1, 1, dec!(-5))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let curves = observed
        .return_curves(Period::Day, Steps::default())
        .unwrap();
    let ranges = curves.as_slice().iter();
    let ranges = ranges.map(|it| (it.purchases(), it.purchases_to()));
    assert!(ranges.eq([(1, Some(1)), (2, None)]));
    for purchases in [0, 1, 2, u32::MAX] {
        assert_eq!(curves.after(purchases).returned().denominator(), 0);
        assert_eq!(curves.after(purchases).longest_judged(0), None);
    }
}
