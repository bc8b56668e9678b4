//! Quadrants, derived importance, the bootstrap.

use proptest::prelude::*;
use retention::Error;
use retention::accumulate::{Accumulator, Weighted};
use retention::estimate::Resampling;
use retention::quadrant::{
    Analysis, Assessment, Attribute, Builder, Crosshair, Deletion, Importance, Method, OnLine,
    Options, Placement, Priority, Quadrant, RatingScales, Respondent, StandardErrors, Survey,
    slack,
};
use retention::scale::{Answers, Scale, Weights};

use crate::cases;

/// Sums of a few hundred numbers in another order, and a small matrix solved. A design is refused
/// as singular long before its solution loses more digits.
const ROUNDING: f64 = 1e-7;

const SEVEN: Scale = Scale::ONE_TO_SEVEN;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

/// Columns of whole answers from 1 to 7 that have something in common, the overall answers last.
#[derive(Debug, Clone)]
struct Answered(Vec<Vec<Option<f64>>>);

fn answered(gaps: bool) -> impl Strategy<Value = Answered> {
    let answer = move |common: u8| {
        prop_oneof![
            9 => (0_u8..=3).prop_map(move |own| Some(f64::from(1 + common + own))),
            1 => (1_u8..=7).prop_map(move |any| (!gaps).then_some(f64::from(any))),
        ]
    };
    (1_usize..6, 12_usize..60).prop_flat_map(move |(items, respondents)| {
        prop::collection::vec(
            (0_u8..=3)
                .prop_flat_map(move |common| prop::collection::vec(answer(common), items + 1)),
            respondents,
        )
        .prop_map(move |rows| {
            let column = |at| rows.iter().map(|row: &Vec<Option<f64>>| row[at]).collect();
            Answered((0..=items).map(column).collect())
        })
    })
}

impl Answered {
    fn items(&self) -> usize {
        self.0.len() - 1
    }

    fn respondents(&self) -> usize {
        self.0[0].len()
    }

    fn names(&self) -> Vec<String> {
        (0..self.items())
            .map(|item| format!("item {item}"))
            .collect()
    }

    fn answers(&self) -> Vec<Answers<'_>> {
        self.0.iter().map(|c| SEVEN.answers(c).unwrap()).collect()
    }

    fn survey(&self) -> Survey<'_> {
        self.survey_of(self.answers())
    }

    fn survey_of<'a>(&self, mut answers: Vec<Answers<'a>>) -> Survey<'a> {
        let overall = answers.pop().unwrap();
        let named = self.names().into_iter().zip(answers);
        Survey::new(named).unwrap().overall(overall).unwrap()
    }

    fn rows(&self) -> Vec<(Vec<Option<f64>>, Option<f64>)> {
        let row = |at: usize| {
            let ratings = self.0[..self.items()].iter().map(|c| c[at]).collect();
            (ratings, self.0[self.items()][at])
        };
        (0..self.respondents()).map(row).collect()
    }

    /// The same respondents in another order.
    fn reordered(&self, seed: u64) -> Self {
        let mut order: Vec<(u64, usize)> = (0..self.respondents())
            .map(|row| ((row as u64 + 1).wrapping_mul(seed | 1) % 1009, row))
            .collect();
        order.sort_unstable();
        let column = |c: &Vec<Option<f64>>| order.iter().map(|&(_, row)| c[row]).collect();
        Self(self.0.iter().map(column).collect())
    }
}

fn method(importance: Importance) -> Method {
    Method::from(importance).minimum(1)
}

/// All that enter through overall satisfaction.
const DERIVED: [Importance; 7] = [
    Importance::Pearson,
    Importance::Spearman,
    Importance::Regression,
    Importance::Partial,
    Importance::Deng,
    Importance::RelativeWeights,
    Importance::Dominance,
];

/// What must not be refused is checked; whether a design is singular is not for chance to say.
fn assessed(survey: &Survey<'_>, method: Method) -> Option<Assessment> {
    match survey.assess(method) {
        Ok(assessment) => Some(assessment),
        Err(
            Error::Singular { .. }
            | Error::Insufficient { .. }
            | Error::OutOfRange {
                argument: "variance of the overall answers",
                ..
            },
        ) => None,
        Err(error) => panic!("{error}"),
    }
}

/// Equal but for rounding.
fn same(a: &Assessment, b: &Assessment) -> bool {
    let optional = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    let squared = |error: Option<f64>| error.map(|error| error * error);
    // Where the fit is perfect, the p-value of few respondents is that of nothing but rounding.
    let perfect = |r: Option<f64>| r.is_some_and(|r| 1.0 - r.abs() < ROUNDING);
    let any_perfect = a.attributes.iter().any(|a| perfect(a.correlation));
    (a.used, a.left_out) == (b.used, b.left_out)
        && a.attributes.len() == b.attributes.len()
        && optional(a.r_squared, b.r_squared)
        && a.attributes.iter().zip(&b.attributes).all(|(a, b)| {
            a.name == b.name
                && (a.answered, a.used) == (b.answered, b.used)
                && close(a.importance, b.importance)
                && close(a.satisfaction, b.satisfaction)
                && close(a.effective_sample_size, b.effective_sample_size)
                // Of a perfect fit the variance is nothing but rounding, whose root is not small.
                && optional(squared(a.standard_error), squared(b.standard_error))
                && (perfect(a.correlation) || optional(a.p_value, b.p_value))
                && (any_perfect || optional(a.adjusted_p_value, b.adjusted_p_value))
                && optional(a.inflation, b.inflation)
        })
}

fn quadrants(analysis: &Analysis) -> Vec<Quadrant> {
    analysis.attributes.iter().map(|p| p.quadrant).collect()
}

fn importances(assessment: &Assessment) -> Vec<f64> {
    assessment.attributes.iter().map(|a| a.importance).collect()
}

fn attributes() -> impl Strategy<Value = Vec<Attribute>> {
    // Hundredths, so that ties happen.
    let rating = || (100_u32..=700).prop_map(|hundredths| f64::from(hundredths) / 100.0);
    prop::collection::vec((rating(), rating()), 1..12).prop_map(|ratings| {
        let named = ratings.into_iter().enumerate();
        named
            .map(|(at, (i, s))| Attribute::new(at.to_string(), i, s))
            .collect()
    })
}

fn options() -> impl Strategy<Value = Options> {
    let crosshair = prop_oneof![
        Just(Crosshair::Mean),
        Just(Crosshair::Median),
        Just(Crosshair::ScaleCentre),
        (1.0_f64..=7.0, 1.0_f64..=7.0).prop_map(|(importance, satisfaction)| Crosshair::Given {
            importance,
            satisfaction
        }),
    ];
    (
        crosshair,
        prop::sample::select(OnLine::ALL),
        prop::sample::select(Placement::ALL),
        prop::sample::select(Priority::ALL),
    )
        .prop_map(|(crosshair, on_line, placement, priority)| {
            Options::default()
                .crosshair(crosshair)
                .on_line(on_line)
                .placement(placement)
                .priority(priority)
        })
}

fn analyse(attributes: &[Attribute], options: &Options) -> Analysis {
    Analysis::new(attributes.to_vec(), RatingScales::same(SEVEN), *options).unwrap()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn places_do_not_depend_on_the_order_of_attributes(
        attributes in attributes(), options in options(), turn in 0_usize..12,
    ) {
        let analysis = analyse(&attributes, &options);
        let mut turned = attributes.clone();
        turned.rotate_left(turn % attributes.len());
        turned.reverse();
        let other = analyse(&turned, &options);
        // To the last digit.
        prop_assert_eq!(
            (analysis.importance_line, analysis.satisfaction_line),
            (other.importance_line, other.satisfaction_line)
        );
        for placed in &analysis.attributes {
            prop_assert_eq!(Some(placed), other.get(&placed.name));
        }
        let (a, b) = (analysis.index.unwrap(), other.index.unwrap());
        prop_assert!(close(a, b));
    }

    #[test]
    fn a_place_says_what_lines_and_diagonal_say(attributes in attributes(), options in options()) {
        /// Ratings in hundredths differ by more than rounding, or not at all.
        const TIE: f64 = 1e-9;
        let analysis = analyse(&attributes, &options);
        let high = |value: f64, line: f64| match options.on_line {
            OnLine::High => value >= line - TIE,
            OnLine::Low => value > line + TIE,
        };
        for (placed, given) in analysis.attributes.iter().zip(&attributes) {
            prop_assert_eq!(&placed.name, &given.name);
            let (i, s) = (placed.importance, placed.satisfaction);
            prop_assert_eq!((i, s), (given.importance, given.satisfaction));
            let important = high(i, analysis.importance_line);
            let satisfying = high(s, analysis.satisfaction_line);
            let quadrant = match (important, satisfying) {
                (true, false) => Quadrant::ConcentrateHere,
                (true, true) => Quadrant::KeepUp,
                (false, false) => Quadrant::LowPriority,
                (false, true) => Quadrant::PossibleOverkill,
            };
            prop_assert_eq!(placed.quadrant, quadrant);
            prop_assert_eq!(placed.gap, Some(s - i));
            prop_assert_eq!(placed.above_diagonal, Some(i > s));
            let verdict = match (options.placement, i > s) {
                (Placement::Diagonal | Placement::Combined, true) => {
                    Some(Quadrant::ConcentrateHere)
                }
                (Placement::Diagonal, false) => None,
                _ => Some(quadrant),
            };
            prop_assert_eq!(placed.verdict, verdict);
        }
        for quadrant in Quadrant::ALL {
            prop_assert!(analysis.in_quadrant(*quadrant).all(|p| p.quadrant == *quadrant));
        }
        let placed: usize = Quadrant::ALL.iter().map(|&q| analysis.in_quadrant(q).count()).sum();
        prop_assert_eq!(placed, attributes.len());
    }

    #[test]
    fn ranks_follow_priorities(attributes in attributes(), options in options()) {
        let analysis = analyse(&attributes, &options);
        let by_rank = analysis.by_rank();
        prop_assert_eq!(by_rank[0].rank, 1);
        for (before, pair) in by_rank.windows(2).enumerate() {
            let (first, second) = (pair[0], pair[1]);
            prop_assert!(first.priority >= second.priority - 1e-9);
            let tied = close(first.priority, second.priority);
            prop_assert!(second.rank == before + 2 || tied && second.rank == first.rank);
        }
    }

    #[test]
    fn the_index_lies_between_the_ratings(attributes in attributes()) {
        let analysis = analyse(&attributes, &Options::default());
        let index = analysis.index.unwrap();
        let ratings = || attributes.iter().map(|a| a.satisfaction);
        prop_assert!(index >= ratings().fold(7.0, f64::min) - ROUNDING);
        prop_assert!(index <= ratings().fold(1.0, f64::max) + ROUNDING);
        prop_assert!(close(analysis.index_share_of_top.unwrap(), index / 7.0));
    }

    #[test]
    fn equal_ratings_are_never_low_unless_asked(
        rating in 1.0_f64..=7.0, importance in prop::collection::vec(1.0_f64..=7.0, 1..12),
    ) {
        let attributes: Vec<_> = importance
            .iter()
            .enumerate()
            .map(|(at, &i)| Attribute::new(at.to_string(), i, rating))
            .collect();
        for crosshair in [Crosshair::Mean, Crosshair::Median] {
            let options = Options::default().crosshair(crosshair);
            let high = analyse(&attributes, &options);
            prop_assert_eq!(high.satisfaction_line, rating);
            let low = |q: &Quadrant| {
                matches!(q, Quadrant::ConcentrateHere | Quadrant::LowPriority)
            };
            prop_assert!(!quadrants(&high).iter().any(low));
            let asked = analyse(&attributes, &options.on_line(OnLine::Low));
            prop_assert!(quadrants(&asked).iter().all(low));
        }
    }

    #[test]
    fn a_better_rating_never_makes_an_attribute_worse_rated(
        attributes in attributes(), options in options(), at in 0_usize..12, more in 0.0_f64..6.0,
    ) {
        let at = at % attributes.len();
        let mut raised = attributes.clone();
        raised[at].satisfaction = (raised[at].satisfaction + more).min(7.0);
        let well = |attributes: &[Attribute]| {
            let quadrant = analyse(attributes, &options).attributes[at].quadrant;
            matches!(quadrant, Quadrant::KeepUp | Quadrant::PossibleOverkill)
        };
        prop_assert!(!well(&attributes) || well(&raised));
    }

    #[test]
    fn lines_move_with_the_scales(attributes in attributes(), options in options(), low in -50.0_f64..50.0, width in 0.1_f64..100.0) {
        let to = Scale::new(low, low + width).unwrap();
        let options = options.priority(Priority::Crosshair);
        let crosshair = match options.crosshair {
            Crosshair::Given { importance, satisfaction } => Crosshair::Given {
                importance: SEVEN.convert(importance, to).unwrap(),
                satisfaction: SEVEN.convert(satisfaction, to).unwrap(),
            },
            other => other,
        };
        let converted = attributes.iter().map(|a| {
            let on = |x| SEVEN.convert(x, to).unwrap();
            Attribute::new(a.name.clone(), on(a.importance), on(a.satisfaction))
        });
        let moved = Analysis::new(converted, RatingScales::same(to), options.crosshair(crosshair)).unwrap();
        let analysis = analyse(&attributes, &options);
        prop_assert_eq!(quadrants(&moved), quadrants(&analysis));
        for (a, b) in moved.attributes.iter().zip(&analysis.attributes) {
            prop_assert_eq!((a.above_diagonal, a.verdict, a.rank), (b.above_diagonal, b.verdict, b.rank));
        }
    }

    #[test]
    fn better_performance_is_never_more_urgent(
        importance in 1.0_f64..=9.0, performance in 1.0_f64..=9.0, better in 0.0_f64..8.0,
    ) {
        let rules = slack::Rules::default();
        let zone = rules.classify(importance, performance).unwrap();
        prop_assert!(rules.classify(importance, (performance - better).max(1.0)).unwrap() <= zone);
        // Nor is what matters less: of importance, too, 1 is the most.
        prop_assert!(rules.classify((importance + better).min(9.0), performance).unwrap() <= zone);
    }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn respondents_in_any_order_give_the_same(answered in answered(true), seed in any::<u64>()) {
        let reordered = answered.reordered(seed);
        for importance in DERIVED {
            let method = method(importance);
            let Some(a) = assessed(&answered.survey(), method) else { continue };
            let b = assessed(&reordered.survey(), method).unwrap();
            prop_assert!(same(&a, &b), "{a:?} {b:?}");
            let options = Options::default();
            prop_assert_eq!(
                quadrants(&a.analysis(options).unwrap()),
                quadrants(&b.analysis(options).unwrap())
            );
        }
    }

    #[test]
    fn attributes_in_any_order_give_the_same(answered in answered(true), turn in 0_usize..6) {
        let items = answered.items();
        let mut turned = answered.clone();
        turned.0[..items].rotate_left(turn % items);
        for importance in DERIVED {
            let method = method(importance);
            let Some(a) = assessed(&answered.survey(), method) else { continue };
            let b = assessed(&turned.survey(), method).unwrap();
            let mut expected = importances(&a);
            expected.rotate_left(turn % items);
            for (a, b) in expected.iter().zip(importances(&b)) {
                prop_assert!(close(*a, b), "{importance}: {a} {b}");
            }
        }
    }

    #[test]
    fn parts_make_the_whole(
        answered in answered(true), at in 0.0_f64..1.0,
        weights in prop::collection::vec(prop_oneof![4 => 0.1_f64..10.0, 1 => Just(0.0)], 60),
    ) {
        let rows = answered.rows();
        let split = (at * rows.len() as f64) as usize;
        for importance in DERIVED {
            for &deletion in Deletion::ALL {
                let method = method(importance).deletion(deletion);
                let Ok(new) = Builder::new(answered.names(), SEVEN, method) else {
                    prop_assert!(
                        importance == Importance::Spearman || deletion == Deletion::Pairwise
                    );
                    continue;
                };
                let build = |from: usize, to: usize| {
                    let mut builder = new.clone();
                    for ((ratings, overall), &weight) in rows.iter().zip(&weights).take(to).skip(from) {
                        let respondent = Respondent { ratings, overall: *overall };
                        builder.push_weighted(respondent, weight).unwrap();
                    }
                    builder
                };
                let mut merged = build(0, split);
                merged.merge(build(split, rows.len())).unwrap();
                match (merged.finish(), build(0, rows.len()).finish()) {
                    (Ok(merged), Ok(whole)) => {
                        prop_assert!(same(&merged, &whole), "{merged:?} {whole:?}");
                    }
                    (Err(merged), Err(whole)) => prop_assert_eq!(merged, whole),
                    (merged, whole) => prop_assert!(false, "{merged:?} {whole:?}"),
                }
            }
        }
    }

    #[test]
    fn equal_weights_are_no_weights(answered in answered(true), weight in 0.001_f64..1000.0) {
        let weights = Weights::new(vec![weight; answered.respondents()]).unwrap();
        for importance in DERIVED {
            let method = method(importance);
            let without = answered.survey().assess(method);
            let with = answered.survey().weights(&weights).unwrap().assess(method);
            prop_assert_eq!(with, without);
        }
    }

    #[test]
    fn a_weight_of_two_is_two_respondents(
        answered in answered(true), copies in prop::collection::vec(1_usize..4, 60),
    ) {
        let copies = &copies[..answered.respondents()];
        let weights = Weights::new(copies.iter().map(|&n| n as f64).collect::<Vec<_>>()).unwrap();
        let repeat = |column: &Vec<Option<f64>>| {
            let cells = column.iter().zip(copies);
            cells.flat_map(|(&cell, &n)| std::iter::repeat_n(cell, n)).collect()
        };
        let copied = Answered(answered.0.iter().map(repeat).collect());
        for importance in DERIVED {
            let method = method(importance);
            let weighted = assessed(&answered.survey().weights(&weights).unwrap(), method);
            let Some(weighted) = weighted else { continue };
            let copied = assessed(&copied.survey(), method).unwrap();
            for (a, b) in weighted.attributes.iter().zip(&copied.attributes) {
                prop_assert!(close(a.importance, b.importance), "{importance}");
                prop_assert!(close(a.satisfaction, b.satisfaction));
                // Copies are no evidence of their own.
                prop_assert!(a.effective_sample_size <= b.effective_sample_size + ROUNDING);
            }
        }
    }

    #[test]
    fn correlations_do_not_know_the_scale(
        answered in answered(true), low in -50.0_f64..50.0, width in 0.1_f64..100.0,
    ) {
        let to = Scale::new(low, low + width).unwrap();
        for importance in DERIVED {
            // Logarithms do.
            if importance == Importance::Deng { continue; }
            let method = method(importance);
            let Some(a) = assessed(&answered.survey(), method) else { continue };
            let converted = answered.answers().into_iter().map(|c| c.on(to)).collect();
            let b = assessed(&answered.survey_of(converted), method).unwrap();
            for (a, b) in importances(&a).iter().zip(importances(&b)) {
                prop_assert!(close(*a, b), "{importance}: {a} {b}");
            }
            let options = Options::default();
            let (a, b) = (a.analysis(options).unwrap(), b.analysis(options).unwrap());
            prop_assert_eq!(quadrants(&a), quadrants(&b));
        }
    }

    #[test]
    fn asked_the_other_way_round_importance_changes_its_sign(answered in answered(true), at in 0_usize..6) {
        let at = at % answered.items();
        for importance in DERIVED {
            if importance == Importance::Deng { continue; }
            let method = method(importance);
            let Some(a) = assessed(&answered.survey(), method) else { continue };
            let mut answers = answered.answers();
            answers[at] = answers[at].reversed();
            let b = assessed(&answered.survey_of(answers), method).unwrap();
            for (item, (a, b)) in a.attributes.iter().zip(&b.attributes).enumerate() {
                let unsigned = [Importance::RelativeWeights, Importance::Dominance];
                let turned = item == at && !unsigned.contains(&importance);
                let sign = if turned { -1.0 } else { 1.0 };
                prop_assert!(close(sign * a.importance, b.importance), "{importance}");
                prop_assert_eq!(a.p_value.is_some(), b.p_value.is_some());
            }
        }
    }

    #[test]
    fn ranks_survive_any_stretching(answered in answered(true)) {
        let method = method(Importance::Spearman);
        let stretched: Vec<Vec<Option<f64>>> = answered.0.iter()
            .map(|c| c.iter().map(|x| x.map(|x| x.powi(3))).collect())
            .collect();
        let scale = Scale::new(1.0, 343.0).unwrap();
        let stretched = stretched.iter().map(|c| scale.answers(c).unwrap()).collect();
        let (a, b) = (
            answered.survey().assess(method),
            answered.survey_of(stretched).assess(method),
        );
        match (a, b) {
            (Ok(a), Ok(b)) => prop_assert_eq!(importances(&a), importances(&b)),
            (a, b) => prop_assert_eq!(a.unwrap_err(), b.unwrap_err()),
        }
    }

    #[test]
    fn relative_weights_are_not_negative_and_add_up_to_r_squared(answered in answered(false)) {
        for importance in [Importance::RelativeWeights, Importance::Dominance] {
            let found = assessed(&answered.survey(), method(importance));
            let Some(assessment) = found else { continue };
            let weights = importances(&assessment);
            prop_assert!(weights.iter().all(|&weight| weight >= 0.0));
            let r_squared = assessment.r_squared.unwrap();
            prop_assert!(close(weights.iter().sum(), r_squared));
            prop_assert!((0.0..=1.0).contains(&r_squared));
            prop_assert!(assessment.adjusted_r_squared.is_none_or(|r| r <= r_squared));
            // An index counts by them, unless all of them are 0.
            let index = assessment.analysis(Options::default()).unwrap().index;
            prop_assert_eq!(index.is_some(), weights.iter().any(|&weight| weight > 0.0));
        }
    }

    #[test]
    fn the_methods_agree_where_they_must(answered in answered(false)) {
        let classical = |importance| method(importance).standard_errors(StandardErrors::Classical);
        let all = |importance| assessed(&answered.survey(), classical(importance));
        if let (Some(regression), Some(partial)) =
            (all(Importance::Regression), all(Importance::Partial))
        {
            // One test in two forms.
            for (a, b) in regression.attributes.iter().zip(&partial.attributes) {
                let (Some(p), Some(q)) = (a.p_value, b.p_value) else { continue };
                prop_assert!(close(p, q), "{p} {q}");
                prop_assert!(a.importance * b.importance >= 0.0);
                prop_assert!(b.importance.abs() <= 1.0);
                prop_assert!(a.inflation.unwrap() >= 1.0 - ROUNDING);
                prop_assert!(a.adjusted_p_value >= a.p_value);
            }
        }
        let alone = Answered(vec![answered.0[0].clone(), answered.0[answered.items()].clone()]);
        let alone = |importance| assessed(&alone.survey(), method(importance));
        if let (Some(r), Some(beta), Some(weight)) = (
            alone(Importance::Pearson),
            alone(Importance::Regression),
            alone(Importance::RelativeWeights),
        ) {
            let first = |assessment: &Assessment| assessment.attributes[0].importance;
            prop_assert!(close(first(&r), first(&beta)));
            prop_assert!(close(first(&r).powi(2), first(&weight)));
        }
        // Without gaps there is nothing to delete.
        for importance in [Importance::Pearson, Importance::Spearman] {
            let pairwise = method(importance).deletion(Deletion::Pairwise);
            let listwise = assessed(&answered.survey(), method(importance));
            if let (Some(a), Some(b)) = (listwise, assessed(&answered.survey(), pairwise)) {
                prop_assert!(same(&a, &b));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn the_bootstrap_is_determined_by_its_seed_and_adds_up(
        answered in answered(true), seed in any::<u64>(), draws in 1_u32..60,
    ) {
        let resampling = Resampling::default().seed(seed).draws(draws);
        for importance in DERIVED {
            let method = method(importance);
            let options = Options::default();
            let Ok(found) = answered.survey().bootstrap(method, options, resampling) else {
                prop_assert!(assessed(&answered.survey(), method).is_none());
                continue;
            };
            let again = answered.survey().bootstrap(method, options, resampling).unwrap();
            prop_assert_eq!(&again, &found);
            let defined = u64::from(draws) - found.undefined;
            let assessment = answered.survey().assess(method).unwrap();
            prop_assert_eq!(&found.analysis, &assessment.analysis(options).unwrap());
            for resampled in &found.attributes {
                let shares = Quadrant::ALL.iter().map(|&q| resampled.share(q));
                prop_assert!(shares.clone().all(|share| share.denominator() == defined));
                prop_assert_eq!(shares.map(|share| share.numerator()).sum::<u64>(), defined);
                prop_assert_eq!(resampled.same, resampled.share(resampled.verdict.unwrap()));
                prop_assert_eq!(resampled.importance.is_some(), defined > 0);
                if let Some(satisfaction) = resampled.satisfaction {
                    prop_assert!(SEVEN.contains(satisfaction.lower()));
                    prop_assert!(SEVEN.contains(satisfaction.upper()));
                }
                if let Some(interval) = resampled.importance {
                    let within = -1.0 <= interval.lower() && interval.upper() <= 1.0;
                    prop_assert!(within || importance == Importance::Regression);
                }
            }
        }
    }
}

/// Designs that are nearly singular, more or less: the third attribute follows from the first two but
/// for noise of a size from 1 to 10⁻¹³, and the outcome from all three, or but for the noise in it.
#[derive(Debug, Clone)]
struct NearlySingular {
    columns: [Vec<f64>; 4],
    order: [usize; 3],
    rows: u64,
}

fn nearly_singular() -> impl Strategy<Value = NearlySingular> {
    let row = (1_u8..=7, 1_u8..=7, -1.0_f64..1.0, -1.0_f64..1.0);
    let orders = prop::sample::select(vec![
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ]);
    (
        prop::collection::vec(row, 12..40),
        (0.0_f64..13.0, prop_oneof![Just(0.01), Just(0.5), Just(0.0)]),
        (
            -1.0_f64..1.0,
            -1.0_f64..1.0,
            prop_oneof![Just(0.0), Just(1.0)],
            prop_oneof![Just(0.0), 0.0_f64..1.0],
        ),
        (orders, any::<u64>()),
    )
        .prop_map(
            |(rows, (digits, part), (a, b, noisy, own), (order, seed))| {
                let noise = 10_f64.powf(-digits);
                let mut columns: [Vec<f64>; 4] = Default::default();
                for (x, y, e, f) in rows {
                    let (x, y) = (f64::from(x), f64::from(y));
                    let third = x + part * y + noise * e;
                    let outcome = a * x + b * third + noisy * e + own * f;
                    for (column, value) in columns.iter_mut().zip([x, y, third, outcome]) {
                        column.push(value);
                    }
                }
                NearlySingular {
                    columns,
                    order,
                    rows: seed,
                }
            },
        )
}

impl NearlySingular {
    fn assess(&self, order: [usize; 3], importance: Importance) -> Result<Assessment, Error> {
        let scale = Scale::new(-30.0, 30.0).unwrap();
        let answers = |at: usize| scale.full_answers(&self.columns[at]).unwrap();
        Survey::new(order.map(|at| (at.to_string(), answers(at))))?
            .overall(answers(3))?
            .assess(method(importance))
    }

    fn reordered(&self) -> Self {
        let columns = self
            .columns
            .clone()
            .map(|c| c.into_iter().map(Some).collect());
        let columns = Answered(columns.into()).reordered(self.rows).0;
        let columns: Vec<Vec<f64>> = columns
            .into_iter()
            .map(|c| c.into_iter().flatten().collect())
            .collect();
        Self {
            columns: columns.try_into().unwrap(),
            ..self.clone()
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    /// Whether attributes can be told apart does not depend on their order, nor on that of the
    /// respondents; nor does any figure, to five digits.
    #[test]
    fn a_nearly_singular_design_has_one_verdict(design in nearly_singular()) {
        const FIVE_DIGITS: f64 = 1e-5;
        let reordered = design.reordered();
        for importance in [
            Importance::Regression,
            Importance::Partial,
            Importance::RelativeWeights,
        ] {
            let first = design.assess([0, 1, 2], importance);
            let other = reordered.assess(design.order, importance);
            let (first, other) = match (first, other) {
                (Ok(first), Ok(other)) => (first, other),
                (first, other) => {
                    prop_assert!(first.is_err() && other.is_err(), "{first:?} {other:?}");
                    continue;
                }
            };
            prop_assert!((first.r_squared.unwrap() - other.r_squared.unwrap()).abs() < FIVE_DIGITS);
            for a in &first.attributes {
                let b = other.get(&a.name).unwrap();
                prop_assert!(a.inflation.unwrap() <= Method::LARGEST_INFLATION);
                let size = 1.0 + a.importance.abs();
                prop_assert!((a.importance - b.importance).abs() < FIVE_DIGITS * size, "{a:?} {b:?}");
                prop_assert_eq!(a.p_value.is_some(), b.p_value.is_some(), "{:?} {:?}", a, b);
                let (p, q) = (a.adjusted_p_value.unwrap_or(0.0), b.adjusted_p_value.unwrap_or(0.0));
                prop_assert!((p - q).abs() < FIVE_DIGITS, "{a:?} {b:?}");
            }
            if importance == Importance::RelativeWeights {
                let sum: f64 = importances(&first).iter().sum();
                prop_assert!((sum - first.r_squared.unwrap()).abs() < FIVE_DIGITS);
            }
        }
    }
}
