use super::super::shared::{reaches, slack};
use super::counter::CATEGORIES;
use super::{Answer, Category, Counter, Distinguish, Options, Pair, Ties};
use crate::Result;
use crate::accumulate::Accumulator;
use crate::counted::Tally;
use crate::estimate::WeightedProportion;
use crate::scale::{Summary, Weights};

/// What one feature is to customers: taken for granted, the more the better, a delight, or
/// indifferent.
///
/// The category of most respondents, with what tells how much to make of it: whether the next
/// category is [as common](Distinction), how [mixed](Strength) the answers are, how many the
/// feature [satisfies or dissatisfies](Coefficients). Customers who differ in kind make a
/// mixture that none of them holds: ask segments apart.
///
/// Source: Kano, N., Seraku, N., Takahashi, F. and Tsuji, S. (1984), *Journal of the Japanese Society
/// for Quality Control* 14(2): 39–48; Berger, C. and others (1993), *Center for Quality of Management
/// Journal* 2(4): 3–36.
///
/// ```
/// use retention::satisfaction::kano;
///
/// use kano::Answer::{Dislike, Like, Neutral};
/// let functional = [Some(Neutral), Some(Neutral), Some(Like), Some(Neutral), None];
/// let dysfunctional = [Some(Dislike), Some(Dislike), Some(Dislike), Some(Neutral), Some(Like)];
/// let columns = kano::Pair { functional, dysfunctional };
///
/// let kano = kano::Kano::of(columns, None, kano::Options::default())?;
/// assert_eq!(kano.category, Some(kano::Category::MustBe));
/// assert_eq!((kano.answered, kano.missing), (4, 1));
/// let coefficients = kano.coefficients.unwrap();
/// assert_eq!((coefficients.better_value, coefficients.worse_value), (0.25, -0.75));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "卡诺模型")]
pub struct Kano {
    /// The table, the cuts and the tests.
    pub options: Options,
    /// Respondents with both answers.
    pub answered: u64,
    /// Respondents who left out either.
    pub missing: u64,
    /// How many answers of equal weight would say as much: `(Σw)² / Σw²`.
    pub effective_sample_size: f64,
    /// Each category with its share of those who answered.
    pub categories: [CategoryShare; CATEGORIES],
    /// The category of most respondents; `None` where nobody with weight answered, and for a tie
    /// that [nothing](Ties::Undecided) resolves.
    pub category: Option<Category>,
    /// How much the feature satisfies and dissatisfies; `None` where nobody with weight is in the
    /// four categories it is made of.
    pub coefficients: Option<Coefficients>,
    /// How clear the category is; `None` where nobody with weight answered.
    pub strength: Option<Strength>,
    /// Whether the first category is more common than the second; `None` where nobody with weight
    /// answered.
    pub distinction: Option<Distinction>,
    /// Continuous scores; `None` where categories were counted and not answers.
    pub scores: Option<Scores>,
}

/// A category and its share of the respondents.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CategoryShare {
    /// The category.
    pub category: Category,
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
pub struct Coefficients {
    /// Attractive and one-dimensional, of the four categories: the share, with its interval.
    pub better: WeightedProportion,
    /// One-dimensional and must-be, of the four categories: worse without its sign.
    pub worse: WeightedProportion,
    /// The category by the two cuts of the [options](Options::better_cut): both high is
    /// one-dimensional, better alone attractive, worse alone must-be, neither indifferent. A
    /// coefficient at its cut is high. It need not be the category of most respondents.
    pub quadrant: Category,
    /// The better coefficient, from 0 to 1.
    pub better_value: f64,
    /// The worse coefficient, from −1 to 0.
    pub worse_value: f64,
}

/// What the respondents make of a feature together: one category, or two that are nearly as common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Clarity {
    /// One category.
    One(Category),
    /// A combination of the two most frequent, H in the literature.
    Combination(Category, Category),
}

/// How clear a category is, and how much the feature matters at all.
///
/// ```text
/// category strength = % of the first category − % of the second
/// total strength    = % attractive + % one-dimensional + % must-be
/// ```
///
/// A category strength of at most 6 points with a total strength of at least 60 % makes a
/// combination; both are [options](Options::combination_strength).
///
/// Source: Lee, M. C. and Newcomb, J. F. (1997), *Quality Management Journal* 4(3): 95–110, as
/// commonly reported.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Strength {
    /// The most frequent category; of several, that which [wins ties](Ties::MustBeFirst).
    pub first: Category,
    /// The next; `None` where all are of one category.
    pub second: Option<Category>,
    /// The first less the second, in percentage points, from 0 to 100.
    pub category_strength: f64,
    /// Attractive, one-dimensional and must-be together, in percent.
    pub total_strength: f64,
    /// One category, or a combination.
    pub class: Clarity,
}

/// Whether the two most frequent categories can be told apart.
///
/// With weights, counts are shares of the effective sample size.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Distinction {
    /// How they were compared.
    pub test: Distinguish,
    /// By how many standard errors they must differ.
    pub z: f64,
    /// The first count less the second.
    pub difference: f64,
    /// The least difference that tells them apart.
    pub threshold: f64,
}

impl Distinction {
    /// Returns whether the difference reaches the threshold. Otherwise the second category may be as common
    /// as the first, and the feature has no category of its own.
    #[must_use]
    pub fn is_distinct(&self) -> bool {
        self.difference >= self.threshold
    }
}

/// The mean of each answer's [continuous score](Answer::functional_score), with its variance and
/// standard error: how a feature lies between the categories.
///
/// All pairs count, contradictory ones too.
///
/// Source: DuMouchel in Berger and others (1993), as commonly reported.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "DuMouchel")]
pub struct Scores {
    /// If the feature is there: −2 to 4.
    pub functional: Summary,
    /// If it is not: −2 to 4.
    pub dysfunctional: Summary,
}

/// The weights of the categories, of which some is above 0.
struct Ranking {
    weights: [f64; CATEGORIES],
    slack: f64,
    first: Category,
    second: Option<Category>,
}

impl Ranking {
    fn of(tally: &Tally) -> Option<Self> {
        let weights: [f64; CATEGORIES] = std::array::from_fn(|at| tally.weight(at));
        let slack = slack(&weights);
        // Of those as common as the most common, the first in the order of the categories.
        let most_but = |out: Option<Category>| {
            let left = || {
                let all = Category::ALL.iter().copied().zip(weights);
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

    fn weight(&self, category: Category) -> f64 {
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

    fn category(&self, ties: Ties) -> Option<Category> {
        match ties {
            Ties::MustBeFirst => Some(self.first),
            Ties::Undecided => {
                let tied = self.second.is_some() && self.lead() <= self.slack;
                (!tied).then_some(self.first)
            }
        }
    }

    fn strength(&self, options: &Options) -> Strength {
        let percent = |weight: f64| (100.0 * weight / self.total()).min(100.0);
        let category_strength = percent(self.lead());
        let total_strength = percent(
            self.weight(Category::MustBe)
                + self.weight(Category::OneDimensional)
                + self.weight(Category::Attractive),
        );
        let close = reaches(options.combination_strength, category_strength)
            && reaches(total_strength, options.combination_total);
        Strength {
            first: self.first,
            second: self.second,
            category_strength,
            total_strength,
            class: match self.second {
                Some(second) if close => Clarity::Combination(self.first, second),
                _ => Clarity::One(self.first),
            },
        }
    }

    fn distinction(&self, options: &Options, answers: f64) -> Distinction {
        let share = |weight: f64| weight / self.total();
        let both =
            self.weight(self.first) + self.second.map_or(0.0, |category| self.weight(category));
        let both = answers * share(both);
        let variance = match options.distinguish {
            Distinguish::Multinomial => both,
            Distinguish::Fong => both * (2.0 * answers - both) / (2.0 * answers),
        };
        Distinction {
            test: options.distinguish,
            z: options.z,
            difference: answers * share(self.lead()),
            threshold: (options.z * variance.max(0.0).sqrt()).min(f64::MAX),
        }
    }
}

impl Kano {
    /// Computes the result from two columns of the same respondents.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) without respondents;
    /// [`Error::LengthMismatch`](crate::Error::LengthMismatch) where columns or weights differ in
    /// length; as [`Counter::new`].
    pub fn of<C: AsRef<[Option<Answer>]>>(
        columns: Pair<C>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Self> {
        let columns = Pair {
            functional: columns.functional.as_ref(),
            dysfunctional: columns.dysfunctional.as_ref(),
        };
        Counter::of(columns, weights, options)?.finish()
    }

    pub(super) fn new(options: Options, tally: &Tally, scores: Option<Scores>) -> Self {
        let categories = std::array::from_fn(|at| CategoryShare {
            category: Category::ALL
                .get(at)
                .copied()
                .unwrap_or(Category::Questionable),
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

    /// Returns the category if it can be [told apart](Distinction) from the next; `None` if it
    /// cannot, or if there is none. Use this to decide about a feature.
    #[must_use]
    pub fn distinct_category(&self) -> Option<Category> {
        let told_apart = self.distinction.is_some_and(|found| found.is_distinct());
        self.category.filter(|_| told_apart)
    }

    /// Returns the share of one category.
    #[must_use]
    pub fn share(&self, of: Category) -> Option<WeightedProportion> {
        let found = self.categories.iter().find(|row| row.category == of);
        found.map(|row| row.share)
    }
}

fn coefficients(tally: &Tally, options: &Options) -> Option<Coefficients> {
    use Category::{Attractive, Indifferent, MustBe, OneDimensional};
    let share = |with: [Category; 2]| {
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
    Some(Coefficients {
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
