use crate::error::{Error, Result, finite};
use crate::estimate::Confidence;
use crate::macros::options;
use crate::scale::Scale;

options! {
    /// Which ratings are low and high, and when a factor is decided.
    ///
    /// See the [example](crate::quadrant::contrasts).
    ///
    /// As JSON, where a missing field takes its default:
    ///
    /// ```text
    /// {"low": 6.0, "high": 9.0, "minimum": 30, "fewest": 5, "confidence": 0.95}
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// The highest rating that counts as low. Default: 6 on 1 to 10; on any other scale four ninths of
        /// the way up, so that a neutral answer is not low: 1 and 2 are low on 1 to 5, 1 to 3 on 1 to 7,
        /// and 0 to 4 on 0 to 10.
        pub low: Option<f64> = None,
        /// The lowest rating that counts as high. Default: eight ninths of the way up the scale: 9 and 10
        /// are high on 1 to 10 and on 0 to 10, 5 on 1 to 5, and 7 on 1 to 7.
        pub high: Option<f64> = None,
        /// Minimum number of respondents; fewer are an error. The regression needs more than two for
        /// each attribute in any case. Default: 30.
        pub minimum: u64 = 30,
        /// Minimum number of respondents with a low rating for a penalty, and with a high rating for a
        /// reward. Where there are fewer, their ratings count as middling. Default: 5.
        pub fewest: u64 = 5,
        /// The confidence at which a penalty and a reward are told from 0 and from each other.
        /// Default: 95 %.
        pub confidence: Confidence = Confidence::default(),
    }
}

impl Options {
    /// Returns the cuts on this scale.
    pub(super) fn cuts(self, scale: Scale) -> Result<[f64; 2]> {
        let up = |ninths: f64| scale.low() + (scale.high() - scale.low()) * ninths / 9.0;
        let cut = |argument, given: Option<f64>, ninths: f64| match given {
            None => Ok(up(ninths)),
            Some(cut) if scale.contains(finite(argument, cut)?) => Ok(cut),
            Some(cut) => Err(Error::out_of_range(argument, cut, scale)),
        };
        // 6 and 9 are what is usual on ten points, which have no neutral answer.
        let ten_points = scale.low() == 1.0 && scale.high() == 10.0;
        let lowest = if ten_points { 5.0 } else { 4.0 };
        let low = cut("highest low rating", self.low, lowest)?;
        let high = cut("lowest high rating", self.high, 8.0)?;
        if low >= high {
            let allowed = format_args!("below the lowest high rating, {high}");
            return Err(Error::out_of_range("highest low rating", low, allowed));
        }
        Ok([low, high])
    }
}
