//! Cox regressions: their definition, what does not change them, and what their intervals cover.

use proptest::prelude::*;
use retention::fit::Outcome;
use retention::scale::Weights;
use retention::survival::cox::{
    Covariates, Cox, HazardRatio, Information, Options, ProportionalHazards, StandardErrors,
    TiedEnds, TimeTransform,
};
use retention::survival::{Spell, Survival, Weighting, log_rank};

use crate::cases;
use crate::random::Mixed;

#[derive(Debug, Clone)]
struct Rows {
    spells: Vec<Spell>,
    columns: [Vec<f64>; 2],
    weights: Vec<f64>,
    strata: Vec<u32>,
}

fn rows() -> impl Strategy<Value = Rows> {
    let row = (
        1_u32..12,
        any::<bool>(),
        prop::option::weighted(0.3, 0_u32..12),
        (0_u8..2, -3.0..3.0),
        1_u8..4,
        0_u32..2,
    );
    prop::collection::vec(row, 12..50).prop_map(|rows| {
        let spell = |(time, ended, entry): (u32, bool, Option<u32>)| {
            let spell = if ended {
                Spell::ended(time)
            } else {
                Spell::ongoing(time)
            };
            entry.map_or(spell, |entry| spell.entered(entry).unwrap_or(spell))
        };
        Rows {
            spells: rows
                .iter()
                .map(|row| spell((row.0, row.1, row.2)))
                .collect(),
            columns: [
                rows.iter().map(|row| row.3.0.into()).collect(),
                rows.iter().map(|row| row.3.1).collect(),
            ],
            weights: rows.iter().map(|row| row.4.into()).collect(),
            strata: rows.iter().map(|row| row.5).collect(),
        }
    })
}

/// A row with a weight is as many rows, which make one cluster.
fn weights_are_numbers_of_rows(rows: &Rows, times: usize) -> Result<(), TestCaseError> {
    let weights: Vec<f64> = rows
        .weights
        .iter()
        .map(|weight| weight * times as f64)
        .collect();
    let weights = Weights::new(weights).unwrap();
    let each = (0..rows.spells.len()).flat_map(|at| vec![at; times * rows.weights[at] as usize]);
    let places: Vec<usize> = each.collect();
    let repeated = rows.take(&places);
    let codes: Vec<u32> = places.iter().map(|&at| at as u32).collect();
    let options = Options::default().ties(TiedEnds::Breslow);
    let counted = rows.of().weights(&weights).unwrap();
    let weighted = fitted(&counted, options);
    let Some(weighted) = weighted.filter(|cox| !runs_away(cox)) else {
        return Ok(());
    };
    let clustered = repeated.of().clusters(&codes).unwrap();
    let repeated = fitted(&clustered, options).unwrap();
    for (a, b) in weighted.covariates.iter().zip(&repeated.covariates) {
        prop_assert!(same(a, b), "{a:?} {b:?}");
    }
    prop_assert!(near(weighted.log_likelihood, repeated.log_likelihood));
    prop_assert!(near(weighted.score.statistic, repeated.score.statistic));
    let [one, other] = [(&counted, &weighted), (&clustered, &repeated)]
        .map(|(rows, cox)| rows.concordance(cox).unwrap().unwrap());
    prop_assert!(near(one, other));
    for (a, b) in weighted.baselines.iter().zip(&repeated.baselines) {
        prop_assert_eq!(
            (a.from, a.until, a.steps.len()),
            (b.from, b.until, b.steps.len())
        );
        for (a, b) in a.steps.iter().zip(&b.steps) {
            prop_assert!(near(a.cumulative_hazard, b.cumulative_hazard));
        }
    }
    Ok(())
}

impl Rows {
    /// The same, nobody of whom came under observation late.
    fn followed_throughout(mut self) -> Self {
        for spell in &mut self.spells {
            *spell = if spell.has_ended() {
                Spell::ended(spell.time())
            } else {
                Spell::ongoing(spell.time())
            };
        }
        self
    }

    fn of(&self) -> Covariates<'_> {
        let columns = [("mark", &self.columns[0][..]), ("price", &self.columns[1])];
        let covariates = Covariates::new(&self.spells, columns).unwrap();
        covariates.strata(&self.strata).unwrap()
    }

    /// The rows in another order, or some of them several times.
    fn take(&self, places: &[usize]) -> Self {
        let all = |column: &[f64]| places.iter().map(|&at| column[at]).collect();
        Self {
            spells: places.iter().map(|&at| self.spells[at]).collect(),
            columns: [all(&self.columns[0]), all(&self.columns[1])],
            weights: all(&self.weights),
            strata: places.iter().map(|&at| self.strata[at]).collect(),
        }
    }

    fn at_risk(&self, row: usize, time: u32, stratum: u32) -> bool {
        let spell = self.spells[row];
        let entered = spell.entry().is_none_or(|entry| entry < time);
        entered && time <= spell.time() && self.strata[row] == stratum
    }

    /// The logarithm of the likelihood by its definition.
    fn likelihood(&self, betas: [f64; 2], ties: TiedEnds) -> f64 {
        let everyone = 0..self.spells.len();
        let predictor =
            |row: usize| betas[0] * self.columns[0][row] + betas[1] * self.columns[1][row];
        let hazard = |row: &usize| self.weights[*row] * predictor(*row).exp();
        let mut sum = 0.0;
        for stratum in 0..2 {
            for time in 0..12 {
                let there = everyone
                    .clone()
                    .filter(|&row| self.at_risk(row, time, stratum));
                let there: Vec<usize> = there.collect();
                let left = |row: &&usize| {
                    self.spells[**row].has_ended() && self.spells[**row].time() == time
                };
                let left: Vec<usize> = there.iter().filter(left).copied().collect();
                let weight: f64 = left.iter().map(|&row| self.weights[row]).sum();
                let all: f64 = there.iter().map(hazard).sum();
                let of_left: f64 = left.iter().map(hazard).sum();
                for (before, &row) in left.iter().enumerate() {
                    let share = match ties {
                        TiedEnds::Efron => before as f64 / left.len() as f64,
                        _ => 0.0,
                    };
                    let mean = weight / left.len() as f64;
                    sum += self.weights[row] * predictor(row);
                    sum -= mean * (all - share * of_left).ln();
                }
            }
        }
        sum
    }

    /// The concordance by its definition: pairs in order, tied and all.
    fn concordance(&self, cox: &Cox) -> Option<f64> {
        let score = |row: usize| {
            cox.score(&[self.columns[0][row], self.columns[1][row]])
                .unwrap()
        };
        let (mut right, mut all) = (0.0, 0.0);
        for a in (0..self.spells.len()).filter(|&row| self.spells[row].has_ended()) {
            let time = self.spells[a].time();
            for b in 0..self.spells.len() {
                let other = self.spells[b];
                let longer = other.time() > time || other.time() == time && !other.has_ended();
                if !longer || !self.at_risk(b, time, self.strata[a]) {
                    continue;
                }
                let pair = self.weights[a] * self.weights[b];
                all += pair;
                let apart = score(a) - score(b);
                if apart.abs() < 1e-12 {
                    right += 0.5 * pair;
                } else if apart > 0.0 {
                    right += pair;
                }
            }
        }
        (all > 0.0).then_some(right / all)
    }
}

/// The regression, if the rows tell of one.
fn fitted(covariates: &Covariates<'_>, options: Options) -> Option<Cox> {
    covariates.fit(options).ok()?.converged().ok()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs())
}

fn same(a: &HazardRatio, b: &HazardRatio) -> bool {
    let (of_a, of_b) = (a.estimate.unwrap(), b.estimate.unwrap());
    near(a.coefficient, b.coefficient)
        && near(of_a.standard_error(), of_b.standard_error())
        && near(a.classical_error.unwrap(), b.classical_error.unwrap())
}

/// Whether a hazard ratio is so large that its digits mean little.
fn runs_away(cox: &Cox) -> bool {
    cox.covariates
        .iter()
        .any(|one| one.coefficient.abs() > 6.0 || one.classical_error.unwrap() > 6.0)
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn the_likelihood_is_that_of_the_definition_and_the_largest(rows in rows()) {
        let weights = Weights::new(rows.weights.clone()).unwrap();
        for &ties in TiedEnds::ALL {
            let covariates = rows.of().weights(&weights).unwrap();
            let Some(cox) = fitted(&covariates, Options::default().ties(ties)) else { continue };
            let betas = [cox.covariates[0].coefficient, cox.covariates[1].coefficient];
            let best = rows.likelihood(betas, ties);
            prop_assert!(near(cox.log_likelihood, best), "{} {best}", cox.log_likelihood);
            prop_assert!(near(cox.null_log_likelihood, rows.likelihood([0.0; 2], ties)));
            for (at, step) in [(0, 0.01), (0, -0.01), (1, 0.01), (1, -0.01)] {
                let mut moved = betas;
                moved[at] += step;
                prop_assert!(rows.likelihood(moved, ties) <= best + 1e-9);
            }
            let expected = rows.concordance(&cox);
            match (covariates.concordance(&cox).unwrap(), expected) {
                (Some(found), Some(expected)) => prop_assert!(near(found, expected), "{found} {expected}"),
                (found, expected) => prop_assert_eq!(found, expected),
            }
            for test in [cox.score, cox.likelihood_ratio.unwrap()].into_iter().chain(cox.wald) {
                prop_assert!((0.0..=1.0).contains(&test.p_value) && test.statistic >= 0.0);
            }
        }
    }

    #[test]
    fn neither_order_nor_units_change_it(
        (rows, order) in rows().prop_flat_map(|rows| {
            let places: Vec<usize> = (0..rows.spells.len()).collect();
            (Just(rows), Just(places).prop_shuffle())
        }),
        factor in prop_oneof![Just(-1.0), Just(1e-6), Just(30.5), Just(1e9)],
        shift in -1000.0..1000.0,
    ) {
        let Some(cox) = fitted(&rows.of(), Options::default()) else { return Ok(()) };
        if runs_away(&cox) {
            return Ok(());
        }
        let shuffled = rows.take(&order);
        let other = fitted(&shuffled.of(), Options::default()).unwrap();
        for (a, b) in cox.covariates.iter().zip(&other.covariates) {
            prop_assert!(same(a, b), "{a:?} {b:?}");
        }
        let mut scaled = rows.clone();
        scaled.columns[1].iter_mut().for_each(|value| *value = (*value + shift) * factor);
        let other = fitted(&scaled.of(), Options::default()).unwrap();
        prop_assert!(same(&cox.covariates[0], &other.covariates[0]));
        prop_assert!(near(cox.covariates[1].coefficient, other.covariates[1].coefficient * factor));
        prop_assert!(near(cox.log_likelihood, other.log_likelihood));
        let customer = [1.0, 2.0];
        let moved = [1.0, (2.0 + shift) * factor];
        for time in 0..12 {
            let a = cox.survival(&customer, rows.strata[0], time).unwrap();
            let b = other.survival(&moved, rows.strata[0], time).unwrap();
            match (a, b) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-6),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }

    #[test]
    fn a_weight_of_two_is_a_row_twice_in_one_cluster(rows in rows()) {
        weights_are_numbers_of_rows(&rows, 1)?;
    }

    // Where many rows see the same ends they are added up in another way.
    #[test]
    fn a_weight_of_twelve_is_a_row_twelve_times_in_one_cluster(rows in rows()) {
        weights_are_numbers_of_rows(&rows.followed_throughout(), 12)?;
    }

    #[test]
    fn twice_the_weights_change_no_robust_error(rows in rows(), times in 0.001..1e6) {
        let [once, more] = [1.0, times].map(|times| {
            Weights::new(rows.weights.iter().map(|weight| weight * times).collect::<Vec<_>>()).unwrap()
        });
        let Some(cox) = fitted(&rows.of().weights(&once).unwrap(), Options::default()) else { return Ok(()) };
        if runs_away(&cox) {
            return Ok(());
        }
        let other = fitted(&rows.of().weights(&more).unwrap(), Options::default()).unwrap();
        for (a, b) in cox.covariates.iter().zip(&other.covariates) {
            let (of_a, of_b) = (a.estimate.unwrap(), b.estimate.unwrap());
            prop_assert!(near(a.coefficient, b.coefficient));
            prop_assert!(near(of_a.standard_error(), of_b.standard_error()));
            let ratio = a.classical_error.unwrap() / b.classical_error.unwrap();
            prop_assert!(near(ratio * ratio / times, 1.0));
        }
    }

    /// One covariate of 0 and 1, and nobody who leaves at the same tenure as another.
    #[test]
    fn the_score_test_of_two_groups_is_the_log_rank_test(
        rows in prop::collection::vec((any::<bool>(), any::<bool>()), 4..40),
    ) {
        let spell = |(time, &(ended, _)): (u32, &(bool, bool))| {
            if ended { Spell::ended(time) } else { Spell::ongoing(time) }
        };
        let spells: Vec<Spell> = (1..).zip(&rows).map(spell).collect();
        let marks: Vec<f64> = rows.iter().map(|&(_, group)| f64::from(group)).collect();
        let Ok(fit) = Covariates::new(&spells, [("group", &marks[..])]).unwrap().fit(Options::default()) else {
            return Ok(());
        };
        let group = |mark: f64| {
            let own = spells.iter().zip(&marks).filter(|(_, own)| **own == mark);
            Survival::of(own.map(|(spell, _)| *spell)).unwrap()
        };
        let test = log_rank(&[&group(0.0), &group(1.0)], Weighting::Equal).unwrap().unwrap();
        prop_assert!(near(fit.model.score.statistic, test.statistic));
        prop_assert!(near(fit.model.score.p_value, test.p_value));
        prop_assert!(matches!(fit.outcome, Outcome::Converged | Outcome::Separable), "{}", fit.outcome);
    }

    #[test]
    fn shares_fall_with_tenure_and_with_the_hazard(rows in rows()) {
        let Some(cox) = fitted(&rows.of(), Options::default()) else { return Ok(()) };
        for baseline in &cox.baselines {
            let mut before = [1.0; 2];
            for time in baseline.from..=baseline.until {
                let rising = if cox.covariates[1].coefficient > 0.0 { 1.0 } else { -1.0 };
                let shares = [0.0, rising].map(|price| {
                    cox.survival(&[1.0, price], baseline.stratum, time).unwrap().unwrap()
                });
                prop_assert!(shares[1] <= shares[0] && shares[0] <= before[0] && shares[1] <= before[1]);
                before = shares;
            }
        }
    }

    #[test]
    fn a_test_of_proportional_hazards_depends_on_no_order_and_no_unit(rows in rows()) {
        let mut other = rows.take(&(0..rows.spells.len()).rev().collect::<Vec<_>>());
        other.columns[1].iter_mut().for_each(|price| *price = 7.0 - 100.0 * *price);
        let covariates = [rows.of(), other.of()];
        let [Some(cox), Some(other_cox)] = [0, 1].map(|at| fitted(&covariates[at], Options::default()))
            else { return Ok(()) };
        for &transform in TimeTransform::ALL {
            for &information in Information::ALL {
                let tests = [(&covariates[0], &cox), (&covariates[1], &other_cox)]
                    .map(|(covariates, cox)| covariates.proportional_hazards(cox, transform, information));
                let [Ok(test), Ok(other)] = tests else { continue };
                let statistics = |test: &ProportionalHazards| {
                    let own = test.covariates.iter().map(|one| one.test.statistic);
                    own.chain([test.all.statistic]).collect::<Vec<_>>()
                };
                for (found, expected) in statistics(&other).into_iter().zip(statistics(&test)) {
                    prop_assert!((found - expected).abs() <= 1e-6 * (1.0 + expected), "{} {}", found, expected);
                }
            }
        }
    }
}

/// Three hundred rows in reverse, and a covariate in another unit.
#[test]
fn the_test_of_proportional_hazards_depends_on_no_order_and_no_unit() {
    let mut random = Mixed(21);
    let mut whole = |below: u32| (random.unit() * f64::from(below)) as u32;
    let rows: Vec<(Spell, [f64; 2], u32)> = (0..300)
        .map(|_| {
            let time = 1 + whole(40);
            let spell = if whole(3) == 0 {
                Spell::ongoing(time)
            } else {
                Spell::ended(time)
            };
            let spell = spell.entered(whole(80)).unwrap_or(spell);
            (spell, [whole(2).into(), whole(50).into()], whole(2))
        })
        .collect();
    let tested = |rows: &[(Spell, [f64; 2], u32)], unit: &dyn Fn(f64) -> f64| {
        let spells: Vec<Spell> = rows.iter().map(|row| row.0).collect();
        let marks: Vec<f64> = rows.iter().map(|row| row.1[0]).collect();
        let prices: Vec<f64> = rows.iter().map(|row| unit(row.1[1])).collect();
        let strata: Vec<u32> = rows.iter().map(|row| row.2).collect();
        let columns = [("mark", &marks[..]), ("price", &prices[..])];
        let covariates = Covariates::new(&spells, columns).unwrap();
        let covariates = covariates.strata(&strata).unwrap();
        let cox = fitted(&covariates, Options::default()).unwrap();
        let mut statistics = Vec::new();
        for &transform in TimeTransform::ALL {
            for &information in Information::ALL {
                let test = covariates.proportional_hazards(&cox, transform, information);
                let test = test.unwrap();
                statistics.push(test.all.statistic);
                statistics.extend(test.covariates.iter().map(|one| one.test.statistic));
            }
        }
        statistics
    };
    let expected = tested(&rows, &|price| price);
    let reversed: Vec<_> = rows.iter().rev().copied().collect();
    let found = tested(&reversed, &|price| 7.0 - 100.0 * price);
    assert_eq!(expected.len(), 24);
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() <= 1e-6 * (1.0 + expected),
            "{found} {expected}"
        );
    }
}

/// How often the intervals at 95 % cover the truth, by the errors of [`StandardErrors::ALL`].
fn coverage(runs: u32, truth: f64, mut fits: impl FnMut() -> [HazardRatio; 2]) -> [f64; 3] {
    let mut covered = [0_u32; 3];
    for _ in 0..runs {
        let [corrected, robust] = fits();
        let errors = [
            corrected.estimate.unwrap().standard_error(),
            robust.estimate.unwrap().standard_error(),
            robust.classical_error.unwrap(),
        ];
        let off = (robust.coefficient - truth).abs();
        for (covered, error) in covered.iter_mut().zip(errors) {
            *covered += u32::from(off <= 1.959_964 * error);
        }
    }
    covered.map(|covered| f64::from(covered) / f64::from(runs))
}

/// The last covariate with corrected and with robust errors.
fn both(covariates: &Covariates<'_>) -> [HazardRatio; 2] {
    [StandardErrors::Corrected, StandardErrors::Robust].map(|errors| {
        let cox = fitted(covariates, Options::default().errors(errors)).unwrap();
        cox.covariates.last().unwrap().clone()
    })
}

fn followed(tenure: f64, until: f64) -> Spell {
    if tenure <= until {
        Spell::ended(1 + tenure as u32)
    } else {
        Spell::ongoing(1 + until as u32)
    }
}

/// Accounts with two spells each, which share a skewed covariate and what nobody recorded: hazards are not in
/// constant proportion. 0.348 is the coefficient that 2.4 million such spells give (its error is 0.001), by
/// survival 3.5.3 of R.
#[test]
fn intervals_cover_what_they_claim_where_the_model_is_not_true() {
    const ACCOUNTS: u32 = 150;
    let (mut random, mut other) = (Mixed(3), Mixed(4));
    let codes: Vec<u32> = (0..2 * ACCOUNTS).map(|row| row / 2).collect();
    let [corrected, robust, classical] = coverage(300, 0.348, || {
        let (mut spells, mut column) = (Vec::new(), Vec::new());
        for _ in 0..ACCOUNTS {
            let value = -random.unit().max(1e-12).ln();
            let normal = (0..12).map(|_| other.unit()).sum::<f64>() - 6.0;
            let rate = 0.02 * (normal + 0.5 * value).exp();
            for _ in 0..2 {
                let tenure = -random.unit().max(1e-12).ln() / rate;
                spells.push(followed(tenure, 30.0 + 90.0 * random.unit()));
                column.push(value);
            }
        }
        let covariates = Covariates::new(&spells, [("value", &column[..])]).unwrap();
        both(&covariates.clusters(&codes).unwrap())
    });
    assert!((0.92..=0.97).contains(&corrected), "{corrected}");
    assert!(
        robust < corrected && classical < corrected - 0.03,
        "{robust} {classical}"
    );
}

/// Forty customers, a skewed covariate, and a model that is true.
#[test]
fn intervals_cover_what_they_claim_of_few_customers() {
    let mut random = Mixed(8);
    let [corrected, robust, classical] = coverage(600, 0.3, || {
        let (mut spells, mut marks, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..40 {
            let mark = f64::from(random.unit() < 0.3);
            let value = -random.unit().max(1e-12).ln();
            let rate = 0.02 * (0.7 * mark + 0.3 * value).exp();
            let tenure = -random.unit().max(1e-12).ln() / rate;
            spells.push(followed(tenure, 20.0 + 80.0 * random.unit()));
            marks.push(mark);
            values.push(value);
        }
        let columns = [("mark", &marks[..]), ("value", &values[..])];
        both(&Covariates::new(&spells, columns).unwrap())
    });
    assert!((0.915..=0.97).contains(&corrected), "{corrected}");
    assert!(robust < corrected - 0.01, "{robust}");
    assert!(classical < corrected + 0.03, "{classical}");
}
