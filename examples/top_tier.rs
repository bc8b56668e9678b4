//! Who are my top customers, and how much depends on them?
//!
//! Run it: `cargo run --example top_tier`
//!
//! The data are the 6,919 purchases of CDNOW's customers, 1997 to June 1998, in `report/data`.

use retention::chrono::NaiveDate;
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::pyramid::{Cuts, Pyramid};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The file's columns `customer`, `date` and `amount` are the fields of a purchase.
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;
    let as_of = NaiveDate::from_ymd_opt(1998, 6, 30).ok_or("no such day")?;
    let observed = log.observe(log.until(as_of)?, Policy::default())?;

    // Curry's tiers: the top 1 %, the next 4 %, the next 15 %, and all others.
    let pyramid = Pyramid::of(&observed, &Cuts::curry())?;
    println!("tier    customers     revenue  share  from");
    for tier in pyramid.tiers() {
        // A tier without customers has no smallest amount. Without revenue there are no shares.
        let share = tier.share.value();
        let share = share.map_or("–".into(), |share| format!("{:.0}%", 100.0 * share));
        let cut = tier.cut.map_or("–".into(), |cut| cut.to_string());
        println!(
            "{:6}  {:9}  {:>10}  {share:>5}  {cut:>6}",
            tier.name, tier.customers, tier.revenue,
        );
    }

    println!("\nthe five best customers");
    for row in pyramid.ranking().take(5) {
        let tier = pyramid.tier_name(row.tier);
        println!("{}  {:>7}  {tier}", row.customer, row.amount);
    }

    // How dependent is the business on a few of them?
    let concentration = pyramid.concentration()?;
    if let Some(share) = concentration.top_share(0.20)? {
        println!("\nthe top 20 % bring {:.0} % of revenue", 100.0 * share);
    }
    if let Some(few) = concentration.customers_for_share(0.80)? {
        println!("80 % of revenue comes from {few} customers");
    }
    Ok(())
}
