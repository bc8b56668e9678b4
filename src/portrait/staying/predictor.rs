use crate::counted::Class;
use crate::error::{Error, Place, Result, finite};
use crate::keyed::check_unique;

/// A value that is larger has a square beyond `f64`.
const LARGEST: f64 = 1e100;

/// Something that is known of customers before it shows who stays: an answer, a score, or a class.
///
/// ```
/// use retention::lifecycle::Stage;
/// use retention::portrait::staying::Predictor;
///
/// let satisfaction = Predictor::number("satisfaction").unit("point").stated(4.2).derived(0.35);
/// assert_eq!(satisfaction.name(), "satisfaction");
/// // Any enum of the crate whose variants have no fields, or names of your own.
/// let stage = Predictor::class::<Stage>("stage").reference("maturity");
/// let contract = Predictor::levels("contract", ["monthly", "yearly"]);
/// assert_eq!((stage.name(), contract.name()), ("stage", "contract"));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Predictor {
    pub(super) name: String,
    /// `None` for a number.
    pub(super) levels: Option<Vec<String>>,
    pub(super) reference: Option<String>,
    pub(super) unit: String,
    pub(super) stated: Option<f64>,
    pub(super) derived: Option<f64>,
}

impl Predictor {
    fn new(name: String, levels: Option<Vec<String>>) -> Self {
        Self {
            name,
            levels,
            reference: None,
            unit: "point".to_owned(),
            stated: None,
            derived: None,
        }
    }

    /// Creates a predictor whose values are numbers: a rating, a score, a chance, the rank of a tier.
    #[must_use]
    pub fn number(name: impl Into<String>) -> Self {
        Self::new(name.into(), None)
    }

    /// Creates a predictor whose values are classes of the crate, such as the lifecycle stage.
    #[must_use]
    pub fn class<C: Class>(name: impl Into<String>) -> Self {
        Self::levels(name, C::CLASSES.iter().map(C::to_string))
    }

    /// Creates a predictor whose values are classes with these names, in this order.
    #[must_use]
    pub fn levels<L: Into<String>>(
        name: impl Into<String>,
        levels: impl IntoIterator<Item = L>,
    ) -> Self {
        let levels = levels.into_iter().map(Into::into).collect();
        Self::new(name.into(), Some(levels))
    }

    /// Sets the class that the others are compared with. Default: the class with the most customers.
    #[must_use]
    pub fn reference(mut self, level: impl Into<String>) -> Self {
        self.reference = Some(level.into());
        self
    }

    /// Sets what one more of a number is called. Default: point.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// Sets how important customers say it is: a mean rating, or any number that is higher for what is more
    /// important. Default: not known.
    #[must_use]
    pub fn stated(mut self, importance: f64) -> Self {
        self.stated = Some(importance);
        self
    }

    /// Sets its importance derived from overall satisfaction or loyalty, as by
    /// [`quadrant`](crate::quadrant). Default: not known.
    #[must_use]
    pub fn derived(mut self, importance: f64) -> Self {
        self.derived = Some(importance);
        self
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn place(&self) -> Place {
        Place::Column(self.name.as_str().into())
    }

    fn check(&self) -> Result<()> {
        if self.name.is_empty() {
            return Err(Error::empty("character of a predictor's name"));
        }
        for (argument, importance) in [
            ("stated importance", self.stated),
            ("derived importance", self.derived),
        ] {
            importance.map_or(Ok(0.0), |importance| finite(argument, importance))?;
        }
        let Some(levels) = &self.levels else {
            return match &self.reference {
                None => Ok(()),
                Some(level) => Err(Error::unsupported(
                    format_args!("the reference level {level}"),
                    "a number",
                )),
            };
        };
        if levels.len() < 2 {
            return Err(Error::insufficient("levels", levels.len() as u64, 2));
        }
        check_unique("level", levels.iter().map(String::as_str)).map_err(|(error, _)| error)?;
        match &self.reference {
            Some(reference) if !levels.contains(reference) => Err(Error::UnknownName {
                argument: "reference",
                value: reference.clone(),
                allowed: levels.join(", "),
            }),
            _ => Ok(()),
        }
    }

    /// Returns a value as it is kept: a class by its position.
    pub(super) fn kept(&self, value: f64) -> Result<f64> {
        let value = finite("value of a predictor", value)?;
        match &self.levels {
            None if value.abs() > LARGEST => Err(Error::out_of_range(
                "value of a predictor",
                value,
                "-1e100 to 1e100",
            )),
            // −0 and 0 are one value.
            None => Ok(value + 0.0),
            Some(levels) if value >= 0.0 && value.fract() == 0.0 && value < levels.len() as f64 => {
                Ok(value + 0.0)
            }
            Some(levels) => {
                let last = levels.len().saturating_sub(1);
                let allowed = format_args!("0 to {last}");
                Err(Error::out_of_range("position of a class", value, allowed))
            }
        }
    }
}

/// Refuses predictors of which nothing can be told.
pub(super) fn check(predictors: &[Predictor]) -> Result<()> {
    if predictors.is_empty() {
        return Err(Error::empty("predictor"));
    }
    let names = predictors.iter().map(Predictor::name);
    check_unique("predictor", names).map_err(|(error, _)| error)?;
    predictors.iter().try_for_each(|predictor| {
        let checked = predictor.check();
        checked.map_err(|error| error.at_place(predictor.place()))
    })
}
