//! From columns to a model.

use super::baseline::baselines;
use super::model::{Cox, HazardRatio};
use super::search::Found;
use super::sums::dot;
use super::table::Table;
use super::{Covariates, Options, StandardErrors};
use crate::error::Place;
use crate::estimate::{ChiSquare, Estimate};
use crate::fit::{Fit, Outcome};
use crate::numeric::ROUNDING;
use crate::numeric::linear::{Dependent, Matrix};
use crate::{Error, Result};

/// Refuses data in which nobody left.
pub(super) fn table(of: &Covariates<'_>) -> Result<Table> {
    let table = Table::new(of);
    if table.ends.is_empty() {
        return Err(Error::insufficient("spells that ended", 0, 1));
    }
    Ok(table)
}

/// The refusal of a covariate whose hazard ratio the data do not show.
pub(super) fn singular(of: &Covariates<'_>, Dependent(at): Dependent) -> Error {
    let name = of.names.get(at).map_or("", String::as_str);
    Error::singular("covariates", name)
        .because("never changes among those at risk together, or follows from the others")
        .with_cure("leave it out")
}

pub(super) fn fit(of: &Covariates<'_>, options: Options) -> Result<Fit<Cox>> {
    let table = table(of)?;
    let found = table
        .search(options.ties, options.iterations)
        .map_err(|dependent| singular(of, dependent))?;
    let clusters = of.numbered_clusters();
    if let Some(clusters) = &clusters {
        enough(clusters, &table)?;
    }
    let errors = Errors::new(&table, &found, clusters.as_ref(), options.errors);
    let covariates = hazard_ratios(of, &table, &found, errors.as_ref(), options)?;
    let ended = |row: &usize| of.spells.get(*row).is_some_and(|spell| spell.has_ended());
    let with_weight = || (0..of.spells.len()).filter(|row| of.weight(*row) > 0.0);
    let ended = with_weight().filter(ended).count() as u64;
    // What all weights were divided by.
    let (times, degrees) = (table.largest, table.width);
    let weight: f64 = table.ends.iter().map(|end| end.weight).sum();
    let likelihood = |of_shares: f64| times * (of_shares - weight * times.ln());
    let converged = found.outcome == Outcome::Converged && errors.is_some();
    let ratio = 2.0 * times * (found.sums.log_likelihood - found.null);
    let cox = Cox {
        covariance: errors.as_ref().map(|errors| errors.of_covariates(&table)),
        log_likelihood: likelihood(found.sums.log_likelihood),
        null_log_likelihood: likelihood(found.null),
        likelihood_ratio: converged.then(|| ChiSquare::new(ratio, degrees)),
        wald: errors.as_ref().and_then(|errors| errors.wald(&found.betas)),
        score: ChiSquare::new(times * found.score, degrees),
        baselines: baselines(of, &table, &found.sums.risks),
        rows: with_weight().count() as u64,
        ended,
        clusters: clusters.map(|(_, count)| count as u64),
        few_events: ended < u64::from(options.events_per_covariate) * degrees as u64,
        covariates,
        options,
    };
    Ok(Fit::new(cox, found.outcome, found.iterations))
}

/// Refuses clusters that are too few for the covariances of so many coefficients.
fn enough((codes, count): &(Vec<u32>, usize), table: &Table) -> Result<()> {
    let mut seen = vec![false; *count];
    for row in &table.rows {
        let code = codes.get(row.origin as usize).map(|code| *code as usize);
        if let Some(seen) = code.and_then(|code| seen.get_mut(code)) {
            *seen = true;
        }
    }
    let found = seen.into_iter().filter(|seen| *seen).count() as u64;
    let least = table.width as u64 + 1;
    if found < least {
        let error = Error::insufficient("clusters", found, least);
        return Err(error.with_cure("take fewer covariates, or smaller clusters"));
    }
    Ok(())
}

fn hazard_ratios(
    of: &Covariates<'_>,
    table: &Table,
    found: &Found,
    errors: Option<&Errors>,
    options: Options,
) -> Result<Vec<HazardRatio>> {
    let each = of
        .names
        .iter()
        .zip(&table.scales)
        .zip(&found.betas)
        .enumerate();
    let ratio = |(at, ((name, scale), beta)): (usize, ((&String, &super::table::Scale), &f64))| {
        let coefficient = scale.of_covariate(*beta);
        if !coefficient.is_finite() {
            return Err(Error::overflow("a coefficient", coefficient)
                .at_place(Place::Column(name.as_str().into()))
                .with_cure("measure the covariate in a smaller unit"));
        }
        let error = |matrix: &Matrix| scale.of_covariate(matrix.at(at, at).max(0.0).sqrt());
        let told = errors.filter(|errors| errors.told.get(at) == Some(&true));
        let estimate = told.map(|errors| Estimate::new(coefficient, error(&errors.chosen)));
        let estimate = estimate.transpose()?;
        let test = estimate.map(|estimate| estimate.test(0.0)).transpose()?;
        Ok(HazardRatio {
            name: name.clone(),
            mean: scale.mean,
            coefficient,
            estimate,
            classical_error: errors.map(|errors| error(&errors.classical)),
            p_value: test.flatten().map(|test| test.p_value),
            adjusted_p_value: None,
        })
    };
    let mut ratios: Vec<HazardRatio> = each.map(ratio).collect::<Result<_>>()?;
    let adjusted = options
        .adjustment
        .adjust_known(ratios.iter().map(|ratio| ratio.p_value))?;
    for (ratio, p) in ratios.iter_mut().zip(adjusted) {
        ratio.adjusted_p_value = p;
    }
    Ok(ratios)
}

/// Covariances of the coefficients of the z-scores.
struct Errors {
    classical: Matrix,
    chosen: Matrix,
    /// Whether a coefficient has an error. Where all at risk leave together no row adds anything, and what
    /// is left is rounding.
    told: Vec<bool>,
}

impl Errors {
    /// `None` unless the fit converged.
    fn new(
        table: &Table,
        found: &Found,
        clusters: Option<&(Vec<u32>, usize)>,
        errors: StandardErrors,
    ) -> Option<Self> {
        let factor = found.factor.as_ref()?;
        if found.outcome != Outcome::Converged {
            return None;
        }
        let inverse = factor.inverse();
        let scaled = Matrix::from_fn(table.width, |i, j| inverse.at(i, j) / table.largest);
        let spread = |inverse: Option<&Matrix>| {
            let risks = &found.sums.risks;
            let hazards = table.hazards(&found.betas, risks.shift);
            table.spread(risks, &hazards, clusters, inverse)
        };
        let chosen = match errors {
            StandardErrors::Classical => scaled.clone(),
            StandardErrors::Robust => sandwich(&inverse, &spread(None)),
            StandardErrors::Corrected => sandwich(&inverse, &spread(Some(&inverse))),
        };
        let told = chosen.diagonal().zip(inverse.diagonal());
        let told = told.map(|(own, inverse)| {
            errors == StandardErrors::Classical || own > ROUNDING * ROUNDING * inverse
        });
        Some(Self {
            told: told.collect(),
            classical: scaled,
            chosen,
        })
    }

    fn of_covariates(&self, table: &Table) -> Vec<Vec<f64>> {
        let row = |(cells, own): (&[f64], &super::table::Scale)| {
            let scaled = cells.iter().zip(&table.scales);
            scaled
                .map(|(cell, other)| other.of_covariate(own.of_covariate(*cell)))
                .collect()
        };
        self.chosen.rows().zip(&table.scales).map(row).collect()
    }

    fn wald(&self, betas: &[f64]) -> Option<ChiSquare> {
        if self.told.contains(&false) {
            return None;
        }
        let factor = self.chosen.cholesky().ok()?;
        Some(ChiSquare::new(
            dot(&factor.solve(betas), betas),
            betas.len(),
        ))
    }
}

/// `outside · inside · outside`, of symmetric matrices.
fn sandwich(outside: &Matrix, inside: &Matrix) -> Matrix {
    let size = outside.size();
    let half = Matrix::from_fn(size, |i, j| dot(outside.row(i), inside.row(j)));
    Matrix::from_fn(size, |i, j| {
        // One of the two halves, so that it is symmetric to the last digit.
        let (low, high) = (i.min(j), i.max(j));
        dot(half.row(high), outside.row(low))
    })
}
