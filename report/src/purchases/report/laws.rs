//! Curry's lessons held against the file, and what moving up would amount to.

use retention::pyramid::laws::SOURCE;

use crate::kit::document::Section;
use crate::kit::format::{count, money, percent};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;
use crate::purchases::figures::laws::{LawFigures, MeasuredFigure, Moving, Required};

pub fn laws(figures: &Figures) -> Section {
    let mut section = Section::new("Laws", " of the customer pyramid, held against this file");
    let mut table = Table::new([
        ("#", Align::Right),
        ("Law", Align::Left),
        ("Here", Align::Left),
        ("Verdict", Align::Left),
    ])
    .broken(1, 34)
    .broken(2, 24)
    .broken(3, 32);
    for law in &figures.laws {
        let observed: Vec<String> = law.measured.iter().map(observed).collect();
        table.row([
            law.number.to_string(),
            law.claim.to_owned(),
            observed.join("; "),
            verdict(law),
        ]);
    }
    section.table(table);
    let count_of = |verdict: &str| {
        let found = figures.laws.iter().filter(|law| law.verdict == verdict);
        found.count()
    };
    let (hold, fail) = (count_of("holds"), count_of("does_not_hold"));
    section.paragraph(format!(
        "{} of the {} can be held against this file: {}.",
        hold + fail,
        figures.laws.len(),
        match (hold, fail) {
            (0, 0) => "none holds or fails".to_owned(),
            (hold, fail) => format!(
                "{hold} hold{}, {fail} do{} not",
                if hold == 1 { "s" } else { "" },
                if fail == 1 { "es" } else { "" }
            ),
        },
    ));
    let existing = figures
        .laws
        .iter()
        .any(|law| law.law == "existing_bring_revenue" && !law.measured.is_empty());
    if existing {
        section.define(
            "Existing customers",
            "those who had bought in the file before the later period of the migration. Who had bought \
             only before the file begins is taken for new, so that in truth they bring this share or \
             more.",
        );
    }
    section.define(
        "Laws",
        format!(
            "{SOURCE}. The lessons are rules of thumb without definitions; how they are read is stated in \
             the crate, a round figure within a tenth of it, so that 72 % is enough for 80 %. One that \
             holds describes these customers in this window, and what the top bring depends on its \
             length.",
        ),
    );
    section
}

fn observed(measured: &MeasuredFigure) -> String {
    let value = percent(measured.value, 1);
    let figure = match measured.measure {
        "revenue_of_top" => format!("{value} of revenue{}", heads(measured)),
        "revenue_from_existing" => match measured.window {
            Some(window) => format!("{value} of revenue from {window}"),
            None => format!("{value} of revenue"),
        },
        "revenue_change" => format!("{} revenue", change(measured.value)),
        "profit_change" => format!("{} profit", change(measured.value)),
        _ => value,
    };
    format!("{figure}; asked: {}", required(measured.required))
}

fn heads(measured: &MeasuredFigure) -> String {
    match (measured.customers, measured.of_customers) {
        (Some(top), Some(all)) => format!(" from {} of {}", count(top), count(all)),
        _ => String::new(),
    }
}

fn required(required: Required) -> String {
    let share = |share: f64| percent(Some(share), 0);
    match required {
        Required::AtLeast(least) => format!("{} or more", share(least)),
        Required::MoreThan(bound) => format!("more than {}", share(bound)),
        Required::Within { least, most } => format!("{} to {}", share(least), share(most)),
    }
}

fn verdict(law: &LawFigures) -> String {
    match (law.verdict, &law.why) {
        ("holds", _) => "holds".to_owned(),
        ("does_not_hold", _) => "does not hold".to_owned(),
        (_, Some(why)) => format!("not testable: {why}"),
        (_, None) => "not testable".to_owned(),
    }
}

pub fn what_if(figures: &Figures) -> Section {
    let mut section = Section::new("What if", " 2 % of customers moved one tier up");
    let Some(moving) = &figures.what_if else {
        let why = figures.no_what_if.as_deref().unwrap_or_default();
        section.paragraph(format!("Not shown: {why}."));
        return section;
    };
    section.paragraph(outcome(moving));
    section.table(moves(moving));
    section.define(
        "What if",
        "arithmetic and no forecast: each brings the mean of the tier moved to in place of that of the \
         tier left. It does not say that anything moves them, what that would cost, or that they would \
         spend like those who are there already.",
    );
    section
}

fn outcome(moving: &Moving) -> String {
    let lesson = &moving.lesson;
    let revenue = &moving.revenue;
    let profit = match &moving.profit {
        Some(profit) => format!(
            "Profit, by the margins given, would be {} in place of {}, {}.",
            money(profit.amounts.after),
            money(profit.amounts.before),
            change(profit.relative),
        ),
        None => "Of profit nothing is said without margins: --margins gives them.".to_owned(),
    };
    format!(
        "If {} of {} customers moved up, revenue would be {} in place of {}, {}. {profit} The tenth law \
         tells of {} more revenue and {} more profit.",
        count(moving.moved),
        count(moving.customers),
        money(revenue.amounts.after),
        money(revenue.amounts.before),
        change(revenue.relative),
        percent(Some(lesson.revenue), 0),
        percent(Some(lesson.profit), 0),
    )
}

fn change(relative: Option<f64>) -> String {
    match relative {
        Some(relative) if relative < 0.0 => format!("{} less", percent(Some(-relative), 1)),
        Some(relative) => format!("{} more", percent(Some(relative), 1)),
        None => "a change that is no share of anything".to_owned(),
    }
}

fn moves(moving: &Moving) -> Table {
    let with_profit = moving.profit.is_some();
    let mut columns = vec![
        ("From", Align::Left),
        ("To", Align::Left),
        ("Movers", Align::Right),
        ("Of", Align::Right),
        ("More revenue", Align::Right),
    ];
    columns.extend(with_profit.then_some(("More profit", Align::Right)));
    let mut table = Table::new(columns);
    for upgrade in &moving.upgrades {
        let mut row = vec![
            upgrade.from.clone(),
            upgrade.to.clone(),
            count(upgrade.movers),
            count(upgrade.of),
            money(upgrade.revenue),
        ];
        row.extend(upgrade.profit.map(money));
        table.row(row);
    }
    let mut total = vec![
        "Total".to_owned(),
        String::new(),
        count(moving.moved),
        count(
            moving
                .upgrades
                .iter()
                .map(|upgrade| upgrade.of)
                .sum::<u64>(),
        ),
        money(moving.revenue.amounts.change),
    ];
    total.extend(
        moving
            .profit
            .as_ref()
            .map(|profit| money(profit.amounts.change)),
    );
    table.total(total);
    table
}
