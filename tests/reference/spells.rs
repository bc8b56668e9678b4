//! Five random samples of spells, with ties, late entry, weights of 0 and of parts of a customer, and gaps, by
//! R: curves, intervals, shares by reason, tests between groups, and Cox regressions.
//!
//! Computed by `spells.R`, with R 4.2.2, survival 3.5.3 and etm 1.1.1. The errors of shares by reason are those
//! of the product of matrices (Greenwood's); cmprsk has others.

use retention::accumulate::{Accumulator, Weighted};
use retention::estimate::Confidence;
use retention::scale::Weights;
use retention::survival::cox::{
    Covariates, Cox, Information, Options, StandardErrors, TiedEnds, TimeTransform,
};
use retention::survival::{
    Builder, CumulativeIncidence, IncidenceBuilder, LogRank, Spell, Survival, Transform, Weighting,
    log_rank, log_rank_for_trend, log_rank_in_strata,
};

/// Twelve digits are printed, of searches that end at the tenth.
const CLOSE: f64 = 1e-8;

struct Row {
    spell: Spell,
    reason: Option<&'static str>,
    weight: f64,
    /// Group, stratum and cluster.
    codes: [u32; 3],
    /// Price and plan.
    covariates: [f64; 2],
}

fn sample(set: &str) -> Vec<Row> {
    let rows = include_str!("data/spells.csv").lines().skip(1);
    let cells = rows.map(|row| row.split(',').collect::<Vec<&str>>());
    let row = |cells: Vec<&'static str>| {
        let reason = Some(cells[3]).filter(|reason| !reason.is_empty());
        let time = cells[2].parse().unwrap();
        let spell = reason.map_or(Spell::ongoing(time), |_| Spell::ended(time));
        let entry = Some(cells[1]).filter(|entry| !entry.is_empty());
        Row {
            spell: entry.map_or(spell, |entry| {
                spell.entered(entry.parse().unwrap()).unwrap()
            }),
            reason,
            weight: cells[4].parse().unwrap(),
            codes: [5, 6, 7].map(|at: usize| cells[at].parse().unwrap()),
            covariates: [8, 9].map(|at: usize| cells[at].parse().unwrap()),
        }
    };
    cells.filter(|cells| cells[0] == set).map(row).collect()
}

const SETS: [&str; 5] = ["1", "2", "3", "4", "5"];

/// The figures of a sample whose name begins so: the rest of the name, and the numbers.
fn figures(set: &str, name: &str) -> Vec<(Vec<&'static str>, Vec<f64>)> {
    let of = |line: &'static str| {
        let mut cells = line.split(',');
        let own = cells.next() == Some(set);
        let mut words = cells.next().unwrap().split(' ');
        let found = words.next() == Some(name) && own;
        let numbers = cells.next().unwrap().split(' ');
        let numbers =
            numbers.map(|number| number.replace("Inf", "inf").parse().unwrap_or(f64::NAN));
        found.then(|| (words.collect(), numbers.collect()))
    };
    include_str!("data/spells_by_r.csv")
        .lines()
        .filter_map(of)
        .collect()
}

#[track_caller]
fn close(set: &str, name: &[&str], found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{set} {name:?}");
    for (found, expected) in found.iter().zip(expected) {
        let off = (found - expected).abs();
        // R has no error where nobody is left.
        let same =
            off <= CLOSE * expected.abs().max(1.0) || found.is_nan() && !expected.is_finite();
        assert!(same, "{set} {name:?}: {found} not {expected}");
    }
}

fn curve<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Survival {
    let mut builder = Builder::new();
    for row in rows {
        builder.push_weighted(row.spell, row.weight).unwrap();
    }
    builder.finish().unwrap()
}

#[test]
fn curves_with_intervals_means_and_customers_who_stayed() {
    let mut held = 0;
    for set in SETS {
        let curve = curve(&sample(set));
        let points = figures(set, "curve");
        assert_eq!(points.len(), curve.points.len());
        for (point, (name, expected)) in curve.points.iter().zip(points) {
            let hazard = point.cumulative_hazard;
            let error = point.standard_error.unwrap_or(f64::NAN);
            let found = [point.at_risk, point.ended, point.survival, error];
            let found = [&found[..], &[hazard.value(), hazard.standard_error()]].concat();
            assert_eq!(point.time.to_string(), name[0]);
            close(set, &name, &found, &expected);
            held += 1;
        }
        for (name, expected) in figures(set, "interval") {
            let transform = match name[1] {
                "plain" => Transform::Plain,
                "log" => Transform::Log,
                "log-log" => Transform::LogLog,
                _ => Transform::Arcsine,
            };
            let time = name[0].parse().unwrap();
            let interval = curve
                .interval(time, transform, Confidence::default())
                .unwrap();
            close(set, &name, &[interval.lower(), interval.upper()], &expected);
            held += 1;
        }
        for (name, expected) in figures(set, "mean") {
            let mean = curve.restricted_mean(name[0].parse().unwrap()).unwrap();
            close(
                set,
                &name,
                &[mean.value(), mean.standard_error()],
                &expected,
            );
        }
        let later = curve.given(2).unwrap();
        for (point, (name, expected)) in later.points.iter().zip(figures(set, "stayed")) {
            let error = point.standard_error.unwrap_or(f64::NAN);
            close(
                set,
                &name,
                &[point.at_risk, point.survival, error],
                &expected,
            );
            held += 1;
        }
    }
    assert_eq!(held, 39 + 140 + 31);
}

#[test]
fn shares_by_reason_with_errors() {
    let mut held = 0;
    for set in SETS {
        let rows = sample(set);
        let with_weight = || rows.iter().filter(|row| row.weight > 0.0);
        let mut builder = IncidenceBuilder::new();
        for row in &rows {
            let own = (row.spell, row.reason);
            builder.push_weighted(own, row.weight).unwrap();
        }
        let weighted = builder.finish().unwrap();
        for (name, expected) in figures(set, "share") {
            let share = weighted.at(&name[1], name[0].parse().unwrap());
            close(set, &name, &[share.unwrap()], &expected);
            held += 1;
        }
        let all = CumulativeIncidence::of(with_weight().map(|row| (row.spell, row.reason)));
        let all = all.unwrap().reasons;
        for (name, expected) in figures(set, "unweighted") {
            let own = all.iter().find(|own| own.reason == name[1]).unwrap();
            let time: u32 = name[0].parse().unwrap();
            let point = own.points.iter().find(|point| point.time == time).unwrap();
            close(
                set,
                &name,
                &[point.incidence, point.standard_error],
                &expected,
            );
            held += 1;
        }
    }
    assert_eq!(held, 2 * 54);
}

#[test]
fn tests_between_groups_with_late_entry() {
    let mut held = 0;
    for set in SETS {
        let rows = sample(set);
        let with_weight = || rows.iter().filter(|row| row.weight > 0.0);
        let groups = |stratum: Option<u32>| -> Vec<Survival> {
            let of = |group| {
                let own = with_weight().filter(move |row| row.codes[0] == group);
                let own = own.filter(|row| stratum.is_none_or(|stratum| row.codes[1] == stratum));
                Survival::of(own.map(|row| row.spell)).unwrap()
            };
            (0..3).map(of).collect()
        };
        let (all, strata) = (groups(None), [groups(Some(0)), groups(Some(1))]);
        let all: Vec<&Survival> = all.iter().collect();
        let strata = strata
            .each_ref()
            .map(|curves| curves.iter().collect::<Vec<_>>());
        let strata = strata.each_ref().map(Vec::as_slice);
        let equal = Weighting::default();
        for (name, expected) in figures(set, "log-rank") {
            let test: Option<LogRank> = match name[0] {
                "groups" => log_rank(&all, equal),
                "strata" => log_rank_in_strata(&strata, equal),
                _ => log_rank_for_trend(&all, &[1.0, 2.0, 4.0], equal),
            }
            .unwrap();
            close(set, &name, &[test.unwrap().statistic], &expected);
            held += 1;
        }
    }
    assert_eq!(held, 9);
}

fn regression(covariates: &Covariates<'_>, ties: &str) -> Cox {
    let ties = match ties {
        "efron" => TiedEnds::Efron,
        _ => TiedEnds::Breslow,
    };
    let options = Options::default().ties(ties).errors(StandardErrors::Robust);
    covariates.fit(options).unwrap().converged().unwrap()
}

/// What a regression has of one kind of figures.
fn found(kind: &str, covariates: &Covariates<'_>, cox: &Cox, expected: &[f64]) -> Vec<f64> {
    let each = || cox.covariates.iter();
    let errors = |cox: &Cox| -> Vec<f64> {
        let estimates = cox.covariates.iter().map(|one| one.estimate.unwrap());
        estimates
            .map(|estimate| estimate.standard_error())
            .collect()
    };
    match kind {
        "coefficients" => each().map(|one| one.coefficient).collect(),
        "classical" => each().map(|one| one.classical_error.unwrap()).collect(),
        "robust" | "clustered" => errors(cox),
        "tests" => {
            let statistics = [cox.score.statistic, cox.wald.unwrap().statistic];
            [[cox.null_log_likelihood, cox.log_likelihood], statistics].concat()
        }
        "concordance" => vec![covariates.concordance(cox).unwrap().unwrap()],
        "proportional" => {
            let (by, of) = (TimeTransform::Identity, Information::ByTenure);
            let test = covariates.proportional_hazards(cox, by, of).unwrap();
            let own = test.covariates.iter().map(|one| one.test.statistic);
            own.chain([test.all.statistic]).collect()
        }
        _ => {
            let share = cox.survival(&[0.5, 1.0], 0, expected[0] as u32);
            vec![expected[0], share.unwrap().unwrap()]
        }
    }
}

#[test]
fn regressions_with_weights_strata_and_clusters() {
    let mut held = 0;
    for set in SETS {
        let rows = sample(set);
        let spells: Vec<Spell> = rows.iter().map(|row| row.spell).collect();
        let [price, plan] = [0, 1]
            .map(|at: usize| -> Vec<f64> { rows.iter().map(|row| row.covariates[at]).collect() });
        let [strata, clusters] =
            [1, 2].map(|at: usize| -> Vec<u32> { rows.iter().map(|row| row.codes[at]).collect() });
        let weights = rows.iter().map(|row| row.weight).collect::<Vec<_>>();
        let weights = Weights::new(weights).unwrap();
        let all = Covariates::new(&spells, [("price", &price[..]), ("plan", &plan)]).unwrap();
        let all = all.weights(&weights).unwrap();
        for (name, expected) in figures(set, "cox") {
            let mut covariates = all.clone();
            if name[1] == "strata" {
                covariates = covariates.strata(&strata).unwrap();
            }
            if name[2] == "clustered" {
                covariates = covariates.clusters(&clusters).unwrap();
            }
            let cox = regression(&covariates, name[0]);
            close(
                set,
                &name,
                &found(name[2], &covariates, &cox, &expected),
                &expected,
            );
            held += 1;
        }
    }
    assert_eq!(held, 150);
}
