use crate::error::finite;
use crate::{Error, Result};

/// Scores of cases, and whether the event happened to each: how well the one ranks the other.
///
/// A case is whatever is scored: a customer, a respondent. Cases of one score are not told apart by it:
/// they count as half right, and a [`Cut`](super::Cut) never divides them. The number of cases with the
/// event, and of those without, may be 0; then there is no area under the curve.
///
/// It takes time in proportion to `n log n`. It is written with the counts, the area and its 95 %
/// interval, without the cases.
///
/// ```
/// use retention::estimate::ranking::Ranking;
///
/// // Complaints of six customers, and who left.
/// let complaints = [3.0, 2.0, 2.0, 1.0, 0.0, 0.0];
/// let left = [true, true, false, true, false, false];
/// let ranking = Ranking::new(&complaints, &left)?;
/// assert_eq!((ranking.events(), ranking.others()), (3, 3));
/// // Of the nine pairs of one who left and one who did not, 7 are in order and 1 is a tie.
/// assert!((ranking.auc().unwrap().value() - 7.5 / 9.0).abs() < 1e-15);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(into = "Written"))]
#[doc(alias = "ROC")]
#[doc(alias = "receiver operating characteristic")]
#[doc(alias = "concordance")]
pub struct Ranking {
    /// The score and the outcome of each case, in the order of the input.
    cases: Vec<Case>,
    /// The positions of the cases, from the highest score to the lowest.
    order: Vec<usize>,
    events: u64,
}

/// A score, and whether the event happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Case {
    pub(super) score: f64,
    pub(super) event: bool,
}

/// All cases of one score.
pub(super) struct Step<'a> {
    pub(super) score: f64,
    /// Their positions in the order of the input.
    pub(super) rows: &'a [usize],
    pub(super) events: u64,
    pub(super) others: u64,
}

/// How a [`Ranking`] is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written {
    events: u64,
    others: u64,
    auc: Option<f64>,
    standard_error: Option<f64>,
    lower: Option<f64>,
    upper: Option<f64>,
}

#[cfg(feature = "serde")]
impl From<Ranking> for Written {
    fn from(ranking: Ranking) -> Self {
        let auc = ranking.auc();
        let interval = ranking.interval(crate::estimate::Confidence::default());
        Self {
            events: ranking.events,
            others: ranking.others(),
            auc: auc.map(|auc| auc.value()),
            standard_error: auc.map(|auc| auc.standard_error()),
            lower: interval.map(|interval| interval.lower()),
            upper: interval.map(|interval| interval.upper()),
        }
    }
}

impl Ranking {
    /// Creates a ranking from the score of each case and whether the event happened to it. Any increasing
    /// function of the scores gives the same ranking.
    ///
    /// # Errors
    /// [`Error::Empty`] without a case, [`Error::LengthMismatch`] if there are more or fewer outcomes than
    /// scores, [`Error::NotFinite`] at its row for a score that is NaN or infinite.
    ///
    /// See the [example](crate::estimate::ranking::Ranking).
    pub fn new(scores: &[f64], outcomes: &[bool]) -> Result<Self> {
        if scores.len() != outcomes.len() {
            return Err(Error::length("outcomes", outcomes.len(), scores.len()));
        }
        let cases = scores.iter().zip(outcomes).enumerate();
        let cases = cases.map(|(row, (&score, &event))| {
            let score = finite("score", score).map_err(|error| error.at_row(row))?;
            // One zero is the other.
            let score = score + 0.0;
            Ok(Case { score, event })
        });
        Self::of_cases(cases.collect::<Result<_>>()?)
    }

    /// Of finite scores.
    fn of_cases(cases: Vec<Case>) -> Result<Self> {
        if cases.is_empty() {
            return Err(Error::empty("case"));
        }
        let mut order: Vec<(f64, usize)> = cases.iter().map(|case| case.score).zip(0..).collect();
        order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(Self {
            events: cases.iter().filter(|case| case.event).count() as u64,
            order: order.into_iter().map(|(_, row)| row).collect(),
            cases,
        })
    }

    /// Returns how many cases there are.
    #[must_use]
    pub const fn cases(&self) -> u64 {
        self.cases.len() as u64
    }

    /// Returns to how many cases the event happened.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.events
    }

    /// Returns to how many cases the event did not happen.
    #[must_use]
    pub const fn others(&self) -> u64 {
        self.cases() - self.events
    }

    /// The cases in the order of the input.
    pub(super) fn rows(&self) -> &[Case] {
        &self.cases
    }

    /// Iterates over the groups of equal scores, the highest first.
    pub(super) fn steps(&self) -> impl DoubleEndedIterator<Item = Step<'_>> {
        let case = |row: usize| self.cases.get(row).copied();
        let score = move |row: usize| case(row).map(|case| case.score);
        let groups = self.order.chunk_by(move |&a, &b| score(a) == score(b));
        groups.filter_map(move |rows| {
            let events = rows
                .iter()
                .filter(|&&row| case(row).is_some_and(|it| it.event));
            let events = events.count() as u64;
            Some(Step {
                score: score(*rows.first()?)?,
                rows,
                events,
                others: rows.len() as u64 - events,
            })
        })
    }

    /// Refuses a ranking of other cases.
    pub(super) fn same_cases(&self, other: &Self) -> Result<()> {
        let (ours, theirs) = (&self.cases, &other.cases);
        if ours.len() != theirs.len() {
            return Err(Error::length("outcomes", theirs.len(), ours.len()));
        }
        let differ = |(_, (ours, theirs)): &(usize, (&Case, &Case))| ours.event != theirs.event;
        match ours.iter().zip(theirs).enumerate().find(differ) {
            None => Ok(()),
            Some((row, (ours, theirs))) => {
                let error = Error::mismatch("outcomes", ours.event, theirs.event).at_row(row);
                Err(error.with_cure("compare scores of the same cases, in the same order"))
            }
        }
    }
}
