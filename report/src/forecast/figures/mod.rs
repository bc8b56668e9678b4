//! Every figure of the report, computed once; text, JSON and pictures show these.

pub mod hold_out;
pub mod map;
pub mod models;
pub mod range;
pub mod stages;
pub mod worth;

use chrono::{NaiveDate, Weekday};
use retention::clv::{BuyingModel, HoldOut, PurchaseCounts, PurchaseHistogram, Tracking};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Counts, Observed, Policy, Purchase, PurchaseLog, Summaries, Summary};
use retention::{Error, Result};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::forecast::{pictures, report};
use crate::kit::csv::ColumnNames;
use crate::kit::document::Document;
use crate::kit::output::{Files, Report};
use crate::kit::picture::Picture;
use crate::purchases::{Reason, Remarked};
use hold_out::{Held, HeldOut};
use map::Map;
use models::{Fit, ModelFigures, each};
use stages::{StageTest, Test};
use worth::{Valued, Worth};

/// From so many repeat purchases on, customers are one class, as in the papers.
const LAST_CLASS: u32 = 7;

/// What to compute.
#[derive(Debug)]
pub struct Question {
    pub source: String,
    pub about: Option<&'static str>,
    pub columns: ColumnNames,
    pub window: Window,
    /// Whether the user set the first and the last day.
    pub given: (bool, bool),
    pub policy: Policy,
    /// The last day that the models see in the test; none where there is no room for one.
    pub split: Option<(NaiveDate, Reason)>,
    pub unit: Ruler,
    pub ahead: u32,
    pub model: Option<BuyingModel>,
    pub margin: f64,
    pub discount: f64,
    pub top: usize,
    pub skipped_rows: usize,
    pub rows_apart: usize,
}

/// Why a model was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// The user asked for it.
    Given,
    /// Its mean squared error in the hold-out was the smallest.
    HoldOut,
    /// It fits best for its parameters; nothing came by which to judge it.
    Criterion,
}

#[derive(Debug, Serialize)]
pub struct Figures {
    pub source: String,
    /// The columns of the file that were read.
    pub columns: ColumnNames,
    pub window: Window,
    pub unit: Ruler,
    /// Who bought in the window.
    pub customer_count: u64,
    /// Who bought on more than one day.
    pub repeat_buyers: u64,
    /// Days on which a customer bought, the first not counted.
    pub repeat_purchases: u64,
    /// Customers who had bought before the window began, and are taken for new in it.
    pub known_before: u64,
    pub skipped_rows: usize,
    /// What in the file may not be what it seems, with most money at stake first.
    pub remarks: Vec<Remarked>,
    pub counts: Counts,
    pub policy: Policy,
    pub margin: f64,
    /// A year.
    pub discount: f64,
    /// What the models were fitted to.
    pub fitted_to: Window,
    pub models: Vec<ModelFigures>,
    pub chosen: Option<BuyingModel>,
    pub chosen_by: Chosen,
    pub hold_out_window: Option<Window>,
    pub holdout: Vec<HeldOut>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_holdout: Option<String>,
    pub range_held: Option<Held>,
    pub histogram: Option<PurchaseHistogram>,
    pub tracking: Option<Tracking>,
    pub forecast: Option<Worth>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_forecast: Option<String>,
    /// The most valuable ones.
    pub customers: Vec<Valued>,
    pub map: Option<Map>,
    pub stages: Option<StageTest>,
    #[serde(flatten)]
    pub files: Files,
    #[serde(skip)]
    pub notes: Notes,
}

/// What the report says beyond the figures.
#[derive(Debug)]
pub struct Notes {
    pub about: Option<&'static str>,
    pub given: (bool, bool),
    pub split: Option<Reason>,
    pub rows_apart: usize,
}

impl Report for Figures {
    const DIRECTORY: &'static str = "target/forecast-report";
    const DECIMALS: i32 = 6;
    const NO_PICTURES: &'static str = "No pictures: without a model there is nothing to draw.";

    fn pictures(&self) -> std::result::Result<Vec<Picture>, String> {
        pictures::draw(self)
    }

    fn document(&self, pictures: &[Picture]) -> Document {
        report::document(self, pictures)
    }

    fn files(&mut self) -> &mut Files {
        &mut self.files
    }
}

impl Figures {
    /// # Errors
    /// Those of the library: nobody bought in the window, nobody bought twice, a row is refused.
    pub fn of(log: &PurchaseLog<&str>, question: &Question) -> Result<Self> {
        let (window, unit) = (question.window, question.unit);
        let observed = log.observe(window, question.policy)?;
        let known = observed.summaries(Period::Day, unit)?;
        let all: Vec<Summary> = known.rows.iter().map(|row| row.result).collect();
        let counts = PurchaseCounts::of(&all)?;
        let mut tested = Tested::of(log, question, &counts)?;
        let choice = Choice::of(&tested, question);
        let mut holdout = std::mem::take(&mut tested.rows);
        if let Some(model) = choice.model {
            hold_out::compare(&mut holdout, model)?;
        }
        let no_holdout = tested.none.take();
        let calibrated = choice.model.and_then(|model| tested.fit(model));

        let mut worth = None;
        for model in choice.order(&tested, question.model) {
            worth = worth::find(model, &known, question)?;
            if worth.is_some() {
                break;
            }
        }
        let map = match &worth {
            Some((fit, _)) => Map::of(fit, &all)?,
            None => None,
        };
        let mut worth = worth.map(|(_, worth)| worth);
        let customers = worth.as_mut().map(|worth| std::mem::take(&mut worth.rows));
        let windows = tested.windows;
        let stages = match (calibrated, windows) {
            (Some(fit), Some((calibration, later))) => {
                let test = Test {
                    log,
                    observed: calibration,
                    until: later.to(),
                    policy: question.policy,
                    unit,
                };
                let known = log.observe(calibration, question.policy)?;
                stages::find(fit, &known.summaries(Period::Day, unit)?, test)?
            }
            _ => None,
        };
        let range_held = match (calibrated, &tested.hold_out) {
            (Some(fit), Some(hold_out)) => Some(hold_out::held(fit, hold_out)?),
            _ => None,
        };
        let fitted_to = windows.map_or(window, |(calibration, _)| calibration);
        Ok(Self {
            source: question.source.clone(),
            columns: question.columns.clone(),
            window,
            unit,
            customer_count: observed.counts().customers,
            repeat_buyers: all.iter().filter(|it| it.frequency() > 0).count() as u64,
            repeat_purchases: all.iter().map(|it| u64::from(it.frequency())).sum(),
            known_before: known_before(log, question)?,
            skipped_rows: question.skipped_rows,
            remarks: Vec::new(),
            counts: observed.counts(),
            policy: question.policy,
            margin: question.margin,
            discount: question.discount,
            fitted_to,
            models: ModelFigures::all(&tested.fits),
            chosen: choice.model,
            chosen_by: choice.by,
            hold_out_window: windows.map(|(_, later)| later),
            holdout,
            no_holdout,
            range_held,
            histogram: calibrated
                .map(|fit| histogram(fit, &tested.counts))
                .transpose()?,
            tracking: match calibrated {
                Some(fit) => Some(tracking(fit, &observed, fitted_to, question)?),
                None => None,
            },
            no_forecast: worth
                .is_none()
                .then(|| no_forecast(question.model, choice.model.is_some())),
            forecast: worth,
            customers: customers.unwrap_or_default(),
            map,
            stages,
            files: Files::default(),
            notes: Notes {
                about: question.about,
                given: question.given,
                split: question.split.map(|(_, reason)| reason),
                rows_apart: question.rows_apart,
            },
        })
    }

    /// What the chosen model expected of the hold-out.
    pub fn chosen_row(&self) -> Option<&HeldOut> {
        let chosen = self.chosen?;
        self.holdout.iter().find(|row| row.model == chosen.name())
    }

    /// What the customers' own past rates expected of it.
    pub fn own_rate(&self) -> Option<&HeldOut> {
        self.holdout
            .iter()
            .find(|row| row.model == hold_out::OWN_RATE)
    }
}

/// The models fitted to the first part of the window, and tested by the second where that can be.
struct Tested {
    fits: Vec<Fit>,
    counts: PurchaseCounts,
    rows: Vec<HeldOut>,
    hold_out: Option<HoldOut>,
    windows: Option<(Window, Window)>,
    none: Option<String>,
}

impl Tested {
    fn of(log: &PurchaseLog<&str>, question: &Question, all: &PurchaseCounts) -> Result<Self> {
        let window = question.window;
        let Some((split, _)) = question.split else {
            return Self::untested(all, format!("{window} is too short to be divided"));
        };
        let calibration = Window::new(window.from(), split)?;
        let next = split.succ_opt().unwrap_or(split);
        let later = Window::new(next, window.to())?;
        let (seen, came) = (
            log.observe(calibration, question.policy)?,
            log.observe(later, question.policy)?,
        );
        if seen.counts().customers == 0 {
            return Self::untested(all, format!("nobody had bought up to {split}"));
        }
        let hold_out = HoldOut::of(&seen, &came, Period::Day, question.unit)?;
        if hold_out
            .rows()
            .iter()
            .all(|row| row.summary.frequency() == 0)
        {
            return Self::untested(all, format!("nobody had bought twice up to {split}"));
        }
        let counts = hold_out.counts()?;
        let fits = fits(&counts)?;
        let mut rows: Vec<HeldOut> = fits
            .iter()
            .map(|fit| HeldOut::of(fit, &hold_out))
            .collect::<Result<_>>()?;
        rows.push(HeldOut::own_rate(&hold_out)?);
        Ok(Self {
            fits,
            counts,
            rows,
            hold_out: Some(hold_out),
            windows: Some((calibration, later)),
            none: None,
        })
    }

    /// The models fitted to all there is.
    fn untested(counts: &PurchaseCounts, why: String) -> Result<Self> {
        Ok(Self {
            fits: fits(counts)?,
            counts: counts.clone(),
            rows: Vec::new(),
            hold_out: None,
            windows: None,
            none: Some(why),
        })
    }

    fn fit(&self, model: BuyingModel) -> Option<&Fit> {
        self.fits.iter().find(|fit| fit.model() == model)
    }
}

fn fits(counts: &PurchaseCounts) -> Result<Vec<Fit>> {
    let models = BuyingModel::ALL.iter();
    models.map(|&model| Fit::of(model, counts)).collect()
}

/// The model that forecasts, and why this one.
struct Choice {
    model: Option<BuyingModel>,
    by: Chosen,
}

impl Choice {
    fn of(tested: &Tested, question: &Question) -> Self {
        let converged = || tested.fits.iter().filter(|fit| fit.converged());
        if let Some(model) = question.model {
            let found = converged().any(|fit| fit.model() == model);
            return Self {
                model: found.then_some(model),
                by: Chosen::Given,
            };
        }
        let error = |fit: &&Fit| {
            let row = tested
                .rows
                .iter()
                .find(|row| row.model == fit.model().name());
            row.map_or(f64::INFINITY, |row| row.root_mean_squared_error)
        };
        let came = tested.rows.iter().any(|row| row.actual > 0);
        let best = match came {
            true => converged().min_by(|a, b| error(a).total_cmp(&error(b))),
            false => converged().min_by(|a, b| a.aic().total_cmp(&b.aic())),
        };
        Self {
            model: best.map(Fit::model),
            by: if came {
                Chosen::HoldOut
            } else {
                Chosen::Criterion
            },
        }
    }

    /// The models to forecast with, until one converges on all there is: the one asked for and no other, or the
    /// chosen one and those that stand in for it.
    fn order(&self, tested: &Tested, asked: Option<BuyingModel>) -> Vec<BuyingModel> {
        if let Some(asked) = asked {
            return vec![asked];
        }
        let others = tested.fits.iter().map(Fit::model);
        let others = others.filter(|model| self.model != Some(*model));
        self.model.into_iter().chain(others).collect()
    }
}

fn no_forecast(asked: Option<BuyingModel>, tested: bool) -> String {
    let on = match tested {
        true => " when it was fitted to the whole window",
        false => "",
    };
    match asked {
        Some(asked) => format!("{} did not converge{on}", models::named(asked)),
        None => format!("no model converged{on}"),
    }
}

fn histogram(fit: &Fit, counts: &PurchaseCounts) -> Result<PurchaseHistogram> {
    each!(fit, fitted => PurchaseHistogram::of(&fitted.model, counts, LAST_CLASS))
}

/// The repeat purchases over time of those who came in the days that the model was fitted to.
fn tracking(
    fit: &Fit,
    observed: &Observed<'_, &str>,
    fitted_to: Window,
    question: &Question,
) -> Result<Tracking> {
    let first = observed.log().observe(fitted_to, question.policy)?;
    let first = first.summaries(Period::Day, question.unit)?;
    let rows = observed.log().rows();
    let rows = rows.filter(|row| first.get(*row.customer).is_some());
    let rows = rows.map(|row| Purchase {
        customer: *row.customer,
        date: row.date,
        amount: row.amount,
    });
    let log = PurchaseLog::from_rows(rows)?;
    let cohort = log.observe(observed.window(), question.policy)?;
    let step = step(observed.window());
    each!(fit, fitted => Tracking::of(&fitted.model, &cohort, Period::Day, question.unit, step))
}

/// Steps of time, some dozens of them.
fn step(window: Window) -> Period {
    match window.days() {
        ..=70 => Period::Day,
        71..=1100 => Period::Week(Weekday::Mon),
        _ => Period::Month,
    }
}

/// Customers with a purchase before the window, and one in it.
fn known_before(log: &PurchaseLog<&str>, question: &Question) -> Result<u64> {
    let (begins, from) = (log.window().from(), question.window.from());
    let Some(eve) = from.pred_opt().filter(|eve| *eve >= begins) else {
        return Ok(0);
    };
    let before = log.observe(Window::new(begins, eve)?, question.policy)?;
    let before: Summaries<&str> = before.summaries(Period::Day, Ruler::Days)?;
    let within = log.observe(question.window, question.policy)?;
    let within = within.summaries(Period::Day, Ruler::Days)?;
    let both = within
        .rows
        .iter()
        .filter(|row| before.get(row.customer).is_some());
    Ok(both.count() as u64)
}

/// Whether the error is that nobody bought twice.
pub fn is_no_repeat(error: &Error) -> bool {
    matches!(error, Error::Refused { .. }) && error.row().is_none()
}

/// Money is a string, so that no digit of it is lost.
pub fn maybe_money<S: Serializer>(
    amount: &Option<Decimal>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => serializer.collect_str(amount),
        None => serializer.serialize_none(),
    }
}
