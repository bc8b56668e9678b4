//! How long do customers stay by contract, do contracts differ, and when do customers leave?
//!
//! Run it: `cargo run --example survival_by_plan`
//!
//! The data are 7,043 customers of a telecom, in `report/data`; tenure is in months. As in most analyses
//! of them, everyone counts as observed from the first month, so that the curves are too high.

use retention::Accumulator;
use retention::estimate::Confidence;
use retention::segment::BySegment;
use retention::survival::{BandForm, Builder, HazardOptions, Spell, Survival, Transform};
use retention::survival::{Weighting, log_rank};

#[derive(serde::Deserialize)]
struct Customer {
    tenure: u32,
    contract: String,
    churn: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/telecom.csv");
    let mut curves = BySegment::new(Builder::new());
    for row in csv::Reader::from_path(path)?.deserialize() {
        let row: Customer = row?;
        let spell = match row.churn.as_str() {
            "Yes" => Spell::ended(row.tenure),
            _ => Spell::ongoing(row.tenure),
        };
        curves.push((row.contract, spell))?;
    }
    let curves = curves.finish()?;

    println!("contract        customers  left    median  here after 2 years");
    let mut compared: Vec<&Survival> = Vec::new();
    for segment in &curves {
        let curve = segment.output.as_ref().ok_or("no curve")?;
        let median = curve.median().map_or("none yet".into(), |m| m.to_string());
        let share = 100.0 * curve.at(24).ok_or("not followed so long")?;
        let (name, customers, left) = (&segment.segment, curve.customers, curve.ended);
        println!("{name:15} {customers:9} {left:5} {median:>9} {share:17.1} %");
        compared.push(curve);
    }

    let test = log_rank(&compared, Weighting::default())?.ok_or("nobody left")?;
    let (statistic, degrees) = (test.statistic, test.degrees_of_freedom);
    println!("\nlog-rank {statistic:.0}, chi-square with {degrees} degrees of freedom");
    let [monthly, yearly, _] = compared[..] else {
        return Err("three contracts".into());
    };
    let longer = yearly
        .restricted_mean(60)?
        .minus(&monthly.restricted_mean(60)?)?;
    println!("within five years {longer:.1} months longer with a yearly contract");

    // An interval holds the share of one month with 95 % confidence, a band the whole curve.
    let (arcsine, confidence) = (Transform::Arcsine, Confidence::default());
    let band = monthly.band(BandForm::default(), arcsine, 1..=60, confidence)?;
    let band = band.at(24).ok_or("not in the band")?;
    let interval = monthly.interval(24, arcsine, confidence).ok_or("none")?;
    println!("by the month after two years: interval {interval:.3}, band {band:.3}");

    println!("\nwhen those who pay by the month leave");
    let quarters = monthly.hazard(HazardOptions::default().width(3))?;
    for bin in &quarters.bins[..4] {
        let (hazard, left) = (100.0 * bin.hazard.unwrap_or_default(), bin.ended);
        let months = format!("months {} to {}", bin.from, bin.to);
        println!("{months:15} {hazard:4.1} % each month, {left} customers");
    }
    let hazard = monthly.hazard(HazardOptions::default())?;
    println!("months that stand out: {}", hazard.peaks().count());
    Ok(())
}
