//! The brief as one page to print: self-contained, without scripts or external resources.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{
    domain::entry::kind::Kind,
    wording::brief::{
        Brief,
        sections::{BriefSection, SectionLine, StyledText},
    },
};

/// The style for screen and print.
const STYLE: &str = include_str!("../../../assets/brief.css");

/// Content security policy: nothing is loaded or run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The brief as a page of HTML; all text is escaped.
pub fn render(brief: &Brief) -> String {
    let (beside, main): (Vec<BriefSection>, Vec<BriefSection>) =
        brief.sections().into_iter().partition(|section| section.is_sidebar);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (brief.title()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (brief.title()) }
                    p.when { (brief.date_line()) }
                    p.sentence { (brief.headline) }
                }
                div.page {
                    main { @for section in &main { (render_section(section)) } }
                    aside { @for section in &beside { (render_section(section)) } }
                }
                @if let Some(rest) = brief.rest_label() {
                    p.when { (rest) }
                }
                footer { "Private. Meant for you only: take this page with you, or destroy it." }
            }
        }
    }
    .into_string()
}

fn render_section(section: &BriefSection) -> Markup {
    html! {
        section {
            h2 { (section.title) }
            ul { @for line in &section.lines { (render_line(line)) } }
        }
    }
}

fn render_line(line: &SectionLine) -> Markup {
    html! {
        li.ticked[line.is_done == Some(true)] {
            div.line {
                @match line.is_done {
                    Some(true) => span.box { "☑" },
                    Some(false) => span.box { "☐" },
                    None => {},
                }
                @if let Some(kind) = line.kind { span.kind.(kind_class(kind)) { (kind.label()) } " " }
                span.text dir="auto" { (line.text) }
                @if !line.side_text.is_empty() {
                    span.beside { @for (nth, said) in line.side_text.iter().enumerate() { @if nth > 0 { " · " } (render_styled_text(said)) } }
                }
            }
            @for said in &line.details { div.under dir="auto" { (render_styled_text(said)) } }
        }
    }
}

fn render_styled_text(said: &StyledText) -> Markup {
    html! { @if said.is_emphasized { strong { (said.text) } } @else { (said.text) } }
}

fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Flag => "flag",
        Kind::Praise => "praise",
        Kind::Note
        | Kind::Goal
        | Kind::CheckIn
        | Kind::Action
        | Kind::Feedback
        | Kind::Delegation
        | Kind::Expectation
        | Kind::Topic => "topic",
    }
}
