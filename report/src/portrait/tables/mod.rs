//! What there is of a business: what customers answered, what they bought, what they signed; and how many
//! stand in one of these and not in the others.

mod alike;
mod contracts;
mod read;
mod survey;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use retention::churn::Reason;
use retention::lifecycle::RelationshipType;
use retention::loyalty::Score;
use retention::portrait::Contract;
use retention::purchases::PurchaseLog;
use retention::switching::Bonds;
use rust_decimal::Decimal;
use serde::Serialize;

pub use alike::Alike;
pub use contracts::contracts;
pub use read::{Column, Told};
pub use survey::survey;

/// The three tables, each of which may be missing.
#[derive(Debug, Default)]
pub struct Tables {
    pub answers: Vec<Answers>,
    pub log: Option<PurchaseLog<String>>,
    pub agreements: Vec<Agreement>,
    /// The attributes of the offer that customers rated, in the order of their ratings.
    pub items: Vec<String>,
    /// The columns that were read, for who wants to know.
    pub columns: Vec<Column>,
    /// Columns of which nothing is known, by table.
    pub not_read: Vec<(&'static str, String)>,
    /// Rows that could not be read and were left out.
    pub skipped_rows: usize,
}

/// What a customer answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    pub customer: String,
    pub satisfaction: Option<Score>,
    pub trust: Option<Score>,
    pub loyalty: Option<Score>,
    pub attitude: Option<Score>,
    pub switching_cost: Option<Score>,
    pub patronage: Option<Score>,
    /// Relative to competitors, now and when it was asked before.
    pub value: Option<f64>,
    pub value_before: Option<f64>,
    pub recommends: Option<bool>,
    pub warns: Option<bool>,
    /// The share of what they buy of the kind that they buy here, 0 to 1.
    pub share_of_wallet: Option<f64>,
    /// A rating for each of the attributes.
    pub items: Vec<Option<Score>>,
}

/// What is known of a customer's contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    pub customer: String,
    /// Where it stands, if no dates say so; one that is said to have ended has, whatever its end.
    pub contract: Option<Contract>,
    pub ends: Option<NaiveDate>,
    pub left: Option<NaiveDate>,
    pub reason: Option<Reason>,
    pub bonds: Option<Bonds>,
    /// What the customer pays a month.
    pub charge: Option<Decimal>,
    /// The chance that the customer is still there after the time that is looked ahead.
    pub chance: Option<f64>,
    /// What the relationship is centred on, if the business knows.
    pub relationship: Option<RelationshipType>,
    /// Whether the business calls the customer a core customer.
    pub is_core: Option<bool>,
    pub days_to_pay: Option<f64>,
    /// In the year up to the day of the portraits.
    pub service_contacts: Option<u64>,
}

impl Answers {
    /// Nothing answered yet.
    pub fn of(customer: &str) -> Self {
        Self {
            customer: customer.to_owned(),
            satisfaction: None,
            trust: None,
            loyalty: None,
            attitude: None,
            switching_cost: None,
            patronage: None,
            value: None,
            value_before: None,
            recommends: None,
            warns: None,
            share_of_wallet: None,
            items: Vec::new(),
        }
    }
}

impl Agreement {
    /// Nothing known yet.
    pub fn of(customer: &str) -> Self {
        Self {
            customer: customer.to_owned(),
            contract: None,
            ends: None,
            left: None,
            reason: None,
            bonds: None,
            charge: None,
            chance: None,
            relationship: None,
            is_core: None,
            days_to_pay: None,
            service_contacts: None,
        }
    }
}

/// Where a customer was found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found<'t> {
    pub answers: Option<&'t Answers>,
    pub buys: bool,
    pub agreement: Option<&'t Agreement>,
}

/// How many customers stand in which of the tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Joined {
    pub customers: u64,
    /// `None` without such a table.
    pub answered: Option<u64>,
    pub bought: Option<u64>,
    pub under_contract: Option<u64>,
    /// Who answered and stands in no other table, although there is one.
    pub only_answered: u64,
    pub only_bought: u64,
    pub only_under_contract: u64,
    pub in_all: u64,
    /// Customers who are perhaps one, written in two ways.
    pub alike: Option<Alike>,
}

impl Found<'_> {
    /// In which of the tables: answers, purchases, contracts.
    fn tables(&self) -> [bool; 3] {
        [self.answers.is_some(), self.buys, self.agreement.is_some()]
    }
}

impl Tables {
    /// Everybody who stands in one of the tables, by key.
    pub fn found(&self) -> BTreeMap<&str, Found<'_>> {
        let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
        for answers in &self.answers {
            found.entry(&answers.customer).or_default().answers = Some(answers);
        }
        for customer in self.log.iter().flat_map(PurchaseLog::customers) {
            found.entry(customer).or_default().buys = true;
        }
        for agreement in &self.agreements {
            found.entry(&agreement.customer).or_default().agreement = Some(agreement);
        }
        found
    }

    /// How many stand in which.
    pub fn joined(&self) -> Joined {
        let found = self.found();
        let there = [
            !self.answers.is_empty(),
            self.log.is_some(),
            !self.agreements.is_empty(),
        ];
        let tables = there.iter().filter(|there| **there).count();
        let (mut each, mut only, mut in_all) = ([0_u64; 3], [0_u64; 3], 0);
        for customer in found.values() {
            let is_in = customer.tables();
            let places = is_in.iter().filter(|is_in| **is_in).count();
            in_all += u64::from(places == tables);
            for ((is_in, each), only) in is_in.into_iter().zip(&mut each).zip(&mut only) {
                *each += u64::from(is_in);
                *only += u64::from(is_in && places == 1 && tables > 1);
            }
        }
        let [answered, bought, under_contract] = each;
        let [only_answered, only_bought, only_under_contract] = only;
        Joined {
            customers: found.len() as u64,
            answered: there[0].then_some(answered),
            bought: there[1].then_some(bought),
            under_contract: there[2].then_some(under_contract),
            only_answered,
            only_bought,
            only_under_contract,
            in_all,
            alike: alike::alike(&found),
        }
    }
}
