//! From a survey to a model.

use super::fit::{Data, Found, probability};
use super::{Effect, Model, Options};
use crate::estimate::Estimate;
use crate::fit::{Fit, Outcome};
use crate::numeric::linear::Matrix;
use crate::numeric::moments::Spread;
use crate::numeric::special::student_two_sided;
use crate::quadrant::analysis::at_attribute;
use crate::quadrant::derive::{self, Flaw, Sets, Sum};
use crate::quadrant::leverage::{added, enlarged};
use crate::quadrant::survey::Rows;
use crate::quadrant::{Importance, Method, RatingScales, Survey};
use crate::scale::Answers;
use crate::{Error, Result};

impl Survey<'_> {
    /// Fits how the ratings go with an outcome of 0 or 1, which is the [overall](Self::overall) answer.
    ///
    /// Respondents who left out an answer are left out of the model. A respondent takes time in
    /// proportion to the square of the number of attributes, for each step of the search; dominance does
    /// so for each set of attributes.
    ///
    /// # Errors
    /// [`Error::Empty`] without outcomes; [`Error::OutOfRange`], with the respondent, for an outcome that
    /// is neither 0 nor 1, if all are equal, and for more than 12 attributes of dominance;
    /// [`Error::Unsupported`] for another importance than regression, partial and dominance;
    /// [`Error::Insufficient`] with fewer respondents than the [minimum](Options::minimum);
    /// [`Error::Singular`] for an attribute that everybody rated alike or that follows from the others.
    pub fn logistic(&self, options: Options) -> Result<Fit<Model>> {
        options.check(self.names.len())?;
        let answers = self.overall_answers()?;
        check_outcomes(answers)?;
        let rows = Rows::new(self, Method::default())?;
        let outcomes: Vec<f64> = rows.of(answers).into_iter().flatten().collect();
        let (used, events) = count(&outcomes, self.names.len(), options)?;
        let prepared = Prepared::new(self, &rows, outcomes)?;
        prepared.told_apart(&self.names)?;
        let (model, outcome, iterations) = prepared.model(self, options)?;
        let model = Model {
            used,
            events,
            left_out: (self.respondents() as u64).saturating_sub(used),
            ..model
        };
        Ok(Fit::new(model, outcome, iterations))
    }
}

/// Refuses an outcome that is neither 0 nor 1.
fn check_outcomes(answers: &Answers<'_>) -> Result<()> {
    let mut all = answers.iter().enumerate();
    let other = all.find_map(|(row, answer)| {
        let answer = answer.filter(|&answer| answer != 0.0 && answer != 1.0)?;
        Some((row, answer))
    });
    match other {
        Some((row, answer)) => {
            Err(Error::out_of_range("outcome", answer, "0 or 1").at_row(row as u64))
        }
        None => Ok(()),
    }
}

/// Counts respondents and those with the outcome 1, and refuses too few of either kind.
fn count(outcomes: &[f64], attributes: usize, options: Options) -> Result<(u64, u64)> {
    let used = outcomes.len() as u64;
    let least = (attributes as u64).saturating_add(2).max(options.minimum);
    if used < least {
        return Err(Error::insufficient("respondents", used, least)
            .with_cure("ask more respondents, or lower `logistic::Options::minimum`"));
    }
    let events = outcomes.iter().filter(|&&outcome| outcome > 0.5).count() as u64;
    if events == 0 || events == used {
        let allowed = format_args!("from 1 to {}", used.saturating_sub(1));
        return Err(Error::out_of_range(
            "respondents with the outcome 1",
            events,
            allowed,
        ));
    }
    Ok((used, events))
}

/// The data, and how ratings became z-scores.
struct Prepared {
    data: Data,
    means: Vec<f64>,
    deviations: Vec<f64>,
    /// The effective number of respondents, which the weights add up to.
    effective: f64,
    correlations: Vec<f64>,
    /// Of the correlations.
    correlation_errors: Vec<f64>,
}

impl Prepared {
    fn new(survey: &Survey<'_>, rows: &Rows, outcomes: Vec<f64>) -> Result<Self> {
        let sum: f64 = rows.weights.iter().sum();
        let squares: f64 = rows.weights.iter().map(|weight| weight * weight).sum();
        let effective = sum * sum / squares;
        let weights: Vec<f64> = rows.weights.iter().map(|w| w * effective / sum).collect();
        let mean = |values: &[f64]| {
            let first = values.first().copied().unwrap_or_default();
            let pairs = values.iter().zip(&weights);
            first + pairs.map(|(x, w)| w * (x - first)).sum::<f64>() / effective
        };
        let deviation = |values: &[f64], mean: f64| {
            let pairs = values.iter().zip(&weights);
            (pairs.map(|(x, w)| w * (x - mean).powi(2)).sum::<f64>() / effective).sqrt()
        };
        let share = mean(&outcomes);
        let of_outcomes = deviation(&outcomes, share);
        let mut prepared = Self {
            means: Vec::new(),
            deviations: Vec::new(),
            correlations: Vec::new(),
            correlation_errors: Vec::new(),
            effective,
            data: Data {
                columns: Vec::new(),
                weights: weights.clone(),
                outcomes: Vec::new(),
            },
        };
        for (at, rated) in survey.sheet.columns().iter().enumerate() {
            let ratings: Vec<f64> = rows.of(rated).into_iter().flatten().collect();
            let (mean, constant) = (
                mean(&ratings),
                ratings.windows(2).all(|two| two.first() == two.last()),
            );
            let deviation = deviation(&ratings, mean);
            if constant || deviation <= 0.0 {
                return Err(Flaw::Constant(at).refuse(&survey.names));
            }
            let column: Vec<f64> = ratings.iter().map(|x| (x - mean) / deviation).collect();
            let all = column.iter().zip(&outcomes).zip(&weights);
            let product: f64 = all.map(|((z, y), w)| w * z * (y - share)).sum();
            let r = (product / effective / of_outcomes).clamp(-1.0, 1.0);
            let all = column.iter().zip(&outcomes).zip(&weights);
            let squares = all.map(|((x, y), w)| {
                let (y, share) = ((y - share) / of_outcomes, w / effective);
                let (xx, yy) = (x * x, y * y);
                let add = share * (x * y - 0.5 * r * (xx + yy));
                (add * enlarged(share * (1.0 + xx.max(yy)))).powi(2)
            });
            prepared
                .correlation_errors
                .push(squares.sum::<f64>().sqrt());
            prepared.correlations.push(r);
            prepared.means.push(mean);
            prepared.deviations.push(deviation);
            prepared.data.columns.push(column);
        }
        prepared.data.outcomes = outcomes;
        Ok(prepared)
    }

    /// Refuses an attribute that follows from the others.
    fn told_apart(&self, names: &[String]) -> Result<()> {
        let columns = &self.data.columns;
        let weights = &self.data.weights;
        let product = |a: &[f64], b: &[f64]| {
            let rows = a.iter().zip(b).zip(weights);
            rows.map(|((a, b), w)| w * a * b).sum::<f64>() / self.effective
        };
        let mut correlations = Matrix::zeros(columns.len());
        for (i, a) in columns.iter().enumerate() {
            correlations.set(i, i, 1.0);
            for (j, b) in columns.iter().enumerate().take(i) {
                let cell = product(a, b).clamp(-1.0, 1.0);
                correlations.set(i, j, cell);
                correlations.set(j, i, cell);
            }
        }
        derive::told_apart(&correlations)
            .map(|_| ())
            .map_err(|flaw| flaw.refuse(names))
    }

    fn model(&self, survey: &Survey<'_>, options: Options) -> Result<(Model, Outcome, u32)> {
        let every: Vec<usize> = (0..self.means.len()).collect();
        let found = self.data.fit(&every, options.iterations);
        let null = self.data.null();
        let explained = |likelihood| {
            let r = options
                .pseudo_r_squared
                .of(likelihood, null, self.effective);
            r.clamp(0.0, 1.0)
        };
        let mut outcome = found.outcome;
        let mut errors = Vec::new();
        if outcome == Outcome::Converged {
            match &found.factor {
                Some(factor) => errors = self.errors(&found, &factor.inverse()),
                None => outcome = Outcome::NotIdentified,
            }
        }
        let mut parts = Vec::new();
        if options.importance == Importance::Dominance && outcome == Outcome::Converged {
            match self.dominance(options, &explained) {
                Some(general) => parts = general,
                None => outcome = Outcome::IterationLimit,
            }
        }
        let everyone = Rows::everyone(survey)?;
        let method = Method::default().minimum(1);
        let named = survey.names().zip(survey.sheet.columns()).enumerate();
        let effects = named.map(|(at, (name, rated))| {
            let rated = survey.spread(&everyone, rated, method, name)?;
            let (error, part) = (errors.get(at), parts.get(at).copied());
            let effect = self.effect(at, &found, error, rated);
            let mut effect = effect.map_err(|error| error.at_place(at_attribute(name)))?;
            name.clone_into(&mut effect.name);
            effect.importance = match options.importance {
                Importance::Partial => error.map(|error| error.partial(effect.coefficient, null)),
                Importance::Dominance => part,
                _ => effect.marginal.map(|marginal| marginal.value()),
            };
            effect.importance = effect.importance.filter(|_| outcome == Outcome::Converged);
            Ok(effect)
        });
        let mut attributes: Vec<Effect> = effects.collect::<Result<_>>()?;
        let p_values = attributes.iter().map(|effect| effect.p_value);
        let found_p = options.adjustment.adjust_known(p_values)?;
        for (effect, p) in attributes.iter_mut().zip(found_p) {
            effect.adjusted_p_value = p;
        }
        let slopes = attributes.iter().zip(&self.means);
        let at_means = slopes.map(|(effect, mean)| effect.coefficient * mean);
        let model = Model {
            intercept: found.betas.first().copied().unwrap_or_default() - at_means.sum::<f64>(),
            attributes,
            log_likelihood: found.log_likelihood,
            null_log_likelihood: null,
            pseudo_r_squared: explained(found.log_likelihood),
            used: 0,
            events: 0,
            left_out: 0,
            effective_sample_size: self.effective,
            scales: RatingScales::derived(survey.scale),
            options,
        };
        Ok((model, outcome, found.iterations))
    }

    /// Fits each set of attributes; `None` if one of them did not settle.
    fn dominance(&self, options: Options, explained: &dyn Fn(f64) -> f64) -> Option<Vec<f64>> {
        let k = self.means.len();
        let mut search = Search {
            data: &self.data,
            set: Vec::with_capacity(k),
            iterations: options.iterations,
            settled: true,
            explained,
        };
        let general = derive::general(k, |sets| search.walk(sets, 0, k));
        search.settled.then_some(general)
    }

    /// What is known of an attribute but its name and its importance.
    fn effect(
        &self,
        at: usize,
        found: &Found,
        error: Option<&Errors>,
        (satisfaction, rated): (f64, Spread),
    ) -> Result<Effect> {
        let slope = found.betas.get(at + 1).copied().unwrap_or_default();
        let coefficient = slope / self.deviations.get(at).copied().unwrap_or(f64::NAN);
        let freedom = self.effective - found.betas.len() as f64;
        let error = error.filter(|error| error.robust.is_finite() && freedom > 0.0);
        let marginal = error.map(|error| {
            Estimate::new(coefficient * error.curve, error.marginal)?
                .with_degrees_of_freedom(freedom)
        });
        let t = error.map(|error| coefficient / error.robust);
        let correlation = self.correlations.get(at).copied().unwrap_or_default();
        let of_correlation = self.correlation_errors.get(at).copied().unwrap_or(f64::NAN);
        Ok(Effect {
            name: String::new(),
            satisfaction,
            answered: rated.rows,
            importance: None,
            correlation,
            correlation_p_value: derive::p_value_of_correlation(
                correlation,
                of_correlation,
                self.effective,
            ),
            coefficient,
            standard_error: error.map(|error| error.robust),
            marginal: marginal.transpose()?,
            p_value: t.map(|t| student_two_sided(t, freedom)),
            adjusted_p_value: None,
        })
    }

    /// The errors of each attribute, from what each respondent adds.
    fn errors(&self, found: &Found, inverse: &Matrix) -> Vec<Errors> {
        let every: Vec<usize> = (0..self.means.len()).collect();
        let predictors = self.data.predictors(&found.betas, &every);
        let probabilities: Vec<f64> = predictors.into_iter().map(probability).collect();
        let size = inverse.size();
        // The mean slope of the curve, and how it moves with each coefficient.
        let (mut curve, mut moves) = (0.0, vec![0.0; size]);
        let mut row = vec![1.0; size];
        for (at, (p, w)) in probabilities.iter().zip(&self.data.weights).enumerate() {
            let share = w / self.effective * p * (1.0 - p);
            curve += share;
            self.row(at, &mut row);
            for (cell, x) in moves.iter_mut().zip(&row) {
                *cell += share * (1.0 - 2.0 * p) * x;
            }
        }
        let mut sums = vec![[0.0; 2]; self.means.len()];
        let mut adds = vec![0.0; size];
        let rows = probabilities
            .iter()
            .zip(&self.data.weights)
            .zip(&self.data.outcomes);
        for (at, ((p, w), y)) in rows.enumerate() {
            self.row(at, &mut row);
            let residual = w * (y - p);
            for (add, cells) in adds.iter_mut().zip(inverse.rows()) {
                let along: f64 = cells.iter().zip(&row).map(|(a, b)| a * b).sum();
                *add = along;
            }
            let leverage = adds.iter().zip(&row).map(|(a, x)| a * x).sum::<f64>();
            let enlarged = enlarged(w * p * (1.0 - p) * leverage);
            for (add, variance) in adds.iter_mut().zip(inverse.diagonal()) {
                let on_this = w * p * (1.0 - p) * *add * *add / variance;
                *add = added(residual * *add, enlarged, on_this);
            }
            let moved: f64 = adds.iter().zip(&moves).map(|(a, b)| a * b).sum();
            let own = w / self.effective * (p * (1.0 - p) - curve) + moved;
            let slopes = found.betas.iter().skip(1).zip(adds.iter().skip(1));
            let each = sums.iter_mut().zip(slopes).zip(&self.deviations);
            for (([robust, marginal], (beta, add)), deviation) in each {
                *robust += (add / deviation).powi(2);
                *marginal += ((beta * own + curve * add) / deviation).powi(2);
            }
        }
        let each = sums
            .iter()
            .zip(inverse.diagonal().skip(1))
            .zip(&self.deviations);
        each.map(|(([robust, marginal], variance), deviation)| Errors {
            robust: robust.sqrt(),
            marginal: marginal.sqrt(),
            classical: variance.sqrt() / deviation,
            curve,
        })
        .collect()
    }

    /// Reads the z-scores of a respondent, after a 1.
    fn row(&self, at: usize, row: &mut [f64]) {
        for (cell, column) in row.iter_mut().skip(1).zip(&self.data.columns) {
            *cell = column.get(at).copied().unwrap_or_default();
        }
    }
}

/// The errors of a coefficient, and of its average marginal effect.
struct Errors {
    robust: f64,
    marginal: f64,
    classical: f64,
    /// The mean slope of the curve, which makes a coefficient a marginal effect.
    curve: f64,
}

impl Errors {
    /// The partial correlation as logistic regression has it. Less than what chance adds is nothing.
    fn partial(&self, coefficient: f64, null: f64) -> f64 {
        let wald = (coefficient / self.classical).powi(2);
        let size = ((wald - 2.0).max(0.0) / (-2.0 * null)).sqrt();
        if size > 0.0 {
            coefficient.signum() * size
        } else {
            0.0
        }
    }
}

/// Fits each set of attributes.
struct Search<'s> {
    data: &'s Data,
    set: Vec<usize>,
    iterations: u32,
    settled: bool,
    explained: &'s dyn Fn(f64) -> f64,
}

impl Search<'_> {
    fn walk(&mut self, sets: &mut Sets, next: usize, attributes: usize) -> Sum {
        if next == attributes {
            let explained = if self.set.is_empty() {
                0.0
            } else {
                let found = self.data.fit(&self.set, self.iterations);
                self.settled &= found.outcome == Outcome::Converged;
                (self.explained)(found.log_likelihood)
            };
            return sets.set(self.set.len(), explained);
        }
        let without = self.walk(sets, next + 1, attributes);
        self.set.push(next);
        let with = self.walk(sets, next + 1, attributes);
        self.set.pop();
        sets.join(next, without, with)
    }
}
