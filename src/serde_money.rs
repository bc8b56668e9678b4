//! How money is written: as a string of decimal digits, whatever features other crates switch on
//! in `rust_decimal`.

use std::fmt;

use rust_decimal::Decimal;
use serde::de::{self, Deserializer, Visitor};
use serde::ser::Serializer;

struct MoneyVisitor;

impl Visitor<'_> for MoneyVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount of money as a string of decimal digits")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        // `from_str` would round in silence what does not fit; both would read "1_000".
        match Decimal::from_str_exact(text) {
            Ok(amount) if !text.contains('_') => Ok(amount),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }
}

/// One amount.
pub(crate) fn serialize<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(amount)
}

/// One amount.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    deserializer.deserialize_str(MoneyVisitor)
}

/// An amount that may be missing.
pub(crate) mod option {
    use rust_decimal::Decimal;
    use serde::de::Deserializer;
    use serde::ser::Serializer;
    use serde::{Deserialize, Serialize};

    /// An amount inside an option.
    #[derive(Serialize, Deserialize)]
    struct Money(#[serde(with = "super")] Decimal);

    pub(crate) fn serialize<S: Serializer>(
        amount: &Option<Decimal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        amount.map(Money).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Decimal>, D::Error> {
        Ok(Option::<Money>::deserialize(deserializer)?.map(|Money(amount)| amount))
    }
}
