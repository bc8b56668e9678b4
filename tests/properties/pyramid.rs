//! Tiers, builders, statuses.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use retention::Accumulator;
use retention::period::{Period, Span, Window};
use retention::purchases::Policy;
use retention::pyramid::{Builder, Cuts, Migration, Pyramid, Rounding, Status, Ties, statuses};
use rust_decimal::Decimal;

use crate::cases;
use crate::rows::{
    Row, amount, cuts, cuts_by_share, day, exact_sum, log, policy, rounding, rows, shuffled, split,
    ties, window,
};

/// Few different amounts, so that many are equal.
fn tied_amount() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        3 => (-2_i64..6).prop_map(Decimal::from),
        1 => (-2_i64..6).prop_map(|m| Decimal::new(m * 10, 1)),
        1 => amount(),
    ]
}

fn amounts() -> impl Strategy<Value = Vec<Decimal>> {
    prop::collection::vec(tied_amount(), 1..60)
}

fn numbered(amounts: &[Decimal]) -> impl Iterator<Item = (u32, Decimal)> {
    (0..).zip(amounts.iter().copied())
}

fn builder(rows: &[Row], window: Window, policy: Policy, cuts: &Cuts) -> Builder<u8> {
    let mut builder = Builder::new(window, policy, cuts);
    for &row in rows {
        builder.push(row).unwrap();
    }
    builder
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn tiers_partition_customers_and_revenue_exactly(amounts in amounts(), cuts in cuts()) {
        let Ok(pyramid) = Pyramid::new(numbered(&amounts), &cuts) else {
            // Only a total that cannot be shared out stands in the way.
            let profitable = exact_sum(
                amounts.iter().copied().filter(|amount| {
                    !cuts.sets_no_profit_apart() || *amount > Decimal::ZERO
                }),
            );
            prop_assert!(cuts.basis() == "revenue" && profitable <= Decimal::ZERO);
            return Ok(());
        };
        let mut by_tier: BTreeMap<u8, Vec<Decimal>> = BTreeMap::new();
        for row in pyramid.rows() {
            by_tier.entry(row.tier.rank()).or_default().push(row.amount);
        }
        let names: Vec<&str> = pyramid.tiers().iter().map(|tier| tier.name.as_str()).collect();
        prop_assert_eq!(names, cuts.names().collect::<Vec<_>>());
        for (tier, rank) in pyramid.tiers().iter().zip(1..) {
            let members = by_tier.remove(&rank).unwrap_or_default();
            prop_assert_eq!(tier.tier.rank(), rank);
            prop_assert_eq!(tier.customers, members.len() as u64);
            prop_assert_eq!(tier.share_of_customers.numerator(), tier.customers);
            prop_assert_eq!(tier.share_of_customers.denominator(), amounts.len() as u64);
            prop_assert_eq!(tier.revenue, exact_sum(members.iter().copied()));
            prop_assert_eq!((tier.share.part(), tier.share.whole()), (tier.revenue, pyramid.total()));
            prop_assert_eq!(tier.cut, members.iter().copied().min());
            prop_assert_eq!(tier.mean.is_some(), tier.customers > 0);
        }
        prop_assert!(by_tier.is_empty());
        let customers: u64 = pyramid.tiers().iter().map(|tier| tier.customers).sum();
        prop_assert_eq!(customers, amounts.len() as u64);
        let revenue = exact_sum(pyramid.tiers().iter().map(|tier| tier.revenue));
        prop_assert_eq!(revenue, pyramid.total());
        prop_assert_eq!(pyramid.total(), exact_sum(amounts.iter().copied()));
    }

    #[test]
    fn more_never_ranks_below_less(amounts in amounts(), cuts in cuts()) {
        let Ok(pyramid) = Pyramid::new(numbered(&amounts), &cuts) else { return Ok(()) };
        let ranking: Vec<_> = pyramid.ranking().collect();
        prop_assert_eq!(ranking.len(), amounts.len());
        for pair in ranking.windows(2) {
            prop_assert!(pair[0].tier <= pair[1].tier);
            prop_assert!(pair[0].amount >= pair[1].amount);
            if pair[0].amount == pair[1].amount {
                prop_assert!(pair[0].customer < pair[1].customer);
                prop_assert!(
                    cuts == cuts.clone().ties(Ties::ByKey) || pair[0].tier == pair[1].tier,
                    "equals parted: {:?}", pair
                );
            }
        }
    }

    #[test]
    fn by_key_the_heads_are_those_asked_for(
        amounts in amounts(), ends in (0_u64..=1000, 0_u64..=1000), rounding in rounding(),
    ) {
        let (a, b) = (ends.0.min(ends.1), ends.0.max(ends.1));
        let share = |thousandths: u64| thousandths as f64 / 1000.0;
        let cuts = Cuts::by_customers([("A", share(a)), ("B", share(b - a)), ("C", share(1000 - b))])
            .unwrap()
            .rounding(rounding)
            .ties(Ties::ByKey);
        let pyramid = Pyramid::new(numbered(&amounts), &cuts).unwrap();
        let n = amounts.len() as u64;
        let end = |thousandths: u64| match rounding {
            Rounding::Up => (thousandths * n).div_ceil(1000),
            Rounding::Nearest => (thousandths * n + 500) / 1000,
            Rounding::Down => thousandths * n / 1000,
            other => panic!("no expectation for {other}"),
        };
        let heads: Vec<u64> = pyramid.tiers().iter().map(|tier| tier.customers).collect();
        prop_assert_eq!(heads, [end(a), end(b) - end(a), n - end(b)]);
    }

    /// The customers a cut by revenue takes are just enough, or just too few, or the nearer.
    #[test]
    fn by_revenue_the_top_tier_reaches_its_share_as_the_rounding_says(
        cents in prop::collection::vec(1_i64..2000, 1..40),
        thousandths in 0_i64..=1000, rounding in rounding(),
    ) {
        let share = thousandths as f64 / 1000.0;
        let cuts = Cuts::by_revenue([("A", share), ("B", (1000 - thousandths) as f64 / 1000.0)])
            .unwrap()
            .rounding(rounding)
            .ties(Ties::ByKey);
        let rows = (0_u32..).zip(cents.iter().map(|&cents| Decimal::new(cents, 2)));
        let pyramid = Pyramid::new(rows, &cuts).unwrap();
        let mut descending = cents.clone();
        descending.sort_unstable_by(|a, b| b.cmp(a));
        let target = thousandths * cents.iter().sum::<i64>();
        let sum = |heads: usize| descending[..heads].iter().sum::<i64>() * 1000;
        let enough = (0..=cents.len()).find(|&heads| sum(heads) >= target).unwrap();
        let expected = match rounding {
            Rounding::Up => enough,
            _ if sum(enough) == target => enough,
            Rounding::Down => enough - 1,
            Rounding::Nearest => {
                enough - usize::from(sum(enough) - target > target - sum(enough - 1))
            }
            other => panic!("no expectation for {other}"),
        };
        prop_assert_eq!(pyramid.tiers()[0].customers, expected as u64);
    }

    /// A sixth of six is one, though no f64 is a sixth; so are all the others.
    #[test]
    fn equal_shares_make_equal_tiers(
        tiers in 1_usize..40, each in 1_usize..30, rounding in rounding(), by_revenue: bool,
    ) {
        let shares = (0..tiers).map(|tier| (tier.to_string(), 1.0 / tiers as f64));
        let cuts = match by_revenue {
            true => Cuts::by_revenue(shares),
            false => Cuts::by_customers(shares),
        };
        let cuts = cuts.unwrap().rounding(rounding).ties(Ties::ByKey);
        let rows = (0..tiers * each).map(|id| (id, Decimal::ONE));
        let pyramid = Pyramid::new(rows, &cuts).unwrap();
        for tier in pyramid.tiers() {
            prop_assert_eq!(tier.customers, each as u64, "{}", tier.name);
        }
    }

    #[test]
    fn ten_times_the_amounts_leave_the_tiers_alone(amounts in amounts(), cuts in cuts_by_share()) {
        let tenfold: Vec<Decimal> = amounts
            .iter()
            .map(|amount| amount.checked_mul(Decimal::TEN).unwrap())
            .collect();
        let ranks = |amounts: &[Decimal]| {
            Pyramid::new(numbered(amounts), &cuts).ok().map(|pyramid| {
                pyramid.rows().iter().map(|row| row.tier.rank()).collect::<Vec<_>>()
            })
        };
        prop_assert_eq!(ranks(&amounts), ranks(&tenfold));
    }

    #[test]
    fn a_pyramid_does_not_depend_on_the_order_of_rows(
        (a, b) in shuffled(rows()), window in window(), policy in policy(), cuts in cuts(),
    ) {
        let (a, b) = (log(&a), log(&b));
        let (a, b) = (a.observe(window, policy).unwrap(), b.observe(window, policy).unwrap());
        prop_assert_eq!(Pyramid::of(&a, &cuts), Pyramid::of(&b, &cuts));
    }

    #[test]
    fn straight_from_rows_the_pyramid_is_that_of_the_log(
        rows in rows(), window in window(), policy in policy(), cuts in cuts(),
    ) {
        let log = log(&rows);
        let observed = log.observe(window, policy).unwrap();
        match (Pyramid::of(&observed, &cuts), builder(&rows, window, policy, &cuts).finish()) {
            (Ok(of_log), Ok(of_rows)) => {
                prop_assert_eq!(of_log.total(), observed.revenue().unwrap());
                prop_assert_eq!(of_log.counts(), Some(observed.counts()));
                prop_assert_eq!(of_log, of_rows);
            }
            (Err(of_log), Err(of_rows)) => prop_assert_eq!(of_log, of_rows),
            (of_log, of_rows) => prop_assert!(false, "{:?}\n{:?}", of_log, of_rows),
        }
    }

    #[test]
    fn merging_builders_equals_the_pyramid_of_all_rows(
        (a, b) in split(rows()), window in window(), policy in policy(), cuts in cuts(),
    ) {
        let all: Vec<Row> = a.iter().chain(&b).copied().collect();
        let whole = builder(&all, window, policy, &cuts).finish();
        for (a, b) in [(&a, &b), (&b, &a)] {
            let mut merged = builder(a, window, policy, &cuts);
            merged.merge(builder(b, window, policy, &cuts)).unwrap();
            prop_assert_eq!(merged.rows(), all.len() as u64);
            prop_assert_eq!(&merged.finish(), &whole);
        }
    }

    #[test]
    fn a_builder_takes_rows_at_once_as_it_takes_them_one_by_one(
        rows in rows(), times in 1_usize..20, window in window(), policy in policy(), cuts in cuts(),
    ) {
        let many: Vec<Row> = rows.iter().cycle().take(rows.len() * times).copied().collect();
        let mut at_once = Builder::new(window, policy, &cuts);
        at_once.extend(many.iter().copied()).unwrap();
        prop_assert_eq!(at_once.rows(), many.len() as u64);
        prop_assert_eq!(at_once.finish(), builder(&many, window, policy, &cuts).finish());
    }

    #[test]
    fn everyone_has_at_most_one_status(
        rows in rows(), as_of in 0_u64..150, weeks in 1_u32..20,
        others in prop::collection::btree_map(0_u8..30, 0_usize..3, 0..12),
    ) {
        let log = log(&rows);
        let as_of: NaiveDate = day(as_of);
        let span = Span::new(weeks, Period::Week(chrono::Weekday::Mon)).unwrap();
        let listed = others.iter().map(|(&id, &kind)| (id, Status::ALL[2 + kind]));
        let found = statuses(&log, as_of, span, Policy::default(), listed.clone()).unwrap();
        prop_assert!(found.rows.as_slice().is_sorted_by(|a, b| a.customer < b.customer));
        let total: u64 = Status::ALL.iter().map(|&status| found.count(status)).sum();
        prop_assert_eq!(total, found.rows.len() as u64);

        let last = |id: u8| {
            rows.iter()
                .filter(|row| row.customer == id && row.amount >= Decimal::ZERO && row.date <= as_of)
                .map(|row| row.date)
                .max()
        };
        for id in 0..30 {
            let expected = match (last(id), others.get(&id)) {
                (Some(date), _) if found.activity.contains(date) => Some(Status::Active),
                (Some(_), _) => Some(Status::Inactive),
                (None, Some(&kind)) => Some(Status::ALL[2 + kind]),
                (None, None) => None,
            };
            let status = found.rows.get(&id).map(|row| row.status);
            prop_assert_eq!(status, expected, "{}", id);
        }
        let unknown = |id: &&u8| last(**id).is_none() && !others.contains_key(*id);
        let (refund_only, not_yet): (Vec<u8>, Vec<u8>) =
            log.customers().iter().filter(unknown).partition(|&&id| {
                rows.iter().any(|row| row.customer == id && row.date <= as_of)
            });
        prop_assert_eq!((found.refund_only, found.not_yet), (refund_only.len() as u64, not_yet.len() as u64));
        let buyers = others.keys().filter(|&&id| last(id).is_some()).count() as u64;
        prop_assert_eq!(found.bought_after_all, buyers);
    }

    /// Everyone of either period is in one cell, and so is all their money.
    #[test]
    fn a_migration_adds_up_to_both_pyramids(
        base in prop::collection::btree_map(0_u8..40, amount(), 1..30),
        later in prop::collection::btree_map(0_u8..40, amount(), 1..30),
        cuts in cuts(), each_period: bool,
    ) {
        let (Ok(base), Ok(later)) = (Pyramid::new(base, &cuts), Pyramid::new(later, &cuts)) else {
            return Ok(());
        };
        let migration = if each_period {
            Migration::by_own_cuts(&base, &later).unwrap()
        } else {
            Migration::between(&base, &later).unwrap()
        };
        prop_assert_eq!(migration.own_cuts, each_period);
        let cells = || migration.matrix.cells().iter();
        prop_assert_eq!(exact_sum(cells().map(|cell| cell.before)), base.total());
        prop_assert_eq!(exact_sum(cells().map(|cell| cell.after)), later.total());
        for summary in base.tiers() {
            let place = Some(summary.tier);
            let from: u64 = cells().filter(|cell| cell.from == place).map(|cell| cell.customers).sum();
            prop_assert_eq!(from, summary.customers);
        }
        let (up, down) = (migration.upward.numerator(), migration.downward.numerator());
        prop_assert_eq!(migration.net, up as i64 - down as i64);
        let back = Migration::by_own_cuts(&later, &base).unwrap();
        if each_period {
            prop_assert_eq!(back.net, -migration.net);
        }
        let at_start = base.rows().len() as u64;
        let rates = [migration.upward, migration.downward, migration.stayed, migration.left];
        prop_assert!(rates.iter().all(|rate| rate.denominator() == at_start));
        prop_assert_eq!(rates.iter().map(|rate| rate.numerator()).sum::<u64>(), at_start);
        let in_later = at_start - migration.left.numerator() + migration.entered;
        prop_assert_eq!(in_later, later.rows().len() as u64);
        let still = migration.stayed.numerator();
        prop_assert_eq!(migration.moves.len() as u64, at_start - still + migration.entered);
        prop_assert!(migration.moves.as_slice().is_sorted_by(|a, b| a.customer < b.customer));
    }

    /// Nobody moves where nothing changes, and by amounts a larger one never stands lower.
    #[test]
    fn amounts_find_their_tier_by_the_cuts_of_a_pyramid(amounts in amounts(), cuts in cuts()) {
        let cuts = cuts.ties(Ties::TogetherUp);
        let Ok(pyramid) = Pyramid::new(numbered(&amounts), &cuts) else {
            return Ok(());
        };
        for row in pyramid.rows() {
            prop_assert_eq!(pyramid.tier_for(row.amount), row.tier, "{}", row.amount);
        }
        let same = Migration::between(&pyramid, &pyramid).unwrap();
        prop_assert_eq!(same.stayed.numerator(), amounts.len() as u64);
        let mut ranked = amounts;
        ranked.sort_unstable();
        prop_assert!(ranked.iter().map(|&amount| pyramid.tier_for(amount)).rev().is_sorted());
    }

    #[test]
    fn equal_amounts_of_different_scale_are_equal(
        whole in prop::collection::vec(1_i64..5, 2..30), cuts in cuts(), ties in ties(),
    ) {
        let cuts = cuts.ties(ties);
        let plain: Vec<Decimal> = whole.iter().map(|&m| Decimal::from(m)).collect();
        let padded: Vec<Decimal> = whole
            .iter()
            .zip(0_u32..)
            .map(|(&m, at)| Decimal::new(m * 10_i64.pow(at % 7), at % 7))
            .collect();
        prop_assert_eq!(
            Pyramid::new(numbered(&plain), &cuts),
            Pyramid::new(numbered(&padded), &cuts)
        );
    }
}

/// 29 % of 50 is fourteen and a half, and halves go up; in floating point it is a little less.
#[test]
fn by_revenue_a_half_goes_up_where_the_nearest_is_wanted() {
    let rows = (0..50_u32).map(|id| (id, Decimal::ONE));
    let cuts = Cuts::by_revenue([("A", 0.29), ("B", 0.71)])
        .unwrap()
        .rounding(Rounding::Nearest)
        .ties(Ties::ByKey);
    let pyramid = Pyramid::new(rows, &cuts).unwrap();
    assert_eq!(pyramid.tiers()[0].customers, 15);
}
