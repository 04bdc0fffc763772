//! Fonts: one family per weight, falling back to the icons and then to the system fonts.
//!
//! egui picks a font per character along the chain of a family, and asks its font providers when
//! the chain ends. The `system_fonts` feature of `eframe` is such a provider: it registers itself
//! with the context and covers Arabic, Devanagari, Chinese and the rest for every family, so
//! nothing about other scripts is set up here.
//!
//! The files in `assets` are subsets (see `assets/subset.sh`): Inter has alternates at the code
//! points of the Phosphor icons, and Phosphor maps ASCII to blanks, so neither complete font could
//! come first.

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

/// An embedded font file and the metrics tweak that aligns it with the others.
struct Face {
    name: &'static str,
    file: &'static [u8],
    tweak: Tweak,
}

/// The metrics correction of a face.
#[derive(Clone, Copy)]
enum Tweak {
    /// Unchanged.
    None,
    /// Newsreader is centred on its x-height: moved down a little, capitals look centred in a row.
    Serif,
    /// An icon fills the em: slightly larger than capitals, it reads as the same size.
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

/// Installs the fonts. They are available from the next frame on.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

/// The font data and the families built from it.
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
                    let is_fallback = matches!(first, None | Some(ICONS_FACE));
                    assert!(!is_fallback, "{family:?}: {letter} from {first:?}");
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
            let offset = bounds.center().y - galley.rect.center().y;
            assert!(offset.abs() <= 1.0, "{offset} points off the middle");
        });
    }
}
