//! Which of several figures is the highest and which the lowest, and whether that is more than chance.

use retention::estimate::Confidence;

/// The chance that any of the intervals of a comparison misses.
const ERROR: f64 = 0.05;

/// What reports say of it.
pub const BEYOND_CHANCE: &str = "the highest and the lowest of several figures, or a figure and par, are told \
    apart by 95 % intervals that are widened to hold all at once (Bonferroni). The intervals shown are of one \
    figure each.";

/// A figure with a 95 % interval of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    pub value: f64,
    pub lower: f64,
    pub upper: f64,
}

impl Measured {
    /// A figure with its interval; `None` where either is not known.
    pub fn of(value: Option<f64>, lower: Option<f64>, upper: Option<f64>) -> Option<Self> {
        Some(Self {
            value: value?,
            lower: lower?,
            upper: upper?,
        })
    }

    /// The same with an interval so wide that all of so many hold at once, by Bonferroni's
    /// inequality.
    pub fn among(self, many: usize) -> Self {
        let each = Confidence::new(1.0 - ERROR / many.max(1) as f64);
        let times = each.map_or(1.0, |each| each.z() / Confidence::default().z());
        Self {
            lower: self.value - (self.value - self.lower) * times,
            upper: self.value + (self.upper - self.value) * times,
            ..self
        }
    }

    /// Whether its interval leaves this out, though it was chosen among so many.
    pub fn is_told_from(self, number: f64, many: usize) -> bool {
        let wide = self.among(many);
        self.has_width() && (number < wide.lower || number > wide.upper)
    }

    /// Where a few answers happen to be the same, an interval has no width and tells nothing.
    fn has_width(self) -> bool {
        self.lower < self.upper
    }
}

/// The lowest and the highest of several figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extremes {
    /// Their places.
    pub lowest: usize,
    pub highest: usize,
    /// Whether chance alone would seldom set them so far apart, though they were picked out of all.
    pub told: bool,
}

/// `None` of fewer than two.
pub fn extremes(figures: &[Measured]) -> Option<Extremes> {
    let places = || figures.iter().enumerate();
    let (lowest, low) = places().min_by(|(_, a), (_, b)| a.value.total_cmp(&b.value))?;
    // Of equal ones the first is the highest too.
    let (highest, high) = places()
        .rev()
        .max_by(|(_, a), (_, b)| a.value.total_cmp(&b.value))?;
    let many = figures.len();
    (many > 1).then(|| Extremes {
        lowest,
        highest,
        told: low.has_width() && high.has_width() && low.among(many).upper < high.among(many).lower,
    })
}
