//! Core customers by three overlapping questions: Reichheld, F. F. (1996), "Learning from Customer
//! Defections", *Harvard Business Review* 74(2): 56–69. How many questions make a core customer is
//! a design proposal.

use retention::loyalty::core_customers::{Facts, Nominations, Nominee, Rules};

fn answers() -> Nominations<u32> {
    Nominations {
        profitable_and_loyal: vec![4, 1, 2, 3],
        largest_share: vec![2, 3, 5, 6],
        worth_more_to_us: vec![3, 4, 6, 7],
    }
}

#[test]
fn core_customers_three_questions_overlap() {
    let nominees = answers().nominees(&Rules::default()).unwrap();
    let those = |of: fn(&Nominee<u32>) -> bool| {
        let found = nominees.iter().filter(|nominee| of(nominee));
        found.map(|nominee| nominee.customer).collect::<Vec<_>>()
    };
    assert_eq!(
        those(|nominee| nominee.profitable_and_loyal == Some(true)),
        [1, 2, 3, 4]
    );
    assert_eq!(
        those(|nominee| nominee.largest_share == Some(true)),
        [2, 3, 5, 6]
    );
    assert_eq!(
        those(|nominee| nominee.worth_more_to_us == Some(true)),
        [3, 4, 6, 7]
    );
    assert_eq!(those(|_| true), [1, 2, 3, 4, 5, 6, 7]); // the union
    assert_eq!(those(|nominee| nominee.questions() == 3), [3]); // the intersection
}

/// A design proposal: two of three.
#[test]
fn core_customers_are_named_by_two_questions_of_three() {
    let nominees = answers().nominees(&Rules::default()).unwrap();
    let core = nominees
        .iter()
        .filter(|nominee| nominee.is_core == Some(true));
    assert!(core.map(|nominee| nominee.customer).eq([2, 3, 4, 6]));
    assert_eq!(nominees.get(&4).unwrap().questions(), 2);
    assert_eq!(nominees.get(&8), None);
}

/// How many questions make a core customer is an option.
#[test]
fn core_customers_by_one_question_or_by_all_three() {
    let core = |questions| -> Vec<u32> {
        let rules = Rules::default().questions(questions);
        let nominees = answers().nominees(&rules).unwrap();
        let core = nominees
            .iter()
            .filter(|nominee| nominee.is_core == Some(true));
        core.map(|nominee| nominee.customer).collect()
    };
    assert_eq!(core(1), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(core(3), [3]);
}

/// The questions answered from what is known, each criterion at its cut.
#[test]
fn core_customers_are_computed_where_data_are_there() {
    let at_every_cut = Facts::default()
        .price_paid(Some(95.0))
        .list_price(Some(100.0))
        .days_to_pay(Some(30.0))
        .service_contacts(Some(2))
        .purchases(Some(4))
        .repeat_share(Some(0.5))
        .share_of_wallet(Some(0.5))
        .value_to_us(Some(1.2))
        .value_to_rival(Some(1.1));
    let of = |rules: Rules, facts| rules.nominees([(1, facts)]).unwrap().as_slice()[0].clone();
    let rules = Rules::default();
    let all = of(rules.criteria(5), at_every_cut);
    assert_eq!((all.questions(), all.is_core), (3, Some(true)));
    let criteria = |nominee: &Nominee<i32>| {
        [
            nominee.accepts_price,
            nominee.pays_promptly,
            nominee.needs_little_service,
            nominee.stable_preference,
            nominee.buys_often,
        ]
    };
    assert_eq!(criteria(&all), [Some(true); 5]);
    for (which, beyond) in [
        at_every_cut.price_paid(Some(94.9)),
        at_every_cut.days_to_pay(Some(30.1)),
        at_every_cut.service_contacts(Some(3)),
        at_every_cut.repeat_share(Some(0.49)),
        at_every_cut.purchases(Some(2)).service_contacts(Some(1)),
    ]
    .into_iter()
    .enumerate()
    {
        let found = of(rules, beyond);
        let mut expected = [Some(true); 5];
        expected[which] = Some(false);
        assert_eq!(criteria(&found), expected);
        // Four of five are enough for three.
        assert_eq!(found.profitable_and_loyal, Some(true));
        assert_eq!(
            of(rules.criteria(5), beyond).profitable_and_loyal,
            Some(false)
        );
    }
    let equal = at_every_cut.value_to_rival(Some(1.2));
    assert_eq!(of(rules, equal).worth_more_to_us, Some(false));
    assert_eq!(
        of(rules, at_every_cut.share_of_wallet(Some(0.49))).largest_share,
        Some(false)
    );

    // Two criteria of three asked for are known: it depends on the rest.
    let partly = Facts::default().days_to_pay(Some(10.0)).purchases(Some(9));
    let found = of(rules, partly);
    assert_eq!(found.profitable_and_loyal, None);
    assert_eq!(
        of(rules.criteria(2), partly).profitable_and_loyal,
        Some(true)
    );
    let found = of(
        rules,
        partly
            .repeat_share(Some(0.1))
            .list_price(Some(1.0))
            .price_paid(Some(0.5)),
    );
    assert_eq!(found.profitable_and_loyal, None); // contacts may still decide
    // A criterion that is not asked is neither for nor against.
    let fewer = rules
        .price(None)
        .repeat_share(None)
        .service_contacts(None)
        .criteria(2);
    assert_eq!(of(fewer, partly).profitable_and_loyal, Some(true));
}
