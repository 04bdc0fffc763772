//! Finds `#subjects` and bare URLs in running text.

/// A token of running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineToken<'a> {
    /// Other text.
    Text(&'a str),
    /// `#career`, with its `#`.
    Subject(&'a str),
    /// `https://…`
    Url(&'a str),
}

/// Splits text into tokens. `before` is the character before it, if any.
pub fn tokenize_inline(text: &str, before: Option<char>) -> Vec<InlineToken<'_>> {
    let mut pieces = Vec::new();
    let mut plain_from = 0;
    let mut last = before;
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(next) = rest.chars().next()
    {
        let found = if starts_word(last) { match_token(rest) } else { None };
        let Some(piece) = found else {
            last = Some(next);
            at += next.len_utf8();
            continue;
        };
        push_text(&mut pieces, text.get(plain_from..at));
        let (InlineToken::Text(found) | InlineToken::Subject(found) | InlineToken::Url(found)) = piece;
        pieces.push(piece);
        last = found.chars().next_back();
        at += found.len();
        plain_from = at;
    }
    push_text(&mut pieces, text.get(plain_from..));
    pieces
}

fn push_text<'a>(pieces: &mut Vec<InlineToken<'a>>, text: Option<&'a str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        pieces.push(InlineToken::Text(text));
    }
}

fn starts_word(before: Option<char>) -> bool {
    before.is_none_or(|before| before.is_whitespace() || "([{\"'“‘«/".contains(before))
}

fn match_token(rest: &str) -> Option<InlineToken<'_>> {
    if let Some(word) = rest.strip_prefix('#') {
        let length = word.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(word.len());
        let has_letter = word.get(..length)?.chars().any(char::is_alphabetic);
        return rest.get(..=length).filter(|_| has_letter).map(InlineToken::Subject);
    }
    let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme))?;
    let end = rest.find(|c: char| c.is_whitespace() || "<>\"“”".contains(c)).unwrap_or(rest.len());
    let address = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '…']);
    (address.len() > scheme.len()).then_some(InlineToken::Url(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_subjects_and_urls_at_word_starts() {
        use InlineToken::{Subject, Text, Url};
        let cases: [(&str, &[InlineToken<'_>]); 9] = [
            ("", &[]),
            ("on #career now", &[Text("on "), Subject("#career"), Text(" now")]),
            ("#growth", &[Subject("#growth")]),
            ("(#team)", &[Text("("), Subject("#team"), Text(")")]),
            ("C#sharp", &[Text("C#sharp")]),
            ("issue #12", &[Text("issue #12")]),
            ("# alone", &[Text("# alone")]),
            ("#über-last, ja", &[Subject("#über-last"), Text(", ja")]),
            ("see https://a.example/b?c. Then", &[Text("see "), Url("https://a.example/b?c"), Text(". Then")]),
        ];
        for (text, expected) in cases {
            assert_eq!(tokenize_inline(text, None), expected, "{text:?}");
        }
    }

    #[test]
    fn hash_inside_a_word_is_not_a_subject() {
        assert_eq!(tokenize_inline("#x", Some('a')), [InlineToken::Text("#x")]);
    }
}
