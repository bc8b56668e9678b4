//! What customers intend to do after a service: five factors, thirteen items.
//!
//! | | factor | how likely the customer is to |
//! |---|---|---|
//! | 1 | loyalty | say positive things |
//! | 2 | | recommend |
//! | 3 | | encourage friends to buy |
//! | 4 | | take it as the first choice |
//! | 5 | | do more business |
//! | 6 | switch | do less business |
//! | 7 | | take some business to a competitor with better prices |
//! | 8 | pay more | go on if prices rise somewhat |
//! | 9 | | pay more than competitors charge |
//! | 10 | external response | switch after a problem |
//! | 11 | | complain of a problem to other customers |
//! | 12 | | complain of a problem to external agencies |
//! | 13 | internal response | complain of a problem to the staff |
//!
//! A factor's score is the mean of its items. It keeps the direction of the questions: a high score
//! on an [adverse](Consequence::is_adverse) factor is bad.
//!
//! ```
//! use retention::loyalty::consequences::{Consequence, instrument};
//! use retention::scale::{Missing, Scale};
//!
//! let instrument = instrument(Scale::ONE_TO_SEVEN, Missing::default())?;
//! let mut answers = [Some(6.0); 13];
//! answers[6] = Some(2.0); // would not take business to a cheaper competitor
//! answers[12] = None;
//! assert_eq!(instrument.facets(), Consequence::ALL);
//! let scores = instrument.score(&answers)?;
//! assert_eq!(scores[Consequence::Loyalty as usize], Some(6.0));
//! assert_eq!(scores[Consequence::Switch as usize], Some(4.0));
//! assert_eq!(scores[Consequence::InternalResponse as usize], None);
//! # Ok::<(), retention::Error>(())
//! ```
//!
//! Source: Zeithaml, V. A., Berry, L. L. and Parasuraman, A. (1996), *Journal of Marketing* 60(2):
//! 31–46; factors and items as commonly reported.

use crate::Result;
use crate::macros::named_enum;
use crate::scale::{Instrument, Item, Missing, Scale};

use Consequence::{ExternalResponse, InternalResponse, Loyalty, PayMore, Switch};

named_enum! {
    /// A factor of behavioural intentions.
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
    /// Returns whether a high score is bad for the business, as for switching and external response.
    #[must_use]
    pub const fn is_adverse(self) -> bool {
        matches!(self, Switch | ExternalResponse)
    }
}

/// The factors of the thirteen [items](self), each a likelihood on 1 to 7.
pub const ITEMS: [Item<Consequence>; 13] = [
    Item::as_asked(Loyalty),
    Item::as_asked(Loyalty),
    Item::as_asked(Loyalty),
    Item::as_asked(Loyalty),
    Item::as_asked(Loyalty),
    Item::as_asked(Switch),
    Item::as_asked(Switch),
    Item::as_asked(PayMore),
    Item::as_asked(PayMore),
    Item::as_asked(ExternalResponse),
    Item::as_asked(ExternalResponse),
    Item::as_asked(ExternalResponse),
    Item::as_asked(InternalResponse),
];

/// Creates the questionnaire of thirteen items, whose scores come in the order of
/// [`Consequence::ALL`].
///
/// # Errors
/// [`Error::OutOfRange`](crate::Error::OutOfRange) if `missing` asks for more items than a factor
/// has.
pub fn instrument(scale: Scale, missing: Missing) -> Result<Instrument<Consequence>> {
    Instrument::new(scale, ITEMS, missing)
}
