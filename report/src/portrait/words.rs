//! Portraits and recommendations in words.

use retention::portrait::{Dimension, Evidence, Explanation, Portrait, Recommendation, Wording};

/// What is known of a customer, as a paragraph.
pub fn explanation(customer: &str, evidence: &Evidence, portrait: &Portrait) -> String {
    let wording = Wording::default().name(customer.to_owned());
    Explanation::new(evidence, portrait, &wording).to_string()
}

/// The evidence that fired a rule.
pub fn because(fired: &Recommendation<'_>) -> String {
    let because = fired
        .because()
        .map(|(dimension, level)| known(dimension, level));
    because.collect::<Vec<_>>().join(", ")
}

/// A level of a dimension, as people read it.
fn known(dimension: Dimension, level: &str) -> String {
    format!("{} {}", plain(dimension.name()), plain(level))
}

/// A name without the lines between its words.
pub fn plain(name: &str) -> String {
    name.replace('_', " ")
}
