//! People who may give or buy at regular occasions: at how many they did, when last, and of how many.

use std::collections::BTreeMap;

use retention::clv::OccasionSummary;
use serde::Serialize;

use super::gifts::{self, Gifts, Span};
use super::roles::{COUNT, GIFTS, LAST, OCCASIONS};
use super::{LONGEST, people, whole};
use crate::kit::csv::unreadable;
use crate::kit::elsewhere::header_below;
use crate::kit::encoding::decode;
use crate::kit::fields::quote;
use crate::kit::rows::{BadRow, Reading, Row, Rows};

/// How to read a file. The default finds everything out by itself.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    pub gifts: Option<String>,
    pub last: Option<String>,
    pub occasions: Option<String>,
    pub count: Option<String>,
    /// Of single gifts.
    pub customer: Option<String>,
    pub occasion: Option<String>,
    pub reading: Reading,
}

/// The headers of the columns that were read.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum ColumnNames {
    Histories {
        gifts: String,
        last: String,
        occasions: String,
        /// `null` where each row is one person.
        count: Option<String>,
    },
    Gifts {
        customer: String,
        occasion: String,
    },
}

impl ColumnNames {
    /// Whether a row may stand for several people.
    const fn have_count(&self) -> bool {
        matches!(self, Self::Histories { count: Some(_), .. })
    }
}

/// What a file holds.
#[derive(Debug)]
pub struct Sheet {
    pub columns: ColumnNames,
    /// Equal histories with how many people have them.
    pub givers: BTreeMap<OccasionSummary, u64>,
    /// Rows whose history an earlier row has, where rows stand for many people.
    pub again: usize,
    /// Where rows are single gifts.
    pub span: Option<Span>,
    pub bad: Vec<BadRow>,
    /// How many rows the file has, good and bad.
    pub rows: usize,
}

#[derive(Debug, Clone, Copy)]
enum Columns {
    Histories(Histories),
    Gifts(gifts::Columns),
}

#[derive(Debug, Clone, Copy)]
struct Histories {
    gifts: usize,
    last: usize,
    occasions: usize,
    count: Option<usize>,
}

impl Columns {
    fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        let asked = layout.customer.is_some() || layout.occasion.is_some();
        let counted = layout.gifts.is_some() || !GIFTS.known(headers).is_empty();
        if asked || (!counted && gifts::Columns::are_known(headers)) {
            let [customer, occasion] = [&layout.customer, &layout.occasion].map(Option::as_deref);
            return gifts::Columns::find(headers, customer, occasion).map(Self::Gifts);
        }
        Histories::find(headers, layout).map(Self::Histories)
    }

    fn names(&self, headers: &[String]) -> ColumnNames {
        let name = |at: usize| headers[at].clone();
        match self {
            Self::Histories(columns) => ColumnNames::Histories {
                gifts: name(columns.gifts),
                last: name(columns.last),
                occasions: name(columns.occasions),
                count: columns.count.map(name),
            },
            Self::Gifts(columns) => ColumnNames::Gifts {
                customer: name(columns.customer),
                occasion: name(columns.occasion),
            },
        }
    }
}

impl Histories {
    fn find(headers: &[String], layout: &Layout) -> Result<Self, String> {
        let found = Self {
            gifts: GIFTS.column(headers, layout.gifts.as_deref())?,
            last: LAST.column(headers, layout.last.as_deref())?,
            occasions: OCCASIONS.column(headers, layout.occasions.as_deref())?,
            count: COUNT.maybe_column(headers, layout.count.as_deref())?,
        };
        let all = [
            (Some(found.gifts), GIFTS.name),
            (Some(found.last), LAST.name),
            (Some(found.occasions), OCCASIONS.name),
            (found.count, COUNT.name),
        ];
        for (place, (column, name)) in all.iter().enumerate() {
            let same = all[..place].iter().find(|(other, _)| other == column);
            if let (Some(column), Some((_, other))) = (column, same) {
                let header = quote(&headers[*column]);
                return Err(format!("{header} cannot be both --{other} and --{name}"));
            }
        }
        Ok(found)
    }

    fn giver(&self, row: &Row<'_>) -> Result<(OccasionSummary, u64), String> {
        row.check_width()?;
        let number = |at: usize, what: &str| whole(row.text(at)?, what, LONGEST);
        let gifts = number(self.gifts, "number of gifts")?;
        let last = number(self.last, "last gift")?;
        let occasions = number(self.occasions, "number of occasions")?;
        let many = match self.count {
            Some(at) => people(row.text(at)?, row.line, "people")?,
            None => 1,
        };
        let history = OccasionSummary::new(gifts, last, occasions);
        Ok((history.map_err(|error| error.to_string())?, many))
    }
}

/// Whether a file has the columns of givers.
pub fn is_one(data: &[u8], reading: &Reading) -> bool {
    let Ok(rows) = Rows::open(data, reading) else {
        return false;
    };
    Columns::find(rows.headers(), &Layout::default()).is_ok()
}

/// Reads a whole file, and says after each row how many have been read.
///
/// # Errors
/// A message for the user where no row can be read at all.
pub fn read(data: &[u8], layout: &Layout, mut watch: impl FnMut(usize)) -> Result<Sheet, String> {
    let data = &*decode(data, layout.reading.encoding)?;
    let mut rows = Rows::open(data, &layout.reading)?;
    let find = |headers: &[String]| Columns::find(headers, layout);
    let columns = find(rows.headers()).map_err(|why| {
        unreadable(data, rows.headers())
            .unwrap_or(why + &header_below(data, &layout.reading, |line| find(line).is_ok()))
    })?;
    let mut sheet = Sheet {
        columns: columns.names(rows.headers()),
        givers: BTreeMap::new(),
        again: 0,
        span: None,
        bad: Vec::new(),
        rows: 0,
    };
    let mut gifts = Gifts::default();
    while let Some(row) = rows.next()? {
        if row.is_blank() {
            continue;
        }
        sheet.rows += 1;
        watch(sheet.rows);
        let read = match columns {
            Columns::Histories(columns) => columns
                .giver(&row)
                .map(|(history, many)| sheet.add(history, many)),
            Columns::Gifts(columns) => gifts.note(&row, columns),
        };
        match read {
            Ok(()) => {}
            Err(reason) => sheet.bad.push(BadRow {
                line: row.line,
                reason: match row.is_total() {
                    true => format!("it seems to be a total, not a giver: {reason}"),
                    false => reason,
                },
            }),
        }
    }
    if let Columns::Gifts(_) = columns {
        (sheet.givers, sheet.span) = gifts.finish()?;
    }
    Ok(sheet)
}

impl Sheet {
    fn add(&mut self, history: OccasionSummary, many: u64) {
        let known = self.givers.contains_key(&history);
        self.again += usize::from(known && self.columns.have_count());
        if many > 0 {
            let people = self.givers.entry(history).or_insert(0);
            *people = people.saturating_add(many);
        }
    }
}
