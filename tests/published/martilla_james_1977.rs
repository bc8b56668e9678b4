//! Martilla, J. A. and James, J. C. (1977), "Importance-Performance Analysis", *Journal of
//! Marketing* 41(1): 77–79: fourteen attributes of a car dealer's service department, on 1 to 4.
//!
//! The first row and the three attributes of the first quadrant were read at a source; the other
//! ratings are as commonly reported, and with a crosshair at the means they give the published
//! quadrants exactly.

use retention::quadrant::{
    Analysis, Attribute, Crosshair, OnLine, Options, Placement, Priority, Quadrant, RatingScales,
};
use retention::scale::Scale;

use crate::assert_published;

/// Attribute, importance, performance, published quadrant, performance less importance.
const ATTRIBUTES: [(&str, f64, f64, char, &str); 14] = [
    ("Job done right the first time", 3.83, 2.63, 'A', "-1.20"),
    ("Fast action on complaints", 3.63, 2.73, 'A', "-0.90"),
    ("Prompt warranty work", 3.60, 3.15, 'B', "-0.45"),
    ("Able to do any job needed", 3.56, 3.00, 'B', "-0.56"),
    ("Service available when needed", 3.41, 3.05, 'B', "-0.36"),
    ("Courteous and friendly service", 3.41, 3.29, 'B', "-0.12"),
    ("Car ready when promised", 3.38, 3.03, 'B', "-0.35"),
    ("Perform only necessary work", 3.37, 3.11, 'B', "-0.26"),
    ("Low prices on service", 3.29, 2.00, 'A', "-1.29"),
    ("Clean up after service work", 3.27, 3.02, 'B', "-0.25"),
    ("Convenient to home", 2.52, 2.25, 'C', "-0.27"),
    ("Convenient to work", 2.43, 2.49, 'C', "0.06"),
    ("Courtesy buses and rental cars", 2.37, 2.35, 'C', "-0.02"),
    ("Send out maintenance notices", 2.05, 3.33, 'D', "1.28"),
];

fn analysis(options: Options) -> Analysis {
    let attributes = ATTRIBUTES.map(|(name, i, s, ..)| Attribute::new(name, i, s));
    Analysis::new(attributes, RatingScales::same(Scale::ONE_TO_FOUR), options).unwrap()
}

fn letters(analysis: &Analysis) -> String {
    let letter = |quadrant| match quadrant {
        Quadrant::ConcentrateHere => 'A',
        Quadrant::KeepUp => 'B',
        Quadrant::LowPriority => 'C',
        Quadrant::PossibleOverkill => 'D',
    };
    let placed = analysis.attributes.iter();
    placed.map(|placed| letter(placed.quadrant)).collect()
}

fn by(crosshair: Crosshair) -> Analysis {
    analysis(Options::default().crosshair(crosshair))
}

#[test]
fn martilla_james_1977_a_crosshair_at_the_means_gives_all_14_quadrants_as_commonly_reported() {
    let published: String = ATTRIBUTES.iter().map(|row| row.3).collect();
    let analysis = analysis(Options::default());
    assert_eq!(letters(&analysis), published);
    assert_eq!(letters(&analysis), "AABBBBBBABCCCD");
    let concentrate: Vec<_> = analysis
        .in_quadrant(Quadrant::ConcentrateHere)
        .map(|placed| placed.name.as_str())
        .collect();
    assert_eq!(
        concentrate,
        [ATTRIBUTES[0].0, ATTRIBUTES[1].0, ATTRIBUTES[8].0]
    );
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

/// No rule was published; these are the figures by numpy.
#[test]
fn martilla_james_1977_low_prices_or_the_right_job_come_first_computed_independently() {
    for (priority, first, figure) in [
        (Priority::Crosshair, [8, 0, 1, 3], "2.309860"),
        (Priority::Gap, [8, 0, 1, 3], "1.290000"),
        // The job matters more than the price, which is further behind.
        (Priority::WeightedGap, [0, 8, 1, 3], "4.596000"),
    ] {
        let analysis = analysis(Options::default().priority(priority));
        let by_rank = analysis.by_rank();
        let names: Vec<_> = by_rank.iter().take(4).map(|p| p.name.as_str()).collect();
        assert_eq!(names, first.map(|at: usize| ATTRIBUTES[at].0), "{priority}");
        assert_published(by_rank[0].priority, figure);
        let ranks: Vec<_> = by_rank.iter().map(|placed| placed.rank).collect();
        assert_eq!(ranks, (1..=14).collect::<Vec<_>>());
        assert_eq!(by_rank[13].name, ATTRIBUTES[13].0);
    }
}

#[test]
fn martilla_james_1977_weighted_satisfaction_is_2_831287_70_782_percent_of_4_as_commonly_reported()
{
    let analysis = analysis(Options::default());
    assert_published(analysis.index.unwrap(), "2.831287");
    assert_published(100.0 * analysis.index_share_of_top.unwrap(), "70.782");
}

#[test]
fn martilla_james_1977_names_the_quadrants_as_commonly_reported() {
    let labels: Vec<_> = Quadrant::ALL
        .iter()
        .map(|quadrant| quadrant.label())
        .collect();
    assert_eq!(
        labels,
        [
            "Concentrate Here",
            "Keep Up the Good Work",
            "Low Priority",
            "Possible Overkill"
        ]
    );
    // The telecom study's areas, in the same order.
    let labels: Vec<_> = Quadrant::ALL
        .iter()
        .map(|quadrant| quadrant.telecom_label())
        .collect();
    assert_eq!(
        labels,
        [
            "Churn area",
            "Key to loyalty",
            "Potential churn area",
            "Satisfaction area"
        ]
    );
}
