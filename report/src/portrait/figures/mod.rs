//! Every figure of the report, computed once; text, JSON and pictures show these.

pub mod advised;
pub mod changes;
pub mod leaving;
pub mod plan;
pub mod shown;
pub mod staying;
pub mod truth;

use chrono::NaiveDate;
use retention::Result;
use retention::portrait::{
    ContradictionCount, Evidence, LevelCount, LoyalBy, LoyalShare, Options, PortraitCounts,
    Portraits, StrategyTable,
};
use rust_decimal::Decimal;
use serde::Serialize;

use super::evidence::{Buying, Gathered, Items};
use super::shop::Truth;
use super::tables::{Column, Joined, Tables};
use super::{pictures, report};
use crate::kit::document::Document;
use crate::kit::output::{Files, Report};
use crate::kit::picture::Picture;
use advised::Advised;
use changes::Changes;
use leaving::Leaving;
use plan::{Plan, Planned};
use shown::Shown;
use staying::Staying;
use truth::Tested;

/// What to compute.
#[derive(Debug, Clone)]
pub struct Question {
    pub as_of: Option<NaiveDate>,
    /// When the customers were asked, if what they did later is to be looked at.
    pub asked: Option<NaiveDate>,
    /// The earlier day to compare with, if one is told.
    pub since: Option<NaiveDate>,
    /// So many weeks are looked ahead.
    pub ahead: u32,
    /// The share of revenue that is profit.
    pub margin: Decimal,
    pub budget: Decimal,
    /// Of an action for one customer.
    pub cost: Decimal,
    /// So many customers are listed.
    pub top: usize,
}

/// What is said of the data.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pub name: String,
    pub about: Option<&'static str>,
    /// What is looked ahead to, and what a customer is worth.
    pub horizon: Option<&'static str>,
    pub notes: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct Figures {
    pub source: String,
    pub as_of: Option<NaiveDate>,
    pub customers: u64,
    pub joined: Joined,
    pub columns: Vec<Column>,
    pub skipped_rows: usize,
    pub buying: Option<Buying>,
    #[serde(serialize_with = "text::serialize")]
    pub margin: Decimal,
    #[serde(serialize_with = "text::serialize")]
    pub value_at_risk: Decimal,
    pub with_value_at_risk: u64,
    pub loyal: Loyal,
    /// Those that somebody has.
    pub levels: Vec<LevelCount>,
    /// The attributes that customers rated, if any.
    pub items: Option<Items>,
    pub contradicted: u64,
    pub contradictions: Vec<ContradictionCount>,
    pub plan: Vec<Planned>,
    pub plan_summary: Plan,
    /// What is recommended over all.
    pub advised: Vec<Advised>,
    pub leaving: Leaving,
    /// What changed since an earlier day, where something is known of one.
    pub changes: Option<Changes>,
    /// The customers with the most at risk.
    pub portraits: Vec<Shown>,
    /// Those whose portraits are told in full.
    pub in_full: Vec<Shown>,
    /// What told who stayed, where it is known when customers were asked.
    pub staying: Option<Staying>,
    /// What is true of the invented shop.
    pub truth: Option<Tested>,
    #[serde(flatten)]
    pub files: Files,
    #[serde(skip)]
    pub notes: Notes,
}

/// The loyal, with what they bring.
#[derive(Debug, Serialize)]
pub struct Loyal {
    /// Of those of whom it can be told; `None` where it can be of nobody.
    pub share: Option<f64>,
    /// Of the profit of those of whom it can be told.
    pub profit_share: Option<f64>,
    pub told: LoyalShare,
}

/// What only the report needs.
#[derive(Debug, Default)]
pub struct Notes {
    pub source: Source,
    pub known: Vec<Dot>,
    pub not_read: Vec<(&'static str, String)>,
}

/// A customer as a dot of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Dot {
    pub chance: f64,
    pub worth: f64,
    pub is_planned: bool,
}

impl Report for Figures {
    const DIRECTORY: &'static str = "target/portrait";
    const DECIMALS: i32 = 4;
    const NO_PICTURES: &'static str = "Nothing is known that could be drawn.";

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

/// What the figures are made of.
pub struct Everybody<'a> {
    pub evidence: &'a [(String, Evidence)],
    pub portraits: &'a Portraits<String>,
    pub table: &'a StrategyTable,
    pub items: Option<&'a Items>,
}

impl Everybody<'_> {
    /// What the attribute of this number is called.
    pub fn item(&self, number: Option<u32>) -> Option<&str> {
        let row = self.items?.rows.get(number? as usize);
        row.map(|row| row.item.as_str())
    }

    pub fn evidence_of(&self, customer: &str) -> Evidence {
        let at = self
            .evidence
            .binary_search_by(|(known, _)| known.as_str().cmp(customer));
        at.ok()
            .and_then(|at| self.evidence.get(at))
            .map_or_else(Evidence::default, |(_, evidence)| *evidence)
    }
}

impl Figures {
    /// # Errors
    /// Those of the library.
    pub fn of(
        source: Source,
        tables: &Tables,
        gathered: Gathered,
        truth: Option<Truth>,
        question: &Question,
    ) -> Result<Self> {
        let portraits = Portraits::of(gathered.customers.iter().cloned(), &Options::default())?;
        let table = StrategyTable::literature();
        let everybody = Everybody {
            evidence: &gathered.customers,
            portraits: &portraits,
            table: &table,
            items: gathered.items.as_ref(),
        };
        let counts = portraits.counts(LoyalBy::default())?;
        let (plan, plan_summary) = plan::make(&everybody, question)?;
        let truth = truth
            .map(|truth| truth::test(&everybody, truth))
            .transpose()?;
        let changes = gathered
            .earlier
            .map(|earlier| changes::since(earlier, &portraits, question.top))
            .transpose()?;
        let staying = match question.asked.zip(gathered.as_of) {
            Some((asked, until)) => staying::staying(tables, asked, until)?,
            None => None,
        };
        let items = gathered.items.clone();
        Ok(Self {
            source: source.name.clone(),
            as_of: gathered.as_of,
            joined: tables.joined(),
            columns: tables.columns.clone(),
            skipped_rows: tables.skipped_rows,
            margin: question.margin,
            customers: counts.customers,
            value_at_risk: counts.value_at_risk,
            with_value_at_risk: counts.with_value_at_risk,
            loyal: Loyal {
                share: counts.loyal.share.value(),
                profit_share: counts.loyal.profit_share.value(),
                told: counts.loyal.clone(),
            },
            contradicted: counts.contradicted.numerator(),
            advised: advised::advised(&everybody)?,
            leaving: leaving::leaving(&everybody, question.top)?,
            changes,
            portraits: shown::most_at_risk(&everybody, question.top),
            in_full: shown::in_full(&everybody, &plan),
            notes: Notes {
                known: dots(&everybody, &plan),
                not_read: tables.not_read.clone(),
                source,
            },
            levels: had(&counts),
            contradictions: contradictions(&counts),
            plan,
            plan_summary,
            staying,
            truth,
            buying: gathered.buying,
            items,
            files: Files::default(),
        })
    }

    /// What is at risk with those who have not left, and with how many of them something is.
    pub fn still_at_risk(&self) -> (Decimal, u64) {
        let left = &self.leaving;
        (
            self.value_at_risk.saturating_sub(left.value_of_left),
            self.with_value_at_risk.saturating_sub(left.left_with_value),
        )
    }

    /// The levels of a dimension that somebody has.
    pub fn of_dimension(
        &self,
        dimension: retention::portrait::Dimension,
    ) -> impl Iterator<Item = &LevelCount> {
        let levels = self.levels.iter();
        levels.filter(move |row| row.dimension == dimension && row.level != "unknown")
    }

    /// Of how many customers a dimension is known.
    pub fn known(&self, dimension: retention::portrait::Dimension) -> u64 {
        self.of_dimension(dimension).map(|row| row.customers).sum()
    }
}

fn had(counts: &PortraitCounts) -> Vec<LevelCount> {
    let levels = counts.levels.iter();
    levels.filter(|row| row.customers > 0).copied().collect()
}

/// Those that somebody has, from the most frequent.
fn contradictions(counts: &PortraitCounts) -> Vec<ContradictionCount> {
    let all = counts.contradictions.iter();
    let mut had: Vec<ContradictionCount> = all.filter(|row| row.customers > 0).copied().collect();
    had.sort_by_key(|row| std::cmp::Reverse(row.customers));
    had
}

fn dots(everybody: &Everybody<'_>, plan: &[Planned]) -> Vec<Dot> {
    use rust_decimal::prelude::ToPrimitive;
    let planned: std::collections::BTreeSet<&str> =
        plan.iter().map(|row| row.customer.as_str()).collect();
    let rows = everybody.portraits.rows().iter().filter_map(|row| {
        Some(Dot {
            chance: row.evidence.chance_of_return?,
            worth: row.evidence.expected_value?.to_f64()?,
            is_planned: planned.contains(row.customer.as_str()),
        })
    });
    rows.collect()
}

/// What is known of these amounts, added up; more than a decimal holds is the most it holds.
fn sum(amounts: impl Iterator<Item = Option<Decimal>>) -> Decimal {
    amounts
        .flatten()
        .fold(Decimal::ZERO, Decimal::saturating_add)
}

/// Money as text, as the library writes it.
pub mod text {
    use rust_decimal::Decimal;
    use serde::Serializer;

    pub fn serialize<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(amount)
    }
}

/// The same where there may be none.
pub mod maybe_text {
    use rust_decimal::Decimal;
    use serde::{Serialize, Serializer};

    pub fn serialize<S: Serializer>(
        amount: &Option<Decimal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        amount
            .map(|amount| amount.to_string())
            .serialize(serializer)
    }
}
