//! What is computed on threads is the same on one, to the last bit.
//!
//! A program of its own, which compiles in a fraction of the time of all properties.

#![cfg(feature = "rayon")]

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rayon::ThreadPool;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use retention::churn::{Movements, RevenueIntervals, RevenueRate};
use retention::economics::{Assignment, ContactComparison};
use retention::estimate::Resampling;
use retention::lifecycle::{
    AtStake, Backtest, BehaviouralLoyalty, Classifier, Given, LoyaltyRules, PartialDefection,
    RankedBy, Relationships, RollingBacktest, Rules, Stages,
};
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::{
    self, Observed, Outside, Policy, Purchase, PurchaseLog, RefundOnly, Steps, SummariesBuilder,
    Treatment,
};
use retention::pyramid::{self, Concentration, Cuts, Pyramid, statuses};
use retention::subscriptions::{self, Options, Subscription, SubscriptionLog};
use retention::{Accumulator, Error, Result};
use rust_decimal::{Decimal, RoundingStrategy};

/// So many cases, scaled by `PROPTEST_CASES`.
fn cases(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: cases.saturating_mul(usual.cases) / 256,
        failure_persistence: None,
        ..usual
    }
}

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
        let curves = same(|| observed.return_curves(grain, Steps::default()).unwrap());
        prop_assert_eq!(curves.first_step(), &curve);
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
            let classified = classifier.classify(&history, Given::default().ended(ended(id))).unwrap();
            classified.map(|classified| (*id, classified))
        });
        prop_assert!(stages.rows.iter().map(|row| (row.customer, row.result)).eq(expected));

        let year = Window::new(first(), first() + Days::new(365)).unwrap();
        let until = first() + Days::new(730);
        let test = same(|| Backtest::of(&log, year, until, policy, rules).unwrap());
        same(|| test.judgement());
        same(|| RollingBacktest::of(&log, [year.to()], Span::new(90, Period::Day).unwrap(), policy, rules).unwrap());
        let half_even = RoundingStrategy::MidpointNearestEven;
        same(|| AtStake::with(&stages, |id| Some(Decimal::from(*id)), RankedBy::ExpectedLoss, 2, half_even).unwrap());
        same(|| BehaviouralLoyalty::of(&observed, grain).unwrap());
        let halves = [0, 400].map(|after| {
            let from = first() + Days::new(after);
            log.observe(Window::new(from, from + Days::new(399)).unwrap(), policy).unwrap()
        });
        let [before, after] = &halves;
        let loyalty = LoyaltyRules::default().grain(grain);
        same(|| PartialDefection::of(before, after, loyalty).unwrap());
        same(|| Relationships::of(&observed, grain, []).unwrap());
        let span = Span::new(12, Period::Month).unwrap();
        same(|| statuses(&log, first() + Days::new(700), span, policy, []).unwrap());
    }
}

#[test]
fn resamples_of_customers() {
    let log = log(5, 300);
    let halves = [0, 400].map(|after| {
        let from = first() + Days::new(after);
        let window = Window::new(from, from + Days::new(399)).unwrap();
        log.observe(window, Policy::default()).unwrap()
    });
    let [before, after] = &halves;
    let resampling = Resampling::default().draws(70);
    let revenues: Vec<Decimal> = before
        .revenues()
        .unwrap()
        .into_iter()
        .map(|row| row.1.abs())
        .collect();
    let concentration = Concentration::new(revenues).unwrap();
    assert!(same(|| concentration.gini_interval(resampling).unwrap()).is_some());
    assert!(same(|| concentration.top_share_interval(0.2, resampling).unwrap()).is_some());
    let contacted = || (0..300).filter(|customer| customer % 3 == 0);
    let found = same(|| {
        ContactComparison::of(before, after, contacted(), Assignment::Chosen, resampling).unwrap()
    });
    assert!(found.spent_before_interval.is_some());
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

/// Purchases of one to three decimal places, and now and then of very many digits.
fn purchases(seed: u64, rows: u64, large: bool) -> Vec<Purchase<u64>> {
    (0..rows)
        .map(|row| {
            let mantissa = scattered(seed, row, 2, 10_000) as i64 - 500;
            let huge = large && row % 1_000 == 7;
            Purchase {
                customer: scattered(seed, row, 0, rows / 4 + 1),
                date: first() + Days::new(scattered(seed, row, 1, 730)),
                amount: match huge {
                    true => Decimal::new(i64::MAX, 1),
                    false => Decimal::new(mantissa, scattered(seed, row, 3, 3) as u32),
                },
            }
        })
        .collect()
}

/// An accumulator filled on the threads of the pool, after the first rows.
fn extended<'r, A: Accumulator<Row<'r> = Purchase<u64>> + Send + Sync>(
    mut empty: A,
    rows: &[Purchase<u64>],
) -> (A, Result<()>) {
    let (first, rest) = rows.split_at(rows.len() / 9);
    empty.extend(first.iter().copied()).unwrap();
    let added = empty.par_extend(rest.par_iter().copied());
    (empty, added)
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn purchases_added_on_threads_make_the_same_log_summaries_and_pyramid(
        seed in any::<u64>(),
        rows in prop_oneof![1..300_u64, 10_000..20_000_u64],
        large in any::<bool>(),
    ) {
        let rows = purchases(seed, rows, large);
        let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
        let of_threads = same(|| {
            let (builder, added) = extended(purchases::Builder::new(), &rows);
            added.and_then(|()| builder.finish()).unwrap()
        });
        prop_assert!(of_threads == log);
        let named: Vec<Purchase<String>> = rows
            .iter()
            .map(|row| Purchase {
                customer: row.customer.to_string(),
                date: row.date,
                amount: row.amount,
            })
            .collect();
        let of_threads = same(|| {
            let mut builder = purchases::Builder::new();
            builder.par_extend(named.par_iter().cloned()).unwrap();
            builder.finish().unwrap()
        });
        prop_assert!(of_threads == PurchaseLog::from_rows(named.iter().cloned()).unwrap());

        let window = Window::new(first() + Days::new(30), first() + Days::new(700)).unwrap();
        let policy = Policy::default().refunds(Treatment::Drop);
        let observed = log.observe(window, policy).unwrap();
        let summaries = same(|| {
            let empty = SummariesBuilder::new(window, policy, Period::Month, Ruler::Weeks);
            let (builder, added) = extended(empty, &rows);
            added.and_then(|()| builder.finish()).unwrap()
        });
        prop_assert!(summaries == observed.summaries(Period::Month, Ruler::Weeks).unwrap());

        let cuts = Cuts::curry();
        let pyramid = same(|| {
            let (builder, added) = extended(pyramid::Builder::new(window, policy, &cuts), &rows);
            added.and_then(|()| builder.finish())
        });
        prop_assert_eq!(pyramid.is_ok(), observed.counts().customers > 0);
        if let Ok(pyramid) = pyramid {
            let of_log = Pyramid::of(&observed, &cuts).unwrap();
            prop_assert_eq!(pyramid.total(), of_log.total());
            let amounts = |pyramid: &Pyramid<u64>| -> Vec<(u64, Decimal)> {
                pyramid.rows().iter().map(|row| (row.customer, row.amount)).collect()
            };
            prop_assert!(amounts(&pyramid) == amounts(&of_log));
        }
    }

    #[test]
    fn amounts_that_do_not_go_together_add_nothing(seed in any::<u64>()) {
        let mut rows = purchases(seed, 400_000, false);
        rows[100_000].amount = Decimal::MAX;
        rows[300_000].amount = Decimal::new(1, 28);
        let (added, error) = {
            let [_, two, _] = &*POOLS;
            two.install(|| {
                let (builder, added) = extended(purchases::Builder::new(), &rows);
                (builder.rows(), added.unwrap_err())
            })
        };
        prop_assert_eq!((added, error.row()), (rows.len() as u64 / 9, None));
        let overflow = matches!(error, Error::Overflow { .. });
        prop_assert!(overflow);
    }

    #[test]
    fn a_row_at_fault_is_named_whatever_the_threads(seed in any::<u64>(), at in 1_000..9_000_usize) {
        let mut rows = purchases(seed, 10_000, false);
        rows[at].date = first() - Days::new(1);
        rows[9_500].date = first() - Days::new(9);
        let window = Window::new(first(), first() + Days::new(730)).unwrap();
        let policy = Policy::default().outside(Outside::Refuse);
        let new = || pyramid::Builder::new(window, policy, &Cuts::curry());
        let at = at.max(rows.len() / 9);
        rows[at].date = first() - Days::new(1);
        for row in &mut rows[..at] {
            row.date = row.date.max(first());
        }
        let (customers, error) = same(|| {
            let (builder, added) = extended(new(), &rows);
            (builder.rows(), added.unwrap_err().to_string())
        });
        prop_assert_eq!(customers, at as u64);
        let error_alone = new().extend(rows.iter().copied()).unwrap_err().to_string();
        prop_assert_eq!(error, error_alone);
    }
}

#[test]
fn accounts_of_subscriptions() {
    let rows = (0..20_000_u64).map(|row| {
        let from = first() + Days::new(scattered(5, row, 0, 700));
        let to = from + Days::new(scattered(5, row, 1, 300));
        let amount = Decimal::new(scattered(5, row, 2, 10_000) as i64, 2);
        Subscription::monthly(scattered(5, row, 3, 9_000), from, Some(to), amount)
    });
    let rows: Vec<_> = rows.collect();
    let year = Window::new(first(), first() + Days::new(730)).unwrap();
    let active = same(|| {
        let log = SubscriptionLog::from_rows(rows.iter().copied()).unwrap();
        let accounts = log.accounts(year, Options::default().gap(30)).unwrap();
        let days = [0, 365, 730].map(|day| accounts.active_on(first() + Days::new(day)));
        (days, accounts.open_gaps())
    });
    assert!(
        active
            .0
            .iter()
            .all(|day| day.as_ref().is_ok_and(|day| day.0 > 0))
    );
    // Of several bad rows the first is named, and those before it are added.
    let mut rows = rows;
    let good = rows.clone();
    for row in [19_000, 9_000, 100] {
        rows[row].amount = Decimal::NEGATIVE_ONE;
        let (error, log) = same(|| {
            let mut builder = subscriptions::Builder::new();
            let error = builder.par_extend(rows.par_iter().copied()).unwrap_err();
            (error, builder.finish().unwrap())
        });
        assert_eq!(error.row(), Some(row as u64));
        let before = good[..row].iter().copied();
        assert_eq!(log, SubscriptionLog::from_rows(before).unwrap());
    }
    // Amounts that need the wider column.
    let mut rows = good;
    for customer in [8_000, 4_500] {
        let most = Subscription::monthly(customer, first(), None, Decimal::from(i64::MAX));
        rows.extend([most; 2]);
    }
    let sum = same(|| {
        let log = SubscriptionLog::from_rows(rows.iter().copied()).unwrap();
        let accounts = log.accounts(year, Options::default()).unwrap();
        accounts.active_on(first())
    });
    assert!(sum.unwrap().1 >= Decimal::from(i64::MAX));
}

#[test]
fn cox_regressions_are_the_same_on_any_number_of_threads() {
    use retention::survival::Spell;
    use retention::survival::cox::{Covariates, Options};

    let rows = 0..12_000_u64;
    let number = |row: u64, place: u64, below: u64| scattered(7, row, place, below) as u32;
    let spells: Vec<Spell> = rows
        .clone()
        .map(|row| {
            let time = 1 + number(row, 0, 900);
            let spell = if number(row, 1, 3) == 0 {
                Spell::ongoing(time)
            } else {
                Spell::ended(time)
            };
            spell.entered(number(row, 2, 1_000)).unwrap_or(spell)
        })
        .collect();
    let value = |row, place| f64::from(number(row, place, 50));
    let columns: [Vec<f64>; 2] =
        [3, 4].map(|place| rows.clone().map(|row| value(row, place)).collect());
    let codes: Vec<u32> = rows.clone().map(|row| number(row, 5, 5_000)).collect();
    let fit = same(|| {
        let columns = [("a", &columns[0][..]), ("b", &columns[1][..])];
        let covariates = Covariates::new(&spells, columns).unwrap();
        let covariates = covariates.clusters(&codes).unwrap();
        covariates.fit(Options::default()).unwrap()
    });
    assert!(fit.converged().is_ok());
}

#[test]
fn intervals_of_revenue() {
    let rows = (0..6_000_u64).map(|row| {
        let from = first() + Days::new(scattered(6, row, 0, 40));
        let to = from + Days::new(scattered(6, row, 1, 60));
        let amount = Decimal::new(scattered(6, row, 2, 10_000) as i64, 2);
        Subscription::monthly(scattered(6, row, 3, 5_000), from, Some(to), amount)
    });
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let quarter = Window::new(first(), first() + Days::new(89)).unwrap();
    let accounts = log.accounts(quarter, Options::default()).unwrap();
    let found = same(|| {
        let draws = Resampling::default().draws(40);
        let rate = RevenueRate::NetRetention;
        RevenueIntervals::of(&accounts, Period::Quarter, Movements::AtEnds, rate, draws)
    });
    assert_eq!(found.unwrap().periods.len(), 1);
}
