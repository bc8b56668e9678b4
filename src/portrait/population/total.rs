use rust_decimal::Decimal;

use crate::Result;
use crate::numeric::money::MoneySum;

/// An exact sum of money that is kept and compared as the amount it comes to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Total(MoneySum);

impl Total {
    #[inline]
    pub(super) fn add(&mut self, amount: Decimal) -> Result<()> {
        self.0.add(amount)
    }

    pub(super) fn merge(&mut self, other: Self) -> Result<()> {
        self.add(other.finish()?)
    }

    pub(super) fn finish(self) -> Result<Decimal> {
        self.0.finish()
    }
}

impl PartialEq for Total {
    fn eq(&self, other: &Self) -> bool {
        self.finish().ok() == other.finish().ok()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Total {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let amount = self.finish().map_err(serde::ser::Error::custom)?;
        crate::serde_money::serialize(&amount, serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Total {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let amount = crate::serde_money::deserialize(deserializer)?;
        let mut total = Self::default();
        total.add(amount).map_err(serde::de::Error::custom)?;
        Ok(total)
    }
}
