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

/// Returns where the chances of each bin end; `None` for a bin of which nothing is known.
pub(super) fn ends(steps: &[Step]) -> Vec<Option<End>> {
    let mut ends = Vec::with_capacity(steps.len());
    for (position, step) in steps.iter().enumerate() {
        let below = |silence| {
            let below = position.checked_sub(1)?;
            rank(steps, &ends, below, silence)
        };
        ends.push(match step.last() {
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
        });
    }
    ends
}

/// Returns the chance of a return after a silence and, where the bin ends before, as much of its last chance
/// as is left in the bin below.
pub(super) fn rank(
    steps: &[Step],
    ends: &[Option<End>],
    position: usize,
    silence: u32,
) -> Option<f64> {
    let step = steps.get(position)?;
    if step.judges(silence) {
        return step.at_most(silence);
    }
    let end = ends.get(position).copied().flatten()?;
    let below = position.checked_sub(1);
    let below = below.and_then(|below| rank(steps, ends, below, silence));
    match below.zip(end.below) {
        Some((now, then)) if then > 0.0 => Some(end.chance * (now / then).min(1.0)),
        _ => {
            let years = f64::from(silence.saturating_sub(end.silence)) / DAYS_A_YEAR;
            annual_halving(end.chance, years).ok()
        }
    }
}

const DAYS_A_YEAR: f64 = 365.25;
