//! Hostile texts: HTML, scripts, formulas, Markdown structure.

use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use rapport::{
    domain::{
        markdown::{Span, parse},
        parse::{entry_line::EntryLine, prefix::Prefix},
        person::Profile,
    },
    export::{ExportOptions, ExportScope, Format},
    journal::change::Change,
};
use scraper::{Html, Selector};

use super::{export_to_string, open_small_sample, options};
use crate::support::TempJournal;

pub const HOSTILE: [&str; 15] = [
    "<script>alert(1)</script>",
    "</p></div></article></main></body><script src=https://evil.example/x.js></script>",
    "<img src=x onerror=alert(1)> <a href=\"javascript:alert(1)\">here</a>",
    "\"><style>@import url(https://evil.example/x.css)</style>",
    "</style></title></textarea>--><iframe src=https://evil.example></iframe>",
    "[here](javascript:alert(1)) ![cat](https://evil.example/cat.png) <https://evil.example>",
    "[Note]: https://evil.example \"the target of every [Note]\"",
    "[D]: yes\n\n[D]: no\n\n[D]: so\n\n[D]: yes\n\n[D]: no\n\n[D]: so\n\n[D]: yes\n\n[D]: no\n\n[D]: so\n\n[D]: yes\n\n[D]: no",
    "# A heading\n\n## Another\n\nA third\n===",
    "```\nleft open",
    "> quoted\nand more\n\n- a\n  - b\n\n    code",
    "=HYPERLINK(\"https://evil.example\",\"click\")",
    "+1 for @SUM(A1:A9); =1+1\n=2+2",
    "&lt;script&gt; &amp; &#60;b&#62; <!-- hidden",
    "\u{2067}\u{202E}turned\u{2069} \u{7}\u{0} around",
];

/// A person with a hostile name and hostile entries.
fn journal_with_texts(texts: &[&str]) -> TempJournal {
    let journal = TempJournal::with_people(&[]);
    let name = "Dana </title><script>alert(1)</script> *x* | # [a](b)";
    let profile =
        Profile { personal_details: texts.join("\n\n"), role: texts[0].to_owned(), ..Profile::with_name(name) };
    journal.commit(Change::AddPeople(vec![profile])).unwrap();
    for text in texts {
        for mark in [Prefix::Note, Prefix::Goal, Prefix::Flag] {
            let jot = EntryLine { prefix: mark, text: (*text).to_owned(), due: None, invalid_date: None };
            // Invisible text is rejected, as in the window.
            let _ = journal.commit(Change::AddEntry {
                person: rapport::domain::id::PersonId(1),
                one_on_one: None,
                line: jot,
            });
        }
    }
    journal
}

fn export_journal(journal: &TempJournal, format: Format) -> String {
    export_to_string(journal.db(), &ExportOptions { with_flags: true, ..options(ExportScope::Journal, format) }).0
}

/// Fails if a page has scripts, external resources or outgoing links.
#[track_caller]
pub fn assert_inert(page: &str) -> Html {
    let html = Html::parse_document(page);
    let count = |selector: &str| html.select(&Selector::parse(selector).unwrap()).count();
    let forbidden = "script, iframe, object, embed, img, video, audio, link, base, form, a, area, svg, math, template, \
                     input, button, [src], [href], [srcset], [style], [onerror], [onload], [onclick], [action]";
    assert_eq!(count(forbidden), 0, "{page}");
    assert_eq!((count("style"), count("title"), count("main")), (1, 1, 1), "{page}");
    assert_eq!(count("footer"), 1 - count("main.review"), "{page}");
    let names = html.tree.values().filter_map(|node| node.as_element()).flat_map(|element| element.attrs());
    let known = ["charset", "class", "content", "http-equiv", "name", "dir", "datetime", "aria-hidden"];
    for (name, _) in names {
        assert!(known.contains(&name), "an attribute {name}: {page}");
    }
    let style: String = html.select(&Selector::parse("style").unwrap()).flat_map(|style| style.text()).collect();
    assert!(!style.contains("url(") && !style.contains("@import"));
    html
}

/// The text of all elements of a type, without white space.
pub fn text_of_elements(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector)
        .map(|found| found.text().flat_map(str::chars).filter(|c| !c.is_whitespace()).collect())
        .collect()
}

/// A text as rendered, without white space; lists have their markers.
pub fn rendered_without_whitespace(text: &str) -> String {
    let blocks = parse(text);
    let shown = blocks.iter().flat_map(|block| {
        let marker = block.marker.clone().unwrap_or_default();
        let address = |span: &Span| match &span.link {
            Some(address) if *address != span.text => format!("({address})"),
            _ => String::new(),
        };
        let words = block.spans.iter().map(move |span| format!("{}{}", span.text, address(span)));
        std::iter::once(marker).chain(words)
    });
    shown.collect::<String>().chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn html_of_the_sample_contains_every_text_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_small_sample(&folder);
    let (page, made) =
        export_to_string(&db, &ExportOptions { with_flags: true, ..options(ExportScope::Journal, Format::Html) });
    let html = assert_inert(&page);
    let shown = text_of_elements(&html, "article");
    assert_eq!(u64::try_from(shown.len()).unwrap(), made.entries);
    let mut texts = Vec::new();
    for person in db.people().unwrap() {
        let slice = rapport::store::ExportFilter {
            person: Some(person.id),
            include_flags: true,
            ..rapport::store::ExportFilter::default()
        };
        db.for_each_entry::<rapport::store::StoreError>(&slice, |entry| {
            let words = entry.events.iter().map(|step| step.comment.clone());
            texts.push(std::iter::once(entry.text.clone()).chain(words).collect::<Vec<_>>());
            Ok(())
        })
        .unwrap();
    }
    for (shown, texts) in shown.iter().zip(texts) {
        for text in texts {
            assert!(shown.contains(&rendered_without_whitespace(&text)), "{text:?} in {shown:?}");
        }
    }
}

#[test]
fn hostile_text_stays_inert_in_html() {
    let journal = journal_with_texts(&HOSTILE);
    let page = export_journal(&journal, Format::Html);
    let html = assert_inert(&page);
    let articles = text_of_elements(&html, "article");
    for text in ["<script>alert(1)</script>", "<imgsrc=xonerror=alert(1)>", "[Note]:https://evil.example"] {
        assert!(articles.iter().any(|shown| shown.contains(text)), "{text}");
    }
    assert_eq!(text_of_elements(&html, "h1"), ["Journal"]);
    assert_eq!(text_of_elements(&html, "h2").len(), 1);
}

#[test]
fn hostile_text_adds_no_markdown_structure() {
    let journal = journal_with_texts(&HOSTILE);
    let document = export_journal(&journal, Format::Markdown);
    let headings = headings(&document);
    let titles: Vec<&str> = headings.iter().map(|(_, title)| title.as_str()).collect();
    assert_eq!(titles.len(), 5, "{titles:?}");
    assert_eq!(titles[0], "Journal");
    assert_eq!(titles[1], "Dana </title><script>alert(1)</script> *x* | # [a](b)");
    assert!(titles[2].starts_with("What matters to Dana"));
    assert_eq!(titles[3..], ["November 2026", "Tuesday 24 November"]);
    for event in Parser::new_ext(&document, Options::all()) {
        assert!(!matches!(event, Event::Html(_) | Event::InlineHtml(_)), "{event:?}");
    }
}

pub fn headings(document: &str) -> Vec<(HeadingLevel, String)> {
    let mut found = Vec::new();
    let mut open = false;
    for event in Parser::new(document) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                open = true;
                found.push((level, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => found.last_mut().unwrap().1.push_str(&text),
            _ => {}
        }
    }
    found
}

#[test]
fn csv_cells_are_never_formulas_and_keep_their_text() {
    let journal = journal_with_texts(&HOSTILE);
    let table = export_journal(&journal, Format::Csv);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() > 30);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
    }
    let texts: Vec<&str> = rows.iter().map(|row| row.get(7).unwrap()).collect();
    assert!(texts.contains(&"'=HYPERLINK(\"https://evil.example\",\"click\")"));
    assert!(texts.contains(&"<script>alert(1)</script>"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_written_stays_text(
        text in "(</?(script|style|p|b|a href=x|img src=x)/?>|[<>&\"'`#=+@\\[\\]()!*_~|\\-\n ]|[a-z]{1,4}|\\PC){1,30}"
    ) {
        let journal = journal_with_texts(&[&text]);
        assert_inert(&export_journal(&journal, Format::Html));
        let headings = headings(&export_journal(&journal, Format::Markdown));
        let most = 5;
        prop_assert!(headings.len() <= most, "{headings:?}");
        let json: serde_json::Value = serde_json::from_str(&export_journal(&journal, Format::Json)).unwrap();
        for entry in json["entries"].as_array().unwrap() {
            prop_assert!(!entry["text"].as_str().unwrap().is_empty());
        }
    }
}
