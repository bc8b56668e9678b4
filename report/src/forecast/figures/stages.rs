//! The stages of customers told by the model's chance of a purchase, beside those told by the purchases alone,
//! and who then bought.

use chrono::NaiveDate;
use retention::Result;
use retention::clv::PurchaseModel;
use retention::estimate::Proportion;
use retention::estimate::ranking::Calibration;
use retention::lifecycle::{Backtest, Given, Rules, Silence};
use retention::period::{Ruler, Window};
use retention::purchases::{Policy, PurchaseLog, Summaries};
use serde::Serialize;

use super::models::{Fit, each};
use crate::purchases::{Beside, Ranked, ranked};

/// So many groups of chances, at most.
const GROUPS: u32 = 5;

/// How the stages of the split would have turned out.
#[derive(Debug, Serialize)]
pub struct StageTest {
    pub as_of: NaiveDate,
    pub until: NaiveDate,
    /// The time within which the model's chance counts, in days.
    pub horizon_days: i64,
    pub bought_again: Proportion,
    /// The default, the model and simpler rules, each with as many called ended as by the default.
    pub ranking: Vec<Ranked>,
    /// The model's chances against those who bought within the horizon; none where the file ends before
    /// it does.
    pub calibration: Option<Calibration>,
}

/// What is tested, and when.
#[derive(Clone, Copy)]
pub struct Test<'t, 'c> {
    pub log: &'t PurchaseLog<&'c str>,
    pub observed: Window,
    pub until: NaiveDate,
    pub policy: Policy,
    pub unit: Ruler,
}

/// # Errors
/// Those of the library.
pub fn find(fit: &Fit, known: &Summaries<&str>, test: Test<'_, '_>) -> Result<Option<StageTest>> {
    let rules = Rules::default();
    let Silence::ChanceOfReturn { horizon, .. } = rules.silence else {
        return Ok(None);
    };
    let as_of = test.observed.to();
    let end = horizon.period().after(as_of, horizon.count())?;
    let time = test.unit.measure(as_of, end)?;
    let chance = |customer: &&str| {
        let summary = known.get(*customer)?;
        let chance = each!(fit, fitted => fitted.model.probability_of_purchase(summary, time));
        // Rounding may carry a sum of probabilities past 1.
        chance.ok().map(|chance| chance.clamp(0.0, 1.0))
    };
    let Test {
        log,
        observed,
        until,
        policy,
        ..
    } = test;
    let told = |customer: &&str| Given::default().chance(chance(customer));
    let by_model = Backtest::with(log, observed, until, policy, rules, told)?;
    let of = |rules: &Rules| Backtest::of(log, observed, until, policy, *rules);
    let [default, recency, means] = Beside::all(&rules, of)?;
    let calibration = by_model.calibration(GROUPS)?;
    let bought_again = by_model.returned();
    let by_model = Beside {
        name: fit.model().name(),
        tested: by_model,
    };
    Ok(Some(StageTest {
        as_of,
        until,
        horizon_days: (end - as_of).num_days(),
        bought_again,
        ranking: ranked(&[default, by_model, recency, means])?,
        calibration,
    }))
}
