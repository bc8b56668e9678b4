//! Which answers of a survey told, a year later, who had stayed?
//!
//! Run it: `cargo run --example what_predicts_staying`

use retention::Accumulator;
use retention::portrait::staying::{Builder, Options, Predictor, SurveyedCustomer};

/// Numbers from 0 to 1 that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What customers say matters to them, and what goes with their overall satisfaction.
    let predictors = [
        Predictor::number("satisfaction").stated(4.1).derived(0.5),
        Predictor::number("price").stated(4.8).derived(0.2),
        Predictor::number("switching cost").stated(2.0).derived(0.1),
        Predictor::levels("contract", ["monthly", "yearly"]).reference("monthly"),
    ];
    let mut builder = Builder::new(predictors, Options::default())?;

    // Customers of an invented shop: satisfaction and switching cost keep them, and so does a contract.
    let mut dice = Dice(4);
    for _ in 0..1200 {
        let rating = |luck: f64| f64::from((5.0 * luck) as u32 + 1);
        let [satisfaction, price, cost] = [0; 3].map(|_| rating(dice.roll()));
        let [yearly, answered] = [0.4, 0.9].map(|chance| dice.roll() < chance);
        let log_odds = 0.5 * satisfaction + 0.3 * cost + f64::from(u8::from(yearly)) - 1.2;
        builder.push(SurveyedCustomer {
            stayed: dice.roll() < 1.0 / (1.0 + (-log_odds).exp()),
            numbers: &[Some(satisfaction), answered.then_some(price), Some(cost)],
            classes: &[Some(usize::from(yearly))],
        })?;
    }
    let found = builder.finish()?;
    println!("{} customers stayed", found.stayed);
    for predictor in &found.predictors {
        println!("- {predictor}");
    }

    println!("rates of staying");
    for group in &found.groups {
        let percent = |rate: Option<f64>| 100.0 * rate.unwrap_or(f64::NAN);
        let (rate, lower, upper) = (
            percent(group.rate),
            percent(group.lower),
            percent(group.upper),
        );
        let name = format!("{}, {}", group.predictor, group.group);
        println!("  {name:24} {rate:3.0} % ({lower:.0} to {upper:.0})");
    }

    let model = found.joint.fitted().ok_or("no joint model")?;
    if let Some(area) = model.area {
        println!(
            "together: area {:.2} on other customers ({:.2} to {:.2}), {:.2} on the same ones",
            area.value, area.lower, area.upper, area.apparent
        );
    }
    println!("ranks: stated, derived, revealed");
    for row in &found.importances {
        let rank = |rank: Option<u64>| rank.map_or("-".to_owned(), |rank| rank.to_string());
        let ranks = [row.stated_rank, row.derived_rank, row.revealed_rank].map(rank);
        println!("  {:16} {}", row.predictor, ranks.join("  "));
    }
    println!(
        "These are associations: only a trial with a control group tells what keeps customers."
    );
    Ok(())
}
