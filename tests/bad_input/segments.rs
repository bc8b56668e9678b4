//! Figures by segment.

use retention::quadrant::{self, Importance, Method};
use retention::satisfaction::{nps, rating};
use retention::scale::Scale;
use retention::segment::{self, BySegment, compare};

use crate::Accumulator;
use crate::expected::{at_row, insufficient, out_of_range, refusal};

fn builder() -> BySegment<&'static str, rating::Builder> {
    let mean = rating::Options::csat().measure(rating::Measure::Mean);
    BySegment::new(rating::Builder::new(mean).unwrap())
}

#[test]
fn no_rows_make_no_segments_and_nothing_to_compare() {
    let none = builder().finish().unwrap();
    assert!(none.is_empty());
    assert_eq!(
        refusal(compare(&none, segment::Options::default())),
        insufficient("estimates", 0, 2)
    );
}

#[test]
fn a_refused_row_makes_no_segment_and_is_counted_among_all() {
    let mut segments = builder();
    segments.push(("a", Some(4.0))).unwrap();
    let before = segments.clone();
    assert_eq!(
        refusal(segments.push(("b", Some(9.0)))),
        at_row(out_of_range("answer", 9, "1 to 5"), 1)
    );
    assert_eq!(
        refusal(segments.push(("a", Some(9.0)))),
        at_row(out_of_range("answer", 9, "1 to 5"), 1)
    );
    assert_eq!(segments, before);
}

#[test]
fn segments_of_other_options_do_not_merge_even_without_one_in_common() {
    let counter = |question| nps::Counter::new(nps::Options::default().question(question)).unwrap();
    let mut ours = BySegment::new(counter(nps::Question::ZeroToTen));
    ours.push(("a", Some(9.0))).unwrap();
    let other = nps::Question::Mapped {
        scale: Scale::ONE_TO_TEN,
        promoters_from: 9.0,
        passives_from: 7.0,
    };
    let mut theirs = BySegment::new(counter(other));
    theirs.push(("b", Some(9.0))).unwrap();
    let before = ours.clone();
    assert!(refusal(ours.merge(theirs)).starts_with("options must be equal"));
    assert_eq!(ours, before);
}

#[test]
fn a_segment_without_a_result_says_why_and_leaves_the_others_alone() {
    let scale = Scale::ONE_TO_FIVE;
    let method = Method::from(Importance::Pearson).minimum(4);
    let mut segments = BySegment::new(quadrant::Builder::new(["price"], scale, method).unwrap());
    for (segment, price, overall) in [
        ("many", 1.0, 2.0),
        ("many", 4.0, 4.0),
        ("many", 2.0, 1.0),
        ("many", 5.0, 3.0),
        ("one", 5.0, 3.0),
    ] {
        let ratings = &[Some(price)][..];
        let overall = Some(overall);
        let row = quadrant::Respondent { ratings, overall };
        segments.push((segment, row)).unwrap();
    }
    let segments = segments.finish().unwrap();
    assert!(segments.get("many").unwrap().output.is_some());
    let one = segments.get("one").unwrap();
    assert!(one.rows == 1 && one.output.is_none());
    assert!(one.refused.as_ref().unwrap().contains("needed"), "{one:?}");
}

#[test]
fn a_segment_of_one_respondent_is_left_out_of_comparisons() {
    let mut segments = builder();
    for (segment, answer) in [("a", 4.0), ("a", 5.0), ("b", 3.0), ("b", 2.0), ("c", 1.0)] {
        segments.push((segment, Some(answer))).unwrap();
    }
    let found = compare(&segments.finish().unwrap(), segment::Options::default()).unwrap();
    let rows = found.rows;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].first, rows[0].second), ("a", "b"));
}

#[test]
fn a_minimum_of_one_respondent_is_refused() {
    let mut segments = builder();
    segments
        .extend([("a", Some(4.0)), ("b", Some(3.0))])
        .unwrap();
    let options = segment::Options::default().minimum(1);
    assert_eq!(
        refusal(compare(&segments.finish().unwrap(), options)),
        out_of_range("minimum", 1, "at least 2")
    );
}

#[test]
fn segments_without_a_figure_are_named_with_the_reason() {
    let minimum = rating::Options::csat().measure(rating::Measure::Mean);
    let mut segments = BySegment::new(rating::Builder::new(minimum).unwrap());
    for (segment, answers) in [
        ("few", &[4.0, 5.0][..]),
        ("many", &[4.0, 2.0, 5.0]),
        ("more", &[1.0, 2.0, 1.0, 3.0]),
        ("one", &[4.0]),
    ] {
        let rows = answers.iter().map(|answer| (segment, Some(*answer)));
        segments.extend(rows).unwrap();
    }
    segments.push(("silent", None)).unwrap();
    let options = segment::Options::default().minimum(3);
    let found = compare(&segments.finish().unwrap(), options).unwrap();
    assert_eq!(found.rows.len(), 1);
    let left_out = found.left_out.iter();
    let left_out: Vec<_> = left_out.map(|own| (own.segment, own.respondents)).collect();
    assert_eq!(left_out, [("few", 2), ("one", 1), ("silent", 0)]);
    assert!(
        found
            .left_out
            .iter()
            .all(|own| own.reason == "fewer than 3 respondents")
    );
}
