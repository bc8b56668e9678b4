use super::objective::{Found, Objective, Search};
use crate::fit::Outcome;
use crate::numeric::linear::Matrix;

/// A step must keep this share of the decrease that the slope promises (Armijo).
const SUFFICIENT: f64 = 1e-4;
/// A variable is a logarithm: no step changes it by more.
const LONGEST: f64 = 2.0;
/// How often a step is shortened, and the curvature raised, before the search gives up.
const TRIES: u32 = 12;
/// Where it arrives at all it does so within these steps.
const STEPS: u32 = 40;
/// Where a step gained less than this share of the value, and the next one leads beyond an end, the end is the
/// place.
const FLAT: f64 = 1e-5;
/// What differs by less is the same value but for its rounding.
const ROUNDED: f64 = 1e-14;

/// A point with its value, slopes and curvature, all of them numbers.
struct Place {
    at: Vec<f64>,
    value: f64,
    slopes: Vec<f64>,
    curvature: Matrix,
}

impl Place {
    fn of(objective: &mut impl Objective, at: Vec<f64>) -> Option<Self> {
        let mut slopes = vec![0.0; at.len()];
        let mut curvature = Matrix::zeros(at.len());
        let value = objective.with_curvature(&at, &mut slopes, &mut curvature)?;
        let is_finite = |x: &f64| x.is_finite();
        let is_known = value.is_finite()
            && slopes.iter().all(is_finite)
            && curvature.rows().flatten().all(is_finite);
        is_known.then_some(Self {
            at,
            value,
            slopes,
            curvature,
        })
    }

    fn found(self, iterations: u32, outcome: Outcome) -> Found {
        Found {
            gradient_norm: self.steepest(),
            point: self.at,
            value: self.value,
            iterations,
            outcome,
        }
    }

    fn steepest(&self) -> f64 {
        self.slopes.iter().fold(0.0, |most, x| most.max(x.abs()))
    }
}

/// Searches from `start` by Newton's steps for the smallest value of an objective that knows its curvature.
/// `None` unless that leads to a minimum within the ends, or runs away along ever less of a slope: then a search
/// by slopes must tell what there is.
///
/// Nocedal, J. and Wright, S. J. (2006), *Numerical Optimization*, 2nd edition, algorithms 3.2 and 3.3.
pub(super) fn newton(
    objective: &mut impl Objective,
    start: &[f64],
    search: &Search,
) -> Option<Found> {
    let (low, high) = search.ends;
    if start.iter().any(|&x| x <= low || x >= high) {
        return None;
    }
    let mut place = Place::of(objective, start.to_vec())?;
    let mut gained = f64::INFINITY;
    for steps in 0..=STEPS.min(search.iterations) {
        if place.steepest() <= search.tolerance {
            place.curvature.cholesky().ok()?;
            return Some(place.found(steps, Outcome::Converged));
        }
        let step = step(&place)?;
        if leads_beyond(&place, &step, search) {
            let is_flat = gained <= FLAT * place.value.abs().max(1.0);
            return is_flat.then(|| place.found(steps, Outcome::OnBoundary));
        }
        let next = line(objective, &place, &step)?;
        gained = place.value - next.value;
        place = next;
    }
    None
}

/// Whether a step reaches an end: held there, some variables would not move on with the others.
fn leads_beyond(place: &Place, step: &[f64], search: &Search) -> bool {
    let share = whole(step);
    let (low, high) = search.ends;
    let is_beyond = |(x, s): (&f64, &f64)| x + share * s <= low || x + share * s >= high;
    place.at.iter().zip(step).any(is_beyond)
}

/// The share of a step that is short enough.
fn whole(step: &[f64]) -> f64 {
    let longest = step.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    (LONGEST / longest).min(1.0)
}

/// Newton's step, from a curvature that is raised until it is one of a valley.
fn step(place: &Place) -> Option<Vec<f64>> {
    let diagonal = place.curvature.diagonal();
    let (lowest, largest) = diagonal.fold((f64::INFINITY, 0.0_f64), |(low, most), x| {
        (low.min(x), most.max(x.abs()))
    });
    let least = 1e-3 * largest;
    let mut raise = if lowest > 0.0 { 0.0 } else { least - lowest };
    for _ in 0..TRIES {
        let raised = Matrix::from_fn(place.at.len(), |i, j| {
            place.curvature.at(i, j) + if i == j { raise } else { 0.0 }
        });
        if let Ok(factor) = raised.cholesky() {
            let step = factor.solve(&place.slopes);
            return Some(step.into_iter().map(|x| -x).collect());
        }
        raise = least.max(4.0 * raise);
    }
    None
}

/// The first place along a step whose value is low enough.
fn line(objective: &mut impl Objective, place: &Place, step: &[f64]) -> Option<Place> {
    let promised: f64 = step.iter().zip(&place.slopes).map(|(x, s)| x * s).sum();
    let rounding = ROUNDED * place.value.abs().max(1.0);
    let mut share = whole(step);
    for _ in 0..TRIES {
        let at = place.at.iter().zip(step);
        let at = at.map(|(x, s)| x + share * s).collect();
        if let Some(next) = Place::of(objective, at) {
            let risen = next.value - place.value;
            let is_flatter = risen <= rounding && next.steepest() < 0.9 * place.steepest();
            if risen <= SUFFICIENT * share * promised || is_flatter {
                return Some(next);
            }
        }
        share *= 0.25;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEARCH: Search = Search {
        iterations: 500,
        tolerance: 1e-10,
        ends: (-30.0, 30.0),
    };

    /// Rosenbrock (1960), *The Computer Journal* 3: 175–184; its minimum is 0 at (1, 1).
    struct Valley;

    impl Objective for Valley {
        fn value(&mut self, at: &[f64]) -> f64 {
            100.0 * (at[1] - at[0] * at[0]).powi(2) + (1.0 - at[0]).powi(2)
        }

        fn with_curvature(
            &mut self,
            at: &[f64],
            slopes: &mut [f64],
            curvature: &mut Matrix,
        ) -> Option<f64> {
            let [x, y] = [at[0], at[1]];
            slopes[0] = -400.0 * x * (y - x * x) - 2.0 * (1.0 - x);
            slopes[1] = 200.0 * (y - x * x);
            curvature.set(0, 0, 1200.0 * x * x - 400.0 * y + 2.0);
            curvature.set(0, 1, -400.0 * x);
            curvature.set(1, 0, -400.0 * x);
            curvature.set(1, 1, 200.0);
            Some(self.value(at))
        }
    }

    #[test]
    fn rosenbrock_1960() {
        for start in [[-1.2, 1.0], [0.0, 2.0], [2.0, 3.0]] {
            let found = newton(&mut Valley, &start, &SEARCH).unwrap();
            assert_eq!(found.outcome, Outcome::Converged);
            assert!(found.point.iter().all(|x| (x - 1.0).abs() < 1e-9));
            assert!(found.iterations < 40 && found.gradient_norm <= 1e-10);
        }
    }

    /// e^−x has no minimum, and its value hardly falls far out: no search along an end is of use.
    #[test]
    fn what_runs_away_is_on_the_boundary_soon() {
        struct Away(u32);
        impl Objective for Away {
            fn value(&mut self, at: &[f64]) -> f64 {
                5.0 + (-at[0]).exp() + (at[1] - at[0]).powi(2)
            }
            fn with_curvature(
                &mut self,
                at: &[f64],
                slopes: &mut [f64],
                curvature: &mut Matrix,
            ) -> Option<f64> {
                self.0 += 1;
                let apart = 2.0 * (at[1] - at[0]);
                (slopes[0], slopes[1]) = (-(-at[0]).exp() - apart, apart);
                curvature.set(0, 0, (-at[0]).exp() + 2.0);
                curvature.set(0, 1, -2.0);
                curvature.set(1, 0, -2.0);
                curvature.set(1, 1, 2.0);
                Some(self.value(at))
            }
        }
        let search = Search {
            ends: (-14.0, 14.0),
            ..SEARCH
        };
        let mut away = Away(0);
        let found = newton(&mut away, &[0.0, 1.0], &search).unwrap();
        assert_eq!(found.outcome, Outcome::OnBoundary);
        assert!(found.point[0] > 12.0 && away.0 < 20, "{found:?}");
        // An end that is near is met while the value still falls: that is left to others.
        let search = Search {
            ends: (-4.0, 4.0),
            ..SEARCH
        };
        assert_eq!(newton(&mut Away(0), &[0.0, 1.0], &search), None);
    }

    #[test]
    fn no_minimum_within_the_ends_and_too_few_steps_are_left_to_others() {
        let ends = Search {
            ends: (-30.0, 0.5),
            ..SEARCH
        };
        assert_eq!(newton(&mut Valley, &[-1.2, 0.2], &ends), None);
        let few = Search {
            iterations: 3,
            ..SEARCH
        };
        assert_eq!(newton(&mut Valley, &[-1.2, 1.0], &few), None);
        let mut unknown = |at: &[f64]| at[0] * at[0];
        assert_eq!(newton(&mut unknown, &[1.0], &SEARCH), None);
    }
}
