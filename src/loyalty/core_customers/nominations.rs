use crate::Result;
use crate::error::Error;
use crate::keyed::{Keyed, keyed_row};

use super::Rules;
use super::questions::at_least;

/// The customers whom each of the three [questions](super) names, in any order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Nominations<Id> {
    /// The most profitable and loyal.
    pub profitable_and_loyal: Vec<Id>,
    /// Those who give us the largest share.
    pub largest_share: Vec<Id>,
    /// Those who are worth more to us than to competitors.
    pub worth_more_to_us: Vec<Id>,
}

impl<Id> Default for Nominations<Id> {
    fn default() -> Self {
        Self {
            profitable_and_loyal: Vec::new(),
            largest_share: Vec::new(),
            worth_more_to_us: Vec::new(),
        }
    }
}

/// What the three [questions](super) say of a customer; `None` is not known.
///
/// The five criteria of the first question are known where [`Rules`] judged them. Answers given as lists
/// do not tell them.
///
/// See the [example](crate::loyalty::core_customers).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "核心客户")]
#[doc(alias = "黄金顾客")]
#[doc(alias = "大客户")]
#[doc(alias = "key account")]
pub struct Nominee<Id> {
    /// The customer.
    pub customer: Id,
    /// Whether the customer is core: named by as many questions as the rules ask for.
    pub is_core: Option<bool>,
    /// Whether the first question names the customer, as profitable and loyal.
    pub profitable_and_loyal: Option<bool>,
    /// Whether the second question names the customer, for the largest share.
    pub largest_share: Option<bool>,
    /// Whether the third question names the customer, as worth more to us.
    pub worth_more_to_us: Option<bool>,
    /// Whether the customer pays close to the list price.
    pub accepts_price: Option<bool>,
    /// Whether the customer pays promptly.
    pub pays_promptly: Option<bool>,
    /// Whether the customer needs little service.
    pub needs_little_service: Option<bool>,
    /// Whether most purchases repeat an earlier one.
    pub stable_preference: Option<bool>,
    /// Whether the customer buys often.
    pub buys_often: Option<bool>,
}

keyed_row!(Nominee);

/// The questions, in order.
const QUESTIONS: [&str; 3] = ["profitable_and_loyal", "largest_share", "worth_more_to_us"];

impl<Id> Nominee<Id> {
    /// Whatever the questions say, and nothing of the criteria.
    pub(super) fn of(customer: Id, questions: [Option<bool>; 3], rules: &Rules) -> Self {
        let [profitable_and_loyal, largest_share, worth_more_to_us] = questions;
        Self {
            customer,
            is_core: at_least(rules.questions, &questions),
            profitable_and_loyal,
            largest_share,
            worth_more_to_us,
            accepts_price: None,
            pays_promptly: None,
            needs_little_service: None,
            stable_preference: None,
            buys_often: None,
        }
    }

    /// Returns how many questions are known to name the customer, 0 to 3.
    #[must_use]
    pub fn questions(&self) -> usize {
        let questions = [
            self.profitable_and_loyal,
            self.largest_share,
            self.worth_more_to_us,
        ];
        questions.iter().filter(|one| **one == Some(true)).count()
    }
}

impl<Id: Ord> Nominations<Id> {
    /// Returns every customer whom a question names, by key. Of the rules only
    /// [`Rules::questions`] is read.
    ///
    /// # Errors
    /// [`Error::Duplicate`] for a customer whom one answer lists twice, at the row within that answer;
    /// [`Error::OutOfRange`] unless the rules ask for 1 to 3 questions.
    pub fn nominees(self, rules: &Rules) -> Result<Keyed<Nominee<Id>>> {
        rules.check_questions()?;
        let lists = [
            self.profitable_and_loyal,
            self.largest_share,
            self.worth_more_to_us,
        ];
        let mut named: Vec<(Id, usize, usize)> = Vec::new();
        for (question, list) in lists.into_iter().enumerate() {
            let rows = list.into_iter().enumerate();
            named.extend(rows.map(|(row, customer)| (customer, question, row)));
        }
        named.sort_unstable();
        check_once(&named)?;
        let mut answers: Vec<(Id, [bool; 3])> = Vec::new();
        for (customer, question, _) in named {
            let by = [0, 1, 2].map(|other| question == other);
            match answers.last_mut() {
                Some((last, named)) if *last == customer => {
                    for (named, by) in named.iter_mut().zip(by) {
                        *named |= by;
                    }
                }
                _ => answers.push((customer, by)),
            }
        }
        let nominees = answers
            .into_iter()
            .map(|(customer, by)| Nominee::of(customer, by.map(Some), rules));
        Ok(Keyed::from_sorted(nominees.collect()))
    }
}

/// Refuses a customer whom one question names twice, among customers sorted with question and row.
fn check_once<Id: Ord>(named: &[(Id, usize, usize)]) -> Result<()> {
    let twice = named
        .iter()
        .zip(named.iter().skip(1))
        .find(|((a, p, _), (b, q, _))| a == b && p == q);
    let Some(((_, question, first), (_, _, row))) = twice else {
        return Ok(());
    };
    let question = QUESTIONS.get(*question).copied().unwrap_or_default();
    let rows = format_args!("rows {first} and {row} of {question}");
    Err(Error::duplicate("customer named by a question", rows).at_row(*row))
}
