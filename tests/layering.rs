//! The fences of `docs/architecture.md`, so that nobody has to remember them: reads every source
//! under `src/` and fails when a floor reaches up, when `rusqlite` or `egui` is named where it does
//! not belong, when `domain` asks the clock, and the like.
//!
//! It reads words, not types. What needs types (a colour made through an alias, the clock asked
//! under another name) is banned in `clippy.toml`.

#[path = "layering/tokenizer.rs"]
mod tokenizer;

use std::{
    fmt::{self, Write as _},
    fs, io,
    path::Path,
};

/// Every floor, lowest first, with the floors that it may use besides itself.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("wording", &["domain"]),
    ("store", &["domain", "wording"]),
    ("journal", &["domain", "wording", "store"]),
    ("export", &["domain", "wording", "store", "journal"]),
    ("import", &["domain", "wording", "store", "journal"]),
    ("sample", &["domain", "wording", "store", "journal"]),
    ("ui", BELOW_THE_SURFACE),
    ("cli", BELOW_THE_SURFACE),
    ("app", BELOW_THE_APP),
];

/// What the window and the terminal both stand on. Neither may use the other.
const BELOW_THE_SURFACE: &[&str] = &["domain", "wording", "store", "journal", "export", "import", "sample"];

#[rustfmt::skip]
const BELOW_THE_APP: &[&str] =
    &["domain", "wording", "store", "journal", "export", "import", "sample", "ui", "cli"];

/// The one file that makes colours.
const TOKENS: &str = "src/ui/tokens.rs";

/// A file this long has more than one subject.
const TOO_LONG: usize = 700;

/// What belongs to the window's toolkit, besides all that is called `egui` or `egui_…`.
const TOOLKIT: &[&str] = &["eframe", "ecolor", "emath", "epaint"];

/// What `domain` may not name: the clock, as the last two words of a path.
const CLOCKS: &[[&str; 2]] = &[
    ["Timestamp", "now"],
    ["Zoned", "now"],
    ["Instant", "now"],
    ["TimeZone", "system"],
    ["TimeZone", "try_system"],
    ["Uuid", "now_v7"],
];

/// What `domain` may not name: the world outside, as what follows `std::`.
const OUTSIDE: &[&str] = &["fs", "io", "env", "net", "process", "thread"];

/// What `domain` may not call: macros that print.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

// ---------------------------------------------------------------------------------------------
// The rules, over the sources of this project.

#[test]
fn no_layer_imports_a_higher_one() -> io::Result<()> {
    assert_rule(Rule::Layers)
}

#[test]
fn only_the_store_names_rusqlite() -> io::Result<()> {
    assert_rule(Rule::Database)
}

#[test]
fn only_the_window_names_egui() -> io::Result<()> {
    assert_rule(Rule::Toolkit)
}

#[test]
fn domain_uses_no_clock_and_no_io() -> io::Result<()> {
    assert_rule(Rule::PureDomain)
}

#[test]
fn nothing_is_unsafe() -> io::Result<()> {
    assert_rule(Rule::NoUnsafe)
}

#[test]
fn colours_are_made_only_in_the_tokens() -> io::Result<()> {
    assert_rule(Rule::Colours)
}

#[test]
fn what_is_shown_is_read_in_one_snapshot() -> io::Result<()> {
    assert_rule(Rule::Snapshot)
}

#[test]
fn no_file_is_too_long_to_review() -> io::Result<()> {
    assert_rule(Rule::FileLength)
}

/// Fails with every place where the sources break `rule`.
fn assert_rule(rule: Rule) -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    collect_sources(root, &root.join("src"), &mut sources)?;
    for needed in ["src/lib.rs", "src/main.rs"] {
        assert!(
            sources.iter().any(|(path, _)| path == needed),
            "{needed} is not there: have the sources moved? Then tests/floors.rs sees nothing."
        );
    }
    let mut report = String::new();
    for (path, source) in &sources {
        for violation in check(path, source).iter().filter(|found| found.rule == rule) {
            let _ = writeln!(report, "  {violation}");
        }
    }
    assert!(report.is_empty(), "\n\n{report}");
    Ok(())
}

/// Adds the Rust files below `folder`, in order, each by its path from `root` with `/` between.
fn collect_sources(root: &Path, folder: &Path, sources: &mut Vec<(String, String)>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            collect_sources(root, &path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let below = path.strip_prefix(root).unwrap_or(&path);
            let name: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            sources.push((name.join("/"), fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

// ---------------------------------------------------------------------------------------------
// The checker: a pure function over one source.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Layers,
    Database,
    Toolkit,
    PureDomain,
    NoUnsafe,
    Colours,
    Snapshot,
    FileLength,
}

#[derive(Debug)]
struct Violation {
    rule: Rule,
    path: String,
    line: usize,
    message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Everything that the source at `path` (such as `src/ui/today.rs`) does against the rules.
fn check(path: &str, source: &str) -> Vec<Violation> {
    let module = module_path(path);
    let floor = module.first().map_or("", String::as_str);
    let tokens = tokenizer::tokenize(source);

    let mut found = Vec::new();
    let mut add = |rule, line, message: Option<String>| {
        let path = path.to_owned();
        found.extend(message.map(|message| Violation { rule, path, line, message }));
    };
    add(Rule::Layers, 1, unknown_layer(floor));
    add(Rule::FileLength, TOO_LONG, file_too_long(source.lines().count()));
    for named in tokenizer::paths(&tokens, &module) {
        let words: Vec<&str> = named.segments.iter().map(String::as_str).collect();
        if named.in_crate {
            add(Rule::Layers, named.line, upward_import(floor, &words));
        }
        add(Rule::PureDomain, named.line, impure_path(floor, &words));
        add(Rule::Colours, named.line, colour_constant(path, &words));
    }
    for (at, token) in tokens.iter().enumerate() {
        let word = token.text.as_str();
        add(Rule::Database, token.line, database_outside_store(floor, word));
        add(Rule::Toolkit, token.line, toolkit_outside_window(path, floor, word));
        add(Rule::Snapshot, token.line, reads_bare(floor, tokens.get(at + 1..).unwrap_or_default(), word));
        let message = "`unsafe`: this project has none".to_owned();
        add(Rule::NoUnsafe, token.line, (word == "unsafe").then_some(message));
        if tokens.get(at + 1).is_some_and(|next| next.text == "!") {
            let message = format!("`{word}!` prints: `domain` only computes");
            let prints = floor == "domain" && PRINTING.contains(&word);
            add(Rule::PureDomain, token.line, prints.then_some(message));
            let message = format!("`{word}!` is no token: name it in {TOKENS}");
            let makes = path != TOKENS && word == "hex_color";
            add(Rule::Colours, token.line, makes.then_some(message));
        }
    }
    found
}

/// The floors that `floor` may use; none for lib.rs and main.rs, which stand above all.
fn allowed_layers(floor: &str) -> Option<&'static [&'static str]> {
    FLOORS.iter().find(|(name, _)| *name == floor).map(|(_, uses)| *uses)
}

fn unknown_layer(floor: &str) -> Option<String> {
    let is_unknown = !floor.is_empty() && allowed_layers(floor).is_none();
    is_unknown.then(|| format!("`{floor}` is on no floor: give it a place in FLOORS of tests/floors.rs"))
}

fn upward_import(floor: &str, words: &[&str]) -> Option<String> {
    let uses = allowed_layers(floor)?;
    match words.first() {
        Some(target) if *target == floor || uses.contains(target) => None,
        None | Some(&"*") => Some("names the whole crate: name the floor, so that it can be checked".to_owned()),
        Some(target) if allowed_layers(target).is_some() => {
            Some(format!("`{floor}` reaches up to `{target}`; it may use {}", list(uses)))
        }
        Some(other) => Some(format!("`crate::{other}` is on no floor: name it through its floor")),
    }
}

fn impure_path(floor: &str, words: &[&str]) -> Option<String> {
    if floor != "domain" {
        return None;
    }
    let what = words.join("::");
    let asks = |pair: &[&str]| CLOCKS.iter().any(|clock| pair == clock);
    if words.contains(&"SystemTime") || words.windows(2).any(asks) {
        return Some(format!("`{what}` asks the clock: take `now` or `today` instead"));
    }
    match words {
        ["std", module, ..] if OUTSIDE.contains(module) => {
            Some(format!("`{what}` reaches outside: `domain` only computes"))
        }
        _ => None,
    }
}

fn colour_constant(path: &str, words: &[&str]) -> Option<String> {
    let is_constant = |name: &str| name.chars().all(|c| c == '_' || c.is_ascii_uppercase());
    let made = words.windows(2).find(|pair| match **pair {
        ["Color32", "TRANSPARENT" | "PLACEHOLDER"] => false,
        ["Color32" | "Rgba" | "Hsva" | "HsvaGamma", name] => {
            name == "new" || name.starts_with("from_") || is_constant(name)
        }
        _ => false,
    })?;
    let message = format!("`{}` is no token: name it in {TOKENS}", made.join("::"));
    (path != TOKENS).then_some(message)
}

fn database_outside_store(floor: &str, word: &str) -> Option<String> {
    let is_outside = floor != "store" && word.starts_with("rusqlite");
    is_outside.then(|| format!("`{word}` outside `store`: ask the store, in the domain's words"))
}

fn toolkit_outside_window(path: &str, floor: &str, word: &str) -> Option<String> {
    let may = matches!(floor, "ui" | "app") || path == "src/main.rs";
    let is_toolkit = word == "egui" || word.starts_with("egui_") || TOOLKIT.contains(&word);
    let message = format!("`{word}` outside `ui` and `app`: what is drawn belongs there");
    (is_toolkit && !may).then_some(message)
}

/// `.db()`, above the journal: each query of the bare connection sees a state of its own.
fn reads_bare(floor: &str, next: &[tokenizer::Token], word: &str) -> Option<String> {
    let next: Vec<&str> = next.iter().take(3).map(|token| token.text.as_str()).collect();
    let is_outside = !matches!(floor, "store" | "journal");
    (is_outside && word == "." && next == ["db", "(", ")"])
        .then(|| "`.db()` reads without a snapshot: use `Journal::read` or `ScreenContext::read`".to_owned())
}

fn file_too_long(lines: usize) -> Option<String> {
    (lines >= TOO_LONG).then(|| format!("{lines} lines, where fewer than {TOO_LONG} are allowed: split it by subject"))
}

fn list(floors: &[&str]) -> String {
    if floors.is_empty() { "nothing above itself".to_owned() } else { floors.join(", ") }
}

/// `src/ui/today/mod.rs` is `ui::today`; `src/lib.rs` and `src/main.rs` are the root.
fn module_path(path: &str) -> Vec<String> {
    let below = path.strip_prefix("src/").unwrap_or(path);
    let below = below.strip_suffix(".rs").unwrap_or(below);
    let mut module: Vec<String> = below.split('/').map(str::to_owned).collect();
    let is_top = module.len() == 1;
    if module.last().is_some_and(|l| l == "mod" || (is_top && (l == "lib" || l == "main"))) {
        module.pop();
    }
    module
}

// ---------------------------------------------------------------------------------------------
// The checker itself, on planted sources.

/// What is wrong with `source` at `path`, as `line rule`.
fn violations_in(path: &str, source: &str) -> Vec<(usize, Rule)> {
    check(path, source).iter().map(|violation| (violation.line, violation.rule)).collect()
}

#[test]
fn upward_imports_are_found_in_every_spelling() {
    #[rustfmt::skip]
    let cases = [
        ("src/domain/flag.rs", "use crate::store::Store;"),
        ("src/domain/flag.rs", "fn f(s: &crate::store::Store) {}"),
        ("src/domain/flag.rs", "use super::super::store;"),
        ("src/domain/mod.rs", "use super::store::Store;"),
        ("src/domain/mod.rs", "mod tests { use super::super::journal::Journal; }"),
        ("src/domain/mod.rs", "use self::super::store;"),
        ("src/store/mod.rs", "use crate::{domain::Id, journal::Clock};"),
        ("src/store/mod.rs", "pub(in crate::journal) fn f() {}"),
        ("src/journal/mod.rs", "use crate::{domain::{Id, Entry}, ui::{theme as t}};"),
        ("src/journal/mod.rs", "use crate::ui::{self};"),
        ("src/journal/mod.rs", "let x = Vec::<crate::app::App>::new();"),
        ("src/export/mod.rs", "use crate::import;"),
        ("src/ui/today.rs", "use crate::cli::brief as b;"),
        ("src/ui/mod.rs", "use crate::app::App;"),
        ("src/cli/mod.rs", "use rapport::ui::theme;"),
        ("src/cli.rs", "super::app::run();"),
        ("src/domain/flag.rs", "use crate as all;"),
        ("src/domain/flag.rs", "use crate::*;"),
        ("src/app.rs", "use super::*;"),
        ("src/ui/mod.rs", "use crate::Everything;"),
        ("src/helpers.rs", ""),
    ];
    for (path, source) in cases {
        assert_eq!(violations_in(path, source), [(1, Rule::Layers)], "{path}: {source}");
    }
}

#[test]
fn imports_of_the_same_or_a_lower_layer_are_allowed() {
    #[rustfmt::skip]
    let cases = [
        ("src/domain/flag.rs", "use super::{Id, entry::Entry}; use crate::domain::entry::kind::goal;"),
        ("src/domain/flag.rs", "mod tests { use super::*; use super::super::goal::Goal; }"),
        ("src/domain/mod.rs", "mod flag; pub use flag::*; pub(crate) fn f() { self::flag::g(); }"),
        ("src/store/mod.rs", "use crate::domain::{Id as I, Entry};"),
        ("src/journal/writer.rs", "use crate::{domain, store::{self, Store}};"),
        ("src/sample/mod.rs", "use crate::journal::Journal;"),
        ("src/ui/person/meet.rs", "use crate::{export, ui::theme}; let n = i as u8;"),
        ("src/app.rs", "use crate::ui; mod inner { use super::App; }"),
        ("src/main.rs", "use rapport::{app, cli};"),
        ("src/lib.rs", "pub mod app; pub use crate::domain::Id;"),
        ("src/domain/word.rs", "fn app(store: Store) { let ui = store.ui(); other::app::x(); }"),
    ];
    for (path, source) in cases {
        assert_eq!(violations_in(path, source), [], "{path}: {source}");
    }
}

#[test]
fn database_and_toolkit_are_found_outside_their_layers() {
    let database = "fn f() {}\nuse rusqlite::Connection;";
    assert_eq!(violations_in("src/journal/reader.rs", database), [(2, Rule::Database)]);
    assert_eq!(violations_in("src/main.rs", "type E = ::rusqlite::Error;"), [(1, Rule::Database)]);
    assert_eq!(violations_in("src/store/mod.rs", database), []);
    assert_eq!(violations_in("src/store.rs", "use rusqlite_migration::M;"), []);

    let toolkit = "use egui::Ui;";
    assert_eq!(violations_in("src/cli/mod.rs", toolkit), [(1, Rule::Toolkit)]);
    assert_eq!(violations_in("src/lib.rs", "pub use eframe;"), [(1, Rule::Toolkit)]);
    for path in ["src/ui/today.rs", "src/app.rs", "src/app/routes.rs", "src/main.rs"] {
        assert_eq!(violations_in(path, toolkit), [], "{path}");
    }
}

#[test]
fn clock_and_io_in_domain_are_found() {
    for source in [
        "let now = jiff::Timestamp::now();",
        "let now = Zoned::now();",
        "use std::time::{Duration, SystemTime};",
        "let start = std::time::Instant::now();",
        "let zone = TimeZone::system();",
        "use std::fs::File;",
        "use std::{collections::BTreeMap, env};",
        "fn f() -> ::std::io::Result<()> {}",
        "println!(\"{}\", 1);",
    ] {
        assert_eq!(violations_in("src/domain/cadence.rs", source), [(1, Rule::PureDomain)], "{source}");
        assert_eq!(violations_in("src/journal/clock.rs", source), [], "{source}");
    }
    let given = "use std::{fmt, time::Duration}; fn due(now: Timestamp, io: Io) { now.now() }";
    assert_eq!(violations_in("src/domain/cadence.rs", given), []);
}

#[test]
fn a_read_without_a_snapshot_is_caught_above_the_journal() {
    let bare = "let people = journal.db().people()?;";
    assert_eq!(violations_in("src/ui/today.rs", bare), [(1, Rule::Snapshot)]);
    assert_eq!(violations_in("src/cli/jot.rs", "f(journal\n  .db())"), [(2, Rule::Snapshot)]);
    assert_eq!(violations_in("src/journal/drafts.rs", bare), []);
    assert_eq!(violations_in("src/ui/today.rs", "journal.read(|db| db.people())"), []);
}

#[test]
fn a_colour_is_caught_outside_the_tokens() {
    for source in [
        "let c = egui::Color32::RED;",
        "let c = Color32::LIGHT_GRAY;",
        "const C: Color32 = Color32::from_rgb(1, 2, 3);",
        "Color32::from_black_alpha(8)",
        "ecolor::hex_color!(\"#ffffff\")",
        "Rgba::from_white_alpha(0.5)",
    ] {
        assert_eq!(violations_in("src/ui/widget/chip.rs", source), [(1, Rule::Colours)], "{source}");
        assert_eq!(violations_in("src/ui/tokens.rs", source), [], "{source}");
    }
    let fine = "Color32::TRANSPARENT; Color32::PLACEHOLDER; fn f(c: Color32) -> [u8; 4] {}";
    assert_eq!(violations_in("src/ui/widget/chip.rs", fine), []);
}

#[test]
fn unsafe_code_and_long_files_are_caught() {
    assert_eq!(violations_in("src/lib.rs", "fn f() {\n unsafe { g() }\n}"), [(2, Rule::NoUnsafe)]);
    let long = "fn f() {}\n".repeat(TOO_LONG);
    assert_eq!(violations_in("src/lib.rs", &long), [(TOO_LONG, Rule::FileLength)]);
    assert_eq!(violations_in("src/lib.rs", &"\n".repeat(TOO_LONG - 1)), []);
}

#[test]
fn comments_and_literals_are_not_read() {
    let source = r##"
        //! Unlike crate::app, egui and rusqlite. unsafe
        /// See [`crate::ui`]. /* not open
        /* unsafe /* egui */ crate::store::X */
        const A: &str = "egui \" crate::app unsafe \\";
        const B: &str = r#"rusqlite " Color32::RED"#;
        const C: &[u8] = b"unsafe";
        const D: [char; 4] = ['"', '\'', '\u{1F600}', 'é'];
        fn f<'egui>(r: &'egui str) -> &'static str { r }
    "##;
    assert_eq!(violations_in("src/domain/flag.rs", source), []);
    let behind = format!("{source}\nuse crate::store;");
    assert_eq!(violations_in("src/domain/flag.rs", &behind), [(11, Rule::Layers)]);
}

#[test]
fn a_violation_says_where_and_what() {
    let found = check("src/domain/flag.rs", "\nuse crate::ui::theme;");
    let said: Vec<String> = found.iter().map(ToString::to_string).collect();
    let expected = "src/domain/flag.rs:2: `domain` reaches up to `ui`; it may use nothing above itself";
    assert_eq!(said, [expected]);
}
