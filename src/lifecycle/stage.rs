use crate::macros::named_enum;
use crate::{Error, Result};

named_enum! {
    /// A stage of the relationship between a customer and a business, in the order of a full course.
    /// Decline can begin in any stage.
    ///
    /// | stage | Dwyer, Schurr and Oh (1987) | Chen (2002) | Chinese |
    /// |---|---|---|---|
    /// | acquisition | awareness, exploration | exploration 考察期 | 开拓签约 |
    /// | growth | expansion | build-up 形成期 | 成长 |
    /// | maturity | commitment | stable 稳定期 | 成熟 |
    /// | established | expansion or commitment | – | – |
    /// | decline | dissolution begins | decline 退化期 | 衰退 |
    /// | termination | dissolution complete | – | 终止 |
    ///
    /// ```
    /// use retention::lifecycle::Stage;
    ///
    /// assert_eq!(Stage::Growth.chen(), Some("build-up"));
    /// assert_eq!(Stage::from_term("commitment")?, Stage::Maturity);
    /// # Ok::<(), retention::Error>(())
    /// ```
    ///
    /// Sources: Dwyer, F. R., Schurr, P. H. and Oh, S. (1987), *Journal of Marketing* 51(2): 11–27;
    /// 陈明亮 (2002), 客户关系生命周期; both as commonly reported.
    #[doc(alias = "LifecycleStage")]
    #[doc(alias = "关系生命周期")]
    pub enum Stage {
        /// The business tries to win the customer, the customer tries the business.
        #[doc(alias = "开拓签约")]
        #[doc(alias = "考察期")]
        Acquisition = "acquisition",
        /// The customer buys more from period to period.
        #[doc(alias = "成长")]
        #[doc(alias = "形成期")]
        Growth = "growth",
        /// The customer buys steadily.
        #[doc(alias = "成熟")]
        #[doc(alias = "稳定期")]
        Maturity = "maturity",
        /// The customer is established, but whether spending rises or falls cannot be told. It stands
        /// for growth or maturity: the literature has no such stage.
        Established = "established",
        /// The customer buys less, or is silent for longer than is usual for this customer.
        #[doc(alias = "衰退")]
        #[doc(alias = "退化期")]
        Decline = "decline",
        /// The relationship has ended: the contract ended, or silence has become too long.
        #[doc(alias = "终止")]
        Termination = "termination",
    }
}

impl Stage {
    /// Returns the phases of Dwyer, Schurr and Oh that it covers.
    #[must_use]
    pub const fn dwyer(self) -> &'static [&'static str] {
        match self {
            Self::Acquisition => &["awareness", "exploration"],
            Self::Growth => &["expansion"],
            Self::Maturity => &["commitment"],
            Self::Established => &["expansion", "commitment"],
            // One phase, which begins in the one stage and is complete in the other.
            Self::Decline | Self::Termination => &["dissolution"],
        }
    }

    /// Returns Chen's stage; `None` for termination, which is not one of the four, and for established,
    /// which may be either of two.
    #[must_use]
    pub const fn chen(self) -> Option<&'static str> {
        match self {
            Self::Acquisition => Some("exploration"),
            Self::Growth => Some("build-up"),
            Self::Maturity => Some("stable"),
            Self::Decline => Some("decline"),
            Self::Established | Self::Termination => None,
        }
    }

    /// Returns the Chinese terms for this stage: the usual one, and Chen's if there is one. Established
    /// has none.
    #[must_use]
    pub const fn chinese(self) -> &'static [&'static str] {
        match self {
            Self::Acquisition => &["开拓签约", "考察期"],
            Self::Growth => &["成长", "形成期"],
            Self::Maturity => &["成熟", "稳定期"],
            Self::Established => &[],
            Self::Decline => &["衰退", "退化期"],
            Self::Termination => &["终止"],
        }
    }

    /// Returns the stage by its own name or by a term of either literature. "dissolution" is decline,
    /// where it begins. No term of the literature is established.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for any other word.
    pub fn from_term(term: &str) -> Result<Self> {
        let known = |stage: &&Self| {
            stage.name() == term
                || stage.dwyer().contains(&term)
                || stage.chen() == Some(term)
                || stage.chinese().contains(&term)
        };
        let found = Self::ALL.iter().find(known).copied();
        found.ok_or_else(|| {
            let terms = Self::ALL.iter().flat_map(|stage| {
                [stage.name()]
                    .into_iter()
                    .chain(stage.dwyer().iter().copied())
                    .chain(stage.chen())
                    .chain(stage.chinese().iter().copied())
            });
            let mut allowed: Vec<&str> = terms.collect();
            let mut seen = std::collections::BTreeSet::new();
            allowed.retain(|&term| seen.insert(term));
            Error::UnknownName {
                argument: "term of a stage",
                value: term.to_owned(),
                allowed: allowed.join(", "),
            }
        })
    }
}
