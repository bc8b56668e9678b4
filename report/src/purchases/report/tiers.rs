//! Who the customers are, in tiers, and how much depends on the best of them.

use rust_decimal::Decimal;

use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, counted, mean, money, number, percent};
use crate::kit::table::{Align, Table};
use crate::purchases::figures::Figures;

pub fn statuses(figures: &Figures) -> Section {
    let statuses = &figures.statuses;
    let mut section = Section::new("Status", format!(" on {}", statuses.as_of));
    let known = (statuses.active + statuses.inactive) as f64;
    let share = |part: u64| percent((known > 0.0).then(|| part as f64 / known), 1);
    let months = counted(statuses.activity_months, "month", "months");
    let mut table = Table::new([
        ("", Align::Left),
        ("", Align::Right),
        ("", Align::Right),
        ("", Align::Left),
    ]);
    table.row([
        "Active".to_owned(),
        count(statuses.active),
        share(statuses.active),
        format!("bought in the last {months}, {}", statuses.activity),
    ]);
    table.row([
        "Inactive".to_owned(),
        count(statuses.inactive),
        share(statuses.inactive),
        "bought before, not since".to_owned(),
    ]);
    section.table(table);
    if !statuses.can_tell() {
        section.paragraph(format!(
            "The file begins on {}, within these {months}, so nobody in it can be inactive yet.",
            statuses.records_begin,
        ));
    }
    section.define(
        "Active and inactive",
        format!(
            "who bought in the last {months}, and who bought before that only. Prospects, suspects and \
             the rest of the world have not bought, so no file of purchases shows them.",
        ),
    );
    section
}

pub fn pyramid(figures: &Figures) -> Section {
    let mut section = Section::new("Pyramid", " of customers by revenue");
    let mut table = Table::new([
        ("Tier", Align::Left),
        ("Customers", Align::Right),
        ("% of all", Align::Right),
        ("Revenue", Align::Right),
        ("% of revenue", Align::Right),
        ("Mean", Align::Right),
        ("From", Align::Right),
    ]);
    for tier in &figures.pyramid.tiers {
        table.row([
            tier.tier.clone(),
            count(tier.customers),
            percent(tier.share_of_customers, 1),
            money(tier.revenue),
            percent(tier.share, 1),
            mean(tier.mean),
            tier.cut.map_or_else(|| UNDEFINED.to_owned(), money),
        ]);
    }
    let whole = (figures.revenue > Decimal::ZERO).then_some(1.0);
    table.total([
        "Total".to_owned(),
        count(figures.customers),
        percent(Some(1.0), 1),
        money(figures.revenue),
        percent(whole, 1),
        mean(
            figures
                .revenue
                .checked_div(Decimal::from(figures.customers)),
        ),
        String::new(),
    ]);
    section.table(table);
    section.keep();
    section.define(
        "Pyramid",
        "Curry's cuts: Top is the first 1 % of customers by revenue, Big the next 4 %, Medium the next \
         15 %, Small the rest. A cut within a customer is rounded up; customers of equal revenue at a \
         cut go up together. From: the least that a customer of the tier brought. Curry ranks active \
         customers; this ranks everyone who bought in the window, which --from can shorten.",
    );
    section
}

pub fn concentration(figures: &Figures) -> Section {
    let shares = &figures.concentration;
    let law = &shares.pareto_80_20;
    let mut section = Section::new("Concentration", "");
    let mut table = Table::new([
        ("", Align::Left),
        ("Customers", Align::Right),
        ("Here", Align::Right),
        ("80/20 law", Align::Right),
    ]);
    table.row([
        "The top 20 % of customers bring".to_owned(),
        count(shares.top_20_percent_customers),
        percent(shares.top_20_percent_share, 1),
        percent(Some(law.top_20_percent_share), 1),
    ]);
    table.row([
        "80 % of revenue comes from".to_owned(),
        shares
            .customers_for_80_percent
            .map_or_else(|| UNDEFINED.to_owned(), count),
        percent(shares.customers_for_80_percent_share, 1),
        percent(Some(0.2), 1),
    ]);
    let gini =
        |gini: Option<f64>| gini.map_or_else(|| UNDEFINED.to_owned(), |gini| number(gini, 3));
    table.row([
        "Gini coefficient".to_owned(),
        String::new(),
        gini(shares.gini),
        gini(Some(law.gini)),
    ]);
    section.table(table);
    if shares.gini.is_none() {
        section.paragraph(if shares.top_20_percent_share.is_some() {
            "The Gini coefficient is not defined where a customer's revenue is negative."
        } else {
            "Revenue is not positive in all, so its shares say nothing."
        });
    }
    section.define(
        "Gini coefficient",
        "0 where all customers bring the same, near 1 where one brings everything. It depends on the \
         length of the window: compare like with like.",
    );
    section.define(
        "80/20 law",
        "the smooth Pareto law by which 20 % of customers bring 80 % of revenue: a yardstick, not a \
         target. The top 20 % are rounded up to a whole customer.",
    );
    section
}
