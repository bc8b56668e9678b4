//! Whether what a mapping asks for can be done with what it names.

use std::collections::{BTreeMap, BTreeSet};

use retention::satisfaction::servqual::Dimension;

use super::Purpose;
use super::codes::check_words;
use super::written::{Loyalty, Servqual, Written};
use crate::kit::fields::quote;
use crate::kit::near::nearest;
use crate::kit::rows::list;

impl Written {
    /// # Errors
    /// A message for the user.
    pub(super) fn check(&self, purpose: Purpose) -> Result<(), String> {
        match (purpose, &self.loyalty) {
            (Purpose::Survey, _) => self.check_roles()?,
            (Purpose::Loyalty, Some(loyalty)) => loyalty.check()?,
            (Purpose::Loyalty, None) => {
                return Err(
                    "it says nothing of loyalty: name the columns under [loyalty]".to_owned(),
                );
            }
        }
        check_words("[answers]", &self.answers)?;
        for (name, words) in &self.answers_in {
            check_words(&format!("[answers_in] for {}", quote(name)), words)?;
        }
        self.servqual.as_ref().map_or(Ok(()), Servqual::check)?;
        self.check_names()?;
        self.check_used()
    }

    /// Whether what is asked for can be done with what is named.
    fn check_roles(&self) -> Result<(), String> {
        let asked = [
            !self.attributes.is_empty(),
            !self.satisfied.is_empty(),
            self.index.is_some(),
            self.recommend.is_some(),
            self.worth.is_some(),
            !self.sets.is_empty(),
            !self.kano.is_empty(),
            self.servqual.is_some(),
        ];
        let refused = if self.attributes.is_empty() && !self.outcomes.is_empty() {
            "outcomes are named, but no attributes that may go with them"
        } else if !asked.contains(&true) {
            "it asks for nothing: name attributes and outcomes, satisfied, index, recommend, sets, \
             supplier and worth, kano or servqual"
        } else if self.outcomes.is_empty() && !self.attributes.is_empty() && self.stated.is_empty()
        {
            "attributes are named, but no outcomes that they may go with, and no importance under \
             [stated]"
        } else if self.worth.is_some() && self.supplier.is_none()
            || self.supplier.is_some() && self.worth.is_none() && self.loyalty.is_none()
        {
            "supplier and worth go together: whose customer each respondent is, and how much they \
             find it worth"
        } else if self.quality.is_some() && self.worth.is_none() {
            "quality is compared between suppliers: name supplier and worth too"
        } else if self.segment.is_none() && !self.segments.is_empty() {
            "[segments] gives names to the values of segment, which is not named"
        } else if self.promoters_from.is_some() != self.passives_from.is_some() {
            "promoters_from and passives_from go together"
        } else if self.promoters_from.is_some() && self.recommend.is_none() {
            "promoters_from and passives_from are cuts of recommend, which is not named"
        } else if self.top_boxes.is_some() && self.satisfied.is_empty() {
            "top_boxes are those of satisfied, which is not named"
        } else if !self.suppliers.is_empty() && self.supplier.is_none() {
            "[suppliers] gives names to the values of supplier, which is not named"
        } else {
            return self.check_stated();
        };
        Err(refused.to_owned())
    }

    fn check_stated(&self) -> Result<(), String> {
        if self.stated.is_empty() {
            return Ok(());
        }
        for name in self.stated.keys() {
            if !self.attributes.contains(name) {
                return Err(format!(
                    "[stated] gives the importance of {}, which is not among the attributes",
                    quote(name),
                ));
            }
        }
        let without = self
            .attributes
            .iter()
            .filter(|name| !self.stated.contains_key(*name));
        let without: Vec<&str> = without.map(String::as_str).collect();
        if !without.is_empty() {
            return Err(format!(
                "[stated] gives the importance of some attributes, but not of {}",
                list(without),
            ));
        }
        Ok(())
    }

    /// Whether each name is used once in its place, and used at all.
    fn check_names(&self) -> Result<(), String> {
        let lists = [
            ("attributes", &self.attributes),
            ("outcomes", &self.outcomes),
            ("satisfied", &self.satisfied),
            ("reversed", &self.reversed),
        ];
        let sets = self.sets.iter().map(|(name, columns)| (&**name, columns));
        for (place, names) in lists.into_iter().chain(sets) {
            let mut known = BTreeSet::new();
            for name in names {
                if !known.insert(name) {
                    return Err(format!("{place} names {} twice", quote(name)));
                }
            }
        }
        for (name, columns) in &self.sets {
            if columns.is_empty() {
                return Err(format!("the set {} is empty", quote(name)));
            }
            if let Some(inner) = columns
                .iter()
                .find(|column| self.sets.contains_key(*column))
            {
                return Err(format!(
                    "the set {} names the set {}; sets are of columns",
                    quote(name),
                    quote(inner),
                ));
            }
        }
        if let Some(index) = &self.index
            && let Some(set) = index
                .each()
                .into_iter()
                .find(|name| self.sets.contains_key(*name))
        {
            return Err(format!("index takes columns, and {} is a set", quote(set)));
        }
        let asked = self.kano_columns().map(|name| ("[kano]", name));
        let rated = self.servqual.iter().flat_map(Servqual::columns);
        let asked = asked.chain(rated.map(|name| ("[servqual]", name)));
        if let Some((place, set)) = asked
            .into_iter()
            .find(|(_, name)| self.sets.contains_key(*name))
        {
            return Err(format!(
                "{place} takes columns, and {} is a set",
                quote(set)
            ));
        }
        if let Some((feature, _)) = self
            .kano
            .iter()
            .find(|(_, asked)| asked.functional == asked.dysfunctional)
        {
            return Err(format!(
                "[kano] asks one column both ways for {}",
                quote(feature)
            ));
        }
        for outcome in &self.outcomes {
            let columns = self.columns_of(outcome);
            for attribute in &self.attributes {
                let shared = self.columns_of(attribute);
                if let Some(shared) = shared.into_iter().find(|column| columns.contains(column)) {
                    return Err(format!(
                        "{} is in the outcome {} and in the attribute {}, and goes with itself",
                        quote(shared),
                        quote(outcome),
                        quote(attribute),
                    ));
                }
            }
        }
        Ok(())
    }

    fn check_used(&self) -> Result<(), String> {
        let mut columns = self.columns(Purpose::Survey);
        columns.extend(self.columns(Purpose::Loyalty));
        let codes = [
            ("supplier", &self.supplier),
            ("segment", &self.segment),
            ("wave", &self.wave),
            ("respondent", &self.respondent),
            ("weight", &self.weight),
        ];
        for (place, name) in codes {
            if let Some(name) = name
                && columns.contains(&**name)
            {
                return Err(format!(
                    "{} is {place}, and a column of answers too",
                    quote(name)
                ));
            }
        }
        let sets = || self.sets.keys().map(String::as_str);
        let coded = codes.iter().filter_map(|(_, name)| name.as_deref());
        let answers: BTreeSet<&str> = columns.iter().copied().chain(sets()).collect();
        let all: BTreeSet<&str> = answers.iter().copied().chain(coded).collect();
        let uses = [
            ("reversed", keys_of(&self.reversed), &columns),
            ("[scales]", keys(&self.scales), &answers),
            ("[answers_in]", keys(&self.answers_in), &answers),
            ("[missing_in]", keys(&self.missing_in), &all),
            ("[labels]", keys(&self.labels), &all),
        ];
        for (place, names, used) in uses {
            if let Some(name) = names.into_iter().find(|name| !used.contains(name)) {
                let meant = nearest(name, used.iter().copied());
                return Err(format!(
                    "{place} has {}, {} nothing uses{}",
                    quote(name),
                    if place == "[labels]" {
                        "which"
                    } else {
                        "a column that"
                    },
                    meant.map_or_else(String::new, |meant| format!(
                        "; did you mean {}?",
                        quote(meant)
                    )),
                ));
            }
        }
        Ok(())
    }
}

fn keys<T>(table: &BTreeMap<String, T>) -> Vec<&str> {
    table.keys().map(String::as_str).collect()
}

fn keys_of(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

impl Servqual {
    fn check(&self) -> Result<(), String> {
        let mut columns = BTreeSet::new();
        if let Some(twice) = self.columns().find(|column| !columns.insert(*column)) {
            return Err(format!("[servqual] names {} twice", quote(twice)));
        }
        let expected = Dimension::ALL
            .iter()
            .any(|dimension| !self.of(*dimension).expectation.is_empty());
        for dimension in Dimension::ALL {
            let items = self.of(*dimension);
            let (expectations, perceptions) = (items.expectation.len(), items.perception.len());
            if perceptions == 0 {
                return Err(format!(
                    "[servqual.{dimension}] has no perception; each of the five dimensions needs a \
                     column",
                ));
            }
            if expected && expectations != perceptions {
                return Err(format!(
                    "[servqual.{dimension}] has {expectations} columns of expectation and \
                     {perceptions} of perception; give each beside the other, or no expectation in \
                     any dimension",
                ));
            }
        }
        if self.weights.is_empty() {
            return Ok(());
        }
        let names = || Dimension::ALL.iter().map(|dimension| dimension.name());
        for (name, weight) in &self.weights {
            if !names().any(|known| known == name) {
                let meant = nearest(name, names()).unwrap_or("reliability");
                return Err(format!(
                    "[servqual] weights has {}, which is no dimension; did you mean {}?",
                    quote(name),
                    quote(meant),
                ));
            }
            if !(weight.is_finite() && *weight >= 0.0) {
                return Err(format!(
                    "[servqual] weights has {weight} for {}",
                    quote(name)
                ));
            }
        }
        let without: Vec<&str> = names()
            .filter(|name| !self.weights.contains_key(*name))
            .collect();
        if without.is_empty() {
            return Ok(());
        }
        Err(format!("[servqual] weights has none for {}", list(without)))
    }
}

impl Loyalty {
    fn check(&self) -> Result<(), String> {
        for (place, names) in self.lists() {
            if names.is_empty() {
                return Err(format!("[loyalty] names no column under {place}"));
            }
        }
        let facets = self
            .switching
            .iter()
            .map(|(facet, names)| (facet.name(), &**names));
        let mut costs = BTreeSet::new();
        for (facet, names) in facets {
            if names.is_empty() {
                return Err(format!("[loyalty.switching] names no column under {facet}"));
            }
            if let Some(twice) = names.iter().find(|name| !costs.insert(*name)) {
                return Err(format!("[loyalty.switching] names {} twice", quote(twice)));
            }
        }
        Ok(())
    }
}
