//! Every public type and function has an example, or says where one is.

use std::collections::BTreeSet;

use crate::source::{Item, Source};

/// Whether these docs hold a program: a code block that is not plain text.
fn example(docs: &str) -> bool {
    let mut open = false;
    docs.lines().any(|line| {
        let Some(language) = line.trim().strip_prefix("```") else {
            return false;
        };
        open = !open;
        open && !matches!(language, "text" | "json" | "csv" | "toml" | "ignore")
    })
}

/// The items that these docs link to: the last two names of each path.
fn links(docs: &str) -> Vec<String> {
    let prose = docs.split("```").step_by(2);
    prose
        .flat_map(|text| text.split('[').skip(1))
        .filter_map(|rest| {
            let (text, after) = rest.split_once(']')?;
            let inside = after.strip_prefix('(').and_then(|to| to.split(')').next());
            let target = inside.unwrap_or(text).trim_matches('`');
            let target = target.trim_end_matches(['(', ')']);
            let mut names = target.rsplit("::");
            let (last, owner) = (names.next()?, names.next());
            Some(owner.map_or(last.to_owned(), |owner| format!("{owner}::{last}")))
        })
        .collect()
}

/// Whether a program in these docs uses the name.
fn uses(docs: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut programs = docs.split("```").skip(1).step_by(2);
    programs.any(|program| program.split(|c| !word(c)).any(|found| found == name))
}

/// What has an example on its page, by its name and by the name before it.
struct Shown(BTreeSet<String>);

impl Shown {
    fn of(source: &Source) -> Self {
        let mut shown = BTreeSet::new();
        for (path, module) in &source.modules {
            if example(&module.docs) {
                let from = path.rmatch_indices("::").nth(1).map_or(0, |(at, _)| at + 2);
                shown.insert(path[from..].to_owned());
            }
        }
        for (path, item) in source.public() {
            let methods: Vec<&Item> = source.methods(item).collect();
            for method in methods.iter().filter(|method| example(&method.docs)) {
                shown.insert(format!("{}::{}", item.name, method.name));
                shown.insert(format!("Self::{}", method.name));
            }
            if example(&item.docs) || methods.iter().any(|method| example(&method.docs)) {
                shown.insert(item.name.clone());
                let module = path.rsplit("::").nth(1).unwrap_or_default();
                shown.insert(format!("{module}::{}", item.name));
            }
        }
        Self(shown)
    }

    /// Whether these docs have an example, or link to something that has one.
    fn by(&self, docs: &str) -> bool {
        let shown = |link: &String| {
            let last = link.rsplit("::").next().unwrap_or_default();
            // A path may go through a module: its last name alone says enough for a type.
            let a_type = last.starts_with(char::is_uppercase);
            self.0.contains(link) || (a_type && self.0.contains(last))
        };
        example(docs) || links(docs).iter().any(shown)
    }
}

/// Whether a program of the item's module, or of one around it, uses the name.
fn in_module(source: &Source, path: &str, item: &Item, name: &str) -> bool {
    let own = &source.modules[&item.module];
    let mut around = path;
    while let Some((up, _)) = around.rsplit_once("::") {
        around = up;
        if source
            .modules
            .get(around)
            .is_some_and(|module| uses(&module.docs, name))
        {
            return true;
        }
    }
    uses(&own.docs, name) || uses(&source.modules[""].docs, name)
}

/// An item has an example in its docs, on its page or in the module's docs, or a link to one.
#[test]
fn every_public_item_has_an_example_or_links_to_one() {
    let source = Source::read();
    let shown = Shown::of(&source);
    let mut missing = Vec::new();
    for (path, item) in source.public() {
        let methods: Vec<&Item> = source.methods(item).collect();
        let on_its_page = shown.by(&item.docs) || in_module(&source, &path, item, &item.name);
        if !on_its_page && !methods.iter().any(|method| example(&method.docs)) {
            missing.push(format!("{} {path}", item.place));
        }
        for method in methods {
            let beside = methods_use(&source, item, &method.name);
            let found =
                shown.by(&method.docs) || in_module(&source, &path, item, &method.name) || beside;
            if !on_its_page && !found {
                missing.push(format!("{} {path}::{}", method.place, method.name));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} items have no example. Give one, or say where one is: \
         See the [example](crate::module::Name).\n{}",
        missing.len(),
        missing.join("\n")
    );
}

/// Whether a program on the page of the item uses the name.
fn methods_use(source: &Source, item: &Item, name: &str) -> bool {
    source.methods(item).any(|method| uses(&method.docs, name))
}
