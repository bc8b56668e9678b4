//! Other crosshairs, gaps and the weighted index of the fourteen attributes of Martilla and James
//! (1977), worked by hand from their ratings.

use retention::quadrant::{Analysis, Crosshair, OnLine, Options, Placement, Quadrant};

use crate::assert_published;
use crate::martilla_james::{ATTRIBUTES, analysis, letters};

fn by(crosshair: Crosshair) -> Analysis {
    analysis(Options::default().crosshair(crosshair))
}

#[test]
fn martilla_james_1977_sums_44_12_and_39_43_means_3_151429_and_2_816429_as_commonly_reported() {
    let lines = by(Crosshair::Mean);
    assert_published(lines.importance_line, "3.151429");
    assert_published(lines.satisfaction_line, "2.816429");
    assert_published(lines.importance_line * 14.0, "44.12");
    assert_published(lines.satisfaction_line * 14.0, "39.43");
}

#[test]
fn martilla_james_1977_medians_3_375_and_3_01_place_otherwise_as_commonly_reported() {
    let analysis = by(Crosshair::Median);
    assert_published(analysis.importance_line, "3.375");
    // Half way between 3.00 and 3.02.
    assert_published(analysis.satisfaction_line, "3.010");
    assert_eq!(letters(&analysis), "AABABBBDCDCCCD");
}

#[test]
fn martilla_james_1977_the_scale_centre_leaves_9_and_11_to_improve_as_commonly_reported() {
    let analysis = by(Crosshair::ScaleCentre);
    assert_eq!(
        (analysis.importance_line, analysis.satisfaction_line),
        (2.5, 2.5)
    );
    assert_eq!(letters(&analysis), "BBBBBBBBABACCD");
}

#[test]
fn martilla_james_1977_lines_at_3_and_3_place_as_the_means_do_as_commonly_reported() {
    let given = by(Crosshair::Given {
        importance: 3.0,
        satisfaction: 3.0,
    });
    assert_eq!(letters(&given), letters(&by(Crosshair::Mean)));
    // "Able to do any job needed" lies on the line.
    let low = analysis(given.options.on_line(OnLine::Low));
    assert_eq!(letters(&low), "AABABBBBABCCCD");
}

#[test]
fn martilla_james_1977_gaps_and_the_diagonal_as_commonly_reported() {
    let diagonal = analysis(Options::default().placement(Placement::Diagonal));
    for (placed, (.., gap)) in diagonal.attributes.iter().zip(ATTRIBUTES) {
        assert_published(placed.gap.unwrap(), gap);
        // Performance exceeds importance at 12 and 14 only.
        let above = gap.starts_with('-');
        assert_eq!(placed.above_diagonal, Some(above));
        assert_eq!(placed.verdict, above.then_some(Quadrant::ConcentrateHere));
    }
    let combined = analysis(Options::default().placement(Placement::Combined));
    let verdicts: Vec<_> = combined
        .attributes
        .iter()
        .map(|p| p.verdict.unwrap())
        .collect();
    assert_eq!(verdicts[11], Quadrant::LowPriority);
    assert_eq!(verdicts[13], Quadrant::PossibleOverkill);
    let concentrate = verdicts.iter().filter(|&&v| v == Quadrant::ConcentrateHere);
    assert_eq!(concentrate.count(), 12);
    // The lines go on saying what they say.
    assert_eq!(letters(&combined), "AABBBBBBABCCCD");
}

#[test]
fn martilla_james_1977_weighted_satisfaction_is_2_831287_70_782_percent_of_4_as_commonly_reported()
{
    let analysis = analysis(Options::default());
    assert_published(analysis.index.unwrap(), "2.831287");
    assert_published(100.0 * analysis.index_share_of_top.unwrap(), "70.782");
}
