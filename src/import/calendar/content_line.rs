//! Content lines (RFC 5545, 3.1): unfolded and split into name, parameters and value.

use std::borrow::Cow;

/// The longest line that is kept whole, in bytes. Longer ones hold pictures or pages, which are not
/// needed.
const MAX_LINE_LEN: usize = 16 << 10;

/// An unfolded line.
pub(super) struct ContentLine<'a> {
    /// The line in the file on which it begins, from 1.
    pub number: u64,
    /// How many bytes of the text follow it.
    pub end_offset: usize,
    text: Cow<'a, str>,
}

/// The parts of a content line.
pub(super) struct Property<'a> {
    /// In upper case.
    pub name: String,
    parameters: &'a str,
    pub value: &'a str,
}

impl ContentLine<'_> {
    /// Splits the line; `None` if it has no value.
    pub fn property(&self) -> Option<Property<'_>> {
        // A colon in quotes belongs to a parameter. With unbalanced quotes, the first colon counts.
        let mut quoted = false;
        let colon = self.text.char_indices().find_map(|(at, c)| {
            quoted ^= c == '"';
            (c == ':' && !quoted).then_some(at)
        });
        let colon = colon.or_else(|| self.text.find(':'))?;
        let (head, value) = self.text.split_at_checked(colon)?;
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        // `item1.DTSTART`: some programs write a group before the name.
        let name = name.rsplit('.').next().unwrap_or(name).trim();
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_name.then(|| Property { name: name.to_ascii_uppercase(), parameters, value: value.get(1..).unwrap_or("") })
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl Property<'_> {
    /// The value of a parameter, without quotes.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut quoted = false;
        let parts = self.parameters.split(move |c| {
            quoted ^= c == '"';
            c == ';' && !quoted
        });
        parts
            .filter_map(|part| part.split_once('='))
            .find(|(key, _)| key.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().trim_matches('"'))
    }

    /// The value as text on one line, with escapes resolved.
    pub fn unescaped_text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut chars = self.value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => text.push(' '),
                    Some(other) => text.push(other),
                    None => {}
                },
                c if c.is_control() => text.push(' '),
                c => text.push(c),
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Iterates over the unfolded lines: one that begins with white space continues the line before.
pub(super) fn unfold_lines(text: &str) -> impl Iterator<Item = ContentLine<'_>> {
    let mut end = 0;
    let mut physical = (1_u64..)
        .zip(text.split_inclusive('\n'))
        .map(move |(number, line)| {
            end += line.len();
            (number, end, line.trim_end_matches(['\n', '\r']))
        })
        .peekable();
    std::iter::from_fn(move || {
        let (number, end, first) = physical.next()?;
        let mut line = ContentLine { number, end_offset: end, text: Cow::Borrowed(first) };
        while let Some((_, end, more)) = physical.next_if(|(_, _, more)| more.starts_with([' ', '\t'])) {
            line.end_offset = end;
            if line.text.len() + more.len() <= MAX_LINE_LEN {
                line.text.to_mut().push_str(more.get(1..).unwrap_or(""));
            }
        }
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_unfolded_and_keep_their_numbers() {
        let text = "BEGIN:VEVENT\r\nSUMMARY:Dana / Al\r\n ex 1:1\r\n\tagain\nUID:a\n";
        let all: Vec<(u64, String)> = unfold_lines(text).map(|line| (line.number, line.text.into_owned())).collect();
        let expected = [(1, "BEGIN:VEVENT"), (2, "SUMMARY:Dana / Alex 1:1again"), (5, "UID:a")];
        assert_eq!(all, expected.map(|(number, text)| (number, text.to_owned())));
        assert_eq!(unfold_lines(text).last().map(|line| line.end_offset), Some(text.len()));
    }

    #[test]
    fn a_line_has_a_name_parameters_and_a_value() {
        let text = "attendee;CN=\"Dana; Whitfield: Platform\";PARTSTAT=ACCEPTED:mailto:dana@example.org";
        let line = unfold_lines(text).next().expect("a line");
        let property = line.property().expect("a property");
        assert_eq!((property.name.as_str(), property.value), ("ATTENDEE", "mailto:dana@example.org"));
        assert_eq!(property.parameter("cn"), Some("Dana; Whitfield: Platform"));
        assert_eq!(property.parameter("PARTSTAT"), Some("ACCEPTED"));
        assert_eq!(property.parameter("ROLE"), None);
        for (line, expected) in [
            ("SUMMARY:Lunch\\, then\\n1:1\\;", Some("Lunch, then 1:1;")),
            ("item1.SUMMARY:x", Some("x")),
            ("X;CN=\"astray:x", Some("x")),
            ("SUMMARY:", Some("")),
            ("no value", None),
            (":x", None),
            ("two words:x", None),
            ("", None),
        ] {
            let read =
                unfold_lines(line).next().and_then(|line| line.property().map(|property| property.unescaped_text()));
            assert_eq!(read.as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn oversized_lines_are_truncated() {
        let text = format!("ATTACH:{}UID:a", " AAAA\n".repeat(100_000));
        let all: Vec<ContentLine<'_>> = unfold_lines(&text).collect();
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|line| line.text.len() <= MAX_LINE_LEN));
    }
}
