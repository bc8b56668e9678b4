//! Sorting of integers into which a row has been packed.

use crate::threads;

/// Up to so many keys a sort by comparison is faster.
const FEW: usize = 256;

/// So many keys, and as many again, stay near the processor.
const NEAR: usize = 1 << 16;

/// Values that lie within so many bits can be counted, with a counter for each.
const COUNTED: u32 = 18;

/// The most bits of a digit.
const DIGIT: u32 = 11;

/// As many keys as a part should have.
const PART: u32 = 1 << 13;

/// As many parts as can be written to in turn.
const MOST_PARTS: usize = 256;

/// An integer of 32 or 64 bits.
pub(crate) trait Key: Copy + Ord + Default + Send + Sync {
    /// Returns the key in 64 bits.
    fn bits(self) -> u64;

    /// Returns the key with these bits.
    fn of(bits: u64) -> Self;
}

impl Key for u32 {
    #[inline]
    fn bits(self) -> u64 {
        self.into()
    }

    #[inline]
    fn of(bits: u64) -> Self {
        bits as Self
    }
}

impl Key for u64 {
    #[inline]
    fn bits(self) -> u64 {
        self
    }

    #[inline]
    fn of(bits: u64) -> Self {
        bits
    }
}

/// Sorts keys from the smallest to the largest. Their lowest `place` bits must ascend already, as the
/// place of each key among them does.
///
/// It takes time in proportion to the number of keys, whatever they are: each digit that is looked at
/// is one in which keys differ.
pub(crate) fn sort<K: Key>(keys: &mut [K], place: u32) {
    if keys.len() <= FEW || u32::try_from(keys.len()).is_err() {
        keys.sort_unstable();
    } else if !keys.is_sorted() && !count(keys, Bits::differing(keys, place), place) {
        let mut room = vec![K::default(); keys.len()];
        arrange(keys, &mut room, place, End::Here);
    }
}

/// Where sorted keys are to stand.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// Where they stand before.
    Here,
    /// In the room beside them.
    Beside,
}

impl End {
    const fn other(self) -> Self {
        match self {
            Self::Here => Self::Beside,
            Self::Beside => Self::Here,
        }
    }

    /// Takes keys that are sorted where they stand to where they are to stand.
    fn settle<K: Key>(self, keys: &[K], room: &mut [K]) {
        if self == Self::Beside {
            room.copy_from_slice(keys);
        }
    }
}

/// Sorts keys that have as much room beside them.
fn arrange<K: Key>(keys: &mut [K], room: &mut [K], place: u32, end: End) {
    let bits = Bits::differing(keys, place);
    let near = keys.len() <= NEAR;
    if bits.count == 0 || count(keys, bits, place) {
        end.settle(keys, room);
    } else if keys.len() <= FEW || near && bits.count > 3 * DIGIT {
        keys.sort_unstable();
        end.settle(keys, room);
    } else if near {
        from_lowest_digit(keys, room, bits, end);
    } else {
        by_highest_digit(keys, room, bits, place, end);
    }
}

/// Sorts keys by their lowest digit, then by the one above it, and so on.
fn from_lowest_digit<K: Key>(keys: &mut [K], room: &mut [K], bits: Bits, mut end: End) {
    let (mut keys, mut room) = (keys, room);
    for digit in bits.digits() {
        let mut starts = counts(keys, digit);
        let mut begun = 0;
        for start in starts.iter_mut().take(digit.values()) {
            begun += std::mem::replace(start, begun);
        }
        scatter(keys, room, starts, |key| digit.of(key));
        std::mem::swap(&mut keys, &mut room);
        end = end.other();
    }
    end.settle(keys, room);
}

/// Parts keys by their highest digit, and sorts each part.
fn by_highest_digit<K: Key>(keys: &mut [K], room: &mut [K], bits: Bits, place: u32, end: End) {
    let digit = bits.highest_digit();
    let parting = Parting::of(&counts(keys, digit), keys.len());
    scatter(keys, room, parting.starts, |key| {
        parting.part(digit.of(key))
    });
    let (mut keys, mut room) = (keys, room);
    let parts = parting.sizes.iter().map(|&size| {
        let part = split_off(&mut room, size as usize);
        (part, split_off(&mut keys, size as usize))
    });
    threads::map(parts.collect(), |(part, beside)| {
        arrange(part, beside, place, end.other());
    });
}

/// Parts that are neither too small nor too many: values of a digit that few keys have share one.
struct Parting {
    /// The part of each value.
    part_of: [u16; 1 << DIGIT],
    /// How many keys each part has.
    sizes: Vec<u32>,
    /// Where each part begins.
    starts: Counts,
}

impl Parting {
    fn of(counts: &Counts, keys: usize) -> Self {
        let enough = u32::try_from(keys / MOST_PARTS)
            .unwrap_or(u32::MAX)
            .max(PART);
        let (mut part_of, mut starts) = ([0; 1 << DIGIT], [0; 1 << DIGIT]);
        let (mut sizes, mut begun) = (Vec::new(), 0);
        for (&count, part) in counts.iter().zip(&mut part_of) {
            match sizes.last_mut() {
                Some(size) if *size < enough && count < enough => *size += count,
                _ => {
                    if let Some(start) = starts.get_mut(sizes.len()) {
                        *start = begun;
                    }
                    sizes.push(count);
                }
            }
            begun += count;
            *part = sizes.len().saturating_sub(1) as u16;
        }
        Self {
            part_of,
            sizes,
            starts,
        }
    }

    #[inline]
    fn part(&self, digit: usize) -> usize {
        self.part_of.get(digit).copied().unwrap_or_default().into()
    }
}

/// Takes the first so many elements off a slice that has them.
pub(crate) fn split_off<'a, T>(rest: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    let (first, left) = std::mem::take(rest)
        .split_at_mut_checked(count)
        .unwrap_or_default();
    *rest = left;
    first
}

/// Sorts keys by counting how often each value stands among them. Returns `false`, and leaves them as
/// they are, where they may be of too many values.
fn count<K: Key>(keys: &mut [K], bits: Bits, place: u32) -> bool {
    let values = 1_usize << bits.count.min(COUNTED);
    let Some(&some) = keys.first() else {
        return true;
    };
    if place > 0 || bits.count > COUNTED || keys.len() < values {
        return false;
    }
    let mut counts = vec![0_u32; values];
    for key in keys.iter() {
        if let Some(count) = counts.get_mut((key.bits() >> bits.lowest) as usize & (values - 1)) {
            *count += 1;
        }
    }
    // The bits above and below are those of every key.
    let common = some.bits() & !((values as u64 - 1) << bits.lowest);
    let mut rest = keys;
    for (value, count) in (0_u64..).zip(counts).filter(|&(_, count)| count > 0) {
        split_off(&mut rest, count as usize).fill(K::of(common | value << bits.lowest));
    }
    true
}

/// A counter for each value of a digit.
type Counts = [u32; 1 << DIGIT];

#[inline]
fn counts<K: Key>(keys: &[K], digit: Digit) -> Counts {
    let mut counts = [0; 1 << DIGIT];
    for &key in keys {
        if let Some(count) = counts.get_mut(digit.of(key)) {
            *count += 1;
        }
    }
    counts
}

/// Moves keys to where their part of the room begins. Those of one part stay in their order.
#[inline]
fn scatter<K: Key>(keys: &[K], to: &mut [K], mut next: Counts, part: impl Fn(K) -> usize) {
    for &key in keys {
        // The constant tells the compiler that there is a start for each.
        if let Some(next) = next.get_mut(part(key) & ((1 << DIGIT) - 1)) {
            if let Some(place) = to.get_mut(*next as usize) {
                *place = key;
            }
            *next += 1;
        }
    }
}

/// Some of the bits of a key, side by side.
#[derive(Clone, Copy)]
struct Bits {
    lowest: u32,
    count: u32,
}

impl Bits {
    /// Returns the bits that decide: one that is the same in all keys does not, and one of a place
    /// stands right already.
    fn differing<K: Key>(keys: &[K], place: u32) -> Self {
        let (some, all) = keys.iter().fold((0, u64::MAX), |(some, all), key| {
            (some | key.bits(), all & key.bits())
        });
        let differing = (some ^ all) & u64::MAX.checked_shl(place).unwrap_or(0);
        let lowest = differing.trailing_zeros().min(63);
        Self {
            lowest,
            count: (64 - differing.leading_zeros()).saturating_sub(lowest),
        }
    }

    /// Returns the digits that they make, from the lowest.
    fn digits(self) -> impl Iterator<Item = Digit> {
        let digits = self.count.div_ceil(DIGIT).max(1);
        let width = self.count.div_ceil(digits);
        (0..digits).map(move |digit| Digit::new(self.lowest + digit * width, width))
    }

    fn highest_digit(self) -> Digit {
        let width = self.count.min(DIGIT);
        Digit::new(self.lowest + self.count - width, width)
    }
}

/// One of the digits that a key is written in.
#[derive(Clone, Copy)]
struct Digit {
    shift: u32,
    mask: usize,
}

impl Digit {
    const fn new(shift: u32, width: u32) -> Self {
        Self {
            shift,
            mask: (1 << width) - 1,
        }
    }

    const fn values(self) -> usize {
        self.mask + 1
    }

    #[inline]
    fn of<K: Key>(self, key: K) -> usize {
        // The constant tells the compiler that there is a counter for each.
        (key.bits() >> self.shift) as usize & self.mask & ((1 << DIGIT) - 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted<K: Key + std::fmt::Debug>(mut keys: Vec<K>, place: u32) {
        let mut expected = keys.clone();
        expected.sort_unstable();
        sort(&mut keys, place);
        assert!(
            keys == expected,
            "{} keys with a place of {place} bits",
            keys.len()
        );
    }

    proptest! {
        #[test]
        fn it_sorts_as_comparisons_do(
            keys in prop_oneof![
                prop::collection::vec(any::<u64>(), 0..1500),
                prop::collection::vec(0_u64..300, 500..1500),
                prop::collection::vec(0_u64..60_000, 500..1500),
                prop::collection::vec((0_u64..9).prop_map(|key| key << 61), 500..1500),
                prop::collection::vec((0_u64..5).prop_map(|key| key * 1000 + (7 << 50)), 500..1500),
            ]
        ) {
            sorted(keys.iter().map(|&key| key as u32).collect(), 0);
            sorted(keys, 0);
        }

        #[test]
        fn places_below_the_key_stay_in_their_order(
            values in prop::collection::vec(0_u64..1 << 40, 500..1500)
        ) {
            sorted(values.iter().zip(0..).map(|(value, at)| value << 12 | at).collect(), 12);
        }
    }

    /// Numbers that look drawn by lot.
    fn drawn(count: u64) -> impl Iterator<Item = u64> {
        (1..=count).map(|at| {
            let drawn = at.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (drawn ^ drawn >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9)
        })
    }

    #[test]
    fn many_keys_are_parted_first() {
        let many = 3 * NEAR as u64;
        for bits in [1, 12, 17, 20, 30, 33, 50, 64] {
            let keys: Vec<u64> = drawn(many).map(|key| key >> (64 - bits)).collect();
            sorted(keys.iter().map(|&key| key as u32).collect(), 0);
            sorted(keys.iter().map(|key| !key).collect(), 0);
            if bits <= 44 {
                sorted(
                    (0..).zip(&keys).map(|(at, key)| key << 20 | at).collect(),
                    20,
                );
            }
            sorted(keys, 0);
        }
    }

    #[test]
    fn many_uneven_keys_are_parted_again() {
        let many = 3 * NEAR as u64;
        // Each value is half as frequent as the one half as large; one key is larger than all others.
        let mut keys: Vec<u64> = drawn(many)
            .map(|key| 1 << (key.leading_zeros() * 3))
            .collect();
        sorted(keys.clone(), 0);
        keys.push(u64::MAX);
        sorted(keys.clone(), 0);
        keys.sort_unstable_by(|a, b| b.cmp(a));
        sorted(keys, 0);
        sorted(vec![7_u64; 2 * NEAR], 0);
        sorted((0..2 * NEAR as u64).collect(), 0);
        sorted((0..2 * NEAR as u64).map(|at| 5 << 20 | at).collect(), 20);
    }
}
