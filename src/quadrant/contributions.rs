//! What each respondent adds to an importance, in a second pass over the answers.
//!
//! The importance is a smooth function of sums over respondents. To first order each of them adds its
//! influence times its share of all weight. As HC3 does, what a respondent adds is divided by one less
//! its leverage, so that those who pull the fit towards themselves do not look well fitted.

use std::ops::Range;

use super::columns::{Columns, PART};
use super::derive::Regression;
use super::leverage::{ROUNDING, added, enlarged};
use super::sums::Sums;
use super::{Deletion, Importance};
use crate::numeric::blocks::ROWS;
use crate::numeric::moments::Moments;
use crate::scale::Answers;
use crate::threads;

/// How a variable becomes one of mean 0 and standard deviation 1.
#[derive(Debug, Clone, Copy)]
struct Standard {
    mean: f64,
    /// One over the standard deviation.
    factor: f64,
}

impl Standard {
    fn of(moments: &Moments, variable: usize) -> Option<Self> {
        let deviation = moments.deviation(variable);
        (deviation > 0.0).then_some(Self {
            mean: moments.mean(variable)?,
            factor: 1.0 / deviation,
        })
    }

    fn apply(self, value: f64) -> f64 {
        (value - self.mean) * self.factor
    }
}

/// An attribute and the overall answers.
#[derive(Debug, Clone, Copy)]
struct Pair {
    attribute: Standard,
    overall: Standard,
    correlation: f64,
    weight: f64,
    /// Whether it is the logarithms of the ratings that are correlated.
    logs: bool,
}

impl Pair {
    fn of(moments: &Moments) -> Option<Self> {
        Self::among(moments, [0, 1], moments.correlation().ok()?, false)
    }

    fn among(
        moments: &Moments,
        [attribute, overall]: [usize; 2],
        correlation: f64,
        logs: bool,
    ) -> Option<Self> {
        Some(Self {
            attribute: Standard::of(moments, attribute)?,
            overall: Standard::of(moments, overall)?,
            correlation,
            weight: moments.weight(),
            logs,
        })
    }

    /// What a respondent with this share of the weight adds.
    fn contribution(&self, x: f64, y: f64, share: f64) -> f64 {
        let (x, y) = (self.attribute.apply(x), self.overall.apply(y));
        let (xx, yy) = (x * x, y * y);
        let leverage = share * (1.0 + if xx > yy { xx } else { yy });
        share * (x * y - 0.5 * self.correlation * (xx + yy)) * enlarged(leverage)
    }
}

/// All attributes at once.
#[derive(Debug)]
struct Joint {
    standards: Vec<Standard>,
    regression: Regression,
    importance: Vec<f64>,
    partial: bool,
    weight: f64,
}

/// What the second pass needs to know of the first.
#[derive(Debug)]
enum Fitted {
    Pairs(Vec<Pair>),
    Joint(Joint),
}

impl Fitted {
    /// `None` of a method that has no errors of this kind.
    fn of(sums: &Sums, method: Importance, importance: &[f64]) -> Option<Self> {
        match sums {
            Sums::Pairwise { pairs, .. } => {
                let pairs: Option<_> = pairs.iter().map(Pair::of).collect();
                pairs.map(Self::Pairs)
            }
            Sums::Listwise { moments, .. } => {
                let partial = match method {
                    Importance::Regression => false,
                    Importance::Partial | Importance::Deng => true,
                    _ => return None,
                };
                let all = (0..moments.variables()).map(|at| Standard::of(moments, at));
                Some(Self::Joint(Joint {
                    standards: all.collect::<Option<_>>()?,
                    regression: Regression::of(&moments.covariances()?)?,
                    importance: importance.to_vec(),
                    partial,
                    weight: moments.weight(),
                }))
            }
        }
    }
}

impl Fitted {
    /// The plain correlations of a method that enters all attributes at once.
    fn correlations(sums: &Sums, method: Importance) -> Option<Self> {
        let Sums::Listwise { moments, .. } = sums else {
            return None;
        };
        let all = moments.covariances()?.correlations().ok()?;
        let last = all.size().checked_sub(1)?;
        let logs = method == Importance::Deng;
        let pair = |at: usize| Pair::among(moments, [at, last], all.at(at, last), logs);
        (0..last).map(pair).collect::<Option<_>>().map(Self::Pairs)
    }
}

/// Takes what the respondents at these positions of a block add to an attribute.
trait Sink: FnMut(usize, Range<usize>, Option<&[usize]>, &[f64]) {}
impl<F: FnMut(usize, Range<usize>, Option<&[usize]>, &[f64])> Sink for F {}

impl Columns<'_, '_> {
    /// Returns the standard error of each importance; `None` where it is not known, because one
    /// respondent alone decides, or everybody adds nothing.
    pub(super) fn robust_errors(
        &self,
        sums: &Sums,
        importance: &[f64],
    ) -> Option<Vec<Option<f64>>> {
        self.errors_of(&Fitted::of(sums, self.method.importance, importance)?)
    }

    /// Returns the standard error of each plain correlation, of a method that enters all at once.
    pub(super) fn correlation_errors(&self, sums: &Sums) -> Option<Vec<Option<f64>>> {
        self.errors_of(&Fitted::correlations(sums, self.method.importance)?)
    }

    fn errors_of(&self, fitted: &Fitted) -> Option<Vec<Option<f64>>> {
        let mut squares = vec![0.0; self.rated.len()];
        let of_part = |rows: Range<usize>| {
            let mut squares = vec![0.0; self.rated.len()];
            self.each_block(
                rows,
                fitted,
                &mut |at: usize, _, _: Option<&[usize]>, adds: &[f64]| {
                    if let Some(sum) = squares.get_mut(at) {
                        *sum += sum_of_squares(adds);
                    }
                },
            );
            squares
        };
        let parts = threads::blocks(self.respondents(), PART);
        let added = threads::in_order(parts, of_part, |part| {
            for (sum, part) in squares.iter_mut().zip(part) {
                *sum += part;
            }
            Ok::<(), ()>(())
        });
        added.ok()?;
        let error = |sum: f64| Some(sum.sqrt()).filter(|&error| error > ROUNDING);
        Some(squares.into_iter().map(error).collect())
    }

    /// Returns what each respondent adds to each importance; `None` for one who took no part.
    pub(super) fn contributions(
        &self,
        sums: &Sums,
        importance: &[f64],
    ) -> Option<Vec<Vec<Option<f64>>>> {
        let fitted = Fitted::of(sums, self.method.importance, importance)?;
        let mut all = vec![vec![None; self.respondents()]; importance.len()];
        self.each_block(
            0..self.respondents(),
            &fitted,
            &mut |at: usize, rows: Range<usize>, positions: Option<&[usize]>, adds: &[f64]| {
                let weights = self.weights_of(rows.clone());
                let cells = all.get_mut(at).and_then(|all| all.get_mut(rows));
                let cells = cells.unwrap_or_default();
                let put = |(position, &value): (usize, &f64)| {
                    let position = match positions {
                        None => Some(position),
                        Some(positions) => positions.get(position).copied(),
                    };
                    let weight = |position: usize| {
                        weights.map_or(1.0, |weights| weights.get(position).copied().unwrap_or(0.0))
                    };
                    let position = position.filter(|&position| weight(position) > 0.0);
                    if let Some(cell) = position.and_then(|position| cells.get_mut(position)) {
                        *cell = Some(value);
                    }
                };
                adds.iter().enumerate().for_each(put);
            },
        );
        Some(all)
    }

    fn each_block(&self, rows: Range<usize>, fitted: &Fitted, sink: &mut impl Sink) {
        let mut room = Room::default();
        for start in rows.clone().step_by(ROWS) {
            let block = start..rows.end.min(start.saturating_add(ROWS));
            match fitted {
                Fitted::Pairs(pairs) => self.pairs_of_block(block, pairs, &mut room, sink),
                Fitted::Joint(joint) => self.joint_of_block(block, joint, &mut room, sink),
            }
        }
    }

    fn pairs_of_block(
        &self,
        rows: Range<usize>,
        pairs: &[Pair],
        room: &mut Room,
        sink: &mut impl Sink,
    ) {
        let listwise = self.method.deletion == Deletion::Listwise;
        let whole = listwise.then(|| self.positions(rows.clone())).flatten();
        for (at, (rated, pair)) in self.rated.iter().zip(pairs).enumerate() {
            let own = || self.positions_of([rated, self.overall].into_iter(), rows.clone());
            let own = (!listwise).then(own).flatten();
            let positions = whole.as_deref().or(own.as_deref());
            self.pair_of_block(rows.clone(), (rated, pair), positions, room);
            sink(at, rows.clone(), positions, &room.adds);
        }
    }

    /// Computes what the respondents at these positions add to the correlation of one pair.
    fn pair_of_block(
        &self,
        rows: Range<usize>,
        (rated, pair): (&Answers<'_>, &Pair),
        positions: Option<&[usize]>,
        room: &mut Room,
    ) {
        let Room {
            values,
            overall,
            adds,
            logs,
            ..
        } = room;
        let mut x = rated.block(rows.clone(), positions, values);
        if pair.logs {
            logs.clear();
            logs.extend(x.iter().map(|x| x.ln()));
            x = logs;
        }
        let y = self.overall.block(rows.clone(), positions, overall);
        let all = x.iter().zip(y);
        adds.clear();
        let share = 1.0 / pair.weight;
        match self.weights_at(rows, positions) {
            None => adds.extend(all.map(|(x, y)| pair.contribution(*x, *y, share))),
            Some(weights) => {
                let all = all.zip(weights);
                adds.extend(all.map(|((x, y), w)| pair.contribution(*x, *y, w * share)));
            }
        }
    }

    fn joint_of_block(
        &self,
        rows: Range<usize>,
        joint: &Joint,
        room: &mut Room,
        sink: &mut impl Sink,
    ) {
        let positions = self.positions(rows.clone());
        let positions = positions.as_deref();
        self.read(rows.clone(), joint, positions, room);
        room.solve(&joint.regression);
        for at in 0..self.rated.len() {
            room.add(at, joint.part(at));
            sink(at, rows.clone(), positions, &room.adds);
        }
    }

    /// Reads z-scores of all columns, and the share of the weight of each respondent.
    fn read(
        &self,
        rows: Range<usize>,
        joint: &Joint,
        positions: Option<&[usize]>,
        room: &mut Room,
    ) {
        room.columns.resize_with(joint.standards.len(), Vec::new);
        let deng = self.method.importance == Importance::Deng;
        let columns = self.all().zip(&joint.standards).zip(&mut room.columns);
        for (at, ((answers, standard), column)) in columns.enumerate() {
            let values = answers.block(rows.clone(), positions, &mut room.values);
            column.clear();
            if deng && at < self.rated.len() {
                column.extend(values.iter().map(|value| standard.apply(value.ln())));
            } else {
                column.extend(values.iter().map(|value| standard.apply(*value)));
            }
        }
        let length = room.columns.last().map_or(0, Vec::len);
        let share = 1.0 / joint.weight;
        room.shares.clear();
        match self.weights_at(rows, positions) {
            None => room.shares.resize(length, share),
            Some(weights) => room.shares.extend(weights.map(|weight| weight * share)),
        }
    }

    /// Returns the positions of those who gave all answers; `None` if all did.
    fn positions(&self, rows: Range<usize>) -> Option<Vec<usize>> {
        self.positions_of(self.all(), rows)
    }

    fn positions_of<'b>(
        &self,
        answers: impl Iterator<Item = &'b Answers<'b>>,
        rows: Range<usize>,
    ) -> Option<Vec<usize>> {
        let mut gaps = answers.filter(|answers| answers.missing() > 0).peekable();
        gaps.peek()?;
        let mut marks = vec![1.0; rows.len()];
        for answers in gaps {
            answers.mask(rows.clone(), &mut marks);
        }
        let marks = marks.iter().enumerate().filter(|&(_, &mark)| mark > 0.0);
        Some(marks.map(|(row, _)| row).collect())
    }

    /// Iterates over the weights of the respondents at these positions; `None` if each weighs 1.
    fn weights_at<'w>(
        &'w self,
        rows: Range<usize>,
        positions: Option<&'w [usize]>,
    ) -> Option<impl Iterator<Item = f64> + 'w> {
        let weights = self.weights_of(rows)?;
        let length = positions.map_or(weights.len(), <[usize]>::len);
        Some((0..length).map(move |at| {
            let row = match positions {
                None => Some(at),
                Some(positions) => positions.get(at).copied(),
            };
            row.and_then(|row| weights.get(row)).copied().unwrap_or(0.0)
        }))
    }
}

enum Part {
    Coefficient {
        own: f64,
        beta: f64,
    },
    /// The correlation of what the others leave of the attribute and of the overall answers.
    Partial {
        /// One over the variance of what is left of the attribute.
        own: f64,
        beta: f64,
        /// The variance of what is left of the overall answers.
        rest: f64,
        correlation: f64,
    },
}

impl Joint {
    fn part(&self, at: usize) -> Part {
        let beta = self.regression.betas.get(at).copied().unwrap_or(f64::NAN);
        let own = self.regression.inverse.at(at, at);
        if !self.partial {
            return Part::Coefficient { own, beta };
        }
        Part::Partial {
            own,
            beta,
            rest: self.regression.unexplained + beta * beta / own,
            correlation: self.importance.get(at).copied().unwrap_or(f64::NAN),
        }
    }
}

/// Room for the columns of a block.
#[derive(Default)]
struct Room {
    values: Vec<f64>,
    overall: Vec<f64>,
    adds: Vec<f64>,
    logs: Vec<f64>,
    columns: Vec<Vec<f64>>,
    solved: Vec<Vec<f64>>,
    residuals: Vec<f64>,
    /// The share of all weight of each respondent.
    shares: Vec<f64>,
    /// One over what the leverage leaves of each respondent.
    enlarged: Vec<f64>,
}

impl Room {
    /// Computes `R⁻¹x`, the residuals, and one over what each leverage leaves.
    fn solve(&mut self, regression: &Regression) {
        let Some((overall, attributes)) = self.columns.split_last() else {
            return;
        };
        self.solved.resize_with(attributes.len(), Vec::new);
        self.residuals.clone_from(overall);
        self.enlarged.clear();
        self.enlarged.resize(overall.len(), 1.0);
        let solved = self.solved.iter_mut().zip(regression.inverse.rows());
        for ((solved, inverse), (column, beta)) in
            solved.zip(attributes.iter().zip(&regression.betas))
        {
            solved.clear();
            solved.resize(overall.len(), 0.0);
            for (cell, other) in inverse.iter().zip(attributes) {
                add_times(solved, *cell, other);
            }
            add_times(&mut self.residuals, -beta, column);
            for ((sum, a), b) in self.enlarged.iter_mut().zip(column).zip(solved.iter()) {
                *sum += a * b;
            }
        }
        for (cell, share) in self.enlarged.iter_mut().zip(&self.shares) {
            *cell = enlarged(share * *cell);
        }
    }

    /// Computes what each respondent adds to the importance of an attribute.
    fn add(&mut self, at: usize, part: Part) {
        self.adds.clear();
        let (Some((overall, attributes)), Some(solved)) =
            (self.columns.split_last(), self.solved.get(at))
        else {
            return;
        };
        let rows = solved.iter().zip(&self.residuals);
        let rows = rows.zip(self.enlarged.iter().zip(&self.shares));
        match part {
            Part::Coefficient { own, beta } => {
                let column = attributes.get(at).map(Vec::as_slice).unwrap_or_default();
                let rows = rows.zip(column.iter().zip(overall));
                self.adds
                    .extend(rows.map(|(((v, e), (&enlarged, share)), (x, y))| {
                        let slope = added(v * e, enlarged, share * v * v / own);
                        let spread = 0.5 * beta * (x * x - y * y);
                        // The standard deviations do not rest on one who is fitted exactly.
                        let kept = if enlarged.is_nan() { 1.0 } else { enlarged };
                        share * (slope + kept * spread)
                    }));
            }
            Part::Partial {
                own,
                beta,
                rest,
                correlation,
            } => {
                let (for_own, for_rest) = (own.sqrt().recip(), rest.sqrt().recip());
                self.adds.extend(rows.map(|((v, e), (&enlarged, share))| {
                    let (a, b) = (v * for_own, (e + beta / own * v) * for_rest);
                    let add = a * b - 0.5 * correlation * (a * a + b * b);
                    share * added(add, enlarged, share * a * a)
                }));
            }
        }
    }
}

fn add_times(sums: &mut [f64], factor: f64, column: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(column) {
        *sum += factor * value;
    }
}

/// Sums squares in lanes that the processor adds up side by side.
fn sum_of_squares(values: &[f64]) -> f64 {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut lanes = [0.0; 8];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value * value;
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().map(|value| value * value).sum::<f64>()
}
