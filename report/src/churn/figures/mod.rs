//! Every figure of the report, computed once; text, JSON and pictures show these.

pub mod cohorts;
pub mod curves;
pub mod hazard;
pub mod rates;
pub mod ratios;
pub mod spells;
pub mod stakes;

use chrono::NaiveDate;
use retention::Result;
use serde::{Serialize, Serializer};

use crate::churn::input::{ColumnNames, Notes, Sheet};
use crate::churn::{pictures, report};
use crate::kit::document::Document;
use crate::kit::output::{Files, Report};
use crate::kit::picture::Picture;
use cohorts::{Cohort, CohortTable};
use curves::{Curve, Curves, Test};
use hazard::{Hazard, Peak};
use rates::{Group, Money, Rate};
use ratios::Ratios;
use rust_decimal::Decimal;
use spells::{Observation, SaysOtherwise, Spells};
use stakes::Newcomers;

/// What to compute, and of what.
#[derive(Debug)]
pub struct Question {
    pub source: String,
    /// A line on the data, below the name of the file.
    pub about: Option<&'static str>,
    pub observation: Observation,
    pub minimum: u64,
    pub new_months: u32,
}

#[derive(Debug, Serialize)]
pub struct Figures {
    pub source: String,
    /// The columns of the file that were read.
    pub columns: ColumnNames,
    /// For how long customers were observed.
    pub observation: Observation,
    /// How many customers the file has.
    pub customers: u64,
    /// Rows that could not be read.
    pub skipped_rows: usize,
    /// Rows that say the same as an earlier one, where they are many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated_rows: Option<usize>,
    /// Rows whose customer has an earlier row.
    pub rows_of_known_customers: usize,
    #[serde(flatten)]
    pub notes: Notes,
    /// Customers who are to end after the as-of date, and count as still there.
    pub ends_later: u64,
    /// What a column beside dates says of who left, against the dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says_otherwise: Option<SaysOtherwise>,
    /// Customers who came after the as-of date, or had left before observation began.
    pub not_observed: u64,
    /// Who of those observed left.
    pub churn: Rate,
    pub churn_by_group: Vec<Group>,
    /// What all pay.
    pub money: Option<Money>,
    /// From month 0, as if everybody had been observed from the first day.
    pub survival: Vec<Curve>,
    /// Each customer at risk only while observed.
    pub survival_entry_adjusted: Vec<Curve>,
    pub log_rank: Option<Test>,
    pub log_rank_entry_adjusted: Option<Test>,
    pub hazard: Vec<Hazard>,
    pub hazard_peaks: Vec<Peak>,
    /// What group and amount go with.
    pub hazard_ratios: Option<Ratios>,
    /// Those who came not long ago.
    pub newcomers: Newcomers,
    pub cohorts: Vec<Cohort>,
    /// `None` beside a file of customers without purchases of theirs.
    pub cohort_table: Option<CohortTable>,
    #[serde(flatten)]
    pub files: Files,
    #[serde(skip)]
    pub about: Option<&'static str>,
    #[serde(skip)]
    pub minimum: u64,
}

impl Figures {
    /// # Errors
    /// Those of the library.
    pub fn of(
        sheet: &Sheet,
        question: Question,
        cohorts: Option<(Vec<Cohort>, CohortTable)>,
    ) -> Result<Self> {
        let (cohorts, cohort_table) = cohorts.unzip();
        let spells = Spells::of(sheet, &question.observation)?;
        let by_month = question.observation.is_by_month();
        let groups = rates::groups(sheet, &spells, by_month)?;
        let curves = Curves::of(sheet, &spells, &groups, question.minimum)?;
        let all: Vec<usize> = spells.observed().collect();
        let churn = rates::rate(&spells, &all)?;
        let money = rates::money(sheet, &spells, &all, &groups);
        let (hazard, hazard_peaks) = hazard::of(&curves.everybody)?;
        Ok(Self {
            source: question.source,
            columns: sheet.columns.clone(),
            customers: sheet.customers.len() as u64,
            skipped_rows: sheet.bad.len(),
            repeated_rows: sheet.repeated,
            rows_of_known_customers: sheet.again,
            notes: sheet.notes.clone(),
            ends_later: spells::ends_later(sheet, &question.observation),
            says_otherwise: SaysOtherwise::of(sheet, &spells),
            not_observed: (sheet.customers.len() - all.len()) as u64,
            newcomers: stakes::newcomers(sheet, &spells, question.new_months, by_month)?,
            churn,
            money,
            survival: curves.naive,
            survival_entry_adjusted: curves.adjusted,
            log_rank: curves.log_rank,
            log_rank_entry_adjusted: curves.log_rank_adjusted,
            hazard,
            hazard_peaks,
            hazard_ratios: ratios::of(sheet, &spells, &groups),
            churn_by_group: groups,
            cohorts: cohorts.unwrap_or_default(),
            cohort_table,
            observation: question.observation,
            files: Files::default(),
            about: question.about,
            minimum: question.minimum,
        })
    }

    /// Whether the file has more than one group.
    pub fn has_groups(&self) -> bool {
        self.churn_by_group.len() > 1
    }
}

/// How money stands in JSON: as it is, in quotation marks; `null` where it is not known.
pub fn maybe_money<S: Serializer>(
    amount: &Option<Decimal>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => serializer.collect_str(amount),
        None => serializer.serialize_none(),
    }
}

/// As [`maybe_money`].
pub fn days<S: Serializer>(
    date: &NaiveDate,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

impl Report for Figures {
    const DIRECTORY: &'static str = "target/churn-report";
    const DECIMALS: i32 = 9;
    const NO_PICTURES: &'static str = "Nothing could be drawn.";

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
