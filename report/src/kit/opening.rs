//! What a report opens with: the figures a manager would repeat, and what to do first.

use super::document::{WIDTH, hanging};

/// So many sentences at most: more than these nobody repeats.
const SENTENCES: usize = 7;
/// So many actions at most.
const ACTIONS: usize = 3;

/// The headings of its two parts.
pub const MATTERS: &str = "What matters";
pub const FIRST: &str = "What to do first";

/// The first sentences of a report, and the actions with the most at stake.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    sentences: Vec<String>,
    actions: Vec<Action>,
}

/// Something to do, and what depends on it.
#[derive(Debug, Clone)]
pub struct Action {
    what: String,
    stake: String,
    weight: f64,
}

impl Action {
    /// An action with what is at stake in words, and as a number by which it is ordered among the
    /// others. All actions of a report take it in one unit, such as money or customers.
    pub fn new(what: impl Into<String>, stake: impl Into<String>, weight: f64) -> Self {
        Self {
            what: what.into(),
            stake: stake.into(),
            weight,
        }
    }

    /// What to do, and what is at stake.
    pub fn words(&self) -> (&str, &str) {
        (&self.what, &self.stake)
    }
}

impl Opening {
    /// The first seven of these sentences, and the three actions with the most at stake; equal ones
    /// stay in their order, and one whose stake is not a number comes last.
    pub fn new(
        sentences: impl IntoIterator<Item = String>,
        actions: impl IntoIterator<Item = Action>,
    ) -> Self {
        let mut actions: Vec<Action> = actions.into_iter().collect();
        let weight = |action: &Action| match action.weight {
            weight if weight.is_nan() => f64::NEG_INFINITY,
            weight => weight,
        };
        actions.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        actions.truncate(ACTIONS);
        Self {
            sentences: sentences.into_iter().take(SENTENCES).collect(),
            actions,
        }
    }

    pub fn sentences(&self) -> &[String] {
        &self.sentences
    }

    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// As plain text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if !self.sentences.is_empty() {
            text.push_str(&format!("\n{}\n", MATTERS.to_uppercase()));
            for sentence in &self.sentences {
                text.push_str(&hanging(" • ", "   ", sentence, WIDTH));
            }
        }
        if !self.actions.is_empty() {
            text.push_str(&format!("\n{}\n", FIRST.to_uppercase()));
            for (at, action) in self.actions.iter().enumerate() {
                text.push_str(&hanging(
                    &format!(" {}. ", at + 1),
                    "    ",
                    &action.what,
                    WIDTH,
                ));
                if !action.stake.is_empty() {
                    let stake = format!("At stake: {}", action.stake);
                    text.push_str(&hanging("    ", "    ", &stake, WIDTH));
                }
            }
        }
        text
    }
}
