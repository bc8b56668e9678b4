//! Fornell, C. and Larcker, D. F. (1981), *Journal of Marketing Research* 18(1): 39–50: their formulas on
//! loadings printed beside them in an open article of 2020, PubMed Central 7385228, tables 8 and 10: the
//! loadings of its factors volume, uniqueness and consistency, and of the factors themselves.

use retention::scale::{average_variance_extracted, composite_reliability};

#[test]
fn pmc_7385228_tables_8_and_10_composite_reliability_and_average_variance_extracted() {
    let tables: [(&[f64], &str, &str); 4] = [
        (&[0.858, 0.905, 0.888], "0.9146", "0.7812"),
        (&[0.850, 0.875, 0.851], "0.8939", "0.7374"),
        (&[0.815, 0.837, 0.845, 0.850], "0.9033", "0.7003"),
        (&[0.907, 0.919, 0.850], "0.9215", "0.7966"),
    ];
    for (loadings, composite, extracted) in tables {
        let found = composite_reliability(loadings).unwrap();
        assert_eq!(format!("{found:.4}"), composite);
        let found = average_variance_extracted(loadings).unwrap();
        assert_eq!(format!("{found:.4}"), extracted);
    }
}
