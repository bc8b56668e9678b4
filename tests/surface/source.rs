//! Reads the public items out of the text of `src`, as `cargo fmt` lays it out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Struct,
    Enum,
    Trait,
    Function,
    Method,
}

/// An item that its module makes public, whether or not the crate does.
#[derive(Debug, Clone)]
pub struct Item {
    pub kind: Kind,
    pub name: String,
    /// Parameters of a type, such as `'a` and `Id`.
    pub parameters: Vec<String>,
    /// The type or trait of a method.
    pub owner: Option<String>,
    /// The macro that defines it.
    pub by_macro: Option<String>,
    /// Attributes and derives, in one line.
    pub attributes: String,
    pub docs: String,
    /// The definition of a type, up to its closing brace.
    pub body: String,
    /// The module it stands in, such as `purchases::builder`.
    pub module: String,
    pub place: String,
}

/// One module of the crate.
#[derive(Debug, Default)]
pub struct Module {
    pub docs: String,
    pub text: String,
    pub items: Vec<Item>,
    /// Public submodules.
    public: Vec<String>,
    /// Re-exports: the name here, and the path there.
    uses: Vec<(String, String)>,
}

/// The crate: its modules by path, and where each public item is reached.
#[derive(Debug)]
pub struct Source {
    pub modules: BTreeMap<String, Module>,
}

impl Source {
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut modules = BTreeMap::new();
        read_folder(&root, &root, &mut modules);
        assert!(modules.len() > 20, "src was not found");
        Self { modules }
    }

    /// Public types, traits and functions by the path that a user writes, without the crate.
    pub fn public(&self) -> BTreeMap<String, &Item> {
        let mut found = BTreeMap::new();
        self.walk("", &mut found);
        found
    }

    fn walk<'s>(&'s self, path: &str, found: &mut BTreeMap<String, &'s Item>) {
        let module = &self.modules[path];
        for item in module.items.iter().filter(|item| item.owner.is_none()) {
            found.insert(joined(path, &item.name), item);
        }
        for (name, target) in &module.uses {
            if let Some(item) = self.resolve(path, target) {
                found.insert(joined(path, name), item);
            }
        }
        for child in &module.public {
            self.walk(&joined(path, child), found);
        }
    }

    /// The item that a `use` of `target` in `module` means.
    fn resolve(&self, module: &str, target: &str) -> Option<&Item> {
        let (mut at, rest) = match target.strip_prefix("crate::") {
            Some(rest) => (String::new(), rest),
            None => (module.to_owned(), target),
        };
        let mut segments: Vec<&str> = rest.split("::").collect();
        let name = segments.pop()?;
        for segment in segments {
            at = match segment {
                "self" => at,
                "super" => at
                    .rsplit_once("::")
                    .map_or(String::new(), |(up, _)| up.into()),
                child => joined(&at, child),
            };
        }
        let module = self.modules.get(&at)?;
        let own = |item: &&Item| item.name == name && item.owner.is_none();
        module.items.iter().find(own).or_else(|| {
            let (_, target) = module.uses.iter().find(|(here, _)| here == name)?;
            self.resolve(&at, target)
        })
    }

    /// The methods of a type or trait: they stand in its module or in one beside or below it.
    pub fn methods<'s>(&'s self, item: &'s Item) -> impl Iterator<Item = &'s Item> {
        let of = move |method: &&Item| {
            method.owner.as_deref() == Some(&item.name)
                && self
                    .owner_of(method)
                    .is_some_and(|owner| owner.place == item.place)
        };
        self.modules.values().flat_map(|m| &m.items).filter(of)
    }

    /// The type that an `impl` means: of its own module, or else of the nearest one around it.
    fn owner_of(&self, method: &Item) -> Option<&Item> {
        let name = method.owner.as_deref()?;
        let mut around = method.module.as_str();
        loop {
            let within = |path: &str| {
                path == around || around.is_empty() || path.starts_with(&format!("{around}::"))
            };
            let mut types = self
                .modules
                .iter()
                .filter(|(path, _)| within(path))
                .flat_map(|(_, module)| &module.items)
                .filter(|item| item.owner.is_none() && item.name == name);
            if let Some(found) = types.next() {
                return Some(found);
            }
            around = match around.rsplit_once("::") {
                Some((up, _)) => up,
                None if around.is_empty() => return None,
                None => "",
            };
        }
    }

    /// The types after `impl … TRAIT for` anywhere in the crate, as the items they are.
    pub fn implementers(&self, of: &str) -> Vec<&Item> {
        let mut found = Vec::new();
        for (path, module) in &self.modules {
            for line in module.text.lines().filter(|l| l.starts_with("impl")) {
                let Some((_, name)) = line.split_once(&format!(" {of} for ")) else {
                    continue;
                };
                let name: String = name.chars().take_while(|c| is_word(*c)).collect();
                let item = self.modules[path].items.iter().find(|i| i.name == name);
                let elsewhere = || {
                    self.owner_of(&Item {
                        owner: Some(name.clone()),
                        module: path.clone(),
                        ..blank()
                    })
                };
                found.extend(item.or_else(elsewhere));
            }
        }
        found
    }
}

fn blank() -> Item {
    Item {
        kind: Kind::Method,
        name: String::new(),
        parameters: Vec::new(),
        owner: None,
        by_macro: None,
        attributes: String::new(),
        docs: String::new(),
        body: String::new(),
        module: String::new(),
        place: String::new(),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

pub fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}::{name}")
    }
}

fn read_folder(root: &Path, folder: &Path, modules: &mut BTreeMap<String, Module>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(root, &path, modules);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = path.strip_prefix(root).unwrap().with_extension("");
            let mut segments: Vec<&str> = file.iter().map(|part| part.to_str().unwrap()).collect();
            if matches!(segments.last(), Some(&"mod" | &"lib")) {
                segments.pop();
            }
            let name = segments.join("::");
            let place = path.strip_prefix(root).unwrap().display().to_string();
            let text = fs::read_to_string(&path).unwrap();
            modules.insert(name.clone(), read_module(&name, &place, text));
        }
    }
}

fn read_module(path: &str, place: &str, text: String) -> Module {
    let mut module = Module::default();
    let (mut docs, mut attributes) = (String::new(), String::new());
    let (mut owner, mut by_macro) = (None, None);
    let mut in_trait = false;
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let depth = line.len() - line.trim_start().len();
        let bare = line.trim();
        if let Some(doc) = bare.strip_prefix("//!") {
            module.docs += &format!("{}\n", doc.trim_start());
            continue;
        }
        if depth == 0 && line.starts_with('}') {
            (owner, by_macro) = (None, None);
        }
        if depth == 0 && (line.starts_with("impl") || line.starts_with("pub trait ")) {
            owner = Some(subject_of(line));
            in_trait = line.starts_with("pub trait ");
        }
        let inside = owner.is_some() || by_macro.is_some();
        if depth > if inside { 4 } else { 0 } {
            attributes += bare;
            continue;
        }
        if let Some(doc) = bare.strip_prefix("///") {
            docs += &format!("{}\n", doc.trim_start());
            continue;
        }
        if bare.starts_with("#[") || bare.starts_with(")]") {
            attributes += bare;
            continue;
        }
        let by = ["named_enum! {", "options! {", "parametric! {"];
        if depth == 0 && by.iter().any(|by| bare.starts_with(by)) {
            by_macro = bare.split('!').next().map(str::to_owned);
        }
        if depth == 0 && bare.starts_with("pub mod ") && bare.ends_with(';') {
            module.public.push(bare[8..bare.len() - 1].to_owned());
        }
        if depth == 0 && bare.starts_with("pub use ") {
            let until = lines[number..]
                .iter()
                .position(|l| l.contains(';'))
                .unwrap();
            let statement: String = lines[number..=number + until].concat();
            module.uses.extend(names_of(&statement));
        }
        let in_trait = depth == 4 && in_trait && owner.is_some();
        if let Some((kind, name)) = defined(bare, in_trait)
            && !(depth == 0 && kind == Kind::Method)
        {
            let method = depth == 4 && by_macro.is_none();
            module.items.push(Item {
                kind: if method { Kind::Method } else { kind },
                name,
                parameters: parameters_of(bare),
                owner: if method { owner.clone() } else { None },
                by_macro: by_macro.clone(),
                attributes: attributes.clone(),
                docs: docs.clone(),
                body: body_of(&lines[number..], depth),
                module: path.to_owned(),
                place: format!("src/{place}:{}", number + 1),
            });
        }
        docs.clear();
        attributes.clear();
    }
    module.text = text;
    module
}

fn defined(bare: &str, in_trait: bool) -> Option<(Kind, String)> {
    let rest = match bare.strip_prefix("pub ") {
        Some(rest) => rest,
        None if in_trait && bare.starts_with("fn ") => bare,
        None => return None,
    };
    let rest = rest.strip_prefix("const fn").map_or(rest, |_| &rest[6..]);
    let (word, rest) = rest.split_once(' ')?;
    let kind = match word {
        "struct" => Kind::Struct,
        "enum" => Kind::Enum,
        "trait" => Kind::Trait,
        "fn" => Kind::Function,
        _ => return None,
    };
    Some((kind, rest.chars().take_while(|c| is_word(*c)).collect()))
}

/// The type of `impl<Id: Ord> Display for Name<Id> {`, and the trait of `pub trait Name: Sized {`.
fn subject_of(line: &str) -> String {
    let rest = line.strip_prefix("pub trait ").unwrap_or(line);
    let rest = rest.strip_prefix("impl").unwrap_or(rest);
    let rest = rest.split_once(" for ").map_or(rest, |(_, after)| after);
    let mut depth = 0_i32;
    let outside: String = rest
        .chars()
        .filter(|&c| {
            depth += i32::from(c == '<') - i32::from(c == '>');
            depth == 0 && c != '>'
        })
        .collect();
    let name = outside.trim_start();
    name.chars().take_while(|c| is_word(*c)).collect()
}

fn parameters_of(bare: &str) -> Vec<String> {
    let Some((_, rest)) = bare.split_once('<') else {
        return Vec::new();
    };
    let inside = rest.split('>').next().unwrap_or_default();
    let name = |parameter: &str| {
        let end = parameter.find([':', '=']).unwrap_or(parameter.len());
        parameter[..end].trim().to_owned()
    };
    inside.split(',').map(name).collect()
}

/// `pub use a::{B, C as D};` as (B, a::B), (D, a::C).
fn names_of(statement: &str) -> Vec<(String, String)> {
    let path = statement
        .trim()
        .trim_start_matches("pub use ")
        .trim_end_matches(';');
    let (prefix, list) = match path.split_once('{') {
        Some((prefix, list)) => (prefix, list.trim_end_matches('}')),
        None => match path.rsplit_once("::") {
            Some((prefix, _)) => (&path[..prefix.len() + 2], &path[prefix.len() + 2..]),
            None => return Vec::new(),
        },
    };
    let one = |name: &str| match name.split_once(" as ") {
        Some((there, here)) => (here.to_owned(), format!("{prefix}{there}")),
        None => (name.to_owned(), format!("{prefix}{name}")),
    };
    list.split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(one)
        .collect()
}

fn body_of(lines: &[&str], depth: usize) -> String {
    if lines[0].ends_with(';') || lines[0].ends_with('}') {
        return lines[0].to_owned();
    }
    let end = format!("{}}}", " ".repeat(depth));
    lines
        .iter()
        .take_while(|line| !line.starts_with(&end))
        .fold(String::new(), |body, line| body + line + "\n")
}
