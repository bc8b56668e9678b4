use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Options;
use super::sums::{Sums, visits};
use crate::error::same;
use crate::estimate::Proportion;
use crate::keyed::{CustomerRow, Keyed};
use crate::numeric::money::{add, ratio};
use crate::period::{Calendar, Window};
use crate::purchases::{Observed, Policy};
use crate::{Error, Result};

/// Cohorts and what became of them, with the choices that made the table.
///
/// See the [example](crate::cohort::Cell).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cohorts {
    /// One row for each calendar period that the window touches, in order; those without a customer
    /// too.
    pub rows: Vec<Cohort>,
    /// The choices.
    pub options: Options,
    /// The window in which purchases were looked for.
    pub window: Window,
    /// The policy that says what is a purchase.
    pub policy: Policy,
    /// Customers who belong to no cohort: with a purchase but without a date of their own, or with a
    /// date outside the periods. 0 where the first purchase makes the cohort.
    pub without_cohort: u64,
    /// Purchases of customers of a cohort before its period: part of no cell. 0 where the first
    /// purchase makes the cohort.
    pub purchases_before: u64,
}

/// The customers who came in one period.
///
/// See the [example](crate::cohort::Cell).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cohort {
    /// The period in which they came.
    pub period: Window,
    /// How many they are.
    pub customers: u64,
    /// Whether the window holds the period whole. If not, more customers may belong to it.
    pub complete: bool,
    /// What they did in that period and in each one since, as far as the window reaches.
    pub cells: Vec<Cell>,
}

/// What the customers of a cohort did at one age.
///
/// ```
/// # use chrono::NaiveDate;
/// # use retention::cohort::{Options, Cohorts};
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, amount| Purchase { customer, date: date(month, 2), amount };
/// // Ann and Ben came in January; Ann spent 20 and 25 in February, on two days.
/// # let second = Purchase { customer: "Ann", date: date(2, 9), amount: dec!(25) };
/// # let log = PurchaseLog::from_rows([
/// #     row("Ann", 1, dec!(10)), row("Ben", 1, dec!(5)), row("Ann", 2, dec!(20)), second,
/// # ])?;
/// # let observed = log.observe(log.until(date(2, 15))?, Policy::default())?;
/// let table = Cohorts::of(&observed, Options::default())?;
/// let cell = table.rows[0].cells[1];
/// assert!(!cell.complete); // the window ends on 15 February
/// assert_eq!(cell.revenue_per_customer(), Some(22.5));
/// assert_eq!(cell.average_order(), Some(22.5));
/// assert_eq!(cell.cumulative_revenue_per_customer(), Some(30.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cell {
    /// Periods since the customers came: 0 for the period in which they did.
    pub age: u32,
    /// The calendar period.
    pub period: Window,
    /// Whether the window holds the period whole. If not, the figures may still grow.
    pub complete: bool,
    /// Share of the cohort that is retained, by the rule of [`Options::retained`].
    pub retention: Proportion,
    /// How often the cohort bought in the period.
    pub purchases: u64,
    /// What the cohort brought in the period, exactly.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub revenue: Decimal,
    /// What the cohort brought up to the end of the period, exactly.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cumulative_revenue: Decimal,
}

impl Cell {
    /// Returns the revenue of the period for each customer of the cohort, retained or not; `None` for a
    /// cohort without customers.
    #[must_use]
    pub fn revenue_per_customer(&self) -> Option<f64> {
        ratio(self.revenue, Decimal::from(self.retention.denominator()))
    }

    /// Returns the revenue up to the end of the period for each customer of the cohort; `None` for a
    /// cohort without customers.
    #[must_use]
    #[doc(alias = "LTV to date")]
    pub fn cumulative_revenue_per_customer(&self) -> Option<f64> {
        let customers = Decimal::from(self.retention.denominator());
        ratio(self.cumulative_revenue, customers)
    }

    /// Returns the revenue of a purchase on average; `None` without a purchase.
    #[must_use]
    #[doc(alias = "AOV")]
    pub fn average_order(&self) -> Option<f64> {
        ratio(self.revenue, Decimal::from(self.purchases))
    }

    fn merge(self, other: Self) -> Result<Self> {
        Ok(Self {
            retention: self.retention.merge(other.retention)?,
            purchases: self.purchases.saturating_add(other.purchases),
            revenue: add(self.revenue, other.revenue)?,
            cumulative_revenue: add(self.cumulative_revenue, other.cumulative_revenue)?,
            ..self
        })
    }
}

impl Cohorts {
    /// Counts cohorts by the first purchase *in the window*, so let the window begin where the records
    /// begin. The table has half as many cells as the square of its periods.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the window has more than 4,096 periods; [`Error::Overflow`] if money
    /// exceeds what a decimal holds, with the position of the customer's first row where it is that of
    /// one customer, or if a period reaches beyond the calendar.
    pub fn of<Id: Ord>(observed: &Observed<'_, Id>, options: Options) -> Result<Self> {
        let calendar = Calendar::new(observed.window(), options.period)?;
        let mut sums = Sums::new(&calendar);
        observed.for_each(
            |history| visits(history, &calendar, options.grain),
            |_, visits| {
                if let Some(first) = visits.first() {
                    sums.add(first.period, &visits);
                }
            },
        )?;
        Self::new(observed, options, &calendar, sums, LeftOut::default())
    }

    /// Counts cohorts by a date of each customer that you give, such as the day of registration.
    ///
    /// Customers with a date belong to a cohort whether they bought or not. Those who bought but have
    /// no date are counted in [`without_cohort`](Self::without_cohort), and so are those whose date
    /// lies after the window, or before the period in which it begins.
    ///
    /// # Errors
    /// [`Error::Duplicate`], with the row, for a customer with two dates; those of [`of`](Self::of).
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::cohort::{Options, Cohorts};
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month| Purchase { customer, date: date(month, 2), amount: dec!(10) };
    /// // Ann and Ben registered in January; Ben never bought.
    /// # let log = PurchaseLog::from_rows([row("Ann", 2), row("Cem", 3)])?;
    /// # let observed = log.observe(retention::period::Window::new(date(1, 1), date(3, 31))?, Policy::default())?;
    /// let registered = [("Ann", date(1, 8)), ("Ben", date(1, 20))];
    /// let table = Cohorts::from_anchors(&observed, registered, Options::default())?;
    /// assert_eq!(table.rows[0].cells[1].retention.to_string(), "1 of 2");
    /// assert_eq!(table.without_cohort, 1); // Cem
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn from_anchors<Id: Ord>(
        observed: &Observed<'_, Id>,
        anchors: impl IntoIterator<Item = (Id, NaiveDate)>,
        options: Options,
    ) -> Result<Self> {
        let calendar = Calendar::new(observed.window(), options.period)?;
        let anchors = anchors.into_iter();
        let anchors = anchors.map(|(id, date)| CustomerRow::new(id, date));
        let anchors = Keyed::from_unsorted(anchors)?;
        let mut sums = Sums::new(&calendar);
        let mut left_out = LeftOut::default();
        let mut join = |anchor: Option<NaiveDate>, visits: &[_]| match anchor
            .and_then(|day| calendar.find(day))
        {
            Some(cohort) => left_out.purchases_before += sums.add(cohort, visits),
            None => left_out.without_cohort += 1,
        };
        let mut rest = anchors.iter().peekable();
        observed.for_each(
            |history| visits(history, &calendar, options.grain),
            |id, visits| {
                while let Some(row) = rest.next_if(|row| row.customer < *id) {
                    join(Some(row.result), &[]);
                }
                let own = rest.next_if(|row| row.customer == *id);
                join(own.map(|row| row.result), &visits);
            },
        )?;
        for row in rest {
            join(Some(row.result), &[]);
        }
        Self::new(observed, options, &calendar, sums, left_out)
    }

    fn new<Id>(
        observed: &Observed<'_, Id>,
        options: Options,
        calendar: &Calendar,
        sums: Sums,
        left_out: LeftOut,
    ) -> Result<Self> {
        let scale = observed.log().amounts().scale();
        Ok(Self {
            rows: sums.cohorts(calendar, options, scale)?,
            options,
            window: observed.window(),
            policy: observed.policy(),
            without_cohort: left_out.without_cohort,
            purchases_before: left_out.purchases_before,
        })
    }

    /// Adds a table of other customers.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if options, window or policy differ; [`Error::Overflow`] if money or counts
    /// exceed what they are held in.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::cohort::{Options, Cohorts};
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month| Purchase { customer, date: date(month, 2), amount: dec!(10) };
    /// // Two shops without a common customer.
    /// let [ours, theirs] = [vec![row("Ann", 1), row("Ann", 2)], vec![row("Ben", 1), row("Cem", 2)]];
    /// let table = |rows| {
    ///     let log = PurchaseLog::from_rows(rows)?;
    ///     let window = retention::period::Window::new(date(1, 1), date(2, 29))?;
    ///     Cohorts::of(&log.observe(window, Policy::default())?, Options::default())
    /// };
    /// let both = table(ours)?.merge(table(theirs)?)?;
    /// assert_eq!(both.rows[0].cells[1].retention.to_string(), "1 of 2");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn merge(mut self, other: Self) -> Result<Self> {
        same("options", &self.options, &other.options)?;
        same("window", &self.window, &other.window)?;
        same("policy", &self.policy, &other.policy)?;
        for (ours, theirs) in self.rows.iter_mut().zip(other.rows) {
            let customers = ours.customers.checked_add(theirs.customers);
            ours.customers = customers
                .ok_or_else(|| Error::overflow("the customers of a cohort", theirs.period))?;
            for (cell, other) in ours.cells.iter_mut().zip(theirs.cells) {
                *cell = cell.merge(other)?;
            }
        }
        self.without_cohort = self.without_cohort.saturating_add(other.without_cohort);
        self.purchases_before = self.purchases_before.saturating_add(other.purchases_before);
        Ok(self)
    }
}

/// Customers and purchases that are in no cell.
#[derive(Default)]
struct LeftOut {
    without_cohort: u64,
    purchases_before: u64,
}
