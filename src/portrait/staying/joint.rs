//! All predictors together, on the customers who have a value of each.

use super::area::area;
use super::regression::{self, Ended, Standardised};
use super::shares::Design;
use super::single::{counted, independence};
use super::table::{Folds, Table, taken};
use super::{
    Joined, Joint, JointEffect, JointModel, Options, Predictor, PredictorOfStaying, StayingVerdict,
};
use crate::Result;
use crate::estimate::ranking::Ranking;
use crate::estimate::{Estimate, Proportion};
use crate::fit::Outcome;
use crate::numeric::special::chi_square_upper;
use crate::quadrant::logistic::Effect;

/// The columns of the joint model.
struct Columns {
    values: Vec<Vec<f64>>,
    /// What each column stands for: the predictor, and the class it marks.
    labels: Vec<(usize, Option<String>)>,
    /// The standard deviation of each column that is a number.
    scales: Vec<Option<Standardised>>,
    /// The columns of each predictor of the model.
    predictors: Vec<Vec<usize>>,
    /// The predictors of the model.
    used: Vec<usize>,
    references: Vec<Option<String>>,
}

/// What all predictors together tell, and what each of them adds; fills in what goes with a point more while
/// the others are held.
pub(super) fn of(
    table: &Table,
    predictors: &[Predictor],
    found: &mut [PredictorOfStaying],
    options: Options,
) -> Result<Joint> {
    let judged = found.iter().enumerate();
    let judged = judged.filter(|(_, it)| it.verdict != StayingVerdict::Insufficient);
    let used: Vec<usize> = judged.map(|(at, _)| at).collect();
    if used.is_empty() {
        return Ok(Joint::NoPredictors);
    }
    let rows = complete(table, predictors, &used, options);
    let stayed = taken(&table.stayed, &rows);
    let counts = counted(stayed.iter().copied())?;
    let columns = Columns::new(table, predictors, &used, &rows);
    let rarer = counts.numerator().min(counts.complement().numerator());
    let coefficients = columns.values.len() as u64;
    let needed = coefficients
        .saturating_mul(options.per_coefficient)
        .max(u64::from(options.folds))
        .max(coefficients.saturating_add(2));
    if rarer < needed {
        return Ok(Joint::TooFew {
            stayed: counts,
            needed,
        });
    }
    let outcomes = regression::numbers(&stayed);
    let views: Vec<&[f64]> = columns.values.iter().map(Vec::as_slice).collect();
    let effects = match regression::fit(&views, &outcomes, options.iterations)? {
        Ended::Converged(effects) => effects,
        Ended::Separable => return Ok(Joint::Separable),
        Ended::NotSettled => return Ok(Joint::NotSettled),
        Ended::Collinear(at) => {
            let predictor = columns
                .labels
                .get(at)
                .and_then(|(at, _)| predictors.get(*at));
            let predictor = predictor.map(|it| it.name.clone()).unwrap_or_default();
            return Ok(Joint::Collinear { predictor });
        }
    };
    columns.write_together(&effects, found);
    let folds = Folds::new(&stayed, options.folds, options.seed);
    let design = Design {
        columns: &columns.values,
        predictors: &columns.predictors,
        stayed: &stayed,
        outcomes: &outcomes,
        folds: &folds,
        iterations: options.iterations,
    };
    let everyone = counted(table.stayed.iter().copied())?;
    let left_out = Proportion::new(
        everyone.numerator().saturating_sub(counts.numerator()),
        everyone.denominator().saturating_sub(counts.denominator()),
    )?;
    let mut model = columns.model(&design, predictors, &effects, options)?;
    model.stayed = counts;
    model.left_out = left_out;
    model.left_out_p_value = independence(&[counts, left_out]);
    let unused = found
        .iter()
        .filter(|it| it.verdict == StayingVerdict::Insufficient);
    model.not_used = unused.map(|it| it.name.clone()).collect();
    Ok(Joint::Fitted(model))
}

/// The rows with a value of every predictor, of no class that is too rare.
fn complete(
    table: &Table,
    predictors: &[Predictor],
    used: &[usize],
    options: Options,
) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..table.stayed.len()).collect();
    let value = |at: usize, row: usize| table.columns.get(at)?.get(row).copied().flatten();
    rows.retain(|&row| used.iter().all(|&at| value(at, row).is_some()));
    // A class that is rare may leave another rare: until none is.
    loop {
        let before = rows.len();
        for &at in used {
            let Some(levels) = predictors.get(at).and_then(|it| it.levels.as_ref()) else {
                continue;
            };
            let mut counts = vec![[0_u64; 2]; levels.len()];
            for &row in &rows {
                let outcome = usize::from(table.stayed.get(row) == Some(&true));
                let level = value(at, row).and_then(|x| counts.get_mut(x as usize));
                if let Some(cell) = level.and_then(|level| level.get_mut(outcome)) {
                    *cell += 1;
                }
            }
            rows.retain(|&row| {
                let counts = value(at, row).and_then(|x| counts.get(x as usize));
                counts.is_some_and(|&[left, kept]| {
                    left > 0 && kept > 0 && left + kept >= options.level
                })
            });
        }
        if rows.len() == before {
            return rows;
        }
    }
}

impl Columns {
    fn new(table: &Table, predictors: &[Predictor], used: &[usize], rows: &[usize]) -> Self {
        let mut columns = Self {
            values: Vec::new(),
            labels: Vec::new(),
            scales: Vec::new(),
            predictors: Vec::new(),
            used: used.to_vec(),
            references: Vec::new(),
        };
        for &at in used {
            let column = table.columns.get(at).map(Vec::as_slice).unwrap_or_default();
            let values: Vec<f64> = taken(column, rows).into_iter().flatten().collect();
            let from = columns.values.len();
            let predictor = predictors.get(at);
            match predictor.and_then(|it| it.levels.as_ref()) {
                None => columns.number(at, &values),
                Some(levels) => {
                    let named = predictor.and_then(|it| it.reference.as_deref());
                    columns.indicators(at, &values, levels, named);
                }
            }
            columns
                .predictors
                .push((from..columns.values.len()).collect());
        }
        columns
    }

    fn number(&mut self, at: usize, values: &[f64]) {
        self.references.push(None);
        self.labels.push((at, None));
        let scale = Standardised::new(values);
        // A column that never changes is found by the fit.
        let column = scale.as_ref().map(|it| it.values.clone());
        self.values
            .push(column.unwrap_or_else(|| vec![0.0; values.len()]));
        self.scales.push(scale);
    }

    /// A column of 1 and 0 for each class that occurs but the reference.
    fn indicators(&mut self, at: usize, values: &[f64], levels: &[String], named: Option<&str>) {
        let count = |level: usize| values.iter().filter(|&&x| x as usize == level).count();
        let counts: Vec<usize> = (0..levels.len()).map(count).collect();
        let occurs = |level: usize| counts.get(level).is_some_and(|&count| count > 0);
        let named = named.and_then(|name| levels.iter().position(|level| level == name));
        let most = counts.iter().max();
        let common = counts.iter().position(|count| Some(count) == most);
        let reference = named.filter(|&level| occurs(level)).or(common).unwrap_or(0);
        self.references.push(levels.get(reference).cloned());
        for (level, name) in levels.iter().enumerate() {
            if level == reference || !occurs(level) {
                continue;
            }
            let marks = values
                .iter()
                .map(|&x| f64::from(u8::from(x as usize == level)));
            self.values.push(marks.collect());
            self.labels.push((at, Some(name.clone())));
            self.scales.push(None);
        }
    }

    /// What goes with a point more, the others held.
    fn write_together(&self, effects: &[Effect], found: &mut [PredictorOfStaying]) {
        let columns = self.labels.iter().zip(&self.scales).zip(effects);
        for (((at, _), scale), effect) in columns {
            let marginal = effect.marginal.zip(scale.as_ref());
            if let Some(found) = found.get_mut(*at) {
                found.together = marginal.and_then(|(marginal, scale)| scale.by_unit(marginal));
            }
        }
    }

    fn model(
        &self,
        design: &Design<'_>,
        predictors: &[Predictor],
        effects: &[Effect],
        options: Options,
    ) -> Result<JointModel> {
        let every: Vec<usize> = (0..design.stayed.len()).collect();
        let data = design.data(&every);
        let all = vec![true; self.used.len()];
        let columns = design.columns_of(&all);
        let full = data.fit(&columns, options.iterations);
        let ratio = |log_likelihood: f64, columns: usize| {
            let statistic = 2.0 * (full.log_likelihood - log_likelihood);
            chi_square_upper(statistic.max(0.0), columns as f64)
        };
        let name = |at: usize| {
            predictors
                .get(at)
                .map(|it| it.name.clone())
                .unwrap_or_default()
        };
        let gains = design.gains(options.shared)?;
        let mut joined = Vec::new();
        let each = self.used.iter().zip(&self.predictors).zip(&self.references);
        for (place, ((&at, columns), reference)) in each.enumerate() {
            let p_value = match reference {
                None => columns.first().and_then(|&at| effects.get(at)?.p_value),
                Some(_) => {
                    let set: Vec<bool> = (0..all.len()).map(|other| other != place).collect();
                    let without = data.fit(&design.columns_of(&set), options.iterations);
                    let settled = without.outcome == Outcome::Converged && !columns.is_empty();
                    settled.then(|| ratio(without.log_likelihood, columns.len()))
                }
            };
            let share = gains.as_ref().and_then(|gains| *gains.shares.get(place)?);
            let total = gains
                .as_ref()
                .and_then(|gains| gains.gain)
                .map(|it| it.value());
            joined.push(Joined {
                predictor: name(at),
                reference: reference.clone(),
                p_value,
                adjusted_p_value: None,
                adds: gains.as_ref().and_then(|gains| {
                    let growth = gains.adds.get(place)?.as_ref()?;
                    Some(growth.area(design.folds.count, p_value, options.confidence))
                }),
                part: share
                    .zip(total.filter(|&total| total > 0.0))
                    .map(|(share, total)| share.value() / total),
                share,
            });
        }
        let p_values = joined.iter().map(|it| it.p_value);
        let adjusted = options.adjustment.adjust_known(p_values)?;
        for (joined, p) in joined.iter_mut().zip(adjusted) {
            joined.adjusted_p_value = p;
        }
        let effects = self
            .labels
            .iter()
            .zip(effects)
            .map(|((at, level), effect)| JointEffect {
                predictor: name(*at),
                level: level.clone(),
                coefficient: effect.coefficient,
                standard_error: effect.standard_error,
                p_value: effect.p_value,
            });
        let p_value = ratio(data.null(), columns.len());
        let apparent = Ranking::new(&data.predictors(&full.betas, &columns), design.stayed)?;
        let confidence = options.confidence;
        let found = gains.as_ref().and_then(|gains| {
            area(
                &gains.everything,
                &apparent,
                design.stayed,
                Some(p_value),
                confidence,
            )
        });
        Ok(JointModel {
            effects: effects.collect(),
            predictors: joined,
            p_value,
            area: found,
            gain: gains.as_ref().and_then(|gains| gains.gain) as Option<Estimate>,
            sharing: gains.map(|gains| gains.sharing),
            stayed: Proportion::new(0, 0)?,
            left_out: Proportion::new(0, 0)?,
            left_out_p_value: None,
            not_used: Vec::new(),
        })
    }
}
