//! Do newer customers stay longer than older ones did?
//!
//! Run it: `cargo run --example cohort_table`
//!
//! The data are the 6,919 purchases of CDNOW's customers, 1997 to June 1998, in `report/data`.

use retention::chrono::NaiveDate;
use retention::cohort::{Cohorts, Options};
use retention::estimate::Confidence;
use retention::period::Period;
use retention::purchases::{Policy, Purchase, PurchaseLog};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;
    // The records go on; here they end in the middle of August.
    let as_of = NaiveDate::from_ymd_opt(1997, 8, 15).ok_or("no such day")?;
    let observed = log.observe(log.until(as_of)?, Policy::default())?;

    let table = Cohorts::of(&observed, Options::default().period(Period::Month))?;
    println!("came in  customers  percent who bought after so many months; * is not over yet");
    for cohort in table.rows.iter().filter(|cohort| cohort.customers > 0) {
        print!(
            "{}  {:9}",
            cohort.period.from().format("%Y-%m"),
            cohort.customers
        );
        for cell in cohort.cells.iter().skip(1) {
            let share = 100.0 * cell.retention.value().unwrap_or_default();
            print!("{share:6.1}{}", if cell.complete { " " } else { "*" });
        }
        println!();
    }

    // The same cohorts at every age, so that the average cannot rise because young ones drop out.
    println!("\nall cohorts that can be followed for four months");
    for average in table.averages(4)?.into_iter().skip(1) {
        let share = 100.0 * average.weighted.value().unwrap_or_default();
        let revenue = average.revenue_per_customer.unwrap_or_default();
        println!(
            "after {}: {share:4.1} %, {revenue:.2} a customer",
            average.age
        );
    }

    let [january, march] = [0, 2].map(|cohort| table.rows[cohort].cells[1].retention);
    if let Some(difference) = january.difference(march, Confidence::default()) {
        println!(
            "\nJanuary less March after one month: {:+.1} points, 95 % interval {:+.1} to {:+.1}",
            100.0 * difference.value(),
            100.0 * difference.interval().lower(),
            100.0 * difference.interval().upper(),
        );
    }
    Ok(())
}
