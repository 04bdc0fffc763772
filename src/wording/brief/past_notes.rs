//! The past in the brief: what was jotted since the last one-on-one, and the notes of that one.

use jiff::civil::Date;

use super::{
    BriefInput, BriefItem, EarlierMeeting, LastMeeting, PastNotes, brief_item, format_past_date, normal_caption,
};
use crate::{
    domain::{
        entry::Entry,
        id::EntryId,
        one_on_one::{OneOnOne, OneOnOneState},
    },
    wording::date::format_date,
};

/// At most so many entries are listed; the rest are counted.
const MAX_ITEMS: usize = 4;

/// The latest entries written between one-on-ones, each with its day. `listed` are the entries that
/// appear elsewhere in the brief.
pub(super) fn since_last_meeting(input: &BriefInput, listed: &[EntryId], today: Date) -> PastNotes {
    let rest = unlisted(&input.entries_since, listed);
    let hidden_count = rest.len().saturating_sub(MAX_ITEMS);
    let item = |entry: &Entry| BriefItem {
        side_caption: Some(normal_caption(format_past_date(entry.written_at.day(), today))),
        ..brief_item(entry, Vec::new())
    };
    PastNotes { items: rest.into_iter().skip(hidden_count).map(item).collect(), hidden_count }
}

/// The last one-on-one, with its entries that appear nowhere else, or those of the one before it.
pub(super) fn last_meeting(input: &BriefInput, listed: &[EntryId], today: Date) -> Option<LastMeeting> {
    let (meeting, entries) = input.last_meeting.as_ref()?;
    let PastNotes { items, hidden_count } = notes_of(entries, listed);
    let nothing = match meeting.state {
        OneOnOneState::NothingToNote => Some("Met, no notes.".to_owned()),
        _ => entries.is_empty().then(|| "No notes.".to_owned()),
    };
    let all_open = (nothing.is_none() && items.is_empty()).then(|| "All notes are above.".to_owned());
    let skipped = input.skipped_meetings.iter().map(|skipped| describe_skipped(skipped, today));
    let earlier = input.earlier_meeting.as_ref().map(|(meeting, entries)| EarlierMeeting {
        date: meeting.at.day(),
        label: format_date(meeting.at.day(), today),
        notes: notes_of(entries, listed),
    });
    Some(LastMeeting {
        date: meeting.at.day(),
        label: format_date(meeting.at.day(), today),
        items,
        hidden_count,
        notes: nothing.into_iter().chain(all_open).chain(skipped).collect(),
        earlier: earlier.filter(|earlier| !earlier.notes.items.is_empty()),
    })
}

fn unlisted<'a>(entries: &'a [Entry], listed: &[EntryId]) -> Vec<&'a Entry> {
    entries.iter().filter(|entry| !listed.contains(&entry.id)).collect()
}

fn notes_of(entries: &[Entry], listed: &[EntryId]) -> PastNotes {
    let rest = unlisted(entries, listed);
    let items = rest.iter().take(MAX_ITEMS).map(|entry| brief_item(entry, Vec::new())).collect();
    PastNotes { items, hidden_count: rest.len().saturating_sub(MAX_ITEMS) }
}

fn describe_skipped(skipped: &OneOnOne, today: Date) -> String {
    let reason = if skipped.reason.is_empty() { String::new() } else { format!(": {}", skipped.reason) };
    format!("Skipped {}{reason}", format_date(skipped.at.day(), today))
}
