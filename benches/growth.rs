//! What every function that reads a population needs as its input grows.
//!
//! ```text
//! cargo bench --bench growth              the most bytes a row beyond the input, the result included
//! cargo bench --bench growth -- stages    of functions with a word in their name
//! ```
//!
//! `.ci/instructions` runs it as `growth instructions A B`, for every B-th case from the A-th, and counts
//! the instructions inside `measured_work`, at three sizes that double.

mod cases;

use std::hint::black_box;

use cases::{Case, Work};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Without inlining, so that the counter finds it.
#[inline(never)]
fn measured_work(work: &Work) {
    work();
    // So that the call above is no jump.
    black_box(());
}

fn instructions(cases: impl Iterator<Item = Case>) {
    for case in cases {
        let least = case.least();
        for size in [least, 2 * least, 4 * least] {
            let work = case.prepare(size);
            println!("{size}\t{}", case.title());
            measured_work(&work);
        }
    }
}

fn bytes(wanted: &str) {
    println!("bytes a row beyond the input, of {SIZES:?} rows; the same on every run");
    for case in cases::all() {
        if !case.is_typical() || !case.name.contains(wanted) {
            continue;
        }
        print!("{:42}", case.name);
        for size in SIZES {
            let work = case.prepare(size);
            let before = ALLOCATOR.current_usage();
            ALLOCATOR.reset_peak_usage();
            work();
            let beyond = ALLOCATOR.peak_usage().saturating_sub(before);
            print!("{:10.1}", beyond as f64 / size as f64);
        }
        println!();
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark, not the library")]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let cases = cases::all().into_iter();
    match arguments[..] {
        ["instructions", first, every] => {
            let (first, every) = (first.parse().unwrap(), every.parse().unwrap());
            instructions(cases.skip(first).step_by(every));
        }
        // Of cargo, which tests all benchmarks.
        _ if arguments.contains(&"--test") => instructions(cases),
        _ => {
            let words = arguments.iter().find(|word| !word.starts_with('-'));
            bytes(words.unwrap_or(&""));
        }
    }
}
