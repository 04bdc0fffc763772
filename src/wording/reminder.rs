//! Reminders as text.

use crate::domain::moment::Moment;

/// The text of a reminder: the time only, since anybody may see the screen.
pub fn reminder_text(at: &Moment) -> String {
    format!("One-on-one at {}", at.time().strftime("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminder_text_holds_only_the_planned_time() {
        let ten_utc = Moment::from_parts(600 * 60_000, 3_600, "Europe/Berlin".into()).unwrap();
        assert_eq!(reminder_text(&ten_utc), "One-on-one at 11:00");
    }
}
