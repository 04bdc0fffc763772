//! The link that was followed in a text, until the window asks whether to open it: what a link says
//! is not where it leads.

use eframe::egui::{Context, Id};

fn id() -> Id {
    Id::unique("opened link")
}

/// Follows a link.
pub(super) fn set(ctx: &Context, address: &str) {
    ctx.data_mut(|data| data.insert_temp(id(), address.to_owned()));
}

/// The address of the link that was followed in this frame.
pub fn take(ctx: &Context) -> Option<String> {
    ctx.data_mut(|data| data.remove_temp(id()))
}
