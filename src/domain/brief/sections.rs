//! The brief as parts with lines, for whatever is written from top to bottom: the terminal, the clipboard, a page of paper.

use super::{Brief, GoalItem, Item};
use crate::domain::{
    aside::{Aside, Voice},
    kind::Kind,
};

/// A part of the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What stands over it.
    pub title: String,
    /// Whether it is to be kept in mind, and stands beside the others where there is room.
    pub in_mind: bool,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of a part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its kind, where that is not what the part is about.
    pub kind: Option<Kind>,
    /// Whether it is done, for what can be ticked off.
    pub tick: Option<bool>,
    /// What it says.
    pub text: String,
    /// What stands beside it.
    pub beside: Vec<Said>,
    /// What stands under it.
    pub under: Vec<Said>,
}

/// Something small beside or under a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it says.
    pub text: String,
    /// Whether it waits for the leader.
    pub loud: bool,
}

impl Said {
    fn quiet(text: impl Into<String>) -> Self {
        Self { text: text.into(), loud: false }
    }
}

impl From<&Aside> for Said {
    fn from(aside: &Aside) -> Self {
        Self { text: aside.text.clone(), loud: aside.voice != Voice::Calm }
    }
}

impl Line {
    fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn item(item: &Item) -> Self {
        let who = item.who.as_ref().map(Said::quiet);
        Self {
            text: item.text.clone(),
            beside: who.into_iter().chain(item.beside.as_ref().map(Said::from)).collect(),
            under: item.under.iter().map(Said::from).collect(),
            ..Self::default()
        }
    }

    fn raise(item: &Item) -> Self {
        Self { kind: Some(item.kind), ..Self::item(item) }
    }

    fn action(item: &Item) -> Self {
        Self { tick: Some(item.done), ..Self::item(item) }
    }

    fn goal(goal: &GoalItem) -> Self {
        let felt: Vec<String> = goal.path.iter().map(u8::to_string).collect();
        let felt = (!felt.is_empty()).then(|| Said::quiet(format!("felt so far, of 5: {}", felt.join(", "))));
        let mut line = Self::item(&goal.item);
        line.under.extend(felt);
        line
    }
}

impl Brief {
    /// The title over all of it.
    pub fn title(&self) -> String {
        format!("Before you meet {}", self.person)
    }

    /// The day it is of, and when you meet next.
    pub fn when(&self) -> String {
        let day = self.day.strftime("%A %-d %B %Y");
        match &self.next {
            Some(next) => format!("{day} · next one-on-one {next}"),
            None => day.to_string(),
        }
    }

    /// Its parts that hold something, in their order.
    pub fn sections(&self) -> Vec<Section> {
        let main = |title: &str, lines| Section { title: title.to_owned(), in_mind: false, lines };
        let mind = |title: String, lines| Section { title, in_mind: true, lines };
        let them = &self.them;
        let mut sections = vec![
            main("To raise", self.to_raise.iter().map(Line::raise).collect()),
            main("Actions", self.actions.iter().map(Line::action).collect()),
            main("Coaching goals", self.goals.iter().map(Line::goal).collect()),
            self.last_section(),
            mind(format!("What does {them} need to be successful?"), self.need_lines()),
            mind("You haven’t talked about".to_owned(), self.silence_lines()),
            mind("What you expect".to_owned(), self.expectations.iter().map(Line::item).collect()),
            mind("Handed over".to_owned(), self.handed_over.iter().map(Line::item).collect()),
            mind("Leading and managing · 90 days".to_owned(), self.balance_lines()),
            mind(format!("Matters to {them}"), self.matters_lines()),
        ];
        sections.retain(|section| !section.lines.is_empty());
        sections
    }

    fn last_section(&self) -> Section {
        let Some(last) = &self.last_time else {
            return Section { title: String::new(), in_mind: false, lines: Vec::new() };
        };
        let mut lines: Vec<Line> = last.lines.iter().map(Line::item).collect();
        if last.more > 0 {
            lines.push(Line::of(format!("and {} more in the timeline", last.more)));
        }
        lines.extend(last.notes.iter().map(Line::of));
        Section { title: format!("Last time · {}", last.said), in_mind: false, lines }
    }

    fn need_lines(&self) -> Vec<Line> {
        let answers =
            self.need.iter().map(|need| Line { under: vec![Said::quiet(&need.said)], ..Line::of(&need.text) });
        let earlier = match self.earlier_needs.len() {
            0 => None,
            1 => Some("1 earlier answer".to_owned()),
            many => Some(format!("{many} earlier answers")),
        };
        let mut lines: Vec<Line> = answers.collect();
        if let (Some(line), Some(earlier)) = (lines.first_mut(), earlier) {
            line.under.push(Said::quiet(earlier));
        }
        lines
    }

    fn silence_lines(&self) -> Vec<Line> {
        let silences = self.not_talked_about.iter();
        silences.map(|one| Line { beside: vec![Said::quiet(&one.said)], ..Line::of(one.name) }).collect()
    }

    fn balance_lines(&self) -> Vec<Line> {
        let balance = self.balance.iter();
        let figures = |one: &super::BalanceSaid| Said::quiet(format!("{}, {}", one.about_person, one.about_work));
        balance.map(|one| Line { under: vec![figures(one)], ..Line::of(&one.said) }).collect()
    }

    fn matters_lines(&self) -> Vec<Line> {
        let all = (!self.matters.is_empty()).then(|| Line::of(self.matters.join(" · ")));
        let ask = self.ask_about.as_ref().map(|offered| Line {
            under: vec![Said::quiet(&offered.said)],
            ..Line::of(format!("Ask about: {}", offered.detail))
        });
        all.into_iter().chain(ask).chain(self.days.iter().map(|day| Line::of(&day.said))).collect()
    }
}
