//! Stages, back-tests and stage changes.

mod at_a_threshold;
mod false_alarms;
mod grain_of_months;
mod held_back;
mod judged;
mod over_time;
mod simulated_shops;
mod stages;
mod trend;

use chrono::NaiveDate;
use proptest::prelude::*;
use retention::lifecycle::{Rules, Silence, Stage, Stages, TrendOf};
use retention::period::{Period, Span, Window};
use retention::purchases::{MedianOf, Policy, PurchaseLog, ReturnMeasure};
use rust_decimal::Decimal;

use crate::rows::{self, Row, day, grain, steps};

/// Rows of many customers, or of a few who buy often for whole amounts: they have trends, and changes
/// of exactly a half or a quarter.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let whole = (-1_i64..6).prop_map(Decimal::from);
    let few = rows::row(whole).prop_map(|row| Row {
        customer: row.customer % 4,
        ..row
    });
    prop_oneof![rows::rows(), prop::collection::vec(few, 20..80)]
}

/// Days up to an as-of date that most rows, but not all, come before.
fn known() -> impl Strategy<Value = Window> {
    (30_u64..140).prop_map(|as_of| Window::new(day(0), day(as_of)).unwrap())
}

fn two_dates() -> impl Strategy<Value = (Window, Window)> {
    (30_u64..140, 1_u64..60).prop_map(|(as_of, more)| {
        let until = |as_of| Window::new(day(0), day(as_of)).unwrap();
        (until(as_of), until(as_of + more))
    })
}

fn false_alarm() -> impl Strategy<Value = Silence> {
    (0.01_f64..0.99, 0.01_f64..0.99).prop_map(|(a, b)| Silence::FalseAlarm {
        decline: a.max(b),
        lapse: a.min(b),
    })
}

/// Whole and half multiples, so that a silence is often exactly a threshold.
fn mean_intervals() -> impl Strategy<Value = Silence> {
    (0_u32..8, 0_u32..8).prop_map(|(halves, more)| Silence::MeanIntervals {
        decline: f64::from(halves) / 2.0,
        lapse: f64::from(halves + more) / 2.0,
    })
}

fn hiatus() -> impl Strategy<Value = Silence> {
    (grain(), 1_u32..40, 0_u32..40).prop_map(|(period, count, more)| {
        let (count, more) = if period == Period::Day {
            (count, more)
        } else {
            (1 + count / 20, more / 20)
        };
        Silence::Hiatus {
            decline: Span::new(count, period).unwrap(),
            lapse: Span::new(count + more, period).unwrap(),
        }
    })
}

/// Horizons of days, so that some silences of these short logs can be judged.
fn chance_of_return() -> impl Strategy<Value = Silence> {
    (1_u32..60, 0.05_f64..20.0, 0.0_f64..1.0).prop_map(|(days, cost_ratio, more)| {
        let lapse = 1.0 / (1.0 + cost_ratio);
        Silence::ChanceOfReturn {
            horizon: Span::new(days, Period::Day).unwrap(),
            cost_ratio,
            decline: (lapse + (1.0 - lapse) * more).min(0.99),
        }
    })
}

fn trip_wire() -> impl Strategy<Value = Silence> {
    (1_u32..8).prop_map(|halves| Silence::TripWire {
        factor: f64::from(halves) / 2.0,
    })
}

fn t_to_the_n() -> impl Strategy<Value = Silence> {
    (0.01_f64..0.99, 0.01_f64..0.99).prop_map(|(a, b)| Silence::TToTheN {
        decline: a.max(b),
        lapse: a.min(b),
    })
}

fn silence() -> impl Strategy<Value = Silence> {
    prop_oneof![
        4 => chance_of_return(),
        3 => false_alarm(),
        1 => mean_intervals(),
        1 => hiatus(),
        1 => trip_wire(),
        1 => t_to_the_n()
    ]
}

fn trend() -> impl Strategy<Value = Rules> {
    let bound = prop::sample::select(vec![0.0, 0.1, 0.25, 0.5, 1.0]);
    let spans = prop_oneof![
        (5_u32..20).prop_map(|days| (days, Period::Day)),
        (1_u32..4).prop_map(|weeks| (weeks, Period::Week(chrono::Weekday::Mon))),
        Just((1, Period::Month)),
    ];
    let of = prop::sample::select(TrendOf::ALL.to_vec());
    let rate = prop::sample::select(vec![0.05, 0.2, 0.6]);
    let test = (of, rate, 0_u32..4);
    (spans, bound.clone(), bound, test).prop_map(
        |((count, period), fall, rise, (of, rate, least))| {
            Rules::default()
                .trend_of(of)
                .trend_rate(rate)
                .trend_span(Span::new(count, period).unwrap())
                .trend_fall(fall)
                .trend_rise(rise)
                .trend_purchases(least)
        },
    )
}

fn grain_often_a_day() -> impl Strategy<Value = Period> {
    prop_oneof![2 => Just(Period::Day), 1 => grain()]
}

fn rules() -> impl Strategy<Value = Rules> {
    let by = prop::sample::select(ReturnMeasure::ALL.to_vec());
    let after = prop::sample::select(MedianOf::ALL.to_vec());
    (
        grain_often_a_day(),
        silence(),
        by,
        0_u64..4,
        trend(),
        0_u32..5,
        after,
        prop::sample::select(vec![
            Stage::Acquisition,
            Stage::Established,
            Stage::Growth,
            Stage::Maturity,
        ]),
        steps(),
    )
        .prop_map(
            |(grain, silence, by, least, trend, purchases, after, without, steps)| {
                trend
                    .grain(grain)
                    .silence(silence)
                    .steps(steps)
                    .one_time_buyers(by)
                    .least_returns(least)
                    .least_at_risk(least)
                    .least_silence(4 * least as u32)
                    .without_trend(without)
                    .established_purchases(purchases)
                    .established_after(after)
            },
        )
}

/// For each customer, the day on which their contract ended, if it did.
fn ends() -> impl Strategy<Value = Vec<Option<NaiveDate>>> {
    let end = prop_oneof![2 => Just(None), 1 => (0_u64..150).prop_map(|offset| Some(day(offset)))];
    prop::collection::vec(end, 14)
}

fn staged(
    log: &PurchaseLog<u8>,
    window: Window,
    policy: Policy,
    rules: &Rules,
    ends: &[Option<NaiveDate>],
) -> Stages<u8> {
    let observed = log.observe(window, policy).unwrap();
    Stages::with_ends(&observed, *rules, |id| {
        ends.get(usize::from(*id)).copied().flatten()
    })
    .unwrap()
}
