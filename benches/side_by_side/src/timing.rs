//! One way to time all jobs. `timing.py` does the same for the others.

use std::fmt;
use std::time::{Duration, Instant};

/// Numbers that must be equal for all contenders, by name.
pub type Figures = Vec<(&'static str, Vec<f64>)>;

/// What a process says of its job.
pub struct Timed {
    milliseconds: Vec<f64>,
    faults: u64,
    figures: Figures,
}

/// At least so many runs, and more while there is time.
const LEAST: usize = 3;
const MOST: usize = 15;
const ENOUGH: Duration = Duration::from_millis(1_500);

/// Times the work after one run that warms up and gives the figures. The clock stops when the result
/// has been dropped.
pub fn time<R>(work: impl Fn() -> R, figures: impl FnOnce(&R) -> Figures) -> Timed {
    let figures = figures(&work());
    let (started, faults) = (Instant::now(), page_faults());
    let mut milliseconds = Vec::new();
    while milliseconds.len() < LEAST || milliseconds.len() < MOST && started.elapsed() < ENOUGH {
        let started = Instant::now();
        drop(std::hint::black_box(work()));
        milliseconds.push(started.elapsed().as_secs_f64() * 1e3);
    }
    let faults = page_faults().saturating_sub(faults) / milliseconds.len() as u64;
    Timed {
        milliseconds,
        faults,
        figures,
    }
}

/// Pages that this process has touched for the first time, as Linux counts them; 0 elsewhere.
fn page_faults() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold spaces.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let faults = fields.split_whitespace().nth(7);
    faults.and_then(|faults| faults.parse().ok()).unwrap_or(0)
}

impl fmt::Display for Timed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (milliseconds, faults) = (&self.milliseconds, self.faults);
        write!(
            f,
            r#"{{"ms": {milliseconds:?}, "faults": {faults}, "figures": {{"#
        )?;
        for (at, (name, numbers)) in self.figures.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, r#"{comma}"{name}": {numbers:?}"#)?;
        }
        write!(f, "}}}}")
    }
}
