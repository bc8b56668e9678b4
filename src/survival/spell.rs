use crate::{Error, Result};

/// The time that one customer was observed, in whole units of tenure.
///
/// ```
/// use retention::survival::Spell;
///
/// // Left after 14 months; was a customer for 9 when observation began.
/// let spell = Spell::ended(14).entered(9)?;
/// assert_eq!((spell.entry(), spell.time(), spell.has_ended()), (Some(9), 14, true));
/// // Nobody is observed between 14 and 14.
/// assert!(Spell::ended(14).entered(14).is_err());
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawSpell"))]
pub struct Spell {
    entry: Option<u32>,
    time: u32,
    ended: bool,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpell {
    entry: Option<u32>,
    time: u32,
    ended: bool,
}

#[cfg(feature = "serde")]
impl TryFrom<RawSpell> for Spell {
    type Error = Error;

    fn try_from(raw: RawSpell) -> Result<Self> {
        let spell = Self {
            entry: None,
            time: raw.time,
            ended: raw.ended,
        };
        raw.entry.map_or(Ok(spell), |entry| spell.entered(entry))
    }
}

impl Spell {
    /// Creates the spell of a customer who left at this tenure, observed from the beginning.
    #[must_use]
    pub const fn ended(time: u32) -> Self {
        Self {
            entry: None,
            time,
            ended: true,
        }
    }

    /// Creates the spell of a customer who is still here at this tenure, observed from the beginning.
    #[must_use]
    #[doc(alias = "censored")]
    pub const fn ongoing(time: u32) -> Self {
        Self {
            entry: None,
            time,
            ended: false,
        }
    }

    /// Sets the tenure at which observation began: the customer is at risk after it.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless it lies before the end of the spell.
    #[doc(alias = "left truncation")]
    #[doc(alias = "delayed entry")]
    pub fn entered(mut self, entry: u32) -> Result<Self> {
        if entry >= self.time {
            let allowed = format_args!("before the end of the spell, {}", self.time).to_string();
            let error = Error::out_of_range("entry", entry, allowed);
            return Err(error.with_cure("leave out customers who were not observed for any time"));
        }
        self.entry = Some(entry);
        Ok(self)
    }

    /// Returns the tenure at which observation began; `None` if the customer was observed from the
    /// beginning.
    #[must_use]
    pub const fn entry(self) -> Option<u32> {
        self.entry
    }

    /// Returns the tenure at which the customer left, or up to which the customer was observed.
    #[must_use]
    pub const fn time(self) -> u32 {
        self.time
    }

    /// Returns whether the customer left.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        self.ended
    }
}
