//! The likelihood of spells under a model of contracts.

use super::renewals::Renewals;
use crate::clv::fitting::{Likelihood, Task};
use crate::survival::{Survival, Tenure};
use crate::{Error, Result};

/// The tenures of customers, and how parameters become a survival function.
pub(super) struct Tenures<F> {
    rows: Vec<Tenure>,
    weight: f64,
    renewals: F,
}

impl<F: Fn(&[f64]) -> Renewals> Tenures<F> {
    /// Refuses data without customers, and a customer who left before the first period was over.
    pub(super) fn of(curve: &Survival, renewals: F) -> Result<Self> {
        let rows: Vec<Tenure> = curve.tenures().collect();
        let weight = curve.weight();
        if weight <= 0.0 {
            return Err(Error::empty("customer"));
        }
        if rows.iter().any(|row| row.time == 0 && row.ended > 0.0) {
            let error = Error::out_of_range("tenure of a customer who left", 0, "1 or more");
            return Err(
                error.with_cure("a contract runs for at least one period: count from its start")
            );
        }
        if rows.iter().all(|row| row.time == 0) {
            let error = Error::insufficient("periods of observation", 0, 1);
            return Err(error.with_cure("wait until one period is over"));
        }
        Ok(Self {
            rows,
            weight,
            renewals,
        })
    }

    pub(super) fn task(&self, curve: &Survival, start: Vec<f64>) -> Task {
        Task {
            units: vec![1.0; start.len()],
            start,
            customers: curve.customers,
            weight: self.weight,
        }
    }
}

impl<F: Fn(&[f64]) -> Renewals> Likelihood for Tenures<F> {
    fn mean(&mut self, parameters: &[f64]) -> f64 {
        let renewals = (self.renewals)(parameters);
        let mut sum = 0.0;
        for row in &self.rows {
            let t = f64::from(row.time);
            let stayed = renewals.ln_survival(t);
            if row.ended > 0.0 {
                let before = renewals.ln_survival(t - 1.0);
                sum += row.ended * (before + ln_of_leaving(stayed - before));
            }
            sum += (row.ongoing - row.entered) * stayed;
        }
        sum / self.weight
    }

    fn mean_and_slopes(&mut self, parameters: &[f64], slopes: &mut [f64]) -> Option<f64> {
        let renewals = (self.renewals)(parameters);
        slopes.fill(0.0);
        let mut add = |weight: f64, by: [f64; 3]| {
            let weight = weight / self.weight;
            slopes
                .iter_mut()
                .zip(by)
                .for_each(|(slope, by)| *slope += weight * by);
        };
        for row in &self.rows {
            let t = f64::from(row.time);
            let after = renewals.slopes(t);
            if row.ended > 0.0 {
                let before = renewals.slopes(t - 1.0);
                // Of ln(S(t − 1) − S(t)): with r = S(t) / S(t − 1), r / (1 − r) of what changes in between.
                let step = renewals.ln_survival_after(t - 1.0, t);
                let odds = step.exp() / -step.exp_m1();
                add(row.ended * (1.0 + odds), before);
                add(-row.ended * odds, after);
            }
            add(row.ongoing - row.entered, after);
        }
        Some(self.mean(parameters))
    }
}

/// `ln(1 − r)` of a retention rate whose logarithm is `step`.
fn ln_of_leaving(step: f64) -> f64 {
    (-step.exp_m1()).ln()
}
