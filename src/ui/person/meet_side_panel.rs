//! What stands beside Meet: what the person needs, what is open between you, and what matters to them. What is on the table
//! is ticked off here, with a click or with Alt and its number, without leaving the composer.

use eframe::egui::{Event, Label, Ui};
use jiff::civil::Date;

use super::PersonSnapshot;
use crate::{
    domain::{
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
            show_caption,
        },
        icons,
        kind_style::tone,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text::{self, Type, Weight},
        tokens::Tokens,
        widget::{
            button::Button, card::divider, checkbox::checkbox, key_hint::key_hint, markdown::to_plain_text,
            rating_dots::rating_dots, section_label::section_label, sparkline::sparkline,
        },
    },
    wording::{
        date::format_date,
        entry_caption::{Caption, captions, last_check_in_caption, level_history},
        need::earlier_answers,
    },
};

/// More than this of one sort is a number.
const MAX_PER_SECTION: usize = 9;
/// How many check-ins the small line of a goal goes back.
const SPARKLINE_CHECK_INS: u32 = 12;

/// What the rail shows, read once.
#[derive(Default)]
pub(super) struct MeetSidePanel {
    needs: Vec<Need>,
    /// To talk about and to do; what was ticked off in this one-on-one stays to be seen.
    agenda: Vec<OpenItemView>,
    goals: Vec<OpenItemView>,
    handed_over: Vec<OpenItemView>,
    expectations: Vec<OpenItemView>,
}

/// One thing that is open, or was until this one-on-one.
struct OpenItemView {
    entry: Entry,
    text: String,
    captions: Vec<Caption>,
    toggle: Option<QuickToggle>,
    /// For a goal: since when nobody checked in on it, and how close it felt until then.
    check_in_caption: Option<Caption>,
    closeness_history: Vec<u8>,
}

impl OpenItemView {
    fn new(db: &Db, entry: Entry, today: Date, them: &str) -> Result<Self, StoreError> {
        let is_goal = entry.kind() == Kind::Goal;
        let path = if is_goal { db.latest_check_ins(entry.id, SPARKLINE_CHECK_INS)? } else { Vec::new() };
        let quiet = is_goal.then(|| last_check_in_caption(path.last().copied(), today));
        Ok(Self {
            text: text::excerpt(&to_plain_text(&entry.text)),
            captions: captions(&entry, today, them),
            toggle: entry_actions::quick_toggle(&entry, today),
            check_in_caption: quiet,
            closeness_history: path.into_iter().map(|(_, closeness)| closeness.into()).collect(),
            entry,
        })
    }

    /// Over since this one-on-one; it stays to be seen until the next.
    fn is_done(&self) -> bool {
        // An expectation holds; it is not what is open.
        let is_over = !self.entry.detail.is_open() && self.entry.kind() != Kind::Expectation;
        self.toggle.as_ref().map_or(is_over, |tick| tick.checked)
    }
}

impl MeetSidePanel {
    pub(super) fn load(db: &Db, facts: &PersonSnapshot, today: Date) -> Result<Self, StoreError> {
        let them = facts.person.profile.short_name();
        let mut things = db.open_entries(facts.person.id)?;
        things.extend(db.flags_due_for_recheck(facts.person.id, today)?);
        if let Some(running) = &facts.running_meeting {
            let known: Vec<EntryId> = things.iter().map(|entry| entry.id).collect();
            things
                .extend(db.entries_with_events_in(running.id)?.into_iter().filter(|entry| !known.contains(&entry.id)));
        }
        things.sort_by(|a, b| {
            (agenda_rank(a, today), &a.written_at, a.id).cmp(&(agenda_rank(b, today), &b.written_at, b.id))
        });
        let of = |kinds: &[Kind]| -> Result<Vec<OpenItemView>, StoreError> {
            // In the order the kinds are named: what was noticed comes before what was promised.
            let wanted = kinds.iter().flat_map(|kind| things.iter().filter(move |entry| entry.kind() == *kind));
            wanted.map(|entry| OpenItemView::new(db, entry.clone(), today, them)).collect()
        };
        Ok(Self {
            needs: db.needs(facts.person.id)?,
            agenda: of(&[Kind::Flag, Kind::Topic, Kind::Action, Kind::Praise])?,
            goals: of(&[Kind::Goal])?,
            handed_over: of(&[Kind::Delegation])?,
            expectations: db
                .current_expectations(facts.person.id)?
                .into_iter()
                .map(|entry| OpenItemView::new(db, entry, today, them))
                .collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn show(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) {
        let t = Tokens::of(ui);
        let profile = &facts.person.profile;
        let them = profile.short_name();
        ui.spacing_mut().item_spacing.y = 4.0;
        self.show_need(ui, screen, facts);
        self.show_agenda(ui, screen);
        show_section(ui, "Goals", &self.goals, |ui, _, goal| show_goal(ui, screen, goal));
        show_section(ui, "Handed over", &self.handed_over, |ui, _, thing| show_item(ui, screen, thing, None));
        show_section(ui, "Expectations", &self.expectations, |ui, _, thing| show_expectation(ui, screen, thing));
        if !profile.personal_details.is_empty() {
            section_label(ui, &format!("Matters to {them}"));
            ui.label(text::small(&profile.personal_details).color(t.ink_soft));
        }
    }

    /// The standing answer, and the way to answer anew.
    fn show_need(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, facts: &PersonSnapshot) {
        let t = Tokens::of(ui);
        let them = facts.person.profile.short_name();
        section_label(ui, &format!("What does {them} need to be successful?"));
        let mut word = "Answer it".to_owned();
        if let Some(need) = self.needs.first() {
            let answer = text::rich(&need.text, Type::Section, Weight::Medium).size(17.0).line_height(Some(24.0));
            ui.label(answer.color(t.ink));
            let date = format_date(need.written_at.day(), screen.today);
            word = match earlier_answers(self.needs.len() - 1) {
                Some(earlier) => format!("{date} · {earlier}"),
                None => date,
            };
        }
        if ui.add(Button::quiet(word).icon(icons::EDIT).small()).clicked() {
            screen.dispatch(DialogRequest::NeedAnswer(facts.person.id));
        }
        ui.add_space(12.0);
    }

    fn show_agenda(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        if self.agenda.is_empty() {
            section_label(ui, "On the table");
            let soon = "What you notice, promise and want to talk about stands here until it is done.";
            ui.label(text::small(soon).color(Tokens::of(ui).ink_soft));
            ui.add_space(16.0);
        }
        show_section(ui, "On the table", &self.agenda, |ui, nth, thing| show_item(ui, screen, thing, Some(nth + 1)));
    }

    /// Alt and a number tick off what stands there, or ask what its first choice asks. To be called before the composer,
    /// which would take the number for a word.
    pub(super) fn handle_keys(&self, ui: &Ui, screen: &mut ScreenContext<'_>) {
        for (index, thing) in self.agenda.iter().enumerate() {
            if Shortcut::CheckAgendaItem.consume_at(ui, index) {
                ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
                match (&thing.toggle, entry_actions::available_actions(&thing.entry).into_iter().next()) {
                    (Some(tick), _) => screen.dispatch(tick.change.clone()),
                    (None, Some(offer)) => screen.dispatch(offer.action),
                    (None, None) => {}
                }
            }
        }
    }
}

/// Among flags: what you mean to raise now comes first, what you only watch last.
fn agenda_rank(entry: &Entry, today: Date) -> u8 {
    match &entry.detail {
        Detail::Flag(flag) if flag.is_on_agenda(today) => 0,
        Detail::Flag(flag) if flag.is_still_watched(today) => 2,
        _ => 1,
    }
}

fn show_section(
    ui: &mut Ui,
    label: &str,
    things: &[OpenItemView],
    mut show: impl FnMut(&mut Ui, usize, &OpenItemView),
) {
    if things.is_empty() {
        return;
    }
    section_label(ui, label);
    for (nth, thing) in things.iter().take(MAX_PER_SECTION).enumerate() {
        if nth > 0 {
            divider(ui);
        }
        ui.push_id(thing.entry.id.0, |ui| show(ui, nth, thing));
    }
    if things.len() > MAX_PER_SECTION {
        let more = format!("and {} more in the timeline", things.len() - MAX_PER_SECTION);
        ui.label(text::fine(more).color(Tokens::of(ui).ink_faint));
    }
    ui.add_space(16.0);
}

/// One thing: its box or its sign, what it is, what became of it, and for a flag its choices.
fn show_item(ui: &mut Ui, screen: &mut ScreenContext<'_>, thing: &OpenItemView, number: Option<usize>) {
    let row = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        show_toggle_or_icon(ui, screen, thing);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            show_text(ui, thing);
            if matches!(thing.entry.detail, Detail::Flag(_)) {
                show_flag_actions(ui, screen, thing);
            }
            if thing.entry.delegation_level().is_some() && thing.entry.detail.is_open() {
                show_delegation_level(ui, screen, thing);
            }
        });
    });
    if let Some(number) = number {
        row.response.on_hover_ui(|ui| drop(key_hint(ui, &Shortcut::CheckAgendaItem.label_at(ui, number - 1))));
    }
}

fn show_toggle_or_icon(ui: &mut Ui, screen: &mut ScreenContext<'_>, thing: &OpenItemView) {
    if let Some(tick_of) = &thing.toggle {
        let mut on = tick_of.checked;
        if checkbox(ui, &mut on, &format!("{}: {}", tick_of.label, thing.text)).changed() {
            screen.dispatch(tick_of.change.clone());
        }
        return;
    }
    let t = Tokens::of(ui);
    let kind = thing.entry.kind();
    if !thing.entry.detail.is_open() {
        let done = ui.label(text::small(icons::CHECK_CIRCLE).color(t.accent));
        done.accessible_name(format!("{}, done with", kind.label()));
        return;
    }
    let icon = ui.label(text::small(icons::for_tone(tone(kind))).color(t.kind_ink(tone(kind))));
    icon.accessible_name(kind.label());
}

fn show_text(ui: &mut Ui, thing: &OpenItemView) {
    let t = Tokens::of(ui);
    let ink = if thing.is_done() { t.ink_faint } else { t.ink };
    ui.add(Label::new(text::small(&thing.text).color(ink)).wrap());
    // The loudest line, and of equally loud ones the first.
    let loudest = thing.captions.iter().rev().max_by_key(|aside| aside.emphasis);
    if let Some(aside) = loudest {
        show_caption(ui, aside);
    }
}

/// How many of a flag's choices stand in the rail; the others are in its menu and its dialog.
const MAX_FLAG_ACTIONS: usize = 3;

/// Raise it, keep watching, let it go; once raised, settle it.
fn show_flag_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, thing: &OpenItemView) {
    let offers = entry_actions::available_actions(&thing.entry);
    if offers.is_empty() {
        return;
    }
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for offer in offers.into_iter().take(MAX_FLAG_ACTIONS) {
            if ui.add(Button::plain(offer.label).small()).clicked() {
                screen.dispatch(offer.action);
            }
        }
        let more = ui.add(Button::plain("More…").small()).accessible_name(format!("More about: {}", thing.text));
        if more.clicked() {
            screen.dispatch(DialogRequest::EntryFields(thing.entry.id));
        }
    });
    ui.add_space(3.0);
}

/// A goal, and how close it feels: one click is a check-in.
fn show_goal(ui: &mut Ui, screen: &mut ScreenContext<'_>, goal: &OpenItemView) {
    let t = Tokens::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(text::small(&goal.text).color(t.ink)).wrap());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            sparkline(ui, &goal.closeness_history);
            if let Some(quiet) = &goal.check_in_caption {
                show_caption(ui, quiet);
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
fn show_delegation_level(ui: &mut Ui, screen: &mut ScreenContext<'_>, thing: &OpenItemView) {
    let t = Tokens::of(ui);
    if let Some(climbed) = level_history(&thing.entry, screen.today) {
        ui.add(Label::new(text::fine(climbed).color(t.ink_soft)).wrap());
    }
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for offer in entry_actions::delegation_level_actions(&thing.entry) {
            let level = offer.label.rsplit(' ').next().unwrap_or_default();
            let button = ui.add(Button::plain(level).icon(offer.icon).small());
            let clicked = button.clicked();
            button.accessible_name(format!("{}: {}", offer.label, thing.text));
            if clicked {
                screen.dispatch(offer.action);
            }
        }
    });
    ui.add_space(3.0);
}

/// What you expect and what you provide; one click says that it was said aloud today.
fn show_expectation(ui: &mut Ui, screen: &mut ScreenContext<'_>, thing: &OpenItemView) {
    let t = Tokens::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add(Label::new(text::small(&thing.text).color(t.ink)).wrap());
        for aside in &thing.captions {
            show_caption(ui, aside);
        }
    });
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for offer in entry_actions::available_actions(&thing.entry) {
            let button = ui.add(Button::plain(offer.label.as_str()).small());
            let clicked = button.clicked();
            button.accessible_name(format!("{}: {}", offer.label, thing.text));
            if clicked {
                screen.dispatch(offer.action);
            }
        }
    });
}
