//! Circles of files: files of which each uses the next, and the last the first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, sources, tokens, without_tests};

/// The circles that there are still. A line may be taken out, or lose files; none is added.
const KNOWN: &[&[&str]] = &[
    &["input/cells", "input/plausibility"],
    &["input/geotiff/header", "input/geotiff/mask", "input/geotiff/window"],
    &["input/manifest/layers", "input/manifest/years"],
    &["input/raster/background", "input/raster/survey"],
    &["report/page", "report/summary"],
    &["run/draws/group", "run/draws/maps", "run/draws/sampler"],
    &["run/draws/list", "run/draws/work"],
    &["run/journal", "run/staged"],
    &["run/open", "run/sources"],
    &["run/parallel", "run/pass"],
    &["two_mountains/figures", "two_mountains/weather"],
    &["two_mountains/options", "two_mountains/rule"],
];
/// The largest number of files in circles that go through a file and the files below it; it only falls.
const WITH_PARENTS: usize = 95;

/// A name that a file brings in from elsewhere in the crate.
struct Import {
    path: Vec<String>,
    name: String,
    public: bool,
}

/// What a file uses of the crate, and what it defines.
struct File {
    path: Vec<String>,
    imports: Vec<Import>,
    /// Paths outside of `use`.
    mentions: Vec<Vec<String>>,
    /// Every word outside of `use`.
    words: BTreeSet<String>,
    defined: BTreeSet<String>,
}

impl File {
    fn new(source: &Source) -> Self {
        let tokens = without_tests(&tokens(&source.text));
        let children: BTreeSet<&String> = tokens
            .windows(3)
            .filter(|part| part[0] == "mod" && part[2] == ";")
            .map(|part| &part[1])
            .collect();
        let absolute = |tokens: &[String]| -> Option<Vec<String>> {
            let first = tokens.first()?;
            let names = |tokens: &[String]| tokens.iter().filter(|token| *token != "::").cloned().collect();
            if ["crate", "super", "self"].contains(&first.as_str()) {
                let (base, rest) = source.base(tokens);
                return Some([base, names(rest)].concat());
            }
            let below = [source.path.clone(), names(tokens)];
            children.contains(first).then(|| below.concat())
        };
        let mut file = Self {
            path: source.path.clone(),
            imports: Vec::new(),
            mentions: Vec::new(),
            words: BTreeSet::new(),
            defined: BTreeSet::new(),
        };
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            if rest[0] == "use" && rest.get(1).is_some_and(|token| token != "<") {
                let end = rest.iter().position(|token| token == ";").unwrap_or(rest.len());
                let public = at > 0 && ["pub", ")"].contains(&tokens[at - 1].as_str());
                for (path, name) in imported(&rest[1..end]) {
                    let imports = absolute(&path).map(|path| Import { path, name, public });
                    file.imports.extend(imports);
                }
                at += end + 1;
                continue;
            }
            let length = chain(rest);
            if length > 1 {
                file.mentions.extend(absolute(&rest[..length]));
            }
            if DEFINES.contains(&rest[0].as_str()) {
                file.defined.extend(rest.get(1).cloned());
            }
            file.words.extend(rest[..length].iter().cloned());
            at += length;
        }
        file
    }
}

const DEFINES: [&str; 8] = ["struct", "enum", "fn", "trait", "const", "static", "type", "union"];

/// The tokens of a path that begins here: names between `::`.
fn chain(tokens: &[String]) -> usize {
    let is_name = |token: &String| token.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut length = 1;
    while is_name(&tokens[0])
        && tokens.get(length).is_some_and(|token| token == "::")
        && tokens.get(length + 1).is_some_and(is_name)
    {
        length += 2;
    }
    length
}

/// Every path of a `use`, with `::` between its names, and the name that it has in the file.
fn imported(tokens: &[String]) -> Vec<(Vec<String>, String)> {
    let Some(open) = tokens.iter().position(|token| token == "{") else {
        let alias = tokens.iter().position(|token| token == "as");
        let path = &tokens[..alias.unwrap_or(tokens.len())];
        let is_self = path.len() > 2 && path.last().is_some_and(|token| token == "self");
        let path = if is_self { &path[..path.len() - 2] } else { path };
        let name = alias.map_or(path.last(), |at| tokens.get(at + 1));
        return name.map(|name| (path.to_vec(), name.clone())).into_iter().collect();
    };
    let (mut depth, mut from, mut all) = (0, open + 1, Vec::new());
    for (at, token) in tokens.iter().enumerate().skip(open) {
        depth += match token.as_str() {
            "{" => 1,
            "}" => -1,
            _ => 0,
        };
        if depth == 0 || depth == 1 && token == "," {
            if at > from {
                all.extend(imported(&[&tokens[..open], &tokens[from..at]].concat()));
            }
            from = at + 1;
        }
    }
    all
}

/// The files of a crate, and which uses which.
struct Graph {
    files: Vec<File>,
    places: BTreeMap<Vec<String>, usize>,
}

impl Graph {
    fn new(sources: &[Source]) -> Self {
        let files: Vec<File> = sources.iter().map(File::new).collect();
        let places = files.iter().enumerate().map(|(place, file)| (file.path.clone(), place)).collect();
        Self { files, places }
    }

    /// The file that defines what a path names, through the files that pass it on.
    fn resolve(&self, path: &[String], depth: usize) -> Option<usize> {
        let length = (1..=path.len()).rev().find(|length| self.places.contains_key(&path[..*length]))?;
        let place = self.places[&path[..length]];
        let (file, rest) = (&self.files[place], &path[length..]);
        let Some(name) = rest.first().filter(|_| depth < 9) else { return Some(place) };
        if file.defined.contains(name) {
            return Some(place);
        }
        let passed = |import: &Import| {
            let from =
                if import.name == "*" { &import.path[..import.path.len() - 1] } else { &import.path[..] };
            let skipped = usize::from(import.name != "*");
            self.resolve(&[from, &rest[skipped..]].concat(), depth + 1)
        };
        if let Some(import) = file.imports.iter().find(|import| import.name == *name) {
            return passed(import);
        }
        let globs = file.imports.iter().filter(|import| import.name == "*").filter_map(passed);
        globs.into_iter().find(|found| self.files[*found].defined.contains(name)).or(Some(place))
    }

    /// The files that a file uses; what it only passes on to others it does not use.
    fn used(&self, place: usize) -> BTreeSet<usize> {
        let file = &self.files[place];
        let used = |import: &&Import| !import.public || file.words.contains(&import.name);
        let imports = file.imports.iter().filter(used).map(|import| &import.path);
        let all = imports.chain(&file.mentions).filter_map(|path| self.resolve(path, 0));
        all.filter(|found| *found != place).collect()
    }

    /// The files of each circle, with or without the ways between a file and the files below it, which share their
    /// private items.
    fn circles(&self, with_parents: bool) -> Vec<Vec<String>> {
        let path = |place: usize| &self.files[place].path;
        let is_below = |a: usize, b: usize| path(a).starts_with(path(b)) || path(b).starts_with(path(a));
        let from = |place: usize| {
            let all = self.used(place).into_iter();
            all.filter(|other| with_parents || !is_below(place, *other)).collect()
        };
        let edges: Vec<BTreeSet<usize>> = (0..self.files.len()).map(from).collect();
        let reached = |from: usize| {
            let (mut open, mut seen) = (vec![from], BTreeSet::new());
            while let Some(place) = open.pop() {
                open.extend(edges[place].iter().filter(|next| seen.insert(**next)));
            }
            seen
        };
        let reached: Vec<BTreeSet<usize>> = (0..self.files.len()).map(reached).collect();
        let circle = |place: usize| -> BTreeSet<String> {
            let both = reached[place].iter().filter(|other| reached[**other].contains(&place));
            both.map(|other| self.files[*other].path.join("/")).collect()
        };
        let all: BTreeSet<BTreeSet<String>> = (0..self.files.len()).map(circle).collect();
        all.into_iter().filter(|files| files.len() > 1).map(|files| files.into_iter().collect()).collect()
    }
}

/// The circles of files with the given texts.
fn circles(files: &[(&str, &str)]) -> String {
    let sources: Vec<Source> = files.iter().map(|(file, text)| Source::new(file, text)).collect();
    Graph::new(&sources).circles(true).iter().map(|files| files.join(" ")).collect::<Vec<_>>().join("; ")
}

#[test]
fn no_files_stand_in_a_circle_but_the_known() {
    let found = Graph::new(&sources()).circles(false);
    let is_within =
        |files: &[String], known: &&[&str]| files.iter().all(|file| known.contains(&file.as_str()));
    let new: Vec<String> = found
        .iter()
        .filter(|files| !KNOWN.iter().any(|known| is_within(files, known)))
        .map(|files| files.join(", "))
        .collect();
    assert!(new.is_empty(), "files in a circle:\n{}", new.join("\n"));
    let gone: Vec<String> = KNOWN
        .iter()
        .filter(|known| !found.iter().any(|files| is_within(files, known)))
        .map(|files| files.join(", "))
        .collect();
    assert!(gone.is_empty(), "no circle any more, take it out of `KNOWN`:\n{}", gone.join("\n"));
}

#[test]
fn no_more_files_stand_in_a_circle_with_the_files_below_them() {
    let found = Graph::new(&sources()).circles(true);
    let count: usize = found.iter().map(Vec::len).sum();
    let names: Vec<String> = found.iter().map(|files| files.join(", ")).collect();
    assert!(count <= WITH_PARENTS, "{count} files, {WITH_PARENTS} before:\n{}", names.join("\n"));
}

#[test]
fn a_circle_is_found_through_imports_paths_and_what_others_pass_on() {
    let head = ("a.rs", "mod b; mod c; pub use b::B; pub use c::*;");
    for (b, c, found) in [
        ("use super::c::C; pub struct B;", "use crate::a::b::B; pub struct C;", "a/b a/c"),
        ("use super::C; pub struct B;", "use super::{B}; pub struct C;", "a/b a/c"),
        ("fn f() -> super::c::C {} pub struct B;", "fn g(b: crate::a::B) {} pub struct C;", "a/b a/c"),
        ("use super::C; pub struct B;", "//! [`super::B`]\n/// use super::B;\npub struct C;", ""),
        ("use super::C; pub struct B;", "pub struct C; #[cfg(test)] mod tests { use super::super::B; }", ""),
        ("use super::C; pub struct B;", "const T: &str = \"super::B\"; pub struct C;", ""),
        ("use super::c::{self, C as D}; pub struct B;", "use super::{b::{B as E}}; pub struct C;", "a/b a/c"),
    ] {
        assert_eq!(circles(&[head, ("a/b.rs", b), ("a/c.rs", c)]), found, "{b} {c}");
    }
    // A file that uses its child, which uses it.
    let parent = "mod b; use b::B; pub struct A(B);";
    assert_eq!(circles(&[("a.rs", parent), ("a/b.rs", "use super::A; pub struct B;")]), "a a/b");
    assert_eq!(circles(&[("a.rs", parent), ("a/b.rs", "pub struct B;")]), "");
    let passes_on = "mod b; pub use b::B; pub struct A;";
    assert_eq!(circles(&[("a.rs", passes_on), ("a/b.rs", "use super::A; pub struct B;")]), "");
    let uses_too = "mod b; pub use b::B; pub struct A(B);";
    assert_eq!(circles(&[("a.rs", uses_too), ("a/b.rs", "use super::A; pub struct B;")]), "a a/b");
    let three = [("a.rs", "use crate::b::B;"), ("b.rs", "use crate::c::C;"), ("c.rs", "use crate::a::A;")];
    assert_eq!(circles(&three), "a b c");
}
