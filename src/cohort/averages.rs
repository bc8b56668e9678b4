use super::{Cohort, Cohorts};
use crate::estimate::Proportion;
use crate::numeric::money::ratio;
use crate::{Error, Result};

use rust_decimal::Decimal;

/// What the cohorts that can be followed to an age did on average at one age.
///
/// See the [example](crate::cohort::Cohorts::averages).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Average {
    /// Periods since the customers came.
    pub age: u32,
    /// How many cohorts are averaged: the same at each age.
    pub cohorts: u64,
    /// Share of their customers who are retained: the mean weighted by customers, with its counts.
    pub weighted: Proportion,
    /// The mean of the cohorts' shares, each cohort alike; `None` if there is no cohort.
    pub simple: Option<f64>,
    /// Revenue of the period for each of their customers; `None` if there is none.
    pub revenue_per_customer: Option<f64>,
}

impl Cohorts {
    /// Returns the averages at each age up to `through`, over the cohorts that were observed whole at
    /// every one of these ages.
    ///
    /// The same cohorts are averaged at each age. An average over all cohorts that reach an age is
    /// common, but it may rise only because young cohorts with low retention do not reach it. Cohorts
    /// without customers are left out.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the window has no such age.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::cohort::{Options, Cohorts};
    /// # use retention::period::Window;
    /// # use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// # use rust_decimal::dec;
    /// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    /// # let row = |customer, month| Purchase { customer, date: date(month, 2), amount: dec!(10) };
    /// // January: two customers, who both buy in March. February: one, who does not.
    /// # let log = PurchaseLog::from_rows([
    /// #     row("Ann", 1), row("Ann", 3), row("Ben", 1), row("Ben", 3), row("Cem", 2),
    /// # ])?;
    /// # let quarter = Window::new(date(1, 1), date(3, 31))?;
    /// # let observed = log.observe(quarter, Policy::default())?;
    /// let table = Cohorts::of(&observed, Options::default())?;
    /// let to_age_1 = table.averages(1)?;
    /// assert_eq!((to_age_1[1].cohorts, to_age_1[1].weighted.to_string()), (2, "0 of 3".into()));
    /// let to_age_2 = table.averages(2)?; // only January can be followed so far
    /// assert_eq!((to_age_2[2].cohorts, to_age_2[2].weighted.to_string()), (1, "2 of 2".into()));
    /// assert_eq!(to_age_2[1].weighted.to_string(), "0 of 2");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn averages(&self, through: u32) -> Result<Vec<Average>> {
        let ages = self.rows.len();
        let through = usize::try_from(through).unwrap_or(usize::MAX);
        if through >= ages {
            let oldest = ages.saturating_sub(1);
            let allowed = format_args!("at most {oldest}").to_string();
            return Err(Error::out_of_range("age", through, allowed));
        }
        let followed = |cohort: &&Cohort| {
            let cells = cohort.cells.get(..=through);
            let whole = cells.is_some_and(|cells| cells.iter().all(|cell| cell.complete));
            whole && cohort.customers > 0
        };
        let cohorts: Vec<&Cohort> = self.rows.iter().filter(followed).collect();
        (0..=through).map(|age| average(&cohorts, age)).collect()
    }
}

fn average(cohorts: &[&Cohort], age: usize) -> Result<Average> {
    let mut weighted = Proportion::of_parts(0, 0);
    let (mut shares, mut revenue) = (0.0, Decimal::ZERO);
    for cell in cohorts.iter().filter_map(|cohort| cohort.cells.get(age)) {
        weighted = weighted.merge(cell.retention)?;
        shares += cell.retention.value().unwrap_or_default();
        revenue = crate::numeric::money::add(revenue, cell.revenue)?;
    }
    let customers = Decimal::from(weighted.denominator());
    Ok(Average {
        age: u32::try_from(age).unwrap_or(u32::MAX),
        cohorts: cohorts.len() as u64,
        weighted,
        simple: (!cohorts.is_empty()).then(|| shares / cohorts.len() as f64),
        revenue_per_customer: ratio(revenue, customers),
    })
}
