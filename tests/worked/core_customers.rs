//! Core customers by three overlapping questions: Reichheld, F. F. (1996), "Learning from Customer
//! Defections", *Harvard Business Review* 74(2): 56–69. How many questions make a core customer is
//! a design proposal.

use retention::loyalty::core_customers::{Nominations, Nominee};

fn answers() -> Nominations<u32> {
    Nominations {
        profitable_and_loyal: vec![4, 1, 2, 3],
        largest_share: vec![2, 3, 5, 6],
        worth_more_to_us: vec![3, 4, 6, 7],
    }
}

#[test]
fn core_customers_three_questions_overlap() {
    let nominees = answers().nominees().unwrap();
    let those = |of: fn(&Nominee<u32>) -> bool| {
        let found = nominees.iter().filter(|nominee| of(nominee));
        found.map(|nominee| nominee.customer).collect::<Vec<_>>()
    };
    assert_eq!(those(|nominee| nominee.profitable_and_loyal), [1, 2, 3, 4]);
    assert_eq!(those(|nominee| nominee.largest_share), [2, 3, 5, 6]);
    assert_eq!(those(|nominee| nominee.worth_more_to_us), [3, 4, 6, 7]);
    assert_eq!(those(|_| true), [1, 2, 3, 4, 5, 6, 7]); // the union
    assert_eq!(those(|nominee| nominee.questions() == 3), [3]); // the intersection
}

/// A design proposal: two of three.
#[test]
fn core_customers_are_named_by_two_questions_of_three() {
    let nominees = answers().nominees().unwrap();
    let core = nominees.iter().filter(|nominee| nominee.is_core());
    assert!(core.map(|nominee| nominee.customer).eq([2, 3, 4, 6]));
    assert_eq!(nominees.get(&4).unwrap().questions(), 2);
    assert_eq!(nominees.get(&8), None);
}
