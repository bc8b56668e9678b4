//! Where does the monthly recurring revenue come from, and where does it go?
//!
//! Run it: `cargo run --example mrr_bridge`

use retention::chrono::{Days, NaiveDate};
use retention::churn::{Bridge, Movement, Movements, RevenueIntervals, RevenueRate, moved};
use retention::estimate::Resampling;
use retention::period::{Period, Window};
use retention::rust_decimal::Decimal;
use retention::subscriptions::{Options, Subscription, SubscriptionLog};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).expect("a day of the calendar")
}

/// What a customer pays who joined in 2024, on a plan of 19 to 299 a month.
fn rows(customer: u32) -> Vec<Subscription<u32>> {
    let price = |step| [19, 19, 49, 19, 99, 49, 299][(customer + step) as usize % 7];
    let joined = day(1 + customer / 20, 1 + customer % 28);
    let last = day(9 + customer % 4, 1 + customer * 3 % 28);
    let row =
        |from, to, step| Subscription::monthly(customer, from, to, Decimal::from(price(step)));
    let first = row(joined, Some(last), 0);
    match customer * 3 % 10 {
        0 => vec![first],                                        // leaves
        1 | 2 => vec![first, row(last + Days::new(1), None, 2)], // takes another plan
        3 => vec![first, row(last + Days::new(40), None, 0)],    // leaves, and comes back
        _ => vec![row(joined, None, 0)],
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let log = SubscriptionLog::from_rows((0..150).flat_map(rows))?;
    let half_year = Window::new(day(7, 1), day(12, 31))?;
    let accounts = log.accounts(half_year, Options::default())?;
    let (by, movements) = (Period::Month, Movements::AtEnds);
    let bridge = Bridge::of(&accounts, by, movements)?;

    println!("month    start   new  back  more  less  churn    end  customers lost");
    for row in &bridge.periods {
        print!(
            "{}  {:6}",
            row.period.from().format("%Y-%m"),
            row.start.amount
        );
        for movement in [row.new, row.reactivation, row.expansion, row.contraction] {
            print!("{:6}", movement.amount);
        }
        println!(
            "{:7} {:6}  {:14}",
            row.churn.amount, row.end.amount, row.lost
        );
    }

    // A month more or less is chance: all months together, and each customer drawn with all of theirs.
    println!("\nrate by month, with an interval of 95 %");
    let draws = Resampling::default();
    for rate in [RevenueRate::GrossRetention, RevenueRate::NetRetention] {
        let found = RevenueIntervals::of(&accounts, by, movements, rate, draws)?;
        let together = found.together.ok_or("no whole month")?;
        let (value, interval) = together.value.zip(together.interval).ok_or("no rate")?;
        println!("{rate}: {value:.3}, {interval:.3}");
    }

    println!("\nwho left in December");
    for row in moved(&accounts, by, movements)? {
        if row.movement == Movement::Churn && row.period == day(12, 1) {
            let amount = row.before.unwrap_or_default();
            println!("customer {} with {amount}", row.customer);
        }
    }
    Ok(())
}
