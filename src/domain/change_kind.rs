//! The kind of a change, as stored in the change log.

use super::string_enum::string_enum;

string_enum! {
    /// The kind of a change to the journal. The words are those of the change log and never change.
    pub enum ChangeKind {
        /// People were added.
        AddPeople = "add_people",
        /// The profile of a person was edited.
        EditPerson = "edit_person",
        /// A person was archived.
        Archive = "archive",
        /// A person was unarchived.
        Unarchive = "bring_back",
        /// The people were reordered.
        ReorderPeople = "reorder",
        /// A one-on-one was started.
        StartMeeting = "begin",
        /// A one-on-one was wrapped up.
        WrapUp = "wrap_up",
        /// "Met, nothing to note" was recorded.
        NothingToNote = "nothing_to_note",
        /// A one-on-one of a past day was recorded.
        RecordMeeting = "record_meeting",
        /// The next one-on-one was scheduled or moved.
        ScheduleMeeting = "plan",
        /// The next one-on-one follows from the cadence again.
        ClearSchedule = "unplan",
        /// Planned one-on-ones followed the calendar.
        FollowCalendar = "follow_calendar",
        /// A one-on-one was skipped.
        SkipMeeting = "skip",
        /// An entry was snoozed until a day.
        Snooze = "put_off",
        /// A snoozed entry was woken.
        Unsnooze = "wake_up",
        /// An entry was picked as evidence.
        AddEvidence = "pick_evidence",
        /// An entry is no longer evidence.
        RemoveEvidence = "drop_evidence",
        /// An entry was added.
        AddEntry = "jot",
        /// Topics were added to the agenda together.
        AddTopics = "add_topics",
        /// The text of an entry was edited.
        EditText = "rewrite",
        /// A flag was raised.
        Raise = "raise",
        /// A flag was put on the agenda of the next one-on-one.
        AddToAgenda = "put_on_table",
        /// A flag was planned to be raised on a day.
        ScheduleRaise = "plan_to_raise",
        /// The plan to raise a flag was removed.
        RemoveFromAgenda = "take_off_table",
        /// A flag is watched until a day.
        Watch = "watch",
        /// A flag was let go.
        LetGo = "let_go",
        /// A flag was settled.
        Settle = "settle",
        /// A settled flag was rechecked.
        Recheck = "look_again",
        /// An action was done.
        Done = "done",
        /// An action or praise was told.
        Told = "told",
        /// A topic was discussed.
        Talked = "talked",
        /// A goal was paused.
        Pause = "pause",
        /// A goal was resumed.
        Resume = "resume",
        /// A goal was reached.
        Reach = "reach",
        /// A goal or an action was abandoned.
        Abandon = "drop",
        /// The level of a delegation changed.
        SetLevel = "level",
        /// A delegation was taken back.
        TakeBack = "take_back",
        /// A delegation is complete.
        Complete = "complete",
        /// An expectation was said aloud.
        SayAloud = "say",
        /// The latest event of an entry was removed.
        Reopen = "reopen",
        /// When and how they were told was recorded.
        RecordTold = "tell",
        /// Actions were sent to the person.
        MarkShared = "share",
        /// An expectation was replaced by a new one.
        ReplaceExpectation = "replace",
        /// A goal was checked in on.
        CheckIn = "check_in",
        /// The fields of a kind were edited.
        EditFields = "describe",
        /// The fields and the raise plan of a flag were edited.
        EditFlag = "describe_flag",
        /// The kind, day or person of an entry was changed.
        Reclassify = "refile",
        /// The need of a person was answered.
        AnswerNeed = "answer_need",
        /// A question was put on the agenda.
        AskQuestion = "ask_question",
        /// A custom question was saved.
        SaveQuestion = "keep_question",
        /// A question was hidden.
        HideQuestion = "hide_question",
        /// A hidden question was shown again.
        ShowQuestion = "show_question",
        /// The self-check was answered.
        SaveSelfCheck = "check_self",
        /// A self-check was deleted.
        DeleteSelfCheck = "take_away_self_check",
        /// The intention of the day was set.
        SetIntention = "intend",
        /// The outcome of an intention was set.
        SetIntentionOutcome = "look_back",
        /// The agenda was reordered.
        SetAgendaOrder = "arrange",
        /// A personal detail was asked about.
        MarkAsked = "ask_about",
        /// A review draft was saved.
        SaveReview = "write_review",
        /// A review was finished.
        FinishReview = "finish_review",
        /// A finished review was reopened.
        ReopenReview = "write_on_review",
        /// A review draft was discarded.
        DiscardReview = "throw_review_away",
        /// A template was saved.
        SaveTemplate = "keep_template",
        /// A template was edited.
        EditTemplate = "change_template",
        /// A template was deleted.
        DeleteTemplate = "remove_template",
        /// An earlier version of an entry was restored.
        RestoreVersion = "bring_back_version",
        /// An entry was moved to the trash.
        Trash = "trash",
        /// An entry was restored from the trash.
        Restore = "restore",
        /// An import was applied.
        Import = "bring_in",
        /// Entries were restored from a backup.
        RestoreEntries = "restore_entries",
        /// Records were erased.
        Erase = "erase",
    }
}
