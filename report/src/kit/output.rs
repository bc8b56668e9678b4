//! What becomes of a report: text or JSON to print, and files beside it.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::document::{Document, Section};
use super::json;
use super::picture::Picture;

/// The short form fits two screens of fifty lines.
const SCREENS: usize = 100;

/// What the user wants to see, and where the files go.
#[derive(Debug, Clone, clap::Args)]
pub struct OutputOptions {
    /// One JSON object in place of the report
    #[arg(long)]
    pub json: bool,

    /// Print the whole report, not just what fits two screens; the page always holds all of it
    #[arg(long)]
    pub full: bool,

    /// Where to write the pictures and report.html [default: a directory in target, below this one]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// The files that were written, as given or as they stand here, so that they can be opened.
#[derive(Debug, Default, Serialize)]
pub struct Files {
    /// Where the pictures are.
    pub pictures: Vec<String>,
    /// Where the report is as a page.
    pub report: String,
}

/// Figures that can be drawn and told.
pub trait Report: Serialize {
    /// Where its files go unless the user says otherwise.
    const DIRECTORY: &'static str;
    /// How many decimals the numbers of its JSON have at most.
    const DECIMALS: i32;
    /// What is said where there is nothing to draw.
    const NO_PICTURES: &'static str;

    /// The pictures of what could be computed.
    ///
    /// # Errors
    /// What the backend says.
    fn pictures(&self) -> Result<Vec<Picture>, String>;

    /// The whole report, each picture in the section that it belongs to.
    fn document(&self, pictures: &[Picture]) -> Document;

    /// Where the names of the files go.
    fn files(&mut self) -> &mut Files;
}

/// Draws the pictures, writes them and the page, and returns what is to be printed.
///
/// # Errors
/// A message for the user.
pub fn show<R: Report>(mut report: R, options: &OutputOptions) -> Result<String, String> {
    let directory = options.out.as_deref().unwrap_or(Path::new(R::DIRECTORY));
    let pictures = report.pictures()?;
    let saved = pictures
        .iter()
        .map(|picture| save(directory, &picture.name, &picture.svg));
    let saved = saved.collect::<Result<_, _>>()?;
    let document = report.document(&pictures);
    let page = save(directory, "report.html", &document.page())?;
    *report.files() = Files {
        pictures: saved,
        report: page,
    };
    if options.json {
        return Ok(json::pretty(&report, R::DECIMALS)? + "\n");
    }
    if options.full || !document.opens() {
        return Ok(document.text() + &written(report.files(), R::NO_PICTURES));
    }
    Ok(document.brief(SCREENS - 1) + &format!(" {}\n", report.files().report))
}

/// Where the pictures and the page are.
fn written(files: &Files, no_pictures: &str) -> String {
    let mut text = if files.pictures.is_empty() {
        format!("\n{no_pictures}\n")
    } else {
        format!("\nPictures:\n {}\n", files.pictures.join("\n "))
    };
    text.push_str(&format!("Report for a browser:\n {}\n", files.report));
    text
}

/// Adds a picture to the section that it belongs to, where it was drawn.
pub fn drawn(mut section: Section, name: &str, pictures: &[Picture]) -> Section {
    if let Some(svg) = picture(name, pictures) {
        section.picture(svg);
    }
    section
}

/// The picture of that name, where it was drawn.
pub fn picture<'a>(name: &str, pictures: &'a [Picture]) -> Option<&'a str> {
    let found = pictures.iter().find(|picture| picture.name == name);
    found.map(|picture| picture.svg.as_str())
}

fn save(directory: &Path, name: &str, text: &str) -> Result<String, String> {
    let path = directory.join(name);
    std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    Ok(path.display().to_string())
}
