//! How sure an importance is.

use crate::quadrant::assessment::Uncertainty;
use crate::quadrant::leverage::NOTHING;

/// How sure an importance is.
#[derive(Debug, PartialEq)]
pub(super) struct Judged {
    pub(super) standard_error: Option<f64>,
    /// Student's t of no importance, and its degrees of freedom.
    pub(super) test: Option<(f64, f64)>,
    pub(super) uncertainty: Uncertainty,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            standard_error: None,
            test: None,
            uncertainty: Uncertainty::Unknown,
        }
    }
}

/// Of the correlation of two variables of `n` respondents, among `k` attributes that enter at once;
/// ranks enlarge its variance.
pub(super) fn correlation(r: f64, n: f64, k: f64, enlarged: f64) -> Judged {
    let unexplained = (1.0 - r * r).max(0.0);
    let (freedom, for_z) = (n - k - 1.0, n - k - 2.0);
    if freedom <= 0.0 {
        return Judged::default();
    }
    // With a perfect correlation, infinitely far from none.
    let t = if unexplained > 0.0 {
        r * (freedom / unexplained).sqrt()
    } else {
        f64::INFINITY
    };
    Judged {
        standard_error: Some(unexplained * (enlarged / (n - k)).sqrt()),
        test: Some((t, freedom)),
        uncertainty: if for_z > 0.0 {
            Uncertainty::Fisher {
                error: (enlarged / for_z).sqrt(),
                freedom: f64::INFINITY,
            }
        } else {
            Uncertainty::Unknown
        },
    }
}

/// Of a correlation with a robust error, which is tested as its interval is made.
pub(super) fn robust_correlation(r: f64, error: Option<f64>, n: f64, k: f64) -> Judged {
    let unexplained = 1.0 - r * r;
    if unexplained <= NOTHING {
        return correlation(r, n, k, 1.0);
    }
    let freedom = n - k - 1.0;
    let (Some(error), true) = (error, freedom > 0.0) else {
        return Judged::default();
    };
    let of_z = error / unexplained;
    Judged {
        standard_error: Some(error),
        test: Some((r.atanh() / of_z, freedom)),
        uncertainty: Uncertainty::Fisher {
            error: of_z,
            freedom,
        },
    }
}

/// Of a standardised coefficient, with so much of the variance left unexplained.
pub(super) fn coefficient(beta: f64, rest: f64, inflation: f64, freedom: f64) -> Judged {
    // A perfect fit leaves nothing to judge by.
    if rest <= 0.0 || freedom <= 0.0 {
        return Judged::default();
    }
    student(beta, Some((rest * inflation / freedom).sqrt()), freedom)
}

/// Of a coefficient with a robust error.
pub(super) fn robust_coefficient(beta: f64, error: Option<f64>, rest: f64, freedom: f64) -> Judged {
    student(beta, error.filter(|_| rest > 0.0), freedom)
}

fn student(value: f64, error: Option<f64>, freedom: f64) -> Judged {
    let (Some(error), true) = (error, freedom > 0.0) else {
        return Judged::default();
    };
    Judged {
        standard_error: Some(error),
        test: Some((value / error, freedom)),
        uncertainty: Uncertainty::Student { freedom },
    }
}

/// Of a mean of what `n` respondents say.
pub(super) fn mean(error: Option<f64>, n: f64) -> Judged {
    Judged {
        standard_error: error,
        test: None,
        uncertainty: Uncertainty::Student { freedom: n - 1.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} not {expected}");
    }

    #[track_caller]
    fn fisher(judged: &Judged) -> f64 {
        match judged.uncertainty {
            Uncertainty::Fisher { error, .. } => error,
            other => panic!("{other:?}"),
        }
    }

    /// By hand: r = 0.6 leaves 0.64 unexplained.
    #[test]
    fn a_correlation_of_twelve_respondents() {
        let plain = correlation(0.6, 12.0, 1.0, 1.0);
        close(plain.standard_error.unwrap(), 0.64 / 11_f64.sqrt());
        let (t, freedom) = plain.test.unwrap();
        close(t, 0.75 * 10_f64.sqrt());
        assert_eq!(freedom, 10.0);
        close(fisher(&plain), 1.0 / 3.0);
        // Among three attributes two respondents are gone; ranks enlarge the variance by 1.18.
        let partial = correlation(0.6, 12.0, 3.0, 1.18);
        close(
            partial.standard_error.unwrap(),
            0.64 * (1.18_f64 / 9.0).sqrt(),
        );
        assert_eq!(partial.test.unwrap().1, 8.0);
        close(fisher(&partial), (1.18_f64 / 7.0).sqrt());
    }

    #[test]
    fn a_correlation_of_few_respondents() {
        // No degree of freedom, one, and one for Fisher's z as well.
        assert_eq!(correlation(0.6, 4.0, 3.0, 1.0), Judged::default());
        let one = correlation(0.6, 5.0, 3.0, 1.0);
        assert_eq!(one.uncertainty, Uncertainty::Unknown);
        assert_eq!(one.test.unwrap().1, 1.0);
        close(one.standard_error.unwrap(), 0.64 / 2_f64.sqrt());
        assert_eq!(fisher(&correlation(0.6, 6.0, 3.0, 1.0)), 1.0);
        let perfect = correlation(-1.0, 6.0, 3.0, 1.0);
        assert_eq!(perfect.test.unwrap().0, f64::INFINITY);
    }

    /// By hand: an error of 0.16 is 0.25 of Fisher's z, whose value is ln 2.
    #[test]
    fn a_correlation_with_a_robust_error() {
        let judged = robust_correlation(0.6, Some(0.16), 12.0, 3.0);
        assert_eq!(judged.standard_error, Some(0.16));
        let (t, freedom) = judged.test.unwrap();
        close(t, 4.0 * 2_f64.ln());
        assert_eq!(freedom, 8.0);
        close(fisher(&judged), 0.25);
        assert_eq!(robust_correlation(0.6, None, 12.0, 3.0), Judged::default());
        assert_eq!(
            robust_correlation(0.6, Some(0.1), 4.0, 3.0),
            Judged::default()
        );
        let perfect = robust_correlation(1.0, None, 12.0, 3.0);
        assert_eq!(perfect, correlation(1.0, 12.0, 3.0, 1.0));
    }

    #[test]
    fn a_mean_of_nine_respondents() {
        let judged = mean(Some(2.0 / 3.0), 9.0);
        close(judged.standard_error.unwrap(), 2.0 / 3.0);
        assert_eq!(judged.uncertainty, Uncertainty::Student { freedom: 8.0 });
        assert_eq!(judged.test, None);
    }

    /// By hand: 0.36 unexplained, inflation 2, 8 degrees of freedom.
    #[test]
    fn a_coefficient() {
        let judged = coefficient(0.6, 0.36, 2.0, 8.0);
        close(judged.standard_error.unwrap(), 0.3);
        let (t, freedom) = judged.test.unwrap();
        close(t, 2.0);
        assert_eq!(freedom, 8.0);
        assert_eq!(judged.uncertainty, Uncertainty::Student { freedom: 8.0 });
        assert_eq!(coefficient(0.6, 0.36, 2.0, 0.0), Judged::default());
        assert_eq!(coefficient(0.6, 0.0, 2.0, 8.0), Judged::default());
        assert_eq!(robust_coefficient(0.6, Some(0.3), 0.36, 8.0), judged);
        assert_eq!(
            robust_coefficient(0.6, Some(0.3), 0.0, 8.0),
            Judged::default()
        );
    }
}
