//! Contrasts, a logistic outcome, and what respondents contribute to importance.

use proptest::prelude::*;
use retention::estimate::{Design, Estimate};
use retention::fit::Outcome;
use retention::quadrant::{Importance, Method, Survey, contrasts, logistic};
use retention::scale::{Scale, Weights};

use crate::cases;

/// Searches settle, and sums come in another order.
const ROUNDING: f64 = 1e-7;

const SEVEN: Scale = Scale::ONE_TO_SEVEN;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

fn near(a: Option<Estimate>, b: Option<Estimate>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            close(a.value(), b.value()) && close(a.standard_error(), b.standard_error())
        }
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Ratings of three attributes, and overall answers that have something to do with them.
#[derive(Debug, Clone)]
struct Answered {
    rows: Vec<([u8; 3], u8)>,
}

fn answered() -> impl Strategy<Value = Answered> {
    let row = (prop::array::uniform3(1_u8..=7), 0_u8..=4).prop_map(|(ratings, own)| {
        let mean = ratings.iter().sum::<u8>() / 3;
        (ratings, (mean + own).saturating_sub(2).clamp(1, 7))
    });
    prop::collection::vec(row, 40..90).prop_map(|rows| Answered { rows })
}

impl Answered {
    fn with<T>(
        &self,
        outcome: impl Fn(u8) -> f64,
        scale: Scale,
        weights: Option<&Weights>,
        of: impl FnOnce(&Survey<'_>) -> T,
    ) -> T {
        let column = |at: usize| -> Vec<f64> {
            self.rows
                .iter()
                .map(|(ratings, _)| f64::from(ratings[at]))
                .collect()
        };
        let columns = [column(0), column(1), column(2)];
        let overall: Vec<f64> = self
            .rows
            .iter()
            .map(|(_, overall)| outcome(*overall))
            .collect();
        let named = ["a", "b", "c"].into_iter().zip(&columns);
        let survey = Survey::new(named.map(|(name, x)| (name, SEVEN.full_answers(x).unwrap())));
        let mut survey = survey
            .unwrap()
            .overall(scale.full_answers(&overall).unwrap())
            .unwrap();
        if let Some(weights) = weights {
            survey = survey.weights(weights).unwrap();
        }
        of(&survey)
    }

    fn turned(&self) -> Self {
        let mut rows = self.rows.clone();
        rows.reverse();
        Self { rows }
    }

    /// Each as often as the weight says, 1 and 2 in turn.
    fn copied(&self) -> (Weights, Self) {
        let times = |at: usize| 1 + at % 2;
        let weights = (0..self.rows.len()).map(|at| times(at) as f64);
        let rows = self.rows.iter().enumerate();
        let rows = rows.flat_map(|(at, row)| std::iter::repeat_n(*row, times(at)));
        let copied = Self {
            rows: rows.collect(),
        };
        (Weights::new(weights.collect::<Vec<_>>()).unwrap(), copied)
    }
}

fn rating(overall: u8) -> f64 {
    f64::from(overall)
}

fn stayed(overall: u8) -> f64 {
    f64::from(u8::from(overall > 3))
}

fn yes_or_no() -> Scale {
    Scale::new(0.0, 1.0).unwrap()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn contrasts_depend_neither_on_order_nor_on_copies(answered in answered()) {
        let options = contrasts::Options::default().low(Some(2.0)).high(Some(6.0));
        let of = |answered: &Answered, weights: Option<&Weights>| {
            answered.with(rating, SEVEN, weights, |survey| survey.contrasts(options))
        };
        let Ok(found) = of(&answered, None) else { return Ok(()) };
        let turned = of(&answered.turned(), None).unwrap();
        prop_assert_eq!(found.used + found.left_out, answered.rows.len() as u64);
        for (a, b) in found.attributes.iter().zip(&turned.attributes) {
            prop_assert_eq!((a.low, a.high), (b.low, b.high));
            prop_assert!(near(a.penalty, b.penalty) && near(a.reward, b.reward));
            prop_assert!(near(a.asymmetry, b.asymmetry));
            if let (Some(p), Some(r), Some(asymmetry)) = (a.penalty, a.reward, a.asymmetry) {
                prop_assert!(close(p.value() + r.value(), asymmetry.value()));
            }
        }
        let (weights, copied) = answered.copied();
        let fewest = options.fewest(1);
        let of = |answered: &Answered, weights: Option<&Weights>| {
            answered.with(rating, SEVEN, weights, |survey| survey.contrasts(fewest))
        };
        let (Ok(weighted), Ok(copied)) = (of(&answered, Some(&weights)), of(&copied, None)) else {
            return Ok(());
        };
        prop_assert!(close(weighted.constant, copied.constant));
        for (a, b) in weighted.attributes.iter().zip(&copied.attributes) {
            for (a, b) in [(a.penalty, b.penalty), (a.reward, b.reward)] {
                if let (Some(a), Some(b)) = (a, b) {
                    prop_assert!(close(a.value(), b.value()));
                    // Copies are no evidence of their own.
                    prop_assert!(a.standard_error() >= 0.7 * b.standard_error());
                }
            }
        }
    }

    #[test]
    fn the_other_outcome_turns_all_signs(answered in answered()) {
        let options = logistic::Options::default();
        let of = |answered: &Answered, outcome: fn(u8) -> f64| {
            answered.with(outcome, yes_or_no(), None, |survey| survey.logistic(options))
        };
        let Ok(fit) = of(&answered, stayed) else { return Ok(()) };
        let left = of(&answered, |overall| 1.0 - stayed(overall)).unwrap();
        let turned = of(&answered.turned(), stayed).unwrap();
        prop_assert_eq!((left.outcome, turned.outcome), (fit.outcome, fit.outcome));
        if fit.outcome != Outcome::Converged { return Ok(()) }
        let (fit, left, turned) = (fit.model, left.model, turned.model);
        prop_assert!(close(fit.log_likelihood, left.log_likelihood));
        prop_assert_eq!(fit.events + left.events, fit.used);
        prop_assert!((0.0..=1.0).contains(&fit.pseudo_r_squared));
        for ((a, b), c) in fit.attributes.iter().zip(&left.attributes).zip(&turned.attributes) {
            prop_assert!(close(a.coefficient, -b.coefficient) && close(a.coefficient, c.coefficient));
            prop_assert!(near(a.marginal, c.marginal));
            let (one, other) = (a.marginal.unwrap(), b.marginal.unwrap());
            prop_assert!(close(one.value(), -other.value()));
            prop_assert!(close(one.standard_error(), other.standard_error()));
            prop_assert!(close(a.p_value.unwrap(), b.p_value.unwrap()));
            prop_assert!(close(a.odds_ratio() * b.odds_ratio(), 1.0));
        }
    }

    #[test]
    fn logistic_dominance_adds_up_and_weights_are_copies(answered in answered()) {
        let options = logistic::Options::default().importance(Importance::Dominance);
        let of = |answered: &Answered, weights: Option<&Weights>| {
            answered.with(stayed, yes_or_no(), weights, |survey| survey.logistic(options))
        };
        let (weights, copied) = answered.copied();
        let Ok(fit) = of(&answered, Some(&weights)) else { return Ok(()) };
        let copied = of(&copied, None).unwrap();
        prop_assert_eq!(fit.outcome, copied.outcome);
        if fit.outcome != Outcome::Converged { return Ok(()) }
        let parts: Vec<f64> = fit.model.attributes.iter().map(|a| a.importance.unwrap()).collect();
        prop_assert!(parts.iter().all(|&part| part >= 0.0));
        prop_assert!(close(parts.iter().sum(), fit.model.pseudo_r_squared));
        for (a, b) in fit.model.attributes.iter().zip(&copied.model.attributes) {
            prop_assert!(close(a.coefficient, b.coefficient));
            prop_assert!(close(a.importance.unwrap(), b.importance.unwrap()));
            prop_assert!(close(a.marginal.unwrap().value(), b.marginal.unwrap().value()));
        }
    }

    /// Contributions make the same error as the assessment states, but for their mean.
    #[test]
    fn contributions_have_the_error_of_the_importance(answered in answered()) {
        let (weights, _) = answered.copied();
        for importance in [
            Importance::Pearson,
            Importance::Spearman,
            Importance::Regression,
            Importance::Partial,
        ] {
            for weights in [None, Some(&weights)] {
                let method = Method::from(importance);
                let found = answered.with(rating, SEVEN, weights, |survey| {
                    Some((survey.assess(method).ok()?, survey.influence(method).ok()?))
                });
                let Some((assessment, influence)) = found else { continue };
                for (assessed, own) in assessment.attributes.iter().zip(&influence) {
                    let own = own.as_ref().unwrap().estimate(&Design::default()).unwrap();
                    prop_assert_eq!(own.value(), assessed.importance);
                    let ratio = own.standard_error() / assessed.standard_error.unwrap();
                    prop_assert!((ratio - 1.0).abs() < 0.03, "{importance} {ratio}");
                }
            }
        }
    }
}
