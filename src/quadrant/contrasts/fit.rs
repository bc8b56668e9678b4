//! The regression on indicators, with errors by HC3.

use super::{Contrast, Contrasts, Factor, Options};
use crate::estimate::Estimate;
use crate::numeric::linear::{Cholesky, Matrix};
use crate::numeric::special::student_quantile;
use crate::quadrant::analysis::at_attribute;
use crate::quadrant::leverage::{NOTHING, added, enlarged};
use crate::quadrant::survey::Rows;
use crate::quadrant::{Method, Survey};
use crate::{Error, Result};

impl Survey<'_> {
    /// Computes what a low rating of each attribute costs overall satisfaction, and what a high rating
    /// brings.
    ///
    /// Respondents who left out an answer are left out. A respondent takes time in proportion to the square
    /// of the number of attributes.
    ///
    /// # Errors
    /// [`Error::Empty`] without overall answers; [`Error::NotFinite`] and [`Error::OutOfRange`] for cuts
    /// that are not on the scale or in the wrong order; [`Error::Insufficient`] with fewer respondents than
    /// the [minimum](Options::minimum) or too few for the regression; [`Error::Singular`] if the
    /// indicators of an attribute follow from those of others.
    pub fn contrasts(&self, options: Options) -> Result<Contrasts> {
        let [low, high] = options.cuts(self.scale)?;
        let rows = Rows::new(self, Method::default())?;
        let overall: Vec<f64> = rows
            .of(self.overall_answers()?)
            .into_iter()
            .flatten()
            .collect();
        let rated = self.sheet.columns().iter();
        let rated = rated.map(|rated| rows.of(rated).into_iter().flatten().collect());
        let design = Design::new(rated.collect(), &rows.weights, [low, high], options.fewest);
        let used = rows.weights.len() as u64;
        let least = (design.coefficients as u64)
            .saturating_add(1)
            .max(options.minimum);
        if used < least {
            return Err(Error::insufficient("respondents", used, least)
                .with_cure("ask more respondents, or lower `contrasts::Options::minimum`"));
        }
        let factor = design.products().cholesky().map_err(|dependent| {
            let error = Error::singular("attributes", self.name_of(&design, dependent.0));
            error
                .because("has low and high ratings that follow from those of the others")
                .with_cure("leave it out, or set other cuts")
        })?;
        let fit = design.fit(&factor, &overall);
        let times = if fit.freedom > 0.0 {
            student_quantile(options.confidence.level(), fit.freedom)
        } else {
            f64::INFINITY
        };
        let attributes = self
            .names()
            .zip(design.indicators.iter().zip(&fit.covariances));
        let attributes = attributes.map(|(name, (indicators, covariance))| {
            let contrast = fit.contrast(name, indicators, *covariance, times);
            contrast.map_err(|error| error.at_place(at_attribute(name)))
        });
        Ok(Contrasts {
            attributes: attributes.collect::<Result<_>>()?,
            constant: fit.betas.first().copied().unwrap_or_default(),
            r_squared: fit.r_squared,
            adjusted_r_squared: fit.adjusted(),
            degrees_of_freedom: fit.freedom,
            low,
            high,
            used,
            left_out: (self.respondents() as u64).saturating_sub(used),
            options,
        })
    }

    fn name_of(&self, design: &Design<'_>, coefficient: usize) -> String {
        let owns = |indicators: &Indicators| indicators.columns.contains(&Some(coefficient));
        let at = design.indicators.iter().position(owns);
        at.and_then(|at| self.names.get(at))
            .cloned()
            .unwrap_or_default()
    }
}

/// The coefficients of one attribute.
#[derive(Debug)]
struct Indicators {
    /// Respondents with a low and with a high rating.
    counts: [u64; 2],
    /// Which coefficients are the penalty and the reward.
    columns: [Option<usize>; 2],
}

/// The indicators of all respondents.
struct Design<'w> {
    weights: &'w [f64],
    indicators: Vec<Indicators>,
    /// With the constant.
    coefficients: usize,
    /// The coefficients that count for each respondent, the constant first.
    rows: Vec<Vec<usize>>,
}

impl<'w> Design<'w> {
    fn new(rated: Vec<Vec<f64>>, weights: &'w [f64], [low, high]: [f64; 2], fewest: u64) -> Self {
        let mut coefficients = 1;
        let mut rows = vec![vec![0]; weights.len()];
        let mut indicators = Vec::with_capacity(rated.len());
        for ratings in rated {
            let mut counts = [0; 2];
            let mut columns = [None; 2];
            let sides = [|x: f64, cut: f64| x <= cut, |x: f64, cut: f64| x >= cut];
            let each = sides
                .iter()
                .zip([low, high])
                .zip(counts.iter_mut().zip(&mut columns));
            for ((is, cut), (count, column)) in each {
                *count = ratings.iter().filter(|&&rating| is(rating, cut)).count() as u64;
                if *count == 0 || *count < fewest {
                    continue;
                }
                *column = Some(coefficients);
                for (row, &rating) in rows.iter_mut().zip(&ratings) {
                    if is(rating, cut) {
                        row.push(coefficients);
                    }
                }
                coefficients += 1;
            }
            indicators.push(Indicators { counts, columns });
        }
        Self {
            weights,
            indicators,
            coefficients,
            rows,
        }
    }

    fn each(&self) -> impl Iterator<Item = (&Vec<usize>, f64)> {
        self.rows.iter().zip(self.weights.iter().copied())
    }

    /// The products of all indicators, by weight.
    fn products(&self) -> Matrix {
        let mut products = Matrix::zeros(self.coefficients);
        for (row, weight) in self.each() {
            for &i in row {
                for &j in row {
                    products.set(i, j, products.at(i, j) + weight);
                }
            }
        }
        products
    }

    fn fit(&self, factor: &Cholesky, overall: &[f64]) -> Fit {
        // Counted from the first, so that no digits are lost to a large mean.
        let origin = overall.first().copied().unwrap_or_default();
        let mut right = vec![0.0; self.coefficients];
        let (mut sum, mut squares) = (0.0, 0.0);
        for ((row, weight), y) in self.each().zip(overall) {
            sum += weight;
            squares += weight * weight;
            for &i in row {
                if let Some(cell) = right.get_mut(i) {
                    *cell += weight * (y - origin);
                }
            }
        }
        let mean = right.first().copied().unwrap_or_default() / sum;
        let mut betas = factor.solve(&right);
        let inverse = factor.inverse();
        let beta = |i: &usize| betas.get(*i).copied().unwrap_or_default();
        let mut fit = Fit {
            variances: vec![0.0; self.coefficients],
            covariances: vec![0.0; self.indicators.len()],
            freedom: sum * sum / squares - self.coefficients as f64,
            effective: sum * sum / squares,
            ..Fit::default()
        };
        let (mut left, mut all) = (0.0, 0.0);
        let mut adds = vec![0.0; self.coefficients];
        for ((row, weight), y) in self.each().zip(overall) {
            let residual = (y - origin) - row.iter().map(beta).sum::<f64>();
            left += weight * residual * residual;
            all += weight * ((y - origin) - mean).powi(2);
            adds.fill(0.0);
            for &i in row {
                for (sum, cell) in adds.iter_mut().zip(inverse.row(i)) {
                    *sum += cell;
                }
            }
            let own = row.iter().filter_map(|&i| adds.get(i)).sum::<f64>();
            let enlarged = enlarged(weight * own);
            for (add, variance) in adds.iter_mut().zip(inverse.diagonal()) {
                let on_this = weight * *add * *add / variance;
                *add = added(weight * residual * *add, enlarged, on_this);
            }
            fit.add(&adds, &self.indicators);
        }
        if left <= NOTHING * all {
            fit.variances.fill(f64::NAN);
        }
        fit.r_squared = (all > 0.0).then(|| (1.0 - left / all).clamp(0.0, 1.0));
        if let Some(constant) = betas.first_mut() {
            *constant += origin;
        }
        fit.betas = betas;
        fit
    }
}

#[derive(Debug, Default)]
struct Fit {
    betas: Vec<f64>,
    variances: Vec<f64>,
    /// Of the penalty and the reward of each attribute.
    covariances: Vec<f64>,
    freedom: f64,
    effective: f64,
    r_squared: Option<f64>,
}

impl Fit {
    fn add(&mut self, adds: &[f64], indicators: &[Indicators]) {
        for (variance, add) in self.variances.iter_mut().zip(adds) {
            *variance += add.powi(2);
        }
        for (covariance, indicators) in self.covariances.iter_mut().zip(indicators) {
            if let [Some(penalty), Some(reward)] = indicators.columns {
                let of = |at: usize| adds.get(at).copied().unwrap_or_default();
                *covariance += of(penalty) * of(reward);
            }
        }
    }

    fn adjusted(&self) -> Option<f64> {
        let (n, r_squared) = (self.effective, self.r_squared?);
        (self.freedom > 0.0).then(|| 1.0 - (1.0 - r_squared) * (n - 1.0) / self.freedom)
    }

    fn contrast(
        &self,
        name: &str,
        indicators: &Indicators,
        covariance: f64,
        times: f64,
    ) -> Result<Contrast> {
        let of = |column: Option<usize>| {
            let at = column?;
            let (value, variance) = (self.betas.get(at)?, self.variances.get(at)?);
            let known = variance.is_finite() && self.freedom > 0.0;
            known.then_some((*value, *variance))
        };
        let [low, high] = indicators.counts;
        let [penalty, reward] = indicators.columns.map(of);
        let both = penalty.zip(reward);
        let asymmetry = both
            .map(|((a, for_a), (b, for_b))| (a + b, (for_a + for_b + 2.0 * covariance).max(0.0)));
        let estimate = |part: Option<(f64, f64)>| {
            let estimate = part.map(|(value, variance)| {
                Estimate::new(value, variance.sqrt())?.with_degrees_of_freedom(self.freedom)
            });
            estimate.transpose()
        };
        let (penalty, reward, asymmetry) =
            (estimate(penalty)?, estimate(reward)?, estimate(asymmetry)?);
        Ok(Contrast {
            name: name.to_owned(),
            low,
            high,
            factor: Factor::of(penalty, reward, asymmetry, times),
            penalty,
            reward,
            asymmetry,
        })
    }
}
