//! Hanley, J. A. and McNeil, B. J. (1982), "The meaning and use of the area under a receiver operating
//! characteristic (ROC) curve", *Radiology* 143: 29–36.

use retention::estimate::ranking::Ranking;

use crate::assert_published;

/// A reader's ratings of 109 images, from definitely normal (1) to definitely abnormal (5).
#[test]
fn hanley_mcneil_1982_area_of_109_rated_images_0_893_as_commonly_reported() {
    let (normal, abnormal) = ([33, 6, 6, 11, 2], [3, 2, 2, 11, 33]);
    let (mut ratings, mut disease) = (Vec::new(), Vec::new());
    for (counts, ill) in [(normal, false), (abnormal, true)] {
        for (rating, images) in (1..).zip(counts) {
            ratings.extend(vec![f64::from(rating); images]);
            disease.extend(vec![ill; images]);
        }
    }
    let ranking = Ranking::new(&ratings, &disease).unwrap();
    assert_eq!((ranking.others(), ranking.events()), (58, 51));
    let auc = ranking.auc().unwrap();
    assert_published(auc.value(), "0.893");
    assert_eq!(ranking.roc().count(), 6);
}
