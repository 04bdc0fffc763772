//! The short form of a brief, which can be read in 90 seconds: what matters most first, in at most
//! [`MAX_WORDS`] words. The rest is counted.

use super::{Brief, BriefGoal, BriefItem, EarlierMeeting, LastMeeting, PastNotes, sections::SectionLine};

/// 90 seconds at 230 words a minute.
pub const MAX_WORDS: usize = 345;

/// Words kept for the line that counts what was left out, with how to see it.
const WORDS_FOR_REST: usize = 14;
/// A longer text ends with an ellipsis.
const MAX_ITEM_WORDS: usize = 28;
/// A longer caption ends with an ellipsis.
const MAX_CAPTION_WORDS: usize = 16;
/// A longer answer or list of details ends with an ellipsis.
const MAX_STANDING_WORDS: usize = 40;

/// A part of the brief that is filled item by item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    ToRaise,
    Actions,
    Since,
    LastTime,
    Details,
    Goals,
    Need,
    Expectations,
    Delegations,
    Earlier,
    StaleTopics,
    Balance,
}

/// The order in which a brief is filled: each part with the number of items that it has by then.
const ORDER: [(Part, usize); 22] = [
    (Part::ToRaise, 4),
    (Part::Actions, 4),
    (Part::LastTime, 2),
    (Part::Since, 2),
    (Part::Details, 2),
    (Part::Goals, 1),
    (Part::Need, 1),
    (Part::Goals, 2),
    (Part::Expectations, 1),
    (Part::Delegations, 1),
    (Part::ToRaise, 8),
    (Part::Actions, 8),
    (Part::Earlier, 2),
    (Part::LastTime, 4),
    (Part::Since, 4),
    (Part::Goals, usize::MAX),
    (Part::Expectations, usize::MAX),
    (Part::Delegations, usize::MAX),
    (Part::StaleTopics, 3),
    (Part::Balance, 1),
    (Part::ToRaise, usize::MAX),
    (Part::Actions, usize::MAX),
];

impl Brief {
    /// The words of the brief as the terminal shows it, with those of the marks before its lines.
    pub fn word_count(&self) -> usize {
        let head = [self.title(), self.date_line(), self.headline.clone()];
        let head: usize = head.iter().map(|text| count_words(text)).sum();
        let section = |section: &super::sections::BriefSection| {
            count_words(&section.title) + section.lines.iter().map(line_words).sum::<usize>()
        };
        head + self.sections().iter().map(section).sum::<usize>()
    }

    /// The short form: at most [`MAX_WORDS`] words with the line of [`Brief::rest_label`]. Each
    /// list begins as in the whole brief, so that the agenda keeps its order. A brief that is short
    /// enough stays as it is.
    #[must_use]
    pub fn shorten(&self) -> Self {
        if self.word_count() <= MAX_WORDS {
            return self.clone();
        }
        let mut short = self.without_items();
        let mut closed: Vec<Part> = Vec::new();
        for (part, count) in ORDER {
            while !closed.contains(&part) && short.item_count(part) < count {
                let mut longer = short.clone();
                if !longer.add_next(part, self) || longer.word_count() + WORDS_FOR_REST > MAX_WORDS {
                    closed.push(part);
                } else {
                    short = longer;
                }
            }
        }
        short.omitted_count = self.all_item_count() - short.all_item_count();
        short.is_shortened = true;
        short
    }

    /// "7 more items"; `None` where it is the whole brief.
    pub fn rest_label(&self) -> Option<String> {
        match self.omitted_count {
            _ if !self.is_shortened => None,
            0 => Some("Some texts are shortened.".to_owned()),
            1 => Some("1 more item.".to_owned()),
            count => Some(format!("{count} more items.")),
        }
    }

    fn without_items(&self) -> Self {
        let last = self.last_meeting.as_ref().map(|last| LastMeeting {
            items: Vec::new(),
            hidden_count: last.hidden_count + last.items.len(),
            notes: last.notes.iter().map(|note| cut(note, MAX_CAPTION_WORDS)).collect(),
            earlier: None,
            ..last.clone()
        });
        let since = &self.since_last_meeting;
        Self {
            to_raise: Vec::new(),
            actions: Vec::new(),
            goals: Vec::new(),
            since_last_meeting: PastNotes { items: Vec::new(), hidden_count: since.hidden_count + since.items.len() },
            last_meeting: last,
            need: None,
            expectations: Vec::new(),
            stale_topics: Vec::new(),
            delegations: Vec::new(),
            personal_details: Vec::new(),
            suggested_detail: None,
            upcoming_dates: self.upcoming_dates.clone(),
            balance: None,
            ..self.clone()
        }
    }

    fn item_count(&self, part: Part) -> usize {
        let last = self.last_meeting.as_ref();
        match part {
            Part::ToRaise => self.to_raise.len(),
            Part::Actions => self.actions.len(),
            Part::Since => self.since_last_meeting.items.len(),
            Part::LastTime => last.map_or(0, |last| last.items.len()),
            Part::Earlier => last.and_then(|last| last.earlier.as_ref()).map_or(0, |earlier| earlier.notes.items.len()),
            Part::Details => {
                usize::from(self.suggested_detail.is_some()) + usize::from(!self.personal_details.is_empty())
            }
            Part::Goals => self.goals.len(),
            Part::Need => usize::from(self.need.is_some()),
            Part::Expectations => self.expectations.len(),
            Part::Delegations => self.delegations.len(),
            Part::StaleTopics => self.stale_topics.len(),
            Part::Balance => usize::from(self.balance.is_some()),
        }
    }

    /// The items that are counted as left out. The sections of past notes count their own.
    fn all_item_count(&self) -> usize {
        let parts = [Part::ToRaise, Part::Actions, Part::Goals, Part::Need, Part::Expectations, Part::Delegations];
        parts.into_iter().map(|part| self.item_count(part)).sum::<usize>() + self.stale_topics.len()
    }

    /// Adds the next item of a part from the whole brief; whether there was one.
    fn add_next(&mut self, part: Part, whole: &Self) -> bool {
        match part {
            Part::ToRaise => add_item(&mut self.to_raise, &whole.to_raise),
            Part::Actions => add_item(&mut self.actions, &whole.actions),
            Part::Since => add_past(&mut self.since_last_meeting, &whole.since_last_meeting),
            Part::LastTime => {
                let (Some(last), Some(all)) = (&mut self.last_meeting, &whole.last_meeting) else { return false };
                let added = add_item(&mut last.items, &all.items);
                last.hidden_count -= usize::from(added);
                added
            }
            Part::Earlier => self.add_earlier(whole),
            Part::Details => self.add_detail(whole),
            Part::Goals => add_goal(&mut self.goals, &whole.goals),
            Part::Need => {
                self.need = whole
                    .need
                    .clone()
                    .map(|need| super::NeedAnswer { text: cut(&need.text, MAX_STANDING_WORDS), ..need });
                self.need.is_some()
            }
            Part::Expectations => add_item(&mut self.expectations, &whole.expectations),
            Part::Delegations => add_item(&mut self.delegations, &whole.delegations),
            Part::StaleTopics => {
                let next = whole.stale_topics.get(self.stale_topics.len()).cloned();
                let added = next.is_some();
                self.stale_topics.extend(next);
                added
            }
            Part::Balance => {
                self.balance.clone_from(&whole.balance);
                self.balance.is_some()
            }
        }
    }

    /// First the one detail to ask about, then all of them.
    fn add_detail(&mut self, whole: &Self) -> bool {
        if self.suggested_detail.is_none() && whole.suggested_detail.is_some() {
            self.suggested_detail.clone_from(&whole.suggested_detail);
            return true;
        }
        let added = self.personal_details.is_empty() && !whole.personal_details.is_empty();
        if added {
            self.personal_details = vec![cut(&whole.personal_details.join(" · "), MAX_STANDING_WORDS)];
        }
        added
    }

    fn add_earlier(&mut self, whole: &Self) -> bool {
        let all = whole.last_meeting.as_ref().and_then(|last| last.earlier.as_ref());
        let (Some(last), Some(all)) = (&mut self.last_meeting, all) else { return false };
        let hidden_count = all.notes.hidden_count + all.notes.items.len();
        let earlier = last.earlier.get_or_insert_with(|| EarlierMeeting {
            notes: PastNotes { items: Vec::new(), hidden_count },
            ..all.clone()
        });
        add_past(&mut earlier.notes, &all.notes)
    }
}

fn add_past(notes: &mut PastNotes, all: &PastNotes) -> bool {
    let added = add_item(&mut notes.items, &all.items);
    notes.hidden_count -= usize::from(added);
    added
}

fn add_item(items: &mut Vec<BriefItem>, all: &[BriefItem]) -> bool {
    let Some(next) = all.get(items.len()) else { return false };
    items.push(short_item(next));
    true
}

fn add_goal(goals: &mut Vec<BriefGoal>, all: &[BriefGoal]) -> bool {
    let Some(next) = all.get(goals.len()) else { return false };
    // Where the goal stands matters more than how it began.
    let captions = next.item.captions.iter().take(1).cloned().collect();
    goals.push(BriefGoal { item: short_item(&BriefItem { captions, ..next.item.clone() }), ..next.clone() });
    true
}

fn short_item(item: &BriefItem) -> BriefItem {
    let mut item = item.clone();
    item.text = cut(&item.text, MAX_ITEM_WORDS);
    for caption in &mut item.captions {
        caption.text = cut(&caption.text, MAX_CAPTION_WORDS);
    }
    item
}

/// The first words of a text, with an ellipsis where it is longer.
fn cut(text: &str, words: usize) -> String {
    let mut all = text.split_whitespace();
    let first: Vec<&str> = all.by_ref().take(words).collect();
    match all.next() {
        None => text.to_owned(),
        Some(_) => format!("{}…", first.join(" ").trim_end_matches([',', ';', ':', '.', '·', ' '])),
    }
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The words of a line, its mark and the dots between its parts.
fn line_words(line: &SectionLine) -> usize {
    let mark = if line.is_done.is_some() { 3 } else { 1 };
    let kind = usize::from(line.kind.is_some());
    let beside: usize = line.side_text.iter().map(|side| 1 + count_words(&side.text)).sum();
    let below: usize = line.details.iter().map(|detail| 1 + count_words(&detail.text)).sum();
    mark + kind + count_words(&line.text) + beside + below
}
