//! What the customers of each cohort did at each age.

use super::{Cell, Cohort, Options, Retained};
use crate::estimate::Proportion;
use crate::numeric::money::{add, to_decimal};
use crate::period::{Calendar, Period};
use crate::purchases::History;
use crate::{Error, Result};

use rust_decimal::Decimal;

/// The purchases of a customer in one period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit {
    pub(super) period: usize,
    purchases: u32,
    money: i128,
}

/// Gathers the periods in which a customer bought; `None` without a purchase.
pub(super) fn visits(
    history: &History<'_>,
    calendar: &Calendar,
    grain: Period,
) -> Result<Option<Vec<Visit>>> {
    let mut visits: Vec<Visit> = Vec::new();
    let mut money_fits = true;
    history.for_each_event(grain, |event| {
        let period = calendar.index(event.start);
        if let Some(last) = visits.last_mut().filter(|last| last.period == period) {
            last.purchases = last.purchases.saturating_add(1);
            match last.money.checked_add(event.money) {
                Some(sum) => last.money = sum,
                None => money_fits = false,
            }
        } else {
            visits.push(Visit {
                period,
                purchases: 1,
                money: event.money,
            });
        }
    })?;
    if !money_fits {
        return Err(Error::overflow("the money of a cohort", history.window()));
    }
    Ok((!visits.is_empty()).then_some(visits))
}

/// What all customers of a cohort did at one age.
#[derive(Debug, Clone, Copy, Default)]
struct OfAge {
    active: u64,
    /// Customers for whom it is the last age with a purchase.
    last: u64,
    purchases: u64,
    money: i128,
}

/// Cohorts as they are counted.
#[derive(Debug)]
pub(super) struct Sums {
    customers: Vec<u64>,
    ages: Vec<Vec<OfAge>>,
    overflowed: bool,
}

impl Sums {
    pub(super) fn new(calendar: &Calendar) -> Self {
        let periods = calendar.periods.len();
        Self {
            customers: vec![0; periods],
            ages: (0..periods)
                .map(|cohort| vec![OfAge::default(); periods.saturating_sub(cohort)])
                .collect(),
            overflowed: false,
        }
    }

    /// Adds a customer of a cohort who made these purchases, and returns how many purchases came
    /// before the cohort began.
    pub(super) fn add(&mut self, cohort: usize, visits: &[Visit]) -> u64 {
        let places = self
            .customers
            .get_mut(cohort)
            .zip(self.ages.get_mut(cohort));
        let Some((customers, ages)) = places else {
            return 0;
        };
        *customers += 1;
        let (mut before, mut last) = (0, None);
        for visit in visits {
            let Some(age) = visit.period.checked_sub(cohort) else {
                before += u64::from(visit.purchases);
                continue;
            };
            if let Some(of_age) = ages.get_mut(age) {
                of_age.active += 1;
                of_age.purchases += u64::from(visit.purchases);
                match of_age.money.checked_add(visit.money) {
                    Some(sum) => of_age.money = sum,
                    None => self.overflowed = true,
                }
                last = Some(age);
            }
        }
        if let Some(of_age) = last.and_then(|age| ages.get_mut(age)) {
            of_age.last += 1;
        }
        before
    }

    /// Returns the cohorts, with their money at a scale.
    pub(super) fn cohorts(
        self,
        calendar: &Calendar,
        options: Options,
        scale: u32,
    ) -> Result<Vec<Cohort>> {
        if self.overflowed {
            return Err(Error::overflow("the money of a cohort", calendar.window));
        }
        let counted = self.customers.into_iter().zip(self.ages);
        let periods = calendar.periods.iter().copied();
        let cohorts = counted.zip(periods).enumerate();
        let cohorts = cohorts.map(|(index, ((customers, ages), period))| {
            let later = calendar.periods.get(index..).unwrap_or_default();
            let mut not_lost: u64 = ages.iter().map(|of_age| of_age.last).sum();
            let mut cumulative = Decimal::ZERO;
            let mut cells = Vec::with_capacity(ages.len());
            for (age, (of_age, &period)) in (0..).zip(ages.iter().zip(later)) {
                let retained = match options.retained {
                    Retained::On => of_age.active,
                    Retained::OnOrAfter => not_lost,
                };
                not_lost = not_lost.saturating_sub(of_age.last);
                let revenue = to_decimal(of_age.money, scale)?;
                cumulative = add(cumulative, revenue)?;
                cells.push(Cell {
                    age,
                    period,
                    complete: calendar.is_complete(period),
                    retention: Proportion::of_parts(retained, customers.saturating_sub(retained)),
                    purchases: of_age.purchases,
                    revenue,
                    cumulative_revenue: cumulative,
                });
            }
            Ok(Cohort {
                period,
                customers,
                complete: calendar.is_complete(period),
                cells,
            })
        });
        cohorts.collect()
    }
}
