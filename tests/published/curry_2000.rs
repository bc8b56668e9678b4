//! Curry, J. and Curry, A. (2000), *The Customer Marketing Method*, Free Press.

use retention::economics::ContactEffect;
use retention::estimate::{Proportion, Share};
use retention::period::{Period, Span, Window};
use retention::purchases::Policy;
use retention::pyramid::laws::{
    Benchmark, Evidence, ExistingShare, Figure, Finding, Law, Reading, Required, Rules, Untestable,
    Verdict, check,
};
use retention::pyramid::{
    Assumptions, Concentration, Cuts, CutsOf, Migration, NonBuyer, Place, Pyramid, Status, Ties,
    WhatIf, statuses,
};
use rust_decimal::{Decimal, RoundingStrategy, dec};

use crate::assert_published;
use crate::cdnow::{calibration, date, log};

/// Heads from the top tier down, of customers who bring 1, 2, … `customers`.
fn heads(customers: u32, cuts: &Cuts) -> Vec<u64> {
    let rows = (1..=customers).map(|id| (id, Decimal::from(id)));
    let pyramid = Pyramid::new(rows, cuts).unwrap();
    pyramid.tiers().iter().map(|tier| tier.customers).collect()
}

#[test]
fn curry_2000_standard_pyramid_of_1000_customers_is_10_40_150_800_as_commonly_reported() {
    assert_eq!(heads(1000, &Cuts::curry()), [10, 40, 150, 800]);
}

#[test]
fn curry_2000_tiers_are_named_top_big_medium_small_as_commonly_reported() {
    assert_eq!(
        Cuts::curry().names().collect::<Vec<_>>(),
        ["Top", "Big", "Medium", "Small"]
    );
    assert_eq!(Cuts::default(), Cuts::curry());
}

/// Rounding is unpublished; the theory page rounds each cumulative cut up.
#[test]
fn curry_2000_pyramid_of_7_customers_with_cuts_rounded_up_is_1_0_1_5() {
    assert_eq!(heads(7, &Cuts::curry()), [1, 0, 1, 5]);
}

/// Ties are unpublished too; by key the heads are those asked for, whatever the amounts.
#[test]
fn curry_2000_pyramid_of_equal_customers_with_ties_by_key_keeps_its_heads() {
    for (customers, expected) in [(1000_u32, [10, 40, 150, 800]), (7, [1, 0, 1, 5])] {
        let rows = (1..=customers).rev().map(|id| (id, Decimal::ONE));
        let pyramid = Pyramid::new(rows, &Cuts::curry().ties(Ties::ByKey)).unwrap();
        let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
        assert_eq!(heads, expected);
        assert_eq!(pyramid.get(&1).unwrap().tier.rank(), 1);
        assert_eq!(pyramid.get(&customers).unwrap().tier.rank(), 4);
    }
}

/// 1 % of 2,357 customers is 23.57, so 24 are at the top.
#[test]
fn curry_2000_pyramid_of_the_2357_cdnow_customers_is_24_94_354_1885() {
    let log = log();
    let first_half = Window::new(date(1997, 1, 1), date(1997, 6, 30)).unwrap();
    for window in [first_half, calibration(), log.window()] {
        let observed = log.observe(window, Policy::default()).unwrap();
        let cuts = Cuts::curry().ties(Ties::ByKey);
        let pyramid = Pyramid::of(&observed, &cuts).unwrap();
        let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
        assert_eq!(heads, [24, 94, 354, 1885], "{window}");
        assert_eq!(pyramid.window(), Some(window));
    }
}

/// Lesson 1 says 80 %; what these data say depends on how long one looks. The quarter is the first
/// of 1997, in which all of the customers bought for the first time (in each later one the figure
/// lies between 50.8 and 54.8); 472 customers are 20 %. For the 39 weeks 63.4 is also reported: to
/// three places it is 63.348, with the 30th of September included.
#[test]
fn curry_2000_top_20_percent_of_cdnow_bring_57_7_63_3_and_67_5_percent_by_window() {
    let log = log();
    let first_quarter = Window::new(date(1997, 1, 1), date(1997, 3, 31)).unwrap();
    for (window, percent) in [
        (first_quarter, "57.7"),
        (calibration(), "63.3"),
        (log.window(), "67.5"),
    ] {
        let observed = log.observe(window, Policy::default()).unwrap();
        let concentration = Concentration::of(&observed).unwrap();
        let share = concentration.top_share(0.2).unwrap().unwrap();
        assert_published(share * 100.0, percent);
        assert_eq!(concentration.window(), Some(window));
        assert_eq!(concentration.top(472).unwrap().value(), Some(share));
    }
}

#[test]
fn curry_2000_top_20_percent_of_cdnow_in_39_weeks_to_three_places_is_63_348_percent() {
    let log = log();
    let observed = log.observe(calibration(), Policy::default()).unwrap();
    let concentration = Concentration::of(&observed).unwrap();
    let share = concentration.top_share(0.2).unwrap().unwrap();
    assert_published(share * 100.0, "63.348");
    // Straight lines between customers do not make it 63.4 either.
    let curve = concentration.lorenz_at(0.8).unwrap().unwrap();
    assert_published((1.0 - curve) * 100.0, "63.315");
}

/// Every later quarter is less concentrated than the first, when all customers were new.
#[test]
fn curry_2000_top_20_percent_of_cdnow_bring_57_7_percent_in_no_other_quarter() {
    let log = log();
    let shares: Vec<String> = Period::Quarter
        .over(log.window())
        .unwrap()
        .map(|quarter| {
            let observed = log.observe(quarter, Policy::default()).unwrap();
            let concentration = Concentration::of(&observed).unwrap();
            let share = concentration.top_share(0.2).unwrap().unwrap();
            format!("{:.1}", share * 100.0)
        })
        .collect();
    assert_eq!(shares, ["57.7", "54.3", "54.8", "54.5", "54.4", "50.8"]);
}

#[test]
fn curry_2000_active_is_bought_within_the_last_twelve_months_as_commonly_reported() {
    let log = log();
    let year = Span::new(12, Period::Month).unwrap();
    let statuses = statuses(
        &log,
        date(1998, 6, 30),
        year,
        Policy::default(),
        [
            (9001, NonBuyer::Prospect),
            (9002, NonBuyer::Suspect),
            (9003, NonBuyer::RestOfWorld),
        ],
    )
    .unwrap();
    assert_eq!(statuses.activity.to_string(), "1997-07-01 to 1998-06-30");
    // 812 of the 2,357 have a purchase on or after 1 July 1997.
    assert_eq!(statuses.count(Status::Active), 812);
    assert_eq!(statuses.count(Status::Inactive), 1545);
    assert_eq!(statuses.count(Status::Prospect), 1);
    assert_eq!(statuses.count(Status::Suspect), 1);
    assert_eq!(statuses.count(Status::RestOfWorld), 1);
    assert_eq!((statuses.not_yet, statuses.bought_after_all), (0, 0));
}

/// From the most to the least related; a prospect stands above a suspect.
#[test]
fn curry_2000_base_elements_are_in_order_as_commonly_reported() {
    let names: Vec<_> = Status::ALL.iter().map(|status| status.name()).collect();
    assert_eq!(
        names,
        ["active", "inactive", "prospect", "suspect", "rest_of_world"]
    );
    assert!(Status::ALL.is_sorted());
}

fn migration_of_1997(cuts_of: CutsOf) -> (Migration<u32>, Pyramid<u32>) {
    let log = log();
    let half = |from, to| {
        let observed = log
            .observe(Window::new(from, to).unwrap(), Policy::default())
            .unwrap();
        Pyramid::of(&observed, &Cuts::curry()).unwrap()
    };
    let first = half(date(1997, 1, 1), date(1997, 6, 30));
    let second = half(date(1997, 7, 1), date(1997, 12, 31));
    let migration = Migration::between(&first, &second, cuts_of).unwrap();
    (migration, first)
}

/// Customers up and down between the halves of 1997, and how the 24 at the top fared.
fn halves_of_1997(cuts_of: CutsOf) -> (u64, u64, u64, u64) {
    let (migration, first) = migration_of_1997(cuts_of);
    let top = Place::In(first.tiers()[0].tier);
    (
        migration.upward().numerator(),
        migration.downward().numerator(),
        migration.cell(top, top).unwrap().customers,
        first.tiers()[0].customers,
    )
}

#[test]
fn curry_2000_cdnow_moves_41_up_and_179_down_with_each_periods_own_cuts() {
    let (up, down, ..) = halves_of_1997(CutsOf::EachPeriod);
    assert_eq!((up, down), (41, 179));
}

#[test]
fn curry_2000_cdnow_moves_105_up_and_134_down_with_the_base_periods_cuts() {
    let (up, down, ..) = halves_of_1997(CutsOf::BasePeriod);
    assert_eq!((up, down), (105, 134));
}

#[test]
fn curry_2000_of_24_top_customers_of_cdnow_3_stay_top_with_each_periods_own_cuts() {
    let (_, _, stayed, top) = halves_of_1997(CutsOf::EachPeriod);
    assert_eq!((stayed, top), (3, 24));
    // By the amount that it took to be Top in the first half, two more are.
    let (_, _, stayed, top) = halves_of_1997(CutsOf::BasePeriod);
    assert_eq!((stayed, top), (5, 24));
}

/// Up less down: 105 − 134, and 41 − 179.
#[test]
fn curry_2000_net_migration_of_cdnow_is_29_down_by_the_base_periods_cuts_and_138_by_its_own() {
    let net = |cuts_of| migration_of_1997(cuts_of).0.net();
    assert_eq!(net(CutsOf::BasePeriod), -29);
    assert_eq!(net(CutsOf::EachPeriod), -138);
}

#[test]
fn curry_2000_lists_ten_lessons_as_commonly_reported() {
    let numbers: Vec<u8> = Law::ALL.iter().map(|law| law.number()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (law, claims) in [
        (
            Law::TopBringsRevenue,
            &["top 20 %", "80 % of revenue"] as &[_],
        ),
        (
            Law::TopBringsProfit,
            &["top 20 %", "more than 100 % of profit"],
        ),
        (Law::ExistingBringRevenue, &["existing", "up to 90 %"]),
        (Law::BudgetOnNonCustomers, &["bulk", "non-customers"]),
        (Law::UpgradePotential, &["between 5 % and 30 %"]),
        (Law::SatisfactionMovesUp, &["satisfaction is critical"]),
        (
            Law::SatisfiedDefect,
            &["reasonably satisfied", "often defect"],
        ),
        (
            Law::MarketingIsResponsible,
            &["marketing and sales", "responsible"],
        ),
        (Law::OthersInfluence, &["other departments"]),
        (
            Law::SmallMigrationPays,
            &["2 %", "10 % more revenue", "50 % more profit"],
        ),
    ] {
        for words in claims {
            assert!(law.claim().contains(words), "{law}: {}", law.claim());
        }
    }
}

/// The report of the talk leaves the second lesson out and prints the last two as one.
#[test]
fn curry_talk_in_shenzhen_prints_eight_laws() {
    let items: Vec<Option<u8>> = Law::ALL.iter().map(|law| law.item_of_the_talk()).collect();
    let expected = [1, 0, 2, 3, 4, 5, 6, 7, 8, 8].map(|item| (item > 0).then_some(item));
    assert_eq!(items, expected);
}

fn finding(law: Law, evidence: &Evidence<'_>, rules: &Rules) -> Finding {
    check(evidence, rules).unwrap().get(law).unwrap().clone()
}

/// Without a tolerance the figures of the lessons are what is asked.
#[test]
fn curry_2000_lessons_ask_for_80_100_90_and_5_to_30_percent_as_commonly_reported() {
    let fifth = Concentration::new([80, 5, 5, 5, 5].map(Decimal::from)).unwrap();
    let share = Share::new(dec!(9), dec!(10));
    let evidence = Evidence::default()
        .revenue(&fifth)
        .profit(&fifth)
        .existing(share)
        .marketing_budget(share)
        .upgrade_potential(Proportion::new(1, 10).unwrap());
    let exact = Rules::default().tolerance(0.0);
    let asked = |law, rules| finding(law, &evidence, &rules).measured[0].required;
    assert_eq!(asked(Law::TopBringsRevenue, exact), Required::AtLeast(0.8));
    assert_eq!(
        asked(Law::TopBringsRevenue, exact.reading(Reading::About)),
        Required::Within {
            least: 0.8,
            most: 0.8
        }
    );
    assert_eq!(asked(Law::TopBringsProfit, exact), Required::MoreThan(1.0));
    assert_eq!(
        asked(Law::ExistingBringRevenue, exact),
        Required::Within {
            least: 0.5,
            most: 0.9
        }
    );
    // The talk says more than 90 %.
    assert_eq!(
        asked(
            Law::ExistingBringRevenue,
            exact.existing_share(ExistingShare::MoreThan)
        ),
        Required::MoreThan(0.9)
    );
    assert_eq!(
        asked(Law::BudgetOnNonCustomers, exact),
        Required::MoreThan(0.5)
    );
    assert_eq!(
        asked(Law::UpgradePotential, exact),
        Required::Within {
            least: 0.05,
            most: 0.3
        }
    );
    // The default lets a tenth of a figure go.
    assert_eq!(
        asked(Law::TopBringsRevenue, Rules::default()),
        Required::AtLeast(0.72)
    );
}

/// 80 % from the top 20 % is the lesson itself; one cent less is not, if nothing is let go.
#[test]
fn curry_2000_lesson_1_holds_of_80_20_as_commonly_reported() {
    let exact = Rules::default().tolerance(0.0);
    for (top, verdict) in [
        (dec!(80.00), Verdict::Holds),
        (dec!(79.99), Verdict::DoesNotHold),
    ] {
        let rest = [dec!(5); 3];
        let last = dec!(85).checked_sub(top).unwrap();
        let revenue = Concentration::new(rest.into_iter().chain([top, last])).unwrap();
        let evidence = Evidence::default().revenue(&revenue);
        assert_eq!(
            finding(Law::TopBringsRevenue, &evidence, &exact).verdict,
            verdict,
            "{top}"
        );
    }
}

/// What the lesson says of these data depends on the window, so the finding carries it. With a fifth
/// let go, 64 % will do, which only the eighteen months reach.
#[test]
fn curry_2000_lesson_1_of_cdnow_is_57_7_63_3_and_67_5_percent_by_window() {
    let log = log();
    let first_quarter = Window::new(date(1997, 1, 1), date(1997, 3, 31)).unwrap();
    for (window, percent, with_a_fifth_let_go) in [
        (first_quarter, "57.7", Verdict::DoesNotHold),
        (calibration(), "63.3", Verdict::DoesNotHold),
        (log.window(), "67.5", Verdict::Holds),
    ] {
        let observed = log.observe(window, Policy::default()).unwrap();
        let revenue = Concentration::of(&observed).unwrap();
        let evidence = Evidence::default().revenue(&revenue);
        let found = finding(Law::TopBringsRevenue, &evidence, &Rules::default());
        assert_eq!(found.verdict, Verdict::DoesNotHold);
        let [measured] = found.measured[..] else {
            panic!("{found:?}")
        };
        assert_eq!(measured.window, Some(window));
        let Figure::Top { customers, share } = measured.figure else {
            panic!("{measured:?}")
        };
        assert_eq!(
            (customers.numerator(), customers.denominator()),
            (472, 2357)
        );
        assert_published(share.value().unwrap() * 100.0, percent);
        let loose = Rules::default().tolerance(0.2);
        assert_eq!(
            finding(Law::TopBringsRevenue, &evidence, &loose).verdict,
            with_a_fifth_let_go
        );
    }
}

#[test]
fn curry_2000_lesson_5_is_5_to_30_percent_by_interval_as_commonly_reported() {
    for (numerator, denominator, verdict) in [
        // 15 % with an interval of 12.9 to 17.4 %.
        (150, 1000, Verdict::Holds),
        // 2 % and 40 %, far outside.
        (20, 1000, Verdict::DoesNotHold),
        (400, 1000, Verdict::DoesNotHold),
        // 15 % of twenty, 5.2 to 36.0 %.
        (3, 20, Verdict::NotTestable(Untestable::Undecided)),
        // 5 % exactly: the interval reaches below.
        (50, 1000, Verdict::NotTestable(Untestable::Undecided)),
    ] {
        let rate = Proportion::new(numerator, denominator).unwrap();
        let evidence = Evidence::default().upgrade_potential(rate);
        let found = finding(Law::UpgradePotential, &evidence, &Rules::default());
        assert_eq!(found.verdict, verdict, "{numerator} of {denominator}");
    }
}

#[test]
fn curry_2000_lessons_8_and_9_are_never_testable_as_commonly_reported() {
    for law in [Law::MarketingIsResponsible, Law::OthersInfluence] {
        let found = finding(law, &Evidence::default(), &Rules::default());
        assert_eq!(
            found.verdict,
            Verdict::NotTestable(Untestable::NotAboutData)
        );
    }
}

/// The talk's report prints 50 % more customers, which is a mistake for profit.
#[test]
fn curry_2000_lesson_10_is_2_percent_up_10_percent_revenue_50_percent_profit_as_commonly_reported()
{
    let lesson = Benchmark::CURRY;
    assert_eq!(
        (lesson.upward, lesson.revenue, lesson.profit),
        (0.02, 0.10, 0.50)
    );
    assert!(lesson.source.starts_with("Curry, J. and Curry, A. (2000)"));
}

/// Of a hundred customers ten bring 110 each and ninety 10: 2,000 together.
fn two_percent_up(assumptions: &Assumptions) -> WhatIf {
    let rows = (0..100_u32).map(|id| (id, Decimal::from(if id < 10 { 110 } else { 10 })));
    let cuts = Cuts::by_customers([("Key", 0.1), ("Other", 0.9)]).unwrap();
    let pyramid = Pyramid::new(rows, &cuts).unwrap();
    WhatIf::new(
        &pyramid,
        0.02,
        assumptions,
        2,
        RoundingStrategy::MidpointNearestEven,
    )
    .unwrap()
}

/// Two customers bring 100 more each: 10 %. A quarter of it is left, 50 more on 500; where 400 of
/// these are fixed costs, that is 50 % of the 100 that remain.
#[test]
fn curry_2000_lesson_10_comes_about_with_fixed_costs_and_not_with_one_margin_alone() {
    let one_margin = Assumptions::default().margins([0.25, 0.25]);
    let fixed_costs = one_margin.clone().fixed_costs(dec!(400));
    // A loss on small customers does it too: 0.5 · 1100 − 0.4 · 900 = 190, and 2 · (55 + 4) = 118.
    let unlike_margins = Assumptions::default().margins([0.5, -0.4]);
    for (assumptions, profit, verdict) in [
        (fixed_costs, "50.0", Verdict::Holds),
        (one_margin, "10.0", Verdict::DoesNotHold),
        (unlike_margins, "62.1", Verdict::Holds),
    ] {
        let what_if = two_percent_up(&assumptions);
        assert_eq!(what_if.revenue.relative(), Some(0.1));
        assert_published(what_if.profit.unwrap().relative().unwrap() * 100.0, profit);
        let evidence = Evidence::default().what_if(&what_if);
        let found = finding(Law::SmallMigrationPays, &evidence, &Rules::default());
        assert_eq!(found.verdict, verdict, "{assumptions:?}");
        assert_eq!(found.measured.len(), 2);
    }
    // Nothing is known of costs, so nothing is said of profit.
    let what_if = two_percent_up(&Assumptions::default());
    assert_eq!(what_if.profit, None);
    let evidence = Evidence::default().what_if(&what_if);
    assert_eq!(
        finding(Law::SmallMigrationPays, &evidence, &Rules::default()).verdict,
        Verdict::NotTestable(Untestable::MissingProfitOfWhatIf)
    );
}

/// 47 of 2,357 customers, in proportion to the 94, 354 and 1,885 who have a tier above. The figures
/// were computed apart, in fractions.
#[test]
fn curry_2000_two_percent_up_in_cdnow_is_4_45_percent_more_revenue() {
    let log = log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let pyramid = Pyramid::of(&observed, &Cuts::curry()).unwrap();
    let what_if = WhatIf::new(
        &pyramid,
        0.02,
        &Assumptions::default(),
        2,
        RoundingStrategy::MidpointNearestEven,
    )
    .unwrap();
    assert_eq!(what_if.moved, Proportion::new(47, 2357).unwrap());
    let moves: Vec<(u64, Decimal)> = what_if
        .upgrades
        .iter()
        .map(|upgrade| (upgrade.movers.numerator(), upgrade.revenue))
        .collect();
    assert_eq!(
        moves,
        [(2, dec!(1843.18)), (7, dec!(2395.35)), (38, dec!(6622.93))]
    );
    assert_eq!(what_if.revenue.before, dec!(244091.94));
    assert_eq!(what_if.revenue.change, dec!(10861.46));
    assert_eq!(what_if.revenue.after, dec!(254953.40));
    assert_published(what_if.revenue.relative().unwrap() * 100.0, "4.45");
    assert_eq!(what_if.window, Some(log.window()));
    // Less than half of what the lesson says, so it does not hold, whatever profit would be.
    let evidence = Evidence::default().what_if(&what_if);
    let found = finding(Law::SmallMigrationPays, &evidence, &Rules::default());
    assert_eq!(found.verdict, Verdict::DoesNotHold);
    assert_eq!(found.measured[0].window, Some(log.window()));
}

/// As told in a talk: the survey was not found.
#[test]
fn curry_talk_contacted_customers_spend_6_percent_more_and_others_8_percent_less() {
    let effect = ContactEffect::CURRY;
    assert_eq!((effect.contacted(), effect.not_contacted()), (0.06, -0.08));
    assert_eq!(Ok(effect), ContactEffect::new(0.06, -0.08));
    assert_published(effect.ratio(), "1.152174");
    assert_published(effect.relative() * 100.0, "15.2174");
    assert_published(effect.difference() * 100.0, "14");
    assert!(ContactEffect::CURRY_SOURCE.contains("as told in a talk"));
    assert!(ContactEffect::CURRY_SOURCE.contains("survey was not found"));
}
