//! An axis of a picture: from numbers to places on it, and the round numbers to mark.

/// Numbers from one to another, drawn from one place to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    pub low: f64,
    pub high: f64,
    pub from: f64,
    pub to: f64,
}

impl Axis {
    /// For all these numbers, with so much of their range free at both ends.
    pub fn around(numbers: impl IntoIterator<Item = f64>, free: f64, from: f64, to: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for number in numbers {
            low = low.min(number);
            high = high.max(number);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        // One number, or several that are equal, stand in the middle.
        let range = high - low;
        let margin = if range > 1e-9 * high.abs().max(low.abs()) {
            range * free
        } else {
            high.abs().max(1.0) * 0.5
        };
        Self {
            low: low - margin,
            high: high + margin,
            from,
            to,
        }
    }

    /// Where a number is.
    pub fn at(&self, number: f64) -> f64 {
        self.from + (self.to - self.from) * (number - self.low) / (self.high - self.low)
    }

    /// Round numbers within it, some five to ten of them, and how many decimals they need.
    pub fn marks(&self) -> (Vec<f64>, usize) {
        let range = self.high - self.low;
        let power = (range / 5.0).log10().floor();
        let unit = 10_f64.powf(power);
        let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * unit);
        let step = steps
            .into_iter()
            .find(|step| range / step <= 8.0)
            .unwrap_or(10.0 * unit);
        let decimals = (0..9).find(|&decimals| {
            let scaled = step * 10_f64.powi(decimals);
            (scaled - scaled.round()).abs() < 1e-6 * scaled
        });
        let first = (self.low / step - 1e-9).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        let marks = (first..=last).map(|mark| mark as f64 * step);
        (marks.collect(), decimals.unwrap_or(9) as usize)
    }
}
