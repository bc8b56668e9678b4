//! Lifetime values by formula and by states.

use proptest::prelude::*;
use retention::clv::{
    ConstantRetention, CustomerState, DiscountRate, FirstMargin, Horizon, MarginStream, Marketing,
    MarkovMigration, RelationshipCosts,
};
use retention::period::{Period, Span};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::cases;

const NEAREST: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;
/// Sums of up to a few hundred terms, and the solution of a few equations.
const CLOSE: f64 = 1e-9;

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= CLOSE * left.abs().max(right.abs()).max(1.0)
}

fn number(amount: Decimal) -> f64 {
    amount.to_string().parse().unwrap()
}

fn yearly(rate: f64) -> DiscountRate {
    DiscountRate::yearly(rate).unwrap()
}

fn stream() -> impl Strategy<Value = MarginStream> {
    let first = prop_oneof![Just(FirstMargin::AfterOnePeriod), Just(FirstMargin::AtOnce)];
    let horizon = prop_oneof![
        1 => Just(Horizon::Infinite),
        2 => (0..200_u32).prop_map(Horizon::Periods),
    ];
    (first, horizon, -0.3..0.05_f64).prop_map(|(first, horizon, growth)| {
        MarginStream::default()
            .first_margin(first)
            .horizon(horizon)
            .growth(growth)
    })
}

/// A chain of up to six states with any moves.
fn chain() -> impl Strategy<Value = MarkovMigration> {
    let state = |states| {
        let weights = prop::collection::vec(0_u32..10, states);
        (-5000_i64..10_000, 0_i64..3000, weights)
    };
    let states =
        (1_usize..7).prop_flat_map(move |states| prop::collection::vec(state(states), states));
    (states, 0.01..0.5_f64).prop_map(|(states, rate)| {
        let states = states
            .into_iter()
            .map(|(contribution, marketing, mut weights)| {
                weights[0] += 1;
                let all: u32 = weights.iter().sum();
                CustomerState {
                    contribution: Decimal::new(contribution, 2),
                    marketing: Decimal::new(marketing, 2),
                    moves: weights
                        .iter()
                        .map(|&w| f64::from(w) / f64::from(all))
                        .collect(),
                }
            });
        MarkovMigration::new(states, yearly(rate)).unwrap()
    })
}

fn values(chain: &MarkovMigration, horizon: Horizon) -> Vec<f64> {
    let values = chain.values(horizon, 12, NEAREST).unwrap();
    values.into_iter().map(number).collect()
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_discount_rate_comes_back_from_another_period(rate in 0.0..3.0_f64, count in 1_u32..40) {
        let yearly = yearly(rate);
        for period in [Period::Day, Period::Week(chrono::Weekday::Mon), Period::Month, Period::Quarter] {
            let other = yearly.over(Span::new(count, period).unwrap()).unwrap();
            let back = other.over(yearly.per()).unwrap();
            prop_assert!((back.rate() - rate).abs() <= CLOSE * (1.0 + rate), "{back:?}");
        }
    }

    /// The formula is the sum that it stands for.
    #[test]
    fn a_margin_multiple_is_the_sum_of_discounted_margins(
        retention in 0.0..0.99_f64, rate in 0.0..0.5_f64, stream in stream(),
    ) {
        let model = ConstantRetention::new(retention, yearly(rate), stream);
        prop_assume!(model.is_ok());
        let model = model.unwrap();
        let (last, at_once) = match stream.horizon {
            Horizon::Periods(periods) => (periods as i32, stream.first_margin == FirstMargin::AtOnce),
            Horizon::Infinite => (20_000, stream.first_margin == FirstMargin::AtOnce),
        };
        let next = retention * (1.0 + stream.growth) / (1.0 + rate);
        let margin = |t: i32| match t {
            0 => 1.0,
            t if at_once => next.powi(t),
            t => retention / (1.0 + rate) * next.powi(t - 1),
        };
        let sum: f64 = (i32::from(!at_once)..=last).map(margin).sum();
        let slow = retention * (1.0 + stream.growth.max(0.0)) / (1.0 + rate) > 0.998;
        prop_assert!(slow || close(model.margin_multiple(), sum), "{} {sum}", model.margin_multiple());
    }

    /// What an elasticity says is what a small change does.
    #[test]
    fn elasticities_are_what_small_changes_do(
        retention in 0.1..0.95_f64, rate in 0.01..0.5_f64, stream in stream(), cost in 0..2000_i64,
        paid_after in 0.0..1.0_f64,
    ) {
        let costs = RelationshipCosts::default()
            .acquisition(Decimal::new(500, 2))
            .retention(Decimal::new(cost, 2))
            .paid_after(paid_after);
        let margin = Decimal::from(100);
        let at = |retention, rate| {
            let model = ConstantRetention::new(retention, yearly(rate), stream)?;
            Ok::<_, retention::Error>((model, number(model.value(margin, costs, 12, NEAREST)?.value)))
        };
        let here = at(retention, rate);
        prop_assume!(here.is_ok());
        let (model, value) = here.unwrap();
        let Some(found) = model.elasticities(margin, costs).unwrap() else {
            prop_assert!(value <= 1e-9);
            return Ok(());
        };
        prop_assume!(value > 1.0);
        let step = 1e-4;
        let change = |more: retention::Result<(ConstantRetention, f64)>,
                      less: retention::Result<(ConstantRetention, f64)>| {
            Some((more.ok()?.1 - less.ok()?.1) / (2.0 * step * value))
        };
        let near = |found: f64, by: f64| (found - by).abs() <= 1e-4 * (1.0 + by.abs());
        let by_retention = change(
            at(retention * (1.0 + step), rate), at(retention * (1.0 - step), rate));
        if let Some(by) = by_retention {
            prop_assert!(near(found.retention, by), "{} {by}", found.retention);
        }
        let by_discount = change(
            at(retention, rate * (1.0 + step)), at(retention, rate * (1.0 - step)));
        if let Some(by) = by_discount {
            prop_assert!(near(found.discount, by), "{} {by}", found.discount);
        }
        let all = found.margin + found.acquisition_cost + found.retention_cost;
        prop_assert!(close(all, 1.0), "{all}");
    }

    /// A lifetime in periods is the multiple without a discount.
    #[test]
    fn a_lifetime_is_a_multiple_without_a_discount(retention in 0.0..0.99_f64, stream in stream()) {
        let model = ConstantRetention::new(retention, yearly(0.0), stream.growth(0.0)).unwrap();
        prop_assert!(close(model.expected_lifetime().unwrap(), model.margin_multiple()));
    }

    /// The values satisfy the equation that they solve.
    #[test]
    fn values_without_an_end_reproduce_themselves(chain in chain()) {
        let values = values(&chain, Horizon::Infinite);
        let factor = 1.0 / (1.0 + chain.discount().rate());
        for (state, &value) in chain.states().iter().zip(&values) {
            let later: f64 = state.moves.iter().zip(&values).map(|(p, v)| p * v).sum();
            let net = number(state.contribution) - number(state.marketing);
            prop_assert!(close(value, net + factor * later), "{value}");
        }
    }

    /// Period by period, and by doubling.
    #[test]
    fn values_to_a_horizon_are_those_period_by_period(chain in chain(), periods in 0_u32..40) {
        let factor = 1.0 / (1.0 + chain.discount().rate());
        let net = |state: &CustomerState| number(state.contribution) - number(state.marketing);
        let mut expected: Vec<f64> = chain.states().iter().map(net).collect();
        for _ in 0..periods {
            let next = chain.states().iter().map(|state| {
                let later: f64 = state.moves.iter().zip(&expected).map(|(p, v)| p * v).sum();
                net(state) + factor * later
            });
            expected = next.collect();
        }
        let found = values(&chain, Horizon::Periods(periods));
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert!(close(*found, *expected), "{found} {expected}");
        }
        let far = values(&chain, Horizon::Periods(4000));
        for (far, without_end) in far.iter().zip(values(&chain, Horizon::Infinite)) {
            prop_assert!(close(*far, without_end), "{far} {without_end}");
        }
    }

    /// Visits times rewards are the values, and their discounted number is that of the periods.
    #[test]
    fn visits_explain_values(chain in chain(), periods in 0_u32..20) {
        for horizon in [Horizon::Infinite, Horizon::Periods(periods)] {
            let visits = chain.visits(horizon).unwrap();
            for (row, value) in visits.iter().zip(values(&chain, horizon)) {
                let net = chain.states().iter().map(|s| number(s.contribution) - number(s.marketing));
                let sum: f64 = row.iter().zip(net).map(|(count, net)| count * net).sum();
                prop_assert!(close(sum, value), "{sum} {value}");
                let q = 1.0 / (1.0 + chain.discount().rate());
                let all = match horizon {
                    Horizon::Infinite => 1.0 / (1.0 - q),
                    Horizon::Periods(periods) => (0..=periods as i32).map(|t| q.powi(t)).sum(),
                };
                prop_assert!(close(row.iter().sum(), all));
            }
        }
    }

    /// No other set of states to stop in is worth more, in any state.
    #[test]
    fn no_plan_is_better_than_the_best_one(chain in chain()) {
        let plan = chain.best_plan(12, NEAREST).unwrap();
        let best: Vec<f64> = plan.values.iter().copied().map(number).collect();
        let size = chain.states().len();
        for stopped in 0_u32..1 << size {
            let stops = |state: usize| stopped >> state & 1 == 1;
            // Whoever is no longer written to moves to a state without money.
            let states = chain.states().iter().enumerate().map(|(at, state)| {
                let mut moves = state.moves.clone();
                moves.push(0.0);
                let mut state = CustomerState { moves, ..state.clone() };
                if stops(at) {
                    state.moves = vec![0.0; size + 1];
                    state.moves[size] = 1.0;
                    state.marketing = Decimal::ZERO;
                }
                state
            });
            let mut left = vec![0.0; size];
            left.push(1.0);
            let gone = CustomerState {
                contribution: Decimal::ZERO, marketing: Decimal::ZERO, moves: left,
            };
            let other = MarkovMigration::new(states.chain([gone]), chain.discount()).unwrap();
            let other = values(&other, Horizon::Infinite);
            let chosen = (0..size).all(|at| stops(at) == (plan.decisions[at] == Marketing::Stop));
            for (best, other) in best.iter().zip(&other) {
                prop_assert!(*best >= other - CLOSE * (1.0 + other.abs()), "{best} {other}");
                prop_assert!(!chosen || close(*best, *other), "{best} {other}");
            }
        }
        for (gain, (best, always)) in
            plan.gains.iter().zip(best.iter().zip(values(&chain, Horizon::Infinite)))
        {
            prop_assert!(*gain >= Decimal::ZERO && close(number(*gain), best - always));
        }
    }
}
