//! Loyalty over satisfaction.

use retention::loyalty::curve::{Competition, Method};

use super::cut;
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, count, figure, number, p_value, range};
use crate::kit::table::{Align, Table};
use crate::loyalty::figures::Figures;
use crate::loyalty::figures::competition::CompetitionCurve;

pub fn section(figures: &Figures, picture: Option<&str>) -> Section {
    let mut section = Section::new("Competition", ": loyalty over satisfaction");
    let Some(curve) = &figures.competition_curve else {
        section.paragraph("There is no curve: nobody gave both satisfaction and loyalty.");
        return section;
    };
    section.paragraph(finding(curve));
    if let Some(picture) = picture {
        section.picture(picture);
    }
    section.table(cells(curve));
    section.paragraph("Other ways of estimating the exponent:");
    section.table(ways(curve));
    section.define(
        "Competition curve",
        "Jones and Sasser draw loyalty over satisfaction, bent down where competition is strong (an \
         exponent above 1) and up where it is weak; they publish no equation, and this one is a proposal. \
         Standard errors and intervals are robust: they hold where answers scatter more at some \
         satisfaction than at other. A verdict is told where the usual interval, without that \
         allowance, agrees. On cell means a cell counts the same whoever stands in it. Satisfaction is taken as measured without error. An \
         exponent below 1 alone would not make a market of hostages.",
    );
    section
}

fn finding(curve: &CompetitionCurve) -> String {
    let verdict = match curve.competition {
        Competition::High => {
            "By every form of the curve that fits, customers short of full satisfaction are less loyal than in proportion, as where competition is strong."
        }
        Competition::Low => {
            "By every form of the curve that fits, customers short of full satisfaction are more loyal than in proportion, as where competition is weak."
        }
        Competition::Insufficient => "Of so few customers no verdict is given.",
        _ => {
            "Forms that disagree, or an interval that holds 1, say nothing of competition, high or low."
        }
    };
    let ends = curve.rejected.map_or_else(String::new, |(statistic, p)| {
        format!(
            " The answers reject the ends of the scale (F {}, p {}), which leaves the form with free ends.",
            number(statistic, 2),
            p_value(Some(p)),
        )
    });
    format!(
        "The exponent is {}, standard error {}, 95 % interval {}, of {} customers.{ends} {verdict}",
        figure(curve.exponent, 3),
        figure(curve.robust_standard_error, 3),
        range(curve.robust_lower, curve.robust_upper, 3),
        count(curve.used),
    )
}

fn cells(curve: &CompetitionCurve) -> Table {
    let mut table = Table::new([
        ("Satisfaction", Align::Right),
        ("Customers", Align::Right),
        ("Mean loyalty", Align::Right),
        ("By the curve", Align::Right),
    ]);
    for cell in &curve.cells {
        let fitted = curve.curves.as_ref().map(|[_, fitted, _]| fitted);
        let fitted = fitted.and_then(|fitted| fitted.at(cell.satisfaction).ok());
        table.row([
            cut(cell.satisfaction),
            count(cell.customers),
            number(cell.mean_loyalty, 2),
            fitted.map_or_else(|| UNDEFINED.to_owned(), |fitted| number(fitted, 2)),
        ]);
    }
    table
}

/// What a way of estimating is called.
pub fn way(method: Method) -> &'static str {
    match method {
        Method::Respondents => "Customers, ends of the scale",
        Method::FreeEnds => "Customers, free ends",
        Method::CellMeans => "Means of cells",
        Method::LogLog => "Logarithms",
        _ => "Other",
    }
}

fn ways(curve: &CompetitionCurve) -> Table {
    let mut table = Table::new([
        ("Least squares over", Align::Left),
        ("Points", Align::Right),
        ("Exponent", Align::Right),
        ("Standard error", Align::Right),
        ("95 % interval", Align::Right),
        ("Verdict", Align::Left),
    ]);
    for found in &curve.ways {
        let verdict = match found.competition {
            Competition::High => "high",
            Competition::Low => "low",
            Competition::Insufficient => "insufficient",
            _ => "not told",
        };
        table.row([
            way(found.method).to_owned(),
            count(found.points),
            figure(found.exponent, 3),
            figure(found.robust_standard_error, 3),
            range(found.robust_lower, found.robust_upper, 3),
            verdict.to_owned(),
        ]);
    }
    table
}
