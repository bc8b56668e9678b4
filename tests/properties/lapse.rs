//! Lapse rules, and how customers come back.

use proptest::prelude::*;
use retention::period::{Period, Ruler, Span};
use retention::purchases::lapse::{
    TripWire, active_until, annual_halving, has_lapsed, own_rhythm_chance, own_rhythm_threshold,
    t_to_the_n,
};
use retention::purchases::{
    MedianOf, Policy, Purchase, PurchaseLog, ReturnCurve, ReturnMeasure, Wait,
};
use rust_decimal::dec;

use crate::cases;
use crate::rows::{day, grain, log, policy, rows, ruler, shuffled, steps, window};

/// Exponentials and logarithms of numbers up to a few hundred keep so many digits, relatively.
const DIGITS: f64 = 1e-9;

/// A product of a few dozen quotients, each rounded once.
const PRODUCT: f64 = 1e-12;

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * a.abs().max(b.abs())
}

/// The textbook's curve, straight from the waits: the share still out after `days`.
fn kaplan_meier(waits: &[Wait], days: u32) -> f64 {
    let mut times: Vec<f64> = waits
        .iter()
        .filter(|wait| wait.taken)
        .map(|wait| wait.time)
        .collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
        .into_iter()
        .filter(|&time| time <= f64::from(days))
        .map(|time| {
            let at_risk = waits.iter().filter(|wait| wait.time >= time).count();
            let back = waits
                .iter()
                .filter(|wait| wait.taken && wait.time == time)
                .count();
            1.0 - back as f64 / at_risk as f64
        })
        .product()
}

fn measures() -> impl Strategy<Value = ReturnMeasure> {
    prop::sample::select(ReturnMeasure::ALL.to_vec())
}

/// Of so many customers who buy on the first day, the first `back` come back, one a day.
fn one_a_day(customers: u64, back: u64) -> ReturnCurve {
    let rows = (0..customers).flat_map(|customer| {
        let second = (customer < back).then_some(customer + 1);
        [Some(0), second]
            .into_iter()
            .flatten()
            .map(move |offset| Purchase {
                customer,
                date: day(offset),
                amount: dec!(1),
            })
    });
    let log = PurchaseLog::from_rows(rows).unwrap();
    let observed = log
        .observe(log.until(day(300)).unwrap(), Policy::default())
        .unwrap();
    observed.return_curve(Period::Day, 1).unwrap()
}

/// Half is half however many factors the curve is a product of.
#[test]
fn the_median_of_everyone_is_the_day_by_which_half_had_come_back() {
    for half in 1..=150 {
        let curve = one_a_day(2 * half, half);
        assert_eq!(curve.median(MedianOf::Everyone), Some(half as u32));
        assert_eq!(
            one_a_day(2 * half + 1, half).median(MedianOf::Everyone),
            None
        );
    }
}

/// Before anyone is back the chance is exactly a fifth, and falls from there.
#[test]
fn a_chance_of_exactly_alpha_is_not_below_it() {
    for back in 1..=100 {
        let curve = one_a_day(5 * back, back);
        let silence = |alpha| curve.silence_for(alpha, ReturnMeasure::ChanceOfReturn);
        assert_eq!(silence(0.2), Ok(Some(1)), "{back} of {}", 5 * back);
        assert_eq!(silence(0.200_001), Ok(None));
    }
}

/// One interval at a false-alarm rate of 1 in n is n − 1 means, and no day more or less.
#[test]
fn whole_multiples_of_the_mean_are_whole() {
    for one_in in 2..=1000_u32 {
        let threshold = own_rhythm_threshold(1, 30.0, 1.0 / f64::from(one_in)).unwrap();
        assert_eq!(threshold, 30.0 * f64::from(one_in - 1), "1 in {one_in}");
    }
    for (alpha, multiple) in [
        (0.2, 4.0),
        (0.1, 9.0),
        (0.05, 19.0),
        (0.01, 99.0),
        (0.001, 999.0),
    ] {
        assert_eq!(own_rhythm_threshold(1, 7.0, alpha), Ok(7.0 * multiple));
    }
    assert_eq!(own_rhythm_threshold(2, 5.0, 0.01), Ok(90.0));
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_threshold_is_exceeded_with_its_false_alarm_rate(
        intervals in 1_u32..1000, mean in 0.01_f64..1e4, alpha in 1e-4_f64..0.9999,
    ) {
        let threshold = own_rhythm_threshold(intervals, mean, alpha).unwrap();
        let chance = own_rhythm_chance(intervals, mean, threshold).unwrap();
        prop_assert!(close(chance, alpha, DIGITS), "{chance} for {alpha}");
    }

    #[test]
    fn the_chance_falls_with_silence_and_grows_with_the_mean(
        intervals in 1_u32..1000, mean in 0.01_f64..1e4, silence in 0.0_f64..1e4, more in 0.1_f64..1e4,
    ) {
        let chance = |mean, silence| own_rhythm_chance(intervals, mean, silence).unwrap();
        prop_assert_eq!(chance(mean, 0.0), 1.0);
        let now = chance(mean, silence);
        prop_assert!((0.0..=1.0).contains(&now));
        prop_assert!(chance(mean, silence + more) <= now);
        prop_assert!(chance(mean + more, silence) >= now);
    }

    #[test]
    fn thresholds_fall_with_the_false_alarm_rate_and_with_what_is_known(
        intervals in 1_u32..1000, more in 1_u32..1000, mean in 0.01_f64..1e4,
        a in 1e-4_f64..0.9999, b in 1e-4_f64..0.9999,
    ) {
        let threshold = |intervals, alpha| own_rhythm_threshold(intervals, mean, alpha).unwrap();
        let (low, high) = (a.min(b), a.max(b));
        prop_assert!(threshold(intervals, low) >= threshold(intervals, high));
        // Up to the rounding that makes whole multiples whole.
        prop_assert!(threshold(intervals + more, a) <= threshold(intervals, a) * (1.0 + DIGITS));
        // From above towards −ln α.
        prop_assert!(threshold(intervals, a) >= -a.ln() * mean * (1.0 - DIGITS));
    }

    #[test]
    fn a_hiatus_ends_once_and_for_all(
        count in 1_u32..40, period in grain(), last in 0_u64..120, days in 0_u64..2000, more in 0_u64..2000,
    ) {
        let hiatus = Span::new(count, period).unwrap();
        let lapsed = |on| has_lapsed(day(last), day(on), hiatus).unwrap();
        prop_assert!(!lapsed(last));
        prop_assert!(!lapsed(last + days) || lapsed(last + days + more));
        let until = active_until(day(last), hiatus).unwrap();
        prop_assert_eq!(lapsed(last + days), day(last + days) > until);
    }

    #[test]
    fn t_to_the_n_falls_with_purchases_and_rises_with_the_last_of_them(
        purchases in 2_u32..100, more in 1_u32..100, observed in 0.1_f64..1e4,
        a in 0.0_f64..=1.0, b in 0.0_f64..=1.0,
    ) {
        let active = |n, share: f64| t_to_the_n(n, share * observed, observed).unwrap();
        prop_assert!((0.0..=1.0).contains(&active(purchases, a)));
        prop_assert!(active(purchases + more, a) <= active(purchases, a));
        prop_assert!(active(purchases, a.min(b)) <= active(purchases, a.max(b)));
        prop_assert_eq!(active(purchases, 1.0), 1.0);
        prop_assert_eq!(active(1, 0.0), 0.0);
    }

    #[test]
    fn years_inactive_add_up(now in 0.0_f64..=1.0, first in 0.0_f64..20.0, then in 0.0_f64..20.0) {
        let halving = |now, years| annual_halving(now, years).unwrap();
        let stepwise = halving(halving(now, first), then);
        prop_assert!(close(stepwise, halving(now, first + then), DIGITS));
        prop_assert!(stepwise <= now);
        prop_assert!(close(halving(now, first + 1.0), halving(now, first) / 2.0, DIGITS));
    }

    #[test]
    fn a_wire_of_latencies_trips_beyond_their_means(
        rows in rows(), window in window(), grain in grain(), ruler in ruler(),
        silence in 0.0_f64..200.0, factor in 0.1_f64..5.0,
    ) {
        let log = log(&rows);
        let latency = log.observe(window, Policy::default()).unwrap().latency(grain, ruler).unwrap();
        let (wire, wider) = (TripWire::of(&latency), TripWire::of(&latency).with_factor(factor).unwrap());
        let mut fastest: Option<(u32, f64)> = None;
        for step in latency.steps() {
            prop_assert_eq!(wire.threshold(step.purchases), step.mean);
            let scaled = step.mean.map(|mean| mean * factor);
            prop_assert_eq!(wider.threshold(step.purchases), scaled);
            let trips = scaled.map(|threshold| silence > threshold);
            prop_assert_eq!(wider.trips(step.purchases, silence), Ok(trips));
            if let Some(mean) = step.mean
                && fastest.is_none_or(|(_, least)| mean < least)
            {
                fastest = Some((step.purchases + 1, mean));
            }
        }
        prop_assert_eq!(wire.fastest(), fastest.map(|(purchase, _)| purchase));
        prop_assert_eq!(wire.threshold(latency.steps().len() as u32 + 1), None);
        prop_assert_eq!(wire.threshold(0), None);
    }

    #[test]
    fn a_return_curve_is_kaplan_meiers_of_the_waits(
        (rows, others) in shuffled(rows()), window in window(), policy in policy(), grain in grain(),
        purchases in 1_u32..4,
    ) {
        let (rows, others) = (log(&rows), log(&others));
        let observed = rows.observe(window, policy).unwrap();
        let curve = observed.return_curve(grain, purchases).unwrap();
        let shuffled = others.observe(window, policy).unwrap();
        prop_assert_eq!(&curve, &shuffled.return_curve(grain, purchases).unwrap());

        let waits = observed.waits(grain, Ruler::Days, purchases).unwrap();
        let waits: Vec<Wait> = waits.into_iter().map(|row| row.result).collect();
        let longest = waits.iter().map(|wait| wait.time).fold(0.0, f64::max);
        prop_assert_eq!(f64::from(curve.longest_wait()), longest);
        let mut before = 1.0;
        for days in 0..130 {
            let out = curve.still_out(days);
            prop_assert!((0.0..=before).contains(&out), "{out} after {before} on day {days}");
            prop_assert!(close(out, kaplan_meier(&waits, days), PRODUCT), "day {days}");
            before = out;
        }
        prop_assert_eq!(curve.still_out(u32::MAX), curve.still_out(curve.longest_wait()));
        for point in curve.points() {
            let time = f64::from(point.days);
            let at_risk = waits.iter().filter(|wait| wait.time >= time).count();
            let back = waits.iter().filter(|wait| wait.taken && wait.time == time).count();
            prop_assert_eq!((point.at_risk, point.returned), (at_risk as u64, back as u64));
            prop_assert_eq!(point.still_out, curve.still_out(point.days));
        }
    }

    #[test]
    fn what_a_return_curve_says_of_the_returners_is_true_of_the_waits(
        rows in rows(), window in window(), grain in grain(), purchases in 1_u32..4,
    ) {
        let log = log(&rows);
        let observed = log.observe(window, Policy::default()).unwrap();
        let curve = observed.return_curve(grain, purchases).unwrap();
        let waits = observed.waits(grain, Ruler::Days, purchases).unwrap();
        let mut taken: Vec<u32> = waits
            .iter()
            .filter(|row| row.result.taken)
            .map(|row| row.result.time as u32)
            .collect();
        taken.sort_unstable();
        prop_assert_eq!(curve.returned().numerator(), taken.len() as u64);
        prop_assert_eq!(curve.returned().denominator(), waits.len() as u64);
        // Days are whole numbers, so their sum is exact in any order.
        let sum: u32 = taken.iter().sum();
        let mean = (!taken.is_empty()).then(|| f64::from(sum) / taken.len() as f64);
        prop_assert_eq!(curve.mean_of_returners(), mean);
        let median = taken.len().checked_sub(1).map(|last| taken[last / 2]);
        prop_assert_eq!(curve.median(MedianOf::Returners), median);
        if waits.iter().all(|row| row.result.taken) {
            prop_assert_eq!(curve.median(MedianOf::Everyone), median);
        }
    }

    #[test]
    fn both_measures_of_a_return_curve_fall_from_at_most_1_to_0(
        rows in rows(), window in window(), purchases in 1_u32..4,
    ) {
        let log = log(&rows);
        let observed = log.observe(window, Policy::default()).unwrap();
        let curve = observed.return_curve(Period::Day, purchases).unwrap();
        let (mut chance, mut later) = (1.0, 1.0);
        for days in 0..130 {
            match curve.chance_after(days) {
                Some(now) => {
                    prop_assert!((0.0..=chance).contains(&now), "{now} after {chance}");
                    chance = now;
                }
                None if curve.returned().denominator() == 0 => {}
                None => prop_assert_eq!(curve.still_out(days), 0.0),
            }
            match curve.later_than(days) {
                Some(now) => {
                    prop_assert!((0.0..=later).contains(&now), "{now} after {later}");
                    later = now;
                }
                None => prop_assert_eq!(curve.returned().numerator(), 0),
            }
        }
        prop_assert!(curve.returned().numerator() == 0 || later == 0.0);
    }

    #[test]
    fn the_silence_for_alpha_is_the_first_at_which_the_measure_is_below(
        rows in rows(), window in window(), measure in measures(), alpha in 0.001_f64..0.999,
    ) {
        let log = log(&rows);
        let observed = log.observe(window, Policy::default()).unwrap();
        let curve = observed.return_curve(Period::Day, 1).unwrap();
        let below = |days| {
            let value = match measure {
                ReturnMeasure::ShareOfReturners => curve.later_than(days),
                _ => curve.chance_after(days),
            };
            value.is_some_and(|value| value < alpha)
        };
        let first = (0..=curve.longest_wait()).find(|&days| below(days));
        prop_assert_eq!(curve.silence_for(alpha, measure), Ok(first.filter(|&days| days > 0)));
    }

    #[test]
    fn the_chance_within_a_horizon_is_that_of_kaplan_meier_where_enough_are_followed(
        rows in rows(), window in window(), purchases in 1_u32..3, horizon in 0_u32..60, least in 0_u64..4,
    ) {
        let log = log(&rows);
        let observed = log.observe(window, Policy::default()).unwrap();
        let curve = observed.return_curve(Period::Day, purchases).unwrap().while_at_risk(least);
        let waits = observed.waits(Period::Day, Ruler::Days, purchases).unwrap();
        let waits: Vec<Wait> = waits.into_iter().map(|row| row.result).collect();
        let at_risk = |days: u32| waits.iter().filter(|wait| wait.time >= f64::from(days)).count() as u64;
        let mut judged = None;
        for silence in 0..130 {
            let end = silence + horizon;
            let enough = at_risk(end) >= least.max(1);
            if enough {
                judged = Some(silence);
            }
            let out = kaplan_meier(&waits, silence);
            match curve.chance_within(silence, horizon) {
                Some(chance) => {
                    prop_assert!(enough && (0.0..=1.0).contains(&chance));
                    let expected = (out - kaplan_meier(&waits, end)) / out;
                    prop_assert!((chance - expected).abs() < 1e-9, "{chance} for {expected}");
                }
                None => prop_assert!(!enough || out == 0.0),
            }
        }
        prop_assert_eq!(curve.longest_judged(horizon), judged);
    }

    #[test]
    fn curves_share_out_the_waits_of_all_steps(
        (rows, others) in shuffled(rows()), window in window(), policy in policy(), grain in grain(),
        steps in steps(),
    ) {
        let (rows, others) = (log(&rows), log(&others));
        let observed = rows.observe(window, policy).unwrap();
        let curves = observed.return_curves(grain, steps).unwrap();
        let shuffled = others.observe(window, policy).unwrap();
        prop_assert_eq!(&curves, &shuffled.return_curves(grain, steps).unwrap());
        prop_assert_eq!(curves.first_step(), &observed.return_curve(grain, 1).unwrap());
        prop_assert_eq!(curves.as_slice()[0].purchases(), 1);
        let mut after = 0;
        for (position, curve) in curves.as_slice().iter().enumerate() {
            let (from, to) = (curve.purchases(), curve.purchases_to().unwrap_or(200));
            prop_assert_eq!(from, after + 1);
            prop_assert!(steps.lower_bounds().contains(&from));
            after = to;
            let (mut returned, mut all) = (0, 0);
            for purchases in from..=to {
                let step = observed.return_curve(grain, purchases).unwrap();
                returned += step.returned().numerator();
                all += step.returned().denominator();
                prop_assert_eq!(curves.after(purchases), curve);
                if all > 0 && step.returned().denominator() == 0 {
                    break;
                }
            }
            prop_assert_eq!((curve.returned().numerator(), curve.returned().denominator()), (returned, all));
            prop_assert!(position < 2 || all >= steps.fewest_waits());
        }
        prop_assert_eq!(curves.as_slice().last().unwrap().purchases_to(), None);
    }
}
