//! What can be done about an entry from where it is shown, in the words of buttons and menus.

use jiff::civil::Date;

use crate::{
    domain::{
        action::By,
        delegation::Level,
        describe::Description,
        entry::{Detail, Entry},
        feedback::Direction,
        flag::RaiseWhen,
        life::Move,
        step::What,
    },
    journal::change::Change,
    ui::{action::Action, dialog::ask::Question, icons},
};

/// One thing that can be done: its word and sign, and what it asks for.
pub struct Offer {
    /// On the button or in the menu; "…" where a question follows.
    pub word: String,
    /// The sign before it.
    pub icon: &'static str,
    /// What is asked for.
    pub action: Action,
}

/// Everything that can be done about an entry as it stands now, the likeliest first.
pub fn offers(entry: &Entry) -> Vec<Offer> {
    let asks = |what: What, word: &str, icon, question: Question| {
        entry.may(what).then(|| Offer { word: word.into(), icon, action: Action::Ask(entry.id, question) })
    };
    let does = |what: What, word: &str, icon, wanted: Move| {
        entry.may(what).then(|| Offer {
            word: word.into(),
            icon,
            action: Action::Make(Change::Move { entry: entry.id, wanted }),
        })
    };
    let unraised =
        |word: &str, icon, action| entry.may(What::Raised).then(|| Offer { word: word.into(), icon, action });
    let planned = matches!(&entry.detail, Detail::Flag(flag) if flag.raise_when != RaiseWhen::Undecided);
    let off = Change::Move { entry: entry.id, wanted: Move::Plan(RaiseWhen::Undecided) };
    let told = if matches!(entry.detail, Detail::Action(_)) { "They know" } else { "Told" };
    let mut offers: Vec<Offer> = [
        unraised("Raise it…", icons::ONE_ON_ONE, Action::Raise(entry.id)),
        unraised("Keep watching…", icons::WATCH, Action::Ask(entry.id, Question::Watch)),
        asks(What::Settled, "Settle it…", icons::CHECK_CIRCLE, Question::Settle),
        asks(What::LetGo, "Let it go…", icons::SKIPPED, Question::LetGo),
        planned.then(|| unraised("Off the table", icons::UNDO, Action::Make(off))).flatten(),
        does(What::Done, "Done", icons::CHECK, Move::Done),
        does(What::Told, told, icons::CHECK_CIRCLE, Move::Told(String::new())),
        asks(What::Told, "Told them…", icons::LISTEN, Question::Told),
        does(What::Talked, "Talked about", icons::CHECK, Move::Talked(String::new())),
        does(What::Said, "Said aloud today", icons::LISTEN, Move::Say),
        asks(What::Reached, "Reached…", icons::CHECK_CIRCLE, Question::Reach),
        asks(What::Paused, "Pause…", icons::WAIT, Question::Pause),
        does(What::Resumed, "Go on", icons::ARROW_RIGHT, Move::Resume),
        asks(What::Complete, "Complete…", icons::CHECK_CIRCLE, Question::Complete),
        asks(What::Back, "Take it back…", icons::ARROW_LEFT, Question::TakeBack),
        asks(What::Dropped, "Drop it…", icons::CLOSE, Question::Drop),
    ]
    .into_iter()
    .flatten()
    .collect();
    offers.extend(ladder(entry));
    offers.extend(written_more(entry));
    offers
}

/// What is said later of something: how they heard of it, what you changed, who asked, what holds instead.
fn written_more(entry: &Entry) -> Option<Offer> {
    let offer = |word: &str, icon, action| Some(Offer { word: word.into(), icon, action });
    match &entry.detail {
        Detail::Action(_) | Detail::Praise(_) if entry.last(|what| what == What::Told).is_some() => {
            offer("How you told them…", icons::LISTEN, Action::Ask(entry.id, Question::Told))
        }
        Detail::Feedback(feedback) if feedback.direction == Direction::Received => {
            offer("What you changed because of it…", icons::IDEA, Action::Describe(entry.id))
        }
        Detail::Expectation(_) if entry.may(What::Replaced) => {
            offer("Replace it…", icons::EXPECTATION, Action::Replace(entry.id))
        }
        Detail::Topic(topic) => {
            let (word, from) =
                if topic.from == By::Me { ("They asked for it", By::Them) } else { ("You asked for it", By::Me) };
            let description = Description::Topic { from };
            offer(word, icons::TOPIC, Action::Make(Change::Describe { entry: entry.id, description }))
        }
        _ => None,
    }
}

/// One step up and one step down the ladder of delegation.
pub fn ladder(entry: &Entry) -> Vec<Offer> {
    let at = entry.level().and_then(|level| Level::ALL.iter().position(|known| *known == level));
    let Some(at) = at else { return Vec::new() };
    let step = |place: Option<usize>, way: &str, icon| {
        let level = *Level::ALL.get(place?)?;
        entry.may(What::Level(level)).then(|| Offer {
            word: format!("Step {way}: {}", level.as_str()),
            icon,
            action: Action::Make(Change::Move { entry: entry.id, wanted: Move::Level(level) }),
        })
    };
    let up = step(Some(at + 1), "up", icons::ARROW_UP);
    let down = step(at.checked_sub(1), "down", icons::ARROW_DOWN);
    up.into_iter().chain(down).collect()
}

/// The box before an entry that can be ticked off, and what a click on it does.
pub struct Tick {
    /// Whether it is ticked.
    pub on: bool,
    /// What the box says to a screen reader.
    pub name: &'static str,
    /// What a click does.
    pub change: Change,
}

/// The box of an entry, where its life is one tick, or two; and of a settled flag on the day to look again.
pub fn tick(entry: &Entry, today: Date) -> Option<Tick> {
    let step = |on, name, wanted| Some(Tick { on, name, change: Change::Move { entry: entry.id, wanted } });
    if entry.may(What::Talked) {
        return step(false, "Talked about", Move::Talked(String::new()));
    }
    if entry.may(What::Done) {
        return step(false, "Done", Move::Done);
    }
    match &entry.detail {
        Detail::Action(_) | Detail::Praise(_) if entry.may(What::Told) => {
            step(false, "They know", Move::Told(String::new()))
        }
        Detail::Topic(_) | Detail::Action(_) | Detail::Praise(_) => step(true, "Done", Move::Reopen),
        Detail::Flag(flag) if flag.check_again.is_some_and(|day| day <= today) => {
            step(false, "Looked again", Move::LookAgain(String::new()))
        }
        _ => None,
    }
}
