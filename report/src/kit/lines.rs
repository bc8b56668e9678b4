//! The amount of a row of an order: pieces × price, less what was given back. Exact, or refused.

use rust_decimal::Decimal;

use super::fields::{DecimalMark, parse_amount};

/// Where the parts of an amount stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<Place> {
    /// The amount, or the price of one piece where there is a quantity.
    pub amount: Place,
    pub quantity: Option<Place>,
    /// To be taken off, zero or more; none where nothing stands there.
    pub refund: Option<Place>,
}

/// The amount of a row.
///
/// # Errors
/// A reason for the user.
pub fn amount(parts: Parts<&str>, mark: DecimalMark) -> Result<Decimal, String> {
    let mut amount = parse_amount(parts.amount, mark)?;
    if let Some(text) = parts.quantity {
        let quantity = parsed(text, mark, "quantity")?;
        if quantity < Decimal::ZERO && amount < Decimal::ZERO {
            return Err(format!(
                "quantity {quantity} and price {amount} are both below zero; one sign says that \
                 money goes back"
            ));
        }
        amount = times(quantity, amount).ok_or_else(|| {
            format!("{quantity} × {amount} has more digits than an amount can hold")
        })?;
    }
    match parts.refund {
        None | Some("") => Ok(amount),
        Some(text) => {
            let refund = parsed(text, mark, "refund")?;
            if refund < Decimal::ZERO {
                return Err(format!(
                    "refund {refund} is below zero; what was given back is a number above it"
                ));
            }
            sum([amount, -refund]).ok_or_else(|| {
                format!("{amount} − {refund} has more digits than an amount can hold")
            })
        }
    }
}

/// As an amount, but called by another name.
fn parsed(text: &str, mark: DecimalMark, name: &str) -> Result<Decimal, String> {
    parse_amount(text, mark).map_err(|why| why.replacen("amount", name, 1))
}

/// The product, all its digits; `None` where they are too many.
fn times(quantity: Decimal, price: Decimal) -> Option<Decimal> {
    // Pieces are written as 6 or as 6.000000: only the price says how many decimals money has.
    let quantity = quantity.normalize();
    let exact = |price: Decimal| {
        let mantissa = quantity.mantissa().checked_mul(price.mantissa())?;
        let scale = quantity.scale().checked_add(price.scale())?;
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    };
    exact(price).or_else(|| exact(price.normalize()))
}

/// The sum, all its digits; `None` where they are too many. Addition of its own rounds in silence.
pub fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    let (mut total, mut scale) = (0_i128, 0);
    for amount in amounts {
        let mut mantissa = amount.mantissa();
        if amount.scale() > scale {
            total = total.checked_mul(power(amount.scale() - scale)?)?;
            scale = amount.scale();
        } else {
            mantissa = mantissa.checked_mul(power(scale - amount.scale())?)?;
        }
        total = total.checked_add(mantissa)?;
    }
    Decimal::try_from_i128_with_scale(total, scale).ok()
}

fn power(places: u32) -> Option<i128> {
    10_i128.checked_pow(places)
}

#[cfg(test)]
mod tests {
    use rust_decimal::dec;

    use super::{DecimalMark, Parts, amount, sum, times};

    fn of(price: &str, quantity: &str, refund: &str) -> Result<String, String> {
        let parts = Parts {
            amount: price,
            quantity: Some(quantity),
            refund: Some(refund),
        };
        amount(parts, DecimalMark::Point).map(|amount| amount.to_string())
    }

    #[test]
    fn signs() {
        for (price, quantity, refund, expected) in [
            ("2.55", "6", "", "15.30"),
            ("27.5", "-1", "", "-27.5"),
            ("-11062.06", "1", "", "-11062.06"),
            ("10.00", "2", "5.00", "15.00"),
            ("10.00", "0", "5", "-5.00"),
            ("0.001", "1000", "0", "1.000"),
        ] {
            assert_eq!(of(price, quantity, refund).as_deref(), Ok(expected));
        }
        let both = of("-27.5", "-1", "").unwrap_err();
        assert!(both.contains("both below zero"), "{both}");
        let below = of("1", "1", "-5").unwrap_err();
        assert_eq!(
            below,
            "refund -5 is below zero; what was given back is a number above it"
        );
        assert_eq!(of("1", "", "").unwrap_err(), "the quantity is empty");
        assert_eq!(
            of("1", "x", "").unwrap_err(),
            "quantity \"x\" is not a number"
        );
    }

    #[test]
    fn exact_or_refused() {
        let long = dec!(1.0000000000001);
        assert_eq!(times(long, long), Some(dec!(1.00000000000020000000000001)));
        let longer = dec!(1.00000000000000000001);
        assert_eq!(times(longer, longer), None);
        let refused = of("1.00000000000000000001", "1.00000000000000000001", "");
        assert!(refused.unwrap_err().contains("more digits"));
        assert_eq!(sum([dec!(0.10), dec!(2), dec!(-0.055)]), Some(dec!(2.045)));
        let most = rust_decimal::Decimal::MAX;
        assert_eq!(sum([most, dec!(0.1)]), None);
        assert_eq!(sum([most, dec!(1), -most]), Some(dec!(1)));
        assert_eq!(sum([]), Some(dec!(0)));
    }
}
