use super::{Mobility, Placed, Pyramid, Tier};
use crate::counted::{Move, Step, Transitions};
use crate::error::same;
use crate::estimate::{Confidence, Proportion};
use crate::keyed::Keyed;
use crate::period::Window;
use crate::purchases::{Policy, PurchaseLog};
use crate::{Error, Result};

/// Who moved between the pyramids of two periods.
///
/// The matrix has a row and a column for each tier, and one, `None`, for those absent in the period.
/// So staying, entering and leaving all have their cells; customers and revenue add up to those of both
/// pyramids exactly.
///
/// # Whose cuts
///
/// [`between`](Self::between) applies the base period's limits, in money, to both periods. All
/// customers can then rise or fall together. [`by_own_cuts`](Self::by_own_cuts) cuts each period by its
/// own ranking. With cuts by shares of customers the tiers then keep their *shares* of whoever buys in the
/// period, not their sizes: if fewer buy, every tier is smaller. Moves up and down cancel only if the same
/// customers buy in both periods. Where many leave, those who stay are mostly the good ones, and have to
/// make up all tiers: of 2,357 CDNOW customers of the first half of 1997, 1,738 left, and by own cuts 41
/// moved up and 179 down; by the base period's cuts it was 105 and 134.
///
/// # Who entered
///
/// Those absent in the base period may be new, or former customers who came back:
/// [`recovered`](Self::recovered) tells them apart by the records before.
///
/// # Regression to the mean
///
/// A customer at the top is there partly by chance, and the next period draws again: of the 24 Top
/// customers of CDNOW in the first half of 1997, 5 reach the same amount in the second, and 3 are Top
/// by its own cuts. A fall from the top tier is not by itself a sign of dissatisfaction, nor a rise from
/// the bottom one of success. [`mobility`](Self::mobility) sums up how much customers move, with an
/// interval.
///
/// Source: Curry, J. and Curry, A. (2000), *The Customer Marketing Method*, Free Press.
///
/// ```
/// use retention::pyramid::{Cuts, Migration, Pyramid};
/// use rust_decimal::dec;
///
/// let cuts = Cuts::by_customers([("Top", 0.5), ("Rest", 0.5)])?;
/// let base = Pyramid::new([("Ann", dec!(90)), ("Ben", dec!(10))], &cuts)?;
/// let later = Pyramid::new([("Ben", dec!(95)), ("Cem", dec!(20))], &cuts)?;
///
/// let migration = Migration::between(&base, &later)?;
/// assert_eq!(migration.upward.numerator(), 1); // Ben, of two customers at the start
/// assert_eq!(migration.net, 1);
/// assert_eq!((migration.left.numerator(), migration.entered), (1, 1));
/// let ben = migration.moves.get("Ben").unwrap();
/// assert_eq!((ben.before, ben.after), (Some(dec!(10)), Some(dec!(95))));
/// assert_eq!(migration.matrix.count(ben.from, ben.to), 1);
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "金字塔升级")]
#[doc(alias = "upward migration")]
pub struct Migration<Id> {
    /// Window of the base period, if its pyramid has one.
    pub base: Option<Window>,
    /// Window of the later period, if its pyramid has one.
    pub later: Option<Window>,
    /// Whether the later period's own cuts were used; otherwise those of the base period.
    pub own_cuts: bool,
    /// Names of the tiers, from the top down.
    pub tiers: Vec<String>,
    /// Customers and revenue by tier in the base period and in the later one.
    pub matrix: Transitions<Tier>,
    /// Share of the base period's customers who moved to a higher tier.
    pub upward: Proportion,
    /// Share of the base period's customers who moved to a lower tier; those who left are not included.
    pub downward: Proportion,
    /// Share of the base period's customers who stayed in their tier.
    pub stayed: Proportion,
    /// Share of the base period's customers who did not buy in the later period.
    pub left: Proportion,
    /// Customers of the later period who were absent in the base period.
    pub entered: u64,
    /// Net migration: customers in a higher tier than before less those in a lower one.
    pub net: i64,
    /// Everyone who changed tier, entered or left.
    pub moves: Keyed<Move<Id, Tier>>,
}

impl<Id: Ord + Clone> Migration<Id> {
    /// Compares two pyramids by the limits in money of the base period.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the cuts differ; [`Error::Overflow`] if a sum exceeds what a decimal
    /// holds.
    pub fn between(base: &Pyramid<Id>, later: &Pyramid<Id>) -> Result<Self> {
        Self::of(base, later, false)
    }

    /// Compares two pyramids made with the same cuts, each by its own ranking.
    ///
    /// # Errors
    /// As [`between`](Self::between).
    pub fn by_own_cuts(base: &Pyramid<Id>, later: &Pyramid<Id>) -> Result<Self> {
        Self::of(base, later, true)
    }

    /// Returns those who entered and had bought before the later period began: former customers who were
    /// recovered, not new ones. By key.
    ///
    /// `None` if a period has no window, or if the log does not reach back before the base period: nobody
    /// can then be seen to come back. The further it reaches back, the more former customers it knows.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the later period does not begin after the base period;
    /// [`Error::Refused`] for a row of the log that the policy refuses.
    ///
    /// See the [example](Self::recovered).
    pub fn recovered_customers(
        &self,
        log: &PurchaseLog<Id>,
        policy: Policy,
    ) -> Result<Option<Vec<&Id>>> {
        let (Some(base), Some(later)) = (self.base, self.later) else {
            return Ok(None);
        };
        if later.from() <= base.to() {
            let allowed = format_args!("after {base}");
            return Err(Error::out_of_range("later period", later, allowed));
        }
        let from = log.window().from();
        let Some(to) = later.from().pred_opt().filter(|_| from < base.from()) else {
            return Ok(None);
        };
        let earlier = log.observe(Window::new(from, to)?, policy.within())?;
        let entered = self.moves.iter().filter(|row| row.from.is_none());
        let known = entered.filter(|row| {
            let history = earlier.history(&row.customer);
            history.is_some_and(|history| history.has_purchase())
        });
        Ok(Some(known.map(|row| &row.customer).collect()))
    }

    /// Returns the share of recovered customers among those who entered. The others are new, as far as
    /// the log knows.
    ///
    /// # Errors
    /// As [`recovered_customers`](Self::recovered_customers).
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use retention::period::Window;
    /// use retention::purchases::{Policy, Purchase, PurchaseLog};
    /// use retention::pyramid::{Cuts, Migration, Pyramid};
    /// use rust_decimal::dec;
    ///
    /// let date = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
    /// let row = |customer, year| Purchase { customer, date: date(year), amount: dec!(10) };
    /// // Ann always buys; Ben pauses in 2023; Cem is new in 2024.
    /// let log = PurchaseLog::from_rows([
    ///     row("Ann", 2022), row("Ann", 2023), row("Ann", 2024),
    ///     row("Ben", 2022), row("Ben", 2024), row("Cem", 2024),
    /// ])?;
    /// let policy = Policy::default();
    /// let year = |year| {
    ///     let window = Window::new(date(year), date(year))?;
    ///     Pyramid::of(&log.observe(window, policy)?, &Cuts::curry())
    /// };
    /// let migration = Migration::between(&year(2023)?, &year(2024)?)?;
    /// let recovered = migration.recovered(&log, policy)?.unwrap();
    /// assert_eq!((recovered.numerator(), recovered.denominator()), (1, 2));
    /// assert_eq!(migration.recovered_customers(&log, policy)?, Some(vec![&"Ben"]));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "win-back")]
    pub fn recovered(&self, log: &PurchaseLog<Id>, policy: Policy) -> Result<Option<Proportion>> {
        let recovered = self.recovered_customers(log, policy)?;
        Ok(recovered.map(|recovered| {
            let recovered = recovered.len() as u64;
            Proportion::of_parts(recovered, self.entered.saturating_sub(recovered))
        }))
    }

    /// Computes the mobility index of customers present in both periods; `None` if they began in fewer
    /// than two tiers.
    ///
    /// See the [example](crate::pyramid::Mobility).
    #[must_use]
    pub fn mobility(&self, confidence: Confidence) -> Option<Mobility> {
        Mobility::of(&self.matrix, None, confidence)
    }

    /// Computes the mobility index with a further state, "did not buy"; `None` if customers began in fewer
    /// than two states.
    ///
    /// Leaving and entering then count as moves. `neither` is the number of customers who bought in
    /// neither period but could have: the customers known from the time before, for example. Without them
    /// everybody who did not buy at first would have entered.
    ///
    /// See the [example](crate::pyramid::Mobility).
    #[must_use]
    pub fn mobility_with_absent(&self, neither: u64, confidence: Confidence) -> Option<Mobility> {
        Mobility::of(&self.matrix, Some(neither), confidence)
    }

    fn of(base: &Pyramid<Id>, later: &Pyramid<Id>, own_cuts: bool) -> Result<Self> {
        let (ours, theirs) = (described(base), described(later));
        if ours != theirs {
            return Err(Error::mismatch("cuts", ours, theirs));
        }
        same("cuts", base.cuts(), later.cuts())?;
        let ladder = base.ladder();
        let tier_of = |row: &Placed<Id>| {
            if own_cuts {
                row.tier
            } else {
                ladder.tier_for(row.amount)
            }
        };
        let mut moves = Vec::new();
        let steps = base.rows().paired(later.rows()).map(|(before, after)| {
            let step = Step {
                from: before.map(|row| row.tier),
                to: after.map(tier_of),
                before: before.map(|row| row.amount),
                after: after.map(|row| row.amount),
            };
            if step.from != step.to {
                let customer = before.or(after).map(|row| row.customer.clone());
                moves.extend(customer.map(|customer| step.of(customer)));
            }
            step
        });
        let tiers: Vec<Tier> = base.tiers().iter().map(|summary| summary.tier).collect();
        let matrix = Transitions::of(&tiers, steps)?;
        let moves = Keyed::from_sorted(moves);
        Ok(Self::counted(base, later, own_cuts, matrix, moves))
    }

    fn counted(
        base: &Pyramid<Id>,
        later: &Pyramid<Id>,
        own_cuts: bool,
        matrix: Transitions<Tier>,
        moves: Keyed<Move<Id, Tier>>,
    ) -> Self {
        let count = |of: fn(Tier, Option<Tier>) -> bool| {
            matrix.customers(|cell| cell.from.is_some_and(|from| of(from, cell.to)))
        };
        let at_start = count(|_, _| true);
        let rate = |found: u64| Proportion::of_parts(found, at_start.saturating_sub(found));
        let up = count(|from, to| to.is_some_and(|to| to < from));
        let down = count(|from, to| to.is_some_and(|to| to > from));
        let signed = |count| i64::try_from(count).unwrap_or(i64::MAX);
        Self {
            base: base.window(),
            later: later.window(),
            own_cuts,
            tiers: base.cuts().names().map(str::to_owned).collect(),
            upward: rate(up),
            downward: rate(down),
            stayed: rate(count(|from, to| to == Some(from))),
            left: rate(count(|_, to| to.is_none())),
            entered: matrix.customers(|cell| cell.from.is_none()),
            net: signed(up).saturating_sub(signed(down)),
            matrix,
            moves,
        }
    }
}

fn described<Id>(pyramid: &Pyramid<Id>) -> String {
    let names: Vec<&str> = pyramid.cuts().names().collect();
    format!("{} by {}", names.join(", "), pyramid.cuts().basis())
}
