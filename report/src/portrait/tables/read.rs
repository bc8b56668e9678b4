//! Tables of customers with columns that may be there or not.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;
use retention::lifecycle::{RelationshipSign, RelationshipType};
use retention::loyalty::Score;
use retention::portrait::Contract;
use retention::scale::Scale;
use retention::switching::{Bond, Bonds};
use serde::Serialize;

use super::words::{contract, is_missing, snake, yes_or_no};
use crate::kit::csv::unreadable;
use crate::kit::dates::Dates;
use crate::kit::elsewhere::header_below;
use crate::kit::encoding::decode;
use crate::kit::fields::{DecimalMark, number, quote, remedy};
use crate::kit::headers::{CUSTOMER, Role};
use crate::kit::input::{FileOptions, Input};
use crate::kit::rows::{BadRow, Row, Rows, list};

/// How the user's tables are written.
#[derive(Debug, Clone)]
pub struct Told {
    pub file: FileOptions,
    pub customer: Option<String>,
    pub mark: DecimalMark,
    pub date_format: Option<String>,
    pub scale: Scale,
}

/// A column that was read, and what for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    pub table: &'static str,
    pub column: String,
    pub means: &'static str,
}

/// The rows of a table, one for each customer.
pub(super) struct Read<T> {
    pub rows: Vec<T>,
    pub columns: Vec<Column>,
    /// The attributes that are rated.
    pub items: Vec<String>,
    pub not_read: Vec<(&'static str, String)>,
    pub bad: usize,
}

/// What the columns of a table may be.
pub(super) struct Roles<'r> {
    pub known: &'r [Role],
    /// Whether columns that are called so rate attributes of the offer.
    pub may_rate: bool,
}

/// What the names of columns begin with that rate an attribute of the offer, as in `item_delivery`.
const ITEM: &str = "item_";

/// Reads a table with a column for the customer, and one or more for what it is about.
///
/// # Errors
/// A message for the user.
pub(super) fn table<T>(
    input: &Input,
    name: &'static str,
    roles: &Roles<'_>,
    told: &Told,
    build: impl Fn(String, &mut Cells<'_>) -> T,
) -> Result<Read<T>, String> {
    let data =
        &*decode(&input.data, told.file.reading().encoding).map_err(|why| input.says(&why))?;
    let says = |why: String| input.says(&why);
    let mut rows = Rows::open(data, &told.file.reading()).map_err(says)?;
    let headers = rows.headers().to_vec();
    let find = |headers: &[String]| Found::of(headers, roles, told);
    let found = find(&headers).map_err(|why| {
        let below = || header_below(data, &told.file.reading(), |line| find(line).is_ok());
        says(unreadable(data, &headers).unwrap_or_else(|| why + &below()))
    })?;
    let mut read = Read {
        rows: Vec::new(),
        columns: found.columns(name, &headers, roles.known),
        items: found.items.iter().map(|(_, item)| item.clone()).collect(),
        not_read: found.not_read(name, &headers),
        bad: 0,
    };
    let mut dates = Dates::new(told.date_format.as_deref(), None);
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let mut bad = Vec::new();
    while let Some(row) = rows.next().map_err(says)? {
        if row.is_blank() {
            continue;
        }
        if let Err(reason) = row.check_width() {
            bad.push(BadRow {
                line: row.line,
                reason,
            });
            continue;
        }
        let mut cells = Cells {
            row: &row,
            places: &found.places,
            items: &found.items,
            roles: roles.known,
            told,
            dates: &mut dates,
            faults: Vec::new(),
        };
        let customer = cells.customer(found.customer);
        if let Some(first) = customer.as_ref().and_then(|it| lines.get(it)) {
            let twice = format!(
                "customer {} stands in line {first} already; a customer has one row",
                quote(customer.as_deref().unwrap_or_default()),
            );
            cells.faults.push(twice);
        }
        let made = build(customer.clone().unwrap_or_default(), &mut cells);
        let faults = cells.faults;
        if let (Some(customer), true) = (customer, faults.is_empty()) {
            lines.insert(customer, row.line);
            read.rows.push(made);
        } else {
            bad.push(BadRow {
                line: row.line,
                reason: faults.join("; "),
            });
        }
    }
    dates.check_order().map_err(says)?;
    let all = read.rows.len() + bad.len();
    let advice = dates
        .advice()
        .map(|(text, mends)| crate::kit::rows::Advice {
            text,
            mends,
            ..Default::default()
        });
    input.check_with(advice.as_ref(), &bad, all, &told.file)?;
    if read.rows.is_empty() {
        return Err(input.says("there is no customer in it"));
    }
    read.bad = bad.len();
    Ok(read)
}

/// Where the columns stand.
struct Found {
    customer: usize,
    places: Vec<Option<usize>>,
    /// The columns that rate attributes, with what these are called.
    items: Vec<(usize, String)>,
}

impl Found {
    fn of(headers: &[String], roles: &Roles<'_>, told: &Told) -> Result<Self, String> {
        let customer = CUSTOMER.column(headers, told.customer.as_deref())?;
        let place = |role: &Role| {
            let mut known = role.known(headers);
            known.retain(|&at| at != customer);
            match known.as_slice() {
                [] => Ok(None),
                [only] => Ok(Some(*only)),
                several => Err(format!(
                    "several columns may be the {}: {}; rename all but one",
                    role.name,
                    list(several.iter().map(|&at| &*headers[at])),
                )),
            }
        };
        let places: Vec<Option<usize>> = roles.known.iter().map(place).collect::<Result<_, _>>()?;
        let items = match roles.may_rate {
            true => items(headers, customer),
            false => Vec::new(),
        };
        if items.is_empty() && places.iter().all(Option::is_none) {
            return Err(format!(
                "none of the columns is known to say something of customers: the columns are {}; call them {}",
                list(headers.iter().map(String::as_str)),
                list(roles.known.iter().map(|role| role.name)),
            ));
        }
        Ok(Self {
            customer,
            places,
            items,
        })
    }

    fn not_read(&self, table: &'static str, headers: &[String]) -> Vec<(&'static str, String)> {
        let is_read = |at: usize| {
            at == self.customer
                || self.places.contains(&Some(at))
                || self.items.iter().any(|(place, _)| *place == at)
        };
        let headers = headers.iter().enumerate();
        let others = headers.filter(|(at, header)| !is_read(*at) && !header.is_empty());
        others.map(|(_, header)| (table, header.clone())).collect()
    }

    fn columns(&self, table: &'static str, headers: &[String], roles: &[Role]) -> Vec<Column> {
        let places = std::iter::once((Some(self.customer), CUSTOMER.name)).chain(
            self.places
                .iter()
                .copied()
                .zip(roles.iter().map(|role| role.name)),
        );
        let columns = places.filter_map(|(place, means)| {
            Some(Column {
                table,
                column: headers.get(place?)?.clone(),
                means,
            })
        });
        let rated = self.items.iter().filter_map(|(place, _)| {
            Some(Column {
                table,
                column: headers.get(*place)?.clone(),
                means: "item",
            })
        });
        columns.chain(rated).collect()
    }
}

/// The columns that rate an attribute, with what it is called.
fn items(headers: &[String], customer: usize) -> Vec<(usize, String)> {
    let columns = headers.iter().enumerate().filter(|(at, _)| *at != customer);
    let items = columns.filter_map(|(at, header)| {
        let small = header.trim().to_lowercase();
        let item = small.strip_prefix(ITEM)?.replace('_', " ");
        (!item.trim().is_empty()).then(|| (at, item.trim().to_owned()))
    });
    items.collect()
}

/// The cells of one row, and what is wrong with them.
pub(super) struct Cells<'r> {
    row: &'r Row<'r>,
    places: &'r [Option<usize>],
    items: &'r [(usize, String)],
    roles: &'r [Role],
    told: &'r Told,
    dates: &'r mut dyn ReadDate,
    faults: Vec<String>,
}

/// Reads days one after the other.
pub(super) trait ReadDate {
    fn read_date(&mut self, text: &str, line: u64) -> Result<NaiveDate, String>;
}

impl ReadDate for Dates<'_> {
    fn read_date(&mut self, text: &str, line: u64) -> Result<NaiveDate, String> {
        self.read(text, line)
    }
}

impl Cells<'_> {
    fn customer(&mut self, place: usize) -> Option<String> {
        match self.row.text(place) {
            Ok("") => self.fault("the customer is empty".to_owned()),
            Ok(text) => Some(text.to_owned()),
            Err(why) => self.fault(why),
        }
    }

    fn fault<T>(&mut self, why: String) -> Option<T> {
        self.faults.push(why);
        None
    }

    /// What stands in the column of a role; none without such a column or answer.
    fn text(&self, role: usize) -> Option<(&'static str, String)> {
        let place = (*self.places.get(role)?)?;
        let text = self.answer(place)?;
        Some((self.roles[role].name, text))
    }

    fn answer(&self, place: usize) -> Option<String> {
        let text = self.row.text(place).ok()?;
        (!is_missing(text)).then(|| text.to_owned())
    }

    pub fn number(&mut self, role: usize) -> Option<f64> {
        let (name, text) = self.text(role)?;
        self.number_of(name, &text)
    }

    fn number_of(&mut self, name: &str, text: &str) -> Option<f64> {
        if let Some(number) = number(text, self.told.mark) {
            return Some(number);
        }
        let has_comma = number(text, DecimalMark::Comma).is_some();
        let remedy = match (has_comma, remedy(text)) {
            (true, _) => "; write a point before the decimals, or say --decimal-comma".to_owned(),
            (_, Some(remedy)) => format!("; {remedy}"),
            (_, None) => String::new(),
        };
        self.fault(format!("{name} {} is not a number{remedy}", quote(text)))
    }

    /// A number of 0 or more.
    pub fn ratio(&mut self, role: usize) -> Option<f64> {
        let number = self.number(role)?;
        if number < 0.0 {
            let name = self.roles[role].name;
            return self.fault(format!("{name} {number} is below 0"));
        }
        Some(number)
    }

    /// A share from 0 to 1, or as a percentage with its sign.
    pub fn share(&mut self, role: usize) -> Option<f64> {
        let (name, text) = self.text(role)?;
        let number = match text.strip_suffix('%') {
            Some(percentage) => self.number_of(name, percentage.trim_end())? / 100.0,
            None => self.number_of(name, &text)?,
        };
        if !(0.0..=1.0).contains(&number) {
            return self.fault(format!(
                "{name} {} is not a share from 0 to 1; write a percentage as 70 %",
                quote(&text)
            ));
        }
        Some(number)
    }

    /// A whole number of 0 or more. Spreadsheets write some with a decimal.
    pub fn count(&mut self, role: usize) -> Option<u64> {
        let number = self.ratio(role)?;
        if number.fract() != 0.0 || number > 1e15 {
            let name = self.roles[role].name;
            return self.fault(format!("{name} {number} is not a whole number"));
        }
        Some(number as u64)
    }

    pub fn contract(&mut self, role: usize) -> Option<Contract> {
        let (name, text) = self.text(role)?;
        contract(&text).or_else(|| {
            self.fault(format!(
                "{name} {} is none of {}",
                quote(&text),
                list(Contract::ALL.iter().map(|it| it.name())),
            ))
        })
    }

    /// A type of relationship, or a sign that shows one.
    pub fn relationship(&mut self, role: usize) -> Option<RelationshipType> {
        let (name, text) = self.text(role)?;
        let sign = || snake(&text).parse::<RelationshipSign>();
        match snake(&text).parse() {
            Ok(relationship) => Some(relationship),
            Err(_) => match sign() {
                Ok(sign) => Some(sign.shows()),
                Err(_) => self.fault(format!(
                    "{name} {} is neither a type of relationship ({}) nor a sign of one ({})",
                    quote(&text),
                    list(RelationshipType::ALL.iter().map(|it| it.name())),
                    list(RelationshipSign::ALL.iter().map(|it| it.name())),
                )),
            },
        }
    }

    pub fn score(&mut self, role: usize) -> Option<Score> {
        let number = self.number(role)?;
        self.on_scale(self.roles[role].name, number)
    }

    /// The ratings of the attributes.
    pub fn ratings(&mut self) -> Vec<Option<Score>> {
        let items = self.items;
        let ratings = items.iter().map(|(place, item)| {
            let text = self.answer(*place)?;
            let number = self.number_of(item, &text)?;
            self.on_scale(item, number)
        });
        ratings.collect()
    }

    fn on_scale(&mut self, name: &str, number: f64) -> Option<Score> {
        let scale = self.told.scale;
        match Score::new(scale, number) {
            Ok(score) => Some(score),
            Err(_) => self.fault(format!(
                "{name} {number} is not on the scale of {} to {}; --scale says another",
                scale.low(),
                scale.high(),
            )),
        }
    }

    pub fn flag(&mut self, role: usize) -> Option<bool> {
        let (name, text) = self.text(role)?;
        match yes_or_no(&text) {
            None => self.fault(format!("{name} {} is neither yes nor no", quote(&text))),
            known => known,
        }
    }

    /// Whether somebody left, where the column says yes or no instead of the day.
    pub fn has_left(&self, role: usize) -> Option<bool> {
        let (_, text) = self.text(role)?;
        yes_or_no(&text)
    }

    /// The day on which somebody left; none where the column says yes or no.
    pub fn left(&mut self, role: usize) -> Option<NaiveDate> {
        match self.has_left(role) {
            Some(_) => None,
            None => self.date(role),
        }
    }

    pub fn date(&mut self, role: usize) -> Option<NaiveDate> {
        let (name, text) = self.text(role)?;
        match self.dates.read_date(&text, self.row.line) {
            Ok(date) => Some(date),
            Err(why) => self.fault(format!("{name}: {why}")),
        }
    }

    /// One of several names.
    pub fn named<T: FromStr<Err: Display>>(&mut self, role: usize) -> Option<T> {
        let (name, text) = self.text(role)?;
        match snake(&text).parse() {
            Ok(value) => Some(value),
            Err(why) => self.fault(format!("{name} {}: {why}", quote(&text))),
        }
    }

    /// Bonds by name, with anything but letters between.
    pub fn bonds(&mut self, role: usize) -> Option<Bonds> {
        let (name, text) = self.text(role)?;
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        let mut bonds = Bonds::default();
        for word in words.filter(|word| !word.is_empty()) {
            match word.to_lowercase().parse::<Bond>() {
                Ok(bond) => bonds = bonds.with(bond),
                Err(why) => return self.fault(format!("{name}: {why}")),
            }
        }
        Some(bonds)
    }
}
