//! Exact money: integers at a common scale.
//!
//! `Decimal::checked_add` rounds in silence when scales differ, so no sum goes through it. Amounts
//! are brought to the largest scale among them, as `i64` where they all fit (half the memory, and
//! faster) and as `i128` where one does not; what fits in neither is an error.

use rust_decimal::Decimal;

use crate::{Error, Result};

/// `10^exponent`, for the 0 to 38 that fit.
fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

/// `mantissa` at scale `from`, as a mantissa at the larger scale `to`.
pub(crate) fn rescale(mantissa: i128, from: u32, to: u32) -> Option<i128> {
    if mantissa == 0 || from == to {
        return Some(mantissa);
    }
    mantissa.checked_mul(power_of_ten(to.checked_sub(from)?)?)
}

/// The amount without trailing zeros that only arithmetic leaves behind: a currency has no more
/// than six decimal places. Without this, a padded zero would raise the scale of everything.
pub(crate) fn trimmed(amount: Decimal) -> Decimal {
    const CURRENCY: u32 = 6;
    if amount.scale() > CURRENCY {
        amount.normalize()
    } else {
        amount
    }
}

/// The decimal `mantissa × 10^-scale`, with trailing zeros dropped only where it would not fit
/// otherwise.
pub(crate) fn to_decimal(mantissa: i128, scale: u32) -> Result<Decimal> {
    let (mut m, mut s) = (mantissa, scale);
    loop {
        if let Ok(decimal) = Decimal::try_from_i128_with_scale(m, s) {
            return Ok(decimal);
        }
        if s == 0 || m % 10 != 0 {
            let value = match scale {
                0 => mantissa.to_string(),
                _ => format!(
                    "{:e} with {scale} decimal places; round amounts to the currency's first",
                    to_f64(mantissa, scale),
                ),
            };
            return Err(Error::overflow("an exact sum of money", value));
        }
        m /= 10;
        s -= 1;
    }
}

/// `mantissa × 10^-scale` as the nearest `f64`, to within two units in the last place.
pub(crate) fn to_f64(mantissa: i128, scale: u32) -> f64 {
    // No scale exceeds 28, and 10^22 is the last power that is exact: one rounding more above it.
    mantissa as f64 / 10_f64.powi(scale.min(38) as i32)
}

/// `amount` as the nearest `f64`.
pub(crate) fn decimal_to_f64(amount: Decimal) -> f64 {
    to_f64(amount.mantissa(), amount.scale())
}

/// `part / whole`, `None` where `whole` is not positive.
pub(crate) fn ratio(part: Decimal, whole: Decimal) -> Option<f64> {
    if whole <= Decimal::ZERO {
        return None;
    }
    let scale = part.scale().max(whole.scale());
    // At a common scale the quotient is rounded once; where that does not fit, three times.
    match (
        rescale(part.mantissa(), part.scale(), scale),
        rescale(whole.mantissa(), whole.scale(), scale),
    ) {
        (Some(part), Some(whole)) => Some(quotient(part, whole)),
        _ => Some(decimal_to_f64(part) / decimal_to_f64(whole)),
    }
}

/// `part / whole` of mantissas at one scale, as `f64` has it. A quotient that a few digits can write
/// is rounded once, whatever the scale: a quarter is 0.25 of amounts of 20 decimal places too.
pub(crate) fn quotient(part: i128, whole: i128) -> f64 {
    /// Up to here integers are exact as `f64`.
    const EXACT: u128 = 1 << f64::MANTISSA_DIGITS;
    let (mut a, mut b) = (part.unsigned_abs(), whole.unsigned_abs());
    if a.max(b) <= EXACT {
        return part as f64 / whole as f64;
    }
    while b > 0 {
        (a, b) = (b, a % b);
    }
    // What divides both; one of them is not zero.
    let (part_sign, whole_sign) = (part.signum() as f64, whole.signum() as f64);
    let (part, whole) = (part.unsigned_abs() / a, whole.unsigned_abs() / a);
    (part as f64 * part_sign) / (whole as f64 * whole_sign)
}

/// A sum of money that does not round.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MoneySum {
    mantissa: i128,
    scale: u32,
}

impl MoneySum {
    /// Adds an amount.
    pub(crate) fn add(&mut self, amount: Decimal) -> Result<()> {
        let amount = trimmed(amount);
        self.add_scaled(amount.mantissa(), amount.scale())
            .ok_or_else(|| Error::overflow("an exact sum of money", amount))
    }

    /// Adds `mantissa × 10^-scale`; `None` where the sum no longer fits.
    fn add_scaled(&mut self, mantissa: i128, scale: u32) -> Option<()> {
        let common = self.scale.max(scale);
        let sum = rescale(self.mantissa, self.scale, common)?
            .checked_add(rescale(mantissa, scale, common)?)?;
        (self.mantissa, self.scale) = (sum, common);
        Some(())
    }

    /// The sum as a decimal.
    pub(crate) fn finish(self) -> Result<Decimal> {
        to_decimal(self.mantissa, self.scale)
    }
}

/// The exact sum of `amounts`.
pub(crate) fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Result<Decimal> {
    let mut total = MoneySum::default();
    for (row, amount) in amounts.into_iter().enumerate() {
        total.add(amount).map_err(|error| error.at_row(row))?;
    }
    total.finish()
}

/// `a + b`, exactly.
pub(crate) fn add(a: Decimal, b: Decimal) -> Result<Decimal> {
    sum([a, b])
}

/// `a − b`, exactly.
pub(crate) fn subtract(a: Decimal, mut b: Decimal) -> Result<Decimal> {
    b.set_sign_negative(b.is_sign_positive());
    add(a, b)
}

/// Amounts at one scale. Columns of equal amounts are equal, whatever their scales.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    scale: u32,
    store: Store,
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        let scale = self.scale.max(other.scale);
        let ours = self.all().iter().map(|m| rescale(m, self.scale, scale));
        let theirs = other.all().iter().map(|m| rescale(m, other.scale, scale));
        // What does not fit at the larger scale has no equal there.
        self.len() == other.len() && ours.zip(theirs).all(|(a, b)| a.is_some() && a == b)
    }
}

impl Eq for Column {}

/// The mantissas: wide only where one does not fit in 64 bits.
#[derive(Debug, Clone)]
enum Store {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Column {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            scale: 0,
            store: Store::Narrow(with_room(capacity)),
        }
    }

    /// The column of these amounts; an error has the position of the amount at fault.
    pub(crate) fn from_amounts(amounts: impl IntoIterator<Item = Decimal>) -> Result<Self> {
        let amounts = amounts.into_iter();
        let mut column = Self::with_capacity(amounts.size_hint().0);
        for (row, amount) in amounts.enumerate() {
            column.push(amount).map_err(|error| error.at_row(row))?;
        }
        Ok(column)
    }

    /// Mantissas that are at one scale already.
    pub(crate) fn narrow(scale: u32, mantissas: Vec<i64>) -> Self {
        Self {
            scale,
            store: Store::Narrow(mantissas),
        }
    }

    /// Mantissas that are at one scale already, not all of which fit in 64 bits.
    pub(crate) fn wide(scale: u32, mantissas: Vec<i128>) -> Self {
        Self {
            scale,
            store: Store::Wide(mantissas),
        }
    }

    /// Appends an amount.
    #[inline]
    pub(crate) fn push(&mut self, amount: Decimal) -> Result<()> {
        if amount.scale() == self.scale
            && let Store::Narrow(narrow) = &mut self.store
            && let Ok(mantissa) = i64::try_from(amount.mantissa())
        {
            narrow.push(mantissa);
            return Ok(());
        }
        self.push_other(amount)
    }

    /// Rewrites the column at a larger scale; `None`, and nothing changed, where that overflows.
    #[cold]
    fn raise_scale(&mut self, scale: u32) -> Option<()> {
        let from = self.scale;
        let raised = |mantissa| rescale(mantissa, from, scale);
        let narrow = |mantissa| i64::try_from(raised(mantissa)?).ok();
        // By their values alone, so that columns of equal amounts are equal however they grew.
        let narrow: Option<Vec<i64>> = self.all().iter().map(narrow).collect();
        self.store = match narrow {
            Some(narrow) => Store::Narrow(narrow),
            None => Store::Wide(self.all().iter().map(raised).collect::<Option<_>>()?),
        };
        self.scale = scale;
        Some(())
    }

    #[cold]
    fn push_other(&mut self, amount: Decimal) -> Result<()> {
        let trimmed = trimmed(amount);
        let mantissa = self
            .fit(trimmed.mantissa(), trimmed.scale())
            .ok_or_else(|| no_common_scale(amount))?;
        self.push_mantissa(mantissa);
        Ok(())
    }

    /// A mantissa brought to the column's scale, which is raised where it must; `None`, and nothing
    /// changed, where that overflows.
    fn fit(&mut self, mantissa: i128, scale: u32) -> Option<i128> {
        let common = self.scale.max(scale);
        let mantissa = rescale(mantissa, scale, common)?;
        if common > self.scale {
            self.raise_scale(common)?;
        }
        Some(mantissa)
    }

    fn push_mantissa(&mut self, mantissa: i128) {
        if let Store::Narrow(narrow) = &mut self.store {
            if let Ok(mantissa) = i64::try_from(mantissa) {
                narrow.push(mantissa);
                return;
            }
            let mut wide: Vec<i128> = Vec::with_capacity(narrow.len().saturating_add(1));
            wide.extend(narrow.iter().map(|&mantissa| i128::from(mantissa)));
            self.store = Store::Wide(wide);
        }
        if let Store::Wide(wide) = &mut self.store {
            wide.push(mantissa);
        }
    }

    /// Appends a run of amounts at another scale; all of them or, where one overflows, none.
    pub(crate) fn append(&mut self, scale: u32, amounts: Mantissas<'_>) -> Result<()> {
        let before = self.len();
        for mantissa in amounts.iter() {
            let Some(fitted) = self.fit(mantissa, scale) else {
                match &mut self.store {
                    Store::Narrow(narrow) => narrow.truncate(before),
                    Store::Wide(wide) => wide.truncate(before),
                }
                return Err(no_common_scale(to_decimal(mantissa, scale)?));
            };
            self.push_mantissa(fitted);
        }
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        match &self.store {
            Store::Narrow(narrow) => narrow.len(),
            Store::Wide(wide) => wide.len(),
        }
    }

    pub(crate) fn scale(&self) -> u32 {
        self.scale
    }

    /// The mantissas from the smallest to the largest.
    pub(crate) fn ascending(&self) -> Vec<i128> {
        match &self.store {
            Store::Narrow(narrow) => {
                let mut narrow = narrow.clone();
                narrow.sort_unstable();
                narrow.into_iter().map(i128::from).collect()
            }
            Store::Wide(wide) => {
                let mut wide = wide.clone();
                wide.sort_unstable();
                wide
            }
        }
    }

    /// The whole column.
    pub(crate) fn all(&self) -> Mantissas<'_> {
        match &self.store {
            Store::Narrow(narrow) => Mantissas::Narrow(narrow),
            Store::Wide(wide) => Mantissas::Wide(wide),
        }
    }

    /// The column with its row `i` moved to `to[i]`, which must be a permutation.
    pub(crate) fn permuted(self, to: &[u32]) -> Self {
        Self {
            scale: self.scale,
            store: match self.store {
                Store::Narrow(narrow) => Store::Narrow(permuted(&narrow, to)),
                Store::Wide(wide) => Store::Wide(permuted(&wide, to)),
            },
        }
    }

    /// Sorts the rows of `range` by the key beside them, then by amount. `scratch` is emptied and
    /// reused.
    pub(crate) fn sort_within<K: Copy + Ord>(
        &mut self,
        keys: &mut [K],
        range: std::ops::Range<usize>,
        scratch: &mut Vec<(K, i128)>,
    ) {
        let Some(keys) = keys.get_mut(range.clone()) else {
            return;
        };
        match &mut self.store {
            Store::Narrow(narrow) => {
                if let Some(values) = narrow.get_mut(range) {
                    sort_pairs(keys, values, scratch, |wide| wide as i64);
                }
            }
            Store::Wide(wide) => {
                if let Some(values) = wide.get_mut(range) {
                    sort_pairs(keys, values, scratch, |wide| wide);
                }
            }
        }
    }
}

fn no_common_scale(amount: Decimal) -> Error {
    Error::overflow("bringing amounts to one scale", amount)
}

/// An empty vector with room for so many elements, or with none where that is not to be had: a
/// caller's hint of a size may be anything.
pub(crate) fn with_room<T>(capacity: usize) -> Vec<T> {
    let mut vector = Vec::new();
    let _ = vector.try_reserve_exact(capacity);
    vector
}

/// The elements with `values[i]` moved to `to[i]`.
pub(crate) fn permuted<T: Copy>(values: &[T], to: &[u32]) -> Vec<T> {
    let Some(&first) = values.first() else {
        return Vec::new();
    };
    let mut moved = vec![first; values.len()];
    for (&value, &to) in values.iter().zip(to) {
        if let Some(place) = moved.get_mut(to as usize) {
            *place = value;
        }
    }
    moved
}

fn sort_pairs<K: Copy + Ord, V: Copy + Ord + Into<i128>>(
    keys: &mut [K],
    values: &mut [V],
    scratch: &mut Vec<(K, i128)>,
    back: impl Fn(i128) -> V,
) {
    let ordered = keys.iter().zip(values.iter()).is_sorted_by(|a, b| a <= b);
    if ordered {
        return;
    }
    scratch.clear();
    scratch.extend(
        keys.iter()
            .zip(values.iter())
            .map(|(&key, &value)| (key, value.into())),
    );
    scratch.sort_unstable();
    for ((key, value), &(sorted_key, sorted_value)) in
        keys.iter_mut().zip(values.iter_mut()).zip(scratch.iter())
    {
        *key = sorted_key;
        *value = back(sorted_value);
    }
}

/// A borrowed run of mantissas.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mantissas<'a> {
    Narrow(&'a [i64]),
    Wide(&'a [i128]),
}

impl<'a> Mantissas<'a> {
    pub(crate) fn slice(self, range: std::ops::Range<usize>) -> Self {
        match self {
            Self::Narrow(narrow) => Self::Narrow(narrow.get(range).unwrap_or_default()),
            Self::Wide(wide) => Self::Wide(wide.get(range).unwrap_or_default()),
        }
    }

    pub(crate) fn get(self, position: usize) -> Option<i128> {
        match self {
            Self::Narrow(narrow) => narrow.get(position).map(|&mantissa| mantissa.into()),
            Self::Wide(wide) => wide.get(position).copied(),
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = i128> + 'a {
        let (narrow, wide): (&[i64], &[i128]) = match self {
            Self::Narrow(narrow) => (narrow, &[]),
            Self::Wide(wide) => (&[], wide),
        };
        narrow
            .iter()
            .map(|&mantissa| i128::from(mantissa))
            .chain(wide.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::dec;

    use super::*;

    #[test]
    fn a_sum_of_different_scales_keeps_every_digit() {
        let total = sum([dec!(79228162514264337593543950), dec!(0.01), dec!(-0.001)]).unwrap();
        assert_eq!(total.to_string(), "79228162514264337593543950.009");
    }

    #[test]
    fn a_sum_beyond_a_decimal_is_an_error_at_its_row() {
        assert!(sum([Decimal::MAX, Decimal::ONE]).is_err());
        let error = sum([dec!(1), Decimal::MAX, dec!(0.0000000000000000000000000001)]).unwrap_err();
        assert!(error.row() == Some(2), "{error:?}");
    }

    #[test]
    fn trailing_zeros_give_way_before_a_sum_overflows() {
        let total = sum([Decimal::MAX, dec!(0.0)]).unwrap();
        assert_eq!(total, Decimal::MAX);
    }

    #[test]
    fn a_column_widens_only_when_it_must() {
        let mut column = Column::with_capacity(0);
        column.push(dec!(1.5)).unwrap();
        column.push(dec!(2.25)).unwrap();
        column.push(dec!(3)).unwrap();
        assert_eq!(column.scale(), 2);
        assert!(matches!(column.all(), Mantissas::Narrow([150, 225, 300])));
        column.push(dec!(0.0000000000000000000000000001)).unwrap();
        assert!(matches!(column.all(), Mantissas::Wide(_)));
        assert_eq!(column.all().iter().last(), Some(1));
        assert!(column.push(Decimal::MAX).is_err());
        assert_eq!(column.len(), 4);
    }

    #[test]
    fn ratios_are_rounded_once() {
        assert_eq!(ratio(dec!(1), dec!(3)), Some(1.0 / 3.0));
        assert_eq!(ratio(dec!(0.1), dec!(0.3)), Some(1.0 / 3.0));
        assert_eq!(ratio(dec!(1), dec!(0.00)), None);
    }

    #[test]
    fn quotients_are_the_same_at_every_scale() {
        assert_eq!((quotient(0, 5), quotient(5, 0)), (0.0, f64::INFINITY));
        assert!(quotient(0, 0).is_nan());
        assert_eq!(quotient(i128::MAX, i128::MAX), 1.0);
        assert_eq!(quotient(i128::MIN, 1), -(2.0_f64.powi(127)));
        for (part, whole) in [(-1, 4), (1, 10), (-3, 10), (7, -3), (0, 1), (1, 3)] {
            for zeros in 0..=36 {
                let at = |mantissa: i128| mantissa * 10_i128.pow(zeros);
                assert_eq!(
                    quotient(at(part), at(whole)),
                    part as f64 / whole as f64,
                    "{part} / {whole} with {zeros} zeros"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn a_sum_does_not_depend_on_order(
            mut amounts in prop::collection::vec((any::<i64>(), 0_u32..12), 1..40)
        ) {
            let decimals = |amounts: &[(i64, u32)]| {
                amounts.iter().map(|&(m, s)| Decimal::new(m, s)).collect::<Vec<_>>()
            };
            let forward = sum(decimals(&amounts)).ok();
            amounts.reverse();
            prop_assert_eq!(forward, sum(decimals(&amounts)).ok());
        }

        #[test]
        fn a_column_holds_what_was_pushed(
            amounts in prop::collection::vec((any::<i64>(), 0_u32..12), 1..40)
        ) {
            let mut column = Column::with_capacity(0);
            for &(mantissa, scale) in &amounts {
                column.push(Decimal::new(mantissa, scale)).unwrap();
            }
            for (held, &(mantissa, scale)) in column.all().iter().zip(&amounts) {
                prop_assert_eq!(to_decimal(held, column.scale()).unwrap(), Decimal::new(mantissa, scale));
            }
        }
    }
}
