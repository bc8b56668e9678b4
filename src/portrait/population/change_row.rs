use rust_decimal::Decimal;

use super::leaving_customers::class;
use super::{ChangeOptions, PortraitRow};
use crate::keyed::keyed_row;
use crate::lifecycle::Stage;
use crate::macros::named_enum;
use crate::portrait::{Contradiction, Contradictions, Dimension, LeavingWeights};

named_enum! {
    /// What became of a customer between two dates.
    ///
    /// See the example of [`PortraitChanges`](super::PortraitChanges).
    pub enum Change {
        /// There at the later date only.
        New = "new",
        /// There at the earlier date only.
        Gone = "gone",
        /// Worse in something, whatever is better.
        Worse = "worse",
        /// Better in something, and worse in nothing.
        Better = "better",
        /// As before, as far as it counts.
        Same = "same",
    }
}

/// A customer whose portrait changed between two dates. It is written flat; contradictions are text.
///
/// See the example of [`PortraitChanges`](super::PortraitChanges).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ChangeRow<Id> {
    /// The customer.
    pub customer: Id,
    /// What became of the customer.
    pub change: Change,
    /// The stage at the earlier date; `None` where it is not known.
    pub stage_before: Option<Stage>,
    /// The stage at the later date; `None` where it is not known.
    pub stage_after: Option<Stage>,
    /// Whether the relationship came to decline, or ended, between the dates.
    pub is_stage_worse: bool,
    /// By how much the leaving index rose, over the parts known at both dates; `None` without such parts.
    pub leaving_change: Option<f64>,
    /// Contradictions at the later date that are known not to have held at the earlier one. What may have held
    /// then, for all that was known, is left out.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "super::leaving_customers::as_text")
    )]
    pub new_contradictions: Contradictions,
    /// Contradictions at the earlier date that are known not to hold at the later one.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "super::leaving_customers::as_text")
    )]
    pub gone_contradictions: Contradictions,
    /// The value at risk at the earlier date; `None` where it is not known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub value_at_risk_before: Option<Decimal>,
    /// The value at risk at the later date; `None` where it is not known.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub value_at_risk_after: Option<Decimal>,
}

keyed_row!(ChangeRow);

/// How far a stage is on the way out: 0 for the stages of a living relationship.
fn way_out(stage: Option<Stage>) -> Option<u8> {
    Some(match stage? {
        Stage::Decline => 1,
        Stage::Termination => 2,
        _ => 0,
    })
}

/// The contradictions of one date that are known not to have held at the other; all where the customer was
/// not there. What may have held, for all that was known, is not counted as a change.
fn only<Id>(ours: Option<&PortraitRow<Id>>, theirs: Option<&PortraitRow<Id>>) -> Contradictions {
    let found = ours.map(|row| row.portrait.contradictions);
    let is_change = |&contradiction: &Contradiction| {
        theirs.is_none_or(|row| !contradiction.may_hold(&row.portrait.levels))
    };
    found.unwrap_or_default().iter().filter(is_change).collect()
}

impl<Id: Clone> ChangeRow<Id> {
    /// Compares a customer, who is there at one of the dates, and returns both indices where they compare.
    pub(super) fn of(
        from: Option<&PortraitRow<Id>>,
        to: Option<&PortraitRow<Id>>,
        weights: &LeavingWeights,
        options: ChangeOptions,
    ) -> Option<(Self, Option<[f64; 2]>)> {
        let customer = from.or(to)?.customer.clone();
        let stage = |row: Option<&PortraitRow<Id>>| class(&row?.portrait.levels, Dimension::Stage);
        let [stage_before, stage_after] = [stage(from), stage(to)];
        let steps = way_out(stage_before).zip(way_out(stage_after));
        let both = from.zip(to);
        let new_contradictions = only(to, from);
        let gone_contradictions = only(from, to);
        let indices = both.and_then(|(from, to)| {
            let (from, to) = (from.portrait.leaving?, to.portrait.leaving?);
            from.over_common(&to, weights)
        });
        let leaving_change = indices.map(|[from, to]| to - from);
        let is_worse = steps.is_some_and(|(from, to)| to > from)
            || leaving_change.is_some_and(|change| is_as_much(change, options.least_index))
            || !new_contradictions.is_empty();
        let is_better = steps.is_some_and(|(from, to)| to < from)
            || leaving_change.is_some_and(|change| is_as_much(-change, options.least_index))
            || !gone_contradictions.is_empty();
        let change = match (from, to) {
            (None, _) => Change::New,
            (_, None) => Change::Gone,
            _ if is_worse => Change::Worse,
            _ if is_better => Change::Better,
            _ => Change::Same,
        };
        let row = Self {
            customer,
            change,
            stage_before,
            stage_after,
            is_stage_worse: steps.is_some_and(|(from, to)| to > from),
            leaving_change,
            new_contradictions,
            gone_contradictions,
            value_at_risk_before: from.and_then(|row| row.portrait.value_at_risk),
            value_at_risk_after: to.and_then(|row| row.portrait.value_at_risk),
        };
        Some((row, indices))
    }
}

impl<Id> ChangeRow<Id> {
    pub(super) const fn values_at_risk(&self) -> [Option<Decimal>; 2] {
        [self.value_at_risk_before, self.value_at_risk_after]
    }
}

/// Whether a change is above 0 and reaches the least that counts; 0.9 − 0.8 counts as 0.1.
fn is_as_much(change: f64, least: f64) -> bool {
    const ROUNDING: f64 = 1e-12;
    change > ROUNDING && change >= least - ROUNDING
}
