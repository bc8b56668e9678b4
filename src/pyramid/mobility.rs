use super::Tier;
use crate::counted::Transitions;
use crate::estimate::{Confidence, Interval, Proportion};

/// How much customers move between tiers, as one figure: the index of Prais and Shorrocks.
///
/// ```text
/// index = (k − Σ pᵢ) / (k − 1)      pᵢ: the share of tier i that is still there, k tiers
/// ```
///
/// It is 0 if everybody stays in their tier, and 1 if the tier of the base period says nothing about the
/// later one. It exceeds 1 if customers leave their tier more often than that. Every tier counts alike,
/// however few customers it has; tiers in which nobody began are left out.
///
/// # What moves by chance
///
/// An index above 0 is no change of customers. In a simulated business where everybody keeps buying at a
/// rate of their own, the index of two half-years is 0.7 to 0.8 with Curry's tiers: who is at the top in one
/// period is there partly by chance. Compare the index with that of other pairs of periods.
///
/// # Interval
///
/// It is put together from Wilson's intervals of the tiers' shares, and takes the limits of the tiers as
/// given. In the simulation above, 95 % intervals held the index of the whole business in 93 to 96 % of
/// samples of 200, 500 and 2,000 customers, with limits from the sample as with fixed ones. A plain
/// standard error does so in 67 to 94 %: the top tier has few customers.
///
/// ```text
/// lower = index − √Σ (eᵢ − lᵢ)² / (k − 1)      eᵢ = 1 − pᵢ with Wilson's interval lᵢ to uᵢ
/// upper = index + √Σ (uᵢ − eᵢ)² / (k − 1)
/// ```
///
/// Sources: Prais, S. J. (1955), *Journal of the Royal Statistical Society* A 118(1): 56–66; Shorrocks,
/// A. F. (1978), *Econometrica* 46(5): 1013–1024; for the interval, Zou, G. Y. and Donner, A. (2008),
/// *Statistics in Medicine* 27(10): 1693–1702.
///
/// ```
/// use retention::estimate::Confidence;
/// use retention::pyramid::{Cuts, Migration, Pyramid};
/// use rust_decimal::dec;
///
/// let cuts = Cuts::by_amount([("Top", dec!(100))], "Rest")?;
/// let base = Pyramid::new([(1, dec!(120)), (2, dec!(110)), (3, dec!(40)), (4, dec!(30))], &cuts)?;
/// let later = Pyramid::new([(1, dec!(150)), (2, dec!(80)), (3, dec!(50)), (5, dec!(20))], &cuts)?;
/// let migration = Migration::between(&base, &later)?;
///
/// // Of two at the top one stays; the one at the bottom who buys again stays.
/// let mobility = migration.mobility(Confidence::default()).unwrap();
/// assert_eq!((mobility.index, mobility.states, mobility.customers), (0.5, 2, 3));
/// // Customer 4 left and 5 entered; another three bought in neither period.
/// let all = migration.mobility_with_absent(3, Confidence::default()).unwrap();
/// assert_eq!((all.index, all.states, all.customers), ((0.5 + 0.5 + 0.25) / 2.0, 3, 8));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "Shorrocks")]
#[doc(alias = "Prais")]
#[doc(alias = "trace index")]
pub struct Mobility {
    /// The index: 0 or more, at most k / (k − 1).
    pub index: f64,
    /// Its interval.
    pub interval: Interval,
    /// The tiers that count (k), and "did not buy" if it does.
    pub states: u64,
    /// The customers that count.
    pub customers: u64,
    /// Whether "did not buy" was a state; otherwise the index is of customers present in both periods.
    pub with_absent: bool,
}

impl Mobility {
    /// `None` with fewer than two states that somebody began in.
    pub(super) fn of(
        matrix: &Transitions<Tier>,
        neither: Option<u64>,
        confidence: Confidence,
    ) -> Option<Self> {
        let exits = exits(matrix, neither);
        let states = exits.len() as u64;
        let others = states.checked_sub(1).filter(|&others| others > 0)? as f64;
        let (mut index, mut below, mut above, mut customers) = (0.0, 0.0, 0.0, 0_u64);
        for exit in exits {
            let (rate, interval) = (exit.value()?, exit.wilson(confidence)?);
            index += rate;
            below += (rate - interval.lower()).powi(2);
            above += (interval.upper() - rate).powi(2);
            customers = customers.saturating_add(exit.denominator());
        }
        let (lower, upper) = (index - below.sqrt(), index + above.sqrt());
        Some(Self {
            index: index / others,
            interval: Interval::between(lower / others, upper / others, confidence),
            states,
            customers,
            with_absent: neither.is_some(),
        })
    }
}

/// The shares who left each state that somebody began in.
fn exits(matrix: &Transitions<Tier>, neither: Option<u64>) -> Vec<Proportion> {
    let counts = |from: Option<Tier>, to: Option<Tier>| {
        neither.is_some() || (from.is_some() && to.is_some())
    };
    let mut exits: Vec<(Option<Tier>, u64, u64)> = Vec::new();
    for cell in matrix.cells() {
        if !counts(cell.from, cell.to) {
            continue;
        }
        let stayed = if cell.from == cell.to {
            cell.customers
        } else {
            0
        };
        let left = cell.customers.saturating_sub(stayed);
        match exits.last_mut().filter(|(from, ..)| *from == cell.from) {
            Some((_, all_left, all_stayed)) => {
                *all_left = all_left.saturating_add(left);
                *all_stayed = all_stayed.saturating_add(stayed);
            }
            None => exits.push((cell.from, left, stayed)),
        }
    }
    let exits = exits.into_iter().map(|(from, left, stayed)| {
        let waited = neither.filter(|_| from.is_none()).unwrap_or_default();
        Proportion::of_parts(left, stayed.saturating_add(waited))
    });
    exits.filter(|exit| exit.denominator() > 0).collect()
}
