//! That they know: of what you promised and did, and of the good you saw. When and how may be said at once, or later.

use jiff::civil::Date;

use super::{EventContext, TransitionError, clean_comment};
use crate::domain::entry::{
    Entry,
    event::{EntryEvent, EventKind},
};

impl Entry {
    /// The day since when there is something to tell them: it was written, or done.
    fn earliest_told_date(&self) -> Date {
        let before = self.events.iter().rev().find(|step| step.kind != EventKind::Told);
        before.map_or(&self.written_at, |step| &step.at).max(&self.written_at).day()
    }

    /// Why they cannot have been told of it on that day.
    ///
    /// # Errors
    /// Where the day has not come, or there was nothing to tell yet.
    pub fn validate_told_date(&self, day: Date, today: Date) -> Result<(), TransitionError> {
        let earliest = self.earliest_told_date();
        match day {
            _ if day > today => Err(TransitionError::FutureDate),
            _ if day < earliest => Err(TransitionError::ToldBeforeEvent(earliest)),
            _ => Ok(()),
        }
    }

    /// They know, since a day and in a way: of what was not told so far, or said later of what was. Without a day it was
    /// told on this occasion, or when it is said to have been already. On an error the entry is as it was.
    ///
    /// # Errors
    /// Where it is nothing to be told, or the day has not come or lies before it.
    pub fn record_told(
        &mut self,
        words: &str,
        day: Option<Date>,
        context: EventContext,
    ) -> Result<(), TransitionError> {
        let words = clean_comment(words)?;
        let told = self.events.pop_if(|step| step.kind == EventKind::Told);
        let error = self.push_told_event(words, day, context, told.as_ref());
        if error.is_err() {
            self.events.extend(told);
        }
        error
    }

    fn push_told_event(
        &mut self,
        words: String,
        day: Option<Date>,
        occasion: EventContext,
        told: Option<&EntryEvent>,
    ) -> Result<(), TransitionError> {
        if told.is_none() && !self.can(EventKind::Told) {
            return Err(if EventKind::Told.applies_to(self.kind()) {
                self.invalid_state_error()
            } else {
                TransitionError::UnsupportedKind(self.kind())
            });
        }
        let today = occasion.at.day();
        let mut occasion = match told {
            Some(told) => EventContext { uid: told.uid, at: told.at.clone(), one_on_one: told.one_on_one },
            None => occasion,
        };
        if let Some(day) = day.filter(|day| *day != occasion.at.day()) {
            self.validate_told_date(day, today)?;
            // Of another day, so not within the one-on-one of this one.
            occasion = EventContext { at: occasion.at.with_date(day), one_on_one: None, ..occasion };
        }
        self.push_event(EventKind::Told, words, occasion);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{TODAY, context, entry_after},
        *,
    };
    use crate::domain::{
        entry::{kind::Kind, transition::Transition},
        id::OneOnOneId,
        parse::prefix::Prefix,
    };
    use jiff::civil::date;

    fn entry_told(mark: Prefix, moves: &[Transition], day: Option<Date>) -> Result<Entry, TransitionError> {
        let mut entry = entry_after(mark, moves)?;
        let before = entry.clone();
        let meeting = Some(OneOnOneId(7));
        let told = entry.record_told("over coffee", day, EventContext { one_on_one: meeting, ..context(3 * 24 * 60) });
        if told.is_err() {
            assert_eq!(entry, before);
        }
        assert_eq!(entry.validation_error(), None);
        told.map(|()| entry)
    }

    #[test]
    fn told_event_has_a_date_and_comment() {
        let today = date(2026, 11, 27);
        let told_at_once = || vec![Transition::MarkDone, Transition::MarkTold(String::new())];
        for (case, mark, moves, day, at, in_meeting) in [
            ("now", Prefix::Praise, vec![], None, today, true),
            ("said of today", Prefix::Praise, vec![], Some(today), today, true),
            (
                "the day before",
                Prefix::MyAction,
                vec![Transition::MarkDone],
                Some(date(2026, 11, 26)),
                date(2026, 11, 26),
                false,
            ),
            ("the day it was done", Prefix::MyAction, vec![Transition::MarkDone], Some(TODAY), TODAY, false),
            ("said later how", Prefix::MyAction, told_at_once(), None, TODAY, false),
            ("said later when", Prefix::MyAction, told_at_once(), Some(date(2026, 11, 25)), date(2026, 11, 25), false),
        ] {
            let entry = entry_told(mark, &moves, day).unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!(entry.detail.state(), Some("told"), "{case}");
            let steps: Vec<_> = entry.events.iter().filter(|step| step.kind == EventKind::Told).collect();
            let [step] = steps.as_slice() else { panic!("{case}: {steps:?}") };
            assert_eq!((step.at.day(), step.comment.as_str()), (at, "over coffee"), "{case}");
            assert_eq!(step.one_on_one.is_some(), in_meeting, "{case}");
        }
    }

    #[test]
    fn cannot_be_told_before_the_event_or_in_the_future() {
        let (eve, tomorrow) = (date(2026, 11, 23), date(2026, 11, 28));
        let twice = || vec![Transition::MarkDone, Transition::MarkTold(String::new())];
        for (mark, moves, day, refused) in [
            (Prefix::Praise, vec![], Some(tomorrow), TransitionError::FutureDate),
            (Prefix::Praise, vec![], Some(eve), TransitionError::ToldBeforeEvent(TODAY)),
            (Prefix::MyAction, twice(), Some(eve), TransitionError::ToldBeforeEvent(TODAY)),
            (
                Prefix::MyAction,
                vec![],
                None,
                TransitionError::InvalidState { kind: Kind::Action, state: "open".into() },
            ),
            (
                Prefix::TheirAction,
                vec![Transition::MarkDone],
                None,
                TransitionError::InvalidState { kind: Kind::Action, state: "done".into() },
            ),
            (Prefix::Topic, vec![], None, TransitionError::UnsupportedKind(Kind::Topic)),
        ] {
            assert_eq!(entry_told(mark, &moves, day), Err(refused));
        }
    }
}
