//! Frequency tables.

use retention::accumulate::{Accumulator, Weighted};
use retention::satisfaction::frequencies::{Counter, Frequencies, Options};
use retention::scale::{Scale, Weights};

use crate::expected::{at_row, length, not_finite, out_of_range, refusal};

#[test]
fn nobody_has_a_table_of_nothing() {
    let table = Counter::new(Options::default()).unwrap().finish().unwrap();
    assert_eq!(
        (table.answered, table.missing, table.answers.len()),
        (0, 0, 5)
    );
    assert_eq!(
        (table.median, table.net, table.mean.mean),
        (None, None, None)
    );
    assert_eq!(table.top.value(), None);
    let none = Scale::ONE_TO_FIVE.answers(&[None]).unwrap();
    assert_eq!(
        Frequencies::net_influence(&none, None, Options::default()),
        Ok(None)
    );
}

#[test]
fn one_respondent_has_a_median_and_a_net_without_error() {
    let mut counter = Counter::new(Options::default()).unwrap();
    counter.push(Some(4.0)).unwrap();
    let table = counter.finish().unwrap();
    assert_eq!(table.median, Some(4.0));
    let net = table.net.unwrap();
    assert_eq!((net.value(), net.standard_error()), (1.0, 0.0));
    assert_eq!(table.mean.estimate(), None);
}

#[test]
fn a_respondent_without_weight_is_counted_and_weighs_nothing() {
    let mut counter = Counter::new(Options::default()).unwrap();
    counter.push_weighted(Some(4.0), 0.0).unwrap();
    let table = counter.clone().finish().unwrap();
    assert_eq!((table.answered, table.median, table.net), (1, None, None));
    counter.push_weighted(Some(1.0), 0.5).unwrap();
    assert_eq!(counter.finish().unwrap().median, Some(1.0));
}

#[test]
fn answers_are_whole_steps() {
    let mut counter = Counter::new(Options::default()).unwrap();
    counter.push(None).unwrap();
    assert_eq!(
        refusal(counter.push(Some(f64::NAN))),
        at_row(not_finite("answer", "NaN"), 1)
    );
    assert!(refusal(counter.push(Some(2.5))).starts_with("answer must be"));
    assert!(refusal(counter.push(Some(6.0))).starts_with("answer must be 1 to 5"));
    assert_eq!(counter.rows(), 1);
    let continuous = Scale::ONE_TO_FIVE.answers(&[Some(2.0), Some(2.5)]).unwrap();
    let refused = Frequencies::of(&continuous, None, Options::default());
    assert_eq!(refused.unwrap_err().row(), Some(1));
    let refused = Frequencies::net_influence(&continuous, None, Options::default());
    assert_eq!(refused.unwrap_err().row(), Some(1));
}

#[test]
fn columns_are_of_the_scale_and_as_long_as_the_weights() {
    let seven = Scale::ONE_TO_SEVEN.full_answers(&[2.0]).unwrap();
    assert!(refusal(Frequencies::of(&seven, None, Options::default())).starts_with("scales"));
    let five = Scale::ONE_TO_FIVE.full_answers(&[2.0]).unwrap();
    let weights = Weights::new([1.0, 1.0]).unwrap();
    assert_eq!(
        refusal(Frequencies::of(&five, Some(&weights), Options::default())),
        length("weights", 2, 1)
    );
}

#[test]
fn boxes_are_at_least_one_and_do_not_overlap() {
    let new = |options: Options| refusal(Counter::new(options));
    assert_eq!(
        new(Options::default().top(0)),
        out_of_range("top boxes", 0, "at least 1")
    );
    assert_eq!(
        new(Options::default().bottom(0)),
        out_of_range("bottom boxes", 0, "at least 1")
    );
    let overlap = "at most the 5 steps of the scale";
    assert_eq!(
        new(Options::default().top(3).bottom(3)),
        out_of_range("top and bottom boxes together", 6, overlap)
    );
    assert!(Counter::new(Options::default().top(3)).is_ok());
    let huge = Options::default().scale(Scale::new(0.0, 1e9).unwrap());
    assert!(new(huge).starts_with("steps of the scale must be at most 1001"));
}
