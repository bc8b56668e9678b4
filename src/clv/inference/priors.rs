use crate::clv::fitting::Task;
use crate::clv::{Parametric, PurchaseCounts, PurchaseModel};
use crate::{Error, Result};

/// The spread of the default priors: 95 % of a parameter's prior lies within a factor of 19 of its median.
const SPREAD: f64 = 1.5;

/// What is thought of one parameter before the data are seen: its logarithm is normal.
///
/// See the [example](crate::clv::Priors).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Prior {
    /// The name of the parameter.
    pub name: &'static str,
    /// The value that it exceeds as likely as not, in its unit.
    pub median: f64,
    /// The standard deviation of its logarithm: 0.7 is a factor of 4 both ways at 95 %, 1.5 a factor of 19.
    pub spread: f64,
}

/// What is thought of the parameters of a model before the data are seen: log-normal distributions,
/// independent of each other.
///
/// The default ones say little. Their medians are where the search of a fit starts, in units of the data, so
/// that predictions do not depend on the unit of time:
///
/// ```text
/// r      1                                    a     1
/// alpha  total age / total repeat purchases   b     3
/// s      1                                    beta  longest age
/// spread of each: 1.5
/// ```
///
/// There is one for each parameter, in order; medians and spreads are above 0.
///
/// ```
/// use retention::clv::{BgNbd, Priors, PurchaseCounts};
/// use retention::purchases::Summary;
///
/// let counts = PurchaseCounts::of(&[Summary::new(2, 30.0, 40.0)?, Summary::new(0, 0.0, 20.0)?])?;
/// let priors = Priors::of::<BgNbd>(&counts)?.with("a", 0.8, 0.5)?;
/// let [r, alpha, a, b] = priors.as_slice() else { panic!() };
/// assert_eq!((r.median, alpha.median, a.median, b.median), (1.0, 30.0, 0.8, 3.0));
/// assert_eq!((r.spread, a.spread), (1.5, 0.5));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Priors {
    of: Vec<Prior>,
}

impl Priors {
    /// Returns the default priors of a model, in units of these customers.
    ///
    /// # Errors
    /// As [`PurchaseModel::fit`].
    ///
    /// See the [example](crate::clv::Priors).
    pub fn of<M: PurchaseModel>(counts: &PurchaseCounts) -> Result<Self> {
        let (_, task) = M::task(counts)?;
        Ok(Self::start::<M>(&task))
    }

    pub(super) fn start<M: Parametric>(task: &Task) -> Self {
        let medians = task.start.iter().zip(&task.units);
        let named = M::NAMES.iter().zip(medians);
        let prior = |(&name, (start, unit)): (&&'static str, (&f64, &f64))| Prior {
            name,
            median: start * unit,
            spread: SPREAD,
        };
        Self {
            of: named.map(prior).collect(),
        }
    }

    /// Sets the median and the spread of one parameter: what is known from another year or shop.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a name that is no parameter; [`Error::NotFinite`] and [`Error::OutOfRange`]
    /// for a median outside 10⁻¹² to 10¹², and a spread outside 0.001 to 10.
    ///
    /// See the [example](crate::clv::Priors).
    pub fn with(mut self, parameter: &str, median: f64, spread: f64) -> Result<Self> {
        let median = crate::clv::parametric::parameter("median", median)?;
        let spread = crate::error::finite("spread", spread)?;
        if !(1e-3..=10.0).contains(&spread) {
            return Err(Error::out_of_range("spread", spread, "0.001 to 10"));
        }
        let names: Vec<&str> = self.of.iter().map(|prior| prior.name).collect();
        let allowed = names.join(", ");
        let Some(prior) = self.of.iter_mut().find(|prior| prior.name == parameter) else {
            return Err(Error::UnknownName {
                argument: "parameter",
                value: parameter.to_owned(),
                allowed,
            });
        };
        (prior.median, prior.spread) = (median, spread);
        Ok(self)
    }

    /// Returns the priors, in the order of the parameters.
    #[must_use]
    pub fn as_slice(&self) -> &[Prior] {
        &self.of
    }
}
