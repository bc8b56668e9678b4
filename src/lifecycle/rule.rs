use crate::macros::named_enum;

named_enum! {
    /// The rule that put a customer into a stage.
    ///
    /// The rules are tried in this order. One-time buyers have few purchases before spending is looked
    /// at; others are tried for silence and falling spending first: see
    /// [`Classifier`](super::Classifier).
    ///
    /// ```
    /// use retention::lifecycle::{Rule, Rules, Stage};
    ///
    /// let rules = Rules::default();
    /// let early: Vec<&str> = Rule::ALL
    ///     .iter()
    ///     .filter(|&&rule| rules.stage_of(rule) == Stage::Acquisition)
    ///     .map(|rule| rule.name())
    ///     .collect();
    /// assert_eq!(early, ["too_young", "few_purchases", "short_relationship"]);
    /// ```
    ///
    /// [`Rules::stage_of`](super::Rules::stage_of) returns the stage that a rule leads to.
    #[non_exhaustive]
    pub enum Rule {
        /// The caller recorded that the contract had ended.
        RecordedEnd = "recorded_end",
        /// Too young to be judged. The records do not say yet whether customers come back after such a
        /// silence, and no shorter silence was too long already. The relationship is shorter than the
        /// horizon of [`Silence::ChanceOfReturn`](super::Silence::ChanceOfReturn).
        TooYoung = "too_young",
        /// Silent for longer than the lapse threshold, or with too low a chance of return.
        Lapsed = "lapsed",
        /// Fewer purchases than an established relationship has.
        FewPurchases = "few_purchases",
        /// Silent for longer than the decline threshold, or with a low chance of return; or silent beyond
        /// what can be judged, and for longer than the horizon.
        Silent = "silent",
        /// The customer buys less than before, by a test: see [`Trend`](super::Trend).
        Falling = "falling",
        /// A shorter relationship than an established one.
        ShortRelationship = "short_relationship",
        /// The customer buys more than before, by a test.
        Rising = "rising",
        /// No trend can be told. The customer was not yet a customer when the compared periods began, or
        /// bought too rarely in them, or chance alone explains the change.
        NoTrend = "no_trend",
        /// None of the others: the change is told to be small.
        Steady = "steady",
    }
}

named_enum! {
    /// What a customer's silence is judged by. See the example of [`Classified`](super::Classified).
    #[non_exhaustive]
    pub enum JudgedBy {
        /// The customer's own intervals.
        OwnRhythm = "own_rhythm",
        /// How the population came back after as many purchases.
        Population = "population",
        /// A time that is the same for everyone.
        FixedTime = "fixed_time",
        /// A chance of return that the caller gave.
        Given = "given",
    }
}
