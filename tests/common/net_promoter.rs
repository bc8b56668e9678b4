//! A Net Promoter Score by the sizes of its groups.

use retention::satisfaction::{NetPromoterScore, NpsCounts, NpsGroup, NpsOptions};

/// A score of so many promoters, passives and detractors.
pub fn score(groups: [u64; 3], options: NpsOptions) -> NetPromoterScore {
    let mut counts = NpsCounts::new(options).unwrap();
    for (&group, count) in NpsGroup::ALL.iter().zip(groups) {
        counts.add(group, count).unwrap();
    }
    counts.finish()
}
