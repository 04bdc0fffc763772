//! Which kinds of entry a history shows: a chip for each kind there is, with how many there are.

use eframe::egui::{Id, Rect, Sense, Ui, pos2};

use crate::{
    domain::{
        kind::Kind,
        timeline::{History, Kinds},
    },
    ui::{
        icons,
        kinds::tone,
        tokens::{Tone, size},
        widget::{chip::FilterChip, tabs},
    },
};

/// Between two chips, and between two lines of them.
const GAP: f32 = 3.0;
const LINE_GAP: f32 = 6.0;

/// The chips, each with the kinds it stands for. A goal's check-ins go with it.
const CHIPS: [&[Kind]; 9] = [
    &[Kind::Flag],
    &[Kind::Goal, Kind::CheckIn],
    &[Kind::Praise],
    &[Kind::Action],
    &[Kind::Feedback],
    &[Kind::Delegation],
    &[Kind::Expectation],
    &[Kind::Topic],
    &[Kind::Note],
];

/// The chips that are on, and how many entries each stands for.
#[derive(Default)]
pub(super) struct Filter {
    on: [bool; CHIPS.len()],
    counts: [usize; CHIPS.len()],
    there: [bool; CHIPS.len()],
    /// The chip that Tab stops at; 0 is "Everything".
    stop: usize,
}

impl Filter {
    /// Counts what there is.
    pub(super) fn count(&mut self, history: &History) {
        self.counts = [0; CHIPS.len()];
        self.there = self.on;
        for moment in history.happenings.iter().filter(|moment| moment.is_written()) {
            let Some(chip) = CHIPS.iter().position(|kinds| kinds.contains(&moment.kind)) else { continue };
            self.there[chip] = true;
            // Of goals and their check-ins, the goals are counted.
            self.counts[chip] += usize::from(CHIPS[chip].first() == Some(&moment.kind));
        }
    }

    /// What is to be shown.
    pub(super) fn kinds(&self) -> Kinds {
        let on: Vec<Kind> = self.chips_on().flat_map(|chip| CHIPS[chip].iter().copied()).collect();
        if on.is_empty() { Kinds::ALL } else { Kinds::of(&on) }
    }

    /// Shows everything again.
    pub(super) fn clear(&mut self) {
        self.on = [false; CHIPS.len()];
        self.stop = 0;
    }

    /// What is shown, in words: "flags", "flags and goals"; nothing where it is everything.
    pub(super) fn say(&self) -> Option<String> {
        let mut words: Vec<String> = self.chips_on().map(|chip| word(chip).to_lowercase()).collect();
        let last = words.pop()?;
        Some(if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) })
    }

    fn chips_on(&self) -> impl Iterator<Item = usize> {
        (0..CHIPS.len()).filter(|chip| self.on[*chip])
    }

    /// Shows the chips, in as many lines as they need up to the `right` edge; the first line beside what stands at the left.
    /// All of them are one stop of the Tab key; the arrow keys go through them.
    pub(super) fn show(&mut self, ui: &mut Ui, beside: Rect, right: f32) {
        let shown: Vec<usize> =
            std::iter::once(0).chain((0..CHIPS.len()).filter(|chip| self.there[*chip]).map(|chip| chip + 1)).collect();
        let place = shown.iter().position(|nth| *nth == self.stop).unwrap_or_default();
        let id = |ui: &Ui, nth: usize| -> Id { ui.scope_id().with(("filter", nth)) };
        let mut focus = None;
        let mut at_right = pos2(beside.right(), beside.center().y - size::CHIP / 2.0);
        let mut all = beside;
        for (at, nth) in shown.iter().copied().enumerate() {
            let chip = match nth.checked_sub(1) {
                None => FilterChip::new(Tone::Note, "Everything", self.chips_on().next().is_none()),
                Some(chip) => {
                    let kind = CHIPS[chip].first().copied().unwrap_or(Kind::Note);
                    let said = FilterChip::new(tone(kind), word(chip), self.on[chip]).count(self.counts[chip]);
                    if kind == Kind::Expectation { said.icon(icons::EXPECTATION) } else { said }
                }
            };
            // Only one of them is a stop of the Tab key.
            let sense = if at == place { Sense::click() } else { Sense::CLICK };
            let wanted = chip.size(ui);
            if at_right.x + wanted.x > right && at_right.x > beside.left() {
                at_right = pos2(beside.left(), all.bottom() + LINE_GAP);
            }
            let rect = Rect::from_min_size(at_right, wanted);
            at_right.x = rect.right() + GAP;
            all |= rect;
            let response = chip.show_at(ui, rect, id(ui, nth), sense);
            if response.clicked() {
                self.stop = nth;
                self.toggle(nth);
            }
            if response.has_focus()
                && let Some(next) = tabs::arrow(ui, &response, at, shown.len()).and_then(|next| shown.get(next))
            {
                self.stop = *next;
                focus = Some(id(ui, *next));
            }
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
        }
        ui.advance_cursor_after_rect(all);
        tabs::hand_over(ui, focus);
    }

    fn toggle(&mut self, nth: usize) {
        match nth.checked_sub(1) {
            None => self.on = [false; CHIPS.len()],
            Some(chip) => self.on[chip] = !self.on[chip],
        }
    }
}

fn word(chip: usize) -> &'static str {
    CHIPS[chip].first().map_or("", |kind| kind.plural())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_chip_once() {
        for kind in Kind::ALL {
            assert_eq!(CHIPS.iter().filter(|kinds| kinds.contains(&kind)).count(), 1, "{kind}");
        }
    }

    #[test]
    fn nothing_chosen_is_everything_and_several_are_all_of_them() {
        let mut filter = Filter::default();
        assert!(filter.kinds().is_all() && filter.say().is_none());
        filter.toggle(1);
        filter.toggle(2);
        filter.toggle(3);
        assert_eq!(filter.say().as_deref(), Some("flags, goals and praise"));
        assert!(filter.kinds().contains(Kind::CheckIn) && !filter.kinds().contains(Kind::Note));
        filter.toggle(2);
        assert_eq!(filter.kinds(), Kinds::of(&[Kind::Flag, Kind::Praise]));
        filter.toggle(0);
        assert!(filter.kinds().is_all());
    }
}
