//! Which column of a survey is what: a file in TOML, checked before any row is read.

mod checks;
mod codes;
mod written;

use std::collections::BTreeMap;

use retention::scale::Scale;

use crate::kit::fields::{DecimalMark, quote};
use crate::kit::near::mended;

pub use codes::{Cell, Codes};
pub use written::{Servqual, Written};

/// Kano's answers, from liking to disliking.
pub const KANO: Scale = Scale::ONE_TO_FIVE;

/// The report that a mapping is read for: each reads its own columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Survey,
    Loyalty,
}

/// A column of answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub column: String,
    pub scale: Scale,
    pub reversed: bool,
    codes: Codes,
}

impl Item {
    /// What a cell says, without the blanks around it; `None` where it says nothing.
    ///
    /// # Errors
    /// Why it is no answer.
    pub fn read(&self, text: &str, mark: DecimalMark) -> Result<Option<f64>, String> {
        match self.codes.read(text, mark) {
            Cell::Missing => Ok(None),
            Cell::Answer(answer) if self.scale.contains(answer) => Ok(Some(answer)),
            Cell::Answer(answer) if self.codes.is_word(text) => Err(format!(
                "is {}, which stands for {answer}, asked was {}",
                quote(text),
                self.scale,
            )),
            Cell::Answer(_) => Err(format!("is {text}, asked was {}", self.scale)),
            Cell::Unknown if self.codes.has_words() => Err(format!(
                "is {}, which is neither a number nor a word under [answers]",
                quote(text),
            )),
            Cell::Unknown => Err(format!("is {}, which is not a number", quote(text))),
        }
    }
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
    pub fn parse(text: &str, purpose: Purpose) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let written: Written = toml::from_str(text).map_err(|error| {
            let text = error.to_string();
            mended(text.trim_end())
        })?;
        written.check(purpose)?;
        let mut items = BTreeMap::new();
        for column in written.columns(purpose) {
            items.insert(column.to_owned(), written.item(column)?);
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
        called(&self.labels, name)
    }

    /// What a supplier is called in the report.
    pub fn supplier_label(&self, code: &str) -> String {
        called(&self.suppliers, code)
    }

    /// What a segment is called in the report.
    pub fn segment_label(&self, code: &str) -> String {
        called(&self.segments, code)
    }

    /// What a wave is called in the report.
    pub fn wave_label(&self, code: &str) -> String {
        called(&self.waves, code)
    }

    /// The lowest answers of a promoter and of a passive, where the mapping states them.
    pub fn cuts(&self) -> Option<(f64, f64)> {
        self.promoters_from.zip(self.passives_from)
    }

    /// Whether any code stands for no answer in every column.
    pub fn has_missing(&self) -> bool {
        !self.missing.is_empty()
    }

    /// How cells are read that name a supplier, a segment or a wave.
    pub fn codes_of(&self, column: &str) -> Codes {
        let missing = self.missing_in.get(column).unwrap_or(&self.missing);
        Codes::new(missing, &BTreeMap::new())
    }
}

fn called(labels: &BTreeMap<String, String>, name: &str) -> String {
    labels.get(name).cloned().unwrap_or_else(|| name.to_owned())
}

impl Written {
    fn item(&self, column: &str) -> Result<Item, String> {
        let scale = self.scale_of(column)?;
        let missing = self.given("[missing_in]", &self.missing_in, column)?;
        let words = self.given("[answers_in]", &self.answers_in, column)?;
        let codes = Codes::new(
            missing.unwrap_or(&self.missing),
            words.unwrap_or(&self.answers),
        );
        codes.check(column, scale)?;
        if let Some(words) = words {
            for (word, answer) in words {
                if !scale.contains(*answer) {
                    return Err(format!(
                        "[answers_in] has {answer} for {}, and {} was asked on {scale}",
                        quote(word),
                        quote(column),
                    ));
                }
            }
        }
        Ok(Item {
            column: column.to_owned(),
            scale,
            reversed: self.reversed.iter().any(|name| name == column),
            codes,
        })
    }

    /// What is given for a column, or for the set that it is in.
    fn given<'a, T: PartialEq>(
        &'a self,
        place: &str,
        of: &'a BTreeMap<String, T>,
        column: &str,
    ) -> Result<Option<&'a T>, String> {
        if let Some(own) = of.get(column) {
            return Ok(Some(own));
        }
        let within = |columns: &[String]| columns.iter().any(|name| name == column);
        let sets = self.sets.iter().filter(|(_, columns)| within(columns));
        let mut found = sets.filter_map(|(name, _)| of.get(name));
        let first = found.next();
        if found.any(|other| Some(other) != first) {
            return Err(format!(
                "{place} says different things of {}, by the sets that it is in; say what it is",
                quote(column),
            ));
        }
        Ok(first)
    }

    fn scale_of(&self, column: &str) -> Result<Scale, String> {
        let own = self.given("[scales]", &self.scales, column)?;
        if own.is_none() && self.kano_columns().any(|name| name == column) {
            return Ok(KANO);
        }
        let Some([low, high]) = own.copied().or(self.scale) else {
            return Err(format!(
                "{} has no scale: write scale = [1, 10] for all columns, or one for it under [scales]",
                quote(column),
            ));
        };
        Scale::new(low, high).map_err(|error| format!("{}: {error}", quote(column)))
    }
}
