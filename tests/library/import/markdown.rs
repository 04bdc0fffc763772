//! Notes in the styles of three apps, and broken notes.

use std::{
    fmt::Write as _,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rapport::{
    domain::{
        entry::{Detail, Entry, state::EntryState},
        person::Birthday,
    },
    import::{Ambiguity, ImportError, ImportResult, dates::DayOrder, markdown},
    journal::import_bundle::PersonMapping,
};
use tempfile::TempDir;

use super::{assert_approved, describe_import, fixture_path, import, import_context, never_cancel, people, preview_of};
use crate::support::TempJournal;

fn read(journal: &TempJournal, path: &Path) -> ImportResult {
    markdown::read(path, None, None, &import_context(journal), &mut never_cancel()).unwrap()
}

/// A folder with these files.
fn notes_folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        write_file(folder.path(), name, bytes);
    }
    folder
}

fn write_file(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn copy_recursively(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_recursively(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn texts(result: &ImportResult) -> Vec<&str> {
    result.bundle.entries.iter().map(|entry| entry.text.as_str()).collect()
}

/// The diagnostics with file and line.
fn describe_diagnostics(result: &ImportResult, within: &Path) -> String {
    let mut out = String::new();
    for unread in &result.diagnostics {
        let file = unread.file.strip_prefix(within).unwrap_or(&unread.file).to_string_lossy().replace('\\', "/");
        let line = unread.line.map_or(String::new(), |line| format!(":{line}"));
        writeln!(out, "{file}{line} {}", unread.reason).unwrap();
    }
    out
}

#[test]
fn notes_of_three_apps_match_the_approved_text() {
    for habit in ["obsidian", "logseq", "plain"] {
        let journal = TempJournal::with_people(&[]);
        let folder = fixture_path(&format!("notes/{habit}"));
        let result = read(&journal, &folder);
        let text = format!("{}\nfile by file:\n{}", describe_import(&result), describe_diagnostics(&result, &folder));
        assert_approved(&format!("notes-{habit}"), &text);
        assert!(result.bundle.entries.iter().all(|entry| entry.validation_error().is_none()));
        assert!(result.bundle.one_on_ones.iter().all(|one| one.validation_error().is_none()));
    }
}

#[test]
fn the_page_of_a_person_says_who_they_are() {
    let journal = TempJournal::with_people(&[]);
    let result = read(&journal, &fixture_path("notes/obsidian"));
    let dana = &result.bundle.people[0].person.profile;
    assert_eq!(
        (dana.name.as_str(), dana.role.as_str(), dana.team.as_str()),
        ("Dana Whitfield", "Staff engineer", "Platform")
    );
    assert_eq!(dana.birthday, Some(Birthday { year: None, month: 11, day: 30 }));
    assert_eq!(dana.cadence, None, "nobody has met her for two years");
}

#[test]
fn reimport_from_another_folder_adds_only_new_notes() {
    for habit in ["obsidian", "logseq", "plain"] {
        let journal = TempJournal::with_people(&[]);
        let before = journal.export_json();
        let folder = tempfile::tempdir().unwrap();
        let (first, moved) = (folder.path().join("a"), folder.path().join("b/deeper"));
        copy_recursively(&fixture_path(&format!("notes/{habit}")), &first);
        import(&journal, &read(&journal, &first));
        let once = journal.export_json();
        assert!(once != before && people(&journal).len() >= 2);

        copy_recursively(&first, &moved);
        let again = read(&journal, &moved);
        let preview = preview_of(&journal, &again);
        assert_eq!((preview.new_people.len(), preview.people.len(), preview.changed), (0, 0, 0), "{habit}");
        assert!(again.bundle.people.iter().all(|arrival| matches!(arrival.mapping, PersonMapping::Existing(_))));

        write_file(&moved, "2024-05-17 Dana Whitfield 1-1.md", b"- Something new\n");
        let grown = preview_of(&journal, &read(&journal, &moved));
        let gained: usize =
            grown.people.iter().map(|gain| gain.entries.values().map(|(count, _)| count).sum::<usize>()).sum();
        assert_eq!((grown.people.len(), gained), (1, 1), "{habit}");

        journal.undo();
        journal.flush().unwrap();
        assert!(journal.export_json() == before, "{habit}: an undone import leaves the export as it was");
    }
}

#[test]
fn ticked_box_and_conflict_copy_are_the_same_entry() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let folder = notes_folder(&[("Dana 1-1 2024-03-03.md", b"- [ ] send it\n- send it\n- quiet\n- quiet\n")]);
    let first = read(&journal, folder.path());
    assert_eq!(texts(&first).len(), 4, "a line that stands twice is two");
    import(&journal, &first);
    write_file(folder.path(), "Dana 1-1 2024-03-03.md", b"- [x] send it\n- send it\n- quiet\n- quiet\n- loud\n");
    write_file(folder.path(), "Dana 1-1 2024-03-03 (conflicted copy).md", b"- [ ] send it\n- quiet\n");
    let gains = preview_of(&journal, &read(&journal, folder.path())).people;
    assert_eq!(gains.len(), 1);
    assert_eq!(gains[0].entries.values().map(|(count, _)| count).sum::<usize>(), 1, "only what is new");
}

#[test]
fn ticked_dated_or_extended_line_is_the_same_entry() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let before = "- [ ] send ladder\n- TODO send doc\n- plan it\n- tired\n- same\n  - one\n- same\n  - two\n";
    let folder = notes_folder(&[("Dana 1-1 2024-03-03.md", before.as_bytes())]);
    import(&journal, &read(&journal, folder.path()));
    let after = "- [x] send ladder ✅ 2024-03-09\n- DONE send doc\n  CLOSED: [2024-03-09 Sat 10:00]\n  :LOGBOOK:\n  \
        CLOCK: [2024-03-09 Sat 10:00:00]\n  :END:\n- [ ] plan it 📅 2024-03-20\n- tired #health\n  - slept badly\n\
        - same\n  - one\n- same\n  - two\n  - three\n";
    write_file(folder.path(), "Dana 1-1 2024-03-03.md", after.as_bytes());
    assert_eq!(preview_of(&journal, &read(&journal, folder.path())).people.len(), 0);
    write_file(folder.path(), "Dana 2024-03-03.md", b"- same\n  - four\n- same\n  - two\n");
    let more = read(&journal, folder.path());
    assert!(texts(&more).contains(&"same\n- four"), "what begins alike and goes on differently is not lost");
}

#[test]
fn existing_people_match_by_parts_of_their_names() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Ferreira"]);
    let folder = notes_folder(&[
        ("2024-03-03.md", "- Dana: quiet\n- Lunch with Tomás\n- tomas is lower case\n- Danae is nobody".as_bytes()),
        ("tomas-ferreira 1-1 2024-03-04.md", b"- happy\n"),
    ]);
    let result = read(&journal, folder.path());
    assert_eq!(texts(&result), ["quiet", "Lunch with Tomás", "happy"]);
    assert_eq!(result.bundle.people.len(), 2);
    assert_eq!(describe_diagnostics(&result, folder.path()), "2024-03-03.md:3 names no person, like one other line\n");
}

/// The people imported from these files, with the number of their entries.
fn imported_people(known: &[&str], files: &[(&str, &str)]) -> Vec<String> {
    let journal = TempJournal::with_people(known);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let result = read(&journal, notes_folder(&files).path());
    let count = |arrival: &rapport::journal::import_bundle::ImportedPerson| {
        let id = arrival.person.id;
        result.bundle.entries.iter().filter(|entry| entry.person == id).count()
    };
    let mut all: Vec<String> = result
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
            assert_eq!(imported_people(&[], &[(name, text)]), expected, "{name}: {text}");
        }
    }
}

#[test]
fn title_outranks_the_file_name() {
    let titled = "# Dana Whitfield\n## 2024-03-03\n- a\n";
    let days = "## 2024-03-03\n- a\n### Rota\n- b\n## 2024-03-10\n### Rota\n- c\n";
    for (known, name, text, expected) in [
        (&[][..], "mgmt.md", titled, &["Dana Whitfield 1"][..]),
        (&["Dana Whitfield"], "Phoenix.md", titled, &["Dana Whitfield 1"]),
        (&["Dana Whitfield", "Lena"], "Lena.md", titled, &["Dana Whitfield 1"]),
        (&[], "Dana.md", days, &["Dana 3"]),
        (&[], "dana.md", titled, &["Dana Whitfield 1"]),
    ] {
        assert_eq!(imported_people(known, &[(name, text)]), expected, "{name}: {text}");
    }
}

#[test]
fn meeting_subjects_are_not_taken_for_people() {
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
        assert_eq!(imported_people(known, files), expected, "{files:?}");
    }
}

#[test]
fn person_can_be_given_for_notes_without_names() {
    let journal = TempJournal::with_people(&[]);
    let folder = notes_folder(&[("notes.md", b"## 2024-03-03\n- quiet\n")]);
    assert!(read(&journal, folder.path()).bundle.is_empty());
    let result =
        markdown::read(folder.path(), None, Some("Dana"), &import_context(&journal), &mut never_cancel()).unwrap();
    assert_eq!((texts(&result), result.bundle.people[0].person.profile.name.as_str()), (vec!["quiet"], "Dana"));
}

#[test]
fn ambiguous_day_order_is_asked_or_inferred_from_other_dates() {
    let journal = TempJournal::with_people(&["Dana"]);
    let days = |result: &ImportResult| -> Vec<String> {
        result.bundle.entries.iter().map(|entry| entry.written_at.day().to_string()).collect()
    };
    let folder = notes_folder(&[("Dana.md", b"## 03/04/24\n- quiet\n\n## 2024-06-01\n- loud\n")]);
    let asked = read(&journal, folder.path());
    assert_eq!(asked.ambiguities, [Ambiguity::DayOrder { example: "03/04/24".into() }]);
    assert_eq!(days(&asked), ["2024-06-01"]);
    assert_eq!(describe_diagnostics(&asked, folder.path()), "", "what is asked about is not unreadable");
    for (order, day) in [(DayOrder::DayFirst, "2024-04-03"), (DayOrder::MonthFirst, "2024-03-04")] {
        let descriptions =
            markdown::read(folder.path(), Some(order), None, &import_context(&journal), &mut never_cancel()).unwrap();
        assert_eq!(
            (days(&descriptions), descriptions.ambiguities.len(), descriptions.diagnostics.len()),
            (vec![day.into(), "2024-06-01".into()], 0, 0)
        );
    }
    write_file(folder.path(), "Dana 2.md", b"# Dana\n## 25/03/24\n- plain\n");
    let decided = read(&journal, folder.path());
    assert_eq!(
        (days(&decided), decided.ambiguities.len()),
        (vec!["2024-03-25".into(), "2024-04-03".into(), "2024-06-01".into()], 0)
    );
}

#[test]
fn broken_notes_are_reported_and_the_rest_is_imported() {
    let journal = TempJournal::with_people(&["Dana"]);
    let long = format!("## 2024-03-03\n- short\n- {}\n", "x".repeat(100_001));
    let brackets = format!("## 2024-03-03\n- {}\n- after\n", "[[".repeat(50_000));
    let deep: Vec<String> = (0..2_000).map(|depth| format!("{}- deep {depth}", "\t".repeat(depth))).collect();
    let deep = format!("## 2024-03-03\n{}", deep.join("\n"));
    let bomb = "---\na: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n---\n## 2024-03-04\n- bomb\n";
    let folder = notes_folder(&[
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
    let result = read(&journal, folder.path());
    assert!(begun.elapsed() < Duration::from_mins(3), "it hangs");
    let expected = "\
Dana.md:1 has no date
Dana.md:4 is dated 9999-12-31, which is in the future
Dana.md:7 is dated 2024-02-30, which isn’t a valid date
Dana.md:10 is dated 0000-01-01, which isn’t a valid date
People/Dana/bomb.md:2 has front matter that isn’t valid YAML; the text below it was read
People/Dana/cut.md:2 has invalid characters; they were replaced with �
People/Dana/lines.md has more than 200000 lines, the maximum
People/Dana/long.md:3 has 100001 characters; an entry can have up to 100000
People/Dana/noise.md is not text
";
    let described = describe_diagnostics(&result, folder.path());
    let described: String = described
        .lines()
        .filter(|line| !line.starts_with("People/loop"))
        .fold(String::new(), |all, line| all + line + "\n");
    assert_eq!(described, expected);
    if cfg!(unix) {
        assert!(
            result
                .diagnostics
                .iter()
                .any(|unread| unread.file.ends_with("loop") && unread.reason.contains("not followed"))
        );
    }
    let stored = texts(&result);
    assert!(
        ["today", "bomb", "after", "short"].iter().all(|text| stored.contains(text)) && !stored.contains(&"hidden")
    );
    assert_eq!(result.ignored.iter().map(|item| item.count).sum::<usize>(), 1);
    import(&journal, &result);
}

#[test]
fn missing_or_unreadable_source_is_an_error_and_reading_can_be_cancelled() {
    let journal = TempJournal::with_people(&[]);
    let read = |path: &Path| markdown::read(path, None, None, &import_context(&journal), &mut never_cancel());
    assert!(matches!(read(Path::new("/nowhere/at all")), Err(ImportError::NotFound(_))));
    let folder =
        notes_folder(&[("picture.md", &[0x89, b'P', b'N', b'G', 0, 0, 0, 1]), ("Dana 1-1 2024-03-03.md", b"- a\n")]);
    assert!(matches!(read(&folder.path().join("picture.md")), Err(ImportError::Unreadable { .. })));
    let large: PathBuf = folder.path().join("large.md");
    fs::File::create(&large).unwrap().set_len(200 << 20).unwrap();
    assert!(matches!(read(&large), Err(ImportError::Unreadable { .. })));
    let mut seen = Vec::new();
    let stopped = markdown::read(folder.path(), None, None, &import_context(&journal), &mut |done, all| {
        seen.push((done, all));
        if done == 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(ImportError::Cancelled)));
    assert_eq!(seen, [(0, 3), (1, 3)]);
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(read(empty.path()).unwrap(), ImportResult::default());
}

/// The entry that each line of a one-on-one becomes.
#[test]
fn lines_become_entries_of_the_expected_kind() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Lena Ortiz"]);
    let kinds = |body: &str| -> Vec<String> {
        let folder = notes_folder(&[("Dana 1-1 2024-03-03.md", body.as_bytes())]);
        let result = read(&journal, folder.path());
        let described = |entry: &Entry| {
            let (kind, state) = (entry.kind(), entry.detail.state().map(EntryState::as_str).unwrap_or_default());
            let by = match &entry.detail {
                Detail::Action(action) => format!(" by {}", action.by.as_str()),
                _ => String::new(),
            };
            let due = entry.dates().next().map_or(String::new(), |day| format!(" until {day}"));
            format!("{kind} {state}{by}{due}: {}", entry.text).replace(" :", ":").replace('\n', "⏎")
        };
        result.bundle.entries.iter().map(described).collect()
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
