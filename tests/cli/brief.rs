//! `rapport brief` in every format. After an intended change:
//! `RAPPORT_APPROVE=1 cargo test --test cli brief`, then review the diff.

use std::{ffi::OsString, fs, path::Path};

use html5gum::{StringReader, Token, Tokenizer};
use rapport::{
    cli::{Arguments, Invocation},
    domain::{
        id::PersonId,
        parse::entry_line,
        person::{Birthday, Profile},
    },
    journal::{
        Journal,
        change::Change,
        clock::{Clock as _, FixedClock},
    },
    sample,
    sample::{DEFAULT_SEED, Size},
};
use serde_json::Value;

use crate::{approved::assert_approved_document, terminal::Sandbox};

/// Ten minutes before the one-on-one with Dana.
fn clock() -> FixedClock {
    FixedClock::new("2026-11-24T09:50:00+00:00[+00:00]".parse().unwrap())
}

/// The output of a command at that time.
fn run_command<'a>(journal: &'a Path, arguments: impl IntoIterator<Item = &'a str>) -> String {
    let all = ["rapport"].into_iter().chain(arguments).map(OsString::from);
    let all = all.chain([OsString::from("--journal"), journal.as_os_str().to_owned()]);
    let call = Arguments::from_args(all).unwrap().resolve().unwrap();
    let command = if let Invocation::Terminal(command) = call { Some(command) } else { None };
    let mut out = Vec::new();
    command.unwrap().run(&clock(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn write_small_sample(desk: &Sandbox) {
    sample::write(&desk.journal_path(), Size::Small, DEFAULT_SEED, clock().now().date()).unwrap();
}

#[test]
fn sample_brief_matches_the_approved_text_in_every_format() {
    let desk = Sandbox::empty();
    write_small_sample(&desk);
    let journal = desk.journal_path();
    let text = run_command(&journal, ["brief", "dana"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert_approved_document("brief.txt", &text);
    assert_approved_document("brief.md", &run_command(&journal, ["brief", "dana", "--markdown"]));
    assert_approved_document("brief.json", &run_command(&journal, ["brief", "dana", "--json"]));
    let page = desk.path("brief.html");
    let wrote = run_command(&journal, ["brief", "dana", "--html", page.to_str().unwrap()]);
    assert_eq!(wrote, format!("Wrote the brief for Dana Whitfield to {}.\n", page.display()));
    assert_approved_document("brief.html", &fs::read_to_string(&page).unwrap());
}

#[test]
fn every_format_contains_the_same_texts() {
    let desk = Sandbox::empty();
    write_small_sample(&desk);
    let journal = desk.journal_path();
    let json: Value = serde_json::from_str(&run_command(&journal, ["brief", "dana", "--json"])).unwrap();
    let page = desk.path("brief.html");
    run_command(&journal, ["brief", "dana", "--all", "--html", page.to_str().unwrap()]);
    let forms = [
        run_command(&journal, ["brief", "dana", "--all"]).split_whitespace().collect::<Vec<_>>().join(" "),
        run_command(&journal, ["brief", "dana", "--all", "--markdown"]),
        visible_text_of(&fs::read_to_string(&page).unwrap()),
    ];
    let mut texts = vec![json["sentence"].as_str().unwrap()];
    for part in ["to_raise", "actions", "goals", "expectations", "handed_over"] {
        texts.extend(json[part].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()));
    }
    assert!(texts.len() > 8, "{texts:?}");
    for text in texts {
        for form in &forms {
            assert!(form.contains(text), "{text}\n{form}");
        }
    }
}

/// 90 seconds at 230 words a minute.
const MAX_WORDS: usize = 345;

#[test]
fn the_brief_of_everybody_in_every_sample_can_be_read_in_90_seconds() {
    for size in [Size::Small, Size::Typical, Size::Huge] {
        let desk = Sandbox::empty();
        let journal = desk.journal_path();
        sample::write(&journal, size, DEFAULT_SEED, clock().now().date()).unwrap();
        let people: Vec<Value> = serde_json::from_str(&run_command(&journal, ["people", "--json"])).unwrap();
        assert!(people.len() >= 6);
        for person in people {
            let name = person["name"].as_str().unwrap();
            for form in [vec!["brief", name], vec!["brief", name, "--markdown"]] {
                let text = run_command(&journal, form);
                let words = text.split_whitespace().count();
                assert!(words <= MAX_WORDS, "{words} words for {name}:\n{text}");
            }
        }
    }
}

#[test]
fn a_short_brief_says_what_it_leaves_out_and_all_shows_it() {
    let desk = Sandbox::empty();
    write_small_sample(&desk);
    let journal = desk.journal_path();
    let short = run_command(&journal, ["brief", "dana"]);
    assert!(short.contains("“--all” shows everything."), "{short}");
    let all = run_command(&journal, ["brief", "dana", "--all"]);
    assert!(!all.contains("--all") && all.split_whitespace().count() > MAX_WORDS, "{all}");
    for first in ["Quiet in two design reviews", "Talk to Finance about the second on-call engineer"] {
        assert!(short.contains(first), "what matters most is there\n{short}");
    }
}

#[test]
fn new_person_has_a_brief_and_an_unknown_one_is_an_error() {
    let desk = Sandbox::empty();
    crate::commit_change(
        &desk.journal_path(),
        Change::AddPeople(vec![Profile { cadence: None, ..Profile::with_name("Ana Lima") }]),
    );
    let journal = desk.journal_path();
    let expected =
        "Before you meet Ana Lima\nTuesday 24 November 2026\n\nNothing needs your attention. Ask, then listen.\n";
    assert_eq!(run_command(&journal, ["brief", "ana"]), expected);
    assert!(desk.run(["brief", "bo"]).failure().contains("“rapport people” lists everyone."));
}

#[test]
fn format_options_are_mutually_exclusive() {
    let desk = Sandbox::with_sample();
    assert_eq!(desk.run(["brief", "dana", "--json", "--markdown"]).exit_code, Some(2));
}

#[test]
fn unwritable_page_is_reported() {
    let desk = Sandbox::with_sample();
    let nowhere = desk.path("no/such/folder/brief.html");
    let line = desk.run(["brief", "dana", "--html", nowhere.to_str().unwrap()]).failure();
    assert!(line.contains("The folder"), "{line}");
}

#[test]
fn page_replaces_a_file_but_never_a_journal() {
    let desk = Sandbox::with_sample();
    let journal = desk.journal_path();
    let other = desk.path("other.rapport");
    fs::copy(&journal, &other).unwrap();
    for path in [&journal, &other] {
        let before = fs::read(path).unwrap();
        let line = desk.run(["brief", "dana", "--html", path.to_str().unwrap()]).failure();
        assert!(line.contains("is a journal"), "{line}");
        assert!(fs::read(path).unwrap() == before, "{} is unchanged", path.display());
    }
    let page = desk.path("brief.html");
    fs::write(&page, "old").unwrap();
    desk.run(["brief", "dana", "--html", page.to_str().unwrap()]).success();
    assert!(fs::read_to_string(&page).unwrap().starts_with("<!DOCTYPE html>"));
}

/// The elements of a page with their attributes, parsed like in a browser.
fn elements(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut found = Vec::new();
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        if let Token::StartTag(tag) = token {
            let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
            found.push((text(&tag.name), attributes.collect()));
        }
    }
    found
}

/// The visible text of a page.
fn visible_text_of(page: &str) -> String {
    let tokens: Tokenizer<StringReader<'_>> = Tokenizer::new(page);
    let strings = tokens.filter_map(|token| match token {
        Ok(Token::String(text)) => Some(String::from_utf8(text.to_vec()).unwrap()),
        _ => None,
    });
    strings.collect()
}

/// Fails if the page has scripts, external resources or links.
#[track_caller]
fn assert_self_contained(page: &str) {
    let known = [
        "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "div", "main", "aside", "section",
        "ul", "li", "span", "strong", "footer",
    ];
    for (name, attributes) in elements(page) {
        assert!(known.contains(&name.as_str()), "{name}");
        for (attribute, value) in attributes {
            let is_harmless = ["lang", "charset", "http-equiv", "content", "name", "class", "dir"];
            assert!(is_harmless.contains(&attribute.as_str()), "{name} {attribute}={value}");
        }
    }
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert!(!style.contains("url(") && !style.contains("@import"), "{style}");
}

#[test]
fn printed_page_is_self_contained_with_hostile_text() {
    let desk = Sandbox::empty();
    write_small_sample(&desk);
    let page = desk.path("page.html");
    let to_page = ["brief", "dana", "--html", page.to_str().unwrap()];
    run_command(&desk.journal_path(), to_page);
    assert_self_contained(&fs::read_to_string(&page).unwrap());

    let hostile =
        "<script>fetch('https://evil.example')</script></style><img src=x onerror=alert(1)>\"'&amp; [x](javascript:1)";
    let other = desk.path("hostile.rapport");
    let journal = Journal::open(&other, std::sync::Arc::new(clock()), || {}).unwrap();
    let profile = Profile {
        personal_details: hostile.into(),
        birthday: Some(Birthday::parse("30 November").unwrap()),
        ..Profile::with_name("<b>Eve</b>\"><script>")
    };
    let now = clock().now();
    journal.commit(Change::AddPeople(vec![profile]), &now).unwrap();
    let person = PersonId(1);
    for mark in ["!", "?", "[]", "^", ">", "=", "+"] {
        let jot = entry_line::parse_entry_line(&format!("{mark} {hostile}"), now.date()).unwrap();
        journal.commit(Change::AddEntry { person, one_on_one: None, line: jot }, &now).unwrap();
    }
    journal.commit(Change::AnswerNeed { person, text: hostile.into() }, &now).unwrap();
    drop(journal);
    run_command(&other, ["brief", "eve", "--html", page.to_str().unwrap()]);
    let written = fs::read_to_string(&page).unwrap();
    assert_self_contained(&written);
    assert!(visible_text_of(&written).contains("fetch('https://evil.example')"), "it is there, as words\n{written}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
