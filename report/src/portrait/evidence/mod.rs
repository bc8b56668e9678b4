//! From tables to what is known of each customer.

mod bought;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use retention::lifecycle::Stage;
use retention::portrait::{Contract, Evidence};
use retention::purchases::PurchaseLog;
use rust_decimal::Decimal;

use super::figures::Question;
use super::tables::{Agreement, Answers, Found, Tables};
use bought::Buyer;

pub use bought::Buying;

/// A contract that ends within so many days ends soon. A proposal: time for a letter and an answer.
pub const SOON: u64 = 90;

/// What is known of everybody, and how it came about.
pub struct Gathered {
    pub customers: Vec<(String, Evidence)>,
    pub as_of: Option<NaiveDate>,
    pub buying: Option<Buying>,
}

/// Puts the tables together.
///
/// # Errors
/// A message for the user.
pub fn gather(tables: &Tables, question: &Question) -> Result<Gathered, String> {
    let as_of = question
        .as_of
        .or_else(|| tables.log.as_ref().map(|log| log.window().to()));
    let dated = tables.agreements.iter().any(|it| it.ends.is_some());
    if dated && as_of.is_none() {
        return Err(
            "the contracts have ends, and nothing says of which day this is: say --as-of DATE"
                .to_owned(),
        );
    }
    let found = tables.found();
    let left = |customer: &String| {
        let agreement = found.get(customer.as_str())?.agreement?;
        agreement.left.filter(|left| Some(*left) <= as_of)
    };
    let bought = |log: &PurchaseLog<String>| {
        let as_of = as_of.unwrap_or_else(|| log.window().to());
        bought::buyers(log, as_of, left, question).map_err(|error| error.to_string())
    };
    let bought = tables.log.as_ref().map(bought).transpose()?;
    let (buyers, buying) = bought.map_or_else(
        || (BTreeMap::new(), None),
        |(buyers, buying)| (buyers, Some(buying)),
    );
    // Rows after the day tell nothing of it yet.
    let known = found
        .iter()
        .filter(|(customer, place)| {
            place.answers.is_some() || place.agreement.is_some() || buyers.contains_key(**customer)
        })
        .map(|(customer, place)| {
            let buyer = buyers.get(*customer).copied().unwrap_or_default();
            ((*customer).to_owned(), evidence(*place, buyer, as_of))
        });
    Ok(Gathered {
        customers: known.collect(),
        as_of,
        buying,
    })
}

fn evidence(found: Found<'_>, buyer: Buyer, as_of: Option<NaiveDate>) -> Evidence {
    let evidence = Evidence::default()
        .status(buyer.status)
        .tier(buyer.tier)
        .profit(buyer.profit)
        .profit_group(buyer.profit_group)
        .stage(buyer.stage)
        .habits(buyer.habits)
        .chance_of_return(buyer.chance)
        .expected_value(buyer.worth);
    let evidence = match found.answers {
        Some(answers) => answered(evidence, answers),
        None => evidence,
    };
    match found.agreement {
        Some(agreement) => agreed(evidence, agreement, as_of),
        None => evidence,
    }
}

fn answered(evidence: Evidence, answers: &Answers) -> Evidence {
    let change = answers.value.zip(answers.value_before);
    // Differences of hundredths are hundredths.
    let change = change.map(|(now, before)| ((now - before) * 1e9).round() / 1e9);
    evidence
        .satisfaction(answers.satisfaction)
        .trust(answers.trust)
        .loyalty(answers.loyalty)
        .relative_attitude(answers.attitude)
        .switching_cost(answers.switching_cost)
        .patronage(answers.patronage)
        .recommends(answers.recommends)
        .warns(answers.warns)
        .value(answers.value)
        .value_change(change)
}

fn agreed(evidence: Evidence, agreement: &Agreement, as_of: Option<NaiveDate>) -> Evidence {
    let contract = state(agreement, as_of);
    let has_ended = contract == Some(Contract::Ended);
    // Where nothing is known of the purchases, the end of the contract is that of the relationship.
    let stage = evidence.stage.or(has_ended.then_some(Stage::Termination));
    let evidence = evidence
        .contract(contract)
        .stage(stage)
        .churn_reason(agreement.reason)
        .bonds(agreement.bonds);
    if evidence.chance_of_return.is_some() || agreement.chance.is_none() {
        return evidence;
    }
    evidence
        .chance_of_return(agreement.chance)
        .expected_value(agreement.charge.map(|charge| charge.max(Decimal::ZERO)))
}

/// Where a contract stands on a day.
fn state(agreement: &Agreement, as_of: Option<NaiveDate>) -> Option<Contract> {
    let is_past = |day: NaiveDate| as_of.is_none_or(|as_of| day <= as_of);
    if agreement.left.is_some_and(is_past) {
        return Some(Contract::Ended);
    }
    let (Some(ends), Some(as_of)) = (agreement.ends, as_of) else {
        return agreement.contract;
    };
    let soon = as_of.checked_add_days(Days::new(SOON));
    Some(if ends < as_of {
        Contract::Ended
    } else if Some(ends) <= soon {
        Contract::EndsSoon
    } else {
        Contract::Running
    })
}
