//! CSAT and CES.

use retention::estimate::Confidence;
use retention::satisfaction::rating;
use retention::scale::Weights;
use retention::{Accumulator, Weighted};

use super::*;

type Row = (Option<f64>, f64);

const SEVEN: Scale = Scale::ONE_TO_SEVEN;

fn rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>, usize)> {
    shuffled((answer(1, 7), weight()))
}

fn measure() -> impl Strategy<Value = rating::Measure> {
    prop_oneof![
        (1_u32..=6).prop_map(rating::Measure::TopBoxes),
        (1.001_f64..=7.0).prop_map(rating::Measure::AtLeast),
        Just(rating::Measure::Mean),
        Just(rating::Measure::Percent),
    ]
}

fn builder(rows: &[Row], measure: rating::Measure) -> rating::Builder {
    let mut builder =
        rating::Builder::new(rating::Options::default().scale(SEVEN).measure(measure)).unwrap();
    for &(answer, weight) in rows {
        builder.push_weighted(answer, weight).unwrap();
    }
    builder
}

fn of(rows: &[Row], measure: rating::Measure) -> rating::Rating {
    builder(rows, measure).finish().unwrap()
}

fn same(a: &rating::Rating, b: &rating::Rating) -> bool {
    let shares = match (a.share, b.share) {
        (Some(a), Some(b)) => same_share(a, b),
        (a, b) => a == b,
    };
    let means = match (a.mean, b.mean) {
        (Some(a), Some(b)) => same_summary(&a, &b),
        (a, b) => a == b,
    };
    shares && means && (a.answered, a.missing) == (b.answered, b.missing)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn figures_stay_within_their_ranges_and_their_intervals(
        (rows, _, _) in rows(), measure in measure(),
    ) {
        let found = of(&rows, measure);
        prop_assert_eq!(found.answered + found.missing, rows.len() as u64);
        let (low, high) = match measure {
            rating::Measure::Mean => (1.0, 7.0),
            rating::Measure::Percent => (0.0, 100.0),
            _ => (0.0, 1.0),
        };
        if let Some(value) = found.value() {
            prop_assert!((low..=high).contains(&value));
            if let Some(interval) = found.interval(Confidence::default()) {
                prop_assert!(interval.contains(value));
            }
        }
    }

    #[test]
    fn order_and_parts_do_not_matter((rows, other, split) in rows(), measure in measure()) {
        let whole = of(&rows, measure);
        prop_assert!(same(&of(&other, measure), &whole));
        let (front, back) = rows.split_at(split);
        let mut merged = builder(front, measure);
        merged.merge(builder(back, measure)).unwrap();
        prop_assert!(same(&merged.finish().unwrap(), &whole));
    }

    #[test]
    fn columns_make_what_rows_make_whatever_the_unit_of_weights(
        (rows, _, _) in rows(), measure in measure(), unit in 0.01_f64..100.0,
    ) {
        let column: Vec<_> = rows.iter().map(|row| row.0).collect();
        let answers = SEVEN.answers(&column).unwrap();
        let ces = rating::Options::ces().measure(measure);
        let csat = rating::Options::csat().scale(SEVEN).measure(measure);
        // Two names for one arithmetic.
        let plain = rating::Rating::of(&answers, None, ces).unwrap();
        prop_assert_eq!(rating::Rating::of(&answers, None, csat).unwrap(), plain);
        let ones: Vec<Row> = rows.iter().map(|row| (row.0, 1.0)).collect();
        prop_assert_eq!(of(&ones, measure), plain);
        let weights: Vec<f64> = rows.iter().map(|row| row.1 * unit).collect();
        if let Ok(weights) = Weights::new(weights) {
            let weighted = rating::Rating::of(&answers, Some(&weights), ces).unwrap();
            prop_assert!(same(&weighted, &of(&rows, measure)));
        }
        // The mean is that of the scale's own summary.
        if let Some(mean) = plain.mean.filter(|_| measure == rating::Measure::Mean) {
            prop_assert!(same_summary(&mean, &answers.summary(None).unwrap()));
        }
    }

    #[test]
    fn more_boxes_hold_more_and_a_box_is_a_cut((rows, _, _) in rows(), boxes in 1_u32..6) {
        let value = |measure| of(&rows, measure).value();
        prop_assert!(value(rating::Measure::TopBoxes(boxes)) <= value(rating::Measure::TopBoxes(boxes + 1)));
        let cut = rating::Measure::AtLeast(f64::from(8 - boxes));
        prop_assert_eq!(value(rating::Measure::TopBoxes(boxes)), value(cut));
        let percent = value(rating::Measure::Mean).map(|mean| (mean - 1.0) / 6.0 * 100.0);
        prop_assert!(both_close(value(rating::Measure::Percent), percent));
    }
}
