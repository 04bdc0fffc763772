//! The search over everything that was ever written: what queries find, and that the index is
//! always as the text.

use std::{fs, ops::ControlFlow, sync::Arc};

use jiff::civil::date;
use proptest::prelude::*;
use rapport::{
    domain::{
        entry::{
            fields::{EntryFields, FlagFields},
            kind::Kind,
            transition::Transition,
        },
        erase::{EraseRequest, EraseScope},
        id::{EntryId, OneOnOneId, PersonId},
        person::Profile,
        search::{
            kind::SearchKind,
            query::{Query, QueryContext},
        },
        short_name::NameFacts,
    },
    import::{ImportContext, json},
    journal::{
        Journal,
        change::{
            Change,
            leader::LeaderChange,
            review::{ReviewChange, ReviewText},
        },
    },
    store::{Db, SearchExtent, SearchOptions, SearchOrder, SearchResults, StoreError},
};

use crate::support::{
    TempJournal, assert_clean, days_ago, encrypted, jot_change, moment, query_number, raw_connection,
};

fn parse(db: &Db, input: &str) -> Query {
    let people: Vec<NameFacts> = db.people().unwrap().iter().map(NameFacts::from).collect();
    Query::parse(input, &QueryContext { today: date(2026, 11, 24), people: &people })
}

fn search_with(db: &Db, input: &str, limit: usize, order: SearchOrder) -> SearchResults {
    let options = SearchOptions { limit, order, today: date(2026, 11, 24), extent: SearchExtent::Counted };
    db.search(&parse(db, input), &options).unwrap()
}

/// The main texts of what is found, in alphabetical order.
fn found(db: &Db, input: &str) -> Vec<String> {
    let results = search_with(db, input, 1_000, SearchOrder::BestMatch);
    assert_eq!(results.total, results.hits.len(), "{input:?}");
    let mut texts: Vec<String> = results.hits.iter().map(|hit| hit.text().to_owned()).collect();
    texts.sort();
    texts
}

/// Lets the next entry have so high a number that the journal counts as large: short beginnings of
/// words are then looked up in another way.
fn make_large(journal: &TempJournal) {
    let sql = "DELETE FROM sqlite_sequence WHERE name = 'entries';
               INSERT INTO sqlite_sequence (name, seq) VALUES ('entries', 100000)";
    raw_connection(&journal.file()).execute_batch(sql).unwrap();
}

/// A journal with a text in every field that is searched.
fn full_journal() -> TempJournal {
    let temp = TempJournal::with_people(&["Dana Whitfield", "Tomás Ferreira", "渡辺 健二"]);
    let dana = PersonId(1);
    temp.jot_days_ago(1, 400, "! Third week on call #wellbeing");
    let flag = temp.jot(1, "! Won’t hand on-call to Piotr");
    let fields = FlagFields { usually: "laughs".into(), lately: "grey mornings".into(), need: "volunteers".into() };
    temp.commit(Change::EditFields { entry: flag, fields: EntryFields::Flag(fields) }).unwrap();
    temp.commit(Change::Transition { entry: flag, transition: Transition::Raise("It’s my system".into()) }).unwrap();
    let outcome = "one week in five".into();
    temp.commit(Change::Transition { entry: flag, transition: Transition::Settle { outcome, recheck_on: None } })
        .unwrap();
    let goal = temp.jot(2, "^ Speak at the conference");
    let fields = EntryFields::Goal {
        why: "wants an audience".into(),
        success: "a talk accepted".into(),
        support: "rehearsals".into(),
        target: Some(date(2026, 11, 1)),
    };
    temp.commit(Change::EditFields { entry: goal, fields }).unwrap();
    temp.jot(2, "Praised Müller’s review of the Straße design");
    temp.jot(3, "東京で会う約束");
    temp.jot(3, "한국 출장");
    temp.jot(3, "กินข้าวด้วยกัน");
    temp.jot(3, "Quiet 🎉 #team");
    temp.jot(3, "[ ] send the ladder by 2026-11-20");
    let trashed = temp.jot(1, "Deleted remark about holidays");
    temp.commit(Change::Trash(trashed)).unwrap();
    temp.commit(Change::AnswerNeed { person: dana, text: "Time to think".into() }).unwrap();
    temp.commit(Change::ScheduleMeeting { person: dana, at: moment(600) }).unwrap();
    temp.commit(Change::SkipMeeting { person: dana, reason: "Company offsite".into() }).unwrap();
    let profile = Profile {
        personal_details: "Climbs, two kids".into(),
        role: "Staff engineer".into(),
        ..Profile::with_name("Dana Whitfield")
    };
    temp.commit(Change::EditPerson { person: dana, profile }).unwrap();
    let line = "Gave fewer orders".to_owned();
    temp.commit(Change::Leader(LeaderChange::SaveSelfCheck { answers: [None; 4], line })).unwrap();
    temp.commit(Change::Leader(LeaderChange::SetIntention("Ask before telling".into()))).unwrap();
    let text = "She owns the migration".to_owned();
    let review = ReviewText { person: dana, from: date(2026, 1, 1), to: date(2026, 6, 30), text };
    temp.commit(Change::Review(ReviewChange::Save(review))).unwrap();
    temp
}

#[test]
fn queries_find_what_they_should() {
    let temp = full_journal();
    assert_clean(temp.db());
    find_what_is_in_full_journal(&temp);
    make_large(&temp);
    find_what_is_in_full_journal(&temp);
}

fn find_what_is_in_full_journal(temp: &TempJournal) {
    let (third, hand) = ("Third week on call #wellbeing", "Won’t hand on-call to Piotr");
    let (goal, muller) = ("Speak at the conference", "Praised Müller’s review of the Straße design");
    for (input, expected) in [
        // Words, in any order, by their beginnings, and phrases.
        ("call", &[third, hand][..]),
        ("week THIRD", &[third]),
        ("call third", &[third]),
        ("all", &[]),
        ("\"on call\"", &[third, hand]),
        ("\"call on\"", &[]),
        ("on-call", &[third, hand]),
        ("\"on cal\"", &[]),
        ("\"on cal", &[third, hand]),
        ("call -piotr", &[third]),
        ("tim -we", &["Time to think"]),
        ("th we", &[third]),
        ("on one", &[hand]),
        ("spe or we", &[goal, hand, third]),
        ("piotr or conference", &[goal, hand]),
        ("-kind:flag call", &[]),
        // Case and accents.
        ("muller strasse", &[muller]),
        ("MÜLLER straße", &[muller]),
        ("mueller", &[]),
        ("won't", &[hand]),
        // Scripts without spaces, and emoji.
        ("京で会", &["東京で会う約束"]),
        ("約束 東", &["東京で会う約束"]),
        ("約東", &[]),
        ("국", &["한국 출장"]),
        ("출자", &["한국 출장"]),
        ("ข้าว", &["กินข้าวด้วยกัน"]),
        ("🎉", &["Quiet 🎉 #team"]),
        // What belongs to an entry.
        ("grey", &[hand]),
        ("\"my system\"", &[hand]),
        ("five piotr", &[hand]),
        ("mornings volunteers", &[hand]),
        ("\"mornings volunteers\"", &[]),
        ("audience", &[goal]),
        ("rehearsals", &[goal]),
        // Other records.
        ("think", &["Time to think"]),
        ("offsite", &["Company offsite"]),
        ("climbs", &["Climbs, two kids"]),
        ("staff", &["Climbs, two kids"]),
        ("orders", &["Gave fewer orders"]),
        ("telling", &["Ask before telling"]),
        ("migration", &["She owns the migration"]),
        // Filters.
        ("kind:flag", &[third, hand]),
        ("kind:flag person:tom", &[]),
        ("person:tom", &[muller, goal]),
        ("person:健二 ladder", &["send the ladder"]),
        ("-person:dana in:2026 e", &[]),
        ("kind:review kind:need", &["She owns the migration", "Time to think"]),
        ("call before:2026", &[third]),
        ("call after:2025", &[hand]),
        ("call in:2025-10", &[third]),
        ("call -in:2025", &[hand]),
        ("is:late", &["send the ladder", goal]),
        ("is:open kind:goal", &[goal]),
        ("call is:open", &[third]),
        ("call -is:open", &[hand]),
        ("#wellbeing ", &[third]),
        ("#well", &[third]),
        ("#well ", &[]),
        ("-#wellbeing call", &[hand]),
        ("is:evidence", &[]),
        // The trash only when asked.
        ("holidays", &[]),
        ("holidays is:trash", &["Deleted remark about holidays"]),
        ("is:trash", &["Deleted remark about holidays"]),
        ("call is:trash", &[]),
        // Nothing, and syntax of others.
        ("", &[]),
        ("***", &[]),
        ("text:call", &[]),
        ("call NEAR(week)", &[]),
        ("' OR 1=1 --", &[]),
    ] {
        let mut expected: Vec<&str> = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found(temp.db(), input), expected, "{input:?}");
    }
    for input in [
        "\"",
        "(",
        ")",
        "*",
        "a*",
        "\"\"\"",
        "NEAR/2",
        "a AND",
        "-",
        "- -",
        "^",
        "{a}:b",
        "\u{0}",
        "\u{301}",
        "\u{202E}abc",
        "ﷺ",
        "👨‍👩‍👧",
        "'; DROP TABLE entries; --",
    ] {
        found(temp.db(), input);
    }
    for long in ["word ".repeat(2_000), "\"a".repeat(5_000), "東".repeat(10_000), "-x ".repeat(3_333)] {
        found(temp.db(), &long);
    }
}

#[test]
fn found_records_are_counted_by_person_kind_year_and_subject() {
    let temp = full_journal();
    let facets = search_with(temp.db(), "call or ladder or quiet", 1, SearchOrder::BestMatch).facets;
    assert_eq!(facets.people, [(PersonId(1), 2), (PersonId(3), 2)]);
    let kinds =
        [(SearchKind::Entry(Kind::Note), 1), (SearchKind::Entry(Kind::Flag), 2), (SearchKind::Entry(Kind::Action), 1)];
    assert_eq!(facets.kinds, kinds);
    assert_eq!(facets.years, [(2026, 3), (2025, 1)]);
    assert_eq!(facets.subjects, [("team".to_owned(), 1), ("wellbeing".to_owned(), 1)]);
    let filtered = search_with(temp.db(), "call or ladder or quiet kind:note", 10, SearchOrder::BestMatch);
    assert_eq!((filtered.total, filtered.facets.kinds.as_slice()), (1, &kinds[..]), "kinds ignore their own filter");
    assert_eq!(filtered.facets.years, [(2026, 1)]);
}

#[test]
fn whole_words_come_first_then_kind_and_nearness_in_time() {
    let temp = TempJournal::with_people(&["Dana"]);
    for (days, line) in [
        (10, "recalled"),
        (10, "called late"),
        (900, "call long ago"),
        (10, "call lately"),
        (10, "! call, a flag"),
        (700, "called a year ago"),
    ] {
        temp.jot_days_ago(1, days, line);
    }
    let texts = |order| {
        let hits = search_with(temp.db(), "call", 9, order).hits;
        hits.iter().map(|hit| hit.text().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        texts(SearchOrder::BestMatch),
        ["call, a flag", "call lately", "call long ago", "called late", "called a year ago"]
    );
    assert_eq!(texts(SearchOrder::Oldest)[..2], ["call long ago", "called a year ago"]);
    assert_eq!(texts(SearchOrder::Newest)[3..], ["called a year ago", "call long ago"]);
    assert_eq!(search_with(temp.db(), "call", 2, SearchOrder::Newest).total, 5);
}

#[test]
fn word_one_letter_off_is_suggested() {
    let temp = full_journal();
    for (input, expected) in [
        ("conerence", Some("conference")),
        ("conferense", Some("conference")),
        ("connference", Some("conference")),
        ("ocnference", Some("conference")),
        ("onference", Some("conference")),
        ("Xonference", Some("conference")),
        ("xconference", Some("conference")),
        ("kind:goal laddre", Some("ladder")),
        ("confer", None),
        ("conferences", Some("conference")),
        ("cofrence", None),
        ("cal", None),
        ("-conerence", None),
        ("\"the conerence\"", None),
    ] {
        let query = parse(temp.db(), input);
        let words: Vec<String> =
            temp.db().search_suggestions(&query).unwrap().into_iter().map(|suggestion| suggestion.word).collect();
        assert_eq!(words.first().map(String::as_str), expected, "{input:?}");
        assert!(words.len() <= 1);
    }
}

#[test]
fn what_was_erased_is_not_found_and_not_in_the_file() {
    let temp = full_journal();
    temp.commit(Change::EditText { entry: EntryId(1), text: "Third zebrafish".into(), due: None }).unwrap();
    let uid = temp.db().entry(EntryId(1)).unwrap().unwrap().uid;
    let request = EraseRequest { scope: EraseScope::Entries(vec![uid]), all_drafts: false };
    temp.erase(request, None).unwrap();
    assert_eq!(found(temp.db(), "third"), [""; 0]);
    assert_eq!(found(temp.db(), "call"), ["Won’t hand on-call to Piotr"]);
    assert_clean(temp.db());
    let files = fs::read_dir(temp.file().parent().unwrap()).unwrap();
    for file in files.map(|file| file.unwrap().path()) {
        let bytes = fs::read(&file).unwrap();
        let has_it = bytes.windows(7).any(|part| part == b"zebrafi");
        assert!(!has_it, "{}", file.display());
    }
}

#[test]
fn index_follows_edits_undo_redo_and_import() {
    let temp = full_journal();
    let entry = EntryId(1);
    temp.commit(Change::EditText { entry, text: "Seventh week".into(), due: None }).unwrap();
    assert_eq!(found(temp.db(), "third"), [""; 0]);
    assert_eq!(found(temp.db(), "seventh"), ["Seventh week"]);
    temp.undo();
    temp.flush().unwrap();
    assert_eq!(found(temp.db(), "seventh"), [""; 0]);
    assert_eq!(found(temp.db(), "third").len(), 1);
    temp.redo();
    temp.flush().unwrap();
    assert_eq!(found(temp.db(), "seventh"), ["Seventh week"]);
    let document = temp.file().with_extension("json");
    fs::write(&document, temp.export_json()).unwrap();
    let again = TempJournal::with_people(&[]);
    let context = ImportContext { now: again.now(), people: Vec::new() };
    let result = json::read(&document, &context, &mut |_, _| std::ops::ControlFlow::Continue(())).unwrap();
    again.commit(Change::Import(Arc::new(result.bundle))).unwrap();
    for input in ["seventh", "grey", "offsite", "climbs", "orders", "migration", "東京", "holidays is:trash"] {
        assert_eq!(found(again.db(), input), found(temp.db(), input), "{input:?}");
        assert_eq!(found(again.db(), input).len(), 1, "{input:?}");
    }
    assert_clean(again.db());
}

#[test]
fn damaged_index_is_said_and_made_again_with_the_text_untouched() {
    for damage in [
        "UPDATE search_index_data SET block = zeroblob(length(block)) WHERE id > 100",
        "DELETE FROM search_index_data",
        "DELETE FROM search_index_config",
        "DELETE FROM search_documents",
        "UPDATE search_documents SET day = day + 1 WHERE id = 3",
        "UPDATE search_documents SET kind = kind + 1 WHERE id = 3",
        "INSERT INTO search_index (rowid, text, more) VALUES (77777, 'more', '')",
        "INSERT INTO search_index (search_index, rowid, text, more) VALUES ('delete', 1, 'third', '')",
        "DROP TABLE search_index",
    ] {
        let mut temp = full_journal();
        let before = temp.content_rows();
        temp.close();
        let raw = raw_connection(&temp.file());
        raw.execute_batch(damage).unwrap();
        drop(raw);
        temp.reopen();
        let problems = temp.db().check().unwrap().problems;
        assert!(!problems.is_empty(), "{damage}");
        // A change is stored nevertheless.
        temp.commit(jot_change(1, None, "written on a damaged index")).unwrap();
        temp.undo();
        temp.flush().unwrap();
        temp.close();
        let db = Db::open_existing(&temp.file()).unwrap();
        let report = db.repair(false).unwrap();
        assert_eq!(report.remaining.problems, Vec::<String>::new(), "{damage}");
        drop(db);
        temp.reopen();
        assert_eq!(temp.content_rows(), before, "{damage}");
        assert_eq!(found(temp.db(), "third").len(), 1, "{damage}");
    }
}

#[test]
fn search_says_that_the_index_is_damaged() {
    let mut temp = full_journal();
    temp.close();
    raw_connection(&temp.file()).execute_batch("DELETE FROM search_index_data").unwrap();
    temp.reopen();
    let options = SearchOptions {
        limit: 9,
        order: SearchOrder::BestMatch,
        today: date(2026, 11, 24),
        extent: SearchExtent::Counted,
    };
    let query = parse(temp.db(), "call");
    let error = temp.db().search(&query, &options).unwrap_err();
    assert!(matches!(error, StoreError::SearchIndexDamaged(_)), "{error:?}");
    // The journal makes it again.
    temp.search(&query, 9, SearchOrder::BestMatch).unwrap_err();
    temp.flush().unwrap();
    assert_eq!(temp.search(&query, 9, SearchOrder::BestMatch).unwrap().total, 2);
    assert_eq!(temp.stop_reason(), None);
}

#[test]
fn index_costs_at_most_1_2_times_the_text() {
    let temp = TempJournal::sample_of(rapport::sample::Size::Typical);
    let raw = temp.raw_connection();
    let text = query_number(&raw, "SELECT sum(length(CAST(text AS BLOB))) FROM entries")
        + query_number(&raw, "SELECT sum(length(CAST(words AS BLOB))) FROM steps")
        + query_number(&raw, "SELECT coalesce(sum(length(usually || lately || need)), 0) FROM flags")
        + query_number(
            &raw,
            "SELECT coalesce(sum(length(situation || behaviour || impact || changed)), 0) FROM feedback",
        )
        + query_number(&raw, "SELECT coalesce(sum(length(why || success || support)), 0) FROM goals");
    let pages = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%'";
    let Ok(index) = raw.query_row(pages, [], |row| row.get::<_, i64>(0)) else { return };
    // Of each page of an encrypted file, 80 bytes hold no content.
    let tenths = if encrypted::is_asked() { 13 } else { 12 };
    assert!(index * 10 <= text * tenths, "{index} bytes of index for {text} of text");
}

/// A word of an alphabet so small that words and phrases are often the same.
fn any_words() -> impl Strategy<Value = String> {
    "(a|b|ab|abc|é|東|京|-| |#x|\\.){1,10}"
}

fn any_query() -> impl Strategy<Value = String> {
    "(a|b|ab|abc |e|東京|-| |\"|or |b -a|#x){1,6}"
}

#[derive(Debug, Clone)]
enum Step {
    Jot(i64, String),
    Flag(i64, [String; 3]),
    Raise(i64, String),
    Edit(i64, String),
    Trash(i64),
    Need(i64, String),
    Details(i64, String),
    Skip(i64, String),
    Intend(String),
    Undo,
    Redo,
    Erase(i64),
}

fn any_step() -> impl Strategy<Value = Step> {
    let person = || 1..3_i64;
    let entry = || 1..7_i64;
    prop_oneof![
        6 => (person(), any_words()).prop_map(|(person, words)| Step::Jot(person, words)),
        2 => (entry(), [any_words(), any_words(), any_words()]).prop_map(|(entry, words)| Step::Flag(entry, words)),
        2 => (entry(), any_words()).prop_map(|(entry, words)| Step::Raise(entry, words)),
        3 => (entry(), any_words()).prop_map(|(entry, words)| Step::Edit(entry, words)),
        1 => entry().prop_map(Step::Trash),
        1 => (person(), any_words()).prop_map(|(person, words)| Step::Need(person, words)),
        1 => (person(), any_words()).prop_map(|(person, words)| Step::Details(person, words)),
        1 => (person(), any_words()).prop_map(|(person, words)| Step::Skip(person, words)),
        1 => any_words().prop_map(Step::Intend),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => entry().prop_map(Step::Erase),
    ]
}

/// Makes a change. Many are rejected, as in real use.
fn apply(temp: &TempJournal, step: Step) {
    let commit = |change| drop(temp.commit(change));
    match step {
        Step::Jot(person, words) => {
            let line = rapport::domain::parse::entry_line::parse_entry_line(&format!("! {words}"), temp.today());
            if let Ok(line) = line {
                commit(Change::AddEntry { person: PersonId(person), one_on_one: None, line });
            }
        }
        Step::Flag(entry, [usually, lately, need]) => commit(Change::EditFields {
            entry: EntryId(entry),
            fields: EntryFields::Flag(FlagFields { usually, lately, need }),
        }),
        Step::Raise(entry, words) => {
            commit(Change::Transition { entry: EntryId(entry), transition: Transition::Raise(words) });
        }
        Step::Edit(entry, text) => commit(Change::EditText { entry: EntryId(entry), text, due: None }),
        Step::Trash(entry) => commit(Change::Trash(EntryId(entry))),
        Step::Need(person, text) => commit(Change::AnswerNeed { person: PersonId(person), text }),
        Step::Details(person, personal_details) => {
            let profile = Profile { personal_details, ..Profile::with_name(format!("P{person}")) };
            commit(Change::EditPerson { person: PersonId(person), profile });
        }
        Step::Skip(person, reason) => {
            commit(Change::ScheduleMeeting { person: PersonId(person), at: moment(600) });
            commit(Change::SkipMeeting { person: PersonId(person), reason });
        }
        Step::Intend(text) => commit(Change::Leader(LeaderChange::SetIntention(text))),
        Step::Undo => temp.undo(),
        Step::Redo => temp.redo(),
        Step::Erase(entry) => {
            if let Some(entry) = temp.db().entry(EntryId(entry)).unwrap() {
                let request = EraseRequest { scope: EraseScope::Entries(vec![entry.uid]), all_drafts: false };
                temp.erase(request, None).unwrap();
            }
        }
    }
    temp.flush().unwrap();
}

/// Every record that is searched, with its texts, by a scan of the journal.
fn scan(temp: &TempJournal) -> Vec<Vec<String>> {
    let db = temp.db();
    let mut all = Vec::new();
    db.for_each_filtered_entry::<StoreError>(&rapport::store::EntryFilter::default(), |entry| {
        let details = entry.detail.texts().into_iter().chain(entry.events.iter().map(|event| &event.comment));
        all.push(std::iter::once(&entry.text).chain(details).cloned().collect());
        Ok(())
    })
    .unwrap();
    for person in db.people().unwrap() {
        all.extend(db.needs(person.id).unwrap().into_iter().map(|need| vec![need.text]));
        all.push(vec![person.profile.personal_details, person.profile.role, person.profile.team]);
    }
    all.extend(db.latest_intentions(99).unwrap().into_iter().map(|intention| vec![intention.text]));
    let meetings = query_number(&temp.raw_connection(), "SELECT coalesce(max(id), 0) FROM one_on_ones");
    let meetings = (1..=meetings).filter_map(|id| db.one_on_one(OneOnOneId(id)).unwrap());
    all.extend(meetings.map(|meeting| vec![meeting.reason]));
    all.retain(|texts| texts.iter().any(|text| !text.is_empty()));
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn index_equals_a_scan(
        steps in prop::collection::vec(any_step(), 1..16),
        queries in prop::collection::vec(any_query(), 12),
    ) {
        let temp = TempJournal::with_people(&["P1", "P2"]);
        for step in steps {
            apply(&temp, step);
        }
        assert_clean(temp.db());
        let records = scan(&temp);
        let repeated = queries.iter().map(|input| (input, true));
        for (input, is_large) in queries.iter().map(|input| (input, false)).chain(repeated) {
            if is_large {
                make_large(&temp);
            }
            // Subjects are filters, which a scan of words does not know.
            let input = input.replace('#', "");
            let query = parse(temp.db(), &input);
            let mut expected: Vec<String> = records
                .iter()
                .filter(|texts| !query.is_empty() && query.matches_words(&texts.iter().map(String::as_str).collect::<Vec<_>>()))
                .map(|texts| texts[0].clone())
                .collect();
            expected.sort();
            prop_assert_eq!(found(temp.db(), &input), expected, "{:?}", input);
        }
    }
}

/// The journal of an older version gets its index when it is opened.
#[test]
fn old_journal_gets_its_index_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("j");
    raw_connection(&path).execute_batch(include_str!("../../fixtures/schema-14.sql")).unwrap();
    assert!(Db::has_pending_work(&path).unwrap());
    let db = Db::open_existing(&path).unwrap();
    assert_clean(&db);
    assert!(!Db::has_pending_work(&path).unwrap());
    let all = search_with(&db, "is:open or e or a or i or o", 1_000, SearchOrder::Newest);
    assert!(all.total > 0);
}

/// Interrupted before the index was made: it is made when the journal is opened next.
#[test]
fn index_that_is_still_due_is_made_when_the_journal_is_opened_next() {
    let mut temp = full_journal();
    temp.close();
    let raw = raw_connection(&temp.file());
    raw.execute_batch(
        "INSERT INTO search_index (search_index) VALUES ('delete-all'); DELETE FROM search_documents;
                       INSERT INTO settings (name, value) VALUES ('search_index_due', 'true')",
    )
    .unwrap();
    drop(raw);
    temp.reopen();
    assert_clean(temp.db());
    assert_eq!(found(temp.db(), "third").len(), 1);
}

#[test]
fn dates_are_those_of_the_records() {
    let temp = TempJournal::with_people(&["Dana"]);
    Journal::commit(&temp, jot_change(1, None, "New Year’s Eve"), &days_ago(328)).unwrap();
    assert_eq!(found(temp.db(), "in:2025-12-31"), ["New Year’s Eve"]);
    assert_eq!(found(temp.db(), "before:2025-12-31"), [""; 0]);
    assert_eq!(found(temp.db(), "after:2025-12-31"), [""; 0]);
    assert_eq!(found(temp.db(), "after:2025-12-30 before:2026-01-01"), ["New Year’s Eve"]);
}

/// While one types, earlier words are whole words first, and beginnings where those find too
/// little.
#[test]
fn search_while_typing_finds_beginnings_of_every_word() {
    let journal = TempJournal::with_entries(&[(3, "The planning went well"), (2, "The plan"), (1, "Their plans")]);
    let found = |input: &str, limit: usize| {
        let query = parse(journal.db(), input);
        let (order, extent) = (SearchOrder::BestMatch, SearchExtent::WhileTyping);
        let options = SearchOptions { limit, order, today: date(2026, 11, 24), extent };
        let hits = journal.db().search(&query, &options).unwrap().hits;
        hits.iter().map(|hit| hit.text().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("the pl", 9), ["Their plans", "The plan", "The planning went well"]);
    assert_eq!(found("the pl", 2), ["The plan", "The planning went well"], "whole words are enough");
    assert_eq!(found("th plann", 9), ["The planning went well"]);
    assert_eq!(found("\"the plan\"", 9), ["The plan"]);
    assert_eq!(found("pla", 9), ["Their plans", "The plan", "The planning went well"]);
    assert_eq!(found("plan", 1), ["The plan"], "whole words are enough");
    assert_eq!(found("pl", 9), [""; 0], "two letters are no beginning yet");
}

#[test]
fn entries_with_words_are_visited_from_the_latest_on() {
    let journal = TempJournal::with_entries(&[(9, "on call"), (5, "else"), (3, "ON-CALL again"), (1, "called")]);
    let visited = |query: &str, most: usize| {
        let mut entries = Vec::new();
        let visit = |entry: EntryId| {
            entries.push(entry.0);
            if entries.len() == most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        journal.db().visit_entries_with_words(&Query::parse_words(query), visit).unwrap();
        entries
    };
    assert_eq!(visited("call", 9), [4, 3, 1]);
    assert_eq!(visited("call", 2), [4, 3]);
    assert_eq!(visited("-call", 9), [0_i64; 0]);
    assert_eq!(visited("kind:note \"on call\"", 9), [0_i64; 0], "nothing is a filter");
}

#[test]
fn words_that_are_joined_or_split_are_spelled_in_the_other_way_if_that_occurs() {
    let journal = TempJournal::with_entries(&[(9, "oncall again"), (5, "on call"), (3, "the stand-up")]);
    let respelled = |input: &str| {
        let found = journal.db().respellings(&Query::parse_words(input)).unwrap();
        found.into_iter().map(|other| (other.range, other.words)).collect::<Vec<_>>()
    };
    assert_eq!(respelled("on call"), [(0..7, "oncall".to_owned())]);
    assert_eq!(respelled("a \"on call\" b"), [(2..11, "oncall".to_owned())]);
    assert_eq!(respelled("oncall"), [(0..6, "\"on call\"".to_owned())]);
    assert_eq!(respelled("standup"), [(0..7, "\"stand up\"".to_owned())]);
    for input in ["again", "-oncall", "call on", "", "x"] {
        assert_eq!(respelled(input), [], "{input}");
    }
}
