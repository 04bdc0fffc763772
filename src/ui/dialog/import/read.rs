//! Reading a source and counting what it would bring, on threads of their own.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::Context;

use super::who::{Decision, Who};
use crate::{
    domain::{id::Uid, moment::Moment, person::Person},
    import::{
        self, Aside, Ask, Ground, ImportError, Preview, Unread,
        days::DayOrder,
        known::recognise,
        source::{Sort, Source},
        table::{self, Head, Mapping},
    },
    journal::{bundle::Bundle, change::ChangeError},
    ui::{desk::Desk, job::Job},
};

/// What is to be read, and how.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub path: PathBuf,
    pub sort: Sort,
    /// How a day of three numbers is read, where that was asked.
    pub order: Option<DayOrder>,
    /// Which column of a table is what, where that was put right.
    pub mapping: Option<Mapping>,
    /// Whom it is about, where it does not say.
    pub about: Option<String>,
}

impl Wish {
    /// Reads it.
    fn read(&self, ground: &Ground, watch: &mut import::Watch<'_>) -> Result<import::Harvest, ImportError> {
        let (path, day_order) = (self.path.clone(), self.order);
        let source = match self.sort {
            Sort::Markdown => Source::Markdown { path, day_order },
            Sort::Csv => Source::Csv { path, mapping: self.mapping.clone(), day_order },
            Sort::Json => Source::Json { path },
            Sort::Ics => Source::Ics { path },
        };
        import::source::read(&source, self.about.as_deref(), ground, watch)
    }

    /// What the source is called: the name of its file or folder.
    pub fn name(&self) -> String {
        name_of(&self.path)
    }
}

/// The last part of a path.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// What was read.
pub(super) struct Read {
    pub bundle: Arc<Bundle>,
    pub unread: Vec<Unread>,
    pub asks: Vec<Ask>,
    pub aside: Vec<Aside>,
    /// The start of a table.
    pub table: Option<Head>,
    /// Everybody in the journal.
    pub known: Vec<Person>,
    pub who: Who,
    pub preview: Result<Preview, ChangeError>,
}

/// What was counted, and the bundle, which the thread had for itself.
pub(super) struct Counted {
    pub bundle: Arc<Bundle>,
    pub preview: Result<Preview, ChangeError>,
}

/// Begins to read. `decided` is what was put right about people of the source when it was read before.
pub(super) fn read(
    ctx: &Context,
    desk: &Desk<'_>,
    wish: Wish,
    decided: HashMap<Uid, Decision>,
) -> Result<Job<Result<Read, ImportError>>, ImportError> {
    // A connection of its own: the window goes on reading with its own.
    let db = desk.journal.reader()?;
    let now = desk.journal.now();
    let path = wish.path.clone();
    let work = move |watch: &mut import::Watch<'_>| {
        let ground = Ground { now, people: db.people()? };
        let table = if wish.sort == Sort::Csv { Some(table::look(&wish.path)?) } else { None };
        let mut harvest = wish.read(&ground, watch)?;
        recognise(&db, &mut harvest.bundle)?;
        let who = Who::of(&harvest.bundle, &ground.people, &decided);
        let import::Harvest { bundle, unread, asks, aside } = harvest;
        let mut bundle = Arc::new(bundle);
        who.decisions().apply(&mut bundle);
        let preview = import::preview(&db, &bundle, &Moment::from(&ground.now));
        Ok(Read { bundle, unread, asks, aside, table, known: ground.people, who, preview })
    };
    Job::start("import", ctx, work).map_err(|source| ImportError::Disk { path, source })
}

/// Begins to count what the bundle would bring as it is put right now.
pub(super) fn count(ctx: &Context, desk: &Desk<'_>, mut bundle: Arc<Bundle>, who: &Who) -> io::Result<Job<Counted>> {
    let decided = who.decisions();
    let now = Moment::from(&desk.journal.now());
    let db = desk.journal.reader().map_err(io::Error::other)?;
    Job::start("count", ctx, move |_| {
        decided.apply(&mut bundle);
        let preview = import::preview(&db, &bundle, &now);
        Counted { bundle, preview }
    })
}
