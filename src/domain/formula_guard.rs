//! Guards cells of a table against spreadsheets that would compute them.

use std::borrow::Cow;

/// A cell that no spreadsheet computes: with an apostrophe before it where it begins like a
/// formula.
///
/// The signs that begin a formula also stand in their full-width forms, which some spreadsheets
/// read as the same, and white space before them is passed over.
pub fn guard_formula(cell: &str) -> Cow<'_, str> {
    if looks_like_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell without the apostrophe of [`guard_formula`].
pub fn strip_formula_guard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| looks_like_formula(rest)).unwrap_or(cell)
}

fn looks_like_formula(cell: &str) -> bool {
    let is_sign = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let is_break = |c: char| matches!(c, '\t' | '\r' | '\n');
    cell.starts_with(is_break) || cell.trim_start().starts_with(is_sign)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_prefixed_with_an_apostrophe() {
        for (cell, expected) in [
            ("quiet today", "quiet today"),
            ("1 + 1 = 2", "1 + 1 = 2"),
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("- a point", "'- a point"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("'=1", "'=1"),
            ("", ""),
        ] {
            assert_eq!(guard_formula(cell), expected);
        }
    }

    #[test]
    fn formula_guard_is_stripped() {
        for (cell, expected) in
            [("'=1+1", "=1+1"), ("' - a", " - a"), ("'tis", "'tis"), ("''=1", "''=1"), ("", ""), ("'\t=1", "\t=1")]
        {
            assert_eq!(strip_formula_guard(cell), expected);
        }
    }

    proptest! {
        #[test]
        fn guarded_cells_are_no_formulas_and_keep_their_text(cell in "[=+\\-@\t\r\n ';,\"a|]{0,12}|\\PC{0,12}") {
            let shown = guard_formula(&cell);
            let first = shown.trim_start().chars().next();
            prop_assert!(!first.is_some_and(|c| "=+-@＝＋－＠".contains(c)), "{shown:?}");
            prop_assert!(shown == cell || shown.strip_prefix('\'') == Some(cell.as_str()));
        }
    }
}
