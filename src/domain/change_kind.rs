//! The kind of a change, as stored in the change log.

use super::string_enum::string_enum;

string_enum! {
    /// The kind of a change to the journal. The words are those of the change log and never change.
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
