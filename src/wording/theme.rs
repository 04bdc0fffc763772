//! Themes of questions as text.

use crate::domain::question::Theme;

/// The label of a theme: "Trust and delegation".
pub fn theme_label(theme: Theme) -> &'static str {
    match theme {
        Theme::Wellbeing => "Wellbeing",
        Theme::Workload => "Workload",
        Theme::Growth => "Growth",
        Theme::Career => "Career",
        Theme::Clarity => "Clarity",
        Theme::Recognition => "Recognition",
        Theme::Obstacles => "Obstacles",
        Theme::Team => "Team",
        Theme::Purpose => "Purpose",
        Theme::Feedback => "Feedback for you",
        Theme::Trust => "Trust and delegation",
    }
}
