//! Stages at one date: exactly one for each, by the first rule that holds.

use chrono::NaiveDate;
use proptest::prelude::*;
use retention::lifecycle::{
    Classified, Classifier, Given, JudgedBy, Rule, Rules, Silence, Stage, Stages, TrendOf,
};
use retention::period::{Period, Span, Window};
use retention::purchases::lapse::own_rhythm_threshold;
use retention::purchases::{Policy, ReturnCurve, ReturnCurves, ReturnMeasure};
use rust_decimal::Decimal;

use super::{ends, known, rows, rules, staged};
use crate::cases;
use crate::rows::{Row, exact_sum, log, policy, shuffled};

/// Where the customer goes; the tests of trends recompute the p-value from the purchases.
fn direction(classified: &Classified, rules: &Rules) -> Rule {
    let Some(trend) = classified.trend else {
        return Rule::NoTrend;
    };
    let p_value = trend.p_value.unwrap_or(1.0);
    let (more, less) = match rules.trend_of {
        TrendOf::Spending => (trend.recent, trend.before),
        _ => (trend.purchases_recent.into(), trend.purchases_before.into()),
    };
    match trend.rule {
        Rule::Rising => assert!(more > less && p_value <= rules.trend_rate),
        Rule::Falling => assert!(more < less && p_value <= rules.trend_rate),
        Rule::Steady => assert!(more > Decimal::ZERO && less > Decimal::ZERO),
        Rule::NoTrend => assert!(
            trend
                .p_value
                .is_none_or(|p_value| p_value > rules.trend_rate)
        ),
        other => panic!("no trend: {other}"),
    }
    trend.rule
}

/// The rule that the figures reported lead to, by the order that the docs state, and by nothing else.
fn first_that_holds(classified: &Classified, rules: &Rules) -> Rule {
    let silence = f64::from(classified.silence_days);
    let beyond = |threshold: Option<f64>| threshold.is_some_and(|days| silence > days);
    let thresholds = classified.thresholds;
    let few = classified.purchases < rules.established_purchases;
    let once = classified.purchases == 1;
    let unknown = classified.chance.is_none() && horizon(rules).is_some();
    let young = horizon(rules).is_some_and(|days| classified.tenure_days < days);
    let short = classified
        .established_days
        .is_some_and(|days| classified.tenure_days < days);
    let falling = direction(classified, rules) == Rule::Falling;
    let lapsed = thresholds.is_some_and(|them| beyond(them.lapse));
    let untold = unknown
        && thresholds.is_none_or(|them| them.decline.is_none())
        && horizon(rules).is_some_and(|days| classified.silence_days > days)
        && classified
            .mean_interval_days
            .is_none_or(|mean| silence > 2.0 * mean);
    let silent = thresholds.is_some_and(|them| beyond(them.decline)) || untold;
    let too_long = lapsed || silent;
    let rules = [
        (Rule::RecordedEnd, classified.recorded_end.is_some()),
        (Rule::TooYoung, unknown && young && !too_long),
        (Rule::Lapsed, lapsed),
        (Rule::Silent, silent),
        (Rule::FewPurchases, once && few),
        (Rule::Falling, falling),
        (Rule::FewPurchases, few),
        (Rule::ShortRelationship, short),
        (direction(classified, rules), true),
    ];
    rules.into_iter().find(|&(_, holds)| holds).unwrap().0
}

fn horizon(rules: &Rules) -> Option<u32> {
    match rules.silence {
        Silence::ChanceOfReturn { horizon, .. } => Some(horizon.count()),
        _ => None,
    }
}

/// One-time buyers' thresholds, from the curve.
fn of_population(curve: &ReturnCurve, rules: &Rules) -> (Option<f64>, Option<f64>) {
    match rules.silence {
        Silence::FalseAlarm { decline, lapse } => {
            let curve = curve.clone().while_at_risk(rules.least_at_risk);
            let after = |alpha| {
                // Where the chance is low from the first day on, the returners have to do.
                let low = curve
                    .chance_after(0)
                    .is_some_and(|chance| chance < alpha - 1e-9);
                let day = match rules.one_time_buyers {
                    ReturnMeasure::ChanceOfReturn if low => {
                        curve.silence_for(alpha, ReturnMeasure::ShareOfReturners)
                    }
                    asked => curve.silence_for(alpha, asked),
                };
                Some(f64::from(day.unwrap()?) - 1.0)
            };
            let lapse = after(lapse);
            let earlier = |days: f64| lapse.map_or(days, |lapse| days.min(lapse));
            (after(decline).map(earlier), lapse)
        }
        Silence::MeanIntervals { decline, lapse } => {
            let mean = curve.mean_of_returners();
            (
                mean.map(|mean| mean * decline),
                mean.map(|mean| mean * lapse),
            )
        }
        _ => (None, None),
    }
}

/// The chance of a return within the horizon after each silence that can be judged, day by day, and what
/// it is at least, but for one case in a thousand.
fn told_by_hand(curves: &ReturnCurves, purchases: u32, rules: &Rules) -> Vec<(f64, f64)> {
    let curve = curves
        .after(purchases)
        .clone()
        .while_at_risk(rules.least_at_risk);
    let horizon = horizon(rules).unwrap();
    let judged = curve.longest_judged(horizon).map_or(0, |last| last + 1);
    let told = |silence: u32| {
        let until = silence + horizon;
        let chance = 1.0 - curve.still_out(until) / curve.still_out(silence);
        let within = |point: &&retention::purchases::ReturnPoint| {
            silence < point.days && point.days <= until
        };
        let back: u64 = curve
            .points()
            .iter()
            .filter(within)
            .map(|point| point.returned)
            .sum();
        let away = curve.points().iter().find(|point| point.days > until);
        let n = (back + away.map_or(0, |point| point.at_risk)) as f64;
        let z2 = 3.29_f64.powi(2);
        let spread = (chance * (1.0 - chance) / n + z2 / (4.0 * n * n)).sqrt() * 3.29;
        let low = (chance + z2 / (2.0 * n) - spread) / (1.0 + z2 / n);
        (chance, if n > 0.0 { low.max(0.0) } else { 0.0 })
    };
    (0..judged).map(told).collect()
}

/// The chances, made non-increasing unless one is known to be higher than one before.
fn falling(told: &[(f64, f64)]) -> Vec<f64> {
    let mut low = f64::INFINITY;
    let mut rises = false;
    let falls = told.iter().map(|&(chance, at_least)| {
        rises |= at_least > low;
        low = low.min(chance);
        low
    });
    let falls: Vec<f64> = falls.collect();
    if rises {
        told.iter().map(|it| it.0).collect()
    } else {
        falls
    }
}

/// The days in which half of those who return within the horizon do, if any does; and the shortest silence
/// that may say anything.
fn patience(curves: &ReturnCurves, purchases: u32, rules: &Rules) -> (Option<usize>, usize) {
    let curve = curves
        .after(purchases)
        .clone()
        .while_at_risk(rules.least_at_risk);
    let horizon = horizon(rules).unwrap();
    let returned = |days: u32| 1.0 - curve.still_out(days);
    let half = returned(horizon) / 2.0;
    let day = (0..=horizon).find(|&days| half > 0.0 && returned(days) >= half - 1e-12);
    let longest = match rules.grain {
        Period::Day => 1,
        Period::Week(_) => 7,
        Period::Month => 31,
        Period::Quarter => 92,
        _ => 366,
    };
    let least = (rules.least_silence + longest - 1) as usize;
    (day.map(|day| day as usize), least)
}

/// The thresholds by the chance: a longer silence than the day before the first low chance after the last
/// that is known to be high, and not before half of those who return have returned.
fn by_chance(
    told: &[(f64, f64)],
    (half, least): (Option<usize>, usize),
    rules: &Rules,
) -> Option<(Option<f64>, Option<f64>)> {
    let Silence::ChanceOfReturn {
        cost_ratio,
        decline,
        horizon,
    } = rules.silence
    else {
        panic!("another rule");
    };
    let patience = half.unwrap_or(horizon.count() as usize).max(least);
    let first = |cut: f64| {
        let high = told.iter().rposition(|it| it.1 >= cut);
        let from = high.map_or(0, |high| high + 1);
        let low = (from..told.len()).find(|&day| told[day].0 < cut - 1e-12);
        low.map(|day| day.max(patience))
            .filter(|&day| day < told.len() || half.is_none())
    };
    let longer_than = |day: usize| day.saturating_sub(1) as f64;
    let lapse = first(1.0 / (1.0 + cost_ratio));
    (!told.is_empty()).then(|| (first(decline).map(longer_than), lapse.map(longer_than)))
}

fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap()
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn every_customer_with_a_purchase_has_exactly_one_stage(
        rows in rows(), window in known(), policy in policy(), rules in rules(), ends in ends(),
    ) {
        let log = log(&rows);
        let stages = staged(&log, window, policy, &rules, &ends);
        let observed = log.observe(window, policy).unwrap();
        let with_purchase: Vec<&u8> = observed
            .histories()
            .filter(|(_, history)| history.has_purchase())
            .map(|(id, _)| id)
            .collect();
        let staged: Vec<&u8> = stages.rows.iter().map(|row| &row.customer).collect();
        prop_assert_eq!(&staged, &with_purchase);
        prop_assert_eq!(stages.without_purchase as usize + staged.len(), log.customers().len());
        let mut together = 0;
        for &stage in Stage::ALL {
            prop_assert_eq!(stages.in_stage(stage).count() as u64, stages.count(stage));
            prop_assert!(stages.in_stage(stage).all(|row| row.result.stage == stage));
            prop_assert_eq!(stages.share(stage).numerator(), stages.count(stage));
            prop_assert_eq!(stages.share(stage).denominator(), staged.len() as u64);
            together += stages.count(stage);
        }
        prop_assert_eq!(together, staged.len() as u64);
        for id in log.customers() {
            prop_assert_eq!(stages.get(id).is_some(), with_purchase.contains(&id));
        }
    }

    #[test]
    fn the_rule_reported_is_the_first_that_holds_on_the_figures_reported(
        rows in rows(), window in known(), policy in policy(), rules in rules(), ends in ends(),
    ) {
        let log = log(&rows);
        for row in staged(&log, window, policy, &rules, &ends).rows {
            let classified = &row.result;
            let first = first_that_holds(classified, &rules);
            prop_assert_eq!(classified.because, first, "{:#?}", classified);
            prop_assert_eq!(classified.stage, rules.stage_of(classified.because));
            if let Some(trend) = classified.trend {
                prop_assert_eq!(trend.rule, direction(classified, &rules));
            }
            prop_assert!(classified.recorded_end.is_none() || classified.stage == Stage::Termination);
        }
    }

    #[test]
    fn the_figures_reported_are_those_of_the_history(
        rows in rows(), window in known(), policy in policy(), rules in rules(), ends in ends(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        let stages = staged(&log, window, policy, &rules, &ends);
        let curve = observed.return_curve(rules.grain, 1).unwrap();
        prop_assert_eq!(stages.curves.first_step(), &curve);
        prop_assert_eq!(&stages.curves, &observed.return_curves(rules.grain, rules.steps).unwrap());
        let enough = curve.returned().numerator() >= rules.least_returns;
        let as_of = rules.grain.start_of(window.to()).unwrap();
        for row in &stages.rows {
            let (id, classified) = (&row.customer, row.result);
            let history = observed.history(id).unwrap();
            let events = history.events(rules.grain).unwrap();
            let (first, last) = (events[0].start, events[events.len() - 1].start);
            prop_assert_eq!((classified.first, classified.last), (first, last));
            prop_assert_eq!(classified.purchases as usize, events.len());
            prop_assert_eq!(classified.revenue, history.revenue().unwrap());
            prop_assert_eq!(classified.tenure_days, days_between(first, as_of));
            prop_assert_eq!(classified.silence_days, days_between(last, as_of));
            let intervals = classified.purchases - 1;
            let mean = f64::from(days_between(first, last)) / f64::from(intervals);
            prop_assert_eq!(classified.mean_interval_days, (intervals > 0).then_some(mean));

            let expected = match rules.silence {
                Silence::Hiatus { decline, lapse } => {
                    let days = |span: Span| {
                        let until = span.period().after(last, span.count()).unwrap();
                        Some(f64::from(days_between(last, until)))
                    };
                    Some((JudgedBy::FixedTime, (days(decline), days(lapse))))
                }
                Silence::ChanceOfReturn { .. } => {
                    let told = told_by_hand(&stages.curves, classified.purchases, &rules);
                    let chances = falling(&told);
                    let silence = classified.silence_days as usize;
                    let close = |found: Option<f64>, expected: Option<&f64>| match (found, expected) {
                        (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
                        (found, expected) => found.is_none() && expected.is_none(),
                    };
                    prop_assert!(close(classified.chance, chances.get(silence)));
                    let at_most = chances.get(silence).or(chances.last());
                    prop_assert!(close(classified.chance_at_most, at_most));
                    // Beyond the last chance customers are ranked by what may be left of it.
                    if let Some(&at_most) = at_most {
                        let rank = classified.score + 1e-9 * f64::from(classified.silence_days);
                        let judged = classified.chance.is_some();
                        prop_assert!(rank >= -1e-12 && rank <= at_most + 1e-12);
                        prop_assert!(!judged || (rank - at_most).abs() < 1e-12);
                    }
                    let patience = patience(&stages.curves, classified.purchases, &rules);
                    by_chance(&told, patience, &rules)
                        .map(|found| (JudgedBy::Population, found))
                }
                Silence::TripWire { factor } => {
                    let mean = stages.curves.after(classified.purchases).mean_of_returners();
                    mean.map(|mean| (JudgedBy::Population, (Some(mean * factor), None)))
                }
                Silence::TToTheN { decline, lapse } => {
                    // Judged below by the score itself; a threshold is where it is reached.
                    let score = |days: f64| {
                        let span = f64::from(days_between(first, last));
                        (span / (span + days)).powi(classified.purchases as i32)
                    };
                    let (by, days) = classified.thresholds.map(|it| (it.by, [it.decline, it.lapse])).unwrap();
                    for (days, cut) in days.into_iter().zip([decline, lapse]) {
                        let days = days.unwrap();
                        prop_assert!(first == last && days == 0.0 || (score(days) - cut).abs() < 1e-9);
                    }
                    Some((by, (days[0], days[1])))
                }
                _ if intervals == 0 => Some(of_population(&curve, &rules))
                    .filter(|&found| enough && found != (None, None))
                    .map(|found| (JudgedBy::Population, found)),
                Silence::FalseAlarm { decline, lapse } => {
                    let days = |alpha| own_rhythm_threshold(intervals, mean, alpha).ok();
                    Some((JudgedBy::OwnRhythm, (days(decline), days(lapse))))
                }
                Silence::MeanIntervals { decline, lapse } => {
                    Some((JudgedBy::OwnRhythm, (Some(mean * decline), Some(mean * lapse))))
                }
                other => panic!("an unknown silence: {other:?}"),
            };
            let found = classified.thresholds.map(|it| (it.by, (it.decline, it.lapse)));
            prop_assert_eq!(found, expected);
            let median = curve.median(rules.established_after);
            prop_assert_eq!(classified.established_days, median.filter(|_| enough));

            let ended = ends[usize::from(*id)];
            let last_day = history.last_purchase().unwrap();
            let counts = |end: &NaiveDate| *end <= window.to() && last_day <= *end;
            prop_assert_eq!(classified.recorded_end, ended.filter(counts));
        }
    }

    #[test]
    fn the_amounts_of_a_trend_are_those_of_the_purchase_days_in_its_periods(
        rows in rows(), window in known(), policy in policy(), rules in rules(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        let stages = Stages::of(&observed, rules).unwrap();
        let (before, recent) = (stages.before, stages.recent);
        prop_assert_eq!(recent.to(), window.to());
        prop_assert_eq!(before.to().succ_opt(), Some(recent.from()));
        for row in &stages.rows {
            let (id, classified) = (&row.customer, row.result);
            let events = observed.history(id).unwrap().events(Period::Day).unwrap();
            let Some(trend) = classified.trend else {
                prop_assert!(events[0].start > before.from());
                continue;
            };
            prop_assert!(events[0].start <= before.from());
            let within = |window: Window| {
                let inside = events.iter().filter(move |event| window.contains(event.start));
                exact_sum(inside.filter_map(|event| event.value))
            };
            prop_assert_eq!((trend.before, trend.recent), (within(before), within(recent)));
            let mut periods: Vec<NaiveDate> = events
                .iter()
                .filter(|event| event.start >= before.from())
                .map(|event| rules.grain.start_of(event.start).unwrap())
                .collect();
            periods.dedup();
            prop_assert_eq!(trend.purchases() as usize, periods.len());
        }
    }

    #[test]
    fn stages_do_not_depend_on_the_order_of_rows(
        (a, b) in shuffled(rows()), window in known(), policy in policy(), rules in rules(), ends in ends(),
    ) {
        let (a, b) = (log(&a), log(&b));
        prop_assert_eq!(
            staged(&a, window, policy, &rules, &ends),
            staged(&b, window, policy, &rules, &ends)
        );
    }

    #[test]
    fn stages_do_not_depend_on_the_unit_of_money(
        rows in rows(), window in known(), policy in policy(), rules in rules(),
        factor in prop::sample::select(vec![3, 7, 10, 1_000_000, 10_i128.pow(15)]),
        places in 0_u32..6,
    ) {
        let scaled: Vec<Row> = rows
            .iter()
            .map(|row| {
                let (mantissa, scale) = (row.amount.mantissa() * factor, row.amount.scale() + places);
                Row { amount: Decimal::from_i128_with_scale(mantissa, scale), ..*row }
            })
            .collect();
        let (plain, scaled) = (log(&rows), log(&scaled));
        let plain = staged(&plain, window, policy, &rules, &[]);
        let scaled = staged(&scaled, window, policy, &rules, &[]);
        for (a, b) in plain.rows.iter().zip(&scaled.rows) {
            let (a, b) = (&a.result, &b.result);
            prop_assert_eq!(a.because, b.because, "{:#?}", (a, b));
            prop_assert_eq!(a.thresholds, b.thresholds);
            let of = |classified: &Classified| {
                classified.trend.map(|trend| (trend.purchases_before, trend.rule, trend.change()))
            };
            prop_assert_eq!(of(a), of(b));
        }
        prop_assert_eq!(plain.rows.len(), scaled.rows.len());
    }

    #[test]
    fn a_lower_false_alarm_rate_calls_fewer_repeat_buyers_ended(
        rows in rows(), window in known(), rules in rules(), a in 0.01_f64..0.5, b in 0.01_f64..0.5,
    ) {
        let log = log(&rows);
        let at = |lapse| {
            let rules = rules.silence(Silence::FalseAlarm { decline: 0.5, lapse });
            let stages = staged(&log, window, Policy::default(), &rules, &[]);
            stages.rows.iter().map(|row| row.result).collect::<Vec<_>>()
        };
        for (low, high) in at(a.min(b)).iter().zip(&at(a.max(b))) {
            if low.purchases > 1 && low.stage == Stage::Termination {
                prop_assert_eq!(high.stage, Stage::Termination);
            }
        }
    }

    #[test]
    fn stages_are_those_of_each_history_by_a_classifier_of_the_curve(
        rows in rows(), window in known(), policy in policy(), rules in rules(), ends in ends(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        let stages = staged(&log, window, policy, &rules, &ends);
        let classifier = Classifier::new(rules, &stages.curves).unwrap();
        prop_assert_eq!(classifier.rules(), &rules);
        prop_assert_eq!(&Classifier::of(&observed, rules).unwrap(), &classifier);
        for (id, history) in observed.histories() {
            let ended = ends[usize::from(*id)];
            let one = classifier.classify(&history, Given::default().ended(ended)).unwrap();
            prop_assert_eq!(one.as_ref(), stages.get(id));
            if let Some(one) = one {
                prop_assert_eq!(one.established_days, classifier.established_days());
                let by_dates = matches!(rules.silence, Silence::Hiatus { .. } | Silence::TToTheN { .. });
                if one.purchases == 1 && !by_dates {
                    prop_assert_eq!(one.thresholds, classifier.thresholds_after(1));
                }
            }
        }
    }

}
