use super::{Columns, Dimension, Options, Rater};
use crate::Result;
use crate::estimate::Estimate;
use crate::scale::{ItemSet, Summary, Weights};

/// The scores of one item of a [`Servqual`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ItemScores {
    /// The dimension it asks about.
    pub dimension: Dimension,
    /// How it is perceived, as asked, over all who answered.
    pub perception: Summary,
    /// What is expected, as asked, over all who answered; `None` in SERVPERF.
    pub expectation: Option<Summary>,
    /// Its score, over all who gave the answers needed; turned round if the item was asked the other
    /// way round, so that below 0 always means that the service falls short.
    pub score: Summary,
}

/// How a service compares with what its customers expect: item by item, in five dimensions, and
/// overall.
///
/// ```text
/// gap of an item      = perception − expectation        (SERVPERF: the perception)
/// gap of a dimension  = mean over the items answered     (for each respondent)
/// unweighted gap      = mean of the dimensions           (for each respondent)
/// weighted gap        = Σ weight · gap / Σ weight        (for each respondent)
/// ```
///
/// A gap below 0 says that the service falls short of what is expected. Every figure comes with its
/// standard error, which accounts for the dependence between dimensions. The overall figures are of the
/// [dimensions](Options::dimensions) of the options, and use the respondents with a score on all of
/// them. So with missing answers they need not be the mean of the dimensions' figures.
///
/// The authors weight by the 100 points that each customer spreads over the dimensions:
/// [`own_weighted`](Self::own_weighted). Weights common to all say less of customers who want different
/// things.
///
/// Gaps are less reliable than the answers they are computed from; [SERVPERF](super::Form::Perception)
/// leaves expectations out.
///
/// Source: Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988), *Journal of Retailing* 64(1):
/// 12–40; Cronin, J. J. and Taylor, S. A. (1992), *Journal of Marketing* 56(3): 55–68.
///
/// ```
/// use retention::satisfaction::servqual;
/// use retention::scale::{Item, ItemSet, Scale};
///
/// // One question a dimension, two respondents.
/// let items = servqual::Dimension::ALL.iter().copied().map(Item::as_asked);
/// let options = servqual::Options::default().items(items.collect());
/// let scale = Scale::ONE_TO_SEVEN;
/// let columns = [[5.0, 4.0], [6.0, 5.0], [6.0, 6.0], [5.0, 7.0], [4.0, 5.0]];
/// let perceptions: Result<Vec<_>, _> = columns.iter().map(|c| scale.full_answers(c)).collect();
/// let perceptions = ItemSet::new(perceptions?)?;
/// let wanted = [6.0, 6.0];
/// let expectations = ItemSet::new([scale.full_answers(&wanted)?; 5])?;
///
/// let service = servqual::Servqual::of(&perceptions, Some(&expectations), None, &options)?;
/// assert_eq!(service.dimensions.reliability.mean, Some(-1.5));
/// assert_eq!(format!("{:.2}", service.unweighted.mean.unwrap()), "-0.70");
/// assert_eq!(format!("{:.3}", service.weighted.estimate().unwrap().standard_error()), "0.015");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "SERVQUAL")]
#[doc(alias = "SERVPERF")]
#[doc(alias = "RATER")]
#[doc(alias = "满意度指标体系")]
pub struct Servqual {
    /// The items, and how answers became scores.
    pub options: Options,
    /// The weight of each dimension by the options, as a share of 1; 0 for a dimension that is not part
    /// of the overall figures.
    pub shares: Rater<f64>,
    /// Respondents, whatever they answered.
    pub respondents: u64,
    /// Each item, in the order asked.
    pub items: Vec<ItemScores>,
    /// The score of each dimension. A dimension without items has neither answers nor missing ones.
    pub dimensions: Rater<Summary>,
    /// The mean of the dimensions, over respondents who have all of them.
    pub unweighted: Summary,
    /// The mean by the weights of the options, over the same respondents.
    pub weighted: Summary,
    /// The mean by each respondent's own points, over those of the same respondents who gave them.
    pub own_weighted: Summary,
    /// The mean by the mean of those respondents' points, with a standard error by linearisation; `None`
    /// with fewer than two.
    ///
    /// ```text
    /// Σ (mean share of a dimension · mean score of the dimension)
    /// ```
    pub mean_weighted: Option<Estimate>,
    /// How much each dimension matters, as a share of 1, over all who gave points to the dimensions.
    pub own_shares: Rater<Summary>,
}

impl Servqual {
    /// Computes the result from the columns of the items, answered by the same respondents and in the
    /// order of the [options](Options::items); no expectations for [SERVPERF](super::Form::Perception).
    ///
    /// The options say which items were asked the other way round: give their columns as asked.
    ///
    /// # Errors
    /// As [`Columns::assess`].
    pub fn of(
        perceptions: &ItemSet<'_>,
        expectations: Option<&ItemSet<'_>>,
        weights: Option<&Weights>,
        options: &Options,
    ) -> Result<Self> {
        let columns = Columns {
            perceptions,
            expectations,
            points: None,
            weights,
        };
        columns.assess(options)
    }
}
