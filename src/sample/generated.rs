//! The larger samples: who is in them, how long they have been there, and how much is written about whom.

use jiff::civil::Date;

use super::{
    dataset::Dataset,
    generate_person::PersonGenerator,
    phrases::{PhraseContext, Phrases},
    rng::SampleRng,
    zone::{SampleZone, days_after, days_between, working_day_from},
};
use crate::domain::{
    cadence::{Cadence, Unit},
    meeting_prep::MeetingPrep,
    person::{Birthday, Person, Profile, Relation},
};

/// How large a generated sample is.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    people: usize,
    /// The last of them are archived.
    archived: usize,
    entries: usize,
    /// Of one person alone: how many entries, over how many years.
    longest_history: Option<(usize, i32)>,
    /// The others, in days from first to last.
    shortest_days: i32,
    longest_days: i32,
}

/// Twelve people, ten years.
pub(super) const TYPICAL: Scale =
    Scale { people: 12, archived: 2, entries: 6_000, longest_history: None, shortest_days: 700, longest_days: 3_652 };

/// Fifty people, a hundred thousand entries.
pub(super) const HUGE: Scale = Scale {
    people: 50,
    archived: 6,
    entries: 100_000,
    longest_history: Some((20_000, 20)),
    shortest_days: 2_600,
    longest_days: 4_000,
};

/// One person's part in it.
struct PersonPlan {
    name: String,
    relation: Relation,
    cadence: Cadence,
    from: Date,
    /// The day after the last: `until`, or when they left.
    to: Date,
    entries: usize,
}

/// Everything, ending the day before `until`.
pub(super) fn generate(scale: Scale, rng: &mut SampleRng, zone: &SampleZone, until: Date) -> Dataset {
    let phrases = Phrases::load();
    let parts = plan_people(scale, rng, &phrases, until);
    let short = |part: &PersonPlan| Profile::with_name(part.name.clone()).short_name().to_owned();
    let shorts: Vec<String> = parts.iter().map(short).collect();
    let mut content = Dataset::default();
    for (nth, part) in parts.iter().enumerate() {
        let person = build_person(rng, zone, &phrases, &content, part, until);
        let id = person.id;
        content.people.push(person);
        let mut others = shorts.clone();
        let cast = PhraseContext {
            name: others.remove(nth),
            others,
            teams: phrases.teams.clone(),
            things: phrases.things.clone(),
        };
        let days = (part.from, part.to, until);
        PersonGenerator::new(rng, zone, &phrases, &mut content, cast, id, days).generate(
            part.relation,
            part.cadence,
            part.entries,
        );
    }
    content
}

fn plan_people(scale: Scale, rng: &mut SampleRng, phrases: &Phrases, until: Date) -> Vec<PersonPlan> {
    let names = rng.shuffled_indices(phrases.first_names.len());
    let mut parts: Vec<PersonPlan> = (0..scale.people)
        .map(|nth| {
            let gone = nth + scale.archived >= scale.people;
            let to = if gone { working_day_from(days_after(until, -rng.between(60, 300))) } else { until };
            let days = match scale.longest_history {
                Some((_, years)) if nth == 0 => years * 1461 / 4,
                // Some have been there from the start.
                _ if nth < scale.people / 3 => scale.longest_days,
                _ => rng.between(scale.shortest_days, scale.longest_days),
            };
            let (relation, cadence) = relation_and_cadence(nth);
            PersonPlan {
                name: full_name(phrases, names[nth % names.len()]),
                relation,
                cadence,
                from: working_day_from(days_after(until, -days)),
                to,
                entries: 0,
            }
        })
        .collect();
    distribute_entries(scale, &mut parts);
    parts
}

/// Most are reports; a few are peers, and one is the boss. Met often, or less often.
fn relation_and_cadence(index: usize) -> (Relation, Cadence) {
    let every = |count, unit| Cadence::new(count, unit).unwrap_or_default();
    match index {
        4 => (Relation::Boss, every(1, Unit::Month)),
        7 | 19 | 31 => (Relation::Peer, every(2, Unit::Week)),
        9 | 23 | 37 => (Relation::Peer, every(1, Unit::Month)),
        _ if index % 5 == 2 => (Relation::Report, every(2, Unit::Week)),
        _ => (Relation::Report, Cadence::WEEKLY),
    }
}

/// Who is met more often, and for longer, is written more about.
fn distribute_entries(scale: Scale, parts: &mut [PersonPlan]) {
    let of_the_first = scale.longest_history.map(|(entries, _)| entries);
    let by_weight = usize::from(of_the_first.is_some())..parts.len();
    let entries = scale.entries - of_the_first.unwrap_or(0);
    let all: usize = parts[by_weight.clone()].iter().map(weight).sum();
    for part in &mut parts[by_weight] {
        part.entries = entries * weight(part) / all.max(1);
    }
    let given: usize = parts.iter().map(|part| part.entries).sum();
    if let Some(last) = parts.last_mut() {
        // What rounding left over.
        last.entries += entries - given;
    }
    if let (Some(entries), Some(first)) = (of_the_first, parts.first_mut()) {
        first.entries = entries;
    }
}

fn weight(part: &PersonPlan) -> usize {
    let often = match (part.cadence.interval_count(), part.cadence.unit()) {
        (1, Unit::Week) => 4,
        (_, Unit::Week) => 3,
        _ => 2,
    };
    often * usize::try_from(days_between(part.from, part.to)).unwrap_or(0)
}

/// The first and the last name at the same place belong to one language; some are written the other way round.
fn full_name(phrases: &Phrases, index: usize) -> String {
    let (first, last) = (&phrases.first_names[index], &phrases.last_names[index]);
    let is_east_asian = last.chars().all(|c| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'));
    if is_east_asian { format!("{last}{first}") } else { format!("{first} {last}") }
}

fn build_person(
    rng: &mut SampleRng,
    zone: &SampleZone,
    phrases: &Phrases,
    content: &Dataset,
    part: &PersonPlan,
    until: Date,
) -> Person {
    let added = zone.moment(part.from.at(8, 30, 0, 0));
    let archived = (part.to < until).then(|| zone.moment(part.to.at(17, 0, 0, 0)));
    let id = content.next_person_id();
    let born = days_after(jiff::civil::date(1961, 1, 1), rng.between(0, 14_000));
    let matters = [rng.pick(&phrases.matters), rng.pick(&phrases.matters)];
    Person {
        id,
        uid: rng.uid(&added),
        profile: Profile {
            relation: part.relation,
            role: rng.pick(&phrases.roles).clone(),
            team: rng.pick(&phrases.teams).clone(),
            since: Some(days_after(part.from, -rng.between(0, 1_500))),
            birthday: rng.chance(70).then(|| Birthday {
                year: rng.chance(20).then_some(born.year()),
                month: born.month(),
                day: born.day(),
            }),
            personal_details: matters.map(String::as_str).join(" · "),
            cadence: Some(part.cadence),
            ..Profile::with_name(part.name.clone())
        },
        position: id.0 - 1,
        added_at: added,
        archived_at: archived,
        meeting_prep: MeetingPrep::default(),
    }
}
