use std::borrow::Borrow;

use crate::Result;
use crate::error::Error;
use crate::macros::named_enum;

named_enum! {
    /// One of three overlapping questions that find core customers.
    ///
    /// Source: Reichheld, F. F. (1993), *Harvard Business Review* 71(2): 64–73, as commonly reported.
    pub enum CoreQuestion {
        /// Who is the most profitable and the most loyal: asks little about price, pays promptly,
        /// needs little service, has stable preferences, buys often?
        ProfitableAndLoyal = "profitable_and_loyal",
        /// Who gives us the largest share of what they buy?
        LargestShare = "largest_share",
        /// Who is worth more to us than to competitors?
        WorthMoreToUs = "worth_more_to_us",
    }
}

/// The customers whom each [`CoreQuestion`] names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CoreAnswers<Id> {
    /// The most profitable and loyal.
    pub profitable_and_loyal: Vec<Id>,
    /// Those who give us the largest share.
    pub largest_share: Vec<Id>,
    /// Those who are worth more to us than to competitors.
    pub worth_more_to_us: Vec<Id>,
}

impl<Id> Default for CoreAnswers<Id> {
    fn default() -> Self {
        Self {
            profitable_and_loyal: Vec::new(),
            largest_share: Vec::new(),
            worth_more_to_us: Vec::new(),
        }
    }
}

/// Core customers: those named by at least so many of three overlapping questions.
///
/// The list is meant to be short, clear, and kept first. How many questions must name a customer is
/// not published; by default two of the three.
///
/// ```
/// use retention::loyalty::{CoreAnswers, CoreCustomers, CoreQuestion};
///
/// let core = CoreCustomers::new(CoreAnswers {
///     profitable_and_loyal: vec!["Ann", "Ben"],
///     largest_share: vec!["Ann", "Cem"],
///     worth_more_to_us: vec!["Ben", "Ann", "Dee"],
/// })?;
/// assert_eq!(core.core().collect::<Vec<_>>(), [&"Ann", &"Ben"]);
/// assert_eq!(core.at_least(3)?.collect::<Vec<_>>(), [&"Ann"]);
/// assert_eq!(core.rows().len(), 4);
/// assert_eq!(core.get(&"Dee").unwrap().questions().collect::<Vec<_>>(), [CoreQuestion::WorthMoreToUs]);
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
pub struct CoreCustomers<Id> {
    rows: Vec<CoreCustomer<Id>>,
    least: usize,
}

/// A customer whom at least one question names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CoreCustomer<Id> {
    /// Who.
    pub customer: Id,
    /// Whether the first question names them.
    pub profitable_and_loyal: bool,
    /// Whether the second does.
    pub largest_share: bool,
    /// Whether the third does.
    pub worth_more_to_us: bool,
}

impl<Id> CoreCustomer<Id> {
    /// Whether this question names them.
    #[must_use]
    pub const fn is_named_by(&self, question: CoreQuestion) -> bool {
        match question {
            CoreQuestion::ProfitableAndLoyal => self.profitable_and_loyal,
            CoreQuestion::LargestShare => self.largest_share,
            CoreQuestion::WorthMoreToUs => self.worth_more_to_us,
        }
    }

    /// The questions that name them.
    pub fn questions(&self) -> impl Iterator<Item = CoreQuestion> + '_ {
        let all = CoreQuestion::ALL.iter().copied();
        all.filter(|&question| self.is_named_by(question))
    }
}

impl<Id: Ord> CoreCustomers<Id> {
    /// Brings the three answers together; a customer is core whom at least two name.
    ///
    /// # Errors
    /// [`Error::Duplicate`] for a customer whom one answer lists twice, its rows counted within that
    /// answer.
    pub fn new(answers: CoreAnswers<Id>) -> Result<Self> {
        let mut named: Vec<(Id, CoreQuestion, usize)> = Vec::new();
        for (question, ids) in [
            (
                CoreQuestion::ProfitableAndLoyal,
                answers.profitable_and_loyal,
            ),
            (CoreQuestion::LargestShare, answers.largest_share),
            (CoreQuestion::WorthMoreToUs, answers.worth_more_to_us),
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
        let mut rows: Vec<CoreCustomer<Id>> = Vec::new();
        for (customer, question, _) in named {
            let row = match rows.last_mut() {
                Some(row) if row.customer == customer => row,
                _ => {
                    rows.push(CoreCustomer {
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
                CoreQuestion::ProfitableAndLoyal => row.profitable_and_loyal = true,
                CoreQuestion::LargestShare => row.largest_share = true,
                CoreQuestion::WorthMoreToUs => row.worth_more_to_us = true,
            }
        }
        Ok(Self { rows, least: 2 })
    }

    /// One customer; `None` for one whom no question names.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, customer: &Q) -> Option<&CoreCustomer<Id>>
    where
        Id: Borrow<Q>,
    {
        let at = self
            .rows
            .binary_search_by(|row| row.customer.borrow().cmp(customer));
        self.rows.get(at.ok()?)
    }
}

impl<Id> CoreCustomers<Id> {
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

    /// Everyone whom a question names, by key: the union.
    #[must_use]
    pub fn rows(&self) -> &[CoreCustomer<Id>] {
        &self.rows
    }

    /// Those whom this question names, by key.
    pub fn named_by(&self, question: CoreQuestion) -> impl Iterator<Item = &Id> {
        self.rows
            .iter()
            .filter(move |row| row.is_named_by(question))
            .map(|row| &row.customer)
    }

    /// Those whom at least so many questions name, by key: three is the intersection.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for none, and for more than three.
    pub fn at_least(&self, questions: usize) -> Result<impl Iterator<Item = &Id>> {
        Ok(self.with(within_three(questions)?))
    }

    /// The core customers, by key.
    pub fn core(&self) -> impl Iterator<Item = &Id> {
        self.with(self.least)
    }

    /// How many questions must name a core customer.
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
