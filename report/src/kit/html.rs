//! One page for a browser that needs nothing beside it: no other file, no script, no font from
//! elsewhere. Every text is escaped.

use super::format::capitalised;
use super::letters::harmless;
use super::opening::{FIRST, MATTERS, Opening};
use super::table::{Align, Table};

/// A cell of words that is longer may be broken into lines.
const LONG: usize = 28;
/// One that is longer than this would have too many of them in a narrow column.
const LONGER: usize = 80;

/// A page while it grows. It begins with its head, and each section goes on to the next one.
#[derive(Debug)]
pub struct Page {
    title: String,
    body: String,
    /// The anchors of the sections with their headings.
    sections: Vec<(String, String)>,
    pictures: usize,
    /// What is defined, in the order in which it was first named.
    terms: Vec<String>,
    /// Where the contents go, below the head.
    head_end: Option<usize>,
}

impl Page {
    /// An empty page with this title.
    pub fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            body: String::new(),
            sections: Vec::new(),
            pictures: 0,
            terms: Vec::new(),
            head_end: None,
        }
    }

    /// Begins a section. The contents of the page show the keyword, its heading all of it.
    pub fn section(&mut self, keyword: &str, rest: &str) {
        self.close_section();
        self.head_end.get_or_insert(self.body.len());
        let plain = plain(keyword);
        let mut anchor = plain.clone();
        let mut taken = 1;
        while self.sections.iter().any(|(other, _)| *other == anchor) {
            taken += 1;
            anchor = format!("{plain}-{taken}");
        }
        self.body.push_str(&format!(
            "<section id=\"section-{anchor}\">\n<h2>{}{}</h2>\n",
            running(keyword),
            running(rest),
        ));
        self.sections.push((anchor, keyword.to_owned()));
    }

    fn close_section(&mut self) {
        if !self.sections.is_empty() {
            self.body.push_str("</section>\n");
        }
    }

    /// Adds what the report opens with.
    pub fn opening(&mut self, opening: &Opening) {
        if !opening.sentences().is_empty() {
            self.body.push_str(&format!(
                "<section class=\"opening\" aria-label=\"{MATTERS}\">\n<h2>{MATTERS}</h2>\n<ul>\n"
            ));
            for sentence in opening.sentences() {
                self.body
                    .push_str(&format!("<li>{}</li>\n", running(sentence)));
            }
            self.body.push_str("</ul>\n</section>\n");
        }
        if !opening.actions().is_empty() {
            self.body.push_str(&format!(
                "<section class=\"opening\" aria-label=\"{FIRST}\">\n<h2>{FIRST}</h2>\n<ol>\n"
            ));
            for action in opening.actions() {
                let (what, stake) = action.words();
                self.body.push_str(&format!("<li>{}", running(what)));
                if !stake.is_empty() {
                    self.body.push_str(&format!(
                        " <span class=\"stake\">At stake: {}</span>",
                        running(stake),
                    ));
                }
                self.body.push_str("</li>\n");
            }
            self.body.push_str("</ol>\n</section>\n");
        }
    }

    /// Adds links to the definitions of these terms, which [`Page::notes`] adds later.
    pub fn terms<'a>(&mut self, terms: impl Iterator<Item = &'a str>) {
        let mut known: Vec<&str> = Vec::new();
        for term in terms {
            if !known.contains(&term) {
                known.push(term);
            }
        }
        if known.is_empty() {
            return;
        }
        let link = |term: &&str| {
            let anchor = self.note_anchor(term);
            format!("<a href=\"#{anchor}\">{}</a>", escape(term))
        };
        let links: Vec<String> = known.iter().map(link).collect();
        self.body.push_str(&format!(
            "<p class=\"terms\">Explained below: {}</p>\n",
            links.join(", ")
        ));
    }

    /// Adds terms with their definitions.
    pub fn notes(&mut self, notes: &[(String, Vec<String>)]) {
        self.body.push_str("<dl class=\"notes\">\n");
        for (term, texts) in notes {
            let anchor = self.note_anchor(term);
            self.body
                .push_str(&format!("<dt id=\"{anchor}\">{}</dt>\n", escape(term)));
            for text in texts {
                self.body
                    .push_str(&format!("<dd>{}</dd>\n", running(&capitalised(text))));
            }
        }
        self.body.push_str("</dl>\n");
    }

    /// Terms that differ have anchors that differ.
    fn note_anchor(&mut self, term: &str) -> String {
        let at = self.terms.iter().position(|known| known == term);
        let at = at.unwrap_or_else(|| {
            self.terms.push(term.to_owned());
            self.terms.len() - 1
        });
        format!("note-{}-{}", at + 1, plain(term))
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.body.push_str(&format!("<p>{}</p>\n", running(text)));
    }

    /// Adds a paragraph that explains, in smaller type.
    pub fn note(&mut self, text: &str) {
        self.body
            .push_str(&format!("<p class=\"note\">{}</p>\n", running(text)));
    }

    /// Adds key figures side by side, each a name, a figure and a note, which may be empty.
    pub fn tiles<'a>(&mut self, tiles: impl IntoIterator<Item = [&'a str; 3]>) {
        self.body.push_str("<dl class=\"tiles\">\n");
        for [label, figure, note] in tiles {
            // As large as it fits into the tile.
            let (wide, class) = match figure.chars().count() {
                0..=8 => ("", "figure"),
                9 | 10 => ("", "figure less"),
                11..=19 => (" class=\"wide\"", "figure"),
                _ => (" class=\"wide\"", "words"),
            };
            self.body.push_str(&format!(
                "<div{wide}><dt>{}</dt><dd class=\"{class}\">{}</dd>",
                escape(label),
                escape(figure),
            ));
            if !note.is_empty() {
                self.body
                    .push_str(&format!("<dd class=\"of\">{}</dd>", running(note)));
            }
            self.body.push_str("</div>\n");
        }
        self.body.push_str("</dl>\n");
    }

    /// Adds a table. Where it is wider than the page it scrolls in a box of its own.
    pub fn table(&mut self, table: &Table) {
        // What can be scrolled can be reached by the keyboard, so it has a name.
        let name = self.sections.last().map_or("Table", |(_, keyword)| keyword);
        self.body.push_str(&format!(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}: table\">\n<table>\n",
            escape(name),
        ));
        let columns = table.columns();
        if table.headed() {
            self.body.push_str("<thead><tr>");
            for (header, align) in columns {
                let class = class(*align);
                let header = escape(header);
                self.body.push_str(&if header.is_empty() {
                    format!("<td{class}></td>")
                } else {
                    format!("<th scope=\"col\"{class}>{header}</th>")
                });
            }
            self.body.push_str("</tr></thead>\n");
        }
        let (rows, totals) = table.rows();
        self.body.push_str("<tbody>\n");
        for row in rows {
            self.row(columns, row);
        }
        self.body.push_str("</tbody>\n");
        if !totals.is_empty() {
            self.body.push_str("<tfoot>\n");
            for total in totals {
                self.row(columns, total);
            }
            self.body.push_str("</tfoot>\n");
        }
        self.body.push_str("</table>\n</div>\n");
    }

    /// A row; its first cell of words is what the others are about.
    fn row(&mut self, columns: &[(String, Align)], cells: &[String]) {
        let about = columns.iter().position(|(_, align)| *align == Align::Left);
        self.body.push_str("<tr>");
        for (at, (cell, (_, align))) in cells.iter().zip(columns).enumerate() {
            let length = cell.chars().count();
            let class = match align {
                Align::Left if length > LONGER => " class=\"longer\"",
                Align::Left if length > LONG => " class=\"long\"",
                _ => class(*align),
            };
            let cell = running(cell);
            self.body.push_str(&if Some(at) == about {
                format!("<th scope=\"row\"{class}>{cell}</th>")
            } else {
                format!("<td{class}>{cell}</td>")
            });
        }
        self.body.push_str("</tr>\n");
    }

    /// Adds a picture; its text goes into the page.
    pub fn picture(&mut self, svg: &str) {
        self.pictures += 1;
        // What may stand before it, such as an XML declaration, has no place in a page.
        let svg = svg.find("<svg").map_or(svg, |start| &svg[start..]);
        // On a small screen the picture scrolls, and its title is cut: there it stands above it too.
        let caption = title(svg).map_or_else(String::new, |title| {
            let class = match first_text(svg) == Some(title) {
                true => " class=\"drawn\"",
                false => "",
            };
            format!("<figcaption{class} aria-hidden=\"true\">{title}</figcaption>\n")
        });
        let svg = with_own_ids(svg.trim_end(), &format!("picture-{}-", self.pictures));
        let (class, svg) = match narrow(&svg) {
            Some(svg) => ("picture narrow", svg),
            None => ("picture", svg),
        };
        self.body.push_str(&format!(
            "<figure class=\"{class}\" role=\"group\" aria-label=\"Picture\" tabindex=\"0\">\n{caption}{svg}\n</figure>\n",
        ));
    }

    /// The whole page.
    pub fn finish(mut self) -> String {
        self.close_section();
        let (head, sections) = self.body.split_at(self.head_end.unwrap_or(self.body.len()));
        let title = escape(&self.title);
        let mut contents = String::new();
        if self.sections.len() > 1 {
            contents.push_str("<nav aria-label=\"Contents\">\n");
            for (anchor, keyword) in &self.sections {
                contents.push_str(&format!(
                    "<a href=\"#section-{anchor}\">{}</a>\n",
                    escape(keyword),
                ));
            }
            contents.push_str("</nav>\n");
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <header>\n<h1>{title}</h1>\n{head}</header>\n{contents}{sections}</main>\n</body>\n</html>\n",
        )
    }
}

/// A name as part of an anchor.
fn plain(name: &str) -> String {
    let plain = name.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ => '-',
    });
    plain.collect()
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right => " class=\"number\"",
    }
}

/// A text that means itself, between tags and within quotation marks, whatever it holds. Control
/// characters, and those that turn the direction of the text around them, become �.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(harmless(c)),
        }
    }
    escaped
}

/// A text in which neither a percentage nor a day nor the name of an option is broken.
fn running(text: &str) -> String {
    let text = with_whole_options(&escape(text).replace(" %", "\u{a0}%"));
    let mut held = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_digit() && c != '-');
        let (number, after) = from.split_at(end.unwrap_or(from.len()));
        held.push_str(before);
        held.push_str(&if number.contains('-') {
            format!("<span class=\"day\">{number}</span>")
        } else {
            number.to_owned()
        });
        rest = after;
    }
    held + rest
}

/// A text in which lines do not end within the name of an option, as in `--churn-window`.
fn with_whole_options(text: &str) -> String {
    let mut held = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("--") {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_lowercase() && c != '-');
        let (option, after) = from.split_at(end.unwrap_or(from.len()));
        held.push_str(before);
        held.push_str(&format!("<span class=\"option\">{option}</span>"));
        rest = after;
    }
    held + rest
}

/// The title of a picture, escaped as it is there; none where it has none.
fn title(svg: &str) -> Option<&str> {
    within(svg, "<title", "</title>")
}

/// The first text that is drawn.
fn first_text(svg: &str) -> Option<&str> {
    within(svg, "<text", "</text>")
}

/// What stands in the first element of a kind.
fn within<'a>(svg: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, from) = svg.split_once(start)?;
    let (_, from) = from.split_once('>')?;
    let (text, _) = from.split_once(end)?;
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// A picture that fits a small screen whole, with how small and how large it may become; `None` of wider ones.
fn narrow(svg: &str) -> Option<String> {
    /// In units of the picture.
    const WIDEST: f64 = 640.0;
    const REM: f64 = 16.0;
    let (_, after) = svg.split_once("<svg width=\"")?;
    let (width, _) = after.split_once('"')?;
    let width: f64 = width.parse().ok().filter(|width| *width <= WIDEST)?;
    let style = format!(
        "<svg style=\"min-width:{}rem;max-width:{}rem\" ",
        width / 2.0 / REM,
        width * 1.2 / REM,
    );
    Some(svg.replacen("<svg ", &style, 1))
}

/// A picture whose ids, and what refers to them, begin with this: two pictures in one page may have
/// chosen the same.
fn with_own_ids(svg: &str, start: &str) -> String {
    let mut own = svg.to_owned();
    for mark in [" id=\"", "url(#", "href=\"#"] {
        own = own.replace(mark, &format!("{mark}{start}"));
    }
    // This one names several.
    const NAMES: &str = "aria-labelledby=\"";
    let mut parts = own.split(NAMES);
    let mut named = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (ids, rest) = part.split_once('"').unwrap_or((part, ""));
        let ids: Vec<String> = ids
            .split_whitespace()
            .map(|id| format!("{start}{id}"))
            .collect();
        named.push_str(&format!("{NAMES}{}\"{rest}", ids.join(" ")));
    }
    named
}

/// Light or dark as the reader likes it. Pictures are drawn on white: in the dark their lightness is
/// turned around and their hues are kept; the grounds of their plots, lighter than paper, would be darker than
/// the page and are left out.
const STYLE: &str = "\
:root{color-scheme:light dark;--page:#f7f8f9;--card:#fff;--ink:#1d252c;--quiet:#5a6570;--line:#dde1e5;--strong:#8b96a0;--accent:#0f6b78}
@media (prefers-color-scheme:dark){:root{--page:#14191d;--card:#1d242a;--ink:#e5e9ec;--quiet:#a3adb6;--line:#333d45;--strong:#6b7680;--accent:#63bcc8}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,\"Segoe UI\",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:64rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .75rem;letter-spacing:-.01em}
h2{font-size:1.35rem;line-height:1.3;margin:0 0 .9rem}
p{max-width:44rem;margin:.7rem 0;text-wrap:pretty}
.note{color:var(--quiet);font-size:.9rem}
section{margin-top:2.75rem;padding-top:1.75rem;border-top:1px solid var(--line);scroll-margin-top:1rem}
.opening{margin-top:1.5rem;padding:0;border:0}
.opening ul,.opening ol{max-width:46rem;margin:0;padding-left:1.35rem}
.opening li{margin:.5rem 0;text-wrap:pretty}
.opening li::marker{color:var(--accent);font-weight:650}
.stake{display:block;color:var(--quiet);font-size:.9rem}
.terms{color:var(--quiet);font-size:.85rem}
nav{display:flex;flex-wrap:wrap;gap:.4rem 1.25rem;margin-top:1.75rem;font-size:.95rem}
a{color:var(--accent);text-underline-offset:.2em}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.85rem;margin:1.4rem 0}
.tiles .wide{grid-column:span 2}
.tiles div{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.85rem 1rem}
dt{color:var(--quiet);font-size:.85rem}
dd{margin:0}
.notes{max-width:46rem}
.notes dt{color:var(--ink);font-size:1rem;font-weight:650;margin-top:1rem;scroll-margin-top:1rem}
.notes dd{color:var(--quiet);font-size:.9rem;margin:.25rem 0 0}
.figure,.words{font-weight:650;font-variant-numeric:tabular-nums}
.figure{font-size:1.6rem;line-height:1.35}
.less{font-size:1.3rem;line-height:1.66}
.words{font-size:1.1rem;line-height:1.5;margin:.3rem 0 .15rem}
.of{color:var(--quiet);font-size:.85rem;line-height:1.4}
.scroll{overflow-x:auto;margin:1rem 0;background:var(--card);border:1px solid var(--line);border-radius:.6rem;width:fit-content;max-width:100%}
.scroll:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:separate;border-spacing:0;font-size:.94rem;line-height:1.35;font-variant-numeric:tabular-nums;overflow-wrap:normal}
th,td{padding:.5rem .85rem;text-align:left;vertical-align:baseline;white-space:nowrap}
.long,.longer{white-space:normal;min-width:11rem}
.longer{min-width:17rem}
.day,.option{white-space:nowrap}
th{font-weight:500}
thead th{color:var(--quiet);font-size:.85rem;vertical-align:bottom;white-space:normal}
tbody tr>*{border-top:1px solid var(--line)}
table>tbody:first-child>tr:first-child>*{border-top:0}
tfoot tr>*{border-top:2px solid var(--strong)}
tfoot th,tfoot td{font-weight:650}
th.number,td.number{text-align:right}
.picture{margin:1.25rem 0;padding:.5rem;background:#fff;border:1px solid var(--line);border-radius:.6rem;overflow-x:auto}
.picture svg{display:block;width:100%;min-width:40rem;height:auto;color-scheme:light}
.narrow{max-width:48rem}
figcaption{display:none}
@media screen and (prefers-color-scheme:dark){.picture{background:var(--card)}.picture svg{filter:invert(.9) hue-rotate(180deg)}.picture svg>rect:first-of-type,.picture svg rect[fill=\"#F6F8F9\"]{fill:none}}
@media screen and (max-width:40rem){figcaption{display:block;position:sticky;left:0;padding:.2rem .3rem .4rem;font-weight:650;line-height:1.3;overflow-wrap:normal}figcaption::after{content:\"Scroll sideways to see all of it.\";display:block;color:var(--quiet);font-size:.8rem;font-weight:400}.narrow figcaption::after{content:none}figcaption.drawn+svg>text:first-of-type{display:none}figcaption.drawn+svg{margin-top:-1.6rem}}
@media (max-width:40rem){main{padding:1.5rem 1rem 3rem}h1{font-size:1.5rem}section{margin-top:2rem;padding-top:1.4rem}.tiles{grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr))}.tiles div{padding:.7rem .8rem}th,td{padding:.45rem .6rem}.scroll{background:linear-gradient(to left,var(--card) 40%,transparent) right/2.5rem 100% no-repeat local,linear-gradient(to left,var(--strong),transparent) right/.7rem 100% no-repeat scroll,var(--card)}tbody th,tfoot th{position:sticky;left:0;background:var(--card);max-width:9rem;white-space:normal}th.long,th.longer{min-width:8rem}}
@media (max-width:23rem){.tiles{grid-template-columns:1fr}.tiles .wide{grid-column:auto}}
@media print{:root{--page:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#ccc;--strong:#777}body{font-size:10.5pt}main{max-width:none;padding:0}nav{display:none}.scroll{overflow:visible}.picture svg{min-width:0}h2,h3{break-after:avoid}tr,.picture,.tiles div{break-inside:avoid}}
";
