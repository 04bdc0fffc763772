//! The form of a person. Its contents are plain text until submitted, and stored as a draft while
//! typing.

use eframe::egui::{Context, Id, Role, Sense, Stroke, Ui, WidgetInfo, vec2};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        cadence::{Cadence, Interval, weekday_name},
        id::PersonId,
        name::clean_name,
        parse::{date::parse_date, time::parse_time_of_day},
        person::{Birthday, Person, Profile, Relation},
        review::is_same_name,
        short_name::first_name,
    },
    journal::change::Change,
    ui::{
        action::Submission,
        format_loader::FormatLoader,
        person_style::default_colour,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{AVATARS, Tokens},
        widget::{button::Button, card::card, dialog::Dialog, field::TextField, menu::combo_box, segmented::segmented},
        width_class::WidthClass,
    },
};

const RELATIONS: [(Relation, &str); 3] =
    [(Relation::Report, "Direct report"), (Relation::Peer, "Peer"), (Relation::Boss, "Manager")];
const COLOURS: [&str; AVATARS.len()] = ["Green", "Brown", "Violet", "Blue", "Pink", "Slate", "Olive", "Red"];

/// The form of a new or an existing person.
pub struct PersonForm {
    person: Option<PersonId>,
    title: String,
    field_key: String,
    text: PersonFormText,
    formats: FormatLoader,
    show_errors: bool,
}

/// The contents of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PersonFormText {
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    goes_by: String,
    relation: Relation,
    role: String,
    team: String,
    since: String,
    birthday: String,
    pronouns: String,
    matters: String,
    cadence: String,
    #[serde(default)]
    weekday: Option<i8>,
    #[serde(default)]
    time: String,
    #[serde(default)]
    latest: String,
    colour: Option<u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    format: String,
}

impl From<&Profile> for PersonFormText {
    fn from(profile: &Profile) -> Self {
        Self {
            name: profile.name.clone(),
            goes_by: profile.goes_by.clone(),
            relation: profile.relation,
            role: profile.role.clone(),
            team: profile.team.clone(),
            since: profile.since.map(|day| day.to_string()).unwrap_or_default(),
            birthday: profile.birthday.map(|day| day.to_string()).unwrap_or_default(),
            pronouns: profile.pronouns.clone(),
            matters: profile.personal_details.clone(),
            cadence: profile.cadence.map(|cadence| cadence.interval_only().to_string()).unwrap_or_default(),
            weekday: profile.cadence.and_then(Cadence::weekday).map(Weekday::to_monday_one_offset),
            time: profile
                .cadence
                .and_then(Cadence::time)
                .map(|time| time.strftime("%H:%M").to_string())
                .unwrap_or_default(),
            latest: profile.cadence.and_then(Cadence::max_gap).map(|latest| latest.to_string()).unwrap_or_default(),
            colour: profile.colour,
            format: profile.format.clone(),
        }
    }
}

/// Validation errors by field.
#[derive(Default)]
struct FieldErrors {
    name: Option<String>,
    goes_by: Option<String>,
    since: Option<String>,
    birthday: Option<String>,
    cadence: Option<String>,
    time: Option<String>,
    latest: Option<String>,
}

impl PersonFormText {
    /// The profile, if every field is valid. `name_error` overrides the validation of the name.
    fn parse(&self, today: Date, name_error: Option<&str>) -> Result<Profile, Box<FieldErrors>> {
        let name = match name_error {
            Some(name_error) => Err(name_error.to_owned()),
            None => clean_name(&self.name).map_err(|error| error.to_string()),
        };
        let goes_by = parse_optional(&self.goes_by, |text| clean_name(text).map_err(|error| error.to_string()));
        let since = parse_optional(&self.since, |text| parse_since(text, today));
        let birthday = parse_optional(&self.birthday, |text| Birthday::parse(text).map_err(|error| error.to_string()));
        let cadence = self.parse_cadence();
        match (name, goes_by, since, birthday, cadence) {
            (Ok(name), Ok(goes_by), Ok(since), Ok(birthday), Ok(cadence)) => Ok(Profile {
                goes_by: stored_goes_by(&name, goes_by),
                name,
                relation: self.relation,
                role: self.role.trim().to_owned(),
                team: self.team.trim().to_owned(),
                since,
                birthday,
                pronouns: self.pronouns.trim().to_owned(),
                personal_details: self.matters.trim().to_owned(),
                cadence,
                colour: self.colour,
                format: self.format.clone(),
            }),
            (name, goes_by, since, birthday, cadence) => {
                let errors = cadence.err().map(|errors| *errors).unwrap_or_default();
                let (name, goes_by) = (name.err(), goes_by.err());
                Err(Box::new(FieldErrors { name, goes_by, since: since.err(), birthday: birthday.err(), ..errors }))
            }
        }
    }
}

impl PersonFormText {
    /// The cadence with its weekday, time and maximum gap, which are only valid with a cadence.
    fn parse_cadence(&self) -> Result<Option<Cadence>, Box<FieldErrors>> {
        let cadence_error = |cadence| Box::new(FieldErrors { cadence: Some(cadence), ..FieldErrors::default() });
        let cadence = parse_optional(&self.cadence, |text| text.parse::<Cadence>().map_err(|error| error.to_string()));
        let time = parse_optional(&self.time, |text| {
            parse_time_of_day(text).ok_or_else(|| "Enter a time, like 10:00.".to_owned())
        });
        let latest = parse_optional(&self.latest, |text| text.parse::<Interval>().map_err(|error| error.to_string()));
        let (cadence, time, latest) = match (cadence, time, latest) {
            (Ok(cadence), Ok(time), Ok(latest)) => (cadence, time, latest),
            (cadence, time, latest) => {
                let errors = FieldErrors {
                    cadence: cadence.err(),
                    time: time.err(),
                    latest: latest.err(),
                    ..FieldErrors::default()
                };
                return Err(Box::new(errors));
            }
        };
        let Some(cadence) = cadence else {
            let has_details = time.is_some() || latest.is_some() || self.weekday.is_some();
            return if has_details {
                Err(cadence_error("First enter how often you meet, like “every week”.".to_owned()))
            } else {
                Ok(None)
            };
        };
        // Details written in the first field apply where the fields of their own are empty.
        let weekday = self.weekday.and_then(|day| Weekday::from_monday_one_offset(day).ok()).or(cadence.weekday());
        let complete =
            cadence.with_weekday(weekday).with_time(time.or(cadence.time())).with_max_gap(latest.or(cadence.max_gap()));
        complete
            .map(Some)
            .map_err(|error| Box::new(FieldErrors { latest: Some(error.to_string()), ..FieldErrors::default() }))
    }
}

/// What is stored of the field: nothing where it is the default, which then follows the name.
fn stored_goes_by(name: &str, goes_by: Option<String>) -> String {
    goes_by.filter(|goes_by| goes_by != first_name(name)).unwrap_or_default()
}

fn parse_optional<T>(text: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { parse(text).map(Some) }
}

/// A date, or a month, which means its first day.
fn parse_since(text: &str, today: Date) -> Result<Date, String> {
    let month = format!("1 {text}");
    let as_month = ["%d %B %Y", "%d %b %Y", "%d %Y-%m"].iter().find_map(|form| Date::strptime(form, &month).ok());
    match as_month {
        Some(day) => Ok(day),
        None => parse_date(text, today).map_err(|_| "Try “March 2022” or “2022-03-01”.".to_owned()),
    }
}

impl PersonForm {
    /// The form of a person, or of a new one, with the draft of an earlier edit.
    pub fn open(person: Option<&Person>, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = person.map_or_else(|| "person/new".to_owned(), |person| format!("person/{}", person.uid));
        let current = person.map_or_else(
            || PersonFormText::from(&Profile::with_name("")),
            |person| PersonFormText::from(&person.profile),
        );
        let draft = screen.draft(&field_key).and_then(|draft| serde_json::from_str(&draft.text).ok());
        Self {
            person: person.map(|person| person.id),
            title: person.map_or_else(|| "Add person".to_owned(), |person| format!("About {}", person.short_name())),
            field_key,
            text: draft.unwrap_or(current),
            formats: FormatLoader::default(),
            show_errors: false,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let previous = self.text.clone();
        let name_error = self.name_conflict(screen);
        let parsed = self.text.parse(screen.today, name_error.as_deref());
        let library = self.formats.library(ctx, screen);
        let formats: Vec<&str> =
            library.into_iter().flat_map(|library| &library.formats).map(|format| format.name.as_str()).collect();
        let errors = parsed.as_ref().err().filter(|_| self.show_errors).map(AsRef::as_ref);
        let submit_label = if self.person.is_some() { "Save" } else { "Add" };
        let output =
            Dialog::new(Id::unique(("person", &self.field_key)), &self.title).note("Only you can read this.").show(
                ctx,
                |ui| {
                    show_fields(ui, &mut self.text, errors, &formats, self.person.map(default_colour));
                    Shortcut::SubmitDialog.consume(ui)
                },
                |ui| (ui.add(Button::primary(submit_label)).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        if self.text != previous {
            screen.set_draft(&self.field_key, "", &serde_json::to_string(&self.text).unwrap_or_default());
        }
        let (save, cancel) = output.buttons;
        if save || output.body {
            self.show_errors = true;
            if let Ok(profile) = parsed {
                screen.dispatch(Submission::with_draft(self.to_change(profile), self.field_key.clone()));
                return true;
            }
        }
        // Esc keeps the draft for the next time; only Cancel discards it.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }

    fn to_change(&self, profile: Profile) -> Change {
        match self.person {
            Some(person) => Change::EditPerson { person, profile },
            None => Change::AddPeople(vec![profile]),
        }
    }

    /// The error when another person has the same name.
    fn name_conflict(&self, screen: &mut ScreenContext<'_>) -> Option<String> {
        let name = clean_name(&self.text.name).ok()?.to_lowercase();
        let people = screen.read(crate::store::Db::people);
        let other = people
            .iter()
            .find(|person| Some(person.id) != self.person && person.profile.name.to_lowercase() == name)?;
        let archived = if other.archived_at.is_some() { " (archived)" } else { "" };
        Some(format!("You already have a {}{archived}. Add something to tell them apart.", other.profile.name))
    }
}

fn show_fields(
    ui: &mut Ui,
    form: &mut PersonFormText,
    errors: Option<&FieldErrors>,
    formats: &[&str],
    default_colour: Option<usize>,
) {
    let error = |field: fn(&FieldErrors) -> &Option<String>| errors.and_then(|errors| field(errors).as_deref());
    // All of it fits a window of the default height.
    ui.spacing_mut().item_spacing.y = 10.0;
    show_two_columns(
        ui,
        form,
        |ui, form| drop(TextField::singleline("Name", &mut form.name).error(error(|errors| &errors.name)).show(ui)),
        |ui, form| {
            let default = first_name(form.name.trim()).to_owned();
            let field = TextField::singleline("Goes by", &mut form.goes_by).hint(&default);
            field.error(error(|errors| &errors.goes_by)).show(ui);
        },
    );
    segmented(ui, "Relationship", &mut form.relation, &RELATIONS);
    ui.columns(3, |columns| {
        let fields = [("Role", &mut form.role), ("Team", &mut form.team), ("Pronouns", &mut form.pronouns)];
        for (ui, (label, text)) in columns.iter_mut().zip(fields) {
            TextField::singleline(label, text).show(ui);
        }
    });
    show_cadence(ui, form, errors, formats);
    show_two_columns(
        ui,
        form,
        |ui, form| {
            let field = TextField::singleline("Working together since", &mut form.since).hint("March 2022");
            field.error(error(|errors| &errors.since)).show(ui);
        },
        |ui, form| {
            let field = TextField::singleline("Birthday", &mut form.birthday).hint("30 November");
            field.error(error(|errors| &errors.birthday)).show(ui);
        },
    );
    TextField::multiline("What matters to them", &mut form.matters, 2)
        .hint("Climbing · two kids · hates surprise meetings")
        .show(ui);
    show_colour_picker(ui, &mut form.colour, default_colour);
}

/// How often the two meet, on which day and at which time, and the longest gap, in one group.
fn show_cadence(ui: &mut Ui, form: &mut PersonFormText, errors: Option<&FieldErrors>, formats: &[&str]) {
    let error = |field: fn(&FieldErrors) -> &Option<String>| errors.and_then(|errors| field(errors).as_deref());
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        show_two_columns(
            ui,
            form,
            |ui, form| {
                let field = TextField::singleline("How often you meet", &mut form.cadence).hint("every week");
                field.error(error(|errors| &errors.cadence)).show(ui);
            },
            |ui, form| show_weekday_and_time(ui, form, error(|errors| &errors.time)),
        );
        show_two_columns(
            ui,
            form,
            |ui, form| {
                let field = TextField::singleline("Overdue after", &mut form.latest).hint("3 weeks");
                field.error(error(|errors| &errors.latest)).show(ui);
            },
            |ui, form| show_standing_format(ui, &mut form.format, formats),
        );
    });
}

/// The format that Prepare offers before each one-on-one.
fn show_standing_format(ui: &mut Ui, chosen: &mut String, formats: &[&str]) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::small_strong("Standing format").color(Tokens::of(ui).ink));
        ui.add_space(2.0);
        let is_chosen = |format: &&str| is_same_name(format, chosen);
        let index = formats.iter().position(is_chosen);
        // One whose file is gone stays until another is chosen.
        let gone = Some(chosen.as_str()).filter(|chosen| index.is_none() && !chosen.is_empty());
        let names = gone.iter().chain(formats).copied();
        let choices: Vec<(Option<&str>, &str)> =
            std::iter::once((None, "None")).chain(names.map(|name| (Some(name), name))).collect();
        let mut value = gone.or_else(|| index.and_then(|index| formats.get(index).copied()));
        if combo_box(ui, "Standing format", &mut value, &choices).changed() {
            let name = value.unwrap_or_default().to_owned();
            *chosen = name;
        }
    });
}

/// The optional weekday and time of the cadence.
fn show_weekday_and_time(ui: &mut Ui, form: &mut PersonFormText, error: Option<&str>) {
    let days = [None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7)];
    let days = days.map(|day| {
        let weekday = day.and_then(|day| Weekday::from_monday_one_offset(day).ok());
        (day, weekday.map_or("Any day", weekday_name))
    });
    let mut show = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.label(text::small_strong("On").color(Tokens::of(ui).ink));
            ui.add_space(2.0);
            combo_box(ui, "Weekday", &mut form.weekday, &days);
        });
        TextField::singleline("At", &mut form.time).hint("10:00").error(error).show(ui);
    };
    if WidthClass::of(ui) == WidthClass::Compact {
        show(ui);
    } else {
        ui.horizontal_top(show);
    }
}

fn show_two_columns(
    ui: &mut Ui,
    form: &mut PersonFormText,
    left: impl FnOnce(&mut Ui, &mut PersonFormText),
    right: impl FnOnce(&mut Ui, &mut PersonFormText),
) {
    ui.columns(2, |columns| {
        if let [first, second] = columns {
            left(first, form);
            right(second, form);
        }
    });
}

/// A circle for each colour, the current one with a ring: the chosen one, or else the default.
fn show_colour_picker(ui: &mut Ui, value: &mut Option<u8>, default: Option<usize>) {
    let t = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.label(text::small_strong("Colour").color(t.ink));
        ui.add_space(6.0);
        for (index, (colour, name)) in (0_u8..).zip(AVATARS.iter().zip(COLOURS)) {
            let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
            let is_chosen = *value == Some(index);
            let selected = is_chosen || (value.is_none() && default == Some(usize::from(index)));
            ui.painter().circle_filled(rect.center(), 8.0, *colour);
            if selected || response.has_focus() || response.hovered() {
                let ring = if selected { t.ink } else { t.outline };
                ui.painter().circle_stroke(rect.center(), 11.0, Stroke::new(1.5, ring));
            }
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, selected, name));
            if response.on_hover_text(name).clicked() {
                *value = if is_chosen { None } else { Some(index) };
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    fn form(change: impl FnOnce(&mut PersonFormText)) -> PersonFormText {
        let mut form = PersonFormText::from(&Profile::with_name("Dana"));
        change(&mut form);
        form
    }

    #[test]
    fn form_accepts_natural_input() {
        let parsed = form(|form| {
            form.since = "March 2022".into();
            form.birthday = "30 November".into();
            form.cadence = "every 2 weeks".into();
        });
        let profile = parsed.parse(TODAY, None).ok().expect("a profile");
        assert_eq!(profile.since, Some(date(2022, 3, 1)));
        assert_eq!(profile.birthday.map(|day| day.to_string()).as_deref(), Some("11-30"));
        assert_eq!(profile.cadence.map(|cadence| cadence.to_string()).as_deref(), Some("every 2 weeks"));
    }

    #[test]
    fn weekday_time_and_max_gap_belong_to_the_cadence() {
        let filled = |cadence: &str, weekday, time: &str, latest: &str| {
            form(|form| {
                form.cadence = cadence.into();
                form.weekday = weekday;
                form.time = time.into();
                form.latest = latest.into();
            })
        };
        let describe = |form: PersonFormText| match form.parse(TODAY, None) {
            Ok(profile) => profile.cadence.map(|cadence| cadence.to_string()).unwrap_or_default(),
            Err(errors) => [errors.cadence, errors.time, errors.latest].into_iter().flatten().collect(),
        };
        for (cadence, weekday, time, latest, expected) in [
            ("every 2 weeks", Some(2), "10:00", "3 weeks", "every 2 weeks on Tuesday at 10:00 (3 weeks at the latest)"),
            ("every week", None, "9", "", "every week at 09:00"),
            ("every week on friday at 16:00", None, "", "", "every week on Friday at 16:00"),
            ("", Some(2), "", "", "First enter how often you meet, like “every week”."),
            ("every week", None, "25:00", "", "Enter a time, like 10:00."),
            (
                "every month",
                None,
                "",
                "2 weeks",
                "Overdue after 2 weeks is sooner than every month. Enter a longer time.",
            ),
        ] {
            let form = filled(cadence, weekday, time, latest);
            assert_eq!(describe(form.clone()), expected, "{cadence} {time} {latest}");
            // The parsed profile fills the form with the same text.
            if let Ok(profile) = form.parse(TODAY, None) {
                assert_eq!(describe(PersonFormText::from(&profile)), expected);
            }
        }
    }

    #[test]
    fn empty_cadence_means_none() {
        let profile = form(|form| form.cadence.clear()).parse(TODAY, None).ok().expect("a profile");
        assert_eq!(profile.cadence, None);
    }

    #[test]
    fn every_invalid_field_has_an_error() {
        let errors = form(|form| {
            form.name = " ".into();
            form.since = "long ago".into();
            form.birthday = "31 February".into();
            form.cadence = "now and then".into();
        })
        .parse(TODAY, None)
        .expect_err("problems");
        assert!(
            errors.name.is_some() && errors.since.is_some() && errors.birthday.is_some() && errors.cadence.is_some()
        );
    }
}
