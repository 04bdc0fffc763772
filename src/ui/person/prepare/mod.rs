//! The Prepare tab: the brief to read before a one-on-one. Items to raise can be reordered, topics
//! added, actions completed and goals checked in on; a side panel shows what to keep in mind.

mod goals;
mod past_notes;
mod prepare_side_panel;
mod raise_list;
mod row;
mod topic_field;

use eframe::egui::{Align, CentralPanel, Frame, Id, Label, Layout, Margin, Panel, Ui};
use jiff::civil::Date;

use self::{goals::GoalCards, prepare_side_panel::PrepareSidePanel, raise_list::RaiseList, row::BriefRow};
use super::PersonSnapshot;
use crate::{
    ui::{
        action::{Action, ExternalCommand, Navigation},
        entry::editor::EntryEditor,
        icons, keys,
        route::Tab,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        text::{Type, Weight},
        tokens::{Tokens, size},
        widget::{
            button::{Button, IconButton},
            card::{card, divider},
            column::column,
            scroll,
            section_label::section_label,
        },
        width_class::WidthClass,
    },
    wording::brief::{Brief, BriefInput, BriefItem, build_brief},
};

/// Space between two sections of the page.
const GAP: f32 = 14.0;

/// State of the Prepare tab that outlives a frame.
#[derive(Default)]
pub(super) struct PrepareTab {
    data: Option<PrepareData>,
    to_raise: RaiseList,
    side_panel: PrepareSidePanel,
}

/// The brief, and the rows that show its entries.
struct PrepareData {
    brief: Brief,
    to_raise: Vec<BriefRow>,
    actions: Vec<BriefRow>,
    goals: GoalCards,
    expectations: Vec<BriefRow>,
    handed_over: Vec<BriefRow>,
}

impl PrepareData {
    fn new(input: BriefInput, today: Date) -> Self {
        let brief = build_brief(&input, today);
        let mut entries: Vec<_> =
            input.open_entries.into_iter().chain(input.completed_actions).chain(input.expectations).collect();
        let mut rows = |items: &[BriefItem]| BriefRow::from_items(items, &mut entries, today);
        let goals: Vec<_> = brief.goals.iter().map(|goal| goal.item.clone()).collect();
        Self {
            to_raise: rows(&brief.to_raise),
            actions: rows(&brief.actions),
            goals: GoalCards::new(rows(&goals), &brief.goals),
            expectations: rows(&brief.expectations),
            handed_over: rows(&brief.delegations),
            brief,
        }
    }
}

impl PrepareTab {
    /// Drops the loaded data, so that the next frame reads it again.
    pub(super) fn invalidate(&mut self) {
        self.data = None;
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let today = screen.today;
        let person = snapshot.person.id;
        if self.data.is_none() {
            self.data =
                screen.read(|db| Ok(db.brief_input(person, today)?.map(|input| PrepareData::new(input, today))));
        }
        let Self { data: Some(data), to_raise, side_panel } = self else { return };
        let t = Tokens::of(ui);
        let margin = Margin { top: 13, ..Margin::symmetric(WidthClass::of(ui).page_margin(), 0) };
        let body = Frame::new().fill(t.page).inner_margin(margin);
        let is_wide = WidthClass::of(ui) == WidthClass::Wide;
        if is_wide {
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 20, right: 20, top: 20, bottom: 12 });
            Panel::right(Id::unique("in mind")).exact_size(size::SIDE_PANEL).resizable(false).frame(frame).show(
                ui,
                |ui| {
                    scroll::vertical(ui, "in mind", |ui| {
                        prepare_side_panel::show_personal_details(ui, screen, snapshot, &data.brief);
                        side_panel.show(ui, screen, snapshot, data, editor);
                    });
                },
            );
        }
        CentralPanel::default().frame(body).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            show_header(ui, screen, snapshot, &data.brief.headline);
            ui.add_space(10.0);
            scroll::vertical(ui, "brief", |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                ui.spacing_mut().item_spacing.y = 6.0;
                to_raise.show(ui, screen, snapshot, data, editor);
                ui.add_space(GAP - 6.0);
                show_actions(ui, screen, data, editor);
                ui.add_space(GAP - 6.0);
                past_notes::show(ui, screen, &data.brief);
                if !is_wide {
                    ui.add_space(GAP);
                    prepare_side_panel::show_personal_details(ui, screen, snapshot, &data.brief);
                }
                ui.add_space(GAP - 6.0);
                data.goals.show(ui, screen, &snapshot.person, editor);
                if !is_wide {
                    ui.add_space(GAP);
                    side_panel.show(ui, screen, snapshot, data, editor);
                }
                ui.add_space(16.0);
            });
        });
    }
}

fn show_header(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, headline: &str) {
    /// Width of the buttons at the right.
    const BUTTONS_WIDTH: f32 = 290.0;
    let t = Tokens::of(ui);
    let show_headline = |ui: &mut Ui| drop(ui.add(Label::new(text::small(headline).color(t.ink_soft)).wrap()));
    let left = (ui.available_width() - BUTTONS_WIDTH).max(160.0);
    let fits = row::text_width(ui, headline, Type::Small, Weight::Regular) <= left;
    ui.horizontal_top(|ui| {
        column(ui, left, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let title = if snapshot.running_meeting.is_some() { "One-on-one in progress" } else { "Before you meet" };
            ui.label(text::section(title).color(t.ink));
            if fits {
                show_headline(ui);
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            show_main_button(ui, screen, snapshot);
            ui.add_space(4.0);
            if ui.add(IconButton::new(icons::PRINT, "Print brief")).clicked() {
                screen.dispatch(ExternalCommand::PrintBrief(snapshot.person.id));
            }
            if ui.add(IconButton::new(icons::COPY, "Copy brief")).clicked() {
                screen.dispatch(ExternalCommand::CopyBrief(snapshot.person.id));
            }
        });
    });
    // A headline that does not fit beside the buttons goes below them.
    if !fits {
        ui.add_space(4.0);
        show_headline(ui);
    }
}

fn show_main_button(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
    if snapshot.running_meeting.is_some() {
        let meet = Action::Navigate(Navigation::OpenTab(Tab::Meet));
        let key = Shortcut::MeetTab.label(ui);
        if ui.add(Button::primary("Continue in Meet").shortcut(&key)).clicked() {
            screen.dispatch(meet);
        }
    } else if snapshot.person.archived_at.is_none() {
        let key = Shortcut::StartOrWrapUp.label(ui);
        if screen.add_edit(ui, Button::primary("Start one-on-one").shortcut(&key)).clicked() {
            screen.dispatch(Action::StartOrWrapUp);
        }
    }
}

fn show_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, data: &mut PrepareData, editor: &mut Option<EntryEditor>) {
    section_label(ui, "Actions");
    if data.actions.is_empty() {
        let short_name = &data.brief.short_name;
        show_placeholder(ui, &format!("What you and {short_name} promise each other appears here until it’s done."));
        return;
    }
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = row::GAP;
        for (index, row) in data.actions.iter_mut().enumerate() {
            if index > 0 {
                divider(ui);
            }
            row.show_action(ui, screen, editor);
        }
    });
}

/// The explanation in a section that is empty.
fn show_placeholder(ui: &mut Ui, text: &str) {
    ui.add(Label::new(text::small(text).color(Tokens::of(ui).ink_faint)).wrap());
}
