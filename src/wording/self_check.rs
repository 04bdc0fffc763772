//! Answers of the self-check as text.

use crate::domain::self_check::{Scale, ScaleStep};

/// A step of a scale in words: "rather asking", "in between".
pub fn describe_step(scale: Scale, step: ScaleStep) -> String {
    match u8::from(step) {
        1 => scale.low_label.to_owned(),
        2 => format!("leaning {}", scale.low_label),
        4 => format!("leaning {}", scale.high_label),
        5 => scale.high_label.to_owned(),
        _ => "in between".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::self_check::SCALES;

    #[test]
    fn every_scale_step_has_a_description() {
        let texts = ScaleStep::ALL.map(|step| describe_step(SCALES[2], step));
        assert_eq!(texts, ["giving orders", "leaning giving orders", "in between", "leaning asking", "asking"]);
    }
}
