//! How do purchases that my program holds in structs become figures about customers?
//!
//! Run it: `cargo run --example from_structs`

use retention::chrono::NaiveDate;
use retention::period::{Period, Ruler};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::rust_decimal::Decimal;

/// An order as a shop's own program has it.
struct Order {
    buyer: &'static str,
    day: NaiveDate,
    total: Decimal,
}

fn order(buyer: &'static str, day: &str, total: &str) -> Order {
    Order {
        buyer,
        day: day.parse().expect("a date"),
        total: total.parse().expect("an amount"),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let orders = vec![
        order("Ben", "2024-01-09", "8.00"),
        order("Ann", "2024-01-15", "99.99"),
        order("Ann", "2024-03-11", "120.50"),
        order("Cem", "2024-04-02", "35.00"),
        order("Cem", "2024-04-04", "-35.00"), // sent back
        order("Ann", "2024-05-06", "80.00"),
        order("Ben", "2024-05-20", "12.40"),
    ];

    // A log holds facts. The rows may come in any order.
    let log = PurchaseLog::from_rows(orders.into_iter().map(|order| Purchase {
        customer: order.buyer,
        date: order.day,
        amount: order.total,
    }))?;
    println!(
        "{} rows of {} customers",
        log.row_count(),
        log.customers().len(),
    );

    // A view of the log says up to which day, and how refunds and zero amounts are treated.
    let as_of = NaiveDate::from_ymd_opt(2024, 6, 30).ok_or("no such day")?;
    let observed = log.observe(log.until(as_of)?, Policy::default())?;
    println!("revenue of {}: {}", observed.window(), observed.revenue()?);

    // Several rows on one day are one purchase. Times are in weeks.
    let summaries = observed.summaries(Period::Day, Ruler::Weeks)?;
    println!("\ncustomer  repeats  first to last  observed for  mean repeat");
    for row in &summaries.rows {
        let summary = &row.result;
        println!(
            "{:8}  {:7}  {:7.1} weeks  {:6.1} weeks  {}",
            row.customer,
            summary.frequency(),
            summary.first_to_last(),
            summary.age(),
            summary
                .mean_repeat_value()
                .map_or("–".into(), |mean| format!("{mean:.2}")),
        );
    }
    Ok(())
}
