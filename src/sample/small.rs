//! The small sample, written by hand in `assets/sample/small.json`.

use std::collections::HashMap;

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
};
use serde::Deserialize;

use super::{
    dataset::Dataset,
    leader,
    rng::SampleRng,
    zone::{SampleZone, days_after, days_between, working_day_from},
};
use crate::domain::{
    cadence::Cadence,
    entry::{
        Detail, Entry,
        event::{EntryEvent, EventKind},
        kind::{
            action::{Action, ActionState, Party},
            check_in::{CheckIn, Closeness},
            delegation::{Delegation, Level},
            expectation::Expectation,
            feedback::{Direction, Feedback},
            flag::{Flag, RaisePlan},
            goal::Goal,
            note::{Note, NoteFocus},
            praise::Praise,
            topic::Topic,
        },
    },
    id::{EntryId, OneOnOneId, PersonId},
    meeting_prep::MeetingPrep,
    need::Need,
    one_on_one::{OneOnOne, OneOnOneState},
    person::{Birthday, Person, Profile, Relation, ShortName},
    personal_details::AskedDetail,
    review::Review,
};

const FILE: &str = include_str!("../../assets/sample/small.json");

/// Loads the file and shifts its dates so that it ends at `until`.
#[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
pub(super) fn load(rng: &mut SampleRng, zone: &SampleZone, until: Date) -> Dataset {
    let file: SampleFile = serde_json::from_str(FILE).expect("the small sample can be read");
    let date_shift = DateShift { reference: file.reference_day, target: working_day_from(until) };
    let mut builder = DatasetBuilder { rng, zone, date_shift, dataset: Dataset::default() };
    for person in file.people {
        builder.add_person_history(person);
    }
    leader::add_leader_records(&mut builder.dataset, builder.rng, zone, |at| date_shift.shift_datetime(at));
    builder.dataset
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleFile {
    reference_day: Date,
    people: Vec<PersonData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonData {
    name: String,
    #[serde(default)]
    goes_by: String,
    pronouns: String,
    role: String,
    team: String,
    relation: Relation,
    since: Date,
    birthday: Birthday,
    matters: String,
    #[serde(default)]
    asked: Vec<AskedDetail>,
    colour: Option<u8>,
    cadence: Option<Cadence>,
    needs: Vec<NeedData>,
    #[serde(default)]
    reviews: Vec<ReviewData>,
    one_on_ones: Vec<OneOnOneData>,
    entries: Vec<EntryData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedData {
    at: DateTime,
    text: String,
}

/// A review; its period consists of whole months.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewData {
    from: Date,
    to: Date,
    begun: DateTime,
    finished: Option<DateTime>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneOnOneData {
    at: DateTime,
    state: OneOnOneState,
    minutes: Option<u32>,
    #[serde(default)]
    reason: String,
    entries: Vec<EntryData>,
}

/// An entry: in a one-on-one it has a `time`, otherwise `at` with the date.
#[derive(Deserialize)]
struct EntryData {
    at: Option<DateTime>,
    time: Option<Time>,
    text: String,
    #[serde(default)]
    evidence: bool,
    #[serde(flatten)]
    detail: DetailData,
}

/// The fields of a kind. It is flattened into [`EntryData`], so it rejects all fields that are
/// unknown to both.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum DetailData {
    Note {
        about: NoteFocus,
    },
    Flag {
        usually: String,
        lately: String,
        need: String,
        #[serde(default)]
        raise_when: RaisePlan,
        watch_until: Option<Date>,
        check_again: Option<Date>,
        steps: Vec<EventData>,
    },
    Goal {
        key: String,
        why: String,
        success: String,
        support: String,
        target: Option<Date>,
        steps: Vec<EventData>,
    },
    CheckIn {
        goal: String,
        closeness: Closeness,
    },
    Action {
        by: Party,
        due: Option<Date>,
        steps: Vec<EventData>,
    },
    Praise {
        steps: Vec<EventData>,
    },
    Feedback {
        direction: Direction,
        situation: String,
        behaviour: String,
        impact: String,
        changed: String,
    },
    Delegation {
        level: Level,
        support: String,
        hands_off_until: Option<Date>,
        steps: Vec<EventData>,
    },
    Expectation {
        provide: String,
        their_words: String,
        steps: Vec<EventData>,
    },
    Topic {
        from: Party,
        steps: Vec<EventData>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventData {
    at: DateTime,
    what: String,
    level: Option<Level>,
    words: String,
}

/// Shifts dates so that the reference date becomes the target. Working days stay working days, and
/// keep their distance in working days.
#[derive(Clone, Copy)]
struct DateShift {
    reference: Date,
    target: Date,
}

impl DateShift {
    /// A Monday to count from.
    const MONDAY: Date = jiff::civil::date(2000, 1, 3);

    fn shift_date(self, day: Date) -> Date {
        let moved = Self::working_day_number(self.target) + Self::working_day_number(day)
            - Self::working_day_number(self.reference);
        let days = moved.div_euclid(5) * 7 + moved.rem_euclid(5);
        days_after(Self::MONDAY, days)
    }

    /// The number of working days since [`Self::MONDAY`]; a weekend counts as its Friday.
    fn working_day_number(day: Date) -> i32 {
        let days = days_between(Self::MONDAY, day);
        days.div_euclid(7) * 5 + days.rem_euclid(7).min(4)
    }

    fn shift_datetime(self, at: DateTime) -> DateTime {
        self.shift_date(at.date()).to_datetime(at.time())
    }

    /// The first day of a month, with the distance in months preserved.
    fn shift_month(self, day: Date) -> Date {
        let count = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        self.target.first_of_month().saturating_add((count(day) - count(self.reference)).months())
    }

    /// Preserves the distance in days, so that an upcoming birthday stays upcoming.
    fn shift_birthday(self, birthday: Birthday) -> Birthday {
        let nearest = (-1..=1)
            .filter_map(|years| {
                let year = self.reference.year() + years;
                Date::new(year, birthday.month, birthday.day).ok()
            })
            .min_by_key(|day| days_between(self.reference, *day).abs());
        nearest.map_or(birthday, |day| {
            let moved = days_after(self.target, days_between(self.reference, day));
            Birthday { month: moved.month(), day: moved.day(), ..birthday }
        })
    }
}

struct DatasetBuilder<'a> {
    rng: &'a mut SampleRng,
    zone: &'a SampleZone,
    date_shift: DateShift,
    dataset: Dataset,
}

impl DatasetBuilder<'_> {
    fn add_person_history(&mut self, mut person: PersonData) {
        let id = self.dataset.next_person_id();
        let meetings = std::mem::take(&mut person.one_on_ones);
        let mut entries: Vec<(DateTime, Option<OneOnOneId>, EntryData)> = std::mem::take(&mut person.entries)
            .into_iter()
            .map(|entry| (entry.at.unwrap_or_default(), None, entry))
            .collect();
        let mut held_meetings = Vec::new();
        for mut meeting in meetings {
            let meeting_entries = std::mem::take(&mut meeting.entries);
            let (day, one_on_one) = (meeting.at.date(), self.add_one_on_one(id, &meeting));
            entries.extend(meeting_entries.into_iter().map(|entry| {
                let at = day.to_datetime(entry.time.unwrap_or_default());
                (at, Some(one_on_one), entry)
            }));
            held_meetings.push((meeting.at, meeting.minutes.unwrap_or(0), one_on_one));
        }
        entries.sort_by_key(|(at, ..)| *at);
        let needs = std::mem::take(&mut person.needs);
        let reviews = std::mem::take(&mut person.reviews);
        let first = entries.first().map(|(at, ..)| *at).into_iter();
        let first = first.chain(needs.iter().map(|need| need.at)).min();
        self.add_person(id, person, first.unwrap_or_default());
        for need in needs {
            self.add_need(id, need);
        }
        for review in reviews {
            self.add_review(id, review);
        }
        let mut goals = HashMap::new();
        for (at, one_on_one, entry) in entries {
            self.add_entry(id, at, one_on_one, entry, &mut goals, &held_meetings);
        }
    }

    fn add_person(&mut self, id: PersonId, data: PersonData, added: DateTime) {
        let added = self.zone.moment(self.date_shift.shift_datetime(added));
        let asked = data
            .asked
            .into_iter()
            .map(|asked| AskedDetail { asked_on: self.date_shift.shift_date(asked.asked_on), ..asked })
            .collect();
        self.dataset.people.push(Person {
            id,
            uid: self.rng.uid(&added),
            position: id.0 - 1,
            profile: Profile {
                name: data.name,
                goes_by: data.goes_by,
                relation: data.relation,
                role: data.role,
                team: data.team,
                since: Some(self.date_shift.shift_date(data.since)),
                birthday: Some(self.date_shift.shift_birthday(data.birthday)),
                pronouns: data.pronouns,
                personal_details: data.matters,
                cadence: data.cadence,
                colour: data.colour,
                format: String::new(),
            },
            added_at: added,
            archived_at: None,
            meeting_prep: MeetingPrep { agenda_order: Vec::new(), asked_details: asked },
            short_name: ShortName::default(),
        });
    }

    fn add_need(&mut self, person: PersonId, need: NeedData) {
        let written_at = self.zone.moment(self.date_shift.shift_datetime(need.at));
        self.dataset.needs.push(Need { uid: self.rng.uid(&written_at), person, written_at, text: need.text });
    }

    fn add_review(&mut self, person: PersonId, review: ReviewData) {
        let started_at = self.zone.moment(self.date_shift.shift_datetime(review.begun));
        self.dataset.reviews.push(Review {
            uid: self.rng.uid(&started_at),
            person,
            from: self.date_shift.shift_month(review.from),
            to: self.date_shift.shift_month(review.to).last_of_month(),
            started_at,
            text: review.text,
            finished_at: review.finished.map(|at| self.zone.moment(self.date_shift.shift_datetime(at))),
        });
    }

    fn add_one_on_one(&mut self, person: PersonId, meeting: &OneOnOneData) -> OneOnOneId {
        let start = self.date_shift.shift_datetime(meeting.at);
        let at = self.zone.moment(start);
        // Only a one-on-one that was held has a length.
        let minutes = meeting.minutes.filter(|_| meeting.state == OneOnOneState::Held);
        let id = self.dataset.next_one_on_one_id();
        self.dataset.one_on_ones.push(OneOnOne {
            id,
            uid: self.rng.uid(&at),
            person,
            at,
            state: meeting.state,
            wrapped_up_at: minutes.map(|minutes| self.zone.moment(start.saturating_add(i64::from(minutes).minutes()))),
            minutes,
            reason: meeting.reason.clone(),
            planned_end: None,
        });
        id
    }

    fn add_entry(
        &mut self,
        person: PersonId,
        at: DateTime,
        one_on_one: Option<OneOnOneId>,
        data: EntryData,
        goals: &mut HashMap<String, EntryId>,
        held_meetings: &[(DateTime, u32, OneOnOneId)],
    ) {
        let id = self.dataset.next_entry_id();
        if let DetailData::Goal { key, .. } = &data.detail {
            goals.insert(key.clone(), id);
        }
        let (detail, event_data) = self.build_detail(data.detail, goals);
        let events = event_data.into_iter().map(|data| self.build_event(data, held_meetings)).collect();
        let written_at = self.zone.moment(self.date_shift.shift_datetime(at));
        let uid = self.rng.uid(&written_at);
        let mut entry = Entry {
            one_on_one,
            events,
            evidence: data.evidence,
            ..Entry::new(id, uid, person, written_at, data.text, detail)
        };
        entry.recompute_state();
        self.dataset.entries.push(entry);
    }

    #[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
    fn build_event(&mut self, data: EventData, held_meetings: &[(DateTime, u32, OneOnOneId)]) -> EntryEvent {
        let contains = |(start, minutes, _): &&(DateTime, u32, OneOnOneId)| {
            let end = start.saturating_add(i64::from(*minutes).minutes());
            *start <= data.at && data.at <= end
        };
        let one_on_one = held_meetings.iter().find(contains).map(|(.., id)| *id);
        let at = self.zone.moment(self.date_shift.shift_datetime(data.at));
        EntryEvent {
            uid: self.rng.uid(&at),
            at,
            one_on_one,
            kind: EventKind::from_parts(&data.what, data.level).expect("a step that there is"),
            comment: data.words,
        }
    }

    #[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
    fn build_detail(&self, data: DetailData, goals: &HashMap<String, EntryId>) -> (Detail, Vec<EventData>) {
        let shift = |day: Option<Date>| day.map(|day| self.date_shift.shift_date(day));
        match data {
            DetailData::Note { about } => (Detail::Note(Note { about }), Vec::new()),
            DetailData::Flag { usually, lately, need, raise_when, watch_until, check_again, steps } => {
                let flag = Flag {
                    usually,
                    lately,
                    need,
                    raise_plan: raise_when,
                    watch_until: shift(watch_until),
                    recheck_on: shift(check_again),
                    ..Flag::default()
                };
                (Detail::Flag(flag), steps)
            }
            DetailData::Goal { key: _, why, success, support, target, steps } => {
                let goal = Goal { why, success, support, target: shift(target), ..Goal::default() };
                (Detail::Goal(goal), steps)
            }
            DetailData::CheckIn { goal, closeness } => {
                let goal = *goals.get(&goal).expect("a goal that was set before");
                (Detail::CheckIn(CheckIn { goal, closeness }), Vec::new())
            }
            DetailData::Action { by, due, steps } => {
                let (due, state) = (shift(due), ActionState::Open);
                (Detail::Action(Action { by, due, state }), steps)
            }
            DetailData::Praise { steps } => (Detail::Praise(Praise::default()), steps),
            DetailData::Feedback { direction, situation, behaviour, impact, changed } => {
                let feedback = Feedback { direction, situation, behaviour, impact, changed };
                (Detail::Feedback(feedback), Vec::new())
            }
            DetailData::Delegation { level, support, hands_off_until, steps } => {
                let delegation =
                    Delegation { level, support, hands_off_until: shift(hands_off_until), ..Delegation::default() };
                (Detail::Delegation(delegation), steps)
            }
            DetailData::Expectation { provide, their_words, steps } => {
                let expectation = Expectation { provide, their_words, ..Expectation::default() };
                (Detail::Expectation(expectation), steps)
            }
            DetailData::Topic { from, steps } => {
                let topic = Topic { from, ..Topic::default() };
                (Detail::Topic(topic), steps)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn unknown_fields_are_rejected() {
        for modified in [
            FILE.replacen("\"about\": ", "\"surprise\": 1, \"about\": ", 1),
            FILE.replacen("\"pronouns\": ", "\"surprise\": 1, \"pronouns\": ", 1),
            FILE.replacen("\"what\": ", "\"surprise\": 1, \"what\": ", 1),
        ] {
            assert_ne!(modified, FILE);
            assert!(serde_json::from_str::<SampleFile>(&modified).is_err());
        }
    }

    #[test]
    fn sample_records_precede_the_reference_day() {
        let file: SampleFile = serde_json::from_str(FILE).unwrap();
        let day = file.reference_day;
        let took_place = |meeting: &&OneOnOneData| meeting.state != OneOnOneState::Planned;
        for person in &file.people {
            assert!(person.needs.iter().all(|need| need.at.date() < day));
            assert!(person.one_on_ones.iter().filter(took_place).all(|meeting| meeting.at.date() < day));
            assert!(person.entries.iter().filter_map(|entry| entry.at).all(|at| at.date() < day));
        }
    }

    #[test]
    fn shifted_dates_keep_their_distance_in_working_days() {
        let date_shift = DateShift { reference: date(2026, 11, 24), target: date(2027, 1, 1) };
        for (day, moved) in [
            (date(2026, 11, 24), date(2027, 1, 1)),
            (date(2026, 11, 17), date(2026, 12, 25)),
            (date(2026, 11, 20), date(2026, 12, 30)),
            (date(2026, 11, 27), date(2027, 1, 6)),
        ] {
            assert_eq!(date_shift.shift_date(day), moved, "{day}");
        }
    }

    #[test]
    fn shifted_birthday_keeps_its_distance_across_new_year() {
        let date_shift = DateShift { reference: date(2026, 11, 24), target: date(2027, 3, 1) };
        let moved = |text| date_shift.shift_birthday(Birthday::parse(text).unwrap()).to_string();
        assert_eq!(moved("11-30"), "03-07");
        assert_eq!(moved("02-01"), "05-09");
        assert_eq!(moved("11-20"), "02-25");
    }
}
