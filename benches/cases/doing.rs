//! What customers do: functions of a log, of a pyramid, and of stages.

use std::collections::BTreeSet;
use std::hint::black_box;

use retention::Accumulator;
use retention::estimate::{Adjustment, Resampling};
use retention::lifecycle::{
    AtStake, Backtest, BehaviouralLoyalty, Outlook, Portfolio, RankedBy, RollingBacktest, Rules,
    Silence, StageChanges, Stages,
};
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::{
    self, HabitOptions, History, Observed, Policy, Purchase, PurchaseLog, ShopHabits,
};
use retention::pyramid::{
    Assumptions, Builder, Concentration, Cuts, Migration, Pyramid, Status, UpgradePotential,
    Wallet, WhatIf, laws, statuses,
};
use rust_decimal::{Decimal, RoundingStrategy};

use super::inputs::{AMOUNTS, Rows, amounts, rows};
use super::{Case, TYPICAL, Work};

pub fn cases() -> Vec<Case> {
    let mut cases = from_rows();
    cases.extend(of_a_log());
    cases.extend(of_one_history());
    cases.extend(of_amounts());
    cases.extend(of_pyramids());
    cases.extend(of_stages());
    cases.extend(of_figures());
    cases
}

fn log_of(rows: Vec<Purchase<u32>>) -> PurchaseLog<u32> {
    PurchaseLog::from_rows(rows).unwrap()
}

fn log(size: usize, of: Rows) -> PurchaseLog<u32> {
    log_of(rows(size, of))
}

fn all<Id: Ord>(log: &PurchaseLog<Id>) -> Observed<'_, Id> {
    log.observe(log.window(), Policy::default()).unwrap()
}

/// The earlier two thirds of a log's window, and all of it.
fn earlier(log: &PurchaseLog<u32>) -> Window {
    let window = log.window();
    let days = chrono::Days::new(window.days() as u64 / 3);
    log.until(window.to() - days).unwrap()
}

/// Rows of 28 decimals, none of which has a sum with an amount of 29 digits: each is refused.
fn refused_rows(size: usize) -> Vec<Purchase<u32>> {
    let fine = |row: Purchase<u32>| Purchase {
        amount: Decimal::new(1, 28),
        ..row
    };
    rows(size, Rows::Typical).into_iter().map(fine).collect()
}

/// As many rows, after one of 29 digits.
fn held_rows(size: usize) -> Vec<Purchase<u32>> {
    let mut held = rows(size, Rows::Typical);
    if let Some(first) = held.first_mut() {
        first.amount = Decimal::MAX;
    }
    held
}

fn of_refused_rows() -> Vec<Case> {
    let log = Case::new("log from rows", "each refused", |size| {
        let (mut builder, refused) = (purchases::Builder::new(), refused_rows(size));
        builder.extend(held_rows(size)).unwrap();
        Box::new(move || {
            let mut builder = builder.clone();
            for row in &refused {
                black_box(builder.push(*row).unwrap_err());
            }
        })
    });
    let pyramid = Case::new("pyramid from rows", "each refused", |size| {
        let window = log_of(held_rows(size)).window();
        let mut builder = Builder::new(window, Policy::default(), &Cuts::curry());
        builder.extend(held_rows(size)).unwrap();
        let refused = refused_rows(size);
        Box::new(move || {
            let mut builder = builder.clone();
            for row in &refused {
                black_box(builder.push(*row).unwrap_err());
            }
        })
    });
    vec![log, pyramid]
}

fn from_rows() -> Vec<Case> {
    let mut cases = of_refused_rows();
    for of in Rows::ALL {
        cases.push(Case::new("log from rows", of.name(), move |size| {
            let rows = rows(size, of);
            Box::new(move || {
                black_box(PurchaseLog::from_rows(rows.iter().copied()).unwrap());
            })
        }));
        cases.push(Case::new("log and summaries", of.name(), move |size| {
            let rows = rows(size, of);
            Box::new(move || {
                let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
                black_box(all(&log).summaries(Period::Day, Ruler::Days).unwrap());
            })
        }));
        cases.push(Case::new("pyramid from rows", of.name(), move |size| {
            let rows = rows(size, of);
            let window = log(size, of).window();
            Box::new(move || {
                let mut builder = Builder::new(window, Policy::default(), &Cuts::curry());
                builder.extend(rows.iter().copied()).unwrap();
                black_box(builder.finish().unwrap());
            })
        }));
        cases.push(Case::new("merge of two logs", of.name(), move |size| {
            let rows = rows(size, of);
            let (left, right) = rows.split_at(size / 2);
            let half = |rows: &[_]| PurchaseLog::from_rows(rows.iter().copied()).unwrap();
            let (left, right) = (half(left), half(right));
            Box::new(move || {
                black_box(left.clone().merge(right.clone()).unwrap());
            })
        }));
    }
    cases
}

type OfLog = fn(&PurchaseLog<u32>);

fn of_a_log() -> Vec<Case> {
    let named: [(&str, OfLog); 25] = [
        ("summaries by day", |log| {
            black_box(all(log).summaries(Period::Day, Ruler::Weeks).unwrap());
        }),
        ("summaries by month", |log| {
            black_box(all(log).summaries(Period::Month, Ruler::Months).unwrap());
        }),
        ("rhythms", |log| {
            black_box(all(log).rhythms(Period::Day, Ruler::Days).unwrap());
        }),
        ("habits", |log| {
            black_box(
                all(log)
                    .habits(Period::Day, HabitOptions::default())
                    .unwrap(),
            );
        }),
        ("latency", |log| {
            black_box(all(log).latency(Period::Day, Ruler::Days).unwrap());
        }),
        ("waits", |log| {
            black_box(all(log).waits(Period::Day, Ruler::Days, 1).unwrap());
        }),
        ("return curve", |log| {
            black_box(all(log).return_curve(Period::Day, 1).unwrap());
        }),
        ("revenues", |log| {
            black_box(all(log).revenues().unwrap());
        }),
        ("revenue", |log| {
            black_box(all(log).revenue().unwrap());
        }),
        ("money of refund-only days", |log| {
            black_box(all(log).refund_only_amount().unwrap());
        }),
        ("observing an earlier window", |log| {
            black_box(log.observe(earlier(log), Policy::default()).unwrap());
        }),
        ("rows of a log", |log| {
            black_box(log.rows().count());
        }),
        ("history of each customer", |log| {
            let observed = all(log);
            let found = |id| observed.history(id).is_some();
            black_box(log.customers().iter().filter(|id| found(id)).count());
        }),
        ("pyramid of a log", |log| {
            black_box(Pyramid::of(&all(log), &Cuts::curry()).unwrap());
        }),
        ("concentration of a log", |log| {
            black_box(Concentration::of(&all(log)).unwrap());
        }),
        ("statuses", |log| {
            let listed = log.customers().iter().enumerate();
            let unknown = |id: u32| log.customers().binary_search(&id).is_err();
            let listed = listed.map(|(at, _)| (at as u32, Status::Prospect));
            let listed = listed.filter(|(id, _)| unknown(*id));
            let (end, year) = (log.window().to(), Span::new(12, Period::Month).unwrap());
            black_box(statuses(log, end, year, Policy::default(), listed).unwrap());
        }),
        ("stages by the chance of a return", |log| {
            black_box(Stages::of(&all(log), Rules::default()).unwrap());
        }),
        ("stages by own rhythm", |log| {
            let rhythm = Silence::FalseAlarm {
                decline: 0.2,
                lapse: 0.05,
            };
            black_box(Stages::of(&all(log), Rules::default().silence(rhythm)).unwrap());
        }),
        ("stages by a hiatus, with ends", |log| {
            let months = |count| Span::new(count, Period::Month).unwrap();
            let hiatus = Silence::Hiatus {
                decline: months(3),
                lapse: months(6),
            };
            let ended = |id: &u32| id.is_multiple_of(10).then(|| log.window().to());
            let rules = Rules::default().silence(hiatus).grain(Period::Month);
            black_box(Stages::with_ends(&all(log), rules, ended).unwrap());
        }),
        ("back-test of stages", |log| {
            let until = log.window().to();
            let (policy, rules) = (Policy::default(), Rules::default());
            // One day has no earlier part.
            if earlier(log).to() < until {
                black_box(Backtest::of(log, earlier(log), until, policy, rules).unwrap());
            }
        }),
        ("comparison and judgement of back-tests", |log| {
            let until = log.window().to();
            if earlier(log).to() >= until {
                return;
            }
            let test = |rules| Backtest::of(log, earlier(log), until, Policy::default(), rules);
            let means = Silence::MeanIntervals {
                decline: 2.0,
                lapse: 3.0,
            };
            let first = test(Rules::default()).unwrap();
            let second = test(Rules::default().silence(means)).unwrap();
            black_box(first.judgement());
            black_box(first.calibration(10).unwrap());
            black_box(
                first
                    .compare(&second, 1, Resampling::default().draws(2))
                    .unwrap(),
            );
        }),
        ("back-tests at two dates", |log| {
            let (policy, rules) = (Policy::default(), Rules::default());
            let dates = BTreeSet::from([earlier(log).to(), log.window().to()]);
            let week = Span::new(7, Period::Day).unwrap();
            black_box(RollingBacktest::of(log, dates, week, policy, rules).unwrap());
        }),
        ("what is at stake", |log| {
            let observed = all(log);
            let stages = Stages::of(&observed, Rules::default()).unwrap();
            let year = Span::new(12, Period::Month).unwrap();
            let by = RankedBy::ExpectedLoss;
            let half_even = RoundingStrategy::MidpointNearestEven;
            black_box(AtStake::of(&observed, &stages, year, by, 2, half_even).unwrap());
        }),
        ("behavioural loyalty", |log| {
            black_box(BehaviouralLoyalty::of(&all(log), Period::Day).unwrap());
        }),
        ("partial defectors", |log| {
            let first = earlier(log);
            let Some(after) = first
                .to()
                .succ_opt()
                .filter(|day| *day <= log.window().to())
            else {
                return;
            };
            let next = Window::new(after, log.window().to()).unwrap();
            let observe = |window| log.observe(window, Policy::default()).unwrap();
            let loyal = |window| BehaviouralLoyalty::of(&observe(window), Period::Day).unwrap();
            black_box(loyal(first).partial_defectors(&loyal(next)).unwrap().len());
        }),
    ];
    let each = |(name, work): (&'static str, OfLog)| {
        Rows::IN_A_LOG.map(|of| {
            Case::new(name, of.name(), move |size| {
                let log = log(size, of);
                Box::new(move || work(&log))
            })
        })
    };
    named.into_iter().flat_map(each).collect()
}

type OfHistory = fn(&History<'_>);

/// Of one customer with all the rows.
fn of_one_history() -> Vec<Case> {
    let named: [(&str, OfHistory); 5] = [
        ("a history's events", |history| {
            black_box(history.events(Period::Day).unwrap());
        }),
        ("a history's summary", |history| {
            black_box(history.summary(Period::Day, Ruler::Days).unwrap());
        }),
        ("a history's intervals", |history| {
            black_box(history.intervals(Period::Day, Ruler::Days).unwrap());
        }),
        ("a history's habits", |history| {
            let (shop, options) = (ShopHabits::default(), HabitOptions::default());
            black_box(history.habits(Period::Day, &shop, options).unwrap());
        }),
        ("a history's rhythm", |history| {
            black_box(history.rhythm(Period::Day, Ruler::Days).unwrap());
        }),
    ];
    let inputs = [Rows::OneCustomer, Rows::AllEqual];
    let each = |(name, work): (&'static str, OfHistory)| {
        inputs.map(|of| {
            Case::new(name, of.name(), move |size| {
                let mut rows = rows(size, of);
                rows.sort_by_key(|row| row.date);
                let dates: Vec<_> = rows.iter().map(|row| row.date).collect();
                let amounts: Vec<_> = rows.iter().map(|row| row.amount).collect();
                let window = Window::new(dates[0], *dates.last().unwrap()).unwrap();
                Box::new(move || work(&History::new(&dates, &amounts, window).unwrap()))
            })
        })
    };
    named.into_iter().flat_map(each).collect()
}

fn by_customer(amounts: &[Decimal]) -> impl Iterator<Item = (u32, Decimal)> {
    (0..).zip(amounts.iter().copied())
}

fn many_tiers() -> Cuts {
    let cuts = (1..=200_i64).rev();
    let cuts = cuts.map(|at| {
        (
            super::inputs::name(at as usize),
            Decimal::new(at * 5_000, 2),
        )
    });
    Cuts::by_amount(cuts, "rest").unwrap()
}

/// Tiers that must be found by adding up.
fn many_shares() -> Cuts {
    let tiers = (0..200).map(|at| (super::inputs::name(at), 1.0 / 200.0));
    Cuts::by_revenue(tiers).unwrap()
}

type OfAmounts = fn(&[Decimal]);

fn of_amounts() -> Vec<Case> {
    let named: [(&str, OfAmounts); 8] = [
        ("pyramid of amounts", |amounts| {
            black_box(Pyramid::new(by_customer(amounts), &Cuts::curry()).unwrap());
        }),
        ("pyramid by revenue", |amounts| {
            let cuts = Cuts::by_revenue([("A", 0.8), ("B", 0.15), ("C", 0.05)]).unwrap();
            black_box(Pyramid::new(by_customer(amounts), &cuts).unwrap());
        }),
        ("pyramid with 200 cuts by amount", |amounts| {
            black_box(Pyramid::new(by_customer(amounts), &many_tiers()).unwrap());
        }),
        ("pyramid with 200 cuts by revenue", |amounts| {
            black_box(Pyramid::new(by_customer(amounts), &many_shares()).unwrap());
        }),
        ("concentration of amounts", |amounts| {
            black_box(Concentration::new(amounts.iter().copied()).unwrap());
        }),
        ("Lorenz and whale curves of as many steps", |amounts| {
            let concentration = Concentration::new(amounts.iter().copied()).unwrap();
            let steps = amounts.len().min(10_000) as u32;
            black_box(concentration.lorenz(steps).unwrap());
            black_box(concentration.whale_curve(steps).unwrap());
        }),
        ("laws", |amounts| {
            let concentration = Concentration::new(amounts.iter().copied()).unwrap();
            let evidence = laws::Evidence::default().revenue(&concentration);
            black_box(laws::check(&evidence, laws::Rules::default()).unwrap());
        }),
        ("portfolio of customers", |amounts| {
            let outlook = |(customer, profit): (u32, Decimal)| Outlook {
                customer,
                duration: f64::from(customer % 97),
                profit,
            };
            black_box(Portfolio::of(by_customer(amounts).map(outlook)).unwrap());
        }),
    ];
    let each = |(name, work): (&'static str, OfAmounts)| {
        AMOUNTS.map(|of| {
            Case::new(name, of, move |size| {
                let amounts = amounts(size, of);
                Box::new(move || work(&amounts))
            })
        })
    };
    named.into_iter().flat_map(each).collect()
}

type OfPyramids = fn(&Pyramid<u32>, &Pyramid<u32>);

/// Of the pyramids of two periods, in each of which one customer in five is absent.
fn of_pyramids() -> Vec<Case> {
    let named: [(&str, OfPyramids); 6] = [
        ("migration", |base, later| {
            black_box(Migration::between(base, later).unwrap());
        }),
        ("migration by own cuts", |base, later| {
            black_box(Migration::by_own_cuts(base, later).unwrap());
        }),
        ("tier of each customer", |base, later| {
            let customers = later.rows().iter().map(|row| row.customer);
            black_box(customers.filter(|id| base.tier_of(id).is_some()).count());
        }),
        ("ranking and members", |base, _| {
            black_box(base.ranking().count());
            let members = |tier| base.members(tier).count();
            black_box(
                base.tiers()
                    .iter()
                    .map(|tier| members(tier.tier))
                    .sum::<usize>(),
            );
        }),
        ("upgrade potential", |base, later| {
            let wallets = later
                .rows()
                .iter()
                .map(|row| (row.customer, Wallet::Share(0.5)));
            black_box(UpgradePotential::new(base, wallets).unwrap());
        }),
        ("what-if", |base, _| {
            let assumptions = Assumptions::default().margins(vec![0.1; base.tiers().len()]);
            let half_even = RoundingStrategy::MidpointNearestEven;
            // Not enough may have a tier above theirs.
            black_box(WhatIf::new(base, 0.02, &assumptions, 2, half_even).is_ok());
        }),
    ];
    let inputs = [
        (TYPICAL, TYPICAL, false),
        ("all equal", "all equal", false),
        ("200 cuts", "rising", true),
    ];
    let each = |(name, work): (&'static str, OfPyramids)| {
        inputs.map(|(input, of, many)| {
            Case::new(name, input, move |size| {
                let amounts = amounts(size, of);
                let cuts = if many { many_tiers() } else { Cuts::curry() };
                let pyramid = |absent| {
                    let rows = by_customer(&amounts).filter(|(id, _)| id % 5 != absent);
                    Pyramid::new(rows, &cuts).unwrap()
                };
                let (base, later) = (pyramid(0), pyramid(1));
                Box::new(move || work(&base, &later))
            })
        })
    };
    named.into_iter().flat_map(each).collect()
}

fn of_stages() -> Vec<Case> {
    let between = Rows::IN_A_LOG.map(|of| {
        Case::new("stage changes", of.name(), move |size| {
            let log = log(size, of);
            let stages = |window| {
                let observed = log.observe(window, Policy::default()).unwrap();
                Stages::of(&observed, Rules::default()).unwrap()
            };
            if earlier(&log).to() == log.window().to() {
                return Box::new(|| ()) as Work;
            }
            let (base, later) = (stages(earlier(&log)), stages(log.window()));
            Box::new(move || {
                black_box(StageChanges::between(&base, &later).unwrap());
            })
        })
    });
    between.into_iter().collect()
}

fn of_figures() -> Vec<Case> {
    let adjustments = [Adjustment::Holm, Adjustment::BenjaminiHochberg];
    let inputs = ["rising", "falling", TYPICAL];
    let each = |adjustment: Adjustment| {
        let name = match adjustment {
            Adjustment::Holm => "p-values by Holm",
            _ => "p-values by Benjamini and Hochberg",
        };
        inputs.map(|of| {
            Case::new(name, of, move |size| {
                let values = amounts(size, of);
                let largest = 1e6 + size as f64;
                let value = |amount: &Decimal| amount.mantissa() as f64 / largest;
                let values: Vec<f64> = values.iter().map(value).collect();
                Box::new(move || {
                    black_box(adjustment.adjust(&values).unwrap());
                })
            })
        })
    };
    adjustments.into_iter().flat_map(each).collect()
}
