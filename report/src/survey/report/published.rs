//! Examples from the literature.

use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, capitalised, money, number, spaced};
use crate::kit::table::{Align, Table};
use crate::survey::figures::published::{Caterpillar, Published, Weights};

pub fn value_map(published: &Published, picture: Option<&str>) -> Section {
    let mut section = Section::new("Value map", " of examples from the literature");
    section.paragraph(
        "No survey above holds a price, so this map shows published examples: quality as the market \
         sees it, and price, both over the competitors'.",
    );
    if let Some(picture) = picture {
        section.picture(picture);
    }
    let map = &published.value_map;
    let weights = |line: Weights| format!("At {}/{}", line.quality, line.price);
    let mut table = Table::new([
        ("Example".to_owned(), Align::Left),
        ("Quality".to_owned(), Align::Right),
        ("Price".to_owned(), Align::Right),
        ("Value".to_owned(), Align::Right),
        ("Zone".to_owned(), Align::Left),
        ("Fair price".to_owned(), Align::Right),
        (weights(map.line), Align::Left),
        (weights(map.other_line), Align::Left),
    ])
    .broken(0, 26);
    for point in &map.points {
        table.row([
            point.name.clone(),
            number(point.quality_ratio, 3),
            number(point.relative_price, 3),
            number(point.value, 3),
            point.zone.map_or_else(
                || "on the cross".to_owned(),
                |zone| capitalised(&spaced(zone.name())),
            ),
            number(point.fair_price, 3),
            capitalised(&spaced(point.position.name())),
            capitalised(&spaced(point.position_by_other_line.name())),
        ]);
    }
    for quality in &map.without_price {
        table.row([
            quality.name.clone(),
            number(quality.quality_ratio, 3),
            UNDEFINED.to_owned(),
            UNDEFINED.to_owned(),
            UNDEFINED.to_owned(),
            number(quality.fair_price, 3),
            UNDEFINED.to_owned(),
            UNDEFINED.to_owned(),
        ]);
    }
    section.table(table);
    section.define("Value map", format!(
        "value is quality over price. The fair price is by the line of {}; better, fair within ± {}, or worse, \
         by weights of quality and price of {} and of {}. Value and line weigh differently and can \
         disagree, as the illustration shows, which is from no source. Chicken as a commodity is put at the price of the market, and Perdue's, whose price is not reported, at \
         its fair price. Caterpillar's ratios are of money: the perceived value and the price over the \
         competitor's price.",
        pair(map.line),
        map.tolerance,
        pair(map.line),
        pair(map.other_line),
    ));
    section.table(chicken(published));
    let found = &published.quality_profile;
    section.define("Quality profile", format!(
        "after {}. The weighted mean of the ratios is the market-perceived quality ratio, {}; the ratio \
         of the weighted scores, {}, is another figure. Before, as a commodity: {}.",
        found.source,
        number(found.quality_ratio, 4),
        number(found.ratio_of_scores, 4),
        number(found.commodity_quality_ratio, 3),
    ));
    section
}

fn pair(line: Weights) -> String {
    format!("{} to {}", line.quality, line.price)
}

/// The market-perceived quality profile.
fn chicken(published: &Published) -> Table {
    let found = &published.quality_profile;
    let mut table = Table::new([
        ("Chicken", Align::Left),
        ("Weight", Align::Right),
        ("Perdue", Align::Right),
        ("Competitors", Align::Right),
        ("Ratio", Align::Right),
        ("Weight × ratio", Align::Right),
    ]);
    for row in &found.attributes {
        table.row([
            row.name.clone(),
            number(row.weight, 0),
            number(row.ours, 1),
            number(row.competitors, 1),
            number(row.ratio, 3),
            number(row.contribution, 2),
        ]);
    }
    table.total([
        "Total".to_owned(),
        "100".to_owned(),
        number(found.score, 2),
        number(found.competitors_score, 2),
        String::new(),
        number(found.quality_ratio * 100.0, 2),
    ]);
    table
}

pub fn delivered_value(found: &Caterpillar) -> Section {
    let mut section = Section::new(
        "Delivered value",
        ": what a dearer tractor leaves its buyer",
    );
    let mut table = Table::new([("", Align::Left), ("Dollars", Align::Right)]);
    table.row([
        "A competitor's equivalent costs".to_owned(),
        money(found.reference_price),
    ]);
    for increment in &found.increments {
        table.row([
            format!("{} is worth", increment.name),
            money(increment.amount),
        ]);
    }
    table.row(["Perceived value".to_owned(), money(found.perceived_value)]);
    table.row(["Discount".to_owned(), money(-found.discount)]);
    table.row(["Price".to_owned(), money(found.price)]);
    table.total([
        "What the buyer keeps".to_owned(),
        money(found.customer_surplus),
    ]);
    section.table(table);
    section.define("Delivered value", format!(
        "after {}. The buyer pays {} more than elsewhere for {} more of value, and keeps the difference.",
        found.source,
        money(found.premium),
        money(found.extra_value),
    ));
    section
}
