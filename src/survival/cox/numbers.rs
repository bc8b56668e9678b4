//! The tenures at which customers left, numbered by stratum and tenure.

use super::table::End;

/// Tells the number of the first end after a tenure of a stratum.
pub(super) struct Numbers {
    /// Stratum and tenure of each end, in order.
    keys: Vec<u64>,
    /// How many ends there are up to each tenure, where there is one stratum, 0, and no tenure is long.
    table: Vec<u32>,
}

/// The table has at most so many places for each end, and a few more.
const PLACES: usize = 64;

fn key(stratum: u32, time: u32) -> u64 {
    u64::from(stratum) << 32 | u64::from(time)
}

impl Numbers {
    /// Numbers the ends, each given as its stratum and tenure once for each who left.
    pub(super) fn new(left: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let (mut count, mut last) = (0_usize, 0_u64);
        for (stratum, time) in left.clone() {
            count += 1;
            last = last.max(key(stratum, time));
        }
        let most = 1024 + count.saturating_mul(PLACES);
        let places = usize::try_from(last).ok().filter(|last| *last < most);
        if let Some(last) = places {
            return Self::counted(left, last);
        }
        let mut keys: Vec<u64> = left.map(|(stratum, time)| key(stratum, time)).collect();
        keys.sort_unstable();
        keys.dedup();
        Self {
            keys,
            table: Vec::new(),
        }
    }

    fn counted(left: impl Iterator<Item = (u32, u32)>, last: usize) -> Self {
        let mut table = vec![0_u32; last + 1];
        for (_, time) in left {
            if let Some(place) = table.get_mut(time as usize) {
                *place = 1;
            }
        }
        let (mut keys, mut passed) = (Vec::new(), 0);
        for (place, time) in table.iter_mut().zip(0_u32..) {
            if *place > 0 {
                keys.push(key(0, time));
                passed += 1;
            }
            *place = passed;
        }
        Self { keys, table }
    }

    /// How many ends there are.
    pub(super) fn count(&self) -> usize {
        self.keys.len()
    }

    /// The ends, in order, without anything that happens at them.
    pub(super) fn ends(&self) -> Vec<End> {
        let mut first = (0, 0);
        let end = |(key, at): (&u64, u32)| {
            let stratum = (key >> 32) as u32;
            if first.0 != stratum {
                first = (stratum, at);
            }
            End {
                stratum,
                time: *key as u32,
                first: first.1,
                ..End::default()
            }
        };
        self.keys.iter().zip(0..).map(end).collect()
    }

    /// How many ends there are up to and including a tenure of a stratum.
    pub(super) fn passed(&self, stratum: u32, time: u32) -> u32 {
        match self.table.get(time as usize) {
            Some(passed) if stratum == 0 => *passed,
            _ => {
                let key = key(stratum, time);
                self.keys.partition_point(|other| *other <= key) as u32
            }
        }
    }

    /// How many ends there are before a stratum.
    pub(super) fn before(&self, stratum: u32) -> u32 {
        let key = key(stratum, 0);
        if stratum == 0 {
            return 0;
        }
        self.keys.partition_point(|other| *other < key) as u32
    }
}
