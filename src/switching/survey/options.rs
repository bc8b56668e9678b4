use crate::error::non_negative;
use crate::macros::options;
use crate::scale::Missing;
use crate::switching::facets::ByType;
use crate::{Error, Result};

options! {
    /// How scores of facets become scores of types and an overall score.
    ///
    /// No rule is published: the source of the facets models them as latent factors. Missing scores
    /// are never filled in. By default a type needs all of its facets and the overall score all types,
    /// because the mean of fewer parts measures something else.
    ///
    /// ```
    /// use retention::scale::Missing;
    /// use retention::switching::survey::Options;
    ///
    /// // Financial costs count double, and two facets of a type may be missing.
    /// let options = Options::default().financial_weight(2.0).facets(Missing::AtLeastHalf);
    /// assert_eq!(options.types, Missing::Listwise);
    /// ```
    #[derive(Copy)]
    pub struct Options {
        /// Facets of a type that must have a score, of those asked about. Default: all.
        pub facets: Missing = Missing::Listwise,
        /// Types that must have a score for an overall score, of those asked about with a weight
        /// above 0. Default: all.
        pub types: Missing = Missing::Listwise,
        /// Weight of procedural costs in the overall score, 0 or more. Only the proportions of the
        /// three weights matter. Default: 1.
        pub procedural_weight: f64 = 1.0,
        /// Weight of financial costs in the overall score, 0 or more. Default: 1.
        pub financial_weight: f64 = 1.0,
        /// Weight of relational costs in the overall score, 0 or more. Default: 1.
        pub relational_weight: f64 = 1.0,
    }
}

impl Options {
    /// The weights of the types asked about, as shares of the largest.
    pub(super) fn weights(&self, asked: &ByType<usize>) -> Result<ByType<f64>> {
        let (p, f, r) = (
            non_negative("weight of procedural costs", self.procedural_weight)?,
            non_negative("weight of financial costs", self.financial_weight)?,
            non_negative("weight of relational costs", self.relational_weight)?,
        );
        // In the order of the types.
        let mut weights = ByType([p, f, r]);
        for (cost_type, facets) in asked.iter() {
            if facets == 0
                && let Some(weight) = weights.get_mut(cost_type)
            {
                *weight = 0.0;
            }
        }
        let largest = weights.iter().map(|(_, weight)| weight).fold(0.0, f64::max);
        if largest == 0.0 {
            let argument = "largest weight of a type asked about";
            return Err(Error::out_of_range(argument, 0, "above 0"));
        }
        Ok(ByType(weights.0.map(|weight| weight / largest)))
    }

    /// How many of the facets asked about a type must have a score.
    pub(super) fn least_facets(&self, asked: usize) -> Result<usize> {
        let argument = "least number of facets of a type";
        self.facets.least_of(asked, argument, "facets asked about")
    }

    /// How many of the types with a weight must have a score.
    pub(super) fn least_types(&self, weighted: usize) -> Result<usize> {
        let argument = "least number of types";
        self.types
            .least_of(weighted, argument, "types with a weight")
    }
}
