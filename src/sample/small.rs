//! The small sample, as it was written by hand in `assets/sample/small.json`.

use std::collections::HashMap;

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime, Time},
};
use serde::Deserialize;

use super::{
    content::Content,
    dice::Dice,
    leader,
    zone::{Zone, days_after, days_between, working_day_from},
};
use crate::domain::{
    action::{Action, ActionState, By},
    cadence::Cadence,
    check_in::{CheckIn, Closeness},
    delegation::{Delegation, Level},
    entry::{Detail, Entry},
    expectation::Expectation,
    feedback::{Direction, Feedback},
    flag::{Flag, RaiseWhen},
    goal::Goal,
    id::{EntryId, OneOnOneId, PersonId},
    matters::Asked,
    need::Need,
    note::{About, Note},
    one_on_one::{OneOnOne, OneOnOneState},
    person::{Birthday, Person, Profile, Relation},
    praise::Praise,
    prepare::Prepare,
    review::Review,
    step::{Step, What},
    topic::Topic,
};

const FILE: &str = include_str!("../../assets/sample/small.json");

/// What is in the file, with its days moved so that it ends at `until`.
#[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
pub(super) fn content(dice: &mut Dice, zone: &Zone, until: Date) -> Content {
    let told: Told = serde_json::from_str(FILE).expect("the small sample can be read");
    let calendar = Calendar { reference: told.reference_day, target: working_day_from(until) };
    let mut teller = Teller { dice, zone, calendar, content: Content::default() };
    for someone in told.people {
        teller.tell(someone);
    }
    leader::tell(&mut teller.content, teller.dice, zone, |at| calendar.time(at));
    teller.content
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    reference_day: Date,
    people: Vec<Someone>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Someone {
    name: String,
    pronouns: String,
    role: String,
    team: String,
    relation: Relation,
    since: Date,
    birthday: Birthday,
    matters: String,
    #[serde(default)]
    asked: Vec<Asked>,
    colour: Option<u8>,
    cadence: Option<Cadence>,
    needs: Vec<Answer>,
    #[serde(default)]
    reviews: Vec<Written>,
    one_on_ones: Vec<Meeting>,
    entries: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    at: DateTime,
    text: String,
}

/// A review; its period is of whole months.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    from: Date,
    to: Date,
    begun: DateTime,
    finished: Option<DateTime>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meeting {
    at: DateTime,
    state: OneOnOneState,
    minutes: Option<u32>,
    #[serde(default)]
    reason: String,
    entries: Vec<Line>,
}

/// An entry; one in a one-on-one has a time, any other has a day too.
#[derive(Deserialize)]
struct Line {
    at: Option<DateTime>,
    time: Option<Time>,
    text: String,
    #[serde(default)]
    evidence: bool,
    #[serde(flatten)]
    sort: Sort,
}

/// What only its kind has. It is flattened into [`Line`], so it sees, and refuses, all that neither of them knows.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Sort {
    Note {
        about: About,
    },
    Flag {
        usually: String,
        lately: String,
        need: String,
        #[serde(default)]
        raise_when: RaiseWhen,
        watch_until: Option<Date>,
        check_again: Option<Date>,
        steps: Vec<Happened>,
    },
    Goal {
        key: String,
        why: String,
        success: String,
        support: String,
        target: Option<Date>,
        steps: Vec<Happened>,
    },
    CheckIn {
        goal: String,
        closeness: Closeness,
    },
    Action {
        by: By,
        due: Option<Date>,
        steps: Vec<Happened>,
    },
    Praise {
        steps: Vec<Happened>,
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
        steps: Vec<Happened>,
    },
    Expectation {
        provide: String,
        their_words: String,
        steps: Vec<Happened>,
    },
    Topic {
        from: By,
        steps: Vec<Happened>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Happened {
    at: DateTime,
    what: String,
    level: Option<Level>,
    words: String,
}

/// Moves days so that the reference day becomes the target. Working days stay working days, and as far from it as they were.
#[derive(Clone, Copy)]
struct Calendar {
    reference: Date,
    target: Date,
}

impl Calendar {
    /// A Monday to count from.
    const MONDAY: Date = jiff::civil::date(2000, 1, 3);

    fn day(self, day: Date) -> Date {
        let moved = Self::number(self.target) + Self::number(day) - Self::number(self.reference);
        let days = moved.div_euclid(5) * 7 + moved.rem_euclid(5);
        days_after(Self::MONDAY, days)
    }

    /// How many working days after [`Self::MONDAY`] it is; a weekend counts as its Friday.
    fn number(day: Date) -> i32 {
        let days = days_between(Self::MONDAY, day);
        days.div_euclid(7) * 5 + days.rem_euclid(7).min(4)
    }

    fn time(self, at: DateTime) -> DateTime {
        self.day(at.date()).to_datetime(at.time())
    }

    /// The first of a month that is as many months from the target's as it is from the reference day's.
    fn month(self, day: Date) -> Date {
        let count = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        self.target.first_of_month().saturating_add((count(day) - count(self.reference)).months())
    }

    /// As many days from the target as it is from the reference day, so that the one that comes up still does.
    fn birthday(self, birthday: Birthday) -> Birthday {
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

struct Teller<'a> {
    dice: &'a mut Dice,
    zone: &'a Zone,
    calendar: Calendar,
    content: Content,
}

impl Teller<'_> {
    fn tell(&mut self, mut someone: Someone) {
        let id = self.content.next_person();
        let meetings = std::mem::take(&mut someone.one_on_ones);
        let mut lines: Vec<(DateTime, Option<OneOnOneId>, Line)> = std::mem::take(&mut someone.entries)
            .into_iter()
            .map(|line| (line.at.unwrap_or_default(), None, line))
            .collect();
        let mut held = Vec::new();
        for mut meeting in meetings {
            let of_it = std::mem::take(&mut meeting.entries);
            let (day, one_on_one) = (meeting.at.date(), self.one_on_one(id, &meeting));
            lines.extend(of_it.into_iter().map(|line| {
                let at = day.to_datetime(line.time.unwrap_or_default());
                (at, Some(one_on_one), line)
            }));
            held.push((meeting.at, meeting.minutes.unwrap_or(0), one_on_one));
        }
        lines.sort_by_key(|(at, ..)| *at);
        let needs = std::mem::take(&mut someone.needs);
        let reviews = std::mem::take(&mut someone.reviews);
        let first = lines.first().map(|(at, ..)| *at).into_iter();
        let first = first.chain(needs.iter().map(|need| need.at)).min();
        self.person(id, someone, first.unwrap_or_default());
        for need in needs {
            self.need(id, need);
        }
        for review in reviews {
            self.review(id, review);
        }
        let mut goals = HashMap::new();
        for (at, one_on_one, line) in lines {
            self.entry(id, at, one_on_one, line, &mut goals, &held);
        }
    }

    fn person(&mut self, id: PersonId, someone: Someone, added: DateTime) {
        let added = self.zone.moment(self.calendar.time(added));
        let asked = someone.asked.into_iter().map(|asked| Asked { on: self.calendar.day(asked.on), ..asked }).collect();
        self.content.people.push(Person {
            id,
            uid: self.dice.uid(&added),
            place: id.0 - 1,
            profile: Profile {
                name: someone.name,
                relation: someone.relation,
                role: someone.role,
                team: someone.team,
                since: Some(self.calendar.day(someone.since)),
                birthday: Some(self.calendar.birthday(someone.birthday)),
                pronouns: someone.pronouns,
                matters: someone.matters,
                cadence: someone.cadence,
                colour: someone.colour,
            },
            added,
            archived: None,
            prepare: Prepare { order: Vec::new(), asked },
        });
    }

    fn need(&mut self, person: PersonId, answer: Answer) {
        let written = self.zone.moment(self.calendar.time(answer.at));
        self.content.needs.push(Need { uid: self.dice.uid(&written), person, written, text: answer.text });
    }

    fn review(&mut self, person: PersonId, review: Written) {
        let begun = self.zone.moment(self.calendar.time(review.begun));
        self.content.reviews.push(Review {
            uid: self.dice.uid(&begun),
            person,
            from: self.calendar.month(review.from),
            to: self.calendar.month(review.to).last_of_month(),
            begun,
            text: review.text,
            finished: review.finished.map(|at| self.zone.moment(self.calendar.time(at))),
        });
    }

    fn one_on_one(&mut self, person: PersonId, meeting: &Meeting) -> OneOnOneId {
        let start = self.calendar.time(meeting.at);
        let at = self.zone.moment(start);
        // Only one that was held has a length in the journal.
        let minutes = meeting.minutes.filter(|_| meeting.state == OneOnOneState::Held);
        let id = self.content.next_one_on_one();
        self.content.one_on_ones.push(OneOnOne {
            id,
            uid: self.dice.uid(&at),
            person,
            at,
            state: meeting.state,
            wrapped_up: minutes.map(|minutes| self.zone.moment(start.saturating_add(i64::from(minutes).minutes()))),
            minutes,
            reason: meeting.reason.clone(),
        });
        id
    }

    fn entry(
        &mut self,
        person: PersonId,
        at: DateTime,
        one_on_one: Option<OneOnOneId>,
        line: Line,
        goals: &mut HashMap<String, EntryId>,
        held: &[(DateTime, u32, OneOnOneId)],
    ) {
        let id = self.content.next_entry();
        if let Sort::Goal { key, .. } = &line.sort {
            goals.insert(key.clone(), id);
        }
        let (detail, happened) = self.detail(line.sort, goals);
        let steps = happened.into_iter().map(|step| self.step(step, held)).collect();
        let written = self.zone.moment(self.calendar.time(at));
        let mut entry = Entry {
            id,
            uid: self.dice.uid(&written),
            person,
            one_on_one,
            written,
            text: line.text,
            detail,
            steps,
            trashed: None,
            put_off: None,
            evidence: line.evidence,
        };
        entry.follow_steps();
        self.content.entries.push(entry);
    }

    #[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
    fn step(&mut self, step: Happened, held: &[(DateTime, u32, OneOnOneId)]) -> Step {
        let within = |(start, minutes, _): &&(DateTime, u32, OneOnOneId)| {
            let end = start.saturating_add(i64::from(*minutes).minutes());
            *start <= step.at && step.at <= end
        };
        let one_on_one = held.iter().find(within).map(|(.., id)| *id);
        let at = self.zone.moment(self.calendar.time(step.at));
        Step {
            uid: self.dice.uid(&at),
            at,
            one_on_one,
            what: What::from_parts(&step.what, step.level).expect("a step that there is"),
            words: step.words,
        }
    }

    #[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
    fn detail(&self, sort: Sort, goals: &HashMap<String, EntryId>) -> (Detail, Vec<Happened>) {
        let moved = |day: Option<Date>| day.map(|day| self.calendar.day(day));
        match sort {
            Sort::Note { about } => (Detail::Note(Note { about }), Vec::new()),
            Sort::Flag { usually, lately, need, raise_when, watch_until, check_again, steps } => {
                let flag = Flag {
                    usually,
                    lately,
                    need,
                    raise_when,
                    watch_until: moved(watch_until),
                    check_again: moved(check_again),
                    ..Flag::default()
                };
                (Detail::Flag(flag), steps)
            }
            Sort::Goal { key: _, why, success, support, target, steps } => {
                let goal = Goal { why, success, support, target: moved(target), ..Goal::default() };
                (Detail::Goal(goal), steps)
            }
            Sort::CheckIn { goal, closeness } => {
                let goal = *goals.get(&goal).expect("a goal that was set before");
                (Detail::CheckIn(CheckIn { goal, closeness }), Vec::new())
            }
            Sort::Action { by, due, steps } => {
                let (due, state) = (moved(due), ActionState::Open);
                (Detail::Action(Action { by, due, state }), steps)
            }
            Sort::Praise { steps } => (Detail::Praise(Praise::default()), steps),
            Sort::Feedback { direction, situation, behaviour, impact, changed } => {
                let feedback = Feedback { direction, situation, behaviour, impact, changed };
                (Detail::Feedback(feedback), Vec::new())
            }
            Sort::Delegation { level, support, hands_off_until, steps } => {
                let delegation =
                    Delegation { level, support, hands_off_until: moved(hands_off_until), ..Delegation::default() };
                (Detail::Delegation(delegation), steps)
            }
            Sort::Expectation { provide, their_words, steps } => {
                let expectation = Expectation { provide, their_words, ..Expectation::default() };
                (Detail::Expectation(expectation), steps)
            }
            Sort::Topic { from, steps } => {
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
    fn a_field_that_nobody_knows_is_an_error() {
        for planted in [
            FILE.replacen("\"about\": ", "\"surprise\": 1, \"about\": ", 1),
            FILE.replacen("\"pronouns\": ", "\"surprise\": 1, \"pronouns\": ", 1),
            FILE.replacen("\"what\": ", "\"surprise\": 1, \"what\": ", 1),
        ] {
            assert_ne!(planted, FILE);
            assert!(serde_json::from_str::<Told>(&planted).is_err());
        }
    }

    #[test]
    fn all_that_is_written_in_the_file_is_from_before_its_reference_day() {
        let told: Told = serde_json::from_str(FILE).unwrap();
        let day = told.reference_day;
        let met = |meeting: &&Meeting| meeting.state != OneOnOneState::Planned;
        for someone in &told.people {
            assert!(someone.needs.iter().all(|need| need.at.date() < day));
            assert!(someone.one_on_ones.iter().filter(met).all(|one| one.at.date() < day));
            assert!(someone.entries.iter().filter_map(|line| line.at).all(|at| at.date() < day));
        }
    }

    #[test]
    fn days_keep_their_distance_in_working_days() {
        let calendar = Calendar { reference: date(2026, 11, 24), target: date(2027, 1, 1) };
        for (day, moved) in [
            (date(2026, 11, 24), date(2027, 1, 1)),
            (date(2026, 11, 17), date(2026, 12, 25)),
            (date(2026, 11, 20), date(2026, 12, 30)),
            (date(2026, 11, 27), date(2027, 1, 6)),
        ] {
            assert_eq!(calendar.day(day), moved, "{day}");
        }
    }

    #[test]
    fn a_birthday_keeps_its_distance_over_the_turn_of_the_year() {
        let calendar = Calendar { reference: date(2026, 11, 24), target: date(2027, 3, 1) };
        let moved = |text| calendar.birthday(Birthday::read(text).unwrap()).to_string();
        assert_eq!(moved("11-30"), "03-07");
        assert_eq!(moved("02-01"), "05-09");
        assert_eq!(moved("11-20"), "02-25");
    }
}
