//! Portraits of a population, worked by hand.

use retention::churn::Reason;
use retention::economics::Arm;
use retention::estimate::Confidence;
use retention::lifecycle::Stage;
use retention::loyalty::Score;
use retention::portrait::{
    Change, ChangeOptions, ChangeWarning, Contract, Contradiction, Dimension, EndedCustomers,
    Evidence, LeavingCustomers, LeavingSign, LeftOut, Level, LoyalBy, LoyalWarning, Options,
    PlanOptions, PlanStep, PortraitChanges, PortraitRow, Portraits, RetentionPlan,
};
use retention::scale::Scale;
use rust_decimal::{Decimal, dec};

fn rated(rating: f64) -> Option<Score> {
    Some(Score::new(Scale::ONE_TO_FIVE, rating).unwrap())
}

fn worth(value: Decimal, chance: f64) -> Evidence {
    let evidence = Evidence::default().expected_value(Some(value));
    evidence.chance_of_return(Some(chance))
}

fn all<const N: usize>(customers: [(&'static str, Evidence); N]) -> Portraits<&'static str> {
    Portraits::of(customers, &Options::default()).unwrap()
}

/// Two loyal customers bring 100 and 60; the others 10, −30 and 5; one is loyal without a known profit,
/// and one cannot be told.
#[test]
fn the_loyal_may_bring_more_than_all_of_the_profit() {
    let of = |rating, profit| Evidence::default().loyalty(rated(rating)).profit(profit);
    let portraits = all([
        ("Ann", of(5.0, Some(dec!(100)))),
        ("Ben", of(5.0, Some(dec!(60)))),
        ("Cem", of(1.0, Some(dec!(10)))),
        ("Dee", of(2.0, Some(dec!(-30)))),
        ("Eve", of(3.0, Some(dec!(5)))),
        ("Fay", of(5.0, None)),
        ("Gus", Evidence::default().profit(Some(dec!(1000)))),
    ]);
    let loyal = portraits.loyal(LoyalBy::FirstKnown).unwrap();
    assert_eq!(
        (loyal.share.to_string(), loyal.untold, loyal.by_score),
        ("3 of 6".to_owned(), 1, 6)
    );
    // 160 of 145.
    assert_eq!(loyal.profit_share.to_string(), "160 of 145");
    assert!(loyal.profit_share.value().unwrap() > 1.0);
    assert_eq!((loyal.with_profit, loyal.others_with_profit), (2, 3));
    // Means 80 and −5. Errors: 20, and the standard deviation of 10, −30, 5 over √3, √(475 / 3).
    let difference = loyal.difference.unwrap();
    assert_eq!(difference.value(), 85.0);
    assert!((difference.standard_error() - (400.0 + 475.0 / 3.0_f64).sqrt()).abs() < 1e-12);
    assert!(difference.interval(Confidence::default()).lower() < 0.0); // five customers tell little
    let warnings = [
        LoyalWarning::Survivorship,
        LoyalWarning::NotTold,
        LoyalWarning::ProfitNotKnown,
    ];
    assert_eq!(loyal.warnings, warnings);
}

/// Attitude and behaviour tell before satisfaction and loyalty do, and these before loyalty alone.
#[test]
fn loyalty_is_told_by_the_first_measure_that_is_known() {
    let portraits = all([
        // Spurious loyalty, whatever the score says.
        (
            "Ann",
            Evidence::default()
                .relative_attitude(rated(1.0))
                .patronage(rated(5.0))
                .satisfaction(rated(5.0))
                .loyalty(rated(5.0)),
        ),
        // A loyalist.
        (
            "Ben",
            Evidence::default()
                .satisfaction(rated(5.0))
                .loyalty(rated(5.0)),
        ),
        // A hostage: loyal, dissatisfied, held.
        (
            "Cem",
            Evidence::default()
                .satisfaction(rated(1.0))
                .loyalty(rated(5.0))
                .switching_cost(rated(5.0)),
        ),
        ("Dee", Evidence::default().loyalty(rated(5.0))),
    ]);
    let told = |by| {
        let loyal = portraits.loyal(by).unwrap();
        let judged = [loyal.by_condition, loyal.by_type, loyal.by_score];
        (loyal.share.to_string(), judged)
    };
    assert_eq!(told(LoyalBy::FirstKnown), ("2 of 4".to_owned(), [1, 2, 1]));
    assert_eq!(told(LoyalBy::Condition), ("0 of 1".to_owned(), [1, 0, 0]));
    assert_eq!(
        told(LoyalBy::CustomerType),
        ("2 of 3".to_owned(), [0, 3, 0])
    );
    assert_eq!(told(LoyalBy::Score), ("4 of 4".to_owned(), [0, 0, 4]));
    let loyal = portraits.loyal(LoyalBy::FirstKnown).unwrap();
    assert!(loyal.warnings.contains(&LoyalWarning::SamePurchases));
}

/// Every reason to be left out, and the first that holds.
#[test]
fn a_plan_says_why_customers_are_left_out() {
    let portraits = all([
        ("act", worth(dec!(100), 0.5)),
        ("budget", worth(dec!(40), 0.5)),
        ("costs", worth(dec!(10), 0.9)),
        (
            "ended",
            worth(dec!(900), 0.1).contract(Some(Contract::Ended)),
        ),
        (
            "let go",
            worth(dec!(900), 0.01).stage(Some(Stage::Termination)),
        ),
        ("nothing", worth(dec!(900), 0.5)),
        (
            "unknown",
            Evidence::default().expected_value(Some(dec!(900))),
        ),
        ("worthless", worth(dec!(-5), 0.5)),
    ]);
    let advice = |row: &PortraitRow<&str>| match row.customer {
        "let go" => PlanStep::LetGo,
        "nothing" => PlanStep::Nothing,
        _ => PlanStep::Act {
            action: "call",
            cost: dec!(10),
        },
    };
    let options = PlanOptions::default().budget(Some(dec!(15)));
    let plan = RetentionPlan::of(&portraits, advice, options).unwrap();
    let rows: Vec<_> = plan.rows.iter().map(|row| row.customer).collect();
    assert_eq!(rows, ["act"]);
    let why: Vec<_> = plan
        .left_out
        .iter()
        .map(|row| (row.customer, row.because))
        .collect();
    let expected = [
        ("budget", LeftOut::Budget),
        ("costs", LeftOut::CostsMore),
        ("ended", LeftOut::Ended),
        ("let go", LeftOut::LetGo),
        ("nothing", LeftOut::NoAction),
        ("unknown", LeftOut::ValueNotKnown),
        ("worthless", LeftOut::CostsMore),
    ];
    assert_eq!(why, expected);
    let counted: u64 = plan.left_out_counts.iter().map(|row| row.customers).sum();
    assert_eq!(counted, 7);
    // All actions cost the same, so no choice is better.
    assert_eq!(
        (plan.value_at_stake, plan.best_at_most),
        (dec!(50.00), dec!(50.00))
    );
    let call = plan.actions[0];
    assert_eq!(
        (call.action, call.customers, call.cost),
        ("call", 1, dec!(10))
    );

    let options = PlanOptions::default().ended(EndedCustomers::Include);
    let plan = RetentionPlan::of(&portraits, advice, options).unwrap();
    let rows: Vec<_> = plan
        .rows
        .iter()
        .map(|row| (row.customer, row.value_so_far))
        .collect();
    assert_eq!(
        rows,
        [
            ("ended", dec!(810.00)),
            ("act", dec!(860.00)),
            ("budget", dec!(880.00))
        ]
    );
    // Without a budget nothing is left to do better.
    assert_eq!(plan.best_at_most, plan.value_at_stake);
}

/// What costs nothing comes first, equal ones by key.
#[test]
fn a_plan_ranks_by_value_for_each_unit_of_cost() {
    let portraits = all([
        ("dear", worth(dec!(100), 0.0)),
        ("free", worth(dec!(1), 0.0)),
        ("same a", worth(dec!(30), 0.0)),
        ("same b", worth(dec!(30), 0.0)),
        ("twice", worth(dec!(60), 0.0)),
    ]);
    let advice = |row: &PortraitRow<&str>| {
        let cost = match row.customer {
            "dear" => dec!(50),
            "free" => dec!(0),
            "twice" => dec!(20),
            _ => dec!(10),
        };
        PlanStep::Act { action: (), cost }
    };
    let plan = RetentionPlan::of(&portraits, advice, PlanOptions::default()).unwrap();
    let rows: Vec<_> = plan.rows.iter().map(|row| row.customer).collect();
    assert_eq!(rows, ["free", "twice", "same a", "same b", "dear"]);
    let costs: Vec<_> = plan.rows.iter().map(|row| row.cost_so_far).collect();
    assert_eq!(costs, [dec!(0), dec!(20), dec!(30), dec!(40), dec!(90)]);

    // 25 is left of 65, which is half of the dear one. The best choice, that one with "same a" and "free", has
    // 131.
    let options = PlanOptions::default().budget(Some(dec!(65)));
    let plan = RetentionPlan::of(&portraits, advice, options).unwrap();
    assert_eq!((plan.cost, plan.value_at_stake), (dec!(40), dec!(121)));
    assert_eq!(plan.best_at_most, dec!(171));
}

#[test]
fn the_leaving_are_listed_by_the_first_sign() {
    let evidence = Evidence::default();
    let portraits = all([
        ("Ann", worth(dec!(10), 0.1)),
        (
            "Ben",
            worth(dec!(90), 0.9).contract(Some(Contract::EndsSoon)),
        ),
        (
            "Cem",
            evidence
                .stage(Some(Stage::Decline))
                .satisfaction(rated(5.0)),
        ),
        (
            "Dee",
            evidence
                .stage(Some(Stage::Decline))
                .churn_reason(Some(Reason::Price)),
        ),
        (
            "Eve",
            evidence
                .contract(Some(Contract::Ended))
                .churn_reason(Some(Reason::Bankrupt)),
        ),
        ("Fay", worth(dec!(50), 0.0).stage(Some(Stage::Termination))),
        ("Gus", worth(dec!(50), 0.9).stage(Some(Stage::Maturity))),
    ]);
    let leaving = LeavingCustomers::of(&portraits).unwrap();
    let rows: Vec<_> = leaving
        .rows
        .iter()
        .map(|row| (row.customer, row.sign))
        .collect();
    let expected = [
        ("Fay", LeavingSign::Ended),
        ("Ann", LeavingSign::LowChance),
        ("Ben", LeavingSign::ContractEndsSoon),
        ("Cem", LeavingSign::Declining),
        ("Dee", LeavingSign::ReasonGiven),
        ("Eve", LeavingSign::ContractEnded),
    ];
    assert_eq!(rows, expected);
    assert_eq!(leaving.share.to_string(), "6 of 7");
    assert_eq!(
        (leaving.value_at_risk, leaving.value_not_known),
        (dec!(68.00), 3)
    );
    assert_eq!(leaving.controllable.to_string(), "1 of 2");
    let price = leaving.by_reason[Reason::Price as usize];
    assert_eq!((price.kind, price.customers), (Reason::Price, 1));
    let cem = leaving.rows[3].contradictions;
    assert!(cem.contains(Contradiction::SatisfiedLeaving));
}

/// The index is compared over silence alone where satisfaction was asked at one date only.
#[test]
fn changes_compare_the_index_over_what_is_known_at_both_dates() {
    let march = all([
        ("Ann", worth(dec!(100), 0.8)),
        ("Ben", worth(dec!(100), 0.5).stage(Some(Stage::Decline))),
        ("Cem", worth(dec!(100), 0.5).satisfaction(rated(3.0))),
        (
            "Dee",
            worth(dec!(100), 0.5)
                .satisfaction(rated(5.0))
                .value_change(Some(0.1)),
        ),
        // The same, but that value falls was not known.
        ("Gus", worth(dec!(100), 0.5).satisfaction(rated(5.0))),
        ("Eve", worth(dec!(100), 0.5)),
    ]);
    let april = all([
        // Half of the scale is dissatisfaction 0.5, and nothing else changed.
        ("Ann", worth(dec!(100), 0.8).satisfaction(rated(3.0))),
        ("Ben", worth(dec!(100), 0.5).stage(Some(Stage::Growth))),
        // Dissatisfied: 0.5 to 1, which is a fifth of the weight, 0.1.
        ("Cem", worth(dec!(100), 0.5).satisfaction(rated(1.0))),
        // Satisfied though value falls.
        (
            "Dee",
            worth(dec!(100), 0.5)
                .satisfaction(rated(5.0))
                .value_change(Some(-0.1)),
        ),
        (
            "Gus",
            worth(dec!(100), 0.5)
                .satisfaction(rated(5.0))
                .value_change(Some(-0.1)),
        ),
        ("Fay", worth(dec!(100), 0.5)),
    ]);
    let changes = PortraitChanges::between(&march, &april, ChangeOptions::default()).unwrap();
    let rows: Vec<_> = changes
        .rows
        .iter()
        .map(|row| (row.customer, row.change))
        .collect();
    let expected = [
        ("Ben", Change::Better),
        ("Cem", Change::Worse),
        ("Dee", Change::Worse),
        ("Eve", Change::Gone),
        ("Fay", Change::New),
    ];
    assert_eq!(rows, expected);
    let cem = changes.rows.get("Cem").unwrap();
    assert!((cem.leaving_change.unwrap() - 0.1).abs() < 1e-12);
    let dee = changes.rows.get("Dee").unwrap();
    assert_eq!(dee.leaving_change, Some(0.0));
    assert_eq!(
        dee.new_contradictions.to_string(),
        "satisfied_value_falling"
    );
    // Ann, and Gus: it may have been so before.
    assert_eq!(changes.counts.count(Change::Same), 2);
    assert_eq!(changes.compared, 5);
    let all_three = [
        ChangeWarning::RegressionToTheMean,
        ChangeWarning::OtherCustomers,
        ChangeWarning::OtherEvidence,
    ];
    assert_eq!(changes.warnings, all_three);
    let stages = changes.dimension(Dimension::Stage).unwrap();
    let level = |name| Some(Level::new(Dimension::Stage, name).unwrap());
    let cell = stages
        .transitions
        .get(level("decline"), level("growth"))
        .unwrap();
    assert_eq!(
        (cell.customers, cell.before, cell.after),
        (1, dec!(50.00), dec!(50.00))
    );
    assert_eq!(stages.transitions.count(level("unknown"), None), 1);
    // Indices over common parts; of Dee and Gus four fifths of 0.5.
    let [x, y] = [[0.2, 0.5, 0.5, 0.4, 0.4], [0.2, 0.5, 0.6, 0.4, 0.4]];
    let mean = |of: [f64; 5]| of.iter().sum::<f64>() / 5.0;
    let product = |a: [f64; 5], b: [f64; 5]| -> f64 {
        let pairs = a.iter().zip(b);
        pairs
            .map(|(a_one, b_one)| (a_one - mean(a)) * (b_one - mean(b)))
            .sum()
    };
    let by_hand = product(x, y) / (product(x, x) * product(y, y)).sqrt();
    assert!((changes.leaving_correlation.unwrap() - by_hand).abs() < 1e-12);
}

/// Of 30 customers a third is left alone, each in a third of 3,000 draws: 1,000, give or take five standard
/// deviations of √(3000 · ⅓ · ⅔) = 25.8.
#[test]
fn each_customer_is_as_likely_to_be_left_alone() {
    let known = worth(dec!(100), 0.5);
    let portraits = Portraits::of((0..30).map(|id| (id, known)), &Options::default()).unwrap();
    let step = |_: &PortraitRow<i32>| PlanStep::Act {
        action: "call",
        cost: dec!(1),
    };
    let plan = RetentionPlan::of(&portraits, step, PlanOptions::default()).unwrap();
    let mut left_alone = [0; 30];
    for seed in 0..3000 {
        let arms = plan.arms(1.0 / 3.0, seed).unwrap();
        let of_all = arms.iter().filter(|&&arm| arm == Arm::Control).count();
        assert_eq!(of_all, 10);
        for (count, arm) in left_alone.iter_mut().zip(arms) {
            *count += i32::from(arm == Arm::Control);
        }
    }
    assert!(
        left_alone.iter().all(|count| (count - 1000).abs() < 129),
        "{left_alone:?}"
    );
    assert_eq!(plan.arms(0.5, 7).unwrap(), plan.arms(0.5, 7).unwrap());
    assert_eq!(plan.arms(1.0, 7).unwrap(), [Arm::Control; 30]);
    for control in [-0.1, 1.1, f64::NAN] {
        assert!(plan.arms(control, 7).is_err());
    }
}
