//! Kano, and the coverage of needs.

use retention::satisfaction::{
    Coverage, CoverageBuilder, Distinguish, Fulfilment, Kano, KanoAnswer, KanoCategory,
    KanoCategoryCounts, KanoClass, KanoCounts, KanoOptions, KanoPair, KanoTable, KanoTies, Need,
};
use retention::scale::Weights;

use super::*;

type Row = (KanoPair<Option<KanoAnswer>>, f64);

fn kano_answer() -> impl Strategy<Value = Option<KanoAnswer>> {
    let some = prop::sample::select(KanoAnswer::ALL).prop_map(Some);
    prop_oneof![12 => some, 1 => Just(None)]
}

fn rows() -> impl Strategy<Value = (Vec<Row>, Vec<Row>, usize)> {
    let pair = (kano_answer(), kano_answer()).prop_map(|(functional, dysfunctional)| KanoPair {
        functional,
        dysfunctional,
    });
    shuffled((pair, weight()))
}

fn options() -> impl Strategy<Value = KanoOptions> {
    (
        prop::sample::select(KanoTable::ALL),
        prop::sample::select(KanoTies::ALL),
        prop::sample::select(Distinguish::ALL),
    )
        .prop_map(|(table, ties, distinguish)| {
            KanoOptions::default()
                .table(table)
                .ties(ties)
                .distinguish(distinguish)
        })
}

fn counts(rows: &[Row], options: KanoOptions, weighted: bool) -> KanoCounts {
    let mut counts = KanoCounts::new(options).unwrap();
    for &(pair, weight) in rows {
        let weight = if weighted { weight } else { 1.0 };
        counts.push_weighted(pair, weight).unwrap();
    }
    counts
}

fn kano(rows: &[Row], options: KanoOptions, weighted: bool) -> Kano {
    counts(rows, options, weighted).finish()
}

fn both(pair: KanoPair<Option<KanoAnswer>>) -> Option<KanoPair> {
    let (functional, dysfunctional) = pair.functional.zip(pair.dysfunctional)?;
    Some(KanoPair {
        functional,
        dysfunctional,
    })
}

/// Equal but for rounding.
fn same(a: &Kano, b: &Kano) -> bool {
    let scores = |kano: &Kano| kano.scores.unwrap();
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
        for &functional in KanoAnswer::ALL {
            for &dysfunctional in KanoAnswer::ALL {
                let pair = KanoPair { functional, dysfunctional };
                let cell = rows.iter().filter(|(found, _)| both(*found) == Some(pair)).count();
                prop_assert_eq!(counts.cell(pair), cell as u64);
                cells += cell as u64;
            }
        }
        let kano = counts.finish();
        prop_assert_eq!(kano.answered, cells);
        prop_assert_eq!(kano.answered + kano.missing, rows.len() as u64);
        for row in &kano.categories {
            let of = |(pair, _): &&Row| {
                both(*pair).map(|pair| options.table.category(pair)) == Some(row.category)
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
            let (better, worse) = (found.better_value(), found.worse_value());
            prop_assert!((0.0..=1.0).contains(&better) && (-1.0..=0.0).contains(&worse));
            // One-dimensional cancels: better + worse = (A − M) / (A + O + M + I).
            let four = share(KanoCategory::Attractive) + share(KanoCategory::OneDimensional)
                + share(KanoCategory::MustBe) + share(KanoCategory::Indifferent);
            let difference = share(KanoCategory::Attractive) - share(KanoCategory::MustBe);
            prop_assert!((better + worse).abs() <= 1.0);
            prop_assert!(close(better + worse, difference / four));
            // Without indifference, every answer is one or the other.
            prop_assert!(better - worse <= 2.0);
            prop_assert!(better - worse >= 1.0 - share(KanoCategory::Indifferent) / four - ROUNDING);
        }
        if let Some(strength) = kano.strength {
            prop_assert!((0.0..=100.0).contains(&strength.category_strength));
            prop_assert!((0.0..=100.0).contains(&strength.total_strength));
            let most = KanoCategory::ALL.iter().map(|&c| share(c)).fold(0.0, f64::max);
            prop_assert!(close(share(strength.first), most));
            prop_assert!(strength.second != Some(strength.first));
            if let KanoClass::Combination(first, second) = strength.class {
                prop_assert_eq!((first, Some(second)), (strength.first, strength.second));
                prop_assert!(strength.category_strength <= 6.0 + ROUNDING);
            }
            if options.ties == KanoTies::MustBeFirst {
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
        prop_assert_eq!(merged.finish(), whole);
        let whole = kano(&rows, options, true);
        prop_assert!(same(&kano(&other, options, true), &whole));
        let mut merged = counts(front, options, true);
        merged.merge(counts(back, options, true)).unwrap();
        prop_assert!(same(&merged.finish(), &whole));
    }

    #[test]
    fn columns_and_categories_make_what_pairs_make((rows, _, _) in rows(), options in options()) {
        let functional: Vec<_> = rows.iter().map(|(pair, _)| pair.functional).collect();
        let dysfunctional: Vec<_> = rows.iter().map(|(pair, _)| pair.dysfunctional).collect();
        let columns = KanoPair { functional, dysfunctional };
        let whole = kano(&rows, options, false);
        prop_assert_eq!(Kano::of(columns.clone(), None, &options).unwrap(), whole);
        if let Ok(weights) = Weights::new(rows.iter().map(|row| row.1).collect::<Vec<_>>()) {
            let found = Kano::of(columns, Some(&weights), &options).unwrap();
            prop_assert!(same(&found, &kano(&rows, options, true)));
        }
        let mut categories = KanoCategoryCounts::new(options).unwrap();
        let category = |pair| both(pair).map(|pair| options.table.category(pair));
        categories.extend(rows.iter().map(|&(pair, _)| category(pair))).unwrap();
        let mut without_scores = whole;
        without_scores.scores = None;
        prop_assert_eq!(categories.finish(), without_scores);
    }

    #[test]
    fn fong_tells_apart_whatever_the_multinomial_form_does_and_more_data_do(
        counts in prop::array::uniform6(0_u64..200), times in 2_u64..9,
    ) {
        let distinction = |times: u64, distinguish| {
            let options = KanoOptions::default().distinguish(distinguish);
            let mut feature = KanoCategoryCounts::new(options).unwrap();
            for (&category, count) in KanoCategory::ALL.iter().zip(counts) {
                feature.add(category, count * times).unwrap();
            }
            feature.finish().distinction
        };
        if let Some(multinomial) = distinction(1, Distinguish::Multinomial) {
            let fong = distinction(1, Distinguish::Fong).unwrap();
            prop_assert_eq!(fong.difference, multinomial.difference);
            prop_assert!(fong.threshold <= multinomial.threshold * (1.0 + ROUNDING));
            for (one, test) in [(fong, Distinguish::Fong), (multinomial, Distinguish::Multinomial)] {
                if one.is_distinct() {
                    prop_assert!(distinction(times, test).unwrap().is_distinct());
                }
            }
        }
    }

    #[test]
    fn coverage_counts_every_need_once(
        (needs, other, split) in shuffled((
            prop::sample::select(KanoCategory::ALL), prop::sample::select(Fulfilment::ALL),
        ).prop_map(|(category, fulfilment)| Need { category, fulfilment })),
    ) {
        let whole = Coverage::of(needs.iter().copied()).unwrap();
        prop_assert_eq!(Coverage::of(other).unwrap(), whole);
        let counted = [whole.basic, whole.expected, whole.exciting];
        let counted: u64 = counted.iter().map(|share| share.denominator()).sum();
        prop_assert_eq!(counted + whole.other, needs.len() as u64);
        let (front, back) = needs.split_at(split);
        let part = |needs: &[Need]| {
            let mut builder = CoverageBuilder::new();
            builder.extend(needs.iter().copied()).unwrap();
            builder
        };
        let mut merged = part(front);
        merged.merge(part(back)).unwrap();
        prop_assert_eq!(merged.finish().unwrap(), whole);
        // Meeting one more need never moves the target away.
        if let Some(target) = whole.target() {
            let better = needs.iter().enumerate().map(|(at, &need)| Need {
                fulfilment: if at == split { Fulfilment::Met } else { need.fulfilment },
                ..need
            });
            prop_assert!(Coverage::of(better).unwrap().target().unwrap() >= target);
        }
    }
}
