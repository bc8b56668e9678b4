//! Models of buying, their counts and their fits.

use retention::Accumulator;
use retention::clv::{
    BgNbd, Counter, HoldOut, HoldOutCustomer, ParetoNbd, Priors, PurchaseCounts, PurchaseModel,
    compare_models,
};
use retention::purchases::Summary;
use rust_decimal::dec;
use serde_json::{json, to_value};

use crate::{refused, round_trip};

#[test]
fn models_come_back_through_their_checks() {
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    assert_eq!(round_trip(&model), model);
    let written = json!({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426});
    assert_eq!(to_value(model).unwrap(), written);
    assert!(
        refused::<BgNbd>(json!({"r": 0.0, "alpha": 1.0, "a": 1.0, "b": 1.0})).contains("r must be")
    );
    assert!(refused::<ParetoNbd>(json!({"r": 1.0, "alpha": 1.0, "s": 1.0})).contains("beta"));
    let more = json!({"r": 1.0, "alpha": 1.0, "s": 1.0, "beta": 1.0, "b": 1.0});
    assert!(refused::<ParetoNbd>(more).contains("unknown field"));
}

fn counts() -> PurchaseCounts {
    let row = |frequency, last| Summary::new(frequency, last, 39.0).unwrap();
    PurchaseCounts::of(&[row(0, 0.0), row(0, 0.0), row(2, 30.25)]).unwrap()
}

#[test]
fn counts_come_back_and_those_that_could_not_be_are_not_read() {
    let counts = counts();
    assert_eq!(round_trip(&counts), counts);
    let written = to_value(&counts).unwrap();
    let cells = json!([[0, 0.0, 39.0, 2.0], [2, 30.25, 39.0, 1.0]]);
    assert_eq!((&written["rows"], &written["cells"]), (&json!(3), &cells));
    let altered = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut state = written.clone();
        change(&mut state);
        refused::<PurchaseCounts>(state.clone());
        refused::<Counter>(state)
    };
    assert!(altered(&|state| state["rows"] = json!(1)).contains("2 or more"));
    assert!(altered(&|state| state["cells"][0][3] = json!(-1.0)).contains("weight"));
    assert!(altered(&|state| state["cells"][0][3] = json!(0.0)).contains("weight"));
    assert!(altered(&|state| state["cells"][1][1] = json!(40.0)).contains("first_to_last"));
    assert!(altered(&|state| state["cells"][1] = json!([0, 0.0, 39.0, 1.0])).contains("twice"));
    let nobody = to_value(Counter::new()).unwrap();
    assert_eq!(round_trip(&Counter::new()).rows(), 0);
    assert!(refused::<PurchaseCounts>(nobody).contains("customers"));
}

#[test]
fn a_fit_is_written_with_its_errors() {
    let shop = BgNbd::new(0.4, 3.0, 0.8, 2.4)
        .unwrap()
        .simulate(vec![39.0; 400], 5)
        .unwrap();
    let fitted = BgNbd::fit(&PurchaseCounts::of(&shop).unwrap(), Default::default()).unwrap();
    let written = to_value(&fitted).unwrap();
    assert_eq!(written["outcome"], json!("converged"));
    assert_eq!(written["parameters"][1]["name"], json!("alpha"));
    assert_eq!(written["parameters"][1]["value"], written["model"]["alpha"]);
    assert_eq!(
        written["parameters"][0]["standard_error"],
        json!(fitted.parameters[0].standard_error)
    );
    assert_eq!(written["customers"], json!(400));
}

#[test]
fn models_compared_make_lines_of_csv_and_a_hold_out_is_written_in_full() {
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let shop = model.simulate(vec![39.0; 300], 7).unwrap();
    let customer = |&summary: &Summary| HoldOutCustomer {
        summary,
        later_purchases: summary.frequency() / 2,
        later_spend: dec!(12.50),
    };
    let rows: Vec<HoldOutCustomer> = shop.iter().map(customer).collect();
    assert_eq!(round_trip(&rows[0]), rows[0]);
    let hold_out = HoldOut::new(rows, 39.0).unwrap();
    assert_eq!(round_trip(&hold_out), hold_out);
    assert!(refused::<HoldOut>(json!({"rows": [], "time": 39.0})).contains("customers"));
    let counts = PurchaseCounts::of(&shop).unwrap();
    let compared = compare_models(
        &counts,
        Some(&hold_out),
        Default::default(),
        Default::default(),
    );
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in compared.unwrap() {
        writer.serialize(row).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with("model,outcome,parameters,log_likelihood,aic,bic,aic_above_best,")
    );
    assert_eq!(lines.len(), 4);
    assert!(lines[1].starts_with("bg_nbd,converged,4,-"), "{}", lines[1]);

    let validation = to_value(hold_out.validate(&model, Default::default()).unwrap()).unwrap();
    assert_eq!(validation["by_frequency"][0]["frequency"], json!(0));
    assert_eq!(validation["best"]["by"], json!("purchases"));
    assert_eq!(
        validation["options"],
        json!({"last_class": 7, "best_share": 0.1, "best_by": "purchases"})
    );

    let priors = Priors::of::<BgNbd>(&counts)
        .unwrap()
        .with("a", 0.8, 0.5)
        .unwrap();
    let prior = json!({"name": "a", "median": 0.8, "spread": 0.5});
    assert_eq!(to_value(priors).unwrap()[2], prior);
}
