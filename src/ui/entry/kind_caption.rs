//! The line below an entry in a narrow column: the word of its kind, and what there is to say about
//! it.

use eframe::egui::{Label, Ui, text::LayoutJob};

use crate::{
    domain::{attention::Emphasis, entry::kind::Kind},
    ui::{
        kind_style::tone,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone},
    },
    wording::{entry_caption::Caption, text::lowercase_first},
};

/// Shows the word of a kind, followed by a caption.
pub fn show_kind_caption(ui: &mut Ui, kind: Kind, caption: Option<&Caption>) {
    let t = Tokens::of(ui);
    let flag = t.kind_ink(Tone::Flag);
    let (word_ink, ink, weight) = match caption.map(|caption| caption.emphasis) {
        None | Some(Emphasis::Normal) => (t.kind_ink(tone(kind)), t.ink_soft, Weight::Regular),
        Some(Emphasis::Attention) => (t.kind_ink(tone(kind)), flag, Weight::Regular),
        Some(Emphasis::Critical) => (flag, flag, Weight::SemiBold),
    };
    let word_weight = if weight == Weight::Regular { Weight::Medium } else { weight };
    let mut job = LayoutJob::default();
    job.append(kind.label(), 0.0, text::format(Type::Fine, word_weight, word_ink));
    if let Some(caption) = caption {
        // The captions of flags are sentences about them.
        let text = if kind == Kind::Flag { lowercase_first(&caption.text) } else { caption.text.clone() };
        job.append(&format!(" · {text}"), 0.0, text::format(Type::Fine, weight, ink));
    }
    ui.add(Label::new(job).wrap());
}
