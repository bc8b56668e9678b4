use rust_decimal::Decimal;

use crate::accumulate::Accumulator;
#[cfg(feature = "serde")]
use crate::accumulate::Version;
use crate::estimate::{Proportion, Share};
use crate::numeric::money::{self, MoneySum};
use crate::{Error, Result};

/// What one customer spent on one brand of a category: a row of a consumer panel, a survey or a receipt.
///
/// See the [example](crate::economics::Panel).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PanelPurchase<Id, B> {
    /// The customer.
    pub customer: Id,
    /// The brand, or the shop.
    pub brand: B,
    /// What was spent, above 0.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub amount: Decimal,
}

/// What one customer spends on one brand, as a share of the customer's wallet.
///
/// See the [example](crate::economics::Panel).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct WalletRow<Id, B> {
    /// The customer.
    pub customer: Id,
    /// The brand.
    pub brand: B,
    /// What the customer spent on the brand.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub spent: Decimal,
    /// What the customer spent on all brands: the size of the wallet.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub wallet: Decimal,
}

impl<Id, B> WalletRow<Id, B> {
    /// Returns the share of wallet: spending on the brand over spending on all brands.
    #[must_use]
    pub const fn share(&self) -> Share {
        Share::new(self.spent, self.wallet)
    }

    /// Returns what the customer spends on other brands.
    ///
    /// # Errors
    /// [`Error::Overflow`] if the difference exceeds what a decimal holds.
    pub fn elsewhere(&self) -> Result<Decimal> {
        money::subtract(self.wallet, self.spent)
    }
}

/// How a brand stands with the customers of its category.
///
/// ```text
/// market share = penetration · share of requirements · usage index
/// ```
///
/// A small market share comes from few buyers, from buyers who spend elsewhere, or from buyers who spend
/// little on the category. Each of the three asks for something else.
///
/// Source: Farris, P. W., Bendle, N. T., Pfeifer, P. E. and Reibstein, D. J. (2010), *Marketing Metrics*,
/// 2nd edition, chapter 2.
///
/// See the [example](crate::economics::Panel).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BrandRow<B> {
    /// The brand.
    pub brand: B,
    /// Customers of the category who bought the brand.
    pub buyers: u64,
    /// Those who bought no other brand.
    pub sole_buyers: u64,
    /// Customers of the category.
    pub customers: u64,
    /// What was spent on the brand.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub spent: Decimal,
    /// What buyers of the brand spent on the category.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub wallets_of_buyers: Decimal,
    /// What all customers spent on the category.
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    pub category: Decimal,
    /// The mean of the buyers' shares of wallet, each buyer counted alike. The share of requirements counts
    /// each by the size of the wallet.
    pub mean_share_of_wallet: f64,
}

impl<B> BrandRow<B> {
    /// Returns the buyers of the brand of all customers of the category.
    #[must_use]
    pub const fn penetration(&self) -> Proportion {
        Proportion::of_parts(self.buyers, self.customers.saturating_sub(self.buyers))
    }

    /// Returns the buyers of this brand alone, of all its buyers.
    #[must_use]
    #[doc(alias = "100 % loyals")]
    pub const fn sole_loyalty(&self) -> Proportion {
        Proportion::of_parts(
            self.sole_buyers,
            self.buyers.saturating_sub(self.sole_buyers),
        )
    }

    /// Returns the spending on the brand over all spending on the category.
    #[must_use]
    pub const fn market_share(&self) -> Share {
        Share::new(self.spent, self.category)
    }

    /// Returns the share of category requirements: the spending on the brand, of what its buyers spend on
    /// the category.
    #[must_use]
    #[doc(alias = "SCR")]
    pub const fn share_of_requirements(&self) -> Share {
        Share::new(self.spent, self.wallets_of_buyers)
    }

    /// Computes how much more a buyer of the brand spends on the category than a customer of the category
    /// does: 1 for as much.
    #[must_use]
    #[doc(alias = "heavy usage index")]
    pub fn usage_index(&self) -> f64 {
        let of_buyers = money::decimal_to_f64(self.wallets_of_buyers) / self.buyers as f64;
        of_buyers / (money::decimal_to_f64(self.category) / self.customers as f64)
    }
}

/// What the customers of a category spend on each of its brands: shares of wallet, penetration, share of
/// category requirements and sole loyalty.
///
/// The rows must hold all that a customer spends on the category. From the purchases of one shop alone every
/// share of wallet would be 1.
///
/// ```
/// use retention::economics::{Panel, PanelPurchase};
/// use rust_decimal::{Decimal, dec};
///
/// let row = |customer, brand, amount: i64| PanelPurchase { customer, brand, amount: Decimal::from(amount) };
/// let panel = Panel::from_rows([
///     row("Ann", "ours", 30),
///     row("Ann", "theirs", 60),
///     row("Ann", "ours", 30),
///     row("Ben", "ours", 20),
///     row("Cem", "theirs", 60),
/// ])?;
/// let ours = panel.brand(&"ours").unwrap();
/// assert_eq!(ours.penetration().to_string(), "2 of 3");
/// assert_eq!(ours.share_of_requirements().to_string(), "80 of 140");
/// assert_eq!(ours.sole_loyalty().to_string(), "1 of 2");
/// assert_eq!((ours.market_share().value(), ours.mean_share_of_wallet), (Some(0.4), 0.75));
/// // Ann buys ours, and half of her wallet is elsewhere.
/// let ann = &panel.wallets()[0];
/// assert_eq!((ann.customer, ann.share().value(), ann.elsewhere()?), ("Ann", Some(0.5), dec!(60)));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "share of wallet")]
#[doc(alias = "顾客份额")]
pub struct Panel<Id, B> {
    wallets: Vec<WalletRow<Id, B>>,
    brands: Vec<BrandRow<B>>,
    customers: u64,
    #[cfg_attr(feature = "serde", serde(with = "crate::serde_money"))]
    spent: Decimal,
}

impl<Id: Ord + Clone, B: Ord + Clone> Panel<Id, B> {
    /// Creates the panel from its rows, in any order. A customer may have several rows for a brand.
    ///
    /// # Errors
    /// Those of [`PanelBuilder`].
    pub fn from_rows(rows: impl IntoIterator<Item = PanelPurchase<Id, B>>) -> Result<Self> {
        let mut builder = PanelBuilder::new();
        builder.extend(rows)?;
        builder.finish()
    }

    fn of_sorted(rows: Vec<PanelPurchase<Id, B>>) -> Result<Self> {
        let (mut wallets, mut customers) = (Vec::new(), 0);
        let mut category = MoneySum::default();
        for of_customer in rows.chunk_by(|a, b| a.customer == b.customer) {
            let wallet = money::sum(of_customer.iter().map(|row| row.amount))
                .map_err(Error::without_position)?;
            category.add(wallet)?;
            customers += 1;
            for of_brand in of_customer.chunk_by(|a, b| a.brand == b.brand) {
                let spent = money::sum(of_brand.iter().map(|row| row.amount))
                    .map_err(Error::without_position)?;
                wallets.extend(of_brand.first().map(|row| WalletRow {
                    customer: row.customer.clone(),
                    brand: row.brand.clone(),
                    spent,
                    wallet,
                }));
            }
        }
        let spent = category.finish()?;
        Ok(Self {
            brands: brands(&wallets, customers, spent)?,
            wallets,
            customers,
            spent,
        })
    }
}

fn brands<Id: Ord, B: Ord + Clone>(
    wallets: &[WalletRow<Id, B>],
    customers: u64,
    category: Decimal,
) -> Result<Vec<BrandRow<B>>> {
    let mut by_brand: Vec<&WalletRow<Id, B>> = wallets.iter().collect();
    // Stable: within a brand by customer, so that floating-point sums do not depend on the order of rows.
    by_brand.sort_by(|a, b| a.brand.cmp(&b.brand));
    let mut rows = Vec::new();
    for of_brand in by_brand.chunk_by(|a, b| a.brand == b.brand) {
        let sum = |amount: fn(&WalletRow<Id, B>) -> Decimal| {
            money::sum(of_brand.iter().map(|row| amount(row))).map_err(Error::without_position)
        };
        let (spent, wallets_of_buyers) = (sum(|row| row.spent)?, sum(|row| row.wallet)?);
        let shares = of_brand.iter().filter_map(|row| row.share().value());
        let buyers = of_brand.len() as u64;
        let sole = of_brand.iter().filter(|row| row.spent == row.wallet);
        rows.extend(of_brand.first().map(|row| BrandRow {
            brand: row.brand.clone(),
            buyers,
            sole_buyers: sole.count() as u64,
            customers,
            spent,
            wallets_of_buyers,
            category,
            mean_share_of_wallet: shares.sum::<f64>() / buyers as f64,
        }));
    }
    Ok(rows)
}

impl<Id, B> Panel<Id, B> {
    /// Returns what each customer spends on each brand, by customer and brand.
    #[must_use]
    pub fn wallets(&self) -> &[WalletRow<Id, B>] {
        &self.wallets
    }

    /// Returns the brands, in order.
    #[must_use]
    pub fn brands(&self) -> &[BrandRow<B>] {
        &self.brands
    }

    /// Returns one brand; `None` if nobody bought it.
    #[must_use]
    pub fn brand(&self, brand: &B) -> Option<&BrandRow<B>>
    where
        B: Ord,
    {
        let at = self.brands.binary_search_by(|row| row.brand.cmp(brand));
        at.ok().and_then(|at| self.brands.get(at))
    }

    /// Returns the customers of the category.
    #[must_use]
    pub const fn customers(&self) -> u64 {
        self.customers
    }

    /// Returns what they spent in all.
    #[must_use]
    pub const fn spent(&self) -> Decimal {
        self.spent
    }
}

/// Collects the rows of a [`Panel`], in any order. It keeps all of them.
///
/// ```
/// use retention::Accumulator;
/// use retention::economics::{PanelBuilder, PanelPurchase};
/// use rust_decimal::dec;
///
/// let mut monday = PanelBuilder::new();
/// monday.push(PanelPurchase { customer: 1, brand: "ours", amount: dec!(20) })?;
/// let mut tuesday = PanelBuilder::new();
/// tuesday.push(PanelPurchase { customer: 1, brand: "theirs", amount: dec!(5) })?;
/// monday.merge(tuesday)?;
/// assert_eq!(monday.finish()?.wallets()[0].share().value(), Some(0.8));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelBuilder<Id, B> {
    rows: Vec<PanelPurchase<Id, B>>,
}

impl<Id, B> Default for PanelBuilder<Id, B> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<Id, B> PanelBuilder<Id, B> {
    /// Creates an empty builder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<Id, B> crate::sealed::Sealed for PanelBuilder<Id, B> {}

impl<Id: Ord + Clone, B: Ord + Clone> Accumulator for PanelBuilder<Id, B> {
    type Row<'r> = PanelPurchase<Id, B>;
    type Output = Panel<Id, B>;

    fn fresh(&self) -> Self {
        Self::new()
    }

    fn rows(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Adds one row.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], with its row, for an amount that is not above 0.
    fn push(&mut self, row: PanelPurchase<Id, B>) -> Result<()> {
        if row.amount <= Decimal::ZERO {
            let error =
                Error::out_of_range("amount", row.amount, "above 0").at_row(self.rows.len());
            return Err(
                error.with_cure("take refunds off the purchases before, and leave out free ones")
            );
        }
        self.rows.push(row);
        Ok(())
    }

    /// Adds the rows of another part. It never fails.
    fn merge(&mut self, other: Self) -> Result<()> {
        self.rows.extend(other.rows);
        Ok(())
    }

    /// Returns the panel.
    ///
    /// # Errors
    /// [`Error::Empty`] without a row, [`Error::Overflow`] if a sum exceeds what a decimal holds.
    fn finish(self) -> Result<Panel<Id, B>> {
        if self.rows.is_empty() {
            return Err(Error::empty("row"));
        }
        let mut rows = self.rows;
        rows.sort_by(|a, b| (&a.customer, &a.brand).cmp(&(&b.customer, &b.brand)));
        Panel::of_sorted(rows)
    }
}

/// The state of a builder, as it is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct Written<'a, Id, B> {
    version: Version,
    rows: &'a [PanelPurchase<Id, B>],
}

/// The state of a builder, as it is read.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct State<Id, B> {
    #[serde(rename = "version")]
    _version: Version,
    rows: Vec<PanelPurchase<Id, B>>,
}

#[cfg(feature = "serde")]
impl<Id: serde::Serialize, B: serde::Serialize> serde::Serialize for PanelBuilder<Id, B> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (version, rows) = (Version, self.rows.as_slice());
        Written { version, rows }.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, Id, B> serde::Deserialize<'de> for PanelBuilder<Id, B>
where
    Id: Ord + Clone + serde::Deserialize<'de>,
    B: Ord + Clone + serde::Deserialize<'de>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let State { rows, .. } = State::deserialize(deserializer)?;
        let mut builder = Self::new();
        builder.extend(rows).map_err(serde::de::Error::custom)?;
        Ok(builder)
    }
}
