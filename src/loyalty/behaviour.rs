//! A score of patronage from what a customer does.

use crate::Result;
use crate::error::{Error, Place, fraction, non_negative};
use crate::macros::options;
use crate::scale::Missing;

use super::evidence::{Evidence, Piece};
use super::index::{self, Index, IndexPart};

options! {
    /// The weights and upper ends of a score of patronage.
    ///
    /// ```text
    /// score = Σ weight · part / Σ weight
    /// parts: repeat rate, share of wallet, min(1, tenure / full tenure), min(1, referrals / full referrals)
    /// ```
    ///
    /// The score is a proposal. Tenure and referrals have no upper end of their own. Unless the rules
    /// set one, they are not scored, and the result lists them as left out.
    ///
    /// ```
    /// use retention::loyalty::behaviour::Rules;
    /// use retention::loyalty::{Evidence, Piece};
    /// use retention::scale::Missing;
    ///
    /// let evidence = Evidence::default()
    ///     .repeat_rate(Some(0.8))
    ///     .tenure(Some(30.0))
    ///     .referrals(Some(1));
    /// let rules = Rules::default().full_tenure(Some(60.0));
    /// let found = rules.score(&evidence)?;
    /// assert_eq!(found.value, None);
    /// assert_eq!(found.missing, [Piece::ShareOfWallet]);
    /// assert_eq!(found.left_out, [Piece::Referrals]);
    ///
    /// let found = rules.missing(Missing::AtLeast(1)).score(&evidence)?;
    /// assert_eq!(found.value.unwrap(), 0.65); // of 0.8 and 0.5
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    #[doc(alias = "购买份额")]
    pub struct Rules {
        /// Weight of the repeat rate. Default: 1.
        pub repeat_rate: f64 = 1.0,
        /// Weight of the share of wallet. Default: 1.
        pub share_of_wallet: f64 = 1.0,
        /// Weight of tenure. Default: 1.
        pub tenure: f64 = 1.0,
        /// Weight of referrals. Default: 1.
        pub referrals: f64 = 1.0,
        /// Tenure that scores 1, as any longer one does. Default: none; tenure is then not scored.
        pub full_tenure: Option<f64> = None,
        /// Number of referrals that scores 1, as any larger one does. Default: none; referrals are then
        /// not scored.
        pub full_referrals: Option<u32> = None,
        /// How many of the parts with weight and an upper end must be known. Default: all.
        pub missing: Missing = Missing::Listwise,
    }
}

impl Rules {
    /// Computes the score of one customer.
    ///
    /// Its parts are the repeat rate, the share of wallet, tenure and referrals.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for a rate or a share outside 0 to 1, a
    /// negative tenure, a full tenure or full referrals that are not above 0, and a weight that is
    /// negative; [`Error::OutOfRange`] if all weights are zero, and if `missing` asks for more parts
    /// than there are; [`Error::Overflow`] if their sum is too large for an `f64`.
    pub fn score(&self, does: &Evidence) -> Result<Index<Piece>> {
        let weights = [
            (Piece::RepeatRate, self.repeat_rate),
            (Piece::ShareOfWallet, self.share_of_wallet),
            (Piece::Tenure, self.tenure),
            (Piece::Referrals, self.referrals),
        ];
        for (piece, weight) in weights {
            index::weight("weight of a part of behaviour", weight)
                .map_err(|error| error.at_place(Place::Item(piece.name().into())))?;
        }
        let weights = weights.map(|(_, weight)| weight);
        let whole = index::sum_of_sizes("weights of behaviour", weights)?;
        let full_tenure = self.full_tenure.map(full("full tenure")).transpose()?;
        let full_referrals = self
            .full_referrals
            .map(|full_referrals| full("full referrals")(f64::from(full_referrals)))
            .transpose()?;

        let rate = |argument, value: Option<f64>| value.map(|v| fraction(argument, v)).transpose();
        let tenure = does.tenure.map(|v| non_negative("tenure", v)).transpose()?;
        // What was given, and what it counts in full from.
        let parts = [
            (rate("repeat rate", does.repeat_rate)?, Some(1.0)),
            (rate("share of wallet", does.share_of_wallet)?, Some(1.0)),
            (tenure, full_tenure),
            (does.referrals.map(f64::from), full_referrals),
        ];
        let scores = parts.map(|(given, full)| Some((given? / full?).min(1.0)));
        let counted = weights.into_iter().zip(parts).zip(scores);
        let counted = counted
            .filter(|((_, (_, full)), _)| full.is_some())
            .map(|((weight, _), score)| (weight, score));
        let pieces = |wanted: fn(&(Option<f64>, Option<f64>)) -> bool| {
            let all = PARTS.iter().zip(parts);
            all.filter(|(_, part)| wanted(part))
                .map(|(&piece, _)| piece)
                .collect()
        };
        let all = PARTS.into_iter().zip(weights).zip(scores);
        Ok(Index {
            value: index::mean(counted, self.missing)?,
            parts: all
                .map(|((part, weight), score)| IndexPart {
                    part,
                    weight: weight / whole,
                    score,
                })
                .collect(),
            missing: pieces(|(given, _)| given.is_none()),
            left_out: pieces(|(given, full)| given.is_some() && full.is_none()),
            rule: self.missing,
        })
    }
}

fn full(argument: &'static str) -> impl Fn(f64) -> Result<f64> {
    move |value| {
        let value = non_negative(argument, value)?;
        if value == 0.0 {
            return Err(Error::out_of_range(argument, value, "above 0"));
        }
        Ok(value)
    }
}

/// The parts of the score, in order.
const PARTS: [Piece; 4] = [
    Piece::RepeatRate,
    Piece::ShareOfWallet,
    Piece::Tenure,
    Piece::Referrals,
];
