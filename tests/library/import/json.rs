//! The JSON of a journal: imported completely, or with diagnostics and their lines.

use std::ops::ControlFlow;

use rapport::{
    domain::id::PersonId,
    export,
    export::{ExportOptions, ExportScope, Format},
    import::{ImportError, ImportResult, json, source, source::Source},
    journal::import_bundle::{ImportBundle, PersonMapping},
};
use serde_json::{Value, json};

use super::{import, import_context, never_cancel, preview_of};
use crate::support::{TempJournal, assert_clean, query_number};

/// Reads a document as a file.
fn read(document: impl AsRef<[u8]>) -> Result<ImportResult, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.json");
    std::fs::write(&path, document).unwrap();
    json::read(&path, &import_context(&TempJournal::with_people(&[])), &mut never_cancel())
}

/// The diagnostics, each with its line.
fn diagnostics(document: impl AsRef<[u8]>) -> Vec<String> {
    let unread = read(document).unwrap().diagnostics;
    unread.into_iter().map(|unread| format!("{}: {}", unread.line.unwrap(), unread.reason)).collect()
}

fn document_with_list(list: &str, things: &Value) -> String {
    format!("{{\"rapport\": {{\"format\":1,\"of\":\"journal\",\"from\":null,\"to\":null}},\n\"{list}\": {things}}}")
}

/// A person, a one-on-one and an entry on lines 3, 4 and 5. `change` damages them.
fn small_document(change: impl FnOnce(&mut Value, &mut Value, &mut Value)) -> String {
    let uid = |number: u8| format!("018bcfe5-6800-7000-8000-0000000000{number:02}");
    let at = "2026-11-20T10:00:00+01:00";
    let mut person = json!({
        "uid": uid(1), "name": "Dana", "relation": "report", "role": "", "team": "", "since": null, "birthday": null,
        "pronouns": "", "matters": "", "cadence": "every 2 weeks", "colour": null, "place": 0, "added": at, "archived": null,
        "prepare": {"order": [], "asked": []},
    });
    let mut one = json!({
        "uid": uid(2), "person": uid(1), "at": at, "state": "held", "wrapped_up": at, "minutes": 30, "reason": "",
    });
    let mut entry = json!({
        "uid": uid(3), "kind": "praise", "person": uid(1), "one_on_one": uid(2), "written": at, "text": "Calm",
        "detail": {"state": "told"}, "trashed": null, "put_off": null, "evidence": false,
        "steps": [{"uid": uid(4), "at": at, "one_on_one": uid(2), "what": "told", "words": ""}],
    });
    change(&mut person, &mut one, &mut entry);
    let head = "{\"rapport\": {\"format\":1,\"of\":\"journal\",\"from\":null,\"to\":null},\n";
    format!("{head}\"people\": [\n{person}],\"one_on_ones\": [\n{one}],\"entries\": [\n{entry}]}}")
}

#[test]
fn invalid_or_newer_document_is_rejected() {
    let whole = TempJournal::sample().export_json();
    let half = whole.get(..whole.len() / 2).unwrap();
    let in_line = half.lines().count();
    let middle = format!("is incomplete: it ends in the middle of line {in_line}.");
    let newer = r#"{"people": "other", "rapport": {"format": 2, "of": ["journal"]}}"#;
    let many = document_with_list("entries", &json!(vec![0; 1_200]));
    for (document, why) in [
        (Vec::new(), "is empty."),
        (half.into(), middle.as_str()),
        (b"# Dana\n\nQuiet".to_vec(), "is not valid JSON: line 1, column 1."),
        (whole.replacen("[\n", "[,\n", 1).into(), "is not valid JSON: line 3, column 12."),
        (vec![0; 40], "is not text."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "is not text."),
        (b"[1, 2]".to_vec(), "is JSON, but not a Rapport journal."),
        (b"{\"people\": []}".to_vec(), "is JSON, but not a Rapport journal."),
        (br#"{"rapport": {"format": 0, "of": "journal"}}"#.to_vec(), "is JSON, but not a Rapport journal."),
        (br#"{"rapport": {"format": 1, "of": "team"}}"#.to_vec(), "is JSON, but not a Rapport journal."),
        (document_with_list("people", &json!({})).into(), "is JSON, but not a Rapport journal."),
        (
            newer.into(),
            "was written by a newer version of Rapport (format 2; this version supports up to 1). Update Rapport to import it.",
        ),
        (
            many.into(),
            "has more than 1000 items that can’t be read (line 2: has an entry that can’t be read (invalid type: integer `0`, expected an object)).",
        ),
    ] {
        let message = read(&document).unwrap_err().to_string();
        assert_eq!(message.split_once("journal.json ").unwrap().1, why);
    }
    let deep = document_with_list("entries", &json!([])).replace("[]", &"[".repeat(100_000));
    assert!(read(deep).unwrap_err().to_string().contains("is not valid JSON: line 2"));
}

#[test]
fn invalid_records_are_reported_with_their_line_and_skipped() {
    type Corruption = fn(&mut Value, &mut Value, &mut Value);
    assert_eq!(diagnostics(small_document(|_, _, _| {})), Vec::<String>::new(), "nothing is wrong with it");
    let nobody = ["4: has a one-on-one about a missing person", "5: has an entry about a missing person"];
    let cases: [(Corruption, &[&str]); 22] = [
        (
            |person, _, _| person["name"] = json!(7),
            &[
                "3: has a person that can’t be read (invalid type: integer `7`, expected a string)",
                nobody[0],
                nobody[1],
            ],
        ),
        (
            |person, _, _| person["name"] = json!(" \u{202E} "),
            &["3: has a person without a valid name", nobody[0], nobody[1]],
        ),
        (
            |person, _, _| person["birthday"] = json!("31 February"),
            &[
                "3: has a person that can’t be read (“31 February” isn’t a birthday. Try “30 November”, “11-30” or “1988-11-30”.)",
                nobody[0],
                nobody[1],
            ],
        ),
        (
            |person, _, _| person["since"] = json!("-000004-02-03"),
            &["3: has a person with a day before the year 1", nobody[0], nobody[1]],
        ),
        (
            |person, _, _| person["uid"] = json!("00000000-0000-0000-0000-000000000000"),
            &["3: has a person without a uid", nobody[0], nobody[1]],
        ),
        (
            |_, one, _| one["person"] = json!("018bcfe5-6800-7000-8000-000000000099"),
            &[nobody[0], "5: has an entry of a missing one-on-one; the entry is imported without it"],
        ),
        (
            |_, one, _| one["state"] = json!("planned"),
            &[
                "4: has a one-on-one that is invalid: only a held one-on-one can be wrapped up",
                "5: has an entry of a missing one-on-one; the entry is imported without it",
            ],
        ),
        (
            |_, one, _| one["minutes"] = json!(-1),
            &[
                "4: has a one-on-one that can’t be read (invalid value: integer `-1`, expected u32)",
                "5: has an entry of a missing one-on-one; the entry is imported without it",
            ],
        ),
        (|_, _, entry| entry["person"] = json!("018bcfe5-6800-7000-8000-000000000099"), &[nobody[1]]),
        (|_, _, entry| entry["text"] = json!(" \n"), &["5: has an entry without text"]),
        (
            |_, _, entry| entry["text"] = json!("x".repeat(100_001)),
            &["5: has an entry with a text of 100001 characters; the maximum is 100000"],
        ),
        (
            |_, _, entry| entry["kind"] = json!("flag"),
            &[
                "5: has an entry with a detail that can’t be read (unknown variant `told`, expected one of `noticed`, `watching`, `raised`, `settled`, `let_go`)",
            ],
        ),
        (
            |_, _, entry| entry["detail"]["state"] = json!("noticed"),
            &["5: has an entry that is invalid: it is noticed, but its events say told"],
        ),
        (
            |_, _, entry| entry["steps"][0]["what"] = json!("settled"),
            &["5: has an entry that is invalid: “settled” can’t happen to its kind, praise"],
        ),
        (|_, _, entry| entry["steps"][0]["what"] = json!("level"), &["5: has an entry with an event that is unknown"]),
        (
            |_, _, entry| entry["steps"][0]["one_on_one"] = json!("018bcfe5-6800-7000-8000-000000000099"),
            &["5: has an entry of a missing one-on-one; the entry is imported without it"],
        ),
        (
            |_, _, entry| entry["put_off"] = json!("0000-01-01"),
            &["5: has an entry that is invalid: it has a date before the year 1"],
        ),
        (
            |_, _, entry| {
                entry["kind"] = json!("check_in");
                entry["steps"] = json!([]);
                entry["detail"] = json!({"goal": "018bcfe5-6800-7000-8000-000000000003", "closeness": 3});
            },
            &["5: has a check-in on a missing goal"],
        ),
        (
            |_, _, entry| {
                entry["kind"] = json!("check_in");
                entry["steps"] = json!([]);
                entry["detail"] = json!({"goal": null, "closeness": 3});
            },
            &["5: has a check-in without a goal"],
        ),
        (
            |_, _, entry| {
                entry["kind"] = json!("action");
                entry["detail"] = json!({"by": "them", "due": null, "state": "told"});
            },
            &["5: has an entry that is invalid: only your own actions can be told"],
        ),
        (
            |_, _, entry| entry["written"] = json!("9999-99-99"),
            &[
                "5: has an entry that can’t be read (failed to parse two digit integer as month: parameter 'month' is not in the required range of 1..=12)",
            ],
        ),
        (
            |_, _, entry| {
                entry.as_object_mut().unwrap().remove("text");
            },
            &["5: has an entry that can’t be read (missing field `text`)"],
        ),
    ];
    for (wrong, expected) in cases {
        let document = small_document(wrong);
        assert_eq!(diagnostics(&document), expected);
        // The rest is imported and consistent.
        let journal = TempJournal::with_people(&[]);
        import(&journal, &read(document).unwrap());
        assert_clean(journal.db());
    }
}

#[test]
fn duplicate_records_are_reported() {
    let document = small_document(|_, _, _| {});
    let [person, one, entry] = [2, 3, 4].map(|line| document.lines().nth(line).unwrap());
    let [person, one] = [person, one].map(|line| line.rsplit_once("],").unwrap().0);
    let entry = entry.strip_suffix("]}").unwrap();
    let twice = document
        .replacen(person, &format!("{person},\n{person}"), 1)
        .replacen(one, &format!("{one},\n{one}"), 1)
        .replacen(entry, &format!("{entry},\n{entry}"), 1);
    let uid = |number: u8| format!("018bcfe5-6800-7000-8000-0000000000{number:02}");
    assert_eq!(
        diagnostics(twice),
        [
            format!("4: has a person twice: {}", uid(1)),
            format!("6: has a one-on-one twice: {}", uid(2)),
            format!("8: has an entry twice: {}", uid(3)),
        ]
    );
}

#[test]
fn list_order_encoding_and_unknown_fields_do_not_matter() {
    let sample = TempJournal::sample();
    let document: Value = serde_json::from_str(&sample.export_json()).unwrap();
    let lists = document.as_object().unwrap();
    let turned: Vec<String> = lists.iter().rev().map(|(name, list)| format!("{}: {list:#}", json!(name))).collect();
    let odd = format!("\u{FEFF}{{\"later\": [{{\"x\": [null, 1e99]}}],\r\n{}}}", turned.join(",\r\n"));
    let utf_16: Vec<u8> = odd.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [odd.into_bytes(), utf_16] {
        let result = read(bytes).unwrap();
        assert_eq!(result.diagnostics, []);
        let journal = TempJournal::with_people(&[]);
        import(&journal, &result);
        assert!(journal.export_json() == sample.export_json());
    }
}

/// The exports of a person or of a date range.
fn export_part(journal: &TempJournal, of: ExportScope, from: Option<jiff::civil::Date>) -> Vec<u8> {
    let order =
        ExportOptions { scope: of, format: Format::Json, from, to: None, with_flags: true, today: journal.today() };
    let mut out = Vec::new();
    export::write(journal.db(), &order, &mut out, &mut |_, _| ControlFlow::Continue(())).unwrap();
    out
}

#[test]
fn partial_exports_are_imported_and_add_up() {
    let sample = TempJournal::sample();
    let of_dana = export_part(&sample, ExportScope::Person(PersonId(1)), None);
    let result = read(&of_dana).unwrap();
    assert_eq!(result.diagnostics, []);
    let journal = TempJournal::with_people(&["Ana"]);
    import(&journal, &result);
    assert_clean(journal.db());
    let entries = |of: &str| query_number(&journal.raw_connection(), &format!("SELECT count(*) FROM entries {of}"));
    let of_her = sample.db().count_entries(&rapport::store::ExportFilter {
        person: Some(PersonId(1)),
        include_flags: true,
        ..Default::default()
    });
    assert_eq!(entries("").unsigned_abs(), of_her.unwrap());

    // In a date range records may refer to others outside it: check-ins without their goal are
    // reported.
    let late = read(export_part(&sample, ExportScope::Journal, Some(jiff::civil::date(2026, 11, 10)))).unwrap();
    assert!(
        late.diagnostics.iter().all(|unread| unread.reason == "has a check-in on a missing goal"),
        "{:?}",
        late.diagnostics
    );
    let before = entries("");
    import(&journal, &late);
    assert!(entries("") > before);
    import(&journal, &read(sample.export_json()).unwrap());
    assert_eq!(entries(""), query_number(&sample.raw_connection(), "SELECT count(*) FROM entries"));
    assert_clean(journal.db());
}

#[test]
fn import_can_be_limited_to_one_person() {
    let sample = TempJournal::sample();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.json");
    std::fs::write(&path, sample.export_json()).unwrap();
    let journal = TempJournal::with_people(&[]);
    let read = |person| {
        source::read(&Source::Json { path: path.clone() }, Some(person), &import_context(&journal), &mut never_cancel())
    };
    let result = read("dana").unwrap();
    let ImportBundle { people, self_checks, intentions, questions, .. } = &result.bundle;
    assert_eq!(people.iter().filter(|arrival| arrival.mapping != PersonMapping::Skip).count(), 1);
    assert!(self_checks.is_empty() && intentions.is_empty() && questions.is_empty());
    let preview = preview_of(&journal, &result);
    assert_eq!(preview.new_people, ["Dana Whitfield"]);
    assert!(preview.skipped > 0);
    let message = read("zoe").unwrap_err().to_string();
    assert!(message.ends_with("can’t be limited to that person: There’s nobody called “zoe”."), "{message}");
}

#[test]
fn reading_reports_progress_and_can_be_cancelled() {
    let sample = TempJournal::sample();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.json");
    std::fs::write(&path, sample.export_json()).unwrap();
    let mut reports = Vec::new();
    json::read(&path, &import_context(&sample), &mut |done, of| {
        reports.push((done, of));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(reports.len() > 1 && reports.is_sorted() && reports.iter().all(|(done, of)| done < of));
    let stopped = json::read(&path, &import_context(&sample), &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(ImportError::Cancelled)));
}
