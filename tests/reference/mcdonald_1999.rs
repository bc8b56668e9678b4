//! McDonald, R. P. (1999), *Test Theory*, Erlbaum; the fit of Harman and Jones (1966),
//! *Psychometrika* 31: 351–368: their formulas on two surveys.
//!
//! Computed by `surveys.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1, by another method
//! than the crate's: that of scipy's `least_squares`, from ten starts.

use retention::fit::Outcome;
use retention::scale::{ItemSet, Omega, Scale};

use crate::assert_published;
use crate::surveys::{corp_rep, mobi};

fn omega(items: &ItemSet<'_>) -> Omega {
    items.reliability(None).unwrap().omega()
}

#[track_caller]
fn assert_loadings(omega: &Omega, loadings: &[&str]) {
    assert_eq!(omega.loadings.len(), loadings.len());
    for (found, loading) in omega.loadings.iter().zip(loadings) {
        assert_published(*found, loading);
    }
}

#[test]
fn mcdonald_1999_three_items_have_a_closed_form() {
    // λ₁² = r₁₂ r₁₃ / r₂₃, and so on; three correlations are fitted exactly.
    let survey = mobi();
    let items = survey.items("CUSA", 3, Scale::ONE_TO_TEN);
    let reliability = items.reliability(None).unwrap();
    let r = |i, j| reliability.correlation(i, j).unwrap();
    let first = (r(0, 1) * r(0, 2) / r(1, 2)).sqrt();
    let omega = reliability.omega();
    assert_eq!(omega.outcome, Outcome::Converged);
    assert_published(omega.loadings[0], &format!("{first:.10}"));
    assert_published(omega.residual.unwrap(), "0.0000000000");
    assert_loadings(&omega, &["0.6678217", "0.8074025", "0.7336574"]);
    assert_published(omega.value.unwrap(), "0.7888396");
}

#[test]
fn mcdonald_omega_of_the_satisfaction_survey() {
    let survey = mobi();
    let quality = omega(&survey.items("PERQ", 7, Scale::ONE_TO_TEN));
    assert_eq!(quality.outcome, Outcome::Converged);
    assert_published(quality.value.unwrap(), "0.8738073");
    assert_published(quality.residual.unwrap(), "0.0497800");
    assert_loadings(
        &quality,
        &[
            "0.7599027",
            "0.5792461",
            "0.7319498",
            "0.7372880",
            "0.7089511",
            "0.7419991",
            "0.7160638",
        ],
    );
    let image = omega(&survey.items("IMAG", 5, Scale::ONE_TO_TEN));
    assert_published(image.value.unwrap(), "0.7203673");
    assert_published(image.residual.unwrap(), "0.0516986");
    let expectations = omega(&survey.items("CUEX", 3, Scale::ONE_TO_TEN));
    assert_published(expectations.value.unwrap(), "0.4648093");
}

#[test]
fn mcdonald_omega_of_the_reputation_survey() {
    let survey = corp_rep();
    for (stem, count, scale, value, residual) in [
        ("cusl_", 3, 7.0, "0.8508536", "0.0000000"),
        ("qual_", 8, 7.0, "0.8803064", "0.0393588"),
        ("like_", 3, 7.0, "0.8295812", "0.0000000"),
        ("switch_", 4, 5.0, "0.8662595", "0.0867995"),
    ] {
        let items = survey.items(stem, count, Scale::new(1.0, scale).unwrap());
        let omega = omega(&items);
        assert_eq!(omega.outcome, Outcome::Converged);
        assert_published(omega.value.unwrap(), value);
        assert_published(omega.residual.unwrap(), residual);
    }
}

#[test]
fn harman_jones_1966_loyalty_of_the_satisfaction_survey_is_improper() {
    // r₁₃ r₂₃ / r₁₂ exceeds 1: the third item would share more than all of its variance.
    let survey = mobi();
    let omega = omega(&survey.items("CUSL", 3, Scale::ONE_TO_TEN));
    assert_eq!((omega.outcome, omega.value), (Outcome::OnBoundary, None));
    assert_loadings(&omega, &["0.4983332", "0.0932730", "1.0870146"]);
    assert!(omega.loadings[2] > 1.0);
}

#[test]
fn mcdonald_1999_omega_of_two_items_is_not_identified() {
    let survey = mobi();
    let omega = omega(&survey.items("PERV", 2, Scale::ONE_TO_TEN));
    assert_eq!(omega.outcome, Outcome::NotIdentified);
    assert_eq!((omega.value, omega.residual), (None, None));
    assert!(omega.loadings.is_empty());
}
