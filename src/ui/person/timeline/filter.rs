//! Filter by entry kind: a chip with a count for every kind that occurs in the timeline.

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

/// Space between two chips, and between two lines of chips.
const GAP: f32 = 3.0;
const LINE_GAP: f32 = 6.0;

/// The kinds that each chip covers; the first one names it. Check-ins belong to the chip of goals.
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

/// Which chips are selected, and how many entries each covers.
#[derive(Default)]
pub(super) struct KindFilter {
    selected: [bool; CHIP_KINDS.len()],
    counts: [usize; CHIP_KINDS.len()],
    available: [bool; CHIP_KINDS.len()],
    /// The position of the chip that Tab stops at: 0 is "Everything", `n` is chip `n - 1`.
    tab_stop: usize,
}

impl KindFilter {
    /// Counts the entries of each chip.
    pub(super) fn count(&mut self, timeline: &Timeline) {
        self.counts = [0; CHIP_KINDS.len()];
        self.available = self.selected;
        for event in timeline.events.iter().filter(|event| event.is_written()) {
            let Some(chip) = CHIP_KINDS.iter().position(|kinds| kinds.contains(&event.kind)) else { continue };
            self.available[chip] = true;
            // The chip of goals and check-ins counts the goals only.
            self.counts[chip] += usize::from(CHIP_KINDS[chip].first() == Some(&event.kind));
        }
    }

    /// The kinds to show: those of the selected chips, or all when none is selected.
    pub(super) fn kinds(&self) -> KindSet {
        let selected: Vec<Kind> = self.selected_chips().flat_map(|chip| CHIP_KINDS[chip].iter().copied()).collect();
        if selected.is_empty() { KindSet::ALL } else { KindSet::from_kinds(&selected) }
    }

    /// Deselects all chips, which shows everything.
    pub(super) fn clear(&mut self) {
        self.selected = [false; CHIP_KINDS.len()];
        self.tab_stop = 0;
    }

    /// The selected kinds as text, like "flags" or "flags and goals"; `None` when everything is
    /// shown.
    pub(super) fn describe(&self) -> Option<String> {
        let mut labels: Vec<String> = self.selected_chips().map(|chip| chip_label(chip).to_lowercase()).collect();
        let last = labels.pop()?;
        Some(if labels.is_empty() { last } else { format!("{} and {last}", labels.join(", ")) })
    }

    fn selected_chips(&self) -> impl Iterator<Item = usize> {
        (0..CHIP_KINDS.len()).filter(|chip| self.selected[*chip])
    }

    /// Shows the chips, wrapped at the `right` edge; the first line starts right of `left`.
    /// Together they are one Tab stop; the arrow keys move between them.
    pub(super) fn show(&mut self, ui: &mut Ui, left: Rect, right: f32) {
        let shown: Vec<usize> = std::iter::once(0)
            .chain((0..CHIP_KINDS.len()).filter(|chip| self.available[*chip]).map(|chip| chip + 1))
            .collect();
        let tab_stop_index = shown.iter().position(|position| *position == self.tab_stop).unwrap_or_default();
        let id = |ui: &Ui, position: usize| -> Id { ui.scope_id().with(("filter", position)) };
        let mut focus = None;
        let mut cursor = pos2(left.right(), left.center().y - size::CHIP / 2.0);
        let mut bounds = left;
        for (index, position) in shown.iter().copied().enumerate() {
            let chip = match position.checked_sub(1) {
                None => FilterChip::new(Tone::Note, "Everything", self.selected_chips().next().is_none()),
                Some(chip) => {
                    let kind = CHIP_KINDS[chip].first().copied().unwrap_or(Kind::Note);
                    let filter_chip =
                        FilterChip::new(tone(kind), chip_label(chip), self.selected[chip]).count(self.counts[chip]);
                    if kind == Kind::Expectation { filter_chip.icon(icons::EXPECTATION) } else { filter_chip }
                }
            };
            // Roving tab stop: only one chip can be reached with Tab.
            let sense = if index == tab_stop_index { Sense::click() } else { Sense::CLICK };
            let size = chip.size(ui);
            if cursor.x + size.x > right && cursor.x > left.left() {
                cursor = pos2(left.left(), bounds.bottom() + LINE_GAP);
            }
            let rect = Rect::from_min_size(cursor, size);
            cursor.x = rect.right() + GAP;
            bounds |= rect;
            let response = chip.show_at(ui, rect, id(ui, position), sense);
            if response.clicked() {
                self.tab_stop = position;
                self.toggle(position);
            }
            if response.has_focus()
                && let Some(next) =
                    tabs::consume_arrow_key(ui, &response, index, shown.len()).and_then(|next| shown.get(next))
            {
                self.tab_stop = *next;
                focus = Some(id(ui, *next));
            }
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
        }
        ui.advance_cursor_after_rect(bounds);
        tabs::request_focus_on(ui, focus);
    }

    fn toggle(&mut self, position: usize) {
        match position.checked_sub(1) {
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
        for &kind in Kind::ALL {
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
