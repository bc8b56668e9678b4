//! Customer delivered value: what an offer gives a customer less what it takes.
//!
//! Source: Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, p. 125.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::error::finite;
use crate::estimate::Share;
use crate::macros::named_enum;
use crate::numeric::money;
use crate::{Error, Result};

named_enum! {
    /// What an offer gives and what it takes: the four benefits, then the four costs.
    ///
    /// A benefit is as much money as the customer would pay for it, a cost as much as the customer
    /// would pay to be spared it.
    ///
    /// See the [example](crate::value::delivered::DeliveredValue).
    pub enum ValueComponent {
        /// The benefit of the product itself.
        #[doc(alias = "产品价值")]
        Product = "product",
        /// The benefit of the services around it.
        #[doc(alias = "服务价值")]
        Services = "services",
        /// The benefit of the people who sell and serve.
        #[doc(alias = "人员价值")]
        Personnel = "personnel",
        /// The benefit of the supplier's image.
        #[doc(alias = "形象价值")]
        Image = "image",
        /// The money that the customer pays.
        #[doc(alias = "货币成本")]
        Monetary = "monetary",
        /// The time that the customer spends.
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
    ///
    /// See the [example](crate::value::delivered::DeliveredValue).
    #[derive(Default)]
    pub enum ValueForm {
        /// Benefit less cost (Kotler; Rust and Oliver). The default.
        #[default]
        Difference = "difference",
        /// Benefit over cost (Gale; Monroe).
        Ratio = "ratio",
    }
}

impl ValueComponent {
    /// Returns whether more of it is better.
    #[must_use]
    pub const fn is_benefit(self) -> bool {
        matches!(
            self,
            Self::Product | Self::Services | Self::Personnel | Self::Image
        )
    }
}

/// Customer delivered value: what an offer gives a customer less what it takes. The price is one cost
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
/// The amounts are what a customer, or a segment of customers, would pay. People who are asked
/// directly may say more.
///
/// Source: Kotler, P. and Keller, K. L. (2012), *Marketing Management*, 14th edition, p. 125.
///
/// ```
/// use std::cmp::Ordering;
///
/// use retention::value::delivered::{DeliveredValue, ValueComponent::*, ValueForm};
/// use rust_decimal::dec;
///
/// let ours = DeliveredValue::new([
///     (Product, dec!(900)),
///     (Services, dec!(150)),
///     (Personnel, dec!(50)),
///     (Image, dec!(20)),
///     (Monetary, dec!(800)),
///     (Time, dec!(60)),
///     (Energy, dec!(10)),
///     (Psychological, dec!(30)),
/// ])?;
/// assert_eq!(ours.difference(), dec!(220));
///
/// // Cheaper by a hundred, and yet worth less:
/// let theirs = DeliveredValue::new([
///     (Product, dec!(880)),
///     (Monetary, dec!(700)),
///     (Time, dec!(90)),
/// ])?;
/// assert_eq!(ours.compare(&theirs, ValueForm::Difference)?, Ordering::Greater);
///
/// // What moves our value most, if changed by one percent?
/// let first = ours.levers(ValueForm::Difference)?[0];
/// assert_eq!(first, Product);
/// assert_eq!(ours.effect_of_percent(first, ValueForm::Difference)?, 9.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Written", into = "Written"))]
#[doc(alias = "CPV")]
#[doc(alias = "customer perceived value")]
#[doc(alias = "顾客让渡价值")]
#[doc(alias = "顾客感知价值")]
#[doc(alias = "total customer value")]
#[doc(alias = "总价值")]
#[doc(alias = "total customer cost")]
#[doc(alias = "总成本")]
pub struct DeliveredValue {
    /// In the order of [`ValueComponent::ALL`].
    amounts: [Decimal; 8],
    benefit: Decimal,
    cost: Decimal,
    difference: Decimal,
}

/// How a [`DeliveredValue`] is read and written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(with = "crate::serde_money")]
    product: Decimal,
    #[serde(with = "crate::serde_money")]
    services: Decimal,
    #[serde(with = "crate::serde_money")]
    personnel: Decimal,
    #[serde(with = "crate::serde_money")]
    image: Decimal,
    #[serde(with = "crate::serde_money")]
    monetary: Decimal,
    #[serde(with = "crate::serde_money")]
    time: Decimal,
    #[serde(with = "crate::serde_money")]
    energy: Decimal,
    #[serde(with = "crate::serde_money")]
    psychological: Decimal,
}

#[cfg(feature = "serde")]
impl TryFrom<Written> for DeliveredValue {
    type Error = Error;

    fn try_from(read: Written) -> Result<Self> {
        Self::of([
            read.product,
            read.services,
            read.personnel,
            read.image,
            read.monetary,
            read.time,
            read.energy,
            read.psychological,
        ])
    }
}

#[cfg(feature = "serde")]
impl From<DeliveredValue> for Written {
    fn from(value: DeliveredValue) -> Self {
        let [
            product,
            services,
            personnel,
            image,
            monetary,
            time,
            energy,
            psychological,
        ] = value.amounts;
        Self {
            product,
            services,
            personnel,
            image,
            monetary,
            time,
            energy,
            psychological,
        }
    }
}

impl DeliveredValue {
    /// Creates the value of an offer from its benefits and costs in money, each 0 or more. What is not
    /// listed is 0.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], by its name, for a negative amount; [`Error::Duplicate`] for a component
    /// that is listed twice; [`Error::Overflow`] if a sum exceeds what a decimal holds.
    pub fn new(amounts: impl IntoIterator<Item = (ValueComponent, Decimal)>) -> Result<Self> {
        let mut found = [None; 8];
        for (component, amount) in amounts {
            let place = found.get_mut(component as usize);
            if place.and_then(|known| known.replace(amount)).is_some() {
                return Err(Error::duplicate("component", component));
            }
        }
        Self::of(found.map(Option::unwrap_or_default))
    }

    fn of(amounts: [Decimal; 8]) -> Result<Self> {
        let named = || ValueComponent::ALL.iter().zip(amounts);
        for (component, amount) in named() {
            if amount < Decimal::ZERO {
                return Err(Error::out_of_range(component.name(), amount, "0 or more"));
            }
        }
        let total = |benefits: bool| {
            let of_kind = named().filter(|(component, _)| component.is_benefit() == benefits);
            money::sum(of_kind.map(|(_, amount)| amount))
        };
        let (benefit, cost) = (total(true)?, total(false)?);
        Ok(Self {
            amounts,
            benefit,
            cost,
            difference: money::subtract(benefit, cost)?,
        })
    }

    /// Returns the amount of one benefit or cost.
    #[must_use]
    pub fn amount(&self, component: ValueComponent) -> Decimal {
        let found = self.amounts.get(component as usize);
        found.copied().unwrap_or_default()
    }

    /// Returns the sum of the benefits.
    #[must_use]
    pub const fn total_benefit(&self) -> Decimal {
        self.benefit
    }

    /// Returns the sum of the costs.
    #[must_use]
    pub const fn total_cost(&self) -> Decimal {
        self.cost
    }

    /// Returns benefit less cost: what the customer gains by buying, negative for a loss.
    #[must_use]
    #[doc(alias = "customer surplus")]
    pub const fn difference(&self) -> Decimal {
        self.difference
    }

    /// Returns benefit over cost. Its value is `None` if there is no cost.
    #[must_use]
    pub const fn ratio(&self) -> Share {
        Share::new(self.benefit, self.cost)
    }

    /// Compares this offer with another, exactly: `Greater` if a customer prefers this one.
    ///
    /// Kotler's rule is that a customer prefers the first of two offers if V1 : V2 exceeds 1. The rule
    /// holds if both are positive. The larger value is preferred in any case.
    ///
    /// # Errors
    /// By ratio, [`Error::OutOfRange`] if an offer has no cost, and [`Error::Overflow`] if benefit and
    /// cost cannot be brought to one scale.
    pub fn compare(&self, other: &Self, form: ValueForm) -> Result<Ordering> {
        match form {
            ValueForm::Difference => Ok(self.difference.cmp(&other.difference)),
            ValueForm::Ratio => Ok(compare_quotients(self.quotient()?, other.quotient()?)),
        }
    }

    /// Returns the value of this offer over that of another. Above 1 a customer prefers this one.
    ///
    /// `None` unless both values are positive: the quotient would then say the opposite, or nothing.
    #[must_use]
    #[doc(alias = "V1:V2")]
    pub fn value_over(&self, other: &Self, form: ValueForm) -> Option<f64> {
        match form {
            ValueForm::Difference => (self.difference > Decimal::ZERO)
                .then(|| money::ratio(self.difference, other.difference))
                .flatten(),
            ValueForm::Ratio => {
                let (ours, theirs) = (self.ratio().value()?, other.ratio().value()?);
                (ours > 0.0 && theirs > 0.0).then(|| ours / theirs)
            }
        }
    }

    /// Returns benefit and cost as whole numbers of one unit.
    fn quotient(&self) -> Result<(i128, i128)> {
        if self.cost.is_zero() {
            return Err(no_cost(self.cost));
        }
        let (benefit, cost) = (money::trimmed(self.benefit), money::trimmed(self.cost));
        let scale = benefit.scale().max(cost.scale());
        let whole = |amount: Decimal| {
            money::rescale(amount.mantissa(), amount.scale(), scale).ok_or_else(|| {
                Error::overflow("a sum of amounts with so many digits", amount)
                    .with_cure(money::TOO_MANY_DIGITS)
            })
        };
        Ok((whole(benefit)?, whole(cost)?))
    }

    /// Returns the eight components by [what one percent of each](Self::effect_of_percent) does to the
    /// value, the most first, equal ones in Kotler's order.
    ///
    /// # Errors
    /// As [`effect_of_percent`](Self::effect_of_percent).
    pub fn levers(&self, form: ValueForm) -> Result<Vec<ValueComponent>> {
        let mut levers = ValueComponent::ALL
            .iter()
            .map(|&component| Ok((component, self.effect_of_percent(component, form)?)))
            .collect::<Result<Vec<_>>>()?;
        levers.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        Ok(levers.into_iter().map(|(component, _)| component).collect())
    }

    /// Computes by how much the value rises for one unit of money more of a benefit, or less of a cost,
    /// at the margin: in money for a difference, a number for a ratio. 0 for a cost that is 0 already.
    ///
    /// ```text
    /// difference   1
    /// ratio        a benefit   1 / cost
    ///              a cost      benefit / cost²
    /// ```
    ///
    /// By difference every component counts the same, so what tells them apart is the expense of
    /// bringing about one unit of each.
    ///
    /// # Errors
    /// By ratio, [`Error::OutOfRange`] if there is no cost, and [`Error::NotFinite`] if the ratio is
    /// too large for a number.
    pub fn effect_of_unit(&self, component: ValueComponent, form: ValueForm) -> Result<f64> {
        let effect = self.slope(component, form)?;
        let there = component.is_benefit() || !self.amount(component).is_zero();
        Ok(if there { effect } else { 0.0 })
    }

    /// Computes by how much the value rises for one percent more of a benefit, or less of a cost, at the
    /// margin: in money for a difference, a number for a ratio.
    ///
    /// ```text
    /// difference   amount / 100
    /// ratio        a benefit   amount / (100 · cost)
    ///              a cost      amount · benefit / (100 · cost²)
    /// ```
    ///
    /// # Errors
    /// As [`effect_of_unit`](Self::effect_of_unit).
    pub fn effect_of_percent(&self, component: ValueComponent, form: ValueForm) -> Result<f64> {
        let amount = money::decimal_to_f64(self.amount(component));
        Ok(self.slope(component, form)? * (amount / 100.0))
    }

    fn slope(&self, component: ValueComponent, form: ValueForm) -> Result<f64> {
        match form {
            ValueForm::Difference => Ok(1.0),
            ValueForm::Ratio => {
                if self.cost.is_zero() {
                    return Err(no_cost(self.cost));
                }
                let ratio = self.ratio().value().unwrap_or(f64::INFINITY);
                let ratio = finite("benefit over cost", ratio)?;
                let per_cost = 1.0 / money::decimal_to_f64(self.cost);
                Ok(if component.is_benefit() {
                    per_cost
                } else {
                    ratio * per_cost
                })
            }
        }
    }
}

fn no_cost(cost: Decimal) -> Error {
    Error::out_of_range("total cost", cost, "above 0, to be compared by ratio")
}

/// Compares `a / b` with `c / d`, none negative, `b` and `d` above zero: by whole parts, then by what
/// is left, turned over. No product is formed, so none overflows.
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
        // left / b < right / d if d / right < b / left.
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
