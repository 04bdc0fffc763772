//! What is written down about a person. The form is text until it is kept, and a draft as it is typed.

use eframe::egui::{Context, Id, Key, Modifiers, Role, Sense, Stroke, Ui, WidgetInfo, vec2};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        cadence::{Cadence, Interval, weekday_name},
        id::PersonId,
        name::clean_name,
        parse::{date::parse_date, datetime::parse_time_of_day},
        person::{Birthday, Person, Profile, Relation},
    },
    journal::change::Change,
    ui::{
        action::Action,
        keys,
        screen_context::ScreenContext,
        text,
        tokens::{AVATARS, Tokens},
        widget::{button::Button, dialog::Dialog, field::TextField, menu::combo_box, segmented::segmented},
    },
};

const RELATIONS: [(Relation, &str); 3] =
    [(Relation::Report, "Reports to you"), (Relation::Peer, "A peer"), (Relation::Boss, "Your boss")];
const COLOURS: [&str; AVATARS.len()] = ["Green", "Brown", "Violet", "Blue", "Pink", "Slate", "Olive", "Red"];

/// The form of a new person, or of one that is in the journal.
pub struct PersonForm {
    person: Option<PersonId>,
    field_key: String,
    text: PersonFormText,
    show_errors: bool,
}

/// The fields as they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PersonFormText {
    name: String,
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
}

impl From<&Profile> for PersonFormText {
    fn from(profile: &Profile) -> Self {
        Self {
            name: profile.name.clone(),
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
        }
    }
}

/// What a field says is wrong with it.
#[derive(Default)]
struct FieldErrors {
    name: Option<String>,
    since: Option<String>,
    birthday: Option<String>,
    cadence: Option<String>,
    time: Option<String>,
    latest: Option<String>,
}

impl PersonFormText {
    /// What the fields say, if all of them say something that can be kept.
    fn parse(&self, today: Date, taken: Option<&str>) -> Result<Profile, Box<FieldErrors>> {
        let name = match taken {
            Some(taken) => Err(taken.to_owned()),
            None => clean_name(&self.name).map_err(|error| error.to_string()),
        };
        let since = parse_optional(&self.since, |text| parse_since(text, today));
        let birthday = parse_optional(&self.birthday, |text| Birthday::parse(text).map_err(|error| error.to_string()));
        let cadence = self.parse_cadence();
        match (name, since, birthday, cadence) {
            (Ok(name), Ok(since), Ok(birthday), Ok(cadence)) => Ok(Profile {
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
            }),
            (name, since, birthday, cadence) => {
                let rhythm = cadence.err().map(|problems| *problems).unwrap_or_default();
                Err(Box::new(FieldErrors { name: name.err(), since: since.err(), birthday: birthday.err(), ..rhythm }))
            }
        }
    }
}

impl PersonFormText {
    /// The rhythm with all that belongs to it; without a rhythm, the rest says nothing.
    fn parse_cadence(&self) -> Result<Option<Cadence>, Box<FieldErrors>> {
        let wrong = |cadence| Box::new(FieldErrors { cadence: Some(cadence), ..FieldErrors::default() });
        let rhythm = parse_optional(&self.cadence, |text| text.parse::<Cadence>().map_err(|error| error.to_string()));
        let time = parse_optional(&self.time, |text| {
            parse_time_of_day(text).ok_or_else(|| "Write a time, as 10:00.".to_owned())
        });
        let latest = parse_optional(&self.latest, |text| text.parse::<Interval>().map_err(|error| error.to_string()));
        let (rhythm, time, latest) = match (rhythm, time, latest) {
            (Ok(rhythm), Ok(time), Ok(latest)) => (rhythm, time, latest),
            (rhythm, time, latest) => {
                let problems = FieldErrors {
                    cadence: rhythm.err(),
                    time: time.err(),
                    latest: latest.err(),
                    ..FieldErrors::default()
                };
                return Err(Box::new(problems));
            }
        };
        let Some(rhythm) = rhythm else {
            let alone = time.is_some() || latest.is_some() || self.weekday.is_some();
            return if alone { Err(wrong("Say how often first: every week.".to_owned())) } else { Ok(None) };
        };
        // What was written out in the first field counts where the others are empty.
        let weekday = self.weekday.and_then(|day| Weekday::from_monday_one_offset(day).ok()).or(rhythm.weekday());
        let full =
            rhythm.with_weekday(weekday).with_time(time.or(rhythm.time())).with_max_gap(latest.or(rhythm.max_gap()));
        full.map(Some)
            .map_err(|error| Box::new(FieldErrors { latest: Some(error.to_string()), ..FieldErrors::default() }))
    }
}

fn parse_optional<T>(text: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
}

/// A day, or a month, which begins on its first.
fn parse_since(text: &str, today: Date) -> Result<Date, String> {
    let month = format!("1 {text}");
    let as_month = ["%d %B %Y", "%d %b %Y", "%d %Y-%m"].iter().find_map(|form| Date::strptime(form, &month).ok());
    match as_month {
        Some(day) => Ok(day),
        None => {
            parse_date(text, today).map_err(|_| "Write a month, as March 2022, or a day, as 2022-03-01.".to_owned())
        }
    }
}

impl PersonForm {
    /// The form of a person, or of a new one, with what was being written in it when it was last left.
    pub fn open(person: Option<&Person>, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = person.map_or_else(|| "person/new".to_owned(), |person| format!("person/{}", person.uid));
        let as_it_is = person.map_or_else(
            || PersonFormText::from(&Profile::with_name("")),
            |person| PersonFormText::from(&person.profile),
        );
        let draft = screen.draft(&field_key).and_then(|draft| serde_json::from_str(&draft.text).ok());
        Self { person: person.map(|person| person.id), field_key, text: draft.unwrap_or(as_it_is), show_errors: false }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let before = self.text.clone();
        let taken = self.name_conflict(screen);
        let read = self.text.parse(screen.today, taken.as_deref());
        let problems = read.as_ref().err().filter(|_| self.show_errors).map(AsRef::as_ref);
        let (title, main) = if self.person.is_some() { ("About them", "Keep it") } else { ("Someone you meet", "Add") };
        let output = Dialog::new(Id::unique(("person", &self.field_key)), title).note("Only you can read this.").show(
            ctx,
            |ui| {
                show_fields(ui, &mut self.text, problems);
                keys::consume_key(ui, Modifiers::COMMAND, Key::Enter)
            },
            |ui| (ui.add(Button::primary(main)).clicked(), ui.add(Button::plain("Cancel")).clicked()),
        );
        if self.text != before {
            screen.set_draft(&self.field_key, "", &serde_json::to_string(&self.text).unwrap_or_default());
        }
        let (keep, cancel) = output.buttons;
        if keep || output.body {
            self.show_errors = true;
            if let Ok(profile) = read {
                screen.dispatch(Action::SubmitWithDraft(self.to_change(profile), self.field_key.clone()));
                return true;
            }
        }
        // Esc only closes: what was typed waits as a draft for the next time.
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

    /// Why the name cannot be had, if somebody else has it.
    fn name_conflict(&self, screen: &mut ScreenContext<'_>) -> Option<String> {
        let name = clean_name(&self.text.name).ok()?.to_lowercase();
        let people = screen.read(crate::store::Db::people);
        let other = people
            .iter()
            .find(|person| Some(person.id) != self.person && person.profile.name.to_lowercase() == name)?;
        let put_away = if other.archived_at.is_some() { ", in the archive" } else { "" };
        Some(format!("There is already a {}{put_away}. Add something to tell them apart.", other.profile.name))
    }
}

fn show_fields(ui: &mut Ui, form: &mut PersonFormText, problems: Option<&FieldErrors>) {
    let error = |of: fn(&FieldErrors) -> &Option<String>| problems.and_then(|problems| of(problems).as_deref());
    TextField::singleline("Name", &mut form.name).error(error(|problems| &problems.name)).show(ui);
    segmented(ui, "What they are to you", &mut form.relation, &RELATIONS);
    show_two_columns(
        ui,
        form,
        |ui, form| drop(TextField::singleline("Role", &mut form.role).show(ui)),
        |ui, form| drop(TextField::singleline("Team", &mut form.team).show(ui)),
    );
    show_two_columns(
        ui,
        form,
        |ui, form| {
            drop(
                TextField::singleline("How often you meet", &mut form.cadence)
                    .hint("every week")
                    .error(error(|problems| &problems.cadence))
                    .show(ui),
            );
        },
        |ui, form| {
            drop(
                TextField::singleline("With you since", &mut form.since)
                    .hint("March 2022")
                    .error(error(|problems| &problems.since))
                    .show(ui),
            );
        },
    );
    show_two_columns(
        ui,
        form,
        |ui, form| show_weekday_and_time(ui, form, error(|problems| &problems.time)),
        |ui, form| {
            drop(
                TextField::singleline("At the latest after", &mut form.latest)
                    .hint("3 weeks")
                    .error(error(|problems| &problems.latest))
                    .show(ui),
            );
        },
    );
    show_two_columns(
        ui,
        form,
        |ui, form| {
            drop(
                TextField::singleline("Birthday", &mut form.birthday)
                    .hint("30 November")
                    .error(error(|problems| &problems.birthday))
                    .show(ui),
            );
        },
        |ui, form| drop(TextField::singleline("Pronouns", &mut form.pronouns).show(ui)),
    );
    TextField::multiline("What matters to them", &mut form.matters, 2)
        .hint("Climbing · two kids · hates surprise meetings")
        .show(ui);
    show_colour_picker(ui, &mut form.colour);
}

/// On which weekday, and when; both may stay open.
fn show_weekday_and_time(ui: &mut Ui, form: &mut PersonFormText, error: Option<&str>) {
    let days = [None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7)];
    let days = days.map(|day| {
        let weekday = day.and_then(|day| Weekday::from_monday_one_offset(day).ok());
        (day, weekday.map_or("Any day", weekday_name))
    });
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.label(text::small_strong("On").color(Tokens::of(ui).ink));
            ui.add_space(2.0);
            combo_box(ui, "On which weekday", &mut form.weekday, &days);
        });
        TextField::singleline("At", &mut form.time).hint("10:00").error(error).show(ui);
    });
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

/// A circle for each colour; the one that is chosen has a ring.
fn show_colour_picker(ui: &mut Ui, chosen: &mut Option<u8>) {
    let t = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.label(text::small_strong("Colour").color(t.ink));
        ui.add_space(6.0);
        for (place, (colour, name)) in (0_u8..).zip(AVATARS.iter().zip(COLOURS)) {
            let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
            let on = *chosen == Some(place);
            ui.painter().circle_filled(rect.center(), 8.0, *colour);
            if on || response.has_focus() || response.hovered() {
                let ring = if on { t.ink } else { t.outline };
                ui.painter().circle_stroke(rect.center(), 11.0, Stroke::new(1.5, ring));
            }
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
            if response.on_hover_text(name).clicked() {
                *chosen = if on { None } else { Some(place) };
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
        let read = form(|form| {
            form.since = "March 2022".into();
            form.birthday = "30 November".into();
            form.cadence = "every 2 weeks".into();
        });
        let profile = read.parse(TODAY, None).ok().expect("a profile");
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
        let said = |form: PersonFormText| match form.parse(TODAY, None) {
            Ok(profile) => profile.cadence.map(|cadence| cadence.to_string()).unwrap_or_default(),
            Err(problems) => [problems.cadence, problems.time, problems.latest].into_iter().flatten().collect(),
        };
        for (cadence, weekday, time, latest, expected) in [
            ("every 2 weeks", Some(2), "10:00", "3 weeks", "every 2 weeks on Tuesday at 10:00 (3 weeks at the latest)"),
            ("every week", None, "9", "", "every week at 09:00"),
            ("every week on friday at 16:00", None, "", "", "every week on Friday at 16:00"),
            ("", Some(2), "", "", "Say how often first: every week."),
            ("every week", None, "25:00", "", "Write a time, as 10:00."),
            (
                "every month",
                None,
                "",
                "2 weeks",
                "At the latest after 2 weeks is sooner than every month. Name a longer time.",
            ),
        ] {
            let form = filled(cadence, weekday, time, latest);
            assert_eq!(said(form.clone()), expected, "{cadence} {time} {latest}");
            // What was kept fills the same fields again.
            if let Ok(profile) = form.parse(TODAY, None) {
                assert_eq!(said(PersonFormText::from(&profile)), expected);
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
        let problems = form(|form| {
            form.name = " ".into();
            form.since = "long ago".into();
            form.birthday = "31 February".into();
            form.cadence = "now and then".into();
        })
        .parse(TODAY, None)
        .expect_err("problems");
        assert!(
            problems.name.is_some()
                && problems.since.is_some()
                && problems.birthday.is_some()
                && problems.cadence.is_some()
        );
    }
}
