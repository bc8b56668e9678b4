//! Cronbach, L. J. (1951), *Psychometrika* 16: 297–334; the standard error of van Zyl, Neudecker
//! and Nel (2000), *Psychometrika* 65: 271–280: their formulas on two surveys.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::scale::{Reliability, Scale};

use crate::assert_published;
use crate::surveys::{corp_rep, mobi};

#[track_caller]
fn assert_alpha(reliability: &Reliability, alpha: &str, standardized: &str, error: &str) {
    let found = reliability.alpha.unwrap();
    assert_published(found.value(), alpha);
    assert_published(found.normal_standard_error(), error);
    assert_published(reliability.standardised_alpha.unwrap(), standardized);
}

#[test]
fn cronbach_alpha_of_the_satisfaction_survey() {
    let survey = mobi();
    for (stem, count, alpha, standardized, error) in [
        ("CUSA", 3, "0.7701131", "0.7791950", "0.0236290"),
        ("PERQ", 7, "0.8724064", "0.8770102", "0.0123524"),
        ("IMAG", 5, "0.7144468", "0.7228346", "0.0285757"),
        ("CUEX", 3, "0.4325968", "0.4519026", "0.0626637"),
        ("CUSL", 3, "0.4417172", "0.4723990", "0.0633295"),
        ("PERV", 2, "0.8166945", "0.8236320", "0.0225519"),
    ] {
        let items = survey.items(stem, count, Scale::ONE_TO_TEN);
        let found = items.reliability(None).unwrap();
        assert_eq!((found.used, found.left_out), (250, 0));
        assert_alpha(&found, alpha, standardized, error);
    }
    let loyalty = survey.items("CUSL", 3, Scale::ONE_TO_TEN);
    let loyalty = loyalty.reliability(None).unwrap();
    // "Would stay if a competitor were cheaper" does not go with the other two.
    for (item, rest, dropped) in [
        (0, "0.3531923", "0.1791384"),
        (1, "0.0812902", "0.6953203"),
        (2, "0.4343122", "0.0886503"),
    ] {
        let item = &loyalty.items[item];
        assert_published(item.item_rest_correlation.unwrap(), rest);
        assert_published(item.alpha_if_dropped.unwrap(), dropped);
    }
}

#[test]
fn cronbach_alpha_of_the_reputation_survey() {
    let survey = corp_rep();
    for (stem, count, scale, used, alpha, standardized, error) in [
        ("cusl_", 3, 7.0, 336, "0.8335320", "0.8330157", "0.0155409"),
        ("qual_", 8, 7.0, 344, "0.8782296", "0.8783800", "0.0098952"),
        ("like_", 3, 7.0, 344, "0.8267723", "0.8309866", "0.0159452"),
        ("comp_", 3, 7.0, 344, "0.7756710", "0.7760283", "0.0210783"),
        (
            "switch_",
            4,
            5.0,
            344,
            "0.8550038",
            "0.8583788",
            "0.0135077",
        ),
    ] {
        let items = survey.items(stem, count, Scale::new(1.0, scale).unwrap());
        let found = items.reliability(None).unwrap();
        assert_eq!((found.used, found.left_out), (used, 344 - used));
        assert_eq!(items.complete(), used);
        assert_alpha(&found, alpha, standardized, error);
    }
}
