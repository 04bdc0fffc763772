//! Collects the texts in the sources of the program. Discreet mode shows these and hides every
//! other one, so that it hides what was written without being told where (`src/ui/discreet`).

use std::{
    collections::BTreeSet,
    env,
    error::Error,
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    str::FromStr as _,
};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// What the window can show of its own. Sentences about the journal follow from what was written,
/// so of `wording` only those about days, people’s next one-on-ones and files are here.
const SOURCES: [&str; 24] = [
    "src/app",
    "src/domain",
    "src/export",
    "src/import",
    "src/journal",
    "src/store/error.rs",
    "src/ui",
    "src/wording/backup.rs",
    "src/wording/cadence.rs",
    "src/wording/calendar.rs",
    "src/wording/date.rs",
    "src/wording/elapsed_time.rs",
    "src/wording/erase.rs",
    "src/wording/intention.rs",
    "src/wording/month.rs",
    "src/wording/next_meeting.rs",
    "src/wording/passphrase.rs",
    "src/wording/period.rs",
    "src/wording/recovery.rs",
    "src/wording/roster.rs",
    "src/wording/theme.rs",
    "src/wording/unsaved.rs",
    "src/wording/upcoming_date.rs",
    "src/wording/user_error.rs",
];

/// Words that a note or a table may hold, which are read and never shown.
const VOCABULARIES: [&str; 2] = ["src/import/markdown/vocabulary.rs", "src/import/table/vocabulary.rs"];

fn main() -> Result<(), Box<dyn Error>> {
    writeln!(io::stdout(), "cargo::rerun-if-changed=src")?;
    let mut texts = BTreeSet::new();
    let mut paths = Vec::new();
    for path in SOURCES {
        add_sources(Path::new(path), &mut paths)?;
    }
    for path in paths {
        let source = fs::read_to_string(&path)?;
        collect(TokenStream::from_str(&source).map_err(|error| error.to_string())?, &mut texts);
    }
    let texts: Vec<String> = texts.into_iter().collect();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("own_words.txt"), texts.join("\n"))?;
    Ok(())
}

fn add_sources(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let name = path.to_string_lossy().replace('\\', "/");
    let is_test = name.ends_with("tests.rs") || name.ends_with("_matrix.rs") || name.ends_with("/build.rs");
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            add_sources(&entry?.path(), found)?;
        }
    } else if path.extension().is_some_and(|ending| ending == "rs")
        && !is_test
        && !VOCABULARIES.contains(&name.as_str())
    {
        found.push(path.to_owned());
    }
    Ok(())
}

/// The string literals that can be shown: no tests, no documentation.
fn collect(tokens: TokenStream, texts: &mut BTreeSet<String>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                tokens.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'));
                let Some(TokenTree::Group(attribute)) = tokens.next_if(is_attribute) else { continue };
                let attribute = attribute.stream();
                if attribute.to_string().replace(' ', "") == "cfg(test)" {
                    // The item that it belongs to.
                    for item in tokens.by_ref() {
                        if is_end_of_item(&item) {
                            break;
                        }
                    }
                } else if attribute.to_string().starts_with("error") {
                    collect(attribute, texts);
                }
            }
            TokenTree::Group(group) => collect(group.stream(), texts),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    add(&text.value(), texts);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

fn is_attribute(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

fn is_end_of_item(token: &TokenTree) -> bool {
    let is_body = |group: &Group| group.delimiter() == Delimiter::Brace;
    matches!(token, TokenTree::Group(group) if is_body(group))
        || matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}

/// Adds each line of a text in lower case, with a NUL for what is filled in.
fn add(text: &str, texts: &mut BTreeSet<String>) {
    let mut template = String::new();
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        match next {
            '{' if chars.next_if_eq(&'{').is_some() => template.push('{'),
            '}' if chars.next_if_eq(&'}').is_some() => template.push('}'),
            '{' => {
                let _: Vec<char> = chars.by_ref().take_while(|next| *next != '}').collect();
                template.push('\0');
            }
            next => template.push(next),
        }
    }
    for line in template.lines() {
        let line = line.trim().to_lowercase();
        // Names of fields and settings have underscores and no spaces.
        let is_name = line.contains('_') && !line.contains(' ');
        if line.contains(char::is_alphabetic) && !is_name {
            texts.insert(line);
        }
    }
}
