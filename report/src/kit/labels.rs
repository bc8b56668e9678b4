//! Where to write the names of points so that they do not lie on each other.
//!
//! Each name is tried beside its point, then further and further away, where a line leads to it. The
//! crowded ones choose first; then all may choose again, knowing the others.

use super::format::shortened;
use super::picture::Type;

/// A rectangle: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub const fn new((left, top): (f64, f64), (right, bottom): (f64, f64)) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    /// So wide and so high around a point.
    pub fn around((x, y): (f64, f64), width: f64, height: f64) -> Self {
        Self::new(
            (x - width / 2.0, y - height / 2.0),
            (x + width / 2.0, y + height / 2.0),
        )
    }

    /// The point in the middle.
    pub const fn middle(&self) -> (f64, f64) {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// How much of the two lies on each other.
    pub fn overlap(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }

    /// Whether all of it lies within the other.
    pub fn is_within(&self, other: &Self) -> bool {
        self.left >= other.left
            && self.right <= other.right
            && self.top >= other.top
            && self.bottom <= other.bottom
    }

    /// The point of it that is nearest.
    pub fn nearest(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            x.max(self.left).min(self.right),
            y.max(self.top).min(self.bottom),
        )
    }

    /// Whether a line between two points touches it.
    pub fn is_crossed(&self, (from, to): ((f64, f64), (f64, f64))) -> bool {
        // The part of the line that is between left and right, then of that between top and bottom.
        let (mut start, mut end) = (0.0_f64, 1.0_f64);
        for (low, high, from, to) in [
            (self.left, self.right, from.0, to.0),
            (self.top, self.bottom, from.1, to.1),
        ] {
            let along = to - from;
            if along == 0.0 {
                if from < low || from > high {
                    return false;
                }
                continue;
            }
            let (a, b) = ((low - from) / along, (high - from) / along);
            start = start.max(a.min(b));
            end = end.min(a.max(b));
        }
        start <= end
    }
}

/// A point and how large its name is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Named {
    pub at: (f64, f64),
    pub width: f64,
    pub height: f64,
}

/// Where a name goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    pub area: Area,
    /// A line to it from its point, where it is not beside it.
    pub leader: Option<((f64, f64), (f64, f64))>,
}

/// What the names must keep clear of.
#[derive(Debug, Clone)]
pub struct Room {
    /// All names lie in it.
    pub frame: Area,
    /// How far a point's mark reaches from its middle.
    pub radius: f64,
    /// What is already written.
    pub taken: Vec<Area>,
    /// Lines that names had better not lie on.
    pub lines: Vec<((f64, f64), (f64, f64))>,
}

/// Between a mark and its name.
const GAP: f64 = 4.0;
/// How much further away each ring of places is.
const STEP: f64 = 9.0;
const RINGS: usize = 14;
const DIRECTIONS: usize = 24;
/// How often all names choose again.
const ROUNDS: usize = 3;

/// A place for each name, in the order given.
///
/// Names do not lie on each other, on marks or on what is taken, as long as there is room. Where
/// there is not, they lie on as little as can be found.
pub fn place(names: &[Named], room: &Room) -> Vec<Placed> {
    let marks: Vec<Area> = names
        .iter()
        .map(|name| Area::around(name.at, 2.0 * room.radius, 2.0 * room.radius))
        .collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    let crowd = |at: usize| -> f64 {
        let near = |other: &Named| {
            let (x, y) = (other.at.0 - names[at].at.0, other.at.1 - names[at].at.1);
            1.0 / (1.0 + x.hypot(y))
        };
        names.iter().map(near).sum()
    };
    let crowds: Vec<f64> = (0..names.len()).map(crowd).collect();
    order.sort_by(|&a, &b| crowds[b].total_cmp(&crowds[a]).then(a.cmp(&b)));

    let mut places: Vec<Option<Placed>> = vec![None; names.len()];
    for round in 0..=ROUNDS {
        let before = places.clone();
        for &at in &order {
            let best = candidates(&names[at], room)
                .map(|place| (cost(at, &place, &places, &marks, room), place))
                .min_by(|(a, _), (b, _)| a.total_cmp(b));
            places[at] = best.map(|(_, place)| place);
        }
        if round > 0 && places == before {
            break;
        }
    }
    let beside = |name: &Named| Placed {
        area: Area::around(name.at, name.width, name.height),
        leader: None,
    };
    names
        .iter()
        .zip(places)
        .map(|(name, place)| place.unwrap_or_else(|| beside(name)))
        .collect()
}

/// Places for a name, the better ones first: right, left, above, below, at the corners, and then in
/// rings around.
fn candidates(name: &Named, room: &Room) -> impl Iterator<Item = Placed> {
    let (half_width, half_height) = (name.width / 2.0, name.height / 2.0);
    let (right, down) = (
        room.radius + GAP + half_width,
        room.radius + GAP + half_height,
    );
    let corner = room.radius * 0.7 + half_height;
    let beside = [
        (right, 0.0),
        (-right, 0.0),
        (0.0, -down),
        (0.0, down),
        (right - GAP, -corner),
        (right - GAP, corner),
        (GAP - right, -corner),
        (GAP - right, corner),
    ];
    let (name, radius, frame) = (*name, room.radius, room.frame);
    let area = move |(x, y): (f64, f64)| {
        Area::around((name.at.0 + x, name.at.1 + y), name.width, name.height)
    };
    let near = beside.into_iter().map(move |offset| Placed {
        area: area(offset),
        leader: None,
    });
    let rings = (1..=RINGS).flat_map(move |ring| {
        let reach = radius + GAP + STEP * ring as f64;
        (0..DIRECTIONS).map(move |direction| {
            let angle = std::f64::consts::TAU * direction as f64 / DIRECTIONS as f64;
            let (x, y) = (angle.cos(), angle.sin());
            // The near edge of the name is on the ring.
            let area = area((x * (reach + half_width), y * (reach + half_height)));
            let end = area.nearest(name.at);
            let (dx, dy) = (end.0 - name.at.0, end.1 - name.at.1);
            let length = dx.hypot(dy).max(f64::MIN_POSITIVE);
            let start = (
                name.at.0 + dx / length * (radius + 1.0),
                name.at.1 + dy / length * (radius + 1.0),
            );
            Placed {
                area,
                leader: Some((start, end)),
            }
        })
    });
    near.chain(rings)
        .enumerate()
        .filter(move |(at, place)| *at < 1 || place.area.is_within(&frame))
        .map(|(_, place)| place)
}

/// What speaks against a place: the worst is to lie on something, then to be outside the frame, to
/// have one's line lead through something, to lie on a line, to be far away.
fn cost(at: usize, place: &Placed, places: &[Option<Placed>], marks: &[Area], room: &Room) -> f64 {
    let mut cost = 0.0;
    if !place.area.is_within(&room.frame) {
        cost += 20_000.0;
    }
    let others = || {
        let others = places.iter().enumerate().filter(|(other, _)| *other != at);
        others.filter_map(|(_, other)| other.as_ref())
    };
    let solid = marks
        .iter()
        .chain(&room.taken)
        .chain(others().map(|other| &other.area));
    for area in solid {
        let overlap = place.area.overlap(area);
        if overlap > 0.0 {
            cost += 10_000.0 + 100.0 * overlap;
        }
    }
    for other in others() {
        if other.leader.is_some_and(|line| place.area.is_crossed(line)) {
            cost += 2_000.0;
        }
    }
    if let Some(line) = place.leader {
        let through = |area: &&Area| area.is_crossed(line);
        let marks = marks.iter().enumerate().filter(|(other, _)| *other != at);
        let crossed = marks
            .map(|(_, mark)| mark)
            .chain(&room.taken)
            .chain(others().map(|other| &other.area))
            .filter(through)
            .count();
        let leaders = others().filter_map(|other| other.leader);
        let crossings = leaders.filter(|other| cross(*other, line)).count();
        let length = (line.1.0 - line.0.0).hypot(line.1.1 - line.0.1);
        cost += 2_000.0 * (crossed + crossings) as f64 + 60.0 + 4.0 * length;
    }
    let on_lines = room
        .lines
        .iter()
        .filter(|line| place.area.is_crossed(**line));
    cost + 400.0 * on_lines.count() as f64
}

/// Whether two lines cross.
fn cross(a: ((f64, f64), (f64, f64)), b: ((f64, f64), (f64, f64))) -> bool {
    let side = |line: ((f64, f64), (f64, f64)), point: (f64, f64)| {
        let ((x0, y0), (x1, y1)) = line;
        (x1 - x0) * (point.1 - y0) - (y1 - y0) * (point.0 - x0)
    };
    side(a, b.0) * side(a, b.1) < 0.0 && side(b, a.0) * side(b, a.1) < 0.0
}

/// How wide a text is, or a little less: the widths of Helvetica and its like, and for other
/// letters what most have.
pub fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let em: f64 = text.chars().map(letter_width).sum();
    em * size * if bold { 1.08 } else { 1.0 }
}

/// In thousandths of the size, divided by a thousand.
fn letter_width(letter: char) -> f64 {
    let thousandths = match letter {
        'i' | 'j' | 'l' | '\'' => 222,
        ' ' | '!' | ',' | '.' | '/' | ':' | ';' | 'I' | '[' | ']' | 'f' | 't' | '|' => 278,
        '(' | ')' | '-' | 'r' | '`' | '{' | '}' => 334,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        '+' | '<' | '=' | '>' | '~' | '−' => 584,
        'F' | 'T' | 'Z' => 611,
        '&' | 'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 667,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' => 722,
        'G' | 'O' | 'Q' => 778,
        'M' | 'm' => 833,
        '%' => 889,
        'W' | '…' | '—' => 1000,
        ' '..='~' => 556,
        // What is as wide as it is high: Chinese and Japanese letters, Korean syllables.
        '\u{1100}'..='\u{11ff}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f000}'..='\u{1faff}' => 1000,
        _ => 620,
    };
    f64::from(thousandths) / 1000.0
}

/// A text that is no wider than this.
pub fn fitted(text: &str, look: Type, width: f64) -> String {
    let plain = shortened(text, usize::MAX);
    if text_width(&plain, look.size, look.bold) <= width {
        return plain;
    }
    let mut short = plain;
    while short.pop().is_some() {
        let shown = format!("{}…", short.trim_end());
        if text_width(&shown, look.size, look.bold) <= width {
            return shown;
        }
    }
    "…".to_owned()
}
