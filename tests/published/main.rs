//! Published numbers: one file a source, and the citation in the name of each test.
//!
//! A figure that was remembered and not read at its source is marked `as_commonly_reported` in the
//! name. A figure is compared in the digits in which it was printed, so that most tests need no
//! tolerance; where one does, it has a name and a reason.

mod aaker_1991;
mod benjamini_hochberg_1995;
mod berry_parasuraman_1991;
mod buckinx_van_den_poel_2005;
mod burnham_frels_mahajan_2003;
mod cdnow;
mod cronbach_1951;
mod curry_2000;
mod dick_basu_1994;
mod differential_marketing;
mod dwyer_chen;
mod exit_barriers;
mod fader_hardie_lee_2005;
mod harris_goode_2004;
mod heskett_1994;
mod holm_1979;
mod jones_2000_2002;
mod jones_sasser_1995;
mod kish_1965;
mod klemperer;
mod lapse_rules;
mod lifecycle_rules;
mod lorenz_gini_pareto;
mod loyalty_survey;
mod mcdonald_1999;
mod newcombe_1998;
mod novo;
mod oliver_1999;
mod reichheld_1993;
mod reinartz_kumar_2002;
mod shy_2002;
mod surveys;
mod switching_in_money;
mod telecom_customer_loyalty;
mod wilson_1927;
mod zeithaml_2001;
mod zeithaml_berry_parasuraman_1996;

/// Asserts that `value`, rounded to as many decimal places as `published` shows, reads the same.
#[track_caller]
fn assert_published(value: f64, published: &str) {
    let places = published
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    assert_eq!(
        format!("{value:.places$}"),
        published,
        "computed in full: {value}"
    );
}
