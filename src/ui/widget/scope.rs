//! Widget ids that do not depend on what is shown before.

use std::{fmt::Debug, hash::Hash};

use eframe::egui::{Ui, UiBuilder};

/// Shows a part of a page whose widget ids depend on `key` alone, so that the focus stays on a
/// control while something before it comes or goes. `key` is unique among the parts of `ui`.
pub fn stable<R>(ui: &mut Ui, key: impl Hash + Debug, add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.scope_id().with(("part", key));
    ui.scope_builder(UiBuilder::new().scope_id(id), add).inner
}
