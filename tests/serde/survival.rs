//! Spells, and what is written of a curve.

use retention::Accumulator;
use retention::survival::{Builder, Spell, Survival};
use serde_json::{json, to_value};

use crate::{refused, round_trip};

#[test]
fn spells_come_back_and_those_that_could_not_be_are_not_read() {
    for spell in [Spell::ended(3), Spell::ongoing(9).entered(2).unwrap()] {
        assert_eq!(round_trip(&spell), spell);
    }
    assert!(
        refused::<Spell>(json!({"entry": 3, "time": 3, "ended": true})).contains("before the end")
    );
}

#[test]
fn a_curve_is_written_by_its_steps() {
    let curve = Survival::of([Spell::ended(1), Spell::ongoing(2)]).unwrap();
    let written = to_value(&curve).unwrap();
    assert_eq!(written["points"][0]["time"], json!(1));
    assert_eq!(written["points"][0]["survival"], json!(0.5));
    assert_eq!(
        (&written["from"], &written["until"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(written.get("times"), None);
}

#[test]
fn state_that_no_spells_could_have_made_is_refused() {
    let mut builder = Builder::new();
    builder
        .extend([Spell::ended(1), Spell::ongoing(2)])
        .unwrap();
    let state = to_value(&builder).unwrap();
    let altered = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut state = state.clone();
        change(&mut state);
        refused::<Builder>(state)
    };
    let more_left = altered(&|state| state["times"]["times"][0]["ended"] = json!(5.0));
    assert!(more_left.contains("at most the 2 at risk"), "{more_left}");
    let unsorted = altered(&|state| state["times"]["times"][1]["time"] = json!(0));
    assert!(unsorted.contains("out of order"), "{unsorted}");
    assert!(altered(&|state| state["times"]["started"] = json!(-1.0)).contains("started"));
    assert!(altered(&|state| state["rows"] = json!(0)).contains("rows"));
}

#[test]
fn a_regression_is_written_with_its_errors_and_its_options() {
    use retention::survival::cox::{Covariates, Options};

    let spells: Vec<Spell> = (1..9).map(Spell::ended).collect();
    let marks = [1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0];
    let covariates = Covariates::new(&spells, [("discount", &marks[..])]).unwrap();
    let fit = covariates.fit(Options::default()).unwrap();
    let written = to_value(&fit).unwrap();
    assert_eq!(written["outcome"], json!("converged"));
    let model = &written["model"];
    assert_eq!(model["covariates"][0]["name"], json!("discount"));
    let estimate = fit.model.covariates[0].estimate.unwrap();
    let found = &model["covariates"][0]["estimate"]["standard_error"];
    assert_eq!(found, &json!(estimate.standard_error()));
    assert_eq!(
        (&model["options"]["ties"], &model["options"]["errors"]),
        (&json!("efron"), &json!("corrected"))
    );
    assert_eq!(model["baselines"][0]["steps"][7]["time"], json!(8));
    assert_eq!(round_trip(&fit.model.options), fit.model.options);
}
