//! Standard errors of the package `survey` for R under designs with weights, strata, clusters and
//! populations that end, of the public data on the schools of California that it brings.
//!
//! Computed by `survey.R`, with R 4.2.2 and survey 4.1.1.

use std::collections::BTreeMap;

use retention::estimate::{Base, Confidence, Design, Influence, SingleCluster};
use retention::scale::Weights;

use crate::assert_published;

/// One school: its district, its type, two years' scores, whether it met its target, its weight, and how
/// many districts or schools of its stratum there are.
struct School {
    district: u32,
    kind: char,
    score: f64,
    before: f64,
    met: bool,
    weight: f64,
    population: u64,
}

fn read(text: &str) -> Vec<School> {
    let school = |line: &str| {
        let [district, kind, score, before, met, weight, population] =
            line.split(',').collect::<Vec<_>>().try_into().unwrap();
        School {
            district: district.parse().unwrap(),
            kind: kind.parse().unwrap(),
            score: score.parse().unwrap(),
            before: before.parse().unwrap(),
            met: met == "Yes",
            weight: weight.parse().unwrap(),
            population: population.parse().unwrap(),
        }
    };
    text.lines().skip(1).map(school).collect()
}

fn apistrat() -> Vec<School> {
    read(include_str!("data/apistrat.csv"))
}

fn apiclus1() -> Vec<School> {
    read(include_str!("data/apiclus1.csv"))
}

fn mean(schools: &[School], of: impl Fn(&School) -> Option<f64>) -> Influence {
    let weights: Vec<f64> = schools.iter().map(|school| school.weight).collect();
    let weights = Weights::new(weights).unwrap();
    Influence::of_mean(schools.iter().map(of), Some(&weights))
        .unwrap()
        .unwrap()
}

fn score(schools: &[School]) -> Influence {
    mean(schools, |school| Some(school.score))
}

#[track_caller]
fn assert_estimate(
    influence: &Influence,
    design: &Design,
    [value, error]: [&str; 2],
    degrees: f64,
) {
    let estimate = influence.estimate(design).unwrap();
    assert_published(estimate.value(), value);
    assert_published(estimate.standard_error(), error);
    assert_eq!(estimate.degrees_of_freedom(), Some(degrees));
}

/// Mean, change from the year before, share that met the target, and ratio of the two years.
#[track_caller]
fn assert_four(schools: &[School], design: &Design, degrees: f64, expected: [[&str; 2]; 4]) {
    let now = score(schools);
    let before = mean(schools, |school| Some(school.before));
    let met = mean(schools, |school| Some(f64::from(u8::from(school.met))));
    let figures = [
        now.clone(),
        now.minus(&before).unwrap(),
        met,
        now.divided_by(&before).unwrap(),
    ];
    for (figure, expected) in figures.iter().zip(expected) {
        assert_estimate(figure, design, expected, degrees);
    }
}

#[test]
fn strata_with_populations() {
    let schools = apistrat();
    let strata = schools.iter().map(|school| school.kind as u32).collect();
    let populations: BTreeMap<u32, u64> = (schools.iter())
        .map(|school| (school.kind as u32, school.population))
        .collect();
    let design = Design::default()
        .strata(Some(strata))
        .populations(populations);
    let expected = [
        ["662.28736316", "9.40894080"],
        ["32.89251838", "2.05111241"],
        ["0.82794801", "0.02434478"],
        ["1.05226055", "0.00364392"],
    ];
    assert_four(&schools, &design, 197.0, expected);
}

#[test]
fn weights_alone() {
    let expected = [
        ["662.28736316", "9.58542888"],
        ["32.89251838", "2.15837892"],
        ["0.82794801", "0.02606868"],
        ["1.05226055", "0.00379243"],
    ];
    assert_four(&apistrat(), &Design::default(), 199.0, expected);
}

fn districts(schools: &[School]) -> Design {
    let clusters = schools.iter().map(|school| school.district).collect();
    Design::default().clusters(Some(clusters))
}

#[test]
fn clusters_with_and_without_the_end_of_their_population() {
    let schools = apiclus1();
    let endless = districts(&schools);
    let expected = [
        ["644.16939891", "23.77901072"],
        ["37.19125683", "3.11622554"],
        ["0.87431694", "0.02056424"],
        ["1.06127281", "0.00629350"],
    ];
    assert_four(&schools, &endless, 14.0, expected);
    let ending = endless.populations([(0, schools[0].population)].into());
    let expected = [
        ["644.16939891", "23.54224069"],
        ["37.19125683", "3.08519697"],
        ["0.87431694", "0.02035948"],
        ["1.06127281", "0.00623083"],
    ];
    assert_four(&schools, &ending, 14.0, expected);
    let interval = score(&schools).estimate(&ending).unwrap();
    let interval = interval.interval(Confidence::default());
    assert_published(interval.lower(), "593.67631446");
    assert_published(interval.upper(), "694.66248335");
}

#[test]
fn segments_of_a_sample_of_clusters() {
    let schools = apiclus1();
    let design = districts(&schools)
        .populations([(0, schools[0].population)].into())
        .base(Base::Sampled);
    let of = |kind| {
        mean(&schools, |school| {
            (school.kind == kind).then_some(school.score)
        })
    };
    let (elementary, middle) = (of('E'), of('M'));
    assert_estimate(&middle, &design, ["631.44000000", "31.60946523"], 14.0);
    let difference = elementary.minus(&middle).unwrap();
    assert_estimate(&difference, &design, ["17.42805556", "14.33739023"], 14.0);
}

#[test]
fn a_stratum_of_a_single_cluster() {
    let mut schools = apiclus1();
    let mut codes: Vec<u32> = schools.iter().map(|school| school.district).collect();
    codes.sort_unstable();
    codes.dedup();
    schools.retain(|school| school.district <= codes[9]);
    let part = |school: &School| 1 + u32::from(school.district > codes[0]);
    let strata = schools.iter().map(part).collect();
    let design = districts(&schools).strata(Some(strata));
    let scores = score(&schools);
    let certain = design.clone().single_cluster(SingleCluster::Certain);
    assert_estimate(&scores, &certain, ["669.55000000", "14.67710224"], 8.0);
    let centred = design.single_cluster(SingleCluster::Centred);
    assert_estimate(&scores, &centred, ["669.55000000", "15.69685296"], 8.0);
}
