//! What will each customer be worth in the next year, and how sure is that?
//!
//! Run it: `cargo run --features serde --example customer_value`
//!
//! The data are the purchases of CDNOW's customers in `report/data`, of which the models see 39 weeks.

use retention::chrono::NaiveDate;
use retention::clv::{
    CustomerLifetimeValue, DiscountRate, GammaGamma, Horizon, ParetoNbd, PurchaseCounts,
    PurchaseModel, Spend, SpendCounts, SpendIndependence, ValueTerms,
};
use retention::estimate::Confidence;
use retention::period::{Period, Ruler};
use retention::purchases::{Policy, Purchase, PurchaseLog};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;
    let as_of = NaiveDate::from_ymd_opt(1997, 9, 30).ok_or("no such day")?;
    let seen = log.observe(log.until(as_of)?, Policy::default())?;
    let summaries = seen.summaries(Period::Day, Ruler::Weeks)?;
    let customers: Vec<_> = summaries.rows.iter().map(|row| row.result).collect();

    // How often they buy, what they spend, and whether the two may be multiplied.
    let purchases = ParetoNbd::fit(&PurchaseCounts::of(&customers)?, Default::default())?;
    let counts = SpendCounts::of(&customers)?;
    let spend = GammaGamma::fit(&counts, Default::default())?;
    let check = SpendIndependence::of(&counts, Default::default())?;
    println!("purchases: {}, spend: {}", purchases.outcome, spend.outcome);
    println!(
        "correlation of ranks {:.2}, {}: {}",
        check.spearman.estimate.value(),
        check.verdict,
        check.verdict.consequence(),
    );

    // A year ahead at 15 %, where 30 % of revenue are left after what a purchase costs.
    let terms = ValueTerms::default()
        .margin(0.3)
        .horizon(Horizon::Periods(52));
    let worth = CustomerLifetimeValue::new(
        purchases.model,
        Spend::GammaGamma(spend.model),
        DiscountRate::yearly(0.15)?,
        Ruler::Weeks,
        terms,
    )?;
    let values = worth.values(&summaries.rows)?;
    let mut best: Vec<_> = values.rows.iter().collect();
    best.sort_by_key(|row| std::cmp::Reverse(row.result.value));
    println!("\ncustomer  still there  purchases   spend    value");
    for row in best.iter().take(5) {
        let value = &row.result;
        println!(
            "{}      {:9.1} %  {:9.1}  {:6.2}  {:7.2}",
            row.customer,
            100.0 * value.probability_alive,
            value.discounted_purchases,
            value.spend_per_purchase,
            value.value,
        );
    }
    let all = worth.estimate_value(&purchases, Some(&spend), &customers)?;
    println!(
        "all customers: {}, 95 % interval {:.0}",
        values.total,
        all.interval(Confidence::default())
    );
    let new = worth.value_of_new_customer()?;
    println!(
        "a new customer: {} at once, {} later",
        new.value_of_first_purchase, new.value_of_repeat_purchases
    );
    Ok(())
}
