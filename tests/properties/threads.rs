//! What is computed on threads is the same on one, to the last bit.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rayon::ThreadPool;
use retention::lifecycle::{Backtest, BehaviouralLoyalty, Classifier, Rules, Stages};
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::{Observed, Policy, Purchase, PurchaseLog, RefundOnly, Treatment};
use retention::pyramid::statuses;
use retention::{Error, Result};
use rust_decimal::Decimal;

use crate::cases;

static POOLS: LazyLock<[ThreadPool; 3]> = LazyLock::new(|| {
    [1, 2, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().unwrap()
    })
});

/// Computes the same in pools of one, two and three threads.
#[track_caller]
fn same<T: PartialEq + std::fmt::Debug + Send>(compute: impl Fn() -> T + Send + Sync) -> T {
    let [one, two, three] = &*POOLS;
    let alone = one.install(&compute);
    // Not `assert_eq`: thousands of customers are no message.
    assert!(two.install(&compute) == alone, "two threads");
    assert!(three.install(&compute) == alone, "three threads");
    alone
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()
}

/// A number from 0 up to `below` that looks random.
fn scattered(seed: u64, customer: u64, place: u64, below: u64) -> u64 {
    let mut x = seed ^ customer.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ place << 48;
    x = (x ^ x >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 32).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x >> 33) % below
}

/// Customers with one to six purchases in two years, some of them refunds or free.
fn log(seed: u64, customers: u64) -> PurchaseLog<u64> {
    let rows = (0..customers).flat_map(|customer| {
        (0..=scattered(seed, customer, 0, 6)).map(move |row| Purchase {
            customer,
            date: first() + Days::new(scattered(seed, customer, 3 * row + 1, 730)),
            amount: Decimal::new(
                scattered(seed, customer, 3 * row + 2, 10_000) as i64 - 500,
                2,
            ),
        })
    });
    PurchaseLog::from_rows(rows).unwrap()
}

fn policies() -> impl Strategy<Value = Policy> {
    let refund_only = prop_oneof![Just(RefundOnly::NotAPurchase), Just(RefundOnly::Purchase)];
    let refunds = prop_oneof![Just(Treatment::Net), Just(Treatment::Drop)];
    (refund_only, refunds).prop_map(|(refund_only, refunds)| {
        Policy::default().refund_only(refund_only).refunds(refunds)
    })
}

fn grains() -> impl Strategy<Value = Period> {
    prop_oneof![Just(Period::Day), Just(Period::Month)]
}

/// The same one customer after the other.
fn one_by_one<T>(
    observed: &Observed<'_, u64>,
    of: impl Fn(&retention::purchases::History<'_>) -> Result<Option<T>>,
) -> Result<Vec<(u64, T)>> {
    let found = observed.histories().map(|(id, history)| {
        let found = of(&history)?;
        Ok(found.map(|found| (*id, found)))
    });
    found.filter_map(Result::transpose).collect()
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn figures_of_a_log(
        seed: u64,
        customers in 1_u64..9000,
        days in 30_u64..800,
        policy in policies(),
        grain in grains(),
    ) {
        let log = log(seed, customers);
        let (from, to) = (first() + Days::new(15), first() + Days::new(15 + days));
        let window = Window::new(from, to).unwrap();
        let observed = same(|| log.observe(window, policy).unwrap());
        let whole = Window::new(first(), first() + Days::new(800)).unwrap();
        same(|| log.observe(whole, policy).unwrap().counts());

        for ruler in [Ruler::Days, Ruler::Months] {
            let summaries = same(|| observed.summaries(grain, ruler).unwrap());
            let found = summaries.rows.iter().map(|row| (row.customer, row.result));
            let expected = one_by_one(&observed, |history| history.summary(grain, ruler));
            prop_assert!(found.eq(expected.unwrap()));
            same(|| observed.rhythms(grain, ruler).unwrap());
            same(|| observed.latency(grain, ruler).unwrap());
            same(|| observed.waits(grain, ruler, 2).unwrap());
        }
        let curve = same(|| observed.return_curve(grain, 1).unwrap());
        let everyone = curve.returned().denominator();
        prop_assert_eq!(everyone, observed.counts().customers);
        let revenues = same(|| {
            let revenues = observed.revenues().unwrap();
            revenues.into_iter().map(|(&id, revenue)| (id, revenue)).collect::<Vec<_>>()
        });
        let total = same(|| observed.revenue().unwrap());
        prop_assert_eq!(revenues.iter().map(|&(_, revenue)| revenue).sum::<Decimal>(), total);
        same(|| observed.refund_only_amount().unwrap());
    }

    #[test]
    fn stages_and_statuses(seed: u64, customers in 1_u64..9000, grain in grains()) {
        let log = log(seed, customers);
        let policy = Policy::default();
        let observed = log.observe(log.window(), policy).unwrap();
        let rules = Rules::default().grain(grain);
        let ended = |id: &u64| id.is_multiple_of(7).then(|| first() + Days::new(id % 700));
        let stages = same(|| Stages::with_ends(&observed, rules, ended).unwrap());
        let classifier = same(|| Classifier::of(&observed, rules).unwrap());
        let expected = observed.histories().filter_map(|(id, history)| {
            let classified = classifier.classify(&history, ended(id)).unwrap();
            classified.map(|classified| (*id, classified))
        });
        prop_assert!(stages.rows.iter().map(|row| (row.customer, row.result)).eq(expected));

        let year = Window::new(first(), first() + Days::new(365)).unwrap();
        let until = first() + Days::new(730);
        same(|| Backtest::of(&log, year, until, policy, rules).unwrap());
        same(|| BehaviouralLoyalty::of(&observed, grain).unwrap());
        let span = Span::new(12, Period::Month).unwrap();
        same(|| statuses(&log, first() + Days::new(700), span, policy, []).unwrap());
    }
}

#[test]
fn the_error_is_that_of_the_first_customer() {
    let row = |customer: u64, amount| Purchase {
        customer,
        date: first(),
        amount,
    };
    let large = [1100, 2500, 2501, 7000];
    let twice = |customer| [row(customer, Decimal::MAX), row(customer, Decimal::MAX)];
    let rows = (0..8000).map(|customer| row(customer, Decimal::ONE));
    let log = PurchaseLog::from_rows(rows.chain(large.into_iter().flat_map(twice))).unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let at: fn(Error) -> Option<u64> = |error| error.row();
    let errors = [
        same(|| at(observed.revenues().unwrap_err())),
        same(|| at(Stages::of(&observed, Rules::default()).unwrap_err())),
    ];
    assert_eq!(errors, [Some(1100); 2]);
}

/// Keys need not be fit for threads.
#[test]
fn keys_that_no_thread_may_share() {
    use std::rc::Rc;

    let row = |customer: u64| Purchase {
        customer: Rc::new(customer),
        date: first(),
        amount: Decimal::ONE,
    };
    let log = PurchaseLog::from_rows((0..5000).map(row)).unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let summaries = observed.summaries(Period::Day, Ruler::Days).unwrap();
    assert_eq!(summaries.rows.len(), 5000);
    let stages = Stages::of(&observed, Rules::default()).unwrap();
    assert_eq!(stages.rows.len(), 5000);
}
