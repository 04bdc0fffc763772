//! The field of the query, in which filters have the colours of their chips.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, Frame, Galley, Id, Margin, Memory, Response, Stroke, TextBuffer, TextEdit, Theme, Ui,
    text::{CCursor, CCursorRange, LayoutJob},
    text_edit::TextEditState,
    vec2,
};

use crate::{
    domain::{
        entry::kind::Kind,
        search::{
            kind::SearchKind,
            query::{Filter, Meaning, Query, QueryContext},
        },
    },
    ui::{
        icons, keys, kind_style,
        shortcut::Shortcut,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{
            button::IconButton,
            field,
            key_hint::{KeyHint, key_hint},
        },
        width_class::WidthClass,
    },
};

/// The accessible name of the field.
const NAME: &str = "Search everything";
const HINT: &str = "Words, \"a phrase\", kind:flag, in:2025…";
/// The width of the button that clears the field.
const CLEAR_WIDTH: f32 = 30.0;
const GAP: f32 = 10.0;

/// State of the field that outlives a frame.
#[derive(Default)]
pub(super) struct QueryField {
    /// Where the caret goes in the next frame.
    pending_caret: Option<Caret>,
    wants_focus: bool,
    /// The coloured text, with what it was made of.
    cache: Option<(String, Theme, LayoutJob)>,
    /// Why nothing was pasted.
    pub error: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caret {
    /// Everything is selected, so that typing replaces it.
    All,
    /// It is at the end.
    End,
}

/// What happened in the field.
pub(super) struct FieldOutput {
    pub response: Response,
    /// Whether the text was changed.
    pub changed: bool,
}

impl QueryField {
    pub(super) fn id() -> Id {
        Id::unique("rapport: search everything")
    }

    /// Focuses the field, with all of its text selected.
    pub(super) fn select_all(&mut self) {
        self.pending_caret = Some(Caret::All);
        self.wants_focus = true;
    }

    /// Focuses the field, with the caret at the end.
    pub(super) fn focus_end(&mut self) {
        self.move_caret_to_end();
        self.wants_focus = true;
    }

    /// Moves the caret to the end, after the text was replaced.
    pub(super) fn move_caret_to_end(&mut self) {
        self.pending_caret = Some(Caret::End);
    }

    pub(super) fn show(&mut self, ui: &mut Ui, input: &mut String, context: &QueryContext<'_>) -> FieldOutput {
        let t = Tokens::of(ui);
        let id = Self::id();
        let is_focused = ui.memory(|memory| memory.has_focus(id));
        if is_focused && let Some(error) = keys::reject_oversized_paste(ui, input) {
            self.error = Some(error);
        }
        field::keep_caret_in_text(ui, id, input);
        let frame = Frame::new()
            .fill(t.card)
            .stroke(Stroke::new(1.0, if is_focused { t.accent } else { t.line }))
            .corner_radius(CornerRadius::same(size::CARD_RADIUS))
            .inner_margin(Margin::symmetric(14, 8));
        let output = frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                ui.label(text::rich(icons::SEARCH, Type::Lead, Weight::Regular).color(t.ink_soft));
                let key = Shortcut::SearchEverything.label(ui);
                let shows_key = WidthClass::of(ui) != WidthClass::Compact;
                let key_width = if shows_key { KeyHint::new(ui, &key).size().x + GAP } else { 0.0 };
                let width = (ui.available_width() - key_width - CLEAR_WIDTH - GAP).max(40.0);
                let response = self.edit(ui, input, context, width);
                if shows_key {
                    key_hint(ui, &key);
                }
                let clear =
                    ui.add_enabled(!input.is_empty(), IconButton::new(icons::CLOSE, "Clear the search").small());
                let mut changed = response.changed();
                if clear.clicked() {
                    input.clear();
                    response.request_focus();
                    changed = true;
                }
                FieldOutput { response, changed }
            })
            .inner
        });
        output.inner
    }

    fn edit(&mut self, ui: &mut Ui, input: &mut String, context: &QueryContext<'_>, width: f32) -> Response {
        let id = Self::id();
        let cache = &mut self.cache;
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| colour(ui, text.as_str(), context, cache);
        let edit = TextEdit::singleline(input)
            .id(id)
            .font(text::font(Type::Lead, Weight::Regular))
            .hint_text(text::rich(HINT, Type::Lead, Weight::Regular).color(Tokens::of(ui).ink_faint))
            .frame(Frame::new().inner_margin(Margin::symmetric(0, 2)))
            .min_size(vec2(width, 0.0))
            .desired_width(width)
            // Tab goes to the filters.
            .lock_focus(true)
            .layouter(&mut layouter)
            .show(ui);
        let response = edit.response.response.clone().accessible_name(NAME);
        if response.changed() {
            self.error = None;
        }
        if let Some(caret) = self.pending_caret.take() {
            place_caret(ui, id, input, caret);
        }
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        response
    }
}

/// Whether nothing has the focus.
pub(super) fn is_nothing_focused(ui: &Ui) -> bool {
    ui.memory(Memory::focused).is_none()
}

fn place_caret(ui: &Ui, id: Id, text: &str, caret: Caret) {
    let mut state = TextEditState::load(ui, id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    let start = if caret == Caret::All { CCursor::default() } else { end };
    state.cursor.set_char_range(Some(CCursorRange::two(start, end)));
    state.store(ui, id);
}

/// The text with its filters in colour.
fn colour(
    ui: &Ui,
    input: &str,
    context: &QueryContext<'_>,
    cache: &mut Option<(String, Theme, LayoutJob)>,
) -> Arc<Galley> {
    let theme = ui.theme();
    if !cache.as_ref().is_some_and(|(cached, of, _)| cached == input && *of == theme) {
        *cache = Some((input.to_owned(), theme, build_job(input, context, Tokens::for_theme(theme))));
    }
    let job = cache.as_ref().map(|(_, _, job)| job.clone()).unwrap_or_default();
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn build_job(input: &str, context: &QueryContext<'_>, t: &Tokens) -> LayoutJob {
    let query = Query::parse(input, context);
    let mut job = LayoutJob { break_on_newline: false, keep_trailing_whitespace: true, ..LayoutJob::default() };
    let mut append = |from: usize, to: usize, ink: Color32| {
        if from < to {
            let part = input.get(from..to).unwrap_or_default();
            job.append(part, 0.0, text::format(Type::Lead, Weight::Regular, ink));
        }
    };
    let mut end = 0;
    for part in query.parts() {
        append(end, part.range.start, t.ink);
        append(part.range.start, part.range.end, ink(&part.meaning, t));
        end = part.range.end;
    }
    append(end, input.len(), t.ink);
    job
}

fn ink(meaning: &Meaning, t: &Tokens) -> Color32 {
    match meaning {
        Meaning::Term(_) => t.ink,
        Meaning::Filter(Filter::Kind(kind)) => t.kind_ink(tone_of(*kind)),
        Meaning::Filter(_) => t.accent,
    }
}

/// The tone of what a search finds.
pub(super) fn tone_of(kind: SearchKind) -> Tone {
    match kind {
        SearchKind::Entry(kind) => kind_style::tone(kind),
        SearchKind::Need => Tone::Goal,
        SearchKind::Review
        | SearchKind::OneOnOne
        | SearchKind::PersonalDetails
        | SearchKind::SelfCheck
        | SearchKind::Intention => Tone::Note,
    }
}

/// The icon of what a search finds.
pub(super) fn icon_of(kind: SearchKind) -> &'static str {
    match kind {
        SearchKind::Entry(kind) => kind_style::icon(kind),
        SearchKind::Need => icons::IDEA,
        SearchKind::Review => icons::CHECK_CIRCLE,
        SearchKind::OneOnOne => icons::ONE_ON_ONE,
        SearchKind::PersonalDetails => kind_style::icon(Kind::Praise),
        SearchKind::SelfCheck => icons::REFLECT,
        SearchKind::Intention => icons::EDIT,
    }
}
