use super::objective::{Found, Objective};
use crate::fit::Outcome;
use crate::numeric::linear::Matrix;

/// A step of the slopes' central difference. Slopes carry about 14 digits where they are known, and 10
/// where they are differences themselves; what the difference leaves out is of the size of its square.
const STEP: f64 = 1e-4;
/// At a minimum a further step of Newton's leads nowhere; where a variable runs away it is about 1.
const STANDING: f64 = 0.05;
/// A step so short, as a share of the parameter, is not worth another look at the objective.
const NOWHERE: f64 = 1e-10;
/// How far from 1, as a factor, a parameter has run away: e⁶ is about 400.
pub(super) const AWAY: f64 = 6.0;
/// What the difference leaves out may pass for a curvature of this size: a flatter direction is not told
/// from one that is flat.
const FLATTEST: f64 = STEP * STEP;

/// The end of a search with the curvature there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curved {
    /// The point, after a step or two of Newton's.
    pub(crate) found: Found,
    /// The inverse of the curvature of the objective; `None` unless the search converged. It times
    /// 1/customers is the covariance of the variables.
    pub(crate) inverse: Option<Matrix>,
}

/// Adds the curvature to a search's end, improves the point by it, and looks again at the outcome: a point
/// around which the objective is flat is not identified, and one from which it runs away to nothing or
/// to infinity is on the boundary.
pub(crate) fn polish(objective: &mut impl Objective, found: Found) -> Curved {
    if found.outcome != Outcome::Converged {
        return Curved {
            found,
            inverse: None,
        };
    }
    let mut found = found;
    let mut slopes = vec![0.0; found.point.len()];
    for last in [false, true] {
        let curvature = curvature(objective, &found.point, &mut slopes);
        let Ok(factor) = curvature.cholesky() else {
            return ended(found);
        };
        let inverse = factor.inverse();
        let flattest = (0..inverse.size()).fold(0.0_f64, |most, i| most.max(inverse.at(i, i)));
        if flattest.is_nan() || flattest * FLATTEST > 1.0 {
            return ended(found);
        }
        let step = factor.solve(&slopes);
        let longest = step.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        if longest.is_nan() || longest > STANDING {
            return ended(found);
        }
        if longest < NOWHERE {
            return Curved {
                found,
                inverse: Some(inverse),
            };
        }
        let point = found.point.iter().zip(&step).map(|(x, s)| x - s).collect();
        let (moved, is_better) = stepped(objective, &found, point, &mut slopes);
        found = moved;
        // The curvature of a point so near is the same.
        if last || !is_better || longest < STEP {
            return Curved {
                found,
                inverse: Some(inverse),
            };
        }
    }
    ended(found)
}

/// The better of two ends, and whether it is the new one; `slopes` are those of the better one.
fn stepped(
    objective: &mut impl Objective,
    found: &Found,
    point: Vec<f64>,
    slopes: &mut Vec<f64>,
) -> (Found, bool) {
    let mut there = vec![0.0; point.len()];
    let value = objective.slopes(&point, &mut there);
    let gradient_norm = there.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if value.is_finite() && gradient_norm < found.gradient_norm {
        *slopes = there;
        let found = Found {
            point,
            value,
            gradient_norm,
            ..found.clone()
        };
        return (found, true);
    }
    (found.clone(), false)
}

/// An end without curvature enough.
fn ended(found: Found) -> Curved {
    let is_away = found.point.iter().any(|x| x.abs() > AWAY);
    let outcome = if is_away {
        Outcome::OnBoundary
    } else {
        Outcome::NotIdentified
    };
    Curved {
        found: Found { outcome, ..found },
        inverse: None,
    }
}

/// The second derivatives, by central differences of the slopes unless the objective knows them; `slopes`
/// become those at the point.
fn curvature(objective: &mut impl Objective, at: &[f64], slopes: &mut [f64]) -> Matrix {
    let size = at.len();
    let mut known = Matrix::zeros(size);
    if objective.with_curvature(at, slopes, &mut known).is_some() {
        return known;
    }
    objective.slopes(at, slopes);
    let mut moved = at.to_vec();
    let mut rows = Vec::with_capacity(size);
    for (place, &x) in at.iter().enumerate() {
        let mut slopes = |x: f64| {
            let mut slopes = vec![0.0; size];
            if let Some(cell) = moved.get_mut(place) {
                *cell = x;
            }
            objective.slopes(&moved, &mut slopes);
            slopes
        };
        let (above, below) = (slopes(x + STEP), slopes(x - STEP));
        let row = above
            .iter()
            .zip(&below)
            .map(|(a, b)| (a - b) / (2.0 * STEP));
        rows.push(row.collect::<Vec<f64>>());
        if let Some(cell) = moved.get_mut(place) {
            *cell = x;
        }
    }
    let cell = |i: usize, j: usize| rows.get(i).and_then(|row| row.get(j)).copied();
    Matrix::from_fn(size, |i, j| {
        let both = cell(i, j).zip(cell(j, i));
        both.map_or(f64::NAN, |(a, b)| 0.5 * (a + b))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Search, minimise};
    use super::*;

    const SEARCH: Search = Search {
        iterations: 500,
        tolerance: 1e-8,
        ends: (-30.0, 30.0),
    };

    fn curved(mut objective: impl FnMut(&[f64]) -> f64, start: &[f64]) -> Curved {
        let found = minimise(&mut objective, start, &SEARCH);
        polish(&mut objective, found)
    }

    #[test]
    fn the_curvature_of_a_bowl() {
        // Second derivatives 4, 1 and 2 (mixed 1): the inverse is (2, −1; −1, 4) / 7.
        let bowl = |at: &[f64]| {
            let [x, y] = [at[0] - 1.0, at[1] + 2.0];
            2.0 * x * x + x * y + y * y
        };
        let end = curved(bowl, &[0.0, 0.0]);
        assert_eq!(end.found.outcome, Outcome::Converged);
        assert!((end.found.point[0] - 1.0).abs() < 1e-9);
        let inverse = end.inverse.unwrap();
        for (i, j, expected) in [(0, 0, 2.0), (0, 1, -1.0), (1, 1, 4.0)] {
            assert!((inverse.at(i, j) - expected / 7.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_valley_without_end_is_not_identified() {
        let end = curved(|at| (at[0] + at[1] - 1.0).powi(2), &[0.0, 0.0]);
        assert_eq!(end.found.outcome, Outcome::NotIdentified);
        assert_eq!(end.inverse, None);
    }

    #[test]
    fn a_valley_whose_floor_only_rounding_bends_is_not_identified() {
        // Along x + y = 1 all is equal, but for less than differences can tell.
        for bend in [0.0, 1e-11, 1e-9] {
            let valley = |at: &[f64]| {
                let [along, across] = [at[0] - at[1], at[0] + at[1] - 1.0];
                across.powi(2) + bend * along * along
            };
            let end = curved(valley, &[0.3, 0.4]);
            assert_eq!(end.found.outcome, Outcome::NotIdentified, "{bend}");
            assert_eq!(end.inverse, None);
        }
    }

    #[test]
    fn what_runs_away_is_on_the_boundary() {
        let end = curved(|at| (-at[0]).exp() + at[1].powi(2), &[0.0, 1.0]);
        assert_eq!(end.found.outcome, Outcome::OnBoundary);
        assert!(end.found.point[0] > 6.0);
    }
}
