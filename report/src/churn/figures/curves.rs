//! Survival curves of everybody and of each group, and whether they differ.

use retention::estimate::Confidence;
use retention::survival::{Builder, Survival, Transform, Weighting, log_rank};
use retention::{Accumulator, Result};
use serde::Serialize;

use super::rates::Group;
use super::spells::{Observed, Spells};
use crate::churn::input::Sheet;

/// The curve of a group.
#[derive(Debug, Serialize)]
pub struct Curve {
    pub group: String,
    pub customers: u64,
    /// How many left while they were followed.
    pub events: u64,
    /// The month by which half have left; `None` where the curve does not fall so far.
    pub median: Option<u32>,
    pub median_lower: Option<u32>,
    pub median_upper: Option<u32>,
    /// The longest tenure to which the curve can be told.
    pub until: Option<u32>,
    /// Customers of tenures at which the curve has ended, because of some shorter one nobody is there.
    pub not_followed: u64,
    /// The month up to which as many customers were followed as a statement needs.
    #[serde(skip)]
    pub told_until: Option<u32>,
    /// The months at which customers left.
    pub points: Vec<Step>,
    #[serde(skip)]
    pub survival: Survival,
}

impl Curve {
    /// The fewest customers at risk in a month at which somebody left.
    pub fn fewest(&self) -> Option<u64> {
        self.points.iter().map(|step| step.at_risk).min()
    }

    /// The same until half had left; `None` if half have not.
    pub fn fewest_before_half(&self) -> Option<u64> {
        let median = self.median?;
        let before = self.points.iter().filter(|step| step.time <= median);
        before.map(|step| step.at_risk).min()
    }
}

/// A step of a curve: the share still there, with its standard error by Greenwood's formula and its 95 %
/// interval.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Step {
    pub time: u32,
    pub at_risk: u64,
    pub events: u64,
    pub survival: f64,
    pub standard_error: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// A test of whether all groups stay equally long.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Test {
    pub statistic: f64,
    pub degrees_of_freedom: u32,
    #[serde(serialize_with = "crate::kit::json::p_value")]
    pub p_value: Option<f64>,
}

/// All curves.
#[derive(Debug)]
pub struct Curves {
    /// While observed.
    pub everybody: Survival,
    pub naive: Vec<Curve>,
    pub adjusted: Vec<Curve>,
    pub log_rank: Option<Test>,
    pub log_rank_adjusted: Option<Test>,
}

impl Curves {
    /// # Errors
    /// Those of the library.
    pub fn of(sheet: &Sheet, spells: &Spells, groups: &[Group], minimum: u64) -> Result<Self> {
        let spell = |observed: &Observed| observed.adjusted;
        let everybody = Survival::of(spells.0.iter().filter_map(spell))?;
        let mut naive = by_group(sheet, spells, groups, |observed| Some(observed.naive))?;
        for (curve, group) in naive.iter_mut().zip(groups) {
            let of = |observed: &&Observed| sheet.customers[observed.at].group == group.place;
            let mut months: Vec<u32> = spells.0.iter().filter(of).map(|one| one.months).collect();
            months.sort_by(|a, b| b.cmp(a));
            let enough = usize::try_from(minimum)
                .unwrap_or(usize::MAX)
                .saturating_sub(1);
            curve.told_until = months.get(enough).copied();
        }
        let adjusted = by_group(sheet, spells, groups, spell)?;
        Ok(Self {
            everybody,
            log_rank: test(&naive)?,
            log_rank_adjusted: test(&adjusted)?,
            naive,
            adjusted,
        })
    }
}

fn by_group(
    sheet: &Sheet,
    spells: &Spells,
    groups: &[Group],
    spell: impl Fn(&Observed) -> Option<retention::survival::Spell>,
) -> Result<Vec<Curve>> {
    let mut builders = vec![Builder::new(); sheet.groups.len()];
    for observed in &spells.0 {
        let builder = &mut builders[sheet.customers[observed.at].group];
        spell(observed).map_or(Ok(()), |spell| builder.push(spell))?;
    }
    let curves = groups.iter().map(|group| {
        let survival = builders[group.place].clone().finish()?;
        Curve::new(group.group.clone(), survival)
    });
    curves.collect()
}

impl Curve {
    fn new(group: String, survival: Survival) -> Result<Self> {
        let (transform, confidence) = (Transform::default(), Confidence::default());
        let (lower, upper) = survival.quantile_interval(0.5, transform, confidence)?;
        let points = survival.points.iter().map(|point| {
            let ends = survival.interval(point.time, transform, confidence);
            Step {
                time: point.time,
                at_risk: point.at_risk as u64,
                events: point.ended as u64,
                survival: point.survival,
                standard_error: point.standard_error,
                lower: ends.map(|ends| ends.lower()),
                upper: ends.map(|ends| ends.upper()),
            }
        });
        Ok(Self {
            group,
            customers: survival.customers,
            events: survival.ended as u64,
            median: survival.median(),
            median_lower: lower,
            median_upper: upper,
            until: survival.until,
            not_followed: survival.not_followed as u64,
            told_until: None,
            points: points.collect(),
            survival,
        })
    }
}

fn test(curves: &[Curve]) -> Result<Option<Test>> {
    let curves: Vec<&Survival> = curves.iter().map(|curve| &curve.survival).collect();
    if curves.len() < 2 {
        return Ok(None);
    }
    let found = log_rank(&curves, Weighting::default())?;
    Ok(found.map(|test| Test {
        statistic: test.statistic,
        degrees_of_freedom: test.degrees_of_freedom,
        p_value: Some(test.p_value),
    }))
}
