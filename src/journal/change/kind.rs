//! What was done, in a word that the journal remembers.

use super::Change;
use crate::domain::{
    entry::{kind::flag::RaisePlan, transition::Transition},
    string_enum::string_enum,
};

string_enum! {
    /// What was done, as the journal remembers it and a notice says it.
    pub enum ChangeKind {
        /// People were added.
        AddPeople = "add_people",
        /// Something else was written down about a person.
        EditPerson = "edit_person",
        /// A person was put away.
        Archive = "archive",
        /// A person was brought back.
        Unarchive = "bring_back",
        /// The people were put in order.
        ReorderPeople = "reorder",
        /// A one-on-one was begun.
        StartMeeting = "begin",
        /// A one-on-one was wrapped up.
        WrapUp = "wrap_up",
        /// "Met, nothing to note" was recorded.
        NothingToNote = "nothing_to_note",
        /// The next one-on-one was set or moved.
        ScheduleMeeting = "plan",
        /// The next one-on-one follows from the cadence again.
        ClearSchedule = "unplan",
        /// A one-on-one was skipped.
        SkipMeeting = "skip",
        /// An entry was put off until a day.
        Snooze = "put_off",
        /// An entry that was put off waits again.
        Unsnooze = "wake_up",
        /// An entry was picked as evidence.
        AddEvidence = "pick_evidence",
        /// An entry is no longer evidence.
        RemoveEvidence = "drop_evidence",
        /// A line was kept.
        AddEntry = "jot",
        /// An entry was written anew.
        EditText = "rewrite",
        /// A flag was raised.
        Raise = "raise",
        /// A flag was put on the table of the next one-on-one.
        AddToAgenda = "put_on_table",
        /// A flag is to be raised on a day.
        ScheduleRaise = "plan_to_raise",
        /// A flag is not to be raised at any time that was said.
        RemoveFromAgenda = "take_off_table",
        /// A flag is watched.
        Watch = "watch",
        /// A flag was let go.
        LetGo = "let_go",
        /// A flag was settled.
        Settle = "settle",
        /// A settled flag was looked at again.
        Recheck = "look_again",
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
        Abandon = "drop",
        /// A delegation moved on the ladder.
        SetLevel = "level",
        /// A delegation was taken back.
        TakeBack = "take_back",
        /// A delegation is complete.
        Complete = "complete",
        /// An expectation was said aloud.
        SayAloud = "say",
        /// The latest thing that had happened to an entry was taken away.
        Reopen = "reopen",
        /// When and how they heard of it was written down.
        RecordTold = "tell",
        /// A new expectation took the place of an old one.
        ReplaceExpectation = "replace",
        /// A goal was checked in on.
        CheckIn = "check_in",
        /// What only its kind has was written down.
        EditFields = "describe",
        /// What you noticed was written down, with when you will raise it.
        EditFlag = "describe_flag",
        /// An entry was put where it belongs.
        Reclassify = "refile",
        /// What a person needs was answered anew.
        AnswerNeed = "answer_need",
        /// A question was put on the table.
        AskQuestion = "ask_question",
        /// A question of your own was kept.
        SaveQuestion = "keep_question",
        /// A question is not offered any more.
        HideQuestion = "hide_question",
        /// A question is offered again.
        ShowQuestion = "show_question",
        /// The self-check was answered.
        SaveSelfCheck = "check_self",
        /// A self-check was taken away.
        DeleteSelfCheck = "take_away_self_check",
        /// What you will do today was said.
        SetIntention = "intend",
        /// What became of it was said.
        SetIntentionOutcome = "look_back",
        /// What to raise was put in order.
        SetAgendaOrder = "arrange",
        /// A detail that matters to a person was asked about.
        MarkAsked = "ask_about",
        /// A review was written.
        SaveReview = "write_review",
        /// A review was finished.
        FinishReview = "finish_review",
        /// A finished review is being written again.
        ReopenReview = "write_on_review",
        /// What was begun of a review was thrown away.
        DiscardReview = "throw_review_away",
        /// Headings were kept as a template.
        SaveTemplate = "keep_template",
        /// A template was changed.
        EditTemplate = "change_template",
        /// A template was removed.
        DeleteTemplate = "remove_template",
        /// An entry was made what it was before.
        RestoreVersion = "bring_back_version",
        /// An entry was moved to the trash.
        Trash = "trash",
        /// An entry was brought back from the trash.
        Restore = "restore",
        /// What was read elsewhere was brought in.
        Import = "bring_in",
    }
}

impl Change {
    /// What it does.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::AddPeople(_) => ChangeKind::AddPeople,
            Self::EditPerson { .. } => ChangeKind::EditPerson,
            Self::Archive(_) => ChangeKind::Archive,
            Self::Unarchive(_) => ChangeKind::Unarchive,
            Self::ReorderPeople(_) => ChangeKind::ReorderPeople,
            Self::StartMeeting(_) => ChangeKind::StartMeeting,
            Self::WrapUp { .. } => ChangeKind::WrapUp,
            Self::NothingToNote(_) => ChangeKind::NothingToNote,
            Self::ScheduleMeeting { .. } => ChangeKind::ScheduleMeeting,
            Self::ClearSchedule(_) => ChangeKind::ClearSchedule,
            Self::SkipMeeting { .. } => ChangeKind::SkipMeeting,
            Self::SetEvidence { picked: true, .. } => ChangeKind::AddEvidence,
            Self::SetEvidence { picked: false, .. } => ChangeKind::RemoveEvidence,
            Self::Snooze { until: Some(_), .. } => ChangeKind::Snooze,
            Self::Snooze { until: None, .. } => ChangeKind::Unsnooze,
            Self::AddEntry { .. } => ChangeKind::AddEntry,
            Self::EditText { .. } => ChangeKind::EditText,
            Self::Transition { transition: wanted, .. } => transition_change_kind(wanted),
            Self::RecordTold { .. } => ChangeKind::RecordTold,
            Self::ReplaceExpectation { .. } => ChangeKind::ReplaceExpectation,
            Self::CheckIn { .. } => ChangeKind::CheckIn,
            Self::EditFields { .. } => ChangeKind::EditFields,
            Self::EditFlag { .. } => ChangeKind::EditFlag,
            Self::AnswerNeed { .. } => ChangeKind::AnswerNeed,
            Self::Leader(leading) => leading.kind(),
            Self::Review(reviewing) => reviewing.kind(),
            Self::SetAgendaOrder { .. } => ChangeKind::SetAgendaOrder,
            Self::MarkAsked { .. } => ChangeKind::MarkAsked,
            Self::RestoreVersion(_) => ChangeKind::RestoreVersion,
            Self::Reclassify { .. } => ChangeKind::Reclassify,
            Self::Trash(_) => ChangeKind::Trash,
            Self::Restore(_) => ChangeKind::Restore,
            Self::Import(_) => ChangeKind::Import,
        }
    }
}

fn transition_change_kind(transition: &Transition) -> ChangeKind {
    match transition {
        Transition::Raise(_) => ChangeKind::Raise,
        Transition::Plan(RaisePlan::NextOneOnOne) => ChangeKind::AddToAgenda,
        Transition::Plan(RaisePlan::On(_)) => ChangeKind::ScheduleRaise,
        Transition::Plan(RaisePlan::Undecided) => ChangeKind::RemoveFromAgenda,
        Transition::Watch(_) => ChangeKind::Watch,
        Transition::LetGo(_) => ChangeKind::LetGo,
        Transition::Settle { .. } => ChangeKind::Settle,
        Transition::Recheck(_) => ChangeKind::Recheck,
        Transition::MarkDone => ChangeKind::Done,
        Transition::MarkTold(_) => ChangeKind::Told,
        Transition::Discuss(_) => ChangeKind::Talked,
        Transition::Pause(_) => ChangeKind::Pause,
        Transition::Resume => ChangeKind::Resume,
        Transition::Reach(_) => ChangeKind::Reach,
        Transition::Drop(_) => ChangeKind::Abandon,
        Transition::ChangeLevel(_) => ChangeKind::SetLevel,
        Transition::TakeBack(_) => ChangeKind::TakeBack,
        Transition::Complete(_) => ChangeKind::Complete,
        Transition::SayAloud => ChangeKind::SayAloud,
        Transition::Reopen => ChangeKind::Reopen,
    }
}
