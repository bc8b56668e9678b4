use crate::Result;
use crate::error::Error;
use crate::macros::named_enum;

named_enum! {
    /// How a customer feels about a feature being there, or being absent.
    ///
    /// Source: Kano, N., Seraku, N., Takahashi, F. and Tsuji, S. (1984), *Journal of the Japanese
    /// Society for Quality Control* 14(2): 39–48.
    ///
    /// See the [example](crate::satisfaction::kano::Kano).
    pub enum Answer {
        /// "I like it."
        Like = "like",
        /// "It must be so."
        MustBe = "must_be",
        /// "I do not care."
        Neutral = "neutral",
        /// "I can live with it."
        LiveWith = "live_with",
        /// "I dislike it."
        Dislike = "dislike",
    }
}

impl Answer {
    /// Returns the answer for the code of a questionnaire, from 1 (like) to 5 (dislike).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for another number.
    pub fn from_code(code: u8) -> Result<Self> {
        match code {
            1 => Ok(Self::Like),
            2 => Ok(Self::MustBe),
            3 => Ok(Self::Neutral),
            4 => Ok(Self::LiveWith),
            5 => Ok(Self::Dislike),
            _ => Err(Error::out_of_range("code of a Kano answer", code, "1 to 5")),
        }
    }

    /// Returns the score of the answer about the feature being there: like 4, must be 2, neutral 0, live
    /// with −1, dislike −2.
    ///
    /// Source: DuMouchel in Berger, C. and others (1993), *Center for Quality of Management Journal*
    /// 2(4): 3–36, as commonly reported.
    #[must_use]
    #[doc(alias = "DuMouchel")]
    pub const fn functional_score(self) -> f64 {
        match self {
            Self::Like => 4.0,
            Self::MustBe => 2.0,
            Self::Neutral => 0.0,
            Self::LiveWith => -1.0,
            Self::Dislike => -2.0,
        }
    }

    /// Returns the score of the answer about the feature being absent: like −2, must be −1, neutral 0,
    /// live with 2, dislike 4.
    ///
    /// Source: as [`functional_score`](Self::functional_score).
    #[must_use]
    pub const fn dysfunctional_score(self) -> f64 {
        match self {
            Self::Like => -2.0,
            Self::MustBe => -1.0,
            Self::Neutral => 0.0,
            Self::LiveWith => 2.0,
            Self::Dislike => 4.0,
        }
    }
}

named_enum! {
    /// What a feature is to customers, in the order in which ties are commonly resolved.
    ///
    /// Source: Kano and others (1984).
    ///
    /// See the [example](crate::satisfaction::kano::Kano).
    #[doc(alias = "卡诺模型")]
    pub enum Category {
        /// Taken for granted: its absence dissatisfies, its presence does not satisfy.
        #[doc(alias = "基本型需求")]
        #[doc(alias = "basic")]
        MustBe = "must_be",
        /// Satisfies if it is there and dissatisfies if it is absent: the more the better.
        #[doc(alias = "期望型需求")]
        #[doc(alias = "performance")]
        #[doc(alias = "expected")]
        OneDimensional = "one_dimensional",
        /// Delights if it is there, and is not missed if it is absent.
        #[doc(alias = "兴奋型需求")]
        #[doc(alias = "exciting")]
        #[doc(alias = "delighter")]
        Attractive = "attractive",
        /// Makes no difference.
        #[doc(alias = "无差异型需求")]
        Indifferent = "indifferent",
        /// Its absence is liked.
        #[doc(alias = "反向型需求")]
        Reverse = "reverse",
        /// The two answers contradict each other.
        Questionable = "questionable",
    }
}

/// The two answers about one feature, or two columns of them: if it is there, and if it is absent.
///
/// See the [example](crate::satisfaction::kano::Counter).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Pair<T = Answer> {
    /// The answer about the feature being there.
    pub functional: T,
    /// The answer about the feature being absent.
    pub dysfunctional: T,
}

named_enum! {
    /// Which pair of answers makes which category.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Table {
        /// Kano's, in which liking both or disliking both is a contradiction. The default.
        ///
        /// ```text
        /// there \ absent   like  must be  neutral  live with  dislike
        /// like               Q      A        A         A         O
        /// must be            R      I        I         I         M
        /// neutral            R      I        I         I         M
        /// live with          R      I        I         I         M
        /// dislike            R      R        R         R         Q
        /// ```
        ///
        /// Source: Kano and others (1984); Berger and others (1993).
        #[default]
        Kano = "kano",
        /// Pouliot's, in which two more pairs are contradictions: the feature must be there and must be
        /// absent, and one can live with either.
        ///
        /// Source: Pouliot, F. in Berger and others (1993), as commonly reported.
        Pouliot = "pouliot",
    }
}

impl Table {
    /// Classifies a feature by one customer's two answers.
    ///
    /// ```
    /// use retention::satisfaction::kano;
    ///
    /// let brakes = kano::Pair {
    ///     functional: kano::Answer::Neutral,
    ///     dysfunctional: kano::Answer::Dislike,
    /// };
    /// assert_eq!(kano::Table::default().classify(brakes), kano::Category::MustBe);
    /// ```
    #[must_use]
    pub const fn classify(self, answers: Pair) -> Category {
        use Answer::{Dislike, Like, LiveWith, MustBe, Neutral};
        match (answers.functional, answers.dysfunctional) {
            (Like, Like) | (Dislike, Dislike) => Category::Questionable,
            (Like, Dislike) => Category::OneDimensional,
            (Like, MustBe | Neutral | LiveWith) => Category::Attractive,
            (MustBe | Neutral | LiveWith, Dislike) => Category::MustBe,
            (Dislike, _) | (_, Like) => Category::Reverse,
            (MustBe, MustBe) | (LiveWith, LiveWith) => match self {
                Self::Kano => Category::Indifferent,
                Self::Pouliot => Category::Questionable,
            },
            _ => Category::Indifferent,
        }
    }
}
