//! No circles of files: of files that need each other, none can be read or changed alone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Source, paths, sources, tokens, without_tests};

type File = Vec<String>;

/// What the files of a crate name.
#[derive(Default)]
struct Crate {
    /// Every path that a file writes, from the root of the crate.
    paths: BTreeMap<File, BTreeSet<Vec<String>>>,
    /// What each file imports by a name, so that a name leads to the file that defines it.
    imports: BTreeMap<File, BTreeMap<String, Vec<String>>>,
    /// The modules that a file declares outside of tests.
    children: BTreeMap<File, BTreeSet<File>>,
}

impl Crate {
    fn new(sources: &[Source]) -> Self {
        let mut all = Self::default();
        let files: BTreeSet<&File> = sources.iter().map(|source| &source.path).collect();
        for Source { path: file, text } in sources {
            let tokens = without_tests(&tokens(text));
            let (mut written, mut imports, mut children) =
                <(BTreeSet<_>, BTreeMap<_, _>, BTreeSet<_>)>::default();
            for (index, token) in tokens.iter().enumerate() {
                let behind = &tokens[index + 1..];
                let next = behind.first().map_or("", String::as_str);
                let absolute = |at: usize| {
                    let all = paths(&mut tokens[at..].iter().peekable());
                    all.into_iter().filter_map(|path| absolute(file, &path, &files)).collect::<Vec<_>>()
                };
                if token == "use" {
                    imports.extend(
                        absolute(index + 1).into_iter().filter_map(|path| Some((path.last()?.clone(), path))),
                    );
                } else if token == "mod" && behind.get(1).is_some_and(|token| token == ";") {
                    children.insert([&file[..], &[next.to_owned()]].concat());
                } else if next == "::" && (index == 0 || tokens[index - 1] != "::") {
                    written.extend(absolute(index));
                }
            }
            all.paths.insert(file.clone(), written);
            all.imports.insert(file.clone(), imports);
            all.children.insert(file.clone(), children);
        }
        all
    }

    /// The file that defines what a path names, wherever it is exported again.
    fn defines(&self, path: &[String], steps: usize) -> Option<File> {
        let length = (1..=path.len()).rev().find(|length| self.paths.contains_key(&path[..*length]))?;
        let (file, rest) = path.split_at(length);
        let imported = rest.first().and_then(|name| self.imports[file].get(name));
        match imported.filter(|imported| imported[..] != *path && steps > 0) {
            Some(imported) => self.defines(&[imported, &rest[1..]].concat(), steps - 1),
            None => Some(file.to_vec()),
        }
    }

    /// The files that a file needs: its modules, and those whose items it names. A module may name what the files above
    /// it hold, since they are one unit for all others.
    fn needs(&self, file: &File) -> BTreeSet<File> {
        let named = self.paths[file].iter().filter_map(|path| self.defines(path, 8));
        let named = named.filter(|other| !file.starts_with(other));
        let children = self.children[file].iter().filter(|child| self.paths.contains_key(*child));
        named.chain(children.cloned()).collect()
    }

    /// A shortest way through files that leads back to where it begins, for each file that has one.
    fn circles(&self) -> Vec<String> {
        let needs: BTreeMap<&File, BTreeSet<File>> =
            self.paths.keys().map(|file| (file, self.needs(file))).collect();
        let mut seen = BTreeSet::new();
        let mut circles = Vec::new();
        for start in needs.keys() {
            let mut open: VecDeque<Vec<&File>> = [vec![*start]].into();
            let mut reached = BTreeSet::new();
            while let Some(way) = open.pop_front() {
                let next = &needs[way[way.len() - 1]];
                if next.contains(*start) {
                    let members: BTreeSet<&File> = way.iter().copied().collect();
                    if seen.insert(members) {
                        let names: Vec<String> = way.iter().map(|file| file.join("/")).collect();
                        circles.push(names.join(" -> "));
                    }
                    break;
                }
                let new: Vec<&File> = next.iter().filter(|file| reached.insert(*file)).collect();
                open.extend(new.into_iter().map(|file| [&way[..], &[file]].concat()));
            }
        }
        circles
    }
}

/// A path from the root of the crate, if it leads to a file of it.
fn absolute(file: &File, path: &[String], files: &BTreeSet<&File>) -> Option<Vec<String>> {
    let child = [&file[..], &path[..1]].concat();
    let mut path: Vec<String> = path.to_vec();
    let mut base = match path[0].as_str() {
        "crate" => Vec::new(),
        "super" | "self" => file.clone(),
        _ if files.contains(&child) => return Some([&file[..], &path[..]].concat()),
        _ => return None,
    };
    while path.first().is_some_and(|first| ["crate", "super", "self"].contains(&first.as_str())) {
        if path.remove(0) == "super" {
            base.pop();
        }
    }
    // `use super::name::{self, …}` names the module.
    path.pop_if(|last| last == "self");
    Some([base, path].concat())
}

/// The circles of a crate with some files.
fn circles(files: &[(&str, &str)]) -> String {
    let sources: Vec<Source> = files.iter().map(|(file, text)| Source::new(file, text)).collect();
    Crate::new(&sources).circles().join("\n")
}

#[test]
fn no_files_need_each_other() {
    let circles = Crate::new(&sources()).circles();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn files_that_need_each_other_are_found() {
    for (files, found) in [
        (&[("a.rs", "use crate::b::B;"), ("b.rs", "fn f() { crate::a::f(); }")][..], "a -> b"),
        (
            &[("a.rs", "mod b; mod c;"), ("a/b.rs", "use super::c::C;"), ("a/c.rs", "use super::b;")],
            "a/b -> a/c",
        ),
        (
            &[
                ("a.rs", "mod b; mod c; pub use b::B;"),
                ("a/b.rs", "use super::c::f;"),
                ("a/c.rs", "use super::B;"),
            ],
            "a/b -> a/c",
        ),
        (
            &[("a.rs", "mod b; use super::c::C;"), ("a/b.rs", ""), ("c.rs", "use crate::{a::b::{self, B}};")],
            "",
        ),
        (
            &[("a.rs", "mod b;"), ("a/b.rs", "use crate::c::C;"), ("c.rs", "use crate::a::A;")],
            "a -> a/b -> c",
        ),
    ] {
        assert_eq!(circles(files), found, "{files:?}");
    }
}

#[test]
fn files_in_one_order_pass() {
    for files in [
        &[("a.rs", "mod b; use b::B;"), ("a/b.rs", "use super::A;")][..],
        &[
            ("a.rs", ""),
            ("b.rs", "use crate::a::A; #[cfg(test)] mod tests { use crate::c::C; }"),
            ("c.rs", "use crate::b::B;"),
        ],
        &[
            ("a.rs", "mod b; #[cfg(test)] mod c;"),
            ("a/b.rs", ""),
            ("a/c.rs", "use crate::d::D;"),
            ("d.rs", "use crate::a::A;"),
        ],
        &[("a.rs", "mod b; pub use b::B;"), ("a/b.rs", ""), ("c.rs", "pub use crate::a::B;")],
    ] {
        assert_eq!(circles(files), "", "{files:?}");
    }
}
