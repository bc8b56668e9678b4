//! Net Promoter Score.

use retention::estimate::Confidence;
use retention::satisfaction::nps;
use retention::scale::Weights;
use retention::{Accumulator, Weighted};

use super::*;

type Row = (Option<f64>, f64);

fn rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>, usize)> {
    shuffled((answer(0, 10), weight()))
}

/// Halves count as the step above.
fn rounding_up() -> nps::Question {
    nps::Question::Mapped {
        scale: Scale::ZERO_TO_TEN,
        promoters_from: 8.5,
        passives_from: 6.5,
    }
}

fn options() -> impl Strategy<Value = nps::Options> {
    let question = prop_oneof![Just(nps::Question::ZeroToTen), Just(rounding_up())];
    (question, any::<bool>()).prop_map(|(question, decimals)| {
        nps::Options::default()
            .question(question)
            .allow_decimals(decimals)
    })
}

fn counts(rows: &[Row], options: nps::Options, weighted: bool) -> nps::Counter {
    let mut counts = nps::Counter::new(options).unwrap();
    for &(answer, weight) in rows {
        let weight = if weighted { weight } else { 1.0 };
        counts.push_weighted(answer, weight).unwrap();
    }
    counts
}

fn plain(rows: &[Row], options: nps::Options) -> nps::NetPromoterScore {
    counts(rows, options, false).finish().unwrap()
}

fn weighted(rows: &[Row], options: nps::Options) -> nps::NetPromoterScore {
    counts(rows, options, true).finish().unwrap()
}

fn same(a: &nps::NetPromoterScore, b: &nps::NetPromoterScore) -> bool {
    nps::Group::ALL
        .iter()
        .all(|&group| same_share(a.share(group), b.share(group)))
        && both_close(a.score, b.score)
        && (a.answered, a.missing) == (b.answered, b.missing)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn scores_and_intervals_stay_within_100((rows, _, _) in rows(), options in options()) {
        for nps in [plain(&rows, options), weighted(&rows, options)] {
            prop_assert_eq!(nps.answered + nps.missing, rows.len() as u64);
            let Some(score) = nps.score else {
                prop_assert_eq!(nps.interval(Confidence::default()), None);
                continue;
            };
            prop_assert!((-100.0..=100.0).contains(&score));
            let shares = nps::Group::ALL.iter().map(|&group| nps.share(group).value().unwrap());
            prop_assert!(close(shares.sum(), 1.0));
            let variance = nps.variance().unwrap();
            prop_assert!((0.0..=10_000.0).contains(&variance));
            // A spread of n answers at ±100 or 0 is at most what the distance to the ends allows.
            prop_assert!(variance <= 10_000.0 - score * score + ROUNDING * 10_000.0);
            let interval = nps.interval(Confidence::default()).unwrap();
            prop_assert!(-100.0 <= interval.lower() && interval.upper() <= 100.0);
            prop_assert!(interval.width() > 0.0);
            let wald = nps.estimate().unwrap().interval(Confidence::default());
            prop_assert!(wald.contains(score));
        }
    }

    #[test]
    fn order_and_parts_do_not_matter((rows, other, split) in rows(), options in options()) {
        // Without weights to the last bit.
        let whole = plain(&rows, options);
        prop_assert_eq!(plain(&other, options), whole);
        let (front, back) = rows.split_at(split);
        let mut merged = counts(front, options, false);
        merged.merge(counts(back, options, false)).unwrap();
        prop_assert_eq!(merged.finish().unwrap(), whole);
        // With them but for rounding.
        let whole = weighted(&rows, options);
        prop_assert!(same(&weighted(&other, options), &whole));
        let mut merged = counts(front, options, true);
        merged.merge(counts(back, options, true)).unwrap();
        prop_assert!(same(&merged.finish().unwrap(), &whole));
    }

    #[test]
    fn a_column_is_its_rows_and_the_unit_of_weights_does_not_matter(
        (rows, _, _) in rows(), unit in 0.01_f64..100.0,
    ) {
        let options = nps::Options::default();
        let column: Vec<Option<f64>> = rows.iter().map(|row| row.0).collect();
        let answers = Scale::ZERO_TO_TEN.answers(&column).unwrap();
        let found = nps::NetPromoterScore::of(&answers, None, options).unwrap();
        prop_assert_eq!(found, plain(&rows, options));
        let weights: Vec<f64> = rows.iter().map(|row| row.1 * unit).collect();
        if let Ok(weights) = Weights::new(weights) {
            let found = nps::NetPromoterScore::of(&answers, Some(&weights), options).unwrap();
            prop_assert!(same(&found, &weighted(&rows, options)));
        }
        let equal = Weights::new(vec![unit; rows.len()]).unwrap();
        let found = nps::NetPromoterScore::of(&answers, Some(&equal), options).unwrap();
        prop_assert_eq!(found, plain(&rows, options));
    }

    #[test]
    fn a_better_answer_never_lowers_the_score(
        (rows, _, at) in rows(), raise in 0_u8..10, options in options(),
    ) {
        let mut better = rows.clone();
        if let Some((Some(answer), _)) = better.get_mut(at) {
            *answer = (*answer + f64::from(raise)).min(10.0);
        }
        prop_assert!(plain(&better, options).score >= plain(&rows, options).score);
    }

    #[test]
    fn groups_rise_with_answers(a in 0.0_f64..=10.0, b in 0.0_f64..=10.0) {
        for question in [rounding_up(), nps::Question::ZeroToTen] {
            let options = nps::Options::default().question(question).allow_decimals(true);
            let (low, high) = (options.classify(a.min(b)).unwrap(), options.classify(a.max(b)).unwrap());
            prop_assert!(high <= low);
            // Whole answers are read alike by all.
            prop_assert_eq!(options.classify(a.floor()), nps::Options::default().classify(a.floor()));
        }
    }

    #[test]
    fn exchanging_promoters_and_detractors_turns_the_score(
        groups in [0_u64..500, 0_u64..500, 0_u64..500], options in options(),
    ) {
        let score = |[promoters, passives, detractors]: [u64; 3]| {
            let mut counts = nps::Counter::new(options).unwrap();
            counts.add(nps::Group::Promoter, promoters).unwrap();
            counts.add(nps::Group::Passive, passives).unwrap();
            counts.add(nps::Group::Detractor, detractors).unwrap();
            counts.finish().unwrap()
        };
        let [a, b, c] = groups;
        let (ours, turned) = (score([a, b, c]), score([c, b, a]));
        prop_assert_eq!(ours.score.map(|score| 0.0 - score), turned.score.map(|score| score + 0.0));
        prop_assert!(both_close(ours.standard_error(), turned.standard_error()));
        if let Some(interval) = ours.interval(Confidence::default()) {
            let mirror = turned.interval(Confidence::default()).unwrap();
            prop_assert!(close(interval.lower(), -mirror.upper()));
        }
    }

    #[test]
    fn a_difference_turns_with_its_sides(
        (ours, theirs, _) in rows(), options in options(), more in rows(),
    ) {
        let (a, b) = (plain(&ours, options), plain(&more.0, options));
        let confidence = Confidence::default();
        let interval = |a: &nps::NetPromoterScore, b| a.difference_interval(b, confidence).unwrap();
        match (a.difference(&b).unwrap(), b.difference(&a).unwrap()) {
            (Some(there), Some(back)) => {
                prop_assert_eq!(there.value(), 0.0 - back.value());
                prop_assert!(close(there.standard_error(), back.standard_error()));
                let (there, back) = (interval(&a, &b).unwrap(), interval(&b, &a).unwrap());
                prop_assert!(close(there.lower(), -back.upper()));
                prop_assert!(there.lower() >= -200.0 && there.upper() <= 200.0);
            }
            (there, back) => {
                prop_assert!(there.is_none() && back.is_none());
                prop_assert_eq!(interval(&a, &b), None);
            }
        }
        let others = plain(&theirs, options);
        if let Some(none) = a.difference(&others).unwrap() {
            prop_assert_eq!(none.value(), 0.0);
            prop_assert!(interval(&a, &others).unwrap().contains(0.0));
        }
    }
}
