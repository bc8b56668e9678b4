//! Weeks of remission of 42 leukaemia patients, half of them under 6-mercaptopurine: the example of
//! most texts on survival.
//!
//! Freireich, E. J. and others (1963), *Blood* 21: 699–716; the figures as commonly reported, among
//! others by the routine g12aac of the Numerical Algorithms Group, which prints three decimals.

use retention::estimate::Confidence;
use retention::survival::cox::{Covariates, Cox, Options, StandardErrors, TiedEnds};
use retention::survival::{Spell, Survival, Transform, Weighting, log_rank};

use crate::assert_published;

fn treated() -> Survival {
    let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(Spell::ended);
    let ongoing = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(Spell::ongoing);
    Survival::of(ongoing.into_iter().chain(ended)).unwrap()
}

fn placebo() -> Survival {
    let ended = [
        1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
    ];
    Survival::of(ended.map(Spell::ended)).unwrap()
}

#[test]
fn freireich_1963_as_commonly_reported_shares_and_greenwood_errors() {
    let expected = [
        (6, 21.0, "0.857", "0.076", "0.857143", "0.076360"),
        (7, 17.0, "0.807", "0.087", "0.806723", "0.086935"),
        (10, 15.0, "0.753", "0.096", "0.752941", "0.096350"),
        (13, 12.0, "0.690", "0.107", "0.690196", "0.106815"),
        (16, 11.0, "0.627", "0.114", "0.627451", "0.114054"),
        (22, 7.0, "0.538", "0.128", "0.537815", "0.128234"),
        (23, 6.0, "0.448", "0.135", "0.448179", "0.134591"),
    ];
    let curve = treated();
    assert_eq!(curve.points.len(), expected.len());
    for (point, (time, at_risk, share, error, share_in_full, error_in_full)) in
        curve.points.iter().zip(expected)
    {
        assert_eq!((point.time, point.at_risk), (time, at_risk));
        assert_published(point.survival, share);
        assert_published(point.survival, share_in_full);
        assert_published(point.standard_error.unwrap(), error);
        assert_published(point.standard_error.unwrap(), error_in_full);
    }
}

#[test]
fn freireich_1963_as_commonly_reported_log_log_intervals() {
    for (time, lower, upper) in [(23, "0.1881", "0.6801"), (6, "0.6197", "0.9516")] {
        let interval = treated().interval(time, Transform::LogLog, Confidence::default());
        assert_published(interval.unwrap().lower(), lower);
        assert_published(interval.unwrap().upper(), upper);
    }
}

#[test]
fn freireich_1963_as_commonly_reported_log_rank_16_79() {
    let test = log_rank(&[&treated(), &placebo()], Weighting::Equal)
        .unwrap()
        .unwrap();
    assert_published(test.statistic, "16.79");
    assert_eq!(test.observed, [9.0, 21.0]);
    assert_published(test.expected[0], "19.25");
    assert_published(test.expected[1], "10.75");
    assert_eq!(
        (treated().median(), placebo().median()),
        (Some(23), Some(8))
    );
}

/// The patients under treatment first, then those with the placebo.
fn patients() -> Vec<Spell> {
    let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(Spell::ended);
    let ongoing = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(Spell::ongoing);
    let placebo = [
        1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
    ];
    let treated = ended.into_iter().chain(ongoing);
    treated.chain(placebo.map(Spell::ended)).collect()
}

fn treated_or_not(treated: f64) -> Vec<f64> {
    [[treated; 21], [1.0 - treated; 21]].concat()
}

fn fit(columns: &[(&str, &[f64])], ties: TiedEnds) -> Cox {
    let spells = patients();
    let options = Options::default()
        .errors(StandardErrors::Classical)
        .ties(ties);
    let covariates = Covariates::new(&spells, columns.iter().copied()).unwrap();
    covariates.fit(options).unwrap().converged().unwrap()
}

/// Cox, D. R. (1972), *Journal of the Royal Statistical Society B* 34: 187–220, took them as his example;
/// the figures are printed by Rodríguez, G., *Survival Analysis*, Princeton University, "Cox regression",
/// with Breslow's method.
#[test]
fn rodriguez_princeton_hazard_ratio_0_221_by_breslow() {
    let cox = fit(&[("treated", &treated_or_not(1.0))], TiedEnds::Breslow);
    let treated = cox.get("treated").unwrap();
    assert_published(treated.ratio(), "0.2210887");
    let interval = treated.interval(Confidence::default()).unwrap();
    assert_published(interval.lower(), "0.0990706");
    assert_published(interval.upper(), "0.4933877");
    let estimate = treated.estimate.unwrap();
    assert_published(treated.ratio() * estimate.standard_error(), "0.0905501");
    assert_published(estimate.test(0.0).unwrap().unwrap().statistic, "-3.68");
    assert_published(cox.null_log_likelihood, "-93.98505");
    assert_published(cox.log_likelihood, "-86.379622");
    assert_published(cox.likelihood_ratio.unwrap().statistic, "15.21");
    assert_eq!((cox.rows, cox.ended), (42, 30));
}

/// Venables, W. N. and Ripley, B. D. (2002), *Modern Applied Statistics with S*, as commonly reported.
#[test]
fn venables_ripley_2002_as_commonly_reported_hazard_ratio_4_82_by_efron() {
    let cox = fit(&[("control", &treated_or_not(0.0))], TiedEnds::Efron);
    let control = cox.get("control").unwrap();
    assert_published(control.coefficient, "1.57");
    assert_published(control.ratio(), "4.82");
    assert_published(control.classical_error.unwrap(), "0.412");
    assert_published(control.p_value.unwrap(), "0.00014");
    assert_published(cox.likelihood_ratio.unwrap().statistic, "16.4");
}

/// Kleinbaum, D. G. and Klein, M. (2012), *Survival Analysis: A Self-Learning Text*, chapter 3, as commonly
/// reported, with Breslow's method. The second covariate is the logarithm of the number of white blood
/// cells.
#[test]
fn kleinbaum_klein_2012_as_commonly_reported_with_white_blood_cells() {
    let placebo = treated_or_not(0.0);
    let alone = fit(&[("Rx", &placebo)], TiedEnds::Breslow);
    assert_published(alone.log_likelihood, "-86.380");
    let cells = [
        2.31, 4.06, 3.28, 4.43, 2.96, 2.88, 3.60, 2.32, 2.57, 3.20, 2.80, 2.70, 2.60, 2.16, 2.05,
        2.01, 1.78, 2.20, 2.53, 1.47, 1.45, 2.80, 5.00, 4.91, 4.48, 4.01, 4.36, 2.42, 3.49, 3.97,
        3.52, 3.05, 2.32, 3.26, 3.49, 2.12, 1.50, 3.06, 2.30, 2.95, 2.73, 1.97,
    ];
    let both = fit(&[("Rx", &placebo), ("log WBC", &cells)], TiedEnds::Breslow);
    for (cox, name, coefficient, error, z, ratio, lower, upper) in [
        (
            &alone, "Rx", "1.509", "0.410", "3.68", "4.523", "2.027", "10.094",
        ),
        (
            &both, "Rx", "1.294", "0.422", "3.07", "3.648", "1.595", "8.343",
        ),
        (
            &both, "log WBC", "1.604", "0.329", "4.87", "4.975", "2.609", "9.486",
        ),
    ] {
        let found = cox.get(name).unwrap();
        assert_published(found.coefficient, coefficient);
        assert_published(found.classical_error.unwrap(), error);
        let test = found.estimate.unwrap().test(0.0).unwrap().unwrap();
        assert_published(test.statistic, z);
        assert_published(found.ratio(), ratio);
        let interval = found.interval(Confidence::default()).unwrap();
        assert_published(interval.lower(), lower);
        assert_published(interval.upper(), upper);
    }
}
