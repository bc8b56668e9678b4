use super::{Rules, Stage, Stages};
use crate::estimate::Proportion;
use crate::keyed::paired;
use crate::period::Window;
use crate::purchases::Policy;
use crate::{Error, Result};

/// Who changed stage between two dates.
///
/// The matrix has a row and a column for each stage, and one for those without a purchase up to the
/// date; its customers add up to everyone present at either date. An end that was inferred is no end for good:
/// the cells out of [`Stage::Termination`] hold those who came back. They also hold whoever is judged
/// otherwise at the later date without a purchase: one-time buyers, because the population's
/// [curve](Stages::curve) is that of each date, and customers whose recorded end was taken back.
///
/// ```
/// use retention::lifecycle::{Rules, Stage, StageChanges, Stages};
/// # use chrono::NaiveDate;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
/// # let row = |customer, month, day| Purchase { customer, date: date(month, day), amount: dec!(10) };
/// # let ann = (1..=10).map(|month| row("Ann", month, 2));
/// # let ben = (1..=5).map(|month| row("Ben", month, 2));
/// # let log = PurchaseLog::from_rows(ann.chain(ben).chain([row("Cem", 9, 20)]))?;
/// # let policy = Policy::default();
/// let rules = Rules::default();
/// let july = log.observe(log.until(date(7, 15))?, policy)?;
/// let october = log.observe(log.until(date(10, 31))?, policy)?;
/// let changes = StageChanges::between(&Stages::of(&july, &rules)?, &Stages::of(&october, &rules)?)?;
/// assert_eq!(changes.count(Some(Stage::Decline), Some(Stage::Termination)), 1); // Ben
/// assert_eq!(changes.count(None, Some(Stage::Acquisition)), 1); // Cem
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StageChanges {
    base: Window,
    later: Window,
    cells: Vec<StageCell>,
    /// The rules of both dates.
    pub rules: Rules,
    /// The policy that says what is a purchase.
    pub policy: Policy,
}

/// One cell of [`StageChanges`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StageCell {
    /// The stage at the earlier date; `None` for those without a purchase up to it.
    pub from: Option<Stage>,
    /// The stage at the later date; `None` for those without a purchase in its window.
    pub to: Option<Stage>,
    /// How many they are.
    pub customers: u64,
}

/// The rows and columns of the matrix: every stage, and none.
fn places() -> impl Iterator<Item = Option<Stage>> + Clone {
    Stage::ALL.iter().copied().map(Some).chain([None])
}

impl StageChanges {
    /// Compares the stages of two dates, made by the same rules.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where the rules or the policies differ; [`Error::OutOfRange`] where the
    /// later date is not later.
    pub fn between<Id: Ord>(base: &Stages<'_, Id>, later: &Stages<'_, Id>) -> Result<Self> {
        let differ =
            |argument, left: String, right: String| Err(Error::mismatch(argument, left, right));
        if base.rules != later.rules {
            let (left, right) = (format!("{:?}", base.rules), format!("{:?}", later.rules));
            return differ("rules", left, right);
        }
        if base.policy != later.policy {
            let (left, right) = (format!("{:?}", base.policy), format!("{:?}", later.policy));
            return differ("policies", left, right);
        }
        if later.window.to() <= base.window.to() {
            return Err(Error::out_of_range(
                "later date",
                later.window.to(),
                format_args!("after the earlier one, {}", base.window.to()),
            ));
        }
        let mut cells: Vec<StageCell> = places()
            .flat_map(|from| places().map(move |to| (from, to)))
            .map(|(from, to)| StageCell {
                from,
                to,
                customers: 0,
            })
            .collect();
        let across = Stage::ALL.len() + 1;
        let index = |stage: Option<Stage>| stage.map_or(Stage::ALL.len(), |stage| stage as usize);
        let pairs = paired(base.rows(), later.rows(), |(a, _), (b, _)| a.cmp(b));
        for (from, to) in pairs {
            let at = index(from.map(|(_, row)| row.stage)) * across
                + index(to.map(|(_, row)| row.stage));
            if let Some(cell) = cells.get_mut(at) {
                cell.customers += 1;
            }
        }
        cells.retain(|cell| (cell.from, cell.to) != (None, None));
        Ok(Self {
            base: base.window,
            later: later.window,
            cells,
            rules: base.rules,
            policy: base.policy,
        })
    }

    /// The cells, by stage at the earlier date, then at the later one, those without a purchase
    /// last.
    #[must_use]
    pub fn cells(&self) -> &[StageCell] {
        &self.cells
    }

    /// The customers of one cell; `None` for a stage is for those without a purchase.
    #[must_use]
    pub fn count(&self, from: Option<Stage>, to: Option<Stage>) -> u64 {
        self.sum(|cell| cell.from == from && cell.to == to)
    }

    /// Of those in a stage at the earlier date, those in another at the later one.
    #[must_use]
    pub fn rate(&self, from: Stage, to: Stage) -> Proportion {
        let found = self.count(Some(from), Some(to));
        let all = self.sum(|cell| cell.from == Some(from));
        Proportion::of_parts(found, all.saturating_sub(found))
    }

    fn sum(&self, of: impl Fn(&StageCell) -> bool) -> u64 {
        let cells = self.cells.iter().filter(|cell| of(cell));
        cells.map(|cell| cell.customers).sum()
    }

    /// The windows at whose ends the stages were compared.
    #[must_use]
    pub const fn windows(&self) -> (Window, Window) {
        (self.base, self.later)
    }
}
