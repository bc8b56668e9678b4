use crate::Result;
use crate::error::{Error, fraction, non_negative};
use crate::macros::named_enum;

use super::score::Score;
use super::weighted::{self, Incomplete};

named_enum! {
    /// A piece of what a customer does.
    pub enum BehaviourPiece {
        /// The share of occasions on which the customer bought again.
        RepeatRate = "repeat_rate",
        /// The share of the customer's spending in the category that is with us.
        ShareOfWallet = "share_of_wallet",
        /// How long they have been a customer.
        Tenure = "tenure",
        /// How many customers they have brought.
        Referrals = "referrals",
    }
}

/// What one customer does, as plain numbers from wherever they are kept; `None` is not known, which
/// is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Behaviour {
    /// The share of occasions on which the customer bought again, from 0 to 1.
    pub repeat_rate: Option<f64>,
    /// The share of the customer's spending in the category that is with us, from 0 to 1.
    #[doc(alias = "购买份额")]
    pub share_of_wallet: Option<f64>,
    /// How long they have been a customer, in the unit of [`BehaviourRules::full_tenure`].
    pub tenure: Option<f64>,
    /// How many customers they have brought.
    pub referrals: Option<u32>,
}

/// How a score of patronage is made of what a customer does.
///
/// ```text
/// score = Σ weight · part / Σ weight
/// parts: repeat rate, share of wallet, min(1, tenure / full tenure), min(1, referrals / full referrals)
/// ```
///
/// All of it is a proposal. Tenure and referrals have no upper end of their own: without one stated
/// they are not scored, and the result says so. By default all parts count the same.
///
/// ```
/// use retention::loyalty::{Behaviour, BehaviourPiece, BehaviourRules, Incomplete};
///
/// let does = Behaviour {
///     repeat_rate: Some(0.8),
///     share_of_wallet: None,
///     tenure: Some(30.0),
///     referrals: Some(1),
/// };
/// let rules = BehaviourRules::default().full_tenure(Some(60.0));
/// let found = rules.score(&does)?;
/// assert_eq!(found.score, None);
/// assert_eq!(found.missing, [BehaviourPiece::ShareOfWallet]);
/// assert_eq!(found.not_scored, [BehaviourPiece::Referrals]);
///
/// let found = rules.incomplete(Incomplete::Rest).score(&does)?;
/// assert_eq!(found.score.unwrap().unit(), 0.65); // of 0.8 and 0.5
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct BehaviourRules {
    /// What the repeat rate counts.
    pub repeat_rate: f64,
    /// What the share of wallet counts.
    pub share_of_wallet: f64,
    /// What tenure counts.
    pub tenure: f64,
    /// What referrals count.
    pub referrals: f64,
    /// From which tenure on it counts in full; without it tenure is not scored.
    pub full_tenure: Option<f64>,
    /// From how many referrals on they count in full; without it they are not scored.
    pub full_referrals: Option<u32>,
    /// What becomes of the score where a part is missing.
    pub incomplete: Incomplete,
}

impl Default for BehaviourRules {
    fn default() -> Self {
        Self {
            repeat_rate: 1.0,
            share_of_wallet: 1.0,
            tenure: 1.0,
            referrals: 1.0,
            full_tenure: None,
            full_referrals: None,
            incomplete: Incomplete::default(),
        }
    }
}

impl BehaviourRules {
    /// Sets the weight of one part.
    #[must_use]
    pub const fn weight(mut self, piece: BehaviourPiece, weight: f64) -> Self {
        match piece {
            BehaviourPiece::RepeatRate => self.repeat_rate = weight,
            BehaviourPiece::ShareOfWallet => self.share_of_wallet = weight,
            BehaviourPiece::Tenure => self.tenure = weight,
            BehaviourPiece::Referrals => self.referrals = weight,
        }
        self
    }

    /// Sets from which tenure on it counts in full.
    #[must_use]
    pub const fn full_tenure(mut self, tenure: Option<f64>) -> Self {
        self.full_tenure = tenure;
        self
    }

    /// Sets from how many referrals on they count in full.
    #[must_use]
    pub const fn full_referrals(mut self, referrals: Option<u32>) -> Self {
        self.full_referrals = referrals;
        self
    }

    /// Sets what becomes of the score where a part is missing.
    #[must_use]
    pub const fn incomplete(mut self, incomplete: Incomplete) -> Self {
        self.incomplete = incomplete;
        self
    }

    /// The score of one customer.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a rate or a share outside 0 to 1, a
    /// negative tenure, a full tenure or full referrals that are not above 0, and a weight that is
    /// negative; [`Error::OutOfRange`] where all weights are zero; [`Error::Overflow`] where their
    /// sum is too large for a number.
    pub fn score(&self, does: &Behaviour) -> Result<BehaviourScore> {
        let mut weights = [
            self.repeat_rate,
            self.share_of_wallet,
            self.tenure,
            self.referrals,
        ];
        for (row, one) in weights.iter_mut().enumerate() {
            *one = weighted::weight("weight of a part of behaviour", *one)
                .map_err(|error| error.at_row(row))?;
        }
        weighted::sum_of_sizes("weights of behaviour", weights)?;
        let full_tenure = self.full_tenure.map(full("full tenure")).transpose()?;
        let full_referrals = self
            .full_referrals
            .map(|full_referrals| full("full referrals")(f64::from(full_referrals)))
            .transpose()?;

        let rate = |argument, value: Option<f64>| value.map(|v| fraction(argument, v)).transpose();
        let tenure = does.tenure.map(|v| non_negative("tenure", v)).transpose()?;
        // What was given, and what it counts in full from.
        let parts = [
            (rate("repeat rate", does.repeat_rate)?, Some(1.0)),
            (rate("share of wallet", does.share_of_wallet)?, Some(1.0)),
            (tenure, full_tenure),
            (does.referrals.map(f64::from), full_referrals),
        ];
        let scores = parts.map(|(given, full)| Some((given? / full?).min(1.0)));
        let counted = weights
            .into_iter()
            .zip(parts)
            .zip(scores)
            .filter(|((_, (_, full)), _)| full.is_some())
            .map(|((weight, _), score)| (weight, score));
        let value = weighted::mean(counted, self.incomplete);
        let pieces = |wanted: fn(&(Option<f64>, Option<f64>)) -> bool| {
            let all = BehaviourPiece::ALL.iter().zip(parts);
            all.filter(|(_, part)| wanted(part))
                .map(|(&piece, _)| piece)
                .collect()
        };
        Ok(BehaviourScore {
            score: value.map(Score::rate).transpose()?,
            parts: scores,
            missing: pieces(|(given, _)| given.is_none()),
            not_scored: pieces(|(given, full)| given.is_some() && full.is_none()),
            incomplete: self.incomplete,
        })
    }
}

fn full(argument: &'static str) -> impl Fn(f64) -> Result<f64> {
    move |value| {
        let value = non_negative(argument, value)?;
        if value == 0.0 {
            return Err(Error::out_of_range(argument, value, "above 0"));
        }
        Ok(value)
    }
}

/// A score of what a customer does: [`BehaviourRules::score`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BehaviourScore {
    /// The score, from 0 to 1; `None` where a part that would count is missing and none is made of
    /// the rest, and where there is no rest.
    pub score: Option<Score>,
    /// Each part from 0 to 1, in the order of [`BehaviourPiece::ALL`]; `None` where there is none.
    pub parts: [Option<f64>; 4],
    /// The pieces that were not given.
    pub missing: Vec<BehaviourPiece>,
    /// The pieces that were given and have no upper end to be scored by.
    pub not_scored: Vec<BehaviourPiece>,
    /// What was done about what is missing.
    pub incomplete: Incomplete,
}
