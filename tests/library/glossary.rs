//! One word for one thing, everywhere: phrases that were replaced do not come back into what a user
//! reads. Checked are the string literals of the sources, the help of the terminal, the texts in
//! `assets`, and the documents.

use std::{fs, path::Path, str::FromStr as _};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A phrase that is not used, and what is said instead.
const REPLACED: &[(&str, &str)] = &[
    ("rhythm", "cadence"),
    ("rhythms", "cadences"),
    ("on the table", "agenda"),
    ("off the table", "remove from agenda"),
    ("bring in", "import"),
    ("bring it in", "import"),
    ("bringing in", "import"),
    ("brought in", "imported"),
    ("bring back", "restore, unarchive"),
    ("bring this back", "restore"),
    ("bring them back", "restore, unarchive"),
    ("brings back", "restores"),
    ("brought back", "restored"),
    ("take it back", "undo"),
    ("takes it back", "undoes it"),
    ("takes all of it back", "undoes it"),
    ("take the latest change back", "undo"),
    ("make again", "redo"),
    ("keep it", "save"),
    ("keeps it", "saves it"),
    ("was kept", "was saved"),
    ("nothing was kept", "nothing was saved"),
    ("could not be kept", "couldn’t be saved"),
    ("if you like", "optional"),
    ("said aloud", "discussed"),
    ("talked about", "discussed"),
    ("does not know yet", "not told yet"),
    ("looked again", "checked again"),
    ("look again", "check again"),
    ("looked at again", "checked again"),
    ("handed over", "delegated"),
    ("put it off", "snooze"),
    ("not this time", "skip"),
    ("waits on you", "needs your attention"),
    ("waiting on you", "needs your attention"),
    ("waits for you", "needs your attention"),
    ("walk around", "check in with"),
    ("hope it fixes itself", "needs your attention"),
    ("only the loudest", "show fewer"),
    ("stands here", "appears here"),
    ("stand here", "appear here"),
    ("somebody new", "new person"),
    ("look at it", "preview"),
    ("read it as", "format"),
    ("one name a line", "one name per line"),
    ("throw the draft away", "discard draft"),
    ("thrown away", "discarded"),
    ("evidence for a review", "review evidence"),
    ("no birthday", "isn’t a birthday"),
    ("that rapport can read", "that Rapport understands"),
    ("as it was.", "not changed"),
    ("place of yours", "one of your own folders"),
    ("have no right", "don’t have permission"),
    ("going on now", "in progress"),
    ("going on again", "resumed"),
    ("from the deck", "suggested question"),
    ("fetches nothing", "works offline"),
    ("clipboard, as markdown", "copied as markdown"),
    ("whom", "who"),
    ("stood there", "was there"),
    ("this stands in", "placeholder"),
    ("would go", "would be erased"),
    ("looking what", "checking what"),
    ("go on there", "continue there"),
];

/// Words that a note or a table may hold, which are read and never shown.
const VOCABULARIES: &[&str] = &["src/import/markdown/vocabulary.rs", "src/import/table/vocabulary.rs"];

/// The sample journal is what a leader would write, in words of their own.
const SAMPLE: &str = "assets/sample/";

#[test]
fn replaced_phrases_do_not_come_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for path in files_below(root, "src", &["rs"]) {
        if VOCABULARIES.contains(&path.as_str()) || is_test(&path) {
            continue;
        }
        let source = fs::read_to_string(root.join(&path)).unwrap();
        let shown = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for text in literals(TokenStream::from_str(shown).unwrap(), path.starts_with("src/cli/")) {
            found.extend(replaced_phrases(&text).map(|what| format!("{path}: {what} in “{text}”")));
        }
    }
    let documents = ["README.md", "CHANGELOG.md", "SECURITY.md"].map(str::to_owned);
    let texts = files_below(root, "assets", &["txt", "md", "json", "desktop"]).into_iter();
    for path in texts.chain(files_below(root, "docs", &["md"])).chain(documents) {
        if path.starts_with(SAMPLE) {
            continue;
        }
        for line in fs::read_to_string(root.join(&path)).unwrap().lines() {
            found.extend(replaced_phrases(line).map(|what| format!("{path}: {what} in “{line}”")));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn phrases_are_found_as_whole_words_in_any_case_and_across_lines() {
    for (text, count) in [
        ("Go by your Rhythm again", 1),
        ("algorhythmic", 0),
        ("Bring\\\n             in notes", 1),
        ("Import notes", 0),
    ] {
        assert_eq!(replaced_phrases(text).count(), count, "{text}");
    }
    let source = r#"/// Bring in notes
        const NAME: &str = "on the table"; // off the table
        fn rhythm() { print!("{rhythm}") }"#;
    let found = |with_help| literals(TokenStream::from_str(source).unwrap(), with_help);
    assert_eq!(found(false), ["on the table", "{rhythm}"]);
    assert_eq!(found(true), [" Bring in notes", "on the table", "{rhythm}"]);
}

/// Whether it is a module of tests in a file of its own.
fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs") || path.ends_with("_matrix.rs")
}

/// The paths of the files with these extensions, relative to `root`.
fn files_below(root: &Path, folder: &str, extensions: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extensions.iter().any(|known| extension == *known)) {
                found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found
}

/// The contents of the string literals, in order. A doc comment is one of them where `with_help`,
/// as the help of a command is written in those.
fn literals(tokens: TokenStream, with_help: bool) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Literal(literal) => {
                let literal = literal.to_string();
                let content =
                    literal.find('"').zip(literal.rfind('"')).and_then(|(start, end)| literal.get(start + 1..end));
                found.extend(content.map(str::to_owned));
            }
            TokenTree::Group(group) if with_help || !is_doc(&group) => {
                found.extend(literals(group.stream(), with_help));
            }
            _ => {}
        }
    }
    found
}

/// Whether it is the `[doc = "…"]` of a doc comment.
fn is_doc(group: &proc_macro2::Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && first.is_some_and(|token| token.to_string() == "doc")
}

/// The replaced phrases in the text, each with what is said instead. Names in braces are code.
fn replaced_phrases(text: &str) -> impl Iterator<Item = String> {
    let text = text.replace("\\\n", " ").replace("\\n", " ").to_lowercase();
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "\\").collect();
    let text = format!(" {} ", words.join(" "));
    let is_letter =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || "_-{}".contains(letter));
    let found: Vec<String> = REPLACED
        .iter()
        .filter(|(phrase, _)| {
            text.match_indices(phrase).any(|(start, _)| {
                let before = text.get(..start).and_then(|before| before.chars().next_back());
                let after = text.get(start + phrase.len()..).and_then(|after| after.chars().next());
                !is_letter(before) && !is_letter(after)
            })
        })
        .map(|(phrase, instead)| format!("“{phrase}” (say “{instead}”)"))
        .collect();
    found.into_iter()
}
