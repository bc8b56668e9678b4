//! Maydeu-Olivares, Coffman and Hartmann (2007), *Psychological Methods* 12(2): 157–176; Olsson (1979),
//! *Psychometrika* 44: 443–460; Fornell and Larcker (1981), *Journal of Marketing Research* 18(1): 39–50;
//! Henseler, Ringle and Sarstedt (2015), *Journal of the Academy of Marketing Science* 43: 115–135: their
//! formulas on two surveys.
//!
//! Computed by `reliability.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1: errors of alpha from
//! the covariances of all products of deviations, polychoric correlations by another quadrature and
//! another search.

use retention::estimate::Resampling;
use retention::fit::Outcome;
use retention::scale::{Coefficient, Reliability, Scale, Weights};

use crate::assert_published;
use crate::surveys::{corp_rep, mobi};

fn weights() -> Weights {
    Weights::new(
        (0..250)
            .map(|row| f64::from(1 + row % 3))
            .collect::<Vec<_>>(),
    )
    .unwrap()
}

#[track_caller]
fn assert_error(found: &Reliability, error: &str) {
    assert_published(found.alpha.unwrap().standard_error(), error);
}

#[test]
fn maydeu_olivares_2007_errors_of_alpha_of_the_satisfaction_survey() {
    let survey = mobi();
    let weights = weights();
    for (stem, count, equal, weighted) in [
        ("CUSA", 3, "0.025188344733", "0.026430568676"),
        ("PERQ", 7, "0.016878121818", "0.015388388531"),
        ("IMAG", 5, "0.032820533348", "0.031713407096"),
        ("CUEX", 3, "0.068752736897", "0.063151894545"),
        ("CUSL", 3, "0.067706448344", "0.080928272556"),
        ("PERV", 2, "0.030214066700", "0.028775957353"),
    ] {
        let items = survey.items(stem, count, Scale::ONE_TO_TEN);
        assert_error(&items.reliability(None).unwrap(), equal);
        assert_error(&items.reliability(Some(&weights)).unwrap(), weighted);
    }
}

#[test]
fn maydeu_olivares_2007_errors_of_alpha_of_the_reputation_survey() {
    let survey = corp_rep();
    for (stem, count, scale, error) in [
        ("cusl_", 3, 7.0, "0.020167985981"),
        ("qual_", 8, 7.0, "0.010714471017"),
        ("like_", 3, 7.0, "0.018825904495"),
        ("comp_", 3, 7.0, "0.024920941207"),
        ("switch_", 4, 5.0, "0.014714707966"),
    ] {
        let items = survey.items(stem, count, Scale::new(1.0, scale).unwrap());
        assert_error(&items.reliability(None).unwrap(), error);
    }
}

/// The search of the script settles at about 1e-8.
const SEARCH: usize = 6;

#[track_caller]
fn assert_searched(found: Option<f64>, expected: f64) {
    let (found, expected) = (found.unwrap(), format!("{expected:.SEARCH$}"));
    assert_eq!(format!("{found:.SEARCH$}"), expected);
}

#[test]
fn olsson_1979_polychoric_correlations_of_two_surveys() {
    let (mobi, corp_rep) = (mobi(), corp_rep());
    for (survey, stem, scale, correlations, alpha) in [
        (
            &mobi,
            "CUSA",
            10.0,
            [0.580_045_105, 0.546_105_928, 0.628_440_254],
            0.808_668_954,
        ),
        (
            &mobi,
            "CUSL",
            10.0,
            [0.062_773_281, 0.603_927_191, 0.076_274_822],
            0.496_868_131,
        ),
        (
            &corp_rep,
            "comp_",
            7.0,
            [0.489_068_973, 0.537_175_174, 0.699_202_204],
            0.802_422_128,
        ),
    ] {
        let items = survey.items(stem, 3, Scale::new(1.0, scale).unwrap());
        let found = items.ordinal_reliability(None).unwrap();
        assert_eq!(found.outcome, Outcome::Converged);
        assert_searched(found.alpha, alpha);
        for ((i, j), expected) in [(1, 0), (2, 0), (2, 1)].into_iter().zip(correlations) {
            assert_searched(found.correlation(i, j), expected);
            assert_eq!(found.correlation(j, i), found.correlation(i, j));
        }
        // Omega of the same correlations is close where the items go together.
        if alpha > 0.8 {
            assert!((found.omega().value.unwrap() - alpha).abs() < 0.01);
        }
    }
}

#[test]
fn olsson_1979_polychoric_correlations_with_weights() {
    let survey = mobi();
    let items = survey.items("CUSA", 3, Scale::ONE_TO_TEN);
    let found = items.ordinal_reliability(Some(&weights())).unwrap();
    for ((i, j), expected) in [
        ((1, 0), 0.550_628_060),
        ((2, 0), 0.552_586_382),
        ((2, 1), 0.629_250_589),
    ] {
        assert_searched(found.correlation(i, j), expected);
    }
}

#[test]
fn fornell_larcker_1981_composite_reliability_and_variance_extracted() {
    let (mobi, corp_rep) = (mobi(), corp_rep());
    for (survey, stem, count, scale, composite, extracted) in [
        (&mobi, "CUSA", 3, 10.0, "0.7815381", "0.5453793"),
        (&mobi, "PERQ", 7, 10.0, "0.8779362", "0.5083206"),
        (&mobi, "IMAG", 5, 10.0, "0.7289209", "0.3563329"),
        (&corp_rep, "qual_", 8, 7.0, "0.8801904", "0.4823588"),
        (&corp_rep, "switch_", 4, 5.0, "0.8720308", "0.6421997"),
    ] {
        let items = survey.items(stem, count, Scale::new(1.0, scale).unwrap());
        let omega = items.reliability(None).unwrap().omega();
        assert_published(omega.composite_reliability().unwrap(), composite);
        assert_published(omega.average_variance_extracted().unwrap(), extracted);
    }
}

#[test]
fn henseler_2015_heterotrait_monotrait_ratios_of_two_surveys() {
    let survey = mobi();
    let set = |stem, count| survey.items(stem, count, Scale::ONE_TO_TEN);
    let (satisfaction, loyalty, image) = (set("CUSA", 3), set("CUSL", 3), set("IMAG", 5));
    let ratio = |a: &retention::scale::ItemSet<'_>, b| a.htmt(b, None).unwrap().unwrap();
    assert_published(ratio(&satisfaction, &loyalty), "0.956645674591");
    assert_published(ratio(&satisfaction, &image), "0.910100923783");
    assert_published(ratio(&image, &loyalty), "0.866996598027");
    let weighted = satisfaction.htmt(&image, Some(&weights())).unwrap();
    assert_published(weighted.unwrap(), "0.896133542619");
    let survey = corp_rep();
    let set = |stem| survey.items(stem, 3, Scale::ONE_TO_SEVEN);
    let (competence, likeability, loyalty) = (set("comp_"), set("like_"), set("cusl_"));
    assert_published(ratio(&competence, &likeability), "0.779756714288");
    assert_published(ratio(&likeability, &loyalty), "0.733014099101");
}

#[test]
fn the_bootstrap_of_alpha_agrees_with_the_distribution_free_error() {
    let survey = mobi();
    let resampling = Resampling::default().draws(400);
    for (stem, count) in [("CUSA", 3), ("IMAG", 5)] {
        let items = survey.items(stem, count, Scale::ONE_TO_TEN);
        let found = items
            .bootstrap(Coefficient::Alpha, None, resampling)
            .unwrap();
        let alpha = items.reliability(None).unwrap().alpha.unwrap();
        assert_eq!(
            (found.value, found.undefined, found.used),
            (Some(alpha.value()), 0, 250)
        );
        let ratio = found.standard_error.unwrap() / alpha.standard_error();
        // A standard deviation of 400 draws is good to 3.5 %.
        assert!((ratio - 1.0).abs() < 0.12, "{stem} {ratio}");
    }
}
