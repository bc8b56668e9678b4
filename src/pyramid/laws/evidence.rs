use crate::estimate::{Estimate, Proportion, Share};
use crate::period::Window;
use crate::pyramid::{Concentration, WhatIf};

/// How satisfied those are who moved up a tier, and the others, for law 6.
///
/// Ask before the move, or satisfaction may be its result. The groups must not share a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Satisfaction {
    /// Satisfied customers, of those asked; compared by Newcombe's interval.
    Satisfied {
        /// Of those who moved up.
        moved_up: Proportion,
        /// Of the others.
        others: Proportion,
    },
    /// Mean scores on one scale; compared by the normal interval of their difference.
    Scores {
        /// Of those who moved up.
        moved_up: Estimate,
        /// Of the others.
        others: Estimate,
    },
}

/// What a business knows that bears on the laws. All of it may be missing; a law without its evidence
/// is not testable, and says what was missing.
///
/// ```
/// use retention::estimate::Proportion;
/// use retention::pyramid::laws::{Evidence, Rules, check};
///
/// let evidence = Evidence::default().defectors(Proportion::new(42, 180)?);
/// let findings = check(&evidence, &Rules::default())?;
/// assert_eq!(findings.tested(), 1);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Evidence<'a> {
    /// The concentration of revenue among customers, for law 1.
    pub revenue: Option<&'a Concentration>,
    /// The concentration of profit among customers, for law 2: ranked by profit.
    pub profit: Option<&'a Concentration>,
    /// What the top 20 % *by revenue* bring of all profit, for law 2. Where it is known, law 2 is held
    /// against it.
    pub profit_of_top: Option<Share>,
    /// What existing customers bring of all revenue, for law 3: those who had bought before the window
    /// begins.
    pub existing: Option<Share>,
    /// What is spent on non-customers of all marketing budget, for law 4: at least nothing and at most
    /// all.
    pub marketing_budget: Option<Share>,
    /// Customers who could move up, for law 5, such as the rate of an
    /// [`UpgradePotential`](crate::pyramid::UpgradePotential).
    pub upgrade_potential: Option<Proportion>,
    /// The satisfaction of those who moved up and of the others, for law 6.
    pub satisfaction: Option<Satisfaction>,
    /// Those who left, among customers who had said that they are reasonably satisfied, for law 7.
    pub defectors: Option<Proportion>,
    /// What a move of 2 % up comes to, for law 10.
    pub what_if: Option<&'a WhatIf>,
    /// The window of all this; a concentration's or a what-if's own goes before it.
    pub window: Option<Window>,
}

impl<'a> Evidence<'a> {
    /// Sets the concentration of revenue.
    #[must_use]
    pub const fn revenue(mut self, revenue: &'a Concentration) -> Self {
        self.revenue = Some(revenue);
        self
    }

    /// Sets the concentration of profit.
    #[must_use]
    pub const fn profit(mut self, profit: &'a Concentration) -> Self {
        self.profit = Some(profit);
        self
    }

    /// Sets what the top 20 % by revenue bring of all profit.
    #[must_use]
    pub const fn profit_of_top(mut self, share: Share) -> Self {
        self.profit_of_top = Some(share);
        self
    }

    /// Sets what existing customers bring of all revenue.
    #[must_use]
    pub const fn existing(mut self, share: Share) -> Self {
        self.existing = Some(share);
        self
    }

    /// Sets what is spent on non-customers of all marketing budget.
    #[must_use]
    pub const fn marketing_budget(mut self, share: Share) -> Self {
        self.marketing_budget = Some(share);
        self
    }

    /// Sets how many customers could move up.
    #[must_use]
    pub const fn upgrade_potential(mut self, rate: Proportion) -> Self {
        self.upgrade_potential = Some(rate);
        self
    }

    /// Sets how satisfied those are who moved up, and the others.
    #[must_use]
    pub const fn satisfaction(mut self, satisfaction: Satisfaction) -> Self {
        self.satisfaction = Some(satisfaction);
        self
    }

    /// Sets how many reasonably satisfied customers left.
    #[must_use]
    pub const fn defectors(mut self, rate: Proportion) -> Self {
        self.defectors = Some(rate);
        self
    }

    /// Sets what a move up comes to.
    #[must_use]
    pub const fn what_if(mut self, what_if: &'a WhatIf) -> Self {
        self.what_if = Some(what_if);
        self
    }

    /// Sets the window of all this.
    #[must_use]
    pub const fn over(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }
}
