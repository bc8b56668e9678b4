//! Hair, J. F., Hult, G. T. M., Ringle, C. M., Sarstedt, M., Danks, N. P. and Ray, S. (2021), *Partial
//! Least Squares Structural Equation Modeling (PLS-SEM) Using R*, Springer: the survey of corporate
//! reputation, in which missing answers are replaced by the mean.

use retention::scale::{ItemSet, Scale};

use crate::surveys::{Survey, corp_rep};

/// The columns of a set, gaps filled with the mean.
fn filled(survey: &Survey, names: &[&str]) -> Vec<Vec<f64>> {
    names
        .iter()
        .map(|name| {
            let column = survey.column(name);
            let given: Vec<f64> = column.iter().flatten().copied().collect();
            let mean = given.iter().sum::<f64>() / given.len() as f64;
            column.iter().map(|answer| answer.unwrap_or(mean)).collect()
        })
        .collect()
}

#[test]
fn hair_2021_heterotrait_monotrait_ratios_as_commonly_reported() {
    let survey = corp_rep();
    let sets = [
        filled(&survey, &["comp_1", "comp_2", "comp_3"]),
        filled(&survey, &["like_1", "like_2", "like_3"]),
        filled(&survey, &["cusa"]),
        filled(&survey, &["cusl_1", "cusl_2", "cusl_3"]),
    ];
    let scale = Scale::ONE_TO_SEVEN.continuous();
    let sets = sets.each_ref().map(|columns| {
        let items = columns
            .iter()
            .map(|column| scale.full_answers(column).unwrap());
        ItemSet::new(items).unwrap()
    });
    let [competence, likeability, satisfaction, loyalty] = &sets;
    for (one, other, published) in [
        (competence, likeability, "0.780"),
        (competence, satisfaction, "0.465"),
        (likeability, satisfaction, "0.577"),
        (competence, loyalty, "0.532"),
        (likeability, loyalty, "0.737"),
        (satisfaction, loyalty, "0.755"),
    ] {
        let found = one.htmt(other, None).unwrap().unwrap();
        assert_eq!(format!("{found:.3}"), published);
        assert!((other.htmt(one, None).unwrap().unwrap() - found).abs() < 1e-12);
    }
}
