//! Who moved between the tiers of two periods.

use retention::estimate::Proportion;
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::PurchaseLog;
use retention::pyramid::{Cuts, Migration, Pyramid, Tier};
use retention::{Error, Result};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::{Question, maybe_money, money};

/// The two periods that are compared, and why these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periods {
    pub base: Window,
    pub later: Window,
    pub chosen: Chosen,
}

/// Whose cuts divide the amounts of the second period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum CutsOf {
    BasePeriod,
    EachPeriod,
}

/// Why two periods are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// The user wants these.
    Given,
    /// They are those of the sample.
    Sample,
    /// They are the last two of this length before the end of the window.
    Last(Length),
}

/// How long each of two periods is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    Year,
    HalfYear,
    Quarter,
    Month,
}

impl Length {
    /// From the longest down.
    const ALL: [Self; 4] = [Self::Year, Self::HalfYear, Self::Quarter, Self::Month];

    const fn months(self) -> u32 {
        match self {
            Self::Year => 12,
            Self::HalfYear => 6,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => "years",
            Self::HalfYear => "half-years",
            Self::Quarter => "quarters",
            Self::Month => "months",
        }
    }
}

impl Serialize for Chosen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Given => "given",
            Self::Sample => "sample",
            Self::Last(Length::Year) => "last_years",
            Self::Last(Length::HalfYear) => "last_half_years",
            Self::Last(Length::Quarter) => "last_quarters",
            Self::Last(Length::Month) => "last_months",
        })
    }
}

impl Periods {
    /// The last two years, half-years, quarters or months up to the end of the window: the longest
    /// of them that lie within it.
    pub fn last_of(window: Window) -> Option<Self> {
        Length::ALL.into_iter().find_map(|length| {
            let span = Span::new(length.months(), Period::Month).ok()?;
            let later = span.ending(window.to()).ok()?;
            let base = span.ending(later.from().pred_opt()?).ok()?;
            (base.from() >= window.from()).then_some(Self {
                base,
                later,
                chosen: Chosen::Last(length),
            })
        })
    }

    /// Whether both have as many months, or as many days.
    pub fn are_equal(&self) -> bool {
        let months = |window: Window| {
            let next = window.to().succ_opt()?;
            Ruler::Months.measure(window.from(), next).ok()
        };
        self.base.days() == self.later.days()
            || months(self.base).is_some_and(|base| Some(base) == months(self.later))
    }
}

/// The migration, or why there is none.
pub type Found = std::result::Result<Box<Moved>, String>;

#[derive(Debug, Serialize)]
pub struct Moved {
    pub base: Window,
    pub later: Window,
    pub chosen: Chosen,
    pub equally_long: bool,
    pub cuts_of: CutsOf,
    pub cuts: Vec<TierCuts>,
    pub before: Whole,
    pub after: Whole,
    /// By tier in the base period, then in the later one, from the top down, absent last.
    pub cells: Vec<Cell>,
    pub upward: Part,
    pub downward: Part,
    pub stayed: Part,
    pub left: Part,
    pub entered: u64,
    /// Of the customers of the later period.
    pub entered_share: Part,
    /// The first tier, and how many of its customers are in it again.
    pub top: String,
    pub top_again: Part,
}

/// The least amounts of a tier that divide its customers from those below.
#[derive(Debug, Serialize)]
pub struct TierCuts {
    pub tier: String,
    #[serde(serialize_with = "maybe_money")]
    pub base: Option<Decimal>,
    /// What was used for the later period.
    #[serde(serialize_with = "maybe_money")]
    pub later: Option<Decimal>,
}

/// A whole period.
#[derive(Debug, Serialize)]
pub struct Whole {
    pub customers: u64,
    #[serde(serialize_with = "money")]
    pub revenue: Decimal,
}

/// `None` in place of a tier is for those who did not buy in the period.
#[derive(Debug, Serialize)]
pub struct Cell {
    pub from: Option<String>,
    pub to: Option<String>,
    pub customers: u64,
    #[serde(serialize_with = "money")]
    pub before: Decimal,
    #[serde(serialize_with = "money")]
    pub after: Decimal,
    #[serde(skip)]
    pub kind: Kind,
}

/// Where the customers of a cell went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Upward,
    Downward,
    Stayed,
    Left,
    Entered,
}

impl Kind {
    fn of(from: Option<Tier>, to: Option<Tier>) -> Self {
        match (from, to) {
            (None, _) => Self::Entered,
            (_, None) => Self::Left,
            // Tiers are in order from the top down.
            (Some(from), Some(to)) if to < from => Self::Upward,
            (Some(from), Some(to)) if to > from => Self::Downward,
            _ => Self::Stayed,
        }
    }
}

/// So many of so many, and what they brought.
#[derive(Debug, Serialize)]
pub struct Part {
    #[serde(flatten)]
    pub rate: Proportion,
    #[serde(serialize_with = "maybe_money")]
    pub before: Option<Decimal>,
    #[serde(serialize_with = "maybe_money")]
    pub after: Option<Decimal>,
}

impl Part {
    fn of<'a>(proportion: Proportion, cells: impl Iterator<Item = &'a Cell> + Clone) -> Self {
        Self {
            rate: proportion,
            before: total(cells.clone().map(|cell| cell.before)),
            after: total(cells.map(|cell| cell.after)),
        }
    }
}

/// A sum; none where it exceeds what a decimal holds.
pub fn total(mut amounts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    amounts.try_fold(Decimal::ZERO, Decimal::checked_add)
}

impl Moved {
    /// # Errors
    /// Those of the library, except that nobody bought in one of the periods.
    pub fn find(log: &PurchaseLog<&str>, question: &Question) -> Result<Found> {
        let Some(periods) = question.periods else {
            return Ok(Err(format!(
                "{} is shorter than two months, so there are no two periods to compare",
                question.window,
            )));
        };
        let pyramid = |window: Window| match log
            .observe(window, question.policy)
            .and_then(|observed| Pyramid::of(&observed, &Cuts::curry()))
        {
            Ok(pyramid) => Ok(Ok(pyramid)),
            Err(Error::Empty { .. }) => Ok(Err(format!("nobody bought from {window}"))),
            Err(error) => Err(error),
        };
        Ok(match (pyramid(periods.base)?, pyramid(periods.later)?) {
            (Ok(base), Ok(later)) => {
                let migration = match question.cuts_of {
                    CutsOf::BasePeriod => Migration::between(&base, &later)?,
                    CutsOf::EachPeriod => Migration::by_own_cuts(&base, &later)?,
                };
                Ok(Box::new(Self::of(
                    &migration,
                    &base,
                    &later,
                    question.cuts_of,
                    periods,
                )?))
            }
            (Err(why), _) | (_, Err(why)) => Err(why),
        })
    }

    fn of(
        migration: &Migration<&str>,
        base: &Pyramid<&str>,
        later: &Pyramid<&str>,
        cuts_of: CutsOf,
        periods: Periods,
    ) -> Result<Self> {
        let name = |tier: Option<Tier>| tier.map(|tier| base.tier_name(tier).to_owned());
        let cells: Vec<Cell> = migration
            .matrix
            .cells()
            .iter()
            .map(|cell| Cell {
                from: name(cell.from),
                to: name(cell.to),
                customers: cell.customers,
                before: cell.before,
                after: cell.after,
                kind: Kind::of(cell.from, cell.to),
            })
            .collect();
        let part = |proportion: Proportion, kind: Kind| {
            Part::of(
                proportion,
                cells.iter().filter(move |cell| cell.kind == kind),
            )
        };
        let whole = |pyramid: &Pyramid<&str>| Whole {
            customers: pyramid.rows().len() as u64,
            revenue: pyramid.total(),
        };
        let (before, after) = (whole(base), whole(later));
        let entered = Proportion::new(migration.entered, after.customers)?;
        let (top, again) = top_again(migration, base)?;
        let cuts = base.tiers().iter().zip(later.tiers());
        Ok(Self {
            base: periods.base,
            later: periods.later,
            chosen: periods.chosen,
            equally_long: periods.are_equal(),
            cuts_of,
            cuts: cuts
                .map(|(base, later)| TierCuts {
                    tier: base.name.clone(),
                    base: base.cut,
                    later: match cuts_of {
                        CutsOf::EachPeriod => later.cut,
                        CutsOf::BasePeriod => base.cut,
                    },
                })
                .collect(),
            upward: part(migration.upward, Kind::Upward),
            downward: part(migration.downward, Kind::Downward),
            stayed: part(migration.stayed, Kind::Stayed),
            left: part(migration.left, Kind::Left),
            entered: migration.entered,
            entered_share: part(entered, Kind::Entered),
            top_again: Part::of(again, cells.first().into_iter()),
            top,
            before,
            after,
            cells,
        })
    }

    /// The rows of the matrix, each the cells of those who were in one place.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunks(self.cuts.len() + 1)
    }
}

/// The first tier, and of its customers those who are in it again.
fn top_again(migration: &Migration<&str>, base: &Pyramid<&str>) -> Result<(String, Proportion)> {
    let Some(top) = base.tiers().first() else {
        return Ok((String::new(), Proportion::new(0, 0)?));
    };
    let again = migration.matrix.count(Some(top.tier), Some(top.tier));
    Ok((top.name.clone(), Proportion::new(again, top.customers)?))
}
