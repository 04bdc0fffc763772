//! Follows a calendar file: reads it at the start and whenever it has changed, and lets the planned
//! one-on-ones follow it.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime},
};

use eframe::egui::Context;

use super::Workspace;
use crate::{
    domain::calendar_sync::{PlannedChange, compare},
    import::{
        ImportContext, ImportError,
        calendar::{NextMeetings, read_next_meetings},
    },
    journal::{
        change::Change,
        followed_calendar::{FOLLOWED_CALENDAR_SETTING, FollowedCalendar, planned_with},
        watch::PathWatch,
    },
    store::Db,
    ui::{
        action::CalendarCommand,
        background_job::BackgroundJob,
        settings::{CalendarState, CalendarView},
    },
    wording::calendar::describe_change,
};

/// How long the file must have been left alone before it is read: programs write it in parts.
const SETTLE_TIME: Duration = Duration::from_millis(500);

/// The size of a file and when it was written.
type FileStamp = (u64, Option<SystemTime>);

/// The calendar that is followed, if any.
#[derive(Default)]
pub(super) struct CalendarFollower {
    /// `None` until the setting was read.
    followed: Option<FollowedCalendar>,
    _watch: Option<PathWatch>,
    /// Set by the watch.
    has_changed: Arc<AtomicBool>,
    /// When the file is looked at, in seconds of egui time.
    due: Option<f64>,
    /// The file as it was read last.
    read: Option<FileStamp>,
    job: Option<BackgroundJob<Result<NextMeetings, ImportError>>>,
    state: CalendarState,
    /// What the calendar has changed, until that is dismissed.
    changes: Vec<PlannedChange>,
}

impl CalendarFollower {
    /// Has the file looked at in the next frame.
    pub fn check_soon(&mut self) {
        self.due = Some(0.0);
    }

    /// What the settings show.
    pub fn view(&self) -> CalendarView<'_> {
        let path = self.followed.as_ref().and_then(|followed| followed.path.as_deref());
        CalendarView { path, state: &self.state }
    }

    fn path(&self) -> Option<PathBuf> {
        self.followed.as_ref()?.path.clone()
    }

    /// Follows another file, or none.
    fn start(&mut self, followed: FollowedCalendar, ctx: &Context) {
        let has_changed = Arc::<AtomicBool>::default();
        let (seen, ctx) = (Arc::clone(&has_changed), ctx.clone());
        let watch = followed.path.as_deref().and_then(|path| {
            PathWatch::start(path, move || {
                seen.store(true, Ordering::Release);
                ctx.request_repaint();
            })
        });
        *self = Self { followed: Some(followed), _watch: watch, has_changed, due: Some(0.0), ..Self::default() };
    }

    /// Whether the file is to be read now; asks for a frame when that is later.
    fn takes_turn(&mut self, ctx: &Context) -> bool {
        let now = ctx.input(|input| input.time);
        if self.has_changed.swap(false, Ordering::AcqRel) {
            self.due = Some(now + SETTLE_TIME.as_secs_f64());
        }
        match self.due {
            Some(due) if due > now => {
                ctx.request_repaint_after(Duration::from_secs_f64(due - now));
                false
            }
            Some(_) if self.job.is_none() => {
                self.due = None;
                true
            }
            _ => false,
        }
    }
}

impl Workspace {
    /// Reads the calendar if it has changed, and takes the result. Runs before each frame.
    pub(super) fn poll_calendar(&mut self, ctx: &Context) {
        if self.journal.stop_reason().is_some() {
            return;
        }
        if self.calendar.followed.is_none() {
            let stored = self.journal.read(|db| db.setting(FOLLOWED_CALENDAR_SETTING)).ok().flatten();
            self.calendar.start(stored.unwrap_or_default(), ctx);
        }
        if let Some(result) = self.calendar.job.as_mut().and_then(BackgroundJob::poll) {
            self.calendar.job = None;
            match result {
                Ok(Ok(meetings)) => self.follow(&meetings),
                Ok(Err(error)) => self.calendar.state = CalendarState::Failed(error.to_string()),
                Err(error) => self.calendar.state = CalendarState::Failed(error.to_string()),
            }
        }
        if let Some(path) = self.calendar.path()
            && self.calendar.takes_turn(ctx)
        {
            self.read_calendar(path, ctx);
        }
    }

    fn read_calendar(&mut self, path: PathBuf, ctx: &Context) {
        let stamp = fs::metadata(&path).map(|metadata| (metadata.len(), metadata.modified().ok())).ok();
        if stamp.is_some() && self.calendar.read == stamp {
            return;
        }
        self.calendar.read = stamp;
        let people = self.journal.read(Db::people);
        let Ok(people) = people.inspect_err(|error| tracing::warn!(%error, "the calendar is not read")) else { return };
        let context = ImportContext { now: self.journal.now(), people };
        let job = BackgroundJob::start("calendar", ctx, move |progress| read_next_meetings(&path, &context, progress));
        match job {
            Ok(job) => self.calendar.job = Some(job),
            Err(error) => self.calendar.state = CalendarState::Failed(error.to_string()),
        }
    }

    /// Lets the planned one-on-ones follow what was read.
    fn follow(&mut self, found: &NextMeetings) {
        let Some(followed) = &mut self.calendar.followed else { return };
        let planned = self.journal.read(|db| planned_with(db, &found.meetings, &followed.last_seen));
        let Ok(planned) = planned.inspect_err(|error| tracing::warn!(%error, "the calendar is not followed")) else {
            return;
        };
        let now = self.journal.now();
        let (changes, last_seen) = compare(&planned, &followed.last_seen, found.is_whole, &(&now).into());
        if followed.last_seen != last_seen {
            followed.last_seen = last_seen;
            self.journal.set_setting(FOLLOWED_CALENDAR_SETTING, &*followed);
        }
        self.calendar.state = CalendarState::Read { at: now.datetime(), meetings: found.meetings.len() };
        if !changes.is_empty() {
            self.submit(Change::FollowCalendar(changes.clone()), None);
            let news: Vec<_> = changes.into_iter().filter(|change| !change.only_adds_end()).collect();
            if !news.is_empty() {
                self.calendar.changes = news;
                self.show_calendar_changes();
            }
        }
    }

    /// Tells Today what the calendar has changed.
    fn show_calendar_changes(&mut self) {
        let today = self.journal.today();
        let lines = self.calendar.changes.iter().filter_map(|change| {
            let person = self.journal.read(|db| db.person(change.person)).ok().flatten()?;
            Some(describe_change(person.short_name(), change, today))
        });
        let lines = lines.collect();
        self.today.set_calendar_changes(lines);
    }

    pub(super) fn run_calendar_command(&mut self, command: CalendarCommand, ctx: &Context) {
        match command {
            CalendarCommand::Follow(path) => self.set_followed_calendar(Some(path), ctx),
            CalendarCommand::Unfollow => self.set_followed_calendar(None, ctx),
            CalendarCommand::Read => {
                self.calendar.read = None;
                self.calendar.check_soon();
            }
            CalendarCommand::RevertChanges => {
                let changes = std::mem::take(&mut self.calendar.changes);
                self.submit(Change::FollowCalendar(changes.iter().map(PlannedChange::reversed).collect()), None);
                self.show_calendar_changes();
            }
            CalendarCommand::DismissChanges => {
                self.calendar.changes.clear();
                self.show_calendar_changes();
            }
        }
    }

    fn set_followed_calendar(&mut self, path: Option<PathBuf>, ctx: &Context) {
        let followed = FollowedCalendar { path, ..FollowedCalendar::default() };
        self.journal.set_setting(FOLLOWED_CALENDAR_SETTING, &followed);
        self.calendar.start(followed, ctx);
    }
}
