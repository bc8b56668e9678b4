//! Core customers: those whom several of three overlapping questions name.

use std::borrow::Borrow;

use crate::Result;
use crate::error::Error;
use crate::keyed::{Keyed, keyed_row};
use crate::macros::named_enum;

named_enum! {
    /// One of three overlapping questions that find core customers.
    ///
    /// Source: Reichheld, F. F. (1993), *Harvard Business Review* 71(2): 64–73, as commonly reported.
    pub enum Question {
        /// Who is the most profitable and the most loyal: asks little about price, pays promptly,
        /// needs little service, has stable preferences, buys often?
        ProfitableAndLoyal = "profitable_and_loyal",
        /// Who gives us the largest share of what they buy?
        LargestShare = "largest_share",
        /// Who is worth more to us than to competitors?
        WorthMoreToUs = "worth_more_to_us",
    }
}

/// The customers whom each [`Question`] names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Named<Id> {
    /// The most profitable and loyal.
    pub profitable_and_loyal: Vec<Id>,
    /// Those who give us the largest share.
    pub largest_share: Vec<Id>,
    /// Those who are worth more to us than to competitors.
    pub worth_more_to_us: Vec<Id>,
}

impl<Id> Default for Named<Id> {
    fn default() -> Self {
        Self {
            profitable_and_loyal: Vec::new(),
            largest_share: Vec::new(),
            worth_more_to_us: Vec::new(),
        }
    }
}

/// The customers whom at least a given number of three questions name.
///
/// The list is meant to be short and clear, with its customers served first. No source says how many
/// questions must name a customer. Default: two of the three.
///
/// ```
/// use retention::loyalty::core_customers::{Named, Core, Question};
///
/// let core = Core::new(Named {
///     profitable_and_loyal: vec!["Ann", "Ben"],
///     largest_share: vec!["Ann", "Cem"],
///     worth_more_to_us: vec!["Ben", "Ann", "Dee"],
/// })?;
/// assert_eq!(core.core().collect::<Vec<_>>(), [&"Ann", &"Ben"]);
/// assert_eq!(core.at_least(3)?.collect::<Vec<_>>(), [&"Ann"]);
/// assert_eq!(core.rows().len(), 4);
/// assert_eq!(core.get(&"Dee").unwrap().questions().collect::<Vec<_>>(), [Question::WorthMoreToUs]);
/// # Ok::<(), retention::Error>(())
/// ```
///
/// Source: Reichheld (1993), as commonly reported.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "核心客户")]
#[doc(alias = "黄金顾客")]
#[doc(alias = "大客户")]
#[doc(alias = "key account")]
pub struct Core<Id> {
    rows: Keyed<Customer<Id>>,
    least: usize,
}

/// A customer whom at least one question names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Customer<Id> {
    /// The customer.
    pub customer: Id,
    /// Named as profitable and loyal.
    pub profitable_and_loyal: bool,
    /// Named for the largest share.
    pub largest_share: bool,
    /// Named as worth more to us.
    pub worth_more_to_us: bool,
}

keyed_row!(Customer);

impl<Id> Customer<Id> {
    /// Returns whether this question names the customer.
    #[must_use]
    pub const fn is_named_by(&self, question: Question) -> bool {
        match question {
            Question::ProfitableAndLoyal => self.profitable_and_loyal,
            Question::LargestShare => self.largest_share,
            Question::WorthMoreToUs => self.worth_more_to_us,
        }
    }

    /// Returns the questions that name the customer.
    pub fn questions(&self) -> impl Iterator<Item = Question> + '_ {
        let all = Question::ALL.iter().copied();
        all.filter(|&question| self.is_named_by(question))
    }
}

impl<Id: Ord> Core<Id> {
    /// Creates the list from the three answers. A customer is core if at least two of them name the
    /// customer.
    ///
    /// # Errors
    /// [`Error::Duplicate`] for a customer whom one answer lists twice, at the row within that answer.
    pub fn new(answers: Named<Id>) -> Result<Self> {
        let mut named: Vec<(Id, Question, usize)> = Vec::new();
        for (question, ids) in [
            (Question::ProfitableAndLoyal, answers.profitable_and_loyal),
            (Question::LargestShare, answers.largest_share),
            (Question::WorthMoreToUs, answers.worth_more_to_us),
        ] {
            named.extend(
                ids.into_iter()
                    .zip(0..)
                    .map(|(id, row)| (id, question, row)),
            );
        }
        named.sort_unstable_by(|(a, p, i), (b, q, j)| a.cmp(b).then(p.cmp(q)).then(i.cmp(j)));
        let twice = named
            .iter()
            .zip(named.iter().skip(1))
            .find(|((a, p, _), (b, q, _))| a == b && p == q);
        if let Some(((_, question, first), (_, _, row))) = twice {
            return Err(Error::duplicate(
                "customer named by a question",
                format_args!("rows {first} and {row} of {question}"),
            )
            .at_row(*row));
        }
        let mut rows: Vec<Customer<Id>> = Vec::new();
        for (customer, question, _) in named {
            let row = match rows.last_mut() {
                Some(row) if row.customer == customer => row,
                _ => {
                    rows.push(Customer {
                        customer,
                        profitable_and_loyal: false,
                        largest_share: false,
                        worth_more_to_us: false,
                    });
                    let Some(row) = rows.last_mut() else { continue };
                    row
                }
            };
            match question {
                Question::ProfitableAndLoyal => row.profitable_and_loyal = true,
                Question::LargestShare => row.largest_share = true,
                Question::WorthMoreToUs => row.worth_more_to_us = true,
            }
        }
        Ok(Self {
            rows: Keyed::from_sorted(rows),
            least: 2,
        })
    }

    /// Returns one customer; `None` if no question names them.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<&Customer<Id>>
    where
        Id: Borrow<Q>,
    {
        self.rows.get(customer)
    }
}

impl<Id> Core<Id> {
    /// Sets how many questions must name a core customer.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for none, and for more than three.
    pub fn least(self, questions: usize) -> Result<Self> {
        Ok(Self {
            least: within_three(questions)?,
            ..self
        })
    }

    /// Returns every customer whom a question names, by key: the union.
    #[must_use]
    pub fn rows(&self) -> &[Customer<Id>] {
        self.rows.as_slice()
    }

    /// Returns the customers whom this question names, by key.
    pub fn named_by(&self, question: Question) -> impl Iterator<Item = &Id> {
        self.rows
            .iter()
            .filter(move |row| row.is_named_by(question))
            .map(|row| &row.customer)
    }

    /// Returns the customers whom at least this many questions name, by key; 3 is the intersection.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for none, and for more than three.
    pub fn at_least(&self, questions: usize) -> Result<impl Iterator<Item = &Id>> {
        Ok(self.with(within_three(questions)?))
    }

    /// Returns the core customers, by key.
    pub fn core(&self) -> impl Iterator<Item = &Id> {
        self.with(self.least)
    }

    /// Returns how many questions must name a core customer.
    #[must_use]
    pub const fn questions(&self) -> usize {
        self.least
    }

    fn with(&self, least: usize) -> impl Iterator<Item = &Id> {
        self.rows
            .iter()
            .filter(move |row| row.questions().count() >= least)
            .map(|row| &row.customer)
    }
}

fn within_three(questions: usize) -> Result<usize> {
    if (1..=3).contains(&questions) {
        Ok(questions)
    } else {
        Err(Error::out_of_range(
            "number of questions",
            questions,
            "1 to 3",
        ))
    }
}
