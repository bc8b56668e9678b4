use super::columns::{Columns, Part};
use super::ranked::Ranks;
use super::survey::Rows;
use super::{Importance, Method, Survey};
use crate::error::Error;
use crate::estimate::Influence;
use crate::{Result, quadrant::analysis::at_attribute};

impl Survey<'_> {
    /// Returns what each respondent contributes to the importance of each attribute, in the order given, so
    /// that importances can be compared: of two attributes, two segments, two waves, under any
    /// [`Design`](crate::estimate::Design).
    ///
    /// `None` for an attribute whose importance one respondent alone decides: it has no
    /// [robust error](super::StandardErrors::Robust) either.
    ///
    /// A contribution is what the [standard error](super::Assessed::standard_error) is the sum of squares
    /// of: divided by one less its leverage, except for ranks and stated importance. The error of a
    /// [`Design`](crate::estimate::Design) differs a little. It takes off the mean of the contributions and
    /// multiplies by √(n/(n − 1)), although leverages have corrected for that already: it is up to about
    /// 1/(2n) larger, or 1 of 80 for 40 respondents. For ranks and stated importance it is the same.
    ///
    /// A segment of this survey is a survey in which the others gave no overall answer. A
    /// correlation near −1 or 1 is better told by [`Assessed::interval`](super::Assessed::interval).
    ///
    /// # Errors
    /// As [`assess`](Self::assess); [`Error::Unsupported`] for relative weights and dominance, which have no
    /// contributions.
    ///
    /// ```
    /// use retention::estimate::Design;
    /// use retention::quadrant::{Importance, Method, Survey};
    /// use retention::scale::Scale;
    ///
    /// let scale = Scale::ONE_TO_FIVE;
    /// let survey = Survey::new([
    ///     ("price", scale.full_answers(&[5.0, 2.0, 4.0, 1.0, 3.0, 4.0, 2.0, 4.0])?),
    ///     ("network", scale.full_answers(&[4.0, 5.0, 5.0, 4.0, 3.0, 2.0, 5.0, 3.0])?),
    /// ])?
    /// .overall(scale.full_answers(&[4.0, 2.0, 3.0, 1.0, 3.0, 4.0, 3.0, 5.0])?)?;
    ///
    /// let importance = survey.influence(Method::from(Importance::Pearson).minimum(8))?;
    /// if let [Some(price), Some(network)] = &importance[..] {
    ///     let more = price.minus(network)?.estimate(&Design::default())?;
    ///     assert_eq!(format!("{more:.2}"), "1.33 ± 0.23");
    /// }
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn influence(&self, method: Method) -> Result<Vec<Option<Influence>>> {
        if !method.importance.is_signed() {
            let error = Error::unsupported(method.importance, "a comparison by contributions");
            return Err(error.with_cure("compare correlations or coefficients"));
        }
        let assessment = self.assess(method)?;
        let contributions = match method.importance {
            Importance::Stated => {
                let rows = Rows::new(self, method)?;
                let said = self.stated_answers()?.columns.iter();
                let means = said.zip(&assessment.attributes);
                let of = means.map(|(said, a)| rows.contributions_to_mean(said, a.importance));
                Some(of.collect())
            }
            Importance::Spearman => {
                let rows = Rows::new(self, method)?;
                Ranks::new(self, &rows)?
                    .contributions(&rows.weights)
                    .map(|all| {
                        let all = all.into_iter();
                        all.map(|own| rows.among_all(own)).collect::<Vec<_>>()
                    })
            }
            _ => {
                let columns = Columns::new(self, method)?;
                let part = Part::of(&columns)?;
                let importance: Vec<f64> =
                    assessment.attributes.iter().map(|a| a.importance).collect();
                columns.contributions(&part.sums, &importance)
            }
        };
        let contributions = contributions.unwrap_or_default();
        let each = assessment.attributes.iter().zip(contributions);
        each.map(|(attribute, own)| {
            if own.iter().flatten().any(|own| own.is_nan()) {
                return Ok(None);
            }
            let weights = self.sheet.given_weights();
            let influence = Influence::from_weighted(attribute.importance, own, weights);
            let named = influence.map_err(|error| error.at_place(at_attribute(&attribute.name)));
            named.map(Some)
        })
        .collect()
    }
}
