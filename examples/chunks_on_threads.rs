//! How do I use several threads?
//!
//! Each thread fills a builder of its own with a part of the rows; then the builders are merged. The
//! result does not depend on how the rows were divided. All accumulators work like this one:
//! for purchases, answers to a survey, ratings of a market. Where the rows are at hand and the program
//! uses `rayon`, the feature of that name does all of this in one call, `par_extend`.
//!
//! Run it: `cargo run --example chunks_on_threads`

use std::thread;

use retention::Accumulator;
use retention::chrono::NaiveDate;
use retention::period::Window;
use retention::purchases::{Policy, Purchase};
use retention::pyramid::{Builder, Cuts};

const THREADS: usize = 4;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or("no such day");
    let window = Window::new(day(1997, 1, 1)?, day(1998, 6, 30)?)?;

    // A pyramid straight from rows: it keeps one sum for each customer, and no log.
    let empty = Builder::new(window, Policy::default(), &Cuts::curry());
    let fill = |part: &[Purchase<String>]| {
        let mut builder = empty.fresh();
        builder.extend(part.iter().cloned())?;
        Ok::<_, retention::Error>(builder)
    };

    // A customer may occur in several parts. Where the rows come from several files, let each thread
    // read its own.
    let mut all = empty.fresh();
    thread::scope(|scope| {
        let parts = rows.chunks(rows.len().div_ceil(THREADS).max(1));
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || fill(part))).collect();
        threads.into_iter().try_for_each(|thread| {
            let builder = thread.join().expect("no panic")?;
            all.merge(builder)
        })
    })?;
    println!("{} rows on {THREADS} threads", all.rows());
    let pyramid = all.finish()?;
    for tier in pyramid.tiers() {
        println!(
            "{:6}  {:4} customers  {:>9}",
            tier.name, tier.customers, tier.revenue
        );
    }

    let alone = fill(&rows)?.finish()?;
    println!("the same on one thread: {}", alone == pyramid);
    Ok(())
}
