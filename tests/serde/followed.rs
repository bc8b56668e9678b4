//! State of the accumulators of histories: read through its checks.

use retention::purchases::{History, LatencyBuilder, ReturnCurveBuilder};
use serde::de::DeserializeOwned;

use crate::*;

fn may() -> Window {
    Window::new(day(1), day(31)).unwrap()
}

/// Ann bought on the 1st and the 5th, Ben on the 2nd, Cem not at all.
fn fill(builder: &mut impl for<'r> Accumulator<Row<'r> = History<'r>>) {
    for dates in [&[day(1), day(5)][..], &[day(2)], &[]] {
        let amounts = vec![dec!(10); dates.len()];
        builder
            .push(History::new(dates, &amounts, may()).unwrap())
            .unwrap();
    }
}

/// Each state with one field changed is refused with this message.
#[track_caller]
fn refuses<T: DeserializeOwned + Debug>(written: &Value, changes: &[(&str, Value, &str)]) {
    assert!(from_value::<T>(written.clone()).is_ok());
    for (field, value, message) in changes {
        let mut state = written.clone();
        *state.pointer_mut(field).unwrap() = value.clone();
        assert_eq!(refused::<T>(state), *message, "{field}");
    }
}

#[test]
fn a_return_curve_builder() {
    let mut builder = ReturnCurveBuilder::new(may(), Policy::default(), Period::Day, 1).unwrap();
    fill(&mut builder);
    let written = to_value(&builder).unwrap();
    assert_eq!(written["rows"], 3);
    let wait =
        |days, returned, waiting| json!({"days": days, "returned": returned, "waiting": waiting});
    assert_eq!(written["waits"], json!([wait(4, 1, 0), wait(29, 0, 1)]));
    refuses::<ReturnCurveBuilder>(
        &written,
        &[
            ("/purchases", json!(0), "purchases must be 1 or more, got 0"),
            ("/rows", json!(1), "customers must be at most 1, got 2"),
            (
                "/waits/0/days",
                json!(29),
                "days out of order: 29 follows 29 at row 1 (counted from 0)",
            ),
            (
                "/waits/1/days",
                json!(31),
                "days must be at most 30, got 31",
            ),
            (
                "/waits/0/returned",
                json!(0),
                "customers of a wait must be 1 or more, got 0 at row 0 (counted from 0)",
            ),
            (
                "/waits/0/waiting",
                json!(u64::MAX),
                "counting rows overflows at 18446744073709551615",
            ),
        ],
    );
}

#[test]
fn a_latency_builder() {
    let mut builder =
        LatencyBuilder::new(may(), Policy::default(), Period::Day, Ruler::Days).unwrap();
    fill(&mut builder);
    let written = to_value(&builder).unwrap();
    assert_eq!(
        written["sums"],
        json!([
            {"taken": 1, "not_yet": 1, "time_taken": 4.0, "time_waited": 29.0},
            {"taken": 0, "not_yet": 1, "time_taken": 0.0, "time_waited": 26.0},
        ])
    );
    let first = "step 0 (counted from 0)";
    refuses::<LatencyBuilder>(
        &written,
        &[
            (
                "/rows",
                json!(1),
                &format!("customers of the step must be at most 1, got 2 at {first}"),
            ),
            (
                "/sums/0/time_taken",
                json!(-4.0),
                &format!("time taken must be 0 or more, got -4 at {first}"),
            ),
            (
                "/sums/1/time_taken",
                json!(1.0),
                "time taken must be 0, as of no customers, got 1 at step 1 (counted from 0)",
            ),
            (
                "/sums/1/not_yet",
                json!(2),
                "customers of the step must be equal, got 2 and 1 at step 1 (counted from 0)",
            ),
            ("/sums/1", json!({}), "missing field `taken`"),
            (
                "/sums",
                json!([written["sums"][0]]),
                "customers who took the last step must be equal, got 1 and 0",
            ),
        ],
    );
}
