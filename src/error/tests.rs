use super::Error;
use super::at::{Label, Place};

/// One error of each kind that can have a place.
fn placed() -> [Error; 10] {
    let argument = "share";
    [
        Error::empty(argument),
        Error::out_of_range(argument, -1, "0 to 1"),
        Error::not_finite(argument, f64::NAN),
        Error::length(argument, 1, 2),
        Error::unsorted(argument, -1, "follows 2"),
        Error::duplicate(argument, -1),
        Error::overflow("an exact sum of money", -1),
        Error::refused("refund", -1),
        Error::mismatch("windows", -1, 1),
        Error::insufficient("respondents", 12, 30),
    ]
}

const MESSAGES: [&str; 10] = [
    "at least one share is needed, got none",
    "share must be 0 to 1, got -1",
    "share must be finite, got NaN",
    "share must have length 2, got 1",
    "share out of order: -1 follows 2",
    "share occurs twice: -1",
    "an exact sum of money overflows at -1",
    "refund refused: -1",
    "windows must be equal, got -1 and 1",
    "at least 30 respondents are needed, got 12",
];

#[test]
fn messages_in_full() {
    for (error, message) in placed().into_iter().zip(MESSAGES) {
        assert_eq!(error.to_string(), message);
        assert_eq!((error.at(), error.row(), error.place()), (None, None, None));
    }
    let others = [
        Error::does_not_add_up("shares", -1, 1),
        Error::unsupported("pairwise deletion", "regression"),
        Error::singular("items", "third"),
    ];
    let messages = [
        "shares must add up to 1, got -1",
        "pairwise deletion is not possible with regression",
        "items cannot be told apart: third never changes or follows from the others",
    ];
    for (error, message) in others.into_iter().zip(messages) {
        assert_eq!(error.to_string(), message);
        // What has no place in the input takes none.
        assert_eq!(error.clone().at_row(3_usize), error);
    }
}

#[test]
fn a_place_is_said_in_words() {
    for (error, message) in placed().into_iter().zip(MESSAGES) {
        let error = error.at_place(Place::Item(7_usize.into()));
        assert_eq!(
            error.to_string(),
            format!("{message} at item 7 (counted from 0)")
        );
        let error = error.at_row(500_usize);
        assert_eq!(
            error.to_string(),
            format!("{message} at row 500, item 7 (counted from 0)")
        );
        assert_eq!(error.row(), Some(500));
        assert_eq!(error.place(), Some(&Place::Item(Label::Number(7))));
    }
    let error = Error::duplicate("name", "price").at_place(Place::Attribute("price".into()));
    assert_eq!(
        error.to_string(),
        "name occurs twice: price at attribute \"price\""
    );
}

#[test]
fn a_cure_comes_last() {
    let error = Error::insufficient("respondents", 12, 30)
        .with_cure("`Method::minimum` sets how many")
        .at_row(3_u64);
    assert_eq!(
        error.to_string(),
        "at least 30 respondents are needed, got 12 at row 3 (counted from 0); \
         `Method::minimum` sets how many"
    );
    let error = Error::unsupported("a", "b").with_cure("choose c");
    assert_eq!(error.to_string(), "a is not possible with b; choose c");
}

/// A `Result` of it costs a function no more than clippy allows.
#[test]
fn an_error_is_small() {
    assert!(size_of::<Error>() <= 96, "{}", size_of::<Error>());
}
