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
    Backtest, BacktestRow, Classified, Classifier, JudgedBy, Rule, Rules, Silence, Stage,
    StageChanges, Stages, Thresholds, Trend,
};
use retention::loyalty::{self, curve, hierarchy, phases};
use retention::period::{Period, Ruler, Span, Window};
use retention::purchases::lapse::TripWire;
use retention::purchases::{
    self, Counts, Event, History, Intervals, Latency, MedianOf, Observed, Outside, Policy,
    Purchase, PurchaseLog, RefundOnly, ReturnCurve, ReturnMeasure, ReturnPoint, Step, Summaries,
    Summary, Treatment, Wait,
};
use retention::pyramid::{
    self, Assumptions, Concentration, CurvePoint, CustomerStatus, Cuts, Migration, MoneyChange,
    Moved, Placed, Pyramid, Rounding, Status, Statuses, Tier, TierSummary, Ties, Upgrade,
    UpgradePotential, Wallet, WhatIf, laws,
};
use retention::quadrant::{
    self, Analysis, Assessed, Assessment, Attribute, Crosshair, Deletion, Importance, Method,
    OnLine, Options, Placement, Priority, Quadrant, RatingScales, Respondent, Survey, bootstrap,
    slack,
};
use retention::scale::{
    self, Answers, Coded, ItemReliability, ItemSet, Loading, Missing, Omega, Orientation,
    Reliability, ReliabilityBuilder, Scale, Steps, Weights,
};
use retention::switching::market::{Market, MarketShare, Position, Supplier};
use retention::switching::{
    Barrier, Bond, Bonds, Choice, Component, Computation, Cost, CostType, Facet, ForgoneDiscounts,
    Individual, Line, Organisation, RiskPremium, Timing, Units, Verdict, survey,
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
    every_type::<survey::Builder>();

    comparable::<Backtest>();
    comparable::<Classifier>();
    comparable::<Concentration>();
    comparable::<Cuts>();
    comparable::<Pyramid<String>>();
    comparable::<Migration<String>>();
    comparable::<Assumptions>();
    comparable::<WhatIf>();
    comparable::<laws::Finding>();
    comparable::<Latency>();
    comparable::<ReturnCurve>();
    comparable::<StageChanges<String>>();
    comparable::<Stages<String>>();
    comparable::<Summaries<String>>();
    comparable::<Analysis>();
    comparable::<Assessed>();
    comparable::<Assessment>();
    comparable::<Attribute>();
    comparable::<bootstrap::Bootstrap>();
    comparable::<quadrant::Placed>();
    comparable::<bootstrap::Resampled>();
    comparable::<Survey<'_>>();
    comparable::<Coded>();
    comparable::<ItemSet<'_>>();
    comparable::<Omega>();
    comparable::<Reliability>();
    comparable::<Weights>();
    comparable::<TripWire>();
    comparable::<Cost>();
    comparable::<Market<String>>();
    comparable::<survey::Population>();
    comparable::<survey::Scorer>();

    exact::<PurchaseLog<String>>();
    exact::<Observed<'_, String>>();
    exact::<History<'_>>();
    exact::<Statuses<String>>();
    exact::<Error>();

    hashed::<BacktestRow>();
    hashed::<Method>();
    hashed::<TierSummary>();
    hashed::<Counts>();
    hashed::<Event>();
    hashed::<Placed<String>>();
    hashed::<Moved<String>>();
    hashed::<MoneyChange>();
    hashed::<Upgrade>();
    hashed::<UpgradePotential<String>>();
    hashed::<CustomerStatus<String>>();
    named::<laws::LawVerdict>();
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
    hashed::<Organisation>();
    hashed::<Units>();

    plain::<BacktestRow>();
    plain::<Classified>();
    plain::<Confidence>();
    plain::<Crosshair>();
    plain::<slack::Line>();
    plain::<Method>();
    plain::<Options>();
    plain::<bootstrap::Options>();
    plain::<RatingScales>();
    plain::<Respondent<'_>>();
    plain::<slack::Rules>();
    plain::<Counts>();
    plain::<CurvePoint>();
    plain::<Difference>();
    plain::<Estimate>();
    plain::<Event>();
    plain::<Interval>();
    plain::<Intervals>();
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
    plain::<Step>();
    plain::<Summary>();
    plain::<Thresholds>();
    plain::<Tier>();
    plain::<Trend>();
    plain::<Wait>();
    plain::<Window>();
    plain::<MoneyChange>();
    plain::<ContactEffect>();
    plain::<CustomerStatus<u32>>();
    plain::<Upgrade>();
    plain::<Wallet>();
    plain::<laws::Evidence<'_>>();
    plain::<laws::LawFigure>();
    plain::<laws::Rules>();
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
    plain::<ForgoneDiscounts>();
    plain::<Individual>();
    plain::<Line>();
    plain::<MarketShare>();
    plain::<Organisation>();
    plain::<Position<u32>>();
    plain::<Supplier<u32>>();
    plain::<RiskPremium>();
    plain::<survey::Scores>();
    plain::<survey::Options>();
    plain::<survey::PartSummary<Facet>>();
    plain::<Units>();

    named::<Adjustment>();
    named::<Deletion>();
    named::<Importance>();
    named::<Placement>();
    named::<OnLine>();
    named::<Priority>();
    named::<Quadrant>();
    named::<slack::Zone>();
    named::<JudgedBy>();
    named::<MedianOf>();
    named::<Orientation>();
    named::<retention::fit::Outcome>();
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
    named::<Bond>();
    named::<Component>();
    named::<CostType>();
    named::<Facet>();
    named::<Timing>();
    named::<Verdict>();

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
    defaulted::<Placement>();
    defaulted::<OnLine>();
    defaulted::<Options>();
    defaulted::<Priority>();
    defaulted::<bootstrap::Options>();
    defaulted::<slack::Rules>();
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
    defaulted::<laws::Rules>();
    defaulted::<Bonds>();
    defaulted::<Organisation>();
    defaulted::<survey::Options>();
    defaulted::<Timing>();
    defaulted::<Verdict>();
    defaulted::<purchases::Builder<String>>();
}

#[test]
fn every_type_about_satisfaction_keeps_its_promises() {
    use retention::satisfaction::{coverage, disconfirmation, index, kano, nps, rating, servqual};

    every_type::<disconfirmation::Builder>();
    every_type::<index::Builder>();
    every_type::<rating::Builder>();
    every_type::<servqual::Builder>();

    comparable::<kano::Counter>();
    comparable::<nps::Counter>();
    comparable::<servqual::Servqual>();
    plain::<rating::Options>();
    comparable::<servqual::Options>();

    hashed::<coverage::Coverage>();
    hashed::<disconfirmation::Experience<u8>>();
    hashed::<index::Items<u8>>();
    hashed::<kano::Pair>();
    hashed::<coverage::Need>();
    hashed::<servqual::Rater<u8>>();

    plain::<coverage::Coverage>();
    plain::<disconfirmation::Disconfirmation>();
    plain::<disconfirmation::Options>();
    plain::<disconfirmation::Experience<Answers<'_>>>();
    plain::<index::Items>();
    plain::<index::Options>();
    plain::<kano::Kano>();
    plain::<kano::Options>();
    plain::<kano::Pair>();
    plain::<rating::Measure>();
    plain::<coverage::Need>();
    plain::<nps::NetPromoterScore>();
    plain::<nps::Difference>();
    plain::<nps::Options>();
    plain::<nps::Question>();
    plain::<servqual::Rater<f64>>();
    plain::<rating::Rating>();
    plain::<index::SatisfactionIndex>();
    plain::<servqual::ItemScores>();
    plain::<WeightedProportion>();

    defaulted::<nps::Decimals>();
    defaulted::<disconfirmation::Options>();
    defaulted::<kano::Distinguish>();
    defaulted::<index::Options>();
    defaulted::<kano::Options>();
    defaulted::<kano::Table>();
    defaulted::<kano::Ties>();
    defaulted::<nps::IntervalMethod>();
    defaulted::<nps::Options>();
    defaulted::<nps::Question>();
    defaulted::<servqual::Form>();
    defaulted::<servqual::Options>();
}

#[test]
fn every_type_of_customer_value_keeps_its_promises() {
    use retention::value::{added, delivered, map, market, pricing, profile, trend};

    comparable::<added::CustomerValueAdded>();
    comparable::<map::Offer>();
    comparable::<map::PlacedOffer>();
    comparable::<map::ValueMap>();
    comparable::<market::Builder>();
    comparable::<market::Market>();
    comparable::<market::MeanRating>();
    comparable::<profile::AttributeRatio>();
    comparable::<profile::PriceProfile>();
    comparable::<profile::QualityProfile>();
    comparable::<profile::RatedAttribute>();
    comparable::<trend::AttributeChange>();
    comparable::<trend::PeriodValue<'_>>();
    comparable::<trend::ValueChange>();
    comparable::<trend::ValueTrend>();

    hashed::<delivered::DeliveredValue>();
    hashed::<pricing::PerceivedValuePricing>();

    plain::<added::Options>();
    plain::<delivered::DeliveredValue>();
    plain::<map::FairValueLine>();
    plain::<map::Options>();
    plain::<market::Ratings<'_>>();
    plain::<profile::Options>();
    plain::<trend::Options>();

    defaulted::<added::IntervalMethod>();
    defaulted::<delivered::ValueForm>();
    defaulted::<map::FairValueLine>();
    defaulted::<map::OnTheCross>();
    defaulted::<profile::Aggregation>();
    defaulted::<profile::LowEnd>();
}

#[test]
fn every_type_of_loyalty_keeps_its_promises() {
    use loyalty::{
        behaviour, conditions, consequences, core_customers, expressions, hostages, ladder, path,
        types, zones,
    };

    comparable::<conditions::Table>();
    comparable::<curve::Builder>();
    comparable::<curve::Model>();
    comparable::<curve::Sample>();
    comparable::<hierarchy::Derived>();
    comparable::<hierarchy::Association>();
    comparable::<hierarchy::Factor>();
    comparable::<hierarchy::Hierarchy>();
    comparable::<loyalty::Index<String>>();
    comparable::<hierarchy::WeightedItem>();
    comparable::<hostages::Counter>();
    comparable::<hostages::Hostages>();
    comparable::<hostages::Rules>();
    comparable::<loyalty::Assessment>();
    comparable::<path::Progress>();
    comparable::<phases::Attainment>();
    comparable::<phases::Columns<'_>>();
    comparable::<phases::Counter>();
    comparable::<phases::Levels>();

    exact::<ladder::Rung>();
    exact::<loyalty::Traits>();

    hashed::<core_customers::Nominations<String>>();
    hashed::<core_customers::Nominee<String>>();

    plain::<behaviour::Rules>();
    plain::<conditions::Cutoff>();
    plain::<conditions::Rules>();
    plain::<curve::Curve>();
    plain::<loyalty::Measures<Option<f64>>>();
    plain::<curve::Options>();
    plain::<expressions::Rules>();
    plain::<hostages::Holding>();
    plain::<hostages::Combination>();
    plain::<ladder::Rules>();
    plain::<loyalty::Evidence>();
    plain::<loyalty::IndexPart<loyalty::Piece>>();
    plain::<loyalty::Rules>();
    plain::<loyalty::Score>();
    plain::<loyalty::Threshold>();
    plain::<path::Rules>();
    plain::<phases::Profile>();
    plain::<phases::Rules>();
    plain::<types::Rules>();
    plain::<zones::Rules>();

    named::<conditions::Condition>();
    named::<consequences::Consequence>();
    named::<curve::Competition>();
    named::<curve::Method>();
    named::<curve::StandardErrors>();
    named::<ladder::Level>();
    named::<loyalty::Piece>();
    named::<path::Step>();
    named::<phases::Inversion>();
    named::<phases::Phase>();
    named::<phases::Vulnerability>();
    named::<types::CustomerType>();
    named::<zones::Zone>();

    defaulted::<core_customers::Nominations<String>>();
    defaulted::<conditions::Cutoff>();
    defaulted::<curve::Method>();
    defaulted::<curve::StandardErrors>();
    defaulted::<hostages::Holding>();
    defaulted::<loyalty::Evidence>();
    defaulted::<loyalty::Rules>();
    defaulted::<loyalty::Threshold>();
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
