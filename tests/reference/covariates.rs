//! Models of buying with covariates on CDNOW's customers: whether the first order was of several CDs, and the
//! week in which it was made.
//!
//! Computed by `covariates.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use retention::clv::{
    BgNbd, CovariateCounts, CovariateModel, CovariateOptions, CovariateTarget, FittedCovariates,
    LeavingCovariates, MbgNbd, ParetoNbd, PurchaseModel,
};
use retention::fit::Outcome;
use retention::period::{Period, Ruler};
use retention::purchases::{Policy, Summary};

use crate::assert_published;
use crate::common::cdnow::{calibration, log, rows};

fn counts() -> CovariateCounts {
    let mut first: BTreeMap<u32, (NaiveDate, u32)> = BTreeMap::new();
    for (customer, date, cds, _) in rows() {
        let own = first.entry(customer).or_insert((date, 0));
        if date < own.0 {
            *own = (date, 0);
        }
        if date == own.0 {
            own.1 += cds;
        }
    }
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let summaries = observed.summaries(Period::Day, Ruler::Weeks).unwrap().rows;
    let own = |customer| first[customer];
    let several = summaries
        .iter()
        .map(|row| f64::from(u8::from(own(&row.customer).1 > 1)));
    let week = summaries.iter().map(|row| {
        let days = own(&row.customer).0 - calibration().from();
        (days.num_days() / 7) as f64
    });
    let columns = [("several", several.collect()), ("week", week.collect())];
    let columns: [(&str, Vec<f64>); 2] = columns;
    let shop: Vec<Summary> = summaries.iter().map(|row| row.result).collect();
    CovariateCounts::of(&shop, columns).unwrap()
}

/// Values with their errors, in order; the log-likelihood, the gain and its p-value.
struct Expected {
    parameters: [(&'static str, &'static str); 4],
    coefficients: &'static [(CovariateTarget, &'static str, &'static str, &'static str)],
    log_likelihood: &'static str,
    gain: (&'static str, &'static str),
    plain: &'static str,
}

fn assert_fit<M: PurchaseModel>(options: CovariateOptions, expected: &Expected) {
    let fitted: FittedCovariates<M> = CovariateModel::fit(&counts(), options).unwrap();
    assert_eq!(
        (fitted.outcome, fitted.customers),
        (Outcome::Converged, 2357)
    );
    for (parameter, (value, error)) in fitted.parameters.iter().zip(expected.parameters) {
        assert_published(parameter.value, value);
        assert_published(parameter.standard_error.unwrap(), error);
    }
    assert_eq!(fitted.effects.len(), expected.coefficients.len());
    for (effect, (on, name, value, error)) in fitted.effects.iter().zip(expected.coefficients) {
        assert_eq!((effect.on, &*effect.covariate), (*on, *name));
        assert_published(effect.coefficient, value);
        assert_published(effect.standard_error.unwrap(), error);
    }
    assert_published(fitted.log_likelihood, expected.log_likelihood);
    assert_published(fitted.without_covariates.log_likelihood, expected.plain);
    let test = fitted.likelihood_ratio.unwrap();
    assert_eq!(test.degrees_of_freedom as usize, fitted.effects.len());
    assert_published(test.statistic, expected.gain.0);
    assert_published(test.p_value, expected.gain.1);
}

use CovariateTarget::{Alikeness, Buying, Leaving, Staying};

#[test]
fn pareto_nbd_of_cdnow_by_first_order() {
    assert_fit::<ParetoNbd>(
        CovariateOptions::default(),
        &Expected {
            parameters: [
                ("0.5756", "0.0509"),
                ("12.433", "1.401"),
                ("0.5679", "0.1665"),
                ("8.353", "5.238"),
            ],
            coefficients: &[
                (Buying, "several", "0.3719", "0.0913"),
                (Buying, "week", "-0.0132", "0.0133"),
                (Leaving, "several", "-0.1891", "0.2254"),
                (Leaving, "week", "-0.0201", "0.0319"),
            ],
            log_likelihood: "-9580.37516",
            gain: ("29.2020", "0.000007"),
            plain: "-9594.97618",
        },
    );
}

#[test]
fn bg_nbd_of_cdnow_by_first_order() {
    assert_fit::<BgNbd>(
        CovariateOptions::default(),
        &Expected {
            parameters: [
                ("0.25028", "0.0131"),
                ("5.9408", "0.7905"),
                ("0.3497", "0.1792"),
                ("0.9289", "0.5945"),
            ],
            coefficients: &[
                (Buying, "several", "0.5611", "0.1067"),
                (Buying, "week", "-0.0090", "0.0160"),
                (Leaving, "several", "0.4828", "0.4902"),
                (Leaving, "week", "0.10245", "0.0824"),
                (Staying, "several", "0.5723", "0.6017"),
                (Staying, "week", "0.1198", "0.1016"),
            ],
            log_likelihood: "-9566.70713",
            gain: ("31.4442", "0.000021"),
            plain: "-9582.42921",
        },
    );
}

#[test]
fn bg_nbd_of_cdnow_by_first_order_with_odds_of_leaving() {
    assert_fit::<BgNbd>(
        CovariateOptions::default().leaving_covariates(LeavingCovariates::Odds),
        &Expected {
            parameters: [
                ("0.25028", "0.0131"),
                ("5.9953", "0.7975"),
                ("0.7266", "0.2030"),
                ("2.4864", "0.7371"),
            ],
            coefficients: &[
                (Buying, "several", "0.5656", "0.1066"),
                (Buying, "week", "-0.0079", "0.01595"),
                (Leaving, "several", "0.0512", "0.1686"),
                (Leaving, "week", "0.0118", "0.0246"),
            ],
            log_likelihood: "-9567.97832",
            gain: ("28.9018", "0.000008"),
            plain: "-9582.42921",
        },
    );
}

#[test]
fn bg_nbd_of_cdnow_by_first_order_with_one_coefficient_for_a_and_b() {
    assert_fit::<BgNbd>(
        CovariateOptions::default().leaving_covariates(LeavingCovariates::Shared),
        &Expected {
            parameters: [
                ("0.25042", "0.0131"),
                ("6.0220", "0.7930"),
                ("0.3982", "0.1952"),
                ("1.2322", "0.6305"),
            ],
            coefficients: &[
                (Buying, "several", "0.5690", "0.1045"),
                (Buying, "week", "-0.0076", "0.0157"),
                (Alikeness, "several", "0.4106", "0.4647"),
                (Alikeness, "week", "0.0835", "0.07255"),
            ],
            log_likelihood: "-9566.94043",
            gain: ("30.9776", "0.000003"),
            plain: "-9582.42921",
        },
    );
}

#[test]
fn mbg_nbd_of_cdnow_by_first_order_with_odds_of_leaving() {
    assert_fit::<MbgNbd>(
        CovariateOptions::default().leaving_covariates(LeavingCovariates::Odds),
        &Expected {
            parameters: [
                ("0.54904", "0.0872"),
                ("7.35802", "1.0919"),
                ("1.02230", "0.1966"),
                ("1.58223", "0.5098"),
            ],
            coefficients: &[
                (Buying, "several", "0.35718", "0.12662"),
                (Buying, "week", "-0.01103", "0.01809"),
                (Leaving, "several", "-0.25222", "0.12594"),
                (Leaving, "week", "0.00017", "0.01869"),
            ],
            log_likelihood: "-9567.77062",
            gain: ("28.7302", "0.000009"),
            plain: "-9582.13572",
        },
    );
}
