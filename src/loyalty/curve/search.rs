//! The search for the exponent of a curve, on scales from 0 to 1.

use crate::estimate::Estimate;
use crate::fit::Outcome;
use crate::numeric::linear::{Dependent, Matrix};

use super::sample::Spread as Loyalty;
use super::{Method, Options, Sample};

/// Exponents are looked for between these; beyond them a curve is a step.
const LEAST: f64 = 0.01;
const LARGEST: f64 = 100.0;
/// The search starts from the best of so many exponents, a tenth apart in logarithm.
const STARTS: usize = 93;
/// Sums of squares of numbers up to 1 that differ by less than this, for each point, are equal but
/// for rounding.
pub(super) const ROUNDING: f64 = 1e-13;
/// The logarithm of the exponent is found when its bracket is no wider.
const SETTLED: f64 = 4.0 * f64::EPSILON;

/// One value of satisfaction on 0 to 1, and what was answered there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    u: f64,
    ln_u: f64,
    answers: Loyalty,
}

/// What a method fits: customers, or values of satisfaction.
pub(super) fn points(sample: &Sample, method: Method) -> Vec<Point> {
    let of_cell = |(u, cell): (f64, super::sample::Cell)| {
        let answers = match method {
            Method::Respondents | Method::FreeEnds => cell.loyalty,
            Method::CellMeans if cell.loyalty.rows() > 0 => Loyalty::certain(cell.loyalty.mean()),
            Method::CellMeans => return None,
            Method::LogLog if u > 0.0 => cell.logarithm,
            Method::LogLog => return None,
        };
        let ln_u = u.ln();
        (answers.rows() > 0).then_some(Point { u, ln_u, answers })
    };
    sample.units().filter_map(of_cell).collect()
}

/// Customers with weight.
pub(super) fn rows(points: &[Point]) -> u64 {
    points.iter().map(|point| point.answers.rows()).sum()
}

pub(super) fn weight(points: &[Point]) -> f64 {
    points.iter().map(|point| point.answers.weight()).sum()
}

/// The mean weight of those whom a unit of weight stands for, `Σw² / Σw`. The total of weights over it is
/// the effective sample size.
pub(super) fn typical_weight(points: &[Point]) -> f64 {
    let squared = |point: &Point| point.answers.squared_weight();
    points.iter().map(squared).sum::<f64>() / weight(points)
}

/// The weighted sum of squared residuals that is to be expected if each has a variance of 1: the weight
/// that the parameters leave of all weight. Rounding leaves a little.
pub(super) fn weight_left(points: &[Point], spent: f64) -> f64 {
    let all = weight(points);
    (all - spent).max(f64::EPSILON * all)
}

/// Whether the ends of the curve are those of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Fixed,
    Free,
}

/// The result of a fit on scales from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) outcome: Outcome,
    pub(super) exponent: Option<f64>,
    pub(super) floor: f64,
    pub(super) ceiling: f64,
    spread: Option<Spread>,
    pub(super) iterations: u32,
}

/// Covariances of exponent, floor and ceiling, and the standard deviation of the residuals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    /// Those of fixed ends are 0.
    pub(super) covariance: [[f64; 3]; 3],
    /// The larger variance of the exponent, of the classical one and the sandwich.
    larger: f64,
    /// How far a residual moves the exponent, for each of exponent, floor and ceiling that it pulls at.
    pub(super) pull: [f64; 3],
    pub(super) residual: f64,
    pub(super) alike: Alike,
}

/// The fit for residuals that all have a variance of 1, whatever their weights.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alike {
    /// Covariances of exponent, floor and ceiling.
    covariance: [[f64; 3]; 3],
    /// The same as if every weight were a number of customers.
    as_counts: [[f64; 3]; 3],
    /// The [weight left](weight_left).
    pub(super) left: f64,
}

impl Alike {
    /// How much smaller the squared distance of both ends from these is than it seems if every weight is
    /// taken for a number of customers.
    pub(super) fn shrinkage(&self, floor: f64, ceiling: f64) -> Option<f64> {
        let distance = |[_, [_, a, b], [_, _, c]]: [[f64; 3]; 3]| {
            let crossed = a * ceiling * ceiling - 2.0 * b * floor * ceiling + c * floor * floor;
            crossed / (a * c - b * b)
        };
        let ratio = distance(self.covariance) / distance(self.as_counts);
        (ratio > 0.0 && ratio.is_finite()).then_some(ratio)
    }
}

/// A curve on scales from 0 to 1.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    exponent: f64,
    floor: f64,
    ceiling: f64,
}

impl Shape {
    /// With this exponent, and the ends that fit it best.
    fn of(points: &[Point], ends: Ends, exponent: f64) -> Self {
        let (mut floor, mut ceiling) = (0.0, 1.0);
        if ends == Ends::Free {
            let (mut n, mut x_mean, mut y_mean) = (0.0, 0.0, 0.0);
            let (mut xx, mut xy) = (0.0, 0.0);
            for point in points {
                let (x, more) = (point.u.powf(exponent), point.answers.weight());
                n += more;
                let share = more / n;
                let (dx, dy) = (x - x_mean, point.answers.mean() - y_mean);
                x_mean += share * dx;
                y_mean += share * dy;
                xx += more * (1.0 - share) * dx * dx;
                xy += more * (1.0 - share) * dx * dy;
            }
            let slope = if xx > 0.0 { xy / xx } else { 0.0 };
            floor = y_mean - slope * x_mean;
            ceiling = floor + slope;
        }
        Self {
            exponent,
            floor,
            ceiling,
        }
    }

    fn at(&self, point: &Point) -> f64 {
        self.floor + (self.ceiling - self.floor) * point.u.powf(self.exponent)
    }

    pub(super) fn squares(&self, points: &[Point]) -> f64 {
        points
            .iter()
            .map(|point| point.answers.squares_around(self.at(point)))
            .sum()
    }

    /// How the curve moves with its exponent; zero at both ends.
    fn slope_in_exponent(&self, point: &Point) -> f64 {
        if point.u > 0.0 {
            (self.ceiling - self.floor) * point.u.powf(self.exponent) * point.ln_u
        } else {
            0.0
        }
    }

    /// Whether the sum of squares rises with the exponent, the ends following it.
    fn rises(&self, points: &[Point]) -> bool {
        let half: f64 = points
            .iter()
            .map(|point| {
                let off = self.at(point) - point.answers.mean();
                point.answers.weight() * off * self.slope_in_exponent(point)
            })
            .sum();
        half > 0.0
    }
}

impl Found {
    /// Fits a curve by a method to the points that it reads.
    pub(super) fn of(points: &[Point], options: &Options) -> Self {
        match options.method {
            Method::LogLog => Self::through_the_origin(points, options),
            Method::FreeEnds => Self::by_search(points, Ends::Free, options),
            Method::Respondents | Method::CellMeans => {
                Self::by_search(points, Ends::Fixed, options)
            }
        }
    }

    /// Returns the standard errors, which only a fit that converged has.
    pub(super) fn spread(&self) -> Option<&Spread> {
        let spread = self.spread.as_ref();
        spread.filter(|_| self.outcome == Outcome::Converged)
    }

    /// Returns the exponent with its standard error; `None` unless the fit converged on more points than
    /// it has parameters.
    pub(super) fn estimate(&self) -> Option<Estimate> {
        Estimate::new(self.exponent?, self.spread()?.error(0)).ok()
    }

    /// Returns the exponent with the larger of the classical standard error and the sandwich.
    pub(super) fn cautious(&self) -> Option<Estimate> {
        let error = self.spread()?.larger.max(0.0).sqrt();
        Estimate::new(self.exponent?, error).ok()
    }

    /// Returns the curve; `None` if it is not identified.
    pub(super) fn shape(&self) -> Option<Shape> {
        Some(Shape {
            exponent: self.exponent?,
            floor: self.floor,
            ceiling: self.ceiling,
        })
    }

    fn none(outcome: Outcome) -> Self {
        Self {
            outcome,
            exponent: None,
            floor: 0.0,
            ceiling: 1.0,
            spread: None,
            iterations: 0,
        }
    }

    /// Least squares in the exponent alone: for each exponent the best ends are known.
    fn by_search(points: &[Point], ends: Ends, options: &Options) -> Self {
        let between = points.iter().any(|point| point.u > 0.0 && point.u < 1.0);
        if !between || ends == Ends::Free && points.len() < 3 {
            return Self::none(Outcome::NotIdentified);
        }
        let (low, high) = (LEAST.ln(), LARGEST.ln());
        let step = (high - low) / (STARTS - 1) as f64;
        let at = |theta: f64| Shape::of(points, ends, theta.exp());
        let starts: Vec<(f64, f64)> = (0..STARTS)
            .map(|i| low + step * i as f64)
            .map(|theta| (theta, at(theta).squares(points)))
            .collect();
        let best = starts
            .iter()
            .copied()
            .min_by(|(_, a), (_, b)| a.total_cmp(b))
            .unwrap_or((0.0, 0.0));
        let n = weight(points);
        let as_good = |squares: f64| squares <= best.1 + ROUNDING * n;
        let end_is_best =
            |start: Option<&(f64, f64)>| start.is_some_and(|&(_, squares)| as_good(squares));
        let (at_low, at_high) = (end_is_best(starts.first()), end_is_best(starts.last()));
        if at_low && at_high && starts.iter().all(|&(_, squares)| as_good(squares)) {
            return Self::none(Outcome::NotIdentified);
        }
        if at_low || at_high {
            let shape = at(if at_low { low } else { high });
            return Self::shaped(shape, Outcome::OnBoundary, 0);
        }
        let rises = |theta| at(theta).rises(points);
        let bracket = (best.0 - step, best.0 + step);
        let (theta, outcome, iterations) = halve(bracket, rises, options.max_iterations);
        let found = Self::shaped(at(theta), outcome, iterations);
        if outcome == Outcome::Converged {
            found.with_spread(points, ends, &at(theta), options)
        } else {
            found
        }
    }

    fn with_spread(self, points: &[Point], ends: Ends, shape: &Shape, options: &Options) -> Self {
        match Spread::of(points, ends, shape, options) {
            Ok(spread) => Self { spread, ..self },
            Err(Dependent(_)) => Self::none(Outcome::NotIdentified),
        }
    }

    const fn shaped(shape: Shape, outcome: Outcome, iterations: u32) -> Self {
        Self {
            outcome,
            exponent: Some(shape.exponent),
            floor: shape.floor,
            ceiling: shape.ceiling,
            spread: None,
            iterations,
        }
    }

    /// A line through the origin of the logarithms.
    fn through_the_origin(points: &[Point], options: &Options) -> Self {
        let (mut xx, mut xy) = (0.0, 0.0);
        for Point { ln_u, answers, .. } in points {
            xx += answers.weight() * ln_u * ln_u;
            xy += answers.weight() * ln_u * answers.mean();
        }
        if xx == 0.0 {
            return Self::none(Outcome::NotIdentified);
        }
        let exponent = xy / xx;
        if !(LEAST..=LARGEST).contains(&exponent) {
            return Self {
                exponent: Some(exponent.clamp(LEAST, LARGEST)),
                ..Self::none(Outcome::OnBoundary)
            };
        }
        let (mut squares, mut meat, mut xx_squared) = (0.0, 0.0, 0.0);
        for Point { ln_u, answers, .. } in points {
            xx_squared += answers.squared_weight() * ln_u * ln_u;
            squares += answers.squares_around(exponent * ln_u);
            meat += ln_u * ln_u * answers.meat_around(exponent * ln_u);
        }
        let n = rows(points) as f64;
        let spread = (n > 1.0).then(|| {
            let spent = xx_squared / xx;
            let left = weight_left(points, spent);
            let classical = squares / left / xx * spent;
            let sandwich = meat / (xx * xx) * (n / (n - 1.0));
            let only = |variance: f64| [[variance, 0.0, 0.0], [0.0; 3], [0.0; 3]];
            Spread {
                covariance: only(if options.equal_variances {
                    classical
                } else {
                    sandwich
                }),
                larger: classical.max(sandwich),
                pull: [1.0 / xx, 0.0, 0.0],
                residual: (squares / left).sqrt(),
                alike: Alike {
                    covariance: only(spent / xx),
                    as_counts: only(1.0 / xx),
                    left,
                },
            }
        });
        Self {
            exponent: Some(exponent),
            spread,
            ..Self::none(Outcome::Converged)
        }
    }
}

/// Halves a bracket of the logarithm of the exponent until it is settled: its middle, how the search
/// ended, and after how many steps.
fn halve(
    (mut below, mut above): (f64, f64),
    rises: impl Fn(f64) -> bool,
    most: u32,
) -> (f64, Outcome, u32) {
    let mut iterations = 0;
    while above - below > SETTLED * (1.0 + above.abs()) {
        let middle = 0.5 * (below + above);
        if iterations == most {
            return (middle, Outcome::IterationLimit, iterations);
        }
        iterations += 1;
        if middle <= below || middle >= above {
            break;
        }
        if rises(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    (0.5 * (below + above), Outcome::Converged, iterations)
}

impl Spread {
    /// At the best curve; `None` with no more points than parameters.
    fn of(
        points: &[Point],
        ends: Ends,
        shape: &Shape,
        options: &Options,
    ) -> Result<Option<Self>, Dependent> {
        let gradient = |point: &Point| -> Vec<f64> {
            let slope = shape.slope_in_exponent(point);
            match ends {
                Ends::Fixed => vec![slope],
                Ends::Free => {
                    let x = point.u.powf(shape.exponent);
                    vec![slope, 1.0 - x, x]
                }
            }
        };
        let parameters = match ends {
            Ends::Fixed => 1,
            Ends::Free => 3,
        };
        let mut bread = Matrix::zeros(parameters);
        let mut meat = Matrix::zeros(parameters);
        // Squared weights beyond those of equal weights, of which nothing is left.
        let mut beyond = Matrix::zeros(parameters);
        let typical = typical_weight(points);
        let (n, mut squares) = (rows(points) as f64, 0.0);
        for point in points {
            let (weight, at) = (point.answers.weight(), shape.at(point));
            let residuals = point.answers.meat_around(at);
            squares += point.answers.squares_around(at);
            let unequal = point.answers.squared_weight() - typical * weight;
            let gradient = gradient(point);
            for (i, a) in gradient.iter().enumerate() {
                for (j, b) in gradient.iter().enumerate() {
                    bread.set(i, j, bread.at(i, j) + weight * a * b);
                    meat.set(i, j, meat.at(i, j) + residuals * a * b);
                    beyond.set(i, j, beyond.at(i, j) + unequal * a * b);
                }
            }
        }
        let inverse = bread.cholesky()?.inverse();
        let freedom = n - parameters as f64;
        if freedom <= 0.0 {
            return Ok(None);
        }
        let between = |middle: &Matrix, k: usize, l: usize| {
            let mut sum = 0.0;
            for i in 0..parameters {
                for j in 0..parameters {
                    sum += inverse.at(k, i) * middle.at(i, j) * inverse.at(j, l);
                }
            }
            sum
        };
        let mut spent = typical * parameters as f64;
        for i in 0..parameters {
            for j in 0..parameters {
                spent += inverse.at(i, j) * beyond.at(j, i);
            }
        }
        let left = weight_left(points, spent);
        let alike = |k, l| typical * inverse.at(k, l) + between(&beyond, k, l);
        let classical = |k, l| alike(k, l) * squares / left;
        let sandwich = |k, l| between(&meat, k, l) * (n / freedom);
        let square = |cell: &dyn Fn(usize, usize) -> f64| {
            let mut square = [[0.0; 3]; 3];
            for (k, row) in square.iter_mut().enumerate().take(parameters) {
                for (l, value) in row.iter_mut().enumerate().take(parameters) {
                    *value = cell(k, l);
                }
            }
            square
        };
        let mut pull = [0.0; 3];
        for (l, cell) in pull.iter_mut().enumerate().take(parameters) {
            *cell = inverse.at(0, l);
        }
        Ok(Some(Self {
            covariance: if options.equal_variances {
                square(&classical)
            } else {
                square(&sandwich)
            },
            larger: classical(0, 0).max(sandwich(0, 0)),
            pull,
            residual: (squares / left).sqrt(),
            alike: Alike {
                covariance: square(&alike),
                as_counts: square(&|k, l| inverse.at(k, l)),
                left,
            },
        }))
    }

    /// Returns the standard error of the exponent, the floor or the ceiling.
    pub(super) fn error(&self, parameter: usize) -> f64 {
        let variance = self
            .covariance
            .get(parameter)
            .and_then(|row| row.get(parameter));
        variance.map_or(0.0, |variance| variance.max(0.0).sqrt())
    }
}
