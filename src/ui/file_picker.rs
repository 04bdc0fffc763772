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
    receiver: Receiver<Option<PathBuf>>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerMode {
    /// Where to save a file of this name.
    Save(String),
    /// A file that is there.
    File,
    /// A folder that is there.
    Folder,
}

/// What came of asking.
pub enum PickerResult {
    /// The dialog is still open.
    Pending,
    /// This file or folder.
    Picked(PathBuf),
    /// It was closed without one, or the desktop has no such dialog.
    Cancelled,
}

impl FilePicker {
    /// Asks, beginning in this folder.
    ///
    /// # Errors
    /// Where no thread can be had.
    pub fn open(ctx: &Context, title: &str, folder: &Path, wanted: PickerMode) -> std::io::Result<Self> {
        let (to, answer) = channel();
        let dialog = FileDialog::new().set_title(title).set_directory(folder);
        let ctx = ctx.clone();
        std::thread::Builder::new().name("file picker".into()).spawn(move || {
            let chosen = match wanted {
                PickerMode::Save(name) => dialog.set_file_name(name).save_file(),
                PickerMode::File => dialog.pick_file(),
                PickerMode::Folder => dialog.pick_folder(),
            };
            // Nobody listens any more where the window's dialog was closed first.
            let _ = to.send(chosen);
            ctx.request_repaint();
        })?;
        Ok(Self { receiver: answer })
    }

    /// What was chosen, once it was.
    pub fn poll(&self) -> PickerResult {
        match self.receiver.try_recv() {
            Ok(Some(file)) => PickerResult::Picked(file),
            Ok(None) | Err(TryRecvError::Disconnected) => PickerResult::Cancelled,
            Err(TryRecvError::Empty) => PickerResult::Pending,
        }
    }
}
