//! The data of all contenders: the same bytes each time.

use std::path::Path;

use retention::clv::{BgNbd, PurchaseModel};

use crate::columns::write;
use crate::size::{Size, Survey};

/// Marsaglia's xorshift with the shifts 13, 7 and 17.
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The upper half, which mixes best.
        (self.0 >> 32) % bound
    }
}

/// Days from 1970 to 2020.
const FIRST_DAY: i32 = 18_262;

pub fn generate(folder: &Path, size: Size) {
    std::fs::create_dir_all(folder).unwrap();
    log(folder, size.rows);
    revenues(folder, size.revenues);
    drivers(folder, "drivers", size.drivers);
    drivers(folder, "bootstrap", size.bootstrap);
    answers(folder, "phases", size.phases, 0);
    answers(folder, "switching", size.switching, 50);
    kano(folder, size.kano);
    nps(folder, size.nps);
    segments(folder, size.segments);
    survival(folder, size.survival);
    cox(folder, size.cox);
    buyers(folder, size.buyers);
}

/// Unsorted rows of a log: ten for a customer, whose keys are spread over all of `u32`; a thousand
/// days; amounts of 0.01 to 200.00.
fn log(folder: &Path, rows: usize) {
    let mut random = Random::new();
    let customers = (rows / 10).max(1) as u64;
    let rows: Vec<(u32, i32, i64)> = (0..rows)
        .map(|_| {
            let customer = (random.below(customers) as u32).wrapping_mul(2_654_435_761);
            let day = FIRST_DAY + random.below(1_000) as i32;
            (customer, day, random.below(20_000) as i64 + 1)
        })
        .collect();
    write(
        &folder.join("log.customer.u32"),
        rows.iter().map(|row| row.0),
    );
    write(&folder.join("log.day.i32"), rows.iter().map(|row| row.1));
    write(&folder.join("log.cents.i64"), rows.iter().map(|row| row.2));
}

/// Skewed revenues in cents, most of them different.
fn revenues(folder: &Path, customers: usize) {
    let mut random = Random::new();
    let mut revenue = || (0..3).fold(1, |product, _| product * (random.below(1_000) as i64 + 1));
    let revenues = (0..customers).map(|_| revenue() / 100);
    write(&folder.join("revenues.cents.i64"), revenues);
}

/// Ratings from 1 to 10 that have something in common: a column for each attribute, then overall
/// satisfaction.
fn drivers(folder: &Path, name: &str, survey: Survey) {
    let mut random = Random::new();
    let common: Vec<u64> = (0..survey.respondents).map(|_| random.below(6)).collect();
    let columns = 0..=survey.items;
    let ratings: Vec<f64> = columns
        .flat_map(|_| {
            common
                .iter()
                .map(|common| (1 + common + random.below(5)) as f64)
                .collect::<Vec<_>>()
        })
        .collect();
    write(&folder.join(format!("{name}.f64")), ratings.into_iter());
}

/// Whole answers from 1, column by column; one in `gaps` is missing, which NaN stands for.
fn answers(folder: &Path, name: &str, survey: Survey, gaps: u64) {
    let mut random = Random::new();
    let answers = (0..survey.respondents * survey.items).map(|_| {
        let missing = gaps > 0 && random.below(gaps) == 0;
        let answer = random.below(survey.points) + 1;
        if missing { f64::NAN } else { answer as f64 }
    });
    write(&folder.join(format!("{name}.f64")), answers);
}

/// Codes of answers from 0 to 4, and 5 for a missing one.
fn kano(folder: &Path, respondents: usize) {
    let mut random = Random::new();
    for side in ["functional", "dysfunctional"] {
        let codes = (0..respondents).map(|_| {
            let missing = random.below(50) == 0;
            let code = random.below(5) as u8;
            if missing { 5 } else { code }
        });
        write(&folder.join(format!("kano.{side}.u8")), codes);
    }
}

/// Whole answers from 0 to 10.
fn nps(folder: &Path, respondents: usize) {
    let mut random = Random::new();
    let answers = (0..respondents).map(|_| random.below(11) as f64);
    write(&folder.join("nps.f64"), answers);
}

/// Answers from 1 to 10 with weights from 0.2 to 5, of respondents in eight segments.
fn segments(folder: &Path, respondents: usize) {
    let mut random = Random::new();
    let rows: Vec<(u8, f64, f64)> = (0..respondents)
        .map(|_| {
            let segment = random.below(8) as u8;
            let answer = (random.below(10) + 1) as f64;
            (segment, answer, (random.below(25) + 1) as f64 / 5.0)
        })
        .collect();
    let of = |name: &str| folder.join(format!("segments.{name}"));
    write(&of("code.u8"), rows.iter().map(|row| row.0));
    write(&of("answer.f64"), rows.iter().map(|row| row.1));
    write(&of("weight.f64"), rows.iter().map(|row| row.2));
}

/// Tenures in days up to ten years, and whether the customer left: one in three.
fn survival(folder: &Path, customers: usize) {
    let mut random = Random::new();
    let rows: Vec<(u32, u8)> = (0..customers)
        .map(|_| {
            (
                random.below(3_650) as u32 + 1,
                u8::from(random.below(3) == 0),
            )
        })
        .collect();
    let of = |name: &str| folder.join(format!("survival.{name}"));
    write(&of("tenure.u32"), rows.iter().map(|row| row.0));
    write(&of("ended.u8"), rows.iter().map(|row| row.1));
}

/// Tenures of up to a hundred months, of which two thirds end, and five covariates that shorten or lengthen them.
fn cox(folder: &Path, customers: usize) {
    let mut random = Random::new();
    let mut unit = || (random.below(1 << 32) as f64 + 0.5) / (1_u64 << 32) as f64;
    let (mut tenures, mut ended) = (Vec::new(), Vec::new());
    let mut covariates = [const { Vec::new() }; 5];
    for _ in 0..customers {
        let mut hazard = 0.0;
        for (column, effect) in covariates.iter_mut().zip([0.5, -0.5, 0.2, 0.0, 1.0]) {
            let value = unit();
            column.push(value);
            hazard += effect * value;
        }
        let tenure = -unit().ln() * 47.0 / f64::exp(hazard);
        let followed = 100.0 * unit();
        tenures.push(1 + tenure.min(followed) as u32);
        ended.push(u8::from(tenure <= followed));
    }
    let of = |name: &str| folder.join(format!("cox.{name}"));
    write(&of("tenure.u32"), tenures.into_iter());
    write(&of("ended.u8"), ended.into_iter());
    write(&of("covariates.f64"), covariates.into_iter().flatten());
}

/// Summaries of customers simulated by the published model of CDNOW, 27 to 39 weeks old.
fn buyers(folder: &Path, customers: usize) {
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let age = |customer: usize| 27.0 + (customer % 84) as f64 / 7.0;
    let buyers = model.simulate((0..customers).map(age), 1).unwrap();
    let of = |name: &str| folder.join(format!("buyers.{name}"));
    let each = || buyers.iter();
    write(&of("frequency.u32"), each().map(|one| one.frequency()));
    write(&of("last.f64"), each().map(|one| one.first_to_last()));
    write(&of("age.f64"), each().map(|one| one.age()));
}
