use crate::scale::Orientation;

use super::Phase;

/// One of Harris and Goode's sixteen items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct HarrisGoodeItem {
    /// The phase it asks about.
    pub phase: Phase,
    /// Which way round it is asked.
    pub orientation: Orientation,
    /// What it asks, in short; not its wording.
    pub gist: &'static str,
}

const fn item(phase: Phase, orientation: Orientation, gist: &'static str) -> HarrisGoodeItem {
    HarrisGoodeItem {
        phase,
        orientation,
        gist,
    }
}

use Orientation::{AsAsked, Reversed};
use Phase::{Action, Affective, Cognitive, Conative};

/// A published scale of Oliver's phases: four items each, answered on 1 to 7, five of the sixteen
/// reversed. [`Questionnaire::harris_goode`](super::Questionnaire::harris_goode) reads it. Of all
/// orders of the phases, the paper finds that of the chain the likeliest.
///
/// Source: Harris, L. C. and Goode, M. M. H. (2004), *Journal of Retailing* 80(2): 139–158; the
/// items as commonly reported.
pub const HARRIS_GOODE: [HarrisGoodeItem; 16] = [
    item(Cognitive, AsAsked, "using this one is preferable"),
    item(Cognitive, AsAsked, "has the best offers at the moment"),
    item(Cognitive, Reversed, "its features suit me badly"),
    item(Cognitive, AsAsked, "its service is preferable"),
    item(Affective, Reversed, "I have a negative attitude to it"),
    item(Affective, Reversed, "I dislike what it offers"),
    item(Affective, AsAsked, "I like its features"),
    item(Affective, AsAsked, "I like its performance"),
    item(Conative, AsAsked, "I have repeatedly found it better"),
    item(Conative, Reversed, "I nearly always find it inferior"),
    item(
        Conative,
        Reversed,
        "I have repeatedly found its features inferior",
    ),
    item(
        Conative,
        AsAsked,
        "I have repeatedly found its performance superior",
    ),
    item(Action, AsAsked, "I would always go on choosing it first"),
    item(
        Action,
        AsAsked,
        "I would always go on choosing its features first",
    ),
    item(
        Action,
        AsAsked,
        "I would always go on favouring what it offers",
    ),
    item(
        Action,
        AsAsked,
        "I would always choose to use it before others",
    ),
];
