//! Portraits of a population: rows that a writer of CSV takes, and state that is checked.

use retention::lifecycle::Stage;
use retention::portrait::{
    ChangeOptions, Contract, Evidence, LeavingCustomers, LoyalBy, Options, PlanOptions, PlanStep,
    PortraitChanges, PortraitCounter, PortraitRow, Portraits, RetentionPlan,
};

use crate::*;

fn portraits(chance: f64) -> Portraits<&'static str> {
    let ann = Evidence::default()
        .stage(Some(Stage::Decline))
        .contract(Some(Contract::EndsSoon))
        .chance_of_return(Some(chance))
        .expected_value(Some(dec!(100)))
        .profit(Some(dec!(12.50)));
    Portraits::of([("Ann", ann)], &Options::default()).unwrap()
}

fn csv_of<R: serde::Serialize>(rows: impl IntoIterator<Item = R>) -> Vec<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn rows_of_a_population_are_flat() {
    let (march, april) = (portraits(0.5), portraits(0.25));
    let rows = csv_of(march.rows());
    assert!(
        rows[0].starts_with("customer,status,tier,profit_group,stage,"),
        "{}",
        rows[0]
    );
    assert!(rows[0].ends_with(",contradictions,leaving,value_at_risk,profit,worth,chance"));
    assert!(
        rows[1].starts_with("Ann,unknown,unknown,unknown,decline,"),
        "{}",
        rows[1]
    );
    assert!(rows[1].ends_with(",,0.5,50.0,12.50,100,0.5"), "{}", rows[1]);

    let leaving = LeavingCustomers::of(&march).unwrap();
    let rows = csv_of(&leaving.rows);
    assert_eq!(rows[1], "Ann,declining,decline,ends_soon,0.5,,,0.5,50.0,");
    assert_eq!(csv_of(&leaving.by_sign)[4], "declining,1,50.0");

    let step = |_: &PortraitRow<&str>| PlanStep::Act {
        action: "call",
        cost: dec!(5),
    };
    let plan = RetentionPlan::of(&march, step, PlanOptions::default()).unwrap();
    let rows = csv_of(&plan.rows);
    assert_eq!(
        rows[0],
        "customer,action,value_at_stake,cost,cost_so_far,value_so_far"
    );
    assert_eq!(rows[1], "Ann,call,50.0,5,5,50.0");

    let changes = PortraitChanges::between(&march, &april, ChangeOptions::default()).unwrap();
    let rows = csv_of(&changes.rows);
    assert_eq!(
        rows[1],
        "Ann,worse,decline,decline,false,0.19999999999999996,,,50.0,75.00"
    );

    let counts = march.counts(LoyalBy::default()).unwrap();
    let rows = csv_of(&counts.levels);
    assert_eq!(
        rows[0],
        "dimension,level,customers,share,share_lower,share_upper,value_at_risk"
    );
    let declining = rows
        .iter()
        .find(|row| row.starts_with("stage,decline"))
        .unwrap();
    assert!(
        declining.starts_with("stage,decline,1,1.0,0.20"),
        "{declining}"
    );
    assert_eq!(
        csv_of(&counts.contradictions).len(),
        counts.contradictions.len() + 1
    );
    // Nested results are written as JSON.
    let written = to_value(&changes).unwrap();
    assert_eq!(written["counts"]["classes"][2]["class"], json!("worse"));
    assert_eq!(
        to_value(&counts.loyal).unwrap()["profit_share"]["part"],
        json!("0")
    );
}

#[test]
fn a_step_is_read_as_it_was_written() {
    let step = PlanStep::Act {
        action: "call".to_owned(),
        cost: dec!(2.50),
    };
    assert_eq!(
        to_value(&step).unwrap(),
        json!({"act": {"action": "call", "cost": "2.50"}})
    );
    assert_eq!(round_trip(&step), step);
    assert_eq!(round_trip(&PlanStep::<String>::LetGo), PlanStep::LetGo);
}

#[test]
fn state_of_a_counter_that_cannot_have_come_about_is_refused() {
    let mut counter = PortraitCounter::new(Options::default(), LoyalBy::Score).unwrap();
    counter
        .push(Evidence::default().stage(Some(Stage::Decline)))
        .unwrap();
    let state = to_value(&counter).unwrap();
    let with = |at: &str, value: Value| {
        let mut other = state.clone();
        *other.pointer_mut(at).unwrap() = value;
        refused::<PortraitCounter>(other)
    };
    assert_eq!(
        with("/rows", json!(2)),
        "numbers of customers must be equal, got 1 and 2"
    );
    assert_eq!(
        with("/contradicted", json!(2)),
        "customers with a contradiction must be at most the customers, 1, got 2"
    );
    assert_eq!(
        with("/at_risk", json!("5")),
        "values at risk must be equal, got 0 and 5"
    );
    assert_eq!(
        with("/loyal/untold", json!(0)),
        "numbers of customers must be equal, got 0 and 1"
    );
    assert_eq!(
        with("/loyal/others/customers", json!(1)),
        "numbers of customers who were judged must be equal, got 0 and 1"
    );
}
