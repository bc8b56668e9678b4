//! Loyalty over satisfaction, types of customer and hostages in the survey of reputation. Jones and
//! Sasser (1995) draw their curves and publish neither an equation nor cuts: both are design
//! proposals.
//!
//! Computed by `curve.py` and, what is counted, by `surveys.py`, with Python 3.11.7, numpy 2.4.6
//! and scipy 1.17.1.

use retention::counted::Counted;
use retention::fit::Outcome;
use retention::loyalty::curve::{self, Competition, Method, Model, Options, Sample};
use retention::loyalty::types::CustomerType;
use retention::loyalty::{Evidence, Score, Threshold, hostages, types};
use retention::scale::Scale;

use crate::assert_published;
use crate::loyalty_survey::{column, loyalty, switching_cost};

const FIVE: Scale = Scale::ONE_TO_FIVE;
const SEVEN: Scale = Scale::ONE_TO_SEVEN;

/// The types of the telecom survey, counted apart from the crate: with the cuts, most customers
/// change type.
#[test]
fn types_of_the_telecom_survey_depend_on_the_cuts() {
    let counts = |types: types::Rules| {
        let score = |value: Option<f64>| value.map(|value| Score::new(SEVEN, value).unwrap());
        let pairs = column("cusa").into_iter().zip(loyalty());
        let classes = pairs.map(|(satisfaction, loyalty)| {
            let evidence = Evidence::default()
                .satisfaction(score(satisfaction))
                .loyalty(score(loyalty));
            types.classify(&evidence).unwrap().class().copied()
        });
        let counted = Counted::of_classes(classes).unwrap();
        assert_eq!((counted.placed, counted.missing), (343, 1));
        CustomerType::ALL
            .iter()
            .map(|&t| counted.count(t))
            .collect::<Vec<_>>()
    };
    // Loyalist, apostle, defector, terrorist, mercenary, hostage, in between.
    assert_eq!(
        counts(types::Rules::with_one_cut(Threshold::TOP)),
        [33, 0, 257, 0, 31, 22, 0]
    );
    assert_eq!(
        counts(types::Rules::with_one_cut(Threshold::Value(5.0))),
        [239, 0, 51, 0, 42, 11, 0]
    );
    // By default the bands are those of the nearest whole answer, and nobody dissatisfied is loyal.
    assert_eq!(counts(types::Rules::default()), [48, 0, 39, 0, 16, 0, 240]);
    // The same corners with the cuts at the top and in the middle of the scale.
    let at_the_ends = types::Rules::default()
        .satisfied(Threshold::TOP)
        .dissatisfied(Some(Threshold::MIDDLE))
        .loyal(Threshold::TOP)
        .disloyal(Some(Threshold::MIDDLE));
    assert_eq!(counts(at_the_ends), [33, 0, 54, 0, 31, 0, 225]);
}

fn telecom() -> Sample {
    let (satisfaction, loyalty) = (column("cusa"), loyalty());
    Sample::of(
        &SEVEN.answers(&satisfaction).unwrap(),
        &SEVEN.answers(&loyalty).unwrap(),
    )
    .unwrap()
}

/// By respondents, the ends fixed at those of the scale: the theory's 0.984 is this; its standard
/// error of 0.042 is the classical one, and the sandwich, which it asks for, gives 0.046.
#[test]
fn telecom_exponent_by_respondents_is_0_984() {
    let sample = telecom();
    assert_eq!((sample.used(), sample.missing()), (343, 1));
    let fit = sample.fit(Options::default()).unwrap();
    assert_eq!((fit.outcome, fit.model.points), (Outcome::Converged, 343));
    let exponent = fit.model.exponent.unwrap();
    assert_published(exponent.value(), "0.984");
    assert_published(exponent.standard_error(), "0.046");
    // By a program apart from the crate, to its last digits.
    assert_published(exponent.value(), "0.9844878");
    assert_published(exponent.standard_error(), "0.0461000");
    // 383.9887 is the sum of squares.
    assert_published(fit.model.residual.unwrap().powi(2) * 342.0, "383.9887");

    let classical = Options::default().equal_variances(true);
    let classical = sample.fit(classical).unwrap().model.exponent.unwrap();
    assert_eq!(classical.value(), exponent.value());
    assert_published(classical.standard_error(), "0.042");
}

/// Free ends: 0.893; its standard error of 0.16 is again the classical one, the sandwich gives 0.12.
#[test]
fn telecom_exponent_with_free_ends_is_0_893() {
    let options = Options::default().method(Method::FreeEnds);
    let fit = telecom().fit(options).unwrap();
    let exponent = fit.model.exponent.unwrap();
    assert_published(exponent.value(), "0.893");
    assert_published(exponent.standard_error(), "0.123");
    assert_published(fit.model.floor.unwrap().value(), "1.308");
    assert_published(fit.model.ceiling.unwrap().value(), "6.617");
    assert_published(fit.model.floor.unwrap().standard_error(), "0.490");
    assert_published(fit.model.ceiling.unwrap().standard_error(), "0.0818");

    let classical = options.equal_variances(true);
    let classical = telecom().fit(classical).unwrap().model.exponent.unwrap();
    assert_published(classical.standard_error(), "0.16");
}

/// On logs: 1.03. Five customers stand at the low end of satisfaction or of loyalty.
#[test]
fn telecom_exponent_on_logs_is_1_03() {
    let options = Options::default().method(Method::LogLog);
    let fit = telecom().fit(options).unwrap();
    assert_eq!((fit.model.points, fit.model.without_logarithm), (338, 5));
    let exponent = fit.model.exponent.unwrap();
    assert_published(exponent.value(), "1.03");
    assert_published(exponent.value(), "1.0289008");
    assert_published(exponent.standard_error(), "0.078752");
    assert_published(fit.model.residual.unwrap(), "0.377745");
}

/// On cell means: 0.868. Two customers who answered 1 count as much as 114 who answered 6.
#[test]
fn telecom_exponent_on_cell_means_is_0_868() {
    let sample = telecom();
    let cells: Vec<(f64, u64)> = sample.cells().map(|(value, n, _)| (value, n)).collect();
    assert_eq!(
        cells,
        [
            (1.0, 2),
            (2.0, 4),
            (3.0, 15),
            (4.0, 41),
            (5.0, 103),
            (6.0, 114),
            (7.0, 64)
        ]
    );
    let fit = sample
        .fit(Options::default().method(Method::CellMeans))
        .unwrap();
    assert_eq!(fit.model.points, 7);
    let exponent = fit.model.exponent.unwrap();
    assert_published(exponent.value(), "0.868");
    assert_published(exponent.value(), "0.8683423");
    assert_published(exponent.standard_error(), "0.137965");
}

/// Four ways, four exponents on both sides of 1, and an interval that holds 1 in each: no verdict.
#[test]
fn telecom_survey_says_nothing_about_competition() {
    let sample = telecom();
    for &method in Method::ALL {
        for equal_variances in [false, true] {
            let options = Options::default()
                .method(method)
                .equal_variances(equal_variances);
            let fit = sample.fit(options).unwrap();
            assert!(fit.model.interval.unwrap().contains(1.0), "{method}");
            assert_eq!(fit.model.competition, Competition::Undecided, "{method}");
            assert!(fit.converged().is_ok());
        }
    }
    let demanding = Options::default().minimum(344);
    let fit = sample.fit(demanding).unwrap();
    assert_eq!(fit.model.competition, Competition::Insufficient);
}

/// The survey rejects the ends of the scale, so only the form with free ends is asked, and its
/// interval holds 1.
#[test]
fn telecom_survey_rejects_the_ends_of_the_scale() {
    for &method in Method::ALL {
        let fit = telecom().fit(Options::default().method(method)).unwrap();
        let test = fit.model.lack_of_fit.unwrap();
        assert_published(test.statistic, "7.53671508");
        assert_published(test.p_value, "0.000627084460");
        assert_eq!(
            (test.numerator_degrees, test.denominator_degrees),
            (2, 340.0)
        );
        let (fixed, free) = (fit.model.fixed_ends, fit.model.free_ends);
        assert_eq!((fixed.is_rejected, free.is_rejected), (true, false));
        assert_published(fixed.exponent.unwrap().value(), "0.9844878");
        assert_published(free.exponent.unwrap().value(), "0.8928013");
        assert!(free.interval.unwrap().contains(1.0));
    }
    // At a level of 0.05 % the ends pass, and neither form decides.
    let strict = telecom()
        .fit(Options::default().significance(5e-4))
        .unwrap();
    assert!(!strict.model.fixed_ends.is_rejected);
    assert_eq!(strict.model.competition, Competition::Undecided);
}

/// The customers of one type of contract.
fn telecom_of(service: f64, method: Method) -> Model {
    let services = column("servicetype");
    let of = |values: Vec<Option<f64>>| -> Vec<Option<f64>> {
        let pairs = services.iter().zip(values);
        let kept = pairs.filter(|(kind, _)| **kind == Some(service));
        kept.map(|(_, value)| value).collect()
    };
    let (satisfaction, loyalty) = (of(column("cusa")), of(loyalty()));
    let sample = Sample::of(
        &SEVEN.answers(&satisfaction).unwrap(),
        &SEVEN.answers(&loyalty).unwrap(),
    )
    .unwrap();
    let fit = sample.fit(Options::default().method(method)).unwrap();
    fit.converged().unwrap()
}

/// Two types of contract as if they were two industries: the difference of their exponents, and of
/// their curves at a satisfaction of 3, by the delta method.
#[test]
fn telecom_contracts_differ_in_neither_exponent_nor_loyalty() {
    for (method, [difference, error], [first, its, second, other], [lost, uncertain]) in [
        (
            Method::Respondents,
            ["-0.030560", "0.092123"],
            ["3.077614", "0.157235", "3.009019", "0.134998"],
            ["0.06860", "0.207238"],
        ),
        (
            Method::FreeEnds,
            ["0.050510", "0.504429"],
            ["3.328041", "0.203742", "3.26327", "0.308924"],
            ["0.06477", "0.370060"],
        ),
    ] {
        let (one, two) = (telecom_of(1.0, method), telecom_of(2.0, method));
        assert_eq!((one.used, two.used), (125, 218));
        let exponents = one.exponent_minus(&two).unwrap();
        assert_published(exponents.value(), difference);
        assert_published(exponents.standard_error(), error);
        let at = |model: &Model| model.loyalty_at(3.0).unwrap();
        assert_published(at(&one).value(), first);
        assert_published(at(&one).standard_error(), its);
        assert_published(at(&two).value(), second);
        assert_published(at(&two).standard_error(), other);
        let false_loyalty = one.false_loyalty(&two, 3.0).unwrap();
        assert_published(false_loyalty.value(), lost);
        assert_published(false_loyalty.standard_error(), uncertain);
        // The plain function says the same without an error.
        let (low, high) = (one.curve.unwrap(), two.curve.unwrap());
        let plain = curve::false_loyalty(&low, &high, 3.0).unwrap();
        assert_eq!(false_loyalty.value(), plain);
    }
}

/// Loyalty of 5 or more, satisfaction below 7, 6 and 5, whatever holds them. The theory counts 188,
/// 86 and 12: one more each time, a customer whose satisfaction is not known (−99 in the file). Here
/// that one is undecided.
#[test]
fn telecom_hostages_are_187_85_11_and_one_undecided() {
    let rows = hostages(None);
    let found: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.satisfaction_cut,
                row.share.counts().numerator(),
                row.undecided,
            )
        })
        .collect();
    assert_eq!(found, [(7.0, 187, 1), (6.0, 85, 1), (5.0, 11, 1)]);
    let theory: Vec<u64> = found
        .iter()
        .map(|(_, count, undecided)| count + undecided)
        .collect();
    assert_eq!(theory, [188, 86, 12]);
    for row in &rows {
        assert_eq!((row.loyal, row.share.counts().denominator()), (251, 250));
        assert_eq!((row.loyalty_cut, row.switching_cost_cut), (5.0, None));
        assert_eq!((row.customers, row.without_loyalty), (344, 0));
    }
    assert_published(rows[0].share.value().unwrap(), "0.748");
    assert_published(rows[2].share.value().unwrap(), "0.044");
}

/// With a switching cost asked for as well, as the definition has it: at the middle of its scale, and
/// at two thirds.
#[test]
fn telecom_hostages_held_by_a_switching_cost() {
    let counts = |cut: Threshold| {
        let rows = hostages(Some(cut));
        rows.iter()
            .map(|row| {
                (
                    row.share.counts().numerator(),
                    row.share.counts().denominator(),
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(Threshold::MIDDLE), [(151, 250), (68, 250), (7, 250)]);
    assert_eq!(
        counts(Threshold::default()),
        [(113, 250), (45, 250), (4, 250)]
    );
    // From the top of the scale on nobody is held, so whether the one is satisfied does not matter.
    assert_eq!(counts(Threshold::TOP)[2], (0, 251));
}

/// Hostages by default, and what the definition would count if medium satisfaction were enough, as the
/// article is commonly reported: 42 of 112, of whom 31 are satisfied to 6 of 7.
#[test]
fn telecom_hostages_by_default_are_dissatisfied() {
    let (satisfaction, loyalty, cost) = (column("cusa"), loyalty(), switching_cost());
    let count = |rules: &hostages::Rules| {
        let rows = rules.count(
            &SEVEN.answers(&satisfaction).unwrap(),
            &SEVEN.answers(&loyalty).unwrap(),
            Some(&FIVE.answers(&cost).unwrap()),
        );
        let counts = rows.unwrap().into_iter().map(|row| row.share.counts());
        counts
            .map(|share| (share.numerator(), share.denominator()))
            .collect::<Vec<_>>()
    };
    let rules = hostages::Rules::default();
    assert_eq!(count(&rules), [(0, 112)]);
    let wider = rules.satisfaction(vec![Threshold::Value(6.0), Threshold::OfScale(0.875)]);
    assert_eq!(count(&wider), [(11, 112), (42, 112)]);
}

fn hostages(held_from: Option<Threshold>) -> Vec<hostages::Hostages> {
    let (satisfaction, loyalty, cost) = (column("cusa"), loyalty(), switching_cost());
    let cuts = hostages::Rules::default()
        .loyalty(vec![Threshold::Value(5.0)])
        .satisfaction([7.0, 6.0, 5.0].map(Threshold::Value).to_vec())
        .switching_cost(vec![held_from]);
    cuts.count(
        &SEVEN.answers(&satisfaction).unwrap(),
        &SEVEN.answers(&loyalty).unwrap(),
        Some(&FIVE.answers(&cost).unwrap()),
    )
    .unwrap()
}
