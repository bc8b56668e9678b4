use crate::macros::named_enum;
use crate::numeric::parts::Cut;

named_enum! {
    /// How a tier's number of customers is rounded: 1 % of 250 customers is 2.5.
    ///
    /// No rule is published. Rounding up keeps a top customer in the pyramid of a small business.
    ///
    /// ```
    /// use retention::pyramid::{Cuts, Pyramid, Rounding};
    /// use rust_decimal::Decimal;
    ///
    /// let heads = |rounding| -> retention::Result<u64> {
    ///     let customers = (1..=250_u32).map(|id| (id, Decimal::from(id)));
    ///     let pyramid = Pyramid::new(customers, &Cuts::curry().rounding(rounding))?;
    ///     Ok(pyramid.tiers()[0].customers)
    /// };
    /// assert_eq!((heads(Rounding::Up)?, heads(Rounding::Down)?), (3, 2));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Rounding {
        /// The customer belongs to the upper tier (the default).
        #[default]
        Up = "up",
        /// The customer belongs to whichever tier the cut is nearer to; halves go up.
        Nearest = "nearest",
        /// The customer belongs to the lower tier.
        Down = "down",
    }
}

impl Rounding {
    pub(in crate::pyramid) fn count(self, cut: Cut) -> u64 {
        match (cut, self) {
            (Cut::Even(count), _)
            | (Cut::Between(count, _), Self::Down)
            | (Cut::Between(count, false), Self::Nearest) => count,
            (Cut::Between(count, _), Self::Up | Self::Nearest) => count.saturating_add(1),
        }
    }
}

named_enum! {
    /// Tier of customers with equal amounts, if a cut falls among them.
    ///
    /// ```
    /// use retention::pyramid::{Cuts, Pyramid, Ties};
    /// use rust_decimal::dec;
    ///
    /// let heads = |ties| -> retention::Result<u64> {
    ///     let cuts = Cuts::by_customers([("Top", 0.25), ("Rest", 0.75)])?.ties(ties);
    ///     // The cut after the first of four falls between two who bring the same.
    ///     let amounts = [("Ann", dec!(9)), ("Ben", dec!(9)), ("Cem", dec!(2)), ("Dea", dec!(1))];
    ///     Ok(Pyramid::new(amounts, &cuts)?.tiers()[0].customers)
    /// };
    /// assert_eq!(heads(Ties::TogetherUp)?, 2);
    /// assert_eq!(heads(Ties::TogetherDown)?, 0);
    /// assert_eq!(heads(Ties::ByKey)?, 1);
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Ties {
        /// All belong to the upper tier (the default): equal customers are treated alike, and nobody
        /// loses by the cut.
        #[default]
        TogetherUp = "together_up",
        /// All belong to the lower tier.
        TogetherDown = "together_down",
        /// They are divided by key, so that the tiers have exactly their number of customers.
        ByKey = "by_key",
    }
}
