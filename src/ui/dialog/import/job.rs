//! Reading a source and counting what it would bring, on threads of their own.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::Context;

use super::people_mapping::{PeopleMapping, PersonDecision};
use crate::{
    domain::{id::Uid, moment::Moment, person::Person},
    import,
    import::{
        Ambiguity, Diagnostic, IgnoredItems, ImportContext, ImportError, Preview,
        dates::DayOrder,
        match_existing::match_existing,
        source::{Source, SourceFormat},
        table,
        table::{Mapping, TableHead},
    },
    journal::{change::ChangeError, import_bundle::ImportBundle},
    ui::{background_job::BackgroundJob, screen_context::ScreenContext},
};

/// What is to be read, and how.
#[derive(Debug, Clone)]
pub(super) struct ImportRequest {
    pub path: PathBuf,
    pub format: SourceFormat,
    /// How a day of three numbers is read, where that was asked.
    pub day_order: Option<DayOrder>,
    /// Which column of a table is what, where that was put right.
    pub mapping: Option<Mapping>,
    /// Whom it is about, where it does not say.
    pub about_person: Option<String>,
}

impl ImportRequest {
    /// Reads it.
    fn read(
        &self,
        ground: &ImportContext,
        watch: &mut import::ProgressFn<'_>,
    ) -> Result<import::ImportResult, ImportError> {
        let (path, day_order) = (self.path.clone(), self.day_order);
        let source = match self.format {
            SourceFormat::Markdown => Source::Markdown { path, day_order },
            SourceFormat::Csv => Source::Csv { path, mapping: self.mapping.clone(), day_order },
            SourceFormat::Json => Source::Json { path },
            SourceFormat::Ics => Source::Ics { path },
        };
        import::source::read(&source, self.about_person.as_deref(), ground, watch)
    }

    /// What the source is called: the name of its file or folder.
    pub fn name(&self) -> String {
        file_name(&self.path)
    }
}

/// The last part of a path.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// What was read.
pub(super) struct ImportRead {
    pub bundle: Arc<ImportBundle>,
    pub diagnostics: Vec<Diagnostic>,
    pub ambiguities: Vec<Ambiguity>,
    pub ignored: Vec<IgnoredItems>,
    /// The start of a table.
    pub table_head: Option<TableHead>,
    /// Everybody in the journal.
    pub existing_people: Vec<Person>,
    pub people_mapping: PeopleMapping,
    pub preview: Result<Preview, ChangeError>,
}

/// What was counted, and the bundle, which the thread had for itself.
pub(super) struct CountedPreview {
    pub bundle: Arc<ImportBundle>,
    pub preview: Result<Preview, ChangeError>,
}

/// Begins to read. `decided` is what was put right about people of the source when it was read before.
pub(super) fn start_read(
    ctx: &Context,
    screen: &ScreenContext<'_>,
    wish: ImportRequest,
    decided: HashMap<Uid, PersonDecision>,
) -> Result<BackgroundJob<Result<ImportRead, ImportError>>, ImportError> {
    // A connection of its own: the window goes on reading with its own.
    let db = screen.journal.open_reader()?;
    let now = screen.journal.now();
    let path = wish.path.clone();
    let work = move |watch: &mut import::ProgressFn<'_>| {
        let ground = ImportContext { now, people: db.people()? };
        let table = if wish.format == SourceFormat::Csv { Some(table::read_head(&wish.path)?) } else { None };
        let mut harvest = wish.read(&ground, watch)?;
        match_existing(&db, &mut harvest.bundle)?;
        let who = PeopleMapping::from_bundle(&harvest.bundle, &ground.people, &decided);
        let import::ImportResult { bundle, diagnostics: unread, ambiguities: asks, ignored: aside } = harvest;
        let mut bundle = Arc::new(bundle);
        who.decisions().apply(&mut bundle);
        let preview = import::preview(&db, &bundle, &Moment::from(&ground.now));
        Ok(ImportRead {
            bundle,
            diagnostics: unread,
            ambiguities: asks,
            ignored: aside,
            table_head: table,
            existing_people: ground.people,
            people_mapping: who,
            preview,
        })
    };
    BackgroundJob::start("import", ctx, work).map_err(|source| ImportError::Io { path, source })
}

/// Begins to count what the bundle would bring as it is put right now.
pub(super) fn start_count(
    ctx: &Context,
    screen: &ScreenContext<'_>,
    mut bundle: Arc<ImportBundle>,
    who: &PeopleMapping,
) -> io::Result<BackgroundJob<CountedPreview>> {
    let decided = who.decisions();
    let now = Moment::from(&screen.journal.now());
    let db = screen.journal.open_reader().map_err(io::Error::other)?;
    BackgroundJob::start("count", ctx, move |_| {
        decided.apply(&mut bundle);
        let preview = import::preview(&db, &bundle, &now);
        CountedPreview { bundle, preview }
    })
}
