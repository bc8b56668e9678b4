//! What every public type promises: threads, debugging, comparison, copying; and how errors read.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

use chrono::NaiveDate;
use retention::Error;
use retention::economics::ContactEffect;
use retention::estimate::{
    Adjustment, Confidence, Difference, Estimate, Interval, Proportion, Ratio, Share,
    WeightedProportion,
};
use retention::lifecycle::{
    Backtest, BacktestRow, Classified, Classifier, Direction, End, JudgedBy, Rule, Rules, Silence,
    Stage, StageCell, StageChanges, Stages, Thresholds, Trend, TrendRules, WithoutTrend,
};
use retention::loyalty::{self, curve, hierarchy, phases};
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::lapse::{Business, Hiatus, TripWire};
use retention::purchases::{
    self, Counts, Event, History, Intervals, Latency, MedianOf, Observed, Outside, Policy,
    Purchase, PurchaseLog, RefundOnly, ReturnCurve, ReturnMeasure, ReturnPoint, Step, Summaries,
    Summary, Treatment, Wait,
};
use retention::pyramid::{
    self, Assumptions, Basis, Cell, Change, Concentration, Correction, CurvePoint, Cuts, CutsOf,
    Limit, Margin, Migration, Move, NonBuyer, ParetoLaw, Peak, Place, Placed, Pyramid, Reach,
    Rounding, Status, Statuses, Tier, TierSummary, Ties, Upgrade, UpgradePotential, Wallet, WhatIf,
    laws,
};
use retention::quadrant::{
    self, Analysis, Assessed, Assessment, Attribute, Bootstrap, Crosshair, Deletion, Fit,
    Importance, Index, Line, Lines, Method, Model, OnLine, Options, Point, Priority, Quadrant,
    Resampled, Resampling, Scales, Side, Survey, Terms, Zone, Zones,
};
use retention::scale::{
    self, Answers, Coded, ItemReliability, ItemSet, Loading, Missing, Omega, Orientation, Outcome,
    Reliability, ReliabilityBuilder, Scale, Steps, Weights,
};
use retention::switching::{
    self, Anchors, Barrier, Bond, BondStrategy, Bonds, Choice, Component, Computation, Cost,
    CostType, Costed, Coverage, Customer, Facet, FacetSummary, ForgoneDiscounts, Individual, Item,
    Jones2000, Jones2002, Klemperer, Known, Lever, Market, MarketShare, Organisation, Population,
    PopulationBuilder, Position, Priced, PublishedItem, Questionnaire, Replacement, RiskPremium,
    Scorer, Scores, Scoring, Timing, TypeSummary, TypeWeights, Units, Verdict, WhenEqual,
};
use rust_decimal::dec;

fn every_type<T: Debug + Clone + Send + Sync + Unpin>() {}
fn comparable<T: Debug + Clone + PartialEq + Send + Sync + Unpin>() {}
fn plain<T: Debug + Copy + PartialEq + Send + Sync>() {}
fn exact<T: Debug + Clone + Eq + Send + Sync>() {}
fn hashed<T: Debug + Clone + Eq + Hash + Send + Sync>() {}
fn defaulted<T: Default>() {}

/// A fieldless enum: it has names, an order, and can be a key.
fn named<T>()
where
    T: Debug + Copy + Ord + Hash + Display + FromStr<Err = Error> + Send + Sync + 'static,
{
}

/// Compiling is the test: a type that loses a promise does not.
#[test]
fn every_public_type_keeps_its_promises() {
    // Accumulators: the same rows in another order are the same result, not the same state.
    every_type::<purchases::Builder<String>>();
    every_type::<pyramid::Builder<String>>();
    every_type::<ReliabilityBuilder>();
    every_type::<quadrant::Builder>();
    every_type::<PopulationBuilder>();

    comparable::<Backtest>();
    comparable::<Classifier>();
    comparable::<Concentration>();
    comparable::<Cuts>();
    comparable::<Pyramid<String>>();
    comparable::<Migration<String>>();
    comparable::<Assumptions>();
    comparable::<Margin>();
    comparable::<WhatIf>();
    comparable::<laws::Finding>();
    comparable::<laws::Findings>();
    comparable::<Latency>();
    comparable::<ReturnCurve>();
    comparable::<StageChanges>();
    comparable::<Stages<'_, String>>();
    comparable::<Summaries<'_, String>>();
    comparable::<Analysis>();
    comparable::<Assessed>();
    comparable::<Assessment>();
    comparable::<Attribute>();
    comparable::<Bootstrap>();
    comparable::<quadrant::Placed>();
    comparable::<Resampled>();
    comparable::<Survey<'_>>();
    comparable::<Coded>();
    comparable::<ItemSet<'_>>();
    comparable::<Omega>();
    comparable::<Reliability>();
    comparable::<Weights>();
    comparable::<TripWire>();
    comparable::<Cost>();
    comparable::<Market<String>>();
    comparable::<Population>();
    comparable::<Questionnaire>();
    comparable::<Scorer>();
    comparable::<switching::Survey<'_>>();

    exact::<PurchaseLog<String>>();
    exact::<Observed<'_, String>>();
    exact::<History<'_>>();
    exact::<Statuses<String>>();
    exact::<Peak>();
    exact::<Error>();

    hashed::<BacktestRow>();
    hashed::<End>();
    hashed::<Hiatus>();
    hashed::<StageCell>();
    hashed::<Method>();
    hashed::<TierSummary>();
    hashed::<Counts>();
    hashed::<Event>();
    hashed::<Placed<String>>();
    hashed::<Move<String>>();
    hashed::<Cell>();
    hashed::<Change>();
    hashed::<Upgrade>();
    hashed::<UpgradePotential<String>>();
    hashed::<Reach<String>>();
    hashed::<laws::Verdict>();
    hashed::<Place>();
    hashed::<Policy>();
    hashed::<Proportion>();
    hashed::<Purchase<String>>();
    hashed::<Share>();
    hashed::<Span>();
    hashed::<Window>();
    hashed::<Tier>();
    hashed::<Missing>();
    hashed::<Period>();
    hashed::<Barrier>();
    hashed::<Bonds>();
    hashed::<Choice>();
    hashed::<Item>();
    hashed::<Organisation>();
    hashed::<PublishedItem>();
    hashed::<Replacement>();
    hashed::<Units>();
    hashed::<WithoutTrend>();

    plain::<BacktestRow>();
    plain::<Classified>();
    plain::<Confidence>();
    plain::<Crosshair>();
    plain::<Fit>();
    plain::<Index>();
    plain::<Line>();
    plain::<Lines>();
    plain::<Method>();
    plain::<Options>();
    plain::<Point>();
    plain::<Resampling>();
    plain::<Scales>();
    plain::<Zones>();
    plain::<Limit>();
    plain::<Counts>();
    plain::<CurvePoint>();
    plain::<Difference>();
    plain::<End>();
    plain::<Estimate>();
    plain::<Event>();
    plain::<Hiatus>();
    plain::<Interval>();
    plain::<Intervals>();
    plain::<ParetoLaw>();
    plain::<Peak>();
    plain::<Period>();
    plain::<Placed<u32>>();
    plain::<Policy>();
    plain::<Proportion>();
    plain::<Purchase<u32>>();
    plain::<Ratio>();
    plain::<ReturnPoint>();
    plain::<Rules>();
    plain::<Share>();
    plain::<Silence>();
    plain::<Span>();
    plain::<StageCell>();
    plain::<Step>();
    plain::<Summary>();
    plain::<Thresholds>();
    plain::<Tier>();
    plain::<Trend>();
    plain::<TrendRules>();
    plain::<Wait>();
    plain::<Window>();
    plain::<Change>();
    plain::<ContactEffect>();
    plain::<Reach<u32>>();
    plain::<Upgrade>();
    plain::<Wallet>();
    plain::<laws::Benchmark>();
    plain::<laws::Evidence<'_>>();
    plain::<laws::Figure>();
    plain::<laws::Measured>();
    plain::<laws::Required>();
    plain::<laws::Rules>();
    plain::<laws::Satisfaction>();
    plain::<laws::Verdict>();
    plain::<Answers<'_>>();
    plain::<ItemReliability>();
    plain::<Loading>();
    plain::<Missing>();
    plain::<Scale>();
    plain::<scale::Summary>();
    plain::<Barrier>();
    plain::<Bonds>();
    plain::<Choice>();
    plain::<Computation>();
    plain::<Costed<u32>>();
    plain::<FacetSummary>();
    plain::<ForgoneDiscounts>();
    plain::<Individual>();
    plain::<Item>();
    plain::<switching::Line>();
    plain::<MarketShare>();
    plain::<Organisation>();
    plain::<Position<u32>>();
    plain::<Priced<u32>>();
    plain::<PublishedItem>();
    plain::<Replacement>();
    plain::<RiskPremium>();
    plain::<Scores>();
    plain::<Scoring>();
    plain::<TypeSummary>();
    plain::<TypeWeights>();
    plain::<Units>();

    named::<Adjustment>();
    named::<Basis>();
    named::<Business>();
    named::<Deletion>();
    named::<Importance>();
    named::<Model>();
    named::<OnLine>();
    named::<Priority>();
    named::<Quadrant>();
    named::<Side>();
    named::<Terms>();
    named::<Zone>();
    named::<Correction>();
    named::<CutsOf>();
    named::<Direction>();
    named::<JudgedBy>();
    named::<MedianOf>();
    named::<NonBuyer>();
    named::<Orientation>();
    named::<Outcome>();
    named::<Outside>();
    named::<RefundOnly>();
    named::<ReturnMeasure>();
    named::<Rounding>();
    named::<Rule>();
    named::<Ruler>();
    named::<Stage>();
    named::<Status>();
    named::<Steps>();
    named::<Ties>();
    named::<Treatment>();
    named::<laws::DecidedBy>();
    named::<laws::ExistingShare>();
    named::<laws::Law>();
    named::<laws::Measure>();
    named::<laws::Reading>();
    named::<laws::Untestable>();
    named::<Anchors>();
    named::<Bond>();
    named::<BondStrategy>();
    named::<Component>();
    named::<CostType>();
    named::<Coverage>();
    named::<Customer>();
    named::<Facet>();
    named::<Jones2000>();
    named::<Jones2002>();
    named::<Klemperer>();
    named::<Known>();
    named::<Lever>();
    named::<Timing>();
    named::<Verdict>();
    named::<WhenEqual>();

    defaulted::<Assumptions>();
    defaulted::<Adjustment>();
    defaulted::<Missing>();
    defaulted::<Orientation>();
    defaulted::<Steps>();
    defaulted::<Confidence>();
    defaulted::<Crosshair>();
    defaulted::<Deletion>();
    defaulted::<Importance>();
    defaulted::<Method>();
    defaulted::<Model>();
    defaulted::<OnLine>();
    defaulted::<Options>();
    defaulted::<Priority>();
    defaulted::<Resampling>();
    defaulted::<Terms>();
    defaulted::<Zones>();
    defaulted::<Correction>();
    defaulted::<Cuts>();
    defaulted::<MedianOf>();
    defaulted::<Outside>();
    defaulted::<Period>();
    defaulted::<Policy>();
    defaulted::<RefundOnly>();
    defaulted::<ReturnMeasure>();
    defaulted::<Rounding>();
    defaulted::<Ruler>();
    defaulted::<Rules>();
    defaulted::<Silence>();
    defaulted::<Ties>();
    defaulted::<Treatment>();
    defaulted::<laws::Evidence<'_>>();
    defaulted::<laws::ExistingShare>();
    defaulted::<laws::Reading>();
    defaulted::<laws::Rules>();
    defaulted::<TrendRules>();
    defaulted::<WithoutTrend>();
    defaulted::<Bonds>();
    defaulted::<Coverage>();
    defaulted::<Organisation>();
    defaulted::<Scoring>();
    defaulted::<Timing>();
    defaulted::<TypeWeights>();
    defaulted::<WhenEqual>();
    defaulted::<purchases::Builder<String>>();
}

#[test]
fn every_type_about_satisfaction_keeps_its_promises() {
    use retention::satisfaction::*;

    every_type::<DisconfirmationBuilder>();
    every_type::<IndexBuilder>();
    every_type::<RatingBuilder>();
    every_type::<ServqualBuilder>();

    comparable::<KanoCategoryCounts>();
    comparable::<KanoCounts>();
    comparable::<NpsCounts>();
    comparable::<Servqual>();
    comparable::<ServqualMeans>();
    comparable::<ServqualOptions>();

    exact::<CoverageBuilder>();

    hashed::<Coverage>();
    hashed::<Experience<u8>>();
    hashed::<IndexItems<u8>>();
    hashed::<KanoClass>();
    hashed::<KanoPair>();
    hashed::<Need>();
    hashed::<Rater<u8>>();

    plain::<CategoryShare>();
    plain::<Ces>();
    plain::<Coverage>();
    plain::<Csat>();
    plain::<Disconfirmation>();
    plain::<DisconfirmationOptions>();
    plain::<Experience<Answers<'_>>>();
    plain::<Figure>();
    plain::<IndexItems>();
    plain::<IndexOptions>();
    plain::<Kano>();
    plain::<KanoClass>();
    plain::<KanoCoefficients>();
    plain::<KanoDistinction>();
    plain::<KanoOptions>();
    plain::<KanoPair>();
    plain::<KanoScores>();
    plain::<KanoStrength>();
    plain::<Measure>();
    plain::<Need>();
    plain::<NetPromoterScore>();
    plain::<NpsDifference>();
    plain::<NpsOptions>();
    plain::<NpsQuestion>();
    plain::<Rater<f64>>();
    plain::<Rating>();
    plain::<SatisfactionIndex>();
    plain::<ServqualItem>();
    plain::<WeightedProportion>();

    named::<CoverageTarget>();
    named::<Decimals>();
    named::<Distinguish>();
    named::<Fulfilment>();
    named::<KanoAnswer>();
    named::<KanoCategory>();
    named::<KanoTable>();
    named::<KanoTies>();
    named::<NpsGroup>();
    named::<NpsInterval>();
    named::<RaterDimension>();
    named::<Satisfaction>();
    named::<ServqualForm>();

    defaulted::<Ces>();
    defaulted::<CoverageBuilder>();
    defaulted::<Csat>();
    defaulted::<Decimals>();
    defaulted::<DisconfirmationOptions>();
    defaulted::<Distinguish>();
    defaulted::<IndexOptions>();
    defaulted::<KanoOptions>();
    defaulted::<KanoTable>();
    defaulted::<KanoTies>();
    defaulted::<NpsInterval>();
    defaulted::<NpsOptions>();
    defaulted::<NpsQuestion>();
    defaulted::<ServqualForm>();
    defaulted::<ServqualOptions>();
}

#[test]
fn every_type_of_customer_value_keeps_its_promises() {
    use retention::value::{
        AddedOptions, Aggregation, Attribute, AttributeChange, AttributeRatio, Band,
        BandProbabilities, Bands, Benefits, Component, Costs, CustomerValueAdded, DeliveredValue,
        Evidence, FairValueLine, Favoured, Fit, IntervalMethod, Lever, Line, LowEnd, MapErrors,
        MapOptions, MapPoint, Market, MarketBuilder, MarketPoint, MarketPrice, MeanRating,
        OnTheCross, Per, PerceivedValuePricing, PeriodValue, Position, PositionProbabilities,
        Preference, PriceProfile, ProfileOptions, QualityProfile, Sample, Signal, Supplier,
        TrendOptions, ValueChange, ValueForm, ValueMap, ValueTrend, Weighting, Zone,
    };

    every_type::<MarketBuilder>();

    comparable::<Attribute>();
    comparable::<AttributeChange>();
    comparable::<AttributeRatio>();
    comparable::<CustomerValueAdded>();
    comparable::<MapPoint>();
    comparable::<Market>();
    comparable::<MarketPoint>();
    comparable::<PeriodValue<'_>>();
    comparable::<PriceProfile>();
    comparable::<QualityProfile>();
    comparable::<Supplier>();
    comparable::<ValueChange>();
    comparable::<ValueMap>();
    comparable::<ValueTrend>();

    hashed::<Benefits>();
    hashed::<Costs>();
    hashed::<DeliveredValue>();
    hashed::<PerceivedValuePricing>();

    plain::<AddedOptions>();
    plain::<BandProbabilities>();
    plain::<Bands>();
    plain::<Benefits>();
    plain::<Costs>();
    plain::<DeliveredValue>();
    plain::<FairValueLine>();
    plain::<Fit>();
    plain::<Lever>();
    plain::<Line>();
    plain::<MapErrors>();
    plain::<MapOptions>();
    plain::<MarketPrice<'_>>();
    plain::<MeanRating<'_>>();
    plain::<PositionProbabilities>();
    plain::<Preference>();
    plain::<ProfileOptions>();
    plain::<Sample>();
    plain::<TrendOptions>();

    named::<Aggregation>();
    named::<Band>();
    named::<Component>();
    named::<Evidence>();
    named::<Favoured>();
    named::<IntervalMethod>();
    named::<LowEnd>();
    named::<OnTheCross>();
    named::<Per>();
    named::<Position>();
    named::<Signal>();
    named::<ValueForm>();
    named::<Weighting>();
    named::<Zone>();

    defaulted::<AddedOptions>();
    defaulted::<Aggregation>();
    defaulted::<Bands>();
    defaulted::<Benefits>();
    defaulted::<Costs>();
    defaulted::<FairValueLine>();
    defaulted::<IntervalMethod>();
    defaulted::<LowEnd>();
    defaulted::<MapOptions>();
    defaulted::<OnTheCross>();
    defaulted::<Per>();
    defaulted::<ProfileOptions>();
    defaulted::<TrendOptions>();
    defaulted::<ValueForm>();
    defaulted::<Weighting>();
}

#[test]
fn every_type_of_loyalty_keeps_its_promises() {
    use loyalty::{
        behaviour, conditions, consequences, core_customers, expressions, hostages, ladder, path,
        types, zones,
    };

    comparable::<behaviour::Index>();
    comparable::<conditions::Table>();
    comparable::<curve::Builder>();
    comparable::<curve::Model>();
    comparable::<curve::Sample>();
    comparable::<expressions::Index>();
    comparable::<hierarchy::Derived>();
    comparable::<hierarchy::DerivedFactor>();
    comparable::<hierarchy::DerivedItem>();
    comparable::<hierarchy::Factor>();
    comparable::<hierarchy::FactorAnswers<'_>>();
    comparable::<hierarchy::FactorScore>();
    comparable::<hierarchy::Hierarchy>();
    comparable::<hierarchy::Index>();
    comparable::<hierarchy::WeightedItem>();
    comparable::<hostages::Counter>();
    comparable::<hostages::Hostages>();
    comparable::<hostages::Rules>();
    comparable::<loyalty::Assessment>();
    comparable::<path::Progress>();
    comparable::<phases::Columns<'_>>();
    comparable::<phases::Counter>();
    comparable::<phases::Levels>();

    exact::<core_customers::Core<String>>();
    exact::<ladder::Rung>();
    exact::<loyalty::Traits>();

    hashed::<core_customers::Named<String>>();
    hashed::<core_customers::Customer<String>>();
    hashed::<phases::Inversions>();

    plain::<behaviour::Rules>();
    plain::<conditions::Cutoff>();
    plain::<conditions::Rules>();
    plain::<curve::Curve>();
    plain::<curve::Customer>();
    plain::<curve::Options>();
    plain::<expressions::Rules>();
    plain::<hostages::Customer>();
    plain::<hostages::Holding>();
    plain::<hostages::Combination>();
    plain::<hostages::Scales>();
    plain::<ladder::Rules>();
    plain::<loyalty::Evidence>();
    plain::<loyalty::Rules>();
    plain::<loyalty::Score>();
    plain::<loyalty::Threshold>();
    plain::<path::Block>();
    plain::<path::Rules>();
    plain::<phases::Attainment>();
    plain::<phases::Profile>();
    plain::<phases::Rules>();
    plain::<phases::Stop>();
    plain::<types::Rules>();
    plain::<zones::Rules>();

    named::<conditions::Condition>();
    named::<consequences::Consequence>();
    named::<core_customers::Question>();
    named::<curve::Competition>();
    named::<curve::Method>();
    named::<curve::StandardErrors>();
    named::<hierarchy::NegativeWeights>();
    named::<ladder::Level>();
    named::<loyalty::AtCut>();
    named::<loyalty::Incomplete>();
    named::<loyalty::Origin>();
    named::<loyalty::Piece>();
    named::<path::Step>();
    named::<phases::Inversion>();
    named::<phases::Phase>();
    named::<phases::Vulnerability>();
    named::<types::CustomerType>();
    named::<zones::Zone>();

    defaulted::<core_customers::Named<String>>();
    defaulted::<conditions::Cutoff>();
    defaulted::<curve::Method>();
    defaulted::<curve::StandardErrors>();
    defaulted::<hierarchy::NegativeWeights>();
    defaulted::<hostages::Holding>();
    defaulted::<loyalty::AtCut>();
    defaulted::<loyalty::Evidence>();
    defaulted::<loyalty::Incomplete>();
    defaulted::<loyalty::Rules>();
    defaulted::<loyalty::Threshold>();
    defaulted::<phases::Inversions>();
}

/// A key needs no more than an order, a hash and a copy.
#[test]
fn a_key_may_be_any_ordered_type() {
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
    struct Account {
        shop: &'static str,
        number: u64,
    }
    let customer = Account {
        shop: "north",
        number: 7,
    };
    let date = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    let log = PurchaseLog::from_rows([Purchase {
        customer: customer.clone(),
        date,
        amount: dec!(5),
    }])
    .unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let pyramid = Pyramid::of(&observed, &Cuts::curry()).unwrap();
    assert_eq!(pyramid.tier_of(&customer).map(Tier::rank), Some(1));
}

#[test]
fn an_error_is_an_error_that_crosses_threads() {
    fn boxed<E: StdError + Send + Sync + 'static>(error: E) -> Box<dyn StdError + Send + Sync> {
        Box::new(error)
    }
    let error = boxed(Proportion::new(2, 1).unwrap_err());
    assert_eq!(
        error.to_string(),
        "numerator must be at most the denominator, 1, got 2"
    );
    assert!(error.source().is_none());
    assert_eq!(
        error.downcast_ref::<Error>(),
        Some(&Proportion::new(2, 1).unwrap_err())
    );
}

/// One of each kind, with and without a row.
fn errors() -> Vec<Error> {
    let (argument, value) = ("share", || "-1".to_owned());
    let with_rows = |row| {
        [
            expected::at(expected::out_of_range(argument, value(), "0 to 1"), row),
            expected::at(expected::not_finite(argument, "NaN"), row),
            expected::at(expected::unsorted(argument, value(), "follows 2"), row),
            expected::at(expected::duplicate(argument, value()), row),
            expected::at(expected::overflow("an exact sum of money", value()), row),
            expected::at(expected::refused("refund", value()), row),
        ]
    };
    let without = [
        expected::empty(argument),
        expected::length(argument, 1, 2),
        expected::does_not_add_up("shares", value(), "1"),
        expected::mismatch("windows", value(), value()),
        expected::singular("items", value()),
        expected::insufficient("respondents", 12, 30),
        expected::unknown_name("Ruler", value(), "days"),
    ];
    with_rows(None)
        .into_iter()
        .chain(with_rows(Some(3)))
        .chain(without)
        .collect()
}

#[test]
fn messages_are_lower_case_without_a_full_stop_and_name_value_and_row() {
    for error in errors() {
        let text = error.to_string();
        // The name of an enum is code, and keeps its capital.
        let code = matches!(error, Error::UnknownName { .. });
        assert!(code || text.starts_with(char::is_lowercase), "{text}");
        assert!(
            !text.ends_with(['.', '!', ' ']) && !text.contains('\n'),
            "{text}"
        );
        let debug = format!("{error:?}");
        assert_eq!(
            debug.contains("Some(3)"),
            text.ends_with(" at row 3 (counted from 0)"),
            "{text}"
        );
        assert_eq!(debug.contains("\"-1\""), text.contains("-1"), "{text}");
    }
}

#[test]
fn messages_in_full() {
    let texts: Vec<String> = errors().iter().map(Error::to_string).collect();
    assert_eq!(
        texts[6..],
        [
            "share must be 0 to 1, got -1 at row 3 (counted from 0)",
            "share must be finite, got NaN at row 3 (counted from 0)",
            "share is out of order: -1 follows 2 at row 3 (counted from 0)",
            "share occurs twice: -1 at row 3 (counted from 0)",
            "an exact sum of money overflows at -1 at row 3 (counted from 0)",
            "refund refused: -1 at row 3 (counted from 0)",
            "at least one share is needed, got none",
            "share must have length 2, got 1",
            "shares must add up to 1, got -1",
            "windows must be equal, got -1 and -1",
            "items cannot be told apart: -1 never changes or follows from the others",
            "at least 30 respondents are needed, got 12",
            "Ruler must be one of days, got \"-1\"",
        ]
    );
}

/// Names pad like strings, so that they line up in a table.
#[test]
fn names_fill_the_width_they_are_given() {
    assert_eq!(format!("[{:>8}]", Ruler::Days), "[    days]");
    assert_eq!(format!("[{:<8}]", Period::Month), "[month   ]");
    assert_eq!(
        format!("[{:>10}]", Period::Week(chrono::Weekday::Mon)).trim(),
        "[week from Mon]"
    );
}

#[test]
fn amounts_that_are_equal_hash_alike() {
    use std::hash::{DefaultHasher, Hasher};
    let hash = |share: Share| {
        let mut hasher = DefaultHasher::new();
        share.hash(&mut hasher);
        hasher.finish()
    };
    let (short, long) = (
        Share::new(dec!(1.5), dec!(3)),
        Share::new(dec!(1.500), dec!(3.0)),
    );
    assert_eq!(short, long);
    assert_eq!(hash(short), hash(long));
}

/// Customers are looked up by what their key borrows as.
#[test]
fn a_key_of_strings_is_looked_up_by_a_str() {
    let date = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    let row = |customer: &str| Purchase {
        customer: customer.to_owned(),
        date,
        amount: dec!(5),
    };
    let log = PurchaseLog::from_rows([row("Ben"), row("Ann")]).unwrap();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    assert_eq!(
        observed.history("Ann").map(|history| history.dates()),
        Some(&[date][..])
    );
    assert!(observed.history("Cem").is_none());
    let revenues = [("Ann".to_owned(), dec!(1)), ("Ben".to_owned(), dec!(2))];
    let pyramid = Pyramid::new(revenues, &Cuts::curry()).unwrap();
    assert_eq!(pyramid.tier_of("Ben").map(Tier::rank), Some(1));
    assert_eq!(
        pyramid.get("Ann").map(|placed| placed.amount),
        Some(dec!(1))
    );
    assert_eq!(pyramid.tier_of("Cem"), None);
}
