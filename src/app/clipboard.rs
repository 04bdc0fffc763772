//! What was copied leaves the clipboard again, and clipboard managers are asked not to store it.
//!
//! egui asks the system to copy whatever was chosen, by Ctrl+C in a field or a label and by our own
//! buttons, with a command in the output of a frame. This takes these commands before egui carries
//! them out, marks the text, and clears it after a while on a thread that sleeps until then, unless
//! something else was copied since. What selecting a text puts into the primary selection of X11 is
//! treated alike.
//!
//! On a Wayland desktop that does not let a program in the background see the clipboard, as GNOME,
//! nobody can tell whether it still holds the text. There egui copies as ever, unmarked.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use arboard::Clipboard;
#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;
#[cfg(all(unix, not(target_os = "macos")))]
use arboard::{ClearExtLinux as _, GetExtLinux as _, LinuxClipboardKind, SetExtLinux as _};
use eframe::egui::{Context, FullOutput, OutputCommand, Plugin};

/// How long copied text stays on the clipboard.
pub const CLEAR_AFTER: Duration = Duration::from_mins(1);

/// Where text is copied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// What is pasted with Ctrl+V.
    Clipboard,
    /// What is selected, and pasted with the middle button; on X11 and some Wayland desktops.
    Primary,
}

/// The clipboard of a window.
pub struct ClipboardGuard {
    clipboard: Clipboard,
    thread: Option<(Sender<Copied>, JoinHandle<()>)>,
    delay: Duration,
    clears: bool,
    hasher: RandomState,
}

/// A text that is to be cleared.
struct Copied {
    place: Place,
    /// Its hash: the text itself is not remembered.
    hash: u64,
    until: Instant,
}

impl ClipboardGuard {
    /// Uses the clipboard of the system and clears it after this time; none where that cannot be
    /// done.
    pub fn start(delay: Duration) -> Option<Self> {
        if !can_watch() {
            return None;
        }
        let clipboard = Clipboard::new();
        let clipboard = clipboard.inspect_err(|error| tracing::warn!(%error, "copied text is not cleared")).ok()?;
        Some(Self { clipboard, thread: None, delay, clears: true, hasher: RandomState::new() })
    }

    /// Copies a text, marked as sensitive. Returns whether the system has taken it.
    pub fn copy(&mut self, place: Place, text: &str) -> bool {
        if let Err(error) = set(&mut self.clipboard, place, text) {
            tracing::warn!(%error, "the text is copied without a mark");
            return false;
        }
        if self.clears && !text.is_empty() {
            let copied = Copied { place, hash: self.hasher.hash_one(text), until: Instant::now() + self.delay };
            if self.thread.is_none() {
                self.thread = spawn(self.hasher.clone());
            }
            if let Some((sender, _)) = &self.thread {
                // The thread ends only with this.
                let _ = sender.send(copied);
            }
        }
        true
    }

    /// Clears what was copied here and is still there, as on quitting.
    pub fn finish(self) {
        if let Some((sender, thread)) = self.thread {
            drop(sender);
            // It has nothing to say.
            let _ = thread.join();
        }
    }
}

fn spawn(hasher: RandomState) -> Option<(Sender<Copied>, JoinHandle<()>)> {
    let (sender, copied) = channel();
    let spawned = std::thread::Builder::new().name("clipboard".into()).spawn(move || run(&copied, &hasher));
    let thread = spawned.inspect_err(|error| tracing::warn!(%error, "copied text is not cleared")).ok()?;
    Some((sender, thread))
}

/// Clears each text when it is due, and the rest at the end.
fn run(copied: &Receiver<Copied>, hasher: &RandomState) {
    let mut clipboard = match Clipboard::new() {
        Ok(clipboard) => clipboard,
        Err(error) => return tracing::warn!(%error, "copied text is not cleared"),
    };
    let mut pending: HashMap<Place, Copied> = HashMap::new();
    loop {
        let next = pending.values().map(|copied| copied.until).min();
        let received = match next {
            Some(until) => copied.recv_timeout(until.saturating_duration_since(Instant::now())),
            None => copied.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let is_end = match received {
            Ok(copied) => {
                pending.insert(copied.place, copied);
                continue;
            }
            Err(error) => error == RecvTimeoutError::Disconnected,
        };
        let now = Instant::now();
        pending.retain(|place, copied| {
            let is_due = is_end || copied.until <= now;
            if is_due && get(&mut clipboard, *place).is_some_and(|text| hasher.hash_one(text.as_str()) == copied.hash) {
                clear(&mut clipboard, *place);
            }
            !is_due
        });
        if is_end {
            return;
        }
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn kind(place: Place) -> LinuxClipboardKind {
    match place {
        Place::Clipboard => LinuxClipboardKind::Clipboard,
        Place::Primary => LinuxClipboardKind::Primary,
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn set(clipboard: &mut Clipboard, place: Place, text: &str) -> Result<(), arboard::Error> {
    clipboard.set().clipboard(kind(place)).exclude_from_history().text(text)
}

#[cfg(target_os = "macos")]
fn set(clipboard: &mut Clipboard, _: Place, text: &str) -> Result<(), arboard::Error> {
    clipboard.set().exclude_from_history().text(text)
}

#[cfg(windows)]
fn set(clipboard: &mut Clipboard, _: Place, text: &str) -> Result<(), arboard::Error> {
    clipboard.set().exclude_from_monitoring().text(text)
}

/// The text that is there now, if it is one.
fn get(clipboard: &mut Clipboard, place: Place) -> Option<String> {
    let get = clipboard.get();
    #[cfg(all(unix, not(target_os = "macos")))]
    let get = get.clipboard(kind(place));
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    let _ = place;
    get.text().ok()
}

fn clear(clipboard: &mut Clipboard, place: Place) {
    let clear = clipboard.clear_with();
    #[cfg(all(unix, not(target_os = "macos")))]
    let result = clear.clipboard(kind(place));
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    let (result, _) = (clear.default(), place);
    if let Err(error) = result {
        tracing::warn!(%error, "copied text could not be cleared");
    }
}

/// Whether a program in the background sees what is on the clipboard.
#[cfg(all(unix, not(target_os = "macos")))]
fn can_watch() -> bool {
    use wl_clipboard_rs::utils::{PrimarySelectionCheckError, is_primary_selection_supported};
    let is_wayland = std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty());
    // A desktop without a seat has the protocol too.
    !is_wayland || matches!(is_primary_selection_supported(), Ok(_) | Err(PrimarySelectionCheckError::NoSeats))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn can_watch() -> bool {
    true
}

/// Takes the copies of the windows of a context.
#[derive(Default)]
struct CopyPlugin(Option<ClipboardGuard>);

impl Plugin for CopyPlugin {
    fn debug_name(&self) -> &'static str {
        "clipboard"
    }

    fn output_hook(&mut self, _: &Context, output: &mut FullOutput) {
        let Some(guard) = &mut self.0 else { return };
        output.platform_output.commands.retain(|command| match command {
            OutputCommand::CopyText(text) => !guard.copy(Place::Clipboard, text),
            OutputCommand::TextSelectionSettled(text) if cfg!(all(unix, not(target_os = "macos"))) => {
                !guard.copy(Place::Primary, text)
            }
            _ => true,
        });
    }
}

/// Installs it in the context of a window.
pub(super) fn install(ctx: &Context) {
    ctx.add_plugin(CopyPlugin(ClipboardGuard::start(CLEAR_AFTER)));
}

/// Whether copied text is cleared from now on.
pub(super) fn set_clearing(ctx: &Context, on: bool) {
    ctx.with_plugin(|plugin: &mut CopyPlugin| {
        if let Some(guard) = &mut plugin.0 {
            guard.clears = on;
        }
    });
}

/// Clears what is still there when the window is gone.
pub(super) fn finish(ctx: &Context) {
    if let Some(guard) = ctx.with_plugin(|plugin: &mut CopyPlugin| plugin.0.take()).flatten() {
        guard.finish();
    }
}
