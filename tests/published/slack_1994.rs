//! Slack, N. (1994), "The Importance-Performance Matrix as a Determinant of Improvement Priority",
//! *International Journal of Operations & Production Management* 14(5): 59–75.
//!
//! The lines are read from a rendering of the figure, to half a point; the paper calls them
//! approximate.

use retention::quadrant::OnLine;
use retention::quadrant::slack::{Boundary, Rules, Zone};

#[test]
fn slack_1994_corners_and_a_point_between_as_commonly_reported() {
    let rules = Rules::default();
    for (importance, performance, zone) in [
        (1.0, 9.0, Zone::UrgentAction),
        (9.0, 1.0, Zone::Excess),
        (1.0, 1.0, Zone::Appropriate),
        (2.0, 4.0, Zone::Improve),
    ] {
        assert_eq!(rules.classify(importance, performance), Ok(zone));
    }
}

#[test]
fn slack_1994_end_points_of_the_lines_as_commonly_reported() {
    let rules = Rules::default();
    let line = |(i, p), (j, q)| Boundary {
        importance: [i, j],
        performance: [p, q],
    };
    assert_eq!(rules.acceptable, line((9.0, 6.5), (1.0, 3.0)));
    assert_eq!(rules.urgent, line((5.5, 9.0), (1.0, 5.0)));
    assert_eq!(rules.excess, line((9.0, 3.5), (4.5, 1.0)));
    // A point on a line belongs to the better side, unless asked otherwise.
    for (importance, performance, better, worse) in [
        (9.0, 6.5, Zone::Appropriate, Zone::Improve),
        (1.0, 3.0, Zone::Appropriate, Zone::Improve),
        (5.5, 9.0, Zone::Improve, Zone::UrgentAction),
        (1.0, 5.0, Zone::Improve, Zone::UrgentAction),
        (9.0, 3.5, Zone::Excess, Zone::Appropriate),
        (4.5, 1.0, Zone::Excess, Zone::Appropriate),
        // Half way along the lower bound of acceptability.
        (5.0, 4.75, Zone::Appropriate, Zone::Improve),
    ] {
        assert_eq!(rules.classify(importance, performance), Ok(better));
        let low = rules.on_line(OnLine::Low);
        assert_eq!(low.classify(importance, performance), Ok(worse));
        // A hair to either side of it, the rule does not matter.
        for rules in [rules, low] {
            if performance > 1.0 {
                assert_eq!(rules.classify(importance, performance - 1e-6), Ok(better));
            }
            if performance < 9.0 {
                assert_eq!(rules.classify(importance, performance + 1e-6), Ok(worse));
            }
        }
    }
}

/// What is of importance 6 to 9 is never in need of urgent action by the default lines, and what is of
/// importance 1 to 4 is never in excess.
#[test]
fn slack_1994_lines_leave_the_matrix_where_the_figure_has_them_as_commonly_reported() {
    let rules = Rules::default();
    for performance in 1..=9 {
        let performance = f64::from(performance);
        for importance in [6.0, 7.0, 8.0, 9.0] {
            let zone = rules.classify(importance, performance).unwrap();
            assert_ne!(zone, Zone::UrgentAction);
        }
        for importance in [1.0, 2.0, 3.0, 4.0] {
            assert_ne!(rules.classify(importance, performance), Ok(Zone::Excess));
        }
    }
}
