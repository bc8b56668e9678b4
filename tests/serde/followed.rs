//! State of the accumulators of histories: read through its checks.

use retention::counted::Counter;
use retention::purchases::{History, LatencyBuilder, ReturnCurvesBuilder, Steps};
use serde::de::DeserializeOwned;

use crate::*;

fn steps() -> Steps {
    Steps::new([1, 2]).unwrap().least_waits(1)
}

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
    let mut builder =
        ReturnCurvesBuilder::new(may(), Policy::default(), Period::Day, steps()).unwrap();
    fill(&mut builder);
    let written = to_value(&builder).unwrap();
    assert_eq!(written["rows"], 3);
    let wait =
        |days, returned, waiting| json!({"days": days, "returned": returned, "waiting": waiting});
    assert_eq!(
        written["waits"],
        json!({
            "steps": {"lower_bounds": [1, 2], "least_waits": 1},
            "first": [wait(4, 1, 0), wait(29, 0, 1)],
            "later": [[], [wait(26, 0, 1)]]
        })
    );
    refuses::<ReturnCurvesBuilder>(
        &written,
        &[
            (
                "/waits/steps/lower_bounds/0",
                json!(2),
                "first step must be 1, got 2 at item 0 (counted from 0)",
            ),
            ("/waits/later", json!([]), "later must have length 2, got 0"),
            (
                "/waits/later/1/0/days",
                json!(31),
                "days must be at most 30, got 31",
            ),
            ("/rows", json!(1), "customers must be at most 1, got 2"),
            (
                "/waits/first/0/days",
                json!(29),
                "days out of order: 29 follows 29 at row 1 (counted from 0)",
            ),
            (
                "/waits/first/1/days",
                json!(31),
                "days must be at most 30, got 31",
            ),
            (
                "/waits/first/0/returned",
                json!(0),
                "customers of a wait must be 1 or more, got 0 at row 0 (counted from 0)",
            ),
            (
                "/waits/first/0/waiting",
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
                "time taken must be at most 0, of 0 customers in this window, got 1 at step 1 (counted from 0)",
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

#[test]
fn a_return_curve_is_no_longer_than_its_window() {
    let mut builder =
        ReturnCurvesBuilder::new(may(), Policy::default(), Period::Day, steps()).unwrap();
    fill(&mut builder);
    let curves = builder.finish().unwrap();
    let mut state = to_value(curves.first_step()).unwrap();
    state["longest_wait"] = json!(31);
    assert_eq!(
        refused::<purchases::ReturnCurve>(state),
        "longest_wait must be at most 30, as the window is no longer, got 31"
    );
}

/// What a policy says of rows outside the window does not matter to a history, which has none.
#[test]
fn a_history_of_the_same_policy_within_the_window_is_followed() {
    let policy = Policy::default();
    let mut builder = ReturnCurvesBuilder::new(may(), policy, Period::Day, steps()).unwrap();
    let history = |policy| {
        let history = History::new(&[], &[], may()).unwrap();
        history.with_policy(policy).unwrap()
    };
    builder
        .push(history(policy.outside(Outside::Refuse)))
        .unwrap();
    let error = builder
        .push(history(policy.refunds(Treatment::Drop)))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "policy must be equal, got refunds: Net and refunds: Drop at row 1 (counted from 0); \
         `History::with_policy` sets that of a history"
    );
}

#[test]
fn sums_of_weights_are_such_as_weights_have() {
    let mut counter = Counter::<Stage>::new();
    counter.extend([Some(Stage::Growth), None]).unwrap();
    let written = to_value(&counter).unwrap();
    let growth = "/tally/classes/1";
    assert_eq!(written.pointer(growth).unwrap()["count"], 1);
    let weight = format!("{growth}/weight");
    let squares = format!("{growth}/squares");
    refuses::<Counter<Stage>>(
        &written,
        &[
            (
                &weight,
                json!(1e101),
                "sum of the weights must be what 1 weights add up to, got 1e101",
            ),
            (
                &weight,
                json!(2.0),
                "sum of the squared weights must be that of 1 weights that add up to 2e0, got 1e0",
            ),
            (
                &squares,
                json!(2.0),
                "sum of the squared weights must be that of 1 weights that add up to 1e0, got 2e0",
            ),
            (
                &format!("{growth}/count"),
                json!(0),
                "sum of the weights must be what 0 weights add up to, got 1e0",
            ),
        ],
    );
    // Both have five classes.
    let error = from_value::<Counter<Status>>(written).unwrap_err();
    assert!(
        error.to_string().starts_with("classes must be equal"),
        "{error}"
    );
}

/// A count at its end is refused before anything is added to it.
#[test]
fn counts_that_do_not_add_up_are_refused_and_do_not_overflow() {
    use retention::satisfaction::servqual;
    use retention::switching::survey;

    let instrument = survey::instrument(Scale::ONE_TO_FIVE, Missing::default()).unwrap();
    let scorer = survey::Scorer::new(instrument, survey::Options::default()).unwrap();
    let mut builder = survey::Builder::new(scorer);
    builder.push(&[Some(3.0); 30]).unwrap();
    let written = to_value(builder).unwrap();
    let rows = "numbers of rows must be equal, got 1 and 18446744073709551615";
    refuses::<survey::Builder>(
        &written,
        &[("/sums/overall/missing", json!(u64::MAX), rows)],
    );

    let options = servqual::Options::default().form(servqual::Form::Perception);
    let mut builder = servqual::Builder::new(&options).unwrap();
    let answers = vec![Some(4.0); options.items.len()];
    builder
        .push(servqual::Respondent::new(&answers, &[]))
        .unwrap();
    let written = to_value(builder).unwrap();
    refuses::<servqual::Builder>(&written, &[("/unweighted/missing", json!(u64::MAX), rows)]);
    let mut state = written;
    state["items"][0]["expectation"] = state["items"][0]["perception"].clone();
    assert!(refused::<servqual::Builder>(state).starts_with("expectations must be equal"));
}
