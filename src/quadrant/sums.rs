//! What is known of respondents' answers, and what is made of it.

use super::derive::{self, Evidence, Flaw, Found};
use super::{Deletion, Method, RatingScales, StandardErrors};
use crate::Result;
#[cfg(feature = "serde")]
use crate::error::Error;
use crate::numeric::moments::{Moments, One};
use crate::scale::Scale;

/// What is known of the answers so far.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(super) enum Sums {
    Listwise {
        /// Of the attributes, or of their logarithms, and of the overall answers.
        moments: Moments,
        /// Of all who rated the attribute.
        means: Vec<One>,
    },
    Pairwise {
        /// Of all who rated the attribute.
        means: Vec<One>,
        /// Of those who gave an overall answer as well: the attribute, and that.
        pairs: Vec<Moments>,
    },
}

impl Sums {
    pub(super) fn new(deletion: Deletion, attributes: usize) -> Self {
        let means = vec![One::default(); attributes];
        match deletion {
            Deletion::Listwise => Self::Listwise {
                moments: Moments::new(attributes + 1),
                means,
            },
            Deletion::Pairwise => Self::Pairwise {
                means,
                pairs: vec![Moments::new(2); attributes],
            },
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        match (self, other) {
            (
                Self::Listwise { moments, means },
                Self::Listwise {
                    moments: other,
                    means: others,
                },
            ) => {
                moments.merge(other);
                merge_means(means, others);
            }
            (
                Self::Pairwise { means, pairs },
                Self::Pairwise {
                    means: others,
                    pairs: other,
                },
            ) => {
                merge_means(means, others);
                for (pair, other) in pairs.iter_mut().zip(other) {
                    pair.merge(other);
                }
            }
            // The methods are equal, and so are the deletions.
            _ => {}
        }
    }

    /// Refuses a state that no `used` respondents could have made.
    #[cfg(feature = "serde")]
    pub(super) fn check(
        &self,
        deletion: Deletion,
        attributes: usize,
        [used, left_out]: [u64; 2],
    ) -> Result<()> {
        let means = match (self, deletion) {
            (Self::Listwise { moments, means }, Deletion::Listwise) => {
                check_moments(moments, attributes + 1, used)?;
                for mean in means {
                    check_rated(mean.rows(), moments.rows())?;
                }
                means
            }
            (Self::Pairwise { means, pairs }, Deletion::Pairwise) => {
                check_length("sums of pairs", pairs.len(), attributes)?;
                for pair in pairs {
                    check_moments(pair, 2, used)?;
                }
                means
            }
            _ => {
                return Err(Error::mismatch(
                    "deletion of the method and of the sums kept",
                    "listwise",
                    "pairwise",
                ));
            }
        };
        check_length("sums of attributes", means.len(), attributes)?;
        for mean in means {
            mean.check()?;
            check_rows(mean.rows(), used.saturating_add(left_out))?;
        }
        Ok(())
    }

    /// Returns importance and satisfaction, of so many respondents used and left out.
    pub(super) fn found<'n>(
        &self,
        method: Method,
        names: &'n [String],
        scale: Scale,
        [used, left_out]: [u64; 2],
    ) -> Result<Found<'n>> {
        let (weighed, evidence) = match self {
            Self::Listwise { moments, means } => {
                let evidence = listwise(moments, means, method, scale)?;
                // At least three respondents have weight, or there would be too few.
                let covariances = moments.covariances().ok_or(Flaw::Constant(0));
                let weighed = covariances.and_then(|c| derive::weigh(method.importance, &c));
                (weighed, evidence)
            }
            Self::Pairwise { means, pairs } => {
                let evidence = pairwise(means, pairs, method, (names, scale))?;
                let correlations = pairs.iter().map(Moments::correlation);
                (derive::correlations(correlations.collect()), evidence)
            }
        };
        Ok(Found {
            method,
            names,
            scales: RatingScales::derived(scale.continuous()),
            weighed: weighed.map_err(|flaw| flaw.refuse(names))?,
            evidence,
            used,
            left_out,
            standard_errors: StandardErrors::Classical,
        })
    }
}

fn listwise(
    moments: &Moments,
    means: &[One],
    method: Method,
    scale: Scale,
) -> Result<Vec<Evidence>> {
    method.check_respondents(moments.rows(), means.len())?;
    let each = means.iter().map(|mean| {
        let satisfaction = mean.mean().map(|mean| scale.clamp(mean));
        Evidence::derived(satisfaction, mean.rows(), moments)
    });
    each.collect()
}

fn pairwise(
    means: &[One],
    pairs: &[Moments],
    method: Method,
    (names, scale): (&[String], Scale),
) -> Result<Vec<Evidence>> {
    let each = names.iter().zip(means.iter().zip(pairs));
    each.map(|(name, (mean, pair))| {
        method.check_attribute(pair.rows(), name, names.len())?;
        let satisfaction = mean.mean().map(|mean| scale.clamp(mean));
        Evidence::derived(satisfaction, mean.rows(), pair)
    })
    .collect()
}

fn merge_means(means: &mut [One], others: &[One]) {
    for (mean, other) in means.iter_mut().zip(others) {
        mean.merge(other);
    }
}

#[cfg(feature = "serde")]
fn check_length(argument: &'static str, found: usize, expected: usize) -> Result<()> {
    if found == expected {
        Ok(())
    } else {
        Err(Error::length(argument, found, expected))
    }
}

#[cfg(feature = "serde")]
fn check_moments(moments: &Moments, variables: usize, used: u64) -> Result<()> {
    moments.check(variables)?;
    check_rows(moments.rows(), used)
}

#[cfg(feature = "serde")]
fn check_rows(rows: u64, used: u64) -> Result<()> {
    if rows <= used {
        return Ok(());
    }
    let allowed = format_args!("at most the respondents used, {used}");
    Err(Error::out_of_range(
        "respondents with weight",
        rows,
        allowed,
    ))
}

/// Refuses fewer who rated an attribute than who rated all of them.
#[cfg(feature = "serde")]
fn check_rated(rated: u64, complete: u64) -> Result<()> {
    if rated >= complete {
        return Ok(());
    }
    let allowed = format_args!("at least those who gave all answers, {complete}");
    Err(Error::out_of_range(
        "respondents who rated an attribute",
        rated,
        allowed,
    ))
}
