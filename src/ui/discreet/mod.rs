//! Discreet mode: names become initials, and whatever was written, or follows from it, becomes bars
//! of its length, until the pointer or the keyboard’s focus rests on it.
//!
//! Everything that leaves the window passes one place, the [`Plugin::output_hook`] of egui: what is
//! painted, and what is told to screen readers. There, a text is shown only if it consists of words
//! of the program itself (`own_words`), of dates, and of the names of people, who are given by
//! their initials. So a new page hides what it shows of a journal without a line of its own. Two
//! things a text cannot tell, and widgets say: that words of the program state what somebody wrote
//! ([`state_format`]), and what is said to screen readers but not painted ([`is_on`]).

mod accessible;
mod own_words;
mod reveal;
mod shapes;

use eframe::egui::{Context, FullOutput, Plugin, RichText, TextFormat};

use self::{own_words::TextFilter, reveal::Revealed};
use crate::{domain::name::initials, store::PersonSummary};

/// The name of the setting to start in discreet mode.
pub const START_DISCREET_SETTING: &str = "start_discreet";

/// What is read instead of a text that is hidden.
pub const HIDDEN: &str = "Hidden";

/// Installs it, switched off. Called once per context, by [`crate::ui::install`].
pub fn install(ctx: &Context) {
    ctx.add_plugin(DiscreetMode::default());
}

/// Whether it is on. Not to be called while egui holds a lock, as in a closure of `widget_info`.
pub fn is_on(ctx: &Context) -> bool {
    ctx.with_plugin(|mode: &mut DiscreetMode| mode.is_on).unwrap_or_default()
}

/// Switches it on or off.
pub fn set(ctx: &Context, on: bool) {
    ctx.with_plugin(|mode: &mut DiscreetMode| {
        mode.is_on = on;
    });
    forget(ctx);
}

/// Forgets the names and what was found out about texts, as when the journal is locked.
pub fn forget(ctx: &Context) {
    ctx.with_plugin(|mode: &mut DiscreetMode| {
        mode.filter.forget();
        mode.people_version = None;
    });
}

/// Says who may be named, by initials; `version` changes whenever the people may have.
pub fn set_people(ctx: &Context, people: &[PersonSummary], version: u64) {
    ctx.with_plugin(|mode: &mut DiscreetMode| {
        if mode.is_on && mode.people_version != Some(version) {
            mode.people_version = Some(version);
            let people = people.iter().map(|summary| &summary.person);
            mode.filter.set_names(people.flat_map(|person| {
                let initials = initials(&person.profile.name);
                [person.profile.name.clone(), person.short_name().to_owned()].map(|name| (name, initials.clone()))
            }));
        }
    });
}

/// Marks of formats: spaces between letters that are too small to be seen. Nothing else here uses
/// them, and egui hands them through.
const STATE_MARK: f32 = 1e-20;
const HINT_MARK: f32 = 2e-20;
const OWN_MARK: f32 = 3e-20;

/// The format of words of the program that follow from what was written, such as why an item needs
/// attention. Discreet mode hides them too.
#[must_use]
pub fn state_format(format: TextFormat) -> TextFormat {
    TextFormat { extra_letter_spacing: STATE_MARK, ..format }
}

/// The format of a number that is no count of what was written, such as the name of a key.
#[must_use]
pub fn own_format(format: TextFormat) -> TextFormat {
    TextFormat { extra_letter_spacing: OWN_MARK, ..format }
}

/// The hint of a field that is empty. Unlike what is typed, it names nobody while the field has the
/// focus.
pub fn hint(text: impl Into<RichText>) -> RichText {
    text.into().extra_letter_spacing(HINT_MARK)
}

#[derive(Default)]
struct DiscreetMode {
    is_on: bool,
    filter: TextFilter,
    people_version: Option<u64>,
}

impl Plugin for DiscreetMode {
    fn debug_name(&self) -> &'static str {
        "discreet mode"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        if !self.is_on {
            self.people_version = None;
            return;
        }
        let revealed = Revealed::now(ctx);
        let states = shapes::hide(ctx, &mut self.filter, &revealed, &mut output.shapes);
        if let Some(update) = &mut output.platform_output.accesskit_update {
            accessible::hide(&mut self.filter, &revealed, &states, update);
        }
    }
}
