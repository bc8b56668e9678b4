use crate::fit::Outcome;
use crate::numeric::linear::Matrix;

/// A step that balances what a central difference leaves out against its rounding: the cube root of
/// [`f64::EPSILON`].
const STEP: f64 = 6.055e-6;

/// What is to be made as small as possible. A value that is no number counts as worse than every other.
pub(crate) trait Objective {
    /// The value at a point.
    fn value(&mut self, at: &[f64]) -> f64;

    /// The value at a point, and its slope along each variable; by central differences unless the
    /// objective knows better.
    fn slopes(&mut self, at: &[f64], slopes: &mut [f64]) -> f64 {
        let mut moved = at.to_vec();
        for (place, (slope, &x)) in slopes.iter_mut().zip(at).enumerate() {
            let step = STEP * x.abs().max(1.0);
            let (above, below) = (x + step, x - step);
            let mut to = |x: f64| {
                if let Some(cell) = moved.get_mut(place) {
                    *cell = x;
                }
                self.value(&moved)
            };
            let difference = to(above) - to(below);
            to(x);
            *slope = difference / (above - below);
        }
        self.value(at)
    }

    /// The same with the curvature, if the objective knows it.
    fn with_curvature(
        &mut self,
        _at: &[f64],
        _slopes: &mut [f64],
        _curvature: &mut Matrix,
    ) -> Option<f64> {
        None
    }
}

impl<F: FnMut(&[f64]) -> f64> Objective for F {
    fn value(&mut self, at: &[f64]) -> f64 {
        self(at)
    }
}

/// How to search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Search {
    /// After so many steps it ends.
    pub(crate) iterations: u32,
    /// It has arrived where no slope is larger.
    pub(crate) tolerance: f64,
    /// No variable goes beyond these ends.
    pub(crate) ends: (f64, f64),
}

/// Where a search ended, and how.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// The best point that it came to.
    pub(crate) point: Vec<f64>,
    /// The value there; not finite where no value was found at all.
    pub(crate) value: f64,
    /// The largest slope there, of the variables that are not held by an end.
    pub(crate) gradient_norm: f64,
    /// How many steps it took.
    pub(crate) iterations: u32,
    /// [`Outcome::OnBoundary`] if an end holds a variable.
    pub(crate) outcome: Outcome,
}

/// What compares as worse than every number unless it is one.
pub(super) fn or_worst(value: f64) -> f64 {
    if value.is_finite() {
        value
    } else {
        f64::INFINITY
    }
}
