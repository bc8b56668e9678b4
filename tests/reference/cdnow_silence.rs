//! Silence on CDNOW, judged by the chance of a return within 180 days: as of six dates, against what
//! the customers did until 30 June 1998.
//!
//! Computed by `cdnow_silence.py`, with Python 3.11.7 and numpy 2.4.6.

use chrono::NaiveDate;
use retention::lifecycle::{Classified, Classifier, Rule, Rules, Silence, Stages};
use retention::period::{Period, Span, Window};
use retention::purchases::{Policy, PurchaseLog};

use crate::cdnow::{calibration, date, log};
use crate::{area_under_curve, assert_published, misled_among_lowest};

/// Everyone's classification as of a date, and whether they bought afterwards.
fn judged(log: &PurchaseLog<u32>, as_of: NaiveDate, rules: Rules) -> Vec<(Classified, bool)> {
    let window = Window::new(date(1997, 1, 1), as_of).unwrap();
    let afterwards = Window::new(as_of.succ_opt().unwrap(), date(1998, 6, 30)).unwrap();
    let [known, later] =
        [window, afterwards].map(|window| log.observe(window, Policy::default()).unwrap());
    let stages = Stages::of(&known, rules).unwrap();
    let back = |id| {
        later
            .history(id)
            .is_some_and(|history| history.has_purchase())
    };
    let rows = stages.rows.iter();
    rows.map(|row| (row.result, back(&row.customer))).collect()
}

fn scores(rows: &[(Classified, bool)]) -> Vec<(f64, bool)> {
    rows.iter().map(|(one, back)| (one.score, *back)).collect()
}

fn repeat_buyers(rows: &[(Classified, bool)]) -> Vec<(Classified, bool)> {
    let repeat = rows.iter().filter(|(one, _)| one.purchases > 1);
    repeat.copied().collect()
}

/// The longest silence that can be judged, by bin, and the first silence with a chance below a cut.
fn by_step(log: &PurchaseLog<u32>, as_of: NaiveDate) -> [Vec<Option<u32>>; 3] {
    let window = Window::new(date(1997, 1, 1), as_of).unwrap();
    let observed = log.observe(window, Policy::default()).unwrap();
    let classifier = Classifier::of(&observed, Rules::default()).unwrap();
    let curves = classifier.curves().clone().while_at_risk(10);
    assert_eq!(curves.as_slice().len(), 5);
    let longest = curves
        .as_slice()
        .iter()
        .map(|curve| curve.longest_judged(180));
    let below = |cut: f64| {
        let first = |curve: &retention::purchases::ReturnCurve| {
            (0..=curve.longest_judged(180)?)
                .find(|&silence| curve.chance_within(silence, 180).unwrap() < cut)
        };
        curves.as_slice().iter().map(first).collect::<Vec<_>>()
    };
    // What the classifier says of a customer with so many purchases: longer than the day before.
    for (purchases, expected) in [1, 2, 3, 5, 9].into_iter().zip(below(0.2)) {
        let thresholds = classifier.thresholds_after(purchases);
        let lapse = thresholds.and_then(|thresholds| thresholds.lapse);
        assert_eq!(
            lapse,
            expected.map(|day| f64::from(day) - 1.0),
            "{purchases}"
        );
    }
    [longest.collect(), below(0.2), below(0.4)]
}

/// The ranking, and who is called ended, at one date.
fn assert_date(
    log: &PurchaseLog<u32>,
    as_of: NaiveDate,
    [all, repeat]: [&str; 2],
    (called, came_back, returned): (usize, usize, usize),
) {
    let rows = judged(log, as_of, Rules::default());
    assert_published(area_under_curve(&scores(&rows)), all);
    assert_published(area_under_curve(&scores(&repeat_buyers(&rows))), repeat);
    let ended: Vec<_> = rows
        .iter()
        .filter(|(one, _)| one.because == Rule::Lapsed)
        .collect();
    let back = |rows: &mut dyn Iterator<Item = bool>| rows.filter(|back| *back).count();
    assert_eq!(ended.len(), called, "{as_of}");
    assert_eq!(back(&mut ended.iter().map(|row| row.1)), came_back);
    assert_eq!(back(&mut rows.iter().map(|row| row.1)), returned);
}

#[test]
fn on_15_april_and_15_may_1997_no_silence_can_be_judged() {
    let log = log();
    for (month, areas, returned) in [(4, ["0.640", "0.596"], 936), (5, ["0.680", "0.670"], 897)] {
        let as_of = date(1997, month, 15);
        let none = vec![None; 5];
        assert_eq!(by_step(&log, as_of), [none.clone(), none.clone(), none]);
        assert_date(&log, as_of, areas, (0, 0, returned));
        // Three to seven weeks after the last customer joined, everyone is new.
        for (one, _) in judged(&log, as_of, Rules::default()) {
            assert_eq!((one.because, one.chance), (Rule::TooYoung, None));
        }
    }
}

#[test]
fn on_30_june_1997_only_the_day_of_the_first_purchase_can_be_judged() {
    let (log, as_of) = (log(), date(1997, 6, 30));
    let [longest, ended, decline] = by_step(&log, as_of);
    assert_eq!(longest, [Some(0), None, None, None, None]);
    assert_eq!(ended, vec![None; 5]);
    assert_eq!(decline, [Some(0), None, None, None, None]);
    assert_date(&log, as_of, ["0.737", "0.687"], (0, 0, 812));
}

#[test]
fn on_30_september_1997() {
    let (log, as_of) = (log(), date(1997, 9, 30));
    let [longest, ended, decline] = by_step(&log, as_of);
    assert_eq!(longest, [Some(92), Some(76), Some(29), Some(28), None]);
    assert_eq!(ended, [Some(61), None, None, None, None]);
    assert_eq!(decline, [Some(0), Some(53), None, None, None]);
    // 13.7 % of those called came back, and 72.8 % of the 1,673 who did not were recognised.
    assert_date(&log, as_of, ["0.781", "0.728"], (1411, 193, 684));
    let rows = judged(&log, as_of, Rules::default());
    assert!(area_under_curve(&scores(&rows)) >= 0.775);
    assert!(area_under_curve(&scores(&repeat_buyers(&rows))) >= 0.715);
}

#[test]
fn on_31_december_1997() {
    let (log, as_of) = (log(), date(1997, 12, 31));
    let [longest, ended, decline] = by_step(&log, as_of);
    assert_eq!(
        longest,
        [Some(183), Some(165), Some(121), Some(105), Some(40)]
    );
    assert_eq!(ended, [Some(65), None, None, None, None]);
    assert_eq!(decline, [Some(0), Some(52), Some(114), None, None]);
    assert_date(&log, as_of, ["0.803", "0.724"], (1317, 99, 515));
}

#[test]
fn on_31_march_1998() {
    let (log, as_of) = (log(), date(1998, 3, 31));
    let [longest, ended, decline] = by_step(&log, as_of);
    assert_eq!(
        longest,
        [Some(273), Some(255), Some(200), Some(191), Some(123)]
    );
    assert_eq!(ended, [Some(65), Some(252), None, None, None]);
    assert_eq!(decline, [Some(0), Some(51), Some(137), Some(150), None]);
    assert_date(&log, as_of, ["0.833", "0.759"], (1512, 52, 300));
}

/// The old rule's threshold for one-time buyers moved from 151 days to 385 as the records grew.
#[test]
fn the_threshold_of_one_time_buyers_hardly_moves_with_the_length_of_the_records() {
    let log = log();
    let lapse = |as_of| by_step(&log, as_of)[1][0].unwrap();
    let days = [date(1997, 9, 30), date(1997, 12, 31), date(1998, 3, 31)].map(lapse);
    let (least, most) = (days.iter().min().unwrap(), days.iter().max().unwrap());
    assert!(most - least < 10, "{days:?}");
}

fn three_means() -> Silence {
    Silence::MeanIntervals {
        decline: 3.0,
        lapse: 3.0,
    }
}

fn recency() -> Silence {
    let days = |count| Span::new(count, Period::Day).unwrap();
    Silence::Hiatus {
        decline: days(90),
        lapse: days(180),
    }
}

/// Each rule ranks as its literature has it; the p-value ranks worse than plain recency.
#[test]
fn other_rules_rank_customers_worse_at_week_39() {
    let (log, as_of) = (log(), calibration().to());
    let area = |silence, expected: [&str; 2]| {
        let rows = judged(&log, as_of, Rules::default().silence(silence));
        assert_published(area_under_curve(&scores(&rows)), expected[0]);
        assert_published(
            area_under_curve(&scores(&repeat_buyers(&rows))),
            expected[1],
        );
    };
    area(recency(), ["0.771", "0.712"]);
    area(three_means(), ["0.694", "0.669"]);
    let p_value = Silence::FalseAlarm {
        decline: 0.20,
        lapse: 0.05,
    };
    area(p_value, ["0.732", "0.643"]);
}

/// Whoever may call so many customers ended is misled least by the default, and so recognises most.
#[test]
fn at_an_equal_number_called_ended_the_default_misleads_least() {
    let (log, as_of) = (log(), calibration().to());
    let misled = |silence, count| {
        let rows = judged(&log, as_of, Rules::default().silence(silence));
        misled_among_lowest(&scores(&rows), count)
    };
    for (count, expected) in [
        (600, ["69.3", "71.9", "130.7"]),
        (778, ["91.0", "96.6", "151.8"]),
        (1000, ["121.8", "129.7", "178.9"]),
        (1411, ["193.0", "202.4", "243.8"]),
        (1763, ["305.0", "308.0", "318.0"]),
    ] {
        let found = [Silence::default(), recency(), three_means()].map(|by| misled(by, count));
        for (found, expected) in found.into_iter().zip(expected) {
            assert_published(found, expected);
        }
        assert!(found[0] <= found[1] && found[0] <= found[2], "{found:?}");
    }
}
