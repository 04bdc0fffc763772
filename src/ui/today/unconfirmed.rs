//! One-on-ones of past days: each is asked about once, quietly, until it is answered or dismissed.

use eframe::egui::{Label, Ui};

use crate::{
    domain::unconfirmed_meeting::{DismissedMeeting, UnconfirmedMeeting},
    journal::{change::Change, today_view::TodayView},
    ui::{
        action::{Action, DialogRequest, Navigation, SettingChange},
        icons,
        route::{Route, Tab},
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{
            button::{Button, IconButton},
            card::{card, divider},
        },
    },
    wording::today::unconfirmed_question,
};

/// At most so many questions are shown at a time.
const MAX_QUESTIONS: usize = 3;

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
    if view.unconfirmed.is_empty() {
        return;
    }
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for (index, meeting) in view.unconfirmed.iter().take(MAX_QUESTIONS).enumerate() {
            if index > 0 {
                divider(ui);
            }
            show_question(ui, screen, view, meeting);
        }
    });
    ui.add_space(10.0);
}

fn show_question(ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView, meeting: &UnconfirmedMeeting) {
    let Some(person) = view.person(meeting.person) else { return };
    let question = unconfirmed_question(person.short_name(), meeting.day, screen.today);
    let record = |has_notes| Change::RecordMeeting { person: person.id, day: meeting.day, has_notes };
    let dismissed = DismissedMeeting { person: person.uid, day: meeting.day };
    ui.push_id(("unconfirmed", person.id.0), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = [6.0, 6.0].into();
            ui.add(Label::new(text::small(&question).color(Tokens::of(ui).ink)).wrap());
            ui.add_space(6.0);
            let button = |ui: &mut Ui, label: &str| {
                let button = ui.add(Button::plain(label.to_owned()).small());
                let clicked = button.clicked();
                button.accessible_name(format!("{label}: {question}"));
                clicked
            };
            if button(ui, "Held") {
                screen.dispatch(record(true));
                screen.dispatch(Navigation::OpenPage(Route::Person(person.id, Tab::Meet)));
            }
            if button(ui, "Held, no notes") {
                screen.dispatch(record(false));
            }
            if button(ui, "Skipped…") {
                screen.dispatch(DialogRequest::SkipMeeting(person.id));
            }
            if button(ui, "Moved…") {
                screen.dispatch(DialogRequest::ScheduleMeeting(Some(person.id)));
            }
            let dismiss = IconButton::new(icons::CLOSE, format!("Don’t ask again: {question}")).small();
            if ui.add(dismiss).clicked() {
                screen.dispatch(Action::ChangeSetting(SettingChange::DismissMeeting(dismissed)));
            }
        });
    });
}
