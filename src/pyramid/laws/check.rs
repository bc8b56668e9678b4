use rust_decimal::Decimal;

use super::{Evidence, Finding, LawFigure, LawVerdict, Rules};
use crate::estimate::{Estimate, Proportion, Share};
use crate::pyramid::{Concentration, MoneyChange};
use crate::{Error, Result};

/// Where the laws were published.
pub const SOURCE: &str = "Curry, J. and Curry, A. (2000), The Customer Marketing Method, Free Press, as commonly reported";
/// Share of customers who move up in law 10. How its figures came about is not known.
pub const MOVED_UP: f64 = 0.02;
/// Relative change of revenue in law 10.
pub const MORE_REVENUE: f64 = 0.10;
/// Relative change of profit in law 10.
pub const MORE_PROFIT: f64 = 0.50;

/// The top of the pyramid that laws 1 and 2 speak of.
const TOP: f64 = 0.2;
/// What existing customers bring, by law 3.
pub(super) const EXISTING: f64 = 0.9;

/// The laws by number: their names and claims.
const LAWS: [(&str, &str); 10] = [
    (
        "top_brings_revenue",
        "the top 20 % of customers deliver 80 % of revenue",
    ),
    (
        "top_brings_profit",
        "the top 20 % of customers deliver more than 100 % of profit",
    ),
    (
        "existing_bring_revenue",
        "existing customers deliver up to 90 % of revenue",
    ),
    (
        "budget_on_non_customers",
        "the bulk of the marketing budget is often spent on non-customers",
    ),
    (
        "upgrade_potential",
        "between 5 % and 30 % of customers have the potential to move up",
    ),
    (
        "satisfaction_moves_up",
        "satisfaction is critical for moving up",
    ),
    (
        "satisfied_defect",
        "reasonably satisfied customers often defect",
    ),
    (
        "marketing_is_responsible",
        "marketing and sales are responsible for influencing customers' behaviour",
    ),
    (
        "others_influence",
        "other departments influence customers' behaviour too",
    ),
    (
        "small_migration_pays",
        "an upward migration of 2 % can mean 10 % more revenue and 50 % more profit",
    ),
];

/// What was measured for a law, or why nothing was.
enum Measured {
    Figures(Vec<LawFigure>),
    Missing(&'static str, Vec<LawFigure>),
    Untestable(LawVerdict),
}

/// Checks each of the ten laws against the evidence; returns the findings in the order of the laws.
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for rules outside their ranges;
/// [`Error::OutOfRange`] for a part of the marketing budget that is negative or more than the whole;
/// [`Error::Overflow`] if the sum of the top 20 %, or a difference of scores, is too large.
///
/// ```
/// use retention::estimate::Share;
/// use retention::pyramid::laws::{Evidence, Rules, LawVerdict, check};
/// use rust_decimal::dec;
///
/// // Customers of earlier years bring 70 %: the bulk, but less than nine tenths.
/// let evidence = Evidence::default().existing(Share::new(dec!(700), dec!(1000)));
/// assert_eq!(check(&evidence, Rules::default())?[2].verdict, LawVerdict::Holds);
/// let as_told = Rules::default().existing_above(true);
/// assert_eq!(check(&evidence, as_told)?[2].verdict, LawVerdict::DoesNotHold);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn check(evidence: &Evidence<'_>, rules: Rules) -> Result<Vec<Finding>> {
    let rules = rules.checked()?;
    let laws = (1_u8..).zip(LAWS);
    laws.map(|(number, (law, claim))| {
        let (verdict, missing, figures) = match measure(number, evidence, &rules)? {
            Measured::Figures(figures) => (together(&figures), None, figures),
            // One figure can refute a law whose other is missing.
            Measured::Missing(_, figures) if together(&figures) == LawVerdict::DoesNotHold => {
                (LawVerdict::DoesNotHold, None, figures)
            }
            Measured::Missing(what, figures) => match together(&figures) {
                LawVerdict::Holds => (LawVerdict::MissingEvidence, Some(what), figures),
                other => (other, None, figures),
            },
            Measured::Untestable(verdict) => (verdict, None, Vec::new()),
        };
        Ok(Finding {
            number,
            law,
            claim,
            verdict,
            missing,
            figures,
        })
    })
    .collect()
}

/// A law holds if all of its figures are as required, and does not hold if one is not.
fn together(figures: &[LawFigure]) -> LawVerdict {
    let verdicts = figures.iter().map(LawFigure::verdict);
    verdicts.fold(LawVerdict::Holds, |all, one| match (all, one) {
        (LawVerdict::DoesNotHold, _) | (_, LawVerdict::DoesNotHold) => LawVerdict::DoesNotHold,
        (LawVerdict::Holds, other) | (other, _) => other,
    })
}

fn measure(law: u8, evidence: &Evidence<'_>, rules: &Rules) -> Result<Measured> {
    let (what, figure) = match law {
        1 => (
            "revenue",
            evidence.revenue.map(|revenue| {
                let figure = of_top("revenue_of_top", revenue, rules)?;
                Ok(required(figure, round_figure(0.8, rules)))
            }),
        ),
        2 => ("profit", profit_of_top(evidence, rules)),
        3 => (
            "existing",
            evidence.existing.map(|share| {
                let figure = of_money("revenue_from_existing", share);
                Ok(if rules.existing_above {
                    more_than(figure, loosened(EXISTING, -rules.tolerance))
                } else {
                    required(
                        figure,
                        (rules.bulk, Some(loosened(EXISTING, rules.tolerance))),
                    )
                })
            }),
        ),
        4 => (
            "marketing_budget",
            evidence.marketing_budget.map(|share| {
                Ok(more_than(
                    of_money("budget_on_non_customers", part_of_budget(share)?),
                    rules.bulk,
                ))
            }),
        ),
        5 => (
            "upgrade_potential",
            evidence.upgrade_potential.map(|rate| {
                let figure = of_rate("upgrade_potential", rate, rules);
                Ok(required(figure, (0.05, Some(0.3))))
            }),
        ),
        6 => ("satisfied or scores", satisfaction(evidence, rules)),
        7 => (
            "defectors",
            evidence.defectors.map(|rate| {
                Ok(required(
                    of_rate("defectors", rate, rules),
                    (rules.often, None),
                ))
            }),
        ),
        10 => return Ok(migration(evidence, rules)),
        _ => return Ok(Measured::Untestable(LawVerdict::NotAboutData)),
    };
    let Some(mut figure) = figure.transpose()? else {
        return Ok(Measured::Missing(what, Vec::new()));
    };
    figure.window = figure.window.or(evidence.window);
    let counted = matches!(law, 5..=7);
    if counted && figure.interval.is_none() {
        return Ok(Measured::Untestable(LawVerdict::NothingMeasured));
    }
    Ok(Measured::Figures(vec![figure]))
}

fn profit_of_top(evidence: &Evidence<'_>, rules: &Rules) -> Option<Result<LawFigure>> {
    let figure = match (evidence.profit_of_top, evidence.profit) {
        (Some(share), _) => Ok(of_money("profit_of_top_by_revenue", share)),
        (None, Some(profit)) => of_top("profit_of_top_by_profit", profit, rules),
        (None, None) => return None,
    };
    Some(figure.map(|figure| more_than(figure, 1.0)))
}

fn satisfaction(evidence: &Evidence<'_>, rules: &Rules) -> Option<Result<LawFigure>> {
    let figure = match (evidence.satisfied, evidence.scores) {
        (Some((moved_up, others)), _) => {
            let difference = moved_up.difference(others, rules.confidence);
            let value = difference.map(|found| found.value());
            Ok(LawFigure {
                interval: difference.map(|found| found.interval()),
                ..LawFigure::new("satisfied_difference", value)
            })
        }
        (None, Some((moved_up, others))) => less(moved_up, others).map(|difference| LawFigure {
            interval: Some(difference.interval(rules.confidence)),
            ..LawFigure::new("score_difference", Some(difference.value()))
        }),
        (None, None) => return None,
    };
    Some(figure.map(|figure| more_than(figure, rules.difference)))
}

fn migration(evidence: &Evidence<'_>, rules: &Rules) -> Measured {
    let Some(what_if) = evidence.what_if else {
        return Measured::Missing("what_if", Vec::new());
    };
    if what_if.share != MOVED_UP {
        return Measured::Untestable(LawVerdict::OtherShareMoved);
    }
    if what_if.moved.numerator() == 0 {
        return Measured::Untestable(LawVerdict::NothingMeasured);
    }
    let of = |measure, change: MoneyChange, figure| {
        let found = of_money(measure, Share::new(change.change, change.before));
        let window = what_if.window.or(evidence.window);
        required(LawFigure { window, ..found }, round_figure(figure, rules))
    };
    let mut figures = vec![of("revenue_change", what_if.revenue, MORE_REVENUE)];
    match what_if.profit {
        Some(profit) => figures.push(of("profit_change", profit, MORE_PROFIT)),
        None => return Measured::Missing("profit of the what-if", figures),
    }
    Measured::Figures(figures)
}

fn of_money(measure: &'static str, share: Share) -> LawFigure {
    LawFigure {
        money: Some(share),
        ..LawFigure::new(measure, share.value())
    }
}

fn of_top(measure: &'static str, of: &Concentration, rules: &Rules) -> Result<LawFigure> {
    let customers = of.heads(TOP, rules.rounding)?;
    Ok(LawFigure {
        customers: Some(customers),
        window: of.window(),
        ..of_money(measure, of.top(customers.numerator())?)
    })
}

fn of_rate(measure: &'static str, rate: Proportion, rules: &Rules) -> LawFigure {
    LawFigure {
        customers: Some(rate),
        interval: rate.wilson(rules.confidence),
        ..LawFigure::new(measure, rate.value())
    }
}

fn required(figure: LawFigure, (least, most): (f64, Option<f64>)) -> LawFigure {
    LawFigure {
        least: Some(least),
        most,
        ..figure
    }
}

fn more_than(figure: LawFigure, least: f64) -> LawFigure {
    LawFigure {
        least: Some(least),
        exceeds: true,
        ..figure
    }
}

/// The least and the most that pass for a round figure.
fn round_figure(figure: f64, rules: &Rules) -> (f64, Option<f64>) {
    let most = rules.about.then(|| loosened(figure, rules.tolerance));
    (loosened(figure, -rules.tolerance), most)
}

/// A figure and so much of it more, to twelve decimal places: 80 % less a tenth is 72 %, which in
/// floating point it is not quite.
pub(super) fn loosened(figure: f64, by: f64) -> f64 {
    const PLACES: f64 = 1e12;
    (figure * (1.0 + by) * PLACES).round() / PLACES
}

fn part_of_budget(share: Share) -> Result<Share> {
    const BUDGET: &str = "marketing budget";
    const PART: &str = "marketing budget spent on non-customers";
    if share.whole() < Decimal::ZERO {
        return Err(Error::out_of_range(BUDGET, share.whole(), "0 or more"));
    }
    if share.part() < Decimal::ZERO || share.part() > share.whole() {
        let allowed = format_args!("0 to the whole budget, {}", share.whole());
        return Err(Error::out_of_range(PART, share.part(), allowed));
    }
    Ok(share)
}

/// The difference of two independent means.
fn less(first: Estimate, second: Estimate) -> Result<Estimate> {
    let value = first.value() - second.value();
    let error = first.standard_error().hypot(second.standard_error());
    if !value.is_finite() || !error.is_finite() {
        return Err(Error::overflow(
            "the difference of two scores",
            first.value(),
        ));
    }
    Estimate::new(value, error)
}
