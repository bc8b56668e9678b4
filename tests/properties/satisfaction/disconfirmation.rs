//! Disconfirmation.

use retention::satisfaction::disconfirmation;
use retention::scale::Weights;
use retention::{Accumulator, Weighted};

use super::*;

type Row = (Option<f64>, Option<f64>, f64);

fn rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>, usize)> {
    shuffled((answer(1, 10), answer(1, 10), weight()))
}

fn with(tolerance: f64) -> disconfirmation::Options {
    disconfirmation::Options::default().tolerance(tolerance)
}

fn builder(rows: &[Row], tolerance: f64) -> disconfirmation::Builder {
    let mut builder = disconfirmation::Builder::new(Scale::ONE_TO_TEN, with(tolerance)).unwrap();
    for &(perceived, expected, weight) in rows {
        let experience = disconfirmation::Experience {
            perceived,
            expected,
        };
        builder.push_weighted(experience, weight).unwrap();
    }
    builder
}

fn of(rows: &[Row], tolerance: f64) -> disconfirmation::Disconfirmation {
    builder(rows, tolerance).finish().unwrap()
}

fn same(a: &disconfirmation::Disconfirmation, b: &disconfirmation::Disconfirmation) -> bool {
    disconfirmation::Satisfaction::ALL
        .iter()
        .all(|&felt| same_share(a.share(felt), b.share(felt)))
        && same_summary(&a.gap, &b.gap)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn everyone_who_answered_feels_one_way((rows, _, _) in rows(), tolerance in 0.0_f64..9.0) {
        let found = of(&rows, tolerance);
        let counts = disconfirmation::Satisfaction::ALL.iter().map(|&felt| found.share(felt).counts().numerator());
        prop_assert_eq!(counts.sum::<u64>(), found.answered);
        prop_assert_eq!(found.answered + found.missing, rows.len() as u64);
        if let Some(mean) = found.gap.mean {
            prop_assert!((-9.0..=9.0).contains(&mean));
            let shares = disconfirmation::Satisfaction::ALL.iter().map(|&felt| found.share(felt).value().unwrap());
            prop_assert!(close(shares.sum(), 1.0));
        }
    }

    #[test]
    fn a_wider_tolerance_satisfies_more((rows, _, _) in rows(), a in 0.0_f64..9.0, b in 0.0_f64..9.0) {
        let count = |tolerance: f64| of(&rows, tolerance).satisfied.counts().numerator();
        prop_assert!(count(a.min(b)) <= count(a.max(b)));
        prop_assert_eq!(of(&rows, 9.0).satisfied.counts().numerator(), of(&rows, 9.0).answered);
    }

    #[test]
    fn exchanging_perceived_and_expected_turns_it((rows, _, _) in rows(), tolerance in 0.0_f64..9.0) {
        let turned: Vec<Row> = rows.iter().map(|&(a, b, weight)| (b, a, weight)).collect();
        let (found, turned) = (of(&rows, tolerance), of(&turned, tolerance));
        prop_assert_eq!(found.delighted, turned.dissatisfied);
        prop_assert_eq!(found.satisfied, turned.satisfied);
        prop_assert!(both_close(found.gap.mean.map(|mean| -mean), turned.gap.mean));
    }

    #[test]
    fn order_and_parts_do_not_matter((rows, other, split) in rows(), tolerance in 0.0_f64..9.0) {
        let whole = of(&rows, tolerance);
        prop_assert!(same(&of(&other, tolerance), &whole));
        let (front, back) = rows.split_at(split);
        let mut merged = builder(front, tolerance);
        merged.merge(builder(back, tolerance)).unwrap();
        prop_assert!(same(&merged.finish().unwrap(), &whole));
    }

    #[test]
    fn columns_make_what_rows_make((rows, _, _) in rows(), tolerance in 0.0_f64..9.0) {
        let perceived: Vec<_> = rows.iter().map(|row| row.0).collect();
        let expected: Vec<_> = rows.iter().map(|row| row.1).collect();
        let columns = disconfirmation::Experience {
            perceived: Scale::ONE_TO_TEN.answers(&perceived).unwrap(),
            expected: Scale::ONE_TO_TEN.answers(&expected).unwrap(),
        };
        if let Ok(weights) = Weights::new(rows.iter().map(|row| row.2).collect::<Vec<_>>()) {
            let found = disconfirmation::Disconfirmation::of(columns, Some(&weights), with(tolerance)).unwrap();
            prop_assert!(same(&found, &of(&rows, tolerance)));
        }
        // One by one as all together.
        let found = disconfirmation::Disconfirmation::of(columns, None, with(tolerance)).unwrap();
        let delighted = rows.iter().filter(|row| {
            let felt = |(perceived, expected)| with(tolerance).classify(disconfirmation::Experience { perceived, expected });
            row.0.zip(row.1).map(felt) == Some(Ok(disconfirmation::Satisfaction::Delighted))
        });
        prop_assert_eq!(found.delighted.counts().numerator(), delighted.count() as u64);
    }
}
