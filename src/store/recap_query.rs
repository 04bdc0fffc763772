//! The input of a recap and of an agenda.

use jiff::civil::{Date, Time};

use super::{Db, error::Result};
use crate::domain::{
    brief::agenda::agenda_order,
    cadence::Cadence,
    entry::{Entry, kind::Kind},
    id::{OneOnOneId, PersonId},
    one_on_one::OneOnOne,
    person::Person,
    recap::{AgendaInput, RecapInput},
};

impl Db {
    /// Reads the input of the recap of a one-on-one; `None` if there is no such one-on-one.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn recap_input(&self, one_on_one: OneOnOneId, today: Date) -> Result<Option<RecapInput>> {
        let Some(meeting) = self.one_on_one(one_on_one)? else { return Ok(None) };
        let Some(person) = self.person(meeting.person)? else { return Ok(None) };
        let mut entries = self.entries_in_one_on_one(one_on_one)?;
        let touched = self.entries_with_events_in(one_on_one)?;
        let is_new = |entry: &Entry| !entries.iter().any(|known| known.id == entry.id);
        let touched: Vec<Entry> = touched.into_iter().filter(is_new).collect();
        entries.extend(touched);
        entries.sort_by(|a, b| (&a.written_at, a.id).cmp(&(&b.written_at, b.id)));
        let is_latest = self.latest_met(person.id)?.is_none_or(|latest| latest.id == meeting.id);
        let next = if is_latest { self.next_after(&person, &meeting, today)? } else { None };
        Ok(Some(RecapInput { person, meeting, entries, next }))
    }

    /// Reads the input of the agenda of the next one-on-one; `None` if there is no such person.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn agenda_input(&self, person: PersonId, today: Date) -> Result<Option<AgendaInput>> {
        let Some((person, schedule)) = self.person_with_schedule(person)? else { return Ok(None) };
        let open = self.open_entries(person.id)?;
        let order = agenda_order(&open, &person.meeting_prep.agenda_order, today);
        let mut entries: Vec<Entry> = order.into_iter().cloned().collect();
        entries.extend(open.iter().filter(|entry| entry.kind() == Kind::Action).cloned());
        let next = schedule.next(today);
        let next = next.day().filter(|day| *day >= today).map(|day| (day, next.time()));
        Ok(Some(AgendaInput { person, entries, next }))
    }

    /// The one-on-one after `meeting`: as planned, or by the cadence.
    fn next_after(&self, person: &Person, meeting: &OneOnOne, today: Date) -> Result<Option<(Date, Option<Time>)>> {
        let planned = self.next_planned(person.id)?.map(|planned| (planned.at.day(), Some(planned.at.time())));
        let by_cadence =
            || person.profile.cadence.map(|cadence: Cadence| (cadence.next_after(meeting.at.day()), cadence.time()));
        Ok(planned.or_else(by_cadence).filter(|(day, _)| *day >= today))
    }

    /// The one-on-one with a person of a day, held or in progress; without a day the latest one.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn one_on_one_to_recap(&self, person: PersonId, day: Option<Date>) -> Result<Option<OneOnOne>> {
        let Some(day) = day else {
            return Ok(match self.running_one_on_one(person)? {
                Some(running) => Some(running),
                None => self.latest_met(person)?,
            });
        };
        let met = self.latest_one_on_ones(person, u32::MAX)?;
        Ok(met.into_iter().rev().find(|meeting| meeting.state.took_place() && meeting.at.day() == day))
    }
}
