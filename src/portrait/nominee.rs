//! Whether a customer is a core customer, as far as the evidence tells.

use super::dimension::{Dimension, UNKNOWN};
use super::{Evidence, Levels, ProfitGroup};
use crate::Result;
use crate::error::fraction;
use crate::loyalty::conditions::Condition;
use crate::loyalty::core_customers::{Rules, at_least};
use crate::loyalty::types::CustomerType;
use crate::numeric::money;

/// The positions of low and high among the levels of a score.
const LOW: u8 = 1;
const HIGH: u8 = 3;

/// Whether as many of the three questions name the customer as the rules ask for; `None` where they could
/// go either way.
pub(super) fn is_core(evidence: &Evidence, levels: &Levels, rules: &Rules) -> Result<Option<bool>> {
    let share = evidence.share_of_wallet;
    let share = share
        .map(|share| fraction("share_of_wallet", share))
        .transpose()?;
    let worths = evidence.expected_value.zip(evidence.value_to_rival);
    let more = worths
        .map(|(ours, theirs)| money::subtract(ours, theirs))
        .transpose()?;
    let questions = [
        profitable_and_loyal(evidence, levels),
        share.map(|share| rules.is_largest(share)),
        more.map(|more| rules.is_worth_more(money::decimal_to_f64(more))),
    ];
    Ok(at_least(rules.questions, &questions))
}

fn profitable_and_loyal(evidence: &Evidence, levels: &Levels) -> Option<bool> {
    let profitable = evidence
        .profit_group
        .map(|group| group == ProfitGroup::High);
    at_least(2, &[profitable, loyal(levels)])
}

/// Loyal by the score and by the condition, as far as each is known.
fn loyal(levels: &Levels) -> Option<bool> {
    let known = [Dimension::Loyalty, Dimension::LoyaltyCondition].map(|one| levels.is_known(one));
    let [by_score, by_condition] = [score(levels), Some(is_loyalty(levels))];
    match known {
        [true, true] => at_least(2, &[by_score, by_condition]),
        [true, false] => by_score,
        [false, true] => by_condition,
        [false, false] => None,
    }
}

/// Loyal by the score, and no hostage, who is loyal of necessity; `None` for one who may be a hostage.
fn score(levels: &Levels) -> Option<bool> {
    if levels.position(Dimension::Loyalty) != HIGH {
        return Some(false);
    }
    match levels.position(Dimension::CustomerType) {
        UNKNOWN => (levels.position(Dimension::Satisfaction) != LOW).then_some(true),
        class => Some(class != CustomerType::Hostage as u8 + 1),
    }
}

fn is_loyalty(levels: &Levels) -> bool {
    levels.position(Dimension::LoyaltyCondition) == Condition::Loyalty as u8 + 1
}
