//! What every accumulator promises, tested once and run for each of them: order, parts, kept state,
//! and an error that says which row and which place in it.

#![cfg(feature = "serde")]

mod loyalty;
mod promises;

use chrono::{Days, NaiveDate};
use promises::Case;
use retention::churn::{Exit, ExitsBuilder, Reason};
use retention::clv;
use retention::counted::Counter;
use retention::economics::{
    Arm, CampaignCounter, CampaignCustomer, Fate, PanelBuilder, PanelPurchase,
};
use retention::period::{Period, Ruler, Window};
use retention::portrait::{Evidence, LoyalBy, PortraitCounter};
use retention::purchases::{
    self, History, LatencyBuilder, Purchase, ReturnCurvesBuilder, Steps, SummariesBuilder, Summary,
};
use retention::pyramid::{self, Cuts, Status};
use retention::quadrant::{self, Importance, Method, Respondent};
use retention::satisfaction::{disconfirmation, frequencies, index, kano, nps, rating, servqual};
use retention::scale::{self, Instrument, Item, Missing, ReliabilityBuilder, Scale};
use retention::segment::BySegment;
use retention::subscriptions::{self, Subscription, Terms};
use retention::survival::{self, Spell};
use retention::switching::{Facet, survey};
use retention::value::market::{self, Ratings};
use rust_decimal::Decimal;

/// Rows that outlive every accumulator.
fn leaked<T>(rows: impl IntoIterator<Item = Vec<T>>) -> Vec<&'static [T]> {
    rows.into_iter().map(|row| &*row.leak()).collect()
}

/// A number from 0 up to `below` that looks random, for a row and a place in it.
fn scattered(row: usize, place: usize, below: u64) -> u64 {
    let mut x = (row as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (place as u64 + 1).wrapping_mul(0xd1b5_4a32_d192_ed03);
    x = (x ^ x >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x >> 33) % below
}

/// An answer on 1 to 5, one in eleven missing.
fn answer(row: usize, item: usize) -> Option<f64> {
    let missing = scattered(row, item + 100, 11) == 0;
    (!missing).then(|| 1.0 + scattered(row, item, 5) as f64)
}

/// How many good rows there are before the bad one.
const BEFORE: usize = 500;

#[test]
fn counts_by_class() {
    let class = |row| match scattered(row, 0, 4) {
        0 => None,
        1 => Some(Status::Active),
        2 => Some(Status::Inactive),
        _ => Some(Status::Prospect),
    };
    Case::new(Counter::<Status>::new, (0..BEFORE).map(class).collect())
        .overflows()
        .weighted();
}

/// Rows of answers to five items, and one whose third answer lies beyond the scale.
fn sheets(items: usize) -> (Vec<&'static [Option<f64>]>, &'static [Option<f64>]) {
    let mut rows: Vec<Vec<Option<f64>>> = (0..BEFORE)
        .map(|row| (0..items).map(|item| answer(row, item)).collect())
        .collect();
    let mut bad = vec![Some(3.0); items];
    bad[2] = Some(6.0);
    rows.push(bad);
    let mut rows = leaked(rows);
    let bad = rows.pop().unwrap();
    (rows, bad)
}

fn column() -> Vec<Option<f64>> {
    (0..BEFORE).map(|row| answer(row, 0)).collect()
}

#[test]
fn reliability() {
    let (rows, bad) = sheets(4);
    Case::new(
        || ReliabilityBuilder::new(Scale::ONE_TO_FIVE, 4).unwrap(),
        rows,
    )
    .refuses(bad, Some("item 2"))
    .overflows()
    .weighted();
}

#[test]
fn net_promoter_score() {
    let rows = (0..BEFORE)
        .map(|row| answer(row, 0).map(|x| 2.0 * x))
        .collect();
    Case::new(|| nps::Counter::new(nps::Options::default()).unwrap(), rows)
        .refuses(Some(6.5), None)
        .overflows()
        .weighted();
}

#[test]
fn ratings() {
    for measure in [rating::Measure::TopBoxes(2), rating::Measure::Mean] {
        let options = rating::Options::csat().measure(measure);
        Case::new(|| rating::Builder::new(options).unwrap(), column())
            .refuses(Some(-99.0), None)
            .overflows()
            .weighted();
    }
}

#[test]
fn kano_features() {
    let one = |row, place| {
        kano::Answer::ALL
            .get(scattered(row, place, 6) as usize)
            .copied()
    };
    let rows = (0..BEFORE).map(|row| kano::Pair {
        functional: one(row, 0),
        dysfunctional: one(row, 1),
    });
    let rows: Vec<_> = rows.collect();
    Case::new(
        || kano::Counter::new(kano::Options::default()).unwrap(),
        rows,
    )
    .overflows()
    .weighted();
    let category = |row| {
        kano::Category::ALL
            .get(scattered(row, 0, 7) as usize)
            .copied()
    };
    let rows = (0..BEFORE).map(category).collect();
    Case::new(Counter::<kano::Category>::new, rows)
        .overflows()
        .weighted();
}

#[test]
fn satisfaction_index() {
    let row = |row| index::Items {
        overall: answer(row, 0),
        expectations: answer(row, 1),
        ideal: answer(row, 2),
    };
    let bad = index::Items {
        expectations: Some(0.0),
        ..row(0)
    };
    let options = index::Options::default().scale(Scale::ONE_TO_FIVE);
    Case::new(
        || index::Builder::new(options).unwrap(),
        (0..BEFORE).map(row).collect(),
    )
    .refuses(bad, Some("item \"expectations\""))
    .overflows()
    .weighted();
}

#[test]
fn disconfirmed_expectations() {
    let row = |row| disconfirmation::Experience {
        perceived: answer(row, 0),
        expected: answer(row, 1),
    };
    let bad = disconfirmation::Experience {
        perceived: None,
        expected: Some(9.0),
    };
    let options = disconfirmation::Options::default();
    let new = || disconfirmation::Builder::new(Scale::ONE_TO_FIVE, options).unwrap();
    Case::new(new, (0..BEFORE).map(row).collect())
        .refuses(bad, Some("item \"expected\""))
        .overflows()
        .weighted();
}

#[test]
fn service_quality() {
    let ((perceptions, bad), (expectations, _)) = (sheets(5), sheets(5));
    let pair = |(perceived, expected)| servqual::Respondent::new(perceived, expected);
    let bad = pair((bad, expectations[0]));
    let shifted = expectations.iter().cycle().skip(7);
    let rows = perceptions.iter().zip(shifted).map(|(p, e)| pair((*p, *e)));
    // Two of three gave points.
    let rows: Vec<_> = rows
        .enumerate()
        .map(|(row, respondent)| match row % 3 {
            0 => respondent,
            by => respondent.points(servqual::Rater::from_fn(|of| {
                (10 * by + (of as usize * row) % 40) as f64
            })),
        })
        .collect();
    let mut items: Vec<_> = servqual::Dimension::ALL
        .iter()
        .copied()
        .map(scale::Item::as_asked)
        .collect();
    items[1] = scale::Item::reversed(items[1].facet);
    let options = servqual::Options::default()
        .scale(Scale::ONE_TO_FIVE)
        .items(items);
    let new = || servqual::Builder::new(&options).unwrap();
    Case::new(new, rows.clone())
        .refuses(bad, Some("item 2"))
        .overflows()
        .weighted();
    let alone = rows.into_iter().map(|row| servqual::Respondent {
        expected: &[][..],
        ..row
    });
    let options = options.clone().form(servqual::Form::Perception);
    let new = || servqual::Builder::new(&options).unwrap();
    Case::new(new, alone.collect())
        .refuses(bad, None)
        .overflows()
        .weighted();
}

#[test]
fn a_market() {
    let (rows, bad) = sheets(3);
    let us = |ratings: &'static [Option<f64>]| -> &'static [Ratings<'static>] {
        vec![Ratings {
            supplier: "us",
            ratings,
        }]
        .leak()
    };
    let of = |row: usize, ratings: &'static [Option<f64>]| -> &'static [Ratings<'static>] {
        let them = Ratings {
            supplier: "them",
            ratings,
        };
        match row % 3 {
            0 => us(ratings),
            1 => vec![them].leak(),
            _ => vec![
                Ratings {
                    supplier: "us",
                    ratings: rows[row - 1],
                },
                them,
            ]
            .leak(),
        }
    };
    let new = || market::Builder::new(Scale::ONE_TO_FIVE, ["a", "b", "c"], ["us", "them"]).unwrap();
    let respondents = rows
        .iter()
        .enumerate()
        .map(|(row, ratings)| of(row, ratings));
    Case::new(new, respondents.collect())
        .refuses(us(bad), Some("attribute \"c of us\""))
        .overflows()
        .weighted();
}

#[test]
fn importance_and_satisfaction() {
    let (rows, bad) = sheets(3);
    let respondent = |(row, ratings): (usize, &&'static [Option<f64>])| Respondent {
        ratings,
        overall: answer(row, 9),
    };
    let bad = Respondent {
        ratings: bad,
        overall: Some(3.0),
    };
    let five = Scale::ONE_TO_FIVE;
    let method = Method::from(Importance::Pearson);
    let new = || quadrant::Builder::new(["a", "b", "c"], five, method).unwrap();
    Case::new(new, rows.iter().enumerate().map(respondent).collect())
        .refuses(bad, Some("attribute \"c\""))
        .overflows()
        .weighted();
}

#[test]
fn switching_costs() {
    let (rows, bad) = sheets(4);
    let items = [
        Item::as_asked(Facet::Learning),
        Item::reversed(Facet::Learning),
        Item::as_asked(Facet::SetUp),
        Item::as_asked(Facet::BenefitLoss),
    ];
    let instrument = Instrument::new(Scale::ONE_TO_FIVE, items, Missing::default()).unwrap();
    let scorer = survey::Scorer::new(instrument, survey::Options::default()).unwrap();
    Case::new(|| survey::Builder::new(scorer.clone()), rows)
        .refuses(bad, Some("item 2"))
        .overflows()
        .weighted();
}

#[test]
fn pyramid_straight_from_rows() {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let row = |row| Purchase {
        customer: scattered(row, 0, 90),
        date: first + Days::new(scattered(row, 1, 200)),
        amount: Decimal::new(scattered(row, 2, 100_000) as i64, 2),
    };
    let window = Window::new(first, first + Days::new(180)).unwrap();
    let cuts = Cuts::curry();
    let new = || pyramid::Builder::new(window, purchases::Policy::default(), &cuts);
    let mut bad = row(0);
    bad.date = first;
    bad.amount = Decimal::new(1, 28);
    let large = Purchase {
        amount: Decimal::from_i128_with_scale(Decimal::MAX.mantissa() / 10_000, 0),
        date: first,
        ..row(1)
    };
    Case::new(new, (0..BEFORE).map(row).chain([large]).collect()).refuses_one_by_one(bad, None);
}

/// Histories of up to four purchases in 2024, and one of another year.
fn histories() -> (Vec<History<'static>>, History<'static>) {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let year = Window::new(first, first + Days::new(365)).unwrap();
    let history = |row: usize| {
        let mut dates: Vec<_> = (0..scattered(row, 0, 5) as usize)
            .map(|place| first + Days::new(scattered(row, place + 1, 366)))
            .collect();
        dates.sort_unstable();
        let amounts = vec![Decimal::ONE; dates.len()];
        History::new(dates.leak(), &amounts, year).unwrap()
    };
    let other = Window::new(first, first + Days::new(100)).unwrap();
    let bad = History::new(&[], &[], other).unwrap();
    ((0..BEFORE).map(history).collect(), bad)
}

#[test]
fn how_customers_come_back() {
    let (rows, bad) = histories();
    let (window, policy) = (rows[0].window(), purchases::Policy::default());
    for steps in [Steps::default(), Steps::new([1, 3]).unwrap().least_waits(2)] {
        let new = || ReturnCurvesBuilder::new(window, policy, Period::Day, steps).unwrap();
        Case::new(new, rows.clone())
            .refuses(bad.clone(), None)
            .overflows();
    }
    for ruler in [Ruler::Days, Ruler::Months] {
        let new = || LatencyBuilder::new(window, policy, Period::Day, ruler).unwrap();
        Case::new(new, rows.clone())
            .refuses(bad.clone(), None)
            .overflows();
    }
}

#[test]
fn purchases() {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let purchase = |row: usize, mantissa: i128, scale: u32| Purchase {
        customer: scattered(row, 0, 50).to_string(),
        date: first + Days::new(scattered(row, 1, 366)),
        amount: Decimal::from_i128_with_scale(mantissa, scale),
    };
    let mut rows: Vec<_> = (1..BEFORE)
        .map(|row| {
            let mantissa = i128::from(scattered(row, 2, 90_000)) - 5_000;
            purchase(row, mantissa, scattered(row, 3, 4) as u32)
        })
        .collect();
    rows.push(purchase(0, Decimal::MAX.mantissa() / 10_000, 0));
    Case::new(purchases::Builder::new, rows.clone()).refuses_one_by_one(purchase(7, 1, 28), None);
    let last = rows.iter().map(|row| row.date).max().unwrap();
    let first = rows.iter().map(|row| row.date).min().unwrap();
    // The rows of the last day lie outside.
    let window = Window::new(first, last.pred_opt().unwrap()).unwrap();
    let policy = purchases::Policy::default();
    let new = || SummariesBuilder::new(window, policy, Period::Day, Ruler::Weeks);
    Case::new(new, rows).refuses_one_by_one(purchase(7, 1, 28), None);
}

#[test]
fn subscriptions() {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let row = |row: usize| {
        let from = first + Days::new(scattered(row, 1, 366));
        let to = from + Days::new(scattered(row, 2, 200));
        let amount = Decimal::new(scattered(row, 3, 9_000) as i64, scattered(row, 4, 4) as u32);
        let to = (scattered(row, 5, 4) > 0).then_some(to);
        Subscription {
            cancelled: (scattered(row, 6, 5) == 0).then_some(from),
            terms: Terms::ALL[scattered(row, 7, 4) as usize],
            ..Subscription::monthly(scattered(row, 0, 50).to_string(), from, to, amount)
        }
    };
    let rows: Vec<_> = (0..BEFORE).map(row).collect();
    let negative = Subscription {
        amount: Decimal::NEGATIVE_ONE,
        ..row(7)
    };
    let ends_early = Subscription {
        to: first.pred_opt(),
        ..row(8)
    };
    // On threads they are refused in the test of threads, which writes no state.
    Case::new(subscriptions::Builder::new, rows)
        .refuses_one_by_one(negative, None)
        .refuses_one_by_one(ends_early, None);
}

#[test]
fn frequency_tables() {
    let options = frequencies::Options::default();
    Case::new(|| frequencies::Counter::new(options).unwrap(), column())
        .refuses(Some(2.5), None)
        .overflows()
        .weighted();
}

#[test]
fn survival_curves() {
    let spell = |row| {
        let time = scattered(row, 0, 40) as u32;
        let spell = match scattered(row, 1, 3) {
            0 => Spell::ended(time),
            _ => Spell::ongoing(time),
        };
        let entry = (scattered(row, 2, 4) == 0).then(|| scattered(row, 3, 30) as u32);
        entry.map_or(spell, |entry| spell.entered(entry).unwrap_or(spell))
    };
    Case::new(survival::Builder::new, (0..BEFORE).map(spell).collect())
        .overflows()
        .weighted();
}

#[test]
fn incidences_by_reason() {
    let row = |row| {
        let time = 1 + scattered(row, 0, 40) as u32;
        match scattered(row, 1, 4) {
            0 => (Spell::ongoing(time), None),
            reason => (Spell::ended(time), Some(reason as u8)),
        }
    };
    Case::new(
        survival::IncidenceBuilder::new,
        (0..BEFORE).map(row).collect(),
    )
    .refuses((Spell::ended(3), None), None)
    .overflows()
    .weighted();
}

#[test]
fn counts_of_buyers() {
    let customer = |row| {
        let age = 20.0 + scattered(row, 0, 5) as f64 / 7.0;
        let frequency = scattered(row, 1, 4) as u32;
        let last = (1 + scattered(row, 2, 30)) as f64 / 7.0;
        let last = if frequency == 0 { 0.0 } else { last };
        &*Box::leak(Box::new(Summary::new(frequency, last, age).unwrap()))
    };
    Case::new(clv::Counter::new, (0..BEFORE).map(customer).collect())
        .overflows()
        .weighted();
}

#[test]
fn counts_of_buyers_with_covariates() {
    let described = |row, age| {
        let frequency = scattered(row, 1, 4) as u32;
        let last = if frequency == 0 { 0.0 } else { 1.5 };
        let summary = Box::leak(Box::new(Summary::new(frequency, last, 39.0).unwrap()));
        let covariates = Box::leak(Box::new([scattered(row, 3, 2) as f64, age]));
        clv::DescribedCustomer {
            summary,
            covariates,
        }
    };
    let new = || clv::CovariateCounter::new(["web", "age"]).unwrap();
    let customer = |row| described(row, 20.0 + scattered(row, 4, 3) as f64 / 7.0);
    Case::new(new, (0..BEFORE).map(customer).collect())
        .refuses(described(0, f64::NAN), Some("column \"age\""))
        .overflows()
        .weighted();
}

#[test]
fn counts_of_spend() {
    let customer = |row| {
        let purchases = scattered(row, 1, 4) as u32;
        let cents = scattered(row, 2, 60) as i64 - 5;
        let last = f64::from(purchases.min(1));
        let customer = Summary::new(purchases, last, 39.0).unwrap();
        let total = Decimal::new(cents * i64::from(purchases), 2);
        let customer = customer.with_repeat_value(total, purchases).unwrap();
        &*Box::leak(Box::new(customer))
    };
    Case::new(clv::SpendCounter::new, (0..BEFORE).map(customer).collect())
        .overflows()
        .weighted();
}

#[test]
fn by_segment() {
    let options = rating::Options::csat().measure(rating::Measure::Mean);
    let new = || BySegment::new(rating::Builder::new(options).unwrap());
    let rows = (0..BEFORE).map(|row| (scattered(row, 7, 4) as u8, answer(row, 0)));
    Case::new(new, rows.collect())
        .refuses((9, Some(-99.0)), None)
        .weighted();
    let new = || BySegment::new(nps::Counter::new(nps::Options::default()).unwrap());
    let rows = (0..BEFORE).map(|row| (scattered(row, 7, 4) as u8, answer(row, 0)));
    Case::new(new, rows.collect())
        .refuses((9, Some(6.5)), None)
        .weighted();
}

#[test]
fn exits() {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let row = |row: usize| {
        // No customer leaves twice on a day.
        let date = first + Days::new(row as u64);
        let reasons = Reason::ALL.iter().enumerate();
        let reasons = reasons.filter(|&(place, _)| scattered(row, place, 4) == 0);
        let value = Decimal::new(scattered(row, 90, 9_000) as i64, 2);
        let joined = first - Days::new(scattered(row, 91, 900));
        let back = Days::new(1 + scattered(row, 92, 400));
        Exit {
            value: (scattered(row, 93, 5) > 0).then_some(value),
            joined: (scattered(row, 94, 3) > 0).then_some(joined),
            returned: (row % 50 == 49).then_some(date + back),
            ..Exit::new(format!("{}", row % 450), date, reasons.map(|(_, it)| *it))
        }
    };
    let rows: Vec<_> = (0..BEFORE).map(row).collect();
    let bad = Exit {
        returned: Some(first),
        ..row(7)
    };
    Case::new(ExitsBuilder::new, rows).refuses(bad, None);
}

#[test]
fn campaigns() {
    let of = |row| CampaignCustomer {
        arm: *Arm::ALL.get(scattered(row, 0, 2) as usize).unwrap(),
        fate: *Fate::ALL.get(scattered(row, 1, 2) as usize).unwrap(),
    };
    Case::new(CampaignCounter::new, (0..BEFORE).map(of).collect()).overflows();
}

#[test]
fn panels() {
    let row = |row, cents| PanelPurchase {
        customer: format!("{}", scattered(row, 0, 60)),
        brand: scattered(row, 1, 5),
        amount: Decimal::new(cents, 2),
    };
    let rows = (0..BEFORE).map(|at| row(at, 1 + scattered(at, 2, 10_000) as i64));
    Case::new(PanelBuilder::new, rows.collect()).refuses(row(7, 0), None);
}

#[test]
fn portraits_of_a_population() {
    use retention::lifecycle::Stage;
    use retention::loyalty::Score;

    let rated = |row, place| {
        let rating = answer(row, place)?;
        Some(Score::new(Scale::ONE_TO_FIVE, rating).unwrap())
    };
    let evidence = |row| {
        let worth = Decimal::new(scattered(row, 3, 20_000) as i64, 2);
        Evidence::default()
            .stage(Stage::ALL.get(scattered(row, 0, 8) as usize).copied())
            .satisfaction(rated(row, 1))
            .loyalty(rated(row, 2))
            .relative_attitude(rated(row, 4))
            .patronage(rated(row, 5))
            .profit((!row.is_multiple_of(7)).then_some(worth - Decimal::ONE_HUNDRED))
            .expected_value((!row.is_multiple_of(5)).then_some(worth))
            .chance_of_return(Some(scattered(row, 6, 5) as f64 / 4.0))
    };
    Case::new(
        || {
            PortraitCounter::new(retention::portrait::Options::default(), LoyalBy::default())
                .unwrap()
        },
        (0..BEFORE).map(evidence).collect(),
    )
    .refuses(Evidence::default().chance_of_return(Some(2.0)), None)
    .overflows();
}
