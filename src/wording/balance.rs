//! The balance of entries as text.

use crate::domain::balance::Balance;

/// The balance in a few words: "More about Dana than about the work".
pub fn describe_balance(balance: Balance, short_name: &str) -> String {
    match balance.percentages() {
        None => format!("No notes about {short_name} or the work yet"),
        Some((100, _)) => format!("All about {short_name}"),
        Some((80.., _)) => format!("Nearly all about {short_name}"),
        Some((60.., _)) => format!("More about {short_name} than about the work"),
        Some((41.., _)) => "Evenly split".to_owned(),
        Some((21.., _)) => format!("More about the work than about {short_name}"),
        Some((1.., _)) => "Nearly all about the work".to_owned(),
        Some((0, _)) => "All about the work".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balance_is_described_in_words() {
        let cases = [
            (0, 0, "No notes about Dana or the work yet"),
            (7, 0, "All about Dana"),
            (299, 1, "Nearly all about Dana"),
            (4, 1, "Nearly all about Dana"),
            (3, 2, "More about Dana than about the work"),
            (59, 41, "Evenly split"),
            (1, 1, "Evenly split"),
            (41, 59, "Evenly split"),
            (2, 3, "More about the work than about Dana"),
            (1, 4, "Nearly all about the work"),
            (1, 299, "Nearly all about the work"),
            (0, 3, "All about the work"),
            (u32::MAX, u32::MAX, "Evenly split"),
        ];
        for (person, work, expected) in cases {
            assert_eq!(describe_balance(Balance { person, work }, "Dana"), expected, "{person} and {work}");
        }
    }
}
