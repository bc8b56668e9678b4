//! Rocks, B. (2016), *The American Statistician* 70(4): 365–372: intervals on a Net Promoter Score.
//! The adjustment as commonly reported, on examples of ours.
//!
//! Computed by `formulas.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::estimate::{Confidence, Estimate};
use retention::satisfaction::nps;

use crate::assert_published;
use crate::net_promoter::score;

fn ends(nps: &nps::NetPromoterScore) -> (f64, f64) {
    let interval = nps.interval(Confidence::default()).unwrap();
    (interval.lower(), interval.upper())
}

fn wald(estimate: Estimate) -> (f64, f64) {
    let interval = estimate.interval(Confidence::default());
    (interval.lower(), interval.upper())
}

#[test]
fn rocks_2016_adjusted_wald_adds_three_quarters_of_a_promoter_and_of_a_detractor_as_commonly_reported()
 {
    for (groups, lower, upper) in [
        // 50.75, 20.75 of 103 make 29.126214 ± 1.959964 · 7.691510.
        ([50, 30, 20], "14.051130", "44.201297"),
        ([15, 13, 8], "-6.280259", "42.177695"),
        // To 98.498649 by the formula, which leaves out the score itself.
        ([1, 0, 0], "-48.498649", "100.000000"),
        ([0, 5, 0], "-30.005698", "30.005698"),
    ] {
        let found = ends(&score(groups, nps::Options::default()));
        assert_published(found.0, lower);
        assert_published(found.1, upper);
    }
}

#[test]
fn rocks_2016_adjusted_wald_keeps_its_width_where_all_are_promoters_as_commonly_reported() {
    let all = score([100, 0, 0], nps::Options::default());
    assert_eq!((all.score, all.standard_error()), (Some(100.0), Some(0.0)));
    let (lower, upper) = ends(&all);
    assert_published(lower, "93.090148");
    // 101.08, cut off.
    assert_eq!(upper, 100.0);

    assert_eq!(wald(all.estimate().unwrap()), (100.0, 100.0));
}

#[test]
fn rocks_2016_wald_is_centred_on_the_score() {
    let found = score([50, 30, 20], nps::Options::default());
    let (lower, upper) = wald(found.estimate().unwrap());
    assert_published(lower, "14.692192");
    assert_published(upper, "45.307808");
}

#[test]
fn a_difference_of_two_scores() {
    let score = |groups| score(groups, nps::Options::default());
    let (now, before) = (score([50, 30, 20]), score([42, 35, 23]));
    assert_eq!((now.score, before.score), (Some(30.0), Some(19.0)));
    let interval = now.difference_interval(&before, Confidence::default());
    let interval = interval.unwrap().unwrap();
    assert_published(interval.lower(), "-10.659554");
    assert_published(interval.upper(), "32.018777");
    let difference = now.difference(&before).unwrap().unwrap();
    assert_eq!(difference.value(), 11.0);
    assert_published(difference.standard_error(), "11.063001");
    let (lower, upper) = wald(difference);
    assert_published(lower, "-10.683084");
    assert_published(upper, "32.683084");
}
