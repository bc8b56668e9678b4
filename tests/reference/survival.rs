//! Survival of the customers of a telecom, of Walton's sample, and of customers who left for reasons, by
//! lifelines; hazards, peaks and critical values of bands by numpy and scipy.
//!
//! Computed by `survival.py`, with Python 3.11.7, numpy 2.4.6, scipy 1.17.1 and lifelines 0.30.3.

use retention::estimate::Confidence;
use retention::survival::{
    BandForm, CumulativeIncidence, HazardBin, HazardOptions, Spell, Survival, Transform, Weighting,
    log_rank,
};

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

#[test]
fn telecom_hazards_by_contract_and_no_tenure_that_stands_out() {
    let expected = [
        [
            Some((380.0, 3875.0, "0.0980645161")),
            Some((33.0, 1967.0, "0.0167768175")),
            Some((23.0, 1202.0, "0.0191347754")),
        ],
        [None, Some((5.0, 1371.0, "0.0036469730")), None],
        [None, None, None],
    ];
    let most = [
        (47, "0.11245891", "1"),
        (12, "0.01403153", "0.98220692"),
        (61, "0.11835395", "1"),
    ];
    for ((curve, expected), (month, p, adjusted)) in naive().iter().zip(expected).zip(most) {
        let hazard = curve.hazard(HazardOptions::default()).unwrap();
        let at = |month| hazard.bins.iter().find(|bin| bin.from == month).unwrap();
        for (month, expected) in [1, 12, 24].into_iter().zip(expected) {
            let bin = at(month);
            let Some((ended, at_risk, share)) = expected else {
                assert_eq!((bin.ended, bin.hazard), (0.0, Some(0.0)));
                continue;
            };
            assert_eq!((bin.ended, bin.exposure), (ended, at_risk));
            assert_published(bin.hazard.unwrap(), share);
        }
        // One month of records does not show the end of a contract. Of those who pay by the month too few
        // are there at the longest tenures.
        let compared = hazard
            .bins
            .iter()
            .filter(|bin| bin.p_value.is_some())
            .count() as u64;
        assert_eq!((hazard.peaks().count(), hazard.compared), (0, compared));
        assert!(compared >= 68, "{compared}");
        let least =
            |a: &&HazardBin, b: &&HazardBin| a.p_value.unwrap().total_cmp(&b.p_value.unwrap());
        let compared = hazard.bins.iter().filter(|bin| bin.p_value.is_some());
        let first = compared.min_by(least).unwrap();
        assert_eq!(first.from, month);
        assert_published(first.p_value.unwrap(), p);
        assert_published(first.adjusted.unwrap(), adjusted);
    }
}

/// Sixty customers, no two of whom left at the same tenure, as lifelines would else move the ties.
fn leaving(late: bool) -> Vec<(Spell, Option<String>)> {
    let row = |line: &str| {
        let [time, entry, reason] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
        let time = time.parse().unwrap();
        let spell = if reason.is_empty() {
            Spell::ongoing(time)
        } else {
            Spell::ended(time)
        };
        let entry = entry.parse().ok().filter(|_| late);
        let spell = entry.map_or(spell, |entry| spell.entered(entry).unwrap());
        (spell, (!reason.is_empty()).then(|| reason.to_owned()))
    };
    include_str!("data/leaving.csv")
        .lines()
        .skip(1)
        .map(row)
        .collect()
}

#[test]
fn cumulative_incidences_with_errors_and_intervals() {
    let expected = [
        (
            false,
            "moved",
            50,
            [
                "0.016949152542",
                "0.016804901812",
                "0.001405836765",
                "0.079519751177",
            ],
        ),
        (
            false,
            "moved",
            120,
            [
                "0.078105654238",
                "0.037722712854",
                "0.024824097084",
                "0.172227512853",
            ],
        ),
        (
            false,
            "price",
            50,
            [
                "0.050847457627",
                "0.028600697419",
                "0.013392786182",
                "0.127775456073",
            ],
        ),
        (
            false,
            "price",
            200,
            [
                "0.278989476947",
                "0.069684163624",
                "0.153625441495",
                "0.418964369155",
            ],
        ),
        (
            false,
            "service",
            120,
            [
                "0.228816205245",
                "0.058549576871",
                "0.125912413945",
                "0.350045064853",
            ],
        ),
        (
            false,
            "service",
            200,
            [
                "0.328725517026",
                "0.069161992475",
                "0.199546839969",
                "0.463958039446",
            ],
        ),
        (
            true,
            "moved",
            200,
            [
                "0.082511460924",
                "0.039565293391",
                "0.026353393076",
                "0.180553360025",
            ],
        ),
        (
            true,
            "price",
            120,
            [
                "0.086021857034",
                "0.041116523686",
                "0.027488929661",
                "0.187409266225",
            ],
        ),
        (
            true,
            "service",
            50,
            [
                "0.102362558390",
                "0.043373257200",
                "0.037583356188",
                "0.205309362160",
            ],
        ),
        (
            true,
            "service",
            200,
            [
                "0.344717259439",
                "0.070929829742",
                "0.211126920181",
                "0.482242340818",
            ],
        ),
    ];
    for (late, reason, time, [share, error, lower, upper]) in expected {
        let found = CumulativeIncidence::of(leaving(late)).unwrap();
        let reason = reason.to_owned();
        assert_published(found.at(&reason, time).unwrap(), share);
        let own = found
            .reasons
            .iter()
            .find(|own| own.reason == reason)
            .unwrap();
        let point = own
            .points
            .iter()
            .rev()
            .find(|point| point.time <= time)
            .unwrap();
        assert_published(point.standard_error, error);
        let interval = found.interval(&reason, time, Transform::LogLog, Confidence::default());
        assert_published(interval.unwrap().lower(), lower);
        assert_published(interval.unwrap().upper(), upper);
    }
}

#[test]
fn one_minus_the_curve_of_one_reason_is_too_high() {
    for (late, alone, share) in [
        (false, "0.42276542", "0.27898948"),
        (true, "0.45103150", "0.29080314"),
    ] {
        let rows = leaving(late);
        let price = "price".to_owned();
        let only = rows.iter().map(|(spell, reason)| {
            let other = Spell::ongoing(spell.time());
            let other = spell
                .entry()
                .map_or(other, |entry| other.entered(entry).unwrap());
            if reason.as_ref() == Some(&price) {
                *spell
            } else {
                other
            }
        });
        assert_published(1.0 - Survival::of(only).unwrap().at(200).unwrap(), alone);
        let found = CumulativeIncidence::of(rows).unwrap();
        assert_published(found.at(&price, 200).unwrap(), share);
    }
}

/// A curve whose relative variance is `a / (1 − a) / n` at two tenures: without ongoing customers it is
/// the share that left, divided by that still here and by the number.
fn of_1000(left: [usize; 2]) -> Survival {
    let rest = 1000 - left[0] - left[1];
    let spells = [(1, left[0]), (2, left[1]), (3, rest)];
    Survival::of(
        spells
            .into_iter()
            .flat_map(|(time, count)| vec![Spell::ended(time); count]),
    )
    .unwrap()
}

#[test]
fn critical_values_of_equal_precision() {
    // Finite differences of the script are good to five digits.
    for (left, level, expected) in [
        ([50, 900], 0.95, "3.14592"),
        ([100, 500], 0.95, "2.88728"),
        ([20, 880], 0.99, "3.67704"),
        ([300, 200], 0.9, "2.2720"),
    ] {
        let confidence = Confidence::new(level).unwrap();
        let band = of_1000(left).band(
            BandForm::EqualPrecision,
            Transform::Plain,
            1..=2,
            confidence,
        );
        assert_published(band.unwrap().critical_value, expected);
    }
}

#[test]
fn critical_values_of_hall_and_wellner() {
    for (left, level, expected) in [
        ([50, 200], 0.95, 1.01436168),
        ([100, 500], 0.95, 1.32107497),
        ([1, 399], 0.9, 1.06164528),
    ] {
        let confidence = Confidence::new(level).unwrap();
        let band = of_1000(left).band(BandForm::HallWellner, Transform::Plain, 1..=2, confidence);
        let found = band.unwrap().critical_value;
        // The steps of the script's differences.
        assert!((found - expected).abs() < 2e-4, "{left:?}: {found}");
    }
}
