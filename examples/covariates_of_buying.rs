//! Do customers who begin with a large order buy more often, do they stay longer, and what is that worth knowing?
//!
//! Run it: `cargo run --example covariates_of_buying`
//!
//! The data are the purchases of CDNOW's customers in `report/data`. What is known from the start of each is
//! whether the first order was of several CDs. The model sees 39 weeks of 1997.

use std::collections::BTreeMap;

use retention::chrono::NaiveDate;
use retention::clv::{CovariateCounts, CovariateModel, ParetoNbd, PurchaseModel};
use retention::estimate::Confidence;
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog, Summary};
use retention::rust_decimal::Decimal;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    // The day of the first order, and how many CDs it was of. Rows stand in the order of time.
    let mut first: BTreeMap<String, (NaiveDate, u32)> = BTreeMap::new();
    let mut purchases = Vec::new();
    for order in csv::Reader::from_path(path)?.deserialize() {
        let (customer, date, cds, amount): (String, NaiveDate, u32, Decimal) = order?;
        let own = first.entry(customer.clone()).or_insert((date, 0));
        own.1 += if date == own.0 { cds } else { 0 };
        purchases.push(Purchase {
            customer,
            date,
            amount,
        });
    }
    let log = PurchaseLog::from_rows(purchases)?;
    let summaries = |from: NaiveDate, to: NaiveDate| {
        let observed = log.observe(Window::new(from, to)?, Policy::default())?;
        observed.summaries(Period::Day, Ruler::Weeks)
    };
    let seen = summaries("1997-01-01".parse()?, "1997-09-30".parse()?)?.rows;

    let shop: Vec<Summary> = seen.iter().map(|row| row.result).collect();
    let is_large = |id: &String| f64::from(first[id].1 > 1);
    let several: Vec<f64> = seen.iter().map(|row| is_large(&row.customer)).collect();
    let counts = CovariateCounts::of(&shop, [("several CDs", &several)])?;
    let fitted = CovariateModel::<ParetoNbd>::fit(&counts, Default::default())?;

    println!("a first order of several CDs goes with so many times as much");
    for effect in &fitted.effects {
        let ends = effect.ratio_lower.zip(effect.ratio_upper);
        let ((lower, upper), p) = ends.zip(effect.adjusted_p_value).ok_or("no errors")?;
        let (on, ratio) = (effect.on.to_string(), effect.ratio);
        println!("{on:8} {ratio:.2}, {lower:.2} to {upper:.2}, p = {p:.4}");
    }
    let (with, without) = (fitted.aic(), fitted.without_covariates.aic());
    println!("AIC {with:.1}, without covariates {without:.1}");
    for (name, value) in [("one CD", 0.0), ("several", 1.0)] {
        let year = fitted.estimate(|model| model.model_of(&[value])?.expected_purchases(52.0))?;
        let (value, interval) = (year.value(), year.interval(Confidence::default()));
        println!("a new customer, {name}: {value:.2} orders a year, {interval:.2}");
    }

    // What came in the 39 weeks after, beside what was expected.
    let next = summaries("1997-10-01".parse()?, "1998-06-30".parse()?)?;
    println!("\nfirst order  came  expected  without covariates");
    for (name, value) in [("one CD", 0.0), ("several", 1.0)] {
        let own = fitted.model.model_of(&[value])?;
        let all = &fitted.without_covariates.model;
        let (mut came, mut expected, mut plain) = (0, 0.0, 0.0);
        for (row, _) in seen.iter().zip(&several).filter(|(_, it)| **it == value) {
            let later = next.get(&row.customer);
            came += later.map_or(0, |later| later.frequency() + 1);
            expected += own.expected_purchases_of(&row.result, 39.0)?;
            plain += all.expected_purchases_of(&row.result, 39.0)?;
        }
        println!("{name:11}  {came:4}  {expected:8.0}  {plain:18.0}");
    }
    Ok(())
}
