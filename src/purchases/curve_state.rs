//! How a return curve is read.

use super::returns::{Waiting, checked_step};
use super::{Policy, ReturnCurve, ReturnPoint};
use crate::error::{Place, same};
use crate::estimate::Proportion;
use crate::numeric::ROUNDING;
use crate::period::{Period, Ruler, Window};
use crate::{Error, Result};

/// A curve as it is read.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCurve {
    points: Vec<ReturnPoint>,
    waiting: Vec<Waiting>,
    least_at_risk: u64,
    returned: Proportion,
    longest_wait: u32,
    purchases: u32,
    purchases_to: Option<u32>,
    grain: Period,
    window: Window,
    policy: Policy,
}

impl TryFrom<RawCurve> for ReturnCurve {
    type Error = Error;

    /// Refuses a curve that no purchases could have made.
    fn try_from(raw: RawCurve) -> Result<Self> {
        let longest = longest_wait(raw.window, raw.grain)?;
        if f64::from(raw.longest_wait) > longest {
            let allowed = format!("at most {longest}, as the window is no longer");
            return Err(Error::out_of_range(
                "longest_wait",
                raw.longest_wait,
                allowed,
            ));
        }
        let (mut left, mut still_out) = (raw.returned.denominator(), 1.0);
        let (mut day, mut returned) = (None, 0_u64);
        for (position, point) in raw.points.iter().enumerate() {
            let refused = |argument, value: &dyn std::fmt::Display, allowed: String| {
                let place = Place::Column("points".into());
                let error = Error::out_of_range(argument, value, allowed);
                Err(error.at_row(position).at_place(place))
            };
            let after = day.replace(point.days);
            if after.is_some_and(|after| point.days <= after) || point.days > raw.longest_wait {
                let allowed = format!("later than the one before, at most {}", raw.longest_wait);
                return refused("days", &point.days, allowed);
            }
            if point.at_risk > left {
                return refused("at_risk", &point.at_risk, format!("at most {left}"));
            }
            if !(1..=point.at_risk).contains(&point.returned) {
                return refused(
                    "returned",
                    &point.returned,
                    format!("1 to {}", point.at_risk),
                );
            }
            left = point.at_risk - point.returned;
            returned = returned.saturating_add(point.returned);
            still_out *= left as f64 / point.at_risk as f64;
            if (point.still_out - still_out).abs() > ROUNDING {
                return refused("still_out", &point.still_out, format!("{still_out}"));
            }
        }
        same(
            "customers who returned",
            &raw.returned.numerator(),
            &returned,
        )?;
        raw.check_waiting()?;
        let purchases = checked_step(raw.purchases)?;
        if let Some(to) = raw.purchases_to.filter(|&to| to < purchases) {
            let allowed = format!("{purchases} or more");
            return Err(Error::out_of_range("purchases_to", to, allowed));
        }
        Ok(Self {
            points: raw.points,
            waiting: raw.waiting,
            least_at_risk: raw.least_at_risk,
            returned: raw.returned,
            longest_wait: raw.longest_wait,
            purchases,
            purchases_to: raw.purchases_to,
            grain: raw.grain,
            window: raw.window,
            policy: raw.policy,
            followed: None,
        }
        .followed())
    }
}

impl RawCurve {
    /// Refuses waits that are not those of everyone who did not come back, or that left other customers
    /// at risk than the points say.
    fn check_waiting(&self) -> Result<()> {
        let (mut before, mut all) = (None, 0_u64);
        for (position, waiting) in self.waiting.iter().enumerate() {
            let place = Place::Column("waiting".into());
            let refused = |error: Error| Err(error.at_row(position).at_place(place));
            if before.is_some_and(|before| waiting.days <= before)
                || waiting.days > self.longest_wait
            {
                let allowed = format!("later than the one before, at most {}", self.longest_wait);
                return refused(Error::out_of_range("days", waiting.days, allowed));
            }
            if waiting.customers == 0 {
                return refused(Error::out_of_range("customers", 0, "1 or more"));
            }
            before = Some(waiting.days);
            all = all.saturating_add(waiting.customers);
        }
        let expected = self.returned.complement().numerator();
        same("customers who did not return", &expected, &all)?;
        let (mut waiting, mut left) = (self.waiting.iter().peekable(), self.returned.denominator());
        for (position, point) in self.points.iter().enumerate() {
            while let Some(gone) = waiting.next_if(|waiting| waiting.days < point.days) {
                left = left.saturating_sub(gone.customers);
            }
            if point.at_risk != left {
                let error = Error::out_of_range("at_risk", point.at_risk, format!("{left}"));
                let place = Place::Column("points".into());
                return Err(error.at_row(position).at_place(place));
            }
            left = left.saturating_sub(point.returned);
        }
        Ok(())
    }
}

/// Returns the longest wait that a window has room for, in days.
pub(super) fn longest_wait(window: Window, grain: Period) -> Result<f64> {
    let start = grain.start_of(window.from())?;
    Ruler::Days.measure(start, grain.start_of(window.to())?)
}
