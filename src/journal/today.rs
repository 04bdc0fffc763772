//! The day as window and terminal show it: what the store says, by the rules of the domain.

use jiff::civil::Date;

use crate::{
    domain::{
        day::ago,
        id::PersonId,
        meeting::{Next, capital},
        person::Person,
        today::{Coming, OpenThing, Unseen, Waiting, most_shown, stands_out, summary, unseen, waiting, whom_you_meet},
    },
    store::{Db, Glance, StoreError},
};

/// A day.
#[derive(Debug, Clone, Default)]
pub struct Day {
    /// How many one-on-ones there are today and what waits most, in one sentence.
    pub summary: String,
    /// Whom you meet today and next.
    pub cards: Vec<Card>,
    /// How many more you meet today.
    pub more_today: usize,
    /// What waits on you.
    pub waiting: Waiting,
    /// Whom you have not written about lately.
    pub unseen: Vec<Unseen>,
    /// Whom you meet at all, in their order.
    pub people: Vec<Person>,
}

/// A person you meet soon, or should.
#[derive(Debug, Clone)]
pub struct Card {
    /// The person.
    pub person: Person,
    /// When.
    pub next: Next,
    /// The same in words; when you last met, where the next one is late.
    pub when: String,
    /// Whether it is late.
    pub late: bool,
    /// What stands out, in one line.
    pub line: String,
}

impl Day {
    /// Reads the day; `glances` are of everybody, as the sidebar has them.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read(db: &Db, glances: &[Glance], today: Date) -> Result<Self, StoreError> {
        let active: Vec<&Glance> = glances.iter().filter(|glance| glance.person.archived.is_none()).collect();
        let order: Vec<PersonId> = active.iter().map(|glance| glance.person.id).collect();
        let things = db.open_things(today)?;
        let waiting = waiting(&things, &order, today);
        let next = |glance: &&Glance| Coming { person: glance.person.id, next: glance.meetings.next(today) };
        let coming = whom_you_meet(active.iter().map(next), today);
        let shown = most_shown(&coming, today);
        let card = |coming: &Coming| {
            let glance = active.iter().find(|glance| glance.person.id == coming.person)?;
            let theirs: Vec<OpenThing> = things.iter().filter(|thing| thing.person == coming.person).cloned().collect();
            Some(card(glance, coming.next, &theirs, today))
        };
        let last =
            |glance: &&Glance| Ok((glance.person.id, db.last_written(glance.person.id)?, glance.person.added.day()));
        let written = active.iter().map(last).collect::<Result<Vec<_>, StoreError>>()?;
        Ok(Self {
            summary: summary(&coming, &waiting, today),
            cards: coming.iter().take(shown).filter_map(card).collect(),
            more_today: coming.iter().skip(shown).filter(|coming| coming.is_today(today)).count(),
            unseen: unseen(written, today),
            waiting,
            people: active.into_iter().map(|glance| glance.person.clone()).collect(),
        })
    }

    /// Whom that is.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }
}

fn card(glance: &Glance, next: Next, things: &[OpenThing], today: Date) -> Card {
    let late = next.days_late(today) > 0;
    let met = glance.last_met.as_ref().map(|met| format!("Last met {}", ago(met.day(), today)));
    let met = met.unwrap_or_else(|| "You have not met yet".to_owned());
    let (before, when) = next.in_full(today);
    let mut parts = stands_out(things, &glance.person.profile, today);
    if late {
        let rhythm = glance.meetings.cadence.map(|cadence| capital(&cadence.rhythm().to_string()));
        parts.insert(
            0,
            match (next, rhythm) {
                (Next::ByCadence { .. }, Some(rhythm)) => format!("{rhythm}, {when}"),
                _ => format!("{before} {when}"),
            },
        );
    } else if parts.is_empty() {
        parts.push(met.clone());
    }
    Card {
        person: glance.person.clone(),
        next,
        when: if late { met } else { capital(&when) },
        late,
        line: parts.join(" · "),
    }
}
