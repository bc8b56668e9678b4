use super::OccasionSummary;
use super::likelihood::{Chances, Occasions};
use crate::clv::contract::{ContractModel, ShiftedBetaGeometric};
use crate::clv::fitted::Fitted;
use crate::clv::fitting::{FitOptions, fit};
use crate::clv::parametric::parametric;
use crate::clv::purchase_model::LONGEST;
use crate::clv::simulation::{Draws, beta_draw};
use crate::clv::{DiscountRate, Horizon};
use crate::{Error, Result};
/// A number so large is divided, lest it overflow.
const HUGE: f64 = 1e250;

parametric! {
    /// The beta-geometric/beta-binomial model: purchases at regular occasions, without a contract.
    ///
    /// It is the model for donors who are asked once a year, visitors of a yearly conference, or any
    /// business that knows only whether a customer bought in a week or a month. At each occasion a customer
    /// who is still there buys with a probability of their own; before each occasion the customer leaves
    /// for good with another probability of their own. Across customers both follow beta distributions.
    ///
    /// ```text
    /// purchases:  mean probability α / (α + β)
    /// leaving:    mean probability γ / (γ + δ)
    /// L(x, tₓ, n) = B(α + x, β + n − x)/B(α, β) · B(γ, δ + n)/B(γ, δ)
    ///             + Σ B(α + x, β + tₓ − x + i)/B(α, β) · B(γ + 1, δ + tₓ + i)/B(γ, δ)    i = 0 … n − tₓ − 1
    /// ```
    ///
    /// **When it is the wrong model.** It assumes that a customer's probabilities do not change, that each
    /// occasion is like the next, and at most one purchase an occasion. For purchases at any time use a
    /// model such as [`BgNbd`](crate::clv::BgNbd). Where customers say that they leave, use
    /// [`ShiftedBetaGeometric`].
    ///
    /// Source: Fader, P. S., Hardie, B. G. S. and Shang, J. (2010), *Marketing Science* 29(6): 1086–1108.
    ///
    /// ```
    /// use retention::clv::{BgBb, OccasionSummary};
    ///
    /// // The donors of the paper: who gave at four of six appeals, the last time at the fifth.
    /// let model = BgBb::new(1.204, 0.750, 0.657, 2.783)?;
    /// let donor = OccasionSummary::new(4, 5, 6)?;
    /// assert_eq!(format!("{:.2}", model.probability_alive(donor, 1)), "0.70");
    /// assert_eq!(format!("{:.2}", model.expected_purchases_of(donor, 5)), "2.03");
    /// // Not having given at the last two is worse for who gave at each before than for who gave at two.
    /// let [often, rarely] = [OccasionSummary::new(4, 4, 6)?, OccasionSummary::new(2, 4, 6)?];
    /// assert!(model.probability_alive(often, 1) < model.probability_alive(rarely, 1));
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "BG/BB")]
    pub struct BgBb {
        /// Returns α of the probability to buy at an occasion: the larger, the more purchases.
        alpha,
        /// Returns β of the probability to buy at an occasion: the larger, the fewer purchases.
        beta,
        /// Returns γ of the probability to leave before an occasion: the larger, the sooner.
        gamma,
        /// Returns δ of the probability to leave before an occasion: the larger, the later.
        delta,
    }
}

impl BgBb {
    /// Fits the model by maximum likelihood to customers with equal histories, counted. The same history
    /// may come several times, so counts of several parts can be chained.
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) without customers,
    /// [`Error::Insufficient`](crate::Error::Insufficient) if no occasion is over yet,
    /// [`Error::Overflow`](crate::Error::Overflow) for more customers than a count holds,
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for options out of range.
    ///
    /// ```
    /// use retention::clv::{BgBb, FitOptions};
    ///
    /// let shop = BgBb::new(1.2, 0.75, 0.66, 2.8)?;
    /// let customers = shop.simulate(vec![8; 3000], 7);
    /// let fitted = BgBb::fit(customers.into_iter().map(|row| (row, 1)), FitOptions::default())?;
    /// let buying = fitted.estimate(|model| Ok(model.expected_purchases(8)))?;
    /// assert!((buying.value() / shop.expected_purchases(8) - 1.0).abs() < 0.05);
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn fit(
        customers: impl IntoIterator<Item = (OccasionSummary, u64)>,
        options: FitOptions,
    ) -> Result<Fitted<Self>> {
        let mut occasions = Occasions::of(customers)?;
        let task = occasions.task();
        fit(&mut occasions, &task, &options)
    }

    /// Computes the logarithm of the probability of a history.
    #[must_use]
    pub fn log_likelihood(&self, customer: OccasionSummary) -> f64 {
        self.chances().log_likelihood(customer)
    }

    /// Returns the probability that the customer is still there `ahead` occasions after the last one that
    /// is over.
    ///
    /// With 0 it is whether the customer was there at that last occasion, and 1 for anyone who bought at
    /// it. With 1 it is whether the customer will be there at the next one: the figure of the paper. Tools
    /// differ in which of the two they print.
    #[must_use]
    pub fn probability_alive(&self, customer: OccasionSummary, ahead: u32) -> f64 {
        let stays = self.of_the_living(customer).staying();
        self.chances().alive(customer) * stays.survival(ahead)
    }

    /// Computes the mean number of purchases of a new customer at the next `occasions`.
    ///
    /// ```text
    /// E[X(n)] = α / (α + β) · Σ B(γ, δ + k)/B(γ, δ)    over k = 1 … n
    /// ```
    #[must_use]
    pub fn expected_purchases(&self, occasions: u32) -> f64 {
        self.buying() * self.occasions_there(occasions)
    }

    /// Computes the mean number of purchases of a known customer at the next `occasions`.
    ///
    /// See the [example](crate::clv::BgBb).
    #[must_use]
    pub fn expected_purchases_of(&self, customer: OccasionSummary, occasions: u32) -> f64 {
        let alive = self.chances().alive(customer);
        alive * self.of_the_living(customer).expected_purchases(occasions)
    }

    /// Computes the present value of the purchases to come, one each: the discounted expected residual
    /// transactions (DERT).
    ///
    /// ```text
    /// DERT = Σ expected purchases at occasion n + k / (1 + d)^k    over k = 1, 2, 3, …
    /// ```
    ///
    /// The period of the discount rate is the time between two occasions.
    ///
    /// # Errors
    /// As [`ContractModel::discounted_lifetime`].
    ///
    /// ```
    /// use retention::clv::{BgBb, DiscountRate, Horizon, OccasionSummary};
    ///
    /// let model = BgBb::new(1.204, 0.750, 0.657, 2.783)?;
    /// let donor = OccasionSummary::new(6, 6, 6)?;
    /// let discount = DiscountRate::yearly(0.1)?;
    /// let five = model.discounted_purchases(donor, discount, Horizon::Periods(5))?;
    /// let all = model.discounted_purchases(donor, discount, Horizon::Infinite)?;
    /// assert_eq!(format!("{five:.2} {all:.2}"), "2.88 5.91");
    /// # Ok::<(), retention::Error>(())
    /// ```
    #[doc(alias = "DERT")]
    pub fn discounted_purchases(
        &self,
        customer: OccasionSummary,
        discount: DiscountRate,
        horizon: Horizon,
    ) -> Result<f64> {
        let alive = self.chances().alive(customer);
        let living = self.of_the_living(customer);
        let ahead = match horizon {
            Horizon::Infinite => Horizon::Infinite,
            Horizon::Periods(0) => return Ok(0.0),
            Horizon::Periods(periods) => Horizon::Periods(periods - 1),
        };
        let there = living
            .staying()
            .discounted_residual_lifetime(1, discount, ahead)?;
        Ok(alive * living.buying() * there * discount.factor())
    }

    /// Computes the probabilities that a new customer buys at 0, 1, 2, … of the next `occasions`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for more than 10,000 occasions.
    ///
    /// ```
    /// use retention::clv::{BgBb, OccasionSummary};
    ///
    /// let model = BgBb::new(1.204, 0.750, 0.657, 2.783)?;
    /// let new = model.purchase_distribution(6)?;
    /// assert_eq!(format!("{:.2} {:.2}", new[0], new[6]), "0.31 0.11");
    /// // One minus the first is the probability of at least one purchase.
    /// let donor = OccasionSummary::new(4, 5, 6)?;
    /// let again = 1.0 - model.purchase_distribution_of(donor, 5)?[0];
    /// assert_eq!(format!("{again:.2}"), "0.66");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn purchase_distribution(&self, occasions: u32) -> Result<Vec<f64>> {
        check_length(occasions)?;
        let chance = |purchases| self.probability_of(purchases, occasions);
        Ok((0..=occasions).map(chance).collect())
    }

    /// Computes the probabilities that a known customer buys at 0, 1, 2, … of the next `occasions`.
    ///
    /// # Errors
    /// As [`purchase_distribution`](Self::purchase_distribution).
    ///
    /// See the [example](Self::purchase_distribution).
    pub fn purchase_distribution_of(
        &self,
        customer: OccasionSummary,
        occasions: u32,
    ) -> Result<Vec<f64>> {
        let alive = self.chances().alive(customer);
        let mut distribution = self
            .of_the_living(customer)
            .purchase_distribution(occasions)?;
        for share in &mut distribution {
            *share *= alive;
        }
        if let Some(none) = distribution.first_mut() {
            *none += 1.0 - alive;
        }
        Ok(distribution)
    }

    /// Simulates customers who each have so many occasions. The same seed gives the same customers.
    ///
    /// See the [example](Self::fit).
    #[must_use]
    pub fn simulate(
        &self,
        occasions: impl IntoIterator<Item = u32>,
        seed: u64,
    ) -> Vec<OccasionSummary> {
        let mut draws = Draws::new(seed);
        let customer = |occasions: u32| {
            let buys = beta_draw(self.alpha(), self.beta(), &mut draws);
            let leaves = beta_draw(self.gamma(), self.delta(), &mut draws);
            let (mut purchases, mut last) = (0, 0);
            for occasion in 1..=occasions {
                if draws.happens(leaves) {
                    break;
                }
                if draws.happens(buys) {
                    (purchases, last) = (purchases + 1, occasion);
                }
            }
            OccasionSummary::counted(purchases, last, occasions)
        };
        occasions.into_iter().map(customer).collect()
    }

    fn chances(&self) -> Chances {
        Chances {
            alpha: self.alpha(),
            beta: self.beta(),
            gamma: self.gamma(),
            delta: self.delta(),
        }
    }

    /// The mean probability to buy at an occasion.
    fn buying(&self) -> f64 {
        self.alpha() / (self.alpha() + self.beta())
    }

    /// How long customers stay.
    fn staying(&self) -> ShiftedBetaGeometric {
        ShiftedBetaGeometric::known(self.gamma(), self.delta())
    }

    /// At how many of the next occasions a new customer is there.
    fn occasions_there(&self, occasions: u32) -> f64 {
        self.staying().renewals_within(occasions)
    }

    /// What is known of a customer who was there at the last occasion: Bayes' theorem leaves the
    /// distributions beta distributions.
    fn of_the_living(&self, customer: OccasionSummary) -> Self {
        let [x, n] = [customer.purchases(), customer.occasions()].map(f64::from);
        Self {
            alpha: self.alpha() + x,
            beta: self.beta() + n - x,
            gamma: self.gamma(),
            delta: self.delta() + n,
        }
    }

    /// The probability of so many purchases at so many occasions, whenever they were: of leaving after each
    /// occasion from the first at which there can be so many, and of staying to the end.
    fn probability_of(&self, purchases: u32, occasions: u32) -> f64 {
        let x = f64::from(purchases);
        let (bought, stayed) = (self.alpha() + self.beta(), self.gamma() + self.delta());
        let chances = self.chances();
        let ln_first = chances.ln_bought(x, x) + chances.ln_stayed(x);
        // Still there after m occasions with x purchases, as a multiple of m = x.
        let (mut there, mut sum, mut ln_scale) = (1.0, 0.0, 0.0);
        for m in purchases..occasions {
            let m = f64::from(m);
            let ends = 1.0 / (stayed + m);
            sum += there * self.gamma() * ends;
            there *= (m + 1.0) / (m + 1.0 - x) * (self.beta() + m - x) / (bought + m);
            there *= (self.delta() + m) * ends;
            if there > HUGE {
                (there, sum, ln_scale) = (there / HUGE, sum / HUGE, ln_scale + HUGE.ln());
            }
        }
        (ln_first + ln_scale + f64::ln(sum + there)).exp()
    }
}

fn check_length(occasions: u32) -> Result<()> {
    if occasions <= LONGEST {
        return Ok(());
    }
    let allowed = format_args!("at most {LONGEST}");
    Err(Error::out_of_range("occasions", occasions, allowed))
}
