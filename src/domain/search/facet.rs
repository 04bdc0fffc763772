//! The facets of a search: people, kinds, years and subjects, each of which is a filter that one
//! choice adds to a query or takes out of it again.

use jiff::civil::Date;

use super::{
    kind::SearchKind,
    query::{DayRelation, Filter, FilterKey, Query, QueryContext},
};
use crate::domain::{
    id::PersonId,
    name::find_by_name,
    short_name::{NameFacts, first_name},
};

/// What the hits of a search can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Facet {
    /// What is about a person.
    Person(PersonId),
    /// What is of a kind.
    Kind(SearchKind),
    /// What is of a year.
    Year(i16),
    /// What has a subject.
    Subject(String),
}

impl Facet {
    /// Whether a query has the filter.
    pub fn is_applied(&self, query: &Query) -> bool {
        query.filters().any(|(filter, is_excluded)| !is_excluded && self.is_filter(filter))
    }

    /// The input with the filter, or without it if the query has it.
    pub fn toggle(&self, input: &str, query: &Query, context: &QueryContext<'_>) -> String {
        if self.is_applied(query) {
            return query.without_filters(input, |filter| self.is_filter(filter));
        }
        format!("{} {}", self.filter(context.people), input.trim_start())
    }

    fn is_filter(&self, filter: &Filter) -> bool {
        match (self, filter) {
            (Self::Person(person), Filter::Person { people, .. }) => people.as_slice() == [*person],
            (Self::Kind(kind), Filter::Kind(filter)) => kind == filter,
            (Self::Year(year), Filter::Days { relation: DayRelation::In, first, last }) => {
                let days = Date::new(*year, 1, 1).ok().zip(Date::new(*year, 12, 31).ok());
                days == Some((*first, *last))
            }
            (Self::Subject(subject), Filter::Subject { word, .. }) => subject == word,
            _ => false,
        }
    }

    /// The filter as it is typed.
    fn filter(&self, people: &[NameFacts]) -> String {
        match self {
            Self::Person(person) => person_filter(*person, people),
            Self::Kind(kind) => format!("{}:{}", FilterKey::Kind.as_str(), kind.filter_word()),
            Self::Year(year) => format!("{}:{year}", FilterKey::In.as_str()),
            Self::Subject(word) => format!("#{word}"),
        }
    }
}

/// By the first name if nobody else is found by it, else by the whole name.
fn person_filter(person: PersonId, people: &[NameFacts]) -> String {
    let key = FilterKey::Person.as_str();
    let Some(facts) = people.iter().find(|facts| facts.id == person) else { return format!("{key}:") };
    let first = first_name(&facts.name).to_lowercase();
    let is_one_word = !first.contains(|c: char| c.is_whitespace() || c == '"');
    if is_one_word && find_by_name(&first, people, NameFacts::names).is_ok_and(|found| found.id == person) {
        format!("{key}:{first}")
    } else {
        format!("{key}:\"{}\"", facts.name)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::entry::kind::Kind;

    fn people() -> Vec<NameFacts> {
        let person = |id, name: &str| NameFacts {
            id: PersonId(id),
            name: name.to_owned(),
            goes_by: String::new(),
            is_archived: false,
        };
        vec![person(1, "Dana Whitfield"), person(2, "Tomás Ferreira"), person(3, "Sam Ode"), person(4, "Sam Ito")]
    }

    fn toggle(facet: &Facet, input: &str) -> String {
        let people = people();
        let context = QueryContext { today: date(2026, 11, 24), people: &people };
        facet.toggle(input, &Query::parse(input, &context), &context)
    }

    #[test]
    fn a_facet_adds_its_filter_and_takes_it_out_again() {
        let flag = Facet::Kind(SearchKind::Entry(Kind::Flag));
        for (facet, input, expected) in [
            (&flag, "on call", "kind:flag on call"),
            (&flag, "", "kind:flag "),
            (&flag, "\"on call", "kind:flag \"on call"),
            (&Facet::Person(PersonId(1)), "on call", "person:dana on call"),
            (&Facet::Person(PersonId(2)), "on call", "person:tomás on call"),
            (&Facet::Person(PersonId(3)), "on call", "person:\"Sam Ode\" on call"),
            (&Facet::Year(2025), "on call", "in:2025 on call"),
            (&Facet::Subject("growth".into()), "on call", "#growth on call"),
        ] {
            let with_filter = toggle(facet, input);
            assert_eq!(with_filter, expected, "{facet:?}");
            assert_eq!(toggle(facet, &with_filter), input.trim(), "{facet:?}");
        }
    }

    #[test]
    fn a_filter_that_was_typed_is_the_facet_too() {
        assert_eq!(toggle(&Facet::Kind(SearchKind::Entry(Kind::Flag)), "call kind:flags week"), "call week");
        assert_eq!(toggle(&Facet::Year(2024), "in:2024 in:2024 week"), "week");
        assert_eq!(toggle(&Facet::Kind(SearchKind::Need), "-kind:need"), "kind:need -kind:need");
    }
}
