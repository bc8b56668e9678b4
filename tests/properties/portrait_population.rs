//! Portraits of a population: parts add up to the whole, whatever the order, and plans are near the best.

use proptest::prelude::*;
use retention::churn::Reason;
use retention::counted::Class;
use retention::lifecycle::Stage;
use retention::loyalty::Score;
use retention::portrait::{
    Change, ChangeOptions, Contract, Dimension, Evidence, LeavingCustomers, LoyalBy, Options,
    PlanOptions, PlanStep, PortraitChanges, PortraitRow, Portraits, RetentionPlan,
};
use retention::scale::Scale;
use rust_decimal::Decimal;

use crate::cases;
use crate::random::Mixed;

fn score() -> impl Strategy<Value = Option<Score>> {
    let rated =
        (1..=5_u8).prop_map(|rating| Score::new(Scale::ONE_TO_FIVE, rating.into()).unwrap());
    prop::option::of(rated)
}

fn class<C: Class + std::fmt::Debug>() -> impl Strategy<Value = Option<C>> {
    prop::option::of(prop::sample::select(C::CLASSES))
}

fn money(range: std::ops::Range<i64>) -> impl Strategy<Value = Option<Decimal>> {
    prop::option::of(range.prop_map(|cents| Decimal::new(cents, 2)))
}

prop_compose! {
    fn evidence()(
        (stage, contract, churn_reason) in (class::<Stage>(), class::<Contract>(), class::<Reason>()),
        (satisfaction, loyalty, patronage, attitude) in (score(), score(), score(), score()),
        (profit, expected_value) in (money(-5_000..20_000), money(-500..30_000)),
        chance in prop::option::of(0..=20_u8),
    ) -> Evidence {
        Evidence::default()
            .stage(stage)
            .contract(contract)
            .churn_reason(churn_reason)
            .satisfaction(satisfaction)
            .loyalty(loyalty)
            .patronage(patronage)
            .relative_attitude(attitude)
            .profit(profit)
            .expected_value(expected_value)
            .chance_of_return(chance.map(|chance| f64::from(chance) / 20.0))
    }
}

fn population() -> impl Strategy<Value = Vec<(u32, Evidence)>> {
    prop::collection::btree_map(0..60_u32, evidence(), 0..25)
        .prop_map(|customers| customers.into_iter().collect())
}

fn portraits(customers: &[(u32, Evidence)]) -> Portraits<u32> {
    Portraits::of(customers.iter().copied(), &Options::default()).unwrap()
}

/// The best choice within a budget, by trying all.
fn best(items: &[(Decimal, Decimal)], budget: Decimal) -> Decimal {
    let choices = 0..1_u32 << items.len();
    let sums = choices.filter_map(|choice| {
        let taken = items.iter().enumerate();
        let taken = taken.filter(|(place, _)| choice >> place & 1 == 1);
        let (mut value, mut cost) = (Decimal::ZERO, Decimal::ZERO);
        for (_, (worth, costs)) in taken {
            value += worth;
            cost += costs;
        }
        (cost <= budget).then_some(value)
    });
    sums.max().unwrap()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn levels_of_each_dimension_add_up_to_all_customers(customers in population()) {
        let all = portraits(&customers);
        let counts = all.counts(LoyalBy::FirstKnown).unwrap();
        prop_assert_eq!(counts.customers, customers.len() as u64);
        for &dimension in Dimension::ALL {
            let count: u64 = counts.of(dimension).map(|level| level.customers).sum();
            let at_risk: Decimal = counts.of(dimension).map(|level| level.value_at_risk).sum();
            prop_assert_eq!((count, at_risk), (counts.customers, counts.value_at_risk));
        }
        let loyal = &counts.loyal;
        prop_assert_eq!(loyal.share.denominator() + loyal.untold, counts.customers);
        prop_assert_eq!(loyal.by_condition + loyal.by_type + loyal.by_score, loyal.share.denominator());
        // One measure alone tells no more customers than all together.
        for by in [LoyalBy::Condition, LoyalBy::CustomerType, LoyalBy::Score] {
            prop_assert!(all.loyal(by).unwrap().untold >= loyal.untold);
        }
    }

    #[test]
    fn the_order_of_customers_changes_nothing(customers in population()) {
        let reversed: Vec<_> = customers.iter().rev().copied().collect();
        prop_assert_eq!(portraits(&customers), portraits(&reversed));
    }

    #[test]
    fn everyone_leaving_is_counted_once_by_sign(customers in population()) {
        let all = portraits(&customers);
        let leaving = LeavingCustomers::of(&all).unwrap();
        let listed = leaving.rows.len() as u64;
        prop_assert_eq!(leaving.share.numerator(), listed);
        prop_assert_eq!(leaving.by_sign.iter().map(|row| row.customers).sum::<u64>(), listed);
        let at_risk: Decimal = leaving.by_sign.iter().map(|row| row.value_at_risk).sum();
        prop_assert_eq!(at_risk, leaving.value_at_risk);
        let with_reason: u64 = leaving.by_reason.iter().map(|row| row.customers).sum();
        prop_assert_eq!(with_reason, leaving.controllable.denominator());
        prop_assert!(leaving.rows.is_sorted_by(|a, b| a.value_at_risk >= b.value_at_risk));
    }

    #[test]
    fn changes_add_up_and_no_change_is_none(before in population(), after in population()) {
        let options = ChangeOptions::default();
        let [before, after] = [portraits(&before), portraits(&after)];
        let changes = PortraitChanges::between(&before, &after, options).unwrap();
        let back = PortraitChanges::between(&after, &before, options).unwrap();
        let count = |change| changes.counts.count(change);
        prop_assert_eq!(count(Change::New), back.counts.count(Change::Gone));
        prop_assert_eq!(changes.value_at_risk_before, back.value_at_risk_after);
        let all = changes.counts.placed;
        prop_assert_eq!(all - count(Change::New), before.rows().len() as u64);
        prop_assert_eq!(changes.rows.len() as u64 + count(Change::Same), all);
        for moved in &changes.dimensions {
            let cells = moved.transitions.cells().iter();
            prop_assert_eq!(cells.map(|cell| cell.customers).sum::<u64>(), all);
        }
        for row in &changes.rows {
            let reverse = back.rows.get(&row.customer).unwrap();
            prop_assert_eq!(row.new_contradictions, reverse.gone_contradictions);
        }
        let none = PortraitChanges::between(&before, &before, options).unwrap();
        prop_assert!(none.rows.is_empty());
    }

    /// A plan keeps within its budget and is no worse than it says, beside the best of all choices.
    #[test]
    fn a_plan_is_as_near_the_best_as_it_says(
        items in prop::collection::vec((1..5_000_i64, 0..900_i64), 1..9),
        budget in 0..3_000_i64,
    ) {
        let items: Vec<(Decimal, Decimal)> = items
            .into_iter()
            .map(|(value, cost)| (Decimal::new(value, 2), Decimal::new(cost.min(value), 2)))
            .collect();
        let budget = Decimal::new(budget, 2);
        let (plan, found) = planned(&items, budget);
        let best = best(&items, budget);
        prop_assert!(plan.cost <= budget);
        prop_assert!(found <= best && best <= plan.best_at_most, "{found}, {best}, {}", plan.best_at_most);
        let largest = items.iter().map(|(value, _)| *value).max().unwrap();
        prop_assert!(plan.best_at_most - found <= largest);
        prop_assert_eq!(plan.rows.len() + plan.left_out.len(), items.len());
    }

    #[test]
    fn a_plan_of_equal_costs_is_the_best(
        values in prop::collection::vec(500..5_000_i64, 1..9),
        cost in 1..500_i64,
        budget in 0..3_000_i64,
    ) {
        let cost = Decimal::new(cost, 2);
        let items: Vec<_> = values.into_iter().map(|value| (Decimal::new(value, 2), cost)).collect();
        let budget = Decimal::new(budget, 2);
        let (plan, found) = planned(&items, budget);
        prop_assert_eq!(found, best(&items, budget));
        prop_assert_eq!(found, plan.best_at_most);
    }
}

/// The plan for customers with these values at stake and costs, and what is at stake in it.
fn planned(
    items: &[(Decimal, Decimal)],
    budget: Decimal,
) -> (RetentionPlan<usize, &'static str>, Decimal) {
    let known = |value| {
        Evidence::default()
            .expected_value(Some(value))
            .chance_of_return(Some(0.0))
    };
    let customers = items.iter().map(|(value, _)| known(*value)).enumerate();
    let all = Portraits::of(customers, &Options::default()).unwrap();
    let advice = |row: &PortraitRow<usize>| {
        let (action, cost) = ("call", items[row.customer].1);
        PlanStep::Act { action, cost }
    };
    let plan = RetentionPlan::of(&all, advice, PlanOptions::default().budget(Some(budget)));
    let plan = plan.unwrap();
    let found = plan.rows.iter().map(|row| row.value_at_stake).sum();
    assert_eq!(plan.value_at_stake, found);
    (plan, found)
}

/// Profits are as skewed as those of most businesses: the interval of the difference still holds the truth
/// about as often as it says.
#[test]
fn the_interval_of_the_difference_in_profit_covers_in_skewed_populations() {
    const SAMPLES: u32 = 400;
    let mut random = Mixed(5);
    let mut covered = 0;
    let rated = |rating| Some(Score::new(Scale::ONE_TO_FIVE, rating).unwrap());
    let (loyal, other) = (rated(5.0), rated(1.0));
    for _ in 0..SAMPLES {
        let customers = (0..150_u32).map(|customer| {
            // Exponential, of mean 100 for the others and 200 for every third, who is loyal.
            let (mean, loyalty) = if customer.is_multiple_of(3) {
                (200.0, loyal)
            } else {
                (100.0, other)
            };
            let profit = -mean * (1.0 - random.unit()).ln();
            let profit = Decimal::new((profit * 100.0) as i64, 2);
            (
                customer,
                Evidence::default().loyalty(loyalty).profit(Some(profit)),
            )
        });
        let all = Portraits::of(customers, &Options::default()).unwrap();
        let difference = all.loyal(LoyalBy::Score).unwrap().difference.unwrap();
        let interval = difference.interval(retention::estimate::Confidence::default());
        covered += u32::from(interval.lower() <= 100.0 && 100.0 <= interval.upper());
    }
    // 95 % was asked for.
    let share = f64::from(covered) / f64::from(SAMPLES);
    assert!((0.92..=0.97).contains(&share), "{share}");
}
