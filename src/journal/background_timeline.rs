//! Reading a person's timeline on a thread of its own, for a page that shows it beside something
//! else.

use super::{
    Journal,
    background_reader::{BackgroundReader, JournalReader, Replies},
};
use crate::{
    domain::{
        id::PersonId,
        timeline::{KindSet, Timeline, TimelineRows, build_rows},
    },
    store::StoreError,
};

/// A timeline with its rows.
pub type TimelineWithRows = (Timeline, TimelineRows);

/// The thread that reads timelines. It ends when this is dropped.
pub struct BackgroundTimeline {
    reader: BackgroundReader<PersonId, Result<TimelineWithRows, StoreError>>,
}

impl BackgroundTimeline {
    /// Starts the thread. `wake` is called from it when a timeline was read.
    ///
    /// # Errors
    /// Fails if the file cannot be opened again, or the thread cannot be started.
    pub fn start(journal: &Journal, wake: impl Fn() + Send + 'static) -> Result<Self, StoreError> {
        let answer = |reader: &JournalReader, person: PersonId, replies: &Replies<'_, _>| {
            let timeline = reader.read(|db| db.snapshot(|db| db.timeline(person)));
            replies.send(timeline.map(|timeline| {
                let rows = build_rows(&timeline, KindSet::ALL);
                (timeline, rows)
            }));
        };
        Ok(Self { reader: BackgroundReader::start(journal, "timeline preview", wake, answer)? })
    }

    /// Asks for the timeline of a person, in place of what was asked for before.
    pub fn request(&mut self, person: PersonId) {
        self.reader.request(person);
    }

    /// The timeline that was asked for last, once it has been read.
    ///
    /// # Errors
    /// Fails if the file cannot be read.
    pub fn poll(&self) -> Result<Option<TimelineWithRows>, StoreError> {
        self.reader.poll().transpose()
    }
}
