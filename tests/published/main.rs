//! Published figures: each stands in the source that the name of its test cites.
//!
//! A figure that was remembered and not read at its source is marked `as_commonly_reported` in the
//! name. A figure is compared in the digits in which it was printed, so that most tests need no
//! tolerance; where one does, it has a name and a reason.

#[path = "../common/mod.rs"]
mod common;

mod anscombe_1973;
mod benjamini_hochberg_1995;
mod berger_nasr_1998;
mod burnham_frels_mahajan_2003;
mod cohen_1992;
mod curry_2000;
mod design_for_six_sigma_2005;
mod dick_basu_1994;
mod dumouchel_1993;
mod fader_2018;
mod fader_hardie_2007;
mod fader_hardie_2010;
mod fader_hardie_lee_2005;
mod fader_hardie_shang_2010;
mod fornell_larcker_1981;
mod freireich_1963;
mod gale_1994;
mod gupta_lehmann_2003;
mod gupta_lehmann_stuart_2004;
mod hair_2021;
mod half_lost_in_five_years;
mod hanley_mcneil_1982;
mod harris_goode_2004;
mod heskett_1994;
mod jones_sasser_1995;
mod kano_1984;
mod keaveney_1995;
mod keiningham_2011;
mod kotler_keller_2012;
mod lapse_rules;
mod martilla_james_1977;
mod models_of_buying;
mod newcombe_1998;
mod oliver_1999;
mod parasuraman_1988;
mod pfeifer_carraway_2000;
mod pims;
mod quoted_claims;
mod reichheld_2003;
mod reichheld_sasser_1990;
mod sauerwein_1996;
mod slack_1994;
mod spend;
mod strategies;
mod subscription_services;
mod zeithaml_berry_parasuraman_1996;

use common::{assert_published, cdnow, chicken, kano, martilla_james, surveys};
