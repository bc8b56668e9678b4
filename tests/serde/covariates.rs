//! Models of buying with covariates, their counts and their fits.

use retention::Accumulator;
use retention::clv::{
    BgNbd, CovariateCounter, CovariateCounts, CovariateLevels, CovariateModel, CovariateTarget,
    ParetoNbd, PurchaseModel,
};
use retention::purchases::Summary;
use serde_json::{Value, json, to_value};

use crate::{refused, round_trip};

#[test]
fn models_come_back_through_their_checks() {
    let base = ParetoNbd::new(0.5, 10.0, 0.6, 11.0).unwrap();
    let effects = [(CovariateTarget::Leaving, vec![-0.25])];
    let model = CovariateModel::new(base, ["age"], effects).unwrap();
    assert_eq!(round_trip(&model), model);
    let written = to_value(&model).unwrap();
    assert_eq!(
        written,
        json!({
            "base": {"r": 0.5, "alpha": 10.0, "s": 0.6, "beta": 11.0},
            "names": ["age"],
            "origin": [0.0],
            "effects": [{"on": "leaving", "coefficients": [-0.25]}],
        })
    );
    let altered = |change: &dyn Fn(&mut Value)| {
        let mut state = written.clone();
        change(&mut state);
        refused::<CovariateModel<ParetoNbd>>(state)
    };
    assert!(altered(&|it| it["base"]["r"] = json!(-1.0)).contains("r must be"));
    assert!(altered(&|it| it["names"] = json!([])).contains("covariate"));
    assert!(altered(&|it| it["origin"] = json!([])).contains("length 1"));
    assert!(altered(&|it| it["effects"][0]["on"] = json!("staying")).contains("staying"));
    assert!(altered(&|it| it["more"] = json!(1)).contains("unknown field"));
}

fn counts() -> CovariateCounts {
    let row = |frequency, last| Summary::new(frequency, last, 39.0).unwrap();
    let shop = [row(0, 0.0), row(0, 0.0), row(2, 30.25)];
    CovariateCounts::of(&shop, [("web", [0.0, 0.0, 1.0])]).unwrap()
}

#[test]
fn counts_come_back_and_those_that_could_not_be_are_not_read() {
    let counts = counts();
    assert_eq!(round_trip(&counts), counts);
    let written = to_value(&counts).unwrap();
    assert_eq!(
        (&written["rows"], &written["names"]),
        (&json!(3), &json!(["web"]))
    );
    assert_eq!(written["groups"][1][0], json!([1.0]));
    assert_eq!(
        written["groups"][1][1]["cells"],
        json!([[2, 30.25, 39.0, 1.0]])
    );
    let altered = |change: &dyn Fn(&mut Value)| {
        let mut state = written.clone();
        change(&mut state);
        refused::<CovariateCounts>(state.clone());
        refused::<CovariateCounter>(state)
    };
    assert!(altered(&|it| it["rows"] = json!(2)).contains("3 or more"));
    assert!(altered(&|it| it["names"] = json!(["web", "web"])).contains("twice"));
    assert!(altered(&|it| it["groups"][0][0] = json!([1.0])).contains("twice"));
    assert!(altered(&|it| it["groups"][0][0] = json!([])).contains("length 1"));
    assert!(altered(&|it| it["groups"][0][1]["cells"][0][3] = json!(-1.0)).contains("weight"));
    let nobody = CovariateCounter::new(["web"]).unwrap();
    assert_eq!(round_trip(&nobody).rows(), 0);
    assert!(refused::<CovariateCounts>(to_value(nobody).unwrap()).contains("customers"));
}

#[test]
fn levels_come_back_through_their_checks() {
    let levels = CovariateLevels::of("channel", &["web", "mail", "shop"], "shop").unwrap();
    assert_eq!(round_trip(&levels), levels);
    let written = json!({"column": "channel", "reference": "shop", "others": ["mail", "web"]});
    assert_eq!(to_value(&levels).unwrap(), written);
    for others in [
        json!(["web", "mail"]),
        json!(["web", "web"]),
        json!([]),
        json!(["shop"]),
    ] {
        let mut state = written.clone();
        state["others"] = others;
        refused::<CovariateLevels>(state);
    }
}

#[test]
fn effects_make_lines_of_csv_and_a_fit_is_written_in_full() {
    let shop = BgNbd::new(0.6, 4.0, 0.8, 2.4).unwrap();
    let shop = shop.simulate(vec![39.0; 300], 5).unwrap();
    let web: Vec<f64> = (0..300).map(|row| f64::from(row % 2)).collect();
    let counts = CovariateCounts::of(&shop, [("web", web)]).unwrap();
    let fitted = CovariateModel::<BgNbd>::fit(&counts, Default::default()).unwrap();
    let written = to_value(&fitted).unwrap();
    assert_eq!(written["outcome"], json!("converged"));
    assert_eq!(
        written["model"]["base"]["alpha"],
        written["parameters"][1]["value"]
    );
    assert_eq!(written["likelihood_ratio"]["degrees_of_freedom"], json!(3));
    assert_eq!(written["options"]["leaving_covariates"], json!("separate"));
    assert_eq!(written["covariance"].as_array().unwrap().len(), 7);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for effect in &fitted.effects {
        writer.serialize(effect).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("covariate,on,coefficient,standard_error,ratio,"));
    assert!(lines[1].starts_with("web,buying,") && lines[3].starts_with("web,staying,"));
}
