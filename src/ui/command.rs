//! The commands of the app by name, for the palette. Those with a shortcut come from the one table
//! of shortcuts; here are those without, and the words that people search for.

use std::collections::BTreeSet;

use eframe::egui::ThemePreference;

use super::{
    action::{
        Action, BackupCommand, BriefRequest, DialogRequest, ExternalCommand, Navigation, PassphrasePurpose,
        RecapRequest, SampleCommand, WindowCommand,
    },
    route::{Route, SettingsTab, Tab},
    shortcut::{SHORTCUTS, Scope, Shortcut, ShortcutRow},
};
use crate::{
    domain::{erase::EraseScope, person::Person},
    export::ExportScope,
    journal::change::Change,
};

/// A command that can be run by its name.
#[derive(Clone)]
pub struct Command {
    /// What it does, as in menus.
    pub name: &'static str,
    /// Other words for it.
    pub keywords: &'static str,
    /// Its shortcut, if any.
    pub shortcut: Option<Shortcut>,
    /// What it dispatches.
    pub run: Run,
}

/// What a command dispatches.
#[derive(Clone)]
pub enum Run {
    /// This.
    Always(Action),
    /// This, on the page of a person.
    OnPersonPage(Action),
    /// What this makes of a person; none where it does not apply.
    With(fn(&Person) -> Option<Action>),
    /// The shortcut of a tab, while it is shown.
    OnTab(Tab),
    /// The same, during a one-on-one.
    DuringMeeting(Tab),
}

impl Run {
    /// Whether it is about a person.
    pub fn needs_person(&self) -> bool {
        matches!(self, Self::OnPersonPage(_) | Self::With(_))
    }
}

const fn always(name: &'static str, keywords: &'static str, action: Action) -> Command {
    Command { name, keywords, shortcut: None, run: Run::Always(action) }
}

const fn settings(name: &'static str, keywords: &'static str, tab: SettingsTab) -> Command {
    always(name, keywords, Action::Navigate(Navigation::OpenPage(Route::Settings(tab))))
}

const fn about(name: &'static str, keywords: &'static str, make: fn(&Person) -> Option<Action>) -> Command {
    Command { name, keywords, shortcut: None, run: Run::With(make) }
}

/// The commands without a shortcut, in the order of what one does most.
#[rustfmt::skip]
const UNBOUND: &[Command] = &[
    about("Edit person…", "name role team birthday cadence profile rename", |person| Some(DialogRequest::EditPerson(person.id).into())),
    about("Agenda to send…", "email share topics", |person| is_active(person).then(|| DialogRequest::Recap(RecapRequest::Agenda(person.id)).into())),
    about("Recap of the last one-on-one…", "email share summary", |person| Some(DialogRequest::Recap(RecapRequest::Latest(person.id)).into())),
    about("Skip the next one-on-one…", "cancel meeting", |person| is_active(person).then(|| DialogRequest::SkipMeeting(person.id).into())),
    about("What they need to be successful…", "needs answer", |person| is_active(person).then(|| DialogRequest::NeedAnswer(person.id).into())),
    about("Copy brief", "clipboard prepare", |person| Some(brief(person, ExternalCommand::CopyBrief))),
    about("Print brief", "paper prepare", |person| Some(brief(person, ExternalCommand::PrintBrief))),
    about("Export person…", "save markdown json csv", |person| Some(DialogRequest::Export(ExportScope::Person(person.id)).into())),
    about("View trash…", "deleted restore", |person| Some(DialogRequest::Trash(person.id).into())),
    about("Archive person", "leave remove hide", |person| is_active(person).then(|| Change::Archive(person.id).into())),
    about("Unarchive person", "restore back", |person| (!is_active(person)).then(|| Change::Unarchive(person.id).into())),
    about("Erase person for good…", "delete", |person| Some(DialogRequest::Erase(Some(EraseScope::Person(person.uid))).into())),
    settings("Settings: Appearance", "theme zoom dark light look", SettingsTab::Look),
    settings("Settings: Reminders", "notifications", SettingsTab::Reminders),
    settings("Settings: Privacy & backup", "restore folder retention", SettingsTab::Privacy),
    settings("Settings: Import & export", "calendar ics csv markdown", SettingsTab::ImportExport),
    settings("Settings: Shortcuts", "keyboard keys", SettingsTab::Shortcuts),
    always("Use light theme", "appearance", theme(ThemePreference::Light)),
    always("Use dark theme", "appearance night", theme(ThemePreference::Dark)),
    always("Use system theme", "appearance", theme(ThemePreference::System)),
    always("Set a passphrase…", "encrypt protect password lock", Action::OpenDialog(DialogRequest::Passphrase(PassphrasePurpose::Set))),
    always("Change the passphrase…", "password encrypt", Action::OpenDialog(DialogRequest::Passphrase(PassphrasePurpose::Change))),
    always("Remove the passphrase…", "password decrypt", Action::OpenDialog(DialogRequest::Passphrase(PassphrasePurpose::Remove))),
    always("Show recovery key…", "passphrase forgot", Action::OpenDialog(DialogRequest::Passphrase(PassphrasePurpose::RecoveryKey))),
    always("Back up now", "copy save", Action::Backup(BackupCommand::BackUp)),
    always("Restore a backup…", "recover", Action::OpenDialog(DialogRequest::RestoreBackup)),
    always("Choose backup folder…", "where", Action::OpenDialog(DialogRequest::BackupFolder { second: false })),
    always("Export everything…", "journal save markdown json csv", Action::OpenDialog(DialogRequest::Export(ExportScope::Journal))),
    always("Follow a calendar…", "ics planned meetings", Action::OpenDialog(DialogRequest::FollowCalendar)),
    always("Erase for good…", "delete before day", Action::OpenDialog(DialogRequest::Erase(None))),
    always("Open sample journal", "demo try", Action::SwitchSample(SampleCommand::Open)),
    always("Exit sample journal", "demo leave", Action::SwitchSample(SampleCommand::Leave)),
];

const fn theme(theme: ThemePreference) -> Action {
    Action::Window(WindowCommand::SetTheme(theme))
}

fn is_active(person: &Person) -> bool {
    person.archived_at.is_none()
}

fn brief(person: &Person, command: fn(BriefRequest) -> ExternalCommand) -> Action {
    command(BriefRequest { person: person.id, is_complete: false }).into()
}

/// Other words for the commands that have a shortcut.
fn keywords(shortcut: Shortcut) -> &'static str {
    match shortcut {
        Shortcut::StartOrWrapUp => "meeting begin end finish",
        Shortcut::ScheduleMeeting => "meeting plan reschedule date",
        Shortcut::FocusComposer => "note write",
        Shortcut::QuestionLibrary => "ask cards",
        Shortcut::Shortcuts => "help keys",
        Shortcut::Lock => "passphrase hide away",
        Shortcut::Today => "home start attention",
        Shortcut::Reflect => "self-check balance",
        Shortcut::PrepareTab => "brief",
        Shortcut::ReviewTab => "evidence performance",
        Shortcut::TimelineTab => "history",
        Shortcut::BesideCall => "video small narrow",
        Shortcut::SearchEverything => "find words full text",
        Shortcut::DiscreetMode => "privacy hide blur initials",
        _ => "",
    }
}

/// Whether the action of a shortcut is about the person of the page.
fn is_about_person(shortcut: Shortcut) -> bool {
    matches!(
        shortcut,
        Shortcut::MovePersonUp
            | Shortcut::MovePersonDown
            | Shortcut::ScheduleMeeting
            | Shortcut::ReviewPeriod
            | Shortcut::StartOrWrapUp
            | Shortcut::FocusComposer
            | Shortcut::PrepareTab
            | Shortcut::MeetTab
            | Shortcut::TimelineTab
            | Shortcut::ReviewTab
            | Shortcut::FocusSearch
            | Shortcut::GoToDate
    )
}

/// The commands of a tab that are not about one of its entries.
const OF_TABS: &[(Shortcut, Run)] = &[
    (Shortcut::ShowEverything, Run::OnTab(Tab::Prepare)),
    (Shortcut::AddStandingFormat, Run::OnTab(Tab::Prepare)),
    (Shortcut::Bookmark, Run::DuringMeeting(Tab::Meet)),
    (Shortcut::LatestEntryFields, Run::OnTab(Tab::Meet)),
    (Shortcut::NextJudgingWord, Run::OnTab(Tab::Review)),
    (Shortcut::ExportReview, Run::OnTab(Tab::Review)),
];

/// Whether a shortcut has a command of its own. The palette works everywhere and needs none.
fn is_command(row: &ShortcutRow) -> bool {
    matches!(row.scope, Scope::Global) || matches!(row.shortcut, Shortcut::Lock | Shortcut::DiscreetMode)
}

/// All commands. Those of the palette itself are left out.
pub fn commands() -> Vec<Command> {
    let mut seen = BTreeSet::new();
    let bound = SHORTCUTS.iter().filter(|row| is_command(row)).filter_map(|row| {
        let (name, action) = (row.description?, row.action()?.clone());
        let run = if is_about_person(row.shortcut) { Run::OnPersonPage(action) } else { Run::Always(action) };
        seen.insert(row.shortcut).then_some(Command {
            name,
            keywords: keywords(row.shortcut),
            shortcut: Some(row.shortcut),
            run,
        })
    });
    let of_tabs = OF_TABS.iter().filter_map(|(shortcut, run)| {
        let (name, keywords) = (shortcut.description()?, keywords(*shortcut));
        Some(Command { name, keywords, shortcut: Some(*shortcut), run: run.clone() })
    });
    bound.chain(of_tabs).chain(UNBOUND.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_name_of_its_own() {
        let commands = commands();
        let names: BTreeSet<&str> = commands.iter().map(|command| command.name).collect();
        assert_eq!(names.len(), commands.len());
        assert!(commands.len() > 40, "{names:?}");
    }
}
