//! "Don’t hope it fixes itself": everything that waits on you, the loudest first, with its choices.

use std::collections::HashMap;

use eframe::egui::{EventFilter, Id, Ui};

use crate::{
    domain::{
        attention::{AttentionItem, Emphasis},
        entry::{
            Entry,
            kind::{Kind, check_in::Closeness},
            transition::Transition,
        },
        id::EntryId,
        person::Person,
    },
    journal::{change::Change, today_view::TodayView},
    ui::{
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
            markdown::to_plain_text,
            rating_dots::rating_dots,
            section_label::section_label,
        },
    },
    wording::{date::format_date, entry_caption::evidence_caption},
};

/// So many are shown before the rest is asked for.
const COLLAPSED_COUNT: usize = 8;

/// What the list keeps between frames.
#[derive(Default)]
pub(super) struct AttentionListView {
    /// The entries in sight, and their texts in one line.
    entry_cache: HashMap<EntryId, (Entry, String)>,
    selected: Option<EntryId>,
    /// Where that is, so that the next one is chosen when it goes.
    selected_index: usize,
    /// Where the focus goes in the next frame, and where the chosen row was shown in the last.
    wants_focus: bool,
    selected_row_id: Option<Id>,
    show_all: bool,
    show_snoozed: bool,
}

/// One of the choices: its word, its key, and what it asks for.
struct KeyedAction {
    label: String,
    shortcut: Shortcut,
    action: Action,
}

impl AttentionListView {
    /// The journal has changed: all is read again. Where the chosen thing waits no longer, the next one is chosen.
    pub(super) fn invalidate(&mut self, day: &TodayView) {
        self.entry_cache.clear();
        let Some(chosen) = self.selected else { return };
        let rows = self.visible_items(day);
        if let Some(at) = rows.iter().position(|wait| wait.entry == chosen) {
            self.selected_index = at;
            return;
        }
        self.selected_index = self.selected_index.min(rows.len().saturating_sub(1));
        self.selected = rows.get(self.selected_index).map(|wait| wait.entry);
        self.wants_focus = self.selected.is_some();
    }

    /// What is shown of it, in order.
    fn visible_items(&self, day: &TodayView) -> Vec<AttentionItem> {
        let now = &day.attention.now;
        let most = if self.show_all { now.len() } else { COLLAPSED_COUNT };
        let later: &[AttentionItem] = if self.show_snoozed { &day.attention.snoozed } else { &[] };
        now.iter().take(most).chain(later).copied().collect()
    }

    fn select(&mut self, rows: &[AttentionItem], at: usize) {
        if let Some(wait) = rows.get(at) {
            (self.selected, self.selected_index, self.wants_focus) = (Some(wait.entry), at, true);
        }
    }

    /// Takes the keys of the list. To be called before anything is shown.
    pub(super) fn handle_keys(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, day: &TodayView) {
        let rows = self.visible_items(day);
        let focused = ui.memory(eframe::egui::Memory::focused);
        let in_list = focused.is_none() || focused == self.selected_row_id;
        let presses = |letter: Shortcut, arrow: Shortcut| {
            let arrows = if in_list { arrow.consume_presses(ui) } else { 0 };
            letter.consume_presses(ui) + arrows
        };
        let down = presses(Shortcut::NextAttentionItem, Shortcut::AttentionItemBelow);
        let up = presses(Shortcut::PreviousAttentionItem, Shortcut::AttentionItemAbove);
        if down > 0 {
            // The first press chooses the first.
            let next = if self.selected.is_some() { self.selected_index + down } else { down - 1 };
            self.select(&rows, next.min(rows.len().saturating_sub(1)));
        }
        if up > 0 {
            self.select(&rows, self.selected_index.saturating_sub(up));
        }
        let Some(wait) = self.selected.and_then(|chosen| rows.iter().find(|wait| wait.entry == chosen)) else { return };
        if Shortcut::ClearSelection.consume(ui) {
            self.selected = None;
            if let Some(row) = self.selected_row_id.take() {
                ui.memory_mut(|memory| memory.surrender_focus(row));
            }
            return;
        }
        if focused.is_some() && focused == self.selected_row_id && Shortcut::OpenAttentionItem.consume(ui) {
            screen.dispatch(Navigation::OpenEntry(wait.person, wait.entry));
            return;
        }
        let Some((entry, _)) = self.entry_cache.get(&wait.entry) else { return };
        if Shortcut::ToggleEvidence.consume(ui) {
            screen.dispatch(toggle_evidence(entry));
        }
        for choice in keyed_actions(entry, wait, screen) {
            if choice.shortcut.consume(ui) {
                screen.dispatch(choice.action);
            }
        }
        if wait.kind == Kind::Goal {
            for (index, closeness) in (1..=5).enumerate() {
                if Shortcut::RateGoal.consume_at(ui, index) {
                    check_in(screen, wait.entry, closeness);
                }
            }
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, day: &TodayView) {
        let t = Tokens::of(ui);
        ui.add_space(8.0);
        section_label(ui, "Don’t hope it fixes itself");
        ui.add_space(2.0);
        let now = day.attention.now.len();
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if now == 0 {
                show_empty_state(ui);
            }
            let rows = self.visible_items(day);
            for (nth, wait) in rows.iter().enumerate() {
                if nth > 0 {
                    divider(ui);
                }
                let Some(person) = day.person(wait.person) else { continue };
                self.show_row(ui, screen, wait, person, nth);
            }
            let rest = now.saturating_sub(COLLAPSED_COUNT);
            let put_off = day.attention.snoozed.len();
            if rest == 0 && put_off == 0 {
                return;
            }
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                if rest > 0 {
                    let word = if self.show_all { "only the loudest".to_owned() } else { format!("and {rest} more") };
                    self.show_all ^= ui.add(Button::quiet(word).small()).clicked();
                }
                if put_off > 0 {
                    let sign = if self.show_snoozed { icons::CARET_DOWN } else { icons::CARET_RIGHT };
                    self.show_snoozed ^=
                        ui.add(Button::quiet(format!("{put_off} put off")).icon(sign).small()).clicked();
                }
                if let Some(soonest) = day.attention.snoozed.first().and_then(|wait| wait.snoozed_until) {
                    let back = format!("the next is back {}", format_date(soonest, screen.today));
                    ui.label(text::fine(back).color(t.ink_faint));
                }
            });
        });
    }

    fn show_row(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        wait: &AttentionItem,
        person: &Person,
        nth: usize,
    ) {
        let them = person.profile.short_name();
        let chosen = self.selected == Some(wait.entry);
        let seen = ui.is_rect_visible(eframe::egui::Rect::from_min_size(
            ui.cursor().min,
            eframe::egui::vec2(ui.available_width(), attention_row::HEIGHT),
        ));
        // Of a long list, what is out of sight is only as high as it will be.
        if nth >= COLLAPSED_COUNT && !seen && !chosen {
            ui.add_space(attention_row::HEIGHT);
            return;
        }
        if !self.entry_cache.contains_key(&wait.entry)
            && let Some(entry) = screen.read(|db| db.entry(wait.entry))
        {
            let text = to_plain_text(&entry.text);
            self.entry_cache.insert(wait.entry, (entry, text));
        }
        // Where it is gone since the day was read, the day is read again in a moment.
        let Some((entry, text)) = self.entry_cache.get(&wait.entry) else { return };
        let (why, voice) = match wait.snoozed_until {
            Some(until) => (format!("until {}", format_date(until, screen.today)), Emphasis::Normal),
            None => (wait.reason.short_label(them), wait.reason.emphasis()),
        };
        let row = AttentionRow {
            tone: tone(wait.kind),
            kind: wait.kind.label(),
            person: them,
            text,
            reason: &why,
            emphasis: voice,
            selected: chosen,
        };
        let response = ui.add(row);
        if response.clicked() || response.gained_focus() {
            (self.selected, self.selected_index) = (Some(wait.entry), nth);
            response.request_focus();
        }
        if response.double_clicked() {
            screen.dispatch(Navigation::OpenEntry(wait.person, wait.entry));
        }
        if !chosen {
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
        show_actions(ui, screen, entry, wait, them);
    }
}

/// Why it waits in a sentence, and what can be done about it here.
fn show_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, entry: &Entry, wait: &AttentionItem, them: &str) {
    let t = Tokens::of(ui);
    let indent = attention_row::text_column(ui.available_width());
    ui.horizontal_top(|ui| {
        ui.add_space(indent);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.label(text::small(wait.reason.long_label(them, screen.today)).color(t.ink_soft));
            if let Some(picked) = evidence_caption(entry) {
                show_caption(ui, &picked);
            }
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = [6.0, 6.0].into();
                if wait.kind == Kind::Goal
                    && let Some(closeness) = rating_dots(ui, &format!("check in on {}", to_plain_text(&entry.text)))
                {
                    check_in(screen, wait.entry, closeness);
                }
                for choice in keyed_actions(entry, wait, screen) {
                    let key = choice.shortcut.label(ui);
                    if ui.add(Button::plain(choice.label).shortcut(&key).small()).clicked() {
                        screen.dispatch(choice.action);
                    }
                }
                let open = format!("Open {them}");
                let key = Shortcut::OpenAttentionItem.label(ui);
                if ui.add(Button::quiet(open).shortcut(&key).small()).clicked() {
                    screen.dispatch(Navigation::OpenEntry(wait.person, wait.entry));
                }
            });
            ui.add_space(6.0);
        });
    });
}

/// What can be done from here: the likeliest things of its life, and to put it off or not.
fn keyed_actions(entry: &Entry, wait: &AttentionItem, screen: &ScreenContext<'_>) -> Vec<KeyedAction> {
    let tick = entry_actions::quick_toggle(entry, screen.today).filter(|tick| !tick.checked && wait.kind == Kind::Flag);
    let looked = tick.map(|tick| KeyedAction {
        label: tick.label.to_owned(),
        shortcut: Shortcut::Recheck,
        action: Action::from(tick.change),
    });
    let offers = entry_actions::available_actions(entry).into_iter();
    let offers = offers.filter_map(|offer| {
        Some(KeyedAction { shortcut: shortcut_for_action(&offer.action)?, label: offer.label, action: offer.action })
    });
    let later = if wait.snoozed_until.is_some() {
        let change = Change::Snooze { entry: wait.entry, until: None };
        KeyedAction { label: "Back now".to_owned(), shortcut: Shortcut::Snooze, action: Action::from(change) }
    } else {
        KeyedAction {
            label: "Later…".to_owned(),
            shortcut: Shortcut::Snooze,
            action: Action::OpenDialog(DialogRequest::Snooze(wait.entry)),
        }
    };
    looked.into_iter().chain(offers).chain([later]).collect()
}

/// The letter of a choice; what has none is in the menu of the entry.
fn shortcut_for_action(action: &Action) -> Option<Shortcut> {
    match action {
        Action::OpenDialog(DialogRequest::RaiseFlag(_)) => Some(Shortcut::RaiseFlag),
        Action::OpenDialog(DialogRequest::TransitionPrompt(_, PromptKind::Watch)) => Some(Shortcut::WatchFlag),
        Action::OpenDialog(DialogRequest::TransitionPrompt(_, PromptKind::LetGo)) => Some(Shortcut::LetFlagGo),
        Action::OpenDialog(DialogRequest::TransitionPrompt(_, PromptKind::Settle)) => Some(Shortcut::SettleFlag),
        Action::Submit(Submission { change: Change::Transition { transition: Transition::MarkDone, .. }, .. }) => {
            Some(Shortcut::MarkDone)
        }
        Action::Submit(Submission {
            change: Change::Transition { transition: Transition::MarkTold(_), .. }, ..
        }) => Some(Shortcut::MarkTold),
        _ => None,
    }
}

fn check_in(screen: &mut ScreenContext<'_>, goal: EntryId, closeness: u8) {
    if let Ok(closeness) = Closeness::try_from(closeness) {
        screen.dispatch(Change::CheckIn { goal, closeness });
    }
}

/// Nothing waits: a good day to walk around.
fn show_empty_state(ui: &mut Ui) {
    let t = Tokens::of(ui);
    ui.add_space(10.0);
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::heading(icons::CHECK_CIRCLE).color(t.accent));
        ui.label(text::section("Nothing waits on you today.").color(t.ink));
        ui.label(text::body("What you promised is done, and what you noticed was talked about.").color(t.ink_soft));
    });
    ui.add_space(14.0);
}
