//! Snapshots of a few pages in both themes, on a fixed day with made-up names. The comparison is
//! tolerant, so that driver versions do not matter. Without a graphics adapter
//! (`mesa-vulkan-drivers` provides one that needs no GPU) these tests are skipped with a message;
//! with `RAPPORT_PICTURE_TESTS=required` they fail. `UPDATE_SNAPSHOTS=1 cargo test --test ui
//! snapshots` updates the snapshots: review each one that changed.

use std::{
    io::{self, Write as _},
    path::Path,
    sync::OnceLock,
};

use eframe::egui::{Key, Modifiers, Rect, Theme, Vec2, accesskit::Role, vec2};
use egui_kittest::{Node, SnapshotOptions, kittest::Queryable as _, wgpu::WgpuTestRenderer};
use jiff::civil::date;
use rapport::{
    domain::{
        entry::{kind::Kind, transition::Transition},
        id::{OneOnOneId, PersonId},
    },
    journal::{
        Journal,
        change::{Change, leader::LeaderChange},
        clock::FixedClock,
    },
    sample::{DEFAULT_SEED, Size},
};

use crate::{
    support::{NOW, TempJournal, jot_change, minutes_after_now, zoned},
    window::Window,
};

/// The tolerated difference of a pixel; glyphs rendered by another driver stay below.
const TOLERANCE: f32 = 0.2;
/// The tolerated number of pixels (of a million) that differ more; a moved widget exceeds it.
const PIXELS: usize = 300;
const NO_ADAPTER: &str = "wgpu finds no graphics adapter (mesa-vulkan-drivers provides one)";

/// Whether there is a graphics adapter; prints a message once if there is none.
///
/// # Panics
/// There is none, and `RAPPORT_PICTURE_TESTS=required` is set.
fn has_adapter() -> bool {
    static ADAPTER: OnceLock<bool> = OnceLock::new();
    let has_adapter = *ADAPTER.get_or_init(|| {
        let is_available = std::panic::catch_unwind(|| drop(WgpuTestRenderer::new())).is_ok();
        if !is_available {
            // Written directly, because the test harness hides the output of passing tests.
            io::stderr().write_all(format!("SKIPPED the picture tests: {NO_ADAPTER}\n").as_bytes()).unwrap();
        }
        is_available
    });
    let required = std::env::var_os("RAPPORT_PICTURE_TESTS").is_some_and(|value| value == "required");
    assert!(has_adapter || !required, "{NO_ADAPTER}, and RAPPORT_PICTURE_TESTS=required");
    has_adapter
}

/// Takes a snapshot in both themes; `prepare` opens the page.
fn snapshot(name: &str, journal: &TempJournal, prepare: impl FnOnce(&mut Window)) {
    snapshot_at(name, &journal.file(), &journal.clock, prepare);
}

/// [`snapshot`] of the journal at `path`.
fn snapshot_at(name: &str, path: &Path, clock: &FixedClock, prepare: impl FnOnce(&mut Window)) {
    snapshot_of_size(name, vec2(1280.0, 820.0), path, clock, prepare);
}

/// [`snapshot_at`] in a window of this size.
fn snapshot_of_size(name: &str, size: Vec2, path: &Path, clock: &FixedClock, prepare: impl FnOnce(&mut Window)) {
    if !has_adapter() {
        return;
    }
    let mut window = Window::open_with_builder(Window::builder().with_size(size).wgpu(), path, clock);
    prepare(&mut window);
    let options = SnapshotOptions::new().threshold(TOLERANCE).max_failed_pixels(PIXELS);
    let options = options.output_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"));
    for (theme, theme_name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        window.ctx.set_theme(theme);
        // Without a hovered widget, and after toasts have settled.
        window.remove_cursor();
        window.advance_time(8.0);
        if let Some(rect) = window.path_label_rect(path) {
            // The path of the journal differs for each run.
            window.mask(rect);
        }
        for rect in source_labels(&window) {
            window.mask(rect);
        }
        // A difference is only recorded here: the window fails the test when it is dropped, after
        // both themes.
        window.snapshot_options(format!("{name}-{theme_name}"), &options);
    }
}

/// The labels that show a path, which differs for each run.
fn source_labels(window: &Window) -> Vec<Rect> {
    let labels = window.query_all_by_role(Role::Label);
    let is_source = |label: &Node<'_>| label.value().is_some_and(|text| text.starts_with("Notes from "));
    // As wide as the longest path can be shown.
    let widened = |rect: Rect| Rect::from_min_size(rect.min, vec2(670.0, rect.height()));
    labels.filter(is_source).map(|label| widened(label.rect())).collect()
}

/// Four people, one with a history and a one-on-one running for 18 minutes.
fn journal_in_running_one_on_one() -> TempJournal {
    let names = [
        "Dana Whitfield",
        "Tomás Alvarez-Villanueva de la Fuente y Montenegro",
        "Żaneta Świętosława-Kowalczyk",
        "Featherstonehaugh-Cholmondeley Bartholomew",
    ];
    let journal = TempJournal::with_people(&names);
    let jot_before = |days: i64, line: &str| {
        Journal::commit(&journal, jot_change(1, None, line), &minutes_after_now(-days * 24 * 60 - 30)).unwrap();
    };
    jot_before(48, "^ lead the migration so that she is ready for a staff role #career");
    jot_before(33, "+ took the new colleague through the release, *patiently*");
    jot_before(12, "! stopped asking questions in the team meeting #wellbeing");
    jot_before(7, "= I expect a word early when a date moves; I will keep the meetings off her mornings");
    jot_before(5, "Reads on the train; her daughter started school.");
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    journal.clock.set(minutes_after_now(18));
    let jot_now = |minutes: i64, line: &str| {
        Journal::commit(&journal, jot_change(1, Some(1), line), &minutes_after_now(minutes)).unwrap();
    };
    jot_now(3, "Slept badly; the on-call week was **three** nights in a row.");
    jot_now(9, "[] talk to Tomás about the on-call plan by friday");
    jot_now(14, "<< wants to hear the reason when I say no");
    journal
}

#[test]
fn first_run_matches_snapshot() {
    let journal = TempJournal::with_people(&[]);
    snapshot("first-run", &journal, |window| {
        window.type_text("Dana Whitfield, every 2 weeks");
        window.press(Key::Enter);
        window.type_text("Sofia Almeida");
    });
}

#[test]
fn import_preview_matches_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let people = folder.path().join("People");
    std::fs::create_dir(&people).unwrap();
    for (name, notes) in [
        (
            "Dana Whitfield",
            "## 2026-11-17\n\n- Tired after the release #wellbeing\n- [ ] Ask Finance about the second engineer\n",
        ),
        ("Marcus Oyelaran", "## 2026-11-12\n\nTobi walks now. On call was calm.\n\n## 2026-11-05\n\nBack from leave\n"),
        (
            "Sofi Almeida",
            "## 2026-10-30\n\n- Wants to lead the next migration #growth\n\n## 2024-13-01\n\n- On no day\n",
        ),
    ] {
        std::fs::write(people.join(format!("{name}.md")), format!("# {name}\n\n{notes}")).unwrap();
    }
    let journal = TempJournal::with_people(&["Dana Whitfield", "Sofia Almeida"]);
    snapshot("import", &journal, |window| {
        window.press_with(Modifiers::COMMAND, Key::I);
        window.fill("From", &folder.path().display().to_string());
        window.click_button("Preview");
        window.wait_for_text("Matched by name.");
        window.settle();
        window.click(Role::ComboBox, "Who is Sofi Almeida?");
        window.click(Role::MenuItemRadio, "Match to Sofia Almeida");
        window.wait_for_text("1 new person");
        window.click_button("Examples for Dana Whitfield");
    });
}

#[test]
fn meet_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    snapshot("meet", &journal, |window| {
        window.type_text("[] ask about the mentor by 4 dec");
    });
}

#[test]
fn compact_meet_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    snapshot_of_size("compact-meet", vec2(380.0, 760.0), &journal.file(), &journal.clock, |window| {
        window.type_text("[] ask about the mentor by 4 dec");
    });
}

#[test]
fn medium_meet_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    snapshot_of_size("medium-meet", vec2(760.0, 760.0), &journal.file(), &journal.clock, |window| {
        window.type_text("[] ask about the mentor by 4 dec");
    });
}

#[test]
fn compact_prepare_matches_snapshot() {
    let journal = TempJournal::sample();
    snapshot_of_size("compact-prepare", vec2(380.0, 760.0), &journal.file(), &journal.clock, |window| {
        window.press_with(Modifiers::COMMAND, Key::Num1);
    });
}

#[test]
fn flag_dialog_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    let at = minutes_after_now(8 * 24 * 60).timestamp().as_millisecond();
    let planned = format!(
        "INSERT INTO one_on_ones (uid, person, at, offset_s, zone, state) VALUES (zeroblob(16), 1, {at}, 3600, '+01:00', 'planned')"
    );
    journal.raw_connection().execute_batch(&planned).unwrap();
    snapshot("flag", &journal, |window| {
        window.click_button("Details: stopped asking questions in the team meeting #wellbeing");
        window.fill("Usually", "Speaks early, asks the question that nobody else asks.");
        window.fill("Lately", "Waits to be asked.");
        window.click(Role::RadioButton, "Next one-on-one, Wed 2 Dec");
    });
}

#[test]
fn prepare_matches_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.rapport");
    let clock = FixedClock::new(zoned(NOW));
    rapport::sample::write(&path, Size::Small, DEFAULT_SEED, zoned(NOW).date()).unwrap();
    snapshot_at("prepare", &path, &clock, |window| window.press_with(Modifiers::COMMAND, Key::Num1));
}

#[test]
fn timeline_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    journal.commit(Change::WrapUp { one_on_one: OneOnOneId(1), minutes: 25 }).unwrap();
    snapshot("timeline", &journal, |window| window.click(Role::Tab, "Timeline"));
}

/// Half a year with Dana, whose flag was raised and settled today.
fn journal_with_half_a_year() -> TempJournal {
    let journal = TempJournal::sample();
    let open_entries = journal.db().open_entries(PersonId(1)).unwrap();
    let flag = open_entries.iter().find(|entry| entry.kind() == Kind::Flag).unwrap().id;
    let commit = |minutes: i64, transition: Transition| {
        Journal::commit(&journal, Change::Transition { entry: flag, transition }, &minutes_after_now(minutes)).unwrap();
    };
    commit(4, Transition::Raise("felt talked over by the vendor team".into()));
    let outcome = "she comments in writing before the room fills up".into();
    commit(9, Transition::Settle { outcome, recheck_on: Some(date(2026, 12, 8)) });
    let delegation = "> Storage migration: Dana decides, I hear about it after";
    Journal::commit(&journal, jot_change(1, None, delegation), &minutes_after_now(15)).unwrap();
    journal.clock.set(minutes_after_now(20));
    journal
}

#[test]
fn dense_half_year_matches_snapshot() {
    snapshot("half-year", &journal_with_half_a_year(), |window| window.click(Role::Tab, "Timeline"));
}

/// The focused entry is on the lane of the flag.
#[test]
fn highlighted_lane_matches_snapshot() {
    snapshot("half-year-lane", &journal_with_half_a_year(), |window| {
        window.click(Role::Tab, "Timeline");
        window
            .get_by_role_and_label(Role::Article, "Raised: Quiet in two design reviews; camera off on Thursday.")
            .focus();
        window.settle();
    });
}

/// Half a year with Dana, six items picked, a flag being confirmed.
#[test]
fn review_matches_snapshot() {
    let journal = journal_with_half_a_year();
    let events = journal.db().timeline(PersonId(1)).unwrap().events;
    let first_two = |kind: Kind| events.iter().filter(move |moment| moment.is_written() && moment.kind == kind).take(2);
    let picked = [Kind::Praise, Kind::Feedback, Kind::Goal].into_iter().flat_map(first_two).map(|moment| moment.entry);
    journal.commit(Change::SetEvidence { entries: picked.collect(), picked: true }).unwrap();
    snapshot("review", &journal, |window| window.press_with(Modifiers::COMMAND, Key::Num4));
}

#[test]
fn reflect_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    let commit = |days: i64, change: LeaderChange| {
        Journal::commit(&journal, Change::Leader(change), &minutes_after_now(-days * 24 * 60)).unwrap();
    };
    for (days, answers) in [(61, [2, 3, 1, 2]), (45, [3, 2, 2, 3]), (30, [3, 4, 4, 3]), (15, [4, 4, 3, 4])] {
        let answers = answers.map(|answer: u8| Some(answer.try_into().unwrap()));
        commit(days, LeaderChange::SaveSelfCheck { answers, line: String::new() });
    }
    commit(4, LeaderChange::SetIntention("Hear Tomás out before I mention the plan".into()));
    commit(0, LeaderChange::SetIntention("Say why the migration matters, before the dates".into()));
    snapshot("reflect", &journal, |window| {
        window.press_with(Modifiers::COMMAND, Key::R);
        window.click(Role::RadioButton, "leaning helping");
    });
}

#[test]
fn person_form_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    snapshot("person", &journal, |window| {
        window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
        window.fill("Name", "Sofia Almeida");
        window.fill("How often you meet", "now and then");
        window.click_button("Add");
    });
}

#[test]
fn today_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    journal.commit(Change::WrapUp { one_on_one: OneOnOneId(1), minutes: 25 }).unwrap();
    journal.clock.set(minutes_after_now(16 * 24 * 60));
    snapshot("today", &journal, |window| {
        window.press_with(Modifiers::COMMAND, Key::T);
        window.press(Key::J);
    });
}

#[test]
fn discreet_mode_matches_snapshot() {
    let journal = journal_in_running_one_on_one();
    snapshot("discreet", &journal, |window| {
        window.press_with(Modifiers::COMMAND, Key::T);
        window.press_with(Modifiers::COMMAND, Key::Period);
    });
}
