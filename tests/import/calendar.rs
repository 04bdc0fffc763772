//! Calendars: whom you meet next.

use std::{fs, ops::ControlFlow, path::Path};

use rapport::{
    domain::{cadence::Cadence, one_on_one::OneOnOneState, person::Profile},
    import::{Ground, Harvest, ImportError, calendar},
    journal::change::Change,
};

use super::{approved, bring_in, fixture, ground, on, people, shown, told};
use crate::support::{TempJournal, zoned};

const TEAM: [&str; 3] = ["Dana Whitfield", "Tomás Ferreira", "Lena Brandt"];

fn read(path: &Path, ground: &Ground) -> Harvest {
    calendar::read(path, ground, &mut *on()).unwrap()
}

/// Reads events that are written without what every calendar has around them.
fn of_events(events: &str, ground: &Ground) -> Harvest {
    of_text(&format!("BEGIN:VCALENDAR\n{events}\nEND:VCALENDAR\n"), ground)
}

fn of_text(text: &str, ground: &Ground) -> Harvest {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    read(file.path(), ground)
}

/// An event at that time, with more lines.
fn event(start: &str, more: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a\nSUMMARY:1:1 Dana\nDTSTART{start}\n{more}\nEND:VEVENT")
}

#[test]
fn calendars_of_three_programs_are_read_as_approved() {
    let journal = TempJournal::with(&TEAM);
    let ground = Ground { now: zoned("2026-11-24T10:30[Europe/Berlin]"), people: people(&journal) };
    for name in ["google", "outlook", "apple"] {
        let harvest = read(&fixture(&format!("calendars/{name}.ics")), &ground);
        approved(&format!("approved/calendar-{name}.txt"), &told(&harvest));
    }
}

#[test]
fn the_next_occurrence_is_found_whatever_the_rule() {
    let journal = TempJournal::with(&["Dana"]);
    let ground = Ground { now: zoned("2026-11-24T10:30[Europe/Berlin]"), people: people(&journal) };
    let weekly = ";TZID=Europe/Berlin:20260106T100000";
    for (case, start, more, at, rhythm) in [
        ("once", ":20261127T100000", "", "2026-11-27T10:00:00+01:00", ""),
        ("in UTC", ":20261127T100000Z", "", "2026-11-27T11:00:00+01:00", ""),
        ("elsewhere", ";TZID=America/New_York:20261127T100000", "", "2026-11-27T16:00:00+01:00", ""),
        ("in a zone of Windows", ";TZID=\"Tokyo Standard Time\":20261127T100000", "", "2026-11-27T02:00:00+01:00", ""),
        ("all day", ";VALUE=DATE:20261127", "", "2026-11-27T12:00:00+01:00", ""),
        ("all day today", ";VALUE=DATE:20261124", "", "2026-11-24T12:00:00+01:00", ""),
        ("weekly", weekly, "RRULE:FREQ=WEEKLY", "2026-12-01T10:00:00+01:00", "every week on Tuesday at 10:00"),
        (
            "since summer",
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
        ("twice a week", weekly, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-26T10:00:00+01:00", ""),
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
            "since 1980",
            ";TZID=Europe/Berlin:19800101T100000",
            "RRULE:FREQ=DAILY",
            "2026-11-25T10:00:00+01:00",
            "every day at 10:00",
        ),
        (
            "until then",
            weekly,
            "RRULE:FREQ=WEEKLY;UNTIL=20261201T090000Z",
            "2026-12-01T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "until a day",
            weekly,
            "RRULE:FREQ=WEEKLY;UNTIL=20261201",
            "2026-12-01T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        ("until an hour before", weekly, "RRULE:FREQ=WEEKLY;UNTIL=20261201T080000Z", "", ""),
        (
            "so often",
            weekly,
            "RRULE:FREQ=WEEKLY;COUNT=48",
            "2026-12-01T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        ("once too few", weekly, "RRULE:FREQ=WEEKLY;COUNT=47", "", ""),
        (
            "not on the next",
            weekly,
            "RRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Berlin:20261201T100000",
            "2026-12-08T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "not then, said in UTC",
            weekly,
            "RRULE:FREQ=WEEKLY\nEXDATE:20261201T090000Z",
            "2026-12-08T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "not on that day",
            weekly,
            "RRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20261201",
            "2026-12-08T10:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        (
            "and on another day",
            weekly,
            "RRULE:FREQ=WEEKLY\nRDATE;TZID=Europe/Berlin:20261126T090000",
            "2026-11-26T09:00:00+01:00",
            "every week on Tuesday at 10:00",
        ),
        ("over", ":20261123T100000", "", "", ""),
        ("no such day", weekly, "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "", ""),
    ] {
        let harvest = of_events(&event(start, more), &ground);
        let found = harvest.bundle.one_on_ones.first().map_or(String::new(), |one| one.at.to_string());
        assert_eq!(found.trim_end_matches("[Europe/Berlin]"), at, "{case}");
        let found = harvest.bundle.rhythms.first().map_or(String::new(), |(_, rhythm)| rhythm.to_string());

        assert_eq!(found, rhythm, "{case}");
        assert_eq!(harvest.unread, [], "{case}");
    }
}

#[test]
fn one_occurrence_that_was_changed_is_no_longer_where_it_was() {
    let journal = TempJournal::with(&["Dana"]);
    let ground = Ground { now: zoned("2026-11-24T10:30[Europe/Berlin]"), people: people(&journal) };
    let series = event(";TZID=Europe/Berlin:20260106T100000", "RRULE:FREQ=WEEKLY");
    for (case, more, at) in [
        (
            "moved",
            event(";TZID=Europe/Berlin:20261203T150000", "RECURRENCE-ID;TZID=Europe/Berlin:20261201T100000"),
            "2026-12-03T15:00:00",
        ),
        ("moved from UTC", event(":20261203T150000Z", "RECURRENCE-ID:20261201T090000Z"), "2026-12-03T16:00:00"),
        (
            "called off",
            event(
                ";TZID=Europe/Berlin:20261201T100000",
                "RECURRENCE-ID;TZID=Europe/Berlin:20261201T100000\nSTATUS:CANCELLED",
            ),
            "2026-12-08T10:00:00",
        ),
        (
            "held late",
            event(";TZID=Europe/Berlin:20261124T160000", "RECURRENCE-ID;TZID=Europe/Berlin:20261124T100000"),
            "2026-11-24T16:00:00",
        ),
        (
            "all from then on",
            event(
                ";TZID=Europe/Berlin:20261117T150000",
                "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261117T100000",
            ),
            "2026-11-24T15:00:00",
        ),
    ] {
        for text in [format!("{series}\n{more}"), format!("{more}\n{series}")] {
            let harvest = of_events(&text, &ground);
            let found = harvest.bundle.one_on_ones.first().map(|one| one.at.to_string()).unwrap_or_default();
            assert!(found.starts_with(at), "{case}: {found}");
            assert_eq!(harvest.bundle.one_on_ones.len(), 1, "{case}");
        }
    }
}

#[test]
fn reading_again_moves_what_moved_and_doubles_nothing() {
    let journal = TempJournal::with(&TEAM);
    let empty = journal.full_form();
    let google = fixture("calendars/google.ics");
    let harvest = read(&google, &ground(&journal));
    assert_eq!(shown(&journal, &harvest).new_people, ["Priya Raman", "Sam"]);
    bring_in(&journal, &harvest);
    let once = journal.full_form();
    let dana = journal.db().next_planned(people(&journal)[0].id).unwrap().unwrap();
    assert_eq!(dana.at.to_string(), "2026-11-25T14:00:00+01:00");

    let again = read(&google, &ground(&journal));
    let gain = shown(&journal, &again);
    assert_eq!((gain.gains.len(), gain.new_people.len(), gain.changed), (0, 0, 0));
    bring_in(&journal, &again);
    assert_eq!(journal.full_form(), once, "read twice");

    let text = fs::read_to_string(&google).unwrap().replace("20261125T140000", "20261125T163000");
    let moved = of_text(&text, &ground(&journal));
    assert_eq!(shown(&journal, &moved).changed, 1);
    bring_in(&journal, &moved);
    let after = journal.db().next_planned(people(&journal)[0].id).unwrap().unwrap();
    assert_eq!((after.id, after.uid), (dana.id, dana.uid));
    assert_eq!(after.at.to_string(), "2026-11-25T16:30:00+01:00");

    // A week later the next one of the series is planned; the one that was held stays.
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.full_form(), once, "taken back");
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.full_form(), empty, "all of it is taken back");
}

#[test]
fn a_one_on_one_that_is_planned_by_hand_moves_to_where_the_calendar_has_it() {
    let journal = TempJournal::with(&["Dana"]);
    let dana = people(&journal)[0].id;
    let at = rapport::domain::moment::Moment::from(&zoned("2026-11-30T09:00:00+01:00[+01:00]"));
    journal.commit(Change::Plan { person: dana, at }).unwrap();
    let longest = "every week (3 weeks at the latest)".parse::<Cadence>().unwrap();
    let profile = Profile { cadence: Some(longest), ..people(&journal)[0].profile.clone() };
    journal.commit(Change::EditPerson { person: dana, profile }).unwrap();
    let weekly = event(":20261103T150000", "RRULE:FREQ=WEEKLY");
    bring_in(&journal, &of_events(&weekly, &ground(&journal)));
    let planned = journal.db().next_planned(dana).unwrap().unwrap();
    assert_eq!(planned.at.to_string(), "2026-11-24T15:00:00+01:00");
    let rhythm = people(&journal)[0].profile.cadence.unwrap().to_string();
    assert_eq!(rhythm, "every week on Tuesday at 15:00 (3 weeks at the latest)");

    // Once it was held, the next one is another.
    journal.commit(Change::Unplan(dana)).unwrap();
    let later = Ground { now: zoned("2026-11-24T16:00:00+01:00[+01:00]"), ..ground(&journal) };
    bring_in(&journal, &of_events(&weekly, &later));
    let next = journal.db().next_planned(dana).unwrap().unwrap();
    assert_eq!((next.state, next.at.to_string().as_str()), (OneOnOneState::Planned, "2026-12-01T15:00:00+01:00"));
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let journal = TempJournal::with(&["Dana"]);
    let ground = ground(&journal);
    let weekly = |rule: &str| event(":20261103T150000", rule);
    for (case, text, line, why) in [
        (
            "a rule that says nothing",
            weekly("RRULE:FREQ=SOMETIMES"),
            6,
            "repeats by a rule that says nothing: FREQ=SOMETIMES",
        ),
        (
            "a rule without end",
            weekly(&format!("RRULE:FREQ=WEEKLY;BYDAY={}", "MO,".repeat(400))),
            6,
            "has a rule that is too long",
        ),
        ("every second", weekly("RRULE:FREQ=SECONDLY"), 6, "repeats several times a day"),
        ("all day long", weekly("RRULE:FREQ=DAILY;BYHOUR=9,10,11"), 6, "repeats several times a day"),
        ("since Rome", event(":02000101T100000", "RRULE:FREQ=DAILY"), 2, "is an event that goes on since the year 200"),
        (
            "far away",
            event(":99991231T100000Z", ""),
            2,
            "is an event in the year 9999, further away than anybody plans",
        ),
        ("no such day", event(":20260230T100000", ""), 5, "says “20260230T100000”, which is no time"),
        ("no day", event(":soon", ""), 5, "says “soon”, which is no time"),
        ("not on no day", weekly("EXDATE:x"), 6, "says “x”, which is no time"),
        ("without a time", "BEGIN:VEVENT\nSUMMARY:1:1 Dana\nEND:VEVENT".to_owned(), 2, "is an event without a time"),
        (
            "a strange zone",
            event(";TZID=Mars/Olympus:20261127T100000", ""),
            2,
            "is in the zone “Mars/Olympus”, which nobody knows; its times are taken for yours",
        ),
        ("an event without end", "BEGIN:VEVENT\nSUMMARY:1:1 Dana".to_owned(), 2, "begins an event that has no end"),
        ("an end without event", "END:VEVENT".to_owned(), 2, "ends an event that did not begin"),
        ("no line", "what is this".to_owned(), 2, "is no line of a calendar"),
    ] {
        let harvest = of_events(&text, &ground);
        let found = harvest.unread.first().unwrap_or_else(|| panic!("{case}: nothing is said"));
        assert_eq!((found.line, found.why.as_str()), (Some(line), why), "{case}");
        assert_eq!(harvest.unread.len(), 1, "{case}");
    }
    let cut = of_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:1:1 Dana\nDTSTART:2026", &ground);
    assert_eq!(cut.unread.first().map(|unread| unread.why.as_str()), Some("begins an event that has no end"));
    let between = of_text(&format!("BEGIN:VCALENDAR\n{}\n", event(":20261127T100000", "")), &ground);
    assert_eq!(between.bundle.one_on_ones.len(), 1);
    assert_eq!(between.unread.first().and_then(|unread| unread.line), Some(7));
}

#[test]
fn a_file_that_is_no_calendar_is_refused() {
    let journal = TempJournal::with(&["Dana"]);
    let ground = ground(&journal);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ics");
    for (case, bytes, why) in [
        ("empty", &b""[..], "is no calendar"),
        ("a text", b"Dana, 1:1 on Friday", "is no calendar"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06", "is not text"),
    ] {
        fs::write(&path, bytes).unwrap();
        let error = calendar::read(&path, &ground, &mut *on()).unwrap_err();
        assert!(error.to_string().contains(why), "{case}: {error}");
    }
    let latin_1: Vec<u8> = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", event(":20261127T100000", "X-A:Zoë"))
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    fs::write(&path, latin_1).unwrap();
    assert_eq!(read(&path, &ground).bundle.one_on_ones.len(), 1);
    let stopped = calendar::read(&path, &ground, &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(ImportError::Stopped)));
    assert!(matches!(calendar::read(folder.path(), &ground, &mut *on()), Err(ImportError::Folder(_))));
}

#[test]
fn a_calendar_with_endless_rules_is_read_in_no_time() {
    let journal = TempJournal::with(&["Dana"]);
    let ground = ground(&journal);
    let rules = [
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYSETPOS=9;BYDAY=MO",
    ];
    let events: Vec<String> = (0..400)
        .map(|nth| {
            event(":19010101T100000", &format!("RRULE:{}", rules[nth % 4])).replace("UID:a", &format!("UID:{nth}"))
        })
        .collect();
    let harvest = of_events(&events.join("\n"), &ground);
    assert_eq!(harvest.bundle.one_on_ones.len(), 1);
}

/// An event of two people, yourself among them, with a title.
fn of_two(uid: &str, title: &str, start: &str, with: &str, more: &str) -> String {
    let guests = if with.is_empty() {
        String::new()
    } else {
        format!("ATTENDEE;CN=Alex Meyer:mailto:alex@example.org\nATTENDEE;CN={with}:mailto:{uid}@example.org\n")
    };
    format!("BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART:{start}\n{guests}{more}\nEND:VEVENT")
}

#[test]
fn time_kept_to_prepare_is_not_the_one_on_one() {
    let with_her = of_two("a", "Priya / Alex 1:1", "20261130T150000", "Priya Raman", "");
    for there in [&["Priya Raman"][..], &[]] {
        let journal = TempJournal::with(there);
        let other = of_two("b", "Weekly", "20261201T150000", "Lena Ortiz", "RRULE:FREQ=WEEKLY");
        for title in ["Prep Priya 1:1", "Priya's 1:1 prep", "HOLD: Priya 1:1", "Priya 1:1 notes"] {
            let own = of_two("c", title, "20261130T090000", "", "");
            let harvest = of_events(&format!("{own}\n{with_her}\n{other}"), &ground(&journal));
            let mut found: Vec<String> = harvest
                .bundle
                .people
                .iter()
                .zip(&harvest.bundle.one_on_ones)
                .map(|(who, one)| format!("{} {}", who.person.profile.name, one.at))
                .collect();
            found.sort();
            assert!(found[0].starts_with("Lena Ortiz 2026-12-01") && found.len() == 2, "{title}: {found:?}");
            assert!(found[1].starts_with("Priya Raman 2026-11-30T15:00"), "{title}: {found:?}");
            assert_eq!(harvest.aside[0].count, 1, "{title}");
        }
    }
    // Where nobody is asked, the title is all there is; and what they are asked to goes first.
    let journal = TempJournal::with(&["Priya Raman"]);
    let named = of_two("c", "1:1 Priya (goals)", "20261127T090000", "", "");
    let day = |events: &str| of_events(events, &ground(&journal)).bundle.one_on_ones[0].at.day().to_string();
    assert_eq!(day(&named), "2026-11-27");
    assert_eq!(day(&format!("{named}\n{with_her}")), "2026-11-30");
}

#[test]
fn a_time_of_a_series_that_you_said_no_to_is_called_off() {
    let journal = TempJournal::with(&["Priya Raman"]);
    let series = of_two("a", "Priya 1:1", "20261126T100000", "Priya Raman", "RRULE:FREQ=WEEKLY");
    let declined = "BEGIN:VEVENT\nUID:a\nSUMMARY:Priya 1:1\nDTSTART:20261126T100000\nRECURRENCE-ID:20261126T100000\n\
                    ATTENDEE;PARTSTAT=DECLINED;CN=Alex Meyer:mailto:alex@example.org\nEND:VEVENT";
    let harvest = of_events(&format!("{series}\n{declined}"), &ground(&journal));
    assert_eq!(harvest.bundle.one_on_ones[0].at.day().to_string(), "2026-12-03");
}

#[test]
fn whom_you_meet_again_and_again_alone_is_offered_or_counted() {
    let journal = TempJournal::with(&[]);
    let weekly = "RRULE:FREQ=WEEKLY";
    let events = [
        of_two("a", "Lena <> Alex", "20261126T100000", "Lena Ortiz", weekly),
        of_two("b", "Catch-up Dana", "20261126T110000", "Dana Whitfield", weekly),
        of_two("c", "Piano lesson", "20261126T180000", "Joost", weekly),
        of_two("d", "Interview", "20261126T180000", "Kim", ""),
    ];
    let harvest = of_events(&events.join("\n"), &ground(&journal));
    let mut names: Vec<&str> =
        harvest.bundle.people.iter().map(|arrival| arrival.person.profile.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Dana Whitfield", "Lena Ortiz"]);
    assert_eq!(harvest.aside.iter().map(|aside| aside.count).sum::<usize>(), 1);
}
