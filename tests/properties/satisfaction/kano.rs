//! Kano, and the coverage of needs.

use retention::satisfaction::{coverage, kano};
use retention::scale::Weights;
use retention::{Accumulator, Weighted, counted};

use super::*;

type Row = (kano::Pair<Option<kano::Answer>>, f64);
/// A need, and whether it is met.
type Need = (kano::Category, bool);

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
        prop::sample::select(kano::Distinguish::ALL),
    )
        .prop_map(|(table, distinguish)| {
            kano::Options::default()
                .table(table)
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
        && (a.is_tied, a.second, a.is_combination) == (b.is_tied, b.second, b.is_combination)
        && a.quadrant == b.quadrant
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
                both(*pair).map(|pair| options.table.classify(pair)) == Some(row.class)
            };
            let count = rows.iter().filter(of).count() as u64;
            prop_assert_eq!((row.share.counts().numerator(), row.customers), (count, count));
            prop_assert_eq!(row.share.counts().denominator(), cells);
        }
    }

    #[test]
    fn coefficients_and_strengths_stay_within_their_ranges(
        (rows, _, _) in rows(), options in options(), weighted in any::<bool>(),
    ) {
        let kano = kano(&rows, options, weighted);
        let share = |category| kano.share(category).value().unwrap_or(0.0);
        prop_assert_eq!(kano.better.is_some(), kano.quadrant.is_some());
        if let Some((better, worse)) = kano.better.zip(kano.worse) {
            prop_assert_eq!(kano.better_share.value(), Some(better));
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
        if let Some(first) = kano.category {
            let (strength, total) = (kano.category_strength.unwrap(), kano.total_strength.unwrap());
            prop_assert!((0.0..=100.0).contains(&strength));
            prop_assert!((0.0..=100.0).contains(&total));
            let most = kano::Category::ALL.iter().map(|&c| share(c)).fold(0.0, f64::max);
            prop_assert!(close(share(first), most));
            prop_assert!(kano.second != Some(first));
            if kano.is_combination {
                prop_assert!(kano.second.is_some());
                prop_assert!(strength <= 6.0 + ROUNDING && total >= 60.0 - 60.0 * ROUNDING);
            }
            let second = kano.second.map_or(0.0, share);
            prop_assert_eq!(kano.is_tied, kano.second.is_some() && close(share(first), second));
            if kano.is_tied {
                prop_assert!(strength <= 100.0 * ROUNDING);
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
        let mut categories = counted::Counter::new();
        let category = |pair| both(pair).map(|pair| options.table.classify(pair));
        categories.extend(rows.iter().map(|&(pair, _)| category(pair))).unwrap();
        let mut without_scores = whole;
        without_scores.scores = None;
        let found = kano::Kano::of_categories(&categories, options).unwrap();
        prop_assert_eq!(found, without_scores);
    }

    #[test]
    fn fong_tells_apart_whatever_the_multinomial_form_does_and_more_data_do(
        counts in prop::array::uniform6(0_u64..200), times in 2_u64..9,
    ) {
        let distinction = |times: u64, distinguish| {
            let options = kano::Options::default().distinguish(distinguish);
            let mut feature = counted::Counter::new();
            for (&category, count) in kano::Category::ALL.iter().zip(counts) {
                feature.add(category, count * times).unwrap();
            }
            let found = kano::Kano::of_categories(&feature, options).unwrap();
            found.category.map(|_| found)
        };
        if let Some(multinomial) = distinction(1, kano::Distinguish::Multinomial) {
            let fong = distinction(1, kano::Distinguish::Fong).unwrap();
            prop_assert_eq!(fong.difference, multinomial.difference);
            let least = multinomial.threshold.unwrap() * (1.0 + ROUNDING);
            prop_assert!(fong.threshold.unwrap() <= least);
            for (one, test) in [(fong, kano::Distinguish::Fong), (multinomial, kano::Distinguish::Multinomial)] {
                if one.distinct_category.is_some() {
                    prop_assert!(distinction(times, test).unwrap().distinct_category.is_some());
                }
            }
        }
    }

    #[test]
    fn coverage_counts_every_need_once(
        (needs, other, split) in shuffled((
            prop::sample::select(kano::Category::ALL), any::<bool>(),
        )),
    ) {
        let coverage = |needs: &[Need]| {
            let [met, asked] = [false, true].map(|all| {
                let needs = needs.iter().filter(|(_, met)| all || *met);
                counted::Counted::of_classes(needs.map(|&(category, _)| Some(category))).unwrap()
            });
            coverage::Coverage::of(&asked, &met).unwrap()
        };
        let whole = coverage(&needs);
        prop_assert_eq!(coverage(&other), whole);
        let counted = [whole.basic, whole.expected, whole.exciting];
        let counted: u64 = counted.iter().map(|share| share.denominator()).sum();
        prop_assert_eq!(counted + whole.other, needs.len() as u64);
        let (front, back) = needs.split_at(split);
        let part = |needs: &[Need], all: bool| {
            let mut counter = counted::Counter::new();
            let needs = needs.iter().filter(|(_, met)| all || *met);
            counter.extend(needs.map(|&(category, _)| Some(category))).unwrap();
            counter
        };
        let [met, asked] = [false, true].map(|all| {
            let mut merged = part(front, all);
            merged.merge(part(back, all)).unwrap();
            merged.finish().unwrap()
        });
        prop_assert_eq!(coverage::Coverage::of(&asked, &met).unwrap(), whole);
        // Meeting one more need never moves the target away.
        if let Some(target) = whole.focus() {
            let mut better = needs.clone();
            if let Some((_, met)) = better.get_mut(split) {
                *met = true;
            }
            prop_assert!(coverage(&better).focus().unwrap() >= target);
        }
    }
}
