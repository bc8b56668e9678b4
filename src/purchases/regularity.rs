//! How regular few intervals look by chance.

use super::Intervals;

/// By number of intervals `k`, `k · (1 − m)`, where `m` is the mean of standard deviation over mean among
/// `k` exponential intervals. For two it is known exactly; the others are means of four million simulated
/// customers or more, to within 0.0003, so that `m` is right to four places. At infinity it is 1.
const SHORTFALL: [(f64, f64); 16] = [
    (2.0, 2.0 - std::f64::consts::SQRT_2),
    (3.0, 0.6095),
    (4.0, 0.6417),
    (5.0, 0.6704),
    (6.0, 0.6947),
    (7.0, 0.7152),
    (8.0, 0.7333),
    (9.0, 0.7482),
    (10.0, 0.7622),
    (11.0, 0.7738),
    (12.0, 0.7846),
    (16.0, 0.8185),
    (20.0, 0.8417),
    (30.0, 0.8792),
    (50.0, 0.9162),
    (100.0, 0.952),
];

impl Intervals {
    /// Returns the mean [`variation`](Self::variation) of customers with as many intervals who buy at
    /// random, at a steady rate. `None` with fewer than two intervals.
    ///
    /// Few intervals look regular by chance: the coefficient of variation of random buying is 1, but with
    /// two intervals it comes out as 0.71 on average.
    ///
    /// ```text
    /// intervals   2       3       4       5       8       10      20      50      100
    /// mean        0.7071  0.7968  0.8396  0.8659  0.9083  0.9238  0.9579  0.9817  0.9905
    /// ```
    ///
    /// For two intervals it is 1/√2. The others were simulated; between them it is interpolated, and
    /// right to four places.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use retention::period::{Period, Ruler, Window};
    /// # use retention::purchases::History;
    /// # use rust_decimal::dec;
    /// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    /// // Bought on the 1st, the 5th and the 11th: rather regular, even for two intervals.
    /// # let (dates, window) = ([date(1), date(5), date(11)], Window::new(date(1), date(31))?);
    /// let history = History::new(&dates, &[dec!(9); 3], window)?;
    /// let rhythm = history.rhythm(Period::Day, Ruler::Days)?;
    /// assert_eq!(format!("{:.3}", rhythm.variation().unwrap()), "0.283");
    /// assert_eq!(format!("{:.3}", rhythm.random_variation().unwrap()), "0.707");
    /// assert_eq!(format!("{:.3}", rhythm.relative_variation().unwrap()), "0.400");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn random_variation(self) -> Option<f64> {
        let intervals = self.count as f64;
        (self.count >= 2).then(|| 1.0 - shortfall(intervals) / intervals)
    }

    /// Returns the coefficient of variation divided by that of random buying with as many intervals: 1 if
    /// the customer is as regular as chance, below 1 if more regular. `None` with fewer than two
    /// intervals.
    ///
    /// It can be compared between customers with few and with many intervals, which
    /// [`variation`](Self::variation) cannot. See the [example](Self::random_variation).
    #[must_use]
    pub fn relative_variation(self) -> Option<f64> {
        Some(self.variation()? / self.random_variation()?)
    }
}

/// Interpolates by the reciprocal of the number of intervals, of which the shortfall is nearly linear.
fn shortfall(intervals: f64) -> f64 {
    let mut below = (f64::INFINITY, 1.0);
    for &(known, shortfall) in SHORTFALL.iter().rev() {
        if intervals >= known {
            let (from, to) = (1.0 / known, 1.0 / below.0);
            let part = (from - 1.0 / intervals) / (from - to);
            return shortfall + part * (below.1 - shortfall);
        }
        below = (known, shortfall);
    }
    below.1
}
