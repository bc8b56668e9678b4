//! What the records of the shop say of a customer beside purchases and contracts, and how customers rate the
//! attributes of its offer.

use retention::Result;
use retention::lifecycle::RelationshipType;
use retention::loyalty::Score;
use retention::scale::Scale;

use super::opinions::{USUAL, hundredths, step};
use super::random::Random;
use crate::portrait::tables::{Agreement, Answers};

/// An attribute of the offer: how it is usually rated, and by how much its rating goes with satisfaction.
type Attribute = (&'static str, f64, f64);

/// One of them matters and is rated poorly, one matters and is rated well; the others matter little.
const ATTRIBUTES: [Attribute; 4] = [
    ("delivery", 4.3, 0.8),
    ("advice", 5.4, 0.7),
    ("choice", 5.6, 0.15),
    ("opening hours", 4.4, 0.15),
];

/// The share of customers with an account whose relationship is known to be so close.
const CLOSE: [(f64, RelationshipType); 3] = [
    (0.03, RelationshipType::ValueCentred),
    (0.13, RelationshipType::NeedCentred),
    (0.40, RelationshipType::ProductCentred),
];

/// What the attributes are called.
pub fn attributes() -> Vec<String> {
    let names = ATTRIBUTES.iter().map(|(name, ..)| (*name).to_owned());
    names.collect()
}

/// Adds the ratings of the attributes, and the share of what the customer buys that they buy here.
pub fn rate(answers: &mut Answers, satisfaction: f64, random: &mut Random) -> Result<()> {
    let ratings = ATTRIBUTES.iter().map(|(_, usual, share)| {
        let rating = step(usual + share * (satisfaction - USUAL) + 0.9 * random.normal());
        Score::new(Scale::ONE_TO_SEVEN, rating).map(Some)
    });
    answers.items = ratings.collect::<Result<_>>()?;
    answers.share_of_wallet = Some(hundredths((0.45 + 0.2 * random.normal()).clamp(0.05, 1.0)));
    Ok(())
}

/// Adds how the customer pays, how often service was asked in a year with so many purchases, and how close the relationship is.
pub fn keep(agreement: &mut Agreement, purchases: usize, random: &mut Random) {
    agreement.days_to_pay = Some((24.0 + 9.0 * random.normal()).round().clamp(1.0, 90.0));
    agreement.service_contacts = Some((purchases as f64 * 0.9 * random.unit()) as u64);
    let draw = random.unit();
    let mut close = CLOSE.iter();
    let found = close.find(|(below, _)| draw < *below);
    agreement.relationship = found.map(|(_, relationship)| *relationship);
}
