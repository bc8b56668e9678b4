//! Columns that the figures are not made of, but that say what these are worth: pieces and prices, money
//! given back, currencies, what became of an order.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::amounts::{Amount, Amounts};
use super::fields::DecimalMark;
use super::headers::{CURRENCY, PRICE, QUANTITY, REFUND, Role, STATUS};
use super::lines::{self, Parts};
use super::rows::Row;

/// A column of so many different labels is of something else.
const MOST_LABELS: usize = 64;

/// Columns that were not read, and what the header of the amount says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    pub quantity: Option<String>,
    pub price: Option<String>,
    /// Whether the amount is by its name the price of one piece.
    pub amount_is_price: bool,
    /// Money given back, in a column that was not named.
    pub refund: Option<Unread>,
    pub currency: Option<Labels>,
    /// What became of orders, each column with a word for it.
    pub statuses: Vec<Labels>,
}

/// Numbers of a column that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub column: String,
    /// Rows in which the number is not zero.
    pub rows: usize,
    /// Their sum, without its sign; `None` where it cannot be told.
    pub amount: Option<Decimal>,
}

/// Labels of purchases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    pub column: String,
    /// The different ones, in the order in which they come.
    pub labels: Vec<String>,
    /// For each purchase the place of its label.
    pub of: Vec<u32>,
}

/// Takes note of the columns while the file is read.
#[derive(Debug)]
pub struct Gathering {
    beside: Beside,
    refund: Option<(usize, Amounts, Vec<Amount>)>,
    currency: Option<Gathered>,
    statuses: Vec<Gathered>,
}

#[derive(Debug)]
struct Gathered {
    at: usize,
    labels: Labels,
    known: HashMap<String, u32>,
}

impl Gathering {
    /// What the headers say, but for the columns that are read.
    pub fn new(headers: &[String], read: &Parts<usize>, told: Option<DecimalMark>) -> Self {
        let amount = read.amount;
        let unread = |role: &Role, read: Option<usize>| {
            let found = role.beside(headers, amount);
            found.filter(|_| read.is_none()).map(str::to_owned)
        };
        let refund = REFUND.known(headers).into_iter().find(|&at| at != amount);
        let labels = |role: &Role| {
            let found = role.known(headers).into_iter();
            found.map(|at| Gathered::new(at, &headers[at]))
        };
        Self {
            beside: Beside {
                quantity: unread(&QUANTITY, read.quantity),
                price: unread(&PRICE, read.quantity),
                amount_is_price: PRICE.means(&headers[amount]),
                refund: unread(&REFUND, read.refund).map(|column| Unread {
                    column,
                    rows: 0,
                    amount: None,
                }),
                ..Beside::default()
            },
            refund: refund
                .filter(|_| read.refund.is_none())
                .map(|at| (at, Amounts::new(told), Vec::new())),
            currency: labels(&CURRENCY).next(),
            statuses: labels(&STATUS).collect(),
        }
    }

    /// Takes note of the row of a purchase.
    pub fn note(&mut self, row: &Row<'_>) {
        let text = |at: usize| row.text(at).unwrap_or_default();
        if let Some((at, column, found)) = &mut self.refund {
            let amount = column.read(text(*at), row.line).ok();
            found.extend(amount.filter(|amount| !amount.value().is_zero()));
        }
        for column in self.currency.iter_mut().chain(&mut self.statuses) {
            column.note(text(column.at));
        }
    }

    /// What the columns say in all.
    pub fn finish(mut self) -> Beside {
        if let Some((_, column, found)) = self.refund.filter(|(.., found)| !found.is_empty()) {
            let mark = column.finish("").ok();
            let each = |mark| found.iter().map(move |amount| amount.with(mark).abs());
            if let Some(refund) = &mut self.beside.refund {
                refund.rows = found.len();
                refund.amount = mark.and_then(|mark| lines::sum(each(mark)));
            }
        } else {
            self.beside.refund = None;
        }
        let few = |column: &Gathered| column.labels.labels.len() <= MOST_LABELS;
        self.beside.currency = self.currency.filter(few).map(|column| column.labels);
        let statuses = self.statuses.into_iter().filter(few);
        self.beside.statuses = statuses.map(|column| column.labels).collect();
        self.beside
    }
}

impl Gathered {
    fn new(at: usize, column: &str) -> Self {
        Self {
            at,
            labels: Labels {
                column: column.to_owned(),
                ..Labels::default()
            },
            known: HashMap::new(),
        }
    }

    fn note(&mut self, label: &str) {
        let Labels { labels, of, .. } = &mut self.labels;
        if labels.len() > MOST_LABELS {
            return;
        }
        let place = self.known.get(label).copied().unwrap_or_else(|| {
            let place = u32::try_from(labels.len()).unwrap_or(u32::MAX);
            labels.push(label.to_owned());
            self.known.insert(label.to_owned(), place);
            place
        });
        of.push(place);
    }
}
