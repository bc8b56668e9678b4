//! Cronbach, L. J. (1951), *Psychometrika* 16: 297–334; the standard error of van Zyl, Neudecker
//! and Nel (2000), *Psychometrika* 65: 271–280: their formulas on figures worked by hand.

use retention::scale::{ItemSet, Reliability, Scale};

use crate::assert_published;

fn reliability(scale: Scale, items: &[&[f64]]) -> Reliability {
    let items = items.iter().map(|item| scale.full_answers(item).unwrap());
    ItemSet::new(items).unwrap().reliability(None).unwrap()
}

#[test]
fn cronbach_1951_formula_on_three_items_by_hand() {
    let found = reliability(
        Scale::ONE_TO_FIVE,
        &[
            &[1.0, 2.0, 4.0, 5.0],
            &[2.0, 2.0, 5.0, 5.0],
            &[3.0, 1.0, 3.0, 3.0],
        ],
    );
    // Variances 10/3, 9/3 and 3/3, of the sums 6, 5, 12 and 13 it is 50/3:
    // 3/2 · (1 − 22/50) = 0.84.
    assert_published(found.alpha.unwrap().value(), "0.840000000000");
    let items = &found.items;
    assert_eq!(
        items.iter().map(|item| item.mean).collect::<Vec<_>>(),
        [Some(3.0), Some(3.5), Some(2.5)]
    );
    assert_published(items[0].variance.unwrap(), "3.33333333333");
    // Without the first: sums 5, 3, 8, 8 of variance 6, 2 · (1 − 4/6) = 2/3; and so on.
    assert_published(items[0].alpha_if_dropped.unwrap(), "0.66666666667");
    assert_published(items[1].alpha_if_dropped.unwrap(), "0.47058823529"); // 8/17
    assert_published(items[2].alpha_if_dropped.unwrap(), "0.97297297297"); // 36/37
    // The third with the sums 3, 4, 9, 10: 5/3 / √(1 · 37/3) = 5 / √111.
    assert_published(items[2].item_rest_correlation.unwrap(), "0.474579");
    assert_published(found.covariance(0, 1).unwrap(), "3.00000000000");
    assert_published(found.correlation(0, 1).unwrap(), "0.948683"); // 3 / √10
}

#[test]
fn cronbach_1951_alpha_of_items_scored_0_and_1_is_kuder_richardson_20() {
    let found = reliability(
        Scale::new(0.0, 1.0).unwrap(),
        &[
            &[1.0, 1.0, 1.0, 0.0, 1.0],
            &[1.0, 1.0, 0.0, 0.0, 0.0],
            &[1.0, 0.0, 0.0, 0.0, 1.0],
        ],
    );
    // Shares 4/5, 2/5, 2/5: Σ p(1 − p) = 0.16 + 0.24 + 0.24; the sums 3, 2, 1, 0, 2 have variance
    // (by n) 1.04: 3/2 · (1 − 0.64/1.04) = 15/26.
    assert_published(found.alpha.unwrap().value(), "0.576923076923");
}

#[test]
fn cronbach_1951_alpha_of_two_equal_halves_is_spearman_brown() {
    // Both have variance 5/3, their covariance is 4/3: r = 0.8, 2r / (1 + r) = 8/9.
    let found = reliability(
        Scale::ONE_TO_FOUR,
        &[&[1.0, 2.0, 3.0, 4.0], &[2.0, 1.0, 3.0, 4.0]],
    );
    assert_published(found.correlation(0, 1).unwrap(), "0.800000000000");
    assert_published(found.alpha.unwrap().value(), "0.888888888889");
    assert_published(found.standardised_alpha.unwrap(), "0.888888888889");
    // With equal variances and covariances it is √(2k / (k − 1) / n) · (1 − α) = 1/9.
    assert_published(
        found.alpha.unwrap().normal_standard_error(),
        "0.111111111111",
    );
    assert_eq!(found.items[0].alpha_if_dropped, None);
}

#[test]
fn cronbach_1951_alpha_is_negative_where_an_item_should_have_been_reversed() {
    let scale = Scale::ONE_TO_FIVE;
    let (agree, disagree) = ([1.0, 2.0, 4.0, 5.0], [4.0, 5.0, 2.0, 1.0]);
    let found = reliability(scale, &[&agree, &disagree]);
    // Variances 10/3 each, of the sums 5, 7, 6, 6 it is 2/3: 2 · (1 − 10).
    assert_published(found.alpha.unwrap().value(), "-18.0000000000");
    let disagree = scale.full_answers(&disagree).unwrap().reversed();
    let items = ItemSet::new([scale.full_answers(&agree).unwrap(), disagree]).unwrap();
    let alpha = items.reliability(None).unwrap().alpha.unwrap();
    // The covariance is now 3: 2 · (1 − 20/38).
    assert_published(alpha.value(), "0.947368421053");
}
