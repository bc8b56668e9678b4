//! Errors of derived importance, dominance, penalties and rewards, and a logistic outcome, in the survey
//! of a mobile-phone provider's customers that Tenenhaus, M., Esposito Vinzi, V., Chatelin, Y.-M. and
//! Lauro, C. (2005), *Computational Statistics & Data Analysis* 48: 159–205, publish.
//!
//! Computed by `drivers.py`, with Python 3.11.7, numpy 2.4.6, scipy 1.17.1 and statsmodels 0.15.0, by
//! other ways than the crate takes: what a respondent adds by differences in its weight, leverages
//! from the design itself, dominance by a fit of each set of attributes, which the package
//! dominance-analysis 1.1.9 agrees with in fourteen digits.

use retention::estimate::{Confidence, Design, Resampling};
use retention::quadrant::contrasts::{self, Factor};
use retention::quadrant::logistic::{self, PseudoRSquared};
use retention::quadrant::{
    Assessed, Assessment, Importance, Method, Options, StandardErrors, Survey,
};
use retention::scale::{Scale, Weights};

use crate::assert_published;
use crate::surveys::{self, mobi};

const NAMES: [&str; 9] = [
    "PERQ1", "PERQ2", "PERQ3", "PERQ4", "PERQ5", "PERQ6", "PERQ7", "PERV1", "PERV2",
];

fn survey(answers: &surveys::Survey) -> Survey<'_> {
    let scale = Scale::ONE_TO_TEN;
    Survey::new(NAMES.map(|name| (name, answers.answers(name, scale))))
        .unwrap()
        .overall(answers.answers("CUSA1", scale))
        .unwrap()
}

/// 1, 2, 3 in turn.
fn uneven() -> Weights {
    Weights::new((0..250).map(|at| f64::from(1 + at % 3)).collect::<Vec<_>>()).unwrap()
}

#[track_caller]
fn assert_errors(assessment: &Assessment, expected: &[&str]) {
    assert_eq!(assessment.standard_errors, StandardErrors::Robust);
    for (assessed, expected) in assessment.attributes.iter().zip(expected) {
        assert_published(assessed.standard_error.unwrap(), expected);
    }
}

#[test]
fn mobi_robust_errors_pearson() {
    let (answers, weights) = (mobi(), uneven());
    let survey = survey(&answers);
    let found = survey.assess(Importance::Pearson.into()).unwrap();
    let expected = [
        "0.04256696",
        "0.05109054",
        "0.05381643",
        "0.05867382",
        "0.06839268",
        "0.06454191",
        "0.05161418",
        "0.06345252",
        "0.07177364",
    ];
    assert_errors(&found, &expected);
    let weighted = survey.weights(&weights).unwrap();
    let expected = [
        "0.04216780",
        "0.05068746",
        "0.05426515",
        "0.05565092",
        "0.06419090",
        "0.05520427",
        "0.06147341",
        "0.05918851",
        "0.06971003",
    ];
    assert_errors(
        &weighted.assess(Importance::Pearson.into()).unwrap(),
        &expected,
    );
}

#[test]
fn mobi_robust_errors_spearman() {
    let (answers, weights) = (mobi(), uneven());
    let survey = survey(&answers);
    let found = survey.assess(Importance::Spearman.into()).unwrap();
    let expected = [
        "0.04230467",
        "0.05373945",
        "0.05440727",
        "0.05189749",
        "0.05662047",
        "0.05219400",
        "0.05035748",
        "0.05841739",
        "0.05745888",
    ];
    assert_errors(&found, &expected);
    let weighted = survey.weights(&weights).unwrap();
    let expected = [
        "0.04224706",
        "0.05516546",
        "0.05762414",
        "0.05259439",
        "0.05824185",
        "0.05303972",
        "0.05714938",
        "0.05830155",
        "0.06194396",
    ];
    assert_errors(
        &weighted.assess(Importance::Spearman.into()).unwrap(),
        &expected,
    );
}

#[test]
fn mobi_robust_errors_regression() {
    let (answers, weights) = (mobi(), uneven());
    let survey = survey(&answers);
    let found = survey.assess(Importance::Regression.into()).unwrap();
    let expected = [
        "0.07488035",
        "0.06496210",
        "0.08083200",
        "0.06461347",
        "0.08840010",
        "0.06312845",
        "0.09233419",
        "0.07929952",
        "0.10400926",
    ];
    assert_errors(&found, &expected);
    let weighted = survey.weights(&weights).unwrap();
    let expected = [
        "0.07821095",
        "0.06362410",
        "0.08102999",
        "0.07317072",
        "0.08646584",
        "0.07157640",
        "0.10183316",
        "0.07750270",
        "0.10512953",
    ];
    assert_errors(
        &weighted.assess(Importance::Regression.into()).unwrap(),
        &expected,
    );
}

#[test]
fn mobi_robust_errors_partial() {
    let (answers, weights) = (mobi(), uneven());
    let survey = survey(&answers);
    let found = survey.assess(Importance::Partial.into()).unwrap();
    let expected = [
        "0.06618231",
        "0.07132810",
        "0.07470493",
        "0.06333708",
        "0.08718652",
        "0.05988480",
        "0.08406850",
        "0.07409811",
        "0.08901451",
    ];
    assert_errors(&found, &expected);
    let weighted = survey.weights(&weights).unwrap();
    let expected = [
        "0.06627258",
        "0.06921554",
        "0.07649517",
        "0.07115132",
        "0.08699788",
        "0.06600618",
        "0.09481865",
        "0.07246738",
        "0.08997145",
    ];
    assert_errors(
        &weighted.assess(Importance::Partial.into()).unwrap(),
        &expected,
    );
}

#[test]
fn mobi_robust_errors_deng() {
    let (answers, weights) = (mobi(), uneven());
    let survey = survey(&answers);
    let found = survey.assess(Importance::Deng.into()).unwrap();
    let expected = [
        "0.06601923",
        "0.08884224",
        "0.07042185",
        "0.05898744",
        "0.09262403",
        "0.05828256",
        "0.09473593",
        "0.07720481",
        "0.09174681",
    ];
    assert_errors(&found, &expected);
    let weighted = survey.weights(&weights).unwrap();
    let expected = [
        "0.06648915",
        "0.09173157",
        "0.07378243",
        "0.07416033",
        "0.09689571",
        "0.06846846",
        "0.11254327",
        "0.07632363",
        "0.09346005",
    ];
    assert_errors(
        &weighted.assess(Importance::Deng.into()).unwrap(),
        &expected,
    );
}

#[test]
fn mobi_robust_intervals_and_tests() {
    let answers = mobi();
    let pearson = survey(&answers).assess(Importance::Pearson.into()).unwrap();
    let interval = pearson.attributes[0]
        .interval(Confidence::default())
        .unwrap();
    assert_published(interval.lower(), "0.51362383");
    assert_published(interval.upper(), "0.68138915");
    let regression = survey(&answers)
        .assess(Importance::Regression.into())
        .unwrap();
    let interval = regression.attributes[0]
        .interval(Confidence::default())
        .unwrap();
    assert_published(interval.lower(), "0.18458219");
    assert_published(interval.upper(), "0.47959545");
    let p = [
        "0.00001403",
        "0.10178525",
        "0.54977413",
        "0.00269389",
        "0.93953404",
        "0.94686647",
        "0.21325270",
        "0.71012457",
        "0.70809045",
    ];
    for (assessed, p) in regression.attributes.iter().zip(p) {
        assert_published(assessed.p_value.unwrap(), p);
    }
}

#[test]
fn mobi_error_of_a_weighted_mean_of_stated_importance() {
    let (answers, weights) = (mobi(), uneven());
    let said = answers.answers("PERQ1", Scale::ONE_TO_TEN);
    let survey = Survey::new([("PERQ1", said)])
        .unwrap()
        .stated([said])
        .unwrap();
    let survey = survey.weights(&weights).unwrap();
    let found = survey.assess(Importance::Stated.into()).unwrap();
    assert_errors(&found, &["0.08828750"]);
}

/// Whether robust intervals are as wide as the bootstrap's, to so much, and by how much the classical
/// ones are not.
#[track_caller]
fn against_the_bootstrap(importance: Importance, bound: f64) -> f64 {
    let answers = mobi();
    let survey = survey(&answers);
    let method = Method::from(importance);
    let resampling = Resampling::default().draws(2500);
    let found = survey
        .bootstrap(method, Options::default(), resampling)
        .unwrap();
    let classical = survey
        .assess(method.standard_errors(StandardErrors::Classical))
        .unwrap();
    let rows = found.attributes.iter().zip(&found.assessment.attributes);
    let mut worst = 0.0_f64;
    for ((resampled, robust), classical) in rows.zip(&classical.attributes) {
        let width = resampled.importance.unwrap().width();
        let apart = |by: &Assessed| {
            let interval = by.interval(Confidence::default()).unwrap();
            (interval.width() / width - 1.0).abs()
        };
        assert!(apart(robust) <= bound, "{}: {}", robust.name, apart(robust));
        worst = worst.max(apart(classical));
    }
    worst
}

#[test]
fn mobi_robust_correlations_agree_with_the_bootstrap() {
    assert!(against_the_bootstrap(Importance::Pearson, 0.1) > 0.2);
    against_the_bootstrap(Importance::Spearman, 0.1);
}

#[test]
fn mobi_robust_coefficients_agree_with_the_bootstrap() {
    assert!(against_the_bootstrap(Importance::Regression, 0.1) > 0.2);
}

#[test]
fn mobi_robust_partial_correlations_agree_with_the_bootstrap() {
    assert!(against_the_bootstrap(Importance::Partial, 0.1) > 0.2);
}

/// Logarithms spread low ratings so far that a few respondents pull the fit; there the leverages make
/// errors larger than the bootstrap's, and as large as the jackknife's.
#[test]
fn mobi_robust_errors_by_dengs_method_are_no_less_than_the_bootstraps() {
    assert!(against_the_bootstrap(Importance::Deng, 0.18) > 0.2);
    let answers = mobi();
    let found = survey(&answers).assess(Importance::Deng.into()).unwrap();
    let jackknife: [f64; 9] = [
        0.065233, 0.086191, 0.070033, 0.058245, 0.090656, 0.056902, 0.092546, 0.075027, 0.089087,
    ];
    for (assessed, jackknife) in found.attributes.iter().zip(jackknife) {
        let ratio = assessed.standard_error.unwrap() / jackknife;
        assert!((1.0..1.04).contains(&ratio), "{ratio}");
    }
}

#[test]
fn mobi_dominance_adds_up_to_r_squared_and_is_near_relative_weights() {
    let answers = mobi();
    let survey = survey(&answers);
    let found = survey.assess(Importance::Dominance.into()).unwrap();
    let expected = [
        "0.12358513",
        "0.04699499",
        "0.03921716",
        "0.06973832",
        "0.03015618",
        "0.03918041",
        "0.05148048",
        "0.01721124",
        "0.03168195",
    ];
    for (assessed, expected) in found.attributes.iter().zip(expected) {
        assert_published(assessed.importance, expected);
    }
    let sum: f64 = found.attributes.iter().map(|a| a.importance).sum();
    assert_published(sum, "0.44924585");
    assert!((sum - found.r_squared.unwrap()).abs() < 1e-12);
    let johnson = survey.assess(Importance::RelativeWeights.into()).unwrap();
    let apart = found.attributes.iter().zip(&johnson.attributes);
    let apart = apart.map(|(a, b)| (a.importance - b.importance).abs());
    let most = apart.fold(0.0, f64::max);
    assert!((0.0055..0.006).contains(&most), "{most}");
}

/// Low is 6 or less and high 9 or more of 10, all nine attributes at once. Of overall quality that is a
/// penalty of −0.61 (0.26) and a reward of 0.34 (0.18), of the network −0.18 (0.17) and 0.45 (0.19).
#[test]
fn mobi_penalties_and_rewards() {
    let (answers, weights) = (mobi(), uneven());
    let survey = survey(&answers);
    let found = survey.contrasts(contrasts::Options::default()).unwrap();
    assert_eq!((found.low, found.high), (6.0, 9.0));
    assert_eq!(
        (found.used, found.left_out, found.degrees_of_freedom),
        (250, 0, 231.0)
    );
    let expected = [
        ["-0.60829627", "0.26323229", "0.33934255", "0.18404074"],
        ["-0.17982509", "0.17163254", "0.44640532", "0.18561708"],
        ["-0.03936647", "0.22367294", "-0.06279443", "0.19063625"],
        ["-0.17296471", "0.32299876", "0.43084777", "0.18664311"],
        ["-0.12200568", "0.25945736", "0.07396906", "0.15822277"],
        ["0.32263857", "0.24061978", "0.25363692", "0.18463114"],
        ["-0.43780975", "0.22977133", "0.12066154", "0.20385194"],
        ["-0.06044624", "0.16134147", "0.01922227", "0.26961389"],
        ["-0.18106368", "0.19367438", "0.12232661", "0.26100274"],
    ];
    for (contrast, expected) in found.attributes.iter().zip(expected) {
        let (penalty, reward) = (contrast.penalty.unwrap(), contrast.reward.unwrap());
        let figures = [penalty, reward].map(|of| [of.value(), of.standard_error()]);
        for (found, expected) in figures.as_flattened().iter().zip(expected) {
            assert_published(*found, expected);
        }
    }
    assert_published(found.r_squared.unwrap(), "0.46634906");
    let adjusted = found.adjusted_r_squared.unwrap();
    assert_published(adjusted, "0.42476586");
    // A penalty or a reward told from 0 alone does not make a factor.
    assert!(
        found
            .attributes
            .iter()
            .all(|contrast| contrast.factor != Some(Factor::Performance))
    );
    assert_eq!(found.get("PERQ1").unwrap().factor, None);

    let weighted = survey.weights(&weights).unwrap();
    let found = weighted.contrasts(contrasts::Options::default()).unwrap();
    let expected = [
        ["-0.50962228", "0.27677777"],
        ["-0.18979321", "0.16899775"],
        ["0.04829969", "0.22284363"],
        ["-0.24094935", "0.32816411"],
        ["-0.23511026", "0.25640330"],
        ["0.37501731", "0.22794251"],
        ["-0.46243690", "0.23139069"],
        ["-0.05953785", "0.17413141"],
        ["-0.20702269", "0.21093126"],
    ];
    for (contrast, [value, error]) in found.attributes.iter().zip(expected) {
        let penalty = contrast.penalty.unwrap();
        assert_published(penalty.value(), value);
        assert_published(penalty.standard_error(), error);
    }
}

/// Would buy again: 8 or more of 10.
fn stayed(answers: &surveys::Survey) -> Vec<f64> {
    let loyal = answers.answers("CUSL1", Scale::ONE_TO_TEN);
    loyal
        .iter()
        .map(|answer| f64::from(u8::from(answer >= Some(8.0))))
        .collect()
}

fn logistic_survey<'a>(answers: &'a surveys::Survey, stayed: &'a [f64]) -> Survey<'a> {
    let scale = Scale::new(0.0, 1.0).unwrap();
    survey(answers)
        .overall(scale.full_answers(stayed).unwrap())
        .unwrap()
}

#[test]
fn mobi_logistic_coefficients_and_average_marginal_effects() {
    let (answers, weights) = (mobi(), uneven());
    let stayed = stayed(&answers);
    let survey = logistic_survey(&answers, &stayed);
    let fit = survey.logistic(logistic::Options::default()).unwrap();
    let model = fit.converged().unwrap();
    assert_eq!((model.used, model.events, model.left_out), (250, 148, 0));
    assert_published(model.intercept, "-5.80681747");
    assert_published(model.log_likelihood, "-141.96472262");
    assert_published(model.null_log_likelihood, "-169.03058599");
    assert_published(model.pseudo_r_squared, "0.16012406");
    let expected = [
        ["0.36633781", "0.20092557", "0.07082608", "0.03773619"],
        ["-0.00964551", "0.10763002", "-0.00186482", "0.02078913"],
        ["-0.01896636", "0.13010743", "-0.00366687", "0.02513211"],
        ["-0.04372803", "0.16464378", "-0.00845418", "0.03182800"],
        ["0.19320986", "0.15827372", "0.03735431", "0.03010450"],
        ["-0.07704497", "0.17338746", "-0.01489552", "0.03349316"],
        ["0.09570245", "0.13117828", "0.01850267", "0.02511011"],
        ["0.08042351", "0.10735000", "0.01554871", "0.02076965"],
        ["0.25304750", "0.15138417", "0.04892305", "0.02830113"],
    ];
    for (effect, expected) in model.attributes.iter().zip(expected) {
        let marginal = effect.marginal.unwrap();
        let figures = [
            effect.coefficient,
            effect.standard_error.unwrap(),
            marginal.value(),
            marginal.standard_error(),
        ];
        for (found, expected) in figures.iter().zip(expected) {
            assert_published(*found, expected);
        }
        assert_eq!(effect.importance, Some(marginal.value()));
    }
    for (kind, expected) in [
        (PseudoRSquared::CoxSnell, "0.19468913"),
        (PseudoRSquared::Nagelkerke, "0.26261752"),
    ] {
        let options = logistic::Options::default().pseudo_r_squared(kind);
        let model = survey.logistic(options).unwrap().converged().unwrap();
        assert_published(model.pseudo_r_squared, expected);
    }
    let weighted = survey.weights(&weights).unwrap();
    let model = weighted
        .logistic(logistic::Options::default())
        .unwrap()
        .converged()
        .unwrap();
    let expected = [
        ["0.07395750", "0.03970351"],
        ["0.00223315", "0.02406253"],
        ["-0.00394471", "0.02723467"],
        ["-0.00423031", "0.03538915"],
        ["0.04203112", "0.03289091"],
        ["-0.00242128", "0.04032099"],
        ["0.02101732", "0.02793171"],
        ["0.00136296", "0.02322548"],
        ["0.05105763", "0.03229175"],
    ];
    for (effect, [value, error]) in model.attributes.iter().zip(expected) {
        let marginal = effect.marginal.unwrap();
        assert_published(marginal.value(), value);
        assert_published(marginal.standard_error(), error);
    }
}

#[test]
fn mobi_logistic_partial_correlations_and_dominance() {
    let answers = mobi();
    let stayed = stayed(&answers);
    let survey = logistic_survey(&answers, &stayed);
    let of = |options: logistic::Options| survey.logistic(options).unwrap().converged().unwrap();
    let options = logistic::Options::default();
    for (options, expected) in [
        (
            options.importance(Importance::Partial),
            [
                "0.09884566",
                "0.00000000",
                "0.00000000",
                "0.00000000",
                "0.00858108",
                "0.00000000",
                "0.00000000",
                "0.00000000",
                "0.07782119",
            ],
        ),
        (
            options.importance(Importance::Dominance),
            [
                "0.03548613",
                "0.00459338",
                "0.00881888",
                "0.00553410",
                "0.01935594",
                "0.00658766",
                "0.01731580",
                "0.02085137",
                "0.04158078",
            ],
        ),
    ] {
        let model = of(options);
        for (effect, expected) in model.attributes.iter().zip(expected) {
            assert_published(effect.importance.unwrap(), expected);
        }
        if options.importance == Importance::Dominance {
            let sum: f64 = model.attributes.iter().map(|a| a.importance.unwrap()).sum();
            assert!((sum - model.pseudo_r_squared).abs() < 1e-9);
        }
    }
}

/// The difference of two importances, by what respondents contribute, against leaving out one after
/// another.
#[test]
fn mobi_importances_compared_as_by_the_jackknife() {
    let answers = mobi();
    let scale = Scale::ONE_TO_TEN;
    let columns = NAMES.map(|name| answers.answers(name, scale).iter().collect::<Vec<_>>());
    let overall: Vec<_> = answers.answers("CUSA1", scale).iter().collect();
    let difference = |importance: Importance, left_out: Option<usize>| {
        let rest = |column: &Vec<Option<f64>>| -> Vec<Option<f64>> {
            let kept = column
                .iter()
                .enumerate()
                .filter(|(row, _)| Some(*row) != left_out);
            kept.map(|(_, answer)| *answer).collect()
        };
        let columns: Vec<_> = columns.iter().map(rest).collect();
        let overall = rest(&overall);
        let named = NAMES.iter().zip(&columns);
        let survey =
            Survey::new(named.map(|(name, column)| (*name, scale.answers(column).unwrap())));
        let survey = survey
            .unwrap()
            .overall(scale.answers(&overall).unwrap())
            .unwrap();
        let method = Method::from(importance).standard_errors(StandardErrors::Classical);
        let found = survey.assess(method).unwrap();
        found.attributes[0].importance - found.attributes[3].importance
    };
    for importance in [
        Importance::Pearson,
        Importance::Spearman,
        Importance::Regression,
        Importance::Partial,
    ] {
        let influence = survey(&answers).influence(importance.into()).unwrap();
        let compared = influence[0].as_ref().unwrap();
        let compared = compared.minus(influence[3].as_ref().unwrap()).unwrap();
        let compared = compared.estimate(&Design::default()).unwrap();
        assert!((compared.value() - difference(importance, None)).abs() < 1e-12);
        let left: Vec<f64> = (0..250)
            .map(|row| difference(importance, Some(row)))
            .collect();
        let mean = left.iter().sum::<f64>() / 250.0;
        let spread: f64 = left.iter().map(|x| (x - mean).powi(2)).sum();
        let jackknife = (spread * 249.0 / 250.0).sqrt();
        let ratio = compared.standard_error() / jackknife;
        assert!((0.985..1.03).contains(&ratio), "{importance} {ratio}");
    }
    let plain = survey(&answers).assess(Importance::Partial.into()).unwrap();
    let influence = survey(&answers)
        .influence(Importance::Partial.into())
        .unwrap();
    for (assessed, own) in plain.attributes.iter().zip(&influence) {
        let own = own.as_ref().unwrap().estimate(&Design::default()).unwrap();
        assert_eq!(own.value(), assessed.importance);
        // Contributions divided by what leverages leave do not add up to 0 exactly.
        let ratio = own.standard_error() / assessed.standard_error.unwrap();
        assert!((ratio - 1.0).abs() < 0.005, "{ratio}");
    }
}

/// Halves of the respondents as segments: those of the other half gave no overall answer. By rows and as
/// independent samples the difference has one error.
#[test]
fn mobi_importances_of_two_segments_are_compared() {
    let answers = mobi();
    let overall: Vec<_> = answers.answers("CUSA1", Scale::ONE_TO_TEN).iter().collect();
    let segment = |part: usize| {
        let rows = overall.iter().enumerate();
        let own = rows.map(|(row, answer)| answer.filter(|_| row % 2 == part));
        let own: Vec<_> = own.collect();
        let own = Scale::ONE_TO_TEN.answers(&own).unwrap();
        let survey = survey(&answers).overall(own).unwrap();
        survey.influence(Importance::Regression.into()).unwrap()
    };
    let (one, other) = (segment(0), segment(1));
    for (one, other) in one.iter().zip(&other) {
        let (one, other) = (one.as_ref().unwrap(), other.as_ref().unwrap());
        assert_eq!((one.counted(), other.counted()), (125, 125));
        let by_rows = one
            .minus(other)
            .unwrap()
            .estimate(&Design::default())
            .unwrap();
        let [one, other] = [one, other].map(|own| own.estimate(&Design::default()).unwrap());
        let apart = one.minus(&other).unwrap();
        assert_eq!(by_rows.value(), apart.value());
        let ratio = by_rows.standard_error() / apart.standard_error();
        assert!((ratio - 1.0).abs() < 0.01, "{ratio}");
    }
}
