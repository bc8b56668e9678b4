use crate::clv::fitting::{FURTHEST, Likelihood};
use crate::clv::{FitOptions, Fitted, PurchaseCounts, PurchaseModel};
use crate::estimate::Confidence;
use crate::fit::Outcome;
use crate::numeric::optimise::{Objective, Search, minimise};
use crate::{Error, Result};

/// An end is found to this share of its distance from the best value, or of its value.
const CLOSE: f64 = 1e-7;
/// More steps than any end takes.
const STEPS: u32 = 100;
/// The first step away from the best value, as a logarithm, where no standard error tells one.
const FIRST_STEP: f64 = 0.5;

/// The interval of one parameter by its profile likelihood.
///
/// It holds the values that the data do not contradict, whatever the other parameters are:
///
/// ```text
/// 2 · (ln L at the best − largest ln L with the parameter held) ≤ z²
/// ```
///
/// where z is the normal quantile of the level, 1.96 for 95 %. Where the likelihood is skewed, as it is for `s` and
/// `beta` of [`ParetoNbd`](crate::clv::ParetoNbd), these ends are to be preferred to those of
/// [`Parameter::interval`](crate::clv::Parameter::interval), which are as far away on both sides as logarithms: for
/// CDNOW's customers, `beta` is 11.7, from 4.5 to 44 by its profile, and from 4.1 to 33 by its standard error. A
/// missing end says that the data bear any value on that side, up to a factor of about a million.
///
/// Source: Venzon, D. J. and Moolgavkar, S. H. (1988), *Applied Statistics* 37(1): 87–94.
///
/// ```
/// use retention::clv::{ParetoNbd, PurchaseCounts, PurchaseModel};
///
/// let shop = ParetoNbd::new(0.55, 10.6, 0.6, 11.7)?.simulate(vec![39.0; 400], 1)?;
/// let counts = PurchaseCounts::of(&shop)?;
/// let fitted = ParetoNbd::fit(&counts, Default::default())?;
/// let alpha = fitted.profile_interval(&counts, "alpha", Default::default())?;
/// assert!(alpha.lower.unwrap() < alpha.value && alpha.value < alpha.upper.unwrap());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ProfileInterval {
    /// The name of the parameter.
    pub name: &'static str,
    /// The value that fits best.
    pub value: f64,
    /// The lower end; `None` if the data bear any smaller value.
    pub lower: Option<f64>,
    /// The upper end; `None` if the data bear any larger value.
    pub upper: Option<f64>,
    /// The confidence level.
    pub confidence: Confidence,
}

impl<M: PurchaseModel> Fitted<M> {
    /// Computes the interval of a parameter by its profile likelihood, from the customers that the model was
    /// fitted to. The level is that of the options.
    ///
    /// It takes some dozens of fits. It may also be asked of a fit that did not converge: that the data do not
    /// tell a parameter is then a missing end.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a name that is no parameter; [`Error::Mismatch`] if the customers are not those
    /// of the fit; [`Error::Refused`] for a fit that ran out of steps; as [`PurchaseModel::fit`].
    ///
    /// See the [example](crate::clv::ProfileInterval).
    pub fn profile_interval(
        &self,
        counts: &PurchaseCounts,
        parameter: &str,
        options: FitOptions,
    ) -> Result<ProfileInterval> {
        options.check()?;
        crate::error::same("customers", &self.customers, &counts.customers())?;
        crate::error::same("weight", &self.weight, &counts.weight())?;
        if self.outcome == Outcome::IterationLimit {
            let error = Error::refused("fit that did not converge", self.outcome);
            return Err(error.with_cure("allow it more `iterations`"));
        }
        let (place, name) = named::<M>(parameter)?;
        let values = self.model.values();
        let (mut likelihood, task) = M::task(counts)?;
        let at = values
            .iter()
            .zip(&task.units)
            .map(|(value, unit)| (value / unit).ln());
        let best: Vec<f64> = at.collect();
        let z = options.confidence.z();
        let allowed = 0.5 * z * z / task.weight;
        let highest = likelihood.mean(&values);
        let error = self
            .parameters
            .get(place)
            .and_then(|it| Some(it.standard_error? / it.value));
        let mut profile = Profile {
            held: Held {
                likelihood: &mut *likelihood,
                units: &task.units,
                place,
                value: 0.0,
            },
            search: Search {
                iterations: options.iterations,
                tolerance: options.tolerance,
                ends: (-FURTHEST, FURTHEST),
            },
            highest,
            allowed,
            best,
        };
        let step = error
            .map_or(FIRST_STEP, |error| z * error)
            .clamp(CLOSE, FURTHEST);
        let unit = task.units.get(place).copied().unwrap_or(1.0);
        Ok(ProfileInterval {
            name,
            value: values.get(place).copied().unwrap_or_default(),
            lower: profile.end(-step)?.map(|it| unit * it.exp()),
            upper: profile.end(step)?.map(|it| unit * it.exp()),
            confidence: options.confidence,
        })
    }
}

fn named<M: PurchaseModel>(parameter: &str) -> Result<(usize, &'static str)> {
    let mut names = M::NAMES.iter().copied().enumerate();
    names
        .find(|(_, name)| *name == parameter)
        .ok_or_else(|| Error::UnknownName {
            argument: "parameter",
            value: parameter.to_owned(),
            allowed: M::NAMES.join(", "),
        })
}

/// The likelihood with one parameter held, as a function of the logarithms of the others.
struct Held<'a> {
    likelihood: &'a mut dyn Likelihood,
    units: &'a [f64],
    place: usize,
    value: f64,
}

impl Held<'_> {
    fn parameters(&self, others: &[f64]) -> Vec<f64> {
        let all = with(others, self.place, self.value);
        all.iter()
            .zip(self.units)
            .map(|(x, unit)| unit * x.exp())
            .collect()
    }
}

impl Objective for Held<'_> {
    fn value(&mut self, at: &[f64]) -> f64 {
        let parameters = self.parameters(at);
        -self.likelihood.mean(&parameters)
    }

    fn slopes(&mut self, at: &[f64], slopes: &mut [f64]) -> f64 {
        let parameters = self.parameters(at);
        let mut all = vec![0.0; parameters.len()];
        match self.likelihood.mean_and_slopes(&parameters, &mut all) {
            Some(mean) => {
                for (slope, of) in slopes.iter_mut().zip(without(&all, self.place)) {
                    *slope = -of;
                }
                -mean
            }
            None => (|at: &[f64]| self.value(at)).slopes(at, slopes),
        }
    }
}

fn with(others: &[f64], place: usize, value: f64) -> Vec<f64> {
    let (before, after) = others.split_at(place.min(others.len()));
    [before, &[value], after].concat()
}

fn without(all: &[f64], place: usize) -> Vec<f64> {
    let all = all.iter().enumerate().filter(|(at, _)| *at != place);
    all.map(|(_, value)| *value).collect()
}

/// The largest likelihood for each value of one parameter.
struct Profile<'a> {
    held: Held<'a>,
    search: Search,
    /// The largest mean log-likelihood, and how much of it an end loses.
    highest: f64,
    allowed: f64,
    best: Vec<f64>,
}

impl Profile<'_> {
    /// How far outside the interval a value is, below 0 inside, and where the other parameters are then: by the
    /// root of what is lost in likelihood, which is almost a straight line.
    fn outside(&mut self, value: f64, others: &[f64]) -> Result<(f64, Vec<f64>)> {
        self.held.value = value;
        let found = minimise(&mut self.held, others, &self.search);
        if found.value.is_finite() {
            let lost = (self.highest + found.value).max(0.0);
            return Ok((lost.sqrt() / self.allowed.sqrt() - 1.0, found.point));
        }
        let error = Error::refused("data whose likelihood is no number", found.value);
        Err(error.with_cure("look for times that are far too large or too small"))
    }

    /// The end of the interval on the side of the step: outward in growing steps until it is passed, and then
    /// by the line through both sides (Dowell, M. and Jarratt, P. 1971, the Illinois method).
    fn end(&mut self, step: f64) -> Result<Option<f64>> {
        let best = self.best.get(self.held.place).copied().unwrap_or(0.0);
        let mut others = without(&self.best, self.held.place);
        let (mut inside, mut outside) = ((best, -1.0), (best, -1.0));
        let mut length = step;
        while outside.1 < 0.0 {
            inside = outside;
            let is_last = inside.0.abs() >= FURTHEST && inside.0 * step > 0.0;
            if is_last {
                return Ok(None);
            }
            let next = (inside.0 + length).clamp(-FURTHEST, FURTHEST);
            let (by, there) = self.outside(next, &others)?;
            (outside, others) = ((next, by), there);
            length *= 2.0;
        }
        let mut was_inside = None;
        for _ in 0..STEPS {
            let share = inside.1 / (inside.1 - outside.1);
            let next = inside.0 + share * (outside.0 - inside.0);
            let (by, there) = self.outside(next, &others)?;
            others = there;
            let is_inside = by < 0.0;
            let is_same_side = was_inside == Some(is_inside);
            let (moved, other) = match is_inside {
                true => (&mut inside, &mut outside),
                false => (&mut outside, &mut inside),
            };
            *moved = (next, by);
            if is_same_side {
                other.1 *= 0.5;
            }
            was_inside = Some(is_inside);
            if by.abs() <= CLOSE || (outside.0 - inside.0).abs() <= CLOSE {
                return Ok(Some(next));
            }
        }
        Ok(Some(0.5 * (inside.0 + outside.0)))
    }
}
