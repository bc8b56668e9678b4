//! How well scores of CDNOW's customers at the end of week 39 rank those who bought in the 39 weeks after,
//! and a small sample with ties.
//!
//! Computed by `ranking.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use retention::estimate::ranking::Ranking;

use crate::assert_published;
use crate::cdnow::{calibration, rows};

struct Customers {
    silence: Vec<f64>,
    purchases: Vec<f64>,
    mean_interval: Vec<f64>,
    came_back: Vec<bool>,
}

fn customers() -> Customers {
    let (mut days, mut back) = (BTreeMap::<u32, BTreeSet<NaiveDate>>::new(), BTreeSet::new());
    for (customer, date, ..) in rows() {
        if calibration().contains(date) {
            days.entry(customer).or_default().insert(date);
        } else {
            back.insert(customer);
        }
    }
    let to = calibration().to();
    let ends = |dates: &BTreeSet<NaiveDate>| (*dates.first().unwrap(), *dates.last().unwrap());
    let mean = |dates: &BTreeSet<NaiveDate>| match dates.len() {
        1 => 1.0,
        many => (ends(dates).1 - ends(dates).0).num_days() as f64 / (many - 1) as f64,
    };
    Customers {
        silence: days
            .values()
            .map(|dates| (to - ends(dates).1).num_days() as f64)
            .collect(),
        purchases: days.values().map(|dates| dates.len() as f64).collect(),
        mean_interval: days.values().map(mean).collect(),
        came_back: days
            .keys()
            .map(|customer| back.contains(customer))
            .collect(),
    }
}

impl Customers {
    /// A ranking of those with so many purchases or more.
    fn ranking(&self, least: f64, score: impl Fn(usize) -> f64) -> Ranking {
        let of: Vec<usize> = (0..self.silence.len())
            .filter(|&at| self.purchases[at] >= least)
            .collect();
        let scores: Vec<f64> = of.iter().map(|&at| score(at)).collect();
        let outcomes: Vec<bool> = of.iter().map(|&at| self.came_back[at]).collect();
        Ranking::new(&scores, &outcomes).unwrap()
    }
}

#[track_caller]
fn assert_area(ranking: &Ranking, area: &str, error: &str, statistic: &str) {
    let auc = ranking.auc().unwrap();
    assert_published(auc.value(), area);
    assert_published(auc.standard_error(), error);
    assert_published(auc.test(0.5).unwrap().unwrap().statistic, statistic);
}

#[test]
fn areas_and_errors_on_cdnow_at_week_39() {
    let of = customers();
    let recency = |at: usize| -of.silence[at];
    let all = of.ranking(1.0, recency);
    assert_eq!((all.events(), all.cases()), (684, 2357));
    assert_area(&all, "0.7714417668998", "0.0113684582183", "23.876744030");
    let purchases = of.ranking(1.0, |at| of.purchases[at]);
    assert_area(
        &purchases,
        "0.7576271571537",
        "0.0107534362392",
        "23.957658875",
    );
    let repeat = of.ranking(2.0, recency);
    assert_eq!(repeat.cases(), 946);
    assert_area(
        &repeat,
        "0.7120856740001",
        "0.0166483882384",
        "12.739111496",
    );
    let rhythm = of.ranking(2.0, |at| -of.silence[at] / of.mean_interval[at]);
    assert_area(&rhythm, "0.6690338175063", "0.0175239673152", "9.645864687");
}

#[test]
fn delong_1988_differences_on_cdnow_at_week_39() {
    let of = customers();
    let recency = |at: usize| -of.silence[at];
    let rhythm = |at: usize| -of.silence[at] / of.mean_interval[at];
    for (first, second, difference, error, z) in [
        (
            of.ranking(1.0, recency),
            of.ranking(1.0, |at| of.purchases[at]),
            "0.013814609746",
            "0.007701877185",
            "1.793667883",
        ),
        (
            of.ranking(2.0, recency),
            of.ranking(2.0, rhythm),
            "0.043051856494",
            "0.007380812381",
            "5.832942808",
        ),
    ] {
        let found = first.difference(&second).unwrap().unwrap();
        assert_published(found.value(), difference);
        assert_published(found.standard_error(), error);
        assert_published(found.test(0.0).unwrap().unwrap().statistic, z);
    }
}

#[test]
fn brunner_munzel_2000_test_and_brier_score_of_a_small_sample_with_ties() {
    let chances = [0.9, 0.8, 0.8, 0.7, 0.6, 0.6, 0.6, 0.4, 0.3, 0.3, 0.2, 0.1];
    let events = [1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0].map(|event| event == 1);
    let ranking = Ranking::new(&chances, &events).unwrap();
    assert_area(&ranking, "0.77777777778", "0.14326441065", "1.93891683582");
    let test = ranking.auc().unwrap().test(0.5).unwrap().unwrap();
    assert_published(test.p_value, "0.0845538608648");
    let calibration = ranking.calibration(3).unwrap();
    assert_published(calibration.brier.value(), "0.1875");
    assert_published(calibration.skill.unwrap(), "0.25");
    assert_published(calibration.in_the_large.value(), "-0.025");
    assert_published(calibration.in_the_large.standard_error(), "0.13034046326");
}
