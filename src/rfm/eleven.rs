//! The maps of segments in common use.

use super::{Code, Codes, Segments};

/// The codes of each of the eleven segments, as three digits.
const ELEVEN: [(&str, &[u16]); 11] = [
    ("Champions", &[555, 554, 545, 544, 455, 454, 445]),
    ("Loyal", &[543, 444, 435, 355, 354, 345, 344, 335]),
    (
        "Potential loyalists",
        &[
            553, 552, 551, 542, 541, 533, 532, 531, 453, 452, 451, 442, 441, 433, 432, 431, 423,
            353, 352, 351, 342, 341, 333, 323,
        ],
    ),
    ("New customers", &[512, 511, 422, 421, 412, 411, 311]),
    (
        "Promising",
        &[
            525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 415, 414, 413, 315, 314, 313,
        ],
    ),
    ("Need attention", &[535, 534, 443, 434, 343, 334, 325, 324]),
    ("About to sleep", &[331, 321, 312, 251, 241, 231, 221, 213]),
    (
        "At risk",
        &[
            255, 254, 253, 252, 245, 244, 243, 242, 235, 234, 225, 224, 153, 152, 145, 143, 142,
            135, 134, 133, 125, 124,
        ],
    ),
    (
        "Cannot lose them",
        &[215, 214, 155, 154, 144, 115, 114, 113],
    ),
    (
        "Hibernating",
        &[332, 322, 233, 232, 223, 222, 212, 211, 132, 123, 122],
    ),
    ("Lost", &[151, 141, 131, 121, 112, 111]),
];

/// The ranges of recency and of frequency of each of the ten segments.
const TEN: [(&str, [u16; 2], [u16; 2]); 10] = [
    ("Champions", [5, 5], [4, 5]),
    ("Loyal", [3, 4], [4, 5]),
    ("Potential loyalists", [4, 5], [2, 3]),
    ("New customers", [5, 5], [1, 1]),
    ("Promising", [4, 4], [1, 1]),
    ("Need attention", [3, 3], [3, 3]),
    ("About to sleep", [3, 3], [1, 2]),
    ("At risk", [1, 2], [3, 4]),
    ("Cannot lose them", [1, 2], [5, 5]),
    ("Hibernating", [1, 2], [1, 2]),
];

impl Segments {
    /// Returns the eleven segments in common use, for five scores each.
    ///
    /// The list of its 125 combinations circulates among practitioners; no first source is known, and
    /// none shows that its segments respond differently. It covers each combination once, which a test
    /// proves. Default: this map.
    ///
    /// Quantiles compare customers with each other, and so do the names: where nobody bought lately, a
    /// "new customer" bought once and less long ago than most. Cuts in days say what is lately.
    ///
    /// See the [example](crate::rfm).
    #[must_use]
    pub fn eleven() -> Self {
        let code = |digits: u16| Code::new(digits / 100, digits / 10 % 10, digits % 10);
        Self {
            scores: [5; 3],
            names: ELEVEN.iter().map(|&(name, _)| name.to_owned()).collect(),
            blocks: ELEVEN
                .iter()
                .enumerate()
                .flat_map(|(segment, &(_, codes))| {
                    codes
                        .iter()
                        .map(move |&digits| (segment, Codes::of(code(digits))))
                })
                .collect(),
        }
    }

    /// Returns ten segments by recency and frequency alone, for five scores each.
    ///
    /// It circulates among practitioners too, without a first source. Monetary value does not matter.
    ///
    /// ```
    /// use retention::rfm::{Code, Segments};
    ///
    /// let map = Segments::ten();
    /// assert_eq!(map.segment_of(Code::new(1, 5, 1))?, "Cannot lose them");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[must_use]
    pub fn ten() -> Self {
        let block = |recency, frequency| Codes {
            recency,
            frequency,
            monetary: [1, 5],
        };
        let blocks = TEN.iter().enumerate();
        Self {
            scores: [5; 3],
            names: TEN.iter().map(|&(name, ..)| name.to_owned()).collect(),
            blocks: blocks
                .map(|(segment, &(_, recency, frequency))| (segment, block(recency, frequency)))
                .collect(),
        }
    }
}

impl Default for Segments {
    fn default() -> Self {
        Self::eleven()
    }
}

#[cfg(test)]
mod tests {
    use super::Segments;

    #[test]
    fn the_maps_that_are_shipped_cover_each_code_once() {
        for map in [Segments::eleven(), Segments::ten()] {
            assert_eq!(map.check(), Ok(()));
        }
    }
}
