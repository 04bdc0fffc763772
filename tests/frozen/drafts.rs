//! Drafts. Each is found by a key that names its field, and some hold the fields of a form as JSON.
//! A changed key would orphan the text.

use std::time::Duration;

use eframe::egui::{Ui, accesskit::Role, vec2};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT as _, Queryable as _},
};
use rapport::{
    domain::{
        bookmark::bookmark_line,
        entry::{Detail, Entry},
        id::{EntryId, PersonId},
        one_on_one::OneOnOne,
        person::Person,
    },
    journal::{Journal, change::Change, drafts::Drafts},
    store::Draft,
    ui::{
        action::{PromptKind, RecapRequest},
        capture::Capture,
        dialog::{
            ActiveDialog, need_answer::NeedAnswerDialog, person_form::PersonForm, question_library::QuestionLibrary,
            raise_flag::RaiseFlagDialog, recap::RecapDialog, replace_expectation::ReplaceExpectationDialog,
            schedule_meeting::ScheduleMeetingDialog, skip_meeting::SkipMeetingDialog,
            transition_prompt::TransitionPrompt, wrap_up::WrapUpDialog,
        },
        entry::editor::EntryEditor,
        first_run::FirstRunPage,
        intention::IntentionCard,
        palette::{Palette, PaletteHistory, PaletteSources},
        person::PersonPage,
        reflect::ReflectPage,
        route::Tab,
        screen_context::ScreenContext,
    },
};
use rusqlite::Connection;

use super::journal;
use crate::support::{TempJournal, strings};

/// A page or a dialog, shown every frame.
type Screen = Box<dyn FnMut(&mut Ui, &mut ScreenContext<'_>)>;

/// A draft.
struct Unfinished {
    /// The key; a word in braces stands for the uid of a record of the frozen journal, see
    /// [`RECORDS`].
    key: &'static str,
    /// What the field recognised in it.
    mark: &'static str,
    text: &'static str,
    /// Opens the screen with the field.
    open: fn(&mut ScreenContext<'_>) -> Screen,
    /// The controls to click until the field is shown.
    clicks: &'static [(Role, &'static str)],
    /// The texts of its fields.
    shows: &'static [&'static str],
}

/// The records that a draft may be about: a word, and the query of the uid.
const RECORDS: [(&str, &str); 8] = [
    ("{ana}", "SELECT hex(uid) FROM people WHERE name = 'Ana Lima'"),
    ("{bo}", "SELECT hex(uid) FROM people WHERE name = 'Bo Berg'"),
    ("{flag}", "SELECT hex(uid) FROM entries WHERE text = 'late twice'"),
    ("{goal}", "SELECT hex(uid) FROM entries WHERE text = 'leads one incident review a month'"),
    ("{expectation}", "SELECT hex(uid) FROM entries WHERE text = 'no surprises, also good ones'"),
    ("{card}", "SELECT hex(uid) FROM questions WHERE text IS NOT NULL"),
    (
        "{meeting}",
        "SELECT hex(uid) FROM one_on_ones WHERE person = 1 AND state <> 'planned' AND state <> 'skipped' ORDER BY at DESC",
    ),
    ("{bookmark}", "SELECT hex(uid) FROM entries WHERE text = 'Come back to this'"),
];

const PERSON_FORM: &str = r#"{"name":"Dana Whitfield","relation":"boss","role":"Head of data","team":"Data","since":"March 2022","birthday":"30 Nov","pronouns":"they/them","matters":"two kids","cadence":"every 2 weeks","weekday":2,"time":"10:30","latest":"3 weeks","colour":5}"#;
const FLAG_FORM: &str = r#"{"saw":"late three times","usually":"on time","lately":"in a rush","need":"a later start","when":"Watch","until":"in 3 weeks"}"#;

const UNFINISHED: &[Unfinished] = &[
    Unfinished {
        key: "first-run",
        mark: "",
        text: "Dana Whitfield every 2 weeks",
        open: |_| page(FirstRunPage::default(), FirstRunPage::show),
        clicks: &[],
        shows: &["Dana Whitfield every 2 weeks"],
    },
    Unfinished {
        key: "intention",
        mark: "",
        text: "Listen to the end",
        open: |_| page(IntentionCard::default(), IntentionCard::show),
        clicks: &[],
        shows: &["Listen to the end"],
    },
    Unfinished {
        key: "self-check",
        mark: "0-24",
        text: "Half a line about me",
        open: |_| page(ReflectPage::default(), ReflectPage::show),
        clicks: &[],
        shows: &["Half a line about me"],
    },
    Unfinished {
        key: "person/new",
        mark: "",
        text: PERSON_FORM,
        open: |desk| dialog(ActiveDialog::Person(Box::new(PersonForm::open(None, desk)))),
        clicks: &[],
        shows: &[
            "Dana Whitfield",
            "Head of data",
            "Data",
            "March 2022",
            "30 Nov",
            "they/them",
            "two kids",
            "every 2 weeks",
            "10:30",
            "3 weeks",
        ],
    },
    Unfinished {
        key: "person/{ana}",
        mark: "",
        text: r#"{"name":"Ana Lima-Costa","relation":"report","role":"","team":"","since":"","birthday":"","pronouns":"","matters":"","cadence":"","weekday":null,"time":"","latest":"","colour":null}"#,
        open: |desk| {
            let ana = ana(desk);
            dialog(ActiveDialog::Person(Box::new(PersonForm::open(Some(&ana), desk))))
        },
        clicks: &[],
        shows: &["Ana Lima-Costa"],
    },
    Unfinished {
        key: "question/new",
        mark: "career",
        text: "Where to next?\nSomebody who is bored",
        open: |desk| dialog(ActiveDialog::QuestionLibrary(Box::new(QuestionLibrary::open(None, true, desk)))),
        clicks: &[],
        shows: &["Where to next?", "Somebody who is bored", "Career"],
    },
    Unfinished {
        key: "question/{card}",
        mark: "team",
        text: "What should we stop?",
        open: |desk| dialog(ActiveDialog::QuestionLibrary(Box::new(QuestionLibrary::open(None, false, desk)))),
        clicks: &[(Role::Button, "More for What should I stop doing?"), (Role::MenuItem, "Edit")],
        shows: &["What should we stop?"],
    },
    Unfinished {
        key: "jot/{ana}",
        mark: "feedback_received",
        text: "I did not let her finish",
        open: |_| person_page(1, Tab::Meet),
        clicks: &[],
        shows: &["I did not let her finish", "Feedback received"],
    },
    Unfinished {
        key: "topic/{ana}",
        mark: "",
        text: "the new office",
        open: |_| person_page(1, Tab::Prepare),
        clicks: &[(Role::Button, "Add topic")],
        shows: &["the new office"],
    },
    Unfinished {
        key: "review/{ana}",
        mark: "",
        text: "## What comes next\n\nHalf a sentence",
        open: |_| person_page(1, Tab::Review),
        clicks: &[],
        shows: &["## What comes next\n\nHalf a sentence"],
    },
    // The text was deleted completely.
    Unfinished {
        key: "review/{bo}",
        mark: "emptied",
        text: "",
        open: |_| person_page(2, Tab::Review),
        clicks: &[],
        shows: &[],
    },
    Unfinished {
        key: "edit/{flag}",
        mark: "",
        text: "late three times now",
        open: |desk| {
            page(EntryEditor::open(&flag(desk), desk), |editor, ui, desk| {
                editor.show(ui, desk);
            })
        },
        clicks: &[],
        shows: &["late three times now"],
    },
    Unfinished {
        key: "flag/{flag}",
        mark: "",
        text: FLAG_FORM,
        open: |desk| dialog(ActiveDialog::for_entry(&flag(desk), desk).unwrap()),
        clicks: &[],
        shows: &["late three times", "on time", "in a rush", "a later start", "in 3 weeks"],
    },
    Unfinished {
        key: "raise/{flag}",
        mark: "",
        text: "she knew",
        open: |desk| dialog(ActiveDialog::RaiseFlag(Box::new(RaiseFlagDialog::open(&flag(desk), desk)))),
        clicks: &[],
        shows: &["she knew"],
    },
    Unfinished {
        key: "replace/{expectation}",
        mark: "",
        text: r#"["bad news early","my time","I say it first"]"#,
        open: |desk| {
            let old = entry(desk, |entry| entry.text == "no surprises, also good ones");
            dialog(ActiveDialog::ReplaceExpectation(Box::new(ReplaceExpectationDialog::open(&old, desk).unwrap())))
        },
        clicks: &[],
        shows: &["bad news early", "my time", "I say it first"],
    },
    Unfinished {
        key: "details/{goal}",
        mark: "",
        text: r#"["they ask her","four in a row","I stay away","June 2027"]"#,
        open: |desk| {
            let goal = entry(desk, |entry| matches!(entry.detail, Detail::Goal(_)));
            dialog(ActiveDialog::for_entry(&goal, desk).unwrap())
        },
        clicks: &[],
        shows: &["they ask her", "four in a row", "I stay away", "June 2027"],
    },
    Unfinished {
        key: "next/{ana}",
        mark: "",
        text: "tue 10",
        open: |desk| {
            dialog(ActiveDialog::ScheduleMeeting(Box::new(ScheduleMeetingDialog::open(PersonId(1), desk).unwrap())))
        },
        clicks: &[],
        shows: &["tue 10"],
    },
    Unfinished {
        key: "skip/{ana}",
        mark: "",
        text: "on leave",
        open: |desk| dialog(ActiveDialog::SkipMeeting(Box::new(SkipMeetingDialog::open(PersonId(1), desk).unwrap()))),
        clicks: &[],
        shows: &["on leave"],
    },
    Unfinished {
        key: "need/{ana}",
        mark: "",
        text: "Room to decide",
        open: |desk| {
            let ana = ana(desk);
            dialog(ActiveDialog::NeedAnswer(Box::new(NeedAnswerDialog::open(&ana, desk))))
        },
        clicks: &[],
        shows: &["Room to decide"],
    },
    asked("ask/{flag}/LetGo", "why let it go", |desk| ask(PromptKind::LetGo, desk), &["why let it go"]),
    asked("ask/{flag}/Settle", "what came of it", |desk| ask(PromptKind::Settle, desk), &["what came of it"]),
    asked("ask/{flag}/Reach", "how reached", |desk| ask(PromptKind::Reach, desk), &["how reached"]),
    asked("ask/{flag}/Pause", "why pause", |desk| ask(PromptKind::Pause, desk), &["why pause"]),
    asked("ask/{flag}/Drop", "why drop it", |desk| ask(PromptKind::Drop, desk), &["why drop it"]),
    asked("ask/{flag}/Complete", "how it went", |desk| ask(PromptKind::Complete, desk), &["how it went"]),
    asked("ask/{flag}/TakeBack", "why it is back", |desk| ask(PromptKind::TakeBack, desk), &["why it is back"]),
    asked("ask/{flag}/Told", "how they heard", |desk| ask(PromptKind::Told, desk), &["how they heard"]),
];

/// Drafts that the frozen journal does not hold, because their fields came later.
const LATER: &[Unfinished] = &[
    Unfinished {
        key: "capture",
        mark: "",
        text: "ana ! quiet today",
        open: |desk| {
            page(Capture::open("", desk), |capture, ui, desk| {
                capture.show(ui, desk);
            })
        },
        clicks: &[],
        shows: &["ana ! quiet today", "to Ana"],
    },
    Unfinished {
        key: "recap/{meeting}",
        mark: "",
        text: "Thanks for today",
        open: |desk| {
            let meeting = latest_meeting(desk).id;
            dialog(ActiveDialog::Recap(Box::new(RecapDialog::open(RecapRequest::Meeting(meeting), desk).unwrap())))
        },
        clicks: &[],
        shows: &["Thanks for today"],
    },
    Unfinished {
        key: "agenda/{ana}",
        mark: "",
        text: "Two things for tomorrow",
        open: |desk| {
            let request = RecapRequest::Agenda(PersonId(1));
            dialog(ActiveDialog::Recap(Box::new(RecapDialog::open(request, desk).unwrap())))
        },
        clicks: &[],
        shows: &["Two things for tomorrow"],
    },
    Unfinished {
        key: "last_note/{meeting}",
        mark: "",
        text: "[] call her",
        open: wrap_up,
        clicks: &[],
        shows: &["[] call her"],
    },
    Unfinished {
        key: "bookmark/{bookmark}",
        mark: "",
        text: "she may go",
        open: wrap_up,
        clicks: &[],
        shows: &["she may go"],
    },
    Unfinished {
        key: "palette",
        mark: "",
        text: "ana ! quiet today",
        open: |desk| {
            page(Palette::open(desk), |palette, ui, desk| {
                let sources = PaletteSources { people: &[], current: None, tab: None, is_meeting: false };
                let _ = palette.show(ui.ctx(), desk, &sources, &mut PaletteHistory::default());
            })
        },
        clicks: &[],
        shows: &["ana ! quiet today"],
    },
];

fn latest_meeting(desk: &mut ScreenContext<'_>) -> OneOnOne {
    desk.read(|db| db.latest_met(PersonId(1))).unwrap()
}

fn wrap_up(desk: &mut ScreenContext<'_>) -> Screen {
    let (meeting, ana) = (latest_meeting(desk), ana(desk));
    dialog(ActiveDialog::WrapUp(Box::new(WrapUpDialog::new(meeting, &ana, desk))))
}

/// The comment on a transition. (`ask/<uid>/Watch` has only a day and no text.)
const fn asked(
    key: &'static str,
    text: &'static str,
    open: fn(&mut ScreenContext<'_>) -> Screen,
    shows: &'static [&'static str],
) -> Unfinished {
    Unfinished { key, mark: "", text, open, clicks: &[], shows }
}

fn ask(question: PromptKind, desk: &mut ScreenContext<'_>) -> Screen {
    dialog(ActiveDialog::TransitionPrompt(Box::new(TransitionPrompt::open(&flag(desk), question, desk))))
}

fn page<T: 'static>(mut page: T, show: impl Fn(&mut T, &mut Ui, &mut ScreenContext<'_>) + 'static) -> Screen {
    Box::new(move |ui, desk| show(&mut page, ui, desk))
}

fn dialog(dialog: ActiveDialog) -> Screen {
    page(dialog, |dialog, ui, desk| {
        dialog.show(ui.ctx(), desk);
    })
}

fn person_page(person: i64, tab: Tab) -> Screen {
    page(PersonPage::new(PersonId(person), None), move |page, ui, desk| {
        page.show(ui, desk, tab);
    })
}

fn ana(desk: &mut ScreenContext<'_>) -> Person {
    desk.read(|db| db.person(PersonId(1))).unwrap()
}

fn flag(desk: &mut ScreenContext<'_>) -> Entry {
    entry(desk, |entry| entry.text == "late twice")
}

fn entry(desk: &mut ScreenContext<'_>, which: impl Fn(&Entry) -> bool) -> Entry {
    let all = (1..).map(|id| desk.read(|db| db.entry(EntryId(id))).unwrap());
    all.into_iter().find(which).unwrap()
}

/// The key of a draft in this journal.
fn key(raw: &Connection, form: &str) -> String {
    RECORDS.iter().filter(|(word, _)| form.contains(word)).fold(form.to_owned(), |form, (word, sql)| {
        let uid: uuid::Uuid = strings(raw, sql).remove(0).parse().unwrap();
        form.replace(word, &uid.hyphenated().to_string())
    })
}

/// The drafts of the frozen journal: keys, prefixes and texts.
pub fn stored(raw: &Connection) -> Vec<(String, String, String)> {
    UNFINISHED.iter().map(|one| (key(raw, one.key), one.mark.to_owned(), one.text.to_owned())).collect()
}

/// A screen over the frozen journal.
struct Shown {
    journal: Journal,
    drafts: Drafts,
    screen: Screen,
}

fn with_desk<T>(journal: &Journal, drafts: &mut Drafts, act: impl FnOnce(&mut ScreenContext<'_>) -> T) -> T {
    let (mut actions, mut trouble) = (Vec::new(), None);
    let today = journal.today();
    let time = Duration::ZERO;
    let mut desk = ScreenContext {
        journal,
        drafts,
        actions: &mut actions,
        error: &mut trouble,
        is_dialog_open: false,
        today,
        time,
    };
    let came = act(&mut desk);
    assert!(trouble.is_none());
    came
}

fn show(temp: &TempJournal, one: &Unfinished) -> Harness<'static, Shown> {
    let journal = temp.open_another();
    let mut drafts = Drafts::open(&journal).unwrap();
    let screen = with_desk(&journal, &mut drafts, one.open);
    let show = |ui: &mut Ui, shown: &mut Shown| {
        let Shown { journal, drafts, screen } = shown;
        with_desk(journal, drafts, |desk| screen(ui, desk));
    };
    let mut harness = Harness::builder()
        .with_size(vec2(1280.0, 1400.0))
        .with_context_setup(rapport::ui::install)
        .allow_missing_glyphs()
        .build_ui_state(show, Shown { journal, drafts, screen });
    harness.run_steps(4);
    for (role, name) in one.clicks {
        // It may be outside the visible area, where the pointer cannot reach it.
        harness.get_by_role_and_label(*role, name).click_accesskit();
        harness.run_steps(4);
    }
    harness
}

/// The accessible texts: values and names of all nodes.
fn readable(harness: &Harness<'_, Shown>) -> Vec<String> {
    let nodes = harness.root().children_recursive().filter(|node| node.accesskit_node().role() != Role::TextRun);
    nodes.flat_map(|node| [node.accesskit_node().value(), node.accesskit_node().label()]).flatten().collect()
}

#[test]
fn every_unfinished_text_is_found_by_its_field() {
    let temp = journal::copy();
    for one in UNFINISHED {
        let harness = show(&temp, one);
        let readable = readable(&harness);
        for text in one.shows {
            assert!(readable.iter().any(|found| found == text), "{}: {text:?} in {readable:#?}", one.key);
        }
        if one.mark == "emptied" {
            assert!(!readable.iter().any(|found| found.contains("written about Bo before")), "{readable:#?}");
        }
    }
}

#[test]
fn every_later_draft_is_found_by_its_field() {
    let temp = journal::copy();
    let meeting = temp.db().latest_met(PersonId(1)).unwrap().unwrap().id;
    temp.commit(Change::AddEntry { person: PersonId(1), one_on_one: Some(meeting), line: bookmark_line() }).unwrap();
    let writing = rapport::store::Db::open_existing(&temp.file()).unwrap();
    for one in LATER {
        let field_key = key(&temp.raw_connection(), one.key);
        let draft = Draft { field_key, prefix: one.mark.to_owned(), text: one.text.to_owned() };
        writing.put_draft(&draft, 1, temp.now().timestamp().as_millisecond()).unwrap();
        let readable = readable(&show(&temp, one));
        for text in one.shows {
            assert!(readable.iter().any(|found| found == text), "{}: {text:?} in {readable:#?}", one.key);
        }
    }
}

/// The field with this text.
fn field_with<'a>(harness: &'a Harness<'_, Shown>, text: &'a str) -> Node<'a> {
    let is_field = |node: &Node<'_>| matches!(node.accesskit_node().role(), Role::TextInput | Role::MultilineTextInput);
    harness.query_all_by_value(text).find(is_field).unwrap()
}

/// Forms store their fields in the format that they read.
#[test]
fn the_fields_of_a_form_are_written_under_the_names_they_always_had() {
    let temp = journal::copy();
    for (place, field, before, after) in [
        ("person/new", "Dana Whitfield", r#""name":"Dana Whitfield""#, r#""name":"Dana Whitfields""#),
        ("flag/{flag}", "late three times", r#""saw":"late three times""#, r#""saw":"late three timess""#),
        ("replace/{expectation}", "my time", r#""my time""#, r#""my times""#),
        ("details/{goal}", "four in a row", r#""four in a row""#, r#""four in a rows""#),
    ] {
        let one = UNFINISHED.iter().find(|one| one.key == place).unwrap();
        let mut harness = show(&temp, one);
        field_with(&harness, field).focus();
        harness.run_steps(2);
        field_with(&harness, field).type_text("s");
        harness.run_steps(2);
        let Shown { journal, drafts, .. } = harness.state();
        let written = drafts.load(journal, &key(&temp.raw_connection(), place)).unwrap().unwrap();
        assert_eq!(written.text, one.text.replace(before, after));
    }
}
