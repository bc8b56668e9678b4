//! An invented shop of which everything is known: what customers answer, what they buy, what they signed, why
//! they went, and the truth behind it.
//!
//! Purchases come from the Pareto/NBD model, whose rate of leaving depends on satisfaction and value by stated
//! coefficients; contracts from the shifted-beta-geometric model. Trust, loyalty and attitude go with
//! satisfaction and do nothing by themselves; the switching cost goes with nothing. Ratings of the attributes of
//! the offer go with satisfaction, more or less.

mod account;
mod behaviour;
mod opinions;
mod random;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use retention::Result;
use retention::purchases::{Purchase, PurchaseLog};
use serde::Serialize;

use super::tables::{Agreement, Answers, Tables};
use behaviour::Habits;
use opinions::Opinions;
use random::Random;

/// So many customers unless a test wants fewer.
pub const CUSTOMERS: u32 = 1_200;
/// The shop opens, its customers are asked, and the records end.
pub const OPENED: NaiveDate = day(2022, 1, 1);
pub const ASKED: NaiveDate = day(2023, 12, 31);
pub const ENDS: NaiveDate = day(2024, 12, 31);

/// What changes the rate of leaving: its logarithm moves by so much a point of satisfaction, and a unit of the
/// relative value.
pub const SATISFACTION: f64 = -0.45;
pub const VALUE: f64 = -5.0;

/// The share of customers who answer, and the share who have a contract.
const ANSWERS: f64 = 0.7;
const CONTRACTS: f64 = 0.3;
/// Some leave a question out.
const LEFT_OUT: f64 = 0.03;

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// The tables of the shop, and what nobody but its maker knows.
pub struct Shop {
    pub tables: Tables,
    pub truth: Truth,
}

/// What is true of the shop.
#[derive(Debug, Clone, Serialize)]
pub struct Truth {
    /// What each question has to do with leaving.
    pub questions: Vec<Question>,
    /// Whether each customer has left: they will never buy again.
    #[serde(skip)]
    pub has_left: BTreeMap<String, bool>,
}

/// A question of the survey, and its part in leaving.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    pub question: &'static str,
    pub part: Part,
    /// By how much a unit of it moves the logarithm of the rate of leaving.
    pub coefficient: f64,
}

/// What a question has to do with leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It changes the rate of leaving.
    Cause,
    /// It goes with a cause, and changes nothing.
    Bystander,
    /// It goes with nothing.
    Noise,
}

impl Part {
    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Bystander => "linked",
            Self::Noise => "noise",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Cause => "changes the rate of leaving",
            Self::Bystander => "only goes with satisfaction",
            Self::Noise => "goes with nothing",
        }
    }
}

impl Shop {
    /// The shop with so many customers, the same on every run.
    ///
    /// # Errors
    /// Those of the library.
    pub fn new(customers: u32) -> Result<Self> {
        let habits = Habits::new()?;
        let mut made = Made::default();
        for number in 1..=customers {
            made.add(number, &habits)?;
        }
        Ok(Self {
            tables: Tables {
                answers: made.answers,
                log: Some(PurchaseLog::from_rows(made.purchases)?),
                agreements: made.agreements,
                items: account::attributes(),
                ..Tables::default()
            },
            truth: Truth {
                questions: questions(),
                has_left: made.has_left,
            },
        })
    }
}

fn questions() -> Vec<Question> {
    let question = |question, part, coefficient| Question {
        question,
        part,
        coefficient,
    };
    vec![
        question("satisfaction", Part::Cause, SATISFACTION),
        question("value", Part::Cause, VALUE),
        question("trust", Part::Bystander, 0.0),
        question("loyalty", Part::Bystander, 0.0),
        question("attitude", Part::Bystander, 0.0),
        question("switching_cost", Part::Noise, 0.0),
    ]
}

#[derive(Default)]
struct Made {
    answers: Vec<Answers>,
    purchases: Vec<Purchase<String>>,
    agreements: Vec<Agreement>,
    has_left: BTreeMap<String, bool>,
}

impl Made {
    fn add(&mut self, number: u32, habits: &Habits) -> Result<()> {
        // Each customer has draws of their own, so that nobody's depend on who else is there.
        let mut random = Random::new(u64::from(number));
        let mut beside = Random::new(!u64::from(number));
        let customer = format!("C{number:04}");
        let opinions = Opinions::draw(&mut random);
        let came = OPENED + Days::new((random.unit() * 104.0 * 7.0) as u64);
        let mut agreement = match random.happens(CONTRACTS) {
            true => habits.agreement(&customer, came, &opinions, &mut random)?,
            false => None,
        };
        let left = agreement.as_ref().and_then(|agreement| agreement.left);
        let bought = habits.purchases(came, left, &opinions, random.bits())?;
        self.has_left
            .insert(customer.clone(), !bought.returns || left.is_some());
        if came <= ASKED && random.happens(ANSWERS) {
            let mut answers = opinions.answers(&customer, LEFT_OUT, &mut random)?;
            account::rate(&mut answers, opinions.satisfaction, &mut beside)?;
            self.answers.push(answers);
        }
        if let Some(agreement) = &mut agreement {
            let year = bought.rows.iter().filter(|(date, _)| *date > ASKED);
            account::keep(agreement, year.count(), &mut beside);
        }
        self.agreements.extend(agreement);
        let rows = bought.rows.into_iter();
        self.purchases.extend(rows.map(|(date, amount)| Purchase {
            customer: customer.clone(),
            date,
            amount,
        }));
        Ok(())
    }
}

/// A day so many weeks after another.
fn after(day: NaiveDate, weeks: f64) -> NaiveDate {
    let days = Days::new((weeks * 7.0) as u64);
    day.checked_add_days(days).unwrap_or(NaiveDate::MAX)
}
