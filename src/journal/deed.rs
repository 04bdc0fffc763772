//! What was done, in a word that the journal remembers.

use super::change::Change;
use crate::domain::{flag::RaiseWhen, life::Move, words::words};

words! {
    /// What was done, as the journal remembers it and a notice says it.
    pub enum Deed {
        /// People were added.
        AddPeople = "add_people",
        /// Something else was written down about a person.
        EditPerson = "edit_person",
        /// A person was put away.
        Archive = "archive",
        /// A person was brought back.
        BringBack = "bring_back",
        /// The people were put in order.
        Reorder = "reorder",
        /// A one-on-one was begun.
        Begin = "begin",
        /// A one-on-one was wrapped up.
        WrapUp = "wrap_up",
        /// "Met, nothing to note" was recorded.
        NothingToNote = "nothing_to_note",
        /// The next one-on-one was set or moved.
        Plan = "plan",
        /// The next one-on-one follows from the cadence again.
        Unplan = "unplan",
        /// A one-on-one was skipped.
        Skip = "skip",
        /// An entry was put off until a day.
        PutOff = "put_off",
        /// An entry that was put off waits again.
        WakeUp = "wake_up",
        /// An entry was picked as evidence.
        PickEvidence = "pick_evidence",
        /// An entry is no longer evidence.
        DropEvidence = "drop_evidence",
        /// A line was kept.
        Jot = "jot",
        /// An entry was written anew.
        Rewrite = "rewrite",
        /// A flag was raised.
        Raise = "raise",
        /// A flag was put on the table of the next one-on-one.
        PutOnTable = "put_on_table",
        /// A flag is to be raised on a day.
        PlanToRaise = "plan_to_raise",
        /// A flag is not to be raised at any time that was said.
        TakeOffTable = "take_off_table",
        /// A flag is watched.
        Watch = "watch",
        /// A flag was let go.
        LetGo = "let_go",
        /// A flag was settled.
        Settle = "settle",
        /// A settled flag was looked at again.
        LookAgain = "look_again",
        /// An action was done.
        Done = "done",
        /// They know of an action or of praise.
        Told = "told",
        /// A topic was talked about.
        Talked = "talked",
        /// A goal was paused.
        Pause = "pause",
        /// A goal goes on.
        Resume = "resume",
        /// A goal was reached.
        Reach = "reach",
        /// A goal or an action was given up.
        Drop = "drop",
        /// A delegation moved on the ladder.
        Level = "level",
        /// A delegation was taken back.
        TakeBack = "take_back",
        /// A delegation is complete.
        Complete = "complete",
        /// An expectation was said aloud.
        Say = "say",
        /// The latest thing that had happened to an entry was taken away.
        Reopen = "reopen",
        /// When and how they heard of it was written down.
        Tell = "tell",
        /// A new expectation took the place of an old one.
        Replace = "replace",
        /// A goal was checked in on.
        CheckIn = "check_in",
        /// What only its kind has was written down.
        Describe = "describe",
        /// What you noticed was written down, with when you will raise it.
        DescribeFlag = "describe_flag",
        /// An entry was put where it belongs.
        Refile = "refile",
        /// What a person needs was answered anew.
        AnswerNeed = "answer_need",
        /// A question was put on the table.
        AskQuestion = "ask_question",
        /// A question of your own was kept.
        KeepQuestion = "keep_question",
        /// A question is not offered any more.
        HideQuestion = "hide_question",
        /// A question is offered again.
        ShowQuestion = "show_question",
        /// The self-check was answered.
        CheckSelf = "check_self",
        /// A self-check was taken away.
        TakeAwaySelfCheck = "take_away_self_check",
        /// What you will do today was said.
        Intend = "intend",
        /// What became of it was said.
        LookBack = "look_back",
        /// What to raise was put in order.
        Arrange = "arrange",
        /// A detail that matters to a person was asked about.
        AskAbout = "ask_about",
        /// A review was written.
        WriteReview = "write_review",
        /// A review was finished.
        FinishReview = "finish_review",
        /// A finished review is being written again.
        WriteOnReview = "write_on_review",
        /// What was begun of a review was thrown away.
        ThrowReviewAway = "throw_review_away",
        /// Headings were kept as a template.
        KeepTemplate = "keep_template",
        /// A template was changed.
        ChangeTemplate = "change_template",
        /// A template was removed.
        RemoveTemplate = "remove_template",
        /// An entry was made what it was before.
        BringBackVersion = "bring_back_version",
        /// An entry was moved to the trash.
        Trash = "trash",
        /// An entry was brought back from the trash.
        Restore = "restore",
        /// What was read elsewhere was brought in.
        BringIn = "bring_in",
    }
}

impl Change {
    /// What it does.
    pub fn deed(&self) -> Deed {
        match self {
            Self::AddPeople(_) => Deed::AddPeople,
            Self::EditPerson { .. } => Deed::EditPerson,
            Self::Archive(_) => Deed::Archive,
            Self::BringBack(_) => Deed::BringBack,
            Self::Reorder(_) => Deed::Reorder,
            Self::Begin(_) => Deed::Begin,
            Self::WrapUp { .. } => Deed::WrapUp,
            Self::NothingToNote(_) => Deed::NothingToNote,
            Self::Plan { .. } => Deed::Plan,
            Self::Unplan(_) => Deed::Unplan,
            Self::Skip { .. } => Deed::Skip,
            Self::Evidence { picked: true, .. } => Deed::PickEvidence,
            Self::Evidence { picked: false, .. } => Deed::DropEvidence,
            Self::PutOff { until: Some(_), .. } => Deed::PutOff,
            Self::PutOff { until: None, .. } => Deed::WakeUp,
            Self::Jot { .. } => Deed::Jot,
            Self::Rewrite { .. } => Deed::Rewrite,
            Self::Move { wanted, .. } => deed_of(wanted),
            Self::Tell { .. } => Deed::Tell,
            Self::Replace { .. } => Deed::Replace,
            Self::CheckIn { .. } => Deed::CheckIn,
            Self::Describe { .. } => Deed::Describe,
            Self::DescribeFlag { .. } => Deed::DescribeFlag,
            Self::AnswerNeed { .. } => Deed::AnswerNeed,
            Self::Leading(leading) => leading.deed(),
            Self::Reviewing(reviewing) => reviewing.deed(),
            Self::Arrange { .. } => Deed::Arrange,
            Self::AskAbout { .. } => Deed::AskAbout,
            Self::BringBackVersion(_) => Deed::BringBackVersion,
            Self::Refile { .. } => Deed::Refile,
            Self::Trash(_) => Deed::Trash,
            Self::Restore(_) => Deed::Restore,
            Self::BringIn(_) => Deed::BringIn,
        }
    }
}

fn deed_of(wanted: &Move) -> Deed {
    match wanted {
        Move::Raise(_) => Deed::Raise,
        Move::Plan(RaiseWhen::NextOneOnOne) => Deed::PutOnTable,
        Move::Plan(RaiseWhen::On(_)) => Deed::PlanToRaise,
        Move::Plan(RaiseWhen::Undecided) => Deed::TakeOffTable,
        Move::Watch(_) => Deed::Watch,
        Move::LetGo(_) => Deed::LetGo,
        Move::Settle { .. } => Deed::Settle,
        Move::LookAgain(_) => Deed::LookAgain,
        Move::Done => Deed::Done,
        Move::Told(_) => Deed::Told,
        Move::Talked(_) => Deed::Talked,
        Move::Pause(_) => Deed::Pause,
        Move::Resume => Deed::Resume,
        Move::Reach(_) => Deed::Reach,
        Move::Drop(_) => Deed::Drop,
        Move::Level(_) => Deed::Level,
        Move::TakeBack(_) => Deed::TakeBack,
        Move::Complete(_) => Deed::Complete,
        Move::Say => Deed::Say,
        Move::Reopen => Deed::Reopen,
    }
}
