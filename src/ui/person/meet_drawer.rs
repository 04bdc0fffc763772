//! The open items of Meet in a window without room for its side panel: one line in a compact
//! window, an edge of icons in a medium one. Both open a drawer over the notes.

use eframe::egui::{Align, Area, Context, Event, Frame, Id, Layout, Margin, Order, Panel, Popup, Rect, Ui, pos2};

use super::{PersonSnapshot, meet_side_panel::MeetSidePanel};
use crate::{
    domain::entry::kind::Kind,
    ui::{
        action::{Action, ListDirection},
        icons,
        kind_style::{self, tone},
        region,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        tokens::{Tokens, size},
        widget::{
            button::IconButton, card::divider, count_button::CountButton, fold_row::FoldRow, key_hint::key_hint,
            paint_util, scroll,
        },
        width_class::WidthClass,
    },
    wording::open_items::{kind_count, late_label, open_items_summary},
};

/// Between the drawer and what is above and below it.
const GAP: f32 = 4.0;

/// State of the drawer that outlives a frame.
#[derive(Default)]
pub(super) struct MeetDrawer {
    is_open: bool,
    /// Whether the control that closes it gets the focus.
    wants_focus: bool,
    /// Where the composer begins, which the drawer leaves free, as of the last frame.
    composer_top: Option<f32>,
}

impl MeetDrawer {
    /// Tells it where the composer begins.
    pub(super) fn set_composer_top(&mut self, top: f32) {
        self.composer_top = Some(top);
    }

    /// The lower end of the drawer.
    fn bottom(&self, ctx: &Context) -> f32 {
        self.composer_top.unwrap_or_else(|| ctx.content_rect().bottom())
    }

    /// Consumes the keys that open and close it. To be called before the composer is shown. Returns
    /// whether it was closed, so that the composer gets the focus again.
    pub(super) fn handle_keys(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>) -> bool {
        let is_wide = WidthClass::of(ui) == WidthClass::Wide;
        let toggled = Shortcut::ToggleOpenItems.consume(ui)
            // The side panel that F6 goes to is folded here.
            || !is_wide && screen.consume(&Action::MoveFocus(ListDirection::Down));
        if toggled {
            // The composer would take the digit as text.
            ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
        }
        if is_wide {
            self.is_open = false;
            return false;
        }
        let closed = self.is_open && !Popup::is_any_open(ui) && Shortcut::CloseOpenItems.consume(ui);
        if toggled || closed {
            self.is_open = toggled && !self.is_open;
            self.wants_focus = self.is_open;
            return !self.is_open;
        }
        false
    }

    /// The line of a compact window, with the drawer below it while that is open.
    pub(super) fn show_line(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        items: &MeetSidePanel,
    ) {
        let frame = Frame::new().fill(Tokens::of(ui).page);
        let frame = frame.inner_margin(Margin::symmetric(size::PAGE_MARGIN_COMPACT, 2));
        let panel = Panel::top("open items").frame(frame).show(ui, |ui| {
            let counts = items.counts();
            let of = |kinds: &[Kind]| counts.iter().filter(|count| kinds.contains(&count.kind)).collect::<Vec<_>>();
            let agenda: usize = of(&[Kind::Flag, Kind::Topic, Kind::Praise]).iter().map(|count| count.open).sum();
            let (actions, late) = of(&[Kind::Action]).first().map_or((0, 0), |count| (count.open, count.late));
            let late = late_label(late);
            let key = Shortcut::ToggleOpenItems.label(ui);
            let row = FoldRow {
                icon: icons::LIST_CHECKS,
                label: &open_items_summary(agenda, actions),
                warning: late.as_deref(),
                shortcut: &key,
                is_open: self.is_open,
            };
            let response = ui.add(row);
            if self.wants_focus {
                response.request_focus();
                self.wants_focus = false;
            }
            if response.clicked() {
                self.is_open = !self.is_open;
            }
        });
        if self.is_open {
            let line = panel.response.rect;
            let rect = Rect::from_min_max(line.left_bottom(), pos2(line.right(), self.bottom(ui)));
            show_drawer(ui, rect, false, |ui| items.show(ui, screen, snapshot));
        }
    }

    /// The edge of a medium window, with the drawer beside it while that is open.
    pub(super) fn show_edge(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        items: &MeetSidePanel,
    ) {
        let frame = Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin::symmetric(2, 14));
        let panel = Panel::right("edge").exact_size(size::EDGE).resizable(false).frame(frame);
        let panel = region::show_side_panel(ui, panel, "Beside the notes", |ui| {
            ui.with_layout(Layout::top_down(Align::Center), |ui| self.show_counts(ui, items));
        });
        if self.is_open {
            let edge = panel.response.rect;
            let left_top = pos2(edge.left() - size::SIDE_PANEL, edge.top());
            let rect = Rect::from_min_max(left_top, pos2(edge.left(), self.bottom(ui)));
            show_drawer(ui, rect, true, |ui| items.show(ui, screen, snapshot));
        }
    }

    /// The button that opens the drawer, and a count per kind that does the same.
    fn show_counts(&mut self, ui: &mut Ui, items: &MeetSidePanel) {
        ui.spacing_mut().item_spacing.y = 6.0;
        let (icon, name) = if self.is_open {
            (icons::CARET_DOUBLE_RIGHT, "Hide open items")
        } else {
            (icons::CARET_DOUBLE_LEFT, "Show open items")
        };
        let key = Shortcut::ToggleOpenItems.label(ui);
        let button = ui.add(IconButton::new(icon, name)).on_hover_ui(|ui| drop(key_hint(ui, &key)));
        paint_util::set_expanded(ui, &button, self.is_open);
        if self.wants_focus {
            button.request_focus();
            self.wants_focus = false;
        }
        let mut toggled = button.clicked();
        divider(ui);
        for count in items.counts() {
            let name = kind_count(count.kind, count.open, count.late);
            let button = CountButton {
                icon: kind_style::icon(count.kind),
                tone: tone(count.kind),
                count: count.open,
                has_dot: count.late > 0,
                name: &name,
            };
            toggled |= ui.add(button).clicked() && !self.is_open;
        }
        if toggled {
            self.is_open = !self.is_open;
        }
    }
}

/// Shows the drawer over the page, as high as its content where it need not fill `rect`.
fn show_drawer(ui: &mut Ui, rect: Rect, fills: bool, add: impl FnOnce(&mut Ui)) {
    let t = Tokens::of(ui);
    let margin = Margin { left: 16, right: 16, top: 14, bottom: 12 };
    let shadow = ui.ctx().style_of(ui.ctx().theme()).visuals.popup_shadow;
    let frame = Frame::new().fill(t.page).stroke((1.0, t.line)).shadow(shadow).inner_margin(margin);
    let inner = rect.shrink(1.0) - margin;
    let height = (inner.height() - GAP).max(80.0);
    let area = Area::new(Id::unique("open items drawer")).order(Order::Middle).fixed_pos(rect.min).constrain(false);
    area.default_size(rect.size()).accessible_name("Open items").show(ui, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(inner.width());
            ui.set_max_height(height);
            if fills {
                ui.set_min_height(height);
            }
            scroll::vertical_up_to(ui, "open items", height, !fills, add);
        });
    });
}
