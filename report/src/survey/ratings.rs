//! A survey's answers: the columns that the mapping names, a row for each respondent.

use std::collections::BTreeMap;

use retention::Result as Computed;
use retention::scale::{Answers, ItemSet, Missing, Scale, Weights};

use crate::kit::fields::{DecimalMark, quote};
use crate::kit::input::Input;
use crate::kit::rows::{ALIKE, BadRow, Delimiter, Repeats, Row, Rows, called, list};
use crate::survey::mapping::{Code, Item, Mapping};

/// How to read a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layout {
    /// Found in the header line where it is not given.
    pub delimiter: Option<Delimiter>,
    pub decimal_mark: DecimalMark,
}

/// A survey: what it asked, and what came back.
#[derive(Debug)]
pub struct Survey {
    /// The file, as the report shows it.
    pub name: String,
    pub mapping: Mapping,
    /// The rows that could be read.
    pub respondents: usize,
    /// Answers by column, `None` where there is none.
    columns: BTreeMap<String, Vec<Option<f64>>>,
    /// Whose customer each respondent is.
    pub suppliers: Vec<Option<String>>,
    weights: Vec<f64>,
    /// The line on which each row begins, counted from 1.
    pub lines: Vec<u64>,
    pub bad: Vec<BadRow>,
    /// Rows that repeat an earlier one, where they are many.
    pub repeated: Option<usize>,
}

/// Answers to one question, or the scores of several, and the scale that they lie on.
#[derive(Debug, Clone)]
pub struct Column {
    scale: Scale,
    answers: Vec<Option<f64>>,
    reversed: bool,
}

impl Column {
    /// # Errors
    /// Those of the library.
    pub fn answers(&self) -> Computed<Answers<'_>> {
        let answers = self.scale.answers(&self.answers)?;
        Ok(if self.reversed {
            answers.reversed()
        } else {
            answers
        })
    }

    /// How many respondents there are, whether they answered or not.
    pub fn respondents(&self) -> usize {
        self.answers.len()
    }

    /// What a respondent answered.
    pub fn answer(&self, row: usize) -> Option<f64> {
        self.answers.get(row).copied().flatten()
    }

    /// Those of some respondents.
    pub fn only(&self, rows: &[usize]) -> Self {
        Self {
            answers: rows.iter().map(|&row| self.answer(row)).collect(),
            ..*self
        }
    }
}

/// Where the columns stand.
struct Places<'m> {
    mapping: &'m Mapping,
    items: Vec<(&'m Item, usize)>,
    supplier: Option<usize>,
    weight: Option<usize>,
}

/// What a row says.
struct Respondent {
    answers: Vec<Option<f64>>,
    supplier: Option<String>,
    weight: f64,
}

impl Survey {
    /// Reads a whole file, and says after each row how many have been read.
    ///
    /// # Errors
    /// A message for the user where no row can be read at all: no header, a column that is missing
    /// or ambiguous, an encoding other than UTF-8.
    pub fn read(
        input: &Input,
        mapping: Mapping,
        layout: Layout,
        mut watch: impl FnMut(usize),
    ) -> Result<Self, String> {
        let mut rows = Rows::open(&input.data, layout.delimiter)?;
        let places = Places::find(rows.headers(), &mapping)?;
        let mut columns: Vec<Vec<Option<f64>>> = vec![Vec::new(); places.items.len()];
        let (mut suppliers, mut weights) = (Vec::new(), Vec::new());
        let (mut lines, mut bad) = (Vec::new(), Vec::new());
        let mut repeats = Repeats::default();
        while let Some(row) = rows.next()? {
            let line = row.line;
            match places.respondent(&row, layout.decimal_mark) {
                Ok(respondent) => {
                    for (column, answer) in columns.iter_mut().zip(respondent.answers) {
                        column.push(answer);
                    }
                    suppliers.push(respondent.supplier);
                    weights.push(respondent.weight);
                    lines.push(line);
                    repeats.note(&row);
                }
                Err(reason) => bad.push(BadRow { line, reason }),
            }
            watch(lines.len() + bad.len());
        }
        let names = places.items.iter().map(|(item, _)| item.column.clone());
        let columns = names.zip(columns).collect();
        Ok(Self {
            name: input.name.clone(),
            respondents: lines.len(),
            columns,
            suppliers,
            weights,
            lines,
            bad,
            repeated: repeats.from(ALIKE),
            mapping,
        })
    }

    /// How many rows the file has, good and bad.
    pub fn rows(&self) -> usize {
        self.respondents + self.bad.len()
    }

    /// The answers of a column, or the scores of a set: the mean of the items answered, of those who
    /// answered at least half.
    ///
    /// # Errors
    /// Those of the library.
    pub fn column(&self, name: &str) -> Computed<Column> {
        let columns = self.items(name);
        if let ([only], false) = (columns.as_slice(), self.mapping.sets.contains_key(name)) {
            return Ok(only.clone());
        }
        let items: Vec<Answers<'_>> = columns
            .iter()
            .map(Column::answers)
            .collect::<Computed<_>>()?;
        let set = ItemSet::new(items)?;
        Ok(Column {
            scale: set.scale(),
            answers: set.scores(Missing::default())?,
            reversed: false,
        })
    }

    /// The columns of a set, or the one column of that name.
    pub fn items(&self, name: &str) -> Vec<Column> {
        let column = |item: &Item| Column {
            scale: item.scale,
            answers: self.columns.get(&item.column).cloned().unwrap_or_default(),
            reversed: item.reversed,
        };
        self.mapping
            .items_of(name)
            .into_iter()
            .map(column)
            .collect()
    }

    /// How many answers are missing, over all columns read.
    pub fn missing(&self) -> usize {
        let columns = self.columns.values().flatten();
        columns.filter(|answer| answer.is_none()).count()
    }

    /// The respondents' weights; `None` where the mapping names none.
    ///
    /// # Errors
    /// Those of the library.
    pub fn weights(&self) -> Computed<Option<Weights>> {
        self.mapping
            .weight
            .as_ref()
            .map(|_| Weights::new(self.weights.clone()))
            .transpose()
    }

    /// The weights of some respondents.
    ///
    /// # Errors
    /// Those of the library.
    pub fn weights_of(&self, rows: &[usize]) -> Computed<Option<Weights>> {
        let of_rows = || -> Vec<f64> {
            let weights = rows.iter().filter_map(|&row| self.weights.get(row));
            weights.copied().collect()
        };
        self.mapping
            .weight
            .as_ref()
            .map(|_| Weights::new(of_rows()))
            .transpose()
    }

    /// The rows of each supplier, in the order of their numbers or names.
    pub fn by_supplier(&self) -> Vec<(&str, Vec<usize>)> {
        let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, supplier) in self.suppliers.iter().enumerate() {
            if let Some(supplier) = supplier {
                rows.entry(supplier).or_default().push(row);
            }
        }
        let mut rows: Vec<_> = rows.into_iter().collect();
        let numbers: Option<Vec<f64>> = rows.iter().map(|(code, _)| code.parse().ok()).collect();
        if numbers.is_some() {
            let number = |code: &str| code.parse().unwrap_or(f64::NAN);
            rows.sort_by(|(a, _), (b, _)| number(a).total_cmp(&number(b)));
        }
        rows
    }
}

impl<'m> Places<'m> {
    fn find(headers: &[String], mapping: &'m Mapping) -> Result<Self, String> {
        let place = |name: &str| match called(headers, name).as_slice() {
            [only] => Ok(*only),
            [] => Err(format!(
                "no column is called {}, which the mapping names; the columns are {}",
                quote(name),
                list(headers.iter().map(String::as_str)),
            )),
            _ => Err(format!(
                "several columns are called {}; rename all but one",
                quote(name),
            )),
        };
        let items = mapping.items().map(|item| Ok((item, place(&item.column)?)));
        Ok(Self {
            items: items.collect::<Result<_, String>>()?,
            supplier: mapping.supplier.as_deref().map(place).transpose()?,
            weight: mapping.weight.as_deref().map(place).transpose()?,
            mapping,
        })
    }

    /// The answers of a row, or everything that is wrong with it.
    fn respondent(&self, row: &Row<'_>, mark: DecimalMark) -> Result<Respondent, String> {
        row.check_width()?;
        let mut faults = Vec::new();
        let mut answers = Vec::with_capacity(self.items.len());
        for (item, place) in &self.items {
            match row
                .text(*place)
                .and_then(|text| self.answer(item, text, mark))
            {
                Ok(answer) => answers.push(answer),
                Err(fault) => faults.push(format!("{} {fault}", item.column)),
            }
        }
        let supplier = match self.supplier.map(|place| row.text(place)) {
            Some(Ok(text)) if !self.is_missing(text, number(text, mark)) => Some(text.to_owned()),
            Some(Err(fault)) => {
                faults.push(fault);
                None
            }
            _ => None,
        };
        let weight = self.weight.map_or(Ok(1.0), |place| {
            let text = row.text(place)?;
            match number(text, mark) {
                Some(weight) if weight >= 0.0 => Ok(weight),
                _ => Err(format!("{} is no weight of 0 or more", quote(text))),
            }
        });
        match weight {
            Ok(weight) if faults.is_empty() => Ok(Respondent {
                answers,
                supplier,
                weight,
            }),
            weight => {
                faults.extend(weight.err());
                Err(faults.join("; "))
            }
        }
    }

    fn answer(&self, item: &Item, text: &str, mark: DecimalMark) -> Result<Option<f64>, String> {
        let answer = number(text, mark);
        if self.is_missing(text, answer) {
            return Ok(None);
        }
        match answer {
            Some(answer) if item.scale.contains(answer) => Ok(Some(answer)),
            Some(_) => Err(format!("is {text}, asked was {}", item.scale)),
            None => Err(format!("is {}, which is not a number", quote(text))),
        }
    }

    fn is_missing(&self, text: &str, number: Option<f64>) -> bool {
        text.is_empty()
            || self.mapping.missing.iter().any(|code| match code {
                Code::Number(code) => number == Some(*code),
                Code::Text(code) => text == code.trim(),
            })
    }
}

/// A finite number.
fn number(text: &str, mark: DecimalMark) -> Option<f64> {
    let number: f64 = match mark {
        DecimalMark::Point => text.parse().ok()?,
        DecimalMark::Comma if text.contains('.') => return None,
        DecimalMark::Comma => text.replace(',', ".").parse().ok()?,
    };
    number.is_finite().then_some(number)
}
