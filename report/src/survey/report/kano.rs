//! What each feature is to customers, by Kano's questions.

use retention::satisfaction::kano::Category;

use super::{missed_lines, plain, share};
use crate::kit::document::Section;
use crate::kit::format::{
    UNDEFINED, capitalised, count, counted, figure, listed, quoted, range, spaced,
};
use crate::kit::output;
use crate::kit::picture::Picture;
use crate::kit::table::{Align, Table};
use crate::survey::figures::kano::{Feature, Features};
use crate::survey::figures::{self, Figures};
use crate::survey::pictures::kano_name;

pub fn sections(figures: &Figures, pictures: &[Picture]) -> Vec<Section> {
    let features = figures.kano.iter().enumerate();
    let mut sections: Vec<Section> = features
        .map(|(at, features)| section(features, output::picture(&kano_name(at), pictures)))
        .collect();
    sections.extend(missed_lines(figures, figures::Section::Kano, "Kano"));
    sections
}

/// So many features stand in the short form.
const SHOWN: usize = 12;

fn section(features: &Features, picture: Option<&str>) -> Section {
    let mut section = Section::new("Kano", ": what each feature is to customers");
    section.paragraph(finding(features));
    section.keep();
    if let Some(picture) = picture {
        section.picture(picture);
    }
    section.table(categories(features));
    section.keep_rows(SHOWN);
    section.define(
        "Category",
        "the most frequent of what the two answers of each customer make together, by Kano's \
         table; in brackets where chance may have put it before the next. A must-be feature \
         dissatisfies where it is absent, an attractive one satisfies where it is there, a \
         one-dimensional one does both, and an indifferent one does neither. Shares are of those who \
         answered both questions.",
    );
    section.table(coefficients(features));
    section.define(
        "Better and worse",
        "better: how many the feature satisfies, from 0 to 1; worse: how many its absence dissatisfies, \
         from 0 to −1. Both are of those to whom it is attractive, one-dimensional, must-be or \
         indifferent, with Wilson's 95 % interval. By both: the category that the two make, cut at a half \
         each. Groups of customers may want different things, and together make a category that none \
         holds.",
    );
    section
}

fn finding(features: &Features) -> String {
    let names = |category: Category| -> Vec<String> {
        let of = |feature: &&Feature| feature.distinct_category == Some(category);
        let there = features.features.iter().filter(of);
        there.map(|feature| quoted(&plain(&feature.name))).collect()
    };
    let mut parts = Vec::new();
    for (category, what) in [
        (Category::MustBe, "Taken for granted"),
        (Category::OneDimensional, "The more the better"),
        (Category::Attractive, "A delight"),
        (Category::Indifferent, "Makes no difference"),
        (Category::Reverse, "Not wanted"),
        (
            Category::Questionable,
            "Answered in contradiction; ask again in other words",
        ),
    ] {
        let names = names(category);
        if !names.is_empty() {
            parts.push(format!("{what}: {}.", listed(&names)));
        }
    }
    let untold = features
        .features
        .iter()
        .filter(|one| one.distinct_category.is_none())
        .count();
    if untold > 0 {
        parts.push(format!(
            "{} cannot be put into one category: the first two are too near each other.",
            counted(untold, "feature", "features"),
        ));
    }
    parts.join(" ")
}

fn category(found: Option<Category>) -> String {
    found.map_or_else(
        || UNDEFINED.to_owned(),
        |found| {
            capitalised(
                &spaced(found.name())
                    .replace("must be", "must-be")
                    .replace("one dim", "one-dim"),
            )
        },
    )
}

fn categories(features: &Features) -> Table {
    let mut columns = vec![
        ("Feature".to_owned(), Align::Left),
        ("Category".to_owned(), Align::Left),
    ];
    let letters = ["M", "O", "A", "I", "R", "Q"];
    columns.extend(letters.map(|letter| (letter.to_owned(), Align::Right)));
    columns.push(("Answered".to_owned(), Align::Right));
    let mut table = Table::new(columns).broken(0, 26);
    for feature in &features.features {
        let mut row = vec![
            plain(&feature.name),
            match feature.distinct_category {
                Some(found) => category(Some(found)),
                None => format!("({})", category(feature.category)),
            },
        ];
        row.extend(Category::ALL.iter().map(|of| share(feature.share(*of), 0)));
        row.push(match feature.missing {
            0 => count(feature.answered),
            some => format!(
                "{} of {}",
                count(feature.answered),
                count(feature.answered + some)
            ),
        });
        table.row(row);
    }
    table
}

fn coefficients(features: &Features) -> Table {
    let mut table = Table::new([
        ("Feature", Align::Left),
        ("Better", Align::Right),
        ("95 % interval", Align::Right),
        ("Worse", Align::Right),
        ("95 % interval", Align::Right),
        ("By both", Align::Left),
    ])
    .broken(0, 26);
    for feature in &features.features {
        table.row([
            plain(&feature.name),
            figure(feature.better, 2),
            range(feature.better_lower, feature.better_upper, 2),
            figure(feature.worse, 2),
            range(feature.worse_lower, feature.worse_upper, 2),
            category(feature.quadrant),
        ]);
    }
    table
}
