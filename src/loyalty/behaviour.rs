//! A score of patronage from what a customer does.

use crate::Result;
use crate::error::{Error, Place, fraction, non_negative};
use crate::estimate::Influence;
use crate::macros::options;
use crate::scale::{Missing, Weights};

use super::evidence::{Evidence, Piece};
use super::index::{self, Index, IndexPart};
use super::share::mean_influence;

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
        let whole = self.whole()?;
        let parts = self.parts(does)?;
        let scorable = parts.iter().filter(|part| part.full.is_some());
        let value = index::mean(
            scorable.map(|part| (part.weight, part.score())),
            self.missing,
        )?;
        let pieces = |wanted: fn(&Part) -> bool| {
            let found = parts.iter().filter(|part| wanted(part));
            found.map(|part| part.piece).collect()
        };
        let shown = parts.iter().map(|part| IndexPart {
            part: part.piece,
            weight: part.weight / whole,
            score: part.score(),
        });
        Ok(Index {
            value,
            parts: shown.collect(),
            missing: pieces(|part| part.given.is_none()),
            left_out: pieces(|part| part.given.is_some() && part.full.is_none()),
            rule: self.missing,
        })
    }

    /// Computes the mean of the index over customers, with what each contributes, so that segments and
    /// waves can be compared; `None` if nobody with weight has an index.
    ///
    /// # Errors
    /// At the customer, as [`score`](Self::score);
    /// [`Error::LengthMismatch`] if there are more or fewer weights than
    /// customers.
    ///
    /// See the [example](crate::loyalty::share_influence).
    pub fn influence<'e>(
        &self,
        customers: impl IntoIterator<Item = &'e Evidence>,
        weights: Option<&Weights>,
    ) -> Result<Option<Influence>> {
        let values = customers.into_iter();
        mean_influence(values.map(|one| Ok(self.score(one)?.value)), weights)
    }

    /// The sum of the weights.
    fn whole(&self) -> Result<f64> {
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
        index::sum_of_sizes("weights of behaviour", weights.map(|(_, weight)| weight))
    }

    fn parts(&self, does: &Evidence) -> Result<[Part; 4]> {
        let above_zero = |argument, full: Option<f64>| full.map(|v| full_from(argument, v));
        let full_tenure = above_zero("full tenure", self.full_tenure).transpose()?;
        let full_referrals = self.full_referrals.map(f64::from);
        let full_referrals = above_zero("full referrals", full_referrals).transpose()?;
        let rate = |argument, value: Option<f64>| value.map(|v| fraction(argument, v)).transpose();
        let part = |piece, weight, given, full| Part {
            piece,
            weight,
            given,
            full,
        };
        let repeat_rate = rate("repeat rate", does.repeat_rate)?;
        let share = rate("share of wallet", does.share_of_wallet)?;
        let tenure = does.tenure.map(|v| non_negative("tenure", v)).transpose()?;
        let referrals = does.referrals.map(f64::from);
        Ok([
            part(Piece::RepeatRate, self.repeat_rate, repeat_rate, Some(1.0)),
            part(Piece::ShareOfWallet, self.share_of_wallet, share, Some(1.0)),
            part(Piece::Tenure, self.tenure, tenure, full_tenure),
            part(Piece::Referrals, self.referrals, referrals, full_referrals),
        ])
    }
}

/// One part of the score.
struct Part {
    piece: Piece,
    weight: f64,
    given: Option<f64>,
    /// The value that scores 1.
    full: Option<f64>,
}

impl Part {
    fn score(&self) -> Option<f64> {
        Some((self.given? / self.full?).min(1.0))
    }
}

/// A value that scores 1, which is above 0.
fn full_from(argument: &'static str, value: f64) -> Result<f64> {
    if non_negative(argument, value)? == 0.0 {
        return Err(Error::out_of_range(argument, value, "above 0"));
    }
    Ok(value)
}
