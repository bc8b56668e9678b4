//! Survival curves and the tests between them.

use retention::Accumulator;
use retention::accumulate::Weighted;
use retention::estimate::Confidence;
use retention::period::{Ruler, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::survival::{
    BandForm, Builder, CumulativeIncidence, HazardOptions, IncidenceBuilder, Spell, Survival,
    Transform, Weighting, log_rank, log_rank_for_trend, log_rank_in_strata, purchase_spells,
};

use crate::expected::{
    at_row, empty, insufficient, length, not_finite, out_of_range, overflow, refusal, refused,
};

fn curve(spells: &[Spell]) -> Survival {
    Survival::of(spells.iter().copied()).unwrap()
}

#[test]
fn an_entry_that_is_not_before_the_end_is_refused() {
    for entry in [5, 6, u32::MAX] {
        assert_eq!(
            refusal(Spell::ended(5).entered(entry)),
            out_of_range("entry", entry, "before the end of the spell, 5")
        );
    }
    assert!(Spell::ongoing(0).entered(0).is_err());
}

#[test]
fn the_curve_of_nobody_says_nothing() {
    let none = curve(&[]);
    assert_eq!((none.points.len(), none.from, none.until), (0, None, None));
    assert_eq!((none.at(0), none.median()), (None, None));
    assert!(none.given(0).is_none());
    assert!(
        none.interval(0, Transform::LogLog, Confidence::default())
            .is_none()
    );
    assert_eq!(
        refusal(none.restricted_mean(1)),
        out_of_range("until", 1, "within a curve that begins at 0, here 0 to 0")
    );
}

#[test]
fn one_customer_and_the_longest_tenure_are_counted() {
    let one = curve(&[Spell::ended(u32::MAX)]);
    assert_eq!(
        (one.at(u32::MAX - 1), one.at(u32::MAX)),
        (Some(1.0), Some(0.0))
    );
    assert_eq!(
        one.restricted_mean(u32::MAX).unwrap().value(),
        f64::from(u32::MAX)
    );
    // Everyone has left: nobody is here later either.
    assert_eq!(curve(&[Spell::ended(3)]).at(9), Some(0.0));
    assert_eq!(curve(&[Spell::ongoing(3)]).at(9), None);
    let at_once = curve(&[Spell::ended(0), Spell::ongoing(4)]);
    assert_eq!(at_once.at(0), Some(0.5));
}

#[test]
fn a_curve_ends_where_nobody_is_at_risk_and_says_who_came_later() {
    let late = Spell::ended(9).entered(7).unwrap();
    let gap = curve(&[Spell::ended(2), Spell::ongoing(5), late]);
    assert_eq!((gap.until, gap.not_followed), (Some(5), 1.0));
    // Nobody who had stayed until it ended is at risk later, though somebody else is.
    let later = gap.given(5).unwrap();
    assert_eq!((later.until, later.not_followed), (Some(5), 1.0));
    assert_eq!((later.at(5), later.at(8)), (Some(1.0), None));
    assert_eq!((later.points.len(), later.ended), (0, 0.0));
    assert_eq!((gap.at(5), gap.at(6), gap.at(9)), (Some(0.5), None, None));
    // Where all who were at risk have left, those who came later show that not everyone does.
    let gap = curve(&[Spell::ended(2), late]);
    assert_eq!((gap.at(2), gap.at(3)), (Some(0.0), None));
    // Nobody was observed before the seventh month.
    let only_late = curve(&[late, Spell::ongoing(12).entered(8).unwrap()]);
    assert_eq!(
        (only_late.from, only_late.at(6), only_late.at(7)),
        (Some(7), None, Some(1.0))
    );
    assert!(only_late.restricted_mean(9).is_err());
}

#[test]
fn tenures_and_fractions_outside_the_curve_are_refused() {
    let curve = curve(&[Spell::ended(2), Spell::ongoing(5)]);
    for until in [0, 6] {
        assert_eq!(
            refusal(curve.restricted_mean(until)),
            out_of_range(
                "until",
                until,
                "within a curve that begins at 0, here 0 to 5"
            )
        );
    }
    for (fraction, expected) in [
        (0.0, out_of_range("fraction", 0, "strictly between 0 and 1")),
        (1.0, out_of_range("fraction", 1, "strictly between 0 and 1")),
        (f64::NAN, not_finite("fraction", "NaN")),
    ] {
        assert_eq!(refusal(curve.quantile(fraction)), expected);
        let ends = curve.quantile_interval(fraction, Transform::Log, Confidence::default());
        assert_eq!(refusal(ends), expected);
    }
}

#[test]
fn weights_that_are_none_are_refused_and_zero_counts_as_a_row() {
    let mut builder = Builder::new();
    builder.push_weighted(Spell::ended(3), 0.0).unwrap();
    assert_eq!(
        refusal(builder.push_weighted(Spell::ended(3), -1.0)),
        at_row(out_of_range("weight", -1, "0 or more"), 1)
    );
    assert_eq!(
        refusal(builder.push_weighted(Spell::ended(3), f64::NAN)),
        at_row(not_finite("weight", "NaN"), 1)
    );
    let curve = builder.finish().unwrap();
    assert_eq!(
        (curve.customers, curve.points.len(), curve.until),
        (1, 0, None)
    );
}

#[test]
fn tests_between_too_few_or_unequal_groups_are_refused() {
    let curve = curve(&[Spell::ended(2), Spell::ongoing(5)]);
    assert_eq!(
        refusal(log_rank(&[&curve], Weighting::Equal)),
        insufficient("curves", 1, 2)
    );
    assert_eq!(
        refusal(log_rank_in_strata(&[], Weighting::Equal)),
        insufficient("curves", 0, 2)
    );
    assert_eq!(
        refusal(log_rank_in_strata(
            &[&[&curve, &curve], &[&curve]],
            Weighting::Equal
        )),
        at_row(length("curves of a stratum", 1, 2), 1)
    );
    let two = [&curve, &curve];
    assert_eq!(
        refusal(log_rank_for_trend(&two, &[1.0], Weighting::Equal)),
        length("scores", 1, 2)
    );
    assert_eq!(
        refusal(log_rank_for_trend(
            &two,
            &[1.0, f64::INFINITY],
            Weighting::Equal
        )),
        at_row(not_finite("scores", "inf"), 1)
    );
    let negative = Weighting::FlemingHarrington {
        rho: -1.0,
        gamma: 0.0,
    };
    assert_eq!(
        refusal(log_rank(&two, negative)),
        out_of_range("rho", -1, "0 or more")
    );
}

#[test]
fn nothing_is_told_where_nobody_left_or_groups_never_meet() {
    let stays = curve(&[Spell::ongoing(5), Spell::ongoing(6)]);
    assert_eq!(log_rank(&[&stays, &stays], Weighting::Equal), Ok(None));
    let none = curve(&[]);
    let leaves = curve(&[Spell::ended(2), Spell::ended(3)]);
    assert_eq!(log_rank(&[&leaves, &none], Weighting::Equal), Ok(None));
    // A group of nobody beside two others takes no part.
    let test = log_rank(&[&leaves, &none, &stays], Weighting::Equal)
        .unwrap()
        .unwrap();
    assert_eq!(test.degrees_of_freedom, 1);
    // Equal scores order nothing.
    let trend = log_rank_for_trend(&[&leaves, &stays], &[2.0, 2.0], Weighting::Equal);
    assert_eq!(trend, Ok(None));
}

#[test]
fn a_band_needs_a_range_in_which_some_have_left_and_not_all() {
    let confidence = Confidence::default();
    let band =
        |curve: &Survival, form, tenures| curve.band(form, Transform::Arcsine, tenures, confidence);
    let some = curve(&[Spell::ended(3), Spell::ended(5), Spell::ongoing(9)]);
    let empty_range = std::ops::RangeInclusive::new(5, 4);
    assert_eq!(
        refusal(band(&some, BandForm::HallWellner, empty_range)),
        out_of_range("the end of the range", 4, "at least the beginning, 5")
    );
    let nothing = insufficient("tenures with an error in the range", 0, 1);
    let all_left = curve(&[Spell::ended(3), Spell::ended(3)]);
    let nobody = curve(&[]);
    for form in BandForm::ALL {
        for (curve, tenures) in [
            (&some, 0..=2),
            (&some, 10..=u32::MAX),
            (&all_left, 0..=9),
            (&nobody, 0..=0),
        ] {
            assert_eq!(refusal(band(curve, *form, tenures)), nothing);
        }
        // From the step before the range to the end of the curve.
        let whole = band(&some, *form, 4..=u32::MAX).unwrap();
        assert_eq!((whole.from, whole.until, whole.points.len()), (4, 9, 2));
        assert_eq!((whole.at(3), whole.at(10)), (None, None));
        assert_eq!(whole.points[0].time, 4);
        // One step needs no more than an interval of the same confidence.
        let one = band(&some, BandForm::EqualPrecision, 3..=4).unwrap();
        assert_eq!(one.at(4), some.interval(4, Transform::Arcsine, confidence));
        // Where all have left, the band has ended before.
        let left = curve(&[Spell::ended(3), Spell::ended(5)]);
        let until = band(&left, *form, 0..=9).unwrap();
        assert_eq!((until.from, until.until), (3, 4));
    }
}

#[test]
fn hazards_refuse_options_that_are_none_and_too_many_bins() {
    let some = curve(&[Spell::ended(3), Spell::ongoing(9)]);
    let hazard = |options| refusal(some.hazard(options));
    let options = HazardOptions::default();
    assert_eq!(
        hazard(options.width(0)),
        out_of_range("width", 0, "1 or more")
    );
    assert_eq!(
        hazard(options.neighbours(0)),
        out_of_range("neighbours", 0, "1 or more")
    );
    assert_eq!(
        hazard(options.min_at_risk(-1.0)),
        out_of_range("min at risk", -1, "0 or more")
    );
    assert_eq!(
        hazard(options.min_at_risk(f64::NAN)),
        not_finite("min at risk", "NaN")
    );
    assert_eq!(
        hazard(options.false_alarms(1.0)),
        out_of_range("false alarms", 1, "strictly between 0 and 1")
    );
    let long = curve(&[Spell::ended(u32::MAX)]);
    assert_eq!(
        refusal(long.hazard(options)),
        out_of_range("width", 1, "wide enough for 65536 bins")
    );
    let wide = long
        .hazard(options.width(u32::MAX).min_at_risk(0.0))
        .unwrap();
    assert_eq!(
        (wide.bins.len(), wide.bins[0].to, wide.bins[0].ended),
        (1, u32::MAX, 1.0)
    );
    assert!((wide.bins[0].exposure - f64::from(u32::MAX)).abs() < 1.0);
}

#[test]
fn hazards_of_few_and_of_nobody_are_not_told() {
    let options = HazardOptions::default();
    let nobody = curve(&[]).hazard(options).unwrap();
    assert_eq!((nobody.bins.len(), nobody.compared), (0, 0));
    let few = curve(&[Spell::ended(0), Spell::ended(2), Spell::ongoing(3)]);
    let told = few.hazard(options).unwrap();
    let ended: Vec<(u32, f64, f64)> = told
        .bins
        .iter()
        .map(|bin| (bin.from, bin.exposure, bin.ended))
        .collect();
    assert_eq!(
        ended,
        [(0, 3.0, 1.0), (1, 2.0, 0.0), (2, 2.0, 1.0), (3, 1.0, 0.0)]
    );
    assert!(
        told.bins
            .iter()
            .all(|bin| bin.hazard.is_none() && !bin.is_peak && bin.excess().is_none())
    );
    // Nobody was observed before the eighth month, nor between the ninth and the twelfth.
    let late = |time, entry| Spell::ended(time).entered(entry).unwrap();
    let gap = curve(&[late(9, 7), late(13, 11)])
        .hazard(options.min_at_risk(0.0))
        .unwrap();
    let hazards: Vec<(u32, Option<f64>)> =
        gap.bins.iter().map(|bin| (bin.from, bin.hazard)).collect();
    assert_eq!(
        hazards,
        [
            (8, Some(0.0)),
            (9, Some(1.0)),
            (10, None),
            (11, None),
            (12, Some(0.0)),
            (13, Some(1.0))
        ]
    );
    assert_eq!(
        gap.bins[1].interval(Confidence::default()).unwrap().upper(),
        1.0
    );
}

#[test]
fn hazards_of_more_customers_than_can_be_compared_are_refused() {
    let weighted = |weight| {
        let mut builder = Builder::new();
        for time in 1..=9 {
            builder.push_weighted(Spell::ended(time), weight).unwrap();
        }
        builder
            .finish()
            .unwrap()
            .hazard(HazardOptions::default().min_at_risk(0.0))
    };
    // Powers of two add up without rounding; the second of nine tenures is the first compared.
    let many = 2.0_f64.powi(60);
    assert_eq!(
        refusal(weighted(many)),
        overflow("comparing hazards", 8.0 * many)
    );
    // Fractions of customers are no certainty.
    for weight in [1e-50, 0.01, 0.4, 0.7, 1e9] {
        let hazard = weighted(weight).unwrap();
        assert!((hazard.bins[0].hazard.unwrap() - 1.0 / 9.0).abs() < 1e-12);
        for bin in &hazard.bins {
            assert!(bin.p_value.is_none_or(|p| p > 0.0 && p <= 1.0), "{bin:?}");
        }
    }
}

#[test]
fn an_end_without_a_reason_and_a_reason_without_an_end_are_refused() {
    let mut builder = IncidenceBuilder::new();
    builder.push((Spell::ended(3), Some("price"))).unwrap();
    assert_eq!(
        refusal(builder.push((Spell::ended(3), None))),
        at_row(empty("reason"), 1)
    );
    assert_eq!(
        refusal(builder.push((Spell::ongoing(3), Some("price")))),
        at_row(refused("reason", "of a spell that has not ended"), 1)
    );
    assert_eq!(
        refusal(builder.push_weighted((Spell::ongoing(3), None), -1.0)),
        at_row(out_of_range("weight", -1, "0 or more"), 1)
    );
    builder
        .push_weighted((Spell::ended(4), Some("never")), 0.0)
        .unwrap();
    let leaving = builder.finish().unwrap();
    assert_eq!((leaving.reasons.len(), leaving.survival.customers), (1, 2));
    // All have left for the same reason: there is no error to go by.
    assert_eq!(leaving.at(&"price", 9), Some(1.0));
    let interval = leaving.interval(&"price", 3, Transform::LogLog, Confidence::default());
    assert_eq!(interval, None);
    let nobody = CumulativeIncidence::<u8>::of([]).unwrap();
    assert_eq!((nobody.reasons.len(), nobody.at(&1, 0)), (0, None));
}

#[test]
fn a_silence_must_be_shorter_than_the_window() {
    use retention::chrono::NaiveDate;

    let day = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    let purchase = |customer, date, cents| Purchase {
        customer,
        date,
        amount: rust_decimal::Decimal::new(cents, 2),
    };
    let log = PurchaseLog::from_rows([
        purchase(1, day(1), 100),
        purchase(2, day(21), 100),
        purchase(3, day(22), 100),
        purchase(4, day(2), -100),
    ])
    .unwrap();
    let may = log
        .observe(Window::new(day(1), day(31)).unwrap(), Policy::default())
        .unwrap();
    let spells = |silence| purchase_spells(&may, Ruler::Days, silence);
    for silence in [0, 31, u32::MAX] {
        assert_eq!(
            refusal(spells(silence)),
            out_of_range(
                "silence",
                silence,
                "from 1 to less than the 31 days of the window"
            )
        );
    }
    // On the 21st it can just be told; the customer of a refund alone never bought.
    let of_ten_days = spells(10).unwrap();
    assert_eq!(
        (of_ten_days.followed_until, of_ten_days.left_out),
        (day(21), 1)
    );
    let found: Vec<(u32, Spell)> = of_ten_days
        .rows
        .iter()
        .map(|row| (row.customer, row.result))
        .collect();
    assert_eq!(found, [(1, Spell::ended(0)), (2, Spell::ended(0))]);
    let longest = spells(30).unwrap();
    assert_eq!((longest.rows.len(), longest.left_out), (1, 2));
    let none = PurchaseLog::<u32>::from_rows([]);
    assert!(none.is_err());
}
