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
/// Texts are the same if they differ in no more than:
///
/// * case: `Price` and `price`
/// * width: full-width `ＰＲＩＣＥ` and `PRICE`, and the ideographic space and a plain one
/// * space at either end
///
/// ```
/// use retention::churn::{Reason, ReasonCodes};
///
/// let codes = ReasonCodes::new([
///     ("too expensive", Reason::Price),
///     ("switched to a competitor", Reason::BetterProductElsewhere),
/// ])?;
/// assert_eq!(codes.read("too expensive")?, Reason::Price);
/// assert_eq!(codes.read(" Too Expensive ")?, Reason::Price);
/// let error = codes.read("too dear").unwrap_err();
/// assert_eq!(error.to_string(), "text of a reason must be one of switched to a competitor, too expensive, \
///     got \"too dear\"");
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Vec<Code>", into = "Vec<Code>"))]
pub struct ReasonCodes {
    /// Sorted by folded text.
    codes: Vec<(String, Code)>,
}

/// A text and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Code {
    text: String,
    reason: Reason,
}

impl From<ReasonCodes> for Vec<Code> {
    fn from(codes: ReasonCodes) -> Self {
        codes.codes.into_iter().map(|(_, code)| code).collect()
    }
}

impl TryFrom<Vec<Code>> for ReasonCodes {
    type Error = Error;

    fn try_from(codes: Vec<Code>) -> Result<Self> {
        if codes.is_empty() {
            return Err(Error::empty("text of a reason"));
        }
        let codes = codes.into_iter().map(|code| (folded(&code.text), code));
        let mut codes: Vec<((String, Code), usize)> = codes.zip(0..).collect();
        codes.sort_by(|((a, _), _), ((b, _), _)| a.cmp(b));
        for pair in codes.windows(2) {
            let [((one, first), _), ((other, second), row)] = pair else {
                continue;
            };
            if one == other {
                let texts = format_args!("{:?} and {:?}", first.text, second.text).to_string();
                let error = Error::duplicate("text", texts).at_row(*row);
                let cure = "texts are compared without case, width and space at either end";
                return Err(error.with_cure(cure));
            }
        }
        let codes = codes.into_iter().map(|(code, _)| code).collect();
        Ok(Self { codes })
    }
}

/// Returns a text without what makes no difference: case, full width, and space at either end.
fn folded(text: &str) -> String {
    /// From the full-width forms of ASCII to ASCII.
    const WIDTH: u32 = 0xFEE0;
    let narrow = text.chars().map(|letter| match letter {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => {
            let narrow = u32::from(letter).saturating_sub(WIDTH);
            char::from_u32(narrow).unwrap_or(letter)
        }
        _ => letter,
    });
    let lower: String = narrow.flat_map(char::to_lowercase).collect();
    lower.trim().to_owned()
}

impl ReasonCodes {
    /// Creates a list of texts with the reason that each stands for.
    ///
    /// # Errors
    /// [`Error::Empty`] without a text; [`Error::Duplicate`], with both texts and the row of the second, for
    /// two that are the same.
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
        let own = folded(text);
        let found = self.codes.binary_search_by(|(folded, _)| folded.cmp(&own));
        let found = found.ok().and_then(|position| self.codes.get(position));
        found.map(|(_, code)| code.reason).ok_or_else(|| {
            let allowed = self.codes.iter().map(|(_, code)| code.text.as_str());
            Error::UnknownName {
                argument: "text of a reason",
                value: text.to_owned(),
                allowed: allowed.collect::<Vec<_>>().join(", "),
            }
        })
    }
}
