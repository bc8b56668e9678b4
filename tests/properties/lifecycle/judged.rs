//! Back-tests judged by all pairs of customers, several dates together, and the list to act on.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;
use retention::estimate::ranking::Ranking;
use retention::estimate::{Design, Proportion, Resampling};
use retention::lifecycle::{
    AtStake, Backtest, Buyers, Classified, Given, RankedBy, RollingBacktest, Rule, Rules, Silence,
    Stage, Stages,
};
use retention::period::{Period, Span, Window};
use retention::purchases::{Policy, PurchaseLog, RefundOnly};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{ends, rows, rules, two_dates};
use crate::cases;
use crate::rows::{Row, day, exact_sum, log, policy};

/// Rules of every kind, often with a horizon that ends within the rows.
fn any_rules() -> impl Strategy<Value = Rules> {
    let chance = (rules(), 1_u32..60, 0.5_f64..6.0).prop_map(|(rules, days, cost_ratio)| {
        let horizon = Span::new(days, Period::Day).unwrap();
        let decline = (1.0 / (1.0 + cost_ratio) + 0.2).min(0.9);
        rules.silence(Silence::ChanceOfReturn {
            horizon,
            cost_ratio,
            decline,
        })
    });
    prop_oneof![rules(), chance]
}

/// What is given of a customer: a contract end, and a chance where the rules take one.
fn given(ends: &[Option<NaiveDate>], chances: &[Option<f64>], rules: &Rules, id: u8) -> Given {
    let of = usize::from(id);
    let takes = matches!(rules.silence, Silence::ChanceOfReturn { .. });
    let chance = chances.get(of).copied().flatten().filter(|_| takes);
    Given::default()
        .ended(ends.get(of).copied().flatten())
        .chance(chance)
}

fn chances() -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::of(0.0_f64..=1.0), 14)
}

/// The periods after the last one in which a customer bought, in order.
fn returns(
    rows: &[Row],
    id: u8,
    last: NaiveDate,
    afterwards: Window,
    policy: Policy,
    rules: &Rules,
) -> BTreeSet<NaiveDate> {
    let bought = rows.iter().filter(|row| {
        row.customer == id
            && afterwards.contains(row.date)
            && (row.amount >= Decimal::ZERO || policy.refund_only == RefundOnly::Purchase)
    });
    let periods = bought.map(|row| rules.grain.start_of(row.date).unwrap());
    periods.filter(|&period| period > last).collect()
}

fn judged(
    log: &PurchaseLog<u8>,
    window: Window,
    policy: Policy,
    rules: &Rules,
    of: impl Fn(u8) -> Given,
) -> Vec<(u8, Classified)> {
    let observed = log.observe(window, policy).unwrap();
    let stages = Stages::with(&observed, *rules, |&id| of(id)).unwrap();
    stages
        .rows
        .iter()
        .map(|row| (row.customer, row.result))
        .collect()
}

fn ratio(found: Proportion, numerator: usize, denominator: usize) -> bool {
    (found.numerator(), found.denominator()) == (numerator as u64, denominator as u64)
}

proptest! {
    #![proptest_config(cases(384))]

    #[test]
    fn a_back_test_ranks_and_calls_as_the_stages_do(
        rows in rows(), (now, later) in two_dates(), policy in policy(), rules in any_rules(),
        ends in ends(), chances in chances(),
    ) {
        let log = log(&rows);
        let of = |id: u8| given(&ends, &chances, &rules, id);
        let test = Backtest::with(&log, now, later.to(), policy, rules, |&id| of(id)).unwrap();
        let customers = judged(&log, now, policy, &rules, of);
        let back = |(id, it): &(u8, Classified)| {
            !returns(&rows, *id, it.last, test.afterwards, policy, &rules).is_empty()
        };
        for &buyers in Buyers::ALL {
            let held: Vec<_> = customers.iter().filter(|(_, it)| match buyers {
                Buyers::All => true,
                Buyers::OneTime => it.purchases == 1,
                Buyers::Repeat => it.purchases > 1,
            }).collect();
            let scores: Vec<f64> = held.iter().map(|(_, it)| match it.because {
                Rule::RecordedEnd => f64::MAX,
                _ => -it.score,
            }).collect();
            let away: Vec<bool> = held.iter().map(|&it| !back(it)).collect();
            prop_assert_eq!(test.ranking(buyers), Ranking::new(&scores, &away).ok());
        }
        let ended: Vec<_> = customers.iter().filter(|(_, it)| it.stage == Stage::Termination).collect();
        let wrong = ended.iter().filter(|it| back(it)).count();
        let returned = customers.iter().filter(|it| back(it)).count();
        let (gone, right) = (customers.len() - returned, ended.len() - wrong);
        prop_assert!(ratio(test.misled(), wrong, ended.len()));
        prop_assert!(ratio(test.given_up(), wrong, returned));
        prop_assert!(ratio(test.recognised(), right, gone));
        prop_assert!(ratio(test.returned(), returned, customers.len()));
        prop_assert_eq!(test.cost(3.0).unwrap(), (3 * wrong + gone - right) as f64);
        let judgement = test.judgement();
        prop_assert_eq!((judgement.as_of, judgement.until), (now.to(), later.to()));
        prop_assert!(ratio(judgement.called_ended, ended.len(), customers.len()));
        prop_assert_eq!(judgement.misled, test.misled());
        prop_assert_eq!(judgement.ranked, test.ranking(Buyers::All));
    }

    #[test]
    fn chances_are_compared_with_returns_within_the_horizon(
        rows in rows(), (now, later) in two_dates(), policy in policy(), rules in any_rules(),
        ends in ends(), chances in chances(),
    ) {
        let log = log(&rows);
        let of = |id: u8| given(&ends, &chances, &rules, id);
        let test = Backtest::with(&log, now, later.to(), policy, rules, |&id| of(id)).unwrap();
        let found = test.calibration(3).unwrap();
        let Silence::ChanceOfReturn { horizon, .. } = rules.silence else {
            prop_assert_eq!(found, None);
            return Ok(());
        };
        let start = rules.grain.start_of(now.to()).unwrap();
        let end = start + chrono::Days::new(horizon.count().into());
        let told: Vec<(f64, bool)> = judged(&log, now, policy, &rules, of)
            .into_iter()
            .filter(|(_, it)| it.because != Rule::RecordedEnd)
            .filter_map(|(id, it)| {
                let periods = returns(&rows, id, it.last, test.afterwards, policy, &rules);
                Some((it.chance?, periods.first().is_some_and(|&first| first <= end)))
            })
            .collect();
        let seen = rules.grain.containing(end).unwrap().to() <= later.to();
        prop_assert_eq!(found.is_some(), seen && !told.is_empty());
        if let Some(found) = found {
            let within = told.iter().filter(|it| it.1).count();
            prop_assert!(ratio(found.actual, within, told.len()));
            let mean = told.iter().map(|it| it.0).sum::<f64>() / told.len() as f64;
            prop_assert!((found.predicted - mean).abs() < 1e-12);
        }
    }

    #[test]
    fn a_comparison_is_that_of_the_rankings(
        rows in rows(), (now, later) in two_dates(), first in any_rules(), second in any_rules(),
    ) {
        let log = log(&rows);
        let second = second.grain(first.grain);
        let test = |rules| Backtest::of(&log, now, later.to(), Policy::default(), rules).unwrap();
        let (first, second) = (test(first), test(second));
        let draws = Resampling::default().draws(3);
        let called = first.misled().denominator();
        let found = first.compare(&second, called, draws).unwrap();
        let pair = |buyers| first.ranking(buyers).zip(second.ranking(buyers));
        for (buyers, auc) in [
            (Buyers::All, found.auc),
            (Buyers::OneTime, found.auc_one_time_buyers),
            (Buyers::Repeat, found.auc_repeat_buyers),
        ] {
            let expected = pair(buyers).and_then(|(ours, theirs)| ours.difference(&theirs).unwrap());
            prop_assert_eq!(auc, expected);
        }
        let expected = pair(Buyers::All).filter(|_| called > 0);
        let expected =
            expected.map(|(ours, theirs)| ours.at_equal_number(&theirs, called, draws).unwrap());
        prop_assert_eq!(found.at_equal_number, expected);
    }

    #[test]
    fn several_dates_add_up_to_their_tests(
        rows in rows(), first in 30_u64..80, second in 80_u64..120, followed in 1_u32..40,
        rules in any_rules(),
    ) {
        let log = log(&rows);
        let dates = [day(first), day(second)];
        prop_assume!(dates[0] >= log.window().from());
        let span = Span::new(followed, Period::Day).unwrap();
        let policy = Policy::default();
        let found = RollingBacktest::of(&log, dates, span, policy, rules).unwrap();
        let tests = dates.map(|date| {
            let until = date + chrono::Days::new(followed.into());
            Backtest::of(&log, log.until(date).unwrap(), until, policy, rules).unwrap()
        });
        prop_assert_eq!(found.backtests.as_slice(), tests.as_slice());
        let buyers = log.observe(log.until(dates[1]).unwrap(), policy).unwrap().counts().customers;
        prop_assert_eq!(found.customers, buyers);
        for (estimate, of) in [
            (found.misled, Backtest::misled as fn(&Backtest) -> Proportion),
            (found.recognised, Backtest::recognised),
            (found.given_up, Backtest::given_up),
        ] {
            let all = of(&tests[0]).merge(of(&tests[1])).unwrap();
            let expected = all.value().filter(|_| buyers > 1);
            match (estimate, expected) {
                (Some(found), Some(expected)) => {
                    prop_assert!((found.value() - expected).abs() < 1e-12);
                }
                (found, expected) => prop_assert_eq!(found.map(|it| it.value()), expected),
            }
        }
        // One date is its own ranking, with errors of customers.
        let one = RollingBacktest::of(&log, [dates[1]], span, policy, rules).unwrap();
        let ranking = tests[1].ranking(Buyers::All);
        let influence = ranking.and_then(|it| it.influence());
        let expected = influence.and_then(|it| it.estimate(&Design::default()).ok());
        prop_assert_eq!(one.auc.is_some(), expected.is_some());
        if let (Some(found), Some(expected)) = (one.auc, expected) {
            prop_assert!((found.value() - expected.value()).abs() < 1e-12);
            prop_assert!((found.standard_error() - expected.standard_error()).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_at_stake_adds_up(
        rows in rows(), (now, _) in two_dates(), policy in policy(), rules in any_rules(),
        ends in ends(), chances in chances(), days in 1_u32..200, places in 0_u32..4,
        ranked_by in prop::sample::select(RankedBy::ALL.to_vec()),
    ) {
        const HALF_EVEN: RoundingStrategy = RoundingStrategy::MidpointNearestEven;
        let log = log(&rows);
        let observed = log.observe(now, policy).unwrap();
        let of = |id: &u8| given(&ends, &chances, &rules, *id);
        let stages = Stages::with(&observed, rules, of).unwrap();
        let span = Span::new(days, Period::Day).unwrap();
        let list = AtStake::of(&observed, &stages, span, ranked_by, places, HALF_EVEN).unwrap();
        let from = span.ending(now.to()).unwrap().from().max(now.from());
        let recent = log.observe(Window::new(from, now.to()).unwrap(), policy).unwrap();
        let spent = |id: &u8| recent.history(id).filter(|it| it.has_purchase())
            .map_or(Decimal::ZERO, |it| it.revenue().unwrap());
        // The same by values of the caller's, of which one may be unknown.
        let same = AtStake::with(&stages, |id| Some(spent(id)), ranked_by, places, HALF_EVEN).unwrap();
        prop_assert_eq!(&list, &same);
        let fewer =
            AtStake::with(&stages, |id| (*id > 3).then(|| spent(id)), ranked_by, places, HALF_EVEN).unwrap();
        prop_assert_eq!(fewer.rows.len() as u64 + fewer.left_out, list.all.customers);

        let at_stake: Vec<_> = stages.rows.iter()
            .filter(|row| matches!(row.result.stage, Stage::Decline | Stage::Termination))
            .collect();
        prop_assert_eq!(list.rows.len(), at_stake.len());
        for row in &at_stake {
            let (id, it) = (row.customer, row.result);
            let found = list.rows.iter().find(|row| row.customer == id).unwrap();
            let recorded = it.because == Rule::RecordedEnd;
            let keeps = if recorded { 0.0 } else { it.chance_at_most.unwrap_or(0.0) };
            let value = spent(&id);
            let loss: f64 = (1.0 - keeps) * f64::try_from(value).unwrap();
            let unit = 0.5_f64 * 10_f64.powi(-(places as i32)) + 1e-9;
            prop_assert!((f64::try_from(found.expected_loss).unwrap() - loss).abs() <= unit);
            prop_assert_eq!(found.value, value.round_dp(places));
            prop_assert_eq!(found.expected_loss + found.expected_return, found.value);
            prop_assert_eq!((found.stage, found.because), (it.stage, it.because));
            prop_assert_eq!(found.chance, it.chance.filter(|_| !recorded));
        }
        let key = |row: &retention::lifecycle::AtStakeRow<u8>| match ranked_by {
            RankedBy::ExpectedLoss => row.expected_loss,
            RankedBy::ExpectedReturn => row.expected_return,
        };
        // A rounded return is what rounding leaves of the value: it may be one unit off the exact one.
        let unit = Decimal::new(1, places);
        prop_assert!(list.rows.windows(2).all(|pair| key(&pair[0]) + unit >= key(&pair[1])));
        let ties = list.rows.windows(2).filter(|pair| {
            pair[0].value == pair[1].value && pair[0].chance_at_most == pair[1].chance_at_most
        });
        for pair in ties {
            let raw = |at: usize| spent(&pair[at].customer);
            prop_assert!(raw(0) != raw(1) || pair[0].customer < pair[1].customer);
        }
        for (total, stage) in [(list.declining, Stage::Decline), (list.ended, Stage::Termination)] {
            let of: Vec<_> = list.rows.iter().filter(|row| row.stage == stage).collect();
            prop_assert_eq!(total.customers, of.len() as u64);
            let untold = of.iter().filter(|row| row.chance.is_none()).count();
            prop_assert_eq!(total.untold, untold as u64);
            let value = exact_sum(of.iter().map(|row| spent(&row.customer)));
            prop_assert_eq!(total.value, value.round_dp(places));
            prop_assert_eq!(total.expected_loss + total.expected_return, total.value);
            // Rounded once: within half a unit for each customer of the rounded rows.
            let losses = exact_sum(of.iter().map(|row| row.expected_loss));
            let off = (total.expected_loss - losses).abs();
            prop_assert!(off <= unit * Decimal::from(of.len() + 1));
        }
        prop_assert_eq!(list.all.customers, list.declining.customers + list.ended.customers);
        prop_assert!((list.all.expected_loss - list.declining.expected_loss - list.ended.expected_loss).abs() <= unit * Decimal::TWO);
    }
}
