//! The desktop's own dialog that asks for a file, on a thread of its own: it may stand open for as long as somebody looks
//! around in it, and the window goes on meanwhile.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, channel},
};

use eframe::egui::Context;

/// A dialog that is open somewhere on the desktop.
pub struct FilePicker {
    answer: Receiver<Option<PathBuf>>,
}

/// What came of asking.
pub enum Answer {
    /// The dialog is still open.
    Waiting,
    /// This file.
    File(PathBuf),
    /// It was closed without one, or the desktop has no such dialog.
    Nothing,
}

impl FilePicker {
    /// Asks where to save a file of this name.
    ///
    /// # Errors
    /// Where no thread can be had.
    pub fn save(ctx: &Context, title: &str, folder: &Path, name: &str) -> std::io::Result<Self> {
        let (to, answer) = channel();
        let dialog = rfd::FileDialog::new().set_title(title).set_directory(folder).set_file_name(name);
        let ctx = ctx.clone();
        std::thread::Builder::new().name("file picker".into()).spawn(move || {
            // Nobody listens any more where the window's dialog was closed first.
            let _ = to.send(dialog.save_file());
            ctx.request_repaint();
        })?;
        Ok(Self { answer })
    }

    /// What was chosen, once it was.
    pub fn answer(&self) -> Answer {
        match self.answer.try_recv() {
            Ok(Some(file)) => Answer::File(file),
            Ok(None) | Err(TryRecvError::Disconnected) => Answer::Nothing,
            Err(TryRecvError::Empty) => Answer::Waiting,
        }
    }
}
