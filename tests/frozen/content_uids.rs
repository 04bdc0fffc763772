//! UUIDs derived from content (`UUIDv5`). They identify records that an older version imported, so
//! that importing the source again adds nothing. The content that a UUID is derived from is frozen
//! for each importer.

use std::{fmt::Write as _, fs, ops::ControlFlow, path::Path};

use rapport::{
    domain::id::Uid,
    import::{ImportContext, source, source::Source},
    journal::import_bundle::ImportBundle,
};

use crate::{
    assert_frozen,
    support::{NOW, zoned},
};

const NOTES: &str = "\
# Dana Whitfield

## 2026-10-05

- Wants to move towards data
- [ ] @me talk to Finance
- [x] send her the plan
";

const TABLE: &str = "\
person,day,kind,text,state,due,one-on-one
Tomás Ferreira,2026-10-05,note,Took the pager,,,yes
Tomás Ferreira,2026-10-06,action,Write it down,done,2026-10-09,
";

const CALENDAR: &str = "\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:meeting@example.org
SUMMARY:1:1 Lena Brandt
DTSTART:20261127T090000Z
DTEND:20261127T093000Z
END:VEVENT
END:VCALENDAR
";

/// The journal of another copy. Only this importer knows notes about the person or about the work.
const JOURNAL: &str = r#"{
"rapport": {"format":1,"of":"journal","from":null,"to":null,"flags":true,"trash":true},
"people": [
{"uid":"019dc1a8-5a00-7000-8000-00000000f001","name":"Priya Raman","relation":"peer","role":"","team":"Data","since":null,"birthday":null,"pronouns":"","matters":"","cadence":null,"colour":null,"place":0,"added":"2026-07-01T09:00:00+02:00[Europe/Berlin]","archived":null,"prepare":{"order":[],"asked":[]}}
],
"entries": [
{"uid":"019dc1a8-5a00-7000-8000-00000000f002","kind":"note","person":"019dc1a8-5a00-7000-8000-00000000f001","one_on_one":null,"written":"2026-07-02T09:00:00+02:00[Europe/Berlin]","text":"climbs","subjects":[],"detail":{"about":"person"},"steps":[],"trashed":null,"put_off":null,"evidence":false},
{"uid":"019dc1a8-5a00-7000-8000-00000000f003","kind":"note","person":"019dc1a8-5a00-7000-8000-00000000f001","one_on_one":null,"written":"2026-07-03T09:00:00+02:00[Europe/Berlin]","text":"the build is slow","subjects":[],"detail":{"about":"work"},"steps":[],"trashed":null,"put_off":null,"evidence":false}
]
}
"#;

/// The results of every importer, in the order in which they are imported into the frozen journal.
pub fn bundles() -> [(&'static str, ImportBundle); 4] {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, text: &str, source: fn(&Path) -> Source| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let context = ImportContext { now: zoned(NOW), people: Vec::new() };
        let read = source::read(&source(&path), None, &context, &mut |_, _| ControlFlow::Continue(())).unwrap();
        assert_eq!(read.diagnostics, [], "{name}");
        read.bundle
    };
    [
        ("notes", read("Dana Whitfield.md", NOTES, |path| Source::Markdown { path: path.to_owned(), day_order: None })),
        (
            "table",
            read("team.csv", TABLE, |path| Source::Csv { path: path.to_owned(), mapping: None, day_order: None }),
        ),
        ("calendar", read("work.ics", CALENDAR, |path| Source::Ics { path: path.to_owned() })),
        ("journal", read("journal.json", JOURNAL, |path| Source::Json { path: path.to_owned() })),
    ]
}

#[test]
fn what_a_reader_makes_has_the_uid_it_always_had() {
    let mut found = String::new();
    for (source, bundle) in bundles() {
        writeln!(found, "{source}").unwrap();
        for arrival in &bundle.people {
            writeln!(found, "  person {} {}", arrival.person.uid, arrival.person.profile.name).unwrap();
        }
        for one in &bundle.one_on_ones {
            writeln!(found, "  one-on-one {} {}", one.uid, one.at).unwrap();
        }
        for entry in &bundle.entries {
            writeln!(found, "  entry {} {}", entry.uid, entry.text).unwrap();
            for step in &entry.events {
                writeln!(found, "    step {} {}", step.uid, step.kind.as_str()).unwrap();
            }
        }
    }
    assert_frozen("content_uids.txt", &found);
}

#[test]
fn the_parts_of_a_name_make_the_uid_they_always_made() {
    let uid = |parts: &[&str]| Uid::from_content(parts).to_string();
    assert_eq!(uid(&["person", "dana whitfield"]), "516c0ff1-f356-51fe-a02e-d032e60a4e7a");
    assert_eq!(uid(&["step", "", "0"]), "85c2f09a-eb53-53d6-b403-b6360152747b");
    assert!(Uid::from_content(&["person"]).is_content_derived());
}
