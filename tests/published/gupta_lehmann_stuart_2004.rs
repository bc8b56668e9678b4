//! Gupta, S., Lehmann, D. R. and Stuart, J. A. (2004), "Valuing Customers", *Journal of Marketing
//! Research* 41(1), abstract.

use retention::economics::benchmarks::{
    ELASTICITY_OF_ACQUISITION, ELASTICITY_OF_MARGIN, ELASTICITY_OF_RETENTION, Provenance,
};

#[test]
fn gupta_lehmann_stuart_2004_one_per_cent_of_retention_margin_and_acquisition_cost() {
    let effects = [
        ELASTICITY_OF_RETENTION,
        ELASTICITY_OF_MARGIN,
        ELASTICITY_OF_ACQUISITION,
    ];
    assert_eq!(effects.map(|effect| effect.low), [5.0, 1.0, 0.1]);
    assert!(
        effects
            .iter()
            .all(|effect| effect.provenance == Provenance::Read)
    );
}
