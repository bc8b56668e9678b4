//! Survival curves and the tests between them.

use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::estimate::Confidence;
use retention::survival::{
    Builder, Spell, Survival, Transform, Weighting, log_rank, log_rank_for_trend,
    log_rank_in_strata,
};

use crate::expected::{at_row, insufficient, length, not_finite, out_of_range, refusal};

fn curve(spells: &[Spell]) -> Survival {
    Survival::of(spells.iter().copied()).unwrap()
}

#[test]
fn an_entry_that_is_not_before_the_end_is_refused() {
    for entry in [5, 6, u32::MAX] {
        assert_eq!(
            refusal(Spell::ended(5).entered(entry)),
            out_of_range("entry", entry, "before the end of the spell, 5")
        );
    }
    assert!(Spell::ongoing(0).entered(0).is_err());
}

#[test]
fn the_curve_of_nobody_says_nothing() {
    let none = curve(&[]);
    assert_eq!((none.points.len(), none.from, none.until), (0, None, None));
    assert_eq!((none.at(0), none.median()), (None, None));
    assert!(none.given(0).is_none());
    assert!(
        none.interval(0, Transform::LogLog, Confidence::default())
            .is_none()
    );
    assert_eq!(
        refusal(none.restricted_mean(1)),
        out_of_range("until", 1, "within a curve that begins at 0, here 0 to 0")
    );
}

#[test]
fn one_customer_and_the_longest_tenure_are_counted() {
    let one = curve(&[Spell::ended(u32::MAX)]);
    assert_eq!(
        (one.at(u32::MAX - 1), one.at(u32::MAX)),
        (Some(1.0), Some(0.0))
    );
    assert_eq!(
        one.restricted_mean(u32::MAX).unwrap().value(),
        f64::from(u32::MAX)
    );
    // Everyone has left: nobody is here later either.
    assert_eq!(curve(&[Spell::ended(3)]).at(9), Some(0.0));
    assert_eq!(curve(&[Spell::ongoing(3)]).at(9), None);
    let at_once = curve(&[Spell::ended(0), Spell::ongoing(4)]);
    assert_eq!(at_once.at(0), Some(0.5));
}

#[test]
fn a_curve_ends_where_nobody_is_at_risk_and_says_who_came_later() {
    let late = Spell::ended(9).entered(7).unwrap();
    let gap = curve(&[Spell::ended(2), Spell::ongoing(5), late]);
    assert_eq!((gap.until, gap.not_followed), (Some(5), 1.0));
    // Nobody who had stayed until it ended is at risk later, though somebody else is.
    let later = gap.given(5).unwrap();
    assert_eq!((later.until, later.not_followed), (Some(5), 1.0));
    assert_eq!((later.at(5), later.at(8)), (Some(1.0), None));
    assert_eq!((later.points.len(), later.ended), (0, 0.0));
    assert_eq!((gap.at(5), gap.at(6), gap.at(9)), (Some(0.5), None, None));
    // Where all who were at risk have left, those who came later show that not everyone does.
    let gap = curve(&[Spell::ended(2), late]);
    assert_eq!((gap.at(2), gap.at(3)), (Some(0.0), None));
    // Nobody was observed before the seventh month.
    let only_late = curve(&[late, Spell::ongoing(12).entered(8).unwrap()]);
    assert_eq!(
        (only_late.from, only_late.at(6), only_late.at(7)),
        (Some(7), None, Some(1.0))
    );
    assert!(only_late.restricted_mean(9).is_err());
}

#[test]
fn tenures_and_fractions_outside_the_curve_are_refused() {
    let curve = curve(&[Spell::ended(2), Spell::ongoing(5)]);
    for until in [0, 6] {
        assert_eq!(
            refusal(curve.restricted_mean(until)),
            out_of_range(
                "until",
                until,
                "within a curve that begins at 0, here 0 to 5"
            )
        );
    }
    for (fraction, expected) in [
        (0.0, out_of_range("fraction", 0, "strictly between 0 and 1")),
        (1.0, out_of_range("fraction", 1, "strictly between 0 and 1")),
        (f64::NAN, not_finite("fraction", "NaN")),
    ] {
        assert_eq!(refusal(curve.quantile(fraction)), expected);
        let ends = curve.quantile_interval(fraction, Transform::Log, Confidence::default());
        assert_eq!(refusal(ends), expected);
    }
}

#[test]
fn weights_that_are_none_are_refused_and_zero_counts_as_a_row() {
    let mut builder = Builder::new();
    builder.push_weighted(Spell::ended(3), 0.0).unwrap();
    assert_eq!(
        refusal(builder.push_weighted(Spell::ended(3), -1.0)),
        at_row(out_of_range("weight", -1, "0 or more"), 1)
    );
    assert_eq!(
        refusal(builder.push_weighted(Spell::ended(3), f64::NAN)),
        at_row(not_finite("weight", "NaN"), 1)
    );
    let curve = builder.finish().unwrap();
    assert_eq!(
        (curve.customers, curve.points.len(), curve.until),
        (1, 0, None)
    );
}

#[test]
fn tests_between_too_few_or_unequal_groups_are_refused() {
    let curve = curve(&[Spell::ended(2), Spell::ongoing(5)]);
    assert_eq!(
        refusal(log_rank(&[&curve], Weighting::Equal)),
        insufficient("curves", 1, 2)
    );
    assert_eq!(
        refusal(log_rank_in_strata(&[], Weighting::Equal)),
        insufficient("curves", 0, 2)
    );
    assert_eq!(
        refusal(log_rank_in_strata(
            &[&[&curve, &curve], &[&curve]],
            Weighting::Equal
        )),
        at_row(length("curves of a stratum", 1, 2), 1)
    );
    let two = [&curve, &curve];
    assert_eq!(
        refusal(log_rank_for_trend(&two, &[1.0], Weighting::Equal)),
        length("scores", 1, 2)
    );
    assert_eq!(
        refusal(log_rank_for_trend(
            &two,
            &[1.0, f64::INFINITY],
            Weighting::Equal
        )),
        at_row(not_finite("scores", "inf"), 1)
    );
    let negative = Weighting::FlemingHarrington {
        rho: -1.0,
        gamma: 0.0,
    };
    assert_eq!(
        refusal(log_rank(&two, negative)),
        out_of_range("rho", -1, "0 or more")
    );
}

#[test]
fn nothing_is_told_where_nobody_left_or_groups_never_meet() {
    let stays = curve(&[Spell::ongoing(5), Spell::ongoing(6)]);
    assert_eq!(log_rank(&[&stays, &stays], Weighting::Equal), Ok(None));
    let none = curve(&[]);
    let leaves = curve(&[Spell::ended(2), Spell::ended(3)]);
    assert_eq!(log_rank(&[&leaves, &none], Weighting::Equal), Ok(None));
    // A group of nobody beside two others takes no part.
    let test = log_rank(&[&leaves, &none, &stays], Weighting::Equal)
        .unwrap()
        .unwrap();
    assert_eq!(test.degrees_of_freedom, 1);
    // Equal scores order nothing.
    let trend = log_rank_for_trend(&[&leaves, &stays], &[2.0, 2.0], Weighting::Equal);
    assert_eq!(trend, Ok(None));
}
