//! Few groups and many, few customers, and none or all of them left.

use serde_json::{Value, json};

use super::{figures_of, refused, report, words};

#[test]
fn a_single_group_and_none() {
    for csv in [
        "tenure,churn,plan\n1,yes,A\n4,no,A\n6,yes,A\n",
        "tenure,churn\n1,yes\n4,no\n6,yes\n",
    ] {
        let found = figures_of(csv, &[]);
        assert_eq!(found["log_rank"], Value::Null);
        assert_eq!(found["survival"].as_array().unwrap().len(), 1);
        let text = words(&report(csv, &[]));
        assert!(
            text.contains("There are no two groups to compare"),
            "{text}"
        );
        assert!(!text.contains("By plan, the rate"), "{text}");
        // No rule stands below a rule.
        assert!(!text.contains("─ ─"), "{text}");
        assert!(
            text.contains("In no month enough customers were at risk"),
            "{text}"
        );
    }
    let found = figures_of("tenure,churn\n1,yes\n4,no\n6,yes\n", &[]);
    assert_eq!(found["survival"][0]["group"], json!("Everybody"));
    let blank = figures_of("tenure,churn,plan\n1,yes,A\n4,no,\n", &[]);
    assert_eq!(blank["churn_by_group"][1]["group"], json!("not stated"));
}

fn many(groups: usize) -> String {
    let rows = (0..groups).flat_map(|group| {
        // Group 0 is the largest.
        (0..groups + 1 - group).map(move |row| {
            let left = if row % 3 == 0 { "yes" } else { "no" };
            format!("{},{left},Plan {group:02},9.99\n", row % 20 + 1)
        })
    });
    format!("tenure,churn,plan,mrr\n{}", rows.collect::<String>())
}

#[test]
fn of_fifty_groups_the_largest_are_shown_and_the_rest_named() {
    let csv = many(50);
    let found = figures_of(&csv, &[]);
    assert_eq!(found["churn_by_group"].as_array().unwrap().len(), 50);
    assert_eq!(found["churn_by_group"][0]["group"], json!("Plan 00"));
    assert_eq!(found["survival"].as_array().unwrap().len(), 50);
    assert_eq!(found["log_rank"]["degrees_of_freedom"], json!(49));
    let text = words(&report(&csv, &[]));
    assert!(
        text.contains("The 12 largest groups. Also in the file: Plan 12, Plan 13,"),
        "{text}"
    );
    let rates = text
        .split_once("CHURN RATES")
        .unwrap()
        .1
        .split_once("SURVIVAL")
        .unwrap()
        .0;
    assert_eq!(rates.matches("Plan 11").count(), 1);
    assert_eq!(rates.matches("Plan 49").count(), 1);
    // The names come last, after a table of those that are drawn.
    assert!(rates.find("Everybody") < rates.find("Plan 12"), "{rates}");
    let message = refused(&report(&many(101), &[])).to_owned();
    assert!(
        message.contains("\"plan\" has 101 different values, and groups are at most 100"),
        "{message}"
    );
}

#[test]
fn nobody_left() {
    let csv = "tenure,churn,plan,mrr\n1,no,A,5\n4,no,B,5\n6,no,A,5\n";
    let found = figures_of(csv, &[]);
    assert_eq!(found["churn"]["rate"], json!(0.0));
    assert_eq!(found["churn"]["lower"], json!(0.0));
    assert_eq!(found["survival"][0]["points"], json!([]));
    assert_eq!(found["survival"][0]["median"], Value::Null);
    assert_eq!(found["log_rank"], Value::Null);
    assert_eq!(found["money"]["at_risk"], json!("0"));
    let text = words(&report(csv, &[]));
    assert!(text.contains("0 of 3 customers (0.0 %"), "{text}");
    assert!(
        text.contains(
            "Nobody left, so nothing can be learned about leaving. If those who left were taken out of the file, add \
             them, or say with --lost how “churn” writes that they left."
        ),
        "{text}"
    );
    let opening = text.split_once("WHAT WAS READ").unwrap().0;
    assert!(!opening.contains("WHAT TO DO FIRST"), "{opening}");
    assert!(!text.contains("NaN"), "{text}");
}

#[test]
fn everybody_left() {
    let csv = "tenure,churn,plan,mrr\n1,yes,A,5\n4,yes,B,5\n6,yes,A,5\n";
    let found = figures_of(csv, &[]);
    assert_eq!(found["churn"]["rate"], json!(1.0));
    assert_eq!(found["churn"]["upper"], json!(1.0));
    assert_eq!(found["money"]["staying"], json!("0"));
    assert_eq!(found["money"]["mean_staying"], Value::Null);
    let last = found["survival"][0]["points"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&last["survival"], &last["standard_error"]),
        (&json!(0.0), &Value::Null)
    );
    let text = words(&report(csv, &[]));
    assert!(text.contains("3 of 3 customers (100.0 %"), "{text}");
    assert!(
        text.contains(
            "Everybody left, so the file does not tell how many leave, nor how long customers stay"
        ),
        "{text}"
    );
    assert!(
        text.contains("1. Ask the 3 customers who left why"),
        "{text}"
    );
    assert!(!text.contains("NaN"), "{text}");
}

#[test]
fn amounts_of_nought() {
    let csv = "tenure,churn,mrr\n1,yes,0\n2,no,0.00\n3,no,-\n";
    assert_eq!(figures_of(csv, &[])["money"], Value::Null);
    let text = words(&report(csv, &[]));
    for said in [
        "Nobody pays anything by “mrr”, so nothing is said of money; --amount names another column.",
        "1. Ask the customer who left why, and invite it back if that can be mended. At stake: 1 customer",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("REVENUE"), "{text}");
    // What is paid now, of those who left nothing.
    let text = words(&report("tenure,churn,mrr\n1,yes,0\n2,no,9\n3,yes,0\n", &[]));
    for said in [
        "All who left pay 0 by “mrr”: it may hold what they pay now, and not what they paid",
        "At stake: 2 customers",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("They paid"), "{text}");
}

#[test]
fn a_file_of_one_row() {
    for (row, lost) in [
        ("0,no", 0),
        ("0,yes", 1),
        ("1,no", 0),
        ("1,yes", 1),
        ("72,yes", 1),
    ] {
        let csv = format!("tenure,churn\n{row}\n");
        let found = figures_of(&csv, &[]);
        assert_eq!(found["churn"]["lost"], json!(lost), "{row}");
        assert_eq!(found["churn"]["base"], json!(1));
        let text = words(&report(&csv, &[]));
        assert!(
            text.contains("of so few that tells little"),
            "{row}: {text}"
        );
        assert!(
            !text.contains("NaN") && !text.contains("inf"),
            "{row}: {text}"
        );
    }
}

/// A curve that does not fall to a half is told as far as enough customers were followed.
#[test]
fn half_are_still_there() {
    let rows: String = (0..100)
        .map(|at| {
            format!(
                "{},{}\n",
                if at < 98 { 10 + at % 3 } else { 60 },
                u8::from(at % 10 == 0)
            )
        })
        .collect();
    let csv = format!("tenure,churn\n{rows}");
    let text = words(&report(&csv, &["--churn-window", "ever"]));
    assert!(
        text.contains("More than half of the customers are still there after 12 months."),
        "{text}"
    );
    let few = words(&report(&csv, &["--churn-window", "ever", "--minimum", "2"]));
    assert!(few.contains("are still there after 60 months."), "{few}");
}

/// The same rows in another order are the same file.
#[test]
fn order_does_not_matter() {
    let csv = many(12);
    let (header, rows) = csv.split_once('\n').unwrap();
    let mut backwards: Vec<&str> = rows.lines().collect();
    backwards.reverse();
    let backwards = format!("{header}\n{}\n", backwards.join("\n"));
    let plain = |csv: &str| {
        let mut found = figures_of(csv, &[]);
        for of in ["source", "pictures", "report"] {
            found[of] = Value::Null;
        }
        found
    };
    let found = plain(&csv);
    assert_eq!(found, plain(&backwards));
    assert_eq!(found, plain(&csv.replace(',', ";")));
}

/// Tenures that nobody has cut the adjusted curve short, and the report says so.
#[test]
fn a_gap_between_tenures() {
    let rows = ["1,yes", "1,no", "2,no", "2,yes", "9,no", "9,no"];
    let csv = format!("tenure,churn\n{}\n", rows.join("\n"));
    let found = figures_of(&csv, &[]);
    let curve = &found["survival_entry_adjusted"][0];
    assert_eq!(
        (&curve["until"], &curve["not_followed"]),
        (&json!(2), &json!(2))
    );
    let text = words(&report(&csv, &[]));
    assert!(
        text.contains("Everybody ends at month 2, for 2 customers have longer ones"),
        "{text}"
    );
}

/// Customers on contracts of a year, most of whom leave at its end.
#[test]
fn the_end_of_a_contract_is_a_peak() {
    let mut csv = "tenure,churn\n".to_owned();
    for month in 1..=24 {
        for row in 0..100 {
            let leaves = if month == 12 { 60 } else { 10 };
            csv.push_str(&format!("{month},{}\n", u8::from(row < leaves)));
        }
    }
    let found = figures_of(&csv, &[]);
    let peaks = found["hazard_peaks"].as_array().unwrap();
    assert_eq!(peaks.len(), 1);
    assert_eq!(peaks[0]["time"], json!(12));
    assert_eq!(peaks[0]["hazard"], json!(0.6));
    assert_eq!(peaks[0]["around"], json!(0.1));
    let text = words(&report(&csv, &[]));
    assert!(
        text.contains(
            "1 month stands out, as the end of a contract would: month 12 (60.0 %, around it 10.0 %: 50 more \
             than that)."
        ),
        "{text}"
    );
    assert!(text.contains("; month 12 stands out."), "{text}");
    // A month without anybody who left is told, too.
    let found = figures_of(&csv.replace("\n3,1", "\n3,0"), &[]);
    assert_eq!(found["hazard"][2]["events"], json!(0));
}

#[test]
fn hazard_ratios_where_there_is_something_to_compare() {
    // Nothing to compare with, and nobody who left.
    for csv in [
        "tenure,churn\n1,yes\n4,no\n",
        "tenure,churn,plan\n1,no,A\n4,no,B\n",
    ] {
        assert_eq!(figures_of(csv, &[])["hazard_ratios"], Value::Null);
    }
    // Amounts that are all the same tell nothing.
    let rows: String = (0..80)
        .map(|at| {
            format!(
                "{},{},{},20\n",
                at % 7 + 1,
                u8::from(at % 3 == 0),
                if at % 2 == 0 { "amount" } else { "B" }
            )
        })
        .collect();
    let csv = format!("tenure,churn,plan,mrr\n{rows}");
    let found = &figures_of(&csv, &[])["hazard_ratios"];
    assert_eq!(found["amount_step"], Value::Null);
    assert_eq!(found["ratios"].as_array().unwrap().len(), 1, "{found}");
    // A group of that name is not taken for the amount.
    let found = &figures_of(&csv.replace("B,20", "B,30"), &[])["hazard_ratios"];
    assert!(found["none_because"].is_string(), "{found}");
    let varied = csv
        .replace("\n3,0,B,20", "\n3,0,B,30")
        .replace("\n1,1,amount,20", "\n1,1,amount,30");
    let found = &figures_of(&varied, &[])["hazard_ratios"];
    assert_eq!(found["ratios"].as_array().unwrap().len(), 2, "{found}");
    // Nobody of a group left: no ratio is the best.
    let found = &figures_of(
        "tenure,churn,plan\n1,yes,A\n1,no,B\n2,no,B\n2,yes,A\n2,no,A\n1,no,A\n",
        &[],
    )["hazard_ratios"];
    assert!(
        found["none_because"]
            .as_str()
            .unwrap()
            .contains("separable"),
        "{found}"
    );
    let text = words(&report(
        "tenure,churn,plan\n1,yes,A\n1,no,B\n2,no,B\n2,yes,A\n2,no,A\n1,no,A\n",
        &[],
    ));
    assert!(text.contains("There are none: "), "{text}");
    // In each month all or none of those at risk left: nothing can be compared.
    let rows: String = (0..80)
        .map(|at| {
            format!(
                "{},{},{}\n",
                at % 8 + 1,
                at % 8 % 2,
                if at < 40 { "A" } else { "B" }
            )
        })
        .collect();
    let found = &figures_of(&format!("tenure,churn,plan\n{rows}"), &[])["hazard_ratios"];
    assert_eq!(
        found["none_because"],
        json!("in no month did some of those compared leave and others stay")
    );
    assert_eq!(found["ratios"], json!([]));
    // Many groups are left to the curves.
    assert_eq!(figures_of(&many(20), &[])["hazard_ratios"], Value::Null);
}
