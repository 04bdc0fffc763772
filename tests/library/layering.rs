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

#[test]
fn every_source_follows_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.extend(violations(&name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
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
