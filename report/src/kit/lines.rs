//! The amount of a row of an order: pieces × price, less what was given back. Exact, or refused.

use rust_decimal::Decimal;

use super::amounts::{Amount, Amounts};
use super::fields::DecimalMark;

/// Where the parts of an amount stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<Place> {
    /// The amount, or the price of one piece where there is a quantity.
    pub amount: Place,
    pub quantity: Option<Place>,
    /// To be taken off, zero or more; none where nothing stands there.
    pub refund: Option<Place>,
}

/// A row as far as its cells tell it.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// What it comes to, with a point before the decimals where no cell tells the mark.
    pub amount: Decimal,
    parts: Parts<Amount>,
}

/// The columns that make an amount, read in one pass; each row goes to some place.
#[derive(Debug)]
pub struct Lines<Place> {
    columns: Parts<Amounts>,
    /// The rows whose amount depends on the marks of the columns.
    open: Vec<(Place, Parts<Amount>)>,
    /// Whether what was given back is written below zero.
    below_zero: bool,
}

impl<Place> Lines<Place> {
    /// Columns with the mark that the user tells, or with the one that their cells tell.
    pub fn new<At>(told: Option<DecimalMark>, columns: &Parts<At>) -> Self {
        let column = || Amounts::new(told);
        Self {
            columns: Parts {
                amount: column(),
                quantity: columns.quantity.is_some().then(column),
                refund: columns.refund.is_some().then(column),
            },
            open: Vec::new(),
            below_zero: false,
        }
    }

    /// With whether every number of the refunds is zero or below.
    pub fn below_zero(mut self, below_zero: bool) -> Self {
        self.below_zero = below_zero;
        self
    }

    /// What a row comes to.
    ///
    /// # Errors
    /// A reason for the user.
    pub fn read(&mut self, parts: Parts<&str>, line: u64) -> Result<Line, String> {
        let other = |column: &mut Option<Amounts>, text: Option<&str>, name: &str| {
            let cell = column.as_mut().zip(text);
            let read = cell.map(|(column, text)| column.read(text, line));
            // As an amount, but called by another name.
            read.transpose()
                .map_err(|why| why.replacen("amount", name, 1))
        };
        let columns = &mut self.columns;
        let refund = parts.refund.filter(|text| !text.is_empty());
        let parts = Parts {
            amount: columns.amount.read(parts.amount, line)?,
            quantity: other(&mut columns.quantity, parts.quantity, "quantity")?,
            refund: match other(&mut columns.refund, refund, "refund")? {
                Some(refund) if self.below_zero => Some(refund.negated()),
                refund => refund,
            },
        };
        let amount = together(parts.map(Amount::value))?;
        Ok(Line { amount, parts })
    }

    /// Takes note of where a row went.
    pub fn keep(&mut self, place: Place, line: &Line) {
        if line.parts.iter().any(Amount::is_open) {
            self.open.push((place, line.parts));
        }
    }

    /// The rows that come to something else than was first read, once the whole file is known, and to what.
    ///
    /// # Errors
    /// A message for the user where a column does not tell how to read it, or a row comes to more than an
    /// amount can hold.
    pub fn finish(self, names: &Parts<&str>) -> Result<Vec<(Place, Decimal)>, String> {
        let settle = |column: Option<Amounts>, name: Option<&str>| {
            let settled = column.zip(name).map(|(column, name)| column.finish(name));
            settled.transpose().map(Option::unwrap_or_default)
        };
        let marks = Parts {
            amount: self.columns.amount.finish(names.amount)?,
            quantity: Some(settle(self.columns.quantity, names.quantity)?),
            refund: Some(settle(self.columns.refund, names.refund)?),
        };
        let settled = |parts: Parts<Amount>| {
            together(Parts {
                amount: parts.amount.with(marks.amount),
                quantity: parts
                    .quantity
                    .zip(marks.quantity)
                    .map(|(part, mark)| part.with(mark)),
                refund: parts
                    .refund
                    .zip(marks.refund)
                    .map(|(part, mark)| part.with(mark)),
            })
        };
        self.open
            .into_iter()
            .map(|(place, parts)| Ok((place, settled(parts)?)))
            .collect()
    }
}

impl Line {
    /// Whether something was given back of what was bought.
    pub fn is_refunded(&self) -> bool {
        let is_bought = |part: Amount| part.value() >= Decimal::ZERO;
        let is_given_back = |refund: Amount| refund.value() > Decimal::ZERO;
        is_bought(self.parts.amount)
            && self.parts.quantity.is_none_or(is_bought)
            && self.parts.refund.is_some_and(is_given_back)
    }
}

impl<Part: Copy> Parts<Part> {
    fn map<Other>(self, other: impl Fn(Part) -> Other) -> Parts<Other> {
        Parts {
            amount: other(self.amount),
            quantity: self.quantity.map(&other),
            refund: self.refund.map(&other),
        }
    }

    fn iter(&self) -> impl Iterator<Item = Part> {
        let others = self.quantity.into_iter().chain(self.refund);
        std::iter::once(self.amount).chain(others)
    }
}

/// Pieces × price, less what was given back.
fn together(parts: Parts<Decimal>) -> Result<Decimal, String> {
    let mut amount = parts.amount;
    if let Some(quantity) = parts.quantity {
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
    let Some(refund) = parts.refund else {
        return Ok(amount);
    };
    if refund < Decimal::ZERO {
        return Err(format!(
            "refund {refund} is below zero, and another of the file is above it; write what was given back \
             with one sign"
        ));
    }
    sum([amount, -refund])
        .ok_or_else(|| format!("{amount} − {refund} has more digits than an amount can hold"))
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

    use super::{DecimalMark, Lines, Parts, sum, times};

    fn of(price: &str, quantity: &str, refund: &str) -> Result<String, String> {
        let parts = Parts {
            amount: price,
            quantity: Some(quantity),
            refund: Some(refund),
        };
        let mut lines = Lines::<()>::new(Some(DecimalMark::Point), &parts);
        lines.read(parts, 2).map(|line| line.amount.to_string())
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
            "refund -5 is below zero, and another of the file is above it; write what was given back with \
             one sign"
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
