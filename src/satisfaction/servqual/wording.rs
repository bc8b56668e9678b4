use super::Dimension;
use crate::macros::named_enum;
use crate::scale::Item;

named_enum! {
    /// Which way round the 22 items of the published questionnaire were asked.
    ///
    /// An answer to a negative item is read from the other end of the scale: the less one agrees, the
    /// better the service. Expectations and perceptions are both read that way.
    ///
    /// ```
    /// use retention::Accumulator;
    /// use retention::satisfaction::servqual::{Builder, Options, Respondent};
    ///
    /// // A respondent who finds every item one point short: 6 wanted and 5 found where the wording is
    /// // positive, 2 wanted and 3 found where it is negative.
    /// let negative = |item: usize| (10..=13).contains(&item) || (18..=22).contains(&item);
    /// let answers = |positive, otherwise| -> Vec<Option<f64>> {
    ///     (1..=22).map(|item| Some(if negative(item) { otherwise } else { positive })).collect()
    /// };
    /// let mut builder = Builder::new(&Options::default())?;
    /// builder.push(Respondent::new(&answers(5.0, 3.0), &answers(6.0, 2.0)))?;
    /// assert_eq!(builder.finish()?.unweighted.mean, Some(-1.0));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Wording {
        /// As in 1988: items 10 to 13 about responsiveness and 18 to 22 about empathy are negative. The
        /// default.
        ///
        /// Source: Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing*
        /// 64(1): 12–40.
        #[default]
        #[doc(alias = "1988")]
        Mixed = "mixed",
        /// As refined in 1991: all items are positive.
        ///
        /// Source: Parasuraman, A., Berry, L. L. and Zeithaml, V. A. (1991), *Journal of Retailing*
        /// 67(4): 420–450, as commonly reported.
        Positive = "positive",
    }
}

impl Wording {
    /// Returns the 22 items, in the order asked: tangibles, reliability, responsiveness, assurance,
    /// empathy.
    #[must_use]
    pub fn items(self) -> Vec<Item<Dimension>> {
        use Dimension::{Assurance, Empathy, Reliability, Responsiveness, Tangibles};
        let order = [Tangibles, Reliability, Responsiveness, Assurance, Empathy];
        let item = |dimension| match (self, dimension) {
            (Self::Mixed, Responsiveness | Empathy) => Item::reversed(dimension),
            _ => Item::as_asked(dimension),
        };
        order
            .into_iter()
            .flat_map(|dimension| std::iter::repeat_n(item(dimension), dimension.items()))
            .collect()
    }
}
