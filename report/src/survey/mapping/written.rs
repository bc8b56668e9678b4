//! A mapping as it is written.

use std::collections::{BTreeMap, BTreeSet};

use retention::satisfaction::servqual::Dimension;
use retention::switching::Facet;
use serde::Deserialize;

use super::Purpose;
use super::codes::{Code, Words};

/// A mapping as it is written. Names are those of columns, or of sets of columns.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    pub title: Option<String>,
    pub about: Option<String>,
    /// What readers of the quadrants should know.
    pub notes: Vec<String>,
    /// Rows below the header that are no respondents.
    pub skip_rows: usize,
    pub(super) scale: Option<[f64; 2]>,
    pub(super) missing: Vec<Code>,
    /// Words for answers.
    pub(super) answers: Words,
    pub(super) reversed: Vec<String>,
    pub weight: Option<String>,
    pub attributes: Vec<String>,
    pub outcomes: Vec<String>,
    pub satisfied: Vec<String>,
    pub top_boxes: Option<u32>,
    pub index: Option<Index>,
    pub recommend: Option<String>,
    pub(super) promoters_from: Option<f64>,
    pub(super) passives_from: Option<f64>,
    pub supplier: Option<String>,
    pub worth: Option<String>,
    pub quality: Option<String>,
    pub segment: Option<String>,
    pub wave: Option<String>,
    /// Who each respondent is, so that those who were asked twice are known.
    pub respondent: Option<String>,
    pub sets: BTreeMap<String, Vec<String>>,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) scales: BTreeMap<String, [f64; 2]>,
    pub(super) missing_in: BTreeMap<String, Vec<Code>>,
    pub(super) answers_in: BTreeMap<String, Words>,
    pub stated: BTreeMap<String, String>,
    pub(super) suppliers: BTreeMap<String, String>,
    pub(super) segments: BTreeMap<String, String>,
    pub(super) waves: BTreeMap<String, String>,
    /// Features, each with the two columns that ask about it.
    pub kano: BTreeMap<String, Asked>,
    pub servqual: Option<Servqual>,
    pub loyalty: Option<Loyalty>,
}

/// The three questions of a satisfaction index.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    pub overall: String,
    pub expectations: String,
    pub ideal: String,
}

impl Index {
    pub fn each(&self) -> [&str; 3] {
        [&self.overall, &self.expectations, &self.ideal]
    }
}

/// A feature as Kano asks about it: how it is to have it, and how it is to lack it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub functional: String,
    pub dysfunctional: String,
}

/// A service questionnaire, by dimension.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Servqual {
    pub tangibles: Items,
    pub reliability: Items,
    pub responsiveness: Items,
    pub assurance: Items,
    pub empathy: Items,
    /// What customers say each dimension counts for.
    pub weights: BTreeMap<String, f64>,
}

/// The columns of a dimension, each expectation beside its perception.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Items {
    /// None where only perceptions were asked.
    pub expectation: Vec<String>,
    pub perception: Vec<String>,
}

impl Servqual {
    /// The columns of a dimension.
    pub const fn of(&self, dimension: Dimension) -> &Items {
        match dimension {
            Dimension::Tangibles => &self.tangibles,
            Dimension::Reliability => &self.reliability,
            Dimension::Responsiveness => &self.responsiveness,
            Dimension::Assurance => &self.assurance,
            Dimension::Empathy => &self.empathy,
        }
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        let items = Dimension::ALL.iter().map(|dimension| self.of(*dimension));
        items.flat_map(|items| {
            items
                .expectation
                .iter()
                .chain(&items.perception)
                .map(|c| &**c)
        })
    }
}

/// What the report on loyalty is of. Each is a list of columns or of sets.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Loyalty {
    pub satisfaction: Vec<String>,
    pub loyalty: Vec<String>,
    pub cognitive: Vec<String>,
    pub affective: Vec<String>,
    pub conative: Vec<String>,
    /// By facet of the cost of switching.
    pub switching: BTreeMap<Facet, Vec<String>>,
    /// What the items of each of these stand for.
    pub why: BTreeMap<String, String>,
    /// What readers of the switching costs should know.
    pub notes: Vec<String>,
    /// What this survey cannot tell, beside what none can.
    pub not_measured: Vec<Untold>,
}

/// What a survey cannot tell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Untold {
    pub what: String,
    pub why: String,
}

impl Loyalty {
    /// The lists of names, each with what it is called in a mapping.
    pub fn lists(&self) -> [(&'static str, &[String]); 5] {
        [
            ("cognitive", &self.cognitive),
            ("affective", &self.affective),
            ("conative", &self.conative),
            ("satisfaction", &self.satisfaction),
            ("loyalty", &self.loyalty),
        ]
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let lists = self.lists().into_iter().flat_map(|(_, names)| names);
        lists
            .chain(self.switching.values().flatten())
            .map(|name| &**name)
    }
}

impl Written {
    pub(super) fn columns_of<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        match self.sets.get(name) {
            Some(columns) => columns.iter().map(String::as_str).collect(),
            None => vec![name],
        }
    }

    /// Names that stand for answers, of columns and of sets.
    fn names(&self, purpose: Purpose) -> Vec<&str> {
        if purpose == Purpose::Loyalty {
            return self.loyalty.iter().flat_map(Loyalty::names).collect();
        }
        let lists = [&self.attributes, &self.outcomes, &self.satisfied];
        lists
            .into_iter()
            .flatten()
            .chain(self.stated.values())
            .chain(self.sets.keys())
            .chain(&self.recommend)
            .chain(&self.worth)
            .chain(&self.quality)
            .map(String::as_str)
            .chain(self.index.iter().flat_map(Index::each))
            .chain(self.kano_columns())
            .chain(self.servqual.iter().flat_map(Servqual::columns))
            .collect()
    }

    pub(super) fn kano_columns(&self) -> impl Iterator<Item = &str> {
        self.kano
            .values()
            .flat_map(|asked| [&*asked.functional, &*asked.dysfunctional])
    }

    /// Every column of answers that is named anywhere.
    pub(super) fn columns(&self, purpose: Purpose) -> BTreeSet<&str> {
        let names = self.names(purpose).into_iter();
        names.flat_map(|name| self.columns_of(name)).collect()
    }
}
