use super::Covariates;
use super::fitted;
use super::model::Cox;
use super::sums::{Risks, add_products, add_to, cells, dot, symmetric};
use super::table::{End, Table};
use crate::estimate::{ChiSquare, Estimate};
use crate::macros::named_enum;
use crate::numeric::ROUNDING;
use crate::numeric::linear::{Cholesky, Dependent, Matrix};
use crate::survival::Survival;
use crate::survival::times::Times;
use crate::{Error, Result};

named_enum! {
    /// How tenure is measured where a hazard ratio is tested for a change with it.
    ///
    /// See the [example](crate::survival::cox::ProportionalHazards).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum TimeTransform {
        /// By the share that has left before it: long tenures, which few reach, do not decide. The
        /// default. Weights count in that share; R leaves them out of it.
        #[default]
        KaplanMeier = "kaplan_meier",
        /// By its rank among the tenures of those who left; equal tenures have their mean rank.
        Rank = "rank",
        /// As it is.
        Identity = "identity",
        /// By its natural logarithm.
        Log = "log",
    }
}

named_enum! {
    /// How much is known of a hazard ratio at each tenure, for the test that it stays the same.
    ///
    /// See the [example](crate::survival::cox::ProportionalHazards).
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Information {
        /// What the customers at risk at each tenure show: the score test. The default.
        ///
        /// Source: Therneau, T. M. and Grambsch, P. M. (2000), *Modeling Survival Data*, section 6.2.
        #[default]
        ByTenure = "by_tenure",
        /// As much for each who left, whatever the tenure: the approximation by scaled Schoenfeld residuals.
        /// It errs where those at risk become alike, as under strata.
        ///
        /// Source: Grambsch, P. M. and Therneau, T. M. (1994), *Biometrika* 81: 515–526.
        #[doc(alias = "Schoenfeld residuals")]
        Average = "average",
    }
}

/// Whether hazard ratios stay the same at every tenure.
///
/// With `g(t)` the tenure as [`TimeTransform`] measures it and `r` the residual of Schoenfeld, the covariates of
/// those who leave less their mean among those at risk:
///
/// ```text
/// coefficient at t = b + slope · g(t)
/// statistic        = Uᵀ · (covariance of U)⁻¹ · U,   U = Σ g(t) · r(t)       chi-square
/// ```
///
/// A small p-value says that one hazard ratio for all tenures is an average. Among thousands of customers the
/// test finds changes too small to matter: look at the slope.
///
/// ```
/// use retention::survival::Spell;
/// use retention::survival::cox::{Covariates, Information, Options, TimeTransform};
///
/// // A discount that draws customers who leave early, or else stay.
/// let left = [1, 1, 2, 2, 3, 30, 8, 9, 11, 12, 14, 15].map(Spell::ended);
/// let spells: Vec<Spell> = left.into_iter().chain([32, 32, 33, 16, 16].map(Spell::ongoing)).collect();
/// let discount = [1., 1., 1., 1., 1., 1., 0., 0., 0., 0., 0., 0., 1., 1., 1., 0., 0.];
/// let covariates = Covariates::new(&spells, [("discount", &discount[..])])?;
/// let cox = covariates.fit(Options::default())?.converged()?;
/// let test = covariates.proportional_hazards(&cox, TimeTransform::default(), Information::default())?;
/// assert!(test.all.p_value < 0.01);
/// assert!(test.covariates[0].slope.value() < 0.0); // its hazard ratio falls with tenure
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ProportionalHazards {
    /// The covariates, in the order given.
    pub covariates: Vec<Proportionality>,
    /// The test of all covariates together.
    pub all: ChiSquare,
    /// How tenure was measured.
    pub transform: TimeTransform,
    /// How much was taken to be known at each tenure.
    pub information: Information,
}

/// Whether the hazard ratio of one covariate stays the same: a row of [`ProportionalHazards`].
///
/// It is written flat, as the `csv` crate takes a row: `name`, `slope` with its `standard_error`, and `statistic`,
/// `degrees_of_freedom` and `p_value` of the test.
///
/// See the [example](crate::survival::cox::ProportionalHazards).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(into = "written::Row")
)]
#[non_exhaustive]
pub struct Proportionality {
    /// The name of the covariate.
    pub name: String,
    /// By how much the coefficient changes with a unit of the transformed tenure, as a first step towards
    /// the best fit tells.
    pub slope: Estimate,
    /// The test that it does not change.
    pub test: ChiSquare,
}

/// How a row is written.
#[cfg(feature = "serde")]
mod written {
    use super::Proportionality;

    #[derive(serde::Serialize)]
    pub(super) struct Row {
        name: String,
        slope: f64,
        standard_error: f64,
        statistic: f64,
        degrees_of_freedom: u32,
        p_value: f64,
    }

    impl From<Proportionality> for Row {
        fn from(row: Proportionality) -> Self {
            Self {
                name: row.name,
                slope: row.slope.value(),
                standard_error: row.slope.standard_error(),
                statistic: row.test.statistic,
                degrees_of_freedom: row.test.degrees_of_freedom,
                p_value: row.test.p_value,
            }
        }
    }
}

impl Covariates<'_> {
    /// Tests whether the hazard ratios of a regression of these rows stay the same at every tenure.
    ///
    /// # Errors
    /// [`Error::Mismatch`] for a regression of other covariates, other rows or other weights;
    /// [`Error::OutOfRange`] for the logarithm where customers left at a tenure of 0;
    /// [`Error::Insufficient`] if all left at one tenure; [`Error::Singular`] for a covariate whose change
    /// the data do not show.
    ///
    /// See the [example](crate::survival::cox::ProportionalHazards).
    pub fn proportional_hazards(
        &self,
        cox: &Cox,
        transform: TimeTransform,
        information: Information,
    ) -> Result<ProportionalHazards> {
        self.same_covariates(cox)?;
        let table = fitted::table(self)?;
        let betas = table.betas(cox);
        let sums = table.sums(&betas, cox.options.ties);
        let Ok(factor) = sums.factor() else {
            return Err(Error::mismatch("rows of the regression", "these", "others"));
        };
        // At the best fit of these rows the slope of the likelihood is 0.
        let slope = dot(&factor.solve(&sums.gradient), &sums.gradient);
        if slope.is_nan() || slope > 1e-8 {
            return Err(
                Error::mismatch("rows of the regression", "these", "others").with_cure(
                    "take the model that these rows were fitted to, once it has converged",
                ),
            );
        }
        let clock = self.clock(&table, transform)?;
        let moved = Moved::new(
            &table,
            &sums.risks,
            &table.hazards(&betas, sums.risks.shift),
            &clock,
        );
        let tested = match information {
            Information::ByTenure => moved.by_tenure(&sums.information, &factor),
            Information::Average => Ok(moved.average(&factor)),
        };
        let (each, all) = tested.map_err(|dependent| fitted::singular(self, dependent))?;
        let rows = self.names.iter().zip(&table.scales).zip(each);
        let rows = rows.map(|((name, scale), (slope, error))| {
            let error = error / table.largest.sqrt();
            Ok(Proportionality {
                name: name.clone(),
                slope: Estimate::new(scale.of_covariate(slope), scale.of_covariate(error))?,
                test: ChiSquare::new((slope / error).powi(2), 1),
            })
        });
        Ok(ProportionalHazards {
            covariates: rows.collect::<Result<_>>()?,
            all: ChiSquare::new(table.largest * all, table.width),
            transform,
            information,
        })
    }

    /// The transformed tenure of each end, less its mean.
    fn clock(&self, table: &Table, transform: TimeTransform) -> Result<Vec<f64>> {
        let mut tenures: Vec<u32> = table.ends.iter().map(|end| end.time).collect();
        tenures.sort_unstable();
        tenures.dedup();
        if tenures.len() < 2 {
            let found = tenures.len() as u64;
            return Err(Error::insufficient(
                "tenures at which customers left",
                found,
                2,
            ));
        }
        if transform == TimeTransform::Log && tenures.first() == Some(&0) {
            let error = Error::out_of_range("tenures at which customers left", 0, "above 0");
            return Err(error.with_cure("take another `TimeTransform`"));
        }
        let values: Vec<f64> = match transform {
            TimeTransform::Identity => tenures.iter().map(|&time| time.into()).collect(),
            TimeTransform::Log => tenures.iter().map(|&time| f64::from(time).ln()).collect(),
            TimeTransform::Rank => ranks(table, &tenures),
            TimeTransform::KaplanMeier => self.shares(&tenures),
        };
        let value = |end: &End| {
            let at = tenures.partition_point(|time| *time < end.time);
            values.get(at).copied().unwrap_or(f64::NAN)
        };
        let mut clock: Vec<f64> = table.ends.iter().map(value).collect();
        let weighted = table.ends.iter().zip(&clock);
        let (weight, sum) = weighted.fold((0.0, 0.0), |(weight, sum), (end, time)| {
            (weight + end.weight, sum + end.weight * time)
        });
        clock.iter_mut().for_each(|time| *time -= sum / weight);
        Ok(clock)
    }

    /// The share that has left before each of these tenures, of all strata together.
    fn shares(&self, tenures: &[u32]) -> Vec<f64> {
        let mut times = Times::default();
        for (row, spell) in self.spells.iter().enumerate() {
            let weight = self.weight(row);
            if weight > 0.0 {
                times.add(*spell, weight);
            }
        }
        let curve = Survival::new(0, times);
        let before = |&tenure: &u32| {
            let passed = curve.points.partition_point(|point| point.time < tenure);
            let last = passed.checked_sub(1).and_then(|at| curve.points.get(at));
            last.map_or(0.0, |point| 1.0 - point.survival)
        };
        tenures.iter().map(before).collect()
    }
}

/// The mean rank of the rows that left at each of these tenures.
fn ranks(table: &Table, tenures: &[u32]) -> Vec<f64> {
    let mut ranks = vec![0.0; tenures.len()];
    for end in &table.ends {
        let at = tenures.partition_point(|time| *time < end.time);
        if let Some(count) = ranks.get_mut(at) {
            *count += f64::from(end.tied);
        }
    }
    let mut passed = 0.0;
    for rank in &mut ranks {
        let own = *rank;
        *rank = passed + 0.5 * (own + 1.0);
        passed += own;
    }
    ranks
}

impl Table {
    /// `Σ w z` over those who leave at each end, one end after the other.
    fn leaving_at_each(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.ends.len() * self.width];
        for part in self.parts() {
            for (row, scores) in part.iter().filter(|(row, _)| row.ended) {
                let start = (row.until as usize).saturating_sub(1) * self.width;
                if let Some(cells) = sums.get_mut(start..start + self.width) {
                    add_to(cells, scores, row.weight);
                }
            }
        }
        sums
    }

    /// `Σ w exp(η) z zᵀ` over those at risk at each end, and over those who leave at it.
    fn seconds(&self, hazards: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let size = cells(self.width);
        let zeros = || vec![0.0; self.ends.len() * size];
        let (mut all, mut tied) = (zeros(), zeros());
        let add = |to: &mut [f64], end: usize, row: usize| {
            let hazard = hazards.get(row).copied().unwrap_or_default();
            if let Some(cells) = to.get_mut(end * size..(end + 1) * size) {
                add_products(cells, self.scores_of(row), hazard);
            }
        };
        for (at, row) in self.rows.iter().enumerate() {
            let end = (row.until as usize).saturating_sub(1);
            add(&mut all, end, at);
            if row.ended {
                add(&mut tied, end, at);
            }
        }
        let mut removed = if self.entered.is_empty() {
            Vec::new()
        } else {
            zeros()
        };
        for &at in &self.entered {
            let from = self.rows.get(at as usize).map_or(0, |row| row.from);
            add(&mut removed, from as usize, at as usize);
        }
        (self.running(size, &all, &removed), tied)
    }
}

/// Slopes with their errors, and the statistic of all covariates together.
type Tested = (Vec<(f64, f64)>, f64);

/// Sums over the ends, with powers of the transformed tenure `g`.
struct Moved {
    /// `Σ g · r`.
    first: Vec<f64>,
    /// `Σ g · information`.
    cross: Matrix,
    /// `Σ g² · information`.
    own: Matrix,
    /// `Σ w g² / Σ w`.
    spread: f64,
}

impl Moved {
    fn new(table: &Table, risks: &Risks, hazards: &[f64], clock: &[f64]) -> Self {
        let (width, size) = (table.width, cells(table.width));
        let (all, tied) = table.seconds(hazards);
        let leaving = table.leaving_at_each();
        let mut first = vec![0.0; width];
        let (mut cross, mut own, mut at) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
        let (mut squares, mut weight) = (0.0, 0.0);
        let seconds = all.chunks_exact(size).zip(tied.chunks_exact(size));
        let ends = table
            .ends
            .iter()
            .zip(clock)
            .zip(leaving.chunks_exact(width));
        for (((end, time), leaving), (((step, firsts), tied), (second, second_tied))) in
            ends.zip(risks.by_end(width).zip(seconds))
        {
            add_to(&mut first, leaving, *time);
            add_to(&mut first, firsts, -time * step.hazard);
            add_to(&mut first, tied, time * step.less);
            at.fill(0.0);
            add_to(&mut at, second, step.hazard);
            add_to(&mut at, second_tied, -step.less);
            step.take_means(&mut at, firsts, tied);
            add_to(&mut cross, &at, *time);
            add_to(&mut own, &at, time * time);
            squares += end.weight * time * time;
            weight += end.weight;
        }
        Self {
            first,
            cross: symmetric(width, &cross),
            own: symmetric(width, &own),
            spread: squares / weight,
        }
    }

    /// By the information of each tenure, less what the coefficients themselves take of it.
    fn by_tenure(
        &self,
        information: &Matrix,
        factor: &Cholesky,
    ) -> std::result::Result<Tested, Dependent> {
        let size = information.size();
        let taken: Vec<Vec<f64>> = self.cross.rows().map(|row| factor.solve(row)).collect();
        let left = Matrix::from_fn(size, |i, j| {
            let (low, high) = (i.min(j), i.max(j));
            let taken = taken
                .get(low)
                .map_or(0.0, |taken| dot(self.cross.row(high), taken));
            self.own.at(high, low) - taken
        });
        let each = (0..size).zip(&self.first).map(|(at, first)| {
            let variance = left.at(at, at);
            if variance <= ROUNDING * self.spread * information.at(at, at) {
                return Err(Dependent(at));
            }
            Ok((first / variance, 1.0 / variance.sqrt()))
        });
        let each = each.collect::<Result<_, _>>()?;
        Ok((each, dot(&left.cholesky()?.solve(&self.first), &self.first)))
    }

    /// As if the information were the same at each tenure.
    fn average(&self, factor: &Cholesky) -> Tested {
        let solved = factor.solve(&self.first);
        let inverse = factor.inverse();
        let each = solved.iter().zip(inverse.diagonal());
        let each =
            each.map(|(solved, variance)| (solved / self.spread, (variance / self.spread).sqrt()));
        (each.collect(), dot(&solved, &self.first) / self.spread)
    }
}
