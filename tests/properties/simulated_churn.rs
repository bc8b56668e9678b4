//! What intervals of rates of revenue cover, among simulated customers who pay unequal amounts.

use chrono::NaiveDate;
use retention::churn::{Movements, RevenueIntervals, RevenueRate};
use retention::estimate::Resampling;
use retention::period::{Period, Window};
use retention::subscriptions::{Options, Subscription, SubscriptionLog};
use rust_decimal::Decimal;

use crate::buyers::{cents, lognormal, share};
use crate::random::Mixed;

const GROSS_RETENTION: f64 = 1.0 - 0.05 - 0.08 * 0.4;
const NET_RETENTION: f64 = GROSS_RETENTION + 0.15 * 0.55;
const QUICK_RATIO: f64 = (0.08 + 0.15 * 0.55) / (0.05 + 0.08 * 0.4);

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

/// What each customer pays at the start, at the end, and as a new customer: 5 % leave, 8 % pay 10 to 70 %
/// less, 15 % pay 10 to 100 % more.
type Customer = [Decimal; 3];

fn sample(random: &mut Mixed, customers: u32, sigma: f64) -> Vec<Customer> {
    let customer = |_| {
        let start = lognormal(random, sigma);
        let (chance, part) = (random.unit(), random.unit());
        let times = match chance {
            ..0.05 => 0.0,
            ..0.13 => 0.3 + 0.6 * part,
            ..0.28 => 1.1 + 0.9 * part,
            _ => 1.0,
        };
        let new = match random.unit() < 0.08 {
            true => lognormal(random, sigma),
            false => Decimal::ZERO,
        };
        let paid = f64::try_from(start).unwrap();
        [start, cents(paid * times), new]
    };
    (0..customers).map(customer).collect()
}

fn log(customers: &[Customer]) -> SubscriptionLog<u32> {
    let rows = customers
        .iter()
        .zip(0..)
        .flat_map(|(&[start, end, new], key)| {
            let before = Subscription::monthly(2 * key, date(1, 1), Some(date(1, 31)), start);
            let after = Subscription::monthly(2 * key, date(2, 1), None, end);
            let joins = Subscription::monthly(2 * key + 1, date(2, 1), None, new);
            let rows = [before, after, joins];
            rows.into_iter().filter(|row| !row.amount.is_zero())
        });
    SubscriptionLog::from_rows(rows).unwrap()
}

fn holds(customers: &[Customer], rate: RevenueRate, draws: u32, truth: f64) -> bool {
    let log = log(customers);
    let window = Window::new(date(2, 1), date(2, 29)).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    let resampling = Resampling::default().draws(draws);
    let ends = Movements::AtEnds;
    let found = RevenueIntervals::of(&accounts, Period::Month, ends, rate, resampling).unwrap();
    let interval = found.periods[0].interval;
    interval.is_some_and(|interval| interval.contains(truth))
}

/// The usual interval: 2.5 % of resamples lie below it and as many above.
fn percentiles_hold(
    random: &mut Mixed,
    customers: &[Customer],
    figure: impl Fn([f64; 2]) -> f64,
    truth: f64,
) -> bool {
    const DRAWS: usize = 199;
    let paid: Vec<[f64; 2]> = customers
        .iter()
        .map(|&[start, end, _]| [start, end].map(|amount| f64::try_from(amount).unwrap()))
        .collect();
    let mut rates: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let (mut above, mut below) = (0.0, 0.0);
            for _ in 0..paid.len() {
                let drawn = paid[(random.unit() * paid.len() as f64) as usize];
                above += figure(drawn);
                below += drawn[0];
            }
            above / below
        })
        .collect();
    rates.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| rates[(share * (DRAWS - 1) as f64) as usize];
    at(0.025) <= truth && truth <= at(0.975)
}

#[test]
fn the_interval_of_gross_retention_covers_few_customers_better_than_percentiles() {
    let mut random = Mixed(31);
    let mut percentiles = 0;
    let samples = 160;
    let covered = share(samples, || {
        let sample = sample(&mut random, 50, 1.0);
        let kept = |[start, end]: [f64; 2]| end.min(start);
        let theirs = percentiles_hold(&mut random, &sample, kept, GROSS_RETENTION);
        percentiles += u32::from(theirs);
        holds(&sample, RevenueRate::GrossRetention, 199, GROSS_RETENTION)
    });
    let percentiles = f64::from(percentiles) / f64::from(samples);
    assert!(covered >= 0.88, "{covered}");
    assert!(covered >= percentiles + 0.05, "{covered} {percentiles}");
}

#[test]
fn the_interval_of_gross_retention_covers_200_customers() {
    let mut random = Mixed(32);
    let covered = share(120, || {
        let sample = sample(&mut random, 200, 1.0);
        holds(&sample, RevenueRate::GrossRetention, 100, GROSS_RETENTION)
    });
    assert!(covered >= 0.88, "{covered}");
}

#[test]
fn the_interval_of_net_retention_covers_better_than_percentiles() {
    let mut random = Mixed(33);
    let mut percentiles = 0;
    let samples = 160;
    let covered = share(samples, || {
        let sample = sample(&mut random, 200, 1.0);
        let end = |[_, end]: [f64; 2]| end;
        percentiles += u32::from(percentiles_hold(&mut random, &sample, end, NET_RETENTION));
        holds(&sample, RevenueRate::NetRetention, 199, NET_RETENTION)
    });
    let percentiles = f64::from(percentiles) / f64::from(samples);
    assert!(covered >= 0.92, "{covered}");
    assert!(covered >= percentiles + 0.02, "{covered} {percentiles}");
}

#[test]
fn the_interval_of_the_quick_ratio_covers() {
    let mut random = Mixed(34);
    let covered = share(120, || {
        let sample = sample(&mut random, 200, 1.0);
        holds(&sample, RevenueRate::QuickRatio, 100, QUICK_RATIO)
    });
    assert!(covered >= 0.88, "{covered}");
}

#[test]
fn intervals_cover_1000_customers_of_very_unequal_amounts() {
    let mut random = Mixed(35);
    for (rate, truth) in [
        (RevenueRate::GrossRetention, GROSS_RETENTION),
        (RevenueRate::NetRetention, NET_RETENTION),
    ] {
        let covered = share(40, || {
            let sample = sample(&mut random, 1000, 1.5);
            holds(&sample, rate, 60, truth)
        });
        assert!(covered >= 0.85, "{rate}: {covered}");
    }
}
