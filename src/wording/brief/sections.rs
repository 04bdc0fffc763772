//! The brief as parts with lines, for whatever is written from top to bottom: the terminal, the clipboard, a page of paper.

use super::{Brief, BriefGoal, BriefItem};
use crate::{
    domain::{attention::Emphasis, entry::kind::Kind},
    wording::entry_caption::Caption,
};

/// A part of the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefSection {
    /// What stands over it.
    pub title: String,
    /// Whether it is to be kept in mind, and stands beside the others where there is room.
    pub is_sidebar: bool,
    /// Its lines.
    pub lines: Vec<SectionLine>,
}

/// A line of a part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SectionLine {
    /// Its kind, where that is not what the part is about.
    pub kind: Option<Kind>,
    /// Whether it is done, for what can be ticked off.
    pub is_done: Option<bool>,
    /// What it says.
    pub text: String,
    /// What stands beside it.
    pub side_text: Vec<StyledText>,
    /// What stands under it.
    pub details: Vec<StyledText>,
}

/// Something small beside or under a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyledText {
    /// What it says.
    pub text: String,
    /// Whether it waits for the leader.
    pub is_emphasized: bool,
}

impl StyledText {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_emphasized: false }
    }
}

impl From<&Caption> for StyledText {
    fn from(aside: &Caption) -> Self {
        Self { text: aside.text.clone(), is_emphasized: aside.emphasis != Emphasis::Normal }
    }
}

impl SectionLine {
    fn from_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn from_item(item: &BriefItem) -> Self {
        let who = item.owner.as_ref().map(StyledText::plain);
        Self {
            text: item.text.clone(),
            side_text: who.into_iter().chain(item.side_caption.as_ref().map(StyledText::from)).collect(),
            details: item.captions.iter().map(StyledText::from).collect(),
            ..Self::default()
        }
    }

    fn from_agenda_item(item: &BriefItem) -> Self {
        Self { kind: Some(item.kind), ..Self::from_item(item) }
    }

    fn from_action(item: &BriefItem) -> Self {
        Self { is_done: Some(item.done), ..Self::from_item(item) }
    }

    fn from_goal(goal: &BriefGoal) -> Self {
        let felt: Vec<String> = goal.closeness_history.iter().map(u8::to_string).collect();
        let felt = (!felt.is_empty()).then(|| StyledText::plain(format!("felt so far, of 5: {}", felt.join(", "))));
        let mut line = Self::from_item(&goal.item);
        line.details.extend(felt);
        line
    }
}

impl Brief {
    /// The title over all of it.
    pub fn title(&self) -> String {
        format!("Before you meet {}", self.person)
    }

    /// The day it is of, and when you meet next.
    pub fn date_line(&self) -> String {
        let day = self.day.strftime("%A %-d %B %Y");
        match &self.next_meeting {
            Some(next) => format!("{day} · next one-on-one {next}"),
            None => day.to_string(),
        }
    }

    /// Its parts that hold something, in their order.
    pub fn sections(&self) -> Vec<BriefSection> {
        let main = |title: &str, lines| BriefSection { title: title.to_owned(), is_sidebar: false, lines };
        let mind = |title: String, lines| BriefSection { title, is_sidebar: true, lines };
        let them = &self.short_name;
        let mut sections = vec![
            main("To raise", self.to_raise.iter().map(SectionLine::from_agenda_item).collect()),
            main("Actions", self.actions.iter().map(SectionLine::from_action).collect()),
            main("Coaching goals", self.goals.iter().map(SectionLine::from_goal).collect()),
            self.last_meeting_section(),
            mind(format!("What does {them} need to be successful?"), self.need_lines()),
            mind("You haven’t talked about".to_owned(), self.stale_topic_lines()),
            mind("What you expect".to_owned(), self.expectations.iter().map(SectionLine::from_item).collect()),
            mind("Handed over".to_owned(), self.delegations.iter().map(SectionLine::from_item).collect()),
            mind("Leading and managing · 90 days".to_owned(), self.balance_lines()),
            mind(format!("Matters to {them}"), self.personal_detail_lines()),
        ];
        sections.retain(|section| !section.lines.is_empty());
        sections
    }

    fn last_meeting_section(&self) -> BriefSection {
        let Some(last) = &self.last_meeting else {
            return BriefSection { title: String::new(), is_sidebar: false, lines: Vec::new() };
        };
        let mut lines: Vec<SectionLine> = last.items.iter().map(SectionLine::from_item).collect();
        if last.hidden_count > 0 {
            lines.push(SectionLine::from_text(format!("and {} more in the timeline", last.hidden_count)));
        }
        lines.extend(last.notes.iter().map(SectionLine::from_text));
        BriefSection { title: format!("Last time · {}", last.label), is_sidebar: false, lines }
    }

    fn need_lines(&self) -> Vec<SectionLine> {
        let answers = self.need.iter().map(|need| SectionLine {
            details: vec![StyledText::plain(&need.label)],
            ..SectionLine::from_text(&need.text)
        });
        let earlier = match self.earlier_needs.len() {
            0 => None,
            1 => Some("1 earlier answer".to_owned()),
            many => Some(format!("{many} earlier answers")),
        };
        let mut lines: Vec<SectionLine> = answers.collect();
        if let (Some(line), Some(earlier)) = (lines.first_mut(), earlier) {
            line.details.push(StyledText::plain(earlier));
        }
        lines
    }

    fn stale_topic_lines(&self) -> Vec<SectionLine> {
        let silences = self.stale_topics.iter();
        silences
            .map(|one| SectionLine {
                side_text: vec![StyledText::plain(&one.label)],
                ..SectionLine::from_text(&one.name)
            })
            .collect()
    }

    fn balance_lines(&self) -> Vec<SectionLine> {
        let balance = self.balance.iter();
        let figures = |one: &super::BalanceText| StyledText::plain(format!("{}, {}", one.about_person, one.about_work));
        balance.map(|one| SectionLine { details: vec![figures(one)], ..SectionLine::from_text(&one.summary) }).collect()
    }

    fn personal_detail_lines(&self) -> Vec<SectionLine> {
        let all =
            (!self.personal_details.is_empty()).then(|| SectionLine::from_text(self.personal_details.join(" · ")));
        let ask = self.suggested_detail.as_ref().map(|offered| SectionLine {
            details: vec![StyledText::plain(&offered.label)],
            ..SectionLine::from_text(format!("Ask about: {}", offered.detail))
        });
        all.into_iter()
            .chain(ask)
            .chain(self.upcoming_dates.iter().map(|day| SectionLine::from_text(&day.label)))
            .collect()
    }
}
