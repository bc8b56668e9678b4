use crate::estimate::{Confidence, Interval, Proportion, Resampling};
use crate::numeric::percentiles::percentiles;
use crate::quadrant::placing::Placing;
use crate::quadrant::{Analysis, Assessment, Placed, Quadrant};

/// The quadrant of each attribute, and how often resamples agree with it.
///
/// An attribute near a line changes its place with the respondents who happened to be asked. Here the
/// respondents are drawn again and again, and everything is computed anew, crosshair included. The
/// shares say how sure a place is. They do not reveal flaws of the sample itself, such as people who
/// did not answer.
///
/// Made by [`Survey::bootstrap`](crate::quadrant::Survey::bootstrap); an example is
/// [here](crate::quadrant::bootstrap).
///
/// See the [example](crate::quadrant::bootstrap).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Bootstrap {
    /// Each attribute, in the order given.
    pub attributes: Vec<Resampled>,
    /// The analysis of the sample itself.
    pub analysis: Analysis,
    /// Importance and satisfaction in the sample itself.
    pub assessment: Assessment,
    /// How respondents were resampled.
    pub options: Resampling,
    /// Resamples in which some attribute had no importance, because it did not vary or followed from
    /// the others. They are in no share and no interval. Do not rely on either if there are many.
    pub undefined: u64,
}

/// One attribute of a [`Bootstrap`].
///
/// See the [example](crate::quadrant::bootstrap).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Resampled {
    /// Its name.
    pub name: String,
    /// Its [verdict](Placed::verdict) in the sample itself.
    pub verdict: Option<Quadrant>,
    /// The share of resamples with the same verdict.
    pub same: Proportion,
    /// The share of resamples in which it is Concentrate Here.
    pub concentrate_here: Proportion,
    /// The share of resamples in which it is Keep Up.
    pub keep_up: Proportion,
    /// The share of resamples in which it is Low Priority.
    pub low_priority: Proportion,
    /// The share of resamples in which it is Possible Overkill.
    pub possible_overkill: Proportion,
    /// The percentile interval of its importance; `None` if no resample has a value.
    pub importance: Option<Interval>,
    /// The percentile interval of its satisfaction; `None` if no resample has a value.
    pub satisfaction: Option<Interval>,
}

impl Bootstrap {
    /// Returns the attribute of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Resampled> {
        self.attributes
            .iter()
            .find(|resampled| resampled.name == name)
    }
}

impl Resampled {
    /// Returns the share of resamples in which it is in this quadrant.
    #[must_use]
    pub const fn share(&self, quadrant: Quadrant) -> Proportion {
        match quadrant {
            Quadrant::ConcentrateHere => self.concentrate_here,
            Quadrant::KeepUp => self.keep_up,
            Quadrant::LowPriority => self.low_priority,
            Quadrant::PossibleOverkill => self.possible_overkill,
        }
    }
}

/// One attribute in the resamples so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    verdicts: Vec<Option<Quadrant>>,
    importance: Vec<f64>,
    satisfaction: Vec<f64>,
}

impl Tally {
    /// Adds one resample to the tally of each attribute.
    pub(super) fn add(all: &mut [Self], analysis: &Analysis, (i, s): (Vec<f64>, Vec<f64>)) {
        let placing = Placing::new(&i, &s, analysis.scales, analysis.options);
        for (tally, (importance, satisfaction)) in all.iter_mut().zip(i.into_iter().zip(s)) {
            tally
                .verdicts
                .push(placing.verdict(importance, satisfaction));
            tally.importance.push(importance);
            tally.satisfaction.push(satisfaction);
        }
    }

    pub(super) fn finish(self, placed: &Placed, confidence: Confidence) -> Resampled {
        let share = |verdict: Option<Quadrant>| {
            let all = self.verdicts.len() as u64;
            let there = self.verdicts.iter().filter(|&&found| found == verdict);
            let there = there.count() as u64;
            Proportion::of_parts(there, all.saturating_sub(there))
        };
        Resampled {
            name: placed.name.clone(),
            verdict: placed.verdict,
            same: share(placed.verdict),
            concentrate_here: share(Some(Quadrant::ConcentrateHere)),
            keep_up: share(Some(Quadrant::KeepUp)),
            low_priority: share(Some(Quadrant::LowPriority)),
            possible_overkill: share(Some(Quadrant::PossibleOverkill)),
            importance: percentiles(self.importance, confidence),
            satisfaction: percentiles(self.satisfaction, confidence),
        }
    }
}
