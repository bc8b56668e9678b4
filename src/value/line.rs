use crate::error::{finite, non_negative};
use crate::{Error, Result};

/// What a fair price is for a quality.
///
/// As JSON:
///
/// ```text
/// {"weights": {"quality": 60, "price": 40}}
/// "regression"
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum FairValueLine {
    /// A line through the centre of the map, as steep as quality is important beside price in the
    /// purchase. The default, with 50 and 50: at 45 degrees.
    ///
    /// ```text
    /// fair price = 1 + (quality / price) · (quality ratio − 1)
    /// ```
    ///
    /// Source: Gale, B. T. with Wood, R. C. (1994), *Managing Customer Value*, Free Press, as
    /// commonly reported.
    Weights {
        /// The weight of quality, 0 or more.
        quality: f64,
        /// The weight of price, above 0.
        price: f64,
    },
    /// The least-squares regression of relative price on quality ratio over the suppliers of the
    /// map: what the market charges for a quality, not what it should. [`Fit`] says what it does
    /// not. It needs
    /// [five suppliers](super::MapOptions::minimum_suppliers).
    Regression,
}

impl Default for FairValueLine {
    fn default() -> Self {
        Self::Weights {
            quality: 50.0,
            price: 50.0,
        }
    }
}

impl FairValueLine {
    pub(super) fn line(self, points: &[(f64, f64)], minimum: usize) -> Result<Line> {
        match self {
            Self::Weights { quality, price } => {
                let quality = non_negative("weight of quality", quality)?;
                let price = non_negative("weight of price", price)?;
                if price == 0.0 {
                    return Err(Error::out_of_range("weight of price", price, "above 0"));
                }
                Ok(Line {
                    slope: finite("slope of the fair-value line", quality / price)?,
                    quality: 1.0,
                    price: 1.0,
                    fit: None,
                })
            }
            Self::Regression => Line::fit(points, minimum),
        }
    }
}

/// The line of a [`ValueMap`](super::ValueMap): the fair relative price of each quality ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Line {
    /// By how much the fair relative price rises for one unit of quality ratio.
    pub slope: f64,
    /// The quality ratio of a point on the line: 1, or the mean of the suppliers'.
    pub quality: f64,
    /// The relative price of that point.
    pub price: f64,
    /// How well the line fits, where it was fitted.
    pub fit: Option<Fit>,
}

/// How well a regression line fits the suppliers of a [`ValueMap`](super::ValueMap).
///
/// It describes these suppliers, and its errors are rough. Each is measured against the others, so
/// that the points are not independent; the supplier that is judged by the line pulls the line
/// towards itself; and what is uncertain in the quality ratios makes the line flatter than the
/// market is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fit {
    /// How many suppliers it was fitted to.
    pub suppliers: usize,
    /// The standard deviation of relative prices around the line, by n − 2.
    pub residual_standard_error: f64,
    /// The standard error of the slope, as if the points were independent and qualities known. An
    /// interval takes Student's t with n − 2 degrees of freedom.
    pub slope_error: f64,
    /// The share of what varies in relative prices that goes with quality, from 0 to 1; `None` where
    /// prices do not vary.
    pub r_squared: Option<f64>,
}

impl Line {
    /// The fair relative price of a quality ratio; `None` where the line is at zero or below, so
    /// that no price would be fair: not even for nothing would the quality do.
    #[must_use]
    pub fn fair_price(&self, quality_ratio: f64) -> Option<f64> {
        Some(self.at(quality_ratio)).filter(|&price| price > 0.0)
    }

    /// The height of the line.
    pub(super) fn at(&self, quality_ratio: f64) -> f64 {
        self.price + self.slope * (quality_ratio - self.quality)
    }

    fn fit(points: &[(f64, f64)], minimum: usize) -> Result<Self> {
        // Fewer than three leave nothing to judge the line by.
        if minimum < 3 {
            return Err(Error::out_of_range(
                "least number of suppliers for a regression",
                minimum,
                "3 or more",
            ));
        }
        let count = points.len();
        if count < minimum {
            return Err(Error::out_of_range(
                "number of suppliers for a regression line",
                count,
                format_args!("{minimum} or more"),
            ));
        }
        let n = count as f64;
        let quality = points.iter().map(|(x, _)| x / n).sum::<f64>();
        let price = points.iter().map(|(_, y)| y / n).sum::<f64>();
        let deviations = points.iter().map(|(x, y)| (x - quality, y - price));
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for (x, y) in deviations.clone() {
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        if !(xx + yy).is_finite() {
            return Err(Error::overflow("a regression line", quality));
        }
        // Qualities that differ by nothing but rounding.
        if xx <= n * (1e-12 * quality).powi(2) {
            return Err(Error::singular("quality ratios of the suppliers", quality));
        }
        let slope = xy / xx;
        let residuals: f64 = deviations.map(|(x, y)| (y - slope * x).powi(2)).sum();
        let residual_standard_error = (residuals / (n - 2.0)).sqrt();
        let slope_error = residual_standard_error / xx.sqrt();
        if !(slope + slope_error).is_finite() {
            return Err(Error::overflow("a regression line", quality));
        }
        Ok(Self {
            slope,
            quality,
            price,
            fit: Some(Fit {
                suppliers: count,
                residual_standard_error,
                slope_error,
                r_squared: (yy > 0.0).then(|| (1.0 - residuals / yy).clamp(0.0, 1.0)),
            }),
        })
    }
}
