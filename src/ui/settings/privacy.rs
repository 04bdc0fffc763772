//! Who can read the journal.

use eframe::egui::{Align, Label, Layout, Ui, text::LayoutJob, vec2};

use super::step_away::show_choice;
use crate::{
    journal::passphrase::PassphraseStatus,
    ui::{
        action::{Action, DialogRequest, ExternalCommand, KeychainCommand, PassphrasePurpose, SettingChange},
        icons,
        lock_settings::{LOCK_SETTING, LockSettings},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text::{self, Type, Weight},
        tokens::Tokens,
        widget::{
            button::Button,
            card::{card, divider},
            heading::section_label,
            segmented::segmented,
        },
    },
    wording::passphrase,
};

const IDLE_LABEL: &str = "Lock when idle for";
const IDLE_MINUTES: [(Option<u16>, &str); 5] =
    [(Some(1), "1 min"), (Some(5), "5 min"), (Some(10), "10 min"), (Some(30), "30 min"), (None, "Never")];

const NOBODY: &str = "Nobody";

/// Who can read an encrypted journal, each with what they can read.
const READERS_OF_ENCRYPTED: [(&str, &str); 5] = [
    ("You,", " and only you: it’s one encrypted file on this computer, and nothing is ever sent anywhere."),
    (NOBODY, " can open it without the passphrase or the recovery key, and if you lose both, neither can you."),
    ("Anyone at your keyboard", " can read it while it’s unlocked, and anyone can read a page you export or print."),
    ("Your employer", " may see your screen and what you type, if it manages this computer."),
    ("A court", " can order you to hand it over."),
];

/// Who can open it, while the system keychain has its key.
const NOBODY_WITH_KEYCHAIN: &str = " can open it without the passphrase, the recovery key or your unlocked system keychain. Lose all three, and \
     neither can you.";

/// Who can read a journal without a passphrase.
const READERS: [(&str, &str); 4] = [
    ("You,", " and anyone who can read your files: it’s one file on this computer, and nothing is ever sent anywhere."),
    ("Anyone at your keyboard", " can read it while you’re signed in, and anyone can read a page you export or print."),
    ("Your employer", " may see your screen and what you type, if it manages this computer."),
    ("A court", " can order you to hand it over."),
];

/// What is known about the key of the journal in the system keychain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeychainStatus {
    /// Nothing yet.
    #[default]
    Unknown,
    /// It is being asked.
    Pending,
    /// There is no keychain, or it does not answer.
    Unavailable,
    /// The key is not there.
    Absent,
    /// The key is there.
    Stored,
}

impl KeychainStatus {
    /// Whether the key is there.
    pub fn of(is_stored: bool) -> Self {
        if is_stored { Self::Stored } else { Self::Absent }
    }
}

/// The cards about the passphrase.
#[derive(Default)]
pub(super) struct PrivacyCards {
    /// What is known of it, with the generation at which it was read.
    loaded: Option<(u64, Protection)>,
}

/// How the journal is protected.
#[derive(Clone)]
struct Protection {
    is_encrypted: bool,
    status: Option<PassphraseStatus>,
    lock: LockSettings,
}

impl PrivacyCards {
    /// Shows them.
    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, keychain: KeychainStatus) {
        let protection = self.protection(screen).clone();
        section_label(ui, "Passphrase");
        card(ui, |ui| {
            if protection.is_encrypted {
                show_encrypted(ui, screen, protection.status.as_ref());
                ui.add_space(2.0);
                divider(ui);
                ui.add_space(2.0);
                show_keychain(ui, screen, keychain);
            } else {
                show_plain(ui, screen);
            }
            ui.add_space(2.0);
            divider(ui);
            ui.add_space(2.0);
            show_path(ui, screen);
        });
    }

    /// When an encrypted journal is locked.
    pub(super) fn lock(&mut self, screen: &mut ScreenContext<'_>) -> Option<LockSettings> {
        let protection = self.protection(screen);
        protection.is_encrypted.then_some(protection.lock)
    }

    /// Whether the journal is encrypted.
    pub(super) fn is_encrypted(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        self.protection(screen).is_encrypted
    }

    fn protection(&mut self, screen: &mut ScreenContext<'_>) -> &Protection {
        let generation = screen.journal.generation();
        self.loaded.take_if(|(read_at, _)| *read_at != generation);
        let (_, protection) = self.loaded.get_or_insert_with(|| {
            let is_encrypted = screen.journal.is_encrypted();
            let (status, lock) =
                screen.read(|db| Ok((PassphraseStatus::read(db)?, db.setting(LOCK_SETTING)?.unwrap_or_default())));
            (generation, Protection { is_encrypted, status, lock })
        });
        protection
    }
}

/// An icon with a title and a line below, and buttons at the right; below them in a narrow window.
fn show_row(ui: &mut Ui, icon: &str, title: &str, detail: &str, buttons: &[&str]) -> Option<usize> {
    let t = Tokens::of(ui);
    let width_of_buttons: f32 = buttons.iter().map(|label| Button::plain(*label).width(ui) + 8.0).sum();
    let is_narrow = ui.available_width() < 260.0 + width_of_buttons;
    let mut clicked = None;
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - if is_narrow { 0.0 } else { width_of_buttons + 8.0 }).max(0.0);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.label(text::body(icon).color(t.accent));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                ui.add(Label::new(text::body_medium(title).color(t.ink)).wrap());
                ui.add(Label::new(text::small(detail).color(t.ink_soft)).wrap());
            });
        });
        if !is_narrow {
            // At the top: in a page that scrolls, the height has no middle.
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                for (index, label) in buttons.iter().enumerate().rev() {
                    if ui.add(Button::plain(*label)).clicked() {
                        clicked = Some(index);
                    }
                }
            });
        }
    });
    if is_narrow {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            for (index, label) in buttons.iter().enumerate() {
                if ui.add(Button::plain(*label)).clicked() {
                    clicked = Some(index);
                }
            }
        });
    }
    clicked
}

fn show_encrypted(ui: &mut Ui, screen: &mut ScreenContext<'_>, status: Option<&PassphraseStatus>) {
    let detail = passphrase::status(
        status.map(|status| status.set_at.day()),
        status.is_some_and(|status| status.has_recovery_key),
        screen.today,
    );
    let purposes = [PassphrasePurpose::Change, PassphrasePurpose::Remove, PassphrasePurpose::RecoveryKey];
    let clicked =
        show_row(ui, icons::SHIELD, "Your journal is encrypted", &detail, &["Change…", "Remove…", "Recovery key…"]);
    if let Some(purpose) = clicked.and_then(|index| purposes.get(index)) {
        screen.dispatch(DialogRequest::Passphrase(*purpose));
    }
}

fn show_keychain(ui: &mut Ui, screen: &mut ScreenContext<'_>, status: KeychainStatus) {
    if status == KeychainStatus::Unknown {
        screen.dispatch(KeychainCommand::Check);
    }
    let hint = if status == KeychainStatus::Unavailable {
        "No system keychain answers"
    } else {
        "Rapport starts without asking while you’re signed in, for anyone at your keyboard. After locking, it asks"
    };
    let mut on = status == KeychainStatus::Stored;
    let can_change = matches!(status, KeychainStatus::Absent | KeychainStatus::Stored);
    ui.add_enabled_ui(can_change, |ui| {
        if show_choice(ui, &mut on, "Open with the system keychain", hint, None) {
            screen.dispatch(if on { KeychainCommand::Store } else { KeychainCommand::Remove });
        }
    });
}

fn show_plain(ui: &mut Ui, screen: &mut ScreenContext<'_>) {
    let title = "Anyone who can read your files can read this journal";
    let detail = "A passphrase encrypts it and its backups.";
    if show_row(ui, icons::INFO, title, detail, &["Set a passphrase…"]).is_some() {
        screen.dispatch(DialogRequest::Passphrase(PassphrasePurpose::Set));
    }
}

fn show_path(ui: &mut Ui, screen: &mut ScreenContext<'_>) {
    let t = Tokens::of(ui);
    let path = screen.journal.path().display().to_string();
    let copy = Button::plain("Copy path").small();
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - copy.width(ui) - 16.0).max(0.0);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_width(width);
            ui.add(Label::new(text::small(&path).color(t.ink_soft)).wrap());
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if ui.add(copy).clicked() {
                screen.dispatch(ExternalCommand::CopyText(path.clone()));
            }
        });
    });
}

/// When the journal is locked.
pub(super) fn show_lock(ui: &mut Ui, screen: &mut ScreenContext<'_>, lock: LockSettings) {
    let t = Tokens::of(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(text::body(IDLE_LABEL).color(t.ink));
        let mut chosen = lock;
        segmented(ui, IDLE_LABEL, &mut chosen.idle_minutes, &IDLE_MINUTES);
        if chosen != lock {
            screen.dispatch(SettingChange::Lock(chosen));
        }
        ui.add_space(2.0);
        let key = Shortcut::Lock.label(ui);
        if ui.add(Button::plain("Lock now").shortcut(&key)).clicked() {
            screen.dispatch(Action::Lock);
        }
    });
}

/// The list of who can read the journal.
pub(super) fn show_readers(ui: &mut Ui, is_encrypted: bool, keychain: KeychainStatus) {
    let t = Tokens::of(ui);
    section_label(ui, "Who can read this");
    let readers: &[_] = if is_encrypted { &READERS_OF_ENCRYPTED } else { &READERS };
    for (index, (who, what)) in readers.iter().enumerate() {
        let is_opened_by_keychain = is_encrypted && keychain == KeychainStatus::Stored && *who == NOBODY;
        let what = if is_opened_by_keychain { NOBODY_WITH_KEYCHAIN } else { what };
        if index > 0 {
            ui.add_space(6.0);
            divider(ui);
            ui.add_space(6.0);
        }
        let mut job = LayoutJob::default();
        job.append(who, 0.0, text::format(Type::Small, Weight::SemiBold, t.ink));
        job.append(what, 0.0, text::format(Type::Small, Weight::Regular, t.ink_soft));
        ui.add(Label::new(job).wrap());
    }
}
