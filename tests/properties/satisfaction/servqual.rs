//! SERVQUAL and SERVPERF.

use retention::estimate::Design;
use retention::satisfaction::disconfirmation::Experience;
use retention::satisfaction::servqual;
use retention::scale::{Answers, Item, ItemSet, Missing, Orientation, Weights};
use retention::{Accumulator, Weighted};

use super::*;

/// Seven items: one of each dimension, then a second of two.
const ITEMS: usize = 7;

type Row = ([Option<f64>; ITEMS], [Option<f64>; ITEMS], f64);

fn rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>, usize)> {
    let answers = || prop::array::uniform7(answer(1, 7));
    shuffled((answers(), answers(), weight()))
}

fn full_rows() -> impl Strategy<Value = Vec<Row>> {
    let answers = || prop::array::uniform7((1_u8..=7).prop_map(|x| Some(f64::from(x))));
    prop::collection::vec((answers(), answers(), 0.1_f64..10.0), 1..30)
}

fn options() -> impl Strategy<Value = servqual::Options> {
    let missing = prop_oneof![Just(Missing::Listwise), Just(Missing::AtLeastHalf)];
    (missing, prop::array::uniform5(0.1_f64..50.0)).prop_map(|(missing, weights)| {
        let mut items = servqual::Dimension::ALL.to_vec();
        items.extend([
            servqual::Dimension::Empathy,
            servqual::Dimension::Reliability,
        ]);
        let mut weights = weights.into_iter();
        servqual::Options::default()
            .items(items.into_iter().map(Item::as_asked).collect())
            .missing(missing)
            .weights(servqual::Rater::from_fn(|_| weights.next().unwrap()))
    })
}

fn builder(rows: &[Row], options: &servqual::Options) -> servqual::Builder {
    let mut builder = servqual::Builder::new(options).unwrap();
    for (perceptions, expectations, weight) in rows {
        let expectations = match options.form {
            servqual::Form::Gap => &expectations[..],
            _ => &[],
        };
        builder
            .push_weighted(
                servqual::Respondent::new(perceptions, expectations),
                *weight,
            )
            .unwrap();
    }
    builder
}

fn of(rows: &[Row], options: &servqual::Options) -> servqual::Servqual {
    builder(rows, options).finish().unwrap()
}

fn same(a: &servqual::Servqual, b: &servqual::Servqual) -> bool {
    let dimensions = |found: &servqual::Servqual| found.dimensions;
    a.respondents == b.respondents
        && same_summary(&a.unweighted, &b.unweighted)
        && same_summary(&a.weighted, &b.weighted)
        && dimensions(a)
            .iter()
            .zip(dimensions(b).iter())
            .all(|((_, a), (_, b))| same_summary(a, b))
        && a.items.iter().zip(&b.items).all(|(a, b)| {
            same_summary(&a.score, &b.score) && same_summary(&a.perception, &b.perception)
        })
}

/// The columns of rows.
fn columns(rows: &[Row], of: fn(&Row) -> &[Option<f64>; ITEMS]) -> Vec<Vec<Option<f64>>> {
    (0..ITEMS)
        .map(|item| rows.iter().map(|row| of(row)[item]).collect())
        .collect()
}

fn set(columns: &[Vec<Option<f64>>]) -> ItemSet<'_> {
    let answers: Vec<Answers<'_>> = columns
        .iter()
        .map(|column| Scale::ONE_TO_SEVEN.answers(column).unwrap())
        .collect();
    ItemSet::new(answers).unwrap()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn gaps_stay_within_the_width_of_the_scale((rows, _, _) in rows(), options in options()) {
        let found = of(&rows, &options);
        prop_assert_eq!(found.respondents, rows.len() as u64);
        let figures = found.dimensions.iter().map(|(_, summary)| *summary);
        for summary in figures.chain([found.unweighted, found.weighted]) {
            prop_assert_eq!(summary.answered + summary.missing, rows.len() as u64);
            if let Some(mean) = summary.mean {
                prop_assert!((-6.0..=6.0).contains(&mean));
            }
        }
        prop_assert_eq!(found.unweighted.answered, found.weighted.answered);
        for (_, dimension) in found.dimensions.iter() {
            prop_assert!(found.unweighted.answered <= dimension.answered);
        }
        let shares: f64 = found.shares.iter().map(|(_, share)| share).sum();
        prop_assert!(close(shares, 1.0));
    }

    #[test]
    fn order_and_parts_do_not_matter((rows, other, split) in rows(), options in options()) {
        let whole = of(&rows, &options);
        prop_assert!(same(&of(&other, &options), &whole));
        let (front, back) = rows.split_at(split);
        let mut merged = builder(front, &options);
        merged.merge(builder(back, &options)).unwrap();
        prop_assert!(same(&merged.finish().unwrap(), &whole));
    }

    #[test]
    fn columns_make_what_rows_make((rows, _, _) in rows(), options in options()) {
        let (perceived, expected) = (columns(&rows, |row| &row.0), columns(&rows, |row| &row.1));
        let (perceived, expected) = (set(&perceived), set(&expected));
        if let Ok(weights) = Weights::new(rows.iter().map(|row| row.2).collect::<Vec<_>>()) {
            let found = servqual::Servqual::of(&perceived, Some(&expected), Some(&weights), &options).unwrap();
            prop_assert!(same(&found, &of(&rows, &options)));
            let options = options.form(servqual::Form::Perception);
            let found = servqual::Servqual::of(&perceived, None, Some(&weights), &options).unwrap();
            prop_assert!(same(&found, &of(&rows, &options)));
        }
    }

    #[test]
    fn where_everybody_answers_everything_rows_make_what_their_means_make(
        rows in full_rows(), options in options(),
    ) {
        let found = of(&rows, &options);
        let means = |of: fn(&servqual::ItemScores) -> Summary| -> Vec<f64> {
            found.items.iter().map(|item| of(item).mean.unwrap()).collect()
        };
        let perceptions = means(|item| item.perception);
        let expectations = means(|item| item.expectation.unwrap());
        let means = Experience { perceived: &perceptions[..], expected: &expectations[..] };
        let scores = options.score(means).unwrap();
        for ((_, from_rows), (_, from_means)) in found.dimensions.iter().zip(scores.iter()) {
            prop_assert!(both_close(from_rows.mean, *from_means));
        }
        let (unweighted, weighted) = (options.unweighted(scores), options.weighted(scores));
        prop_assert!(both_close(found.unweighted.mean, Some(unweighted.unwrap())));
        prop_assert!(both_close(found.weighted.mean, Some(weighted.unwrap())));
        // And a gap is one SERVPERF less another.
        let perform = |rows: &[Row]| of(rows, &options.clone().form(servqual::Form::Perception));
        let wanted: Vec<Row> = rows.iter().map(|&(a, b, weight)| (b, a, weight)).collect();
        let (got, wanted) = (perform(&rows).weighted.mean, perform(&wanted).weighted.mean);
        prop_assert!(both_close(found.weighted.mean, got.zip(wanted).map(|(a, b)| a - b)));
    }

    #[test]
    fn the_whole_lies_among_its_dimensions(
        gaps in prop::array::uniform5(-6.0_f64..=6.0), options in options(),
    ) {
        let mut values = gaps.into_iter();
        let gaps = servqual::Rater::from_fn(|_| values.next().unwrap());
        let (unweighted, weighted) = (options.unweighted(gaps), options.weighted(gaps));
        let (unweighted, weighted) = (unweighted.unwrap(), weighted.unwrap());
        let low = gaps.iter().map(|(_, &gap)| gap).fold(f64::MAX, f64::min) - ROUNDING;
        let high = gaps.iter().map(|(_, &gap)| gap).fold(f64::MIN, f64::max) + ROUNDING;
        prop_assert!((low..=high).contains(&unweighted));
        prop_assert!((low..=high).contains(&weighted));
        let equal = options.weights(servqual::Rater::from_fn(|_| 3.0));
        prop_assert!(close(equal.weighted(gaps).unwrap(), unweighted));
    }

    #[test]
    fn the_same_points_of_everyone_are_weights_common_to_all(
        (rows, other, split) in rows(), options in options(), times in 0.1_f64..10.0,
    ) {
        let with_points = |rows: &[Row], points: servqual::Rater<f64>| {
            let mut builder = servqual::Builder::new(&options).unwrap();
            for (perceived, expected, weight) in rows {
                let respondent = servqual::Respondent::new(perceived, expected).points(points);
                builder.push_weighted(respondent, *weight).unwrap();
            }
            builder
        };
        let of = |points| with_points(&rows, points).finish().unwrap();
        let equal = of(servqual::Rater::from_fn(|_| times));
        prop_assert!(same_summary(&equal.own_weighted, &equal.unweighted));
        let points = servqual::Rater::from_fn(|of| times * options.weights.get(of));
        let found = of(points);
        prop_assert!(same_summary(&found.own_weighted, &found.weighted));
        if let Some(by_mean) = found.mean_weighted {
            prop_assert!(both_close(Some(by_mean.value()), found.weighted.mean));
            // Points that do not differ add nothing to the error; the weights are linearised.
            if rows.iter().all(|row| row.2 == rows[0].2) {
                let error = found.weighted.estimate().unwrap().standard_error();
                prop_assert!((by_mean.standard_error().powi(2) - error.powi(2)).abs() < 1e-9);
            }
        }
        // Order and parts do not matter.
        let (front, back) = other.split_at(split);
        let mut merged = with_points(front, points);
        merged.merge(with_points(back, points)).unwrap();
        let merged = merged.finish().unwrap();
        prop_assert!(same_summary(&merged.own_weighted, &found.own_weighted));
        let variance = |found: &servqual::Servqual| found.mean_weighted.map(|e| e.standard_error().powi(2));
        prop_assert!(both_close(variance(&merged), variance(&found)));
    }

    #[test]
    fn contributions_make_the_figures_of_all((rows, _, _) in rows(), options in options()) {
        let (perceived, expected) = (columns(&rows, |row| &row.0), columns(&rows, |row| &row.1));
        let (perceived, expected) = (set(&perceived), set(&expected));
        let points = |row: usize| {
            let points = servqual::Rater::from_fn(|of| (1 + (of as usize + row) % 4) as f64);
            (!row.is_multiple_of(3)).then_some(points)
        };
        let points: Vec<_> = (0..rows.len()).map(points).collect();
        let survey = servqual::Columns {
            perceptions: &perceived,
            expectations: Some(&expected),
            points: Some(&points),
            weights: None,
        };
        let found = survey.assess(&options).unwrap();
        let summary = |summary: Summary| (summary.mean, summary.estimate());
        let figures = [
            (servqual::Figure::Item(3), summary(found.items[3].score)),
            (
                servqual::Figure::Dimension(servqual::Dimension::Empathy),
                summary(found.dimensions.empathy),
            ),
            (servqual::Figure::Unweighted, summary(found.unweighted)),
            (servqual::Figure::Weighted, summary(found.weighted)),
            (servqual::Figure::OwnWeighted, summary(found.own_weighted)),
        ];
        let by_mean = (found.mean_weighted.map(|by| by.value()), found.mean_weighted);
        for (figure, (mean, estimate)) in figures.into_iter().chain([(servqual::Figure::MeanWeighted, by_mean)]) {
            let influence = survey.influence(figure, &options).unwrap();
            let Some(influence) = influence else {
                prop_assert!(mean.is_none());
                continue;
            };
            let sum: f64 = influence.contributions().flatten().sum();
            prop_assert!(sum.abs() < ROUNDING);
            // With one respondent there is a mean, and no error.
            if let Some(estimate) = estimate {
                prop_assert!(close(influence.value(), estimate.value()));
                let again = influence.estimate(&Design::default()).unwrap();
                let (a, b) = (again.standard_error(), estimate.standard_error());
                prop_assert!(close(a * a, b * b), "{figure:?} {a} {b}");
            }
        }
    }

    #[test]
    fn an_item_asked_the_other_way_round_counts_as_its_reverse(
        (rows, _, _) in rows(), options in options(), turned in 0..ITEMS, performance in any::<bool>(),
    ) {
        let options = if performance { options.form(servqual::Form::Perception) } else { options };
        let mut reversed = options.clone();
        reversed.items[turned].orientation = Orientation::Reversed;
        let turn = |answers: [Option<f64>; ITEMS]| {
            let mut answers = answers;
            answers[turned] = answers[turned].map(|answer| 8.0 - answer);
            answers
        };
        let other: Vec<Row> = rows.iter().map(|&(p, e, weight)| (turn(p), turn(e), weight)).collect();
        let (found, expected) = (of(&other, &reversed), of(&rows, &options));
        prop_assert_eq!(found.dimensions, expected.dimensions);
        prop_assert_eq!(found.weighted, expected.weighted);
        prop_assert_eq!(found.items[turned].score, expected.items[turned].score);
    }
}
