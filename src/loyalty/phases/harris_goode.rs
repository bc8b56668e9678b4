use crate::scale::{Instrument, Item, Missing, Scale};

use super::Phase::{self, Action, Affective, Cognitive, Conative};

/// A published scale of Oliver's phases: four items each, answered on 1 to 7.
///
/// | | phase | what it asks, in short | |
/// |---|---|---|---|
/// | 1 | cognitive | using this one is preferable | |
/// | 2 | | has the best offers at the moment | |
/// | 3 | | its features suit me badly | reversed |
/// | 4 | | its service is preferable | |
/// | 5 | affective | I have a negative attitude to it | reversed |
/// | 6 | | I dislike what it offers | reversed |
/// | 7 | | I like its features | |
/// | 8 | | I like its performance | |
/// | 9 | conative | I have repeatedly found it better | |
/// | 10 | | I nearly always find it inferior | reversed |
/// | 11 | | I have repeatedly found its features inferior | reversed |
/// | 12 | | I have repeatedly found its performance superior | |
/// | 13 | action | I would always go on choosing it first | |
/// | 14 | | I would always go on choosing its features first | |
/// | 15 | | I would always go on favouring what it offers | |
/// | 16 | | I would always choose to use it before others | |
///
/// The paper compares orders of the phases and finds Oliver's chain the likeliest.
///
/// Source: Harris, L. C. and Goode, M. M. H. (2004), *Journal of Retailing* 80(2): 139–158; items as
/// commonly reported.
pub const HARRIS_GOODE: [Item<Phase>; 16] = [
    Item::as_asked(Cognitive),
    Item::as_asked(Cognitive),
    Item::reversed(Cognitive),
    Item::as_asked(Cognitive),
    Item::reversed(Affective),
    Item::reversed(Affective),
    Item::as_asked(Affective),
    Item::as_asked(Affective),
    Item::as_asked(Conative),
    Item::reversed(Conative),
    Item::reversed(Conative),
    Item::as_asked(Conative),
    Item::as_asked(Action),
    Item::as_asked(Action),
    Item::as_asked(Action),
    Item::as_asked(Action),
];

/// Creates the questionnaire of [Harris and Goode](HARRIS_GOODE): sixteen items on 1 to 7, of which
/// two of each phase's four must be answered.
///
/// # Errors
/// Never: its items are complete.
pub fn harris_goode() -> crate::Result<Instrument<Phase>> {
    Instrument::new(Scale::ONE_TO_SEVEN, HARRIS_GOODE, Missing::AtLeastHalf)
}
