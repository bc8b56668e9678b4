use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::error::Place;
use crate::keyed::check_unique;
use crate::{Error, Result};

/// An error lists so many names at most.
const LISTED: usize = 10;

/// Different names in order, and the position of each.
#[derive(Debug, Clone)]
pub(super) struct Names {
    names: Vec<String>,
    positions: HashMap<String, usize, RandomState>,
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl Names {
    /// Refuses no names, and a name that occurs twice.
    pub(super) fn new<N: Into<String>>(
        argument: &'static str,
        place: fn(crate::error::Label) -> Place,
        names: impl IntoIterator<Item = N>,
    ) -> Result<Self> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        if names.is_empty() {
            return Err(Error::empty(argument));
        }
        check_unique(argument, names.iter().map(String::as_str))
            .map_err(|(error, at)| error.at_place(place(at.into())))?;
        let positions = names.iter().cloned().zip(0..).collect();
        Ok(Self { names, positions })
    }

    pub(super) fn suppliers<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Result<Self> {
        Self::new("supplier", Place::Supplier, names)
    }

    pub(super) fn attributes<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Result<Self> {
        Self::new("attribute", Place::Attribute, names)
    }

    pub(super) const fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(String::as_str)
    }

    pub(super) fn get(&self, position: usize) -> &str {
        self.names.get(position).map_or("", String::as_str)
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// Returns the position of a name, or an error that lists the first of those allowed.
    pub(super) fn find(&self, argument: &'static str, name: &str) -> Result<usize> {
        self.position(name)
            .ok_or_else(|| Error::out_of_range(argument, name, format_args!("one of {self}")))
    }
}

impl std::fmt::Display for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let more = self.names.len().saturating_sub(LISTED);
        let listed = self.names.get(..LISTED).unwrap_or(&self.names);
        f.write_str(&listed.join(", "))?;
        if more > 0 {
            write!(f, " and {more} more")?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Names {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.names.serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Names {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Self::new("name", Place::Column, names).map_err(serde::de::Error::custom)
    }
}
