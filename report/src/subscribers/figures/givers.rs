//! Givers at regular occasions: who is still there, what is to be expected of whom, and whom to ask.

use std::collections::BTreeMap;

use retention::clv::{BgBb, DiscountRate, FitOptions, Fitted, Horizon, OccasionSummary};
use retention::estimate::Confidence;
use retention::{Error, Result};
use serde::Serialize;

use super::Question;
use super::laws::{Model, Name, of_fit};
use crate::subscribers::input::gifts::Span;
use crate::subscribers::input::givers::{ColumnNames, Sheet};

/// The givers and what the model says of them.
#[derive(Debug, Serialize)]
pub struct Givers {
    pub source: String,
    pub columns: ColumnNames,
    pub givers: u64,
    /// Where rows are single gifts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_gifts: Option<Span>,
    /// Different histories.
    pub histories: usize,
    /// How many occasions most of them had.
    pub occasions: u32,
    /// How many had another number of them.
    pub of_other_occasions: u64,
    /// At how many occasions they gave, together.
    pub gifts: u64,
    pub skipped_rows: usize,
    /// Rows whose history stands in an earlier row; their people are added.
    pub repeated_histories: usize,
    pub histogram: Vec<Class>,
    /// From those who will most likely give at the next occasion.
    pub cells: Vec<Cell>,
    #[serde(skip)]
    pub rows: usize,
    #[serde(skip)]
    pub model: Model,
}

/// Who gave at so many occasions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Class {
    pub gifts: u32,
    pub givers: u64,
    pub expected: f64,
}

/// Givers of one history.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cell {
    pub gifts: u32,
    pub last: u32,
    pub occasions: u32,
    pub givers: u64,
    /// The probability of still being one at the next occasion.
    pub alive: f64,
    /// The probability of a gift at the next occasion.
    pub next: f64,
    /// Gifts to expect of each at the occasions ahead.
    pub expected: f64,
    /// The same of all of them.
    pub expected_of_all: f64,
    /// Gifts to come without an end, discounted; `null` without a discount rate.
    pub discounted: Option<f64>,
    /// Of all givers the share with this history or a better one.
    pub givers_up_to: f64,
    /// Of all gifts at the next occasion the share that they are expected to bring.
    pub gifts_up_to: f64,
}

/// Gifts to expect of all givers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expected {
    /// At so many occasions.
    pub ahead: u32,
    pub gifts: f64,
    /// 95 % interval, by the errors of the parameters alone.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// At the next occasion.
    pub at_next: f64,
    /// If everybody went on as before.
    pub as_before: f64,
}

/// # Errors
/// Those of the library: nobody, no occasion.
pub fn of(source: String, sheet: &Sheet, question: &Question) -> Result<(Givers, Expected)> {
    let people = || sheet.givers.iter().map(|(history, many)| (*history, *many));
    let fitted = BgBb::fit(people(), FitOptions::default())?;
    let discount = question.givers_every.discount(question.discount)?;
    let cells = cells(&fitted.model, &sheet.givers, question.ahead, discount)?;
    let mut by_occasions: BTreeMap<u32, u64> = BTreeMap::new();
    for (history, many) in people() {
        *by_occasions.entry(history.occasions()).or_insert(0) += many;
    }
    let usual = by_occasions.iter().max_by_key(|(_, many)| **many);
    let occasions = usual.map_or(0, |(occasions, _)| *occasions);
    let givers: u64 = by_occasions.values().sum();
    let expected = expected(&fitted, &sheet.givers, &cells, question.ahead)?;
    let gifts = people().map(|(history, many)| u64::from(history.purchases()) * many);
    Ok((
        Givers {
            source,
            columns: sheet.columns.clone(),
            givers,
            from_gifts: sheet.span,
            histories: cells.len(),
            occasions,
            of_other_occasions: givers - by_occasions.get(&occasions).copied().unwrap_or(0),
            gifts: gifts.sum(),
            skipped_rows: sheet.bad.len(),
            repeated_histories: sheet.again,
            histogram: histogram(&fitted.model, &by_occasions, &sheet.givers)?,
            cells,
            rows: sheet.rows,
            model: of_fit(Name::BetaGeometricBetaBinomial, None, &fitted, occasions),
        },
        expected,
    ))
}

fn cells(
    model: &BgBb,
    givers: &BTreeMap<OccasionSummary, u64>,
    ahead: u32,
    discount: DiscountRate,
) -> Result<Vec<Cell>> {
    let cells = givers.iter().map(|(&history, &many)| {
        let expected = model.expected_purchases_of(history, ahead);
        Ok(Cell {
            gifts: history.purchases(),
            last: history.last(),
            occasions: history.occasions(),
            givers: many,
            alive: model.probability_alive(history, 1),
            next: model.expected_purchases_of(history, 1),
            expected,
            expected_of_all: expected * many as f64,
            discounted: discounted(model, history, discount)?,
            givers_up_to: 0.0,
            gifts_up_to: 0.0,
        })
    });
    let mut cells = cells.collect::<Result<Vec<Cell>>>()?;
    cells.sort_by(|a, b| b.next.total_cmp(&a.next));
    let all = |of: fn(&Cell) -> f64| cells.iter().map(of).sum::<f64>();
    let people = all(|cell| cell.givers as f64);
    let gifts = all(|cell| cell.next * cell.givers as f64);
    let (mut so_many, mut bring) = (0.0, 0.0);
    for cell in &mut cells {
        so_many += cell.givers as f64;
        bring += cell.next * cell.givers as f64;
        cell.givers_up_to = so_many / people.max(1.0);
        cell.gifts_up_to = bring / gifts.max(f64::MIN_POSITIVE);
    }
    Ok(cells)
}

fn discounted(
    model: &BgBb,
    history: OccasionSummary,
    discount: DiscountRate,
) -> Result<Option<f64>> {
    match model.discounted_purchases(history, discount, Horizon::Infinite) {
        Ok(gifts) => Ok(Some(gifts)),
        // Without a discount rate the sum may have no bound.
        Err(Error::OutOfRange { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn histogram(
    model: &BgBb,
    by_occasions: &BTreeMap<u32, u64>,
    givers: &BTreeMap<OccasionSummary, u64>,
) -> Result<Vec<Class>> {
    let most = by_occasions.keys().last().copied().unwrap_or(0);
    let mut classes: Vec<Class> = (0..=most)
        .map(|gifts| Class {
            gifts,
            givers: 0,
            expected: 0.0,
        })
        .collect();
    for (&occasions, &many) in by_occasions {
        let chances = model.purchase_distribution(occasions)?;
        for (class, chance) in classes.iter_mut().zip(chances) {
            class.expected += chance * many as f64;
        }
    }
    for (history, &many) in givers {
        classes[history.purchases() as usize].givers += many;
    }
    Ok(classes)
}

fn expected(
    fitted: &Fitted<BgBb>,
    givers: &BTreeMap<OccasionSummary, u64>,
    cells: &[Cell],
    ahead: u32,
) -> Result<Expected> {
    let all = |model: &BgBb| -> f64 {
        let each = |(history, many): (&OccasionSummary, &u64)| {
            *many as f64 * model.expected_purchases_of(*history, ahead)
        };
        givers.iter().map(each).sum()
    };
    let ends = fitted.estimate(|model| Ok(all(model))).ok();
    let ends = ends.map(|estimate| estimate.interval(Confidence::default()));
    let as_before = givers.iter().map(|(history, many)| {
        let share = f64::from(history.purchases()) / f64::from(history.occasions().max(1));
        share * f64::from(ahead) * *many as f64
    });
    Ok(Expected {
        ahead,
        gifts: all(&fitted.model),
        lower: ends.map(|ends| ends.lower()),
        upper: ends.map(|ends| ends.upper()),
        at_next: cells
            .iter()
            .map(|cell| cell.next * cell.givers as f64)
            .sum(),
        as_before: as_before.sum(),
    })
}
