//! kano::Kano, and the coverage of needs.

use super::*;
use retention::{Accumulator, Weighted, counted};

#[test]
fn codes_of_kano_answers_run_from_1_to_5() {
    for code in [0, 6, u8::MAX] {
        assert_eq!(
            refusal(kano::Answer::from_code(code)),
            out_of_range("code of a Kano answer", &code.to_string(), "1 to 5", None)
        );
    }
}

#[test]
fn kano_options_are_within_their_ranges() {
    let options = kano::Options::default();
    let refused = |options| {
        let pairs = refusal(kano::Counter::new(options));
        assert_eq!(
            refusal(kano::Kano::of_categories(&counted::Counter::new(), options)),
            pairs
        );
        pairs
    };
    for (bad, text) in NOT_FINITE {
        for (options, argument) in [
            (options.better_cut(bad), "cut of the better coefficient"),
            (options.worse_cut(bad), "cut of the worse coefficient"),
            (options.z(bad), "z"),
            (
                options.combination_strength(bad),
                "category strength of a combination",
            ),
            (
                options.combination_total(bad),
                "total strength of a combination",
            ),
        ] {
            assert_eq!(refused(options), not_finite(argument, text, None));
        }
    }
    for (options, argument, value, allowed) in [
        (
            options.better_cut(1.5),
            "cut of the better coefficient",
            "1.5",
            "0 to 1",
        ),
        (
            options.worse_cut(-0.5),
            "cut of the worse coefficient",
            "-0.5",
            "0 to 1",
        ),
        (options.z(-1.0), "z", "-1", "0 or more"),
        (
            options.combination_strength(-6.0),
            "category strength of a combination",
            "-6",
            "0 to 100",
        ),
        (
            options.combination_total(101.0),
            "total strength of a combination",
            "101",
            "0 to 100",
        ),
    ] {
        assert_eq!(
            refused(options),
            out_of_range(argument, value, allowed, None)
        );
    }
}

#[test]
fn columns_of_kano_answers_match() {
    let options = kano::Options::default();
    let like = [Some(kano::Answer::Like); 2];
    let columns = |from: usize, other: usize| kano::Pair {
        functional: &like[from..],
        dysfunctional: &like[other..],
    };
    assert_eq!(
        refusal(kano::Kano::of(columns(2, 0), None, options)),
        expected::empty("answer")
    );
    assert_eq!(
        refusal(kano::Kano::of(columns(0, 1), None, options)),
        length_mismatch("dysfunctional", 1, 2)
    );
    let weights = Weights::new([1.0]).unwrap();
    assert_eq!(
        refusal(kano::Kano::of(columns(0, 0), Some(&weights), options)),
        length_mismatch("weights", 1, 2)
    );
}

#[test]
fn kano_counts_refuse_and_go_on() {
    let options = kano::Options::default();
    let pair = |answer| kano::Pair {
        functional: answer,
        dysfunctional: answer,
    };
    let mut counts = kano::Counter::new(options).unwrap();
    counts.push(pair(Some(kano::Answer::Neutral))).unwrap();
    refuses_bad_weights(|weight| counts.push_weighted(pair(Some(kano::Answer::Like)), weight));
    assert_definitions_differ(counts.merge(kano::Counter::new(options.z(2.0)).unwrap()));
    counts.extend([pair(None)]).unwrap();
    let kano = counts.finish().unwrap();
    assert_eq!((kano.answered, kano.missing), (2, 1));
    assert_eq!(kano.category, Some(kano::Category::Indifferent));
    assert_eq!(kano.second, None);

    let mut counts = counted::Counter::new();
    counts
        .extend([Some(kano::Category::Reverse), None])
        .unwrap();
    refuses_bad_weights(|weight| counts.push_weighted(Some(kano::Category::MustBe), weight));
    let kano = kano::Kano::of_categories(&counts, options).unwrap();
    // Nobody with weight is in the four categories of the coefficients.
    assert_eq!(
        (kano.category, kano.better, kano.worse, kano.quadrant),
        (Some(kano::Category::Reverse), None, None, None)
    );
    assert_eq!(kano.scores, None);
}

#[test]
fn a_feature_that_nobody_judged_is_nothing() {
    let nobody = kano::Counter::new(kano::Options::default())
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(
        (nobody.category, nobody.better, nobody.worse),
        (None, None, None)
    );
    assert_eq!(
        (nobody.category, nobody.second, nobody.quadrant),
        (None, None, None)
    );
    assert_eq!(
        (nobody.category_strength, nobody.total_strength),
        (None, None)
    );
    assert_eq!((nobody.difference, nobody.threshold), (None, None));
    assert_eq!(nobody.distinct_category, None);
    assert_eq!(nobody.share(kano::Category::MustBe).value(), None);
    assert_eq!(nobody.scores.unwrap().functional.mean, None);
    // One has a category, which nothing tells apart, and no spread.
    let mut one = kano::Counter::new(kano::Options::default()).unwrap();
    let pair = kano::Pair {
        functional: Some(kano::Answer::Like),
        dysfunctional: Some(kano::Answer::Dislike),
    };
    one.push_weighted(pair, 0.1).unwrap();
    let one = one.finish().unwrap();
    assert_eq!(one.category, Some(kano::Category::OneDimensional));
    assert_eq!(one.distinct_category, None);
    let functional = one.scores.unwrap().functional;
    assert_eq!((functional.mean, functional.variance), (Some(4.0), None));
}

#[test]
fn a_coverage_is_of_some_needs() {
    let counted = |needs: &[kano::Category]| {
        counted::Counted::of_classes(needs.iter().copied().map(Some)).unwrap()
    };
    assert_eq!(
        refusal(coverage::Coverage::of(&counted(&[]), &counted(&[]))),
        expected::empty("need")
    );
    let met = |category| {
        let needs = counted(&[category]);
        coverage::Coverage::of(&needs, &needs).unwrap()
    };
    // Nothing asked for cannot be reached.
    let coverage = met(kano::Category::Attractive);
    assert_eq!((coverage.focus(), coverage.basic.value()), (None, None));
    let coverage = met(kano::Category::Questionable);
    assert_eq!((coverage.focus(), coverage.other), (None, 1));
    let coverage = met(kano::Category::OneDimensional);
    assert_eq!(coverage.focus(), Some(kano::Category::Attractive));
    // More needs met than asked about are two lists exchanged.
    let (one, two) = (
        counted(&[kano::Category::MustBe]),
        counted(&[kano::Category::MustBe; 2]),
    );
    assert!(coverage::Coverage::of(&two, &one).is_ok());
    assert_eq!(
        refusal(coverage::Coverage::of(&one, &two)),
        out_of_range(
            "number of needs met",
            "2",
            "at most the needs asked about, 1",
            None
        )
    );
}
