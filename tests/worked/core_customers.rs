//! Core customers by three overlapping questions: Reichheld, F. F. (1996), "Learning from Customer
//! Defections", *Harvard Business Review* 74(2): 56–69. How many questions make a core customer is
//! a design proposal.

use retention::loyalty::core_customers;

fn answers() -> core_customers::Named<u32> {
    core_customers::Named {
        profitable_and_loyal: vec![4, 1, 2, 3],
        largest_share: vec![2, 3, 5, 6],
        worth_more_to_us: vec![3, 4, 6, 7],
    }
}

#[test]
fn core_customers_three_questions_overlap() {
    let core = core_customers::Core::new(answers()).unwrap();
    let named = |question| core.named_by(question).copied().collect::<Vec<_>>();
    assert_eq!(
        named(core_customers::Question::ProfitableAndLoyal),
        [1, 2, 3, 4]
    );
    assert_eq!(named(core_customers::Question::LargestShare), [2, 3, 5, 6]);
    assert_eq!(named(core_customers::Question::WorthMoreToUs), [3, 4, 6, 7]);
    let at_least = |k| core.at_least(k).unwrap().copied().collect::<Vec<_>>();
    assert_eq!(at_least(1), [1, 2, 3, 4, 5, 6, 7]); // the union
    assert_eq!(at_least(3), [3]); // the intersection
    assert!(core.rows().iter().map(|row| row.customer).eq(1..=7));
}

/// A design proposal: two of three.
#[test]
fn core_customers_are_named_by_two_questions_of_three() {
    let core = core_customers::Core::new(answers()).unwrap();
    assert_eq!(core.questions(), 2);
    assert!(core.core().eq(&[2, 3, 4, 6]));
    assert!(core.clone().least(3).unwrap().core().eq(&[3]));
    assert_eq!(core.get(&4).unwrap().questions().count(), 2);
    assert_eq!(core.get(&8), None);
}
