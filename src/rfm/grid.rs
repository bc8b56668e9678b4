use rust_decimal::Decimal;

use super::Values;
use crate::error::finite;
use crate::macros::options;
use crate::numeric::money::add;
use crate::period::{Period, Ruler, Window};
use crate::purchases::{Observed, Policy};
use crate::{Error, Result};

options! {
    /// The borders of a [`Grid`]. No source publishes them; a business sets its own.
    ///
    /// ```
    /// use retention::rfm::GridOptions;
    ///
    /// let fine = GridOptions::default().multiples(vec![0.5, 1.0, 1.5, 2.0, 3.0]);
    /// assert_eq!(fine.purchases, [2, 4, 7]);
    /// ```
    pub struct GridOptions {
        /// Calendar period of a purchase: all rows of a customer in one period count as one purchase.
        /// Default: a day.
        pub grain: Period = Period::Day,
        /// The borders of recency, ascending, in mean times between purchases: a customer at a border
        /// belongs below it. Default: 1, 2, 3.
        pub multiples: Vec<f64> = vec![1.0, 2.0, 3.0],
        /// The fewest purchases of each row but the first, ascending from 2 or more. Default: 2, 4, 7,
        /// so that the rows are 1, 2–3, 4–6, and 7 or more.
        pub purchases: Vec<u32> = vec![2, 4, 7],
    }
}

impl GridOptions {
    fn check(&self) -> Result<()> {
        let unsorted = |argument, row: usize, value: String, before: String| {
            let follows = format_args!("follows {before}").to_string();
            Err(Error::unsorted(argument, value, follows).at_row(row))
        };
        let mut before = 0.0;
        for (row, &multiple) in self.multiples.iter().enumerate() {
            let multiple = finite("multiples", multiple).map_err(|error| error.at_row(row))?;
            if multiple <= before {
                return unsorted("multiples", row, multiple.to_string(), before.to_string());
            }
            before = multiple;
        }
        let mut before = 1;
        for (row, &purchases) in self.purchases.iter().enumerate() {
            if purchases <= before {
                return unsorted("purchases", row, purchases.to_string(), before.to_string());
            }
            before = purchases;
        }
        Ok(())
    }
}

/// Customers by recency and frequency: who buys often and lately, and who used to.
///
/// Recency is counted in mean times between purchases of the population, so that the grid of a grocer
/// and that of a car dealer read alike. Customers move to the right while they are silent; those in the
/// last column of a low row were good customers once.
///
/// ```text
/// mean time between purchases = days from first to last purchase of everyone together
///                             / purchases after the first of everyone together
/// ```
///
/// The mean leaves out customers who did not come back, and favours those who buy often.
///
/// Source of the grid: Novo, J., *Drilling Down*; the borders are practice.
///
/// ```
/// # use chrono::NaiveDate;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// use retention::rfm::{Grid, GridOptions};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month| Purchase { customer, date: date(month, 1), amount: dec!(10) };
/// // Ann bought from January to June, Ben in January and February, Cem in June.
/// # let ann = (1..=6).map(|month| row("Ann", month));
/// # let log = PurchaseLog::from_rows(ann.chain([row("Ben", 1), row("Ben", 2), row("Cem", 6)]))?;
/// let observed = log.observe(log.until(date(6, 20))?, Policy::default())?;
/// let grid = Grid::of(&observed, &GridOptions::default())?;
/// assert_eq!(grid.mean_interval_days.round(), 31.0);
/// let often_and_lately = grid.cell(0, 2).unwrap();
/// assert_eq!((often_and_lately.customers, often_and_lately.revenue), (1, dec!(60))); // Ann
/// assert_eq!(grid.cell(3, 1).unwrap().customers, 1); // Ben
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Grid {
    /// The cells, all of the first frequency first, by recency from the latest.
    pub cells: Vec<GridCell>,
    /// The mean time between purchases, in days.
    pub mean_interval_days: f64,
    /// The borders that were used.
    pub options: GridOptions,
    /// The window; recency is as of its last day.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

/// One cell of a [`Grid`].
///
/// See the [example](crate::rfm::Grid).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct GridCell {
    /// The column of recency, from 0 for the latest.
    pub recency: usize,
    /// The row of frequency, from 0 for the fewest purchases.
    pub frequency: usize,
    /// How many customers stand there.
    pub customers: u64,
    /// What they bring, exactly.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub revenue: Decimal,
}

impl Grid {
    /// Counts the customers of a view by recency and frequency, as of the last day of its window.
    ///
    /// # Errors
    /// [`Error::Insufficient`] if nobody bought twice, because recency then has no unit;
    /// [`Error::Unsorted`] and [`Error::NotFinite`], with the position, for borders that do not ascend
    /// or are no numbers; [`Error::Overflow`] if money exceeds what a decimal holds or a period reaches
    /// beyond the calendar.
    pub fn of<Id>(observed: &Observed<'_, Id>, options: &GridOptions) -> Result<Self> {
        options.check()?;
        let mut values = Vec::new();
        let (mut days, mut intervals) = (0_u64, 0_u64);
        observed.for_each(
            |history| {
                let Some(found) = Values::of(history, options.grain)? else {
                    return Ok(None);
                };
                let summary = history.summary(options.grain, Ruler::Days)?;
                // Whole days, at most those of the calendar.
                let span = summary.map_or(0, |summary| summary.first_to_last() as u64);
                Ok(Some((found, span)))
            },
            |_, (found, span)| {
                days += span;
                intervals += u64::from(found.frequency().saturating_sub(1));
                values.push(found);
            },
        )?;
        if intervals == 0 {
            let error = Error::insufficient("times between purchases", 0, 1);
            return Err(error.with_cure("a grid needs a customer who bought twice"));
        }
        let mut grid = Self {
            cells: Vec::new(),
            mean_interval_days: days as f64 / intervals as f64,
            options: options.clone(),
            window: observed.window(),
            policy: observed.policy(),
        };
        grid.fill(&values)?;
        Ok(grid)
    }

    fn fill(&mut self, values: &[Values]) -> Result<()> {
        let rows = 0..=self.options.purchases.len();
        let columns = self.options.multiples.len();
        let cells = rows.flat_map(|frequency| {
            (0..=columns).map(move |recency| GridCell {
                recency,
                frequency,
                customers: 0,
                revenue: Decimal::ZERO,
            })
        });
        self.cells = cells.collect();
        for values in values {
            let place = self.place(values);
            if let Some(cell) = self.cells.get_mut(place) {
                cell.customers += 1;
                cell.revenue = add(cell.revenue, values.revenue())?;
            }
        }
        Ok(())
    }

    fn place(&self, values: &Values) -> usize {
        let days = f64::from(values.recency_days());
        let reached = |&purchases: &u32| purchases <= values.frequency();
        let frequency = self.options.purchases.partition_point(reached);
        let passed = |&multiple: &f64| multiple * self.mean_interval_days < days;
        let recency = self.options.multiples.partition_point(passed);
        self.index(recency, frequency)
    }

    fn index(&self, recency: usize, frequency: usize) -> usize {
        frequency * (self.options.multiples.len() + 1) + recency
    }

    /// Returns the cell at a column of recency and a row of frequency, from 0; `None` beyond the grid.
    #[must_use]
    pub fn cell(&self, recency: usize, frequency: usize) -> Option<&GridCell> {
        if recency > self.options.multiples.len() {
            return None;
        }
        self.cells.get(self.index(recency, frequency))
    }
}
