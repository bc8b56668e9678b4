//! Pyramids and their builders.

use retention::estimate::Confidence;

use crate::*;

#[test]
fn a_pyramid_without_customers_is_empty() {
    let none: [(u32, Decimal); 0] = [];
    assert_eq!(
        refusal(Pyramid::new(none, &Cuts::curry())),
        expected::empty("customer")
    );
    let builder = pyramid::Builder::<u32>::new(may(), Policy::default(), &Cuts::curry());
    assert_eq!(
        refusal(builder.finish()),
        expected::empty("purchase in the window")
    );
}

#[test]
fn a_customer_stands_once() {
    let rows = [
        ("Ben", dec!(1)),
        ("Ann", dec!(2)),
        ("Cem", dec!(3)),
        ("Ann", dec!(4)),
    ];
    let error = Pyramid::new(rows, &Cuts::curry()).unwrap_err();
    assert!(matches!(
        error,
        Error::Duplicate {
            argument: "customer",
            at: Some(at),
            ..
        } if at.row == Some(3)
    ));
}

#[test]
fn amounts_beyond_a_decimal_overflow() {
    let rows = [(1, Decimal::MAX), (2, dec!(1))];
    assert!(matches!(
        Pyramid::new(rows, &Cuts::curry()),
        Err(Error::Overflow { .. })
    ));
    let rows = [(1, Decimal::MAX), (2, least())];
    assert!(matches!(
        Pyramid::new(rows, &Cuts::curry()),
        Err(Error::Overflow {
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
}

#[test]
fn revenue_that_is_not_positive_cannot_be_shared_out() {
    let cuts = Cuts::by_revenue([("A", 0.8), ("B", 0.2)]).unwrap();
    for (amounts, total) in [
        ([dec!(0), dec!(0)], "0"),
        ([dec!(5), dec!(-5)], "0"),
        ([dec!(5), dec!(-7.5)], "-2.5"),
    ] {
        let rows = (0_u32..).zip(amounts);
        assert_eq!(
            refusal(Pyramid::new(rows, &cuts)),
            out_of_range(
                "total amount",
                total,
                "more than 0 for cuts by shares of it",
                None
            )
        );
    }
}

/// A zero of any decimal places is refused in the same words, through a log and straight from rows.
#[test]
fn a_total_of_zero_reads_the_same_whichever_way_it_came() {
    let cuts = Cuts::by_revenue([("All", 1.0)]).unwrap();
    let rows = [row(1, 2, dec!(0.0))];
    let log = log(&rows);
    let observed = log.observe(may(), Policy::default()).unwrap();
    let mut builder = pyramid::Builder::new(may(), Policy::default(), &cuts);
    builder.extend(rows).unwrap();
    let refused = out_of_range(
        "total amount",
        "0",
        "more than 0 for cuts by shares of it",
        None,
    );
    assert_eq!(refusal(Pyramid::of(&observed, &cuts)), refused);
    assert_eq!(refusal(builder.finish()), refused);
}

#[test]
fn where_nobody_brings_profit_all_are_in_that_tier() {
    let rows = [(1, dec!(-5)), (2, dec!(0)), (3, dec!(-0.01))];
    for cuts in [Cuts::platinum(), Cuts::differential()] {
        let pyramid = Pyramid::new(rows, &cuts).unwrap();
        let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
        assert_eq!(heads, [0, 0, 0, 3]);
        assert_eq!(pyramid.total(), dec!(-5.01));
        assert_eq!(pyramid.tiers()[0].share.value(), None);
    }
}

#[test]
fn a_total_of_zero_has_no_shares() {
    let pyramid = Pyramid::new([(1, dec!(5)), (2, dec!(-5))], &Cuts::curry()).unwrap();
    assert_eq!(pyramid.total(), Decimal::ZERO);
    assert!(
        pyramid
            .tiers()
            .iter()
            .all(|tier| tier.share.value().is_none())
    );
}

#[test]
fn a_customer_who_is_not_in_the_pyramid_has_no_tier() {
    let pyramid = Pyramid::new([(1, dec!(5))], &Cuts::curry()).unwrap();
    assert_eq!(pyramid.tier_of(&2), None);
    assert_eq!(pyramid.get(&2), None);
    let small = pyramid.tiers()[3].tier;
    let flat = Cuts::by_customers([("All", 1.0)]).unwrap();
    let flat = Pyramid::new([(1, dec!(5))], &flat).unwrap();
    assert_eq!(flat.tier_name(small), "");
}

#[test]
fn a_pyramid_builder_goes_on_after_a_refused_row() {
    let policy = Policy::default()
        .refunds(Treatment::Refuse)
        .zeros(Treatment::Refuse)
        .outside(Outside::Refuse);
    let window = Window::new(day(2), day(20)).unwrap();
    let mut builder = pyramid::Builder::new(window, policy, &Cuts::curry());
    builder.push(row(1, 2, dec!(5))).unwrap();
    for (bad, argument, value) in [
        (row(2, 3, dec!(-1.50)), "refund", "-1.50 on 2024-05-03"),
        (
            row(2, 3, dec!(0.0)),
            "purchase of zero",
            "0.0 on 2024-05-03",
        ),
        (
            row(2, 1, dec!(9)),
            "purchase outside the window",
            "9 on 2024-05-01",
        ),
        (
            row(2, 21, dec!(9)),
            "purchase outside the window",
            "9 on 2024-05-21",
        ),
    ] {
        assert_eq!(
            refusal(builder.push(bad)),
            expected::at_row(expected::refused(argument, value), 1)
        );
        assert_eq!(builder.rows(), 1);
    }
    builder.push(row(1, 20, dec!(7))).unwrap();
    let pyramid = builder.finish().unwrap();
    assert_eq!(pyramid.total(), dec!(12));
    let counts = pyramid.counts().unwrap();
    assert_eq!((counts.rows, counts.before, counts.after), (2, 0, 0));
    assert_eq!((counts.customers, counts.customers_outside), (1, 0));
    assert_eq!(pyramid.rows().len(), 1);
}

#[test]
fn a_pyramid_builder_goes_on_after_an_overflow() {
    let mut builder = pyramid::Builder::new(may(), Policy::default(), &Cuts::curry());
    builder.push(row(1, 1, Decimal::MAX)).unwrap();
    assert!(matches!(
        builder.push(row(1, 2, least())),
        Err(Error::Overflow {
            operation: "the revenue of a customer",
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
    // A customer who was refused is not known.
    assert!(matches!(
        builder.push(row(2, 2, least())),
        Err(Error::Overflow {
            operation: "the revenue of a customer",
            at: Some(at),
            ..
        }) if at.row == Some(1)
    ));
    builder.push(row(1, 3, dec!(-1))).unwrap();
    let pyramid = builder.finish().unwrap();
    assert_eq!(pyramid.total(), Decimal::MAX.checked_sub(dec!(1)).unwrap());
    assert_eq!(pyramid.counts().unwrap().customers, 1);
    assert_eq!(pyramid.counts().unwrap().rows, 2);
}

/// A row that no sum can take must not cost the builder its room for others.
#[test]
fn a_refused_amount_does_not_narrow_what_a_pyramid_builder_can_hold() {
    let nearly_full = dec!(17014118346);
    let mut builder = pyramid::Builder::new(may(), Policy::default(), &Cuts::curry());
    builder.push(row(1, 1, nearly_full)).unwrap();
    // At 28 decimal places the sum would need more than 127 bits.
    let refused = Decimal::from_i128_with_scale(79_000_000_000_000_000_000_000_000_001, 28);
    assert!(matches!(
        builder.push(row(1, 2, refused)),
        Err(Error::Overflow { .. })
    ));
    assert_eq!(builder.push(row(2, 3, dec!(20000000000))), Ok(()));
    assert_eq!(builder.finish().unwrap().total(), dec!(37014118346));
}

#[test]
fn builders_of_different_windows_or_policies_do_not_merge() {
    let builder = |window, policy| pyramid::Builder::<u32>::new(window, policy, &Cuts::curry());
    let other = Window::new(day(1), day(30)).unwrap();
    assert_eq!(
        refusal(builder(may(), Policy::default()).merge(builder(other, Policy::default()))),
        expected::mismatch(
            "windows",
            "2024-05-01 to 2024-05-31",
            "2024-05-01 to 2024-05-30"
        )
    );
    let dropping = Policy::default().refunds(Treatment::Drop);
    assert!(matches!(
        builder(may(), Policy::default()).merge(builder(may(), dropping)),
        Err(Error::Mismatch {
            argument: "policies",
            ..
        })
    ));
}

#[test]
fn builders_whose_sums_do_not_fit_do_not_merge_and_stay_as_they_were() {
    let of = |rows: &[Purchase<u32>]| {
        let mut builder = pyramid::Builder::new(may(), Policy::default(), &Cuts::curry());
        builder.extend(rows.iter().copied()).unwrap();
        builder
    };
    let finish = |builder: &pyramid::Builder<u32>| builder.clone().finish().unwrap();
    // No scale holds the first pair; of the second, one customer's sum alone does not fit.
    let largest = Decimal::from_i128_with_scale(i128::MAX >> 32, 0);
    let tenth = dec!(0.0000000001);
    for (ours, theirs) in [
        (vec![row(1, 1, Decimal::MAX)], vec![row(2, 1, least())]),
        (
            vec![row(1, 1, largest), row(2, 1, dec!(1))],
            vec![row(2, 2, dec!(5)), row(1, 2, tenth)],
        ),
    ] {
        let mut builder = of(&ours);
        assert!(matches!(
            builder.merge(of(&theirs)),
            Err(Error::Overflow {
                operation: "the revenue of a customer",
                ..
            })
        ));
        assert_eq!(finish(&builder), finish(&of(&ours)));
    }
}

#[test]
fn refunds_without_a_purchase_make_no_customer() {
    let mut builder = pyramid::Builder::new(may(), Policy::default(), &Cuts::curry());
    builder.push(row(1, 1, dec!(-5))).unwrap();
    assert_eq!(
        refusal(builder.clone().finish()),
        expected::empty("purchase in the window")
    );
    builder.push(row(2, 1, dec!(5))).unwrap();
    let pyramid = builder.finish().unwrap();
    assert_eq!((pyramid.total(), pyramid.rows().len()), (dec!(5), 1));
    assert_eq!(pyramid.counts().unwrap().refund_only_customers, 1);
}

/// An amount that carries padding from a division is what it is without.
#[test]
fn trailing_zeros_cost_a_pyramid_builder_nothing() {
    let padded = Decimal::from_i128_with_scale(79_000_000_000_000_000_000_000_000_000, 28);
    let mut builder = pyramid::Builder::new(may(), Policy::default(), &Cuts::curry());
    builder.push(row(1, 1, dec!(17014118346))).unwrap();
    builder.push(row(1, 2, padded)).unwrap();
    let total = builder.finish().unwrap().total();
    assert_eq!(total, dec!(17014118353.9));
}

#[test]
fn pyramids_of_different_cuts_have_no_migration() {
    let rows = [(1, dec!(5)), (2, dec!(3))];
    let pyramid = |cuts: &Cuts| Pyramid::new(rows, cuts).unwrap();
    assert_eq!(
        refusal(Migration::between(
            &pyramid(&Cuts::curry()),
            &pyramid(&Cuts::platinum())
        )),
        expected::mismatch(
            "cuts",
            "Top, Big, Medium, Small by customers",
            "Platinum, Gold, Iron, Lead by customers"
        )
    );
    let abc = |top| Cuts::by_customers([("A", top), ("B", 1.0 - top)]).unwrap();
    assert_eq!(
        refusal(Migration::between(
            &pyramid(&abc(0.25)),
            &pyramid(&abc(0.5))
        )),
        expected::mismatch("cuts", "0.25", "0.5")
    );
}

#[test]
fn a_migration_whose_money_does_not_fit_overflows() {
    let amounts = [(1, Decimal::MAX), (2, Decimal::MIN), (3, Decimal::MAX)];
    let cuts = Cuts::by_customers([("All", 1.0)]).unwrap();
    let base = Pyramid::new(amounts, &cuts).unwrap();
    let later = Pyramid::new([(2, dec!(1))], &cuts).unwrap();
    assert!(matches!(
        Migration::by_own_cuts(&base, &later),
        Err(Error::Overflow {
            operation: "an exact sum of money",
            ..
        })
    ));
}

/// One tier, or one in which anybody began, has nothing to move between.
#[test]
fn mobility_needs_two_tiers() {
    let cuts = Cuts::by_amount([("Top", dec!(100))], "Rest").unwrap();
    let of = |base: &[(u32, Decimal)], later: &[(u32, Decimal)]| {
        let pyramid = |rows: &[(u32, Decimal)]| Pyramid::new(rows.iter().copied(), &cuts).unwrap();
        Migration::between(&pyramid(base), &pyramid(later)).unwrap()
    };
    let confidence = Confidence::default();
    let small = of(
        &[(1, dec!(5)), (2, dec!(7))],
        &[(1, dec!(500)), (3, dec!(7))],
    );
    assert_eq!(small.mobility(confidence), None);
    // Rest and "did not buy": one of two left Rest for the top, one for nowhere; one entered, none stayed.
    let all = small.mobility_with_absent(0, confidence).unwrap();
    assert_eq!((all.index, all.states, all.customers), (2.0, 2, 3));
    assert!(all.with_absent && all.interval.contains(2.0));
    let nobody = of(&[(1, dec!(5)), (2, dec!(700))], &[(3, dec!(7))]);
    assert_eq!(nobody.mobility(confidence), None);
    let many = nobody.mobility_with_absent(u64::MAX, confidence).unwrap();
    assert_eq!((many.states, many.customers), (3, u64::MAX));
}

/// Without windows, or with a log that begins with the base period, nobody can be seen to come back.
#[test]
fn recovered_customers_need_earlier_records() {
    let log = log(&[
        row(1, 2, dec!(5)),
        row(1, 12, dec!(5)),
        row(2, 12, dec!(5)),
        row(2, 22, dec!(5)),
        row(3, 3, dec!(-5)),
        row(3, 23, dec!(5)),
        row(1, 24, dec!(9)),
    ]);
    let policy = Policy::default();
    let of = |from, to| {
        let window = Window::new(day(from), day(to)).unwrap();
        Pyramid::of(&log.observe(window, policy).unwrap(), &Cuts::curry()).unwrap()
    };
    let rows = [(1, dec!(5))];
    let bare = Pyramid::new(rows, &Cuts::curry()).unwrap();
    let none = Migration::between(&bare, &bare).unwrap();
    assert_eq!(none.recovered(&log, policy), Ok(None));
    let begins = Migration::between(&of(1, 10), &of(11, 31)).unwrap();
    assert_eq!(begins.recovered(&log, policy), Ok(None));
    // Customer 3 had a refund only before, which is no purchase.
    let later = Migration::between(&of(11, 20), &of(21, 31)).unwrap();
    let found = later.recovered(&log, policy).unwrap().unwrap();
    assert_eq!((found.numerator(), found.denominator()), (0, 1));
    let refunds = policy.refund_only(RefundOnly::Purchase);
    assert_eq!(later.recovered_customers(&log, refunds), Ok(Some(vec![&3])));
    let overlapping = Migration::between(&of(11, 20), &of(15, 31)).unwrap();
    let error = overlapping.recovered(&log, policy).unwrap_err();
    assert!(
        matches!(
            error,
            Error::OutOfRange {
                argument: "later period",
                ..
            }
        ),
        "{error}"
    );
}

/// Amounts outside everything that a pyramid has seen still have a tier.
#[test]
fn every_amount_has_a_tier() {
    let pyramid = Pyramid::new([(1, dec!(5)), (2, dec!(-3))], &Cuts::platinum()).unwrap();
    let rank = |amount| pyramid.tier_for(amount).rank();
    assert_eq!(rank(Decimal::MAX), 1);
    assert_eq!(rank(dec!(4.99)), 3);
    assert_eq!(rank(dec!(0)), 4);
    assert_eq!(rank(Decimal::MIN), 4);
}

/// The first of these orders once summed where the second overflowed.
#[test]
fn whether_a_pyramid_builder_takes_amounts_does_not_depend_on_their_order() {
    let of = |amounts: &[Decimal]| {
        let mut builder = pyramid::Builder::new(may(), Policy::default(), &Cuts::curry());
        builder
            .extend(amounts.iter().map(|&amount| row(1, 1, amount)))
            .and_then(|()| builder.finish())
            .map(|pyramid| pyramid.total())
            .ok()
    };
    let small = dec!(0.000000001);
    let mut amounts = vec![Decimal::MAX, Decimal::MIN, small];
    for _ in 0..3 {
        let forward = of(&amounts);
        amounts.reverse();
        assert_eq!(of(&amounts), forward, "{amounts:?}");
        amounts.rotate_left(1);
        assert_eq!(of(&amounts), forward, "{amounts:?}");
        amounts.extend([Decimal::MAX, Decimal::MIN]);
    }
    assert_eq!(of(&[Decimal::MAX, Decimal::MIN, small]), Some(small));
}

/// 2⁶⁴ rows are one more than are counted.
#[test]
fn a_pyramid_builder_merged_with_itself_overflows() {
    let mut builder = pyramid::Builder::new(may(), Policy::default(), &Cuts::curry());
    builder.push(row(1, 1, dec!(0))).unwrap();
    for _ in 0..63 {
        builder.merge(builder.clone()).unwrap();
    }
    let before = builder.clone();
    assert!(matches!(
        builder.merge(before),
        Err(Error::Overflow {
            operation: "counting rows",
            ..
        })
    ));
    assert_eq!(builder.rows(), 1 << 63);
}

#[test]
fn builders_of_other_cuts_do_not_merge() {
    let builder = |cuts: &Cuts| pyramid::Builder::<u32>::new(may(), Policy::default(), cuts);
    assert!(matches!(
        builder(&Cuts::curry()).merge(builder(&Cuts::platinum())),
        Err(Error::Mismatch {
            argument: "cuts",
            ..
        })
    ));
}

/// What was refused stays out, whatever comes after it in the same call.
#[test]
fn a_batch_ends_at_the_row_at_fault() {
    let strict = Policy::default().refunds(Treatment::Refuse);
    let mut builder = pyramid::Builder::new(may(), strict, &Cuts::curry());
    let rows = (0..1000).map(|id| row(id, 1, if id == 700 { dec!(-1) } else { dec!(2) }));
    assert_eq!(
        refusal(builder.extend(rows)),
        expected::at_row(expected::refused("refund", "-1 on 2024-05-01"), 700)
    );
    assert_eq!(builder.rows(), 700);
    assert_eq!(builder.finish().unwrap().total(), dec!(1400));
}

#[test]
fn a_pyramid_says_what_it_was_read_from() {
    let policy = Policy::default().refunds(Treatment::Drop);
    let rows = [
        row(1, 2, dec!(9)),
        row(2, 3, dec!(4)),
        row(1, 4, dec!(-3)),
        row(3, 5, dec!(2)),
    ];
    let cuts = Cuts::by_customers([("Top", 0.3), ("Rest", 0.7)]).unwrap();
    let mut builder = pyramid::Builder::new(may(), policy, &cuts);
    builder.extend(rows).unwrap();
    let found = builder.finish().unwrap();
    assert_eq!(
        (found.policy(), found.window()),
        (Some(policy), Some(may()))
    );
    assert_eq!(found.total(), dec!(15));
    let counts = found.counts().unwrap();
    assert_eq!((counts.rows, counts.refunds, counts.zeros), (4, 1, 0));
    let members = |tier: usize| {
        let tier = found.tiers()[tier].tier;
        found
            .members(tier)
            .map(|row| row.customer)
            .collect::<Vec<_>>()
    };
    assert_eq!((members(0), members(1)), (vec![1], vec![2, 3]));
    let plain = Pyramid::new([(1, dec!(5))], &cuts).unwrap();
    assert_eq!(
        (plain.policy(), plain.counts(), plain.window()),
        (None, None, None)
    );
}

/// In each part a customer may have refunds only, lie outside, or have bought.
#[test]
fn merged_builders_know_the_most_of_each_customer() {
    let of = |rows: &[Purchase<u32>]| {
        let window = Window::new(day(2), day(30)).unwrap();
        let mut builder = pyramid::Builder::new(window, Policy::default(), &Cuts::curry());
        builder.extend(rows.iter().copied()).unwrap();
        builder
    };
    let ours = [
        row(1, 2, dec!(-1)),
        row(2, 1, dec!(9)),
        row(3, 3, dec!(8)),
        row(5, 31, dec!(1)),
    ];
    let theirs = [
        row(4, 2, dec!(-2.5)),
        row(1, 3, dec!(5)),
        row(2, 4, dec!(-7)),
        row(3, 1, dec!(1)),
    ];
    let mut merged = of(&ours);
    merged.merge(of(&theirs)).unwrap();
    let whole: Vec<_> = ours.iter().chain(&theirs).copied().collect();
    let (merged, whole) = (merged.finish().unwrap(), of(&whole).finish().unwrap());
    assert_eq!(merged, whole);
    let counts = merged.counts().unwrap();
    assert_eq!(
        (
            counts.customers,
            counts.refund_only_customers,
            counts.customers_outside
        ),
        (2, 2, 1)
    );
    assert_eq!(
        (counts.rows, counts.before, counts.after, counts.refunds),
        (5, 2, 1, 3)
    );
    assert_eq!(merged.total(), dec!(12));
}
