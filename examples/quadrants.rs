//! What should we improve first, and how sure is that?
//!
//! Run it: `cargo run --example quadrants`
//!
//! The data are 250 customers of a mobile-phone provider, in `report/data/mobi.csv`.

use retention::quadrant::{Importance, Method, Options, Survey, bootstrap};
use retention::scale::Scale;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A column of answers for each attribute, and one of overall satisfaction.
    let attributes = [
        ("PERQ2", "network"),
        ("PERQ3", "customer service"),
        ("PERQ4", "services used"),
        ("PERQ5", "range of services"),
        ("PERQ6", "reliability"),
        ("PERQ7", "clear information"),
        ("PERV1", "price for the quality"),
    ];
    let mut columns = Vec::new();
    for (code, name) in attributes {
        columns.push((name, column(code)?));
    }
    let overall = column("CUSA1")?;

    let scale = Scale::ONE_TO_TEN;
    let rated = columns
        .iter()
        .map(|(name, answers)| Ok((*name, scale.full_answers(answers)?)))
        .collect::<retention::Result<Vec<_>>>()?;
    let survey = Survey::new(rated)?.overall(scale.full_answers(&overall)?)?;

    // Importance is not asked but derived: how much an attribute goes with overall satisfaction.
    let method = Method::from(Importance::RelativeWeights);
    // The respondents are drawn again 1,000 times. The same seed gives the same figures.
    let resampling = bootstrap::Options::default().seed(1);
    let sure = survey.bootstrap(method, Options::default(), resampling)?;

    // The most urgent first.
    println!("attribute              importance  satisfaction  quadrant           how sure");
    for placed in sure.analysis.by_rank() {
        let resampled = sure.get(&placed.name).ok_or("no such attribute")?;
        println!(
            "{:21}  {:10.2}  {:12.2}  {:17}  {:>7.0}%",
            placed.name,
            placed.importance,
            placed.satisfaction,
            placed.quadrant,
            100.0 * resampled.same.value().unwrap_or_default(),
        );
    }
    // Where that is not much more than half, an attribute lies near a line: ask more customers.
    Ok(())
}

/// Reads one column of the survey.
fn column(name: &str) -> Result<Vec<f64>, Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/mobi.csv");
    let mut reader = csv::Reader::from_path(path)?;
    let position = reader.headers()?.iter().position(|header| header == name);
    let position = position.ok_or("no such column")?;
    reader
        .records()
        .map(|record| Ok(record?.get(position).ok_or("a short row")?.parse()?))
        .collect()
}
