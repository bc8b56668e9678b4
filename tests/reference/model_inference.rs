//! How sure the models of buying are on CDNOW's customers, and how well they foretell the 39 weeks after.
//!
//! Computed by `model_inference.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use chrono::Weekday;
use retention::clv::{BgNbd, HoldOut, ParetoNbd, PurchaseModel, Tracking, compare_models};
use retention::period::{Period, Ruler, Window};
use retention::purchases::Policy;

use crate::assert_published;
use crate::common::cdnow::{calibration, date, log};

fn hold_out() -> HoldOut {
    let log = log();
    let calibration = log.observe(calibration(), Policy::default()).unwrap();
    let later = Window::new(date(1997, 10, 1), date(1998, 6, 30)).unwrap();
    let later = log.observe(later, Policy::default()).unwrap();
    HoldOut::of(&calibration, &later, Period::Day, Ruler::Weeks).unwrap()
}

fn assert_profiles<M: PurchaseModel>(expected: &[(&str, &str, &str)]) {
    let counts = hold_out().counts().unwrap();
    let fitted = M::fit(&counts, Default::default()).unwrap();
    for (name, lower, upper) in expected {
        let found = fitted
            .profile_interval(&counts, name, Default::default())
            .unwrap();
        assert_eq!(found.name, *name);
        assert_published(found.lower.unwrap(), lower);
        assert_published(found.upper.unwrap(), upper);
    }
}

#[test]
fn profile_intervals_of_bg_nbd_are_those_of_scipy() {
    assert_profiles::<BgNbd>(&[
        ("r", "0.21926", "0.26860"),
        ("alpha", "3.72390", "5.21173"),
        ("a", "0.5154", "1.3188"),
        ("b", "1.4296", "4.5669"),
    ]);
}

#[test]
fn profile_intervals_of_pareto_nbd_are_those_of_scipy() {
    assert_profiles::<ParetoNbd>(&[("beta", "4.5332", "44.234")]);
}

/// The expected and the actual purchases of weeks 40 to 78, by the purchases of weeks 1 to 39.
const CLASSES: [(&str, &str); 8] = [
    ("0.2251", "0.2367"),
    ("0.5231", "0.6970"),
    ("1.0441", "1.3925"),
    ("1.5203", "1.5600"),
    ("2.1639", "2.5323"),
    ("2.6538", "2.9474"),
    ("3.5040", "3.8621"),
    ("6.1572", "6.3594"),
];

#[test]
fn errors_of_bg_nbd_in_weeks_40_to_78_are_those_of_numpy() {
    let hold_out = hold_out();
    let fitted = BgNbd::fit(&hold_out.counts().unwrap(), Default::default()).unwrap();
    let validation = hold_out
        .validate(&fitted.model, Default::default())
        .unwrap();
    assert_eq!((validation.customers, validation.actual), (2357, 1882));
    assert_published(validation.bias, "-0.09698");
    assert_published(validation.mean_absolute_error, "0.78545");
    assert_published(validation.root_mean_squared_error, "1.60798");
    assert_eq!(validation.by_frequency.len(), CLASSES.len());
    for (class, (expected, actual)) in validation.by_frequency.iter().zip(CLASSES) {
        assert_published(class.expected, expected);
        assert_published(class.actual, actual);
    }
    let best = validation.best.unwrap();
    assert_eq!(best.number, 382);
    assert_published(best.found, "0.53927");
    assert_published(best.found_by_frequency, "0.49897");
    assert_published(best.found_by_recency, "0.51309");
}

/// The simplest forecast is that customers go on as they did. Its errors are those of numpy too.
#[test]
fn every_model_beats_the_rate_that_a_customer_had() {
    let hold_out = hold_out();
    let counts = hold_out.counts().unwrap();
    let rows = compare_models(
        &counts,
        Some(&hold_out),
        Default::default(),
        Default::default(),
    );
    let rates = hold_out.rows().iter().map(|row| {
        let summary = row.summary;
        let rate = f64::from(summary.frequency()) / summary.age();
        rate * hold_out.time() - f64::from(row.later_purchases)
    });
    let squares: Vec<f64> = rates.map(|error| error * error).collect();
    let rate = (squares.iter().sum::<f64>() / 2357.0).sqrt();
    assert_published(rate, "2.21192");
    for row in rows.unwrap() {
        assert!(row.root_mean_squared_error.unwrap() < 0.9 * rate, "{row:?}");
        // Frequency and recency find 0.4990 and 0.5131 of the best customers.
        assert!(row.best_found.unwrap() > 0.52, "{row:?}");
    }
}

#[test]
fn purchases_of_bg_nbd_over_time_are_those_of_numpy() {
    let log = log();
    let fitted = BgNbd::fit(&hold_out().counts().unwrap(), Default::default()).unwrap();
    let window = Window::new(date(1997, 1, 1), date(1998, 6, 30)).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    let week = Period::Week(Weekday::Mon);
    let tracking = Tracking::of(&fitted.model, &observed, Period::Day, Ruler::Weeks, week).unwrap();
    assert_eq!((tracking.customers, tracking.steps.len()), (2357, 78));
    let (middle, last) = (tracking.steps[38], tracking.steps[77]);
    assert_eq!(
        (middle.until, last.until),
        (date(1997, 9, 30), date(1998, 6, 30))
    );
    assert_eq!(
        (middle.cumulative_actual, last.cumulative_actual),
        (2457, 2457 + 1882)
    );
    assert_published(middle.cumulative_expected, "2493.957");
    assert_published(last.cumulative_expected, "4160.609");
    let sum: f64 = tracking.steps.iter().map(|step| step.expected).sum();
    assert!((sum - last.cumulative_expected).abs() < 1e-6);
    assert_eq!(
        tracking.steps.iter().map(|step| step.actual).sum::<u64>(),
        4339
    );
}
