//! Makes the data, and times the crate on it: `side-by-side generate FOLDER ROWS`, and
//! `side-by-side run FOLDER ROWS JOB`, which prints one line of JSON.
//!
//! The number of threads is `RAYON_NUM_THREADS`.

mod columns;
mod doing;
mod generate;
mod saying;
mod size;
mod timing;

use std::path::Path;

use size::Size;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let rows = |rows: &str| Size::of(rows.parse().expect("a number of rows"));
    match arguments[..] {
        ["generate", folder, size] => generate::generate(Path::new(folder), rows(size)),
        ["run", folder, size, job] => {
            let folder = Path::new(folder);
            let timed = doing::run(job, folder).or_else(|| saying::run(job, folder, rows(size)));
            println!("{}", timed.expect("a known job"));
        }
        _ => panic!("generate FOLDER ROWS, or run FOLDER ROWS JOB"),
    }
}
