use super::{Adjustment, Design, Estimate, Influence};
use crate::{Error, Result};

/// One row of a table of differences: two groups, how far they are apart, and whether that can be chance.
///
/// See the [example](crate::estimate::compare_all).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Comparison<N> {
    /// The first group.
    pub first: N,
    /// The group that is subtracted from it.
    pub second: N,
    /// The first minus the second, with the standard error that it is tested by.
    pub difference: Estimate,
    /// The chance of a difference at least as large if there is none. `None` where that cannot be
    /// decided: the standard error of the difference is 0, or that of one group, which is one respondent
    /// or whose respondents all answer alike.
    pub p_value: Option<f64>,
    /// The same chance, corrected for the number of rows that have one.
    pub adjusted: Option<f64>,
}

/// Compares every estimate with every other, such as the satisfaction of each segment with that of
/// each other one. They must come from different respondents.
///
/// Each pair is compared by [`Estimate::minus`]; pairs follow the order given. Time and memory grow with
/// the square of the number of estimates.
///
/// An estimate with a standard error of 0 is told from nothing: that of one respondent, or of respondents
/// who all answer alike, would be told from everything. Shares and Net Promoter Scores have estimates
/// without that gap: [`WeightedProportion::compared`](super::WeightedProportion::compared),
/// [`NetPromoterScore::compared`](crate::satisfaction::nps::NetPromoterScore::compared).
///
/// # Errors
/// [`Error::Insufficient`] for fewer than two estimates, [`Error::Duplicate`] for a name that stands
/// twice, [`Error::Overflow`] as [`Estimate::minus`].
///
/// ```
/// use retention::estimate::{Adjustment, Estimate, compare_all};
///
/// let satisfaction = [
///     ("gold", Estimate::new(8.4, 0.2)?),
///     ("silver", Estimate::new(7.6, 0.2)?),
///     ("bronze", Estimate::new(7.4, 0.1)?),
/// ];
/// let rows = compare_all(satisfaction, Adjustment::default())?;
/// assert_eq!((rows[0].first, rows[0].second), ("gold", "silver"));
/// assert_eq!(format!("{:.2}", rows[0].difference), "0.80 ± 0.28");
/// let chances: Vec<String> = rows.iter().map(|row| format!("{:.4}", row.adjusted.unwrap())).collect();
/// assert_eq!(chances, ["0.0094", "0.0000", "0.3711"]);
/// # Ok::<(), retention::Error>(())
/// ```
#[doc(alias = "multiple comparisons")]
#[doc(alias = "post hoc")]
pub fn compare_all<N: Clone + PartialEq>(
    estimates: impl IntoIterator<Item = (N, Estimate)>,
    adjustment: Adjustment,
) -> Result<Vec<Comparison<N>>> {
    let named: Vec<(N, Figure)> = estimates
        .into_iter()
        .map(|(name, own)| (name, Figure { own, compared: own }))
        .collect();
    compare_figures(&named, adjustment)
}

/// A figure as it is told, and as comparisons judge it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    pub(crate) own: Estimate,
    pub(crate) compared: Estimate,
}

/// Compares every figure with every other one of other respondents.
pub(crate) fn compare_figures<N: Clone + PartialEq>(
    named: &[(N, Figure)],
    adjustment: Adjustment,
) -> Result<Vec<Comparison<N>>> {
    compare_pairs(named, adjustment, |first, second| {
        let told = first.own.minus(&second.own)?;
        let tested = first.compared.minus(&second.compared)?;
        let known = |figure: &Figure| figure.compared.standard_error() > 0.0;
        Ok(Tested {
            difference: tested.at(told.value()),
            tested: (known(first) && known(second)).then_some(tested),
        })
    })
}

/// A difference, and what says whether it can be chance; `None` if nothing does.
struct Tested {
    difference: Estimate,
    tested: Option<Estimate>,
}

/// Compares every estimate with every other where the respondents are the same: several questions of
/// one survey, or its segments under a design with strata or clusters. Time grows with the respondents
/// and the square of the number of estimates.
///
/// A group whose contributions are all 0, one respondent or several who all answer alike, is told from no
/// group of other respondents. Errors divide by n − 1, tests are Student's, and nothing is added to
/// shares: at the 5 % level ten respondents are told from 200 of the same customers in up to 11 % of
/// surveys. [`segment::compare`](crate::segment::compare) adds pseudo-answers and stays near 5 %.
///
/// # Errors
/// As [`compare_all`], and what [`Influence::minus`] and [`Influence::estimate`] refuse.
///
/// ```
/// use retention::estimate::{Adjustment, Design, Influence, compare_influences};
///
/// let mean = |answers: [f64; 5]| Influence::of_mean(answers.map(Some), None);
/// let questions = [
///     ("service", mean([9.0, 7.0, 4.0, 6.0, 5.0])?.unwrap()),
///     ("product", mean([8.0, 7.0, 3.0, 4.0, 5.0])?.unwrap()),
/// ];
/// let rows = compare_influences(questions, &Design::default(), Adjustment::default())?;
/// assert_eq!(format!("{:.1}", rows[0].difference), "0.8 ± 0.4");
/// # Ok::<(), retention::Error>(())
/// ```
pub fn compare_influences<N: Clone + PartialEq>(
    influences: impl IntoIterator<Item = (N, Influence)>,
    design: &Design,
    adjustment: Adjustment,
) -> Result<Vec<Comparison<N>>> {
    let named: Vec<(N, Influence)> = influences.into_iter().collect();
    compare_pairs(&named, adjustment, |first, second| {
        let difference = first.minus(second)?.estimate(design)?;
        let same = first.shares_rows(second);
        let decided = same || !(first.is_unanimous() || second.is_unanimous());
        Ok(Tested {
            difference,
            tested: decided.then_some(difference),
        })
    })
}

fn compare_pairs<N: Clone + PartialEq, E>(
    named: &[(N, E)],
    adjustment: Adjustment,
    minus: impl Fn(&E, &E) -> Result<Tested>,
) -> Result<Vec<Comparison<N>>> {
    if named.len() < 2 {
        return Err(Error::insufficient("estimates", named.len() as u64, 2));
    }
    let mut differences = Vec::new();
    let mut others = named.iter();
    while let Some((first, one)) = others.next() {
        for (second, other) in others.clone() {
            if first == second {
                let at = |name: &N| named.iter().position(|(own, _)| own == name);
                let twice = at(first).unwrap_or_default();
                return Err(Error::duplicate(
                    "name",
                    format_args!("that of estimate {twice}"),
                ));
            }
            differences.push((first.clone(), second.clone(), minus(one, other)?));
        }
    }
    test_each(differences, adjustment)
}

/// Tests differences that are already at hand and corrects for their number: waves of a panel, questions
/// against a benchmark.
///
/// # Errors
/// [`Error::Empty`] without differences.
///
/// ```
/// use retention::estimate::{Adjustment, Estimate, compare_differences};
///
/// let rows = compare_differences(
///     [
///         ("autumn", "spring", Estimate::new(0.5, 0.2)?),
///         ("spring", "winter", Estimate::new(0.1, 0.2)?),
///     ],
///     Adjustment::default(),
/// )?;
/// let [autumn, spring] = [rows[0].clone(), rows[1].clone()];
/// assert_eq!(format!("{:.3}", autumn.p_value.unwrap()), "0.012");
/// assert_eq!(format!("{:.3}", autumn.adjusted.unwrap()), "0.025");
/// assert_eq!(spring.adjusted, spring.p_value);
/// # Ok::<(), retention::Error>(())
/// ```
pub fn compare_differences<N>(
    differences: impl IntoIterator<Item = (N, N, Estimate)>,
    adjustment: Adjustment,
) -> Result<Vec<Comparison<N>>> {
    let differences = differences.into_iter().map(|(first, second, difference)| {
        let tested = Tested {
            difference,
            tested: Some(difference),
        };
        (first, second, tested)
    });
    test_each(differences, adjustment)
}

fn test_each<N>(
    differences: impl IntoIterator<Item = (N, N, Tested)>,
    adjustment: Adjustment,
) -> Result<Vec<Comparison<N>>> {
    let mut rows = Vec::new();
    for (first, second, found) in differences {
        let test = found.tested.map(|tested| tested.test(0.0)).transpose()?;
        rows.push(Comparison {
            first,
            second,
            p_value: test.flatten().map(|test| test.p_value),
            difference: found.difference,
            adjusted: None,
        });
    }
    if rows.is_empty() {
        return Err(Error::empty("difference"));
    }
    let adjusted = adjustment.adjust_known(rows.iter().map(|row| row.p_value))?;
    for (row, p) in rows.iter_mut().zip(adjusted) {
        row.adjusted = p;
    }
    Ok(rows)
}
