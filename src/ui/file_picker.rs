//! The file dialog of the desktop, on a thread of its own so that the window keeps running while it
//! is open.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, TryRecvError, channel},
};

use eframe::egui::Context;
use rfd::FileDialog;

/// An open file dialog.
pub struct FilePicker {
    receiver: Receiver<Option<PathBuf>>,
}

/// What the user is asked to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerMode {
    /// Where to save a file; holds the suggested name.
    Save(String),
    /// An existing file.
    File,
    /// An existing folder.
    Folder,
}

/// The state of the dialog.
pub enum PickerResult {
    /// The dialog is still open.
    Pending,
    /// The chosen file or folder.
    Picked(PathBuf),
    /// It was closed without a choice, or the desktop has no such dialog.
    Cancelled,
}

impl FilePicker {
    /// Opens the dialog in `folder`.
    ///
    /// # Errors
    /// The thread cannot be spawned.
    pub fn open(ctx: &Context, title: &str, folder: &Path, mode: PickerMode) -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let dialog = FileDialog::new().set_title(title).set_directory(folder);
        let ctx = ctx.clone();
        std::thread::Builder::new().name("file picker".into()).spawn(move || {
            let choice = match mode {
                PickerMode::Save(name) => dialog.set_file_name(name).save_file(),
                PickerMode::File => dialog.pick_file(),
                PickerMode::Folder => dialog.pick_folder(),
            };
            // The receiver is gone when the window's dialog was closed first.
            let _ = sender.send(choice);
            ctx.request_repaint();
        })?;
        Ok(Self { receiver })
    }

    /// The choice, once it was made.
    pub fn poll(&self) -> PickerResult {
        match self.receiver.try_recv() {
            Ok(Some(file)) => PickerResult::Picked(file),
            Ok(None) | Err(TryRecvError::Disconnected) => PickerResult::Cancelled,
            Err(TryRecvError::Empty) => PickerResult::Pending,
        }
    }
}
