//! Are our best customers less satisfied than the others, and did the last wave change anything?
//!
//! Run it: `cargo run --example compare_levels_and_waves`
//!
//! The figures are made up.

use retention::Accumulator;
use retention::estimate::{Design, Influence, power};
use retention::satisfaction::frequencies::{Counter, Frequencies, Options};
use retention::scale::Scale;
use retention::segment::{self, BySegment, compare_by};

/// How many customers of each level gave each answer, from 1 to 5.
const LEVELS: [(&str, [usize; 5]); 3] = [
    ("1 gold", [4, 9, 14, 18, 5]),
    ("2 silver", [3, 8, 20, 45, 24]),
    ("3 basic", [2, 10, 40, 90, 58]),
];

/// Two waves of one panel: the customers asked and their answers. Some left, others joined.
const SPRING: ([u32; 9], [f64; 9]) = (
    [11, 12, 13, 14, 15, 16, 17, 18, 19],
    [3.0, 4.0, 2.0, 5.0, 3.0, 4.0, 4.0, 2.0, 3.0],
);
const AUTUMN: ([u32; 9], [f64; 9]) = (
    [12, 11, 14, 13, 16, 18, 17, 21, 22],
    [5.0, 3.0, 5.0, 3.0, 5.0, 3.0, 4.0, 3.0, 4.0],
);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // One pass over rows of a level and an answer.
    let mut levels = BySegment::new(Counter::new(Options::default())?);
    for (level, counts) in LEVELS {
        for (answer, times) in (1_u8..).zip(counts) {
            let row = (level, Some(f64::from(answer)));
            levels.extend(std::iter::repeat_n(row, times))?;
        }
    }
    let levels = levels.finish()?;
    println!("level     answers  median  mean         satisfied less dissatisfied");
    for row in &levels {
        let Some(table) = &row.output else { continue };
        let figures = table.mean.estimate().zip(table.net).zip(table.median);
        let ((mean, net), median) = figures.ok_or("a level without answers")?;
        let (level, answered) = (row.segment, table.answered);
        println!("{level:8}  {answered:7}  {median:6}  {mean:.2}  {net:.2}");
    }

    // Three differences are three chances of a false alarm: the p-values count them.
    let mean = |table: &Frequencies| Some(table.mean);
    println!("\ndifference of means   estimate      adjusted p");
    for row in compare_by(&levels, mean, segment::Options::default())?.rows {
        let p = row.adjusted.unwrap_or(1.0);
        println!(
            "{:8} − {:8}   {:5.2}  {p:.3}",
            row.first, row.second, row.difference
        );
    }

    // Those who answered both waves make the change surer than two samples would.
    let wave = |answers: &[f64]| Scale::ONE_TO_FIVE.full_answers(answers)?.influence(None);
    let (spring, autumn) = (wave(&SPRING.1)?, wave(&AUTUMN.1)?);
    let (spring, autumn) = spring.zip(autumn).ok_or("nobody answered")?;
    let design = Design::default();
    let [before, after] = Influence::matched(&spring, &SPRING.0, &autumn, &AUTUMN.0)?;
    let panel = after.minus(&before)?.estimate(&design)?;
    let apart = autumn
        .estimate(&design)?
        .minus(&spring.estimate(&design)?)?;
    println!("\nchange from spring to autumn: {panel:.2} as a panel, {apart:.2} as two samples");
    let sizes = power::plan_means(1.0, 0.5, power::Options::default())?;
    println!(
        "two samples would need {} answers each to tell half a point",
        sizes.first
    );
    Ok(())
}
