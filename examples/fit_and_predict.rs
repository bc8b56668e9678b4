//! Who is still a customer, who will buy most, and in which stage is everyone?
//!
//! Run it: `cargo run --features serde --example fit_and_predict`
//!
//! The data are the purchases of CDNOW's customers in `report/data`. The model sees 39 weeks of 1997; what came
//! in the next 39 weeks stands beside what it expects.

use std::collections::HashMap;

use retention::chrono::NaiveDate;
use retention::clv::{ParetoNbd, PurchaseCounts, PurchaseModel};
use retention::lifecycle::{Given, Rules, Stage, Stages};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or("no such day");
    let as_of = day(1997, 9, 30)?;
    let seen = log.observe(log.until(as_of)?, Policy::default())?;

    // From the log to three facts of each customer, in weeks, and from those to a model.
    let summaries = seen.summaries(Period::Day, Ruler::Weeks)?;
    let counts = PurchaseCounts::of(summaries.rows.iter().map(|row| &row.result))?;
    let fitted = ParetoNbd::fit(&counts, Default::default())?;
    println!("{} customers, {}", fitted.customers, fitted.outcome);
    for parameter in &fitted.parameters {
        let error = parameter.standard_error.unwrap_or(f64::NAN);
        println!("{:5} {:6.3} ± {error:.3}", parameter.name, parameter.value);
    }
    let model = fitted.converged()?;

    // What came in the 39 weeks after, for comparison: days with a purchase.
    let next = Window::new(as_of.succ_opt().ok_or("no such day")?, day(1998, 6, 30)?)?;
    let mut came: HashMap<&str, u32> = HashMap::new();
    let next = log.observe(next, Policy::default())?;
    let next = next.summaries(Period::Day, Ruler::Weeks)?;
    for row in &next.rows {
        came.insert(&row.customer, row.result.frequency() + 1);
    }

    let mut forecasts = Vec::new();
    for row in &summaries.rows {
        forecasts.push((&row.customer, model.forecast(&row.result, 39.0)?));
    }
    forecasts.sort_by(|(_, a), (_, b)| b.expected_purchases.total_cmp(&a.expected_purchases));
    let all: f64 = forecasts.iter().map(|(_, f)| f.expected_purchases).sum();
    println!("\ncustomer  still there  buys again  expected  came");
    for (customer, forecast) in forecasts.iter().take(8) {
        println!(
            "{customer}      {:9.1} %  {:8.1} %  {:8.1}  {:4}",
            100.0 * forecast.probability_alive,
            100.0 * forecast.probability_of_purchase,
            forecast.expected_purchases,
            came.get(customer.as_str()).unwrap_or(&0),
        );
    }
    println!(
        "all customers: {all:.0}, came {}",
        came.values().sum::<u32>()
    );

    // Stages by the model's chance of a purchase within the horizon of the rules, 180 days.
    let stages = Stages::with(&seen, Rules::default(), |customer| {
        let known = summaries.get(customer);
        let chance = known.map(|known| model.probability_of_purchase(known, 180.0 / 7.0));
        Given::default().chance(chance.and_then(Result::ok))
    })?;
    println!("\nstage        customers");
    for stage in Stage::ALL {
        println!("{:12} {:9}", stage.to_string(), stages.count(*stage));
    }
    Ok(())
}
