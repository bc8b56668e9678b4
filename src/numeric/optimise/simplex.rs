use super::objective::{Objective, Search, or_worst};

/// How far apart its first points are: variables are logarithms.
const SPREAD: f64 = 0.5;
/// It has shrunk to a point.
const SHRUNK: f64 = 1e-9;

/// Searches by a simplex of points that needs no slopes; returns the best point and the steps taken so
/// far.
///
/// Nelder, J. A. and Mead, R. (1965), *The Computer Journal* 7: 308–313.
pub(super) fn simplex(
    objective: &mut impl Objective,
    start: &[f64],
    search: &Search,
    mut steps: u32,
) -> (Vec<f64>, u32) {
    let (low, high) = search.ends;
    let mut value = |at: &[f64]| or_worst(objective.value(at));
    let mut points: Vec<(f64, Vec<f64>)> = vec![(value(start), start.to_vec())];
    for place in 0..start.len() {
        let mut at = start.to_vec();
        if let Some(x) = at.get_mut(place) {
            // Away from the end that is near.
            let up = *x + SPREAD;
            *x = if up <= high {
                up
            } else {
                (*x - SPREAD).max(low)
            };
        }
        points.push((value(&at), at));
    }
    while steps < search.iterations.saturating_mul(4) {
        points.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let Some(((worst, far), rest)) = points.split_last() else {
            break;
        };
        let (Some((best, near)), Some((second, _))) = (rest.first(), rest.last()) else {
            break;
        };
        let width = near.iter().zip(far).map(|(a, b)| (a - b).abs());
        if width.fold(0.0, f64::max) <= SHRUNK {
            break;
        }
        steps = steps.saturating_add(1);
        let centre = middle(rest, start.len());
        let mut along = |share: f64| {
            let at = centre.iter().zip(far);
            let at: Vec<f64> = at
                .map(|(c, f)| (c + share * (c - f)).clamp(low, high))
                .collect();
            (value(&at), at)
        };
        let reflected = along(1.0);
        let next = if reflected.0 < *best {
            let expanded = along(2.0);
            Some(if expanded.0 < reflected.0 {
                expanded
            } else {
                reflected
            })
        } else if reflected.0 < *second {
            Some(reflected)
        } else {
            let contracted = along(if reflected.0 < *worst { 0.5 } else { -0.5 });
            (contracted.0 < worst.min(reflected.0)).then_some(contracted)
        };
        match next {
            Some(next) => {
                points.pop();
                points.push(next);
            }
            None => {
                let near = near.clone();
                for (was, at) in points.iter_mut().skip(1) {
                    for (x, n) in at.iter_mut().zip(&near) {
                        *x = 0.5 * (*x + n);
                    }
                    *was = value(at);
                }
            }
        }
    }
    points.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let best = points.into_iter().next();
    (best.map_or_else(|| start.to_vec(), |(_, at)| at), steps)
}

fn middle(points: &[(f64, Vec<f64>)], size: usize) -> Vec<f64> {
    let mut centre = vec![0.0; size];
    for (_, at) in points {
        for (sum, x) in centre.iter_mut().zip(at) {
            *sum += x;
        }
    }
    let count = points.len().max(1) as f64;
    centre.iter().map(|sum| sum / count).collect()
}
