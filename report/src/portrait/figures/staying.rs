//! Which answers, which stage and which tier told who bought again later.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use retention::accumulate::Accumulator;
use retention::lifecycle::{Rules, Stage, Stages};
use retention::loyalty::Score;
use retention::period::{Period, Span};
use retention::portrait::staying::{
    Builder, Options, Predictor, PredictorsOfStaying, SurveyedCustomer,
};
use retention::purchases::{Policy, PurchaseLog};
use retention::pyramid::{Cuts, Pyramid};
use retention::{Result, counted::Class};
use serde::Serialize;

use crate::portrait::tables::{Answers, Tables};

/// What told who stayed.
#[derive(Debug, Serialize)]
pub struct Staying {
    /// When the customers were asked, and until when they could buy again.
    pub asked: NaiveDate,
    pub until: NaiveDate,
    #[serde(flatten)]
    pub found: PredictorsOfStaying,
}

/// An answer as a number, if there is one.
type Answer = (&'static str, fn(&Answers) -> Option<f64>);

const ANSWERS: [Answer; 7] = [
    ("satisfaction", |it| it.satisfaction.map(Score::value)),
    ("value", |it| it.value),
    ("trust", |it| it.trust.map(Score::value)),
    ("loyalty", |it| it.loyalty.map(Score::value)),
    ("attitude", |it| it.attitude.map(Score::value)),
    ("switching_cost", |it| it.switching_cost.map(Score::value)),
    ("patronage", |it| it.patronage.map(Score::value)),
];

/// The tiers of the pyramid, and who bought nothing in the year.
const TIERS: [&str; 5] = ["top", "big", "medium", "small", "nothing in the year"];
const NOTHING: usize = 4;

/// The tier of each customer by what they bought in the year up to a day.
fn tiers(log: &PurchaseLog<String>, asked: NaiveDate) -> Result<BTreeMap<String, usize>> {
    let year = Span::new(12, Period::Month)?.ending(asked)?;
    let within = log.observe(year, Policy::default())?;
    // Of a year without a purchase no pyramid is made.
    let Ok(pyramid) = Pyramid::of(&within, &Cuts::curry()) else {
        return Ok(BTreeMap::new());
    };
    let rows = pyramid.rows().iter();
    let tiers = rows.map(|row| (row.customer.clone(), row.tier.index().min(NOTHING - 1)));
    Ok(tiers.collect())
}

/// Of customers who answered and had bought by the day they were asked, whether they bought between then and
/// `until`. `None` where nobody is known both ways.
pub(super) fn staying(
    tables: &Tables,
    asked: NaiveDate,
    until: NaiveDate,
) -> Result<Option<Staying>> {
    let Some(log) = tables.log.as_ref().filter(|_| asked < until) else {
        return Ok(None);
    };
    let before = log.observe(log.until(asked)?, Policy::default())?;
    let stages = Stages::of(&before, Rules::default())?;
    let stages: BTreeMap<&str, Stage> = stages
        .rows
        .iter()
        .map(|row| (row.customer.as_str(), row.result.stage))
        .collect();
    let later = asked
        .succ_opt()
        .map(|from| retention::period::Window::new(from, until))
        .transpose()?;
    let Some(later) = later else { return Ok(None) };
    let bought = log.observe(later, Policy::default())?.revenues()?;
    let bought: std::collections::BTreeSet<&String> =
        bought.into_iter().map(|(customer, _)| customer).collect();
    let known: Vec<(&Answers, Stage)> = tables
        .answers
        .iter()
        .filter_map(|row| Some((row, *stages.get(row.customer.as_str())?)))
        .collect();
    let asked_of: Vec<Answer> = ANSWERS
        .into_iter()
        .filter(|(_, of)| known.iter().any(|(row, _)| of(row).is_some()))
        .collect();
    if asked_of.is_empty() {
        return Ok(None);
    }
    let numbers = asked_of.iter().map(|(name, _)| Predictor::number(*name));
    let tiers = tiers(log, asked)?;
    let classes = [
        Predictor::class::<Stage>("stage"),
        Predictor::levels("tier", TIERS),
    ];
    let predictors = numbers.chain(classes);
    let mut builder = Builder::new(predictors, Options::default())?;
    for (row, stage) in known {
        let numbers: Vec<Option<f64>> = asked_of.iter().map(|(_, of)| of(row)).collect();
        builder.push(SurveyedCustomer {
            stayed: bought.contains(&row.customer),
            numbers: &numbers,
            classes: &[
                Some(stage.position()),
                Some(tiers.get(row.customer.as_str()).copied().unwrap_or(NOTHING)),
            ],
        })?;
    }
    Ok(Some(Staying {
        asked,
        until,
        found: builder.finish()?,
    }))
}
