use super::{Classified, Rules, Stage, Stages};
use crate::counted::{Move, Moves, Step, Transitions};
use crate::error::same;
use crate::keyed::{CustomerRow, Keyed};
use crate::period::Window;
use crate::purchases::Policy;
use crate::{Error, Result};

/// Who changed stage between two dates.
///
/// The matrix counts customers, and their money, by the stage at each date; `None` is for customers who
/// had not bought by then. The cells out of [`Stage::Termination`] hold customers who came back. They
/// also hold customers who did not buy but are judged differently at the later date, since each date has
/// its own [curves](Stages::curves), and customers whose recorded end was withdrawn.
///
/// ```
/// use retention::lifecycle::{Rules, Silence, Stage, StageChanges, Stages};
/// # use chrono::NaiveDate;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// # let ann = (1..=10).map(|month| row("Ann", month, 2));
/// # let ben = (1..=5).map(|month| row("Ben", month, 2));
/// # let log = PurchaseLog::from_rows(ann.chain(ben).chain([row("Cem", 9, 20)]))?;
/// # let policy = Policy::default();
/// let rules = Rules::default().silence(Silence::MeanIntervals { decline: 2.0, lapse: 4.0 });
/// let july = log.observe(log.until(date(7, 15))?, policy)?;
/// let october = log.observe(log.until(date(10, 31))?, policy)?;
/// let changes = StageChanges::between(&Stages::of(&july, rules)?, &Stages::of(&october, rules)?)?;
/// let count = |from, to| changes.transitions.count(from, to);
/// assert_eq!(count(Some(Stage::Decline), Some(Stage::Termination)), 1);
/// let ben = changes.moves.get("Ben").unwrap();
/// assert_eq!((ben.from, ben.to), (Some(Stage::Decline), Some(Stage::Termination)));
/// let cem = changes.moves.get("Cem").unwrap();
/// assert_eq!((cem.from, cem.to), (None, Some(Stage::Acquisition)));
/// // Ann buys once a month, which can be told to be steady now.
/// let ann = changes.moves.get("Ann").unwrap();
/// assert_eq!((ann.from, ann.to), (Some(Stage::Established), Some(Stage::Maturity)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StageChanges<Id> {
    /// Window of the earlier stages, which are as of its last day.
    pub base: Window,
    /// Window of the later stages, which are as of its last day.
    pub later: Window,
    /// Customers and their money for each pair of earlier and later stage.
    pub transitions: Transitions<Stage>,
    /// Everyone who changed stage, including those who entered or left.
    pub moves: Keyed<Move<Id, Stage>>,
    /// The rules of both dates.
    pub rules: Rules,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

impl<Id: Ord + Clone> StageChanges<Id> {
    /// Compares the stages of two dates, made by the same rules.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the rules or the policies differ; [`Error::OutOfRange`] if the later date
    /// is not later; [`Error::Overflow`] if a sum of money exceeds what a decimal holds.
    pub fn between(base: &Stages<Id>, later: &Stages<Id>) -> Result<Self> {
        same("rules", &base.rules, &later.rules)?;
        same("policies", &base.policy, &later.policy)?;
        if later.window.to() <= base.window.to() {
            return Err(Error::out_of_range(
                "later date",
                later.window.to(),
                format_args!("after the earlier one, {}", base.window.to()),
            ));
        }
        let mut transitions = Moves::new(Stage::ALL);
        // Room for everyone, given back below: one allocation whatever the number of customers.
        let mut moves = Vec::with_capacity(base.rows.len().max(later.rows.len()));
        for (from, to) in base.rows.paired(&later.rows) {
            let step = step(from, to);
            transitions.add(&step)?;
            if let Some(row) = from.or(to).filter(|_| step.from != step.to) {
                moves.push(step.of(row.customer.clone()));
            }
        }
        moves.shrink_to_fit();
        Ok(Self {
            base: base.window,
            later: later.window,
            transitions: transitions.finish()?,
            moves: Keyed::from_sorted(moves),
            rules: base.rules,
            policy: base.policy,
        })
    }
}

type Row<Id> = CustomerRow<Id, Classified>;

#[inline]
fn step<Id>(from: Option<&Row<Id>>, to: Option<&Row<Id>>) -> Step<Stage> {
    Step {
        from: from.map(|row| row.result.stage),
        to: to.map(|row| row.result.stage),
        before: from.map(|row| row.result.revenue),
        after: to.map(|row| row.result.revenue),
    }
}
