//! Settings, the state of the window, file names, and the application id of a journal. (The program
//! reads no environment variables of its own: `RAPPORT_…` are switches of these tests.)

use std::{fs, path::Path};

use eframe::egui::{Key, Modifiers};
use rapport::{
    domain::retention::Retention,
    journal::{
        backup::{BACKUP_SETTING, BackupSettings},
        drafts::Drafts,
        followed_calendar::{FOLLOWED_CALENDAR_SETTING, FollowedCalendar},
        formats::formats_folder,
        passphrase::{PASSPHRASE_SETTING, PassphraseStatus},
        paths, print_file,
        tidy::{RETENTION_SETTING, TRIMMED_SETTING},
    },
    ui::{
        dialog::import::CALENDAR_SETTING,
        discreet::START_DISCREET_SETTING,
        person::WORDING_CHECK_SETTING,
        review_prefs::{REVIEW_PREFS_SETTING, ReviewPrefs},
        settings::{CLEAR_CLIPBOARD_SETTING, REMINDERS_SETTING},
    },
};

use crate::{
    support::{TempJournal, query_number, strings},
    window::Window,
    words::assert_json,
};

#[test]
fn settings_keep_their_names_and_forms() {
    assert_eq!(
        [REVIEW_PREFS_SETTING, WORDING_CHECK_SETTING, REMINDERS_SETTING, CALENDAR_SETTING, BACKUP_SETTING],
        ["review", "judging_words", "reminders", "calendar", "backup"]
    );
    let folders = r#"{"folder":"/mnt/safe","second_folder":null}"#;
    assert_json(&serde_json::from_str::<BackupSettings>(folders).unwrap(), folders);
    let accepted = r#"{"folder":null,"second_folder":null,"accepts_same_disk":true}"#;
    assert_json(&serde_json::from_str::<BackupSettings>(accepted).unwrap(), accepted);
    assert_eq!(PASSPHRASE_SETTING, "passphrase");
    let passphrase = r#"{"set_at":"2026-06-02T09:00:00+02:00[Europe/Berlin]","has_recovery_key":true}"#;
    assert_json(&serde_json::from_str::<PassphraseStatus>(passphrase).unwrap(), passphrase);
    assert_eq!([RETENTION_SETTING, TRIMMED_SETTING], ["retention", "trimmed_edits"]);
    assert_eq!([START_DISCREET_SETTING, CLEAR_CLIPBOARD_SETTING], ["start_discreet", "clear_clipboard"]);
    let kept = r#"{"trim_log":false,"suggest_after_years":5,"suggested_on":"2026-11-24"}"#;
    assert_json(&serde_json::from_str::<Retention>(kept).unwrap(), kept);
    let followed =
        r#"{"path":"/home/alex/work.ics","last_seen":{"019dc1a8-5a00-7000-8000-000000000001":1796032800000}}"#;
    assert_eq!(FOLLOWED_CALENDAR_SETTING, "followed_calendar");
    assert_json(&serde_json::from_str::<FollowedCalendar>(followed).unwrap(), followed);
    let reviewing = r#"{"periods":{"019dc1a8-5a00-7000-8000-000000000001":{"days":{"from":"2026-06-01","to":"2026-11-30"}},"019dc1a8-5a00-7000-8000-000000000002":"this_quarter"},"order":"kind"}"#;
    let choices: ReviewPrefs = serde_json::from_str(reviewing).unwrap();
    assert_json(&choices, reviewing);
}

/// The window restores the stored state and stores it in the same form. (The harness chooses the
/// theme, which is tested in `app/window_state.rs`.)
#[test]
fn the_window_is_left_and_found_under_the_names_it_always_had() {
    let journal = TempJournal::with_people(&["Ana"]);
    let left = |tab: &str| {
        format!(
            r#"{{"day":"2026-11-24","route":{{"person":[1,"{tab}"]}},"size":[1280.0,820.0],"theme":"dark","timeline":[0,0,0.0],"zoom":1.25}}"#
        )
    };
    journal
        .raw_connection()
        .execute("INSERT INTO settings (name, value) VALUES ('window', ?1)", [left("review")])
        .unwrap();
    let mut window = Window::launch(&journal);
    window.wait_for_text("Review of");
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.advance_time(1.0);
    window.close();
    assert_eq!(
        strings(&journal.raw_connection(), "SELECT value FROM settings WHERE name = 'window'"),
        [left("prepare")]
    );
}

#[test]
fn files_beside_a_journal_keep_their_names() {
    let journal = TempJournal::with_people(&["Ana"]);
    let drafts = Drafts::open(&journal).unwrap();
    print_file::write_page(journal.path(), "a page").unwrap();
    assert_eq!(formats_folder(journal.path()).file_name().unwrap(), "journal.formats");
    let mut names: Vec<String> = fs::read_dir(journal.file().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let beside = ["journal.print.html", "journal.rapport", "journal.rapport-shm", "journal.rapport-wal"];
    assert_eq!(names[..4], beside);
    assert_eq!(names[4..], ["journal.rapport.window-1"]);
    drop(drafts);
    for (path, name) in
        [(paths::default_journal(), "rapport/journal.rapport"), (paths::default_sample(), "rapport/sample.rapport")]
    {
        assert!(path.is_none_or(|path| path.ends_with(Path::new(name))), "{name}");
    }
}

#[test]
fn a_file_says_by_the_mark_it_always_had_that_it_is_a_journal() {
    let journal = TempJournal::with_people(&[]);
    assert_eq!(query_number(&journal.raw_connection(), "PRAGMA application_id"), 0x5250_5254, "“RPRT”");
}

#[test]
fn settings_of_today_and_the_sidebar_keep_their_names_and_forms() {
    use rapport::{
        domain::unconfirmed_meeting::DismissedMeeting,
        journal::today_view::DISMISSED_MEETINGS_SETTING,
        ui::sidebar::people_list::{PEOPLE_LIST_SETTING, PeopleListPrefs},
    };
    assert_eq!(DISMISSED_MEETINGS_SETTING, "unasked_one_on_ones");
    let dismissed = r#"{"person":"019dc1a8-5a00-7000-8000-000000000001","day":"2026-11-23"}"#;
    assert_json(&serde_json::from_str::<DismissedMeeting>(dismissed).unwrap(), dismissed);
    assert_eq!(PEOPLE_LIST_SETTING, "people_list");
    let order = r#"{"by_team":true,"folded":["Platform"]}"#;
    assert_json(&serde_json::from_str::<PeopleListPrefs>(order).unwrap(), order);
}

#[test]
fn changed_shortcuts_keep_their_names_and_form() {
    use rapport::ui::shortcut::{CAPTURE_KEYS_SETTING, CaptureKeys, Keymap, SHORTCUTS_SETTING, format_keys};
    assert_eq!(CAPTURE_KEYS_SETTING, "capture_shortcut");
    let capture = CaptureKeys::from_setting(&serde_json::json!("command+alt+J"), false).unwrap();
    assert_eq!(format_keys(capture), "command+alt+J");
    assert_eq!(SHORTCUTS_SETTING, "shortcuts");
    let words: Vec<&str> = Keymap::words().collect();
    assert_eq!(
        words,
        [
            "palette",
            "redo",
            "move_person_up",
            "move_person_down",
            "add_person",
            "schedule_meeting",
            "review_period",
            "search_everything",
            "beside_call",
            "keep_on_top",
            "discreet_mode",
            "previous_region",
            "next_region",
            "start_or_wrap_up",
            "today",
            "jot",
            "prepare",
            "meet",
            "timeline",
            "review",
            "search_history",
            "go_to_date",
            "reflect",
            "questions",
            "import",
            "previous_person",
            "next_person",
            "undo",
            "lock",
            "settings",
            "shortcuts",
        ]
    );
    let keymap = Keymap::from_setting(&serde_json::json!({"today": "ctrl+shift+B"}), true);
    assert_json(&serde_json::json!(keymap.to_setting()), r#"{"today":"ctrl+shift+B"}"#);
    let free = serde_json::json!({"previous_person": "alt+Down", "next_person": "alt+Up", "settings": "command+Semicolon", "shortcuts": "F2", "today": "command+shift+K"});
    assert_json(
        &serde_json::json!(Keymap::from_setting(&free, false).to_setting()),
        r#"{"next_person":"alt+Up","previous_person":"alt+Down","settings":"command+Semicolon","shortcuts":"F2","today":"command+shift+K"}"#,
    );
}
