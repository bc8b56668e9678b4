//! What respondents contribute to shares, indices, exponents and switching costs.

use proptest::prelude::*;
use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::counted::{Class, Counter};
use retention::estimate::{Design, Estimate, Influence};
use retention::loyalty::curve::{self, Method, Options, Sample};
use retention::loyalty::hierarchy::{Factor, Hierarchy};
use retention::loyalty::phases::{self, Levels, Phase};
use retention::loyalty::{
    Evidence, Measures, Score, behaviour, conditions, expressions, hostages, ladder,
    share_influence, types, zones,
};
use retention::scale::{Instrument, Item, ItemSet, Missing, Scale, Sheet, Weights};
use retention::switching::survey::{self, Population, Scorer};
use retention::switching::{CostType, Facet};

use super::maybe_on;
use crate::cases;

const SEVEN: Scale = Scale::ONE_TO_SEVEN;
/// Sums of a few dozen numbers in another order.
const ROUNDING: f64 = 1e-9;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

type Row = [Option<f64>; 4];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let answer = || maybe_on(SEVEN);
    prop::collection::vec([answer(), answer(), answer(), answer()], 2..50)
}

fn column(rows: &[Row], at: usize) -> Vec<Option<f64>> {
    rows.iter().map(|row| row[at]).collect()
}

fn score(value: Option<f64>) -> Option<Score> {
    value.map(|value| Score::new(SEVEN, value).unwrap())
}

fn evidence(row: &Row) -> Evidence {
    let [satisfaction, loyalty, cost, attitude] = row.map(score);
    Evidence::default()
        .satisfaction(satisfaction)
        .loyalty(loyalty)
        .switching_cost(cost)
        .relative_attitude(attitude)
        .patronage(loyalty)
        .identification(satisfaction)
        .intention(attitude)
        .repeat_rate(loyalty.map(Score::unit))
        .share_of_wallet(cost.map(Score::unit))
}

/// Not all zero, since then there is nothing to estimate.
fn weights(rows: &[Row], seed: u64) -> Weights {
    let weight =
        |row: usize| ((row as u64 + 3).wrapping_mul(seed | 1) >> 7) % 4 + u64::from(row == 0);
    let weights: Vec<f64> = (0..rows.len()).map(|row| weight(row) as f64).collect();
    Weights::new(weights).unwrap()
}

/// The standard error of a weighted mean by linearisation, in two plain passes.
fn of_mean(values: &[Option<f64>], weights: &[f64]) -> Option<(f64, f64)> {
    let took_part = || {
        let pairs = values.iter().zip(weights);
        pairs.filter_map(|(value, &weight)| Some((value.filter(|_| weight > 0.0)?, weight)))
    };
    let n = took_part().count() as f64;
    let whole: f64 = took_part().map(|(_, weight)| weight).sum();
    if n == 0.0 {
        return None;
    }
    let mean = took_part()
        .map(|(value, weight)| weight * value)
        .sum::<f64>()
        / whole;
    let squares: f64 = took_part()
        .map(|(value, weight)| (weight * (value - mean) / whole).powi(2))
        .sum();
    Some((mean, (squares * n / (n - 1.0)).sqrt()))
}

fn agrees(
    influence: &Option<Influence>,
    value: Option<f64>,
    plain: Option<(f64, f64)>,
) -> Result<(), TestCaseError> {
    let Some(influence) = influence else {
        prop_assert_eq!((value, plain), (None, None));
        return Ok(());
    };
    prop_assert!(
        close(influence.value(), value.unwrap()),
        "{} {value:?}",
        influence.value()
    );
    let (mean, error) = plain.unwrap();
    prop_assert!(close(influence.value(), mean));
    if influence.counted() > 1 {
        let estimate = influence.estimate(&Design::default()).unwrap();
        prop_assert!(
            close(estimate.standard_error(), error),
            "{estimate:?} {error}"
        );
    }
    Ok(())
}

/// The share of a class is that of a counter, its error that of a mean of ones and zeros.
fn shares<C: Class>(classes: &[Option<C>], weights: &Weights) -> Result<(), TestCaseError> {
    let mut counter = Counter::<C>::new();
    for (class, &weight) in classes.iter().zip(weights.as_slice()) {
        counter.push_weighted(*class, weight).unwrap();
    }
    let counted = counter.finish().unwrap();
    for &class in C::CLASSES {
        let found = share_influence(classes.iter().copied(), class, Some(weights)).unwrap();
        let is_of = |other: C| f64::from(u8::from(other.position() == class.position()));
        let values: Vec<_> = classes.iter().map(|other| other.map(is_of)).collect();
        agrees(
            &found,
            counted.share(class).value(),
            of_mean(&values, weights.as_slice()),
        )?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn shares_of_classes_are_those_counted(rows in rows(), seed in any::<u64>()) {
        let weights = weights(&rows, seed);
        let evidence: Vec<Evidence> = rows.iter().map(evidence).collect();
        macro_rules! classes {
            ($rules:expr) => {
                evidence.iter().map(|one| $rules.classify(one).unwrap().class().copied()).collect::<Vec<_>>()
            };
        }
        shares(&classes!(types::Rules::default()), &weights)?;
        shares(&classes!(zones::Rules::default()), &weights)?;
        shares(&classes!(conditions::Rules::default()), &weights)?;
        let rungs: Vec<_> = evidence.iter().map(|one| ladder::Rules::default().classify(one).unwrap().level).collect();
        shares(&rungs, &weights)?;
    }

    #[test]
    fn shares_of_hostages_and_phases_are_those_counted(rows in rows(), seed in any::<u64>()) {
        let weights = weights(&rows, seed);
        let columns: Vec<Vec<Option<f64>>> = (0..4).map(|at| column(&rows, at)).collect();
        let answers = |at: usize| SEVEN.answers(&columns[at]).unwrap();
        let (satisfaction, loyalty, cost) = (answers(0), answers(1), answers(2));
        let middle = vec![retention::loyalty::Threshold::MIDDLE];
        let rules = hostages::Rules::default().loyalty(middle).switching_cost(vec![None, Some(retention::loyalty::Threshold::MIDDLE)]);
        let scales = Measures { satisfaction: SEVEN, loyalty: SEVEN, switching_cost: SEVEN };
        let mut counter = hostages::Counter::new(scales, &rules).unwrap();
        for (row, &weight) in rows.iter().zip(weights.as_slice()) {
            let customer = Measures { satisfaction: row[0], loyalty: row[1], switching_cost: row[2] };
            counter.push_weighted(customer, weight).unwrap();
        }
        let counted = counter.finish().unwrap();
        let found = rules.influences(&satisfaction, &loyalty, Some(&cost), Some(&weights)).unwrap();
        prop_assert_eq!(found.len(), counted.len());
        for (influence, row) in found.iter().zip(&counted) {
            prop_assert_eq!(influence.as_ref().map(Influence::value).is_some(), row.share.value().is_some());
            if let Some(influence) = influence {
                prop_assert!(close(influence.value(), row.share.value().unwrap()));
                let by_hand = influence.contributions().flatten().map(|own| own * own).sum::<f64>();
                let n = influence.counted() as f64;
                if n > 1.0 {
                    let error = influence.estimate(&Design::default()).unwrap().standard_error();
                    prop_assert!(close(error, (by_hand * n / (n - 1.0)).sqrt()));
                }
            }
        }

        let asked: Vec<_> = Phase::ALL.iter().enumerate()
            .map(|(at, &phase)| (phase, ItemSet::new([answers(at)]).unwrap()))
            .collect();
        let rules = phases::Rules::default();
        let levels = Levels::of(&asked, Missing::default(), Some(&weights), rules).unwrap();
        for &phase in Phase::ALL {
            let found = phases::influence(&asked, Missing::default(), Some(&weights), rules, phase).unwrap();
            match (&found, levels.at_least(phase).value()) {
                (Some(found), Some(value)) => prop_assert!(close(found.value(), value)),
                (found, value) => prop_assert_eq!((found.is_none(), value), (true, None)),
            }
        }
    }

    #[test]
    fn means_of_indices_and_switching_costs_are_those_of_the_rows(rows in rows(), seed in any::<u64>()) {
        let weights = weights(&rows, seed);
        let evidence: Vec<Evidence> = rows.iter().map(evidence).collect();
        let some = Missing::AtLeast(1);
        let rules = expressions::Rules::default().missing(some);
        let values: Vec<_> = evidence.iter().map(|one| rules.score(one).unwrap().value).collect();
        let plain = of_mean(&values, weights.as_slice());
        agrees(&rules.influence(&evidence, Some(&weights)).unwrap(), plain.map(|(mean, _)| mean), plain)?;
        let rules = behaviour::Rules::default().missing(some);
        let values: Vec<_> = evidence.iter().map(|one| rules.score(one).unwrap().value).collect();
        let plain = of_mean(&values, weights.as_slice());
        agrees(&rules.influence(&evidence, Some(&weights)).unwrap(), plain.map(|(mean, _)| mean), plain)?;

        let columns: Vec<Vec<Option<f64>>> = (0..4).map(|at| column(&rows, at)).collect();
        let sheet = || Sheet::new(columns.iter().map(|column| SEVEN.answers(column).unwrap())).unwrap();
        let sheet = sheet().weights(&weights).unwrap();
        let hierarchy = Hierarchy::new([Factor::equal("a", ["1", "2"]), Factor::equal("b", ["3", "4"])]).unwrap();
        let values: Vec<_> = rows.iter().map(|row| hierarchy.score(&row.map(score), some).unwrap().value).collect();
        let plain = of_mean(&values, weights.as_slice());
        agrees(&hierarchy.influence(&sheet, some).unwrap(), plain.map(|(mean, _)| mean), plain)?;

        let items = [Facet::Learning, Facet::SetUp, Facet::BenefitLoss, Facet::MonetaryLoss].map(Item::as_asked);
        let scorer = Scorer::new(Instrument::new(SEVEN, items, some).unwrap(), survey::Options::default()).unwrap();
        let scores: Vec<_> = scorer.scores(&sheet).unwrap().map(Result::unwrap).collect();
        let population = Population::of(&scorer, &sheet).unwrap();
        for (found, values, mean) in [
            (
                scorer.facet_influence(&sheet, Facet::SetUp),
                scores.iter().map(|one| one.facet(Facet::SetUp)).collect::<Vec<_>>(),
                population.facet(Facet::SetUp).unwrap().mean,
            ),
            (
                scorer.type_influence(&sheet, CostType::Financial),
                scores.iter().map(|one| one.cost_type(CostType::Financial)).collect(),
                population.cost_type(CostType::Financial).unwrap().mean,
            ),
            (
                scorer.overall_influence(&sheet),
                scores.iter().map(|one| one.overall()).collect(),
                population.overall.mean,
            ),
        ] {
            agrees(&found.unwrap(), mean, of_mean(&values, weights.as_slice()))?;
        }
    }

    /// The sandwich divides by n − k where linearisation divides by n − 1; otherwise they are one.
    #[test]
    fn the_exponent_of_a_curve_has_the_error_of_its_contributions(rows in rows(), seed in any::<u64>(), free in any::<bool>(), weighted in any::<bool>()) {
        let (satisfaction, loyalty) = (column(&rows, 0), column(&rows, 1));
        let (satisfaction, loyalty) = (SEVEN.answers(&satisfaction).unwrap(), SEVEN.answers(&loyalty).unwrap());
        let (method, parameters) = if free { (Method::FreeEnds, 3.0) } else { (Method::Respondents, 1.0) };
        let options = Options::default().method(method);
        let weights = weighted.then(|| weights(&rows, seed));
        let mut sample = Sample::new(SEVEN, SEVEN);
        for (row, values) in rows.iter().enumerate() {
            let weight = weights.as_ref().map_or(1.0, |weights| weights.as_slice()[row]);
            let customer = Measures { satisfaction: values[0], loyalty: values[1], switching_cost: None };
            sample.push_weighted(customer, weight).unwrap();
        }
        let Ok(fit) = sample.fit(options) else {
            prop_assert!(curve::influence(&satisfaction, &loyalty, weights.as_ref(), options).is_err());
            return Ok(());
        };
        let found = curve::influence(&satisfaction, &loyalty, weights.as_ref(), options).unwrap();
        prop_assert_eq!(found.is_some(), fit.model.exponent.is_some());
        let (Some(found), Some(exponent)) = (found, fit.model.exponent) else { return Ok(()) };
        prop_assert!(close(found.value(), exponent.value()));
        let n = found.counted() as f64;
        let estimate = found.estimate(&Design::default()).unwrap();
        let sandwich = estimate.standard_error() * ((n - 1.0) / (n - parameters)).sqrt();
        // Sums of squares by cell, against those by customer.
        let off = (sandwich - exponent.standard_error()).abs();
        prop_assert!(off <= 1e-6 * (1e-3 + sandwich), "{} {}", sandwich, exponent.standard_error());
    }
}

/// The same customers before and after: the change is told better than by two surveys.
#[test]
fn a_panel_tells_a_change_of_exponent_better_than_two_surveys() {
    let satisfaction: Vec<f64> = (0..200_u32)
        .map(|row| f64::from(row * 7 % 7 + row % 7) % 7.0 + 1.0)
        .collect();
    let moved = |row: usize| f64::from((row as u32 * 37) % 11) / 5.0 - 1.0;
    let curve = |exponent: f64, row: usize| {
        let unit: f64 = (satisfaction[row] - 1.0) / 6.0;
        (2.0 + 4.0 * unit.powf(exponent) + 0.9 * moved(row)).clamp(1.0, 7.0)
    };
    let before: Vec<f64> = (0..200).map(|row| curve(0.8, row)).collect();
    let after: Vec<f64> = (0..200).map(|row| curve(1.6, row)).collect();
    let options = Options::default().method(Method::FreeEnds);
    let exponent = |loyalty: &[f64]| {
        let satisfaction = SEVEN.full_answers(&satisfaction).unwrap();
        let loyalty = SEVEN.full_answers(loyalty).unwrap();
        let found = curve::influence(&satisfaction, &loyalty, None, options);
        found.unwrap().unwrap()
    };
    let (before, after) = (exponent(&before), exponent(&after));
    let error = |estimate: Estimate| estimate.standard_error();
    let design = Design::default();
    let together = error(after.minus(&before).unwrap().estimate(&design).unwrap());
    let apart =
        error(after.estimate(&design).unwrap()).hypot(error(before.estimate(&design).unwrap()));
    assert!(together < 0.7 * apart, "{together} {apart}");
}
