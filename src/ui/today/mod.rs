//! The Today page, shown at the start: upcoming one-on-ones, entries that need attention, and
//! people without recent entries.
//!
//! Everything has a key. J and K move through the attention list; the selected item shows its
//! actions, each with its letter. Enter opens it in the timeline, or with nothing selected, the
//! first person.

mod attention_list;
mod calendar_changes;
mod cards;
mod quick_jot;
mod stale_people;
mod unconfirmed;

use eframe::egui::{CentralPanel, Frame, Label, Margin, Ui};
use jiff::civil::Date;

use self::{attention_list::AttentionListView, quick_jot::QuickJot, stale_people::StalePeople};
use super::{
    action::{Action, BackupCommand, Navigation},
    intention::IntentionCard,
    keys,
    route::{Route, SettingsTab, Tab},
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::Tokens,
    widget::{heading::page_title, link::LinkButton, scope, scroll},
    width_class::WidthClass,
};
use crate::{
    domain::{id::PersonId, next_meeting::NextMeeting},
    journal::today_view::{PersonCard, TodayView},
    store::PersonSummary,
};

/// Maximum width of the content.
const MAX_WIDTH: f32 = 1_120.0;
/// From this width on, the last two cards are side by side.
const TWO_COLUMNS_MIN_WIDTH: f32 = 700.0;

/// The Today page.
#[derive(Default)]
pub struct TodayPage {
    view: TodayView,
    read_at: Option<(u64, Date)>,
    attention_list: AttentionListView,
    quick_jot: QuickJot,
    stale_people: StalePeople,
    intention: IntentionCard,
    /// What is wrong with the backups, if anything.
    backup_notice: Option<BackupNotice>,
    /// What the followed calendar has changed, a line each.
    calendar_changes: Vec<String>,
}

/// A line that says what is wrong with the backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupNotice {
    /// What it says.
    pub text: String,
    /// Whether it can be accepted as it is.
    pub can_be_dismissed: bool,
}

/// Opens a person's page: at Meet during a one-on-one, else at Prepare.
fn open_person(card: &PersonCard) -> Action {
    Action::Navigate(Navigation::OpenPage(Route::Person(
        card.person.id,
        Tab::for_meeting(card.next == NextMeeting::InProgress),
    )))
}

impl TodayPage {
    /// Loads the data again if the people were. `read_at` says when: the generation may have risen
    /// since, and the people of the sidebar are then older than it.
    pub fn refresh(&mut self, screen: &mut ScreenContext<'_>, people: &[PersonSummary], read_at: Option<(u64, Date)>) {
        if self.read_at != read_at {
            self.read_at = read_at;
            let today = screen.today;
            screen.read_into(&mut self.view, |db| TodayView::load(db, people, today));
            self.attention_list.invalidate(&self.view);
        }
    }

    /// Sets the line that says what is wrong with the backups.
    pub fn set_backup_notice(&mut self, notice: Option<BackupNotice>) {
        self.backup_notice = notice;
    }

    /// Sets the lines that say what the followed calendar has changed.
    pub fn set_calendar_changes(&mut self, lines: Vec<String>) {
        self.calendar_changes = lines;
    }

    /// The number of entries that need attention now.
    pub fn attention_count(&self) -> usize {
        self.view.attention.now.len()
    }

    /// The person of the selected item, or else the one who is next.
    pub fn current_person(&self) -> Option<PersonId> {
        let next = self.view.cards.first().map(|card| card.person.id);
        self.attention_list.selected_person(&self.view).or(next).or_else(|| Some(self.view.people.first()?.id))
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        if !screen.is_dialog_open && !ui.ctx().text_edit_focused() {
            self.handle_keys(ui, screen);
        }
        let frame = Frame::new().fill(t.page).inner_margin(Margin::symmetric(WidthClass::of(ui).page_margin(), 0));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            scroll::vertical(ui, "today", |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                ui.add_space(24.0);
                ui.set_max_width(MAX_WIDTH.min(ui.available_width()));
                self.show_page(ui, screen);
                ui.add_space(28.0);
            });
        });
    }

    fn show_page(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 4.0;
        page_title(ui, Label::new(text::heading(screen.today.strftime("%A, %-d %B").to_string()).color(t.ink)));
        ui.label(text::body(&self.view.summary).color(t.ink_soft));
        self.show_backup_notice(ui, screen);
        ui.add_space(8.0);
        scope::stable(ui, "jot", |ui| self.quick_jot.show(ui, screen, &self.view));
        ui.add_space(10.0);
        calendar_changes::show(ui, screen, &self.calendar_changes);
        unconfirmed::show(ui, screen, &self.view);
        scope::stable(ui, "cards", |ui| cards::show(ui, screen, &self.view));
        scope::stable(ui, "attention", |ui| self.attention_list.show(ui, screen, &self.view));
        ui.add_space(16.0);
        if ui.available_width() < TWO_COLUMNS_MIN_WIDTH {
            scope::stable(ui, "people", |ui| self.stale_people.show(ui, screen, &self.view));
            ui.add_space(12.0);
            scope::stable(ui, "intention", |ui| self.intention.show(ui, screen));
            return;
        }
        ui.spacing_mut().item_spacing.x = 14.0;
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                scope::stable(left, "people", |ui| self.stale_people.show(ui, screen, &self.view));
                scope::stable(right, "intention", |ui| self.intention.show(ui, screen));
            }
        });
    }

    /// A calm line; the settings say what to do.
    fn show_backup_notice(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let Some(notice) = &self.backup_notice else { return };
        let t = Tokens::of(ui);
        ui.horizontal_wrapped(|ui| {
            ui.label(text::small(&notice.text).color(t.ink_soft));
            if ui.add(LinkButton::new("Backup settings", "Backup settings")).clicked() {
                screen.dispatch(Navigation::OpenPage(Route::Settings(SettingsTab::Privacy)));
            }
            if notice.can_be_dismissed && ui.add(LinkButton::new("Dismiss", "Dismiss: backups")).clicked() {
                screen.dispatch(BackupCommand::AcceptSameDisk);
            }
        });
    }

    fn handle_keys(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>) {
        if Shortcut::QuickJot.consume(ui) {
            self.quick_jot.focus();
        }
        self.attention_list.handle_keys(ui, screen, &self.view);
        let nothing_focused = ui.memory(eframe::egui::Memory::focused).is_none();
        if nothing_focused
            && let Some(first) = self.view.cards.first()
            && Shortcut::OpenAttentionItem.consume(ui)
        {
            screen.dispatch(open_person(first));
        }
    }
}
