use std::collections::BTreeMap;

use crate::macros::{named_enum, options};

named_enum! {
    /// How standard errors take weights into account.
    ///
    /// See the [example](crate::estimate::Design).
    #[derive(Default)]
    pub enum Errors {
        /// By Taylor linearisation, as survey packages do: it sees whether those with large weights
        /// differ from the others. The default.
        #[default]
        Linearised = "linearised",
        /// By Kish's effective sample size `(Σw)² / Σw²`: it assumes that weights are unrelated to
        /// answers.
        Kish = "kish",
    }
}

named_enum! {
    /// What becomes of a stratum with a single cluster, whose variance no data show.
    ///
    /// See the [example](crate::estimate::Design).
    #[derive(Default)]
    #[doc(alias = "lonely PSU")]
    pub enum SingleCluster {
        /// It is refused: merge the stratum with one like it. The default.
        #[default]
        Refuse = "refuse",
        /// It adds the square of its deviation from the mean of all clusters, which errs on the side of
        /// caution.
        Centred = "centred",
        /// It adds no variance, as if it had been certain to be asked.
        Certain = "certain",
    }
}

named_enum! {
    /// Which clusters of the sample count where an estimate concerns some respondents only.
    ///
    /// See the [example](crate::estimate::Design).
    #[derive(Default)]
    #[doc(alias = "domain")]
    #[doc(alias = "subpopulation")]
    pub enum Base {
        /// Those with a respondent who took part in the estimate: its errors are those of a survey of
        /// these respondents alone. The default.
        #[default]
        TookPart = "took_part",
        /// All that were sampled, as survey packages count a domain: how many of them would take part
        /// was left to chance.
        Sampled = "sampled",
    }
}

options! {
    /// How respondents were sampled, which decides how large a standard error is.
    ///
    /// Codes stand one for each respondent. The default is a simple random sample of a population
    /// without end.
    ///
    /// ```
    /// use retention::estimate::{Base, Design, Errors, Influence, SingleCluster};
    ///
    /// let answers = [9.0, 7.0, 4.0, 6.0, 5.0, 8.0].map(Some);
    /// let mean = Influence::of_mean(answers, None)?.unwrap();
    /// let plain = mean.estimate(&Design::default())?;
    /// assert_eq!(format!("{plain:.3}"), "6.500 ± 0.764");
    ///
    /// // Three people from each of two regions, which have 30 and 60 customers.
    /// let regions = Design::default()
    ///     .strata(Some(vec![1, 1, 1, 2, 2, 2]))
    ///     .populations([(1, 30), (2, 60)].into());
    /// let stratified = mean.estimate(&regions)?;
    /// assert_eq!(format!("{stratified:.3}"), "6.500 ± 0.812");
    /// assert_eq!(stratified.degrees_of_freedom(), Some(4.0));
    ///
    /// // Two people from each of three shops.
    /// let shops = Design::default().clusters(Some(vec![1, 1, 2, 2, 3, 3]));
    /// assert_eq!(format!("{:.3}", mean.estimate(&shops)?), "6.500 ± 0.866");
    /// assert_eq!(shops.errors, Errors::Linearised);
    /// assert_eq!((shops.single_cluster, shops.base), (SingleCluster::Refuse, Base::TookPart));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[derive(Eq)]
    #[doc(alias = "complex survey")]
    #[doc(alias = "svydesign")]
    pub struct Design {
        /// The stratum of each respondent: groups from each of which a sample was taken. Default:
        /// `None`, one stratum.
        pub strata: Option<Vec<u32>> = None,
        /// The cluster of each respondent: those who were sampled together, such as the customers of
        /// one shop. A cluster lies within one stratum. Default: `None`, each respondent alone.
        pub clusters: Option<Vec<u32>> = None,
        /// How many there are in the population of each stratum, by its code: clusters, where there are
        /// clusters, and otherwise customers. Without strata the code is 0. Default: none, populations without end.
        pub populations: BTreeMap<u32, u64> = BTreeMap::new(),
        /// How weights enter. Default: linearised.
        pub errors: Errors = Errors::Linearised,
        /// What becomes of a stratum with a single cluster. Default: refuse.
        pub single_cluster: SingleCluster = SingleCluster::Refuse,
        /// Which clusters count. Default: those that took part.
        pub base: Base = Base::TookPart,
    }
}
