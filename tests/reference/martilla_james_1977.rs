//! Martilla, J. A. and James, J. C. (1977), "Importance-Performance Analysis", *Journal of
//! Marketing* 41(1): 77–79: fourteen attributes of a car dealer's service department, on 1 to 4.
//!
//! The first row and the three attributes of the first quadrant were read at a source; the other
//! ratings are as commonly reported, and with a crosshair at the means they give the published
//! quadrants exactly.

use retention::quadrant::{Options, Priority};

use crate::assert_published;
use crate::martilla_james::{ATTRIBUTES, analysis};

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
