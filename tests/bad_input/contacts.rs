//! Contact effects computed from a log.

use retention::economics::{Assignment, ContactComparison, ContactWarning};
use retention::estimate::Resampling;

use crate::*;

fn compared(
    rows: &[Purchase<u32>],
    contacted: &[u32],
    resampling: Resampling,
) -> Result<ContactComparison, Error> {
    let log = log(rows);
    let view = |from, to| {
        let window = Window::new(day(from), day(to)).unwrap();
        log.observe(window, Policy::default()).unwrap()
    };
    let contacted = contacted.iter().copied();
    ContactComparison::of(
        &view(1, 15),
        &view(16, 31),
        contacted,
        Assignment::Randomised,
        resampling,
    )
}

fn four() -> Vec<Purchase<u32>> {
    let early = [(1, dec!(10)), (2, dec!(20)), (3, dec!(10)), (4, dec!(20))];
    let late = [
        (1, dec!(12)),
        (2, dec!(20)),
        (3, dec!(9)),
        (4, dec!(18)),
        (5, dec!(99)),
    ];
    let rows = early.map(|(id, amount)| row(id, 3, amount)).into_iter();
    rows.chain(late.map(|(id, amount)| row(id, 20, amount)))
        .collect()
}

#[test]
fn both_groups_have_somebody_who_bought_before() {
    for nobody in [&[][..], &[5], &[77]] {
        assert_eq!(
            refusal(compared(&four(), nobody, Resampling::default())),
            expected::empty("contacted customer who bought before")
        );
    }
    assert_eq!(
        refusal(compared(&four(), &[1, 2, 3, 4], Resampling::default())),
        expected::empty("customer who bought before and was not contacted")
    );
}

/// Contacted twice is contacted; who bought nothing before, or is unknown, is left out and counted.
#[test]
fn a_list_of_contacts_may_repeat_and_hold_strangers() {
    let found = compared(&four(), &[2, 1, 2, 5, 77], Resampling::default()).unwrap();
    assert_eq!(
        (
            found.contacted.customers,
            found.others.customers,
            found.left_out
        ),
        (2, 2, 2)
    );
    assert_eq!(
        (found.contacted.before, found.contacted.after),
        (dec!(30), dec!(32))
    );
    assert_eq!(
        (found.others.before, found.others.after),
        (dec!(30), dec!(27))
    );
    let effect = found.effect.unwrap();
    assert!((effect.ratio() - 32.0 / 27.0).abs() < 1e-12);
    assert_eq!(found.spent_before, Some(1.0));
    assert!(found.warnings.is_empty());
    assert_eq!(
        compared(&four(), &[1, 2], Resampling::default())
            .unwrap()
            .effect,
        Some(effect)
    );
}

/// A group that spends nothing afterwards has no growth to compare, and one customer has no interval.
#[test]
fn without_spending_there_is_no_effect() {
    let early: Vec<_> = (1..=4).map(|id| row(id, 3, dec!(10))).collect();
    let found = compared(&early, &[1, 2], Resampling::default()).unwrap();
    assert_eq!(
        (found.effect, found.ratio, found.difference),
        (None, None, None)
    );
    assert_eq!(found.contacted.after, dec!(0));
    let alone = compared(&four(), &[1], Resampling::default()).unwrap();
    assert!(alone.effect.is_some());
    assert_eq!(
        (alone.ratio, alone.difference, alone.spent_before_interval),
        (None, None, None)
    );
    let refunded = [
        row(1, 3, dec!(5)),
        row(1, 4, dec!(-9)),
        row(2, 3, dec!(5)),
        row(1, 20, dec!(5)),
        row(2, 20, dec!(5)),
    ];
    let found = compared(&refunded, &[1], Resampling::default()).unwrap();
    assert_eq!((found.effect, found.spent_before), (None, None));
}

#[test]
fn periods_follow_each_other_under_one_policy() {
    let log = log(&four());
    let view = |from, to, policy| {
        let window = Window::new(day(from), day(to)).unwrap();
        log.observe(window, policy).unwrap()
    };
    let first = view(1, 15, Policy::default());
    let of = |second| {
        ContactComparison::of(
            &first,
            &second,
            [1],
            Assignment::Chosen,
            Resampling::default(),
        )
    };
    let error = of(view(15, 31, Policy::default())).unwrap_err();
    assert!(
        matches!(
            error,
            Error::OutOfRange {
                argument: "second period",
                ..
            }
        ),
        "{error}"
    );
    let error = of(view(16, 31, Policy::default().zeros(Treatment::Drop))).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Mismatch {
                argument: "policies",
                ..
            }
        ),
        "{error}"
    );
    let found = of(view(16, 31, Policy::default())).unwrap();
    assert_eq!(found.warnings, [ContactWarning::Chosen]);
    assert_eq!(
        refusal(compared(&four(), &[1, 2], Resampling::default().draws(0))),
        out_of_range("draws", "0", "1 to 1000000", None)
    );
}
