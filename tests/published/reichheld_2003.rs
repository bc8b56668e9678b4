//! Reichheld, F. F. (2003), *Harvard Business Review* 81(12): 46–54: promoters less detractors.

use retention::satisfaction::{NpsGroup, NpsOptions};

#[test]
fn reichheld_2003_promoters_9_to_10_passives_7_to_8_detractors_0_to_6() {
    let options = NpsOptions::default();
    for answer in 0..=10_u32 {
        let expected = match answer {
            9..=10 => NpsGroup::Promoter,
            7..=8 => NpsGroup::Passive,
            _ => NpsGroup::Detractor,
        };
        assert_eq!(options.group(f64::from(answer)), Ok(expected), "{answer}");
    }
}
