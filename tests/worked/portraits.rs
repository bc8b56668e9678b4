//! One customer's portrait, level by level, and its paragraph.

use chrono::{NaiveDate, Weekday};
use retention::churn::Reason;
use retention::lifecycle::{PortfolioType, RelationshipType, Stage};
use retention::loyalty::Score;
use retention::loyalty::core_customers::Rules;
use retention::portrait::{
    Bands, Contract, Contradiction, Dimension, Evidence, Explanation, LeavingPart, LeavingWeights,
    Options, Portrait, ProfitGroup, StrategyTable, Terms, Topic, Wording,
};
use retention::purchases::Habits;
use retention::pyramid::{Status, Tier};
use retention::scale::Scale;
use retention::switching::{Bond, Verdict};
use rust_decimal::dec;

fn score(value: f64) -> Option<Score> {
    Some(Score::new(Scale::ONE_TO_SEVEN, value).unwrap())
}

/// A customer of whom everything is known.
fn known() -> Evidence {
    Evidence::default()
        .status(Some(Status::Active))
        .tier(Some(Tier::new(2).unwrap()))
        .profit_group(Some(ProfitGroup::High))
        .profit(Some(dec!(310.50)))
        .stage(Some(Stage::Decline))
        .portfolio(Some(PortfolioType::TrueFriend))
        .relationship(Some(RelationshipType::NeedCentred))
        .contract(Some(Contract::EndsSoon))
        .churn_reason(Some(Reason::Price))
        .is_core(Some(true))
        .is_overdue(Some(true))
        .satisfaction(score(6.5))
        .loyalty(score(6.5))
        .trust(score(4.0))
        .switching_cost(score(2.0))
        .relative_attitude(score(3.0))
        .patronage(score(6.0))
        .recommends(Some(true))
        .warns(Some(false))
        .value(Some(0.95))
        .value_change(Some(-0.1))
        .item_to_fix(Some(3))
        .barrier(Some(Verdict::Leaves))
        .bonds(Some([Bond::Financial, Bond::Social].into_iter().collect()))
        .chance_of_return(Some(0.15))
        .expected_value(Some(dec!(240)))
}

fn portrait(evidence: &Evidence) -> Portrait {
    Options::default().portrait(evidence).unwrap()
}

#[test]
fn every_level_of_a_customer_who_is_known_throughout() {
    let levels = portrait(&known()).levels;
    assert_eq!(
        levels.to_string(),
        "status: active, tier: upper, profit_group: high, stage: decline, portfolio: true_friend, \
         relationship: need_centred, contract: ends_soon, churn_reason: price, core: core, \
         rhythm: overdue, satisfaction: high, loyalty: high, trust: medium, switching_cost: low, \
         voice: recommends, value: worse, value_change: falling, item: named, barrier: leaves, \
         bond: social, chance_of_return: low, expected_value: some, customer_type: apostle, \
         loyalty_condition: spurious"
    );
    assert_eq!(levels.known().count(), Dimension::ALL.len());
    assert!(!levels.is_inferred(Dimension::Portfolio));
}

#[test]
fn what_contradicts_in_it() {
    let found: Vec<Contradiction> = portrait(&known()).contradictions.iter().collect();
    assert_eq!(
        found,
        [
            Contradiction::SatisfiedValueFalling,
            Contradiction::SatisfiedWorseValue,
            Contradiction::SatisfiedLeaving,
            Contradiction::LoyalInBehaviourOnly,
            Contradiction::LoyalLeaving,
            Contradiction::LoyalThoughLeavingPays,
            Contradiction::CoreLeaving,
        ]
    );
}

/// Silence .85, dissatisfaction .5/6, worse value .5 + .05/.5, disloyalty .5/6, distrust .5, low switching
/// cost 5/6, the end of the contract ½: four times .85 and 2.6, of 10.
#[test]
fn the_leaving_index_is_the_mean_of_its_parts() {
    let leaving = portrait(&known()).leaving.unwrap();
    let parts: Vec<String> = leaving
        .parts()
        .map(|(_, part)| format!("{part:.4}"))
        .collect();
    assert_eq!(
        parts,
        [
            "0.8500", "0.0833", "0.6000", "0.0833", "0.5000", "0.8333", "0.5000"
        ]
    );
    assert_eq!(format!("{:.6}", leaving.value), "0.600000");
    // By silence alone it is that.
    let weights = LeavingWeights::default()
        .dissatisfaction(0.0)
        .worse_value(0.0)
        .disloyalty(0.0)
        .distrust(0.0)
        .low_switching_cost(0.0)
        .contract_end(0.0);
    let alone = Options::default()
        .leaving(weights)
        .portrait(&known())
        .unwrap();
    let alone = alone.leaving.unwrap();
    assert_eq!(alone.value, 1.0 - 0.15);
    assert_eq!(alone.part(LeavingPart::Distrust), Some(0.5));
}

#[test]
fn value_at_risk_is_rounded_once() {
    let at = |value, chance| {
        let evidence = Evidence::default()
            .expected_value(Some(value))
            .chance_of_return(Some(chance));
        portrait(&evidence).value_at_risk
    };
    assert_eq!(at(dec!(240), 0.15), Some(dec!(204.00)));
    assert_eq!(at(dec!(0.10), 0.25), Some(dec!(0.08)));
    assert_eq!(at(dec!(-5), 0.25), Some(dec!(0)));
    assert_eq!(at(dec!(100), 1.0), Some(dec!(0)));
}

/// High or medium profit, and a chance from 0.4 on.
#[test]
fn a_portfolio_is_inferred_where_it_is_not_given() {
    let of = |group, chance| {
        let evidence = Evidence::default()
            .profit_group(Some(group))
            .chance_of_return(Some(chance));
        let levels = portrait(&evidence).levels;
        assert!(levels.is_inferred(Dimension::Portfolio));
        levels.of(Dimension::Portfolio)
    };
    assert_eq!(of(ProfitGroup::High, 0.4), "true_friend");
    assert_eq!(of(ProfitGroup::Medium, 0.39), "butterfly");
    assert_eq!(of(ProfitGroup::Low, 0.9), "barnacle");
    assert_eq!(of(ProfitGroup::NoProfit, 0.1), "stranger");
}

/// Two of the three questions; what is not known is neither for nor against.
#[test]
fn a_core_customer_is_inferred_where_the_questions_suffice() {
    let core = |evidence: Evidence| {
        let levels = portrait(&evidence).levels;
        assert_eq!(
            levels.is_inferred(Dimension::Core),
            levels.is_known(Dimension::Core) && evidence.is_core.is_none()
        );
        levels.of(Dimension::Core)
    };
    let loyal = Evidence::default()
        .profit_group(Some(ProfitGroup::High))
        .loyalty(score(7.0));
    // One question of two: the others may go either way.
    assert_eq!(core(loyal), "unknown");
    assert_eq!(core(loyal.share_of_wallet(Some(0.5))), "core");
    assert_eq!(core(loyal.share_of_wallet(Some(0.49))), "unknown");
    let worth = |ours, theirs| {
        loyal
            .expected_value(Some(ours))
            .value_to_rival(Some(theirs))
    };
    assert_eq!(core(worth(dec!(100.01), dec!(100))), "core");
    assert_eq!(core(worth(dec!(100), dec!(100))), "unknown");
    let little = worth(dec!(100), dec!(100)).share_of_wallet(Some(0.49));
    assert_eq!(core(little), "not_core");
    // Without profit and loyalty, the other two suffice.
    let others = Evidence::default()
        .share_of_wallet(Some(0.8))
        .expected_value(Some(dec!(10)))
        .value_to_rival(Some(dec!(-5)));
    assert_eq!(core(others), "core");
    // What is given wins.
    assert_eq!(core(others.is_core(Some(false))), "not_core");
    assert_eq!(core(little.is_core(Some(true))), "core");

    // By one question, it shows whom the first names.
    let one = Options::default().bands(Bands::default().core(Rules::default().questions(1)));
    let named = |evidence: Evidence| one.portrait(&evidence).unwrap().levels.of(Dimension::Core);
    assert_eq!(named(loyal), "core");
    let held = loyal.satisfaction(score(1.0));
    assert_eq!(named(held.switching_cost(score(7.0))), "unknown");
    let every = held
        .switching_cost(score(7.0))
        .share_of_wallet(Some(0.1))
        .expected_value(Some(dec!(1)))
        .value_to_rival(Some(dec!(1)));
    // A hostage is not loyal of free will; where the switching cost is not known it may be either.
    assert_eq!(named(every), "not_core");
    assert_eq!(named(every.switching_cost(None)), "unknown");
    assert_eq!(named(every.switching_cost(score(1.0))), "core");
    // By attitude and buying, where there is no score, and by both where there are both.
    let habit = Evidence::default()
        .profit_group(Some(ProfitGroup::High))
        .relative_attitude(score(7.0))
        .patronage(score(7.0));
    assert_eq!(named(habit), "core");
    let spurious = every
        .switching_cost(score(1.0))
        .relative_attitude(score(1.0));
    assert_eq!(named(spurious.patronage(score(7.0))), "not_core");
    assert_eq!(
        named(habit.profit_group(Some(ProfitGroup::Medium))),
        "unknown"
    );
}

#[test]
fn an_inferred_core_customer_contradicts_and_is_advised_as_one_who_was_named() {
    let evidence = Evidence::default()
        .profit_group(Some(ProfitGroup::High))
        .loyalty(score(7.0))
        .share_of_wallet(Some(0.6))
        .stage(Some(Stage::Decline));
    let portrait = portrait(&evidence);
    assert!(portrait.contradictions.contains(Contradiction::CoreLeaving));
    let table = StrategyTable::literature();
    let advice = table.advise(&portrait, &evidence);
    let contact = advice.get(Topic::Contact).map(|one| one.rule());
    assert_eq!(contact, Some("core_leaving"));
    let wording = Wording::default().says_what_is_missing(false);
    assert_eq!(
        Explanation::new(&evidence, &portrait, &wording).to_string(),
        "The customer is in decline, of high profit and a core customer by the questions on core \
         customers. Loyalty is 7 on a scale of 1 to 7 (high). Share of wallet: 60 %. The leaving index is \
         0.00, from disloyalty 0.00. 2 things do not fit together: the customer calls themselves loyal, and \
         is leaving all the same; the customer is a core customer, and leaving."
    );
    let worth = evidence.value_to_rival(Some(dec!(90)));
    let text = Explanation::new(&worth, &portrait, &wording).to_string();
    assert!(text.contains("Worth to a competitor: 90; share of wallet: 60 %."));
}

/// Whoever is established buys on, though whether more or less cannot be told.
#[test]
fn the_dissatisfied_who_buy_on_contradict_in_every_stage_of_buying() {
    for (stage, buys_on) in [
        (Stage::Acquisition, false),
        (Stage::Growth, true),
        (Stage::Maturity, true),
        (Stage::Established, true),
        (Stage::Decline, false),
        (Stage::Termination, false),
    ] {
        let evidence = Evidence::default()
            .stage(Some(stage))
            .satisfaction(score(1.0));
        let found = portrait(&evidence).contradictions;
        assert_eq!(
            found.contains(Contradiction::DissatisfiedStaying),
            buys_on,
            "{stage}"
        );
    }
}

#[test]
fn the_paragraph_of_a_customer_who_is_known_throughout() {
    let evidence = known();
    let wording = Wording::default()
        .name("Ann".to_owned())
        .currency("€".to_owned())
        .item(Some("the hotline".to_owned()));
    let portrait = portrait(&evidence);
    assert_eq!(
        Explanation::new(&evidence, &portrait, &wording).to_string(),
        "Ann is active, in decline, in tier 2 of the pyramid, of high profit of €310.50, a true friend, a \
         client and a core customer. The contract ends soon. The reason for leaving is the price. \
         Satisfaction is 6.5 on a scale of 1 to 7 (high); loyalty is 6.5 on a scale of 1 to 7 (high); trust \
         is 4 on a scale of 1 to 7 (medium); switching cost is 2 on a scale of 1 to 7 (low); attitude \
         relative to competitors is 3 on a scale of 1 to 7; repeat buying is 6 on a scale of 1 to 7. They \
         recommend to others. The value they get is 0.95 of that of competitors (worse); its change since \
         the last measurement is −0.1 (falling). Important to customers and rated low by this one: the \
         hotline. From the answers follows: an apostle, satisfied and loyal, who recommends; spurious \
         loyalty, repeat buying without the attitude. By the amounts compared, leaving pays; their bonds are \
         financial and social. The chance of a return is 15 % (low); the next purchase is overdue by their \
         habits. Worth if they stay: €240; at risk: €204.00. The leaving index is 0.60, from silence 0.85, \
         dissatisfaction 0.08, worse value 0.60, disloyalty 0.08, distrust 0.50, low switching cost 0.83 and \
         contract end 0.50. 7 things do not fit together: the customer is satisfied, though the value they \
         get relative to competitors falls; the customer is satisfied, though competitors give more value; \
         the customer is satisfied, and leaving all the same; the customer is loyal in behaviour only; the \
         customer calls themselves loyal, and is leaving all the same; the customer is loyal, though leaving \
         would pay; the customer is a core customer, and leaving."
    );
}

#[test]
fn habits_are_said_and_tell_what_is_overdue() {
    let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    let habits = Habits::new(5, date(3), date(20)).unwrap();
    let habits = habits
        .with_interval(7.2)
        .unwrap()
        .with_basket(dec!(19.90))
        .with_weekday(Weekday::Fri)
        .with_overdue_after(date(18))
        .unwrap();
    let evidence = Evidence::default().habits(Some(habits));
    let portrait = portrait(&evidence);
    assert_eq!(portrait.levels.of(Dimension::Rhythm), "overdue");
    let wording = Wording::default().says_what_is_missing(false);
    assert_eq!(
        Explanation::new(&evidence, &portrait, &wording).to_string(),
        "They usually buy every 7.2 days, for 19.90, on Fridays; the next purchase is expected on \
         2024-05-10. The next purchase is overdue by their habits."
    );
    // Nobody buys every 0 days.
    let often = habits.with_interval(0.001).unwrap();
    let often = Evidence::default().habits(Some(often));
    let text = Explanation::new(&often, &portrait, &wording).to_string();
    assert!(
        text.starts_with("They usually buy at intervals of less than a day, for 19.90"),
        "{text}"
    );
    // What is said outright counts.
    let evidence = evidence.is_overdue(Some(false));
    let portrait = Options::default().portrait(&evidence).unwrap();
    assert_eq!(portrait.levels.of(Dimension::Rhythm), "in_time");
}

#[test]
fn the_chinese_terms_stand_beside_the_english() {
    let evidence = Evidence::default()
        .status(Some(Status::Prospect))
        .relationship(Some(RelationshipType::PriceCentred))
        .switching_cost(score(6.0));
    let wording = Wording::default()
        .terms(Terms::WithChinese)
        .says_what_is_missing(false);
    assert_eq!(
        Explanation::new(&evidence, &portrait(&evidence), &wording).to_string(),
        "The customer is a prospect (潜在) and a casual buyer (散客). Switching cost (转换成本) is 6 on a \
         scale of 1 to 7 (high). The leaving index is 0.17, from low switching cost 0.17."
    );
}

#[test]
fn of_a_customer_who_is_not_known_nothing_is_said() {
    let evidence = Evidence::default();
    let portrait = portrait(&evidence);
    assert_eq!((portrait.leaving, portrait.value_at_risk), (None, None));
    assert!(portrait.contradictions.is_empty() && portrait.levels.known().next().is_none());
    let text = Explanation::new(&evidence, &portrait, &Wording::default()).to_string();
    assert_eq!(
        text,
        "Not known: status, tier, group by profit, stage of the relationship, type of portfolio, what the \
         relationship is centred on, contract, reason for leaving, whether they are a core customer, whether \
         the next purchase is overdue, satisfaction, loyalty, trust, switching cost, whether they recommend \
         or warn, the value they get, change of the value they get, attribute to improve, whether leaving \
         would pay, bonds, chance of a return, worth if they stay."
    );
}

/// The two contradict, and are said as what they are: by the status active, by the stage gone.
#[test]
fn a_customer_who_is_active_and_gone_is_said_to_be_so_by_different_evidence() {
    let gone = Evidence::default().stage(Some(Stage::Termination));
    let wording = Wording::default().says_what_is_missing(false);
    let told = |evidence: Evidence, wording: &Wording| {
        Explanation::new(&evidence, &portrait(&evidence), wording).to_string()
    };
    let active = gone
        .status(Some(Status::Active))
        .tier(Some(Tier::new(4).unwrap()));
    assert_eq!(
        told(active, &wording),
        "The customer is active by status but gone by stage and in tier 4 of the pyramid. One thing does \
         not fit together: the customer counts as active, though the relationship has ended."
    );
    let chinese = told(active, &wording.clone().terms(Terms::WithChinese));
    assert!(chinese.contains("active (活跃) by status but gone (终止) by stage"));
    let inactive = gone
        .status(Some(Status::Inactive))
        .profit_group(Some(ProfitGroup::NoProfit))
        .profit(Some(dec!(-3)));
    assert_eq!(
        told(inactive, &wording),
        "The customer is inactive, gone and without profit (-3)."
    );
}
