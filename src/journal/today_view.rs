//! The data of the Today page, for the window and the terminal.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::{
    domain::{
        attention::{AttentionList, OpenItem, StalePerson, attention_list, stale_people},
        id::PersonId,
        moment::Moment,
        next_meeting::NextMeeting,
        person::Person,
        unconfirmed_meeting::{DismissedMeeting, UnconfirmedMeeting, unconfirmed_meeting},
        upcoming::{UpcomingMeeting, upcoming_meetings, visible_count},
    },
    store::{Db, PersonSummary, StoreError},
    wording::{
        next_meeting,
        text::capitalize,
        today::{describe_day, describe_last_met, highlights},
    },
};

/// The name of the setting with the one-on-ones that are not asked about again.
pub const DISMISSED_MEETINGS_SETTING: &str = "unasked_one_on_ones";

/// The data of the Today page.
#[derive(Debug, Clone, Default)]
pub struct TodayView {
    /// The number of one-on-ones today and the most urgent attention item, in a sentence.
    pub summary: String,
    /// The people to meet today and next.
    pub cards: Vec<PersonCard>,
    /// The number of one-on-ones today beyond `cards`.
    pub more_today: usize,
    /// The one-on-ones of past days of which it is not known whether they happened.
    pub unconfirmed: Vec<UnconfirmedMeeting>,
    /// The entries that need attention.
    pub attention: AttentionList,
    /// The people without a recent entry.
    pub stale_people: Vec<StalePerson>,
    /// Whether there is a recent entry about everybody.
    pub is_everybody_covered: bool,
    /// The people who are not archived, in the order of the sidebar.
    pub people: Vec<Person>,
}

/// A person with an upcoming or overdue one-on-one.
#[derive(Debug, Clone)]
pub struct PersonCard {
    /// The person.
    pub person: Person,
    /// The next one-on-one.
    pub next: NextMeeting,
    /// When the next one-on-one is, in words; if it is overdue, when the last one was.
    pub when_text: String,
    /// Whether the next one-on-one is overdue.
    pub is_late: bool,
    /// The highlights of the person, in one line.
    pub highlights: String,
}

impl TodayView {
    /// Loads the data for `today`. `summaries` are those of all people, in the order of the
    /// sidebar.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn load(db: &Db, summaries: &[PersonSummary], today: Date) -> Result<Self, StoreError> {
        let active: Vec<&PersonSummary> =
            summaries.iter().filter(|summary| summary.person.archived_at.is_none()).collect();
        let order: Vec<PersonId> = active.iter().map(|summary| summary.person.id).collect();
        let items = db.open_items(today)?;
        let attention = attention_list(&items, &order, today);
        let next = |summary: &&PersonSummary| UpcomingMeeting {
            person: summary.person.id,
            next: summary.schedule.next(today),
        };
        let upcoming = upcoming_meetings(active.iter().map(next), today);
        let shown = visible_count(&upcoming, today);
        let card = |meeting: &UpcomingMeeting| {
            let summary = active.iter().find(|summary| summary.person.id == meeting.person)?;
            let own_items: Vec<OpenItem> = items.iter().filter(|item| item.person == meeting.person).cloned().collect();
            Some(person_card(summary, meeting.next, &own_items, today))
        };
        let last_entry = |summary: &&PersonSummary| {
            Ok((summary.person.id, db.last_entry_date(summary.person.id)?, summary.person.added_at.day()))
        };
        let last_entries = active.iter().map(last_entry).collect::<Result<Vec<_>, StoreError>>()?;
        let held_today = active.iter().filter(|summary| met_on(summary, today)).count();
        let stale = stale_people(last_entries.iter().copied(), today);
        Ok(Self {
            summary: describe_day(&upcoming, held_today, &attention, today),
            unconfirmed: unconfirmed_meetings(db, &active, today)?,
            is_everybody_covered: stale.is_empty() && last_entries.iter().all(|(_, last, _)| last.is_some()),
            cards: upcoming.iter().take(shown).filter_map(card).collect(),
            more_today: upcoming.iter().skip(shown).filter(|meeting| meeting.is_today(today)).count(),
            stale_people: stale,
            attention,
            people: active.into_iter().map(|summary| summary.person.clone()).collect(),
        })
    }

    /// The person with this id, unless archived.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }
}

/// Whether a one-on-one took place on a day, and is over.
fn met_on(summary: &PersonSummary, day: Date) -> bool {
    !summary.schedule.is_running && summary.last_met.as_ref().is_some_and(|last| last.day() == day)
}

/// The one-on-ones to ask about, the latest first.
fn unconfirmed_meetings(
    db: &Db,
    active: &[&PersonSummary],
    today: Date,
) -> Result<Vec<UnconfirmedMeeting>, StoreError> {
    let dismissed: Vec<DismissedMeeting> = db.setting(DISMISSED_MEETINGS_SETTING)?.unwrap_or_default();
    let mut meetings: Vec<UnconfirmedMeeting> = active
        .iter()
        .filter_map(|summary| {
            let meeting = unconfirmed_meeting(summary.person.id, &summary.schedule, today)?;
            let question = DismissedMeeting { person: summary.person.uid, day: meeting.day };
            (!dismissed.contains(&question)).then_some(meeting)
        })
        .collect();
    meetings.sort_by_key(|meeting| Reverse((meeting.day, meeting.time)));
    Ok(meetings)
}

fn person_card(summary: &PersonSummary, next: NextMeeting, items: &[OpenItem], today: Date) -> PersonCard {
    let late = next.days_late(today) > 0;
    let last_met = describe_last_met(summary.last_met.as_ref().map(Moment::day), today);
    let mut parts = highlights(items, &summary.person.profile, today);
    if late {
        parts.insert(0, next_meeting::late_label(next, summary.schedule.cadence, today));
    } else if parts.is_empty() {
        parts.push(last_met.clone());
    }
    PersonCard {
        person: summary.person.clone(),
        next,
        when_text: if late { last_met } else { capitalize(&next_meeting::long_label(next, today).1) },
        is_late: late,
        highlights: parts.join(" · "),
    }
}
