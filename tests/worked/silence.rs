//! Silence judged by the chance of a return: small shops, worked by hand.

use chrono::{Days, NaiveDate};
use retention::lifecycle::{
    Classified, Classifier, Given, JudgedBy, Rule, Rules, Silence, Stage, Stages,
};
use retention::period::{Period, Span, Window};
use retention::purchases::{History, Policy, Purchase, PurchaseLog, Steps};
use rust_decimal::Decimal;

fn day(days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(days)
}

fn log(rows: impl IntoIterator<Item = (u32, u64)>) -> PurchaseLog<u32> {
    let rows = rows.into_iter();
    PurchaseLog::from_rows(rows.map(|(customer, days)| Purchase {
        customer,
        date: day(days),
        amount: Decimal::ONE,
    }))
    .unwrap()
}

/// Fifty bought on the first day; thirty came back, one a day from the first day on; nobody bought a
/// third time.
fn fifty() -> PurchaseLog<u32> {
    let first = (1..=50).map(|customer| (customer, 0));
    log(first.chain((1..=30).map(|customer| (customer, u64::from(customer)))))
}

fn classifier(log: &PurchaseLog<u32>, as_of: u64, rules: Rules) -> Classifier {
    let observed = log
        .observe(log.until(day(as_of)).unwrap(), Policy::default())
        .unwrap();
    Classifier::of(&observed, rules).unwrap()
}

/// Somebody who bought on these days, judged on another.
fn judged(classifier: &Classifier, dates: &[u64], as_of: u64, given: Given) -> Classified {
    let dates: Vec<NaiveDate> = dates.iter().copied().map(day).collect();
    let amounts = vec![Decimal::ONE; dates.len()];
    let window = Window::new(day(0), day(as_of)).unwrap();
    let history = History::new(&dates, &amounts, window).unwrap();
    classifier.classify(&history, given).unwrap().unwrap()
}

fn within(days: u32, cost_ratio: f64, decline: f64) -> Rules {
    Rules::default().silence(Silence::ChanceOfReturn {
        horizon: Span::new(days, Period::Day).unwrap(),
        cost_ratio,
        decline,
    })
}

/// After a silence of s days 50 − s are still out, of whom 30 − s come back. As of day 210 silences of up
/// to 30 days can be judged.
#[test]
fn a_chance_is_of_those_still_out() {
    let classifier = classifier(&fifty(), 210, Rules::default());
    let once = |silence| judged(&classifier, &[100], 100 + silence, Given::default());
    for silence in 0..=30_u64 {
        let expected = (30.0 - silence as f64) / (50.0 - silence as f64);
        let one = once(silence);
        assert!((one.chance.unwrap() - expected).abs() < 1e-12, "{silence}");
        assert_eq!(one.chance, one.chance_at_most);
    }
    // 13 of 33 are 39 %, 14 of 34 are 41 %: below 0.4 from 17 days on. 4 of 24 are one in six, 5 of 25 are
    // one in five, which is not less than one in five.
    let because = |silence| once(silence).because;
    assert_eq!(because(16), Rule::FewPurchases);
    assert_eq!((because(17), because(25)), (Rule::Silent, Rule::Silent));
    assert_eq!(because(26), Rule::Lapsed);
    let thresholds = once(10).thresholds.unwrap();
    assert_eq!(
        (thresholds.decline, thresholds.lapse),
        (Some(16.0), Some(25.0))
    );
    // Beyond the longest silence that can be judged, the chance is at most the last one.
    let long = once(31);
    assert_eq!((long.chance, long.chance_at_most), (None, Some(0.0)));
    assert_eq!(long.because, Rule::Lapsed);
    assert!(once(32).score < long.score && long.score < once(29).score);
}

/// Eighty customers. Twenty come back after 20 days, and all of these once more after 50; five after 100
/// days and five after 190; fifty do not. As of day 300 the twenty joined so late that only silences of up
/// to 10 days after a second purchase can be judged, at 100 days.
fn eighty() -> PurchaseLog<u32> {
    let late = (0..20).flat_map(|id| [(id, 175), (id, 195), (id, 245)]);
    let early = (20..80).map(|id| (id, 0));
    let again = (20..30).map(|id| (id, if id < 25 { 100 } else { 190 }));
    log(late.chain(early).chain(again))
}

/// After one purchase the chance is 5/16 for up to 19 days, 1/12 from 20 days on, and 0 from 190 on. After
/// more it is 2/5 for up to 10 days; from there on it is taken to fall as after one.
#[test]
fn beyond_what_can_be_judged_the_rank_falls_as_with_fewer_purchases() {
    let rules = within(100, 9.0, 0.3);
    // With twenty-one at risk no silence after a second purchase can be judged, but so many came back.
    for (least, chance) in [(10, Some(0.4)), (21, None)] {
        let classifier = classifier(&eighty(), 300, rules.least_at_risk(least));
        let once = |silence| judged(&classifier, &[0], silence, Given::default());
        let twice = |silence| judged(&classifier, &[0, 9], 9 + silence, Given::default());
        for (silence, after_one, after_two) in [
            (10, 5.0 / 16.0, 0.4),
            (11, 5.0 / 16.0, 0.4),
            (19, 5.0 / 16.0, 0.4),
            (20, 1.0 / 12.0, 0.4 * 4.0 / 15.0),
            (189, 1.0 / 12.0, 0.4 * 4.0 / 15.0),
            (190, 0.0, 0.0),
        ] {
            let (one, two) = (once(silence), twice(silence));
            assert!((one.score - after_one).abs() < 1e-6, "{silence}: {one:?}");
            assert!((two.score - after_two).abs() < 1e-6, "{silence}: {two:?}");
            // The rank is no chance that the records tell.
            assert_eq!(two.chance, chance.filter(|_| silence <= 10));
            assert_eq!(two.chance_at_most, chance);
        }
        assert!(twice(150).score < twice(149).score);
    }
}

/// Beyond the longest silence after a first purchase the rank is halved every year.
#[test]
fn beyond_the_first_step_the_rank_halves_every_year() {
    // Half of forty come back after 150 days, so that the chance within 100 is one half after 100.
    let rows = (0..40).map(|id| (id, 0));
    let log = log(rows.chain((0..20).map(|id| (id, 150))));
    let classifier = classifier(&log, 200, within(100, 9.0, 0.3));
    let score = |silence| judged(&classifier, &[0], silence, Given::default()).score;
    assert!((score(100) - 0.5).abs() < 1e-6);
    for years in [1.0, 2.0] {
        let expected = 0.5 * 0.5_f64.powf(years);
        let found = score(100 + (365.25 * years) as u64);
        assert!((found - expected).abs() < 1e-3, "{years}: {found}");
    }
}

/// Nobody came back after a second purchase, but by day 210 not one silence after it has been followed
/// for half a year by ten.
#[test]
fn whom_the_records_cannot_judge_is_not_called_ended() {
    let classifier = classifier(&fifty(), 200, Rules::default());
    // The tenth longest of the thirty waits began on day 10... the first ten end the curve at 190 days.
    let curve = classifier.curves().after(2).clone().while_at_risk(10);
    assert_eq!(curve.longest_judged(180), Some(10));
    assert_eq!(classifier.curves().after(2).purchases_to(), None);
    let late = classifier.curves().after(2).clone().while_at_risk(31);
    assert_eq!(late.longest_judged(180), None);
    let nobody = self::classifier(&fifty(), 200, Rules::default().least_at_risk(31));
    let one = judged(&nobody, &[0, 5], 200, Given::default());
    assert_eq!((one.chance_at_most, one.thresholds), (None, None));
    // Silent for longer than a season, and nobody knows what follows: in decline, not ended.
    assert_eq!((one.stage, one.because), (Stage::Decline, Rule::Silent));
    // Within the horizon of the first purchase the same customer is too young to be judged.
    let young = judged(&nobody, &[30, 35], 200, Given::default());
    assert_eq!(
        (young.stage, young.because),
        (Stage::Acquisition, Rule::TooYoung)
    );
}

/// Seven in ten never come back: a new customer is in acquisition until half of those who do come back
/// have. Before, silence is no sign, however low the chance is.
#[test]
fn nobody_is_given_up_before_half_of_those_who_return_have_returned() {
    let first = (1..=50).map(|customer| (customer, 0));
    let again = (1..=15).map(|customer| (customer, u64::from(customer)));
    let rules = Rules::default().least_silence(1);
    let classifier = classifier(&log(first.chain(again)), 400, rules);
    let once = |silence| judged(&classifier, &[100], 100 + silence, Given::default());
    // 15 of 50 are 30 %, below 0.4 on the very day; 8 of 43 are 19 %, below 0.2 from 7 days on.
    assert!((once(0).chance.unwrap() - 0.3).abs() < 1e-12);
    assert!(once(7).chance.unwrap() < 0.2);
    // But only on the eighth day 8 of the 15 have returned.
    for silence in [0_u64, 1, 7] {
        assert_eq!(once(silence).because, Rule::FewPurchases, "{silence}");
    }
    assert_eq!(once(8).because, Rule::Lapsed);
    let thresholds = once(0).thresholds.unwrap();
    assert_eq!(
        (thresholds.decline, thresholds.lapse),
        (Some(7.0), Some(7.0))
    );
    // The same for those who count as established with one purchase: 15 of 30 by day 15.
    let rules = rules.established_purchases(1);
    let established = self::classifier(&fifty(), 210, rules.silence(within(180, 4.0, 0.9).silence));
    let because =
        |silence: u64| judged(&established, &[100], 100 + silence, Given::default()).because;
    assert_eq!(
        (because(14), because(15)),
        (Rule::ShortRelationship, Rule::Silent)
    );
}

/// In a shop where hardly anyone comes back nobody is ended on the day after the purchase.
#[test]
fn where_nobody_returns_nobody_is_given_up_before_the_horizon() {
    let classifier = classifier(
        &log((1..=50).map(|customer| (customer, 0))),
        400,
        Rules::default(),
    );
    let because =
        |silence: u64| judged(&classifier, &[100], 100 + silence, Given::default()).because;
    assert_eq!(because(179), Rule::FewPurchases);
    assert_eq!(because(180), Rule::Lapsed);
}

/// Giving up a returner costs c, pursuing one who is gone costs 1.
#[test]
fn the_end_follows_from_what_errors_cost() {
    // 19 of 39, 4 of 24 and 2 of 22 are the first below 1/2, 1/5 and 1/10, after 11, 26 and 28 days; but
    // half of those who return do so within 15.
    for (cost_ratio, last) in [(1.0, 15_u64), (4.0, 26), (9.0, 28)] {
        let classifier = classifier(&fifty(), 210, within(180, cost_ratio, 0.6));
        let because =
            |silence| judged(&classifier, &[100], 100 + silence, Given::default()).because;
        assert_ne!(because(last - 1), Rule::Lapsed, "{cost_ratio}");
        assert_eq!(because(last), Rule::Lapsed, "{cost_ratio}");
    }
}

#[test]
fn a_chance_that_is_given_replaces_the_curve() {
    let classifier = classifier(&fifty(), 210, Rules::default());
    let with = |dates: &[u64], as_of, chance| {
        judged(
            &classifier,
            dates,
            as_of,
            Given::default().chance(Some(chance)),
        )
    };
    for (chance, because) in [
        (0.19, Rule::Lapsed),
        (0.2, Rule::Silent),
        (0.39, Rule::Silent),
        (0.4, Rule::NoTrend),
    ] {
        let one = with(&[0, 5], 205, chance);
        assert_eq!(one.because, because, "{chance}");
        assert_eq!(
            (one.chance, one.chance_at_most, one.score),
            (Some(chance), Some(chance), chance)
        );
        assert_eq!(
            one.thresholds.map(|found| (found.by, found.lapse)),
            Some((JudgedBy::Given, None))
        );
    }
    // A low chance from the first purchase on is no decline: half of those who return do so within 15
    // days.
    assert_eq!(with(&[100], 114, 0.3).because, Rule::FewPurchases);
    assert_eq!(with(&[100], 115, 0.3).because, Rule::Silent);
    // Nobody with a chance is too young to be judged.
    assert_eq!(with(&[100, 101], 200, 0.9).because, Rule::NoTrend);
}

/// Bins with fewer waits than asked for are pooled with the neighbour below, from the top.
#[test]
fn bins_with_few_waits_are_pooled_from_the_top() {
    // Of twenty customers, so many buy a second, third, … time: 20 waits, 12, 8, 4, 2 and 1.
    let buy = |customer: u32, purchases: u64| (0..purchases).map(move |days| (customer, 10 * days));
    let counts = [(8, 1), (4, 2), (4, 3), (2, 4), (1, 5), (1, 6)];
    let purchases = counts
        .into_iter()
        .flat_map(|(customers, purchases)| std::iter::repeat_n(purchases, customers));
    let log = log((1..)
        .zip(purchases)
        .flat_map(|(customer, purchases)| buy(customer, purchases)));
    let ranges = |least| {
        let observed = log
            .observe(log.until(day(100)).unwrap(), Policy::default())
            .unwrap();
        let steps = Steps::new(1..=6).unwrap().least_waits(least);
        let curves = observed.return_curves(Period::Day, steps).unwrap();
        let curves = curves.as_slice().iter();
        let found = |it: &retention::purchases::ReturnCurve| {
            (
                it.purchases(),
                it.purchases_to(),
                it.returned().denominator(),
            )
        };
        curves.map(found).collect::<Vec<_>>()
    };
    let alone = [20, 12, 8, 4, 2]
        .into_iter()
        .zip(1..)
        .map(|(waits, step)| (step, Some(step), waits));
    assert!(ranges(1).into_iter().eq(alone.chain([(6, None, 1)])));
    // 1 is too few, and 1 + 2 are; 1 + 2 + 4 are enough, and 8 are.
    assert_eq!(
        ranges(5),
        [
            (1, Some(1), 20),
            (2, Some(2), 12),
            (3, Some(3), 8),
            (4, None, 7)
        ]
    );
    assert_eq!(
        ranges(15),
        [(1, Some(1), 20), (2, Some(2), 12), (3, None, 15)]
    );
    // One-time buyers are never pooled with others.
    assert_eq!(ranges(100), [(1, Some(1), 20), (2, None, 27)]);
}

/// After the first purchase others took 15.5 days on average.
#[test]
fn a_trip_wire_is_a_multiple_of_the_mean_of_the_step() {
    for factor in [1.0, 2.0] {
        let rules = Rules::default().silence(Silence::TripWire { factor });
        let classifier = classifier(&fifty(), 210, rules);
        let because =
            |silence| judged(&classifier, &[100], 100 + silence, Given::default()).because;
        let last = (15.5 * factor).floor() as u64;
        assert_eq!(because(last), Rule::FewPurchases);
        assert_eq!(because(last + 1), Rule::Silent);
        assert_eq!(because(100), Rule::Silent); // never the end
        let thresholds = classifier.thresholds_after(1).unwrap();
        assert_eq!(
            (thresholds.decline, thresholds.lapse),
            (Some(15.5 * factor), None)
        );
        // Nobody came back after the second purchase, so there is no mean.
        assert_eq!(classifier.thresholds_after(2), None);
    }
}

/// Four purchases in eight months: (8/12)⁴ is 0.1975, (8/13)⁴ is 0.143.
#[test]
fn t_to_the_n_is_the_score_below_which_silence_counts() {
    let rules = Rules::default().silence(Silence::TToTheN {
        decline: 0.1976,
        lapse: 0.15,
    });
    let classifier = classifier(&fifty(), 210, rules);
    let of = |as_of| judged(&classifier, &[0, 20, 40, 80], as_of, Given::default());
    assert_eq!(of(119).because, Rule::NoTrend);
    assert_eq!(of(120).because, Rule::Silent);
    assert!((of(120).score - (8.0_f64 / 12.0).powi(4)).abs() < 1e-6);
    assert_eq!(of(130).because, Rule::Lapsed);
    // A one-time buyer scores 0.
    let once = judged(&classifier, &[100], 101, Given::default());
    assert_eq!(once.because, Rule::Lapsed);
    assert!(once.score.abs() < 1e-6);
}

/// A wait of the bin "4 to 5" begins after the fourth or the fifth purchase.
#[test]
fn a_customer_with_six_purchases_gives_two_waits_to_four_and_five() {
    let log = log((0..6).map(|purchase| (1, 7 * purchase)));
    let observed = log
        .observe(log.until(day(42)).unwrap(), Policy::default())
        .unwrap();
    let steps = Steps::default().least_waits(1);
    let curves = observed.return_curves(Period::Day, steps).unwrap();
    let counts = |purchases| {
        let returned = curves.after(purchases).returned();
        (returned.numerator(), returned.denominator())
    };
    assert_eq!([1, 2, 3].map(counts), [(1, 1); 3]);
    assert_eq!([4, 5].map(counts), [(2, 2); 2]);
    assert_eq!([6, 7].map(counts), [(0, 1); 2]);
    // The stages of everyone keep the same curves.
    let stages = Stages::of(&observed, Rules::default().steps(steps)).unwrap();
    assert_eq!(stages.curves, curves);
}

/// A hundred customers buy before Christmas, and eighty of them again a year later: in October nobody is
/// ended, though hardly anybody comes back within half a year of most days.
#[test]
fn whoever_buys_once_a_year_is_not_given_up_before_the_year_is_over() {
    let first = (1..=100_u32).map(|customer| (customer, 345 + u64::from(customer % 10)));
    let again = (1..=80_u32).map(|customer| (customer, 345 + 365 + u64::from(customer % 10)));
    let classifier = classifier(&log(first.chain(again)), 345 + 365 + 200, Rules::default());
    let curve = classifier.curves().after(1);
    assert_eq!(curve.chance_within(100, 180), Some(0.0));
    assert!((curve.chance_within(284, 180).unwrap() - 0.8).abs() < 1e-12);
    let once = |silence: u64| judged(&classifier, &[100], 100 + silence, Given::default());
    // The chance is told as it is, and no silence within the year is too long.
    assert_eq!(once(100).chance, Some(0.0));
    assert!((once(284).chance.unwrap() - 0.8).abs() < 1e-12);
    for silence in [20, 100, 284, 364] {
        assert_eq!(once(silence).because, Rule::FewPurchases, "{silence}");
    }
    assert_eq!(once(366).because, Rule::Lapsed);
}

/// Ten of a hundred buy again on the next day, such as orders that are split: whoever bought yesterday is
/// not ended.
#[test]
fn whoever_has_just_bought_is_not_given_up() {
    let first = (1..=100_u32).map(|customer| (customer, 0));
    let again = (1..=10_u32).map(|customer| (customer, 1));
    let log = log(first.chain(again));
    let because = |rules: Rules, dates: &[u64], as_of, chance| {
        let given = Given::default().chance(chance);
        judged(&classifier(&log, 400, rules), dates, as_of, given).because
    };
    let rules = Rules::default();
    for (silence, expected) in [
        (1, Rule::FewPurchases),
        (13, Rule::FewPurchases),
        (14, Rule::Lapsed),
    ] {
        assert_eq!(
            because(rules, &[100], 100 + silence, None),
            expected,
            "{silence}"
        );
        // Nor is whoever a model gives up on the day of purchase.
        assert_eq!(
            because(rules, &[100], 100 + silence, Some(0.1)),
            expected,
            "{silence}"
        );
    }
    assert_eq!(because(rules, &[100, 110], 111, Some(0.1)), Rule::NoTrend);
    // By the quarter a purchase of 30 June is 91 days old on 1 July.
    let quarterly = rules.grain(Period::Quarter);
    assert_eq!(because(quarterly, &[181], 182, None), Rule::FewPurchases);
}
