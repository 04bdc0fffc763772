//! Background jobs that read a source and count what it would import.

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

/// What to read, and how.
#[derive(Debug, Clone)]
pub(super) struct ImportRequest {
    pub path: PathBuf,
    pub format: SourceFormat,
    /// The order of day and month in numeric dates, once asked.
    pub day_order: Option<DayOrder>,
    /// The columns of a table, once corrected.
    pub mapping: Option<Mapping>,
    /// The person it is about, where the source does not say.
    pub about_person: Option<String>,
}

impl ImportRequest {
    fn read(
        &self,
        context: &ImportContext,
        progress: &mut import::ProgressFn<'_>,
    ) -> Result<import::ImportResult, ImportError> {
        let (path, day_order) = (self.path.clone(), self.day_order);
        let source = match self.format {
            SourceFormat::Markdown => Source::Markdown { path, day_order },
            SourceFormat::Csv => Source::Csv { path, mapping: self.mapping.clone(), day_order },
            SourceFormat::Json => Source::Json { path },
            SourceFormat::Ics => Source::Ics { path },
        };
        import::source::read(&source, self.about_person.as_deref(), context, progress)
    }

    /// The name of the file or folder.
    pub fn name(&self) -> String {
        file_name(&self.path)
    }
}

/// The last component of a path.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The result of a read.
pub(super) struct ImportRead {
    pub bundle: Arc<ImportBundle>,
    pub diagnostics: Vec<Diagnostic>,
    pub ambiguities: Vec<Ambiguity>,
    pub ignored: Vec<IgnoredItems>,
    /// The first rows of a table.
    pub table_head: Option<TableHead>,
    /// Everybody in the journal.
    pub existing_people: Vec<Person>,
    pub people_mapping: PeopleMapping,
    pub preview: Result<Preview, ChangeError>,
}

/// A new preview, and the bundle that the thread had taken.
pub(super) struct CountedPreview {
    pub bundle: Arc<ImportBundle>,
    pub preview: Result<Preview, ChangeError>,
}

/// Starts to read. `decisions` are those the user made after an earlier read.
pub(super) fn start_read(
    ctx: &Context,
    screen: &ScreenContext<'_>,
    request: ImportRequest,
    decisions: HashMap<Uid, PersonDecision>,
) -> Result<BackgroundJob<Result<ImportRead, ImportError>>, ImportError> {
    // A connection of its own: the window keeps reading with its own.
    let db = screen.journal.open_reader()?;
    let now = screen.journal.now();
    let path = request.path.clone();
    let damage = screen.journal.damage_reporter();
    let read = move |progress: &mut import::ProgressFn<'_>| {
        let context = ImportContext { now, people: db.people()? };
        let table_head =
            if request.format == SourceFormat::Csv { Some(table::read_head(&request.path)?) } else { None };
        let mut result = request.read(&context, progress)?;
        match_existing(&db, &mut result.bundle)?;
        let people_mapping = PeopleMapping::from_bundle(&result.bundle, &context.people, &decisions);
        let import::ImportResult { bundle, diagnostics, ambiguities, ignored } = result;
        let mut bundle = Arc::new(bundle);
        people_mapping.decisions().apply(&mut bundle);
        let preview = import::preview(&db, &bundle, &Moment::from(&context.now));
        Ok(ImportRead {
            bundle,
            diagnostics,
            ambiguities,
            ignored,
            table_head,
            existing_people: context.people,
            people_mapping,
            preview,
        })
    };
    let work = move |progress: &mut import::ProgressFn<'_>| {
        read(progress).inspect_err(|error| {
            if let ImportError::Store(error) = error {
                damage.report(error);
            }
        })
    };
    BackgroundJob::start("import", ctx, work).map_err(|source| ImportError::Io { path, source })
}

/// Starts to count what the bundle would import with the current mapping.
pub(super) fn start_count(
    ctx: &Context,
    screen: &ScreenContext<'_>,
    mut bundle: Arc<ImportBundle>,
    people_mapping: &PeopleMapping,
) -> io::Result<BackgroundJob<CountedPreview>> {
    let decisions = people_mapping.decisions();
    let now = Moment::from(&screen.journal.now());
    let db = screen.journal.open_reader().map_err(io::Error::other)?;
    let damage = screen.journal.damage_reporter();
    BackgroundJob::start("count", ctx, move |_| {
        decisions.apply(&mut bundle);
        let preview = import::preview(&db, &bundle, &now);
        if let Err(ChangeError::Store(error)) = &preview {
            damage.report(error);
        }
        CountedPreview { bundle, preview }
    })
}
