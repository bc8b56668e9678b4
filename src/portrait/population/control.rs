use super::RetentionPlan;
use crate::Result;
use crate::economics::Arm;
use crate::error::fraction;
use crate::numeric::random::Random;

impl<Id, A> RetentionPlan<Id, A> {
    /// Draws which customers of the plan to leave alone, so that it can be told later what the plan did. It
    /// returns the arm of each row, in the order of [`rows`](Self::rows).
    ///
    /// `control` is the share of the customers who are left alone, 0 to 1, rounded to whole customers. Each
    /// customer is as likely as each other to be among them. The same seed draws the same customers from the
    /// same plan. How large both groups must be follows from
    /// [`break_even_lift`](crate::economics::break_even_lift); what came of it,
    /// [`Campaign`](crate::economics::Campaign) says.
    ///
    /// # Errors
    /// [`Error::NotFinite`](crate::Error::NotFinite) and [`Error::OutOfRange`](crate::Error::OutOfRange) for
    /// a share that is not 0 to 1.
    ///
    /// ```
    /// use retention::Accumulator;
    /// use retention::economics::{Arm, CampaignCounter, CampaignCustomer, Fate};
    /// use retention::portrait::{Evidence, Options, PlanOptions, PlanStep, PortraitRow, Portraits, RetentionPlan};
    /// use rust_decimal::dec;
    ///
    /// let known = Evidence::default().chance_of_return(Some(0.5)).expected_value(Some(dec!(100)));
    /// let portraits = Portraits::of((0..40).map(|customer| (customer, known)), &Options::default())?;
    /// let step = |_: &PortraitRow<i32>| PlanStep::Act { action: "call", cost: dec!(5) };
    /// let plan = RetentionPlan::of(&portraits, step, PlanOptions::default())?;
    /// let arms = plan.arms(0.25, 2024)?;
    /// assert_eq!(arms.iter().filter(|&&arm| arm == Arm::Control).count(), 10);
    ///
    /// // A year later: who stayed?
    /// let mut counter = CampaignCounter::new();
    /// for (row, arm) in plan.rows.iter().zip(arms) {
    ///     let fate = if row.customer % 3 == 0 { Fate::Left } else { Fate::Stayed };
    ///     counter.push(CampaignCustomer { arm, fate })?;
    /// }
    /// assert_eq!(counter.finish()?.treated.denominator(), 30);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn arms(&self, control: f64, seed: u64) -> Result<Vec<Arm>> {
        let customers = self.rows.len();
        let left_alone = (fraction("control", control)? * customers as f64).round() as usize;
        let arms = (0..customers).map(|place| match place < left_alone {
            true => Arm::Control,
            false => Arm::Treated,
        });
        let mut arms: Vec<Arm> = arms.collect();
        let mut random = Random::new(seed);
        for last in (1..customers).rev() {
            arms.swap(last, random.index(last.saturating_add(1)));
        }
        Ok(arms)
    }
}
