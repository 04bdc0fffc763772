//! Reviews: what the leader will say to a person about a period, written beside its evidence.
//!
//! A person has at most one unfinished review. A finished one is dated and stays readable. A draft
//! starts from a [`Template`], and entries go into it as quotations ([`format_quotation`]).

pub mod coverage;
mod draft_lines;
pub mod evidence;
mod insert_block;
mod judgement_words;
pub mod period;
mod quotation;
mod template;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use self::period::Period;
pub use self::{
    draft_lines::{DraftLine, DraftLineKind, ReviewTextError, classify_lines, clean_review_text, headings},
    insert_block::insert_block,
    judgement_words::{JudgementWord, find_judgement_words},
    quotation::{contains_flag_quotation, format_quotation},
    template::{
        Template, TemplateError, TemplateOption, fill_placeholders, headings_as_template, is_same_name,
        template_options,
    },
};
use super::{
    id::{PersonId, Uid},
    moment::Moment,
};

/// A review of a person over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its identity across files.
    pub uid: Uid,
    /// The person.
    pub person: PersonId,
    /// The first day of the period.
    pub from: Date,
    /// The last day of the period.
    pub to: Date,
    /// When it was started.
    #[serde(rename = "begun")]
    pub started_at: Moment,
    /// Markdown; never empty.
    pub text: String,
    /// When it was finished; `None` while it is being written.
    #[serde(rename = "finished")]
    pub finished_at: Option<Moment>,
}

impl Review {
    /// The period it is about.
    pub fn period(&self) -> Period {
        Period::from_unordered(self.from, self.to)
    }
}
