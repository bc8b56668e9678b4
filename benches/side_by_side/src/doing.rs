//! What customers do: jobs that start from the rows of a log, or from revenues.

use std::path::Path;

use retention::Accumulator;
use retention::chrono::{Days, NaiveDate};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog, Summaries};
use retention::pyramid::{Builder, Concentration, Cuts, Pyramid};
use retention::rust_decimal::Decimal;

use crate::columns::read;
use crate::timing::{Figures, Timed, time};

pub fn run(job: &str, folder: &Path) -> Option<Timed> {
    Some(match job {
        "summaries" => {
            let input = Input::load(folder);
            time(|| summaries(&input.log()), summaries_figures)
        }
        "pyramid" => {
            let input = Input::load(folder);
            let window = input.window();
            time(|| input.pyramid(window), pyramid_figures)
        }
        "gini" => {
            let revenues: Vec<Decimal> = read::<i64>(&folder.join("revenues.cents.i64"))
                .into_iter()
                .map(|cents| Decimal::new(cents, 2))
                .collect();
            time(
                || Concentration::new(revenues.iter().copied()).unwrap(),
                |concentration| vec![("gini", vec![concentration.gini().unwrap()])],
            )
        }
        _ => return None,
    })
}

/// What the crate takes, made from the columns before the clock starts. To measure another way in,
/// keep here what it takes and change [`log`](Self::log) and [`pyramid`](Self::pyramid).
struct Input {
    rows: Vec<Purchase<u32>>,
}

impl Input {
    fn load(folder: &Path) -> Self {
        let customers = read::<u32>(&folder.join("log.customer.u32"));
        let days = read::<i32>(&folder.join("log.day.i32"));
        let cents = read::<i64>(&folder.join("log.cents.i64"));
        let rows = customers.into_iter().zip(days).zip(cents);
        let rows = rows.map(|((customer, day), cents)| Purchase {
            customer,
            date: NaiveDate::default() + Days::new(u64::try_from(day).unwrap()),
            amount: Decimal::new(cents, 2),
        });
        Self {
            rows: rows.collect(),
        }
    }

    fn window(&self) -> Window {
        let dates = || self.rows.iter().map(|row| row.date);
        Window::new(dates().min().unwrap(), dates().max().unwrap()).unwrap()
    }

    fn log(&self) -> PurchaseLog<u32> {
        PurchaseLog::from_rows(self.rows.iter().copied()).unwrap()
    }

    fn pyramid(&self, window: Window) -> Pyramid<u32> {
        let mut builder = Builder::new(window, Policy::default(), &Cuts::curry());
        builder.extend(self.rows.iter().copied()).unwrap();
        builder.finish().unwrap()
    }
}

fn summaries(log: &PurchaseLog<u32>) -> Summaries<u32> {
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    observed.summaries(Period::Day, Ruler::Days).unwrap()
}

fn cents(amount: Decimal) -> f64 {
    assert!(amount.scale() <= 2);
    let cents = amount.mantissa() * 10_i128.pow(2 - amount.scale());
    cents as f64
}

fn summaries_figures(summaries: &Summaries<u32>) -> Figures {
    let end = (summaries.window.to() - NaiveDate::default()).num_days() as f64;
    let sum = |of: &dyn Fn(u32, f64, f64, f64, f64) -> f64| {
        let rows = summaries.rows.iter();
        let each = rows.map(|row| {
            let summary = &row.result;
            let first = end - summary.age();
            let last = first + summary.first_to_last();
            let (frequency, money) = (summary.frequency(), cents(summary.repeat_value()));
            of(row.customer, first, last, f64::from(frequency), money)
        });
        each.sum()
    };
    // Sums, and sums with a number of the customer, which notice what sums alone would not.
    let number = |customer: u32| f64::from(customer % 1_009);
    vec![
        ("customers", vec![summaries.rows.len() as f64]),
        (
            "sums",
            vec![
                sum(&|_, first, _, _, _| first),
                sum(&|_, _, last, _, _| last),
                sum(&|_, _, _, frequency, _| frequency),
                sum(&|_, _, _, _, money| money),
            ],
        ),
        (
            "sums by customer",
            vec![
                sum(&|customer, first, _, _, _| number(customer) * first),
                sum(&|customer, _, last, _, _| number(customer) * last),
                sum(&|customer, _, _, frequency, _| number(customer) * frequency),
                sum(&|customer, _, _, _, money| number(customer) * money),
            ],
        ),
    ]
}

fn pyramid_figures(pyramid: &Pyramid<u32>) -> Figures {
    let tiers = pyramid.tiers().iter();
    let top = pyramid.ranking().take(100);
    vec![
        ("customers", vec![pyramid.rows().len() as f64]),
        ("total", vec![cents(pyramid.total())]),
        (
            "in tiers",
            tiers.clone().map(|tier| tier.customers as f64).collect(),
        ),
        (
            "revenue of tiers",
            tiers.map(|tier| cents(tier.revenue)).collect(),
        ),
        ("the largest", top.map(|row| cents(row.amount)).collect()),
    ]
}
