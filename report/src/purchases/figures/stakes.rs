//! What is at stake with each group of customers: what they spent in the last year, by their chances of
//! not coming back.

use retention::Result;
use retention::lifecycle::Stage;
use retention::period::{Period, Span, Window};
use retention::purchases::PurchaseLog;
use retention::pyramid::Pyramid;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::lifecycle::{Judged, Known};
use super::migration::total;
use super::{Question, money};

/// Whom to begin with, of each group.
const FIRST: usize = 3;
/// Money is rounded to so many decimals.
const PLACES: u32 = 2;

/// A group of customers for whom the same is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    ValuableInDecline,
    OthersInDecline,
    ValuableEnded,
    OthersEnded,
    ValuableActive,
    New,
    /// Long silent, and not to be judged.
    Untold,
}

impl Who {
    const ALL: [Self; 7] = [
        Self::ValuableInDecline,
        Self::OthersInDecline,
        Self::ValuableEnded,
        Self::OthersEnded,
        Self::ValuableActive,
        Self::New,
        Self::Untold,
    ];

    /// The group of a customer; none where nothing is to be done first.
    const fn of(stage: Stage, valuable: bool) -> Option<Self> {
        Some(match (stage, valuable) {
            (Stage::Decline, true) => Self::ValuableInDecline,
            (Stage::Decline, false) => Self::OthersInDecline,
            (Stage::Termination, true) => Self::ValuableEnded,
            (Stage::Termination, false) => Self::OthersEnded,
            (Stage::Acquisition, _) => Self::New,
            (_, true) => Self::ValuableActive,
            (_, false) => return None,
        })
    }
}

/// A group, and what depends on it.
#[derive(Debug, Serialize)]
pub struct Stake {
    pub who: Who,
    /// The tiers that they are of: for those called valuable all but the last, for the others the last.
    pub tiers: Vec<String>,
    pub customers: u64,
    /// What they spent in the last year of the window.
    #[serde(serialize_with = "money")]
    pub value: Decimal,
    pub spent: Window,
    /// Of this, by the chance of each not to come back. Where the chance of coming back is only known
    /// to be at most so much, the loss is the least; customers of whom nothing is known count nothing.
    #[serde(serialize_with = "money")]
    pub expected_loss: Decimal,
    /// Of whom no chance is known, and what they spent.
    pub untold: u64,
    #[serde(serialize_with = "money")]
    pub untold_value: Decimal,
    /// What they brought in the whole window.
    #[serde(serialize_with = "money")]
    pub brought: Decimal,
    pub window: Window,
    /// With whom most is at stake.
    pub first: Vec<String>,
}

impl Stake {
    /// By which groups are ordered.
    pub fn weight(&self) -> f64 {
        self.expected_loss.to_f64().unwrap_or(0.0)
    }
}

/// What a customer spent in the last year, and what of it is expected to be lost.
#[derive(Debug, Clone, Copy)]
pub struct Worth {
    pub value: Decimal,
    pub loss: Option<Decimal>,
}

impl Worth {
    /// To two decimals.
    pub fn rounded_loss(&self) -> Option<Decimal> {
        self.loss.map(rounded)
    }
}

fn rounded(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero)
}

/// The worth of each customer, in the order of [`Known`], and the year.
pub struct Worths {
    pub spent: Window,
    pub rows: Vec<Worth>,
}

impl Worths {
    /// # Errors
    /// Those of the library.
    pub fn of(log: &PurchaseLog<&str>, known: &[Known<'_>], question: &Question) -> Result<Self> {
        let year = Span::new(1, Period::Year)?.ending(question.window.to())?;
        let spent = year.intersection(question.window).unwrap_or(year);
        let observed = log.observe(spent, question.policy)?;
        let mut revenues = observed.revenues()?.into_iter().peekable();
        let rows = known.iter().map(|(place, row)| {
            while revenues.next_if(|(id, _)| *id < &place.customer).is_some() {}
            let revenue = revenues.next_if(|(id, _)| *id == &place.customer);
            let value = revenue.map_or(Decimal::ZERO, |(_, revenue)| revenue.max(Decimal::ZERO));
            let lost = row
                .chance_at_most
                .and_then(|chance| Decimal::from_f64(1.0 - chance));
            Worth {
                value,
                loss: lost.and_then(|lost| value.checked_mul(lost)),
            }
        });
        Ok(Self {
            spent,
            rows: rows.collect(),
        })
    }
}

/// The groups in which there is anyone who brought anything, those with most at stake first: before
/// those who spent in the last year nobody comes who did not.
pub fn find(
    known: &[Known<'_>],
    worths: &Worths,
    pyramid: &Pyramid<&str>,
    judged: Option<&Judged>,
    window: Window,
) -> Vec<Stake> {
    let tiers = pyramid.tiers();
    let above = tiers.split_last().map_or(&[][..], |(_, above)| above);
    let last = tiers.get(above.len()..).unwrap_or_default();
    let group = |(place, row): &Known<'_>| {
        let valuable = above.iter().any(|tier| tier.tier == place.tier);
        match judged.is_some_and(|judged| judged.is_untold(row)) {
            true => Some(Who::Untold),
            false => Who::of(row.stage, valuable),
        }
    };
    let mut stakes: Vec<Stake> = Vec::new();
    for who in Who::ALL {
        let rows = known.iter().zip(&worths.rows);
        let mut rows: Vec<_> = rows
            .filter(|(known, _)| group(known) == Some(who))
            .collect();
        // A stable sort: equal ones stay in the order of their keys.
        rows.sort_by_key(|((place, _), worth)| {
            std::cmp::Reverse((worth.loss, worth.value, place.amount))
        });
        let value = total(rows.iter().map(|(_, worth)| worth.value));
        let loss = total(rows.iter().filter_map(|(_, worth)| worth.loss));
        let brought = total(rows.iter().map(|((place, _), _)| place.amount));
        let (Some(value), Some(loss), Some(brought)) = (value, loss, brought) else {
            continue;
        };
        if value <= Decimal::ZERO && brought <= Decimal::ZERO {
            continue;
        }
        let tiers = match who {
            Who::OthersInDecline | Who::OthersEnded => last,
            Who::New | Who::Untold => tiers,
            _ => above,
        };
        let untold = || rows.iter().filter(|(_, worth)| worth.loss.is_none());
        let first = rows.iter().filter(|((place, _), worth)| {
            let counts = match value > Decimal::ZERO {
                true => worth.value,
                false => place.amount,
            };
            counts > Decimal::ZERO
        });
        stakes.push(Stake {
            who,
            tiers: tiers.iter().map(|tier| tier.name.clone()).collect(),
            customers: rows.len() as u64,
            value,
            spent: worths.spent,
            expected_loss: rounded(loss),
            brought,
            window,
            untold: untold().count() as u64,
            untold_value: total(untold().map(|(_, worth)| worth.value)).unwrap_or_default(),
            first: first
                .take(FIRST)
                .map(|((place, _), _)| place.customer.to_owned())
                .collect(),
        });
    }
    stakes
        .sort_by_key(|stake| std::cmp::Reverse((stake.expected_loss, stake.value, stake.brought)));
    stakes
}
