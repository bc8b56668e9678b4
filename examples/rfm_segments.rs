//! Which customers are champions, and which good ones fall silent?
//!
//! Run it: `cargo run --example rfm_segments`
//!
//! The data are the 6,919 purchases of CDNOW's customers, 1997 to June 1998, in `report/data`.

use retention::chrono::NaiveDate;
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::rfm::{Options, Scores, Segments, Values};
use retention::rust_decimal::Decimal;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;
    let as_of = NaiveDate::from_ymd_opt(1998, 6, 30).ok_or("no such day")?;
    let observed = log.observe(log.until(as_of)?, Policy::default())?;

    // Five scores each for recency, frequency and revenue; a higher score is better.
    let scores = Scores::of(&observed, &Options::default())?;
    let map = Segments::eleven();
    println!("segment              customers  revenue  silent for  purchases");
    for row in map.count(&scores)?.rows {
        let share = row.share_of_revenue.unwrap_or_default();
        let days = row.mean_recency_days.unwrap_or_default();
        let purchases = row.mean_frequency.unwrap_or_default();
        println!(
            "{:20} {:9}  {:5.1} %  {days:5.0} days  {purchases:9.1}",
            row.segment,
            row.customers.numerator(),
            100.0 * share,
        );
    }

    println!("\nthe best of those who should not be lost");
    let mut silent: Vec<_> = map.customers(&scores, "Cannot lose them")?.collect();
    silent.sort_by_key(|row| std::cmp::Reverse(row.result.values.revenue()));
    for row in silent.into_iter().take(3) {
        let values = row.result.values;
        println!(
            "{}  code {}  {:>6} in {} purchases, the last {} days ago",
            row.customer,
            row.result.code,
            values.revenue(),
            values.frequency(),
            values.recency_days(),
        );
    }

    // Tomorrow's customer, scored by today's cuts: no log is needed.
    let cuts = scores
        .cuts()
        .ok_or("nested quantiles have no common cuts")?;
    let new = cuts.score(Values::new(2, 1, Decimal::new(18_50, 2))?)?;
    println!(
        "\na new customer of 18.50 is {}: {}",
        new.code,
        map.segment_of(new.code)?
    );
    Ok(())
}
