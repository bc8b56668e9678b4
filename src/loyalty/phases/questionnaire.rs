use crate::Result;
use crate::error::Error;
use crate::scale::{Missing, Orientation, Scale};

use super::{HARRIS_GOODE, Phase, Profile};

/// One item of a [`Questionnaire`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PhaseItem {
    /// The phase it asks about.
    pub phase: Phase,
    /// Which way round it was asked.
    pub orientation: Orientation,
}

/// Which item of a survey asks about which phase, so that a respondent's answers become a
/// [`Profile`] in one pass, without allocating.
///
/// A phase scores the mean of its items answered, reversed ones read from the other end; one that
/// was not asked, or answered too little, has no score.
///
/// ```
/// use retention::loyalty::phases::{Phase, PhaseItem, Questionnaire};
/// use retention::scale::{Missing, Orientation, Scale};
///
/// let item = |phase, orientation| PhaseItem { phase, orientation };
/// let questionnaire = Questionnaire::new(
///     Scale::ONE_TO_SEVEN,
///     [
///         item(Phase::Cognitive, Orientation::AsAsked),
///         item(Phase::Cognitive, Orientation::Reversed),
///         item(Phase::Affective, Orientation::AsAsked),
///     ],
///     Missing::Listwise,
/// )?;
/// let profile = questionnaire.profile(&[Some(6.0), Some(1.0), None])?;
/// assert_eq!(profile.scores(), [Some(6.5), None, None, None]);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "RawQuestionnaire", into = "RawQuestionnaire")
)]
pub struct Questionnaire {
    scale: Scale,
    items: Vec<PhaseItem>,
    missing: Missing,
    /// Neighbouring items of one phase, together.
    runs: Vec<Run>,
    /// How many items of each phase must be answered.
    least: [usize; 4],
}

/// How a [`Questionnaire`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct RawQuestionnaire {
    scale: Scale,
    items: Vec<PhaseItem>,
    #[serde(default)]
    missing: Missing,
}

#[cfg(feature = "serde")]
impl TryFrom<RawQuestionnaire> for Questionnaire {
    type Error = Error;

    fn try_from(raw: RawQuestionnaire) -> Result<Self> {
        Self::new(raw.scale, raw.items, raw.missing)
    }
}

#[cfg(feature = "serde")]
impl From<Questionnaire> for RawQuestionnaire {
    fn from(questionnaire: Questionnaire) -> Self {
        Self {
            scale: questionnaire.scale,
            items: questionnaire.items,
            missing: questionnaire.missing,
        }
    }
}

/// Items of one phase that stand side by side.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    phase: Phase,
    /// What each answer is multiplied with, and what it is then added to: together they reverse it
    /// or leave it.
    readings: Vec<(f64, f64)>,
}

impl Questionnaire {
    /// The items in the order in which respondents' answers will come, all on one scale. A phase
    /// may have none.
    ///
    /// # Errors
    /// [`Error::Empty`] without items; [`Error::OutOfRange`] where `missing` asks for more items
    /// than a phase has.
    pub fn new(
        scale: Scale,
        items: impl IntoIterator<Item = PhaseItem>,
        missing: Missing,
    ) -> Result<Self> {
        let items: Vec<PhaseItem> = items.into_iter().collect();
        if items.is_empty() {
            return Err(Error::empty("item"));
        }
        let mut least = [1; 4];
        for &phase in Phase::ALL {
            let asked = items.iter().filter(|item| item.phase == phase).count();
            if asked > 0 {
                *phase.pick_mut(&mut least) = missing.least(asked)?;
            }
        }
        Ok(Self::assembled(scale, items, missing, least))
    }

    fn assembled(scale: Scale, items: Vec<PhaseItem>, missing: Missing, least: [usize; 4]) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        for item in &items {
            let reading = match item.orientation {
                Orientation::AsAsked => (1.0, 0.0),
                Orientation::Reversed => (-1.0, scale.low() + scale.high()),
            };
            match runs.last_mut() {
                Some(run) if run.phase == item.phase => run.readings.push(reading),
                _ => runs.push(Run {
                    phase: item.phase,
                    readings: vec![reading],
                }),
            }
        }
        Self {
            scale,
            items,
            missing,
            runs,
            least,
        }
    }

    /// The sixteen items of [Harris and Goode](HARRIS_GOODE) in their order, on 1 to 7; of a phase's
    /// four, two must be answered.
    #[must_use]
    pub fn harris_goode() -> Self {
        let items = HARRIS_GOODE.iter().map(|item| PhaseItem {
            phase: item.phase,
            orientation: item.orientation,
        });
        let missing = Missing::AtLeastHalf;
        Self::assembled(Scale::ONE_TO_SEVEN, items.collect(), missing, [2; 4])
    }

    /// The scale that answers are checked against.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// The items.
    #[must_use]
    pub fn items(&self) -> &[PhaseItem] {
        &self.items
    }

    /// How many items of a phase must be answered.
    #[must_use]
    pub const fn missing(&self) -> Missing {
        self.missing
    }

    /// One respondent's scores, from one place for each item.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer places than items;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`], with the position of the item as the row,
    /// for what is not an answer on the scale.
    pub fn profile(&self, answers: &[Option<f64>]) -> Result<Profile> {
        self.score(answers, |answer| *answer)
    }

    /// The scores of a respondent who answered every item.
    ///
    /// # Errors
    /// As [`profile`](Self::profile).
    pub fn full_profile(&self, answers: &[f64]) -> Result<Profile> {
        self.score(answers, |answer| Some(*answer))
    }

    fn score<A>(&self, answers: &[A], read: impl Fn(&A) -> Option<f64>) -> Result<Profile> {
        if answers.len() != self.items.len() {
            return Err(Error::length(
                "answers of a respondent",
                answers.len(),
                self.items.len(),
            ));
        }
        let mut rest = answers;
        let (mut sums, mut answered, mut all_valid) = ([0.0; 4], [0_usize; 4], true);
        for run in &self.runs {
            // The lengths of the runs add up to the number of items.
            let (here, after) = rest
                .split_at_checked(run.readings.len())
                .unwrap_or((rest, &[]));
            rest = after;
            let (mut sum, mut count) = (0.0, 0);
            for (answer, (sign, base)) in here.iter().zip(&run.readings) {
                if let Some(answer) = read(answer) {
                    all_valid &= self.scale.contains(answer);
                    sum += base + sign * answer;
                    count += 1;
                }
            }
            *run.phase.pick_mut(&mut sums) += sum;
            *run.phase.pick_mut(&mut answered) += count;
        }
        if !all_valid {
            self.check(answers.iter().map(read))?;
        }
        let mut scores = [None; 4];
        for (((score, sum), answered), least) in
            scores.iter_mut().zip(sums).zip(answered).zip(self.least)
        {
            if answered >= least {
                *score = Some(self.scale.clamp(sum / answered as f64));
            }
        }
        Ok(Profile::of_means(self.scale, scores))
    }

    /// Refuses the first that is not an answer.
    #[cold]
    fn check(&self, answers: impl Iterator<Item = Option<f64>>) -> Result<()> {
        for (column, answer) in answers.enumerate() {
            if let Some(answer) = answer {
                let checked = self.scale.check(answer);
                checked.map_err(|error| error.at_row(column))?;
            }
        }
        Ok(())
    }
}
