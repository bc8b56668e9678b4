//! Figures computed by other software: Python with numpy and scipy, by the scripts beside the tests.
//!
//! Each file names its script, which prints the figures that the file asserts. `check.py` runs them
//! all and looks for the figures that the tests quote. A name with an author and a year says whose
//! method it is, not that the author published the figure.

#[path = "../common/mod.rs"]
mod common;

mod cdnow_activity;
mod cdnow_backtest;
mod cdnow_buyers;
mod cdnow_compared;
mod cdnow_lapse;
mod cdnow_latency;
mod cdnow_pyramid;
mod cdnow_scores;
mod cdnow_silence;
mod cdnow_summaries;
mod cdnow_trend;
mod cohorts;
mod covariates;
mod cox;
mod cox_steep;
mod cronbach_1951;
mod disconfirmation;
mod discounted_purchases;
mod drivers;
mod fong_1996;
mod importance;
mod leaving_integral;
mod martilla_james_1977;
mod mcdonald_1999;
mod model_inference;
mod models_of_buying;
mod net_promoter_score;
mod power_of_tests;
mod random_spells;
mod ranking;
mod reliability;
mod rfm;
mod rocks_2016;
mod satisfaction_index;
mod sauerwein_1996;
mod spells;
mod spend;
mod staying;
mod student_1908;
mod survey_designs;
mod survival;
mod switching_survey;
mod telecom_conditions;
mod telecom_curve;
mod telecom_loyalty;
mod telecom_value;
mod top_boxes;
mod wilson_1927;

use common::ranked::{area_under_curve, misled_among_lowest};
use common::{
    assert_interval, assert_published, cdnow, kano, loyalty_survey, martilla_james, net_promoter,
    surveys,
};
