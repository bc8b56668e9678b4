//! Who moved up, down or away between two halves of a year?
//!
//! Run it: `cargo run --example who_moved`

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
    println!(
        "\nfrom \\ to {:>7} {:>7} {:>7} {:>7}    none",
        "Top", "Big", "Medium", "Small"
    );
    let places: Vec<_> = before.tiers().iter().map(|tier| Some(tier.tier)).collect();
    for &from in &places {
        print!("{:9}", before.tier_name(from.ok_or("no tier")?));
        for &to in places.iter().chain([&None]) {
            print!(" {:>7}", migration.matrix.count(from, to));
        }
        println!();
    }

    // The customers themselves, for a call list: those of the top who did not come back.
    println!("\ngone from the top");
    let top = places[0];
    let gone = migration
        .moves
        .iter()
        .filter(|moved| moved.from == top && moved.to.is_none());
    for moved in gone.take(5) {
        println!(
            "{}  {:>7}",
            moved.customer,
            moved.before.unwrap_or_default()
        );
    }
    Ok(())
}
