//! Concentration: the Lorenz curve, the Gini coefficient, shares of the top.

use proptest::prelude::*;
use retention::pyramid::{Concentration, Cuts, Pyramid, Rounding};
use rust_decimal::Decimal;

use crate::cases;
use crate::rows::{amount, exact_sum};

/// Curves divide and interpolate in floating point: a few roundings of numbers below one.
const CURVE: f64 = 1e-12;

/// At least one of them positive.
fn non_negative() -> impl Strategy<Value = Vec<Decimal>> {
    let amounts = prop::collection::vec(amount().prop_map(|amount| amount.abs()), 0..50);
    (amounts, 1_i64..100_000).prop_map(|(mut amounts, cents)| {
        amounts.push(Decimal::new(cents, 2));
        amounts
    })
}

fn of(amounts: &[Decimal]) -> Concentration {
    Concentration::new(amounts.iter().copied()).unwrap()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_lorenz_curve_rises_ever_steeper_below_the_diagonal(
        amounts in non_negative(), steps in 1_u32..80,
    ) {
        let curve = of(&amounts).lorenz(steps).unwrap();
        prop_assert_eq!(curve.len(), steps as usize + 1);
        prop_assert_eq!((curve[0].customers, curve[0].amount), (0.0, 0.0));
        let last = curve.last().unwrap();
        prop_assert_eq!((last.customers, last.amount), (1.0, 1.0));
        for point in &curve {
            prop_assert!((0.0..=1.0).contains(&point.amount), "{:?}", point);
            prop_assert!(point.amount <= point.customers + CURVE, "{:?}", point);
        }
        for pair in curve.windows(2) {
            prop_assert!(pair[0].amount <= pair[1].amount + CURVE);
        }
        for three in curve.windows(3) {
            let (first, second) =
                (three[1].amount - three[0].amount, three[2].amount - three[1].amount);
            prop_assert!(first <= second + CURVE, "{:?}", three);
        }
    }

    #[test]
    fn the_whale_curve_is_the_lorenz_curve_from_the_other_end(
        amounts in non_negative(), steps in 1_u32..40,
    ) {
        let concentration = of(&amounts);
        let lorenz = concentration.lorenz(steps).unwrap();
        for (whale, mirrored) in concentration.whale_curve(steps).unwrap().iter().zip(lorenz.iter().rev()) {
            prop_assert!((whale.amount - (1.0 - mirrored.amount)).abs() <= CURVE);
        }
        let top = concentration.profitable().numerator();
        let positive = amounts.iter().filter(|amount| !amount.is_zero()).count();
        prop_assert_eq!(top, positive as u64);
        prop_assert_eq!(concentration.top(top).unwrap().value(), Some(1.0));
    }

    #[test]
    fn with_losses_the_whale_peaks_at_the_profitable(
        amounts in prop::collection::vec(amount(), 1..50),
    ) {
        let concentration = of(&amounts);
        let gains: Vec<Decimal> =
            amounts.iter().copied().filter(|&amount| amount > Decimal::ZERO).collect();
        let total = exact_sum(amounts.iter().copied());
        let top = concentration.profitable();
        prop_assert_eq!(top.numerator(), gains.len() as u64);
        prop_assert_eq!(top.denominator(), amounts.len() as u64);
        prop_assert_eq!(concentration.top(top.numerator()).unwrap().part(), exact_sum(gains));
        prop_assert_eq!(concentration.total(), total);
        let defined = total > Decimal::ZERO;
        prop_assert_eq!(concentration.top_share(0.5).unwrap().is_some(), defined);
        prop_assert_eq!(concentration.lorenz(10).unwrap().is_empty(), !defined);
        let losses = amounts.iter().any(|&amount| amount < Decimal::ZERO);
        prop_assert_eq!(concentration.gini().is_some(), defined && !losses);
    }

    #[test]
    fn gini_is_a_share_and_does_not_know_the_unit(amounts in non_negative()) {
        let concentration = of(&amounts);
        let n = amounts.len() as f64;
        let gini = concentration.gini().unwrap();
        prop_assert!((0.0..=(n - 1.0) / n + CURVE).contains(&gini), "{}", gini);
        match concentration.gini_small_sample() {
            Some(corrected) => {
                prop_assert!((gini..=1.0 + CURVE).contains(&corrected));
            }
            None => prop_assert_eq!(amounts.len(), 1),
        }
        let tenfold: Vec<Decimal> =
            amounts.iter().map(|amount| amount.checked_mul(Decimal::TEN).unwrap()).collect();
        prop_assert!((of(&tenfold).gini().unwrap() - gini).abs() <= CURVE);
        let twice: Vec<Decimal> = amounts.iter().chain(&amounts).copied().collect();
        prop_assert!((of(&twice).gini().unwrap() - gini).abs() <= CURVE);
    }

    #[test]
    fn gini_is_twice_the_area_between_the_diagonal_and_the_curve(amounts in non_negative()) {
        let concentration = of(&amounts);
        // Between customers the curve is straight, so trapezoids at the customers are exact.
        let curve = concentration.lorenz(amounts.len() as u32).unwrap();
        let area: f64 = curve
            .windows(2)
            .map(|pair| (pair[0].amount + pair[1].amount) / 2.0 / amounts.len() as f64)
            .sum();
        let gini = concentration.gini().unwrap();
        prop_assert!((gini - (1.0 - 2.0 * area)).abs() <= CURVE, "{} {}", gini, area);
    }

    #[test]
    fn the_share_of_the_top_grows_with_the_top(
        amounts in non_negative(), a in 0.0_f64..=1.0, b in 0.0_f64..=1.0,
    ) {
        let concentration = of(&amounts);
        for &rounding in Rounding::ALL {
            let share = |q| concentration.top_share_rounded(q, rounding).unwrap().unwrap();
            prop_assert!(share(a.min(b)) <= share(a.max(b)));
            prop_assert_eq!((share(0.0), share(1.0)), (0.0, 1.0));
            let heads = concentration.heads(a, rounding).unwrap();
            prop_assert_eq!(heads.denominator(), amounts.len() as u64);
            prop_assert_eq!(concentration.top(heads.numerator()).unwrap().value(), Some(share(a)));
        }
        let share = |rounding| concentration.top_share_rounded(a, rounding).unwrap();
        prop_assert!(share(Rounding::Down) <= share(Rounding::Nearest));
        prop_assert!(share(Rounding::Nearest) <= share(Rounding::Up));
        prop_assert_eq!(concentration.top_share(a).unwrap(), share(Rounding::default()));
        // The top takes the largest, so it never brings less than its part.
        prop_assert!(share(Rounding::Up).unwrap() >= a - CURVE);
    }

    #[test]
    fn the_fewest_who_bring_a_share_are_enough_and_one_fewer_is_not(
        amounts in non_negative(), a in 0_u64..=1000, b in 0_u64..=1000,
    ) {
        let concentration = of(&amounts);
        let heads = |thousandths: u64| {
            let share = thousandths as f64 / 1000.0;
            concentration.customers_for_share(share).unwrap().unwrap().numerator()
        };
        prop_assert!(heads(a.min(b)) <= heads(a.max(b)));
        // Compared in whole numbers: amounts have at most eight decimal places.
        let brings = |customers| {
            let part = concentration.top(customers).unwrap().part();
            part.checked_mul(Decimal::from(1000)).unwrap()
        };
        let wanted = concentration.total().checked_mul(Decimal::from(a)).unwrap();
        prop_assert!(brings(heads(a)) >= wanted);
        if heads(a) > 0 {
            prop_assert!(brings(heads(a) - 1) < wanted);
        }
    }

    #[test]
    fn concentration_does_not_depend_on_order(
        (a, b) in prop::collection::vec(amount(), 1..40)
            .prop_flat_map(|amounts| (Just(amounts.clone()), Just(amounts).prop_shuffle())),
    ) {
        prop_assert_eq!(of(&a), of(&b));
    }

    /// A pyramid's ranking is the order that its amounts would be sorted into.
    #[test]
    fn of_a_pyramid_is_that_of_its_amounts(amounts in prop::collection::vec(amount(), 1..50)) {
        let rows = (0_u32..).zip(amounts.iter().copied());
        let pyramid = Pyramid::new(rows, &Cuts::curry()).unwrap();
        prop_assert_eq!(pyramid.concentration().unwrap(), of(&amounts));
    }
}
