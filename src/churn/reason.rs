use crate::keyed::check_unique;
use crate::macros::named_enum;
use crate::{Error, Result};

named_enum! {
    /// Why customers switch, in the eight categories of Keaveney.
    ///
    /// | category | what falls under it |
    /// |---|---|
    /// | pricing | high, rising, unfair or deceptive prices |
    /// | inconvenience | place, opening hours, waiting |
    /// | core service failure | mistakes, billing errors, a product that does not do what it should |
    /// | failed encounter | staff who were uncaring, impolite, unresponsive or unknowing |
    /// | response to failure | a complaint that was answered reluctantly, badly or not at all |
    /// | competition | a competitor offers something better |
    /// | ethics | cheating, hard selling, unsafe practice, conflict of interest |
    /// | involuntary | neither side wanted it |
    ///
    /// Source: Keaveney, S. M. (1995), "Customer Switching Behavior in Service Industries", *Journal of
    /// Marketing* 59(2): 71–82.
    ///
    /// See the [example](crate::churn::Reason).
    #[non_exhaustive]
    pub enum ReasonCategory {
        /// The price: high, rising, unfair, deceptive.
        Pricing = "pricing",
        /// Place, opening hours, waiting.
        Inconvenience = "inconvenience",
        /// The service or product itself failed.
        CoreServiceFailure = "core_service_failure",
        /// Staff behaved badly.
        FailedEncounter = "failed_encounter",
        /// A complaint was answered badly.
        ResponseToFailure = "response_to_failure",
        /// A competitor offers something better.
        Competition = "competition",
        /// The business acted wrongly.
        Ethics = "ethics",
        /// Neither side wanted it.
        Involuntary = "involuntary",
    }
}

named_enum! {
    /// A reason why a customer left.
    ///
    /// | reason | category | could the business have prevented it? | did the customer decide it? |
    /// |---|---|---|---|
    /// | price | pricing | yes | yes |
    /// | inconvenience | inconvenience | yes | yes |
    /// | inferior product | core service failure | yes | yes |
    /// | unattractive product | core service failure | yes | yes |
    /// | supplier problem | core service failure | yes | yes |
    /// | poor service | failed encounter | yes | yes |
    /// | unresolved complaint | response to failure | yes | yes |
    /// | better product elsewhere | competition | yes | yes |
    /// | unethical conduct | ethics | yes | yes |
    /// | payment failed | involuntary | yes | no |
    /// | moved away | involuntary | no | no |
    /// | changed trade | involuntary | no | no |
    /// | bankrupt | involuntary | no | no |
    ///
    /// Controllable and voluntary are not the same: a card that was declined ends a subscription that
    /// nobody wanted to end, and another attempt may save it.
    ///
    /// The categories are Keaveney's (see [`ReasonCategory`]). Which reason is in which category is this
    /// crate's reading of her description. Retailing texts name moving away, a change of trade and
    /// bankruptcy as reasons against which a business is powerless, and the better product elsewhere, the
    /// problem of the supplier, the unattractive or inferior product, poor service and the price as those that
    /// it can do something about.
    ///
    /// ```
    /// use retention::churn::{Reason, ReasonCategory};
    ///
    /// assert_eq!(Reason::PoorService.category(), ReasonCategory::FailedEncounter);
    /// assert!(!Reason::MovedAway.is_controllable());
    /// assert!(Reason::PaymentFailed.is_controllable() && !Reason::PaymentFailed.is_voluntary());
    /// ```
    #[doc(alias = "流失原因")]
    #[non_exhaustive]
    pub enum Reason {
        /// The price is too high, or has risen.
        #[doc(alias = "价格太高")]
        Price = "price",
        /// The place, the opening hours or the waiting.
        Inconvenience = "inconvenience",
        /// The product is of poor quality.
        #[doc(alias = "产品次")]
        InferiorProduct = "inferior_product",
        /// The product does not attract.
        #[doc(alias = "产品没有吸引力")]
        UnattractiveProduct = "unattractive_product",
        /// A problem of the supplier, such as deliveries that failed.
        #[doc(alias = "供应商的问题")]
        SupplierProblem = "supplier_problem",
        /// Staff served badly.
        #[doc(alias = "服务差")]
        PoorService = "poor_service",
        /// A complaint was not resolved.
        UnresolvedComplaint = "unresolved_complaint",
        /// A competitor has a better product.
        #[doc(alias = "发现了更好的产品")]
        BetterProductElsewhere = "better_product_elsewhere",
        /// The business acted unethically.
        UnethicalConduct = "unethical_conduct",
        /// A payment failed, though the customer did not want to leave.
        PaymentFailed = "payment_failed",
        /// The customer moved away.
        #[doc(alias = "离开了当地")]
        MovedAway = "moved_away",
        /// The customer changed trade, or has no use for the product any more.
        #[doc(alias = "改行")]
        ChangedTrade = "changed_trade",
        /// The customer went bankrupt.
        #[doc(alias = "破产")]
        Bankrupt = "bankrupt",
    }
}

impl Reason {
    /// Returns Keaveney's category.
    #[must_use]
    pub const fn category(self) -> ReasonCategory {
        match self {
            Self::Price => ReasonCategory::Pricing,
            Self::Inconvenience => ReasonCategory::Inconvenience,
            Self::InferiorProduct | Self::UnattractiveProduct | Self::SupplierProblem => {
                ReasonCategory::CoreServiceFailure
            }
            Self::PoorService => ReasonCategory::FailedEncounter,
            Self::UnresolvedComplaint => ReasonCategory::ResponseToFailure,
            Self::BetterProductElsewhere => ReasonCategory::Competition,
            Self::UnethicalConduct => ReasonCategory::Ethics,
            Self::PaymentFailed | Self::MovedAway | Self::ChangedTrade | Self::Bankrupt => {
                ReasonCategory::Involuntary
            }
        }
    }

    /// Returns whether the business could have done something about it.
    #[must_use]
    pub const fn is_controllable(self) -> bool {
        !matches!(self, Self::MovedAway | Self::ChangedTrade | Self::Bankrupt)
    }

    /// Returns whether the customer decided to leave.
    #[must_use]
    pub const fn is_voluntary(self) -> bool {
        !matches!(self.category(), ReasonCategory::Involuntary)
    }
}

/// The reasons behind a company's own words, such as the answers of its cancellation form.
///
/// ```
/// use retention::churn::{Reason, ReasonCodes};
///
/// let codes = ReasonCodes::new([
///     ("too expensive", Reason::Price),
///     ("switched to a competitor", Reason::BetterProductElsewhere),
/// ])?;
/// assert_eq!(codes.read("too expensive")?, Reason::Price);
/// let error = codes.read("Too expensive").unwrap_err();
/// assert_eq!(error.to_string(), "text of a reason must be one of switched to a competitor, too expensive, \
///     got \"Too expensive\"");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Vec<Code>", into = "Vec<Code>"))]
pub struct ReasonCodes {
    /// Sorted by text.
    codes: Vec<Code>,
}

/// A text and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Code {
    text: String,
    reason: Reason,
}

impl From<ReasonCodes> for Vec<Code> {
    fn from(codes: ReasonCodes) -> Self {
        codes.codes
    }
}

impl TryFrom<Vec<Code>> for ReasonCodes {
    type Error = Error;

    fn try_from(mut codes: Vec<Code>) -> Result<Self> {
        if codes.is_empty() {
            return Err(Error::empty("text of a reason"));
        }
        check_unique("text", codes.iter().map(|code| code.text.as_str()))
            .map_err(|(error, row)| error.at_row(row))?;
        codes.sort_unstable();
        Ok(Self { codes })
    }
}

impl ReasonCodes {
    /// Creates a list of texts with the reason that each stands for. Texts are compared exactly.
    ///
    /// # Errors
    /// [`Error::Empty`] without a text; [`Error::Duplicate`], with the row, for a text that stands twice.
    pub fn new(codes: impl IntoIterator<Item = (impl Into<String>, Reason)>) -> Result<Self> {
        let code = |(text, reason): (_, Reason)| Code {
            text: Into::into(text),
            reason,
        };
        let codes: Vec<Code> = codes.into_iter().map(code).collect();
        codes.try_into()
    }

    /// Returns the reason that a text stands for.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a text that is not in the list.
    pub fn read(&self, text: &str) -> Result<Reason> {
        let found = self
            .codes
            .binary_search_by(|code| code.text.as_str().cmp(text));
        let found = found.ok().and_then(|position| self.codes.get(position));
        found.map(|code| code.reason).ok_or_else(|| {
            let allowed: Vec<&str> = self.codes.iter().map(|code| code.text.as_str()).collect();
            Error::UnknownName {
                argument: "text of a reason",
                value: text.to_owned(),
                allowed: allowed.join(", "),
            }
        })
    }
}
