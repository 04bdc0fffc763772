//! The recovery key as a page to print: self-contained, without scripts or external resources.

use maud::{DOCTYPE, PreEscaped, html};

use crate::domain::recovery_key::RecoveryKey;

/// How many groups stand in a row.
const COLUMNS: usize = 5;

const STYLE: &str = "@page { margin: 20mm } body { max-width: 40em; margin: 24px auto; padding: 0 24px; \
                     color: #28241f; background: #fff; font: 11pt/1.5 Helvetica, Arial, sans-serif } \
                     h1 { font-size: 16pt; font-weight: 600 } table { border-spacing: 0; margin: 18pt 0 } \
                     td { padding: 4pt 18pt 4pt 0; font: 16pt/1.4 monospace; white-space: nowrap }";

/// Content security policy: nothing is loaded or run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The recovery key of the journal in the file of this name.
pub fn html(key: &RecoveryKey, file_name: &str) -> String {
    let groups: Vec<usize> = (0..RecoveryKey::GROUPS).collect();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                title { "Recovery key" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Recovery key of " (file_name) }
                p { "It opens the journal without the passphrase, and changes with it. Keep this page away from the computer." }
                table {
                    @for row in groups.chunks(COLUMNS) {
                        tr { @for group in row { td { (key.group(*group).as_str()) } } }
                    }
                }
                p { "The last letter of each group checks the others." }
            }
        }
    }
    .into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_has_every_group_and_escapes_the_name_of_the_file() {
        let key = RecoveryKey::new([7; 32]);
        let page = html(&key, "me & <mine>.rapport");
        assert!(page.contains("me &amp; &lt;mine&gt;.rapport"), "{page}");
        for group in 0..RecoveryKey::GROUPS {
            assert!(page.contains(&format!("<td>{}</td>", key.group(group).as_str())), "{page}");
        }
        assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("<script"), "{page}");
    }
}
