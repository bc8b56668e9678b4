//! What is the Net Promoter Score of each segment, kept up to date from day to day?
//!
//! The counts of all segments are written as JSON in the evening and go on in the morning.
//!
//! Run it: `cargo run --example nps_by_segment`

use retention::Accumulator;
use retention::estimate::Confidence;
use retention::satisfaction::nps::{Counter, Options};
use retention::segment::BySegment;

/// Segment by segment, all answers so far.
type Scores = BySegment<String, Counter>;

/// An answer is 0 to 10; `None` is a question that was left out.
type Answer = (&'static str, Option<f64>);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let monday: [Answer; 4] = [
        ("online", Some(10.0)),
        ("online", Some(9.0)),
        ("store", Some(6.0)),
        ("store", None),
    ];
    let tuesday: [Answer; 5] = [
        ("store", Some(9.0)),
        ("online", Some(10.0)),
        ("phone", Some(7.0)),
        ("store", Some(2.0)),
        ("online", Some(3.0)),
    ];

    // In a real program this text is a file or a column of a table.
    let empty = Scores::new(Counter::new(Options::default())?);
    let mut state = serde_json::to_string(&empty)?;
    for day in [&monday[..], &tuesday[..]] {
        // Reading checks the state: counts that no answers could have made are refused.
        let mut scores: Scores = serde_json::from_str(&state)?;
        scores.extend(
            day.iter()
                .map(|&(segment, answer)| (segment.to_owned(), answer)),
        )?;
        state = serde_json::to_string(&scores)?;
    }

    let scores: Scores = serde_json::from_str(&state)?;
    println!("segment  answered  missing  score  95 % interval");
    for row in scores.finish()? {
        let Some(nps) = row.output else { continue };
        let score = nps.score.map_or("–".into(), |score| format!("{score:.0}"));
        // With so few answers the intervals are wide.
        let interval = nps.interval(Confidence::default());
        let interval = interval.map_or("–".into(), |interval| format!("{interval:.0}"));
        let (answered, missing) = (nps.answered, nps.missing);
        println!(
            "{:7}  {answered:8}  {missing:7}  {score:>5}  {interval}",
            row.segment
        );
    }
    Ok(())
}
