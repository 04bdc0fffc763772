//! A document as one HTML page: no scripts, no external resources, no links. The templates escape
//! all text; only this file writes markup. The style is `assets/export.css`.

use std::io::{self, Write};

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use super::{DocumentHead, DocumentWriter, PersonSection};
use crate::{
    domain::{
        entry::{
            Detail, Entry,
            kind::{Kind, check_in::Closeness},
        },
        markdown::{Block, BlockKind, Span, SpanStyle, escape_link_definitions, parse},
        one_on_one::OneOnOne,
        review::Review,
    },
    wording::entry_description::{
        DetailLine, EntryDescription, NO_ENTRIES, describe_one_on_one, describe_person, describe_role, format_long_day,
        format_time,
    },
};

/// The footer of a page that is meant for its writer only.
const FOOTER: &str = "Written by you, for you. This page works offline and links to nothing.";

/// Maximum depth of nested block quotes.
const MAX_QUOTE_DEPTH: usize = 6;

/// The style for screen and print.
const STYLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/export.css"));

/// Content security policy: the browser loads and runs nothing, even if escaping failed.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/// Writes a page of HTML. Section tags are written by hand, since their content is streamed.
pub(super) struct HtmlWriter<'a> {
    out: &'a mut dyn Write,
    /// The heading level above a month.
    heading_depth: u8,
    /// The footer; empty on a page that others may read.
    footer: &'static str,
    day_is_open: bool,
    month_is_open: bool,
    person_is_open: bool,
}

impl<'a> HtmlWriter<'a> {
    /// A writer to `out`.
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, heading_depth: 1, footer: FOOTER, day_is_open: false, month_is_open: false, person_is_open: false }
    }

    fn write_markup(&mut self, markup: &Markup) -> io::Result<()> {
        writeln!(self.out, "{}", markup.0)
    }

    fn close_day(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.day_is_open) { writeln!(self.out, "</div></section>") } else { Ok(()) }
    }

    fn close_month(&mut self) -> io::Result<()> {
        self.close_day()?;
        if std::mem::take(&mut self.month_is_open) { writeln!(self.out, "</section>") } else { Ok(()) }
    }

    fn close_person(&mut self) -> io::Result<()> {
        self.close_month()?;
        if std::mem::take(&mut self.person_is_open) { writeln!(self.out, "</section>") } else { Ok(()) }
    }
}

impl DocumentWriter for HtmlWriter<'_> {
    fn begin(&mut self, head: &DocumentHead<'_>) -> io::Result<()> {
        let title = head.person.map_or("Journal", |person| person.profile.name.as_str());
        let meta = html! {
            (DOCTYPE)
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="referrer" content="no-referrer";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) " · Rapport" }
            style { (PreEscaped(STYLE)) }
        };
        self.write_markup(&meta)?;
        self.footer = if head.is_review { "" } else { FOOTER };
        let (class, mark) = if head.is_review { (" class=\"review\"", "Review") } else { ("", "Private") };
        writeln!(self.out, "<body><main{class}>")?;
        self.write_markup(&html! {
            header.title {
                p.from { "Rapport" span { (mark) } }
                h1 dir="auto" { (title) }
                @if let Some(person) = head.person {
                    p.about dir="auto" { (if head.is_review { describe_role(person) } else { describe_person(person) }) }
                }
                p.facts { (head.summary) }
            }
        })
    }

    fn write_review(&mut self, review: &Review, has_evidence: bool) -> io::Result<()> {
        self.write_markup(&html! { article.draft dir="auto" { (DraftText(&review.text)) } })?;
        self.heading_depth = 2;
        if has_evidence {
            self.person_is_open = true;
            writeln!(self.out, "<section class=\"evidence\">")?;
            self.write_markup(&html! { h2.name { "Evidence" } })?;
        }
        Ok(())
    }

    fn begin_person(&mut self, section: &PersonSection<'_>) -> io::Result<()> {
        self.close_person()?;
        self.heading_depth = if section.is_only_person { 1 } else { 2 };
        self.person_is_open = true;
        writeln!(self.out, "<section class=\"person\">")?;
        let profile = &section.person.profile;
        let matters = profile.personal_details.trim();
        let standing = section.needs.first();
        self.write_markup(&html! {
            @if !section.is_only_person {
                h2.name dir="auto" { (profile.name) }
                p.about dir="auto" { (describe_person(section.person)) }
            }
            @if !matters.is_empty() || standing.is_some() {
                section.standing {
                    @if !matters.is_empty() {
                        (render_heading(self.heading_depth + 1, &format!("What matters to {}", section.person.short_name())))
                        (MarkdownText(&profile.personal_details))
                    }
                    @if standing.is_some() {
                        (render_heading(self.heading_depth + 1, &format!("What {} needs to be successful", section.person.short_name())))
                    }
                    @for (nth, need) in section.needs.iter().enumerate() {
                        div.need.earlier[nth > 0] {
                            (MarkdownText(&need.text))
                            p.when { (format_long_day(need.written_at.day())) }
                        }
                    }
                }
            }
        })
    }

    fn write_no_entries(&mut self) -> io::Result<()> {
        self.write_markup(&html! { p.nothing { (NO_ENTRIES) } })
    }

    fn begin_month(&mut self, label: &str) -> io::Result<()> {
        self.close_month()?;
        self.month_is_open = true;
        writeln!(self.out, "<section class=\"month\">")?;
        self.write_markup(&render_heading(self.heading_depth + 1, label))
    }

    fn begin_day(&mut self, day: Date) -> io::Result<()> {
        self.close_day()?;
        self.day_is_open = true;
        writeln!(self.out, "<section class=\"day\">")?;
        let (name, date) = (day.strftime("%a").to_string(), day.strftime("%-d %b").to_string());
        let said = html! { span.weekday { (name) } " " time datetime=(day) { (date) } };
        self.write_markup(&if self.heading_depth == 1 {
            html! { h3 { (said) } }
        } else {
            html! { h4 { (said) } }
        })?;
        writeln!(self.out, "<div class=\"written\">")
    }

    fn write_one_on_one(&mut self, one: &OneOnOne) -> io::Result<()> {
        let Some((said, reason)) = describe_one_on_one(one) else { return Ok(()) };
        self.write_markup(&html! {
            div.met.skipped[!one.state.took_place()] {
                p { (said) }
                @if !reason.trim().is_empty() { (MarkdownText(reason)) }
            }
        })
    }

    fn write_entry(&mut self, entry: &Entry, description: &EntryDescription) -> io::Result<()> {
        self.write_markup(&html! {
            article.entry.(kind_class(entry.kind())) {
                p.what {
                    b.kind { (description.kind_label) }
                    @if !description.status.is_empty() { span.state { (description.status) } }
                    @if description.shows_time {
                        @if entry.one_on_one.is_some() { span.inside { "in the one-on-one" } }
                        time.time datetime=(entry.written_at.instant()) { (format_time(&entry.written_at)) }
                    }
                }
                (MarkdownText(&entry.text))
                @if let Detail::CheckIn(check_in) = &entry.detail { (render_closeness(check_in.closeness)) }
                @if !description.details.is_empty() {
                    dl { @for line in &description.details { (render_detail(line)) } }
                }
            }
        })
    }

    fn finish(&mut self) -> io::Result<()> {
        self.close_person()?;
        let foot = self.footer;
        if !foot.is_empty() {
            self.write_markup(&html! { footer { (foot) } })?;
        }
        writeln!(self.out, "</main></body>")
    }
}

/// A detail or event of an entry.
fn render_detail(line: &DetailLine) -> Markup {
    let is_bare = line.text.trim().is_empty();
    html! {
        div.bare[is_bare] {
            dt { (line.label) }
            @if !is_bare { dd { (MarkdownText(&line.text)) } }
        }
    }
}

fn render_heading(depth: u8, words: &str) -> Markup {
    if depth == 2 {
        html! { h2 dir="auto" { (words) } }
    } else {
        html! { h3 dir="auto" { (words) } }
    }
}

/// The CSS class of a kind.
fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::CheckIn => "goal",
        other => other.as_str(),
    }
}

/// How close a goal feels, as five dots; the text is below.
fn render_closeness(closeness: Closeness) -> Markup {
    let filled = usize::from(u8::from(closeness));
    html! { p.dots aria-hidden="true" { @for nth in 0..5 { span.on[nth < filled] {} } } }
}

/// The user's text, rendered as in the window.
struct MarkdownText<'a>(&'a str);

impl Render for MarkdownText<'_> {
    fn render(&self) -> Markup {
        html! {
            div.text dir="auto" {
                (render_blocks(&parse(&escape_link_definitions(self.0)), 0, render_block))
            }
        }
    }
}

/// A text that is a document of its own: its headings are headings of the page.
struct DraftText<'a>(&'a str);

impl Render for DraftText<'_> {
    fn render(&self) -> Markup {
        html! {
            div.text {
                (render_blocks(&parse(&escape_link_definitions(self.0)), 0, render_draft_block))
            }
        }
    }
}

/// The largest heading level is taken by the title of the page.
fn render_draft_block(block: &Block) -> Markup {
    match block.kind {
        BlockKind::Heading(1 | 2) if block.quote_depth + block.list_depth == 0 => {
            html! { h2 dir="auto" { (render_spans(&block.spans)) } }
        }
        BlockKind::Heading(_) if block.quote_depth + block.list_depth == 0 => {
            html! { h3 dir="auto" { (render_spans(&block.spans)) } }
        }
        _ => render_block(block),
    }
}

/// Blocks at quote depth `quote`. A quotation is kept together in print, with its attribution.
fn render_blocks(blocks: &[Block], quote: usize, render: fn(&Block) -> Markup) -> Markup {
    let is_deeper = |block: &Block| block.quote_depth > quote && quote < MAX_QUOTE_DEPTH;
    let go_together =
        |one: &Block, next: &Block| is_deeper(one) == is_deeper(next) && one.quotation_index == next.quotation_index;
    html! {
        @for run in blocks.chunk_by(go_together) {
            @if run.first().is_some_and(is_deeper) {
                blockquote { (render_blocks(run, quote + 1, render)) }
            } @else {
                @for block in run { (render(block)) }
            }
        }
    }
}

/// Lists and quotes are shown by marker and indentation.
fn render_block(block: &Block) -> Markup {
    let level = block.list_depth.min(6);
    let inner = html! {
        @match block.kind {
            BlockKind::Rule => { hr; }
            BlockKind::Code => pre dir="ltr" { code { (render_spans(&block.spans)) } },
            BlockKind::Heading(_) => p.head { (render_spans(&block.spans)) },
            BlockKind::Text => p { (render_spans(&block.spans)) },
        }
    };
    match (&block.marker, level) {
        (Some(marker), _) => html! { div.item.(level_class(level)) { span.marker { (marker) } (inner) } },
        (None, 0) => inner,
        (None, _) => html! { div.item.(level_class(level)) { span.marker {} (inner) } },
    }
}

fn level_class(level: usize) -> &'static str {
    ["l0", "l1", "l2", "l3", "l4", "l5", "l6"].get(level).copied().unwrap_or("l6")
}

fn render_spans(spans: &[Span]) -> Markup {
    html! { @for span in spans { (render_span(span)) } }
}

fn render_span(span: &Span) -> Markup {
    let words = html! { (span.text) };
    let words = match span.style {
        SpanStyle::Plain => words,
        SpanStyle::Code => html! { code { (words) } },
        SpanStyle::Subject => html! { span.subject { (words) } },
    };
    let words = if span.strikethrough {
        html! { s { (words) } }
    } else {
        words
    };
    let words = if span.emphasis {
        html! { em { (words) } }
    } else {
        words
    };
    let words = if span.strong {
        html! { strong { (words) } }
    } else {
        words
    };
    // No links: a URL is spelled out.
    match &span.link {
        Some(address) if *address != span.text => html! { (words) " " span.address { "(" (address) ")" } },
        _ => words,
    }
}
