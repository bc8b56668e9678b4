//! Weights at the ends of what is allowed, and counters that are full.

use retention::satisfaction::disconfirmation::Experience;
use retention::satisfaction::{disconfirmation, index, kano, nps, rating, servqual};
use retention::scale::Weights;
use retention::{Accumulator, Error, Weighted};

use super::*;

/// From nothing to the largest weight that is allowed, in steps that lose each other in sums.
fn weight() -> impl Strategy<Value = f64> {
    prop::sample::select(&[0.0, 1e-100, 3e-51, 1e-16, 1.0, 7.0, 2e49, 9e99, 1e100][..])
}

fn answers() -> impl Strategy<Value = Vec<(Option<f64>, f64)>> {
    prop::collection::vec((answer(1, 5), weight()), 1..9)
}

/// Every number in a result as it prints: none is NaN or infinite.
fn is_finite(result: &impl std::fmt::Debug) -> bool {
    let text = format!("{result:?}");
    !text.contains("NaN")
        && !text.contains("inf,")
        && !text.contains("inf)")
        && !text.contains("inf }")
}

fn kano_pair(answer: Option<f64>) -> kano::Pair<Option<kano::Answer>> {
    let coded = |code: f64| kano::Answer::from_code(code as u8).unwrap();
    kano::Pair {
        functional: answer.map(coded),
        dysfunctional: answer.map(|answer| coded(6.0 - answer)),
    }
}

fn questions(answer: Option<f64>) -> index::Items<Option<f64>> {
    index::Items {
        overall: answer,
        expectations: answer.map(|answer| 6.0 - answer),
        ideal: Some(3.0),
    }
}

fn gap(answer: Option<f64>) -> Experience<Option<f64>> {
    Experience {
        perceived: answer,
        expected: Some(3.0),
    }
}

/// The result of rows, which must be finite; and of more than one with weight, not of nobody.
macro_rules! finite {
    ($builder:expr, $rows:expr, $row:expr) => {{
        let mut builder = $builder;
        for &(answer, weight) in &$rows {
            builder.push_weighted($row(answer), weight).unwrap();
        }
        let result = builder.finish().unwrap();
        prop_assert!(is_finite(&result), "{result:?}");
        result
    }};
}

/// Doubles an accumulator of one row until it is full to the last row, which takes 64 parts; then
/// everything more is refused, and leaves it as it was.
fn refuses_more_than_it_holds<A: Accumulator + Clone>(
    one: &A,
    mut push: impl FnMut(&mut A) -> retention::Result<()>,
) {
    let (mut part, mut full) = (one.clone(), one.clone());
    for _ in 1..64 {
        part.merge(part.clone()).unwrap();
        full.merge(part.clone()).unwrap();
    }
    assert_eq!(full.rows(), u64::MAX);
    for found in [
        push(&mut full),
        full.merge(one.clone()),
        full.merge(full.clone()),
        part.merge(part.clone()),
    ] {
        assert!(matches!(found, Err(Error::Overflow { .. })), "{found:?}");
    }
    assert_eq!(full.rows(), u64::MAX);
    full.finish().unwrap();
}

macro_rules! refuses_more {
    ($builder:expr, $row:expr) => {{
        let mut one = $builder;
        one.push($row).unwrap();
        refuses_more_than_it_holds(&one, |full| full.push($row));
    }};
}

#[test]
fn a_full_accumulator_refuses_more() {
    let scale = Scale::ONE_TO_FIVE;
    for answer in [Some(5.0), None] {
        refuses_more!(nps::Counter::new(nps::Options::default()).unwrap(), answer);
        for options in [rating::Options::csat(), rating::Options::ces()] {
            refuses_more!(rating::Builder::new(options).unwrap(), answer);
        }
        let options = kano::Options::default();
        refuses_more!(kano::Counter::new(options).unwrap(), kano_pair(answer));
        let options = disconfirmation::Options::default();
        let builder = disconfirmation::Builder::new(scale, options).unwrap();
        refuses_more!(builder, gap(answer));
        refuses_more!(
            index::Builder::new(index::Options::default()).unwrap(),
            questions(answer)
        );
        let row = [answer; 22];
        for form in [servqual::Form::Gap, servqual::Form::Perception] {
            let expected = match form {
                servqual::Form::Gap => &row[..],
                _ => &[],
            };
            let builder = servqual::Builder::new(&servqual::Options::default().form(form)).unwrap();
            let row =
                servqual::Respondent::new(&row, expected).points(servqual::Rater::ZEITHAML_1990);
            refuses_more!(builder, row);
        }
    }
}

#[test]
fn any_number_of_standard_errors_makes_a_finite_threshold() {
    for distinguish in kano::Distinguish::ALL {
        let options = kano::Options::default().z(1e308).distinguish(*distinguish);
        let mut counter = kano::Counter::new(options).unwrap();
        for answer in [1.0, 5.0, 5.0, 4.0] {
            counter.push(kano_pair(Some(answer))).unwrap();
        }
        let kano = counter.finish().unwrap();
        assert!(kano.threshold.unwrap().is_finite());
        assert_eq!(kano.distinct_category, None);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn no_weight_that_is_allowed_makes_a_figure_that_is_no_number(rows in answers()) {
        let scale = Scale::ONE_TO_FIVE;
        let heard = rows.iter().any(|&(answer, weight)| answer.is_some() && weight > 0.0);
        let at_least = if heard { 1.0 - ROUNDING } else { 0.0 };

        let found = finite!(nps::Counter::new(nps::Options::default()).unwrap(), rows, |a| a);
        prop_assert!(found.effective_sample_size >= at_least);
        let confidence = retention::estimate::Confidence::default();
        prop_assert!(is_finite(&(found.standard_error(), found.variance(), found.interval(confidence))));
        prop_assert_eq!(found.score.is_some(), heard);

        for measure in [rating::Measure::TopBoxes(2), rating::Measure::Mean, rating::Measure::Percent] {
            let options = rating::Options::csat().measure(measure);
            let found = finite!(rating::Builder::new(options).unwrap(), rows, |a| a);
            prop_assert!(found.effective_sample_size >= at_least);
            prop_assert!(is_finite(&found.interval(confidence)));
            prop_assert_eq!(found.value().is_some(), heard);
        }

        let found = finite!(kano::Counter::new(kano::Options::default()).unwrap(), rows, kano_pair);
        prop_assert!(found.effective_sample_size >= at_least);
        prop_assert_eq!(found.category.is_some(), heard);

        let options = disconfirmation::Options::default();
        let found = finite!(disconfirmation::Builder::new(scale, options).unwrap(), rows, gap);
        prop_assert!(is_finite(&found.gap.interval(confidence)));
        let options = index::Options::default().scale(scale);
        let found = finite!(index::Builder::new(options).unwrap(), rows, questions);
        prop_assert!(is_finite(&found.interval(confidence)));

        let mut builder = servqual::Builder::new(&servqual::Options::default()).unwrap();
        for &(answer, weight) in &rows {
            let (perceived, expected) = ([answer; 22], [Some(3.0); 22]);
            let row = servqual::Respondent::new(&perceived, &expected);
            builder.push_weighted(row.points(servqual::Rater::ZEITHAML_1990), weight).unwrap();
        }
        let found = builder.finish().unwrap();
        prop_assert!(is_finite(&found));
        prop_assert!(is_finite(&found.weighted.interval(confidence)));
        prop_assert!(is_finite(&found.own_weighted.interval(confidence)));
    }

    #[test]
    fn no_column_of_weights_that_is_taken_makes_a_figure_that_is_no_number(
        rows in prop::collection::vec((answer(1, 5), -300_i32..=300), 1..9),
    ) {
        let weights: Vec<f64> = rows.iter().map(|row| 10_f64.powi(row.1)).collect();
        let Ok(weights) = Weights::new(weights) else { return Ok(()) };
        let column: Vec<Option<f64>> = rows.iter().map(|row| row.0).collect();
        let heard = column.iter().any(Option::is_some);
        let at_least = if heard { 1.0 - ROUNDING } else { 0.0 };
        let confidence = retention::estimate::Confidence::default();
        let answers = Scale::ZERO_TO_TEN.answers(&column).unwrap();
        let found = nps::NetPromoterScore::of(&answers, Some(&weights), nps::Options::default()).unwrap();
        prop_assert!(is_finite(&found) && found.effective_sample_size >= at_least, "{found:?}");
        prop_assert!(is_finite(&(found.standard_error(), found.interval(confidence))));
        let answers = Scale::ONE_TO_FIVE.answers(&column).unwrap();
        for measure in [rating::Measure::TopBoxes(2), rating::Measure::Mean] {
            let options = rating::Options::csat().measure(measure);
            let found = rating::Rating::of(&answers, Some(&weights), options).unwrap();
            prop_assert!(is_finite(&found) && found.effective_sample_size >= at_least, "{found:?}");
            prop_assert!(is_finite(&found.interval(confidence)));
        }
        let (functional, dysfunctional): (Vec<_>, Vec<_>) = column
            .iter()
            .map(|&answer| kano_pair(answer))
            .map(|pair| (pair.functional, pair.dysfunctional))
            .unzip();
        let columns = kano::Pair { functional, dysfunctional };
        let found = kano::Kano::of(columns, Some(&weights), kano::Options::default()).unwrap();
        prop_assert!(is_finite(&found) && found.effective_sample_size >= at_least, "{found:?}");
    }
}
