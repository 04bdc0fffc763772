//! The Prepare tab: the brief to read before a one-on-one. Items to raise can be reordered, topics
//! added, actions completed and goals checked in on; a side panel shows what to keep in mind.

mod compact;
mod formats;
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
    domain::{
        format::is_agenda_item,
        id::{EntryId, Uid},
        moment::Moment,
    },
    ui::{
        action::{Action, BriefRequest, DialogRequest, ExternalCommand, Navigation, RecapRequest},
        entry::editor::EntryEditor,
        icons, keys, region,
        route::Tab,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        text::{Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{
            button::{Button, IconButton},
            card::{card, divider},
            column::column,
            heading::{section_label, section_title},
            scroll,
            truncated_label::truncated_label,
        },
        width_class::WidthClass,
    },
    wording::{
        brief::{Brief, BriefInput, BriefItem, build_brief},
        next_meeting,
    },
};

/// Space between two sections of the page.
const GAP: f32 = 14.0;

/// State of the Prepare tab that outlives a frame.
#[derive(Default)]
pub(super) struct PrepareTab {
    data: Option<PrepareData>,
    /// Whether the whole brief is shown, instead of what can be read in 90 seconds.
    shows_everything: bool,
    to_raise: RaiseList,
    side_panel: PrepareSidePanel,
}

/// The brief, and the rows that show its entries.
struct PrepareData {
    /// As it is shown: the short form or all of it.
    brief: Brief,
    /// Whether the short form leaves something out.
    has_more: bool,
    /// The whole agenda in its order, which a row that is moved changes.
    agenda_order: Vec<Uid>,
    /// The texts of what is open to talk about, also where it is not shown.
    agenda: Vec<String>,
    to_raise: Vec<BriefRow>,
    actions: Vec<BriefRow>,
    goals: GoalCards,
    expectations: Vec<BriefRow>,
    handed_over: Vec<BriefRow>,
}

impl PrepareData {
    fn new(input: BriefInput, today: Date, shows_everything: bool) -> Self {
        let whole = build_brief(&input, today);
        let short = whole.shorten();
        let has_more = short.is_shortened;
        let agenda_ids: Vec<EntryId> = whole.to_raise.iter().map(|item| item.id).collect();
        let brief = if shows_everything { whole } else { short };
        let agenda = input.open_entries.iter().filter(|entry| is_agenda_item(entry));
        let agenda = agenda.map(|entry| entry.text.clone()).collect();
        let mut entries: Vec<_> =
            input.open_entries.into_iter().chain(input.completed_actions).chain(input.expectations).collect();
        let uid = |id: &EntryId| entries.iter().find(|entry| entry.id == *id).map(|entry| entry.uid);
        let agenda_order = agenda_ids.iter().filter_map(uid).collect();
        let mut rows = |items: &[BriefItem]| BriefRow::from_items(items, &mut entries, today);
        let goals: Vec<_> = brief.goals.iter().map(|goal| goal.item.clone()).collect();
        Self {
            to_raise: rows(&brief.to_raise),
            actions: rows(&brief.actions),
            goals: GoalCards::new(rows(&goals), &brief.goals),
            expectations: rows(&brief.expectations),
            handed_over: rows(&brief.delegations),
            has_more,
            agenda_order,
            agenda,
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
        if !screen.is_dialog_open && Shortcut::ShowEverything.consume(ui) {
            self.toggle_everything();
        }
        if self.data.is_none() {
            let everything = self.shows_everything;
            let load = |input| PrepareData::new(input, today, everything);
            self.data = screen.read(|db| Ok(db.brief_input(person, today)?.map(load)));
        }
        if WidthClass::of(ui) == WidthClass::Compact {
            return self.show_compact(ui, screen, snapshot, editor);
        }
        let Self { data: Some(data), shows_everything, to_raise, side_panel } = self else { return };
        let mut toggled = false;
        let t = Tokens::of(ui);
        let margin = Margin { top: 13, ..Margin::symmetric(WidthClass::of(ui).page_margin(), 0) };
        let body = Frame::new().fill(t.page).inner_margin(margin);
        let is_wide = WidthClass::of(ui) == WidthClass::Wide;
        if is_wide {
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 20, right: 20, top: 20, bottom: 12 });
            let panel = Panel::right(Id::unique("in mind")).exact_size(size::SIDE_PANEL).resizable(false).frame(frame);
            region::show_side_panel(ui, panel, "In mind", |ui| {
                scroll::vertical(ui, "in mind", |ui| {
                    prepare_side_panel::show_personal_details(ui, screen, snapshot, &data.brief);
                    side_panel.show(ui, screen, snapshot, data, editor);
                });
            });
        }
        CentralPanel::default().frame(body).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            show_header(ui, screen, snapshot, &data.brief);
            toggled = data.has_more && show_rest(ui, &data.brief, *shows_everything);
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
        if toggled {
            self.toggle_everything();
        }
    }

    fn toggle_everything(&mut self) {
        self.shows_everything = !self.shows_everything;
        self.invalidate();
    }
}

/// What the bar of a compact window has at its right: when the next one-on-one is.
pub(super) fn show_bar_contents(ui: &mut Ui, screen: &ScreenContext<'_>, snapshot: &PersonSnapshot) {
    let now = Moment::from(&screen.journal.now());
    let next = snapshot.schedule.next(screen.today);
    let planned = snapshot.schedule.planned.as_ref();
    let countdown = planned.and_then(|start| next_meeting::countdown(start, &now));
    if let Some(wake_after) = planned.and_then(|start| next_meeting::until_countdown_changes(start, &now)) {
        ui.ctx().request_repaint_after(wake_after);
    }
    let label = countdown.unwrap_or_else(|| next_meeting::short_label(next, screen.today));
    let is_late = next.days_late(screen.today) > 0;
    let t = Tokens::of(ui);
    let ink = if is_late { t.kind_ink(Tone::Flag) } else { t.ink_soft };
    truncated_label(ui, text::small(label).color(ink));
}

/// What the short form leaves out, and a button to show everything or to go back. Returns whether
/// it was clicked.
fn show_rest(ui: &mut Ui, brief: &Brief, shows_everything: bool) -> bool {
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if let Some(rest) = brief.rest_label() {
            ui.label(text::small(rest).color(Tokens::of(ui).ink_soft));
        }
        let key = Shortcut::ShowEverything.label(ui);
        let label = if shows_everything { "Show less" } else { "Show everything" };
        ui.add(Button::plain(label).small().shortcut(&key)).clicked()
    })
    .inner
}

fn show_header(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, brief: &Brief) {
    /// Width of the buttons at the right.
    const BUTTONS_WIDTH: f32 = 330.0;
    let t = Tokens::of(ui);
    let headline = &brief.headline;
    let show_headline = |ui: &mut Ui| drop(ui.add(Label::new(text::small(headline).color(t.ink_soft)).wrap()));
    let left = (ui.available_width() - BUTTONS_WIDTH).max(160.0);
    let has_room_for_key = ui.available_width() >= 160.0 + BUTTONS_WIDTH;
    let fits = row::text_width(ui, headline, Type::Small, Weight::Regular) <= left;
    ui.horizontal_top(|ui| {
        column(ui, left, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let title = if snapshot.running_meeting.is_some() { "One-on-one in progress" } else { "Before you meet" };
            section_title(ui, Label::new(text::section(title).color(t.ink)));
            if fits {
                show_headline(ui);
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            show_main_button(
                ui,
                screen,
                snapshot,
                if has_room_for_key { MainButton::WithKey } else { MainButton::Short },
            );
            ui.add_space(4.0);
            show_brief_buttons(ui, screen, snapshot, brief);
        });
    });
    // A headline that does not fit beside the buttons goes below them.
    if !fits {
        ui.add_space(4.0);
        show_headline(ui);
    }
}

/// The buttons that print, copy and send the brief.
fn show_brief_buttons(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, brief: &Brief) {
    let request = BriefRequest { person: snapshot.person.id, is_complete: !brief.is_shortened };
    if ui.add(IconButton::new(icons::PRINT, "Print brief")).clicked() {
        screen.dispatch(ExternalCommand::PrintBrief(request));
    }
    let is_active = snapshot.person.archived_at.is_none();
    let agenda = format!("Agenda for {}…", brief.short_name);
    if is_active && ui.add(IconButton::new(icons::TOPIC, agenda)).clicked() {
        screen.dispatch(DialogRequest::Recap(RecapRequest::Agenda(snapshot.person.id)));
    }
    if ui.add(IconButton::new(icons::COPY, "Copy brief")).clicked() {
        screen.dispatch(ExternalCommand::CopyBrief(request));
    }
}

/// How much room there is for the main button.
#[derive(Clone, Copy)]
enum MainButton {
    /// Without its key.
    Short,
    WithKey,
    /// As wide as the page, with its key at the right.
    FullWidth,
}

fn show_main_button(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, room: MainButton) {
    let primary = |label: &'static str, key| {
        let button = Button::primary(label);
        match room {
            MainButton::Short => button,
            MainButton::WithKey => button.shortcut(key),
            MainButton::FullWidth => button.shortcut(key).full_width(),
        }
    };
    if snapshot.running_meeting.is_some() {
        let meet = Action::Navigate(Navigation::OpenTab(Tab::Meet));
        let key = Shortcut::MeetTab.label(ui);
        if ui.add(primary("Continue in Meet", &key)).clicked() {
            screen.dispatch(meet);
        }
    } else if snapshot.person.archived_at.is_none() {
        let key = Shortcut::StartOrWrapUp.label(ui);
        if screen.add_edit(ui, primary("Start one-on-one", &key)).clicked() {
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
    show_group(ui, |ui| {
        ui.spacing_mut().item_spacing.y = row::GAP;
        for (index, row) in data.actions.iter_mut().enumerate() {
            if index > 0 {
                divider(ui);
            }
            row.show_action(ui, screen, editor);
        }
    });
}

/// Rows on a card; in a compact window without one.
fn show_group(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    if WidthClass::of(ui) == WidthClass::Compact {
        ui.add_space(2.0);
        ui.scope(add);
    } else {
        card(ui, add);
    }
}

/// The explanation in a section that is empty.
fn show_placeholder(ui: &mut Ui, text: &str) {
    ui.add(Label::new(text::small(text).color(Tokens::of(ui).ink_faint)).wrap());
}
