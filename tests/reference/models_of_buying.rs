//! Models of buying on CDNOW's customers, with exact days, and how well they foretell the 39 weeks after.
//!
//! Computed by `models_of_buying.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::clv::{BgNbd, Fitted, MbgNbd, Parametric, ParetoNbd, PurchaseCounts, PurchaseModel};
use retention::estimate::ranking::Ranking;
use retention::fit::Outcome;
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Summary};

use crate::assert_published;
use crate::common::cdnow::{calibration, date, log};

/// Each customer in weeks 1 to 39, and the number of days with a purchase in weeks 40 to 78.
fn customers() -> Vec<(Summary, u32)> {
    let log = log();
    let of = |window: Window| {
        let observed = log.observe(window, Policy::default()).unwrap();
        observed.summaries(Period::Day, Ruler::Weeks).unwrap()
    };
    let later = of(Window::new(date(1997, 10, 1), date(1998, 6, 30)).unwrap());
    let known = of(calibration()).rows;
    let days = |customer| {
        later
            .get(customer)
            .map_or(0, |summary| summary.frequency() + 1)
    };
    known
        .iter()
        .map(|row| (row.result, days(&row.customer)))
        .collect()
}

/// What a model says of the customers.
struct Expected {
    /// The parameters and their standard errors.
    parameters: [(&'static str, &'static str); 4],
    log_likelihood: &'static str,
    /// The probability of being alive, and the expected purchases in 39 weeks, of four customers.
    four: [(&'static str, &'static str); 4],
    /// Of the weeks after.
    held_out: &'static str,
    area: &'static str,
}

const HORIZON: f64 = 39.0;

fn assert_fit<M: PurchaseModel>(expected: &Expected) {
    let customers = customers();
    assert_eq!(customers.len(), 2357);
    let counts = PurchaseCounts::of(customers.iter().map(|(summary, _)| summary)).unwrap();
    let fitted: Fitted<M> = M::fit(&counts, Default::default()).unwrap();
    assert_eq!(fitted.outcome, Outcome::Converged);
    for (parameter, (value, error)) in fitted.parameters.iter().zip(expected.parameters) {
        assert_published(parameter.value, value);
        assert_published(parameter.standard_error.unwrap(), error);
    }
    assert_published(fitted.log_likelihood, expected.log_likelihood);
    let sum: f64 = customers
        .iter()
        .map(|(summary, _)| fitted.model.log_likelihood(summary))
        .sum();
    assert_published(sum, expected.log_likelihood);
    let four = [
        (0, 0.0, 38.86),
        (1, 1.71, 38.86),
        (2, 30.43, 38.86),
        (26, 30.857_142_857_142_858, 31.0),
    ];
    for ((frequency, last, age), (alive, purchases)) in four.into_iter().zip(expected.four) {
        let who = Summary::new(frequency, last, age).unwrap();
        let forecast = fitted.model.forecast(&who, HORIZON).unwrap();
        assert_published(forecast.probability_alive, alive);
        assert_published(forecast.expected_purchases, purchases);
    }
    let score = |(summary, _): &(Summary, u32)| {
        fitted
            .model
            .expected_purchases_of(summary, HORIZON)
            .unwrap()
    };
    let scores: Vec<f64> = customers.iter().map(score).collect();
    assert_published(scores.iter().sum(), expected.held_out);
    let again: Vec<bool> = customers.iter().map(|&(_, days)| days > 0).collect();
    let area = Ranking::new(&scores, &again).unwrap().auc().unwrap();
    assert_published(area.value(), expected.area);
}

#[test]
fn bg_nbd_of_cdnow() {
    assert_fit::<BgNbd>(&Expected {
        parameters: [
            ("0.2425945", "0.0126"),
            ("4.41360", "0.3782"),
            ("0.792922", "0.1857"),
            ("2.42591", "0.7054"),
        ],
        log_likelihood: "-9582.429207",
        four: [
            ("1.00000", "0.1948"),
            ("0.21223", "0.20325"),
            ("0.72661", "1.22591"),
            ("0.96885", "20.7489"),
        ],
        held_out: "1653.41",
        area: "0.7725",
    });
}

#[test]
fn mbg_nbd_of_cdnow() {
    assert_fit::<MbgNbd>(&Expected {
        parameters: [
            ("0.52484", "0.0833"),
            ("6.1831", "0.6956"),
            ("0.89136", "0.1548"),
            ("1.6140", "0.5375"),
        ],
        log_likelihood: "-9582.135716",
        four: [
            ("0.38972", "0.15395"),
            ("0.17082", "0.18879"),
            ("0.70613", "1.26267"),
            ("0.96548", "19.4466"),
        ],
        held_out: "1576.73",
        area: "0.7728",
    });
}

/// What it expects ranks customers as well as anything known of them: recency alone has an area of 0.771.
#[test]
fn pareto_nbd_of_cdnow() {
    assert_fit::<ParetoNbd>(&Expected {
        parameters: [
            ("0.55328", "0.0476"),
            ("10.5777", "0.8427"),
            ("0.60624", "0.1873"),
            ("11.6687", "6.211"),
        ],
        log_likelihood: "-9594.976179",
        four: [
            ("0.29510", "0.10706"),
            ("0.16787", "0.17098"),
            ("0.86912", "1.45510"),
            ("0.99787", "20.1148"),
        ],
        held_out: "1665.51",
        area: "0.7787",
    });
}

#[test]
fn bg_nbd_of_cdnow_at_the_published_parameters() {
    let model = BgNbd::from_values(&[0.243, 4.414, 0.793, 2.426]).unwrap();
    let sum: f64 = customers()
        .iter()
        .map(|(summary, _)| model.log_likelihood(summary))
        .sum();
    assert_published(sum, "-9582.430478");
    let days: u32 = customers().iter().map(|&(_, days)| days).sum();
    assert_eq!(days, 1882);
}
