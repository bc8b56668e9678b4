//! The bundled surveys, against figures that were computed elsewhere.

use std::path::Path;

use serde_json::{Value, json};

use super::{assert_noted, bundled, each, program};
use crate::tests::Scratch;

const ATTRIBUTES: [&str; 9] = [
    "PERQ1", "PERQ2", "PERQ3", "PERQ4", "PERQ5", "PERQ6", "PERQ7", "PERV1", "PERV2",
];

#[test]
fn quadrants_of_overall_satisfaction() {
    let all = bundled(&[]);
    let found = &all["quadrants"];
    assert_eq!(found["survey"], "report/data/mobi.csv");
    assert_eq!(found["outcome"]["name"], "CUSA1");
    assert_eq!(found["importance_kind"], "pearson");
    assert_noted(&found["crosshair"]["importance"], 0.461258);
    assert_noted(&found["crosshair"]["satisfaction"], 7.451556);
    let importance = [
        0.604159, 0.441602, 0.459390, 0.517881, 0.426980, 0.462039, 0.490470, 0.328728, 0.420077,
    ];
    let satisfaction = [
        7.944, 7.192, 7.700, 7.916, 7.872, 7.776, 7.592, 6.156, 6.916,
    ];
    let quadrants = [
        "keep_up",
        "low_priority",
        "possible_overkill",
        "keep_up",
        "possible_overkill",
        "keep_up",
        "keep_up",
        "low_priority",
        "low_priority",
    ];
    assert_eq!(each(&found["attributes"], "name"), ATTRIBUTES);
    for (at, attribute) in found["attributes"].as_array().unwrap().iter().enumerate() {
        assert_noted(&attribute["importance"], importance[at]);
        assert_noted(&attribute["satisfaction"], satisfaction[at]);
        assert_eq!(attribute["quadrant"], quadrants[at]);
        let range = |ends: [&str; 2]| ends.map(|end| attribute[end].as_f64().unwrap());
        let [lower, upper] = range(["importance_lower", "importance_upper"]);
        assert!(lower < importance[at] && importance[at] < upper);
        let shares = attribute["quadrant_shares"].as_object().unwrap();
        let sum: f64 = shares.values().map(|share| share.as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        assert_eq!(attribute["same_quadrant"], shares[quadrants[at]]);
    }
    assert_eq!(found["respondents"], 250);
    let ranks: Vec<u64> = each(&found["attributes"], "rank")
        .iter()
        .map(|rank| rank.as_u64().unwrap())
        .collect();
    assert_eq!(ranks, [1, 4, 7, 6, 9, 8, 5, 2, 3]);
}

/// Computed with a linear-algebra library from the same file.
#[test]
fn importance_by_other_methods() {
    let all = bundled(&[]);
    let by = |outcome: &Value, kind: &str| -> Vec<Value> {
        let of = |attribute: &Value| {
            let by = attribute["by_method"].as_array().unwrap();
            let found = by.iter().find(|by| by["importance_kind"] == kind);
            found.unwrap()["importance"].clone()
        };
        outcome["attributes"]
            .as_array()
            .unwrap()
            .iter()
            .map(of)
            .collect()
    };
    let fit = |outcome: &Value, kind: &str| -> Value {
        let methods = outcome["methods"].as_array().unwrap();
        let found = methods
            .iter()
            .find(|method| method["importance_kind"] == kind);
        found.unwrap()["r_squared"].clone()
    };
    let satisfaction = &all["quadrants"];
    let loyalty = &all["quadrants_of_other_outcomes"][0];
    assert_eq!(
        loyalty["outcome"]["columns"],
        json!(["CUSL1", "CUSL2", "CUSL3"])
    );
    assert_noted(&loyalty["outcome"]["alpha"], 0.441717);
    let expected = [
        (satisfaction, "regression", 0, 0.332089),
        (satisfaction, "regression", 4, -0.006713),
        (satisfaction, "partial", 0, 0.294685),
        (satisfaction, "partial", 8, 0.033400),
        (satisfaction, "relative_weights", 0, 0.117733),
        (satisfaction, "relative_weights", 7, 0.018837),
        (satisfaction, "deng", 0, 0.352681),
        (satisfaction, "deng", 8, -0.048493),
        (loyalty, "pearson", 8, 0.462573),
        (loyalty, "regression", 2, 0.189798),
        (loyalty, "partial", 7, 0.142623),
        (loyalty, "relative_weights", 7, 0.062191),
        (loyalty, "deng", 2, 0.197305),
    ];
    for (outcome, kind, at, importance) in expected {
        assert_noted(&by(outcome, kind)[at], importance);
    }
    for (outcome, r_squared) in [(satisfaction, 0.449246), (loyalty, 0.299547)] {
        assert_noted(&fit(outcome, "regression"), r_squared);
        let weights = by(outcome, "relative_weights");
        let sum: f64 = weights.iter().map(|weight| weight.as_f64().unwrap()).sum();
        assert_noted(&json!(sum), r_squared);
        assert_eq!(fit(outcome, "pearson"), Value::Null);
    }
    assert_noted(&fit(satisfaction, "deng"), 0.398947);
    let loyal = each(&loyalty["attributes"], "quadrant");
    assert_eq!(loyal[7..], ["concentrate_here", "concentrate_here"]);
}

#[test]
fn what_the_quadrants_are_taken_from_and_where_the_lines_are() {
    let regression = bundled(&["--importance", "regression", "--draws", "50"]);
    let found = &regression["quadrants"];
    assert_eq!(found["importance_kind"], "regression");
    assert_noted(&found["attributes"][0]["importance"], 0.332089);
    assert_eq!(found["resampling"]["draws"], 50);
    let median = bundled(&["--crosshair", "median", "--draws", "50", "--seed", "7"]);
    let lines = &median["quadrants"]["crosshair"];
    assert_eq!(lines["rule"], "median");
    // The fifth of nine.
    assert_noted(&lines["importance"], 0.459390);
    assert_noted(&lines["satisfaction"], 7.7);
}

#[test]
fn reliability_of_the_sets() {
    let all = bundled(&[]);
    let sets = all["reliability"].as_array().unwrap();
    let set = |survey: &str, name: &str| {
        let of =
            |set: &&Value| set["survey"].as_str().unwrap().ends_with(survey) && set["name"] == name;
        sets.iter().find(of).unwrap()
    };
    let expected = [
        ("mobi.csv", "CUSA", 0.770113, 0),
        ("mobi.csv", "CUSL", 0.441717, 0),
        ("mobi.csv", "PERQ", 0.872406, 0),
        ("mobi.csv", "PERV", 0.816695, 0),
        ("corp_rep_data.csv", "LOYALTY", 0.833532, 8),
        ("corp_rep_data.csv", "QUALITY", 0.853880, 0),
    ];
    assert_eq!(sets.len(), expected.len());
    for (survey, name, alpha, left_out) in expected {
        let set = set(survey, name);
        assert_noted(&set["alpha"], alpha);
        assert_eq!(set["left_out"], left_out);
    }
    let loyalty = set("mobi.csv", "CUSL");
    assert_noted(&loyalty["items"][1]["alpha_if_dropped"], 0.695320);
    assert_eq!(loyalty["omega_outcome"], "on_boundary");
    assert_eq!(set("mobi.csv", "PERV")["omega_outcome"], "not_identified");
    assert_eq!(set("mobi.csv", "PERV")["omega"], Value::Null);
}

#[test]
fn satisfaction_as_the_scale_allows() {
    let all = bundled(&[]);
    let [mobi, corp] = all["satisfaction"].as_array().unwrap().as_slice() else {
        panic!("two surveys");
    };
    let index = &mobi["index"];
    assert_noted(&index["value"], 71.970370);
    assert_noted(&index["lower"], 70.136275);
    assert_noted(&index["upper"], 73.804466);
    let boxes = mobi["top_boxes"].as_array().unwrap();
    for (found, (share, lower, upper, mean)) in boxes.iter().zip([
        (0.268, 0.216911, 0.326111, 7.988),
        (0.184, 0.140876, 0.236689, 7.128),
        (0.216, 0.169492, 0.271103, 7.316),
    ]) {
        assert_noted(&found["share"], share);
        assert_noted(&found["lower"], lower);
        assert_noted(&found["upper"], upper);
        assert_noted(&found["mean"], mean);
    }
    let boxes = &corp["top_boxes"][0];
    assert_noted(&boxes["share"], 0.518950);
    assert_eq!(
        (&boxes["answered"], &boxes["missing"]),
        (&json!(343), &json!(1))
    );
    for (survey, scale) in [(mobi, "1 to 10"), (corp, "1 to 7")] {
        assert_eq!(survey["net_promoter_score"], Value::Null);
        let why = survey["no_net_promoter_score"]["why"].as_str().unwrap();
        assert_eq!(
            why,
            format!("it was asked on {scale}, and the score is defined on 0 to 10 only")
        );
    }
    assert_eq!(corp["index"], Value::Null);
}

#[test]
fn customer_value_added_of_four_providers() {
    let all = bundled(&[]);
    let added = &all["value_added"];
    assert_eq!(added["worth"]["columns"], json!(["qual_3"]));
    let suppliers = added["suppliers"].as_array().unwrap();
    let expected = [
        (
            "1", 130, 4.754945, 5.115385, 1.024309, 0.957773, 1.094913, "parity",
        ),
        (
            "2",
            127,
            4.817773,
            5.165354,
            1.037777,
            0.969938,
            1.109740,
            "above_parity",
        ),
        (
            "3",
            44,
            4.626623,
            4.886364,
            0.963718,
            0.874644,
            1.055721,
            "below_parity",
        ),
        (
            "4",
            43,
            4.385382,
            4.930233,
            0.975183,
            0.877896,
            1.075122,
            "below_parity",
        ),
    ];
    assert_eq!(suppliers.len(), expected.len());
    for (found, (name, customers, quality, worth, value, lower, upper, band)) in
        suppliers.iter().zip(expected)
    {
        assert_eq!(found["name"], name);
        assert_eq!(found["label"], format!("Provider {name}"));
        assert_eq!(found["customers"], customers);
        assert_noted(&found["quality"], quality);
        assert_noted(&found["worth"], worth);
        assert_noted(&found["customer_value_added"], value);
        assert_noted(&found["lower"], lower);
        assert_noted(&found["upper"], upper);
        assert_eq!(found["band"], band);
        let bands = found["band_probabilities"].as_object().unwrap();
        let sum: f64 = bands.values().map(|share| share.as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
    assert_noted(
        &suppliers[0]["band_probabilities"]["below_parity"],
        0.097537,
    );
    assert_noted(
        &suppliers[2]["band_probabilities"]["below_parity"],
        0.639511,
    );
}

#[test]
fn published_examples_as_commonly_reported() {
    let all = bundled(&[]);
    let chicken = &all["quality_profile"];
    assert_noted(&chicken["quality_ratio"], 1.2593397655);
    assert_noted(&chicken["ratio_of_scores"], 1.2429378531);
    assert_eq!(chicken["commodity_quality_ratio"], json!(1.0));
    let caterpillar = &all["delivered_value"];
    for (key, dollars) in [
        ("perceived_value", "110000"),
        ("price", "100000"),
        ("extra_value", "20000"),
        ("premium", "10000"),
        ("customer_surplus", "10000"),
    ] {
        assert_eq!(caterpillar[key], dollars);
    }
    let map = &all["value_map"];
    let points = map["points"].as_array().unwrap();
    assert_eq!(
        (&points[0]["zone"], &points[0]["position"]),
        (&Value::Null, &json!("fair"))
    );
    assert_eq!(
        (&points[1]["zone"], &points[1]["position"]),
        (&json!("premium"), &json!("better"))
    );
    assert_noted(&points[1]["quality_ratio"], 1.2222222);
    assert_noted(&points[1]["relative_price"], 1.1111111);
    let illustration = &points[2];
    assert_eq!(illustration["value"], json!(0.96));
    assert_eq!(illustration["position"], "worse");
    assert_eq!(illustration["position_by_other_line"], "better");
    assert_eq!(illustration["value_and_line_disagree"], true);
    // Its price is not reported, so none is made up.
    assert_eq!(map["without_price"][0]["name"], "Perdue's chicken");
    assert!(map["without_price"][0].get("relative_price").is_none());
}

#[test]
fn what_is_drawn_is_the_same_on_every_run() {
    let scratch = Scratch::new();
    let draw = |name: &str| {
        let directory = scratch.path(name);
        let ran = program(&["--out", &directory]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        [
            "quadrants.svg",
            "quadrants-2.svg",
            "worth.svg",
            "value-map.svg",
            "report.html",
        ]
        .map(|name| std::fs::read_to_string(Path::new(&directory).join(name)).unwrap())
    };
    let (once, again) = (draw("once"), draw("again"));
    assert_eq!(once, again);
    let titles = [
        "What goes with “Overall satisfaction”",
        "What goes with “Loyalty”",
        "What each supplier is worth to its own customers",
        "A value map of examples from the literature",
    ];
    for (svg, title) in once.iter().zip(titles) {
        assert!(svg.starts_with("<svg width=\"1000\" "));
        assert!(svg.contains(&format!(">{title}</title>")), "{title}");
    }
}

#[test]
fn the_text_claims_no_more_than_the_figures_carry() {
    let scratch = Scratch::new();
    let text = program(&["--out", &scratch.path("out")]).out;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "nothing here says that satisfaction would rise, or that anybody would stay, if a rating did",
        "This is not a served market",
        "there is no price axis",
        "None of 4 suppliers is told from parity",
        "so this is not one, and does not compare with published scores",
        "No Net Promoter Score",
        "whose price is not reported",
        "their alpha is 0.442",
    ] {
        assert!(words.contains(said), "{said}");
    }
    assert!(!words.contains("ACSI"));
    let longest = text.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(97), "{longest:?}");
}

#[test]
fn arguments() {
    let help = program(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    assert!(help.out.contains("--example-mapping"), "{}", help.out);
    assert!(!help.out.contains("in the repository"));
    for (name, text) in crate::survey::EXAMPLES {
        let shown = program(&["--example-mapping", name]);
        assert_eq!((shown.code, shown.out.as_str()), (0, text));
    }
    let shown = program(&["--example-mapping"]);
    assert!(shown.out.contains("scale = [1, 10]"));
    for wrong in [
        &["ratings.csv"][..],
        &["--mapping", "ratings.toml"],
        &["--importance", "guess"],
        &["--crosshair", "scale-centre"],
        &["--draws", "0"],
        &["--delimiter", "::"],
    ] {
        let ran = program(wrong);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong:?}");
    }
}

/// Penalties and rewards on the same file by a program apart from this one, with HC3 errors, to two
/// decimals.
#[test]
fn penalties_and_rewards() {
    let all = bundled(&[]);
    let found = &all["quadrants"]["contrasts"]["attributes"];
    for (at, penalty, reward) in [
        (0, (-0.61, 0.26), (0.34, 0.18)),
        (1, (-0.18, 0.17), (0.45, 0.19)),
    ] {
        for (of, (value, error)) in [("penalty", penalty), ("reward", reward)] {
            let near = |key: &str, expected: f64| {
                let found = found[at][of][key].as_f64().unwrap();
                assert!(
                    (found - expected).abs() <= 0.005,
                    "{of} {key} {found} {expected}"
                );
            };
            near("value", value);
            near("standard_error", error);
        }
    }
    assert_eq!(all["quadrants"]["contrasts"]["respondents"], json!(250));
}
