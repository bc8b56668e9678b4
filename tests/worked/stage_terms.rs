//! Stages of a relationship by the terms of Dwyer, Schurr and Oh (1987) and of Chen (2002).

use retention::lifecycle::Stage;

#[test]
fn stages_are_found_by_the_terms_of_either_literature() {
    for &stage in Stage::ALL {
        assert_eq!(Stage::from_term(stage.name()), Ok(stage));
        for term in stage.chinese() {
            assert_eq!(Stage::from_term(term), Ok(stage));
        }
        if let Some(term) = stage.chen() {
            assert_eq!(Stage::from_term(term), Ok(stage));
        }
    }
    assert_eq!(Stage::from_term("awareness"), Ok(Stage::Acquisition));
    assert_eq!(Stage::from_term("dissolution"), Ok(Stage::Decline));
    assert_eq!(Stage::from_term("形成期"), Ok(Stage::Growth));
    let error = Stage::from_term("puberty").unwrap_err().to_string();
    assert_eq!(
        error,
        "term of a stage must be one of acquisition, awareness, \
         exploration, 开拓签约, 考察期, growth, expansion, build-up, 成长, 形成期, maturity, \
         commitment, stable, 成熟, 稳定期, established, decline, dissolution, 衰退, 退化期, termination, 终止, got \"puberty\""
    );
}
