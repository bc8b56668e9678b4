/// Where a customer stands on an ordered path: the [phases](super::phases) of loyalty, or the steps of
/// the [path](super::path) to a loyal user.
///
/// Steps are taken in order. A customer stands at the last step before the first that is not taken, or
/// not known to be.
///
/// ```
/// use retention::loyalty::path::{Rules, Step};
/// use retention::loyalty::{Evidence, Score};
/// use retention::scale::Scale;
///
/// let satisfied = Score::new(Scale::ONE_TO_SEVEN, 6.0).map(Some)?;
/// let evidence = Evidence::default().accepted(Some(true)).satisfaction(satisfied);
/// let found = Rules::default().classify(&evidence)?;
/// assert_eq!((found.reached, found.next), (Some(Step::Satisfaction), Some(Step::Trust)));
/// // Trust is not known, so the customer may have got further.
/// assert_eq!((found.is_final(), found.failing()), (false, None));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Progress<S> {
    /// The last step taken in order; `None` if not even the first is.
    pub reached: Option<S>,
    /// The next step, which is not taken or not known to be; `None` at the end of the path.
    pub next: Option<S>,
    /// The score of the next step, on its own scale; `None` if it has none.
    pub score: Option<f64>,
    /// The cut that this score does not reach, on the same scale; `None` without a score.
    pub threshold: Option<f64>,
    /// Steps taken although an earlier one is not, or is not known to be.
    pub ahead: Vec<S>,
    /// Steps that are not known to be taken or not taken.
    pub missing: Vec<S>,
}

impl<S: Copy + PartialEq> Progress<S> {
    /// Nothing taken yet.
    pub(super) const fn new() -> Self {
        Self {
            reached: None,
            next: None,
            score: None,
            threshold: None,
            ahead: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Adds a step, with its score and its cut if it has them.
    pub(super) fn add(&mut self, step: S, taken: Option<bool>, scored: Option<(f64, f64)>) {
        if taken.is_none() {
            self.missing.push(step);
        }
        match (taken, self.next) {
            (Some(true), None) => self.reached = Some(step),
            (Some(true), Some(_)) => self.ahead.push(step),
            (_, None) => {
                self.next = Some(step);
                (self.score, self.threshold) = scored.unzip();
            }
            (_, Some(_)) => {}
        }
    }

    /// Returns whether the customer is known to have got no further.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.next.is_none() || self.failing().is_some()
    }

    /// Returns the next step, if it is known not to be taken; `None` if none is, or if it is not known.
    #[must_use]
    pub fn failing(&self) -> Option<S> {
        self.next.filter(|next| !self.missing.contains(next))
    }

    /// Returns how much the score of the next step lacks, as threshold − score; `None` without a score.
    ///
    /// It is 0 for a score at a cut that does not count as high.
    #[must_use]
    pub fn distance(&self) -> Option<f64> {
        Some((self.threshold? - self.score?).max(0.0))
    }
}
