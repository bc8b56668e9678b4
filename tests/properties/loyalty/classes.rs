//! The ladder, the path, conditions, types, hostages, indices, core customers.

use proptest::prelude::*;
use retention::Accumulator;
use retention::counted::Counted;
use retention::loyalty::conditions::Condition;
use retention::loyalty::hierarchy::{Factor, Hierarchy};
use retention::loyalty::types::CustomerType;
use retention::loyalty::{
    Evidence, Measures, Piece, Score, Threshold, behaviour, conditions, consequences,
    core_customers, expressions, hostages, ladder, path, types, zones,
};
use retention::scale::{Missing, Scale};

use super::{maybe_on, maybe_score, on, raised, scale, score, threshold};
use crate::cases;

/// A weighted mean of a handful of numbers up to one.
const MEAN: f64 = 1e-12;

fn ladder_evidence() -> impl Strategy<Value = [Option<Score>; 5]> {
    [
        maybe_score(),
        maybe_score(),
        maybe_score(),
        maybe_score(),
        maybe_score(),
    ]
}

fn on_ladder(
    [
        commitment,
        repeat,
        relative_attitude,
        satisfaction,
        switching_cost,
    ]: [Option<Score>; 5],
) -> Evidence {
    Evidence::default()
        .commitment(commitment)
        .patronage(repeat)
        .relative_attitude(relative_attitude)
        .satisfaction(satisfaction)
        .switching_cost(switching_cost)
}

fn on_path(
    accepted: Option<bool>,
    [satisfaction, trust, lock_in, loyalty, _]: [Option<Score>; 5],
) -> Evidence {
    Evidence::default()
        .accepted(accepted)
        .satisfaction(satisfaction)
        .trust(trust)
        .switching_cost(lock_in)
        .loyalty(loyalty)
}

fn hostage() -> impl Strategy<Value = Measures<Option<f64>>> {
    (
        maybe_on(Scale::ONE_TO_SEVEN),
        maybe_on(Scale::ONE_TO_SEVEN),
        maybe_on(Scale::ONE_TO_FIVE),
    )
        .prop_map(|(satisfaction, loyalty, switching_cost)| Measures {
            satisfaction,
            loyalty,
            switching_cost,
        })
}

fn hostages(cuts: &hostages::Rules, customers: &[Measures<Option<f64>>]) -> hostages::Counter {
    let scales = Measures {
        satisfaction: Scale::ONE_TO_SEVEN,
        loyalty: Scale::ONE_TO_SEVEN,
        switching_cost: Scale::ONE_TO_FIVE,
    };
    let mut counter = hostages::Counter::new(scales, cuts).unwrap();
    counter.extend(customers.iter().copied()).unwrap();
    counter
}

fn core_facts() -> impl Strategy<Value = core_customers::Facts> {
    let amount = || prop::option::of(0.0_f64..100.0);
    let share = || prop::option::of(0.0_f64..=1.0);
    let count = || prop::option::of(0_u64..8);
    (
        amount(),
        amount(),
        amount(),
        count(),
        count(),
        share(),
        share(),
        amount(),
        amount(),
    )
        .prop_map(
            |(paid, list, days, contacts, purchases, repeat, wallet, ours, theirs)| {
                core_customers::Facts::default()
                    .price_paid(paid)
                    .list_price(list)
                    .days_to_pay(days)
                    .service_contacts(contacts)
                    .purchases(purchases)
                    .repeat_share(repeat)
                    .share_of_wallet(wallet)
                    .value_to_us(ours)
                    .value_to_rival(theirs)
            },
        )
}

/// What is not known is taken from `more`.
fn filled_in(facts: core_customers::Facts, more: core_customers::Facts) -> core_customers::Facts {
    core_customers::Facts::default()
        .price_paid(facts.price_paid.or(more.price_paid))
        .list_price(facts.list_price.or(more.list_price))
        .days_to_pay(facts.days_to_pay.or(more.days_to_pay))
        .service_contacts(facts.service_contacts.or(more.service_contacts))
        .purchases(facts.purchases.or(more.purchases))
        .repeat_share(facts.repeat_share.or(more.repeat_share))
        .share_of_wallet(facts.share_of_wallet.or(more.share_of_wallet))
        .value_to_us(facts.value_to_us.or(more.value_to_us))
        .value_to_rival(facts.value_to_rival.or(more.value_to_rival))
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn raising_a_score_never_lowers_a_rung_and_filling_one_in_stays_within_the_bounds(
        scores in ladder_evidence(), threshold in threshold(), inclusive in any::<bool>(),
        which in 0_usize..5, by in 0.0_f64..=1.0, filling in score(),
    ) {
        let ladder = ladder::Rules::default().threshold(threshold).cut_is_high(inclusive);
        let before = ladder.classify(&on_ladder(scores)).unwrap();
        prop_assert!(before.at_least <= before.at_most);
        prop_assert_eq!(before.level.is_some(), before.at_least == before.at_most);
        prop_assert_eq!(before.missing.len(), scores.iter().filter(|score| score.is_none()).count());
        let mut changed = scores;
        match scores[which] {
            Some(score) => {
                changed[which] = Some(raised(score, by));
                let after = ladder.classify(&on_ladder(changed)).unwrap();
                prop_assert!(after.at_least >= before.at_least && after.at_most >= before.at_most);
            }
            None => {
                changed[which] = Some(filling);
                let after = ladder.classify(&on_ladder(changed)).unwrap();
                prop_assert!(after.at_least >= before.at_least && after.at_most <= before.at_most);
            }
        }
    }

    #[test]
    fn both_bounds_of_a_rung_can_be_reached(scores in ladder_evidence()) {
        let ladder = ladder::Rules::default();
        let found = ladder.classify(&on_ladder(scores)).unwrap();
        let filled = |value| {
            let fill = Score::rate(value).unwrap();
            let all = on_ladder(scores.map(|score| score.or(Some(fill))));
            ladder.classify(&all).unwrap().level
        };
        prop_assert_eq!(filled(0.0), Some(found.at_least));
        prop_assert_eq!(filled(1.0), Some(found.at_most));
    }

    #[test]
    fn raising_a_score_never_takes_a_customer_back_on_the_path(
        scores in ladder_evidence(), accepted in any::<Option<bool>>(), threshold in threshold(),
        which in 0_usize..4, by in 0.0_f64..=1.0,
    ) {
        let path = path::Rules::default().threshold(threshold);
        let before = path.classify(&on_path(accepted, scores)).unwrap();
        let mut changed = scores;
        changed[which] = scores[which].map(|score| raised(score, by));
        let after = path.classify(&on_path(accepted, changed)).unwrap();
        prop_assert!(after.reached >= before.reached);
        prop_assert_eq!(before.next.is_none(), before.reached == Some(retention::loyalty::path::Step::Loyal));
        prop_assert!(before.ahead.iter().all(|&step| Some(step) > before.reached));
    }

    #[test]
    fn conditions_of_a_population_are_those_of_its_customers(
        rows in prop::collection::vec((maybe_on(Scale::ONE_TO_FIVE), maybe_on(Scale::ONE_TO_SEVEN)), 1..60),
        cuts in (on(Scale::ONE_TO_FIVE), on(Scale::ONE_TO_SEVEN)), inclusive in any::<bool>(),
    ) {
        let (five, seven) = (Scale::ONE_TO_FIVE, Scale::ONE_TO_SEVEN);
        let columns: (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
        let (attitude, patronage) = (five.answers(&columns.0).unwrap(), seven.answers(&columns.1).unwrap());
        let given = conditions::Rules::default()
            .attitude(Threshold::Value(cuts.0))
            .patronage(Threshold::Value(cuts.1))
            .cut_is_high(inclusive);
        let found = given.classify_columns(&attitude, &patronage).unwrap();
        for (row, found) in rows.iter().zip(&found) {
            let score = |scale, value: Option<f64>| value.map(|value| Score::new(scale, value).unwrap());
            prop_assert_eq!(given.classify(&Evidence::default().relative_attitude(score(five, row.0)).patronage(score(seven, row.1))).unwrap(), found.clone());
        }
        let both = rows.iter().filter(|(a, p)| a.is_some() && p.is_some()).count() as u64;
        let medians = conditions::Rules::at_medians(&attitude, &patronage);
        prop_assert_eq!(medians.is_ok(), both > 0);
        for conditions in [Ok(given), medians.clone(), Ok(conditions::Rules::default())].into_iter().flatten() {
            let found = conditions.classify_columns(&attitude, &patronage).unwrap();
            let counts = Counted::of_classes(found.iter().map(|one| one.class().copied())).unwrap();
            prop_assert_eq!((counts.placed, counts.missing), (both, rows.len() as u64 - both));
            let sum: u64 = Condition::ALL.iter().map(|&c| counts.count(c)).sum();
            prop_assert_eq!(sum, both);
        }
        // At least half are at or above a median, and at least half at or below.
        if let Ok(medians) = medians {
            let median = medians.attitude.on(five).unwrap();
            let with_both: Vec<f64> = rows.iter().filter_map(|&(a, p)| a.zip(p)).map(|(a, _)| a).collect();
            let (up, down) = (
                with_both.iter().filter(|&&a| a >= median).count(),
                with_both.iter().filter(|&&a| a <= median).count(),
            );
            prop_assert!(2 * up >= with_both.len() && 2 * down >= with_both.len());
        }
    }

    #[test]
    fn every_customer_with_both_scores_has_one_type(
        satisfaction in maybe_score(), loyalty in maybe_score(), cost in score(),
        recommends in any::<Option<bool>>(), warns in any::<Option<bool>>(),
    ) {
        let evidence = Evidence::default().satisfaction(satisfaction).loyalty(loyalty).switching_cost(Some(cost)).recommends(recommends).warns(warns);
        let found = types::Rules::default().classify(&evidence).unwrap();
        prop_assert_eq!(found.class().copied().is_some(), satisfaction.is_some() && loyalty.is_some());
        // Without the cost only a hostage remains open.
        let free = types::Rules::default().classify(&evidence.switching_cost(None)).unwrap();
        prop_assert!(free == found || free.missing() == [Piece::SwitchingCost]);
        // Word of mouth refines a type; it does not move anyone across.
        let plain = evidence.recommends(None).warns(None);
        let plain = types::Rules::default().classify(&plain).unwrap().class().copied();
                let family = found.class().copied().map(|t| match t {
            CustomerType::Apostle => CustomerType::Loyalist,
            CustomerType::Terrorist => CustomerType::Defector,
            other => other,
        });
        prop_assert_eq!(family, plain);
    }

    /// One definition: whoever is a hostage by type is counted as one, whatever the cuts.
    #[test]
    fn hostages_by_type_are_the_hostages_counted(
        customers in prop::collection::vec(hostage(), 0..60),
        cuts in (on(Scale::ONE_TO_SEVEN), on(Scale::ONE_TO_SEVEN), prop::option::of(on(Scale::ONE_TO_FIVE))),
        by_default in any::<bool>(), inclusive in any::<bool>(),
    ) {
        let (loyal, dissatisfied) = (Threshold::Value(cuts.0), Threshold::Value(cuts.1));
        let held = cuts.2.map(Threshold::Value);
        let (mut types, mut counted) = (types::Rules::default(), hostages::Rules::default());
        if !by_default {
            types = types.satisfied(Threshold::TOP).loyal(loyal).disloyal(None).dissatisfied(Some(dissatisfied)).held(held);
            counted = counted.loyalty(vec![loyal]).satisfaction(vec![dissatisfied]).switching_cost(vec![held]);
        }
        let (types, counted) = (types.cut_is_high(inclusive), counted.cut_is_high(inclusive));
        let row = &hostages(&counted, &customers).finish().unwrap()[0];
        let score = |scale, value: Option<f64>| value.map(|value| Score::new(scale, value).unwrap());
        let (mut found, mut open) = (0, 0);
        for one in &customers {
            let evidence = Evidence::default()
                .satisfaction(score(Scale::ONE_TO_SEVEN, one.satisfaction))
                .loyalty(score(Scale::ONE_TO_SEVEN, one.loyalty))
                .switching_cost(score(Scale::ONE_TO_FIVE, one.switching_cost));
            let typed = types.classify(&evidence).unwrap();
            found += u64::from(typed.class() == Some(&CustomerType::Hostage));
            open += u64::from(typed.missing() == [Piece::SwitchingCost]);
        }
        prop_assert_eq!(found, row.share.counts().numerator());
        // Those whose satisfaction is not known are open there too, unless nothing holds them.
        prop_assert!(open <= row.undecided);
    }

    #[test]
    fn more_facts_never_turn_an_answer_on_core_customers(
        facts in core_facts(), more in core_facts(), questions in 1_usize..=3, criteria in 1_usize..=5,
    ) {
        let rules = core_customers::Rules::default().questions(questions).criteria(criteria);
        let of = |facts| rules.nominees([(1, facts)]).unwrap().as_slice()[0].clone();
        let (before, filled) = (of(facts), of(filled_in(facts, more)));
        for (before, after) in [
            (before.is_core, filled.is_core),
            (before.profitable_and_loyal, filled.profitable_and_loyal),
            (before.largest_share, filled.largest_share),
            (before.worth_more_to_us, filled.worth_more_to_us),
        ] {
            prop_assert!(before.is_none() || before == after);
        }
        if let Some(core) = filled.is_core {
            prop_assert!(core == (filled.questions() >= questions) || filled.worth_more_to_us.is_none()
                || filled.largest_share.is_none() || filled.profitable_and_loyal.is_none());
        }
    }

    #[test]
    fn zones_rise_with_satisfaction(score in score(), by in 0.0_f64..=1.0) {
        let zones = zones::Rules::default();
        let zone = |score| zones.classify(&Evidence::default().satisfaction(Some(score))).unwrap().class().copied();
        prop_assert!(zone(score) <= zone(raised(score, by)));
    }

    #[test]
    fn hostages_are_fewer_at_lower_cuts_of_satisfaction_and_higher_ones_of_cost(
        customers in prop::collection::vec(hostage(), 0..60), cut in any::<prop::sample::Index>(),
    ) {
        let satisfaction = [3.0, 4.5, 7.0].map(Threshold::Value);
        let held = [None, Some(Threshold::MIDDLE), Some(Threshold::TOP)];
        let cuts = hostages::Rules::default().loyalty(vec![Threshold::TWO_THIRDS]).satisfaction(satisfaction.to_vec()).switching_cost(held.to_vec());
        let whole = hostages(&cuts, &customers);
        let rows = whole.clone().finish().unwrap();
        let count = |s: usize, h: usize| rows[3 * s + h].share.counts().numerator();
        for s in 0..3 {
            for h in 0..3 {
                let row = &rows[3 * s + h];
                prop_assert_eq!(row.loyal, row.share.counts().denominator() + row.undecided);
                prop_assert!(row.loyal + row.without_loyalty <= row.customers);
                prop_assert_eq!(row.customers, customers.len() as u64);
                prop_assert!(s == 0 || count(s - 1, h) <= count(s, h));
                prop_assert!(h == 0 || count(s, h) <= count(s, h - 1));
            }
        }
        let (left, right) = customers.split_at(cut.index(customers.len() + 1));
        let mut merged = hostages(&cuts, right);
        merged.merge(hostages(&cuts, left)).unwrap();
        prop_assert_eq!(merged, whole);
    }

    #[test]
    fn an_index_lies_within_its_scores_and_does_not_see_the_unit_of_weights(
        scores in prop::array::uniform5(score()), weights in prop::array::uniform7(0.1_f64..10.0),
        times in 0.01_f64..100.0,
    ) {
        let hierarchy = |times: f64| {
            let [a, b, c, d, e, f, g] = weights.map(|weight| weight * times);
            Hierarchy::new([
                Factor::new("first", a, [("one", b), ("two", c)]),
                Factor::new("second", d, [("three", e), ("four", f), ("five", g)]),
            ])
            .unwrap()
        };
        let some = scores.map(Some);
        let index = |times| hierarchy(times).score(&some, Missing::Listwise).unwrap().value.unwrap();
        let units = scores.map(Score::unit);
        let (low, high) = (
            units.iter().copied().fold(1.0, f64::min),
            units.iter().copied().fold(0.0, f64::max),
        );
        prop_assert!((low - MEAN..=high + MEAN).contains(&index(1.0)));
        prop_assert!((index(1.0) - index(times)).abs() <= MEAN);
        for factor in hierarchy(times).factors() {
            let sum: f64 = factor.items().map(|(_, weight)| weight).sum();
            prop_assert!((sum - 1.0).abs() <= MEAN);
        }
    }

    #[test]
    fn without_some_parts_there_is_no_index_or_that_of_the_rest(
        found in prop::array::uniform3(maybe_score()),
    ) {
        let [emotional, behavioural, intentional] = found;
        let found = Evidence::default().identification(emotional).patronage(behavioural).intention(intentional);
        let given: Vec<f64> = [emotional, behavioural, intentional].into_iter().flatten().map(Score::unit).collect();
        let index = |missing| {
            let index = expressions::Rules::default().missing(missing).score(&found).unwrap();
            assert_eq!(index.missing.len(), 3 - given.len());
            index.value
        };
        prop_assert_eq!(index(Missing::Listwise).is_some(), given.len() == 3);
        let mean = (!given.is_empty()).then(|| given.iter().sum::<f64>() / given.len() as f64);
        match (index(Missing::AtLeast(1)), mean) {
            (Some(index), Some(mean)) => prop_assert!((index - mean).abs() <= MEAN),
            (index, mean) => prop_assert_eq!(index, mean),
        }
    }

    #[test]
    fn more_of_any_behaviour_is_never_a_lower_score(
        rates in prop::array::uniform2(0.0_f64..=1.0), tenure in 0.0_f64..100.0, referrals in 0_u32..9,
        more in (0.0_f64..=1.0, 0_u32..3),
    ) {
        let rules = behaviour::Rules::default().full_tenure(Some(24.0)).full_referrals(Some(4));
        let score = |by: f64, plus: u32| {
            let up = |rate: f64| (rate + by * (1.0 - rate)).min(1.0);
            let does = Evidence::default().repeat_rate(Some(up(rates[0]))).share_of_wallet(Some(up(rates[1]))).tenure(Some(tenure * (1.0 + by))).referrals(Some(referrals + plus));
            rules.score(&does).unwrap().value.unwrap()
        };
        prop_assert!(score(more.0, more.1) >= score(0.0, 0) - MEAN);
        prop_assert!((0.0..=1.0).contains(&score(more.0, more.1)));
    }

    #[test]
    fn core_customers_are_the_sets_of_the_three_answers(
        sets in prop::array::uniform3(prop::collection::btree_set(0_u8..20, 0..12)), seed in any::<u64>(),
    ) {
        let shuffled = |set: &std::collections::BTreeSet<u8>| {
            let mut ids: Vec<u8> = set.iter().copied().collect();
            ids.sort_by_key(|&id| (u64::from(id) + 1).wrapping_mul(seed | 1));
            ids
        };
        let core = core_customers::Nominations {
            profitable_and_loyal: shuffled(&sets[0]),
            largest_share: shuffled(&sets[1]),
            worth_more_to_us: shuffled(&sets[2]),
        }
        .nominees(&core_customers::Rules::default())
        .unwrap();
        for least in 1..=3 {
            let expected = (0_u8..20).filter(|id| sets.iter().filter(|set| set.contains(id)).count() >= least);
            let found = core.iter().filter(|nominee| nominee.questions() >= least);
            prop_assert!(found.map(|nominee| nominee.customer).eq(expected));
        }
    }

    #[test]
    fn consequences_lie_on_their_scale(
        (scale, answers) in scale().prop_flat_map(|scale| (Just(scale), prop::collection::vec(maybe_on(scale), 13))),
    ) {
        let instrument = consequences::instrument(scale, Missing::default()).unwrap();
        for score in instrument.score(&answers).unwrap() {
            prop_assert!(score.is_none_or(|score| scale.continuous().contains(score)));
        }
    }
}
