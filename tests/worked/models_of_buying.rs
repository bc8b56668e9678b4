//! Models of buying, by hand: with parameters of 1 their integrals are elementary.

use retention::clv::{BgNbd, MbgNbd, ParetoNbd, PurchaseModel};
use retention::purchases::Summary;

/// A few roundings.
const CLOSE: f64 = 1e-13;

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= CLOSE * expected.abs().max(1.0),
        "{found} not {expected}"
    );
}

fn customer(frequency: u32, last: f64, age: f64) -> Summary {
    Summary::new(frequency, last, age).unwrap()
}

#[test]
fn bg_nbd_with_parameters_of_1() {
    let model = BgNbd::new(1.0, 1.0, 1.0, 1.0).unwrap();
    // One repeat after 1 of 3: alive against gone is 1 to ((1 + 3) / (1 + 1))² = 4.
    let once = customer(1, 1.0, 3.0);
    close(model.probability_alive(&once), 0.2);
    // Γ(2) · B(1, 2)/B(1, 1) · (4⁻² + 2⁻²) = 5/32.
    close(model.log_likelihood(&once), (5.0_f64 / 32.0).ln());
    // ∫ (1 − 1/(1 + p)) / p dp from 0 to 1.
    close(
        model.expected_purchases(1.0).unwrap(),
        std::f64::consts::LN_2,
    );
    // Nobody leaves before a purchase, and the first one does not come with 1/2.
    let chances = model.purchase_distribution(1.0, 2).unwrap();
    close(chances[0], 0.5);
    // One: stays with 1/2 and buys once with 1/4, or leaves with 1/2 and would have bought once or more.
    close(chances[1], 0.5 * 0.25 + 0.5 * 0.5);
    // Two: (1−p)² on average 1/3, times 1/8; or p (1−p) on average 1/6, times 1/4.
    close(chances[2], 1.0 / 24.0 + 1.0 / 24.0);
}

#[test]
fn mbg_nbd_with_parameters_of_1() {
    let model = MbgNbd::new(1.0, 1.0, 1.0, 1.0).unwrap();
    // Without a repeat in 3: alive with 1/2 · 1/4 against gone with 1/2.
    let none = customer(0, 0.0, 3.0);
    close(model.probability_alive(&none), 0.2);
    close(model.log_likelihood(&none), (0.5 + 0.125_f64).ln());
    // ∫ (1 − p) (1 − 1/(1 + p)) / p dp: ln 2 less 1 − ln 2.
    close(
        model.expected_purchases(1.0).unwrap(),
        2.0 * std::f64::consts::LN_2 - 1.0,
    );
}

#[test]
fn pareto_nbd_with_parameters_of_1() {
    let model = ParetoNbd::new(1.0, 1.0, 1.0, 1.0).unwrap();
    // Silent for 1: alive with 1/2 · 1/2, gone with ∫ (1 + u)⁻³ du = 3/8.
    let none = customer(0, 0.0, 1.0);
    close(model.probability_alive(&none), 0.4);
    close(model.log_likelihood(&none), 0.625_f64.ln());
    close(model.purchase_distribution(1.0, 0).unwrap()[0], 0.625);
    // ∫ 1/(1 + u) du.
    close(
        model.expected_purchases(1.0).unwrap(),
        std::f64::consts::LN_2,
    );
    // Still one after 3 more: 2/5.
    close(
        model.probability_alive_after(&none, 3.0).unwrap(),
        0.4 * 0.4,
    );
    // Once in 1: ¼ of those who stay, 1/2; and ∫ u (1 + u)⁻⁴ du = 1/12 of those who leave.
    close(
        model.purchase_distribution(1.0, 1).unwrap()[1],
        0.125 + 1.0 / 12.0,
    );
}
