use super::super::shared::{reaches, same_length, slack};
use super::counter::CATEGORIES;
use super::{Answer, Category, Counter, Distinguish, Options, Pair};
use crate::Result;
use crate::accumulate::Accumulator;
use crate::counted::{self, Count, Tally};
use crate::error::Error;
use crate::estimate::{Influence, WeightedProportion};
use crate::scale::{Summary, Weights};

/// The category of one feature, by what all respondents answered: taken for granted, the more the
/// better, a delight, or indifferent.
///
/// ```text
/// better            =  (A + O) / (A + O + M + I)       0 to 1
/// worse             = −(O + M) / (A + O + M + I)      −1 to 0
/// category strength = % of the first category − % of the second
/// total strength    = % attractive + % one-dimensional + % must-be
/// ```
///
/// Groups of customers may want different things, and together make a category that none of them
/// holds: ask segments apart.
///
/// Source: Kano, N., Seraku, N., Takahashi, F. and Tsuji, S. (1984), *Journal of the Japanese Society
/// for Quality Control* 14(2): 39–48, for the categories; Berger, C. and others (1993), *Center for
/// Quality of Management Journal* 2(4): 3–36, for the coefficients and the scores; Lee, M. C. and
/// Newcomb, J. F. (1997), *Quality Management Journal* 4(3): 95–110, for the strengths; the latter two
/// as commonly reported.
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
/// assert_eq!((kano.better, kano.worse), (Some(0.25), Some(-0.75)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "卡诺模型")]
#[doc(alias = "customer satisfaction coefficient")]
#[doc(alias = "Better-Worse")]
#[doc(alias = "DuMouchel")]
pub struct Kano {
    /// The table, the cuts and the tests.
    pub options: Options,
    /// Respondents with both answers.
    pub answered: u64,
    /// Respondents without one of the answers.
    pub missing: u64,
    /// The number of equally weighted answers that would give the same precision: `(Σw)² / Σw²`.
    pub effective_sample_size: f64,
    /// Every category, with its respondents and its share of those who answered.
    pub categories: [Count<Category>; CATEGORIES],
    /// The most frequent category; `None` if nobody with weight answered. Of several that are equally
    /// common it is the one whose neglect costs most, in the order must-be, one-dimensional,
    /// attractive, indifferent, reverse, questionable.
    pub category: Option<Category>,
    /// Whether the next category is equally common, so that the order alone decided.
    pub is_tied: bool,
    /// The category, if it can be told apart from the next one: `difference` reaches `threshold`. Use
    /// this to decide about a feature.
    pub distinct_category: Option<Category>,
    /// The second most frequent category; `None` if everyone chose the same.
    pub second: Option<Category>,
    /// How far the feature satisfies, from 0 to 1; `None` if nobody with weight is in the four
    /// categories of the formula.
    pub better: Option<f64>,
    /// How far its absence dissatisfies, from −1 to 0; `None` as for `better`.
    pub worse: Option<f64>,
    /// The better coefficient as a share of respondents, with its interval.
    pub better_share: WeightedProportion,
    /// The worse coefficient without its sign, as a share of respondents, with its interval.
    pub worse_share: WeightedProportion,
    /// The category by the two cuts of the [options](Options::better_cut): both high is
    /// one-dimensional, better alone attractive, worse alone must-be, neither indifferent. A
    /// coefficient at its cut is high. It need not be the most frequent category.
    pub quadrant: Option<Category>,
    /// The percentage of the first category minus that of the second, from 0 to 100.
    pub category_strength: Option<f64>,
    /// The percentage of attractive, one-dimensional and must-be together.
    pub total_strength: Option<f64>,
    /// Whether the first two categories make a combination, H in the literature: a category strength
    /// of at most 6 points and a total strength of at least 60 %, or the
    /// [options](Options::combination_strength).
    pub is_combination: bool,
    /// The count of the first category minus that of the second. With weights, counts are shares of
    /// the effective sample size.
    pub difference: Option<f64>,
    /// The least difference that tells the two apart, by the [test](Options::distinguish) of the
    /// options.
    pub threshold: Option<f64>,
    /// The mean of the [continuous scores](super::Answer::functional_score) of the answers, each from
    /// −2 to 4, contradictory pairs included; `None` if categories were counted instead of answers.
    pub scores: Option<Pair<Summary>>,
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

    fn is_tied(&self) -> bool {
        self.second.is_some() && self.lead() <= self.slack
    }

    fn percent(&self, weight: f64) -> f64 {
        (100.0 * weight / self.total()).min(100.0)
    }

    fn category_strength(&self) -> f64 {
        self.percent(self.lead())
    }

    fn total_strength(&self) -> f64 {
        self.percent(
            self.weight(Category::MustBe)
                + self.weight(Category::OneDimensional)
                + self.weight(Category::Attractive),
        )
    }

    fn is_combination(&self, options: &Options) -> bool {
        self.second.is_some()
            && reaches(options.combination_strength, self.category_strength())
            && reaches(self.total_strength(), options.combination_total)
    }

    /// The lead of the first category, of so many answers.
    fn difference(&self, answers: f64) -> f64 {
        answers * (self.lead() / self.total())
    }

    /// The least lead, of so many answers, that tells the first two categories apart.
    fn threshold(&self, options: &Options, answers: f64) -> f64 {
        let both =
            self.weight(self.first) + self.second.map_or(0.0, |category| self.weight(category));
        let both = answers * (both / self.total());
        let variance = match options.distinguish {
            Distinguish::Multinomial => both,
            Distinguish::Fong => both * (2.0 * answers - both) / (2.0 * answers),
        };
        (options.z * variance.max(0.0).sqrt()).min(f64::MAX)
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

    /// Computes the result from categories that were counted elsewhere, as in a published table. It has
    /// no [scores](Self::scores), and does not use the table of the options.
    ///
    /// # Errors
    /// As [`Counter::new`].
    ///
    /// ```
    /// use retention::counted;
    /// use retention::satisfaction::kano::{Category, Kano, Options};
    ///
    /// let mut counter = counted::Counter::new();
    /// counter.add(Category::Attractive, 60)?;
    /// counter.add(Category::Indifferent, 40)?;
    /// let kano = Kano::of_categories(&counter, Options::default())?;
    /// assert_eq!((kano.better, kano.worse), (Some(0.6), Some(0.0)));
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn of_categories(
        categories: &counted::Counter<Category>,
        options: Options,
    ) -> Result<Self> {
        Ok(Self::new(options.checked()?, categories.tally(), None))
    }

    pub(super) fn new(options: Options, tally: &Tally, scores: Option<Pair<Summary>>) -> Self {
        let ranking = Ranking::of(tally);
        let ranking = ranking.as_ref();
        let answers = tally.effective_sample_size();
        let category = ranking.map(|ranking| ranking.first);
        let difference = ranking.map(|ranking| ranking.difference(answers));
        let threshold = ranking.map(|ranking| ranking.threshold(&options, answers));
        let (better_share, worse_share) = coefficients(tally);
        let (better, worse) = (better_share.value(), worse_share.value());
        Self {
            options,
            answered: tally.answered(),
            missing: tally.missing(),
            effective_sample_size: answers,
            categories: std::array::from_fn(|at| count(tally, at)),
            category,
            is_tied: ranking.is_some_and(Ranking::is_tied),
            distinct_category: category.filter(|_| difference >= threshold),
            second: ranking.and_then(|ranking| ranking.second),
            better,
            // Subtracted from 0, because −0 is written "-0".
            worse: worse.map(|worse| 0.0 - worse),
            better_share,
            worse_share,
            quadrant: better
                .zip(worse)
                .map(|(better, worse)| quadrant(better, worse, &options)),
            category_strength: ranking.map(Ranking::category_strength),
            total_strength: ranking.map(Ranking::total_strength),
            is_combination: ranking.is_some_and(|ranking| ranking.is_combination(&options)),
            difference,
            threshold,
            scores,
        }
    }

    /// Computes how far the feature satisfies, [`better`](Self::better), with what each respondent
    /// contributes to it, for comparing it with that of another feature, segment or wave; `None` if
    /// nobody with weight is in the four categories of the formula.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::satisfaction::kano::{Answer, Kano, Options, Pair};
    ///
    /// use Answer::{Dislike, Like, Neutral};
    /// let feature = |functional: [Answer; 5]| Pair {
    ///     functional: functional.map(Some),
    ///     dysfunctional: [Dislike, Dislike, Neutral, Neutral, Neutral].map(Some),
    /// };
    /// let (app, desk) = (feature([Like; 5]), feature([Like, Neutral, Like, Neutral, Neutral]));
    /// let better = |columns| Kano::better_influence(columns, None, Options::default());
    /// let (app, desk) = (better(app)?.unwrap(), better(desk)?.unwrap());
    /// let difference = app.minus(&desk)?.estimate(&Design::default())?;
    /// assert_eq!(format!("{difference:.2}"), "0.60 ± 0.24");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn better_influence<C: AsRef<[Option<Answer>]>>(
        columns: Pair<C>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Option<Influence>> {
        let has = |category| matches!(category, Category::Attractive | Category::OneDimensional);
        influence(&columns, weights, options, |category| {
            f64::from(u8::from(has(category)))
        })
    }

    /// Computes how far its absence dissatisfies, [`worse`](Self::worse) from −1 to 0, with what each
    /// respondent contributes to it; `None` as for [`better_influence`](Self::better_influence).
    ///
    /// # Errors
    /// As [`of`](Self::of).
    ///
    /// See the [example](Self::better_influence).
    pub fn worse_influence<C: AsRef<[Option<Answer>]>>(
        columns: Pair<C>,
        weights: Option<&Weights>,
        options: Options,
    ) -> Result<Option<Influence>> {
        let has = |category| matches!(category, Category::MustBe | Category::OneDimensional);
        influence(&columns, weights, options, |category| {
            0.0 - f64::from(u8::from(has(category)))
        })
    }

    /// Returns the share of one category.
    #[must_use]
    pub fn share(&self, of: Category) -> WeightedProportion {
        let found = self.categories.get(of as usize);
        found.map_or_else(WeightedProportion::nothing, |row| row.share)
    }
}

/// The mean of a score of the four categories that say whether a feature is wanted.
fn influence<C: AsRef<[Option<Answer>]>>(
    columns: &Pair<C>,
    weights: Option<&Weights>,
    options: Options,
    score: impl Fn(Category) -> f64,
) -> Result<Option<Influence>> {
    let options = options.checked()?;
    let (there, absent) = (columns.functional.as_ref(), columns.dysfunctional.as_ref());
    if there.is_empty() {
        return Err(Error::empty("answer"));
    }
    same_length("dysfunctional", absent.len(), there.len())?;
    let scores = there.iter().zip(absent).map(|(functional, dysfunctional)| {
        let pair = Pair {
            functional: (*functional)?,
            dysfunctional: (*dysfunctional)?,
        };
        match options.table.classify(pair) {
            Category::Reverse | Category::Questionable => None,
            wanted => Some(score(wanted)),
        }
    });
    Influence::of_mean(scores, weights)
}

fn count(tally: &Tally, at: usize) -> Count<Category> {
    let class = Category::ALL.get(at).copied();
    Count {
        class: class.unwrap_or(Category::Questionable),
        customers: tally.count(at),
        share: tally.share(at),
    }
}

/// The shares better and worse, of the four categories that say whether a feature is wanted.
fn coefficients(tally: &Tally) -> (WeightedProportion, WeightedProportion) {
    use Category::{Attractive, Indifferent, MustBe, OneDimensional};
    let share = |with: [Category; 2]| {
        let of = [MustBe, OneDimensional, Attractive, Indifferent];
        tally.share_of(
            |class| of.iter().any(|&one| one as usize == class),
            |class| with.iter().any(|&one| one as usize == class),
        )
    };
    (
        share([Attractive, OneDimensional]),
        share([OneDimensional, MustBe]),
    )
}

/// The category by the cuts of both coefficients, worse without its sign.
fn quadrant(better: f64, worse: f64, options: &Options) -> Category {
    let high = (
        reaches(better, options.better_cut),
        reaches(worse, options.worse_cut),
    );
    match high {
        (true, true) => Category::OneDimensional,
        (true, false) => Category::Attractive,
        (false, true) => Category::MustBe,
        (false, false) => Category::Indifferent,
    }
}
