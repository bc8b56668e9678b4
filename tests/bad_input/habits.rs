//! Habits of buying: options, shops and habits that cannot be.

use retention::purchases::{HabitOptions, Habits, ShopHabits};

use crate::*;

fn habits_of(options: HabitOptions) -> retention::Result<()> {
    let log = log(&[row(1, 3, dec!(10)), row(1, 9, dec!(10))]);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let shop = ShopHabits::default();
    let history = observed.history(&1).unwrap();
    let one = history.habits(Period::Day, &shop, options).map(|_| ());
    let all = observed.habits(Period::Day, options).map(|_| ());
    assert_eq!(one, all);
    one
}

#[test]
fn rates_are_shares() {
    let inner = "strictly between 0 and 1";
    for (bad, text, allowed) in [
        (0.0, "0", inner),
        (1.0, "1", inner),
        (-0.1, "-0.1", "0 to 1"),
    ] {
        let options = HabitOptions::default();
        let expected = out_of_range("rate", text, allowed, None);
        assert_eq!(refusal(habits_of(options.rate(bad))), expected);
        let expected = out_of_range("false_alarm", text, allowed, None);
        assert_eq!(refusal(habits_of(options.false_alarm(bad))), expected);
    }
    for (bad, text) in NOT_FINITE {
        let options = HabitOptions::default();
        let expected = not_finite("rate", text, None);
        assert_eq!(refusal(habits_of(options.rate(bad))), expected);
        let expected = not_finite("false_alarm", text, None);
        assert_eq!(refusal(habits_of(options.false_alarm(bad))), expected);
    }
    let half = habits_of(HabitOptions::default().false_alarm(0.5));
    let allowed = "more than 0 and less than 0.5";
    assert_eq!(
        refusal(half),
        out_of_range("false_alarm", "0.5", allowed, None)
    );
}

#[test]
fn a_shop_has_positive_numbers() {
    for (bad, text) in [(0.0, "0"), (-3.0, "-3")] {
        let expected = out_of_range("interval", text, "more than 0", None);
        assert_eq!(refusal(ShopHabits::new(bad, 1.0, 1.0)), expected);
        let shop = ShopHabits::default().with_weekdays([1.0, 1.0, bad, 1.0, 1.0, 1.0, 1.0]);
        assert_eq!(
            refusal(shop),
            out_of_range("weekdays", text, "more than 0", None)
        );
        let mut months = [1.0; 12];
        months[11] = bad;
        let shop = ShopHabits::default().with_months(months);
        assert_eq!(
            refusal(shop),
            out_of_range("months", text, "more than 0", None)
        );
    }
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(ShopHabits::new(bad, 1.0, 1.0)),
            not_finite("interval", text, None)
        );
        assert_eq!(
            refusal(ShopHabits::new(9.0, bad, 1.0)),
            not_finite("within", text, None)
        );
        assert_eq!(
            refusal(ShopHabits::new(9.0, 1.0, bad)),
            not_finite("between", text, None)
        );
        let shop = ShopHabits::default().with_weekdays([bad; 7]);
        assert_eq!(refusal(shop), not_finite("weekdays", text, None));
    }
    let below = ShopHabits::new(9.0, -1.0, 1.0);
    assert_eq!(
        refusal(below),
        out_of_range("within", "-1", "0 or more", None)
    );
    // Customers who do not differ, each as regular as a clock.
    let clocks = ShopHabits::new(9.0, 0.0, 0.0).unwrap();
    assert_eq!((clocks.own_weight(0), clocks.own_weight(3)), (0.0, 1.0));
}

#[test]
fn habits_follow_from_purchases() {
    let allowed = "1 or more";
    let none = Habits::new(0, day(3), day(9));
    assert_eq!(refusal(none), out_of_range("purchases", "0", allowed, None));
    let allowed = "not after the as-of date, 2024-05-09";
    let later = Habits::new(1, day(10), day(9));
    assert_eq!(
        refusal(later),
        out_of_range("last purchase", "2024-05-10", allowed, None)
    );
    let habits = Habits::new(2, day(3), day(9)).unwrap();
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(habits.with_interval(bad)),
            not_finite("interval", text, None)
        );
    }
    for (bad, text) in [(0.0, "0"), (-7.0, "-7")] {
        let expected = out_of_range("interval", text, "more than 0", None);
        assert_eq!(refusal(habits.with_interval(bad)), expected);
    }
    assert!(matches!(
        habits.with_interval(1e300),
        Err(Error::Overflow { .. })
    ));
    let allowed = "3 or more, where intervals have a spread";
    assert_eq!(
        refusal(habits.with_spread(1.0)),
        out_of_range("purchases", "2", allowed, None)
    );
    let weekly = habits.with_interval(7.0).unwrap();
    let allowed = "2024-05-10 or later, when the next purchase is expected";
    let early = weekly.with_overdue_after(day(9));
    assert_eq!(
        refusal(early),
        out_of_range("overdue after", "2024-05-09", allowed, None)
    );
}

#[test]
fn a_next_purchase_beyond_the_calendar_is_an_error() {
    let dates = [NaiveDate::MIN, NaiveDate::MAX];
    let window = Window::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    let history = History::new(&dates, &[dec!(1); 2], window).unwrap();
    let habits = history.habits(Period::Day, &ShopHabits::default(), HabitOptions::default());
    assert!(matches!(habits, Err(Error::Overflow { .. })));
}

#[test]
fn numbers_of_a_shop_whose_sums_would_be_infinite_are_refused() {
    let allowed = "at most 1e100";
    let beyond = format!("{}", 1e101);
    let refused = |argument| out_of_range(argument, &beyond, allowed, None);
    assert_eq!(refusal(ShopHabits::new(9.0, 1e101, 1.0)), refused("within"));
    assert_eq!(
        refusal(ShopHabits::new(9.0, 1.0, 1e101)),
        refused("between")
    );
    let shop = ShopHabits::default();
    assert_eq!(refusal(shop.with_weekdays([1e101; 7])), refused("weekdays"));
    assert_eq!(refusal(shop.with_months([1e101; 12])), refused("months"));
    // Up to there every weight is a share: of two equal variances, two thirds with two intervals.
    let shop = ShopHabits::new(9.0, 1e100, 1e100).unwrap();
    assert_eq!(shop.own_weight(2), 2.0 / 3.0);
    assert_eq!(shop.own_weight(u32::MAX), 4_294_967_295.0 / 4_294_967_296.0);
}

#[test]
fn the_largest_amount_is_a_basket() {
    let window = Window::new(day(1), day(31)).unwrap();
    let basket = |amounts: &[Decimal]| {
        let dates: Vec<NaiveDate> = (1..).zip(amounts).map(|(at, _)| day(at)).collect();
        let history = History::new(&dates, amounts, window).unwrap();
        let habits = history.habits(Period::Day, &ShopHabits::default(), HabitOptions::default());
        habits.map(|habits| habits.unwrap().basket())
    };
    // The middle one of one, and of two that are equal, needs no sum.
    assert_eq!(basket(&[Decimal::MAX]).unwrap(), Some(Decimal::MAX));
    assert_eq!(basket(&[Decimal::MAX; 2]).unwrap(), Some(Decimal::MAX));
    let apart = basket(&[Decimal::MAX, Decimal::MAX - dec!(2)]);
    assert!(matches!(apart, Err(Error::Overflow { .. })), "{apart:?}");
}
