//! Which column of a survey is what: a file in TOML, checked before any row is read.

use std::collections::{BTreeMap, BTreeSet};

use retention::scale::Scale;
use serde::{Deserialize, Serialize};

use crate::kit::fields::quote;
use crate::kit::rows::list;

/// A mapping as it is written. Names are those of columns, or of sets of columns.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    pub title: Option<String>,
    pub about: Option<String>,
    /// What readers of the quadrants should know.
    pub notes: Vec<String>,
    scale: Option<[f64; 2]>,
    pub missing: Vec<Code>,
    reversed: Vec<String>,
    pub weight: Option<String>,
    pub attributes: Vec<String>,
    pub outcomes: Vec<String>,
    pub satisfied: Vec<String>,
    pub top_boxes: Option<u32>,
    pub index: Option<Index>,
    pub recommend: Option<String>,
    promoters_from: Option<f64>,
    passives_from: Option<f64>,
    pub supplier: Option<String>,
    pub worth: Option<String>,
    pub quality: Option<String>,
    pub sets: BTreeMap<String, Vec<String>>,
    labels: BTreeMap<String, String>,
    scales: BTreeMap<String, [f64; 2]>,
    pub stated: BTreeMap<String, String>,
    suppliers: BTreeMap<String, String>,
}

/// What stands in a cell where there is no answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Code {
    Number(f64),
    Text(String),
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

/// A column of answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    pub column: String,
    pub scale: Scale,
    pub reversed: bool,
}

/// A mapping that makes sense, whatever the file holds.
#[derive(Debug, Clone)]
pub struct Mapping {
    pub written: Written,
    /// Every column of answers, in the order of their names.
    items: BTreeMap<String, Item>,
}

impl std::ops::Deref for Mapping {
    type Target = Written;

    fn deref(&self) -> &Written {
        &self.written
    }
}

impl Mapping {
    /// # Errors
    /// A message for the user.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let written: Written = toml::from_str(text).map_err(|error| {
            let text = error.to_string();
            text.trim_end().to_owned()
        })?;
        Self::check(written)
    }

    fn check(written: Written) -> Result<Self, String> {
        written.check_roles()?;
        written.check_names()?;
        let mut items = BTreeMap::new();
        for column in written.columns() {
            let scale = written.scale_of(column)?;
            for code in &written.missing {
                if let Code::Number(code) = code
                    && scale.contains(*code)
                {
                    return Err(format!(
                        "{code} stands for a missing answer, and is an answer of {}, asked on {scale}",
                        quote(column),
                    ));
                }
            }
            let item = Item {
                column: column.to_owned(),
                scale,
                reversed: written.reversed.iter().any(|name| name == column),
            };
            items.insert(column.to_owned(), item);
        }
        Ok(Self { written, items })
    }

    /// Every column of answers.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// The columns of a set, or the column of that name.
    pub fn items_of(&self, name: &str) -> Vec<&Item> {
        let columns = self.written.columns_of(name);
        columns
            .into_iter()
            .filter_map(|column| self.items.get(column))
            .collect()
    }

    /// What a column or a set is called in the report.
    pub fn label(&self, name: &str) -> String {
        self.labels
            .get(name)
            .cloned()
            .unwrap_or_else(|| name.to_owned())
    }

    /// What a supplier is called in the report.
    pub fn supplier_label(&self, code: &str) -> String {
        self.suppliers
            .get(code)
            .cloned()
            .unwrap_or_else(|| code.to_owned())
    }

    /// The lowest answers of a promoter and of a passive, where the mapping states them.
    pub fn cuts(&self) -> Option<(f64, f64)> {
        self.promoters_from.zip(self.passives_from)
    }
}

impl Written {
    fn columns_of<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        match self.sets.get(name) {
            Some(columns) => columns.iter().map(String::as_str).collect(),
            None => vec![name],
        }
    }

    /// Names that stand for answers, of columns and of sets.
    fn names(&self) -> impl Iterator<Item = &str> {
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
    }

    /// Every column of answers that is named anywhere.
    fn columns(&self) -> BTreeSet<&str> {
        self.names()
            .flat_map(|name| self.columns_of(name))
            .collect()
    }

    fn scale_of(&self, column: &str) -> Result<Scale, String> {
        let Some([low, high]) = self.scales.get(column).copied().or(self.scale) else {
            return Err(format!(
                "{} has no scale: write scale = [1, 10] for all columns, or one for it under [scales]",
                quote(column),
            ));
        };
        Scale::new(low, high).map_err(|error| format!("{}: {error}", quote(column)))
    }

    /// Whether what is asked for can be done with what is named.
    fn check_roles(&self) -> Result<(), String> {
        let asked = [
            !self.attributes.is_empty(),
            !self.satisfied.is_empty(),
            self.index.is_some(),
            self.recommend.is_some(),
            self.worth.is_some(),
            !self.sets.is_empty(),
        ];
        let refused = if self.attributes.is_empty() && !self.outcomes.is_empty() {
            "outcomes are named, but no attributes that may go with them"
        } else if !asked.contains(&true) {
            "it asks for nothing: name attributes and outcomes, satisfied, index, recommend, sets, \
             or supplier and worth"
        } else if self.outcomes.is_empty() && !self.attributes.is_empty() && self.stated.is_empty()
        {
            "attributes are named, but no outcomes that they may go with, and no importance under \
             [stated]"
        } else if self.supplier.is_some() != self.worth.is_some() {
            "supplier and worth go together: whose customer each respondent is, and how much they \
             find it worth"
        } else if self.quality.is_some() && self.worth.is_none() {
            "quality is compared between suppliers: name supplier and worth too"
        } else if self.promoters_from.is_some() != self.passives_from.is_some() {
            "promoters_from and passives_from go together"
        } else if self.promoters_from.is_some() && self.recommend.is_none() {
            "promoters_from and passives_from are cuts of recommend, which is not named"
        } else if self.top_boxes.is_some() && self.satisfied.is_empty() {
            "top_boxes are those of satisfied, which is not named"
        } else if !self.suppliers.is_empty() && self.supplier.is_none() {
            "[suppliers] gives names to the values of supplier, which is not named"
        } else {
            return self.check_stated();
        };
        Err(refused.to_owned())
    }

    fn check_stated(&self) -> Result<(), String> {
        if self.stated.is_empty() {
            return Ok(());
        }
        for name in self.stated.keys() {
            if !self.attributes.contains(name) {
                return Err(format!(
                    "[stated] gives the importance of {}, which is not among the attributes",
                    quote(name),
                ));
            }
        }
        let without = self
            .attributes
            .iter()
            .filter(|name| !self.stated.contains_key(*name));
        let without: Vec<&str> = without.map(String::as_str).collect();
        if !without.is_empty() {
            return Err(format!(
                "[stated] gives the importance of some attributes, but not of {}",
                list(without),
            ));
        }
        Ok(())
    }

    /// Whether each name is used once in its place, and used at all.
    fn check_names(&self) -> Result<(), String> {
        let lists = [
            ("attributes", &self.attributes),
            ("outcomes", &self.outcomes),
            ("satisfied", &self.satisfied),
            ("reversed", &self.reversed),
        ];
        let sets = self.sets.iter().map(|(name, columns)| (&**name, columns));
        for (place, names) in lists.into_iter().chain(sets) {
            let mut known = BTreeSet::new();
            for name in names {
                if !known.insert(name) {
                    return Err(format!("{place} names {} twice", quote(name)));
                }
            }
        }
        for (name, columns) in &self.sets {
            if columns.is_empty() {
                return Err(format!("the set {} is empty", quote(name)));
            }
            if let Some(inner) = columns
                .iter()
                .find(|column| self.sets.contains_key(*column))
            {
                return Err(format!(
                    "the set {} names the set {}; sets are of columns",
                    quote(name),
                    quote(inner),
                ));
            }
        }
        if let Some(index) = &self.index
            && let Some(set) = index
                .each()
                .into_iter()
                .find(|name| self.sets.contains_key(*name))
        {
            return Err(format!("index takes columns, and {} is a set", quote(set)));
        }
        for outcome in &self.outcomes {
            let columns = self.columns_of(outcome);
            for attribute in &self.attributes {
                let shared = self.columns_of(attribute);
                if let Some(shared) = shared.into_iter().find(|column| columns.contains(column)) {
                    return Err(format!(
                        "{} is in the outcome {} and in the attribute {}, and goes with itself",
                        quote(shared),
                        quote(outcome),
                        quote(attribute),
                    ));
                }
            }
        }
        self.check_used()
    }

    fn check_used(&self) -> Result<(), String> {
        let columns = self.columns();
        for (place, name) in [("supplier", &self.supplier), ("weight", &self.weight)] {
            if let Some(name) = name
                && columns.contains(&**name)
            {
                return Err(format!(
                    "{} is {place}, and a column of answers too",
                    quote(name)
                ));
            }
        }
        let of_columns = [
            ("reversed", self.reversed.iter().collect::<Vec<_>>()),
            ("[scales]", self.scales.keys().collect()),
        ];
        for (place, names) in of_columns {
            for name in names {
                if !columns.contains(&**name) {
                    return Err(format!(
                        "{place} has {}, a column that nothing uses",
                        quote(name)
                    ));
                }
            }
        }
        for name in self.labels.keys() {
            if !columns.contains(&**name) && !self.sets.contains_key(name) {
                return Err(format!("[labels] has {}, which nothing uses", quote(name)));
            }
        }
        Ok(())
    }
}
