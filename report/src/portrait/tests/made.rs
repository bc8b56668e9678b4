//! The invented shop, in small, against its truth; and the telecom.

use crate::portrait::bundled::shop;
use crate::portrait::evidence::gather;
use crate::portrait::figures::{Figures, Question};
use retention::portrait::Contradiction;
use rust_decimal::{Decimal, dec};

fn question() -> Question {
    Question {
        as_of: Some(crate::portrait::shop::ENDS),
        asked: Some(crate::portrait::shop::ASKED),
        since: None,
        ahead: 52,
        margin: dec!(0.3),
        budget: Decimal::from(100),
        cost: Decimal::from(5),
        top: 5,
    }
}

#[test]
fn the_chance_tells_who_has_left_and_the_plan_keeps_to_its_budget() {
    let bundle = shop(120).unwrap();
    let gathered = gather(&bundle.tables, &question()).unwrap();
    let figures = Figures::of(
        bundle.source,
        &bundle.tables,
        gathered,
        bundle.truth,
        &question(),
    );
    let figures = figures.unwrap();
    assert_eq!(figures.customers, 120);
    let truth = figures.truth.as_ref().unwrap();
    assert!(truth.tells[0].auc > Some(0.75), "{:?}", truth.tells);
    // Whoever has left is not active.
    let mut contradictions = figures.contradictions.iter();
    assert!(contradictions.all(|row| row.contradiction != Contradiction::ActiveEnded));
    // Delivery is made to matter and to be rated poorly.
    let items = figures.items.as_ref().unwrap();
    let first = items.rows.iter().min_by_key(|row| row.rank);
    assert_eq!(first.map(|row| row.item.as_str()), Some("delivery"));
    // The tier at the day of asking stands beside the stage.
    let staying = figures.staying.as_ref().unwrap();
    let names = staying.found.predictors.iter().map(|row| row.name.as_str());
    assert_eq!(names.skip(6).collect::<Vec<_>>(), ["stage", "tier"]);
    // What is recommended for those who can still be kept comes before what is for those who have left.
    let at_risk: Vec<Decimal> = figures
        .advised
        .iter()
        .map(|row| row.still_at_risk)
        .collect();
    assert!(
        at_risk.is_sorted_by(|one, other| one >= other),
        "{at_risk:?}"
    );
    assert!(figures.advised.iter().all(|row| {
        (row.have_left > 0 || row.value_of_left.is_zero()) && row.have_left <= row.customers
    }));
    assert!(
        figures
            .advised
            .iter()
            .any(|row| row.still_there() == 0 && row.have_left > 0)
    );
    assert!(figures.plan_summary.cost <= figures.plan_summary.budget);
    assert!(!figures.plan.is_empty() && figures.loyal.share > Some(0.0));
}

#[test]
fn the_telecom_has_contracts_only() {
    let figures = super::json(&super::report(&[], &["telco", "--json"]));
    assert_eq!(figures["customers"], 7043);
    assert_eq!(figures["leaving"]["have_left"], 1869);
    assert!(figures["loyal"]["share"].is_null());
    assert_eq!(figures["plan_summary"]["cost"], "1000");
}
