//! What respondents contribute to each figure makes the figure and its standard error.

use proptest::prelude::*;
use retention::accumulate::{Accumulator, Weighted};
use retention::estimate::{Design, Estimate, Influence};
use retention::satisfaction::frequencies::{self, Frequencies};
use retention::satisfaction::index::{self, Items, SatisfactionIndex};
use retention::satisfaction::kano::{self, Kano, Pair};
use retention::satisfaction::nps::{self, NetPromoterScore};
use retention::satisfaction::rating::{self, Measure, Rating};
use retention::scale::{Scale, Weights};
use retention::segment::{self, BySegment, compare};

use super::close;
use crate::cases;

/// Respondents with three answers on 0 to 10, two on a Kano question, and a weight; none of weight 0.
type Respondent = ([Option<f64>; 3], [Option<kano::Answer>; 2], f64);

fn respondents() -> impl Strategy<Value = Vec<Respondent>> {
    let answer =
        || prop_oneof![5 => (1_u8..=10).prop_map(|own| Some(f64::from(own))), 1 => Just(None)];
    let felt = || prop::option::weighted(0.9, prop::sample::select(kano::Answer::ALL));
    let one = (
        [answer(), answer(), answer()],
        [felt(), felt()],
        prop_oneof![Just(1.0), 0.1_f64..6.0],
    );
    prop::collection::vec(one, 3..50)
}

/// Whether contributions make the figure, and its error, which divides by n − 1 or by n.
fn makes(influence: Option<Influence>, figure: Option<Estimate>, by_n: bool) -> bool {
    let Some(influence) = influence else {
        return figure.is_none();
    };
    let n = influence.counted() as f64;
    if n < 2.0 {
        return true;
    }
    let found = influence.estimate(&Design::default()).unwrap();
    let Some(figure) = figure else { return false };
    let shrink = if by_n { ((n - 1.0) / n).sqrt() } else { 1.0 };
    close(found.value(), figure.value())
        && close(found.standard_error() * shrink, figure.standard_error())
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn contributions_make_each_figure_and_its_error(rows in respondents(), plain in any::<bool>()) {
        let column = |item: usize| -> Vec<Option<f64>> { rows.iter().map(|row| row.0[item]).collect() };
        let columns = [column(0), column(1), column(2)];
        let weights: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let weights = (!plain).then(|| Weights::new(weights).unwrap());
        let weights = weights.as_ref();

        let recommend = Scale::ZERO_TO_TEN.answers(&columns[0]).unwrap();
        let options = nps::Options::default();
        let score = NetPromoterScore::of(&recommend, weights, options).unwrap();
        let own = NetPromoterScore::influence(&recommend, weights, options).unwrap();
        prop_assert!(makes(own, score.estimate(), true), "{score:?}");

        let ten = Scale::ONE_TO_TEN.answers(&columns[0]).unwrap();
        for (measure, by_n) in [
            (Measure::Mean, false),
            (Measure::Percent, false),
            (Measure::TopBoxes(3), true),
            (Measure::AtLeast(6.0), true),
        ] {
            let options = rating::Options::default().scale(Scale::ONE_TO_TEN).measure(measure);
            let rating = Rating::of(&ten, weights, options).unwrap();
            let own = Rating::influence(&ten, weights, options).unwrap();
            prop_assert!(makes(own, rating.estimate(), by_n), "{rating:?}");
        }

        let options = frequencies::Options::default().scale(Scale::ONE_TO_TEN);
        let table = Frequencies::of(&ten, weights, options).unwrap();
        let own = Frequencies::net_influence(&ten, weights, options).unwrap();
        prop_assert!(makes(own, table.net, true), "{table:?}");
        let mean = ten.summary(weights).unwrap();
        let own = ten.influence(weights).unwrap();
        prop_assert!(makes(own.clone(), mean.estimate(), false), "{mean:?}");
        prop_assert!(makes(own, table.mean.estimate(), false), "{table:?}");
        let shares: f64 = table.answers.iter().filter_map(|row| row.share.value()).sum();
        prop_assert!(table.median.is_none() || close(shares, 1.0));

        let items = || {
            let answers = |at: usize| Scale::ONE_TO_TEN.answers(&columns[at]).unwrap();
            Items { overall: answers(0), expectations: answers(1), ideal: answers(2) }
        };
        let options = index::Options::default();
        let whole = SatisfactionIndex::of(items(), weights, options).unwrap();
        let own = SatisfactionIndex::influence(items(), weights, options).unwrap();
        prop_assert!(makes(own, whole.estimate(), false), "{whole:?}");

        let felt = |at: usize| -> Vec<_> { rows.iter().map(|row| row.1[at]).collect() };
        let pair = || Pair { functional: felt(0), dysfunctional: felt(1) };
        let options = kano::Options::default();
        let feature = Kano::of(pair(), weights, options).unwrap();
        let own = Kano::better_influence(pair(), weights, options).unwrap();
        prop_assert!(makes(own, feature.better_share.estimate(), true), "{feature:?}");
        let own = Kano::worse_influence(pair(), weights, options).unwrap();
        let worse = feature.worse_share.estimate().map(|share| {
            Estimate::new(0.0 - share.value(), share.standard_error()).unwrap()
        });
        prop_assert!(makes(own, worse, true), "{feature:?}");
    }

    #[test]
    fn doubling_all_weights_changes_no_error(rows in respondents(), factor in 0.01_f64..100.0) {
        let column: Vec<Option<f64>> = rows.iter().map(|row| row.0[0]).collect();
        let answers = Scale::ZERO_TO_TEN.answers(&column).unwrap();
        let errors = |factor: f64| {
            let weights: Vec<f64> = rows.iter().map(|row| row.2 * factor).collect();
            let weights = Weights::new(weights).unwrap();
            let score = NetPromoterScore::of(&answers, Some(&weights), nps::Options::default());
            let mean = answers.summary(Some(&weights)).unwrap();
            (score.unwrap().standard_error(), mean.standard_error)
        };
        let (found, expected) = (errors(factor), errors(1.0));
        prop_assert!(super::both_close(found.0, expected.0), "{found:?} {expected:?}");
        prop_assert!(super::both_close(found.1, expected.1), "{found:?} {expected:?}");
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn each_segment_is_what_its_rows_make_alone(rows in prop::collection::vec((0_u8..5, prop::option::of(0_u8..=10)), 0..80)) {
        let new = || nps::Counter::new(nps::Options::default()).unwrap();
        let answer = |own: Option<u8>| own.map(f64::from);
        let mut together = BySegment::new(new());
        together.extend(rows.iter().map(|&(segment, own)| (segment, answer(own)))).unwrap();
        prop_assert_eq!(together.rows(), rows.len() as u64);
        let together = together.finish().unwrap();
        prop_assert!(together.iter().map(|row| row.segment).is_sorted());
        for row in &together {
            let mut alone = new();
            let own = rows.iter().filter(|(segment, _)| *segment == row.segment);
            alone.extend(own.map(|&(_, own)| answer(own))).unwrap();
            prop_assert_eq!((row.rows, row.output), (alone.rows(), Some(alone.finish().unwrap())));
        }
        let told: u64 = together.iter().map(|row| row.rows).sum();
        prop_assert_eq!(told, rows.len() as u64);
    }

    /// Both ways to compare two segments of one survey: as independent, and as strata of one design.
    #[test]
    fn differences_of_segments_agree_with_those_of_strata(rows in respondents(), split in 1_usize..40) {
        let split = split.min(rows.len() - 1);
        let weights = Weights::new(rows.iter().map(|row| row.2).collect::<Vec<f64>>()).unwrap();
        let mean = rating::Options::default().scale(Scale::ONE_TO_TEN).measure(Measure::Mean);
        let mut segments = BySegment::new(rating::Builder::new(mean).unwrap());
        for (at, row) in rows.iter().enumerate() {
            segments.push_weighted((at < split, row.0[0]), row.2).unwrap();
        }
        let found = compare(&segments.finish().unwrap(), segment::Options::default());
        let found = found.map(|found| found.rows);
        let of = |first: bool| {
            let own = rows.iter().enumerate();
            let own = own.map(|(at, row)| row.0[0].filter(|_| (at < split) == first));
            Influence::of_mean(own, Some(&weights)).unwrap()
        };
        let strata = (0..rows.len()).map(|at| u32::from(at < split)).collect();
        let design = Design::default().strata(Some(strata));
        if let (Ok(found), Some(second), Some(first)) = (found, of(true), of(false)) {
            let expected = first.minus(&second).unwrap().estimate(&design).unwrap();
            prop_assert!(close(found[0].difference.value(), expected.value()));
            prop_assert!(close(found[0].difference.standard_error(), expected.standard_error()));
        }
    }
}
