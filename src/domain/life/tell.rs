//! That they know: of what you promised and did, and of the good you saw. When and how may be said at once, or later.

use jiff::civil::Date;

use super::{MoveError, Occasion, cleaned};
use crate::domain::{
    entry::Entry,
    step::{Step, What},
};

impl Entry {
    /// The day since when there is something to tell them: it was written, or done.
    fn done_on(&self) -> Date {
        let before = self.steps.iter().rev().find(|step| step.what != What::Told);
        before.map_or(&self.written, |step| &step.at).max(&self.written).day()
    }

    /// Why they cannot have been told of it on that day.
    ///
    /// # Errors
    /// Where the day has not come, or there was nothing to tell yet.
    pub fn could_be_told_on(&self, day: Date, today: Date) -> Result<(), MoveError> {
        let earliest = self.done_on();
        match day {
            _ if day > today => Err(MoveError::StillToCome),
            _ if day < earliest => Err(MoveError::KnownBefore(earliest)),
            _ => Ok(()),
        }
    }

    /// They know, since a day and in a way: of what was not told so far, or said later of what was. Without a day it was
    /// told on this occasion, or when it is said to have been already. On an error the entry is as it was.
    ///
    /// # Errors
    /// Where it is nothing to be told, or the day has not come or lies before it.
    pub fn tell(&mut self, words: &str, day: Option<Date>, occasion: Occasion) -> Result<(), MoveError> {
        let words = cleaned(words)?;
        let told = self.steps.pop_if(|step| step.what == What::Told);
        let error = self.set_told(words, day, occasion, told.as_ref());
        if error.is_err() {
            self.steps.extend(told);
        }
        error
    }

    fn set_told(
        &mut self,
        words: String,
        day: Option<Date>,
        occasion: Occasion,
        told: Option<&Step>,
    ) -> Result<(), MoveError> {
        if told.is_none() && !self.may(What::Told) {
            return Err(if What::Told.fits(self.kind()) { self.not_now() } else { MoveError::NotThis(self.kind()) });
        }
        let today = occasion.at.day();
        let mut occasion = match told {
            Some(told) => Occasion { uid: told.uid, at: told.at.clone(), one_on_one: told.one_on_one },
            None => occasion,
        };
        if let Some(day) = day.filter(|day| *day != occasion.at.day()) {
            self.could_be_told_on(day, today)?;
            // Of another day, so not within the one-on-one of this one.
            occasion = Occasion { at: occasion.at.on(day), one_on_one: None, ..occasion };
        }
        self.happen(What::Told, words, occasion);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{TODAY, live, occasion},
        *,
    };
    use crate::domain::{id::OneOnOneId, kind::Kind, life::Move, mark::Mark};
    use jiff::civil::date;

    fn told(mark: Mark, moves: &[Move], day: Option<Date>) -> Result<Entry, MoveError> {
        let mut entry = live(mark, moves)?;
        let before = entry.clone();
        let meeting = Some(OneOnOneId(7));
        let told = entry.tell("over coffee", day, Occasion { one_on_one: meeting, ..occasion(3 * 24 * 60) });
        if told.is_err() {
            assert_eq!(entry, before);
        }
        assert_eq!(entry.problem(), None);
        told.map(|()| entry)
    }

    #[test]
    fn they_know_since_a_day_and_in_a_way() {
        let today = date(2026, 11, 27);
        let told_at_once = || vec![Move::Done, Move::Told(String::new())];
        for (case, mark, moves, day, at, in_meeting) in [
            ("now", Mark::Praise, vec![], None, today, true),
            ("said of today", Mark::Praise, vec![], Some(today), today, true),
            ("the day before", Mark::MyAction, vec![Move::Done], Some(date(2026, 11, 26)), date(2026, 11, 26), false),
            ("the day it was done", Mark::MyAction, vec![Move::Done], Some(TODAY), TODAY, false),
            ("said later how", Mark::MyAction, told_at_once(), None, TODAY, false),
            ("said later when", Mark::MyAction, told_at_once(), Some(date(2026, 11, 25)), date(2026, 11, 25), false),
        ] {
            let entry = told(mark, &moves, day).unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!(entry.detail.state(), Some("told"), "{case}");
            let steps: Vec<_> = entry.steps.iter().filter(|step| step.what == What::Told).collect();
            let [step] = steps.as_slice() else { panic!("{case}: {steps:?}") };
            assert_eq!((step.at.day(), step.words.as_str()), (at, "over coffee"), "{case}");
            assert_eq!(step.one_on_one.is_some(), in_meeting, "{case}");
        }
    }

    #[test]
    fn nobody_knows_of_what_is_not_there_yet() {
        let (eve, tomorrow) = (date(2026, 11, 23), date(2026, 11, 28));
        let twice = || vec![Move::Done, Move::Told(String::new())];
        for (mark, moves, day, refused) in [
            (Mark::Praise, vec![], Some(tomorrow), MoveError::StillToCome),
            (Mark::Praise, vec![], Some(eve), MoveError::KnownBefore(TODAY)),
            (Mark::MyAction, twice(), Some(eve), MoveError::KnownBefore(TODAY)),
            (Mark::MyAction, vec![], None, MoveError::NotNow { kind: Kind::Action, state: "open".into() }),
            (Mark::TheirAction, vec![Move::Done], None, MoveError::NotNow { kind: Kind::Action, state: "done".into() }),
            (Mark::Topic, vec![], None, MoveError::NotThis(Kind::Topic)),
        ] {
            assert_eq!(told(mark, &moves, day), Err(refused));
        }
    }
}
