//! Made-up inputs: the same every time, typical ones and those that are hard on an algorithm.

use chrono::{Days, NaiveDate};
use retention::purchases::Purchase;
use rust_decimal::Decimal;

/// Marsaglia's xorshift with the shifts 13, 7 and 17.
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The upper half, which mixes best.
        (self.0 >> 32) % bound
    }
}

/// What the rows of a log are like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Ten for a customer, whose keys are spread over all of `u32`; a thousand days; amounts up to
    /// 200.00; in no order.
    Typical,
    /// One for each customer.
    OneEach,
    /// One customer, who buys every day; the last day first.
    OneCustomer,
    /// The same row again and again.
    AllEqual,
    /// Typical, sorted by customer and day.
    Sorted,
    /// The reverse of that.
    Reversed,
    /// Typical, with from no to twenty decimal places in turn.
    ManyScales,
    /// Typical, every other row a refund.
    Refunds,
}

impl Rows {
    pub const ALL: [Self; 8] = [
        Self::Typical,
        Self::OneEach,
        Self::OneCustomer,
        Self::AllEqual,
        Self::Sorted,
        Self::Reversed,
        Self::ManyScales,
        Self::Refunds,
    ];

    /// Those that differ once the rows are in a log.
    pub const IN_A_LOG: [Self; 5] = [
        Self::Typical,
        Self::OneEach,
        Self::OneCustomer,
        Self::AllEqual,
        Self::Refunds,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Typical => super::TYPICAL,
            Self::OneEach => "one row each",
            Self::OneCustomer => "one customer",
            Self::AllEqual => "all equal",
            Self::Sorted => "sorted",
            Self::Reversed => "reversed",
            Self::ManyScales => "many scales",
            Self::Refunds => "refunds",
        }
    }
}

pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

pub fn rows(size: usize, of: Rows) -> Vec<Purchase<u32>> {
    let mut random = Random::new();
    let customers = (size / 10).max(1) as u64;
    let mut row = |at: usize| {
        let typical = Purchase {
            customer: (random.below(customers) as u32).wrapping_mul(2_654_435_761),
            date: first_day() + Days::new(random.below(1_000)),
            amount: Decimal::new(random.below(20_000) as i64 + 1, 2),
        };
        match of {
            Rows::OneEach => Purchase {
                customer: (at as u32).wrapping_mul(2_654_435_761),
                ..typical
            },
            Rows::OneCustomer => Purchase {
                customer: 7,
                date: first_day() + Days::new((size - at) as u64),
                ..typical
            },
            Rows::AllEqual => Purchase {
                customer: 7,
                date: first_day(),
                amount: Decimal::new(100, 2),
            },
            Rows::ManyScales => Purchase {
                amount: Decimal::new(random.below(9) as i64 + 1, at as u32 % 21),
                ..typical
            },
            Rows::Refunds if at % 2 == 1 => Purchase {
                amount: -typical.amount,
                ..typical
            },
            _ => typical,
        }
    };
    let mut rows: Vec<_> = (0..size).map(&mut row).collect();
    if matches!(of, Rows::Sorted | Rows::Reversed) {
        rows.sort_by_key(|row| (row.customer, row.date));
    }
    if of == Rows::Reversed {
        rows.reverse();
    }
    rows
}

/// Amounts by customer: typical, the same for all, rising, falling, or with many decimal places.
pub const AMOUNTS: [&str; 5] = [
    super::TYPICAL,
    "all equal",
    "rising",
    "falling",
    "many scales",
];

pub fn amounts(size: usize, of: &str) -> Vec<Decimal> {
    let mut random = Random::new();
    let mut amount = |at: usize| {
        let typical = random.below(1_000_000) as i64 + 1;
        match of {
            "all equal" => Decimal::new(100, 2),
            "rising" => Decimal::new(at as i64 + 1, 2),
            "falling" => Decimal::new((size - at) as i64, 2),
            "many scales" => Decimal::new(typical % 9 + 1, at as u32 % 21),
            _ => Decimal::new(typical, 2),
        }
    };
    (0..size).map(&mut amount).collect()
}

/// Whole answers from 1 to `points`: drawn, or the same from all, or rising from 1 to `points`.
pub const ANSWERS: [&str; 3] = [super::TYPICAL, "nearly all equal", "sorted"];

pub fn answers(size: usize, of: &str, points: u64, column: u64) -> Vec<f64> {
    let mut random = Random::new();
    // Another stretch for each column.
    random.0 ^= (column + 1).wrapping_mul(0x2545_F491_4F6C_DD1D);
    random.below(2);
    let mut answer = |at: usize| {
        let drawn = random.below(points) + 1;
        match of {
            // All equal would have no correlation.
            "nearly all equal" if at % 1_000 != column as usize % 1_000 => 3.0,
            "sorted" if !at.is_multiple_of(7) => (at as u64 * points / size as u64 + 1) as f64,
            _ => drawn as f64,
        }
    };
    (0..size).map(&mut answer).collect()
}

/// The same, of which one in fifty is missing.
pub fn gaps(size: usize, of: &str, points: u64, column: u64) -> Vec<Option<f64>> {
    let answers = answers(size, of, points, column);
    let kept = |(at, answer): (usize, f64)| (at % 50 != column as usize % 50).then_some(answer);
    answers.into_iter().enumerate().map(kept).collect()
}

pub fn name(at: usize) -> String {
    format!("name {at}")
}
