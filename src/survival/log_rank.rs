use super::Survival;
use crate::error::finite;
use crate::numeric::linear::Matrix;
use crate::numeric::special::chi_square_upper;
use crate::{Error, Result};

/// How much each tenure counts in a log-rank test.
///
/// See the [example](crate::survival::log_rank).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Weighting {
    /// All alike: the log-rank test itself. The default. It notices hazards in constant proportion
    /// best.
    #[default]
    Equal,
    /// By the number at risk: early tenures count more.
    ///
    /// Source: Gehan, E. A. (1965), *Biometrika* 52: 203–223.
    Gehan,
    /// By the square root of the number at risk.
    ///
    /// Source: Tarone, R. E. and Ware, J. (1977), *Biometrika* 64: 156–160.
    TaroneWare,
    /// By the share still here, so that the pattern of those who are not followed matters less than in
    /// Gehan's.
    ///
    /// Source: Peto, R. and Peto, J. (1972), *Journal of the Royal Statistical Society A* 135: 185–207.
    Peto,
    /// By `S^rho · (1 − S)^gamma`, where `S` is the share still here before the tenure: with `rho`
    /// early tenures count more, with `gamma` late ones. Late ones have few customers: with `gamma` 1,
    /// groups of 25 and 75 that stay equally long are told apart at 5 % in 6.7 % of simulated cases.
    ///
    /// Source: Fleming, T. R. and Harrington, D. P. (1991), *Counting Processes and Survival Analysis*.
    FlemingHarrington {
        /// The power of the share still here, 0 or more.
        rho: f64,
        /// The power of the share that has left, 0 or more.
        gamma: f64,
    },
}

/// The result of a log-rank test.
///
/// See the [example](crate::survival::log_rank).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LogRank {
    /// The statistic, chi-square if all groups stay equally long.
    pub statistic: f64,
    /// Its degrees of freedom: the groups that can be compared less one, or 1 for a trend.
    pub degrees_of_freedom: u32,
    /// The chance of a statistic as large if all groups stay equally long.
    pub p_value: f64,
    /// How many customers of each group left while all were followed, in their order. Without weights of
    /// tenures.
    pub observed: Vec<f64>,
    /// How many would have left if all groups stayed equally long.
    pub expected: Vec<f64>,
}

/// Tests whether groups of customers stay equally long; `None` if nobody left, or if fewer than two
/// groups were ever at risk together.
///
/// ```text
/// at each tenure with ended d of n at risk, group g expects E_g = d · n_g / n
/// covariance = d · (n − d)/(n − 1) · n_g/n · (1 if g = h else 0, − n_h/n)
/// statistic  = (O − E)ᵀ · covariance⁻¹ · (O − E)     chi-square, groups − 1
/// ```
///
/// Case weights are taken for numbers of customers. The test finds no difference where curves cross
/// and the differences cancel; look at the curves.
///
/// # Errors
/// [`Error::OutOfRange`] and [`Error::NotFinite`] for powers of a weighting that are negative or no
/// numbers; [`Error::Insufficient`] for fewer than two curves.
///
/// ```
/// use retention::survival::{Spell, Survival, Weighting, log_rank};
///
/// let monthly = Survival::of([1, 2, 2, 3, 4, 5].map(Spell::ended))?;
/// let yearly = Survival::of([12, 12, 24].map(Spell::ended).into_iter().chain([Spell::ongoing(30)]))?;
/// let test = log_rank(&[&monthly, &yearly], Weighting::default())?.unwrap();
/// assert_eq!(format!("{:.2}", test.statistic), "8.52");
/// assert!(test.p_value < 0.01);
/// assert_eq!((test.observed[0], format!("{:.2}", test.expected[0])), (6.0, "2.67".into()));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn log_rank(curves: &[&Survival], weighting: Weighting) -> Result<Option<LogRank>> {
    log_rank_in_strata(&[curves], weighting)
}

/// Tests whether groups stay equally long within each of several strata, such as regions. Each stratum
/// has the curves of all groups, in the same order; the curve of nobody stands for a group that it does
/// not have.
///
/// # Errors
/// As [`log_rank`]; [`Error::LengthMismatch`] if strata differ in their number of groups.
///
/// See the [example](crate::survival::log_rank).
pub fn log_rank_in_strata(
    strata: &[&[&Survival]],
    weighting: Weighting,
) -> Result<Option<LogRank>> {
    Ok(Sums::of(strata, weighting)?.test())
}

/// Tests whether groups in an order stay longer and longer, or shorter and shorter: more powerful than
/// [`log_rank`] where that is expected. `scores` say where the groups stand, such as 1, 2, 3.
///
/// ```text
/// statistic = (Σ s_g (O_g − E_g))² / sᵀ · covariance · s          chi-square, 1
/// ```
///
/// # Errors
/// As [`log_rank`]; [`Error::LengthMismatch`] unless each group has a score; [`Error::NotFinite`] for a
/// score that is no number.
///
/// ```
/// use retention::survival::{Spell, Survival, Weighting, log_rank_for_trend};
///
/// let curves = [[1, 2, 3], [2, 3, 5], [4, 6, 9]].map(|times| Survival::of(times.map(Spell::ended)));
/// let [low, middle, high] = curves;
/// let curves = [&low?, &middle?, &high?];
/// let test = log_rank_for_trend(&curves, &[1.0, 2.0, 3.0], Weighting::default())?.unwrap();
/// assert_eq!(test.degrees_of_freedom, 1);
/// assert!(test.p_value < 0.05);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn log_rank_for_trend(
    curves: &[&Survival],
    scores: &[f64],
    weighting: Weighting,
) -> Result<Option<LogRank>> {
    if scores.len() != curves.len() {
        return Err(Error::length("scores", scores.len(), curves.len()));
    }
    for (row, &score) in scores.iter().enumerate() {
        finite("scores", score).map_err(|error| error.at_row(row))?;
    }
    Ok(Sums::of(&[curves], weighting)?.trend(scores))
}

/// Differences and covariances, added over tenures and strata.
struct Sums {
    observed: Vec<f64>,
    expected: Vec<f64>,
    difference: Vec<f64>,
    covariance: Matrix,
}

impl Weighting {
    fn check(self) -> Result<()> {
        if let Self::FlemingHarrington { rho, gamma } = self {
            crate::error::non_negative("rho", rho)?;
            crate::error::non_negative("gamma", gamma)?;
        }
        Ok(())
    }

    fn weight(self, at_risk: f64, share: f64, peto: f64) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::Gehan => at_risk,
            Self::TaroneWare => at_risk.sqrt(),
            Self::Peto => peto,
            Self::FlemingHarrington { rho, gamma } => {
                libm::pow(share, rho) * libm::pow(1.0 - share, gamma)
            }
        }
    }
}

impl Sums {
    fn of(strata: &[&[&Survival]], weighting: Weighting) -> Result<Self> {
        weighting.check()?;
        let groups = strata.first().map_or(0, |curves| curves.len());
        if groups < 2 {
            return Err(Error::insufficient("curves", groups as u64, 2));
        }
        let mut sums = Self {
            observed: vec![0.0; groups],
            expected: vec![0.0; groups],
            difference: vec![0.0; groups],
            covariance: Matrix::zeros(groups),
        };
        for (row, curves) in strata.iter().enumerate() {
            if curves.len() != groups {
                let error = Error::length("curves of a stratum", curves.len(), groups);
                return Err(error.at_row(row));
            }
            sums.add(curves, weighting);
        }
        Ok(sums)
    }

    fn add(&mut self, curves: &[&Survival], weighting: Weighting) {
        let mut times = crate::survival::times::Times::default();
        for curve in curves {
            times.merge(&curve.times);
        }
        let mut groups: Vec<_> = curves.iter().map(|curve| AtRisk::of(curve)).collect();
        let (mut share, mut peto) = (1.0, 1.0);
        for (time, at_risk, at) in times.at_risk() {
            let of_groups: Vec<(f64, f64)> =
                groups.iter_mut().map(|group| group.at(time)).collect();
            if at.ended <= 0.0 {
                continue;
            }
            // Those of the groups, because weights leave rests that the sum does not have.
            let all: f64 = of_groups.iter().map(|(there, _)| there).sum();
            let ended: f64 = of_groups.iter().map(|(_, ended)| ended).sum();
            peto *= 1.0 - ended / (at_risk + 1.0);
            let weight = weighting.weight(all, share, peto);
            share *= (1.0 - ended / all).max(0.0);
            self.step(&of_groups, (all, ended), weight);
        }
    }

    fn step(&mut self, groups: &[(f64, f64)], (all, ended): (f64, f64), weight: f64) {
        let one_left = all <= 1.0;
        let spread = if one_left {
            0.0
        } else {
            weight * weight * ended * ((all - ended) / (all - 1.0)).max(0.0)
        };
        for (g, &(there, left)) in groups.iter().enumerate() {
            let expected = ended * there / all;
            for (sums, value) in [
                (&mut self.observed, left),
                (&mut self.expected, expected),
                (&mut self.difference, weight * (left - expected)),
            ] {
                if let Some(sum) = sums.get_mut(g) {
                    *sum += value;
                }
            }
            for (h, &(others, _)) in groups.iter().enumerate() {
                let own = if g == h { 1.0 } else { 0.0 };
                let covariance = spread * there / all * (own - others / all);
                self.covariance
                    .set(g, h, self.covariance.at(g, h) + covariance);
            }
        }
    }

    /// The groups whose differences vary, but for one, which follows from the others.
    fn test(self) -> Option<LogRank> {
        let all = 0..self.difference.len();
        let varying: Vec<usize> = all.filter(|&g| self.covariance.at(g, g) > 0.0).collect();
        let (_, free) = varying.split_first()?;
        let at = |list: &[f64], g: usize| list.get(g).copied().unwrap_or_default();
        let cell = |row: usize, column: usize| match (free.get(row), free.get(column)) {
            (Some(&g), Some(&h)) => self.covariance.at(g, h),
            _ => 0.0,
        };
        let covariance = Matrix::from_fn(free.len(), cell).cholesky().ok()?;
        let difference: Vec<f64> = free.iter().map(|&g| at(&self.difference, g)).collect();
        let solved = covariance.solve(&difference);
        let statistic: f64 = difference.iter().zip(&solved).map(|(a, b)| a * b).sum();
        self.result(statistic, free.len())
    }

    fn trend(self, scores: &[f64]) -> Option<LogRank> {
        // Scores count from their mean, which the statistic does not depend on, so that large ones do
        // not cancel.
        let mean = scores
            .iter()
            .map(|score| score / scores.len() as f64)
            .sum::<f64>();
        let scores: Vec<f64> = scores.iter().map(|score| score - mean).collect();
        let difference: f64 = scores
            .iter()
            .zip(&self.difference)
            .map(|(s, d)| s * d)
            .sum();
        let rows = self.covariance.rows().zip(&scores);
        let variance: f64 = rows
            .map(|(row, score)| score * row.iter().zip(&scores).map(|(c, s)| c * s).sum::<f64>())
            .sum();
        (variance > 0.0).then(|| self.result(difference * difference / variance, 1))?
    }

    fn result(self, statistic: f64, degrees: usize) -> Option<LogRank> {
        let statistic = statistic.max(0.0);
        statistic.is_finite().then(|| LogRank {
            statistic,
            degrees_of_freedom: u32::try_from(degrees).unwrap_or(u32::MAX),
            p_value: chi_square_upper(statistic, degrees as f64),
            observed: self.observed,
            expected: self.expected,
        })
    }
}

/// Walks along the tenures of one group.
struct AtRisk {
    steps: Vec<(u32, f64, f64, f64)>,
    next: usize,
    /// The weight at risk after the last step.
    there: f64,
}

impl AtRisk {
    fn of(curve: &Survival) -> Self {
        let times = curve.times.at_risk();
        Self {
            steps: times
                .map(|(time, at_risk, at)| {
                    let left = (at_risk - (at.ended + at.censored)).max(0.0);
                    (time, at_risk, at.ended, left + at.entered)
                })
                .collect(),
            next: 0,
            there: curve.times.started,
        }
    }

    /// The weight at risk and that which left at a tenure; tenures come in order.
    fn at(&mut self, time: u32) -> (f64, f64) {
        match self.steps.get(self.next) {
            Some(&(own, at_risk, ended, after)) if own == time => {
                self.next += 1;
                self.there = after;
                (at_risk, ended)
            }
            _ => (self.there, 0.0),
        }
    }
}
