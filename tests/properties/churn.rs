//! Churn: rates under compounding, tallies that add up, churn from purchases that reconciles.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use retention::Accumulator;
use retention::churn::{
    ActivityChurn, ContactOutcome, CountedReasons, Exit, Exits, ExitsBuilder, ExpectedLoss, Rate,
    Reason, WinnableReasons, WinnableRules, YearInDays,
};
use retention::lifecycle::{Rules, Silence, Stage, Stages};
use retention::period::{Period, Span, Window};
use retention::purchases::{Policy, PurchaseLog};
use rust_decimal::Decimal;

use crate::cases;
use crate::rows::{self, shuffled};

/// Rounding of a few powers and logarithms.
const CLOSE: f64 = 1e-11;

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()
}

fn day(number: u64) -> NaiveDate {
    first() + Days::new(number)
}

fn months() -> impl Strategy<Value = Span> {
    let period = prop_oneof![
        Just(Period::Month),
        Just(Period::Quarter),
        Just(Period::Year),
        Just(Period::FiscalYear(chrono::Month::April)),
    ];
    (1_u32..9, period).prop_map(|(count, period)| Span::new(count, period).unwrap())
}

fn any_span() -> impl Strategy<Value = Span> {
    let days = (1_u32..200).prop_map(|count| Span::new(count, Period::Day).unwrap());
    let weeks =
        (1_u32..30).prop_map(|count| Span::new(count, Period::Week(chrono::Weekday::Mon)).unwrap());
    prop_oneof![months(), days, weeks]
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_rate_there_and_back_is_the_rate(lost in 0.0..=0.9, from in months(), to in months()) {
        let rate = Rate::new(lost, from).unwrap();
        let other = rate.over(to);
        prop_assert!((0.0..=1.0).contains(&other.lost()));
        // What is nearly all lost cannot be told apart any more.
        if other.retained() > 1e-3 {
            let back = other.over(from);
            prop_assert!((back.lost() - lost).abs() < CLOSE, "{back}");
            // Half of them are lost after as many months by either rate.
            let half = |rate: Rate| rate.over(Span::new(1, Period::Month).unwrap()).half_life();
            if let (Some(one), Some(two)) = (half(rate), half(other)) {
                prop_assert!((one / two - 1.0).abs() < 1e-9);
            }
        }
        prop_assert_eq!(rate.over_by(to, YearInDays::Mean), other);
    }

    #[test]
    fn a_longer_time_loses_more_but_never_as_much_as_adding_up(
        lost in 0.0..=1.0, from in months(), times in 2_u32..40,
    ) {
        let rate = Rate::new(lost, from).unwrap();
        let longer = Span::new(from.count() * times, from.period()).unwrap();
        let longer = rate.over(longer).lost();
        prop_assert!(longer >= lost - CLOSE);
        prop_assert!(longer <= f64::from(times) * lost + CLOSE);
        prop_assert!((longer - (1.0 - (1.0 - lost).powi(times as i32))).abs() < CLOSE);
    }

    #[test]
    fn any_span_converts_with_a_year(lost in 0.0..=0.5, from in any_span(), to in any_span()) {
        let rate = Rate::new(lost, from).unwrap();
        prop_assert_eq!(rate.over(to), rate.over_by(to, YearInDays::Mean));
        for year in [YearInDays::Mean, YearInDays::Common] {
            let there = rate.over_by(to, year);
            if there.retained() > 1e-3 {
                let back = there.over_by(from, year).lost();
                prop_assert!((back - lost).abs() < CLOSE);
            }
        }
    }
}

fn exit() -> impl Strategy<Value = Exit<u8>> {
    let reasons = prop::sample::subsequence(Reason::ALL, 0..4).prop_shuffle();
    let value = prop::option::weighted(0.8, (-100_i64..10_000, 0_u32..4));
    let contact = prop::option::of((0_u64..60, prop::option::of(0_usize..4)));
    let returned = prop::option::weighted(0.3, 1_u64..150);
    (0_u8..12, 0_u64..300, reasons, value, contact, returned).prop_map(
        |(customer, date, reasons, value, contact, returned)| Exit {
            value: value.map(|(mantissa, scale)| Decimal::new(mantissa, scale)),
            contacted: contact.map(|(after, _)| day(date + after)),
            outcome: contact.and_then(|(_, it)| it.map(|it| ContactOutcome::ALL[it])),
            returned: returned.map(|after| day(date + after)),
            ..Exit::new(customer, day(date), reasons)
        },
    )
}

/// Exits that can all be: a customer leaves again only after having returned.
fn exits() -> impl Strategy<Value = Vec<Exit<u8>>> {
    prop::collection::vec(exit(), 0..40).prop_map(|mut rows| {
        rows.sort_by_key(|it| (it.customer, it.date));
        let mut kept: Vec<Exit<u8>> = Vec::new();
        for row in rows {
            let before = kept.last().filter(|it| it.customer == row.customer);
            let can_be = before.is_none_or(|it| {
                it.date < row.date && it.returned.is_none_or(|back| back <= row.date)
            });
            if can_be {
                kept.push(row);
            }
        }
        kept
    })
}

fn window() -> impl Strategy<Value = Window> {
    (0_u64..300, 0_u64..200)
        .prop_map(|(from, length)| Window::new(day(from), day(from + length)).unwrap())
}

fn counted() -> impl Strategy<Value = CountedReasons> {
    prop::sample::select(CountedReasons::ALL)
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn a_tally_adds_up(rows in exits(), window in window(), counted in counted()) {
        let exits = Exits::from_rows(rows.clone()).unwrap();
        let tally = exits.tally(window, counted).unwrap();
        let inside: Vec<_> = rows.iter().filter(|it| window.contains(it.date)).collect();
        prop_assert_eq!(tally.exits, inside.len() as u64);
        let with_reason = tally.exits - tally.missing;
        let value: Decimal = inside.iter().filter_map(|it| it.value).sum();
        prop_assert_eq!(tally.value, value);
        let named = |exits: &[u64]| exits.iter().sum::<u64>();
        let reasons: Vec<u64> = tally.reasons.iter().map(|it| it.exits.numerator()).collect();
        let categories: Vec<u64> = tally.categories.iter().map(|it| it.exits.numerator()).collect();
        if counted == CountedReasons::First {
            prop_assert_eq!(named(&reasons), with_reason);
            prop_assert_eq!(named(&categories), with_reason);
            prop_assert_eq!(tally.several.numerator(), 0);
        } else {
            let all: usize = inside.iter().map(|it| it.reasons.len()).sum();
            prop_assert_eq!(named(&reasons), all as u64);
            prop_assert!(named(&categories) >= with_reason);
            let controllable = inside.iter().filter(|it| it.is_controllable() == Some(true));
            prop_assert_eq!(tally.controllable.numerator(), controllable.count() as u64);
            // Whatever is voluntary could have been prevented, by the table of reasons.
            prop_assert!(tally.voluntary.numerator() <= tally.controllable.numerator());
        }
        for of in tally.reasons.iter().map(|it| it.exits).chain([tally.controllable]) {
            prop_assert_eq!(of.denominator(), with_reason);
        }
    }

    #[test]
    fn periods_add_up_to_the_window(rows in exits(), window in window(), counted in counted()) {
        let exits = Exits::from_rows(rows).unwrap();
        let whole = exits.tally(window, counted).unwrap();
        let parts = exits.tallies(window, Period::Month, counted).unwrap();
        prop_assert_eq!(parts.iter().map(|it| it.exits).sum::<u64>(), whole.exits);
        prop_assert_eq!(parts.iter().map(|it| it.value).sum::<Decimal>(), whole.value);
        prop_assert_eq!(parts.first().unwrap().window.from(), window.from());
        prop_assert_eq!(parts.last().unwrap().window.to(), window.to());
        for part in parts {
            prop_assert_eq!(exits.tally(part.window, counted).unwrap(), part);
        }
    }

    #[test]
    fn everyone_is_won_back_or_not_or_not_followed(
        rows in exits(), window in window(), length in 1_u32..200, as_of in 0_u64..500,
    ) {
        let exits = Exits::from_rows(rows.clone()).unwrap();
        let as_of = day(as_of);
        let within = Span::new(length, Period::Day).unwrap();
        let rate = exits.win_back(window, within, as_of).unwrap();
        let inside = rows.iter().filter(|it| window.contains(it.date));
        let followed = |it: &&Exit<u8>| (as_of - it.date).num_days() + 1 >= i64::from(length);
        let (mut back, mut all, mut undated) = (0, 0, 0);
        for exit in inside.clone().filter(followed) {
            // Whoever left again has been back by then.
            let others = rows.iter().filter(|it| it.customer == exit.customer && it.date > exit.date);
            let again = others.map(|it| it.date).min().filter(|&it| it <= as_of);
            let days = exit.returned.or(again).map(|it| (it - exit.date).num_days());
            let in_time = days.is_some_and(|days| days < i64::from(length));
            if exit.returned.is_none() && again.is_some() && !in_time {
                undated += 1;
                continue;
            }
            all += 1;
            back += u64::from(in_time);
        }
        prop_assert_eq!((rate.returned.numerator(), rate.returned.denominator()), (back, all));
        prop_assert_eq!(rate.undated, undated);
        prop_assert_eq!(rate.not_followed + undated + all, inside.count() as u64);
        prop_assert!(back + rate.returned_later <= all);
        for of in rate.reasons.iter().map(|it| it.returned) {
            prop_assert!(of.numerator() <= back && of.denominator() <= all);
        }
    }

    #[test]
    fn every_exit_may_be_won_back_or_has_a_cause_why_not(
        rows in exits(), as_of in 0_u64..500, least in -50_i64..500, within in 1_u32..300,
        reasons in prop::sample::select(WinnableReasons::ALL),
    ) {
        let exits = Exits::from_rows(rows.clone()).unwrap();
        let rules = WinnableRules::default()
            .reasons(reasons)
            .least_value(Decimal::from(least))
            .within(Span::new(within, Period::Day).unwrap());
        let found = exits.winnable(day(as_of), rules).unwrap();
        let causes = found.later + found.returned + found.too_long_ago + found.refused
            + found.other_reasons + found.without_reason + found.without_value + found.too_little;
        prop_assert_eq!(found.customers.len() as u64 + causes, rows.len() as u64);
        let values: Vec<Decimal> = found.customers.iter().map(|it| it.value).collect();
        prop_assert!(values.is_sorted_by(|a, b| a >= b));
        prop_assert_eq!(found.value, values.iter().sum::<Decimal>());
        let mut customers: Vec<u8> = found.customers.iter().map(|it| it.customer).collect();
        let all = customers.len();
        customers.sort_unstable();
        customers.dedup();
        prop_assert_eq!(customers.len(), all, "a customer can be won back once");
        for row in &found.customers {
            prop_assert!(row.value >= Decimal::from(least) && row.date <= day(as_of));
            let days = (day(as_of) - row.date).num_days();
            prop_assert!(days < i64::from(within));
        }
    }

    #[test]
    fn exits_do_not_depend_on_order_or_parts((rows, other) in shuffled(exits()), cut in 0_usize..40) {
        let whole = Exits::from_rows(rows).unwrap();
        let (left, right) = other.split_at(cut.min(other.len()));
        let [mut one, mut two] = [ExitsBuilder::new(), ExitsBuilder::new()];
        one.extend(right.iter().cloned()).unwrap();
        two.extend(left.iter().cloned()).unwrap();
        one.merge(two).unwrap();
        prop_assert_eq!(one.finish().unwrap(), whole);
    }
}

fn rules() -> impl Strategy<Value = Rules> {
    let days = |days| Span::new(days, Period::Day).unwrap();
    let hiatus = (1_u32..40, 0_u32..40).prop_map(move |(decline, more)| Silence::Hiatus {
        decline: days(decline),
        lapse: days(decline + more),
    });
    let chance =
        (5_u32..40, 0.5..6.0).prop_map(move |(horizon, cost_ratio)| Silence::ChanceOfReturn {
            horizon: days(horizon),
            cost_ratio,
            decline: 0.7,
        });
    prop_oneof![hiatus, chance].prop_map(|silence| {
        Rules::default()
            .silence(silence)
            .least_at_risk(2)
            .least_silence(3)
    })
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn churn_from_purchases_reconciles(rows in rows::rows(), window in rows::window(), rules in rules()) {
        let log = PurchaseLog::from_rows(rows).unwrap();
        let observed = log.observe(window, Policy::default()).unwrap();
        let churn = ActivityChurn::of(&observed, Period::Month, rules).unwrap();
        let mut before = (0, 0);
        for period in &churn.periods {
            let gained = period.joined + period.returned + period.judged_anew;
            prop_assert_eq!(period.at_start + gained - period.lost, period.at_end);
            prop_assert_eq!((period.at_start, period.ended_at_start), before);
            prop_assert!(period.returned <= period.bought_again);
            prop_assert!(period.lost_returned <= period.lost && period.lost <= period.at_start);
            let expected = period.expected.now;
            prop_assert_eq!(expected.told + expected.untold, period.at_start);
            if let Some(lost) = expected.lost {
                prop_assert!(lost.value() >= 0.0 && lost.value() <= expected.told as f64 + 1e-9);
                prop_assert!(lost.standard_error() >= 0.0);
            }
            prop_assert!(expected.untold_at_least <= expected.untold as f64 + 1e-9);
            let (churned, kept) = (period.churn(), period.retention());
            prop_assert_eq!(churned.numerator() + kept.numerator(), churned.denominator());
            prop_assert!(period.corrected_churn().numerator() <= churned.numerator());
            let until = Window::new(window.from(), period.period.to().min(window.to())).unwrap();
            let stages = Stages::of(&log.observe(until, Policy::default()).unwrap(), rules).unwrap();
            let ended = stages.count(Stage::Termination);
            prop_assert_eq!(period.at_end, stages.counts.placed - ended);
            before = (period.at_end, ended);
        }
        prop_assert_eq!(churn.periods.last().map(|it| it.lost_returned), Some(0));
    }

    #[test]
    fn expected_losses_of_parts_add_up(rows in rows::rows(), window in rows::window(), rules in rules()) {
        let log = PurchaseLog::from_rows(rows).unwrap();
        let observed = log.observe(window, Policy::default()).unwrap();
        let stages = Stages::of(&observed, rules).unwrap();
        let all = ExpectedLoss::of(&stages, |_| true).unwrap();
        let few = ExpectedLoss::of(&stages, |it| it.purchases < 3).unwrap();
        let many = ExpectedLoss::of(&stages, |it| it.purchases >= 3).unwrap();
        let lost = |it: &ExpectedLoss| it.lost.map_or(0.0, |lost| lost.value());
        prop_assert_eq!(few.told + many.told, all.told);
        prop_assert_eq!(few.untold + many.untold, all.untold);
        prop_assert!((lost(&few) + lost(&many) - lost(&all)).abs() < 1e-9);
        prop_assert!((few.untold_at_least + many.untold_at_least - all.untold_at_least).abs() < 1e-9);
    }
}
