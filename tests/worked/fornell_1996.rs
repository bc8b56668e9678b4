//! Fornell, C., Johnson, M. D., Anderson, E. W., Cha, J. and Bryant, B. E. (1996), *Journal of
//! Marketing* 60(4): 7–18: the form of the American Customer Satisfaction Index, without its
//! weights, on figures worked by hand.

use retention::satisfaction::index;
use retention::scale::{Missing, Scale};

use crate::assert_published;

const fn items<T>(overall: T, expectations: T, ideal: T) -> index::Items<T>
where
    T: Copy,
{
    index::Items {
        overall,
        expectations,
        ideal,
    }
}

#[test]
fn fornell_1996_means_8_7_and_7_5_make_72_2222() {
    let index = index::Options::default()
        .score(items(8.0, 7.0, 7.5))
        .unwrap();
    assert_published(index, "72.2222");
    // The form with equal weights: (x1 + x2 + x3 − 3) / 27 · 100.
    assert_published(
        index,
        &format!("{:.10}", (8.0 + 7.0 + 7.5 - 3.0) / 27.0 * 100.0),
    );
}

#[test]
fn fornell_1996_weights_are_normalised() {
    let of = |weights| {
        let options = index::Options::default().weights(weights);
        options.score(items(8.0, 7.0, 7.5)).unwrap()
    };
    // (7 · 2 + 6 + 6.5) / 4 / 9.
    assert_published(
        of(items(2.0, 1.0, 1.0)),
        &format!("{:.10}", 26.5 / 36.0 * 100.0),
    );
    assert_eq!(of(items(2.0, 1.0, 1.0)), of(items(0.5, 0.25, 0.25)));
    assert_published(of(items(0.0, 0.0, 3.0)), "72.2222");
}

#[test]
fn fornell_1996_ends_of_the_scale_are_0_and_100() {
    for (mean, index) in [(1.0, 0.0), (10.0, 100.0)] {
        let options = index::Options::default().weights(items(0.3, 0.2, 0.1));
        assert_eq!(options.score(items(mean, mean, mean)), Ok(index));
    }
}

#[test]
fn an_index_of_the_questions_answered_where_that_is_allowed() {
    let scale = Scale::ONE_TO_TEN;
    let (gap, full) = ([Some(10.0), None], [Some(10.0), Some(5.5)]);
    let columns = items(
        scale.answers(&full).unwrap(),
        scale.answers(&gap).unwrap(),
        scale.answers(&gap).unwrap(),
    );
    let of = |missing| {
        let options = index::Options::default()
            .missing(missing)
            .weights(items(2.0, 1.0, 1.0));
        index::SatisfactionIndex::of(columns, None, options).unwrap()
    };
    assert_eq!(of(Missing::Listwise).value(), Some(100.0));
    assert_eq!(of(Missing::AtLeastHalf).answered(), 1);
    // The second has 50 by the one question answered.
    assert_eq!(of(Missing::AtLeast(1)).value(), Some(75.0));
}
