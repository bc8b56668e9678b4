//! The variance of the total of contributions under a design.

use std::collections::{BTreeMap, HashMap};

use foldhash::quality::RandomState;

use super::Influence;
use super::contributions::Weighting;
use crate::estimate::{Base, Design, Errors, SingleCluster};
use crate::{Error, Result};

/// Returns the variance and its degrees of freedom.
pub(super) fn variance(influence: &Influence, design: &Design) -> Result<(f64, f64)> {
    let rows = influence.rows();
    for (argument, codes) in [("strata", &design.strata), ("clusters", &design.clusters)] {
        if let Some(codes) = codes.as_ref().filter(|codes| codes.len() != rows) {
            return Err(Error::length(argument, codes.len(), rows));
        }
    }
    // In units of the largest, so that squares neither overflow nor vanish.
    let most = influence
        .column()
        .iter()
        .fold(0.0_f64, |most, own| most.max(own.abs()));
    let unit = if most > 0.0 { most } else { 1.0 };
    let (variance, degrees) = match design.errors {
        Errors::Linearised => linearised(influence, design, unit)?,
        Errors::Kish => kish(influence, design, unit)?,
    };
    Ok((variance.max(0.0) * unit * unit, degrees))
}

/// A stratum's clusters: how many, the sum of their totals, and later that of squared deviations.
#[derive(Default)]
struct Stratum {
    clusters: u64,
    total: f64,
    squares: f64,
}

fn linearised(influence: &Influence, design: &Design, unit: f64) -> Result<(f64, f64)> {
    let totals = totals(influence, design, unit)?;
    let mut strata: BTreeMap<u32, Stratum> = BTreeMap::new();
    for &(code, total) in &totals {
        let stratum = strata.entry(code).or_default();
        stratum.clusters += 1;
        stratum.total += total;
    }
    let clusters = totals.len() as f64;
    let overall = strata.values().map(|stratum| stratum.total).sum::<f64>() / clusters;
    for &(code, total) in &totals {
        if let Some(stratum) = strata.get_mut(&code) {
            let centre = match stratum.clusters {
                1 => overall,
                several => stratum.total / several as f64,
            };
            stratum.squares += (total - centre).powi(2);
        }
    }
    let mut variance = 0.0;
    for (code, stratum) in &strata {
        variance += of_stratum(*code, stratum, design)?;
    }
    let degrees = clusters - strata.len() as f64;
    if degrees < 1.0 {
        return Err(too_few(totals.len() as u64, strata.len() as u64 + 1));
    }
    Ok((variance, degrees))
}

fn too_few(found: u64, least: u64) -> Error {
    Error::insufficient("clusters (respondents, where there are none)", found, least)
}

/// `(1 − n/N) · n/(n − 1) · Σ (u − mean u)²`.
fn of_stratum(code: u32, stratum: &Stratum, design: &Design) -> Result<f64> {
    let n = stratum.clusters as f64;
    let left = not_asked(code, stratum.clusters, design)?;
    if stratum.clusters > 1 {
        return Ok(left * n / (n - 1.0) * stratum.squares);
    }
    match design.single_cluster {
        // All of its population was asked.
        _ if left == 0.0 => Ok(0.0),
        SingleCluster::Certain => Ok(0.0),
        SingleCluster::Centred => Ok(left * stratum.squares),
        SingleCluster::Refuse => Err(Error::insufficient("clusters in a stratum", 1, 2)
            .with_cure("merge the stratum with another, or set `Design::single_cluster`")),
    }
}

/// The share of a stratum's population that was not asked.
fn not_asked(code: u32, asked: u64, design: &Design) -> Result<f64> {
    if design.populations.is_empty() {
        return Ok(1.0);
    }
    let Some(&population) = design.populations.get(&code) else {
        let value = format_args!("none for stratum {code}");
        let error = Error::out_of_range("populations", value, "one for each stratum");
        return Err(error.with_cure("without strata the code is 0"));
    };
    if population < asked {
        let value = format_args!("{population} in stratum {code}");
        let allowed = format_args!("at least the {asked} that were asked");
        return Err(Error::out_of_range("population", value, allowed));
    }
    Ok((population - asked) as f64 / population as f64)
}

/// The stratum and the total of each cluster, in the order of their first respondents.
fn totals(influence: &Influence, design: &Design, unit: f64) -> Result<Vec<(u32, f64)>> {
    let own = influence.column().iter().zip(0_usize..);
    let own = own.filter_map(|(own, row)| match design.base {
        Base::TookPart => (!own.is_nan()).then_some((row, own / unit)),
        Base::Sampled => Some((row, if own.is_nan() { 0.0 } else { own / unit })),
    });
    let code = |codes: &Option<Vec<u32>>, row: usize| {
        let codes = codes.as_ref();
        codes.and_then(|codes| codes.get(row).copied()).unwrap_or(0)
    };
    if design.clusters.is_none() {
        return Ok(own
            .map(|(row, own)| (code(&design.strata, row), own))
            .collect());
    }
    let mut places: HashMap<u32, usize, RandomState> = HashMap::default();
    let mut totals: Vec<(u32, f64)> = Vec::new();
    for (row, own) in own {
        let (stratum, cluster) = (code(&design.strata, row), code(&design.clusters, row));
        let place = *places.entry(cluster).or_insert(totals.len());
        match totals.get_mut(place) {
            Some((same, total)) if *same == stratum => *total += own,
            Some((other, _)) => {
                let error = Error::mismatch("strata of a cluster", *other, stratum).at_row(row);
                return Err(error.with_cure("number the clusters of all strata apart"));
            }
            None => totals.push((stratum, own)),
        }
    }
    Ok(totals)
}

/// `Σw² · (Σ u²/w − (Σu)²/Σw) / (Σw − Σw²/Σw)`: the variance of what the estimate is the mean of,
/// divided by the effective sample size.
fn kish(influence: &Influence, design: &Design, unit: f64) -> Result<(f64, f64)> {
    let weight_of = |row: usize| match influence.weighting() {
        Weighting::By(weights) => weights.get(row).copied().unwrap_or_default(),
        Weighting::Equal | Weighting::Mixed => 1.0,
    };
    let with = if design.strata.is_some() || design.clusters.is_some() {
        Some("strata or clusters")
    } else if design.base == Base::Sampled {
        Some("all sampled clusters as the base")
    } else if *influence.weighting() == Weighting::Mixed {
        Some("estimates of different weights")
    } else {
        None
    };
    if let Some(with) = with {
        let error = Error::unsupported("Kish's effective sample size", with);
        return Err(error.with_cure("use linearised errors"));
    }
    let (mut asked, mut all, mut squares) = (0, 0.0, 0.0);
    let (mut total, mut relative) = (0.0, 0.0);
    for (row, own) in influence.column().iter().enumerate() {
        let weight = weight_of(row);
        if own.is_nan() || weight <= 0.0 {
            continue;
        }
        let own = own / unit;
        asked += 1;
        all += weight;
        squares += weight * weight;
        total += own;
        relative += own * own / weight;
    }
    let effective = all * all / squares;
    if asked < 2 || effective <= 1.0 {
        return Err(too_few(asked, 2));
    }
    let left = not_asked(0, asked, design)?;
    let freedom = all - squares / all;
    let variance = squares * (relative - total * total / all).max(0.0) / freedom;
    Ok((left * variance, effective - 1.0))
}
