//! How likely Pareto/NBD's parameters make counted customers, with slopes and curvature.

use super::counts::{PurchaseCounts, Row, Table};
use super::fitting::{Likelihood, Task, approach};
use super::leaving::Left;
use crate::Result;
use crate::numeric::gammas::{digamma_rising, ln_rising, trigamma_rising};

type Curvature = [[f64; 4]; 4];

/// The likelihood of counted customers.
struct Counted<'a> {
    table: &'a Table,
    weight: f64,
}

/// The sums over customers: the logarithm, its slopes along r, alpha, s and beta, and their slopes, of which
/// only those on and below the diagonal count.
#[derive(Default)]
struct Sums {
    value: f64,
    slopes: [f64; 4],
    curvature: Curvature,
}

impl Sums {
    fn add(&mut self, weight: f64, value: f64, slopes: [f64; 4], curvature: &Curvature) {
        self.value += weight * value;
        for (to, slope) in self.slopes.iter_mut().zip(slopes) {
            *to += weight * slope;
        }
        for (to, row) in self.curvature.iter_mut().zip(curvature) {
            for (to, cell) in to.iter_mut().zip(row) {
                *to += weight * cell;
            }
        }
    }
}

/// The parameters with their logarithms.
struct Parameters {
    r: f64,
    alpha: f64,
    s: f64,
    beta: f64,
    ln_alpha: f64,
    ln_s: f64,
    ln_beta: f64,
}

impl Parameters {
    fn of(parameters: &[f64]) -> Option<Self> {
        let &[r, alpha, s, beta] = parameters else {
            return None;
        };
        let (ln_alpha, ln_s, ln_beta) = (alpha.ln(), s.ln(), beta.ln());
        Some(Self {
            r,
            alpha,
            s,
            beta,
            ln_alpha,
            ln_s,
            ln_beta,
        })
    }

    /// Adds what customers with one frequency have in common: `Γ(r+x)/Γ(r) · αʳ βˢ`.
    fn add_frequency(&self, x: f64, weight: f64, sums: &mut Sums) {
        let (r, alpha, s, beta) = (self.r, self.alpha, self.s, self.beta);
        let value = ln_rising(r, x) + r * self.ln_alpha + s * self.ln_beta;
        let by_r = digamma_rising(r, x) + self.ln_alpha;
        let slopes = [by_r, r / alpha, self.ln_beta, s / beta];
        let mut curvature = [[0.0; 4]; 4];
        let [of_r, of_alpha, _, of_beta] = &mut curvature;
        of_r[0] = trigamma_rising(r, x);
        (of_alpha[0], of_alpha[1]) = (1.0 / alpha, -r / (alpha * alpha));
        (of_beta[2], of_beta[3]) = (1.0 / beta, -s / (beta * beta));
        sums.add(weight, value, slopes, &curvature);
    }

    /// Adds what tells them apart: the logarithm of the sum of `(α+T)^−(r+x) (β+T)^−s`, for those who are
    /// still here, and `s · A` for those who have left.
    fn add_times(&self, x: f64, (last, age): (f64, f64), weight: f64, sums: &mut Sums) {
        let (s, power) = (self.s, self.r + x);
        let left = Left::of(power, s, (self.alpha, self.beta), (last, age));
        let (a, b) = (self.alpha + age, self.beta + age);
        let (ln_a, ln_b) = (a.ln(), b.ln());
        let stayed = -power * ln_a - s * ln_b;
        let odds = self.ln_s + left.ln - stayed;
        let small = (-odds.abs()).exp();
        let gone = if odds > 0.0 { 1.0 } else { small } / (1.0 + small);
        let here = 1.0 - gone;
        let of_stayed = [-ln_a, -power / a, -ln_b, -s / b];
        let of_left = [
            -left.by_alpha.0,
            -power * left.by_alpha.1,
            1.0 / s - left.by_beta.0,
            -(s + 1.0) * left.by_beta.1,
        ];
        // By which factors the slopes of the integrand's logarithm go with what the covariances are of.
        let factors = [-1.0, -power, -1.0, -(s + 1.0)];
        let mut slopes = [0.0; 4];
        let mut curvature = left.covariances;
        let rows = curvature.iter_mut().zip(factors).zip(&mut slopes);
        for (((row, factor), slope), (stays, leaves)) in rows.zip(of_stayed.iter().zip(&of_left)) {
            *slope = here * stays + gone * leaves;
            let apart = here * gone * (stays - leaves);
            let others = of_stayed.iter().zip(&of_left);
            for ((cell, by), (stays, leaves)) in row.iter_mut().zip(factors).zip(others) {
                *cell = gone * factor * by * *cell + apart * (stays - leaves);
            }
        }
        let [_, of_alpha, of_s, of_beta] = &mut curvature;
        let square = |(_, mean): (f64, f64), variance: f64| variance + mean * mean;
        let by_alpha = square(left.by_alpha, left.covariances[1][1]);
        let by_beta = square(left.by_beta, left.covariances[3][3]);
        of_alpha[0] -= here / a + gone * left.by_alpha.1;
        of_alpha[1] += power * (here / (a * a) + gone * by_alpha);
        of_s[2] -= gone / (s * s);
        of_beta[2] -= here / b + gone * left.by_beta.1;
        of_beta[3] += here * s / (b * b) + gone * (s + 1.0) * by_beta;
        let value = stayed + odds.max(0.0) + small.ln_1p();
        sums.add(weight, value, slopes, &curvature);
    }
}

impl Counted<'_> {
    fn sums(&self, parameters: &Parameters) -> Option<Sums> {
        let mut sums = Sums::default();
        let rows = &self.table.rows;
        let groups = rows.chunk_by(|left, right| left.frequency == right.frequency);
        for (&(x, weight), rows) in self.table.frequencies.iter().zip(groups) {
            let x = f64::from(x);
            parameters.add_frequency(x, weight, &mut sums);
            for row in rows {
                let time = |place: u32| self.table.times.get(place as usize).copied();
                let times = time(row.last).zip(time(row.age))?;
                parameters.add_times(x, times, row.weight, &mut sums);
            }
        }
        Some(sums)
    }
}

impl Likelihood for Counted<'_> {
    fn mean(&mut self, parameters: &[f64]) -> f64 {
        self.mean_and_slopes(parameters, &mut [0.0; 4])
            .unwrap_or(f64::NAN)
    }

    fn mean_and_slopes(&mut self, parameters: &[f64], slopes: &mut [f64]) -> Option<f64> {
        let sums = self.sums(&Parameters::of(parameters)?)?;
        for ((slope, sum), parameter) in slopes.iter_mut().zip(sums.slopes).zip(parameters) {
            *slope = sum * parameter / self.weight;
        }
        Some(sums.value / self.weight)
    }

    fn with_curvature(
        &mut self,
        parameters: &[f64],
        slopes: &mut [f64],
        curvature: &mut [f64],
    ) -> Option<f64> {
        let sums = self.sums(&Parameters::of(parameters)?)?;
        for ((slope, sum), parameter) in slopes.iter_mut().zip(sums.slopes).zip(parameters) {
            *slope = sum * parameter / self.weight;
        }
        let rows = sums.curvature.iter().zip(parameters).enumerate();
        for ((i, (row, by)), to) in rows.zip(curvature.chunks_exact_mut(parameters.len())) {
            let columns = row.iter().zip(parameters).enumerate();
            for ((j, (cell, other)), to) in columns.zip(to) {
                // Above the diagonal is what is below it.
                let below = sums.curvature.get(j).and_then(|row| row.get(i));
                let cell = if j > i { below.unwrap_or(cell) } else { cell };
                *to = cell * by * other / self.weight;
                if i == j {
                    // The second derivative along a logarithm has the first one in it.
                    *to += slopes.get(i).copied().unwrap_or(f64::NAN);
                }
            }
        }
        Some(sums.value / self.weight)
    }
}

/// So many rows tell where to start among many more.
const FEW: usize = 2000;
/// As many make up for the search among the few.
const MANY: usize = 4 * FEW;

/// A table of every so many-th row.
fn thinned(table: &Table) -> Table {
    let every = table.rows.len() / FEW;
    let rows: Vec<Row> = table.rows.iter().step_by(every.max(1)).copied().collect();
    let groups = rows.chunk_by(|left, right| left.frequency == right.frequency);
    let frequency = |rows: &[Row]| {
        let (frequency, _) = table.frequencies.get(rows.first()?.frequency as usize)?;
        Some((*frequency, rows.iter().map(|row| row.weight).sum()))
    };
    Table {
        times: table.times.clone(),
        frequencies: groups.filter_map(frequency).collect(),
        rows,
    }
}

/// How likely the parameters r, alpha, s and beta make customers.
pub(super) fn likelihood(counts: &PurchaseCounts) -> Box<dyn Likelihood + '_> {
    Box::new(Counted {
        table: counts.table(),
        weight: counts.weight(),
    })
}

/// What a model with the parameters r, alpha, s and beta is fitted to.
pub(super) fn task(counts: &PurchaseCounts) -> Result<(Box<dyn Likelihood + '_>, Task)> {
    let (longest, rate) = counts.scale()?;
    let table = counts.table();
    let mut task = Task {
        units: vec![1.0, longest, 1.0, longest],
        start: vec![1.0, 1.0 / (rate * longest), 1.0, 1.0],
        customers: counts.customers(),
        weight: counts.weight(),
    };
    if table.rows.len() > MANY {
        let table = thinned(table);
        let weight = table.rows.iter().map(|row| row.weight).sum();
        let mut few = Counted {
            table: &table,
            weight,
        };
        task.start = approach(&mut few, &task).unwrap_or(task.start);
    }
    Ok((likelihood(counts), task))
}
