//! What was understood of the list of people that is entered at the first start.

use crate::domain::{
    cadence::Cadence,
    roster::{RosterLine, RosterLineError},
};

/// What was understood of a line: "Dana Whitfield · every 2 weeks", or what is still missing.
pub fn describe_roster_line(line: &RosterLine) -> String {
    let name = &line.name;
    match &line.error {
        None => format!("{name} · {}", line.cadence.unwrap_or(Cadence::WEEKLY)),
        Some(RosterLineError::UnrecognizedCadence { input }) => {
            format!("{name} · How often is “{input}”? Try “every 2 weeks” or “monthly”.")
        }
        Some(error) if name.is_empty() => error.to_string(),
        Some(error) => format!("{name} · {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::roster::parse_roster;

    #[test]
    fn a_line_is_understood_as_a_name_and_a_cadence_or_asked_about() {
        let text = "Elif; weekly\nDana\nPriya, every 2 weeks on tue\nTom: often\nmonthly\nelif";
        let lines: Vec<String> = parse_roster(text).iter().map(describe_roster_line).collect();
        assert_eq!(
            lines,
            [
                "Elif · every week",
                "Dana · every week",
                "Priya · every 2 weeks on Tuesday",
                "Tom · How often is “often”? Try “every 2 weeks” or “monthly”.",
                "Enter a name first, then how often you meet.",
                "elif · The same name is on line 1. Add something to tell them apart.",
            ]
        );
    }
}
