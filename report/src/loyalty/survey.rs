//! The answers that loyalty is read from, and which of them stand for what.

use std::collections::BTreeMap;

use retention::scale::{Answers, ItemSet, Missing, Scale};
use retention::switching::Facet;

use crate::kit::fields::quote;
use crate::survey::mapping::Mapping;
use crate::survey::ratings::{self, Column};

/// The columns of each score.
#[derive(Debug, Default)]
pub struct Asked {
    pub cognitive: Vec<String>,
    pub affective: Vec<String>,
    pub conative: Vec<String>,
    pub satisfaction: Vec<String>,
    pub loyalty: Vec<String>,
    /// Which facet of switching cost they ask about; none where nothing of it was asked.
    pub facets: Vec<(Facet, Vec<String>)>,
}

impl Asked {
    fn of(mapping: &Mapping) -> Self {
        let columns = |names: &[String]| -> Vec<String> {
            let items = names.iter().flat_map(|name| mapping.items_of(name));
            items.map(|item| item.column.clone()).collect()
        };
        let Some(loyalty) = &mapping.loyalty else {
            return Self::default();
        };
        let facets = loyalty.switching.iter();
        let mut facets: Vec<_> = facets
            .map(|(facet, names)| (*facet, columns(names)))
            .collect();
        // In the order of their columns, as in the table of these.
        facets.sort_by(|(_, a), (_, b)| a.cmp(b));
        Self {
            cognitive: columns(&loyalty.cognitive),
            affective: columns(&loyalty.affective),
            conative: columns(&loyalty.conative),
            satisfaction: columns(&loyalty.satisfaction),
            loyalty: columns(&loyalty.loyalty),
            facets,
        }
    }

    /// The columns on switching costs, in the order of their names.
    pub fn switching(&self) -> Vec<String> {
        let columns = self.facets.iter().flat_map(|(_, columns)| columns);
        let mut columns: Vec<String> = columns.cloned().collect();
        columns.sort();
        columns
    }
}

/// Answers, and what they stand for.
#[derive(Debug)]
pub struct Survey {
    pub answers: ratings::Survey,
    pub asked: Asked,
    columns: BTreeMap<String, Column>,
    /// The scale of everything but switching costs.
    pub scale: Scale,
    /// That of switching costs.
    pub costs: Scale,
}

impl Survey {
    /// # Errors
    /// A message for the user: scores on scales that do not go together.
    pub fn new(answers: ratings::Survey) -> Result<Self, String> {
        let asked = Asked::of(&answers.mapping);
        let switching = asked.switching();
        let rated = [
            &asked.cognitive,
            &asked.affective,
            &asked.conative,
            &asked.satisfaction,
            &asked.loyalty,
        ];
        let scale = one_scale(&answers.mapping, rated.into_iter().flatten())?;
        let costs = one_scale(&answers.mapping, &switching)?;
        let items = answers.mapping.items().map(|item| item.column.clone());
        let columns = items.filter_map(|name| {
            let column = answers.items(&name).pop()?;
            Some((name, column))
        });
        Ok(Self {
            columns: columns.collect(),
            scale: scale.unwrap_or(Scale::ONE_TO_SEVEN),
            costs: costs.unwrap_or(Scale::ONE_TO_FIVE),
            asked,
            answers,
        })
    }

    /// # Errors
    /// Those of the library.
    pub fn items(&self, names: &[String]) -> retention::Result<ItemSet<'_>> {
        let columns = names.iter().filter_map(|name| self.columns.get(name));
        let answers = columns.map(Column::answers);
        ItemSet::new(answers.collect::<retention::Result<Vec<Answers<'_>>>>()?)
    }

    /// For everybody the mean of the items answered.
    ///
    /// # Errors
    /// Those of the library.
    pub fn scores(
        &self,
        names: &[String],
        missing: Missing,
    ) -> retention::Result<Vec<Option<f64>>> {
        if names.is_empty() {
            return Ok(vec![None; self.answers.respondents]);
        }
        self.items(names)?.scores(missing)
    }

    /// What a column asks, where the mapping says so.
    pub fn asks(&self, column: &str) -> String {
        let label = self.answers.mapping.label(column);
        if label == column {
            String::new()
        } else {
            label
        }
    }
}

/// The scale that these columns have in common; `None` without any.
fn one_scale<'a>(
    mapping: &Mapping,
    names: impl IntoIterator<Item = &'a String>,
) -> Result<Option<Scale>, String> {
    let mut first: Option<(Scale, &str)> = None;
    for name in names {
        for item in mapping.items_of(name) {
            match first {
                None => first = Some((item.scale, name)),
                Some((scale, other)) if scale != item.scale => {
                    return Err(format!(
                        "{} was asked on {scale} and {} on {}; loyalty is read from satisfaction, loyalty \
                         and the phases on one scale, and from switching costs on one",
                        quote(other),
                        quote(name),
                        item.scale,
                    ));
                }
                Some(_) => {}
            }
        }
    }
    Ok(first.map(|(scale, _)| scale))
}
