//! Priorities of the fourteen attributes of Martilla and James (1977), who published no rule.
//!
//! Computed by `formulas.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::quadrant::{Options, Priority};

use crate::assert_published;
use crate::martilla_james::{ATTRIBUTES, analysis};

/// No rule was published; these are the figures by numpy.
#[test]
fn martilla_james_1977_low_prices_or_the_right_job_come_first() {
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
