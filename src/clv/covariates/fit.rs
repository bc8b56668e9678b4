use super::counts::{CovariateCounts, at_column};
use super::likelihood::{Block, Described};
use super::scales::{Scales, independent, scales};
use super::{
    CovariateEffect, CovariateModel, CovariateOptions, CovariateOrigin, CovariateTarget,
    FittedCovariates,
};
use crate::clv::fitting::{FURTHEST, Task};
use crate::clv::{Fitted, Parameter, PurchaseModel};
use crate::estimate::{ChiSquare, Confidence, Estimate};
use crate::fit::Outcome;
use crate::numeric::linear::Matrix;
use crate::numeric::optimise::{Curved, Search, minimise, polish};
use crate::{Error, Result};

/// No parameter is beyond these.
const SMALLEST: f64 = 1e-12;
const LARGEST: f64 = 1e12;

impl<M: PurchaseModel> CovariateModel<M> {
    /// Fits the model: finds the parameters and coefficients under which the purchases are most likely.
    ///
    /// Covariates are centred and scaled for the search; coefficients are those of the covariates as given.
    /// Neither their unit nor the order of the customers changes a prediction, and another unit of time does
    /// not either. Time grows with the number of [different rows](CovariateCounts::distinct) and of
    /// [groups](CovariateCounts::groups): round what hardly two customers share.
    ///
    /// Where the fit does not converge, parameters of the base model are held within 10⁻¹² to 10¹².
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a covariate in the options that is not there, [`Error::Duplicate`] for one
    /// named twice, [`Error::Empty`] if none acts on anything; [`Error::Singular`] for a covariate that is the
    /// same for all customers, or that follows from the others; [`Error::Overflow`] for one that hardly
    /// varies; [`Error::OutOfRange`] for a base model whose origin is far from all customers; as [`PurchaseModel::fit`] for the rest.
    ///
    /// See the [example](crate::clv::CovariateModel).
    pub fn fit(counts: &CovariateCounts, options: CovariateOptions) -> Result<FittedCovariates<M>> {
        let blocks = blocks::<M>(counts, &options)?;
        let mut used: Vec<usize> = blocks.iter().flat_map(|(_, b)| b.columns.clone()).collect();
        used.sort_unstable();
        used.dedup();
        let scales = scales(counts, &used)?;
        for (_, block) in &blocks {
            independent(counts, &scales, &block.columns)?;
        }
        let plain = M::fit(counts.without_covariates(), options.fit)?;
        let (_, task) = M::task(counts.without_covariates())?;
        let searched: Vec<Block> = blocks.iter().map(|(_, block)| block.clone()).collect();
        let end = search(counts, &scales, &task, &searched, &plain, &options)?;
        Ending {
            counts,
            scales,
            units: task.units,
            blocks,
            plain,
            options,
        }
        .fitted(end)
    }
}

/// What covariates act on, with their columns.
fn blocks<M: PurchaseModel>(
    counts: &CovariateCounts,
    options: &CovariateOptions,
) -> Result<Vec<(CovariateTarget, Block)>> {
    let buying = columns("buying", counts, options.buying.as_deref())?;
    let leaving = columns("leaving", counts, options.leaving.as_deref())?;
    let targets = options.leaving_covariates.targets();
    let has_all = targets.iter().all(|&target| !M::moves(target).is_empty());
    let targets = if has_all {
        targets
    } else {
        &[CovariateTarget::Leaving]
    };
    let leaving = targets.iter().map(|&target| (target, leaving.clone()));
    let all = std::iter::once((CovariateTarget::Buying, buying)).chain(leaving);
    let block = |(target, columns): (CovariateTarget, Vec<usize>)| {
        let moves = M::moves(target);
        (target, Block { moves, columns })
    };
    let blocks: Vec<_> = all
        .map(block)
        .filter(|(_, block)| !block.columns.is_empty())
        .collect();
    if blocks.is_empty() {
        return Err(Error::empty("covariate").with_cure("name one for buying or for leaving"));
    }
    Ok(blocks)
}

/// The columns of these names, or all.
fn columns(
    argument: &'static str,
    counts: &CovariateCounts,
    names: Option<&[String]>,
) -> Result<Vec<usize>> {
    let Some(names) = names else {
        return Ok((0..counts.names().len()).collect());
    };
    let mut columns = Vec::with_capacity(names.len());
    for name in names {
        let found = counts.names().iter().position(|known| known == name);
        let Some(column) = found else {
            return Err(Error::UnknownName {
                argument,
                value: name.clone(),
                allowed: counts.names().join(", "),
            });
        };
        if columns.contains(&column) {
            return Err(Error::duplicate(argument, name));
        }
        columns.push(column);
    }
    Ok(columns)
}

/// Searches from the fit without covariates, so that the likelihood is no lower than there.
fn search<M: PurchaseModel>(
    counts: &CovariateCounts,
    scales: &Scales,
    task: &Task,
    blocks: &[Block],
    plain: &Fitted<M>,
    options: &CovariateOptions,
) -> Result<Curved> {
    let mut described = Described::new::<M>(counts, scales, &task.units, blocks);
    let mut start: Vec<f64> = if plain.outcome == Outcome::Converged {
        let values = plain.model.values();
        let pairs = values.iter().zip(&task.units);
        pairs.map(|(value, unit)| (value / unit).ln()).collect()
    } else {
        task.start.iter().map(|x| x.ln()).collect()
    };
    let coefficients: usize = blocks.iter().map(|block| block.columns.len()).sum();
    start.resize(start.len() + coefficients, 0.0);
    let search = Search {
        iterations: options.fit.iterations,
        tolerance: options.fit.tolerance,
        ends: (-FURTHEST, FURTHEST),
    };
    let found = minimise(&mut described, &start, &search);
    let curved = polish(&mut described, found);
    if !curved.found.value.is_finite() {
        let error = Error::refused("data whose likelihood is no number", curved.found.value);
        return Err(error.with_cure("look for times that are far too large or too small"));
    }
    Ok(curved)
}

/// What is needed to say where a search ended.
struct Ending<'a, M> {
    counts: &'a CovariateCounts,
    scales: Scales,
    units: Vec<f64>,
    blocks: Vec<(CovariateTarget, Block)>,
    plain: Fitted<M>,
    options: CovariateOptions,
}

/// A coefficient by its place among all, and the covariate and target it belongs to.
struct Coefficient {
    on: CovariateTarget,
    column: usize,
    value: f64,
    error: Option<f64>,
}

impl<M: PurchaseModel> Ending<'_, M> {
    fn fitted(self, end: Curved) -> Result<FittedCovariates<M>> {
        let Curved { found, inverse } = end;
        let weight = self.counts.without_covariates().weight();
        let confidence = self.options.fit.confidence;
        let rows = self.rows(found.point.len());
        let logarithms: Vec<f64> = rows.iter().map(|row| dot(row, &found.point)).collect();
        let spread = inverse.filter(|_| found.outcome == Outcome::Converged);
        let spread = spread.map(|inverse| carried(&rows, &inverse, weight));
        let error = |at: usize| spread.as_ref().map(|s| s.at(at, at).max(0.0).sqrt());
        let pairs = logarithms.iter().zip(&self.units);
        let mut values: Vec<f64> = pairs.map(|(x, unit)| unit * x.exp()).collect();
        if found.outcome != Outcome::Converged {
            // What runs away, far from the average customer, is further than a parameter may be.
            for value in &mut values {
                *value = value.clamp(SMALLEST, LARGEST);
            }
        }
        let base = self.base(&values)?;
        let named = M::NAMES.iter().zip(&values).enumerate();
        let parameters = named
            .map(|(at, (&name, &value))| Parameter::new(name, value, error(at), confidence))
            .collect();
        let first = values.len();
        let coefficients = self.coefficients().enumerate().map(|(at, (on, column))| {
            let value = logarithms.get(first + at).copied().unwrap_or(f64::NAN);
            let error = error(first + at);
            Coefficient {
                on,
                column,
                value,
                error,
            }
        });
        let coefficients: Vec<Coefficient> = coefficients.collect();
        let effects = self.effects(&coefficients, confidence)?;
        let log_likelihood = -found.value * weight;
        let both = [found.outcome, self.plain.outcome];
        let is_told = both.iter().all(|it| *it == Outcome::Converged);
        let gain = 2.0 * (log_likelihood - self.plain.log_likelihood);
        Ok(FittedCovariates {
            model: self.model(base, &coefficients)?,
            outcome: found.outcome,
            iterations: found.iterations,
            gradient_norm: found.gradient_norm,
            log_likelihood,
            customers: self.counts.customers(),
            weight,
            parameters,
            likelihood_ratio: is_told.then(|| ChiSquare::new(gain, effects.len())),
            effects,
            covariance: spread.map(|spread| in_units(&spread, &values)),
            without_covariates: self.plain,
            options: self.options,
        })
    }

    /// Each coefficient's target and column, in order.
    fn coefficients(&self) -> impl Iterator<Item = (CovariateTarget, usize)> {
        let blocks = self.blocks.iter();
        blocks.flat_map(|(on, block)| block.columns.iter().map(|&column| (*on, column)))
    }

    fn origin(&self) -> Vec<f64> {
        let origin = self.scales.iter().map(|scale| match self.options.origin {
            CovariateOrigin::Zero => 0.0,
            CovariateOrigin::Mean => scale.map_or(0.0, |(mean, _)| mean),
        });
        origin.collect()
    }

    /// What the logarithms of the base parameters, and the coefficients, are of what the search saw: linear.
    fn rows(&self, size: usize) -> Vec<Vec<f64>> {
        let origin = self.origin();
        let base = self.units.len();
        let mut rows = vec![vec![0.0; size]; size];
        let mut set = |row: usize, column: usize, value: f64| {
            if let Some(cell) = rows.get_mut(row).and_then(|row| row.get_mut(column)) {
                *cell = value;
            }
        };
        for at in 0..base {
            set(at, at, 1.0);
        }
        let mut at = base;
        for (_, block) in &self.blocks {
            for &column in &block.columns {
                let scale = self.scales.get(column).copied().flatten();
                let (mean, deviation) = scale.unwrap_or((0.0, 1.0));
                set(at, at, 1.0 / deviation);
                let off = origin.get(column).copied().unwrap_or(0.0) - mean;
                for &(place, sign) in block.moves {
                    set(place, at, sign * off / deviation);
                }
                at += 1;
            }
        }
        rows
    }

    fn base(&self, values: &[f64]) -> Result<M> {
        M::from_values(values).map_err(|error| match self.options.origin {
            CovariateOrigin::Zero => {
                error.with_cure("0 is far from all covariates: take `CovariateOrigin::Mean`")
            }
            CovariateOrigin::Mean => error,
        })
    }

    fn model(&self, base: M, coefficients: &[Coefficient]) -> Result<CovariateModel<M>> {
        let names = self.counts.names();
        let effects = self.blocks.iter().map(|(on, _)| {
            let mut row = vec![0.0; names.len()];
            for coefficient in coefficients.iter().filter(|own| own.on == *on) {
                if let Some(cell) = row.get_mut(coefficient.column) {
                    *cell = coefficient.value;
                }
            }
            (*on, row)
        });
        CovariateModel::new(base, names.to_vec(), effects)?.with_origin(self.origin())
    }

    fn effects(
        &self,
        coefficients: &[Coefficient],
        confidence: Confidence,
    ) -> Result<Vec<CovariateEffect>> {
        let names = self.counts.names();
        let effect = |own: &Coefficient| {
            let name = names.get(own.column).map_or("", String::as_str);
            if !own.value.is_finite() {
                return Err(Error::overflow("a coefficient", own.value)
                    .at_place(at_column(name))
                    .with_cure("measure the covariate in another unit"));
            }
            let estimate = own.error.map(|error| Estimate::new(own.value, error));
            let estimate = estimate.transpose()?;
            let interval = estimate.map(|estimate| estimate.interval(confidence));
            let test = estimate.map(|estimate| estimate.test(0.0)).transpose()?;
            Ok(CovariateEffect {
                covariate: name.to_owned(),
                on: own.on,
                coefficient: own.value,
                standard_error: own.error,
                ratio: own.value.exp(),
                ratio_lower: interval.map(|interval| interval.lower().exp()),
                ratio_upper: interval.map(|interval| interval.upper().exp()),
                p_value: test.flatten().map(|test| test.p_value),
                adjusted_p_value: None,
            })
        };
        let effects = coefficients.iter().map(effect);
        let mut effects: Vec<CovariateEffect> = effects.collect::<Result<_>>()?;
        let known = effects.iter().map(|effect| effect.p_value);
        let adjusted = self.options.adjustment.adjust_known(known)?;
        for (effect, p) in effects.iter_mut().zip(adjusted) {
            effect.adjusted_p_value = p;
        }
        Ok(effects)
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// The covariances of linear functions: `rows · inverse · rowsᵀ / weight`.
fn carried(rows: &[Vec<f64>], inverse: &Matrix, weight: f64) -> Matrix {
    let half: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| (0..row.len()).map(|at| dot(row, inverse.row(at))).collect())
        .collect();
    Matrix::from_fn(rows.len(), |i, j| {
        // One of the two halves, so that it is symmetric to the last digit.
        let cells = half.get(i.max(j)).zip(rows.get(i.min(j)));
        cells.map_or(f64::NAN, |(half, row)| dot(half, row)) / weight
    })
}

/// The covariances of parameters and coefficients, from those of logarithms of parameters and coefficients.
fn in_units(spread: &Matrix, values: &[f64]) -> Vec<Vec<f64>> {
    let factor = |at: usize| values.get(at).copied().unwrap_or(1.0);
    let row = |(i, row): (usize, &[f64])| {
        let cells = row.iter().enumerate();
        cells
            .map(|(j, cell)| cell * factor(i) * factor(j))
            .collect()
    };
    spread.rows().enumerate().map(row).collect()
}
