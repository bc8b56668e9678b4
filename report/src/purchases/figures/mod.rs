//! Every figure of the report, computed once; text, JSON and pictures show these.

pub mod act_on;
mod definitions;
pub mod laws;
pub mod lifecycle;
pub mod migration;
pub mod stakes;

use chrono::NaiveDate;
use retention::Result;
use retention::estimate::{Confidence, Proportion};
use retention::lifecycle::{Rules, Stages};
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::{Counts, Observed, Policy, PurchaseLog};
use retention::pyramid::{
    Assumptions, Concentration, Cuts, Pyramid, Rounding, Status, pareto, statuses,
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};

use crate::kit::csv::ColumnNames;
use crate::kit::document::Document;
use crate::kit::output::{Files, Report};
use crate::kit::picture::Picture;
use crate::purchases::remarks::Remarked;
use crate::purchases::{pictures, report};
use act_on::ActOn;
use definitions::{DEFINITIONS, Definitions};
use laws::{LawFigures, Moving};
use lifecycle::{Dates, Lifecycle, PastDate};
use migration::{CutsOf, Moved, Periods};
use stakes::{Stake, Worths};

/// How many of the top customers are listed.
const LISTED: usize = 10;

#[derive(Debug, Serialize)]
pub struct Figures {
    pub source: String,
    /// The columns of the file that were read.
    pub columns: ColumnNames,
    pub window: Window,
    /// Who bought in the window.
    pub customers: u64,
    /// Rows in the window.
    pub purchases: u64,
    /// Days on which a customer bought, over all customers.
    pub purchase_days: u64,
    #[serde(serialize_with = "money")]
    pub revenue: Decimal,
    /// Rows that could not be read.
    pub skipped_rows: usize,
    /// Rows of the file that say the same as an earlier one, where they are many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated_rows: Option<usize>,
    /// Rows that name nobody, where they were set apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_customer: Option<NoCustomer>,
    /// What customers without a purchase were paid back, where there are such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund_only: Option<RefundOnly>,
    /// What in the file may not be what it seems, with most money at stake first.
    pub remarks: Vec<Remarked>,
    pub counts: Counts,
    pub policy: Policy,
    pub statuses: Statuses,
    pub pyramid: Tiers,
    pub concentration: Shares,
    pub migration: Option<Box<Moved>>,
    /// Why there is no migration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_migration: Option<String>,
    pub lifecycle: Lifecycle,
    pub repeat: Repeat,
    pub top_customers: Vec<TopCustomer>,
    /// The customers in decline with most at stake.
    pub act_on: Vec<ActOn>,
    pub act_on_summary: act_on::Beside,
    /// The last year of the window, whose spending is at stake.
    pub spent: Window,
    /// Groups of customers for whom the same is to be done, those with most at stake first.
    pub stakes: Vec<Stake>,
    /// Curry's lessons, by number.
    pub laws: Vec<LawFigures>,
    /// What it would amount to if some customers moved one tier up.
    pub what_if: Option<Moving>,
    /// Why there is no such figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_what_if: Option<String>,
    pub definitions: Definitions,
    #[serde(flatten)]
    pub files: Files,
    #[serde(skip)]
    pub curve: Concentration,
    #[serde(skip)]
    pub notes: Notes,
}

/// What the report says of the file beyond the figures.
#[derive(Debug)]
pub struct Notes {
    /// A line on the data, below the name of the file.
    pub about: Option<&'static str>,
    /// Whether the user set the first and the last day.
    pub from_given: bool,
    pub as_of_given: bool,
}

/// Rows of the file that name nobody, whatever the window. They are in no other figure.
#[derive(Debug, Serialize)]
pub struct NoCustomer {
    /// What was said to stand for nobody.
    pub values: Vec<String>,
    pub rows: usize,
    /// `None` where it has too many digits.
    #[serde(serialize_with = "maybe_money")]
    pub revenue: Option<Decimal>,
    /// Those of the rows that lie outside the window.
    pub outside_window: usize,
}

/// Refunds in the window of customers who bought nothing there. They are in no other figure.
#[derive(Debug, Serialize)]
pub struct RefundOnly {
    pub refunds: u64,
    /// Below zero; `None` where it has too many digits.
    #[serde(serialize_with = "maybe_money")]
    pub amount: Option<Decimal>,
}

#[derive(Debug, Serialize)]
pub struct Statuses {
    pub as_of: NaiveDate,
    pub activity_months: u32,
    pub activity: Window,
    /// The first day of the file.
    pub records_begin: NaiveDate,
    pub active: u64,
    pub inactive: u64,
}

#[derive(Debug, Serialize)]
pub struct Tiers {
    pub cuts: Cuts,
    pub tiers: Vec<TierFigures>,
}

#[derive(Debug, Serialize)]
pub struct TierFigures {
    pub tier: String,
    pub customers: u64,
    pub share_of_customers: Option<f64>,
    #[serde(serialize_with = "money")]
    pub revenue: Decimal,
    pub share: Option<f64>,
    /// To two decimals, halves away from zero.
    #[serde(serialize_with = "maybe_money")]
    pub mean: Option<Decimal>,
    #[serde(serialize_with = "maybe_money")]
    pub cut: Option<Decimal>,
}

#[derive(Debug, Serialize)]
pub struct Shares {
    pub gini: Option<f64>,
    pub top_20_percent_share: Option<f64>,
    /// How many customers these are, rounded up.
    pub top_20_percent_customers: u64,
    pub customers_for_80_percent: Option<u64>,
    pub customers_for_80_percent_share: Option<f64>,
    pub pareto_80_20: Law,
}

/// The yardstick.
#[derive(Debug, Serialize)]
pub struct Law {
    pub gini: f64,
    pub top_20_percent_share: f64,
    #[serde(skip)]
    pub exponent: f64,
}

#[derive(Debug, Serialize)]
pub struct Repeat {
    /// Who bought on one day only.
    pub one_time_buyers: u64,
    pub one_time_share: Option<f64>,
    /// Wilson, 95 %.
    pub one_time_interval: Option<(f64, f64)>,
    /// Who bought on a second day.
    pub came_back: u64,
    pub mean_days_to_second: Option<f64>,
    /// Half of those who came back did so within as many days.
    pub median_days_to_second: Option<f64>,
    pub mean_days_waited_by_one_time_buyers: Option<f64>,
}

#[derive(Debug, Serialize)]
pub struct TopCustomer {
    pub rank: usize,
    pub customer: String,
    pub tier: String,
    #[serde(serialize_with = "money")]
    pub revenue: Decimal,
    pub share: Option<f64>,
    pub purchase_days: usize,
    pub first_purchase: Option<NaiveDate>,
    pub last_purchase: Option<NaiveDate>,
}

/// What to compute.
#[derive(Debug)]
pub struct Question {
    pub source: String,
    pub columns: ColumnNames,
    pub window: Window,
    pub policy: Policy,
    pub activity_months: u32,
    pub skipped_rows: usize,
    pub repeated_rows: Option<usize>,
    pub no_customer: Option<NoCustomer>,
    /// The periods to compare; none where the window is too short.
    pub periods: Option<Periods>,
    pub cuts_of: CutsOf,
    /// The dates between which stages are compared; those of the periods where there are none.
    pub stages_between: Option<Dates>,
    /// The past date of the test; none where the window has no room for one.
    pub backtest_as_of: Option<PastDate>,
    /// What is left of revenue.
    pub assumptions: Assumptions,
    pub notes: Notes,
}

impl Report for Figures {
    const DIRECTORY: &'static str = "target/retention-report";
    const DECIMALS: i32 = 12;
    const NO_PICTURES: &'static str =
        "No pictures: without positive revenue there is nothing to draw.";

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
    /// Those of the library: nobody bought in the window, a sum overflows, a row is refused.
    pub fn of(log: &PurchaseLog<&str>, question: Question) -> Result<Self> {
        let observed = log.observe(question.window, question.policy)?;
        let pyramid = Pyramid::of(&observed, &Cuts::curry())?;
        let concentration = pyramid.concentration()?;
        let counts = observed.counts();
        let repeat = Repeat::of(&observed)?;
        let statuses = Statuses::of(log, &question)?;
        let (migration, no_migration) = match Moved::find(log, &question)? {
            Ok(moved) => (Some(moved), None),
            Err(why) => (None, Some(why)),
        };
        let stages = Stages::of(&observed, Rules::default())?;
        let known = lifecycle::known(&stages, &pyramid);
        let lifecycle = Lifecycle::of(log, &stages, &known, &question)?;
        let worths = Worths::of(log, &known, &question)?;
        let (act_on, act_on_summary) = act_on::find(&known, &worths, &pyramid);
        let stakes = stakes::find(
            &known,
            &worths,
            &pyramid,
            lifecycle.silence.as_ref(),
            question.window,
        );
        let (laws, what_if) = laws::find(log, &pyramid, &concentration, &question)?;
        let (what_if, no_what_if) = match what_if {
            Ok(moving) => (Some(moving), None),
            Err(why) => (None, Some(why)),
        };
        Ok(Self {
            source: question.source,
            columns: question.columns,
            window: question.window,
            customers: counts.customers,
            purchases: counts.rows,
            purchase_days: repeat.purchase_days,
            revenue: pyramid.total(),
            skipped_rows: question.skipped_rows,
            repeated_rows: question.repeated_rows,
            no_customer: question.no_customer,
            refund_only: None,
            remarks: Vec::new(),
            counts,
            policy: question.policy,
            statuses,
            pyramid: Tiers::of(&pyramid),
            concentration: Shares::of(&concentration)?,
            migration,
            no_migration,
            lifecycle,
            repeat: repeat.figures,
            top_customers: top(&observed, &pyramid)?,
            act_on,
            act_on_summary,
            spent: worths.spent,
            stakes,
            laws,
            what_if,
            no_what_if,
            definitions: DEFINITIONS,
            files: Files::default(),
            curve: concentration,
            notes: question.notes,
        })
    }
}

impl Statuses {
    fn of(log: &PurchaseLog<&str>, question: &Question) -> Result<Self> {
        let months = Span::new(question.activity_months, Period::Month)?;
        let as_of = question.window.to();
        let statuses = statuses(log, as_of, months, question.policy, [])?;
        Ok(Self {
            as_of,
            activity_months: question.activity_months,
            activity: statuses.activity,
            records_begin: log.window().from(),
            active: statuses.count(Status::Active),
            inactive: statuses.count(Status::Inactive),
        })
    }

    /// Whether the file goes back further than the activity window; otherwise nobody can be
    /// inactive.
    pub fn can_tell(&self) -> bool {
        self.records_begin < self.activity.from()
    }
}

impl Tiers {
    fn of(pyramid: &Pyramid<&str>) -> Self {
        let tiers = pyramid.tiers().iter().map(|tier| TierFigures {
            tier: tier.name.clone(),
            customers: tier.customers,
            share_of_customers: tier.share_of_customers.value(),
            revenue: tier.revenue,
            share: tier.share.value(),
            mean: tier
                .mean
                .map(|mean| mean.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)),
            cut: tier.cut,
        });
        Self {
            cuts: pyramid.cuts().clone(),
            tiers: tiers.collect(),
        }
    }
}

impl Shares {
    fn of(concentration: &Concentration) -> Result<Self> {
        let few = concentration.customers_for_share(0.8)?;
        let exponent = pareto::exponent(0.2, 0.8)?;
        Ok(Self {
            gini: concentration.gini(),
            top_20_percent_share: concentration.top_share(0.2)?,
            top_20_percent_customers: concentration.heads(0.2, Rounding::default())?.numerator(),
            customers_for_80_percent: few.map(Proportion::numerator),
            customers_for_80_percent_share: few.and_then(Proportion::value),
            pareto_80_20: Law {
                gini: pareto::gini(exponent)?,
                top_20_percent_share: pareto::top_share(exponent, 0.2)?,
                exponent,
            },
        })
    }
}

struct Repeated {
    figures: Repeat,
    purchase_days: u64,
}

impl Repeat {
    fn of(observed: &Observed<'_, &str>) -> Result<Repeated> {
        let latency = observed.latency(Period::Day, Ruler::Days)?;
        let repeats: u64 = latency.steps().iter().map(|step| step.taken).sum();
        let second = latency.steps().first();
        let one_time = match second {
            Some(step) => Proportion::new(step.not_yet, step.taken + step.not_yet)?,
            None => Proportion::new(0, 0)?,
        };
        let mut taken: Vec<f64> = observed
            .waits(Period::Day, Ruler::Days, 1)?
            .iter()
            .filter(|row| row.result.taken)
            .map(|row| row.result.time)
            .collect();
        taken.sort_unstable_by(f64::total_cmp);
        Ok(Repeated {
            figures: Self {
                one_time_buyers: one_time.numerator(),
                one_time_share: one_time.value(),
                one_time_interval: one_time
                    .wilson(Confidence::default())
                    .map(|interval| (interval.lower(), interval.upper())),
                came_back: one_time.complement().numerator(),
                mean_days_to_second: second.and_then(|step| step.mean),
                median_days_to_second: taken.get(taken.len().saturating_sub(1) / 2).copied(),
                mean_days_waited_by_one_time_buyers: second.and_then(|step| step.mean_wait_so_far),
            },
            purchase_days: repeats + observed.counts().customers,
        })
    }
}

pub fn top(observed: &Observed<'_, &str>, pyramid: &Pyramid<&str>) -> Result<Vec<TopCustomer>> {
    let mut top = Vec::new();
    for (place, rank) in pyramid.ranking().take(LISTED).zip(1..) {
        let events = match observed.history(&place.customer) {
            Some(history) => history.events(Period::Day)?,
            None => Vec::new(),
        };
        let share = retention::estimate::Share::new(place.amount, pyramid.total());
        top.push(TopCustomer {
            rank,
            customer: place.customer.to_owned(),
            tier: pyramid.tier_name(place.tier).to_owned(),
            revenue: place.amount,
            share: share.value(),
            purchase_days: events.len(),
            first_purchase: events.first().map(|event| event.start),
            last_purchase: events.last().map(|event| event.start),
        });
    }
    Ok(top)
}

/// Money is a string, so that no digit of it is lost.
fn money<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

pub fn maybe_money<S: Serializer>(
    amount: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => serializer.collect_str(amount),
        None => serializer.serialize_none(),
    }
}
