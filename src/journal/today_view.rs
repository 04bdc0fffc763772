//! The day as window and terminal show it: what the store says, by the rules of the domain.

use jiff::civil::Date;

use crate::{
    domain::{
        attention::{AttentionList, OpenItem, StalePerson, attention_list, stale_people},
        id::PersonId,
        moment::Moment,
        next_meeting::NextMeeting,
        person::Person,
        upcoming::{UpcomingMeeting, upcoming_meetings, visible_count},
    },
    store::{Db, PersonSummary, StoreError},
    wording::{
        next_meeting,
        text::capitalize,
        today::{describe_day, describe_last_met, highlights},
    },
};

/// A day.
#[derive(Debug, Clone, Default)]
pub struct TodayView {
    /// How many one-on-ones there are today and what waits most, in one sentence.
    pub summary: String,
    /// Whom you meet today and next.
    pub cards: Vec<PersonCard>,
    /// How many more you meet today.
    pub more_today: usize,
    /// What waits on you.
    pub attention: AttentionList,
    /// Whom you have not written about lately.
    pub stale_people: Vec<StalePerson>,
    /// Whom you meet at all, in their order.
    pub people: Vec<Person>,
}

/// A person you meet soon, or should.
#[derive(Debug, Clone)]
pub struct PersonCard {
    /// The person.
    pub person: Person,
    /// When.
    pub next: NextMeeting,
    /// The same in words; when you last met, where the next one is late.
    pub when_text: String,
    /// Whether it is late.
    pub is_late: bool,
    /// What stands out, in one line.
    pub highlights: String,
}

impl TodayView {
    /// Reads the day; `glances` are of everybody, as the sidebar has them.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn load(db: &Db, summaries: &[PersonSummary], today: Date) -> Result<Self, StoreError> {
        let active: Vec<&PersonSummary> =
            summaries.iter().filter(|glance| glance.person.archived_at.is_none()).collect();
        let order: Vec<PersonId> = active.iter().map(|glance| glance.person.id).collect();
        let things = db.open_items(today)?;
        let waiting = attention_list(&things, &order, today);
        let next =
            |glance: &&PersonSummary| UpcomingMeeting { person: glance.person.id, next: glance.schedule.next(today) };
        let coming = upcoming_meetings(active.iter().map(next), today);
        let shown = visible_count(&coming, today);
        let card = |coming: &UpcomingMeeting| {
            let glance = active.iter().find(|glance| glance.person.id == coming.person)?;
            let theirs: Vec<OpenItem> = things.iter().filter(|thing| thing.person == coming.person).cloned().collect();
            Some(person_card(glance, coming.next, &theirs, today))
        };
        let last = |glance: &&PersonSummary| {
            Ok((glance.person.id, db.last_entry_date(glance.person.id)?, glance.person.added_at.day()))
        };
        let written = active.iter().map(last).collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Self {
            summary: describe_day(&coming, &waiting, today),
            cards: coming.iter().take(shown).filter_map(card).collect(),
            more_today: coming.iter().skip(shown).filter(|coming| coming.is_today(today)).count(),
            stale_people: stale_people(written, today),
            attention: waiting,
            people: active.into_iter().map(|glance| glance.person.clone()).collect(),
        })
    }

    /// Whom that is.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }
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
