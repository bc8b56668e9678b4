//! What the figures mean.

use serde::Serialize;

/// What the figures mean, in short.
#[derive(Debug, Serialize)]
pub struct Definitions {
    pub customers: &'static str,
    pub purchases: &'static str,
    pub revenue: &'static str,
    pub active: &'static str,
    pub pyramid: &'static str,
    pub share: &'static str,
    pub cut: &'static str,
    pub mean: &'static str,
    pub gini: &'static str,
    pub pareto_80_20: &'static str,
    pub migration: &'static str,
    pub migration_rates: &'static str,
    pub lifecycle: &'static str,
    pub silence: &'static str,
    pub lifecycle_changes: &'static str,
    pub backtest: &'static str,
    pub judgement: &'static str,
    pub ranking: &'static str,
    pub calibration: &'static str,
    pub comparison: &'static str,
    pub act_on: &'static str,
    pub stakes: &'static str,
    pub laws: &'static str,
    pub what_if: &'static str,
    pub one_time_buyers: &'static str,
    pub days_to_second: &'static str,
}

pub const DEFINITIONS: Definitions = Definitions {
    customers: "customers with a purchase in the window",
    purchases: "rows in the window, refunds among them",
    revenue: "amounts of these customers' rows in the window, under the policy",
    active: "last purchase within the activity window; inactive: before it",
    pyramid: "customers ranked by revenue in the window and cut by head count, under cuts",
    share: "part of the revenue, as a number: 0.5 is half",
    cut: "the least revenue that a customer of the tier brought",
    mean: "revenue per customer of the tier, to two decimals, halves away from zero",
    gini: "population formula, without correction for small samples; null where a customer's \
           revenue is negative",
    pareto_80_20: "the smooth law under which 20 % of customers bring 80 % of revenue: a yardstick, \
                   not a fit",
    migration: "cells by tier in the base period and in the later one, null for those who did not \
                buy in it; before and after: what they brought in each",
    migration_rates: "upward, downward, stayed and left: of the customers of the base period; \
                      entered_share: of those of the later period; intervals are Wilson's, 95 %, \
                      customers taken as independent",
    lifecycle: "the stage of each customer on the last day of the window, by the first rule that \
                fires, under rules; customers, revenue and shares are those of the window; no end is \
                recorded, so each is inferred from silence",
    silence: "the chance of a purchase within the horizon, of customers who had bought as often and \
              been silent as long; ended_below is 1 / (1 + cost_ratio); steps: by number of purchases, \
              longest_judged_days is the longest silence whose chance can be told, and a longer silence \
              than decline_after_days or ended_after_days has a chance below the cut, null where no \
              silence that can be judged has; too_new: customers who cannot be judged yet; untold: customers silent for longer than the horizon of \
              whom no chance is known, as too few were followed so long",
    lifecycle_changes: "customers by stage on the earlier date and on the later one, null for those \
                        who had not bought yet; both by the same rules, from the first day of the \
                        window",
    backtest: "customers by the stage and the rule of a past date, and those of them who bought \
               afterwards in the window; one_time had bought on one day until then, repeat on more; \
               intervals are Wilson's, 95 %, customers taken as independent",
    judgement: "the default on the past date: returned bought again up to until; auc is the share of \
                pairs, one who returned and one who did not, in which the first had been ranked \
                higher; the other shares as under comparison; null where not told",
    ranking: "the default beside recency alone and three mean intervals: intervals of auc are DeLong's, \
              95 %, default_ahead is the difference on the same customers; misled, recognised and \
              given_up where each calls as many customers ended as the default",
    calibration: "customers whose chance could be told on the past date, in groups of about equal \
                  number, and who of them bought within the horizon; null where none could be told or \
                  the window ends before the horizon",
    comparison: "misled: of those called ended, who bought again; given_up: of those who bought \
                 again, who had been called ended; recognised: of those who did not buy again \
                 within the window, who had been called ended",
    act_on: "customers in decline by expected_loss, those with positive revenue in the window, the \
             first ten; expected_loss is spent_last_year times the chance of not coming back, at the \
             least where only chance_at_most is known; valuable: in a tier above the last",
    stakes: "groups of customers for whom the same is to be done, by expected_loss, the sum of that of \
             their customers; value is what they spent within spent; untold: customers of whom no chance \
             is known, who spent untold_value and count nothing; the group who: untold is of those long silent \
             whom nothing judges; brought is all that a group brought within window; valuable: in a tier above the last; first: with whom most is \
             at stake",
    laws: "the lessons of Curry and Curry (2000), as commonly reported, each held against what a file \
           of purchases shows, within a tenth of a round figure; required is what was asked of the \
           figure, the tolerance in it; revenue from existing customers: of the later period of the \
           migration, from those who had bought before it in the file",
    what_if: "arithmetic: each mover brings the mean revenue of the tier moved to in place of that of \
              the tier left; no forecast",
    one_time_buyers: "customers who bought on one day of the window only; the interval is Wilson's, \
                      95 %, customers taken as independent",
    days_to_second: "days from the first purchase day in the window to the second, of those who \
                     came back; no forecast for the others",
};
