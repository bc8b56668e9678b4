//! From tables to what is known of each customer.

mod bought;
mod items;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use retention::lifecycle::Stage;
use retention::loyalty::core_customers::{self, Facts};
use retention::portrait::{Contract, Evidence};
use retention::purchases::PurchaseLog;
use rust_decimal::Decimal;

use super::figures::Question;
use super::tables::{Agreement, Answers, Found, Tables};
use bought::Buyer;

pub use bought::Buying;
pub use items::Items;

/// A contract that ends within so many days ends soon. A proposal: time for a letter and an answer.
pub const SOON: u64 = 90;

/// What is known of everybody, and how it came about.
pub struct Gathered {
    pub customers: Customers,
    pub as_of: Option<NaiveDate>,
    pub buying: Option<Buying>,
    /// The attributes that customers rated, if any.
    pub items: Option<Items>,
    /// None where nothing tells of an earlier day.
    pub earlier: Option<Earlier>,
}

/// What was known of everybody at an earlier day.
pub struct Earlier {
    pub since: NaiveDate,
    pub customers: Customers,
    /// What is known of the day of the portraits, but for what could not have been known of the earlier one.
    pub comparable: Customers,
}

/// What is known of each customer, by key.
pub type Customers = Vec<(String, Evidence)>;

/// The number of the attribute to fix first, by customer.
type ToFix<'t> = BTreeMap<&'t str, u32>;

/// The day of which something is known.
#[derive(Debug, Clone, Copy)]
struct Day {
    day: Option<NaiveDate>,
    /// Whether it lies before the day of the portraits. What has no date is not known of it.
    is_earlier: bool,
    /// When the customers were asked, if that is told.
    asked: Option<NaiveDate>,
}

impl Day {
    /// Whoever was asked later had not answered yet.
    fn is_answered(self) -> bool {
        self.asked.is_none_or(|asked| Some(asked) <= self.day)
    }
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
    let day = Day {
        day: as_of,
        is_earlier: false,
        asked: question.asked,
    };
    let (items, to_fix) = items::items(tables).unzip();
    let to_fix = to_fix.unwrap_or_default();
    let (customers, buying) = known(tables, &to_fix, question, day)?;
    let earlier = earlier(tables, &to_fix, question, as_of, &customers)?;
    Ok(Gathered {
        customers,
        as_of,
        buying,
        items,
        earlier,
    })
}

/// What was known at the earlier day that is asked for; without one, as long ago as is looked ahead.
fn earlier(
    tables: &Tables,
    to_fix: &ToFix<'_>,
    question: &Question,
    as_of: Option<NaiveDate>,
    now: &[(String, Evidence)],
) -> Result<Option<Earlier>, String> {
    let Some((log, as_of)) = tables.log.as_ref().zip(as_of) else {
        return match question.since {
            None => Ok(None),
            Some(_) => Err(
                "--since compares with an earlier day by the purchases, and there are none"
                    .to_owned(),
            ),
        };
    };
    let first = log.window().from();
    let since = match question.since {
        Some(since) if since >= as_of => {
            return Err(format!(
                "--since {since} is not before {as_of}, the day of the portraits"
            ));
        }
        Some(since) if since < first => {
            return Err(format!(
                "nothing was bought by {since}, the day of --since: the first purchase is of {first}"
            ));
        }
        Some(since) => Some(since),
        None => as_of
            .checked_sub_days(Days::new(7 * u64::from(question.ahead)))
            .filter(|since| *since >= first),
    };
    let Some(since) = since else { return Ok(None) };
    let day = Day {
        day: Some(since),
        is_earlier: true,
        asked: question.asked,
    };
    let (customers, _) = known(tables, to_fix, question, day)?;
    let found = tables.found();
    let comparable = now.iter().map(|(customer, evidence)| {
        let place = found.get(customer.as_str()).copied().unwrap_or_default();
        let evidence = comparable(*evidence, place, as_of, day.is_answered());
        (customer.clone(), evidence)
    });
    Ok(Some(Earlier {
        since,
        customers,
        comparable: comparable.collect(),
    }))
}

/// What would be new only because nobody could know it of an earlier day is left out.
fn comparable(
    evidence: Evidence,
    found: Found<'_>,
    as_of: NaiveDate,
    is_answered: bool,
) -> Evidence {
    let has_ended = found.agreement.is_some_and(|it| had_ended(it, as_of));
    let evidence = match has_ended {
        true => evidence.contract(Some(Contract::Ended)),
        false => {
            let stage = evidence.stage.filter(|_| found.buys);
            evidence.contract(None).churn_reason(None).stage(stage)
        }
    };
    match is_answered {
        true => evidence,
        false => answered(evidence, &Answers::of("")).item_to_fix(None),
    }
}

/// Everybody of whom something is known at a day.
fn known(
    tables: &Tables,
    to_fix: &ToFix<'_>,
    question: &Question,
    day: Day,
) -> Result<(Customers, Option<Buying>), String> {
    let found = tables.found();
    let left = |customer: &String| {
        let agreement = found.get(customer.as_str())?.agreement?;
        agreement.left.filter(|left| Some(*left) <= day.day)
    };
    let bought = |log: &PurchaseLog<String>| {
        let as_of = day.day.unwrap_or_else(|| log.window().to());
        bought::buyers(log, as_of, left, question).map_err(|error| error.to_string())
    };
    let bought = tables.log.as_ref().map(bought).transpose()?;
    let (buyers, buying) = bought.map_or_else(
        || (BTreeMap::new(), None),
        |(buyers, buying)| (buyers, Some(buying)),
    );
    // Rows after the day tell nothing of it yet, and who came later was not there.
    let is_there = |customer: &str, place: &Found<'_>| {
        buyers.contains_key(customer)
            || (place.answers.is_some() || place.agreement.is_some())
                && !(day.is_earlier && place.buys)
    };
    let known = found
        .iter()
        .filter(|(customer, place)| is_there(customer, place))
        .map(|(customer, place)| {
            let buyer = buyers.get(*customer).copied().unwrap_or_default();
            let item = to_fix.get(*customer).copied();
            ((*customer).to_owned(), evidence(*place, buyer, item, day))
        });
    let mut known: Customers = known.collect();
    let facts = known.iter().map(|(customer, _)| {
        let place = found.get(customer.as_str()).copied().unwrap_or_default();
        let buyer = buyers.get(customer).copied();
        (customer.as_str(), facts(place, buyer))
    });
    let nominees = core_customers::Rules::default().nominees(facts);
    let nominees = nominees.map_err(|error| error.to_string())?;
    let cores: Vec<Option<bool>> = nominees.iter().map(|row| row.is_core).collect();
    for ((customer, evidence), core) in known.iter_mut().zip(cores) {
        // What the business says comes before what is worked out.
        let agreement = found.get(customer.as_str()).and_then(|it| it.agreement);
        evidence.is_core = agreement.and_then(|it| it.is_core).or(core);
    }
    Ok((known, buying))
}

/// What is known of a customer that may make them a core customer.
fn facts(found: Found<'_>, buyer: Option<Buyer>) -> Facts {
    let agreement = found.agreement;
    Facts::default()
        .purchases(buyer.map(|buyer| buyer.purchases))
        .share_of_wallet(found.answers.and_then(|it| it.share_of_wallet))
        .days_to_pay(agreement.and_then(|it| it.days_to_pay))
        .service_contacts(agreement.and_then(|it| it.service_contacts))
}

fn evidence(found: Found<'_>, buyer: Buyer, item: Option<u32>, day: Day) -> Evidence {
    let evidence = Evidence::default()
        .status(buyer.status)
        .tier(buyer.tier)
        .profit(buyer.profit)
        .profit_group(buyer.profit_group)
        .stage(buyer.stage)
        .relationship(
            found
                .agreement
                .and_then(|it| it.relationship)
                .or(buyer.relationship),
        )
        .habits(buyer.habits)
        .chance_of_return(buyer.chance)
        .expected_value(buyer.worth);
    let evidence = match found.answers.filter(|_| day.is_answered()) {
        Some(answers) => answered(evidence, answers).item_to_fix(item),
        None => evidence,
    };
    match found.agreement {
        Some(agreement) if day.is_earlier => agreed_earlier(evidence, agreement, day),
        Some(agreement) => agreed(evidence, agreement, day.day),
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

/// A table of contracts tells of an earlier day what had ended. It does not tell when a contract that runs was
/// signed or renewed, so where that stood is not known.
fn agreed_earlier(evidence: Evidence, agreement: &Agreement, day: Day) -> Evidence {
    let evidence = evidence.bonds(agreement.bonds);
    if !day.day.is_some_and(|day| had_ended(agreement, day)) {
        return evidence;
    }
    let stage = evidence.stage.or(Some(Stage::Termination));
    evidence
        .contract(Some(Contract::Ended))
        .stage(stage)
        .churn_reason(agreement.reason)
}

/// Whether a day is told by which a contract had ended.
fn had_ended(agreement: &Agreement, by: NaiveDate) -> bool {
    agreement.left.is_some_and(|left| left <= by) || agreement.ends.is_some_and(|ends| ends < by)
}

/// Where a contract stands on a day.
fn state(agreement: &Agreement, as_of: Option<NaiveDate>) -> Option<Contract> {
    let is_past = |day: NaiveDate| as_of.is_none_or(|as_of| day <= as_of);
    // One that has ended since, as a later day of leaving says, had not ended yet.
    let ends_later = |it: &Contract| *it == Contract::Ended && agreement.left.is_some();
    let said = agreement.contract.filter(|it| !ends_later(it));
    // Whoever cancels may do so long before the contract would have run out.
    if agreement.left.is_some_and(is_past) || said == Some(Contract::Ended) {
        return Some(Contract::Ended);
    }
    let (Some(ends), Some(as_of)) = (agreement.ends, as_of) else {
        return said;
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
