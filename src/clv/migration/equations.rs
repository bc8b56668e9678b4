//! Values of a Markov chain with rewards: to a horizon by doubling, without one by linear equations.

use crate::numeric::elimination;

/// Rows of numbers, of one length.
pub(super) type Rows = Vec<Vec<f64>>;

pub(super) fn identity(size: usize) -> Rows {
    let unit = |at| (0..size).map(move |other| if at == other { 1.0 } else { 0.0 });
    (0..size).map(|at| unit(at).collect()).collect()
}

fn product(left: &[Vec<f64>], right: &[Vec<f64>]) -> Rows {
    let width = right.first().map_or(0, Vec::len);
    let row = |weights: &Vec<f64>| {
        let mut sums = vec![0.0; width];
        for (&weight, row) in weights.iter().zip(right).filter(|(w, _)| **w != 0.0) {
            add(&mut sums, row, weight);
        }
        sums
    };
    left.iter().map(row).collect()
}

fn add(sums: &mut [f64], row: &[f64], weight: f64) {
    sums.iter_mut()
        .zip(row)
        .for_each(|(sum, value)| *sum += weight * value);
}

fn plus(mut left: Rows, right: &[Vec<f64>]) -> Rows {
    left.iter_mut()
        .zip(right)
        .for_each(|(row, other)| add(row, other, 1.0));
    left
}

/// `R + M R + … + M^periods R`.
pub(super) fn to_horizon(matrix: &Rows, rewards: &Rows, periods: u32) -> Rows {
    let terms = u64::from(periods) + 1;
    let mut power = identity(matrix.len());
    let mut sum: Rows = rewards.iter().map(|row| vec![0.0; row.len()]).collect();
    for bit in (0..u64::BITS - terms.leading_zeros()).rev() {
        let more = product(&power, &sum);
        sum = plus(sum, &more);
        power = product(&power, &power);
        if terms >> bit & 1 == 1 {
            sum = plus(product(matrix, &sum), rewards);
            power = product(matrix, &power);
        }
    }
    sum
}

/// `R + M R + M² R + …`, which solves `(I − M) V = R`; rows that are `fixed` have `V = R`.
pub(super) fn for_ever(matrix: &Rows, rewards: &Rows, fixed: &[bool]) -> Option<Rows> {
    let mut equations = identity(matrix.len());
    for (((equation, moves), reward), &fixed) in
        equations.iter_mut().zip(matrix).zip(rewards).zip(fixed)
    {
        if !fixed {
            add(equation, moves, -1.0);
        }
        equation.extend(reward);
    }
    elimination::solve(equations)
}

/// The states that a chain never leaves for good: whatever can be reached from them leads back.
/// `absorbing` states stay where they are, whatever their moves.
pub(super) fn recurrent(matrix: &Rows, absorbing: &[bool]) -> Vec<bool> {
    let reached = |from: usize| {
        let mut seen = vec![false; matrix.len()];
        let mut waiting = vec![from];
        while let Some(state) = waiting.pop() {
            let new = seen
                .get_mut(state)
                .is_some_and(|seen| !std::mem::replace(seen, true));
            let stays = absorbing.get(state).copied().unwrap_or(true);
            if new && !stays {
                let moves = matrix.get(state).into_iter().flatten().enumerate();
                waiting.extend(moves.filter(|(_, p)| **p > 0.0).map(|(to, _)| to));
            }
        }
        seen
    };
    let reaches: Vec<Vec<bool>> = (0..matrix.len()).map(reached).collect();
    let leads_back = |from: usize, to: usize| {
        let back = reaches.get(to).and_then(|row| row.get(from));
        back.copied().unwrap_or(false)
    };
    let closed = |(from, row): (usize, &Vec<bool>)| {
        let mut ahead = row.iter().enumerate().filter(|(_, there)| **there);
        ahead.all(|(to, _)| leads_back(from, to))
    };
    reaches.iter().enumerate().map(closed).collect()
}
