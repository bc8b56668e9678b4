//! Ladder, path, conditions, types, zones, hostages, core customers, consequences.

use crate::expected::{self, refusal};
use retention::loyalty::{
    Assessment, Behaviour, Condition, Conditions, Consequence, Consequences, CoreAnswers,
    CoreCustomers, Counted, CustomerTypes, Evidence, Holding, HostageCounter, HostageCuts,
    HostageEvidence, HostageScales, Hostages, Ladder, LadderEvidence, LadderPiece, Level,
    LoyalTraits, Path, PathEvidence, Piece, Rules, Score, Split, Step, Threshold, TypeEvidence,
    TypePiece, Zone, Zones, trust,
};
use retention::scale::{ItemSet, Missing, Scale, Weights};

use super::{FIVE, SEVEN, score};
use crate::{Error, NOT_FINITE, not_finite, out_of_range};

#[test]
fn of_nothing_the_ladder_says_nothing() {
    let rung = Ladder::default().place(&LadderEvidence::default()).unwrap();
    assert_eq!(
        (rung.level, rung.at_least, rung.at_most),
        (None, Level::NoLoyalty, Level::Committed)
    );
    assert_eq!(rung.missing, LadderPiece::ALL);
}

#[test]
fn a_cut_must_lie_on_the_scale_of_its_score() {
    let error = out_of_range("threshold", "6", "0 to 1", None);
    let half = Score::rate(0.5).unwrap();
    let repeat = Some(half);
    let ladder = Ladder::default().threshold(Threshold::Value(6.0));
    let evidence = LadderEvidence {
        repeat,
        ..LadderEvidence::default()
    };
    assert_eq!(ladder.place(&evidence).unwrap_err(), error);
    // A piece that is missing has no scale to miss.
    assert!(ladder.place(&LadderEvidence::default()).is_ok());

    let path = Path::default().step(Step::Trust, Threshold::Value(6.0));
    let evidence = PathEvidence {
        trust: repeat,
        ..PathEvidence::default()
    };
    assert_eq!(path.place(&evidence).unwrap_err(), error);
    let types = CustomerTypes::default().loyal(Threshold::Value(6.0));
    let evidence = TypeEvidence {
        loyalty: repeat,
        ..TypeEvidence::default()
    };
    assert_eq!(types.of(&evidence).unwrap_err(), error);
    let zones = Zones::default().affection(Threshold::Value(6.0));
    assert_eq!(refusal(zones.of(half)), error.clone());
    let conditions = Conditions::default().patronage(Split::Given(6.0));
    assert_eq!(refusal(conditions.of(None, repeat)), error);
}

#[test]
fn one_customer_has_no_median() {
    let conditions = Conditions::default().attitude(Split::Median);
    assert_eq!(
        refusal(conditions.of(score(5.0), score(5.0))),
        out_of_range(
            "attitude is split",
            "at the median",
            "the midpoint or a given value, for one customer",
            None
        )
    );
    assert!(
        Conditions::default()
            .patronage(Split::Median)
            .of(None, None)
            .is_err()
    );
}

#[test]
fn a_median_of_nobody_places_nobody() {
    let (attitude, patronage) = ([Some(4.0), None], [None, Some(2.0)]);
    let attitude = SEVEN.answers(&attitude).unwrap();
    let patronage = SEVEN.answers(&patronage).unwrap();
    let medians = Conditions::default()
        .attitude(Split::Median)
        .patronage(Split::Median);
    let table = medians.of_all(&attitude, &patronage).unwrap();
    assert_eq!((table.attitude_cut, table.patronage_cut), (None, None));
    assert_eq!((table.counts.placed(), table.counts.unplaced()), (0, 2));
    assert_eq!(table.counts.share(Condition::Loyalty).value(), None);
    assert_eq!(table.rows[0].attitude_is_high, None);
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
        refusal(Conditions::default().of_all(&two, &three)),
        length("patronage")
    );
    let cuts = HostageCuts::default();
    assert_eq!(
        refusal(Hostages::of(&two, &three, Some(&two), &cuts)),
        length("loyalty")
    );
    assert_eq!(
        refusal(Hostages::of(&two, &two, Some(&three), &cuts)),
        length("switching cost")
    );
}

#[test]
fn zones_begin_in_order() {
    let zones = Zones::default()
        .indifference(Threshold::Value(4.0))
        .affection(Threshold::Value(3.0));
    assert_eq!(
        refusal(zones.of(Score::new(FIVE, 4.0).unwrap())),
        expected::unsorted("zones", "3", "begins below indifference, at 4")
    );
    // At one place the zone between them is empty.
    let zones = Zones::default().indifference(Threshold::TOP);
    assert_eq!(
        zones.of(Score::new(FIVE, 4.9).unwrap()),
        Ok(Zone::Defection)
    );
    assert_eq!(
        zones.of(Score::new(FIVE, 5.0).unwrap()),
        Ok(Zone::Affection)
    );
}

#[test]
fn a_type_without_satisfaction_or_loyalty_is_none() {
    let found = CustomerTypes::default()
        .of(&TypeEvidence::default())
        .unwrap();
    assert_eq!(
        (found.customer_type, found.missing.as_slice()),
        (None, TypePiece::ALL)
    );
    let evidence = TypeEvidence {
        satisfaction: score(7.0),
        recommends: Some(true),
        ..TypeEvidence::default()
    };
    let found = CustomerTypes::default().of(&evidence).unwrap();
    assert_eq!(
        (found.customer_type, found.missing),
        (None, vec![TypePiece::Loyalty, TypePiece::Warns])
    );
}

fn scales() -> HostageScales {
    HostageScales {
        satisfaction: SEVEN,
        loyalty: SEVEN,
        switching_cost: FIVE,
    }
}

#[test]
fn hostages_need_cuts_on_their_scales() {
    let none: [Threshold; 0] = [];
    for (cuts, argument) in [
        (HostageCuts::default().loyalty(none), "cut of loyalty"),
        (
            HostageCuts::default().satisfaction(none),
            "cut of satisfaction",
        ),
        (HostageCuts::default().holding([]), "holding"),
    ] {
        assert_eq!(
            HostageCounter::new(scales(), &cuts).unwrap_err(),
            expected::empty(argument)
        );
    }
    let cuts = HostageCuts::default().holding([Holding::SwitchingCost(Threshold::Value(6.0))]);
    assert_eq!(
        HostageCounter::new(scales(), &cuts).unwrap_err(),
        out_of_range("threshold", "6", "1 to 5", None)
    );
}

#[test]
fn hostages_need_switching_costs_unless_nobody_asks() {
    let column = [2.0, 6.0];
    let column = SEVEN.full_answers(&column).unwrap();
    let cuts = HostageCuts::default();
    assert_eq!(
        refusal(Hostages::of(&column, &column, None, &cuts)),
        expected::empty("switching cost")
    );
    let cuts = cuts.holding([Holding::NotAsked]);
    let table = Hostages::of(&column, &column, None, &cuts).unwrap();
    assert_eq!(
        (table.rows()[0].loyal, table.rows()[0].hostages.numerator()),
        (1, 0)
    );
}

#[test]
fn a_hostage_counter_goes_on_after_a_refused_customer() {
    let mut counter = HostageCounter::new(scales(), &HostageCuts::default()).unwrap();
    let good = HostageEvidence {
        satisfaction: Some(2.0),
        loyalty: Some(6.0),
        switching_cost: Some(5.0),
    };
    counter.push(good).unwrap();
    let before = counter.clone();
    for (bad, text) in NOT_FINITE {
        let evidence = HostageEvidence {
            switching_cost: Some(bad),
            ..good
        };
        assert_eq!(
            refusal(counter.push(evidence)),
            not_finite("answer", text, None)
        );
    }
    let evidence = HostageEvidence {
        satisfaction: Some(-99.0),
        ..good
    };
    assert_eq!(
        refusal(counter.push(evidence)),
        out_of_range("answer", "-99", "1 to 7", None)
    );
    assert_eq!(counter, before);
    assert_eq!(
        refusal(counter.extend([good, evidence, good])),
        out_of_range("answer", "-99", "1 to 7", Some(1))
    );
    let table = counter.finish();
    assert_eq!(
        (table.customers, table.rows()[0].hostages.numerator()),
        (2, 2)
    );
}

#[test]
fn missing_evidence_on_a_hostage_decides_only_where_the_rest_does() {
    let mut counter = HostageCounter::new(scales(), &HostageCuts::default()).unwrap();
    let known = HostageEvidence {
        loyalty: Some(6.0),
        ..HostageEvidence::default()
    };
    for customer in [
        HostageEvidence::default(),
        known,
        HostageEvidence {
            satisfaction: Some(6.0),
            ..known
        },
        HostageEvidence {
            satisfaction: Some(2.0),
            ..known
        },
        HostageEvidence {
            switching_cost: Some(1.0),
            ..known
        },
        HostageEvidence {
            switching_cost: Some(5.0),
            ..known
        },
    ] {
        counter.push(customer).unwrap();
    }
    let table = counter.finish();
    let row = table.rows()[0];
    assert_eq!(
        (table.customers, table.without_loyalty, row.loyal),
        (6, 1, 5)
    );
    // Satisfied, and not held: neither is a hostage, whatever else is missing.
    assert_eq!(
        (
            row.hostages.numerator(),
            row.hostages.denominator(),
            row.undecided
        ),
        (0, 2, 3)
    );
}

#[test]
fn hostage_counters_of_other_cuts_or_scales_do_not_merge() {
    let mut counter = HostageCounter::new(scales(), &HostageCuts::default()).unwrap();
    let other = HostageCuts::default().loyalty([Threshold::TOP]);
    let elsewhere = HostageScales {
        satisfaction: FIVE,
        ..scales()
    };
    for part in [
        HostageCounter::new(scales(), &other).unwrap(),
        HostageCounter::new(elsewhere, &HostageCuts::default()).unwrap(),
    ] {
        assert!(matches!(
            counter.merge(part),
            Err(Error::Mismatch {
                argument: "cuts of hostages",
                ..
            })
        ));
    }
}

#[test]
fn counting_more_hostages_than_there_can_be_overflows() {
    let mut counter = HostageCounter::new(scales(), &HostageCuts::default()).unwrap();
    counter.push(HostageEvidence::default()).unwrap();
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
    let error = CoreCustomers::new(CoreAnswers {
        profitable_and_loyal: vec!["Ann"],
        largest_share: vec!["Ben", "Ann", "Ben"],
        worth_more_to_us: vec![],
    })
    .unwrap_err();
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
fn core_customers_are_named_by_one_to_three_questions() {
    let core = CoreCustomers::<u32>::new(CoreAnswers::default()).unwrap();
    assert_eq!(core.core().count(), 0);
    for bad in [0, 4] {
        let error = out_of_range("number of questions", &bad.to_string(), "1 to 3", None);
        assert_eq!(core.at_least(bad).err(), Some(error.clone()));
        assert_eq!(core.clone().least(bad).unwrap_err(), error);
    }
}

#[test]
fn consequences_have_thirteen_answers_on_the_scale() {
    let listwise = |answers: &[Option<f64>]| Consequences::of(SEVEN, answers, Missing::Listwise);
    assert_eq!(
        refusal(listwise(&[Some(4.0); 12])),
        expected::length("answers of a respondent", 12, 13)
    );
    let mut answers = [Some(4.0); 13];
    answers[12] = Some(0.0);
    assert_eq!(
        refusal(listwise(&answers)),
        out_of_range("answer", "0", "1 to 7", Some(12))
    );
    answers[12] = Some(f64::NAN);
    assert_eq!(
        refusal(listwise(&answers)),
        not_finite("answer", "NaN", Some(12))
    );
    // One item is all there is of the last factor.
    assert!(Consequences::of(SEVEN, &[Some(4.0); 13], Missing::AtLeast(2)).is_err());
    let nothing = listwise(&[None; 13]).unwrap();
    assert_eq!(nothing.missing().count(), 5);
    assert_eq!(nothing.get(Consequence::Switch), None);
}

#[test]
fn trust_needs_as_many_weights_as_respondents() {
    let answers = [4.0, 5.0];
    let items = ItemSet::new([SEVEN.full_answers(&answers).unwrap()]).unwrap();
    let weights = Weights::new([1.0]).unwrap();
    assert!(matches!(
        trust(&items, Missing::default(), Some(&weights)),
        Err(expected::length("weights", 1, 2))
    ));
    assert!(trust(&items, Missing::AtLeast(2), None).is_err());
    let one = trust(&items, Missing::default(), None).unwrap();
    // One item has no reliability, and nobody is there beyond the last row.
    assert_eq!((one.reliability.alpha, one.score(2)), (None, None));
}

#[test]
fn counting_more_than_there_can_be_overflows() {
    // Sixty-four doublings of one customer.
    let mut counted: Counted<Level> = [Some(Level::Committed)].into_iter().collect();
    for _ in 0..63 {
        counted.merge(counted.clone()).unwrap();
    }
    let before = counted.clone();
    assert!(matches!(
        counted.merge(counted.clone()),
        Err(Error::Overflow { .. })
    ));
    assert_eq!(counted, before);
}

#[test]
fn of_nothing_an_assessment_says_nothing() {
    let found = Assessment::of(&Evidence::default(), &Rules::default()).unwrap();
    assert_eq!(found.missing, Piece::ALL);
    assert_eq!(found.phases, None);
    assert_eq!(found.zone, None);
    assert_eq!((found.ladder.level, found.path.reached), (None, None));
    assert_eq!(
        (found.condition.condition, found.customer_type.customer_type),
        (None, None)
    );
    assert_eq!(
        (found.expressions.value, found.behaviour.score),
        (None, None)
    );
    assert_eq!(found.traits.at_most(), 5);
}

#[test]
fn an_assessment_refuses_what_its_systems_refuse() {
    let evidence = Evidence {
        behaviour: Behaviour {
            repeat_rate: Some(1.5),
            ..Behaviour::default()
        },
        traits: LoyalTraits::default(),
        ..Evidence::default()
    };
    assert_eq!(
        Assessment::of(&evidence, &Rules::default()).unwrap_err(),
        out_of_range("repeat rate", "1.5", "0 to 1", None)
    );
    let medians = Rules::default().conditions(Conditions::default().attitude(Split::Median));
    assert!(Assessment::of(&Evidence::default(), &medians).is_err());
    let scale = Scale::ONE_TO_TEN;
    let evidence = Evidence {
        satisfaction: Some(Score::new(scale, 9.0).unwrap()),
        ..Evidence::default()
    };
    let rules = Rules::default().ladder(Ladder::default().threshold(Threshold::Value(0.5)));
    assert_eq!(
        Assessment::of(&evidence, &rules).unwrap_err(),
        out_of_range("threshold", "0.5", "1 to 10", None)
    );
}
