//! Headings to begin with, to set in, and to keep for the next review.

use eframe::egui::{Role, Ui, WidgetInfo};

use super::{Draft, field::SetIn};
use crate::{
    domain::{
        person::Person,
        review::{Offered, headings_as_template},
    },
    journal::{change::Change, reviewing::Reviewing},
    ui::{
        action::Action,
        desk::Desk,
        dialog::review::About,
        icons,
        widget::{
            button::Button,
            menu::{self, Item},
            section_label::section_label,
        },
    },
};

impl Draft {
    /// The templates, where there is nothing yet: each one a button.
    pub(super) fn show_offers(&mut self, ui: &mut Ui, person: &Person) {
        let Some(read) = &self.read else { return };
        let mut chosen = None;
        section_label(ui, "Begin with headings");
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = [6.0, 6.0].into();
            for template in &read.templates {
                let button = ui.add(Button::plain(&template.name).small());
                let name = format!("Begin with {}", template.name);
                button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                if button.on_hover_text(first_lines(template)).clicked() {
                    chosen = Some(SetIn::headings(&template.text, person));
                }
            }
        });
        self.set_in.extend(chosen);
    }

    /// The menu of headings.
    pub(super) fn show_headings(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, person: &Person) {
        let Some(read) = &self.read else { return };
        let button = ui.add(Button::plain("Headings").icon_after(icons::CARET_DOWN));
        let mut chosen = None;
        menu::open_below(&button, "Headings", |ui| {
            for template in &read.templates {
                if menu::item(ui, Item::new(&template.name).icon(icons::ADD)) {
                    chosen = Some(SetIn::headings(&template.text, person));
                }
            }
            let headings = headings_as_template(&self.text, &person.profile, &read.templates);
            if let Some(text) = headings {
                menu::line(ui);
                if menu::item(ui, Item::new("Keep these headings…").icon(icons::CARDS)) {
                    let own = read.templates.iter().filter(|template| template.own.is_some());
                    let names = own.map(|template| template.name.clone()).collect();
                    desk.ask(Action::AskReview(Box::new(About::keep_headings(text, names))));
                }
            }
            menu::line(ui);
            for template in &read.templates {
                let name = &template.name;
                if menu::item(ui, Item::new(&format!("Edit {name}…")).icon(icons::EDIT)) {
                    desk.ask(Action::AskReview(Box::new(About::edit(template))));
                }
                if let Some(own) = template.own
                    && menu::item(ui, Item::new(&format!("Remove {name}")).icon(icons::TRASH).danger())
                {
                    desk.ask(Action::Make(Change::Reviewing(Reviewing::RemoveTemplate(own))));
                }
            }
        });
        self.set_in.extend(chosen);
    }
}

/// What a template holds, for who rests the pointer on it.
fn first_lines(template: &Offered) -> String {
    crate::domain::review::headings(&template.text).join("\n")
}
