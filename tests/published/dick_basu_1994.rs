//! Dick, A. S. and Basu, K. (1994), *Journal of the Academy of Marketing Science* 22(2): 99–113. The
//! four conditions are the paper's; it publishes no cut.

use retention::loyalty::conditions::Condition;
use retention::loyalty::{Evidence, Score, conditions};
use retention::scale::Scale;

const FIVE: Scale = Scale::ONE_TO_FIVE;

fn score(value: f64) -> Option<Score> {
    Some(Score::new(FIVE, value).unwrap())
}

#[test]
fn dick_basu_1994_four_conditions_as_commonly_reported() {
    for (attitude, patronage, condition) in [
        (5.0, 5.0, Condition::Loyalty),
        (5.0, 1.0, Condition::Latent),
        (1.0, 5.0, Condition::Spurious),
        (1.0, 1.0, Condition::NoLoyalty),
    ] {
        let found = conditions::Rules::default()
            .classify(
                &Evidence::default()
                    .relative_attitude(score(attitude))
                    .patronage(score(patronage)),
            )
            .unwrap();
        assert_eq!(found.class(), Some(&condition));
    }
}
