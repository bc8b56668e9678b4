//! The Lorenz curve, the Gini coefficient and the Pareto law: analytic figures.

use retention::pyramid::{Concentration, pareto};
use rust_decimal::Decimal;

use crate::assert_published;

fn of(amounts: impl IntoIterator<Item = u32>) -> Concentration {
    Concentration::new(amounts.into_iter().map(Decimal::from)).unwrap()
}

#[test]
fn gini_of_1_to_5_is_four_fifteenths_and_one_third_without_bias() {
    let concentration = of(1..=5);
    let gini = concentration.gini().unwrap();
    assert_eq!(gini, 4.0 / 15.0);
    assert_published(gini, "0.266667");
    assert_published(concentration.gini_small_sample().unwrap(), "0.333333");
}

/// Both are one division of the same whole numbers, so they agree to the last bit.
#[test]
fn gini_of_1_to_n_is_n_minus_1_over_3n() {
    for n in 1..=300_u32 {
        let expected = f64::from(n - 1) / f64::from(3 * n);
        assert_eq!(of(1..=n).gini(), Some(expected), "n = {n}");
    }
}

#[test]
fn gini_of_80_5_5_5_5_is_0_6() {
    let concentration = of([80, 5, 5, 5, 5]);
    assert_eq!(concentration.gini(), Some(0.6));
    assert_eq!(concentration.top_share(0.2), Ok(Some(0.8)));
    let bring_80 = concentration.customers_for_share(0.8).unwrap().unwrap();
    assert_eq!((bring_80.numerator(), bring_80.denominator()), (1, 5));
}

/// Over every way to divide the other 20 among four customers in whole numbers.
#[test]
fn gini_of_0_6_is_the_least_of_an_exact_80_20_split() {
    let mut least = Vec::new();
    for a in 0..=20 {
        for b in 0..=20 - a {
            for c in 0..=20 - a - b {
                let rest = [a, b, c, 20 - a - b - c];
                let gini = of([80].into_iter().chain(rest)).gini().unwrap();
                assert!(gini >= 0.6, "{rest:?}: {gini}");
                if gini == 0.6 {
                    least.push(rest);
                }
            }
        }
    }
    assert_eq!(least, [[5; 4]]);
}

#[test]
fn lorenz_curve_of_1_to_5_at_its_corners() {
    let concentration = of(1..=5);
    for (heads, sum) in [(0, 0), (1, 1), (2, 3), (3, 6), (4, 10), (5, 15)] {
        let curve = concentration.lorenz_at(f64::from(heads) / 5.0).unwrap();
        assert_published(curve.unwrap(), &format!("{:.12}", f64::from(sum) / 15.0));
    }
}

#[test]
fn pareto_law_of_80_20_has_exponent_1_160964_and_gini_0_756471() {
    let exponent = pareto::exponent(0.2, 0.8).unwrap();
    assert_published(exponent, "1.160964");
    assert_published(5_f64.ln() / 4_f64.ln(), "1.160964");
    assert_published(pareto::gini(exponent).unwrap(), "0.756471");
}

#[test]
fn pareto_law_of_80_20_gives_the_top_1_percent_52_81_and_the_top_5_percent_66_01_percent() {
    let exponent = pareto::exponent(0.2, 0.8).unwrap();
    assert_published(pareto::top_share(exponent, 0.01).unwrap() * 100.0, "52.81");
    assert_published(pareto::top_share(exponent, 0.05).unwrap() * 100.0, "66.01");
    assert_published(pareto::top_share(exponent, 0.20).unwrap() * 100.0, "80.00");
}
