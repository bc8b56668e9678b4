use super::{HoldOut, Validation, ValidationOptions};
#[cfg(doc)]
use crate::Error;
use crate::Result;
use crate::clv::{BgNbd, FitOptions, Fitted, MbgNbd, ParetoNbd, PurchaseCounts, PurchaseModel};
use crate::fit::Outcome;
use crate::macros::named_enum;

named_enum! {
    /// A model of buying, by name.
    ///
    /// See the [example](crate::clv::compare_models).
    #[non_exhaustive]
    pub enum BuyingModel {
        /// [`BgNbd`].
        BgNbd = "bg_nbd",
        /// [`MbgNbd`].
        MbgNbd = "mbg_nbd",
        /// [`ParetoNbd`].
        ParetoNbd = "pareto_nbd",
    }
}

impl BuyingModel {
    /// Returns when the model is the wrong one.
    #[must_use]
    pub const fn wrong_when(self) -> &'static str {
        match self {
            Self::BgNbd => {
                "most customers bought once and you need to know whether those are still customers: \
                 it takes all of them for alive"
            }
            Self::MbgNbd => {
                "customers leave between purchases, and not because of one: a long silence of a \
                 frequent buyer then says too much"
            }
            Self::ParetoNbd => {
                "the shop is small or young: its last two parameters are then hardly told apart, and \
                 the fit may not converge"
            }
        }
    }
}

/// One model in a comparison: how it fits, and how well it foretells.
///
/// It makes a line of CSV. See the [example](crate::clv::compare_models).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ModelChoice {
    /// The model.
    pub model: BuyingModel,
    /// How its fit ended. Do not choose one that did not converge.
    pub outcome: Outcome,
    /// The number of its parameters.
    pub parameters: u32,
    /// The log-likelihood of all customers.
    pub log_likelihood: f64,
    /// Akaike's information criterion: the smaller, the better.
    pub aic: f64,
    /// Schwarz's information criterion: the smaller, the better.
    pub bic: f64,
    /// How much larger the AIC is than that of the best model.
    pub aic_above_best: f64,
    /// The purchases in the hold-out period; this and what follows is `None` without one.
    pub actual: Option<u64>,
    /// The purchases expected.
    pub expected: Option<f64>,
    /// The mean of expected less actual purchases of a customer.
    pub bias: Option<f64>,
    /// The mean distance between expected and actual purchases of a customer.
    pub mean_absolute_error: Option<f64>,
    /// The root of the mean squared distance.
    pub root_mean_squared_error: Option<f64>,
    /// The area under the ROC curve of who bought; `None` also if all bought, or nobody did.
    pub auc: Option<f64>,
    /// The share of the best customers found, 0 to 1; `None` also if nobody bought.
    pub best_found: Option<f64>,
    /// When the model is the wrong one, in words.
    pub wrong_when: &'static str,
}

/// Fits the models of buying to the same customers, and returns them side by side, in the order of
/// [`BuyingModel::ALL`].
///
/// A hold-out tells more than the criteria, and both may disagree: the criteria reward the description of the
/// past, errors in the hold-out period the forecast. Differences of the AIC below about 2 say nothing
/// (Burnham, K. P. and Anderson, D. R. 2002, *Model Selection and Multimodel Inference*, section 2.6).
///
/// # Errors
/// As [`PurchaseModel::fit`] and [`HoldOut::validate`].
///
/// ```
/// use retention::clv::{BgNbd, BuyingModel, PurchaseCounts, PurchaseModel, compare_models};
///
/// let shop = BgNbd::new(0.25, 4.4, 0.8, 2.4)?.simulate(vec![39.0; 2000], 7)?;
/// let rows = compare_models(&PurchaseCounts::of(&shop)?, None, Default::default(), Default::default())?;
/// let best = rows.iter().find(|row| row.aic_above_best == 0.0).unwrap();
/// // The customers were made by this model.
/// assert_eq!(best.model, BuyingModel::BgNbd);
/// assert!(best.wrong_when.starts_with("most customers bought once"));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn compare_models(
    counts: &PurchaseCounts,
    hold_out: Option<&HoldOut>,
    fit: FitOptions,
    validation: ValidationOptions,
) -> Result<Vec<ModelChoice>> {
    let row = |model: BuyingModel| match model {
        BuyingModel::BgNbd => judged(model, &BgNbd::fit(counts, fit)?, hold_out, validation),
        BuyingModel::MbgNbd => judged(model, &MbgNbd::fit(counts, fit)?, hold_out, validation),
        BuyingModel::ParetoNbd => {
            judged(model, &ParetoNbd::fit(counts, fit)?, hold_out, validation)
        }
    };
    let rows: Result<Vec<ModelChoice>> = BuyingModel::ALL.iter().map(|&model| row(model)).collect();
    let mut rows = rows?;
    let least = rows.iter().map(|row| row.aic).fold(f64::INFINITY, f64::min);
    for row in &mut rows {
        row.aic_above_best = row.aic - least;
    }
    Ok(rows)
}

fn judged<M: PurchaseModel>(
    model: BuyingModel,
    fitted: &Fitted<M>,
    hold_out: Option<&HoldOut>,
    options: ValidationOptions,
) -> Result<ModelChoice> {
    let validation = hold_out
        .map(|it| it.validate(&fitted.model, options))
        .transpose()?;
    let of = |figure: fn(&Validation) -> f64| validation.as_ref().map(figure);
    Ok(ModelChoice {
        model,
        outcome: fitted.outcome,
        parameters: fitted.parameters.len() as u32,
        log_likelihood: fitted.log_likelihood,
        aic: fitted.aic(),
        bic: fitted.bic(),
        aic_above_best: 0.0,
        actual: validation.as_ref().map(|it| it.actual),
        expected: of(|it| it.expected),
        bias: of(|it| it.bias),
        mean_absolute_error: of(|it| it.mean_absolute_error),
        root_mean_squared_error: of(|it| it.root_mean_squared_error),
        auc: validation
            .as_ref()
            .and_then(|it| it.auc)
            .map(|auc| auc.value()),
        best_found: validation
            .as_ref()
            .and_then(|it| it.best)
            .map(|best| best.found),
        wrong_when: model.wrong_when(),
    })
}
