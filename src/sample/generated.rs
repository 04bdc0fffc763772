//! The larger samples: their people, how long each has been there, and the number of entries about
//! each.

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
    person::{Birthday, Person, Profile, Relation, ShortName},
};

/// The size of a generated sample.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    people: usize,
    /// The number of people who are archived: the last ones.
    archived: usize,
    entries: usize,
    /// Entries and years of the first person alone.
    longest_history: Option<(usize, i32)>,
    /// The range of days that the others have been there.
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

/// The plan for one person.
struct PersonPlan {
    name: String,
    /// As in `Profile::goes_by`.
    goes_by: String,
    relation: Relation,
    cadence: Cadence,
    from: Date,
    /// The day after the last: `until`, or when they left.
    to: Date,
    entries: usize,
}

/// Generates a sample that ends the day before `until`.
pub(super) fn generate(scale: Scale, rng: &mut SampleRng, zone: &SampleZone, until: Date) -> Dataset {
    let phrases = Phrases::load();
    let plans = plan_people(scale, rng, &phrases, until);
    let first_names: Vec<String> = plans.iter().map(first_name_of).collect();
    let mut dataset = Dataset::default();
    for (index, plan) in plans.iter().enumerate() {
        let person = build_person(rng, zone, &phrases, &dataset, plan, until);
        let id = person.id;
        dataset.people.push(person);
        let mut others = first_names.clone();
        let phrase_context = PhraseContext {
            name: others.remove(index),
            others,
            teams: phrases.teams.clone(),
            things: phrases.things.clone(),
        };
        let days = (plan.from, plan.to, until);
        PersonGenerator::new(rng, zone, &phrases, &mut dataset, phrase_context, id, days).generate(
            plan.relation,
            plan.cadence,
            plan.entries,
        );
    }
    dataset
}

fn plan_people(scale: Scale, rng: &mut SampleRng, phrases: &Phrases, until: Date) -> Vec<PersonPlan> {
    let names = rng.shuffled_indices(phrases.first_names.len());
    let mut plans: Vec<PersonPlan> = (0..scale.people)
        .map(|index| {
            let has_left = index + scale.archived >= scale.people;
            let to = if has_left { working_day_from(days_after(until, -rng.between(60, 300))) } else { until };
            let days = match scale.longest_history {
                Some((_, years)) if index == 0 => years * 1461 / 4,
                // Some have been there from the start.
                _ if index < scale.people / 3 => scale.longest_days,
                _ => rng.between(scale.shortest_days, scale.longest_days),
            };
            let (relation, cadence) = relation_and_cadence(index);
            let (name, goes_by) = full_name(phrases, names[index % names.len()]);
            PersonPlan {
                name,
                goes_by,
                relation,
                cadence,
                from: working_day_from(days_after(until, -days)),
                to,
                entries: 0,
            }
        })
        .collect();
    distribute_entries(scale, &mut plans);
    plans
}

/// Most are reports, a few are peers and one is the boss; their cadences differ.
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

/// Distributes the entries: the more often and the longer you meet, the more is written.
fn distribute_entries(scale: Scale, plans: &mut [PersonPlan]) {
    let longest_entries = scale.longest_history.map(|(entries, _)| entries);
    let weighted = usize::from(longest_entries.is_some())..plans.len();
    let entries = scale.entries - longest_entries.unwrap_or(0);
    let total_weight: usize = plans[weighted.clone()].iter().map(weight).sum();
    for plan in &mut plans[weighted] {
        plan.entries = entries * weight(plan) / total_weight.max(1);
    }
    let assigned: usize = plans.iter().map(|plan| plan.entries).sum();
    if let Some(last) = plans.last_mut() {
        // The remainder after rounding.
        last.entries += entries - assigned;
    }
    if let (Some(entries), Some(first)) = (longest_entries, plans.first_mut()) {
        first.entries = entries;
    }
}

fn weight(plan: &PersonPlan) -> usize {
    let frequency = match (plan.cadence.interval_count(), plan.cadence.unit()) {
        (1, Unit::Week) => 4,
        (_, Unit::Week) => 3,
        _ => 2,
    };
    frequency * usize::try_from(days_between(plan.from, plan.to)).unwrap_or(0)
}

/// First and last names at the same index belong to one language; East Asian names start with the
/// last name, so the first one has to be named on its own.
fn full_name(phrases: &Phrases, index: usize) -> (String, String) {
    let (first, last) = (&phrases.first_names[index], &phrases.last_names[index]);
    let is_east_asian = last.chars().all(|c| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}'));
    if is_east_asian { (format!("{last}{first}"), first.clone()) } else { (format!("{first} {last}"), String::new()) }
}

fn first_name_of(plan: &PersonPlan) -> String {
    Profile { goes_by: plan.goes_by.clone(), ..Profile::with_name(plan.name.clone()) }.first_name().to_owned()
}

fn build_person(
    rng: &mut SampleRng,
    zone: &SampleZone,
    phrases: &Phrases,
    dataset: &Dataset,
    plan: &PersonPlan,
    until: Date,
) -> Person {
    let added = zone.moment(plan.from.at(8, 30, 0, 0));
    let archived = (plan.to < until).then(|| zone.moment(plan.to.at(17, 0, 0, 0)));
    let id = dataset.next_person_id();
    let born = days_after(jiff::civil::date(1961, 1, 1), rng.between(0, 14_000));
    let details = [rng.pick(&phrases.matters), rng.pick(&phrases.matters)];
    Person {
        id,
        uid: rng.uid(&added),
        profile: Profile {
            goes_by: plan.goes_by.clone(),
            relation: plan.relation,
            role: rng.pick(&phrases.roles).clone(),
            team: rng.pick(&phrases.teams).clone(),
            since: Some(days_after(plan.from, -rng.between(0, 1_500))),
            birthday: rng.chance(70).then(|| Birthday {
                year: rng.chance(20).then_some(born.year()),
                month: born.month(),
                day: born.day(),
            }),
            personal_details: details.map(String::as_str).join(" · "),
            cadence: Some(plan.cadence),
            ..Profile::with_name(plan.name.clone())
        },
        position: id.0 - 1,
        added_at: added,
        archived_at: archived,
        meeting_prep: MeetingPrep::default(),
        short_name: ShortName::default(),
    }
}
