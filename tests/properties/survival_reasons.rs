//! Reasons for leaving that compete.

use proptest::prelude::*;
use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::estimate::Confidence;
use retention::period::{Period, Window};
use retention::subscriptions::Options;
use retention::survival::{
    CumulativeIncidence, IncidenceBuilder, Spell, Survival, Transform, WhichSpells,
};

use crate::cases;
use crate::random::Mixed;
use crate::survival::spell;

fn rows() -> impl Strategy<Value = Vec<(Spell, Option<u8>)>> {
    let row =
        (spell(), 0_u8..4).prop_map(|(spell, reason)| (spell, spell.has_ended().then_some(reason)));
    prop::collection::vec(row, 1..50)
}

fn of(rows: &[(Spell, Option<u8>)]) -> CumulativeIncidence<u8> {
    CumulativeIncidence::of(rows.iter().copied()).unwrap()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn incidences_and_the_share_still_here_add_up_to_one(rows in rows()) {
        let leaving = of(&rows);
        for time in 0..22 {
            let Some(here) = leaving.survival.at(time) else {
                prop_assert_eq!(leaving.at(&0, time), None);
                continue;
            };
            let left: f64 = (0..4).map(|reason| leaving.at(&reason, time).unwrap()).sum();
            prop_assert!((left + here - 1.0).abs() < 1e-12, "{} {}", left, here);
            for reason in 0..4 {
                let share = leaving.at(&reason, time).unwrap();
                if let Some(interval) = leaving.interval(&reason, time, Transform::LogLog, Confidence::default()) {
                    prop_assert!(interval.contains(share));
                }
            }
        }
        let ended: f64 = leaving.reasons.iter().map(|own| own.ended).sum();
        prop_assert!((ended - leaving.survival.ended).abs() < 1e-12);
    }

    #[test]
    fn a_single_reason_is_one_minus_the_curve_with_its_error(rows in rows()) {
        let one: Vec<_> = rows.iter().map(|(spell, reason)| (*spell, reason.map(|_| 7))).collect();
        let leaving = of(&one);
        let curve = Survival::of(rows.iter().map(|row| row.0)).unwrap();
        prop_assert_eq!(&leaving.survival, &curve);
        for own in &leaving.reasons {
            prop_assert_eq!(own.points.len(), curve.points.len());
            for (point, step) in own.points.iter().zip(&curve.points) {
                prop_assert_eq!(point.time, step.time);
                prop_assert!((point.incidence + step.survival - 1.0).abs() < 1e-12);
                let error = step.standard_error.unwrap_or(0.0);
                prop_assert!((point.standard_error - error).abs() < 1e-7, "{} {}", point.standard_error, error);
            }
        }
    }

    #[test]
    fn parts_merge_into_the_whole_and_weights_are_customers(
        rows in prop::collection::vec((spell(), 0_u8..4, 0_u8..4), 1..40), cut in 0_usize..40,
    ) {
        let rows: Vec<_> = rows
            .into_iter()
            .map(|(spell, reason, weight)| ((spell, spell.has_ended().then_some(reason)), weight))
            .collect();
        let cut = cut.min(rows.len());
        let (mut left, mut right, mut repeated) =
            (IncidenceBuilder::new(), IncidenceBuilder::new(), IncidenceBuilder::new());
        for (at, &(row, weight)) in rows.iter().enumerate() {
            let part = if at < cut { &mut left } else { &mut right };
            part.push_weighted(row, weight.into()).unwrap();
            for _ in 0..weight {
                repeated.push(row).unwrap();
            }
        }
        right.merge(left).unwrap();
        let (weighted, repeated) = (right.finish().unwrap(), repeated.finish().unwrap());
        prop_assert_eq!(weighted.reasons, repeated.reasons);
        prop_assert_eq!(weighted.survival.points, repeated.survival.points);
    }

    /// Without ongoing customers an incidence is a share of them all, with the error of a share.
    #[test]
    fn without_ongoing_customers_it_is_a_plain_share(
        rows in prop::collection::vec((0_u32..15, 0_u8..3), 2..50),
    ) {
        let leaving = of(&rows.iter().map(|&(time, reason)| (Spell::ended(time), Some(reason))).collect::<Vec<_>>());
        let all = rows.len() as f64;
        for own in &leaving.reasons {
            for point in &own.points {
                let left = rows.iter().filter(|row| row.1 == own.reason && row.0 <= point.time).count() as f64;
                let share = left / all;
                prop_assert!((point.incidence - share).abs() < 1e-12);
                let error = (share * (1.0 - share) / all).sqrt();
                prop_assert!((point.standard_error - error).abs() < 1e-7);
            }
        }
    }
}

/// Two reasons with hazards of 6 % and 3 % a month; customers are followed for 3 to 20 months.
#[test]
fn intervals_of_incidences_cover_what_they_claim() {
    let (price, moved) = (0.06, 0.03);
    let truth = |hazard: f64, months: i32| {
        hazard / (price + moved) * (1.0 - (1.0_f64 - price - moved).powi(months))
    };
    for customers in [60, 300] {
        let (mut random, mut covered, mut told) = (Mixed(41), [0; 2], [0; 2]);
        for _ in 0..700 {
            let mut row = |_| {
                let followed = 3 + (random.unit() * 18.0) as u32;
                for month in 1..=followed {
                    let chance = random.unit();
                    if chance < price + moved {
                        let reason = if chance < price { "price" } else { "moved" };
                        return (Spell::ended(month), Some(reason));
                    }
                }
                (Spell::ongoing(followed), None)
            };
            let leaving =
                CumulativeIncidence::of((0..customers).map(&mut row).collect::<Vec<_>>()).unwrap();
            for (at, (reason, hazard)) in
                [("price", price), ("moved", moved)].into_iter().enumerate()
            {
                let interval =
                    leaving.interval(&reason, 12, Transform::LogLog, Confidence::default());
                if let Some(interval) = interval {
                    told[at] += 1;
                    covered[at] += u32::from(interval.contains(truth(hazard, 12)));
                }
            }
        }
        for (covered, told) in covered.into_iter().zip(told) {
            let rate = f64::from(covered) / f64::from(told);
            assert!(
                told > 680 && (0.925..=0.975).contains(&rate),
                "{customers}: {rate} of {told}"
            );
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    /// No end and no exit is dropped, and the spells are those without reasons.
    #[test]
    fn ends_and_exits_all_count_once(
        rows in crate::subscriptions::rows(),
        exits in prop::collection::vec((0_u8..7, 0_u64..300, prop::option::of(0_u8..3)), 0..30),
        within in 0_u32..60,
        every in any::<bool>(),
    ) {
        let day = |days| chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(days);
        let log = crate::subscriptions::log(&rows);
        let window = Window::new(day(60), day(200)).unwrap();
        let accounts = log.accounts(window, Options::default()).unwrap();
        let which = if every { WhichSpells::Every } else { WhichSpells::First };
        let given = exits.iter().map(|(customer, days, reason)| (customer, day(*days), *reason));
        let joined = accounts.spells_by_reason(Period::Month, which, given.clone(), within);
        let plain: Vec<_> = accounts.spells(Period::Month, which).collect();
        let found: Vec<_> = joined.rows.iter().map(|row| (&row.customer, row.spell)).collect();
        prop_assert_eq!(found, plain);
        let ends = joined.rows.iter().filter(|row| row.spell.has_ended()).count() as u64;
        let with_exit = joined.stated + joined.without_reason;
        prop_assert_eq!(with_exit + joined.without_exit, ends);
        let other = joined.repeated + joined.left_out + joined.without_end;
        let other = other + joined.unknown_customer + joined.later;
        prop_assert_eq!(with_exit + other, exits.len() as u64);
        let reasons = joined.rows.iter().filter(|row| row.reason.is_some()).count() as u64;
        prop_assert_eq!(reasons, joined.stated);
        // More days find more ends.
        let wider = accounts.spells_by_reason(Period::Month, which, given, within + 9);
        prop_assert!(wider.without_end <= joined.without_end);
        prop_assert!(wider.without_exit <= joined.without_exit);
        prop_assert_eq!(joined.spells().filter(|(_, reason)| reason.is_some()).count() as u64, ends);
    }
}
