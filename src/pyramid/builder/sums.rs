use crate::numeric::money::{Column, rescale};
use crate::{Error, Result};

/// One sum for each customer, by code, at one scale.
///
/// All amounts together, without their signs, fit at that scale in 128 bits. So every sum does, in
/// whichever order the amounts come, and whether another amount fits is known at once.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub(super) scale: u32,
    /// The sum of all amounts without their signs.
    pub(super) volume: i128,
    mantissas: Mantissas,
}

/// Wide once one has not fitted in 64 bits.
#[derive(Debug, Clone)]
enum Mantissas {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

/// The volume and scale that so much more makes.
pub(super) type Room = (i128, u32);

impl Default for Sums {
    fn default() -> Self {
        Self {
            scale: 0,
            volume: 0,
            mantissas: Mantissas::Narrow(Vec::new()),
        }
    }
}

impl Sums {
    /// Takes sums at one scale.
    #[cfg(feature = "serde")]
    pub(super) fn new(scale: u32, volume: i128, sums: Vec<i128>) -> Self {
        let narrow: Option<Vec<i64>> = sums.iter().map(|&sum| i64::try_from(sum).ok()).collect();
        Self {
            scale,
            volume,
            mantissas: match narrow {
                Some(narrow) => Mantissas::Narrow(narrow),
                None => Mantissas::Wide(sums),
            },
        }
    }

    /// The room that a volume more at some scale takes; `None` if there is not so much.
    #[inline]
    pub(super) fn room_for(&self, volume: i128, scale: u32) -> Option<Room> {
        if scale == self.scale {
            return Some((self.volume.checked_add(volume)?, scale));
        }
        let common = self.scale.max(scale);
        let sum = rescale(self.volume, self.scale, common)?
            .checked_add(rescale(volume, scale, common)?)?;
        Some((sum, common))
    }

    /// Takes room that there is.
    #[inline]
    pub(super) fn take(&mut self, (volume, scale): Room) {
        if scale > self.scale {
            self.raise(scale);
        }
        self.volume = volume;
    }

    /// Rewrites the sums at a larger scale, at which they fit.
    #[cold]
    fn raise(&mut self, scale: u32) {
        let from = self.scale;
        let raised = |sum: i128| rescale(sum, from, scale).unwrap_or(sum);
        let narrow = match &self.mantissas {
            Mantissas::Narrow(sums) => sums
                .iter()
                .map(|&sum| i64::try_from(raised(sum.into())).ok())
                .collect(),
            Mantissas::Wide(_) => None,
        };
        self.mantissas = match narrow {
            Some(narrow) => Mantissas::Narrow(narrow),
            None => Mantissas::Wide(self.iter().map(raised).collect()),
        };
        self.scale = scale;
    }

    /// Adds to the sum of a customer, at the scale of the sums.
    #[inline]
    pub(super) fn add(&mut self, code: u32, mantissa: i64) {
        if let Mantissas::Narrow(sums) = &mut self.mantissas
            && let Some(sum) = sums.get_mut(code as usize)
            && let Some(added) = sum.checked_add(mantissa)
        {
            *sum = added;
            return;
        }
        self.add_wide(code, mantissa.into());
    }

    /// The same for an amount of any width.
    pub(super) fn add_any(&mut self, code: u32, mantissa: i128) {
        match i64::try_from(mantissa) {
            Ok(mantissa) => self.add(code, mantissa),
            Err(_) => self.add_wide(code, mantissa),
        }
    }

    #[cold]
    fn add_wide(&mut self, code: u32, mantissa: i128) {
        if let Mantissas::Narrow(_) = self.mantissas {
            self.mantissas = Mantissas::Wide(self.iter().collect());
        }
        if let Mantissas::Wide(sums) = &mut self.mantissas
            && let Some(sum) = sums.get_mut(code as usize)
        {
            *sum = sum.saturating_add(mantissa);
        }
    }

    /// Makes room for a customer more.
    #[inline]
    pub(super) fn grow(&mut self) {
        match &mut self.mantissas {
            Mantissas::Narrow(sums) => sums.push(0),
            Mantissas::Wide(sums) => sums.push(0),
        }
    }

    /// Makes room for so many customers.
    #[inline]
    pub(super) fn resize(&mut self, customers: usize) {
        match &mut self.mantissas {
            Mantissas::Narrow(sums) => sums.resize(customers, 0),
            Mantissas::Wide(sums) => sums.resize(customers, 0),
        }
    }

    /// The sums by code.
    pub(super) fn iter(&self) -> impl Iterator<Item = i128> + '_ {
        let (narrow, wide): (&[i64], &[i128]) = match &self.mantissas {
            Mantissas::Narrow(sums) => (sums, &[]),
            Mantissas::Wide(sums) => (&[], sums),
        };
        let narrow = narrow.iter().map(|&sum| i128::from(sum));
        narrow.chain(wide.iter().copied())
    }

    /// The sums of these customers, in their order.
    pub(super) fn column(&self, codes: &[u32]) -> Column {
        match &self.mantissas {
            Mantissas::Narrow(sums) => Column::narrow(self.scale, picked(sums, codes)),
            Mantissas::Wide(sums) => Column::wide(self.scale, picked(sums, codes)),
        }
    }
}

fn picked<M: Copy>(sums: &[M], codes: &[u32]) -> Vec<M> {
    let sums = codes.iter().filter_map(|&code| sums.get(code as usize));
    sums.copied().collect()
}

/// The error for an amount that there is no room for.
pub(super) fn no_room(amount: impl std::fmt::Display) -> Error {
    Error::overflow("the revenue of a customer", amount)
}

/// The room for a part, or an error.
pub(super) fn room(room: Option<Room>, amount: impl std::fmt::Display) -> Result<Room> {
    room.ok_or_else(|| no_room(amount))
}
