//! Kano, and the coverage of needs.

use retention::satisfaction::{coverage, kano};
use retention::scale::Weights;
use retention::{Accumulator, Weighted};

use super::*;

type Row = (kano::Pair<Option<kano::Answer>>, f64);

fn kano_answer() -> impl Strategy<Value = Option<kano::Answer>> {
    let some = prop::sample::select(kano::Answer::ALL).prop_map(Some);
    prop_oneof![12 => some, 1 => Just(None)]
}

fn rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>, usize)> {
    let pair = (kano_answer(), kano_answer()).prop_map(|(functional, dysfunctional)| kano::Pair {
        functional,
        dysfunctional,
    });
    shuffled((pair, weight()))
}

fn options() -> impl Strategy<Value = kano::Options> {
    (
        prop::sample::select(kano::Table::ALL),
        prop::sample::select(kano::Ties::ALL),
        prop::sample::select(kano::Distinguish::ALL),
    )
        .prop_map(|(table, ties, distinguish)| {
            kano::Options::default()
                .table(table)
                .ties(ties)
                .distinguish(distinguish)
        })
}

fn counts(rows: &[Row], options: kano::Options, weighted: bool) -> kano::Counter {
    let mut counts = kano::Counter::new(options).unwrap();
    for &(pair, weight) in rows {
        let weight = if weighted { weight } else { 1.0 };
        counts.push_weighted(pair, weight).unwrap();
    }
    counts
}

fn kano(rows: &[Row], options: kano::Options, weighted: bool) -> kano::Kano {
    counts(rows, options, weighted).finish().unwrap()
}

fn both(pair: kano::Pair<Option<kano::Answer>>) -> Option<kano::Pair> {
    let (functional, dysfunctional) = pair.functional.zip(pair.dysfunctional)?;
    Some(kano::Pair {
        functional,
        dysfunctional,
    })
}

/// Equal but for rounding.
fn same(a: &kano::Kano, b: &kano::Kano) -> bool {
    let scores = |kano: &kano::Kano| kano.scores.unwrap();
    a.category == b.category
        && a.categories
            .iter()
            .zip(&b.categories)
            .all(|(a, b)| same_share(a.share, b.share))
        && a.strength.map(|s| s.class) == b.strength.map(|s| s.class)
        && a.coefficients.map(|c| c.quadrant) == b.coefficients.map(|c| c.quadrant)
        && same_summary(&scores(a).functional, &scores(b).functional)
        && same_summary(&scores(a).dysfunctional, &scores(b).dysfunctional)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_respondent_stands_in_one_cell_and_one_category(
        (rows, _, _) in rows(), options in options(),
    ) {
        let counts = counts(&rows, options, false);
        let mut cells = 0;
        for &functional in kano::Answer::ALL {
            for &dysfunctional in kano::Answer::ALL {
                let pair = kano::Pair { functional, dysfunctional };
                let cell = rows.iter().filter(|(found, _)| both(*found) == Some(pair)).count();
                prop_assert_eq!(counts.cell(pair), cell as u64);
                cells += cell as u64;
            }
        }
        let kano = counts.finish().unwrap();
        prop_assert_eq!(kano.answered, cells);
        prop_assert_eq!(kano.answered + kano.missing, rows.len() as u64);
        for row in &kano.categories {
            let of = |(pair, _): &&Row| {
                both(*pair).map(|pair| options.table.classify(pair)) == Some(row.category)
            };
            let count = rows.iter().filter(of).count() as u64;
            prop_assert_eq!(row.share.counts().numerator(), count);
            prop_assert_eq!(row.share.counts().denominator(), cells);
        }
    }

    #[test]
    fn coefficients_and_strengths_stay_within_their_ranges(
        (rows, _, _) in rows(), options in options(), weighted in any::<bool>(),
    ) {
        let kano = kano(&rows, options, weighted);
        let share = |category| kano.share(category).unwrap().value().unwrap_or(0.0);
        if let Some(found) = kano.coefficients {
            let (better, worse) = (found.better_value, found.worse_value);
            prop_assert!((0.0..=1.0).contains(&better) && (-1.0..=0.0).contains(&worse));
            // One-dimensional cancels: better + worse = (A − M) / (A + O + M + I).
            let four = share(kano::Category::Attractive) + share(kano::Category::OneDimensional)
                + share(kano::Category::MustBe) + share(kano::Category::Indifferent);
            let difference = share(kano::Category::Attractive) - share(kano::Category::MustBe);
            prop_assert!((better + worse).abs() <= 1.0);
            prop_assert!(close(better + worse, difference / four));
            // Without indifference, every answer is one or the other.
            prop_assert!(better - worse <= 2.0);
            prop_assert!(better - worse >= 1.0 - share(kano::Category::Indifferent) / four - ROUNDING);
        }
        if let Some(strength) = kano.strength {
            prop_assert!((0.0..=100.0).contains(&strength.category_strength));
            prop_assert!((0.0..=100.0).contains(&strength.total_strength));
            let most = kano::Category::ALL.iter().map(|&c| share(c)).fold(0.0, f64::max);
            prop_assert!(close(share(strength.first), most));
            prop_assert!(strength.second != Some(strength.first));
            if let kano::Clarity::Combination(first, second) = strength.class {
                prop_assert_eq!((first, Some(second)), (strength.first, strength.second));
                prop_assert!(strength.category_strength <= 6.0 + ROUNDING);
            }
            if options.ties == kano::Ties::MustBeFirst {
                prop_assert_eq!(kano.category, Some(strength.first));
            } else if kano.category.is_none() {
                prop_assert!(strength.category_strength <= 100.0 * ROUNDING);
            }
        }
        if let Some(scores) = kano.scores {
            for mean in [scores.functional.mean, scores.dysfunctional.mean].into_iter().flatten() {
                prop_assert!((-2.0..=4.0).contains(&mean));
            }
        }
    }

    #[test]
    fn order_and_parts_do_not_matter((rows, other, split) in rows(), options in options()) {
        let whole = kano(&rows, options, false);
        prop_assert_eq!(kano(&other, options, false), whole);
        let (front, back) = rows.split_at(split);
        let mut merged = counts(front, options, false);
        merged.merge(counts(back, options, false)).unwrap();
        prop_assert_eq!(merged.finish().unwrap(), whole);
        let whole = kano(&rows, options, true);
        prop_assert!(same(&kano(&other, options, true), &whole));
        let mut merged = counts(front, options, true);
        merged.merge(counts(back, options, true)).unwrap();
        prop_assert!(same(&merged.finish().unwrap(), &whole));
    }

    #[test]
    fn columns_and_categories_make_what_pairs_make((rows, _, _) in rows(), options in options()) {
        let functional: Vec<_> = rows.iter().map(|(pair, _)| pair.functional).collect();
        let dysfunctional: Vec<_> = rows.iter().map(|(pair, _)| pair.dysfunctional).collect();
        let columns = kano::Pair { functional, dysfunctional };
        let whole = kano(&rows, options, false);
        prop_assert_eq!(kano::Kano::of(columns.clone(), None, options).unwrap(), whole);
        if let Ok(weights) = Weights::new(rows.iter().map(|row| row.1).collect::<Vec<_>>()) {
            let found = kano::Kano::of(columns, Some(&weights), options).unwrap();
            prop_assert!(same(&found, &kano(&rows, options, true)));
        }
        let mut categories = kano::CategoryCounter::new(options).unwrap();
        let category = |pair| both(pair).map(|pair| options.table.classify(pair));
        categories.extend(rows.iter().map(|&(pair, _)| category(pair))).unwrap();
        let mut without_scores = whole;
        without_scores.scores = None;
        prop_assert_eq!(categories.finish().unwrap(), without_scores);
    }

    #[test]
    fn fong_tells_apart_whatever_the_multinomial_form_does_and_more_data_do(
        counts in prop::array::uniform6(0_u64..200), times in 2_u64..9,
    ) {
        let distinction = |times: u64, distinguish| {
            let options = kano::Options::default().distinguish(distinguish);
            let mut feature = kano::CategoryCounter::new(options).unwrap();
            for (&category, count) in kano::Category::ALL.iter().zip(counts) {
                feature.add(category, count * times).unwrap();
            }
            feature.finish().unwrap().distinction
        };
        if let Some(multinomial) = distinction(1, kano::Distinguish::Multinomial) {
            let fong = distinction(1, kano::Distinguish::Fong).unwrap();
            prop_assert_eq!(fong.difference, multinomial.difference);
            prop_assert!(fong.threshold <= multinomial.threshold * (1.0 + ROUNDING));
            for (one, test) in [(fong, kano::Distinguish::Fong), (multinomial, kano::Distinguish::Multinomial)] {
                if one.is_distinct() {
                    prop_assert!(distinction(times, test).unwrap().is_distinct());
                }
            }
        }
    }

    #[test]
    fn coverage_counts_every_need_once(
        (needs, other, split) in shuffled((
            prop::sample::select(kano::Category::ALL), prop::sample::select(coverage::Fulfilment::ALL),
        ).prop_map(|(category, fulfilment)| coverage::Need { category, fulfilment })),
    ) {
        let whole = coverage::Coverage::of(needs.iter().copied()).unwrap();
        prop_assert_eq!(coverage::Coverage::of(other).unwrap(), whole);
        let counted = [whole.basic, whole.expected, whole.exciting];
        let counted: u64 = counted.iter().map(|share| share.denominator()).sum();
        prop_assert_eq!(counted + whole.other, needs.len() as u64);
        let (front, back) = needs.split_at(split);
        let part = |needs: &[coverage::Need]| {
            let mut builder = coverage::Builder::new();
            builder.extend(needs.iter().copied()).unwrap();
            builder
        };
        let mut merged = part(front);
        merged.merge(part(back)).unwrap();
        prop_assert_eq!(merged.finish().unwrap(), whole);
        // Meeting one more need never moves the target away.
        if let Some(target) = whole.target() {
            let better = needs.iter().enumerate().map(|(at, &need)| coverage::Need {
                fulfilment: if at == split { coverage::Fulfilment::Met } else { need.fulfilment },
                ..need
            });
            prop_assert!(coverage::Coverage::of(better).unwrap().target().unwrap() >= target);
        }
    }
}
