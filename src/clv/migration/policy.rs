use rust_decimal::{Decimal, RoundingStrategy};

use super::MarkovMigration;
use super::markov::rounded;
use crate::Result;
use crate::clv::CustomerState;
use crate::macros::named_enum;
use crate::numeric::ROUNDING;
use crate::numeric::money::decimal_to_f64;
use crate::numeric::rounding::Rounding;

named_enum! {
    /// Whether marketing to customers of a state goes on.
    ///
    /// See the [example](crate::clv::MarketingPlan).
    pub enum Marketing {
        /// It goes on.
        Continue = "continue",
        /// It stops, and with it the relationship.
        Stop = "stop",
    }
}

/// In which states to go on with marketing, and what customers are then worth.
///
/// ```
/// use retention::clv::{DiscountRate, Marketing, MarkovMigration};
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let discount = DiscountRate::yearly(0.2)?;
/// let chain = MarkovMigration::by_recency(&[0.3, 0.2, 0.15, 0.05], dec!(40), dec!(4), discount)?;
/// let plan = chain.best_plan(2, RoundingStrategy::MidpointAwayFromZero)?;
/// // After three silent periods the next mailing costs more than it brings.
/// assert_eq!(plan.first_stop(), Some(3));
/// assert_eq!(plan.decisions[2], Marketing::Continue);
/// assert_eq!(plan.values, [dec!(53.15), dec!(6.62), dec!(2.64), dec!(0), dec!(0)]);
/// assert_eq!(plan.gains[0], dec!(0.83)); // on every customer who buys
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct MarketingPlan {
    /// What to do in each state. Where nothing is gained either way, stop.
    pub decisions: Vec<Marketing>,
    /// Value of a customer in each state under these decisions, without an end.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serde_money::sequence::serialize")
    )]
    pub values: Vec<Decimal>,
    /// How much more that is than if marketing went on in every state. Never negative.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serde_money::sequence::serialize")
    )]
    pub gains: Vec<Decimal>,
    /// Decimal places to which money was rounded.
    pub places: u32,
    /// How it was rounded.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serde_money::strategy::serialize")
    )]
    pub strategy: RoundingStrategy,
}

impl MarketingPlan {
    /// Returns the first state in which marketing stops, counted from 0: of a chain by recency, the
    /// number of silent periods after which to stop. `None` if it stops nowhere.
    #[must_use]
    pub fn first_stop(&self) -> Option<usize> {
        let stop = |&decision: &Marketing| decision == Marketing::Stop;
        self.decisions.iter().position(stop)
    }
}

impl MarkovMigration {
    /// Computes in which states marketing should stop, so that every state is worth as much as it can
    /// be.
    ///
    /// Where marketing stops, a customer still brings the contribution of the state, costs nothing, and
    /// brings nothing later. It goes on where that is worth more:
    ///
    /// ```text
    /// V = contribution + max(0, − marketing + Σ P · V(next) / (1 + d))
    /// ```
    ///
    /// **Why the plan is the best one.** The search evaluates a plan exactly, then changes every decision
    /// that the values of the plan speak against, and starts again until none is left (Howard's policy
    /// iteration). A change raises the value of its state and lowers that of none, so no plan comes twice
    /// and the search ends. At its end the values satisfy the equation above. No plan does better: any
    /// other plan, used for one period and followed by this one, is worth at most as much; repeating the
    /// argument period by period bounds the other plan itself.
    ///
    /// It assumes that customers without marketing never return. Where some do, the gain from stopping is
    /// larger, and stopping earlier may pay: only a group without marketing can tell.
    ///
    /// Sources: Pfeifer, P. E. and Carraway, R. L. (2000), *Journal of Interactive Marketing* 14(2):
    /// 43–55; Howard, R. A. (1960), *Dynamic Programming and Markov Processes*.
    ///
    /// # Errors
    /// As [`values`](Self::values) without a horizon.
    ///
    /// See the [example](crate::clv::MarketingPlan).
    #[doc(alias = "policy iteration")]
    pub fn best_plan(&self, places: u32, strategy: RoundingStrategy) -> Result<MarketingPlan> {
        let rounding = Rounding::of_products(places, strategy)?;
        let always = self.plan_values(&vec![false; self.states().len()])?;
        let (stopped, values) = self.improve(always.clone())?;
        let gains: Vec<f64> = values
            .iter()
            .zip(&always)
            .map(|(best, always)| (best - always).max(0.0))
            .collect();
        let decision = |stop: bool| {
            if stop {
                Marketing::Stop
            } else {
                Marketing::Continue
            }
        };
        Ok(MarketingPlan {
            decisions: stopped.into_iter().map(decision).collect(),
            values: rounded(&values, rounding)?,
            gains: rounded(&gains, rounding)?,
            places,
            strategy,
        })
    }

    /// The best decisions and their values, from the values of a plan that never stops.
    fn improve(&self, mut values: Vec<f64>) -> Result<(Vec<bool>, Vec<f64>)> {
        let mut stopped = vec![false; values.len()];
        loop {
            let better = self.better(&values);
            if better == stopped {
                return Ok((stopped, values));
            }
            stopped = better;
            values = self.plan_values(&stopped)?;
        }
    }

    /// Where to stop if later periods are worth `values`.
    fn better(&self, values: &[f64]) -> Vec<bool> {
        let factor = self.discount().factor();
        let stops = |state: &CustomerState| {
            let next = state.moves.iter().zip(values);
            let (later, size) = next.fold((0.0, 0.0_f64), |(sum, size), (p, value)| {
                (sum + p * value, size + (p * value).abs())
            });
            let cost = decimal_to_f64(state.marketing);
            // Less than rounding can hide is no gain: decisions would go back and forth.
            factor * later - cost <= ROUNDING * (cost + factor * size)
        };
        self.states().iter().map(stops).collect()
    }

    fn plan_values(&self, stopped: &[bool]) -> Result<Vec<f64>> {
        let mut rewards = self.net_rewards()?;
        for ((reward, &stop), state) in rewards.iter_mut().zip(stopped).zip(self.states()) {
            if stop {
                *reward = decimal_to_f64(state.contribution);
            }
        }
        self.continued(&rewards, stopped)
    }
}
