use super::returns::{Made, Purchases};
use super::{Policy, ReturnCurve, Steps, Waits};
use crate::period::{Period, Window};
#[cfg(feature = "serde")]
use crate::{Error, Result};

/// How customers come back after each of their purchases: one [`ReturnCurve`] for each bin of steps.
///
/// The chance that a silent customer comes back depends on how many purchases came before. One-time
/// buyers come back least; each further purchase makes the next likelier. A curve counts waits, so a
/// customer counts once for each step of its bin.
///
/// A bin with too few waits is pooled with the neighbour below (see
/// [`Steps::least_waits`]): [`ReturnCurve::purchases`] and [`ReturnCurve::purchases_to`] say which
/// steps a curve was made from.
///
/// With the feature `serde` curves can be serialised and deserialised.
///
/// Source: the curve is that of Kaplan and Meier (1958), see [`ReturnCurve`]; that each step is judged
/// by the times of its own follows Novo, J. (2004), *Drilling Down*.
///
/// ```
/// # use chrono::NaiveDate;
/// use retention::period::Period;
/// use retention::purchases::Steps;
/// # use retention::purchases::{Policy, Purchase, PurchaseLog};
/// # use rust_decimal::dec;
/// # let date = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
/// # let row = |customer, day| Purchase { customer, date: date(day), amount: dec!(10) };
/// // Ann bought on the 1st, 4th, 6th and 9th, Ben on the 1st and the 11th, Cem on the 1st.
/// # let log = PurchaseLog::from_rows([
/// #     row("Ann", 1), row("Ann", 4), row("Ann", 6), row("Ann", 9),
/// #     row("Ben", 1), row("Ben", 11), row("Cem", 1),
/// # ])?;
/// let observed = log.observe(log.until(date(31))?, Policy::default())?;
/// let steps = Steps::new([1, 2])?.least_waits(1);
/// let curves = observed.return_curves(Period::Day, steps)?;
///
/// // After the first purchase two of three came back, after a later one two of four times.
/// assert_eq!(curves.first_step().returned().to_string(), "2 of 3");
/// assert_eq!(curves.after(5).returned().to_string(), "2 of 4");
/// assert_eq!((curves.after(5).purchases(), curves.after(5).purchases_to()), (2, None));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawCurves"))]
pub struct ReturnCurves {
    steps: Steps,
    first_step: ReturnCurve,
    /// By lower bound: at least one, the first from the first purchase on.
    curves: Vec<ReturnCurve>,
}

impl ReturnCurves {
    /// Returns the curves, by the purchases that they start from.
    #[must_use]
    pub fn as_slice(&self) -> &[ReturnCurve] {
        &self.curves
    }

    /// Returns the curve of the step from the first purchase to the second alone, whatever the bins.
    #[must_use]
    pub const fn first_step(&self) -> &ReturnCurve {
        &self.first_step
    }

    /// Returns the curve of those who made so many purchases; that of the first step for 0.
    #[must_use]
    pub fn after(&self, purchases: u32) -> &ReturnCurve {
        self.curves
            .get(self.position(purchases))
            .unwrap_or(&self.first_step)
    }

    /// Sets where the curves end, as [`ReturnCurve::while_at_risk`] does for one.
    #[must_use]
    pub fn while_at_risk(mut self, customers: u64) -> Self {
        self.first_step = self.first_step.while_at_risk(customers);
        let curves = self.curves.into_iter();
        self.curves = curves.map(|curve| curve.while_at_risk(customers)).collect();
        self
    }

    /// Returns the position of the curve of those who made so many purchases.
    #[inline]
    pub(crate) fn position(&self, purchases: u32) -> usize {
        let above = self.curves.iter().skip(1);
        above
            .take_while(|curve| curve.purchases() <= purchases)
            .count()
    }

    /// Returns the bins that were asked for.
    #[must_use]
    pub const fn steps(&self) -> Steps {
        self.steps
    }

    /// Returns the calendar period whose rows are one purchase.
    #[must_use]
    pub const fn grain(&self) -> Period {
        self.first_step.grain()
    }

    /// Returns the window in which purchases were looked for.
    #[must_use]
    pub const fn window(&self) -> Window {
        self.first_step.window()
    }

    /// Returns the policy that says what is a purchase.
    #[must_use]
    pub const fn policy(&self) -> Policy {
        self.first_step.policy()
    }
}

/// The waits of a population, by bin; those of the first step are kept apart.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct StepWaits {
    pub(super) steps: Steps,
    pub(super) first: Waits,
    /// A bin each, without the first step.
    pub(super) later: Vec<Waits>,
}

impl StepWaits {
    pub(crate) fn new(steps: Steps) -> Self {
        Self {
            steps,
            first: Waits::default(),
            later: vec![Waits::default(); steps.lower_bounds().len()],
        }
    }

    /// Adds a wait that began after so many purchases.
    #[inline]
    pub(crate) fn push(&mut self, purchases: u32, days: u32, returned: bool) {
        if purchases == 1 {
            self.first.push(days, returned);
        } else if let Some(waits) = self.later.get_mut(self.steps.bin(purchases)) {
            waits.push(days, returned);
        }
    }

    /// Adds the waits of others, in the same bins.
    pub(crate) fn merge(&mut self, other: Self) {
        self.first.merge(other.first);
        for (waits, more) in self.later.iter_mut().zip(other.later) {
            waits.merge(more);
        }
    }

    /// Refuses waits that so many histories could not have made, or none so long.
    #[cfg(feature = "serde")]
    pub(super) fn check(&self, histories: u64, longest: f64) -> Result<()> {
        let bins = self.steps.lower_bounds().len();
        if self.later.len() != bins {
            return Err(Error::length("later", self.later.len(), bins));
        }
        let (customers, _) = self.first.extent();
        if customers > histories {
            let allowed = format!("at most {histories}");
            return Err(Error::out_of_range("customers", customers, allowed));
        }
        let all = std::iter::once(&self.first).chain(&self.later);
        for days in all.filter_map(|waits| waits.extent().1) {
            if f64::from(days) > longest {
                let allowed = format!("at most {longest}");
                return Err(Error::out_of_range("days", days, allowed));
            }
        }
        Ok(())
    }

    /// Returns the curves, with bins of too few waits pooled with the neighbour below.
    pub(crate) fn curves(self, grain: Period, window: Window, policy: Policy) -> ReturnCurves {
        let made = Made {
            grain,
            window,
            policy,
        };
        let first_step = self.first.curve(Purchases::only(1), made);
        let mut curves = Vec::with_capacity(self.later.len());
        let (mut pooled, mut to) = (Waits::default(), None);
        let bins = self.steps.lower_bounds().iter().zip(self.later).enumerate();
        for (bin, (&from, waits)) in bins.rev() {
            pooled.merge(waits);
            // One-time buyers are told apart from others, however few there are of either.
            if bin <= 1 || pooled.count_all() >= self.steps.fewest_waits() {
                let mut waits = std::mem::take(&mut pooled);
                if bin == 0 {
                    waits.merge(self.first.clone());
                }
                curves.push(waits.curve(Purchases { from, to }, made));
                to = from.checked_sub(1);
            }
        }
        curves.reverse();
        ReturnCurves {
            steps: self.steps,
            first_step,
            curves,
        }
    }
}

/// Curves as they are read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCurves {
    steps: Steps,
    first_step: ReturnCurve,
    curves: Vec<ReturnCurve>,
}

#[cfg(feature = "serde")]
impl TryFrom<RawCurves> for ReturnCurves {
    type Error = Error;

    /// Refuses curves that were not made from one population in these bins.
    fn try_from(raw: RawCurves) -> Result<Self> {
        use crate::error::same;

        let first = &raw.first_step;
        same(
            "purchases",
            &(first.purchases(), first.purchases_to()),
            &(1, Some(1)),
        )?;
        let mut next = Some(1);
        for (position, curve) in raw.curves.iter().enumerate() {
            let from = Some(curve.purchases());
            let at = |error: Error| error.at_row(position);
            if from != next || !raw.steps.lower_bounds().contains(&curve.purchases()) {
                let allowed = "a lower bound of the steps, where the curve before ends";
                return Err(at(Error::out_of_range(
                    "purchases",
                    curve.purchases(),
                    allowed,
                )));
            }
            same("window", &first.window(), &curve.window()).map_err(at)?;
            same("policy", &first.policy(), &curve.policy()).map_err(at)?;
            same("grain", &first.grain(), &curve.grain()).map_err(at)?;
            next = curve.purchases_to().and_then(|to| to.checked_add(1));
        }
        if raw.curves.is_empty() {
            return Err(Error::empty("return curve"));
        }
        if let Some(next) = next {
            let allowed = "none: the last curve has no upper bound";
            return Err(Error::out_of_range(
                "purchases after the last curve",
                next,
                allowed,
            ));
        }
        Ok(Self {
            steps: raw.steps,
            first_step: raw.first_step,
            curves: raw.curves,
        })
    }
}
