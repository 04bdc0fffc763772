//! Reviews as text.

/// The question about a judging word, quoted as it was written.
pub fn judgement_question(word: &str) -> String {
    format!("“{word}”: what did you see?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_quotes_the_word() {
        assert_eq!(judgement_question("Always"), "“Always”: what did you see?");
    }
}
