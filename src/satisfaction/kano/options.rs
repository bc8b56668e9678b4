use super::Table;
use crate::Result;
use crate::error::{Error, finite, fraction, non_negative};
use crate::macros::{named_enum, options};

named_enum! {
    /// The test that tells the two most frequent categories apart.
    ///
    /// Both tests assume two categories named beforehand, while the two most frequent ones are chosen
    /// by their counts. Among several categories that are equally common, the top two differ by chance,
    /// but are told apart less often than two named ones.
    ///
    /// See the [example](crate::satisfaction::kano::Options).
    #[derive(Default)]
    #[non_exhaustive]
    #[doc(alias = "FongTest")]
    pub enum Distinguish {
        /// `|a − b| ≥ z √(a + b)`: the two counts come from one sample, so a respondent in one category
        /// cannot be in the other. The default.
        #[default]
        Multinomial = "multinomial",
        /// `|a − b| ≥ z √((a + b)(2N − a − b) / 2N)`: Fong's test, which assumes independent counts. Its
        /// false-positive rate is 13–24 % instead of 10 %, and grows with the combined share of the two
        /// categories.
        ///
        /// Source: Fong, D. (1996), *Center for Quality of Management Journal* 5(1): 21–23, as
        /// commonly reported.
        Fong = "fong",
    }
}

options! {
    /// How pairs of answers become the category of a feature, and how sure it is.
    ///
    /// ```
    /// use retention::satisfaction::kano::{Distinguish, Options};
    ///
    /// let options = Options::default().distinguish(Distinguish::Fong);
    /// assert_eq!(options.z, 1.65);
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// Which pair of answers makes which category. Default: Kano's table.
        pub table: Table = Table::Kano,
        /// The least better coefficient that counts as high, 0 to 1. Default: 0.5.
        pub better_cut: f64 = 0.5,
        /// The least worse coefficient, without its sign, that counts as high, 0 to 1. Default: 0.5.
        pub worse_cut: f64 = 0.5,
        /// How the two most frequent categories are told apart. Default: multinomial.
        pub distinguish: Distinguish = Distinguish::Multinomial,
        /// By how many standard errors they must differ. Default: 1.65, a two-sided normal test at 90 %.
        pub z: f64 = 1.65,
        /// The largest category strength that makes a combination, in percentage points. Default: 6, as
        /// commonly reported.
        pub combination_strength: f64 = 6.0,
        /// The least total strength that makes a combination, in percent. Default: 60, as commonly
        /// reported.
        pub combination_total: f64 = 60.0,
    }
}

impl Options {
    pub(super) fn checked(self) -> Result<Self> {
        fraction("cut of the better coefficient", self.better_cut)?;
        fraction("cut of the worse coefficient", self.worse_cut)?;
        non_negative("z", self.z)?;
        for (argument, percent) in [
            (
                "category strength of a combination",
                self.combination_strength,
            ),
            ("total strength of a combination", self.combination_total),
        ] {
            if !(0.0..=100.0).contains(&finite(argument, percent)?) {
                return Err(Error::out_of_range(argument, percent, "0 to 100"));
            }
        }
        Ok(self)
    }
}
