//! Templates of headings: to begin a review with, to insert, to save and to edit.

use eframe::egui::{Role, Ui, WidgetInfo};

use super::{ReviewDraft, field::PendingInsert};
use crate::{
    domain::{
        person::Person,
        review::{TemplateOption, headings_as_template},
    },
    journal::change::{Change, review::ReviewChange},
    ui::{
        action::{DialogRequest, ReviewPrompt},
        icons,
        screen_context::ScreenContext,
        widget::{button::Button, heading::section_label, menu, menu::MenuItem},
    },
};

impl ReviewDraft {
    /// Buttons for the templates, in an empty draft.
    pub(super) fn show_template_buttons(&mut self, ui: &mut Ui, person: &Person) {
        let Some(data) = &self.data else { return };
        let mut chosen = None;
        section_label(ui, "Start from a template");
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = [6.0, 6.0].into();
            for template in &data.templates {
                let button = ui.add(Button::plain(&template.name).small());
                let name = format!("Start from {}", template.name);
                button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                if button.on_hover_text(template_preview(template)).clicked() {
                    chosen = Some(PendingInsert::from_template(&template.text, person));
                }
            }
        });
        self.pending_inserts.extend(chosen);
    }

    /// The menu of templates.
    pub(super) fn show_template_menu(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
        let Some(data) = &self.data else { return };
        let button = ui.add(Button::plain("Templates").trailing_icon(icons::CARET_DOWN));
        let mut chosen = None;
        menu::popup_below(&button, "Templates", |ui| {
            for template in &data.templates {
                if menu::item(ui, MenuItem::new(&template.name).icon(icons::ADD)) {
                    chosen = Some(PendingInsert::from_template(&template.text, person));
                }
            }
            let headings = headings_as_template(&self.text, &person.profile, &data.templates);
            if let Some(text) = headings {
                menu::separator(ui);
                if menu::item(ui, MenuItem::new("Save as template…").icon(icons::CARDS)) {
                    let own_template = data.templates.iter().filter(|template| template.own_uid.is_some());
                    let names = own_template.map(|template| template.name.clone()).collect();
                    screen.dispatch(DialogRequest::Review(Box::new(ReviewPrompt::save_template(text, names))));
                }
            }
            menu::separator(ui);
            for template in &data.templates {
                let name = &template.name;
                if menu::item(ui, MenuItem::new(&format!("Edit {name}…")).icon(icons::EDIT)) {
                    screen.dispatch(DialogRequest::Review(Box::new(ReviewPrompt::edit_template(template))));
                }
                if let Some(own_template) = template.own_uid
                    && menu::item(ui, MenuItem::new(&format!("Delete {name}")).icon(icons::TRASH).danger())
                {
                    screen.dispatch(Change::Review(ReviewChange::DeleteTemplate(own_template)));
                }
            }
        });
        self.pending_inserts.extend(chosen);
    }
}

/// The headings of a template, as a tooltip.
fn template_preview(template: &TemplateOption) -> String {
    crate::domain::review::headings(&template.text).join("\n")
}
