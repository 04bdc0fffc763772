//! The brief as one page for paper: a file that stands alone, with no script and nothing that is fetched from anywhere.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::domain::{
    brief::{
        Brief,
        sections::{Line, Said, Section},
    },
    kind::Kind,
};

/// How the page looks, on screen and on paper.
const STYLE: &str = include_str!("../../../assets/brief.css");

/// Whoever opens the page loads nothing from anywhere, and runs nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The brief as a page of HTML; all that was written is escaped.
pub fn brief(brief: &Brief) -> String {
    let (beside, main): (Vec<Section>, Vec<Section>) =
        brief.sections().into_iter().partition(|section| section.in_mind);
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
                    p.when { (brief.when()) }
                    p.sentence { (brief.sentence) }
                }
                div.page {
                    main { @for section in &main { (part(section)) } }
                    aside { @for section in &beside { (part(section)) } }
                }
                footer { "Private. Only you were meant to read this: take the page with you, or destroy it." }
            }
        }
    }
    .into_string()
}

fn part(section: &Section) -> Markup {
    html! {
        section {
            h2 { (section.title) }
            ul { @for line in &section.lines { (row(line)) } }
        }
    }
}

fn row(line: &Line) -> Markup {
    html! {
        li.ticked[line.tick == Some(true)] {
            div.line {
                @match line.tick {
                    Some(true) => span.box { "☑" },
                    Some(false) => span.box { "☐" },
                    None => {},
                }
                @if let Some(kind) = line.kind { span.kind.(class(kind)) { (kind.word()) } " " }
                span.text dir="auto" { (line.text) }
                @if !line.beside.is_empty() {
                    span.beside { @for (nth, said) in line.beside.iter().enumerate() { @if nth > 0 { " · " } (small(said)) } }
                }
            }
            @for said in &line.under { div.under dir="auto" { (small(said)) } }
        }
    }
}

fn small(said: &Said) -> Markup {
    html! { @if said.loud { strong { (said.text) } } @else { (said.text) } }
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Flag => "flag",
        Kind::Praise => "praise",
        _ => "topic",
    }
}
