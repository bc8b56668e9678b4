use super::Row;

/// What is known of one customer, as a row of a [`Keyed`](super::Keyed) table.
///
/// It is written as one flat object: the customer first, then the fields of the result, so that a
/// writer of CSV takes it too. A result that is a class is written as the field `class`.
///
/// ```
/// use retention::lifecycle::{Outlook, Portfolio, PortfolioType};
/// use rust_decimal::dec;
///
/// let customer = |customer, duration, profit| Outlook { customer, duration, profit };
/// let portfolio = Portfolio::of([customer("Ann", 36.0, dec!(900)), customer("Ben", 3.0, dec!(7))])?;
/// let first = &portfolio.rows.as_slice()[0];
/// assert_eq!((first.customer, first.result), ("Ann", PortfolioType::TrueFriend));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CustomerRow<Id, T> {
    /// The customer.
    pub customer: Id,
    /// What is known of the customer.
    pub result: T,
}

impl<Id, T> CustomerRow<Id, T> {
    pub(crate) const fn new(customer: Id, result: T) -> Self {
        Self { customer, result }
    }
}

impl<Id: Ord, T> crate::sealed::Sealed for CustomerRow<Id, T> {}

impl<Id: Ord, T> Row for CustomerRow<Id, T> {
    type Id = Id;

    fn customer(&self) -> &Id {
        &self.customer
    }
}

#[cfg(feature = "serde")]
impl<Id: serde::Serialize, T: serde::Serialize> serde::Serialize for CustomerRow<Id, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.result.serialize(flat::Flat {
            customer: &self.customer,
            serializer,
        })
    }
}

/// Puts the customer in front of the fields of a struct. `serde(flatten)` would make a map of them,
/// which a writer of CSV refuses.
#[cfg(feature = "serde")]
mod flat {
    use std::fmt::Display;

    use serde::ser::{Impossible, SerializeStruct as _};
    use serde::{Serialize, Serializer};

    pub(super) struct Flat<'a, Id, S> {
        pub(super) customer: &'a Id,
        pub(super) serializer: S,
    }

    impl<Id: Serialize, S: Serializer> Flat<'_, Id, S> {
        fn class(self, class: impl Serialize) -> Result<S::Ok, S::Error> {
            let mut fields = self.serializer.serialize_struct("CustomerRow", 2)?;
            fields.serialize_field("customer", self.customer)?;
            fields.serialize_field("class", &class)?;
            fields.end()
        }
    }

    fn refuse<T, E: serde::ser::Error>(what: impl Display) -> Result<T, E> {
        Err(E::custom(format_args!(
            "a row must be a struct or a class, got {what}"
        )))
    }

    macro_rules! refused {
        ($($method:ident($($argument:ty),*) -> $result:ty = $what:literal;)+) => {
            $(fn $method(self $(, _: $argument)*) -> Result<$result, S::Error> {
                refuse($what)
            })+
        };
    }

    impl<Id: Serialize, S: Serializer> Serializer for Flat<'_, Id, S> {
        type Ok = S::Ok;
        type Error = S::Error;
        type SerializeSeq = Impossible<S::Ok, S::Error>;
        type SerializeTuple = Impossible<S::Ok, S::Error>;
        type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
        type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
        type SerializeMap = Impossible<S::Ok, S::Error>;
        type SerializeStruct = S::SerializeStruct;
        type SerializeStructVariant = Impossible<S::Ok, S::Error>;

        fn serialize_struct(
            self,
            name: &'static str,
            fields: usize,
        ) -> Result<S::SerializeStruct, S::Error> {
            let fields = fields.saturating_add(1);
            let mut row = self.serializer.serialize_struct(name, fields)?;
            row.serialize_field("customer", self.customer)?;
            Ok(row)
        }

        fn serialize_str(self, class: &str) -> Result<S::Ok, S::Error> {
            self.class(class)
        }

        fn serialize_unit_variant(
            self,
            _: &'static str,
            _: u32,
            class: &'static str,
        ) -> Result<S::Ok, S::Error> {
            self.class(class)
        }

        fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<S::Ok, S::Error> {
            refuse("an option")
        }

        fn serialize_newtype_struct<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            result: &T,
        ) -> Result<S::Ok, S::Error> {
            result.serialize(self)
        }

        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<S::Ok, S::Error> {
            refuse("a variant with a value")
        }

        refused! {
            serialize_bool(bool) -> S::Ok = "a truth value";
            serialize_i8(i8) -> S::Ok = "a number";
            serialize_i16(i16) -> S::Ok = "a number";
            serialize_i32(i32) -> S::Ok = "a number";
            serialize_i64(i64) -> S::Ok = "a number";
            serialize_u8(u8) -> S::Ok = "a number";
            serialize_u16(u16) -> S::Ok = "a number";
            serialize_u32(u32) -> S::Ok = "a number";
            serialize_u64(u64) -> S::Ok = "a number";
            serialize_f32(f32) -> S::Ok = "a number";
            serialize_f64(f64) -> S::Ok = "a number";
            serialize_char(char) -> S::Ok = "a letter";
            serialize_bytes(&[u8]) -> S::Ok = "bytes";
            serialize_none() -> S::Ok = "nothing";
            serialize_unit() -> S::Ok = "nothing";
            serialize_unit_struct(&'static str) -> S::Ok = "nothing";
            serialize_seq(Option<usize>) -> Self::SerializeSeq = "a sequence";
            serialize_tuple(usize) -> Self::SerializeTuple = "a tuple";
            serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct = "a tuple";
            serialize_tuple_variant(&'static str, u32, &'static str, usize)
                -> Self::SerializeTupleVariant = "a tuple";
            serialize_map(Option<usize>) -> Self::SerializeMap = "a map";
            serialize_struct_variant(&'static str, u32, &'static str, usize)
                -> Self::SerializeStructVariant = "a variant with fields";
        }
    }
}
