//! A portrait in words.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

mod phrases;
mod text;

use super::dimension::Dimension;
use super::{Contract, Contradiction, Evidence, Portrait, ProfitGroup};
use crate::loyalty::Score;
use crate::macros::{named_enum, options};
use phrases::Phrase;
use text::{every, figure, listed, percent, sentence, signed};

named_enum! {
    /// Which terms an [`Explanation`] uses.
    #[derive(Default)]
    pub enum Terms {
        /// English terms. The default.
        #[default]
        English = "english",
        /// English terms, with the Chinese one beside each that has one.
        WithChinese = "with_chinese",
    }
}

options! {
    /// How a portrait is put into words.
    ///
    /// See the example of [`Explanation`].
    pub struct Wording {
        /// What the customer is called. Default: "The customer".
        pub name: String = "The customer".to_owned(),
        /// Which terms are used. Default: English.
        pub terms: Terms = Terms::English,
        /// What stands before amounts of money, such as "€". Default: nothing.
        pub currency: String = String::new(),
        /// Decimal places beyond which amounts are rounded, halves away from zero. Default: 2.
        pub places: u32 = 2,
        /// What the attribute to fix is called. Default: its number.
        pub item: Option<String> = None,
        /// Whether the last sentence lists what is not known. Default: true.
        pub says_what_is_missing: bool = true,
    }
}

/// A portrait as a paragraph in plain English.
///
/// It says what the evidence says, with the figures, and nothing about effects. It is written by
/// [`Display`](fmt::Display), so `to_string` gives the text.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::loyalty::Score;
/// use retention::portrait::{Evidence, Explanation, Options, Terms, Wording};
/// use retention::scale::Scale;
/// use rust_decimal::dec;
///
/// let evidence = Evidence::default()
///     .stage(Some(Stage::Decline))
///     .satisfaction(Some(Score::new(Scale::ONE_TO_FIVE, 5.0)?))
///     .chance_of_return(Some(0.35))
///     .expected_value(Some(dec!(200)));
/// let portrait = Options::default().portrait(&evidence)?;
/// let wording = Wording::default().name("Ann".to_owned()).says_what_is_missing(false);
/// let text = Explanation::new(&evidence, &portrait, &wording).to_string();
/// assert_eq!(
///     text,
///     "Ann is in decline. Satisfaction is 5 on a scale of 1 to 5 (high). The chance of a return is 35 % \
///      (middle). Worth if they stay: 200; at risk: 130.00. The leaving index is 0.52, from silence 0.65 \
///      and dissatisfaction 0.00. One thing does not fit together: the customer is satisfied, and leaving \
///      all the same."
/// );
/// let chinese = Explanation::new(&evidence, &portrait, &wording.terms(Terms::WithChinese)).to_string();
/// assert!(chinese.starts_with("Ann is in decline (衰退)."));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Explanation<'a> {
    evidence: &'a Evidence,
    portrait: &'a Portrait,
    wording: &'a Wording,
}

impl<'a> Explanation<'a> {
    /// Creates the text for a portrait and the evidence that it was made from.
    #[must_use]
    pub const fn new(evidence: &'a Evidence, portrait: &'a Portrait, wording: &'a Wording) -> Self {
        Self {
            evidence,
            portrait,
            wording,
        }
    }

    /// A phrase, with the Chinese term beside it where that is asked for.
    fn term(&self, Phrase(english, chinese): Phrase) -> String {
        match (self.wording.terms, chinese) {
            (Terms::WithChinese, Some(chinese)) => format!("{english} ({chinese})"),
            _ => english.to_owned(),
        }
    }

    /// The phrase of the customer's level, if there is one to say.
    fn level(&self, dimension: Dimension) -> Option<String> {
        let position = self.portrait.levels.position(dimension);
        Some(self.term(phrases::of(dimension, position)?))
    }

    /// What the customer is: status, stage, tier, profit, portfolio, relationship.
    fn standing(&self) -> Option<String> {
        let tier = self.evidence.tier.map(|tier| {
            self.term(Phrase(
                &format!("in tier {tier} of the pyramid"),
                Some("客户金字塔"),
            ))
        });
        let mut profit = self.level(Dimension::ProfitGroup);
        if let (Some(profit), Some(amount)) = (&mut profit, self.evidence.profit) {
            let amount = self.amount(amount);
            profit.push_str(&match self.evidence.profit_group {
                Some(ProfitGroup::NoProfit) => format!(" ({amount})"),
                _ => format!(" of {amount}"),
            });
        }
        let mut portfolio = self.level(Dimension::Portfolio);
        if let Some(portfolio) = &mut portfolio
            && self.portrait.levels.is_inferred(Dimension::Portfolio)
        {
            portfolio.push_str(" by profit and chance of a return");
        }
        let mut core = self.level(Dimension::Core);
        if let Some(core) = &mut core
            && self.portrait.levels.is_inferred(Dimension::Core)
        {
            core.push_str(" by the questions on core customers");
        }
        let [status, stage] = self.status_and_stage();
        let parts = [
            status,
            stage,
            tier,
            profit,
            portfolio,
            self.level(Dimension::Relationship),
            core,
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let name = &self.wording.name;
        (!parts.is_empty()).then(|| format!("{name} is {}.", listed(&parts)))
    }

    /// The status and the stage; in one phrase where the one says the opposite of the other.
    fn status_and_stage(&self) -> [Option<String>; 2] {
        let both = [Dimension::Status, Dimension::Stage].map(|dimension| self.level(dimension));
        let contradictions = self.portrait.contradictions;
        match both {
            [Some(status), Some(stage)] if contradictions.contains(Contradiction::ActiveEnded) => {
                let phrase = format!("{status} by status but {stage} by stage");
                [Some(phrase), None]
            }
            both => both,
        }
    }

    fn contract(&self) -> Option<String> {
        let text = match self.evidence.contract? {
            Contract::Without => "They buy without a contract.",
            Contract::Running => "The contract runs.",
            Contract::EndsSoon => "The contract ends soon.",
            Contract::Ended => "The contract has ended.",
        };
        Some(text.to_owned())
    }

    fn reason(&self) -> Option<String> {
        let reason = self.level(Dimension::ChurnReason)?;
        Some(format!("The reason for leaving is {reason}."))
    }

    /// The scores, each with its scale and its level.
    fn scores(&self) -> Option<String> {
        let evidence = self.evidence;
        let scores: [(Phrase, Option<Score>, Option<Dimension>); 6] = [
            (
                phrases::SATISFACTION,
                evidence.satisfaction,
                Some(Dimension::Satisfaction),
            ),
            (phrases::LOYALTY, evidence.loyalty, Some(Dimension::Loyalty)),
            (phrases::TRUST, evidence.trust, Some(Dimension::Trust)),
            (
                phrases::SWITCHING_COST,
                evidence.switching_cost,
                Some(Dimension::SwitchingCost),
            ),
            (phrases::ATTITUDE, evidence.relative_attitude, None),
            (phrases::PATRONAGE, evidence.patronage, None),
        ];
        let said = scores.into_iter().filter_map(|(phrase, score, dimension)| {
            let score = score?;
            let (term, scale) = (self.term(phrase), score.scale());
            let level = dimension.map(|dimension| self.portrait.levels.of(dimension));
            let level = level.map_or_else(String::new, |level| format!(" ({level})"));
            let value = figure(score.value());
            Some(format!(
                "{term} is {value} on a scale of {} to {}{level}",
                scale.low(),
                scale.high()
            ))
        });
        let said: Vec<String> = said.collect();
        (!said.is_empty()).then(|| sentence(&said.join("; ")))
    }

    fn voice(&self) -> Option<String> {
        let text = match self.portrait.levels.of(Dimension::Voice) {
            "recommends" => "They recommend to others.",
            "warns" => "They warn others.",
            "both" => "They recommend to others, and warn others.",
            "neither" => "They neither recommend nor warn.",
            _ => return None,
        };
        Some(text.to_owned())
    }

    fn value(&self) -> Option<String> {
        let term = self.term(phrases::VALUE);
        let value = self.evidence.value.map(|value| {
            let level = self.portrait.levels.of(Dimension::Value).replace('_', " ");
            format!(
                "{term} is {} of that of competitors ({level})",
                figure(value)
            )
        });
        let change = self.evidence.value_change.map(|change| {
            let level = self.portrait.levels.of(Dimension::ValueChange);
            format!(
                "its change since the last measurement is {} ({level})",
                signed(change)
            )
        });
        let parts: Vec<String> = value.into_iter().chain(change).collect();
        (!parts.is_empty()).then(|| sentence(&parts.join("; ")))
    }

    fn item(&self) -> Option<String> {
        let number = self.evidence.item_to_fix?;
        let item = match &self.wording.item {
            Some(name) => name.clone(),
            None => format!("number {number}"),
        };
        Some(format!(
            "Important to customers and rated low by this one: {item}."
        ))
    }

    /// What follows from satisfaction and loyalty, and from attitude and patronage.
    fn inferred(&self) -> Option<String> {
        let parts = [Dimension::CustomerType, Dimension::LoyaltyCondition];
        let parts: Vec<String> = parts
            .into_iter()
            .filter_map(|one| self.level(one))
            .collect();
        (!parts.is_empty()).then(|| format!("From the answers follows: {}.", parts.join("; ")))
    }

    fn ties(&self) -> Option<String> {
        let barrier = self.level(Dimension::Barrier);
        let bonds = self.evidence.bonds.map(|bonds| {
            let names: Vec<String> = bonds
                .iter()
                .map(|bond| self.term(phrases::bond(bond)))
                .collect();
            if names.is_empty() {
                "no bond ties them to the business".to_owned()
            } else {
                let word = if names.len() == 1 {
                    "bond is"
                } else {
                    "bonds are"
                };
                format!("their {word} {}", listed(&names))
            }
        });
        let parts: Vec<String> = barrier.into_iter().chain(bonds).collect();
        (!parts.is_empty()).then(|| sentence(&parts.join("; ")))
    }

    /// An amount with its currency, rounded.
    fn amount(&self, amount: Decimal) -> String {
        let Wording {
            currency, places, ..
        } = self.wording;
        let rounded =
            amount.round_dp_with_strategy(*places, RoundingStrategy::MidpointAwayFromZero);
        format!("{currency}{rounded}")
    }

    /// How the customer usually buys.
    fn habits(&self) -> Option<String> {
        let habits = self.evidence.habits?;
        let days = habits.interval().map(every);
        let basket = habits.basket();
        let basket = basket.map(|basket| format!("for {}", self.amount(basket)));
        let day = habits
            .weekday()
            .map(|day| format!("on {}s", phrases::weekday(day)));
        let months = habits.month().map(|month| format!("in {}", month.name()));
        let season = habits
            .season()
            .map(|season| format!("in {}", phrases::season(season)));
        let parts = [days, basket, day, months.or(season)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let next = habits
            .next()
            .map(|next| format!("the next purchase is expected on {next}"));
        let usual = (!parts.is_empty()).then(|| format!("they usually buy {}", parts.join(", ")));
        let said: Vec<String> = usual.into_iter().chain(next).collect();
        (!said.is_empty()).then(|| sentence(&said.join("; ")))
    }

    fn future(&self) -> Option<String> {
        let chance = self.evidence.chance_of_return.map(|chance| {
            let level = self.portrait.levels.of(Dimension::ChanceOfReturn);
            format!("the chance of a return is {} ({level})", percent(chance))
        });
        let rhythm = self.level(Dimension::Rhythm);
        let parts: Vec<String> = chance.into_iter().chain(rhythm).collect();
        (!parts.is_empty()).then(|| sentence(&parts.join("; ")))
    }

    fn worth(&self) -> Option<String> {
        let amount = |what: &str, amount: Option<Decimal>| {
            amount.map(|amount| format!("{what}: {}", self.amount(amount)))
        };
        let share = self.evidence.share_of_wallet.map(|share| {
            let term = self.term(phrases::SHARE_OF_WALLET);
            format!("{term}: {}", percent(share))
        });
        let parts = [
            amount("worth if they stay", self.evidence.expected_value),
            amount("at risk", self.portrait.value_at_risk),
            amount("worth to a competitor", self.evidence.value_to_rival),
            share,
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| sentence(&parts.join("; ")))
    }

    fn leaving(&self) -> Option<String> {
        let leaving = self.portrait.leaving?;
        let part = |(part, value): (super::LeavingPart, f64)| {
            format!("{} {value:.2}", part.name().replace('_', " "))
        };
        let parts: Vec<String> = leaving.parts().map(part).collect();
        let parts = listed(&parts);
        Some(format!(
            "The leaving index is {:.2}, from {parts}.",
            leaving.value
        ))
    }

    fn contradictions(&self) -> Option<String> {
        let found = self.portrait.contradictions;
        let words: Vec<&str> = found.iter().map(|one| one.words()).collect();
        let opening = match words.as_slice() {
            [] => return None,
            [_] => "One thing does not fit together: the customer".to_owned(),
            several => format!("{} things do not fit together: the customer", several.len()),
        };
        Some(format!("{opening} {}.", words.join("; the customer ")))
    }

    fn missing(&self) -> Option<String> {
        if !self.wording.says_what_is_missing {
            return None;
        }
        let levels = self.portrait.levels;
        let given = Dimension::ALL
            .iter()
            .filter(|dimension| !dimension.is_inferred());
        let missing = given.filter(|&&dimension| !levels.is_known(dimension));
        let names: Vec<&str> = missing.map(|&one| phrases::missing(one)).collect();
        (!names.is_empty()).then(|| format!("Not known: {}.", names.join(", ")))
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentences = [
            self.standing(),
            self.contract(),
            self.reason(),
            self.scores(),
            self.voice(),
            self.value(),
            self.item(),
            self.inferred(),
            self.ties(),
            self.habits(),
            self.future(),
            self.worth(),
            self.leaving(),
            self.contradictions(),
            self.missing(),
        ];
        for (place, sentence) in sentences.into_iter().flatten().enumerate() {
            let space = if place == 0 { "" } else { " " };
            write!(f, "{space}{sentence}")?;
        }
        Ok(())
    }
}
