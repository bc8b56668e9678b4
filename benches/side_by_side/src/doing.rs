//! What customers do: jobs that start from the rows of a log, or from revenues.

use std::path::Path;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use retention::Accumulator;
use retention::chrono::{Days, NaiveDate};
use retention::clv::{BgNbd, Fitted, ParetoNbd, PurchaseCounts, PurchaseModel};
use retention::cohort::{self, Cohorts};
use retention::estimate::{Confidence, Interval};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{
    self, Amounts, Columns, Dates, Policy, Purchase, PurchaseLog, Summaries, Summary,
};
use retention::pyramid::{Builder, Concentration, Cuts, Pyramid};
use retention::rfm::{self, Scores};
use retention::rust_decimal::Decimal;
use retention::survival::cox::{self, Covariates, Cox, StandardErrors};
use retention::survival::{self, Spell, Survival, Transform};

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
        "rfm" => {
            let input = Input::load(folder);
            time(|| scores(&input.log()), scores_figures)
        }
        "cohorts" => {
            let input = Input::load(folder);
            time(|| cohorts(&input.log()), cohorts_figures)
        }
        "survival" => {
            let tenures: Vec<u32> = read(&folder.join("survival.tenure.u32"));
            let ended: Vec<u8> = read(&folder.join("survival.ended.u8"));
            time(|| survival(&tenures, &ended), survival_figures)
        }
        "cox" => {
            let tenures: Vec<u32> = read(&folder.join("cox.tenure.u32"));
            let ended: Vec<u8> = read(&folder.join("cox.ended.u8"));
            let covariates: Vec<f64> = read(&folder.join("cox.covariates.f64"));
            time(
                || regression(&tenures, &ended, &covariates),
                regression_figures,
            )
        }
        "bg_nbd" => {
            let buyers = buyers(folder);
            time(|| fit::<BgNbd>(&buyers), fit_figures)
        }
        "pareto_nbd" => {
            let buyers = buyers(folder);
            time(|| fit::<ParetoNbd>(&buyers), fit_figures)
        }
        "purchases_to_come" => {
            let buyers = buyers(folder);
            let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
            time(
                || model.expected_purchases_of_each(&buyers, 39.0).unwrap(),
                |expected| {
                    let some = expected.iter().step_by(10_000).copied();
                    vec![
                        ("sum", vec![expected.iter().sum()]),
                        ("some", some.collect()),
                    ]
                },
            )
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

/// The columns of the log, as every contender has them in memory.
struct Input {
    customers: Vec<u32>,
    days: Vec<i32>,
    cents: Vec<i64>,
}

impl Input {
    fn load(folder: &Path) -> Self {
        Self {
            customers: read(&folder.join("log.customer.u32")),
            days: read(&folder.join("log.day.i32")),
            cents: read(&folder.join("log.cents.i64")),
        }
    }

    fn columns(&self) -> Columns<'_, u32> {
        let amounts = Amounts::Minor {
            units: &self.cents,
            scale: 2,
        };
        Columns::new(&self.customers, Dates::SinceEpoch(&self.days), amounts).unwrap()
    }

    fn window(&self) -> Window {
        let day = |day: Option<&i32>| {
            NaiveDate::default() + Days::new(u64::try_from(*day.unwrap()).unwrap())
        };
        Window::new(day(self.days.iter().min()), day(self.days.iter().max())).unwrap()
    }

    /// Hands all rows to an accumulator, on as many threads as there are.
    fn fill<A>(&self, mut accumulator: A) -> A
    where
        A: for<'r> Accumulator<Row<'r> = Purchase<u32>> + Send + Sync,
    {
        let columns = self.columns();
        if rayon::current_num_threads() > 1 {
            accumulator.par_extend(columns.par_rows()).unwrap();
        } else {
            accumulator.extend(columns.rows()).unwrap();
        }
        accumulator
    }

    fn log(&self) -> PurchaseLog<u32> {
        let builder = purchases::Builder::with_capacity(self.customers.len());
        self.fill(builder).finish().unwrap()
    }

    fn pyramid(&self, window: Window) -> Pyramid<u32> {
        let builder = Builder::new(window, Policy::default(), &Cuts::curry());
        self.fill(builder).finish().unwrap()
    }
}

fn summaries(log: &PurchaseLog<u32>) -> Summaries<u32> {
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    observed.summaries(Period::Day, Ruler::Days).unwrap()
}

fn scores(log: &PurchaseLog<u32>) -> Scores<u32> {
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    Scores::of(&observed, &rfm::Options::default()).unwrap()
}

fn cohorts(log: &PurchaseLog<u32>) -> Cohorts {
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    Cohorts::of(&observed, cohort::Options::default()).unwrap()
}

/// The curve, and the interval at each step.
fn survival(tenures: &[u32], ended: &[u8]) -> (Survival, Vec<Option<Interval>>) {
    let spell = |(&tenure, &ended): (&u32, &u8)| match ended {
        0 => Spell::ongoing(tenure),
        _ => Spell::ended(tenure),
    };
    let mut builder = survival::Builder::new();
    if rayon::current_num_threads() > 1 {
        let rows = tenures.par_iter().zip(ended.par_iter());
        builder.par_extend(rows.map(spell)).unwrap();
    } else {
        builder
            .extend(tenures.iter().zip(ended).map(spell))
            .unwrap();
    }
    let curve = builder.finish().unwrap();
    let at = |time| curve.interval(time, Transform::LogLog, Confidence::default());
    let intervals = curve.points.iter().map(|point| at(point.time)).collect();
    (curve, intervals)
}

fn survival_figures((curve, intervals): &(Survival, Vec<Option<Interval>>)) -> Figures {
    let shares = || curve.points.iter().map(|point| point.survival);
    let sum = |end: fn(&Interval) -> f64| intervals.iter().flatten().map(end).sum();
    vec![
        ("steps", vec![curve.points.len() as f64]),
        (
            "shares",
            std::iter::once(shares().sum())
                .chain(shares().step_by(100))
                .collect(),
        ),
        ("ends", vec![sum(Interval::lower), sum(Interval::upper)]),
        (
            "median",
            vec![curve.median().map_or(f64::INFINITY, f64::from)],
        ),
    ]
}

/// Five covariates, one after the other; classical errors, as lifelines gives them.
fn regression(tenures: &[u32], ended: &[u8], covariates: &[f64]) -> Cox {
    let spell = |(&tenure, &ended): (&u32, &u8)| match ended {
        0 => Spell::ongoing(tenure),
        _ => Spell::ended(tenure),
    };
    let spells: Vec<Spell> = tenures.iter().zip(ended).map(spell).collect();
    let columns = ["a", "b", "c", "d", "e"]
        .into_iter()
        .zip(covariates.chunks(spells.len()));
    let options = cox::Options::default().errors(StandardErrors::Classical);
    let fit = Covariates::new(&spells, columns).unwrap().fit(options);
    fit.unwrap().converged().unwrap()
}

fn regression_figures(cox: &Cox) -> Figures {
    let each = || cox.covariates.iter();
    vec![
        (
            "nearly: coefficients",
            each().map(|one| one.coefficient).collect(),
        ),
        (
            "nearly: errors",
            each().filter_map(|one| one.classical_error).collect(),
        ),
        ("nearly: likelihood", vec![cox.log_likelihood]),
    ]
}

fn buyers(folder: &Path) -> Vec<Summary> {
    let frequencies: Vec<u32> = read(&folder.join("buyers.frequency.u32"));
    let lasts: Vec<f64> = read(&folder.join("buyers.last.f64"));
    let ages: Vec<f64> = read(&folder.join("buyers.age.f64"));
    let times = lasts.into_iter().zip(ages);
    frequencies
        .into_iter()
        .zip(times)
        .map(|(frequency, (last, age))| Summary::new(frequency, last, age).unwrap())
        .collect()
}

fn fit<M: PurchaseModel>(buyers: &[Summary]) -> Fitted<M> {
    let counts = PurchaseCounts::of(buyers).unwrap();
    M::fit(&counts, Default::default()).unwrap()
}

fn fit_figures<M: PurchaseModel>(fit: &Fitted<M>) -> Figures {
    vec![
        ("roughly: parameters", fit.model.values()),
        ("nearly: likelihood", vec![fit.log_likelihood]),
    ]
}

/// How many customers have each of the 125 codes.
fn scores_figures(scores: &Scores<u32>) -> Figures {
    let mut codes = vec![0.0; 125];
    for row in &scores.rows {
        let code = row.result.code;
        let place = (code.recency - 1) * 25 + (code.frequency - 1) * 5 + code.monetary - 1;
        codes[usize::from(place)] += 1.0;
    }
    vec![("codes", codes)]
}

/// Customers and revenue of each cell.
fn cohorts_figures(cohorts: &Cohorts) -> Figures {
    let cells = || cohorts.rows.iter().flat_map(|cohort| &cohort.cells);
    vec![
        (
            "customers",
            cells()
                .map(|cell| cell.retention.numerator() as f64)
                .collect(),
        ),
        ("cents", cells().map(|cell| cents(cell.revenue)).collect()),
    ]
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
