//! Curry's lessons held against the file, and what moving up would amount to.

use retention::estimate::Share;
use retention::period::Window;
use retention::purchases::PurchaseLog;
use retention::pyramid::laws::{
    Benchmark, DecidedBy, Evidence, Figure, Law, Measure, Measured, Required, Rules, Untestable,
    Verdict, check,
};
use retention::pyramid::{Change, Concentration, Pyramid, WhatIf};
use retention::{Error, Result};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::migration::total;
use super::{Question, maybe_money, maybe_twelve_places, money, twelve_places};
use crate::kit::format::counted;

/// Money is rounded to so many decimals.
const PLACES: u32 = 2;

#[derive(Debug, Serialize)]
pub struct LawFigures {
    pub number: u8,
    pub law: Law,
    pub claim: &'static str,
    pub verdict: &'static str,
    /// Why it is not testable.
    pub untestable: Option<Untestable>,
    /// In words.
    pub why: Option<String>,
    pub measured: Vec<MeasuredFigure>,
}

/// A figure that a law was held against.
#[derive(Debug, Serialize)]
pub struct MeasuredFigure {
    pub measure: Measure,
    #[serde(serialize_with = "maybe_twelve_places")]
    pub value: Option<f64>,
    /// How many customers, of how many; for shares of the top.
    pub customers: Option<u64>,
    pub of_customers: Option<u64>,
    pub required: Required,
    pub decided_by: DecidedBy,
    pub window: Option<Window>,
}

/// A share of customers one tier up.
#[derive(Debug, Serialize)]
pub struct Moving {
    pub share: f64,
    pub moved: u64,
    pub customers: u64,
    /// By the tier left, from the top down.
    pub upgrades: Vec<Upgrade>,
    pub revenue: Changed,
    /// None where no margins are given.
    pub profit: Option<Changed>,
    /// What the lesson says of such a move.
    pub lesson: Benchmark,
}

#[derive(Debug, Serialize)]
pub struct Upgrade {
    pub from: String,
    pub to: String,
    pub movers: u64,
    pub of: u64,
    #[serde(serialize_with = "money")]
    pub revenue: Decimal,
    #[serde(serialize_with = "maybe_money")]
    pub profit: Option<Decimal>,
}

/// A change, and what part of the former amount it is.
#[derive(Debug, Serialize)]
pub struct Changed {
    #[serde(flatten)]
    pub amounts: Change,
    #[serde(serialize_with = "maybe_twelve_places")]
    pub relative: Option<f64>,
}

impl Changed {
    fn of(change: Change) -> Self {
        Self {
            relative: change.relative(),
            amounts: change,
        }
    }
}

/// The laws, and what moving up would amount to or why that is not known.
pub type Found = (Vec<LawFigures>, std::result::Result<Moving, String>);

/// # Errors
/// Those of the library.
pub fn find(
    log: &PurchaseLog<&str>,
    pyramid: &Pyramid<&str>,
    concentration: &Concentration,
    question: &Question,
) -> Result<Found> {
    let lesson = Benchmark::CURRY;
    let what_if = WhatIf::new(
        pyramid,
        lesson.upward,
        &question.assumptions,
        PLACES,
        RoundingStrategy::MidpointAwayFromZero,
    );
    let what_if = match what_if {
        Ok(what_if) => Ok(what_if),
        // The margins were looked at before, so it is the movers who are too many.
        Err(Error::OutOfRange { .. }) => {
            Err("too few customers have a tier with customers above them".to_owned())
        }
        Err(Error::Overflow { .. }) => {
            Err("the money is too large to be shown to two decimals".to_owned())
        }
        Err(error) => return Err(error),
    };
    let movers = what_if.as_ref().map(|what_if| what_if.moved);
    let nobody = movers
        .ok()
        .filter(|moved| moved.numerator() == 0)
        .map(|moved| {
            let all = usize::try_from(moved.denominator()).unwrap_or(usize::MAX);
            format!("2 % of {} is nobody", counted(all, "customer", "customers"))
        });
    let existing = existing(log, question)?;
    let mut evidence = Evidence::default().revenue(concentration);
    if let Ok(what_if) = &what_if {
        evidence = evidence.what_if(what_if);
    }
    if let Ok((share, window)) = existing {
        evidence = evidence.existing(share).over(window);
    }
    let findings = check(&evidence, &Rules::default())?;
    let laws = findings.rows().iter().map(|finding| {
        let untestable = match finding.verdict {
            Verdict::NotTestable(why) => Some(why),
            Verdict::Holds | Verdict::DoesNotHold => None,
        };
        LawFigures {
            number: finding.law.number(),
            law: finding.law,
            claim: finding.claim,
            verdict: match finding.verdict {
                Verdict::Holds => "holds",
                Verdict::DoesNotHold => "does_not_hold",
                Verdict::NotTestable(_) => "not_testable",
            },
            untestable,
            why: untestable.map(|why| {
                let better = match finding.law {
                    Law::ExistingBringRevenue => existing.as_ref().err(),
                    Law::SmallMigrationPays => what_if.as_ref().err().or(nobody.as_ref()),
                    _ => None,
                };
                better.map_or_else(|| in_words(why).to_owned(), String::clone)
            }),
            measured: finding.measured.iter().map(MeasuredFigure::of).collect(),
        }
    });
    let laws = laws.collect();
    let moving = match (what_if, nobody) {
        (Err(why), _) | (Ok(_), Some(why)) => Err(why),
        (Ok(what_if), None) => Ok(Moving::of(&what_if, pyramid)),
    };
    Ok((laws, moving))
}

const fn in_words(why: Untestable) -> &'static str {
    match why {
        Untestable::MissingProfit => "a file of purchases shows no customer's profit",
        Untestable::MissingBudget => "a file of purchases shows no marketing budget",
        Untestable::MissingPotential => "a file of purchases shows nobody's wallet",
        Untestable::MissingSatisfaction => "nobody was asked how satisfied they are",
        Untestable::MissingDefectors => {
            "nobody was asked, so the reasonably satisfied are not known"
        }
        Untestable::MissingProfitOfWhatIf => {
            "revenue does what it says, and of profit nothing is known: --margins gives it"
        }
        Untestable::NothingOf => "there is nothing to take a share of",
        Untestable::NotAboutData => {
            "it says who is responsible or has influence, which no data on customers show"
        }
        Untestable::Undecided => "the interval reaches across what is asked",
        _ => "the evidence is missing",
    }
}

impl MeasuredFigure {
    fn of(measured: &Measured) -> Self {
        let customers = match measured.figure {
            Figure::Top { customers, .. } => Some(customers),
            _ => None,
        };
        Self {
            measure: measured.measure,
            value: measured.figure.value(),
            customers: customers.map(|customers| customers.numerator()),
            of_customers: customers.map(|customers| customers.denominator()),
            required: measured.required,
            decided_by: measured.decided_by,
            window: measured.window,
        }
    }
}

impl Moving {
    fn of(what_if: &WhatIf, pyramid: &Pyramid<&str>) -> Self {
        let upgrades = what_if.upgrades.iter().map(|upgrade| Upgrade {
            from: pyramid.tier_name(upgrade.from).to_owned(),
            to: pyramid.tier_name(upgrade.to).to_owned(),
            movers: upgrade.movers.numerator(),
            of: upgrade.movers.denominator(),
            revenue: upgrade.revenue,
            profit: upgrade.profit,
        });
        Self {
            share: twelve_places(what_if.share),
            moved: what_if.moved.numerator(),
            customers: what_if.moved.denominator(),
            upgrades: upgrades.collect(),
            revenue: Changed::of(what_if.revenue),
            profit: what_if.profit.map(Changed::of),
            lesson: Benchmark::CURRY,
        }
    }
}

/// What those bring who had bought before the later period, of all revenue in it, or why that is not
/// known.
fn existing(
    log: &PurchaseLog<&str>,
    question: &Question,
) -> Result<std::result::Result<(Share, Window), String>> {
    let Some(later) = question.periods.map(|periods| periods.later) else {
        return Ok(Err(format!(
            "{} is shorter than two months, so there is no period with another before it",
            question.window,
        )));
    };
    let eve = later.from().pred_opt();
    let Some(before) = eve.and_then(|eve| Window::new(log.window().from(), eve).ok()) else {
        return Ok(Err(format!(
            "the file begins on {}, so nothing is known of customers before {later}",
            log.window().from(),
        )));
    };
    let (earlier, now) = (
        log.observe(before, question.policy)?,
        log.observe(later, question.policy)?,
    );
    let mut known = earlier
        .histories()
        .filter(|(_, history)| history.has_purchase())
        .map(|(id, _)| id)
        .peekable();
    let (mut of_existing, mut all, mut newcomers) = (Vec::new(), Vec::new(), 0_u64);
    for (id, revenue) in now.revenues()? {
        while known.next_if(|known| *known < id).is_some() {}
        if known.peek() == Some(&id) {
            of_existing.push(revenue);
        } else {
            newcomers += 1;
        }
        all.push(revenue);
    }
    if all.is_empty() {
        return Ok(Err(format!("nobody bought from {later}")));
    }
    if newcomers == 0 {
        return Ok(Err(format!(
            "nobody who bought from {later} was new: a closed group brings all of its revenue itself, \
             and of newcomers the file shows nothing",
        )));
    }
    let sum = |amounts: Vec<Decimal>| {
        let overflow = Error::Overflow {
            operation: "the revenue of the later period",
            value: later.to_string(),
            row: None,
        };
        total(amounts.into_iter()).ok_or(overflow)
    };
    Ok(Ok((Share::new(sum(of_existing)?, sum(all)?), later)))
}
