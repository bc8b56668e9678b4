//! Who moved up, down or away between two halves of a year?
//!
//! Run it: `cargo run --example who_moved`

use std::cmp::Reverse;

use retention::chrono::NaiveDate;
use retention::period::Window;
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::pyramid::{Cuts, Migration, Pyramid};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/report/data/cdnow.csv");
    let rows: Vec<Purchase<String>> = csv::Reader::from_path(path)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let log = PurchaseLog::from_rows(rows)?;

    // One log, looked at through two windows.
    let day = |month, day| NaiveDate::from_ymd_opt(1997, month, day).ok_or("no such day");
    let first_half = Window::new(day(1, 1)?, day(6, 30)?)?;
    let second_half = Window::new(day(7, 1)?, day(12, 31)?)?;
    let pyramid_of = |window| {
        let observed = log.observe(window, Policy::default())?;
        Pyramid::of(&observed, &Cuts::curry())
    };
    let (before, after) = (pyramid_of(first_half)?, pyramid_of(second_half)?);

    // Later amounts are placed by the cuts of the first half, so that the base can rise as a whole.
    let migration = Migration::between(&before, &after)?;
    println!("moved up    {}", migration.upward);
    println!("moved down  {}", migration.downward);
    println!("stayed      {}", migration.stayed);
    println!("left        {}", migration.left);

    // From each tier to each tier; `None` is for customers who did not buy.
    let moved = |from, to| migration.matrix.count(from, to);
    print!("\nfrom \\ to");
    for to in before.tiers() {
        print!(" {:>7}", to.name);
    }
    println!("    none");
    for from in before.tiers() {
        print!("{:9}", from.name);
        for to in before.tiers() {
            print!(" {:>7}", moved(Some(from.tier), Some(to.tier)));
        }
        println!(" {:>7}", moved(Some(from.tier), None));
    }

    // A call list: the customers of the top who did not come back, the best of them first.
    println!("\ngone from the top");
    let top = before.tiers().first().ok_or("no tier")?.tier;
    let moves = migration.moves.iter();
    let mut gone: Vec<_> = moves
        .filter(|moved| moved.from == Some(top) && moved.to.is_none())
        .collect();
    gone.sort_by_key(|moved| Reverse(moved.before));
    for moved in gone {
        let spent = moved.before.map_or("–".into(), |spent| spent.to_string());
        println!("{}  {spent:>7}", moved.customer);
    }
    Ok(())
}
