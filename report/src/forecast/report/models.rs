//! The models as they were fitted, and when each is the wrong one.

use crate::forecast::figures::Figures;
use crate::forecast::figures::models::{ModelFigures, ended, named};
use crate::kit::document::Section;
use crate::kit::format::{UNDEFINED, figure, number, p_value};
use crate::kit::table::{Align, Table};

pub fn section(figures: &Figures) -> Section {
    let mut section = Section::new("Models", format!(" fitted to {}", figures.fitted_to));
    section.table(fits(&figures.models));
    section.keep();
    for model in figures.models.iter().filter(|model| !model.converged()) {
        section.paragraph(format!(
            "{} {}. It is not used.",
            named(model.name),
            ended(model.outcome)
        ));
        section.keep();
    }
    if let Some(words) = best(figures) {
        section.paragraph(words);
    }
    section.table(parameters(figures));
    for model in &figures.models {
        section.paragraph(format!(
            "{} is the wrong model where {}.",
            named(model.name),
            model.wrong_when,
        ));
    }
    if let (Some(histogram), Some(chosen)) = (&figures.histogram, figures.chosen) {
        let verdict = match histogram.p_value {
            Some(p) if p < 0.05 => {
                "which chance would seldom produce: the numbers of purchases differ from the model"
            }
            Some(_) => "which chance may produce",
            None => "and there are too few classes to test it",
        };
        section.paragraph(format!(
            "Customers by number of repeat purchases, compared with what {} expects: χ² {} on {} degrees of freedom, p {}, \
             {verdict}.",
            named(chosen),
            figure(histogram.chi_squared, 1),
            histogram.degrees_of_freedom.map_or_else(|| UNDEFINED.to_owned(), |it| it.to_string()),
            match p_value(histogram.p_value) {
                small if small.starts_with('<') => small,
                p => format!("= {p}"),
            },
        ));
    }
    section.define(
        "AIC and BIC",
        "criteria of fit, the smaller the better, by Akaike and by Schwarz: −2 × the log-likelihood, plus what each \
         parameter costs. Differences of the AIC below about 2 say nothing. They reward the description of the \
         past, the hold-out rewards the forecast.",
    );
    section
}

/// Which describes the past best, where another is used.
fn best(figures: &Figures) -> Option<String> {
    let chosen = figures.chosen?;
    let best = figures
        .models
        .iter()
        .find(|model| model.aic_above_best == 0.0)?;
    let used = figures.models.iter().find(|model| model.name == chosen)?;
    (used.aic_above_best > 2.0).then(|| {
        format!(
            "By the AIC, {} describes the past best. {} is used for its smaller error in the hold-out; its AIC is {} higher.",
            named(best.name),
            named(chosen),
            number(used.aic_above_best, 1),
        )
    })
}

fn fits(models: &[ModelFigures]) -> Table {
    let mut table = Table::new([
        ("Model", Align::Left),
        ("Fit", Align::Left),
        ("Log-likelihood", Align::Right),
        ("AIC", Align::Right),
        ("Above best", Align::Right),
        ("BIC", Align::Right),
    ]);
    for model in models {
        table.row([
            named(model.name).to_owned(),
            model.outcome.name().replace('_', " "),
            number(model.log_likelihood, 2),
            number(model.aic, 1),
            number(model.aic_above_best, 1),
            number(model.bic, 1),
        ]);
    }
    table
}

fn parameters(figures: &Figures) -> Table {
    let mut table = Table::new([
        ("Model", Align::Left),
        ("Parameter", Align::Left),
        ("Value", Align::Right),
        ("Standard error", Align::Right),
    ]);
    for model in &figures.models {
        for name in &model.order {
            let error = model.standard_errors.get(name).copied().flatten();
            table.row([
                named(model.name).to_owned(),
                (*name).to_owned(),
                figure(model.parameters.get(name).copied(), 4),
                figure(error, 4),
            ]);
        }
    }
    table
}
