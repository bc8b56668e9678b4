use rust_decimal::Decimal;

use super::dimension::Dimension;
use super::{Evidence, Levels, nominee};
use crate::error::{finite, fraction, non_negative};
use crate::lifecycle::PortfolioType;
use crate::loyalty::types::{Answers, Band};
use crate::loyalty::{Score, Threshold, conditions, core_customers, types};
use crate::macros::options;
use crate::switching::Verdict;
use crate::{Error, Result};

options! {
    /// The cuts that turn numbers into levels.
    ///
    /// Where a module of its own has cuts, these are the same by default. Nobody has published cuts for
    /// the others; they are proposals.
    ///
    /// Two levels are inferred where they are not given:
    ///
    /// ```text
    /// portfolio             stays: chance of a return ≥ chance_high
    ///   true friend           high or medium profit, and stays
    ///   butterfly             high or medium profit, and does not stay
    ///   barnacle              low or no profit, and stays
    ///   stranger              low or no profit, and does not stay
    ///
    /// core customer         at least `core.questions` of the three
    ///   profitable and loyal  high profit; loyal by score and by condition, as far as each is known;
    ///                         no hostage
    ///   largest share         share of wallet ≥ core.share_of_wallet
    ///   worth more to us      expected value − value to rival > core.value_margin
    /// ```
    ///
    /// Reinartz and Kumar (2002) divide by profit and by how long a customer will stay; to read the two off a
    /// group by profit and a chance of a return is a proposal, and
    /// [`Portfolio`](crate::lifecycle::Portfolio) divides by the medians. The three questions on core customers
    /// are those of [`core_customers`](crate::loyalty::core_customers), whose rules answer the first more
    /// closely, by five criteria. What is not known is neither for nor against: the level stays unknown as long
    /// as the questions could go either way. With the default of two questions, profit and loyalty alone make
    /// nobody a core customer.
    ///
    /// ```
    /// use retention::portrait::{Bands, Dimension, Evidence, Options};
    ///
    /// let strict = Options::default().bands(Bands::default().parity_from(1.0));
    /// let evidence = Evidence::default().value(Some(0.99));
    /// assert_eq!(strict.portrait(&evidence)?.levels.of(Dimension::Value), "worse");
    /// let usual = Options::default();
    /// assert_eq!(usual.portrait(&evidence)?.levels.of(Dimension::Value), "at_parity");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Copy)]
    pub struct Bands {
        /// Ranks of the pyramid up to which a tier is an upper one. Default: 2, Curry's Top and Big.
        pub upper_tiers: u8 = 2,
        /// The cuts of satisfaction, loyalty and switching cost, and the types that follow from them.
        /// Default: those of the [types](crate::loyalty::types::Rules).
        pub types: types::Rules = types::Rules::default(),
        /// The cuts of attitude and patronage. Default: those of the
        /// [conditions](crate::loyalty::conditions::Rules).
        pub conditions: conditions::Rules = conditions::Rules::default(),
        /// The cuts by which a core customer is inferred; of the criteria of the first question none is read.
        /// Default: those of the [core customers](crate::loyalty::core_customers::Rules).
        pub core: core_customers::Rules = core_customers::Rules::default(),
        /// Score from which trust is high. Default: 0.875 of the scale, as for satisfaction.
        pub trusting: Threshold = Threshold::OfScale(0.875),
        /// Score below which trust is low. Default: 0.375 of the scale, as for satisfaction.
        pub distrusting: Threshold = Threshold::OfScale(0.375),
        /// Switching cost below which it is low; it is high where it [holds](crate::loyalty::types::Rules::held)
        /// a customer, or from two thirds of the scale where that is not asked. Default: 0.375 of the scale.
        pub switching_cost_low: Threshold = Threshold::OfScale(0.375),
        /// Relative value from which it is at parity. Default: 0.98, as for [customer value
        /// added](crate::value::added).
        pub parity_from: f64 = 0.98,
        /// Relative value from which it is better. Default: 1.03, as for customer value added.
        pub better_from: f64 = 1.03,
        /// Change of the relative value up to which it is steady. Default: 0.02, a proposal.
        pub steady: f64 = 0.02,
        /// Chance of a return below which it is low. Default: 0.2, as for [stages](crate::lifecycle::Rules).
        pub chance_low: f64 = 0.2,
        /// Chance of a return from which it is high. Default: 0.4, as for stages.
        pub chance_high: f64 = 0.4,
        /// Expected value from which it is high. Default: none, so that no value is called high.
        #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
        pub high_value: Option<Decimal> = None,
    }
}

/// The position of a band among low, medium and high.
const fn position(band: Band) -> usize {
    match band {
        Band::Low => 0,
        Band::Medium => 1,
        Band::High => 2,
    }
}

/// Where a number lies by two cuts: below both, between, or from the upper on.
fn by_cuts(value: f64, low: f64, high: f64) -> usize {
    usize::from(value >= low) + usize::from(value >= high)
}

impl Bands {
    /// Refuses cuts that are no numbers, or out of order.
    pub(super) fn checked(&self) -> Result<()> {
        let pairs = [
            (
                "parity_from",
                self.parity_from,
                "better_from",
                self.better_from,
            ),
            (
                "chance_low",
                self.chance_low,
                "chance_high",
                self.chance_high,
            ),
        ];
        for (lower, low, upper, high) in pairs {
            if finite(upper, high)? < finite(lower, low)? {
                let begins = format_args!("begins below {lower}, {low}");
                return Err(Error::unsorted(upper, high, begins));
            }
        }
        fraction("chance_low", self.chance_low)?;
        fraction("chance_high", self.chance_high)?;
        non_negative("steady", self.steady)?;
        self.core.check()
    }

    /// The levels of one customer.
    pub(super) fn levels(&self, evidence: &Evidence) -> Result<Levels> {
        let mut levels = Levels::UNKNOWN;
        self.said(evidence, &mut levels)?;
        self.done(evidence, &mut levels)?;
        let condition = self
            .conditions
            .condition(evidence.relative_attitude, evidence.patronage)?;
        levels.set(
            Dimension::LoyaltyCondition,
            condition.map(|class| class as usize),
        );
        if evidence.portfolio.is_none() {
            levels.infer(Dimension::Portfolio, self.portfolio(evidence));
        }
        let is_core = nominee::is_core(evidence, &levels, &self.core)?;
        if evidence.is_core.is_none() {
            levels.infer(
                Dimension::Core,
                is_core.map(|is_core| usize::from(!is_core)),
            );
        }
        Ok(levels)
    }

    /// What the customer says.
    fn said(&self, evidence: &Evidence, levels: &mut Levels) -> Result<()> {
        let typed = self.types.typed(Answers {
            satisfaction: evidence.satisfaction,
            loyalty: evidence.loyalty,
            switching_cost: evidence.switching_cost,
            recommends: evidence.recommends == Some(true),
            warns: evidence.warns == Some(true),
        })?;
        levels.set(Dimension::Satisfaction, typed.satisfied.map(position));
        levels.set(Dimension::Loyalty, typed.loyal.map(position));
        levels.set(
            Dimension::CustomerType,
            typed.class.map(|class| class as usize),
        );
        let held = self.types.held.unwrap_or_default();
        let costs = [self.switching_cost_low, held];
        levels.set(
            Dimension::SwitchingCost,
            self.between(evidence.switching_cost, costs)?,
        );
        let trust = [self.distrusting, self.trusting];
        levels.set(Dimension::Trust, self.between(evidence.trust, trust)?);
        levels.set(Dimension::Voice, voice(evidence.recommends, evidence.warns));
        let value = evidence
            .value
            .map(|value| non_negative("value", value))
            .transpose()?;
        let value = value.map(|value| by_cuts(value, self.parity_from, self.better_from));
        levels.set(Dimension::Value, value);
        let change = evidence
            .value_change
            .map(|change| finite("value_change", change));
        let change = change
            .transpose()?
            .map(|change| usize::from(change >= -self.steady) + usize::from(change > self.steady));
        levels.set(Dimension::ValueChange, change);
        levels.set(Dimension::Item, evidence.item_to_fix.map(|_| 0));
        let barrier = evidence
            .barrier
            .map(|verdict| usize::from(verdict == Verdict::Leaves));
        levels.set(Dimension::Barrier, barrier);
        let bond = evidence
            .bonds
            .map(|bonds| bonds.highest().map_or(0, |bond| bond as usize + 1));
        levels.set(Dimension::Bond, bond);
        Ok(())
    }

    /// What the customer does, and what models say.
    fn done(&self, evidence: &Evidence, levels: &mut Levels) -> Result<()> {
        levels.set(
            Dimension::Status,
            evidence.status.map(|class| class as usize),
        );
        let tier = evidence
            .tier
            .map(|tier| usize::from(tier.rank() > self.upper_tiers));
        levels.set(Dimension::Tier, tier);
        levels.set(
            Dimension::ProfitGroup,
            evidence.profit_group.map(|class| class as usize),
        );
        levels.set(Dimension::Stage, evidence.stage.map(|class| class as usize));
        levels.set(
            Dimension::Portfolio,
            evidence.portfolio.map(|class| class as usize),
        );
        levels.set(
            Dimension::Relationship,
            evidence.relationship.map(|class| class as usize),
        );
        levels.set(
            Dimension::Contract,
            evidence.contract.map(|class| class as usize),
        );
        levels.set(
            Dimension::ChurnReason,
            evidence.churn_reason.map(|class| class as usize),
        );
        levels.set(
            Dimension::Core,
            evidence.is_core.map(|is_core| usize::from(!is_core)),
        );
        let by_habits = || evidence.habits.and_then(|habits| habits.is_overdue());
        let is_overdue = evidence.is_overdue.or_else(by_habits);
        levels.set(Dimension::Rhythm, is_overdue.map(usize::from));
        let chance = evidence.chance_of_return;
        let chance = chance
            .map(|chance| fraction("chance_of_return", chance))
            .transpose()?;
        let chance = chance.map(|chance| by_cuts(chance, self.chance_low, self.chance_high));
        levels.set(Dimension::ChanceOfReturn, chance);
        let value = evidence.expected_value.map(|value| {
            let is_some = value > Decimal::ZERO;
            usize::from(is_some)
                + usize::from(is_some && self.high_value.is_some_and(|high| value >= high))
        });
        levels.set(Dimension::ExpectedValue, value);
        Ok(())
    }

    /// Where a score lies between two thresholds on its own scale.
    fn between(&self, score: Option<Score>, [low, high]: [Threshold; 2]) -> Result<Option<usize>> {
        let Some(score) = score else { return Ok(None) };
        let is_reached = |threshold: Threshold| {
            threshold.is_reached("threshold", Some(score), self.types.cut_is_high)
        };
        let (low, high) = (is_reached(low)?, is_reached(high)?);
        Ok(low
            .zip(high)
            .map(|(low, high)| usize::from(low || high) + usize::from(high)))
    }

    /// The type of portfolio by the group by profit and the chance of a return.
    fn portfolio(&self, evidence: &Evidence) -> Option<usize> {
        use super::ProfitGroup;
        let (group, chance) = evidence.profit_group.zip(evidence.chance_of_return)?;
        let stays = chance >= self.chance_high;
        Some(match group {
            ProfitGroup::High | ProfitGroup::Medium if stays => PortfolioType::TrueFriend,
            ProfitGroup::High | ProfitGroup::Medium => PortfolioType::Butterfly,
            ProfitGroup::Low | ProfitGroup::NoProfit if stays => PortfolioType::Barnacle,
            ProfitGroup::Low | ProfitGroup::NoProfit => PortfolioType::Stranger,
        } as usize)
    }
}

/// The position of what a customer tells others.
fn voice(recommends: Option<bool>, warns: Option<bool>) -> Option<usize> {
    match (recommends, warns) {
        (Some(true), Some(true)) => Some(2),
        (Some(true), _) => Some(0),
        (_, Some(true)) => Some(1),
        (Some(false), Some(false)) => Some(3),
        _ => None,
    }
}
