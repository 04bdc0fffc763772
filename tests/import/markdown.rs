//! Notes in three habits of keeping them, and what is wrong with notes.

use std::{
    fmt::Write as _,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rapport::{
    domain::{
        entry::{Detail, Entry},
        person::Birthday,
    },
    import::{Ask, Harvest, ImportError, days::DayOrder, markdown},
    journal::bundle::Belongs,
};
use tempfile::TempDir;

use crate::{approved, bring_in, fixture, ground, on, people, shown, support::TempJournal, told};

fn read(journal: &TempJournal, path: &Path) -> Harvest {
    markdown::read(path, None, None, &ground(journal), &mut on()).unwrap()
}

/// A folder with these files.
fn notes(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        write(folder.path(), name, bytes);
    }
    folder
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn texts(harvest: &Harvest) -> Vec<&str> {
    harvest.bundle.entries.iter().map(|entry| entry.text.as_str()).collect()
}

/// Why what could not be read was not, with its file and line.
fn unread(harvest: &Harvest, within: &Path) -> String {
    let mut out = String::new();
    for unread in &harvest.unread {
        let file = unread.file.strip_prefix(within).unwrap_or(&unread.file).to_string_lossy().replace('\\', "/");
        let line = unread.line.map_or(String::new(), |line| format!(":{line}"));
        writeln!(out, "{file}{line} {}", unread.why).unwrap();
    }
    out
}

#[test]
fn notes_in_three_habits_are_read_as_approved() {
    for habit in ["obsidian", "logseq", "plain"] {
        let journal = TempJournal::with(&[]);
        let folder = fixture(&format!("notes/{habit}"));
        let harvest = read(&journal, &folder);
        let text = format!("{}\nfile by file:\n{}", told(&harvest), unread(&harvest, &folder));
        approved(&format!("approved/notes-{habit}.txt"), &text);
        assert!(harvest.bundle.entries.iter().all(|entry| entry.problem().is_none()));
        assert!(harvest.bundle.one_on_ones.iter().all(|one| one.problem().is_none()));
    }
}

#[test]
fn the_page_of_a_person_says_who_they_are() {
    let journal = TempJournal::with(&[]);
    let harvest = read(&journal, &fixture("notes/obsidian"));
    let dana = &harvest.bundle.people[0].person.profile;
    assert_eq!(
        (dana.name.as_str(), dana.role.as_str(), dana.team.as_str()),
        ("Dana Whitfield", "Staff engineer", "Platform")
    );
    assert_eq!(dana.birthday, Some(Birthday { year: None, month: 11, day: 30 }));
    assert_eq!(dana.cadence, None, "nobody has met her for two years");
}

#[test]
fn notes_read_again_double_nothing_wherever_they_lie_and_bring_what_is_new() {
    for habit in ["obsidian", "logseq", "plain"] {
        let journal = TempJournal::with(&[]);
        let before = journal.full_form();
        let folder = tempfile::tempdir().unwrap();
        let (first, moved) = (folder.path().join("a"), folder.path().join("b/deeper"));
        copy(&fixture(&format!("notes/{habit}")), &first);
        bring_in(&journal, &read(&journal, &first));
        let once = journal.full_form();
        assert!(once != before && people(&journal).len() >= 2);

        copy(&first, &moved);
        let again = read(&journal, &moved);
        let preview = shown(&journal, &again);
        assert_eq!((preview.new_people.len(), preview.gains.len(), preview.changed), (0, 0, 0), "{habit}");
        assert!(again.bundle.people.iter().all(|arrival| matches!(arrival.belongs, Belongs::To(_))));

        write(&moved, "2024-05-17 Dana Whitfield 1-1.md", b"- Something new\n");
        let grown = shown(&journal, &read(&journal, &moved));
        let gained: usize =
            grown.gains.iter().map(|gain| gain.entries.values().map(|(count, _)| count).sum::<usize>()).sum();
        assert_eq!((grown.gains.len(), gained), (1, 1), "{habit}");

        journal.undo();
        journal.flush().unwrap();
        assert!(journal.full_form() == before, "{habit}: an undone import leaves the export as it was");
    }
}

#[test]
fn a_box_that_is_ticked_later_and_a_copy_beside_it_are_the_same_entry() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let folder = notes(&[("Dana 1-1 2024-03-03.md", b"- [ ] send it\n- send it\n- quiet\n- quiet\n")]);
    let first = read(&journal, folder.path());
    assert_eq!(texts(&first).len(), 4, "a line that stands twice is two");
    bring_in(&journal, &first);
    write(folder.path(), "Dana 1-1 2024-03-03.md", b"- [x] send it\n- send it\n- quiet\n- quiet\n- loud\n");
    write(folder.path(), "Dana 1-1 2024-03-03 (conflicted copy).md", b"- [ ] send it\n- quiet\n");
    let gains = shown(&journal, &read(&journal, folder.path())).gains;
    assert_eq!(gains.len(), 1);
    assert_eq!(gains[0].entries.values().map(|(count, _)| count).sum::<usize>(), 1, "only what is new");
}

#[test]
fn a_line_that_is_ticked_planned_or_goes_on_is_the_same_entry() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let before = "- [ ] send ladder\n- TODO send doc\n- plan it\n- tired\n- same\n  - one\n- same\n  - two\n";
    let folder = notes(&[("Dana 1-1 2024-03-03.md", before.as_bytes())]);
    bring_in(&journal, &read(&journal, folder.path()));
    let after = "- [x] send ladder ✅ 2024-03-09\n- DONE send doc\n  CLOSED: [2024-03-09 Sat 10:00]\n  :LOGBOOK:\n  \
        CLOCK: [2024-03-09 Sat 10:00:00]\n  :END:\n- [ ] plan it 📅 2024-03-20\n- tired #health\n  - slept badly\n\
        - same\n  - one\n- same\n  - two\n  - three\n";
    write(folder.path(), "Dana 1-1 2024-03-03.md", after.as_bytes());
    assert_eq!(shown(&journal, &read(&journal, folder.path())).gains.len(), 0);
    write(folder.path(), "Dana 2024-03-03.md", b"- same\n  - four\n- same\n  - two\n");
    let more = read(&journal, folder.path());
    assert!(texts(&more).contains(&"same\n- four"), "what begins alike and goes on differently is not lost");
}

#[test]
fn people_of_the_journal_are_found_by_parts_of_their_names_and_when_they_were_renamed() {
    let journal = TempJournal::with(&["Dana Whitfield", "Tomás Ferreira"]);
    let folder = notes(&[
        ("2024-03-03.md", "- Dana: quiet\n- Lunch with Tomás\n- tomas is lower case\n- Danae is nobody".as_bytes()),
        ("tomas-ferreira 1-1 2024-03-04.md", b"- happy\n"),
    ]);
    let harvest = read(&journal, folder.path());
    assert_eq!(texts(&harvest), ["quiet", "Lunch with Tomás", "happy"]);
    assert_eq!(harvest.bundle.people.len(), 2);
    assert_eq!(unread(&harvest, folder.path()), "2024-03-03.md:3 names nobody, like one other line of it\n");
}

/// Who comes in from these files, with how many entries.
fn comes_in(known: &[&str], files: &[(&str, &str)]) -> Vec<String> {
    let journal = TempJournal::with(known);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let harvest = read(&journal, notes(&files).path());
    let count = |arrival: &rapport::journal::bundle::Arrival| {
        let id = arrival.person.id;
        harvest.bundle.entries.iter().filter(|entry| entry.person == id).count()
    };
    let mut all: Vec<String> = harvest
        .bundle
        .people
        .iter()
        .map(|arrival| format!("{} {}", arrival.person.profile.name, count(arrival)))
        .collect();
    all.sort();
    all
}

#[test]
fn a_document_may_be_ordered_by_person_or_by_day() {
    let by_person = "# Team notes\n\n## Dana Whitfield (Senior Engineer)\n### 3 March 2024\n- a\n### 10 March 2024\n- b\n\
        ## Lena Ortiz\n### 4 March 2024\n- c\n";
    let first_names = "# Team notes\n## Dana\n### 3 March 2024\n- a\n### 10 March 2024\n- b\n## Lena\n### 4 March 2024\n- c\n\
        ### 11 March 2024\n- d\n";
    let titles = "# Dana Whitfield\n## 2024-03-03\n- a\n### Search Page\n- b\n# Lena Ortiz\n## 2024-03-04\n- c\n";
    let by_day = "# Running notes\n## 3 March 2024\n### Dana\n- a\n### Lena\n- b\n## 10 March 2024\n### Dana\n- c\n\
        ### Lena\n- d\n";
    let of_a_year = "# 1:1 notes 2024\n## 3 March\n### Dana\n- a\n## 10 March\n### Dana\n- b\n";
    for (text, expected) in [
        (by_person, &["Dana Whitfield 2", "Lena Ortiz 1"][..]),
        (first_names, &["Dana 2", "Lena 2"]),
        (titles, &["Dana Whitfield 2", "Lena Ortiz 1"]),
        (by_day, &["Dana 2", "Lena 2"]),
        (of_a_year, &["Dana 2"]),
    ] {
        for name in ["notes.md", "by-person.md", "everything.md", "mgmt.md", "logbook.md", "notebook.md"] {
            assert_eq!(comes_in(&[], &[(name, text)]), expected, "{name}: {text}");
        }
    }
}

#[test]
fn what_a_file_is_called_says_less_than_its_title() {
    let titled = "# Dana Whitfield\n## 2024-03-03\n- a\n";
    let days = "## 2024-03-03\n- a\n### Rota\n- b\n## 2024-03-10\n### Rota\n- c\n";
    for (known, name, text, expected) in [
        (&[][..], "mgmt.md", titled, &["Dana Whitfield 1"][..]),
        (&["Dana Whitfield"], "Phoenix.md", titled, &["Dana Whitfield 1"]),
        (&["Dana Whitfield", "Lena"], "Lena.md", titled, &["Dana Whitfield 1"]),
        (&[], "Dana.md", days, &["Dana 3"]),
        (&[], "dana.md", titled, &["Dana Whitfield 1"]),
    ] {
        assert_eq!(comes_in(known, &[(name, text)]), expected, "{name}: {text}");
    }
}

#[test]
fn a_meeting_about_something_makes_nobody_of_it() {
    let three = "---\nattendees: [Ada Bell, Cy Dent, Eve Fox]\n---\n- a\n";
    let weekly = "## 2024-03-03\n- a\n## 2024-03-10\n- b\n";
    for (known, files, expected) in [
        (&[][..], &[("2024-03-12 Datadog call.md", three)][..], &[][..]),
        (&[], &[("2024-03-13 Phoenix sync.md", "- a\n")], &[]),
        (&[], &[("Weekly Checkout.md", weekly)], &[]),
        (&[], &[("2024-03-13 Meeting with legal.md", "- a\n"), ("2024-03-20 Meeting with legal.md", "- b\n")], &[]),
        (&[], &[("2024-03-13 Customer call Siemens.md", "- a\n")], &[]),
        (&[], &[("Weekly with Dana.md", weekly)], &["Dana 2"]),
        (&[], &[("2024-03-13 Dana 1-1.md", "- a\n")], &["Dana 1"]),
        (&[], &[("2024-03-13 Dana catch-up.md", "- a\n"), ("2024-03-20 Dana catch-up.md", "- b\n")], &["Dana 2"]),
        (&["Dana Whitfield"], &[("2024-03-13 Dana catch-up.md", "- a\n")], &["Dana Whitfield 1"]),
    ] {
        assert_eq!(comes_in(known, files), expected, "{files:?}");
    }
}

#[test]
fn whose_notes_that_name_nobody_are_can_be_said() {
    let journal = TempJournal::with(&[]);
    let folder = notes(&[("notes.md", b"## 2024-03-03\n- quiet\n")]);
    assert!(read(&journal, folder.path()).bundle.is_empty());
    let harvest = markdown::read(folder.path(), None, Some("Dana"), &ground(&journal), &mut on()).unwrap();
    assert_eq!((texts(&harvest), harvest.bundle.people[0].person.profile.name.as_str()), (vec!["quiet"], "Dana"));
}

#[test]
fn a_day_that_could_be_two_is_asked_for_and_one_that_cannot_decides_the_others() {
    let journal = TempJournal::with(&["Dana"]);
    let days = |harvest: &Harvest| -> Vec<String> {
        harvest.bundle.entries.iter().map(|entry| entry.written.day().to_string()).collect()
    };
    let folder = notes(&[("Dana.md", b"## 03/04/24\n- quiet\n\n## 2024-06-01\n- loud\n")]);
    let asked = read(&journal, folder.path());
    assert_eq!(asked.asks, [Ask::DayOrder { example: "03/04/24".into() }]);
    assert_eq!(days(&asked), ["2024-06-01"]);
    assert_eq!(unread(&asked, folder.path()), "", "what is asked about is not unreadable");
    for (order, day) in [(DayOrder::DayFirst, "2024-04-03"), (DayOrder::MonthFirst, "2024-03-04")] {
        let told = markdown::read(folder.path(), Some(order), None, &ground(&journal), &mut on()).unwrap();
        assert_eq!((days(&told), told.asks.len(), told.unread.len()), (vec![day.into(), "2024-06-01".into()], 0, 0));
    }
    write(folder.path(), "Dana 2.md", b"# Dana\n## 25/03/24\n- plain\n");
    let decided = read(&journal, folder.path());
    assert_eq!(
        (days(&decided), decided.asks.len()),
        (vec!["2024-03-25".into(), "2024-04-03".into(), "2024-06-01".into()], 0)
    );
}

#[test]
fn what_is_wrong_with_notes_is_told_with_file_and_line_and_the_rest_comes_in() {
    let journal = TempJournal::with(&["Dana"]);
    let long = format!("## 2024-03-03\n- short\n- {}\n", "x".repeat(100_001));
    let brackets = format!("## 2024-03-03\n- {}\n- after\n", "[[".repeat(50_000));
    let deep: Vec<String> = (0..2_000).map(|depth| format!("{}- deep {depth}", "\t".repeat(depth))).collect();
    let deep = format!("## 2024-03-03\n{}", deep.join("\n"));
    let bomb = "---\na: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n---\n## 2024-03-04\n- bomb\n";
    let folder = notes(&[
        ("Dana.md", b"intro\n\n## 9999-12-31\n- far\n\n## 2024-02-30\n- never\n\n## 0000-01-01\n- before\n\n## 2024-03-03\n- today\n"),
        ("People/Dana/bomb.md", bomb.as_bytes()),
        ("People/Dana/brackets.md", brackets.as_bytes()),
        ("People/Dana/deep.md", deep.as_bytes()),
        ("People/Dana/empty.md", b""),
        ("People/Dana/long.md", long.as_bytes()),
        ("People/Dana/lines.md", "a\n".repeat(200_001).as_bytes()),
        ("People/Dana/noise.md", &[0; 400]),
        ("People/Dana/cut.md", "## 2024-03-03\n- Zo\u{eb} \u{20ac} \u{e4} \u{20ac}".as_bytes().split_last().unwrap().1),
        ("People/Dana/photo.png", b"\x89PNG"),
        (".obsidian/workspace.md", b"## 2024-03-03\n- hidden\n"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("People/loop")).unwrap();
    let begun = Instant::now();
    let harvest = read(&journal, folder.path());
    assert!(begun.elapsed() < Duration::from_mins(3), "it hangs");
    let expected = "\
Dana.md:1 has no day
Dana.md:4 is about 9999-12-31, a day that has not come
Dana.md:7 is about 2024-02-30, a day that is in no calendar
Dana.md:10 is about 0000-01-01, a day that is in no calendar
People/Dana/bomb.md:2 has front matter that is no YAML; what stands below it is read
People/Dana/cut.md:2 has bytes that are no letters; a � stands for them
People/Dana/lines.md has more than 200000 lines, more than notes can have
People/Dana/long.md:3 has 100001 characters; one entry holds up to 100000
People/Dana/noise.md is not text
";
    let said = unread(&harvest, folder.path());
    let said: String =
        said.lines().filter(|line| !line.starts_with("People/loop")).fold(String::new(), |all, line| all + line + "\n");
    assert_eq!(said, expected);
    if cfg!(unix) {
        assert!(
            harvest.unread.iter().any(|unread| unread.file.ends_with("loop") && unread.why.contains("not followed"))
        );
    }
    let kept = texts(&harvest);
    assert!(["today", "bomb", "after", "short"].iter().all(|text| kept.contains(text)) && !kept.contains(&"hidden"));
    assert_eq!(harvest.aside.iter().map(|aside| aside.count).sum::<usize>(), 1);
    bring_in(&journal, &harvest);
}

#[test]
fn a_place_without_notes_is_told_and_a_stopped_reading_stops() {
    let journal = TempJournal::with(&[]);
    let read = |path: &Path| markdown::read(path, None, None, &ground(&journal), &mut on());
    assert!(matches!(read(Path::new("/nowhere/at all")), Err(ImportError::Missing(_))));
    let folder = notes(&[("picture.md", &[0x89, b'P', b'N', b'G', 0, 0, 0, 1]), ("Dana 1-1 2024-03-03.md", b"- a\n")]);
    assert!(matches!(read(&folder.path().join("picture.md")), Err(ImportError::Unreadable { .. })));
    let large: PathBuf = folder.path().join("large.md");
    fs::File::create(&large).unwrap().set_len(200 << 20).unwrap();
    assert!(matches!(read(&large), Err(ImportError::Unreadable { .. })));
    let mut seen = Vec::new();
    let stopped = markdown::read(folder.path(), None, None, &ground(&journal), &mut |done, all| {
        seen.push((done, all));
        if done == 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(ImportError::Stopped)));
    assert_eq!(seen, [(0, 3), (1, 3)]);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(read(empty.path()).unwrap(), Harvest::default());
}

/// What each line of a one-on-one becomes.
#[test]
fn lines_become_what_they_plainly_are() {
    let journal = TempJournal::with(&["Dana Whitfield", "Lena Ortiz"]);
    let kinds = |body: &str| -> Vec<String> {
        let folder = notes(&[("Dana 1-1 2024-03-03.md", body.as_bytes())]);
        let harvest = read(&journal, folder.path());
        let said = |entry: &Entry| {
            let (kind, state) = (entry.kind(), entry.detail.state().unwrap_or_default());
            let by = match &entry.detail {
                Detail::Action(action) => format!(" by {}", action.by.as_str()),
                _ => String::new(),
            };
            let due = entry.days().next().map_or(String::new(), |day| format!(" until {day}"));
            format!("{kind} {state}{by}{due}: {}", entry.text).replace(" :", ":").replace('\n', "⏎")
        };
        harvest.bundle.entries.iter().map(said).collect()
    };
    for (body, expected) in [
        ("- quiet", &["note: quiet"][..]),
        ("1. one\n2. two", &["note: one", "note: two"]),
        ("One line\nand another\n\nAnother", &["note: One line⏎and another", "note: Another"]),
        ("- [ ] send it by 10 March", &["action open by me until 2024-03-10: send it"]),
        ("- [x] Dana: send it", &["action done by them: send it"]),
        ("- [x] send it", &["action told by me: send it"]),
        ("- [-] send it", &["action dropped by me: send it"]),
        ("- [ ] send it (Dana)", &["action open by them: send it (Dana)"]),
        ("- [ ] Dana to send it", &["action open by them: Dana to send it"]),
        ("- [ ] Dana will send it", &["action open by them: Dana will send it"]),
        ("- [ ] Dana – send it", &["action open by them: Dana – send it"]),
        ("- [ ] @Dana send it", &["action open by them: send it"]),
        ("- [ ] Dana’s packet: write it", &["action open by me: Dana’s packet: write it"]),
        ("- [ ] Dana's packet: write it", &["action open by me: Dana's packet: write it"]),
        ("- [ ] Dana wants a monitor, order one", &["action open by me: Dana wants a monitor, order one"]),
        ("- [ ] Dana and I plan the offsite", &["action open by me: Dana and I plan the offsite"]),
        ("- [ ] ask Dana", &["action open by me: ask Dana"]),
        ("- [ ] Lena: send it", &["action open by me: Lena: send it"]),
        ("- a\n  - b\n    - c\n- d", &["note: a⏎- b⏎  - c", "note: d"]),
        ("- a\n  - [ ] b\n  - c", &["note: a⏎- c", "action open by me: b"]),
        ("- [ ] a\n  - [ ] b", &["action open by me: a⏎- [ ] b"]),
        ("## Actions\n- a", &["action open by me: a"]),
        ("## Actions\nwords", &["note: Actions: words"]),
        ("**Actions:**\n- a\n\n**Rota**\n- b", &["action open by me: a", "note: Rota: b"]),
        ("## Wins\n- a", &["praise told: a"]),
        ("## Agenda\n- a\n- [x] b\n- [ ] c", &["topic talked: a", "topic talked: b", "topic open: c"]),
        ("## Next time\n- a", &["topic open: a"]),
        ("## Feedback\n- a", &["note: Feedback: a"]),
        ("## Feedback for me\n- a", &["feedback: a"]),
        ("## Concerns\n- a\n## Notes\n- b", &["note: Concerns: a", "note: b"]),
        ("- ! not read as a mark", &["note: ! not read as a mark"]),
        ("- #career and [[Lena Ortiz|Lena]] ^1a2b", &["note: #career and Lena"]),
        ("```\n- [ ] code\n```", &["note: ```⏎- [ ] code⏎```"]),
        ("She said:\n- a\n- b", &["note: She said:⏎- a⏎- b"]),
        ("---\n- a\n<!-- gone -->", &["note: a"]),
        ("mood:: tired, thinks about leaving", &["note: mood: tired, thinks about leaving"]),
        ("mood:: tired\nenergy::\n\n- a\n  id:: 65e4", &["note: mood: tired", "note: a"]),
        (
            "- Concerns:: she wants to leave\n- b\n  mood:: low",
            &["note: Concerns: she wants to leave", "note: b⏎mood: low"],
        ),
        ("Wins::\n- a", &["praise told: a"]),
        ("```dataview\nTASK\n```\n- a\n\n`= this.file.name`\n{{embed ((x))}}", &["note: a"]),
        ("<< [[2026-11-18]] | [[2026-11-25]] >>\n\n> [!warning] Tired\n> said so", &["note: Tired⏎> said so"]),
        (
            "- [x] a\n  :LOGBOOK:\n  CLOCK: [2024-03-03 Sun 10:00:00]--[2024-03-03 Sun 10:05:00] =>  00:05:00\n  :END:",
            &["action told by me: a"],
        ),
    ] {
        assert_eq!(kinds(body), expected, "{body}");
    }
    let tagged = kinds("---\ntags: [1-1, report, Person, meeting, on-call]\n---\n- quiet\n  - later");
    assert_eq!(tagged, ["note: quiet #on-call⏎- later"]);
}
