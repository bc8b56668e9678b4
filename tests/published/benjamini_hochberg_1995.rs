//! Benjamini, Y. and Hochberg, Y. (1995), *Journal of the Royal Statistical Society* B 57: 289–300.

use retention::estimate::Adjustment;

/// The p-values of the example of treatments after a heart attack, as commonly reported.
const EXAMPLE: [f64; 15] = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0,
];

fn rejected(adjustment: Adjustment) -> usize {
    let adjusted = adjustment.adjust(&EXAMPLE).unwrap();
    adjusted.iter().filter(|&&p| p <= 0.05).count()
}

#[test]
fn benjamini_hochberg_1995_reject_four_of_fifteen_where_holm_rejects_three_as_commonly_reported() {
    assert_eq!(rejected(Adjustment::BenjaminiHochberg), 4);
    assert_eq!(rejected(Adjustment::Holm), 3);
    assert_eq!(rejected(Adjustment::None), 9);
}
