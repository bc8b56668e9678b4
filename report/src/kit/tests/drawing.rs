//! What draws the pictures, through its own doors.

use crate::kit::axis::Axis;
use crate::kit::html::Page;
use crate::kit::labels::{Area, Named, Placed, Room, place, text_width};
use crate::kit::picture::{Caption, draw};

const FRAME: Area = Area::new((0.0, 0.0), (800.0, 500.0));

fn room() -> Room {
    Room {
        frame: FRAME,
        radius: 6.0,
        taken: Vec::new(),
        lines: Vec::new(),
    }
}

fn named(points: impl IntoIterator<Item = (f64, f64)>, width: f64) -> Vec<Named> {
    points
        .into_iter()
        .map(|at| Named {
            at,
            width,
            height: 18.0,
        })
        .collect()
}

/// No name on another, on a mark, on what is taken, or beyond the frame.
fn assert_apart(names: &[Named], placed: &[Placed], room: &Room) {
    assert_eq!(names.len(), placed.len());
    for (at, one) in placed.iter().enumerate() {
        assert!(one.area.is_within(&room.frame), "{at}: {one:?}");
        let others = placed.iter().enumerate().filter(|(other, _)| *other != at);
        let marks = names
            .iter()
            .map(|name| Area::around(name.at, 2.0 * room.radius, 2.0 * room.radius));
        let taken = others
            .map(|(_, other)| other.area)
            .chain(marks)
            .chain(room.taken.iter().copied());
        for area in taken {
            assert_eq!(one.area.overlap(&area), 0.0, "{at}: {one:?} on {area:?}");
        }
        assert_eq!(
            (one.area.right - one.area.left).round(),
            names[at].width.round()
        );
    }
}

#[test]
fn a_name_alone_stands_to_the_right_of_its_point() {
    let names = named([(400.0, 250.0)], 100.0);
    let placed = place(&names, &room());
    assert_eq!(placed[0].leader, None);
    assert_eq!(placed[0].area, Area::new((410.0, 241.0), (510.0, 259.0)));
    // At the right edge it stands to the left.
    let placed = place(&named([(790.0, 250.0)], 100.0), &room());
    assert_eq!((placed[0].area.right, placed[0].leader), (780.0, None));
    assert_eq!(place(&[], &room()), []);
}

#[test]
fn names_keep_clear_of_each_other() {
    let cluster = (0..14).map(|at| {
        let angle = f64::from(at) * 2.4;
        let reach = 4.0 * f64::from(at).sqrt();
        (400.0 + reach * angle.cos(), 250.0 + reach * angle.sin())
    });
    let names = named(cluster, 130.0);
    let placed = place(&names, &room());
    assert_apart(&names, &placed, &room());
    let led = placed.iter().filter(|label| label.leader.is_some()).count();
    assert!(led >= 8, "{led}");
    for (name, label) in names.iter().zip(&placed) {
        if let Some((from, to)) = label.leader {
            // From the mark's edge to the name's.
            let start = (from.0 - name.at.0).hypot(from.1 - name.at.1);
            assert!((start - 7.0).abs() < 1e-9, "{start}");
            assert_eq!(label.area.nearest(to), to);
        }
    }

    let row = named(
        (0..12).map(|at| (60.0 + 62.0 * f64::from(at), 250.0)),
        120.0,
    );
    assert_apart(&row, &place(&row, &room()), &room());
    let same = named([(200.0, 200.0); 6], 90.0);
    assert_apart(&same, &place(&same, &room()), &room());
    let corner = named([(6.0, 6.0), (10.0, 12.0), (14.0, 6.0), (8.0, 20.0)], 150.0);
    // Marks at the very edge: the names are within it all the same.
    assert_apart(&corner, &place(&corner, &room()), &room());
}

#[test]
fn names_keep_clear_of_what_is_written_and_drawn() {
    let mut crowded = room();
    crowded
        .taken
        .push(Area::new((409.0, 200.0), (600.0, 300.0)));
    crowded.lines.push(((0.0, 262.0), (800.0, 262.0)));
    let names = named([(400.0, 250.0)], 100.0);
    let placed = place(&names, &crowded);
    assert_apart(&names, &placed, &crowded);
    assert!(!placed[0].area.is_crossed(crowded.lines[0]), "{placed:?}");
    // Where there is no room at all, there is an answer still.
    let mut full = room();
    full.taken.push(FRAME);
    assert_eq!(place(&names, &full).len(), 1);
    let narrow = named([(400.0, 250.0)], 2000.0);
    assert_eq!(place(&narrow, &room()).len(), 1);
}

#[test]
fn lines_through_areas() {
    let area = Area::new((10.0, 10.0), (20.0, 20.0));
    for crossed in [
        ((0.0, 15.0), (30.0, 15.0)),
        ((15.0, 0.0), (15.0, 12.0)),
        ((0.0, 0.0), (30.0, 30.0)),
        ((12.0, 12.0), (13.0, 13.0)),
    ] {
        assert!(area.is_crossed(crossed), "{crossed:?}");
    }
    for clear in [
        ((0.0, 15.0), (9.0, 15.0)),
        ((0.0, 25.0), (30.0, 25.0)),
        ((0.0, 21.0), (9.0, 30.0)),
    ] {
        assert!(!area.is_crossed(clear), "{clear:?}");
    }
}

#[test]
fn widths_of_texts() {
    assert_eq!(text_width("", 14.0, false), 0.0);
    // 0.722 + 0.556 + 0.556 + 0.278 of the size.
    assert!((text_width("Neat", 10.0, false) - 21.12).abs() < 1e-9);
    assert!(text_width("Neat", 10.0, true) > text_width("Neat", 10.0, false));
    assert!(text_width("客户", 10.0, false) >= 20.0);
    assert!(text_width("iiii", 10.0, false) < text_width("MMMM", 10.0, false));
}

#[test]
fn axes_and_their_marks() {
    let axis = Axis::around([6.2, 7.9], 0.1, 90.0, 960.0);
    assert!((axis.low - 6.03).abs() < 1e-9 && (axis.high - 8.07).abs() < 1e-9);
    assert_eq!((axis.at(axis.low), axis.at(axis.high)), (90.0, 960.0));
    assert_eq!(axis.marks(), (vec![6.5, 7.0, 7.5, 8.0], 1));
    // Upside down, as heights are.
    let up = Axis::around([0.0, 1.0], 0.0, 500.0, 100.0);
    assert_eq!((up.at(0.25), up.at(1.0)), (400.0, 100.0));
    for (low, high) in [
        (0.5, 0.5),
        (0.0, 0.0),
        (-3.0, -3.0),
        (1e9, 1e9),
        (0.001, 0.0011),
    ] {
        let axis = Axis::around([low, high], 0.1, 0.0, 100.0);
        let (marks, _) = axis.marks();
        assert!((2..=9).contains(&marks.len()), "{low} {high}: {marks:?}");
        assert!(
            marks
                .iter()
                .all(|mark| axis.low <= *mark && *mark <= axis.high)
        );
        assert!((0.0..=100.0).contains(&axis.at(low)));
    }
    assert!(Axis::around([], 0.1, 0.0, 1.0).at(0.5).is_finite());
}

/// What a screen reader says of a picture, also where several pictures stand in one page.
#[test]
fn pictures_say_what_they_show() {
    let plain = draw((100, 50), "A & B", |_| Ok(())).unwrap();
    assert!(
        plain.contains(" role=\"img\" aria-labelledby=\"title\" "),
        "{plain}"
    );
    assert!(
        plain.contains("<title id=\"title\">A &amp; B</title>"),
        "{plain}"
    );
    assert!(!plain.contains("<desc"), "{plain}");
    let caption = Caption::new("Shares", "A 3 < B 5.");
    let told = draw((100, 50), caption, |_| Ok(())).unwrap();
    assert!(
        told.contains("aria-labelledby=\"title description\""),
        "{told}"
    );
    assert!(
        told.contains("<desc id=\"description\">A 3 &lt; B 5.</desc>"),
        "{told}"
    );
    let mut page = Page::new("Two");
    page.picture(&told);
    page.picture(&told);
    let page = page.finish();
    for at in ["picture-1", "picture-2"] {
        for mark in [
            "aria-labelledby=\"@-title @-description\"",
            "<title id=\"@-title\">",
            "<desc id=\"@-description\">",
        ] {
            let mark = mark.replace('@', at);
            assert_eq!(page.matches(&mark).count(), 1, "{mark}: {page}");
        }
    }
}
