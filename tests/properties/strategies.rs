//! What is recommended: as a plain reading of the table would have it, for everyone, and without
//! contradiction.

use proptest::prelude::*;
use retention::churn::Reason;
use retention::lifecycle::{PortfolioType, RelationshipType, Stage, Strategy as Advised};
use retention::loyalty::types::Rules;
use retention::loyalty::{Score, Threshold};
use retention::portrait::{
    Action, Approach, Bands, Contract, Dimension, Evidence, Improvement, Levels, Options, Pattern,
    Portrait, ProfitGroup, StrategyRule, StrategyTable, Topic,
};
use retention::pyramid::{Status, Tier};
use retention::scale::Scale;
use retention::switching::{Bond, Verdict};
use rust_decimal::Decimal;

use crate::cases;

/// Takes one number after the other from a list, and makes evidence of them.
struct Drawn<'a>(std::slice::Iter<'a, u8>);

impl Drawn<'_> {
    fn next(&mut self) -> u8 {
        self.0.next().copied().unwrap_or_default()
    }

    /// One of these, or not known: half of the time.
    fn of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::from(self.next()) % (2 * all.len())).copied()
    }

    fn number(&mut self) -> Option<f64> {
        let drawn = self.next();
        (!drawn.is_multiple_of(3)).then(|| f64::from(drawn) / 255.0)
    }

    fn score(&mut self) -> Option<Score> {
        let part = self.number()?;
        Some(Score::new(Scale::ONE_TO_FIVE, 1.0 + (part * 8.0).round() / 2.0).unwrap())
    }

    fn evidence(&mut self) -> Evidence {
        let bonds = self.of(Bond::ALL).map(|bond| [bond].into_iter().collect());
        Evidence::default()
            .status(self.of(Status::ALL))
            .tier(self.of(&[1, 4]).map(|rank| Tier::new(rank).unwrap()))
            .profit_group(self.of(ProfitGroup::ALL))
            .stage(self.of(Stage::ALL))
            .portfolio(self.of(PortfolioType::ALL))
            .relationship(self.of(RelationshipType::ALL))
            .contract(self.of(Contract::ALL))
            .churn_reason(self.of(Reason::ALL))
            .is_core(self.of(&[true, false]))
            .is_overdue(self.of(&[true, false]))
            .satisfaction(self.score())
            .loyalty(self.score())
            .trust(self.score())
            .switching_cost(self.score())
            .relative_attitude(self.score())
            .patronage(self.score())
            .recommends(self.of(&[true, false]))
            .warns(self.of(&[true, false]))
            .value(self.number().map(|value| 0.5 + value))
            .value_change(self.number().map(|change| change - 0.5))
            .item_to_fix(self.of(&[3]))
            .barrier(self.of(Verdict::ALL))
            .bonds(bonds)
            .chance_of_return(self.number())
            .expected_value(self.of(&[Decimal::ZERO, Decimal::ONE_HUNDRED]))
    }

    fn options(&mut self) -> Options {
        let cuts = [0.1, 0.5, 0.6, 0.9].map(Threshold::OfScale);
        let mut rules = Rules::default().cut_is_high(self.next().is_multiple_of(2));
        if let Some(held) = self.of(&cuts) {
            rules = rules.held(self.next().is_multiple_of(2).then_some(held));
        }
        if let Some(least) = self.of(&cuts) {
            rules = rules.least_satisfied(least);
        }
        if self.next().is_multiple_of(4) {
            rules = rules.dissatisfied(None).disloyal(None);
        }
        Options::default().bands(Bands::default().types(rules))
    }
}

fn drawn() -> impl Strategy<Value = (Evidence, Portrait)> {
    // Bands may be out of order, and then make no portrait.
    prop::collection::vec(any::<u8>(), 48).prop_filter_map("bands out of order", |numbers| {
        let mut drawn = Drawn(numbers.iter());
        let options = drawn.options();
        let evidence = drawn.evidence();
        let portrait = options.portrait(&evidence).ok()?;
        Some((evidence, portrait))
    })
}

/// The rules that fire, read off the table one by one.
fn read<'a>(table: &'a StrategyTable, portrait: &Portrait) -> Vec<&'a str> {
    let mut fired = Vec::new();
    for topic in Topic::ALL {
        let mut of_topic = table.rules().iter().filter(|rule| rule.topic == *topic);
        if let Some(rule) = of_topic.find(|rule| rule.when.matches(&portrait.levels)) {
            fired.push(rule.name.as_str());
            if rule.settles {
                break;
            }
        }
    }
    fired
}

/// A rule for each level of some dimensions: with the literature's more than a word of bits.
fn longer(table: &StrategyTable) -> StrategyTable {
    let mut rules = table.rules().to_vec();
    for dimension in [
        Dimension::ChurnReason,
        Dimension::CustomerType,
        Dimension::Value,
    ] {
        for level in dimension.levels() {
            for (place, rule) in table.rules().iter().take(3).enumerate() {
                rules.push(StrategyRule {
                    name: format!("{dimension} {level} {place}"),
                    when: Pattern::any().with(dimension, [*level]).unwrap(),
                    topic: Topic::ALL[place * 4],
                    ..rule.clone()
                });
            }
        }
    }
    assert!(rules.len() > 128);
    StrategyTable::new(rules).unwrap()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn no_portrait_lies_where_none_can((_, portrait) in drawn()) {
        for pattern in Pattern::unreachable() {
            prop_assert!(!pattern.matches(&portrait.levels), "{pattern}");
        }
    }

    #[test]
    fn everyone_gets_what_the_table_says((evidence, portrait) in drawn()) {
        let table = StrategyTable::literature();
        for table in [longer(&table), table] {
            let advice = table.advise(&portrait, &evidence);
            let fired: Vec<&str> = advice.iter().map(|recommended| recommended.rule()).collect();
            prop_assert_eq!(&fired, &read(&table, &portrait));
            prop_assert_eq!(advice.len() as usize, fired.len());
            prop_assert!(!advice.is_empty());
            for recommended in advice.iter() {
                let rule = table.get(recommended.rule()).unwrap();
                prop_assert!(rule.when.matches(&portrait.levels));
                prop_assert_eq!(recommended.because().count(), rule.when.restricted().count());
            }
        }
    }

    #[test]
    fn the_literature_never_contradicts_itself((evidence, portrait) in drawn()) {
        let table = StrategyTable::literature();
        let advice = table.advise(&portrait, &evidence);
        for action in advice.actions() {
            for other in advice.actions() {
                prop_assert!(!action.contradicts(other), "{action} and {other}");
            }
        }
    }

    /// Nobody is sold anything before what is wrong is settled, nobody who is dissatisfied is held, and
    /// money goes only where the source of the portfolio types would have it go.
    #[test]
    fn the_literature_never_advises_what_a_source_warns_of((evidence, portrait) in drawn()) {
        let table = StrategyTable::literature();
        let advice = table.advise(&portrait, &evidence);
        let actions: Vec<Action> = advice.actions().collect();
        for warning in WARNINGS {
            if warning.whom.iter().all(|&(dimension, levels)| {
                levels.contains(&portrait.levels.of(dimension))
            }) {
                let given = actions.iter().find(|action| (warning.of)(**action));
                prop_assert_eq!(given, None, "{}", portrait.levels);
            }
        }
        let levels = &portrait.levels;
        let is_settled = advice.iter().any(|one| one.settles());
        if is(levels, Dimension::CustomerType, "hostage") && !actions.contains(&Action::LetGo) {
            let satisfy = Action::Improve(Improvement::BeforeCompetition);
            let is_no_customer = is(levels, Dimension::Status, "rest_of_world");
            prop_assert!(actions.contains(&satisfy) || is_no_customer, "{}", portrait.levels);
        }
        if is(levels, Dimension::Satisfaction, "low") && !is_settled {
            prop_assert!(actions.iter().any(|action| matches!(action, Action::Improve(_))));
        }
        let leaves = is(levels, Dimension::Stage, "decline") || is(levels, Dimension::Stage, "termination");
        if leaves && is(levels, Dimension::ProfitGroup, "no_profit") && !is(levels, Dimension::Core, "core")
            && !is(levels, Dimension::ChurnReason, "payment_failed")
        {
            prop_assert!(actions.contains(&Action::LetGo));
        }
    }
}

fn is(levels: &Levels, dimension: Dimension, level: &str) -> bool {
    levels.of(dimension) == level
}

/// Actions that customers with all of these levels must not be given.
struct Warning {
    whom: &'static [(Dimension, &'static [&'static str])],
    of: fn(Action) -> bool,
}

const HOLDING: fn(Action) -> bool = |action| {
    matches!(
        action,
        Action::RaiseBarrier(_)
            | Action::BuildBond(_)
            | Action::Strategy(Advised::RaiseExitBarriers)
    )
};
const RAISING: fn(Action) -> bool = |action| {
    matches!(
        action,
        Action::RaiseBarrier(_) | Action::Strategy(Advised::RaiseExitBarriers)
    )
};
const SELLING: fn(Action) -> bool = |action| {
    matches!(
        action,
        Action::Strategy(
            Advised::CrossSell | Advised::LoyaltyMarketing | Advised::ConvertToPartners
        ) | Action::Contact(Approach::Thanks)
    )
};
/// What a barnacle would cost; what new customers get, and what core customers get, is not among it.
const REWARDING: fn(Action) -> bool = |action| {
    matches!(
        action,
        Action::BuildBond(_)
            | Action::RaiseBarrier(_)
            | Action::Contact(Approach::CareCall)
            | Action::Strategy(
                Advised::LoyaltyMarketing
                    | Advised::ConvertToPartners
                    | Advised::RaiseExitBarriers
                    | Advised::WinBack
            )
    )
};
const SPENDING: fn(Action) -> bool = |action| {
    matches!(
        action,
        Action::BuildBond(_)
            | Action::RaiseBarrier(_)
            | Action::Strategy(Advised::WinBack | Advised::CrossSell)
    )
};
const ABANDONING: fn(Action) -> bool = |action| {
    matches!(
        action,
        Action::LetGo | Action::Strategy(Advised::InvestNothing)
    )
};

const NOT_CORE: &[&str] = &["unknown", "not_core"];
const NOT_LOW: &[&str] = &["unknown", "medium", "high"];

const WARNINGS: [Warning; 10] = {
    use Dimension as D;
    [
        Warning {
            whom: &[(D::Satisfaction, &["low"])],
            of: HOLDING,
        },
        Warning {
            whom: &[(D::Satisfaction, &["low"])],
            of: SELLING,
        },
        Warning {
            whom: &[(D::ChurnReason, &["poor_service", "unresolved_complaint"])],
            of: RAISING,
        },
        Warning {
            whom: &[(D::Voice, &["warns", "both"])],
            of: RAISING,
        },
        Warning {
            whom: &[(D::Value, &["worse"])],
            of: RAISING,
        },
        Warning {
            whom: &[
                (D::Portfolio, &["barnacle"]),
                (D::Core, NOT_CORE),
                (D::Satisfaction, NOT_LOW),
            ],
            of: REWARDING,
        },
        Warning {
            whom: &[
                (D::Portfolio, &["butterfly"]),
                (D::Stage, &["decline", "termination"]),
                (D::Core, NOT_CORE),
                (D::Satisfaction, NOT_LOW),
            ],
            of: REWARDING,
        },
        Warning {
            whom: &[
                (D::ProfitGroup, &["no_profit"]),
                (D::Portfolio, &["unknown"]),
                (D::Core, NOT_CORE),
            ],
            of: SPENDING,
        },
        Warning {
            whom: &[(D::Stage, &["termination"])],
            of: |action| {
                matches!(
                    action,
                    Action::Strategy(Advised::CrossSell | Advised::BuildLoyalty)
                )
            },
        },
        // Who is beyond control has left whatever is done, and who has no need is no customer.
        Warning {
            whom: &[
                (D::Core, &["core"]),
                (D::ChurnReason, &["unknown", "price", "poor_service"]),
                (D::Status, &["unknown", "active", "inactive"]),
            ],
            of: ABANDONING,
        },
    ]
};
