use super::KanoTable;
use crate::Result;
use crate::error::{Error, finite, fraction, non_negative};
use crate::macros::named_enum;

named_enum! {
    /// Which category a feature has that as many customers put in one as in another.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum KanoTies {
        /// The one whose neglect costs most: must-be, then one-dimensional, attractive, indifferent.
        /// Reverse and questionable lose to them, in this order. The default.
        #[default]
        MustBeFirst = "must_be_first",
        /// None.
        Undecided = "undecided",
    }
}

named_enum! {
    /// How far two categories must lie apart to be told apart.
    ///
    /// Both tests are for two categories named beforehand. Of several that are equally common the top
    /// two are chosen by their counts, and so differ by chance; but they are told apart less often
    /// than two named ones.
    #[derive(Default)]
    #[non_exhaustive]
    #[doc(alias = "FongTest")]
    pub enum Distinguish {
        /// `|a − b| ≥ z √(a + b)`: two counts of one sample, of which one takes what the other
        /// does not get. The default.
        #[default]
        Multinomial = "multinomial",
        /// `|a − b| ≥ z √((a + b)(2N − a − b) / 2N)`: Fong's, which takes the two counts to be
        /// independent. Two categories that are equally common it tells apart in 13 to 24 of 100
        /// samples, where 10 were meant: the more, the larger the two are together.
        ///
        /// Source: Fong, D. (1996), *Center for Quality of Management Journal* 5(1): 21–23, as
        /// commonly reported.
        Fong = "fong",
    }
}

/// How pairs of answers become the category of a feature, and how sure it is.
///
/// ```
/// use retention::satisfaction::{Distinguish, KanoOptions, KanoTies};
///
/// let options = KanoOptions::default()
///     .ties(KanoTies::Undecided)
///     .distinguish(Distinguish::Fong);
/// assert_eq!(options.z, 1.65);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct KanoOptions {
    /// Which pair makes which category.
    pub table: KanoTable,
    /// Which category wins a tie.
    pub ties: KanoTies,
    /// The least better coefficient that is high, from 0 to 1; 0.5 unless set.
    pub better_cut: f64,
    /// The least worse coefficient, without its sign, that is high, from 0 to 1; 0.5 unless set.
    pub worse_cut: f64,
    /// How the two most frequent categories are told apart.
    pub distinguish: Distinguish,
    /// By how many standard errors; 1.65 unless set, 90 % of a two-sided normal test.
    pub z: f64,
    /// The largest category strength that makes a combination, in percentage points; 6 unless set,
    /// as commonly reported.
    pub combination_strength: f64,
    /// The least total strength that makes a combination, in percent; 60 unless set, as commonly
    /// reported.
    pub combination_total: f64,
}

impl Default for KanoOptions {
    fn default() -> Self {
        Self {
            table: KanoTable::default(),
            ties: KanoTies::default(),
            better_cut: 0.5,
            worse_cut: 0.5,
            distinguish: Distinguish::default(),
            z: 1.65,
            combination_strength: 6.0,
            combination_total: 60.0,
        }
    }
}

impl KanoOptions {
    /// Sets which pair makes which category.
    #[must_use]
    pub const fn table(mut self, table: KanoTable) -> Self {
        self.table = table;
        self
    }

    /// Sets which category wins a tie.
    #[must_use]
    pub const fn ties(mut self, ties: KanoTies) -> Self {
        self.ties = ties;
        self
    }

    /// Sets the least better coefficient that is high.
    #[must_use]
    pub const fn better_cut(mut self, cut: f64) -> Self {
        self.better_cut = cut;
        self
    }

    /// Sets the least worse coefficient, without its sign, that is high.
    #[must_use]
    pub const fn worse_cut(mut self, cut: f64) -> Self {
        self.worse_cut = cut;
        self
    }

    /// Sets how the two most frequent categories are told apart.
    #[must_use]
    pub const fn distinguish(mut self, distinguish: Distinguish) -> Self {
        self.distinguish = distinguish;
        self
    }

    /// Sets by how many standard errors.
    #[must_use]
    pub const fn z(mut self, z: f64) -> Self {
        self.z = z;
        self
    }

    /// Sets the largest category strength that makes a combination, in percentage points.
    #[must_use]
    pub const fn combination_strength(mut self, points: f64) -> Self {
        self.combination_strength = points;
        self
    }

    /// Sets the least total strength that makes a combination, in percent.
    #[must_use]
    pub const fn combination_total(mut self, percent: f64) -> Self {
        self.combination_total = percent;
        self
    }

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
