//! My amounts are integer cents and my times are UTC: how do they become exact money and days?
//!
//! Run it: `cargo run --example from_integer_cents`

use retention::chrono::{DateTime, FixedOffset, Utc};
use retention::period::day_of;
use retention::purchases::{Policy, Purchase, PurchaseLog, amount_from_minor};

/// A payment as the provider reports it: the moment in UTC, the amount in cents.
struct Payment {
    customer: u64,
    at: &'static str,
    cents: i64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let payments = [
        (7, "2024-03-31T09:30:00Z", 12_050),
        (9, "2024-04-30T22:45:00Z", 1_999), // after midnight in the shop
        (7, "2024-05-02T18:05:00Z", 4_900),
        (9, "2024-05-03T07:10:00Z", -1_999), // a refund
    ]
    .map(|(customer, at, cents)| Payment {
        customer,
        at,
        cents,
    });

    // Two hours east of Greenwich. Use a zone of the crate chrono-tz where summer time matters.
    let shop = FixedOffset::east_opt(2 * 3600).ok_or("no such offset")?;

    let mut purchases = Vec::new();
    for payment in &payments {
        let moment: DateTime<Utc> = payment.at.parse()?;
        let purchase = Purchase {
            customer: payment.customer,
            // The day on the calendar in the shop.
            date: day_of(&moment, &shop)?,
            // Two decimal places. The yen has 0, the Kuwaiti dinar 3.
            amount: amount_from_minor(payment.cents, 2)?,
        };
        println!(
            "{:>6} cents at {} are {:>6} on {}",
            payment.cents, payment.at, purchase.amount, purchase.date
        );
        purchases.push(purchase);
    }

    let log = PurchaseLog::from_rows(purchases)?;
    let observed = log.observe(log.window(), Policy::default())?;
    println!("\nrevenue: {}", observed.revenue()?);
    for (customer, revenue) in observed.revenues()? {
        println!("customer {customer}: {revenue}");
    }
    // Results count what the policy did not take as a purchase.
    println!("refunds: {}", observed.counts().refunds);
    Ok(())
}
