//! Parses Markdown into blocks.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::inline_tokens::{InlineToken, tokenize_inline};

/// A paragraph, a list item or a block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// The nesting depth of quotations.
    pub quote_depth: usize,
    /// The number of its outermost quotation, from 1; 0 outside of any.
    pub quotation_index: usize,
    /// The nesting depth of lists.
    pub list_depth: usize,
    /// The marker of a list item, `•` or `2.`, on its first block.
    pub marker: Option<String>,
    /// Its text.
    pub spans: Vec<Span>,
}

/// The kind of a [`Block`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    #[default]
    Text,
    /// A heading, 1 to 6.
    Heading(u8),
    /// Code, line by line.
    Code,
    /// A horizontal rule.
    Rule,
}

/// Text of one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The text; `\n` where a line break was typed.
    pub text: String,
    /// Its kind.
    pub style: SpanStyle,
    /// `**strong**`
    pub strong: bool,
    /// `*emphasis*`
    pub emphasis: bool,
    /// `~~struck~~`
    pub strikethrough: bool,
    /// Its link target: only http, https and mailto.
    pub link: Option<String>,
}

/// The kind of a [`Span`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanStyle {
    /// Plain text.
    #[default]
    Plain,
    /// Inline code.
    Code,
    /// A `#subject`, with its `#`.
    Subject,
}

/// Parses the text of an entry.
///
/// Line breaks are kept. HTML, images and the targets of links other than to the web or mail are
/// written out as text. Indented text is text, not code.
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let mut reader = BlockBuilder::default();
    let parser = Parser::new_ext(&clean, Options::ENABLE_STRIKETHROUGH);
    for event in TextMergeStream::new(parser) {
        reader.handle_event(event);
    }
    reader.flush();
    reader.blocks
}

/// The text of an entry on one line without Markdown, for lists, tooltips and search results.
#[must_use]
pub fn to_plain_text(text: &str) -> String {
    let mut line = String::new();
    for block in parse(text) {
        for word in block.spans.iter().flat_map(|span| span.text.split_inclusive(char::is_whitespace)) {
            let (word, gap) = match word.trim_end() {
                trimmed if trimmed.len() < word.len() => (trimmed, true),
                whole => (whole, false),
            };
            line.push_str(word);
            if gap && !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        }
        if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// The addresses of links that have a text of their own, which [`to_plain_text`] leaves out.
#[must_use]
pub fn hidden_addresses(text: &str) -> Vec<String> {
    let mut addresses: Vec<String> = Vec::new();
    // Few texts have a link.
    if !text.contains("](") {
        return addresses;
    }
    for span in parse(text).into_iter().flat_map(|block| block.spans) {
        if let Some(address) = span.link
            && span.text != address
            && addresses.last() != Some(&address)
        {
            addresses.push(address);
        }
    }
    addresses
}

#[derive(Default)]
struct BlockBuilder {
    blocks: Vec<Block>,
    current: Block,
    /// The next number of each list that is open; `None` for bullets.
    lists: Vec<Option<u64>>,
    quote_depth: usize,
    /// How many quotations have begun, without those within others.
    quotation_count: usize,
    strong: usize,
    emphasis: usize,
    strikethrough: usize,
    link: Option<Link>,
    /// The address of an image, while its description is read.
    image: Option<String>,
}

enum Link {
    /// The text of the link leads there.
    Target(String),
    /// The address is spelled out behind the text.
    SpelledOut(String),
}

impl BlockBuilder {
    fn handle_event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push_text(&text),
            Event::Code(code) => self.push_span(&code, SpanStyle::Code),
            Event::Html(html) | Event::InlineHtml(html) => self.push_span(&html, SpanStyle::Plain),
            Event::SoftBreak | Event::HardBreak => self.push_span("\n", SpanStyle::Plain),
            Event::Rule => {
                self.open(BlockKind::Rule, None);
                let rule = std::mem::take(&mut self.current);
                self.blocks.push(rule);
                self.open(BlockKind::Text, None);
            }
            // Not asked for in the options.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock if self.current.spans.is_empty() => {}
            Tag::Paragraph | Tag::HtmlBlock | Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.open(BlockKind::Text, None);
            }
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(heading_level(level)), None),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.open(BlockKind::Code, None),
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotation_count += usize::from(self.quote_depth == 0);
                self.quote_depth += 1;
                self.open(BlockKind::Text, None);
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                let marker = self.next_marker();
                self.open(BlockKind::Text, Some(marker));
            }
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.strikethrough += 1,
            Tag::Link { link_type, dest_url, .. } => self.link = Some(link_target(link_type, &dest_url)),
            Tag::Image { dest_url, .. } => self.image = Some(dest_url.into_string()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Item => {
                self.flush();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quote_depth = self.quote_depth.saturating_sub(1);
                self.open(BlockKind::Text, None);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
                self.open(BlockKind::Text, None);
            }
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.strikethrough = self.strikethrough.saturating_sub(1),
            TagEnd::Link => {
                if let Some(Link::SpelledOut(address)) = self.link.take() {
                    self.push_span(&format!(" ({address})"), SpanStyle::Plain);
                }
            }
            TagEnd::Image => {
                if let Some(address) = self.image.take() {
                    self.push_span(&format!(" ({address})"), SpanStyle::Plain);
                }
            }
            _ => {}
        }
    }

    fn next_marker(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}.");
                *number = number.saturating_add(1);
                marker
            }
            _ => "•".to_owned(),
        }
    }

    fn current_quotation(&self) -> usize {
        if self.quote_depth > 0 { self.quotation_count } else { 0 }
    }

    /// Ends the block that is open and opens another.
    fn open(&mut self, kind: BlockKind, marker: Option<String>) {
        self.flush();
        self.current = Block {
            kind,
            quote_depth: self.quote_depth,
            quotation_index: self.current_quotation(),
            list_depth: self.lists.len(),
            // The marker of an item whose first block this is.
            marker: marker.or_else(|| self.current.marker.take()),
            spans: Vec::new(),
        };
    }

    /// Ends the block that is open, when there is something in it.
    fn flush(&mut self) {
        while let Some(last) = self.current.spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches('\n').len());
            if !last.text.is_empty() {
                break;
            }
            self.current.spans.pop();
        }
        if !self.current.spans.is_empty() {
            let (quote, quotation, depth) = (self.quote_depth, self.current_quotation(), self.lists.len());
            let next = Block { quote_depth: quote, quotation_index: quotation, list_depth: depth, ..Block::default() };
            self.blocks.push(std::mem::replace(&mut self.current, next));
        }
    }

    /// Running text: subjects and addresses in it are found.
    fn push_text(&mut self, text: &str) {
        if self.current.kind == BlockKind::Code || self.link.is_some() || self.image.is_some() {
            self.push_span(text, SpanStyle::Plain);
            return;
        }
        let before = self.current.spans.last().and_then(|span| span.text.chars().next_back());
        for piece in tokenize_inline(text, before) {
            match piece {
                InlineToken::Text(text) => self.push_span(text, SpanStyle::Plain),
                InlineToken::Subject(subject) => self.push_span(subject, SpanStyle::Subject),
                InlineToken::Url(address) => {
                    self.link = Some(Link::Target(address.to_owned()));
                    self.push_span(address, SpanStyle::Plain);
                    self.link = None;
                }
            }
        }
    }

    fn push_span(&mut self, text: &str, face: SpanStyle) {
        let span = Span {
            text: text.to_owned(),
            style: face,
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            strikethrough: self.strikethrough > 0,
            link: match &self.link {
                Some(Link::Target(address)) => Some(address.clone()),
                _ => None,
            },
        };
        match self.current.spans.last_mut() {
            Some(last) if is_mergeable(last, &span) => last.text.push_str(text),
            _ => self.current.spans.push(span),
        }
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn is_mergeable(one: &Span, other: &Span) -> bool {
    one.style == other.style
        && one.style == SpanStyle::Plain
        && one.strong == other.strong
        && one.emphasis == other.emphasis
        && one.strikethrough == other.strikethrough
        && one.link == other.link
}

fn link_target(link_type: LinkType, address: &str) -> Link {
    if link_type == LinkType::Email {
        return Link::Target(format!("mailto:{address}"));
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http" | "https" | "mailto") => Link::Target(address.to_owned()),
        _ => Link::SpelledOut(address.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes blocks down in a short form that a table can hold.
    fn short(text: &str) -> String {
        let blocks = parse(text);
        blocks.iter().map(short_block).collect::<Vec<_>>().join(" | ")
    }

    fn short_block(block: &Block) -> String {
        let mut line = ">".repeat(block.quote_depth) + &"  ".repeat(block.list_depth);
        line += match block.kind {
            BlockKind::Text => String::new(),
            BlockKind::Heading(level) => format!("H{level}:"),
            BlockKind::Code => "C:".to_owned(),
            BlockKind::Rule => "R:".to_owned(),
        }
        .as_str();
        if let Some(marker) = &block.marker {
            line += marker;
            line += " ";
        }
        for span in &block.spans {
            let mut text = span.text.replace('\n', "⏎");
            if span.style == SpanStyle::Code {
                text = format!("`{text}`");
            }
            if span.style == SpanStyle::Subject {
                text = format!("[{text}]");
            }
            if span.emphasis {
                text = format!("/{text}/");
            }
            if span.strong {
                text = format!("*{text}*");
            }
            if span.strikethrough {
                text = format!("~{text}~");
            }
            if let Some(link) = &span.link {
                text = format!("<{text}→{link}>");
            }
            line += &text;
        }
        line
    }

    #[test]
    fn parses_markdown_with_journal_rules() {
        let cases = [
            ("", ""),
            ("  \n \n", ""),
            ("Quiet today", "Quiet today"),
            ("one\ntwo", "one⏎two"),
            ("one\n\ntwo", "one | two"),
            ("so *very* **quiet** and ~~loud~~", "so /very/ *quiet* and ~loud~"),
            ("run `cargo` now", "run `cargo` now"),
            ("on #career, with *#growth*", "on [#career], with /[#growth]/"),
            ("`#career` is code", "`#career` is code"),
            ("- a\n- b", "  • a |   • b"),
            ("2. a\n3. b", "  2. a |   3. b"),
            ("- a\n  - b\n- c", "  • a |     • b |   • c"),
            ("- a\n\n  more\n- b", "  • a |   more |   • b"),
            ("- a\n\nafter", "  • a | after"),
            ("> said so\n> twice\n\nafter", ">said so⏎twice | after"),
            ("> - a", ">  • a"),
            ("# Title\ntext", "H1:Title | text"),
            ("### Part\n\nLarge\n---", "H3:Part | H2:Large"),
            ("```rust\nlet a;\n\nlet b;\n```", "C:let a;⏎⏎let b;"),
            ("- ```\n  x\n  ```", "  C:• x"),
            ("    set in", "set in"),
            ("a\n\n---\n\nb", "a | R: | b"),
            ("[here](https://a.example)", "<here→https://a.example>"),
            ("<me@a.example>", "<me@a.example→mailto:me@a.example>"),
            ("[bad](javascript:alert(1))", "bad (javascript:alert(1))"),
            ("[file](notes.txt)", "file (notes.txt)"),
            ("at https://a.example/b, yes", "at <https://a.example/b→https://a.example/b>, yes"),
            ("![cat](https://a.example/cat.png)", "cat (https://a.example/cat.png)"),
            ("a <b>bold</b> c", "a <b>bold</b> c"),
            ("<div>\nx\n</div>", "<div>⏎x⏎</div>"),
            ("bell \u{7} and nul \u{0}", "bell  and nul"),
        ];
        for (text, expected) in cases {
            assert_eq!(short(text), expected, "{text:?}");
        }
    }

    #[test]
    fn blocks_are_numbered_by_quotation() {
        let blocks = parse("> one\n>\n> > deeper\n>\n> - a\n\n> two\n\nafter\n\n> three");
        let quotations: Vec<usize> = blocks.iter().map(|block| block.quotation_index).collect();
        assert_eq!(quotations, [1, 1, 1, 2, 0, 3]);
    }

    #[test]
    fn plain_text_is_one_line_without_markup() {
        let cases = [
            ("", ""),
            ("so *very* **quiet**", "so very quiet"),
            ("one\ntwo\n\n- three\n- `four`", "one two three four"),
            ("# Title\n\ntext   with  gaps", "Title text with gaps"),
        ];
        for (text, expected) in cases {
            assert_eq!(to_plain_text(text), expected, "{text:?}");
        }
    }

    #[test]
    fn addresses_are_hidden_behind_a_text_of_their_own() {
        let text = "[a *b* c](https://a.example/x) and <https://b.example> and [d](mailto:d@e.example), [e](f.txt)";
        assert_eq!(hidden_addresses(text), ["https://a.example/x", "mailto:d@e.example"]);
        assert_eq!(hidden_addresses("https://b.example"), [""; 0]);
    }

    proptest! {
        #[test]
        fn parser_never_panics(text in any::<String>()) {
            let blocks = parse(&text);
            let summary = to_plain_text(&text);
            prop_assert!(!summary.contains('\n'));
            prop_assert!(blocks.iter().all(|block| block.kind == BlockKind::Rule || !block.spans.is_empty()));
        }

        #[test]
        fn plain_words_are_unchanged(words in proptest::collection::vec("[a-zäöü]{1,8}", 1..12)) {
            let text = words.join(" ");
            prop_assert_eq!(to_plain_text(&text), text);
        }
    }
}
