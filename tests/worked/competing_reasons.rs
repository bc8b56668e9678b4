//! Incidences of two reasons for leaving, by hand.

use retention::survival::{CumulativeIncidence, Spell};

/// Five customers: one leaves for the price after 1, one for the service after 3, one for the price after
/// 4; two are followed until 2 and 5.
///
/// ```text
/// at risk 5, 3, 2;  S(u−) 1, 4/5, 8/15
/// price    1/5, then 1/5 + 8/15 · 1/2 = 7/15         service  4/5 · 1/3 = 4/15
/// variance of 7/15: (4/15)² (1/20 + 1/6) + 4/125 + (8/15)² / 8 − 2 · 4/15 / 25
/// ```
#[test]
fn two_reasons_of_five_customers() {
    let rows = [
        (Spell::ended(1), Some("price")),
        (Spell::ongoing(2), None),
        (Spell::ended(3), Some("service")),
        (Spell::ended(4), Some("price")),
        (Spell::ongoing(5), None),
    ];
    let leaving = CumulativeIncidence::of(rows).unwrap();
    let [price, service] = &leaving.reasons[..] else {
        panic!("two reasons");
    };
    assert_eq!(
        (price.reason, price.ended, service.ended),
        ("price", 2.0, 1.0)
    );
    let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-15, "{found}");
    close(price.points[1].incidence, 7.0 / 15.0);
    close(service.points[0].incidence, 4.0 / 15.0);
    close(leaving.survival.at(4).unwrap(), 4.0 / 15.0);
    let (step, share) = (4.0_f64 / 15.0, 8.0_f64 / 15.0);
    let variance = step * step * (1.0 / 20.0 + 1.0 / 6.0) + 4.0 / 125.0 + share * share / 8.0
        - 2.0 * step / 25.0;
    close(price.points[1].standard_error, variance.sqrt());
    // Two tenures later nobody new has left; after the last customer nothing is told.
    assert_eq!(leaving.at(&"price", 5), Some(price.points[1].incidence));
    assert_eq!(leaving.at(&"price", 6), None);
    assert_eq!(leaving.at(&"no such reason", 5), Some(0.0));
}
