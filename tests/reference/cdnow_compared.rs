//! Rules for silence compared on the same customers of CDNOW at the end of week 39, and at four dates.
//!
//! Computed by `cdnow_compared.py`, with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1.

use retention::estimate::{Confidence, Estimate, Resampling};
use retention::lifecycle::{Backtest, Buyers, RollingBacktest, Rules, Silence};
use retention::period::{Period, Span};
use retention::purchases::Policy;

use crate::assert_published;
use crate::cdnow::{calibration, date, log};

fn days(count: u32) -> Span {
    Span::new(count, Period::Day).unwrap()
}

fn backtest(silence: Silence) -> Backtest {
    let rules = Rules::default().silence(silence);
    let until = date(1998, 6, 30);
    Backtest::of(&log(), calibration(), until, Policy::default(), rules).unwrap()
}

fn three_means() -> Backtest {
    backtest(Silence::MeanIntervals {
        decline: 3.0,
        lapse: 3.0,
    })
}

fn recency() -> Backtest {
    backtest(Silence::Hiatus {
        decline: days(90),
        lapse: days(180),
    })
}

fn own_rhythm() -> Backtest {
    backtest(Silence::FalseAlarm {
        decline: 0.20,
        lapse: 0.05,
    })
}

fn default() -> Backtest {
    backtest(Silence::default())
}

fn area(backtest: &Backtest, buyers: Buyers) -> f64 {
    backtest.ranking(buyers).unwrap().auc().unwrap().value()
}

#[test]
fn areas_of_four_rules() {
    for (backtest, all, repeat) in [
        (default(), "0.78149086104", "0.72811485866"),
        (recency(), "0.77144176690", "0.71208567400"),
        (three_means(), "0.69430156633", "0.66902262707"),
        (own_rhythm(), "0.73246094665", "0.64283252389"),
    ] {
        assert_published(area(&backtest, Buyers::All), all);
        assert_published(area(&backtest, Buyers::Repeat), repeat);
        // All rank one-time buyers by silence.
        assert_published(area(&backtest, Buyers::OneTime), "0.56825722964");
        let judgement = backtest.judgement();
        assert_eq!(judgement.returned.numerator(), 684);
        assert_eq!(judgement.ranked.unwrap().events(), 1673);
        assert_eq!(judgement.repeat_buyers_ranked.unwrap().cases(), 946);
    }
}

#[track_caller]
fn assert_difference(found: Option<Estimate>, expected: [&str; 4]) {
    let [value, error, lower, upper] = expected;
    let found = found.unwrap();
    let interval = found.interval(Confidence::default());
    assert_published(found.value(), value);
    assert_published(found.standard_error(), error);
    assert_published(interval.lower(), lower);
    assert_published(interval.upper(), upper);
}

/// Recency ranks better than the customer's own rhythm, by 0.039 over all and 0.069 among repeat buyers; the
/// default better than recency, by 0.010 over all, which chance does not explain.
#[test]
fn delong_1988_differences_of_rules() {
    let draws = Resampling::default().draws(1);
    let compare = |first: &Backtest, second: &Backtest| first.compare(second, 1, draws).unwrap();
    let found = compare(&recency(), &own_rhythm());
    assert_difference(
        found.auc,
        ["0.03898082025", "0.00724969125", "0.0247506", "0.0532110"],
    );
    assert_difference(
        found.auc_repeat_buyers,
        ["0.06925315011", "0.01014989994", "0.0493337", "0.0891726"],
    );
    assert_eq!(found.auc_one_time_buyers.map(|it| it.value()), Some(0.0));
    let found = compare(&default(), &recency());
    assert_difference(
        found.auc,
        ["0.01004909414", "0.00394944159", "0.0022994", "0.0177988"],
    );
    assert_difference(
        found.auc_repeat_buyers,
        ["0.01602918466", "0.00869832825", "-0.001042", "0.033100"],
    );
    let found = compare(&default(), &three_means());
    assert_difference(
        found.auc,
        ["0.08718929472", "0.01207551634", "0.0634892", "0.1108894"],
    );
    assert_difference(
        found.auc_repeat_buyers,
        ["0.05909223160", "0.01469256238", "0.0302576", "0.0879269"],
    );
}

/// Per cent misled and recognised by the default, recency, three means and the own rhythm, where each calls the
/// same number ended: the default is wrong least often, and misses the fewest.
#[test]
fn equal_numbers_called_ended() {
    let default = default();
    let [recency, means, rhythm] = [recency(), three_means(), own_rhythm()];
    let draws = Resampling::default().draws(1);
    for (called, misled, recognised) in [
        (
            600,
            [
                "11.550724638",
                "11.981481481",
                "21.785714286",
                "15.916666667",
            ],
            [
                "31.721198576",
                "31.566713157",
                "28.050550764",
                "30.155409444",
            ],
        ),
        (
            778,
            [
                "11.696658098",
                "12.413746448",
                "19.517994859",
                "15.809768638",
            ],
            [
                "41.063956964",
                "40.730487306",
                "37.426778243",
                "39.151225344",
            ],
        ),
        (
            1000,
            [
                "12.182352941",
                "12.969565217",
                "17.894117647",
                "14.800000000",
            ],
            [
                "52.491121972",
                "52.020582655",
                "49.077036672",
                "50.926479378",
            ],
        ),
        (
            1411,
            [
                "13.678242381",
                "14.346901673",
                "17.278525868",
                "15.249232223",
            ],
            [
                "72.803347280",
                "72.239403311",
                "69.766885834",
                "71.478382148",
            ],
        ),
        (
            1763,
            [
                "17.300056721",
                "17.470221214",
                "18.037436188",
                "18.661372660",
            ],
            [
                "87.148834429",
                "86.969515840",
                "86.371787209",
                "85.714285714",
            ],
        ),
    ] {
        for (at, other) in [&recency, &means, &rhythm].into_iter().enumerate() {
            let compared = default.compare(other, called, draws).unwrap();
            let found = compared.at_equal_number.unwrap();
            assert_published(100.0 * found.misled, misled[0]);
            assert_published(100.0 * found.misled_by_second, misled[at + 1]);
            assert_published(100.0 * found.recognised.unwrap(), recognised[0]);
            assert_published(
                100.0 * found.recognised_by_second.unwrap(),
                recognised[at + 1],
            );
            assert!(found.misled_difference.value() < 0.0);
            assert!(found.recognised_difference.unwrap().value() > 0.0);
        }
    }
}

/// The resamples of numpy are others: two bootstrap errors of a thousand draws differ by less than a tenth.
#[test]
fn bootstrap_errors_at_equal_numbers() {
    let (default, means) = (default(), three_means());
    for (called, error) in [(1763, 0.0051), (778, 0.0137)] {
        let draws = Resampling::default().draws(400);
        let found = default
            .compare(&means, called, draws)
            .unwrap()
            .at_equal_number
            .unwrap();
        let found = found.misled_difference.standard_error();
        assert!(
            (found / error - 1.0).abs() < 0.15,
            "{called}: {found} not {error}"
        );
    }
}

/// 1,763 called ended by three means, 18.0 % of whom came back, and 86.4 % of those who stayed away; 778 by the
/// own rhythm, 15.8 % and 39.2 %; 1,411 by the default, 13.7 % and 72.8 %.
#[test]
fn calls_of_three_rules() {
    for (backtest, called, misled, recognised) in [
        (three_means(), 1763, "18.037436188", "86.371787209"),
        (own_rhythm(), 778, "15.809768638", "39.151225344"),
        (default(), 1411, "13.678242381", "72.803347280"),
    ] {
        assert_eq!(backtest.misled().denominator(), called);
        assert_eq!(backtest.judgement().called_ended.numerator(), called);
        assert_published(100.0 * backtest.misled().value().unwrap(), misled);
        assert_published(100.0 * backtest.recognised().value().unwrap(), recognised);
        // By hand from these: 4 for each given up, 1 for each pursued in vain.
        let given_up = backtest.given_up().numerator();
        let pursued = 1673 - (called - given_up);
        assert_eq!(backtest.cost(4.0), Ok((4 * given_up + pursued) as f64));
    }
}

/// Where the chance within 90 days can be told, it is a chance: by step of purchases as well.
#[test]
fn chances_within_90_days_are_calibrated() {
    let horizon = |days| Silence::ChanceOfReturn {
        horizon: days,
        cost_ratio: 4.0,
        decline: 0.4,
    };
    let found = backtest(horizon(days(90))).calibration(4).unwrap().unwrap();
    assert_eq!(
        (found.actual.numerator(), found.actual.denominator()),
        (232, 559)
    );
    assert_published(found.predicted, "0.39617792968");
    assert_published(found.brier.value(), "0.20395665860");
    let interval = found.in_the_large.interval(Confidence::default());
    assert!(interval.contains(0.0), "{interval}");
    assert!(found.skill.unwrap() > 0.1);
    assert_eq!(found.groups.len(), 4);
    for group in &found.groups {
        let actual = group.actual.wilson(Confidence::new(0.99).unwrap()).unwrap();
        assert!(actual.contains(group.predicted), "{group:?}");
    }
    // Nine months end before a year does, and other rules know no chance.
    assert_eq!(backtest(horizon(days(274))).calibration(4), Ok(None));
    assert_eq!(three_means().calibration(4), Ok(None));
}

#[test]
fn four_dates_followed_for_90_days() {
    let rules = Rules::default().silence(Silence::Hiatus {
        decline: days(90),
        lapse: days(180),
    });
    let dates = [(1997, 6, 30), (1997, 9, 30), (1997, 12, 31), (1998, 3, 31)];
    let dates = dates.map(|(year, month, day)| date(year, month, day));
    let log = log();
    let found = RollingBacktest::of(&log, dates, days(90), Policy::default(), rules).unwrap();
    assert_eq!(found.customers, 2357);
    let auc = found.auc.unwrap();
    assert_published(auc.value(), "0.78522603848");
    assert_published(auc.standard_error(), "0.00781217352");
    let areas = ["0.727734", "0.784287", "0.801089", "0.827794"];
    for (backtest, expected) in found.backtests.iter().zip(areas) {
        assert_published(area(backtest, Buyers::All), expected);
    }
    let misled = found.misled.unwrap();
    assert_published(misled.value(), "0.06601941748");
    assert_published(misled.standard_error(), "0.00353857409");
    let counts = found.backtests.iter().map(|it| it.misled());
    let (wrong, called): (Vec<u64>, Vec<u64>) =
        counts.map(|it| (it.numerator(), it.denominator())).unzip();
    assert_eq!(
        (wrong.iter().sum(), called.iter().sum()),
        (340_u64, 5150_u64)
    );
}
