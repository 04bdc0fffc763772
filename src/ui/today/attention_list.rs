//! "Don’t hope it fixes itself": the entries that need attention, the most urgent first, each with
//! its actions.

use std::collections::HashMap;

use eframe::egui::{EventFilter, Id, Label, Role, Ui, UiBuilder};

use crate::{
    domain::{
        attention::{AttentionItem, Emphasis},
        entry::{
            Entry,
            kind::{Kind, check_in::Closeness},
            transition::Transition,
        },
        id::{EntryId, PersonId},
        person::Person,
    },
    journal::{change::Change, today_view::TodayView},
    ui::{
        accessible_tree::mark_item,
        action::{Action, DialogRequest, Navigation, PromptKind, Submission},
        entry::{entry_actions, show_caption, toggle_evidence},
        icons,
        kind_style::tone,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{
            attention_row::{self, AttentionRow},
            button::Button,
            card::{card, divider},
            heading::{section_label, section_title},
            markdown::to_plain_text,
            rating_dots::rating_dots,
            scope,
        },
    },
    wording::{date::format_date, entry_caption::evidence_caption},
};

/// How many items the collapsed list shows.
const COLLAPSED_COUNT: usize = 8;

/// State of the list that outlives a frame.
#[derive(Default)]
pub(super) struct AttentionListView {
    /// The entries that were in view, with their plain texts.
    entry_cache: HashMap<EntryId, (Entry, String)>,
    selected: Option<EntryId>,
    /// The index of the selected item, to select its successor when it goes.
    selected_index: usize,
    /// Whether the selected row requests the focus in the next frame.
    wants_focus: bool,
    /// The id of the selected row in the last frame.
    selected_row_id: Option<Id>,
    show_all: bool,
    show_snoozed: bool,
}

/// An action with its label and key.
struct KeyedAction {
    label: String,
    shortcut: Shortcut,
    action: Action,
}

impl AttentionListView {
    /// Adapts the list to changed data: drops the cached entries, and selects the next item if the
    /// selected one is gone.
    pub(super) fn invalidate(&mut self, view: &TodayView) {
        self.entry_cache.clear();
        let Some(selected) = self.selected else { return };
        let rows = self.visible_items(view);
        if let Some(index) = rows.iter().position(|item| item.entry == selected) {
            self.selected_index = index;
            return;
        }
        self.selected_index = self.selected_index.min(rows.len().saturating_sub(1));
        self.selected = rows.get(self.selected_index).map(|item| item.entry);
        self.wants_focus = self.selected.is_some();
    }

    /// The items shown, in order.
    fn visible_items(&self, view: &TodayView) -> Vec<AttentionItem> {
        let now = &view.attention.now;
        let max_items = if self.show_all { now.len() } else { COLLAPSED_COUNT };
        let snoozed: &[AttentionItem] = if self.show_snoozed { &view.attention.snoozed } else { &[] };
        now.iter().take(max_items).chain(snoozed).copied().collect()
    }

    fn select(&mut self, rows: &[AttentionItem], index: usize) {
        if let Some(item) = rows.get(index) {
            (self.selected, self.selected_index, self.wants_focus) = (Some(item.entry), index, true);
        }
    }

    /// The person of the selected item.
    pub(super) fn selected_person(&self, view: &TodayView) -> Option<PersonId> {
        let selected = self.selected?;
        self.visible_items(view).iter().find(|item| item.entry == selected).map(|item| item.person)
    }

    /// Consumes the keys of the list. To be called before anything is shown.
    pub(super) fn handle_keys(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
        let rows = self.visible_items(view);
        let focused = ui.memory(eframe::egui::Memory::focused);
        let in_list = focused.is_none() || focused == self.selected_row_id;
        let presses = |letter: Shortcut, arrow: Shortcut| {
            let arrows = if in_list { arrow.consume_presses(ui) } else { 0 };
            letter.consume_presses(ui) + arrows
        };
        let down = presses(Shortcut::NextAttentionItem, Shortcut::AttentionItemBelow);
        let up = presses(Shortcut::PreviousAttentionItem, Shortcut::AttentionItemAbove);
        if down > 0 {
            // The first press selects the first item.
            let next = if self.selected.is_some() { self.selected_index + down } else { down - 1 };
            self.select(&rows, next.min(rows.len().saturating_sub(1)));
        }
        if up > 0 {
            // The first press selects the last item.
            let from = if self.selected.is_some() { self.selected_index } else { rows.len() };
            self.select(&rows, from.saturating_sub(up));
        }
        let Some(item) = self.selected.and_then(|selected| rows.iter().find(|item| item.entry == selected)) else {
            return;
        };
        if Shortcut::ClearSelection.consume(ui) {
            self.selected = None;
            if let Some(row) = self.selected_row_id.take() {
                ui.memory_mut(|memory| memory.surrender_focus(row));
            }
            return;
        }
        if focused.is_some() && focused == self.selected_row_id && Shortcut::OpenAttentionItem.consume(ui) {
            screen.dispatch(Navigation::OpenEntry(item.person, item.entry));
            return;
        }
        let Some((entry, _)) = self.entry_cache.get(&item.entry) else { return };
        if Shortcut::ToggleEvidence.consume(ui) {
            screen.dispatch(toggle_evidence(entry));
        }
        for choice in keyed_actions(entry, item, screen) {
            if choice.shortcut.consume(ui) {
                screen.dispatch(choice.action);
            }
        }
        if item.kind == Kind::Goal {
            for (index, closeness) in (1..=5).enumerate() {
                if Shortcut::RateGoal.consume_at(ui, index) {
                    check_in(screen, item.entry, closeness);
                }
            }
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
        let t = Tokens::of(ui);
        ui.add_space(8.0);
        section_label(ui, "Needs your attention");
        ui.add_space(2.0);
        let count = view.attention.now.len();
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if count == 0 {
                show_empty_state(ui);
            }
            self.show_rows(ui, screen, view);
            let hidden_count = count.saturating_sub(COLLAPSED_COUNT);
            let snoozed_count = view.attention.snoozed.len();
            if hidden_count == 0 && snoozed_count == 0 {
                return;
            }
            ui.add_space(6.0);
            ui.horizontal_wrapped(|ui| {
                if hidden_count > 0 {
                    let label =
                        if self.show_all { "Show fewer".to_owned() } else { format!("Show {hidden_count} more") };
                    self.show_all ^= ui.add(Button::quiet(label).small()).clicked();
                }
                if snoozed_count > 0 {
                    let icon = if self.show_snoozed { icons::CARET_DOWN } else { icons::CARET_RIGHT };
                    self.show_snoozed ^=
                        ui.add(Button::quiet(format!("{snoozed_count} snoozed")).icon(icon).small()).clicked();
                }
                if let Some(next_date) = view.attention.snoozed.first().and_then(|item| item.snoozed_until) {
                    let text = format!("next returns {}", format_date(next_date, screen.today));
                    ui.label(text::fine(text).color(t.ink_faint));
                }
            });
        });
    }

    fn show_rows(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
        let rows = self.visible_items(view);
        let list = UiBuilder::new().accessibility_role(Role::List).accessibility_label("Needs your attention");
        ui.scope_builder(list, |ui| {
            for (index, item) in rows.iter().enumerate() {
                if index > 0 {
                    divider(ui);
                }
                let Some(person) = view.person(item.person) else { continue };
                let place = (index, rows.len());
                scope::stable(ui, item.entry.0, |ui| self.show_row(ui, screen, item, person, place));
            }
        });
    }

    fn show_row(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        item: &AttentionItem,
        person: &Person,
        place: (usize, usize),
    ) {
        let (index, _) = place;
        let short_name = person.short_name();
        let is_selected = self.selected == Some(item.entry);
        let width = ui.available_width();
        let row_size = eframe::egui::vec2(width, attention_row::height(width));
        let is_visible = ui.is_rect_visible(eframe::egui::Rect::from_min_size(ui.cursor().min, row_size));
        // In a long list, rows out of view only take their space.
        if index >= COLLAPSED_COUNT && !is_visible && !is_selected {
            ui.add_space(row_size.y);
            return;
        }
        if !self.entry_cache.contains_key(&item.entry)
            && let Some(entry) = screen.read(|db| db.entry(item.entry))
        {
            let text = to_plain_text(&entry.text);
            self.entry_cache.insert(item.entry, (entry, text));
        }
        // An entry deleted since the view was loaded is skipped until the next load.
        let Some((entry, text)) = self.entry_cache.get(&item.entry) else { return };
        let (reason, emphasis) = match item.snoozed_until {
            Some(until) => (format!("until {}", format_date(until, screen.today)), Emphasis::Normal),
            None => (item.reason.short_label(short_name), item.reason.emphasis()),
        };
        let row = AttentionRow {
            tone: tone(item.kind),
            kind: item.kind.label(),
            person: short_name,
            text,
            reason: &reason,
            emphasis,
            selected: is_selected,
        };
        let response = ui.add(row);
        mark_item(ui, response.id, place, is_selected);
        ui.accesskit_node_builder(response.id, |node| node.set_expanded(is_selected));
        if response.clicked() || response.gained_focus() {
            (self.selected, self.selected_index) = (Some(item.entry), index);
            response.request_focus();
        }
        if response.double_clicked() {
            screen.dispatch(Navigation::OpenEntry(item.person, item.entry));
        }
        if !is_selected {
            return;
        }
        self.selected_row_id = Some(response.id);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.has_focus() {
            let filter = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        show_actions(ui, screen, entry, item, short_name);
    }
}

/// The reason as a sentence, and the actions of the selected item.
fn show_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, entry: &Entry, item: &AttentionItem, short_name: &str) {
    let t = Tokens::of(ui);
    let indent = attention_row::text_column(ui.available_width());
    ui.horizontal_top(|ui| {
        ui.add_space(indent);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.label(text::small(item.reason.long_label(short_name, screen.today)).color(t.ink_soft));
            if let Some(caption) = evidence_caption(entry) {
                show_caption(ui, &caption);
            }
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = [6.0, 6.0].into();
                if item.kind == Kind::Goal
                    && let Some(closeness) = rating_dots(ui, &format!("check in on {}", to_plain_text(&entry.text)))
                {
                    check_in(screen, item.entry, closeness);
                }
                for choice in keyed_actions(entry, item, screen) {
                    let key = choice.shortcut.label(ui);
                    if ui.add(Button::plain(choice.label).shortcut(&key).small()).clicked() {
                        screen.dispatch(choice.action);
                    }
                }
                let open = format!("Open {short_name}");
                let key = Shortcut::OpenAttentionItem.label(ui);
                if ui.add(Button::quiet(open).shortcut(&key).small()).clicked() {
                    screen.dispatch(Navigation::OpenEntry(item.person, item.entry));
                }
            });
            ui.add_space(6.0);
        });
    });
}

/// The actions with a key: the likeliest ones of the entry, and snoozing.
fn keyed_actions(entry: &Entry, item: &AttentionItem, screen: &ScreenContext<'_>) -> Vec<KeyedAction> {
    let toggle =
        entry_actions::quick_toggle(entry, screen.today).filter(|toggle| !toggle.checked && item.kind == Kind::Flag);
    let toggle_action = toggle.map(|toggle| KeyedAction {
        label: toggle.label.to_owned(),
        shortcut: Shortcut::Recheck,
        action: Action::from(toggle.change),
    });
    let choices = entry_actions::available_actions(entry).into_iter();
    let choices = choices.filter_map(|choice| {
        Some(KeyedAction { shortcut: shortcut_for_action(&choice.action)?, label: choice.label, action: choice.action })
    });
    let snooze = if item.snoozed_until.is_some() {
        let change = Change::Snooze { entry: item.entry, until: None };
        KeyedAction { label: "Unsnooze".to_owned(), shortcut: Shortcut::Snooze, action: Action::from(change) }
    } else {
        KeyedAction {
            label: "Snooze…".to_owned(),
            shortcut: Shortcut::Snooze,
            action: Action::OpenDialog(DialogRequest::Snooze(item.entry)),
        }
    };
    toggle_action.into_iter().chain(choices).chain([snooze]).collect()
}

/// The key of an action; actions without a key are only in the menu of the entry.
fn shortcut_for_action(action: &Action) -> Option<Shortcut> {
    match action {
        Action::OpenDialog(request) => match request {
            DialogRequest::RaiseFlag(_) => Some(Shortcut::RaiseFlag),
            DialogRequest::TransitionPrompt(_, PromptKind::Watch) => Some(Shortcut::WatchFlag),
            DialogRequest::TransitionPrompt(_, PromptKind::LetGo) => Some(Shortcut::LetFlagGo),
            DialogRequest::TransitionPrompt(_, PromptKind::Settle) => Some(Shortcut::SettleFlag),
            _ => None,
        },
        Action::Submit(Submission { change: Change::Transition { transition, .. }, .. }) => match transition {
            Transition::MarkDone => Some(Shortcut::MarkDone),
            Transition::MarkTold(_) => Some(Shortcut::MarkTold),
            _ => None,
        },
        Action::Submit(_)
        | Action::Navigate(_)
        | Action::Erase(_)
        | Action::History(_)
        | Action::ChangeSetting(_)
        | Action::Import(_)
        | Action::Backup(_)
        | Action::Calendar(_)
        | Action::External(_)
        | Action::Window(_)
        | Action::SwitchSample(_)
        | Action::TogglePalette
        | Action::PressShortcut(_)
        | Action::SearchFor(_)
        | Action::OpenFound(_)
        | Action::MoveFocus(_)
        | Action::Lock
        | Action::Keychain(_)
        | Action::Passphrase(_)
        | Action::StartOrWrapUp
        | Action::MovePerson(_) => None,
    }
}

fn check_in(screen: &mut ScreenContext<'_>, goal: EntryId, closeness: u8) {
    if let Ok(closeness) = Closeness::try_from(closeness) {
        screen.dispatch(Change::CheckIn { goal, closeness });
    }
}

fn show_empty_state(ui: &mut Ui) {
    let t = Tokens::of(ui);
    ui.add_space(10.0);
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::heading(icons::CHECK_CIRCLE).color(t.accent));
        section_title(ui, Label::new(text::section("Nothing needs your attention").color(t.ink)));
        let text = "Flags to raise, late actions, goals without a check-in and untold praise appear here.";
        ui.label(text::body(text).color(t.ink_soft));
    });
    ui.add_space(14.0);
}
