//! The side panel of Prepare: what the person needs to be successful, stale topics, a question to
//! ask, expectations, delegations, the balance of leading and managing, and personal details.

use eframe::egui::{Align, CornerRadius, Label, Layout, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::{
    PrepareData,
    row::{BriefRow, text_width},
    show_placeholder,
};
use crate::{
    journal::change::Change,
    ui::{
        action::DialogRequest,
        entry::editor::EntryEditor,
        icons,
        person::PersonSnapshot,
        question_card::QuestionCard,
        screen_context::ScreenContext,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{
            button::{Button, IconButton},
            column::column,
            heading::section_label,
        },
    },
    wording::{
        brief::{BalanceText, Brief, StaleTopicText},
        need::earlier_answers,
    },
};

/// Space between two sections.
const GAP: f32 = 12.0;

/// State of the side panel that outlives a frame.
#[derive(Default)]
pub(super) struct PrepareSidePanel {
    show_earlier_answers: bool,
    question: QuestionCard,
}

impl PrepareSidePanel {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        data: &mut PrepareData,
        editor: &mut Option<EntryEditor>,
    ) {
        ui.spacing_mut().item_spacing.y = 3.0;
        self.show_need(ui, screen, snapshot, &data.brief);
        self.show_after_need(ui, screen, snapshot, data, editor);
    }

    /// All but what the person needs.
    pub(super) fn show_after_need(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        data: &mut PrepareData,
        editor: &mut Option<EntryEditor>,
    ) {
        let PrepareData { brief, expectations, handed_over, .. } = data;
        ui.spacing_mut().item_spacing.y = 3.0;
        show_stale_topics(ui, &brief.stale_topics);
        self.question.show(ui, screen, &snapshot.person);
        ui.add_space(GAP);
        show_rows(ui, screen, "What you expect", expectations, editor);
        show_rows(ui, screen, "Delegated", handed_over, editor);
        show_balance(ui, brief.balance.as_ref());
    }

    /// The current answer, the earlier ones, and a button to answer again.
    pub(super) fn show_need(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        brief: &Brief,
    ) {
        let t = Tokens::of(ui);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let width = (ui.available_width() - size::CONTROL_SMALL).max(0.0);
            column(ui, width, |ui| {
                section_label(ui, &format!("What does {} need to be successful?", brief.short_name));
            });
            if brief.need.is_some() && ui.add(IconButton::new(icons::EDIT, "Update answer").small()).clicked() {
                screen.dispatch(DialogRequest::NeedAnswer(snapshot.person.id));
            }
        });
        let Some(need) = &brief.need else {
            show_placeholder(ui, "Write your current answer. Earlier ones are kept.");
            if ui.add(Button::quiet("Add answer").icon(icons::EDIT).small()).clicked() {
                screen.dispatch(DialogRequest::NeedAnswer(snapshot.person.id));
            }
            ui.add_space(GAP);
            return;
        };
        let answer = text::rich(&need.text, Type::Section, Weight::Medium).size(17.0).line_height(Some(24.0));
        ui.add(Label::new(answer.color(t.ink)).wrap());
        let earlier_label = earlier_answers(brief.earlier_needs.len());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.set_min_height(size::CONTROL_SMALL);
            ui.label(text::fine(&need.label).color(t.ink_soft));
            if let Some(earlier_label) = earlier_label
                && ui.add(Button::quiet(earlier_label).small()).clicked()
            {
                self.show_earlier_answers = !self.show_earlier_answers;
            }
        });
        for earlier in brief.earlier_needs.iter().filter(|_| self.show_earlier_answers) {
            ui.add(Label::new(text::small(&earlier.text).color(t.ink_soft)).wrap());
            ui.label(text::fine(&earlier.label).color(t.ink_faint));
        }
        ui.add_space(GAP - 8.0);
    }
}

fn show_stale_topics(ui: &mut Ui, topics: &[StaleTopicText]) {
    if topics.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    section_label(ui, "Not discussed lately");
    for topic in topics {
        let line = vec2(ui.available_width(), Type::Small.line_height());
        ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
            ui.label(text::small(&topic.name).color(t.ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(text::small(&topic.label).color(t.ink_soft));
            });
        });
    }
    ui.add_space(4.0);
}

fn show_rows(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    label: &str,
    rows: &mut [BriefRow],
    editor: &mut Option<EntryEditor>,
) {
    if rows.is_empty() {
        return;
    }
    section_label(ui, label);
    for row in rows {
        row.show_compact(ui, screen, editor);
    }
    ui.add_space(GAP);
}

fn show_balance(ui: &mut Ui, balance: Option<&BalanceText>) {
    let Some(balance) = balance else { return };
    let t = Tokens::of(ui);
    section_label(ui, "Leading and managing · 90 days");
    let (bar, response) = ui.allocate_exact_size(vec2(ui.available_width(), 10.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &balance.summary));
    let corners = CornerRadius::same(5);
    ui.painter().rect_filled(bar, corners, t.kind_soft(Tone::Action));
    let person_width = bar.width() * balance.person_percent as f32 / 100.0;
    if balance.person_percent > 0 {
        ui.painter().rect_filled(Rect::from_min_size(bar.min, vec2(person_width, bar.height())), corners, t.accent);
    }
    let width = |text: &str| text_width(ui, text, Type::Fine, Weight::Regular);
    let fits = width(&balance.about_person) + width(&balance.about_work) + 12.0 <= ui.available_width();
    if fits {
        ui.horizontal(|ui| {
            ui.label(text::fine(&balance.about_person).color(t.ink_soft));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(text::fine(&balance.about_work).color(t.ink_soft));
            });
        });
    } else {
        // Beside a long name, the two would overprint.
        for part in [&balance.about_person, &balance.about_work] {
            ui.add(Label::new(text::fine(part).color(t.ink_soft)).truncate());
        }
    }
    response.on_hover_text(format!("{}. Based on your notes from the past 90 days.", balance.summary));
    ui.add_space(GAP);
}

/// What matters to the person, and the one detail to ask about.
pub(super) fn show_personal_details(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    snapshot: &PersonSnapshot,
    brief: &Brief,
) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 3.0;
    section_label(ui, &format!("What matters to {}", brief.short_name));
    for day in &brief.upcoming_dates {
        ui.label(text::small(&day.label).color(t.ink));
    }
    if brief.personal_details.is_empty() {
        show_placeholder(ui, "The little things that show you care.");
        if ui.add(Button::flush("Add details").icon(icons::EDIT).small()).clicked() {
            screen.dispatch(DialogRequest::EditPerson(snapshot.person.id));
        }
    } else {
        ui.add(Label::new(text::small(brief.personal_details.join(" · ")).color(t.ink_soft)).wrap());
    }
    if let Some(suggested) = &brief.suggested_detail {
        ui.add_space(2.0);
        ui.add(Label::new(text::small(format!("Ask about {}", suggested.detail)).color(t.ink)).wrap());
        ui.horizontal(|ui| {
            ui.label(text::fine(&suggested.label).color(t.ink_soft));
            let asked_today = suggested.last_asked.is_some_and(|date| date >= screen.today);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !asked_today && ui.add(Button::plain("Mark asked").small()).clicked() {
                    let (person, detail) = (snapshot.person.id, suggested.detail.clone());
                    screen.dispatch(Change::MarkAsked { person, detail });
                }
            });
        });
    }
    ui.add_space(GAP);
}
