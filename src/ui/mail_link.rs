//! `mailto:` links, which open a mail in the user's mail program.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is: the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// As above, in an address.
const ENCODED_IN_ADDRESS: &AsciiSet = &ENCODED.remove(b'@');

/// Some mail programs and shells do not take a longer link.
const MAX_LINK_BYTES: usize = 8_000;

/// A text that is no mail address. The message is shown to the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” isn’t an email address. Leave it empty to choose in your mail program.")]
pub struct AddressError(String);

/// A link, and whether the text fits into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLink {
    /// The link.
    pub url: String,
    /// Whether the text was too long, so that it has to be pasted.
    pub is_without_text: bool,
}

/// The link to a mail. `to` is empty, an address, or several with commas between them.
///
/// # Errors
/// If one of them is no address.
pub fn mail_link(to: &str, subject: &str, text: &str) -> Result<MailLink, AddressError> {
    let parts = to.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let addresses = parts.map(parse_address).collect::<Result<Vec<&str>, _>>()?;
    let addresses: Vec<String> =
        addresses.into_iter().map(|address| utf8_percent_encode(address, ENCODED_IN_ADDRESS).to_string()).collect();
    let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let without_text = format!("mailto:{}?subject={}", addresses.join(","), encode(subject));
    let url = format!("{without_text}&body={}", encode(&text.replace('\n', "\r\n")));
    Ok(if url.len() <= MAX_LINK_BYTES {
        MailLink { url, is_without_text: false }
    } else {
        MailLink { url: without_text, is_without_text: true }
    })
}

/// The address of `Dana <dana@example.com>` or `dana@example.com`.
fn parse_address(text: &str) -> Result<&str, AddressError> {
    let error = || AddressError(text.to_owned());
    let address = match text.split_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').ok_or_else(error)?,
        None => text,
    };
    let (local, domain) = address.rsplit_once('@').ok_or_else(error)?;
    let is_odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\');
    if local.is_empty() || domain.is_empty() || address.contains(is_odd) || local.contains('@') {
        return Err(error());
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(to: &str) -> Result<String, AddressError> {
        mail_link(to, "Our one-on-one", "Hi").map(|link| link.url)
    }

    #[test]
    fn odd_addresses_are_encoded_or_refused() {
        let rest = "?subject=Our%20one-on-one&body=Hi";
        for (to, expected) in [
            ("", ""),
            (" dana@example.com ", "dana@example.com"),
            ("Dana W. <dana@example.com>", "dana@example.com"),
            ("dana+one&two=3?#%@example.com", "dana%2Bone%26two%3D3%3F%23%25@example.com"),
            ("dana.o'brien@example.com", "dana.o%27brien@example.com"),
            ("düna@bücher.example", "d%C3%BCna@b%C3%BCcher.example"),
            ("a@b.example, c@d.example", "a@b.example,c@d.example"),
        ] {
            assert_eq!(link(to), Ok(format!("mailto:{expected}{rest}")), "{to}");
        }
        for to in ["dana", "@example.com", "dana@", "a b@example.com", "a@b@c", "dana@example.com\nBcc", "<dana@x"] {
            assert_eq!(link(to), Err(AddressError(to.to_owned())), "{to:?}");
        }
    }

    #[test]
    fn a_text_is_encoded_and_one_that_is_too_long_is_left_out() {
        let link = mail_link("", "A & B", "Hi Dana,\n- 100 % é").unwrap();
        assert_eq!(link.url, "mailto:?subject=A%20%26%20B&body=Hi%20Dana%2C%0D%0A-%20100%20%25%20%C3%A9");
        let long = mail_link("", "A", &"é".repeat(5_000)).unwrap();
        assert_eq!((long.url.as_str(), long.is_without_text), ("mailto:?subject=A", true));
    }
}
