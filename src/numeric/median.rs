//! Medians.

/// Returns the two values in the middle of a sorted slice, or the one in the middle twice; `None` of
/// nothing.
pub(crate) fn middle<T: Copy>(sorted: &[T]) -> Option<(T, T)> {
    let low = sorted.len().checked_sub(1)? / 2;
    Some((*sorted.get(low)?, *sorted.get(sorted.len() / 2)?))
}

/// Returns the median of finite values: the mean of the two in the middle if their number is even;
/// `None` of nothing.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    median_of_sorted(&values)
}

/// Returns the [`median`] of finite values in ascending order.
pub(crate) fn median_of_sorted(values: &[f64]) -> Option<f64> {
    let (low, high) = middle(values)?;
    // Halved first: the sum of two large numbers may overflow.
    Some(low / 2.0 + high / 2.0)
}

/// Returns the value in the middle of `total` values, given in order with their counts: the lower of
/// the two in the middle if their number is even; `None` of nothing.
pub(crate) fn lower_median_of_counts<T>(
    counted: impl IntoIterator<Item = (T, u64)>,
    total: u64,
) -> Option<T> {
    let mut so_far = 0_u64;
    let reached = |(value, count)| {
        so_far = so_far.saturating_add(count);
        (so_far >= total.div_ceil(2)).then_some(value)
    };
    counted.into_iter().find_map(reached)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_odd_and_of_an_even_number() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(vec![f64::MAX, f64::MAX]), Some(f64::MAX));
        assert_eq!(median(vec![-f64::MAX, f64::MAX]), Some(0.0));
        assert_eq!(median(Vec::new()), None);
        assert_eq!(middle(&[7]), Some((7, 7)));
    }

    #[test]
    fn of_counts_the_lower_one() {
        assert_eq!(lower_median_of_counts([(10, 1), (20, 1)], 2), Some(10));
        assert_eq!(lower_median_of_counts([(10, 1), (20, 2)], 3), Some(20));
        assert_eq!(lower_median_of_counts::<u32>([], 0), None);
    }
}
