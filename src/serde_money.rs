//! How money is written: as a string of decimal digits, whatever features other crates switch on
//! in `rust_decimal`.

use std::fmt;

use rust_decimal::Decimal;
use serde::de::{self, Deserializer, Visitor};
use serde::ser::Serializer;

/// An amount inside an option or a sequence.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Money(#[serde(with = "self")] pub(crate) Decimal);

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

    use super::Money;

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

/// Amounts in a row that may be missing.
pub(crate) mod optional_sequence {
    use rust_decimal::Decimal;
    use serde::de::Deserializer;
    use serde::ser::Serializer;
    use serde::{Deserialize, Serialize};

    use super::Money;

    pub(crate) fn serialize<S: Serializer>(
        amounts: &Option<Vec<Decimal>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let amounts = amounts.as_ref();
        amounts
            .map(|amounts| amounts.iter().copied().map(Money).collect::<Vec<_>>())
            .serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<Decimal>>, D::Error> {
        let amounts = Option::<Vec<Money>>::deserialize(deserializer)?;
        Ok(amounts.map(|amounts| amounts.into_iter().map(|Money(amount)| amount).collect()))
    }
}

/// How money was rounded, by the name of the strategy.
pub(crate) mod strategy {
    use rust_decimal::RoundingStrategy;
    use serde::Deserialize;
    use serde::de::{Deserializer, Error};
    use serde::ser::Serializer;

    /// Every strategy by its present name.
    const ALL: [RoundingStrategy; 7] = [
        RoundingStrategy::MidpointNearestEven,
        RoundingStrategy::MidpointAwayFromZero,
        RoundingStrategy::MidpointTowardZero,
        RoundingStrategy::ToZero,
        RoundingStrategy::AwayFromZero,
        RoundingStrategy::ToNegativeInfinity,
        RoundingStrategy::ToPositiveInfinity,
    ];

    /// The name; a deprecated one is that of what replaced it.
    pub(crate) const fn name(strategy: RoundingStrategy) -> &'static str {
        use RoundingStrategy as S;
        #[expect(deprecated, reason = "they are still variants, under other names")]
        match strategy {
            S::MidpointNearestEven | S::BankersRounding => "midpoint_nearest_even",
            S::MidpointAwayFromZero | S::RoundHalfUp => "midpoint_away_from_zero",
            S::MidpointTowardZero | S::RoundHalfDown => "midpoint_toward_zero",
            S::ToZero | S::RoundDown => "to_zero",
            S::AwayFromZero | S::RoundUp => "away_from_zero",
            S::ToNegativeInfinity => "to_negative_infinity",
            S::ToPositiveInfinity => "to_positive_infinity",
        }
    }

    pub(crate) fn serialize<Ser: Serializer>(
        strategy: &RoundingStrategy,
        serializer: Ser,
    ) -> Result<Ser::Ok, Ser::Error> {
        serializer.serialize_str(name(*strategy))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<RoundingStrategy, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let found = ALL.into_iter().find(|&strategy| name(strategy) == text);
        found.ok_or_else(|| {
            let names = ALL.map(name).join(", ");
            let message = format_args!("a rounding strategy must be one of {names}, got {text:?}");
            D::Error::custom(message)
        })
    }
}

/// Amounts in a sequence.
pub(crate) mod sequence {
    use rust_decimal::Decimal;
    use serde::Deserialize;
    use serde::de::Deserializer;
    use serde::ser::Serializer;

    use super::Money;

    pub(crate) fn serialize<S: Serializer>(
        amounts: &[Decimal],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(amounts.iter().map(|&amount| Money(amount)))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Decimal>, D::Error> {
        let amounts = Vec::<Money>::deserialize(deserializer)?;
        Ok(amounts.into_iter().map(|Money(amount)| amount).collect())
    }
}
