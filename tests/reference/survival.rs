//! Survival of the customers of a telecom, and of Walton's sample, by lifelines.
//!
//! Computed by `survival.py`, with Python 3.11.7, numpy 2.4.6 and lifelines 0.30.3.

use retention::estimate::Confidence;
use retention::survival::{Spell, Survival, Transform, Weighting, log_rank};

use crate::assert_published;
use crate::common::telecom::{CONTRACTS, customers};

fn by_contract(
    spell: impl Fn(&crate::common::telecom::Customer) -> Option<Spell>,
) -> Vec<Survival> {
    let customers = customers();
    let of = |contract: &&str| {
        let own = customers.iter().filter(|one| one.contract == *contract);
        Survival::of(own.filter_map(&spell)).unwrap()
    };
    CONTRACTS.iter().map(of).collect()
}

fn naive() -> Vec<Survival> {
    by_contract(|customer| Some(customer.naive()))
}

#[test]
fn telecom_customers_and_those_who_left() {
    let counts: Vec<(u64, f64)> = naive()
        .iter()
        .map(|curve| (curve.customers, curve.ended))
        .collect();
    assert_eq!(counts, [(3875, 1655.0), (1473, 166.0), (1695, 48.0)]);
}

#[test]
fn telecom_shares_with_log_log_intervals() {
    let expected = [
        [
            Some(["0.90193548", "0.89213806", "0.91088796"]),
            Some(["0.70309664", "0.68725936", "0.71830408"]),
            Some(["0.58591547", "0.56755424", "0.60378914"]),
            Some(["0.29715813", "0.26934477", "0.32543882"]),
        ],
        [
            None,
            Some(["0.99080820", "0.98421953", "0.99465343"]),
            Some(["0.97827238", "0.96886061", "0.98486168"]),
            Some(["0.83182608", "0.80046853", "0.85869605"]),
        ],
        [
            None,
            None,
            None,
            Some(["0.98619955", "0.97783062", "0.99142304"]),
        ],
    ];
    for (curve, expected) in naive().iter().zip(expected) {
        for (month, expected) in [1, 12, 24, 60].into_iter().zip(expected) {
            let interval = curve.interval(month, Transform::default(), Confidence::default());
            let Some([share, lower, upper]) = expected else {
                // Nobody has left yet.
                assert_eq!((curve.at(month), interval), (Some(1.0), None));
                continue;
            };
            assert_published(curve.at(month).unwrap(), share);
            assert_published(interval.unwrap().lower(), lower);
            assert_published(interval.unwrap().upper(), upper);
        }
    }
}

#[test]
fn telecom_medians_with_intervals() {
    let curves = naive();
    let interval = |curve: &Survival| {
        let transform = Transform::default();
        curve
            .quantile_interval(0.5, transform, Confidence::default())
            .unwrap()
    };
    let found: Vec<_> = curves
        .iter()
        .map(|curve| (curve.median(), interval(curve)))
        .collect();
    assert_eq!(found[0], (Some(35), (Some(32), Some(38))));
    assert_eq!(found[1], (None, (Some(72), None)));
    assert_eq!(found[2], (None, (None, None)));
}

#[test]
fn telecom_restricted_means_and_cumulative_hazards() {
    let curves = naive();
    for (curve, expected) in curves
        .iter()
        .zip(["33.502079070", "57.341631825", "59.861847922"])
    {
        assert_published(curve.restricted_mean(60).unwrap().value(), expected);
    }
    let at_24 = |curve: &Survival| {
        let before = curve.points.iter().take_while(|point| point.time <= 24);
        before.last().map(|point| point.cumulative_hazard.value())
    };
    assert_published(at_24(&curves[0]).unwrap(), "0.52491782990");
    assert_published(at_24(&curves[1]).unwrap(), "0.02194519122");
    assert_eq!(at_24(&curves[2]), None);
}

#[test]
fn telecom_observed_in_the_last_month_alone() {
    let curves = by_contract(|customer| customer.entered());
    let shares = [
        ["0.370860927", "0.000511205", "0.000001851", "0.000000000"],
        ["1", "0.247228255", "0.086295141", "0.000961272"],
        ["1", "1", "1", "0.374756613"],
    ];
    for (curve, expected) in curves.iter().zip(shares) {
        for (month, expected) in [1, 12, 24, 60].into_iter().zip(expected) {
            assert_published(curve.at(month).unwrap(), expected);
        }
    }
    let medians: Vec<_> = curves.iter().map(Survival::median).collect();
    assert_eq!(medians, [Some(1), Some(5), Some(54)]);
}

#[test]
fn telecom_log_rank_by_contract() {
    let curves = naive();
    let curves: Vec<&Survival> = curves.iter().collect();
    for (weighting, expected) in [
        (Weighting::Equal, "2352.8725382593"),
        (Weighting::Gehan, "1857.0345119138"),
        (Weighting::TaroneWare, "2096.5121398610"),
        (Weighting::Peto, "2222.6209939286"),
    ] {
        let test = log_rank(&curves, weighting).unwrap().unwrap();
        assert_published(test.statistic, expected);
        assert_eq!(test.degrees_of_freedom, 2);
    }
}

/// Walton's 163 durations in two groups.
fn waltons() -> [Survival; 2] {
    let rows: Vec<(u32, bool, &str)> = include_str!("data/waltons.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let [time, ended, group] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
            (time.parse::<f64>().unwrap() as u32, ended == "1", group)
        })
        .collect();
    let spell = |&(time, ended, _): &(u32, bool, &str)| {
        if ended {
            Spell::ended(time)
        } else {
            Spell::ongoing(time)
        }
    };
    ["control", "miR-137"]
        .map(|name| Survival::of(rows.iter().filter(|row| row.2 == name).map(spell)).unwrap())
}

#[test]
fn waltons_log_rank() {
    let [control, treated] = waltons();
    let curves = [&control, &treated];
    let test = log_rank(&curves, Weighting::Equal).unwrap().unwrap();
    assert_published(test.statistic, "122.24912557");
    assert!((test.p_value / 2.0359832222853224e-28 - 1.0).abs() < 1e-9);
    let late = Weighting::FlemingHarrington {
        rho: 0.5,
        gamma: 1.0,
    };
    let test = log_rank(&curves, late).unwrap().unwrap();
    assert_published(test.statistic, "31.06373805");
}

#[test]
fn waltons_median_and_restricted_mean() {
    let both = {
        use retention::Accumulator;
        let mut builder = retention::survival::Builder::new();
        let rows = include_str!("data/waltons.csv").lines().skip(1);
        for line in rows {
            let cells: Vec<&str> = line.split(',').collect();
            let time = cells[0].parse::<f64>().unwrap() as u32;
            let ended = cells[1] == "1";
            builder
                .push(if ended {
                    Spell::ended(time)
                } else {
                    Spell::ongoing(time)
                })
                .unwrap();
        }
        builder.finish().unwrap()
    };
    assert_eq!(both.median(), Some(56));
    let ends = both
        .quantile_interval(0.5, Transform::default(), Confidence::default())
        .unwrap();
    assert_eq!(ends, (Some(53), Some(58)));
    assert_published(both.restricted_mean(60).unwrap().value(), "48.277494817");
}
