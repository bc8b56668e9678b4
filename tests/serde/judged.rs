//! Rankings, what they are compared by, and the list to act on.

use retention::estimate::Resampling;
use retention::estimate::ranking::Ranking;
use retention::lifecycle::{AtStake, Given, RankedBy, Rules, Stages};

use crate::*;

fn ranking() -> Ranking {
    let away = [true, true, false, true, false];
    Ranking::new(&[0.75, 0.5, 0.5, 0.25, 0.25], &away).unwrap()
}

fn of(numerator: u64, denominator: u64) -> Value {
    to_value(Proportion::new(numerator, denominator).unwrap()).unwrap()
}

#[test]
fn a_ranking_is_written_without_its_cases() {
    let (auc, written) = (ranking().auc().unwrap(), to_value(ranking()).unwrap());
    let interval = ranking().interval(Confidence::default()).unwrap();
    assert_eq!(
        written,
        json!({
            "events": 3, "others": 2,
            "auc": auc.value(), "standard_error": auc.standard_error(),
            "lower": interval.lower(), "upper": interval.upper()
        })
    );
    // Not the ends of the symmetric interval.
    assert_ne!(written["upper"], to_value(auc).unwrap()["upper"]);
}

#[test]
fn cuts_and_calibration_carry_their_counts() {
    assert_eq!(
        to_value(ranking().cut_at(3)).unwrap(),
        json!({
            "least_score": 0.5, "called": of(3, 5), "recognised": of(2, 3),
            "misled": of(1, 3), "false_alarms": of(1, 2)
        })
    );
    let calibration = to_value(ranking().calibration(1).unwrap()).unwrap();
    assert_eq!(
        calibration["groups"],
        json!([{"lowest": 0.25, "highest": 0.75, "predicted": 0.45, "actual": of(3, 5)}])
    );
    for name in ["predicted", "actual", "in_the_large", "brier", "skill"] {
        assert!(!calibration[name].is_null(), "{name}");
    }
    let draws = Resampling::default().draws(2);
    let equal = ranking().at_equal_number(&ranking(), 3, draws).unwrap();
    let written = to_value(equal).unwrap();
    assert_eq!(
        (&written["called"], &written["misled_by_second"]),
        (&json!(3), &written["misled"])
    );
    assert_eq!(written["resampling"], to_value(draws).unwrap());
}

#[test]
fn the_list_to_act_on_writes_money_as_strings() {
    let log =
        PurchaseLog::from_rows([row("Ann", 2, dec!(20)), row("Ben", 3, dec!(12.50))]).unwrap();
    let observed = log
        .observe(log.until(day(31)).unwrap(), Policy::default())
        .unwrap();
    let given = |id: &String| {
        let known = Given::default().ended((id == "Ben").then(|| day(20)));
        known.chance(Some(0.125))
    };
    let stages = Stages::with(&observed, Rules::default(), given).unwrap();
    let year = Span::new(12, Period::Month).unwrap();
    let half_even = RoundingStrategy::MidpointNearestEven;
    let list = AtStake::of(
        &observed,
        &stages,
        year,
        RankedBy::ExpectedLoss,
        1,
        half_even,
    )
    .unwrap();
    let total = |customers: u64, untold: u64, [value, loss, rest]: [&str; 3]| {
        json!({
            "customers": customers, "untold": untold,
            "value": value, "expected_loss": loss, "expected_return": rest
        })
    };
    assert_eq!(
        to_value(&list).unwrap(),
        json!({
            "rows": [
                {
                    "customer": "Ann", "stage": "termination", "because": "lapsed",
                    "value": "20.0", "chance": 0.125, "chance_at_most": 0.125,
                    "expected_loss": "17.5", "expected_return": "2.5"
                },
                {
                    "customer": "Ben", "stage": "termination", "because": "recorded_end",
                    "value": "12.5", "chance": null, "chance_at_most": 0.0,
                    "expected_loss": "12.5", "expected_return": "0.0"
                }
            ],
            "ranked_by": "expected_loss",
            "all": total(2, 1, ["32.5", "30.0", "2.5"]),
            "declining": total(0, 0, ["0", "0", "0"]),
            "ended": total(2, 1, ["32.5", "30.0", "2.5"]),
            "left_out": 0,
            "places": 1,
            "strategy": "midpoint_nearest_even"
        })
    );
    // One row is one line of CSV.
    let mut lines = csv::Writer::from_writer(Vec::new());
    for row in &list.rows {
        lines.serialize(row).unwrap();
    }
    let lines = String::from_utf8(lines.into_inner().unwrap()).unwrap();
    assert_eq!(
        lines.lines().nth(2),
        Some("Ben,termination,recorded_end,12.5,,0.0,12.5,0.0")
    );
}
