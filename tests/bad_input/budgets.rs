//! Budgets and response curves.

use retention::economics::{BudgetAllocation, BudgetGroup, ResponseCurve, SpendUntil};

use crate::*;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

#[test]
fn a_response_bends_down() {
    for form in [ResponseCurve::saturating, ResponseCurve::exponential] {
        assert_eq!(
            refusal(form(-1.0, 1.0)),
            expected::out_of_range("customers kept at most", -1, "0 or more")
        );
        assert_eq!(
            refusal(form(f64::NAN, 1.0)),
            expected::not_finite("customers kept at most", "NaN")
        );
        assert_eq!(
            refusal(form(1.0, 0.0)),
            expected::out_of_range("units for half of them", 0, "above 0")
        );
        assert_eq!(
            refusal(form(1.0, f64::INFINITY)),
            expected::not_finite("units for half of them", "inf")
        );
        assert_eq!(form(9.0, 1.0).unwrap().kept(0), 0.0);
    }
    let tiny = "a number whose inverse is finite";
    assert_eq!(
        refusal(ResponseCurve::exponential(1.0, 1e-309)),
        expected::out_of_range("units for half of them", 1e-309, tiny)
    );
    let argument = "customers kept by a unit";
    assert_eq!(
        refusal(ResponseCurve::stepwise([2.0, f64::NAN])),
        expected::at_row(expected::not_finite(argument, "NaN"), 1)
    );
    assert_eq!(
        refusal(ResponseCurve::stepwise([-2.0])),
        out_of_range(argument, "-2", "0 or more", Some(0))
    );
    assert_eq!(
        refusal(ResponseCurve::stepwise([2.0, 1.0, 1.5])),
        expected::at_row(
            expected::unsorted(
                argument,
                1.5,
                "is more than the 1 that the unit before keeps,"
            ),
            2
        )
    );
    let endless = ResponseCurve::stepwise([1e308; 2]);
    assert!(refusal(endless).starts_with("the customers kept by all units overflows at inf"));
    assert_eq!(ResponseCurve::stepwise([]).unwrap().kept(9), 0.0);
}

fn group(group: &'static str, worth: Decimal) -> BudgetGroup<&'static str> {
    BudgetGroup {
        group,
        worth,
        response: ResponseCurve::stepwise([2.0, 2.0, 1.0]).unwrap(),
    }
}

fn spend(
    groups: &[BudgetGroup<&'static str>],
    units: u32,
    cost: Decimal,
) -> Result<BudgetAllocation<&'static str>, Error> {
    let groups = groups.iter().cloned();
    BudgetAllocation::of(groups, units, cost, SpendUntil::NothingPays, 2, NEAREST)
}

#[test]
fn a_budget_has_groups_that_differ() {
    let (top, low) = (group("top", dec!(10)), group("low", dec!(5)));
    assert_eq!(refusal(spend(&[], 1, dec!(1))), expected::empty("group"));
    assert_eq!(
        refusal(spend(&[top.clone(), low.clone(), top.clone()], 1, dec!(1))),
        expected::at_row(expected::duplicate("group", "number 2"), 2)
    );
    assert_eq!(
        refusal(spend(&[top.clone(), group("x", dec!(-1))], 1, dec!(1))),
        out_of_range("worth of a customer", "-1", "0 or more", Some(1))
    );
    assert_eq!(
        refusal(spend(std::slice::from_ref(&top), 1, dec!(-1))),
        expected::out_of_range("cost of a unit", -1, "0 or more")
    );
    assert_eq!(
        refusal(spend(std::slice::from_ref(&top), 10_000_001, dec!(1))),
        expected::out_of_range("units", 10_000_001, "at most 10000000")
    );
    assert!(spend(&[group("rich", Decimal::MAX)], 1, dec!(1)).is_err());
}

#[test]
fn nothing_is_spent_where_nothing_pays() {
    let (top, low) = (group("top", dec!(10)), group("low", dec!(10)));
    let none = spend(&[top.clone(), low.clone()], 5, dec!(20)).unwrap();
    assert_eq!((none.units, none.net, none.next), (0, dec!(0), Some("top")));
    let nobody = spend(&[group("free", dec!(0))], 5, dec!(0)).unwrap();
    assert_eq!((nobody.units, nobody.next), (0, None));
    // Equal units go to the first group first; beyond the steps nobody is kept.
    let all = spend(&[top, low], 100, dec!(0)).unwrap();
    assert_eq!((all.units, all.next, all.brought), (6, None, dec!(100)));
    let three = spend(
        &[group("top", dec!(10)), group("low", dec!(10))],
        3,
        dec!(0),
    )
    .unwrap();
    assert_eq!(
        three.rows.iter().map(|row| row.units).collect::<Vec<_>>(),
        [2, 1]
    );
}
