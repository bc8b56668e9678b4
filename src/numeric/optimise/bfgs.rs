use super::curvature::AWAY;
use super::newton::newton;
use super::objective::{Found, Objective, Search, or_worst};
use super::simplex::simplex;
use crate::fit::Outcome;
use crate::numeric::linear::Matrix;

/// A step must keep this share of the decrease that the slope promises (Armijo).
const SUFFICIENT: f64 = 1e-4;
/// A variable is a logarithm: no step changes it by more.
const LONGEST: f64 = 2.0;
/// How often a step is shortened before its direction is given up.
const SHORTENED: u32 = 40;
/// What differs by less is the same value but for its rounding.
const ROUNDED: f64 = 1e-14;

/// A point, its value and its slopes.
struct Place {
    at: Vec<f64>,
    value: f64,
    slopes: Vec<f64>,
}

impl Place {
    fn of(objective: &mut impl Objective, at: Vec<f64>) -> Self {
        let mut slopes = vec![0.0; at.len()];
        let value = or_worst(objective.slopes(&at, &mut slopes));
        Self { at, value, slopes }
    }

    fn is_known(&self) -> bool {
        self.value.is_finite() && self.slopes.iter().all(|slope| slope.is_finite())
    }

    /// The slopes along the variables that may still move that way.
    fn free_slopes(&self, (low, high): (f64, f64)) -> Vec<f64> {
        let slopes = self.at.iter().zip(&self.slopes);
        let free = slopes.map(|(&x, &slope)| {
            let is_held = (x <= low && slope > 0.0) || (x >= high && slope < 0.0);
            if is_held { 0.0 } else { slope }
        });
        free.collect()
    }
}

/// Where so many steps gain less than this share of the value, a search crawls: if a variable has run away and
/// still moves on by so much, or is so near an end that steps are held there, it would go on to nothing or to
/// infinity.
const CRAWL: u32 = 10;
const CRAWLED: f64 = 1e-8;
const ON: f64 = 0.05;
const NEAR_END: f64 = 1.0;

/// Searches from `start` for the smallest value: by Newton's steps where the objective knows its curvature
/// and they lead to a minimum; else by Broyden, Fletcher, Goldfarb and Shanno's updates of
/// the inverse curvature, and by a simplex of points where slopes lead nowhere.
///
/// Nocedal, J. and Wright, S. J. (2006), *Numerical Optimization*, 2nd edition, algorithm 6.1.
pub(crate) fn minimise(objective: &mut impl Objective, start: &[f64], search: &Search) -> Found {
    let (low, high) = search.ends;
    let within = |x: f64| if x.is_nan() { low } else { x.clamp(low, high) };
    let start: Vec<f64> = start.iter().map(|&x| within(x)).collect();
    if let Some(found) = newton(objective, &start, search) {
        return found;
    }
    let mut place = Place::of(objective, start);
    let mut steps = 0;
    // The simplex finds the way on at most twice: slopes then have had three chances.
    for _ in 0..3 {
        let crawls;
        (steps, crawls) = descend(objective, &mut place, steps, search);
        let found = found(&place, steps, search);
        if crawls {
            return Found {
                outcome: Outcome::OnBoundary,
                ..found
            };
        }
        if found.outcome != Outcome::NotIdentified || steps >= search.iterations {
            return found;
        }
        let (at, taken) = simplex(objective, &place.at, search, steps);
        steps = taken;
        let next = Place::of(objective, at);
        let gained = place.value - next.value;
        let is_better = !place.is_known() || gained > ROUNDED * place.value.abs().max(1.0);
        if next.value.is_finite() {
            place = next;
        }
        if !is_better {
            break;
        }
    }
    let ended = found(&place, steps, search);
    let is_flat = ended.gradient_norm <= search.tolerance.sqrt();
    let outcome = match ended.outcome {
        // No point around it is better, so the slope left is the rounding of the values.
        Outcome::NotIdentified if is_flat => Outcome::Converged,
        Outcome::NotIdentified if steps >= search.iterations => Outcome::IterationLimit,
        outcome => outcome,
    };
    Found { outcome, ..ended }
}

/// What a search found at a place; not identified where it has not arrived and has steps left.
fn found(place: &Place, steps: u32, search: &Search) -> Found {
    let (low, high) = search.ends;
    let free = place.free_slopes(search.ends);
    let norm = free.iter().fold(0.0_f64, |most, slope| {
        if slope.is_nan() {
            f64::INFINITY
        } else {
            most.max(slope.abs())
        }
    });
    let is_there = place.value.is_finite() && norm <= search.tolerance;
    let is_at_end = place.at.iter().any(|&x| x <= low || x >= high);
    let outcome = match (is_there, is_at_end) {
        (true, true) => Outcome::OnBoundary,
        (true, false) => Outcome::Converged,
        _ if steps >= search.iterations => Outcome::IterationLimit,
        _ => Outcome::NotIdentified,
    };
    Found {
        point: place.at.clone(),
        value: place.value,
        gradient_norm: norm,
        iterations: steps,
        outcome,
    }
}

/// Goes downhill until no free slope is left, no step leads down, or the search crawls; returns the steps taken
/// so far, and whether it crawls.
fn descend(
    objective: &mut impl Objective,
    place: &mut Place,
    mut steps: u32,
    search: &Search,
) -> (u32, bool) {
    let size = place.at.len();
    let mut inverse = identity(size);
    let mut is_fresh = true;
    let mut mark = (steps, place.value, place.at.clone());
    while place.is_known() && steps < search.iterations {
        let slopes = place.free_slopes(search.ends);
        if slopes.iter().all(|slope| slope.abs() <= search.tolerance) {
            break;
        }
        let direction = downhill(&inverse, &slopes);
        let promised = dot(&slopes, &direction);
        let next = (promised < 0.0)
            .then(|| line(objective, place, &direction, promised, search))
            .flatten();
        let Some(next) = next else {
            if is_fresh {
                break;
            }
            (inverse, is_fresh) = (identity(size), true);
            continue;
        };
        steps += 1;
        let moved = difference(&next.at, &place.at);
        let bent = difference(&next.slopes, &place.slopes);
        if is_fresh {
            // The first step tells the scale.
            let (along, across) = (dot(&moved, &bent), dot(&bent, &bent));
            if along > 0.0 && across > 0.0 {
                inverse = scaled(&inverse, along / across);
            }
        }
        update(&mut inverse, &moved, &bent);
        is_fresh = false;
        *place = next;
        if steps - mark.0 >= CRAWL {
            let gained = mark.1 - place.value;
            let crawls = gained <= CRAWLED * place.value.abs().max(1.0);
            if crawls && runs_away(&mark.2, &place.at, search.ends) {
                return (steps, true);
            }
            mark = (steps, place.value, place.at.clone());
        }
    }
    (steps, false)
}

/// Whether a variable far from 1, as a factor, still goes on from there, or is about to be held by an end.
fn runs_away(from: &[f64], to: &[f64], (low, high): (f64, f64)) -> bool {
    let runs = |(from, to): (&f64, &f64)| {
        let is_by_end = to - low < NEAR_END || high - to < NEAR_END;
        to.abs() > AWAY && (is_by_end || to.abs() - from.abs() > ON)
    };
    from.iter().zip(to).any(runs)
}

/// The first place along a direction whose value is low enough and whose slopes are numbers.
fn line(
    objective: &mut impl Objective,
    place: &Place,
    direction: &[f64],
    promised: f64,
    search: &Search,
) -> Option<Place> {
    let longest = direction.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let (low, high) = search.ends;
    let mut share = (LONGEST / longest).min(1.0);
    for _ in 0..SHORTENED {
        let at = place.at.iter().zip(direction);
        let at: Vec<f64> = at.map(|(x, d)| (x + share * d).clamp(low, high)).collect();
        if at == place.at {
            return None;
        }
        let next = Place::of(objective, at);
        let allowed = place.value + SUFFICIENT * share * promised;
        let is_low = next.value <= allowed || is_flat_and_flatter(place, &next, search);
        if is_low && next.is_known() {
            return Some(next);
        }
        // The lowest point of the parabola through both values and the slope.
        let excess = next.value - place.value - share * promised;
        let lowest = -0.5 * promised * share * share / excess;
        let is_useful = lowest.is_finite() && lowest > 0.1 * share;
        share = if is_useful {
            lowest.min(0.5 * share)
        } else {
            0.1 * share
        };
    }
    None
}

/// Whether two values are the same but for their rounding, and the slopes say that it goes on.
fn is_flat_and_flatter(place: &Place, next: &Place, search: &Search) -> bool {
    let rounding = ROUNDED * place.value.abs().max(1.0);
    let largest = |place: &Place| {
        let slopes = place.free_slopes(search.ends);
        slopes
            .iter()
            .fold(0.0_f64, |most, slope| most.max(slope.abs()))
    };
    next.value - place.value <= rounding && largest(next) < 0.9 * largest(place)
}

fn identity(size: usize) -> Matrix {
    Matrix::from_fn(size, |i, j| if i == j { 1.0 } else { 0.0 })
}

fn scaled(matrix: &Matrix, by: f64) -> Matrix {
    Matrix::from_fn(matrix.size(), |i, j| by * matrix.at(i, j))
}

/// Minus the inverse curvature times the slopes; a variable that is held stays.
fn downhill(inverse: &Matrix, slopes: &[f64]) -> Vec<f64> {
    let rows = inverse.rows().zip(slopes);
    let direction = rows.map(
        |(row, &slope)| {
            if slope == 0.0 { 0.0 } else { -dot(row, slopes) }
        },
    );
    direction.collect()
}

/// Makes the inverse curvature agree with the change of the slopes over the last step.
fn update(inverse: &mut Matrix, moved: &[f64], bent: &[f64]) {
    let along = dot(moved, bent);
    // Curvature is positive at a minimum; where it is not, the step tells nothing about it.
    let least = f64::EPSILON * dot(moved, moved).sqrt() * dot(bent, bent).sqrt();
    if !along.is_finite() || along <= least {
        return;
    }
    let turned: Vec<f64> = inverse.rows().map(|row| dot(row, bent)).collect();
    let square = (1.0 + dot(bent, &turned) / along) / along;
    let rows = inverse.rows_mut().zip(moved.iter().zip(&turned));
    for (row, (&m, &t)) in rows {
        for (cell, (&n, &u)) in row.iter_mut().zip(moved.iter().zip(&turned)) {
            *cell += square * m * n - (m * u + t * n) / along;
        }
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

fn difference(left: &[f64], right: &[f64]) -> Vec<f64> {
    left.iter().zip(right).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEARCH: Search = Search {
        iterations: 500,
        tolerance: 1e-8,
        ends: (-30.0, 30.0),
    };

    /// Rosenbrock (1960), *The Computer Journal* 3: 175–184; its minimum is 0 at (1, 1).
    fn valley(at: &[f64]) -> f64 {
        let [x, y] = [at[0], at[1]];
        100.0 * (y - x * x).powi(2) + (1.0 - x).powi(2)
    }

    /// The same with its slopes.
    struct Valley;

    impl Objective for Valley {
        fn value(&mut self, at: &[f64]) -> f64 {
            valley(at)
        }

        fn slopes(&mut self, at: &[f64], slopes: &mut [f64]) -> f64 {
            let [x, y] = [at[0], at[1]];
            slopes[0] = -400.0 * x * (y - x * x) - 2.0 * (1.0 - x);
            slopes[1] = 200.0 * (y - x * x);
            valley(at)
        }
    }

    #[track_caller]
    fn arrives(found: &Found, expected: &[f64], close: f64) {
        assert_eq!(found.outcome, Outcome::Converged, "{found:?}");
        for (x, e) in found.point.iter().zip(expected) {
            assert!((x - e).abs() <= close, "{found:?}");
        }
    }

    #[test]
    fn rosenbrock_1960() {
        let found = minimise(&mut Valley, &[-1.2, 1.0], &SEARCH);
        arrives(&found, &[1.0, 1.0], 1e-7);
        assert!(found.iterations < 60, "{found:?}");
        assert!(found.gradient_norm <= 1e-8);
        arrives(
            &minimise(&mut valley, &[-1.2, 1.0], &SEARCH),
            &[1.0, 1.0],
            1e-5,
        );
    }

    /// Powell (1962), *The Computer Journal* 5: 147–151: its curvature is singular at the minimum.
    #[test]
    fn powell_1962() {
        let mut singular = |at: &[f64]| {
            let [a, b, c, d] = [at[0], at[1], at[2], at[3]];
            (a + 10.0 * b).powi(2)
                + 5.0 * (c - d).powi(2)
                + (b - 2.0 * c).powi(4)
                + 10.0 * (a - d).powi(4)
        };
        let found = minimise(&mut singular, &[3.0, -1.0, 0.0, 1.0], &SEARCH);
        arrives(&found, &[0.0; 4], 0.02);
        assert!(found.value < 1e-8);
    }

    #[test]
    fn beale_1958() {
        let mut function = |at: &[f64]| {
            let [x, y] = [at[0], at[1]];
            (1.5 - x + x * y).powi(2)
                + (2.25 - x + x * y * y).powi(2)
                + (2.625 - x + x * y.powi(3)).powi(2)
        };
        arrives(
            &minimise(&mut function, &[1.0, 1.0], &SEARCH),
            &[3.0, 0.5],
            1e-5,
        );
    }

    #[test]
    fn a_value_that_is_no_number_is_gone_around() {
        // Half of the plane has no value.
        let mut half = |at: &[f64]| {
            if at[0] < 0.5 { f64::NAN } else { valley(at) }
        };
        arrives(
            &minimise(&mut half, &[3.0, -2.0], &SEARCH),
            &[1.0, 1.0],
            1e-4,
        );
        // Slopes without a number: the points alone lead there.
        struct NoSlopes;
        impl Objective for NoSlopes {
            fn value(&mut self, at: &[f64]) -> f64 {
                valley(at)
            }
            fn slopes(&mut self, at: &[f64], slopes: &mut [f64]) -> f64 {
                slopes.fill(f64::NAN);
                valley(at)
            }
        }
        let found = minimise(&mut NoSlopes, &[-1.2, 1.0], &SEARCH);
        assert!((found.point[0] - 1.0).abs() < 1e-4, "{found:?}");
        assert_ne!(found.outcome, Outcome::Converged);
        let mut nowhere = |_: &[f64]| f64::NAN;
        let found = minimise(&mut nowhere, &[0.0, f64::NAN], &SEARCH);
        assert_eq!(found.outcome, Outcome::NotIdentified);
        assert!(!found.value.is_finite());
    }

    #[test]
    fn an_end_holds_what_runs_away() {
        let mut slope = |at: &[f64]| at[0].exp() + (at[1] - 2.0).powi(2);
        let search = Search {
            ends: (-5.0, 5.0),
            ..SEARCH
        };
        let found = minimise(&mut slope, &[1.0, 0.0], &search);
        assert_eq!(found.outcome, Outcome::OnBoundary);
        assert_eq!(found.point[0], -5.0);
        assert!((found.point[1] - 2.0).abs() < 1e-6);
    }

    /// A valley that bends on its way to infinity; it counts its evaluations.
    struct Away {
        rate: f64,
        evaluations: u32,
    }

    impl Objective for Away {
        fn value(&mut self, at: &[f64]) -> f64 {
            self.slopes(at, &mut [0.0; 2])
        }

        fn slopes(&mut self, at: &[f64], slopes: &mut [f64]) -> f64 {
            self.evaluations += 1;
            let [x, y] = [at[0], at[1]];
            let (down, apart) = ((-self.rate * x).exp(), y - x + 0.1 * x.sin());
            slopes[0] = -self.rate * down + 2.0 * apart * (0.1 * x.cos() - 1.0);
            slopes[1] = 2.0 * apart;
            5.0 + down + apart * apart
        }
    }

    #[test]
    fn what_runs_away_ends_soon() {
        for rate in [0.5, 1.0, 1.3] {
            let mut away = Away {
                rate,
                evaluations: 0,
            };
            let search = Search {
                tolerance: 1e-9,
                ends: (-14.0, 14.0),
                ..SEARCH
            };
            let found = minimise(&mut away, &[0.0, 0.5], &search);
            assert_eq!(found.outcome, Outcome::OnBoundary, "{found:?}");
            assert!(found.point[0] > 6.0, "{found:?}");
            assert!(away.evaluations < 200, "{rate}: {}", away.evaluations);
        }
    }

    /// Steps that gain as little, on the way to a minimum far from 1.
    #[test]
    fn what_converges_far_out_has_not_run_away() {
        let mut singular = |at: &[f64]| {
            let [a, b, c, d] = [at[0] - 8.0, at[1] + 8.0, at[2] - 8.0, at[3] - 8.0];
            1.0 + (a + 10.0 * b).powi(2)
                + 5.0 * (c - d).powi(2)
                + (b - 2.0 * c).powi(4)
                + 10.0 * (a - d).powi(4)
        };
        let found = minimise(&mut singular, &[3.0, -1.0, 0.0, 1.0], &SEARCH);
        assert_eq!(found.outcome, Outcome::Converged, "{found:?}");
        assert!(found.value < 1.0 + 1e-8, "{found:?}");
        let mut far = |at: &[f64]| 5.0 + (-at[0]).exp() + (at[0] - 18.0).exp() + at[1].powi(2);
        let found = minimise(&mut far, &[0.0, 1.0], &SEARCH);
        arrives(&found, &[9.0, 0.0], 0.01);
    }

    #[test]
    fn steps_run_out() {
        let search = Search {
            iterations: 5,
            ..SEARCH
        };
        let found = minimise(&mut Valley, &[-1.2, 1.0], &search);
        assert_eq!(
            (found.outcome, found.iterations),
            (Outcome::IterationLimit, 5)
        );
        assert!(found.value < valley(&[-1.2, 1.0]));
    }
}
