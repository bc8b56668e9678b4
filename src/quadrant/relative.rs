use super::analysis::{at_attribute, check_names};
use super::{Analysis, Attribute, Crosshair, Options, RatingScales};
use crate::Result;
use crate::error::Error;
use crate::scale::Scale;

/// The largest ratio of two ratings that is taken.
const LARGEST: f64 = 1e100;

/// One attribute of the offer with our mean rating and that of the competitors.
///
/// See the [example](crate::quadrant::Analysis::against_competitors).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// How important it is, such as a weight in percent.
    pub importance: f64,
    /// How customers rate us.
    pub ours: f64,
    /// How customers rate the competitors.
    pub theirs: f64,
}

impl Compared {
    /// Creates an attribute from its name, its importance, and the ratings of us and of the competitors.
    #[must_use]
    pub fn new(name: impl Into<String>, importance: f64, ours: f64, theirs: f64) -> Self {
        Self {
            name: name.into(),
            importance,
            ours,
            theirs,
        }
    }
}

impl Analysis {
    /// Places attributes by importance and by performance *relative to competitors*, `ours / theirs`.
    ///
    /// Above 1 we are rated better. What is important and rated worse than elsewhere is where customers
    /// have a reason to leave, however well it is rated; so take [`Crosshair::Parity`]. Each
    /// [`satisfaction`](super::Placed::satisfaction) of the result is the ratio, importance has no scale,
    /// and [`index`](Self::index) is the market-perceived quality ratio.
    ///
    /// Source: Gale, B. T. (1994), *Managing Customer Value*, Free Press, as commonly reported.
    ///
    /// # Errors
    /// [`Error::Empty`] without attributes; [`Error::Duplicate`] for a name that occurs twice; with the
    /// attribute, [`Error::NotFinite`] for NaN and infinities and [`Error::OutOfRange`] for a rating that
    /// is not on the scale, and for a competitors' rating of 0 or less; [`Error::Mismatch`] for
    /// options that need equal scales; [`Error::Unsupported`] for a crosshair at the centre of the
    /// scales.
    ///
    /// ```
    /// use retention::quadrant::{Analysis, Compared, Crosshair, Options, Quadrant};
    /// use retention::scale::Scale;
    ///
    /// let attributes = [
    ///     Compared::new("meat-to-bone", 20.0, 9.0, 7.3),
    ///     Compared::new("fresh", 15.0, 8.0, 8.4),
    ///     Compared::new("yellow bird", 10.0, 8.1, 7.2),
    /// ];
    /// let options = Options::default().crosshair(Crosshair::Parity);
    /// let analysis = Analysis::against_competitors(attributes, Scale::ONE_TO_TEN, options)?;
    /// assert_eq!(analysis.attributes[0].quadrant, Quadrant::KeepUp);
    /// // Well rated, but better elsewhere.
    /// assert_eq!(analysis.attributes[1].quadrant, Quadrant::ConcentrateHere);
    /// assert_eq!(format!("{:.3}", analysis.index.unwrap()), "1.115");
    /// # Ok::<(), retention::Error>(())
    /// ```
    pub fn against_competitors(
        attributes: impl IntoIterator<Item = Compared>,
        scale: Scale,
        options: Options,
    ) -> Result<Self> {
        let attributes: Vec<Compared> = attributes.into_iter().collect();
        check_names(attributes.iter().map(|compared| compared.name.as_str()))?;
        let rated = RatingScales::derived(scale);
        let ratios = attributes.into_iter().map(|compared| {
            let checked = check(&compared, rated);
            checked.map_err(|error| error.at_place(at_attribute(&compared.name)))?;
            let ratio = compared.ours / compared.theirs;
            Ok(Attribute::new(compared.name, compared.importance, ratio))
        });
        let ratios: Vec<Attribute> = ratios.collect::<Result<_>>()?;
        let low = ratios
            .iter()
            .fold(0.0_f64, |low, a| low.min(a.satisfaction));
        let scales = RatingScales::derived(Scale::new(low, LARGEST)?.continuous());
        if options.crosshair != Crosshair::Parity {
            options.check(scales)?;
        } else {
            options.crosshair(Crosshair::Mean).check(scales)?;
        }
        let mut analysis = Self::of_checked(ratios, [], scales, options);
        // A ratio has no top.
        analysis.index_share_of_top = None;
        Ok(analysis)
    }
}

fn check(compared: &Compared, scales: RatingScales) -> Result<()> {
    scales.check_importance("importance", compared.importance)?;
    scales.check_satisfaction("our rating", compared.ours)?;
    let theirs = scales.check_satisfaction("competitors' rating", compared.theirs)?;
    if theirs <= 0.0 {
        return Err(Error::out_of_range(
            "competitors' rating",
            theirs,
            "more than 0, to divide by it",
        ));
    }
    let ratio = compared.ours / theirs;
    if ratio.abs() > LARGEST {
        return Err(Error::out_of_range(
            "ratio of ratings",
            ratio,
            "-1e100 to 1e100",
        ));
    }
    Ok(())
}
