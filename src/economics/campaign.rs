use rust_decimal::{Decimal, RoundingStrategy};

use super::Assignment;
use super::winning::not_negative;
use crate::accumulate::{Accumulator, Version, more_rows};
use crate::estimate::{Confidence, Difference, Interval, Proportion};
use crate::macros::{checked_state, named_enum};
use crate::numeric::money::{self, decimal_to_f64};
use crate::numeric::rounding::Rounding;
use crate::{Error, Result};

named_enum! {
    /// Whether a customer was in the campaign.
    ///
    /// See the [example](crate::economics::CampaignCounter).
    pub enum Arm {
        /// The campaign was for this customer, reached or not.
        Treated = "treated",
        /// The customer was left alone, to compare with.
        Control = "control",
    }
}

named_enum! {
    /// Whether a customer was still one when the campaign was judged.
    ///
    /// See the [example](crate::economics::CampaignCounter).
    pub enum Fate {
        /// Still a customer.
        Stayed = "stayed",
        /// Gone.
        Left = "left",
    }
}

/// One customer of a campaign or of its control group.
///
/// See the [example](crate::economics::CampaignCounter).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CampaignCustomer {
    /// Whether the customer was in the campaign.
    pub arm: Arm,
    /// Whether the customer stayed.
    pub fate: Fate,
}

/// Counts who stayed among the customers of a campaign and of its control group.
///
/// [`BySegment`](crate::segment::BySegment) counts by tier or any other segment in one pass, and
/// [`Uplift`](crate::economics::Uplift) takes what comes out.
///
/// ```
/// use retention::Accumulator;
/// use retention::economics::{Arm, CampaignCounter, CampaignCustomer, Fate};
///
/// let mut counter = CampaignCounter::new();
/// for (arm, fate) in [(Arm::Treated, Fate::Stayed), (Arm::Treated, Fate::Left), (Arm::Control, Fate::Left)] {
///     counter.push(CampaignCustomer { arm, fate })?;
/// }
/// let counts = counter.finish()?;
/// assert_eq!((counts.treated.to_string(), counts.control.to_string()), ("1 of 2".into(), "0 of 1".into()));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(remote = "Self", deny_unknown_fields)
)]
pub struct CampaignCounter {
    version: Version,
    /// Treated customers who stayed and who left.
    treated: [u64; 2],
    control: [u64; 2],
}

checked_state!(CampaignCounter);

impl CampaignCounter {
    /// Creates an empty counter.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    #[cfg(feature = "serde")]
    fn checked(self) -> Result<Self> {
        let mut counts = [self.treated, self.control].into_iter().flatten();
        counts.try_fold(0, more_rows)?;
        Ok(self)
    }
}

impl crate::sealed::Sealed for CampaignCounter {}

impl Accumulator for CampaignCounter {
    type Row<'r> = CampaignCustomer;
    type Output = CampaignCounts;

    fn fresh(&self) -> Self {
        Self::new()
    }

    fn rows(&self) -> u64 {
        let counts = [self.treated, self.control];
        counts.into_iter().flatten().fold(0, u64::saturating_add)
    }

    /// Adds one customer.
    ///
    /// # Errors
    /// [`Error::Overflow`] beyond 2⁶⁴ − 1 customers.
    fn push(&mut self, row: CampaignCustomer) -> Result<()> {
        more_rows(self.rows(), 1)?;
        let [stayed, left] = match row.arm {
            Arm::Treated => &mut self.treated,
            Arm::Control => &mut self.control,
        };
        match row.fate {
            Fate::Stayed => *stayed += 1,
            Fate::Left => *left += 1,
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        more_rows(self.rows(), other.rows())?;
        let ours = [&mut self.treated, &mut self.control].into_iter().flatten();
        for (own, more) in ours.zip([other.treated, other.control].into_iter().flatten()) {
            *own += more;
        }
        Ok(())
    }

    /// Returns the counts. It never fails.
    fn finish(self) -> Result<CampaignCounts> {
        let of = |[stayed, left]: [u64; 2]| Proportion::of_parts(stayed, left);
        Ok(CampaignCounts {
            treated: of(self.treated),
            control: of(self.control),
        })
    }
}

/// Who stayed among the customers of a campaign and of its control group.
///
/// See the [example](crate::economics::CampaignCounter).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CampaignCounts {
    /// The customers of the campaign who stayed, of all of them.
    pub treated: Proportion,
    /// The customers of the control group who stayed, of all of them.
    pub control: Proportion,
}

/// What a campaign cost, and what a customer it kept is worth.
///
/// See the [example](crate::economics::Campaign).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CampaignTerms {
    /// Who decided which customers were in the campaign.
    pub assignment: Assignment,
    /// Cost of the whole campaign, discounts to customers who would have stayed anyway included; 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub cost: Decimal,
    /// What a customer who stays is worth, 0 or more.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub worth: Decimal,
}

named_enum! {
    /// Whether a campaign brought more than it cost.
    ///
    /// See the [example](crate::economics::Campaign).
    pub enum CampaignVerdict {
        /// It brought more than it cost: the whole interval of the net value is above 0.
        Pays = "pays",
        /// It cost more than it brought: the whole interval is below 0.
        Loses = "loses",
        /// The interval contains 0. A larger campaign would tell.
        Undecided = "undecided",
        /// Chance did not decide who was in the campaign, so the two groups may have differed from the
        /// start. The figures describe them and do not say what the campaign did.
        NotRandomised = "not_randomised",
    }
}

/// A retention campaign held against its control group: how many customers it kept, and what each of them
/// cost.
///
/// Many customers of a campaign would have stayed anyway. Only the difference to the control group counts.
///
/// ```text
/// lift          = share stayed of the treated − share stayed of the control group
/// kept          = lift · treated customers
/// cost per kept = cost / kept
/// net           = kept · worth − cost
/// ```
///
/// The interval of the lift is Newcombe's, as in [`Proportion::difference`]; the others are that interval
/// converted. How many customers a campaign needs before it can tell whether it pays follows from
/// [`break_even_lift`](crate::economics::break_even_lift).
///
/// # What it can say
///
/// Only where chance decided who was in the campaign is the lift an effect. Otherwise the verdict is
/// [`NotRandomised`](CampaignVerdict::NotRandomised). Count every customer who was chosen for the campaign
/// as treated, those who were not reached too: who can be reached differs from who cannot.
///
/// ```
/// use retention::economics::{Assignment, Campaign, CampaignCounts, CampaignTerms, CampaignVerdict};
/// use retention::estimate::{Confidence, Proportion};
/// use rust_decimal::{RoundingStrategy, dec};
///
/// let counts = CampaignCounts {
///     treated: Proportion::new(4300, 5000)?,
///     control: Proportion::new(4150, 5000)?,
/// };
/// let terms = CampaignTerms {
///     assignment: Assignment::Randomised,
///     cost: dec!(25000),
///     worth: dec!(400),
/// };
/// let nearest = RoundingStrategy::MidpointAwayFromZero;
/// let campaign = Campaign::of(counts, terms, Confidence::default(), 2, nearest)?;
/// assert_eq!(format!("{:.1}", campaign.kept), "150.0"); // not 4300
/// assert_eq!(campaign.cost_per_kept, Some(dec!(166.67)));
/// assert_eq!((campaign.net, campaign.verdict), (dec!(35000.00), CampaignVerdict::Pays));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
#[doc(alias = "uplift")]
#[doc(alias = "incremental")]
pub struct Campaign {
    /// The counts, as given.
    pub counts: CampaignCounts,
    /// Cost, worth and who decided, as given.
    pub terms: CampaignTerms,
    /// The difference of the two shares, with its interval.
    pub lift: Difference,
    /// The lift over the share of the control group that stayed; `None` if nobody of it did.
    pub relative_lift: Option<f64>,
    /// Customers kept who would have left; negative if the campaign drove customers away.
    pub kept: f64,
    /// The interval of the customers kept.
    pub kept_interval: Interval,
    /// Cost over customers kept; `None` if none were.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub cost_per_kept: Option<Decimal>,
    /// Cost per customer kept at the upper end of their interval; `None` if that is not above 0.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub cost_per_kept_at_least: Option<Decimal>,
    /// Cost per customer kept at the lower end of their interval; `None` if there is no upper bound, because
    /// the campaign may have kept nobody.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money::option"))]
    pub cost_per_kept_at_most: Option<Decimal>,
    /// What the customers kept are worth, less the cost.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub net: Decimal,
    /// The lower end of the interval of the net value.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub net_lower: Decimal,
    /// The upper end of the interval of the net value.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub net_upper: Decimal,
    /// Whether it paid.
    pub verdict: CampaignVerdict,
}

impl Campaign {
    /// Compares a campaign with its control group, and rounds money to `places`.
    ///
    /// # Errors
    /// [`Error::Empty`] if either group is empty; [`Error::OutOfRange`] for a negative cost or worth, or
    /// more than 28 places; [`Error::Overflow`] for amounts beyond 28 digits.
    pub fn of(
        counts: CampaignCounts,
        terms: CampaignTerms,
        confidence: Confidence,
        places: u32,
        strategy: RoundingStrategy,
    ) -> Result<Self> {
        not_negative("cost of the campaign", terms.cost)?;
        not_negative("worth of a customer", terms.worth)?;
        let rounding = Rounding::of_products(places, strategy)?;
        let lift = lift(counts, confidence)?;
        let treated = counts.treated.denominator() as f64;
        let kept = treated * lift.value();
        let [lower, upper] =
            [lift.interval().lower(), lift.interval().upper()].map(|end| end * treated);
        let each = |kept: f64| {
            let cost = (kept > 0.0).then(|| rounding.times(terms.cost, 1.0 / kept));
            cost.transpose()
        };
        let net = |kept: f64| money::subtract(rounding.times(terms.worth, kept)?, terms.cost);
        let [net, net_lower, net_upper] = [net(kept)?, net(lower)?, net(upper)?];
        // How amounts are rounded does not decide what is said.
        let [worth, cost] = [terms.worth, terms.cost].map(decimal_to_f64);
        let pays = [lower, upper].map(|kept| worth * kept - cost);
        let control = counts.control.value().filter(|&share| share > 0.0);
        Ok(Self {
            counts,
            terms,
            lift,
            relative_lift: control.map(|share| lift.value() / share),
            kept,
            kept_interval: Interval::between(lower, upper, confidence),
            cost_per_kept: each(kept)?,
            cost_per_kept_at_least: each(upper)?,
            cost_per_kept_at_most: each(lower)?,
            net,
            net_lower,
            net_upper,
            verdict: verdict(terms.assignment, pays),
        })
    }
}

/// The lift of a campaign whose groups are not empty.
pub(super) fn lift(counts: CampaignCounts, confidence: Confidence) -> Result<Difference> {
    let CampaignCounts { treated, control } = counts;
    if treated.denominator() == 0 {
        return Err(Error::empty("treated customer"));
    }
    treated
        .difference(control, confidence)
        .ok_or_else(|| Error::empty("customer of the control group"))
}

fn verdict(assignment: Assignment, [lower, upper]: [f64; 2]) -> CampaignVerdict {
    match assignment {
        Assignment::Chosen => CampaignVerdict::NotRandomised,
        Assignment::Randomised if lower > 0.0 => CampaignVerdict::Pays,
        Assignment::Randomised if upper < 0.0 => CampaignVerdict::Loses,
        Assignment::Randomised => CampaignVerdict::Undecided,
    }
}

/// Computes the lift at which a campaign breaks even: what it costs for each treated customer over what a
/// customer who stays is worth. `None` if that is not above 0; above 1 no campaign at this cost pays.
///
/// [`plan_proportions`](crate::estimate::power::plan_proportions) says how many customers each group needs to
/// tell such a lift.
///
/// # Errors
/// [`Error::OutOfRange`] for a negative cost.
///
/// ```
/// use retention::economics::break_even_lift;
/// use retention::estimate::power::{Options, plan_proportions};
/// use rust_decimal::dec;
///
/// // A call costs 5 and a customer who stays is worth 250; without calls 83 % stay.
/// let lift = break_even_lift(dec!(5), dec!(250))?.unwrap();
/// assert_eq!(lift, 0.02);
/// let sizes = plan_proportions(0.83 + lift, 0.83, Options::default())?;
/// assert_eq!((sizes.first, sizes.second), (5274, 5274));
/// # Ok::<(), retention::Error>(())
/// ```
pub fn break_even_lift(cost_per_customer: Decimal, worth: Decimal) -> Result<Option<f64>> {
    not_negative("cost per customer", cost_per_customer)?;
    Ok(money::ratio(cost_per_customer, worth))
}
