//! Curry's lessons held against the file, and what moving up would amount to.

use retention::estimate::{Proportion, Share};
use retention::period::Window;
use retention::purchases::PurchaseLog;
use retention::pyramid::laws::{
    self, Evidence, Finding, LawFigure, LawVerdict, MOVED_UP, Rules, check,
};
use retention::pyramid::{Concentration, MoneyChange, Pyramid, WhatIf};
use retention::{Error, Result};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::migration::total;
use super::{Question, maybe_money, money};
use crate::kit::format::counted;

/// Money is rounded to so many decimals.
const PLACES: u32 = 2;

#[derive(Debug, Serialize)]
pub struct LawFigures {
    pub number: u8,
    pub law: &'static str,
    pub claim: &'static str,
    pub verdict: &'static str,
    /// Why it is not testable.
    pub untestable: Option<&'static str>,
    /// In words.
    pub why: Option<String>,
    pub measured: Vec<MeasuredFigure>,
}

/// A figure that a law was held against.
#[derive(Debug, Serialize)]
pub struct MeasuredFigure {
    pub measure: &'static str,
    pub value: Option<f64>,
    /// How many customers, of how many; for shares of the top.
    pub customers: Option<u64>,
    pub of_customers: Option<u64>,
    pub required: Required,
    pub decided_by: &'static str,
    pub window: Option<Window>,
}

/// What is asked of a figure, the tolerance in it.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    AtLeast(f64),
    MoreThan(f64),
    Within { least: f64, most: f64 },
}

impl Required {
    fn of(figure: &LawFigure) -> Self {
        match (figure.least, figure.most) {
            (Some(bound), None) if figure.exceeds => Self::MoreThan(bound),
            (Some(least), None) => Self::AtLeast(least),
            (least, most) => Self::Within {
                least: least.unwrap_or(f64::NEG_INFINITY),
                most: most.unwrap_or(f64::INFINITY),
            },
        }
    }
}

/// What the tenth law says: so many customers up, so much more revenue and profit.
#[derive(Debug, Serialize)]
pub struct Lesson {
    pub upward: f64,
    pub revenue: f64,
    pub profit: f64,
    pub source: &'static str,
}

const LESSON: Lesson = Lesson {
    upward: MOVED_UP,
    revenue: laws::MORE_REVENUE,
    profit: laws::MORE_PROFIT,
    source: laws::SOURCE,
};

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
    pub lesson: Lesson,
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
    pub amounts: MoneyChange,
    pub relative: Option<f64>,
}

impl Changed {
    fn of(change: MoneyChange) -> Self {
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
    let what_if = WhatIf::new(
        pyramid,
        MOVED_UP,
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
            let all = counted(moved.denominator(), "customer", "customers");
            format!("2 % of {all} is nobody")
        });
    let existing = existing(log, question)?;
    let mut evidence = Evidence::default().revenue(concentration);
    if let Ok(what_if) = &what_if {
        evidence = evidence.what_if(what_if);
    }
    if let Ok((share, window)) = existing {
        evidence = evidence.existing(share).window(window);
    }
    let findings = check(&evidence, Rules::default())?;
    let laws = findings.iter().map(|finding| {
        let untestable = untestable(finding);
        LawFigures {
            number: finding.number,
            law: finding.law,
            claim: finding.claim,
            verdict: match untestable {
                None => finding.verdict.name(),
                Some(_) => "not_testable",
            },
            untestable,
            why: untestable.map(|why| {
                let better = match finding.law {
                    "existing_bring_revenue" => existing.as_ref().err(),
                    "small_migration_pays" => what_if.as_ref().err().or(nobody.as_ref()),
                    _ => None,
                };
                better.map_or_else(|| in_words(why).to_owned(), String::clone)
            }),
            measured: finding.figures.iter().map(MeasuredFigure::of).collect(),
        }
    });
    let laws = laws.collect();
    let moving = match (what_if, nobody) {
        (Err(why), _) | (Ok(_), Some(why)) => Err(why),
        (Ok(what_if), None) => Ok(Moving::of(&what_if, pyramid)),
    };
    Ok((laws, moving))
}

/// Why a law is not testable; none where it was decided.
fn untestable(finding: &Finding) -> Option<&'static str> {
    Some(match finding.verdict {
        LawVerdict::Holds | LawVerdict::DoesNotHold => return None,
        LawVerdict::MissingEvidence => match finding.missing {
            Some("revenue") => "missing_revenue",
            Some("profit") => "missing_profit",
            Some("existing") => "missing_existing",
            Some("marketing_budget") => "missing_budget",
            Some("upgrade_potential") => "missing_potential",
            Some("satisfied or scores") => "missing_satisfaction",
            Some("defectors") => "missing_defectors",
            Some("what_if") => "missing_what_if",
            Some("profit of the what-if") => "missing_profit_of_what_if",
            _ => "missing_evidence",
        },
        LawVerdict::NothingMeasured => "nothing_of",
        other => other.name(),
    })
}

fn in_words(why: &str) -> &'static str {
    match why {
        "missing_profit" => "a file of purchases shows no customer's profit",
        "missing_budget" => "a file of purchases shows no marketing budget",
        "missing_potential" => "a file of purchases shows nobody's wallet",
        "missing_satisfaction" => "nobody was asked how satisfied they are",
        "missing_defectors" => "nobody was asked, so the reasonably satisfied are not known",
        "missing_profit_of_what_if" => {
            "revenue does what it says, and of profit nothing is known: --margins gives it"
        }
        "nothing_of" => "there is nothing to take a share of",
        "not_about_data" => {
            "it says who is responsible or has influence, which no data on customers show"
        }
        "undecided" => "the interval reaches across what is asked",
        _ => "the evidence is missing",
    }
}

impl MeasuredFigure {
    fn of(figure: &LawFigure) -> Self {
        // Of a rate the interval says more.
        let customers = figure.customers.filter(|_| figure.interval.is_none());
        Self {
            measure: figure.measure,
            value: figure.value,
            customers: customers.map(Proportion::numerator),
            of_customers: customers.map(Proportion::denominator),
            required: Required::of(figure),
            decided_by: if figure.interval.is_some() {
                "interval"
            } else {
                "figure"
            },
            window: figure.window,
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
            share: what_if.share,
            moved: what_if.moved.numerator(),
            customers: what_if.moved.denominator(),
            upgrades: upgrades.collect(),
            revenue: Changed::of(what_if.revenue),
            profit: what_if.profit.map(Changed::of),
            lesson: LESSON,
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
    let (mut of_existing, mut newcomers) = (Vec::new(), 0_u64);
    for (id, revenue) in now.revenues()? {
        while known.next_if(|known| *known < id).is_some() {}
        if known.peek() == Some(&id) {
            of_existing.push(revenue);
        } else {
            newcomers += 1;
        }
    }
    if of_existing.is_empty() && newcomers == 0 {
        return Ok(Err(format!("nobody bought from {later}")));
    }
    if newcomers == 0 {
        return Ok(Err(format!(
            "nobody who bought from {later} was new: a closed group brings all of its revenue itself, \
             and of newcomers the file shows nothing",
        )));
    }
    let Some(of_existing) = total(of_existing.into_iter()) else {
        return Ok(Err(format!(
            "the revenue from {later} is too large to add up"
        )));
    };
    Ok(Ok((Share::new(of_existing, now.revenue()?), later)))
}
