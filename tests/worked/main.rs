//! Figures worked by hand from a definition, and facts counted from a data file.
//!
//! A name with an author and a year says whose definition it is, not that the author published the
//! figure; `as_commonly_reported` marks a definition that was not read at its source.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/next_purchases.rs"]
mod next_purchases;
#[path = "../common/random.rs"]
mod random;

mod alpha_coverage;
mod benjamini_hochberg_1995;
mod berger_1993;
mod berry_parasuraman_1991;
mod buckinx_van_den_poel_2005;
mod burnham_frels_mahajan_2003;
mod cdnow_facts;
mod churn;
mod competing_reasons;
mod conditions;
mod core_customers;
mod cronbach_1951;
mod customer_types;
mod customer_value;
mod delong_1988;
mod differential_marketing;
mod dixon_2010;
mod drivers;
mod fornell_1996;
mod habits;
mod harris_goode_2004;
mod holm_1979;
mod kano_categories;
mod kish_1965;
mod kotler_keller_2012;
mod ladder;
mod laitamaki_kordupleski_1997;
mod lapse;
mod lee_newcomb_1997;
mod lorenz_gini_pareto;
mod loyalty_survey_facts;
mod martilla_james_1977;
mod models_of_buying;
mod newcombe_1998;
mod no_trend;
mod oliver_1980;
mod olsson_1979;
mod parasuraman_1988;
mod phases;
mod portrait_evidence;
mod portrait_population;
mod portraits;
mod pyramid;
mod regression_line;
mod reichheld_2003;
mod reinartz_kumar_2002;
mod renewals;
mod revenue_churn;
mod shy_2002;
mod silence;
mod stage_terms;
mod strategies;
mod subscriptions;
mod survey_facts;
mod switching_in_money;
mod telecom_loyalty;
mod top_boxes;
mod trend;
mod wilson_1927;
mod zeithaml_2001;
mod zeithaml_berry_parasuraman_1996;
mod zones;

use common::{
    assert_interval, assert_published, cdnow, chicken, kano, loyalty_survey, martilla_james,
    net_promoter, surveys,
};
