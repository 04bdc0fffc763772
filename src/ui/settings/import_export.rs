//! Import and export.

use eframe::egui::{Label, Ui};

use super::{CalendarView, SettingsPage, calendar};
use crate::{
    export::ExportScope,
    ui::{
        action::DialogRequest,
        dialog::import::CALENDAR_SETTING,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{button::Button, heading::section_label},
    },
};

impl SettingsPage {
    pub(super) fn show_import_export(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: CalendarView<'_>) {
        let t = Tokens::of(ui);
        if !std::mem::replace(&mut self.calendar_loaded, true) {
            self.calendar = screen.read(|db| db.setting(CALENDAR_SETTING));
        }
        section_label(ui, "Import");
        let about = "Notes, a table, a calendar, or a journal that was exported as JSON. You can undo it.";
        ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::plain("Import…").small()).clicked() {
                screen.dispatch(DialogRequest::Import(None));
            }
            if let Some(calendar) = self.calendar.as_ref().filter(|_| view.path.is_none()) {
                let reimport = ui.add(Button::plain("Import the calendar again").small());
                if reimport.on_hover_text(calendar.display().to_string()).clicked() {
                    screen.dispatch(DialogRequest::Import(Some(calendar.clone())));
                }
            }
        });
        ui.add_space(12.0);
        calendar::show(ui, screen, view);
        ui.add_space(12.0);
        section_label(ui, "Export");
        let about =
            "A page to read or print, Markdown, a table, or everything as JSON. The file is readable only by you.";
        ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
        if ui.add(Button::plain("Export journal…").small()).clicked() {
            screen.dispatch(DialogRequest::Export(ExportScope::Journal));
        }
    }
}
