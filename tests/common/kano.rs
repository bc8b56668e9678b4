//! Features of a Kano survey, by how many put them in each category.

use retention::Accumulator;
use retention::satisfaction::kano;

/// A feature of which so many find it must-be, one-dimensional, attractive, indifferent, reverse,
/// questionable.
pub fn feature(counts: [u64; 6], options: kano::Options) -> kano::Kano {
    let mut feature = kano::CategoryCounter::new(options).unwrap();
    for (&category, count) in kano::Category::ALL.iter().zip(counts) {
        feature.add(category, count).unwrap();
    }
    feature.finish().unwrap()
}
