//! The page of all shortcuts and of the prefixes of the composer, where shortcuts are changed.

use eframe::egui::{
    Context, EventFilter, Grid, Id, Key, KeyboardShortcut, Label, Modifiers, Response, Ui, accesskit::Live,
};

use crate::{
    domain::{name::normalize_name, parse::prefix::Prefix},
    ui::{
        action::SettingChange,
        kind_style::tone,
        screen_context::ScreenContext,
        shortcut::{
            CAPTURE_KEYS_NAME, CaptureKeys, GlobalKeySupport, Keymap, Rejection, SHORTCUT_GROUPS, Shortcut,
            ShortcutGroup, keys_label, take_combination,
        },
        text,
        tokens::{Tokens, Tone},
        widget::{
            button::Button,
            chip::Chip,
            dialog::Dialog,
            field::TextField,
            heading::section_label,
            key_hint::{KeyButton, key_hint},
            link::LinkButton,
        },
    },
};

/// Cancels a change of keys.
const CANCEL: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::Escape);

/// The height of a row with a link in it.
const LINK_HEIGHT: f32 = 22.0;

/// The list of all shortcuts and prefixes, which can be searched, and in which shortcuts are
/// changed.
#[derive(Default)]
pub struct ShortcutList {
    filter: String,
    /// The command that waits for its new keys.
    recording: Option<Recording>,
    /// Why the keys of a command were not changed.
    refused: Option<(Target, String)>,
}

/// Whose keys are changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Command(Shortcut),
    /// Quick capture from every program.
    Capture,
}

/// A command that waits for its new keys.
struct Recording {
    target: Target,
    /// Whether its button has had the focus.
    is_focused: bool,
}

/// A command as its row shows it.
struct Row {
    shortcut: Shortcut,
    keys: String,
    description: &'static str,
}

impl ShortcutList {
    /// Whether the next keys are those of a command.
    pub fn is_recording(&self) -> bool {
        self.recording.is_some()
    }

    /// Takes the keys of this frame, and returns the keys of all commands if that changed them.
    pub fn record(&mut self, ctx: &Context) -> Option<SettingChange> {
        let keys = take_combination(ctx)?;
        let target = self.recording.as_ref()?.target;
        self.refused = None;
        if keys == CANCEL {
            self.recording = None;
            return None;
        }
        let changed = match target {
            Target::Command(shortcut) => change_command(ctx, shortcut, keys),
            Target::Capture => CaptureKeys::check(ctx, keys).map(|()| SettingChange::CaptureKeys(Some(keys))),
        };
        match changed {
            Ok(change) => {
                self.recording = None;
                Some(change)
            }
            Err(rejection) => {
                let reason = rejection.sentence(&keys_label(ctx, keys), ctx.os().is_mac());
                self.refused = Some((target, format!("{reason} Press other keys, or Esc to cancel.")));
                None
            }
        }
    }

    /// Shows it as a dialog and returns whether to close it.
    pub fn show_dialog(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let output = Dialog::new(Id::unique("keys"), "Keyboard shortcuts").width(640.0).show(
            ctx,
            |ui| self.show(ui, screen),
            |ui| ui.add(Button::primary("Close")).clicked(),
        );
        output.closed || output.buttons
    }

    /// Shows what matches the field above it, by task.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let field = TextField::singleline("Search shortcuts", &mut self.filter);
        field.hide_label().hint("Search by name or key").show(ui);
        ui.spacing_mut().item_spacing.y = 6.0;
        self.show_hint(ui, screen);
        let wanted = normalize_name(&self.filter);
        let mut is_empty = true;
        if normalize_name(CAPTURE_KEYS_NAME).contains(&wanted) {
            is_empty = false;
            section_label(ui, "Outside Rapport");
            grid(ui, "capture keys", |ui| self.show_capture_row(ui, screen));
            ui.add_space(8.0);
        }
        for group in SHORTCUT_GROUPS {
            let rows = matching_rows(ui, group, &wanted);
            if !rows.is_empty() {
                is_empty = false;
                section_label(ui, group.title);
                grid(ui, group.title, |ui| rows.iter().for_each(|row| self.show_row(ui, screen, row)));
                ui.add_space(8.0);
            }
        }
        let prefixes = matching_prefixes(&wanted);
        if !prefixes.is_empty() {
            is_empty = false;
            section_label(ui, "Prefixes: at the start of a line, followed by a space");
            show_prefixes(ui, &prefixes, wanted.is_empty());
        }
        if is_empty {
            ui.add(Label::new(text::small("No shortcut matches.").color(Tokens::of(ui).ink_soft)));
        }
    }

    fn show_hint(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.spacing_mut().interact_size.y = LINK_HEIGHT;
            ui.label(text::fine("Click the keys of a command to change them.").color(t.ink_faint));
            if Keymap::of(ui).has_changes()
                && ui.add(LinkButton::new("Reset all to default", "Reset all to default")).clicked()
            {
                (self.recording, self.refused) = (None, None);
                screen.dispatch(SettingChange::Shortcuts(Box::default()));
            }
        });
    }

    fn show_row(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, row: &Row) {
        if row.shortcut.is_changeable() {
            self.show_keys_button(ui, Target::Command(row.shortcut), &row.keys, row.description);
        } else {
            key_hint(ui, &row.keys);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if row.shortcut.is_changeable() {
                // In the middle beside the button.
                ui.add_space(2.0);
            }
            show_description(ui, row.description);
            self.show_default(ui, screen, row);
            self.show_refused(ui, Target::Command(row.shortcut));
        });
        ui.end_row();
    }

    fn show_refused(&self, ui: &mut Ui, target: Target) {
        if let Some((_, reason)) = self.refused.as_ref().filter(|(refused, _)| *refused == target) {
            show_refusal(ui, reason);
        }
    }

    /// The keys of quick capture, or why there can be none.
    fn show_capture_row(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let t = Tokens::of(ui);
        let CaptureKeys { keys, support, problem } = CaptureKeys::of(ui);
        let label = keys.map(|keys| keys_label(ui, keys));
        if support == GlobalKeySupport::Supported {
            self.show_keys_button(ui, Target::Capture, label.as_deref().unwrap_or("Off"), CAPTURE_KEYS_NAME);
        } else {
            key_hint(ui, "Off");
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add_space(2.0);
            show_description(ui, CAPTURE_KEYS_NAME);
            let explanation = match support {
                GlobalKeySupport::Supported => None,
                GlobalKeySupport::Wayland => Some(
                    "On Wayland, the settings of your desktop bind a key to “rapport capture”. The README says how.",
                ),
                GlobalKeySupport::Unsupported => Some("This display has no keys for every program."),
            };
            if let Some(explanation) = explanation {
                ui.add(Label::new(text::fine(explanation).color(t.ink_faint)).wrap());
            }
            if keys.is_some()
                && ui.add(LinkButton::new("Turn off", "Turn off quick capture from every program")).clicked()
            {
                (self.recording, self.refused) = (None, None);
                screen.dispatch(SettingChange::CaptureKeys(None));
            }
            if let Some(problem) = &problem {
                show_refusal(ui, problem);
            }
            self.show_refused(ui, Target::Capture);
        });
        ui.end_row();
    }

    fn show_keys_button(&mut self, ui: &mut Ui, target: Target, keys: &str, description: &str) {
        let is_recording = self.recording.as_ref().is_some_and(|recording| recording.target == target);
        let text = if is_recording { "Press keys…" } else { keys };
        let name = format!("{text}: Change the keys of {description}");
        let response = ui.add(KeyButton::new(text, name).recording(is_recording));
        if is_recording {
            self.keep_recording(ui, &response);
        } else if response.clicked() {
            response.request_focus();
            self.recording = Some(Recording { target, is_focused: false });
            self.refused = None;
        }
    }

    /// Keeps the keys that move the focus from doing so, and stops once the focus is elsewhere.
    fn keep_recording(&mut self, ui: &Ui, response: &Response) {
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let Some(recording) = &mut self.recording else { return };
        let is_left = recording.is_focused && !response.has_focus();
        recording.is_focused |= response.has_focus();
        if is_left || response.clicked_elsewhere() || response.clicked() {
            (self.recording, self.refused) = (None, None);
        }
    }

    /// The default keys of a command that has others.
    fn show_default(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, row: &Row) {
        let keymap = Keymap::of(ui);
        let Some(default) = row.shortcut.keys().filter(|_| keymap.is_changed(row.shortcut)) else { return };
        let default = keys_label(ui, default);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.spacing_mut().interact_size.y = LINK_HEIGHT;
            ui.label(text::fine(format!("Default: {default}")).color(Tokens::of(ui).ink_faint));
            let name = format!("Reset to default: {} to {default}", row.description);
            if !ui.add(LinkButton::new("Reset to default", name)).clicked() {
                return;
            }
            (self.recording, self.refused) = (None, None);
            let mut keymap = (*keymap).clone();
            match keymap.reset(row.shortcut) {
                Ok(()) => screen.dispatch(SettingChange::Shortcuts(Box::new(keymap))),
                Err(rejection) => {
                    let reason = rejection.sentence(&default, ui.os().is_mac());
                    self.refused = Some((Target::Command(row.shortcut), format!("{reason} Change that one first.")));
                }
            }
        });
    }
}

/// The keys of all commands after this one has got others.
fn change_command(ctx: &Context, shortcut: Shortcut, keys: KeyboardShortcut) -> Result<SettingChange, Rejection> {
    if CaptureKeys::of(ctx).keys == Some(keys) {
        return Err(Rejection::Clash(CAPTURE_KEYS_NAME));
    }
    let mut keymap = (*Keymap::of(ctx)).clone();
    keymap.change(shortcut, keys, ctx.os().is_mac())?;
    Ok(SettingChange::Shortcuts(Box::new(keymap)))
}

/// What matches by keys or description, or by the task.
fn matching_rows(ui: &Ui, group: &ShortcutGroup, wanted: &str) -> Vec<Row> {
    let is_of_task = normalize_name(group.title).contains(wanted);
    let rows = group.rows().map(|(row, description)| {
        let shortcut = row.shortcut;
        let keys = match shortcut.counterpart() {
            Some(other) => format!("{} / {}", shortcut.label(ui), other.label(ui)),
            None => shortcut.label(ui),
        };
        Row { shortcut, keys, description }
    });
    rows.filter(|row| {
        is_of_task || [row.keys.as_str(), row.description].iter().any(|text| normalize_name(text).contains(wanted))
    })
    .collect()
}

fn matching_prefixes(wanted: &str) -> Vec<Prefix> {
    let matches = |prefix: &Prefix| {
        [prefix.label(), prefix.symbol(), "prefix"].iter().any(|text| normalize_name(text).contains(wanted))
    };
    Prefix::ALL.into_iter().filter(|prefix| *prefix != Prefix::Note).filter(matches).collect()
}

fn show_prefixes(ui: &mut Ui, prefixes: &[Prefix], with_subject: bool) {
    grid(ui, "marks", |ui| {
        for prefix in prefixes {
            key_hint(ui, prefix.symbol());
            ui.add(Chip::new(tone(prefix.kind()), prefix.label()).plain());
            ui.end_row();
        }
        if with_subject {
            key_hint(ui, "#word");
            show_description(ui, "Subject, anywhere in the text");
            ui.end_row();
        }
    });
}

fn grid(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    Grid::new(name).num_columns(2).min_col_width(130.0).spacing([12.0, 6.0]).show(ui, add);
}

fn show_description(ui: &mut Ui, description: &str) {
    ui.add(Label::new(text::small(description).color(Tokens::of(ui).ink)).wrap());
}

fn show_refusal(ui: &mut Ui, reason: &str) {
    let label = ui.add(Label::new(text::fine(reason).color(Tokens::of(ui).kind_ink(Tone::Flag))).wrap());
    ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Assertive));
}
