use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::error::finite;
use crate::estimate::Share;
use crate::macros::named_enum;
use crate::numeric::money;
use crate::{Error, Result};

named_enum! {
    /// What an offer gives and what it takes: the four benefits, then the four costs.
    pub enum Component {
        /// Of the product itself.
        #[doc(alias = "产品价值")]
        Product = "product",
        /// Of the services around it.
        #[doc(alias = "服务价值")]
        Services = "services",
        /// Of the people who sell and serve.
        #[doc(alias = "人员价值")]
        Personnel = "personnel",
        /// Of the supplier's image.
        #[doc(alias = "形象价值")]
        Image = "image",
        /// The money.
        #[doc(alias = "货币成本")]
        Monetary = "monetary",
        /// The time.
        #[doc(alias = "时间成本")]
        Time = "time",
        /// The physical effort.
        #[doc(alias = "体力成本")]
        Energy = "energy",
        /// The mental effort and the worry.
        #[doc(alias = "psychic cost")]
        #[doc(alias = "精力成本")]
        Psychological = "psychological",
    }
}

named_enum! {
    /// How benefit and cost make value: sources differ.
    #[derive(Default)]
    pub enum ValueForm {
        /// Benefit less cost (Kotler; Rust and Oliver). The default.
        #[default]
        Difference = "difference",
        /// Benefit over cost (Gale; Monroe).
        Ratio = "ratio",
    }
}

named_enum! {
    /// By what each [`Component`] is moved when they are compared.
    #[derive(Default)]
    pub enum Per {
        /// By one unit of money: where the next unit spent on customers goes furthest, if it buys as
        /// much of one as of another. By difference every component then counts the same.
        Unit = "unit",
        /// By one percent of what it is. The default, since it tells components apart.
        #[default]
        Percent = "percent",
    }
}

named_enum! {
    /// Which of two offers a customer favours.
    pub enum Favoured {
        /// The first.
        First = "first",
        /// The second.
        Second = "second",
        /// Neither.
        Indifferent = "indifferent",
    }
}

/// What an offer gives a customer, in money: each as much as the customer would pay for it, 0 or
/// more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[doc(alias = "总价值")]
#[doc(alias = "total customer value")]
pub struct Benefits {
    /// Of the product itself.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub product: Decimal,
    /// Of the services around it.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub services: Decimal,
    /// Of the people who sell and serve.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub personnel: Decimal,
    /// Of the supplier's image.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub image: Decimal,
}

/// What an offer takes from a customer, in money: each as much as the customer would pay to be spared
/// it, 0 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[doc(alias = "总成本")]
#[doc(alias = "total customer cost")]
pub struct Costs {
    /// The money.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub monetary: Decimal,
    /// The time.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub time: Decimal,
    /// The physical effort.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub energy: Decimal,
    /// The mental effort and the worry.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub psychological: Decimal,
}

/// Customer delivered value: what an offer gives a customer less what it takes, money being one cost
/// of four.
///
/// ```text
/// total benefit = product + services + personnel + image
/// total cost    = monetary + time + energy + psychological
/// value         = total benefit − total cost          (or their ratio)
/// ```
///
/// A cheaper offer can cost a customer more: the way there, the wait, the worry. Besides a lower
/// price Kotler lists two ways to a better offer: more benefit, and less of the three costs that are
/// not money.
///
/// The amounts are what a customer, or a segment of customers, would pay; asked directly, people may
/// say more.
///
/// Source: Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, p. 125.
///
/// ```
/// use retention::value::{
///     Benefits, Component, Costs, DeliveredValue, Favoured, Per, ValueForm,
/// };
/// use rust_decimal::dec;
///
/// let ours = DeliveredValue::new(
///     Benefits { product: dec!(900), services: dec!(150), personnel: dec!(50), image: dec!(20) },
///     Costs { monetary: dec!(800), time: dec!(60), energy: dec!(10), psychological: dec!(30) },
/// )?;
/// assert_eq!(ours.difference(), dec!(220));
///
/// // Cheaper by a hundred, and yet:
/// let theirs = DeliveredValue::new(
///     Benefits { product: dec!(880), ..Benefits::default() },
///     Costs { monetary: dec!(700), time: dec!(90), ..Costs::default() },
/// )?;
/// let preference = ours.preference(&theirs, ValueForm::Difference)?;
/// assert_eq!(preference.favoured, Favoured::First);
///
/// // One percent of what moves our value most?
/// let levers = ours.levers(ValueForm::Difference, Per::Percent)?;
/// assert_eq!((levers[0].component, levers[0].effect), (Component::Product, 9.0));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "RawDelivered", into = "RawDelivered")
)]
#[doc(alias = "CPV")]
#[doc(alias = "customer perceived value")]
#[doc(alias = "顾客让渡价值")]
#[doc(alias = "顾客感知价值")]
pub struct DeliveredValue {
    benefits: Benefits,
    costs: Costs,
    benefit: Decimal,
    cost: Decimal,
    difference: Decimal,
}

/// How a [`DeliveredValue`] is read and written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct RawDelivered {
    benefits: Benefits,
    costs: Costs,
}

#[cfg(feature = "serde")]
impl TryFrom<RawDelivered> for DeliveredValue {
    type Error = Error;

    fn try_from(raw: RawDelivered) -> Result<Self> {
        Self::new(raw.benefits, raw.costs)
    }
}

#[cfg(feature = "serde")]
impl From<DeliveredValue> for RawDelivered {
    fn from(value: DeliveredValue) -> Self {
        Self {
            benefits: value.benefits,
            costs: value.costs,
        }
    }
}

/// What a customer makes of two offers.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Preference {
    /// The offer of more value; neither where both are equal.
    pub favoured: Favoured,
    /// How value was taken.
    pub form: ValueForm,
    /// The value of the first over that of the second: above 1 the first is favoured, below 1 the
    /// second, at 1 neither. `None` where either is not positive: the ratio would then say the
    /// opposite, or nothing.
    #[doc(alias = "V1:V2")]
    pub ratio: Option<f64>,
}

/// What one component does to the value of an offer.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Lever {
    /// The component: a benefit to be raised, or a cost to be cut.
    pub component: Component,
    /// What it is now.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
    /// By how much the value rises for each unit or percent: in money for a difference, a number for
    /// a ratio. 0 for a cost that is not there to be cut.
    pub effect: f64,
}

impl DeliveredValue {
    /// An offer.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a negative amount, which names it; [`Error::Overflow`] where a sum
    /// exceeds what a decimal holds.
    pub fn new(benefits: Benefits, costs: Costs) -> Result<Self> {
        let all = components(&benefits, &costs);
        for (component, amount) in all {
            if amount < Decimal::ZERO {
                return Err(Error::out_of_range(component.name(), amount, "0 or more"));
            }
        }
        let total = |wanted: bool| {
            let of_kind = all.iter().filter(|(part, _)| part.is_benefit() == wanted);
            money::sum(of_kind.map(|&(_, amount)| amount))
        };
        let (benefit, cost) = (total(true)?, total(false)?);
        let mut negative = cost;
        negative.set_sign_negative(true);
        Ok(Self {
            benefits,
            costs,
            benefit,
            cost,
            difference: money::add(benefit, negative)?,
        })
    }

    /// What it gives.
    #[must_use]
    pub const fn benefits(&self) -> &Benefits {
        &self.benefits
    }

    /// What it takes.
    #[must_use]
    pub const fn costs(&self) -> &Costs {
        &self.costs
    }

    /// The sum of the benefits.
    #[must_use]
    pub const fn total_benefit(&self) -> Decimal {
        self.benefit
    }

    /// The sum of the costs.
    #[must_use]
    pub const fn total_cost(&self) -> Decimal {
        self.cost
    }

    /// Benefit less cost: what the customer gains by buying, negative where nothing is gained.
    #[must_use]
    #[doc(alias = "customer surplus")]
    pub const fn difference(&self) -> Decimal {
        self.difference
    }

    /// Benefit over cost; its value is `None` where there is no cost.
    #[must_use]
    pub const fn ratio(&self) -> Share {
        Share::new(self.benefit, self.cost)
    }

    /// Which of this offer and another a customer favours. Compared exactly.
    ///
    /// Kotler's rule is that of two values the first is favoured where V1 : V2 exceeds 1. It holds
    /// where both are positive; the larger value is favoured wherever they lie.
    ///
    /// # Errors
    /// By ratio, [`Error::OutOfRange`] where an offer has no cost, and [`Error::Overflow`] where
    /// benefit and cost cannot be brought to one scale.
    pub fn preference(&self, other: &Self, form: ValueForm) -> Result<Preference> {
        let (order, ratio) = match form {
            ValueForm::Difference => (
                self.difference.cmp(&other.difference),
                (self.difference > Decimal::ZERO)
                    .then(|| money::ratio(self.difference, other.difference))
                    .flatten(),
            ),
            ValueForm::Ratio => {
                let order = compare_quotients(self.quotient()?, other.quotient()?);
                let ratio = self.ratio().value().zip(other.ratio().value());
                let ratio = ratio.filter(|&(ours, theirs)| ours > 0.0 && theirs > 0.0);
                (order, ratio.map(|(ours, theirs)| ours / theirs))
            }
        };
        Ok(Preference {
            favoured: match order {
                Ordering::Greater => Favoured::First,
                Ordering::Less => Favoured::Second,
                Ordering::Equal => Favoured::Indifferent,
            },
            form,
            ratio,
        })
    }

    /// Benefit and cost as whole numbers of one unit.
    fn quotient(&self) -> Result<(i128, i128)> {
        if self.cost.is_zero() {
            return Err(no_cost(self.cost));
        }
        let (benefit, cost) = (money::trimmed(self.benefit), money::trimmed(self.cost));
        let scale = benefit.scale().max(cost.scale());
        let whole = |amount: Decimal| {
            money::rescale(amount.mantissa(), amount.scale(), scale)
                .ok_or_else(|| Error::overflow("bringing amounts to one scale", amount))
        };
        Ok((whole(benefit)?, whole(cost)?))
    }

    /// The eight components by how much each moves the value, the most first, equal ones in
    /// Kotler's order: a benefit raised, a cost cut, at the margin.
    ///
    /// ```text
    /// difference   per unit      1                        per percent   amount / 100
    /// ratio        a benefit     1 / cost                               amount / (100 · cost)
    ///              a cost        benefit / cost²                        amount · benefit / (100 · cost²)
    /// ```
    ///
    /// By difference every unit counts the same, so that only what a unit of each costs to bring
    /// about tells them apart; that is yours to know.
    ///
    /// # Errors
    /// By ratio, [`Error::OutOfRange`] where there is no cost, and [`Error::NotFinite`] where the
    /// ratio is too large for a number.
    pub fn levers(&self, form: ValueForm, per: Per) -> Result<Vec<Lever>> {
        let (benefit, cost) = match form {
            ValueForm::Difference => (1.0, 1.0),
            ValueForm::Ratio => {
                if self.cost.is_zero() {
                    return Err(no_cost(self.cost));
                }
                let ratio = self.ratio().value().unwrap_or(f64::INFINITY);
                let ratio = finite("benefit over cost", ratio)?;
                let per_cost = 1.0 / money::decimal_to_f64(self.cost);
                (per_cost, ratio * per_cost)
            }
        };
        let mut levers: Vec<Lever> = components(&self.benefits, &self.costs)
            .into_iter()
            .map(|(component, amount)| {
                let unit = if component.is_benefit() {
                    benefit
                } else {
                    cost
                };
                let effect = match per {
                    Per::Unit if component.is_benefit() || !amount.is_zero() => unit,
                    Per::Unit => 0.0,
                    Per::Percent => unit * (money::decimal_to_f64(amount) / 100.0),
                };
                Lever {
                    component,
                    amount,
                    effect,
                }
            })
            .collect();
        levers.sort_by(|a, b| b.effect.total_cmp(&a.effect));
        Ok(levers)
    }
}

fn no_cost(cost: Decimal) -> Error {
    Error::out_of_range("total cost", cost, "above 0, to be compared by ratio")
}

impl Component {
    /// Whether more of it is better.
    #[must_use]
    pub const fn is_benefit(self) -> bool {
        matches!(
            self,
            Self::Product | Self::Services | Self::Personnel | Self::Image
        )
    }
}

const fn components(benefits: &Benefits, costs: &Costs) -> [(Component, Decimal); 8] {
    [
        (Component::Product, benefits.product),
        (Component::Services, benefits.services),
        (Component::Personnel, benefits.personnel),
        (Component::Image, benefits.image),
        (Component::Monetary, costs.monetary),
        (Component::Time, costs.time),
        (Component::Energy, costs.energy),
        (Component::Psychological, costs.psychological),
    ]
}

/// How `a / b` compares with `c / d`, none negative, `b` and `d` above zero: by whole parts, then by
/// what is left, turned over. No product is formed, so that none overflows.
fn compare_quotients((a, b): (i128, i128), (c, d): (i128, i128)) -> Ordering {
    let (mut a, mut b, mut c, mut d) = (a, b, c, d);
    loop {
        let whole = a.checked_div(b).cmp(&c.checked_div(d));
        let (left, right) = (
            a.checked_rem(b).unwrap_or_default(),
            c.checked_rem(d).unwrap_or_default(),
        );
        if whole.is_ne() || left == 0 || right == 0 {
            return whole.then(left.cmp(&right));
        }
        // left / b < right / d where d / right < b / left.
        (a, b, c, d) = (d, right, b, left);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn quotients_compare_as_their_cross_products(
            a in 0_i128..1 << 60, b in 1_i128..1 << 60, c in 0_i128..1 << 60, d in 1_i128..1 << 60,
        ) {
            prop_assert_eq!(compare_quotients((a, b), (c, d)), (a * d).cmp(&(c * b)));
            prop_assert_eq!(compare_quotients((a, b), (3 * a, 3 * b)), Ordering::Equal);
        }
    }

    #[test]
    fn quotients_too_large_for_a_product_compare() {
        let large = i128::MAX;
        assert_eq!(
            compare_quotients((large, large - 1), (large - 1, large - 2)),
            Ordering::Less
        );
        assert_eq!(compare_quotients((0, large), (0, 1)), Ordering::Equal);
    }
}
