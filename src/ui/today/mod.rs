//! Today: whom you meet, what waits on you, and whom you have not written about. The page that opens.
//!
//! Everything has a key. J and K go through what waits; the one that is chosen shows its choices, each with its letter. Enter
//! opens it in its person's history; with nothing chosen it prepares for the first person.

mod cards;
mod waits;
mod walk;

use eframe::egui::{CentralPanel, Frame, Key, Margin, Modifiers, ScrollArea, Ui};
use jiff::civil::Date;

use self::{waits::Waits, walk::Walk};
use super::{
    action::Action,
    desk::Desk,
    intention::IntentionCard,
    keys,
    route::{Route, Tab},
    text,
    tokens::Tokens,
};
use crate::{
    domain::meeting::Next,
    journal::today::{Card, Day},
    store::Glance,
};

/// Lines do not get longer than this on a very wide window.
const WIDEST: f32 = 1_120.0;
/// From this width on the last two cards stand side by side.
const TWO_COLUMNS: f32 = 700.0;

/// The page.
#[derive(Default)]
pub struct Today {
    day: Day,
    read_at: Option<(u64, Date)>,
    waits: Waits,
    walk: Walk,
    intention: IntentionCard,
}

/// What opens for a person from here: what to know before you meet, or, while you meet, the place to jot.
fn prepare(card: &Card) -> Action {
    Action::Open(Route::Person(card.person.id, Tab::for_meeting(card.next == Next::Now)))
}

impl Today {
    /// Reads the day again where the journal or the date has changed.
    pub fn refresh(&mut self, desk: &mut Desk<'_>, people: &[Glance]) {
        let now = (desk.journal.generation(), desk.today);
        if self.read_at != Some(now) {
            self.read_at = Some(now);
            self.day = desk.read(|db| Day::read(db, people, now.1));
            self.waits.forget(&self.day);
        }
    }

    /// How much waits on you.
    pub fn count(&self) -> usize {
        self.day.waiting.now.len()
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let t = Tokens::of(ui);
        if !desk.asking && !ui.ctx().text_edit_focused() {
            self.keys(ui, desk);
        }
        CentralPanel::default().frame(Frame::new().fill(t.page)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("today").auto_shrink([false, false]).show(ui, |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                let margin = Margin { left: 28, right: 28, top: 24, bottom: 28 };
                Frame::new().inner_margin(margin).show(ui, |ui| {
                    ui.set_max_width(WIDEST.min(ui.available_width()));
                    self.show_page(ui, desk);
                });
            });
        });
    }

    fn show_page(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::heading(desk.today.strftime("%A, %-d %B").to_string()).color(t.ink));
        ui.label(text::body(&self.day.summary).color(t.ink_soft));
        ui.add_space(14.0);
        cards::show(ui, desk, &self.day);
        self.waits.show(ui, desk, &self.day);
        ui.add_space(16.0);
        if ui.available_width() < TWO_COLUMNS {
            self.walk.show(ui, desk, &self.day);
            ui.add_space(12.0);
            self.intention.show(ui, desk);
            return;
        }
        ui.spacing_mut().item_spacing.x = 14.0;
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                self.walk.show(left, desk, &self.day);
                self.intention.show(right, desk);
            }
        });
    }

    fn keys(&mut self, ui: &Ui, desk: &mut Desk<'_>) {
        self.waits.keys(ui, desk, &self.day);
        let free = ui.memory(eframe::egui::Memory::focused).is_none();
        if free
            && let Some(first) = self.day.cards.first()
            && keys::take(ui, Modifiers::NONE, Key::Enter)
        {
            desk.ask(prepare(first));
        }
    }
}
