//! Reichheld, F. F. (2003), *Harvard Business Review* 81(12): 46–54: promoters less detractors.

use retention::satisfaction::nps;

#[test]
fn reichheld_2003_promoters_9_to_10_passives_7_to_8_detractors_0_to_6() {
    let options = nps::Options::default();
    for answer in 0..=10_u32 {
        let expected = match answer {
            9..=10 => nps::Group::Promoter,
            7..=8 => nps::Group::Passive,
            _ => nps::Group::Detractor,
        };
        assert_eq!(
            options.classify(f64::from(answer)),
            Ok(expected),
            "{answer}"
        );
    }
}
