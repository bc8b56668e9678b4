//! Features of a Kano survey, by how many put them in each category.

use retention::satisfaction::{Kano, KanoCategory, KanoCategoryCounts, KanoOptions};

/// A feature of which so many find it must-be, one-dimensional, attractive, indifferent, reverse,
/// questionable.
pub fn feature(counts: [u64; 6], options: KanoOptions) -> Kano {
    let mut feature = KanoCategoryCounts::new(options).unwrap();
    for (&category, count) in KanoCategory::ALL.iter().zip(counts) {
        feature.add(category, count).unwrap();
    }
    feature.finish()
}
