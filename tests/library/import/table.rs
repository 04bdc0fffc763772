//! Tables with a row per entry.

use std::{collections::BTreeMap, fs, ops::ControlFlow, path::Path};

use rapport::{
    domain::entry::{Entry, kind::Kind},
    export,
    export::{ExportOptions, ExportScope, Format},
    import::{
        Ambiguity, ImportContext, ImportError, ImportResult,
        dates::DayOrder,
        table,
        table::{Column, Options},
    },
    journal::import_bundle::PersonMapping,
};

use super::{assert_approved, describe_import, fixture_path, import, import_context, never_cancel, people, preview_of};
use crate::support::{TempJournal, zoned};

fn read(path: &Path, options: &Options, context: &ImportContext) -> ImportResult {
    table::read(path, options, context, &mut *never_cancel()).unwrap()
}

fn read_text(text: &str, options: &Options, context: &ImportContext) -> ImportResult {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    read(file.path(), options, context)
}

fn options_with_mapping(mapping: &str) -> Options {
    Options { mapping: Some(mapping.parse().unwrap()), ..Options::default() }
}

fn texts(result: &ImportResult) -> Vec<&str> {
    result.bundle.entries.iter().map(|entry| entry.text.as_str()).collect()
}

#[test]
fn tables_of_four_layouts_match_the_approved_text() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Ferreira", "Lena Brandt"]);
    let context = ImportContext { now: zoned("2026-11-24T10:30[Europe/Berlin]"), people: people(&journal) };
    for (name, options) in [
        ("sheet", Options::default()),
        ("german", Options::default()),
        ("app", Options::default()),
        ("bare", options_with_mapping("day=1,person=2,text=3")),
    ] {
        let result = read(&fixture_path(&format!("tables/{name}.csv")), &options, &context);
        assert_approved(&format!("table-{name}"), &describe_import(&result));
    }
}

#[test]
fn reimport_is_idempotent_and_undoable() {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Ferreira"]);
    let before = journal.export_json();
    let sheet = fixture_path("tables/sheet.csv");
    import(&journal, &read(&sheet, &Options::default(), &import_context(&journal)));
    let once = journal.export_json();
    assert_ne!(once, before);
    let again = read(&sheet, &Options::default(), &import_context(&journal));
    let gain = preview_of(&journal, &again);
    assert_eq!((gain.people.len(), gain.new_people.len(), gain.changed), (0, 0, 0));
    import(&journal, &again);
    assert_eq!(journal.export_json(), once, "read twice");
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.export_json(), before, "taken back");
}

#[test]
fn own_csv_export_changes_nothing_in_the_journal_it_came_from() {
    let sample = TempJournal::sample();
    let before = sample.export_json();
    let read = read_text(&export_csv(&sample), &Options::default(), &import_context(&sample));
    assert_eq!((&read.diagnostics[..], &read.ignored[..], &read.ambiguities[..]), (&[][..], &[][..], &[][..]));
    assert!(read.bundle.entries.len() > 50, "there is something to read");
    let gain = preview_of(&sample, &read);
    assert_eq!((gain.people.len(), gain.new_people.len(), gain.changed), (0, 0, 0), "all of it is known");
    import(&sample, &read);
    assert_eq!(sample.export_json(), before);
}

#[test]
fn own_csv_export_keeps_rows_and_uids_in_another_journal() {
    let csv = export_csv(&TempJournal::sample());
    let other = TempJournal::with_people(&[]);
    import(&other, &read_text(&csv, &Options::default(), &import_context(&other)));
    let again = export_csv(&other);
    let (expected, actual) = (csv_rows(&csv), csv_rows(&again));
    assert_eq!(actual.len(), expected.len());
    for (expected, actual) in expected.iter().zip(&actual) {
        for column in ["day", "time", "zone", "person", "text", "subjects", "one_on_one", "uid"] {
            assert_eq!(actual[column], expected[column], "{column} of {expected:?}");
        }
        let (kind, state) = (expected["kind"].as_str(), expected["state"].as_str());
        // Only JSON has the goal of a check-in and the rest of the details.
        assert_eq!(actual["kind"], if kind == "check_in" { "note" } else { kind }, "{expected:?}");
        if !matches!(kind, "check_in" | "note") && state != "watching" {
            assert_eq!((&actual["what"], &actual["state"]), (&expected["what"], &expected["state"]), "{expected:?}");
        }
    }
    let twice = read_text(&again, &Options::default(), &import_context(&other));
    let gain = preview_of(&other, &twice);
    assert_eq!((gain.people.len(), gain.new_people.len()), (0, 0), "read again, nothing is doubled");
}

#[test]
fn uids_are_kept_only_where_every_row_has_one() {
    let journal = TempJournal::with_people(&["Dana"]);
    let uid = "0192f0c0-0000-7000-8000-000000000001";
    let table = |second: &str| format!("uid,person,day,text\n{uid},Dana,2026-01-02,a\n{second},Dana,2026-01-03,b\n");
    let first_uid = |text: &str| {
        let read = read_text(text, &Options::default(), &import_context(&journal));
        assert_eq!(texts(&read), ["a", "b"]);
        read.bundle.entries[0].uid.to_string()
    };
    assert_eq!(first_uid(&table("0192f0c0-0000-7000-8000-000000000002")), uid);
    assert_ne!(first_uid(&table("row-2")), uid, "the uids of another program are not ours");
}

fn export_csv(journal: &TempJournal) -> String {
    let options = ExportOptions {
        scope: ExportScope::Journal,
        format: Format::Csv,
        from: None,
        to: None,
        with_flags: true,
        today: journal.today(),
    };
    let mut out = Vec::new();
    export::write(journal.db(), &options, &mut out, &mut |_, _| ControlFlow::Continue(())).unwrap();
    String::from_utf8(out).unwrap()
}

/// The rows of a table by the names of its columns.
fn csv_rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    let header = reader.headers().unwrap().clone();
    let to_map =
        |row: csv::StringRecord| header.iter().zip(&row).map(|(name, cell)| (name.into(), cell.into())).collect();
    reader.records().map(|row| to_map(row.unwrap())).collect()
}

#[test]
fn formula_guard_is_stripped_only_from_own_exports() {
    let journal = TempJournal::with_people(&["Dana"]);
    journal.jot(1, "Plan:\n=SUM(A1) is what she says");
    journal.jot(1, "- a point");
    let csv = export_csv(&journal);
    assert!(csv.contains("\"'- a point\""));
    let ours = read_text(&csv, &Options::default(), &import_context(&journal));
    assert!(texts(&ours).contains(&"- a point"));
    let theirs =
        read_text("person,day,text\nDana,2026-01-02,'- a point\n", &Options::default(), &import_context(&journal));
    assert_eq!(texts(&theirs), ["'- a point"]);
}

#[test]
fn unique_first_name_matches_the_full_name() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let table = "person,day,text\nDana,2026-01-02,a\nTom Lee,2026-01-02,b\nTom,2026-01-02,c\nKim Lee,2026-01-02,d\n\
                 Kim Ray,2026-01-02,e\nKim,2026-01-02,f\n";
    let result = read_text(table, &Options::default(), &import_context(&journal));
    let names: Vec<&str> = result.bundle.people.iter().map(|arrival| arrival.person.profile.name.as_str()).collect();
    assert_eq!(names, ["Dana Whitfield", "Tom Lee", "Kim Lee", "Kim Ray", "Kim"]);
    let entries = &result.bundle.entries;
    assert_eq!(entries[1].person, entries[2].person);
    assert_eq!(entries.len(), 6);
}

#[test]
fn day_order_is_detected_or_asked() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = import_context(&journal);
    let table = |days: &[&str]| {
        let rows: Vec<String> = days.iter().map(|day| format!("Dana,{day},Quiet on {day}\n")).collect();
        format!("person,day,text\n{}", rows.concat())
    };
    let days = |result: &ImportResult| -> Vec<String> {
        result.bundle.entries.iter().map(|entry: &Entry| entry.written_at.day().to_string()).collect()
    };
    for (case, written, order, expected) in [
        ("day first, as another cell shows", &["03/04/24", "31/12/23"][..], None, &["2024-04-03", "2023-12-31"][..]),
        ("month first, as another cell shows", &["03/04/24", "12/31/23"], None, &["2024-03-04", "2023-12-31"]),
        ("order given as an option", &["03/04/24"], Some(DayOrder::MonthFirst), &["2024-03-04"]),
        ("same day in both orders", &["04/04/24"], None, &["2024-04-04"]),
        ("year first", &["2024-04-03"], None, &["2024-04-03"]),
    ] {
        let options = Options { day_order: order, ..Options::default() };
        let result = read_text(&table(written), &options, &context);
        assert_eq!(days(&result), expected, "{case}");
        assert_eq!((&result.ambiguities[..], &result.diagnostics[..]), (&[][..], &[][..]), "{case}");
    }
    for written in [&["03/04/24", "05/06/24"][..], &["31/12/23", "03/04/24", "12/31/23"], &["45/3/24", "03/04/24"]] {
        let result = read_text(&table(written), &Options::default(), &context);
        assert_eq!(result.ambiguities, [Ambiguity::DayOrder { example: "03/04/24".into() }]);
        assert!(result.bundle.is_empty(), "nothing half");
    }
}

#[test]
fn unrecognised_columns_are_asked_for() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = import_context(&journal);
    let strange = "a,b,c\nDana,2026-01-02,Quiet today\n";
    let result = read_text(strange, &Options::default(), &context);
    let header = ["a", "b", "c"].map(str::to_owned).to_vec();
    assert_eq!(result.ambiguities, [Ambiguity::Columns { header, missing: Column::REQUIRED.to_vec() }]);
    for mapping in ["person=a,day=b,text=c", "person=1,day=2,text=3"] {
        assert_eq!(texts(&read_text(strange, &options_with_mapping(mapping), &context)), ["Quiet today"], "{mapping}");
    }
    let bare = "Dana,2026-01-02,Quiet today\n";
    let result = read_text(bare, &Options::default(), &context);
    assert_eq!(result.ambiguities, [Ambiguity::Columns { header: Vec::new(), missing: Column::REQUIRED.to_vec() }]);
    assert_eq!(texts(&read_text(bare, &options_with_mapping("person=1,day=2,text=3"), &context)), ["Quiet today"]);

    let of_one = "Date,Notes\n2026-01-02,Quiet today\n";
    assert_eq!(read_text(of_one, &Options::default(), &context).ambiguities.len(), 1);
    let of_dana = Options { person: Some("Dana".into()), ..Options::default() };
    let result = read_text(of_one, &of_dana, &context);
    assert_eq!((texts(&result), result.bundle.people.len()), (vec!["Quiet today"], 1));
    assert!(matches!(result.bundle.people[0].mapping, PersonMapping::Existing(_)));

    let some = read_text("Who,Date,Notes\nBo,2026-01-02,His\n,2026-01-02,Hers\n", &of_dana, &context);
    let names: Vec<&str> = some.bundle.people.iter().map(|arrival| arrival.person.profile.name.as_str()).collect();
    assert_eq!(names, ["Bo", "Dana"], "a row that names somebody is about them");

    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), strange).unwrap();
    let error =
        table::read(file.path(), &options_with_mapping("person=Boss,day=b,text=c"), &context, &mut *never_cancel())
            .unwrap_err();
    assert!(error.to_string().ends_with("has no column “Boss”."), "{error}");
}

#[test]
fn table_preview_shows_columns_and_sample_rows() {
    let head = table::read_head(&fixture_path("tables/german.csv")).unwrap();
    assert_eq!((head.delimiter, head.header.len(), head.rows.len(), head.has_uids()), (';', 6, 3, false));
    let mapping = head.mapping.to_string();
    assert_eq!(mapping, "person=Mitarbeiter,day=Datum,kind=Kategorie,text=Notiz,state=Erledigt,due=Fällig");
    let bare = table::read_head(&fixture_path("tables/bare.csv")).unwrap();
    assert_eq!((bare.header.len(), bare.rows[0][2].as_str()), (0, "Quiet today"));
    assert!(table::read_head(&fixture_path("approved/dana.csv")).unwrap().has_uids());
}

#[test]
fn invalid_rows_are_reported_with_their_line() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = import_context(&journal);
    let long = "x".repeat(100_001);
    let name = "N".repeat(201);
    for (case, row, why) in [
        ("no name", " ,2026-01-02,x", "names no person"),
        ("no day", "Dana,,x", "has no date"),
        ("no text", "Dana,2026-01-02,", "has no text"),
        ("invisible text", "Dana,2026-01-02,\u{200B}", "has no text"),
        ("date in the future", "Dana,9999-12-31,x", "is dated 9999-12-31, which is in the future"),
        ("too few cells", "Dana", "has no date"),
        (
            "text too long",
            &format!("Dana,2026-01-02,{long}"),
            "has a text of 100001 characters; an entry can have up to 100000",
        ),
        (
            "name too long",
            &format!("{name},2026-01-02,x"),
            "can’t be imported: this name has 201 characters; the maximum is 200",
        ),
    ] {
        let result = read_text(&format!("person,day,text\n\n{row}\n"), &Options::default(), &context);
        let found: Vec<(Option<u64>, &str)> =
            result.diagnostics.iter().map(|unread| (unread.line, unread.reason.as_str())).collect();
        assert_eq!(found, [(Some(3), why)], "{case}");
        assert!(result.bundle.is_empty(), "{case}");
    }
    let result = read_text("text,person,day\nx,Dana,2026-01-02,more\n", &Options::default(), &context);
    assert_eq!(result.diagnostics[0].reason, "has 4 cells, and there are 3 columns");
}

#[test]
fn a_file_that_is_no_table_is_refused() {
    let journal = TempJournal::with_people(&["Dana"]);
    let context = import_context(&journal);
    let file = tempfile::NamedTempFile::new().unwrap();
    for (bytes, why) in [
        (&b""[..], "is empty"),
        (b"\n\n , \n", "is empty"),
        (b"person,day,text\nDana,2026-01-02,a\0b\n", "is not text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01", "is not text"),
    ] {
        fs::write(file.path(), bytes).unwrap();
        let error = table::read(file.path(), &Options::default(), &context, &mut *never_cancel()).unwrap_err();
        assert!(error.to_string().ends_with(&format!("{why}.")), "{error}");
    }
    fs::write(file.path(), "person,day,text\nDana,2026-01-02,x\n").unwrap();
    let stopped = table::read(file.path(), &Options::default(), &context, &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(ImportError::Cancelled)));
}

#[test]
fn unbalanced_quotes_are_read_in_linear_time() {
    let journal = TempJournal::with_people(&["Dana"]);
    let rows: String = (0..20_000).map(|_| "Dana,2026-01-02,\"a\n").collect();
    let result = read_text(&format!("person,day,text\n{rows}"), &Options::default(), &import_context(&journal));
    assert!(result.bundle.entries.len() < 20_000);
    assert!(result.bundle.entries.iter().all(|entry| entry.kind() == Kind::Note));
    assert!(!result.diagnostics.is_empty());
}

#[test]
fn person_without_recent_entries_gets_no_cadence() {
    let journal = TempJournal::with_people(&[]);
    let text = "person,day,text\nDana,2019-03-03,Quiet\nMarcus,2019-03-03,Loud\nMarcus,2026-11-10,Calm\n";
    let read = read_text(text, &Options::default(), &import_context(&journal));
    let rhythms: Vec<(&str, bool)> = read
        .bundle
        .people
        .iter()
        .map(|one| (one.person.profile.name.as_str(), one.person.profile.cadence.is_some()))
        .collect();
    assert_eq!(rhythms, [("Dana", false), ("Marcus", true)]);
}

fn people_names(result: &ImportResult) -> Vec<&str> {
    result.bundle.people.iter().map(|arrival| arrival.person.profile.name.as_str()).collect()
}

#[test]
fn first_and_last_name_columns_identify_people() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let table = "First Name,Last Name,Date,Notes\nDana,Whitfield,2026-01-02,Rota\nDana,Okafor,2026-01-02,Search\n";
    let result = read_text(table, &Options::default(), &import_context(&journal));
    assert_eq!(people_names(&result), ["Dana Whitfield", "Dana Okafor"]);
    assert!(matches!(result.bundle.people[0].mapping, PersonMapping::Existing(_)));
}

#[test]
fn names_are_parsed_in_the_formats_of_other_apps() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let table = "person,day,text\n\"Whitfield, Dana\",2026-01-02,Rota\n\
                 Lena Ortiz (https://www.notion.so/Lena-1a2b),2026-01-02,Search\n\
                 \"Dana Whitfield (https://a.b), Lena Ortiz (https://c.d)\",2026-01-02,Both\n";
    let result = read_text(table, &Options::default(), &import_context(&journal));
    assert_eq!(people_names(&result), ["Dana Whitfield", "Lena Ortiz"]);
    assert!(matches!(result.bundle.people[0].mapping, PersonMapping::Existing(_)));
    let why: Vec<&str> = result.diagnostics.iter().map(|unread| unread.reason.as_str()).collect();
    assert_eq!(why, ["names more than one person: Dana Whitfield, Lena Ortiz"]);
    let notion = "Name,Date,Attendees\nWeekly with Lena,\"March 4, 2024 2:00 PM (GMT+1)\",Lena Ortiz\n";
    let result = read_text(notion, &Options::default(), &import_context(&journal));
    assert_eq!((people_names(&result), texts(&result)), (vec!["Lena Ortiz"], vec!["Weekly with Lena"]));
    assert_eq!(result.bundle.entries[0].written_at.day().to_string(), "2024-03-04");
}

#[test]
fn one_on_one_per_day_is_unique_across_name_spellings() {
    let journal = TempJournal::with_people(&[]);
    let table = |other: &str| {
        let head = "Employee,Date,Type,Notes";
        read_text(
            &format!("{head}\nDana Whitfield,2024-03-04,1:1,Rota\n{other},2024-03-04,1:1,Promotion\n"),
            &Options::default(),
            &import_context(&journal),
        )
    };
    let result = table("Dana");
    assert_eq!((people_names(&result), result.bundle.one_on_ones.len()), (vec!["Dana Whitfield"], 1));
    assert!(result.bundle.entries.iter().all(|entry| entry.one_on_one == Some(result.bundle.one_on_ones[0].id)));
    import(&journal, &result);
    let once = journal.export_json();
    for other in ["Dana Whitfield", "Dana", "dana whitfield"] {
        import(&journal, &table(other));
        assert_eq!(journal.export_json(), once, "{other}");
    }
    // The same one-on-one as in Markdown.
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("Dana Whitfield")).unwrap();
    fs::write(folder.path().join("Dana Whitfield/2024-03-04 1-1.md"), "- Quiet in the review\n").unwrap();
    let notes =
        rapport::import::markdown::read(folder.path(), None, None, &import_context(&journal), &mut *never_cancel())
            .unwrap();
    assert_eq!(notes.bundle.one_on_ones.len(), 1);
    import(&journal, &notes);
    assert_eq!(crate::support::query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"), 1);
}

#[test]
fn invalid_due_date_is_reported_and_the_row_is_kept() {
    let journal = TempJournal::with_people(&["Dana"]);
    let table = "person,day,kind,text,due\nDana,2024-01-02,todo,a,2024-02-31\nDana,2024-01-02,todo,b,next friday\n\
                 Dana,2024-01-02,todo,c,-\nDana,2024-01-02,todo,d,2024-02-03\n";
    let result = read_text(table, &Options::default(), &import_context(&journal));
    assert_eq!(texts(&result), ["a", "b", "c", "d"]);
    let problems: Vec<(Option<u64>, &str)> =
        result.diagnostics.iter().map(|unread| (unread.line, unread.reason.as_str())).collect();
    assert_eq!(
        problems,
        [
            (Some(2), "is due “2024-02-31”, which isn’t a valid date; it was imported without a due date"),
            (Some(3), "is due “next friday”, which isn’t a valid date; it was imported without a due date"),
        ]
    );
}

#[test]
fn unbalanced_quote_is_reported() {
    let journal = TempJournal::with_people(&["Dana"]);
    let table = "person,day,text\nDana,2024-01-02,\"He said \"no\" to it\"\nDana,2024-01-02,well\n";
    let result = read_text(table, &Options::default(), &import_context(&journal));
    assert_eq!(texts(&result), ["well"]);
    assert_eq!(
        (result.diagnostics[0].line, result.diagnostics[0].reason.as_str()),
        (Some(2), "has an unbalanced quote")
    );
}
