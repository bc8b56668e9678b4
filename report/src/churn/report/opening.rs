//! What the report opens with: who leaves, what that costs, and whom to turn to first.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{ends, rate};
use crate::churn::figures::Figures;
use crate::churn::figures::curves::Curve;
use crate::churn::figures::hazard::Hazard;
use crate::churn::figures::rates::{Group, Money, Rate};
use crate::churn::input::NO_GROUP;
use crate::kit::format::{
    capitalised, count, counted, interval, listed, mean_figure, money, number, percent, quoted,
    shortened,
};
use crate::kit::opening::{Action, Opening};
use crate::kit::order::{Measured, extremes};

pub fn opening(figures: &Figures) -> Opening {
    // Of files of one kind of customers only curves tell nothing.
    let both = figures.churn.lost > 0 && figures.churn.staying() > 0;
    let sentences = [
        Some(everybody(figures)),
        rows_of_few(figures),
        one_kind(figures),
        groups(figures),
        paid(figures),
        at_risk(figures),
        stay(figures).filter(|_| both),
        hazard(figures).filter(|_| both && rows_of_few(figures).is_none()),
        cohorts(figures),
    ];
    let of_groups = named(figures).filter(|_| figures.has_groups());
    let actions = of_groups.map(|group| keep(figures, group));
    let others = [newcomers(figures), win_back(figures)];
    Opening::new(
        sentences.into_iter().flatten(),
        actions.chain(others).flatten(),
    )
}

/// The groups that are large enough to be named.
fn named(figures: &Figures) -> impl Iterator<Item = &Group> {
    let groups = figures.churn_by_group.iter();
    groups.filter(|group| group.churn.base >= figures.minimum && group.group != NO_GROUP)
}

fn customers(number: u64) -> String {
    counted(number, "customer", "customers")
}

fn everybody(figures: &Figures) -> String {
    let churn = &figures.churn;
    let few = match churn.base < figures.minimum {
        true => "; of so few that tells little",
        false => "",
    };
    format!(
        "{} of {} ({}; 95 % interval {}) {}{few}.",
        count(churn.lost),
        customers(churn.base),
        rate(churn),
        ends(churn),
        figures.observation.left(),
    )
}

/// That many rows are of the same customers.
fn rows_of_few(figures: &Figures) -> Option<String> {
    /// Of five rows one.
    const MANY: u64 = 5;
    let again = figures.rows_of_known_customers as u64;
    (again.saturating_mul(MANY) >= figures.customers && again > 0).then(|| {
        format!(
            "{} of {} are of a customer who stands in an earlier row, as in a file with a row for each month: the \
             figures count rows, so leave one row of each customer, the last.",
            count(again),
            counted(figures.customers, "row", "rows"),
        )
    })
}

/// That the file holds only customers who left, or only those who are still there.
fn one_kind(figures: &Figures) -> Option<String> {
    let words = match &figures.columns.churn {
        Some(column) if figures.columns.tenure.is_some() => format!(
            ", or say with --lost how {} writes that they left",
            quoted(&shortened(column, 40))
        ),
        _ => String::new(),
    };
    match (figures.churn.lost, figures.churn.staying()) {
        (0, _) => Some(format!(
            "Nobody left, so nothing can be learned about leaving. If those who left were taken out of the file, \
             add them{words}.",
        )),
        (_, 0) => Some(
            "Everybody left, so the file does not tell how many leave, nor how long customers stay: add those \
             who are still there."
                .to_owned(),
        ),
        _ => None,
    }
}

fn groups(figures: &Figures) -> Option<String> {
    let known: Vec<(&Group, Measured)> = named(figures)
        .filter_map(|group| Some((group, group.churn.measured()?)))
        .collect();
    let rates: Vec<Measured> = known.iter().map(|(_, rate)| *rate).collect();
    let found = extremes(&rates)?;
    let said = |at: usize| {
        let (group, _) = known.get(at)?;
        let name = quoted(&shortened(&group.group, 40));
        Some(format!(
            "{name} ({}; {})",
            rate(&group.churn),
            ends(&group.churn)
        ))
    };
    let (low, high) = (said(found.lowest)?, said(found.highest)?);
    let by = match &figures.columns.group {
        Some(column) => format!("By {}", shortened(column, 40)),
        None => "By group".to_owned(),
    };
    if found.lowest == found.highest {
        return None;
    }
    Some(match found.told {
        true => format!("{by}, the rate is highest at {high} and lowest at {low}."),
        false => format!(
            "{by}, the rate runs from {low} to {high}; chance alone may set them so far apart."
        ),
    })
}

fn paid(figures: &Figures) -> Option<String> {
    let paid = figures.money.as_ref()?;
    let each = mean_figure;
    let lost = paid.lost.filter(|lost| !lost.is_zero())?;
    let others = match paid.mean_staying {
        Some(_) => format!(", where those still there pay {}", each(paid.mean_staying)),
        None => String::new(),
    };
    Some(format!(
        "Those who left paid {} a month, {} of what all paid: {} each{others}.",
        money(lost),
        percent(paid.lost_share, 1),
        each(paid.mean_lost),
    ))
}

fn at_risk(figures: &Figures) -> Option<String> {
    let paid = figures.money.as_ref()?;
    let (at_risk, staying) = paid.at_risk.zip(paid.staying)?;
    let subject = match (figures.observation.is_by_month(), figures.has_groups()) {
        (true, _) => "customers go on leaving as they did, in the next month",
        (false, true) => "each group loses the same share of customers once more,",
        (false, false) => "the same share of customers is lost once more,",
    };
    (at_risk > Decimal::ZERO).then(|| {
        format!(
            "If {subject} {} of the {} that those still there pay a month goes with them.",
            money(at_risk),
            money(staying),
        )
    })
}

/// When half of the group that leaves most have left.
fn stay(figures: &Figures) -> Option<String> {
    let share = |group: &Group| group.churn.rate.unwrap_or_default();
    let most = named(figures).max_by(|a, b| share(a).total_cmp(&share(b)))?;
    let same = |curve: &&Curve| curve.group == most.group;
    let naive = figures.survival.iter().find(same)?;
    let adjusted = figures.survival_entry_adjusted.iter().find(same)?;
    let name = match figures.has_groups() {
        true => quoted(&shortened(&most.group, 40)),
        false => "the customers".to_owned(),
    };
    if figures.observation.is_whole() {
        return whole(&name, naive);
    }
    // A curve of nobody tells nothing.
    naive.median.or(naive.until.filter(|until| *until > 0))?;
    let few = adjusted
        .fewest_before_half()
        .is_some_and(|fewest| fewest < figures.minimum);
    let other = match (adjusted.median, adjusted.until) {
        (Some(_), _) if few => {
            format!("too few of {name} were observed to tell when half have left")
        }
        (Some(month), _) => format!("half of {name} have left by month {month}"),
        (None, Some(until)) if adjusted.not_followed > 0 => {
            format!("too few of {name} were observed to tell after month {until}")
        }
        (None, Some(_)) if adjusted.fewest() < Some(figures.minimum) => {
            format!("too few of {name} were observed to tell when half have left")
        }
        (None, Some(until)) => {
            format!("more than half of {name} are still there after {until} months")
        }
        (None, None) => return None,
    };
    let late = match naive.median {
        Some(month) => format!("month {month}"),
        None => "a month later than the file reaches".to_owned(),
    };
    Some(format!(
        "{}, each counted only while observed. Counting everybody from month 0 gives {late}, but leaves out those who \
         had left before.",
        capitalised(&other),
    ))
}

/// When half have left of customers who were all observed from their first month on; otherwise how many months as
/// many were followed as a statement needs.
fn whole(name: &str, curve: &Curve) -> Option<String> {
    let found = match (curve.median, curve.told_until) {
        (Some(month), _) => format!("half of {name} have left by month {month}"),
        (None, Some(until)) if until > 0 => {
            format!(
                "more than half of {name} are still there after {}",
                counted(until, "month", "months")
            )
        }
        _ => return None,
    };
    Some(format!("{}.", capitalised(&found)))
}

/// Where the hazard is highest and where it is at the end, and the months that stand out.
fn hazard(figures: &Figures) -> Option<String> {
    let enough = |month: &&Hazard| month.at_risk >= figures.minimum && month.hazard.is_some();
    let mut told = figures.hazard.iter().filter(enough);
    let (first, last) = (told.next()?, told.next_back()?);
    let said = |month: &Hazard| {
        let ends = interval(month.lower.zip(month.upper));
        format!("{} ({ends})", percent(month.hazard, 1))
    };
    let peaks: Vec<String> = figures
        .hazard_peaks
        .iter()
        .map(|peak| peak.time.to_string())
        .collect();
    let peaks = match peaks.as_slice() {
        [] => String::new(),
        [one] => format!("; month {one} stands out"),
        many => format!("; months {} stand out", listed(many)),
    };
    // Only a difference that is more than chance is named as one.
    let differ = apart(first, last);
    let rather = match differ {
        true => "",
        false => ": the intervals overlap, so that a change from one to the other is not told",
    };
    Some(format!(
        "In month {} of their tenure {} of those observed left, and {} in month {}{rather}{peaks}.",
        first.time,
        said(first),
        said(last),
        last.time,
    ))
}

/// Whether the intervals of two months have nothing in common.
fn apart(a: &Hazard, b: &Hazard) -> bool {
    let ends = a.lower.zip(a.upper).zip(b.lower.zip(b.upper));
    ends.is_some_and(|((low, high), (lower, upper))| high < lower || upper < low)
}

fn cohorts(figures: &Figures) -> Option<String> {
    let table = figures.cohort_table.as_ref()?;
    let (next, last) = (table.averages.get(1)?, table.averages.last()?);
    let shop = match table.is_own {
        true => "",
        false => " of another shop, CDNOW,",
    };
    let later = match last.age > next.age {
        true => format!(
            ", {} in month {} after it",
            percent(last.weighted, 1),
            last.age
        ),
        false => String::new(),
    };
    Some(format!(
        "Of {}{shop} {} bought again in the month after that of their first purchase{later}.",
        customers(next.base),
        percent(next.weighted, 1),
    ))
}

/// What is at stake where so many are still there: money where it is known, customers otherwise.
fn stake(figures: &Figures, staying: u64, risk: &Rate, paid: Option<&Money>) -> (String, f64) {
    let by_month = figures.observation.is_by_month();
    match paid.and_then(|paid| paid.at_risk) {
        Some(at_risk) => (
            format!(
                "{} a month: what the {} still there pay, times the share that {}",
                money(at_risk),
                count(staying),
                if by_month {
                    "leaves in a month"
                } else {
                    "left"
                },
            ),
            at_risk.to_f64().unwrap_or_default(),
        ),
        None => {
            let some = staying as f64 * risk.rate.unwrap_or_default();
            let text = format!(
                "{} of the {} still there, if the same share leaves{}",
                number(some, 0),
                count(staying),
                if by_month { " in a month" } else { "" },
            );
            (text, some)
        }
    }
}

fn keep(figures: &Figures, group: &Group) -> Option<Action> {
    let staying = group.churn.staying();
    let (text, weight) = stake(figures, staying, &group.risk, group.money.as_ref());
    (weight > 0.0).then(|| {
        let what = format!(
            "Ask customers of {} what would make them stay: {} of them {}.",
            quoted(&shortened(&group.group, 40)),
            rate(&group.churn),
            figures.observation.left(),
        );
        Action::new(what, text, weight)
    })
}

fn newcomers(figures: &Figures) -> Option<Action> {
    let new = &figures.newcomers;
    let by_month = figures.observation.is_by_month();
    // Where all are new it says nothing that was not said.
    let are_all = !by_month && new.risk.base == figures.churn.base;
    if new.risk.base < figures.minimum || are_all {
        return None;
    }
    let (text, weight) = stake(figures, new.staying, &new.risk, new.money.as_ref());
    (weight > 0.0).then(|| {
        let months = counted(new.months, "month", "months");
        let found = match by_month {
            true => format!("in each of them {} left", rate(&new.risk)),
            false => format!(
                "{} of those with no longer tenure {}",
                rate(&new.risk),
                figures.observation.left(),
            ),
        };
        let what = format!("See customers through their first {months}: {found}.");
        Action::new(what, text, weight)
    })
}

fn win_back(figures: &Figures) -> Option<Action> {
    let lost = figures.churn.lost;
    let paid = figures.money.as_ref().and_then(|paid| paid.lost);
    let (text, weight) = match paid.filter(|paid| !paid.is_zero()) {
        Some(paid) => (
            format!("{} a month that they paid", money(paid)),
            paid.to_f64().unwrap_or_default(),
        ),
        // As much as if they had paid what the others pay.
        None => {
            let each = figures.money.as_ref().and_then(|paid| paid.mean_staying);
            (customers(lost), lost as f64 * each.unwrap_or(1.0))
        }
    };
    (lost > 0).then(|| {
        let what = match lost {
            1 => "Ask the customer who left why, and invite it back if that can be mended.".to_owned(),
            lost => format!(
                "Ask the {} customers who left why, mend what several name, and invite back whom that would have \
                 kept.",
                count(lost)
            ),
        };
        Action::new(what, text, weight)
    })
}
