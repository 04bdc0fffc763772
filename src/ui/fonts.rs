//! The letters: one family per weight, each falling back to the icons and then to whatever the system has.
//!
//! egui picks a font per character along a family's chain, and asks its font providers when the chain ends.
//! `eframe`'s `system_fonts` feature is such a provider: it adds itself to the context and knows Arabic, Devanagari,
//! Chinese and the rest, for every family, so nothing about other scripts needs to be set up here.
//!
//! The files in `assets` are subsets (see `assets/subset.sh`): Inter carries alternates at the very code points of
//! Phosphor's icons, and Phosphor maps ASCII to blanks, so neither could stand before the other as they come.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};

/// Inter Medium: buttons, chips, names.
pub static MEDIUM: LazyLock<FontFamily> = LazyLock::new(|| named_family("medium"));
/// Inter Semi-bold: labels, tabs, titles of fields.
pub static SEMIBOLD: LazyLock<FontFamily> = LazyLock::new(|| named_family("semibold"));
/// Inter Italic: emphasis.
pub static ITALIC: LazyLock<FontFamily> = LazyLock::new(|| named_family("italic"));
/// Newsreader Medium: names and headings.
pub static SERIF: LazyLock<FontFamily> = LazyLock::new(|| named_family("serif"));

fn named_family(name: &str) -> FontFamily {
    FontFamily::Name(name.into())
}

/// A font file of the program, with what makes it sit on the line of the others.
struct Face {
    name: &'static str,
    file: &'static [u8],
    tweak: Tweak,
}

/// How a face sits on the line.
#[derive(Clone, Copy)]
enum Tweak {
    /// As its maker meant it.
    None,
    /// Newsreader's box is centred on its x-height: a little lower, capitals look centred in a row.
    Serif,
    /// An icon fills the em: a little larger than capitals reads as the same size.
    Icon,
}

impl Tweak {
    fn to_font_tweak(self) -> FontTweak {
        match self {
            Self::None => FontTweak::default(),
            Self::Serif => FontTweak { y_offset_factor: 0.04, ..FontTweak::default() },
            Self::Icon => FontTweak { scale: 1.15, ..FontTweak::default() },
        }
    }
}

macro_rules! face {
    ($name:literal, $path:literal, $tweak:ident) => {
        Face {
            name: $name,
            file: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/", $path)),
            tweak: Tweak::$tweak,
        }
    };
}

const REGULAR_FACE: &str = "Inter Regular";
const MEDIUM_FACE: &str = "Inter Medium";
const SEMIBOLD_FACE: &str = "Inter SemiBold";
const ITALIC_FACE: &str = "Inter Italic";
const SERIF_FACE: &str = "Newsreader Medium";
const MONO_FACE: &str = "JetBrains Mono";
const ICONS_FACE: &str = "Phosphor";

static FACES: [Face; 7] = [
    face!("Inter Regular", "fonts/inter/Inter-Regular.ttf", None),
    face!("Inter Medium", "fonts/inter/Inter-Medium.ttf", None),
    face!("Inter SemiBold", "fonts/inter/Inter-SemiBold.ttf", None),
    face!("Inter Italic", "fonts/inter/Inter-Italic.ttf", None),
    face!("Newsreader Medium", "fonts/newsreader/Newsreader-Medium.ttf", Serif),
    face!("JetBrains Mono", "fonts/jetbrains-mono/JetBrainsMono-Regular.ttf", None),
    face!("Phosphor", "icons/phosphor/Phosphor.ttf", Icon),
];

/// Gives a context the fonts. They are there from the next frame on.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

/// The fonts and their families.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for face in &FACES {
        let data = FontData::from_static(face.file).tweak(face.tweak.to_font_tweak());
        fonts.font_data.insert(face.name.to_owned(), Arc::new(data));
    }
    let built_in = |family| fonts.families.get(family).cloned().unwrap_or_default();
    let sans = built_in(&FontFamily::Proportional);
    let mono = built_in(&FontFamily::Monospace);

    let chain = |first: &[&str], last: &[String]| -> Vec<String> {
        let first = first.iter().map(|name| (*name).to_owned());
        first.chain(last.iter().cloned()).collect()
    };
    let families = [
        (FontFamily::Proportional, chain(&[REGULAR_FACE, ICONS_FACE], &sans)),
        (MEDIUM.clone(), chain(&[MEDIUM_FACE, ICONS_FACE], &sans)),
        (SEMIBOLD.clone(), chain(&[SEMIBOLD_FACE, ICONS_FACE], &sans)),
        (ITALIC.clone(), chain(&[ITALIC_FACE, REGULAR_FACE, ICONS_FACE], &sans)),
        (SERIF.clone(), chain(&[SERIF_FACE, MEDIUM_FACE, ICONS_FACE], &sans)),
        (FontFamily::Monospace, chain(&[MONO_FACE, REGULAR_FACE, ICONS_FACE], &mono)),
    ];
    fonts.families = BTreeMap::from(families);
    fonts
}

#[cfg(test)]
mod tests {
    use eframe::egui::{FontId, RawInput};

    use super::*;
    use crate::ui::icons;

    fn with_fonts(check: impl FnMut(&mut eframe::egui::epaint::text::FontsView<'_>)) {
        let ctx = Context::default();
        install(&ctx);
        let mut check = check;
        ctx.run_ui(RawInput::default(), |ui| ui.fonts_mut(&mut check)).drop_without_applying_deltas();
    }

    #[test]
    fn every_icon_comes_from_phosphor_in_every_family() {
        with_fonts(|fonts| {
            for family in definitions().families.keys() {
                let characters = fonts.characters(family).clone();
                for icon in icons::ALL.iter().flat_map(|icon| icon.chars()) {
                    let faces = characters.get(&icon).map(Vec::as_slice).unwrap_or_default();
                    let first = faces.first().map(String::as_str);
                    assert!(first == Some(ICONS_FACE), "{family:?}: U+{:04X} from {first:?}", u32::from(icon));
                }
            }
        });
    }

    #[test]
    fn letters_never_fall_back_to_the_icon_font() {
        with_fonts(|fonts| {
            for family in definitions().families.keys() {
                let characters = fonts.characters(family).clone();
                for letter in ('!'..='~').chain("éłşžΩЖ–—…“”·×✓→↵".chars()) {
                    let faces = characters.get(&letter).map(Vec::as_slice).unwrap_or_default();
                    let first = faces.first().map(String::as_str);
                    let wrong = matches!(first, None | Some(ICONS_FACE));
                    assert!(!wrong, "{family:?}: {letter} from {first:?}");
                }
            }
        });
    }

    #[test]
    fn inter_capitals_are_vertically_centred() {
        with_fonts(|fonts| {
            let galley =
                fonts.layout_no_wrap("H".to_owned(), FontId::proportional(14.0), super::super::tokens::ON_AVATAR);
            let bounds = galley.mesh_bounds;
            let off = bounds.center().y - galley.rect.center().y;
            assert!(off.abs() <= 1.0, "{off} points off the middle");
        });
    }
}
