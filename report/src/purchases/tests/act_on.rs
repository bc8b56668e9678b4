//! The customers in decline with most at stake, and what is to be done first.

use chrono::NaiveDate;
use retention::lifecycle::{AtStake, RankedBy, Rules, Stage, Stages};
use retention::period::{Period, Span};
use retention::purchases::{Policy, PurchaseLog};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::migration::sample;
use super::{figures, report, words, written};
use crate::kit::csv::{self, Layout};

#[test]
fn the_first_ten_of_the_sample() {
    let figures = sample(&[]);
    let rows = figures["act_on"].as_array().unwrap();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row["stage"] == "decline"));
    let cents = |row: &Value, key: &str| {
        let digits = row[key].as_str().unwrap().replace('.', "");
        digits.parse::<u64>().unwrap()
    };
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(cents(row, "expected_loss"))));
    for row in rows {
        // So much of the spending as the chance of not coming back, at the least where that is known.
        let chance = row["chance_at_most"].as_f64().unwrap();
        let told = &row["chance_of_return"];
        assert!(told.is_null() || told == &row["chance_at_most"], "{row}");
        let loss = cents(row, "spent_last_year") as f64 * (1.0 - chance);
        assert!(
            (loss - cents(row, "expected_loss") as f64).abs() <= 0.5,
            "{row}"
        );
        assert!(cents(row, "spent_last_year") <= cents(row, "revenue"));
    }

    let beside = &figures["act_on_summary"];
    assert_eq!(
        (&beside["valuable"], &beside["valuable_ended"]),
        (&json!(472), &json!(40))
    );
    let listed: u64 = rows.iter().map(|row| cents(row, "revenue")).sum();
    assert_eq!(
        beside["listed_revenue"].as_str().unwrap().replace('.', ""),
        listed.to_string()
    );
}

/// As the library has it, of all who are in decline.
#[test]
fn what_is_at_stake_in_the_sample() {
    let file = include_str!("../../../data/cdnow.csv");
    let sheet = csv::read(file.as_bytes(), &Layout::default(), |_| {}).unwrap();
    let log = PurchaseLog::from_rows(sheet.purchases).unwrap();
    let end = NaiveDate::from_ymd_opt(1998, 6, 30).unwrap();
    let observed = log
        .observe(log.until(end).unwrap(), Policy::default())
        .unwrap();
    let stages = Stages::of(&observed, Rules::default()).unwrap();
    let year = Span::new(1, Period::Year).unwrap();
    let half_up = RoundingStrategy::MidpointAwayFromZero;
    let list = AtStake::of(&observed, &stages, year, RankedBy::default(), 2, half_up).unwrap();

    let figures = sample(&[]);
    let decline = list.rows.iter().filter(|row| row.stage == Stage::Decline);
    let listed = figures["act_on"].as_array().unwrap();
    assert_eq!(listed.len(), 10);
    for (ours, theirs) in listed.iter().zip(decline) {
        assert_eq!(ours["customer"], theirs.customer.as_str());
        assert_eq!(ours["spent_last_year"], theirs.value.to_string());
        assert_eq!(ours["expected_loss"], theirs.expected_loss.to_string());
    }
    for (groups, total) in [
        (["valuable_in_decline", "others_in_decline"], list.declining),
        (["valuable_ended", "others_ended"], list.ended),
    ] {
        let stakes = figures["stakes"].as_array().unwrap().iter();
        let stakes = stakes.filter(|stake| groups.iter().any(|group| stake["who"] == *group));
        let losses = stakes.map(|stake| stake["expected_loss"].as_str().unwrap());
        let sum: Decimal = losses.map(|loss| loss.parse::<Decimal>().unwrap()).sum();
        // Each group is rounded by itself.
        assert!(
            (sum - total.expected_loss).abs() <= Decimal::new(1, 2),
            "{sum}"
        );
    }
}

/// Twenty came back after ten days, six after a hundred, and fourteen not yet.
pub fn returns() -> String {
    let mut csv = "customer,date,amount\n".to_owned();
    for id in 0..40 {
        let first = if id == 39 { "2024-11-11" } else { "2024-01-01" };
        csv.push_str(&format!("C{id:02},{first},{}\n", 10 + id));
        match id {
            0..20 => csv.push_str(&format!("C{id:02},2024-01-11,1\n")),
            20..26 => csv.push_str(&format!("C{id:02},2024-04-10,1\n")),
            _ => {}
        }
    }
    csv
}

#[test]
fn one_time_buyers_by_how_others_came_back() {
    let (csv, args) = (returns(), ["--as-of", "2024-12-31"]);
    let shop = figures(&csv, &args);
    let judged = &shop["lifecycle"]["silence"];
    assert_eq!(judged["horizon"], json!({"count": 180, "period": "day"}));
    assert_eq!(
        (&judged["ended_below"], &judged["decline_below"]),
        (&json!(0.2), &json!(0.4))
    );
    // After ten days half are out, and 6 of 19 of them come back after a hundred: 0.32, and 0 after that.
    // Of 26 who bought twice none came back. Records of 365 days judge silences of up to 185.
    let steps = judged["steps"].as_array().unwrap();
    let first = &steps[0];
    assert_eq!(
        (&first["purchases"], &first["purchases_to"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(first["longest_judged_days"], 185);
    assert_eq!(
        (&first["decline_after_days"], &first["ended_after_days"]),
        (&json!(13.0), &json!(99.0)),
    );
    let first = &shop["act_on"][0];
    assert_eq!(
        (
            &first["customer"],
            &first["because"],
            &first["silence_days"]
        ),
        (&json!("C39"), &json!("silent"), &json!(50)),
    );
    assert_eq!(first["chance_of_return"], written(6.0 / 19.0));
    assert_eq!(first["mean_interval_days"], Value::Null);
    // 49 times 13 / 19.
    assert_eq!(
        (&first["spent_last_year"], &first["expected_loss"]),
        (&json!("49"), &json!("33.53"))
    );
    assert_eq!(first["trend"], Value::Null);

    let told = words(&report(&csv, &args).out);
    for part in [
        "1 customer is in decline, by the rules of the lifecycle; in the window they brought 49. The one \
         with most at stake, who brought anything:",
        "49 49 32 % 33.53 silent 50 days after 1 purchase",
        "1 40 65.0 % 185 days 13 days 99 days",
        "below 40 % a customer is in decline, below 20 % called ended. That cut is 1/(1 + 4)",
        "what a customer spent from 2024-01-01 to 2024-12-31, times the chance of not buying within 180 \
         days",
        "For customers in decline the literature recommends: find the dissatisfied",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("will "), "{told}");
}

/// The groups are those of the stages, in the order of what is at stake.
#[test]
fn what_is_at_stake_with_whom() {
    let shop = figures(&returns(), &["--as-of", "2024-12-31"]);
    let stakes = shop["stakes"].as_array().unwrap();
    let groups: Vec<_> = stakes
        .iter()
        .map(|stake| {
            (
                &stake["who"],
                &stake["customers"],
                &stake["value"],
                &stake["expected_loss"],
            )
        })
        .collect();
    // Forty customers, 26 of whom bought twice and are called ended with a chance of 0, as nobody did so a
    // third time; 13 of those who bought once are, with 0 too; and C39 is in decline. The eight who
    // brought most, from 42 to 49, are Top, Big and Medium, and C39 is one of them.
    assert_eq!(
        groups,
        [
            (
                &json!("others_ended"),
                &json!(32),
                &json!("842"),
                &json!("842")
            ),
            (
                &json!("valuable_ended"),
                &json!(7),
                &json!("315"),
                &json!("315")
            ),
            (
                &json!("valuable_in_decline"),
                &json!(1),
                &json!("49"),
                &json!("33.53")
            ),
        ],
    );
    let losses = stakes
        .iter()
        .map(|stake| stake["expected_loss"].as_str().unwrap());
    let losses: Vec<f64> = losses.map(|loss| loss.parse().unwrap()).collect();
    assert!(losses.is_sorted_by(|a, b| a >= b));
    assert_eq!(
        shop["spent"],
        json!({"from": "2024-01-01", "to": "2024-12-31"})
    );
}

#[test]
fn whoever_brought_nothing_is_not_listed() {
    // The one in decline has given all back.
    let csv = returns() + "C39,2024-11-12,-49\n";
    let (csv, args) = (csv.as_str(), ["--as-of", "2024-12-31"]);
    let shop = figures(csv, &args);
    assert_eq!(shop["act_on"], json!([]));
    assert_eq!(shop["act_on_summary"]["in_decline"], 1);
    let told = report(csv, &args).out;
    assert!(
        told.contains("1 customer in decline, none of whom brought anything"),
        "{told}"
    );
}
