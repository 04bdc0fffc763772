//! Names of people as other programs write them.

use crate::domain::name::normalize_name;

/// The name with the given name first: “Whitfield, Dana (Platform)” is Dana Whitfield.
pub(super) fn given_name_first(name: &str) -> String {
    let bare = name.split(['(', '[']).next().unwrap_or(name).trim();
    match bare.split_once(',') {
        Some((last, first)) if !first.trim().is_empty() && !first.contains(',') => {
            format!("{} {}", first.trim(), last.trim())
        }
        _ => bare.to_owned(),
    }
}

/// A name without links in brackets after it: “Lena Ortiz (https://…)”.
pub(super) fn strip_links(name: &str) -> String {
    let mut rest = name;
    let mut bare = String::new();
    while let Some((before, link)) = rest.split_once("(http") {
        bare.push_str(before.trim_end());
        rest = link.split_once(')').map_or("", |(_, behind)| behind);
    }
    bare.push_str(rest);
    bare.trim().to_owned()
}

/// A first name with the last name of another cell, unless one contains the other.
pub(super) fn join_names(first: &str, last: &str) -> String {
    let (there, more) = (normalize_name(first), normalize_name(last));
    if there.is_empty() || more.starts_with(&format!("{there} ")) {
        last.to_owned()
    } else if there == more || there.ends_with(&format!(" {more}")) {
        first.to_owned()
    } else {
        format!("{first} {last}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_given_name_first_and_joined() {
        for (name, expected) in [
            ("Whitfield, Dana", "Dana Whitfield"),
            ("Whitfield, Dana (Platform)", "Dana Whitfield"),
            ("Dana Whitfield", "Dana Whitfield"),
            ("Whitfield,", "Whitfield,"),
        ] {
            assert_eq!(given_name_first(name), expected);
        }
        for (name, expected) in [
            ("Lena Ortiz (https://www.notion.so/Lena-1a2b)", "Lena Ortiz"),
            ("Lena Ortiz (https://a.b), Dana (https://c.d)", "Lena Ortiz, Dana"),
            ("Lena (Platform)", "Lena (Platform)"),
            ("Lena (https://cut", "Lena"),
        ] {
            assert_eq!(strip_links(name), expected);
        }
        for (first, last, expected) in [
            ("Dana", "Whitfield", "Dana Whitfield"),
            ("Dana Whitfield", "whitfield", "Dana Whitfield"),
            ("Dana", "Dana Whitfield", "Dana Whitfield"),
            ("", "Whitfield", "Whitfield"),
        ] {
            assert_eq!(join_names(first, last), expected);
        }
    }
}
