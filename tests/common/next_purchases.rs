//! How well the next purchase is foretold, out of sample, and by simpler rules.

#![allow(dead_code)]

use chrono::{Days, NaiveDate};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{HabitOptions, History, Policy, PurchaseLog, ShopHabits};
use rust_decimal::Decimal;

/// By how many days the next purchase of each customer was missed.
#[derive(Debug, Default)]
pub struct Missed {
    pub by_habits: Vec<i64>,
    pub by_own_mean: Vec<i64>,
    pub by_shop_median: Vec<i64>,
    /// How many were overdue when they bought.
    pub overdue: usize,
}

impl Missed {
    /// Takes each customer's first purchase in the `third` after `split`, and foretells the one after it from
    /// all before. All are followed for as long, two such thirds, and those who did not come back in that
    /// time are left out. The shop's habits are those until the split.
    pub fn of(log: &PurchaseLog<u32>, split: NaiveDate, third: u64) -> Self {
        let from = log.window().from();
        let before = Window::new(from, split).unwrap();
        let before = log.observe(before, Policy::default()).unwrap();
        let shop = ShopHabits::of(&before, Period::Day).unwrap();
        let intervals = before.histories();
        let intervals = intervals.flat_map(|(_, history)| days(&history));
        let shop_median = median(&intervals.collect::<Vec<_>>());
        let all = log.observe(log.window(), Policy::default()).unwrap();
        let mut missed = Self::default();
        for (_, history) in all.histories() {
            let events = history.events(Period::Day).unwrap();
            let dates: Vec<NaiveDate> = events.iter().map(|event| event.start).collect();
            let origin = dates.partition_point(|&date| date <= split);
            let [known @ .., next] = &dates[..dates.len().min(origin + 2)] else {
                continue;
            };
            let Some(&last) = known.last().filter(|_| known.len() > origin && origin > 0) else {
                continue;
            };
            if last > split + Days::new(third) || *next > last + Days::new(2 * third) {
                continue;
            }
            let amounts = vec![Decimal::ONE; known.len()];
            let window = Window::new(from, *next).unwrap();
            let known = History::new(known, &amounts, window).unwrap();
            let options = HabitOptions::default();
            let habits = known.habits(Period::Day, &shop, options).unwrap().unwrap();
            let own = days(&known);
            let own_mean = own.iter().sum::<i64>() as f64 / own.len() as f64;
            let wait = (*next - last).num_days();
            missed.by_habits.push(habits.days_late().unwrap().abs());
            missed
                .by_own_mean
                .push((own_mean.round() as i64 - wait).abs());
            missed.by_shop_median.push((shop_median - wait).abs());
            missed.overdue += usize::from(habits.is_overdue().unwrap());
        }
        missed
    }
}

fn days(history: &History<'_>) -> Vec<i64> {
    let intervals = history.intervals(Period::Day, Ruler::Days).unwrap();
    intervals.into_iter().map(|days| days as i64).collect()
}

pub fn median(days: &[i64]) -> i64 {
    let mut sorted = days.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

pub fn mean(days: &[i64]) -> f64 {
    days.iter().sum::<i64>() as f64 / days.len() as f64
}
