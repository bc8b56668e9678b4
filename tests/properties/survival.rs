//! Survival curves and the tests between them.

use proptest::prelude::*;
use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::estimate::Confidence;
use retention::survival::{
    Builder, Spell, Survival, Transform, Weighting, log_rank, log_rank_for_trend,
    log_rank_in_strata,
};

use crate::cases;

pub fn spell() -> impl Strategy<Value = Spell> {
    (
        0_u32..20,
        any::<bool>(),
        prop::option::weighted(0.3, 0_u32..20),
    )
        .prop_map(|(time, ended, entry)| {
            let spell = if ended {
                Spell::ended(time)
            } else {
                Spell::ongoing(time)
            };
            entry.map_or(spell, |entry| spell.entered(entry).unwrap_or(spell))
        })
}

pub fn spells() -> impl Strategy<Value = Vec<Spell>> {
    prop::collection::vec(spell(), 1..50)
}

pub fn whole(spells: &[Spell]) -> Survival {
    Survival::of(spells.iter().copied()).unwrap()
}

/// The curve by its definition, counted directly.
fn share(spells: &[Spell], time: u32) -> f64 {
    (0..=time)
        .map(|now| {
            let there = |spell: &&Spell| {
                spell.entry().is_none_or(|entry| entry < now) && now <= spell.time()
            };
            let at_risk = spells.iter().filter(there).count() as f64;
            let left = |spell: &&Spell| spell.has_ended() && spell.time() == now;
            let ended = spells.iter().filter(left).count() as f64;
            if at_risk > 0.0 {
                1.0 - ended / at_risk
            } else {
                1.0
            }
        })
        .product()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn shares_are_those_of_the_definition_and_never_rise(spells in spells()) {
        let curve = whole(&spells);
        let mut before = 1.0;
        for time in 0..22 {
            let Some(found) = curve.at(time) else { continue };
            prop_assert!((found - share(&spells, time)).abs() < 1e-12);
            prop_assert!(found <= before);
            before = found;
        }
        for point in &curve.points {
            prop_assert!(point.ended <= point.at_risk);
            prop_assert_eq!(point.standard_error.is_none(), point.survival <= 0.0);
            for transform in Transform::ALL {
                if let Some(interval) = curve.interval(point.time, *transform, Confidence::default()) {
                    prop_assert!(0.0 <= interval.lower() && interval.upper() <= 1.0);
                    prop_assert!(interval.contains(point.survival));
                }
            }
        }
    }

    #[test]
    fn without_ongoing_customers_it_is_the_share_with_a_longer_tenure(
        times in prop::collection::vec(0_u32..30, 1..50),
    ) {
        let curve = Survival::of(times.iter().copied().map(Spell::ended)).unwrap();
        for time in 0..31 {
            let longer = times.iter().filter(|&&own| own > time).count() as f64;
            let expected = longer / times.len() as f64;
            prop_assert!((curve.at(time).unwrap() - expected).abs() < 1e-12);
        }
        let until = times.iter().copied().max().unwrap() + 1;
        let mean = times.iter().map(|&time| f64::from(time)).sum::<f64>() / times.len() as f64;
        prop_assert!((curve.restricted_mean(until).unwrap().value() - mean).abs() < 1e-9);
    }

    #[test]
    fn parts_merge_into_the_whole_in_any_order(
        (mut spells, cut) in spells().prop_flat_map(|spells| {
            let most = spells.len();
            (Just(spells), 0..=most)
        }),
    ) {
        let expected = whole(&spells);
        let mut left = Builder::new();
        left.extend(spells[..cut].iter().copied()).unwrap();
        let mut right = Builder::new();
        right.extend(spells[cut..].iter().copied()).unwrap();
        right.merge(left).unwrap();
        prop_assert_eq!(right.finish().unwrap(), expected.clone());
        spells.reverse();
        prop_assert_eq!(whole(&spells), expected);
    }

    #[test]
    fn a_whole_weight_counts_as_so_many_customers(
        spells in prop::collection::vec((spell(), 0_u8..4), 1..30),
    ) {
        let (mut weighted, mut repeated) = (Builder::new(), Builder::new());
        for &(spell, weight) in &spells {
            weighted.push_weighted(spell, weight.into()).unwrap();
            for _ in 0..weight {
                repeated.push(spell).unwrap();
            }
        }
        let (weighted, repeated) = (weighted.finish().unwrap(), repeated.finish().unwrap());
        prop_assert_eq!(weighted.points, repeated.points);
        prop_assert_eq!(weighted.until, repeated.until);
    }

    #[test]
    fn whoever_stayed_has_the_quotient_of_the_shares(spells in spells(), stayed in 0_u32..20) {
        let curve = whole(&spells);
        let Some(later) = curve.given(stayed) else {
            prop_assert!(curve.at(stayed).is_none_or(|share| share <= 0.0));
            return Ok(());
        };
        // It is the curve of those seen since, as if they had come then.
        let since = spells.iter().filter(|spell| spell.time() > stayed).map(|spell| {
            spell.entered(spell.entry().map_or(stayed, |entry| entry.max(stayed))).unwrap()
        });
        let since = Survival::of(since).unwrap();
        if since.from == Some(stayed) {
            prop_assert_eq!(&later.points, &since.points);
        }
        let share = curve.at(stayed).unwrap();
        if share <= 0.0 {
            prop_assert_eq!(later.at(stayed), Some(1.0));
            return Ok(());
        }
        for time in stayed..22 {
            match (curve.at(time), later.at(time)) {
                (Some(all), Some(own)) => prop_assert!((all / share - own).abs() < 1e-12),
                (all, own) => prop_assert_eq!(all.is_some(), own.is_some()),
            }
        }
    }

    /// Sums of weights such as 0.1 leave rests, which are nobody.
    #[test]
    fn where_all_have_left_nobody_is_left_whatever_the_weights(
        spells in spells(), weights in prop::collection::vec(1_u32..40, 50),
    ) {
        let mut builder = Builder::new();
        let longest = spells.iter().map(|spell| spell.time()).max().unwrap();
        for (spell, weight) in spells.iter().zip(&weights) {
            builder.push_weighted(*spell, f64::from(*weight) * 0.1).unwrap();
        }
        builder.push_weighted(Spell::ended(longest + 1), 0.3).unwrap();
        let curve = builder.finish().unwrap();
        prop_assume!(curve.not_followed == 0.0);
        let last = curve.points.last().unwrap();
        prop_assert_eq!((last.survival, last.standard_error), (0.0, None));
        prop_assert_eq!(curve.at(longest + 9), Some(0.0));
        prop_assert_eq!(curve.given(longest + 1), None);
    }

    #[test]
    fn an_entry_before_the_first_tenure_with_an_end_changes_nothing(
        times in prop::collection::vec((3_u32..20, any::<bool>()), 1..30),
    ) {
        let spell = |&(time, ended): &(u32, bool)| {
            if ended { Spell::ended(time) } else { Spell::ongoing(time) }
        };
        let from_the_start = Survival::of(times.iter().map(spell)).unwrap();
        let entered = times.iter().map(|row| spell(row).entered(2).unwrap());
        let entered = Survival::of(entered).unwrap();
        prop_assert_eq!(entered.points, from_the_start.points);
        prop_assert_eq!((entered.from, from_the_start.from), (Some(2), Some(0)));
    }

    #[test]
    fn a_log_rank_test_depends_on_no_order_and_a_copy_of_a_group_adds_nothing_to_tell(
        (first, second, third) in (spells(), spells(), spells()),
    ) {
        let [a, b, c] = [&first, &second, &third].map(|spells| whole(spells));
        let statistic = |curves: &[&Survival]| {
            log_rank(curves, Weighting::Equal).unwrap().map(|test| test.statistic)
        };
        if let (Some(one), Some(other)) = (statistic(&[&a, &b, &c]), statistic(&[&c, &a, &b])) {
            prop_assert!((one - other).abs() <= 1e-6 * (1.0 + one));
        }
        if let Some(test) = log_rank(&[&a, &b, &c], Weighting::Equal).unwrap() {
            prop_assert!((0.0..=1.0).contains(&test.p_value));
            let [observed, expected] = [&test.observed, &test.expected].map(|list| list.iter().sum::<f64>());
            prop_assert!((observed - expected).abs() < 1e-9);
        }
        if let Some(same) = statistic(&[&a, &a]) {
            prop_assert!(same < 1e-12);
        }
        let strata: [&[&Survival]; 1] = [&[&a, &b]];
        let alone = log_rank(&[&a, &b], Weighting::Gehan).unwrap();
        prop_assert_eq!(&log_rank_in_strata(&strata, Weighting::Gehan).unwrap(), &alone);
        // A trend over two groups is their difference.
        let trend = log_rank_for_trend(&[&a, &b], &[1.0, 5.0], Weighting::Gehan).unwrap();
        if let (Some(trend), Some(alone)) = (trend, alone) {
            prop_assert!((trend.statistic - alone.statistic).abs() <= 1e-9 * (1.0 + alone.statistic));
        }
    }
}

/// Intervals of the share and of the restricted mean, on skewed tenures of which a third is not seen to
/// the end.
#[test]
fn intervals_cover_what_they_claim() {
    use crate::random::Congruential;

    const RUNS: u32 = 2_000;
    // Geometric tenure with one in ten leaving each month.
    let truth = |months: i32| 0.9_f64.powi(months);
    let mean: f64 = (0..12).map(truth).sum();
    for customers in [30, 200] {
        let (mut share, mut plain, mut restricted, mut told) = (0, 0, 0, 0);
        let mut random = Congruential(7);
        for _ in 0..RUNS {
            let spells = (0..customers).map(|_| {
                let tenure = 1 + (random.unit().ln() / 0.9_f64.ln()) as u32;
                let followed = 3 + (random.unit() * 18.0) as u32;
                if tenure <= followed {
                    Spell::ended(tenure)
                } else {
                    Spell::ongoing(followed)
                }
            });
            let curve = Survival::of(spells.collect::<Vec<_>>()).unwrap();
            let interval = |transform| curve.interval(12, transform, Confidence::default());
            if let (Some(log_log), Some(other)) =
                (interval(Transform::LogLog), interval(Transform::Plain))
            {
                told += 1;
                share += u32::from(log_log.contains(truth(12)));
                plain += u32::from(other.contains(truth(12)));
            }
            if let Ok(estimate) = curve.restricted_mean(12) {
                let interval = estimate.interval(Confidence::default());
                restricted += u32::from(interval.contains(mean));
            }
        }
        let rate = |covered: u32| f64::from(covered) / f64::from(told);
        assert!(told > RUNS * 97 / 100, "{told}");
        assert!(
            (0.935..=0.97).contains(&rate(share)),
            "log-log {}",
            rate(share)
        );
        assert!(rate(plain) <= rate(share) + 0.01, "plain {}", rate(plain));
        assert!(
            rate(restricted) >= 0.925,
            "restricted mean {}",
            rate(restricted)
        );
    }
}

/// The rate at which groups that stay equally long are told apart.
#[test]
fn groups_that_stay_equally_long_are_told_apart_as_often_as_said() {
    use crate::random::Mixed;

    const RUNS: u32 = 2_000;
    let mut random = Mixed(11);
    let mut found = [0_u32; 3];
    let weightings = [
        Weighting::Equal,
        Weighting::Gehan,
        Weighting::FlemingHarrington {
            rho: 0.0,
            gamma: 1.0,
        },
    ];
    for _ in 0..RUNS {
        let mut group = |size: u32| {
            let spells: Vec<Spell> = (0..size)
                .map(|_| {
                    let tenure = 1 + (random.unit().ln() / 0.8_f64.ln()) as u32;
                    let followed = 2 + (random.unit() * 10.0) as u32;
                    if tenure <= followed {
                        Spell::ended(tenure)
                    } else {
                        Spell::ongoing(followed)
                    }
                })
                .collect();
            Survival::of(spells).unwrap()
        };
        let (small, large) = (group(25), group(75));
        for (found, weighting) in found.iter_mut().zip(weightings) {
            let test = log_rank(&[&small, &large], weighting).unwrap().unwrap();
            *found += u32::from(test.p_value < 0.05);
        }
    }
    let rates = found.map(|found| f64::from(found) / f64::from(RUNS));
    let [equal, early, late] = rates;
    assert!((0.035..=0.065).contains(&equal), "{equal}");
    assert!((0.035..=0.065).contains(&early), "{early}");
    // Few are left late, and the chi-square distribution takes many for granted.
    assert!((0.035..=0.075).contains(&late), "{late}");
}

/// Days until ten or twenty customers left, half of them soon; some are not followed to the end.
#[test]
fn of_few_customers_the_default_interval_covers_best() {
    use crate::random::Congruential;

    const RUNS: u32 = 500;
    let mut random = Congruential(11);
    let mut off = [0.0; 4];
    for customers in [10, 20] {
        for share in [0.9_f64, 0.7, 0.5, 0.3, 0.1] {
            let time = (100.0 * share.ln().powi(2)) as u32;
            let truth = (-(f64::from(time + 1) / 100.0).sqrt()).exp();
            let (mut told, mut covered) = (0_u32, [0_u32; 4]);
            for _ in 0..RUNS {
                let spells = (0..customers).map(|_| {
                    let tenure = (100.0 * random.unit().ln().powi(2)) as u32;
                    let followed = (random.unit() * 3.0 * f64::from(time)) as u32;
                    if tenure <= followed {
                        Spell::ended(tenure)
                    } else {
                        Spell::ongoing(followed)
                    }
                });
                let curve = Survival::of(spells.collect::<Vec<_>>()).unwrap();
                let intervals = Transform::ALL
                    .iter()
                    .map(|transform| curve.interval(time, *transform, Confidence::default()));
                let intervals: Vec<_> = intervals.flatten().collect();
                told += u32::from(!intervals.is_empty());
                for (covered, interval) in covered.iter_mut().zip(intervals) {
                    *covered += u32::from(interval.contains(truth));
                }
            }
            for (off, covered) in off.iter_mut().zip(covered) {
                *off += (f64::from(covered) / f64::from(told) - 0.95).abs() / 10.0;
            }
        }
    }
    assert_eq!(Transform::ALL[0], Transform::default());
    let [default, log, plain, arcsine] = off;
    assert!(default < 0.025, "{default}");
    assert!(default < arcsine && arcsine < log.min(plain), "{off:?}");
}
