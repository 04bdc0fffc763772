//! The kind of each change.

pub use crate::domain::change_kind::ChangeKind;

use super::Change;
use crate::domain::entry::{kind::flag::RaisePlan, transition::Transition};

impl Change {
    /// The kind under which the change log records it.
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
            Self::RecordMeeting { .. } => ChangeKind::RecordMeeting,
            Self::ScheduleMeeting { .. } => ChangeKind::ScheduleMeeting,
            Self::ClearSchedule(_) => ChangeKind::ClearSchedule,
            Self::FollowCalendar(_) => ChangeKind::FollowCalendar,
            Self::SkipMeeting { .. } => ChangeKind::SkipMeeting,
            Self::SetEvidence { picked: true, .. } => ChangeKind::AddEvidence,
            Self::SetEvidence { picked: false, .. } => ChangeKind::RemoveEvidence,
            Self::Snooze { until: Some(_), .. } => ChangeKind::Snooze,
            Self::Snooze { until: None, .. } => ChangeKind::Unsnooze,
            Self::AddEntry { .. } => ChangeKind::AddEntry,
            Self::AddTopics { .. } => ChangeKind::AddTopics,
            Self::EditText { .. } => ChangeKind::EditText,
            Self::Transition { transition, .. } => transition_change_kind(transition),
            Self::RecordTold { .. } => ChangeKind::RecordTold,
            Self::MarkShared(_) => ChangeKind::MarkShared,
            Self::ReplaceExpectation { .. } => ChangeKind::ReplaceExpectation,
            Self::CheckIn { .. } => ChangeKind::CheckIn,
            Self::EditFields { .. } => ChangeKind::EditFields,
            Self::EditFlag { .. } => ChangeKind::EditFlag,
            Self::AnswerNeed { .. } => ChangeKind::AnswerNeed,
            Self::Leader(change) => change.kind(),
            Self::Review(change) => change.kind(),
            Self::SetAgendaOrder { .. } => ChangeKind::SetAgendaOrder,
            Self::MarkAsked { .. } => ChangeKind::MarkAsked,
            Self::RestoreVersion(_) => ChangeKind::RestoreVersion,
            Self::Reclassify { .. } => ChangeKind::Reclassify,
            Self::Trash(_) => ChangeKind::Trash,
            Self::Restore(_) => ChangeKind::Restore,
            Self::Import(_) => ChangeKind::Import,
            Self::RestoreEntries { .. } => ChangeKind::RestoreEntries,
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
