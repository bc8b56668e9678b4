//! A survey's answers: the columns that the mapping names, a row for each respondent.

use std::collections::{BTreeMap, BTreeSet};

use retention::Result as Computed;
use retention::scale::{Answers, ItemSet, Missing, Scale, Weights};

use crate::kit::elsewhere::header_below;
use crate::kit::encoding::decode;
use crate::kit::fields::{DecimalMark, number, quote};
use crate::kit::input::Input;
use crate::kit::near::nearest;
use crate::kit::rows::{ALIKE, Advice, BadRow, Reading, Repeats, Row, Rows, called, list};
use crate::survey::advice::Refused;
use crate::survey::mapping::{Cell, Codes, Item, Mapping};

/// How to read a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layout {
    pub reading: Reading,
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
    /// How many columns were read, those of groups, persons and weights among them.
    pub columns_read: usize,
    /// Answers by column, `None` where there is none.
    columns: BTreeMap<String, Vec<Option<f64>>>,
    /// Whose customer each respondent is.
    pub suppliers: Vec<Option<String>>,
    /// Of which segment each respondent is.
    pub segments: Vec<Option<String>>,
    /// In which wave each respondent was asked.
    pub waves: Vec<Option<String>>,
    /// Who each respondent is, where the mapping says so.
    keys: Vec<Option<String>>,
    weights: Vec<f64>,
    /// The line on which each row begins, counted from 1.
    pub lines: Vec<u64>,
    pub bad: Vec<BadRow>,
    /// What may be done about rows that cannot be read.
    pub advice: Option<Advice>,
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
    items: Vec<(&'m Item, usize)>,
    /// Supplier, segment, wave and respondent.
    codes: [Option<(Codes, usize)>; 4],
    weight: Option<usize>,
}

/// What a row says.
struct Respondent {
    answers: Vec<Option<f64>>,
    codes: [Option<String>; 4],
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
        let data = &*decode(&input.data, layout.reading.encoding)?;
        let mut rows = Rows::open(data, &layout.reading)?;
        let find = |headers: &[String]| Places::find(headers, &mapping).is_ok();
        let places = Places::find(rows.headers(), &mapping)
            .map_err(|why| why + &header_below(data, &layout.reading, find))?;
        let mut columns: Vec<Vec<Option<f64>>> = vec![Vec::new(); places.items.len()];
        let (mut suppliers, mut segments, mut waves) = (Vec::new(), Vec::new(), Vec::new());
        let (mut keys, mut weights) = (Vec::new(), Vec::new());
        let (mut lines, mut bad) = (Vec::new(), Vec::new());
        let mut repeats = Repeats::default();
        let mut refused = Refused::default();
        for _ in 0..mapping.skip_rows {
            rows.next()?;
        }
        while let Some(row) = rows.next()? {
            let line = row.line;
            match places.respondent(&row, layout.decimal_mark, &mut refused) {
                Ok(respondent) => {
                    for (column, answer) in columns.iter_mut().zip(respondent.answers) {
                        column.push(answer);
                    }
                    let [supplier, segment, wave, key] = respondent.codes;
                    suppliers.push(supplier);
                    segments.push(segment);
                    waves.push(wave);
                    keys.push(key);
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
            columns_read: places.columns(),
            columns,
            suppliers,
            segments,
            waves,
            keys,
            weights,
            advice: refused.advice(lines.len(), &mapping),
            lines,
            bad,
            repeated: repeats.from(ALIKE),
            mapping,
        })
    }

    /// The file that a row is of, where there are several.
    pub fn file(&self, row: usize) -> Option<&str> {
        let several = self.mapping.wave.is_none();
        let wave = self.waves.get(row).filter(|_| several)?;
        wave.as_deref()
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

    /// A number for each respondent, the same where they are the same person; `None` where the mapping does
    /// not say who they are. Whoever is not named is one by themselves.
    pub fn persons(&self) -> Option<Vec<u32>> {
        self.mapping.respondent.as_ref()?;
        let mut known: BTreeMap<&str, u32> = BTreeMap::new();
        let mut persons = Vec::with_capacity(self.keys.len());
        let mut next = 0;
        for key in &self.keys {
            let person = match key {
                Some(key) => *known.entry(key).or_insert(next),
                None => next,
            };
            persons.push(person);
            next += u32::from(person == next);
        }
        Some(persons)
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

    /// The respondents of another file too, each file a wave.
    ///
    /// # Errors
    /// A message for the user.
    pub fn with_wave(mut self, mut later: Self) -> Result<Self, String> {
        if let Some(wave) = &self.mapping.wave {
            return Err(format!(
                "two files are two waves, and the mapping names the column {} too; leave out either",
                quote(wave),
            ));
        }
        let (earlier, name) = (self.name.clone(), later.name.clone());
        if earlier == name {
            return Err(format!("{name} is given twice"));
        }
        self.waves = vec![Some(earlier); self.respondents];
        self.waves.extend(vec![Some(name); later.respondents]);
        self.name = format!("{} and {}", self.name, later.name);
        self.respondents += later.respondents;
        for (column, answers) in &mut self.columns {
            answers.append(&mut later.columns.remove(column).unwrap_or_default());
        }
        self.suppliers.append(&mut later.suppliers);
        self.segments.append(&mut later.segments);
        self.keys.append(&mut later.keys);
        self.weights.append(&mut later.weights);
        self.lines.append(&mut later.lines);
        self.bad.append(&mut later.bad);
        self.repeated = match (self.repeated, later.repeated) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or(0) + other.unwrap_or(0)),
        };
        Ok(self)
    }
}

/// The rows of each code, in the order of their numbers or names.
pub fn by_code(codes: &[Option<String>]) -> Vec<(&str, Vec<usize>)> {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, code) in codes.iter().enumerate() {
        if let Some(code) = code {
            rows.entry(code).or_default().push(row);
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

impl<'m> Places<'m> {
    fn find(headers: &[String], mapping: &'m Mapping) -> Result<Self, String> {
        let place = |name: &str| match called(headers, name).as_slice() {
            [only] => Ok(*only),
            [] => {
                let columns = || headers.iter().map(String::as_str);
                let meant = nearest(name, columns()).map(quote);
                Err(format!(
                    "no column is called {}, which the mapping names{}; the columns are {}",
                    quote(name),
                    meant.map_or_else(String::new, |meant| format!(" (did you mean {meant}?)")),
                    list(columns()),
                ))
            }
            _ => Err(format!(
                "several columns are called {}; rename all but one",
                quote(name),
            )),
        };
        let coded = |name: &str| Ok::<_, String>((mapping.codes_of(name), place(name)?));
        let items = mapping.items().map(|item| Ok((item, place(&item.column)?)));
        Ok(Self {
            items: items.collect::<Result<_, String>>()?,
            codes: [
                mapping.supplier.as_deref().map(coded).transpose()?,
                mapping.segment.as_deref().map(coded).transpose()?,
                mapping.wave.as_deref().map(coded).transpose()?,
                mapping.respondent.as_deref().map(coded).transpose()?,
            ],
            weight: mapping.weight.as_deref().map(place).transpose()?,
        })
    }

    /// How many columns are read.
    fn columns(&self) -> usize {
        let items = self.items.iter().map(|(_, place)| *place);
        let codes = self.codes.iter().flatten().map(|(_, place)| *place);
        let places: BTreeSet<usize> = items.chain(codes).chain(self.weight).collect();
        places.len()
    }

    /// The answers of a row, or everything that is wrong with it.
    fn respondent(
        &self,
        row: &Row<'_>,
        mark: DecimalMark,
        refused: &mut Refused,
    ) -> Result<Respondent, String> {
        refused.row(row.line);
        if let Err(fault) = row.check_width() {
            refused.other();
            return Err(fault);
        }
        let mut faults = Vec::new();
        let mut answers = Vec::with_capacity(self.items.len());
        for (item, place) in &self.items {
            let text = match row.text(*place) {
                Ok(text) => text,
                Err(fault) => {
                    refused.other();
                    faults.push(format!("{} {fault}", item.column));
                    continue;
                }
            };
            match item.read(text, mark) {
                Ok(answer) => answers.push(answer),
                Err(fault) => {
                    refused.cell(&item.column, text, number(text, mark));
                    faults.push(format!("{} {fault}", item.column));
                }
            }
        }
        let mut codes = [const { None }; 4];
        for (code, place) in codes.iter_mut().zip(&self.codes) {
            let Some((read, place)) = place else { continue };
            match row.text(*place) {
                Ok(text) if read.read(text, mark) == Cell::Missing => {}
                Ok(text) => *code = Some(text.to_owned()),
                Err(fault) => {
                    refused.other();
                    faults.push(fault);
                }
            }
        }
        let mut weighed = None;
        let weight = self.weight.map_or(Ok(1.0), |place| {
            let text = row.text(place)?;
            weighed = number(text, mark);
            match weighed {
                Some(weight) if weight >= 0.0 => Ok(weight),
                _ => Err(format!("{} is no weight of 0 or more", quote(text))),
            }
        });
        match weight {
            Ok(weight) if faults.is_empty() => Ok(Respondent {
                answers,
                codes,
                weight,
            }),
            weight => {
                if let Err(fault) = weight {
                    refused.weight(weighed);
                    faults.push(fault);
                }
                Err(faults.join("; "))
            }
        }
    }
}
