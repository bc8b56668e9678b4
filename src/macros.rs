//! The macros that make fieldless enums, option structs and checked state, with their tests.

/// Defines an enum without fields together with its names, so that `Display`, `FromStr` and serde
/// cannot disagree, and a test that they do not.
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visibility enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// Every variant, in order.
            pub const ALL: &'static [Self] = &[$( Self::$variant ),+];

            /// Returns the name that `Display`, `FromStr` and serde use.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$variant => $text, )+
                }
            }
        }

        impl $crate::sealed::Sealed for $name {}

        impl $crate::counted::Class for $name {
            const CLASSES: &'static [Self] = Self::ALL;

            #[inline]
            fn position(self) -> usize {
                self as usize
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(text: &str) -> $crate::Result<Self> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|variant| variant.name() == text)
                    .ok_or_else(|| $crate::Error::UnknownName {
                        argument: stringify!($name),
                        value: text.to_owned(),
                        allowed: [$( $text ),+].join(", "),
                    })
            }
        }

        #[cfg(feature = "serde")]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = ::std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                name.parse().map_err(::serde::de::Error::custom)
            }
        }

        #[cfg(test)]
        #[test]
        #[allow(non_snake_case)]
        fn $name() {
            $crate::macros::conformance::names::<$name>();
        }
    };
}

/// Defines a struct of options with its defaults and one setter for each field, documented from the
/// field, and a test of what every such struct promises.
///
/// Derive `Copy`, `Eq` or `Hash` beside it where they are true. A field's doc ends with its default.
///
/// ```text
/// options! {
///     /// How a day's rows are read.
///     #[derive(Copy, Eq, Hash)]
///     pub struct Options {
///         /// Rows with a negative amount. Default: net.
///         pub refunds: Treatment = Treatment::Net,
///     }
/// }
/// ```
macro_rules! options {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $(#[cfg_attr $attributes:tt])*
                pub $field:ident: $type:ty = $default:expr
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "serde", derive(::serde::Serialize, ::serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
        #[non_exhaustive]
        $visibility struct $name {
            $(
                $(#[doc = $doc])*
                $(#[cfg_attr $attributes])*
                pub $field: $type,
            )+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: $default, )+ }
            }
        }

        impl $name {
            $(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                #[doc = ""]
                $(#[doc = $doc])*
                #[must_use]
                pub fn $field(mut self, $field: $type) -> Self {
                    self.$field = $field;
                    self
                }
            )+
        }

        #[cfg(test)]
        #[test]
        #[allow(non_snake_case)]
        fn $name() {
            $crate::macros::conformance::options::<$name>(&[$( stringify!($field) ),+]);
        }
    };
}

/// Writes and reads the state of a type through its own check.
///
/// The type derives `serde::Serialize` and `serde::Deserialize` with `#[serde(remote = "Self")]`, has
/// a field `version: Version`, and a private `fn checked(self) -> Result<Self>` that says whether such
/// a state can have come about.
macro_rules! checked_state {
    ($name:ident $(<$parameter:ident: $bound:path>)?) => {
        #[cfg(feature = "serde")]
        impl $(<$parameter: $bound>)? ::serde::Serialize for $name $(<$parameter>)? {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de $(, $parameter: $bound)?> ::serde::Deserialize<'de> for $name $(<$parameter>)? {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(deserializer)?
                    .checked()
                    .map_err(::serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {checked_state, named_enum, options};

/// What every enum and every struct of options that the macros define must keep.
#[cfg(test)]
pub(crate) mod conformance {
    use std::collections::BTreeSet;
    use std::fmt::{Debug, Display};
    use std::hash::Hash;
    use std::str::FromStr;

    use crate::Error;
    use crate::counted::Class;

    pub(crate) fn names<E>()
    where
        E: Class + Debug + Ord + Hash + Display + FromStr<Err = Error> + Send + Sync + Serde,
    {
        let names: BTreeSet<String> = E::CLASSES.iter().map(E::to_string).collect();
        assert_eq!(names.len(), E::CLASSES.len(), "a name occurs twice");
        assert!(E::CLASSES.is_sorted());
        for (position, &variant) in E::CLASSES.iter().enumerate() {
            let name = variant.to_string();
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(name.chars().all(plain), "{name} is not snake_case");
            assert_eq!(name.parse::<E>(), Ok(variant));
            assert_eq!(variant.position(), position);
            variant.is_written_as_its_name(&name);
        }
        assert!("no such name".parse::<E>().is_err());
    }

    pub(crate) fn options<O>(fields: &[&str])
    where
        O: Default + Debug + Clone + PartialEq + Send + Sync + Serde,
    {
        let default = O::default();
        assert_eq!(default.clone(), default);
        default.is_read_from_its_fields(fields);
    }

    #[cfg(feature = "serde")]
    pub(crate) use with_serde::Serde;
    #[cfg(not(feature = "serde"))]
    pub(crate) use without_serde::Serde;

    #[cfg(feature = "serde")]
    mod with_serde {
        use std::fmt::Debug;

        use serde::Serialize;
        use serde::de::DeserializeOwned;
        use serde_json::{Value, from_value, json, to_value};

        pub(crate) trait Serde:
            Serialize + DeserializeOwned + Debug + PartialEq + Sized
        {
            fn is_written_as_its_name(&self, name: &str) {
                assert_eq!(to_value(self).unwrap(), json!(name));
                assert_eq!(&from_value::<Self>(json!(name)).unwrap(), self);
                assert!(from_value::<Self>(json!("no such name")).is_err());
            }

            fn is_read_from_its_fields(&self, fields: &[&str]) {
                let written = to_value(self).unwrap();
                let Value::Object(object) = &written else {
                    panic!("{written} is no object");
                };
                let mut expected: Vec<&str> = fields.to_vec();
                expected.sort_unstable();
                let mut found: Vec<&String> = object.keys().collect();
                found.sort_unstable();
                assert_eq!(found, expected);
                assert_eq!(&from_value::<Self>(json!({})).unwrap(), self);
                for (field, value) in object {
                    let one = json!({ field: value });
                    assert_eq!(&from_value::<Self>(one).unwrap(), self, "{field}");
                }
                assert!(from_value::<Self>(json!({ "no such field": 1 })).is_err());
                assert_eq!(&from_value::<Self>(written).unwrap(), self);
            }
        }

        impl<T: Serialize + DeserializeOwned + Debug + PartialEq> Serde for T {}
    }

    #[cfg(not(feature = "serde"))]
    mod without_serde {
        pub(crate) trait Serde {
            fn is_written_as_its_name(&self, _: &str) {}

            fn is_read_from_its_fields(&self, _: &[&str]) {}
        }

        impl<T> Serde for T {}
    }
}
