//! The donors of Fader, Hardie and Shang (2010), counted by what they gave in six years.

use retention::clv::OccasionSummary;

/// The cells of the table with their numbers of donors.
pub fn donors() -> Vec<(OccasionSummary, u64)> {
    let table = include_str!("../../report/data/donations.csv");
    let cell = |line: &str| {
        let cells: Vec<u32> = line
            .split(',')
            .map(|cell| cell.trim().parse().unwrap())
            .collect();
        let &[purchases, last, occasions, donors] = &cells[..] else {
            panic!("{line}");
        };
        let summary = OccasionSummary::new(purchases, last, occasions).unwrap();
        (summary, donors.into())
    };
    table.lines().skip(1).map(cell).collect()
}
