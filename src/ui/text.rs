//! The type scale: sizes with their line heights, and the weights of each.
//!
//! Labels use `ui.label(text::small("…").color(tokens.ink_soft))`; widgets that paint themselves
//! use [`format()`].

use eframe::egui::{Align, Color32, FontFamily, FontId, RichText, TextFormat};

use super::fonts;

/// A step of the type scale, as size on line height in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// The name on a page: serif, 28 on 34.
    Heading,
    /// The title of a section of a page, or of a dialog: serif, 20 on 26.
    Section,
    /// The line of the palette: 17 on 24.
    Lead,
    /// Body text: 14 on 20.
    Body,
    /// Secondary text: 13 on 19.
    Small,
    /// Times, states and hints: 12 on 17.
    Fine,
    /// Labels in capitals, semi-bold: 11 on 16.
    Label,
}

impl Type {
    /// The font size, in points.
    #[must_use]
    pub const fn size(self) -> f32 {
        match self {
            Self::Heading => 28.0,
            Self::Section => 20.0,
            Self::Lead => 17.0,
            Self::Body => 14.0,
            Self::Small => 13.0,
            Self::Fine => 12.0,
            Self::Label => 11.0,
        }
    }

    /// The line height, in points.
    #[must_use]
    pub const fn line_height(self) -> f32 {
        match self {
            Self::Heading => 34.0,
            Self::Section => 26.0,
            Self::Lead => 24.0,
            Self::Body => 20.0,
            Self::Small => 19.0,
            Self::Fine => 17.0,
            Self::Label => 16.0,
        }
    }
}

/// A weight or style of the sans family. Headings and sections are always serif.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Body text.
    Regular,
    /// Buttons, chips and names.
    Medium,
    /// Labels, tabs and emphasised text.
    SemiBold,
    /// Emphasis and quoted text.
    Italic,
    /// Code.
    Mono,
}

/// The font family of a weight at a step of the scale.
#[must_use]
pub fn family(step: Type, weight: Weight) -> FontFamily {
    match (step, weight) {
        (Type::Heading | Type::Section, _) => fonts::SERIF.clone(),
        (_, Weight::Regular) => FontFamily::Proportional,
        (_, Weight::Medium) => fonts::MEDIUM.clone(),
        (_, Weight::SemiBold) => fonts::SEMIBOLD.clone(),
        (_, Weight::Italic) => fonts::ITALIC.clone(),
        (_, Weight::Mono) => FontFamily::Monospace,
    }
}

/// The font of a weight at a step of the scale.
#[must_use]
pub fn font(step: Type, weight: Weight) -> FontId {
    FontId::new(step.size(), family(step, weight))
}

/// The format of a section of a `LayoutJob`. `Color32::PLACEHOLDER` leaves the colour to the
/// painter.
#[must_use]
pub fn format(step: Type, weight: Weight, color: Color32) -> TextFormat {
    TextFormat {
        font_id: font(step, weight),
        line_height: Some(step.line_height()),
        color,
        valign: Align::Center,
        ..TextFormat::default()
    }
}

/// Text for a label, at a step of the scale.
pub fn rich(text: impl Into<String>, step: Type, weight: Weight) -> RichText {
    RichText::new(text).font(font(step, weight)).line_height(Some(step.line_height()))
}

/// The name on a page.
pub fn heading(text: impl Into<String>) -> RichText {
    rich(text, Type::Heading, Weight::Medium)
}

/// The title of a section of a page.
pub fn section(text: impl Into<String>) -> RichText {
    rich(text, Type::Section, Weight::Medium)
}

/// Body text.
pub fn body(text: impl Into<String>) -> RichText {
    rich(text, Type::Body, Weight::Regular)
}

/// A name or a title within body text.
pub fn body_medium(text: impl Into<String>) -> RichText {
    rich(text, Type::Body, Weight::Medium)
}

/// Secondary text.
pub fn small(text: impl Into<String>) -> RichText {
    rich(text, Type::Small, Weight::Regular)
}

/// A small title.
pub fn small_strong(text: impl Into<String>) -> RichText {
    rich(text, Type::Small, Weight::SemiBold)
}

/// Times, states and hints.
pub fn fine(text: impl Into<String>) -> RichText {
    rich(text, Type::Fine, Weight::Regular)
}

/// The beginning of a text, long enough to recognise it; cut between words.
pub fn excerpt(text: &str) -> String {
    /// About four lines of the side panel.
    const MAX_CHARS: usize = 140;
    let Some((end, _)) = text.char_indices().nth(MAX_CHARS) else { return text.to_owned() };
    let start = text.get(..end).unwrap_or(text);
    // Cut between words, unless that loses more than half.
    let whole_words = start
        .rsplit_once(char::is_whitespace)
        .map(|(whole_words, _)| whole_words)
        .filter(|whole_words| whole_words.len() > end / 2);
    format!("{}…", whole_words.unwrap_or(start).trim_end())
}

/// Cuts a text after `max_chars` characters, with an ellipsis.
pub fn truncate(text: &str, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

/// Formats a number with a comma every three digits.
pub fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
