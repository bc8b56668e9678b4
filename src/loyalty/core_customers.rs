//! Core customers: those whom several of three overlapping questions name.
//!
//! | question | asks |
//! |---|---|
//! | profitable and loyal | Who is the most profitable and the most loyal: asks little about price, pays promptly, needs little service, has stable preferences, buys often? |
//! | largest share | Who gives us the largest share of what they buy? |
//! | worth more to us | Who is worth more to us than to competitors? |
//!
//! The list should be short and clear, and its customers are served first. No source says how many
//! questions must name a customer; [two of the three](Nominee::is_core) is a proposal.
//!
//! ```
//! use retention::loyalty::core_customers::Nominations;
//!
//! let nominees = Nominations {
//!     profitable_and_loyal: vec!["Ann", "Ben"],
//!     largest_share: vec!["Ann", "Cem"],
//!     worth_more_to_us: vec!["Ben", "Ann", "Dee"],
//! }
//! .nominees()?;
//! assert_eq!(nominees.len(), 4);
//! let core = nominees.iter().filter(|nominee| nominee.is_core());
//! assert_eq!(core.map(|nominee| nominee.customer).collect::<Vec<_>>(), ["Ann", "Ben"]);
//! assert_eq!(nominees.get("Ann").unwrap().questions(), 3);
//! assert!(nominees.get("Dee").unwrap().worth_more_to_us);
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! Source: Reichheld, F. F. (1996), *Harvard Business Review* 74(2): 56–69, as commonly reported.

use crate::Result;
use crate::error::Error;
use crate::keyed::{Keyed, keyed_row};

/// The customers whom each of the three [questions](self) names, in any order.
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

/// A customer whom at least one [question](self) names.
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
    /// Whether the first question names the customer, as profitable and loyal.
    pub profitable_and_loyal: bool,
    /// Whether the second question names the customer, for the largest share.
    pub largest_share: bool,
    /// Whether the third question names the customer, as worth more to us.
    pub worth_more_to_us: bool,
}

keyed_row!(Nominee);

/// The questions, in order.
const QUESTIONS: [&str; 3] = ["profitable_and_loyal", "largest_share", "worth_more_to_us"];

impl<Id> Nominee<Id> {
    /// Returns how many questions name the customer, 1 to 3.
    #[must_use]
    pub const fn questions(&self) -> usize {
        self.profitable_and_loyal as usize
            + self.largest_share as usize
            + self.worth_more_to_us as usize
    }

    /// Returns whether at least two of the three questions name the customer.
    #[must_use]
    pub const fn is_core(&self) -> bool {
        self.questions() >= 2
    }
}

impl<Id: Ord> Nominations<Id> {
    /// Returns every customer whom a question names, by key.
    ///
    /// # Errors
    /// [`Error::Duplicate`] for a customer whom one answer lists twice, at the row within that answer.
    pub fn nominees(self) -> Result<Keyed<Nominee<Id>>> {
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
        let mut nominees: Vec<Nominee<Id>> = Vec::new();
        for (customer, question, _) in named {
            let by = |other| question == other;
            match nominees.last_mut() {
                Some(last) if last.customer == customer => {
                    last.profitable_and_loyal |= by(0);
                    last.largest_share |= by(1);
                    last.worth_more_to_us |= by(2);
                }
                _ => nominees.push(Nominee {
                    customer,
                    profitable_and_loyal: by(0),
                    largest_share: by(1),
                    worth_more_to_us: by(2),
                }),
            }
        }
        Ok(Keyed::from_sorted(nominees))
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
