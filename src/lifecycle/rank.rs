//! How customers are ranked whose silence is longer than can be judged.

use super::chances::Step;
use crate::purchases::lapse::annual_halving;

/// Where the chances of a bin end, and those of the bin below are followed from there on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End {
    silence: u32,
    chance: f64,
    /// The rank of the bin below after the same silence.
    below: Option<f64>,
}

/// Returns where the chances of the bin after some others end; `None` if nothing is known of it.
pub(super) fn end_of(step: &Step, others: &[Step]) -> Option<End> {
    let below = |silence| rank(others, others.len().checked_sub(1)?, silence);
    match step.last() {
        Some((silence, chance)) => Some(End {
            silence,
            chance,
            below: below(silence),
        }),
        // Customers with more purchases come back at least as often.
        None => below(0).map(|chance| End {
            silence: 0,
            chance: chance.max(step.came_back()),
            below: Some(chance),
        }),
    }
}

/// Returns the chance of a return after a silence and, where the bin ends before, as much of its last chance
/// as is left in the bin below.
pub(super) fn rank(steps: &[Step], position: usize, silence: u32) -> Option<f64> {
    let step = steps.get(position)?;
    if step.judges(silence) {
        return step.at_most(silence);
    }
    let end = step.end()?;
    let below = position.checked_sub(1);
    let below = below.and_then(|below| rank(steps, below, silence));
    match below.zip(end.below) {
        Some((now, then)) if then > 0.0 => Some(end.chance * (now / then).min(1.0)),
        _ => {
            let years = f64::from(silence.saturating_sub(end.silence)) / DAYS_A_YEAR;
            annual_halving(end.chance, years).ok()
        }
    }
}

const DAYS_A_YEAR: f64 = 365.25;
