//! Reads a Rust source as far as the fences need it: its words and marks, without comments and
//! literals, and the paths that it names.

// ---------------------------------------------------------------------------------------------
// Words and marks, without comments and literals.

#[derive(Debug)]
pub struct Token {
    pub line: usize,
    pub text: String,
}

impl Token {
    pub fn is_word(&self) -> bool {
        is_word(&self.text)
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c == '_' || c.is_alphabetic())
}

/// The words and marks of a source. Comments, strings, characters and lifetimes are left out.
pub fn tokenize(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment_len(rest)
        } else if let Some(length) = string_len(rest) {
            length
        } else if first == '\'' {
            char_or_lifetime_len(rest)
        } else if first == '_' || first.is_alphanumeric() {
            let end = |c: char| c != '_' && !c.is_alphanumeric();
            let length = rest.find(end).unwrap_or(rest.len());
            found.push(Token { line, text: rest.chars().take_while(|&c| !end(c)).collect() });
            length
        } else if rest.starts_with("::") {
            found.push(Token { line, text: "::".to_owned() });
            2
        } else {
            if !first.is_whitespace() {
                found.push(Token { line, text: first.to_string() });
            }
            first.len_utf8()
        };
        let (seen, left) = rest.split_at(length);
        line += seen.matches('\n').count();
        rest = left;
    }
    found
}

/// How long the block comment is that `rest` starts with. They nest.
fn comment_len(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut pairs = rest.as_bytes().windows(2).enumerate();
    while let Some((at, pair)) = pairs.next() {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 2;
        }
        pairs.next();
    }
    rest.len()
}

/// How long the string is that `rest` starts with, if it starts with one: plain, raw, of bytes.
fn string_len(rest: &str) -> Option<usize> {
    let body = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - body.len();
    if prefix > 1 {
        return None;
    }
    if let Some(raw) = body.strip_prefix('r') {
        let quoted = raw.trim_start_matches('#');
        let hashes = raw.len() - quoted.len();
        let text = quoted.strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        let end = text.find(&close).map_or(text.len(), |at| at + close.len());
        return Some(prefix + 1 + hashes + 1 + end);
    }
    let text = body.strip_prefix('"')?;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Some(prefix + 1 + at + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

/// How long the character, or the lifetime, is that `rest` starts with.
fn char_or_lifetime_len(rest: &str) -> usize {
    let mut after = rest.char_indices().skip(1);
    match (after.next(), after.next()) {
        (Some((_, '\\')), Some((escaped, c))) => {
            let behind = escaped + c.len_utf8();
            let tail = rest.get(behind..).unwrap_or_default();
            tail.find('\'').map_or(rest.len(), |close| behind + close + 1)
        }
        (Some(_), Some((close, '\''))) => close + 1,
        _ => {
            let name = rest.get(1..).unwrap_or_default();
            let end = |c: char| c != '_' && !c.is_alphanumeric();
            1 + name.find(end).unwrap_or(name.len())
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Paths: `use crate::{store, ui::theme as t}` names `store` and `ui::theme`.

#[derive(Debug, PartialEq)]
pub struct ImportPath {
    pub line: usize,
    /// Whether the words start at the root of this crate.
    pub in_crate: bool,
    pub segments: Vec<String>,
}

/// Every path that is written out, with groups taken apart and `self` and `super` followed.
pub fn paths(tokens: &[Token], module: &[String]) -> Vec<ImportPath> {
    let mut found = Vec::new();
    // The modules that are open inside this file: a name, or none for any other brace.
    let mut open: Vec<Option<&str>> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before = at.checked_sub(1).and_then(|i| tokens.get(i));
        match token.text.as_str() {
            "{" => {
                let named = before.filter(|t| t.is_word()).map(|t| t.text.as_str());
                let keyword = at.checked_sub(2).and_then(|i| tokens.get(i));
                open.push(named.filter(|_| keyword.is_some_and(|t| t.text == "mod")));
            }
            "}" => {
                open.pop();
            }
            _ if token.is_word() && is_path_start(tokens, at) => {
                let mut here = module.to_vec();
                here.extend(open.iter().flatten().map(|&name| name.to_owned()));
                let start = ImportPath { line: token.line, in_crate: false, segments: Vec::new() };
                at = collect_paths(tokens, at, &here, start, &mut found);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Whether the word at `at` is the first of a path, rather than the middle of one.
fn is_path_start(tokens: &[Token], at: usize) -> bool {
    let nth_before = |n| at.checked_sub(n).and_then(|i| tokens.get(i)).map(|t| t.text.as_str());
    if nth_before(1) != Some("::") {
        return true;
    }
    // `::std::fs` starts at its first word; `a::b`, `<T>::b` and `[T]::b` are in the middle.
    !match nth_before(2) {
        Some(">") => !matches!(nth_before(3), Some("-" | "=")),
        Some("]") => true,
        Some(word) => !matches!(word, "use" | "in" | "as") && is_word(word),
        None => false,
    }
}

/// Reads the path, or the tree of paths, that goes on at `at`; returns where it ends.
fn collect_paths(
    tokens: &[Token],
    mut at: usize,
    here: &[String],
    mut so_far: ImportPath,
    found: &mut Vec<ImportPath>,
) -> usize {
    let text = |i: usize| tokens.get(i).map(|t| t.text.as_str());
    let mut is_first = so_far.segments.is_empty() && !so_far.in_crate;
    loop {
        match text(at) {
            Some("{") => {
                at += 1;
                while let Some(token) = tokens.get(at) {
                    match token.text.as_str() {
                        "}" => return at + 1,
                        "," => at += 1,
                        _ => {
                            let branch = ImportPath {
                                line: token.line,
                                in_crate: so_far.in_crate,
                                segments: so_far.segments.clone(),
                            };
                            at = collect_paths(tokens, at, here, branch, found);
                        }
                    }
                }
                return at;
            }
            Some("crate" | "rapport") if is_first => so_far.in_crate = true,
            Some("self") if is_first && text(at + 1) == Some("::") => {
                so_far.in_crate = true;
                so_far.segments = here.to_vec();
            }
            Some("super") if is_first => {
                so_far.in_crate = true;
                so_far.segments = here.to_vec();
                so_far.segments.pop();
            }
            Some("super") => {
                so_far.segments.pop();
            }
            Some("self") if !is_first => {}
            Some(word) => so_far.segments.push(word.to_owned()),
            None => return at,
        }
        is_first = false;
        at += 1;
        let goes_on =
            text(at) == Some("::") && tokens.get(at + 1).is_some_and(|t| t.is_word() || matches!(&*t.text, "{" | "*"));
        if goes_on {
            at += 1;
            continue;
        }
        // `crate` alone is a path only in a `use`; `pub(crate)` names nothing.
        let names_something = !so_far.segments.is_empty() || text(at) == Some("as");
        if names_something {
            found.push(so_far);
        }
        if text(at) == Some("as") && tokens.get(at + 1).is_some_and(Token::is_word) {
            // The new name, or the type of a cast: `x as crate::domain::Id` is a path of its own.
            at += if text(at + 2) == Some("::") { 1 } else { 2 };
        }
        return at;
    }
}
