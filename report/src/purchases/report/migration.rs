//! Who moved between the tiers of two periods.

use super::{INTERVAL, WILSON};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, money, percent, rate_interval};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;
use crate::purchases::figures::migration::{Cell, Chosen, CutsOf, Moved, total};

pub fn migration(figures: &Figures) -> Section {
    let mut section = Section::new("Migration", " between the tiers of two periods");
    let Some(moved) = &figures.migration else {
        let why = figures.no_migration.as_deref().unwrap_or_default();
        section.paragraph(format!("Not shown: {why}."));
        return section;
    };
    section.paragraph(periods(figures, moved));
    section.table(matrix(moved));
    section.note(cuts(moved));
    section.table(parts(moved));
    section.keep();
    section.define(
        "Migration",
        "upward, downward, stayed and left are parts of the customers of the base period, entered of \
         those of the later one. Left: did not buy in the later period, and may buy again. Before and \
         after: what these customers brought in each period.",
    );
    section.define(INTERVAL, WILSON);
    if moved.entered == 0 {
        section.paragraph(
            "Nobody entered: whoever bought in the later period had bought in the base period too. \
             Where no newcomers take the place of those who stop, the revenue of the group can \
             be expected to fall.",
        );
    }
    section.paragraph(again(moved));
    section.define("Regression to the mean", REGRESSION);
    section
}

/// Which periods, and why these.
fn periods(figures: &Figures, moved: &Moved) -> String {
    let why = match moved.chosen {
        Chosen::Given => "as asked for".to_owned(),
        Chosen::Sample => "the two halves of 1997".to_owned(),
        Chosen::Last(length) => {
            format!(
                "the last two whole {} up to {}",
                length.name(),
                moved.later.to(),
            )
        }
    };
    let mut text = format!(
        "Base period {}, later period {}: {why}.",
        moved.base, moved.later,
    );
    let (first, last) = (figures.statuses.records_begin, figures.window.to());
    if moved.base.from() < first {
        text.push_str(&format!(
            " The file begins on {first}, so the base period may not be whole.",
        ));
    }
    if last < moved.later.to() {
        text.push_str(&format!(
            " The window ends on {last}, so the later period may not be whole.",
        ));
    }
    if !moved.equally_long {
        let days = |window: retention::period::Window| counted(window.days(), "day", "days");
        text.push_str(&format!(
            " They differ in length, {} against {}: more time brings more revenue, so part of the \
             moves is due to that.",
            days(moved.base),
            days(moved.later),
        ));
    }
    text
}

/// From each tier, and from those who had not bought, to each.
fn matrix(moved: &Moved) -> Table {
    const ABSENT: &str = "Did not buy";
    let tiers = || moved.cuts.iter().map(|cuts| cuts.tier.as_str());
    let right = |header: &str| (header.to_owned(), Align::Right);
    let mut columns = vec![("From, to".to_owned(), Align::Left)];
    columns.extend(tiers().chain([ABSENT, "Total"]).map(right));
    columns.extend(["Revenue before", "After"].map(right));
    let mut table = Table::new(columns);

    let heads = |cells: &[&Cell]| count(cells.iter().map(|cell| cell.customers).sum::<u64>());
    for (from, cells) in tiers().chain([ABSENT]).zip(moved.rows()) {
        let mut row = vec![from.to_owned()];
        row.extend(cells.iter().map(|cell| count(cell.customers)));
        // Nobody can be absent in both periods.
        row.resize(moved.cuts.len() + 2, String::new());
        row.push(heads(&cells.iter().collect::<Vec<_>>()));
        row.push(sum(total(cells.iter().map(|cell| cell.before))));
        row.push(sum(total(cells.iter().map(|cell| cell.after))));
        table.row(row);
    }
    let mut last = vec!["Total".to_owned()];
    for column in 0..=moved.cuts.len() {
        let cells: Vec<_> = moved.rows().filter_map(|row| row.get(column)).collect();
        last.push(heads(&cells));
    }
    last.push(heads(&moved.cells.iter().collect::<Vec<_>>()));
    last.push(money(moved.before.revenue));
    last.push(money(moved.after.revenue));
    table.total(last);
    table
}

fn sum(amount: Option<rust_decimal::Decimal>) -> String {
    amount.map_or_else(|| UNDEFINED.to_owned(), money)
}

/// Whose cuts, and at which amounts.
fn cuts(moved: &Moved) -> String {
    let amounts = |of: fn(
        &crate::purchases::figures::migration::TierCuts,
    ) -> Option<rust_decimal::Decimal>| {
        // The last tier has no limit below.
        let above = &moved.cuts[..moved.cuts.len().saturating_sub(1)];
        let cuts: Vec<String> = above
            .iter()
            .filter_map(|cuts| Some(format!("{} from {}", cuts.tier, money(of(cuts)?))))
            .collect();
        cuts.join(", ")
    };
    let base = amounts(|cuts| cuts.base);
    match moved.cuts_of {
        CutsOf::EachPeriod => format!(
            "Each period's own cuts, by Curry's shares of customers: {base} in the base period, {} in \
             the later one. The tiers keep their shares of customers whatever happens to the \
             business, so a customer moves against the others.",
            amounts(|cuts| cuts.later),
        ),
        CutsOf::BasePeriod => format!(
            "The cuts of the base period, by Curry's shares of customers, are kept for the later \
             one as amounts: {base}. So customers can rise or fall together; --cuts-of each-period \
             compares them with each other.",
        ),
    }
}

fn parts(moved: &Moved) -> Table {
    let mut table = Table::new([
        ("", Align::Left),
        ("Customers", Align::Right),
        ("Share", Align::Right),
        ("95 % interval", Align::Right),
        ("Revenue before", Align::Right),
        ("After", Align::Right),
    ]);
    let parts = [
        ("Upward", &moved.upward),
        ("Downward", &moved.downward),
        ("Stayed", &moved.stayed),
        ("Left", &moved.left),
        ("Entered", &moved.entered_share),
    ];
    for (name, part) in parts {
        table.row([
            name.to_owned(),
            count(part.rate.numerator()),
            percent(part.rate.value(), 1),
            rate_interval(part.rate),
            sum(part.before),
            sum(part.after),
        ]);
    }
    table
}

const REGRESSION: &str = "whoever stood at the top stood there partly by chance, and the next period \
                          draws again. A fall from the top is not by itself a sign of dissatisfaction, \
                          nor a rise from the bottom one of success.";

/// Who of those at the top are there again.
fn again(moved: &Moved) -> String {
    let (top, again) = (&moved.top, &moved.top_again.rate);
    let found = match (again.numerator(), again.denominator()) {
        (0, 1) => format!("The only {top} customer of the base period is not {top} again"),
        (_, 1) => format!("The only {top} customer of the base period is {top} again"),
        (found, all) => format!(
            "Of the {} {top} customers of the base period {} {top} again",
            count(all),
            match found {
                0 => "none is".to_owned(),
                1 => "1 is".to_owned(),
                many => format!("{} are", count(many)),
            },
        ),
    };
    format!("{found} (95 % interval {}).", rate_interval(*again),)
}
