//! Movement between the tiers of two periods.

use serde_json::{Value, json};

use super::{SHOP, Scratch, figures, program, refused, report};

/// The sample's figures with these arguments.
pub fn sample(args: &[&str]) -> Value {
    let scratch = Scratch::new();
    let directory = scratch.path("pictures");
    let args: Vec<&str> = ["--json", "--out", &directory]
        .iter()
        .chain(args)
        .copied()
        .collect();
    let ran = program(&args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

fn count(part: &Value) -> (u64, u64) {
    (
        part["numerator"].as_u64().unwrap(),
        part["denominator"].as_u64().unwrap(),
    )
}

#[test]
fn the_sample_between_the_halves_of_1997() {
    let moved = &sample(&[])["migration"];
    assert_eq!(moved["chosen"], "sample");
    assert_eq!(
        (&moved["base"], &moved["later"]),
        (
            &json!({"from": "1997-01-01", "to": "1997-06-30"}),
            &json!({"from": "1997-07-01", "to": "1997-12-31"}),
        ),
    );
    assert_eq!(moved["cuts_of"], "base_period");
    let counts = ["upward", "downward", "stayed", "left"].map(|part| count(&moved[part]));
    assert_eq!(
        counts,
        [(105, 2357), (134, 2357), (380, 2357), (1738, 2357)]
    );
    assert_eq!(moved["entered"], 0);
    assert_eq!(count(&moved["top_again"]), (5, 24));

    // Wilson's interval by hand, of 105 in 2,357.
    let (n, p, z) = (2357.0_f64, 105.0 / 2357.0, 1.959_963_984_540_054_f64);
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    // The figures are written to twelve places.
    for (end, expected) in [("lower", centre - half), ("upper", centre + half)] {
        let found = moved["upward"][end].as_f64().unwrap();
        assert!((found - expected).abs() < 1e-11, "{end}: {found}");
    }

    // Each customer and each cent is in one cell.
    let cells = moved["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 24);
    let customers: u64 = cells
        .iter()
        .filter_map(|cell| cell["customers"].as_u64())
        .sum();
    assert_eq!(customers, 2357);
    for (side, whole) in [("before", "146128.24"), ("after", "55096.58")] {
        assert_eq!(moved[side]["revenue"], whole);
        let cents: i64 = cells
            .iter()
            .map(|cell| {
                let digits = cell[side].as_str().unwrap().replace('.', "");
                digits.parse::<i64>().unwrap()
            })
            .sum();
        assert_eq!(cents.to_string(), whole.replace('.', ""), "{side}");
    }
}

#[test]
fn the_sample_by_the_cuts_of_each_period() {
    let moved = &sample(&["--cuts-of", "each-period"])["migration"];
    assert_eq!(moved["cuts_of"], "each_period");
    assert_eq!(
        (count(&moved["upward"]).0, count(&moved["downward"]).0),
        (41, 179),
    );
    assert_eq!(count(&moved["top_again"]), (3, 24));
    assert_ne!(moved["cuts"][0]["base"], moved["cuts"][0]["later"]);
}

#[test]
fn the_sample_within_another_window() {
    let whole = &sample(&["--as-of", "1997-12-31"])["migration"];
    assert_eq!(whole["chosen"], "sample");
    // The halves of 1997 no longer lie within it.
    let part = &sample(&["--as-of", "1997-11-30"])["migration"];
    assert_eq!(part["chosen"], "last_quarters");
    assert_eq!(
        part["base"],
        json!({"from": "1997-06-01", "to": "1997-08-31"})
    );
}

#[test]
fn the_longest_two_periods_that_fit() {
    let text = "customer,date,amount\nAnn,2020-01-01,1\nAnn,2024-12-31,1\n";
    for (from, to, chosen, base, later) in [
        (
            "2023-01-01",
            "2024-12-31",
            "last_years",
            ("2023-01-01", "2023-12-31"),
            ("2024-01-01", "2024-12-31"),
        ),
        (
            "2023-01-02",
            "2024-12-31",
            "last_half_years",
            ("2024-01-01", "2024-06-30"),
            ("2024-07-01", "2024-12-31"),
        ),
        (
            "2024-01-02",
            "2024-12-31",
            "last_quarters",
            ("2024-07-01", "2024-09-30"),
            ("2024-10-01", "2024-12-31"),
        ),
        (
            "2024-11-01",
            "2024-12-31",
            "last_months",
            ("2024-11-01", "2024-11-30"),
            ("2024-12-01", "2024-12-31"),
        ),
    ] {
        let rows = format!("{text}Ben,{},1\nBen,{},1\n", base.0, later.1);
        let moved = &figures(&rows, &["--from", from, "--as-of", to])["migration"];
        assert_eq!(moved["chosen"], chosen);
        for (found, (from, to)) in [(&moved["base"], base), (&moved["later"], later)] {
            assert_eq!(found, &json!({"from": from, "to": to}), "{chosen}");
        }
        assert_eq!(moved["equally_long"], true, "{chosen}");
    }

    let short = ["--from", "2024-11-02"];
    let shop = figures(text, &short);
    assert_eq!(shop["migration"], Value::Null);
    let why = "2024-11-02 to 2024-12-31 is shorter than two months";
    assert!(shop["no_migration"].as_str().unwrap().starts_with(why));
    let told = report(text, &short);
    assert!(
        told.out.contains(&format!("Not shown: {why}")),
        "{}",
        told.out
    );
    assert!(!told.out.contains("migration.svg"), "{}", told.out);
}

/// Four customers in 2023, of whom one goes up, one down, one stays and one leaves, and one who
/// comes in 2024.
pub const MOVES: &str = "\
customer,date,amount
Ann,2023-03-01,100
Ben,2023-04-01,50
Cem,2023-05-01,20
Dea,2023-06-01,10
Ann,2024-03-01,10
Ben,2024-04-01,120
Cem,2024-05-01,19
Eve,2024-06-01,60
";
pub const YEARS: [&str; 4] = [
    "--base",
    "2023-01-01..2023-12-31",
    "--later",
    "2024-01-01..2024-12-31",
];

#[test]
fn a_matrix_by_hand() {
    let moved = &figures(MOVES, &YEARS)["migration"];
    assert_eq!(moved["chosen"], "given");
    // Ann alone is Top, nobody Big or Medium, and from 100 on one is Top in 2024 too.
    let cell = |from: Value, to: Value| -> Value {
        let cells = moved["cells"].as_array().unwrap();
        cells
            .iter()
            .find(|cell| cell["from"] == from && cell["to"] == to)
            .cloned()
            .unwrap()
    };
    assert_eq!(
        cell(json!("Top"), json!("Small")),
        json!({"from": "Top", "to": "Small", "customers": 1, "before": "100", "after": "10"}),
    );
    assert_eq!(
        cell(json!("Small"), json!("Top")),
        json!({"from": "Small", "to": "Top", "customers": 1, "before": "50", "after": "120"}),
    );
    assert_eq!(
        cell(Value::Null, json!("Small")),
        json!({"from": null, "to": "Small", "customers": 1, "before": "0", "after": "60"}),
    );
    let counts = ["upward", "downward", "stayed", "left"].map(|part| count(&moved[part]));
    assert_eq!(counts, [(1, 4), (1, 4), (1, 4), (1, 4)]);
    assert_eq!(
        (&moved["entered"], count(&moved["entered_share"])),
        (&json!(1), (1, 4))
    );
    assert_eq!(
        (&moved["left"]["before"], &moved["left"]["after"]),
        (&json!("10"), &json!("0")),
    );

    let told = report(MOVES, &YEARS).out;
    let line = |start: &str| {
        let lines = told
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>());
        let mut lines = lines.map(|words| words.join(" "));
        lines.find(|line| line.starts_with(start)).unwrap()
    };
    assert_eq!(line("Upward"), "Upward 1 25.0 % 4.6 to 69.9 % 50 120");
    assert_eq!(line("Did not buy 0"), "Did not buy 0 0 0 1 1 0 60");
    assert!(
        told.contains("The only Top customer of the base period is not Top again"),
        "{told}",
    );
    assert!(!told.contains("Nobody entered"), "{told}");
    // The rows are from March 2023 to June 2024.
    let told = told.replace("\n ", " ");
    for part in [
        "The file begins on 2023-03-01, so the base period may",
        "The window ends on 2024-06-01, so the later period may",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn periods_as_asked_for() {
    for (args, why) in [
        (
            [
                "--base",
                "2024-01-01..2024-06-30",
                "--later",
                "2024-06-30..2024-12-31",
            ],
            "before --base ends on 2024-06-30",
        ),
        (
            [
                "--base",
                "2024-07-01..2024-12-31",
                "--later",
                "2024-01-01..2024-06-30",
            ],
            "before --base ends on 2024-12-31",
        ),
    ] {
        let message = refused(MOVES, &args);
        assert!(message.contains(why), "{message}");
    }
    let beyond: Vec<&str> = YEARS
        .iter()
        .chain(&["--as-of", "2024-06-30"])
        .copied()
        .collect();
    let message = refused(MOVES, &beyond);
    assert!(message.contains("after --as-of 2024-06-30"), "{message}");

    for wrong in [
        vec!["--base", "2023-01-01..2023-12-31"],
        vec!["--later", "2023-01-01..2023-12-31"],
        vec!["--base", "2023", "--later", "2024"],
        vec![
            "--base",
            "2023-12-31..2023-01-01",
            "--later",
            "2024-01-01..2024-12-31",
        ],
    ] {
        assert_eq!(report(MOVES, &wrong).code, 2, "{wrong:?}");
    }

    // Later than the last row, which may be before the period ends.
    let uneven = [
        "--base",
        "2023-01-01..2023-06-30",
        "--later",
        "2024-01-01..2024-12-31",
    ];
    assert_eq!(figures(MOVES, &uneven)["migration"]["equally_long"], false);
    let told = report(MOVES, &uneven).out.replace("\n ", " ");
    assert!(
        told.contains("They differ in length, 181 days against 366 days"),
        "{told}"
    );
}

#[test]
fn nobody_in_one_of_the_periods() {
    let args = [
        "--base",
        "2023-07-01..2023-12-31",
        "--later",
        "2024-01-01..2024-06-30",
    ];
    let shop = figures(SHOP, &args);
    assert_eq!(shop["migration"], Value::Null);
    let why = "nobody bought from 2023-07-01 to 2023-12-31";
    assert_eq!(shop["no_migration"], why);
    let told = report(SHOP, &args).out;
    assert!(told.contains(&format!("Not shown: {why}.")), "{told}");
}
