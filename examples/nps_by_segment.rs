//! What is the Net Promoter Score of each segment, kept up to date from day to day?
//!
//! A counter for each segment is written as JSON in the evening and goes on in the morning.
//!
//! Run it: `cargo run --example nps_by_segment`

use std::collections::BTreeMap;

use retention::Accumulator;
use retention::estimate::Confidence;
use retention::satisfaction::nps::{Counter, Options};

/// Segment by segment, all answers so far.
type Counters = BTreeMap<String, Counter>;

/// Counts one day's answers, 0 to 10. `None` is a question that was left out.
fn count(answers: &[(&str, Option<f64>)]) -> retention::Result<Counters> {
    let mut counters = Counters::new();
    for &(segment, answer) in answers {
        if !counters.contains_key(segment) {
            counters.insert(segment.to_owned(), Counter::new(Options::default())?);
        }
        if let Some(counter) = counters.get_mut(segment) {
            counter.push(answer)?;
        }
    }
    Ok(counters)
}

/// Adds a day to what was kept.
fn merge(kept: &mut Counters, day: Counters) -> retention::Result<()> {
    for (segment, counter) in day {
        match kept.get_mut(&segment) {
            Some(all) => all.merge(counter)?,
            None => drop(kept.insert(segment, counter)),
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let monday = [
        ("online", Some(10.0)),
        ("online", Some(9.0)),
        ("store", Some(6.0)),
        ("store", None),
    ];
    let tuesday = [
        ("store", Some(9.0)),
        ("online", Some(10.0)),
        ("phone", Some(7.0)),
        ("store", Some(2.0)),
        ("online", Some(3.0)),
    ];

    // In a real program this text is a file or a column of a table.
    let mut state = String::from("{}");
    for day in [&monday[..], &tuesday[..]] {
        // Reading checks the state: counts that no answers could have made are refused.
        let mut kept: Counters = serde_json::from_str(&state)?;
        merge(&mut kept, count(day)?)?;
        state = serde_json::to_string(&kept)?;
    }

    let counters: Counters = serde_json::from_str(&state)?;
    println!("segment  answered  missing  score  95 % interval");
    for (segment, counter) in counters {
        let nps = counter.finish()?;
        let score = nps.score.map_or("–".into(), |score| format!("{score:.0}"));
        // With so few answers the intervals are wide.
        let interval = nps.interval(Confidence::default());
        let interval = interval.map_or("–".into(), |interval| format!("{interval:.0}"));
        let (answered, missing) = (nps.answered, nps.missing);
        println!("{segment:7}  {answered:8}  {missing:7}  {score:>5}  {interval}");
    }
    Ok(())
}
