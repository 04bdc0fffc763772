//! Somebody of a source: who they are in the journal, and what would come about them.

use eframe::egui::{Align, Id, Label, Layout, Role, ScrollArea, Ui, WidgetInfo, vec2};

use super::{
    people_mapping::{PeopleMapping, PersonChoice, SourcePerson},
    preview::format_count,
};
use crate::{
    domain::{entry::kind::Kind, person::Person},
    import::{PersonPreview, Preview},
    ui::{
        icons,
        keys::scroll_to_on_focus,
        kind_style,
        sidebar::avatar_colour,
        text,
        tokens::{Tokens, size},
        widget::{
            avatar::Avatar,
            button::{Button, IconButton},
            field::TextField,
            markdown::to_plain_text,
            menu,
            menu::MenuItem,
            truncated_label::truncated_label,
        },
    },
};

/// The most others of the source that are offered as the same person.
const MAX_OTHER_PEOPLE: usize = 60;

/// As wide as an avatar and the space after it.
const TEXT_INDENT: f32 = 36.0;
/// As wide as the chip of the longest kind.
const KIND_CHIP_WIDTH: f32 = 104.0;

/// What was done in a row.
#[derive(Clone, Copy)]
pub(super) enum RowAction {
    /// They are somebody else than was guessed.
    Choose(PersonChoice),
    /// A name is being written.
    Renamed,
    /// A name was written.
    RenameFinished,
}

/// Shows a row.
pub(super) fn show_person_row(
    ui: &mut Ui,
    who: &mut PeopleMapping,
    nth: usize,
    known: &[Person],
    preview: &Preview,
) -> Option<RowAction> {
    let row = who.rows.get(nth)?;
    let t = Tokens::of(ui);
    let gain = row.preview_index.and_then(|gain| preview.people.get(gain));
    let (said, opens) = (describe_row(who, row, gain), gain.is_some_and(|gain| !gain.entries.is_empty()));
    let (open, read_as) = (row.is_expanded, row.source_name.clone());
    let mut doing = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), size::CONTROL_SMALL),
        Layout::right_to_left(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if let Some(choice) = show_choice_menu(ui, who, nth, known) {
                doing = Some(RowAction::Choose(choice));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Avatar::new(&who.rows[nth].initials, row_avatar_colour(who, nth, known)));
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
            scroll_to_on_focus(&button);
            if button.clicked()
                && let Some(row) = who.rows.get_mut(nth)
            {
                row.is_expanded = !open;
            }
        } else {
            ui.add_space(TEXT_INDENT);
        }
        ui.add(Label::new(text::small(said).color(t.ink_soft)).wrap());
    });
    if open && let Some(gain) = gain {
        show_examples(ui, gain);
    }
    doing
}

fn row_avatar_colour(who: &PeopleMapping, nth: usize, known: &[Person]) -> usize {
    match who.rows.get(nth).map(|row| row.choice) {
        Some(PersonChoice::Existing(id)) => known.iter().find(|known| known.id == id).map_or(nth, avatar_colour),
        // After those of the journal, as they would be there.
        _ => known.len() + nth,
    }
}

/// The name: as it will stand in the journal, or as it was read.
fn show_name(ui: &mut Ui, who: &mut PeopleMapping, nth: usize) -> Option<RowAction> {
    let t = Tokens::of(ui);
    let row = who.rows.get_mut(nth)?;
    if row.choice != PersonChoice::New || !row.is_editing_name {
        let is_new = row.choice == PersonChoice::New;
        let ink = if row.choice == PersonChoice::Skip { t.ink_faint } else { t.ink };
        let name = text::truncate(if is_new { &row.name } else { &row.source_name }, 40);
        ui.add(Label::new(text::body_medium(name).color(ink)).truncate());
        let another = || IconButton::new(icons::EDIT, format!("Another name for {}", row.source_name)).small();
        if is_new {
            let button = ui.add(another());
            scroll_to_on_focus(&button);
            if button.clicked() {
                row.is_editing_name = true;
                ui.memory_mut(|memory| memory.request_focus(name_id(row)));
            }
        }
        return None;
    }
    let id = name_id(row);
    let label = format!("Name of {}", row.source_name);
    let wrong = row.name_error.clone();
    let field = TextField::singleline(&label, &mut row.name).hide_label().id(id).error(wrong.as_deref()).width(260.0);
    let response = field.show(ui).response;
    if response.lost_focus() {
        Some(RowAction::RenameFinished)
    } else {
        response.changed().then_some(RowAction::Renamed)
    }
}

fn name_id(row: &SourcePerson) -> Id {
    Id::unique(("import name", row.uid.0))
}

/// The choice of who they are.
fn show_choice_menu(ui: &mut Ui, who: &PeopleMapping, nth: usize, known: &[Person]) -> Option<PersonChoice> {
    let row = who.rows.get(nth)?;
    let now = match row.choice {
        PersonChoice::New => "Somebody new".to_owned(),
        PersonChoice::Existing(_) => format!("Is {}", who.final_name(row).unwrap_or_default()),
        PersonChoice::SameAs(_) => format!("Same as {}", who.final_name(row).unwrap_or("somebody left out")),
        PersonChoice::Skip => "Left out".to_owned(),
    };
    let button = ui.add(Button::plain(text::truncate(&now, 28)).small().trailing_icon(icons::CARET_DOWN));
    let name = format!("Who is {}?", row.source_name);
    button.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), &name);
        info.current_text_value = Some(now.clone());
        info
    });
    scroll_to_on_focus(&button);
    let most = ui.spacing().combo_height;
    let chosen = menu::popup_below(&button, &name, |ui| {
        ScrollArea::vertical().max_height(most).show(ui, |ui| show_choices(ui, who, row, known)).inner
    });
    chosen.flatten().filter(|chosen| *chosen != row.choice)
}

fn show_choices(ui: &mut Ui, who: &PeopleMapping, row: &SourcePerson, known: &[Person]) -> Option<PersonChoice> {
    let mut chosen = None;
    let mut offer = |ui: &mut Ui, choice: PersonChoice, word: &str| {
        if menu::item(ui, MenuItem::new(word).selected(row.choice == choice)) {
            chosen = Some(choice);
        }
    };
    offer(ui, PersonChoice::New, "Somebody new");
    offer(ui, PersonChoice::Skip, "Leave out");
    if !known.is_empty() {
        menu::separator(ui);
    }
    for person in known {
        let archived = if person.archived_at.is_some() { " (archived)" } else { "" };
        offer(ui, PersonChoice::Existing(person.id), &format!("Is {}{archived}", person.profile.name));
    }
    let others = who.rows.iter().filter(|other| other.uid != row.uid && other.choice == PersonChoice::New);
    for (nth, other) in others.take(MAX_OTHER_PEOPLE).enumerate() {
        if nth == 0 {
            menu::separator(ui);
        }
        offer(ui, PersonChoice::SameAs(other.uid), &format!("Same as {}", other.name));
    }
    chosen
}

/// What would come, in a line.
fn describe_row(who: &PeopleMapping, row: &SourcePerson, gain: Option<&PersonPreview>) -> String {
    match (row.choice, gain) {
        (PersonChoice::Skip, _) => format!("{} out", format_count(row.record_count, "thing stays", "things stay")),
        (PersonChoice::SameAs(_), _) => {
            let name = who.final_name(row).unwrap_or("somebody left out");
            format!("{} with {name}", format_count(row.record_count, "thing comes in", "things come in"))
        }
        (_, Some(gain)) => describe_counts(gain),
        (_, None) if row.record_count > 0 => "No entry and no one-on-one that is new".to_owned(),
        (_, None) => "Only the name".to_owned(),
    }
}

fn describe_counts(gain: &PersonPreview) -> String {
    let one_on_ones = (gain.one_on_ones > 0).then(|| format_count(gain.one_on_ones, "one-on-one", "one-on-ones"));
    let entries = gain.entries.iter().map(|(kind, (count, _))| format_kind_count(*kind, *count));
    let others = (gain.other_records > 0).then(|| format_count(gain.other_records, "other thing", "other things"));
    let parts: Vec<String> = one_on_ones.into_iter().chain(entries).chain(others).collect();
    parts.join(" · ")
}

fn format_kind_count(kind: Kind, count: usize) -> String {
    format_count(count, &kind.label().to_lowercase(), &kind.plural_label().to_lowercase())
}

/// The first of each kind.
fn show_examples(ui: &mut Ui, gain: &PersonPreview) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    for (kind, (_, first)) in &gain.entries {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add_space(TEXT_INDENT);
            // The words begin below each other, however long the kind is.
            let room = vec2(KIND_CHIP_WIDTH, size::CHIP);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(KIND_CHIP_WIDTH);
                ui.add(kind_style::chip(*kind));
            });
            truncated_label(ui, text::small(to_plain_text(first)).color(t.ink));
        });
    }
    ui.add_space(4.0);
}
