//! One predictor alone, on all customers who have a value of it.

use super::area::{Contributions, area};
use super::regression::{self, Ended, Standardised};
use super::table::{Folds, Table, taken};
use super::{Options, Predictor, PredictorOfStaying, RateByGroup, StayingArea, StayingVerdict};
use crate::Result;
use crate::estimate::ranking::Ranking;
use crate::estimate::{Estimate, Proportion};
use crate::numeric::normal;
use crate::numeric::special::chi_square_upper;

/// Fewer expected in a cell are too few for the chi-square distribution.
const EXPECTED: f64 = 5.0;

/// What is found of a predictor before p-values are adjusted.
pub(super) struct Single {
    pub(super) predictor: PredictorOfStaying,
    pub(super) groups: Vec<RateByGroup>,
}

/// The customers with a value, and whether they stayed.
struct Cases {
    values: Vec<f64>,
    stayed: Vec<bool>,
    folds: Folds,
}

pub(super) fn of(
    table: &Table,
    at: usize,
    predictor: &Predictor,
    options: Options,
) -> Result<Single> {
    let column = table.columns.get(at).map(Vec::as_slice).unwrap_or_default();
    let known: Vec<usize> = (0..column.len())
        .filter(|&row| column.get(row).copied().flatten().is_some())
        .collect();
    let stayed = taken(&table.stayed, &known);
    let cases = Cases {
        values: taken(column, &known).into_iter().flatten().collect(),
        folds: Folds::new(&stayed, options.folds, options.seed),
        stayed,
    };
    let answered = counted(cases.stayed.iter().copied())?;
    let all = counted(table.stayed.iter().copied())?;
    let missing = Proportion::new(
        all.numerator().saturating_sub(answered.numerator()),
        all.denominator().saturating_sub(answered.denominator()),
    )?;
    let mut found = PredictorOfStaying {
        name: predictor.name.clone(),
        unit: predictor.levels.is_none().then(|| predictor.unit.clone()),
        verdict: StayingVerdict::Insufficient,
        answered,
        missing,
        missing_p_value: independence(&[answered, missing]),
        concordance: None,
        area: None,
        p_value: None,
        adjusted_p_value: None,
        bend: None,
        bend_adjusted_p_value: None,
        alone: None,
        together: None,
    };
    let varies = cases.values.windows(2).any(|two| two.first() != two.last());
    let (stayers, leavers) = (answered.numerator(), answered.complement().numerator());
    let groups = cases.groups(predictor, options)?;
    if varies && stayers >= options.stayers && leavers >= options.leavers {
        found.verdict = StayingVerdict::Undecided;
        match &predictor.levels {
            None => cases.number(&mut found, &groups, options)?,
            Some(levels) => cases.classes(&mut found, levels.len(), options)?,
        }
    }
    let groups = groups.into_iter().map(|group| group.row).collect();
    Ok(Single {
        predictor: found,
        groups,
    })
}

pub(super) fn counted(stayed: impl Iterator<Item = bool> + Clone) -> Result<Proportion> {
    let all = stayed.clone().count() as u64;
    Proportion::new(stayed.filter(|&stayed| stayed).count() as u64, all)
}

/// A group with its counts.
struct Group {
    stayed: Proportion,
    row: RateByGroup,
}

impl Cases {
    /// What is found of a number: its order tells, or its middle.
    fn number(
        &self,
        found: &mut PredictorOfStaying,
        groups: &[Group],
        options: Options,
    ) -> Result<()> {
        let ranking = Ranking::new(&self.values, &self.stayed)?;
        found.concordance = ranking.auc();
        found.p_value = found
            .concordance
            .map(|it| p_of_area(it, &ranking))
            .transpose()?;
        let mut scores = vec![0.0; self.values.len()];
        for part in 0..self.folds.count {
            let (own, others) = self.folds.split(part);
            let learned =
                Ranking::new(&taken(&self.values, &others), &taken(&self.stayed, &others))?;
            let falls = learned.auc().is_some_and(|area| area.value() < 0.5);
            self.score(&mut scores, &own, |x| if falls { -x } else { x });
        }
        let falls = found.concordance.is_some_and(|area| area.value() < 0.5);
        let read: Vec<f64> = self
            .values
            .iter()
            .map(|&x| if falls { -x } else { x })
            .collect();
        found.area = self.area(&scores, &read, found.p_value, options)?;
        found.bend = bend(groups, options.level);
        if let Some(standardised) = Standardised::new(&self.values) {
            let outcomes = regression::numbers(&self.stayed);
            let ended = regression::fit(&[&standardised.values], &outcomes, options.iterations)?;
            if let Ended::Converged(effects) = ended {
                let marginal = effects.first().and_then(|effect| effect.marginal);
                found.alone = marginal.and_then(|it| standardised.by_unit(it));
            }
        }
        Ok(())
    }

    /// What is found of classes: whether their rates differ.
    fn classes(
        &self,
        found: &mut PredictorOfStaying,
        levels: usize,
        options: Options,
    ) -> Result<()> {
        let every: Vec<usize> = (0..self.values.len()).collect();
        let (rates, counts) = self.rates(&every, levels, options.prior)?;
        found.p_value = independence(&together(&counts)?);
        let mut scores = vec![0.0; self.values.len()];
        let rate = |rates: &[f64], x: f64| rates.get(x as usize).copied().unwrap_or_default();
        for part in 0..self.folds.count {
            let (own, others) = self.folds.split(part);
            let (learned, _) = self.rates(&others, levels, options.prior)?;
            self.score(&mut scores, &own, |x| rate(&learned, x));
        }
        let read: Vec<f64> = self.values.iter().map(|&x| rate(&rates, x)).collect();
        found.area = self.area(&scores, &read, found.p_value, options)?;
        Ok(())
    }

    fn area(
        &self,
        scores: &[f64],
        read: &[f64],
        p_value: Option<f64>,
        options: Options,
    ) -> Result<Option<StayingArea>> {
        let cross = Contributions::cross_fitted(scores, &self.stayed, &self.folds)?;
        let apparent = Ranking::new(read, &self.stayed)?;
        Ok(cross
            .and_then(|cross| area(&cross, &apparent, &self.stayed, p_value, options.confidence)))
    }

    fn score(&self, scores: &mut [f64], rows: &[usize], of: impl Fn(f64) -> f64) {
        for &row in rows {
            if let (Some(score), Some(&x)) = (scores.get_mut(row), self.values.get(row)) {
                *score = of(x);
            }
        }
    }

    /// The rate of each class among these rows, drawn to that of all, and the counts.
    fn rates(
        &self,
        rows: &[usize],
        levels: usize,
        prior: f64,
    ) -> Result<(Vec<f64>, Vec<Proportion>)> {
        let all = counted(taken(&self.stayed, rows).into_iter())?;
        let overall = all.value().unwrap_or(0.5);
        let mut counts = vec![[0_u64; 2]; levels];
        for &row in rows {
            let level = self.values.get(row).map(|&x| x as usize);
            if let Some(cell) = level.and_then(|level| counts.get_mut(level)) {
                let [kept, every] = cell;
                *kept += u64::from(self.stayed.get(row) == Some(&true));
                *every += 1;
            }
        }
        let rates = counts.iter().map(|&[kept, every]| {
            let all = every as f64 + prior;
            if all > 0.0 {
                (kept as f64 + prior * overall) / all
            } else {
                overall
            }
        });
        let rates = rates.collect();
        let counts = counts
            .into_iter()
            .map(|[kept, every]| Proportion::new(kept, every));
        Ok((rates, counts.collect::<Result<_>>()?))
    }

    /// The classes, or the thirds of a number, that have customers.
    fn groups(&self, predictor: &Predictor, options: Options) -> Result<Vec<Group>> {
        let mut rows: Vec<(f64, bool)> = self
            .values
            .iter()
            .copied()
            .zip(self.stayed.iter().copied())
            .collect();
        rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let key: Box<dyn Fn(f64) -> usize> = match &predictor.levels {
            Some(_) => Box::new(|x| x as usize),
            None => {
                let cut = |third: usize| {
                    let at = rows.len().saturating_mul(third).saturating_sub(1) / 3;
                    rows.get(at).map_or(f64::NAN, |row| row.0)
                };
                let cuts = [cut(1), cut(2)];
                Box::new(move |x| cuts.iter().filter(|&&cut| x > cut).count())
            }
        };
        let mut groups = Vec::new();
        for part in rows.chunk_by(|a, b| key(a.0) == key(b.0)) {
            let (Some(first), Some(last)) = (part.first(), part.last()) else {
                continue;
            };
            let stayed = counted(part.iter().map(|row| row.1))?;
            let at = key(first.0);
            let group = match &predictor.levels {
                Some(levels) => levels.get(at).cloned().unwrap_or_default(),
                None => ["low", "middle", "high"]
                    .get(at)
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
            };
            let numbers = predictor.levels.is_none().then_some((first.0, last.0));
            let interval = stayed.wilson(options.confidence);
            groups.push(Group {
                stayed,
                row: RateByGroup {
                    predictor: predictor.name.clone(),
                    group,
                    from: numbers.map(|it| it.0),
                    to: numbers.map(|it| it.1),
                    customers: stayed.denominator(),
                    stayed: stayed.numerator(),
                    rate: stayed.value(),
                    lower: interval.map(|it| it.lower()),
                    upper: interval.map(|it| it.upper()),
                },
            });
        }
        Ok(groups)
    }
}

/// The two-sided p-value of an area of 0.5.
fn p_of_area(area: Estimate, ranking: &Ranking) -> Result<f64> {
    if let Some(test) = area.test(0.5)? {
        return Ok(test.p_value);
    }
    // Every pair in order, or every pair equal: the error under no difference tells which.
    let (events, others) = (ranking.events() as f64, ranking.others() as f64);
    let error = ((events + others + 1.0) / (12.0 * events * others)).sqrt();
    Ok(2.0 * normal::cdf(-(area.value() - 0.5).abs() / error))
}

/// Puts the smallest classes together until at least five of each outcome are expected in each.
fn together(counts: &[Proportion]) -> Result<Vec<Proportion>> {
    let mut classes: Vec<Proportion> = counts
        .iter()
        .copied()
        .filter(|it| it.denominator() > 0)
        .collect();
    let (kept, all) = classes.iter().fold((0, 0), |(kept, all), it| {
        (kept + it.numerator(), all + it.denominator())
    });
    let rarer = kept.min(all - kept) as f64 / all as f64;
    classes.sort_unstable_by_key(|it| std::cmp::Reverse((it.denominator(), it.numerator())));
    while let Some(last) = classes.pop() {
        let enough = last.denominator() as f64 * rarer >= EXPECTED;
        if enough {
            classes.push(last);
            break;
        }
        match classes.pop() {
            Some(next) => classes.push(next.merge(last)?),
            None => break,
        }
    }
    Ok(classes)
}

/// The p-value of Pearson's chi-square test that all groups have the same rate; `None` if fewer than two
/// have customers, if all did the same, or if fewer than five are expected in a cell.
pub(super) fn independence(groups: &[Proportion]) -> Option<f64> {
    let groups = groups.iter().filter(|group| group.denominator() > 0);
    let (kept, all) = groups.clone().fold((0.0, 0.0), |(kept, all), group| {
        (
            kept + group.numerator() as f64,
            all + group.denominator() as f64,
        )
    });
    let (rate, count) = (kept / all, groups.clone().count());
    let rarer = rate.min(1.0 - rate);
    let few = groups
        .clone()
        .any(|group| group.denominator() as f64 * rarer < EXPECTED);
    if count < 2 || rarer <= 0.0 || few {
        return None;
    }
    let statistic: f64 = groups
        .map(|group| {
            let n = group.denominator() as f64;
            (group.numerator() as f64 - n * rate).powi(2) / (n * rate * (1.0 - rate))
        })
        .sum();
    Some(chi_square_upper(statistic, (count - 1) as f64))
}

/// How much more the middle third stayed than the mean of the outer ones; `None` where a third has fewer
/// customers than `least`.
fn bend(groups: &[Group], least: u64) -> Option<Estimate> {
    let [low, middle, high] = groups else {
        return None;
    };
    let side = |group: &Group| {
        let n = group.stayed.denominator();
        // Two more of each outcome, for a group of which all did the same.
        let p = (group.stayed.numerator() as f64 + 2.0) / (n as f64 + 4.0);
        (n >= least).then(|| Some((group.stayed.value()?, p * (1.0 - p) / n as f64)))?
    };
    let ((low, a), (middle, b), (high, c)) = (side(low)?, side(middle)?, side(high)?);
    let error = (b + 0.25 * (a + c)).sqrt();
    Estimate::new(middle - 0.5 * (low + high), error).ok()
}
