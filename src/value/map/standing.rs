use std::cmp::Ordering;

use crate::macros::named_enum;
use crate::numeric::normal;
use crate::value::ratio::compare;

named_enum! {
    /// The side of the [fair-value line](super::FairValueLine) on which a supplier is, from the worst
    /// to the best: a greater standing is a better one.
    pub enum Standing {
        /// Dearer than its quality is worth.
        Worse = "worse",
        /// Within the tolerance of the line.
        Fair = "fair",
        /// Cheaper than its quality is worth.
        Better = "better",
    }
}

named_enum! {
    /// The four zones of the value map, cut at the market's quality and the market's price.
    ///
    /// A zone is the signs of two differences, without a tolerance. A supplier near the cross may be in
    /// any of them by chance, and one at the market's quality or the market's price is in none.
    ///
    /// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press, as
    /// commonly reported.
    ///
    /// See the [example](crate::value::map::ValueMap).
    pub enum ValueZone {
        /// Better quality at a lower price.
        OutstandingValue = "outstanding_value",
        /// Better quality at a higher price.
        Premium = "premium",
        /// Worse quality at a lower price.
        Economy = "economy",
        /// Worse quality at a higher price.
        PoorValue = "poor_value",
    }
}

impl ValueZone {
    /// Returns the zone of a supplier. `None` at the market's quality or the market's price.
    pub(super) fn of(quality: f64, price: f64) -> Option<Self> {
        match (compare(quality, 1.0), compare(price, 1.0)) {
            (Ordering::Greater, Ordering::Less) => Some(Self::OutstandingValue),
            (Ordering::Greater, Ordering::Greater) => Some(Self::Premium),
            (Ordering::Less, Ordering::Less) => Some(Self::Economy),
            (Ordering::Less, Ordering::Greater) => Some(Self::PoorValue),
            (Ordering::Equal, _) | (_, Ordering::Equal) => None,
        }
    }
}

impl Standing {
    /// Returns the standing of a supplier so far below the fair price.
    pub(super) fn of(below_fair_price: f64, tolerance: f64) -> Self {
        if compare(below_fair_price, tolerance) == Ordering::Greater {
            Self::Better
        } else if compare(-below_fair_price, tolerance) == Ordering::Greater {
            Self::Worse
        } else {
            Self::Fair
        }
    }

    /// Returns the probabilities of worse, fair and better for a supplier so far below the fair price,
    /// with this standard error. `None` if they are not numbers.
    pub(super) fn probabilities(below: f64, error: f64, tolerance: f64) -> Option<[f64; 3]> {
        if error == 0.0 {
            let found = Self::of(below, tolerance);
            return Some(
                [Self::Worse, Self::Fair, Self::Better]
                    .map(|standing| f64::from(u8::from(standing == found))),
            );
        }
        let better = normal::cdf((below - tolerance) / error);
        let worse = normal::cdf((-below - tolerance) / error);
        let fair = (1.0 - better - worse).max(0.0);
        (better + worse)
            .is_finite()
            .then_some([worse, fair, better])
    }
}
