//! The side panel of Meet: what the person needs, the agenda, goals, delegations, expectations and
//! personal details. Agenda items are completed with a click or with Alt and their number, without
//! leaving the composer.

use eframe::egui::{Event, Label, Rect, Sense, Ui, UiBuilder, vec2};
use jiff::civil::Date;

use super::PersonSnapshot;
use crate::{
    domain::{
        attention::Emphasis,
        entry::{
            Detail, Entry,
            kind::{Kind, check_in::Closeness},
        },
        id::EntryId,
        need::Need,
    },
    journal::change::Change,
    store::{Db, StoreError},
    ui::{
        action::DialogRequest,
        entry::{
            entry_actions::{self, QuickToggle},
            is_hovered_or_focused, show_caption,
        },
        icons,
        kind_style::tone,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text::{self, Type, Weight},
        tokens::{Tokens, size},
        widget::{
            button::{Button, IconButton},
            card::divider,
            checkbox::checkbox,
            column::column,
            heading::section_label,
            key_hint::key_hint,
            markdown::to_plain_text,
            rating_dots::rating_dots,
            sparkline::sparkline,
        },
    },
    wording::{
        date::format_date,
        entry_caption::{Caption, captions, last_check_in_caption, level_history},
        need::earlier_answers,
    },
};

/// A section shows at most this many items, and the number of the others.
const MAX_PER_SECTION: usize = 9;
/// How many check-ins the sparkline of a goal shows.
const SPARKLINE_CHECK_INS: u32 = 12;

/// The data of the side panel.
#[derive(Default)]
pub(super) struct MeetSidePanel {
    needs: Vec<Need>,
    /// Flags, topics, actions and praise; those completed in the running one-on-one stay visible.
    agenda: Vec<OpenItemView>,
    goals: Vec<OpenItemView>,
    handed_over: Vec<OpenItemView>,
    expectations: Vec<OpenItemView>,
}

/// An item that is open, or was closed in the running one-on-one.
struct OpenItemView {
    entry: Entry,
    text: String,
    captions: Vec<Caption>,
    toggle: Option<QuickToggle>,
    /// Of a goal: the caption of its last check-in, and its ratings, latest last.
    check_in_caption: Option<Caption>,
    closeness_history: Vec<u8>,
}

/// How many items of a kind are open, and how many of these are late.
pub(super) struct OpenCount {
    pub(super) kind: Kind,
    pub(super) open: usize,
    pub(super) late: usize,
}

impl OpenItemView {
    fn new(db: &Db, entry: Entry, today: Date, short_name: &str) -> Result<Self, StoreError> {
        let is_goal = entry.kind() == Kind::Goal;
        let check_ins = if is_goal { db.latest_check_ins(entry.id, SPARKLINE_CHECK_INS)? } else { Vec::new() };
        let check_in_caption = is_goal.then(|| last_check_in_caption(check_ins.last().copied(), today));
        Ok(Self {
            text: text::excerpt(&to_plain_text(&entry.text)),
            captions: captions(&entry, today, short_name),
            toggle: entry_actions::quick_toggle(&entry, today),
            check_in_caption,
            closeness_history: check_ins.into_iter().map(|(_, closeness)| closeness.into()).collect(),
            entry,
        })
    }

    /// Whether it waits for longer than it should.
    fn is_late(&self) -> bool {
        self.captions.iter().chain(&self.check_in_caption).any(|caption| caption.emphasis != Emphasis::Normal)
    }

    /// Whether the item was closed in the running one-on-one.
    fn is_done(&self) -> bool {
        // An expectation is current, never "open".
        let is_over = !self.entry.detail.is_open() && self.entry.kind() != Kind::Expectation;
        self.toggle.as_ref().map_or(is_over, |toggle| toggle.checked)
    }
}

impl MeetSidePanel {
    pub(super) fn load(db: &Db, snapshot: &PersonSnapshot, today: Date) -> Result<Self, StoreError> {
        let short_name = snapshot.person.short_name();
        let mut entries = db.open_entries(snapshot.person.id)?;
        entries.extend(db.flags_due_for_recheck(snapshot.person.id, today)?);
        if let Some(running) = &snapshot.running_meeting {
            let known_ids: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
            entries.extend(
                db.entries_with_events_in(running.id)?.into_iter().filter(|entry| !known_ids.contains(&entry.id)),
            );
        }
        entries.sort_by(|a, b| {
            (agenda_rank(a, today), &a.written_at, a.id).cmp(&(agenda_rank(b, today), &b.written_at, b.id))
        });
        let views = |kinds: &[Kind]| -> Result<Vec<OpenItemView>, StoreError> {
            // In the order of `kinds`.
            let selected = kinds.iter().flat_map(|kind| entries.iter().filter(move |entry| entry.kind() == *kind));
            selected.map(|entry| OpenItemView::new(db, entry.clone(), today, short_name)).collect()
        };
        Ok(Self {
            needs: db.needs(snapshot.person.id)?,
            agenda: views(&[Kind::Flag, Kind::Topic, Kind::Action, Kind::Praise])?,
            goals: views(&[Kind::Goal])?,
            handed_over: views(&[Kind::Delegation])?,
            expectations: db
                .current_expectations(snapshot.person.id)?
                .into_iter()
                .map(|entry| OpenItemView::new(db, entry, today, short_name))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The open items of each kind that has some, in the order of the sections.
    pub(super) fn counts(&self) -> Vec<OpenCount> {
        let sections = [&self.agenda, &self.goals, &self.handed_over, &self.expectations];
        let mut counts: Vec<OpenCount> = Vec::new();
        for item in sections.into_iter().flatten().filter(|item| !item.is_done()) {
            let (kind, late) = (item.entry.kind(), usize::from(item.is_late()));
            match counts.iter_mut().find(|count| count.kind == kind) {
                Some(count) => (count.open, count.late) = (count.open + 1, count.late + late),
                None => counts.push(OpenCount { kind, open: 1, late }),
            }
        }
        counts
    }

    pub(super) fn show(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
        let t = Tokens::of(ui);
        let profile = &snapshot.person.profile;
        let short_name = snapshot.person.short_name();
        ui.spacing_mut().item_spacing.y = 4.0;
        self.show_need(ui, screen, snapshot);
        self.show_agenda(ui, screen);
        show_section(ui, "Goals", &self.goals, |ui, _, goal| show_goal(ui, screen, goal));
        show_section(ui, "Delegated", &self.handed_over, |ui, _, item| show_item(ui, screen, item, None));
        show_section(ui, "Expectations", &self.expectations, |ui, _, item| show_expectation(ui, screen, item));
        if !profile.personal_details.is_empty() {
            section_label(ui, &format!("What matters to {short_name}"));
            ui.label(text::small(&profile.personal_details).color(t.ink_soft));
        }
    }

    /// The current answer, and a button to answer again.
    fn show_need(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
        let t = Tokens::of(ui);
        let short_name = snapshot.person.short_name();
        section_label(ui, &format!("What does {short_name} need to be successful?"));
        let mut label = "Add answer".to_owned();
        if let Some(need) = self.needs.first() {
            let answer = text::rich(&need.text, Type::Section, Weight::Medium).size(17.0).line_height(Some(24.0));
            ui.label(answer.color(t.ink));
            let date = format_date(need.written_at.day(), screen.today);
            label = match earlier_answers(self.needs.len() - 1) {
                Some(earlier) => format!("{date} · {earlier}"),
                None => date,
            };
        }
        if ui.add(Button::flush(label).icon(icons::EDIT).small()).clicked() {
            screen.dispatch(DialogRequest::NeedAnswer(snapshot.person.id));
        }
        ui.add_space(12.0);
    }

    fn show_agenda(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        if self.agenda.is_empty() {
            section_label(ui, "Agenda");
            let explanation = "Open items appear here until done.";
            ui.label(text::small(explanation).color(Tokens::of(ui).ink_soft));
            ui.add_space(16.0);
        }
        show_section(ui, "Agenda", &self.agenda, |ui, index, item| show_item(ui, screen, item, Some(index + 1)));
    }

    /// Alt and a number complete an agenda item, or dispatch its first action. To be called before
    /// the composer, which would take the number as text.
    pub(super) fn handle_keys(&self, ui: &Ui, screen: &mut ScreenContext<'_>) {
        for (index, item) in self.agenda.iter().enumerate() {
            if Shortcut::CheckAgendaItem.consume_at(ui, index) {
                ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
                match (&item.toggle, entry_actions::available_actions(&item.entry).into_iter().next()) {
                    (Some(toggle), _) => screen.dispatch(toggle.change.clone()),
                    (None, Some(action)) => screen.dispatch(action.action),
                    (None, None) => {}
                }
            }
        }
    }
}

/// Sort key of an entry: flags to raise now come first, flags that are only watched last.
fn agenda_rank(entry: &Entry, today: Date) -> u8 {
    match &entry.detail {
        Detail::Flag(flag) if flag.is_on_agenda(today) => 0,
        Detail::Flag(flag) if flag.is_still_watched(today) => 2,
        _ => 1,
    }
}

fn show_section(ui: &mut Ui, label: &str, items: &[OpenItemView], mut show: impl FnMut(&mut Ui, usize, &OpenItemView)) {
    if items.is_empty() {
        return;
    }
    section_label(ui, label);
    for (index, item) in items.iter().take(MAX_PER_SECTION).enumerate() {
        if index > 0 {
            divider(ui);
        }
        ui.push_id(item.entry.id.0, |ui| show(ui, index, item));
    }
    if items.len() > MAX_PER_SECTION {
        let more = format!("and {} more in the timeline", items.len() - MAX_PER_SECTION);
        ui.label(text::fine(more).color(Tokens::of(ui).ink_faint));
    }
    ui.add_space(16.0);
}

/// An item: checkbox or icon, text, caption, and the actions of a flag or a delegation.
fn show_item(ui: &mut Ui, screen: &mut ScreenContext<'_>, item: &OpenItemView, number: Option<usize>) {
    let is_flag = matches!(item.entry.detail, Detail::Flag(_));
    let scope = UiBuilder::new().id_salt("item").sense(Sense::hover());
    let row = ui.scope_builder(scope, |ui| {
        let is_active = is_hovered_or_focused(ui);
        if let Some(number) = number.filter(|_| ui.input(|input| input.modifiers.alt)) {
            show_number(ui, number);
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            show_toggle_or_icon(ui, screen, item);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                if is_flag {
                    show_flag_head(ui, screen, item);
                } else {
                    show_text(ui, item);
                }
                if is_flag && is_active {
                    show_flag_actions(ui, screen, item);
                }
                if item.entry.delegation_level().is_some() && item.entry.detail.is_open() {
                    show_delegation_level(ui, screen, item);
                }
            });
        });
    });
    if let Some(number) = number {
        row.response.on_hover_ui(|ui| drop(key_hint(ui, &Shortcut::CheckAgendaItem.label_at(ui, number - 1))));
    }
}

/// Shows the number of an item in the margin beside it, so that nothing moves.
fn show_number(ui: &mut Ui, number: usize) {
    const WIDTH: f32 = 20.0;
    let top_left = ui.cursor().min - vec2(WIDTH, 0.0);
    let margin = Rect::from_min_size(top_left, vec2(WIDTH, size::CHIP));
    let mut margin_ui = ui.new_child(UiBuilder::new().max_rect(margin));
    let clip = ui.clip_rect();
    margin_ui.set_clip_rect(clip.with_min_x(clip.left() - WIDTH));
    let hint = key_hint(&mut margin_ui, &number.to_string());
    hint.accessible_name(Shortcut::CheckAgendaItem.label_at(ui, number - 1));
}

fn show_toggle_or_icon(ui: &mut Ui, screen: &mut ScreenContext<'_>, item: &OpenItemView) {
    if let Some(toggle) = &item.toggle {
        let mut checked = toggle.checked;
        if checkbox(ui, &mut checked, &format!("{}: {}", toggle.label, item.text)).changed() {
            screen.dispatch(toggle.change.clone());
        }
        return;
    }
    let t = Tokens::of(ui);
    let kind = item.entry.kind();
    if !item.entry.detail.is_open() {
        let done = ui.label(text::small(icons::CHECK_CIRCLE).color(t.accent));
        done.accessible_name(format!("{}, done", kind.label()));
        return;
    }
    let icon = ui.label(text::small(icons::for_tone(tone(kind))).color(t.kind_ink(tone(kind))));
    icon.accessible_name(kind.label());
}

fn show_text(ui: &mut Ui, item: &OpenItemView) {
    let t = Tokens::of(ui);
    let ink = if item.is_done() { t.ink_faint } else { t.ink };
    ui.add(Label::new(text::small(&item.text).color(ink)).wrap());
    // Only the most emphatic caption, the first of equal ones.
    let most_emphatic = item.captions.iter().rev().max_by_key(|caption| caption.emphasis);
    if let Some(caption) = most_emphatic {
        show_caption(ui, caption);
    }
}

/// The text of a flag with a button for all of it, which a keyboard reaches while the choices are
/// hidden.
fn show_flag_head(ui: &mut Ui, screen: &mut ScreenContext<'_>, item: &OpenItemView) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let width = (ui.available_width() - size::CONTROL_SMALL).max(0.0);
        column(ui, width, |ui| show_text(ui, item));
        let more = IconButton::new(icons::MORE, format!("Details: {}", item.text)).tooltip("Details").small();
        if ui.add(more).clicked() {
            screen.dispatch(DialogRequest::EntryFields(item.entry.id));
        }
    });
}

/// How many actions of a flag are shown as buttons; all are in its menu and dialog.
const MAX_FLAG_ACTIONS: usize = 3;

/// The first actions of a flag in its current state, as buttons.
fn show_flag_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, item: &OpenItemView) {
    let choices = entry_actions::available_actions(&item.entry);
    if choices.is_empty() {
        return;
    }
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for choice in choices.into_iter().take(MAX_FLAG_ACTIONS) {
            if ui.add(Button::plain(choice.label).small()).clicked() {
                screen.dispatch(choice.action);
            }
        }
    });
    ui.add_space(3.0);
}

/// A goal with its rating dots; a click is a check-in.
fn show_goal(ui: &mut Ui, screen: &mut ScreenContext<'_>, goal: &OpenItemView) {
    let t = Tokens::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(text::small(&goal.text).color(t.ink)).wrap());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            sparkline(ui, &goal.closeness_history);
            if let Some(caption) = &goal.check_in_caption {
                show_caption(ui, caption);
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(text::fine("How close?").color(t.ink_faint));
            let clicked = rating_dots(ui, &format!("check in on {}", goal.text));
            if let Some(closeness) = clicked.and_then(|number| Closeness::try_from(number).ok()) {
                screen.dispatch(Change::CheckIn { goal: goal.entry.id, closeness });
            }
        });
    });
}

/// Where a delegation was on the ladder, and the steps up and down from there.
fn show_delegation_level(ui: &mut Ui, screen: &mut ScreenContext<'_>, item: &OpenItemView) {
    let t = Tokens::of(ui);
    if let Some(climbed) = level_history(&item.entry, screen.today) {
        ui.add(Label::new(text::fine(climbed).color(t.ink_soft)).wrap());
    }
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for choice in entry_actions::delegation_level_actions(&item.entry) {
            let level = choice.label.rsplit(' ').next().unwrap_or_default();
            let button = ui.add(Button::plain(level).icon(choice.icon).small());
            let clicked = button.clicked();
            button.accessible_name(format!("{}: {}", choice.label, item.text));
            if clicked {
                screen.dispatch(choice.action);
            }
        }
    });
    ui.add_space(3.0);
}

/// What you expect and what you provide; one click says that it was said aloud today.
fn show_expectation(ui: &mut Ui, screen: &mut ScreenContext<'_>, item: &OpenItemView) {
    let t = Tokens::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add(Label::new(text::small(&item.text).color(t.ink)).wrap());
        for caption in &item.captions {
            show_caption(ui, caption);
        }
    });
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for choice in entry_actions::available_actions(&item.entry) {
            let button = ui.add(Button::plain(choice.label.as_str()).small());
            let clicked = button.clicked();
            button.accessible_name(format!("{}: {}", choice.label, item.text));
            if clicked {
                screen.dispatch(choice.action);
            }
        }
    });
}
