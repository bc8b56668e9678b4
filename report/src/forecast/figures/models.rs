//! The models of buying: fitted, and tested by what customers then bought.

use std::collections::BTreeMap;

use retention::Result;
use retention::clv::{
    BgNbd, BuyingModel, FitOptions, Fitted, HoldOut, MbgNbd, ParetoNbd, PurchaseCounts,
    PurchaseModel, Validation,
};
use retention::fit::Outcome;
use serde::Serialize;

/// A fit of one of the models.
#[derive(Debug, Clone)]
pub enum Fit {
    Bg(Fitted<BgNbd>),
    Mbg(Fitted<MbgNbd>),
    Pareto(Fitted<ParetoNbd>),
}

/// The same of whichever model was fitted.
macro_rules! each {
    ($fit:expr, $fitted:ident => $what:expr) => {
        match $fit {
            Fit::Bg($fitted) => $what,
            Fit::Mbg($fitted) => $what,
            Fit::Pareto($fitted) => $what,
        }
    };
}
pub(super) use each;

impl Fit {
    /// # Errors
    /// Those of the library: nobody bought twice.
    pub fn of(model: BuyingModel, counts: &PurchaseCounts) -> Result<Self> {
        let options = FitOptions::default();
        Ok(match model {
            BuyingModel::MbgNbd => Self::Mbg(MbgNbd::fit(counts, options)?),
            BuyingModel::ParetoNbd => Self::Pareto(ParetoNbd::fit(counts, options)?),
            _ => Self::Bg(BgNbd::fit(counts, options)?),
        })
    }

    pub const fn model(&self) -> BuyingModel {
        match self {
            Self::Bg(_) => BuyingModel::BgNbd,
            Self::Mbg(_) => BuyingModel::MbgNbd,
            Self::Pareto(_) => BuyingModel::ParetoNbd,
        }
    }

    pub fn converged(&self) -> bool {
        each!(self, fitted => fitted.outcome) == Outcome::Converged
    }

    pub fn aic(&self) -> f64 {
        each!(self, fitted => fitted.aic())
    }

    pub fn validate(&self, hold_out: &HoldOut) -> Result<(Validation, Vec<f64>)> {
        each!(self, fitted => {
            let expected = hold_out.rows().iter().map(|row| {
                fitted.model.expected_purchases_of(&row.summary, hold_out.time())
            });
            let expected: Vec<f64> = expected.collect::<Result<_>>()?;
            Ok((hold_out.validate(&fitted.model, Default::default())?, expected))
        })
    }
}

/// A model as it was fitted.
#[derive(Debug, Clone, Serialize)]
pub struct ModelFigures {
    pub name: BuyingModel,
    pub outcome: Outcome,
    pub iterations: u32,
    pub parameters: BTreeMap<&'static str, f64>,
    /// None of a parameter unless the fit converged.
    pub standard_errors: BTreeMap<&'static str, Option<f64>>,
    pub log_likelihood: f64,
    pub aic: f64,
    pub bic: f64,
    /// How much larger the AIC is than that of the best model.
    pub aic_above_best: f64,
    pub wrong_when: &'static str,
    /// The names of the parameters in the order of the papers.
    #[serde(skip)]
    pub order: Vec<&'static str>,
}

impl ModelFigures {
    /// The models beside each other.
    pub fn all(fits: &[Fit]) -> Vec<Self> {
        let least = fits.iter().map(Fit::aic).fold(f64::INFINITY, f64::min);
        fits.iter().map(|fit| Self::of(fit, least)).collect()
    }

    /// Beside a model with this AIC.
    pub fn of(fit: &Fit, least: f64) -> Self {
        each!(fit, fitted => Self {
            name: fit.model(),
            outcome: fitted.outcome,
            iterations: fitted.iterations,
            parameters: fitted.parameters.iter().map(|it| (it.name, it.value)).collect(),
            standard_errors: fitted.parameters.iter().map(|it| (it.name, it.standard_error)).collect(),
            log_likelihood: fitted.log_likelihood,
            aic: fitted.aic(),
            bic: fitted.bic(),
            aic_above_best: fitted.aic() - least,
            wrong_when: fit.model().wrong_when(),
            order: fitted.parameters.iter().map(|it| it.name).collect(),
        })
    }

    pub fn converged(&self) -> bool {
        self.outcome == Outcome::Converged
    }
}

/// The name of a model in words.
pub const fn named(model: BuyingModel) -> &'static str {
    match model {
        BuyingModel::BgNbd => "BG/NBD",
        BuyingModel::MbgNbd => "MBG/NBD",
        BuyingModel::ParetoNbd => "Pareto/NBD",
        _ => "another model",
    }
}

/// How a fit ended, in words.
pub const fn ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Converged => "converged",
        Outcome::IterationLimit => "ran out of steps before it settled",
        Outcome::OnBoundary => "ran to the boundary: a parameter goes to 0 or to infinity",
        Outcome::NotIdentified => "is not identified: many parameters fit equally well",
        _ => "did not converge",
    }
}
