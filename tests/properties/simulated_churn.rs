//! What intervals of rates of revenue cover, among simulated customers who pay unequal amounts.

use chrono::NaiveDate;
use retention::churn::{
    Bridge, CustomerBase, CustomerValueInterval, CustomerValueIntervals, Movements,
    RevenueIntervals, RevenueRate,
};
use retention::estimate::{Interval, Resampling};
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
    let covered = share(80, || {
        let sample = sample(&mut random, 200, 1.0);
        holds(&sample, RevenueRate::GrossRetention, 100, GROSS_RETENTION)
    });
    assert!(covered >= 0.88, "{covered}");
}

#[test]
fn the_interval_of_net_retention_covers_better_than_percentiles() {
    let mut random = Mixed(33);
    let mut percentiles = 0;
    let samples = 120;
    let covered = share(samples, || {
        let sample = sample(&mut random, 50, 1.0);
        let end = |[_, end]: [f64; 2]| end;
        percentiles += u32::from(percentiles_hold(&mut random, &sample, end, NET_RETENTION));
        holds(&sample, RevenueRate::NetRetention, 199, NET_RETENTION)
    });
    let percentiles = f64::from(percentiles) / f64::from(samples);
    assert!(covered >= 0.95, "{covered}");
    assert!(covered >= percentiles + 0.04, "{covered} {percentiles}");
}

#[test]
fn the_interval_of_the_quick_ratio_covers() {
    let mut random = Mixed(34);
    let covered = share(80, || {
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
        let covered = share(20, || {
            let sample = sample(&mut random, 1000, 1.5);
            holds(&sample, rate, 40, truth)
        });
        assert!(covered >= 0.85, "{rate}: {covered}");
    }
}

/// The mean of the lognormal amounts.
fn mean_amount(sigma: f64) -> f64 {
    20.0 * (0.5 * sigma * sigma).exp()
}

/// So many customers of lognormal amounts, of whom a share leaves whatever they pay.
fn values(
    random: &mut Mixed,
    customers: u32,
    sigma: f64,
    lost: f64,
    draws: u32,
) -> (CustomerValueInterval, [f64; 2]) {
    let mut amounts = Vec::new();
    let rows = (0..customers).map(|key| {
        let amount = lognormal(random, sigma);
        amounts.push(f64::try_from(amount).unwrap());
        let to = (random.unit() < lost).then(|| date(2, 9));
        Subscription::monthly(key, date(1, 1), to, amount)
    });
    let log = SubscriptionLog::from_rows(rows.collect::<Vec<_>>()).unwrap();
    let window = Window::new(date(2, 1), date(2, 29)).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    let resampling = Resampling::default().draws(draws);
    let base = CustomerBase::AtStart;
    let found = CustomerValueIntervals::of(&accounts, Period::Month, base, 0.5, resampling);
    let count = amounts.len() as f64;
    let mean = amounts.iter().sum::<f64>() / count;
    let squares: f64 = amounts.iter().map(|amount| (amount - mean).powi(2)).sum();
    let error = 1.96 * (squares / (count - 1.0) / count).sqrt();
    (found.unwrap().periods[0], [mean - error, mean + error])
}

/// The shares of samples whose intervals of the average, of the same by the normal law, and of the lifetime
/// value hold the truth; and of samples without the last.
fn values_held(
    samples: u32,
    customers: u32,
    sigma: f64,
    lost: f64,
    draws: u32,
    seed: u64,
) -> [f64; 4] {
    let mut random = Mixed(seed);
    let mean = mean_amount(sigma);
    let mut held = [0_u32; 4];
    for _ in 0..samples {
        let (row, [lower, upper]) = values(&mut random, customers, sigma, lost, draws);
        held[0] += u32::from(row.average_interval.unwrap().contains(mean));
        held[1] += u32::from(lower <= mean && mean <= upper);
        match row.lifetime_value_interval {
            Some(interval) => held[2] += u32::from(interval.contains(0.5 * mean / lost)),
            None => held[3] += 1,
        }
    }
    let [average, normal, value, none] = held.map(f64::from);
    let samples = f64::from(samples);
    [
        average / samples,
        normal / samples,
        value / (samples - none),
        none / samples,
    ]
}

#[test]
fn intervals_of_averages_and_lifetime_values_cover_where_amounts_are_skewed() {
    let [average, normal, ..] = values_held(100, 50, 1.5, 0.1, 60, 41);
    assert!(average >= 0.85, "{average}");
    assert!(average >= normal + 0.04, "{average} {normal}");
    let [.., value, none] = values_held(40, 200, 1.0, 0.1, 50, 42);
    assert!(value >= 0.88 && none == 0.0, "{value} {none}");
}

/// The value is that of the bridge to the bit, and lies in its interval.
#[test]
fn values_are_those_of_the_bridge() {
    let rows = (0..60_u32).map(|key| {
        let to = (key % 7 == 0).then(|| date(2, 9));
        Subscription::monthly(key, date(1, 1), to, Decimal::from(3 + key * key % 50))
    });
    let joins = Subscription::monthly(99, date(2, 3), Some(date(2, 20)), Decimal::TEN);
    let log = SubscriptionLog::from_rows(rows.chain([joins])).unwrap();
    let window = Window::new(date(1, 15), date(3, 31)).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    let bridge = Bridge::of(&accounts, Period::Month, Movements::AtEnds).unwrap();
    let resampling = Resampling::default().draws(99);
    for &base in CustomerBase::ALL {
        let found = CustomerValueIntervals::of(&accounts, Period::Month, base, 0.7, resampling);
        for (found, row) in found.unwrap().periods.iter().zip(&bridge.periods) {
            assert_eq!((found.period, found.complete), (row.period, row.complete));
            assert_eq!(found.average, row.start.average());
            let value = row.simple_lifetime_value(base, 0.7).unwrap();
            assert_eq!(found.lifetime_value, value, "{base}");
            let contains = |value: Option<f64>, interval: Option<Interval>| {
                interval.is_none_or(|interval| interval.contains(value.unwrap()))
            };
            assert!(contains(found.average, found.average_interval));
            assert!(
                contains(value, found.lifetime_value_interval),
                "{base} {found:?}"
            );
        }
        let february = bridge.periods[1].customer_churn(base).value();
        let found = CustomerValueIntervals::of(&accounts, Period::Month, base, 0.7, resampling);
        let found = found.unwrap().periods[1];
        assert_eq!(
            found.lifetime_value_interval.is_some(),
            february > Some(0.0),
            "{base}"
        );
        assert!((60..=61).contains(&found.customers));
    }
}
