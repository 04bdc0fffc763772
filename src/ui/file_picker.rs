//! The desktop's own dialog that asks for a file, on a thread of its own: it may stand open for as long as somebody looks
//! around in it, and the window goes on meanwhile.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, channel},
};

use eframe::egui::Context;
use rfd::FileDialog;

/// A dialog that is open somewhere on the desktop.
pub struct FilePicker {
    answer: Receiver<Option<PathBuf>>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Where to save a file of this name.
    Save(String),
    /// A file that is there.
    File,
    /// A folder that is there.
    Folder,
}

/// What came of asking.
pub enum Answer {
    /// The dialog is still open.
    Waiting,
    /// This file or folder.
    File(PathBuf),
    /// It was closed without one, or the desktop has no such dialog.
    Nothing,
}

impl FilePicker {
    /// Asks, beginning in this folder.
    ///
    /// # Errors
    /// Where no thread can be had.
    pub fn ask(ctx: &Context, title: &str, folder: &Path, wanted: Wanted) -> std::io::Result<Self> {
        let (to, answer) = channel();
        let dialog = FileDialog::new().set_title(title).set_directory(folder);
        let ctx = ctx.clone();
        std::thread::Builder::new().name("file picker".into()).spawn(move || {
            let chosen = match wanted {
                Wanted::Save(name) => dialog.set_file_name(name).save_file(),
                Wanted::File => dialog.pick_file(),
                Wanted::Folder => dialog.pick_folder(),
            };
            // Nobody listens any more where the window's dialog was closed first.
            let _ = to.send(chosen);
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
