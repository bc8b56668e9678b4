//! Budgets among groups of customers.

use proptest::prelude::*;
use retention::economics::{BudgetAllocation, BudgetGroup, ResponseCurve, SpendUntil};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::cases;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;
/// Sums of a few numbers.
const CLOSE: f64 = 1e-9;

fn curve() -> impl Strategy<Value = ResponseCurve> {
    let steps = prop::collection::vec(0.0..50.0_f64, 0..6).prop_map(|mut steps| {
        steps.sort_by(|a, b| b.total_cmp(a));
        ResponseCurve::stepwise(steps).unwrap()
    });
    prop_oneof![
        (0.0..100.0_f64, 0.1..20.0_f64)
            .prop_map(|(most, half)| ResponseCurve::saturating(most, half).unwrap()),
        (0.0..100.0_f64, 0.1..20.0_f64)
            .prop_map(|(most, half)| ResponseCurve::exponential(most, half).unwrap()),
        steps,
    ]
}

/// No units keep nobody, which is written as 0 and not as −0.
#[test]
fn no_units_keep_nobody() {
    let curves = [
        ResponseCurve::stepwise([8.0, 5.0]).unwrap(),
        ResponseCurve::stepwise([]).unwrap(),
        ResponseCurve::saturating(100.0, 10.0).unwrap(),
        ResponseCurve::saturating(0.0, 10.0).unwrap(),
        ResponseCurve::exponential(100.0, 10.0).unwrap(),
        ResponseCurve::exponential(0.0, 10.0).unwrap(),
    ];
    for curve in curves {
        assert_eq!(curve.kept(0).to_bits(), 0.0_f64.to_bits(), "{curve:?}");
    }
}

/// 0.1 · 3 is 0.3, whatever a computer makes of it.
#[test]
fn a_unit_that_brings_just_what_it_costs_is_not_spent() {
    let tenth = BudgetGroup {
        group: "A",
        worth: Decimal::new(1, 1),
        response: ResponseCurve::stepwise([3.0]).unwrap(),
    };
    let spent = |cost| {
        let nearest = RoundingStrategy::MidpointAwayFromZero;
        let groups = [tenth.clone()];
        let cost = Decimal::new(cost, 2);
        BudgetAllocation::of(groups, 1, cost, SpendUntil::NothingPays, 2, nearest).unwrap()
    };
    assert_eq!((spent(30).units, spent(29).units), (0, 1));
}

fn groups(curves: &[(i64, ResponseCurve)]) -> Vec<BudgetGroup<usize>> {
    let group = |(group, (worth, response)): (usize, &(i64, ResponseCurve))| BudgetGroup {
        group,
        worth: Decimal::from(*worth),
        response: response.clone(),
    };
    curves.iter().enumerate().map(group).collect()
}

fn net(curves: &[(i64, ResponseCurve)], units: &[u32], cost: i64) -> f64 {
    let brought = curves.iter().zip(units);
    let brought = brought.map(|((worth, response), &units)| *worth as f64 * response.kept(units));
    brought.sum::<f64>() - (cost * i64::from(units.iter().sum::<u32>())) as f64
}

/// Every way to spend at most so many units.
fn ways(groups: usize, units: u32) -> Vec<Vec<u32>> {
    if groups == 0 {
        return vec![Vec::new()];
    }
    let further = |first: u32| {
        let rest = ways(groups - 1, units - first).into_iter();
        rest.map(move |rest| [vec![first], rest].concat())
    };
    (0..=units).flat_map(further).collect()
}

proptest! {
    #![proptest_config(cases(96))]

    /// No other allocation brings more: every one of them is tried.
    #[test]
    fn no_allocation_of_whole_units_brings_more(
        curves in prop::collection::vec((0..300_i64, curve()), 1..5),
        units in 0..7_u32,
        cost in 0..200_i64,
    ) {
        let best = |until| BudgetAllocation::of(groups(&curves), units, cost.into(), until, 8, NEAREST).unwrap();
        let paying = best(SpendUntil::NothingPays);
        let given: Vec<u32> = paying.rows.iter().map(|row| row.units).collect();
        let found = net(&curves, &given, cost);
        let all = ways(curves.len(), units);
        let most = all.iter().map(|way| net(&curves, way, cost)).fold(f64::MIN, f64::max);
        prop_assert!(found >= most - CLOSE * most.abs().max(1.0), "{found} {most}");
        // With the whole budget spent, of the ways that spend it.
        let spent = best(SpendUntil::BudgetIsSpent);
        let given: Vec<u32> = spent.rows.iter().map(|row| row.units).collect();
        let most = all.iter().map(|way| net(&curves, way, 0)).fold(f64::MIN, f64::max);
        prop_assert!(net(&curves, &given, 0) >= most - CLOSE * most.max(1.0));
    }

    /// Rows add up, more budget never brings less, and the next unit is where a larger budget goes.
    #[test]
    fn rows_add_up_and_the_next_unit_is_the_next(
        curves in prop::collection::vec((1..300_i64, curve()), 1..6),
        units in 0..60_u32,
    ) {
        let of = |units| {
            let until = SpendUntil::BudgetIsSpent;
            BudgetAllocation::of(groups(&curves), units, Decimal::TEN, until, 6, NEAREST).unwrap()
        };
        let (now, larger) = (of(units), of(units + 1));
        prop_assert_eq!(now.rows.iter().map(|row| row.units).sum::<u32>(), now.units);
        prop_assert_eq!(now.rows.iter().map(|row| row.spent).sum::<Decimal>(), now.spent);
        prop_assert_eq!(now.brought - now.spent, now.net);
        prop_assert!(larger.brought >= now.brought);
        match now.next {
            Some(at) if now.units == units => {
                prop_assert_eq!(larger.rows[at].units, now.rows[at].units + 1);
                let most = now.rows.iter().map(|row| row.next).max();
                prop_assert_eq!(Some(now.rows[at].next), most);
            }
            _ => prop_assert_eq!(larger.units, now.units),
        }
    }

    /// What a unit keeps is the difference of the curve, and falls from unit to unit.
    #[test]
    fn curves_bend_down(response in curve(), worth in 1..100_i64) {
        let mut before = f64::INFINITY;
        for units in 0..12_u32 {
            let step = response.kept(units + 1) - response.kept(units);
            prop_assert!(step >= 0.0 && step <= before + CLOSE);
            before = step;
            let group = BudgetGroup { group: (), worth: worth.into(), response: response.clone() };
            let until = SpendUntil::BudgetIsSpent;
            let row = BudgetAllocation::of([group], units, Decimal::ONE, until, 8, NEAREST).unwrap().rows.remove(0);
            let next: f64 = row.next.to_string().parse().unwrap();
            if row.units == units {
                prop_assert!((next - worth as f64 * step).abs() < 1e-6);
            }
        }
    }
}
