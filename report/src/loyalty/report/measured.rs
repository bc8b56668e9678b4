//! What the survey can tell, and what it cannot.

use crate::kit::document::Section;
use crate::kit::format::spaced;
use crate::kit::table::{Align, Table};
use crate::loyalty::figures::Figures;

pub fn mapping(figures: &Figures) -> Section {
    let mut section = Section::new("What is measured", ", and by which items");
    let mut table = Table::new([
        ("What", Align::Left),
        ("Items", Align::Left),
        ("Because", Align::Left),
    ])
    .broken(1, 26)
    .broken(2, 46);
    for mapped in &figures.mapping {
        let items = match mapped.items.as_slice() {
            [] => "none".to_owned(),
            some => some.join(", "),
        };
        table.row([spaced(mapped.what), items, mapped.why.clone()]);
    }
    section.table(table);
    section.define(
        "Phases",
        "cognitive, affective, conative and action loyalty are Oliver's. Which item stands for what is \
         the mapping's reading of their wording.",
    );
    section.define(
        "Score",
        "the mean of the items answered, of those who answered at least half (of loyalty: any).",
    );
    section
}

pub fn not_measured(figures: &Figures) -> Section {
    let mut section = Section::new("Not measured", " by this survey");
    let mut table = Table::new([("What", Align::Left), ("Why", Align::Left)])
        .broken(0, 34)
        .broken(1, 56);
    for missing in &figures.not_measured {
        table.row([missing.what.clone(), missing.why.clone()]);
    }
    section.table(table);
    section.define(
        "Not measured",
        "what the survey does not ask is not filled in from what it does.",
    );
    section
}
