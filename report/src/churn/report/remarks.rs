//! What is worth knowing of the file and of how it was read.

use crate::churn::figures::Figures;
use crate::churn::figures::spells::Observation;
use crate::churn::input::Unit;
use crate::kit::format::{count, counted, listed, quoted, shortened};
use crate::kit::rows;

/// What is worth knowing of the file.
pub fn of(figures: &Figures) -> Vec<String> {
    let mut remarks = Vec::new();
    let (customers, skipped) = (figures.customers, figures.skipped_rows);
    let columns = [
        (&figures.columns.group, "groups", "--group"),
        (&figures.columns.amount, "amounts", "--amount"),
    ];
    for (_, what, option) in columns.iter().filter(|(column, ..)| column.is_none()) {
        remarks.push(format!(
            "No column was taken for {what}; {option} names one."
        ));
    }
    if let (observed @ Observation::LastMonths { .. }, None) = (&figures.observation, figures.about)
    {
        remarks.push(format!(
            "Those who left are taken to have {}; --churn-window names another time.",
            observed.left(),
        ));
    }
    if let (Some(column), None) = (&figures.columns.amount, &figures.money) {
        remarks.push(format!(
            "Nobody pays anything by {}, so nothing is said of money; --amount names another column.",
            quoted(&shortened(column, 40)),
        ));
    }
    remarks.extend(amounts(figures));
    let of_lost = figures
        .money
        .as_ref()
        .and_then(|money| money.lost.zip(money.mean_lost));
    if let (Some(column), Some((lost, _))) = (&figures.columns.amount, of_lost)
        && lost.is_zero()
    {
        remarks.push(format!(
            "All who left pay 0 by {}: it may hold what they pay now, and not what they paid; --amount names another \
             column.",
            quoted(&shortened(column, 40)),
        ));
    }
    if skipped > 0 {
        remarks.push(format!("{}.", rows::skipped(skipped, customers)));
    }
    if let Some(repeated) = figures.repeated_rows {
        let meaning = "Each of them counts as a customer; if rows were copied, the intervals are narrower than \
                       they should be.";
        remarks.push(rows::remark(repeated, customers, meaning));
    }
    let again = figures.rows_of_known_customers;
    if again > 0 {
        remarks.push(format!(
            "{} of a customer who stands in an earlier row, and each counts as a customer of its own: leave one \
             row of each.",
            if again == 1 { "1 row is".to_owned() } else { format!("{} rows are", count(again)) },
        ));
    }
    remarks.extend(tenures(figures));
    remarks.extend(figures.notes.read_as.iter().map(|read| read.remark.clone()));
    remarks.extend(groups(figures));
    remarks.extend(says_otherwise(figures));
    if figures.not_observed > 0 {
        remarks.push(format!(
            "{} in no figure: they left before observation began, or came after the last day.",
            if figures.not_observed == 1 {
                "1 customer is".to_owned()
            } else {
                format!("{} customers are", count(figures.not_observed))
            },
        ));
    }
    if figures.ends_later > 0 {
        remarks.push(format!(
            "{} an end after the last day, and {} as still there.",
            counted(figures.ends_later, "customer has", "customers have"),
            if figures.ends_later == 1 {
                "counts"
            } else {
                "count"
            },
        ));
    }
    remarks
}

/// That amounts may not be what is paid a month.
fn amounts(figures: &Figures) -> Vec<String> {
    let mut remarks = Vec::new();
    let Some(column) = figures.columns.amount.as_deref() else {
        return remarks;
    };
    let name = quoted(&shortened(column, 40));
    let plain = column.to_lowercase();
    const YEARLY: [&str; 6] = ["annual", "year", "jahr", "annuel", "anual", "年"];
    if plain == "arr" || YEARLY.iter().any(|word| plain.contains(word)) {
        remarks.push(format!(
            "{name} seems to be paid by the year, and amounts were taken as paid a month all the same: divide them by 12."
        ));
    }
    if plain.contains("cents") {
        remarks.push(format!(
            "{name} seems to be in hundredths; amounts are shown as they stand there."
        ));
    }
    if let Some(intervals) = &figures.notes.intervals {
        let words: Vec<String> = intervals
            .words
            .iter()
            .map(|word| quoted(&shortened(word, 20)))
            .collect();
        remarks.push(format!(
            "{} says {}: amounts were taken as paid a month all the same, so divide those in {name} that are not.",
            quoted(&shortened(&intervals.column, 40)),
            listed(&words),
        ));
    }
    remarks
}

/// The longest tenure of most files in months, which may be in years if it is shorter, and in days if it is longer.
const USUAL: std::ops::RangeInclusive<u32> = 13..=120;

/// The unit of tenures that are not in whole months, and columns of dates that were not used.
fn tenures(figures: &Figures) -> Vec<String> {
    let mut remarks = Vec::new();
    let notes = &figures.notes;
    match notes.tenure_unit {
        Some(unit) if unit != Unit::Months => remarks.push(format!(
            "Tenures were read in {}, and counted in months begun{}; --tenure-unit tells another unit.",
            unit.name(),
            match unit {
                Unit::Years => " of twelve to a year",
                _ => " of 30.4375 days",
            },
        )),
        _ => {}
    }
    if let (Some(Unit::Years), Observation::LastMonths { months: ..12 }) =
        (notes.tenure_unit, &figures.observation)
    {
        remarks.push(
            "Tenures in years do not tell the month in which customers left: --churn-window 12 or ever fits them."
                .to_owned(),
        );
    }
    if let (true, Some((from, to)), Some(column)) = (
        notes.unit_is_assumed,
        notes.tenures,
        &figures.columns.tenure,
    ) && !USUAL.contains(&to)
        && figures.customers >= figures.minimum
    {
        remarks.push(format!(
            "Tenures of {from} to {to} were read as months, for {} tells no unit; --tenure-unit tells another.",
            quoted(&shortened(column, 40)),
        ));
    }
    if notes.tenures_rounded_up > 0 {
        remarks.push(format!(
            "{} no whole number of months, and counted as months begun.",
            counted(notes.tenures_rounded_up, "tenure was", "tenures were"),
        ));
    }
    if let [_, _, ..] = notes.dates_beside.as_slice() {
        let names: Vec<String> = notes
            .dates_beside
            .iter()
            .map(|name| quoted(&shortened(name, 40)))
            .collect();
        remarks.push(format!(
            "The tenure was used, and not the dates in {}; --start and --end use those.",
            listed(&names),
        ));
    }
    remarks
}

/// Groups that are spelt in several ways.
fn groups(figures: &Figures) -> Option<String> {
    /// So many groups are named.
    const NAMED: usize = 3;
    let merged = &figures.notes.merged_groups;
    let said = merged.iter().take(NAMED).map(|merged| {
        let others: Vec<String> = merged
            .others
            .iter()
            .map(|other| quoted(&shortened(other, 40)))
            .collect();
        format!(
            "{} as {} ({})",
            listed(&others),
            quoted(&shortened(&merged.group, 40)),
            counted(merged.rows, "row", "rows"),
        )
    });
    let mut said: Vec<String> = said.collect();
    if merged.len() > NAMED {
        said.push(format!("{} more", count(merged.len() - NAMED)));
    }
    (!said.is_empty()).then(|| {
        format!(
            "Groups that differ by capitals or spaces only were put together: {}; --groups-as-written keeps them apart.",
            listed(&said),
        )
    })
}

/// That a column says otherwise than the dates.
fn says_otherwise(figures: &Figures) -> Vec<String> {
    let mut remarks = Vec::new();
    let column = figures.columns.churn.as_deref().unwrap_or_default();
    let column = quoted(&shortened(column, 40));
    if let Some(said) = &figures.says_otherwise {
        let differ = said.left_without_end + said.there_after_end;
        let of = counted(said.compared, "customer", "customers");
        remarks.push(match differ {
            0 => format!("Who left was read from the dates; {column} says the same of all {of}."),
            _ => format!(
                "Who left was read from the dates; {column} says otherwise of {} of {of}: that {} left of whom no end \
                 has come, and that {} still there whose end has come. Find out which of the two is right.",
                count(differ),
                count(said.left_without_end),
                match said.there_after_end {
                    1 => "1 is".to_owned(),
                    many => format!("{} are", count(many)),
                },
            ),
        });
    }
    if figures.notes.left_by_day > 0 {
        remarks.push(format!(
            "Whoever has a day in {column} has left: {}.",
            counted(figures.notes.left_by_day, "customer", "customers"),
        ));
    }
    if figures.notes.unclear_beside > 0 {
        remarks.push(format!(
            "{column} does not say of {} whether they left; --lost tells the words for that.",
            counted(figures.notes.unclear_beside, "customer", "customers"),
        ));
    }
    remarks
}
