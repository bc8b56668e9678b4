use super::{Contract, Evidence};
use crate::error::{finite, non_negative};
use crate::macros::{named_enum, options};
use crate::{Error, Result};

/// How many parts there are.
const PARTS: usize = LeavingPart::ALL.len();

named_enum! {
    /// A part of the [`LeavingIndex`].
    ///
    /// | part | 0 | 1 |
    /// |---|---|---|
    /// | silence | sure to return | no chance of a return |
    /// | dissatisfaction | the top of the scale | its bottom |
    /// | worse value | the span above parity, or better | the span below parity, or worse |
    /// | disloyalty | the top of the scale | its bottom |
    /// | distrust | the top of the scale | its bottom |
    /// | low switching cost | the top of the scale | its bottom |
    /// | contract end | the contract runs | it has ended; ½ if it ends soon |
    ///
    /// How each piece of evidence is put on 0 to 1 is a proposal: no source gives a scale.
    ///
    /// See the example of [`LeavingIndex`].
    pub enum LeavingPart {
        /// One less the chance of a return.
        Silence = "silence",
        /// How far satisfaction is from the top of its scale.
        Dissatisfaction = "dissatisfaction",
        /// How far the relative value lies below that of competitors.
        WorseValue = "worse_value",
        /// How far loyalty is from the top of its scale.
        Disloyalty = "disloyalty",
        /// How far trust is from the top of its scale.
        Distrust = "distrust",
        /// How far the switching cost is from the top of its scale.
        LowSwitchingCost = "low_switching_cost",
        /// Where the contract stands. Customers who never had one have no such part.
        ContractEnd = "contract_end",
    }
}

options! {
    /// What each part of the [`LeavingIndex`] weighs. Only their ratios matter.
    ///
    /// By default silence weighs four times as much as each other part: all of the index where nothing else is
    /// known, and 4 tenths where everything is. The chance of a return foretells the event itself; ratings tell
    /// of it at one remove, and some of them may have nothing to do with leaving. How many times as much is a
    /// proposal: no source names a figure.
    /// The other parts weigh alike: weights that nobody has estimated on many customers are best left equal
    /// (Dawes, R. M. (1979), "The robust beauty of improper linear models", *American Psychologist* 34(7):
    /// 571–582, as commonly reported).
    ///
    /// The default was held against silence alone in simulated shops of 400 customers, 50 of each kind, in
    /// which leaving depends on silence, satisfaction and value by weights drawn at random, and trust,
    /// loyalty and switching cost only go with satisfaction. Figures are areas under the ROC curve:
    ///
    /// | shops | default less silence alone | better in | all weights equal less silence alone | better in |
    /// |---|---|---|---|---|
    /// | silence counts for more | +0.033 | 38 of 50 | −0.019 | 21 of 50 |
    /// | all three count alike on average | +0.066 | 43 of 50 | +0.050 | 36 of 50 |
    /// | silence is nearly all that counts | −0.013 | 15 of 50 | −0.124 | 1 of 50 |
    ///
    /// So where little but silence counts, rank by the chance of a return alone: the default then ranks worse,
    /// as in the last row, since ratings that say nothing of leaving still move the index. Set the other weights
    /// to 0 for that. Which case is yours, [`staying`](super::staying) tells from customers with answers and
    /// later behaviour; the table tells of simulated shops only.
    #[derive(Copy)]
    pub struct LeavingWeights {
        /// Weight of silence, 0 or more. Default: 4.
        pub silence: f64 = 4.0,
        /// Weight of dissatisfaction, 0 or more. Default: 1.
        pub dissatisfaction: f64 = 1.0,
        /// Weight of worse value, 0 or more. Default: 1.
        pub worse_value: f64 = 1.0,
        /// Weight of disloyalty, 0 or more. Default: 1.
        pub disloyalty: f64 = 1.0,
        /// Weight of distrust, 0 or more. Default: 1.
        pub distrust: f64 = 1.0,
        /// Weight of a low switching cost, 0 or more. Default: 1.
        pub low_switching_cost: f64 = 1.0,
        /// Weight of the end of a contract, 0 or more. Default: 1.
        pub contract_end: f64 = 1.0,
        /// Difference of the relative value from 1 that counts as the most, above 0. Default: 0.25, a
        /// proposal.
        pub value_span: f64 = 0.25,
    }
}

impl LeavingWeights {
    const fn all(&self) -> [f64; PARTS] {
        [
            self.silence,
            self.dissatisfaction,
            self.worse_value,
            self.disloyalty,
            self.distrust,
            self.low_switching_cost,
            self.contract_end,
        ]
    }

    /// Refuses weights below 0, or all of 0, and a span that is not above 0.
    pub(super) fn checked(&self) -> Result<()> {
        let named = LeavingPart::ALL.iter().zip(self.all());
        let mut sum = 0.0;
        for (part, weight) in named {
            sum += non_negative(part.name(), weight)?;
        }
        if sum == 0.0 || !sum.is_finite() {
            return Err(Error::out_of_range(
                "sum of the weights",
                sum,
                "above 0, and finite",
            ));
        }
        if finite("value_span", self.value_span)? <= 0.0 {
            return Err(Error::out_of_range(
                "value_span",
                self.value_span,
                "above 0",
            ));
        }
        Ok(())
    }
}

/// How much speaks for a customer's leaving, from 0 to 1: the weighted mean of the parts that are known.
///
/// ```text
/// index = Σ weight · part / Σ weight, over the parts that are known
/// ```
///
/// It is an index, not a probability: it ranks customers of whom the same parts are known. A customer of
/// whom other parts are known does not compare with them, so the parts stand beside it.
///
/// Where silence is nearly all that counts, the chance of a return alone ranks customers better than the
/// default weights do: see [`LeavingWeights`].
///
/// ```
/// use retention::loyalty::Score;
/// use retention::portrait::{Evidence, LeavingPart, Options};
/// use retention::scale::Scale;
///
/// let evidence = Evidence::default()
///     .chance_of_return(Some(0.3))
///     .satisfaction(Some(Score::new(Scale::ONE_TO_FIVE, 4.0)?))
///     .value(Some(0.95));
/// let leaving = Options::default().portrait(&evidence)?.leaving.unwrap();
/// assert_eq!(leaving.part(LeavingPart::Dissatisfaction), Some(0.25));
/// assert_eq!(leaving.part(LeavingPart::Distrust), None);
/// // Silence 0.7, which weighs 4, dissatisfaction 0.25, worse value 0.6.
/// assert_eq!(format!("{:.4}", leaving.value), "0.6083");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(into = "written::Parts", try_from = "written::Parts")
)]
#[non_exhaustive]
#[doc(alias = "churn risk")]
pub struct LeavingIndex {
    /// The index, from 0 to 1.
    pub value: f64,
    parts: [Option<f64>; PARTS],
}

impl LeavingIndex {
    /// The index of one customer, whose numbers hold; `None` where no part that weighs anything is known.
    pub(super) fn of(evidence: &Evidence, weights: &LeavingWeights) -> Option<Self> {
        let above = |score: Option<crate::loyalty::Score>| score.map(|score| 1.0 - score.unit());
        let worse = |value: f64| (0.5 + 0.5 * (1.0 - value) / weights.value_span).clamp(0.0, 1.0);
        let parts = [
            evidence.chance_of_return.map(|chance| 1.0 - chance),
            above(evidence.satisfaction),
            evidence.value.map(worse),
            above(evidence.loyalty),
            above(evidence.trust),
            above(evidence.switching_cost),
            evidence.contract.and_then(contract_end),
        ];
        let [value] = means([&parts], weights)?;
        Some(Self { value, parts })
    }

    /// Returns a part, from 0 to 1; `None` where it is not known.
    #[must_use]
    pub fn part(&self, part: LeavingPart) -> Option<f64> {
        self.parts.get(part as usize).copied().flatten()
    }

    /// This index and a later one, both over the parts that both know; `None` where no such part weighs
    /// anything.
    pub(super) fn over_common(&self, later: &Self, weights: &LeavingWeights) -> Option<[f64; 2]> {
        means([&self.parts, &later.parts], weights)
    }

    /// Iterates over the parts that are known.
    pub fn parts(&self) -> impl Iterator<Item = (LeavingPart, f64)> {
        let parts = LeavingPart::ALL.iter().copied().zip(self.parts);
        parts.filter_map(|(part, value)| Some((part, value?)))
    }
}

/// The weighted mean of each list over the parts that all lists know, from 0 to 1; `None` where no such part
/// weighs anything.
fn means<const N: usize>(
    lists: [&[Option<f64>; PARTS]; N],
    weights: &LeavingWeights,
) -> Option<[f64; N]> {
    let (mut sums, mut weight) = ([0.0; N], 0.0);
    for (place, one) in weights.all().into_iter().enumerate() {
        let parts = lists.map(|list| list.get(place).copied().flatten());
        if parts.iter().all(Option::is_some) {
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum += one * part.unwrap_or_default();
            }
            weight += one;
        }
    }
    (weight > 0.0).then(|| sums.map(|sum| (sum / weight).clamp(0.0, 1.0)))
}

const fn contract_end(contract: Contract) -> Option<f64> {
    match contract {
        Contract::Without => None,
        Contract::Running => Some(0.0),
        Contract::EndsSoon => Some(0.5),
        Contract::Ended => Some(1.0),
    }
}

/// How the index is written: its value, and the parts that are known.
#[cfg(feature = "serde")]
mod written {
    use std::collections::BTreeMap;

    use super::{LeavingIndex, LeavingPart, PARTS};
    use crate::Error;
    use crate::error::fraction;

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Parts {
        value: f64,
        #[serde(deserialize_with = "super::super::pattern::written::each_once")]
        parts: BTreeMap<LeavingPart, f64>,
    }

    impl From<LeavingIndex> for Parts {
        fn from(index: LeavingIndex) -> Self {
            Self {
                value: index.value,
                parts: index.parts().collect(),
            }
        }
    }

    impl TryFrom<Parts> for LeavingIndex {
        type Error = Error;

        fn try_from(read: Parts) -> Result<Self, Error> {
            let mut parts = [None; PARTS];
            for (part, value) in read.parts {
                if let Some(place) = parts.get_mut(part as usize) {
                    *place = Some(fraction(part.name(), value)?);
                }
            }
            Ok(Self {
                value: fraction("leaving index", read.value)?,
                parts,
            })
        }
    }
}
