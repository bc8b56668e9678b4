//! Portraits and recommendations in words.

use retention::portrait::{
    Action, Dimension, Evidence, Explanation, Improvement, Portrait, Recommendation, Wording,
};

/// What is known of a customer, as a paragraph.
pub fn explanation(
    customer: &str,
    evidence: &Evidence,
    portrait: &Portrait,
    item: Option<&str>,
) -> String {
    let wording = Wording::default()
        .name(customer.to_owned())
        .item(item.map(str::to_owned));
    Explanation::new(evidence, portrait, &wording).to_string()
}

/// What to do, with the attribute to fix by its name.
pub fn what(action: Action, item: Option<&str>) -> String {
    match (action, item) {
        (Action::Improve(Improvement::Attribute), Some(item)) => {
            format!("improve {item}, which goes with satisfaction and is rated low")
        }
        _ => action.advice().to_owned(),
    }
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
    match dimension {
        Dimension::Item => "a low rating of it".to_owned(),
        _ => format!("{}: {}", plain(dimension.name()), plain(level)),
    }
}

/// A name without the lines between its words.
pub fn plain(name: &str) -> String {
    name.replace('_', " ")
}
