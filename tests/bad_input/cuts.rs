//! Cuts.

use crate::*;

#[test]
fn shares_are_finite_and_within_0_and_1() {
    for (bad, text) in NOT_FINITE {
        let error = at_tier(not_finite("share of a tier", text, None), 1);
        assert_eq!(refusal(Cuts::by_customers([("A", 0.5), ("B", bad)])), error);
        assert_eq!(refusal(Cuts::by_revenue([("A", 0.5), ("B", bad)])), error);
    }
    for (bad, text) in [(-0.5, "-0.5"), (1.5, "1.5")] {
        let error = at_tier(out_of_range("share of a tier", text, "0 to 1", None), 0);
        let tiers = [("A", bad), ("B", 1.0 - bad)];
        assert_eq!(refusal(Cuts::by_customers(tiers)), error);
        assert_eq!(refusal(Cuts::by_revenue(tiers)), error);
    }
}

#[test]
fn shares_add_up_to_1() {
    for (shares, sum) in [
        (vec![("A", 0.2), ("B", 0.7)], "0.9"),
        (vec![("A", 0.5), ("B", 0.6)], "1.1"),
        (vec![("A", 0.0)], "0"),
        (vec![("A", 0.5), ("B", 0.499_999)], "0.999999"),
    ] {
        let error = expected::does_not_add_up("shares of tiers", sum, "1");
        assert_eq!(refusal(Cuts::by_customers(shares.clone())), error);
        assert_eq!(refusal(Cuts::by_revenue(shares)), error);
    }
    assert!(Cuts::by_customers([("A", 0.1), ("B", 0.2), ("C", 0.7)]).is_ok());
    assert!(Cuts::by_customers([("A", 1.0 / 3.0), ("B", 1.0 / 3.0), ("C", 1.0 / 3.0)]).is_ok());
}

#[test]
fn there_is_at_least_one_tier() {
    let none: [(&str, f64); 0] = [];
    assert_eq!(refusal(Cuts::by_customers(none)), expected::empty("tier"));
    assert_eq!(refusal(Cuts::by_revenue(none)), expected::empty("tier"));
    let none: [(&str, Decimal); 0] = [];
    let everyone = Cuts::by_amount(none, "everyone").unwrap();
    assert_eq!(everyone.names().collect::<Vec<_>>(), ["everyone"]);
}

#[test]
fn amounts_fall_from_tier_to_tier() {
    for (amounts, value) in [
        ([dec!(100), dec!(100)], "100"),
        ([dec!(100), dec!(100.0)], "100.0"),
        ([dec!(100), dec!(100.01)], "100.01"),
    ] {
        assert_eq!(
            refusal(Cuts::by_amount([("A", amounts[0]), ("B", amounts[1])], "C")),
            at_tier(
                expected::unsorted("amounts of tiers", value, "is not below 100"),
                1
            )
        );
    }
    assert!(Cuts::by_amount([("A", Decimal::MAX), ("B", Decimal::MIN)], "C").is_ok());
}

#[test]
fn names_are_unique() {
    let error = |tier: Option<usize>| {
        let message = expected::duplicate("name of a tier", "A");
        match tier {
            Some(tier) => at_tier(message, tier),
            None => message,
        }
    };
    assert_eq!(
        refusal(Cuts::by_customers([("A", 0.1), ("B", 0.1), ("A", 0.8)])),
        error(Some(2))
    );
    assert_eq!(
        refusal(Cuts::by_amount([("A", dec!(5)), ("B", dec!(1))], "A")),
        error(Some(2))
    );
    let cuts = Cuts::by_revenue([("A", 0.5), ("B", 0.5)]).unwrap();
    assert_eq!(refusal(cuts.no_profit_apart("A")), error(None));
}

#[test]
fn there_are_at_most_254_tiers() {
    let tiers =
        |count: u32| (0..count).map(move |tier| (format!("tier {tier}"), 1.0 / f64::from(count)));
    assert_eq!(
        refusal(Cuts::by_customers(tiers(255))),
        out_of_range("tiers", "255", "at most 254", None)
    );
    let most = Cuts::by_customers(tiers(254))
        .unwrap()
        .no_profit_apart("none")
        .unwrap();
    let rows = (0..=254_i64).map(|id| (id, Decimal::from(id)));
    let pyramid = Pyramid::new(rows, &most).unwrap();
    assert_eq!(pyramid.tiers().len(), 255);
    assert!(pyramid.tiers().iter().all(|tier| tier.customers == 1));
    assert_eq!(pyramid.tier_of(&0).unwrap().rank(), 255);
    let amounts = (0..254_i64)
        .rev()
        .map(|limit| (limit.to_string(), Decimal::from(limit)));
    assert_eq!(
        refusal(Cuts::by_amount(amounts, "rest")),
        out_of_range("tiers", "255", "at most 254", None)
    );
}

#[test]
fn a_limit_that_fits_no_common_scale_is_still_compared() {
    let most = Decimal::MAX.checked_sub(dec!(1)).unwrap();
    let amounts = [
        ("most", most),
        ("some", dec!(1)),
        ("none", dec!(0)),
        ("debt", Decimal::MIN),
    ];
    let heads = |limit| {
        let cuts = Cuts::by_amount([("reach it", limit)], "do not").unwrap();
        Pyramid::new(amounts, &cuts).unwrap().tiers()[0].customers
    };
    assert_eq!(heads(Decimal::MAX), 0);
    assert_eq!(heads(most), 1);
    assert_eq!(heads(least()), 2);
    assert_eq!(heads(Decimal::new(-1, 28)), 3);
    assert_eq!(heads(Decimal::MIN), 4);
}

/// The first limit rounds up beyond the second, which lies less than a customer below it.
#[test]
fn cuts_closer_than_a_customer_place_nobody_twice() {
    let shares = [2.0e-13, 1.0 - 0.666_666_666_667 - 2.0e-13];
    let tiers = [("A", 0.666_666_666_667), ("B", shares[0]), ("C", shares[1])];
    for cuts in [
        Cuts::by_customers(tiers).unwrap(),
        Cuts::by_revenue(tiers).unwrap(),
    ] {
        for &rounding in Rounding::ALL {
            let cuts = cuts.clone().rounding(rounding).ties(Ties::ByKey);
            let rows = [(1, dec!(20)), (2, dec!(20)), (3, dec!(20))];
            let pyramid = Pyramid::new(rows, &cuts).unwrap();
            let customers: u64 = pyramid.tiers().iter().map(|tier| tier.customers).sum();
            let revenue: Decimal = pyramid.tiers().iter().map(|tier| tier.revenue).sum();
            assert_eq!((customers, revenue), (3, dec!(60)), "{rounding}");
        }
    }
}
