use super::analysis::check_names;
use super::derive::{self, Evidence, Flaw, Weighed};
use super::{Assessment, Deletion, Importance, Method, Scales};
use crate::Result;
use crate::error::Error;
use crate::numeric::moments::{Moments, One as Mean};
use crate::scale::{Scale, respondent_weight};

/// Makes an [`Assessment`] respondent by respondent, without the columns: chunk by chunk, or on
/// threads whose parts [merge](Self::merge).
///
/// In another order of respondents, or in other parts, figures differ by rounding alone. For
/// [`Spearman`](Importance::Spearman), which ranks all answers, and for
/// [`Stated`](Importance::Stated) importance use a [`Survey`](super::Survey).
///
/// ```
/// use retention::quadrant::{Builder, Importance, Method};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_FIVE;
/// let method = Method::from(Importance::Pearson).minimum(4);
/// let mut builder = Builder::new(["price", "network"], scale, scale, &method)?;
/// for (answers, overall) in [([5.0, 4.0], 4.0), ([2.0, 3.0], 2.0), ([4.0, 1.0], 3.0)] {
///     builder.push(&answers.map(Some), Some(overall))?;
/// }
/// let mut more = Builder::new(["price", "network"], scale, scale, &method)?;
/// more.push(&[Some(1.0), Some(2.0)], Some(1.0))?;
/// more.push(&[Some(1.0), None], Some(1.0))?;
/// builder.merge(more)?;
///
/// let assessment = builder.finish()?;
/// assert_eq!((assessment.used, assessment.left_out), (4, 1));
/// assert_eq!(format!("{:.3}", assessment.attributes[0].importance), "0.990");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Builder {
    names: Vec<String>,
    scale: Scale,
    overall: Scale,
    method: Method,
    sums: Sums,
    used: usize,
    left_out: usize,
    /// The respondent at hand; kept so that a row allocates nothing.
    row: Vec<Option<f64>>,
    variables: Vec<f64>,
}

/// What is known of the answers so far.
#[derive(Debug, Clone)]
enum Sums {
    Listwise {
        /// Of the attributes, or of their logarithms, and of the overall answers.
        moments: Moments,
        /// Of the answers themselves, where the moments are of logarithms.
        means: Vec<Mean>,
    },
    Pairwise {
        /// Of all who rated the attribute.
        means: Vec<Mean>,
        /// Of those who gave an overall answer as well: the attribute, and that.
        pairs: Vec<Moments>,
    },
}

impl Builder {
    /// For these attributes, all rated on `scale`, and overall satisfaction on a scale that may be
    /// another.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes; [`Error::Duplicate`] for a name that occurs twice;
    /// [`Error::OutOfRange`] for a method that needs the columns, for logarithms of a scale that is
    /// not above 0, and for a method that does not allow pairwise deletion.
    pub fn new<N: Into<String>>(
        names: impl IntoIterator<Item = N>,
        scale: Scale,
        overall: Scale,
        method: &Method,
    ) -> Result<Self> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        check_names(names.iter().map(String::as_str))?;
        method.check(scale)?;
        if matches!(method.importance, Importance::Stated | Importance::Spearman) {
            return Err(Error::out_of_range(
                "importance",
                method.importance,
                "one that needs no columns; use a survey",
            ));
        }
        let k = names.len();
        let means = vec![Mean::default(); k];
        let sums = match method.deletion {
            Deletion::Listwise => Sums::Listwise {
                moments: Moments::new(k + 1),
                means,
            },
            Deletion::Pairwise => Sums::Pairwise {
                means,
                pairs: vec![Moments::new(2); k],
            },
        };
        Ok(Self {
            row: Vec::with_capacity(k),
            variables: Vec::with_capacity(k + 1),
            names,
            scale,
            overall,
            method: *method,
            sums,
            used: 0,
            left_out: 0,
        })
    }

    /// Adds one respondent: a rating of each attribute, and of satisfaction overall. An error
    /// leaves the builder as it was.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where there are more or fewer ratings than attributes;
    /// [`Error::NotFinite`] and [`Error::OutOfRange`] for what is not an answer on its scale, with
    /// the position of the attribute as the row, and without one for the overall answer.
    pub fn push(&mut self, ratings: &[Option<f64>], overall: Option<f64>) -> Result<()> {
        self.push_weighted(ratings, overall, 1.0)
    }

    /// Adds one respondent who counts for `weight`.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`Error::NotFinite`] and [`Error::OutOfRange`] for a weight that is
    /// neither 0 nor from 10⁻¹⁰⁰ to 10¹⁰⁰.
    pub fn push_weighted(
        &mut self,
        ratings: &[Option<f64>],
        overall: Option<f64>,
        weight: f64,
    ) -> Result<()> {
        if ratings.len() != self.names.len() {
            return Err(Error::length(
                "ratings of a respondent",
                ratings.len(),
                self.names.len(),
            ));
        }
        let weight = respondent_weight(weight)?;
        for (at, rating) in ratings.iter().enumerate() {
            if let Some(rating) = rating {
                let rating = self.scale.check(*rating);
                rating.map_err(|error| error.at_row(at))?;
            }
        }
        if let Some(overall) = overall {
            self.overall.check(overall)?;
        }
        self.row.clear();
        self.row.extend_from_slice(ratings);
        self.add(overall, weight);
        Ok(())
    }

    /// Adds a respondent whose answers were checked where they come from.
    pub(super) fn add_checked(
        &mut self,
        ratings: impl Iterator<Item = Option<f64>>,
        overall: Option<f64>,
        weight: f64,
    ) {
        self.row.clear();
        self.row.extend(ratings);
        self.add(overall, weight);
    }

    /// Adds the row.
    fn add(&mut self, overall: Option<f64>, weight: f64) {
        let counted = match &mut self.sums {
            Sums::Listwise { moments, means } => {
                self.variables.clear();
                self.variables.extend(self.row.iter().flatten());
                let complete = self.variables.len() == self.row.len();
                if let (true, Some(overall)) = (complete, overall) {
                    if self.method.importance == Importance::Deng {
                        for (mean, rating) in means.iter_mut().zip(&mut self.variables) {
                            mean.push(*rating, weight);
                            *rating = rating.ln();
                        }
                    }
                    self.variables.push(overall);
                    moments.push(&self.variables, weight);
                    true
                } else {
                    false
                }
            }
            Sums::Pairwise { means, pairs } => {
                for ((mean, pair), rating) in means.iter_mut().zip(pairs).zip(&self.row) {
                    if let Some(rating) = *rating {
                        mean.push(rating, weight);
                        if let Some(overall) = overall {
                            pair.push(&[rating, overall], weight);
                        }
                    }
                }
                self.row.iter().any(Option::is_some)
            }
        };
        if counted {
            self.used += 1;
        } else {
            self.left_out += 1;
        }
    }

    /// Adds the respondents of another part, none of whom is in this one.
    ///
    /// # Errors
    /// [`Error::Mismatch`] where it has other attributes, other scales or another method.
    pub fn merge(&mut self, other: Self) -> Result<()> {
        let differ =
            |argument, left: String, right: String| Err(Error::mismatch(argument, left, right));
        if self.names != other.names {
            let (left, right) = (self.names.join(", "), other.names.join(", "));
            return differ("attributes", left, right);
        }
        for (argument, left, right) in [
            ("scales of the attributes", self.scale, other.scale),
            ("scales of the overall answers", self.overall, other.overall),
        ] {
            if left != right {
                return differ(argument, left.to_string(), right.to_string());
            }
        }
        if self.method != other.method {
            let (left, right) = (format!("{:?}", self.method), format!("{:?}", other.method));
            return differ("methods", left, right);
        }
        match (&mut self.sums, &other.sums) {
            (
                Sums::Listwise { moments, means },
                Sums::Listwise {
                    moments: other,
                    means: others,
                },
            ) => {
                moments.merge(other);
                merge_means(means, others);
            }
            (
                Sums::Pairwise { means, pairs },
                Sums::Pairwise {
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
        self.used += other.used;
        self.left_out += other.left_out;
        Ok(())
    }

    /// Importance and satisfaction over all respondents added.
    ///
    /// # Errors
    /// [`Error::Insufficient`] with fewer respondents than the method's
    /// [minimum](Method::minimum); [`Error::Singular`] for an attribute that everybody rated alike,
    /// or, where the method enters all at once, that is a combination of those before it;
    /// [`Error::OutOfRange`] where all overall answers are alike.
    pub fn finish(self) -> Result<Assessment> {
        let k = self.names.len();
        let (weighed, evidence) = match &self.sums {
            Sums::Listwise { moments, means } => {
                self.method.check_respondents(moments.rows(), k)?;
                let raw = |at: usize| match self.method.importance {
                    Importance::Deng => means.get(at).and_then(Mean::mean),
                    _ => moments.mean(at),
                };
                let evidence: Option<Vec<Evidence>> = (0..k)
                    .map(|at| {
                        Some(Evidence {
                            satisfaction: self.scale.clamp(raw(at)?),
                            answered: moments.rows(),
                            used: moments.rows(),
                            effective_sample_size: moments.effective_sample_size(),
                        })
                    })
                    .collect();
                (weigh_all(self.method.importance, moments), evidence)
            }
            Sums::Pairwise { means, pairs } => {
                for pair in pairs {
                    self.method.check_respondents(pair.rows(), k)?;
                }
                let evidence: Option<Vec<Evidence>> = means
                    .iter()
                    .zip(pairs)
                    .map(|(mean, pair)| {
                        Some(Evidence {
                            satisfaction: self.scale.clamp(mean.mean()?),
                            answered: mean.rows(),
                            used: pair.rows(),
                            effective_sample_size: pair.effective_sample_size(),
                        })
                    })
                    .collect();
                (derive::correlations(pairs), evidence)
            }
        };
        let weighed = weighed.map_err(|flaw| derive::refuse(flaw, &self.names))?;
        let evidence = evidence.ok_or(Error::empty("respondent"))?;
        let (attributes, fit) = derive::assess(&self.method, &self.names, &weighed, &evidence)?;
        Ok(Assessment {
            attributes,
            scales: Scales::derived(self.scale.continuous()),
            method: self.method,
            used: self.used,
            left_out: self.left_out,
            fit,
        })
    }
}

fn merge_means(means: &mut [Mean], others: &[Mean]) {
    for (mean, other) in means.iter_mut().zip(others) {
        mean.merge(other);
    }
}

fn weigh_all(importance: Importance, moments: &Moments) -> std::result::Result<Weighed, Flaw> {
    // At least three respondents have weight, or there would be too few.
    let covariances = moments.covariances().ok_or(Flaw::Constant(0))?;
    derive::weigh(importance, &covariances)
}
