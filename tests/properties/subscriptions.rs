//! Logs of subscriptions and the accounts of their customers.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, Weekday};
use proptest::prelude::*;
use retention::Accumulator;
use retention::estimate::Confidence;
use retention::period::{Period, Span, Window};
use retention::subscriptions::{
    Account, Builder, CountsAs, MonthInWeeks, Options, Recognised, Spread, Subscription,
    SubscriptionLog, Terms,
};
use retention::survival::{Survival, Transform, WhichSpells};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::cases;
use crate::rows::{shuffled, split};

pub type Row = Subscription<u8>;

/// Days of half a year, so that rows of a customer meet.
const DAYS: u32 = 180;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(number.into())
}

fn billed() -> impl Strategy<Value = Span> {
    let period = prop_oneof![
        4 => Just(Period::Month),
        1 => Just(Period::Day),
        1 => Just(Period::Week(Weekday::Tue)),
        1 => Just(Period::Quarter),
        2 => Just(Period::Year),
    ];
    (1_u32..4, period).prop_map(|(count, period)| Span::new(count, period).unwrap())
}

fn terms() -> impl Strategy<Value = Terms> {
    prop_oneof![
        6 => Just(Terms::Paid),
        1 => Just(Terms::Trial),
        1 => Just(Terms::Free),
        1 => Just(Terms::Paused),
        1 => Just(Terms::PastDue),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let amount = prop_oneof![
        5 => (0_i64..10_000, 0_u32..4),
        1 => Just((0, 0)),
        1 => Just((1000, 2)),
    ];
    let length = prop::option::weighted(0.8, 0..DAYS / 2);
    let notice = prop::option::weighted(0.3, 0..DAYS / 2);
    (0_u8..5, 0..DAYS, length, notice, amount, billed(), terms()).prop_map(
        |(customer, from, length, notice, (mantissa, scale), billed, terms)| Subscription {
            customer,
            from: day(from),
            to: length.map(|length| day(from + length)),
            cancelled: notice.map(|after| day(from + after)),
            amount: Decimal::new(mantissa, scale),
            billed,
            terms,
        },
    )
}

pub fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 1..14)
}

/// What does not look at the amount before.
fn plainly() -> impl Strategy<Value = CountsAs> {
    prop_oneof![
        Just(CountsAs::NotACustomer),
        Just(CountsAs::AtZero),
        Just(CountsAs::AtPrice),
    ]
}

fn counts_as() -> impl Strategy<Value = CountsAs> {
    prop_oneof![3 => plainly(), 2 => Just(CountsAs::AtAmountBefore)]
}

fn spread() -> impl Strategy<Value = Spread> {
    let weeks = prop::sample::select(MonthInWeeks::ALL);
    let rounding = prop_oneof![
        Just(RoundingStrategy::MidpointAwayFromZero),
        Just(RoundingStrategy::ToZero),
    ];
    (billed(), weeks, 0_u32..6, rounding).prop_map(|(per, weeks, places, rounding)| {
        Spread::default()
            .per(per)
            .weeks(weeks)
            .places(places)
            .rounding(rounding)
    })
}

fn options_of(counts_as: impl Strategy<Value = CountsAs>) -> impl Strategy<Value = Options> {
    let four = prop::collection::vec(counts_as, 4);
    let recognised = prop::sample::select(Recognised::ALL);
    let days = (0_u32..20, prop::option::of(0_u32..60));
    (four, recognised, days, spread()).prop_map(|(four, recognised, (gap, grace), spread)| {
        Options::default()
            .trials(four[0])
            .free(four[1])
            .pauses(four[2])
            .zeros(four[3])
            .recognised(recognised)
            .gap(gap)
            .grace(grace)
            .spread(spread)
    })
}

pub fn options() -> impl Strategy<Value = Options> {
    options_of(counts_as())
}

pub fn window() -> impl Strategy<Value = Window> {
    (0..DAYS, 0..DAYS)
        .prop_map(|(from, length)| Window::new(day(from), day(from + length)).unwrap())
}

pub fn log(rows: &[Row]) -> SubscriptionLog<u8> {
    SubscriptionLog::from_rows(rows.iter().copied()).unwrap()
}

fn account(log: &SubscriptionLog<u8>, customer: u8, window: Window, options: Options) -> Account {
    let accounts = log.accounts(window, options).unwrap();
    accounts.get(&customer).unwrap()
}

/// The amount of each day, reckoned from the rows of one day at a time; `None` for no customer.
fn by_day(rows: &[Row], customer: u8, until: NaiveDate, options: Options) -> Vec<Option<Decimal>> {
    let mut days: Vec<Option<Decimal>> = (0..)
        .map(day)
        .take_while(|&on| on <= until)
        .map(|on| {
            let in_force = rows.iter().filter(|row| {
                let noticed = options.recognised == Recognised::Notice
                    && row.cancelled.is_some_and(|notice| notice <= on);
                let over = row.terms == Terms::PastDue
                    && options
                        .grace
                        .is_some_and(|days| row.from + Days::new(days.into()) <= on);
                row.customer == customer
                    && row.from <= on
                    && row.to.is_none_or(|to| on <= to)
                    && !noticed
                    && !over
            });
            let parts = in_force.filter_map(|row| {
                let price = options.spread.amount(row.amount, row.billed).unwrap();
                let counts_as = match row.terms {
                    Terms::Paid if row.amount.is_zero() => options.zeros,
                    Terms::Trial => options.trials,
                    Terms::Free => options.free,
                    Terms::Paused => options.pauses,
                    _ => CountsAs::AtPrice,
                };
                match counts_as {
                    CountsAs::NotACustomer => None,
                    CountsAs::AtZero => Some(Decimal::ZERO),
                    _ => Some(price),
                }
            });
            let parts: Vec<Decimal> = parts.collect();
            (!parts.is_empty()).then(|| parts.iter().sum())
        })
        .collect();
    // A run of days without a subscription, between two days with one, that is short enough.
    let mut last = None;
    for at in 0..days.len() {
        if days[at].is_some() {
            if let Some(before) = last
                && at - before > 1
                && at - before - 1 <= options.gap as usize
            {
                let amount = days[before];
                days[before + 1..at].fill(amount);
            }
            last = Some(at);
        }
    }
    days
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_log_does_not_depend_on_the_order_of_rows((a, b) in shuffled(rows())) {
        prop_assert_eq!(log(&a), log(&b));
    }

    #[test]
    fn a_log_holds_every_row_in_order(rows in rows()) {
        let log = log(&rows);
        prop_assert_eq!(log.row_count(), rows.len());
        let mut held: Vec<Row> = Vec::new();
        for (at, row) in log.rows().enumerate() {
            prop_assert_eq!(log.get(at), Some(row));
            held.push(Subscription {
                customer: *row.customer,
                from: row.from,
                to: row.to,
                cancelled: row.cancelled,
                amount: row.amount,
                billed: row.billed,
                terms: row.terms,
            });
        }
        prop_assert_eq!(log.get(rows.len()), None);
        prop_assert!(held.is_sorted_by_key(|row| (row.customer, row.from)));
        let mut counts: BTreeMap<String, i32> = BTreeMap::new();
        let written = |row: &Row| format!("{:?}", Row { amount: row.amount.normalize(), ..*row });
        rows.iter().for_each(|row| *counts.entry(written(row)).or_default() += 1);
        held.iter().for_each(|row| *counts.entry(written(row)).or_default() -= 1);
        prop_assert!(counts.values().all(|&count| count == 0));
    }

    #[test]
    fn merging_equals_the_log_of_all_rows((a, b) in split(rows())) {
        let whole = SubscriptionLog::from_rows(a.iter().chain(&b).copied()).unwrap();
        let mut builder = Builder::new();
        builder.extend(a.iter().copied()).unwrap();
        let mut other = Builder::new();
        other.extend(b.iter().copied()).unwrap();
        builder.merge(other).unwrap();
        prop_assert_eq!(&builder.finish().unwrap(), &whole);
        if !a.is_empty() && !b.is_empty() {
            prop_assert_eq!(log(&a).merge(log(&b)).unwrap(), whole);
        }
    }

    #[test]
    fn an_account_is_the_sum_of_the_rows_in_force_day_by_day(
        rows in rows(), window in window(), options in options_of(plainly()),
    ) {
        let log = log(&rows);
        for &customer in log.customers() {
            let account = account(&log, customer, window, options);
            let days = by_day(&rows, customer, window.to(), options);
            for (number, amount) in (0..).zip(&days) {
                prop_assert_eq!(account.at(day(number)), *amount, "on {}", day(number));
            }
            prop_assert_eq!(account.at(window.to() + Days::new(1)), None);
        }
    }

    #[test]
    fn customers_and_amounts_add_up_on_every_day(
        rows in rows(), window in window(), options in options(),
    ) {
        let log = log(&rows);
        let accounts = log.accounts(window, options).unwrap();
        let all: Vec<Account> = accounts.iter().map(|(_, account)| account).collect();
        for on in (0..).map(day).take_while(|&on| on <= window.to()) {
            let amounts: Vec<Decimal> = all.iter().filter_map(|it| it.at(on)).collect();
            let expected = (amounts.len() as u64, amounts.iter().sum());
            prop_assert_eq!(accounts.active_on(on), Ok(expected));
        }
    }

    #[test]
    fn levels_differ_from_their_neighbours_and_begin_with_a_customer(
        rows in rows(), window in window(), options in options(),
    ) {
        let log = log(&rows);
        for (id, account) in log.accounts(window, options).unwrap().iter() {
            let levels = account.levels();
            prop_assert!(levels.first().is_none_or(|first| first.customer));
            prop_assert!(levels.iter().all(|it| it.from <= window.to() && it.amount >= Decimal::ZERO));
            prop_assert!(levels.iter().all(|it| it.customer || it.amount.is_zero()));
            let differ = levels.is_sorted_by(|a, b| {
                a.from < b.from && (a.customer, a.amount) != (b.customer, b.amount)
            });
            prop_assert!(differ, "{levels:?}");
            // At any time somebody pays no more than all of their rows together.
            let prices = rows.iter().filter(|row| row.customer == *id).map(|row| {
                options.spread.amount(row.amount, row.billed).unwrap()
            });
            let most: Decimal = prices.sum();
            prop_assert!(levels.iter().all(|it| it.amount <= most));
        }
    }

    #[test]
    fn a_longer_gap_only_adds_days_as_a_customer(
        rows in rows(), window in window(), options in options(), more in 0_u32..30,
    ) {
        let log = log(&rows);
        for &customer in log.customers() {
            let strict = account(&log, customer, window, options.gap(0));
            let less = account(&log, customer, window, options);
            let tolerant = account(&log, customer, window, options.gap(options.gap + more));
            for on in (0..).map(day).take_while(|&on| on <= window.to()) {
                let there = [&strict, &less, &tolerant].map(|it| it.at(on).is_some());
                prop_assert!(there.is_sorted(), "{there:?} on {on}");
            }
        }
    }

    /// What is known on a day does not change later, but for gaps that were open.
    #[test]
    fn a_later_as_of_date_changes_nothing_before_it(
        rows in rows(), window in window(), options in options(), more in 0_u32..60,
    ) {
        let log = log(&rows);
        let later = Window::new(window.from(), window.to() + Days::new(more.into())).unwrap();
        let then = log.accounts(window, options).unwrap();
        let since = log.accounts(later, options).unwrap();
        for (id, account) in then.iter() {
            let after = since.get(id).unwrap();
            for on in (0..).map(day).take_while(|&on| on <= window.to()) {
                let open = account.levels().last().is_some_and(|it| {
                    !it.customer && it.from <= on
                        && (window.to() - it.from).num_days() < options.gap.into()
                });
                let (before, after) = (account.at(on), after.at(on));
                prop_assert!(before == after || open && before.is_none(), "on {on}");
            }
        }
        if then.open_gaps() == 0 {
            for on in (0..).map(day).take_while(|&on| on <= window.to()) {
                prop_assert_eq!(then.active_on(on), since.active_on(on));
            }
        }
    }

    #[test]
    fn mergers_keep_every_row_and_do_not_depend_on_their_order(
        rows in rows(), window in window(), options in options(), into in 0_u8..5,
    ) {
        let everyone: Vec<(u8, u8)> = (0..5).filter(|&id| id != into).map(|id| (id, into)).collect();
        let log = log(&rows);
        let merged = log.clone().merge_accounts(everyone.clone()).unwrap();
        let renamed = rows.iter().map(|&row| Subscription { customer: into, ..row });
        prop_assert_eq!(&merged, &SubscriptionLog::from_rows(renamed).unwrap());
        // As a chain, and from its end.
        let chain: Vec<(u8, u8)> = everyone.iter().zip(everyone.iter().skip(1))
            .map(|(from, next)| (from.0, next.0))
            .chain(everyone.last().copied())
            .collect();
        prop_assert_eq!(&log.clone().merge_accounts(chain.clone()).unwrap(), &merged);
        let backwards = chain.into_iter().rev();
        prop_assert_eq!(&log.merge_accounts(backwards).unwrap(), &merged);
        // One account has the customers of one.
        let accounts = merged.accounts(window, options).unwrap();
        prop_assert!(accounts.active_on(window.to()).unwrap().0 <= 1);
    }

    /// Rows one after the other: a free one, however many of them, is at the last price paid.
    #[test]
    fn free_rows_keep_the_last_price(
        rows in prop::collection::vec((1_u32..40, 0_i64..5, any::<bool>()), 1..12),
        gap in 0_u32..4,
    ) {
        let mut from = 0;
        let mut last = Decimal::ZERO;
        let mut expected = Vec::new();
        // Each begins as late as is tolerated.
        let rows: Vec<Row> = rows.into_iter().map(|(days, price, free)| {
            let row = Subscription {
                terms: if free { Terms::Free } else { Terms::Paid },
                ..Subscription::monthly(1, day(from), Some(day(from + days - 1)), Decimal::from(price))
            };
            if !free {
                last = row.amount;
            }
            expected.push((row.from, last));
            from += days + gap;
            row
        }).collect();
        let window = Window::new(day(0), day(from)).unwrap();
        let account = account(&log(&rows), 1, window, Options::default().gap(gap));
        for (from, amount) in expected {
            prop_assert_eq!(account.at(from), Some(amount), "on {}", from);
        }
        let gone = day(from - gap);
        prop_assert_eq!(account.levels().last().map(|it| (it.from, it.customer)), Some((gone, false)));
        prop_assert_eq!(account.levels().iter().filter(|it| !it.customer).count(), 1);
    }

    /// A price for several periods is that of one, so many times; rounding costs half a place.
    #[test]
    fn a_spread_price_differs_from_the_fraction_by_rounding_alone(
        mantissa in 0_i64..1_000_000, scale in 0_u32..4, billed in billed(), spread in spread(),
    ) {
        let price = Decimal::new(mantissa, scale);
        let days = |span: Span| {
            let month = match spread.weeks {
                MonthInWeeks::YearOf52Weeks => 364.0 / 12.0,
                MonthInWeeks::Four => 28.0,
                _ => 365.2425 / 12.0,
            };
            f64::from(span.count()) * match span.period() {
                Period::Day => 1.0,
                Period::Week(_) => 7.0,
                Period::Month => month,
                Period::Quarter => 3.0 * month,
                _ => 12.0 * month,
            }
        };
        let exact = mantissa as f64 / 10_f64.powi(scale as i32) * days(spread.per) / days(billed);
        let amount = spread.amount(price, billed).unwrap();
        let found: f64 = amount.to_string().parse().unwrap();
        let place = 10_f64.powi(-(spread.places as i32));
        let most = if spread.rounding == RoundingStrategy::ToZero { place } else { place / 2.0 };
        prop_assert!((found - exact).abs() <= most + 1e-9 * (1.0 + exact), "{found} for {exact}");
    }

    #[test]
    fn every_stay_of_the_window_is_a_spell_within_it(
        rows in rows(), window in window(), options in options(),
    ) {
        let log = log(&rows);
        let accounts = log.accounts(window, options).unwrap();
        let days: BTreeMap<u8, Vec<Option<Decimal>>> = accounts.iter().map(|(&id, account)| {
            let all = (0..).map(day).take_while(|&on| on <= window.to());
            (id, all.map(|on| account.at(on)).collect())
        }).collect();
        let (mut ended, mut ongoing, mut at_risk) = (0, 0, 0_i64);
        for (_, spell) in accounts.spells(Period::Day, WhichSpells::Every) {
            if spell.has_ended() { ended += 1 } else { ongoing += 1 }
            at_risk += i64::from(spell.time()) - i64::from(spell.entry().unwrap_or(0));
        }
        // Nights in the window from a day as a customer to the next, whether that is one too or not.
        let first = window.from();
        let (mut lost, mut there, mut nights) = (0, 0, 0_i64);
        for days in days.values() {
            let pairs = days.iter().zip(days.iter().skip(1)).zip(1..);
            for ((before, after), number) in pairs.filter(|&(_, number)| day(number) >= first) {
                let _ = number;
                nights += i64::from(before.is_some());
                lost += i64::from(before.is_some() && after.is_none());
            }
            there += i64::from(days.last().is_some_and(Option::is_some));
        }
        prop_assert_eq!((ended, at_risk), (lost, nights));
        prop_assert_eq!(ongoing, there);
        // The first stays are some of them.
        let firsts = accounts.spells(Period::Day, WhichSpells::First).count() as i64;
        prop_assert!(firsts <= ended + ongoing);
        prop_assert!(accounts.spells(Period::Month, WhichSpells::Every).count() as i64 <= ended + ongoing);
    }
}

/// In a population whose customers leave with the same chance each day, whenever they came, late entry gives
/// the curve that is true, and a naive reading of tenure one that is too high.
#[test]
fn stays_of_customers_who_were_there_before_give_the_true_curve() {
    let mut random = crate::random::Mixed(20_240_101);
    let (last, chance) = (1000_u32, 0.01_f64);
    let rows: Vec<Subscription<u32>> = (0..4000)
        .map(|customer| {
            let from = (random.unit() * f64::from(last)) as u32;
            let stays = (random.unit().ln() / (1.0 - chance).ln()) as u32;
            let to = Some(day(from + stays));
            Subscription::monthly(customer, day(from), to, Decimal::ONE)
        })
        .collect();
    let log = SubscriptionLog::from_rows(rows).unwrap();
    let window = Window::new(day(900), day(last)).unwrap();
    let accounts = log.accounts(window, Options::default()).unwrap();
    let spells = || {
        accounts
            .spells(Period::Day, WhichSpells::First)
            .map(|(_, spell)| spell)
    };
    let curve = Survival::of(spells()).unwrap();
    for days in [50, 100, 200] {
        let truth = (1.0 - chance).powi(days as i32);
        let interval = curve.interval(days, Transform::LogLog, Confidence::default());
        let interval = interval.unwrap();
        assert!(
            interval.lower() <= truth && truth <= interval.upper(),
            "{interval:?} {truth}"
        );
        let naive = Survival::of(spells().map(|spell| {
            let time = spell.time();
            if spell.has_ended() {
                retention::survival::Spell::ended(time)
            } else {
                retention::survival::Spell::ongoing(time)
            }
        }));
        assert!(naive.unwrap().at(days).unwrap() > truth + 0.1);
    }
}
