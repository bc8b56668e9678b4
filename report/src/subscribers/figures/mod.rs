//! Every figure of the report, computed once; text, JSON and pictures show these.

pub mod contract;
pub mod givers;
pub mod laws;

use retention::Result;
use retention::clv::DiscountRate;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::input::{Every, givers as people, survival};
use super::{pictures, report};
use crate::kit::document::Document;
use crate::kit::output::{Files, Report};
use crate::kit::picture::Picture;
use contract::{Cohort, Contract, Miss, Present, Projected, Read, Renewed, Worth};
use givers::{Expected, Givers};
use laws::{Model, Name};

/// What to compute.
#[derive(Debug)]
pub struct Question {
    /// `None` for the usual number of periods.
    pub fit: Option<u32>,
    pub margin: Decimal,
    /// Of a year.
    pub discount: DiscountRate,
    /// `None` for what the file says.
    pub every: Option<Every>,
    pub givers_every: Every,
    pub horizon: u32,
    pub ahead: u32,
    /// Whether the report is on the data that come with the program.
    pub is_sample: bool,
}

#[derive(Debug, Serialize)]
pub struct Figures {
    /// What was read of subscribers.
    pub subscribers: Option<Read>,
    #[serde(serialize_with = "money")]
    pub margin: Decimal,
    /// Of a year.
    pub discount_rate: f64,
    pub horizon: u32,
    pub segments: Vec<Cohort>,
    pub models: Vec<Model>,
    pub projection: Vec<Projected>,
    pub projection_errors: Vec<Miss>,
    pub retention_rates: Vec<Renewed>,
    pub value: Vec<Worth>,
    pub present: Vec<Present>,
    pub donors: Option<Givers>,
    /// Gifts to expect of them.
    pub expected: Option<Expected>,
    #[serde(flatten)]
    pub files: Files,
    #[serde(skip)]
    pub is_sample: bool,
}

impl Figures {
    /// # Errors
    /// A message for the user.
    pub fn of(
        table: Option<(String, survival::Sheet)>,
        donors: Option<(String, people::Sheet)>,
        question: &Question,
    ) -> std::result::Result<Self, String> {
        let contract = table.map(|(source, sheet)| {
            let found = Contract::of(source.clone(), &sheet, question);
            found.map_err(|error| format!("{source}: {error}"))
        });
        let contract = contract.transpose()?;
        let donors = donors.map(|(source, sheet)| {
            let found: Result<_> = givers::of(source.clone(), &sheet, question);
            found.map_err(|error| format!("{source}: {error}"))
        });
        let (donors, expected) = donors.transpose()?.unzip();
        let mut figures = Self {
            subscribers: None,
            margin: question.margin,
            discount_rate: question.discount.rate(),
            horizon: question.horizon,
            segments: Vec::new(),
            models: Vec::new(),
            projection: Vec::new(),
            projection_errors: Vec::new(),
            retention_rates: Vec::new(),
            value: Vec::new(),
            present: Vec::new(),
            donors,
            expected,
            files: Files::default(),
            is_sample: question.is_sample,
        };
        if let Some(contract) = contract {
            figures.subscribers = Some(contract.read);
            figures.segments = contract.segments;
            figures.models = contract.models;
            figures.projection = contract.projection;
            figures.projection_errors = contract.misses;
            figures.retention_rates = contract.renewed;
            figures.value = contract.value;
            figures.present = contract.present;
        }
        let of_donors: Option<&Givers> = figures.donors.as_ref();
        figures
            .models
            .extend(of_donors.map(|donors| donors.model.clone()));
        Ok(figures)
    }

    /// What a model says of a segment by period.
    pub fn projected<'a>(
        &'a self,
        segment: &'a str,
        model: Name,
    ) -> impl Iterator<Item = &'a Projected> {
        let rows = self.projection.iter();
        rows.filter(move |row| row.segment == segment && row.model == model)
    }

    /// What is to come of a subscriber of a segment by tenure.
    pub fn worth<'a>(&'a self, segment: &'a str, model: Name) -> impl Iterator<Item = &'a Worth> {
        let rows = self.value.iter();
        rows.filter(move |row| row.segment == segment && row.model == model)
    }

    /// How far a model is from what happened in a segment.
    pub fn miss(&self, segment: &str, model: Name) -> Option<&Miss> {
        let mut rows = self.projection_errors.iter();
        rows.find(|row| row.segment == segment && row.model == model)
    }

    /// A model of a segment.
    pub fn model(&self, segment: &str, model: Name) -> Option<&Model> {
        let mut models = self.models.iter();
        models.find(|one| one.segment.as_deref() == Some(segment) && one.name == model)
    }
}

/// How money stands in JSON: as it is, in quotation marks.
pub fn money<S: Serializer>(
    amount: &Decimal,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

/// The same; `null` where it is not known.
pub fn maybe_money<S: Serializer>(
    amount: &Option<Decimal>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match amount {
        Some(amount) => serializer.collect_str(amount),
        None => serializer.serialize_none(),
    }
}

impl Report for Figures {
    const DIRECTORY: &'static str = "target/subscribers-report";
    // Of what a search for the best parameters found, more would differ from one machine to another.
    const DECIMALS: i32 = 6;
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
