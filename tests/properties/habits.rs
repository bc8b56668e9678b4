//! Habits of buying: how often chance makes one, when the next purchase is expected, and what does not
//! change them.

use chrono::{Days, NaiveDate, Weekday};
use proptest::prelude::*;
use retention::period::{Period, Window};
use retention::purchases::{
    HabitOptions, Habits, History, Observed, Policy, Purchase, PurchaseLog, ShopHabits,
};
use rust_decimal::Decimal;

use super::cases;
use super::next_purchases::{Missed, mean, median};
use super::random::Mixed;
use super::shops::{Shop, exponential, first_day, gamma};

fn day(number: u64) -> NaiveDate {
    first_day() + Days::new(number)
}

/// Customers who buy at random for up to three years.
fn at_random(seed: u64) -> PurchaseLog<u32> {
    let shop = Shop {
        customers: 1000,
        joining: 200.0,
        open: 1095.0,
        buying: (1.0, 40.0),
        leaving: (1.0, 2000.0),
    };
    shop.log(seed)
}

/// Customers whose intervals vary by a third, as the gamma law of shape 9 does. `on` moves the day of a
/// purchase.
fn regular(
    seed: u64,
    customers: u32,
    on: impl Fn(u32, NaiveDate) -> NaiveDate,
) -> PurchaseLog<u32> {
    let mut random = Mixed(seed);
    let mut rows = Vec::new();
    for customer in 0..customers {
        let mean = 90.0 / gamma(&mut random, 3.0);
        let end = 730_f64.min(500.0 * exponential(&mut random));
        let mut at = 60.0 * random.unit();
        while at < end {
            let date = on(customer, day(at as u64));
            rows.push(Purchase {
                customer,
                date,
                amount: Decimal::ONE,
            });
            at += mean * gamma(&mut random, 9.0) / 9.0;
        }
    }
    PurchaseLog::from_rows(rows).unwrap()
}

fn all(log: &PurchaseLog<u32>) -> Observed<'_, u32> {
    log.observe(log.window(), Policy::default()).unwrap()
}

/// The share of customers with enough purchases who have a habit.
fn share_with(
    observed: &Observed<'_, u32>,
    shop: &ShopHabits,
    options: HabitOptions,
    has: impl Fn(&Habits) -> bool,
) -> f64 {
    let habits = observed.habits_beside(shop, Period::Day, options).unwrap();
    let enough = |habits: &&Habits| habits.purchases() >= options.minimum;
    let rows = || habits.rows.iter().map(|row| &row.result).filter(enough);
    assert!(rows().count() > 300);
    rows().filter(|&habits| has(habits)).count() as f64 / rows().count() as f64
}

/// At a rate of 0.05 about 0.009 of a thousand customers have a usual weekday by chance, and 0.001 a usual
/// month: counts are whole, and Bonferroni's bound leaves some of the rate.
#[test]
fn chance_makes_fewer_habits_than_the_stated_rate() {
    let log = at_random(1);
    let observed = all(&log);
    let of_log = ShopHabits::of(&observed, Period::Day).unwrap();
    for rate in [0.05, 0.2] {
        let options = HabitOptions::default().rate(rate);
        for shop in [ShopHabits::default(), of_log] {
            for has in [
                |habits: &Habits| habits.weekday().is_some(),
                |habits: &Habits| habits.month().is_some(),
                |habits: &Habits| habits.season().is_some(),
            ] {
                let found = share_with(&observed, &shop, options, has);
                assert!(found <= rate, "{found} at {rate}");
            }
        }
    }
}

/// Judged beside a shop that is closed at weekends 0.015 of its customers have a usual weekday, and 0.26
/// without; where each comes on a day of their own, all have it.
#[test]
fn a_habit_is_the_customers_and_not_the_shops() {
    let weekend = |date: NaiveDate| (date - first_day()).num_days() % 7 >= 5;
    let log = regular(5, 500, |_, date| {
        if weekend(date) {
            date - Days::new(2)
        } else {
            date
        }
    });
    let observed = all(&log);
    let options = HabitOptions::default();
    let has = |habits: &Habits| habits.weekday().is_some();
    let shop = ShopHabits::of(&observed, Period::Day).unwrap();
    let beside_shop = share_with(&observed, &shop, options, has);
    let alone = share_with(&observed, &ShopHabits::default(), options, has);
    assert!(beside_shop <= options.rate, "{beside_shop}");
    assert!(alone > 2.0 * options.rate, "{alone}");

    // Every customer comes on a day of the week of their own.
    let log = regular(6, 500, |customer, date| {
        let number = (date - first_day()).num_days() as u64;
        day(number / 7 * 7 + u64::from(customer % 7))
    });
    let observed = all(&log);
    let shop = ShopHabits::of(&observed, Period::Day).unwrap();
    let found = share_with(&observed, &shop, options, has);
    assert!(found > 0.9, "{found}");
    let habits = observed.habits(Period::Day, options).unwrap();
    let days = [
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
        Weekday::Mon,
        Weekday::Tue,
    ];
    for row in &habits.rows {
        if let Some(day) = row.result.weekday() {
            assert_eq!(day, days[row.customer as usize % 7]);
        }
    }
}

/// Days by which the next purchase is missed by half of the customers, and on average:
///
/// ```text
///                        buying at random    regular
/// own and shop's         17      45.9        7      11.1
/// mean of the own        28      53.3        7      11.2
/// median of the shop's   15      51.0        11     21.9
/// ```
///
/// For half of those who buy at random the shop's median alone is a little closer: short waits are many. On
/// average it is farther off, as for everybody who is regular.
#[test]
fn the_next_purchase_is_expected_better_than_by_simpler_rules() {
    for (log, third) in [(at_random(2), 243), (regular(3, 500, |_, date| date), 121)] {
        let missed = Missed::of(&log, day(364), third);
        let [habits, own, shop] = [
            &missed.by_habits,
            &missed.by_own_mean,
            &missed.by_shop_median,
        ];
        assert!(
            mean(habits) < mean(own) && mean(habits) < mean(shop),
            "{missed:?}"
        );
        assert!(median(habits) <= median(own), "{missed:?}");
        assert!(median(habits) <= median(shop) + 2, "{missed:?}");
        // Of those who came back 0.061 and 0.041 were called overdue by then, at 0.05.
        let overdue = missed.overdue as f64 / habits.len() as f64;
        assert!((0.02..0.08).contains(&overdue), "{overdue}");
    }
}

fn dates() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::btree_set(0_u64..1500, 1..20).prop_map(|days| days.into_iter().collect())
}

fn of_dates(dates: &[NaiveDate], until: NaiveDate) -> Habits {
    let amounts = vec![Decimal::TEN; dates.len()];
    let window = Window::new(dates[0], until).unwrap();
    let history = History::new(dates, &amounts, window).unwrap();
    let (shop, options) = (ShopHabits::default(), HabitOptions::default().rate(0.3));
    history
        .habits(Period::Day, &shop, options)
        .unwrap()
        .unwrap()
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn whole_weeks_change_no_weekday_and_whole_cycles_nothing(days in dates(), weeks in 1_u64..60) {
        let at = |shift: u64| -> Vec<NaiveDate> { days.iter().map(|&number| day(number + shift)).collect() };
        let until = |shift: u64| day(1600 + shift);
        let here = of_dates(&at(0), until(0));
        let later = of_dates(&at(7 * weeks), until(7 * weeks));
        prop_assert_eq!(later.weekday(), here.weekday());
        prop_assert_eq!((later.interval(), later.spread()), (here.interval(), here.spread()));
        prop_assert_eq!((later.days_late(), later.is_overdue()), (here.days_late(), here.is_overdue()));
        // The calendar repeats after 400 years.
        let cycle = 146_097;
        let again = of_dates(&at(cycle), until(cycle));
        prop_assert_eq!(again.month(), here.month());
        prop_assert_eq!(again.season(), here.season());
    }

    #[test]
    fn the_order_of_rows_and_other_ways_to_the_same_customer_change_nothing(
        days in prop::collection::vec((0_u32..8, 0_u64..900), 1..80), turn in 0_usize..80,
    ) {
        let row = |&(customer, number): &(u32, u64)| Purchase {
            customer,
            date: day(number),
            amount: Decimal::from(number % 7 + 1),
        };
        let mut rows: Vec<_> = days.iter().map(row).collect();
        let log = PurchaseLog::from_rows(rows.iter().copied()).unwrap();
        let observed = all(&log);
        let options = HabitOptions::default().rate(0.3);
        let habits = observed.habits(Period::Day, options).unwrap();
        let count = rows.len();
        rows.rotate_left(turn % count);
        let turned = PurchaseLog::from_rows(rows).unwrap();
        prop_assert_eq!(&all(&turned).habits(Period::Day, options).unwrap(), &habits);
        for (id, history) in observed.histories() {
            let one = history.habits(Period::Day, &habits.shop, options).unwrap();
            prop_assert_eq!(one.as_ref(), habits.get(id));
            let one = one.unwrap();
            // What is expected, and whether it is late, follow from the parts.
            prop_assert!(one.next().is_none_or(|next| next > one.last()));
            prop_assert!(one.overdue_after() >= one.next());
            prop_assert_eq!(one.interval().is_some(), one.purchases() > 1);
            prop_assert_eq!(one.spread().is_some(), one.purchases() > 2);
            prop_assert!(one.purchases() >= 3 || one.weekday().is_none());
        }
    }
}
