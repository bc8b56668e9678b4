//! Sixty random samples of each kind, drawn again here by the generator of the scripts: restricted means, their
//! differences and bands by R, and logs turned into spells by lifelines.
//!
//! Computed by `random_spells.R`, with R 4.2.2, survival 3.5.3 and km.ci 0.5.6, and by `random_spells.py`, with
//! Python 3.11.7 and lifelines 0.30.3.

use chrono::{Days, NaiveDate};
use retention::estimate::Confidence;
use retention::period::{Period, Ruler, Window};
use retention::purchases::{Policy, Purchase, PurchaseLog};
use retention::subscriptions::{Options, Subscription, SubscriptionLog};
use retention::survival::{BandForm, Spell, Survival, Transform, WhichSpells, purchase_spells};
use rust_decimal::Decimal;

/// The generator of Park and Miller.
struct ParkMiller(u64);

const MODULUS: u64 = 2_147_483_647;

impl ParkMiller {
    fn step(&mut self) -> u64 {
        self.0 = 16_807 * self.0 % MODULUS;
        self.0
    }

    fn unit(&mut self) -> f64 {
        self.step() as f64 / MODULUS as f64
    }

    fn below(&mut self, count: u64) -> u64 {
        self.step() * count / MODULUS
    }
}

const SETS: std::ops::RangeInclusive<u64> = 1..=60;

/// The spells of a sample, in two groups.
fn sample(set: u64) -> [Vec<Spell>; 2] {
    let mut random = ParkMiller(7919 * set);
    let mut groups = [Vec::new(), Vec::new()];
    let count = 25 + (50.0 * random.unit()) as u32;
    for _ in 0..count {
        let u = random.unit();
        let time = 1 + (40.0 * u * u) as u32;
        let followed = 6 + (30.0 * random.unit()) as u32;
        let spell = if time <= followed {
            Spell::ended(time)
        } else {
            Spell::ongoing(followed)
        };
        groups[usize::from(random.unit() < 0.5)].push(spell);
    }
    groups
}

/// The figures of a sample by R.
fn figures(set: u64, name: &str) -> Vec<f64> {
    let start = format!("{set},{name},");
    let mut lines = include_str!("data/random_spells_by_r.csv").lines();
    let line = lines.find_map(|line| line.strip_prefix(&start)).unwrap();
    let numbers = line.split(' ');
    numbers.map(|number| number.parse().unwrap()).collect()
}

#[track_caller]
fn close(set: u64, found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() <= within, "{set}: {found:?} {expected:?}");
    }
}

#[test]
fn restricted_means_and_their_differences() {
    for set in SETS {
        let [first, second] = sample(set).map(|spells| {
            let curve = Survival::of(spells).unwrap();
            curve.restricted_mean(12).unwrap()
        });
        let difference = second.minus(&first).unwrap();
        let interval = difference.interval(Confidence::default());
        let test = difference.test(0.0).unwrap().unwrap();
        let means = [first.value(), second.value()];
        close(set, &means, &figures(set, "mean"), 1e-10);
        let found = [
            difference.value(),
            difference.standard_error(),
            interval.lower(),
            interval.upper(),
            test.p_value,
        ];
        close(set, &found, &figures(set, "difference"), 1e-9);
    }
}

/// The critical values of km.ci are looked up in printed tables, and differ in the third digit. Those of Hall
/// and Wellner are for the stretch from the first tenure on there, and from 0 on here: these bands are a little
/// wider.
#[test]
fn bands_of_both_forms() {
    let (mut farthest, confidence) = ([0.0_f64; 2], Confidence::default());
    for set in SETS {
        let curve = Survival::of(sample(set).concat()).unwrap();
        for (name, form, transform) in [
            ("hall-wellner", BandForm::HallWellner, Transform::Plain),
            ("epband", BandForm::EqualPrecision, Transform::Plain),
            ("loghall", BandForm::HallWellner, Transform::LogLog),
            ("logep", BandForm::EqualPrecision, Transform::LogLog),
        ] {
            let band = curve.band(form, transform, 3..=15, confidence).unwrap();
            let expected = figures(set, name);
            let found = band.at(expected[0] as u32).unwrap();
            let wider = [expected[1] - found.lower(), found.upper() - expected[2]];
            for wider in wider {
                assert!(wider > -0.003, "{set} {name} {wider}");
                let farthest = &mut farthest[usize::from(form == BandForm::EqualPrecision)];
                *farthest = farthest.max(wider);
            }
        }
    }
    let [hall_wellner, equal_precision] = farthest;
    assert!(hall_wellner < 0.012, "{hall_wellner}");
    assert!(equal_precision < 0.006, "{equal_precision}");
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 1, 1).unwrap()
}

fn after(days: u64) -> NaiveDate {
    first() + Days::new(days)
}

fn last() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 12, 31).unwrap()
}

/// The spells of a log by lifelines.
fn expected(number: u64, of: &str) -> Vec<Spell> {
    let start = format!("{number},{of},");
    let mut lines = include_str!("data/random_spells.csv").lines();
    let line = lines.find_map(|line| line.strip_prefix(&start)).unwrap();
    let spell = |cell: &str| {
        let (entry, time) = cell.split_once(':').map_or((None, cell), |(entry, time)| {
            (Some(entry.parse().unwrap()), time)
        });
        let spell = match time.strip_suffix('+') {
            Some(time) => Spell::ongoing(time.parse().unwrap()),
            None => Spell::ended(time.parse().unwrap()),
        };
        entry.map_or(spell, |entry| spell.entered(entry).unwrap())
    };
    line.split_whitespace().map(spell).collect()
}

#[test]
fn logs_of_purchases_as_spells() {
    let mut customers = 0;
    for number in SETS {
        let mut random = ParkMiller(7919 * number);
        let mut rows = Vec::new();
        for customer in 0..20_u32 {
            let mut day = random.below(330);
            let mut bought = vec![day];
            for _ in 0..random.below(9) {
                day += 1 + random.below(70);
                bought.push(day);
            }
            rows.extend(bought.into_iter().map(|day| Purchase {
                customer,
                date: after(day),
                amount: Decimal::ONE,
            }));
        }
        let log = PurchaseLog::from_rows(rows).unwrap();
        let year = Window::new(first(), last()).unwrap();
        let observed = log.observe(year, Policy::default()).unwrap();
        let found = purchase_spells(&observed, Ruler::Days, 45).unwrap();
        let spells: Vec<Spell> = found.spells().collect();
        assert_eq!(spells, expected(number, "purchases"), "{number}");
        assert_eq!(found.left_out + spells.len() as u64, 20);
        customers += spells.len();
    }
    assert!(customers > 1000, "{customers}");
}

#[test]
fn logs_of_subscriptions_as_spells() {
    let (mut customers, mut entered) = (0, 0);
    for number in SETS {
        let mut random = ParkMiller(104_729 * number);
        let rows = (0..20_u32).map(|customer| {
            let start = after(random.below(340));
            let end = start + Days::new(random.below(300));
            let open = random.below(3) == 0;
            Subscription::monthly(customer, start, (!open).then_some(end), Decimal::ONE)
        });
        let log = SubscriptionLog::from_rows(rows.collect::<Vec<_>>()).unwrap();
        let from = NaiveDate::from_ymd_opt(2023, 4, 1).unwrap();
        let window = Window::new(from, last()).unwrap();
        let accounts = log.accounts(window, Options::default()).unwrap();
        let spells = accounts.spells(Period::Day, WhichSpells::First);
        let spells: Vec<Spell> = spells.map(|(_, spell)| spell).collect();
        assert_eq!(spells, expected(number, "subscriptions"), "{number}");
        customers += spells.len();
        entered += spells
            .iter()
            .filter(|spell| spell.entry().is_some())
            .count();
    }
    assert!(customers > 1000 && entered > 200, "{customers} {entered}");
}
