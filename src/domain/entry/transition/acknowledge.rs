//! Telling somebody: of an action of yours that is done, or of praise. When and how they were told
//! may be recorded at once or later.

use jiff::civil::Date;

use super::{EventContext, TransitionError, clean_comment};
use crate::domain::entry::{
    Entry,
    event::{EntryEvent, EventKind},
};

impl Entry {
    /// The first day on which there was something to tell: that of writing, or of the event before.
    fn earliest_told_date(&self) -> Date {
        let before = self.last_event(|kind| kind != EventKind::Told);
        before.map_or(&self.written_at, |event| &event.at).max(&self.written_at).day()
    }

    /// Checks that they can have been told on that day.
    ///
    /// # Errors
    /// If the day is after today, or there was nothing to tell yet.
    pub fn validate_told_date(&self, day: Date, today: Date) -> Result<(), TransitionError> {
        let earliest = self.earliest_told_date();
        match day {
            _ if day > today => Err(TransitionError::FutureDate),
            _ if day < earliest => Err(TransitionError::ToldBeforeEvent(earliest)),
            _ => Ok(()),
        }
    }

    /// Records that they were told, or corrects when and how. Without a day it is the day of the
    /// context, or that which is recorded already. On an error the entry is unchanged.
    ///
    /// # Errors
    /// If the entry cannot be told now, or not on that day.
    pub fn record_told(
        &mut self,
        comment: &str,
        day: Option<Date>,
        context: EventContext,
    ) -> Result<(), TransitionError> {
        let comment = clean_comment(comment)?;
        let previous = self.events.pop_if(|event| event.kind == EventKind::Told);
        let result = self.push_told_event(comment, day, context, previous.as_ref());
        if result.is_err() {
            self.events.extend(previous);
        }
        result
    }

    fn push_told_event(
        &mut self,
        comment: String,
        day: Option<Date>,
        context: EventContext,
        previous: Option<&EntryEvent>,
    ) -> Result<(), TransitionError> {
        if previous.is_none() {
            self.check(EventKind::Told)?;
        }
        let today = context.at.day();
        let mut context = match previous {
            Some(event) => EventContext { uid: event.uid, at: event.at.clone(), one_on_one: event.one_on_one },
            None => context,
        };
        if let Some(day) = day.filter(|day| *day != context.at.day()) {
            self.validate_told_date(day, today)?;
            // It was another day, so it was not in the one-on-one of this one.
            context = EventContext { at: context.at.with_date(day), one_on_one: None, ..context };
        }
        self.push_event(EventKind::Told, comment, context);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{TODAY, context, entry_after, state_of},
        *,
    };
    use crate::domain::{
        entry::{kind::Kind, transition::Transition},
        id::OneOnOneId,
        parse::prefix::Prefix,
    };
    use jiff::civil::date;

    fn entry_told(prefix: Prefix, transitions: &[Transition], day: Option<Date>) -> Result<Entry, TransitionError> {
        let mut entry = entry_after(prefix, transitions)?;
        let before = entry.clone();
        let meeting = Some(OneOnOneId(7));
        let result =
            entry.record_told("over coffee", day, EventContext { one_on_one: meeting, ..context(3 * 24 * 60) });
        if result.is_err() {
            assert_eq!(entry, before);
        }
        assert_eq!(entry.validation_error(), None);
        result.map(|()| entry)
    }

    #[test]
    fn told_event_has_a_date_and_comment() {
        let today = date(2026, 11, 27);
        let told_at_once = || vec![Transition::MarkDone, Transition::MarkTold(String::new())];
        for (case, prefix, transitions, day, told_on, in_meeting) in [
            ("told today", Prefix::Praise, vec![], None, today, true),
            ("told today, with the date", Prefix::Praise, vec![], Some(today), today, true),
            (
                "told yesterday",
                Prefix::MyAction,
                vec![Transition::MarkDone],
                Some(date(2026, 11, 26)),
                date(2026, 11, 26),
                false,
            ),
            ("told on the day it was done", Prefix::MyAction, vec![Transition::MarkDone], Some(TODAY), TODAY, false),
            ("comment added later", Prefix::MyAction, told_at_once(), None, TODAY, false),
            ("date added later", Prefix::MyAction, told_at_once(), Some(date(2026, 11, 25)), date(2026, 11, 25), false),
        ] {
            let entry = entry_told(prefix, &transitions, day).unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!(state_of(&entry), Some("told"), "{case}");
            let told: Vec<_> = entry.events.iter().filter(|event| event.kind == EventKind::Told).collect();
            let [event] = told.as_slice() else { panic!("{case}: {told:?}") };
            assert_eq!((event.at.day(), event.comment.as_str()), (told_on, "over coffee"), "{case}");
            assert_eq!(event.one_on_one.is_some(), in_meeting, "{case}");
        }
    }

    #[test]
    fn cannot_be_told_before_the_event_or_in_the_future() {
        let (eve, tomorrow) = (date(2026, 11, 23), date(2026, 11, 28));
        let twice = || vec![Transition::MarkDone, Transition::MarkTold(String::new())];
        for (prefix, transitions, day, error) in [
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
            assert_eq!(entry_told(prefix, &transitions, day), Err(error));
        }
    }
}
