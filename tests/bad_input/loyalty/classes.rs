//! Ladder, path, conditions, types, zones, hostages, core customers, consequences.

use crate::expected::{self, refusal};
use retention::Accumulator;
use retention::Reading;
use retention::loyalty::ladder::Level;
use retention::loyalty::zones::Zone;
use retention::loyalty::{
    Assessment, Evidence, Measures, Piece, Rules, Score, Threshold, conditions, consequences,
    core_customers, hostages, ladder, path, phases, types, zones,
};
use retention::scale::{Missing, Scale};

use super::{FIVE, SEVEN, at_item, at_row_and_item, score};
use crate::{Error, NOT_FINITE, not_finite, out_of_range};

#[test]
fn of_nothing_the_ladder_says_nothing() {
    let rung = ladder::Rules::default()
        .classify(&Evidence::default())
        .unwrap();
    assert_eq!(
        (rung.level, rung.at_least, rung.at_most),
        (None, Level::NoLoyalty, Level::Committed)
    );
    assert_eq!(
        rung.missing,
        [
            Piece::Commitment,
            Piece::Repeat,
            Piece::RelativeAttitude,
            Piece::Satisfaction,
            Piece::SwitchingCost
        ]
    );
}

#[test]
fn a_cut_must_lie_on_the_scale_of_its_score() {
    let error = out_of_range("threshold", "6", "0 to 1", None);
    let half = Score::rate(0.5).unwrap();
    let repeat = Some(half);
    let ladder = ladder::Rules::default().threshold(Threshold::Value(6.0));
    let evidence = Evidence::default().patronage(repeat);
    assert_eq!(refusal(ladder.classify(&evidence)), error);
    // A piece that is missing has no scale to miss.
    assert!(ladder.classify(&Evidence::default()).is_ok());

    let path = path::Rules::default().trust(Threshold::Value(6.0));
    let evidence = Evidence::default().trust(repeat);
    assert_eq!(refusal(path.classify(&evidence)), error);
    let types = types::Rules::default().loyal(Threshold::Value(6.0));
    let evidence = Evidence::default().loyalty(repeat);
    assert_eq!(refusal(types.classify(&evidence)), error);
    let zones = zones::Rules::default().affection(Threshold::Value(6.0));
    assert_eq!(
        refusal(zones.classify(&Evidence::default().satisfaction(repeat))),
        error
    );
    let conditions = conditions::Rules::default().patronage(Threshold::Value(6.0));
    assert_eq!(
        refusal(conditions.classify(&Evidence::default().patronage(repeat))),
        error
    );
}

#[test]
fn a_median_needs_a_customer_with_both_scores() {
    let (attitude, patronage) = ([Some(4.0), None], [None, Some(2.0)]);
    let attitude = SEVEN.answers(&attitude).unwrap();
    let patronage = SEVEN.answers(&patronage).unwrap();
    assert_eq!(
        expected::in_full(conditions::Rules::at_medians(&attitude, &patronage)),
        expected::empty("customer with attitude and patronage")
            + "; set cuts that need no customers"
    );
    // Given cuts place nobody either, and say what is missing.
    let rules = conditions::Rules::default();
    assert_eq!(
        rules.classify_columns(&attitude, &patronage).unwrap(),
        [
            Reading::Missing(vec![Piece::Patronage]),
            Reading::Missing(vec![Piece::RelativeAttitude])
        ]
    );
}

#[test]
fn columns_of_a_population_are_of_one_length() {
    let (two, three) = ([4.0, 5.0], [4.0, 5.0, 6.0]);
    let (two, three) = (
        SEVEN.full_answers(&two).unwrap(),
        SEVEN.full_answers(&three).unwrap(),
    );
    let length = |argument| expected::length(argument, 3, 2);
    assert_eq!(
        refusal(conditions::Rules::default().classify_columns(&two, &three)),
        length("patronage")
    );
    assert_eq!(
        expected::in_full(conditions::Rules::at_medians(&two, &three)),
        length("patronage")
    );
    let cuts = hostages::Rules::default();
    assert_eq!(
        refusal(cuts.count(&two, &three, Some(&two))),
        length("loyalty")
    );
    assert_eq!(
        refusal(cuts.count(&two, &two, Some(&three))),
        length("switching cost")
    );
}

#[test]
fn zones_begin_in_order() {
    let zones = zones::Rules::default()
        .indifference(Threshold::Value(4.0))
        .affection(Threshold::Value(3.0));
    assert_eq!(
        refusal(zones.classify(&Evidence::default().satisfaction(Score::new(FIVE, 4.0).ok()))),
        expected::unsorted("zones", "3", "begins below indifference, at 4")
    );
    // At one place the zone between them is empty.
    let zones = zones::Rules::default().indifference(Threshold::TOP);
    assert_eq!(
        zones.classify(&Evidence::default().satisfaction(Score::new(FIVE, 4.9).ok())),
        Ok(Reading::Known(Zone::Defection))
    );
    assert_eq!(
        zones.classify(&Evidence::default().satisfaction(Score::new(FIVE, 5.0).ok())),
        Ok(Reading::Known(Zone::Affection))
    );
}

#[test]
fn a_type_without_satisfaction_or_loyalty_is_none() {
    let rules = types::Rules::default();
    let found = rules.classify(&Evidence::default()).unwrap();
    assert_eq!(found.missing(), [Piece::Satisfaction, Piece::Loyalty]);
    let evidence = Evidence::default()
        .satisfaction(score(7.0))
        .recommends(Some(true));
    let found = rules.classify(&evidence).unwrap();
    assert_eq!(found, Reading::Missing(vec![Piece::Loyalty]));
}

/// Even where the piece it is for is missing.
#[test]
fn a_cut_that_is_no_number_is_refused_by_name() {
    let evidence = Evidence::default();
    for (bad, text) in NOT_FINITE {
        for cut in [Threshold::Value(bad), Threshold::OfScale(bad)] {
            for (found, field) in [
                (
                    types::Rules::default()
                        .satisfied(cut)
                        .classify(&evidence)
                        .err(),
                    "satisfied",
                ),
                (
                    types::Rules::default().loyal(cut).classify(&evidence).err(),
                    "loyal",
                ),
                (
                    types::Rules::default()
                        .dissatisfied(Some(cut))
                        .classify(&evidence)
                        .err(),
                    "dissatisfied",
                ),
                (
                    types::Rules::default()
                        .disloyal(Some(cut))
                        .classify(&evidence)
                        .err(),
                    "disloyal",
                ),
                (
                    types::Rules::default()
                        .held(Some(cut))
                        .classify(&evidence)
                        .err(),
                    "held",
                ),
                (
                    types::Rules::default()
                        .least_satisfied(cut)
                        .classify(&evidence)
                        .err(),
                    "least_satisfied",
                ),
                (
                    zones::Rules::default()
                        .indifference(cut)
                        .classify(&evidence)
                        .err(),
                    "indifference",
                ),
                (
                    zones::Rules::default()
                        .affection(cut)
                        .classify(&evidence)
                        .err(),
                    "affection",
                ),
                (
                    ladder::Rules::default()
                        .commitment(cut)
                        .classify(&evidence)
                        .err(),
                    "commitment",
                ),
                (
                    ladder::Rules::default()
                        .switching_cost(cut)
                        .classify(&evidence)
                        .err(),
                    "switching_cost",
                ),
                (
                    path::Rules::default().trust(cut).classify(&evidence).err(),
                    "trust",
                ),
                (
                    path::Rules::default()
                        .lock_in(cut)
                        .classify(&evidence)
                        .err(),
                    "lock_in",
                ),
            ] {
                assert_eq!(found.unwrap().to_string(), not_finite(field, text, None));
            }
        }
        let phases = phases::Rules::default().conative(Threshold::Value(bad));
        assert_eq!(
            refusal(phases::Counter::new(SEVEN, phases)),
            not_finite("conative", text, None)
        );
        let cuts = hostages::Rules::default().loyalty(vec![Threshold::Value(bad)]);
        assert_eq!(
            refusal(hostages::Counter::new(scales(), &cuts)),
            not_finite("loyalty", text, None)
        );
        let rules = conditions::Rules::default().attitude(Threshold::Value(bad));
        let column = [4.0];
        let column = SEVEN.full_answers(&column).unwrap();
        assert_eq!(
            refusal(rules.classify_columns(&column, &column)),
            not_finite("attitude", text, None)
        );
        assert_eq!(
            refusal(rules.classify(&evidence)),
            not_finite("attitude", text, None)
        );
    }
}

fn scales() -> Measures<Scale> {
    Measures {
        satisfaction: SEVEN,
        loyalty: SEVEN,
        switching_cost: FIVE,
    }
}

/// Loyal from two thirds of the scale, not satisfied below.
fn at_two_thirds() -> hostages::Rules {
    hostages::Rules::default()
        .loyalty(vec![Threshold::TWO_THIRDS])
        .satisfaction(vec![Threshold::TWO_THIRDS])
}

#[test]
fn hostages_need_cuts_on_their_scales() {
    for (cuts, argument) in [
        (
            hostages::Rules::default().loyalty(vec![]),
            "threshold of loyalty",
        ),
        (
            hostages::Rules::default().satisfaction(vec![]),
            "threshold of satisfaction",
        ),
        (
            hostages::Rules::default().switching_cost(vec![]),
            "threshold of switching_cost",
        ),
    ] {
        assert_eq!(
            refusal(hostages::Counter::new(scales(), &cuts)),
            expected::empty(argument)
        );
    }
    let cuts = hostages::Rules::default().switching_cost(vec![Some(Threshold::Value(6.0))]);
    assert_eq!(
        refusal(hostages::Counter::new(scales(), &cuts)),
        "threshold must be 1 to 5, got 6 at column \"switching_cost\""
    );
}

#[test]
fn hostages_need_switching_costs_unless_nobody_asks() {
    let column = [2.0, 6.0];
    let column = SEVEN.full_answers(&column).unwrap();
    let cuts = hostages::Rules::default();
    assert_eq!(
        expected::in_full(cuts.count(&column, &column, None)),
        expected::empty("switching cost")
            + "; give their column, or set switching_cost to vec![None]"
    );
    let cuts = cuts
        .loyalty(vec![Threshold::TWO_THIRDS])
        .switching_cost(vec![None]);
    let rows = cuts.count(&column, &column, None).unwrap();
    assert_eq!((rows[0].loyal, rows[0].share.counts().numerator()), (1, 0));
}

#[test]
fn a_hostage_counter_goes_on_after_a_refused_customer() {
    let mut counter = hostages::Counter::new(scales(), &at_two_thirds()).unwrap();
    let good = Measures {
        satisfaction: Some(2.0),
        loyalty: Some(6.0),
        switching_cost: Some(5.0),
    };
    counter.push(good).unwrap();
    let before = counter.clone();
    for (bad, text) in NOT_FINITE {
        let evidence = Measures {
            switching_cost: Some(bad),
            ..good
        };
        assert_eq!(
            refusal(counter.push(evidence)),
            at_row_and_item(not_finite("answer", text, None), 1, "switching_cost")
        );
    }
    let evidence = Measures {
        satisfaction: Some(-99.0),
        ..good
    };
    assert_eq!(
        refusal(counter.push(evidence)),
        at_row_and_item(
            out_of_range("answer", "-99", "1 to 7", None),
            1,
            "satisfaction"
        )
    );
    assert_eq!(counter, before);
    assert_eq!(
        refusal(counter.extend([good, evidence, good])),
        at_row_and_item(
            out_of_range("answer", "-99", "1 to 7", None),
            2,
            "satisfaction"
        )
    );
    let rows = counter.finish().unwrap();
    assert_eq!(
        (rows[0].customers, rows[0].share.counts().numerator()),
        (2, 2)
    );
}

#[test]
fn missing_evidence_on_a_hostage_decides_only_where_the_rest_does() {
    let mut counter = hostages::Counter::new(scales(), &at_two_thirds()).unwrap();
    let known = Measures {
        loyalty: Some(6.0),
        ..Measures::default()
    };
    for customer in [
        Measures::default(),
        known,
        Measures {
            satisfaction: Some(6.0),
            ..known
        },
        Measures {
            satisfaction: Some(2.0),
            ..known
        },
        Measures {
            switching_cost: Some(1.0),
            ..known
        },
        Measures {
            switching_cost: Some(5.0),
            ..known
        },
    ] {
        counter.push(customer).unwrap();
    }
    let rows = counter.finish().unwrap();
    let row = &rows[0];
    assert_eq!((row.customers, row.without_loyalty, row.loyal), (6, 1, 5));
    // Satisfied, and not held: neither is a hostage, whatever else is missing.
    assert_eq!(
        (
            row.share.counts().numerator(),
            row.share.counts().denominator(),
            row.undecided
        ),
        (0, 2, 3)
    );
}

#[test]
fn hostage_counters_of_other_cuts_or_scales_do_not_merge() {
    let mut counter = hostages::Counter::new(scales(), &at_two_thirds()).unwrap();
    let other = at_two_thirds().loyalty(vec![Threshold::TOP]);
    let elsewhere = Measures {
        satisfaction: FIVE,
        ..scales()
    };
    for part in [
        hostages::Counter::new(scales(), &other).unwrap(),
        hostages::Counter::new(elsewhere, &at_two_thirds()).unwrap(),
    ] {
        assert!(matches!(
            counter.merge(part),
            Err(Error::Mismatch {
                argument: "rules for hostages",
                ..
            })
        ));
    }
}

#[test]
fn counting_more_hostages_than_there_can_be_overflows() {
    let mut counter = hostages::Counter::new(scales(), &at_two_thirds()).unwrap();
    counter.push(Measures::default()).unwrap();
    for _ in 0..63 {
        counter.merge(counter.clone()).unwrap();
    }
    let before = counter.clone();
    assert!(matches!(
        counter.merge(counter.clone()),
        Err(Error::Overflow { .. })
    ));
    assert_eq!(counter, before);
}

#[test]
fn a_question_names_a_core_customer_once() {
    let nominations = core_customers::Nominations {
        profitable_and_loyal: vec!["Ann"],
        largest_share: vec!["Ben", "Ann", "Ben"],
        worth_more_to_us: vec![],
    };
    let error = refusal(nominations.nominees(&core_customers::Rules::default()));
    assert_eq!(
        error,
        expected::at_row(
            expected::duplicate(
                "customer named by a question",
                "rows 0 and 2 of largest_share"
            ),
            2
        )
    );
}

#[test]
fn nobody_is_named_by_no_question() {
    let nobody = core_customers::Nominations::<u32>::default();
    let rules = core_customers::Rules::default();
    assert!(nobody.nominees(&rules).unwrap().is_empty());
    assert!(rules.nominees::<u32>([]).unwrap().is_empty());
}

#[test]
fn core_customers_need_numbers_and_questions() {
    use core_customers::{Facts, Nominations};
    let rules = core_customers::Rules::default();
    let of = |facts| rules.nominees([(1, Facts::default()), (2, facts)]);
    type Set = fn(f64) -> Facts;
    let set: [(&str, Set); 7] = [
        ("price_paid", |x| Facts::default().price_paid(Some(x))),
        ("list_price", |x| Facts::default().list_price(Some(x))),
        ("days_to_pay", |x| Facts::default().days_to_pay(Some(x))),
        ("repeat_share", |x| Facts::default().repeat_share(Some(x))),
        ("share_of_wallet", |x| {
            Facts::default().share_of_wallet(Some(x))
        }),
        ("value_to_us", |x| Facts::default().value_to_us(Some(x))),
        ("value_to_rival", |x| {
            Facts::default().value_to_rival(Some(x))
        }),
    ];
    for (name, facts) in set {
        for (bad, text) in NOT_FINITE {
            assert_eq!(
                refusal(of(facts(bad))),
                at_row_and_item(not_finite(name, text, None), 1, name)
            );
        }
        // Only values may be negative: a customer may cost more than they bring.
        assert_eq!(of(facts(-0.5)).is_ok(), name.starts_with("value"), "{name}");
        assert_eq!(of(facts(1.5)).is_ok(), !name.contains("share"), "{name}");
    }
    assert!(
        of(Facts::default()
            .value_to_us(Some(f64::MAX))
            .value_to_rival(Some(f64::MIN)))
        .is_ok()
    );
    let twice = [(1, Facts::default()), (1, Facts::default())];
    assert!(matches!(
        rules.nominees(twice),
        Err(Error::Duplicate { .. })
    ));

    // A price list of nothing, and contacts without purchases, say nothing.
    let nothing = Facts::default()
        .price_paid(Some(5.0))
        .list_price(Some(0.0))
        .service_contacts(Some(3))
        .purchases(Some(0));
    let found = of(nothing).unwrap().as_slice()[1].clone();
    assert_eq!(
        (found.accepts_price, found.needs_little_service),
        (None, None)
    );
    assert_eq!(found.buys_often, Some(false));

    for (bad, text) in NOT_FINITE {
        for (name, rules) in [
            ("price", rules.price(Some(bad))),
            ("days_to_pay", rules.days_to_pay(Some(bad))),
            ("service_contacts", rules.service_contacts(Some(bad))),
            ("repeat_share", rules.repeat_share(Some(bad))),
            ("share_of_wallet", rules.share_of_wallet(bad)),
            ("value_margin", rules.value_margin(bad)),
        ] {
            assert_eq!(
                refusal(rules.nominees::<u32>([])),
                not_finite(name, text, None)
            );
        }
    }
    for bad in [0, 4] {
        let error = out_of_range("questions", &bad.to_string(), "1 to 3", None);
        assert_eq!(refusal(rules.questions(bad).nominees::<u32>([])), error);
        let nobody = Nominations::<u32>::default();
        assert_eq!(refusal(nobody.nominees(&rules.questions(bad))), error);
    }
    assert_eq!(
        refusal(rules.price(None).criteria(5).nominees::<u32>([])),
        out_of_range("criteria", "5", "1 to 4, the criteria asked", None)
    );
    let silent = rules
        .price(None)
        .days_to_pay(None)
        .service_contacts(None)
        .repeat_share(None)
        .purchases(None);
    assert_eq!(
        refusal(silent.nominees::<u32>([])),
        expected::empty("criterion of the first question")
    );
}

#[test]
fn traits_need_rates_and_numbers_of_purchases() {
    use retention::loyalty::traits;
    let rules = traits::Rules::default().purchases(Some(3.0));
    assert_eq!(
        refusal(traits::Rules::at_mean(&[])),
        expected::empty("customer with purchases")
    );
    for (bad, text) in NOT_FINITE {
        assert_eq!(
            refusal(traits::Rules::at_mean(&[1.0, bad])),
            expected::at_row(not_finite("purchases", text, None), 1)
        );
        for evidence in [
            Evidence::default().repeat_rate(Some(bad)),
            Evidence::default().purchases(Some(bad)),
        ] {
            assert!(matches!(
                rules.classify(&evidence),
                Err(Error::NotFinite { .. })
            ));
        }
        for rules in [rules.repeat_rate(bad), rules.purchases(Some(bad))] {
            let found = rules.classify(&Evidence::default());
            assert!(matches!(found, Err(Error::NotFinite { .. })));
        }
    }
    assert!(traits::Rules::at_mean(&[1.0, -1.0]).is_err());
    assert!(matches!(
        traits::Rules::at_mean(&[f64::MAX, f64::MAX]),
        Err(Error::Overflow { .. })
    ));
    assert!(
        rules
            .classify(&Evidence::default().repeat_rate(Some(1.5)))
            .is_err()
    );
    assert!(
        rules
            .classify(&Evidence::default().purchases(Some(-1.0)))
            .is_err()
    );
}

#[test]
fn bands_of_types_lie_in_order() {
    let rules = types::Rules::default()
        .dissatisfied(Some(Threshold::Value(4.0)))
        .satisfied(Threshold::Value(3.0));
    let evidence = Evidence::default().satisfaction(score(2.0));
    assert_eq!(
        refusal(rules.classify(&evidence)),
        expected::unsorted(
            "satisfied",
            "3",
            "begins below the end of dissatisfied, at 4"
        )
    );
    // An empty middle band is none.
    let one = rules.satisfied(Threshold::Value(4.0)).held(None);
    let evidence = evidence.loyalty(score(7.0));
    let found = one.classify(&evidence).unwrap();
    assert_eq!(found.class(), Some(&types::CustomerType::Hostage));
}

#[test]
fn consequences_have_thirteen_answers_on_the_scale() {
    let instrument = consequences::instrument(SEVEN, Missing::Listwise).unwrap();
    assert_eq!(
        refusal(instrument.score(&[Some(4.0); 12])),
        expected::length("answers of a respondent", 12, 13)
    );
    let mut answers = [Some(4.0); 13];
    answers[12] = Some(0.0);
    assert_eq!(
        refusal(instrument.score(&answers)),
        at_item(out_of_range("answer", "0", "1 to 7", None), 12)
    );
    answers[12] = Some(f64::NAN);
    assert_eq!(
        refusal(instrument.score(&answers)),
        at_item(not_finite("answer", "NaN", None), 12)
    );
    // One item is all there is of the last factor.
    assert!(consequences::instrument(SEVEN, Missing::AtLeast(2)).is_err());
    assert_eq!(instrument.score(&[None; 13]).unwrap(), [None; 5]);
}

#[test]
fn of_nothing_an_assessment_says_nothing() {
    let found = Assessment::of(&Evidence::default(), Rules::default()).unwrap();
    let scored = Piece::ALL.iter().filter(|piece| {
        !matches!(
            piece,
            Piece::RepeatsOften
                | Piece::TriesNew
                | Piece::GivesAdvice
                | Piece::RejectsCompetitors
                | Piece::RepeatRate
                | Piece::ShareOfWallet
                | Piece::Tenure
                | Piece::Referrals
                | Piece::Purchases
        )
    });
    assert!(found.missing.iter().eq(scored));
    assert_eq!(found.behaviour.missing.len(), 4);
    assert_eq!(found.phases, None);
    assert_eq!(found.zone.class(), None);
    assert_eq!((found.ladder.level, found.path.reached), (None, None));
    assert_eq!(
        (found.condition.class(), found.customer_type.class()),
        (None, None)
    );
    assert_eq!(
        (found.expressions.value, found.behaviour.value),
        (None, None)
    );
    assert_eq!(found.traits.len(), 5);
    assert!(found.traits.values().all(Option::is_none));
}

#[test]
fn an_assessment_refuses_what_its_systems_refuse() {
    let evidence = Evidence::default().repeat_rate(Some(1.5));
    assert_eq!(
        refusal(Assessment::of(&evidence, Rules::default())),
        out_of_range("repeat rate", "1.5", "0 to 1", None)
    );
    let scale = Scale::ONE_TO_TEN;
    let evidence = Evidence::default().satisfaction(Some(Score::new(scale, 9.0).unwrap()));
    let rules = Rules::default().ladder(ladder::Rules::default().threshold(Threshold::Value(0.5)));
    assert_eq!(
        refusal(Assessment::of(&evidence, rules)),
        out_of_range("threshold", "0.5", "1 to 10", None)
    );
}

#[test]
fn contributions_to_shares_and_indices_need_one_row_for_each_customer() {
    use retention::loyalty::hierarchy::{Factor, Hierarchy};
    use retention::loyalty::{behaviour, share_influence};
    use retention::scale::{Sheet, Weights};

    let weights = Weights::new([1.0]).unwrap();
    let zones = [Some(Zone::Affection), None];
    let length = expected::length("weights", 1, 2);
    let share = |zones: &[Option<Zone>], weights| {
        share_influence(zones.iter().copied(), Zone::Affection, weights)
    };
    assert!(
        matches!(
            share(&zones, Some(&weights)),
            Err(Error::LengthMismatch { .. })
        ),
        "{length}"
    );
    assert_eq!(share(&[None, None], None), Ok(None));
    assert_eq!(share(&[], None), Ok(None));

    let bad = Evidence::default().repeat_rate(Some(1.5));
    let rules = behaviour::Rules::default();
    let refused = rules
        .influence([&Evidence::default(), &bad], None)
        .unwrap_err();
    assert_eq!(refused.row(), Some(1));
    assert_eq!(rules.influence([&Evidence::default()], None), Ok(None));

    let column = [2.0, 6.0];
    let column = SEVEN.full_answers(&column).unwrap();
    let hierarchy = Hierarchy::new([Factor::equal("a", ["1", "2"])]).unwrap();
    assert_eq!(
        refusal(hierarchy.influence(&Sheet::new([column]).unwrap(), Missing::default())),
        expected::length("columns", 1, 2)
    );
    let rules = hostages::Rules::default();
    assert_eq!(
        refusal(rules.influences(&column, &column, None, None)),
        expected::empty("switching cost")
    );
    // Nobody is loyal at the default cut.
    let shares = rules
        .influences(&column, &column, Some(&column), None)
        .unwrap();
    assert_eq!(shares, [None]);
}
