//! Who left, of all and of each group, and what they paid.

use retention::Result;
use retention::estimate::{Confidence, Proportion, Share};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::spells::Spells;
use crate::churn::input::Sheet;
use crate::kit::lines::sum;
use crate::kit::order::Measured;

/// How many customers left.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Rate {
    pub lost: u64,
    pub base: u64,
    /// `None` of nobody.
    pub rate: Option<f64>,
    /// Wilson's 95 % interval.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

impl Rate {
    /// # Errors
    /// Those of the library.
    pub fn new(lost: u64, base: u64) -> Result<Self> {
        let rate = Proportion::new(lost, base)?;
        let ends = rate.wilson(Confidence::default());
        Ok(Self {
            lost,
            base,
            rate: rate.value(),
            lower: ends.map(|ends| ends.lower()),
            upper: ends.map(|ends| ends.upper()),
        })
    }

    pub fn measured(&self) -> Option<Measured> {
        Measured::of(self.rate, self.lower, self.upper)
    }

    /// How many are still there.
    pub const fn staying(&self) -> u64 {
        self.base - self.lost
    }
}

/// The customers of one group.
#[derive(Debug, Serialize)]
pub struct Group {
    pub group: String,
    #[serde(flatten)]
    pub churn: Rate,
    /// What is taken to be at risk of those still there.
    pub risk: Rate,
    pub money: Option<Money>,
    /// Its place among those of the file.
    #[serde(skip)]
    pub place: usize,
}

/// What customers pay a month. `None` where it has too many digits.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Money {
    /// Customers whose amount is not known; they are in no sum.
    pub missing: u64,
    /// What those pay who are still there.
    #[serde(serialize_with = "super::maybe_money")]
    pub staying: Option<Decimal>,
    /// What those paid who left.
    #[serde(serialize_with = "super::maybe_money")]
    pub lost: Option<Decimal>,
    /// What was lost, of what all paid.
    pub lost_share: Option<f64>,
    /// On average of a customer who is still there, and of one who left.
    pub mean_staying: Option<f64>,
    pub mean_lost: Option<f64>,
    /// What those pay who are still there, times the share of their group that is at risk.
    #[serde(serialize_with = "super::maybe_money")]
    pub at_risk: Option<Decimal>,
}

/// The rate of these customers, by their places among those observed.
///
/// # Errors
/// Those of the library.
pub fn rate(spells: &Spells, of: &[usize]) -> Result<Rate> {
    let left = of.iter().filter(|at| spells.0[**at].left);
    Rate::new(left.count() as u64, of.len() as u64)
}

/// The share of these customers that is at risk: as many as left in the months observed, or where these are
/// all months since they came, as many as left in one of them, up to some tenure. Its base is customers, or
/// customer-months.
///
/// # Errors
/// Those of the library.
pub fn risk(spells: &Spells, of: &[usize], by_month: bool, up_to: u32) -> Result<Rate> {
    if !by_month {
        return rate(spells, of);
    }
    let (mut left, mut months) = (0, 0);
    for spell in of.iter().filter_map(|at| spells.0[*at].adjusted) {
        let entry = spell.entry().unwrap_or(0);
        months += u64::from(spell.time().min(up_to) - entry.min(up_to));
        left += u64::from(spell.has_ended() && (1..=up_to).contains(&spell.time()));
    }
    Rate::new(left, months)
}

/// The groups, those with most customers first; equal ones by name.
///
/// # Errors
/// Those of the library.
pub fn groups(sheet: &Sheet, spells: &Spells, by_month: bool) -> Result<Vec<Group>> {
    let mut members = vec![Vec::new(); sheet.groups.len()];
    for (place, observed) in spells.0.iter().enumerate() {
        members[sheet.customers[observed.at].group].push(place);
    }
    let found = sheet.groups.iter().zip(members).enumerate();
    let found = found.filter(|(_, (_, of))| !of.is_empty());
    let groups = found.map(|(place, (name, of))| {
        let churn = rate(spells, &of)?;
        let risk = risk(spells, &of, by_month, u32::MAX)?;
        Ok(Group {
            group: match name.as_str() {
                "" => "Everybody".to_owned(),
                name => name.to_owned(),
            },
            money: of_one(sheet, spells, &of, risk),
            churn,
            risk,
            place,
        })
    });
    let mut groups = groups.collect::<Result<Vec<Group>>>()?;
    groups.sort_by(|a, b| (b.churn.base, &a.group).cmp(&(a.churn.base, &b.group)));
    Ok(groups)
}

/// What all pay: at risk is what is at risk in their groups.
pub fn money(sheet: &Sheet, spells: &Spells, of: &[usize], groups: &[Group]) -> Option<Money> {
    let at_risk = groups.iter().map(|group| group.money?.at_risk);
    let at_risk: Option<Vec<Decimal>> = at_risk.collect();
    Some(Money {
        at_risk: at_risk.and_then(sum),
        ..paid(sheet, spells, of)?
    })
}

/// What some pay, of whom this share is at risk.
pub fn of_one(sheet: &Sheet, spells: &Spells, of: &[usize], risk: Rate) -> Option<Money> {
    let money = paid(sheet, spells, of)?;
    let times = |amount: Decimal| {
        if risk.base == 0 {
            return Some(Decimal::ZERO);
        }
        let times = amount.checked_mul(Decimal::from(risk.lost))?;
        let each = times.checked_div(Decimal::from(risk.base))?;
        Some(each.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    };
    Some(Money {
        at_risk: money.staying.and_then(times),
        ..money
    })
}

/// `None` where the file has no amounts, or none but zero.
fn paid(sheet: &Sheet, spells: &Spells, of: &[usize]) -> Option<Money> {
    if !sheet.is_paid {
        return None;
    }
    let amounts = |left: bool| {
        let of = of.iter().map(|at| &spells.0[*at]);
        let of = of.filter(move |observed| observed.left == left);
        of.filter_map(|observed| sheet.customers[observed.at].amount)
    };
    let (staying, lost) = (sum(amounts(false)), sum(amounts(true)));
    let counts = [false, true].map(|left| amounts(left).count() as u64);
    let all = staying.zip(lost).and_then(|(a, b)| sum([a, b]));
    let mean =
        |amount: Option<Decimal>, count: u64| Share::new(amount?, Decimal::from(count)).value();
    Some(Money {
        missing: of.len() as u64 - counts[0] - counts[1],
        lost_share: lost
            .zip(all)
            .and_then(|(lost, all)| Share::new(lost, all).value()),
        mean_staying: mean(staying, counts[0]),
        mean_lost: mean(lost, counts[1]),
        staying,
        lost,
        at_risk: None,
    })
}
