//! The page and the pictures.

use retention::loyalty::curve::Curve;
use retention::scale::Scale;

use super::{Scratch, program};
use crate::kit::labels::Area;
use crate::loyalty::figures::competition::Cell;
use crate::loyalty::pictures::curve::{ACROSS, UP, bubbles, points};

#[test]
fn a_page_with_its_pictures_that_needs_nothing_else() {
    let scratch = Scratch::new();
    let out = scratch.path("out");
    let ran = program(&["--out", &out]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let page = std::fs::read_to_string(format!("{out}/report.html")).unwrap();
    assert_eq!(page.matches("<svg ").count(), 2);
    for section in [
        "what-is-measured",
        "loyalty-levels",
        "types",
        "hostages",
        "switching-barriers",
        "competition",
        "not-measured",
    ] {
        assert!(
            page.contains(&format!("<section id=\"section-{section}\">")),
            "{section}"
        );
    }
    // What the pictures show is said in words, too.
    for said in [
        "Everybody: 184 below cognitive, 33 cognitive, 4 affective, 122 conative or further.",
        "5.85 of 114 customers at satisfaction 6.00",
    ] {
        assert!(page.contains(said), "{said}");
    }
    for outside in ["<script", "<link", "<img", "src=", "@import", "https:"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for picture in ["levels.svg", "competition-curve.svg"] {
        let svg = std::fs::read_to_string(format!("{out}/{picture}")).unwrap();
        assert!(svg.contains("<title id=\"title\">"), "{picture}");
        assert!(
            svg.contains("aria-labelledby=\"title description\""),
            "{picture}"
        );
        assert!(ran.out.contains(picture));
    }
}

/// Labels lie on nothing: not on each other, not on a disc, not on the curve.
#[test]
fn labels_of_the_curve_lie_on_nothing() {
    // The cells of the bundled survey.
    let cells = [
        (1.0, 2, 1.5),
        (2.0, 4, 3.25),
        (3.0, 15, 2.955_555_556),
        (4.0, 41, 3.837_398_374),
        (5.0, 103, 5.187_702_265),
        (6.0, 114, 5.852_339_181),
        (7.0, 64, 6.494_791_667),
    ];
    let cells = cells.map(|(satisfaction, customers, loyalty)| Cell {
        satisfaction,
        customers,
        mean_loyalty: loyalty,
    });
    let bubbles = bubbles(Scale::ONE_TO_SEVEN, &cells);
    let frame = Area::new((ACROSS.from, UP.to), (ACROSS.to, UP.from));
    let fitted = Curve::new(Scale::ONE_TO_SEVEN, 0.984)
        .and_then(|curve| curve.between(1.0, 7.0))
        .unwrap();
    let line = points(Scale::ONE_TO_SEVEN, &fitted);
    for (at, bubble) in bubbles.iter().enumerate() {
        let label = &bubble.label;
        assert!(label.is_within(&frame), "{}", bubble.text);
        for other in &bubbles {
            let (x, y) = label.nearest(other.at);
            let apart = (x - other.at.0).hypot(y - other.at.1);
            assert!(apart > other.radius, "{} on {}", bubble.text, other.text);
        }
        for other in &bubbles[at + 1..] {
            assert_eq!(label.overlap(&other.label), 0.0, "{}", bubble.text);
        }
        let crossed = line
            .windows(2)
            .any(|part| label.is_crossed((part[0], part[1])));
        assert!(!crossed, "{} on the curve", bubble.text);
    }
    // As many as the area says.
    let area = |at: usize| bubbles[at].radius.powi(2);
    assert!((area(5) / area(4) - 114.0 / 103.0).abs() < 1e-12);
}

/// A chance is never 0, and one kind of error is enough.
#[test]
fn chances_and_errors_in_words() {
    let text = super::sample(&[]).out;
    assert!(
        !text.contains("0.0000") && !text.to_lowercase().contains("robust se"),
        "{text}"
    );
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("p < 0.001"), "{text}");
    assert!(
        words
            .contains("The exponent is 0.984, standard error 0.046, 95 % interval 0.894 to 1.075,"),
        "{text}"
    );
}
