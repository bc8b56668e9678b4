//! Borrowed runs of exact amounts.

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

    /// How many amounts are negative, and how many are 0.
    pub(crate) fn negatives_and_zeros(self) -> (u64, u64) {
        fn count<M: Copy + Ord + Default>(mantissas: &[M]) -> (u64, u64) {
            let zero = M::default();
            mantissas
                .iter()
                .fold((0, 0), |(negatives, zeros), &mantissa| {
                    (
                        negatives + u64::from(mantissa < zero),
                        zeros + u64::from(mantissa == zero),
                    )
                })
        }
        match self {
            Self::Narrow(narrow) => count(narrow),
            Self::Wide(wide) => count(wide),
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
