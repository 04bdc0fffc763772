//! Which kinds of entry a history shows: a chip for each kind there is, with how many there are.

use eframe::egui::{Id, Rect, Sense, Ui, pos2};

use crate::{
    domain::{
        entry::kind::Kind,
        timeline::{KindSet, Timeline},
    },
    ui::{
        icons,
        kind_style::tone,
        tokens::{Tone, size},
        widget::{chip::FilterChip, tabs},
    },
};

/// Between two chips, and between two lines of them.
const GAP: f32 = 3.0;
const LINE_GAP: f32 = 6.0;

/// The chips, each with the kinds it stands for. A goal's check-ins go with it.
const CHIP_KINDS: [&[Kind]; 9] = [
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
pub(super) struct KindFilter {
    selected: [bool; CHIP_KINDS.len()],
    counts: [usize; CHIP_KINDS.len()],
    available: [bool; CHIP_KINDS.len()],
    /// The chip that Tab stops at; 0 is "Everything".
    tab_stop: usize,
}

impl KindFilter {
    /// Counts what there is.
    pub(super) fn count(&mut self, history: &Timeline) {
        self.counts = [0; CHIP_KINDS.len()];
        self.available = self.selected;
        for moment in history.events.iter().filter(|moment| moment.is_written()) {
            let Some(chip) = CHIP_KINDS.iter().position(|kinds| kinds.contains(&moment.kind)) else { continue };
            self.available[chip] = true;
            // Of goals and their check-ins, the goals are counted.
            self.counts[chip] += usize::from(CHIP_KINDS[chip].first() == Some(&moment.kind));
        }
    }

    /// What is to be shown.
    pub(super) fn kinds(&self) -> KindSet {
        let on: Vec<Kind> = self.selected_chips().flat_map(|chip| CHIP_KINDS[chip].iter().copied()).collect();
        if on.is_empty() { KindSet::ALL } else { KindSet::from_kinds(&on) }
    }

    /// Shows everything again.
    pub(super) fn clear(&mut self) {
        self.selected = [false; CHIP_KINDS.len()];
        self.tab_stop = 0;
    }

    /// What is shown, in words: "flags", "flags and goals"; nothing where it is everything.
    pub(super) fn describe(&self) -> Option<String> {
        let mut words: Vec<String> = self.selected_chips().map(|chip| chip_label(chip).to_lowercase()).collect();
        let last = words.pop()?;
        Some(if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) })
    }

    fn selected_chips(&self) -> impl Iterator<Item = usize> {
        (0..CHIP_KINDS.len()).filter(|chip| self.selected[*chip])
    }

    /// Shows the chips, in as many lines as they need up to the `right` edge; the first line beside what stands at the left.
    /// All of them are one stop of the Tab key; the arrow keys go through them.
    pub(super) fn show(&mut self, ui: &mut Ui, beside: Rect, right: f32) {
        let shown: Vec<usize> = std::iter::once(0)
            .chain((0..CHIP_KINDS.len()).filter(|chip| self.available[*chip]).map(|chip| chip + 1))
            .collect();
        let place = shown.iter().position(|nth| *nth == self.tab_stop).unwrap_or_default();
        let id = |ui: &Ui, nth: usize| -> Id { ui.scope_id().with(("filter", nth)) };
        let mut focus = None;
        let mut at_right = pos2(beside.right(), beside.center().y - size::CHIP / 2.0);
        let mut all = beside;
        for (at, nth) in shown.iter().copied().enumerate() {
            let chip = match nth.checked_sub(1) {
                None => FilterChip::new(Tone::Note, "Everything", self.selected_chips().next().is_none()),
                Some(chip) => {
                    let kind = CHIP_KINDS[chip].first().copied().unwrap_or(Kind::Note);
                    let said =
                        FilterChip::new(tone(kind), chip_label(chip), self.selected[chip]).count(self.counts[chip]);
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
                self.tab_stop = nth;
                self.toggle(nth);
            }
            if response.has_focus()
                && let Some(next) =
                    tabs::consume_arrow_key(ui, &response, at, shown.len()).and_then(|next| shown.get(next))
            {
                self.tab_stop = *next;
                focus = Some(id(ui, *next));
            }
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
        }
        ui.advance_cursor_after_rect(all);
        tabs::request_focus_on(ui, focus);
    }

    fn toggle(&mut self, nth: usize) {
        match nth.checked_sub(1) {
            None => self.selected = [false; CHIP_KINDS.len()],
            Some(chip) => self.selected[chip] = !self.selected[chip],
        }
    }
}

fn chip_label(chip: usize) -> &'static str {
    CHIP_KINDS[chip].first().map_or("", |kind| kind.plural_label())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_exactly_one_chip() {
        for kind in Kind::ALL {
            assert_eq!(CHIP_KINDS.iter().filter(|kinds| kinds.contains(&kind)).count(), 1, "{kind}");
        }
    }

    #[test]
    fn empty_selection_shows_everything_and_several_are_combined() {
        let mut filter = KindFilter::default();
        assert!(filter.kinds().is_all() && filter.describe().is_none());
        filter.toggle(1);
        filter.toggle(2);
        filter.toggle(3);
        assert_eq!(filter.describe().as_deref(), Some("flags, goals and praise"));
        assert!(filter.kinds().contains(Kind::CheckIn) && !filter.kinds().contains(Kind::Note));
        filter.toggle(2);
        assert_eq!(filter.kinds(), KindSet::from_kinds(&[Kind::Flag, Kind::Praise]));
        filter.toggle(0);
        assert!(filter.kinds().is_all());
    }
}
