//! What the default rule is worth, in shops whose customers are simulated: the seed of each is fixed.

use chrono::Days;
use retention::lifecycle::{Classified, Classifier, Given, Rule, Rules, Stages};
use retention::period::Window;
use retention::purchases::{History, Policy, PurchaseLog};
use rust_decimal::Decimal;

use crate::ranked::area_under_curve;
use crate::shops::{Shop, first_day};

/// Customers as they are known on a day, and whether they came back within the next 180 days.
fn judged(log: &PurchaseLog<u32>, as_of: u64) -> Vec<(Classified, bool)> {
    let day = |days| first_day() + Days::new(days);
    let known = Window::new(day(0), day(as_of)).unwrap();
    let afterwards = Window::new(day(as_of + 1), day(as_of + 180)).unwrap();
    let [known, afterwards] =
        [known, afterwards].map(|window| log.observe(window, Policy::default()).unwrap());
    let stages = Stages::of(&known, Rules::default()).unwrap();
    let rows = stages.rows.iter();
    rows.map(|row| (row.result, afterwards.history(&row.customer).is_some()))
        .collect()
}

fn shop(joining: f64, open: f64, buying: (f64, f64), leaving: (f64, f64)) -> Shop {
    Shop {
        customers: 2000,
        joining,
        open,
        buying,
        leaving,
    }
}

/// Buyers as in CDNOW; as in a grocery; who buy seldom; who leave early; who joined over three years.
fn shops() -> [Shop; 5] {
    [
        shop(540.0, 910.0, (0.55, 74.0), (0.61, 81.7)),
        shop(540.0, 910.0, (1.0, 30.0), (0.5, 100.0)),
        shop(540.0, 910.0, (0.8, 200.0), (0.5, 200.0)),
        shop(540.0, 910.0, (0.7, 60.0), (1.2, 100.0)),
        shop(1000.0, 1280.0, (1.0, 90.0), (0.6, 200.0)),
    ]
}

/// The area under the curve of the default, and of plain recency.
fn areas(shop: &Shop, seed: u64) -> (f64, f64) {
    let rows = judged(&shop.log(seed), shop.open as u64 - 180);
    let by = |score: &dyn Fn(&Classified) -> f64| {
        let scored: Vec<_> = rows.iter().map(|(one, back)| (score(one), *back)).collect();
        area_under_curve(&scored)
    };
    (
        by(&|one| one.score),
        by(&|one| -f64::from(one.silence_days)),
    )
}

/// By how much the default ranks better than recency, in the mean of some draws.
fn ahead(shop: &Shop, seeds: std::ops::Range<u64>) -> f64 {
    let draws = seeds.end - seeds.start;
    let sum: f64 = seeds
        .map(|seed| areas(shop, seed))
        .map(|(default, recency)| default - recency)
        .sum();
    sum / draws as f64
}

#[test]
fn the_default_ranks_better_than_recency_in_four_of_five_shops() {
    let found = shops().map(|shop| ahead(&shop, 1..4));
    let better = found.iter().filter(|ahead| **ahead > 0.0);
    assert!(better.count() >= 4, "{found:?}");
    assert!(found.iter().all(|ahead| *ahead > -0.01), "{found:?}");
}

/// Where the records are short few silences can be judged, and of 300 customers few steps: by the fall after
/// fewer purchases the others are ranked better than by silence all the same.
#[test]
fn short_records_and_few_customers_are_ranked_better_than_by_recency() {
    let [as_cdnow, grocery, seldom, early, _] = shops();
    let young = |shop: Shop, known: f64| Shop {
        joining: known - 20.0,
        open: known + 180.0,
        customers: 1000,
        ..shop
    };
    for (shop, least) in [
        (young(as_cdnow, 200.0), 0.01),
        (young(seldom, 365.0), 0.02),
        (young(early, 365.0), 0.0),
        (young(grocery, 250.0), -0.01),
    ] {
        let found = ahead(&shop, 1..4);
        assert!(found > least, "{shop:?}: {found}");
    }
    let few = Shop {
        customers: 300,
        ..seldom
    };
    let found = ahead(&few, 1..6);
    assert!(found > 0.0, "{found}");
}

/// Of customers with so many purchases, a week apart: the scores after silences of up to eleven years.
fn scores(classifier: &Classifier, purchases: u64) -> Vec<f64> {
    let dates: Vec<_> = (0..purchases)
        .map(|at| first_day() + Days::new(7 * at))
        .collect();
    let amounts = vec![Decimal::ONE; dates.len()];
    let silences = [0, 1, 7, 30, 90, 180, 270, 365, 550, 730, 1500, 4000];
    let score = |silence| {
        let as_of = dates[dates.len() - 1] + Days::new(silence);
        let window = Window::new(first_day(), as_of).unwrap();
        let history = History::new(&dates, &amounts, window).unwrap();
        let found = classifier.classify(&history, Given::default());
        found.unwrap().unwrap().score
    };
    silences.into_iter().map(score).collect()
}

/// Whether it can be judged or not, the longer the silence, the lower the score, which is a share of one.
#[test]
fn a_score_falls_with_silence_far_beyond_what_can_be_judged() {
    for (shop, customers) in shops().into_iter().flat_map(|it| [(it, 2000), (it, 120)]) {
        let log = Shop { customers, ..shop }.log(1);
        let known = first_day() + Days::new(shop.open as u64 - 180);
        let known = Window::new(first_day(), known).unwrap();
        let known = log.observe(known, Policy::default()).unwrap();
        let classifier = Classifier::of(&known, Rules::default()).unwrap();
        for purchases in 1..8 {
            let scores = scores(&classifier, purchases);
            assert!(
                scores.is_sorted_by(|first, next| first > next),
                "{scores:?}"
            );
            assert!(
                scores.iter().all(|it| (-1e-5..=1.0).contains(it)),
                "{scores:?}"
            );
        }
    }
}

/// Of those called ended at a cost ratio of 4, fewer than one in five come back; of those for whom a
/// chance can be told, as many as it says.
#[test]
fn a_chance_of_return_is_kept() {
    for shop in shops() {
        let rows = judged(&shop.log(2), shop.open as u64 - 180);
        let ended = rows.iter().filter(|(one, _)| one.because == Rule::Lapsed);
        let (called, back) = ended.fold((0.0, 0.0), |(called, back), row| {
            (called + 1.0, back + f64::from(u8::from(row.1)))
        });
        assert!(called > 100.0 && back / called < 0.2, "{back} of {called}");
        // By a fifth of the chance at a time, within four standard errors.
        for fifth in 0..5 {
            let within = |chance: f64| (chance * 5.0).floor().min(4.0) as u32 == fifth;
            let told = rows
                .iter()
                .filter_map(|(one, back)| Some((one.chance?, *back)));
            let told: Vec<_> = told.filter(|row| within(row.0)).collect();
            let n = told.len() as f64;
            if n < 50.0 {
                continue;
            }
            let predicted = told.iter().map(|row| row.0).sum::<f64>() / n;
            let actual = told.iter().filter(|row| row.1).count() as f64 / n;
            let error = (predicted * (1.0 - predicted) / n).sqrt();
            assert!(
                (predicted - actual).abs() < 4.0 * error,
                "{predicted} and {actual} of {n}"
            );
        }
    }
}
