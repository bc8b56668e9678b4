use crate::Result;
use crate::error::{Error, Place};
use crate::fit::Outcome;
use crate::numeric::bivariate::{density, probability};
use crate::numeric::linear::Matrix;
use crate::numeric::normal::two_sided_quantile;

/// A correlation beyond this is on the boundary.
const LARGEST: f64 = 0.9999;
/// A step of the correlation below this has settled.
const SETTLED: f64 = 1e-10;
const STEPS: usize = 100;
/// Differences of probabilities are rounded by about as much: no cell is taken as less likely.
const LEAST: f64 = 1e-16;
/// With more different answers to an item the tables of pairs grow large, and the answers are no steps.
const MOST_LEVELS: usize = 100;

/// Answers to an item as the numbers of their levels, and the levels as cuts of a normal variable.
pub(super) struct Levels {
    pub(super) codes: Vec<usize>,
    pub(super) count: usize,
}

impl Levels {
    /// Of the answers to each item.
    pub(super) fn of_items(columns: &[Vec<f64>]) -> Result<Vec<Self>> {
        let mut items = Vec::with_capacity(columns.len());
        for (item, column) in columns.iter().enumerate() {
            let levels = Self::new(column);
            if levels.count > MOST_LEVELS {
                let allowed = format_args!("at most {MOST_LEVELS}");
                let error = Error::out_of_range("different answers", levels.count, allowed);
                return Err(error
                    .at_place(Place::Item(item.into()))
                    .with_cure("round the answers to fewer steps, or use alpha"));
            }
            items.push(levels);
        }
        Ok(items)
    }

    fn new(answers: &[f64]) -> Self {
        let mut levels = answers.to_vec();
        levels.sort_unstable_by(f64::total_cmp);
        levels.dedup();
        let code = |answer: &f64| levels.partition_point(|level| level < answer);
        Self {
            codes: answers.iter().map(code).collect(),
            count: levels.len(),
        }
    }
}

/// The correlations of normal variables that the answers are cuts of, and how the worst fit ended;
/// `None` where an item has one answer alone.
pub(super) fn correlations(items: &[Levels], weights: &[f64]) -> Option<(Matrix, Outcome)> {
    let cuts = items.iter().map(|levels| cuts(levels, weights));
    let cuts = cuts.collect::<Option<Vec<_>>>()?;
    let mut matrix = Matrix::from_fn(items.len(), |i, j| if i == j { 1.0 } else { 0.0 });
    let mut outcome = Outcome::Converged;
    for (i, (a, rows)) in items.iter().zip(&cuts).enumerate() {
        for (j, (b, columns)) in items.iter().zip(&cuts).enumerate().take(i) {
            let table = Table::new(a, b, weights);
            let (found, ended) = table.fit(rows, columns);
            if outcome == Outcome::Converged {
                outcome = ended;
            }
            matrix.set(i, j, found);
            matrix.set(j, i, found);
        }
    }
    Some((matrix, outcome))
}

/// The ends of the levels that occur, from −∞ to ∞, one more than there are levels: equal for a level
/// that nobody with weight chose; `None` if one level has all the weight.
fn cuts(levels: &Levels, weights: &[f64]) -> Option<Vec<f64>> {
    let mut counts = vec![0.0; levels.count];
    for (&code, weight) in levels.codes.iter().zip(weights) {
        if let Some(count) = counts.get_mut(code) {
            *count += weight;
        }
    }
    if counts.iter().filter(|count| **count > 0.0).count() < 2 {
        return None;
    }
    let all: f64 = counts.iter().sum();
    let above = |level: usize| counts.iter().skip(level).sum::<f64>() / all;
    let mut below = 0.0;
    let mut cuts = vec![f64::NEG_INFINITY];
    for (level, count) in counts.iter().enumerate() {
        below += count;
        cuts.push(quantile(below / all, above(level + 1)));
    }
    Some(cuts)
}

/// The value below which so much of a standard normal variable lies, and so much above.
fn quantile(below: f64, above: f64) -> f64 {
    if above <= 0.0 {
        f64::INFINITY
    } else if below <= 0.0 {
        f64::NEG_INFINITY
    } else if below < above {
        -two_sided_quantile(1.0 - 2.0 * below)
    } else if above < below {
        two_sided_quantile(1.0 - 2.0 * above)
    } else {
        0.0
    }
}

/// How often each pair of levels occurs, by weight.
struct Table {
    columns: usize,
    cells: Vec<f64>,
}

impl Table {
    fn new(a: &Levels, b: &Levels, weights: &[f64]) -> Self {
        let mut cells = vec![0.0; a.count * b.count];
        for ((row, column), weight) in a.codes.iter().zip(&b.codes).zip(weights) {
            if let Some(cell) = cells.get_mut(row * b.count + column) {
                *cell += weight;
            }
        }
        Self {
            columns: b.count,
            cells,
        }
    }

    /// The correlation under which the table is likeliest, given the cuts.
    ///
    /// Scoring steps that go at most half the way to ±1, halving where one leaves the bracket.
    fn fit(&self, rows: &[f64], columns: &[f64]) -> (f64, Outcome) {
        let (mut low, mut high, mut r) = (-LARGEST, LARGEST, 0.0_f64);
        for _ in 0..STEPS {
            let (slope, information) = self.slope(rows, columns, r);
            if slope > 0.0 {
                low = r;
            } else {
                high = r;
            }
            let step = r + slope / information;
            let step = step.clamp(0.5 * (r - 1.0), 0.5 * (r + 1.0));
            let next = if step > low && step < high {
                step
            } else {
                0.5 * (low + high)
            };
            let moved = (next - r).abs();
            r = next;
            if moved <= SETTLED {
                let ends = r.abs() > LARGEST - 1e-6;
                return if ends {
                    (LARGEST.copysign(r), Outcome::OnBoundary)
                } else {
                    (r, Outcome::Converged)
                };
            }
        }
        (r, Outcome::IterationLimit)
    }

    /// The slope of the log-likelihood along the correlation, and its expected curvature.
    fn slope(&self, rows: &[f64], columns: &[f64], r: f64) -> (f64, f64) {
        let all: f64 = self.cells.iter().sum();
        let corners = |row: &f64| -> Vec<(f64, f64)> {
            let corner = |column: &f64| (probability(*row, *column, r), density(*row, *column, r));
            columns.iter().map(corner).collect()
        };
        let (mut slope, mut information) = (0.0, 0.0);
        let mut before: Option<Vec<(f64, f64)>> = None;
        let mut lines = self.cells.chunks_exact(self.columns.max(1));
        for row in rows {
            let here = corners(row);
            if let Some(before) = &before {
                let counts = lines.next().unwrap_or_default();
                let pairs = before.iter().zip(&here);
                let next = before.iter().zip(&here).skip(1);
                for ((left, right), count) in pairs.zip(next).zip(counts) {
                    let ((a, b), (c, d)) = (left, right);
                    let likely = (d.0 - c.0 - b.0 + a.0).max(LEAST);
                    let change = d.1 - c.1 - b.1 + a.1;
                    slope += count * change / likely;
                    if likely > LEAST {
                        information += all * change * change / likely;
                    }
                }
            }
            before = Some(here);
        }
        (slope, information)
    }
}
