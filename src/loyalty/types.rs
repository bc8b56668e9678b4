//! Types of customers by satisfaction and loyalty.

use crate::error::Error;
use crate::macros::{named_enum, options};
use crate::{Reading, Result};

use super::evidence::{Evidence, Piece};
use super::hostages::is_hostage;
use super::score::{Bar, Score, Threshold};

named_enum! {
    /// A type of customer by satisfaction and loyalty.
    ///
    /// Source: Jones, T. O. and Sasser, W. E. (1995), *Harvard Business Review* 73(6): 88–99, as
    /// commonly reported.
    ///
    /// See the [example](crate::loyalty::types::Rules).
    #[doc(alias = "Jones and Sasser")]
    pub enum CustomerType {
        /// Satisfied and loyal.
        Loyalist = "loyalist",
        /// A loyalist who recommends to others.
        Apostle = "apostle",
        /// Low in satisfaction and in loyalty, or low in one and medium in the other.
        Defector = "defector",
        /// A defector who warns others.
        Terrorist = "terrorist",
        /// Satisfied, with low or medium loyalty: leaves for price, fashion, or change.
        Mercenary = "mercenary",
        /// Loyal, dissatisfied, and held by a switching cost: a hostage as
        /// [`hostages`](super::hostages) counts them.
        Hostage = "hostage",
        /// None of the others: medium in both, or loyal and not satisfied without being a hostage.
        InBetween = "in_between",
    }
}

options! {
    /// The cuts between low, medium and high satisfaction and loyalty, for the types of Jones and
    /// Sasser.
    ///
    /// ```text
    ///               disloyal   medium      loyal
    /// satisfied     mercenary  mercenary   loyalist; apostle if recommends
    /// medium        defector   in between  in between
    /// dissatisfied  defector   defector    hostage if held, otherwise in between
    ///
    /// A defector who is least satisfied and warns is a terrorist.
    /// ```
    ///
    /// The cuts are a proposal. The article argues that merely satisfied is not enough, so only 5 of 5
    /// is high. Whole answers on 1 to 5 lie in the bands 1–2, 3–4 and 5, as in the
    /// [zones](super::zones). A mean of several answers takes the band of the nearest whole answer:
    /// high from 4.5, low below 2.5. A mean of three answers reaches 5 only if all three are 5, so a cut
    /// at the very top would find fewer loyal customers the more questions a survey asks.
    ///
    /// The table differs from the article, as commonly reported, in two corners. Their customers are
    /// many in most surveys, and nothing yet speaks against them:
    ///
    /// | satisfaction, loyalty | article | here | of 343 telecom customers |
    /// |---|---|---|---|
    /// | medium, medium | defector | in between | 176 |
    /// | medium, high | hostage | in between | 64, of whom 42 are held by a switching cost |
    ///
    /// Of these 42, 31 are satisfied to 6 of 7. So a hostage is dissatisfied here. With
    /// [`with_one_cut`](Self::with_one_cut) medium counts as low, as in the article.
    ///
    /// ```
    /// use retention::loyalty::types::{CustomerType, Rules};
    /// use retention::loyalty::{Evidence, Piece, Score, Threshold};
    /// use retention::scale::Scale;
    ///
    /// let score = |value| Score::new(Scale::ONE_TO_FIVE, value).map(Some);
    /// let rules = Rules::default();
    /// let evidence = Evidence::default().satisfaction(score(5.0)?).loyalty(score(5.0)?);
    /// assert_eq!(rules.classify(&evidence)?.class(), Some(&CustomerType::Loyalist));
    /// let recommends = evidence.recommends(Some(true));
    /// assert_eq!(rules.classify(&recommends)?.class(), Some(&CustomerType::Apostle));
    ///
    /// // A hostage is held by something.
    /// let dissatisfied = evidence.satisfaction(score(2.0)?);
    /// assert_eq!(rules.classify(&dissatisfied)?.missing(), [Piece::SwitchingCost]);
    /// let held = dissatisfied.switching_cost(score(4.0)?);
    /// assert_eq!(rules.classify(&held)?.class(), Some(&CustomerType::Hostage));
    ///
    /// // Four of five twice is no defector, unless there is only one cut.
    /// let medium = Evidence::default().satisfaction(score(4.0)?).loyalty(score(4.0)?);
    /// assert_eq!(rules.classify(&medium)?.class(), Some(&CustomerType::InBetween));
    /// let one_cut = Rules::with_one_cut(Threshold::TOP);
    /// assert_eq!(one_cut.classify(&medium)?.class(), Some(&CustomerType::Defector));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Rules {
        /// Score from which a customer is satisfied. Default: 0.875 of the scale, 4.5 on 1 to 5.
        pub satisfied: Threshold = Threshold::NEAREST_TOP,
        /// Score below which a customer is dissatisfied. With `None` that is whoever is not satisfied.
        /// Default: 0.375 of the scale, 2.5 on 1 to 5.
        pub dissatisfied: Option<Threshold> = Some(Threshold::NEAREST_MIDDLE),
        /// Score from which a customer is loyal. Default: 0.875 of the scale, 4.5 on 1 to 5.
        pub loyal: Threshold = Threshold::NEAREST_TOP,
        /// Score below which a customer is disloyal. With `None` that is whoever is not loyal. Default:
        /// 0.375 of the scale, 2.5 on 1 to 5.
        pub disloyal: Option<Threshold> = Some(Threshold::NEAREST_MIDDLE),
        /// Switching cost from which a customer is held. With `None` it is not asked: every loyal and
        /// dissatisfied customer is a hostage. Default: two thirds of the scale.
        pub held: Option<Threshold> = Some(Threshold::TWO_THIRDS),
        /// Highest satisfaction at which a defector who warns others is a terrorist. Default: the
        /// bottom of the scale.
        pub least_satisfied: Threshold = Threshold::BOTTOM,
        /// Whether a score exactly at a cut counts as high. Default: true, since the article does not
        /// say.
        pub cut_is_high: bool = true,
    }
}

/// What of the [`Evidence`] gives a type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answers {
    pub(crate) satisfaction: Option<Score>,
    pub(crate) loyalty: Option<Score>,
    pub(crate) switching_cost: Option<Score>,
    pub(crate) recommends: bool,
    pub(crate) warns: bool,
}

impl From<&Evidence> for Answers {
    fn from(evidence: &Evidence) -> Self {
        Self {
            satisfaction: evidence.satisfaction,
            loyalty: evidence.loyalty,
            switching_cost: evidence.switching_cost,
            recommends: evidence.recommends == Some(true),
            warns: evidence.warns == Some(true),
        }
    }
}

/// A type, and the bands that led to it, as far as they are known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Typed {
    pub(crate) satisfied: Option<Band>,
    pub(crate) loyal: Option<Band>,
    pub(crate) class: Option<CustomerType>,
}

/// Where a score lies between two cuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Band {
    Low,
    Medium,
    High,
}

impl Rules {
    /// Creates rules with one cut for satisfaction and loyalty, and no question about switching costs:
    /// whoever does not reach it is low, as in the four corners of the article.
    ///
    /// Few customers give the top answer to both, so a high cut makes most of them defectors.
    #[must_use]
    pub fn with_one_cut(cut: Threshold) -> Self {
        Self::default()
            .satisfied(cut)
            .dissatisfied(None)
            .loyal(cut)
            .disloyal(None)
            .held(None)
    }

    /// Returns the type of a customer, or which of satisfaction, loyalty and switching cost is missing.
    ///
    /// The switching cost is asked of loyal, dissatisfied customers only. If it is not known whether
    /// the customer tells others, the type is the plain one: loyalist or defector.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a cut that is no number; [`Error::Unsorted`] if high begins below the
    /// end of low; otherwise as [`Threshold::on`], for the scale of each score.
    pub fn classify(&self, evidence: &Evidence) -> Result<Reading<CustomerType, Piece>> {
        let typed = self.typed(evidence.into())?;
        if let Some(class) = typed.class {
            return Ok(Reading::Known(class));
        }
        let (satisfied, loyal) = (typed.satisfied.is_some(), typed.loyal.is_some());
        Ok(Reading::Missing(if satisfied && loyal {
            vec![Piece::SwitchingCost]
        } else {
            super::score::missing([(Piece::Satisfaction, satisfied), (Piece::Loyalty, loyal)])
        }))
    }

    /// Classifies without an allocation.
    pub(crate) fn typed(&self, answers: Answers) -> Result<Typed> {
        let (satisfaction, loyalty) = (answers.satisfaction, answers.loyalty);
        let satisfied = self.band(
            ("satisfied", self.satisfied),
            ("dissatisfied", self.dissatisfied),
            satisfaction,
        )?;
        let loyal = self.band(("loyal", self.loyal), ("disloyal", self.disloyal), loyalty)?;
        let held = self
            .held
            .map(|held| held.is_reached("held", answers.switching_cost, self.cut_is_high))
            .transpose()?;
        let above_least =
            self.least_satisfied
                .is_reached("least_satisfied", satisfaction, false)?;
        let warns = answers.warns && above_least == Some(false);
        let class = satisfied.zip(loyal).and_then(|(satisfied, loyal)| {
            let hostage = is_hostage(loyal == Band::High, Some(satisfied == Band::Low), held);
            Some(match (satisfied, loyal) {
                (Band::High, Band::High) if answers.recommends => CustomerType::Apostle,
                (Band::High, Band::High) => CustomerType::Loyalist,
                (Band::High, Band::Medium | Band::Low) => CustomerType::Mercenary,
                (Band::Low, Band::Low | Band::Medium) | (Band::Medium, Band::Low) if warns => {
                    CustomerType::Terrorist
                }
                (Band::Low, Band::Low | Band::Medium) | (Band::Medium, Band::Low) => {
                    CustomerType::Defector
                }
                (Band::Low, Band::High) if hostage.flatten()? => CustomerType::Hostage,
                (Band::Low | Band::Medium, Band::High) | (Band::Medium, Band::Medium) => {
                    CustomerType::InBetween
                }
            })
        });
        Ok(Typed {
            satisfied,
            loyal,
            class,
        })
    }

    /// The band of a score; `None` without one.
    fn band(
        &self,
        (high_name, high): (&'static str, Threshold),
        (low_name, low): (&'static str, Option<Threshold>),
        score: Option<Score>,
    ) -> Result<Option<Band>> {
        let high = high.checked(high_name)?;
        let low = low.map(|low| low.checked(low_name)).transpose()?;
        let Some(score) = score else { return Ok(None) };
        let bar = |threshold| Bar::new(threshold, self.cut_is_high, score.scale());
        let (high, low) = (bar(high)?, low.map(bar).transpose()?);
        if let Some(low) = low.filter(|low| low.cut > high.cut) {
            let ends = format_args!("begins below the end of {low_name}, at {}", low.cut);
            return Err(Error::unsorted(high_name, high.cut, ends));
        }
        Ok(Some(if high.is_high(score.value()) {
            Band::High
        } else if low.is_some_and(|low| low.is_high(score.value())) {
            Band::Medium
        } else {
            Band::Low
        }))
    }
}
