//! Calendars: planned one-on-ones.

use std::{fs, ops::ControlFlow, path::Path};

use rapport::{
    domain::{cadence::Cadence, one_on_one::OneOnOneState, person::Profile},
    import::{ImportContext, ImportError, ImportResult, calendar},
    journal::change::Change,
};

use super::{assert_approved, describe_import, fixture_path, import, import_context, never_cancel, people, preview_of};
use crate::support::{TempJournal, zoned};

const TEAM: [&str; 3] = ["Dana Whitfield", "Tomás Ferreira", "Lena Brandt"];

fn read(path: &Path, context: &ImportContext) -> ImportResult {
    calendar::read(path, context, &mut *never_cancel()).unwrap()
}

/// Reads events, wrapped in a minimal calendar.
fn read_events(events: &str, context: &ImportContext) -> ImportResult {
    read_text(&format!("BEGIN:VCALENDAR\n{events}\nEND:VCALENDAR\n"), context)
}

fn read_text(text: &str, context: &ImportContext) -> ImportResult {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    read(file.path(), context)
}

/// An event at that time, with additional lines.
fn event(start: &str, more: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a\nSUMMARY:1:1 Dana\nDTSTART{start}\n{more}\nEND:VEVENT")
}

#[test]
fn calendars_of_three_apps_match_the_approved_text() {
    let journal = TempJournal::with_people(&TEAM);
    let context = ImportContext { now: zoned("2026-11-24T10:30[Europe/Berlin]"), people: people(&journal) };
    for name in ["google", "outlook", "apple"] {
        let result = read(&fixture_path(&format!("calendars/{name}.ics")), &context);
        assert_approved(&format!("calendar-{name}"), &describe_import(&result));
    }
}

#[test]
fn next_occurrence_is_found_for_every_recurrence_rule() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = ImportContext { now: zoned("2026-11-24T10:30[Europe/Berlin]"), people: people(&journal) };
    let weekly = ";TZID=Europe/Berlin:20260106T100000";
    for (case, start, more, at, expected) in [
        ("once", ":20261127T100000", "", "2026-11-27T10:00:00+01:00", ""),
        ("in UTC", ":20261127T100000Z", "", "2026-11-27T11:00:00+01:00", ""),
        ("another time zone", ";TZID=America/New_York:20261127T100000", "", "2026-11-27T16:00:00+01:00", ""),
        (
            "Windows time zone name",
            ";TZID=\"Tokyo Standard Time\":20261127T100000",
            "",
            "2026-11-27T02:00:00+01:00",
            "",
        ),
        ("all day", ";VALUE=DATE:20261127", "", "2026-11-27T12:00:00+01:00", ""),
        ("all day today", ";VALUE=DATE:20261124", "", "2026-11-24T12:00:00+01:00", ""),
        ("weekly", weekly, "RRULE:FREQ=WEEKLY", "2026-12-01T10:00:00+01:00", "every week on Tuesday at 10:00"),
        (
            "series begun in summer time",
            ";TZID=Europe/Berlin:20260707T100000",
            "RRULE:FREQ=WEEKLY",
            "2026-12-01T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "every other week",
            weekly,
            "RRULE:FREQ=WEEKLY;INTERVAL=2",
            "2026-12-08T10:00:00+01:00",
            "every 2 weeks on Tuesday at 10:00",
        ),
        (
            "every fourteen days",
            weekly,
            "RRULE:FREQ=DAILY;INTERVAL=14",
            "2026-12-08T10:00:00+01:00",
            "every 2 weeks on Tuesday at 10:00",
        ),
        ("daily", weekly, "RRULE:FREQ=DAILY", "2026-11-25T10:00:00+01:00", "every day at 10:00"),
        ("twice a week, without a cadence", weekly, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-26T10:00:00+01:00", ""),
        (
            "monthly by day",
            weekly,
            "RRULE:FREQ=MONTHLY;BYMONTHDAY=6",
            "2026-12-06T10:00:00+01:00",
            "every month at 10:00",
        ),
        (
            "the last friday",
            weekly,
            "RRULE:FREQ=MONTHLY;BYDAY=-1FR",
            "2026-11-27T10:00:00+01:00",
            "every month on Friday at 10:00",
        ),
        (
            "twice a year",
            weekly,
            "RRULE:FREQ=MONTHLY;INTERVAL=6",
            "2027-01-06T10:00:00+01:00",
            "every 6 months at 10:00",
        ),
        ("yearly", weekly, "RRULE:FREQ=YEARLY", "2027-01-06T10:00:00+01:00", "every 12 months at 10:00"),
        (
            "series begun in 1980",
            ";TZID=Europe/Berlin:19800101T100000",
            "RRULE:FREQ=DAILY",
            "2026-11-25T10:00:00+01:00",
            "every day at 10:00",
        ),
        (
            "UNTIL at the next occurrence",
            weekly,
            "RRULE:FREQ=WEEKLY;UNTIL=20261201T090000Z",
            "2026-12-01T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "UNTIL as a date",
            weekly,
            "RRULE:FREQ=WEEKLY;UNTIL=20261201",
            "2026-12-01T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        ("UNTIL an hour before the next occurrence", weekly, "RRULE:FREQ=WEEKLY;UNTIL=20261201T080000Z", "", ""),
        (
            "COUNT includes the next occurrence",
            weekly,
            "RRULE:FREQ=WEEKLY;COUNT=48",
            "2026-12-01T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        ("COUNT ends before today", weekly, "RRULE:FREQ=WEEKLY;COUNT=47", "", ""),
        (
            "EXDATE of the next occurrence",
            weekly,
            "RRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Berlin:20261201T100000",
            "2026-12-08T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "EXDATE in UTC",
            weekly,
            "RRULE:FREQ=WEEKLY\nEXDATE:20261201T090000Z",
            "2026-12-08T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "EXDATE as a date",
            weekly,
            "RRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20261201",
            "2026-12-08T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "RDATE before the next occurrence",
            weekly,
            "RRULE:FREQ=WEEKLY\nRDATE;TZID=Europe/Berlin:20261126T090000",
            "2026-11-26T09:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        ("in the past", ":20261123T100000", "", "", ""),
        ("no such day", weekly, "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "", ""),
    ] {
        let result = read_events(&event(start, more), &context);
        let found = result.bundle.one_on_ones.first().map_or(String::new(), |one| one.at.to_string());
        assert_eq!(found.trim_end_matches("[Europe/Berlin]"), at, "{case}");
        let found = result.bundle.cadences.first().map_or(String::new(), |(_, cadence)| cadence.to_string());

        assert_eq!(found, expected, "{case}");
        assert_eq!(result.diagnostics, [], "{case}");
    }
}

#[test]
fn planned_end_is_the_end_of_the_next_occurrence() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = ImportContext { now: zoned("2026-11-24T10:30[Europe/Berlin]"), people: people(&journal) };
    let weekly = ";TZID=Europe/Berlin:20260106T100000";
    let override_of = |id: &str, more: &str| {
        format!(
            "RRULE:FREQ=WEEKLY\nDTEND;TZID=Europe/Berlin:20260106T103000\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\n\
                 SUMMARY:1:1 Dana\nRECURRENCE-ID{id}\n{more}"
        )
    };
    let moved = override_of(
        ";TZID=Europe/Berlin:20261201T100000",
        "DTSTART;TZID=Europe/Berlin:20261201T140000\nDTEND;TZID=Europe/Berlin:20261201T150000",
    );
    let longer = override_of(
        ";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261103T100000",
        "DTSTART;TZID=Europe/Berlin:20261103T110000\nDTEND;TZID=Europe/Berlin:20261103T114500",
    );
    for (case, start, more, expected) in [
        ("an end", ":20261127T100000", "DTEND:20261127T103000", Some("10:30")),
        ("a duration", ":20261127T100000", "DURATION:PT1H15M", Some("11:15")),
        ("an end in another zone", ":20261127T100000", "DTEND:20261127T094500Z", Some("10:45")),
        ("of a series", weekly, "RRULE:FREQ=WEEKLY\nDTEND;TZID=Europe/Berlin:20260106T103000", Some("10:30")),
        ("of a moved occurrence", weekly, &moved, Some("15:00")),
        ("of a series that became longer", weekly, &longer, Some("11:45")),
        ("no end", ":20261127T100000", "", None),
        ("a whole day", ";VALUE=DATE:20261127", "DTEND;VALUE=DATE:20261128", None),
        ("an end before the start", ":20261127T100000", "DTEND:20261127T093000", None),
        ("an end days later", ":20261127T100000", "DTEND:20261129T103000", None),
        ("a broken end", ":20261127T100000", "DTEND:soon", None),
        ("a broken duration", ":20261127T100000", "DURATION:half an hour", None),
    ] {
        let result = read_events(&event(start, more), &context);
        let [planned] = result.bundle.one_on_ones.as_slice() else { panic!("{case}: {:?}", result.diagnostics) };
        let end = planned.planned_end_time().map(|time| time.strftime("%H:%M").to_string());
        assert_eq!(end.as_deref(), expected, "{case}");
    }
}

#[test]
fn reimport_updates_the_planned_end() {
    let journal = TempJournal::with_people(&["Dana"]);
    let dana = people(&journal)[0].id;
    let planned_end =
        || journal.db().next_planned(dana).unwrap().unwrap().planned_end_time().map(|end| end.to_string());
    import(&journal, &read_events(&event(":20261127T100000", "DURATION:PT30M"), &import_context(&journal)));
    assert_eq!(planned_end().as_deref(), Some("10:30:00"));
    let exported = journal.export_json();
    assert!(exported.contains(r#""planned_end":"2026-11-27T09:30:00Z""#), "{exported}");
    import(&journal, &read_events(&event(":20261127T100000", "DURATION:PT45M"), &import_context(&journal)));
    assert_eq!(planned_end().as_deref(), Some("10:45:00"));
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.export_json(), exported);
}

#[test]
fn changed_occurrence_replaces_the_original_time() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = ImportContext { now: zoned("2026-11-24T10:30[Europe/Berlin]"), people: people(&journal) };
    let series = event(";TZID=Europe/Berlin:20260106T100000", "RRULE:FREQ=WEEKLY");
    for (case, more, at) in [
        (
            "moved",
            event(";TZID=Europe/Berlin:20261203T150000", "RECURRENCE-ID;TZID=Europe/Berlin:20261201T100000"),
            "2026-12-03T15:00:00",
        ),
        ("moved from UTC", event(":20261203T150000Z", "RECURRENCE-ID:20261201T090000Z"), "2026-12-03T16:00:00"),
        (
            "cancelled",
            event(
                ";TZID=Europe/Berlin:20261201T100000",
                "RECURRENCE-ID;TZID=Europe/Berlin:20261201T100000\nSTATUS:CANCELLED",
            ),
            "2026-12-08T10:00:00",
        ),
        (
            "moved to later today",
            event(";TZID=Europe/Berlin:20261124T160000", "RECURRENCE-ID;TZID=Europe/Berlin:20261124T100000"),
            "2026-11-24T16:00:00",
        ),
        (
            "moved with all later occurrences",
            event(
                ";TZID=Europe/Berlin:20261117T150000",
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261117T100000",
            ),
            "2026-11-24T15:00:00",
        ),
    ] {
        for text in [format!("{series}\n{more}"), format!("{more}\n{series}")] {
            let result = read_events(&text, &context);
            let found = result.bundle.one_on_ones.first().map(|one| one.at.to_string()).unwrap_or_default();
            assert!(found.starts_with(at), "{case}: {found}");
            assert_eq!(result.bundle.one_on_ones.len(), 1, "{case}");
        }
    }
}

#[test]
fn reimport_updates_moved_meetings_and_duplicates_nothing() {
    let journal = TempJournal::with_people(&TEAM);
    let empty = journal.export_json();
    let google = fixture_path("calendars/google.ics");
    let result = read(&google, &import_context(&journal));
    assert_eq!(preview_of(&journal, &result).new_people, ["Priya Raman", "Sam"]);
    import(&journal, &result);
    let once = journal.export_json();
    let dana = journal.db().next_planned(people(&journal)[0].id).unwrap().unwrap();
    assert_eq!(dana.at.to_string(), "2026-11-25T14:00:00+01:00");

    let again = read(&google, &import_context(&journal));
    let gain = preview_of(&journal, &again);
    assert_eq!((gain.people.len(), gain.new_people.len(), gain.changed), (0, 0, 0));
    import(&journal, &again);
    assert_eq!(journal.export_json(), once, "read twice");

    let text = fs::read_to_string(&google).unwrap().replace("20261125T140000", "20261125T163000");
    let moved = read_text(&text, &import_context(&journal));
    assert_eq!(preview_of(&journal, &moved).changed, 1);
    import(&journal, &moved);
    let after = journal.db().next_planned(people(&journal)[0].id).unwrap().unwrap();
    assert_eq!((after.id, after.uid), (dana.id, dana.uid));
    assert_eq!(after.at.to_string(), "2026-11-25T16:30:00+01:00");

    // A week later the next occurrence is planned; the one that took place stays.
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.export_json(), once, "taken back");
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.export_json(), empty, "all of it is taken back");
}

#[test]
fn calendar_overrides_a_manually_planned_one_on_one() {
    let journal = TempJournal::with_people(&["Dana"]);
    let dana = people(&journal)[0].id;
    let at = rapport::domain::moment::Moment::from(&zoned("2026-11-30T09:00:00+01:00[+01:00]"));
    journal.commit(Change::ScheduleMeeting { person: dana, at }).unwrap();
    let longest = "every week (3 weeks at the latest)".parse::<Cadence>().unwrap();
    let profile = Profile { cadence: Some(longest), ..people(&journal)[0].profile.clone() };
    journal.commit(Change::EditPerson { person: dana, profile }).unwrap();
    let weekly = event(":20261103T150000", "RRULE:FREQ=WEEKLY");
    import(&journal, &read_events(&weekly, &import_context(&journal)));
    let planned = journal.db().next_planned(dana).unwrap().unwrap();
    assert_eq!(planned.at.to_string(), "2026-11-24T15:00:00+01:00");
    let imported_cadence = people(&journal)[0].profile.cadence.unwrap().to_string();
    assert_eq!(imported_cadence, "every week on Tuesday at 15:00 (3 weeks at the latest)");

    // Once it took place, the next one is a different one.
    journal.commit(Change::ClearSchedule(dana)).unwrap();
    let later = ImportContext { now: zoned("2026-11-24T16:00:00+01:00[+01:00]"), ..import_context(&journal) };
    import(&journal, &read_events(&weekly, &later));
    let next = journal.db().next_planned(dana).unwrap().unwrap();
    assert_eq!((next.state, next.at.to_string().as_str()), (OneOnOneState::Planned, "2026-12-01T15:00:00+01:00"));
}

#[test]
fn diagnostics_name_the_line() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = import_context(&journal);
    let weekly = |rule: &str| event(":20261103T150000", rule);
    for (case, text, line, why) in [
        ("unknown frequency", weekly("RRULE:FREQ=SOMETIMES"), 6, "has an invalid recurrence rule: FREQ=SOMETIMES"),
        (
            "rule too long",
            weekly(&format!("RRULE:FREQ=WEEKLY;BYDAY={}", "MO,".repeat(400))),
            6,
            "has a recurrence rule that is too long",
        ),
        ("repeats every second", weekly("RRULE:FREQ=SECONDLY"), 6, "repeats several times a day"),
        ("repeats several times a day", weekly("RRULE:FREQ=DAILY;BYHOUR=9,10,11"), 6, "repeats several times a day"),
        (
            "begins in the year 200",
            event(":02000101T100000", "RRULE:FREQ=DAILY"),
            2,
            "is a recurring event since the year 200, which is too long ago",
        ),
        ("in the year 9999", event(":99991231T100000Z", ""), 2, "is an event in the year 9999, too far in the future"),
        ("no such day", event(":20260230T100000", ""), 5, "says “20260230T100000”, which isn’t a valid time"),
        ("not a date", event(":soon", ""), 5, "says “soon”, which isn’t a valid time"),
        ("invalid EXDATE", weekly("EXDATE:x"), 6, "says “x”, which isn’t a valid time"),
        ("no DTSTART", "BEGIN:VEVENT\nSUMMARY:1:1 Dana\nEND:VEVENT".to_owned(), 2, "is an event without a start time"),
        (
            "unknown time zone",
            event(";TZID=Mars/Olympus:20261127T100000", ""),
            2,
            "is in the unknown time zone “Mars/Olympus”; your own time zone was used",
        ),
        ("no END", "BEGIN:VEVENT\nSUMMARY:1:1 Dana".to_owned(), 2, "starts an event that never ends"),
        ("END without BEGIN", "END:VEVENT".to_owned(), 2, "ends an event that never started"),
        ("not a property", "what is this".to_owned(), 2, "is not a valid calendar line"),
    ] {
        let result = read_events(&text, &context);
        let found = result.diagnostics.first().unwrap_or_else(|| panic!("{case}: nothing is said"));
        assert_eq!((found.line, found.reason.as_str()), (Some(line), why), "{case}");
        assert_eq!(result.diagnostics.len(), 1, "{case}");
    }
    let cut = read_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:1:1 Dana\nDTSTART:2026", &context);
    assert_eq!(cut.diagnostics.first().map(|unread| unread.reason.as_str()), Some("starts an event that never ends"));
    let between = read_text(&format!("BEGIN:VCALENDAR\n{}\n", event(":20261127T100000", "")), &context);
    assert_eq!(between.bundle.one_on_ones.len(), 1);
    assert_eq!(between.diagnostics.first().and_then(|unread| unread.line), Some(7));
}

#[test]
fn a_file_that_is_no_calendar_is_refused() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = import_context(&journal);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ics");
    for (case, bytes, why) in [
        ("empty", &b""[..], "is not a calendar"),
        ("a text", b"Dana, 1:1 on Friday", "is not a calendar"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06", "is not text"),
    ] {
        fs::write(&path, bytes).unwrap();
        let error = calendar::read(&path, &context, &mut *never_cancel()).unwrap_err();
        assert!(error.to_string().contains(why), "{case}: {error}");
    }
    let latin_1: Vec<u8> = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", event(":20261127T100000", "X-A:Zoë"))
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    fs::write(&path, latin_1).unwrap();
    assert_eq!(read(&path, &context).bundle.one_on_ones.len(), 1);
    let stopped = calendar::read(&path, &context, &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(ImportError::Cancelled)));
    assert!(matches!(calendar::read(folder.path(), &context, &mut *never_cancel()), Err(ImportError::IsDirectory(_))));
}

#[test]
fn a_calendar_with_endless_rules_is_read_in_no_time() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = import_context(&journal);
    let rules = [
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYSETPOS=9;BYDAY=MO",
    ];
    let events: Vec<String> = (0..400)
        .map(|number| {
            event(":19010101T100000", &format!("RRULE:{}", rules[number % 4]))
                .replace("UID:a", &format!("UID:{number}"))
        })
        .collect();
    let result = read_events(&events.join("\n"), &context);
    assert_eq!(result.bundle.one_on_ones.len(), 1);
}

/// An event with a title and two people, including the leader.
fn event_with_attendee(uid: &str, title: &str, start: &str, with: &str, more: &str) -> String {
    let guests = if with.is_empty() {
        String::new()
    } else {
        format!("ATTENDEE;CN=Alex Meyer:mailto:alex@example.org\nATTENDEE;CN={with}:mailto:{uid}@example.org\n")
    };
    format!("BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART:{start}\n{guests}{more}\nEND:VEVENT")
}

#[test]
fn preparation_slot_is_not_the_one_on_one() {
    let with_her = event_with_attendee("a", "Priya / Alex 1:1", "20261130T150000", "Priya Raman", "");
    for there in [&["Priya Raman"][..], &[]] {
        let journal = TempJournal::with_people(there);
        let other = event_with_attendee("b", "Weekly", "20261201T150000", "Lena Ortiz", "RRULE:FREQ=WEEKLY");
        for title in ["Prep Priya 1:1", "Priya's 1:1 prep", "HOLD: Priya 1:1", "Priya 1:1 notes"] {
            let own = event_with_attendee("c", title, "20261130T090000", "", "");
            let result = read_events(&format!("{own}\n{with_her}\n{other}"), &import_context(&journal));
            let mut found: Vec<String> = result
                .bundle
                .people
                .iter()
                .zip(&result.bundle.one_on_ones)
                .map(|(who, one)| format!("{} {}", who.person.profile.name, one.at))
                .collect();
            found.sort();
            assert!(found[0].starts_with("Lena Ortiz 2026-12-01") && found.len() == 2, "{title}: {found:?}");
            assert!(found[1].starts_with("Priya Raman 2026-11-30T15:00"), "{title}: {found:?}");
            assert_eq!(result.ignored[0].count, 1, "{title}");
        }
    }
    // Without attendees only the title counts; otherwise attendees come first.
    let journal = TempJournal::with_people(&["Priya Raman"]);
    let named = event_with_attendee("c", "1:1 Priya (goals)", "20261127T090000", "", "");
    let day = |events: &str| read_events(events, &import_context(&journal)).bundle.one_on_ones[0].at.day().to_string();
    assert_eq!(day(&named), "2026-11-27");
    assert_eq!(day(&format!("{named}\n{with_her}")), "2026-11-30");
}

#[test]
fn declined_occurrence_is_skipped() {
    let journal = TempJournal::with_people(&["Priya Raman"]);
    let series = event_with_attendee("a", "Priya 1:1", "20261126T100000", "Priya Raman", "RRULE:FREQ=WEEKLY");
    let declined = "BEGIN:VEVENT\nUID:a\nSUMMARY:Priya 1:1\nDTSTART:20261126T100000\nRECURRENCE-ID:20261126T100000\n\
                    ATTENDEE;PARTSTAT=DECLINED;CN=Alex Meyer:mailto:alex@example.org\nEND:VEVENT";
    let result = read_events(&format!("{series}\n{declined}"), &import_context(&journal));
    assert_eq!(result.bundle.one_on_ones[0].at.day().to_string(), "2026-12-03");
}

#[test]
fn recurring_two_person_meetings_are_offered_or_counted() {
    let journal = TempJournal::with_people(&[]);
    let weekly = "RRULE:FREQ=WEEKLY";
    let events = [
        event_with_attendee("a", "Lena <> Alex", "20261126T100000", "Lena Ortiz", weekly),
        event_with_attendee("b", "Catch-up Dana", "20261126T110000", "Dana Whitfield", weekly),
        event_with_attendee("c", "Piano lesson", "20261126T180000", "Joost", weekly),
        event_with_attendee("d", "Interview", "20261126T180000", "Kim", ""),
    ];
    let result = read_events(&events.join("\n"), &import_context(&journal));
    let mut names: Vec<&str> =
        result.bundle.people.iter().map(|arrival| arrival.person.profile.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Dana Whitfield", "Lena Ortiz"]);
    assert_eq!(result.ignored.iter().map(|item| item.count).sum::<usize>(), 1);
}
