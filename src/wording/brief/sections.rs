//! The brief as sections of lines, for the terminal, the clipboard and print.

use super::{Brief, BriefGoal, BriefItem, EarlierMeeting, PastNotes};
use crate::{
    domain::{attention::Emphasis, entry::kind::Kind},
    wording::{entry_caption::Caption, need::earlier_answers},
};

/// A section of the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefSection {
    /// Its heading.
    pub title: String,
    /// Whether it goes beside the main sections where there is room.
    pub is_sidebar: bool,
    /// Its lines.
    pub lines: Vec<SectionLine>,
}

/// A line of a section.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SectionLine {
    /// The kind of the entry, where the section mixes kinds.
    pub kind: Option<Kind>,
    /// Whether it is done; `None` where it cannot be ticked off.
    pub is_done: Option<bool>,
    /// The text.
    pub text: String,
    /// Shown beside the text.
    pub side_text: Vec<StyledText>,
    /// Shown under the text.
    pub details: Vec<StyledText>,
}

/// A small text beside or under a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyledText {
    /// The text.
    pub text: String,
    /// Whether it is emphasised.
    pub is_emphasized: bool,
}

impl StyledText {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_emphasized: false }
    }
}

impl From<&Caption> for StyledText {
    fn from(caption: &Caption) -> Self {
        Self { text: caption.text.clone(), is_emphasized: caption.emphasis != Emphasis::Normal }
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
        let history: Vec<String> = goal.closeness_history.iter().map(u8::to_string).collect();
        let history =
            (!history.is_empty()).then(|| StyledText::plain(format!("Check-ins (of 5): {}", history.join(", "))));
        let mut line = Self::from_item(&goal.item);
        line.details.extend(history);
        line
    }
}

fn past_note_lines(notes: &PastNotes) -> Vec<SectionLine> {
    item_lines(&notes.items, notes.hidden_count)
}

fn item_lines(items: &[BriefItem], hidden_count: usize) -> Vec<SectionLine> {
    let mut lines: Vec<SectionLine> = items.iter().map(SectionLine::from_item).collect();
    if hidden_count > 0 {
        lines.push(SectionLine::from_text(format!("and {hidden_count} more in the timeline")));
    }
    lines
}

impl EarlierMeeting {
    /// The line above its notes.
    pub fn title(&self) -> String {
        format!("Notes from {}:", self.label)
    }
}

impl Brief {
    /// The title of the brief.
    pub fn title(&self) -> String {
        format!("Before you meet {}", self.person)
    }

    /// The day of the brief and the next one-on-one.
    pub fn date_line(&self) -> String {
        let day = self.day.strftime("%A %-d %B %Y");
        match &self.next_meeting {
            Some(next) => format!("{day} · next one-on-one {next}"),
            None => day.to_string(),
        }
    }

    /// The sections that are not empty, in order.
    pub fn sections(&self) -> Vec<BriefSection> {
        let main = |title: &str, lines| BriefSection { title: title.to_owned(), is_sidebar: false, lines };
        let sidebar = |title: String, lines| BriefSection { title, is_sidebar: true, lines };
        let short_name = &self.short_name;
        let mut sections = vec![
            main("To raise", self.to_raise.iter().map(SectionLine::from_agenda_item).collect()),
            main("Actions", self.actions.iter().map(SectionLine::from_action).collect()),
            main(self.since_last_meeting_title(), past_note_lines(&self.since_last_meeting)),
            self.last_meeting_section(),
            sidebar(format!("What matters to {short_name}"), self.personal_detail_lines()),
            main("Coaching goals", self.goals.iter().map(SectionLine::from_goal).collect()),
            sidebar(format!("What does {short_name} need to be successful?"), self.need_lines()),
            sidebar("Not discussed lately".to_owned(), self.stale_topic_lines()),
            sidebar("What you expect".to_owned(), self.expectations.iter().map(SectionLine::from_item).collect()),
            sidebar("Delegated".to_owned(), self.delegations.iter().map(SectionLine::from_item).collect()),
            sidebar("Leading and managing · 90 days".to_owned(), self.balance_lines()),
        ];
        sections.retain(|section| !section.lines.is_empty());
        sections
    }

    /// The heading of what was jotted since the last one-on-one, or before the first.
    pub fn since_last_meeting_title(&self) -> &'static str {
        if self.last_meeting.is_some() { "Since last time" } else { "Noted so far" }
    }

    fn last_meeting_section(&self) -> BriefSection {
        let Some(last) = &self.last_meeting else {
            return BriefSection { title: String::new(), is_sidebar: false, lines: Vec::new() };
        };
        let mut lines = item_lines(&last.items, last.hidden_count);
        lines.extend(last.notes.iter().map(SectionLine::from_text));
        if let Some(earlier) = &last.earlier {
            lines.push(SectionLine::from_text(earlier.title()));
            lines.extend(past_note_lines(&earlier.notes));
        }
        BriefSection { title: format!("Last time · {}", last.label), is_sidebar: false, lines }
    }

    fn need_lines(&self) -> Vec<SectionLine> {
        let answers = self.need.iter().map(|need| SectionLine {
            details: vec![StyledText::plain(&need.label)],
            ..SectionLine::from_text(&need.text)
        });
        let earlier = earlier_answers(self.earlier_needs.len());
        let mut lines: Vec<SectionLine> = answers.collect();
        if let (Some(line), Some(earlier)) = (lines.first_mut(), earlier) {
            line.details.push(StyledText::plain(earlier));
        }
        lines
    }

    fn stale_topic_lines(&self) -> Vec<SectionLine> {
        let topics = self.stale_topics.iter();
        topics
            .map(|topic| SectionLine {
                side_text: vec![StyledText::plain(&topic.label)],
                ..SectionLine::from_text(&topic.name)
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
            ..SectionLine::from_text(format!("Ask about {}", offered.detail))
        });
        all.into_iter()
            .chain(ask)
            .chain(self.upcoming_dates.iter().map(|day| SectionLine::from_text(&day.label)))
            .collect()
    }
}
