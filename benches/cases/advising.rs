//! What is recommended: functions of ready evidence.

use std::hint::black_box;

use retention::churn::Reason;
use retention::lifecycle::Stage;
use retention::loyalty::Score;
use retention::portrait::{Contract, Evidence, Options, Portrait, ProfitGroup, StrategyTable};
use retention::scale::Scale;
use rust_decimal::Decimal;

use super::inputs::Random;
use super::{Case, TYPICAL};

/// Evidence of every kind, two thirds of it known.
fn evidence(size: usize) -> Vec<Evidence> {
    let mut random = Random::new();
    let one = |random: &mut Random| {
        let mut of = |many: u64| usize::try_from(random.below(many)).unwrap();
        let mut scores = [None; 3];
        for score in &mut scores {
            let value = of(8);
            *score =
                (value > 2).then(|| Score::new(Scale::ONE_TO_FIVE, value as f64 - 2.0).unwrap());
        }
        Evidence::default()
            .stage(Stage::ALL.get(of(9)).copied())
            .profit_group(ProfitGroup::ALL.get(of(6)).copied())
            .contract(Contract::ALL.get(of(6)).copied())
            .churn_reason(Reason::ALL.get(of(40)).copied())
            .is_core([Some(true), Some(false), None][of(3)])
            .satisfaction(scores[0])
            .loyalty(scores[1])
            .switching_cost(scores[2])
            .chance_of_return([Some(0.1), Some(0.9), None][of(3)])
            .expected_value([Some(Decimal::ONE_HUNDRED), None][of(2)])
    };
    (0..size).map(|_| one(&mut random)).collect()
}

pub fn cases() -> Vec<Case> {
    vec![Case::new("advice from portraits", TYPICAL, |size| {
        let options = Options::default();
        let portraits: Vec<(Portrait, Evidence)> = evidence(size)
            .into_iter()
            .map(|evidence| (options.portrait(&evidence).unwrap(), evidence))
            .collect();
        let table = StrategyTable::literature();
        Box::new(move || {
            let mut fired = 0;
            for (portrait, evidence) in &portraits {
                fired += table.advise(portrait, evidence).len();
            }
            black_box(fired);
        })
    })]
}
