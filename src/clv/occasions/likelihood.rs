//! The likelihood of what customers did at their occasions.

use std::collections::BTreeMap;

use super::OccasionSummary;
use crate::clv::fitting::{Likelihood, Task};
use crate::numeric::gammas::{digamma_rising, ln_rising};
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

    /// `ln L`, and its slopes along each parameter.
    fn log_likelihood_and_slopes(&self, row: OccasionSummary) -> (f64, [f64; 4]) {
        let [x, last, n] = [row.purchases(), row.last(), row.occasions()].map(f64::from);
        let there = self.ln_bought(x, n) + self.ln_stayed(n);
        let by_there = self.slopes_of_being_there(x, n);
        if last >= n {
            return (there, by_there);
        }
        let (bought, stayed) = (self.alpha + self.beta, self.gamma + self.delta);
        // The parts of `ln_parts`, with the slopes of the logarithm of each, and their weighted sums.
        let (mut part, mut sum) = (1.0, 1.0);
        let (mut by_part, mut by_sum) = ([0.0; 4], [0.0; 4]);
        for i in row.last()..row.occasions() - 1 {
            let i = f64::from(i);
            let (silent, stays) = (self.beta + i - x, self.delta + i);
            let (any, ends) = (1.0 / (bought + i), 1.0 / (stayed + i + 1.0));
            part *= silent * any * stays * ends;
            sum += part;
            let steps = [-any, 1.0 / silent - any, -ends, 1.0 / stays - ends];
            for ((by_part, by_sum), step) in by_part.iter_mut().zip(&mut by_sum).zip(steps) {
                *by_part += step;
                *by_sum += part * *by_part;
            }
        }
        let leaves = self.gamma / (stayed + last);
        let gone = self.ln_bought(x, last) + self.ln_stayed(last) + leaves.ln() + f64::ln(sum);
        let mut by_gone = self.slopes_of_being_there(x, last);
        let ends = 1.0 / (stayed + last);
        let by_leaving = [0.0, 0.0, 1.0 / self.gamma - ends, -ends];
        for ((by_gone, by_sum), by_leaving) in by_gone.iter_mut().zip(by_sum).zip(by_leaving) {
            *by_gone += by_sum / sum + by_leaving;
        }
        let most = there.max(gone);
        let (is_there, is_gone) = ((there - most).exp(), (gone - most).exp());
        let all = is_there + is_gone;
        let mut slopes = by_there;
        for (slope, by_gone) in slopes.iter_mut().zip(by_gone) {
            *slope = (is_there * *slope + is_gone * by_gone) / all;
        }
        (most + all.ln(), slopes)
    }

    /// The slopes of `ln_bought(x, m) + ln_stayed(m)`.
    fn slopes_of_being_there(&self, x: f64, m: f64) -> [f64; 4] {
        let bought = digamma_rising(self.alpha + self.beta, m);
        let stayed = digamma_rising(self.gamma + self.delta, m);
        [
            digamma_rising(self.alpha, x) - bought,
            digamma_rising(self.beta, m - x) - bought,
            -stayed,
            digamma_rising(self.delta, m) - stayed,
        ]
    }

    /// `ln B(α + x, β + m − x) / B(α, β)`: so many purchases at the first m occasions.
    pub(super) fn ln_bought(&self, x: f64, m: f64) -> f64 {
        ln_rising(self.alpha, x) + ln_rising(self.beta, m - x)
            - ln_rising(self.alpha + self.beta, m)
    }

    /// `ln B(γ, δ + m) / B(γ, δ)`: there at the first m occasions.
    pub(super) fn ln_stayed(&self, m: f64) -> f64 {
        ln_rising(self.delta, m) - ln_rising(self.gamma + self.delta, m)
    }

    pub(super) fn log_likelihood(&self, row: OccasionSummary) -> f64 {
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
            .map(|&(row, count)| count * chances.log_likelihood(row))
            .sum();
        sum / self.customers as f64
    }

    fn mean_and_slopes(&mut self, parameters: &[f64], slopes: &mut [f64]) -> Option<f64> {
        let chances = chances(parameters);
        let (mut sum, mut by_sum) = (0.0, [0.0; 4]);
        for &(row, count) in &self.rows {
            let (value, by_value) = chances.log_likelihood_and_slopes(row);
            sum += count * value;
            for (by_sum, by_value) in by_sum.iter_mut().zip(by_value) {
                *by_sum += count * by_value;
            }
        }
        let customers = self.customers as f64;
        for ((slope, by_sum), parameter) in slopes.iter_mut().zip(by_sum).zip(parameters) {
            *slope = by_sum * parameter / customers;
        }
        Some(sum / customers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_what_small_changes_do() {
        let parameters = [1.204, 0.750, 0.657, 2.783];
        for (x, last, n) in [
            (0, 0, 6),
            (1, 3, 6),
            (2, 4, 9),
            (5, 5, 6),
            (6, 6, 6),
            (0, 0, 1),
        ] {
            let row = OccasionSummary::new(x, last, n).unwrap();
            let (value, slopes) = chances(&parameters).log_likelihood_and_slopes(row);
            let plain = chances(&parameters).log_likelihood(row);
            assert!((value - plain).abs() < 1e-14, "{row:?}: {value} {plain}");
            for (place, slope) in slopes.into_iter().enumerate() {
                let moved = |by: f64| {
                    let mut moved = parameters;
                    moved[place] += by;
                    chances(&moved).log_likelihood(row)
                };
                let rise = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                assert!(
                    (rise - slope).abs() < 1e-9,
                    "{row:?} {place}: {slope}, not {rise}"
                );
            }
        }
    }
}
