//! Which levels no portrait has together, because some are inferred from others.

use super::super::Dimension as D;
use super::super::{Dimension, Levels, Pattern};

type Sets = &'static [(Dimension, &'static [&'static str])];

/// Sets of levels that exclude each other under any bands. A test holds them against the portraits.
const UNREACHABLE: [Sets; 14] = [
    // A type needs both answers.
    &[(D::Satisfaction, &["unknown"]), (D::CustomerType, TYPES)],
    &[(D::Loyalty, &["unknown"]), (D::CustomerType, TYPES)],
    // Satisfied.
    &[
        (D::Satisfaction, &["high"]),
        (D::Loyalty, &["high"]),
        (D::Voice, RECOMMENDS),
        (
            D::CustomerType,
            &[
                "unknown",
                "loyalist",
                "defector",
                "terrorist",
                "mercenary",
                "hostage",
                "in_between",
            ],
        ),
    ],
    &[
        (D::Satisfaction, &["high"]),
        (D::Loyalty, &["high"]),
        (D::Voice, &["unknown", "warns", "neither"]),
        (
            D::CustomerType,
            &[
                "unknown",
                "apostle",
                "defector",
                "terrorist",
                "mercenary",
                "hostage",
                "in_between",
            ],
        ),
    ],
    &[
        (D::Satisfaction, &["high"]),
        (D::Loyalty, &["low", "medium"]),
        (
            D::CustomerType,
            &[
                "unknown",
                "loyalist",
                "apostle",
                "defector",
                "terrorist",
                "hostage",
                "in_between",
            ],
        ),
    ],
    // Low in one, and not high in the other; how low a terrorist is depends on the bands.
    &[
        (D::Satisfaction, &["low"]),
        (D::Loyalty, &["low", "medium"]),
        (D::CustomerType, NO_DEFECTOR),
    ],
    &[
        (D::Satisfaction, &["medium"]),
        (D::Loyalty, &["low"]),
        (D::CustomerType, NO_DEFECTOR),
    ],
    &[
        (D::Satisfaction, &["low"]),
        (D::Loyalty, &["low", "medium"]),
        (D::Voice, NO_WARNING),
        (D::CustomerType, &["terrorist"]),
    ],
    &[
        (D::Satisfaction, &["medium"]),
        (D::Loyalty, &["low"]),
        (D::Voice, NO_WARNING),
        (D::CustomerType, &["terrorist"]),
    ],
    &[
        (D::Satisfaction, &["medium"]),
        (D::Loyalty, &["medium", "high"]),
        (D::CustomerType, NOT_IN_BETWEEN),
    ],
    // Loyal and dissatisfied: a hostage if held, and always where bands do not ask what holds.
    &[
        (D::Satisfaction, &["low"]),
        (D::Loyalty, &["high"]),
        (D::SwitchingCost, &["unknown"]),
        (
            D::CustomerType,
            &[
                "loyalist",
                "apostle",
                "defector",
                "terrorist",
                "mercenary",
                "in_between",
            ],
        ),
    ],
    &[
        (D::Satisfaction, &["low"]),
        (D::Loyalty, &["high"]),
        (D::SwitchingCost, &["low", "medium"]),
        (
            D::CustomerType,
            &[
                "unknown",
                "loyalist",
                "apostle",
                "defector",
                "terrorist",
                "mercenary",
            ],
        ),
    ],
    &[
        (D::Satisfaction, &["low"]),
        (D::Loyalty, &["high"]),
        (D::SwitchingCost, &["high"]),
        (
            D::CustomerType,
            &[
                "unknown",
                "loyalist",
                "apostle",
                "defector",
                "terrorist",
                "mercenary",
                "in_between",
            ],
        ),
    ],
    // The type of portfolio follows from profit and chance where it is not given.
    &[
        (D::Portfolio, &["unknown"]),
        (D::ProfitGroup, &["high", "medium", "low", "no_profit"]),
        (D::ChanceOfReturn, &["low", "middle", "high"]),
    ],
];

const TYPES: &[&str] = &[
    "loyalist",
    "apostle",
    "defector",
    "terrorist",
    "mercenary",
    "hostage",
    "in_between",
];
const RECOMMENDS: &[&str] = &["recommends", "both"];
const NO_WARNING: &[&str] = &["unknown", "recommends", "neither"];
const NO_DEFECTOR: &[&str] = &[
    "unknown",
    "loyalist",
    "apostle",
    "mercenary",
    "hostage",
    "in_between",
];
const NOT_IN_BETWEEN: &[&str] = &[
    "unknown",
    "loyalist",
    "apostle",
    "defector",
    "terrorist",
    "mercenary",
    "hostage",
];

impl Pattern {
    /// Returns the levels that no portrait has together under any [`Bands`](super::super::Bands), because
    /// some are inferred from others. They may overlap.
    ///
    /// ```
    /// use retention::portrait::Pattern;
    ///
    /// let first = Pattern::unreachable().first().map(Pattern::to_string);
    /// let expected = "satisfaction: unknown; customer_type: loyalist or apostle or defector or terrorist \
    ///     or mercenary or hostage or in_between";
    /// assert_eq!(first.as_deref(), Some(expected));
    /// ```
    #[must_use]
    pub fn unreachable() -> Vec<Self> {
        UNREACHABLE
            .iter()
            .map(|sets| Self::of_names(sets))
            .collect()
    }

    /// The pattern of levels by name; names that a dimension does not have are left out, and tests hold
    /// that there are none.
    pub(super) fn of_names(sets: &[(Dimension, &[&str])]) -> Self {
        let mut pattern = Self::any();
        for &(dimension, names) in sets {
            let positions = names.iter().map(|name| Levels::find(dimension, name));
            let mask = positions.flatten().fold(0, |mask, level| mask | 1 << level);
            pattern.restrict(dimension, mask);
        }
        pattern
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::lifecycle::PortfolioType;
    use crate::loyalty::types::Rules;
    use crate::loyalty::{Score, Threshold};
    use crate::portrait::{Bands, Evidence, Options, ProfitGroup};
    use crate::scale::Scale;

    /// The types follow from these.
    const TYPED: [Dimension; 5] = [
        D::Satisfaction,
        D::Loyalty,
        D::SwitchingCost,
        D::Voice,
        D::CustomerType,
    ];
    const PLACED: [Dimension; 3] = [D::Portfolio, D::ProfitGroup, D::ChanceOfReturn];

    /// Every combination of levels of these dimensions that no pattern excludes.
    fn reachable(dimensions: &[Dimension]) -> BTreeSet<Vec<u8>> {
        let unreachable = Pattern::unreachable();
        let mut all = vec![vec![]];
        for dimension in dimensions {
            let levels = 0..dimension.levels().len() as u8;
            let longer = all.iter().flat_map(|first: &Vec<u8>| {
                levels
                    .clone()
                    .map(|level| [first.as_slice(), &[level]].concat())
            });
            all = longer.collect();
        }
        let is_reachable = |positions: &Vec<u8>| {
            let mut levels = Levels::UNKNOWN;
            for (&dimension, &position) in dimensions.iter().zip(positions) {
                levels.set(dimension, usize::from(position).checked_sub(1));
            }
            !unreachable.iter().any(|pattern| pattern.matches(&levels))
        };
        all.into_iter().filter(is_reachable).collect()
    }

    fn positions(options: &Options, evidence: &Evidence, of: &[Dimension]) -> Vec<u8> {
        let levels = options.portrait(evidence).unwrap().levels;
        of.iter()
            .map(|&dimension| levels.position(dimension))
            .collect()
    }

    #[test]
    fn types_are_reachable_exactly_where_an_evidence_has_them() {
        let scores: Vec<Option<Score>> = [None, Some(1.0), Some(2.0), Some(3.0), Some(5.0)]
            .map(|value| value.map(|value| Score::new(Scale::ONE_TO_FIVE, value).unwrap()))
            .to_vec();
        let told = [None, Some(false), Some(true)];
        let rules = [
            Rules::default(),
            Rules::default().held(None),
            Rules::default().least_satisfied(Threshold::OfScale(0.6)),
        ];
        let mut found = BTreeSet::new();
        for rules in rules {
            let options = Options::default().bands(Bands::default().types(rules));
            for &satisfaction in &scores {
                for &loyalty in &scores {
                    for &cost in &scores {
                        let asked = Evidence::default()
                            .satisfaction(satisfaction)
                            .loyalty(loyalty)
                            .switching_cost(cost);
                        for recommends in told {
                            for warns in told {
                                let evidence = asked.recommends(recommends).warns(warns);
                                found.insert(positions(&options, &evidence, &TYPED));
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(found, reachable(&TYPED));
    }

    #[test]
    fn portfolios_are_reachable_exactly_where_an_evidence_has_them() {
        let some = |all: &[PortfolioType]| all.iter().copied().map(Some).collect::<Vec<_>>();
        let mut found = BTreeSet::new();
        for portfolio in [vec![None], some(PortfolioType::ALL)].concat() {
            for place in 0..=ProfitGroup::ALL.len() {
                for chance in [None, Some(0.1), Some(0.3), Some(0.9)] {
                    let evidence = Evidence::default()
                        .portfolio(portfolio)
                        .profit_group(ProfitGroup::ALL.get(place).copied())
                        .chance_of_return(chance);
                    found.insert(positions(&Options::default(), &evidence, &PLACED));
                }
            }
        }
        assert_eq!(found, reachable(&PLACED));
    }

    #[test]
    fn every_level_named_is_one_of_its_dimension() {
        for (sets, pattern) in UNREACHABLE.iter().zip(Pattern::unreachable()) {
            for (dimension, names) in *sets {
                let mask = pattern.mask(*dimension);
                assert_eq!(mask.count_ones() as usize, names.len(), "{pattern}");
            }
        }
    }
}
