//! A row of the import preview: a person of the source, who they are in the journal, and what would
//! be imported.

use eframe::egui::{Align, Id, Label, Layout, Role, Ui, WidgetInfo, vec2};

use super::{
    people_mapping::{PeopleMapping, PersonChoice, SourcePerson},
    preview::format_count,
};
use crate::{
    domain::{entry::kind::Kind, person::Person},
    import::{PersonPreview, Preview},
    ui::{
        dialog::name_with_archived,
        icons,
        keys::scroll_to_on_focus,
        kind_style,
        person_style::avatar_colour,
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

/// The most other people of the source that are offered as the same person.
const MAX_OTHER_PEOPLE: usize = 60;

/// The width of an avatar and the space after it.
const TEXT_INDENT: f32 = 36.0;
/// The width of the chip of the longest kind.
const KIND_CHIP_WIDTH: f32 = 104.0;

/// What was done in a row.
#[derive(Clone, Copy)]
pub(super) enum RowAction {
    /// Another person was chosen.
    Choose(PersonChoice),
    /// The name was edited.
    Renamed,
    /// Editing the name ended.
    RenameFinished,
}

/// Shows the row at `index`.
pub(super) fn show_person_row(
    ui: &mut Ui,
    mapping: &mut PeopleMapping,
    index: usize,
    existing_people: &[Person],
    preview: &Preview,
) -> Option<RowAction> {
    let row = mapping.rows.get(index)?;
    let t = Tokens::of(ui);
    let person_preview = row.preview_index.and_then(|index| preview.people.get(index));
    let (description, is_expandable) = (
        describe_row(mapping, row, person_preview),
        person_preview.is_some_and(|person_preview| !person_preview.entries.is_empty()),
    );
    let (is_expanded, source_name) = (row.is_expanded, row.source_name.clone());
    let mut action = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), size::CONTROL_SMALL),
        Layout::right_to_left(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if let Some(choice) = show_choice_menu(ui, mapping, index, existing_people) {
                action = Some(RowAction::Choose(choice));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Avatar::new(&mapping.rows[index].initials, row_avatar_colour(mapping, index, existing_people)));
                action = action.take().or(show_name(ui, mapping, index));
            });
        },
    );
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if is_expandable {
            let icon = if is_expanded { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            let name = format!("Examples for {source_name}");
            let button = ui.add(IconButton::new(icon, name).small());
            scroll_to_on_focus(&button);
            if button.clicked()
                && let Some(row) = mapping.rows.get_mut(index)
            {
                row.is_expanded = !is_expanded;
            }
        } else {
            ui.add_space(TEXT_INDENT);
        }
        ui.add(Label::new(text::small(description).color(t.ink_soft)).wrap());
    });
    if is_expanded && let Some(person_preview) = person_preview {
        show_examples(ui, person_preview);
    }
    action
}

fn row_avatar_colour(mapping: &PeopleMapping, index: usize, existing_people: &[Person]) -> usize {
    match mapping.rows.get(index).map(|row| row.choice) {
        Some(PersonChoice::Existing(id)) => {
            existing_people.iter().find(|person| person.id == id).map_or(index, avatar_colour)
        }
        // The colours after those of the journal, as new people would get them.
        _ => existing_people.len() + index,
    }
}

/// The name in the journal of a new person, otherwise the name in the source.
fn show_name(ui: &mut Ui, mapping: &mut PeopleMapping, index: usize) -> Option<RowAction> {
    let t = Tokens::of(ui);
    let row = mapping.rows.get_mut(index)?;
    if row.choice != PersonChoice::New || !row.is_editing_name {
        let is_new = row.choice == PersonChoice::New;
        let ink = if row.choice == PersonChoice::Skip { t.ink_faint } else { t.ink };
        let name = text::truncate(if is_new { &row.name } else { &row.source_name }, 40);
        ui.add(Label::new(text::body_medium(name).color(ink)).truncate());
        let edit_button = || IconButton::new(icons::EDIT, format!("Rename {}", row.source_name)).small();
        if is_new {
            let button = ui.add(edit_button());
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
    let error = row.name_error.clone();
    let field = TextField::singleline(&label, &mut row.name).hide_label().id(id).error(error.as_deref()).width(260.0);
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

/// The menu of who the person is.
fn show_choice_menu(
    ui: &mut Ui,
    mapping: &PeopleMapping,
    index: usize,
    existing_people: &[Person],
) -> Option<PersonChoice> {
    let row = mapping.rows.get(index)?;
    let current = match row.choice {
        PersonChoice::New => "New person".to_owned(),
        PersonChoice::Existing(_) => format!("Match to {}", mapping.final_name(row).unwrap_or_default()),
        PersonChoice::SameAs(_) => format!("Same as {}", mapping.final_name(row).unwrap_or("a skipped person")),
        PersonChoice::Skip => "Skip".to_owned(),
    };
    let button = ui.add(Button::plain(text::truncate(&current, 28)).small().trailing_icon(icons::CARET_DOWN));
    let name = format!("Who is {}?", row.source_name);
    button.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), &name);
        info.current_text_value = Some(current.clone());
        info
    });
    scroll_to_on_focus(&button);
    let items = existing_people.len() + mapping.rows.len() + 2;
    let chosen = menu::popup_below(&button, &name, |ui| {
        menu::list_area(ui, items).show(ui, |ui| show_choices(ui, mapping, row, existing_people)).inner
    });
    chosen.flatten().filter(|chosen| *chosen != row.choice)
}

fn show_choices(
    ui: &mut Ui,
    mapping: &PeopleMapping,
    row: &SourcePerson,
    existing_people: &[Person],
) -> Option<PersonChoice> {
    let mut chosen = None;
    let mut offer = |ui: &mut Ui, choice: PersonChoice, label: &str| {
        if menu::item(ui, MenuItem::new(label).selected(row.choice == choice)) {
            chosen = Some(choice);
        }
    };
    offer(ui, PersonChoice::New, "New person");
    offer(ui, PersonChoice::Skip, "Skip");
    if !existing_people.is_empty() {
        menu::separator(ui);
    }
    for person in existing_people {
        offer(ui, PersonChoice::Existing(person.id), &format!("Match to {}", name_with_archived(person)));
    }
    let others = mapping.rows.iter().filter(|other| other.uid != row.uid && other.choice == PersonChoice::New);
    for (index, other) in others.take(MAX_OTHER_PEOPLE).enumerate() {
        if index == 0 {
            menu::separator(ui);
        }
        offer(ui, PersonChoice::SameAs(other.uid), &format!("Same as {}", other.name));
    }
    chosen
}

/// A summary of what would be imported.
fn describe_row(mapping: &PeopleMapping, row: &SourcePerson, person_preview: Option<&PersonPreview>) -> String {
    match (row.choice, person_preview) {
        (PersonChoice::Skip, _) => format!("{} skipped", format_count(row.record_count, "item", "items")),
        (PersonChoice::SameAs(_), _) => {
            let name = mapping.final_name(row).unwrap_or("a skipped person");
            format!("{} added to {name}", format_count(row.record_count, "item", "items"))
        }
        (_, Some(person_preview)) => describe_counts(person_preview),
        (_, None) if row.record_count > 0 => "Nothing new".to_owned(),
        (_, None) => "Name only".to_owned(),
    }
}

fn describe_counts(person_preview: &PersonPreview) -> String {
    let one_on_ones =
        (person_preview.one_on_ones > 0).then(|| format_count(person_preview.one_on_ones, "one-on-one", "one-on-ones"));
    let entries = person_preview.entries.iter().map(|(kind, (count, _))| format_kind_count(*kind, *count));
    let others = (person_preview.other_records > 0)
        .then(|| format_count(person_preview.other_records, "other item", "other items"));
    let parts: Vec<String> = one_on_ones.into_iter().chain(entries).chain(others).collect();
    parts.join(" · ")
}

fn format_kind_count(kind: Kind, count: usize) -> String {
    format_count(count, &kind.label().to_lowercase(), &kind.plural_label().to_lowercase())
}

/// The first entry of each kind.
fn show_examples(ui: &mut Ui, person_preview: &PersonPreview) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    for (kind, (_, first)) in &person_preview.entries {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add_space(TEXT_INDENT);
            // A fixed width, so that the texts are aligned.
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
