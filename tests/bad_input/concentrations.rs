//! Concentration and the Pareto law.

use crate::*;

fn of(amounts: &[Decimal]) -> Concentration {
    Concentration::new(amounts.iter().copied()).unwrap()
}

#[test]
fn there_is_no_concentration_of_nothing() {
    assert_eq!(refusal(Concentration::new([])), expected::empty("amount"));
}

#[test]
fn one_customer_is_everything() {
    let one = of(&[dec!(0.01)]);
    assert_eq!(one.gini(), Some(0.0));
    assert_eq!(one.gini_small_sample(), None);
    assert_eq!(one.top_share(0.2), Ok(Some(1.0)));
    assert_eq!(one.top_share_rounded(0.2, Rounding::Down), Ok(Some(0.0)));
    assert_eq!(
        one.customers_for_share(0.8).unwrap().unwrap().numerator(),
        1
    );
    assert_eq!(one.lorenz_at(0.5), Ok(Some(0.5)));
}

#[test]
fn shares_asked_for_are_finite_and_within_0_and_1() {
    let concentration = of(&[dec!(1), dec!(2)]);
    for (bad, text) in NOT_FINITE {
        let error = not_finite("share of customers", text, None);
        assert_eq!(
            refusal(concentration.heads(bad, Rounding::Up)),
            error.clone()
        );
        assert_eq!(refusal(concentration.top_share(bad)), error.clone());
        assert_eq!(refusal(concentration.lorenz_at(bad)), error);
        assert_eq!(
            refusal(concentration.customers_for_share(bad)),
            not_finite("share of the total", text, None)
        );
    }
    for (bad, text) in [(-0.1, "-0.1"), (1.1, "1.1")] {
        let error = out_of_range("share of customers", text, "0 to 1", None);
        assert_eq!(
            refusal(concentration.heads(bad, Rounding::Up)),
            error.clone()
        );
        assert_eq!(refusal(concentration.top_share(bad)), error.clone());
        assert_eq!(refusal(concentration.lorenz_at(bad)), error);
        assert_eq!(
            refusal(concentration.customers_for_share(bad)),
            out_of_range("share of the total", text, "0 to 1", None)
        );
    }
}

#[test]
fn a_total_of_zero_or_less_has_no_shares() {
    for amounts in [
        vec![dec!(0)],
        vec![dec!(0), dec!(0.00)],
        vec![dec!(5), dec!(-5)],
        vec![dec!(5), dec!(-6)],
        vec![dec!(-1)],
    ] {
        let concentration = of(&amounts);
        assert_eq!(concentration.gini(), None, "{amounts:?}");
        assert_eq!(concentration.gini_small_sample(), None);
        assert_eq!(concentration.top_share(0.2), Ok(None));
        assert_eq!(concentration.customers_for_share(0.8), Ok(None));
        assert_eq!(concentration.lorenz_at(0.5), Ok(None));
        assert!(concentration.lorenz(10).unwrap().is_empty());
        assert!(concentration.whale_curve(10).unwrap().is_empty());
    }
}

#[test]
fn losses_take_the_gini_and_lift_the_whale_above_the_total() {
    let whale = of(&[dec!(150), dec!(10), dec!(0), dec!(-60)]);
    assert_eq!(whale.gini(), None);
    assert_eq!(whale.top_share(0.25), Ok(Some(1.5)));
    let top = whale.profitable();
    assert_eq!((top.numerator(), top.denominator()), (2, 4));
    assert_eq!(whale.top(top.numerator()).unwrap().value(), Some(1.6));
    let heights: Vec<f64> = whale
        .whale_curve(4)
        .unwrap()
        .iter()
        .map(|point| point.amount)
        .collect();
    assert_eq!(heights, [0.0, 1.5, 1.6, 1.6, 1.0]);
    let lorenz = whale.lorenz_at(0.25).unwrap().unwrap();
    assert_eq!(format!("{lorenz:.12}"), "-0.600000000000");
}

#[test]
fn where_all_lose_the_whale_never_rises() {
    let losses = of(&[dec!(-1), dec!(-2)]);
    assert_eq!(losses.profitable().numerator(), 0);
    assert_eq!(losses.top(0).unwrap().part(), Decimal::ZERO);
}

#[test]
fn a_curve_without_steps_has_no_points() {
    let concentration = of(&[dec!(1)]);
    assert!(concentration.lorenz(0).unwrap().is_empty());
    assert!(concentration.whale_curve(0).unwrap().is_empty());
    assert_eq!(concentration.lorenz(1).unwrap().len(), 2);
}

#[test]
fn more_customers_than_there_are_are_all() {
    let concentration = of(&[dec!(1), dec!(2)]);
    for customers in [2, 3, u64::MAX] {
        assert_eq!(concentration.top(customers).unwrap().value(), Some(1.0));
    }
    assert_eq!(concentration.top(0).unwrap().value(), Some(0.0));
}

#[test]
fn sums_beyond_a_decimal_overflow() {
    assert!(matches!(
        Concentration::new([Decimal::MAX, dec!(1)]),
        Err(Error::Overflow { .. })
    ));
    assert!(matches!(
        Concentration::new([dec!(1), Decimal::MAX, least()]),
        Err(Error::Overflow {
            at: Some(at),
            ..
        }) if at.row == Some(2)
    ));
    // The total fits, what the first two bring does not.
    let swing = of(&[Decimal::MAX, Decimal::MAX, Decimal::MIN]);
    assert_eq!(swing.total(), Decimal::MAX);
    assert!(matches!(swing.top(2), Err(Error::Overflow { .. })));
    assert_eq!(swing.profitable().numerator(), 2);
}

#[test]
fn a_share_of_a_huge_total_is_compared_all_the_same() {
    let huge = of(&[Decimal::MAX]);
    for share in [0.8, 0.123_456_789_012, 1.0 / 3.0, 1.0] {
        let few = huge.customers_for_share(share).unwrap().unwrap();
        assert_eq!(few.numerator(), 1, "{share}");
    }
    // Sevenths in 28 digits, of which a product with twelve more would not fit.
    let fine = of(&[dec!(0.1428571428571428571428571429); 7]);
    let most = fine.customers_for_share(0.8).unwrap().unwrap();
    assert_eq!(most.numerator(), 6);
}

#[test]
fn the_gini_of_huge_amounts_is_a_share_all_the_same() {
    let half = Decimal::MAX.checked_div(dec!(2)).unwrap().trunc();
    let concentration = of(&[half, dec!(0), dec!(0), dec!(1)]);
    assert_eq!(format!("{:.6}", concentration.gini().unwrap()), "0.750000");
}

#[test]
fn a_pareto_law_gives_the_few_more_than_their_number() {
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(pareto::exponent(bad, 0.8)),
            not_finite("share of customers", text, None)
        );
        assert_eq!(
            refusal(pareto::exponent(0.2, bad)),
            not_finite("share of revenue", text, None)
        );
    }
    for (customers, revenue, argument) in [
        (0.0, 0.8, "share of customers"),
        (1.0, 0.8, "share of customers"),
        (-0.2, 0.8, "share of customers"),
        (0.2, 0.0, "share of revenue"),
        (0.2, 1.0, "share of revenue"),
        (0.2, 0.2, "share of revenue"),
        (0.8, 0.2, "share of revenue"),
    ] {
        let error = pareto::exponent(customers, revenue).unwrap_err();
        assert!(
            matches!(error, Error::OutOfRange { argument: found, .. } if found == argument),
            "{customers} {revenue}: {error:?}"
        );
    }
    let exponent = pareto::exponent(0.2, 0.8).unwrap();
    let top_share = |q| pareto::top_share(exponent, q);
    assert_eq!((top_share(0.0), top_share(1.0)), (Ok(0.0), Ok(1.0)));
    assert!(matches!(top_share(f64::NAN), Err(Error::NotFinite { .. })));
    assert!(matches!(top_share(1.5), Err(Error::OutOfRange { .. })));
    for (bad, text) in NOT_FINITE {
        let error = not_finite("exponent", text, None);
        assert_eq!(refusal(pareto::top_share(bad, 0.2)), error);
        assert_eq!(refusal(pareto::gini(bad)), error);
    }
    for bad in [1.0, 0.5, -2.0] {
        let error = out_of_range("exponent", &bad.to_string(), "more than 1", None);
        assert_eq!(refusal(pareto::top_share(bad, 0.2)), error);
        assert_eq!(refusal(pareto::gini(bad)), error);
    }
}

/// At the ends of what a number can tell apart the exponent stays finite and above 1, or the
/// split is refused.
#[test]
fn an_extreme_pareto_split_is_a_law_or_an_error() {
    let nearly_none = 1e-300_f64;
    for (customers, revenue) in [
        (nearly_none, nearly_none.next_up()),
        (nearly_none, 1.0_f64.next_down()),
        (0.5, 0.5_f64.next_up()),
        (0.5, 1.0_f64.next_down()),
    ] {
        if let Ok(exponent) = pareto::exponent(customers, revenue) {
            assert!(
                exponent > 1.0 && exponent.is_finite(),
                "{customers:e} bring {revenue:e}: {exponent}"
            );
        }
    }
}

#[test]
fn a_curve_has_at_most_a_million_steps() {
    let concentration = of(&[dec!(1), dec!(2)]);
    for steps in [1_000_001, u32::MAX] {
        let error = out_of_range("steps", &steps.to_string(), "at most 1000000", None);
        assert_eq!(refusal(concentration.lorenz(steps)), error);
        assert_eq!(refusal(concentration.whale_curve(steps)), error);
    }
    assert_eq!(concentration.lorenz(1_000_000).unwrap().len(), 1_000_001);
}

#[test]
fn sums_beyond_64_bits_are_exact() {
    let most = Decimal::from(i64::MAX);
    let found = Concentration::new([dec!(2), most, most, dec!(-5)]).unwrap();
    assert_eq!(found.total(), dec!(18446744073709551611));
    assert_eq!((found.negative(), found.profitable().numerator()), (1, 3));
    assert_eq!(
        found.customers_for_share(0.6).unwrap().unwrap().numerator(),
        2
    );
    let most_of_two = Share::new(most, found.total());
    assert_eq!(found.top(1), Ok(most_of_two));
    assert_eq!(Concentration::new([most; 3]).unwrap().gini(), Some(0.0));
    let ends = Concentration::new([Decimal::from(i64::MIN), most]).unwrap();
    assert_eq!((ends.total(), ends.negative()), (dec!(-1), 1));
}
