#[cfg(doc)]
use crate::Error;
use crate::Result;

/// What every fitted model has: parameters with names, all of them positive.
///
/// Sealed: only the crate implements it.
///
/// ```
/// use retention::clv::{BgNbd, Parametric};
///
/// let model = BgNbd::new(0.243, 4.414, 0.793, 2.426)?;
/// assert_eq!(BgNbd::NAMES, ["r", "alpha", "a", "b"]);
/// assert_eq!(model.values(), [0.243, 4.414, 0.793, 2.426]);
/// assert_eq!(BgNbd::from_values(&model.values())?, model);
/// # Ok::<(), retention::Error>(())
/// ```
pub trait Parametric: Sized + Clone + crate::sealed::Sealed {
    /// The names of the parameters, in order.
    const NAMES: &'static [&'static str];

    /// Returns the values of the parameters, in the order of the names.
    fn values(&self) -> Vec<f64>;

    /// Creates the model from the values of its parameters, in the order of the names.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for another number of values, [`Error::NotFinite`] for NaN and infinities,
    /// [`Error::OutOfRange`] for a value outside 10⁻¹² to 10¹².
    fn from_values(values: &[f64]) -> Result<Self>;
}

/// Returns the parameter if a model may have it.
pub(super) fn parameter(name: &'static str, value: f64) -> Result<f64> {
    let value = crate::error::finite(name, value)?;
    if (1e-12..=1e12).contains(&value) {
        return Ok(value);
    }
    let value = format_args!("{value:e}");
    Err(crate::Error::out_of_range(name, value, "1e-12 to 1e12"))
}

/// Defines a model by its positive parameters: a checked constructor, getters, serde and [`Parametric`].
macro_rules! parametric {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(remote = "Self", deny_unknown_fields))]
        pub struct $name {
            $( $field: f64, )+
        }

        impl $name {
            /// Creates the model from its parameters.
            ///
            /// # Errors
            /// [`Error::NotFinite`](crate::Error::NotFinite) for NaN and infinities,
            /// [`Error::OutOfRange`](crate::Error::OutOfRange) for a parameter outside 10⁻¹² to 10¹².
            pub fn new($( $field: f64 ),+) -> $crate::Result<Self> {
                Ok(Self {
                    $( $field: $crate::clv::parametric::parameter(stringify!($field), $field)?, )+
                })
            }

            $(
                $(#[$field_meta])*
                #[must_use]
                pub const fn $field(&self) -> f64 {
                    self.$field
                }
            )+

            #[cfg(feature = "serde")]
            fn checked(self) -> $crate::Result<Self> {
                Self::new($( self.$field ),+)
            }
        }

        $crate::macros::checked_state!($name);

        impl $crate::sealed::Sealed for $name {}

        impl $crate::clv::Parametric for $name {
            const NAMES: &'static [&'static str] = &[$( stringify!($field) ),+];

            fn values(&self) -> Vec<f64> {
                vec![$( self.$field ),+]
            }

            fn from_values(values: &[f64]) -> $crate::Result<Self> {
                let &[$( $field ),+] = values else {
                    let names = Self::NAMES.len();
                    return Err($crate::Error::length("values", values.len(), names));
                };
                Self::new($( $field ),+)
            }
        }
    };
}

pub(super) use parametric;
