use crate::error::{finite, non_negative};
use crate::estimate::Confidence;
use crate::numeric::special::student_two_sided;
use crate::{Error, Result};

/// Which price is fair for which quality.
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
    /// The least-squares regression of relative price on quality ratio over the suppliers of the map:
    /// what the market charges for a quality, not what it should charge. It needs
    /// [five suppliers](super::Options::minimum_suppliers).
    ///
    /// A slope that falls, or that Student's test does not tell from zero, says that quality is not paid
    /// for. Then no price is fair for a quality, and no supplier has a [standing](super::Standing).
    ///
    /// It describes these suppliers, and its errors are rough. Each supplier is measured against the
    /// others, so the points are not independent. The supplier that is judged by the line pulls the
    /// line towards itself. Uncertain quality ratios make the line flatter than the market is.
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
    pub(super) fn line(self, points: &[(f64, f64)], minimum: u64) -> Result<Line> {
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

/// The line of a [`ValueMap`](super::ValueMap) as computed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) slope: f64,
    /// The quality ratio of a point on the line.
    pub(super) quality: f64,
    /// The relative price of that point.
    pub(super) price: f64,
    pub(super) fit: Option<Fit>,
}

/// How well a regression line fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    pub(super) residual_standard_error: f64,
    pub(super) slope_error: f64,
    pub(super) r_squared: Option<f64>,
    /// Of a slope of zero, two-sided.
    pub(super) p_value: f64,
}

impl Line {
    /// Returns the height of the line.
    pub(super) fn at(&self, quality_ratio: f64) -> f64 {
        self.price + self.slope * (quality_ratio - self.quality)
    }

    /// Returns whether the line says which price is fair: a regression must rise, and be told from zero.
    pub(super) fn decides(&self, confidence: Confidence) -> bool {
        self.fit
            .is_none_or(|fit| self.slope > 0.0 && fit.p_value <= 1.0 - confidence.level())
    }

    fn fit(points: &[(f64, f64)], minimum: u64) -> Result<Self> {
        // Fewer than three leave nothing to judge the line by.
        if minimum < 3 {
            return Err(Error::out_of_range(
                "minimum number of suppliers",
                minimum,
                "3 or more",
            ));
        }
        let count = points.len();
        if (count as u64) < minimum {
            let error =
                Error::insufficient("suppliers on a regression line", count as u64, minimum);
            return Err(error.with_cure("add suppliers, or lower `minimum_suppliers`, at least 3"));
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
            let error = Error::singular("quality ratios of the suppliers", quality);
            return Err(error
                .because("is the ratio of every supplier")
                .with_cure("take `FairValueLine::Weights`"));
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
                residual_standard_error,
                slope_error,
                // Prices that differ by nothing but rounding have no slope.
                p_value: if yy <= n * (1e-12 * price).powi(2) {
                    1.0
                } else {
                    student_two_sided(slope / slope_error, n - 2.0)
                },
                r_squared: (yy > 0.0).then(|| (1.0 - residuals / yy).clamp(0.0, 1.0)),
            }),
        })
    }
}
