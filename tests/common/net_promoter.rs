//! A Net Promoter Score by the sizes of its groups.

use retention::Accumulator;
use retention::satisfaction::nps;

/// A score of so many promoters, passives and detractors.
pub fn score(groups: [u64; 3], options: nps::Options) -> nps::NetPromoterScore {
    let mut counts = nps::Counter::new(options).unwrap();
    for (&group, count) in nps::Group::ALL.iter().zip(groups) {
        counts.add(group, count).unwrap();
    }
    counts.finish().unwrap()
}
