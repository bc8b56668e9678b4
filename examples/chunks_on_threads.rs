//! How do I count a file that is too long for one thread?
//!
//! Every accumulator takes rows, and merges with another that took other rows. The result does not
//! depend on how the rows were divided.
//!
//! Run it: `cargo run --example chunks_on_threads`

use std::thread;

use retention::Accumulator;
use retention::chrono::NaiveDate;
use retention::period::Window;
use retention::purchases::{Policy, Purchase};
use retention::pyramid::{Builder, Cuts, Pyramid};

/// Gives each thread a part of the rows, then merges what they counted.
///
/// This works for every accumulator: purchases, answers to a survey, ratings of a market.
fn on_threads<A, R>(rows: &[R], threads: usize, empty: &A) -> retention::Result<A::Output>
where
    A: for<'r> Accumulator<Row<'r> = R> + Clone + Send + Sync,
    R: Clone + Send + Sync,
{
    let chunk = rows.len().div_ceil(threads).max(1);
    let parts: Vec<retention::Result<A>> = thread::scope(|scope| {
        let count = |rows: &[R]| {
            let mut part = empty.clone();
            part.extend(rows.iter().cloned())?;
            Ok(part)
        };
        let handles: Vec<_> = rows
            .chunks(chunk)
            .map(|rows| scope.spawn(move || count(rows)))
            .collect();
        let join = |handle: thread::ScopedJoinHandle<'_, _>| handle.join().expect("no panic");
        handles.into_iter().map(join).collect()
    });
    let mut all = empty.clone();
    for part in parts {
        all.merge(part?)?;
    }
    all.finish()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or("no such day");
    let window = Window::new(day(1997, 1, 1)?, day(1998, 6, 30)?)?;

    // A pyramid straight from rows: it keeps one sum for each customer, and no log.
    let empty = Builder::new(window, Policy::default(), &Cuts::curry());
    let pyramid: Pyramid<String> = on_threads(&rows, 4, &empty)?;
    println!("{} rows on 4 threads", rows.len());
    for tier in pyramid.tiers() {
        println!(
            "{:6}  {:4} customers  {:>9}",
            tier.name, tier.customers, tier.revenue
        );
    }

    let alone = on_threads(&rows, 1, &empty)?;
    println!("the same on one thread: {}", alone == pyramid);
    Ok(())
}
