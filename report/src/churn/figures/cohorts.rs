//! Customers by the month of their first purchase, and how many of them bought in each month since.

use chrono::Datelike;
use retention::Result;
use retention::cohort::{Cohorts, Options};
use retention::estimate::Proportion;
use retention::period::Window;
use retention::purchases::{Policy, Purchase, PurchaseLog};
use serde::Serialize;

use crate::kit::csv::ColumnNames;

/// Averages go up to a year.
const A_YEAR: usize = 12;

/// The customers of a month.
#[derive(Debug, Serialize)]
pub struct Cohort {
    /// As in 1997-01.
    pub period: String,
    pub customers: u64,
    /// Whether the file holds the whole month. If not, more customers may belong to it.
    pub complete: bool,
    /// How many bought in that month and in each one since; `null` where that has not been observed.
    pub retained: Vec<Option<u64>>,
    /// The same as shares of the customers.
    pub retention: Vec<Option<f64>>,
    /// Whether the month was observed whole; if not, its figures may still grow.
    pub observed_whole: Vec<Option<bool>>,
}

impl Cohort {
    /// Whether the month of that age was observed whole.
    pub fn is_whole(&self, age: usize) -> bool {
        self.observed_whole.get(age) == Some(&Some(true))
    }

    /// How many months were observed, if only in part.
    pub fn months(&self) -> usize {
        self.retained.iter().flatten().count()
    }
}

/// What the table rests on, and its averages.
#[derive(Debug, Serialize)]
pub struct CohortTable {
    pub source: String,
    pub columns: ColumnNames,
    pub window: Window,
    pub customers: u64,
    pub skipped_rows: usize,
    pub averages: Vec<Average>,
    /// Whether it is of the user, and so of the same customers as the rest.
    #[serde(skip)]
    pub is_own: bool,
}

/// What the cohorts that can be followed through all these months did on average.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Average {
    /// Months since the first purchase.
    pub age: u32,
    /// How many cohorts: the same at each age.
    pub cohorts: u64,
    pub retained: u64,
    pub base: u64,
    /// Weighted by customers.
    pub weighted: Option<f64>,
    /// Each cohort alike.
    pub simple: Option<f64>,
    /// Wilson's 95 % interval of the weighted one.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// A file of purchases.
#[derive(Debug)]
pub struct Purchases<'a> {
    pub source: String,
    pub columns: ColumnNames,
    pub purchases: &'a [Purchase<String>],
    pub skipped_rows: usize,
    pub is_own: bool,
}

/// # Errors
/// Those of the library: no purchases.
pub fn of(of: Purchases<'_>) -> Result<(Vec<Cohort>, CohortTable)> {
    let rows = of.purchases.iter().map(|row| Purchase {
        customer: row.customer.as_str(),
        date: row.date,
        amount: row.amount,
    });
    let log = PurchaseLog::from_rows(rows)?;
    let window = log.window();
    let table = Cohorts::of(&log.observe(window, Policy::default())?, Options::default())?;
    let months = table.rows.len();
    let cohorts: Vec<Cohort> = table
        .rows
        .iter()
        .filter(|cohort| cohort.customers > 0)
        .map(|cohort| {
            let retained = cohort.cells.iter().map(|cell| cell.retention);
            let retained: Vec<Proportion> = retained.collect();
            let whole = cohort.cells.iter().map(|cell| Some(cell.complete));
            let first = cohort.period.from();
            Cohort {
                period: format!("{}-{:02}", first.year(), first.month()),
                customers: cohort.customers,
                complete: cohort.complete,
                retained: padded(retained.iter().map(|rate| Some(rate.numerator())), months),
                retention: padded(retained.iter().map(|rate| rate.value()), months),
                observed_whole: padded(whole, months),
            }
        })
        .collect();
    let averages = averages(&table, &cohorts)?;
    let table = CohortTable {
        source: of.source,
        columns: of.columns,
        window,
        customers: cohorts.iter().map(|cohort| cohort.customers).sum(),
        skipped_rows: of.skipped_rows,
        averages,
        is_own: of.is_own,
    };
    Ok((cohorts, table))
}

/// So many values, the last of which are not known.
fn padded<T: Clone>(values: impl Iterator<Item = Option<T>>, to: usize) -> Vec<Option<T>> {
    let mut values: Vec<Option<T>> = values.collect();
    values.resize(to.max(values.len()), None);
    values
}

/// Through the months that at least half of the cohorts were followed through, and a year at most.
fn averages(table: &Cohorts, cohorts: &[Cohort]) -> Result<Vec<Average>> {
    let through = |cohort: &Cohort| {
        let months = cohort.observed_whole.iter();
        months.take_while(|whole| **whole == Some(true)).count()
    };
    let mut followed: Vec<usize> = cohorts.iter().map(through).collect();
    followed.sort_unstable_by(|a, b| b.cmp(a));
    let half = followed.len().div_ceil(2);
    let months = half
        .checked_sub(1)
        .and_then(|half| followed.get(half))
        .copied();
    let Some(through) = months.and_then(|months| months.checked_sub(1)) else {
        return Ok(Vec::new());
    };
    let through = u32::try_from(through.min(A_YEAR)).unwrap_or(0);
    let averages = table.averages(through)?;
    let averages = averages.iter().map(|average| {
        let rate =
            super::rates::Rate::new(average.weighted.numerator(), average.weighted.denominator())?;
        Ok(Average {
            age: average.age,
            cohorts: average.cohorts,
            retained: rate.lost,
            base: rate.base,
            weighted: rate.rate,
            simple: average.simple,
            lower: rate.lower,
            upper: rate.upper,
        })
    });
    averages.collect()
}
