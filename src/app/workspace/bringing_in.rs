//! What is brought into the journal from elsewhere: asked for, dropped on the window, and what became of it.

use std::{path::PathBuf, time::Duration};

use eframe::egui::Context;

use super::Workspace;
use crate::{
    journal::change::{Change, ChangeError},
    ui::{
        action::BringIn,
        dialog::{
            Dialog,
            import::{CALENDAR, Import},
        },
        drop::{Drop, ONE_AT_A_TIME},
        route::Route,
    },
};

impl Workspace {
    /// Asks what to bring in.
    pub(super) fn import(&mut self, ctx: &Context, path: Option<PathBuf>, time: Duration) {
        self.with_desk(time, |desk, dialog| *dialog = Some(Dialog::Import(Box::new(Import::open(path, ctx, desk)))));
    }

    /// What is dropped on the window is looked at, unless something else is being asked.
    pub(super) fn hear_dropped(&mut self, ctx: &Context, time: Duration) {
        let dropped = Drop::dropped(ctx);
        let now = ctx.input(|input| input.time);
        let free = match &self.dialog {
            None => true,
            Some(Dialog::Import(import)) => !import.is_busy(),
            Some(_) => false,
        };
        match dropped.as_slice() {
            [] => {}
            _ if !free => self.say("Close what is open first, then drop it again".to_owned(), Vec::new(), now),
            [path] => self.import(ctx, Some(path.clone()), time),
            _ => self.say(ONE_AT_A_TIME.to_owned(), Vec::new(), now),
        }
    }

    /// What was read is in the journal, or is not.
    pub(super) fn brought_in(&mut self, became: Result<(), ChangeError>, ctx: &Context) {
        let time = Duration::from_secs_f64(ctx.input(|input| input.time).max(0.0));
        self.bringing_in = None;
        if became.is_ok() && self.route == Route::FirstRun {
            // Behind the dialog, for when that is closed.
            self.open(Route::Today);
        }
        self.with_desk(time, |desk, dialog| {
            if let Some(Dialog::Import(import)) = dialog {
                import.heard(became, desk);
            }
        });
    }

    /// Brings it in, and remembers a calendar, to be read again.
    pub(super) fn bring_in(&mut self, what: BringIn) {
        self.bringing_in = Some(self.journal.submit_long(Change::BringIn(what.bundle), what.progress));
        if let Some(calendar) = what.calendar {
            self.journal.set_setting(CALENDAR, &calendar);
        }
    }
}
