//! Habits of buying, worked by hand.

use chrono::{Month, NaiveDate, Weekday};
use retention::period::{Period, Window};
use retention::purchases::{
    HabitOptions, Habits, History, Policy, Purchase, PurchaseLog, Season, ShopHabits,
    SinglePurchase, Treatment,
};
use rust_decimal::{Decimal, dec};

use crate::cdnow;
use crate::next_purchases::{Missed, mean, median};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn of(dates: &[NaiveDate], until: NaiveDate, grain: Period, shop: &ShopHabits) -> Habits {
    let amounts = vec![dec!(10); dates.len()];
    let window = Window::new(dates[0], until).unwrap();
    let history = History::new(dates, &amounts, window).unwrap();
    let options = HabitOptions::default();
    history.habits(grain, shop, options).unwrap().unwrap()
}

/// Intervals of 4 and 9 days: typically √36, 6. The standard deviation is 5/√2.
#[test]
fn the_typical_interval_is_the_geometric_mean_where_no_shop_is_known() {
    let dates = [date(2024, 5, 1), date(2024, 5, 5), date(2024, 5, 14)];
    let habits = of(
        &dates,
        date(2024, 5, 21),
        Period::Day,
        &ShopHabits::default(),
    );
    assert!((habits.interval().unwrap() - 6.0).abs() < 1e-12);
    assert!((habits.spread().unwrap() - 5.0 / 2_f64.sqrt()).abs() < 1e-12);
    assert_eq!(habits.next(), Some(date(2024, 5, 20)));
    assert_eq!((habits.days_silent(), habits.days_late()), (7, Some(1)));
    // exp(1.645 · √(1.645 · 1.5)) is 13.2 times the typical interval, 79 days.
    assert_eq!(habits.overdue_after(), Some(date(2024, 8, 1)));
    assert_eq!(habits.is_overdue(), Some(false));
}

/// Two intervals of variance 1 in a shop where customers differ by 0.5: half of the weight is the
/// customer's own, and √(6 · 24) is 12.
#[test]
fn buhlmann_1967_the_interval_lies_between_the_customer_and_the_shop() {
    let shop = ShopHabits::new(24.0, 1.0, 0.5).unwrap();
    assert_eq!((shop.own_weight(0), shop.own_weight(2)), (0.0, 0.5));
    assert_eq!(shop.own_weight(6), 0.75);
    let dates = [date(2024, 5, 1), date(2024, 5, 5), date(2024, 5, 14)];
    let habits = of(&dates, date(2024, 5, 21), Period::Day, &shop);
    assert!((habits.interval().unwrap() - 12.0).abs() < 1e-12);
    assert_eq!(habits.next(), Some(date(2024, 5, 26)));
    // 12 · exp(1.644854 · √(1 + 0.25)) is 75.48.
    assert_eq!(habits.overdue_after(), Some(date(2024, 7, 28)));
}

/// ln 2 and ln 4 of Ann, ln 8 twice of Ben: within (½ ln 2)² · 2 / 2, means 1.5 and 3 times ln 2, between
/// (2 · 2 · 0.75² − 0.25) / (4 − 8/4) times its square.
#[test]
fn a_shop_by_the_analysis_of_variance() {
    let row = |customer, day| Purchase {
        customer,
        date: date(2024, 5, day),
        amount: dec!(10),
    };
    let log = PurchaseLog::from_rows([
        row("Ann", 1),
        row("Ann", 3),
        row("Ann", 7),
        row("Ben", 2),
        row("Ben", 10),
        row("Ben", 18),
        row("Cem", 9),
    ])
    .unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let shop = ShopHabits::of(&observed, Period::Day).unwrap();
    let square = std::f64::consts::LN_2.powi(2);
    assert!((shop.within() - 0.25 * square).abs() < 1e-12, "{shop:?}");
    assert!((shop.between().unwrap() - square).abs() < 1e-12, "{shop:?}");
    assert!(
        (shop.interval().unwrap() - 2_f64.powf(2.25)).abs() < 1e-12,
        "{shop:?}"
    );
    // A Wednesday, a Friday and a Tuesday; a Thursday, a Friday and a Saturday; a Thursday.
    let weekdays = [1.0, 2.0, 2.0, 3.0, 3.0, 2.0, 1.0].map(|one_more| one_more / 14.0);
    assert_eq!(shop.weekdays(), &weekdays);
    // All customers are there for all days, so that one month is like the next.
    assert_eq!(shop.months()[4], 5.0 / 5.0);

    // Cem, who bought once, has the shop's rhythm only if asked for.
    let unknown = observed
        .habits(Period::Day, HabitOptions::default())
        .unwrap();
    let cem = unknown.get("Cem").unwrap();
    assert_eq!(
        (cem.interval(), cem.next(), cem.is_overdue()),
        (None, None, None)
    );
    let options = HabitOptions::default().single(SinglePurchase::Shop);
    let cem = *observed
        .habits(Period::Day, options)
        .unwrap()
        .get("Cem")
        .unwrap();
    assert_eq!(
        (cem.interval(), cem.next()),
        (shop.interval(), Some(date(2024, 5, 14)))
    );
}

/// Seven times (1/7)³ is 0.0204; of four, 7 · (4 · 6 + 1) / 7⁴ is 0.073.
#[test]
fn three_fridays_of_three_are_a_habit_and_of_four_are_not() {
    let fridays = [date(2024, 5, 3), date(2024, 5, 17), date(2024, 5, 24)];
    let until = date(2024, 5, 31);
    let shop = ShopHabits::default();
    let habits = of(&fridays, until, Period::Day, &shop);
    assert_eq!(habits.weekday(), Some(Weekday::Fri));
    let four = [fridays[0], date(2024, 5, 7), fridays[1], fridays[2]];
    assert_eq!(of(&four, until, Period::Day, &shop).weekday(), None);
    // In a shop that sells six in ten on Fridays nothing stands out.
    let friday = ShopHabits::default()
        .with_weekdays([1.0, 1.0, 1.0, 1.0, 9.0, 1.0, 1.0])
        .unwrap();
    assert_eq!(of(&fridays, until, Period::Day, &friday).weekday(), None);
    // By the week there is no day.
    let weeks = of(&fridays, until, Period::Week(Weekday::Mon), &shop);
    assert_eq!(
        (weeks.weekday(), weeks.next()),
        (None, Some(date(2024, 5, 30)))
    );
}

/// After the first purchase three Decembers of three: twelve times (1/12)³ is 0.007. Of their season,
/// four times (1/4)³ is 0.0625; a fourth summer makes it 0.0156.
#[test]
fn a_month_is_a_habit_by_the_years_in_which_it_had_a_purchase() {
    let gifts = [2019, 2020, 2021, 2022].map(|year| date(year, 12, 20));
    let shop = ShopHabits::default();
    let habits = of(&gifts, date(2023, 6, 30), Period::Day, &shop);
    assert_eq!(
        (habits.month(), habits.season()),
        (Some(Month::December), None)
    );
    assert_eq!(habits.next(), Some(date(2023, 12, 20)));
    // Many purchases of one December are one.
    let once = [1, 2, 5, 8, 13, 20].map(|day| date(2022, 12, day));
    assert_eq!(
        of(&once, date(2023, 6, 30), Period::Day, &shop).month(),
        None
    );
    // Summers of five years, never in the same month for long.
    let summers = [(2018, 7), (2019, 6), (2020, 8), (2021, 7), (2022, 6)];
    let summers = summers.map(|(year, month)| date(year, month, 11));
    let habits = of(&summers, date(2023, 6, 30), Period::Day, &shop);
    assert_eq!(
        (habits.month(), habits.season()),
        (None, Some(Season::JuneToAugust))
    );
}

#[test]
fn the_basket_is_the_median_of_purchases_with_their_refunds() {
    let dates = [1, 4, 6, 9, 9].map(|day| date(2024, 5, day));
    let amounts = [dec!(20), dec!(100), dec!(-30.5), dec!(5), dec!(1)];
    let window = Window::new(date(2024, 5, 1), date(2024, 5, 31)).unwrap();
    let history = History::new(&dates, &amounts, window).unwrap();
    let basket = |history: &History<'_>| {
        let (shop, options) = (ShopHabits::default(), HabitOptions::default());
        history
            .habits(Period::Day, &shop, options)
            .unwrap()
            .unwrap()
            .basket()
    };
    // 20, 69.50 and 6.
    assert_eq!(basket(&history), Some(dec!(20)));
    let two = History::new(&dates[1..3], &amounts[1..3], window).unwrap();
    assert_eq!(basket(&two), Some(dec!(69.5)));
    let even = History::new(&dates[..2], &amounts[..2], window).unwrap();
    assert_eq!(basket(&even), Some(dec!(60)));
    let free = [Decimal::ZERO, Decimal::ZERO];
    let dropped = History::new(&dates[..2], &free, window).unwrap();
    let dropped = dropped
        .with_policy(Policy::default().zeros(Treatment::Drop))
        .unwrap();
    assert_eq!(basket(&dropped), None);
}

#[test]
fn without_a_purchase_there_are_no_habits() {
    let window = Window::new(date(2024, 5, 1), date(2024, 5, 31)).unwrap();
    let dates = [date(2024, 5, 4)];
    let history = History::new(&dates, &[dec!(-4)], window).unwrap();
    let (shop, options) = (ShopHabits::default(), HabitOptions::default());
    assert_eq!(history.habits(Period::Day, &shop, options).unwrap(), None);
}

/// The shop CDNOW, split after 39 weeks: 271 customers bought in the next quarter and again within half a
/// year. Half of them were expected within 26 days of when they came; by the mean of their own intervals
/// within 43, by the median of the shop's within 22. On average 36, 65 and 40 days were missed.
#[test]
fn cdnow_facts_the_next_purchase_is_missed_by_fewer_days_than_by_own_means() {
    let missed = Missed::of(&cdnow::log(), cdnow::calibration().to(), 91);
    assert_eq!(missed.by_habits.len(), 271);
    let [habits, own, shop] = [
        &missed.by_habits,
        &missed.by_own_mean,
        &missed.by_shop_median,
    ];
    assert_eq!([habits, own, shop].map(|days| median(days)), [26, 43, 22]);
    let means = [habits, own, shop].map(|days| mean(days).round());
    assert_eq!(means, [36.0, 65.0, 40.0]);
    assert_eq!(missed.overdue, 0);
}
