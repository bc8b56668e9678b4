use rust_decimal::Decimal;

use super::{
    Benchmark, Evidence, ExistingShare, Figure, Finding, Findings, Law, Measure, Measured, Reading,
    Required, Rules, Satisfaction, Untestable, Verdict,
};
use crate::estimate::{Estimate, Proportion, Share};
use crate::period::Window;
use crate::pyramid::{Concentration, WhatIf};
use crate::{Error, Result};

/// The top of the pyramid that laws 1 and 2 speak of.
const TOP: f64 = 0.2;
/// What it brings, by law 1.
const REVENUE_OF_TOP: f64 = 0.8;
/// What it brings of profit and more, by law 2.
const PROFIT_OF_TOP: f64 = 1.0;
/// What existing customers bring, by law 3.
pub(super) const EXISTING: f64 = 0.9;
/// The least and the most share of customers with potential, by law 5.
const POTENTIAL: (f64, f64) = (0.05, 0.3);

/// Holds each of the ten laws against the evidence.
///
/// # Errors
/// [`Error::NotFinite`] and [`Error::OutOfRange`] for rules outside their ranges;
/// [`Error::OutOfRange`] for a part of the marketing budget that is negative or more than all of it;
/// [`Error::Overflow`] where the sum of the top 20 % exceeds what a decimal holds, or the difference
/// of two scores what a number does.
///
/// ```
/// use retention::estimate::Share;
/// use retention::pyramid::laws::{Evidence, ExistingShare, Law, Rules, Verdict, check};
/// use rust_decimal::dec;
///
/// // Customers of earlier years bring 70 %: the bulk, though not nine tenths.
/// let evidence = Evidence::default().existing(Share::new(dec!(700), dec!(1000)));
/// let verdict = |rules| -> retention::Result<Option<Verdict>> {
///     let findings = check(&evidence, &rules)?;
///     Ok(findings.get(Law::ExistingBringRevenue).map(|finding| finding.verdict))
/// };
/// assert_eq!(verdict(Rules::default())?, Some(Verdict::Holds));
/// let as_told = Rules::default().existing_share(ExistingShare::MoreThan);
/// assert_eq!(verdict(as_told)?, Some(Verdict::DoesNotHold));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn check(evidence: &Evidence<'_>, rules: &Rules) -> Result<Findings> {
    let rules = rules.checked()?;
    let rows = Law::ALL
        .iter()
        .map(|&law| finding(law, evidence, &rules))
        .collect::<Result<_>>()?;
    Ok(Findings { rows, rules })
}

fn finding(law: Law, evidence: &Evidence<'_>, rules: &Rules) -> Result<Finding> {
    let missing = |why| Ok(Finding::missing(law, why));
    let of = |measure, figure, required| {
        let measured = Measured::new(measure, figure, required, evidence.window);
        Ok(Finding::of(law, measured))
    };
    let of_top = |measure, concentration: &Concentration, required| {
        let customers = concentration.heads(TOP, rules.rounding)?;
        let share = concentration.top(customers.numerator())?;
        let window = concentration.window().or(evidence.window);
        let figure = Figure::Top { customers, share };
        Ok(Finding::of(
            law,
            Measured::new(measure, figure, required, window),
        ))
    };
    let of_rate = |measure, rate: Proportion, required| match rate.wilson(rules.confidence) {
        Some(interval) => of(measure, Figure::Rate { rate, interval }, required),
        None => missing(Untestable::NothingOf),
    };
    match law {
        Law::TopBringsRevenue => match evidence.revenue {
            Some(revenue) => {
                let required = round_figure(REVENUE_OF_TOP, rules);
                of_top(Measure::RevenueOfTop, revenue, required)
            }
            None => missing(Untestable::MissingRevenue),
        },
        Law::TopBringsProfit => {
            let required = Required::MoreThan(PROFIT_OF_TOP);
            match (evidence.profit_of_top, evidence.profit) {
                (Some(share), _) => {
                    let figure = Figure::Share(share);
                    of(Measure::ProfitOfTopByRevenue, figure, required)
                }
                (None, Some(profit)) => of_top(Measure::ProfitOfTopByProfit, profit, required),
                (None, None) => missing(Untestable::MissingProfit),
            }
        }
        Law::ExistingBringRevenue => match evidence.existing {
            Some(share) => {
                let required = match rules.existing_share {
                    ExistingShare::UpTo => Required::Within {
                        least: rules.bulk,
                        most: loosened(EXISTING, rules.tolerance),
                    },
                    ExistingShare::MoreThan => {
                        Required::MoreThan(loosened(EXISTING, -rules.tolerance))
                    }
                };
                of(Measure::RevenueFromExisting, Figure::Share(share), required)
            }
            None => missing(Untestable::MissingExisting),
        },
        Law::BudgetOnNonCustomers => match evidence.marketing_budget {
            Some(share) => {
                let figure = Figure::Share(part_of_budget(share)?);
                let required = Required::MoreThan(rules.bulk);
                of(Measure::BudgetOnNonCustomers, figure, required)
            }
            None => missing(Untestable::MissingBudget),
        },
        Law::UpgradePotential => match evidence.upgrade_potential {
            Some(rate) => {
                let (least, most) = POTENTIAL;
                let required = Required::Within { least, most };
                of_rate(Measure::UpgradePotential, rate, required)
            }
            None => missing(Untestable::MissingPotential),
        },
        Law::SatisfactionMovesUp => {
            let required = Required::MoreThan(rules.difference);
            match evidence.satisfaction {
                Some(Satisfaction::Satisfied { moved_up, others }) => {
                    match moved_up.difference(others, rules.confidence) {
                        Some(difference) => {
                            let figure = Figure::Rates(difference);
                            of(Measure::SatisfiedDifference, figure, required)
                        }
                        None => missing(Untestable::NothingOf),
                    }
                }
                Some(Satisfaction::Scores { moved_up, others }) => {
                    let difference = less(moved_up, others)?;
                    let interval = difference.interval(rules.confidence);
                    let figure = Figure::Means {
                        difference,
                        interval,
                    };
                    of(Measure::ScoreDifference, figure, required)
                }
                None => missing(Untestable::MissingSatisfaction),
            }
        }
        Law::SatisfiedDefect => match evidence.defectors {
            Some(rate) => of_rate(Measure::Defectors, rate, Required::AtLeast(rules.often)),
            None => missing(Untestable::MissingDefectors),
        },
        Law::MarketingIsResponsible | Law::OthersInfluence => missing(Untestable::NotAboutData),
        Law::SmallMigrationPays => match evidence.what_if {
            Some(what_if) => Ok(of_what_if(law, what_if, evidence.window, rules)),
            None => missing(Untestable::MissingWhatIf),
        },
    }
}

/// Law 10 holds where both figures are as asked, and does not where one is not.
fn of_what_if(law: Law, what_if: &WhatIf, window: Option<Window>, rules: &Rules) -> Finding {
    let lesson = Benchmark::CURRY;
    if what_if.share != lesson.upward {
        return Finding::missing(law, Untestable::OtherShareMoved);
    }
    if what_if.moved.numerator() == 0 {
        return Finding::missing(law, Untestable::NothingOf);
    }
    let measured = |measure, change, figure| {
        let required = round_figure(figure, rules);
        let window = what_if.window.or(window);
        Measured::new(measure, Figure::Change(change), required, window)
    };
    let revenue = measured(Measure::RevenueChange, what_if.revenue, lesson.revenue);
    let profit = what_if
        .profit
        .map(|change| measured(Measure::ProfitChange, change, lesson.profit));
    let of_profit = match &profit {
        Some(profit) => profit.verdict(),
        None => Verdict::NotTestable(Untestable::MissingProfitOfWhatIf),
    };
    let verdict = match (revenue.verdict(), of_profit) {
        (Verdict::DoesNotHold, _) | (_, Verdict::DoesNotHold) => Verdict::DoesNotHold,
        (Verdict::Holds, other) | (other, _) => other,
    };
    Finding {
        law,
        claim: law.claim(),
        verdict,
        measured: [revenue].into_iter().chain(profit).collect(),
    }
}

/// A round figure as it is read, within the tolerance.
fn round_figure(figure: f64, rules: &Rules) -> Required {
    let least = loosened(figure, -rules.tolerance);
    match rules.reading {
        Reading::AtLeast => Required::AtLeast(least),
        Reading::About => Required::Within {
            least,
            most: loosened(figure, rules.tolerance),
        },
    }
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
