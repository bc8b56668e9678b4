//! Purchases that lie in columns, as a data frame, Arrow or a database's result holds them: how often each
//! customer came back, without a log and without making a row for each purchase first.
//!
//! Run it: `cargo run --example from_columns`

use std::error::Error;

use retention::Accumulator;
use retention::chrono::NaiveDate;
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Amounts, Columns, Dates, Policy, SummariesBuilder};

fn main() -> Result<(), Box<dyn Error>> {
    // Days since 1 January 1970, as Arrow counts them, and amounts in cents. A mask says which amounts
    // are there; what stands in the place of the others does not matter.
    let customers = [1017, 2040, 1017, 3555, 2040, 1017, 2040];
    let days = [19_724, 19_730, 19_751, 19_760, 19_790, 19_812, 19_790];
    let cents = [2_990, 1_450, 3_200, 999, 1_700, 0, 2_500];
    let present = [true, true, true, true, true, false, true];

    let amounts = Amounts::Minor {
        units: &cents,
        scale: 2,
    };
    let columns = Columns::masked(&customers, Dates::SinceEpoch(&days), amounts, present)?;
    println!("{} rows, {} left out", columns.len(), columns.left_out());

    let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).ok_or("no date");
    let window = Window::new(date(1, 1)?, date(6, 30)?)?;
    let mut builder = SummariesBuilder::new(window, Policy::default(), Period::Day, Ruler::Weeks);
    builder.extend(columns.rows())?;
    // With the feature `rayon`, on all threads: `builder.par_extend(columns.par_rows())?`.
    let summaries = builder.finish()?;

    for row in &summaries.rows {
        println!(
            "customer {}: {} repeat purchases worth {}, the last {:.1} of {:.1} weeks after the first",
            row.customer,
            row.result.frequency(),
            row.result.repeat_value(),
            row.result.first_to_last(),
            row.result.age(),
        );
    }
    Ok(())
}
