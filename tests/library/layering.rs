//! The rules of `docs/architecture.md` about modules: no layer imports a higher one, and each
//! outside dependency has one home. Clippy bans functions (`clippy.toml`), and a build without the
//! feature `window` proves that nothing below `ui` needs egui.

use std::{fs, path::Path};

/// The layers, lowest first. Layers of the same line must not use each other.
const LAYERS: &[&[&str]] =
    &[&["domain"], &["wording"], &["store"], &["journal"], &["export", "import", "sample"], &["ui", "cli"], &["app"]];

/// Layers that only compute.
const PURE_LAYERS: &[&str] = &["src/domain", "src/wording"];
/// Names that they must not contain.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::io",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "Instant::now",
    "print!",
    "println!",
];

const COLOUR_TYPES: &[&str] = &["Color32::", "Rgba::", "Hsva::", "HsvaGamma::"];
/// Values of a colour type that are not colours.
const NO_COLOURS: &[&str] = &["TRANSPARENT", "PLACEHOLDER"];

const MAX_LINES: usize = 700;
/// The longest line of prose, in characters. Code may have 120, which rustfmt sees to.
const MAX_PROSE_COLUMNS: usize = 100;

/// Calls `work` with the path below the repository, such as `src/main.rs`, and the text of each
/// source and document in these folders.
fn for_each_file(folders: &[&str], mut work: impl FnMut(&str, &str)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let extension = path.extension().unwrap_or_default();
            if path.is_dir() && !path.ends_with("fixtures") {
                folders.push(path);
            } else if extension == "rs" || extension == "md" {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                work(&name, &fs::read_to_string(&path).unwrap());
            }
        }
    }
}

#[test]
fn every_source_follows_the_rules() {
    let mut found = Vec::new();
    for_each_file(&["src"], |path, source| found.extend(violations(path, source)));
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn prose_is_wrapped() {
    let mut found = Vec::new();
    for_each_file(&["src", "tests", "benches", "docs"], |path, text| {
        let is_document = Path::new(path).extension().is_some_and(|extension| extension == "md");
        let mut is_code = false;
        for (index, line) in text.lines().enumerate() {
            is_code ^= is_document && line.trim_start().starts_with("```");
            if !is_code && is_long_prose(line, is_document) {
                found.push(format!("{path}:{}", index + 1));
            }
        }
    });
    assert!(found.is_empty(), "longer than {MAX_PROSE_COLUMNS} columns:\n{}", found.join("\n"));
}

#[test]
fn long_prose_is_found_and_tables_and_code_are_not() {
    let long = "word ".repeat(21);
    for (line, is_document, expected) in [
        (format!("/// {long}"), false, true),
        (format!("    //! - {long}"), false, true),
        (format!("- {long}"), true, true),
        (format!("//! | {long}"), false, false),
        (format!("| {long}"), true, false),
        (format!("    {long}"), true, false),
        (format!("let text = \"{long}\";"), false, false),
        (format!("// {}", "漢".repeat(90)), false, false),
    ] {
        assert_eq!(is_long_prose(&line, is_document), expected, "{line}");
    }
}

/// Whether a line is prose and too long: a comment, or text of a document. Rows of a table and
/// lines of code cannot be wrapped.
fn is_long_prose(line: &str, is_document: bool) -> bool {
    let text = line.trim_start();
    let prose = text.strip_prefix("//").map(|comment| comment.trim_start_matches(['/', '!', ' ']));
    let is_code = line.starts_with("    ") && !text.starts_with("- ");
    let prose = if is_document { (!is_code).then_some(text) } else { prose };
    prose.is_some_and(|prose| !prose.starts_with('|')) && line.chars().count() > MAX_PROSE_COLUMNS
}

#[test]
fn violations_are_found_and_what_is_allowed_is_not() {
    for (path, source, count) in [
        ("src/domain/flag.rs", "use crate::store::Db;", 1),
        ("src/domain/flag.rs", "use crate::wording::date;", 1),
        ("src/domain/flag.rs", "fn f(db: &crate::store::Db) { std::fs::read(x) }", 2),
        ("src/journal/mod.rs", "use crate::{\n    domain::{Id, store},\n    ui::{self, app},\n};", 1),
        ("src/export/mod.rs", "use crate::{import, sample};", 2),
        ("src/cli/list.rs", "use crate::ui::tokens;", 1),
        ("src/helpers.rs", "", 1),
        ("src/ui/mod.rs", "use crate::*;", 1),
        ("src/wording/date.rs", "use std::{env, fmt};", 1),
        ("src/journal/mod.rs", "use rusqlite::Row;", 1),
        ("src/ui/page.rs", "Color32::RED; Color32::from_gray(1); Color32::TRANSPARENT;", 2),
        ("src/cli/list.rs", "journal.db().people()", 1),
        ("src/lib.rs", &"\n".repeat(MAX_LINES), 1),
        ("src/main.rs", "use rapport::{app, cli};", 0),
        ("src/ui/page.rs", "// rusqlite\n/// crate::app\nuse crate::{domain::Id, export, ui::tokens};", 0),
        ("src/ui/tokens.rs", "Color32::from_rgb(1, 2, 3)", 0),
        ("src/domain/date/corpus_tests.rs", "use std::fs;", 0),
        ("src/store/db.rs", "use rusqlite::Row; journal.db()", 0),
    ] {
        assert_eq!(violations(path, source).len(), count, "{path}: {:?}", violations(path, source));
    }
}

/// The violations in the source at `path`, such as `src/ui/today.rs`.
fn violations(path: &str, source: &str) -> Vec<String> {
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    let code = source.lines().filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    let layer = path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
    let is_root = matches!(path, "src/lib.rs" | "src/main.rs");
    match level(layer) {
        Some(own) => found.extend(
            imports(&code, "crate::")
                .into_iter()
                .filter(|name| *name != layer && level(name).is_none_or(|other| other >= own))
                .map(|name| format!("imports {name}")),
        ),
        None if is_root => {}
        None => found.push("is in no layer".to_owned()),
    }
    // Tests may read fixtures.
    if PURE_LAYERS.iter().any(|pure| path.starts_with(pure)) && !path.ends_with("tests.rs") {
        let modules = imports(&code, "std::").into_iter().map(|module| format!("std::{module}"));
        found.extend(modules.filter(|module| IMPURE.contains(&module.as_str())));
        found.extend(
            IMPURE
                .iter()
                .filter(|name| !name.starts_with("std::") && code.contains(*name))
                .map(|name| (*name).to_owned()),
        );
    }
    if !path.starts_with("src/store/") && code.contains("rusqlite") {
        found.push("names rusqlite outside src/store".to_owned());
    }
    // Without a snapshot, each query may see a different state.
    if !matches!(layer, "store" | "journal") && code.contains(".db()") {
        found.push("reads without a snapshot: use Journal::read or ScreenContext::read".to_owned());
    }
    if path != "src/ui/tokens.rs" {
        let values = COLOUR_TYPES.iter().flat_map(|name| code.split(name).skip(1));
        let colours = values.map(first_name).filter(|name| !NO_COLOURS.contains(name) && makes_colour(name));
        found.extend(colours.map(|name| format!("makes the colour {name} outside src/ui/tokens.rs")));
    }
    if source.lines().count() >= MAX_LINES {
        found.push(format!("has {MAX_LINES} lines or more: split it by subject"));
    }
    found.into_iter().map(|message| format!("{path} {message}")).collect()
}

fn level(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|layers| layers.contains(&layer))
}

fn makes_colour(name: &str) -> bool {
    name == "new" || name.starts_with("from_") || name.chars().all(|c| c == '_' || c.is_ascii_uppercase())
}

/// The first segment of each path that follows `root`, as in `crate::a::b` and `crate::{a,
/// b::{c}}`.
fn imports<'a>(code: &'a str, root: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    for rest in code.split(root).skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            names.push(first_name(rest));
            continue;
        };
        let mut depth = 0;
        let items = group.split(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0 || depth < 0
        });
        names.extend(items.map(first_name).take_while(|name| !name.is_empty()));
    }
    names
}

fn first_name(path: &str) -> &str {
    path.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}
