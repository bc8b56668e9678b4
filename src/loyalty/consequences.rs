use crate::Result;
use crate::error::Error;
use crate::macros::named_enum;
use crate::scale::{Missing, Scale};

named_enum! {
    /// What customers do in consequence of the service they had: a factor of behavioural intentions.
    ///
    /// Source: Zeithaml, V. A., Berry, L. L. and Parasuraman, A. (1996), *Journal of Marketing* 60(2):
    /// 31–46; factors and items as commonly reported.
    pub enum Consequence {
        /// Says good things, recommends, comes first, buys more.
        Loyalty = "loyalty",
        /// Buys less, or in part from others.
        Switch = "switch",
        /// Stays at higher prices.
        PayMore = "pay_more",
        /// Takes a problem to others: customers, agencies, a competitor.
        ExternalResponse = "external_response",
        /// Takes a problem to the staff.
        InternalResponse = "internal_response",
    }
}

impl Consequence {
    /// Whether a high score is bad for the business: those of switching and of external response
    /// are.
    #[must_use]
    pub const fn is_adverse(self) -> bool {
        matches!(self, Self::Switch | Self::ExternalResponse)
    }

    /// The positions of its items among [`CONSEQUENCE_ITEMS`], counted from 0.
    pub fn items(self) -> impl Iterator<Item = usize> {
        CONSEQUENCE_ITEMS
            .iter()
            .enumerate()
            .filter(move |(_, item)| item.consequence == self)
            .map(|(at, _)| at)
    }
}

/// One of the thirteen items behind [`Consequences`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ConsequenceItem {
    /// Its number, from 1.
    pub number: u8,
    /// The factor it belongs to.
    pub consequence: Consequence,
    /// How likely the customer is to do what, in short; not its wording.
    pub gist: &'static str,
}

const fn item(number: u8, consequence: Consequence, gist: &'static str) -> ConsequenceItem {
    ConsequenceItem {
        number,
        consequence,
        gist,
    }
}

use Consequence::{ExternalResponse, InternalResponse, Loyalty, PayMore, Switch};

/// The thirteen items, each a likelihood on 1 to 7.
///
/// Source: Zeithaml, Berry and Parasuraman (1996), as commonly reported.
pub const CONSEQUENCE_ITEMS: [ConsequenceItem; 13] = [
    item(1, Loyalty, "say positive things"),
    item(2, Loyalty, "recommend"),
    item(3, Loyalty, "encourage friends to buy"),
    item(4, Loyalty, "take it as the first choice"),
    item(5, Loyalty, "do more business"),
    item(6, Switch, "do less business"),
    item(
        7,
        Switch,
        "take some business to a competitor with better prices",
    ),
    item(8, PayMore, "go on if prices rise somewhat"),
    item(9, PayMore, "pay more than competitors charge"),
    item(10, ExternalResponse, "switch after a problem"),
    item(
        11,
        ExternalResponse,
        "complain of a problem to other customers",
    ),
    item(
        12,
        ExternalResponse,
        "complain of a problem to external agencies",
    ),
    item(13, InternalResponse, "complain of a problem to the staff"),
];

/// One customer's scores on the five consequences: the mean of the items of each.
///
/// Scores keep the direction in which they were asked: a high one of an
/// [adverse](Consequence::is_adverse) factor is bad.
///
/// ```
/// use retention::loyalty::{Consequence, Consequences};
/// use retention::scale::{Missing, Scale};
///
/// let mut answers = [Some(6.0); 13];
/// answers[6] = Some(2.0); // would not take business to a cheaper competitor
/// answers[12] = None;
/// let found = Consequences::of(Scale::ONE_TO_SEVEN, &answers, Missing::default())?;
/// assert_eq!(found.get(Consequence::Loyalty), Some(6.0));
/// assert_eq!(found.get(Consequence::Switch), Some(4.0));
/// assert_eq!(found.missing().collect::<Vec<_>>(), [Consequence::InternalResponse]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Consequences {
    /// The scores, in the order of [`Consequence::ALL`]; `None` where too few items were answered.
    pub scores: [(Consequence, Option<f64>); 5],
    /// The scale.
    pub scale: Scale,
}

impl Consequences {
    /// From the answers to the thirteen items, in their order.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for more or fewer than thirteen; with the position of the item,
    /// counted from 0, as the row, [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an
    /// answer; [`Error::OutOfRange`] where `missing` asks for more items than a factor has.
    pub fn of(scale: Scale, answers: &[Option<f64>], missing: Missing) -> Result<Self> {
        if answers.len() != CONSEQUENCE_ITEMS.len() {
            return Err(Error::length(
                "answers of a respondent",
                answers.len(),
                CONSEQUENCE_ITEMS.len(),
            ));
        }
        for (row, answer) in answers.iter().enumerate() {
            if let Some(answer) = answer {
                scale.check(*answer).map_err(|error| error.at_row(row))?;
            }
        }
        let mut scores = [Loyalty, Switch, PayMore, ExternalResponse, InternalResponse]
            .map(|consequence| (consequence, None));
        for (consequence, score) in &mut scores {
            let least = missing.least(consequence.items().count())?;
            let (mut sum, mut answered) = (0.0, 0_usize);
            for answer in consequence.items().filter_map(|at| *answers.get(at)?) {
                sum += answer;
                answered += 1;
            }
            *score = (answered >= least).then(|| scale.clamp(sum / answered as f64));
        }
        Ok(Self {
            scores,
            scale: scale.continuous(),
        })
    }

    /// The score of a factor; `None` where too few items were answered.
    #[must_use]
    pub fn get(&self, consequence: Consequence) -> Option<f64> {
        let found = self.scores.iter().find(|(of, _)| *of == consequence);
        found.and_then(|(_, score)| *score)
    }

    /// The factors without a score.
    pub fn missing(&self) -> impl Iterator<Item = Consequence> + '_ {
        self.scores
            .iter()
            .filter(|(_, score)| score.is_none())
            .map(|&(consequence, _)| consequence)
    }
}
