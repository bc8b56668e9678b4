//! The likelihood of what customers did at their occasions.

use std::collections::BTreeMap;

use super::OccasionSummary;
use crate::clv::fitting::{Likelihood, Task};
use crate::numeric::gammas::ln_rising;
use crate::{Error, Result};

/// The four parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Chances {
    pub(super) alpha: f64,
    pub(super) beta: f64,
    pub(super) gamma: f64,
    pub(super) delta: f64,
}

impl Chances {
    /// `ln L` if the customer is still there at the last occasion, and has left before it.
    fn ln_parts(&self, row: OccasionSummary) -> (f64, Option<f64>) {
        let [x, last, n] = [row.purchases(), row.last(), row.occasions()].map(f64::from);
        let there = self.ln_bought(x, n) + self.ln_stayed(n);
        if last >= n {
            return (there, None);
        }
        // Left right after the last purchase, or after each later occasion: each is a part of the one before.
        let (mut part, mut sum) = (1.0, 1.0);
        for i in row.last()..row.occasions() - 1 {
            let i = f64::from(i);
            part *= (self.beta + i - x) / (self.alpha + self.beta + i) * (self.delta + i)
                / (self.gamma + self.delta + i + 1.0);
            sum += part;
        }
        let leaves = (self.gamma / (self.gamma + self.delta + last)).ln();
        let first = self.ln_bought(x, last) + self.ln_stayed(last) + leaves;
        (there, Some(first + sum.ln()))
    }

    /// `ln B(α + x, β + m − x) / B(α, β)`: so many purchases at the first m occasions.
    fn ln_bought(&self, x: f64, m: f64) -> f64 {
        ln_rising(self.alpha, x) + ln_rising(self.beta, m - x)
            - ln_rising(self.alpha + self.beta, m)
    }

    /// `ln B(γ, δ + m) / B(γ, δ)`: there at the first m occasions.
    fn ln_stayed(&self, m: f64) -> f64 {
        ln_rising(self.delta, m) - ln_rising(self.gamma + self.delta, m)
    }

    pub(super) fn ln_likelihood(&self, row: OccasionSummary) -> f64 {
        let (there, gone) = self.ln_parts(row);
        gone.map_or(there, |gone| {
            let most = there.max(gone);
            most + ((there - most).exp() + (gone - most).exp()).ln()
        })
    }

    /// The probability of being there at the last occasion.
    pub(super) fn alive(&self, row: OccasionSummary) -> f64 {
        let (there, gone) = self.ln_parts(row);
        gone.map_or(1.0, |gone| 1.0 / (1.0 + (gone - there).exp()))
    }
}

/// Customers with equal histories, counted.
pub(super) struct Occasions {
    rows: Vec<(OccasionSummary, f64)>,
    customers: u64,
}

impl Occasions {
    pub(super) fn of(rows: impl IntoIterator<Item = (OccasionSummary, u64)>) -> Result<Self> {
        let mut counts: BTreeMap<OccasionSummary, u64> = BTreeMap::new();
        let mut customers = 0_u64;
        for (row, (summary, count)) in rows.into_iter().enumerate() {
            customers = customers
                .checked_add(count)
                .ok_or_else(|| Error::overflow("a number of customers", count).at_row(row))?;
            *counts.entry(summary).or_default() += count;
        }
        if customers == 0 {
            return Err(Error::empty("customer"));
        }
        let seen = |(row, count): &(OccasionSummary, u64)| *count > 0 && row.occasions() > 0;
        if !counts
            .iter()
            .map(|(&row, &count)| (row, count))
            .any(|row| seen(&row))
        {
            let error = Error::insufficient("occasions", 0, 1);
            return Err(error.with_cure("wait until one occasion is over"));
        }
        let rows = counts.into_iter().filter(|&(_, count)| count > 0);
        Ok(Self {
            rows: rows.map(|(row, count)| (row, count as f64)).collect(),
            customers,
        })
    }

    pub(super) fn task(&self) -> Task {
        Task {
            units: vec![1.0; 4],
            start: vec![1.0; 4],
            customers: self.customers,
            weight: self.customers as f64,
        }
    }
}

pub(super) fn chances(parameters: &[f64]) -> Chances {
    let mut parameters = parameters.iter().copied();
    let mut next = || parameters.next().unwrap_or(f64::NAN);
    Chances {
        alpha: next(),
        beta: next(),
        gamma: next(),
        delta: next(),
    }
}

impl Likelihood for Occasions {
    fn mean(&mut self, parameters: &[f64]) -> f64 {
        let chances = chances(parameters);
        let rows = self.rows.iter();
        let sum: f64 = rows
            .map(|&(row, count)| count * chances.ln_likelihood(row))
            .sum();
        sum / self.customers as f64
    }
}
