use super::{Missing, Orientation, Scale};
use crate::error::Place;
use crate::{Error, Result};

/// One item of an [`Instrument`]: the facet it asks about, and which way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Item<F> {
    /// The facet it asks about.
    pub facet: F,
    /// Reversed if a high answer means less of the facet.
    #[cfg_attr(feature = "serde", serde(default))]
    pub orientation: Orientation,
}

impl<F> Item<F> {
    /// Creates an item on which a high answer means more of the facet.
    #[must_use]
    pub const fn as_asked(facet: F) -> Self {
        Self {
            facet,
            orientation: Orientation::AsAsked,
        }
    }

    /// Creates an item on which a high answer means less of the facet.
    #[must_use]
    pub const fn reversed(facet: F) -> Self {
        Self {
            facet,
            orientation: Orientation::Reversed,
        }
    }
}

/// A questionnaire: items on one scale, in the order in which answers come, each about one facet.
///
/// A respondent's score on a facet is the mean of the items answered, reversed ones read from the
/// other end of the scale. A facet of which too few items were answered has no score.
///
/// ```
/// use retention::scale::{Instrument, Item, Missing, Scale};
///
/// let staff = Instrument::new(
///     Scale::ONE_TO_FIVE,
///     [Item::as_asked("pay"), Item::as_asked("manager"), Item::reversed("manager")],
///     Missing::Listwise,
/// )?;
/// assert_eq!(staff.facets(), ["manager", "pay"]);
/// let scores = staff.score(&[None, Some(4.0), Some(1.0)])?;
/// assert_eq!(scores, [Some(4.5), None]);
///
/// let error = staff.score(&[Some(3.0), Some(4.0), Some(6.0)]).unwrap_err();
/// assert!(error.to_string().starts_with("answer must be 1 to 5, got 6 at item 2 (counted from 0)"));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "Written<F>",
        into = "Written<F>",
        bound(
            serialize = "F: serde::Serialize + Clone",
            deserialize = "F: serde::Deserialize<'de> + Ord + Clone"
        )
    )
)]
#[doc(alias = "questionnaire")]
pub struct Instrument<F> {
    scale: Scale,
    items: Vec<Item<F>>,
    missing: Missing,
    /// The facets asked about, in order.
    facets: Vec<F>,
    /// How many items of each facet must be answered.
    least: Vec<usize>,
    /// Neighbouring items of one facet, together.
    runs: Vec<Run>,
}

/// How an [`Instrument`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<F> {
    scale: Scale,
    items: Vec<Item<F>>,
    #[serde(default)]
    missing: Missing,
}

#[cfg(feature = "serde")]
impl<F: Ord + Clone> TryFrom<Written<F>> for Instrument<F> {
    type Error = Error;

    fn try_from(written: Written<F>) -> Result<Self> {
        Self::new(written.scale, written.items, written.missing)
    }
}

#[cfg(feature = "serde")]
impl<F> From<Instrument<F>> for Written<F> {
    fn from(instrument: Instrument<F>) -> Self {
        Self {
            scale: instrument.scale,
            items: instrument.items,
            missing: instrument.missing,
        }
    }
}

/// Items of one facet that stand side by side.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    facet: usize,
    /// What each answer is multiplied with, and what it is then added to: together they reverse it
    /// or leave it.
    readings: Vec<(f64, f64)>,
}

/// The sums of one facet while a respondent is scored.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FacetSum {
    sum: f64,
    answered: usize,
}

impl<F: Ord + Clone> Instrument<F> {
    /// Creates an instrument from its items, in the order in which answers will come.
    ///
    /// # Errors
    /// [`Error::Empty`] without items; [`Error::OutOfRange`] if `missing` asks for more items than a
    /// facet has.
    pub fn new(
        scale: Scale,
        items: impl IntoIterator<Item = Item<F>>,
        missing: Missing,
    ) -> Result<Self> {
        let items: Vec<Item<F>> = items.into_iter().collect();
        if items.is_empty() {
            return Err(Error::empty("item"));
        }
        let mut facets: Vec<F> = items.iter().map(|item| item.facet.clone()).collect();
        facets.sort_unstable();
        facets.dedup();
        let asked = |facet: &F| items.iter().filter(|item| item.facet == *facet).count();
        let least = facets.iter().map(|facet| missing.least(asked(facet)));
        let least = least.collect::<Result<_>>()?;
        Ok(Self {
            runs: runs(scale, &items, &facets),
            scale,
            items,
            missing,
            facets,
            least,
        })
    }

    /// Returns how many items ask about a facet.
    #[must_use]
    pub fn asked(&self, facet: &F) -> usize {
        let items = self.items.iter();
        items.filter(|item| item.facet == *facet).count()
    }
}

fn runs<F: Ord>(scale: Scale, items: &[Item<F>], facets: &[F]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for item in items {
        let reading = match item.orientation {
            Orientation::AsAsked => (1.0, 0.0),
            Orientation::Reversed => (-1.0, scale.low() + scale.high()),
        };
        // Every item's facet is among the facets.
        let facet = facets.binary_search(&item.facet).unwrap_or_default();
        match runs.last_mut() {
            Some(run) if run.facet == facet => run.readings.push(reading),
            _ => runs.push(Run {
                facet,
                readings: vec![reading],
            }),
        }
    }
    runs
}

impl<F> Instrument<F> {
    /// Returns the scale of the answers.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// Returns the items, in the order in which answers come.
    #[must_use]
    pub fn items(&self) -> &[Item<F>] {
        &self.items
    }

    /// Returns how many items of a facet must be answered.
    #[must_use]
    pub const fn missing(&self) -> Missing {
        self.missing
    }

    /// Returns the facets asked about, in order.
    #[must_use]
    pub fn facets(&self) -> &[F] {
        &self.facets
    }

    /// Returns how many items of each of the facets must be answered.
    pub(crate) fn least(&self) -> &[usize] {
        &self.least
    }

    /// Computes one respondent's score on each of the [facets](Self::facets), from one place for
    /// each item.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] if there are more or fewer places than items; at the item,
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an answer on the scale.
    pub fn score(&self, answers: &[Option<f64>]) -> Result<Vec<Option<f64>>> {
        let mut scores = vec![None; self.facets.len()];
        let mut sums = vec![FacetSum::default(); self.facets.len()];
        self.score_into(answers, |answer| *answer, &mut sums, &mut scores)?;
        Ok(scores)
    }

    /// Computes the scores in places of the caller's, without allocating: one of each for each
    /// facet.
    #[inline(always)]
    pub(crate) fn score_into<A>(
        &self,
        answers: &[A],
        read: impl Fn(&A) -> Option<f64>,
        sums: &mut [FacetSum],
        scores: &mut [Option<f64>],
    ) -> Result<()> {
        if answers.len() != self.items.len() {
            let argument = "answers of a respondent";
            return Err(Error::length(argument, answers.len(), self.items.len()));
        }
        sums.fill(FacetSum::default());
        let (mut rest, mut all_valid) = (answers, true);
        for run in &self.runs {
            // The lengths of the runs add up to the number of items.
            let (here, after) = rest
                .split_at_checked(run.readings.len())
                .unwrap_or((rest, &[]));
            rest = after;
            let Some(facet) = sums.get_mut(run.facet) else {
                continue;
            };
            let FacetSum {
                mut sum,
                mut answered,
            } = *facet;
            for (answer, (sign, base)) in here.iter().zip(&run.readings) {
                if let Some(answer) = read(answer) {
                    all_valid &= self.scale.contains(answer);
                    sum += base + sign * answer;
                    answered += 1;
                }
            }
            *facet = FacetSum { sum, answered };
        }
        if !all_valid {
            self.refuse(answers.iter().map(read))?;
        }
        for ((score, facet), least) in scores.iter_mut().zip(sums).zip(&self.least) {
            let mean = || self.scale.clamp(facet.sum / facet.answered as f64);
            *score = (facet.answered >= *least).then(mean);
        }
        Ok(())
    }

    /// Refuses the first that is not an answer.
    #[cold]
    fn refuse(&self, answers: impl Iterator<Item = Option<f64>>) -> Result<()> {
        for (item, answer) in answers.enumerate() {
            if let Some(answer) = answer {
                let checked = self.scale.check(answer);
                checked.map_err(|error| error.at_place(Place::Item(item.into())))?;
            }
        }
        Ok(())
    }
}
