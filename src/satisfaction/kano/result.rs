use super::super::tally::{Tally, reaches, slack};
use super::counts::CATEGORIES;
use super::{Distinguish, KanoAnswer, KanoCategory, KanoCounts, KanoOptions, KanoPair, KanoTies};
use crate::Result;
use crate::estimate::WeightedProportion;
use crate::scale::{Summary, Weights};

/// What one feature is to customers: taken for granted, the more the better, a delight, or of no
/// account.
///
/// The category of most respondents, with what tells how much to make of it: whether the next
/// category is [as common](KanoDistinction), how [mixed](KanoStrength) the answers are, how many the
/// feature [satisfies or dissatisfies](KanoCoefficients). Customers who differ in kind make a
/// mixture that none of them holds: ask segments apart.
///
/// Source: Kano, N., Seraku, N., Takahashi, F. and Tsuji, S. (1984), *Journal of the Japanese Society
/// for Quality Control* 14(2): 39–48; Berger, C. and others (1993), *Center for Quality of Management
/// Journal* 2(4): 3–36.
///
/// ```
/// use retention::satisfaction::{Kano, KanoAnswer, KanoCategory, KanoOptions, KanoPair};
///
/// use KanoAnswer::{Dislike, Like, Neutral};
/// let functional = [Some(Neutral), Some(Neutral), Some(Like), Some(Neutral), None];
/// let dysfunctional = [Some(Dislike), Some(Dislike), Some(Dislike), Some(Neutral), Some(Like)];
/// let columns = KanoPair { functional, dysfunctional };
///
/// let kano = Kano::of(columns, None, &KanoOptions::default())?;
/// assert_eq!(kano.category, Some(KanoCategory::MustBe));
/// assert_eq!((kano.answered, kano.missing), (4, 1));
/// let coefficients = kano.coefficients.unwrap();
/// assert_eq!((coefficients.better_value(), coefficients.worse_value()), (0.25, -0.75));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "卡诺模型")]
pub struct Kano {
    /// The table, the cuts and the tests.
    pub options: KanoOptions,
    /// Respondents with both answers.
    pub answered: u64,
    /// Respondents who left out either.
    pub missing: u64,
    /// How many answers of equal weight would say as much: `(Σw)² / Σw²`.
    pub effective_sample_size: f64,
    /// Each category with its share of those who answered.
    pub categories: [CategoryShare; CATEGORIES],
    /// The category of most respondents; `None` where nobody with weight answered, and for a tie
    /// that [nothing](KanoTies::Undecided) resolves.
    pub category: Option<KanoCategory>,
    /// How much the feature satisfies and dissatisfies; `None` where nobody with weight is in the
    /// four categories it is made of.
    pub coefficients: Option<KanoCoefficients>,
    /// How clear the category is; `None` where nobody with weight answered.
    pub strength: Option<KanoStrength>,
    /// Whether the first category is more common than the second; `None` where nobody with weight
    /// answered.
    pub distinction: Option<KanoDistinction>,
    /// Continuous scores; `None` where categories were counted and not answers.
    pub scores: Option<KanoScores>,
}

/// A category and its share of the respondents.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CategoryShare {
    /// The category.
    pub category: KanoCategory,
    /// Its share of those who answered.
    pub share: WeightedProportion,
}

/// How many customers a feature satisfies, and how many its absence dissatisfies, by what they say.
///
/// ```text
/// better =  (A + O) / (A + O + M + I)       0 to 1
/// worse  = −(O + M) / (A + O + M + I)      −1 to 0
/// ```
///
/// Source: Berger and others (1993), as commonly reported.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "customer satisfaction coefficient")]
#[doc(alias = "Better-Worse")]
pub struct KanoCoefficients {
    /// Attractive and one-dimensional, of the four categories: the share, with its interval.
    pub better: WeightedProportion,
    /// One-dimensional and must-be, of the four categories: worse without its sign.
    pub worse: WeightedProportion,
    /// The category by the two cuts of the [options](KanoOptions::better_cut): both high is
    /// one-dimensional, better alone attractive, worse alone must-be, neither indifferent. A
    /// coefficient at its cut is high. It need not be the category of most respondents.
    pub quadrant: KanoCategory,
    better_value: f64,
    worse_value: f64,
}

impl KanoCoefficients {
    /// The better coefficient, from 0 to 1.
    #[must_use]
    pub const fn better_value(&self) -> f64 {
        self.better_value
    }

    /// The worse coefficient, from −1 to 0.
    #[must_use]
    pub const fn worse_value(&self) -> f64 {
        self.worse_value
    }
}

/// What the respondents make of a feature together: one category, or two that are nearly as common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum KanoClass {
    /// One category.
    One(KanoCategory),
    /// A combination of the two most frequent, H in the literature.
    Combination(KanoCategory, KanoCategory),
}

/// How clear a category is, and how much the feature matters at all.
///
/// ```text
/// category strength = % of the first category − % of the second
/// total strength    = % attractive + % one-dimensional + % must-be
/// ```
///
/// A category strength of at most 6 points with a total strength of at least 60 % makes a
/// combination; both are [options](KanoOptions::combination_strength).
///
/// Source: Lee, M. C. and Newcomb, J. F. (1997), *Quality Management Journal* 4(3): 95–110, as
/// commonly reported.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct KanoStrength {
    /// The most frequent category; of several, that which [wins ties](KanoTies::MustBeFirst).
    pub first: KanoCategory,
    /// The next; `None` where all are of one category.
    pub second: Option<KanoCategory>,
    /// The first less the second, in percentage points, from 0 to 100.
    pub category_strength: f64,
    /// Attractive, one-dimensional and must-be together, in percent.
    pub total_strength: f64,
    /// One category, or a combination.
    pub class: KanoClass,
}

/// Whether the two most frequent categories can be told apart.
///
/// With weights, counts are shares of the effective sample size.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct KanoDistinction {
    /// How they were compared.
    pub test: Distinguish,
    /// By how many standard errors they must differ.
    pub z: f64,
    /// The first count less the second.
    pub difference: f64,
    /// The least difference that tells them apart.
    pub threshold: f64,
}

impl KanoDistinction {
    /// Whether the difference reaches the threshold. Otherwise the second category may be as common
    /// as the first, and the feature has no category of its own.
    #[must_use]
    pub fn is_distinct(&self) -> bool {
        self.difference >= self.threshold
    }
}

/// The mean of each answer's [continuous score](KanoAnswer::functional_score), with its variance and
/// standard error: how a feature lies between the categories.
///
/// All pairs count, contradictory ones too.
///
/// Source: DuMouchel in Berger and others (1993), as commonly reported.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "DuMouchel")]
pub struct KanoScores {
    /// If the feature is there: −2 to 4.
    pub functional: Summary,
    /// If it is not: −2 to 4.
    pub dysfunctional: Summary,
}

/// The weights of the categories, of which some is above 0.
struct Ranking {
    weights: [f64; CATEGORIES],
    slack: f64,
    first: KanoCategory,
    second: Option<KanoCategory>,
}

impl Ranking {
    fn of(tally: &Tally) -> Option<Self> {
        let weights: [f64; CATEGORIES] = std::array::from_fn(|at| tally.weight(at));
        let slack = slack(&weights);
        // Of those as common as the most common, the first in the order of the categories.
        let most_but = |out: Option<KanoCategory>| {
            let left = || {
                let all = KanoCategory::ALL.iter().copied().zip(weights);
                all.filter(move |&(category, weight)| Some(category) != out && weight > 0.0)
            };
            let most = left().map(|(_, weight)| weight).fold(0.0, f64::max);
            left()
                .find(|&(_, weight)| weight >= most - slack)
                .map(|(category, _)| category)
        };
        let first = most_but(None)?;
        Some(Self {
            weights,
            slack,
            first,
            second: most_but(Some(first)),
        })
    }

    fn weight(&self, category: KanoCategory) -> f64 {
        self.weights
            .get(category as usize)
            .copied()
            .unwrap_or_default()
    }

    fn total(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// The weight of the first less that of the second.
    fn lead(&self) -> f64 {
        let second = self.second.map_or(0.0, |category| self.weight(category));
        // The first may be the lighter of two that are equal but for rounding.
        (self.weight(self.first) - second).max(0.0)
    }

    fn category(&self, ties: KanoTies) -> Option<KanoCategory> {
        match ties {
            KanoTies::MustBeFirst => Some(self.first),
            KanoTies::Undecided => {
                let tied = self.second.is_some() && self.lead() <= self.slack;
                (!tied).then_some(self.first)
            }
        }
    }

    fn strength(&self, options: &KanoOptions) -> KanoStrength {
        let percent = |weight: f64| (100.0 * weight / self.total()).min(100.0);
        let category_strength = percent(self.lead());
        let total_strength = percent(
            self.weight(KanoCategory::MustBe)
                + self.weight(KanoCategory::OneDimensional)
                + self.weight(KanoCategory::Attractive),
        );
        let close = reaches(options.combination_strength, category_strength)
            && reaches(total_strength, options.combination_total);
        KanoStrength {
            first: self.first,
            second: self.second,
            category_strength,
            total_strength,
            class: match self.second {
                Some(second) if close => KanoClass::Combination(self.first, second),
                _ => KanoClass::One(self.first),
            },
        }
    }

    fn distinction(&self, options: &KanoOptions, answers: f64) -> KanoDistinction {
        let share = |weight: f64| weight / self.total();
        let both =
            self.weight(self.first) + self.second.map_or(0.0, |category| self.weight(category));
        let both = answers * share(both);
        let variance = match options.distinguish {
            Distinguish::Multinomial => both,
            Distinguish::Fong => both * (2.0 * answers - both) / (2.0 * answers),
        };
        KanoDistinction {
            test: options.distinguish,
            z: options.z,
            difference: answers * share(self.lead()),
            threshold: options.z * variance.max(0.0).sqrt(),
        }
    }
}

impl Kano {
    /// From two columns of the same respondents.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) without respondents;
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) where columns or weights differ in
    /// length; as [`KanoCounts::new`].
    pub fn of<C: AsRef<[Option<KanoAnswer>]>>(
        columns: KanoPair<C>,
        weights: Option<&Weights>,
        options: &KanoOptions,
    ) -> Result<Self> {
        let columns = KanoPair {
            functional: columns.functional.as_ref(),
            dysfunctional: columns.dysfunctional.as_ref(),
        };
        KanoCounts::of(columns, weights, *options).map(KanoCounts::finish)
    }

    pub(super) fn new(options: KanoOptions, tally: &Tally, scores: Option<KanoScores>) -> Self {
        let categories = std::array::from_fn(|at| CategoryShare {
            category: KanoCategory::ALL
                .get(at)
                .copied()
                .unwrap_or(KanoCategory::Questionable),
            share: tally.share(at),
        });
        let ranking = Ranking::of(tally);
        let effective_sample_size = tally.effective_sample_size();
        Self {
            options,
            answered: tally.answered(),
            missing: tally.missing(),
            effective_sample_size,
            categories,
            category: ranking
                .as_ref()
                .and_then(|ranking| ranking.category(options.ties)),
            coefficients: coefficients(tally, &options),
            strength: ranking.as_ref().map(|ranking| ranking.strength(&options)),
            distinction: ranking
                .as_ref()
                .map(|ranking| ranking.distinction(&options, effective_sample_size)),
            scores,
        }
    }

    /// The category where it can be [told apart](KanoDistinction) from the next; `None` where it
    /// cannot, or where there is none. To act on a feature, ask for this.
    #[must_use]
    pub fn distinct_category(&self) -> Option<KanoCategory> {
        let told_apart = self.distinction.is_some_and(|found| found.is_distinct());
        self.category.filter(|_| told_apart)
    }

    /// The share of one category.
    #[must_use]
    pub fn share(&self, of: KanoCategory) -> Option<WeightedProportion> {
        let found = self.categories.iter().find(|row| row.category == of);
        found.map(|row| row.share)
    }
}

fn coefficients(tally: &Tally, options: &KanoOptions) -> Option<KanoCoefficients> {
    use KanoCategory::{Attractive, Indifferent, MustBe, OneDimensional};
    let share = |with: [KanoCategory; 2]| {
        let of = [MustBe, OneDimensional, Attractive, Indifferent];
        tally.share_of(
            |class| of.iter().any(|&one| one as usize == class),
            |class| with.iter().any(|&one| one as usize == class),
        )
    };
    let better = share([Attractive, OneDimensional]);
    let worse = share([OneDimensional, MustBe]);
    let (better_value, worse_value) = (better.value()?, worse.value()?);
    let high = (
        reaches(better_value, options.better_cut),
        reaches(worse_value, options.worse_cut),
    );
    Some(KanoCoefficients {
        better,
        worse,
        quadrant: match high {
            (true, true) => OneDimensional,
            (true, false) => Attractive,
            (false, true) => MustBe,
            (false, false) => Indifferent,
        },
        better_value,
        // Less than nothing is written "-0".
        worse_value: 0.0 - worse_value,
    })
}
