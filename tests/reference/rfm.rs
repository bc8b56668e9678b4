//! Scores of recency, frequency and monetary value of the CDNOW sample, as of 30 June 1998.
//!
//! Computed by `rfm.py`, with Python 3.11.7 and numpy 2.4.6.

use std::collections::BTreeSet;

use retention::purchases::Policy;
use retention::rfm::{Bins, Code, Monetary, Nesting, Options, Scores, Segments, Ties};
use rust_decimal::dec;

use crate::cdnow::{date, log};

fn scores(options: &Options) -> Scores<u32> {
    let log = log();
    let window = log.until(date(1998, 6, 30)).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    Scores::of(&observed, options).unwrap()
}

fn sizes(scores: &Scores<u32>, of: impl Fn(Code) -> u16, bins: u16) -> Vec<usize> {
    let with = |score| {
        scores
            .rows
            .iter()
            .filter(|row| of(row.result.code) == score)
            .count()
    };
    (1..=bins).map(with).collect()
}

#[test]
fn cdnow_customers_by_score_under_each_rule_for_ties() {
    for (ties, recency, frequency, monetary) in [
        (
            Ties::Lowest,
            [482, 471, 463, 470, 471],
            [1218, 0, 403, 358, 378],
            [481, 462, 472, 471, 471],
        ),
        (
            Ties::Middle,
            [482, 455, 479, 470, 471],
            [0, 1218, 0, 612, 527],
            [481, 462, 472, 471, 471],
        ),
        (
            Ties::Highest,
            [459, 478, 475, 474, 471],
            [0, 0, 1218, 612, 527],
            [437, 506, 472, 471, 471],
        ),
    ] {
        let scores = scores(&Options::default().ties(ties));
        assert_eq!(sizes(&scores, |code| code.recency, 5), recency, "{ties}");
        assert_eq!(
            sizes(&scores, |code| code.frequency, 5),
            frequency,
            "{ties}"
        );
        assert_eq!(sizes(&scores, |code| code.monetary, 5), monetary, "{ties}");
    }
}

#[test]
fn cdnow_has_233_customers_of_555_and_533_champions_who_bring_156427_74() {
    let scores = scores(&Options::default());
    let with = |code| {
        scores
            .rows
            .iter()
            .filter(|row| row.result.code == code)
            .count()
    };
    assert_eq!(
        (with(Code::new(5, 5, 5)), with(Code::new(1, 1, 1))),
        (233, 177)
    );
    let codes: BTreeSet<Code> = scores.rows.iter().map(|row| row.result.code).collect();
    assert_eq!(codes.len(), 60);
    let counts = Segments::eleven().count(&scores).unwrap();
    let champions = &counts.rows[0];
    assert_eq!(champions.segment, "Champions");
    assert_eq!(champions.customers.numerator(), 533);
    assert_eq!(champions.revenue, dec!(156427.74));
    assert_eq!((counts.customers, counts.revenue), (2357, dec!(244091.94)));
}

#[test]
fn cdnow_tenths_of_the_mean_purchase() {
    let options = Options::default()
        .monetary(Monetary::MeanPerPurchase)
        .monetary_value(Bins::Quantiles(10));
    assert_eq!(
        sizes(&scores(&options), |code| code.monetary, 10),
        [237, 242, 232, 232, 236, 236, 235, 237, 235, 235]
    );
}

#[test]
fn cdnow_nested_groups() {
    let scores = scores(&Options::default().nesting(Nesting::Nested));
    assert_eq!(
        sizes(&scores, |code| code.frequency, 5),
        [1547, 70, 190, 271, 279]
    );
    assert_eq!(
        sizes(&scores, |code| code.monetary, 5),
        [487, 477, 459, 470, 464]
    );
    let codes: BTreeSet<Code> = scores.rows.iter().map(|row| row.result.code).collect();
    assert_eq!(codes.len(), 80);
}
