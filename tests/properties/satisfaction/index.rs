//! The satisfaction index.

use retention::estimate::Confidence;
use retention::satisfaction::index;
use retention::scale::{Missing, Weights};
use retention::{Accumulator, Weighted};

use super::*;

type Row = (index::Items<Option<f64>>, f64);

fn items<T>((overall, expectations, ideal): (T, T, T)) -> index::Items<T> {
    index::Items {
        overall,
        expectations,
        ideal,
    }
}

fn given(answer: u8) -> Option<f64> {
    Some(f64::from(answer))
}

fn rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>, usize)> {
    let answers = (answer(1, 10), answer(1, 10), answer(1, 10)).prop_map(items);
    shuffled((answers, weight()))
}

fn options() -> impl Strategy<Value = index::Options> {
    let missing = prop_oneof![
        Just(Missing::Listwise),
        Just(Missing::AtLeastHalf),
        (1_usize..=3).prop_map(Missing::AtLeast),
    ];
    let weight = || prop_oneof![3 => 0.1_f64..5.0, 1 => Just(0.0)];
    (missing, (weight(), weight(), 0.1_f64..5.0)).prop_map(|(missing, weights)| {
        index::Options::default()
            .missing(missing)
            .weights(items(weights))
    })
}

fn builder(rows: &[Row], options: index::Options) -> index::Builder {
    let mut builder = index::Builder::new(options).unwrap();
    for &(answers, weight) in rows {
        builder.push_weighted(answers, weight).unwrap();
    }
    builder
}

fn of(rows: &[Row], options: index::Options) -> index::SatisfactionIndex {
    builder(rows, options).finish().unwrap()
}

fn same(a: &index::SatisfactionIndex, b: &index::SatisfactionIndex) -> bool {
    same_summary(&a.index, &b.index)
        && same_summary(&a.items.overall, &b.items.overall)
        && same_summary(&a.items.expectations, &b.items.expectations)
        && same_summary(&a.items.ideal, &b.items.ideal)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn an_index_is_from_0_to_100((rows, _, _) in rows(), options in options()) {
        let found = of(&rows, options);
        prop_assert_eq!(found.answered() + found.missing(), rows.len() as u64);
        if let Some(value) = found.value() {
            prop_assert!((0.0..=100.0).contains(&value));
            if let Some(interval) = found.interval(Confidence::default()) {
                prop_assert!(interval.contains(value));
            }
        }
        let shares = found.shares;
        prop_assert!(close(shares.overall + shares.expectations + shares.ideal, 1.0));
    }

    #[test]
    fn order_and_parts_do_not_matter((rows, other, split) in rows(), options in options()) {
        let whole = of(&rows, options);
        prop_assert!(same(&of(&other, options), &whole));
        let (front, back) = rows.split_at(split);
        let mut merged = builder(front, options);
        merged.merge(builder(back, options)).unwrap();
        prop_assert!(same(&merged.finish().unwrap(), &whole));
    }

    #[test]
    fn columns_make_what_rows_make((rows, _, _) in rows(), options in options()) {
        let column = |of: fn(&index::Items<Option<f64>>) -> Option<f64>| -> Vec<_> {
            rows.iter().map(|(answers, _)| of(answers)).collect()
        };
        let columns = [column(|a| a.overall), column(|a| a.expectations), column(|a| a.ideal)];
        let scale = Scale::ONE_TO_TEN;
        let answers = |at: usize| scale.answers(&columns[at]).unwrap();
        let found = items((answers(0), answers(1), answers(2)));
        if let Ok(weights) = Weights::new(rows.iter().map(|row| row.1).collect::<Vec<_>>()) {
            let found = index::SatisfactionIndex::of(found, Some(&weights), options).unwrap();
            prop_assert!(same(&found, &of(&rows, options)));
        }
        // The index does not depend on the scale that the answers are read on.
        let seven = items((answers(0).on(Scale::ONE_TO_SEVEN), answers(1).on(Scale::ONE_TO_SEVEN),
            answers(2).on(Scale::ONE_TO_SEVEN)));
        let ten = index::SatisfactionIndex::of(found, None, options).unwrap();
        let seven = index::SatisfactionIndex::of(seven, None, options.scale(Scale::ONE_TO_SEVEN)).unwrap();
        prop_assert!(same_summary(&ten.index, &seven.index));
    }

    #[test]
    fn where_everybody_answers_everything_it_is_the_index_of_the_means(
        rows in prop::collection::vec(((1_u8..=10, 1_u8..=10, 1_u8..=10), 0.1_f64..10.0), 1..40),
        options in options(),
    ) {
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|((a, b, c), weight)| (items((given(a), given(b), given(c))), weight))
            .collect();
        let found = of(&rows, options);
        let mean = |summary: Summary| summary.mean.unwrap();
        let means = items((
            mean(found.items.overall), mean(found.items.expectations), mean(found.items.ideal),
        ));
        prop_assert!(both_close(found.value(), options.score(means).ok()));
    }

    #[test]
    fn a_better_answer_never_lowers_the_index(
        means in (1.0_f64..=10.0, 1.0_f64..=10.0, 1.0_f64..=10.0), more in 0.0_f64..9.0,
        options in options(),
    ) {
        let means = items(means);
        let better = index::Items { ideal: (means.ideal + more).min(10.0), ..means };
        let (before, after) = (options.score(means).unwrap(), options.score(better).unwrap());
        prop_assert!(after >= before - ROUNDING);
    }
}
