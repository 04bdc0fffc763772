//! Somebody of a source: who they are in the journal, and what would come about them.

use eframe::egui::{Align, Id, Label, Layout, Role, ScrollArea, Ui, WidgetInfo, vec2};

use super::{
    found::counted,
    who::{Choice, Row, Who},
};
use crate::{
    domain::{kind::Kind, person::Person},
    import::{Gain, Preview},
    ui::{
        icons,
        keys::keep_in_sight,
        kinds,
        shell::colour_of,
        text,
        tokens::{Tokens, size},
        widget::{
            avatar::Avatar,
            button::{Button, IconButton},
            elide::elide,
            field::Field,
            markdown::plain,
            menu::{self, Item},
        },
    },
};

/// The most others of the source that are offered as the same person.
const OTHERS: usize = 60;

/// As wide as an avatar and the space after it.
const INDENT: f32 = 36.0;
/// As wide as the chip of the longest kind.
const KIND: f32 = 104.0;

/// What was done in a row.
#[derive(Clone, Copy)]
pub(super) enum Doing {
    /// They are somebody else than was guessed.
    Choose(Choice),
    /// A name is being written.
    Renamed,
    /// A name was written.
    Named,
}

/// Shows a row.
pub(super) fn show(ui: &mut Ui, who: &mut Who, nth: usize, known: &[Person], preview: &Preview) -> Option<Doing> {
    let row = who.rows.get(nth)?;
    let t = Tokens::of(ui);
    let gain = row.gain.and_then(|gain| preview.gains.get(gain));
    let (said, opens) = (summary(who, row, gain), gain.is_some_and(|gain| !gain.entries.is_empty()));
    let (open, read_as) = (row.open, row.read_as.clone());
    let mut doing = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), size::CONTROL_SMALL),
        Layout::right_to_left(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if let Some(choice) = choose(ui, who, nth, known) {
                doing = Some(Doing::Choose(choice));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Avatar::new(&who.rows[nth].initials, colour(who, nth, known)));
                doing = doing.take().or(show_name(ui, who, nth));
            });
        },
    );
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if opens {
            let sign = if open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            let name = format!("The first of each kind about {read_as}");
            let button = ui.add(IconButton::new(sign, name).small());
            keep_in_sight(&button);
            if button.clicked()
                && let Some(row) = who.rows.get_mut(nth)
            {
                row.open = !open;
            }
        } else {
            ui.add_space(INDENT);
        }
        ui.add(Label::new(text::small(said).color(t.ink_soft)).wrap());
    });
    if open && let Some(gain) = gain {
        show_first(ui, gain);
    }
    doing
}

fn colour(who: &Who, nth: usize, known: &[Person]) -> usize {
    match who.rows.get(nth).map(|row| row.choice) {
        Some(Choice::Same(id)) => known.iter().find(|known| known.id == id).map_or(nth, colour_of),
        // After those of the journal, as they would be there.
        _ => known.len() + nth,
    }
}

/// The name: as it will stand in the journal, or as it was read.
fn show_name(ui: &mut Ui, who: &mut Who, nth: usize) -> Option<Doing> {
    let t = Tokens::of(ui);
    let row = who.rows.get_mut(nth)?;
    if row.choice != Choice::New || !row.writing {
        let is_new = row.choice == Choice::New;
        let ink = if row.choice == Choice::Out { t.ink_faint } else { t.ink };
        let name = text::short(if is_new { &row.name } else { &row.read_as }, 40);
        ui.add(Label::new(text::body_medium(name).color(ink)).truncate());
        let another = || IconButton::new(icons::EDIT, format!("Another name for {}", row.read_as)).small();
        if is_new {
            let button = ui.add(another());
            keep_in_sight(&button);
            if button.clicked() {
                row.writing = true;
                ui.memory_mut(|memory| memory.request_focus(name_id(row)));
            }
        }
        return None;
    }
    let id = name_id(row);
    let label = format!("Name of {}", row.read_as);
    let wrong = row.wrong.clone();
    let field = Field::line(&label, &mut row.name).hide_label().id(id).error(wrong.as_deref()).width(260.0);
    let response = field.show(ui).response;
    if response.lost_focus() { Some(Doing::Named) } else { response.changed().then_some(Doing::Renamed) }
}

fn name_id(row: &Row) -> Id {
    Id::unique(("import name", row.uid.0))
}

/// The choice of who they are.
fn choose(ui: &mut Ui, who: &Who, nth: usize, known: &[Person]) -> Option<Choice> {
    let row = who.rows.get(nth)?;
    let now = match row.choice {
        Choice::New => "Somebody new".to_owned(),
        Choice::Same(_) => format!("Is {}", who.name(row).unwrap_or_default()),
        Choice::With(_) => format!("Same as {}", who.name(row).unwrap_or("somebody left out")),
        Choice::Out => "Left out".to_owned(),
    };
    let button = ui.add(Button::plain(text::short(&now, 28)).small().icon_after(icons::CARET_DOWN));
    let name = format!("Who is {}?", row.read_as);
    button.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), &name);
        info.current_text_value = Some(now.clone());
        info
    });
    keep_in_sight(&button);
    let most = ui.spacing().combo_height;
    let chosen = menu::open_below(&button, &name, |ui| {
        ScrollArea::vertical().max_height(most).show(ui, |ui| show_choices(ui, who, row, known)).inner
    });
    chosen.flatten().filter(|chosen| *chosen != row.choice)
}

fn show_choices(ui: &mut Ui, who: &Who, row: &Row, known: &[Person]) -> Option<Choice> {
    let mut chosen = None;
    let mut offer = |ui: &mut Ui, choice: Choice, word: &str| {
        if menu::item(ui, Item::new(word).chosen(row.choice == choice)) {
            chosen = Some(choice);
        }
    };
    offer(ui, Choice::New, "Somebody new");
    offer(ui, Choice::Out, "Leave out");
    if !known.is_empty() {
        menu::line(ui);
    }
    for person in known {
        let archived = if person.archived.is_some() { " (archived)" } else { "" };
        offer(ui, Choice::Same(person.id), &format!("Is {}{archived}", person.profile.name));
    }
    let others = who.rows.iter().filter(|other| other.uid != row.uid && other.choice == Choice::New);
    for (nth, other) in others.take(OTHERS).enumerate() {
        if nth == 0 {
            menu::line(ui);
        }
        offer(ui, Choice::With(other.uid), &format!("Same as {}", other.name));
    }
    chosen
}

/// What would come, in a line.
fn summary(who: &Who, row: &Row, gain: Option<&Gain>) -> String {
    match (row.choice, gain) {
        (Choice::Out, _) => format!("{} out", counted(row.things, "thing stays", "things stay")),
        (Choice::With(_), _) => {
            let name = who.name(row).unwrap_or("somebody left out");
            format!("{} with {name}", counted(row.things, "thing comes in", "things come in"))
        }
        (_, Some(gain)) => gained(gain),
        (_, None) if row.things > 0 => "No entry and no one-on-one that is new".to_owned(),
        (_, None) => "Only the name".to_owned(),
    }
}

fn gained(gain: &Gain) -> String {
    let one_on_ones = (gain.one_on_ones > 0).then(|| counted(gain.one_on_ones, "one-on-one", "one-on-ones"));
    let entries = gain.entries.iter().map(|(kind, (count, _))| kinds_of(*kind, *count));
    let others = (gain.others > 0).then(|| counted(gain.others, "other thing", "other things"));
    let parts: Vec<String> = one_on_ones.into_iter().chain(entries).chain(others).collect();
    parts.join(" · ")
}

fn kinds_of(kind: Kind, count: usize) -> String {
    counted(count, &kind.word().to_lowercase(), &kind.plural().to_lowercase())
}

/// The first of each kind.
fn show_first(ui: &mut Ui, gain: &Gain) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    for (kind, (_, first)) in &gain.entries {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add_space(INDENT);
            // The words begin below each other, however long the kind is.
            let room = vec2(KIND, size::CHIP);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(KIND);
                ui.add(kinds::chip(*kind));
            });
            elide(ui, text::small(plain(first)).color(t.ink));
        });
    }
    ui.add_space(4.0);
}
