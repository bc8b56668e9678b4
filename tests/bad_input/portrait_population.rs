//! Portraits of a population.

use retention::portrait::{
    Bands, ChangeOptions, Dimension, Evidence, LeavingWeights, Level, LoyalBy, Options,
    PlanOptions, PlanStep, PortraitChanges, PortraitCounter, PortraitRow, Portraits, RetentionPlan,
};

use crate::*;

fn worth(value: Decimal) -> Evidence {
    Evidence::default()
        .expected_value(Some(value))
        .chance_of_return(Some(0.0))
}

#[test]
fn a_customer_stands_once() {
    let rows = [
        ("Ann", worth(dec!(1))),
        ("Ben", worth(dec!(1))),
        ("Ann", worth(dec!(2))),
    ];
    let found = Portraits::of(rows, &Options::default());
    assert_eq!(
        refusal(found),
        expected::at_row(expected::duplicate("customer", "rows 0 and 2"), 2)
    );
}

#[test]
fn bad_evidence_is_named_with_its_row() {
    let bad = Evidence::default().chance_of_return(Some(1.5));
    let found = Portraits::of([("Ann", worth(dec!(1))), ("Ben", bad)], &Options::default());
    let refused = expected::out_of_range("chance_of_return", 1.5, "0 to 1");
    assert_eq!(refusal(found), expected::at_row(refused.clone(), 1));
    let mut counter = PortraitCounter::new(Options::default(), LoyalBy::default()).unwrap();
    counter.push(worth(dec!(1))).unwrap();
    assert_eq!(refusal(counter.push(bad)), expected::at_row(refused, 1));
    let infinite = Evidence::default().value(Some(f64::INFINITY));
    assert_eq!(
        refusal(counter.push(infinite)),
        expected::at_row(expected::not_finite("value", "inf"), 1)
    );
    assert_eq!(counter.finish().unwrap().customers, 1);
}

#[test]
fn options_that_do_not_hold_are_refused() {
    let weights = LeavingWeights::default().silence(-1.0);
    let options = Options::default().leaving(weights);
    let refused = expected::out_of_range("silence", -1, "0 or more");
    let none: [(u8, Evidence); 0] = [];
    assert_eq!(refusal(Portraits::of(none, &options)), refused);
    assert_eq!(
        refusal(PortraitCounter::new(options, LoyalBy::default())),
        refused
    );
}

#[test]
fn money_beyond_a_decimal_overflows() {
    let rows = [("Ann", worth(Decimal::MAX)), ("Ben", worth(Decimal::MAX))];
    let portraits = Portraits::of(rows, &Options::default().places(0)).unwrap();
    let found = portraits.counts(LoyalBy::default());
    assert!(matches!(found, Err(Error::Overflow { .. })), "{found:?}");
    let profit = Evidence::default().profit(Some(Decimal::MAX)).loyalty(Some(
        retention::loyalty::Score::new(retention::scale::Scale::ONE_TO_FIVE, 5.0).unwrap(),
    ));
    let mut counter = PortraitCounter::new(Options::default(), LoyalBy::Score).unwrap();
    counter.push(profit).unwrap();
    counter.push(profit).unwrap();
    let found = counter.finish();
    assert!(matches!(found, Err(Error::Overflow { .. })), "{found:?}");
}

#[test]
fn parts_of_other_options_do_not_merge() {
    let mut counter = PortraitCounter::new(Options::default(), LoyalBy::Score).unwrap();
    let other = Options::default().bands(Bands::default().upper_tiers(1));
    let other = PortraitCounter::new(other, LoyalBy::Score).unwrap();
    assert!(matches!(counter.merge(other), Err(Error::Mismatch { .. })));
    let other = PortraitCounter::new(Options::default(), LoyalBy::Condition).unwrap();
    assert!(matches!(counter.merge(other), Err(Error::Mismatch { .. })));
    let counts = counter.finish().unwrap();
    assert_eq!((counts.customers, counts.loyal.share.value()), (0, None));
}

#[test]
fn a_plan_costs_no_less_than_nothing() {
    let portraits = Portraits::of([("Ann", worth(dec!(5)))], &Options::default()).unwrap();
    let costs = |cost| move |_: &PortraitRow<&str>| PlanStep::Act { action: 1, cost };
    let options = PlanOptions::default().budget(Some(dec!(-1)));
    assert_eq!(
        refusal(RetentionPlan::of(&portraits, costs(dec!(1)), options)),
        expected::out_of_range("budget", -1, "0 or more")
    );
    assert_eq!(
        refusal(RetentionPlan::of(
            &portraits,
            costs(dec!(-2)),
            PlanOptions::default()
        )),
        expected::at_row(
            expected::out_of_range("cost of an action", -2, "0 or more"),
            0
        )
    );
    let none: [(u8, Evidence); 0] = [];
    let nobody = Portraits::of(none, &Options::default()).unwrap();
    let advice = |_: &PortraitRow<u8>| PlanStep::<u8>::LetGo;
    let plan = RetentionPlan::of(&nobody, advice, PlanOptions::default()).unwrap();
    assert_eq!((plan.rows.len(), plan.best_at_most), (0, dec!(0)));
}

#[test]
fn changes_are_between_portraits_of_the_same_options() {
    let of = |options: &Options| Portraits::of([("Ann", worth(dec!(5)))], options).unwrap();
    let (usual, other) = (of(&Options::default()), of(&Options::default().places(0)));
    let found = PortraitChanges::between(&usual, &other, ChangeOptions::default());
    assert!(matches!(found, Err(Error::Mismatch { .. })), "{found:?}");
    for (least, refused) in [
        (
            -0.1,
            expected::out_of_range("least_index", -0.1, "0 or more"),
        ),
        (f64::NAN, expected::not_finite("least_index", "NaN")),
    ] {
        let options = ChangeOptions::default().least_index(least);
        assert_eq!(
            refusal(PortraitChanges::between(&usual, &usual, options)),
            refused
        );
    }
}

/// What is at stake with those who are left out is added up too.
#[test]
fn a_plan_that_leaves_out_more_than_a_decimal_holds_is_refused() {
    let known = Evidence::default()
        .expected_value(Some(Decimal::MAX))
        .chance_of_return(Some(0.0));
    let step = |_: &PortraitRow<u32>| PlanStep::Act {
        action: "call",
        cost: Decimal::MAX,
    };
    let planned = |customers: u32| {
        let known = (0..customers).map(|customer| (customer, known));
        let portraits = Portraits::of(known, &Options::default()).unwrap();
        let nothing = PlanOptions::default().budget(Some(dec!(0)));
        RetentionPlan::of(&portraits, step, nothing)
    };
    let one = planned(1).unwrap();
    assert_eq!((one.rows.len(), one.left_out.len()), (0, 1));
    let found = planned(3);
    assert!(matches!(found, Err(Error::Overflow { .. })), "{found:?}");
}

#[test]
fn a_level_is_one_of_its_dimension() {
    let allowed = Dimension::Trust.levels().join(", ");
    assert_eq!(
        refusal(Level::new(Dimension::Trust, "decline")),
        expected::unknown_name("level", "decline of trust", &allowed)
    );
}
