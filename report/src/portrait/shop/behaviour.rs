//! What a customer of the shop does, by the models of purchases and contracts.

use chrono::NaiveDate;
use retention::Result;
use retention::churn::Reason;
use retention::clv::{
    ContractModel, CovariateModel, CovariateTarget, GammaGamma, ParetoNbd, PurchaseModel,
    ShiftedBetaGeometric,
};
use retention::purchases::Summary;
use retention::switching::{Bond, Bonds};
use rust_decimal::Decimal;

use super::opinions::{Opinions, USUAL};
use super::random::Random;
use super::{ENDS, SATISFACTION, VALUE, after};
use crate::portrait::tables::Agreement;

/// A contract can be left after so many weeks, and again after as many.
const TERM: f64 = 26.0;
/// So long a time, in weeks, that who does not buy within it never does.
const EVER: f64 = 5200.0;
/// Some do not say why they leave.
const SAYS_WHY: f64 = 0.8;

/// The models by which customers behave.
pub struct Habits {
    buying: CovariateModel<ParetoNbd>,
    spending: GammaGamma,
}

/// What a customer bought until the records end, and whether they will buy again.
pub struct Bought {
    pub rows: Vec<(NaiveDate, Decimal)>,
    pub returns: bool,
}

impl Habits {
    pub fn new() -> Result<Self> {
        let base = ParetoNbd::new(1.4, 8.0, 1.3, 130.0)?;
        let leaving = (CovariateTarget::Leaving, vec![SATISFACTION, VALUE]);
        let buying = CovariateModel::new(base, ["satisfaction", "value"], [leaving])?;
        Ok(Self {
            buying: buying.with_origin(vec![USUAL, 1.0])?,
            spending: GammaGamma::new(6.0, 4.0, 15.0)?,
        })
    }

    /// The purchases of a customer who came on that day, until the contract or the records end.
    pub fn purchases(
        &self,
        came: NaiveDate,
        left: Option<NaiveDate>,
        opinions: &Opinions,
        seed: u64,
    ) -> Result<Bought> {
        let model = self
            .buying
            .model_of(&[opinions.satisfaction, opinions.value])?;
        let lived = |weeks: f64| -> Result<Summary> {
            let lives = model.simulate([weeks], seed)?;
            lives
                .into_iter()
                .next()
                .map_or_else(|| Summary::new(0, 0.0, weeks), Ok)
        };
        let until = left.map_or(ENDS, |left| left.min(ENDS));
        let age = (until - came).num_days() as f64 / 7.0;
        let whole = lived(age)?;
        let ever = lived(EVER)?;
        // The same life seen for a shorter time ends with an earlier purchase.
        let mut times = Vec::new();
        let mut seen = whole;
        while seen.frequency() > 0 {
            times.push(seen.first_to_last());
            let before = seen.first_to_last().next_down();
            seen = lived(before)?;
        }
        let paid = self.spending.simulate_spend([whole], seed)?;
        let mean = paid.first().and_then(Summary::mean_repeat_value);
        let mut random = Random::new(!seed);
        let mut amount = || cents(mean.unwrap_or(30.0) * (0.6 + 0.8 * random.unit()));
        let mut rows = vec![(came, amount())];
        let dates = times.into_iter().rev().map(|weeks| after(came, weeks));
        rows.extend(dates.map(|date| (date, amount())));
        Ok(Bought {
            rows,
            returns: ever.frequency() > whole.frequency(),
        })
    }

    /// The contract of a customer; none where its first term has not begun before the records end.
    pub fn agreement(
        &self,
        customer: &str,
        came: NaiveDate,
        opinions: &Opinions,
        random: &mut Random,
    ) -> Result<Option<Agreement>> {
        // The content leave less often at the end of a term.
        let alpha = 1.0 + 0.3 * (7.0 - opinions.satisfaction);
        let model = ShiftedBetaGeometric::new(alpha, 9.0)?;
        let weeks = (ENDS - came).num_days() as f64 / 7.0;
        let terms = (weeks / TERM) as u32;
        let spells = model.simulate([terms], random.bits());
        let Some(spell) = spells.into_iter().next() else {
            return Ok(None);
        };
        let left = spell
            .has_ended()
            .then(|| after(came, f64::from(spell.time()) * TERM));
        Ok(Some(Agreement {
            ends: Some(after(came, f64::from(spell.time() + 1) * TERM)).filter(|_| left.is_none()),
            reason: left.and_then(|_| why(opinions, random)),
            left,
            bonds: Some(bonds(random)),
            ..Agreement::of(customer)
        }))
    }
}

/// Why somebody with these opinions leaves.
fn why(opinions: &Opinions, random: &mut Random) -> Option<Reason> {
    if !random.happens(SAYS_WHY) {
        return None;
    }
    if opinions.value < 0.97 && random.happens(0.6) {
        return random.pick(&[Reason::Price, Reason::BetterProductElsewhere]);
    }
    if opinions.satisfaction <= 4.0 && random.happens(0.7) {
        return random.pick(&[
            Reason::PoorService,
            Reason::InferiorProduct,
            Reason::UnresolvedComplaint,
        ]);
    }
    random.pick(&[
        Reason::MovedAway,
        Reason::UnattractiveProduct,
        Reason::Inconvenience,
    ])
}

/// Every contract has its price; some customers are known in person, and a few order through a system.
fn bonds(random: &mut Random) -> Bonds {
    let mut bonds = Bonds::default().with(Bond::Financial);
    if random.happens(0.3) {
        bonds = bonds.with(Bond::Social);
    }
    if random.happens(0.1) {
        bonds = bonds.with(Bond::Structural);
    }
    bonds
}

fn cents(amount: f64) -> Decimal {
    Decimal::new((amount * 100.0).round() as i64, 2)
}
