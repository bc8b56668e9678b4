//! Sorting of integers into which a row has been packed.

/// Up to so many keys a sort by comparison is faster.
const FEW: usize = 512;

/// Sorts keys from the smallest to the largest. Their lowest `place` bits must ascend already, as the
/// place of each key among them does.
pub(crate) fn sort(keys: &mut Vec<u64>, place: u32) {
    if keys.len() <= FEW || u32::try_from(keys.len()).is_err() {
        keys.sort_unstable();
        return;
    }
    let (some, all) = keys
        .iter()
        .fold((0, u64::MAX), |(some, all), &key| (some | key, all & key));
    // A bit that is the same in all keys decides nothing, and one of a place stands right already.
    let differing = (some ^ all) & u64::MAX.checked_shl(place).unwrap_or(0);
    let lowest = differing.trailing_zeros();
    let highest = 64_u32.saturating_sub(differing.leading_zeros());
    let mut moved = vec![0; keys.len()];
    for shift in (lowest..highest).step_by(8) {
        let digit = |key: u64| usize::from((key >> shift) as u8);
        let mut starts = [0_u32; 256];
        for &key in keys.iter() {
            if let Some(count) = starts.get_mut(digit(key)) {
                *count += 1;
            }
        }
        let mut start = 0;
        for count in &mut starts {
            start += std::mem::replace(count, start);
        }
        for &key in keys.iter() {
            if let Some(next) = starts.get_mut(digit(key)) {
                if let Some(place) = moved.get_mut(*next as usize) {
                    *place = key;
                }
                *next += 1;
            }
        }
        std::mem::swap(keys, &mut moved);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_comparisons_do(
            mut keys in prop_oneof![
                prop::collection::vec(any::<u64>(), 0..1500),
                prop::collection::vec(0_u64..300, 500..1500),
                prop::collection::vec((0_u64..9).prop_map(|key| key << 61), 500..1500),
                prop::collection::vec((0_u64..5).prop_map(|key| key * 1000 + (7 << 50)), 500..1500),
            ]
        ) {
            let mut expected = keys.clone();
            expected.sort_unstable();
            sort(&mut keys, 0);
            prop_assert_eq!(keys, expected);
        }

        #[test]
        fn places_below_the_key_stay_in_their_order(
            values in prop::collection::vec(0_u64..1 << 40, 500..1500)
        ) {
            let mut keys: Vec<u64> = values.iter().zip(0..).map(|(value, at)| value << 12 | at).collect();
            let mut expected = keys.clone();
            expected.sort_unstable();
            sort(&mut keys, 12);
            prop_assert_eq!(keys, expected);
        }
    }
}
