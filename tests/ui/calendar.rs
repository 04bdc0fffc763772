//! Following a calendar file: planned one-on-ones move with it.

use std::{fs, path::PathBuf};

use eframe::egui::{Key, Modifiers, accesskit::Role};

use crate::{
    support::{TempJournal, minutes_after_now, strings},
    window::Window,
};

/// A calendar with one-on-ones, each with a name and a start in UTC.
fn calendar(meetings: &[(&str, &str)]) -> String {
    let event = |(name, start): &(&str, &str)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{name}@t\r\nDTSTAMP:20261101T080000Z\r\nDTSTART:{start}Z\r\nDURATION:PT30M\r\n\
             SUMMARY:1:1 {name}\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = meetings.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n{events}END:VCALENDAR\r\n")
}

struct Followed {
    journal: TempJournal,
    file: PathBuf,
    _folder: tempfile::TempDir,
    window: Window,
}

impl Followed {
    /// A journal about Dana and Tomas that follows this calendar.
    fn open(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("work.ics");
        fs::write(&file, text).unwrap();
        let journal = TempJournal::with_people(&["Dana Whitfield", "Tomas Ferreira"]);
        let mut window = Window::launch(&journal);
        open_calendar_settings(&mut window);
        window.click_button("Follow a calendar…");
        window.fill("File", &file.display().to_string());
        window.click_button("Follow");
        Self { journal, file, _folder: folder, window }
    }

    #[track_caller]
    fn wait_for_planned(&mut self, expected: &[&str]) {
        let raw = self.journal.raw_connection();
        let sql = "SELECT name || ' ' || datetime(at / 1000, 'unixepoch') FROM one_on_ones \
                   JOIN people ON people.id = person WHERE state = 'planned' ORDER BY person";
        self.window.wait_until(&format!("planned is {expected:?}"), |_| strings(&raw, sql) == expected);
    }

    #[track_caller]
    fn wait_for_line(&mut self, line: &str) {
        self.window.click(Role::ListItem, "Today");
        self.window.wait_for_text(line);
    }
}

fn open_calendar_settings(window: &mut Window) {
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Import & export");
}

#[test]
fn planned_one_on_ones_follow_the_calendar_and_today_says_what_changed() {
    let dana = ("Dana Whitfield", "20261126T090000");
    let mut followed = Followed::open(&calendar(&[dana]));
    followed.wait_for_planned(&["Dana Whitfield 2026-11-26 09:00:00"]);
    followed.window.wait_for_text("Read today at 10:00: 1 one-on-one ahead");
    followed.wait_for_line("Dana: planned for Thu 26 Nov, 10:00");
    followed.window.click_button("Dismiss the changes from your calendar");
    assert!(!followed.window.has_text("From your calendar"), "{}", followed.window.visible_text());

    // Another program replaces the file; Zoe is nobody in the journal.
    let new_file = followed.file.with_extension("new");
    let changed =
        [("Dana Whitfield", "20261127T090000"), ("Tomas Ferreira", "20261201T130000"), ("Zoe", "20261201T140000")];
    fs::write(&new_file, calendar(&changed)).unwrap();
    fs::rename(&new_file, &followed.file).unwrap();
    followed.wait_for_planned(&["Dana Whitfield 2026-11-27 09:00:00", "Tomas Ferreira 2026-12-01 13:00:00"]);
    followed.wait_for_line("Dana: moved from Thu 26 Nov, 10:00 to Fri 27 Nov, 10:00");
    followed.window.wait_for_text("Tomas: planned for Tue 1 Dec, 14:00");

    followed.window.click_button("Undo the changes from your calendar");
    followed.wait_for_planned(&["Dana Whitfield 2026-11-26 09:00:00"]);
    assert!(!followed.window.has_text("From your calendar"), "{}", followed.window.visible_text());
    // The calendar has nothing new, so what was undone stays so, also in the next window.
    let Followed { journal, window, .. } = followed;
    window.close();
    let mut window = Window::launch(&journal);
    open_calendar_settings(&mut window);
    window.wait_for_text("Read today at 10:00: 2 one-on-ones ahead");
    window.click(Role::ListItem, "Today");
    assert!(!window.has_text("From your calendar"), "{}", window.visible_text());
}

#[test]
fn the_end_of_a_one_on_one_follows_the_calendar() {
    let text = calendar(&[("Dana Whitfield", "20261124T091500")]);
    let mut followed = Followed::open(&text);
    followed.wait_for_planned(&["Dana Whitfield 2026-11-24 09:15:00"]);
    fs::write(&followed.file, text.replace("PT30M", "PT45M")).unwrap();
    followed.wait_for_line("Dana: today, 10:15 until 11:00");
    followed.journal.clock.set(minutes_after_now(20));
    followed.window.click(Role::ListItem, "Dana Whitfield, Today 10:15");
    followed.window.press_with(Modifiers::COMMAND, Key::Enter);
    followed.window.wait_for_text("0 min · until 11:00");
}

#[test]
fn what_goes_from_the_calendar_goes_from_the_plan() {
    let tomas = ("Tomas Ferreira", "20261201T130000");
    let mut followed = Followed::open(&calendar(&[("Dana Whitfield", "20261126T090000"), tomas]));
    followed.wait_for_planned(&["Dana Whitfield 2026-11-26 09:00:00", "Tomas Ferreira 2026-12-01 13:00:00"]);
    fs::write(&followed.file, calendar(&[tomas])).unwrap();
    followed.wait_for_planned(&["Tomas Ferreira 2026-12-01 13:00:00"]);
    followed.wait_for_line("Dana: cancelled (Thu 26 Nov, 10:00)");
    // Undo by key takes back the same.
    followed.window.press_with(Modifiers::COMMAND, Key::Z);
    followed.wait_for_planned(&["Dana Whitfield 2026-11-26 09:00:00", "Tomas Ferreira 2026-12-01 13:00:00"]);
}

#[test]
fn a_calendar_that_cannot_be_read_changes_nothing_and_the_settings_say_why() {
    let whole = calendar(&[("Dana Whitfield", "20261126T090000")]);
    let mut followed = Followed::open(&whole);
    let planned = ["Dana Whitfield 2026-11-26 09:00:00"];
    followed.wait_for_planned(&planned);
    let half = whole.split_once("DTSTART").unwrap().0.to_owned();
    for (case, text, reason) in [
        ("half written", half, "is incomplete."),
        ("empty", String::new(), "is not a calendar."),
        ("without events", calendar(&[]), "has no events."),
    ] {
        fs::write(&followed.file, &text).unwrap();
        followed.window.wait_until(case, |window| window.visible_text().contains(reason));
        followed.wait_for_planned(&planned);
    }
    fs::remove_file(&followed.file).unwrap();
    followed.window.wait_until("gone", |window| window.visible_text().contains("There’s no file or folder at"));
    followed.wait_for_planned(&planned);
    // It comes back under the same name.
    fs::write(&followed.file, calendar(&[("Dana Whitfield", "20261130T090000")])).unwrap();
    followed.wait_for_planned(&["Dana Whitfield 2026-11-30 09:00:00"]);

    followed.window.click_button("Stop following");
    fs::write(&followed.file, calendar(&[("Dana Whitfield", "20261202T090000")])).unwrap();
    followed.window.advance_time(2.0);
    followed.wait_for_planned(&["Dana Whitfield 2026-11-30 09:00:00"]);
    assert!(followed.window.has(Role::Button, "Follow a calendar…"), "{}", followed.window.visible_text());
}

#[test]
fn a_missing_file_is_said_and_an_imported_calendar_can_be_followed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("work.ics");
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::launch(&journal);
    open_calendar_settings(&mut window);
    window.click_button("Follow a calendar…");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has_text("Choose a file."), "{}", window.visible_text());
    window.fill("File", &file.display().to_string());
    window.click_button("Follow");
    assert!(window.has_text(&format!("There’s no file at {}.", file.display())), "{}", window.visible_text());
    window.click_button("Cancel");

    fs::write(&file, calendar(&[("Dana Whitfield", "20261126T090000")])).unwrap();
    window.click_button("Import…");
    window.fill("From", &file.display().to_string());
    window.click_button("Preview");
    window.wait_until("it can be imported", |window| window.visible_text().contains("Import 1 item"));
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for(Role::Button, "Follow this calendar");
    window.click_button("Follow this calendar");
    window.wait_for_text("Read today at 10:00: 1 one-on-one ahead");
}
