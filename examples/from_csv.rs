//! How do I read purchases from a CSV file, and write results as CSV?
//!
//! Run it: `cargo run --example from_csv`

use retention::chrono::NaiveDate;
use retention::lifecycle::{Rules, Stages};
use retention::purchases::{Policy, Purchase, PurchaseLog, amount_from_f64};
use retention::rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

/// What the shop's system exports. A real program opens a file instead.
const EXPORT: &str = "\
order,client,day,total,voucher
1,Ben,2024-01-09,8.00,0
2,Ann,2024-01-15,99.99,10.5
3,Ben,2024-01-22,12.40,0
4,Ann,2024-03-11,120.50,3.3000000000000003
5,Cem,2024-05-02,35.00,0
6,Ann,2024-05-06,80.00,2.25
";

/// A line of it. Columns that are not named here are skipped.
#[derive(Deserialize)]
struct Line {
    client: String,
    day: NaiveDate,
    // Read as text, so that 99.99 stays 99.99.
    total: String,
    // The money taken off for a voucher: this system has it only as a floating-point number.
    voucher: f64,
}

impl Line {
    fn purchase(self) -> Result<Purchase<String>, Box<dyn std::error::Error>> {
        let total: Decimal = self.total.parse()?;
        // Rounded to cents, so that 3.3000000000000003 becomes 3.30.
        let voucher = amount_from_f64(self.voucher, 2, RoundingStrategy::MidpointAwayFromZero)?;
        Ok(Purchase {
            customer: self.client,
            date: self.day,
            amount: total - voucher,
        })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut reader = csv::Reader::from_reader(EXPORT.as_bytes());
    let purchases = reader
        .deserialize()
        .map(|line: Result<Line, csv::Error>| line?.purchase())
        .collect::<Result<Vec<_>, _>>()?;
    let log = PurchaseLog::from_rows(purchases)?;
    let as_of = NaiveDate::from_ymd_opt(2024, 6, 30).ok_or("no such day")?;
    let observed = log.observe(log.until(as_of)?, Policy::default())?;
    println!("revenue: {}\n", observed.revenue()?);

    // The shop is half a year old, and has three customers. Whether they come back after so long a
    // silence nobody can tell yet, so that they are too young to be judged.
    let stages = Stages::of(&observed, Rules::default())?;
    // Rows of results are flat: the csv crate writes a column for each field.
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &stages.rows {
        writer.serialize(row)?;
    }
    // The first seven of its columns are enough for this page.
    for line in String::from_utf8(writer.into_inner()?)?.lines() {
        let cells: Vec<&str> = line.split(',').take(7).collect();
        println!("{}", cells.join(","));
    }
    Ok(())
}
