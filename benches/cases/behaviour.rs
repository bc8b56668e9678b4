//! What customers do, beyond stages and tiers: segments, cohorts, survival, and what chance explains.

use std::hint::black_box;

use retention::Accumulator;
use retention::clv::{
    BgNbd, CovariateCounts, CovariateModel, CovariateOptions, FitOptions, PurchaseModel,
};
use retention::cohort::{self, Cohorts};
use retention::economics::{
    Arm, Assignment, CampaignCounter, CampaignCustomer, ContactComparison, Fate, PanelBuilder,
    PanelPurchase,
};
use retention::estimate::{Confidence, Resampling};
use retention::lifecycle::{LoyaltyRules, PartialDefection, Relationships};
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Observed, Policy, Purchase, PurchaseLog};
use retention::pyramid::{gini, gini_interval};
use retention::rfm::{self, Grid, GridOptions, Nesting, Scores, Segments};
use retention::survival::cox::{Covariates, Options};
use retention::survival::{
    self, BandForm, CumulativeIncidence, HazardOptions, Spell, Survival, Transform, Weighting,
    log_rank, purchase_spells,
};
use rust_decimal::Decimal;

use super::inputs::{AMOUNTS, Rows, amounts, rows};
use super::{Case, TYPICAL};

pub fn cases() -> Vec<Case> {
    let mut cases = of_a_log();
    cases.extend(of_spells());
    cases.extend(of_amounts());
    cases.extend(of_buyers());
    cases.extend(of_economics());
    cases
}

fn all(log: &PurchaseLog<u32>) -> Observed<'_, u32> {
    log.observe(log.window(), Policy::default()).unwrap()
}

/// The two halves of a log's window; none where it is a single day.
fn halves(log: &PurchaseLog<u32>) -> Option<[Observed<'_, u32>; 2]> {
    let window = log.window();
    let days = chrono::Days::new(window.days() as u64 / 2);
    let later = window.to() + chrono::Days::new(1) - days;
    let first = Window::new(later - days, later - chrono::Days::new(1)).ok()?;
    let second = Window::new(later, window.to()).ok()?;
    let view = |window| log.observe(window, Policy::default()).unwrap();
    Some([view(first), view(second)])
}

type OfLog = fn(&PurchaseLog<u32>);

fn of_a_log() -> Vec<Case> {
    let named: [(&str, OfLog); 8] = [
        ("scores and segments", |log| {
            let scores = Scores::of(&all(log), &rfm::Options::default()).unwrap();
            black_box(Segments::eleven().count(&scores).unwrap());
        }),
        ("nested scores", |log| {
            let options = rfm::Options::default().nesting(Nesting::Nested);
            black_box(Scores::of(&all(log), &options).unwrap());
        }),
        ("recency by frequency", |log| {
            // Where nobody bought twice there is no grid.
            let _ = black_box(Grid::of(&all(log), &GridOptions::default()));
        }),
        // The table grows with the square of the periods, and the rows of one customer are a day each.
        ("cohorts by year", |log| {
            let yearly = cohort::Options::default().period(Period::Year);
            black_box(Cohorts::of(&all(log), yearly).unwrap());
        }),
        ("partial defection beside chance", |log| {
            if let Some([first, second]) = halves(log) {
                let rules = LoyaltyRules::default();
                black_box(PartialDefection::of(&first, &second, rules).unwrap());
            }
        }),
        ("relationships", |log| {
            black_box(Relationships::of(&all(log), Period::Day, []).unwrap());
        }),
        ("spells of purchases", |log| {
            // A window of a few days has no room for the silence.
            let _ = black_box(purchase_spells(&all(log), Ruler::Months, 30));
        }),
        ("contacted and not contacted", |log| {
            if let Some([before, after]) = halves(log) {
                let contacted = log.customers().iter().copied().step_by(2);
                let draws = Resampling::default().draws(2);
                let chosen = Assignment::Chosen;
                let _ = black_box(ContactComparison::of(
                    &before, &after, contacted, chosen, draws,
                ));
            }
        }),
    ];
    let cases = named.into_iter().flat_map(|(name, run)| {
        Rows::ALL.iter().map(move |&of| {
            Case::new(name, of.name(), move |size| {
                let log = PurchaseLog::from_rows(rows(size, of)).unwrap();
                Box::new(move || run(&log))
            })
        })
    });
    cases.collect()
}

/// Panels of ten brands, and campaigns with one customer in ten as the control group.
fn of_economics() -> Vec<Case> {
    let panels = [Rows::Typical, Rows::OneEach, Rows::OneCustomer].map(|of| {
        Case::new("panel of brands", of.name(), move |size| {
            let purchase = |(at, row): (usize, Purchase<u32>)| PanelPurchase {
                customer: row.customer,
                brand: at % 10,
                amount: row.amount.abs() + Decimal::ONE,
            };
            let rows: Vec<_> = rows(size, of)
                .into_iter()
                .enumerate()
                .map(purchase)
                .collect();
            Box::new(move || {
                let mut panel = PanelBuilder::new();
                panel.extend(rows.iter().cloned()).unwrap();
                black_box(panel.finish().unwrap());
            })
        })
    });
    let campaign = Case::new("campaign with a control group", TYPICAL, |size| {
        let customer = |at: usize| CampaignCustomer {
            arm: if at.is_multiple_of(10) {
                Arm::Control
            } else {
                Arm::Treated
            },
            fate: if at.is_multiple_of(7) {
                Fate::Left
            } else {
                Fate::Stayed
            },
        };
        let customers: Vec<_> = (0..size).map(customer).collect();
        Box::new(move || {
            let mut counter = CampaignCounter::new();
            counter.extend(customers.iter().copied()).unwrap();
            black_box(counter.finish().unwrap());
        })
    });
    panels.into_iter().chain([campaign]).collect()
}

/// Tenures in days: up to ten years, all alike, or each of its own.
fn spells(size: usize, input: &str) -> Vec<Spell> {
    let spell = |row: usize| {
        let time = match input {
            "all alike" => 100,
            "all different" => row as u32,
            _ => (row.wrapping_mul(2_654_435_761) % 3_650) as u32,
        };
        let spell = if row.is_multiple_of(3) {
            Spell::ended(time)
        } else {
            Spell::ongoing(time)
        };
        let late = row.is_multiple_of(5) && time > 30;
        if late {
            spell.entered(time - 30).unwrap()
        } else {
            spell
        }
    };
    (0..size).map(spell).collect()
}

fn of_spells() -> Vec<Case> {
    let cases = [TYPICAL, "all alike", "all different"].map(|input| {
        [
            Case::new("survival of spells", input, move |size| {
                let spells = spells(size, input);
                Box::new(move || {
                    let mut builder = survival::Builder::new();
                    builder.extend(spells.iter().copied()).unwrap();
                    black_box(builder.finish().unwrap());
                })
            }),
            Case::new("incidence by reason", input, move |size| {
                let spells = spells(size, input);
                let reason = |spell: &Spell| (*spell, spell.has_ended().then(|| spell.time() % 7));
                Box::new(move || {
                    let rows = spells.iter().map(reason);
                    black_box(CumulativeIncidence::of(rows).unwrap());
                })
            }),
            Case::new("band and hazard of a curve", input, move |size| {
                let curve = Survival::of(spells(size, input)).unwrap();
                Box::new(move || {
                    let confidence = Confidence::default();
                    // Where all leave at the same tenure there is no band.
                    let band = curve.band(
                        BandForm::EqualPrecision,
                        Transform::LogLog,
                        0..=u32::MAX,
                        confidence,
                    );
                    let _ = black_box(band);
                    // As few bins as are allowed, however long the tenures.
                    let width = 1 + curve.until.unwrap_or_default() / 50_000;
                    black_box(curve.hazard(HazardOptions::default().width(width)).unwrap());
                })
            }),
            Case::new("log-rank of four groups", input, move |size| {
                let spells = spells(size, input);
                let part = |at: usize| Survival::of(spells.iter().copied().skip(at).step_by(4));
                let curves: Vec<Survival> = (0..4).map(|at| part(at).unwrap()).collect();
                Box::new(move || {
                    let curves: Vec<&Survival> = curves.iter().collect();
                    black_box(log_rank(&curves, Weighting::Peto).unwrap());
                })
            }),
            Case::new("Cox of two covariates", input, move |size| {
                let spells = spells(size, input);
                let column = |factor: usize| {
                    let number = move |row: usize| (row.wrapping_mul(factor) >> 7) % 50;
                    (0..size).map(move |row| number(row) as f64)
                };
                let columns = [2_654_435_761, 2_246_822_519].map(|factor| column(factor).collect());
                Box::new(move || {
                    let [a, b]: &[Vec<f64>; 2] = &columns;
                    let covariates = Covariates::new(&spells, [("a", &a[..]), ("b", b)]).unwrap();
                    // All alike leave at one tenure, which tells enough too.
                    black_box(covariates.fit(Options::default()).unwrap());
                })
            }),
        ]
    });
    cases.into_iter().flatten().collect()
}

fn of_amounts() -> Vec<Case> {
    let cases = AMOUNTS.into_iter().map(|input| {
        Case::new("Gini with an error", input, move |size| {
            let amounts = amounts(size, input);
            Box::new(move || {
                black_box(gini(amounts.iter().copied(), None).unwrap());
                let draws = Resampling::default().draws(2);
                black_box(gini_interval(amounts.iter().copied(), None, draws).unwrap());
            })
        })
    });
    cases.collect()
}

/// Customers with two covariates: ten sets of them, one set, or one for each customer.
fn of_buyers() -> Vec<Case> {
    let cases = [TYPICAL, "all alike", "all different"].map(|input| {
        Case::new("buying with two covariates", input, move |size| {
            let model = BgNbd::new(0.6, 4.0, 0.8, 2.4).unwrap();
            let shop = model.simulate(vec![39.0; size], 1).unwrap();
            let set = |row: usize| match input {
                "all alike" => 0,
                "all different" => row,
                _ => row % 10,
            };
            let column = |by: usize| (0..size).map(|row| (set(row) / by) as f64).collect();
            let columns: [Vec<f64>; 2] = [1, 5].map(column);
            Box::new(move || {
                let named = ["a", "b"].into_iter().zip(&columns);
                let counts = CovariateCounts::of(&shop, named).unwrap();
                // One step, whatever the customers; all alike are refused.
                let one = FitOptions::default().iterations(1);
                let options = CovariateOptions::default().fit(one);
                let _ = black_box(CovariateModel::<BgNbd>::fit(&counts, options));
            })
        })
    });
    cases.into()
}
