//! What should we improve first, and how sure is that?
//!
//! Run it: `cargo run --example quadrants`
//!
//! The data are 250 customers of a mobile-phone provider, in `report/data/mobi.csv`.

use std::collections::BTreeMap;

use retention::estimate::Resampling;
use retention::quadrant::{Importance, Method, Options, Survey};
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
    let columns = columns()?;
    let column = |code| columns.get(code).ok_or("no such column");
    let scale = Scale::ONE_TO_TEN;
    let mut rated = Vec::new();
    for (code, name) in attributes {
        rated.push((name, scale.full_answers(column(code)?)?));
    }
    let survey = Survey::new(rated)?.overall(scale.full_answers(column("CUSA1")?)?)?;

    // Importance is not asked but derived: how much an attribute goes with overall satisfaction.
    let method = Method::from(Importance::RelativeWeights);
    // The respondents are drawn again 1,000 times. The same seed gives the same figures.
    let resampling = Resampling::default().seed(1);
    let sure = survey.bootstrap(method, Options::default(), resampling)?;

    // The most urgent first.
    println!("attribute              importance  satisfaction  quadrant           how sure");
    for placed in sure.analysis.by_rank() {
        let resampled = sure.get(&placed.name).ok_or("no such attribute")?;
        // The quadrant in the sample itself, and how many resamples agree with it.
        let quadrant = resampled.verdict.map_or("–", |quadrant| quadrant.name());
        let agree = resampled.same.value();
        let agree = agree.map_or("–".into(), |agree| format!("{:.0}%", 100.0 * agree));
        println!(
            "{:21}  {:10.2}  {:12.2}  {quadrant:17}  {agree:>8}",
            placed.name, placed.importance, placed.satisfaction,
        );
    }
    // Where that is not much more than half, an attribute lies near a line: ask more customers.
    Ok(())
}

/// Reads the survey: the answers of each column, by its name.
fn columns() -> Result<BTreeMap<String, Vec<f64>>, Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/mobi.csv");
    let mut reader = csv::Reader::from_path(path)?;
    let names = reader.headers()?.clone();
    let mut columns = BTreeMap::<_, Vec<f64>>::new();
    for record in reader.records() {
        for (name, answer) in names.iter().zip(&record?) {
            let column = columns.entry(name.to_owned()).or_default();
            column.push(answer.parse()?);
        }
    }
    Ok(columns)
}
