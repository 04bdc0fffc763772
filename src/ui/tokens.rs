//! Every colour and size of the window, and the only file that names a colour.
//!
//! Widgets get the colours of the active theme from [`Tokens::of`] and never mix their own. The
//! tests below check the contrast of every text colour against every background it is used on.

#![expect(clippy::disallowed_methods, reason = "the tokens are where colours are named")]

use eframe::egui::{Color32, Context, Theme};

/// The colours of one theme.
#[derive(Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Background of the window; also of a field inside a dialog.
    pub page: Color32,
    /// Background of the sidebar.
    pub sidebar: Color32,
    /// Cards, dialogs, menus, plain buttons.
    pub card: Color32,
    /// Borders and dividers, one pixel wide.
    pub line: Color32,
    /// Outlines that must be visible, as of an empty checkbox: contrast of at least 3:1.
    pub outline: Color32,
    /// Primary text.
    pub ink: Color32,
    /// Secondary text.
    pub ink_soft: Color32,
    /// Labels, hints and times.
    pub ink_faint: Color32,
    /// The accent: the primary button, the open tab, links, the caret.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// The border of a key hint that sits on the accent.
    pub on_accent_line: Color32,
    /// Background of the selected row in a list, and of selected text. Too dark for
    /// [`Tokens::ink_faint`].
    pub accent_soft: Color32,
    /// Overlay on whatever the pointer is over.
    pub hover: Color32,
    /// Text of destructive actions.
    pub danger: Color32,
    /// Background of a destructive button under the pointer.
    pub danger_soft: Color32,
    /// Background of code, inline and in blocks.
    pub code: Color32,
    /// Background of search matches.
    pub search_match: Color32,
    /// Overlay on the window while a dialog is open.
    pub shade: Color32,
    /// The shadow of dialogs and menus.
    pub shadow: Color32,
    tones: [TonePair; Tone::ALL.len()],
}

/// The text colour and the soft background of one [`Tone`].
#[derive(Debug, PartialEq, Eq)]
struct TonePair {
    ink: Color32,
    soft: Color32,
}

/// The colour family of a kind of entry. Expectations share theirs with topics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// An entry of no other kind.
    Note,
    /// A flag; also overdue items and errors.
    Flag,
    /// A coaching goal and its check-ins.
    Goal,
    /// Praise.
    Praise,
    /// An action.
    Action,
    /// Feedback, given or received.
    Feedback,
    /// A delegation.
    Delegation,
    /// Topics and expectations.
    Topic,
}

impl Tone {
    /// All tones, in the order of the table in the design.
    pub const ALL: [Self; 8] =
        [Self::Note, Self::Flag, Self::Goal, Self::Praise, Self::Action, Self::Feedback, Self::Delegation, Self::Topic];
}

/// An opaque colour from `0xRRGGBB`.
const fn hex(rgb: u32) -> Color32 {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// A colour from `0xRRGGBB` and an alpha of 0 to 255.
const fn hex_with_alpha(rgb: u32, alpha: u8) -> Color32 {
    let [_, r, g, b] = rgb.to_be_bytes();
    Color32::from_rgba_unmultiplied_const(r, g, b, alpha)
}

const fn pair(ink: u32, soft: u32) -> TonePair {
    TonePair { ink: hex(ink), soft: hex(soft) }
}

/// The light theme: dark ink on warm paper.
pub static LIGHT: Tokens = Tokens {
    page: hex(0x00FB_F9F5),
    sidebar: hex(0x00F4_F0E9),
    card: hex(0x00FF_FFFF),
    line: hex(0x00E7_E1D7),
    outline: hex(0x0085_7C70),
    ink: hex(0x0028_241F),
    ink_soft: hex(0x005F_584E),
    ink_faint: hex(0x0072_6A5F),
    accent: hex(0x002B_6A5D),
    accent_hover: hex(0x0023_574C),
    on_accent: hex(0x00FF_FFFF),
    on_accent_line: hex_with_alpha(0x00FF_FFFF, 110),
    accent_soft: hex(0x00E2_EEEA),
    hover: hex_with_alpha(0x0028_241F, 9),
    danger: hex(0x00A3_3A2C),
    danger_soft: hex(0x00FA_E9E6),
    code: hex(0x00F4_F0E9),
    search_match: hex(0x00FC_EDB9),
    shade: hex_with_alpha(0x0028_241F, 82),
    shadow: hex_with_alpha(0x0028_241F, 46),
    tones: [
        pair(0x006F_675B, 0x00F4_F0E9),
        pair(0x00AC_4C16, 0x00FB_ECDF),
        pair(0x002B_6A5D, 0x00E2_EEEA),
        pair(0x00A0_3E72, 0x00F8_E6EF),
        pair(0x002F_60A3, 0x00E4_EDF8),
        pair(0x0067_4BA0, 0x00ED_E8F7),
        pair(0x0075_651A, 0x00F3_EED6),
        pair(0x004A_6878, 0x00E5_EDF1),
    ],
};

/// The dark theme.
pub static DARK: Tokens = Tokens {
    page: hex(0x001D_1B18),
    sidebar: hex(0x0017_1512),
    card: hex(0x0026_231F),
    line: hex(0x0038_342E),
    outline: hex(0x0086_7E72),
    ink: hex(0x00EF_E9DF),
    ink_soft: hex(0x00BD_B4A5),
    ink_faint: hex(0x0097_8E80),
    accent: hex(0x007C_C3AF),
    accent_hover: hex(0x0092_D0BE),
    on_accent: hex(0x0017_1512),
    on_accent_line: hex_with_alpha(0x0017_1512, 110),
    accent_soft: hex(0x0022_352F),
    hover: hex_with_alpha(0x00EF_E9DF, 9),
    danger: hex(0x00F0_917F),
    danger_soft: hex(0x003D_2420),
    code: hex(0x0031_2D28),
    search_match: hex(0x004A_3D14),
    shade: hex_with_alpha(0x000B_0A09, 150),
    shadow: hex_with_alpha(0x0000_0000, 130),
    tones: [
        pair(0x00A6_9C8D, 0x0033_2F29),
        pair(0x00EE_9A5F, 0x003A_281B),
        pair(0x007C_C3AF, 0x0022_352F),
        pair(0x00E1_93BC, 0x003A_2430),
        pair(0x008D_B6EE, 0x0020_2C3D),
        pair(0x00B7_A0EA, 0x002C_2540),
        pair(0x00D3_BF66, 0x0032_2D19),
        pair(0x009C_BBCB, 0x0022_303A),
    ],
};

impl Tokens {
    /// The colours of the active theme. Accepts a `&Ui` too.
    #[must_use]
    pub fn of(ctx: &Context) -> &'static Self {
        Self::for_theme(ctx.theme())
    }

    /// The colours of one theme.
    #[must_use]
    pub fn for_theme(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// The colour of a kind's icon and label, on its soft background, on a card or on the page.
    #[must_use]
    pub fn kind_ink(&self, tone: Tone) -> Color32 {
        self.pair(tone).ink
    }

    /// The soft background of a kind.
    #[must_use]
    pub fn kind_soft(&self, tone: Tone) -> Color32 {
        self.pair(tone).soft
    }

    fn pair(&self, tone: Tone) -> &TonePair {
        &self.tones[tone as usize]
    }
}

/// Background colours of avatars, the same in both themes; initials on them are [`ON_AVATAR`].
pub const AVATARS: [Color32; 8] = [
    hex(0x002B_6A5D),
    hex(0x008A_5A24),
    hex(0x0067_4BA0),
    hex(0x002F_60A3),
    hex(0x00A0_3E72),
    hex(0x004A_6878),
    hex(0x005B_6B2C),
    hex(0x0096_452F),
];

/// The colour of the initials on an avatar.
pub const ON_AVATAR: Color32 = hex(0x00FF_FFFF);

/// Sizes, in points. Spaces are multiples of 4.
pub mod size {
    /// Margin between the edge of a page and its content.
    pub const PAGE_MARGIN: i8 = 28;
    /// The same in a compact window.
    pub const PAGE_MARGIN_COMPACT: i8 = 16;
    /// Corner radius of cards.
    pub const CARD_RADIUS: u8 = 10;
    /// Padding of a card, its border included.
    pub const CARD_PADDING: i8 = 14;
    /// Corner radius of buttons and fields.
    pub const CONTROL_RADIUS: u8 = 8;
    /// Corner radius of chips.
    pub const CHIP_RADIUS: u8 = 6;
    /// Height of a button.
    pub const CONTROL: f32 = 34.0;
    /// Height of a button inside a card.
    pub const CONTROL_SMALL: f32 = 28.0;
    /// Height of a chip.
    pub const CHIP: f32 = 22.0;
    /// Width of the sidebar.
    pub const SIDEBAR: f32 = 232.0;
    /// Width of the side panel of a page.
    pub const SIDE_PANEL: f32 = 300.0;
    /// The width of the sidebar in a window that is not wide.
    pub const SIDEBAR_STRIP: f32 = 56.0;
    /// The width of the edge that the side panel becomes in a medium window.
    pub const EDGE: f32 = 48.0;
    /// From this width on a window is wide, see `WidthClass`.
    pub const WIDE: f32 = 1000.0;
    /// Width of the window beside a call.
    pub const BESIDE_CALL: f32 = 400.0;
    /// From this width on a window is medium.
    pub const MEDIUM: f32 = 600.0;
    /// Width of the margin in which a scroll bar stands.
    pub const SCROLL_BAR: i8 = 12;
    /// The longest line of text.
    pub const MEASURE: f32 = 760.0;
    /// Default width of a dialog.
    pub const DIALOG: f32 = 560.0;
}

/// Opacity of what is dimmed because something else is brought out: its text stays readable.
pub const DIMMED_OPACITY: f32 = 0.97;

/// Duration of animations, in seconds.
pub const MOTION: f32 = 0.1;

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2.1 defines it.
    fn luminance(colour: Color32) -> f64 {
        let channel = |byte: u8| {
            let part = f64::from(byte) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(one: Color32, other: Color32) -> f64 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    const THEMES: [(&str, &Tokens); 2] = [("light", &LIGHT), ("dark", &DARK)];

    #[track_caller]
    fn assert_contrast(what: &str, min_contrast: f64, ink: Color32, ground: Color32) {
        let actual = contrast(ink, ground);
        assert!(actual >= min_contrast, "{what}: {actual:.2} of {min_contrast}");
    }

    #[test]
    fn text_colours_have_sufficient_contrast() {
        for (theme, t) in THEMES {
            let inks = [
                ("ink", t.ink),
                ("ink soft", t.ink_soft),
                ("ink faint", t.ink_faint),
                ("accent", t.accent),
                ("danger", t.danger),
            ];
            let grounds = [("page", t.page), ("sidebar", t.sidebar), ("card", t.card)];
            for (ink_name, ink) in inks {
                for (ground_name, ground) in grounds {
                    assert_contrast(&format!("{theme}: {ink_name} on {ground_name}"), 4.5, ink, ground);
                }
            }
            for (name, ink) in [("ink", t.ink), ("ink soft", t.ink_soft)] {
                for (ground_name, ground) in grounds {
                    let ground = ground.blend(t.hover);
                    assert_contrast(&format!("{theme}: {name} on hovered {ground_name}"), 4.5, ink, ground);
                }
                assert_contrast(&format!("{theme}: {name} on accent soft"), 4.5, ink, t.accent_soft);
                assert_contrast(&format!("{theme}: {name} on code"), 4.5, ink, t.code);
                assert_contrast(&format!("{theme}: {name} on a mark"), 4.5, ink, t.search_match);
            }
            for (name, ink) in [("accent", t.accent), ("flag", t.kind_ink(Tone::Flag))] {
                assert_contrast(&format!("{theme}: {name} on a mark"), 4.5, ink, t.search_match);
            }
            assert_contrast(&format!("{theme}: accent on accent soft"), 4.5, t.accent, t.accent_soft);
            assert_contrast(&format!("{theme}: on accent"), 4.5, t.on_accent, t.accent);
            assert_contrast(&format!("{theme}: on hovered accent"), 4.5, t.on_accent, t.accent_hover);
            assert_contrast(&format!("{theme}: danger on its soft"), 4.5, t.danger, t.danger_soft);
        }
    }

    #[test]
    fn kind_colours_have_sufficient_contrast() {
        for (theme, t) in THEMES {
            for tone in Tone::ALL {
                let ink = t.kind_ink(tone);
                for (name, ground) in
                    [("its soft", t.kind_soft(tone)), ("card", t.card), ("page", t.page), ("sidebar", t.sidebar)]
                {
                    assert_contrast(&format!("{theme}: {tone:?} on {name}"), 4.5, ink, ground);
                }
                // A selected chip has the colours inverted.
                assert_contrast(&format!("{theme}: card on {tone:?}"), 4.5, t.card, ink);
            }
        }
    }

    #[test]
    fn dimmed_text_has_sufficient_contrast() {
        for (theme, t) in THEMES {
            let dim = |ink: Color32, ground: Color32| ground.blend(ink.gamma_multiply(DIMMED_OPACITY));
            for (ground_name, ground) in [("page", t.page), ("card", t.card)] {
                for (name, ink) in [("ink", t.ink), ("ink soft", t.ink_soft), ("ink faint", t.ink_faint)] {
                    assert_contrast(&format!("{theme}: dimmed {name} on {ground_name}"), 4.5, dim(ink, ground), ground);
                }
                for tone in Tone::ALL {
                    let (ink, soft) = (dim(t.kind_ink(tone), ground), dim(t.kind_soft(tone), ground));
                    assert_contrast(&format!("{theme}: dimmed {tone:?} on {ground_name}"), 4.5, ink, soft);
                }
            }
        }
    }

    #[test]
    fn every_kind_has_a_ground_that_differs_from_a_card() {
        for (theme, t) in THEMES {
            for tone in Tone::ALL {
                assert_ne!(t.kind_soft(tone), t.card, "{theme}: {tone:?}");
            }
            // A note has no hue to tell it by.
            assert!(contrast(t.kind_soft(Tone::Note), t.card) >= 1.08, "{theme}");
        }
    }

    #[test]
    fn avatar_initials_have_sufficient_contrast() {
        for (index, ground) in AVATARS.into_iter().enumerate() {
            assert_contrast(&format!("avatar {index}"), 4.5, ON_AVATAR, ground);
        }
    }

    #[test]
    fn outlines_and_focus_rings_have_sufficient_contrast() {
        for (theme, t) in THEMES {
            for (name, ground) in [("page", t.page), ("card", t.card)] {
                assert_contrast(&format!("{theme}: outline on {name}"), 3.0, t.outline, ground);
                assert_contrast(&format!("{theme}: focus ring on {name}"), 3.0, t.accent, ground);
            }
        }
    }

    #[test]
    fn tones_are_indexed_in_declaration_order() {
        assert_eq!(LIGHT.kind_ink(Tone::Flag), hex(0x00AC_4C16));
        assert_eq!(DARK.kind_soft(Tone::Topic), hex(0x0022_303A));
    }
}
