//! What is said later of an entry, by its number: when and how they heard of it, who asked for a topic, and what holds in
//! the place of an expectation.

use std::{io::Write, path::Path};

use super::{
    Failure, Result,
    entry::number,
    moves::{About, REPEATED, find, make, name, open},
    text::line,
    when,
};
use crate::{
    domain::{action::By, describe::Description, kind::Kind, life::Move, step::What},
    journal::{change::Change, clock::Clock},
};

#[derive(Debug, clap::Args)]
pub(super) struct Asked {
    #[command(flatten)]
    about: About,
    /// me or them
    #[arg(value_parser = by)]
    who: By,
}

fn by(said: &str) -> std::result::Result<By, String> {
    said.to_lowercase().parse().map_err(|_| "it is “me” or “them”".to_owned())
}

#[derive(Debug, clap::Args)]
pub(super) struct Replace {
    #[command(flatten)]
    about: About,
    /// What you expect from now on
    #[arg(required = true)]
    words: Vec<String>,
    /// What you will provide
    #[arg(long, value_name = "WORDS", default_value = "")]
    provide: String,
    /// The same in their words
    #[arg(long, value_name = "WORDS", default_value = "")]
    their_words: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct Told {
    #[command(flatten)]
    about: About,
    /// How they heard of it, in a few words
    words: Vec<String>,
    /// When, if not today: yesterday, monday, 2026-11-20
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// `rapport told`: they know; also later, to say when and how.
pub(super) fn told(told: &Told, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let day = told.on.as_ref().map(|day| when::past_day("--on", day, now.date())).transpose()?;
    let (id, words) = (told.about.id, told.words.join(" "));
    let journal = open(path, &now)?;
    let entry = find(&journal, id)?;
    let said_before = entry.last(|what| what == What::Told).map(|step| step.words.clone());
    if day.is_none() && (words.is_empty() || said_before.is_none()) {
        drop(journal);
        return make(id, &Move::Told(words), path, clock, out);
    }
    let words = if words.is_empty() { said_before.unwrap_or_default() } else { words };
    journal.commit(Change::Tell { entry: id, words, day }, &now)?;
    let name = name(&journal, entry.person)?.unwrap_or_default();
    Ok(writeln!(out, "They know: {}; {name}.", line(&entry.text, REPEATED))?)
}

/// `rapport asked`: who wants to talk about it.
pub(super) fn asked(asked: &Asked, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open(path, &now)?;
    let id = asked.about.id;
    let entry = find(&journal, id)?;
    if entry.kind() != Kind::Topic {
        let line = format!("{} is no topic. Nothing was changed.", number(id));
        return Err(Failure::happened(line));
    }
    let description = Description::Topic { from: asked.who };
    journal.commit(Change::Describe { entry: id, description }, &now)?;
    let who = if asked.who == By::Me { "You asked for it" } else { "They asked for it" };
    let name = name(&journal, entry.person)?.unwrap_or_default();
    Ok(writeln!(out, "{who}: {}; {name}.", line(&entry.text, REPEATED))?)
}

/// `rapport replace`: a new expectation takes the place of an old one.
pub(super) fn replace(given: &Replace, path: &Path, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let now = clock.now();
    let journal = open(path, &now)?;
    let id = given.about.id;
    let old = find(&journal, id)?;
    let (provide, their_words) = (given.provide.clone(), given.their_words.clone());
    let text = given.words.join(" ");
    journal.commit(Change::Replace { entry: id, text: text.clone(), provide, their_words }, &now)?;
    let name = name(&journal, old.person)?.unwrap_or_default();
    let (text, old) = (line(&text, REPEATED), line(&old.text, REPEATED));
    Ok(writeln!(out, "The new expectation stands: {text}; {name}.\nIn the place of: {old}.")?)
}
