//! Which customers cancelled, and which fell silent without a word?
//!
//! A telecom records the day on which a contract ends. A prepaid customer has no contract: only silence
//! shows that the customer is gone.
//!
//! Run it: `cargo run --example contract_ends`

use std::collections::BTreeMap;

use retention::chrono::NaiveDate;
use retention::lifecycle::{Rules, Silence, Stage, Stages};
use retention::period::{Period, Span};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::rust_decimal::Decimal;

/// Bills of contracts and top-ups of prepaid cards, one a month: who, the first and the last month of
/// 2024, the day of the month, cents.
const PAYMENTS: [(&str, u32, u32, u32, i64); 8] = [
    ("Ann, contract", 1, 9, 1, 29_90),
    ("Ben, contract", 1, 8, 1, 29_90),
    ("Cem, contract", 1, 3, 1, 19_90),
    ("Cem, contract", 6, 9, 1, 24_90), // signed again in June
    ("Dea, contract", 1, 9, 1, 39_90),
    ("Eva, prepaid", 1, 9, 14, 10_00),
    ("Fay, prepaid", 1, 5, 10, 10_00),
    ("Gus, prepaid", 1, 7, 3, 15_00),
];

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).expect("a day of the calendar")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A purchase after the end of a contract means that the customer came back. So date a bill by the
    // month that it is for, not by the day it was sent: the last bill may come after the end.
    let mut rows = Vec::new();
    for (customer, from, to, on, cents) in PAYMENTS {
        rows.extend((from..=to).map(|month| Purchase {
            customer,
            date: day(month, on),
            amount: Decimal::new(cents, 2),
        }));
    }
    let log = PurchaseLog::from_rows(rows)?;
    let observed = log.observe(log.until(day(9, 30))?, Policy::default())?;

    // From the table of contracts: the day on which each contract ended or will end.
    let ends = BTreeMap::from([
        ("Ben, contract", day(8, 31)),
        ("Cem, contract", day(3, 31)),  // before Cem signed again
        ("Dea, contract", day(12, 31)), // notice given, still a customer
    ]);
    // Everybody pays once a month, and eight customers are too few to judge by how others came back.
    let rules = Rules::default().silence(Silence::Hiatus {
        decline: Span::new(2, Period::Month)?,
        lapse: Span::new(4, Period::Month)?,
    });
    let stages = Stages::with_ends(&observed, rules, |id| ends.get(id).copied())?;
    // What the same payments tell without that table.
    let by_silence = Stages::of(&observed, rules)?;

    println!("customer       stage        because       silent days  by silence alone");
    for row in &stages.rows {
        let (customer, found) = (row.customer, &row.result);
        let alone = by_silence.get(customer).ok_or("no such customer")?;
        println!(
            "{customer:13}  {:11}  {:12}  {:11}  {}",
            found.stage, found.because, found.silence_days, alone.stage,
        );
    }

    println!("\ngone"); // a recorded end is a fact, an inferred one a guess
    for row in stages.in_stage(Stage::Termination) {
        match row.result.recorded_end {
            Some(end) => println!("{}: the contract ended on {end}", row.customer),
            None => println!("{}: silent since {}", row.customer, row.result.last),
        }
    }
    Ok(())
}
