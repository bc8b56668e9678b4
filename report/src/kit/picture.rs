//! Pictures in SVG, the same bytes on every run.

use plotters::coord::Shift;
use plotters::element::DashedPathElement;
use plotters::prelude::{
    Circle, Color, DrawingArea, FontStyle, IntoDrawingArea, PathElement, Polygon, RGBColor,
    Rectangle, SVGBackend, ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{IntoFont, TextStyle};

use super::html::escape;
use super::letters::harmless;

pub use plotters::prelude::RGBColor as Colour;

pub const INK: Colour = RGBColor(0x22, 0x2b, 0x34);
pub const QUIET: Colour = RGBColor(0x66, 0x70, 0x7a);
pub const FAINT: Colour = RGBColor(0xd5, 0xda, 0xdf);
pub const PALE: Colour = RGBColor(0xea, 0xf0, 0xf2);
pub const SLATE: Colour = RGBColor(0xa3, 0xb1, 0xbd);
pub const TEAL: Colour = RGBColor(0x0f, 0x6b, 0x78);
pub const AMBER: Colour = RGBColor(0xb8, 0x5c, 0x1e);
pub const WHITE: Colour = RGBColor(0xff, 0xff, 0xff);

/// The backend knows whole pixels only: so many make one unit of a picture.
const FINE: f64 = 4.0;

/// A picture and the name of its file.
#[derive(Debug)]
pub struct Picture {
    pub name: String,
    pub svg: String,
}

impl Picture {
    pub fn new(name: impl Into<String>, svg: String) -> Self {
        Self {
            name: name.into(),
            svg,
        }
    }
}

/// How a text looks, and where it stands: at the right, in the middle, or at the left.
#[derive(Clone, Copy)]
pub struct Type {
    pub size: f64,
    pub colour: Colour,
    pub bold: bool,
    pub at: HPos,
}

impl Type {
    pub const fn new(size: f64, colour: Colour) -> Self {
        Self {
            size,
            colour,
            bold: false,
            at: HPos::Left,
        }
    }

    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// The text ends where it is put.
    pub const fn ending(mut self) -> Self {
        self.at = HPos::Right;
        self
    }

    /// The middle of the text is where it is put.
    pub const fn centred(mut self) -> Self {
        self.at = HPos::Center;
        self
    }
}

/// A white sheet to draw on, in units of a thousandth or so of its width.
pub struct Canvas<'a>(DrawingArea<SVGBackend<'a>, Shift>);

/// What can go wrong in drawing.
pub type Drawn = Result<(), String>;

/// What a picture says to who cannot see it: its title, and where there is one a description with
/// the figures that it shows.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    title: &'a str,
    description: &'a str,
}

impl<'a> Caption<'a> {
    pub const fn new(title: &'a str, description: &'a str) -> Self {
        Self { title, description }
    }

    /// The elements that hold it, and the attribute that refers to them.
    fn elements(&self) -> (String, &'static str) {
        let title = format!("<title id=\"title\">{}</title>\n", escape(self.title));
        if self.description.is_empty() {
            return (title, "title");
        }
        let description = escape(self.description);
        (
            format!("{title}<desc id=\"description\">{description}</desc>\n"),
            "title description",
        )
    }
}

impl<'a> From<&'a str> for Caption<'a> {
    fn from(title: &'a str) -> Self {
        Self::new(title, "")
    }
}

impl<'a> From<&'a String> for Caption<'a> {
    fn from(title: &'a String) -> Self {
        Self::new(title, "")
    }
}

/// Makes a picture with the title, or the title and the description, that a screen reader says.
///
/// # Errors
/// What the backend says.
pub fn draw<'a>(
    (width, height): (u32, u32),
    caption: impl Into<Caption<'a>>,
    paint: impl FnOnce(&Canvas<'_>) -> Drawn,
) -> Result<String, String> {
    let mut svg = String::new();
    let size = (width * FINE as u32, height * FINE as u32);
    {
        let canvas = Canvas(SVGBackend::with_string(&mut svg, size).into_drawing_area());
        canvas.0.fill(&WHITE).map_err(|error| error.to_string())?;
        paint(&canvas)?;
        canvas.0.present().map_err(|error| error.to_string())?;
    }
    let (elements, ids) = caption.into().elements();
    // Shown at the size of its units, whatever the backend's pixels.
    let fine = format!("width=\"{}\" height=\"{}\" viewBox", size.0, size.1);
    let shown = format!(
        "width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{ids}\" viewBox"
    );
    let svg = svg.replacen(&fine, &shown, 1);
    Ok(svg.replacen(
        "xmlns=\"http://www.w3.org/2000/svg\">\n",
        &format!("xmlns=\"http://www.w3.org/2000/svg\">\n{elements}"),
        1,
    ))
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn stroke(colour: Colour, width: f64) -> ShapeStyle {
    colour.stroke_width((width * FINE).round() as u32)
}

impl Canvas<'_> {
    fn draw<E>(&self, element: &E) -> Drawn
    where
        for<'b> &'b E: plotters::element::PointCollection<'b, (i32, i32)>,
        E: for<'b> plotters::element::Drawable<SVGBackend<'b>>,
    {
        self.0.draw(element).map_err(|error| error.to_string())
    }

    /// A text whose middle line is at the height of the point.
    pub fn text(&self, at: (f64, f64), text: &str, look: Type) -> Drawn {
        let font = ("Helvetica, Arial, sans-serif", look.size * 1.24 * FINE).into_font();
        let font = if look.bold {
            font.style(FontStyle::Bold)
        } else {
            font
        };
        let style = TextStyle::from(font)
            .color(&look.colour)
            .pos(Pos::new(look.at, VPos::Center));
        let text: String = text.chars().map(harmless).collect();
        self.draw(&Text::new(text, point(at), style))
    }

    pub fn block(&self, from: (f64, f64), to: (f64, f64), colour: Colour) -> Drawn {
        self.draw(&Rectangle::new([point(from), point(to)], colour.filled()))
    }

    pub fn shape(&self, corners: impl IntoIterator<Item = (f64, f64)>, colour: Colour) -> Drawn {
        let corners: Vec<_> = corners.into_iter().map(point).collect();
        self.draw(&Polygon::new(corners, colour.filled()))
    }

    /// A shape through which what lies below it can be seen.
    pub fn veil(&self, corners: impl IntoIterator<Item = (f64, f64)>, colour: Colour) -> Drawn {
        const OPACITY: f64 = 0.16;
        let corners: Vec<_> = corners.into_iter().map(point).collect();
        self.draw(&Polygon::new(corners, colour.mix(OPACITY).filled()))
    }

    pub fn line(
        &self,
        points: impl IntoIterator<Item = (f64, f64)>,
        colour: Colour,
        width: f64,
    ) -> Drawn {
        let points: Vec<_> = points.into_iter().map(point).collect();
        self.draw(&PathElement::new(points, stroke(colour, width)))
    }

    pub fn dashes(
        &self,
        points: impl IntoIterator<Item = (f64, f64)>,
        colour: Colour,
        width: f64,
    ) -> Drawn {
        let points: Vec<_> = points.into_iter().map(point).collect();
        let (dash, gap) = ((6.0 * FINE) as i32, (4.0 * FINE) as i32);
        self.draw(&DashedPathElement::new(
            points,
            dash,
            gap,
            stroke(colour, width),
        ))
    }

    pub fn dot(&self, at: (f64, f64), radius: f64, colour: Colour) -> Drawn {
        let radius = (radius * FINE).round() as i32;
        self.draw(&Circle::new(point(at), radius, colour.filled()))
    }

    pub fn ring(&self, at: (f64, f64), radius: f64, colour: Colour, width: f64) -> Drawn {
        let radius = (radius * FINE).round() as i32;
        self.draw(&Circle::new(point(at), radius, stroke(colour, width)))
    }
}
