//! Portraits of customers from ready evidence.

use std::hint::black_box;

use retention::Accumulator;
use retention::churn::Reason;
use retention::lifecycle::Stage;
use retention::loyalty::Score;
use retention::portrait::{
    ChangeOptions, Contract, Evidence, LeavingCustomers, LoyalBy, Options, PlanOptions, PlanStep,
    PortraitChanges, PortraitCounter, PortraitRow, Portraits, RetentionPlan,
};
use retention::scale::Scale;
use rust_decimal::Decimal;

use super::{Case, TYPICAL};

/// So many customers have evidence of their own; larger populations repeat them.
const READY: usize = 100_000;

fn of(customer: usize) -> Evidence {
    let pick = |below: usize, from: usize| (customer / from + customer) % below;
    let score = |place: usize| {
        let rating = Score::new(Scale::ONE_TO_FIVE, (1 + pick(5, place)) as f64);
        (pick(7, place) > 0).then(|| rating.unwrap())
    };
    Evidence::default()
        .stage(Stage::ALL.get(pick(7, 3)).copied())
        .contract(Contract::ALL.get(pick(5, 5)).copied())
        .churn_reason(Reason::ALL.get(pick(40, 11)).copied())
        .satisfaction(score(2))
        .loyalty(score(13))
        .trust(score(17))
        .switching_cost(score(19))
        .relative_attitude(score(23))
        .patronage(score(29))
        .value(Some(0.8 + 0.01 * pick(40, 31) as f64))
        .value_change(Some(0.01 * pick(11, 37) as f64 - 0.05))
        .profit(Some(Decimal::new(pick(20_000, 41) as i64 - 3_000, 2)))
        .chance_of_return(Some(pick(101, 43) as f64 / 100.0))
        .expected_value(Some(Decimal::new(pick(50_000, 47) as i64, 2)))
}

fn evidence(size: usize) -> Vec<Evidence> {
    (0..size.min(READY)).map(of).collect()
}

fn portraits(size: usize) -> Portraits<usize> {
    Portraits::of((0..size).map(of).enumerate(), &Options::default()).unwrap()
}

pub fn cases() -> Vec<Case> {
    vec![
        Case::new("portraits counted", TYPICAL, |size| {
            let ready = evidence(size);
            Box::new(move || {
                let mut counter =
                    PortraitCounter::new(Options::default(), LoyalBy::default()).unwrap();
                counter
                    .extend(ready.iter().copied().cycle().take(size))
                    .unwrap();
                black_box(counter.finish().unwrap());
            })
        }),
        Case::new("portraits by customer", TYPICAL, |size| {
            let ready = evidence(size);
            Box::new(move || {
                let customers = ready.iter().copied().cycle().take(size).enumerate();
                black_box(Portraits::of(customers, &Options::default()).unwrap());
            })
        }),
        Case::new("retention plan", TYPICAL, |size| {
            let portraits = portraits(size);
            Box::new(move || {
                let step = |row: &PortraitRow<usize>| {
                    let (action, cost) = ("call", Decimal::new(row.customer as i64 % 900, 2));
                    PlanStep::Act { action, cost }
                };
                let budget = Some(Decimal::from(size as u64));
                let options = PlanOptions::default().budget(budget);
                black_box(RetentionPlan::of(&portraits, step, options).unwrap());
            })
        }),
        Case::new("leaving customers", TYPICAL, |size| {
            let portraits = portraits(size);
            Box::new(move || {
                black_box(LeavingCustomers::of(&portraits).unwrap());
            })
        }),
        Case::new("changes of portraits", TYPICAL, |size| {
            let (before, after) = (portraits(size), portraits(size + size / 10));
            Box::new(move || {
                let options = ChangeOptions::default();
                black_box(PortraitChanges::between(&before, &after, options).unwrap());
            })
        }),
    ]
}
