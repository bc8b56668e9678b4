use super::Resampling;
use crate::estimate::{Interval, Proportion};
use crate::quadrant::{Analysis, Assessment, Quadrant};

/// Where the attributes lie, and how sure that is.
///
/// An attribute near a line changes its place with the respondents who happened to be asked. Here
/// they are drawn again and again, with replacement, and everything is computed anew, crosshair
/// included. The shares say how sure a place is; the sample's own flaws, such as who would not
/// answer, they do not see.
///
/// ```
/// use retention::quadrant::{Importance, Method, Options, Resampling, Survey};
/// use retention::scale::Scale;
///
/// let scale = Scale::ONE_TO_FIVE;
/// let price = [5.0, 2.0, 4.0, 1.0, 3.0, 2.0, 5.0, 4.0];
/// let network = [4.0, 5.0, 5.0, 4.0, 3.0, 4.0, 4.0, 5.0];
/// let survey = Survey::new([
///     ("price", scale.full_answers(&price)?),
///     ("network", scale.full_answers(&network)?),
/// ])?
/// .overall(scale.full_answers(&[4.0, 2.0, 3.0, 1.0, 3.0, 3.0, 5.0, 4.0])?)?;
///
/// let method = Method::from(Importance::Pearson).minimum(8);
/// let bootstrap = survey.bootstrap(&method, &Options::default(), &Resampling::default())?;
/// let price = &bootstrap.attributes[0];
/// assert_eq!(price.same.denominator() + u64::from(bootstrap.undefined), 1000);
/// assert!(price.same.value() > Some(0.9));
/// # Ok::<(), retention::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Bootstrap {
    /// Each attribute, in the order given.
    pub attributes: Vec<Resampled>,
    /// What the sample itself says.
    pub analysis: Analysis,
    /// How importance and satisfaction were found.
    pub assessment: Assessment,
    /// How respondents were resampled.
    pub resampling: Resampling,
    /// Resamples in which importance had no value for some attribute, because it did not vary or
    /// followed from others. They are in no share and no interval; where they are many, so are
    /// neither to be relied on.
    pub undefined: u32,
}

/// One attribute of a [`Bootstrap`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Resampled {
    /// What it is.
    pub name: String,
    /// Where the model places it in the sample itself.
    pub verdict: Option<Quadrant>,
    /// Of the resamples, those in which the model places it there too.
    pub same: Proportion,
    /// Those in which it is Concentrate Here.
    pub concentrate_here: Proportion,
    /// Those in which it is Keep Up.
    pub keep_up: Proportion,
    /// Those in which it is Low Priority.
    pub low_priority: Proportion,
    /// Those in which it is Possible Overkill.
    pub possible_overkill: Proportion,
    /// Percentile interval of its importance; `None` where it has no value in any resample.
    pub importance: Option<Interval>,
    /// Percentile interval of its satisfaction; `None` with that of importance.
    pub satisfaction: Option<Interval>,
}

impl Bootstrap {
    /// The attribute of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Resampled> {
        self.attributes
            .iter()
            .find(|resampled| resampled.name == name)
    }
}

impl Resampled {
    /// Of the resamples, those in which the model places it in this quadrant.
    #[must_use]
    pub const fn share(&self, quadrant: Quadrant) -> Proportion {
        match quadrant {
            Quadrant::ConcentrateHere => self.concentrate_here,
            Quadrant::KeepUp => self.keep_up,
            Quadrant::LowPriority => self.low_priority,
            Quadrant::PossibleOverkill => self.possible_overkill,
        }
    }
}
